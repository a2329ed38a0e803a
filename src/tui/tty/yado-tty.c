/* SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "yado-tui"
#include "config.h"

#include "tui/tty/yado-tty-private.h"

#include <errno.h>
#include <langinfo.h>
#include <signal.h>
#include <string.h>
#include <sys/ioctl.h>
#include <term.h>
#include <termios.h>
#undef columns /* a macro of term.h */
#include <unistd.h>
#include <wchar.h>

#include <glib-unix.h>
#include <glib/gi18n.h>

#include "yado.h"

/* How long an Esc waits for the digit or letter that makes it another key. */
#define ESCAPE_MILLISECONDS 500

/* How long a paste that stands still waits for its end. */
#define PASTE_MILLISECONDS 5000

#define PASTE_ON "\033[?2004h"
#define PASTE_OFF "\033[?2004l"
/* What a program that dies can still write: the first screen, a cursor, plain keys and letters. */
#define LEAVE_ALL PASTE_OFF "\033[?1049l\033[?25h\033[?1l\033>\033[m"

static const int fatal_signals[] = { SIGQUIT, SIGILL, SIGABRT, SIGBUS, SIGFPE, SIGSEGV };

/* For the handler of those: the terminal as it was before us, while it is ours. */
static struct termios found_terminal;
static volatile sig_atomic_t has_modes;
static struct sigaction old_actions[G_N_ELEMENTS(fatal_signals)];

static const struct {
    const char *capability, *name;
} terminfo_keys[] = {
    { "kcuu1", "Up" },     { "kcud1", "Down" },   { "kcuf1", "Right" },    { "kcub1", "Left" },
    { "khome", "Home" },   { "kend", "End" },     { "kpp", "PageUp" },     { "knp", "PageDown" },
    { "kdch1", "Delete" }, { "kich1", "Insert" }, { "kcbt", "Shift+Tab" }, { "kf1", "F1" },
    { "kf2", "F2" },       { "kf3", "F3" },       { "kf4", "F4" },         { "kf5", "F5" },
    { "kf6", "F6" },       { "kf7", "F7" },       { "kf8", "F8" },         { "kf9", "F9" },
    { "kf10", "F10" },     { "kf11", "F11" },     { "kf12", "F12" },
};

static void
write_terminal(const char *text)
{
    ssize_t n = write(STDOUT_FILENO, text, strlen(text));

    (void)n; /* a terminal that does not take it has hung up: that is heard elsewhere */
}

static void
read_size(YadoTty *self)
{
    struct winsize size = { 0 };

    if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_row > 0 && size.ws_col > 0) {
        self->rows = size.ws_row;
        self->columns = size.ws_col;
    } else {
        self->rows = LINES > 0 ? LINES : 24;
        self->columns = COLS > 0 ? COLS : 80;
    }
}

static void
apply_size(YadoTty *self)
{
    read_size(self);
    resizeterm(self->rows, self->columns);
    clearok(curscr, TRUE); /* terminals reflow what they show: nothing known is left */
}

static gboolean
on_escape_expired_cb(gpointer user_data)
{
    YadoTty *self = user_data;

    self->escape_source = 0;
    yado_tty_decoder_expire(self->decoder);
    return G_SOURCE_REMOVE;
}

static void
watch_escape(YadoTty *self)
{
    g_clear_handle_id(&self->escape_source, g_source_remove);
    if (yado_tty_decoder_is_waiting(self->decoder))
        self->escape_source = g_timeout_add(
            yado_tty_decoder_is_pasting(self->decoder) ? PASTE_MILLISECONDS : ESCAPE_MILLISECONDS,
            on_escape_expired_cb, self);
}

static gboolean
on_input_ready_cb(gint fd, GIOCondition condition, gpointer user_data)
{
    YadoTty *self = user_data;
    char bytes[1024];
    ssize_t n = 0;

    if (condition & G_IO_IN)
        n = read(fd, bytes, sizeof bytes);
    if (n < 0 && (errno == EINTR || errno == EAGAIN))
        return G_SOURCE_CONTINUE;
    if (n <= 0) {
        self->input_source = 0;
        self->hung_up = TRUE;
        self->events.hung_up(self->user_data);
        return G_SOURCE_REMOVE;
    }
    yado_tty_decoder_feed(self->decoder, bytes, (gsize)n);
    watch_escape(self);
    return G_SOURCE_CONTINUE;
}

static void
on_size_changed_cb(int number, gpointer user_data)
{
    YadoTty *self = user_data;

    if (self->suspended)
        return;
    apply_size(self);
    self->events.resized(self->user_data);
}

static void
on_hung_up_cb(int number, gpointer user_data)
{
    YadoTty *self = user_data;

    if (number == SIGHUP) /* the others leave a terminal to be put in order */
        self->hung_up = TRUE;
    self->events.hung_up(self->user_data);
}

static void
on_stopped_cb(int number, gpointer user_data)
{
    yado_tty_stop(user_data);
}

/* After a stop that was not ours: a SIGSTOP, which nobody can hear. */
static void
on_continued_cb(int number, gpointer user_data)
{
    YadoTty *self = user_data;

    if (self->suspended)
        return;
    reset_prog_mode();
    on_size_changed_cb(number, self);
}

/* Nobody can use a terminal that a crash left raw and without echo. */
static void
on_fatal_signal_cb(int number)
{
    if (has_modes) {
        write_terminal(LEAVE_ALL);
        tcsetattr(STDIN_FILENO, TCSANOW, &found_terminal);
        has_modes = FALSE;
    }
    for (guint i = 0; i < G_N_ELEMENTS(fatal_signals); i++)
        if (fatal_signals[i] == number)
            sigaction(number, &old_actions[i], NULL);
    raise(number); /* comes as soon as we return, to whoever had it before us */
}

static void
catch_fatal_signals(void)
{
    struct sigaction action = { .sa_handler = on_fatal_signal_cb };

    sigemptyset(&action.sa_mask);
    for (guint i = 0; i < G_N_ELEMENTS(fatal_signals); i++) {
        sigaction(fatal_signals[i], &action, &old_actions[i]);
        if (old_actions[i].sa_handler == SIG_IGN) /* SIGQUIT is, in the background of a script */
            sigaction(fatal_signals[i], &old_actions[i], NULL);
    }
}

static void
release_fatal_signals(void)
{
    for (guint i = 0; i < G_N_ELEMENTS(fatal_signals); i++)
        sigaction(fatal_signals[i], &old_actions[i], NULL);
}

static const struct {
    int number;
    YadoSignalFunc func;
} signals[] = {
    { SIGWINCH, on_size_changed_cb }, { SIGHUP, on_hung_up_cb },  { SIGTERM, on_hung_up_cb },
    { SIGINT, on_hung_up_cb },        { SIGTSTP, on_stopped_cb }, { SIGCONT, on_continued_cb },
};

static void
attach_signals(YadoTty *self)
{
    for (guint i = 0; i < G_N_ELEMENTS(signals); i++)
        yado_signal_watch(signals[i].number, signals[i].func, self);
}

static void
detach_signals(YadoTty *self)
{
    for (guint i = 0; i < G_N_ELEMENTS(signals); i++)
        yado_signal_unwatch(signals[i].number);
    g_clear_handle_id(&self->input_source, g_source_remove);
    g_clear_handle_id(&self->escape_source, g_source_remove);
}

static void
learn_keys(YadoTty *self)
{
    for (guint i = 0; i < G_N_ELEMENTS(terminfo_keys); i++) {
        char *sequence = tigetstr(terminfo_keys[i].capability);

        if (sequence != NULL && sequence != (char *)-1)
            yado_tty_decoder_add(self->decoder, sequence, terminfo_keys[i].name);
    }
}

static gboolean
check_terminal(GError **error)
{
    const char *term = g_getenv("TERM");
    int status = 0;
    gboolean can_place = FALSE;
    const char *hint = _("Set TERM to what your terminal is, for example xterm-256color or linux, "
                         "or use the commands: see yado --help.");

    if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO))
        return yado_error_set(error, YADO_ERROR_INVALID, NULL,
                              _("Start it in a terminal, or use the commands: see yado --help."),
                              _("The manager needs a terminal."));
    if (setupterm(NULL, STDOUT_FILENO, &status) == OK) {
        const char *place = tigetstr("cup");

        can_place = place != NULL && place != (const char *)-1;
        del_curterm(cur_term); /* newterm() reads its own */
    }
    if (!can_place)
        return yado_error_set(
            error, YADO_ERROR_INVALID, NULL, hint,
            _("The manager needs a terminal that can place the cursor; TERM is “%s”."),
            term != NULL ? term : "");
    return TRUE;
}

static void
set_modes(YadoTty *self)
{
    raw(); /* Ctrl+C and Ctrl+Z arrive as keys */
    noecho();
    nonl();
    meta(stdscr, TRUE);
    keypad(stdscr, TRUE);
    leaveok(stdscr, FALSE);
    scrollok(stdscr, FALSE);
    curs_set(0);
    has_modes = TRUE;
    write_terminal(PASTE_ON);
}

static gboolean
is_poor_terminal(void)
{
    const char *term = g_getenv("TERM");

    return g_str_has_prefix(term, "linux") || g_str_has_prefix(term, "vt") ||
           g_str_has_prefix(term, "con");
}

YadoTty *
yado_tty_open(const YadoTtyEvents *events, gpointer user_data, GError **error)
{
    YadoTty *self;
    SCREEN *screen;

    if (!check_terminal(error))
        return NULL;
    tcgetattr(STDIN_FILENO, &found_terminal);
    screen = newterm(NULL, stdout, stdin);
    if (screen == NULL) {
        yado_error_set(error, YADO_ERROR_INVALID, NULL, NULL, _("The terminal cannot be used."));
        return NULL;
    }
    self = g_new0(YadoTty, 1);
    self->screen = screen;
    self->events = *events;
    self->user_data = user_data;
    self->utf8 = strcmp(nl_langinfo(CODESET), "UTF-8") == 0;
    self->fine_glyphs = self->utf8 && !is_poor_terminal();
    self->clips = g_array_new(FALSE, FALSE, sizeof(YadoTtyRect));
    self->decoder = yado_tty_decoder_new(self->utf8, events->key, user_data);
    if (has_colors()) {
        start_color();
        use_default_colors();
    }
    set_modes(self);
    learn_keys(self);
    read_size(self);
    resizeterm(self->rows, self->columns);
    attach_signals(self);
    catch_fatal_signals();
    self->input_source =
        g_unix_fd_add(STDIN_FILENO, G_IO_IN | G_IO_HUP | G_IO_ERR, on_input_ready_cb, self);
    return self;
}

static void
leave_modes(YadoTty *self)
{
    write_terminal(PASTE_OFF);
    endwin();
    has_modes = FALSE;
}

void
yado_tty_close(YadoTty *self)
{
    if (self == NULL)
        return;
    detach_signals(self);
    /* Also after SIGHUP: one that was only sent leaves a terminal that lives; a dead one just fails. */
    if (!self->suspended)
        leave_modes(self);
    release_fatal_signals();
    delscreen(self->screen);
    yado_tty_decoder_free(self->decoder);
    g_array_unref(self->clips);
    g_free(self);
}

void
yado_tty_suspend(YadoTty *self)
{
    if (self->suspended)
        return;
    self->suspended = TRUE;
    g_clear_handle_id(&self->input_source, g_source_remove);
    leave_modes(self);
}

void
yado_tty_resume(YadoTty *self)
{
    if (!self->suspended)
        return;
    self->suspended = FALSE;
    self->input_source =
        g_unix_fd_add(STDIN_FILENO, G_IO_IN | G_IO_HUP | G_IO_ERR, on_input_ready_cb, self);
    refresh();
    set_modes(self);
    apply_size(self);
    self->events.resized(self->user_data);
}

void
yado_tty_stop(YadoTty *self)
{
    gboolean was_suspended = self->suspended; /* a console has the terminal, and keeps it */

    yado_tty_suspend(self);
    yado_signal_unwatch(SIGTSTP);
    /* The whole group, as the terminal would: a script that waits for us must stop too, or the shell gets nothing. */
    kill(0, SIGTSTP); /* returns when the shell continues us */
    yado_signal_watch(SIGTSTP, on_stopped_cb, self);
    if (!was_suspended)
        yado_tty_resume(self);
}

int
yado_tty_get_rows(YadoTty *self)
{
    return self->rows;
}

int
yado_tty_get_columns(YadoTty *self)
{
    return self->columns;
}

gboolean
yado_tty_has_colors(YadoTty *self)
{
    return has_colors() && COLORS >= 8;
}

gboolean
yado_tty_has_fine_glyphs(YadoTty *self)
{
    return self->fine_glyphs;
}
