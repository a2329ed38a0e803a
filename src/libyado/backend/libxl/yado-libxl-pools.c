/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * CPU pools.  A processor is in one pool or in none: who gives it to one may have to take it from another first, and that is taken
 * back when the rest of it fails.
 */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "backend/libxl/yado-libxl-private.h"

/* ---- What there is ---- */

GPtrArray *
yado_libxl_backend_list_pools(YadoLibxlBackend *self, YadoXl1 *proxy, GCancellable *cancellable,
                              GError **error)
{
    g_autoptr(YadoHostDetails) details = yado_host_details_new();
    g_autoptr(GVariant) pools = NULL;
    g_autofree char *unused = NULL;
    g_autoptr(GError) native = NULL;
    const char *name, *scheduler, *cpus;
    GVariantIter iter;
    guint id, n;

    if (!yado_xl1_call_list_pools_sync(proxy, G_DBUS_CALL_FLAGS_NONE, YADO_LIBXL_READ_TIMEOUT,
                                       &pools, &unused, cancellable, &native)) {
        yado_libxl_backend_fail(self, error, g_steal_pointer(&native),
                                _("The CPU pools of “%s” cannot be listed."), self->uri);
        return NULL;
    }
    g_variant_iter_init(&iter, pools);
    while (g_variant_iter_next(&iter, "(u&s&s&su)", &id, &name, &scheduler, &cpus, &n))
        yado_host_details_add_pool(details, id, name, scheduler, cpus, n);
    return g_ptr_array_ref(details->pools);
}

static YadoCpuPool *
look_up(GPtrArray *pools, const char *text)
{
    for (guint i = 0; i < pools->len; i++) {
        YadoCpuPool *pool = pools->pdata[i];
        g_autofree char *digits = g_strdup_printf("%u", pool->id);

        if (strcmp(pool->name, text) == 0 || strcmp(digits, text) == 0)
            return pool;
    }
    return NULL;
}

const YadoCpuPool *
yado_libxl_find_pool(GPtrArray *pools, const char *text, GError **error)
{
    const YadoCpuPool *pool = look_up(pools, text);

    if (!pool)
        yado_error_set(error, YADO_ERROR_NOT_FOUND, NULL, NULL,
                       _("This host has no CPU pool “%s”."), text);
    return pool;
}

/* "ratelimit=1000 timeslice=30"; a scheduler without settings has "". (transfer full) */
static char *
dup_settings(YadoXl1 *proxy, guint pool, GCancellable *cancellable)
{
    g_autoptr(GVariant) parameters = NULL;
    g_autofree char *scheduler = NULL;
    GString *text = g_string_new(NULL);
    const char *name;
    GVariantIter iter;
    gint value;

    if (!yado_xl1_call_get_pool_scheduler_sync(proxy, pool, G_DBUS_CALL_FLAGS_NONE,
                                               YADO_LIBXL_READ_TIMEOUT, &scheduler, &parameters,
                                               cancellable, NULL))
        return g_string_free(text, FALSE);
    g_variant_iter_init(&iter, parameters);
    while (g_variant_iter_next(&iter, "{&si}", &name, &value))
        g_string_append_printf(text, "%s%s=%d", text->len ? " " : "", name, value);
    return g_string_free(text, FALSE);
}

GPtrArray *
yado_libxl_backend_list_pool_resources(YadoLibxlBackend *self, YadoXl1 *proxy,
                                       GCancellable *cancellable, GError **error)
{
    g_autoptr(GPtrArray) pools = yado_libxl_backend_list_pools(self, proxy, cancellable, error);
    GPtrArray *list;

    if (!pools)
        return NULL;
    list = yado_resource_list_new();
    for (guint i = 0; i < pools->len; i++) {
        const YadoCpuPool *pool = pools->pdata[i];
        YadoResource *resource = yado_resource_new(pool->name);

        resource->type = g_strdup(pool->scheduler);
        resource->source = g_strdup(pool->cpus);
        resource->text = dup_settings(proxy, pool->id, cancellable);
        resource->capacity = pool->n_guests;
        g_ptr_array_add(list, resource);
    }
    return list;
}

/* ---- Changes ---- */

typedef struct {
    YadoLibxlBackend *self;
    YadoXl1 *proxy;
    YadoDocument *arguments;
    GPtrArray *pools;           /* of YadoCpuPool, as they were */
    GArray *touched;            /* of guint: the numbers of those whose processors are others now */
    const YadoCpuPool *renamed; /* it has another name now, or NULL */
    guint n_cpus;
} Change;

static char *
dup_argument(Change *change, const char *key)
{
    char *value = change->arguments ? yado_document_dup_value(change->arguments, NULL, key) : NULL;

    if (value && *value)
        return value;
    g_free(value);
    return NULL;
}

/* What it has; "" stands for none here, not for all. */
static gboolean *
parse_own(const Change *change, const YadoCpuPool *pool)
{
    return pool->cpus && *pool->cpus ? yado_cpus_parse(pool->cpus, change->n_cpus, NULL)
                                     : g_new0(gboolean, change->n_cpus);
}

/* By number: "all" would be those as well that are offline. */
static char *
format_cpus(const Change *change, const gboolean *cpus)
{
    g_autofree gboolean *more = g_new0(gboolean, change->n_cpus + 1);

    memcpy(more, cpus, change->n_cpus * sizeof(gboolean));
    return yado_cpus_format(more, change->n_cpus + 1);
}

static gboolean
set_cpus(Change *change, const YadoCpuPool *pool, const gboolean *cpus, GError **error)
{
    g_autofree char *text = format_cpus(change, cpus);
    g_autoptr(GError) native = NULL;

    /* Also what came half-way is put back. */
    g_array_append_val(change->touched, pool->id);
    if (yado_xl1_call_set_pool_cpus_sync(change->proxy, pool->id, text, G_DBUS_CALL_FLAGS_NONE,
                                         YADO_LIBXL_READ_TIMEOUT, NULL, &native))
        return TRUE;
    return yado_libxl_backend_fail(change->self, error, g_steal_pointer(&native),
                                   _("The processors of the CPU pool “%s” cannot be changed."),
                                   pool->name);
}

/* The last first: what was given is free then for who had it. */
static void
put_back(Change *change)
{
    if (change->renamed)
        yado_xl1_call_rename_pool_sync(change->proxy, change->renamed->id, change->renamed->name,
                                       G_DBUS_CALL_FLAGS_NONE, YADO_LIBXL_READ_TIMEOUT, NULL, NULL);
    for (guint i = change->touched->len; i-- > 0;)
        for (guint j = 0; j < change->pools->len; j++) {
            const YadoCpuPool *pool = change->pools->pdata[j];

            if (pool->id == g_array_index(change->touched, guint, i))
                yado_xl1_call_set_pool_cpus_sync(change->proxy, pool->id, pool->cpus,
                                                 G_DBUS_CALL_FLAGS_NONE, YADO_LIBXL_READ_TIMEOUT,
                                                 NULL, NULL);
        }
}

/* A guest without any processor would stand still: Xen refuses it, and less clearly. */
static gboolean
take_from(Change *change, const YadoCpuPool *pool, const gboolean *wanted, GError **error)
{
    g_autofree gboolean *own = parse_own(change, pool);
    gboolean has_some = FALSE, loses = FALSE;

    for (guint i = 0; own && i < change->n_cpus; i++) {
        loses |= own[i] && wanted[i];
        own[i] = own[i] && !wanted[i];
        has_some |= own[i];
    }
    if (!loses)
        return TRUE;
    if (!has_some)
        return yado_error_set(error, YADO_ERROR_INVALID, NULL,
                              _("Leave it one, or delete that pool first."),
                              _("The CPU pool “%s” would have no processor left."), pool->name);
    return set_cpus(change, pool, own, error);
}

static gboolean
refuse_owned(Change *change, const YadoCpuPool *pool, const gboolean *wanted, GError **error)
{
    g_autofree gboolean *own = parse_own(change, pool);

    for (guint i = 0; own && i < change->n_cpus; i++)
        if (own[i] && wanted[i])
            return yado_error_set(error, YADO_ERROR_CONFLICT, NULL,
                                  _("Have it taken from there, or choose another one."),
                                  _("Processor %u is in the CPU pool “%s”."), i, pool->name);
    return TRUE;
}

/* @pool: who gets them, NULL: one that is still to be made. */
static gboolean
free_cpus(Change *change, const YadoCpuPool *pool, const gboolean *wanted, GError **error)
{
    g_autofree char *take = dup_argument(change, "take");
    gboolean is_taken = g_strcmp0(take, "yes") == 0;

    for (guint i = 0; i < change->pools->len; i++) {
        const YadoCpuPool *other = change->pools->pdata[i];

        if (other != pool && !(is_taken ? take_from(change, other, wanted, error)
                                        : refuse_owned(change, other, wanted, error)))
            return FALSE;
    }
    return TRUE;
}

static gboolean
create_pool(Change *change, GError **error)
{
    g_autofree char *name = dup_argument(change, "name");
    g_autofree char *scheduler = dup_argument(change, "scheduler");
    g_autofree char *text = dup_argument(change, "cpus");
    g_autofree gboolean *cpus = NULL;
    g_autoptr(GError) native = NULL;
    guint number;

    if (!name || !text)
        return yado_error_set(error, YADO_ERROR_INVALID, NULL, NULL,
                              _("The value “%s” is missing."), name ? "cpus" : "name");
    if (look_up(change->pools, name))
        return yado_error_set(error, YADO_ERROR_CONFLICT, NULL, NULL,
                              _("There is a CPU pool “%s” already."), name);
    cpus = yado_cpus_parse(text, change->n_cpus, error);
    if (!cpus || !free_cpus(change, NULL, cpus, error))
        return FALSE;
    g_free(text);
    text = format_cpus(change, cpus);
    if (yado_xl1_call_create_pool_sync(change->proxy, name, scheduler ? scheduler : "credit2", text,
                                       G_DBUS_CALL_FLAGS_NONE, YADO_LIBXL_READ_TIMEOUT, &number,
                                       NULL, &native))
        return TRUE;
    return yado_libxl_backend_fail(change->self, error, g_steal_pointer(&native),
                                   _("The CPU pool “%s” cannot be made."), name);
}

static gboolean
set_settings(Change *change, const YadoCpuPool *pool, GError **error)
{
    static const char *const names[] = { "timeslice", "ratelimit", "migration-delay" };
    g_autoptr(GError) native = NULL;
    GVariantBuilder parameters;
    guint n = 0;

    g_variant_builder_init(&parameters, G_VARIANT_TYPE("a{si}"));
    for (guint i = 0; i < G_N_ELEMENTS(names); i++) {
        g_autofree char *value = dup_argument(change, names[i]);

        if (!value)
            continue;
        g_variant_builder_add(&parameters, "{si}", names[i],
                              (gint)g_ascii_strtoll(value, NULL, 10));
        n++;
    }
    if (n == 0) {
        g_variant_builder_clear(&parameters);
        return TRUE;
    }
    if (yado_xl1_call_set_pool_scheduler_sync(
            change->proxy, pool->id, g_variant_builder_end(&parameters), G_DBUS_CALL_FLAGS_NONE,
            YADO_LIBXL_READ_TIMEOUT, NULL, &native))
        return TRUE;
    return yado_libxl_backend_fail(change->self, error, g_steal_pointer(&native),
                                   _("The scheduler of the CPU pool “%s” cannot be changed."),
                                   pool->name);
}

static gboolean
rename_pool(Change *change, const YadoCpuPool *pool, GError **error)
{
    g_autofree char *name = dup_argument(change, "name");
    g_autoptr(GError) native = NULL;
    const YadoCpuPool *other = name ? look_up(change->pools, name) : NULL;

    if (!name || other == pool)
        return TRUE;
    if (other)
        return yado_error_set(error, YADO_ERROR_CONFLICT, NULL, NULL,
                              _("There is a CPU pool “%s” already."), name);
    if (yado_xl1_call_rename_pool_sync(change->proxy, pool->id, name, G_DBUS_CALL_FLAGS_NONE,
                                       YADO_LIBXL_READ_TIMEOUT, NULL, &native)) {
        change->renamed = pool;
        return TRUE;
    }
    return yado_libxl_backend_fail(change->self, error, g_steal_pointer(&native),
                                   _("The CPU pool “%s” cannot be renamed."), pool->name);
}

static const YadoCpuPool *
find_named(Change *change, const char *key, GError **error)
{
    g_autofree char *name = dup_argument(change, key);

    return yado_libxl_find_pool(change->pools, name ? name : "", error);
}

/* The settings last: they are one call, and need not be put back. */
static gboolean
set_pool(Change *change, GError **error)
{
    const YadoCpuPool *pool = find_named(change, "cpupool", error);
    g_autofree char *text = dup_argument(change, "cpus");
    g_autofree gboolean *cpus = NULL;

    if (!pool)
        return FALSE;
    if (text) {
        cpus = yado_cpus_parse(text, change->n_cpus, error);
        if (!cpus || !free_cpus(change, pool, cpus, error) || !set_cpus(change, pool, cpus, error))
            return FALSE;
    }
    return rename_pool(change, pool, error) && set_settings(change, pool, error);
}

/* Its processors are in no pool then, and idle, unless another one gets them. */
static gboolean
give_away(Change *change, const YadoCpuPool *pool, const YadoCpuPool *heir, GError **error)
{
    g_autofree gboolean *freed = parse_own(change, pool);
    g_autofree gboolean *cpus = parse_own(change, heir);

    for (guint i = 0; freed && cpus && i < change->n_cpus; i++)
        cpus[i] = cpus[i] || freed[i];
    return !cpus || set_cpus(change, heir, cpus, error);
}

static gboolean
delete_pool(Change *change, GError **error)
{
    const YadoCpuPool *pool = find_named(change, "cpupool", error);
    g_autofree char *to = dup_argument(change, "to");
    gboolean is_given = to && strcmp(to, "-") != 0;
    const YadoCpuPool *heir =
        is_given && pool ? yado_libxl_find_pool(change->pools, to, error) : NULL;
    g_autoptr(GError) native = NULL;

    if (!pool || (is_given && !heir))
        return FALSE;
    if (!yado_xl1_call_remove_pool_sync(change->proxy, pool->id, G_DBUS_CALL_FLAGS_NONE,
                                        YADO_LIBXL_READ_TIMEOUT, NULL, &native))
        return yado_libxl_backend_fail(change->self, error, g_steal_pointer(&native),
                                       _("The CPU pool “%s” cannot be deleted."), pool->name);
    return !heir || heir == pool || give_away(change, pool, heir, error);
}

gboolean
yado_libxl_backend_change_pools(YadoLibxlBackend *self, YadoXl1 *proxy, const char *operation,
                                YadoDocument *arguments, GError **error)
{
    static const struct {
        const char *name;
        gboolean (*func)(Change *change, GError **error);
    } changes[] = {
        { "cpupool-create", create_pool },
        { "cpupool-set", set_pool },
        { "cpupool-delete", delete_pool },
    };
    g_autoptr(GPtrArray) pools = yado_libxl_backend_list_pools(self, proxy, NULL, error);
    g_autoptr(GArray) touched = g_array_new(FALSE, FALSE, sizeof(guint));
    Change change = { self, proxy, arguments, pools, touched, NULL, 0 };
    guint i = 0;

    if (!pools)
        return FALSE;
    change.n_cpus = yado_libxl_backend_count_cpus(proxy, NULL);
    while (strcmp(changes[i].name, operation) != 0)
        i++;
    if (changes[i].func(&change, error))
        return TRUE;
    put_back(&change);
    return FALSE;
}
