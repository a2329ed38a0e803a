/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * A text console in a terminal of VTE.
 *
 * What the guest says is given to VTE in pieces, with less priority than drawing and keys: a flood of output never freezes the window.  VTE
 * writes no clipboard for the guest; its title is not shown.
 */
#include "config.h"

#include "console/yado-gtk-console-view.h"

#include <errno.h>
#include <fcntl.h>
#include <glib-unix.h>
#include <glib/gi18n.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>
#include <vte/vte.h>

#define CHUNK 16384
#define KEY_LENGTH 16               /* bytes that one key may send */
#define PCRE2_MULTILINE 0x00000400u /* of pcre2.h, which VTE's own header does not bring */
#define PCRE2_CASELESS 0x00000008u

struct _YadoGtkConsoleText {
    YadoConsoleView parent;
    VteTerminal *terminal;
    GtkSearchBar *search_bar;
    GtkEntry *search;
    char *sought; /* what VTE looks for, or NULL */
    GIOStream *stream;
    GSource *readable, *writable;
    GString *typed; /* not yet taken by the guest */
    gsize left_out; /* bytes that were typed on top of that */
    int log;        /* -1: none */
    gboolean is_log_wanted;
};

#define YADO_TYPE_GTK_CONSOLE_TEXT (yado_gtk_console_text_get_type())
G_DECLARE_FINAL_TYPE(YadoGtkConsoleText, yado_gtk_console_text, YADO, GTK_CONSOLE_TEXT,
                     YadoConsoleView)
G_DEFINE_FINAL_TYPE(YadoGtkConsoleText, yado_gtk_console_text, YADO_TYPE_CONSOLE_VIEW)

static int
get_fd(YadoGtkConsoleText *self)
{
    return g_socket_get_fd(g_socket_connection_get_socket(G_SOCKET_CONNECTION(self->stream)));
}

static void
stop(GSource **source)
{
    if (*source)
        g_source_destroy(*source);
    g_clear_pointer(source, g_source_unref);
}

static void
end_log(YadoGtkConsoleText *self)
{
    if (self->log >= 0)
        close(self->log);
    self->log = -1;
    self->is_log_wanted = FALSE;
}

static void
fail_log(YadoGtkConsoleText *self)
{
    g_autoptr(GError) error = yado_error_new(
        YADO_ERROR_FAILED, NULL, NULL, _("The log cannot be written: %s."), g_strerror(errno));

    end_log(self);
    yado_console_view_show_error(YADO_CONSOLE_VIEW(self), error);
    yado_console_view_switch_off(YADO_CONSOLE_VIEW(self), "log");
}

static gboolean
on_stream_readable_cb(int fd, GIOCondition condition, gpointer data)
{
    YadoGtkConsoleText *self = data;
    YadoConsoleLink *link = yado_console_view_get_link(YADO_CONSOLE_VIEW(self));
    char buffer[CHUNK];
    ssize_t n = recv(fd, buffer, sizeof buffer, MSG_DONTWAIT);

    if (n < 0 && (errno == EAGAIN || errno == EINTR))
        return G_SOURCE_CONTINUE;
    if (n <= 0) {
        yado_console_view_detach(YADO_CONSOLE_VIEW(self));
        yado_console_link_end(link);
        return G_SOURCE_REMOVE;
    }
    yado_console_link_note_alive(link);
    if (self->log >= 0 && write(self->log, buffer, n) != n)
        fail_log(self);
    vte_terminal_feed(self->terminal, buffer, n);
    return G_SOURCE_CONTINUE;
}

static gboolean on_stream_writable_cb(int fd, GIOCondition condition, gpointer data);

static void
watch(GSource **source, int fd, GIOCondition condition, int priority, GUnixFDSourceFunc callback,
      gpointer data)
{
    if (*source)
        return;
    *source = g_unix_fd_source_new(fd, condition | G_IO_HUP | G_IO_ERR);
    g_source_set_priority(*source, priority);
    g_source_set_callback(*source, G_SOURCE_FUNC(callback), data, NULL);
    g_source_attach(*source, NULL);
}

static void
send_typed(YadoGtkConsoleText *self)
{
    ssize_t n = send(get_fd(self), self->typed->str, self->typed->len, MSG_DONTWAIT | MSG_NOSIGNAL);

    if (n > 0)
        g_string_erase(self->typed, 0, n);
    else if (n < 0 && errno != EAGAIN && errno != EINTR)
        g_string_truncate(self->typed, 0);
    if (self->typed->len > 0)
        watch(&self->writable, get_fd(self), G_IO_OUT, G_PRIORITY_DEFAULT, on_stream_writable_cb,
              self);
    else
        stop(&self->writable);
}

static gboolean
on_stream_writable_cb(int fd, GIOCondition condition, gpointer data)
{
    send_typed(data);
    return G_SOURCE_CONTINUE;
}

static void
say_left_out(YadoGtkConsoleText *self, gsize left_out)
{
    g_autofree char *text = NULL;

    self->left_out += left_out;
    text = yado_console_dup_left_out(self->left_out);
    yado_console_view_hint(YADO_CONSOLE_VIEW(self), text);
}

/* A key, or the mark that ends a paste, is typed in any case: what is cut is a text. */
static void
on_terminal_commit_cb(VteTerminal *terminal, const char *text, guint length,
                      YadoGtkConsoleText *self)
{
    gsize room = YADO_CONSOLE_MAX_TYPED - MIN(self->typed->len, YADO_CONSOLE_MAX_TYPED);
    gsize taken = length <= KEY_LENGTH ? length : MIN(room, length);

    if (!self->stream)
        return;
    if (self->typed->len == 0)
        self->left_out = 0;
    g_string_append_len(self->typed, text, (gssize)taken);
    if (taken < length)
        say_left_out(self, length - taken);
    send_typed(self);
}

/* ---- Commands ---- */

/* FALSE: it is what was sought before.  A search entry tells of changes late, and Enter may come first. */
static gboolean
update_search(YadoGtkConsoleText *self)
{
    const char *text = gtk_entry_get_text(self->search);
    g_autofree char *pattern = g_regex_escape_string(text, -1);
    g_autoptr(VteRegex) regex =
        *pattern ? vte_regex_new_for_search(pattern, -1, PCRE2_MULTILINE | PCRE2_CASELESS, NULL)
                 : NULL;

    if (g_strcmp0(text, self->sought) == 0)
        return FALSE;
    g_free(self->sought);
    self->sought = g_strdup(text);
    vte_terminal_search_set_regex(self->terminal, regex, 0);
    vte_terminal_search_set_wrap_around(self->terminal, TRUE);
    return TRUE;
}

static void
on_search_changed_cb(GtkEntry *entry, YadoGtkConsoleText *self)
{
    if (update_search(self))
        vte_terminal_search_find_previous(self->terminal);
}

static void
on_search_next_cb(GtkEntry *entry, YadoGtkConsoleText *self)
{
    update_search(self);
    vte_terminal_search_find_previous(self->terminal);
}

static void
on_search_previous_cb(GtkEntry *entry, YadoGtkConsoleText *self)
{
    vte_terminal_search_find_next(self->terminal);
}

static void
write_contents(YadoGtkConsoleText *self, const char *path)
{
    g_autoptr(GFile) file = g_file_new_for_path(path);
    g_autoptr(GError) error = NULL;
    g_autoptr(GFileOutputStream) stream =
        g_file_replace(file, NULL, FALSE, G_FILE_CREATE_PRIVATE, NULL, &error);

    if (!stream ||
        !vte_terminal_write_contents_sync(self->terminal, G_OUTPUT_STREAM(stream),
                                          VTE_WRITE_DEFAULT, NULL, &error) ||
        !g_output_stream_close(G_OUTPUT_STREAM(stream), NULL, &error))
        yado_console_view_show_error(YADO_CONSOLE_VIEW(self), error);
}

static void
save_to(GtkWidget *widget, const char *path)
{
    if (path)
        write_contents(YADO_GTK_CONSOLE_TEXT(widget), path);
}

static void
log_to(GtkWidget *widget, const char *path)
{
    YadoGtkConsoleText *self = YADO_GTK_CONSOLE_TEXT(widget);

    if (!self->is_log_wanted) /* switched off while the file was chosen */
        return;
    if (!path) {
        yado_console_view_switch_off(YADO_CONSOLE_VIEW(self), "log");
        return;
    }
    if (self->log >= 0)
        close(self->log);
    self->log = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    if (self->log < 0)
        fail_log(self);
}

static void
toggle_log(YadoGtkConsoleText *self, gboolean on)
{
    YadoConsoleLink *link = yado_console_view_get_link(YADO_CONSOLE_VIEW(self));
    const char *guest = yado_guest_get_name(yado_console_link_get_guest(link));
    g_autofree char *name = g_strdup_printf("%s.log", guest);

    end_log(self);
    self->is_log_wanted = on;
    if (on)
        yado_gtk_console_choose_file(GTK_WIDGET(self), _("Log to a file"), name, log_to);
}

/* A serial line carries no size: a shell at its other end is told by its own command. */
static void
tell_size(YadoGtkConsoleText *self)
{
    g_autofree char *text =
        g_strdup_printf("stty rows %ld cols %ld\n", vte_terminal_get_row_count(self->terminal),
                        vte_terminal_get_column_count(self->terminal));

    on_terminal_commit_cb(self->terminal, text, (guint)strlen(text), self);
}

static void
scale_font(YadoGtkConsoleText *self, double factor)
{
    double scale = factor > 0 ? vte_terminal_get_font_scale(self->terminal) * factor : 1;

    vte_terminal_set_font_scale(self->terminal, CLAMP(scale, 0.25, 4));
}

static void
text_run(YadoConsoleView *view, const char *command, const char *value)
{
    YadoGtkConsoleText *self = YADO_GTK_CONSOLE_TEXT(view);

    if (g_str_equal(command, "copy"))
        vte_terminal_copy_clipboard_format(self->terminal, VTE_FORMAT_TEXT);
    else if (g_str_equal(command, "paste"))
        vte_terminal_paste_clipboard(self->terminal);
    else if (g_str_equal(command, "search"))
        gtk_search_bar_set_search_mode(self->search_bar, TRUE);
    else if (g_str_equal(command, "save"))
        yado_gtk_console_choose_file(GTK_WIDGET(self), _("Save as"), "console.txt", save_to);
    else if (g_str_equal(command, "log"))
        toggle_log(self, g_str_equal(value, "true"));
    else if (g_str_equal(command, "tell-size"))
        tell_size(self);
    else if (g_str_equal(command, "larger"))
        scale_font(self, 1.2);
    else if (g_str_equal(command, "smaller"))
        scale_font(self, 1 / 1.2);
    else if (g_str_equal(command, "normal"))
        scale_font(self, 0);
    else if (g_str_equal(command, "scrollback"))
        vte_terminal_set_scrollback_lines(self->terminal, atol(value));
}

/* ---- The stream ---- */

static void
text_attach(YadoConsoleView *view, GIOStream *stream)
{
    YadoGtkConsoleText *self = YADO_GTK_CONSOLE_TEXT(view);

    yado_console_view_detach(view);
    self->stream = g_object_ref(stream);
    watch(&self->readable, get_fd(self), G_IO_IN, G_PRIORITY_DEFAULT_IDLE, on_stream_readable_cb,
          self);
}

static void
text_detach(YadoConsoleView *view)
{
    YadoGtkConsoleText *self = YADO_GTK_CONSOLE_TEXT(view);

    stop(&self->readable);
    stop(&self->writable);
    g_string_truncate(self->typed, 0);
    g_clear_object(&self->stream);
}

/* A link is opened by Ctrl and a click only: the guest wrote it. */
static gboolean
on_terminal_clicked_cb(GtkWidget *widget, GdkEventButton *event, YadoGtkConsoleText *self)
{
    g_autofree char *uri = NULL;

    if (event->button != GDK_BUTTON_PRIMARY || !(event->state & GDK_CONTROL_MASK))
        return GDK_EVENT_PROPAGATE;
    uri = vte_terminal_match_check_event(self->terminal, (GdkEvent *)event, NULL);
    if (!uri)
        return GDK_EVENT_PROPAGATE;
    gtk_show_uri_on_window(GTK_WINDOW(gtk_widget_get_toplevel(widget)), uri, event->time, NULL);
    return GDK_EVENT_STOP;
}

static void
yado_gtk_console_text_finalize(GObject *object)
{
    YadoGtkConsoleText *self = YADO_GTK_CONSOLE_TEXT(object);

    text_detach(YADO_CONSOLE_VIEW(self));
    if (self->log >= 0)
        close(self->log);
    g_string_free(self->typed, TRUE);
    g_free(self->sought);
    G_OBJECT_CLASS(yado_gtk_console_text_parent_class)->finalize(object);
}

static void
yado_gtk_console_text_class_init(YadoGtkConsoleTextClass *klass)
{
    YadoConsoleViewClass *view = YADO_CONSOLE_VIEW_CLASS(klass);

    G_OBJECT_CLASS(klass)->finalize = yado_gtk_console_text_finalize;
    view->attach = text_attach;
    view->detach = text_detach;
    view->run = text_run;
}

static GtkWidget *
create_search_bar(YadoGtkConsoleText *self)
{
    self->search_bar = GTK_SEARCH_BAR(gtk_search_bar_new());
    self->search = GTK_ENTRY(gtk_search_entry_new());
    gtk_container_add(GTK_CONTAINER(self->search_bar), GTK_WIDGET(self->search));
    gtk_search_bar_connect_entry(self->search_bar, self->search);
    gtk_search_bar_set_show_close_button(self->search_bar, TRUE);
    atk_object_set_name(gtk_widget_get_accessible(GTK_WIDGET(self->search)), _("Search"));
    g_signal_connect(self->search, "search-changed", G_CALLBACK(on_search_changed_cb), self);
    g_signal_connect(self->search, "next-match", G_CALLBACK(on_search_next_cb), self);
    g_signal_connect(self->search, "activate", G_CALLBACK(on_search_next_cb), self);
    g_signal_connect(self->search, "previous-match", G_CALLBACK(on_search_previous_cb), self);
    return GTK_WIDGET(self->search_bar);
}

static void
find_links(YadoGtkConsoleText *self)
{
    g_autoptr(VteRegex) regex =
        vte_regex_new_for_match("https?://[^\\s<>\"']+", -1, PCRE2_MULTILINE, NULL);

    if (regex)
        vte_terminal_match_set_cursor_name(
            self->terminal, vte_terminal_match_add_regex(self->terminal, regex, 0), "pointer");
}

static GtkWidget *
create_terminal(YadoGtkConsoleText *self)
{
    GtkWidget *scroller = gtk_scrolled_window_new(NULL, NULL);

    self->terminal = VTE_TERMINAL(vte_terminal_new());
    vte_terminal_set_scroll_on_keystroke(self->terminal, TRUE);
    vte_terminal_set_allow_hyperlink(self->terminal, FALSE);
    vte_terminal_set_mouse_autohide(self->terminal, TRUE);
    find_links(self);
    g_signal_connect(self->terminal, "commit", G_CALLBACK(on_terminal_commit_cb), self);
    g_signal_connect(self->terminal, "button-press-event", G_CALLBACK(on_terminal_clicked_cb),
                     self);
    gtk_scrolled_window_set_policy(GTK_SCROLLED_WINDOW(scroller), GTK_POLICY_NEVER,
                                   GTK_POLICY_ALWAYS);
    gtk_container_add(GTK_CONTAINER(scroller), GTK_WIDGET(self->terminal));
    return scroller;
}

static void
yado_gtk_console_text_init(YadoGtkConsoleText *self)
{
    GtkWidget *box = gtk_box_new(GTK_ORIENTATION_VERTICAL, 0);

    self->log = -1;
    self->typed = g_string_new(NULL);
    gtk_box_pack_start(GTK_BOX(box), create_search_bar(self), FALSE, TRUE, 0);
    gtk_box_pack_start(GTK_BOX(box), create_terminal(self), TRUE, TRUE, 0);
    gtk_container_add(GTK_CONTAINER(self), box);
    gtk_container_set_focus_child(GTK_CONTAINER(self), box);
}

GtkWidget *
yado_gtk_console_text_new(YadoConsoleLink *link, YadoSession *session)
{
    YadoGtkConsoleText *self =
        g_object_new(YADO_TYPE_GTK_CONSOLE_TEXT, "link", link, "session", session, NULL);
    const char *guest = yado_guest_get_name(yado_console_link_get_guest(link));
    g_autofree char *clean = yado_text_clean(guest);
    g_autofree char *name = g_strdup_printf(_("Text console of %s"), clean);

    atk_object_set_name(gtk_widget_get_accessible(GTK_WIDGET(self->terminal)), name);
    gtk_widget_show_all(GTK_WIDGET(self));
    return GTK_WIDGET(self);
}
