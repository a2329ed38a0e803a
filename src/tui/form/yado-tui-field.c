/* SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "yado-tui"
#include "config.h"

#include "tui/form/yado-tui-field.h"

#include <glib/gi18n.h>

#include "tui/widget/yado-tui-button.h"
#include "tui/widget/yado-tui-choice.h"
#include "tui/widget/yado-tui-editor.h"
#include "tui/widget/yado-tui-entry.h"
#include "tui/widget/yado-tui-label.h"
#include "tui/widget/yado-tui-list.h"

#define EDITOR_ROWS 5
#define LIST_ROWS 4
#define LIST_WIDTH 44

/* How wide an entry of each type wants to be. */
static const int entry_widths[YADO_N_FIELD_TYPES] = {
    [YADO_FIELD_TEXT] = 32,   [YADO_FIELD_MULTILINE] = 40, [YADO_FIELD_PASSWORD] = 24,
    [YADO_FIELD_INT] = 12,    [YADO_FIELD_SIZE] = 12,      [YADO_FIELD_FILE] = 44,
    [YADO_FIELD_VOLUME] = 44, [YADO_FIELD_NETWORK] = 24,   [YADO_FIELD_MAC] = 19,
};

static YadoTuiWidget *
create_entry(const YadoFieldSpec *spec)
{
    const char *placeholder =
        spec->placeholder != NULL ? g_dgettext(GETTEXT_PACKAGE, spec->placeholder) : NULL;
    int width = placeholder != NULL ? yado_text_get_width(placeholder) + 1 : 0;
    YadoTuiWidget *entry = yado_tui_entry_new("", MAX(entry_widths[spec->type], width));

    if (spec->type == YADO_FIELD_PASSWORD || spec->flags & YADO_FIELD_SECRET)
        yado_tui_entry_set_secret(YADO_TUI_ENTRY(entry), TRUE);
    yado_tui_entry_set_placeholder(YADO_TUI_ENTRY(entry), placeholder);
    return entry;
}

static gboolean
has_choices(YadoForm *form, const YadoFieldSpec *spec)
{
    g_autoptr(GPtrArray) items = yado_form_list_choices(form, spec);

    return items != NULL && items->len > 0;
}

/* ---- lists ---- */

typedef struct {
    YadoForm *form;
    const YadoFieldSpec *spec;
    guint row;
} Rows;

static YadoTuiRowEditor row_editor;

static Rows *
rows_new(YadoForm *form, const YadoFieldSpec *spec, guint row)
{
    Rows *self = g_new0(Rows, 1);

    self->form = g_object_ref(form);
    self->spec = spec;
    self->row = row;
    return self;
}

static void
free_rows(gpointer data)
{
    g_object_unref(((Rows *)data)->form);
    g_free(data);
}

static void
draw_list_row(YadoTuiList *list, YadoTty *tty, guint row, const YadoTtyRect *rect,
              YadoTuiStyle style, gpointer user_data)
{
    const Rows *rows = g_object_get_data(G_OBJECT(list), "rows");
    g_autofree char *text = yado_rows_dup_text(rows->form, rows->spec, row);
    g_autofree char *clean = yado_text_clean(text);

    yado_tty_put(tty, rect->y, rect->x, rect->width, clean, style);
}

static void
on_row_accepted_cb(YadoForm *row_form, gpointer user_data)
{
    const Rows *rows = user_data;

    yado_rows_store(rows->form, rows->spec, rows->row, row_form, NULL);
}

static void
edit_row(YadoForm *form, const YadoFieldSpec *spec, guint row)
{
    g_autoptr(YadoForm) row_form = yado_rows_create_form(form, spec, row);

    row_editor(row_form, on_row_accepted_cb, rows_new(form, spec, row), free_rows);
}

static void
on_row_activated_cb(YadoTuiList *list, gpointer user_data)
{
    const Rows *rows = g_object_get_data(G_OBJECT(list), "rows");

    edit_row(rows->form, rows->spec, yado_tui_list_get_selected(list));
}

static YadoTuiWidget *
create_list(YadoForm *form, const YadoFieldSpec *spec)
{
    YadoTuiWidget *list = yado_tui_list_new(draw_list_row, NULL);

    g_object_set_data_full(G_OBJECT(list), "rows", rows_new(form, spec, 0), free_rows);
    yado_tui_list_set_natural_size(YADO_TUI_LIST(list), LIST_ROWS, LIST_WIDTH);
    yado_tui_list_set_empty_text(YADO_TUI_LIST(list), _("none"));
    g_signal_connect(list, "activated", G_CALLBACK(on_row_activated_cb), NULL);
    return list;
}

void
yado_tui_field_set_row_editor(YadoTuiRowEditor editor)
{
    row_editor = editor;
}

gboolean
yado_tui_field_press(YadoTuiWidget *editor, YadoForm *form, const YadoFieldSpec *spec,
                     const YadoTtyKey *key)
{
    guint row;

    if (spec->type != YADO_FIELD_LIST || row_editor == NULL)
        return FALSE;
    row = yado_tui_list_get_selected(YADO_TUI_LIST(editor));
    if (yado_tty_key_is(key, "F3") || yado_tty_key_is(key, "Insert"))
        edit_row(form, spec, YADO_ROW_NEW);
    else if (yado_tty_key_is(key, "F4"))
        edit_row(form, spec, row);
    else if (yado_tty_key_is(key, "F5") || yado_tty_key_is(key, "Delete"))
        yado_rows_remove(form, spec, row);
    else
        return FALSE;
    return TRUE;
}

/* ---- all ---- */

YadoTuiWidget *
yado_tui_field_create(YadoForm *form, const YadoFieldSpec *spec)
{
    switch (spec->type) {
    case YADO_FIELD_BOOL:
        return yado_tui_check_new("", FALSE);
    case YADO_FIELD_CHOICE:
    case YADO_FIELD_MULTI_CHOICE:
        return yado_tui_choice_new(yado_field_get_label(spec),
                                   spec->type == YADO_FIELD_MULTI_CHOICE);
    case YADO_FIELD_NETWORK: /* those that the host has; where it tells none, their name is typed */
        if (has_choices(form, spec))
            return yado_tui_choice_new(yado_field_get_label(spec), FALSE);
        return create_entry(spec);
    case YADO_FIELD_LIST:
        return create_list(form, spec);
    case YADO_FIELD_MULTILINE:
        return yado_tui_editor_new("", EDITOR_ROWS, entry_widths[spec->type]);
    case YADO_FIELD_INFO:
    case YADO_FIELD_CUSTOM:
        return yado_tui_label_new("", YADO_STYLE_NORMAL);
    default:
        return create_entry(spec);
    }
}

static void
show_choices(YadoTuiChoice *choice, YadoForm *form, const YadoFieldSpec *spec)
{
    g_autoptr(GPtrArray) items = yado_form_list_choices(form, spec);
    g_autofree char *value = yado_form_dup_value(form, spec);

    yado_tui_choice_clear(choice);
    for (guint i = 0; items != NULL && i < items->len; i++) {
        const YadoChoiceItem *item = g_ptr_array_index(items, i);

        yado_tui_choice_add(choice, item->id, item->label, NULL, item->reason);
    }
    yado_tui_choice_set_chosen(choice, value);
}

void
yado_tui_field_show(YadoTuiWidget *editor, YadoForm *form, const YadoFieldSpec *spec)
{
    g_autofree char *text = NULL;

    if (YADO_TUI_IS_CHOICE(editor)) {
        show_choices(YADO_TUI_CHOICE(editor), form, spec);
        return;
    }
    if (YADO_TUI_IS_BUTTON(editor)) {
        text = yado_form_dup_value(form, spec);
        yado_tui_check_set_active(YADO_TUI_BUTTON(editor), g_strcmp0(text, "yes") == 0);
        return;
    }
    if (YADO_TUI_IS_LIST(editor)) {
        yado_tui_list_set_n_rows(YADO_TUI_LIST(editor), yado_rows_count(form, spec));
        yado_tui_widget_queue_redraw(editor);
        return;
    }
    text = yado_form_dup_text(form, spec);
    if (YADO_TUI_IS_ENTRY(editor))
        yado_tui_entry_set_text(YADO_TUI_ENTRY(editor), text);
    else if (YADO_TUI_IS_EDITOR(editor))
        yado_tui_editor_set_text(YADO_TUI_EDITOR(editor), text);
    else if (YADO_TUI_IS_LABEL(editor))
        yado_tui_label_set_text(YADO_TUI_LABEL(editor), text != NULL && *text ? text : _("none"));
}

gboolean
yado_tui_field_store(YadoTuiWidget *editor, YadoForm *form, const YadoFieldSpec *spec)
{
    if (YADO_TUI_IS_CHOICE(editor)) {
        g_autofree char *ids = yado_tui_choice_dup_chosen(YADO_TUI_CHOICE(editor));
        return yado_form_set_value(form, spec, ids, NULL);
    }
    if (YADO_TUI_IS_BUTTON(editor))
        return yado_form_set_value(
            form, spec, yado_tui_check_get_active(YADO_TUI_BUTTON(editor)) ? "yes" : "no", NULL);
    if (YADO_TUI_IS_EDITOR(editor)) {
        g_autofree char *text = yado_tui_editor_dup_text(YADO_TUI_EDITOR(editor));
        return yado_form_set_text(form, spec, text, NULL);
    }
    if (YADO_TUI_IS_ENTRY(editor))
        return yado_form_set_text(form, spec, yado_tui_entry_get_text(YADO_TUI_ENTRY(editor)),
                                  NULL);
    return TRUE;
}

void
yado_tui_field_connect(YadoTuiWidget *editor, GCallback callback, gpointer user_data)
{
    if (YADO_TUI_IS_BUTTON(editor))
        g_signal_connect(editor, "toggled", callback, user_data);
    else if (!YADO_TUI_IS_LABEL(editor) && !YADO_TUI_IS_LIST(editor))
        g_signal_connect(editor, "changed", callback, user_data);
}

gboolean
yado_tui_field_is_instant(YadoTuiWidget *editor)
{
    return YADO_TUI_IS_BUTTON(editor) || YADO_TUI_IS_CHOICE(editor) || YADO_TUI_IS_LIST(editor);
}

/* ---- volumes ---- */

static YadoTuiChooser volume_chooser;

typedef struct {
    YadoForm *form;
    const YadoFieldSpec *spec;
} Choosing;

static void
free_choosing(gpointer data)
{
    g_object_unref(((Choosing *)data)->form);
    g_free(data);
}

static void
on_volume_chosen_cb(const char *path, gpointer user_data)
{
    Choosing *choosing = user_data;

    yado_form_set_text(choosing->form, choosing->spec, path, NULL);
}

void
yado_tui_field_set_chooser(YadoTuiChooser chooser)
{
    volume_chooser = chooser;
}

gboolean
yado_tui_field_choose(YadoForm *form, const YadoFieldSpec *spec)
{
    YadoHost *host = yado_form_get_host(form);
    Choosing *choosing;

    if (spec->type != YADO_FIELD_VOLUME || host == NULL || volume_chooser == NULL)
        return FALSE;
    choosing = g_new0(Choosing, 1);
    choosing->form = g_object_ref(form);
    choosing->spec = spec;
    volume_chooser(host, on_volume_chosen_cb, choosing, free_choosing);
    return TRUE;
}

gboolean
yado_tui_field_fits(YadoTuiWidget *editor, YadoForm *form, const YadoFieldSpec *spec)
{
    return spec->type != YADO_FIELD_NETWORK ||
           YADO_TUI_IS_CHOICE(editor) == has_choices(form, spec);
}
