/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "views/yado-gtk-guest-page.h"

#include <glib/gi18n.h>

#include "app/yado-gtk-help.h"
#include "app/yado-gtk-thumbnail.h"
#include "app/yado-gtk-util.h"
#include "form/yado-gtk-form.h"
#include "views/yado-gtk-add-hardware.h"
#include "views/yado-gtk-configuration.h"
#include "views/yado-gtk-difference.h"
#include "views/yado-gtk-message-bar.h"
#include "views/yado-gtk-pending.h"
#include "views/yado-gtk-performance.h"
#include "views/yado-gtk-pinning.h"
#include "views/yado-gtk-snapshots.h"

#define TAB_CELLS 24 /* of a name, before it is shortened in its tab */

struct _YadoGtkGuestPage {
    GtkBox parent;
    GtkLabel *symbol, *name, *state, *kind;
    GtkWidget *to_window;
    GtkBox *bars;
    GtkListBox *pages;
    GtkWidget *add, *remove;
    GtkStack *stack;
    GtkRevealer *apply_bar;
    GtkLabel *apply_text;
    GtkWidget *apply, *undo, *difference;
    YadoGtkPending *pending;
    YadoGtkMessageBar *messages;
    GtkLabel *tab_symbol, *tab_name; /* weak */
    YadoSession *session;
    YadoGuest *guest;
    YadoDocument *inactive; /* edited by the forms; NULL until it came */
    YadoDocument *active;   /* NULL: not running, or not read yet */
    char *original;         /* text of @inactive before edits */
    GPtrArray *page_list;   /* of YadoPage, as the rows show them */
    GPtrArray *waiting;     /* of YadoPendingChange; NULL: not known */
    GHashTable *views;      /* page id -> widget in the stack */
    char *wanted_page;
    GCancellable *cancellable;
    char *signature;     /* what of the guest would make us read it again */
    YadoDocument *newer; /* what somebody else stored while this was edited; or NULL */
    gboolean is_busy, was_open;
};

enum { CLOSE_REQUESTED, WINDOW_REQUESTED, ACTION_REQUESTED, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_TYPE(YadoGtkGuestPage, yado_gtk_guest_page, GTK_TYPE_BOX)

static gboolean
is_alive(YadoGtkGuestPage *self)
{
    return !g_cancellable_is_cancelled(self->cancellable);
}

static gboolean
is_edited(YadoGtkGuestPage *self)
{
    return self->inactive && yado_document_is_edited(self->inactive);
}

/* --- head and tab --- */

static void
show_symbol(GtkLabel *label, YadoGuestState state)
{
    GtkWidget *widget = GTK_WIDGET(label);
    gtk_label_set_text(label, yado_guest_state_get_symbol(state));
    yado_gtk_set_style(widget, "yado-good", state == YADO_GUEST_RUNNING);
    yado_gtk_set_style(widget, "yado-warn",
                       state == YADO_GUEST_PAUSED || state == YADO_GUEST_STOPPING ||
                           state == YADO_GUEST_SUSPENDED);
    yado_gtk_set_style(widget, "yado-bad", state == YADO_GUEST_CRASHED);
}

static char *
dup_state_text(YadoGuest *guest)
{
    const char *state = yado_guest_state_get_label(yado_guest_get_state(guest));
    if (yado_guest_is_gone(guest))
        return g_strdup(_("This guest is not there any more."));
    YadoHost *host = yado_guest_get_host(guest);
    if (host && yado_host_is_stale(host)) /* as it was last seen, and why there is nothing newer */
        return g_strdup_printf("%s (%s)", state, yado_host_get_state_label(host));
    return yado_guest_dup_state_text(guest);
}

static void
update_head(YadoGtkGuestPage *self)
{
    YadoGuestState state = yado_guest_get_state(self->guest);
    g_autofree char *name = yado_text_clean(yado_guest_get_name(self->guest));
    g_autofree char *text = dup_state_text(self->guest);
    show_symbol(self->symbol, state);
    gtk_label_set_text(self->name, name);
    gtk_label_set_text(self->state, text);
    YadoHost *host = yado_guest_get_host(self->guest);
    gtk_widget_set_sensitive(GTK_WIDGET(self->symbol), host && !yado_host_is_stale(host));
    YadoGuestKind kind = yado_guest_get_kind(self->guest);
    gtk_label_set_text(self->kind, yado_guest_kind_get_label(kind));
    gtk_widget_set_visible(GTK_WIDGET(self->kind), kind != YADO_KIND_UNKNOWN);
    if (self->tab_name) {
        show_symbol(self->tab_symbol, state);
        gtk_label_set_text(self->tab_name, name);
        gtk_label_set_width_chars(self->tab_name, MIN(yado_text_get_width(name), TAB_CELLS));
    }
}

static void
on_tab_close_clicked_cb(GtkButton *button, YadoGtkGuestPage *self)
{
    yado_gtk_guest_page_request_close(self);
}

GtkWidget *
yado_gtk_guest_page_create_tab(YadoGtkGuestPage *self)
{
    g_autoptr(GtkBuilder) builder =
        gtk_builder_new_from_resource(YADO_GTK_RESOURCE("guest-tab.ui"));
    GtkWidget *tab = GTK_WIDGET(gtk_builder_get_object(builder, "tab"));
    GtkWidget *close = GTK_WIDGET(gtk_builder_get_object(builder, "close"));
    g_autofree char *name = g_strdup_printf(_("Close %s"), yado_guest_get_name(self->guest));
    GtkLabel *symbol = GTK_LABEL(gtk_builder_get_object(builder, "symbol"));
    GtkLabel *label = GTK_LABEL(gtk_builder_get_object(builder, "name"));
    g_set_weak_pointer(&self->tab_symbol, symbol);
    g_set_weak_pointer(&self->tab_name, label);
    gtk_widget_set_tooltip_text(close, name);
    yado_gtk_set_accessible(close, name, NULL);
    g_signal_connect_object(close, "clicked", G_CALLBACK(on_tab_close_clicked_cb), self, 0);
    update_head(self);
    return g_object_ref(tab);
}

/* --- pages --- */

static const YadoPage *
find_page(YadoGtkGuestPage *self, const char *id)
{
    for (guint i = 0; self->page_list && i < self->page_list->len; i++) {
        const YadoPage *page = g_ptr_array_index(self->page_list, i);
        if (g_str_equal(page->id, id))
            return page;
    }
    return NULL;
}

static const YadoPage *
get_selected_page(YadoGtkGuestPage *self)
{
    GtkListBoxRow *row = self->page_list ? gtk_list_box_get_selected_row(self->pages) : NULL;
    return row ? g_ptr_array_index(self->page_list, (guint)gtk_list_box_row_get_index(row)) : NULL;
}

/* Of a device that has to stay the reason is told, not only that the button does nothing. */
static void
update_hardware_buttons(YadoGtkGuestPage *self)
{
    const YadoPage *page = get_selected_page(self);
    const char *reason = NULL;
    gboolean is_ready = self->inactive && !self->is_busy;
    gboolean can_remove = is_ready && page && page->node &&
                          yado_device_can_remove(self->inactive, page->node, self->guest, &reason);
    gtk_widget_set_sensitive(self->add, is_ready);
    gtk_widget_set_sensitive(self->remove, can_remove);
    gtk_widget_set_tooltip_text(self->remove, reason);
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
static void
update_marks(YadoGtkGuestPage *self)
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
update_apply_bar(YadoGtkGuestPage *self)
{
    guint n = self->inactive ? yado_document_get_edits(self->inactive)->len : 0;
    g_autofree char *text = g_strdup_printf(
        ngettext("%u change is not applied yet", "%u changes are not applied yet", n), n);
    gtk_label_set_text(self->apply_text, n ? text : "");
    gtk_widget_set_sensitive(self->apply, n && !self->is_busy);
    gtk_widget_set_sensitive(self->undo, n && !self->is_busy);
    gtk_widget_set_sensitive(self->difference, n && !self->is_busy);
    update_hardware_buttons(self);
    update_marks(self);
}

static void
on_form_changed_cb(YadoForm *form, const char *field, YadoGtkGuestPage *self)
{
    update_apply_bar(self);
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

static void on_configuration_applied_cb(YadoGtkConfiguration *view, YadoGtkGuestPage *self);

static GtkWidget *
create_configuration_view(YadoGtkGuestPage *self)
{
    GtkWidget *view = yado_gtk_configuration_new(self->guest);
    g_signal_connect_object(view, "applied", G_CALLBACK(on_configuration_applied_cb), self, 0);
    return view;
}

static void
on_pinning_action_requested_cb(YadoGtkPinning *view, const char *id, YadoGtkGuestPage *self)
{
    g_signal_emit(self, signals[ACTION_REQUESTED], 0, id);
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
static GtkWidget *
ensure_view(YadoGtkGuestPage *self, const YadoPage *page)
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

static void
on_pages_row_selected_cb(GtkListBox *list, GtkListBoxRow *row, YadoGtkGuestPage *self)
{
    if (!row)
        return;
    const YadoPage *page =
        g_ptr_array_index(self->page_list, (guint)gtk_list_box_row_get_index(row));
    GtkWidget *view = ensure_view(self, page);
    yado_gtk_stack_show(self->stack, view);
    update_hardware_buttons(self);
    gtk_revealer_set_reveal_child(self->apply_bar, page->spec->form != NULL);
}

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

static void
select_page(YadoGtkGuestPage *self, const char *id)
{
    for (guint i = 0; i < self->page_list->len; i++) {
        const YadoPage *page = g_ptr_array_index(self->page_list, i);
        if (g_strcmp0(page->id, id) == 0)
            gtk_list_box_select_row(self->pages,
                                    gtk_list_box_get_row_at_index(self->pages, (int)i));
    }
    if (!gtk_list_box_get_selected_row(self->pages))
        gtk_list_box_select_row(self->pages, gtk_list_box_get_row_at_index(self->pages, 0));
}

static char *
dup_selected_page(YadoGtkGuestPage *self)
{
    const YadoPage *page = get_selected_page(self);
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

/* Other devices than before: other pages. */
static void ask_for_hardware(YadoGtkGuestPage *self);

static void
rebuild_pages(YadoGtkGuestPage *self)
{
    g_autoptr(GPtrArray) list = yado_page_list(self->inactive);
    g_autofree char *selected = dup_selected_page(self);
    if (is_same_list(self->page_list, list))
        return;
    drop_views(self, list);
    gtk_container_foreach(GTK_CONTAINER(self->pages),
                          (GtkCallback)(void (*)(void))gtk_widget_destroy, NULL);
    g_clear_pointer(&self->page_list, g_ptr_array_unref);
    self->page_list = g_steal_pointer(&list);
    for (guint i = 0; i < self->page_list->len; i++)
        gtk_list_box_insert(self->pages, create_row(g_ptr_array_index(self->page_list, i)), -1);
    select_page(self, self->wanted_page ? self->wanted_page : selected);
    if (g_strcmp0(self->wanted_page, YADO_PAGE_ADD_HARDWARE) == 0)
        ask_for_hardware(self);
    g_clear_pointer(&self->wanted_page, g_free);
}

void
yado_gtk_guest_page_open(YadoGtkGuestPage *self, const char *page_id)
{
    if (!page_id)
        return;
    if (self->page_list && g_str_equal(page_id, YADO_PAGE_ADD_HARDWARE)) {
        ask_for_hardware(self);
        return;
    }
    if (self->page_list) {
        select_page(self, page_id);
        return;
    }
    g_free(self->wanted_page);
    self->wanted_page = g_strdup(page_id);
}

/* --- adding and removing devices --- */

static void
add_hardware(YadoGtkGuestPage *self, const YadoDeviceSpec *spec)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *node = yado_device_add(spec, self->inactive, self->guest, &error);
    if (!node) {
        yado_gtk_message_bar_show_error(self->messages, error);
        return;
    }
    rebuild_pages(self);
    select_page(self, node);
    update_apply_bar(self);
}

static void
on_hardware_chosen_cb(GtkDialog *dialog, int response, YadoGtkGuestPage *self)
{
    const YadoDeviceSpec *spec =
        response == GTK_RESPONSE_ACCEPT
            ? yado_gtk_add_hardware_get_chosen(YADO_GTK_ADD_HARDWARE(dialog))
            : NULL;
    gtk_widget_destroy(GTK_WIDGET(dialog));
    if (spec && self->inactive && !self->is_busy)
        add_hardware(self, spec);
}

static void
ask_for_hardware(YadoGtkGuestPage *self)
{
    GtkWidget *toplevel = gtk_widget_get_toplevel(GTK_WIDGET(self));
    GtkWidget *dialog = yado_gtk_add_hardware_new(
        GTK_IS_WINDOW(toplevel) ? GTK_WINDOW(toplevel) : NULL, self->inactive, self->guest);
    g_signal_connect_object(dialog, "response", G_CALLBACK(on_hardware_chosen_cb), self, 0);
    gtk_widget_show(dialog);
}

static void
on_add_clicked_cb(GtkButton *button, YadoGtkGuestPage *self)
{
    ask_for_hardware(self);
}

static void
on_remove_clicked_cb(GtkButton *button, YadoGtkGuestPage *self)
{
    const YadoPage *page = get_selected_page(self);
    g_autoptr(GError) error = NULL;
    if (!page || !page->node || self->is_busy)
        return;
    if (yado_device_remove(self->inactive, page->node, self->guest, &error))
        rebuild_pages(self);
    else
        yado_gtk_message_bar_show_error(self->messages, error);
    update_apply_bar(self);
}

/* As in the terminal: here F5 is about the device that is shown, and never about the whole guest. */
gboolean
yado_gtk_guest_page_handle_key(YadoGtkGuestPage *self, const GdkEventKey *event)
{
    if (event->state & gtk_accelerator_get_default_mod_mask())
        return GDK_EVENT_PROPAGATE;
    if (event->keyval == GDK_KEY_F3 && gtk_widget_get_sensitive(self->add))
        ask_for_hardware(self);
    else if (event->keyval == GDK_KEY_F5)
        on_remove_clicked_cb(NULL, self);
    else if (event->keyval != GDK_KEY_F3)
        return GDK_EVENT_PROPAGATE;
    return GDK_EVENT_STOP;
}

/* --- reading --- */

static void
give_document_to_forms(YadoGtkGuestPage *self)
{
    GHashTableIter iter;
    gpointer view;
    g_hash_table_iter_init(&iter, self->views);
    while (g_hash_table_iter_next(&iter, NULL, &view))
        if (YADO_GTK_IS_FORM(view))
            yado_form_set_document(yado_gtk_form_get_form(view), self->inactive);
        else if (YADO_GTK_IS_CONFIGURATION(view))
            yado_gtk_configuration_refresh(view);
}

static void
adopt_document(YadoGtkGuestPage *self, YadoDocument *document)
{
    if (self->newer)
        yado_gtk_message_bar_hide(self->messages);
    g_clear_object(&self->newer);
    g_set_object(&self->inactive, document);
    g_free(self->original);
    self->original = yado_document_dump(document);
    rebuild_pages(self);
    give_document_to_forms(self);
    update_apply_bar(self);
}

static void
show_waiting(YadoGtkGuestPage *self)
{
    GHashTableIter iter;
    gpointer view;
    g_hash_table_iter_init(&iter, self->views);
    while (g_hash_table_iter_next(&iter, NULL, &view))
        if (YADO_GTK_IS_FORM(view))
            yado_gtk_form_show_waiting(view, self->waiting);
}

static void
update_pending(YadoGtkGuestPage *self)
{
    if (!self->inactive || is_edited(self))
        return;
    g_clear_pointer(&self->waiting, g_ptr_array_unref);
    self->waiting = self->active ? yado_pending_list(self->guest, self->active, self->inactive)
                                 : g_ptr_array_new();
    yado_gtk_pending_show(self->pending, self->waiting);
    show_waiting(self);
}

static void
on_active_fetched_cb(GObject *source, GAsyncResult *result, gpointer data)
{
    g_autoptr(YadoGtkGuestPage) self = data;
    g_autoptr(GError) error = NULL;
    g_autoptr(YadoDocument) document =
        yado_guest_get_document_finish(YADO_GUEST(source), result, &error);
    if (!is_alive(self))
        return;
    g_set_object(&self->active, document);
    update_pending(self);
}

/* Edits stay; who made them learns that they are about something older, and may leave it to Apply to find what collides. */
static void
tell_newer(YadoGtkGuestPage *self, YadoDocument *document)
{
    g_autofree char *text =
        g_strdup_printf(_("The configuration of %s was changed by somebody else meanwhile. Your "
                          "changes are kept; applying them tells if they collide."),
                        yado_guest_get_name(self->guest));
    g_set_object(&self->newer, document);
    yado_gtk_message_bar_show_text(self->messages, GTK_MESSAGE_WARNING, text);
    yado_gtk_message_bar_offer(self->messages, _("_Reload"), "reload");
}

static void
on_messages_offered_cb(YadoGtkMessageBar *bar, const char *id, YadoGtkGuestPage *self)
{
    if (!self->newer || self->is_busy)
        return;
    g_autoptr(YadoDocument) document = g_object_ref(self->newer);
    adopt_document(self, document);
    update_pending(self);
}

static void
take_inactive(YadoGtkGuestPage *self, YadoDocument *document)
{
    g_autofree char *text = yado_document_dump(document);
    gboolean is_known = g_strcmp0(text, self->original) == 0;
    if (is_edited(self) && !is_known)
        tell_newer(self, document);
    else if (!is_edited(self) && !is_known)
        adopt_document(self, document);
    update_pending(self);
}

static void
on_inactive_fetched_cb(GObject *source, GAsyncResult *result, gpointer data)
{
    g_autoptr(YadoGtkGuestPage) self = data;
    g_autoptr(GError) error = NULL;
    g_autoptr(YadoDocument) document =
        yado_guest_get_document_finish(YADO_GUEST(source), result, &error);
    if (!is_alive(self))
        return;
    if (!document) {
        if (!self->inactive)
            yado_gtk_stack_show(self->stack, gtk_stack_get_child_by_name(self->stack, "failed"));
        yado_gtk_message_bar_show_error(self->messages, error);
    } else if (!self->is_busy) { /* else what comes of it is read then */
        take_inactive(self, document);
    }
}

static void
fetch(YadoGtkGuestPage *self)
{
    yado_guest_get_document_async(self->guest, YADO_CONFIGURATION_INACTIVE, self->cancellable,
                                  on_inactive_fetched_cb, g_object_ref(self));
    yado_guest_get_document_async(self->guest, YADO_CONFIGURATION_ACTIVE, self->cancellable,
                                  on_active_fetched_cb, g_object_ref(self));
}

static void
on_configuration_applied_cb(YadoGtkConfiguration *view, YadoGtkGuestPage *self)
{
    if (!is_edited(self))
        fetch(self);
}

/* --- apply --- */

static void start_apply(YadoGtkGuestPage *self, YadoApplyFlags extra);
static void take_over(YadoGtkGuestPage *self);

static void
set_busy(YadoGtkGuestPage *self, gboolean busy)
{
    self->is_busy = busy;
    gtk_widget_set_sensitive(GTK_WIDGET(self->stack), !busy);
    update_apply_bar(self);
}

static void
on_conflict_answered_cb(GtkDialog *dialog, int response, YadoGtkGuestPage *self)
{
    gtk_widget_destroy(GTK_WIDGET(dialog));
    if (response == YADO_GTK_CONFLICT_FORCE)
        start_apply(self, YADO_APPLY_FORCE);
    if (response == YADO_GTK_CONFLICT_RELOAD)
        take_over(self);
}

static void
ask_about_conflict(YadoGtkGuestPage *self, const GError *error)
{
    GtkWidget *toplevel = gtk_widget_get_toplevel(GTK_WIDGET(self));
    GtkWidget *dialog = yado_gtk_conflict_new(GTK_WINDOW(toplevel), error);
    g_signal_connect_object(dialog, "response", G_CALLBACK(on_conflict_answered_cb), self, 0);
    gtk_widget_show(dialog);
}

static void
tell_dropped(YadoGtkGuestPage *self, const char *dropped)
{
    g_autofree char *text = g_strdup_printf(_("The host did not keep all of it:\n%s"), dropped);
    yado_gtk_message_bar_show_text(self->messages, GTK_MESSAGE_WARNING, text);
}

/* Thrown away, as the host has them. */
static void
take_over(YadoGtkGuestPage *self)
{
    yado_document_undo_all(self->inactive, NULL);
    rebuild_pages(self);
    give_document_to_forms(self);
    fetch(self);
}

static void
on_applied_cb(GObject *source, GAsyncResult *result, gpointer data)
{
    g_autoptr(YadoGtkGuestPage) self = data;
    g_autoptr(GError) error = NULL;
    g_autofree char *dropped = NULL;
    g_autoptr(YadoDocument) document =
        yado_guest_apply_finish(YADO_GUEST(source), result, &dropped, &error);
    if (!is_alive(self))
        return;
    set_busy(self, FALSE);
    if (document) {
        yado_gtk_message_bar_hide(self->messages);
        adopt_document(self, document);
        fetch(self);
        if (dropped)
            tell_dropped(self, dropped);
    } else if (g_error_matches(error, YADO_ERROR, YADO_ERROR_CONFLICT)) {
        ask_about_conflict(self, error);
    } else {
        if (g_error_matches(error, YADO_ERROR, YADO_ERROR_PENDING))
            take_over(self); /* what waits is stored: it is no edit any more */
        yado_gtk_message_bar_show_error(self->messages, error);
    }
}

static void
start_apply(YadoGtkGuestPage *self, YadoApplyFlags extra)
{
    YadoApplyFlags flags = YADO_APPLY_STORED | extra;
    if (yado_guest_is_active(self->guest))
        flags |= YADO_APPLY_LIVE;
    set_busy(self, TRUE);
    yado_guest_apply_async(self->guest, self->inactive, flags, self->cancellable, on_applied_cb,
                           g_object_ref(self));
}

/* All are checked before any is stored; the first wrong field is shown. */
static gboolean
validate(YadoGtkGuestPage *self)
{
    for (guint i = 0; i < self->page_list->len; i++) {
        const YadoPage *page = g_ptr_array_index(self->page_list, i);
        GtkWidget *view = yado_page_is_edited(page, self->inactive)
                              ? ensure_view(self, page)
                              : g_hash_table_lookup(self->views, page->id);
        if (!view || !YADO_GTK_IS_FORM(view) ||
            yado_form_validate(yado_gtk_form_get_form(YADO_GTK_FORM(view)), NULL, NULL))
            continue;
        select_page(self, page->id);
        yado_gtk_form_validate(YADO_GTK_FORM(view));
        return FALSE;
    }
    return TRUE;
}

static void
on_apply_clicked_cb(GtkButton *button, YadoGtkGuestPage *self)
{
    if (validate(self))
        start_apply(self, 0);
}

static void
on_undo_clicked_cb(GtkButton *button, YadoGtkGuestPage *self)
{
    yado_document_undo_all(self->inactive,
                           NULL); /* what cannot be taken back stays shown as edited */
    rebuild_pages(self);
    give_document_to_forms(self);
    update_apply_bar(self);
    update_pending(self);
}

static void
on_difference_clicked_cb(GtkButton *button, YadoGtkGuestPage *self)
{
    g_autofree char *text = yado_document_dump(self->inactive);
    g_autofree char *difference = yado_text_diff(self->original, text, _("stored"), _("edited"));
    yado_gtk_difference_show(GTK_WINDOW(gtk_widget_get_toplevel(GTK_WIDGET(self))), _("Difference"),
                             difference);
}

static void
on_pending_undo_requested_cb(YadoGtkPending *bar, YadoPendingChange *change, YadoGtkGuestPage *self)
{
    g_autoptr(GError) error = NULL;
    if (!yado_pending_undo(change, self->inactive, &error))
        yado_gtk_message_bar_show_error(self->messages, error);
    else
        start_apply(self, 0);
}

static void
on_pending_page_requested_cb(YadoGtkPending *bar, const char *page, YadoGtkGuestPage *self)
{
    select_page(self, page);
}

/* --- the guest changes --- */

static char *
dup_signature(YadoGuest *guest)
{
    g_autofree char *tags = g_strjoinv(",", (char **)yado_guest_get_tags(guest));
    return g_strdup_printf(
        "%u|%d|%s|%s|%s|%u|%u|%" G_GUINT64_FORMAT "|%d|%s",
        yado_guest_get_configuration_serial(guest), yado_guest_get_id(guest),
        yado_guest_get_name(guest), yado_guest_get_title(guest), yado_guest_get_description(guest),
        yado_guest_get_vcpus(guest), yado_guest_get_vcpus_maximum(guest),
        yado_guest_get_memory_maximum(guest), yado_guest_get_autostart(guest), tags);
}

static void
on_guest_changed(YadoGtkGuestPage *self)
{
    g_autofree char *signature = dup_signature(self->guest);
    update_head(self);
    if (g_strcmp0(signature, self->signature) == 0)
        return;
    g_free(self->signature);
    self->signature = g_steal_pointer(&signature);
    if (!self->is_busy && !yado_guest_is_gone(self->guest))
        fetch(self);
}

static void
on_host_guests_changed_cb(YadoHost *host, GPtrArray *guests, YadoGtkGuestPage *self)
{
    if (g_ptr_array_find(guests, self->guest, NULL))
        on_guest_changed(self);
}

/* What was missed while the connection was lost. */
static void
on_host_state_changed_cb(YadoHost *host, YadoGtkGuestPage *self)
{
    gboolean is_open = yado_host_get_state(host) == YADO_HOST_OPEN;
    if (is_open && !self->was_open && !self->is_busy && !yado_guest_is_gone(self->guest))
        fetch(self);
    self->was_open = is_open;
    update_head(self);
}

static void
on_host_items_changed_cb(GListModel *host, guint position, guint removed, guint added,
                         YadoGtkGuestPage *self)
{
    if (!removed || !yado_guest_is_gone(self->guest))
        return;
    update_head(self);
    gtk_widget_set_sensitive(GTK_WIDGET(self->stack), FALSE);
    gtk_revealer_set_reveal_child(self->apply_bar, FALSE);
}

/* --- what is on the screen is sampled --- */

static void
on_mapped_cb(GtkWidget *widget, YadoGtkGuestPage *self)
{
    YadoHost *host = yado_guest_get_host(self->guest);
    if (host)
        yado_host_watch(host, self, &self->guest, 1);
}

static void
stop_watching(YadoGtkGuestPage *self)
{
    YadoHost *host = self->guest ? yado_guest_get_host(self->guest) : NULL;
    if (host)
        yado_host_watch(host, self, NULL, 0);
}

static void
on_unmapped_cb(GtkWidget *widget, YadoGtkGuestPage *self)
{
    stop_watching(self);
}

/* --- closing and windows --- */

static void
on_close_answered_cb(GObject *source, GAsyncResult *result, gpointer data)
{
    g_autoptr(YadoGtkGuestPage) self = data;
    if (yado_prompt_ask_finish(YADO_PROMPT(source), result, NULL) && is_alive(self))
        g_signal_emit(self, signals[CLOSE_REQUESTED], 0);
}

static gboolean
has_edited_text(YadoGtkGuestPage *self)
{
    GtkWidget *view = g_hash_table_lookup(self->views, "configuration");
    return view && yado_gtk_configuration_is_edited(YADO_GTK_CONFIGURATION(view));
}

static gboolean
has_edited_grid(YadoGtkGuestPage *self)
{
    GtkWidget *view = g_hash_table_lookup(self->views, "pinning");
    return view && YADO_GTK_IS_PINNING(view) && yado_gtk_pinning_is_edited(YADO_GTK_PINNING(view));
}

gboolean
yado_gtk_guest_page_is_edited(YadoGtkGuestPage *self)
{
    return is_edited(self) || has_edited_text(self) || has_edited_grid(self);
}

void
yado_gtk_guest_page_request_close(YadoGtkGuestPage *self)
{
    if (!yado_gtk_guest_page_is_edited(self)) {
        g_signal_emit(self, signals[CLOSE_REQUESTED], 0);
        return;
    }
    g_autofree char *text =
        g_strdup_printf(_("The changes of %s that are not applied yet are lost."),
                        yado_guest_get_name(self->guest));
    g_autoptr(YadoQuestion) question = yado_question_new(
        YADO_QUESTION_CONFIRM, _("Changes that are not applied"), text, _("_Discard"));
    yado_question_set_danger(question, TRUE);
    yado_prompt_ask_async(yado_session_get_prompt(self->session), question, self->cancellable,
                          on_close_answered_cb, g_object_ref(self));
}

static void
on_to_window_clicked_cb(GtkButton *button, YadoGtkGuestPage *self)
{
    g_signal_emit(self, signals[WINDOW_REQUESTED], 0);
}

void
yado_gtk_guest_page_set_in_window(YadoGtkGuestPage *self)
{
    gtk_widget_hide(self->to_window);
}

YadoGuest *
yado_gtk_guest_page_get_guest(YadoGtkGuestPage *self)
{
    return self->guest;
}

void
yado_gtk_guest_page_show_help(YadoGtkGuestPage *self)
{
    g_autofree char *id = dup_selected_page(self);
    const YadoPage *page = id ? find_page(self, id) : NULL;
    GtkWidget *view = id ? g_hash_table_lookup(self->views, id) : NULL;
    if (!page)
        return;
    YadoForm *form = YADO_GTK_IS_FORM(view) ? yado_gtk_form_get_form(YADO_GTK_FORM(view)) : NULL;
    g_autofree char *text = yado_page_dup_help(page, form);
    g_autofree char *title = yado_text_strip_mnemonic(page->title);
    yado_gtk_help_show_text(GTK_WINDOW(gtk_widget_get_toplevel(GTK_WIDGET(self))), title, text);
}

/* --- life --- */

static void
yado_gtk_guest_page_dispose(GObject *object)
{
    YadoGtkGuestPage *self = YADO_GTK_GUEST_PAGE(object);
    g_cancellable_cancel(self->cancellable);
    stop_watching(self);
    if (self->pages)
        g_signal_handlers_disconnect_by_data(self->pages, self);
    g_clear_weak_pointer(&self->tab_symbol);
    g_clear_weak_pointer(&self->tab_name);
    g_hash_table_remove_all(self->views);
    G_OBJECT_CLASS(yado_gtk_guest_page_parent_class)->dispose(object);
}

static void
yado_gtk_guest_page_finalize(GObject *object)
{
    YadoGtkGuestPage *self = YADO_GTK_GUEST_PAGE(object);
    g_clear_object(&self->cancellable);
    g_clear_object(&self->inactive);
    g_clear_object(&self->active);
    g_clear_object(&self->newer);
    g_clear_object(&self->guest);
    g_clear_object(&self->session);
    g_clear_pointer(&self->page_list, g_ptr_array_unref);
    g_clear_pointer(&self->waiting, g_ptr_array_unref);
    g_hash_table_unref(self->views);
    g_free(self->original);
    g_free(self->wanted_page);
    g_free(self->signature);
    G_OBJECT_CLASS(yado_gtk_guest_page_parent_class)->finalize(object);
}

static void
bind_children(GtkWidgetClass *widget)
{
    gtk_widget_class_bind_template_child(widget, YadoGtkGuestPage, symbol);
    gtk_widget_class_bind_template_child(widget, YadoGtkGuestPage, name);
    gtk_widget_class_bind_template_child(widget, YadoGtkGuestPage, state);
    gtk_widget_class_bind_template_child(widget, YadoGtkGuestPage, kind);
    gtk_widget_class_bind_template_child(widget, YadoGtkGuestPage, to_window);
    gtk_widget_class_bind_template_child(widget, YadoGtkGuestPage, bars);
    gtk_widget_class_bind_template_child(widget, YadoGtkGuestPage, pages);
    gtk_widget_class_bind_template_child(widget, YadoGtkGuestPage, add);
    gtk_widget_class_bind_template_child(widget, YadoGtkGuestPage, remove);
    gtk_widget_class_bind_template_child(widget, YadoGtkGuestPage, stack);
    gtk_widget_class_bind_template_child(widget, YadoGtkGuestPage, apply_bar);
    gtk_widget_class_bind_template_child(widget, YadoGtkGuestPage, apply_text);
    gtk_widget_class_bind_template_child(widget, YadoGtkGuestPage, apply);
    gtk_widget_class_bind_template_child(widget, YadoGtkGuestPage, undo);
    gtk_widget_class_bind_template_child(widget, YadoGtkGuestPage, difference);
}

static void
yado_gtk_guest_page_class_init(YadoGtkGuestPageClass *klass)
{
    GtkWidgetClass *widget = GTK_WIDGET_CLASS(klass);
    GType type = G_TYPE_FROM_CLASS(klass);
    G_OBJECT_CLASS(klass)->dispose = yado_gtk_guest_page_dispose;
    G_OBJECT_CLASS(klass)->finalize = yado_gtk_guest_page_finalize;
    signals[CLOSE_REQUESTED] = g_signal_new("close-requested", type, G_SIGNAL_RUN_LAST, 0, NULL,
                                            NULL, NULL, G_TYPE_NONE, 0);
    signals[WINDOW_REQUESTED] = g_signal_new("window-requested", type, G_SIGNAL_RUN_LAST, 0, NULL,
                                             NULL, NULL, G_TYPE_NONE, 0);
    signals[ACTION_REQUESTED] = g_signal_new("action-requested", type, G_SIGNAL_RUN_LAST, 0, NULL,
                                             NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
    gtk_widget_class_set_template_from_resource(widget, YADO_GTK_RESOURCE("guest-page.ui"));
    bind_children(widget);
    gtk_widget_class_bind_template_callback(widget, on_pages_row_selected_cb);
    gtk_widget_class_bind_template_callback(widget, on_add_clicked_cb);
    gtk_widget_class_bind_template_callback(widget, on_remove_clicked_cb);
    gtk_widget_class_bind_template_callback(widget, on_apply_clicked_cb);
    gtk_widget_class_bind_template_callback(widget, on_undo_clicked_cb);
    gtk_widget_class_bind_template_callback(widget, on_difference_clicked_cb);
    gtk_widget_class_bind_template_callback(widget, on_to_window_clicked_cb);
    gtk_widget_class_bind_template_callback(widget, on_mapped_cb);
    gtk_widget_class_bind_template_callback(widget, on_unmapped_cb);
}

static void
set_labels(YadoGtkGuestPage *self)
{
    const char *name = _("Open in a window of its own");
    gtk_button_set_label(GTK_BUTTON(self->add), _("Add hard_ware…"));
    gtk_button_set_label(GTK_BUTTON(self->remove), _("_Remove"));
    gtk_button_set_label(GTK_BUTTON(self->apply), _("_Apply"));
    gtk_button_set_label(GTK_BUTTON(self->undo), _("_Undo"));
    gtk_button_set_label(GTK_BUTTON(self->difference), _("_Difference"));
    gtk_widget_set_tooltip_text(self->to_window, name);
    yado_gtk_set_accessible(self->to_window, name, NULL);
    yado_gtk_set_accessible(GTK_WIDGET(self->pages), _("Pages"), NULL);
}

static void
yado_gtk_guest_page_init(YadoGtkGuestPage *self)
{
    self->cancellable = g_cancellable_new();
    self->views = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    gtk_widget_init_template(GTK_WIDGET(self));
    self->pending = YADO_GTK_PENDING(yado_gtk_pending_new());
    self->messages = YADO_GTK_MESSAGE_BAR(yado_gtk_message_bar_new());
    gtk_container_add(GTK_CONTAINER(self->bars), GTK_WIDGET(self->messages));
    gtk_container_add(GTK_CONTAINER(self->bars), GTK_WIDGET(self->pending));
    g_signal_connect(self->messages, "offered", G_CALLBACK(on_messages_offered_cb), self);
    g_signal_connect(self->pending, "undo-requested", G_CALLBACK(on_pending_undo_requested_cb),
                     self);
    g_signal_connect(self->pending, "page-requested", G_CALLBACK(on_pending_page_requested_cb),
                     self);
    set_labels(self);
}

static void
add_thumbnail(YadoGtkGuestPage *self)
{
    GtkWidget *thumbnail = yado_gtk_thumbnail_new(self->session, self->guest);
    gtk_box_pack_end(GTK_BOX(gtk_widget_get_parent(self->to_window)), thumbnail, FALSE, FALSE, 6);
    gtk_widget_show(thumbnail);
}

GtkWidget *
yado_gtk_guest_page_new(YadoSession *session, YadoGuest *guest)
{
    YadoGtkGuestPage *self = g_object_new(YADO_GTK_TYPE_GUEST_PAGE, NULL);
    YadoHost *host = yado_guest_get_host(guest);
    self->session = g_object_ref(session);
    self->guest = g_object_ref(guest);
    self->signature = dup_signature(guest);
    add_thumbnail(self);
    if (host) {
        self->was_open = yado_host_get_state(host) == YADO_HOST_OPEN;
        g_signal_connect_object(host, "state-changed", G_CALLBACK(on_host_state_changed_cb), self,
                                0);
        g_signal_connect_object(host, "guests-changed", G_CALLBACK(on_host_guests_changed_cb), self,
                                0);
        g_signal_connect_object(host, "items-changed", G_CALLBACK(on_host_items_changed_cb), self,
                                G_CONNECT_AFTER);
    }
    update_head(self);
    update_apply_bar(self);
    fetch(self);
    return GTK_WIDGET(self);
}
