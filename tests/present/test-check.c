/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Ranges, judgements, and the words and numbers that a monitoring system reads. */
#include "config.h"

#include <math.h>
#include <string.h>

#include "base/yado-error.h"
#include "present/yado-check.h"
#include "yado-fake-backend.h"

/* ---- Ranges ---- */

/* The table of the Monitoring Plugins' guidelines, and more. */
static const struct {
    const char *text, *written;
    double quiet, alerting;
} ranges[] = {
    { "10", "10", 10, 10.5 },
    { "10", "10", 0, -1 },
    { "10:", "10:", 10, 9 },
    { "10:", "10:", INFINITY, -INFINITY },
    { "~:10", "~:10", -INFINITY, 11 },
    { "10:20", "10:20", 10, 9 },
    { "10:20", "10:20", 20, 21 },
    { "@10:20", "@10:20", 9, 10 },
    { "@10:20", "@10:20", 21, 20 },
    { "0:5", "5", 5, 6 },
    { "0", "0", 0, 1 },
    { "-5:-1", "-5:-1", -3, 0 },
    { "99.5", "99.5", 99.5, 99.6 },
    { "@10", "@10", 11, 10 },
    { "0:", "0:", 0, -1 },
    { ":7", "7", 7, 8 },
};

static void
test_ranges(void)
{
    for (guint i = 0; i < G_N_ELEMENTS(ranges); i++) {
        g_autoptr(GError) error = NULL;
        g_autofree char *written = NULL;
        YadoRange range = { 0 };

        g_assert_true(yado_range_parse(ranges[i].text, &range, &error));
        g_assert_no_error(error);
        written = yado_range_format(&range);
        g_assert_cmpstr(written, ==, ranges[i].written);
        g_assert_false(yado_range_alerts(&range, ranges[i].quiet));
        g_assert_true(yado_range_alerts(&range, ranges[i].alerting));
        g_assert_false(yado_range_alerts(&range, NAN));
    }
}

static void
test_no_ranges(void)
{
    static const char *const texts[] = { "",         "@",   ":", "x",    "10%",  "20:10",
                                         "10:20:30", "1,5", "~", "10:~", "nan",  "inf",
                                         "@@1",      "~:x", " ", "1 2",  "0x:1", "10:~:" };

    for (guint i = 0; i < G_N_ELEMENTS(texts); i++) {
        g_autoptr(GError) error = NULL;
        YadoRange range = { .is_set = TRUE, .end = 3 };

        g_assert_false(yado_range_parse(texts[i], &range, &error));
        g_assert_error(error, YADO_ERROR, YADO_ERROR_INVALID);
        g_assert_cmpfloat(range.end, ==, 3);
    }
}

static void
test_thresholds(void)
{
    YadoThresholds thresholds = { 0 };

    g_assert_false(yado_thresholds_are_set(&thresholds));
    g_assert_false(yado_range_alerts(&thresholds.warning, -1));
    g_assert_true(yado_thresholds_parse("80,90:", &thresholds, NULL));
    g_assert_cmpfloat(thresholds.warning.end, ==, 80);
    g_assert_cmpfloat(thresholds.critical.start, ==, 90);
    g_assert_true(yado_thresholds_parse("80", &thresholds, NULL));
    g_assert_false(thresholds.critical.is_set);
    g_assert_true(yado_thresholds_parse(",90", &thresholds, NULL));
    g_assert_false(thresholds.warning.is_set);
    g_assert_false(yado_thresholds_parse("", &thresholds, NULL));
    g_assert_false(yado_thresholds_parse(",", &thresholds, NULL));
    g_assert_false(yado_thresholds_parse("1,2,3", &thresholds, NULL));
    g_assert_true(yado_thresholds_are_set(&thresholds));
}

/* ---- What is read by programs ---- */

static void
test_values(void)
{
    static const struct {
        const char *label;
        double value;
        const char *unit, *thresholds;
        double maximum;
        const char *expected;
    } rows[] = {
        { "guests", 3, "", NULL, NAN, "guests=3;;;0" },
        { "cpu", 12.34, "%", "80,90:", 100, "cpu=12.3%;80;90:;0;100" },
        { "two words", 0, "", "0", NAN, "'two words'=0;0;;0" },
        { "it's a=b|c\nd", 1, "", NULL, NAN, "'it''s a_b¦c�d'=1;;;0" },
        { "開発", 8589934592.0, "B", NULL, 17179869184.0, "'開発'=8589934592B;;;0;17179869184" },
    };

    for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
        YadoCheckValue value = { .label = (char *)rows[i].label,
                                 .value = rows[i].value,
                                 .unit = rows[i].unit,
                                 .maximum = rows[i].maximum };
        g_autofree char *text = NULL;

        if (rows[i].thresholds)
            g_assert_true(yado_thresholds_parse(rows[i].thresholds, &value.thresholds, NULL));
        text = yado_check_value_format(&value);
        g_assert_cmpstr(text, ==, rows[i].expected);
    }
}

/* ---- Judging ---- */

typedef struct {
    YadoSession *session;
    YadoHost *host;
} Fixture;

static void
set_up(Fixture *fixture, gconstpointer data)
{
    YadoFakeBackend *fake;

    yado_fake_reset();
    fixture->session = yado_fake_session_new(NULL);
    fake = yado_fake_add("xen-a");
    yado_fake_add_guest(fake, "runs", YADO_GUEST_RUNNING, NULL);
    yado_fake_add_guest(fake, "paused", YADO_GUEST_PAUSED, NULL);
    yado_fake_add_guest(fake, "off", YADO_GUEST_SHUT_OFF, NULL);
    yado_fake_add_guest(fake, "wanted", YADO_GUEST_SHUT_OFF, NULL);
    yado_fake_add_guest(fake, "a|b\n=", YADO_GUEST_CRASHED, NULL);
    yado_fake_add_guest(fake, "saved", YADO_GUEST_SAVED, NULL);
    yado_fake_add_guest(fake, "stopping", YADO_GUEST_STOPPING, NULL);
    yado_fake_add_guest(fake, "asleep", YADO_GUEST_SUSPENDED, NULL);
    yado_fake_add_guest(fake, "unknown", YADO_GUEST_UNKNOWN, NULL);
    yado_fake_set_autostart(fake, "wanted");
    fixture->host = yado_fake_open(fixture->session, "xen-a");
}

static void
tear_down(Fixture *fixture, gconstpointer data)
{
    yado_host_close(fixture->host);
    g_object_unref(fixture->session);
    yado_fake_reset();
}

static YadoCheckStatus
judge(Fixture *fixture, const char *name, YadoExpect expect)
{
    g_autoptr(YadoCheck) check = yado_check_new(FALSE);

    yado_check_judge_guest(check, yado_fake_find(fixture->host, name), expect);
    return yado_check_get_status(check);
}

static void
test_guests(Fixture *fixture, gconstpointer data)
{
    static const struct {
        const char *name;
        YadoCheckStatus autostart, running, any;
    } rows[] = {
        { "runs", YADO_CHECK_OK, YADO_CHECK_OK, YADO_CHECK_OK },
        { "paused", YADO_CHECK_WARNING, YADO_CHECK_WARNING, YADO_CHECK_WARNING },
        { "asleep", YADO_CHECK_WARNING, YADO_CHECK_WARNING, YADO_CHECK_WARNING },
        { "off", YADO_CHECK_OK, YADO_CHECK_CRITICAL, YADO_CHECK_OK },
        { "saved", YADO_CHECK_OK, YADO_CHECK_CRITICAL, YADO_CHECK_OK },
        { "wanted", YADO_CHECK_CRITICAL, YADO_CHECK_CRITICAL, YADO_CHECK_OK },
        { "a|b\n=", YADO_CHECK_CRITICAL, YADO_CHECK_CRITICAL, YADO_CHECK_CRITICAL },
        { "stopping", YADO_CHECK_OK, YADO_CHECK_WARNING, YADO_CHECK_OK },
        { "unknown", YADO_CHECK_UNKNOWN, YADO_CHECK_UNKNOWN, YADO_CHECK_UNKNOWN },
    };

    for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_test_message("%s", rows[i].name);
        g_assert_cmpint(judge(fixture, rows[i].name, YADO_EXPECT_AUTOSTART), ==, rows[i].autostart);
        g_assert_cmpint(judge(fixture, rows[i].name, YADO_EXPECT_RUNNING), ==, rows[i].running);
        g_assert_cmpint(judge(fixture, rows[i].name, YADO_EXPECT_ANY), ==, rows[i].any);
    }
}

/* The worst first, each on its line, and nothing of a name can end the text. */
static void
test_text(Fixture *fixture, gconstpointer data)
{
    static const char *const names[] = { "runs", "paused", "unknown", "wanted", "a|b\n=" };
    g_autoptr(YadoCheck) check = yado_check_new(TRUE);
    g_autofree char *text = NULL;

    yado_host_set_label(fixture->host, "Xen A");
    for (guint i = 0; i < G_N_ELEMENTS(names); i++)
        yado_check_judge_guest(check, yado_fake_find(fixture->host, names[i]),
                               YADO_EXPECT_AUTOSTART);
    text = yado_check_format(check);
    g_assert_cmpstr(text, ==,
                    "YADO CRITICAL - Xen A: “wanted” does not run, though it starts with its "
                    "host. (3 more) | guests=5;;;0 running=1;;;0;5 paused=1;0;;0 "
                    "crashed=1;;0;0\n"
                    "CRITICAL: Xen A: “wanted” does not run, though it starts with its host.\n"
                    "CRITICAL: Xen A: “a¦b�=” has crashed.\n"
                    "WARNING: Xen A: “paused” is paused.\n"
                    "UNKNOWN: Xen A: The state of “unknown” is not known.\n");
}

static void
test_well(Fixture *fixture, gconstpointer data)
{
    g_autoptr(YadoCheck) check = yado_check_new(FALSE);
    g_autofree char *none = yado_check_dup_summary(check);
    g_autofree char *text = NULL;

    g_assert_cmpstr(none, ==, "There are no guests.");
    yado_check_judge_view(check, fixture->host, YADO_OWNER_UNKNOWN);
    yado_check_judge_guest(check, yado_fake_find(fixture->host, "runs"), YADO_EXPECT_RUNNING);
    text = yado_check_format(check);
    g_assert_cmpstr(text, ==,
                    "YADO OK - 1 of 1 guest runs. | guests=1;;;0 running=1;;;0;1 paused=0;0;;0 "
                    "crashed=0;;0;0\n");
}

/* Not there is critical; who may not ask does not know. */
static void
test_errors(void)
{
    static const struct {
        YadoErrorCode code;
        YadoCheckStatus status;
    } rows[] = {
        { YADO_ERROR_CONNECTION, YADO_CHECK_CRITICAL },
        { YADO_ERROR_NOT_FOUND, YADO_CHECK_CRITICAL },
        { YADO_ERROR_FAILED, YADO_CHECK_CRITICAL },
        { YADO_ERROR_DENIED, YADO_CHECK_UNKNOWN },
        { YADO_ERROR_INVALID, YADO_CHECK_UNKNOWN },
        { YADO_ERROR_UNSUPPORTED, YADO_CHECK_UNKNOWN },
    };

    for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(YadoCheck) check = yado_check_new(FALSE);
        g_autoptr(GError) error = yado_error_new(rows[i].code, "native", NULL, "No\nanswer.");
        g_autofree char *text = NULL;
        g_autofree char *expected = NULL;
        const char *name = yado_check_status_get_name(rows[i].status);

        yado_check_add_error(check, error);
        g_assert_cmpint(yado_check_get_status(check), ==, rows[i].status);
        text = yado_check_format(check);
        expected = g_strdup_printf("YADO %s - No�answer.\n%s: No�answer. (native)\n", name, name);
        g_assert_cmpstr(text, ==, expected);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/check/ranges", test_ranges);
    g_test_add_func("/check/no-ranges", test_no_ranges);
    g_test_add_func("/check/thresholds", test_thresholds);
    g_test_add_func("/check/values", test_values);
    g_test_add_func("/check/errors", test_errors);
    g_test_add("/check/guests", Fixture, NULL, set_up, test_guests, tear_down);
    g_test_add("/check/text", Fixture, NULL, set_up, test_text, tear_down);
    g_test_add("/check/well", Fixture, NULL, set_up, test_well, tear_down);
    return g_test_run();
}
