/* SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "yado-test"
#include "config.h"

#include "yado-test-terminal.h"
#include "yado-test-terminal-keys.h"

#include <errno.h>
#include <fcntl.h>
#include <glib-unix.h>
#include <glib/gstdio.h>
#include <pty.h>
#include <signal.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>
#include <vterm.h>

#define WAIT_SECONDS 10.0

struct _YadoTestTerminal {
    VTerm *vterm;
    VTermScreen *screen;
    GStrv environment;
    int master, slave;
    guint master_source, child_source;
    GPid pid;
    gboolean running;
    int status;
    guint64 bytes;
    gint64 last_output;
    int cursor_row;
    gboolean cursor_visible;
};

/* ---- screen ---- */

static int
on_cursor_moved_cb(VTermPos position, VTermPos old, int visible, void *data)
{
    YadoTestTerminal *self = data;
    self->cursor_row = position.row;
    return 1;
}

static int
on_property_set_cb(VTermProp property, VTermValue *value, void *data)
{
    YadoTestTerminal *self = data;
    if (property == VTERM_PROP_CURSORVISIBLE)
        self->cursor_visible = value->boolean;
    return 1;
}

static const VTermScreenCallbacks screen_callbacks = {
    .movecursor = on_cursor_moved_cb,
    .settermprop = on_property_set_cb,
};

/* What the terminal says: keys, and answers to questions such as "where is the cursor?". */
static void
on_vterm_output_cb(const char *bytes, size_t length, void *data)
{
    YadoTestTerminal *self = data;
    while (self->master >= 0 && length > 0) {
        gssize written = write(self->master, bytes, length);
        if (written < 0 && errno != EINTR && errno != EAGAIN)
            return;
        bytes += MAX(written, 0);
        length -= (size_t)MAX(written, 0);
    }
}

YadoTestTerminal *
yado_test_terminal_new(int rows, int columns)
{
    YadoTestTerminal *self = g_new0(YadoTestTerminal, 1);
    self->master = self->slave = -1;
    self->cursor_visible = TRUE;
    self->vterm = vterm_new(rows, columns);
    vterm_set_utf8(self->vterm, 1);
    vterm_output_set_callback(self->vterm, on_vterm_output_cb, self);
    self->screen = vterm_obtain_screen(self->vterm);
    vterm_screen_enable_altscreen(self->screen, 1);
    vterm_screen_set_callbacks(self->screen, &screen_callbacks, self);
    vterm_screen_reset(self->screen, 1);
    self->environment = g_get_environ();
    yado_test_terminal_set_env(self, "TERM", "xterm-256color");
    yado_test_terminal_set_env(self, "LINES", NULL);
    yado_test_terminal_set_env(self, "COLUMNS", NULL);
    return self;
}

static void
append_cell(GString *line, const VTermScreenCell *cell)
{
    if (cell->chars[0] == 0)
        g_string_append_c(line, ' ');
    for (int i = 0; i < VTERM_MAX_CHARS_PER_CELL && cell->chars[i]; i++)
        if (cell->chars[i] != (uint32_t)-1)
            g_string_append_unichar(line, cell->chars[i]);
}

static void
trim_right(GString *line)
{
    while (line->len > 0 && line->str[line->len - 1] == ' ')
        g_string_truncate(line, line->len - 1);
}

char *
yado_test_terminal_dup_line(YadoTestTerminal *self, int row)
{
    int rows, columns;
    vterm_get_size(self->vterm, &rows, &columns);
    GString *line = g_string_new(NULL);
    VTermScreenCell cell;
    for (VTermPos at = { row, 0 }; at.col < columns; at.col += MAX(cell.width, 1)) {
        vterm_screen_get_cell(self->screen, at, &cell);
        append_cell(line, &cell);
    }
    trim_right(line);
    return g_string_free(line, FALSE);
}

char *
yado_test_terminal_dump(YadoTestTerminal *self)
{
    int rows, columns;
    vterm_get_size(self->vterm, &rows, &columns);
    GString *text = g_string_new(NULL);
    for (int row = 0; row < rows; row++) {
        g_autofree char *line = yado_test_terminal_dup_line(self, row);
        g_string_append_printf(text, "%s\n", line);
    }
    return g_string_free(text, FALSE);
}

static char
get_attribute_letter(const VTermScreenCell *cell)
{
    if (cell->attrs.reverse)
        return cell->attrs.bold ? 'R' : 'r';
    if (cell->attrs.bold)
        return 'b';
    if (cell->attrs.underline)
        return 'u';
    gboolean plain = VTERM_COLOR_IS_DEFAULT_FG(&cell->fg) && VTERM_COLOR_IS_DEFAULT_BG(&cell->bg);
    return plain ? '.' : 'c';
}

char *
yado_test_terminal_dump_attributes(YadoTestTerminal *self)
{
    int rows, columns;
    vterm_get_size(self->vterm, &rows, &columns);
    GString *text = g_string_new(NULL);
    for (VTermPos at = { 0, 0 }; at.row < rows; at.row++) {
        for (at.col = 0; at.col < columns; at.col++) {
            VTermScreenCell cell;
            vterm_screen_get_cell(self->screen, at, &cell);
            g_string_append_c(text, get_attribute_letter(&cell));
        }
        g_string_append_c(text, '\n');
    }
    return g_string_free(text, FALSE);
}

int
yado_test_terminal_get_cursor_row(YadoTestTerminal *self)
{
    return self->cursor_visible ? self->cursor_row : -1;
}

int
yado_test_terminal_find_row(YadoTestTerminal *self, const char *text)
{
    int rows, columns;
    vterm_get_size(self->vterm, &rows, &columns);
    for (int row = 0; row < rows; row++) {
        g_autofree char *line = yado_test_terminal_dup_line(self, row);
        if (strstr(line, text))
            return row;
    }
    return -1;
}

gboolean
yado_test_terminal_has_text(YadoTestTerminal *self, const char *text)
{
    return yado_test_terminal_find_row(self, text) >= 0;
}

guint64
yado_test_terminal_get_bytes(YadoTestTerminal *self)
{
    return self->bytes;
}

/* ---- the program ---- */

static void
close_fd(int *fd)
{
    if (*fd >= 0)
        close(*fd);
    *fd = -1;
}

void
yado_test_terminal_set_env(YadoTestTerminal *self, const char *name, const char *value)
{
    self->environment = value ? g_environ_setenv(self->environment, name, value, TRUE)
                              : g_environ_unsetenv(self->environment, name);
}

static gboolean
on_master_ready_cb(int fd, GIOCondition condition, gpointer data)
{
    YadoTestTerminal *self = data;
    char buffer[65536];
    gssize length = read(fd, buffer, sizeof buffer);
    if (length < 0 && (errno == EAGAIN || errno == EINTR))
        return G_SOURCE_CONTINUE;
    if (length <= 0) {
        self->master_source = 0;
        return G_SOURCE_REMOVE;
    }
    self->bytes += (guint64)length;
    self->last_output = g_get_monotonic_time();
    vterm_input_write(self->vterm, buffer, (size_t)length);
    vterm_screen_flush_damage(self->screen);
    return G_SOURCE_CONTINUE;
}

static void
on_child_exited_cb(GPid pid, int status, gpointer data)
{
    YadoTestTerminal *self = data;
    self->child_source = 0;
    self->running = FALSE;
    self->status = WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

/* In the child: the terminal becomes its own, so that closing it hangs up. */
static void
take_terminal(gpointer data)
{
    setsid();
    ioctl(0, TIOCSCTTY, 0);
    prctl(PR_SET_PDEATHSIG, SIGKILL);
}

static void
open_terminal(YadoTestTerminal *self)
{
    int rows, columns;
    vterm_get_size(self->vterm, &rows, &columns);
    struct winsize size = { .ws_row = (guint16)rows, .ws_col = (guint16)columns };
    g_assert_cmpint(openpty(&self->master, &self->slave, NULL, NULL, &size), ==, 0);
    fcntl(self->master, F_SETFD, FD_CLOEXEC);
    fcntl(self->slave, F_SETFD, FD_CLOEXEC);
    g_unix_set_fd_nonblocking(self->master, TRUE, NULL);
}

void
yado_test_terminal_start(YadoTestTerminal *self, const char *const *argv)
{
    g_autoptr(GError) error = NULL;
    open_terminal(self);
    g_spawn_async_with_fds(NULL, (char **)argv, self->environment,
                           G_SPAWN_DO_NOT_REAP_CHILD | G_SPAWN_SEARCH_PATH, take_terminal, self,
                           &self->pid, self->slave, self->slave, self->slave, &error);
    g_assert_no_error(error);
    close_fd(&self->slave);
    self->running = TRUE;
    self->last_output = g_get_monotonic_time();
    self->child_source = g_child_watch_add(self->pid, on_child_exited_cb, self);
    self->master_source =
        g_unix_fd_add(self->master, G_IO_IN | G_IO_HUP | G_IO_ERR, on_master_ready_cb, self);
}

gboolean
yado_test_terminal_is_running(YadoTestTerminal *self)
{
    return self->running;
}

GPid
yado_test_terminal_get_pid(YadoTestTerminal *self)
{
    return self->pid;
}

void
yado_test_terminal_hang_up(YadoTestTerminal *self)
{
    g_clear_handle_id(&self->master_source, g_source_remove);
    close_fd(&self->master);
}

void
yado_test_terminal_kill(YadoTestTerminal *self)
{
    kill(self->pid, SIGKILL);
}

static gboolean
has_exited(gpointer data)
{
    return !((YadoTestTerminal *)data)->running;
}

int
yado_test_terminal_wait_exit(YadoTestTerminal *self)
{
    if (!yado_test_wait(has_exited, self, WAIT_SECONDS)) {
        g_autofree char *screen = yado_test_terminal_dump(self);
        g_error("The program does not end. Its screen:\n%s", screen);
    }
    return self->status;
}

void
yado_test_terminal_resize(YadoTestTerminal *self, int rows, int columns)
{
    struct winsize size = { .ws_row = (guint16)rows, .ws_col = (guint16)columns };
    vterm_set_size(self->vterm, rows, columns);
    vterm_screen_flush_damage(self->screen);
    ioctl(self->master, TIOCSWINSZ, &size); /* the kernel sends SIGWINCH */
}

void
yado_test_terminal_free(YadoTestTerminal *self)
{
    yado_test_terminal_hang_up(self);
    if (self->running && !yado_test_wait(has_exited, self, 5)) {
        kill(-self->pid, SIGKILL);
        yado_test_wait(has_exited, self, 5);
    }
    g_clear_handle_id(&self->child_source, g_source_remove);
    vterm_free(self->vterm);
    g_strfreev(self->environment);
    g_free(self);
}

/* ---- keys ---- */

void
yado_test_terminal_type(YadoTestTerminal *self, const char *text)
{
    for (; *text; text = g_utf8_next_char(text))
        vterm_keyboard_unichar(self->vterm, g_utf8_get_char(text), VTERM_MOD_NONE);
}

void
yado_test_terminal_send(YadoTestTerminal *self, const char *bytes, gsize length)
{
    on_vterm_output_cb(bytes, length, self);
}

void
yado_test_terminal_press(YadoTestTerminal *self, const char *keys)
{
    const char *type = g_environ_getenv(self->environment, "TERM");
    g_auto(GStrv) names = g_strsplit(keys, " ", -1);
    for (guint i = 0; names[i]; i++) {
        if (!*names[i])
            continue;
        const char *own = yado_test_terminal_key_bytes(type, names[i]);
        if (own)
            on_vterm_output_cb(own, strlen(own), self);
        else
            yado_test_terminal_key_send(self->vterm, names[i]);
    }
}

/* ---- waiting ---- */

typedef struct {
    YadoTestTerminal *terminal;
    YadoTestTerminalPredicate predicate;
    gpointer data;
} Wait;

static gboolean
ask_predicate(gpointer data)
{
    Wait *wait = data;
    return wait->predicate(wait->terminal, wait->data);
}

gboolean
yado_test_terminal_wait(YadoTestTerminal *self, YadoTestTerminalPredicate predicate, gpointer data,
                        double seconds)
{
    Wait wait = { self, predicate, data };
    return yado_test_wait(ask_predicate, &wait, seconds);
}

static void
expect(YadoTestTerminal *self, YadoTestTerminalPredicate predicate, gpointer data, double seconds,
       const char *what)
{
    if (yado_test_terminal_wait(self, predicate, data, seconds))
        return;
    g_autofree char *screen = yado_test_terminal_dump(self);
    g_error("Waited in vain for %s. The program %s (status %d). Its screen:\n%s", what,
            self->running ? "runs" : "has ended", self->status, screen);
}

static gboolean
shows_text(YadoTestTerminal *self, gpointer text)
{
    return yado_test_terminal_has_text(self, text);
}

static gboolean
shows_no_text(YadoTestTerminal *self, gpointer text)
{
    return !yado_test_terminal_has_text(self, text);
}

static gboolean
shows_row(YadoTestTerminal *self, gpointer data)
{
    const char *const *texts = data;
    int rows, columns;
    vterm_get_size(self->vterm, &rows, &columns);
    for (int row = 0; row < rows; row++) {
        g_autofree char *line = yado_test_terminal_dup_line(self, row);
        if (strstr(line, texts[0]) && strstr(line, texts[1]))
            return TRUE;
    }
    return FALSE;
}

void
yado_test_terminal_wait_text(YadoTestTerminal *self, const char *text)
{
    g_autofree char *what = g_strdup_printf("“%s”", text);
    expect(self, shows_text, (gpointer)text, WAIT_SECONDS, what);
}

void
yado_test_terminal_wait_no_text(YadoTestTerminal *self, const char *text)
{
    g_autofree char *what = g_strdup_printf("“%s” to go", text);
    expect(self, shows_no_text, (gpointer)text, WAIT_SECONDS, what);
}

void
yado_test_terminal_wait_row_for(YadoTestTerminal *self, const char *text, const char *other,
                                double seconds)
{
    const char *texts[] = { text, other };
    g_autofree char *what = g_strdup_printf("a row with “%s” and “%s”", text, other);
    expect(self, shows_row, texts, seconds, what);
}

void
yado_test_terminal_wait_row(YadoTestTerminal *self, const char *text, const char *other)
{
    yado_test_terminal_wait_row_for(self, text, other, WAIT_SECONDS);
}

static gboolean
is_quiet(YadoTestTerminal *self, gpointer data)
{
    double milliseconds = GPOINTER_TO_UINT(data) * yado_test_get_patience();
    return g_get_monotonic_time() - self->last_output > (gint64)(1000 * milliseconds);
}

void
yado_test_terminal_wait_quiet(YadoTestTerminal *self, guint milliseconds)
{
    /* What was sent before counts as activity: the answer may not have come yet. */
    self->last_output = g_get_monotonic_time();
    expect(self, is_quiet, GUINT_TO_POINTER(milliseconds), WAIT_SECONDS, "a quiet screen");
}

/* ---- goldens ---- */

static gboolean
equals_text(YadoTestTerminal *self, gpointer text)
{
    g_autofree char *screen = yado_test_terminal_dump(self);
    return strcmp(screen, text) == 0;
}

static void
write_golden(YadoTestTerminal *self, const char *path)
{
    g_autofree char *folder = g_path_get_dirname(path);
    yado_test_terminal_wait_quiet(self, 400);
    g_autofree char *screen = yado_test_terminal_dump(self);
    g_mkdir_with_parents(folder, 0755);
    yado_test_write_file(path, screen);
}

void
yado_test_terminal_check_golden(YadoTestTerminal *self, const char *path)
{
    g_autofree char *expected = NULL;
    if (g_getenv("YADO_TEST_REGENERATE")) {
        write_golden(self, path);
        return;
    }
    if (!g_file_get_contents(path, &expected, NULL, NULL))
        g_error("No golden %s: write it with YADO_TEST_REGENERATE=1", path);
    if (yado_test_terminal_wait(self, equals_text, expected, WAIT_SECONDS))
        return;
    g_autofree char *screen = yado_test_terminal_dump(self);
    g_error("The screen is not as in %s. Expected:\n%s\nFound:\n%s", path, expected, screen);
}
