/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Saves that an agent before us began: what became of them, and what is told of it. */
#include "config.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "yado-xl-agent.h"

/* How often an image is looked at that an agent before us began, and how often in a row xl must have ended: another agent may care. */
#define LEFT_SECONDS 2
#define MAX_LEFT_TRIES 3

static void
note_outcome(YadoXlAgent *self, const char *uuid, const char *path, const char *outcome)
{
    g_ptr_array_add(self->notes, g_variant_ref_sink(g_variant_new("(sss)", uuid, path, outcome)));
}

typedef struct {
    char *uuid, *path;
} LeftSave;

static void
free_left_save(gpointer data)
{
    LeftSave *left = data;

    g_free(left->uuid);
    g_free(left->path);
    g_free(left);
}

static void
on_left_resumed(YadoXlOperation *operation, int rc)
{
    YadoXlAgent *self = operation->agent;
    LeftSave *left = operation->data;

    note_outcome(self, left->uuid, left->path, rc == 0 ? "resumed" : "stuck");
    if (self->is_subscribed)
        yado_xl_left_tell(self);
}

static void
undo_left_save(YadoXlAgent *self, const char *uuid, uint32_t domid, const char *path)
{
    YadoXlOperation *operation;
    LeftSave *left;

    unlink(path);
    if (!yado_xl_is_suspended(self, domid)) {
        note_outcome(self, uuid, path, "removed");
        return;
    }
    left = g_new0(LeftSave, 1);
    left->uuid = g_strdup(uuid);
    left->path = g_strdup(path);
    operation = yado_xl_operation_new(self, NULL, domid);
    operation->data = left;
    operation->destroy = free_left_save;
    operation->finish = on_left_resumed;
    yado_xl_operation_started(operation, libxl_domain_resume(self->ctx, domid, 1, &operation->how));
}

/* The same domain is still there: it was not saved whole.  Another one with its uuid was restored since; one that dies, saved. */
static gboolean
is_there(YadoXlAgent *self, const char *uuid, uint32_t domid)
{
    libxl_dominfo info;
    gboolean found;

    libxl_dominfo_init(&info);
    found = yado_xl_find_info(self, uuid, &info) && info.domid == domid && !info.dying;
    libxl_dominfo_dispose(&info);
    return found;
}

/* What became of a save whose xl has ended. */
static void
end_left_save(YadoXlAgent *self, const char *uuid, uint32_t domid, const char *path)
{
    g_autofree char *last = yado_xl_image_dup_last_path(path);

    if (is_there(self, uuid, domid)) {
        undo_left_save(self, uuid, domid, path);
        return;
    }
    if (!yado_xl_image_publish(path, last))
        g_warning("%s is whole, but cannot be renamed: %s", path, g_strerror(errno));
    note_outcome(self, uuid, last ? last : path, "completed");
}

/* One that went on when we came. */
typedef struct {
    YadoXlAgent *agent;
    char *note, *text, *uuid;
    guint tries;
} Left;

static void
free_left(gpointer data)
{
    Left *left = data;

    g_free(left->note);
    g_free(left->text);
    g_free(left->uuid);
    g_free(left);
}

static void
tell_left(Left *left, const char *path)
{
    g_autofree char *last = yado_xl_image_dup_last_path(path);
    const char *whole = last ? last : path;

    note_outcome(left->agent, left->uuid, whole,
                 access(whole, F_OK) == 0 ? "completed" : "removed");
    if (left->agent->is_subscribed)
        yado_xl_left_tell(left->agent);
}

static gboolean
on_left_due_cb(gpointer data)
{
    Left *left = data;
    g_autofree char *text = NULL;
    uint32_t domid;
    const char *path = yado_xl_note_read(left->text, &domid);

    if (!g_file_get_contents(left->note, &text, NULL, NULL) || strcmp(text, left->text) != 0) {
        tell_left(left, path); /* another agent saw its end */
        return G_SOURCE_REMOVE;
    }
    left->tries = yado_xl_image_is_being_written(path) ? 0 : left->tries + 1;
    if (left->tries < MAX_LEFT_TRIES)
        return G_SOURCE_CONTINUE;
    end_left_save(left->agent, left->uuid, domid, path);
    unlink(left->note);
    if (left->agent->is_subscribed)
        yado_xl_left_tell(left->agent);
    yado_xl_events_examine_soon(left->agent);
    return G_SOURCE_REMOVE;
}

static void
watch_left(YadoXlAgent *self, const char *note, const char *text, const char *uuid)
{
    Left *left = g_new0(Left, 1);

    left->agent = self;
    left->note = g_strdup(note);
    left->text = g_strdup(text);
    left->uuid = g_strdup(uuid);
    g_timeout_add_seconds_full(G_PRIORITY_DEFAULT, LEFT_SECONDS, on_left_due_cb, left, free_left);
}

static void
recover_save(YadoXlAgent *self, const char *note, const char *uuid)
{
    g_autofree char *text = NULL;
    const char *path;
    uint32_t domid;

    if (!g_file_get_contents(note, &text, NULL, NULL))
        return;
    path = yado_xl_note_read(text, &domid);
    if (yado_xl_image_is_being_written(path)) {
        note_outcome(self, uuid, path, "goes-on");
        watch_left(self, note, text, uuid);
        return;
    }
    end_left_save(self, uuid, domid, path);
    unlink(note);
}

void
yado_xl_left_recover(YadoXlAgent *self)
{
    GDir *folder = g_dir_open(self->state, 0, NULL);
    const char *name;

    while (folder && (name = g_dir_read_name(folder)))
        if (g_str_has_prefix(name, YADO_XL_NOTE_PREFIX)) {
            g_autofree char *note = g_build_filename(self->state, name, NULL);

            recover_save(self, note, name + strlen(YADO_XL_NOTE_PREFIX));
        }
    g_clear_pointer(&folder, g_dir_close);
}

void
yado_xl_left_tell(YadoXlAgent *self)
{
    const char *uuid, *path, *outcome;

    for (guint i = 0; i < self->notes->len; i++) {
        g_variant_get(self->notes->pdata[i], "(&s&s&s)", &uuid, &path, &outcome);
        yado_xl1_emit_save_ended(self->skeleton, uuid, path, outcome);
    }
    g_ptr_array_set_size(self->notes, 0);
}
