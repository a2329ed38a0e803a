/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The page "snapshots": a table to read, scrolled. */
#define G_LOG_DOMAIN "yado-tui"
#include "config.h"

#include "tui/views/yado-tui-guest-view-private.h"

#include <glib/gi18n.h>

#include "tui/widget/yado-tui-label.h"
#include "tui/widget/yado-tui-text.h"

/* The page may be left, or shown anew, before the host answers. */
typedef struct {
    YadoTuiText *table;
    YadoTuiLabel *words;
} Shown;

static void
free_shown(Shown *shown)
{
    g_object_unref(shown->table);
    g_object_unref(shown->words);
    g_free(shown);
}

static void
on_snapshots_listed_cb(GObject *source, GAsyncResult *result, gpointer user_data)
{
    Shown *shown = user_data;
    g_autoptr(GError) error = NULL;
    g_autoptr(GPtrArray) records =
        yado_guest_list_snapshots_finish(YADO_GUEST(source), result, &error);
    g_autoptr(GPtrArray) rows = records != NULL ? yado_snapshots_list_rows(records) : NULL;

    if (!yado_error_is_cancel(error)) {
        g_autofree char *table = rows != NULL ? yado_snapshots_format_table(rows) : NULL;
        g_autofree char *words = yado_snapshots_describe(rows != NULL ? rows->len : 0, error);

        yado_tui_text_set_text(shown->table, table);
        yado_tui_label_set_text(shown->words, words);
    }
    free_shown(shown);
}

YadoTuiWidget *
yado_tui_guest_snapshots_build(YadoTuiGuestView *self)
{
    YadoTuiBox *box = yado_tui_box_new(TRUE, 1);
    YadoTuiWidget *words = yado_tui_label_new(_("Reading the snapshots…"), YADO_STYLE_DIM);
    YadoTuiWidget *table = yado_tui_text_new("", FALSE);
    Shown *shown = g_new0(Shown, 1);

    shown->table = g_object_ref(YADO_TUI_TEXT(table));
    shown->words = g_object_ref(YADO_TUI_LABEL(words));
    yado_tui_box_append(box, words, FALSE);
    yado_tui_box_append(box, table, TRUE);
    yado_guest_list_snapshots_async(self->guest, self->cancellable, on_snapshots_listed_cb, shown);
    return YADO_TUI_WIDGET(box);
}
