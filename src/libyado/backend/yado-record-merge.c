/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "backend/yado-record-merge.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define DOM0_UUID "00000000-0000-0000-0000-000000000000"

static gboolean
is_dom0(const YadoGuestRecord *record)
{
    return record->owner == YADO_OWNER_XEN || strcmp(record->uuid, DOM0_UUID) == 0 ||
           (record->id == 0 && strcmp(record->name, "Domain-0") == 0);
}

static gboolean
is_there(YadoGuestState state)
{
    return state != YADO_GUEST_SHUT_OFF && state != YADO_GUEST_SAVED;
}

/* What libvirt says in more detail than the hypervisor knows it: shut off and saved, runs and is about to stop. */
static gboolean
is_same_state(YadoGuestState libvirt, YadoGuestState libxl)
{
    if (libvirt == libxl || libxl == YADO_GUEST_UNKNOWN)
        return TRUE;
    if (!is_there(libvirt) && !is_there(libxl))
        return TRUE;
    return libxl == YADO_GUEST_RUNNING &&
           (libvirt == YADO_GUEST_STOPPING || libvirt == YADO_GUEST_SUSPENDED);
}

static void
correct_state(YadoGuestRecord *record, YadoGuestState truth, const char *reason)
{
    g_free(record->reason);
    record->reason = g_strdup(reason);
    g_free(record->note);
    /* Translators: the state that libvirt takes a guest to be in, which is not the true one. */
    record->note =
        g_strdup_printf(_("libvirt still says: %s"), yado_guest_state_get_label(record->state));
    record->state = truth;
}

/* @libvirt gets what the hypervisor knows better. */
static void
join(YadoGuestRecord *libvirt, const YadoGuestRecord *libxl)
{
    libvirt->id = libxl->id;
    libvirt->started = libxl->started;
    libvirt->owner = is_dom0(libxl) ? YADO_OWNER_XEN : YADO_OWNER_LIBVIRT;
    if (libvirt->state == YADO_GUEST_UNKNOWN)
        libvirt->state = libxl->state;
    else if (!is_same_state(libvirt->state, libxl->state))
        correct_state(libvirt, libxl->state, libxl->reason);
    else if (libxl->reason && !libvirt->reason)
        libvirt->reason = g_strdup(libxl->reason);
}

/* libxl lists all that is there: this one has gone, and libvirt did not notice. */
static void
join_gone(YadoGuestRecord *libvirt)
{
    libvirt->id = -1;
    if (libvirt->state != YADO_GUEST_UNKNOWN && is_there(libvirt->state))
        correct_state(libvirt, YADO_GUEST_SHUT_OFF, NULL);
}

static void
set_default_owner(GPtrArray *records, YadoGuestOwner owner)
{
    for (guint i = 0; records && i < records->len; i++) {
        YadoGuestRecord *record = records->pdata[i];

        if (is_dom0(record))
            record->owner = YADO_OWNER_XEN;
        else if (record->owner == YADO_OWNER_UNKNOWN)
            record->owner = owner;
    }
}

/* By uuid; the control domain by its own. */
static const char *
get_key(const YadoGuestRecord *record)
{
    return record->owner == YADO_OWNER_XEN ? DOM0_UUID : record->uuid;
}

static GHashTable *
index_records(GPtrArray *records)
{
    GHashTable *index = g_hash_table_new(g_str_hash, g_str_equal);

    for (guint i = 0; i < records->len; i++)
        g_hash_table_insert(index, (gpointer)get_key(records->pdata[i]), records->pdata[i]);
    return index;
}

static void
merge_both(GPtrArray *libvirt, GPtrArray *libxl)
{
    g_autoptr(GHashTable) unseen = index_records(libvirt);
    g_autoptr(GPtrArray) rest = g_ptr_array_new();
    GHashTableIter iter;
    gpointer record;

    for (guint i = 0; i < libxl->len; i++) {
        YadoGuestRecord *own = libxl->pdata[i];

        if (g_hash_table_steal_extended(unseen, get_key(own), NULL, &record)) {
            join(record, own);
            yado_guest_record_free(own);
        } else {
            g_ptr_array_add(rest, own);
        }
        libxl->pdata[i] = NULL;
    }
    g_hash_table_iter_init(&iter, unseen);
    while (g_hash_table_iter_next(&iter, NULL, &record))
        if (((YadoGuestRecord *)record)->id >= 0)
            join_gone(record);
    for (guint i = 0; i < rest->len; i++)
        g_ptr_array_add(libvirt, rest->pdata[i]);
}

GPtrArray *
yado_record_merge(GPtrArray *libvirt, GPtrArray *libxl)
{
    g_return_val_if_fail(libvirt != NULL || libxl != NULL, NULL);
    set_default_owner(libvirt, YADO_OWNER_LIBVIRT);
    set_default_owner(libxl, YADO_OWNER_XL);
    if (!libvirt || !libxl)
        return libvirt ? libvirt : libxl;
    merge_both(libvirt, libxl);
    g_ptr_array_unref(libxl);
    return libvirt;
}
