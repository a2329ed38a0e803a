/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "present/yado-new-disk.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "base/yado-error.h"
#include "document/yado-plain-document.h"
#include "present/yado-apply.h"
#include "present/yado-catalog.h"
#include "present/yado-edit-job.h"

/* ---- The plan ---- */

static gboolean
refuse(const char **reason, const char *text)
{
    if (reason != NULL)
        *reason = text;
    return FALSE;
}

/* Volumes are libvirt's, also those of xl's guests. */
gboolean
yado_new_disk_is_possible(YadoGuest *guest, const char **reason)
{
    YadoHost *host = guest != NULL ? yado_guest_get_host(guest) : NULL;
    const char *why = NULL;

    if (host != NULL && yado_host_has(host, YADO_CAP_STORAGE, &why))
        return TRUE;
    return refuse(reason, why != NULL ? why : _("This host cannot make volumes."));
}

gboolean
yado_new_disk_is_planned(YadoDocument *document, const char *node)
{
    g_autofree char *way = NULL;
    g_autofree char *device = NULL;

    if (node == NULL)
        return FALSE;
    way = yado_document_dup_value(document, node, YADO_NEW_DISK_WAY);
    if (g_strcmp0(way, "new") != 0 || !yado_document_is_new_node(document, node))
        return FALSE;
    device = yado_document_dup_value(document, node, "device");
    return device == NULL || strcmp(device, "disk") == 0;
}

static GPtrArray *
get_pools(YadoHost *host)
{
    return host != NULL ? yado_resources_list(yado_resources_get(host), YADO_RESOURCE_POOLS, NULL)
                        : NULL;
}

const char *
yado_new_disk_find_pool(YadoHost *host)
{
    GPtrArray *pools = get_pools(host);

    for (guint i = 0; pools != NULL && i < pools->len; i++) {
        const YadoResource *pool = pools->pdata[i];

        if (pool->active == 1)
            return pool->name;
    }
    return NULL;
}

char *
yado_new_disk_dup_pool(YadoDocument *document, const char *node, YadoHost *host)
{
    char *name = yado_document_dup_value(document, node, YADO_NEW_DISK_IN);

    return name != NULL ? name : g_strdup(yado_new_disk_find_pool(host));
}

gboolean
yado_new_disk_is_file_pool(YadoHost *host, const char *pool)
{
    GPtrArray *pools = pool != NULL ? get_pools(host) : NULL;

    return yado_resource_holds_files(pools != NULL ? yado_resource_list_find(pools, pool) : NULL);
}

/* ---- What it becomes ---- */

static void
put(YadoDocument *arguments, const char *key, const char *value)
{
    yado_plain_document_set_initial(YADO_PLAIN_DOCUMENT(arguments), key, value);
}

/*
 * "web-07-xvdb.qcow2", "web-07-xvdb-2.qcow2": one that is free, as far as the volumes of the pool are known; @format NULL: no file.
 */
static char *
dup_name(YadoDocument *document, const char *node, YadoGuest *guest, const char *pool,
         const char *format)
{
    YadoHost *host = yado_guest_get_host(guest);
    g_autofree char *given = yado_document_dup_value(document, node, YADO_NEW_DISK_NAMED);
    g_autofree char *target = yado_document_dup_value(document, node, "target");
    g_autofree char *stem =
        g_strdup_printf("%s-%s", yado_guest_get_name(guest), target != NULL ? target : "disk");
    const char *suffix = format == NULL || strcmp(format, "raw") != 0 ? format : "img";
    g_autofree char *ending = suffix != NULL ? g_strconcat(".", suffix, NULL) : g_strdup("");

    if (given != NULL && *given != '\0')
        return g_steal_pointer(&given);
    g_strdelimit(stem, "/", '_');
    return yado_resources_dup_free_name(host != NULL ? yado_resources_get(host) : NULL, pool, stem,
                                        ending, 1);
}

YadoDocument *
yado_new_disk_create_arguments(YadoDocument *document, const char *node, YadoGuest *guest,
                               GError **error)
{
    YadoHost *host = yado_guest_get_host(guest);
    g_autoptr(YadoDocument) arguments = yado_plain_document_new();
    g_autofree char *pool = yado_new_disk_dup_pool(document, node, host);
    g_autofree char *size = yado_document_dup_value(document, node, YADO_NEW_DISK_BYTES);
    g_autofree char *full = yado_document_dup_value(document, node, YADO_NEW_DISK_WHOLE);
    g_autofree char *chosen = yado_document_dup_value(document, node, "format");
    const char *format = NULL;
    g_autofree char *name = NULL;

    if (pool == NULL || size == NULL) {
        yado_error_set(error, YADO_ERROR_INVALID, NULL, NULL,
                       pool == NULL ? _("The new disk needs a storage pool.")
                                    : _("The new disk needs a size."));
        return NULL;
    }
    if (yado_new_disk_is_file_pool(host, pool))
        format = chosen != NULL ? yado_device_get_format_name(chosen, FALSE) : "raw";
    name = dup_name(document, node, guest, pool, format);
    put(arguments, "pool", pool);
    put(arguments, "capacity", size);
    put(arguments, "format", format);
    put(arguments, "full", full);
    put(arguments, "name", name);
    return g_steal_pointer(&arguments);
}

/* ---- The action ---- */

typedef struct {
    YadoGuest *guest;
    YadoJob *job;
    YadoDocument *answers;
} NewDisk;

static void
new_disk_free(NewDisk *self)
{
    g_object_unref(self->guest);
    g_object_unref(self->job);
    g_object_unref(self->answers);
    g_free(self);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC(NewDisk, new_disk_free)

static void
on_applied_cb(GObject *source, GAsyncResult *result, gpointer user_data)
{
    g_autoptr(NewDisk) self = user_data;
    g_autofree char *dropped = NULL;
    GError *error = NULL;
    g_autoptr(YadoDocument) document =
        yado_apply_finish(YADO_GUEST(source), result, &dropped, &error);

    if (g_error_matches(error, YADO_ERROR, YADO_ERROR_PENDING)) {
        yado_job_report_notice(self->job, error->message, NULL);
        g_clear_error(&error);
    }
    yado_job_finish(self->job, error);
}

/* As on the disk's page. */
static gboolean
plan_disk(NewDisk *self, YadoDocument *document, GError **error)
{
    static const char *const ids[] = { "pool", "size", "full", "format", NULL };
    const YadoDeviceSpec *spec = yado_catalog_find_device("disk");
    g_autofree char *node = yado_device_add(spec, document, self->guest, error);
    g_autoptr(YadoForm) form = NULL;

    g_autofree char *name = yado_document_dup_value(self->answers, NULL, "name");

    if (node == NULL || !yado_document_set_value(document, node, YADO_NEW_DISK_WAY, "new", error) ||
        !yado_document_set_value(document, node, YADO_NEW_DISK_NAMED, name, error))
        return FALSE;
    form = yado_form_new(yado_device_get_form(spec), document, node, NULL, self->guest);
    for (guint i = 0; ids[i] != NULL; i++) {
        g_autofree char *value = yado_document_dup_value(self->answers, NULL, ids[i]);

        if (value != NULL &&
            !yado_form_set_value(form, yado_form_find_field(form, ids[i]), value, error))
            return FALSE;
    }
    return yado_form_validate(form, NULL, error);
}

static void
on_document_fetched_cb(GObject *source, GAsyncResult *result, gpointer user_data)
{
    g_autoptr(NewDisk) self = user_data;
    GError *error = NULL;
    g_autoptr(YadoDocument) document =
        yado_guest_get_document_finish(YADO_GUEST(source), result, &error);

    if (document == NULL || !plan_disk(self, document, &error)) {
        yado_job_finish(self->job, error);
        return;
    }
    yado_apply_async(self->guest, document, yado_edit_get_flags(self->guest), self->job,
                     yado_job_get_cancellable(self->job), on_applied_cb, self);
    g_steal_pointer(&self);
}

static void
copy_answer(NewDisk *self, YadoForm *form, const char *id)
{
    g_autofree char *value = yado_form_dup_value(form, yado_form_find_field(form, id));

    if (value != NULL && *value != '\0')
        put(self->answers, id, value);
}

void
yado_new_disk_start(const YadoTargets *targets, YadoGuest *guest, YadoForm *form, YadoJob *job)
{
    NewDisk *self = g_new0(NewDisk, 1);

    self->guest = g_object_ref(guest);
    self->job = g_object_ref(job);
    self->answers = yado_plain_document_new();
    copy_answer(self, form, "pool");
    copy_answer(self, form, "size");
    copy_answer(self, form, "format");
    copy_answer(self, form, "full");
    copy_answer(self, form, "name");
    yado_job_begin(job);
    yado_guest_get_document_async(guest, YADO_CONFIGURATION_INACTIVE, yado_job_get_cancellable(job),
                                  on_document_fetched_cb, self);
}
