/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* From a plan to a configuration. */
#include "config.h"

#include "present/yado-create-private.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "base/yado-error.h"
#include "document/yado-xml-document.h"
#include "present/yado-device.h"
#include "present/yado-exchange.h"

/* The least that libvirt takes; all else is set by key. */
#define TEMPLATE                                                                     \
    "<domain type='xen'>\n  <name>guest</name>\n  <memory unit='KiB'>1</memory>\n  " \
    "<vcpu>1</vcpu>\n</domain>\n"

typedef struct {
    YadoCreatePlan *plan;
    YadoDocument *document;
    GError *error; /* the first; what follows is passed over */
    gboolean is_installation;
    guint n_disks, n_cdroms;
} Build;

static void
set(Build *build, const char *node, const char *key, const char *value)
{
    if (build->error == NULL && value != NULL && *value != '\0')
        yado_document_set_value(build->document, node, key, value, &build->error);
}

static void
set_answer(Build *build, const char *key, const char *answer)
{
    g_autofree char *value = yado_create_plan_dup(build->plan, answer);

    set(build, NULL, key, value);
}

static char *
add(Build *build, const char *kind)
{
    return build->error == NULL ? yado_document_add_node(build->document, kind, &build->error)
                                : NULL;
}

static void
build_resources(Build *build)
{
    gboolean has_memory = yado_create_plan_has(build->plan, "memory.maximum");
    gboolean has_vcpus = yado_create_plan_has(build->plan, "vcpus.maximum");

    set_answer(build, "name", "name");
    set_answer(build, "type", "domain.type");
    set_answer(build, "os.id", "os");
    set_answer(build, "memory.maximum", has_memory ? "memory.maximum" : "memory");
    set_answer(build, "memory.current", "memory");
    set_answer(build, "vcpu.maximum", has_vcpus ? "vcpus.maximum" : "vcpus");
    if (has_vcpus)
        set_answer(build, "vcpu.current", "vcpus");
}

/* What the installer is started with. */
static char *
dup_arguments(YadoCreatePlan *plan)
{
    g_autofree char *own = yado_create_plan_dup(plan, "arguments");
    const char *const parts[] = { plan->argument, plan->first_boot, own };
    GString *text = g_string_new(NULL);

    for (guint i = 0; i < G_N_ELEMENTS(parts); i++)
        if (parts[i] != NULL && *parts[i] != '\0')
            g_string_append_printf(text, "%s%s", text->len > 0 ? " " : "", parts[i]);
    return g_string_free(text, FALSE);
}

static void
build_installation_boot(Build *build)
{
    YadoCreatePlan *plan = build->plan;
    g_autofree char *arguments = dup_arguments(plan);
    const YadoCreateDisk *kernel = plan->boot->pdata[YADO_CREATE_KERNEL];
    const YadoCreateDisk *initrd = plan->boot->pdata[YADO_CREATE_INITRD];

    set(build, NULL, "boot.kernel", kernel->path);
    set(build, NULL, "boot.initrd", initrd->path);
    set(build, NULL, "boot.arguments", arguments);
}

/* An empty disk is passed over: the installation starts, and after it the disk does, without anybody's doing. */
static const char *
get_order(Build *build)
{
    if (yado_create_plan_is(build->plan, "source", "pxe"))
        return "hd,network";
    if (!yado_create_plan_is(build->plan, "source", "iso"))
        return "hd";
    return build->is_installation && build->plan->boot->len == 0 ? "cdrom,hd" : "hd,cdrom";
}

static void
build_boot(Build *build)
{
    YadoCreatePlan *plan = build->plan;

    set_answer(build, "os.type", "os.type");
    set_answer(build, "os.arch", "os.arch");
    set_answer(build, "os.machine", "os.machine");
    if (build->is_installation && plan->boot->len > 0) {
        build_installation_boot(build);
    } else if (yado_create_plan_is(plan, "source", "kernel")) {
        set_answer(build, "boot.kernel", "kernel");
        set_answer(build, "boot.initrd", "initrd");
        set_answer(build, "boot.arguments", "arguments");
    } else if (yado_create_plan_has(plan, "kernel")) { /* a boot loader that Xen starts like one */
        set_answer(build, "boot.kernel", "kernel");
    } else if (yado_create_plan_is_paravirtual(plan)) {
        set_answer(build, "boot.bootloader", "bootloader");
    }
    if (yado_create_plan_is_paravirtual(plan))
        return;
    set(build, NULL, "boot.order", get_order(build));
}

static void
build_behaviour(Build *build)
{
    YadoCreatePlan *plan = build->plan;

    set(build, NULL, "clock.offset",
        yado_create_plan_is(plan, "clock", "localtime") ? "localtime" : "utc");
    set(build, NULL, "on.poweroff", "destroy");
    /* QEMU would start the installer's kernel again; Xen makes the guest anew, from what is stored then. */
    set(build, NULL, "on.reboot",
        build->is_installation && !yado_create_plan_is_xen(plan) ? "destroy" : "restart");
    set(build, NULL, "on.crash", "destroy");
    if (yado_create_plan_is_paravirtual(plan))
        return;
    set(build, NULL, "feature.acpi", "yes");
    set(build, NULL, "feature.apic", "yes");
    if (yado_create_plan_is_xen(plan))
        set(build, NULL, "feature.pae", "yes");
}

/* xvda, vda, hda …: cut off where the bus ends is the host's to say. */
static char *
dup_target(Build *build, const char *prefix)
{
    guint i = build->n_disks++;

    if (i < 26)
        return g_strdup_printf("%s%c", prefix, 'a' + (int)i);
    return g_strdup_printf("%s%c%c", prefix, 'a' + (int)(i / 26) - 1, 'a' + (int)(i % 26));
}

/* "virtio" only where the system is not known to lack a driver. */
static const char *
get_bus(Build *build, gboolean is_cdrom)
{
    YadoCreatePlan *plan = build->plan;

    if (yado_create_plan_is_paravirtual(plan))
        return "xen";
    if (is_cdrom)
        return yado_create_plan_is_xen(plan) ? "ide" : "sata";
    if (yado_create_plan_is_xen(plan))
        return "xen";
    return yado_create_plan_is(plan, "disk.bus", "sata") ? "sata" : "virtio";
}

static void
build_disk(Build *build, const YadoCreateDisk *disk)
{
    YadoCreatePlan *plan = build->plan;
    gboolean is_cdrom = strcmp(disk->device, "cdrom") == 0;
    const char *bus = get_bus(build, is_cdrom);
    const char *prefix = strcmp(bus, "xen") == 0      ? "xvd"
                         : strcmp(bus, "ide") == 0    ? "hd"
                         : strcmp(bus, "virtio") == 0 ? "vd"
                                                      : "sd";
    g_autofree char *node = add(build, "disk");
    g_autofree char *target =
        is_cdrom && yado_create_plan_is_xen(plan) && !yado_create_plan_is_paravirtual(plan)
            ? g_strdup_printf("hd%c", 'c' + (int)build->n_cdroms++)
            : dup_target(build, prefix);

    set(build, node, "type", disk->is_block ? "block" : "file");
    set(build, node, "device", disk->device);
    /* libxl chooses what serves a raw disk best; other formats are QEMU's. */
    if (!yado_create_plan_is_xen(plan) || g_strcmp0(disk->format, "raw") != 0)
        set(build, node, "driver", "qemu");
    if (!yado_create_plan_is_xen(plan) || g_strcmp0(disk->format, "raw") != 0)
        set(build, node, "format",
            yado_device_get_format_name(disk->format, yado_create_plan_is_xen(plan)));
    set(build, node, "source", disk->path);
    set(build, node, "target", target);
    set(build, node, "bus", bus);
    if (is_cdrom || disk->is_seed)
        set(build, node, "readonly", "yes");
}

static void
build_nic(Build *build, const YadoCreateNic *nic)
{
    YadoCreatePlan *plan = build->plan;
    g_autofree char *node = add(build, "nic");

    set(build, node, "type", nic->type);
    set(build, node, "source", nic->source);
    set(build, node, "mac", nic->mac);
    if (yado_create_plan_is_paravirtual(plan))
        return; /* Xen's own card is the only one */
    set(build, node, "model",
        nic->model != NULL              ? nic->model
        : yado_create_plan_is_xen(plan) ? NULL
                                        : "virtio");
}

static void
build_console(Build *build)
{
    gboolean is_emulated = !yado_create_plan_is_paravirtual(build->plan);
    g_autofree char *serial = is_emulated ? add(build, "serial") : NULL;
    g_autofree char *console = add(build, "console");

    set(build, console, "target.type", is_emulated ? "serial" : "xen");
}

static void
build_graphics(Build *build)
{
    YadoCreatePlan *plan = build->plan;
    g_autofree char *type = yado_create_plan_dup(plan, "graphics");
    g_autofree char *graphics = NULL;
    g_autofree char *video = NULL;
    g_autofree char *input = NULL;

    if (type == NULL || *type == '\0' || strcmp(type, "none") == 0)
        return;
    graphics = add(build, "graphics");
    set(build, graphics, "type", type);
    if (yado_create_plan_has(plan, "keymap")) {
        g_autofree char *keymap = yado_create_plan_dup(plan, "keymap");

        set(build, graphics, "keymap", keymap);
    }
    if (yado_create_plan_is_paravirtual(plan))
        return; /* keyboard, mouse and picture come with Xen's frame buffer */
    video = add(build, "video");
    set(build, video, "model", "vga");
    /* A tablet knows where the pointer is: no offset between the two mice. */
    if (!yado_create_plan_is(plan, "tablet", "no"))
        input = add(build, "input");
}

/* In the format of the file: the one who is given it has it converted, and tells what is lost. */
static YadoDocument *
load_file(YadoCreatePlan *self, GError **error)
{
    g_autofree char *path = yado_create_plan_dup(self, "file");
    g_autofree char *name = yado_create_plan_dup(self, "name");
    g_autoptr(YadoDocument) document = NULL;

    if (path == NULL || *path == '\0') {
        yado_error_set(error, YADO_ERROR_INVALID, NULL, NULL, _("There is no configuration file."));
        return NULL;
    }
    document = yado_exchange_load_file(path, name, error);
    if (document == NULL || !yado_claims_check(yado_create_plan_get_claims(self), document, error))
        return NULL;
    return g_steal_pointer(&document);
}

static YadoDocument *
build_all(YadoCreatePlan *self, gboolean is_installation, GError **error)
{
    Build build = { .plan = self, .is_installation = is_installation };

    build.document = yado_xml_document_new(TEMPLATE, error);
    if (build.document == NULL)
        return NULL;
    build_resources(&build);
    build_boot(&build);
    build_behaviour(&build);
    for (guint i = 0; i < self->disks->len; i++)
        build_disk(&build, self->disks->pdata[i]);
    for (guint i = 0; i < self->nics->len; i++)
        build_nic(&build, self->nics->pdata[i]);
    build_console(&build);
    build_graphics(&build);
    if (build.error == NULL)
        return build.document;
    g_object_unref(build.document);
    g_propagate_error(error, build.error);
    return NULL;
}

YadoDocument *
yado_create_plan_build(YadoCreatePlan *self, GError **error)
{
    return yado_create_plan_is(self, "source", "file") ? load_file(self, error)
                                                       : build_all(self, FALSE, error);
}

gboolean
yado_create_plan_has_installation(YadoCreatePlan *self)
{
    if (self->boot->len > 0)
        return TRUE;
    if (!yado_create_plan_is(self, "source", "iso") || yado_create_plan_is_paravirtual(self))
        return FALSE;
    for (guint i = 0; i < self->disks->len; i++) {
        const YadoCreateDisk *disk = self->disks->pdata[i];

        if (strcmp(disk->device, "disk") == 0)
            return !disk->is_new; /* of all, the first one is booted */
    }
    return FALSE;
}

YadoDocument *
yado_create_plan_build_installation(YadoCreatePlan *self, GError **error)
{
    return build_all(self, TRUE, error);
}

gboolean
yado_create_plan_end_installation(YadoCreatePlan *self, YadoDocument *document, GError **error)
{
    g_autofree char *loader = yado_create_plan_dup(self, "kernel");
    g_autofree char *bootloader = yado_create_plan_dup(self, "bootloader");
    gboolean is_loaded = loader != NULL && *loader != '\0';

    return yado_document_set_value(document, NULL, "boot.kernel", is_loaded ? loader : NULL,
                                   error) &&
           yado_document_set_value(document, NULL, "boot.initrd", NULL, error) &&
           yado_document_set_value(document, NULL, "boot.arguments", NULL, error) &&
           (is_loaded || !yado_create_plan_is_paravirtual(self) ||
            yado_document_set_value(document, NULL, "boot.bootloader", bootloader, error)) &&
           (self->boot->len > 0 ||
            yado_document_set_value(document, NULL, "boot.order", "hd,cdrom", error)) &&
           yado_document_set_value(document, NULL, "on.reboot", "restart", error);
}
