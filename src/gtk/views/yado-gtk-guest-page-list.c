/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The pages of a guest: their list, and what is shown of the chosen one. */
#include "config.h"

#include "views/yado-gtk-guest-page-private.h"

#include <glib/gi18n.h>

#include "app/yado-gtk-util.h"
#include "form/yado-gtk-form.h"
#include "views/yado-gtk-configuration.h"
#include "views/yado-gtk-performance.h"
#include "views/yado-gtk-pinning.h"
#include "views/yado-gtk-snapshots.h"

#define FIRST_ROWS 40 /* more than a window shows */
#define MORE_ROWS 20  /* at a time */

const YadoPage *
yado_gtk_guest_page_find_page(YadoGtkGuestPage *self, const char *id)
{
    for (guint i = 0; self->page_list && i < self->page_list->len; i++) {
        const YadoPage *page = g_ptr_array_index(self->page_list, i);
        if (g_str_equal(page->id, id))
            return page;
    }
    return NULL;
}

const YadoPage *
yado_gtk_guest_page_get_page(YadoGtkGuestPage *self)
{
    GtkListBoxRow *row = self->page_list ? gtk_list_box_get_selected_row(self->pages) : NULL;
    return row ? g_ptr_array_index(self->page_list, (guint)gtk_list_box_row_get_index(row)) : NULL;
}

static gboolean
is_page_edited(YadoGtkGuestPage *self, const YadoPage *page)
{
    GtkWidget *view = g_hash_table_lookup(self->views, page->id);
    return (view && YADO_GTK_IS_FORM(view) &&
            yado_form_is_dirty(yado_gtk_form_get_form(YADO_GTK_FORM(view)))) ||
           (self->inactive && yado_page_is_edited(page, self->inactive));
}

/* "* Memory", as in the terminal. */
void
yado_gtk_guest_page_update_marks(YadoGtkGuestPage *self)
{
    for (guint i = 0; self->page_list && i < self->page_list->len; i++) {
        const YadoPage *page = g_ptr_array_index(self->page_list, i);
        GtkListBoxRow *row = gtk_list_box_get_row_at_index(self->pages, (int)i);
        GtkLabel *label = row ? g_object_get_data(G_OBJECT(row), "yado-label") : NULL;
        g_autofree char *title = yado_text_strip_mnemonic(page->title);
        g_autofree char *text = g_strconcat(is_page_edited(self, page) ? "* " : "", title, NULL);
        if (!label || g_str_equal(gtk_label_get_text(label), text))
            continue;
        gtk_label_set_text(label, text);
        yado_gtk_set_accessible(GTK_WIDGET(row), text, NULL);
    }
}

static void
on_form_changed_cb(YadoForm *form, const char *field, YadoGtkGuestPage *self)
{
    yado_gtk_guest_page_update_bar(self);
}

static GtkWidget *
create_form_view(YadoGtkGuestPage *self, const YadoPage *page)
{
    g_autoptr(YadoForm) form =
        yado_page_create_form(page, self->inactive, self->session, self->guest);
    g_signal_connect_object(form, "changed", G_CALLBACK(on_form_changed_cb), self, 0);
    GtkWidget *view = yado_gtk_form_new(form);
    if (self->waiting)
        yado_gtk_form_show_waiting(YADO_GTK_FORM(view), self->waiting);
    return view;
}

static GtkWidget *
create_configuration_view(YadoGtkGuestPage *self)
{
    GtkWidget *view = yado_gtk_configuration_new(self->guest);
    g_signal_connect_object(view, "applied", G_CALLBACK(on_guest_page_configuration_applied_cb),
                            self, 0);
    return view;
}

static void
on_pinning_action_requested_cb(YadoGtkPinning *view, const char *id, YadoGtkGuestPage *self)
{
    g_signal_emit_by_name(self, "action-requested", id);
}

static void
on_pinning_failed_cb(YadoGtkPinning *view, const GError *error, YadoGtkGuestPage *self)
{
    yado_gtk_message_bar_show_error(self->messages, error);
}

static GtkWidget *
create_pinning_view(YadoGtkGuestPage *self, const char *title)
{
    GtkWidget *view = yado_gtk_pinning_new(self->session, self->guest, title);
    g_signal_connect_object(view, "action-requested", G_CALLBACK(on_pinning_action_requested_cb),
                            self, 0);
    g_signal_connect_object(view, "failed", G_CALLBACK(on_pinning_failed_cb), self, 0);
    return view;
}

static GtkWidget *
create_view(YadoGtkGuestPage *self, const YadoPage *page)
{
    const char *view = page->spec->view;
    YadoHost *host = yado_guest_get_host(self->guest);
    g_autofree char *title = yado_text_strip_mnemonic(page->title);
    if (page->spec->form)
        return create_form_view(self, page);
    if (g_strcmp0(view, "performance") == 0 && host)
        return yado_gtk_performance_new(host, self->guest);
    if (g_strcmp0(view, "pinning") == 0)
        return create_pinning_view(self, title);
    if (g_strcmp0(view, "snapshots") == 0)
        return yado_gtk_snapshots_new(self->guest, title);
    if (g_strcmp0(view, "configuration") == 0)
        return create_configuration_view(self);
    return yado_gtk_paragraph_new(page->spec->help ? _(page->spec->help) : "", NULL);
}

/* A page is made when it is first looked at: memory is paid for what is used. */
GtkWidget *
yado_gtk_guest_page_ensure_view(YadoGtkGuestPage *self, const YadoPage *page)
{
    GtkWidget *view = g_hash_table_lookup(self->views, page->id);
    if (view)
        return view;
    view = create_view(self, page);
    gtk_stack_add_named(self->stack, view, page->id);
    gtk_widget_show(view);
    g_hash_table_insert(self->views, g_strdup(page->id), view);
    return view;
}

void
on_guest_page_pages_row_selected_cb(GtkListBox *list, GtkListBoxRow *row, YadoGtkGuestPage *self)
{
    if (!row)
        return;
    const YadoPage *page =
        g_ptr_array_index(self->page_list, (guint)gtk_list_box_row_get_index(row));
    GtkWidget *view = yado_gtk_guest_page_ensure_view(self, page);
    yado_gtk_stack_show(self->stack, view);
    yado_gtk_guest_page_update_hardware(self);
    gtk_revealer_set_reveal_child(self->apply_bar, page->spec->form != NULL);
}

/* --- keys --- */

/* GTK's own Tab goes from row to row, through all the pages, before it comes to the page that was chosen. */
gboolean
on_guest_page_pages_key_pressed_cb(GtkWidget *list, GdkEventKey *event, YadoGtkGuestPage *self)
{
    GdkModifierType modifiers = event->state & gtk_accelerator_get_default_mod_mask();
    return event->keyval == GDK_KEY_Tab && !modifiers &&
           gtk_widget_child_focus(GTK_WIDGET(self->stack), GTK_DIR_TAB_FORWARD);
}

void
on_guest_page_pages_row_activated_cb(GtkListBox *list, GtkListBoxRow *row, YadoGtkGuestPage *self)
{
    gtk_widget_child_focus(GTK_WIDGET(self->stack), GTK_DIR_TAB_FORWARD);
}

/* --- rows --- */

static GtkWidget *
create_row(const YadoPage *page)
{
    g_autofree char *title = yado_text_strip_mnemonic(page->title);
    GtkWidget *box = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 6);
    GtkWidget *label = yado_gtk_label_new(title, NULL);
    GtkWidget *row = gtk_list_box_row_new();
    gtk_label_set_ellipsize(GTK_LABEL(label), PANGO_ELLIPSIZE_END);
    if (page->node) /* a MAC address is longer than the list is wide */
        gtk_widget_set_tooltip_text(row, title);
    if (page->spec->icon)
        gtk_container_add(GTK_CONTAINER(box),
                          gtk_image_new_from_icon_name(page->spec->icon, GTK_ICON_SIZE_MENU));
    gtk_container_add(GTK_CONTAINER(box), label);
    g_object_set(box, "margin", 6, NULL);
    gtk_container_add(GTK_CONTAINER(row), box);
    yado_gtk_set_accessible(row, title, NULL);
    g_object_set_data(G_OBJECT(row), "yado-label", label);
    gtk_widget_show_all(row);
    return row;
}

/* Up to @n of them. */
static void
add_rows(YadoGtkGuestPage *self, guint n)
{
    for (; self->n_rows < MIN(n, self->page_list->len); self->n_rows++)
        gtk_list_box_insert(self->pages,
                            create_row(g_ptr_array_index(self->page_list, self->n_rows)), -1);
}

static gboolean
on_more_rows_due_cb(gpointer data)
{
    YadoGtkGuestPage *self = data;
    add_rows(self, self->n_rows + MORE_ROWS);
    yado_gtk_guest_page_update_marks(self);
    if (self->n_rows < self->page_list->len)
        return G_SOURCE_CONTINUE;
    self->rows_id = 0;
    return G_SOURCE_REMOVE;
}

/* What can be seen is there at once; a hundred disks more would be waited for. */
static void
fill_list(YadoGtkGuestPage *self)
{
    gtk_container_foreach(GTK_CONTAINER(self->pages),
                          (GtkCallback)(void (*)(void))gtk_widget_destroy, NULL);
    self->n_rows = 0;
    add_rows(self, FIRST_ROWS);
    if (!self->rows_id && self->n_rows < self->page_list->len)
        self->rows_id = g_idle_add(on_more_rows_due_cb, self);
}

static gboolean
is_same_list(GPtrArray *a, GPtrArray *b)
{
    if (!a || a->len != b->len)
        return FALSE;
    for (guint i = 0; i < a->len; i++) {
        const YadoPage *page_a = g_ptr_array_index(a, i), *page_b = g_ptr_array_index(b, i);
        if (!g_str_equal(page_a->id, page_b->id) || !g_str_equal(page_a->title, page_b->title))
            return FALSE;
    }
    return TRUE;
}

void
yado_gtk_guest_page_select_page(YadoGtkGuestPage *self, const char *id)
{
    for (guint i = 0; i < self->page_list->len; i++) {
        const YadoPage *page = g_ptr_array_index(self->page_list, i);
        if (g_strcmp0(page->id, id) != 0)
            continue;
        add_rows(self, i + 1);
        gtk_list_box_select_row(self->pages, gtk_list_box_get_row_at_index(self->pages, (int)i));
    }
    if (!gtk_list_box_get_selected_row(self->pages))
        gtk_list_box_select_row(self->pages, gtk_list_box_get_row_at_index(self->pages, 0));
}

char *
yado_gtk_guest_page_dup_selected_page(YadoGtkGuestPage *self)
{
    const YadoPage *page = yado_gtk_guest_page_get_page(self);
    return page ? g_strdup(page->id) : NULL;
}

static gboolean
is_listed(GPtrArray *list, const char *id)
{
    for (guint i = 0; i < list->len; i++)
        if (g_str_equal(((const YadoPage *)g_ptr_array_index(list, i))->id, id))
            return TRUE;
    return FALSE;
}

/* The others keep what was typed into them. */
static void
drop_views(YadoGtkGuestPage *self, GPtrArray *list)
{
    GHashTableIter iter;
    gpointer id, view;
    g_hash_table_iter_init(&iter, self->views);
    while (g_hash_table_iter_next(&iter, &id, &view))
        if (!is_listed(list, id)) {
            gtk_widget_destroy(view);
            g_hash_table_iter_remove(&iter);
        }
}

void
yado_gtk_guest_page_rebuild_pages(YadoGtkGuestPage *self)
{
    g_autoptr(GPtrArray) list = yado_page_list(self->inactive);
    g_autofree char *selected = yado_gtk_guest_page_dup_selected_page(self);
    if (is_same_list(self->page_list, list))
        return;
    drop_views(self, list);
    g_clear_pointer(&self->page_list, g_ptr_array_unref);
    self->page_list = g_steal_pointer(&list);
    fill_list(self);
    yado_gtk_guest_page_select_page(self, self->wanted_page ? self->wanted_page : selected);
    if (g_strcmp0(self->wanted_page, YADO_PAGE_ADD_HARDWARE) == 0)
        yado_gtk_guest_page_ask_for_hardware(self);
    g_clear_pointer(&self->wanted_page, g_free);
}

void
yado_gtk_guest_page_open(YadoGtkGuestPage *self, const char *page_id)
{
    if (!page_id)
        return;
    if (self->page_list && g_str_equal(page_id, YADO_PAGE_ADD_HARDWARE)) {
        yado_gtk_guest_page_ask_for_hardware(self);
        return;
    }
    if (self->page_list) {
        yado_gtk_guest_page_select_page(self, page_id);
        return;
    }
    g_free(self->wanted_page);
    self->wanted_page = g_strdup(page_id);
}
