/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The machine and its hypervisor.
 */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "yado-xl-agent.h"

static void
add_text(GVariantBuilder *facts, const char *key, const char *value)
{
    g_autofree char *valid = value ? g_utf8_make_valid(value, -1) : NULL;

    if (valid)
        g_variant_builder_add(facts, "{sv}", key, g_variant_new_string(valid));
}

static void
add_uint(GVariantBuilder *facts, const char *key, guint value)
{
    g_variant_builder_add(facts, "{sv}", key, g_variant_new_uint32(value));
}

static void
add_pages(GVariantBuilder *facts, const char *key, guint64 pages)
{
    g_variant_builder_add(facts, "{sv}", key, g_variant_new_uint64(pages * 4));
}

static void
add_bool(GVariantBuilder *facts, const char *key, gboolean value)
{
    g_variant_builder_add(facts, "{sv}", key, g_variant_new_boolean(value));
}

static void
add_version(YadoXlAgent *self, GVariantBuilder *facts)
{
    const libxl_version_info *info = libxl_get_version_info(self->ctx);
    g_autofree char *version = NULL;

    if (!info)
        return;
    version = g_strdup_printf("%d.%d%s", info->xen_version_major, info->xen_version_minor,
                              info->xen_version_extra);
    add_text(facts, "xen-version", version);
    add_text(facts, "capabilities", info->capabilities);
    add_text(facts, "changeset", info->changeset);
    add_text(facts, "compiler", info->compiler);
    add_text(facts, "command-line", info->commandline);
    add_text(facts, "build-id", info->build_id);
}

static gboolean
add_physical(YadoXlAgent *self, GVariantBuilder *facts)
{
    libxl_physinfo info;
    gboolean found;

    libxl_physinfo_init(&info);
    found = libxl_get_physinfo(self->ctx, &info) == 0;
    if (found) {
        add_uint(facts, "cpus", info.nr_cpus);
        add_uint(facts, "cores", info.cores_per_socket);
        add_uint(facts, "threads", info.threads_per_core);
        add_uint(facts, "nodes", info.nr_nodes);
        add_uint(facts, "khz", info.cpu_khz);
        add_pages(facts, "memory", info.total_pages);
        add_pages(facts, "free", info.free_pages);
        add_pages(facts, "scrub", info.scrub_pages);
        add_pages(facts, "outstanding", info.outstanding_pages);
        add_bool(facts, "hvm", info.cap_hvm);
        add_bool(facts, "pv", info.cap_pv);
        add_bool(facts, "hap", info.cap_hap);
        add_bool(facts, "shadow", info.cap_shadow);
        add_bool(facts, "iommu", info.cap_hvm_directio);
    }
    libxl_physinfo_dispose(&info);
    return found;
}

/* "model name : AMD EPYC Processor" of the first processor. */
static void
add_cpu_model(GVariantBuilder *facts)
{
    g_autofree char *text = NULL;
    char *line, *end;

    if (!g_file_get_contents("/proc/cpuinfo", &text, NULL, NULL))
        return;
    line = strstr(text, "model name");
    line = line ? strchr(line, ':') : NULL;
    if (!line)
        return;
    end = strchr(line, '\n');
    if (end)
        *end = '\0';
    add_text(facts, "cpu-model", g_strstrip(line + 1));
}

static gboolean
on_get_host_called_cb(YadoXl1 *skeleton, GDBusMethodInvocation *invocation, gpointer data)
{
    YadoXlAgent *self = data;
    GVariantBuilder facts;
    int scheduler;

    if (!yado_xl_agent_check(self, invocation))
        return TRUE;
    g_variant_builder_init(&facts, G_VARIANT_TYPE_VARDICT);
    if (!add_physical(self, &facts)) {
        g_variant_builder_clear(&facts);
        return yado_xl_fail_native(self, invocation, ERROR_FAIL);
    }
    add_version(self, &facts);
    add_cpu_model(&facts);
    add_text(&facts, "hostname", g_get_host_name());
    scheduler = libxl_get_scheduler(self->ctx);
    if (scheduler >= 0)
        add_text(&facts, "scheduler", libxl_scheduler_to_string((libxl_scheduler)scheduler));
    yado_xl1_complete_get_host(skeleton, invocation, g_variant_builder_end(&facts));
    return TRUE;
}

static GVariant *
list_cpus(YadoXlAgent *self)
{
    GVariantBuilder cpus;
    int n = 0;
    libxl_cputopology *list = libxl_get_cpu_topology(self->ctx, &n);

    g_variant_builder_init(&cpus, G_VARIANT_TYPE("a(uuuu)"));
    for (int i = 0; list && i < n; i++)
        if (list[i].core != LIBXL_CPUTOPOLOGY_INVALID_ENTRY)
            g_variant_builder_add(&cpus, "(uuuu)", (guint)i, list[i].core, list[i].socket,
                                  list[i].node);
    if (list)
        libxl_cputopology_list_free(list, n);
    return g_variant_builder_end(&cpus);
}

static GVariant *
list_nodes(YadoXlAgent *self)
{
    GVariantBuilder nodes;
    int n = 0;
    libxl_numainfo *list = libxl_get_numainfo(self->ctx, &n);

    g_variant_builder_init(&nodes, G_VARIANT_TYPE("a(ttau)"));
    for (int i = 0; list && i < n; i++) {
        if (list[i].size == LIBXL_NUMAINFO_INVALID_ENTRY)
            continue;
        g_variant_builder_add(&nodes, "(tt@au)", list[i].size / 1024, list[i].free / 1024,
                              g_variant_new_fixed_array(G_VARIANT_TYPE_UINT32, list[i].dists,
                                                        (gsize)list[i].num_dists,
                                                        sizeof(uint32_t)));
    }
    if (list)
        libxl_numainfo_list_free(list, n);
    return g_variant_builder_end(&nodes);
}

static gboolean
on_get_topology_called_cb(YadoXl1 *skeleton, GDBusMethodInvocation *invocation, gpointer data)
{
    YadoXlAgent *self = data;

    if (!yado_xl_agent_check(self, invocation))
        return TRUE;
    yado_xl1_complete_get_topology(skeleton, invocation, list_cpus(self), list_nodes(self));
    return TRUE;
}

static gboolean
on_read_log_called_cb(YadoXl1 *skeleton, GDBusMethodInvocation *invocation, gboolean clear,
                      gpointer data)
{
    YadoXlAgent *self = data;
    g_autoptr(GString) text = g_string_new(NULL);
    g_autofree char *valid = NULL;
    libxl_xen_console_reader *reader;
    char *line;

    if (!yado_xl_agent_check(self, invocation))
        return TRUE;
    reader = libxl_xen_console_read_start(self->ctx, clear);
    if (!reader)
        return yado_xl_fail_native(self, invocation, ERROR_FAIL);
    while (libxl_xen_console_read_line(self->ctx, reader, &line) > 0)
        g_string_append(text, line);
    libxl_xen_console_read_finish(self->ctx, reader);
    valid = g_utf8_make_valid(text->str, (gssize)text->len);
    yado_xl1_complete_read_log(skeleton, invocation, valid);
    return TRUE;
}

static gboolean
on_send_debug_keys_called_cb(YadoXl1 *skeleton, GDBusMethodInvocation *invocation, const char *keys,
                             gpointer data)
{
    YadoXlAgent *self = data;
    g_autofree char *copy = g_strdup(keys);
    int rc;

    if (!yado_xl_agent_check(self, invocation))
        return TRUE;
    rc = libxl_send_debug_keys(self->ctx, copy);
    if (rc != 0)
        return yado_xl_fail_native(self, invocation, rc);
    yado_xl1_complete_send_debug_keys(skeleton, invocation);
    return TRUE;
}

void
yado_xl_host_connect(YadoXlAgent *self)
{
    g_signal_connect(self->skeleton, "handle-get-host", G_CALLBACK(on_get_host_called_cb), self);
    g_signal_connect(self->skeleton, "handle-get-topology", G_CALLBACK(on_get_topology_called_cb),
                     self);
    g_signal_connect(self->skeleton, "handle-read-log", G_CALLBACK(on_read_log_called_cb), self);
    g_signal_connect(self->skeleton, "handle-send-debug-keys",
                     G_CALLBACK(on_send_debug_keys_called_cb), self);
}
