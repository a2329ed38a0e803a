/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * A guest's snapshots, read from their descriptions (formatsnapshot.html of libvirt).
 *
 * What a description says of the guest itself (a whole <domain>) is passed over.
 */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "backend/libvirt/yado-libvirt-operations.h"

/* libvirt's words for <state>; "disk-snapshot" is none of them. */
static const struct {
    const char *word;
    YadoGuestState state;
} states[] = {
    { "running", YADO_GUEST_RUNNING },       { "blocked", YADO_GUEST_RUNNING },
    { "paused", YADO_GUEST_PAUSED },         { "shutdown", YADO_GUEST_STOPPING },
    { "shutoff", YADO_GUEST_SHUT_OFF },      { "crashed", YADO_GUEST_CRASHED },
    { "pmsuspended", YADO_GUEST_SUSPENDED },
};

static void
take_state(YadoSnapshotRecord *record, const char *word)
{
    record->is_disk_only = strcmp(word, "disk-snapshot") == 0;
    for (guint i = 0; i < G_N_ELEMENTS(states); i++)
        if (strcmp(states[i].word, word) == 0)
            record->state = states[i].state;
}

static gboolean
is_child_of_snapshot(const GSList *stack)
{
    return stack && stack->next && strcmp(stack->next->data, "domainsnapshot") == 0;
}

static gboolean
is_name_of_parent(const GSList *stack)
{
    return strcmp(stack->data, "name") == 0 && is_child_of_snapshot(stack->next) &&
           strcmp(stack->next->data, "parent") == 0;
}

static void
on_text_read_cb(GMarkupParseContext *context, const char *text, gsize length, gpointer data,
                GError **error)
{
    const GSList *stack = g_markup_parse_context_get_element_stack(context);
    YadoSnapshotRecord *record = data;
    g_autofree char *value = g_strndup(text, length);

    if (!stack)
        return;
    if (!record->parent && is_name_of_parent(stack))
        record->parent = g_steal_pointer(&value);
    if (!value || !is_child_of_snapshot(stack))
        return;
    if (strcmp(stack->data, "state") == 0)
        take_state(record, value);
    else if (strcmp(stack->data, "creationTime") == 0)
        record->created = g_ascii_strtoll(value, NULL, 10);
    else if (strcmp(stack->data, "description") == 0 && !record->description)
        record->description = g_steal_pointer(&value);
}

static gboolean
read_description(YadoSnapshotRecord *record, const char *xml, GError **error)
{
    static const GMarkupParser parser = { .text = on_text_read_cb };
    GMarkupParseContext *context =
        g_markup_parse_context_new(&parser, G_MARKUP_TREAT_CDATA_AS_TEXT, record, NULL);
    g_autoptr(GError) native = NULL;
    gboolean read = g_markup_parse_context_parse(context, xml, -1, &native) &&
                    g_markup_parse_context_end_parse(context, &native);

    g_markup_parse_context_free(context);
    if (!read)
        yado_error_set(error, YADO_ERROR_FAILED, native->message, NULL,
                       _("The snapshot “%s” cannot be read."), record->name);
    return read;
}

/* NULL without an error: somebody deleted it meanwhile. */
static YadoSnapshotRecord *
read_snapshot(YadoLibvirtBackend *self, virDomainSnapshotPtr snapshot, GError **error)
{
    const char *name = virDomainSnapshotGetName(snapshot);
    g_autoptr(YadoSnapshotRecord) record = yado_snapshot_record_new(name ? name : "");
    char *xml = virDomainSnapshotGetXMLDesc(snapshot, 0);
    gboolean read;

    if (!xml) {
        if (virGetLastErrorCode() != VIR_ERR_NO_DOMAIN_SNAPSHOT)
            yado_libvirt_backend_fail(self, error, _("The snapshot “%s” cannot be read."),
                                      record->name);
        return NULL;
    }
    read = read_description(record, xml, error);
    free(xml);
    return read ? g_steal_pointer(&record) : NULL;
}

static void
mark_current(virDomainPtr domain, GPtrArray *records)
{
    g_autoptr(virDomainSnapshot) current = NULL;

    if (virDomainHasCurrentSnapshot(domain, 0) != 1)
        return;
    current = virDomainSnapshotCurrent(domain, 0);
    for (guint i = 0; current && i < records->len; i++) {
        YadoSnapshotRecord *record = records->pdata[i];

        record->is_current = g_strcmp0(record->name, virDomainSnapshotGetName(current)) == 0;
    }
}

static gboolean
read_snapshots(YadoLibvirtBackend *self, virDomainSnapshotPtr *snapshots, int n, GPtrArray *records,
               GCancellable *cancellable, GError **error)
{
    for (int i = 0; i < n; i++) {
        g_autoptr(GError) failure = NULL;
        YadoSnapshotRecord *record;

        if (g_cancellable_set_error_if_cancelled(cancellable, error))
            return FALSE;
        record = read_snapshot(self, snapshots[i], &failure);
        if (record)
            g_ptr_array_add(records, record);
        if (failure) {
            g_propagate_error(error, g_steal_pointer(&failure));
            return FALSE;
        }
    }
    return TRUE;
}

static void
free_snapshots(virDomainSnapshotPtr *snapshots, int n)
{
    for (int i = 0; i < n; i++)
        virDomainSnapshotFree(snapshots[i]);
    free(snapshots);
}

static gboolean
refuse_missing(YadoBackend *backend, GError **error)
{
    const char *reason = NULL;

    if (yado_backend_has(backend, YADO_CAP_SNAPSHOTS, &reason))
        return FALSE;
    yado_error_set(error, YADO_ERROR_UNSUPPORTED, NULL, NULL, "%s", reason);
    return TRUE;
}

GPtrArray *
yado_libvirt_backend_list_snapshots(YadoBackend *backend, const char *uuid,
                                    GCancellable *cancellable, GError **error)
{
    YadoLibvirtBackend *self = YADO_LIBVIRT_BACKEND(backend);
    g_autoptr(GPtrArray) records =
        g_ptr_array_new_with_free_func((GDestroyNotify)yado_snapshot_record_free);
    g_autoptr(virDomain) domain = NULL;
    virDomainSnapshotPtr *snapshots = NULL;
    const char *name;
    gboolean read;
    int n;

    if (refuse_missing(backend, error))
        return NULL;
    domain = yado_libvirt_backend_lookup(self, uuid, error);
    if (!domain)
        return NULL;
    name = virDomainGetName(domain);
    n = virDomainListAllSnapshots(domain, &snapshots, 0);
    if (n < 0) {
        if (!yado_libvirt_backend_note_missing(self, YADO_CALL_SNAPSHOTS) ||
            !refuse_missing(backend, error))
            yado_libvirt_backend_fail(self, error, _("The snapshots of “%s” cannot be listed."),
                                      name);
        return NULL;
    }
    read = read_snapshots(self, snapshots, n, records, cancellable, error);
    free_snapshots(snapshots, n);
    if (!read)
        return NULL;
    mark_current(domain, records);
    return g_steal_pointer(&records);
}

/* ---- Changing them ---- */

static virDomainSnapshotPtr
lookup(YadoOperation *operation, GError **error)
{
    g_autofree char *name = yado_operation_dup_argument(operation, "snapshot");
    virDomainSnapshotPtr snapshot =
        virDomainSnapshotLookupByName(operation->domain, name ? name : "", 0);

    if (!snapshot)
        yado_libvirt_backend_fail(operation->self, error, _("“%s” has no snapshot “%s”."),
                                  operation->name, name ? name : "");
    return snapshot;
}

/* libvirt names one by the time when it is given none. */
gboolean
yado_operation_snapshot_create(YadoOperation *operation, GError **error)
{
    g_autofree char *name = yado_operation_dup_argument(operation, "name");
    g_autofree char *description = yado_operation_dup_argument(operation, "description");
    g_autofree char *memory = yado_operation_dup_argument(operation, "memory");
    g_autofree char *name_element =
        name && *name ? g_markup_printf_escaped("<name>%s</name>", name) : g_strdup("");
    g_autofree char *text =
        g_markup_printf_escaped("<description>%s</description>", description ? description : "");
    g_autofree char *xml =
        g_strdup_printf("<domainsnapshot>%s%s</domainsnapshot>", name_element, text);
    unsigned int flags = g_strcmp0(memory, "no") == 0 ? VIR_DOMAIN_SNAPSHOT_CREATE_DISK_ONLY : 0;
    g_autoptr(virDomainSnapshot) snapshot = NULL;

    yado_job_report_stage(operation->job, _("Taking the snapshot"));
    snapshot = virDomainSnapshotCreateXML(operation->domain, xml,
                                          virDomainIsActive(operation->domain) == 1 ? flags : 0);
    if (snapshot)
        return TRUE;
    yado_libvirt_backend_note_missing(operation->self, YADO_CALL_SNAPSHOTS);
    return yado_libvirt_backend_fail(operation->self, error, _("No snapshot of “%s” can be taken."),
                                     operation->name);
}

gboolean
yado_operation_snapshot_revert(YadoOperation *operation, GError **error)
{
    g_autoptr(virDomainSnapshot) snapshot = lookup(operation, error);

    if (!snapshot)
        return FALSE;
    yado_job_report_stage(operation->job, _("Going back to the snapshot"));
    if (virDomainRevertToSnapshot(snapshot, 0) == 0)
        return TRUE;
    /* Its QEMU has to be started anew: what runs now is given up in any case. */
    if (virGetLastErrorCode() == VIR_ERR_SNAPSHOT_REVERT_RISKY &&
        virDomainRevertToSnapshot(snapshot, VIR_DOMAIN_SNAPSHOT_REVERT_FORCE) == 0)
        return TRUE;
    /* "revert to external snapshot not supported yet" */
    if (virGetLastErrorCode() == VIR_ERR_CONFIG_UNSUPPORTED)
        return yado_error_set(error, YADO_ERROR_UNSUPPORTED, virGetLastErrorMessage(),
                              _("libvirt goes back to a snapshot of the disks alone from version "
                                "9.9 on. One with the guest's memory, or of a guest that is shut "
                                "off, can be gone back to by any."),
                              _("“%s” cannot go back to the snapshot “%s”."), operation->name,
                              virDomainSnapshotGetName(snapshot));
    return yado_libvirt_backend_fail(operation->self, error,
                                     _("“%s” cannot go back to the snapshot “%s”."),
                                     operation->name, virDomainSnapshotGetName(snapshot));
}

gboolean
yado_operation_snapshot_delete(YadoOperation *operation, GError **error)
{
    g_autoptr(virDomainSnapshot) snapshot = lookup(operation, error);

    if (!snapshot)
        return FALSE;
    return virDomainSnapshotDelete(snapshot, 0) == 0 ||
           yado_libvirt_backend_fail(operation->self, error,
                                     _("The snapshot “%s” cannot be deleted."),
                                     virDomainSnapshotGetName(snapshot));
}

/* Its own description again, with another text in it. (transfer full) */
static char *
dup_described(const char *xml, const char *description)
{
    g_autofree char *element =
        g_markup_printf_escaped("<description>%s</description>", description);
    g_autoptr(GRegex) old = g_regex_new(
        "(<domainsnapshot>\\s*(?:<name>[^<]*</name>)?)\\s*(?:<description>[^<]*</description>"
        "|<description/>)?",
        0, 0, NULL);
    GMatchInfo *match = NULL;
    GString *text = NULL;
    int start, end;

    if (g_regex_match(old, xml, 0, &match) && g_match_info_fetch_pos(match, 0, &start, &end)) {
        g_autofree char *head = g_match_info_fetch(match, 1);

        text = g_string_new_len(xml, start);
        g_string_append(text, head);
        g_string_append(text, element);
        g_string_append(text, xml + end);
    }
    g_match_info_free(match);
    return text ? g_string_free(text, FALSE) : NULL;
}

gboolean
yado_operation_snapshot_describe(YadoOperation *operation, GError **error)
{
    g_autofree char *description = yado_operation_dup_argument(operation, "description");
    g_autoptr(virDomainSnapshot) snapshot = lookup(operation, error);
    char *xml =
        snapshot ? virDomainSnapshotGetXMLDesc(snapshot, VIR_DOMAIN_SNAPSHOT_XML_SECURE) : NULL;
    g_autofree char *changed = xml ? dup_described(xml, description ? description : "") : NULL;
    g_autoptr(virDomainSnapshot) current = NULL;
    g_autoptr(virDomainSnapshot) now = NULL;
    unsigned int flags = VIR_DOMAIN_SNAPSHOT_CREATE_REDEFINE;

    free(xml);
    if (!snapshot)
        return FALSE;
    current = virDomainSnapshotCurrent(operation->domain, 0);
    if (current &&
        g_strcmp0(virDomainSnapshotGetName(current), virDomainSnapshotGetName(snapshot)) == 0)
        flags |= VIR_DOMAIN_SNAPSHOT_CREATE_CURRENT;
    now = changed ? virDomainSnapshotCreateXML(operation->domain, changed, flags) : NULL;
    return now != NULL || yado_libvirt_backend_fail(operation->self, error,
                                                    _("The snapshot “%s” cannot be described."),
                                                    virDomainSnapshotGetName(snapshot));
}
