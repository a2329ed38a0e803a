/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Single values: read, printed, refused. */
#include "config.h"

#include <string.h>

#include "base/yado-error.h"
#include "present/yado-field.h"

static const YadoChoice choices[] = {
    { "", "as usual" }, { "on", "Always" }, { "off", "Never" }, { 0 }
};

static const YadoFieldSpec text = { "t", YADO_FIELD_TEXT, "_Name", "h", .maximum = 8 };
static const YadoFieldSpec required = { "r", YADO_FIELD_TEXT, "_Name", "h",
                                        .flags = YADO_FIELD_REQUIRED };
static const YadoFieldSpec words = { "w", YADO_FIELD_TEXT, "_Tags", "h",
                                     .flags = YADO_FIELD_WORDS };
static const YadoFieldSpec notes = { "n", YADO_FIELD_MULTILINE, "_Notes", "h" };
static const YadoFieldSpec number = { "i", YADO_FIELD_INT, "_Count",
                                      "h", .minimum = 1,   .maximum = 64 };
static const YadoFieldSpec optional = { "o",
                                        YADO_FIELD_INT,
                                        "_Weight",
                                        "h",
                                        .minimum = 1,
                                        .maximum = 64,
                                        .placeholder = "as usual",
                                        .flags = YADO_FIELD_OPTIONAL_NUMBER };
static const YadoFieldSpec seconds = { "s",       YADO_FIELD_INT, "_Every",     "h",
                                       "seconds", .minimum = 1,   .maximum = 60 };
static const YadoFieldSpec size = {
    "m", YADO_FIELD_SIZE,    "_Memory",
    "h", .minimum = 4194304, .maximum = G_GINT64_CONSTANT(1099511627776)
};
static const YadoFieldSpec flag = { "b", YADO_FIELD_BOOL, "_Menu", "h" };
static const YadoFieldSpec choice = { "c", YADO_FIELD_CHOICE, "_When", "h", .choices = choices };
static const YadoFieldSpec several = { "d", YADO_FIELD_MULTI_CHOICE, "_Which", "h",
                                       .choices = choices };
static const YadoFieldSpec mac = { "a", YADO_FIELD_MAC, "_MAC", "h" };
static const YadoFieldSpec password = { "p", YADO_FIELD_PASSWORD, "_Password", "h" };

static const struct {
    const YadoFieldSpec *spec;
    const char *typed, *value, *message;
} parsed[] = {
    { &text, "  web  ", "web", NULL },
    { &text, "", "", NULL },
    { &text, "100%s _x", "100%s _x", NULL },
    { &text, "日本", "日本", NULL },
    { &text, "日本語", NULL, "Name must not be longer than 8 bytes." },
    { &text, "a\nb", NULL, "Name must be a single line." },
    { &text, "a\x01", NULL, "Name must not contain control characters." },
    { &text, "a\xff", NULL, "Name must be text in UTF-8." },
    { &required, " ", NULL, "Name must be filled in." },
    { &words, " web,test ,, web ", "web,test", NULL },
    { &words, "web、test，網", "web,test,網", NULL },
    { &notes, "one\n two ", "one\n two ", NULL },
    { &number, "64", "64", NULL },
    { &number, "007", "7", NULL },
    { &number, "0", NULL, "Count must be between 1 and 64." },
    { &number, "65", NULL, "Count must be between 1 and 64." },
    { &number, "99999999999999999999", NULL, "Count must be between 1 and 64." },
    { &number, "2.5", NULL, "Count must be a whole number." },
    { &number, "two", NULL, "Count must be a whole number." },
    { &number, "", NULL, "Count must be between 1 and 64." },
    { &optional, "", "", NULL },
    { &size, "512", "536870912", NULL },
    { &size, "2GiB", "2147483648", NULL },
    { &size, "1.5 GiB", "1610612736", NULL },
    { &size, "5000001 B", "4999168", NULL },
    { &size, "much", NULL, "Memory must be a size such as “512 MiB” or “2 GiB”." },
    { &size, "1 MiB", NULL, "Memory must be between 4 MiB and 1 TiB." },
    { &size, "2 TiB", NULL, "Memory must be between 4 MiB and 1 TiB." },
    { &flag, "YES", "yes", NULL },
    { &flag, "off", "no", NULL },
    { &flag, "", "no", NULL },
    { &flag, "maybe", NULL, "Menu must be “yes” or “no”." },
    { &choice, "on", "on", NULL },
    { &choice, "Never", "off", NULL },
    { &choice, "later", NULL, "When must be one of: on, off." },
    { &several, "on, off", "on,off", NULL },
    { &several, "on,later", NULL, "Which must be one of: on, off." },
    { &mac, "00-16-3E-12-34-56", "00:16:3e:12:34:56", NULL },
    { &mac, "00:16:3e:12:34", NULL,
      "MAC must be six pairs of hexadecimal digits, such as “00:16:3e:12:34:56”." },
    { &mac, "01:16:3e:12:34:56", NULL,
      "MAC must be the address of one card: its first pair of digits must be even." },
    { &password, " a ", " a ", NULL },
};

static void
test_parse(void)
{
    for (guint i = 0; i < G_N_ELEMENTS(parsed); i++) {
        g_autoptr(GError) error = NULL;
        g_autofree char *value = yado_field_parse(parsed[i].spec, parsed[i].typed, &error);

        g_test_message("%s: “%s”", parsed[i].spec->id, parsed[i].typed);
        g_assert_cmpstr(value, ==, parsed[i].value);
        g_assert_cmpstr(error != NULL ? error->message : NULL, ==, parsed[i].message);
        if (error != NULL)
            g_assert_error(error, YADO_ERROR, YADO_ERROR_INVALID);
    }
}

static const struct {
    const YadoFieldSpec *spec;
    const char *value, *shown, *entry;
} printed[] = {
    { &text, NULL, "none", "" },
    { &text, "100%", "100%", "100%" },
    { &words, "a,b", "a, b", "a, b" },
    { &optional, NULL, "as usual", "" },
    { &seconds, "2", "2 seconds", "2" },
    { &size, "1610612736", "1.5 GiB", "1536 MiB" },
    { &flag, "yes", "yes", "yes" },
    { &flag, NULL, "no", "no" },
    { &choice, "off", "Never", "off" },
    { &choice, "strange", "strange", "strange" },
    { &several, "on,off", "Always, Never", "on,off" },
    { &password, "secret", "••••••", "secret" },
};

static void
test_format(void)
{
    for (guint i = 0; i < G_N_ELEMENTS(printed); i++) {
        g_autofree char *shown = yado_field_format(printed[i].spec, printed[i].value);
        g_autofree char *entry = yado_field_format_entry(printed[i].spec, printed[i].value);

        g_assert_cmpstr(shown, ==, printed[i].shown);
        g_assert_cmpstr(entry, ==, printed[i].entry);
    }
}

/* What stands in an entry is read back to the same value. */
static void
test_round_trip(void)
{
    for (guint i = 0; i < G_N_ELEMENTS(parsed); i++) {
        g_autofree char *entry = NULL;
        g_autofree char *again = NULL;

        if (parsed[i].value == NULL)
            continue;
        entry = yado_field_format_entry(parsed[i].spec, parsed[i].value);
        again = yado_field_parse(parsed[i].spec, entry, NULL);
        g_assert_cmpstr(again, ==, parsed[i].value);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/field/parse", test_parse);
    g_test_add_func("/field/format", test_format);
    g_test_add_func("/field/round-trip", test_round_trip);
    return g_test_run();
}
