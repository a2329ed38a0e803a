/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The editors of the field types: the table at the end says which is which. */
#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "app/yado-gtk-util.h"
#include "form/yado-gtk-field.h"
#include "form/yado-gtk-form-dialog.h"
#include "views/yado-gtk-listing.h"

#define MOST_PLACEHOLDER 32 /* cells that an entry is made wide for */
#define CHECK_CELLS 48      /* of a choice, before it wraps */

/* --- one line of text --- */

static void
on_entry_changed_cb(GtkEditable *editable, YadoGtkField *field)
{
    yado_gtk_field_commit_text(field, gtk_entry_get_text(GTK_ENTRY(editable)));
}

static gboolean
on_editor_left_cb(GtkWidget *widget, GdkEvent *event, YadoGtkField *field)
{
    yado_gtk_field_leave(field);
    return GDK_EVENT_PROPAGATE;
}

/* Whole, within reason. */
static void
show_placeholder(GtkEntry *entry, const char *text)
{
    int cells = MIN(yado_text_get_width(text), MOST_PLACEHOLDER);
    gtk_entry_set_placeholder_text(entry, text);
    gtk_entry_set_width_chars(entry, MAX(cells, gtk_entry_get_width_chars(entry)));
}

static void
set_up_entry(YadoGtkField *field, GtkBuilder *builder)
{
    GtkWidget *entry = yado_gtk_field_get_focus(field);
    const YadoFieldSpec *spec = yado_gtk_field_get_spec(field);
    gtk_entry_set_activates_default(GTK_ENTRY(entry), TRUE);
    if (spec->placeholder && !GTK_IS_SPIN_BUTTON(entry))
        show_placeholder(GTK_ENTRY(entry), _(spec->placeholder));
    g_signal_connect(entry, "changed", G_CALLBACK(on_entry_changed_cb), field);
    g_signal_connect(entry, "focus-out-event", G_CALLBACK(on_editor_left_cb), field);
}

static void
show_entry(YadoGtkField *field, GtkWidget *focus)
{
    g_autofree char *text =
        yado_form_dup_text(yado_gtk_field_get_form(field), yado_gtk_field_get_spec(field));
    if (g_strcmp0(text, gtk_entry_get_text(GTK_ENTRY(focus))) != 0)
        gtk_entry_set_text(GTK_ENTRY(focus), text ? text : "");
}

static void
on_password_icon_pressed_cb(GtkEntry *entry, GtkEntryIconPosition position, GdkEvent *event,
                            YadoGtkField *field)
{
    gtk_entry_set_visibility(entry, !gtk_entry_get_visibility(entry));
}

static void
set_up_password(YadoGtkField *field, GtkBuilder *builder)
{
    GtkWidget *entry = yado_gtk_field_get_focus(field);
    gtk_entry_set_icon_tooltip_text(GTK_ENTRY(entry), GTK_ENTRY_ICON_SECONDARY,
                                    _("Show or hide the text"));
    g_signal_connect(entry, "icon-press", G_CALLBACK(on_password_icon_pressed_cb), field);
    set_up_entry(field, builder);
}

/* --- text of several lines --- */

static void
on_buffer_changed_cb(GtkTextBuffer *buffer, YadoGtkField *field)
{
    g_autofree char *text = NULL;
    g_object_get(buffer, "text", &text, NULL);
    yado_gtk_field_commit_text(field, text);
}

static void
set_up_multiline(YadoGtkField *field, GtkBuilder *builder)
{
    GtkWidget *view = yado_gtk_field_get_focus(field);
    g_signal_connect(gtk_text_view_get_buffer(GTK_TEXT_VIEW(view)), "changed",
                     G_CALLBACK(on_buffer_changed_cb), field);
    g_signal_connect(view, "focus-out-event", G_CALLBACK(on_editor_left_cb), field);
}

static void
show_multiline(YadoGtkField *field, GtkWidget *focus)
{
    GtkTextBuffer *buffer = gtk_text_view_get_buffer(GTK_TEXT_VIEW(focus));
    g_autofree char *text =
        yado_form_dup_text(yado_gtk_field_get_form(field), yado_gtk_field_get_spec(field));
    g_autofree char *shown = NULL;
    g_object_get(buffer, "text", &shown, NULL);
    if (g_strcmp0(text ? text : "", shown) != 0)
        gtk_text_buffer_set_text(buffer, text ? text : "", -1);
}

/* --- yes or no --- */

static void
on_check_toggled_cb(GtkToggleButton *button, YadoGtkField *field)
{
    yado_gtk_field_commit_value(field, gtk_toggle_button_get_active(button) ? "yes" : "no");
}

static void
set_up_check(YadoGtkField *field, GtkBuilder *builder)
{
    g_signal_connect(yado_gtk_field_get_focus(field), "toggled", G_CALLBACK(on_check_toggled_cb),
                     field);
}

static void
show_check(YadoGtkField *field, GtkWidget *focus)
{
    g_autofree char *value =
        yado_form_dup_value(yado_gtk_field_get_form(field), yado_gtk_field_get_spec(field));
    gtk_toggle_button_set_active(GTK_TOGGLE_BUTTON(focus), g_strcmp0(value, "yes") == 0);
}

/* --- a number --- */

/* Of the whole text, and within what the buttons reach. */
static gboolean
parse_number(GtkSpinButton *spin, double *number)
{
    g_autofree char *text = g_strstrip(g_strdup(gtk_entry_get_text(GTK_ENTRY(spin))));
    double least, most;
    gint64 value;
    gtk_spin_button_get_range(spin, &least, &most);
    if (!g_ascii_string_to_signed(text, 10, (gint64)least, (gint64)most, &value, NULL))
        return FALSE;
    *number = (double)value;
    return TRUE;
}

/* GTK would make a number of anything, of "Q3" the smallest. What is none stays as it was typed: the field tells what is wrong. */
static int
on_spin_input_cb(GtkSpinButton *spin, double *number, YadoGtkField *field)
{
    if (!parse_number(spin, number))
        *number = gtk_spin_button_get_value(spin);
    return TRUE;
}

static gboolean
on_spin_output_cb(GtkSpinButton *spin, YadoGtkField *field)
{
    double number;
    return !parse_number(spin, &number);
}

/* By its buttons: now there is a number again. */
static void
on_spin_value_changed_cb(GtkSpinButton *spin, YadoGtkField *field)
{
    double number;
    if (parse_number(spin, &number))
        return;
    g_autofree char *text = g_strdup_printf("%.0f", gtk_spin_button_get_value(spin));
    gtk_entry_set_text(GTK_ENTRY(spin), text);
}

static void
set_up_spin(YadoGtkField *field, GtkBuilder *builder)
{
    const YadoFieldSpec *spec = yado_gtk_field_get_spec(field);
    GtkSpinButton *spin = GTK_SPIN_BUTTON(yado_gtk_field_get_focus(field));
    /* A limit that depends on other values is left to the form: it says so, a spin button would silently change the number. */
    double maximum = spec->maximum ? (double)spec->maximum : G_MAXINT32;
    gtk_spin_button_set_range(spin, (double)spec->minimum, maximum);
    g_signal_connect(spin, "input", G_CALLBACK(on_spin_input_cb), field);
    g_signal_connect(spin, "output", G_CALLBACK(on_spin_output_cb), field);
    g_signal_connect(spin, "value-changed", G_CALLBACK(on_spin_value_changed_cb), field);
    set_up_entry(field, builder);
}

/* Its buttons go from the number that is shown. */
static void
show_spin(YadoGtkField *field, GtkWidget *focus)
{
    show_entry(field, focus);
    gtk_spin_button_update(GTK_SPIN_BUTTON(focus));
}

/* --- one of several --- */

enum { CHOICE_ID, CHOICE_LABEL, CHOICE_REASON, CHOICE_SENSITIVE };

static void
on_combo_changed_cb(GtkComboBox *combo, YadoGtkField *field)
{
    const char *id = gtk_combo_box_get_active_id(combo);
    if (id)
        yado_gtk_field_commit_value(field, id);
}

/* Only where there is one: else the label would leave room for the longest. */
static void
show_reason(GtkCellLayout *combo, GtkCellRenderer *cell, GtkTreeModel *model, GtkTreeIter *iter,
            gpointer data)
{
    g_autofree char *reason = NULL;
    gtk_tree_model_get(model, iter, CHOICE_REASON, &reason, -1);
    g_object_set(cell, "text", reason, "visible", reason && *reason, NULL);
}

/* What it is called, and when it cannot be chosen: why. */
static void
add_choice_cells(GtkCellLayout *combo)
{
    GtkCellRenderer *label = gtk_cell_renderer_text_new();
    GtkCellRenderer *reason = gtk_cell_renderer_text_new();
    GtkCellArea *area = gtk_cell_layout_get_area(combo);
    g_object_set(label, "ellipsize", PANGO_ELLIPSIZE_END, "width-chars", 16, NULL);
    g_object_set(reason, "sensitive", FALSE, "ellipsize", PANGO_ELLIPSIZE_END, NULL);
    gtk_cell_layout_pack_start(combo, label, TRUE);
    gtk_cell_layout_pack_start(combo, reason, FALSE);
    gtk_cell_layout_set_attributes(combo, label, "text", CHOICE_LABEL, "sensitive",
                                   CHOICE_SENSITIVE, NULL);
    gtk_cell_layout_set_cell_data_func(combo, reason, show_reason, NULL, NULL);
    gtk_cell_area_cell_set(area, label, "fixed-size", FALSE, NULL);
    gtk_cell_area_cell_set(area, reason, "fixed-size", FALSE, NULL);
}

static void
set_up_combo(YadoGtkField *field, GtkBuilder *builder)
{
    add_choice_cells(GTK_CELL_LAYOUT(yado_gtk_field_get_focus(field)));
    g_signal_connect(yado_gtk_field_get_focus(field), "changed", G_CALLBACK(on_combo_changed_cb),
                     field);
}

static void
append_choice(GtkListStore *store, const YadoChoiceItem *item)
{
    gtk_list_store_insert_with_values(store, NULL, -1, CHOICE_ID, item->id, CHOICE_LABEL,
                                      item->label, CHOICE_REASON, item->reason ? item->reason : "",
                                      CHOICE_SENSITIVE, item->reason == NULL, -1);
}

static void
fill_choices(YadoGtkField *field, GtkListStore *store)
{
    g_autoptr(GPtrArray) items =
        yado_form_list_choices(yado_gtk_field_get_form(field), yado_gtk_field_get_spec(field));
    gtk_list_store_clear(store);
    for (guint i = 0; items && i < items->len; i++)
        append_choice(store, g_ptr_array_index(items, i));
}

/* A value that is none of the choices (made by hand or by another program) is shown as it is, not lost. */
static void
show_combo(YadoGtkField *field, GtkWidget *focus)
{
    GtkComboBox *combo = GTK_COMBO_BOX(focus);
    GtkListStore *store = GTK_LIST_STORE(gtk_combo_box_get_model(combo));
    g_autofree char *value =
        yado_form_dup_value(yado_gtk_field_get_form(field), yado_gtk_field_get_spec(field));
    fill_choices(field, store);
    if (gtk_combo_box_set_active_id(combo, value ? value : "") || !value)
        return;
    YadoChoiceItem foreign = { value, value, NULL, TRUE };
    append_choice(store, &foreign);
    gtk_combo_box_set_active_id(combo, value);
}

/* --- some of several --- */

static void
append_checked(GtkWidget *check, gpointer data)
{
    const char *id = g_object_get_data(G_OBJECT(check), "yado-id");
    if (gtk_toggle_button_get_active(GTK_TOGGLE_BUTTON(check)))
        g_ptr_array_add(data, (gpointer)id);
}

static void
on_multi_toggled_cb(GtkToggleButton *check, YadoGtkField *field)
{
    GtkWidget *list = yado_gtk_field_get_focus(field);
    g_autoptr(GPtrArray) ids = g_ptr_array_new();
    gtk_container_foreach(GTK_CONTAINER(list), append_checked, ids);
    g_ptr_array_add(ids, NULL);
    g_object_set_data(G_OBJECT(list), "yado-rows", NULL);
    g_autofree char *value = g_strjoinv(",", (char **)ids->pdata);
    yado_gtk_field_commit_value(field, value);
}

/* The order of the chosen ones counts (what is booted first), so a row can be moved with Alt+Up and Alt+Down. */
static gboolean
on_multi_key_pressed_cb(GtkWidget *check, GdkEventKey *event, YadoGtkField *field)
{
    int step = event->keyval == GDK_KEY_Up ? -1 : event->keyval == GDK_KEY_Down ? 1 : 0;
    GtkWidget *list = gtk_widget_get_parent(check);
    int position;
    if (!step || !(event->state & GDK_MOD1_MASK))
        return GDK_EVENT_PROPAGATE;
    gtk_container_child_get(GTK_CONTAINER(list), check, "position", &position, NULL);
    if (position + step < 0)
        return GDK_EVENT_PROPAGATE;
    gtk_box_reorder_child(GTK_BOX(list), check, position + step);
    on_multi_toggled_cb(GTK_TOGGLE_BUTTON(check), field);
    return GDK_EVENT_STOP;
}

/* The keyboard goes to the first of them. */
static void
on_multi_focused_cb(GtkContainer *list)
{
    g_autoptr(GList) checks = gtk_container_get_children(list);
    if (checks)
        gtk_widget_grab_focus(checks->data);
}

static gboolean
on_multi_mnemonic_activated_cb(GtkWidget *list)
{
    gtk_widget_grab_focus(list);
    return TRUE;
}

static void
set_up_multi(YadoGtkField *field, GtkBuilder *builder)
{
    GtkWidget *list = yado_gtk_field_get_focus(field);
    g_signal_connect(list, "grab-focus", G_CALLBACK(on_multi_focused_cb), NULL);
    g_signal_connect(list, "mnemonic-activate", G_CALLBACK(on_multi_mnemonic_activated_cb), NULL);
}

/* What cannot be chosen says why, in the row: a tooltip is not found by everybody. */
static GtkWidget *
create_check(const YadoChoiceItem *item, gboolean is_chosen)
{
    g_autofree char *text =
        item->reason ? g_strdup_printf("%s\n%s", item->label, item->reason) : g_strdup(item->label);
    GtkWidget *check = gtk_check_button_new_with_label(text);
    GtkWidget *label = gtk_bin_get_child(GTK_BIN(check));
    if (yado_text_get_width(text) >
        CHECK_CELLS) { /* GTK tries what wraps at each width: dear for 200 disks */
        gtk_label_set_line_wrap(GTK_LABEL(label), TRUE);
        gtk_label_set_max_width_chars(GTK_LABEL(label), CHECK_CELLS);
    }
    gtk_toggle_button_set_active(GTK_TOGGLE_BUTTON(check), is_chosen);
    gtk_widget_set_sensitive(check, item->reason == NULL);
    g_object_set_data_full(G_OBJECT(check), "yado-id", g_strdup(item->id), g_free);
    return check;
}

static void
append_check(YadoGtkField *field, GtkWidget *list, const YadoChoiceItem *item, gboolean is_chosen)
{
    GtkWidget *check = create_check(item, is_chosen);
    g_signal_connect(check, "toggled", G_CALLBACK(on_multi_toggled_cb), field);
    g_signal_connect(check, "key-press-event", G_CALLBACK(on_multi_key_pressed_cb), field);
    gtk_container_add(GTK_CONTAINER(list), check);
    gtk_widget_show(check);
}

static const YadoChoiceItem *
find_item(GPtrArray *items, const char *id)
{
    for (guint i = 0; i < items->len; i++) {
        const YadoChoiceItem *item = g_ptr_array_index(items, i);
        if (g_str_equal(item->id, id))
            return item;
    }
    return NULL;
}

/* The chosen ones first, in their order, then the others.  Returns how many are chosen. */
static guint
sort_items(GPtrArray *items, const char *value, GPtrArray *sorted)
{
    g_auto(GStrv) chosen = g_strsplit(value ? value : "", ",", -1);
    for (guint i = 0; items && chosen[i]; i++) {
        const YadoChoiceItem *item = find_item(items, chosen[i]);
        if (item)
            g_ptr_array_add(sorted, (gpointer)item);
    }
    guint n_chosen = sorted->len;
    for (guint i = 0; items && i < items->len; i++) {
        const YadoChoiceItem *item = g_ptr_array_index(items, i);
        if (!g_strv_contains((const char *const *)chosen, item->id))
            g_ptr_array_add(sorted, (gpointer)item);
    }
    return n_chosen;
}

/* All that the rows say, as one text. */
static char *
describe_rows(GPtrArray *sorted, guint n_chosen)
{
    GString *text = g_string_new(NULL);
    for (guint i = 0; i < sorted->len; i++) {
        const YadoChoiceItem *item = g_ptr_array_index(sorted, i);
        g_string_append_printf(text, "%d\t%s\t%s\t%s\n", i < n_chosen, item->id, item->label,
                               item->reason ? item->reason : "");
    }
    return g_string_free(text, FALSE);
}

/* Any field's change asks for it: made anew only when the rows are others, or the keyboard would lose its place in them. */
static void
show_multi(YadoGtkField *field, GtkWidget *focus)
{
    YadoForm *form = yado_gtk_field_get_form(field);
    const YadoFieldSpec *spec = yado_gtk_field_get_spec(field);
    g_autofree char *value = yado_form_dup_value(form, spec);
    g_autoptr(GPtrArray) items = yado_form_list_choices(form, spec);
    g_autoptr(GPtrArray) sorted = g_ptr_array_new();
    guint n_chosen = sort_items(items, value, sorted);
    g_autofree char *rows = describe_rows(sorted, n_chosen);
    if (g_strcmp0(rows, g_object_get_data(G_OBJECT(focus), "yado-rows")) == 0)
        return;
    gtk_container_foreach(GTK_CONTAINER(focus), (GtkCallback)(void (*)(void))gtk_widget_destroy,
                          NULL);
    for (guint i = 0; i < sorted->len; i++)
        append_check(field, focus, g_ptr_array_index(sorted, i), i < n_chosen);
    g_object_set_data_full(G_OBJECT(focus), "yado-rows", g_steal_pointer(&rows), g_free);
}

/* --- a file, or what the host offers, or a typed name --- */

static void
on_file_chosen_cb(GtkNativeDialog *dialog, int response, YadoGtkField *field)
{
    if (response == GTK_RESPONSE_ACCEPT) {
        g_autofree char *path = gtk_file_chooser_get_filename(GTK_FILE_CHOOSER(dialog));
        gtk_entry_set_text(GTK_ENTRY(yado_gtk_field_get_focus(field)), path ? path : "");
    }
    gtk_native_dialog_destroy(dialog);
    g_object_unref(dialog);
}

static void
on_browse_clicked_cb(GtkButton *button, YadoGtkField *field)
{
    GtkWidget *toplevel = gtk_widget_get_toplevel(GTK_WIDGET(field));
    g_autofree char *title =
        yado_text_strip_mnemonic(yado_field_get_label(yado_gtk_field_get_spec(field)));
    GtkFileChooserNative *dialog = gtk_file_chooser_native_new(
        title, GTK_WINDOW(toplevel), GTK_FILE_CHOOSER_ACTION_SAVE, _("_Choose"), _("_Cancel"));
    gtk_native_dialog_set_modal(GTK_NATIVE_DIALOG(dialog), TRUE);
    g_signal_connect_object(dialog, "response", G_CALLBACK(on_file_chosen_cb), field, 0);
    gtk_native_dialog_show(GTK_NATIVE_DIALOG(dialog));
}

static void
set_up_file(YadoGtkField *field, GtkBuilder *builder)
{
    GObject *browse = gtk_builder_get_object(builder, "browse");
    g_autofree char *reason =
        yado_form_dup_file_reason(yado_gtk_field_get_form(field), yado_gtk_field_get_spec(field));
    gtk_widget_set_sensitive(GTK_WIDGET(browse), reason == NULL);
    gtk_widget_set_tooltip_text(GTK_WIDGET(browse), reason);
    gtk_button_set_label(GTK_BUTTON(browse), _("Browse…"));
    g_signal_connect(browse, "clicked", G_CALLBACK(on_browse_clicked_cb), field);
    set_up_entry(field, builder);
}

static void
set_up_offer(YadoGtkField *field, GtkBuilder *builder)
{
    GtkComboBoxText *combo = GTK_COMBO_BOX_TEXT(gtk_builder_get_object(builder, "editor"));
    g_autoptr(GPtrArray) items =
        yado_form_list_choices(yado_gtk_field_get_form(field), yado_gtk_field_get_spec(field));
    for (guint i = 0; items && i < items->len; i++)
        gtk_combo_box_text_append_text(combo, ((YadoChoiceItem *)g_ptr_array_index(items, i))->id);
    set_up_entry(field, builder);
}

/* The names may come while the form is open. */
static void
show_offer(YadoGtkField *field, GtkWidget *focus)
{
    GtkComboBoxText *combo = GTK_COMBO_BOX_TEXT(gtk_widget_get_ancestor(focus, GTK_TYPE_COMBO_BOX));
    GtkTreeModel *model = gtk_combo_box_get_model(GTK_COMBO_BOX(combo));
    g_autoptr(GPtrArray) items =
        yado_form_list_choices(yado_gtk_field_get_form(field), yado_gtk_field_get_spec(field));
    for (guint i = (guint)gtk_tree_model_iter_n_children(model, NULL); items && i < items->len; i++)
        gtk_combo_box_text_append_text(combo, ((YadoChoiceItem *)g_ptr_array_index(items, i))->id);
    show_entry(field, focus);
}

static void
on_volume_chosen_cb(const char *path, gpointer field)
{
    gtk_entry_set_text(GTK_ENTRY(yado_gtk_field_get_focus(field)), path);
}

/* What lies on the host, which may be another machine. */
static void
on_volume_clicked_cb(GtkButton *button, YadoGtkField *field)
{
    YadoHost *host = yado_form_get_host(yado_gtk_field_get_form(field));
    GtkWidget *toplevel = gtk_widget_get_toplevel(GTK_WIDGET(field));
    if (host)
        yado_gtk_listing_choose(GTK_WINDOW(toplevel), host, G_OBJECT(field), on_volume_chosen_cb,
                                field);
}

static void
set_up_volume(YadoGtkField *field, GtkBuilder *builder)
{
    GObject *browse = gtk_builder_get_object(builder, "browse");
    gtk_button_set_label(GTK_BUTTON(browse), _("Browse…"));
    gtk_widget_set_sensitive(GTK_WIDGET(browse),
                             yado_form_get_host(yado_gtk_field_get_form(field)) != NULL);
    g_signal_connect(browse, "clicked", G_CALLBACK(on_volume_clicked_cb), field);
    set_up_entry(field, builder);
}

/* --- rows, each with a form of its own --- */

static void
show_list(YadoGtkField *field, GtkWidget *focus)
{
    YadoForm *form = yado_gtk_field_get_form(field);
    const YadoFieldSpec *spec = yado_gtk_field_get_spec(field);
    gtk_container_foreach(GTK_CONTAINER(focus), (GtkCallback)(void (*)(void))gtk_widget_destroy,
                          NULL);
    for (guint i = 0; i < yado_rows_count(form, spec); i++) {
        g_autofree char *text = yado_rows_dup_text(form, spec, i);
        g_autofree char *clean = yado_text_clean(text);
        GtkWidget *label = yado_gtk_label_new(clean, NULL);
        g_object_set(label, "margin", 6, NULL);
        gtk_list_box_insert(GTK_LIST_BOX(focus), label, -1);
        yado_gtk_set_accessible(gtk_widget_get_parent(label), clean, NULL);
    }
    gtk_widget_show_all(focus);
}

static void
on_row_answered_cb(GtkWidget *dialog, gboolean accepted, YadoGtkField *field)
{
    guint row = GPOINTER_TO_UINT(g_object_get_data(G_OBJECT(dialog), "yado-row"));
    YadoForm *row_form = g_object_get_data(G_OBJECT(dialog), "yado-form");
    if (accepted)
        yado_rows_store(yado_gtk_field_get_form(field), yado_gtk_field_get_spec(field), row,
                        row_form, NULL);
}

static void
edit_row(YadoGtkField *field, guint row)
{
    GtkWidget *toplevel = gtk_widget_get_toplevel(GTK_WIDGET(field));
    YadoForm *row_form =
        yado_rows_create_form(yado_gtk_field_get_form(field), yado_gtk_field_get_spec(field), row);
    GtkWidget *dialog = yado_gtk_form_dialog_new(GTK_WINDOW(toplevel), row_form, FALSE);
    g_object_set_data(G_OBJECT(dialog), "yado-row", GUINT_TO_POINTER(row));
    g_object_set_data_full(G_OBJECT(dialog), "yado-form", row_form, g_object_unref);
    g_signal_connect_object(dialog, "answered", G_CALLBACK(on_row_answered_cb), field, 0);
    gtk_widget_show(dialog);
}

static GtkListBoxRow *
get_selected_row(YadoGtkField *field)
{
    return gtk_list_box_get_selected_row(GTK_LIST_BOX(yado_gtk_field_get_focus(field)));
}

static void
on_add_clicked_cb(GtkButton *button, YadoGtkField *field)
{
    edit_row(field, YADO_ROW_NEW);
}

static void
on_edit_clicked_cb(GtkButton *button, YadoGtkField *field)
{
    GtkListBoxRow *row = get_selected_row(field);
    if (row)
        edit_row(field, (guint)gtk_list_box_row_get_index(row));
}

static void
on_remove_clicked_cb(GtkButton *button, YadoGtkField *field)
{
    GtkListBoxRow *row = get_selected_row(field);
    if (row)
        yado_rows_remove(yado_gtk_field_get_form(field), yado_gtk_field_get_spec(field),
                         (guint)gtk_list_box_row_get_index(row));
}

static void
on_row_activated_cb(GtkListBox *list, GtkListBoxRow *row, YadoGtkField *field)
{
    edit_row(field, (guint)gtk_list_box_row_get_index(row));
}

static void
set_up_button(YadoGtkField *field, GtkBuilder *builder, const char *id, const char *label,
              GCallback callback)
{
    GObject *button = gtk_builder_get_object(builder, id);
    gtk_button_set_label(GTK_BUTTON(button), label);
    g_signal_connect(button, "clicked", callback, field);
}

static void
set_up_list(YadoGtkField *field, GtkBuilder *builder)
{
    set_up_button(field, builder, "add", _("Add…"), G_CALLBACK(on_add_clicked_cb));
    set_up_button(field, builder, "edit", _("Edit…"), G_CALLBACK(on_edit_clicked_cb));
    set_up_button(field, builder, "remove", _("Delete"), G_CALLBACK(on_remove_clicked_cb));
    g_signal_connect(gtk_builder_get_object(builder, "focus"), "row-activated",
                     G_CALLBACK(on_row_activated_cb), field);
}

/* --- read only --- */

static void
show_info(YadoGtkField *field, GtkWidget *focus)
{
    g_autofree char *text =
        yado_form_dup_text(yado_gtk_field_get_form(field), yado_gtk_field_get_spec(field));
    g_autofree char *clean = text ? yado_text_clean(text) : NULL;
    gtk_label_set_text(GTK_LABEL(focus), text && strchr(text, '\n') ? text : clean);
}

/* --- the table --- */

static const YadoGtkEditor optional_number = { YADO_GTK_RESOURCE("field-size.ui"), set_up_entry,
                                               show_entry };

static const YadoGtkEditor editors[YADO_N_FIELD_TYPES] = {
    [YADO_FIELD_TEXT] = { YADO_GTK_RESOURCE("field-text.ui"), set_up_entry, show_entry },
    [YADO_FIELD_MULTILINE] = { YADO_GTK_RESOURCE("field-multiline.ui"), set_up_multiline,
                               show_multiline },
    [YADO_FIELD_PASSWORD] = { YADO_GTK_RESOURCE("field-password.ui"), set_up_password, show_entry },
    [YADO_FIELD_BOOL] = { YADO_GTK_RESOURCE("field-bool.ui"), set_up_check, show_check },
    [YADO_FIELD_INT] = { YADO_GTK_RESOURCE("field-int.ui"), set_up_spin, show_spin },
    [YADO_FIELD_SIZE] = { YADO_GTK_RESOURCE("field-size.ui"), set_up_entry, show_entry },
    [YADO_FIELD_CHOICE] = { YADO_GTK_RESOURCE("field-choice.ui"), set_up_combo, show_combo },
    [YADO_FIELD_MULTI_CHOICE] = { YADO_GTK_RESOURCE("field-multi-choice.ui"), set_up_multi,
                                  show_multi },
    [YADO_FIELD_FILE] = { YADO_GTK_RESOURCE("field-file.ui"), set_up_file, show_entry },
    [YADO_FIELD_VOLUME] = { YADO_GTK_RESOURCE("field-volume.ui"), set_up_volume, show_entry },
    [YADO_FIELD_NETWORK] = { YADO_GTK_RESOURCE("field-network.ui"), set_up_offer, show_offer },
    [YADO_FIELD_MAC] = { YADO_GTK_RESOURCE("field-mac.ui"), set_up_entry, show_entry },
    [YADO_FIELD_LIST] = { YADO_GTK_RESOURCE("field-list.ui"), set_up_list, show_list },
    [YADO_FIELD_INFO] = { YADO_GTK_RESOURCE("field-info.ui"), NULL, show_info },
    [YADO_FIELD_CUSTOM] = { YADO_GTK_RESOURCE("field-info.ui"), NULL, show_info },
};

const YadoGtkEditor *
yado_gtk_editor_find(const YadoFieldSpec *spec)
{
    if (spec->type == YADO_FIELD_INT && spec->flags & YADO_FIELD_OPTIONAL_NUMBER)
        return &optional_number;
    if ((guint)spec->type >= YADO_N_FIELD_TYPES || !editors[spec->type].template)
        return NULL;
    return &editors[spec->type];
}
