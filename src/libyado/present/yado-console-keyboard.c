/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Which key of a guest's keyboard makes a character.  Rows are written as they stand on the keyboard, so that they can be compared with one; "\001"
 * is a key that makes nothing of use.
 */
#include "config.h"

#include "present/yado-console-command.h"

#include <string.h>

#define N_ROWS 5

/* Number of the first key of each row (set 1), and what a US keyboard has there. */
static const struct {
    guint16 first;
    const char *keysyms;
} rows[N_ROWS] = {
    { 0x02, "1234567890-=" },
    { 0x10, "qwertyuiop[]" },
    { 0x1e, "asdfghjkl;'`" },
    { 0x2b, "\\zxcvbnm,./" },
    { 0x39, " " },
};

typedef struct {
    const char *id;
    const char *plain[N_ROWS], *shifted[N_ROWS], *altgr[N_ROWS];
    const char *dead;
    struct {
        guint16 scancode;
        const char *plain, *shifted, *altgr;
    } more[3];
} Layout;

static const Layout layouts[] = {
    { .id = "us",
      .plain = { "1234567890-=", "qwertyuiop[]", "asdfghjkl;'`", "\\zxcvbnm,./", " " },
      .shifted = { "!@#$%^&*()_+", "QWERTYUIOP{}", "ASDFGHJKL:\"~", "|ZXCVBNM<>?", "" },
      .altgr = { "", "", "", "", "" },
      .dead = "" },
    { .id = "de",
      .plain = { "1234567890ß´", "qwertzuiopü+", "asdfghjklöä^", "#yxcvbnm,.-", " " },
      .shifted = { "!\"§$%&/()=?`", "QWERTZUIOPÜ*", "ASDFGHJKLÖÄ°", "'YXCVBNM;:_", "" },
      .altgr = { "\001²³\001\001\001{[]}\\", "@\001€\001\001\001\001\001\001\001\001~", "",
                 "\001\001\001\001\001\001\001µ", "" },
      .dead = "´`^",
      .more = { { 0x56, "<", ">", "|" } } },
    { .id = "jp",
      .plain = { "1234567890-^", "qwertyuiop@[", "asdfghjkl;:", "]zxcvbnm,./", " " },
      .shifted = { "!\"#$%&'()\001=~", "QWERTYUIOP`{", "ASDFGHJKL+*", "}ZXCVBNM<>?", "" },
      .altgr = { "", "", "", "", "" },
      .dead = "",
      .more = { { 0x73, "\\", "_", "" }, { 0x7d, "¥", "|", "" } } },
};

static const Layout *
find_layout(const char *id)
{
    for (guint i = 0; i < G_N_ELEMENTS(layouts); i++)
        if (strcmp(layouts[i].id, id) == 0)
            return &layouts[i];
    return &layouts[0];
}

static gboolean
find_in_rows(const char *const *texts, gunichar c, YadoConsoleKey *key)
{
    for (guint i = 0; i < N_ROWS; i++) {
        const char *at = texts[i] ? g_utf8_strchr(texts[i], -1, c) : NULL;
        glong column = at ? g_utf8_pointer_to_offset(texts[i], at) : 0;

        if (!at)
            continue;
        key->scancode = rows[i].first + (guint16)column;
        key->keysym = (guchar)rows[i].keysyms[column];
        if (key->shift) /* QEMU would take a small letter with Shift for one with Caps Lock */
            key->keysym = (guchar)g_ascii_toupper((char)key->keysym);
        return TRUE;
    }
    return FALSE;
}

static gboolean
has_character(const char *text, gunichar c)
{
    return text && g_utf8_strchr(text, -1, c);
}

static gboolean
find_more(const Layout *layout, gunichar c, YadoConsoleKey *key)
{
    for (guint i = 0; i < G_N_ELEMENTS(layout->more) && layout->more[i].scancode; i++) {
        key->shift = has_character(layout->more[i].shifted, c);
        key->altgr = has_character(layout->more[i].altgr, c);
        if (!key->shift && !key->altgr && !has_character(layout->more[i].plain, c))
            continue;
        key->scancode = layout->more[i].scancode;
        key->keysym = c; /* no US keyboard has this key */
        return TRUE;
    }
    return FALSE;
}

static gboolean
find_control(gunichar c, YadoConsoleKey *key)
{
    key->scancode = c == '\t' ? 0x0f : 0x1c;
    key->keysym = c == '\t' ? 0xff09 : 0xff0d;
    return c == '\t' || c == '\n' || c == '\r';
}

gboolean
yado_console_find_key(const char *id, gunichar c, YadoConsoleKey *key)
{
    const Layout *layout = find_layout(id);

    *key = (YadoConsoleKey){ 0 };
    if (c < 0x20)
        return find_control(c, key);
    key->is_dead = has_character(layout->dead, c);
    if (find_in_rows(layout->plain, c, key))
        return TRUE;
    key->shift = TRUE;
    if (find_in_rows(layout->shifted, c, key))
        return TRUE;
    key->shift = FALSE;
    key->altgr = TRUE;
    if (find_in_rows(layout->altgr, c, key))
        return TRUE;
    key->altgr = FALSE;
    return find_more(layout, c, key);
}
