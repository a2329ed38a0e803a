/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * A console of a guest with all around it: which one, its menu, what is said of the connection, full screen.
 *
 *     ┌───────────────────────────────────────────────┐
 *     │ [Screen (VNC) ▾] [Keys ▾]   hint   [⛶] [⧉] [≡] │
 *     │ web-07 does not run. …              [Take it] │
 *     │                                               │
 *     │               terminal or screen              │
 *     └───────────────────────────────────────────────┘
 *
 * Signals: "close-requested", "window-requested" (it is in a tab, and should stand in a window of its own).
 */
#include "config.h"

#include <glib/gi18n.h>
#include <gmodule.h>
#include <string.h>

#include "console/yado-gtk-console-page-private.h"

#define BAR_SECONDS 3
#define PATIENCE 300 /* ms: so long nobody needs to be told that it is being opened */

G_DEFINE_FINAL_TYPE(YadoGtkConsolePage, yado_gtk_console_page, GTK_TYPE_BOX)

enum { CLOSE_REQUESTED, WINDOW_REQUESTED, GUEST_CHANGED, N_SIGNALS };

static guint signals[N_SIGNALS];

static void list_records(YadoGtkConsolePage *self);
static void reveal_bar(YadoGtkConsolePage *self);

/* ---- What is said ---- */

void
yado_gtk_console_page_set_hint(YadoGtkConsolePage *self, const char *text)
{
    g_autofree char *clean = yado_text_clean(text ? text : "");

    gtk_label_set_text(self->hint, clean);
    gtk_label_set_text(self->bar_hint, clean);
    gtk_widget_set_visible(GTK_WIDGET(self->bar_hint), *clean != '\0');
    if (self->is_full_screen && *clean != '\0')
        reveal_bar(self);
}

static void
show_info(YadoGtkConsolePage *self, GtkMessageType type, const char *text, const char *button)
{
    gtk_info_bar_set_message_type(self->info, type);
    gtk_label_set_text(self->info_label, text);
    gtk_widget_set_visible(self->info_button, button != NULL);
    if (button)
        gtk_button_set_label(GTK_BUTTON(self->info_button), button);
    gtk_widget_show(GTK_WIDGET(self->info));
}

static void
show_error(YadoGtkConsolePage *self, const GError *error)
{
    const char *hint = yado_error_get_hint(error);
    g_autofree char *text =
        hint ? g_strconcat(error->message, " ", hint, NULL) : g_strdup(error->message);

    if (!yado_error_is_cancel(error))
        show_info(self, GTK_MESSAGE_ERROR, text, NULL);
}

static const YadoConsoleRecord *
find_external(YadoGtkConsolePage *self)
{
    for (guint i = 0; self->records && i < self->records->len; i++) {
        const YadoConsoleRecord *record = self->records->pdata[i];
        g_auto(GStrv) viewer = yado_console_dup_viewer(record, NULL);

        if (viewer)
            return record;
    }
    return NULL;
}

static void
on_external_activated_cb(GSimpleAction *action, GVariant *value, gpointer data)
{
    YadoGtkConsolePage *self = data;
    const YadoConsoleRecord *record = find_external(self);
    g_auto(GStrv) viewer = record ? yado_console_dup_viewer(record, NULL) : NULL;
    g_autoptr(GError) error = NULL;
    g_autoptr(GSubprocess) started =
        viewer ? g_subprocess_newv(
                     (const char *const *)viewer,
                     G_SUBPROCESS_FLAGS_STDOUT_SILENCE | G_SUBPROCESS_FLAGS_STDERR_SILENCE, &error)
               : NULL;

    if (error)
        show_error(self, error);
}

/* It is told where it is, and by what it is shown. */
static gboolean
is_shown_elsewhere(YadoGtkConsolePage *self)
{
    return g_error_matches(yado_console_link_get_error(self->link), YADO_ERROR,
                           YADO_ERROR_UNSUPPORTED) &&
           find_external(self);
}

static gboolean
on_info_due_cb(gpointer data)
{
    YadoGtkConsolePage *self = data;
    g_autofree char *text = yado_console_link_describe(self->link);

    self->info_source = 0;
    show_info(self, GTK_MESSAGE_INFO, text, NULL);
    return G_SOURCE_REMOVE;
}

static void
show_state(YadoGtkConsolePage *self)
{
    g_autofree char *text = yado_console_link_describe(self->link);

    g_clear_handle_id(&self->info_source, g_source_remove);
    switch (yado_console_link_get_state(self->link)) {
    case YADO_LINK_OPEN:
        gtk_widget_hide(GTK_WIDGET(self->info));
        break;
    case YADO_LINK_HELD:
        show_info(self, GTK_MESSAGE_WARNING, text, _("_Take it"));
        break;
    case YADO_LINK_FAILED:
        show_error(self, yado_console_link_get_error(self->link));
        gtk_button_set_label(GTK_BUTTON(self->info_button),
                             is_shown_elsewhere(self) ? _("_External viewer") : _("_Try again"));
        gtk_widget_show(self->info_button);
        break;
    case YADO_LINK_CLOSED:
        show_info(self, GTK_MESSAGE_INFO, text, _("_Open"));
        break;
    case YADO_LINK_CONNECTING:
        if (!gtk_widget_get_visible(GTK_WIDGET(self->info))) {
            self->info_source = g_timeout_add(PATIENCE, on_info_due_cb, self);
            break;
        }
        G_GNUC_FALLTHROUGH;
    default:
        show_info(self, GTK_MESSAGE_INFO, text, NULL);
    }
}

static void
on_info_button_clicked_cb(GtkButton *button, YadoGtkConsolePage *self)
{
    if (is_shown_elsewhere(self))
        on_external_activated_cb(NULL, NULL, self);
    else
        yado_console_link_open(self->link,
                               yado_console_link_get_state(self->link) == YADO_LINK_HELD);
}

/* ---- Full screen ---- */

static gboolean
on_bar_due_cb(gpointer data)
{
    YadoGtkConsolePage *self = data;

    self->bar_source = 0;
    gtk_revealer_set_reveal_child(self->bar, FALSE);
    return G_SOURCE_REMOVE;
}

static void
reveal_bar(YadoGtkConsolePage *self)
{
    gtk_revealer_set_reveal_child(self->bar, TRUE);
    g_clear_handle_id(&self->bar_source, g_source_remove);
    self->bar_source = g_timeout_add_seconds(BAR_SECONDS, on_bar_due_cb, self);
}

static gboolean
on_edge_entered_cb(GtkWidget *widget, GdkEvent *event, YadoGtkConsolePage *self)
{
    if (self->is_full_screen)
        reveal_bar(self);
    return GDK_EVENT_PROPAGATE;
}

void
yado_gtk_console_page_run_view(YadoGtkConsolePage *self, const char *command, const char *value)
{
    if (self->view)
        yado_console_view_run(self->view, command, value);
}

static void
note_full_screen(YadoGtkConsolePage *self, gboolean on)
{
    GAction *action = g_action_map_lookup_action(G_ACTION_MAP(self->actions), "full-screen");

    if (self->is_full_screen == on)
        return;
    self->is_full_screen = on;
    gtk_widget_set_visible(self->toolbar, !on);
    g_simple_action_set_state(G_SIMPLE_ACTION(action), g_variant_new_boolean(on));
    yado_gtk_console_page_run_view(self, "full-screen", on ? "true" : "false");
    if (on)
        reveal_bar(self);
    else
        gtk_revealer_set_reveal_child(self->bar, FALSE);
}

static void
note_minimised(YadoGtkConsolePage *self, gboolean on)
{
    if (self->is_minimised == on)
        return;
    self->is_minimised = on;
    yado_gtk_console_page_run_view(self, "minimised", on ? "true" : "false");
}

static gboolean
on_window_state_changed_cb(GtkWidget *window, GdkEventWindowState *event, YadoGtkConsolePage *self)
{
    GdkWindowState hidden = GDK_WINDOW_STATE_ICONIFIED | GDK_WINDOW_STATE_WITHDRAWN;

    if (gtk_widget_get_toplevel(GTK_WIDGET(self)) != window)
        return GDK_EVENT_PROPAGATE;
    note_minimised(self, (event->new_window_state & hidden) != 0);
    note_full_screen(self, (event->new_window_state & GDK_WINDOW_STATE_FULLSCREEN) != 0);
    return GDK_EVENT_PROPAGATE;
}

/* A tab moves into a window of its own first. */
void
yado_gtk_console_page_set_full_screen(YadoGtkConsolePage *self, gboolean on)
{
    GtkWidget *window;

    if (on && gtk_widget_get_visible(self->window_button))
        g_signal_emit(self, signals[WINDOW_REQUESTED], 0);
    window = gtk_widget_get_toplevel(GTK_WIDGET(self));
    if (!GTK_IS_WINDOW(window))
        return;
    if (on)
        gtk_window_fullscreen(GTK_WINDOW(window));
    else
        gtk_window_unfullscreen(GTK_WINDOW(window));
}

static void
on_leave_clicked_cb(GtkButton *button, YadoGtkConsolePage *self)
{
    yado_gtk_console_page_set_full_screen(self, FALSE);
}

static void
yado_gtk_console_page_hierarchy_changed(GtkWidget *widget, GtkWidget *previous)
{
    GtkWidget *window = gtk_widget_get_toplevel(widget);

    if (previous)
        g_signal_handlers_disconnect_by_data(previous, widget);
    if (GTK_IS_WINDOW(window))
        g_signal_connect_object(window, "window-state-event",
                                G_CALLBACK(on_window_state_changed_cb), widget, 0);
}

/* ---- The view ---- */

static void
on_view_hint_cb(YadoConsoleView *view, const char *text, YadoGtkConsolePage *self)
{
    yado_gtk_console_page_set_hint(self, text);
}

static void
on_view_failed_cb(YadoConsoleView *view, const GError *error, YadoGtkConsolePage *self)
{
    show_error(self, error);
}

/* Nothing has the focus between a console that was lost and the next. */
static gboolean
is_focus_here(YadoGtkConsolePage *self, GtkWidget *focus)
{
    return !focus || (gtk_widget_is_ancestor(focus, GTK_WIDGET(self)) && !GTK_IS_ENTRY(focus));
}

/* The window asks the widget with the focus first, through its own handler: so these keys are looked for on the way there. */
static gboolean
on_window_key_pressed_cb(GtkWidget *window, GdkEventKey *event, YadoGtkConsolePage *self)
{
    if (!is_focus_here(self, gtk_window_get_focus(GTK_WINDOW(window))))
        return GDK_EVENT_PROPAGATE;
    return yado_gtk_console_page_press_key(self, event);
}

static void
on_mapped_cb(GtkWidget *widget, YadoGtkConsolePage *self)
{
    GtkWidget *window = gtk_widget_get_toplevel(widget);

    g_signal_handlers_disconnect_by_func(window, on_window_key_pressed_cb, self);
    g_signal_connect_object(window, "key-press-event", G_CALLBACK(on_window_key_pressed_cb), self,
                            0);
}

static void
on_unmapped_cb(GtkWidget *widget, YadoGtkConsolePage *self)
{
    GtkWidget *window = gtk_widget_get_toplevel(widget);

    g_signal_handlers_disconnect_by_func(window, on_window_key_pressed_cb, self);
}

static void
create_view(YadoGtkConsolePage *self, YadoConsoleKinds kind)
{
    GtkWidget *view = kind == YADO_FOR_TEXT
                          ? yado_gtk_console_text_new(self->link, self->session)
                          : yado_gtk_console_screen_new(self->link, self->session);

    if (self->view)
        gtk_widget_destroy(GTK_WIDGET(self->view));
    self->kind = kind;
    self->view = YADO_CONSOLE_VIEW(view);
    gtk_container_add(GTK_CONTAINER(self->overlay), view);
    g_signal_connect_object(view, "hint", G_CALLBACK(on_view_hint_cb), self, 0);
    g_signal_connect_object(view, "failed", G_CALLBACK(on_view_failed_cb), self, 0);
    g_signal_connect_object(view, "switched-off", G_CALLBACK(on_console_page_switched_off_cb), self,
                            0);
    on_console_page_switched_off_cb(self->view, "log", self); /* that of the view before */
    gtk_widget_set_sensitive(self->menu, TRUE);
    gtk_widget_set_visible(self->keys, kind == YADO_FOR_SCREEN);
    yado_gtk_console_page_apply_settings(self);
    yado_gtk_console_page_run_view(self, "minimised", self->is_minimised ? "true" : "false");
    gtk_widget_child_focus(view, GTK_DIR_TAB_FORWARD);
}

/* On the button, and in its menu. */
static void
note_record(YadoGtkConsolePage *self, const YadoConsoleRecord *record)
{
    GAction *which = g_action_map_lookup_action(G_ACTION_MAP(self->actions), "which");
    g_autofree char *name = g_strdup_printf("%s: %s", _("Which console"), record->label);

    gtk_button_set_label(GTK_BUTTON(self->which), record->label);
    atk_object_set_name(gtk_widget_get_accessible(self->which), name);
    g_simple_action_set_state(G_SIMPLE_ACTION(which), g_variant_new_string(record->id));
}

static void
take_stream(YadoGtkConsolePage *self)
{
    const YadoConsoleRecord *record = yado_console_link_get_record(self->link);
    YadoConsoleKinds kind = record->kind == YADO_CONSOLE_TEXT ? YADO_FOR_TEXT : YADO_FOR_SCREEN;

    if (!self->view || self->kind != kind || yado_console_view_get_link(self->view) != self->link)
        create_view(self, kind);
    note_record(self, record);
    yado_console_view_attach(self->view, yado_console_link_get_stream(self->link));
}

/* It was migrated: its consoles are those of another host. */
static void
note_guest(YadoGtkConsolePage *self, YadoGuest *guest)
{
    if (!g_set_object(&self->guest, guest))
        return;
    g_clear_pointer(&self->records, g_ptr_array_unref);
    g_signal_emit(self, signals[GUEST_CHANGED], 0, guest);
}

static void
on_link_changed_cb(YadoConsoleLink *link, YadoGtkConsolePage *self)
{
    YadoLinkState state = yado_console_link_get_state(link);

    note_guest(self, yado_console_link_get_guest(link));
    if (state == YADO_LINK_OPEN)
        take_stream(self);
    else if (self->view)
        yado_console_view_detach(self->view);
    /* They may stand elsewhere by now, or could not be told before the host was open. */
    if (state == YADO_LINK_FAILED || (state == YADO_LINK_OPEN && !self->records))
        list_records(self);
    show_state(self);
}

static void
drop_link(YadoGtkConsolePage *self)
{
    if (!self->link)
        return;
    g_signal_handlers_disconnect_by_data(self->link, self);
    if (self->view)
        yado_console_view_detach(self->view);
    yado_console_link_close(self->link);
    g_clear_object(&self->link);
}

void
yado_gtk_console_page_set_link(YadoGtkConsolePage *self, const char *wanted)
{
    g_autofree char *id = g_strdup(wanted);

    drop_link(self);
    self->link = yado_console_link_new(self->guest, id);
    yado_console_link_set_hosts(self->link, G_LIST_MODEL(self->session));
    g_signal_connect(self->link, "changed", G_CALLBACK(on_link_changed_cb), self);
    yado_console_link_open(self->link, FALSE);
}

/* ---- Which console ---- */

static void
on_which_activated_cb(GSimpleAction *action, GVariant *value, gpointer data)
{
    YadoGtkConsolePage *self = data;

    yado_gtk_console_page_set_link(self, g_variant_get_string(value, NULL));
    if (self->popover) /* choices do not close theirs by themselves */
        gtk_popover_popdown(GTK_POPOVER(self->popover));
}

static void
append_record(GMenu *menu, const YadoConsoleRecord *record)
{
    g_auto(GStrv) viewer = yado_console_dup_viewer(record, NULL);
    g_autofree char *action = viewer           ? g_strdup("console.external")
                              : record->reason ? g_strdup("console.impossible")
                                               : g_strdup_printf("console.which('%s')", record->id);
    g_autofree char *address =
        record->kind == YADO_CONSOLE_TEXT ? NULL : yado_console_record_dup_address(record);
    g_autofree char *label =
        address ? g_strdup_printf("%s  %s", record->label, address) : g_strdup(record->label);

    g_menu_append(menu, label, action);
    if (record->reason)
        g_menu_append(menu, viewer ? _("Opens in an external viewer.") : record->reason,
                      "console.impossible");
}

static GMenu *
create_which_menu(YadoGtkConsolePage *self)
{
    GMenu *menu = g_menu_new();

    for (guint i = 0; self->records && i < self->records->len; i++)
        append_record(menu, self->records->pdata[i]);
    return menu;
}

static void
on_records_listed_cb(GObject *source, GAsyncResult *result, gpointer data)
{
    g_autoptr(YadoGtkConsolePage) self = data;
    g_autoptr(GPtrArray) records =
        yado_guest_list_consoles_finish(YADO_GUEST(source), result, NULL);

    if (!records)
        return;
    g_clear_pointer(&self->records, g_ptr_array_unref);
    self->records = g_steal_pointer(&records);
    gtk_widget_set_sensitive(self->which, TRUE);
    if (self->link && yado_console_link_get_state(self->link) == YADO_LINK_FAILED)
        show_state(self);
}

static void
list_records(YadoGtkConsolePage *self)
{
    yado_guest_list_consoles_async(self->guest, self->cancellable, on_records_listed_cb,
                                   g_object_ref(self));
}

/* ---- Menus: made when they are wanted, as each costs as much as all else on a page ---- */

static gboolean
on_popover_over_cb(gpointer data)
{
    gtk_widget_destroy(data);
    return G_SOURCE_REMOVE;
}

static void
on_popover_closed_cb(GtkPopover *popover, GtkToggleButton *button)
{
    gtk_toggle_button_set_active(button, FALSE);
}

/* An entry that was chosen acts after that. */
static void
on_popover_hidden_cb(GtkWidget *popover, gpointer data)
{
    g_idle_add_full(G_PRIORITY_DEFAULT_IDLE, on_popover_over_cb, g_object_ref(popover),
                    g_object_unref);
}

static GMenuModel *
create_menu_of(YadoGtkConsolePage *self, GtkWidget *button)
{
    if (button == self->which)
        return G_MENU_MODEL(create_which_menu(self));
    if (button == self->keys)
        return G_MENU_MODEL(yado_gtk_console_page_create_keys_menu(self));
    return yado_gtk_console_page_create_menu(self);
}

static void
on_menu_toggled_cb(GtkToggleButton *button, YadoGtkConsolePage *self)
{
    g_autoptr(GMenuModel) menu = NULL;
    GtkWidget *popover;

    if (!gtk_toggle_button_get_active(button))
        return;
    menu = create_menu_of(self, GTK_WIDGET(button));
    popover = gtk_popover_new_from_model(GTK_WIDGET(button), menu);
    g_set_weak_pointer(&self->popover, popover);
    g_signal_connect_object(popover, "closed", G_CALLBACK(on_popover_closed_cb), button, 0);
    g_signal_connect(popover, "hide", G_CALLBACK(on_popover_hidden_cb), NULL);
    gtk_popover_popup(GTK_POPOVER(popover));
}

/* ---- Widgets ---- */

static void
on_window_clicked_cb(GtkButton *button, YadoGtkConsolePage *self)
{
    g_signal_emit(self, signals[WINDOW_REQUESTED], 0);
}

static void
on_full_screen_clicked_cb(GtkButton *button, YadoGtkConsolePage *self)
{
    yado_gtk_console_page_set_full_screen(self, TRUE);
}

static GtkWidget *
name_button(GtkWidget *button, const char *name)
{
    gtk_widget_set_tooltip_text(button, name);
    atk_object_set_name(gtk_widget_get_accessible(button), name);
    gtk_widget_set_focus_on_click(button, FALSE);
    return button;
}

static GtkWidget *
create_icon_button(const char *icon, const char *name, GCallback callback, gpointer data)
{
    GtkWidget *button = gtk_button_new_from_icon_name(icon, GTK_ICON_SIZE_BUTTON);

    g_signal_connect(button, "clicked", callback, data);
    return name_button(button, name);
}

static GtkWidget *
create_menu_button(YadoGtkConsolePage *self, const char *label, const char *name)
{
    GtkWidget *button = gtk_toggle_button_new();

    if (label)
        gtk_button_set_label(GTK_BUTTON(button), label);
    g_signal_connect(button, "toggled", G_CALLBACK(on_menu_toggled_cb), self);
    return name_button(button, name);
}

static void
create_toolbar(YadoGtkConsolePage *self)
{
    GtkBox *box = GTK_BOX(gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 6));

    self->toolbar = GTK_WIDGET(box);
    g_object_set(box, "margin", 6, NULL);
    self->which = create_menu_button(self, _("Console"), _("Which console"));
    self->keys = create_menu_button(self, _("Keys"), _("Send keys"));
    self->menu = create_menu_button(self, NULL, _("Console menu"));
    gtk_widget_set_sensitive(self->which, FALSE);
    gtk_widget_set_sensitive(self->menu, FALSE);
    gtk_button_set_image(GTK_BUTTON(self->menu),
                         gtk_image_new_from_icon_name("open-menu-symbolic", GTK_ICON_SIZE_BUTTON));
    self->hint = GTK_LABEL(gtk_label_new(NULL));
    gtk_label_set_ellipsize(self->hint, PANGO_ELLIPSIZE_END);
    gtk_style_context_add_class(gtk_widget_get_style_context(GTK_WIDGET(self->hint)), "dim-label");
    self->window_button = create_icon_button("window-new-symbolic", _("In a window of its own"),
                                             G_CALLBACK(on_window_clicked_cb), self);
    gtk_box_pack_start(box, self->which, FALSE, FALSE, 0);
    gtk_box_pack_start(box, self->keys, FALSE, FALSE, 0);
    gtk_box_pack_start(box, GTK_WIDGET(self->hint), TRUE, TRUE, 0);
    gtk_box_pack_end(box, self->menu, FALSE, FALSE, 0);
    gtk_box_pack_end(box, self->window_button, FALSE, FALSE, 0);
    gtk_box_pack_end(box,
                     create_icon_button("view-fullscreen-symbolic", _("Full screen"),
                                        G_CALLBACK(on_full_screen_clicked_cb), self),
                     FALSE, FALSE, 0);
}

static void
create_info(YadoGtkConsolePage *self)
{
    GtkContainer *content;

    self->info = GTK_INFO_BAR(gtk_info_bar_new());
    self->info_label = GTK_LABEL(gtk_label_new(NULL));
    gtk_label_set_line_wrap(self->info_label, TRUE);
    gtk_label_set_xalign(self->info_label, 0);
    self->info_button = gtk_button_new_with_mnemonic("");
    g_signal_connect(self->info_button, "clicked", G_CALLBACK(on_info_button_clicked_cb), self);
    content = GTK_CONTAINER(gtk_info_bar_get_content_area(self->info));
    gtk_container_add(content, GTK_WIDGET(self->info_label));
    gtk_container_add(GTK_CONTAINER(gtk_info_bar_get_action_area(self->info)), self->info_button);
    gtk_widget_show_all(GTK_WIDGET(content));
    gtk_widget_set_no_show_all(GTK_WIDGET(self->info), TRUE);
}

/* The upper edge shows the bar when the pointer comes there. */
static void
create_bar(YadoGtkConsolePage *self)
{
    GtkWidget *edge = gtk_event_box_new();
    GtkWidget *leave = gtk_button_new_with_label(_("Leave full screen"));
    GtkWidget *box = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 12);

    self->overlay = GTK_OVERLAY(gtk_overlay_new());
    self->bar = GTK_REVEALER(gtk_revealer_new());
    gtk_widget_set_size_request(edge, 200, 3);
    g_object_set(edge, "halign", GTK_ALIGN_FILL, "valign", GTK_ALIGN_START, NULL);
    gtk_event_box_set_visible_window(GTK_EVENT_BOX(edge), FALSE);
    gtk_event_box_set_above_child(GTK_EVENT_BOX(edge), TRUE);
    gtk_widget_add_events(edge, GDK_ENTER_NOTIFY_MASK);
    g_signal_connect(edge, "enter-notify-event", G_CALLBACK(on_edge_entered_cb), self);
    g_signal_connect(leave, "clicked", G_CALLBACK(on_leave_clicked_cb), self);
    self->bar_hint = GTK_LABEL(gtk_label_new(NULL));
    gtk_widget_set_no_show_all(GTK_WIDGET(self->bar_hint), TRUE);
    gtk_style_context_add_class(gtk_widget_get_style_context(box), "background");
    gtk_box_pack_start(GTK_BOX(box), GTK_WIDGET(self->bar_hint), FALSE, FALSE, 6);
    gtk_box_pack_end(GTK_BOX(box), leave, FALSE, FALSE, 0);
    gtk_container_add(GTK_CONTAINER(self->bar), box);
    g_object_set(self->bar, "halign", GTK_ALIGN_CENTER, "valign", GTK_ALIGN_START, NULL);
    gtk_overlay_add_overlay(self->overlay, edge);
    gtk_overlay_add_overlay(self->overlay, GTK_WIDGET(self->bar));
}

static void
yado_gtk_console_page_set_property(GObject *object, guint id, const GValue *value, GParamSpec *spec)
{
    YadoGtkConsolePage *self = YADO_GTK_CONSOLE_PAGE(object);

    gtk_widget_set_visible(self->window_button, !g_value_get_boolean(value));
}

static void
yado_gtk_console_page_dispose(GObject *object)
{
    YadoGtkConsolePage *self = YADO_GTK_CONSOLE_PAGE(object);

    if (self->cancellable)
        g_cancellable_cancel(self->cancellable);
    g_clear_object(&self->cancellable);
    g_clear_handle_id(&self->bar_source, g_source_remove);
    g_clear_handle_id(&self->info_source, g_source_remove);
    drop_link(self);
    g_clear_weak_pointer(&self->popover);
    self->view = NULL;
    g_clear_pointer(&self->records, g_ptr_array_unref);
    G_OBJECT_CLASS(yado_gtk_console_page_parent_class)->dispose(object);
    g_clear_object(&self->actions);
    g_clear_object(&self->guest);
    g_clear_object(&self->session);
}

static void
yado_gtk_console_page_class_init(YadoGtkConsolePageClass *klass)
{
    GType type = YADO_TYPE_GTK_CONSOLE_PAGE;

    G_OBJECT_CLASS(klass)->dispose = yado_gtk_console_page_dispose;
    G_OBJECT_CLASS(klass)->set_property = yado_gtk_console_page_set_property;
    g_object_class_install_property(
        G_OBJECT_CLASS(klass), 1,
        g_param_spec_boolean("in-window", NULL, NULL, FALSE, G_PARAM_WRITABLE));
    GTK_WIDGET_CLASS(klass)->hierarchy_changed = yado_gtk_console_page_hierarchy_changed;
    signals[CLOSE_REQUESTED] = g_signal_new("close-requested", type, G_SIGNAL_RUN_LAST, 0, NULL,
                                            NULL, NULL, G_TYPE_NONE, 0);
    signals[GUEST_CHANGED] = g_signal_new("guest-changed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                          NULL, G_TYPE_NONE, 1, YADO_TYPE_GUEST);
    signals[WINDOW_REQUESTED] = g_signal_new("window-requested", type, G_SIGNAL_RUN_LAST, 0, NULL,
                                             NULL, NULL, G_TYPE_NONE, 0);
}

static void
yado_gtk_console_page_init(YadoGtkConsolePage *self)
{
    gtk_orientable_set_orientation(GTK_ORIENTABLE(self), GTK_ORIENTATION_VERTICAL);
    self->cancellable = g_cancellable_new();
    create_toolbar(self);
    create_info(self);
    create_bar(self);
    gtk_box_pack_start(GTK_BOX(self), self->toolbar, FALSE, TRUE, 0);
    gtk_box_pack_start(GTK_BOX(self), GTK_WIDGET(self->info), FALSE, TRUE, 0);
    gtk_box_pack_start(GTK_BOX(self), GTK_WIDGET(self->overlay), TRUE, TRUE, 0);
    g_signal_connect(self, "map", G_CALLBACK(on_mapped_cb), self);
    g_signal_connect(self, "unmap", G_CALLBACK(on_unmapped_cb), self);
}

/* The entry of the module: see app/yado-gtk-console.h. */
G_MODULE_EXPORT GtkWidget *yado_gtk_console_module_new(YadoSession *session, YadoGuest *guest,
                                                       const char *wanted);

G_MODULE_EXPORT GtkWidget *
yado_gtk_console_module_new(YadoSession *session, YadoGuest *guest, const char *wanted)
{
    YadoGtkConsolePage *self = g_object_new(YADO_TYPE_GTK_CONSOLE_PAGE, NULL);
    static const GActionEntry own[] = { { "which", on_which_activated_cb, "s", "''" },
                                        { "external", on_external_activated_cb } };

    self->session = g_object_ref(session);
    self->guest = g_object_ref(guest);
    yado_gtk_console_page_create_actions(self);
    g_action_map_add_action_entries(G_ACTION_MAP(self->actions), own, G_N_ELEMENTS(own), self);
    gtk_widget_show_all(GTK_WIDGET(self));
    list_records(self);
    yado_gtk_console_page_set_link(self, wanted);
    return GTK_WIDGET(self);
}
