/* SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "yado-tui"
#include "config.h"

#include "tui/form/yado-tui-form-view.h"

#include <string.h>

#include <glib/gi18n.h>

#include "tui/form/yado-tui-field.h"
#include "tui/form/yado-tui-file-dialog.h"
#include "tui/widget/yado-tui-label.h"

#define NARROWEST_EDITOR 16
#define WIDEST_LABEL 26

typedef struct {
    YadoTuiFormView *view;
    const YadoSectionSpec *section;
    const YadoFieldSpec *spec;
    YadoTuiWidget *label, *editor;
    gboolean checked;     /* its error may be shown */
    gboolean is_repeated; /* the field above gives the same reason why it cannot be changed */
    /* Of the last layout, relative to the top of the content: */
    int y, height, note_lines, editor_width;
    gboolean effect_below, label_above, is_first; /* is_first: the section's title stands above */
} Row;

struct _YadoTuiFormView {
    YadoTuiWidget parent_instance;
    YadoForm *form;
    GPtrArray *rows; /* of Row */
    int label_width, effect_column, content_height, scroll;
    gboolean storing; /* we are changing the form ourselves */
};

G_DEFINE_FINAL_TYPE(YadoTuiFormView, yado_tui_form_view, YADO_TUI_TYPE_WIDGET)

static void
free_row(gpointer data)
{
    Row *row = data;

    g_signal_handlers_disconnect_by_data(row->editor, row);
    g_clear_object(&row->label);
    g_clear_object(&row->editor);
    g_free(row);
}

static gboolean
is_row_visible(const Row *row)
{
    return yado_tui_widget_is_visible(row->editor);
}

/* ---- what stands beside and below a field ---- */

static const char *
get_error(const Row *row)
{
    return row->checked || !yado_tui_widget_is_focused(row->editor)
               ? yado_form_get_error(row->view->form, row->spec)
               : NULL;
}

static const char *
get_reason(const Row *row)
{
    const char *reason = NULL;

    if (row->spec->type == YADO_FIELD_INFO ||
        yado_form_is_enabled(row->view->form, row->spec, &reason))
        return NULL;
    return reason;
}

/* The error, or why it cannot be changed. (transfer full), NULL when there is nothing to say. */
static char *
dup_note(const Row *row)
{
    const char *error = get_error(row), *reason;

    if (error != NULL)
        return g_strdup_printf("! %s", error);
    reason = get_reason(row);
    if (reason != NULL)
        return row->is_repeated ? NULL : g_strdup(reason);
    if (!yado_tui_widget_is_focused(row->editor))
        return NULL;
    return yado_form_dup_file_reason(row->view->form, row->spec);
}

static gboolean
can_choose_file(const Row *row)
{
    g_autofree char *reason = yado_form_dup_file_reason(row->view->form, row->spec);

    return row->spec->type == YADO_FIELD_FILE && reason == NULL &&
           yado_tui_widget_is_enabled(row->editor);
}

/* What the field's own key does, its unit, or when a change takes effect: as it stands behind the field. */
static char *
dup_effect(const Row *row)
{
    YadoForm *form = row->view->form;
    /* Translators: behind a field; the key F4 opens a list to choose from. */
    const char *unit = row->spec->type == YADO_FIELD_VOLUME && yado_form_get_host(form) != NULL
                           ? _("F4 list")
                       : can_choose_file(row) ? _("F4 choose")
                                              : yado_field_get_unit(row->spec);
    gboolean has_effect = row->spec->type != YADO_FIELD_INFO && yado_form_get_guest(form) != NULL &&
                          yado_form_get_node(form) == NULL;
    const char *effect =
        has_effect ? yado_effect_get_label(yado_form_get_effect(form, row->spec)) : "";

    /* Translators: keys behind a list. */
    if (row->spec->type == YADO_FIELD_LIST &&
        (!has_effect || yado_tui_widget_is_focused(row->editor)))
        return g_strdup(_("F3 add  F4 edit  F5 delete"));
    return g_strdup_printf("%s%s%s", unit != NULL ? unit : "",
                           unit != NULL && *effect != '\0' ? "  " : "", effect);
}

/* ---- layout ---- */

static int
get_label_width(YadoTuiFormView *self, int width)
{
    int longest = 0;

    for (guint i = 0; i < self->rows->len; i++) {
        const Row *row = g_ptr_array_index(self->rows, i);

        if (is_row_visible(row))
            longest = MAX(longest, yado_tui_mnemonic_width(yado_field_get_label(row->spec)));
    }
    longest = MIN(longest, WIDEST_LABEL);
    if (width > 0)
        longest = MIN(longest, MAX(width - NARROWEST_EDITOR - 2, 8));
    return longest;
}

static gboolean
is_label_wide(YadoTuiFormView *self, const Row *row)
{
    return yado_tui_mnemonic_width(yado_field_get_label(row->spec)) > self->label_width;
}

/* The line of @row's label: its editor's, or the one above when it does not fit beside it. */
static int
get_top(const Row *row)
{
    return row->y - (row->label_above ? 1 : 0);
}

/* Places @row; @at is the first free line.  Returns the next. */
static int
layout_row(YadoTuiFormView *self, Row *row, int at, int width)
{
    int room = MAX(width - self->label_width - 1, 1), natural, height;
    g_autofree char *effect = dup_effect(row);
    g_autofree char *note = dup_note(row);
    int effect_width = yado_text_get_width(effect);

    if (row->is_first)
        at += at > 0 ? 2 : 1;
    yado_tui_widget_measure(row->editor, room, &natural, NULL);
    row->effect_below = FALSE;
    if (effect_width > 0 && effect_width + 2 + MIN(natural, NARROWEST_EDITOR) > room)
        row->effect_below = TRUE;
    else if (effect_width > 0)
        room -= effect_width + 2;
    row->editor_width = CLAMP(natural, 1, room);
    yado_tui_widget_measure(row->editor, row->editor_width, NULL, &height);
    if (effect_width > 0 && !row->effect_below) /* effects stand below each other */
        self->effect_column = MAX(self->effect_column, row->editor_width);
    row->label_above = is_label_wide(self, row);
    at += row->label_above ? 1 : 0;
    row->y = at;
    row->note_lines = 0;
    if (note != NULL) {
        g_auto(GStrv) lines = yado_text_wrap(note, MAX(width - self->label_width - 1, 1));
        row->note_lines = (int)g_strv_length(lines);
    }
    row->height = height;
    return at + height + row->note_lines + (row->effect_below ? 1 : 0);
}

/* The first visible field of a section with a title. */
static gboolean
begins_section(const Row *row, const YadoSectionSpec **section)
{
    gboolean begins = row->section != *section && row->section->title != NULL;

    *section = row->section;
    return begins;
}

static int
layout_rows(YadoTuiFormView *self, int width)
{
    const YadoSectionSpec *section = NULL;
    const char *reason = NULL;
    int at = 0;

    self->label_width = get_label_width(self, width);
    self->effect_column = 0;
    for (guint i = 0; i < self->rows->len; i++) {
        Row *row = g_ptr_array_index(self->rows, i);

        if (is_row_visible(row)) {
            row->is_first = begins_section(row, &section);
            row->is_repeated = !row->is_first && g_strcmp0(get_reason(row), reason) == 0;
            reason = get_reason(row);
            at = layout_row(self, row, at, width);
        }
    }
    return at;
}

static int
get_natural_width(YadoTuiFormView *self)
{
    int widest = 20, label = get_label_width(self, -1);

    for (guint i = 0; i < self->rows->len; i++) {
        const Row *row = g_ptr_array_index(self->rows, i);
        g_autofree char *effect = dup_effect(row);
        int natural;

        if (!is_row_visible(row))
            continue;
        yado_tui_widget_measure(row->editor, -1, &natural, NULL);
        widest = MAX(widest, label + 1 + natural + yado_text_get_width(effect) + 2);
    }
    return widest;
}

static void
yado_tui_form_view_measure(YadoTuiWidget *widget, int width, int *natural_width, int *height)
{
    YadoTuiFormView *self = YADO_TUI_FORM_VIEW(widget);

    *natural_width = get_natural_width(self);
    *height = layout_rows(self, width > 0 ? width : *natural_width);
}

/* The focused field, its section's title and its note are in view. */
static void
scroll_to_focus(YadoTuiFormView *self, int height)
{
    for (guint i = 0; i < self->rows->len; i++) {
        const Row *row = g_ptr_array_index(self->rows, i);
        int top = get_top(row) - (row->is_first ? 1 : 0);
        int bottom = row->y + row->height + row->note_lines + (row->effect_below ? 1 : 0);

        if (!yado_tui_widget_is_focused(row->editor))
            continue;
        if (i == 0)
            top = 0;
        if (bottom > self->scroll + height)
            self->scroll = bottom - height;
        if (top < self->scroll)
            self->scroll = top;
    }
    self->scroll = CLAMP(self->scroll, 0, MAX(self->content_height - height, 0));
}

static void
yado_tui_form_view_allocate(YadoTuiWidget *widget, const YadoTtyRect *rect)
{
    YadoTuiFormView *self = YADO_TUI_FORM_VIEW(widget);

    YADO_TUI_WIDGET_CLASS(yado_tui_form_view_parent_class)->allocate(widget, rect);
    self->content_height = layout_rows(self, rect->width);
    scroll_to_focus(self, rect->height);
    for (guint i = 0; i < self->rows->len; i++) {
        Row *row = g_ptr_array_index(self->rows, i);
        int y = rect->y - self->scroll + row->y;

        if (!is_row_visible(row))
            continue;
        yado_tui_widget_allocate(row->label, rect->y - self->scroll + get_top(row), rect->x, 1,
                                 row->label_above ? rect->width : self->label_width);
        yado_tui_widget_allocate(row->editor, y, rect->x + self->label_width + 1, row->height,
                                 row->editor_width);
    }
}

/* ---- picture ---- */

static void
put_effect(YadoTuiFormView *self, const Row *row, const char *effect, YadoTty *tty, int y, int x,
           int width)
{
    int last = width - yado_text_get_width(effect);
    int at = MIN(self->effect_column + 2, last);

    yado_tty_put(tty, y, x + MAX(at, row->editor_width + 1), width, effect,
                 yado_tui_widget_get_style(YADO_TUI_WIDGET(self), YADO_STYLE_DIM));
}

static void
draw_notes(YadoTuiFormView *self, Row *row, YadoTty *tty)
{
    YadoTuiWidget *widget = YADO_TUI_WIDGET(self);
    const YadoTtyRect *rect = yado_tui_widget_get_rect(widget);
    int x = rect->x + self->label_width + 1, width = rect->width - self->label_width - 1;
    int y = rect->y - self->scroll + row->y;
    g_autofree char *effect = dup_effect(row);
    g_autofree char *note = dup_note(row);
    YadoTuiStyle dim = yado_tui_widget_get_style(widget, YADO_STYLE_DIM);

    if (row->effect_below) /* in a narrow form it begins further left rather than being cut */
        yado_tty_put(tty, y + row->height,
                     MAX(rect->x, x + MIN(0, width - yado_text_get_width(effect))), rect->width,
                     effect, dim);
    else
        put_effect(self, row, effect, tty, y, x, width);
    if (note != NULL) {
        g_auto(GStrv) lines = yado_text_wrap(note, MAX(width, 1));
        YadoTuiStyle style =
            get_error(row) != NULL ? yado_tui_widget_get_style(widget, YADO_STYLE_BAD) : dim;
        y += row->height + (row->effect_below ? 1 : 0);
        for (int i = 0; lines[i] != NULL && i < row->note_lines; i++)
            yado_tty_put(tty, y + i, x, width, lines[i], style);
    }
}

static void
yado_tui_form_view_draw(YadoTuiWidget *widget, YadoTty *tty)
{
    YadoTuiFormView *self = YADO_TUI_FORM_VIEW(widget);
    const YadoTtyRect *rect = yado_tui_widget_get_rect(widget);
    YadoTuiStyle header = yado_tui_widget_get_style(widget, YADO_STYLE_HEADER);

    for (guint i = 0; i < self->rows->len; i++) {
        Row *row = g_ptr_array_index(self->rows, i);

        if (!is_row_visible(row))
            continue;
        if (row->is_first)
            yado_tty_put(tty, rect->y - self->scroll + get_top(row) - 1, rect->x, rect->width,
                         g_dgettext(GETTEXT_PACKAGE, row->section->title), header);
        yado_tui_widget_draw(row->label, tty);
        if (yado_form_is_changed(self->form, row->spec) && yado_form_get_guest(self->form) != NULL)
            yado_tty_put(tty, rect->y - self->scroll + row->y, rect->x + self->label_width, 1, "*",
                         yado_tui_widget_get_style(widget, YADO_STYLE_STRONG));
        yado_tui_widget_draw(row->editor, tty);
        draw_notes(self, row, tty);
    }
    if (self->scroll > 0)
        yado_tty_put(tty, rect->y, rect->x + rect->width - 1, 1, "↑", header);
    if (self->scroll + rect->height < self->content_height)
        yado_tty_put(tty, rect->y + rect->height - 1, rect->x + rect->width - 1, 1, "↓", header);
}

gboolean
yado_tui_form_view_press_list(YadoTuiFormView *self, const YadoTtyKey *key)
{
    for (guint i = 0; i < self->rows->len; i++) {
        const Row *row = g_ptr_array_index(self->rows, i);

        if (yado_tui_widget_is_focused(row->editor) && yado_tui_widget_is_enabled(row->editor))
            return yado_tui_field_press(row->editor, self->form, row->spec, key);
    }
    return FALSE;
}

/* F4 or Alt+Down on a file of this machine. */
static gboolean
choose_file(YadoTuiFormView *self)
{
    for (guint i = 0; i < self->rows->len; i++) {
        const Row *row = g_ptr_array_index(self->rows, i);
        g_autofree char *title = NULL;

        if (!can_choose_file(row) || !yado_tui_widget_is_focused(row->editor))
            continue;
        title = yado_text_strip_mnemonic(yado_field_get_label(row->spec));
        yado_tui_file_dialog_show(title, YADO_TUI_ENTRY(row->editor));
        return TRUE;
    }
    return FALSE;
}

static gboolean
yado_tui_form_view_key(YadoTuiWidget *widget, const YadoTtyKey *key)
{
    YadoTuiFormView *self = YADO_TUI_FORM_VIEW(widget);
    const YadoTtyRect *rect = yado_tui_widget_get_rect(widget);
    const YadoFieldSpec *focused = yado_tui_form_view_get_focused_field(self);
    int step = 0;

    if (yado_tui_form_view_press_list(self, key))
        return TRUE;
    if (yado_tty_key_is(key, "F4") && focused != NULL && yado_tui_field_choose(self->form, focused))
        return TRUE;
    if (yado_tty_key_is(key, "F4") || yado_tty_key_is(key, "Alt+Down"))
        return choose_file(self);
    if (yado_tty_key_is(key, "PageDown"))
        step = 1;
    else if (yado_tty_key_is(key, "PageUp"))
        step = -1;
    if (step == 0 || self->content_height <= rect->height)
        return FALSE;
    /* to the first field that is beyond the page */
    for (guint i = 0; i < self->rows->len; i++) {
        guint at = step > 0 ? i : self->rows->len - 1 - i;
        Row *row = g_ptr_array_index(self->rows, at);
        gboolean beyond = step > 0 ? row->y >= self->scroll + rect->height : row->y < self->scroll;

        if (is_row_visible(row) && beyond && yado_tui_widget_can_focus(row->editor)) {
            yado_tui_widget_grab_focus(row->editor);
            break;
        }
    }
    return TRUE;
}

static void
yado_tui_form_view_forall(YadoTuiWidget *widget, YadoTuiWidgetFunc func, gpointer user_data)
{
    YadoTuiFormView *self = YADO_TUI_FORM_VIEW(widget);

    for (guint i = 0; i < self->rows->len; i++) {
        Row *row = g_ptr_array_index(self->rows, i);

        if (is_row_visible(row)) {
            func(row->label, user_data);
            func(row->editor, user_data);
        }
    }
}

/* ---- the form and its editors ---- */

static void replace_editor(Row *row);

static void
refresh_row(Row *row)
{
    YadoForm *form = row->view->form;
    gboolean typing =
        yado_tui_widget_is_focused(row->editor) && !yado_tui_field_is_instant(row->editor);
    gboolean visible = yado_form_is_visible(form, row->spec);

    if (!yado_tui_field_fits(row->editor, form, row->spec))
        replace_editor(row);
    yado_tui_widget_set_visible(row->editor, visible);
    yado_tui_widget_set_visible(row->label, visible);
    yado_tui_widget_set_enabled(row->editor, yado_form_is_enabled(form, row->spec, NULL));
    if (!typing)
        yado_tui_field_show(row->editor, form, row->spec);
}

void
yado_tui_form_view_refresh(YadoTuiFormView *self)
{
    for (guint i = 0; i < self->rows->len; i++)
        refresh_row(g_ptr_array_index(self->rows, i));
    yado_tui_widget_queue_relayout(YADO_TUI_WIDGET(self));
}

static void
on_form_changed_cb(YadoForm *form, const char *field_id, gpointer user_data)
{
    YadoTuiFormView *self = user_data;

    if (!self->storing)
        yado_tui_form_view_refresh(self);
}

static void
on_editor_changed_cb(YadoTuiWidget *editor, gpointer user_data)
{
    Row *row = user_data;
    YadoTuiFormView *self = row->view;

    self->storing = TRUE;
    yado_tui_field_store(editor, self->form, row->spec);
    self->storing = FALSE;
    row->checked = yado_tui_field_is_instant(editor);
    for (guint i = 0; i < self->rows->len; i++) { /* others may depend on it */
        Row *other = g_ptr_array_index(self->rows, i);
        if (other != row)
            refresh_row(other);
    }
    yado_tui_widget_queue_relayout(YADO_TUI_WIDGET(self));
}

static void
on_entry_left_cb(YadoTuiWidget *editor, gpointer user_data)
{
    Row *row = user_data;

    refresh_row(row);
    yado_tui_widget_queue_relayout(YADO_TUI_WIDGET(row->view));
}

static void
build_editor(Row *row)
{
    YadoTuiWidget *view = YADO_TUI_WIDGET(row->view);
    const char *label = yado_field_get_label(row->spec);

    row->editor = g_object_ref_sink(yado_tui_field_create(row->view->form, row->spec));
    row->label = g_object_ref_sink(yado_tui_label_new_for(label, row->editor));
    yado_tui_widget_set_parent(row->editor, view);
    yado_tui_widget_set_parent(row->label, view);
    yado_tui_field_connect(row->editor, G_CALLBACK(on_editor_changed_cb), row);
    if (g_signal_lookup("left", G_OBJECT_TYPE(row->editor)) != 0)
        g_signal_connect(row->editor, "left", G_CALLBACK(on_entry_left_cb), row);
}

/* What the host offers has come: the name need not be typed any more. */
static void
replace_editor(Row *row)
{
    g_autoptr(YadoTuiWidget) old = g_steal_pointer(&row->editor);
    gboolean is_focused = yado_tui_widget_is_focused(old);

    g_signal_handlers_disconnect_by_data(old, row);
    g_clear_object(&row->label);
    build_editor(row);
    if (is_focused)
        yado_tui_widget_grab_focus(row->editor);
}

static void
add_row(YadoTuiFormView *self, const YadoFieldSpec *spec, const YadoSectionSpec *section)
{
    Row *row = g_new0(Row, 1);

    row->view = self;
    row->spec = spec;
    row->section = section;
    build_editor(row);
    g_ptr_array_add(self->rows, row);
}

static void
build_rows(YadoTuiFormView *self)
{
    const YadoSectionSpec *section = yado_form_get_spec(self->form)->sections;

    for (; section->fields != NULL; section++) {
        for (const YadoFieldSpec *spec = section->fields; spec->id != NULL; spec++)
            add_row(self, spec, section);
    }
}

static void
yado_tui_form_view_dispose(GObject *object)
{
    YadoTuiFormView *self = YADO_TUI_FORM_VIEW(object);

    if (self->form != NULL)
        g_signal_handlers_disconnect_by_data(self->form, self);
    g_ptr_array_set_size(self->rows, 0);
    g_clear_object(&self->form);
    G_OBJECT_CLASS(yado_tui_form_view_parent_class)->dispose(object);
}

static void
yado_tui_form_view_finalize(GObject *object)
{
    g_ptr_array_unref(YADO_TUI_FORM_VIEW(object)->rows);
    G_OBJECT_CLASS(yado_tui_form_view_parent_class)->finalize(object);
}

static void
yado_tui_form_view_class_init(YadoTuiFormViewClass *klass)
{
    YadoTuiWidgetClass *widget_class = YADO_TUI_WIDGET_CLASS(klass);

    G_OBJECT_CLASS(klass)->dispose = yado_tui_form_view_dispose;
    G_OBJECT_CLASS(klass)->finalize = yado_tui_form_view_finalize;
    widget_class->measure = yado_tui_form_view_measure;
    widget_class->allocate = yado_tui_form_view_allocate;
    widget_class->draw = yado_tui_form_view_draw;
    widget_class->key = yado_tui_form_view_key;
    widget_class->forall = yado_tui_form_view_forall;
}

static void
yado_tui_form_view_init(YadoTuiFormView *self)
{
    self->rows = g_ptr_array_new_with_free_func(free_row);
}

YadoTuiWidget *
yado_tui_form_view_new(YadoForm *form)
{
    YadoTuiFormView *self = g_object_new(YADO_TUI_TYPE_FORM_VIEW, NULL);

    self->form = g_object_ref(form);
    build_rows(self);
    yado_tui_form_view_refresh(self);
    g_signal_connect(form, "changed", G_CALLBACK(on_form_changed_cb), self);
    return YADO_TUI_WIDGET(self);
}

YadoForm *
yado_tui_form_view_get_form(YadoTuiFormView *self)
{
    return self->form;
}

gboolean
yado_tui_form_view_validate(YadoTuiFormView *self)
{
    const YadoFieldSpec *first = NULL;
    g_autoptr(GError) error = NULL;

    if (yado_form_validate(self->form, &first, &error))
        return TRUE;
    for (guint i = 0; i < self->rows->len; i++)
        ((Row *)g_ptr_array_index(self->rows, i))->checked = TRUE;
    if (first != NULL)
        yado_tui_form_view_focus_field(self, first->id);
    yado_tui_widget_queue_relayout(YADO_TUI_WIDGET(self));
    return FALSE;
}

const YadoFieldSpec *
yado_tui_form_view_get_focused_field(YadoTuiFormView *self)
{
    for (guint i = 0; i < self->rows->len; i++) {
        const Row *row = g_ptr_array_index(self->rows, i);

        if (yado_tui_widget_is_focused(row->editor))
            return row->spec;
    }
    return NULL;
}

void
yado_tui_form_view_focus_field(YadoTuiFormView *self, const char *id)
{
    for (guint i = 0; i < self->rows->len; i++) {
        const Row *row = g_ptr_array_index(self->rows, i);

        if (g_str_equal(row->spec->id, id))
            yado_tui_widget_grab_focus(row->editor);
    }
}
