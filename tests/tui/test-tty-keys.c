/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Bytes from terminals, and the keys that they are. */
#include "config.h"

#include <string.h>

#include "tui/tty/yado-tty-keys.h"

static const struct {
    const char *bytes, *keys;
} cases[] = {
    { "a", "a" },
    { "aB7", "a B 7" },
    { " ", "Space" },
    { "\t\r\n", "Tab Enter Enter" },
    { "\x7f\x08", "Backspace Backspace" },
    { "\x12\x1a", "Ctrl+R Ctrl+Z" },
    { "\033[A\033OB\033[C\033OD", "Up Down Right Left" },
    { "\033[H\033[F\033[1~\033[4~", "Home End Home End" },
    { "\033[2~\033[3~\033[5~\033[6~", "Insert Delete PageUp PageDown" },
    { "\033OP\033OS\033[15~\033[21~\033[24~", "F1 F4 F5 F10 F12" },
    { "\033[[A\033[[E", "F1 F5" }, /* the Linux console */
    { "\033[1;5C\033[1;2A\033[3;3~", "Ctrl+Right Shift+Up Alt+Delete" },
    { "\033[Z", "Shift+Tab" },
    { "\033x\033S", "Alt+x Alt+s" },
    { "\033"
      "2\033"
      "0",
      "F2 F10" }, /* Esc and a digit */
    { "\033\033", "Esc" },
    { "\033\033[B\033\033OS\033\033x", "Esc Down Esc F4 Esc x" }, /* a key typed soon after Esc */
    { "ü宿é", "ü 宿 é" },
    { "\033[200~one\ntwo\033[201~x", "Paste(one\ntwo) x" },
    { "\033[999;1;1z", "" }, /* unknown: nothing */
    { "\xff"
      "a",
      "a" }, /* not UTF-8: passed over */
};

static void
collect_key(const YadoTtyKey *key, gpointer user_data)
{
    GString *keys = user_data;

    g_string_append_printf(keys, "%s%s", keys->len > 0 ? " " : "", key->name);
    if (key->text != NULL)
        g_string_append_printf(keys, "(%s)", key->text);
}

static void
test_table(void)
{
    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(GString) keys = g_string_new(NULL);
        g_autoptr(YadoTtyDecoder) decoder = yado_tty_decoder_new(TRUE, collect_key, keys);

        yado_tty_decoder_feed(decoder, cases[i].bytes, strlen(cases[i].bytes));
        g_assert_cmpstr(keys->str, ==, cases[i].keys);
        g_assert_cmpint(yado_tty_decoder_is_waiting(decoder), ==,
                        g_str_has_suffix(cases[i].bytes, "\033\033"));
        yado_tty_decoder_expire(decoder);
        g_assert_cmpstr(keys->str, ==, cases[i].keys);
        g_assert_false(yado_tty_decoder_is_waiting(decoder));
    }
}

/* Slow lines bring a key byte by byte: the same keys come out. */
static void
test_bytewise(void)
{
    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(GString) keys = g_string_new(NULL);
        g_autoptr(YadoTtyDecoder) decoder = yado_tty_decoder_new(TRUE, collect_key, keys);

        for (const char *byte = cases[i].bytes; *byte != '\0'; byte++)
            yado_tty_decoder_feed(decoder, byte, 1);
        g_assert_cmpstr(keys->str, ==, cases[i].keys);
    }
}

static void
test_lone_escape(void)
{
    g_autoptr(GString) keys = g_string_new(NULL);
    g_autoptr(YadoTtyDecoder) decoder = yado_tty_decoder_new(TRUE, collect_key, keys);

    yado_tty_decoder_feed(decoder, "\033", 1);
    g_assert_cmpstr(keys->str, ==, "");
    g_assert_true(yado_tty_decoder_is_waiting(decoder));
    yado_tty_decoder_expire(decoder);
    g_assert_cmpstr(keys->str, ==, "Esc");
    g_assert_false(yado_tty_decoder_is_waiting(decoder));
}

/* A NUL hides no end; where the end never comes, what came is taken, and keys are keys again. */
static void
test_paste(void)
{
    static const char whole[] = "\033[200~a\0b\033[201~x", endless[] = "\033[200~one\033[2";
    g_autoptr(GString) keys = g_string_new(NULL);
    g_autoptr(YadoTtyDecoder) decoder = yado_tty_decoder_new(TRUE, collect_key, keys);

    yado_tty_decoder_feed(decoder, whole, sizeof whole - 1);
    g_assert_cmpstr(keys->str, ==,
                    "Paste(a\xef\xbf\xbd"
                    "b) x");
    g_string_truncate(keys, 0);
    yado_tty_decoder_feed(decoder, endless, sizeof endless - 1);
    g_assert_true(yado_tty_decoder_is_pasting(decoder));
    g_assert_true(yado_tty_decoder_is_waiting(decoder));
    yado_tty_decoder_expire(decoder);
    yado_tty_decoder_feed(decoder, "y", 1);
    g_assert_cmpstr(keys->str, ==, "Paste(one\033[2) y");
    g_assert_false(yado_tty_decoder_is_waiting(decoder));
}

static void
test_terminfo(void)
{
    g_autoptr(GString) keys = g_string_new(NULL);
    g_autoptr(YadoTtyDecoder) decoder = yado_tty_decoder_new(TRUE, collect_key, keys);

    yado_tty_decoder_add(decoder, "\033?x", "F7");
    yado_tty_decoder_feed(decoder, "\033?xq", 4);
    g_assert_cmpstr(keys->str, ==, "F7 q");
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/tty-keys/table", test_table);
    g_test_add_func("/tty-keys/bytewise", test_bytewise);
    g_test_add_func("/tty-keys/lone-escape", test_lone_escape);
    g_test_add_func("/tty-keys/paste", test_paste);
    g_test_add_func("/tty-keys/terminfo", test_terminfo);
    return g_test_run();
}
