/* SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "yado-tui"
#include "config.h"

#include "tui/tty/yado-tty-private.h"

#include <limits.h>
#include <string.h>
#include <wchar.h>

#include "yado.h"

/* Eighth blocks in steps of what the console has: blank, low line, half block, full block. */
static gunichar
get_console_glyph(gunichar c)
{
    if (c >= 0x2581 && c <= 0x2583)
        return '_';
    if (c >= 0x2584 && c <= 0x2586)
        return 0x2584;
    if (c >= 0x2587 && c <= 0x2588)
        return 0x2588;
    if (c > 0x2800 && c <= 0x28ff)
        return 0x2591;
    if (c == 0x2800)
        return ' ';
    switch (c) {
    case 0x25b8: /* ▸ */
        return '>';
    case 0x25be: /* ▾ */
        return 'v';
    case 0x25cf: /* ● */
        return '*';
    case 0x25cb: /* ○ */
        return 'o';
    case 0x2713: /* ✓ */
        return 'x';
    case 0x2192: /* → */
        return '>';
    case 0x2026: /* … */
        return '~';
    default:
        return c;
    }
}

static gunichar
get_ascii_glyph(gunichar c)
{
    static const char levels[] = "_.-:=+*#";

    if (c >= 0x2581 && c <= 0x2588)
        return (gunichar)levels[c - 0x2581];
    if (c >= 0x2591 && c <= 0x2593) /* ░▒▓ */
        return c == 0x2591 ? '.' : '#';
    if (c == 0x2500 || c == 0x2550)
        return '-';
    if (c == 0x2502 || c == 0x2551)
        return '|';
    if (c >= 0x2500 && c < 0x2580)
        return '+';
    if (c > 0x2800 && c <= 0x28ff)
        return ':';
    if (c == 0x2018 || c == 0x2019 || c == 0x201c || c == 0x201d)
        return c < 0x201a ? '\'' : '"';
    if (c == 0x2013 || c == 0x2014)
        return '-';
    if (c == 0x2191 || c == 0x2193) /* ↑ ↓ */
        return c == 0x2191 ? '^' : 'v';
    return get_console_glyph(c);
}

/* The nearest thing to @c that this terminal can show; 0 when it has no width at all. */
static gunichar
choose_glyph(YadoTty *self, gunichar c)
{
    char bytes[MB_LEN_MAX];
    mbstate_t state = { 0 };

    if (c < 0x20 || c == 0x7f)
        return ' ';
    if (c < 0x7f)
        return c;
    if (!self->utf8) {
        if (wcrtomb(bytes, (wchar_t)c, &state) != (size_t)-1)
            return c;
        c = get_ascii_glyph(c);
        return c < 0x80 ? c : '?';
    }
    if (!self->fine_glyphs)
        c = get_console_glyph(c);
    return c;
}

static void
put_cell(YadoTty *self, int y, int x, const wchar_t *text, const YadoTtyStyle *style)
{
    cchar_t cell;

    if (setcchar(&cell, text, style->attributes, style->pair, NULL) == OK)
        mvadd_wch(y, x, &cell);
}

static YadoTtyRect
get_clip(YadoTty *self)
{
    if (self->clips->len > 0)
        return g_array_index(self->clips, YadoTtyRect, self->clips->len - 1);
    return (YadoTtyRect){ 0, 0, self->rows, self->columns };
}

static YadoTtyRect
intersect(const YadoTtyRect *a, const YadoTtyRect *b)
{
    int y = MAX(a->y, b->y), x = MAX(a->x, b->x);
    int bottom = MIN(a->y + a->height, b->y + b->height);
    int right = MIN(a->x + a->width, b->x + b->width);

    return (YadoTtyRect){ y, x, MAX(bottom - y, 0), MAX(right - x, 0) };
}

void
yado_tty_push_clip(YadoTty *self, const YadoTtyRect *rect)
{
    YadoTtyRect outer = get_clip(self);
    YadoTtyRect inner = intersect(&outer, rect);

    g_array_append_val(self->clips, inner);
}

void
yado_tty_pop_clip(YadoTty *self)
{
    g_return_if_fail(self->clips->len > 0);
    g_array_set_size(self->clips, self->clips->len - 1);
}

static short
get_pair(YadoTty *self, int foreground, int background)
{
    int colors = (foreground + 1) * 256 + background + 1;
    short limit = (short)MIN(COLOR_PAIRS, (int)G_N_ELEMENTS(self->pair_colors));

    if (!has_colors() || colors == 0)
        return 0;
    for (short i = 1; i <= self->n_pairs; i++) {
        if (self->pair_colors[i] == colors)
            return i;
    }
    if (self->n_pairs + 1 >= limit)
        return 0;
    self->n_pairs++;
    self->pair_colors[self->n_pairs] = colors;
    init_pair(self->n_pairs, (short)foreground, (short)background);
    return self->n_pairs;
}

static attr_t
get_attributes(YadoTtyAttributes attributes)
{
    return (attributes & YADO_TTY_BOLD ? A_BOLD : 0) | (attributes & YADO_TTY_DIM ? A_DIM : 0) |
           (attributes & YADO_TTY_UNDERLINE ? A_UNDERLINE : 0) |
           (attributes & YADO_TTY_REVERSE ? A_REVERSE : 0);
}

void
yado_tty_define_style(YadoTty *self, guint style, int foreground, int background,
                      YadoTtyAttributes attributes)
{
    g_return_if_fail(style < YADO_TTY_MAX_STYLES);
    if (foreground >= 8 && COLORS < 16) { /* eight colours: the bright ones are the bold ones */
        foreground -= 8;
        attributes |= YADO_TTY_BOLD;
    }
    if (background >= 8 && COLORS < 16)
        background -= 8;
    self->styles[style].attributes = get_attributes(attributes);
    self->styles[style].pair = get_pair(self, foreground, background);
}

void
yado_tty_erase(YadoTty *self, guint style)
{
    YadoTtyRect all = { 0, 0, self->rows, self->columns };

    g_array_set_size(self->clips, 0);
    self->cursor_y = -1;
    yado_tty_fill(self, &all, style);
}

void
yado_tty_fill(YadoTty *self, const YadoTtyRect *rect, guint style)
{
    YadoTtyRect clip = get_clip(self);
    YadoTtyRect area = intersect(&clip, rect);
    cchar_t blank;

    if (area.width <= 0 || setcchar(&blank, L" ", self->styles[style].attributes,
                                    self->styles[style].pair, NULL) != OK)
        return;
    for (int y = area.y; y < area.y + area.height; y++)
        mvhline_set(y, area.x, &blank, area.width);
}

/* Characters without a width join the cell before them. */
static int
read_cell(YadoTty *self, const char **text, wchar_t cell[4])
{
    gunichar c = choose_glyph(self, g_utf8_get_char(*text));
    int width = c < 0x7f ? 1 : wcwidth((wchar_t)c), n = 0;

    *text = g_utf8_next_char(*text);
    if (width < 0) {
        c = self->utf8 ? 0xfffd : '?';
        width = 1;
    }
    cell[n++] = (wchar_t)c;
    while (width > 0 && **text != '\0' && self->utf8 &&
           g_unichar_iszerowidth(g_utf8_get_char(*text))) {
        if (n < 3)
            cell[n++] = (wchar_t)g_utf8_get_char(*text);
        *text = g_utf8_next_char(*text);
    }
    cell[n] = L'\0';
    return width;
}

int
yado_tty_put(YadoTty *self, int y, int x, int width, const char *text, guint style)
{
    YadoTtyRect clip = get_clip(self);
    int right = MIN(x + width, clip.x + clip.width), at = x;
    wchar_t cell[4];

    if (y < clip.y || y >= clip.y + clip.height)
        return 0;
    while (*text != '\0') {
        int cells = read_cell(self, &text, cell);

        if (cells == 0)
            continue;
        if (at + cells > right)
            break;
        if (at >= clip.x)
            put_cell(self, y, at, cell, &self->styles[style]);
        self->has_wide |= cells > 1;
        at += cells;
    }
    return at - x;
}

void
yado_tty_put_cut(YadoTty *self, int y, int x, int width, const char *text, guint style)
{
    g_autofree char *fitted = NULL;

    if (width <= 0)
        return;
    if (yado_text_get_width(text) > width)
        fitted = yado_text_fit(text, width, YADO_ALIGN_START);
    yado_tty_put(self, y, x, width, fitted != NULL ? fitted : text, style);
}

void
yado_tty_put_padded(YadoTty *self, int y, int x, int width, const char *text, guint style)
{
    int used = yado_tty_put(self, y, x, width, text, style);
    YadoTtyRect rest = { y, x + used, 1, width - used };

    if (used < width)
        yado_tty_fill(self, &rest, style);
}

void
yado_tty_line(YadoTty *self, int y, int x, int width, guint style)
{
    for (int i = 0; i < width; i++)
        yado_tty_put(self, y, x + i, 1, "─", style);
}

void
yado_tty_frame(YadoTty *self, const YadoTtyRect *rect, guint style)
{
    int right = rect->x + rect->width - 1, bottom = rect->y + rect->height - 1;

    yado_tty_line(self, rect->y, rect->x, rect->width, style);
    yado_tty_line(self, bottom, rect->x, rect->width, style);
    for (int y = rect->y + 1; y < bottom; y++) {
        yado_tty_put(self, y, rect->x, 1, "│", style);
        yado_tty_put(self, y, right, 1, "│", style);
    }
    yado_tty_put(self, rect->y, rect->x, 1, "┌", style);
    yado_tty_put(self, rect->y, right, 1, "┐", style);
    yado_tty_put(self, bottom, rect->x, 1, "└", style);
    yado_tty_put(self, bottom, right, 1, "┘", style);
}

void
yado_tty_set_cursor(YadoTty *self, int y, int x)
{
    self->cursor_y = y;
    self->cursor_x = x;
}

void
yado_tty_flush(YadoTty *self)
{
    gboolean visible = self->cursor_y >= 0 && self->cursor_y < self->rows && self->cursor_x >= 0 &&
                       self->cursor_x < self->columns;

    if (self->suspended || self->hung_up)
        return;
    curs_set(visible ? 1 : 0);
    if (visible)
        move(self->cursor_y, self->cursor_x);
    wnoutrefresh(stdscr);
    doupdate();
}

void
yado_tty_mend(YadoTty *self)
{
    if (self->has_wide)
        redrawwin(stdscr);
}

void
yado_tty_invalidate(YadoTty *self)
{
    clearok(curscr, TRUE);
}
