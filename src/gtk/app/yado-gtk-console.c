/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "app/yado-gtk-console.h"

#include <glib/gi18n.h>

#include "app/yado-gtk-util.h"

typedef GtkWidget *(*NewPage)(YadoSession *session, YadoGuest *guest, const char *wanted);

static const char guest_key[] = "yado-console-guest";

static NewPage
load_module(GError **error)
{
    static NewPage new_page;
    g_autofree char *path = NULL;
    GModule *module;

    if (new_page)
        return new_page;
    module = yado_module_open("gtk-console");
    if (module && g_module_symbol(module, "yado_gtk_console_module_new", (gpointer *)&new_page))
        return new_page;
    path = yado_module_dup_path("gtk-console");
    yado_error_set(error, YADO_ERROR_UNSUPPORTED, g_module_error(),
                   _("Install YaDO's consoles for the desktop."),
                   _("The consoles could not be loaded from %s."), path);
    return NULL;
}

/* It was migrated: it is another host's now. */
static void
set_guest(GtkWidget *page, YadoGuest *guest)
{
    g_object_set_data_full(G_OBJECT(page), guest_key, g_object_ref(guest), g_object_unref);
}

GtkWidget *
yado_gtk_console_page_new(YadoSession *session, YadoGuest *guest, const char *wanted,
                          GError **error)
{
    NewPage new_page = load_module(error);
    GtkWidget *page = new_page ? new_page(session, guest, wanted) : NULL;

    if (!page)
        return NULL;
    set_guest(page, guest);
    g_signal_connect(page, "guest-changed", G_CALLBACK(set_guest), NULL);
    return page;
}

const char *
yado_gtk_console_get_wanted(const char *view)
{
    return g_str_equal(view, "console:start") ? YADO_CONSOLE_TEXT_FIRST : NULL;
}

void
yado_gtk_console_page_choose(GtkWidget *page, const char *wanted)
{
    GActionGroup *actions = gtk_widget_get_action_group(page, "console");

    g_action_group_activate_action(actions, "which", g_variant_new_string(wanted));
}

YadoGuest *
yado_gtk_console_page_get_guest(GtkWidget *page)
{
    return g_object_get_data(G_OBJECT(page), guest_key);
}

static char *
dup_title(GtkWidget *page)
{
    g_autofree char *name =
        yado_text_clean(yado_guest_get_name(yado_gtk_console_page_get_guest(page)));

    return g_strdup_printf(_("%s: console"), name);
}

static void
on_close_clicked_cb(GtkButton *button, GtkWidget *page)
{
    g_signal_emit_by_name(page, "close-requested");
}

GtkWidget *
yado_gtk_console_page_create_tab(GtkWidget *page)
{
    GtkBox *box = GTK_BOX(gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 6));
    g_autofree char *title = dup_title(page);
    GtkWidget *close = yado_gtk_icon_button_new("window-close-symbolic", _("Close"));

    gtk_widget_set_tooltip_text(GTK_WIDGET(box), _("All keys go to the guest while its console has "
                                                   "the focus. Ctrl+Shift+PageUp and "
                                                   "Ctrl+Shift+PageDown lead to the other tabs, "
                                                   "Ctrl+Shift+W closes this one."));
    gtk_button_set_relief(GTK_BUTTON(close), GTK_RELIEF_NONE);
    g_signal_connect_object(close, "clicked", G_CALLBACK(on_close_clicked_cb), page, 0);
    gtk_box_pack_start(box, gtk_label_new(title), TRUE, TRUE, 0);
    gtk_box_pack_end(box, close, FALSE, FALSE, 0);
    gtk_widget_show_all(GTK_WIDGET(box));
    return GTK_WIDGET(g_object_ref_sink(box));
}

static void
on_close_requested_cb(GtkWidget *page, GtkWidget *window)
{
    gtk_widget_destroy(window);
}

static void
hide_window_button(GtkWidget *page)
{
    g_object_set(page, "in-window", TRUE, NULL);
}

static GtkWidget *
create_window(GtkApplication *application)
{
    GtkWidget *window = gtk_application_window_new(application);
    GtkWidget *header = gtk_header_bar_new();

    gtk_header_bar_set_show_close_button(GTK_HEADER_BAR(header), TRUE);
    gtk_window_set_titlebar(GTK_WINDOW(window), header);
    gtk_window_set_default_size(GTK_WINDOW(window), 900, 640);
    gtk_widget_show(header);
    return window;
}

static void
show_host(GtkWidget *page, YadoGuest *guest, GtkWidget *window)
{
    GtkWidget *header = gtk_window_get_titlebar(GTK_WINDOW(window));
    YadoHost *host = yado_guest_get_host(guest);

    gtk_header_bar_set_subtitle(GTK_HEADER_BAR(header), host ? yado_host_get_label(host) : NULL);
}

static void
fill_window(GtkWidget *window, GtkWidget *page)
{
    GtkHeaderBar *header = GTK_HEADER_BAR(gtk_window_get_titlebar(GTK_WINDOW(window)));
    g_autofree char *title = dup_title(page);

    gtk_header_bar_set_title(header, title);
    gtk_window_set_title(GTK_WINDOW(window), title);
    show_host(page, yado_gtk_console_page_get_guest(page), window);
    g_signal_connect_object(page, "guest-changed", G_CALLBACK(show_host), window, 0);
    g_signal_connect_object(page, "close-requested", G_CALLBACK(on_close_requested_cb), window, 0);
    gtk_container_add(GTK_CONTAINER(window), page);
    hide_window_button(page);
}

GtkWidget *
yado_gtk_console_window_new(GtkApplication *application, GtkWidget *page)
{
    GtkWidget *window = create_window(application);

    fill_window(window, page);
    return window;
}

/* ---- The console alone ---- */

typedef struct {
    int references; /* one for each host, and for each call that is under way */
    GtkApplication *application;
    YadoSession *session;
    char *name, *wanted;
    void (*missing)(gpointer data);
    gpointer data;
    gboolean is_found;
    GPtrArray *hosts;
    GtkWidget *window; /* made while the hosts are asked, not shown before the guest is found */
} Start;

static void
release_start(Start *start)
{
    if (--start->references > 0)
        return;
    for (guint i = 0; i < start->hosts->len; i++)
        g_signal_handlers_disconnect_by_data(start->hosts->pdata[i], start);
    if (start->window)
        gtk_widget_destroy(start->window);
    if (!start->is_found)
        start->missing(start->data);
    g_application_release(G_APPLICATION(start->application));
    g_ptr_array_unref(start->hosts);
    g_object_unref(start->session);
    g_free(start->name);
    g_free(start->wanted);
    g_free(start);
}

/* Of two owners which one is meant is not known. */
static YadoGuest *
find_guest(YadoHost *host, const char *name)
{
    g_autoptr(GPtrArray) guests = yado_host_match_guests(host, name);

    return guests->len == 1 ? guests->pdata[0] : NULL;
}

static void
try_host(Start *start, YadoHost *host)
{
    YadoGuest *guest = start->is_found ? NULL : find_guest(host, start->name);
    GtkWidget *page =
        guest ? yado_gtk_console_page_new(start->session, guest, start->wanted, NULL) : NULL;
    GtkWidget *window;

    if (!page)
        return;
    start->is_found = TRUE;
    window = start->window ? g_steal_pointer(&start->window) : create_window(start->application);
    fill_window(window, page);
    gtk_window_present(GTK_WINDOW(window));
}

static void
on_host_items_changed_cb(GListModel *host, guint position, guint removed, guint added,
                         gpointer data)
{
    try_host(data, YADO_HOST(host));
}

static void
on_host_loaded_cb(GObject *source, GAsyncResult *result, gpointer data)
{
    Start *start = data;

    yado_host_load_finish(YADO_HOST(source), result, NULL);
    try_host(start, YADO_HOST(source));
    release_start(start);
}

static void
on_host_opened_cb(GObject *source, GAsyncResult *result, gpointer data)
{
    Start *start = data;
    gboolean is_open = yado_host_open_finish(YADO_HOST(source), result, NULL);

    if (!start->is_found && is_open) {
        start->references++;
        yado_host_load_async(YADO_HOST(source), YADO_LOAD_LIST, YADO_LIST_STATE, NULL,
                             on_host_loaded_cb, start);
    }
    release_start(start);
}

/* While the hosts are asked; in two turns, between which they are heard. */
static gboolean
on_idle_cb(gpointer data)
{
    Start *start = data;

    if (!start->is_found && !start->window && load_module(NULL)) {
        start->window = create_window(start->application);
        return G_SOURCE_CONTINUE;
    }
    if (start->window)
        gtk_widget_realize(start->window); /* fonts, icons and the style are read here */
    release_start(start);
    return G_SOURCE_REMOVE;
}

void
yado_gtk_console_start(GtkApplication *application, YadoSession *session, const char *name,
                       const char *wanted, gboolean all, void (*missing)(gpointer data),
                       gpointer data)
{
    GListModel *hosts = G_LIST_MODEL(session);
    Start *start = g_new0(Start, 1);

    *start = (Start){ .references = 1,
                      .application = application,
                      .session = g_object_ref(session),
                      .name = g_strdup(name),
                      .wanted = g_strdup(wanted),
                      .missing = missing,
                      .data = data,
                      .hosts = g_ptr_array_new_with_free_func(g_object_unref) };
    g_application_hold(G_APPLICATION(application));
    for (guint i = 0; i < g_list_model_get_n_items(hosts); i++) {
        g_autoptr(YadoHost) host = g_list_model_get_item(hosts, i);

        if (!all && !yado_host_get_autoconnect(host))
            continue;
        g_ptr_array_add(start->hosts, g_object_ref(host));
        g_signal_connect(host, "items-changed", G_CALLBACK(on_host_items_changed_cb), start);
        start->references++;
        yado_host_open_async(host, YADO_OPEN_EVENTS, NULL, on_host_opened_cb, start);
    }
    g_idle_add(on_idle_cb, start);
}
