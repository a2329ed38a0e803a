/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * CPU pools.
 */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "yado-xl-agent.h"

static gboolean
finish(YadoXlAgent *self, GDBusMethodInvocation *invocation, int rc)
{
    if (rc != 0)
        return yado_xl_fail_native(self, invocation, rc);
    g_dbus_method_invocation_return_value(invocation, NULL);
    return TRUE;
}

static char *
format_free_cpus(YadoXlAgent *self)
{
    libxl_bitmap map;
    char *text;

    libxl_bitmap_init(&map);
    if (libxl_get_freecpus(self->ctx, &map) != 0)
        return g_strdup("");
    text = yado_xl_bitmap_format(&map, map.size * 8);
    libxl_bitmap_dispose(&map);
    return text;
}

static gboolean
on_list_pools_called_cb(YadoXl1 *skeleton, GDBusMethodInvocation *invocation, gpointer data)
{
    YadoXlAgent *self = data;
    g_autofree char *free_cpus = NULL;
    GVariantBuilder pools;
    libxl_cpupoolinfo *list;
    int n = 0;

    if (!yado_xl_agent_check(self, invocation))
        return TRUE;
    list = libxl_list_cpupool(self->ctx, &n);
    if (!list)
        return yado_xl_fail_native(self, invocation, ERROR_FAIL);
    g_variant_builder_init(&pools, G_VARIANT_TYPE("a(usssu)"));
    for (int i = 0; i < n; i++) {
        g_autofree char *cpus = yado_xl_bitmap_format(&list[i].cpumap, list[i].cpumap.size * 8);

        g_variant_builder_add(&pools, "(usssu)", list[i].poolid,
                              list[i].pool_name ? list[i].pool_name : "",
                              libxl_scheduler_to_string(list[i].sched), cpus, list[i].n_dom);
    }
    libxl_cpupoolinfo_list_free(list, n);
    free_cpus = format_free_cpus(self);
    yado_xl1_complete_list_pools(skeleton, invocation, g_variant_builder_end(&pools), free_cpus);
    return TRUE;
}

static gboolean
alloc_cpus(YadoXlAgent *self, const char *text, libxl_bitmap *map)
{
    int n = libxl_get_max_cpus(self->ctx);

    libxl_bitmap_init(map);
    return n > 0 && libxl_cpu_bitmap_alloc(self->ctx, map, n) == 0 &&
           yado_xl_bitmap_parse(text, (guint)n, map);
}

static gboolean
on_create_pool_called_cb(YadoXl1 *skeleton, GDBusMethodInvocation *invocation, const char *name,
                         const char *scheduler_name, const char *cpus, gpointer data)
{
    YadoXlAgent *self = data;
    libxl_scheduler scheduler;
    libxl_bitmap map;
    libxl_uuid uuid;
    uint32_t pool = LIBXL_CPUPOOL_POOLID_ANY;
    int rc = ERROR_INVAL;

    if (!yado_xl_agent_check(self, invocation))
        return TRUE;
    if (libxl_name_to_cpupoolid(self->ctx, name, &pool) == 0)
        return yado_xl_fail(invocation, YADO_XL_CONFLICT, "there is a pool “%s” already", name);
    g_string_truncate(self->errors, 0);
    if (libxl_scheduler_from_string(scheduler_name, &scheduler) != 0)
        return yado_xl_fail(invocation, YADO_XL_INVALID, "there is no scheduler “%s”",
                            scheduler_name);
    libxl_uuid_generate(&uuid);
    pool = LIBXL_CPUPOOL_POOLID_ANY;
    if (alloc_cpus(self, cpus, &map))
        rc = libxl_cpupool_create(self->ctx, name, scheduler, map, &uuid, &pool);
    libxl_bitmap_dispose(&map);
    if (rc != 0)
        return yado_xl_fail_native(self, invocation, rc);
    yado_xl1_complete_create_pool(skeleton, invocation, pool);
    return TRUE;
}

static gboolean
on_remove_pool_called_cb(YadoXl1 *skeleton, GDBusMethodInvocation *invocation, guint pool,
                         gpointer data)
{
    YadoXlAgent *self = data;

    if (!yado_xl_agent_check(self, invocation))
        return TRUE;
    return finish(self, invocation, libxl_cpupool_destroy(self->ctx, pool));
}

static gboolean
on_rename_pool_called_cb(YadoXl1 *skeleton, GDBusMethodInvocation *invocation, guint pool,
                         const char *name, gpointer data)
{
    YadoXlAgent *self = data;

    if (!yado_xl_agent_check(self, invocation))
        return TRUE;
    return finish(self, invocation, libxl_cpupool_rename(self->ctx, name, pool));
}

/* First what is taken away, so that it is free for others; then what is added. */
static int
change_cpus(YadoXlAgent *self, uint32_t pool, const libxl_bitmap *now, const libxl_bitmap *wanted)
{
    int rc = 0;

    for (int i = 0; rc == 0 && i < (int)now->size * 8; i++)
        if (libxl_bitmap_test(now, i) && !libxl_bitmap_test(wanted, i))
            rc = libxl_cpupool_cpuremove(self->ctx, pool, i);
    for (int i = 0; rc == 0 && i < (int)wanted->size * 8; i++)
        if (libxl_bitmap_test(wanted, i) && !libxl_bitmap_test(now, i))
            rc = libxl_cpupool_cpuadd(self->ctx, pool, i);
    return rc;
}

static gboolean
on_set_pool_cpus_called_cb(YadoXl1 *skeleton, GDBusMethodInvocation *invocation, guint pool,
                           const char *cpus, gpointer data)
{
    YadoXlAgent *self = data;
    libxl_cpupoolinfo info;
    libxl_bitmap wanted;
    int rc;

    if (!yado_xl_agent_check(self, invocation))
        return TRUE;
    libxl_cpupoolinfo_init(&info);
    rc = libxl_cpupool_info(self->ctx, &info, pool);
    if (rc == 0 && !alloc_cpus(self, cpus, &wanted))
        rc = ERROR_INVAL;
    else if (rc == 0)
        rc = change_cpus(self, pool, &info.cpumap, &wanted);
    else
        libxl_bitmap_init(&wanted);
    libxl_bitmap_dispose(&wanted);
    libxl_cpupoolinfo_dispose(&info);
    return finish(self, invocation, rc);
}

static gboolean
on_move_to_pool_called_cb(YadoXl1 *skeleton, GDBusMethodInvocation *invocation, const char *uuid,
                          guint pool, gpointer data)
{
    YadoXlAgent *self = data;
    uint32_t domid;

    if (!yado_xl_find(self, invocation, uuid, &domid))
        return TRUE;
    return finish(self, invocation, libxl_cpupool_movedomain(self->ctx, pool, domid));
}

/* Parameters of a pool's scheduler. */

typedef struct {
    libxl_scheduler scheduler;
    libxl_sched_credit_params credit;
    libxl_sched_credit2_params credit2;
} Parameters;

static int
read_parameters(YadoXlAgent *self, uint32_t pool, Parameters *parameters)
{
    libxl_cpupoolinfo info;
    int rc;

    libxl_cpupoolinfo_init(&info);
    rc = libxl_cpupool_info(self->ctx, &info, pool);
    parameters->scheduler = info.sched;
    libxl_cpupoolinfo_dispose(&info);
    if (rc == 0 && parameters->scheduler == LIBXL_SCHEDULER_CREDIT)
        rc = libxl_sched_credit_params_get(self->ctx, pool, &parameters->credit);
    else if (rc == 0 && parameters->scheduler == LIBXL_SCHEDULER_CREDIT2)
        rc = libxl_sched_credit2_params_get(self->ctx, pool, &parameters->credit2);
    return rc;
}

static const struct {
    const char *name;
    libxl_scheduler scheduler;
    gsize offset;
} fields[] = {
    { "timeslice", LIBXL_SCHEDULER_CREDIT, G_STRUCT_OFFSET(Parameters, credit.tslice_ms) },
    { "ratelimit", LIBXL_SCHEDULER_CREDIT, G_STRUCT_OFFSET(Parameters, credit.ratelimit_us) },
    { "migration-delay", LIBXL_SCHEDULER_CREDIT,
      G_STRUCT_OFFSET(Parameters, credit.vcpu_migr_delay_us) },
    { "ratelimit", LIBXL_SCHEDULER_CREDIT2, G_STRUCT_OFFSET(Parameters, credit2.ratelimit_us) },
};

static gboolean
on_get_pool_scheduler_called_cb(YadoXl1 *skeleton, GDBusMethodInvocation *invocation, guint pool,
                                gpointer data)
{
    YadoXlAgent *self = data;
    Parameters parameters = { 0 };
    GVariantBuilder values;
    int rc;

    if (!yado_xl_agent_check(self, invocation))
        return TRUE;
    rc = read_parameters(self, pool, &parameters);
    if (rc != 0)
        return yado_xl_fail_native(self, invocation, rc);
    g_variant_builder_init(&values, G_VARIANT_TYPE("a{si}"));
    for (guint i = 0; i < G_N_ELEMENTS(fields); i++)
        if (fields[i].scheduler == parameters.scheduler)
            g_variant_builder_add(&values, "{si}", fields[i].name,
                                  G_STRUCT_MEMBER(int, &parameters, fields[i].offset));
    yado_xl1_complete_get_pool_scheduler(skeleton, invocation,
                                         libxl_scheduler_to_string(parameters.scheduler),
                                         g_variant_builder_end(&values));
    return TRUE;
}

static const char *
take_parameters(GVariant *given, Parameters *parameters)
{
    GVariantIter iter;
    const char *name;
    gint value;

    g_variant_iter_init(&iter, given);
    while (g_variant_iter_next(&iter, "{&si}", &name, &value)) {
        gboolean known = FALSE;

        for (guint i = 0; i < G_N_ELEMENTS(fields); i++)
            if (strcmp(fields[i].name, name) == 0 && fields[i].scheduler == parameters->scheduler) {
                G_STRUCT_MEMBER(int, parameters, fields[i].offset) = value;
                known = TRUE;
            }
        if (!known)
            return name;
    }
    return NULL;
}

static gboolean
on_set_pool_scheduler_called_cb(YadoXl1 *skeleton, GDBusMethodInvocation *invocation, guint pool,
                                GVariant *given, gpointer data)
{
    YadoXlAgent *self = data;
    Parameters parameters = { 0 };
    const char *unknown;
    int rc;

    if (!yado_xl_agent_check(self, invocation))
        return TRUE;
    rc = read_parameters(self, pool, &parameters);
    if (rc != 0)
        return yado_xl_fail_native(self, invocation, rc);
    unknown = take_parameters(given, &parameters);
    if (unknown)
        return yado_xl_fail(invocation, YADO_XL_UNSUPPORTED, "the scheduler %s has no “%s”",
                            libxl_scheduler_to_string(parameters.scheduler), unknown);
    if (parameters.scheduler == LIBXL_SCHEDULER_CREDIT)
        rc = libxl_sched_credit_params_set(self->ctx, pool, &parameters.credit);
    else if (parameters.scheduler == LIBXL_SCHEDULER_CREDIT2)
        rc = libxl_sched_credit2_params_set(self->ctx, pool, &parameters.credit2);
    return finish(self, invocation, rc);
}

void
yado_xl_pools_connect(YadoXlAgent *self)
{
    static const struct {
        const char *signal;
        GCallback callback;
    } handlers[] = {
        { "handle-list-pools", G_CALLBACK(on_list_pools_called_cb) },
        { "handle-create-pool", G_CALLBACK(on_create_pool_called_cb) },
        { "handle-remove-pool", G_CALLBACK(on_remove_pool_called_cb) },
        { "handle-rename-pool", G_CALLBACK(on_rename_pool_called_cb) },
        { "handle-set-pool-cpus", G_CALLBACK(on_set_pool_cpus_called_cb) },
        { "handle-move-to-pool", G_CALLBACK(on_move_to_pool_called_cb) },
        { "handle-get-pool-scheduler", G_CALLBACK(on_get_pool_scheduler_called_cb) },
        { "handle-set-pool-scheduler", G_CALLBACK(on_set_pool_scheduler_called_cb) },
    };

    for (guint i = 0; i < G_N_ELEMENTS(handlers); i++)
        g_signal_connect(self->skeleton, handlers[i].signal, handlers[i].callback, self);
}
