/* SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "yado-test"
#include "config.h"

#include "yado-test-accessible.h"
#include "yado-test.h"

#include <string.h>

#define PREFIX "org.a11y.atspi."
#define CALL_MILLISECONDS 8000

struct _YadoTestThing {
    char *owner, *path;
};

static GDBusConnection *bus;

static GVariant *
ask(GDBusConnection *connection, const char *owner, const char *path, const char *interface,
    const char *method, GVariant *arguments, const char *answer, GError **error)
{
    return g_dbus_connection_call_sync(
        connection, owner, path, interface, method, arguments, G_VARIANT_TYPE(answer),
        G_DBUS_CALL_FLAGS_NONE, (int)(CALL_MILLISECONDS * yado_test_get_patience()), NULL, error);
}

void
yado_test_accessible_connect(void)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *address = NULL;
    g_autoptr(GDBusConnection) session =
        g_dbus_connection_new_for_address_sync(g_getenv("DBUS_SESSION_BUS_ADDRESS"),
                                               G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT |
                                                   G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION,
                                               NULL, NULL, &error);
    g_assert_no_error(error);
    g_autoptr(GVariant) answer = ask(session, "org.a11y.Bus", "/org/a11y/bus", "org.a11y.Bus",
                                     "GetAddress", NULL, "(s)", &error);
    g_assert_no_error(error);
    g_variant_get(answer, "(s)", &address);
    bus = g_dbus_connection_new_for_address_sync(address,
                                                 G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT |
                                                     G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION,
                                                 NULL, NULL, &error);
    g_assert_no_error(error);
}

static YadoTestThing *
create_thing(const char *owner, const char *path)
{
    YadoTestThing *thing = g_new0(YadoTestThing, 1);
    thing->owner = g_strdup(owner);
    thing->path = g_strdup(path);
    return thing;
}

void
yado_test_thing_free(YadoTestThing *thing)
{
    g_free(thing->owner);
    g_free(thing->path);
    g_free(thing);
}

YadoTestThing *
yado_test_accessible_copy(YadoTestThing *thing)
{
    return create_thing(thing->owner, thing->path);
}

YadoTestThing *
yado_test_accessible_from_reference(GVariant *reference)
{
    const char *owner, *path;
    g_variant_get(reference, "(&s&o)", &owner, &path);
    return g_str_has_suffix(path, "/null") ? NULL : create_thing(owner, path);
}

GVariant *
yado_test_accessible_call(YadoTestThing *thing, const char *interface, const char *method,
                          GVariant *arguments, const char *answer)
{
    g_autofree char *whole = g_strconcat(PREFIX, interface, NULL);
    return ask(bus, thing->owner, thing->path, whole, method, arguments, answer, NULL);
}

static GVariant *
get_property(YadoTestThing *thing, const char *interface, const char *property)
{
    g_autofree char *whole = g_strconcat(PREFIX, interface, NULL);
    GVariant *value = NULL;
    g_autoptr(GVariant) answer =
        ask(bus, thing->owner, thing->path, "org.freedesktop.DBus.Properties", "Get",
            g_variant_new("(ss)", whole, property), "(v)", NULL);
    if (answer)
        g_variant_get(answer, "(v)", &value);
    return value;
}

int
yado_test_accessible_get_int(YadoTestThing *thing, const char *interface, const char *property)
{
    g_autoptr(GVariant) value = get_property(thing, interface, property);
    return value && g_variant_is_of_type(value, G_VARIANT_TYPE_INT32) ? g_variant_get_int32(value)
                                                                      : 0;
}

char *
yado_test_thing_dup_name(YadoTestThing *thing)
{
    g_autoptr(GVariant) value = get_property(thing, "Accessible", "Name");
    return value ? g_variant_dup_string(value, NULL) : g_strdup("");
}

/* Asking for an interface that a thing has not makes GTK's bridge complain, which ends the program in tests. */
gboolean
yado_test_accessible_has(YadoTestThing *thing, const char *interface)
{
    g_autofree char *whole = g_strconcat(PREFIX, interface, NULL);
    g_autofree const char **names = NULL;
    g_autoptr(GVariant) answer =
        yado_test_accessible_call(thing, "Accessible", "GetInterfaces", NULL, "(as)");
    if (!answer)
        return FALSE;
    g_variant_get(answer, "(^a&s)", &names);
    return g_strv_contains(names, whole);
}

AtspiRole
yado_test_accessible_get_role(YadoTestThing *thing)
{
    guint32 role = ATSPI_ROLE_INVALID;
    g_autoptr(GVariant) answer =
        yado_test_accessible_call(thing, "Accessible", "GetRole", NULL, "(u)");
    if (answer)
        g_variant_get(answer, "(u)", &role);
    return role;
}

GPtrArray *
yado_test_accessible_list_children(YadoTestThing *thing)
{
    GPtrArray *children = g_ptr_array_new_with_free_func((GDestroyNotify)yado_test_thing_free);
    g_autoptr(GVariant) answer =
        yado_test_accessible_call(thing, "Accessible", "GetChildren", NULL, "(a(so))");
    if (!answer)
        return children;
    g_autoptr(GVariant) list = g_variant_get_child_value(answer, 0);
    for (gsize i = 0; i < g_variant_n_children(list); i++) {
        g_autoptr(GVariant) reference = g_variant_get_child_value(list, i);
        YadoTestThing *child = yado_test_accessible_from_reference(reference);
        if (child)
            g_ptr_array_add(children, child);
    }
    return children;
}

static guint32
get_process_id(const char *owner)
{
    guint32 pid = 0;
    g_autoptr(GVariant) answer =
        ask(bus, "org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus",
            "GetConnectionUnixProcessID", g_variant_new("(s)", owner), "(u)", NULL);
    if (answer)
        g_variant_get(answer, "(u)", &pid);
    return pid;
}

YadoTestThing *
yado_test_accessible_find_program(GPid pid)
{
    g_autoptr(YadoTestThing) desktop =
        create_thing(PREFIX "Registry", "/org/a11y/atspi/accessible/root");
    g_autoptr(GPtrArray) programs = yado_test_accessible_list_children(desktop);
    for (guint i = 0; i < programs->len; i++) {
        YadoTestThing *program = programs->pdata[i];
        if (get_process_id(program->owner) == (guint32)pid)
            return yado_test_accessible_copy(program);
    }
    return NULL;
}
