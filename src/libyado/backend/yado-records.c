/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "backend/yado-records.h"

#include <glib/gi18n-lib.h>
#include <string.h>

typedef struct {
    const char *name;
    const char *label;
} Word;

static const Word state_words[] = {
    [YADO_GUEST_UNKNOWN] = { "unknown", N_("Unknown") },
    [YADO_GUEST_RUNNING] = { "running", N_("Running") },
    [YADO_GUEST_PAUSED] = { "paused", N_("Paused") },
    [YADO_GUEST_STOPPING] = { "stopping", N_("Stopping") },
    [YADO_GUEST_SHUT_OFF] = { "shut-off", N_("Shut off") },
    [YADO_GUEST_SAVED] = { "saved", N_("Saved") },
    [YADO_GUEST_CRASHED] = { "crashed", N_("Crashed") },
    [YADO_GUEST_SUSPENDED] = { "suspended", N_("Suspended") },
};

static const Word kind_words[] = {
    [YADO_KIND_UNKNOWN] = { "unknown", N_("Unknown") },
    [YADO_KIND_DOM0] = { "dom0", "dom0" },
    [YADO_KIND_PV] = { "pv", "PV" },
    [YADO_KIND_PVH] = { "pvh", "PVH" },
    [YADO_KIND_HVM] = { "hvm", "HVM" },
    [YADO_KIND_KVM] = { "kvm", "KVM" },
    [YADO_KIND_QEMU] = { "qemu", "QEMU" },
    [YADO_KIND_LXC] = { "lxc", "LXC" },
    [YADO_KIND_OTHER] = { "other", N_("Other") },
};

static const char *const owner_names[] = {
    [YADO_OWNER_UNKNOWN] = "unknown", [YADO_OWNER_XEN] = "xen",
    [YADO_OWNER_LIBVIRT] = "libvirt", [YADO_OWNER_XL] = "xl",
    [YADO_OWNER_OTHER] = "other",
};

static void
free_device_facts(gpointer data)
{
    YadoDeviceFacts *device = data;

    g_free(device->node);
    g_free(device->target);
    g_free(device->source);
    g_free(device->mac);
    g_free(device);
}

static YadoDeviceFacts *
read_device(YadoDocument *document, const char *node)
{
    YadoDeviceFacts *device = g_new0(YadoDeviceFacts, 1);

    device->node = g_strdup(node);
    device->target = yado_document_dup_value(document, node, "target");
    device->source = yado_document_dup_value(document, node, "source");
    return device;
}

static GPtrArray *
read_disks(YadoDocument *document)
{
    g_auto(GStrv) nodes = yado_document_list_nodes(document, "disk");
    GPtrArray *disks = g_ptr_array_new_with_free_func(free_device_facts);

    for (guint i = 0; nodes && nodes[i]; i++) {
        YadoDeviceFacts *disk = read_device(document, nodes[i]);
        g_autofree char *device = yado_document_dup_value(document, nodes[i], "device");

        disk->read_only = yado_document_get_bool(document, nodes[i], "readonly", FALSE);
        disk->shared = yado_document_get_bool(document, nodes[i], "shareable", FALSE);
        disk->removable = g_strcmp0(device, "cdrom") == 0 || g_strcmp0(device, "floppy") == 0;
        g_ptr_array_add(disks, disk);
    }
    return disks;
}

static GPtrArray *
read_nics(YadoDocument *document)
{
    g_auto(GStrv) nodes = yado_document_list_nodes(document, "nic");
    GPtrArray *nics = g_ptr_array_new_with_free_func(free_device_facts);

    for (guint i = 0; nodes && nodes[i]; i++) {
        YadoDeviceFacts *nic = read_device(document, nodes[i]);

        nic->mac = yado_document_dup_value(document, nodes[i], "mac");
        g_ptr_array_add(nics, nic);
    }
    return nics;
}

static YadoGuestKind
read_kind(YadoDocument *document)
{
    g_autofree char *kind = yado_document_dup_value(document, NULL, "kind");

    for (guint i = 0; kind && i < G_N_ELEMENTS(kind_words); i++)
        if (strcmp(kind, kind_words[i].name) == 0)
            return i;
    return kind ? YADO_KIND_OTHER : YADO_KIND_UNKNOWN;
}

static GStrv
read_tags(YadoDocument *document)
{
    g_autofree char *tags = yado_document_dup_value(document, NULL, "tags");

    return g_strsplit(tags ? tags : "", ",", -1);
}

static char *
read_graphics(YadoDocument *document)
{
    g_auto(GStrv) nodes = yado_document_list_nodes(document, "graphics");

    if (!nodes || !nodes[0])
        return NULL;
    return yado_document_dup_value(document, nodes[0], "type");
}

YadoGuestRecord *
yado_guest_record_new(const char *uuid, const char *name, int id, YadoGuestState state)
{
    YadoGuestRecord *record;

    g_return_val_if_fail(uuid != NULL && name != NULL, NULL);
    record = g_new0(YadoGuestRecord, 1);
    g_strlcpy(record->uuid, uuid, sizeof(record->uuid));
    record->name = g_strdup(name);
    record->id = id;
    record->state = state;
    record->persistent = -1;
    record->autostart = -1;
    return record;
}

void
yado_guest_record_free(YadoGuestRecord *record)
{
    if (!record)
        return;
    g_free(record->name);
    g_free(record->reason);
    g_free(record->note);
    g_free(record);
}

YadoGuestFacts *
yado_guest_facts_new_from_document(YadoDocument *document)
{
    YadoGuestFacts *facts = g_new0(YadoGuestFacts, 1);

    facts->kind = read_kind(document);
    facts->vcpus_maximum = yado_document_get_uint(document, NULL, "vcpu.maximum", 0);
    facts->vcpus = yado_document_get_uint(document, NULL, "vcpu.current", facts->vcpus_maximum);
    facts->memory_maximum = yado_document_get_uint(document, NULL, "memory.maximum", 0);
    facts->memory = yado_document_get_uint(document, NULL, "memory.current", facts->memory_maximum);
    facts->os = yado_document_dup_value(document, NULL, "os.name");
    facts->title = yado_document_dup_value(document, NULL, "title");
    facts->description = yado_document_dup_value(document, NULL, "description");
    facts->tags = read_tags(document);
    facts->disks = read_disks(document);
    facts->nics = read_nics(document);
    facts->graphics = read_graphics(document);
    return facts;
}

void
yado_guest_facts_free(YadoGuestFacts *facts)
{
    if (!facts)
        return;
    g_free(facts->os);
    g_free(facts->title);
    g_free(facts->description);
    g_strfreev(facts->tags);
    g_clear_pointer(&facts->disks, g_ptr_array_unref);
    g_clear_pointer(&facts->nics, g_ptr_array_unref);
    g_free(facts->graphics);
    g_free(facts);
}

YadoSnapshotRecord *
yado_snapshot_record_new(const char *name)
{
    YadoSnapshotRecord *record;

    g_return_val_if_fail(name != NULL, NULL);
    record = g_new0(YadoSnapshotRecord, 1);
    record->name = g_strdup(name);
    return record;
}

void
yado_snapshot_record_free(YadoSnapshotRecord *record)
{
    if (!record)
        return;
    g_free(record->name);
    g_free(record->description);
    g_free(record->parent);
    g_free(record);
}

const char *
yado_snapshot_record_get_state_name(const YadoSnapshotRecord *record)
{
    g_return_val_if_fail(record != NULL, NULL);
    return record->is_disk_only ? "disk-only" : yado_guest_state_get_name(record->state);
}

const char *
yado_snapshot_record_get_state_label(const YadoSnapshotRecord *record)
{
    g_return_val_if_fail(record != NULL, NULL);
    return record->is_disk_only ? _("Disks only") : yado_guest_state_get_label(record->state);
}

YadoConsoleRecord *
yado_console_record_new(const char *id, YadoConsoleKind kind)
{
    YadoConsoleRecord *record = g_new0(YadoConsoleRecord, 1);

    record->id = g_strdup(id);
    record->kind = kind;
    return record;
}

void
yado_console_record_free(YadoConsoleRecord *record)
{
    if (!record)
        return;
    if (record->password)
        explicit_bzero(record->password, strlen(record->password));
    g_free(record->password);
    g_free(record->id);
    g_free(record->label);
    g_free(record->address);
    g_free(record->socket);
    g_free(record->reason);
    g_free(record);
}

char *
yado_console_record_dup_address(const YadoConsoleRecord *record)
{
    int port = record->port > 0 ? record->port : record->tls_port;

    if (port > 0 && record->address)
        return g_strdup_printf(strchr(record->address, ':') ? "[%s]:%d" : "%s:%d", record->address,
                               port);
    if (record->socket)
        return g_strdup(record->socket);
    return g_strdup(_("none before it runs"));
}

const char *
yado_console_kind_get_name(YadoConsoleKind kind)
{
    static const char *const names[] = { "text", "vnc", "spice" };

    return kind < G_N_ELEMENTS(names) ? names[kind] : "text";
}

void
yado_host_info_free(YadoHostInfo *info)
{
    if (!info)
        return;
    g_free(info->hypervisor);
    g_free(info->hostname);
    g_free(info->cpu_model);
    g_free(info->library_version);
    g_free(info);
}

YadoSample *
yado_sample_new(void)
{
    YadoSample *sample = g_new0(YadoSample, 1);

    sample->when = g_get_monotonic_time();
    sample->memory_free = G_MAXUINT64;
    sample->guests = g_array_new(FALSE, TRUE, sizeof(YadoGuestStats));
    return sample;
}

void
yado_sample_free(YadoSample *sample)
{
    if (!sample)
        return;
    g_array_unref(sample->guests);
    g_free(sample);
}

const char *
yado_guest_state_get_name(YadoGuestState state)
{
    g_return_val_if_fail((guint)state < G_N_ELEMENTS(state_words), "unknown");
    return state_words[state].name;
}

const char *
yado_guest_state_get_label(YadoGuestState state)
{
    g_return_val_if_fail((guint)state < G_N_ELEMENTS(state_words), "");
    return _(state_words[state].label);
}

const char *
yado_guest_kind_get_name(YadoGuestKind kind)
{
    g_return_val_if_fail((guint)kind < G_N_ELEMENTS(kind_words), "unknown");
    return kind_words[kind].name;
}

const char *
yado_guest_kind_get_label(YadoGuestKind kind)
{
    g_return_val_if_fail((guint)kind < G_N_ELEMENTS(kind_words), "");
    return _(kind_words[kind].label);
}

const char *
yado_guest_owner_get_name(YadoGuestOwner owner)
{
    g_return_val_if_fail((guint)owner < G_N_ELEMENTS(owner_names), "unknown");
    return owner_names[owner];
}

gboolean
yado_device_facts_is_own_disk(const YadoDeviceFacts *facts)
{
    return facts->source && *facts->source && !facts->removable && !facts->read_only &&
           !facts->shared;
}
