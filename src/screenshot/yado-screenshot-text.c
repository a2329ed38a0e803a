/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * A screen that is in a text mode, as a terminal would say it: one end of a pair of sockets, for whoever shows text consoles.
 *
 * Pictures become characters (yado-screenshot-cells.h), of which those that changed are written; what is typed becomes keys.  A picture
 * that is none of characters is told as such.  All on the main context.
 */
#include "config.h"

#include <errno.h>
#include <gio/gio.h>
#include <glib-unix.h>
#include <glib/gi18n.h>
#include <gmodule.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>
#include <vncconnection.h>

#include "yado-screenshot-cells.h"
#include "yado-screenshot-vnc.h"
#include "yado.h"

#define MAX_PIXELS (64u << 20)
#define REFRESH_MS 60
#define KEY_MS 12 /* guests lose what comes faster */
#define CHUNK 4096
#define MAX_KEYS CHUNK     /* that wait; what is typed on top of them stays with the front */
#define PICTURE_SECONDS 10 /* for a server to send its first one */

typedef struct {
    VncConnection *connection;
    VncFramebuffer *framebuffer;
    guint32 *pixels;
    int width, height;
    int rows, columns; /* of the terminal */
    char *footer;      /* in the last of them, or NULL */
    char *guest, *password, *layout;
    gboolean is_password_given;
    gboolean has_picture;

    int fd;
    GIOStream *front; /* the other end; weak */
    GSource *readable;
    GString *said;
    YadoCells *cells, *shown; /* what the terminal has; none: nothing of use */
    int top;                  /* the first row that it shows */
    guint refresh, typing, overdue;
    GArray *keys; /* of Key */
    guint next_key;
} Text;

typedef struct {
    YadoConsoleKey key;
    gboolean ctrl, alt;
} Key;

/* Of the front's stream. */
static const char text_key[] = "yado-text";

static void
drop_source(GSource **source)
{
    if (*source)
        g_source_destroy(*source);
    g_clear_pointer(source, g_source_unref);
}

static gboolean
free_text(gpointer data)
{
    Text *text = data;

    g_clear_object(&text->connection);
    g_clear_object(&text->framebuffer);
    g_free(text->pixels);
    if (text->password)
        explicit_bzero(text->password, strlen(text->password));
    g_free(text->password);
    g_free(text->guest);
    g_free(text->layout);
    g_free(text->footer);
    g_string_free(text->said, TRUE);
    g_array_unref(text->keys);
    yado_cells_free(text->cells);
    yado_cells_free(text->shown);
    g_free(text);
    return G_SOURCE_REMOVE;
}

/* Maybe from within a signal of the connection, or a source of its own.  @error (transfer full, nullable): what the screen was of no use for. */
static void
end(Text *text, GError *error)
{
    if (text->fd < 0) {
        g_clear_error(&error);
        return;
    }
    if (error && text->front)
        yado_console_take_characters_error(text->front, g_steal_pointer(&error));
    g_clear_error(&error);
    close(text->fd);
    text->fd = -1;
    if (text->front)
        g_object_set_data(G_OBJECT(text->front), text_key, NULL);
    g_clear_weak_pointer(&text->front);
    drop_source(&text->readable);
    g_clear_handle_id(&text->refresh, g_source_remove);
    g_clear_handle_id(&text->typing, g_source_remove);
    g_clear_handle_id(&text->overdue, g_source_remove);
    g_signal_handlers_disconnect_by_data(text->connection, text);
    vnc_connection_shutdown(text->connection);
    g_idle_add(free_text, text);
}

/* FALSE: the terminal has not yet taken it all. */
static gboolean
flush(Text *text)
{
    ssize_t n = send(text->fd, text->said->str, text->said->len, MSG_DONTWAIT | MSG_NOSIGNAL);

    if (n > 0)
        g_string_erase(text->said, 0, n);
    return text->said->len == 0;
}

static void
append_footer(Text *text)
{
    g_autofree char *fitted =
        text->footer ? yado_text_fit(text->footer, text->columns, YADO_ALIGN_START) : NULL;

    if (fitted)
        g_string_append_printf(text->said, "\033[%d;1H\033[0;7m%s\033[0m", text->rows, fitted);
}

static void
clear_screen(Text *text)
{
    g_string_append(text->said, "\033[0m\033[2J");
    append_footer(text);
}

/* Alone on the screen. */
static void
say_words(Text *text, const char *words)
{
    clear_screen(text);
    g_string_append_printf(text->said, "\033[H%s\r\n", words);
}

/* ---- The screen ---- */

static void
append_colours(GString *said, const YadoCell *cell)
{
    g_string_append_printf(said, "\033[%d;%dm",
                           cell->foreground < 8 ? 30 + cell->foreground : 82 + cell->foreground,
                           cell->background < 8 ? 40 + cell->background : 92 + cell->background);
}

static const YadoCell *
get_cell(YadoCells *cells, int row, int column)
{
    return &g_array_index(cells->cells, YadoCell, (guint)(row * cells->columns + column));
}

static gboolean
is_same(const YadoCell *a, const YadoCell *b)
{
    return a->c == b->c && a->foreground == b->foreground && a->background == b->background;
}

/* From the first to the last that changed. */
static void
append_row(Text *text, int row, gboolean all)
{
    int first = 0, last = MIN(text->cells->columns, text->columns) - 1;
    const YadoCell *before = NULL;

    while (!all && first <= last &&
           is_same(get_cell(text->cells, row, first), get_cell(text->shown, row, first)))
        first++;
    while (!all && last >= first &&
           is_same(get_cell(text->cells, row, last), get_cell(text->shown, row, last)))
        last--;
    if (first > last)
        return;
    g_string_append_printf(text->said, "\033[%d;%dH", row - text->top + 1, first + 1);
    for (int column = first; column <= last; column++) {
        const YadoCell *cell = get_cell(text->cells, row, column);

        if (!before || cell->foreground != before->foreground ||
            cell->background != before->background)
            append_colours(text->said, cell);
        g_string_append_unichar(text->said, cell->c);
        before = cell;
    }
}

static int
find_last_row(YadoCells *cells)
{
    for (int i = cells->rows * cells->columns - 1; i >= 0; i--) {
        const YadoCell *cell = &g_array_index(cells->cells, YadoCell, (guint)i);

        if (cell->c != ' ' || cell->has_cursor)
            return i / cells->columns;
    }
    return 0;
}

static void
append_cursor(Text *text)
{
    for (guint i = 0; i < text->cells->cells->len; i++)
        if (g_array_index(text->cells->cells, YadoCell, i).has_cursor) {
            g_string_append_printf(text->said, "\033[?25h\033[%d;%dH",
                                   (int)i / text->cells->columns - text->top + 1,
                                   (int)i % text->cells->columns + 1);
            return;
        }
}

static void
show_cells(Text *text)
{
    int rows = MAX(1, text->rows - (text->footer != NULL));
    int top = MAX(0, find_last_row(text->cells) + 1 - rows);
    gboolean all = top != text->top || text->shown->columns != text->cells->columns ||
                   text->shown->rows != text->cells->rows;
    YadoCells *old = text->shown;

    text->top = top;
    if (all)
        clear_screen(text);
    for (int row = top; row < MIN(text->cells->rows, top + rows); row++)
        append_row(text, row, all);
    append_cursor(text);
    g_string_append(text->said, "\033[0m");
    text->shown = text->cells;
    text->cells = old;
}

static void
say_picture(Text *text)
{
    g_autofree char *words =
        g_strdup_printf(_("The screen of “%s” shows a picture (%d × %d), no characters. They come "
                          "here when it shows some."),
                        text->guest, text->width, text->height);

    say_words(text, words);
    text->shown->columns = text->shown->rows = 0;
}

static gboolean
on_refresh_due_cb(gpointer data)
{
    Text *text = data;
    gboolean was_picture = text->shown->columns == 0 && text->top == -2;

    if (!flush(text))
        return G_SOURCE_CONTINUE;
    text->refresh = 0;
    if (yado_cells_read(text->cells, text->pixels, text->width, text->height)) {
        show_cells(text);
    } else if (!was_picture) {
        say_picture(text);
        text->top = -2;
    }
    flush(text);
    vnc_connection_framebuffer_update_request(text->connection, TRUE, 0, 0, text->width,
                                              text->height);
    return G_SOURCE_REMOVE;
}

static void
on_updated_cb(VncConnection *connection, int x, int y, int width, int height, Text *text)
{
    text->has_picture = TRUE;
    g_clear_handle_id(&text->overdue, g_source_remove);
    if (text->pixels && !text->refresh)
        text->refresh = g_timeout_add(REFRESH_MS, on_refresh_due_cb, text);
}

static void
make_framebuffer(Text *text)
{
    guint32 *pixels = g_malloc0((gsize)text->width * text->height * 4);

    g_clear_object(&text->framebuffer);
    text->framebuffer =
        yado_screenshot_draw_into(text->connection, pixels, text->width, text->height);
    g_free(text->pixels);
    text->pixels = pixels;
}

static void
take_size(Text *text, int width, int height)
{
    if (width <= 0 || height <= 0 || (guint64)width * (guint64)height > MAX_PIXELS) {
        end(text, yado_error_new(YADO_ERROR_INVALID, NULL, NULL,
                                 _("The screen of “%s” is too large to show."), text->guest));
        return;
    }
    text->width = width;
    text->height = height;
    make_framebuffer(text);
    vnc_connection_framebuffer_update_request(text->connection, FALSE, 0, 0, width, height);
}

static void
on_resized_cb(VncConnection *connection, int width, int height, Text *text)
{
    take_size(text, width, height);
}

static void
on_initialized_cb(VncConnection *connection, Text *text)
{
    static gint32 encodings[] = { VNC_CONNECTION_ENCODING_DESKTOP_RESIZE,
                                  VNC_CONNECTION_ENCODING_EXT_KEY_EVENT,
                                  VNC_CONNECTION_ENCODING_ZRLE, VNC_CONNECTION_ENCODING_HEXTILE,
                                  VNC_CONNECTION_ENCODING_RAW };

    if (yado_console_is_other_screen(vnc_connection_get_name(connection), text->guest)) {
        end(text, yado_error_new(YADO_ERROR_CONFLICT, vnc_connection_get_name(connection), NULL,
                                 _("The screen that answers is not that of “%s”."), text->guest));
        return;
    }
    vnc_connection_set_encodings(connection, G_N_ELEMENTS(encodings), encodings);
    take_size(text, vnc_connection_get_width(connection), vnc_connection_get_height(connection));
}

/* ---- Logging in ---- */

static void
on_login_offered_cb(VncConnection *connection, GValueArray *types, Text *text)
{
    if (!yado_screenshot_choose_login(connection, types, TRUE))
        end(text, yado_error_new(YADO_ERROR_UNSUPPORTED, NULL, NULL,
                                 _("The screen of “%s” wants a way to log in that YaDO does not "
                                   "know."),
                                 text->guest));
}

static void
on_credential_cb(VncConnection *connection, GValueArray *kinds, Text *text)
{
    if (text->password && !text->is_password_given) {
        text->is_password_given = TRUE;
        vnc_connection_set_credential(connection, VNC_CONNECTION_CREDENTIAL_PASSWORD,
                                      text->password);
        return;
    }
    end(text, yado_error_new(YADO_ERROR_DENIED, NULL, NULL,
                             _("The screen of “%s” asks for a password, which the guest's "
                               "configuration does not tell."),
                             text->guest));
}

static void
on_login_failed_cb(VncConnection *connection, const char *words, Text *text)
{
    end(text, yado_error_new(YADO_ERROR_DENIED, words, NULL,
                             _("The screen of “%s” refuses the password."), text->guest));
}

/* ---- The end ---- */

/* A server that has shown something may be a guest that restarts. */
static void
on_error_cb(VncConnection *connection, const char *words, Text *text)
{
    if (text->has_picture)
        end(text, NULL);
    else if (text->is_password_given && !text->pixels)
        on_login_failed_cb(connection, words, text);
    else
        end(text, yado_error_new(YADO_ERROR_CONNECTION, words, NULL,
                                 _("What answers for the screen of “%s” is no VNC server that can "
                                   "be used."),
                                 text->guest));
}

static void
on_closed_cb(VncConnection *connection, Text *text)
{
    on_error_cb(connection, NULL, text);
}

static gboolean
on_picture_overdue_cb(gpointer data)
{
    Text *text = data;

    text->overdue = 0;
    end(text, yado_error_new(YADO_ERROR_FAILED, NULL, NULL,
                             _("The screen of “%s” sends no picture."), text->guest));
    return G_SOURCE_REMOVE;
}

/* ---- Keys ---- */

static gboolean on_typed_cb(int fd, GIOCondition condition, gpointer data);

/* That the front goes is noticed in any case. */
static void
watch_front(Text *text, GIOCondition condition)
{
    drop_source(&text->readable);
    text->readable = g_unix_fd_source_new(text->fd, condition | G_IO_HUP | G_IO_ERR);
    g_source_set_callback(text->readable, G_SOURCE_FUNC(on_typed_cb), text, NULL);
    g_source_attach(text->readable, NULL);
}

static const struct {
    const char *sequence;
    guint16 scancode;
    guint32 keysym;
} sequences[] = {
    { "\033[A", 0x148, 0xff52 },  { "\033[B", 0x150, 0xff54 },  { "\033[C", 0x14d, 0xff53 },
    { "\033[D", 0x14b, 0xff51 },  { "\033OA", 0x148, 0xff52 },  { "\033OB", 0x150, 0xff54 },
    { "\033OC", 0x14d, 0xff53 },  { "\033OD", 0x14b, 0xff51 },  { "\033[H", 0x147, 0xff50 },
    { "\033[F", 0x14f, 0xff57 },  { "\033[1~", 0x147, 0xff50 }, { "\033[2~", 0x152, 0xff63 },
    { "\033[3~", 0x153, 0xffff }, { "\033[4~", 0x14f, 0xff57 }, { "\033[5~", 0x149, 0xff55 },
    { "\033[6~", 0x151, 0xff56 }, { "\033OP", 0x3b, 0xffbe },   { "\033OQ", 0x3c, 0xffbf },
    { "\033OR", 0x3d, 0xffc0 },   { "\033OS", 0x3e, 0xffc1 },   { "\033[15~", 0x3f, 0xffc2 },
    { "\033[17~", 0x40, 0xffc3 }, { "\033[18~", 0x41, 0xffc4 }, { "\033[19~", 0x42, 0xffc5 },
    { "\033[20~", 0x43, 0xffc6 }, { "\033[21~", 0x44, 0xffc7 }, { "\033[23~", 0x57, 0xffc8 },
    { "\033[24~", 0x58, 0xffc9 }, { "\033[Z", 0x0f, 0xff09 },   { "\033[200~", 0, 0 },
    { "\033[201~", 0, 0 },
};

static void
press(Text *text, guint32 keysym, guint16 scancode, gboolean down)
{
    /* gvnc writes extended numbers as 0x80 and the number. */
    guint16 number = scancode & 0x100 ? (scancode & 0x7f) | 0x80 : scancode;

    vnc_connection_key_event(text->connection, down, keysym, number);
}

static void
hold(Text *text, const Key *key, gboolean down)
{
    if (key->ctrl)
        press(text, 0xffe3, 0x1d, down);
    if (key->alt)
        press(text, 0xffe9, 0x38, down);
    if (key->key.shift)
        press(text, 0xffe1, 0x2a, down);
    if (key->key.altgr)
        press(text, 0xfe03, 0x138, down);
}

static gboolean
on_key_due_cb(gpointer data)
{
    Text *text = data;
    const Key *key = &g_array_index(text->keys, Key, text->next_key++);

    hold(text, key, TRUE);
    press(text, key->key.keysym, key->key.scancode, TRUE);
    press(text, key->key.keysym, key->key.scancode, FALSE);
    hold(text, key, FALSE);
    if (text->next_key < text->keys->len)
        return G_SOURCE_CONTINUE;
    g_array_set_size(text->keys, 0);
    text->next_key = 0;
    text->typing = 0;
    watch_front(text, G_IO_IN);
    return G_SOURCE_REMOVE;
}

static void
add_key(Text *text, const Key *key)
{
    if (!key->key.scancode)
        return;
    g_array_append_val(text->keys, *key);
    if (!text->typing)
        text->typing = g_timeout_add(KEY_MS, on_key_due_cb, text);
}

static void
add_character(Text *text, gunichar c, gboolean alt)
{
    Key key = { .alt = alt };

    if (c == 0x7f || c == 0x08) {
        key.key = (YadoConsoleKey){ .scancode = 0x0e, .keysym = 0xff08 };
    } else if (c == 0x1b) {
        key.key = (YadoConsoleKey){ .scancode = 0x01, .keysym = 0xff1b };
    } else if (c < 0x20 && c != '\t' && c != '\r' && c != '\n') {
        key.ctrl = TRUE;
        yado_console_find_key(text->layout,
                              c == 0     ? ' '
                              : c < 0x1b ? c + 0x60
                                         : c + 0x40,
                              &key.key);
    } else if (!yado_console_find_key(text->layout, c, &key.key)) {
        return; /* no key of that keyboard makes it */
    }
    add_key(text, &key);
    if (key.key.is_dead) {
        yado_console_find_key(text->layout, ' ', &key.key);
        add_key(text, &key);
    }
}

/* How many bytes a known sequence at @at has, 0: it is none. */
static gsize
take_sequence(Text *text, const char *at)
{
    for (guint i = 0; i < G_N_ELEMENTS(sequences); i++)
        if (g_str_has_prefix(at, sequences[i].sequence)) {
            Key key = { .key = { .scancode = sequences[i].scancode,
                                 .keysym = sequences[i].keysym } };

            add_key(text, &key);
            return strlen(sequences[i].sequence);
        }
    return 0;
}

static void
take_typed(Text *text, const char *typed)
{
    for (const char *at = typed; *at;) {
        gsize n = *at == '\033' ? take_sequence(text, at) : 0;
        gboolean alt = n == 0 && *at == '\033' && at[1] && at[1] != '\033';
        gunichar c;

        if (n > 0) {
            at += n;
            continue;
        }
        at += alt;
        c = g_utf8_get_char_validated(at, -1);
        if (c < 0x110000)
            add_character(text, c, alt);
        at += c < 0x110000 ? g_unichar_to_utf8(c, NULL) : 1;
    }
}

static gboolean
on_typed_cb(int fd, GIOCondition condition, gpointer data)
{
    Text *text = data;
    char typed[CHUNK + 1];
    ssize_t n = recv(fd, typed, CHUNK, MSG_DONTWAIT);

    if (n < 0 && (errno == EAGAIN || errno == EINTR))
        return G_SOURCE_CONTINUE;
    if (n <= 0) {
        end(text, NULL);
        return G_SOURCE_REMOVE;
    }
    typed[n] = '\0';
    take_typed(text, typed);
    explicit_bzero(typed, sizeof typed);
    if (text->keys->len >= MAX_KEYS)
        watch_front(text, 0);
    return G_SOURCE_CONTINUE;
}

/* ---- Beginning ---- */

static const struct {
    const char *signal;
    GCallback callback;
} handlers[] = {
    { "vnc-initialized", G_CALLBACK(on_initialized_cb) },
    { "vnc-desktop-resize", G_CALLBACK(on_resized_cb) },
    { "vnc-framebuffer-update", G_CALLBACK(on_updated_cb) },
    { "vnc-auth-choose-type", G_CALLBACK(on_login_offered_cb) },
    { "vnc-auth-credential", G_CALLBACK(on_credential_cb) },
    { "vnc-auth-failure", G_CALLBACK(on_login_failed_cb) },
    { "vnc-disconnected", G_CALLBACK(on_closed_cb) },
    { "vnc-error", G_CALLBACK(on_error_cb) },
};

static Text *
text_new(const char *guest, const char *password, const char *layout, int fd)
{
    Text *text = g_new0(Text, 1);

    text->guest = g_strdup(guest);
    text->password = g_strdup(password);
    text->layout = g_strdup(layout);
    text->rows = 25;
    text->columns = 80;
    text->fd = fd;
    text->top = -1;
    text->said = g_string_new(NULL);
    text->cells = yado_cells_new();
    text->shown = yado_cells_new();
    text->keys = g_array_new(FALSE, FALSE, sizeof(Key));
    text->overdue = g_timeout_add_seconds(PICTURE_SECONDS, on_picture_overdue_cb, text);
    text->connection = vnc_connection_new();
    for (guint i = 0; i < G_N_ELEMENTS(handlers); i++)
        g_signal_connect(text->connection, handlers[i].signal, handlers[i].callback, text);
    watch_front(text, G_IO_IN);
    return text;
}

/* The entry of the module: see present/yado-console-characters.h. */
G_MODULE_EXPORT GIOStream *yado_screenshot_module_read(GIOStream *stream, const char *guest,
                                                       const char *password, const char *layout);

G_MODULE_EXPORT GIOStream *
yado_screenshot_module_read(GIOStream *stream, const char *guest, const char *password,
                            const char *layout)
{
    GSocket *socket = g_socket_connection_get_socket(G_SOCKET_CONNECTION(stream));
    g_autoptr(GSocket) ours = NULL;
    GIOStream *front;
    int ends[2];
    Text *text;

    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0, ends) != 0)
        return NULL;
    ours = g_socket_new_from_fd(ends[0], NULL);
    front = G_IO_STREAM(g_socket_connection_factory_create_connection(ours));
    text = text_new(guest, password, layout, ends[1]);
    g_set_weak_pointer(&text->front, front);
    g_object_set_data(G_OBJECT(front), text_key, text);
    vnc_connection_set_shared(text->connection, TRUE);
    vnc_connection_open_fd(text->connection, dup(g_socket_get_fd(socket)));
    return front;
}

G_MODULE_EXPORT void yado_screenshot_module_lay_out(GIOStream *front, int rows, int columns,
                                                    const char *footer);

static gboolean
is_laid_out(Text *text, int rows, int columns, const char *footer)
{
    return text->rows == rows && text->columns == columns && g_strcmp0(text->footer, footer) == 0;
}

/* Whatever the terminal did to what it showed: all of it again. */
G_MODULE_EXPORT void
yado_screenshot_module_lay_out(GIOStream *front, int rows, int columns, const char *footer)
{
    Text *text = g_object_get_data(G_OBJECT(front), text_key);

    if (!text || is_laid_out(text, rows, columns, footer))
        return;
    text->rows = rows;
    text->columns = columns;
    g_free(text->footer);
    text->footer = g_strdup(footer);
    text->top = -1;
    append_footer(text);
    flush(text);
    if (text->pixels && !text->refresh)
        text->refresh = g_timeout_add(REFRESH_MS, on_refresh_due_cb, text);
}
