/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What a guest runs with: libxl's own JSON, and the same by the neutral keys of documents, which the client shows.
 */
#include "config.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "yado-xl-agent.h"

typedef struct {
    GVariantBuilder builder;
    char *node; /* "" for the guest itself */
} Values;

G_GNUC_PRINTF(3, 4) static void add(Values *values, const char *key, const char *format, ...)
{
    g_autofree char *text = NULL;
    g_autofree char *valid = NULL;
    va_list arguments;

    va_start(arguments, format);
    text = g_strdup_vprintf(format, arguments);
    va_end(arguments);
    valid = g_utf8_make_valid(text, -1);
    g_variant_builder_add(&values->builder, "(sss)", values->node, key, valid);
}

/* Empty where there is none: the client takes what is not told at all for unknown. */
static void
add_text(Values *values, const char *key, const char *text)
{
    add(values, key, "%s", text ? text : "");
}

static void
add_bool(Values *values, const char *key, gboolean value)
{
    add(values, key, "%s", value ? "yes" : "no");
}

static void
begin_node(Values *values, const char *kind, int i)
{
    g_free(values->node);
    values->node = kind ? g_strdup_printf("%s:%d", kind, i) : g_strdup("");
}

static void
add_disk(Values *values, const libxl_device_disk *disk)
{
    add_text(values, "device", disk->is_cdrom ? "cdrom" : "disk");
    add_text(values, "target", disk->vdev);
    add_text(values, "source", disk->pdev_path);
    if (disk->format != LIBXL_DISK_FORMAT_UNKNOWN && disk->format != LIBXL_DISK_FORMAT_EMPTY)
        add_text(values, "format", libxl_disk_format_to_string(disk->format));
    if (disk->backend != LIBXL_DISK_BACKEND_UNKNOWN)
        add_text(values, "driver", libxl_disk_backend_to_string(disk->backend));
    add_text(values, "script", disk->script);
    add_text(values, "backend", disk->backend_domname);
    add_bool(values, "readonly", !disk->readwrite);
}

static void
add_nic(Values *values, const libxl_device_nic *nic)
{
    const uint8_t *mac = nic->mac;

    add_text(values, "type", "bridge");
    add(values, "mac", "%02x:%02x:%02x:%02x:%02x:%02x", mac[0], mac[1], mac[2], mac[3], mac[4],
        mac[5]);
    add_text(values, "source", nic->bridge);
    add_text(values, "target", nic->ifname);
    if (nic->model) /* else as the kind of guest has it */
        add_text(values, "model", nic->model);
    add_text(values, "script", nic->script);
    add_text(values, "backend", nic->backend_domname);
    /* Bytes in an interval of so many microseconds. */
    if (nic->rate_bytes_per_interval > 0 && nic->rate_interval_usecs > 0)
        add(values, "rate.out", "%" G_GUINT64_FORMAT,
            nic->rate_bytes_per_interval * G_USEC_PER_SEC / nic->rate_interval_usecs);
    else
        add_text(values, "rate.out", NULL);
}

static void
add_vnc(Values *values, const libxl_vnc_info *vnc)
{
    add_text(values, "type", "vnc");
    add(values, "listen", "%s", vnc->listen ? vnc->listen : "127.0.0.1");
    if (vnc->display)
        add(values, "port", "%d", vnc->display + 5900);
}

/* libxl_defbool_val() ends the program where nobody has said yes or no. */
static gboolean
is_on(libxl_defbool value, gboolean fallback)
{
    return libxl_defbool_is_default(value) ? fallback : libxl_defbool_val(value);
}

static void
add_graphics(Values *values, const libxl_domain_config *config)
{
    int n = 0;

    for (int i = 0; i < config->num_vfbs; i++) {
        if (!is_on(config->vfbs[i].vnc.enable, TRUE))
            continue;
        begin_node(values, "graphics", n++);
        add_vnc(values, &config->vfbs[i].vnc);
    }
    if (config->c_info.type != LIBXL_DOMAIN_TYPE_HVM)
        return;
    if (is_on(config->b_info.u.hvm.vnc.enable, FALSE)) {
        begin_node(values, "graphics", n++);
        add_vnc(values, &config->b_info.u.hvm.vnc);
    }
}

static void
add_devices(Values *values, const libxl_domain_config *config)
{
    for (int i = 0; i < config->num_disks; i++) {
        begin_node(values, "disk", i);
        add_disk(values, &config->disks[i]);
    }
    for (int i = 0; i < config->num_nics; i++) {
        begin_node(values, "nic", i);
        add_nic(values, &config->nics[i]);
    }
    add_graphics(values, config);
    for (int i = 0; i < config->num_pcidevs; i++) {
        const libxl_device_pci *pci = &config->pcidevs[i];

        begin_node(values, "hostdev", i);
        add_text(values, "type", "pci");
        add(values, "address", "%04x:%02x:%02x.%x", (guint)pci->domain, pci->bus, pci->dev,
            pci->func);
    }
}

static void
add_boot(Values *values, const libxl_domain_build_info *info)
{
    add_text(values, "boot.kernel", info->kernel);
    add_text(values, "boot.initrd", info->ramdisk);
    add_text(values, "boot.arguments", info->cmdline);
    add_text(values, "boot.bootloader", info->bootloader);
}

/* As xl.cfg reads where it says nothing: what Xen then does is on or off all the same. */
static void
add_features(Values *values, const libxl_domain_config *config)
{
    const libxl_domain_build_info *info = &config->b_info;

    add_text(values, "clock.offset", is_on(info->localtime, FALSE) ? "localtime" : "utc");
    add_bool(values, "feature.acpi", is_on(info->acpi, TRUE));
    add_bool(values, "feature.apic", is_on(info->apic, TRUE));
    add_bool(values, "feature.hap", is_on(config->c_info.hap, TRUE));
    add_bool(values, "feature.nested", is_on(info->nested_hvm, FALSE));
    if (config->c_info.type != LIBXL_DOMAIN_TYPE_HVM)
        return;
    add_bool(values, "feature.pae", is_on(info->u.hvm.pae, TRUE));
    add_bool(values, "feature.viridian",
             is_on(info->u.hvm.viridian, FALSE) ||
                 !libxl_bitmap_is_empty(&info->u.hvm.viridian_enable));
    if (info->u.hvm.bios == LIBXL_BIOS_TYPE_OVMF)
        add_text(values, "os.firmware", "efi");
}

static const char *
get_action_name(libxl_action_on_shutdown action)
{
    const char *name = action ? libxl_action_on_shutdown_to_string(action) : NULL;

    return name;
}

static const char *
get_kind(uint32_t domid, libxl_domain_type type)
{
    if (domid == 0)
        return "dom0";
    if (type == LIBXL_DOMAIN_TYPE_HVM)
        return "hvm";
    return type == LIBXL_DOMAIN_TYPE_PVH ? "pvh" : "pv";
}

/* What the hypervisor itself says: counts more than what was once asked for. */
static void
add_running(YadoXlAgent *self, Values *values, uint32_t domid, const libxl_domain_config *config)
{
    libxl_dominfo info;
    uint64_t target = 0;
    char uuid[37];

    libxl_dominfo_init(&info);
    if (libxl_domain_info(self->ctx, &info, domid) == 0) {
        yado_xl_format_uuid(&info.uuid, uuid);
        add_text(values, "uuid", uuid);
        add_text(values, "name", yado_xl_domain_get_name(self, &info));
        /* The hypervisor cannot tell PVH from HVM. */
        add_text(values, "kind", get_kind(domid, config ? config->c_info.type : info.domain_type));
        add(values, "vcpu.maximum", "%u", info.vcpu_max_id + 1);
        add(values, "vcpu.current", "%u", info.vcpu_online);
        if (libxl_get_memory_target(self->ctx, domid, &target) != 0)
            target = info.current_memkb;
        add(values, "memory.current", "%" G_GUINT64_FORMAT, (guint64)target * 1024);
        /* Domain-0's limit is "none" unless dom0_mem=max: was given. */
        if (info.max_memkb < G_MAXUINT32 * G_GUINT64_CONSTANT(16))
            add(values, "memory.maximum", "%" G_GUINT64_FORMAT, MAX(info.max_memkb, target) * 1024);
    }
    libxl_dominfo_dispose(&info);
}

static void
add_config(Values *values, const libxl_domain_config *config)
{
    add_boot(values, &config->b_info);
    add_features(values, config);
    add_text(values, "on.poweroff", get_action_name(config->on_poweroff));
    add_text(values, "on.reboot", get_action_name(config->on_reboot));
    add_text(values, "on.crash", get_action_name(config->on_crash));
    add_devices(values, config);
}

static void
answer(YadoXlOperation *operation, const libxl_domain_config *config)
{
    YadoXlAgent *self = operation->agent;
    Values values = { .node = g_strdup("") };
    char *json =
        config ? libxl_domain_config_to_json(self->ctx, (libxl_domain_config *)config) : NULL;
    g_autofree char *valid = g_utf8_make_valid(json ? json : "", -1);

    free(json);
    g_variant_builder_init(&values.builder, G_VARIANT_TYPE("a(sss)"));
    add_running(self, &values, operation->domid, config);
    if (config)
        add_config(&values, config);
    g_free(values.node);
    yado_xl1_complete_get_configuration(self->skeleton, operation->invocation, valid,
                                        g_variant_builder_end(&values.builder));
}

static void
finish_configuration(YadoXlOperation *operation, int rc)
{
    if (rc == 0)
        answer(operation, operation->data);
    else if (operation->domid == 0 || rc == ERROR_JSON_CONFIG_EMPTY)
        answer(operation, NULL);
    else
        yado_xl_fail_native(operation->agent, operation->invocation, rc);
}

static void
free_config(gpointer data)
{
    libxl_domain_config_dispose(data);
    g_free(data);
}

static gboolean
on_get_configuration_called_cb(YadoXl1 *skeleton, GDBusMethodInvocation *invocation,
                               const char *uuid, gpointer data)
{
    YadoXlAgent *self = data;
    YadoXlOperation *operation;
    libxl_domain_config *config;
    uint32_t domid;

    if (!yado_xl_find(self, invocation, uuid, &domid))
        return TRUE;
    config = g_new0(libxl_domain_config, 1);
    libxl_domain_config_init(config);
    operation = yado_xl_operation_new(self, invocation, domid);
    operation->data = config;
    operation->destroy = free_config;
    operation->finish = finish_configuration;
    operation->is_quiet = TRUE;
    return yado_xl_operation_started(
        operation, libxl_retrieve_domain_configuration(self->ctx, domid, config, &operation->how));
}

void
yado_xl_describe_connect(YadoXlAgent *self)
{
    g_signal_connect(self->skeleton, "handle-get-configuration",
                     G_CALLBACK(on_get_configuration_called_cb), self);
}
