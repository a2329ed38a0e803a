/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "views/yado-gtk-guest-page-private.h"

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

enum { CLOSE_REQUESTED, WINDOW_REQUESTED, ACTION_REQUESTED, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_TYPE(YadoGtkGuestPage, yado_gtk_guest_page, GTK_TYPE_BOX)

gboolean
yado_gtk_guest_page_is_alive(YadoGtkGuestPage *self)
{
    return !g_cancellable_is_cancelled(self->cancellable);
}

gboolean
yado_gtk_guest_page_is_document_edited(YadoGtkGuestPage *self)
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

/* Only a long name may be cut: GTK's cell is half a Japanese character there, and a Latin one is wider. */
static void
show_tab_name(GtkLabel *label, const char *name)
{
    gboolean is_long = yado_text_get_width(name) > TAB_CELLS;
    gtk_label_set_text(label, name);
    gtk_label_set_ellipsize(label, is_long ? PANGO_ELLIPSIZE_MIDDLE : PANGO_ELLIPSIZE_NONE);
    gtk_label_set_width_chars(label, is_long ? TAB_CELLS : -1);
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
        show_tab_name(self->tab_name, name);
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

/* Of a device that has to stay the reason is told, not only that the button does nothing. */
void
yado_gtk_guest_page_update_hardware(YadoGtkGuestPage *self)
{
    const YadoPage *page = yado_gtk_guest_page_get_page(self);
    const char *reason = NULL;
    gboolean is_ready = self->inactive && !self->is_busy;
    gboolean can_remove = is_ready && page && page->node &&
                          yado_device_can_remove(self->inactive, page->node, self->guest, &reason);
    gtk_widget_set_sensitive(self->add, is_ready);
    gtk_widget_set_sensitive(self->remove, can_remove);
    gtk_widget_set_tooltip_text(self->remove, reason);
}

void
yado_gtk_guest_page_update_bar(YadoGtkGuestPage *self)
{
    guint n = self->inactive ? yado_document_count_changes(self->inactive) : 0;
    g_autofree char *text = g_strdup_printf(
        ngettext("%u change is not applied yet", "%u changes are not applied yet", n), n);
    gtk_label_set_text(self->apply_text, n ? text : "");
    gtk_widget_set_sensitive(self->apply, n && !self->is_busy);
    gtk_widget_set_sensitive(self->undo, n && !self->is_busy);
    gtk_widget_set_sensitive(self->difference, n && !self->is_busy);
    yado_gtk_guest_page_update_hardware(self);
    yado_gtk_guest_page_update_marks(self);
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
    yado_gtk_guest_page_rebuild_pages(self);
    yado_gtk_guest_page_select_page(self, node);
    yado_gtk_guest_page_update_bar(self);
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

void
yado_gtk_guest_page_ask_for_hardware(YadoGtkGuestPage *self)
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
    yado_gtk_guest_page_ask_for_hardware(self);
}

static void
on_remove_clicked_cb(GtkButton *button, YadoGtkGuestPage *self)
{
    const YadoPage *page = yado_gtk_guest_page_get_page(self);
    g_autoptr(GError) error = NULL;
    if (!page || !page->node || self->is_busy)
        return;
    if (yado_device_remove(self->inactive, page->node, self->guest, &error))
        yado_gtk_guest_page_rebuild_pages(self);
    else
        yado_gtk_message_bar_show_error(self->messages, error);
    yado_gtk_guest_page_update_bar(self);
}

/* As in the terminal: here F5 is about the device that is shown, and never about the whole guest. */
gboolean
yado_gtk_guest_page_handle_key(YadoGtkGuestPage *self, GdkEventKey *event)
{
    g_autofree char *key = yado_gtk_key_from_event(event);
    const char *id = yado_keymap_find_own(key, YADO_FRONT_DESKTOP);
    gboolean is_add = g_strcmp0(id, "page.add") == 0;
    if (!is_add && g_strcmp0(id, "page.remove") != 0)
        return GDK_EVENT_PROPAGATE;
    if (!is_add)
        on_remove_clicked_cb(NULL, self);
    else if (gtk_widget_get_sensitive(self->add))
        yado_gtk_guest_page_ask_for_hardware(self);
    return GDK_EVENT_STOP;
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
on_pending_page_requested_cb(YadoGtkPending *bar, const char *page, YadoGtkGuestPage *self)
{
    yado_gtk_guest_page_select_page(self, page);
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
        yado_gtk_guest_page_fetch(self);
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
        yado_gtk_guest_page_fetch(self);
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
    if (yado_prompt_ask_finish(YADO_PROMPT(source), result, NULL) &&
        yado_gtk_guest_page_is_alive(self))
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
    return yado_gtk_guest_page_is_document_edited(self) || has_edited_text(self) ||
           has_edited_grid(self);
}

void
yado_gtk_guest_page_request_close(YadoGtkGuestPage *self)
{
    if (!yado_gtk_guest_page_is_edited(self)) {
        g_signal_emit(self, signals[CLOSE_REQUESTED], 0);
        return;
    }
    if (self->is_busy) { /* "Apply" and "Close" in one go */
        self->is_leaving = TRUE;
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
    g_autofree char *id = yado_gtk_guest_page_dup_selected_page(self);
    const YadoPage *page = id ? yado_gtk_guest_page_find_page(self, id) : NULL;
    GtkWidget *view = id ? g_hash_table_lookup(self->views, id) : NULL;
    GtkWindow *window = GTK_WINDOW(gtk_widget_get_toplevel(GTK_WIDGET(self)));
    if (!page || yado_gtk_pending_show_help(self->pending, window))
        return;
    YadoForm *form = YADO_GTK_IS_FORM(view) ? yado_gtk_form_get_form(YADO_GTK_FORM(view)) : NULL;
    g_autofree char *text = yado_page_dup_help(page, form);
    g_autofree char *title = yado_text_strip_mnemonic(page->title);
    yado_gtk_help_show_text(window, title, text);
}

/* --- life --- */

static void
yado_gtk_guest_page_dispose(GObject *object)
{
    YadoGtkGuestPage *self = YADO_GTK_GUEST_PAGE(object);
    g_cancellable_cancel(self->cancellable);
    g_clear_handle_id(&self->rows_id, g_source_remove);
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
    gtk_widget_class_bind_template_callback(widget, on_guest_page_pages_row_selected_cb);
    gtk_widget_class_bind_template_callback(widget, on_guest_page_pages_row_activated_cb);
    gtk_widget_class_bind_template_callback(widget, on_guest_page_pages_key_pressed_cb);
    gtk_widget_class_bind_template_callback(widget, on_add_clicked_cb);
    gtk_widget_class_bind_template_callback(widget, on_remove_clicked_cb);
    gtk_widget_class_bind_template_callback(widget, on_guest_page_apply_clicked_cb);
    gtk_widget_class_bind_template_callback(widget, on_guest_page_undo_clicked_cb);
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
    g_signal_connect(self->messages, "offered", G_CALLBACK(on_guest_page_messages_offered_cb),
                     self);
    g_signal_connect(self->pending, "undo-requested",
                     G_CALLBACK(on_guest_page_pending_undo_requested_cb), self);
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
    yado_gtk_guest_page_update_bar(self);
    yado_gtk_guest_page_fetch(self);
    return GTK_WIDGET(self);
}
