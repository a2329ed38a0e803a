/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What passes to the terminal, and which keys can leave a console. */
#include "config.h"

#include <string.h>

#include "present/yado-console-command.h"
#include "present/yado-console-filter.h"
#include "present/yado-console-settings.h"

static const struct {
    const char *name, *said, *shown;
} cases[] = {
    { "plain", "ab\r\n\tc\b", "ab\r\n\tc\b" },
    { "colours", "\033[1;31mred\033[m", "\033[1;31mred\033[m" },
    { "utf-8", "日本 © é", "日本 © é" },
    { "charset", "\033(0qq\033(B", "\033(0qq\033(B" },
    { "modes", "\033[?1049h\033[?25l\0337\0338", "\033[?1049h\033[?25l\0337\0338" },
    { "cursor question", "\033[6n\033[c", "\033[6n\033[c" },
    { "title", "A\033]0;evil\007B", "AB" },
    { "title, ST", "A\033]2;evil\033\\B", "AB" },
    { "clipboard", "A\033]52;c;ZXZpbA==\007B", "AB" },
    { "link", "\033]8;;http://x\007text\033]8;;\007", "text" },
    { "linux palette", "A\033]P0ff0000B\033]RC", "ABC" },
    { "DCS", "A\033P+q544e\033\\B", "AB" },
    { "APC, PM, SOS", "A\033_x\033\\B\033^y\033\\C\033Xz\033\\D", "ABCD" },
    { "screen's title", "A\033kevil\033\\B", "AB" },
    { "window", "A\033[21tB\033[8;1;1tC", "ABC" },
    { "print", "A\033[5iB\033[4iC", "ABC" },
    { "answerback", "A\005B", "AB" },
    { "C1", "A\302\2350;evil\007B\302\23321tC\302\205D", "ABCD" },
    { "C1 sequence", "\302\23331mred", "\033[31mred" },
    { "broken string", "A\033]0;evil\033[31mB", "A\033[31mB" },
    { "cancelled string", "A\033]0;evil\030B", "AB" },
    { "control in sequence", "\033[3\r1m", "\r\033[31m" },
    { "too long a sequence",
      "A\033[1;1;1;1;1;1;1;1;1;1;1;1;1;1;1;1;1;1;1;1;1;1;1;1;1;1;1;1;1;1;1;1;1;1;1mB", "AB" },
    { "string in a charset", "A\033(\033]0;evil\007B", "AB" },
    { "C1 string in a sequence", "A\033[\302\2350;evil\007B\033[3\302\2350;evil\007C", "ABC" },
    { "C1 string in a charset", "A\033(\302\2350;evil\007B", "AB" },
    { "C1 string after an escape", "A\033\302\2350;evil\007B", "AB" },
    { "letters in a sequence", "A\033[3é31mB", "Aé31mB" },
    { "paste mode", "A\033[?2004hB\033[?2004lC", "ABC" },
    { "cut", "A\033[31", "A" },
};

static char *
filter(const char *text, gsize step)
{
    g_autoptr(GString) output = g_string_new(NULL);
    YadoConsoleFilter self;
    gsize length = strlen(text);

    yado_console_filter_init(&self);
    for (gsize i = 0; i < length; i += step)
        yado_console_filter_feed(&self, text + i, MIN(step, length - i), output);
    yado_console_filter_clear(&self);
    return g_strdup(output->str);
}

static void
test_filter(void)
{
    static const gsize steps[] = { 1, 2, 3, 1000 };

    for (guint i = 0; i < G_N_ELEMENTS(cases); i++)
        for (guint k = 0; k < G_N_ELEMENTS(steps); k++) {
            g_autofree char *shown = filter(cases[i].said, steps[k]);

            g_test_message("%s by %" G_GSIZE_FORMAT, cases[i].name, steps[k]);
            g_assert_cmpstr(shown, ==, cases[i].shown);
        }
}

/* A string without an end is swallowed, but not for ever, and nothing of it is kept. */
static void
test_endless(void)
{
    g_autoptr(GString) output = g_string_new(NULL);
    g_autofree char *much = g_strnfill(100000, 'x');
    YadoConsoleFilter self;

    yado_console_filter_init(&self);
    yado_console_filter_feed(&self, "\033]0;", 4, output);
    for (guint i = 0; i < 10; i++)
        yado_console_filter_feed(&self, much, 100000, output);
    g_assert_cmpuint(output->len, >, 900000);
    g_assert_cmpuint(self.pending->allocated_len, <, 256);
    yado_console_filter_clear(&self);
}

/* Much without a new line, half of it sequences, some of them without an end: what must not pass does not, and nothing is kept. */
static void
test_flood(void)
{
    static const char *const said[] = { "\033]0;evil\007", "\033]52;c;ZXZpbA==\007",
                                        "\033[31m",        "plain text, and more",
                                        "\033]2;no end",   "\033P1;2|x\033\\",
                                        "\033[",           "\302\2350;evil\302\234",
                                        "\033_evil" };
    gsize wanted = g_getenv("YADO_TEST_PATIENCE") ? 4 << 20 : 32 << 20; /* less under valgrind */
    g_autoptr(GRand) random = g_rand_new_with_seed(4711);
    g_autoptr(GString) block = g_string_new(NULL);
    g_autoptr(GString) output = g_string_new(NULL);
    YadoConsoleFilter self;

    while (block->len < 1 << 20)
        g_string_append(block, said[g_rand_int_range(random, 0, G_N_ELEMENTS(said))]);
    yado_console_filter_init(&self);
    for (gsize n = 0; n < wanted; n += block->len) {
        for (gsize i = 0; i < block->len; i += 65536)
            yado_console_filter_feed(&self, block->str + i, MIN(65536, block->len - i), output);
        g_assert_null(strstr(output->str, "evil"));
        g_assert_null(strstr(output->str, "ZXZp"));
        g_assert_null(strstr(output->str, "\033]"));
        g_assert_cmpuint(self.pending->allocated_len, <, 256);
        g_string_truncate(output, 0);
    }
    yado_console_filter_clear(&self);
}

static void
test_own_keys(void)
{
    g_autofree char *text = yado_console_key_format(yado_console_key_parse("^]"));

    g_assert_cmpstr(text, ==, "Ctrl+]");
    g_assert_cmpint(yado_console_key_parse("Ctrl+]"), ==, 0x1d);
    g_assert_cmpint(yado_console_key_parse("^a"), ==, 1);
    g_assert_cmpint(yado_console_key_parse("ctrl+_"), ==, 0x1f);
    g_assert_cmpint(yado_console_key_parse(YADO_CONSOLE_DEFAULT_SWITCH), ==, 0x1e);
    for (const char *const *bad = (const char *const[]){ "", "]", "Ctrl+", "Ctrl+[", "Ctrl+m", "^J",
                                                         "^ab", "^1", "Alt+x", NULL };
         *bad != NULL; bad++)
        g_assert_cmpint(yado_console_key_parse(*bad), ==, 0);
}

static const struct {
    const char *layout, *text;
    guint16 scancode;
    gboolean shift, altgr, is_dead;
} keys[] = {
    { "us", "a", 0x1e, FALSE, FALSE, FALSE },  { "us", "Z", 0x2c, TRUE, FALSE, FALSE },
    { "us", "@", 0x03, TRUE, FALSE, FALSE },   { "us", "\\", 0x2b, FALSE, FALSE, FALSE },
    { "us", "\n", 0x1c, FALSE, FALSE, FALSE }, { "de", "z", 0x15, FALSE, FALSE, FALSE },
    { "de", "y", 0x2c, FALSE, FALSE, FALSE },  { "de", "@", 0x10, FALSE, TRUE, FALSE },
    { "de", "{", 0x08, FALSE, TRUE, FALSE },   { "de", "\\", 0x0c, FALSE, TRUE, FALSE },
    { "de", "ß", 0x0c, FALSE, FALSE, FALSE },  { "de", "Ä", 0x28, TRUE, FALSE, FALSE },
    { "de", "|", 0x56, FALSE, TRUE, FALSE },   { "de", "<", 0x56, FALSE, FALSE, FALSE },
    { "de", "^", 0x29, FALSE, FALSE, TRUE },   { "de", "#", 0x2b, FALSE, FALSE, FALSE },
    { "de", "€", 0x12, FALSE, TRUE, FALSE },   { "jp", "@", 0x1a, FALSE, FALSE, FALSE },
    { "jp", "_", 0x73, TRUE, FALSE, FALSE },   { "jp", "\\", 0x73, FALSE, FALSE, FALSE },
    { "jp", "|", 0x7d, TRUE, FALSE, FALSE },   { "jp", ":", 0x28, FALSE, FALSE, FALSE },
    { "jp", "\"", 0x03, TRUE, FALSE, FALSE },  { "jp", "]", 0x2b, FALSE, FALSE, FALSE },
};

/* Keys by their place on a keyboard of that country. */
static void
test_keys(void)
{
    YadoConsoleKey key;

    for (guint i = 0; i < G_N_ELEMENTS(keys); i++) {
        g_test_message("%s %s", keys[i].layout, keys[i].text);
        g_assert_true(yado_console_find_key(keys[i].layout, g_utf8_get_char(keys[i].text), &key));
        g_assert_cmphex(key.scancode, ==, keys[i].scancode);
        g_assert_cmpint(key.shift, ==, keys[i].shift);
        g_assert_cmpint(key.altgr, ==, keys[i].altgr);
        g_assert_cmpint(key.is_dead, ==, keys[i].is_dead);
    }
    g_assert_false(yado_console_find_key("us", 0x65e5, &key)); /* 日 */
    g_assert_false(yado_console_find_key("us", 0x1b, &key));
    /* All of ASCII can be written on each. */
    for (gunichar c = 0x20; c < 0x7f; c++)
        for (const char *const *layout = (const char *const[]){ "us", "de", "jp", NULL };
             *layout != NULL; layout++)
            g_assert_true(yado_console_find_key(*layout, c, &key));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/console/filter", test_filter);
    g_test_add_func("/console/endless", test_endless);
    g_test_add_func("/console/flood", test_flood);
    g_test_add_func("/console/escape", test_own_keys);
    g_test_add_func("/console/keys", test_keys);
    return g_test_run();
}
