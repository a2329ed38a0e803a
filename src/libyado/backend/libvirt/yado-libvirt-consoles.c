/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * A guest's consoles, read from its description (formatdomain.html of libvirt): what runs now, else what the next start will have.
 *
 * <console> 0 and <serial> 0 are often the same line told twice (target type "serial").
 */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <stdlib.h>
#include <string.h>

#include "backend/libvirt/yado-libvirt-private.h"
#include "backend/yado-screen.h"

typedef struct {
    GPtrArray *records;         /* of YadoConsoleRecord */
    YadoConsoleRecord *current; /* the device that is being read, not yet in records */
    gboolean is_repeated;       /* it stands in records already */
    guint n_consoles, n_serials, n_graphics;
    gboolean has_listen; /* a <listen> said where */
} Reading;

static const char *
find_attribute(const char **names, const char **values, const char *name)
{
    for (guint i = 0; names[i]; i++)
        if (strcmp(names[i], name) == 0 && *values[i] != '\0')
            return values[i];
    return NULL;
}

static int
read_port(const char *text)
{
    gint64 port = text ? g_ascii_strtoll(text, NULL, 10) : 0;

    return port > 0 && port < 65536 ? (int)port : 0;
}

/* ---- Text ---- */

static char *
dup_text_reason(const char *type)
{
    if (!type || strcmp(type, "pty") == 0)
        return NULL;
    if (strcmp(type, "file") == 0)
        return g_strdup(_("Its output goes to a file on the host."));
    return g_strdup_printf(_("It is connected to something else on the host (%s)."), type);
}

static void
begin_text(Reading *reading, gboolean is_serial, const char **names, const char **values)
{
    guint number = is_serial ? reading->n_serials++ : reading->n_consoles++;
    g_autofree char *id = g_strdup_printf(is_serial ? "serial%u" : "console%u", number);
    YadoConsoleRecord *record = yado_console_record_new(id, YADO_CONSOLE_TEXT);

    if (is_serial)
        record->label = g_strdup_printf(_("Serial port %u"), number + 1);
    else
        record->label = number == 0 ? g_strdup(_("Text console"))
                                    : g_strdup_printf(_("Text console %u"), number + 1);
    record->reason = dup_text_reason(find_attribute(names, values, "type"));
    reading->current = record;
    reading->is_repeated = FALSE;
}

static gboolean
has_record(Reading *reading, const char *id)
{
    for (guint i = 0; i < reading->records->len; i++)
        if (strcmp(((YadoConsoleRecord *)reading->records->pdata[i])->id, id) == 0)
            return TRUE;
    return FALSE;
}

/* A console that is a serial port: the port is the one listed. */
static void
note_target(Reading *reading, const char **names, const char **values)
{
    const char *type = find_attribute(names, values, "type");

    if (g_str_has_prefix(reading->current->id, "console") && g_strcmp0(type, "serial") == 0)
        reading->is_repeated = has_record(reading, "serial0");
}

/* ---- Screens ---- */

static void
begin_screen(Reading *reading, const char **names, const char **values)
{
    const char *type = find_attribute(names, values, "type");
    gboolean is_vnc = g_strcmp0(type, "vnc") == 0;
    g_autofree char *id = g_strdup_printf("%s%u", type ? type : "", reading->n_graphics++);
    YadoConsoleRecord *record;

    if (!is_vnc && g_strcmp0(type, "spice") != 0)
        return; /* sdl and its like are windows on the host itself */
    record = yado_console_record_new(id, is_vnc ? YADO_CONSOLE_VNC : YADO_CONSOLE_SPICE);
    record->label = g_strdup(is_vnc ? _("Screen (VNC)") : _("Screen (SPICE)"));
    record->port = read_port(find_attribute(names, values, "port"));
    record->tls_port = read_port(find_attribute(names, values, "tlsPort"));
    record->address = g_strdup(find_attribute(names, values, "listen"));
    record->socket = g_strdup(find_attribute(names, values, "socket"));
    record->password = g_strdup(find_attribute(names, values, "passwd"));
    if (!is_vnc)
        record->reason = g_strdup(_("YaDO shows no SPICE screens: use an external viewer, such as "
                                    "remote-viewer."));
    reading->current = record;
    reading->has_listen = FALSE;
}

static void
note_listen(Reading *reading, const char **names, const char **values)
{
    const char *address = find_attribute(names, values, "address");
    const char *socket = find_attribute(names, values, "socket");

    if (reading->has_listen)
        return;
    reading->has_listen = TRUE;
    if (address) {
        g_free(reading->current->address);
        reading->current->address = g_strdup(address);
    }
    if (socket) {
        g_free(reading->current->socket);
        reading->current->socket = g_strdup(socket);
    }
}

/* ---- The description ---- */

static gboolean
is_device(const GSList *stack)
{
    return g_slist_length((GSList *)stack) == 3 && strcmp(stack->next->data, "devices") == 0 &&
           strcmp(stack->next->next->data, "domain") == 0;
}

static void
on_element_started_cb(GMarkupParseContext *context, const char *element, const char **names,
                      const char **values, gpointer data, GError **error)
{
    const GSList *stack = g_markup_parse_context_get_element_stack(context);
    Reading *reading = data;

    if (is_device(stack)) {
        if (strcmp(element, "console") == 0 || strcmp(element, "serial") == 0)
            begin_text(reading, *element == 's', names, values);
        else if (strcmp(element, "graphics") == 0)
            begin_screen(reading, names, values);
    } else if (reading->current && is_device(stack->next)) {
        if (strcmp(element, "target") == 0)
            note_target(reading, names, values);
        else if (strcmp(element, "listen") == 0)
            note_listen(reading, names, values);
    }
}

static void
on_element_ended_cb(GMarkupParseContext *context, const char *element, gpointer data,
                    GError **error)
{
    Reading *reading = data;

    if (!reading->current || !is_device(g_markup_parse_context_get_element_stack(context)))
        return;
    if (reading->is_repeated)
        yado_console_record_free(reading->current);
    else
        g_ptr_array_add(reading->records, reading->current);
    reading->current = NULL;
    reading->is_repeated = FALSE;
}

static int
compare_records(gconstpointer a, gconstpointer b)
{
    const YadoConsoleRecord *one = *(YadoConsoleRecord *const *)a;
    const YadoConsoleRecord *other = *(YadoConsoleRecord *const *)b;

    if (one->kind != other->kind)
        return (int)one->kind - (int)other->kind;
    return strcmp(one->id, other->id); /* "console0" before "serial0" */
}

static gboolean
read_description(Reading *reading, const char *xml, GError **error)
{
    static const GMarkupParser parser = { .start_element = on_element_started_cb,
                                          .end_element = on_element_ended_cb };
    GMarkupParseContext *context = g_markup_parse_context_new(&parser, 0, reading, NULL);
    gboolean read = g_markup_parse_context_parse(context, xml, -1, error) &&
                    g_markup_parse_context_end_parse(context, error);

    g_markup_parse_context_free(context);
    g_clear_pointer(&reading->current, yado_console_record_free);
    return read;
}

static void
place_screens(GPtrArray *records, const char *uri)
{
    for (guint i = 0; i < records->len; i++)
        if (((YadoConsoleRecord *)records->pdata[i])->kind != YADO_CONSOLE_TEXT)
            yado_screen_place(records->pdata[i], uri);
}

/* Its password, where we may see it. */
static char *
dup_description(virDomainPtr domain)
{
    char *xml = virDomainGetXMLDesc(domain, VIR_DOMAIN_XML_SECURE);

    return xml ? xml : virDomainGetXMLDesc(domain, 0);
}

GPtrArray *
yado_libvirt_backend_list_consoles(YadoBackend *backend, const char *uuid,
                                   GCancellable *cancellable, GError **error)
{
    YadoLibvirtBackend *self = YADO_LIBVIRT_BACKEND(backend);
    g_autoptr(virDomain) domain = yado_libvirt_backend_lookup(self, uuid, error);
    g_autoptr(GPtrArray) records =
        g_ptr_array_new_with_free_func((GDestroyNotify)yado_console_record_free);
    g_autoptr(GError) native = NULL;
    Reading reading = { .records = records };
    char *xml = domain ? dup_description(domain) : NULL;
    gboolean read;

    if (!xml) {
        if (domain)
            yado_libvirt_backend_fail(self, error, _("The consoles of “%s” cannot be listed."),
                                      virDomainGetName(domain));
        return NULL;
    }
    read = read_description(&reading, xml, &native);
    explicit_bzero(xml, strlen(xml));
    free(xml);
    if (!read) {
        yado_error_set(error, YADO_ERROR_FAILED, native->message, NULL,
                       _("The consoles of “%s” cannot be listed."), virDomainGetName(domain));
        return NULL;
    }
    g_ptr_array_sort(records, compare_records);
    place_screens(records, self->uri);
    return g_steal_pointer(&records);
}
