/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "backend/yado-backend-registry.h"

#include <dlfcn.h>
#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/yado-error.h"
#include "base/yado-module.h"

static const struct {
    const char *scheme;
    const char *module;
} schemes[] = {
    { "xen", "libvirt" },    { "qemu", "libvirt" },   { "lxc", "libvirt" }, { "test", "libvirt" },
    { "vbox", "libvirt" },   { "vmware", "libvirt" }, { "esx", "libvirt" }, { "vpx", "libvirt" },
    { "hyperv", "libvirt" }, { "bhyve", "libvirt" },  { "ch", "libvirt" },  { "vz", "libvirt" },
    { "openvz", "libvirt" }, { "xl", "libxl" },
};

/* Scheme -> YadoBackendConstructor, for tests. */
static GHashTable *added;

/* "xen+ssh://host/" -> "xen"; NULL when @uri is not one. */
static char *
dup_scheme(const char *uri)
{
    const char *colon = strchr(uri, ':');
    size_t length = strcspn(uri, "+:");

    if (!colon || length == 0 || colon[1] != '/' || strpbrk(uri, " \n\t"))
        return NULL;
    return g_ascii_strdown(uri, length);
}

static char *
list_schemes(void)
{
    GString *names = g_string_new(NULL);

    for (guint i = 0; i < G_N_ELEMENTS(schemes); i++)
        g_string_append_printf(names, i ? ", %s" : "%s", schemes[i].scheme);
    return g_string_free(names, FALSE);
}

static const char *
find_module(const char *scheme)
{
    for (guint i = 0; i < G_N_ELEMENTS(schemes); i++)
        if (strcmp(schemes[i].scheme, scheme) == 0)
            return schemes[i].module;
    return NULL;
}

/*
 * Opened by itself, a library is relocated among the few that it uses; opened as a part of libvirt, each of its thousands of symbols is looked
 * for in up to sixty: a fifth of the time that libvirt takes to load.  One that is not there any more is no loss.  Not by g_module_open(),
 * which follows a NAME.la of the current folder before the linker's own folders: anybody's code where anybody can write.
 */
static void
open_early_libraries(void)
{
    static const char *const names[] = { YADO_EARLY_LIBRARIES NULL };

    for (guint i = 0; names[i]; i++)
        dlopen(names[i], RTLD_LAZY | RTLD_LOCAL);
}

static YadoBackendConstructor
load_module(const char *name, GError **error)
{
    g_autofree char *file = g_strdup_printf("backend-%s", name);
    gpointer constructor = NULL;
    GModule *module;

    open_early_libraries();
    module = yado_module_open(file);
    if (!module || !g_module_symbol(module, "yado_backend_module_new", &constructor)) {
        yado_error_set(error, YADO_ERROR_UNSUPPORTED, g_module_error(),
                       _("Install YaDO completely, or set YADO_BACKEND_PATH."),
                       _("The part of YaDO that talks to %s cannot be loaded."), name);
        return NULL;
    }
    return (YadoBackendConstructor)constructor;
}

YadoBackend *
yado_backend_registry_create(const char *uri, GError **error)
{
    g_autofree char *scheme = NULL;
    g_autofree char *known = NULL;
    YadoBackendConstructor constructor = NULL;
    const char *module;

    g_return_val_if_fail(uri != NULL, NULL);
    known = list_schemes();
    scheme = dup_scheme(uri);
    if (!scheme) {
        yado_error_set(error, YADO_ERROR_INVALID, NULL,
                       _("An address looks like xen:///system or xen+ssh://root@host/."),
                       _("“%s” is not an address of a host."), uri);
        return NULL;
    }
    if (added)
        constructor = g_hash_table_lookup(added, scheme);
    if (constructor)
        return constructor(uri);
    module = find_module(scheme);
    if (!module) {
        yado_error_set(error, YADO_ERROR_INVALID, NULL, NULL,
                       _("“%s” is not a kind of host that YaDO knows. Known are: %s."), scheme,
                       known);
        return NULL;
    }
    constructor = load_module(module, error);
    return constructor ? constructor(uri) : NULL;
}

char *
yado_backend_registry_dup_companion(const char *uri)
{
    g_autofree char *scheme = NULL;
    const char *transport, *authority, *path, *query;

    g_return_val_if_fail(uri != NULL, NULL);
    scheme = dup_scheme(uri);
    if (g_strcmp0(scheme, "xen") != 0 || !(authority = strstr(uri, "://")))
        return NULL;
    authority += strlen("://");
    path = authority + strcspn(authority, "/?");
    query = path + strcspn(path, "?");
    transport = uri + strlen(scheme);
    if (authority == path)
        return *transport == ':' || g_ascii_strncasecmp(transport, "+unix:", 6) == 0
                   ? g_strdup("xl:///")
                   : NULL;
    if (g_ascii_strncasecmp(transport, "+ssh:", 5) != 0)
        return NULL;
    return g_strdup_printf("xl+ssh://%.*s/%s", (int)(path - authority), authority, query);
}

void
yado_backend_registry_add(const char *scheme, YadoBackendConstructor constructor)
{
    if (!added)
        added = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    g_hash_table_insert(added, g_strdup(scheme), constructor);
}
