/* SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "yado-tui"
#include "config.h"

#include "tui/form/yado-tui-file-dialog.h"

#include <string.h>

#include <glib/gi18n.h>

#include "tui/widget/yado-tui-box.h"
#include "tui/widget/yado-tui-label.h"
#include "tui/widget/yado-tui-list.h"
#include "tui/widget/yado-tui-window.h"
#include "yado.h"

#define WIDTH 66
#define ROWS 12
#define MOST_NAMES 20000

typedef struct {
    YadoTuiWindow *window;
    YadoTuiEntry *target, *entry;
    YadoTuiList *list;
    YadoTuiLabel *status;
    char *folder;     /* that `names` is of, with its '/'; NULL: none was read */
    GPtrArray *names; /* all of the folder; folders end with '/' */
    GPtrArray *shown; /* those that fit what is typed; borrowed from names */
    GCancellable *cancellable;
} Dialog;

static void
free_dialog(gpointer data)
{
    Dialog *self = data;

    g_cancellable_cancel(self->cancellable);
    g_object_unref(self->cancellable);
    g_object_unref(self->target);
    g_ptr_array_unref(self->shown);
    g_ptr_array_unref(self->names);
    g_free(self->folder);
    g_free(self);
}

/* ---- reading a folder, in a worker ---- */

static gboolean
is_folder(const char *name)
{
    return g_str_has_suffix(name, "/");
}

static int
compare_names(gconstpointer a, gconstpointer b)
{
    const char *left = *(const char *const *)a, *right = *(const char *const *)b;

    if (is_folder(left) != is_folder(right))
        return is_folder(left) ? -1 : 1;
    return g_utf8_collate(left, right);
}

static void
read_folder(GTask *task, gpointer source, gpointer folder, GCancellable *cancellable)
{
    g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(GError) error = NULL;
    g_autoptr(GDir) dir = g_dir_open(folder, 0, &error);
    const char *name;

    if (dir == NULL) {
        g_task_return_error(task, g_steal_pointer(&error));
        return;
    }
    while ((name = g_dir_read_name(dir)) != NULL && names->len < MOST_NAMES &&
           !g_cancellable_is_cancelled(cancellable)) {
        g_autofree char *path = g_build_filename(folder, name, NULL);
        gboolean below = g_file_test(path, G_FILE_TEST_IS_DIR);

        if (g_utf8_validate(name, -1, NULL))
            g_ptr_array_add(names, g_strconcat(name, below ? "/" : NULL, NULL));
    }
    g_ptr_array_sort(names, compare_names);
    if (strcmp(folder, "/") != 0)
        g_ptr_array_insert(names, 0, g_strdup("../"));
    g_task_return_pointer(task, g_steal_pointer(&names), (GDestroyNotify)g_ptr_array_unref);
}

/* ---- what is typed ---- */

static const char *
get_prefix(Dialog *self)
{
    const char *slash = strrchr(yado_tui_entry_get_text(self->entry), '/');

    return slash != NULL ? slash + 1 : yado_tui_entry_get_text(self->entry);
}

static char *
dup_typed_folder(Dialog *self)
{
    const char *text = yado_tui_entry_get_text(self->entry);
    gsize length = (gsize)(get_prefix(self) - text);

    return *text == '/' ? g_strndup(text, length) : g_strdup("/");
}

/* Hidden ones only for those who ask for them. */
static gboolean
is_wanted(const char *name, const char *prefix)
{
    if (*prefix == '\0')
        return *name != '.' || strcmp(name, "../") == 0;
    return g_str_has_prefix(name, prefix);
}

static void
show_names(Dialog *self)
{
    g_ptr_array_set_size(self->shown, 0);
    for (guint i = 0; i < self->names->len; i++)
        if (is_wanted(self->names->pdata[i], get_prefix(self)))
            g_ptr_array_add(self->shown, self->names->pdata[i]);
    yado_tui_list_set_n_rows(self->list, self->shown->len);
    if (self->shown->len > 0)
        yado_tui_list_select(self->list, 0);
    yado_tui_widget_queue_redraw(YADO_TUI_WIDGET(self->list));
}

static void
on_folder_read_cb(GObject *source, GAsyncResult *result, gpointer user_data)
{
    g_autoptr(GError) error = NULL;
    GPtrArray *names = g_task_propagate_pointer(G_TASK(result), &error);
    Dialog *self = user_data;

    if (g_error_matches(error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        return; /* another folder is read, or the dialog is gone */
    g_ptr_array_unref(self->names);
    self->names = names != NULL ? names : g_ptr_array_new_with_free_func(g_free);
    yado_tui_label_set_text(self->status, error != NULL ? error->message : "");
    yado_tui_list_set_empty_text(self->list, _("No name begins like this. A new file gets it."));
    show_names(self);
}

static void
look(Dialog *self)
{
    g_autofree char *folder = dup_typed_folder(self);
    g_autoptr(GTask) task = NULL;

    if (g_strcmp0(folder, self->folder) == 0) {
        show_names(self);
        return;
    }
    g_cancellable_cancel(self->cancellable);
    g_object_unref(self->cancellable);
    self->cancellable = g_cancellable_new();
    task = g_task_new(NULL, self->cancellable, on_folder_read_cb, self);
    g_task_set_return_on_cancel(task, TRUE);
    g_task_set_task_data(task, g_strdup(folder), g_free);
    g_free(self->folder);
    self->folder = g_steal_pointer(&folder);
    /* The old folder's names mean nothing in the new one. */
    g_ptr_array_set_size(self->names, 0);
    yado_tui_list_set_empty_text(self->list, "");
    show_names(self);
    yado_tui_label_set_text(self->status, _("Reading the folder…"));
    g_task_run_in_thread(task, read_folder);
}

static void
type(Dialog *self, const char *text)
{
    yado_tui_entry_set_text(self->entry, text);
    look(self);
}

/* ---- choosing ---- */

static void
accept(Dialog *self)
{
    const char *text = yado_tui_entry_get_text(self->entry);

    if (*text == '\0' || is_folder(text)) {
        yado_tui_label_set_text(self->status,
                                _("This is a folder: choose a file in it, or type its name."));
        yado_tui_widget_queue_relayout(YADO_TUI_WIDGET(self->status));
        return;
    }
    yado_tui_entry_set_text(self->target, text);
    g_signal_emit_by_name(self->target, "changed");
    yado_tui_window_close(self->window);
}

static void
go_up(Dialog *self)
{
    g_autofree char *bare = g_strndup(self->folder, strlen(self->folder) - 1);
    char *slash = strrchr(bare, '/');

    if (slash != NULL)
        slash[1] = '\0';
    type(self, slash != NULL ? bare : "/");
}

static void
on_list_activated_cb(YadoTuiList *list, gpointer user_data)
{
    Dialog *self = user_data;
    guint row = yado_tui_list_get_selected(list);
    const char *name = row < self->shown->len ? self->shown->pdata[row] : NULL;
    g_autofree char *path = name != NULL ? g_strconcat(self->folder, name, NULL) : NULL;

    if (name == NULL)
        return;
    if (strcmp(name, "../") == 0) {
        go_up(self);
        return;
    }
    type(self, path); /* @name may be gone then */
    if (!is_folder(path))
        accept(self);
}

/* As far as all that fit agree. (transfer full) */
static char *
dup_common_prefix(GPtrArray *names)
{
    g_autofree char *common = g_strdup(names->pdata[0]);

    for (guint i = 1; i < names->len; i++) {
        const char *name = names->pdata[i];
        gsize same = 0;

        while (common[same] != '\0' && common[same] == name[same])
            same++;
        while (same > 0 && (common[same] & 0xc0) == 0x80) /* whole characters */
            same--;
        common[same] = '\0';
    }
    return g_steal_pointer(&common);
}

/* Enter completes what is typed; when it is whole, it is taken. */
static void
on_entry_activated_cb(YadoTuiEntry *entry, gpointer user_data)
{
    Dialog *self = user_data;
    g_autofree char *common = NULL, *path = NULL;

    if (*get_prefix(self) == '\0' || self->shown->len == 0) {
        accept(self);
        return;
    }
    common = dup_common_prefix(self->shown);
    path = g_strconcat(self->folder, common, NULL);
    if (strlen(common) > strlen(get_prefix(self)))
        type(self, path);
    else
        accept(self);
}

static void
on_entry_changed_cb(YadoTuiEntry *entry, gpointer user_data)
{
    look(user_data);
}

static void
on_accepted_cb(YadoTuiWindow *window, gpointer user_data)
{
    accept(user_data);
}

static void
draw_name(YadoTuiList *list, YadoTty *tty, guint row, const YadoTtyRect *rect, YadoTuiStyle style,
          gpointer user_data)
{
    Dialog *self = user_data;
    g_autofree char *name =
        row < self->shown->len ? yado_text_clean(self->shown->pdata[row]) : g_strdup("");

    yado_tty_put(tty, rect->y, rect->x + 1, rect->width - 1, name, style);
}

/* ---- life ---- */

static void
build(Dialog *self)
{
    YadoTuiBox *box = yado_tui_box_new(TRUE, 0);
    const char *text = yado_tui_entry_get_text(self->target);
    YadoTuiWidget *entry = yado_tui_entry_new(*text == '/' ? text : "/", WIDTH);
    YadoTuiWidget *list = yado_tui_list_new(draw_name, self);
    YadoTuiWidget *status = yado_tui_label_new("", YADO_STYLE_DIM);

    self->entry = YADO_TUI_ENTRY(entry);
    self->list = YADO_TUI_LIST(list);
    self->status = YADO_TUI_LABEL(status);
    yado_tui_entry_set_takes_enter(self->entry, TRUE);
    yado_tui_list_set_natural_size(self->list, ROWS, WIDTH);
    g_signal_connect(entry, "changed", G_CALLBACK(on_entry_changed_cb), self);
    g_signal_connect(entry, "activated", G_CALLBACK(on_entry_activated_cb), self);
    g_signal_connect(list, "activated", G_CALLBACK(on_list_activated_cb), self);
    yado_tui_box_append(box, entry, FALSE);
    yado_tui_box_append(box, list, TRUE);
    yado_tui_box_append(box, status, FALSE);
    yado_tui_window_set_child(self->window, YADO_TUI_WIDGET(box));
    yado_tui_window_set_focus(self->window, entry);
}

void
yado_tui_file_dialog_show(const char *title, YadoTuiEntry *entry)
{
    Dialog *self = g_new0(Dialog, 1);

    self->target = g_object_ref(entry);
    self->names = g_ptr_array_new_with_free_func(g_free);
    self->shown = g_ptr_array_new();
    self->cancellable = g_cancellable_new();
    self->window = yado_tui_window_new(title, YADO_TUI_SURFACE_DIALOG);
    g_object_set_data_full(G_OBJECT(self->window), "file-dialog", self, free_dialog);
    build(self);
    yado_tui_window_add_command(self->window, YADO_TUI_KEY_NO, _("Cancel"),
                                yado_tui_window_on_close_cb, NULL);
    yado_tui_window_add_command(self->window, YADO_TUI_KEY_YES, _("Choose"), on_accepted_cb, self);
    yado_tui_window_show(self->window);
    look(self);
}
