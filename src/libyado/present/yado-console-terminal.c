/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "present/yado-console-terminal.h"

#include <errno.h>
#include <fcntl.h>
#include <glib-unix.h>
#include <glib/gi18n-lib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <termios.h>
#include <unistd.h>

#include "base/yado-error.h"
#include "base/yado-text.h"
#include "base/yado-units.h"
#include "present/yado-console-characters.h"
#include "present/yado-console-filter.h"
#include "present/yado-console-settings.h"

#define CHUNK 65536

/* With a picture, before a screen counts as one that works. */
#define ALIVE_SECONDS 3

#define PASTE_BEGIN "\033[200~"
#define PASTE_END "\033[201~"
/* A line, or ssh, may cut a mark in two: so long its rest is waited for before what is there counts as keys. */
#define MARK_WAIT_MS 100
/* What a guest may have switched on: pastes marked, mouse, a hidden cursor, other letters, colours, application keys. */
#define MODES_ON "\033[?2004h"
#define MODES_OFF                                                                              \
    "\033[?2004l\033[?1000l\033[?1002l\033[?1003l\033[?1006l\033[?1004l\033[?25h\033[?1l\033>" \
    "\033(B\017\033[m"
/* A screen's characters stand on the terminal's other screen: what the text console said is there again after them. */
#define OTHER_SCREEN "\033[?1049h"
#define MAIN_SCREEN "\033[?1049l"
#define CLEAR "\033[m\033[2J\033[H"

typedef struct {
    YadoConsoleLink *link;
    GIOStream
        *characters; /* of a screen, read from its picture; NULL: the link's own stream is used */
    gint64 characters_time;  /* when they began, of g_get_monotonic_time() */
    char escape, switch_key; /* switch_key 0: there is none */
    char *keyboard;
    gboolean is_brief, is_size_said;
    gboolean is_switching; /* to the other kind: what is typed waits for that */
    gboolean is_on_screen; /* the terminal shows characters */
    char *left;            /* id of the console that was left for this one */
    char *note;            /* what happened to a switch, while characters are shown */
    int input, output;
    gboolean owns_output;
    int log;
    char *log_path;
    struct termios saved;
    gboolean is_raw;

    YadoConsoleFilter filter;
    GString *shown; /* for the terminal, not yet written */
    GString *typed; /* for the guest, not yet sent */
    gsize left_out; /* bytes that were typed on top of that */
    gboolean is_left_out_said;
    GString *mark; /* the beginning of what may be a mark of a paste */
    gboolean is_in_paste;
    YadoLinkState said; /* the state that the terminal was told */

    GSource *keys, *space;                   /* input readable, output writable */
    GSource *mark_wait;                      /* the rest of a mark did not come */
    GSource *stream_readable, *stream_space; /* of the guest */
    GSource *signals[4];
    gulong changed_id, confirmed_id, cancelled_id;
    GError *error;
} Run;

static void read_stream_when_ready(GTask *task);
static void tell(GTask *task, const char *text);
static void begin_switch(GTask *task);

/* ---- The terminal ---- */

static void
destroy_source(GSource **source)
{
    if (*source)
        g_source_destroy(*source);
    g_clear_pointer(source, g_source_unref);
}

static void
watch(GSource **source, int fd, GIOCondition condition, GUnixFDSourceFunc callback, GTask *task)
{
    if (*source)
        return;
    *source = g_unix_fd_source_new(fd, condition | G_IO_HUP | G_IO_ERR);
    g_source_set_callback(*source, G_SOURCE_FUNC(callback), task, NULL);
    g_source_attach(*source, g_task_get_context(task));
}

static gboolean
make_raw(Run *run)
{
    struct termios raw;

    if (tcgetattr(run->input, &run->saved) != 0)
        return FALSE;
    raw = run->saved;
    cfmakeraw(&raw);
    run->is_raw = tcsetattr(run->input, TCSADRAIN, &raw) == 0;
    return run->is_raw;
}

/* Its own description of the terminal: not to block on it must not become the matter of everybody who has it open. */
static void
open_output(Run *run, int output)
{
    char name[256];
    int fd = -1;

    if (ttyname_r(output, name, sizeof name) == 0)
        fd = open(name, O_WRONLY | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);
    run->owns_output = fd >= 0;
    run->output = fd >= 0 ? fd : output;
}

static gboolean
write_all(int fd, const char *data, gsize length)
{
    while (length > 0) {
        ssize_t n = write(fd, data, length);

        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return FALSE;
        data += n;
        length -= n;
    }
    return TRUE;
}

/* Waits for a terminal that is slow, but not for one that is gone. */
static void
give_terminal_back(Run *run)
{
    if (!run->is_raw)
        return;
    run->is_raw = FALSE;
    if ((run->filter.is_alternate || run->is_on_screen) &&
        write(run->output, MAIN_SCREEN, strlen(MAIN_SCREEN)) < 0)
        g_debug("the terminal is gone");
    if (write(run->output, MODES_OFF "\r\n", strlen(MODES_OFF "\r\n")) < 0)
        g_debug("the terminal is gone");
    tcsetattr(run->input, TCSADRAIN, &run->saved);
}

static void
free_run(gpointer data)
{
    Run *run = data;

    if (run->owns_output)
        close(run->output);
    if (run->log >= 0)
        close(run->log);
    yado_console_filter_clear(&run->filter);
    g_string_free(run->shown, TRUE);
    explicit_bzero(run->typed->str, run->typed->allocated_len);
    g_string_free(run->typed, TRUE);
    g_string_free(run->mark, TRUE);
    g_clear_error(&run->error);
    g_clear_object(&run->link);
    g_clear_object(&run->characters);
    g_free(run->keyboard);
    g_free(run->left);
    g_free(run->note);
    g_free(run->log_path);
    g_free(run);
}

static void
stop_stream(Run *run)
{
    destroy_source(&run->stream_readable);
    destroy_source(&run->stream_space);
    g_clear_object(&run->characters);
    yado_console_filter_restart(&run->filter);
}

static void
stop_run(GTask *task)
{
    Run *run = g_task_get_task_data(task);

    stop_stream(run);
    destroy_source(&run->keys);
    destroy_source(&run->mark_wait);
    destroy_source(&run->space);
    for (guint i = 0; i < G_N_ELEMENTS(run->signals); i++)
        destroy_source(&run->signals[i]);
    g_clear_signal_handler(&run->changed_id, run->link);
    g_clear_signal_handler(&run->confirmed_id, run->link);
    if (run->cancelled_id)
        g_cancellable_disconnect(g_task_get_cancellable(task), run->cancelled_id);
    run->cancelled_id = 0;
    give_terminal_back(run);
    yado_console_link_close(run->link);
}

/* Ends it, once; @error (transfer full) NULL: the person left. */
static void
end_run(GTask *task, GError *error)
{
    Run *run = g_task_get_task_data(task);

    if (g_task_get_completed(task) || !run->keys) {
        g_clear_error(&error);
        return;
    }
    stop_run(task);
    if (error)
        g_task_return_error(task, error);
    else
        g_task_return_boolean(task, TRUE);
    g_object_unref(task);
}

static GError *
make_cancel(void)
{
    return g_error_new_literal(G_IO_ERROR, G_IO_ERROR_CANCELLED, _("Cancelled."));
}

/* ---- To the terminal ---- */

static gboolean
on_output_writable_cb(int fd, GIOCondition condition, gpointer data)
{
    GTask *task = data;
    Run *run = g_task_get_task_data(task);
    ssize_t n = write(fd, run->shown->str, run->shown->len);

    if (n < 0 && (errno == EAGAIN || errno == EINTR))
        return G_SOURCE_CONTINUE;
    if (n < 0) {
        end_run(task, make_cancel());
        return G_SOURCE_REMOVE;
    }
    g_string_erase(run->shown, 0, n);
    if (run->shown->len > 0)
        return G_SOURCE_CONTINUE;
    destroy_source(&run->space);
    read_stream_when_ready(task);
    return G_SOURCE_REMOVE;
}

static void
flush_output(GTask *task)
{
    Run *run = g_task_get_task_data(task);
    ssize_t n = run->space ? 0 : write(run->output, run->shown->str, run->shown->len);

    if (n > 0)
        g_string_erase(run->shown, 0, n);
    if (run->shown->len > 0)
        watch(&run->space, run->output, G_IO_OUT, on_output_writable_cb, task);
}

static void
say(GTask *task, const char *text)
{
    Run *run = g_task_get_task_data(task);

    g_string_append_printf(run->shown, "\r\n[yado] %s\r\n", text);
    flush_output(task);
}

static void
fail_log(GTask *task)
{
    Run *run = g_task_get_task_data(task);
    g_autofree char *text =
        g_strdup_printf(_("The log “%s” cannot be written: %s."), run->log_path, g_strerror(errno));

    close(run->log);
    run->log = -1;
    say(task, text);
}

static void
show(GTask *task, const char *data, gsize length)
{
    Run *run = g_task_get_task_data(task);
    gsize before = run->shown->len;

    yado_console_filter_feed(&run->filter, data, length, run->shown);
    if (run->log >= 0 && !run->characters && /* how a screen is painted is no word of the guest */
        !write_all(run->log, run->shown->str + before, run->shown->len - before))
        fail_log(task);
    flush_output(task);
}

/* ---- From and to the guest ---- */

static GIOStream *
get_stream(Run *run)
{
    return run->characters ? run->characters : yado_console_link_get_stream(run->link);
}

static int
get_stream_fd(Run *run)
{
    GIOStream *stream = get_stream(run);

    return g_socket_get_fd(g_socket_connection_get_socket(G_SOCKET_CONNECTION(stream)));
}

/* As every view of screens does: what was of no use is told with its reason, and not tried for ever. */
static void
end_characters(Run *run)
{
    const GError *reason = yado_console_get_characters_error(run->characters);
    g_autoptr(GError) failure = reason ? g_error_copy(reason) : NULL;
    gint64 lived = g_get_monotonic_time() - run->characters_time;

    stop_stream(run);
    if (!failure && lived > ALIVE_SECONDS * G_USEC_PER_SEC)
        yado_console_link_note_alive(run->link);
    if (!failure)
        yado_console_link_end(run->link);
    else if (failure->code == YADO_ERROR_CONNECTION)
        yado_console_link_break(run->link, failure);
    else
        yado_console_link_fail(run->link, failure);
}

static void
end_stream(Run *run)
{
    if (run->characters) {
        end_characters(run);
        return;
    }
    stop_stream(run);
    yado_console_link_end(run->link);
}

static gboolean
on_stream_readable_cb(int fd, GIOCondition condition, gpointer data)
{
    GTask *task = data;
    Run *run = g_task_get_task_data(task);
    char buffer[CHUNK];
    ssize_t n = recv(fd, buffer, sizeof buffer, MSG_DONTWAIT);

    if (n < 0 && (errno == EAGAIN || errno == EINTR))
        return G_SOURCE_CONTINUE;
    if (n <= 0) {
        end_stream(run);
        return G_SOURCE_REMOVE;
    }
    if (!run->characters) /* those come from a server that may have nothing of use */
        yado_console_link_note_alive(run->link);
    show(task, buffer, n);
    if (run->shown->len == 0)
        return G_SOURCE_CONTINUE;
    destroy_source(&run->stream_readable); /* no more before the terminal has taken this */
    return G_SOURCE_REMOVE;
}

static void
read_stream_when_ready(GTask *task)
{
    Run *run = g_task_get_task_data(task);

    if (get_stream(run) && run->shown->len == 0)
        watch(&run->stream_readable, get_stream_fd(run), G_IO_IN, on_stream_readable_cb, task);
}

static gboolean on_stream_writable_cb(int fd, GIOCondition condition, gpointer data);

/* At once that something is, and how much it was when the guest has taken the rest. */
static void
say_left_out(GTask *task)
{
    Run *run = g_task_get_task_data(task);
    gboolean is_over = run->typed->len == 0;
    g_autofree char *text = NULL;

    if (run->left_out == 0 || (run->is_left_out_said && !is_over))
        return;
    text = yado_console_dup_left_out(is_over ? run->left_out : 0);
    run->is_left_out_said = !is_over;
    if (is_over)
        run->left_out = 0;
    tell(task, text);
}

static void
send_typed(GTask *task)
{
    Run *run = g_task_get_task_data(task);
    ssize_t n;

    if (run->is_switching)
        return; /* the next stream's state goes on */
    if (!get_stream(run)) {
        g_string_truncate(run->typed, 0); /* for a guest that is not there */
        return;
    }
    if (!yado_console_link_is_confirmed(run->link))
        return; /* on_link_confirmed_cb() goes on */
    n = send(get_stream_fd(run), run->typed->str, run->typed->len, MSG_DONTWAIT | MSG_NOSIGNAL);
    if (n > 0)
        g_string_erase(run->typed, 0, n);
    else if (n < 0 && errno != EAGAIN && errno != EINTR)
        g_string_truncate(run->typed, 0); /* its end is told by reading */
    if (run->typed->len > 0)
        watch(&run->stream_space, get_stream_fd(run), G_IO_OUT, on_stream_writable_cb, task);
    else
        destroy_source(&run->stream_space);
    say_left_out(task);
}

static gboolean
on_stream_writable_cb(int fd, GIOCondition condition, gpointer data)
{
    send_typed(data);
    return G_SOURCE_CONTINUE;
}

/* ---- Keys ---- */

/* Whether @c belongs to a mark of a paste, complete or not yet. */
static gboolean
takes_mark(Run *run, char c)
{
    gsize length = run->mark->len + 1;
    gboolean is_begin, is_end;

    g_string_append_c(run->mark, c);
    is_begin = strncmp(run->mark->str, PASTE_BEGIN, length) == 0;
    is_end = strncmp(run->mark->str, PASTE_END, length) == 0;
    if (!is_begin && !is_end)
        return FALSE;
    if (length < strlen(PASTE_BEGIN))
        return TRUE;
    run->is_in_paste = is_begin;
    if (run->filter.is_paste)
        g_string_append(run->typed, run->mark->str);
    g_string_truncate(run->mark, 0);
    return TRUE;
}

static void
flush_mark(Run *run)
{
    g_string_append_len(run->typed, run->mark->str, run->mark->len);
    g_string_truncate(run->mark, 0);
}

static gboolean
on_mark_overdue_cb(gpointer data)
{
    g_autoptr(GTask) task = g_object_ref(data);
    Run *run = g_task_get_task_data(task);

    destroy_source(&run->mark_wait);
    flush_mark(run);
    send_typed(task);
    return G_SOURCE_REMOVE;
}

/* A lone Esc is a key, and so is Esc [ when nothing follows. */
static void
wait_for_mark(GTask *task)
{
    Run *run = g_task_get_task_data(task);

    destroy_source(&run->mark_wait);
    if (run->mark->len == 0)
        return;
    run->mark_wait = g_timeout_source_new(MARK_WAIT_MS);
    g_source_set_callback(run->mark_wait, on_mark_overdue_cb, task, NULL);
    g_source_attach(run->mark_wait, g_task_get_context(task));
}

/* The key that is not the guest's, or 0. */
static char
take_key(Run *run, char c)
{
    if (takes_mark(run, c))
        return 0;
    g_string_truncate(run->mark, run->mark->len - 1);
    flush_mark(run);
    if (c && (c == run->escape || c == run->switch_key) && !run->is_in_paste)
        return c;
    if (c == '\033')
        takes_mark(run, c);
    else if (run->typed->len < YADO_CONSOLE_MAX_TYPED)
        g_string_append_c(run->typed, c);
    else
        run->left_out++;
    return 0;
}

/* FALSE: the person has left. */
static gboolean
take_keys(GTask *task, const char *keys, gsize length)
{
    Run *run = g_task_get_task_data(task);

    for (gsize i = 0; i < length; i++) {
        char own = take_key(run, keys[i]);

        if (!own)
            continue;
        send_typed(task);
        if (own == run->escape) {
            end_run(task, NULL);
            return FALSE;
        }
        begin_switch(task);
    }
    return TRUE;
}

static gboolean
on_keys_typed_cb(int fd, GIOCondition condition, gpointer data)
{
    g_autoptr(GTask) task = g_object_ref(data);
    char buffer[4096];
    ssize_t n = read(fd, buffer, sizeof buffer);

    if (n < 0 && (errno == EAGAIN || errno == EINTR))
        return G_SOURCE_CONTINUE;
    if (n <= 0) {
        end_run(task, make_cancel());
        return G_SOURCE_REMOVE;
    }
    if (!take_keys(task, buffer, (gsize)n))
        return G_SOURCE_REMOVE;
    wait_for_mark(task);
    explicit_bzero(buffer, sizeof buffer);
    send_typed(task);
    return G_SOURCE_CONTINUE;
}

/* ---- What happens to the console ---- */

static void
say_how_to_leave(GTask *task)
{
    Run *run = g_task_get_task_data(task);
    g_autofree char *leave = yado_console_key_format(run->escape);
    g_autofree char *change = yado_console_key_format(run->switch_key);
    const char *name = yado_guest_get_name(yado_console_link_get_guest(run->link));
    g_autofree char *clean = yado_text_clean(name);
    g_autofree char *text =
        run->switch_key
            ? g_strdup_printf(_("Console of %s. %s leaves it. %s switches text and screen."), clean,
                              leave, change)
            : g_strdup_printf(_("Console of %s. %s leaves it."), clean, leave);

    if (!run->is_brief)
        say(task, text);
}

/* Once, of a console that is a line. */
static void
say_size(GTask *task)
{
    Run *run = g_task_get_task_data(task);
    struct winsize size = { 0 };
    g_autofree char *text = NULL;

    if (run->is_brief || run->is_size_said ||
        yado_console_link_get_record(run->link)->kind != YADO_CONSOLE_TEXT ||
        ioctl(run->input, TIOCGWINSZ, &size) != 0 || size.ws_row == 0)
        return;
    run->is_size_said = TRUE;
    text = g_strdup_printf(
        _("A serial line knows no size: “stty rows %d cols %d” tells it to the guest."),
        size.ws_row, size.ws_col);
    say(task, text);
}

static gboolean
is_text(Run *run)
{
    return yado_console_link_get_record(run->link)->kind == YADO_CONSOLE_TEXT;
}

static void
say_state(GTask *task)
{
    Run *run = g_task_get_task_data(task);
    YadoLinkState state = yado_console_link_get_state(run->link);
    g_autofree char *text = NULL;

    if (state == run->said || state == YADO_LINK_CONNECTING)
        return;
    /* Of a screen its picture tells, once it has come. */
    if (state == YADO_LINK_OPEN && run->said != YADO_LINK_CLOSED && is_text(run))
        text = g_strdup(_("The console is open."));
    else if (state != YADO_LINK_OPEN)
        text = yado_console_link_describe(run->link);
    if (text)
        say(task, text);
    run->said = state;
}

/* ---- A screen's characters ---- */

/* What stands below them.  NULL: nothing. */
static char *
dup_footer(Run *run)
{
    g_autofree char *leave = yado_console_key_format(run->escape);
    g_autofree char *change = yado_console_key_format(run->switch_key);

    if (run->note)
        return g_strdup_printf(_("%s leaves this screen. %s"), leave, run->note);
    if (run->is_brief)
        return NULL;
    if (run->switch_key)
        return g_strdup_printf(_("%s leaves this screen, %s shows the text console."), leave,
                               change);
    return g_strdup_printf(_("%s leaves this screen."), leave);
}

static void
lay_out_characters(Run *run)
{
    g_autofree char *footer = dup_footer(run);
    struct winsize size = { 0 };

    ioctl(run->input, TIOCGWINSZ, &size);
    yado_console_lay_out_characters(run->characters, size.ws_row > 0 ? size.ws_row : 25,
                                    size.ws_col > 0 ? size.ws_col : 80, footer);
}

static gboolean
open_characters(Run *run, GError **error)
{
    const YadoConsoleRecord *record = yado_console_link_get_record(run->link);
    const char *guest = yado_guest_get_name(yado_console_link_get_guest(run->link));

    if (record->kind == YADO_CONSOLE_TEXT)
        return TRUE;
    run->characters =
        yado_console_read_characters(yado_console_link_get_stream(run->link), record, guest,
                                     run->keyboard ? run->keyboard : "us", error);
    if (!run->characters)
        return FALSE;
    run->is_on_screen = TRUE;
    run->characters_time = g_get_monotonic_time();
    g_string_append(run->shown, MODES_OFF MODES_ON OTHER_SCREEN CLEAR);
    lay_out_characters(run);
    return TRUE;
}

/* Something else is shown now: the text console, or what happened. */
static void
leave_characters(Run *run)
{
    if (!run->is_on_screen)
        return;
    run->is_on_screen = FALSE;
    g_clear_pointer(&run->note, g_free);
    g_string_append(run->shown, run->filter.is_alternate ? CLEAR : "\033[m" MAIN_SCREEN);
    g_string_append(run->shown, "\033[?25h");
}

/* ---- From text to screen and back ---- */

/* Says it where the person looks. */
static void
tell(GTask *task, const char *text)
{
    Run *run = g_task_get_task_data(task);

    g_free(run->note);
    run->note = g_strdup(text);
    if (run->characters)
        lay_out_characters(run);
    else
        say(task, text);
}

/* The one that was left for this one, else the first of the other kind. */
static const YadoConsoleRecord *
find_other(Run *run, GPtrArray *records)
{
    gboolean is_text = yado_console_link_get_record(run->link)->kind == YADO_CONSOLE_TEXT;
    const YadoConsoleRecord *left = run->left ? yado_console_choose(records, run->left) : NULL;

    if (left && (left->kind == YADO_CONSOLE_TEXT) != is_text)
        return left;
    return yado_console_choose(records, is_text ? "vnc" : "text");
}

static void
switch_to(GTask *task, const char *id)
{
    Run *run = g_task_get_task_data(task);
    g_autofree char *wanted = g_strdup(id);

    g_free(run->left);
    run->left = g_strdup(yado_console_link_get_record(run->link)->id);
    stop_stream(run);
    yado_console_link_switch(run->link, wanted);
}

/* The person stays where they are. */
static void
fail_switch(GTask *task, const char *text)
{
    Run *run = g_task_get_task_data(task);

    run->is_switching = FALSE;
    tell(task, text);
    send_typed(task);
}

static void
on_others_listed_cb(GObject *source, GAsyncResult *result, gpointer data)
{
    g_autoptr(GTask) task = data;
    Run *run = g_task_get_task_data(task);
    g_autoptr(GError) error = NULL;
    g_autoptr(GPtrArray) records =
        yado_guest_list_consoles_finish(YADO_GUEST(source), result, &error);
    const YadoConsoleRecord *other = records ? find_other(run, records) : NULL;

    if (!run->keys || !run->is_switching) /* it is over, or the console was lost meanwhile */
        return;
    if (other)
        switch_to(task, other->id);
    else if (!records)
        fail_switch(task, error->message);
    else if (yado_console_link_get_record(run->link)->kind == YADO_CONSOLE_TEXT)
        fail_switch(task, _("This guest has no screen that can be shown."));
    else
        fail_switch(task, _("This guest has no text console."));
}

static void
begin_switch(GTask *task)
{
    Run *run = g_task_get_task_data(task);

    if (run->is_switching || !yado_console_link_get_record(run->link))
        return;
    run->is_switching = TRUE;
    g_clear_pointer(&run->note, g_free);
    yado_guest_list_consoles_async(yado_console_link_get_guest(run->link), NULL,
                                   on_others_listed_cb, g_object_ref(task));
}

/* ---- What becomes of the link ---- */

/* The person came here from a text console. */
static gboolean
was_text_left(Run *run)
{
    return run->left && yado_console_link_get_record(run->link) && !is_text(run) &&
           yado_guest_get_host(yado_console_link_get_guest(run->link));
}

/* The other console cannot be had, or a screen is of no use: back to the one before, which could.  Once: that one has nowhere to go back to. */
static void
go_back_or_end(GTask *task, const GError *error)
{
    Run *run = g_task_get_task_data(task);
    gboolean is_screen_lost = !run->is_switching && was_text_left(run);
    g_autofree char *back = NULL;

    if (!run->left || (!run->is_switching && !is_screen_lost)) {
        end_run(task, g_error_copy(error));
        return;
    }
    run->is_switching = is_screen_lost; /* then it is told which one this is */
    back = g_steal_pointer(&run->left);
    stop_stream(run);
    if (is_screen_lost)
        leave_characters(run);
    tell(task, error->message);
    yado_console_link_switch(run->link, back);
}

/* Which console it is, where nothing else tells. */
static void
end_switch(GTask *task)
{
    Run *run = g_task_get_task_data(task);
    const YadoConsoleRecord *record = yado_console_link_get_record(run->link);

    if (run->is_switching && record && !run->characters && !run->is_brief)
        say(task, record->label);
    run->is_switching = FALSE;
}

static void
take_stream(GTask *task)
{
    Run *run = g_task_get_task_data(task);
    g_autoptr(GError) error = NULL;

    if (yado_console_link_get_record(run->link)->kind == YADO_CONSOLE_TEXT)
        leave_characters(run);
    say_state(task);
    if (!open_characters(run, &error)) {
        go_back_or_end(task, error);
        return;
    }
    end_switch(task);
    say_size(task);
    flush_output(task);
    send_typed(task);
    read_stream_when_ready(task);
}

static void
on_link_changed_cb(YadoConsoleLink *link, gpointer data)
{
    g_autoptr(GTask) task = g_object_ref(data);
    Run *run = g_task_get_task_data(task);

    switch (yado_console_link_get_state(link)) {
    case YADO_LINK_HELD:
        end_run(task, g_error_copy(yado_console_link_get_error(link)));
        break;
    case YADO_LINK_FAILED:
        go_back_or_end(task, yado_console_link_get_error(link));
        break;
    case YADO_LINK_OPEN:
        take_stream(task);
        break;
    case YADO_LINK_CONNECTING:
        stop_stream(run);
        break;
    default:
        stop_stream(run);
        leave_characters(run);
        end_switch(task);
        say_state(task);
    }
}

static void
on_link_confirmed_cb(YadoConsoleLink *link, gpointer data)
{
    send_typed(data);
}

static gboolean
on_signal_received_cb(gpointer data)
{
    end_run(data, make_cancel());
    return G_SOURCE_REMOVE;
}

static gboolean
on_size_changed_cb(gpointer data)
{
    Run *run = g_task_get_task_data(data);

    if (run->characters)
        lay_out_characters(run);
    return G_SOURCE_CONTINUE;
}

static gboolean
on_cancelled_cb(gpointer data)
{
    end_run(data, make_cancel());
    return G_SOURCE_REMOVE;
}

static void
on_cancellable_cancelled_cb(GCancellable *cancellable, gpointer data)
{
    g_idle_add_full(G_PRIORITY_DEFAULT, on_cancelled_cb, g_object_ref(data), g_object_unref);
}

/* ---- Beginning ---- */

static gboolean
open_log(Run *run, const char *path, GError **error)
{
    run->log = -1;
    if (!path)
        return TRUE;
    run->log_path = g_strdup(path);
    run->log = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NOCTTY, 0600);
    if (run->log >= 0)
        return TRUE;
    return yado_error_set(error, errno == ENOSPC ? YADO_ERROR_NO_SPACE : YADO_ERROR_DENIED, NULL,
                          NULL, _("The log “%s” cannot be written: %s."), path, g_strerror(errno));
}

static Run *
new_run(YadoConsoleLink *link, int input, int output, const YadoConsoleTerminalOptions *options)
{
    Run *run = g_new0(Run, 1);

    run->link = g_object_ref(link);
    run->input = input;
    run->log = -1;
    run->escape =
        options->escape ? options->escape : yado_console_key_parse(YADO_CONSOLE_DEFAULT_ESCAPE);
    run->switch_key = options->switch_key == run->escape ? 0 : options->switch_key;
    run->keyboard = g_strdup(options->keyboard);
    run->is_brief = options->is_brief;
    run->shown = g_string_new(NULL);
    run->typed = g_string_new(NULL);
    run->mark = g_string_new(NULL);
    run->said = YADO_LINK_CLOSED;
    yado_console_filter_init(&run->filter);
    open_output(run, output);
    return run;
}

static void
watch_signals(GTask *task)
{
    static const int numbers[] = { SIGTERM, SIGHUP, SIGINT, SIGWINCH };
    Run *run = g_task_get_task_data(task);

    for (guint i = 0; i < G_N_ELEMENTS(numbers); i++) {
        run->signals[i] = g_unix_signal_source_new(numbers[i]);
        g_source_set_callback(run->signals[i],
                              numbers[i] == SIGWINCH ? on_size_changed_cb : on_signal_received_cb,
                              task, NULL);
        g_source_attach(run->signals[i], g_task_get_context(task));
    }
}

/* The task holds itself until end_run(). */
static void
begin_run(GTask *task, gboolean force)
{
    Run *run = g_task_get_task_data(task);
    GCancellable *cancellable = g_task_get_cancellable(task);

    watch(&run->keys, run->input, G_IO_IN, on_keys_typed_cb, g_object_ref(task));
    watch_signals(task);
    run->changed_id = g_signal_connect(run->link, "changed", G_CALLBACK(on_link_changed_cb), task);
    run->confirmed_id =
        g_signal_connect(run->link, "confirmed", G_CALLBACK(on_link_confirmed_cb), task);
    if (cancellable)
        run->cancelled_id =
            g_cancellable_connect(cancellable, G_CALLBACK(on_cancellable_cancelled_cb), task, NULL);
    g_string_append(run->shown, MODES_ON);
    say_how_to_leave(task);
    flush_output(task);
    yado_console_link_open(run->link, force);
}

gboolean
yado_console_terminal_check(int input, int output, GError **error)
{
    return (isatty(input) && isatty(output)) ||
           yado_error_set(error, YADO_ERROR_INVALID, NULL, _("Run it on a terminal."),
                          _("A console needs a terminal."));
}

char *
yado_console_dup_left_out(gsize left_out)
{
    g_autofree char *kept = yado_size_format(YADO_CONSOLE_MAX_TYPED);
    g_autofree char *lost = yado_size_format(left_out);

    if (left_out == 0)
        return g_strdup_printf(_("The guest does not take what is typed so fast: %s of it wait, "
                                 "what comes now is left out."),
                               kept);
    return g_strdup_printf(_("The guest did not take what was typed so fast: %s were left out."),
                           lost);
}

void
yado_console_terminal_run_async(YadoConsoleLink *link, int input, int output,
                                const YadoConsoleTerminalOptions *options,
                                GCancellable *cancellable, GAsyncReadyCallback callback,
                                gpointer user_data)
{
    g_autoptr(GTask) task = g_task_new(link, cancellable, callback, user_data);
    Run *run = new_run(link, input, output, options);
    GError *error = NULL;

    g_task_set_check_cancellable(task, FALSE);
    g_task_set_task_data(task, run, free_run);
    if (!yado_console_terminal_check(input, output, &error) ||
        !open_log(run, options->log_path, &error))
        ;
    else if (!make_raw(run))
        error = yado_error_new(YADO_ERROR_FAILED, g_strerror(errno), NULL,
                               _("The terminal cannot be set up."));
    if (error)
        g_task_return_error(task, error);
    else
        begin_run(task, options->force);
}

gboolean
yado_console_terminal_run_finish(YadoConsoleLink *link, GAsyncResult *result, GError **error)
{
    g_return_val_if_fail(g_task_is_valid(result, link), FALSE);
    return g_task_propagate_boolean(G_TASK(result), error);
}
