/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A person at the desktop: what they see and do, through the accessibility tree, the pointer and the keyboard. */
#include "config.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>

#include "yado-test-display.h"
#include "yado-test-guest.h"

static char *settings_path; /* of the program started last */

static YadoTestApp *
start_yado(const char *host)
{
    static guint serial;
    g_autofree char *program = yado_test_build_path("yado-gtk");
    g_free(settings_path);
    settings_path = g_strdup_printf("%s/gtk%u.conf", yado_test_get_folder(), serial++);
    g_autofree char *settings = g_strconcat("YADO_SETTINGS=", settings_path, NULL);
    const char *environment[] = { settings, NULL };
    const char *with_host[] = { program, "--connect", host, NULL };
    const char *demo[] = { program, "--demo", NULL };
    if (!yado_test_display_start())
        return NULL;
    return yado_test_app_new(host ? with_host : demo, environment);
}

static gboolean
has_pages(gpointer app)
{
    g_autoptr(YadoTestThing) pages = yado_test_app_peek(app, ATSPI_ROLE_LIST_BOX, "Pages");
    return pages != NULL;
}

static void
open_guest(YadoTestApp *app, YadoTestThing *table, const char *name)
{
    for (guint i = 0; i < 2; i++) {
        yado_test_table_click(table, name, 1, 2, NULL);
        if (yado_test_wait(has_pages, app,
                           5)) /* on a busy machine two clicks are no double click */
            return;
    }
    g_autoptr(YadoTestThing) pages = yado_test_app_find(app, ATSPI_ROLE_LIST_BOX, "Pages");
}

static void
open_page(YadoTestApp *app, const char *name)
{
    g_autoptr(YadoTestThing) pages = yado_test_app_find(app, ATSPI_ROLE_LIST_BOX, "Pages");
    yado_test_choose_in(pages, ATSPI_ROLE_LIST_ITEM, name);
}

typedef struct {
    YadoTestThing *entry;
    const char *text;
} Expected;

static gboolean
has_text(gpointer data)
{
    Expected *expected = data;
    g_autofree char *text = yado_test_dup_text(expected->entry);
    return g_strcmp0(text, expected->text) == 0;
}

/* ---- the demo host ---- */

static void
test_list(void)
{
    g_autoptr(YadoTestApp) app = start_yado(NULL);
    if (!app)
        return;
    g_autoptr(YadoTestThing) table = yado_test_app_find_table(app);
    yado_test_table_wait_row(table, "Domain-0", "Running");
    yado_test_table_wait_row(table, "win10", "Crashed");
    yado_test_table_wait_row(table, "開発サーバー 1号", "PVH");
    g_assert_cmpint(yado_test_table_get_n_rows(table), ==, 20);
    yado_test_display_screenshot("list");
}

typedef struct {
    YadoTestThing *table;
    int rows;
} RowCount;

static gboolean
has_rows(gpointer data)
{
    RowCount *count = data;
    return yado_test_table_get_n_rows(count->table) == count->rows;
}

static void
test_search(void)
{
    g_autoptr(YadoTestApp) app = start_yado(NULL);
    if (!app)
        return;
    g_autoptr(YadoTestThing) table = yado_test_app_find_table(app);
    yado_test_table_wait_row(table, "Domain-0", "");
    yado_test_table_click(table, "Domain-0", 1, 1, NULL);
    yado_test_display_type("web-0");
    RowCount two = { table, 2 }, all = { table, 20 };
    g_assert_true(yado_test_wait(has_rows, &two, 5));
    yado_test_table_wait_row(table, "web-01", "");
    yado_test_display_press("Escape");
    g_assert_true(yado_test_wait(has_rows, &all, 5));
}

static void
test_pause_and_resume(void)
{
    g_autoptr(YadoTestApp) app = start_yado(NULL);
    if (!app)
        return;
    g_autoptr(YadoTestThing) table = yado_test_app_find_table(app);
    yado_test_table_click(table, "web-01", 1, 1, NULL);
    yado_test_app_press_button(app, "Pause");
    yado_test_table_wait_row(table, "web-01", "Paused");
    yado_test_app_press_button(app, "Resume");
    yado_test_table_wait_row(table, "web-01", "Running");
    g_assert_true(yado_test_app_is_running(app));
}

/* An action goes to all that are selected, and to no other. */
static void
test_several(void)
{
    g_autoptr(YadoTestApp) app = start_yado(NULL);
    if (!app)
        return;
    g_autoptr(YadoTestThing) table = yado_test_app_find_table(app);
    yado_test_table_click(table, "web-01", 1, 1, NULL);
    yado_test_table_click(table, "web-02", 1, 1, "ctrl");
    yado_test_app_press_button(app, "Pause");
    yado_test_table_wait_row(table, "web-01", "Paused");
    yado_test_table_wait_row(table, "web-02", "Paused");
    yado_test_table_wait_row(table, "mail", "Running");
    yado_test_display_screenshot("several");
}

/* A guest through all steps of the wizard, with a second disk. */
static void
test_wizard(void)
{
    g_autoptr(YadoTestApp) app = start_yado(NULL);
    if (!app)
        return;
    g_autoptr(YadoTestThing) table = yado_test_app_find_table(app);
    yado_test_table_wait_row(table, "Domain-0", "Running");
    yado_test_display_press("F3");
    g_autoptr(YadoTestThing) steps = yado_test_app_find(app, ATSPI_ROLE_LIST_BOX, "Steps");
    yado_test_app_fill_in(app, "Medium", "/srv/a.iso");
    yado_test_display_screenshot("wizard-source");
    yado_test_app_press_button(app, "Next");
    g_autoptr(YadoTestThing) kind = yado_test_app_find(app, ATSPI_ROLE_COMBO_BOX, "Kind");
    yado_test_app_press_button(app, "Next");
    g_autoptr(YadoTestThing) system =
        yado_test_app_find(app, ATSPI_ROLE_COMBO_BOX, "Operating system");
    yado_test_display_screenshot("wizard-system");
    yado_test_app_press_button(app, "Next");
    yado_test_app_fill_in(app, "Name", "fresh");
    yado_test_display_press("alt+n"); /* the button's letter, not the field's */
    yado_test_app_press_button(app, "Add…");
    g_autoptr(YadoTestThing) dialog = yado_test_app_find(app, ATSPI_ROLE_DIALOG, "Further disk");
    g_autoptr(YadoTestThing) size = yado_test_find_in(dialog, ATSPI_ROLE_TEXT, "Size");
    yado_test_set_text(size, "5 GiB");
    yado_test_display_screenshot("wizard-row");
    yado_test_app_press_button(app, "Take it");
    g_autoptr(YadoTestThing) row = yado_test_app_find(app, ATSPI_ROLE_LIST_ITEM, "5 GiB");
    yado_test_display_screenshot("wizard-storage");
    yado_test_app_press_button(app, "Summary");
    g_autoptr(YadoTestThing) window = yado_test_app_find(app, ATSPI_ROLE_FRAME, "Create a guest");
    g_autoptr(YadoTestThing) headline =
        yado_test_find_in(window, ATSPI_ROLE_PUSH_BUTTON, "Resources");
    int width, height;
    yado_test_get_size(window, &width, &height);
    g_assert_cmpint(width, <=, 1024);
    g_assert_cmpint(height, <=, 600);
    yado_test_display_screenshot("wizard-summary");
    yado_test_app_press_button(app, "Create");
    yado_test_table_wait_row(table, "fresh", "Running");
    yado_test_table_wait_selected(table, "fresh");
    yado_test_display_screenshot("wizard-made");
    g_assert_true(yado_test_app_is_running(app));
}

/* What was filled in is not lost without a question. */
static void
test_wizard_left(void)
{
    g_autoptr(YadoTestApp) app = start_yado(NULL);
    if (!app)
        return;
    g_autoptr(YadoTestThing) table = yado_test_app_find_table(app);
    yado_test_table_wait_row(table, "Domain-0", "Running");
    yado_test_display_press("F3");
    g_autoptr(YadoTestThing) medium = yado_test_app_find(app, ATSPI_ROLE_TEXT, "Medium");
    yado_test_display_press("Escape"); /* nothing was */
    yado_test_app_wait_gone(app, ATSPI_ROLE_FRAME, "Create a guest");
    yado_test_display_press("F3");
    yado_test_app_fill_in(app, "Medium", "/srv/a.iso");
    yado_test_app_press_button(app, "Cancel");
    g_autoptr(YadoTestThing) dialog = yado_test_app_find(app, ATSPI_ROLE_DIALOG, "Abort");
    g_autoptr(YadoTestThing) back = yado_test_find_in(dialog, ATSPI_ROLE_PUSH_BUTTON, "Cancel");
    yado_test_display_screenshot("wizard-left");
    yado_test_do(back);
    yado_test_app_wait_gone(app, ATSPI_ROLE_DIALOG, "Abort");
    yado_test_app_press_button(app, "Next");
    g_autoptr(YadoTestThing) kind = yado_test_app_find(app, ATSPI_ROLE_COMBO_BOX, "Kind");
    yado_test_display_press("Escape");
    yado_test_app_press_button(app, "Abort");
    yado_test_app_wait_gone(app, ATSPI_ROLE_FRAME, "Create a guest");
}

/* From its row in the list, by Tab and by Enter, without a look at all the pages below. */
static void
enter_page(YadoTestApp *app, const char *page, YadoTestThing *first)
{
    static const char *const keys[] = { "Tab", "Return" };
    g_autoptr(YadoTestThing) row = yado_test_app_find(app, ATSPI_ROLE_LIST_ITEM, page);
    for (guint i = 0; i < G_N_ELEMENTS(keys); i++) {
        yado_test_click(row, 1, 1, NULL);
        yado_test_wait_state(row, ATSPI_STATE_FOCUSED, TRUE);
        yado_test_display_press(keys[i]);
        yado_test_wait_state(first, ATSPI_STATE_FOCUSED, TRUE);
    }
}

/* Memory of a running guest: one value now, the other at its next start. */
static void
test_memory(void)
{
    g_autoptr(YadoTestApp) app = start_yado(NULL);
    if (!app)
        return;
    g_autoptr(YadoTestThing) table = yado_test_app_find_table(app);
    open_guest(app, table, "web-01");
    open_page(app, "Memory");
    g_autoptr(YadoTestThing) entry = yado_test_app_find(app, ATSPI_ROLE_TEXT, "Memory now");
    enter_page(app, "Memory", entry);
    yado_test_click(entry, 1, 1, NULL);
    yado_test_display_press("ctrl+a");
    yado_test_display_type("1 GiB");
    yado_test_display_press("Tab");
    g_autoptr(YadoTestThing) row = yado_test_app_find(app, ATSPI_ROLE_LIST_ITEM, "* Memory");
    g_autoptr(YadoTestThing) label = yado_test_app_find(app, ATSPI_ROLE_LABEL, "* Memory now");
    yado_test_display_screenshot("marked");
    yado_test_app_press_button(app, "Apply");
    yado_test_app_wait_gone(app, ATSPI_ROLE_LIST_ITEM, "* Memory");
    yado_test_app_wait_gone(app, ATSPI_ROLE_LABEL, "* Memory now");
    g_autoptr(YadoTestThing) button = yado_test_app_find(app, ATSPI_ROLE_PUSH_BUTTON, "Apply");
    yado_test_wait_state(button, ATSPI_STATE_SENSITIVE, FALSE);
    g_autofree char *text = yado_test_dup_text(entry);
    g_assert_cmpstr(text, ==, "1 GiB");
    yado_test_display_screenshot("memory");
}

/* The grid of processors: a cell by its accessible action, what was changed is applied and read anew. */
static void
test_pinning(void)
{
    g_autoptr(YadoTestApp) app = start_yado(NULL);
    if (!app)
        return;
    g_autoptr(YadoTestThing) table = yado_test_app_find_table(app);
    open_guest(app, table, "web-01");
    open_page(app, "Pinning");
    g_autoptr(YadoTestThing) grid = yado_test_app_find(app, ATSPI_ROLE_TABLE, "Pinning");
    g_autoptr(YadoTestThing) pool =
        yado_test_app_find(app, ATSPI_ROLE_PUSH_BUTTON, "Move to a CPU pool");
    yado_test_wait_state(pool, ATSPI_STATE_SENSITIVE, FALSE); /* the demo host has none */
    g_assert_cmpint(yado_test_table_get_n_rows(grid), ==, 4);
    g_assert_cmpint(yado_test_table_find_column(grid, "3"), ==, 5);
    g_autoptr(YadoTestThing) apply = yado_test_app_find(app, ATSPI_ROLE_PUSH_BUTTON, "Apply");
    g_autoptr(YadoTestThing) undo = yado_test_app_find(app, ATSPI_ROLE_PUSH_BUTTON, "Undo");
    yado_test_wait_state(apply, ATSPI_STATE_SENSITIVE, FALSE);
    yado_test_table_click_at(grid, 0, 5, 1);
    yado_test_wait_state(apply, ATSPI_STATE_SENSITIVE, TRUE);
    g_autoptr(YadoTestThing) told =
        yado_test_app_find(app, YADO_TEST_ANY_ROLE, "vCPU 0 never runs on processor 3.");
    yado_test_display_screenshot("pinning");
    yado_test_do(undo);
    yado_test_wait_state(apply, ATSPI_STATE_SENSITIVE, FALSE);
    yado_test_display_press("space"); /* the cell with the cursor */
    yado_test_wait_state(apply, ATSPI_STATE_SENSITIVE, TRUE);
    yado_test_do(apply);
    yado_test_wait_state(apply, ATSPI_STATE_SENSITIVE, FALSE);
    g_autoptr(YadoTestThing) word =
        yado_test_app_find(app, YADO_TEST_ANY_ROLE, "This holds until the guest stops");
    yado_test_app_press_button(app, "Weight and cap…");
    g_autoptr(YadoTestThing) dialog = yado_test_app_find(app, ATSPI_ROLE_DIALOG, "Weight and cap");
    yado_test_display_press("Escape");
    g_assert_true(yado_test_app_is_running(app));
}

/* What cannot be read stays, with its reason, and Apply does not send it. */
static void
test_wrong_value(void)
{
    g_autoptr(YadoTestApp) app = start_yado(NULL);
    if (!app)
        return;
    g_autoptr(YadoTestThing) table = yado_test_app_find_table(app);
    open_guest(app, table, "web-01");
    open_page(app, "Memory");
    g_autoptr(YadoTestThing) entry = yado_test_app_find(app, ATSPI_ROLE_TEXT, "Memory now");
    yado_test_click(entry, 1, 1, NULL);
    yado_test_display_press("ctrl+a");
    yado_test_display_type("a lot");
    yado_test_display_press("Tab");
    g_autoptr(YadoTestThing) reason = yado_test_app_find(app, YADO_TEST_ANY_ROLE, "must be a size");
    g_autofree char *text = yado_test_dup_text(entry);
    g_assert_cmpstr(text, ==, "a lot");
    yado_test_display_screenshot("wrong-value");
}

/* A number is never made of what is none, and its buttons go from the number that is shown. */
static void
test_wrong_number(void)
{
    g_autoptr(YadoTestApp) app = start_yado(NULL);
    if (!app)
        return;
    g_autoptr(YadoTestThing) table = yado_test_app_find_table(app);
    open_guest(app, table, "web-01");
    open_page(app, "Processors");
    g_autoptr(YadoTestThing) entry = yado_test_app_find(app, ATSPI_ROLE_SPIN_BUTTON, "Maximum");
    g_autofree char *before = yado_test_dup_text(entry);
    g_assert_cmpstr(before, ==, "4");
    yado_test_click(entry, 1, 1, NULL);
    yado_test_display_press("Down"); /* as its "−" */
    Expected less = { entry, "3" }, wrong = { entry, "Q3" };
    g_assert_true(yado_test_wait(has_text, &less, 5));
    yado_test_display_press("ctrl+a");
    yado_test_display_type("Q3");
    yado_test_display_press("Tab");
    g_autoptr(YadoTestThing) reason =
        yado_test_app_find(app, YADO_TEST_ANY_ROLE, "must be a whole number");
    g_assert_true(has_text(&wrong));
    yado_test_display_screenshot("wrong-number");
    yado_test_app_press_button(app, "Apply");
    g_assert_true(has_text(&wrong));
}

/* What is stored and not yet in force says so, beside its field. */
static void
test_waiting(void)
{
    g_autoptr(YadoTestApp) app = start_yado(NULL);
    if (!app)
        return;
    g_autoptr(YadoTestThing) table = yado_test_app_find_table(app);
    open_guest(app, table, "web-01");
    open_page(app, "Processors");
    g_autoptr(YadoTestThing) entry = yado_test_app_find(app, ATSPI_ROLE_SPIN_BUTTON, "Maximum");
    yado_test_click(entry, 1, 1, NULL);
    yado_test_display_press("Down");
    yado_test_app_press_button(app, "Apply");
    g_autoptr(YadoTestThing) told =
        yado_test_app_find(app, ATSPI_ROLE_LABEL, "Waits for the guest's next start; now: 4");
    yado_test_display_screenshot("waiting");
}

/* In the window of pools and volumes: Delete, and a menu where the pointer is. */
static void
test_storage(void)
{
    g_autoptr(YadoTestApp) app = start_yado(NULL);
    if (!app)
        return;
    g_autoptr(YadoTestThing) guests = yado_test_app_find_table(app);
    yado_test_table_wait_row(guests, "Domain-0", "Running");
    yado_test_app_do(app, ATSPI_ROLE_TOGGLE_BUTTON, "Menu");
    yado_test_app_do(app, ATSPI_ROLE_MENU, "Storage");
    yado_test_app_do(app, ATSPI_ROLE_MENU_ITEM, "Storage");
    g_autoptr(YadoTestThing) pools = yado_test_app_find(app, ATSPI_ROLE_TABLE, "Pools");
    yado_test_table_click(pools, "images", 3, 1, NULL);
    g_autoptr(YadoTestThing) item =
        yado_test_app_find(app, ATSPI_ROLE_MENU_ITEM, "Delete a volume");
    yado_test_display_screenshot("storage-menu");
    yado_test_display_press("Escape");
    yado_test_display_press("Delete");
    g_autoptr(YadoTestThing) dialog = yado_test_app_find(app, ATSPI_ROLE_DIALOG, "pool");
    yado_test_display_screenshot("storage-delete");
    yado_test_display_press("Escape");
    yado_test_app_wait_gone(app, ATSPI_ROLE_DIALOG, "pool");
}

typedef struct {
    YadoTestThing *view;
    const char *part, *without;
} Part;

static gboolean
has_part(gpointer data)
{
    Part *part = data;
    g_autofree char *text = yado_test_dup_text(part->view);
    return strstr(text, part->part) && !(part->without && strstr(text, part->without));
}

/* It begins at its beginning. */
static void
look_at_host(YadoTestApp *app)
{
    yado_test_app_do(app, ATSPI_ROLE_TOGGLE_BUTTON, "Menu");
    yado_test_app_do(app, ATSPI_ROLE_MENU, "Host");
    yado_test_app_do(app, ATSPI_ROLE_MENU_ITEM, "Details");
    g_autoptr(YadoTestThing) title = yado_test_app_find(app, ATSPI_ROLE_LABEL, "Connection");
    yado_test_display_screenshot("host");
    yado_test_display_press("Page_Down");
    g_autoptr(YadoTestThing) bar = yado_test_app_find(
        app, ATSPI_ROLE_DRAWING_AREA,
        "hypervisor 1.5 GiB, Domain-0 128 MiB, guests 384 MiB, promised 128 MiB, free 896 MiB");
    yado_test_display_screenshot("host-memory");
    yado_test_display_press("Escape");
    yado_test_app_wait_gone(app, ATSPI_ROLE_LABEL, "Numbers are read every");
}

static void
wait_label(YadoTestApp *app, const char *text)
{
    g_autoptr(YadoTestThing) label = yado_test_app_find(app, ATSPI_ROLE_LABEL, text);
    g_assert_nonnull(label);
}

/* From one line with the words to the other, and away with all of them after a question. */
static void
search_log(YadoTestApp *app, YadoTestThing *view)
{
    Part empty = { view, "The hypervisor's log is empty", "Xen version" };
    yado_test_app_do(app, ATSPI_ROLE_CHECK_BOX, "Only these");
    yado_test_app_fill_in(app, "Lines with these words", "xen");
    wait_label(app, "2 of 2"); /* it stays where it was */
    yado_test_app_press_button(app, "Next line");
    wait_label(app, "1 of 2");
    yado_test_app_press_button(app, "Next line");
    wait_label(app, "2 of 2");
    yado_test_app_press_button(app, "Previous line");
    wait_label(app, "1 of 2");
    yado_test_app_press_button(app, "Clear");
    yado_test_app_press_button(app, "Clear the hypervisor's log");
    g_assert_true(yado_test_wait(has_part, &empty, 10));
}

static void
look_at_log(YadoTestApp *app)
{
    yado_test_app_do(app, ATSPI_ROLE_TOGGLE_BUTTON, "Menu");
    yado_test_app_do(app, ATSPI_ROLE_MENU, "Host");
    yado_test_app_do(app, ATSPI_ROLE_MENU_ITEM, "Hypervisor's log");
    g_autoptr(YadoTestThing) view = yado_test_app_find(app, ATSPI_ROLE_TEXT, "Hypervisor's log");
    Part all = { view, "Xen version 4.17.7", NULL };
    Part some = { view, "Command line: dom0_mem=1G", "Xen version" };
    g_assert_true(yado_test_wait(has_part, &all, 10));
    yado_test_app_fill_in(app, "Lines with these words", "line");
    yado_test_app_do(app, ATSPI_ROLE_CHECK_BOX, "Only these");
    g_assert_true(yado_test_wait(has_part, &some, 10));
    yado_test_display_screenshot("hypervisor-log");
    search_log(app, view);
    yado_test_display_press("Escape");
    yado_test_display_press("Escape");
    yado_test_app_wait_gone(app, ATSPI_ROLE_TEXT, "Hypervisor's log");
}

/* A network card is taken from the control domain, after it was said what speaks against it. */
static void
assign_device(YadoTestApp *app)
{
    yado_test_app_do(app, ATSPI_ROLE_TOGGLE_BUTTON, "Menu");
    yado_test_app_do(app, ATSPI_ROLE_MENU, "Devices");
    yado_test_app_do(app, ATSPI_ROLE_MENU_ITEM, "Devices");
    g_autoptr(YadoTestThing) devices = yado_test_app_find(app, ATSPI_ROLE_TABLE, "Devices");
    yado_test_table_wait_row(devices, "0000:03:00.0", "no");
    yado_test_display_screenshot("host-devices");
    yado_test_table_click(devices, "0000:03:00.0", 3, 1, NULL);
    yado_test_app_do(app, ATSPI_ROLE_MENU_ITEM, "Make assignable");
    yado_test_app_press_button(app, "Make assignable");
    g_autoptr(YadoTestThing) question =
        yado_test_app_find(app, ATSPI_ROLE_LABEL, "The host uses it (e1000e)");
    g_assert_nonnull(question);
    yado_test_app_press_button(app, "Make assignable");
    yado_test_table_wait_row(devices, "0000:03:00.0", "yes");
    yado_test_display_press("Escape");
    yado_test_app_wait_gone(app, ATSPI_ROLE_TABLE, "Devices");
}

/* The hypervisor's log and its CPU pools, on the double of a Xen host. */
static void
test_xen(void)
{
    g_autofree char *agent = yado_test_build_path("tests/lib/yado-test-xl-agent");
    g_setenv("YADO_XL_AGENT", agent, TRUE);
    g_setenv("YADO_TEST_XL", "four-cpus", TRUE);
    g_autoptr(YadoTestApp) app = start_yado("xl:///");
    g_unsetenv("YADO_XL_AGENT");
    if (!app)
        return;
    g_autoptr(YadoTestThing) guests = yado_test_app_find_table(app);
    yado_test_table_wait_row(guests, "web", "Running");
    look_at_host(app);
    look_at_log(app);
    assign_device(app);
    yado_test_app_do(app, ATSPI_ROLE_TOGGLE_BUTTON, "Menu");
    yado_test_app_do(app, ATSPI_ROLE_MENU, "CPU pools");
    yado_test_app_do(app, ATSPI_ROLE_MENU_ITEM, "CPU pools");
    g_autoptr(YadoTestThing) pools = yado_test_app_find(app, ATSPI_ROLE_TABLE, "CPU pools");
    yado_test_table_wait_row(pools, "Pool-0", "0-2");
    yado_test_table_click(pools, "fast", 1, 1, NULL);
    yado_test_display_press("Delete");
    g_autoptr(YadoTestThing) dialog = yado_test_app_find(app, ATSPI_ROLE_DIALOG, "CPU pool");
    yado_test_display_screenshot("cpupool-delete");
    yado_test_app_press_button(app, "Delete");
    yado_test_app_press_button(app, "Delete a CPU pool");
    yado_test_table_wait_no_row(pools, "fast");
    yado_test_table_wait_row(pools, "Pool-0", "0-3");
}

/* Each page of a guest opens; so do those of its devices. */
static void
test_all_pages(void)
{
    static const char *const pages[] = { "Processors",  "Memory",        "Start-up",
                                         "Disk xvda",   "Disk xvdd",     "Network",
                                         "Performance", "Configuration", "Overview" };
    g_autoptr(YadoTestApp) app = start_yado(NULL);
    if (!app)
        return;
    g_autoptr(YadoTestThing) table = yado_test_app_find_table(app);
    open_guest(app, table, "db-01");
    for (guint i = 0; i < G_N_ELEMENTS(pages); i++) {
        g_autofree char *picture = g_strdup_printf("page-%s", pages[i]);
        open_page(app, pages[i]);
        if (g_str_equal(pages[i], "Performance")) {
            g_autoptr(YadoTestThing) deep = yado_test_app_find(app, YADO_TEST_ANY_ROLE, "vCPU 0: ");
        }
        yado_test_display_screenshot(g_strdelimit(picture, " ", '-'));
    }
    g_assert_true(yado_test_app_is_running(app));
}

/* XML with a mistake: the text stays, the place is told, nothing is stored. */
static void
test_broken_xml(void)
{
    g_autoptr(YadoTestApp) app = start_yado(NULL);
    if (!app)
        return;
    g_autoptr(YadoTestThing) table = yado_test_app_find_table(app);
    open_guest(app, table, "new-desktop");
    open_page(app, "Configuration");
    g_autoptr(YadoTestThing) text = yado_test_app_find(app, ATSPI_ROLE_TEXT, "Configuration");
    yado_test_click(text, 1, 1, NULL);
    yado_test_display_press("ctrl+Home");
    yado_test_display_type("<oops");
    yado_test_app_press_button(app, "Apply");
    g_autoptr(YadoTestThing) told = yado_test_app_find(app, YADO_TEST_ANY_ROLE, "ine 1");
    g_autofree char *now = yado_test_dup_text(text);
    g_assert_true(g_str_has_prefix(now, "<oops"));
    yado_test_display_screenshot("broken-xml");
}

static void
test_add_connection(void)
{
    g_autoptr(YadoTestDaemon) daemon = NULL;
    g_autoptr(YadoTestApp) app = start_yado(NULL);
    if (!app)
        return;
    g_autoptr(YadoTestThing) table = yado_test_app_find_table(app);
    yado_test_table_wait_row(table, "Domain-0", "");
    yado_test_app_press_button(app, "Add connection");
    g_autoptr(YadoTestThing) dialog = yado_test_app_find(app, ATSPI_ROLE_DIALOG, "Add connection");
    yado_test_display_screenshot("add-connection");
    yado_test_app_choose(app, "Hypervisor", "Own address");
    yado_test_app_fill_in(app, "Address", "test:///nonexistent/away.xml");
    yado_test_app_press_button(app, "Connect");
    g_autoptr(YadoTestThing) told = yado_test_app_find(app, YADO_TEST_ANY_ROLE, "cannot be read");
    yado_test_app_press_button(app, "Cancel");
    yado_test_app_wait_gone(app, YADO_TEST_ANY_ROLE, "cannot be read"); /* not behind it, too */
    g_assert_true(yado_test_app_is_running(app));
}

static gboolean
is_remembered(gpointer uri)
{
    g_autofree char *text = NULL;
    return g_file_get_contents(settings_path, &text, NULL, NULL) && strstr(text, uri);
}

/*
 * The form that comes back with an error may come under the fingers of somebody: Enter presses nothing in it before one of its fields was
 * gone to.  Kept, the host is in the list although it does not answer.
 */
static void
test_connection_away(void)
{
    g_autoptr(YadoTestApp) app = start_yado(NULL);
    if (!app)
        return;
    g_autoptr(YadoTestThing) table = yado_test_app_find_table(app);
    yado_test_table_wait_row(table, "Domain-0", "");
    yado_test_app_press_button(app, "Add connection");
    yado_test_app_choose(app, "Hypervisor", "Own address");
    yado_test_app_fill_in(app, "Address", "test:///nonexistent/away.xml");
    yado_test_app_press_button(app, "Connect");
    g_autoptr(YadoTestThing) alert = yado_test_app_find(app, YADO_TEST_ANY_ROLE, "cannot be read");
    g_autoptr(YadoTestThing) address = yado_test_app_find(app, ATSPI_ROLE_TEXT, "Address");
    Expected typed = { address, "test:///nonexistent/away.xml" };
    g_assert_true(yado_test_wait(has_text, &typed, 5));
    yado_test_display_press("x Return");
    yado_test_display_screenshot("connection-away");
    g_assert_true(has_text(&typed));
    yado_test_app_do(app, ATSPI_ROLE_CHECK_BOX, "Keep it even if it does not answer");
    yado_test_click(address, 1, 1, NULL);
    yado_test_display_press("Return");
    g_assert_true(yado_test_wait(is_remembered, (gpointer)typed.text, 10));
    g_autoptr(YadoTestThing) told = yado_test_app_find(app, YADO_TEST_ANY_ROLE, "is in the list");
}

/* By the keyboard: GTK's tree has no menu that comes up without a button of its own. */
static void
show_last_column(YadoTestApp *app)
{
    yado_test_app_do(app, ATSPI_ROLE_TOGGLE_BUTTON, "Menu");
    yado_test_app_do(app, ATSPI_ROLE_MENU, "View");
    yado_test_app_do(app, ATSPI_ROLE_MENU_ITEM, "Columns");
    yado_test_display_press("Up Return");
}

static void
resize_window(const char *width, const char *height)
{
    const char *command[] = { "xdotool", "getactivewindow", "windowsize", width, height, NULL };
    g_assert_cmpint(yado_test_run(command, NULL), ==, 0);
}

/* What was chosen is written soon: who is killed has no end. */
static void
test_killed_program(void)
{
    g_autoptr(YadoTestApp) app = start_yado(NULL);
    if (!app)
        return;
    g_autoptr(YadoTestThing) table = yado_test_app_find_table(app);
    yado_test_table_wait_row(table, "Domain-0", "");
    yado_test_table_click_head(table, "State");
    g_assert_true(yado_test_wait(is_remembered, "sort=state", 10));
    show_last_column(app);
    g_assert_true(yado_test_wait(is_remembered, ";persistent;", 10));
    resize_window("950", "560");
    g_assert_true(yado_test_wait(is_remembered, "width=9", 10)); /* less the borders */
    kill(yado_test_app_get_pid(app), SIGKILL);
    g_assert_cmpint(yado_test_app_wait_exit(app), ==, -SIGKILL);
    g_assert_true(is_remembered("sort=state") && is_remembered(";persistent;"));
    g_assert_true(is_remembered("width=9") && is_remembered("height=5"));
}

typedef struct {
    YadoTestApp *app;
    guint n;
} WindowCount;

static gboolean
has_windows(gpointer data)
{
    WindowCount *count = data;
    return yado_test_app_count_windows(count->app) == count->n;
}

static void
wait_windows(YadoTestApp *app, guint n)
{
    WindowCount count = { app, n };
    if (!yado_test_wait(has_windows, &count, 5))
        g_error("There are %u windows, not %u", yado_test_app_count_windows(app), n);
}

/* Without a pointer: to a guest, open it, back, quit. */
static void
test_keyboard(void)
{
    g_autoptr(YadoTestApp) app = start_yado(NULL);
    if (!app)
        return;
    g_autoptr(YadoTestThing) table = yado_test_app_find_table(app);
    yado_test_table_wait_row(table, "web-01", "");
    yado_test_wait_state(table, ATSPI_STATE_FOCUSED, TRUE);
    yado_test_display_press("Home Down Down Return");
    g_autoptr(YadoTestThing) pages = yado_test_app_find(app, ATSPI_ROLE_LIST_BOX, "Pages");
    yado_test_display_press("F1");
    wait_windows(app, 2);
    yado_test_display_screenshot("help");
    yado_test_display_press("Escape");
    wait_windows(app, 1);
    yado_test_display_press("ctrl+q");
    g_assert_cmpint(yado_test_app_wait_exit(app), ==, 0);
}

/* The tree beside the list: a guest in it is chosen in the list, and its host folds. */
static void
test_tree(void)
{
    g_autoptr(YadoTestApp) app = start_yado(NULL);
    if (!app)
        return;
    g_autoptr(YadoTestThing) table = yado_test_app_find_table(app);
    g_autoptr(YadoTestThing) tree = yado_test_app_find(app, ATSPI_ROLE_TABLE, "Hosts");
    yado_test_table_wait_row(table, "mail", "Running");
    yado_test_table_click(tree, "mail", 1, 1, NULL);
    yado_test_app_press_button(app, "Pause");
    yado_test_table_wait_row(table, "mail", "Paused");
    yado_test_display_press("Left");
    yado_test_table_wait_no_row(tree, "mail");
    yado_test_display_press("Right");
    yado_test_table_wait_row(tree, "mail", "");
    yado_test_table_click(tree, "web-02", 1, 2, NULL);
    g_autoptr(YadoTestThing) pages = yado_test_app_find(app, ATSPI_ROLE_LIST_BOX, "Pages");
    yado_test_display_screenshot("tree");
}

/* From the guest that is shown, not yet applied. */
static void
take_disk(YadoTestApp *app)
{
    open_page(app, "Disk xvda");
    yado_test_display_press("F5");
    g_autoptr(YadoTestThing) told =
        yado_test_app_find(app, YADO_TEST_ANY_ROLE, "1 change is not applied yet");
}

/* Enter is of the widget with the focus; the tree follows what is shown; F5 is about the device that is shown. */
static void
test_keys_of_pages(void)
{
    g_autoptr(YadoTestApp) app = start_yado(NULL);
    if (!app)
        return;
    g_autoptr(YadoTestThing) table = yado_test_app_find_table(app);
    g_autoptr(YadoTestThing) tree = yado_test_app_find(app, ATSPI_ROLE_TABLE, "Hosts");
    g_autoptr(YadoTestThing) jobs = yado_test_app_find(app, ATSPI_ROLE_TOGGLE_BUTTON, "Jobs");
    yado_test_table_click(table, "mail", 1, 1, NULL);
    yado_test_table_wait_selected(tree, "mail");
    yado_test_click(jobs, 1, 1, NULL);
    g_autoptr(YadoTestThing) clear =
        yado_test_app_find(app, ATSPI_ROLE_PUSH_BUTTON, "Clear finished");
    yado_test_display_press("Return");
    yado_test_display_press("Escape");
    yado_test_app_wait_gone(app, ATSPI_ROLE_PUSH_BUTTON, "Clear finished");
    g_autoptr(YadoTestThing) page = yado_test_app_peek(app, ATSPI_ROLE_LIST_BOX, "Pages");
    g_assert_null(page);
    open_guest(app, table, "web-01");
    yado_test_table_wait_selected(tree, "web-01");
    take_disk(app);
    g_autoptr(YadoTestThing) dialog = yado_test_app_peek(app, ATSPI_ROLE_DIALOG, "Delete");
    g_assert_null(dialog);
    yado_test_display_press("F10");
    g_autoptr(YadoTestThing) quit = yado_test_app_find(app, ATSPI_ROLE_MENU_ITEM, "Quit");
    yado_test_display_press("Escape");
}

/* Whatever ends the program asks before edits are lost. */
static void
test_quit_with_edits(void)
{
    g_autoptr(YadoTestApp) app = start_yado(NULL);
    if (!app)
        return;
    g_autoptr(YadoTestThing) table = yado_test_app_find_table(app);
    open_guest(app, table, "web-01");
    take_disk(app);
    yado_test_display_press("ctrl+q");
    g_autoptr(YadoTestThing) text =
        yado_test_app_find(app, YADO_TEST_ANY_ROLE, "The changes of web-01");
    yado_test_display_screenshot("quit-with-edits");
    yado_test_display_press("Escape");
    yado_test_app_wait_gone(app, YADO_TEST_ANY_ROLE, "The changes of web-01");
    g_assert_true(yado_test_app_is_running(app));
    yado_test_display_press("F9");
    yado_test_app_press_button(app, "Discard");
    g_assert_cmpint(yado_test_app_wait_exit(app), ==, 0);
}

/* A filter hides the guest that is chosen: its buttons still tell what can be done with it. */
static void
test_hidden_guest(void)
{
    g_autoptr(YadoTestApp) app = start_yado(NULL);
    if (!app)
        return;
    g_autoptr(YadoTestThing) table = yado_test_app_find_table(app);
    open_guest(app, table, "new-desktop");
    g_autoptr(YadoTestThing) tab = yado_test_app_find(app, ATSPI_ROLE_PAGE_TAB, "Guests");
    yado_test_click(tab, 1, 1, NULL);
    yado_test_table_wait_selected(table, "new-desktop");
    yado_test_display_press("ctrl+f");
    yado_test_display_type("shut");
    yado_test_table_wait_no_row(table, "mail");
    g_autoptr(YadoTestThing) page = yado_test_app_find(app, ATSPI_ROLE_PAGE_TAB, "new-desktop");
    yado_test_click(page, 1, 1, NULL);
    yado_test_app_press_button(app, "Start");
    yado_test_app_press_button(app, "Pause");
    yado_test_app_press_button(app, "Resume");
}

/* ---- real hosts ---- */

static gboolean
is_gone(gpointer uri)
{
    return !yado_test_virsh_has(uri, "tiny");
}

static gboolean
has_less_memory(gpointer uri)
{
    g_autofree char *xml = yado_test_virsh(uri, "dumpxml", "tiny", NULL);
    return strstr(xml, "<currentMemory unit='KiB'>98304<") != NULL;
}

static void
choose_more(YadoTestApp *app, const char *group, const char *name)
{
    yado_test_app_do(app, ATSPI_ROLE_TOGGLE_BUTTON, "More actions");
    yado_test_app_do(app, ATSPI_ROLE_MENU, group);
    yado_test_app_do(app, ATSPI_ROLE_MENU_ITEM, name);
}

static void
change_memory(YadoTestApp *app, YadoTestThing *table, const char *uri)
{
    open_guest(app, table, "tiny");
    open_page(app, "Memory");
    g_autoptr(YadoTestThing) entry = yado_test_app_find(app, ATSPI_ROLE_TEXT, "Memory now");
    yado_test_click(entry, 1, 1, NULL);
    yado_test_display_press("ctrl+a");
    yado_test_display_type("96 MiB");
    yado_test_display_press("Tab");
    yado_test_app_press_button(app, "Apply");
    g_assert_true(yado_test_wait(has_less_memory, (gpointer)uri, 15));
    g_autoptr(YadoTestThing) tab = yado_test_app_find(app, ATSPI_ROLE_PAGE_TAB, "Guests");
    yado_test_click(tab, 1, 1, NULL);
    yado_test_table_click(table, "tiny", 1, 1, NULL);
}

static void
test_life_cycle(void)
{
    g_autoptr(YadoTestDaemon) daemon = yado_test_daemon_new();
    if (!daemon || !yado_test_guest_prepare(daemon))
        return;
    const char *uri = yado_test_daemon_get_qemu_uri(daemon);
    yado_test_guest_define(daemon, "tiny");
    g_autoptr(YadoTestApp) app = start_yado(uri);
    if (!app)
        return;
    g_autoptr(YadoTestThing) table = yado_test_app_find_table(app);
    yado_test_table_wait_row(table, "tiny", "Shut off");
    yado_test_table_click(table, "tiny", 1, 1, NULL);
    yado_test_app_press_button(app, "Start");
    yado_test_table_wait_row(table, "tiny", "Running");
    yado_test_guest_wait_ready(daemon, "tiny", 1);
    yado_test_app_press_button(app, "Pause");
    yado_test_table_wait_row(table, "tiny", "Paused");
    yado_test_app_press_button(app, "Resume");
    yado_test_table_wait_row(table, "tiny", "Running");
    change_memory(app, table, uri);
    choose_more(app, "State", "Save");
    yado_test_table_wait_row_for(table, "tiny", "Saved", 20);
    yado_test_app_press_button(app, "Start"); /* goes on from what was saved */
    yado_test_table_wait_row_for(table, "tiny", "Running", 20);
    yado_test_app_press_button(app, "Shut down");
    yado_test_table_wait_row_for(table, "tiny", "Shut off", 30);
    yado_test_display_screenshot("real-guest");
    choose_more(app, "Edit", "Delete");
    for (guint i = 0; i < 2; i++) { /* which disks; then: is that so? */
        g_autoptr(YadoTestThing) dialog = yado_test_app_find(app, ATSPI_ROLE_DIALOG, "Delete");
        g_autoptr(YadoTestThing) button =
            yado_test_find_in(dialog, ATSPI_ROLE_PUSH_BUTTON, "Delete");
        yado_test_do(button);
        if (yado_test_wait(is_gone, (gpointer)uri, 1))
            break;
    }
    g_assert_true(yado_test_wait(is_gone, (gpointer)uri, 10));
    yado_test_table_wait_no_row(table, "tiny");
}

static gboolean
has_new_disk(gpointer uri)
{
    g_autofree char *xml = yado_test_virsh(uri, "dumpxml", "tiny", NULL);
    g_autofree char *info = yado_test_virsh(uri, "vol-list", "--details", "images", NULL);
    return strstr(xml, "tiny-vda.qcow2") && strstr(info, "1.00 GiB");
}

/* Add hardware, a new disk of 1 GiB: its volume is made and the guest has it. */
static void
test_new_disk(void)
{
    g_autoptr(YadoTestDaemon) daemon = yado_test_daemon_new();
    if (!daemon || !yado_test_guest_prepare(daemon))
        return;
    const char *uri = yado_test_daemon_get_qemu_uri(daemon);
    g_autofree char *folder = g_build_filename(yado_test_daemon_get_folder(daemon), "images", NULL);
    g_mkdir(folder, 0777);
    g_chmod(folder, 0777);
    g_free(yado_test_virsh(uri, "pool-create-as", "images", "dir", "--target", folder, NULL));
    yado_test_guest_define(daemon, "tiny");
    g_autoptr(YadoTestApp) app = start_yado(uri);
    if (!app)
        return;
    g_autoptr(YadoTestThing) table = yado_test_app_find_table(app);
    open_guest(app, table, "tiny");
    g_autoptr(YadoTestThing) button =
        yado_test_app_find(app, ATSPI_ROLE_PUSH_BUTTON, "Add hardware…");
    yado_test_wait_state(button, ATSPI_STATE_SENSITIVE, TRUE); /* the guest was read */
    yado_test_display_press("F3");
    g_autoptr(YadoTestThing) kinds =
        yado_test_app_find(app, ATSPI_ROLE_LIST_BOX, "Kinds of hardware");
    yado_test_choose_in(kinds, ATSPI_ROLE_LIST_ITEM, "Hard disk");
    g_autoptr(YadoTestThing) dialog = yado_test_app_find(app, ATSPI_ROLE_DIALOG, "Add hardware");
    g_autoptr(YadoTestThing) add = yado_test_find_in(dialog, ATSPI_ROLE_PUSH_BUTTON, "Add");
    yado_test_wait_state(add, ATSPI_STATE_SENSITIVE, TRUE);
    yado_test_do(add);
    yado_test_app_wait_gone(app, ATSPI_ROLE_DIALOG, "Add hardware");
    g_autoptr(YadoTestThing) size = yado_test_app_find(app, ATSPI_ROLE_TEXT, "Size");
    Expected proposed = { size, "20 GiB" };
    g_assert_true(yado_test_wait(has_text, &proposed, 5));
    yado_test_click(size, 1, 1, NULL);
    yado_test_display_press("ctrl+a");
    yado_test_display_type("1 GiB");
    yado_test_display_press("Tab");
    yado_test_display_screenshot("new-disk");
    yado_test_app_press_button(app, "Apply");
    g_assert_true(yado_test_wait(has_new_disk, (gpointer)uri, 20));
}

/* Several of many, by the keyboard alone: another field's change leaves the rows, and the place in them, as they are. */
static void
test_choice(void)
{
    g_autoptr(YadoTestApp) app = start_yado(NULL);
    if (!app)
        return;
    g_autoptr(YadoTestThing) table = yado_test_app_find_table(app);
    yado_test_table_wait_row(table, "old-nas", "Shut off");
    yado_test_table_click(table, "old-nas", 1, 1, NULL);
    choose_more(app, "Edit", "Clone");
    g_autoptr(YadoTestThing) dialog = yado_test_app_find(app, ATSPI_ROLE_DIALOG, "Clone");
    g_autoptr(YadoTestThing) first = yado_test_find_in(dialog, ATSPI_ROLE_CHECK_BOX, "xvda");
    yado_test_display_press("alt+l"); /* Disks to leave out */
    yado_test_wait_state(first, ATSPI_STATE_FOCUSED, TRUE);
    yado_test_app_fill_in(app, "Name", "another-nas");
    yado_test_wait_state(first, ATSPI_STATE_FOCUSED, TRUE); /* the same row as before */
    yado_test_display_press("space");
    yado_test_wait_state(first, ATSPI_STATE_CHECKED, TRUE);
    yado_test_display_screenshot("choice");
}

static gboolean
is_lost(gpointer tree)
{
    g_autofree char *host = yado_test_table_dup_cell(tree, 0, 0);
    return strstr(host, "Lost") != NULL;
}

/* The daemon is killed under it: the list says so, and comes back by itself. */
static void
test_killed_daemon(void)
{
    g_autoptr(YadoTestDaemon) daemon = yado_test_daemon_new();
    if (!daemon)
        return;
    const char *uri = yado_test_daemon_get_test_uri(daemon);
    g_autoptr(YadoTestApp) app = start_yado(uri);
    if (!app)
        return;
    g_autoptr(YadoTestThing) table = yado_test_app_find_table(app);
    yado_test_table_wait_row(table, "test", "Running");
    yado_test_daemon_kill(daemon);
    g_autoptr(YadoTestThing) tree = yado_test_app_find(app, ATSPI_ROLE_TABLE, "Hosts");
    g_assert_true(yado_test_wait(is_lost, tree, 10));
    yado_test_display_screenshot("lost");
    yado_test_daemon_start(daemon);
    g_free(yado_test_virsh(uri, "suspend", "test", NULL));
    yado_test_table_wait_row_for(table, "test", "Paused", 20);
    g_free(yado_test_virsh(uri, "resume", "test", NULL));
    yado_test_table_wait_row_for(table, "test", "Running", 1.5);
}

/* Somebody else changes an open guest: seen at once; while it is edited it is told, and the edits stay until one reloads. */
static void
test_changed_elsewhere(void)
{
    g_autoptr(YadoTestDaemon) daemon = yado_test_daemon_new();
    if (!daemon)
        return;
    const char *uri = yado_test_daemon_get_test_uri(daemon);
    g_autoptr(YadoTestApp) app = start_yado(uri);
    if (!app)
        return;
    g_autoptr(YadoTestThing) table = yado_test_app_find_table(app);
    open_guest(app, table, "test");
    g_autoptr(YadoTestThing) tab = yado_test_app_find(app, ATSPI_ROLE_PAGE_TAB, "test");
    g_autoptr(YadoTestThing) entry = yado_test_app_find(app, ATSPI_ROLE_TEXT, "Title");
    Expected first = { entry, "first" }, second = { entry, "second" }, mine = { entry, "mine" };
    g_free(yado_test_virsh(uri, "desc", "test", "--config", "--title", "first", NULL));
    g_assert_true(yado_test_wait(has_text, &first, 5));
    yado_test_click(entry, 1, 1, NULL);
    yado_test_display_press("ctrl+a");
    yado_test_display_type("mine");
    yado_test_display_press("Tab");
    g_free(yado_test_virsh(uri, "desc", "test", "--config", "--title", "second", NULL));
    g_autoptr(YadoTestThing) told =
        yado_test_app_find(app, YADO_TEST_ANY_ROLE, "changed by somebody else");
    g_assert_true(has_text(&mine));
    yado_test_display_screenshot("changed-elsewhere");
    yado_test_app_press_button(app, "Reload");
    g_assert_true(yado_test_wait(has_text, &second, 5));
}

int
main(int argc, char **argv)
{
    yado_test_guard();
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/gtk/journey/list", test_list);
    g_test_add_func("/gtk/journey/search", test_search);
    g_test_add_func("/gtk/journey/pause-and-resume", test_pause_and_resume);
    g_test_add_func("/gtk/journey/several", test_several);
    g_test_add_func("/gtk/journey/wizard", test_wizard);
    g_test_add_func("/gtk/journey/wizard-left", test_wizard_left);
    g_test_add_func("/gtk/journey/memory", test_memory);
    g_test_add_func("/gtk/journey/pinning", test_pinning);
    g_test_add_func("/gtk/journey/wrong-value", test_wrong_value);
    g_test_add_func("/gtk/journey/wrong-number", test_wrong_number);
    g_test_add_func("/gtk/journey/waiting", test_waiting);
    g_test_add_func("/gtk/journey/storage", test_storage);
    g_test_add_func("/gtk/journey/xen", test_xen);
    g_test_add_func("/gtk/journey/all-pages", test_all_pages);
    g_test_add_func("/gtk/journey/broken-xml", test_broken_xml);
    g_test_add_func("/gtk/journey/add-connection", test_add_connection);
    g_test_add_func("/gtk/journey/connection-away", test_connection_away);
    g_test_add_func("/gtk/journey/killed-program", test_killed_program);
    g_test_add_func("/gtk/journey/keyboard", test_keyboard);
    g_test_add_func("/gtk/journey/tree", test_tree);
    g_test_add_func("/gtk/journey/keys-of-pages", test_keys_of_pages);
    g_test_add_func("/gtk/journey/quit-with-edits", test_quit_with_edits);
    g_test_add_func("/gtk/journey/hidden-guest", test_hidden_guest);
    g_test_add_func("/gtk/journey/life-cycle", test_life_cycle);
    g_test_add_func("/gtk/journey/new-disk", test_new_disk);
    g_test_add_func("/gtk/journey/choice", test_choice);
    g_test_add_func("/gtk/journey/killed-daemon", test_killed_daemon);
    g_test_add_func("/gtk/journey/changed-elsewhere", test_changed_elsewhere);
    return g_test_run();
}
