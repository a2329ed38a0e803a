/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What can be set and asked of one guest while it runs.
 */
#include "config.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "yado-xl-agent.h"

#define MAX_VCPUS 4096

static gboolean
finish(YadoXlAgent *self, GDBusMethodInvocation *invocation, int rc)
{
    if (rc != 0)
        return yado_xl_fail_native(self, invocation, rc);
    g_dbus_method_invocation_return_value(invocation, NULL);
    yado_xl_events_examine_soon(self);
    return TRUE;
}

static gboolean
on_rename_called_cb(YadoXl1 *skeleton, GDBusMethodInvocation *invocation, const char *uuid,
                    const char *name, gpointer data)
{
    YadoXlAgent *self = data;
    uint32_t domid, other;

    if (!yado_xl_find(self, invocation, uuid, &domid))
        return TRUE;
    if (libxl_name_to_domid(self->ctx, name, &other) == 0)
        return yado_xl_fail(invocation, YADO_XL_CONFLICT, "domain %u is called “%s” already", other,
                            name);
    return finish(self, invocation, libxl_domain_rename(self->ctx, domid, NULL, name));
}

static gboolean
on_send_sysrq_called_cb(YadoXl1 *skeleton, GDBusMethodInvocation *invocation, const char *uuid,
                        const char *key, gpointer data)
{
    YadoXlAgent *self = data;
    uint32_t domid;

    if (!yado_xl_find(self, invocation, uuid, &domid))
        return TRUE;
    if (domid == 0)
        return yado_xl_fail(invocation, YADO_XL_INVALID, "not for the control domain");
    if (strlen(key) != 1 || !g_ascii_isalnum(*key))
        return yado_xl_fail(invocation, YADO_XL_INVALID, "“%s” is not one letter or digit", key);
    return finish(self, invocation, libxl_send_sysrq(self->ctx, domid, *key));
}

static gboolean
on_dump_core_called_cb(YadoXl1 *skeleton, GDBusMethodInvocation *invocation, const char *uuid,
                       const char *path, gpointer data)
{
    YadoXlAgent *self = data;
    YadoXlOperation *operation;
    uint32_t domid;

    if (!yado_xl_find(self, invocation, uuid, &domid))
        return TRUE;
    if (domid == 0)
        return yado_xl_fail(invocation, YADO_XL_INVALID, "not for the control domain");
    if (!g_path_is_absolute(path))
        return yado_xl_fail(invocation, YADO_XL_INVALID, "%s: not an absolute path", path);
    if (access(path, F_OK) == 0)
        return yado_xl_fail_errno(invocation, EEXIST, path);
    operation = yado_xl_operation_new(self, invocation, domid);
    return yado_xl_operation_started(
        operation, libxl_domain_core_dump(self->ctx, domid, path, &operation->how));
}

static gboolean
on_set_memory_called_cb(YadoXl1 *skeleton, GDBusMethodInvocation *invocation, const char *uuid,
                        guint64 kib, gpointer data)
{
    YadoXlAgent *self = data;
    uint32_t domid;

    if (!yado_xl_find(self, invocation, uuid, &domid))
        return TRUE;
    return finish(self, invocation,
                  libxl_set_memory_target(self->ctx, domid, (int64_t)kib, 0, /* enforce */ 1));
}

static gboolean
on_set_maximum_memory_called_cb(YadoXl1 *skeleton, GDBusMethodInvocation *invocation,
                                const char *uuid, guint64 kib, gpointer data)
{
    YadoXlAgent *self = data;
    uint32_t domid;

    if (!yado_xl_find(self, invocation, uuid, &domid))
        return TRUE;
    return finish(self, invocation, libxl_domain_setmaxmem(self->ctx, domid, kib));
}

/* vCPUs. */

static void
free_bitmap(gpointer data)
{
    libxl_bitmap_dispose(data);
    g_free(data);
}

static gboolean
on_set_vcpus_called_cb(YadoXl1 *skeleton, GDBusMethodInvocation *invocation, const char *uuid,
                       guint count, gpointer data)
{
    YadoXlAgent *self = data;
    YadoXlOperation *operation;
    libxl_bitmap *map;
    uint32_t domid;

    if (!yado_xl_find(self, invocation, uuid, &domid))
        return TRUE;
    if (count < 1 || count > MAX_VCPUS)
        return yado_xl_fail(invocation, YADO_XL_INVALID, "%u vCPUs", count);
    operation = yado_xl_operation_new(self, invocation, domid);
    operation->data = map = g_new0(libxl_bitmap, 1);
    operation->destroy = free_bitmap;
    libxl_cpu_bitmap_alloc(self->ctx, map, (int)count);
    libxl_bitmap_set_none(map);
    for (guint i = 0; i < count; i++)
        libxl_bitmap_set(map, (int)i);
    return yado_xl_operation_started(operation,
                                     libxl_set_vcpuonline(self->ctx, domid, map, &operation->how));
}

static void
add_vcpu(GVariantBuilder *vcpus, const libxl_vcpuinfo *info, guint n_cpus)
{
    g_autofree char *hard = yado_xl_bitmap_format(&info->cpumap, n_cpus);
    g_autofree char *soft = yado_xl_bitmap_format(&info->cpumap_soft, n_cpus);
    const char *state = !info->online   ? "offline"
                        : info->running ? "running"
                        : info->blocked ? "blocked"
                                        : "online";

    g_variant_builder_add(vcpus, "(uistss)", info->vcpuid, info->online ? (gint)info->cpu : -1,
                          state, info->vcpu_time, hard, soft);
}

static gboolean
on_list_vcpus_called_cb(YadoXl1 *skeleton, GDBusMethodInvocation *invocation, const char *uuid,
                        gpointer data)
{
    YadoXlAgent *self = data;
    GVariantBuilder vcpus;
    libxl_vcpuinfo *list;
    int n = 0, n_cpus = 0;
    uint32_t domid;

    if (!yado_xl_find(self, invocation, uuid, &domid))
        return TRUE;
    list = libxl_list_vcpu(self->ctx, domid, &n, &n_cpus);
    if (!list)
        return yado_xl_fail_native(self, invocation, ERROR_FAIL);
    g_variant_builder_init(&vcpus, G_VARIANT_TYPE("a(uistss)"));
    for (int i = 0; i < n; i++)
        add_vcpu(&vcpus, &list[i], (guint)n_cpus);
    libxl_vcpuinfo_list_free(list, n);
    yado_xl1_complete_list_vcpus(skeleton, invocation, g_variant_builder_end(&vcpus));
    return TRUE;
}

static GVariant *
sample_vcpus(YadoXlAgent *self, uint32_t domid)
{
    int n = 0, n_cpus = 0;
    libxl_vcpuinfo *list = libxl_list_vcpu(self->ctx, domid, &n, &n_cpus);
    GVariantBuilder vcpus;

    g_variant_builder_init(&vcpus, G_VARIANT_TYPE("a(ubit)"));
    for (int i = 0; list && i < n; i++)
        g_variant_builder_add(&vcpus, "(ubit)", list[i].vcpuid, (gboolean)list[i].online,
                              list[i].online ? (gint)list[i].cpu : -1, list[i].vcpu_time);
    if (list)
        libxl_vcpuinfo_list_free(list, n);
    return g_variant_builder_end(&vcpus);
}

static gboolean
on_sample_devices_called_cb(YadoXl1 *skeleton, GDBusMethodInvocation *invocation, const char *uuid,
                            gpointer data)
{
    YadoXlAgent *self = data;
    uint32_t domid;

    if (!yado_xl_find(self, invocation, uuid, &domid))
        return TRUE;
    yado_xl1_complete_sample_devices(skeleton, invocation, sample_vcpus(self, domid),
                                     yado_xl_counters_list_disks(self, domid),
                                     yado_xl_counters_list_nics(self, domid));
    return TRUE;
}

typedef struct {
    libxl_bitmap map;
    gboolean is_given;
} Affinity;

static gboolean
read_affinity(YadoXlAgent *self, const char *text, int n, Affinity *affinity)
{
    affinity->is_given = *text != '\0';
    if (!affinity->is_given)
        return TRUE;
    libxl_cpu_bitmap_alloc(self->ctx, &affinity->map, n);
    return yado_xl_bitmap_parse(text, (guint)n, &affinity->map) &&
           !libxl_bitmap_is_empty(&affinity->map);
}

static int
set_affinity(YadoXlAgent *self, uint32_t domid, int vcpu, const Affinity *hard,
             const Affinity *soft)
{
    const libxl_bitmap *hard_map = hard->is_given ? &hard->map : NULL;
    const libxl_bitmap *soft_map = soft->is_given ? &soft->map : NULL;
    libxl_dominfo info;
    int rc;

    if (vcpu >= 0)
        return libxl_set_vcpuaffinity(self->ctx, domid, (uint32_t)vcpu, hard_map, soft_map);
    libxl_dominfo_init(&info);
    rc = libxl_domain_info(self->ctx, &info, domid);
    if (rc == 0)
        rc = libxl_set_vcpuaffinity_all(self->ctx, domid, info.vcpu_max_id + 1, hard_map, soft_map);
    libxl_dominfo_dispose(&info);
    return rc;
}

static gboolean
on_set_affinity_called_cb(YadoXl1 *skeleton, GDBusMethodInvocation *invocation, const char *uuid,
                          gint vcpu, const char *hard_text, const char *soft_text, gpointer data)
{
    YadoXlAgent *self = data;
    Affinity hard = { 0 }, soft = { 0 };
    uint32_t domid;
    int n;

    if (!yado_xl_find(self, invocation, uuid, &domid))
        return TRUE;
    n = libxl_get_max_cpus(self->ctx);
    libxl_bitmap_init(&hard.map);
    libxl_bitmap_init(&soft.map);
    if (n <= 0)
        yado_xl_fail_native(self, invocation, ERROR_FAIL);
    else if (!read_affinity(self, hard_text, n, &hard) || !read_affinity(self, soft_text, n, &soft))
        yado_xl_fail(invocation, YADO_XL_INVALID, "not a list of CPUs of this machine: %s",
                     hard.is_given ? hard_text : soft_text);
    else
        finish(self, invocation, set_affinity(self, domid, vcpu, &hard, &soft));
    libxl_bitmap_dispose(&hard.map);
    libxl_bitmap_dispose(&soft.map);
    return TRUE;
}

/* The scheduler's parameters. */

static const struct {
    const char *name;
    gsize offset;
    libxl_scheduler schedulers[3]; /* ends with UNKNOWN, which is 0 */
} parameters[] = {
    { "weight",
      G_STRUCT_OFFSET(libxl_domain_sched_params, weight),
      { LIBXL_SCHEDULER_CREDIT, LIBXL_SCHEDULER_CREDIT2 } },
    { "cap",
      G_STRUCT_OFFSET(libxl_domain_sched_params, cap),
      { LIBXL_SCHEDULER_CREDIT, LIBXL_SCHEDULER_CREDIT2 } },
    { "period", G_STRUCT_OFFSET(libxl_domain_sched_params, period), { LIBXL_SCHEDULER_RTDS } },
    { "budget", G_STRUCT_OFFSET(libxl_domain_sched_params, budget), { LIBXL_SCHEDULER_RTDS } },
    { "extratime",
      G_STRUCT_OFFSET(libxl_domain_sched_params, extratime),
      { LIBXL_SCHEDULER_RTDS } },
};

static gboolean
has_parameter(guint i, libxl_scheduler scheduler)
{
    for (guint j = 0; parameters[i].schedulers[j]; j++)
        if (parameters[i].schedulers[j] == scheduler)
            return TRUE;
    return FALSE;
}

static gboolean
on_get_scheduler_called_cb(YadoXl1 *skeleton, GDBusMethodInvocation *invocation, const char *uuid,
                           gpointer data)
{
    YadoXlAgent *self = data;
    libxl_domain_sched_params params;
    GVariantBuilder values;
    uint32_t domid;
    int rc;

    if (!yado_xl_find(self, invocation, uuid, &domid))
        return TRUE;
    libxl_domain_sched_params_init(&params);
    rc = libxl_domain_sched_params_get(self->ctx, domid, &params);
    if (rc != 0) {
        libxl_domain_sched_params_dispose(&params);
        return yado_xl_fail_native(self, invocation, rc);
    }
    g_variant_builder_init(&values, G_VARIANT_TYPE("a{si}"));
    for (guint i = 0; i < G_N_ELEMENTS(parameters); i++)
        if (has_parameter(i, params.sched))
            g_variant_builder_add(&values, "{si}", parameters[i].name,
                                  G_STRUCT_MEMBER(int, &params, parameters[i].offset));
    yado_xl1_complete_get_scheduler(skeleton, invocation, libxl_scheduler_to_string(params.sched),
                                    g_variant_builder_end(&values));
    libxl_domain_sched_params_dispose(&params);
    return TRUE;
}

/* NULL: all were known; else the one that is not. */
static const char *
take_parameters(GVariant *given, libxl_domain_sched_params *params)
{
    GVariantIter iter;
    const char *name;
    gint value;

    g_variant_iter_init(&iter, given);
    while (g_variant_iter_next(&iter, "{&si}", &name, &value)) {
        gboolean known = FALSE;

        for (guint i = 0; i < G_N_ELEMENTS(parameters); i++)
            if (strcmp(parameters[i].name, name) == 0 && has_parameter(i, params->sched)) {
                G_STRUCT_MEMBER(int, params, parameters[i].offset) = value;
                known = TRUE;
            }
        if (!known)
            return name;
    }
    return NULL;
}

static gboolean
on_set_scheduler_called_cb(YadoXl1 *skeleton, GDBusMethodInvocation *invocation, const char *uuid,
                           GVariant *given, gpointer data)
{
    YadoXlAgent *self = data;
    libxl_domain_sched_params params;
    const char *unknown = NULL;
    uint32_t domid;
    int rc;

    if (!yado_xl_find(self, invocation, uuid, &domid))
        return TRUE;
    libxl_domain_sched_params_init(&params);
    rc = libxl_domain_sched_params_get(self->ctx, domid, &params);
    if (rc == 0)
        unknown = take_parameters(given, &params);
    if (rc == 0 && !unknown)
        rc = libxl_domain_sched_params_set(self->ctx, domid, &params);
    if (unknown)
        yado_xl_fail(invocation, YADO_XL_UNSUPPORTED, "the scheduler %s has no “%s”",
                     libxl_scheduler_to_string(params.sched), unknown);
    else
        finish(self, invocation, rc);
    libxl_domain_sched_params_dispose(&params);
    return TRUE;
}

void
yado_xl_guest_connect(YadoXlAgent *self)
{
    static const struct {
        const char *signal;
        GCallback callback;
    } handlers[] = {
        { "handle-rename", G_CALLBACK(on_rename_called_cb) },
        { "handle-send-sysrq", G_CALLBACK(on_send_sysrq_called_cb) },
        { "handle-dump-core", G_CALLBACK(on_dump_core_called_cb) },
        { "handle-set-memory", G_CALLBACK(on_set_memory_called_cb) },
        { "handle-set-maximum-memory", G_CALLBACK(on_set_maximum_memory_called_cb) },
        { "handle-set-vcpus", G_CALLBACK(on_set_vcpus_called_cb) },
        { "handle-sample-devices", G_CALLBACK(on_sample_devices_called_cb) },
        { "handle-list-vcpus", G_CALLBACK(on_list_vcpus_called_cb) },
        { "handle-set-affinity", G_CALLBACK(on_set_affinity_called_cb) },
        { "handle-get-scheduler", G_CALLBACK(on_get_scheduler_called_cb) },
        { "handle-set-scheduler", G_CALLBACK(on_set_scheduler_called_cb) },
    };

    for (guint i = 0; i < G_N_ELEMENTS(handlers); i++)
        g_signal_connect(self->skeleton, handlers[i].signal, handlers[i].callback, self);
}
