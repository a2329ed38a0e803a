/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "app/yado-gtk-application.h"

#include "app/yado-gtk-console.h"
#include "app/yado-gtk-prompt.h"
#include "app/yado-gtk-util.h"
#include "app/yado-gtk-window.h"

struct _YadoGtkApplication {
    GtkApplication parent;
    GStrv uris;
    char *guest, *console, *device;
    YadoSession *session;
    YadoGtkWindow *window; /* weak */
};

G_DEFINE_TYPE(YadoGtkApplication, yado_gtk_application, GTK_TYPE_APPLICATION)

static void
load_style(void)
{
    g_autoptr(GtkCssProvider) provider = gtk_css_provider_new();
    gtk_css_provider_load_from_resource(provider, YADO_GTK_RESOURCE("yado.css"));
    gtk_style_context_add_provider_for_screen(gdk_screen_get_default(),
                                              GTK_STYLE_PROVIDER(provider),
                                              GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
}

/* The error stays with the host, where the window shows it. */
static void
on_host_opened_cb(GObject *source, GAsyncResult *result, gpointer data)
{
    yado_host_open_finish(YADO_HOST(source), result, NULL);
}

static gboolean
on_open_due_cb(gpointer data)
{
    YadoGtkApplication *self = data;
    GListModel *hosts = G_LIST_MODEL(self->session);
    for (guint i = 0; i < g_list_model_get_n_items(hosts); i++) {
        g_autoptr(YadoHost) host = g_list_model_get_item(hosts, i);
        if (yado_host_get_autoconnect(host) || self->uris)
            yado_host_open_async(host, YADO_OPEN_EVENTS, NULL, on_host_opened_cb, NULL);
    }
    return G_SOURCE_REMOVE;
}

static void
create_session(YadoGtkApplication *self)
{
    if (self->session)
        return;
    g_autoptr(YadoPrompt) prompt = yado_gtk_prompt_new(GTK_APPLICATION(self));
    self->session = yado_session_new(prompt);
    yado_gtk_prompt_set_settings(YADO_GTK_PROMPT(prompt), yado_session_get_settings(self->session));
    yado_settings_set_autosave(yado_session_get_settings(self->session), YADO_SETTINGS_AUTOSAVE);
    yado_session_load_hosts(self->session, (const char *const *)self->uris);
}

static void
create_window(YadoGtkApplication *self)
{
    GtkWidget *window = yado_gtk_window_new(GTK_APPLICATION(self), self->session);
    g_set_weak_pointer(&self->window, YADO_GTK_WINDOW(window));
    gtk_window_present(GTK_WINDOW(window));
}

static void
show_guest(YadoGtkApplication *self, const char *guest)
{
    if (self->window)
        yado_gtk_window_show_guest(self->window, guest);
}

/* The manager says what is the matter, and waits for it. */
static void
on_console_missing_cb(gpointer data)
{
    YadoGtkApplication *self = data;
    if (!self->window)
        create_window(self);
    yado_gtk_window_show_console(self->window, self->console, self->device);
}

static void
start_console(YadoGtkApplication *self)
{
    yado_gtk_console_start(GTK_APPLICATION(self), self->session, self->console, self->device,
                           self->uris != NULL, on_console_missing_cb, self);
}

static void
yado_gtk_application_activate(GApplication *application)
{
    YadoGtkApplication *self = YADO_GTK_APPLICATION(application);
    if (self->window) {
        gtk_window_present(GTK_WINDOW(self->window));
        return;
    }
    if (self->console && !self->session) {
        create_session(self);
        start_console(self);
        return;
    }
    create_session(self);
    create_window(self);
    if (self->guest)
        show_guest(self, self->guest);
    g_idle_add(on_open_due_cb, self); /* after the first picture: it loads libvirt */
}

static void
on_show_guest_activated_cb(GSimpleAction *action, GVariant *parameter, gpointer data)
{
    g_application_activate(G_APPLICATION(data));
    show_guest(YADO_GTK_APPLICATION(data), g_variant_get_string(parameter, NULL));
}

/* The guest, and which of its consoles where that was said. */
static void
set_console(YadoGtkApplication *self, GVariant *words)
{
    g_auto(GStrv) parts = g_variant_dup_strv(words, NULL);
    g_clear_pointer(&self->console, g_free);
    g_clear_pointer(&self->device, g_free);
    self->console = g_strdup(parts[0]);
    self->device = parts[0] ? g_strdup(parts[1]) : NULL;
}

static void
on_show_console_activated_cb(GSimpleAction *action, GVariant *parameter, gpointer data)
{
    YadoGtkApplication *self = data;
    set_console(self, parameter);
    if (self->window)
        yado_gtk_window_show_console(self->window, self->console, self->device);
    else if (self->session)
        start_console(self);
    else
        g_application_activate(G_APPLICATION(data));
}

static gpointer
load_backend(gpointer data)
{
    g_autofree char *uri = data;
    yado_session_check_uri(uri, NULL); /* loads what is needed for it */
    return NULL;
}

/* What a console alone waits for, and need not be loaded after GTK: libvirt, the fonts. */
static void
load_beside_gtk(YadoGtkApplication *self)
{
    char *uri = self->uris ? g_strdup(self->uris[0]) : yado_session_guess_uri();
    g_thread_unref(g_thread_new("yado-load", load_backend, uri));
    pango_cairo_font_map_get_default(); /* reads them in a thread of its own */
}

static void
yado_gtk_application_startup(GApplication *application)
{
    static const GActionEntry actions[] = { { "show-guest", on_show_guest_activated_cb, "s" },
                                            { "show-console", on_show_console_activated_cb,
                                              "as" } };
    if (YADO_GTK_APPLICATION(application)->console)
        load_beside_gtk(YADO_GTK_APPLICATION(application));
    G_APPLICATION_CLASS(yado_gtk_application_parent_class)->startup(application);
    g_action_map_add_action_entries(G_ACTION_MAP(application), actions, G_N_ELEMENTS(actions),
                                    application);
    gtk_window_set_default_icon_name("yado");
    /* Texts can be selected; going through them with Tab should not look as if all were. */
    g_object_set(gtk_settings_get_default(), "gtk-label-select-on-focus", FALSE, NULL);
    load_style();
}

/* An instance that runs already shows the guest; this one then ends. */
static gboolean
yado_gtk_application_local_command_line(GApplication *application, char ***arguments, int *status)
{
    YadoGtkApplication *self = YADO_GTK_APPLICATION(application);
    g_autoptr(GError) error = NULL;
    *status = 0;
    if (!g_application_register(application, NULL, &error)) {
        g_printerr("yado-gtk: %s\n", error->message);
        *status = 1;
    } else if (self->guest && g_application_get_is_remote(application)) {
        g_action_group_activate_action(G_ACTION_GROUP(application), "show-guest",
                                       g_variant_new_string(self->guest));
    } else if (self->console && g_application_get_is_remote(application)) {
        g_action_group_activate_action(
            G_ACTION_GROUP(application), "show-console",
            g_variant_new_strv((const char *[]){ self->console, self->device, NULL }, -1));
    } else {
        g_application_activate(application);
    }
    return TRUE;
}

static void
yado_gtk_application_shutdown(GApplication *application)
{
    YadoGtkApplication *self = YADO_GTK_APPLICATION(application);
    g_autoptr(GError) error = NULL;
    if (self->session) {
        yado_settings_set_autosave(yado_session_get_settings(self->session), 0);
        if (!yado_session_save(self->session, &error))
            g_printerr("yado-gtk: %s\n", error->message);
        yado_session_leave(self->session);
        yado_session_set_prompt(self->session, NULL);
    }
    G_APPLICATION_CLASS(yado_gtk_application_parent_class)->shutdown(application);
    g_clear_object(&self->session);
}

static void
yado_gtk_application_finalize(GObject *object)
{
    YadoGtkApplication *self = YADO_GTK_APPLICATION(object);
    g_strfreev(self->uris);
    g_free(self->guest);
    g_free(self->console);
    g_free(self->device);
    g_clear_weak_pointer(&self->window);
    G_OBJECT_CLASS(yado_gtk_application_parent_class)->finalize(object);
}

static void
yado_gtk_application_class_init(YadoGtkApplicationClass *klass)
{
    GApplicationClass *application = G_APPLICATION_CLASS(klass);
    G_OBJECT_CLASS(klass)->finalize = yado_gtk_application_finalize;
    application->startup = yado_gtk_application_startup;
    application->activate = yado_gtk_application_activate;
    application->shutdown = yado_gtk_application_shutdown;
    application->local_command_line = yado_gtk_application_local_command_line;
}

static void
yado_gtk_application_init(YadoGtkApplication *self)
{
}

GtkApplication *
yado_gtk_application_new(const char *const *uris, const char *guest, const char *console,
                         const char *device)
{
    YadoGtkApplication *self =
        g_object_new(YADO_GTK_TYPE_APPLICATION, "application-id", "org.yado.Yado", "flags",
                     uris ? G_APPLICATION_NON_UNIQUE : G_APPLICATION_FLAGS_NONE, NULL);
    self->uris = g_strdupv((GStrv)uris);
    self->guest = g_strdup(guest);
    self->console = g_strdup(console);
    self->device = g_strdup(device);
    return GTK_APPLICATION(self);
}
