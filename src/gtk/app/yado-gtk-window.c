/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "app/yado-gtk-window-private.h"

#include <glib/gi18n.h>

#include "app/yado-gtk-actions.h"
#include "app/yado-gtk-help.h"
#include "app/yado-gtk-util.h"
#include "form/yado-gtk-field.h"
#include "app/yado-gtk-console.h"
#include "views/yado-gtk-action-bar.h"
#include "views/yado-gtk-guest-page.h"
#include "views/yado-gtk-guest-window.h"
#include "views/yado-gtk-host-window.h"
#include "views/yado-gtk-listing.h"
#include "views/yado-gtk-log-window.h"
#include "views/yado-gtk-wizard.h"
#include "views/yado-gtk-list-page.h"
#include "views/yado-gtk-message-bar.h"
#include "views/yado-gtk-sidebar.h"

G_DEFINE_TYPE(YadoGtkWindow, yado_gtk_window, GTK_TYPE_APPLICATION_WINDOW)

/* --- targets: what an action would be about --- */

static GPtrArray *
dup_target_guests(YadoGtkWindow *self)
{
    YadoGtkGuestPage *page = yado_gtk_window_get_guest_page(self);
    if (page && yado_guest_is_gone(yado_gtk_guest_page_get_guest(page)))
        return g_ptr_array_new_with_free_func(g_object_unref);
    if (page)
        return yado_gtk_guests_new(yado_gtk_guest_page_get_guest(page));
    if (yado_gtk_window_get_console_guest(self))
        return yado_gtk_guests_new(yado_gtk_window_get_console_guest(self));
    return yado_gtk_list_page_dup_selected(self->list_page);
}

static YadoHost *
find_target_host(YadoGtkWindow *self, GPtrArray *guests)
{
    YadoHost *host = yado_gtk_sidebar_get_host(self->sidebar);
    if (guests->len)
        return yado_guest_get_host(g_ptr_array_index(guests, 0));
    return host;
}

static void
update_targets(YadoGtkWindow *self)
{
    g_autoptr(GPtrArray) guests = dup_target_guests(self);
    yado_gtk_actions_set_on_page(self->actions, yado_gtk_window_get_guest_page(self) != NULL);
    yado_gtk_actions_set_targets(self->actions, guests, find_target_host(self, guests));
}

/* The tree shows whom page and buttons are about. */
static void
follow_targets(YadoGtkWindow *self)
{
    const YadoTargets *targets = yado_gtk_actions_get_targets(self->actions);
    if (targets->guests->len == 1)
        yado_gtk_sidebar_show_guest(self->sidebar, g_ptr_array_index(targets->guests, 0));
}

static void
update_title(YadoGtkWindow *self)
{
    g_autofree char *counts =
        g_strdup_printf(ngettext("%u guest, %u running", "%u guests, %u running",
                                 yado_table_get_n_all(self->table)),
                        yado_table_get_n_all(self->table), yado_table_get_n_running(self->table));
    YadoHost *host = yado_gtk_sidebar_get_host(self->sidebar);
    gtk_header_bar_set_title(self->header, host ? yado_host_get_label(host) : "YaDO");
    gtk_header_bar_set_subtitle(self->header, counts);
}

static void
on_notebook_pages_changed_cb(GtkNotebook *notebook, GtkWidget *child, guint position,
                             YadoGtkWindow *self)
{
    if (gtk_widget_in_destruction(GTK_WIDGET(self)))
        return;
    yado_gtk_window_update_tabs(self);
}

static gboolean
on_targets_due_cb(gpointer data)
{
    YadoGtkWindow *self = data;
    if (self->actions && !gtk_widget_in_destruction(GTK_WIDGET(self))) {
        update_targets(self);
        follow_targets(self);
    }
    return G_SOURCE_REMOVE;
}

/* The notebook tells before it has switched. */
static void
on_notebook_page_switched_cb(GtkNotebook *notebook, GtkWidget *page, guint position,
                             YadoGtkWindow *self)
{
    if (self->actions && !gtk_widget_in_destruction(GTK_WIDGET(self)))
        g_idle_add_full(G_PRIORITY_HIGH_IDLE, on_targets_due_cb, g_object_ref(self),
                        g_object_unref);
}

/* --- views that the action table leaves to us --- */

static void
popup_menu_at(GtkWidget *menu, GtkWidget *widget, const GdkEvent *event)
{
    gtk_menu_attach_to_widget(GTK_MENU(menu), widget, NULL);
    g_signal_connect(menu, "selection-done", G_CALLBACK(gtk_widget_destroy), NULL);
    if (event)
        gtk_menu_popup_at_pointer(GTK_MENU(menu), event);
    else
        gtk_menu_popup_at_widget(GTK_MENU(menu), widget, GDK_GRAVITY_SOUTH_WEST,
                                 GDK_GRAVITY_NORTH_WEST, NULL);
}

static void
show_help(YadoGtkWindow *self)
{
    GtkWidget *focus = gtk_window_get_focus(GTK_WINDOW(self));
    YadoGtkField *field = yado_gtk_field_find_around(focus);
    YadoGtkGuestPage *page = yado_gtk_window_get_guest_page(self);
    if (field)
        yado_gtk_field_show_help(field);
    else if (page)
        yado_gtk_guest_page_show_help(page);
    else
        yado_gtk_help_show_list(GTK_WINDOW(self));
}

static void
show_page(YadoGtkWindow *self, const char *view, YadoGuest *guest)
{
    if (guest)
        yado_gtk_window_open_guest(self, guest, view + strlen("page:"));
}

void
yado_gtk_window_view_list(YadoGtkWindow *self)
{
    gtk_notebook_set_current_page(self->notebook, 0);
}

static void
do_filter(YadoGtkWindow *self)
{
    yado_gtk_window_view_list(self);
    yado_gtk_list_page_start_search(self->list_page, NULL);
}

/* A menu has all keys while it is open. */
static gboolean
on_columns_key_pressed_cb(GtkWidget *menu, GdkEventKey *event, YadoGtkWindow *self)
{
    g_autofree char *key = yado_gtk_key_from_event(event);
    const YadoActionSpec *spec = yado_keymap_find_action(key, YADO_SCOPE_APP);
    if (!spec || g_strcmp0(spec->view, "help") != 0)
        return GDK_EVENT_PROPAGATE;
    gtk_menu_shell_cancel(GTK_MENU_SHELL(menu));
    yado_gtk_help_show_columns(GTK_WINDOW(self));
    return GDK_EVENT_STOP;
}

static void
popup_columns(YadoGtkWindow *self, GtkWidget *menu)
{
    g_signal_connect_object(menu, "key-press-event", G_CALLBACK(on_columns_key_pressed_cb), self,
                            0);
    popup_menu_at(menu, GTK_WIDGET(self->menu), NULL);
}

static void
do_columns(YadoGtkWindow *self)
{
    yado_gtk_window_view_list(self);
    popup_columns(self, yado_gtk_list_page_create_columns_menu(self->list_page));
}

static void
do_sort(YadoGtkWindow *self)
{
    yado_gtk_window_view_list(self);
    popup_columns(self, yado_gtk_list_page_create_sort_menu(self->list_page));
}

static void
do_mark_all(YadoGtkWindow *self)
{
    if (!yado_gtk_window_get_guest_page(self)) /* else Ctrl+A was meant for something there */
        yado_gtk_list_page_select_all(self->list_page, TRUE);
}

static void
do_unmark_all(YadoGtkWindow *self)
{
    yado_gtk_list_page_select_all(self->list_page, FALSE);
}

static void
do_jobs(YadoGtkWindow *self)
{
    yado_gtk_jobs_open(yado_gtk_action_bar_get_jobs(self->action_bar));
}

static void
do_menu(YadoGtkWindow *self)
{
    yado_gtk_action_bar_open_menu(self->action_bar);
}

static void
do_host(YadoGtkWindow *self)
{
    YadoHost *host = yado_gtk_actions_get_targets(self->actions)->host;
    if (host)
        yado_gtk_host_window_show(GTK_WINDOW(self), host);
}

static void
do_host_log(YadoGtkWindow *self)
{
    YadoHost *host = yado_gtk_actions_get_targets(self->actions)->host;
    if (host)
        yado_gtk_log_window_show(GTK_WINDOW(self), self->actions, host);
}

static void
show_listing(YadoGtkWindow *self, const YadoListingView *view)
{
    YadoHost *host = yado_gtk_actions_get_targets(self->actions)->host;
    if (host)
        yado_gtk_listing_show(GTK_WINDOW(self), self->actions, host, view);
}

static void
on_wizard_accepted_cb(YadoGtkWizard *wizard, YadoJob *job, YadoGtkWindow *self)
{
    g_set_object(&self->making, job);
    g_set_object(&self->making_host, g_object_get_data(G_OBJECT(wizard), "yado-host"));
}

static void
do_create(YadoGtkWindow *self)
{
    YadoHost *host = yado_gtk_actions_get_targets(self->actions)->host;
    if (!host)
        return;
    if (self->wizard) { /* one at a time: closing the manager asks for one */
        gtk_window_present(GTK_WINDOW(self->wizard));
        return;
    }
    YadoSession *session = yado_gtk_actions_get_targets(self->actions)->session;
    g_autoptr(YadoWizard) wizard =
        yado_wizard_new(yado_catalog_find_wizard("create"), session, host);
    GtkWidget *window = yado_gtk_wizard_new(GTK_WINDOW(self), wizard);
    g_object_set_data_full(G_OBJECT(window), "yado-host", g_object_ref(host), g_object_unref);
    g_signal_connect_object(window, "accepted", G_CALLBACK(on_wizard_accepted_cb), self, 0);
    g_set_weak_pointer(&self->wizard, window);
    gtk_window_present(GTK_WINDOW(window));
}

static void
do_keys(YadoGtkWindow *self)
{
    yado_gtk_help_show_keys(GTK_WINDOW(self));
}

static void
do_about(YadoGtkWindow *self)
{
    yado_gtk_help_show_about(GTK_WINDOW(self));
}

static void
do_quit(YadoGtkWindow *self)
{
    gtk_window_close(GTK_WINDOW(self));
}

static const struct {
    const char *view;
    void (*open)(YadoGtkWindow *self);
} views[] = {
    { "filter", do_filter }, { "group", do_filter },      { "columns", do_columns },
    { "sort", do_sort },     { "mark-all", do_mark_all }, { "unmark-all", do_unmark_all },
    { "jobs", do_jobs },     { "menu", do_menu },         { "host", do_host },
    { "help", show_help },   { "keys", do_keys },         { "about", do_about },
    { "quit", do_quit },     { "create", do_create },     { "host-log", do_host_log },
};

static void
on_actions_view_cb(YadoGtkActions *actions, const char *view, YadoGuest *guest, YadoGtkWindow *self)
{
    if (g_str_has_prefix(view, "page:"))
        show_page(self, view, guest);
    else if (g_str_has_prefix(view, "console") && guest)
        yado_gtk_window_open_console(self, guest, yado_gtk_console_get_wanted(view));
    else if (yado_catalog_find_listing_view(view))
        show_listing(self, yado_catalog_find_listing_view(view));
    for (guint i = 0; i < G_N_ELEMENTS(views); i++)
        if (g_str_equal(views[i].view, view))
            views[i].open(self);
}

/* What is said now takes the place of a host's complaint, and stays when that host is back. */
static void
forget_complaint(YadoGtkWindow *self)
{
    self->complainer = NULL;
    g_clear_pointer(&self->complaint, g_free);
}

static void
on_actions_failed_cb(YadoGtkActions *actions, const GError *error, YadoGtkWindow *self)
{
    forget_complaint(self);
    yado_gtk_message_bar_show_error(self->messages, error);
}

static void
on_actions_refused_cb(YadoGtkActions *actions, const char *reason, YadoGtkWindow *self)
{
    forget_complaint(self);
    yado_gtk_message_bar_show_text(self->messages, GTK_MESSAGE_INFO, reason);
}

/* --- jobs --- */

static YadoGuest *
find_guest_of(YadoHost *host, const char *name)
{
    g_autoptr(GPtrArray) guests = yado_host_match_guests(host, name);
    /* Of two owners: which one is meant is not known. */
    return guests->len == 1 ? g_ptr_array_index(guests, 0) : NULL;
}

static YadoGuest *
find_guest(YadoGtkWindow *self, const char *name)
{
    GListModel *hosts = G_LIST_MODEL(self->session);
    YadoGuest *found = NULL;
    for (guint i = 0; !found && i < g_list_model_get_n_items(hosts); i++) {
        g_autoptr(YadoHost) host = g_list_model_get_item(hosts, i);
        found = find_guest_of(host, name);
    }
    return found;
}

/* On the very guest: another host may have one of that name. */
static void
run_follow_up(YadoGtkWindow *self, YadoJob *job)
{
    const char *action = yado_job_get_follow_up(job);
    const YadoActionSpec *spec = action ? yado_catalog_find_action(action) : NULL;
    YadoGuest *guest = yado_action_get_job_guest(job);
    if (spec && guest)
        yado_gtk_actions_run_on(self->actions, spec, guest);
}

static void
on_jobs_follow_up_cb(YadoGtkJobs *jobs, YadoJob *job, YadoGtkWindow *self)
{
    run_follow_up(self, job);
}

static void
on_messages_offered_cb(YadoGtkMessageBar *bar, const char *action, YadoGtkWindow *self)
{
    if (self->offered_job)
        run_follow_up(self, self->offered_job);
}

static void
offer_follow_up(YadoGtkWindow *self, YadoJob *job)
{
    const char *id = yado_job_get_follow_up(job);
    const YadoActionSpec *spec = id ? yado_catalog_find_action(id) : NULL;
    if (!spec)
        return;
    g_autofree char *name = yado_action_dup_name(spec);
    g_set_object(&self->offered_job, job);
    yado_gtk_message_bar_offer(self->messages, name, id);
}

/* Selected, so that what is done next is done to it. */
static void
try_made_guest(YadoGtkWindow *self)
{
    gboolean is_made = self->making && yado_job_get_state(self->making) == YADO_JOB_DONE;
    YadoGuest *guest =
        is_made ? find_guest_of(self->making_host, yado_job_get_subject(self->making)) : NULL;
    if (!guest)
        return;
    g_clear_object(&self->making);
    g_clear_object(&self->making_host);
    yado_gtk_list_page_select(self->list_page, guest);
}

static void
on_making_finished(YadoGtkWindow *self)
{
    if (yado_job_get_state(self->making) == YADO_JOB_DONE)
        try_made_guest(self);
    else
        g_clear_object(&self->making);
}

static void
on_job_finished_cb(YadoJobQueue *queue, YadoJob *job, YadoGtkWindow *self)
{
    const char *notice = yado_job_get_notice(job);
    if (job == self->making)
        on_making_finished(self);
    if (yado_job_is_told(job))
        return;
    if (notice || yado_job_get_state(job) == YADO_JOB_FAILED)
        forget_complaint(self);
    if (yado_job_get_state(job) == YADO_JOB_FAILED &&
        yado_gtk_actions_ask_again(self->actions, job))
        return;
    if (yado_job_get_state(job) == YADO_JOB_FAILED)
        yado_gtk_message_bar_show_error(self->messages, yado_job_get_error(job));
    else if (notice)
        yado_gtk_message_bar_show_text(self->messages, GTK_MESSAGE_WARNING, notice);
    else
        return;
    offer_follow_up(self, job);
}

/* --- the guest that was asked for --- */

/* Every host that is being asked has answered, and at least one was. */
static gboolean
have_hosts_answered(YadoGtkWindow *self)
{
    GListModel *session = G_LIST_MODEL(self->session);
    gboolean has_one = FALSE;
    for (guint i = 0; i < g_list_model_get_n_items(session); i++) {
        g_autoptr(YadoHost) host = g_list_model_get_item(session, i);
        YadoHostState state = yado_host_get_state(host);
        if (state == YADO_HOST_OPENING || (state == YADO_HOST_OPEN && !yado_host_is_listed(host)))
            return FALSE;
        has_one |= state == YADO_HOST_OPEN || yado_host_get_error(host);
    }
    return has_one;
}

static void
tell_missing_guest(YadoGtkWindow *self)
{
    g_autofree char *text = NULL;
    if (!self->wanted_guest || !have_hosts_answered(self))
        return;
    text = g_strdup_printf(_("There is no guest “%s” on the hosts that are connected."),
                           self->wanted_guest);
    g_clear_pointer(&self->wanted_guest, g_free);
    self->wants_console = FALSE;
    yado_gtk_message_bar_show_text(self->messages, GTK_MESSAGE_WARNING, text);
}

static void
try_wanted_guest(YadoGtkWindow *self)
{
    YadoGuest *guest = self->wanted_guest ? find_guest(self, self->wanted_guest) : NULL;
    if (!guest) {
        tell_missing_guest(self);
        return;
    }
    g_clear_pointer(&self->wanted_guest, g_free);
    if (self->wants_console)
        yado_gtk_window_open_console_alone(self, guest, self->wanted_console);
    else
        yado_gtk_window_open_guest(self, guest, NULL);
    self->wants_console = FALSE;
}

void
yado_gtk_window_show_console(YadoGtkWindow *self, const char *name, const char *device)
{
    self->wants_console = TRUE;
    g_free(self->wanted_console);
    self->wanted_console = g_strdup(device);
    yado_gtk_window_show_guest(self, name);
}

void
yado_gtk_window_show_guest(YadoGtkWindow *self, const char *name)
{
    g_free(self->wanted_guest);
    self->wanted_guest = g_strdup(name);
    try_wanted_guest(self);
}

/* --- hosts --- */

/* Once for each reason: each try to reconnect would bring back what was closed. */
static void
show_complaint(YadoGtkWindow *self, const YadoHost *host, const GError *error)
{
    if (self->complainer == host && g_strcmp0(self->complaint, error->message) == 0)
        return;
    self->complainer = host;
    g_free(self->complaint);
    self->complaint = g_strdup(error->message);
    yado_gtk_message_bar_show_error(self->messages, error);
}

static void
hide_complaint(YadoGtkWindow *self, const YadoHost *host)
{
    if (self->complainer != host)
        return;
    forget_complaint(self);
    yado_gtk_message_bar_hide(self->messages);
}

static void
on_host_state_changed_cb(YadoHost *host, YadoGtkWindow *self)
{
    const GError *error = yado_host_get_error(host);
    YadoHostState state = yado_host_get_state(host);
    try_wanted_guest(self);
    update_title(self);
    yado_gtk_list_page_redraw(self->list_page); /* rows of a lost host look pale */
    yado_gtk_actions_queue_change(self->actions);
    /* While there is nothing else to see the list page says it. */
    if (error && (state == YADO_HOST_CLOSED || state == YADO_HOST_LOST) &&
        yado_table_get_n_all(self->table))
        show_complaint(self, host, error);
    else if (state == YADO_HOST_OPEN)
        hide_complaint(self, host);
}

/* By the host, not by the list: a filter may hide the guest that is shown. */
static void
on_host_guests_changed_cb(YadoHost *host, GPtrArray *guests, YadoGtkWindow *self)
{
    const YadoTargets *targets = yado_gtk_actions_get_targets(self->actions);
    try_wanted_guest(self);
    for (guint i = 0; i < targets->guests->len; i++)
        if (g_ptr_array_find(guests, g_ptr_array_index(targets->guests, i), NULL)) {
            yado_gtk_actions_queue_change(self->actions);
            return;
        }
}

static gboolean
is_in_list(GListModel *list, gconstpointer object)
{
    gboolean found = FALSE;
    for (guint i = 0; !found && i < g_list_model_get_n_items(list); i++) {
        g_autoptr(GObject) item = g_list_model_get_item(list, i);
        found = (gconstpointer)item == object;
    }
    return found;
}

/* A new host that cannot be reached leaves at once: the form that comes back says why. */
static void
on_session_items_changed_cb(GListModel *session, guint position, guint removed, guint added,
                            YadoGtkWindow *self)
{
    if (removed && self->complainer && !is_in_list(session, self->complainer))
        hide_complaint(self, self->complainer);
    for (guint i = position; i < position + added; i++) {
        g_autoptr(YadoHost) host = g_list_model_get_item(session, i);
        g_signal_connect_object(host, "state-changed", G_CALLBACK(on_host_state_changed_cb), self,
                                0);
        g_signal_connect_object(host, "guests-changed", G_CALLBACK(on_host_guests_changed_cb), self,
                                0);
    }
}

static void
on_sidebar_host_selected_cb(YadoGtkSidebar *sidebar, YadoHost *host, YadoGtkWindow *self)
{
    yado_table_set_host(self->table, host);
    update_targets(self);
    update_title(self);
}

static void
on_sidebar_guest_selected_cb(YadoGtkSidebar *sidebar, YadoGuest *guest, YadoGtkWindow *self)
{
    yado_gtk_window_view_list(self);
    yado_gtk_list_page_select(self->list_page, guest);
}

static void
on_sidebar_guest_activated_cb(YadoGtkSidebar *sidebar, YadoGuest *guest, YadoGtkWindow *self)
{
    yado_gtk_window_open_guest(self, guest, NULL);
}

static void
on_sidebar_menu_requested_cb(YadoGtkSidebar *sidebar, const GdkEvent *event, YadoGtkWindow *self)
{
    YadoGuest *guest = yado_gtk_sidebar_get_guest(sidebar);
    g_autoptr(GPtrArray) guests = guest ? yado_gtk_guests_new(guest) : g_ptr_array_new();
    yado_gtk_actions_set_targets(self->actions, guests, yado_gtk_sidebar_get_host(sidebar));
    popup_menu_at(yado_gtk_actions_create_menu(self->actions,
                                               guest ? YADO_GTK_MENU_GUEST : YADO_GTK_MENU_HOST),
                  yado_gtk_sidebar_get_menu_widget(sidebar), event);
}

/* --- list --- */

static void
on_list_selection_changed_cb(YadoGtkListPage *page, YadoGtkWindow *self)
{
    update_targets(self);
    if (yado_gtk_window_get_page(self) == GTK_WIDGET(page))
        follow_targets(self);
}

static void
on_list_guest_activated_cb(YadoGtkListPage *page, YadoGuest *guest, YadoGtkWindow *self)
{
    yado_gtk_window_open_guest(self, guest, NULL);
}

static void
on_list_menu_requested_cb(YadoGtkListPage *page, const GdkEvent *event, YadoGtkWindow *self)
{
    GtkWidget *menu = yado_gtk_actions_create_menu(self->actions, YADO_GTK_MENU_GUEST);
    GdkWindow *window;
    GdkRectangle area;
    gtk_menu_attach_to_widget(GTK_MENU(menu), GTK_WIDGET(page), NULL);
    g_signal_connect(menu, "selection-done", G_CALLBACK(gtk_widget_destroy), NULL);
    if (event) {
        gtk_menu_popup_at_pointer(GTK_MENU(menu), event);
        return;
    }
    yado_gtk_list_page_get_menu_area(page, &window, &area);
    gtk_menu_popup_at_rect(GTK_MENU(menu), window, &area, GDK_GRAVITY_SOUTH_WEST,
                           GDK_GRAVITY_NORTH_WEST, NULL);
}

/* The page of a guest that was removed stays open, without actions. */
static void
drop_gone_targets(YadoGtkWindow *self)
{
    const YadoTargets *targets = yado_gtk_actions_get_targets(self->actions);
    for (guint i = 0; i < targets->guests->len; i++)
        if (yado_guest_is_gone(g_ptr_array_index(targets->guests, i))) {
            update_targets(self);
            return;
        }
}

static void
on_table_summary_changed_cb(YadoTable *table, YadoGtkWindow *self)
{
    update_title(self);
    drop_gone_targets(self);
    try_wanted_guest(self);
    try_made_guest(self);
}

static void
yado_gtk_window_dispose(GObject *object)
{
    YadoGtkWindow *self = YADO_GTK_WINDOW(object);
    if (self->table)
        g_signal_handlers_disconnect_by_data(self->table, self);
    g_clear_object(&self->offered_job);
    g_clear_object(&self->making);
    g_clear_object(&self->making_host);
    g_clear_weak_pointer(&self->wizard);
    G_OBJECT_CLASS(yado_gtk_window_parent_class)->dispose(object);
    g_clear_object(&self->table);
    g_clear_object(&self->actions);
    g_clear_object(&self->session);
}

static void
yado_gtk_window_finalize(GObject *object)
{
    g_free(YADO_GTK_WINDOW(object)->wanted_guest);
    g_free(YADO_GTK_WINDOW(object)->wanted_console);
    g_free(YADO_GTK_WINDOW(object)->complaint);
    G_OBJECT_CLASS(yado_gtk_window_parent_class)->finalize(object);
}

/* GTK moves panes with them; they are keys of the table. */
static void
free_pane_keys(void)
{
    gpointer klass = g_type_class_ref(GTK_TYPE_PANED);
    GtkBindingSet *keys = gtk_binding_set_by_class(klass);
    gtk_binding_entry_remove(keys, GDK_KEY_F6, 0);
    gtk_binding_entry_remove(keys, GDK_KEY_F8, 0);
    g_type_class_unref(klass);
}

gboolean
yado_gtk_window_chain_key(GtkWidget *widget, GdkEventKey *event)
{
    return GTK_WIDGET_CLASS(yado_gtk_window_parent_class)->key_press_event(widget, event);
}

static void
yado_gtk_window_class_init(YadoGtkWindowClass *klass)
{
    GtkWidgetClass *widget = GTK_WIDGET_CLASS(klass);
    free_pane_keys();
    G_OBJECT_CLASS(klass)->dispose = yado_gtk_window_dispose;
    G_OBJECT_CLASS(klass)->finalize = yado_gtk_window_finalize;
    widget->key_press_event = yado_gtk_window_key_press_event;
    widget->delete_event = yado_gtk_window_delete_event;
    gtk_widget_class_set_template_from_resource(widget, YADO_GTK_RESOURCE("window.ui"));
    gtk_widget_class_bind_template_child(widget, YadoGtkWindow, header);
    gtk_widget_class_bind_template_child(widget, YadoGtkWindow, search);
    gtk_widget_class_bind_template_child(widget, YadoGtkWindow, screens);
    gtk_widget_class_bind_template_child(widget, YadoGtkWindow, menu);
    gtk_widget_class_bind_template_child(widget, YadoGtkWindow, paned);
    gtk_widget_class_bind_template_child(widget, YadoGtkWindow, side);
    gtk_widget_class_bind_template_child(widget, YadoGtkWindow, content);
    gtk_widget_class_bind_template_child(widget, YadoGtkWindow, bottom);
    gtk_widget_class_bind_template_child(widget, YadoGtkWindow, notebook);
    gtk_widget_class_bind_template_callback(widget, on_notebook_pages_changed_cb);
    gtk_widget_class_bind_template_callback(widget, on_notebook_page_switched_cb);
}

static void
yado_gtk_window_init(YadoGtkWindow *self)
{
    gtk_widget_init_template(GTK_WIDGET(self));
}

/* --- putting it together --- */

static void
set_up_header(YadoGtkWindow *self)
{
    const YadoActionSpec *create = yado_catalog_find_action("guest.create");
    gtk_header_bar_pack_start(self->header, yado_gtk_actions_create_button(self->actions, create));
    gtk_widget_set_tooltip_text(GTK_WIDGET(self->search), _("Search"));
    yado_gtk_set_accessible(GTK_WIDGET(self->search), _("Search"), NULL);
    gtk_widget_set_tooltip_text(GTK_WIDGET(self->screens), _("Screens of the guests"));
    yado_gtk_set_accessible(GTK_WIDGET(self->screens), _("Screens of the guests"), NULL);
    gtk_widget_set_tooltip_text(GTK_WIDGET(self->menu), _("Menu"));
    yado_gtk_set_accessible(GTK_WIDGET(self->menu), _("Menu"), NULL);
    yado_gtk_actions_attach_menu(self->actions, self->menu, YADO_GTK_MENU_APP | YADO_GTK_MENU_HOST);
}

static void
set_up_actions(YadoGtkWindow *self)
{
    self->actions = yado_gtk_actions_new(GTK_WINDOW(self), self->session);
    g_signal_connect_object(self->actions, "view", G_CALLBACK(on_actions_view_cb), self, 0);
    g_signal_connect_object(self->actions, "failed", G_CALLBACK(on_actions_failed_cb), self, 0);
    g_signal_connect_object(self->actions, "refused", G_CALLBACK(on_actions_refused_cb), self, 0);
}

static void
set_up_messages(YadoGtkWindow *self)
{
    YadoJobQueue *queue = yado_session_get_jobs(self->session);
    self->messages = YADO_GTK_MESSAGE_BAR(yado_gtk_message_bar_new());
    gtk_box_pack_start(self->content, GTK_WIDGET(self->messages), FALSE, TRUE, 0);
    gtk_box_reorder_child(self->content, GTK_WIDGET(self->messages), 0);
    g_signal_connect_object(self->messages, "offered", G_CALLBACK(on_messages_offered_cb), self, 0);
    g_signal_connect_object(queue, "job-finished", G_CALLBACK(on_job_finished_cb), self, 0);
}

static void
set_up_list(YadoGtkWindow *self)
{
    self->list_page =
        YADO_GTK_LIST_PAGE(yado_gtk_list_page_new(self->session, self->table, self->actions));
    gtk_notebook_append_page(self->notebook, GTK_WIDGET(self->list_page),
                             yado_gtk_label_new(_("Guests"), NULL));
    g_signal_connect_object(self->list_page, "selection-changed",
                            G_CALLBACK(on_list_selection_changed_cb), self, 0);
    g_signal_connect_object(self->list_page, "guest-activated",
                            G_CALLBACK(on_list_guest_activated_cb), self, 0);
    g_signal_connect_object(self->list_page, "menu-requested",
                            G_CALLBACK(on_list_menu_requested_cb), self, 0);
    yado_gtk_list_page_bind_search(self->list_page, self->search);
    yado_gtk_list_page_bind_screens(self->list_page, self->screens);
}

static void
set_up_sidebar(YadoGtkWindow *self)
{
    self->sidebar = YADO_GTK_SIDEBAR(yado_gtk_sidebar_new(self->actions));
    gtk_box_pack_start(self->side, GTK_WIDGET(self->sidebar), TRUE, TRUE, 0);
    g_signal_connect_object(self->sidebar, "host-selected", G_CALLBACK(on_sidebar_host_selected_cb),
                            self, 0);
    g_signal_connect_object(self->sidebar, "guest-selected",
                            G_CALLBACK(on_sidebar_guest_selected_cb), self, 0);
    g_signal_connect_object(self->sidebar, "guest-activated",
                            G_CALLBACK(on_sidebar_guest_activated_cb), self, 0);
    g_signal_connect_object(self->sidebar, "menu-requested",
                            G_CALLBACK(on_sidebar_menu_requested_cb), self, 0);
}

static void
set_up_bottom(YadoGtkWindow *self)
{
    self->action_bar = YADO_GTK_ACTION_BAR(yado_gtk_action_bar_new(self->actions));
    gtk_container_add(GTK_CONTAINER(self->bottom), GTK_WIDGET(self->action_bar));
    g_signal_connect_object(yado_gtk_action_bar_get_jobs(self->action_bar), "follow-up",
                            G_CALLBACK(on_jobs_follow_up_cb), self, 0);
}

static void
connect_session(YadoGtkWindow *self)
{
    GListModel *hosts = G_LIST_MODEL(self->session);
    g_signal_connect_object(hosts, "items-changed", G_CALLBACK(on_session_items_changed_cb), self,
                            0);
    on_session_items_changed_cb(hosts, 0, 0, g_list_model_get_n_items(hosts), self);
    g_signal_connect_object(self->table, "summary-changed", G_CALLBACK(on_table_summary_changed_cb),
                            self, 0);
}

GtkWidget *
yado_gtk_window_new(GtkApplication *application, YadoSession *session)
{
    YadoGtkWindow *self = g_object_new(YADO_GTK_TYPE_WINDOW, "application", application, NULL);
    self->session = g_object_ref(session);
    self->table = yado_table_new(session);
    set_up_actions(self);
    set_up_header(self);
    set_up_messages(self);
    set_up_list(self);
    set_up_sidebar(self);
    set_up_bottom(self);
    connect_session(self);
    yado_gtk_window_restore_size(self);
    update_targets(self);
    update_title(self);
    yado_gtk_window_update_tabs(self);
    yado_gtk_list_page_grab_focus(self->list_page);
    return GTK_WIDGET(self);
}
