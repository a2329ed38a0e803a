/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * A screen, shown by gtk-vnc.
 *
 * Keys and pointer reach nobody before the server has said whose screen it is, and the host that it is still there (yado-console-link.h): a
 * port may belong to another guest after a restart.
 */
#include "config.h"

#include "console/yado-gtk-console-view.h"

#include <glib/gi18n.h>
#include <string.h>
#include <unistd.h>
#include <vncdisplay.h>

#include "console/yado-gtk-console-keys.h"

/* A server that wants more than this is none that a guest has; it would fill the memory. */
#define MAX_PIXELS (64u << 20)
#define MAX_PASSWORDS 3
#define PICTURE_SECONDS 10 /* for a server to send its first one */
#define ALIVE_SECONDS 3    /* with a picture, before it counts as one that works */

struct _YadoGtkConsoleScreen {
    YadoConsoleView parent;
    GtkScrolledWindow *scroller;
    VncDisplay
        *display; /* a new one for each connection: gtk-vnc's keeps what the last server was */
    gboolean is_password_given; /* in this attempt */
    gboolean is_answer_given;   /* … and it was the person's, or the keyring's */
    gboolean was_answer_wrong;
    gboolean is_ready;    /* the server is the guest's, its first picture is on its way */
    gboolean has_picture; /* that came */
    gboolean wants_tls;
    guint due; /* the first picture, or that it has stayed */
    gboolean is_view_only, shares_clipboard, is_full_screen;
    gboolean is_minimised;
    gboolean is_paused; /* nobody sees it: the server is not asked for more */
    char *scaling, *quality, *release, *keyboard;
    gboolean local_pointer, grab;
    guint passwords; /* that were asked for in this attempt */
    char *password;  /* the person's last answer */
    GError *failure; /* what the server said before it closed */
    GCancellable *asking;
    YadoGtkConsoleTyping *typing;
    gulong clipboard_id;
};

#define YADO_TYPE_GTK_CONSOLE_SCREEN (yado_gtk_console_screen_get_type())
G_DECLARE_FINAL_TYPE(YadoGtkConsoleScreen, yado_gtk_console_screen, YADO, GTK_CONSOLE_SCREEN,
                     YadoConsoleView)
G_DEFINE_FINAL_TYPE(YadoGtkConsoleScreen, yado_gtk_console_screen, YADO_TYPE_CONSOLE_VIEW)

/* A connection's screen. */
static const char screen_key[] = "yado-screen";

static YadoConsoleLink *
get_link(YadoGtkConsoleScreen *self)
{
    return yado_console_view_get_link(YADO_CONSOLE_VIEW(self));
}

static const char *
get_guest_name(YadoGtkConsoleScreen *self)
{
    return yado_guest_get_name(yado_console_link_get_guest(get_link(self)));
}

/* ---- How it looks and hears ---- */

static gboolean
is_fitted(YadoGtkConsoleScreen *self)
{
    return g_str_equal(self->scaling, "fit") ||
           (g_str_equal(self->scaling, "full") && self->is_full_screen);
}

static void
apply_scaling(YadoGtkConsoleScreen *self)
{
    gboolean fits = is_fitted(self);
    GtkPolicyType policy = fits ? GTK_POLICY_NEVER : GTK_POLICY_AUTOMATIC;

    if (!self->display)
        return;
    vnc_display_set_force_size(self->display, !fits);
    vnc_display_set_scaling(self->display, fits);
    gtk_scrolled_window_set_policy(self->scroller, policy, policy);
    gtk_widget_queue_resize(GTK_WIDGET(self->display));
}

/* Keys, text, the clipboard. */
static gboolean
may_send(YadoGtkConsoleScreen *self)
{
    return self->display && self->is_ready && !self->is_view_only &&
           yado_console_link_is_confirmed(get_link(self));
}

static void
apply_input(YadoGtkConsoleScreen *self)
{
    VncGrabSequence *keys;

    if (!self->display)
        return;
    vnc_display_set_read_only(self->display, !may_send(self));
    vnc_display_set_pointer_local(self->display, self->local_pointer);
    vnc_display_set_keyboard_grab(self->display, self->grab && !self->is_view_only);
    keys = vnc_grab_sequence_new_from_string(self->release);
    vnc_display_set_grab_keys(self->display, keys);
    vnc_grab_sequence_free(keys);
}

/* gtk-vnc asks for the next picture when one has come, seen or not: with that handler blocked it stops after the one that is on its way. */
static void
apply_pause(YadoGtkConsoleScreen *self)
{
    gboolean paused = self->is_minimised || !gtk_widget_get_mapped(GTK_WIDGET(self));
    guint signal = g_signal_lookup("vnc-framebuffer-update", VNC_TYPE_CONNECTION);
    GSignalMatchType match = G_SIGNAL_MATCH_ID | G_SIGNAL_MATCH_DATA;
    VncConnection *connection;

    if (!self->display || self->is_paused == paused)
        return;
    self->is_paused = paused;
    connection = vnc_display_get_connection(self->display);
    if (paused) {
        g_signal_handlers_block_matched(connection, match, signal, 0, NULL, NULL, self->display);
        return;
    }
    g_signal_handlers_unblock_matched(connection, match, signal, 0, NULL, NULL, self->display);
    gtk_widget_queue_draw(GTK_WIDGET(self->display));
    if (vnc_connection_is_initialized(connection))
        vnc_connection_framebuffer_update_request(connection, TRUE, 0, 0,
                                                  vnc_connection_get_width(connection),
                                                  vnc_connection_get_height(connection));
}

/* gtk-vnc grabs when the pointer comes in; where it is there already, it is told that it came. */
static void
grab_keyboard(YadoGtkConsoleScreen *self)
{
    GtkWidget *widget = GTK_WIDGET(self->display);
    GdkEvent *event;

    if (!self->grab || !may_send(self) || !gtk_widget_has_focus(widget))
        return;
    event = gdk_event_new(GDK_ENTER_NOTIFY);
    event->crossing.window = g_object_ref(gtk_widget_get_window(widget));
    event->crossing.mode = GDK_CROSSING_NORMAL;
    gdk_event_set_device(
        event, gdk_seat_get_pointer(gdk_display_get_default_seat(gtk_widget_get_display(widget))));
    gtk_widget_event(widget, event);
    gdk_event_free(event);
}

/* ---- Who is it? ---- */

static gboolean
refuse(YadoGtkConsoleScreen *self, YadoErrorCode code, const char *hint, const char *text)
{
    g_autoptr(GError) error = yado_error_new(code, NULL, hint, "%s", text);

    yado_console_view_detach(YADO_CONSOLE_VIEW(self));
    yado_console_link_fail(get_link(self), error);
    return FALSE;
}

static gboolean
check_identity(YadoGtkConsoleScreen *self)
{
    const char *said = vnc_display_get_name(self->display);
    g_autofree char *text = NULL;

    if (!yado_console_is_other_screen(said, get_guest_name(self)))
        return TRUE;
    text = g_strdup_printf(_("The screen that answers is not that of %s: it calls itself “%s”."),
                           get_guest_name(self), said);
    return refuse(self, YADO_ERROR_CONFLICT, _("Nothing was sent to it. Open the console again."),
                  text);
}

static gboolean
is_size_sane(int width, int height)
{
    return width > 0 && height > 0 && (guint64)width * (guint64)height <= MAX_PIXELS;
}

static void
refuse_size(YadoGtkConsoleScreen *self, int width, int height)
{
    g_autofree char *text =
        g_strdup_printf(_("The screen of %s would be %d × %d points large: too large to show."),
                        get_guest_name(self), width, height);

    refuse(self, YADO_ERROR_INVALID, NULL, text);
}

/* ---- Does it work? ---- */

static gboolean
on_alive_due_cb(gpointer data)
{
    YadoGtkConsoleScreen *self = data;

    self->due = 0;
    yado_console_link_note_alive(get_link(self));
    return G_SOURCE_REMOVE;
}

static void
end_with(YadoGtkConsoleScreen *self, const GError *failure)
{
    YadoConsoleLink *link = get_link(self);

    yado_console_view_detach(YADO_CONSOLE_VIEW(self));
    if (!failure)
        yado_console_link_end(link);
    else if (failure->code == YADO_ERROR_CONNECTION)
        yado_console_link_break(link, failure);
    else
        yado_console_link_fail(link, failure);
}

static gboolean
on_picture_overdue_cb(gpointer data)
{
    YadoGtkConsoleScreen *self = data;
    g_autoptr(GError) error =
        yado_error_new(YADO_ERROR_FAILED, NULL, NULL, _("The screen of %s sends no picture."),
                       get_guest_name(self));

    self->due = 0;
    end_with(self, error);
    return G_SOURCE_REMOVE;
}

static void
stop_waiting(YadoGtkConsoleScreen *self)
{
    g_clear_handle_id(&self->due, g_source_remove);
}

static void
wait_for_picture(YadoGtkConsoleScreen *self)
{
    stop_waiting(self);
    self->due = g_timeout_add_seconds(PICTURE_SECONDS, on_picture_overdue_cb, self);
}

static void
on_picture_updated_cb(VncConnection *connection, guint16 x, guint16 y, guint16 width,
                      guint16 height, YadoGtkConsoleScreen *self)
{
    if (self->has_picture || !self->is_ready)
        return;
    self->has_picture = TRUE;
    stop_waiting(self);
    self->due = g_timeout_add_seconds(ALIVE_SECONDS, on_alive_due_cb, self);
}

static void
on_display_initialized_cb(VncDisplay *display, YadoGtkConsoleScreen *self)
{
    if (!check_identity(self))
        return;
    self->is_ready = TRUE;
    self->passwords = 0;
    self->was_answer_wrong = FALSE;
    apply_input(self);
    yado_console_view_hint(YADO_CONSOLE_VIEW(self), NULL);
    gtk_widget_grab_focus(GTK_WIDGET(display));
    grab_keyboard(self);
}

static void
on_link_confirmed_cb(YadoConsoleLink *link, YadoGtkConsoleScreen *self)
{
    apply_input(self);
    if (self->display)
        grab_keyboard(self);
}

/*
 * gtk-vnc makes room for whatever size it is told, and crashes where that fails.  A hook comes before its own handlers: these are then left out.
 */
static gboolean
on_size_told_cb(GSignalInvocationHint *hint, guint n, const GValue *values, gpointer data)
{
    VncConnection *connection = g_value_get_object(&values[0]);
    YadoGtkConsoleScreen *self = g_object_get_data(G_OBJECT(connection), screen_key);
    int width = vnc_connection_get_width(connection);
    int height = vnc_connection_get_height(connection);

    if (!self || !self->display || is_size_sane(width, height))
        return TRUE;
    g_signal_handlers_block_matched(connection, G_SIGNAL_MATCH_DATA, 0, 0, NULL, NULL,
                                    self->display);
    refuse_size(self, width, height);
    return TRUE;
}

static void
watch_sizes(void)
{
    static const char *const names[] = { "vnc-initialized", "vnc-desktop-resize" };
    static gboolean is_done;

    for (guint i = 0; i < G_N_ELEMENTS(names) && !is_done; i++)
        g_signal_add_emission_hook(g_signal_lookup(names[i], VNC_TYPE_CONNECTION), 0,
                                   on_size_told_cb, NULL, NULL);
    is_done = TRUE;
}

/* ---- Passwords ---- */

static void
give_credentials(YadoGtkConsoleScreen *self, const char *user, const char *password)
{
    self->is_password_given |= password != NULL;
    if (user)
        vnc_display_set_credential(self->display, VNC_DISPLAY_CREDENTIAL_USERNAME, user);
    if (password)
        vnc_display_set_credential(self->display, VNC_DISPLAY_CREDENTIAL_PASSWORD, password);
    vnc_display_set_credential(self->display, VNC_DISPLAY_CREDENTIAL_CLIENTNAME, "yado");
}

static void
on_password_answered_cb(GObject *source, GAsyncResult *result, gpointer data)
{
    g_autoptr(YadoGtkConsoleScreen) self = data;
    YadoQuestion *question = g_object_get_data(G_OBJECT(self), "question");
    g_autoptr(GError) error = NULL;
    gboolean yes = yado_prompt_ask_finish(YADO_PROMPT(source), result, &error);

    if (!self->display || !question)
        return;
    if (yes) {
        g_free(self->password);
        self->password = g_strdup(yado_question_get_answer(question, "password"));
        wait_for_picture(self);
        self->is_answer_given = TRUE;
        give_credentials(self, yado_question_get_answer(question, "username"), self->password);
    } else {
        yado_console_view_detach(YADO_CONSOLE_VIEW(self));
        yado_console_link_close(get_link(self));
    }
    g_object_set_data(G_OBJECT(self), "question", NULL);
}

/* What the keyring remembers it by. */
static char *
dup_subject(YadoGtkConsoleScreen *self)
{
    YadoGuest *guest = yado_console_link_get_guest(get_link(self));
    YadoHost *host = yado_guest_get_host(guest);
    const char *uri = host ? yado_host_get_uri(host) : "";

    return g_strdup_printf("vnc %.*s %s", (int)strcspn(uri, "?#"), uri, yado_guest_get_uuid(guest));
}

static void
ask_password(YadoGtkConsoleScreen *self, gboolean wants_user)
{
    g_autofree char *text =
        g_strdup_printf(self->passwords > 0 ? _("That was not the password. The screen of %s "
                                                "asks for it again.")
                                            : _("The screen of %s asks for a password."),
                        get_guest_name(self));
    g_autoptr(YadoQuestion) question =
        yado_question_new(YADO_QUESTION_CREDENTIALS, _("Password"), text, _("_Open"));
    YadoPrompt *prompt =
        yado_session_get_prompt(yado_console_view_get_session(YADO_CONSOLE_VIEW(self)));
    g_autofree char *subject = dup_subject(self);
    g_autofree char *label = g_strdup_printf(_("YaDO: screen of %s"), get_guest_name(self));

    yado_question_set_subject(question, subject, label, self->was_answer_wrong);
    if (wants_user)
        yado_question_add_field(question, "username", _("_User name"), NULL, FALSE);
    yado_question_add_field(question, "password", _("_Password"), NULL, TRUE);
    self->passwords++;
    stop_waiting(self);
    g_clear_object(&self->asking);
    self->asking = g_cancellable_new();
    g_object_set_data_full(G_OBJECT(self), "question", g_object_ref(question), g_object_unref);
    yado_prompt_ask_async(prompt, question, self->asking, on_password_answered_cb,
                          g_object_ref(self));
}

static gboolean
wants(GValueArray *kinds, int kind)
{
    G_GNUC_BEGIN_IGNORE_DEPRECATIONS
    for (guint i = 0; i < kinds->n_values; i++)
        if (g_value_get_enum(g_value_array_get_nth(kinds, i)) == kind)
            return TRUE;
    G_GNUC_END_IGNORE_DEPRECATIONS
    return FALSE;
}

/* The guest's configuration may have told it; then nobody is asked. */
static void
on_display_credential_cb(VncDisplay *display, GValueArray *kinds, YadoGtkConsoleScreen *self)
{
    const YadoConsoleRecord *record = yado_console_link_get_record(get_link(self));
    gboolean wants_password = wants(kinds, VNC_DISPLAY_CREDENTIAL_PASSWORD);
    gboolean wants_user = wants(kinds, VNC_DISPLAY_CREDENTIAL_USERNAME);

    if (!wants_password && !wants_user)
        give_credentials(self, NULL, NULL);
    else if (record && record->password && self->passwords == 0 && !wants_user)
        give_credentials(self, NULL, record->password);
    else
        ask_password(self, wants_user);
}

static void
note_unknown_login(YadoGtkConsoleScreen *self, guint type)
{
    g_clear_error(&self->failure);
    self->failure =
        yado_error_new(YADO_ERROR_UNSUPPORTED, NULL, NULL,
                       _("The screen of %s wants a way to log in that YaDO does not know (%u)."),
                       get_guest_name(self), type);
}

static void
on_display_auth_unsupported_cb(VncDisplay *display, guint type, YadoGtkConsoleScreen *self)
{
    note_unknown_login(self, type);
}

/* Those that gtk-vnc takes; of others it says only that there is an error. */
static void
on_login_offered_cb(VncConnection *connection, GValueArray *offered, YadoGtkConsoleScreen *self)
{
    static const int known[] = {
        VNC_CONNECTION_AUTH_NONE,     VNC_CONNECTION_AUTH_VNC,       VNC_CONNECTION_AUTH_TLS,
        VNC_CONNECTION_AUTH_SASL,     VNC_CONNECTION_AUTH_MSLOGONII, VNC_CONNECTION_AUTH_ARD,
        VNC_CONNECTION_AUTH_VENCRYPT,
    };

    for (guint i = 0; i < G_N_ELEMENTS(known); i++)
        if (wants(offered, known[i]))
            return;
    G_GNUC_BEGIN_IGNORE_DEPRECATIONS
    if (offered->n_values > 0)
        note_unknown_login(self, g_value_get_enum(g_value_array_get_nth(offered, 0)));
    G_GNUC_END_IGNORE_DEPRECATIONS
}

static GError *
make_unusable_error(YadoGtkConsoleScreen *self, const char *detail)
{
    return yado_error_new(YADO_ERROR_CONNECTION, detail, NULL,
                          _("What answers for the screen of %s is no VNC server that can be used."),
                          get_guest_name(self));
}

static void
on_tls_chosen_cb(VncConnection *connection, guint type, GValueArray *kinds,
                 YadoGtkConsoleScreen *self)
{
    self->wants_tls = TRUE;
}

static void
on_display_error_cb(VncDisplay *display, const char *text, YadoGtkConsoleScreen *self)
{
    if (self->failure || self->has_picture)
        return;
    if (self->wants_tls && !self->is_ready)
        self->failure = yado_error_new(
            YADO_ERROR_DENIED, text,
            _("Its certificates belong into the folder .pki of your home folder."),
            _("The screen of %s wants an encrypted connection (TLS), which could not be made."),
            get_guest_name(self));
    else
        self->failure = make_unusable_error(self, text);
}

/* ---- The end ---- */

/* The last answer, which was wrong, may just have been kept. */
static void
forget_password(YadoGtkConsoleScreen *self)
{
    g_autofree char *subject = dup_subject(self);

    self->was_answer_wrong = FALSE;
    yado_keyring_forget(subject);
}

/* Which error a server closes with after a wrong password differs; that it closes does not. */
static void
note_refused_password(YadoGtkConsoleScreen *self)
{
    if (self->is_ready || !self->is_password_given)
        return;
    self->was_answer_wrong = self->is_answer_given;
    self->passwords =
        MAX(self->passwords, 1); /* the configuration's was tried before the person's */
    if (self->passwords < MAX_PASSWORDS)
        return;
    self->passwords = 0;
    forget_password(self);
    g_clear_error(&self->failure);
    self->failure = yado_error_new(YADO_ERROR_DENIED, NULL, NULL,
                                   _("The screen of %s refused the password three times."),
                                   get_guest_name(self));
}

static void
on_display_disconnected_cb(VncDisplay *display, YadoGtkConsoleScreen *self)
{
    note_refused_password(self);
    g_autoptr(GError) failure = g_steal_pointer(&self->failure);

    if (display != self->display)
        return;
    if (!failure && !self->has_picture && !self->is_password_given)
        failure = make_unusable_error(self, NULL);
    end_with(self, failure);
}

/* "Left Ctrl + left Alt", as the menu calls them. */
static char *
dup_release_label(YadoGtkConsoleScreen *self)
{
    for (const YadoConsoleCommandSpec *spec = yado_catalog_console_commands; spec->id; spec++)
        for (const YadoChoice *choice = spec->choices; choice && choice->id; choice++)
            if (g_str_equal(spec->id, "release") && g_str_equal(choice->id, self->release))
                return yado_text_strip_mnemonic(_(choice->label));
    return g_strdup(self->release);
}

static void
on_display_grabbed_cb(VncDisplay *display, YadoGtkConsoleScreen *self)
{
    g_autofree char *keys = dup_release_label(self);
    g_autofree char *text = g_strdup_printf(_("%s: releases keyboard and pointer."), keys);

    yado_console_view_hint(YADO_CONSOLE_VIEW(self), text);
}

static void
on_display_released_cb(VncDisplay *display, YadoGtkConsoleScreen *self)
{
    yado_console_view_hint(YADO_CONSOLE_VIEW(self), NULL);
}

/* ---- The clipboard ---- */

static GtkClipboard *
get_clipboard(YadoGtkConsoleScreen *self)
{
    return gtk_widget_get_clipboard(GTK_WIDGET(self), GDK_SELECTION_CLIPBOARD);
}

/* RFC 6143: text is ISO 8859-1. */
static void
on_display_cut_text_cb(VncDisplay *display, const char *text, YadoGtkConsoleScreen *self)
{
    g_autofree char *converted = g_convert(text, -1, "UTF-8", "ISO-8859-1", NULL, NULL, NULL);

    if (self->shares_clipboard && converted)
        gtk_clipboard_set_text(get_clipboard(self), converted, -1);
}

static void
on_clipboard_shared_cb(GtkClipboard *clipboard, const char *text, gpointer data)
{
    g_autoptr(YadoGtkConsoleScreen) self = data;
    g_autofree char *converted =
        text ? g_convert_with_fallback(text, -1, "ISO-8859-1", "UTF-8", "?", NULL, NULL, NULL)
             : NULL;

    if (may_send(self) && self->shares_clipboard && converted)
        vnc_display_client_cut_text(self->display, converted);
}

static void
on_clipboard_owner_changed_cb(GtkClipboard *clipboard, GdkEvent *event, YadoGtkConsoleScreen *self)
{
    if (self->shares_clipboard)
        gtk_clipboard_request_text(clipboard, on_clipboard_shared_cb, g_object_ref(self));
}

/* Asked for with "only look" on: why nothing happens is told. */
static gboolean
check_sending(YadoGtkConsoleScreen *self)
{
    if (self->is_view_only)
        yado_console_view_hint(YADO_CONSOLE_VIEW(self),
                               _("Only looking: nothing is sent to the guest."));
    return may_send(self);
}

static void
type_text(GtkWidget *widget, const char *text)
{
    YadoGtkConsoleScreen *self = YADO_GTK_CONSOLE_SCREEN(widget);
    g_autofree char *missing = NULL;

    if (!check_sending(self))
        return;
    g_clear_pointer(&self->typing, yado_gtk_console_typing_free);
    self->typing = yado_gtk_console_typing_new(vnc_display_get_connection(self->display),
                                               self->keyboard, text, &missing);
    if (missing) {
        g_autofree char *hint =
            g_strdup_printf(_("No key of the guest's keyboard writes: %s"), missing);

        yado_console_view_hint(YADO_CONSOLE_VIEW(self), hint);
    }
}

static void
on_clipboard_typed_cb(GtkClipboard *clipboard, const char *text, gpointer data)
{
    g_autoptr(GtkWidget) widget = data;

    if (text)
        type_text(widget, text);
}

/* ---- Commands ---- */

static void
save_picture(GtkWidget *widget, const char *path)
{
    YadoGtkConsoleScreen *self = YADO_GTK_CONSOLE_SCREEN(widget);
    g_autoptr(GdkPixbuf) picture = self->display ? vnc_display_get_pixbuf(self->display) : NULL;
    g_autoptr(GError) error = NULL;

    if (!path)
        return;
    if (!picture)
        yado_error_set(&error, YADO_ERROR_NOT_FOUND, NULL, NULL,
                       _("There is no picture now that could be saved."));
    else
        gdk_pixbuf_save(picture, path, "png", &error, NULL);
    if (error)
        yado_console_view_show_error(YADO_CONSOLE_VIEW(self), error);
}

static void
copy_picture(YadoGtkConsoleScreen *self)
{
    g_autoptr(GdkPixbuf) picture = self->display ? vnc_display_get_pixbuf(self->display) : NULL;

    if (picture)
        gtk_clipboard_set_image(get_clipboard(self), picture);
}

static void
resize_window(YadoGtkConsoleScreen *self)
{
    GtkWidget *window = gtk_widget_get_toplevel(GTK_WIDGET(self));
    GtkAllocation inner;
    int width, height, scale = gtk_widget_get_scale_factor(GTK_WIDGET(self));

    if (!self->display || !self->is_ready)
        return;
    gtk_widget_get_allocation(GTK_WIDGET(self->scroller), &inner);
    gtk_window_get_size(GTK_WINDOW(window), &width, &height);
    gtk_window_resize(
        GTK_WINDOW(window),
        MAX(1, width - inner.width + vnc_display_get_width(self->display) / scale),
        MAX(1, height - inner.height + vnc_display_get_height(self->display) / scale));
}

static void
set_text(char **where, const char *value)
{
    g_free(*where);
    *where = g_strdup(value);
}

/* A server is told of it at the beginning only. */
static void
change_quality(YadoGtkConsoleScreen *self, const char *value)
{
    gboolean is_other = !g_str_equal(self->quality, value);

    set_text(&self->quality, value);
    if (is_other && self->display)
        yado_console_link_open(get_link(self), FALSE);
}

static void
run_setting(YadoGtkConsoleScreen *self, const char *command, const char *value)
{
    gboolean on = g_str_equal(value, "true");

    if (g_str_equal(command, "scaling"))
        set_text(&self->scaling, value);
    else if (g_str_equal(command, "quality"))
        change_quality(self, value);
    else if (g_str_equal(command, "release"))
        set_text(&self->release, value);
    else if (g_str_equal(command, "keyboard"))
        set_text(&self->keyboard, value);
    else if (g_str_equal(command, "view-only"))
        self->is_view_only = on;
    else if (g_str_equal(command, "local-pointer"))
        self->local_pointer = on;
    else if (g_str_equal(command, "grab"))
        self->grab = on;
    else if (g_str_equal(command, "share-clipboard"))
        self->shares_clipboard = on;
    else if (g_str_equal(command, "full-screen"))
        self->is_full_screen = on;
    else if (g_str_equal(command, "minimised"))
        self->is_minimised = on;
    apply_pause(self);
    apply_scaling(self);
    apply_input(self);
    if (self->display && g_str_equal(command, "grab"))
        grab_keyboard(self);
}

static void
screen_run(YadoConsoleView *view, const char *command, const char *value)
{
    YadoGtkConsoleScreen *self = YADO_GTK_CONSOLE_SCREEN(view);
    g_autofree char *name = g_strdup_printf("%s.png", get_guest_name(self));

    if (value)
        run_setting(self, command, value);
    else if (g_str_equal(command, "screenshot-save"))
        yado_gtk_console_choose_file(GTK_WIDGET(self), _("Save a picture"), name, save_picture);
    else if (g_str_equal(command, "screenshot-copy"))
        copy_picture(self);
    else if (g_str_equal(command, "resize-window"))
        resize_window(self);
    else if (g_str_equal(command, "type-text"))
        yado_gtk_console_ask_text(GTK_WIDGET(self), type_text);
    else if (g_str_equal(command, "type-clipboard"))
        gtk_clipboard_request_text(get_clipboard(self), on_clipboard_typed_cb, g_object_ref(self));
}

/* "Ctrl+Alt+K" means the key that bears the letter: only with Shift does it make the capital. */
static guint
find_keyval(const char *name, const char *keys)
{
    guint keyval = gdk_keyval_from_name(name);

    return strstr(keys, "Shift_") ? keyval : gdk_keyval_to_lower(keyval);
}

static void
screen_send(YadoConsoleView *view, const char *keys)
{
    YadoGtkConsoleScreen *self = YADO_GTK_CONSOLE_SCREEN(view);
    g_auto(GStrv) names = g_strsplit(keys, " ", -1);
    guint keyvals[8];
    int n = 0;

    if (!check_sending(self))
        return;
    for (guint i = 0; names[i] && n < (int)G_N_ELEMENTS(keyvals); i++)
        if (*names[i])
            keyvals[n++] = find_keyval(names[i], keys);
    vnc_display_send_keys(self->display, keyvals, n);
}

/* ---- A connection ---- */

static const struct {
    const char *signal;
    GCallback callback;
} handlers[] = {
    { "vnc-initialized", G_CALLBACK(on_display_initialized_cb) },
    { "vnc-auth-credential", G_CALLBACK(on_display_credential_cb) },
    { "vnc-auth-unsupported", G_CALLBACK(on_display_auth_unsupported_cb) },
    { "vnc-error", G_CALLBACK(on_display_error_cb) },
    { "vnc-disconnected", G_CALLBACK(on_display_disconnected_cb) },
    { "vnc-pointer-grab", G_CALLBACK(on_display_grabbed_cb) },
    { "vnc-keyboard-grab", G_CALLBACK(on_display_grabbed_cb) },
    { "vnc-pointer-ungrab", G_CALLBACK(on_display_released_cb) },
    { "vnc-keyboard-ungrab", G_CALLBACK(on_display_released_cb) },
    { "vnc-server-cut-text", G_CALLBACK(on_display_cut_text_cb) },
};

static void
create_display(YadoGtkConsoleScreen *self)
{
    g_autofree char *clean = yado_text_clean(get_guest_name(self));
    g_autofree char *name = g_strdup_printf(_("Screen of %s"), clean);
    VncConnection *connection;

    self->display = VNC_DISPLAY(g_object_ref_sink(vnc_display_new()));
    connection = vnc_display_get_connection(self->display);
    self->is_ready = self->is_password_given = self->has_picture = self->wants_tls = FALSE;
    self->is_answer_given = FALSE;
    g_clear_error(&self->failure);
    watch_sizes();
    g_object_set_data(G_OBJECT(connection), screen_key, self);
    g_signal_connect_object(connection, "vnc-framebuffer-update", G_CALLBACK(on_picture_updated_cb),
                            self, 0);
    g_signal_connect_object(connection, "vnc-auth-choose-type", G_CALLBACK(on_login_offered_cb),
                            self, 0);
    g_signal_connect_object(connection, "vnc-auth-choose-subtype", G_CALLBACK(on_tls_chosen_cb),
                            self, 0);
    for (guint i = 0; i < G_N_ELEMENTS(handlers); i++)
        g_signal_connect_object(self->display, handlers[i].signal, handlers[i].callback, self, 0);
    atk_object_set_name(gtk_widget_get_accessible(GTK_WIDGET(self->display)), name);
    vnc_display_set_shared_flag(self->display, TRUE);
    vnc_display_set_pointer_grab(self->display, TRUE);
    vnc_display_set_keep_aspect_ratio(self->display, TRUE);
    vnc_display_set_lossy_encoding(self->display, g_str_equal(self->quality, "jpeg"));
    if (g_str_equal(self->quality, "low"))
        vnc_display_set_depth(self->display, VNC_DISPLAY_DEPTH_COLOR_LOW);
    gtk_container_add(GTK_CONTAINER(self->scroller), GTK_WIDGET(self->display));
    gtk_widget_show(GTK_WIDGET(self->display));
    apply_scaling(self);
    apply_input(self);
    self->is_paused = FALSE;
    apply_pause(self);
}

static void
screen_attach(YadoConsoleView *view, GIOStream *stream)
{
    YadoGtkConsoleScreen *self = YADO_GTK_CONSOLE_SCREEN(view);
    GSocket *socket = g_socket_connection_get_socket(G_SOCKET_CONNECTION(stream));

    yado_console_view_detach(view);
    create_display(self);
    wait_for_picture(self);
    vnc_display_open_fd(self->display, dup(g_socket_get_fd(socket))); /* it closes its own */
}

/* Whatever was grabbed is given back, whatever the server did. */
static void
screen_detach(YadoConsoleView *view)
{
    YadoGtkConsoleScreen *self = YADO_GTK_CONSOLE_SCREEN(view);
    VncDisplay *display = g_steal_pointer(&self->display);
    GtkWidget *viewport;

    g_clear_pointer(&self->typing, yado_gtk_console_typing_free);
    stop_waiting(self);
    self->is_ready = FALSE;
    if (self->asking)
        g_cancellable_cancel(self->asking);
    g_clear_object(&self->asking);
    if (!display)
        return;
    g_signal_handlers_disconnect_by_data(display, self);
    g_signal_handlers_disconnect_by_data(vnc_display_get_connection(display), self);
    g_object_set_data(G_OBJECT(vnc_display_get_connection(display)), screen_key, NULL);
    yado_console_view_hint(view, NULL);
    if (gtk_widget_get_realized(
            GTK_WIDGET(display))) /* else its windows, and their grabs, are gone */
        vnc_display_force_grab(display, FALSE);
    vnc_display_close(display);
    viewport = gtk_bin_get_child(GTK_BIN(self->scroller));
    if (viewport)
        gtk_container_remove(GTK_CONTAINER(self->scroller), viewport);
    gtk_widget_destroy(GTK_WIDGET(display));
    g_object_unref(display);
}

static void
yado_gtk_console_screen_dispose(GObject *object)
{
    YadoGtkConsoleScreen *self = YADO_GTK_CONSOLE_SCREEN(object);

    if (self->clipboard_id)
        g_signal_handler_disconnect(gtk_clipboard_get(GDK_SELECTION_CLIPBOARD), self->clipboard_id);
    self->clipboard_id = 0;
    screen_detach(YADO_CONSOLE_VIEW(self));
    G_OBJECT_CLASS(yado_gtk_console_screen_parent_class)->dispose(object);
}

static void
yado_gtk_console_screen_finalize(GObject *object)
{
    YadoGtkConsoleScreen *self = YADO_GTK_CONSOLE_SCREEN(object);

    if (self->password)
        explicit_bzero(self->password, strlen(self->password));
    g_free(self->password);
    g_free(self->scaling);
    g_free(self->quality);
    g_free(self->release);
    g_free(self->keyboard);
    g_clear_error(&self->failure);
    G_OBJECT_CLASS(yado_gtk_console_screen_parent_class)->finalize(object);
}

static void
on_mapped_cb(GtkWidget *widget, gpointer data)
{
    apply_pause(data);
}

static void
yado_gtk_console_screen_class_init(YadoGtkConsoleScreenClass *klass)
{
    YadoConsoleViewClass *view = YADO_CONSOLE_VIEW_CLASS(klass);

    G_OBJECT_CLASS(klass)->dispose = yado_gtk_console_screen_dispose;
    G_OBJECT_CLASS(klass)->finalize = yado_gtk_console_screen_finalize;
    view->attach = screen_attach;
    view->detach = screen_detach;
    view->run = screen_run;
    view->send = screen_send;
}

static void
yado_gtk_console_screen_init(YadoGtkConsoleScreen *self)
{
    self->scaling = g_strdup("fit");
    self->quality = g_strdup("best");
    self->release = g_strdup("Control_L+Alt_L");
    self->keyboard = g_strdup("us");
    self->scroller = GTK_SCROLLED_WINDOW(gtk_scrolled_window_new(NULL, NULL));
    gtk_container_add(GTK_CONTAINER(self), GTK_WIDGET(self->scroller));
    g_signal_connect_after(self, "map", G_CALLBACK(on_mapped_cb), self);
    g_signal_connect_after(self, "unmap", G_CALLBACK(on_mapped_cb), self);
    self->clipboard_id =
        g_signal_connect(gtk_clipboard_get(GDK_SELECTION_CLIPBOARD), "owner-change",
                         G_CALLBACK(on_clipboard_owner_changed_cb), self);
}

GtkWidget *
yado_gtk_console_screen_new(YadoConsoleLink *link, YadoSession *session)
{
    GtkWidget *self =
        g_object_new(YADO_TYPE_GTK_CONSOLE_SCREEN, "link", link, "session", session, NULL);

    g_signal_connect_object(link, "confirmed", G_CALLBACK(on_link_confirmed_cb), self, 0);
    gtk_widget_show_all(self);
    return self;
}
