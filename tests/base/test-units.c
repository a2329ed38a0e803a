/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <locale.h>
#include <math.h>
#include <string.h>

#include "base/yado-error.h"
#include "base/yado-units.h"

#define KIB G_GUINT64_CONSTANT(1024)
#define MIB (KIB * KIB)
#define GIB (KIB * MIB)
#define TIB (KIB * GIB)

static void
check(char *got, const char *wanted)
{
    g_assert_cmpstr(got, ==, wanted);
    g_free(got);
}

static void
test_format(void)
{
    check(yado_size_format(0), "0 B");
    check(yado_size_format(512), "512 B");
    check(yado_size_format(1023), "1023 B");
    check(yado_size_format(KIB), "1 KiB");
    check(yado_size_format(384 * MIB), "384 MiB");
    check(yado_size_format(GIB + GIB / 2), "1.5 GiB");
    check(yado_size_format(1023 * KIB + 1023), "1 MiB");
    check(yado_size_format(2 * TIB), "2 TiB");
    check(yado_size_format(G_MAXUINT64), "16 EiB");
}

static void
test_format_short(void)
{
    check(yado_size_format_short(0), "0");
    check(yado_size_format_short(384 * MIB), "384M");
    check(yado_size_format_short(GIB + GIB / 2), "1.5G");
    check(yado_size_format_short(12 * TIB), "12T");
    check(yado_size_format_short(1000 * MIB), "1G");
    for (guint64 size = 1; size < G_MAXUINT64 / 3; size = size * 3 + 1) {
        g_autofree char *text = yado_size_format_short(size);
        g_assert_cmpint(strlen(text), <=, 5);
    }
}

static void
test_exact_round_trip(void)
{
    static const guint64 sizes[] = { 0, 1, 1000, 1536 * MIB, 4 * GIB, GIB + 1, G_MAXUINT64 };

    check(yado_size_format_exact(1536 * MIB), "1536 MiB");
    check(yado_size_format_exact(GIB + 1), "1073741825 B");
    for (guint i = 0; i < G_N_ELEMENTS(sizes); i++) {
        g_autofree char *text = yado_size_format_exact(sizes[i]);
        guint64 back = 99;
        g_assert_true(yado_size_parse(text, MIB, &back, NULL));
        g_assert_cmpuint(back, ==, sizes[i]);
    }
}

static void
test_parse(void)
{
    static const struct {
        const char *text;
        guint64 bytes;
    } cases[] = {
        { "2GiB", 2 * GIB },
        { "2 GiB", 2 * GIB },
        { "2G", 2 * GIB },
        { "2g", 2 * GIB },
        { "2gib", 2 * GIB },
        { "2GB", G_GUINT64_CONSTANT(2000000000) },
        { "1.5GiB", GIB + GIB / 2 },
        { "0.5 k", 512 },
        { "512", 512 * MIB },
        { " 512 ", 512 * MIB },
        { "512 B", 512 },
        { "512 bytes", 512 },
        { "1.1 TiB", 1209462790554 },
        { "18446744073709551615 B", G_MAXUINT64 },
        { "15 EiB", 15 * GIB * GIB },
        { "0.0000000001 GiB", 0 },
    };

    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        guint64 bytes = 1;
        g_autoptr(GError) error = NULL;
        gboolean ok = yado_size_parse(cases[i].text, MIB, &bytes, &error);
        g_assert_no_error(error);
        g_assert_true(ok);
        g_assert_cmpuint(bytes, ==, cases[i].bytes);
    }
}

static void
test_parse_refused(void)
{
    static const char *const cases[] = {
        "",
        " ",
        "GiB",
        "-1",
        "+1",
        "1..5G",
        "1.G",
        "1,5 G",
        "12 q",
        "1 GiBs",
        "0x10",
        "1 2",
        "16 EiB",
        "18446744073709551616 B",
        "nan",
        "1e3 MB",
        "999999999999999999999999",
    };

    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        guint64 bytes = 42;
        g_autoptr(GError) error = NULL;
        g_assert_false(yado_size_parse(cases[i], MIB, &bytes, &error));
        g_assert_error(error, YADO_ERROR, YADO_ERROR_INVALID);
        g_assert_nonnull(yado_error_get_hint(error));
        g_assert_cmpuint(bytes, ==, 42);
    }
}

/* A German locale of our own: systems without it are many. */
static gboolean
set_comma_locale(const char *folder)
{
    g_autofree char *path = g_build_filename(folder, "de_DE.UTF-8", NULL);
    const char *argv[] = { "localedef", "-i", "de_DE", "-f", "UTF-8", path, NULL };
    GSpawnFlags flags =
        G_SPAWN_SEARCH_PATH | G_SPAWN_STDOUT_TO_DEV_NULL | G_SPAWN_STDERR_TO_DEV_NULL;

    if (setlocale(LC_NUMERIC, "de_DE.UTF-8") != NULL)
        return TRUE;
    g_spawn_sync(NULL, (char **)argv, NULL, flags, NULL, NULL, NULL, NULL, NULL, NULL);
    g_setenv("LOCPATH", folder, TRUE);
    return setlocale(LC_NUMERIC, "de_DE.UTF-8") != NULL;
}

static void
remove_folder(const char *folder)
{
    const char *argv[] = { "rm", "-rf", "--", folder, NULL };

    g_spawn_sync(NULL, (char **)argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, NULL, NULL,
                 NULL);
}

/* A comma where the locale writes one; the point is always understood. */
static void
test_parse_comma(void)
{
    g_autofree char *folder = g_dir_make_tmp("yado-locale-XXXXXX", NULL);
    guint64 bytes = 0;

    if (!set_comma_locale(folder)) {
        remove_folder(folder);
        g_test_skip("locale de_DE.UTF-8 can neither be used nor be made");
        return;
    }
    g_assert_true(yado_size_parse("1,5 GiB", MIB, &bytes, NULL));
    g_assert_cmpuint(bytes, ==, GIB + GIB / 2);
    g_assert_true(yado_size_parse("2.5 GiB", MIB, &bytes, NULL));
    g_assert_cmpuint(bytes, ==, 2 * GIB + GIB / 2);
    check(yado_size_format(GIB + GIB / 2), "1,5 GiB");
    setlocale(LC_NUMERIC, "C");
    g_unsetenv("LOCPATH");
    remove_folder(folder);
}

static void
test_rates(void)
{
    check(yado_rate_format_short(0), "0");
    check(yado_rate_format_short(-5), "0");
    check(yado_rate_format_short(NAN), "0");
    check(yado_rate_format_short(812), "812B");
    check(yado_rate_format_short(1.2 * 1024 * 1024), "1.2M");
    check(yado_rate_format(1.2 * 1024 * 1024), "1.2 MiB/s");
    check(yado_rate_format(INFINITY), "0 B/s");
}

static void
test_percent(void)
{
    check(yado_percent_format(0.08), "8.0%");
    check(yado_percent_format(0.714), "71.4%");
    check(yado_percent_format(1), "100.0%");
    check(yado_percent_format(NAN), "-");
}

static void
test_duration(void)
{
    check(yado_duration_format(-1), "-");
    check(yado_duration_format(0), "0 s");
    check(yado_duration_format(40), "40 s");
    check(yado_duration_format(12 * 60 + 5), "12 min");
    check(yado_duration_format(4 * 3600 + 12 * 60), "4 h 12 min");
    check(yado_duration_format(4 * 3600), "4 h");
    check(yado_duration_format(3 * 86400 + 4 * 3600 + 59), "3 d 4 h");
    check(yado_duration_format(2 * 86400), "2 d");
    g_free(yado_duration_format(G_MAXINT64));
}

static void
test_time(void)
{
    g_autofree char *text = yado_time_format(1700000000);

    g_assert_nonnull(g_strstr_len(text, -1, "23")); /* November 2023, however it is written */
    check(yado_time_format(G_MAXINT64), "-");
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/units/format", test_format);
    g_test_add_func("/units/format-short", test_format_short);
    g_test_add_func("/units/exact-round-trip", test_exact_round_trip);
    g_test_add_func("/units/parse", test_parse);
    g_test_add_func("/units/parse-refused", test_parse_refused);
    g_test_add_func("/units/parse-comma", test_parse_comma);
    g_test_add_func("/units/rates", test_rates);
    g_test_add_func("/units/percent", test_percent);
    g_test_add_func("/units/duration", test_duration);
    g_test_add_func("/units/time", test_time);
    return g_test_run();
}
