/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The grid of who runs where: what a key does to it, and which operations it becomes. */
#include "config.h"

#include <string.h>

#include "base/yado-error.h"
#include "present/yado-pin-grid.h"
#include "yado-fake-backend.h"

static YadoPinGrid *
make_grid(const char *soft)
{
    g_autoptr(YadoScheduling) scheduling = yado_scheduling_new();

    scheduling->n_cpus = 4;
    yado_scheduling_add_vcpu(scheduling, 0, "0-2", soft);
    yado_scheduling_add_vcpu(scheduling, 1, "all", soft != NULL ? "all" : NULL);
    return yado_pin_grid_new(scheduling);
}

static void
check_row(YadoPinGrid *grid, guint row, const char *expected)
{
    g_autoptr(GString) marks = g_string_new(NULL);

    for (guint i = 0; i < yado_pin_grid_get_n_cpus(grid); i++)
        g_string_append(marks, yado_pin_grid_get_mark(grid, row, i));
    g_assert_cmpstr(marks->str, ==, expected);
}

static void
test_read(void)
{
    g_autoptr(YadoPinGrid) plain = make_grid(NULL);
    g_autoptr(YadoPinGrid) soft = make_grid("1");
    g_autofree char *label = yado_pin_grid_dup_label(plain, 1);
    g_autofree char *never = yado_pin_grid_dup_sentence(plain, 0, 3);
    g_autofree char *may = yado_pin_grid_dup_sentence(soft, 0, 0);

    check_row(plain, 0, "###.");
    check_row(plain, 1, "####");
    check_row(soft, 0, "+#+.");
    g_assert_false(yado_pin_grid_has_preferences(plain));
    g_assert_true(yado_pin_grid_has_preferences(soft));
    g_assert_cmpstr(label, ==, "vCPU 1");
    g_assert_cmpstr(never, ==, "vCPU 0 never runs on processor 3.");
    g_assert_cmpstr(may, ==, "vCPU 0 may run on processor 0, but prefers others.");
}

/* Two states without preferences, three with them; lines and columns at once; all back. */
static void
test_edit(void)
{
    g_autoptr(YadoPinGrid) plain = make_grid(NULL);
    g_autoptr(YadoPinGrid) soft = make_grid("1");

    yado_pin_grid_step(plain, 0, 0);
    yado_pin_grid_step(plain, 0, 3);
    check_row(plain, 0, ".###");
    g_assert_true(yado_pin_grid_is_row_changed(plain, 0));
    g_assert_false(yado_pin_grid_is_row_changed(plain, 1));
    yado_pin_grid_turn_row(plain, 0);
    check_row(plain, 0, "####");
    yado_pin_grid_turn_row(plain, 0);
    check_row(plain, 0, "#...");
    yado_pin_grid_turn_column(plain, 2);
    check_row(plain, 0, "#.#.");
    yado_pin_grid_turn_column(plain, 2);
    check_row(plain, 0, "#...");
    check_row(plain, 1, "##.#");
    yado_pin_grid_reset(plain);
    g_assert_false(yado_pin_grid_is_changed(plain));
    check_row(plain, 0, "###.");

    yado_pin_grid_step(soft, 0, 3);
    check_row(soft, 0, "+#+#");
    yado_pin_grid_step(soft, 0, 3);
    check_row(soft, 0, "+#++");
    yado_pin_grid_step(soft, 0, 3);
    check_row(soft, 0, "+#+.");
}

static void
test_nowhere(void)
{
    g_autoptr(YadoPinGrid) grid = make_grid(NULL);
    g_autoptr(GError) error = NULL;

    for (guint i = 0; i < 3; i++)
        yado_pin_grid_step(grid, 0, i);
    g_assert_false(yado_pin_grid_check(grid, &error));
    g_assert_error(error, YADO_ERROR, YADO_ERROR_INVALID);
    g_assert_cmpstr(error->message, ==, "vCPU 0 has no processor to run on.");
}

static void
test_when(void)
{
    g_autoptr(YadoPinGrid) grid = make_grid(NULL);
    g_autoptr(GPtrArray) items = yado_pin_grid_list_when();

    g_assert_cmpuint(items->len, ==, 3);
    g_assert_cmpstr(((YadoChoiceItem *)items->pdata[0])->id, ==, yado_pin_grid_get_when(grid));
    yado_pin_grid_set_when(grid, "now");
    g_assert_cmpstr(yado_pin_grid_get_when(grid), ==, "now");
}

/* ---- Applying ---- */

static gboolean is_applied;

static void
on_applied_cb(YadoPinGrid *grid, gpointer data)
{
    is_applied = TRUE;
}

static gboolean
get_applied(gpointer data)
{
    return is_applied;
}

static char *
apply(YadoFakeBackend *fake, YadoSession *session, YadoHost *host, YadoPinGrid *grid)
{
    g_autoptr(GPtrArray) guests = g_ptr_array_new();
    YadoTargets targets = { session, guests, host };
    GPtrArray *log = yado_fake_get_log(fake);
    g_autoptr(GString) text = g_string_new(NULL);
    g_autoptr(GError) error = NULL;
    guint before = log->len;

    g_ptr_array_add(guests, yado_fake_find(host, "web"));
    g_signal_connect(grid, "applied", G_CALLBACK(on_applied_cb), NULL);
    is_applied = FALSE;
    g_assert_true(yado_pin_grid_apply(grid, &targets, &error));
    g_assert_no_error(error);
    g_assert_true(yado_pin_grid_is_busy(grid));
    yado_pin_grid_step(grid, 0, 0); /* not while it runs */
    yado_fake_wait(get_applied, NULL);
    g_assert_false(yado_pin_grid_is_busy(grid));
    for (guint i = before; i < log->len; i++)
        g_string_append_printf(text, "%s\n", (const char *)log->pdata[i]);
    g_test_message("%s", text->str);
    return g_string_free(g_steal_pointer(&text), FALSE);
}

static void
test_apply(void)
{
    YadoFakeBackend *fake = yado_fake_add("pins");
    g_autoptr(YadoSession) session = yado_fake_session_new(NULL);
    g_autoptr(YadoPinGrid) one = make_grid("1");
    g_autoptr(YadoPinGrid) all = make_grid(NULL);
    g_autofree char *single = NULL;
    g_autofree char *alike = NULL;
    YadoHost *host;

    yado_fake_add_guest(fake, "web", YADO_GUEST_RUNNING, NULL);
    host = yado_fake_open(session, "pins");
    yado_pin_grid_step(one, 0, 3);
    yado_pin_grid_set_when(one, "now");
    single = apply(fake, session, host, one);
    g_assert_nonnull(strstr(single, "pin web"));
    g_assert_nonnull(strstr(single, "hard=all"));
    g_assert_nonnull(strstr(single, "soft=1,3"));
    g_assert_nonnull(strstr(single, "vcpu=0"));
    g_assert_nonnull(strstr(single, "when=now"));
    g_assert_null(strstr(single, "vcpu=1"));
    yado_pin_grid_step(all, 1, 3);
    alike = apply(fake, session, host, all);
    g_assert_nonnull(strstr(alike, "vcpu=all"));
    g_assert_nonnull(strstr(alike, "hard=0-2"));
    g_assert_nonnull(strstr(alike, "when=both"));
    yado_host_close(host);
}

int
main(int argc, char **argv)
{
    g_setenv("YADO_SETTINGS", "/nonexistent/yado.conf", TRUE);
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/pin-grid/read", test_read);
    g_test_add_func("/pin-grid/edit", test_edit);
    g_test_add_func("/pin-grid/nowhere", test_nowhere);
    g_test_add_func("/pin-grid/when", test_when);
    g_test_add_func("/pin-grid/apply", test_apply);
    return g_test_run();
}
