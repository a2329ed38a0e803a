/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Configurations: the file for what the next start will use, edited by replaying edits on its newest text; and what the agent tells of a
 * guest that runs.
 */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "backend/libxl/yado-libxl-private.h"
#include "backend/libxl/yado-libxl-running.h"
#include "document/yado-xl-document.h"

/* Somebody may write the file between our reading and writing it, but hardly again and again. */
#define MAX_TRIES 3

/* Reading. */

static gboolean
refuse_without_file(YadoLibxlRow *row, GError **error)
{
    return yado_error_set(error, YADO_ERROR_NOT_FOUND, NULL,
                          _("It was started from a file elsewhere, or by another program."),
                          _("“%s” has no configuration file here."), row->name);
}

char *
yado_libxl_backend_dup_text(YadoLibxlBackend *self, YadoLibxlRow *row, GCancellable *cancellable,
                            GError **error)
{
    g_autoptr(YadoXl1) proxy = yado_libxl_backend_ref_proxy(self, error);
    g_autoptr(GError) native = NULL;
    char *text = NULL;

    if (!proxy)
        return NULL;
    if (!row->file)
        refuse_without_file(row, error);
    else if (!yado_xl1_call_read_file_sync(proxy, row->file, G_DBUS_CALL_FLAGS_NONE,
                                           YADO_LIBXL_READ_TIMEOUT, &text, cancellable, &native))
        yado_libxl_backend_fail(self, error, g_steal_pointer(&native),
                                _("The configuration of “%s” cannot be read."), row->name);
    return text;
}

static YadoDocument *
make_document(YadoLibxlRow *row, const char *text, GError **error)
{
    YadoDocument *document = yado_xl_document_new_from_text(text, error);

    if (document)
        yado_xl_document_set_extra(YADO_XL_DOCUMENT(document), "autostart",
                                   row->has_autostart ? "yes" : "no");
    return document;
}

static YadoDocument *
fetch_file(YadoLibxlBackend *self, YadoLibxlRow *row, GCancellable *cancellable, GError **error)
{
    g_autofree char *text = yado_libxl_backend_dup_text(self, row, cancellable, error);

    return text ? make_document(row, text, error) : NULL;
}

/* What only the file tells of a guest, in comments of ours. */
static YadoDocument *
add_comments(YadoLibxlBackend *self, YadoLibxlRow *row, YadoDocument *running,
             GCancellable *cancellable)
{
    static const char *const keys[] = { "title", "description", "tags", "os.id" };
    g_autoptr(YadoDocument) file = row->file ? fetch_file(self, row, cancellable, NULL) : NULL;

    for (guint i = 0; file && i < G_N_ELEMENTS(keys); i++) {
        g_autofree char *value = yado_document_dup_value(file, NULL, keys[i]);

        if (value)
            yado_libxl_running_add(YADO_LIBXL_RUNNING(running), keys[i], value);
    }
    return running;
}

static YadoDocument *
fetch_running(YadoLibxlBackend *self, YadoXl1 *proxy, YadoLibxlRow *row, GCancellable *cancellable,
              GError **error)
{
    g_autofree char *json = NULL;
    g_autoptr(GVariant) values = NULL;
    g_autoptr(GError) native = NULL;

    if (yado_xl1_call_get_configuration_sync(proxy, row->xen_uuid, G_DBUS_CALL_FLAGS_NONE,
                                             YADO_LIBXL_READ_TIMEOUT, &json, &values, cancellable,
                                             &native))
        return add_comments(self, row, yado_libxl_running_new(json, values), cancellable);
    yado_libxl_backend_fail(self, error, g_steal_pointer(&native),
                            _("The configuration of “%s” cannot be read."), row->name);
    return NULL;
}

YadoDocument *
yado_libxl_backend_get_document(YadoBackend *backend, const char *uuid, YadoConfiguration which,
                                GCancellable *cancellable, GError **error)
{
    YadoLibxlBackend *self = YADO_LIBXL_BACKEND(backend);
    g_autoptr(YadoXl1) proxy = yado_libxl_backend_ref_proxy(self, error);
    g_autoptr(YadoLibxlRow) row = proxy ? yado_libxl_backend_find(self, uuid, error) : NULL;

    if (!row)
        return NULL;
    if (*row->xen_uuid && (which == YADO_CONFIGURATION_ACTIVE || row->owner == YADO_OWNER_XEN))
        return fetch_running(self, proxy, row, cancellable, error);
    return fetch_file(self, row, cancellable, error);
}

/* Writing. */

/* CONFLICT: the file is not @base any more.  Not to be cancelled: whoever asks must know whether it was written. */
gboolean
yado_libxl_backend_write_text(YadoLibxlBackend *self, YadoLibxlRow *row, const char *base,
                              const char *text, GError **error)
{
    g_autoptr(YadoXl1) proxy = yado_libxl_backend_ref_proxy(self, error);
    g_autoptr(GError) native = NULL;

    if (!proxy)
        return FALSE;
    if (yado_xl1_call_write_file_sync(proxy, row->file, base, text, G_DBUS_CALL_FLAGS_NONE,
                                      YADO_LIBXL_READ_TIMEOUT, NULL, &native)) {
        yado_libxl_backend_forget_files(self);
        return TRUE;
    }
    return yado_libxl_backend_fail(self, error, g_steal_pointer(&native),
                                   _("The configuration of “%s” cannot be written."), row->name);
}

static gboolean
refuse_identity(YadoLibxlRow *row, YadoDocument *document, gboolean stored, GError **error)
{
    if (!stored && YADO_IS_LIBXL_RUNNING(document))
        return TRUE; /* which has no edit of a name or UUID */
    if (!YADO_IS_XL_DOCUMENT(document))
        return refuse_without_file(row, error);
    return yado_document_keeps_identity(document, row->name, error);
}

/* What is left when the edits outside the file are set aside. */
static gboolean
has_file_edits(YadoDocument *document)
{
    GPtrArray *edits = yado_document_get_edits(document);

    for (guint i = 0; edits && i < edits->len; i++) {
        const YadoEdit *edit = edits->pdata[i];

        if (edit->node || !yado_xl_document_is_extra(YADO_XL_DOCUMENT(document), edit->key))
            return TRUE;
    }
    return FALSE;
}

static gboolean
replay_once(YadoLibxlBackend *self, YadoLibxlRow *row, YadoDocument *document, gboolean force,
            GCancellable *cancellable, GError **error)
{
    g_autofree char *newest = yado_libxl_backend_dup_text(self, row, cancellable, error);
    g_autoptr(YadoDocument) rebased =
        newest ? yado_document_rebase(document, newest, force, error) : NULL;
    g_autofree char *text = rebased ? yado_document_dump(rebased) : NULL;

    return text && yado_libxl_backend_write_text(self, row, newest, text, error);
}

static gboolean
replay(YadoLibxlBackend *self, YadoLibxlRow *row, YadoDocument *document, gboolean force,
       GCancellable *cancellable, GError **error)
{
    for (int i = 1;; i++) {
        g_autoptr(GError) own_error = NULL;

        if (replay_once(self, row, document, force, cancellable, &own_error))
            return TRUE;
        if (i < MAX_TRIES && force && g_error_matches(own_error, YADO_ERROR, YADO_ERROR_CONFLICT))
            continue;
        g_propagate_error(error, g_steal_pointer(&own_error));
        return FALSE;
    }
}

/* Conflict is told with the path of the file that has the place. */
static gboolean
fail_autostart(YadoLibxlBackend *self, const YadoLibxlRow *row, GError *native, GError **error)
{
    g_autoptr(GError) taken = native;

    if (yado_libxl_translate_error(taken) != YADO_ERROR_CONFLICT)
        return yado_libxl_backend_fail(self, error, g_steal_pointer(&taken),
                                       _("The automatic start of “%s” cannot be changed."),
                                       row->name);
    g_dbus_error_strip_remote_error(taken);
    return yado_error_set(
        error, YADO_ERROR_CONFLICT, NULL, _("Give one of the two files another name."),
        _("“%s” cannot start with the host: its file %s has the same name as %s, which does."),
        row->name, row->file, taken->message);
}

gboolean
yado_libxl_backend_set_autostart(YadoLibxlBackend *self, YadoXl1 *proxy, const YadoLibxlRow *row,
                                 gboolean on, GError **error)
{
    GError *native = NULL;

    if (!yado_xl1_call_set_autostart_sync(proxy, row->file, on, G_DBUS_CALL_FLAGS_NONE,
                                          YADO_LIBXL_READ_TIMEOUT, NULL, &native))
        return fail_autostart(self, row, native, error);
    yado_libxl_backend_forget_files(self);
    return TRUE;
}

static gboolean
apply_autostart(YadoLibxlBackend *self, YadoLibxlRow *row, YadoDocument *document, GError **error)
{
    const YadoEdit *edit = yado_document_find_edit(document, NULL, "autostart");
    g_autoptr(YadoXl1) proxy = edit ? yado_libxl_backend_ref_proxy(self, error) : NULL;

    if (!edit)
        return TRUE;
    return proxy && yado_libxl_backend_set_autostart(self, proxy, row,
                                                     g_strcmp0(edit->new_value, "yes") == 0, error);
}

static gboolean
apply_stored(YadoLibxlBackend *self, YadoLibxlRow *row, YadoDocument *document, gboolean force,
             GCancellable *cancellable, GError **error)
{
    if (!row->file)
        return refuse_without_file(row, error);
    if (has_file_edits(document) && !replay(self, row, document, force, cancellable, error))
        return FALSE;
    return apply_autostart(self, row, document, error);
}

YadoDocument *
yado_libxl_backend_apply(YadoBackend *backend, const char *uuid, YadoDocument *document,
                         YadoApplyFlags flags, char **dropped, GCancellable *cancellable,
                         GError **error)
{
    YadoLibxlBackend *self = YADO_LIBXL_BACKEND(backend);
    g_autoptr(YadoLibxlRow) row = yado_libxl_backend_find(self, uuid, error);
    gboolean stored = (flags & YADO_APPLY_STORED) != 0;

    if (!row || !yado_libxl_backend_check_owner(self, row, error) ||
        !refuse_identity(row, document, stored, error) ||
        g_cancellable_set_error_if_cancelled(cancellable, error))
        return NULL;
    if (stored &&
        !apply_stored(self, row, document, (flags & YADO_APPLY_FORCE) != 0, cancellable, error))
        return NULL;
    if ((flags & YADO_APPLY_LIVE) && *row->xen_uuid &&
        !yado_libxl_backend_apply_live(self, row, document, stored, error))
        return NULL;
    return yado_libxl_backend_get_document(backend, uuid, YADO_CONFIGURATION_INACTIVE, cancellable,
                                           error);
}

/* Text. */

static gboolean
check_identity(YadoLibxlRow *row, YadoDocument *old, YadoDocument *new, GError **error)
{
    g_autofree char *old_uuid = yado_document_dup_value(old, NULL, "uuid");
    g_autofree char *uuid = yado_document_dup_value(new, NULL, "uuid");
    g_autofree char *name = yado_document_dup_value(new, NULL, "name");

    if (g_strcmp0(old_uuid, uuid) != 0)
        return yado_error_set(error, YADO_ERROR_INVALID, uuid,
                              _("Put the line “uuid” back as it was."),
                              _("The UUID of “%s” cannot be changed."), row->name);
    if (g_strcmp0(name, row->name) != 0)
        return yado_error_set(error, YADO_ERROR_INVALID, name, _("Use the action “Rename”."),
                              _("The name of “%s” cannot be changed here."), row->name);
    return TRUE;
}

gboolean
yado_libxl_backend_apply_text(YadoBackend *backend, const char *uuid, const char *base_text,
                              const char *text, gboolean force, GCancellable *cancellable,
                              GError **error)
{
    YadoLibxlBackend *self = YADO_LIBXL_BACKEND(backend);
    g_autoptr(YadoLibxlRow) row = yado_libxl_backend_find(self, uuid, error);
    g_autofree char *newest = NULL;
    g_autoptr(YadoDocument) document = NULL;
    g_autoptr(YadoDocument) old = NULL;

    if (!row || !yado_libxl_backend_check_owner(self, row, error))
        return FALSE;
    newest = yado_libxl_backend_dup_text(self, row, cancellable, error);
    document = newest ? yado_xl_document_new_from_text(text, error) : NULL;
    if (!document)
        return FALSE;
    /* A file that cannot be read has no identity to keep: it can only get better. */
    old = yado_xl_document_new_from_text(newest, NULL);
    if (old && !check_identity(row, old, document, error))
        return FALSE;
    return yado_libxl_backend_write_text(self, row, force ? newest : base_text, text, error);
}

/* New ones. */

/* A name that is no file's becomes one. (transfer full) */
static char *
make_file_name(const char *name)
{
    g_autofree char *file = g_strconcat(name, ".cfg", NULL);

    for (char *at = file; *at; at++)
        if (*at == '/' || g_ascii_iscntrl(*at))
            *at = '_';
    if (file[0] == '.')
        file[0] = '_';
    return g_steal_pointer(&file);
}

static gboolean
check_new(YadoLibxlBackend *self, const char *name, const char *uuid, GError **error)
{
    g_autoptr(YadoLibxlRow) same_name = yado_libxl_backend_look_up_name(self, name);
    g_autoptr(YadoLibxlRow) same_uuid = uuid ? yado_libxl_backend_look_up(self, uuid) : NULL;

    if (same_name)
        return yado_error_set(error, YADO_ERROR_CONFLICT, NULL, _("Choose another name."),
                              _("There is a guest “%s” already."), name);
    if (same_uuid)
        return yado_error_set(error, YADO_ERROR_CONFLICT, uuid, NULL,
                              _("The guest “%s” has the same UUID."), same_uuid->name);
    return TRUE;
}

/* With a uuid, so that it is the same guest when its file is moved or copied back. */
static gboolean
ensure_uuid(YadoDocument *document, GError **error)
{
    g_autofree char *uuid = yado_document_dup_value(document, NULL, "uuid");
    g_autofree char *own = uuid ? NULL : g_uuid_string_random();

    return uuid || yado_document_set_value(document, NULL, "uuid", own, error);
}

static void
remove_file(YadoLibxlBackend *self, const char *file)
{
    g_autoptr(YadoXl1) proxy = yado_libxl_backend_ref_proxy(self, NULL);

    if (proxy)
        yado_xl1_call_remove_file_sync(proxy, file, G_DBUS_CALL_FLAGS_NONE, YADO_LIBXL_READ_TIMEOUT,
                                       NULL, NULL);
}

/* Without a cancel from here on: either it is there, or nothing is. (transfer full) */
static YadoDocument *
write_new(YadoLibxlBackend *self, YadoDocument *document, const char *name, const char *uuid,
          GError **error)
{
    g_autofree char *file = make_file_name(name);
    g_autofree char *text = yado_document_dump(document);
    YadoLibxlRow row = { .name = (char *)name, .file = file };
    YadoDocument *stored = NULL;

    if (!yado_libxl_backend_write_text(self, &row, "", text, error))
        return NULL;
    if (yado_libxl_backend_refresh(self, NULL, error))
        stored = yado_libxl_backend_get_document(YADO_BACKEND(self), uuid,
                                                 YADO_CONFIGURATION_INACTIVE, NULL, error);
    if (!stored)
        remove_file(self, file);
    return stored;
}

static gboolean
check_definition(YadoLibxlBackend *self, const char *name, GError **error)
{
    if (self->is_read_only)
        return yado_error_set(error, YADO_ERROR_DENIED, NULL, NULL,
                              _("The connection “%s” is for reading only."), self->uri);
    if (!name || !*name)
        return yado_error_set(error, YADO_ERROR_INVALID, NULL, NULL, _("The guest has no name."));
    return TRUE;
}

YadoDocument *
yado_libxl_backend_define(YadoBackend *backend, const char *text, GCancellable *cancellable,
                          GError **error)
{
    YadoLibxlBackend *self = YADO_LIBXL_BACKEND(backend);
    g_autoptr(YadoDocument) document = yado_xl_document_new_from_text(text, error);
    g_autofree char *name = document ? yado_document_dup_value(document, NULL, "name") : NULL;
    g_autofree char *given = NULL;
    g_autofree char *uuid = NULL;

    if (!document || !check_definition(self, name, error) || !ensure_uuid(document, error))
        return NULL;
    given = yado_document_dup_value(document, NULL, "uuid");
    uuid = g_ascii_strdown(given, -1);
    if (!yado_libxl_backend_refresh(self, cancellable, error) ||
        !check_new(self, name, uuid, error) ||
        g_cancellable_set_error_if_cancelled(cancellable, error))
        return NULL;
    return write_new(self, document, name, uuid, error);
}
