/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * yado-lab-create URI NAME KIND OWNER SOURCE FILE [INITRD ARGUMENTS] [-- NAME …]…: guests made by the wizard of the desktop manager on this
 * side of the connection, on the hypervisor on the other.  KIND is PV, PVH or HVM, OWNER libvirt or xl, SOURCE "kernel", "disk" or "medium".
 * Passes (TAP) when all are shown as running; leaves the pictures xen-wizard-NAME.png and xen-created.png.
 */
#include "config.h"

#include <string.h>

#include "yado-test-display.h"

/* Of an emulated host, over SSH. */
#define PATIENCE_SECONDS 60

enum { NAME, KIND, OWNER, SOURCE, FILE_NAME, INITRD, ARGUMENTS };

static char **arguments;

typedef struct {
    const char *word;
    const char *choice; /* of "Start from" */
    const char *field;  /* what its file is called then */
} Source;

static const Source sources[] = {
    { "kernel", "a kernel and an initrd", "Kernel" },
    { "disk", "a disk or image that has a system", "Disk or image" },
    { "medium", "an installation medium", "Medium" },
};

static const Source *
find_source(const char *word)
{
    for (guint i = 0; i < G_N_ELEMENTS(sources); i++)
        if (strcmp(sources[i].word, word) == 0)
            return &sources[i];
    g_error("There is no source “%s”", word);
}

static void
fill_in_source(YadoTestApp *app, char **words)
{
    const Source *source = find_source(words[SOURCE]);

    yado_test_app_choose(app, "Start from", source->choice);
    yado_test_app_fill_in(app, source->field, words[FILE_NAME]);
    if (strcmp(source->word, "kernel") != 0)
        return;
    yado_test_app_fill_in(app, "Initrd", words[INITRD]);
    yado_test_app_fill_in(app, "Kernel arguments", words[ARGUMENTS]);
}

static void
fill_in_resources(YadoTestApp *app, char **words)
{
    yado_test_app_fill_in(app, "Name", words[NAME]);
    yado_test_app_choose(app, "Owner", words[OWNER]);
    yado_test_app_fill_in(app, "Memory", strcmp(words[KIND], "HVM") == 0 ? "160 MiB" : "64 MiB");
}

static void
create(YadoTestApp *app, YadoTestThing *table, char **words)
{
    g_autofree char *kind = g_strconcat(words[KIND], ":", NULL);
    g_autofree char *picture = g_strconcat("xen-wizard-", words[NAME], NULL);

    yado_test_table_click(table, "Domain-0", 1, 1, NULL);
    yado_test_display_press("F3");
    g_autoptr(YadoTestThing) steps = yado_test_app_find(app, ATSPI_ROLE_LIST_BOX, "Steps");
    fill_in_source(app, words);
    yado_test_app_press_button(app, "Next");
    yado_test_app_choose(app, "Kind", kind);
    yado_test_app_press_button(app, "Next");
    g_autoptr(YadoTestThing) clock = yado_test_app_find(app, ATSPI_ROLE_COMBO_BOX, "Clock");
    yado_test_app_press_button(app, "Next");
    fill_in_resources(app, words);
    yado_test_app_press_button(app, "Summary");
    g_autoptr(YadoTestThing) last = yado_test_app_find(app, ATSPI_ROLE_PUSH_BUTTON, "Create");
    yado_test_display_screenshot(picture);
    yado_test_app_press_button(app, "Create");
    yado_test_app_wait_gone(app, ATSPI_ROLE_LIST_BOX, "Steps");
}

/* Of the guest behind this one, or NULL. */
static char **
get_next(char **words)
{
    for (; *words; words++)
        if (strcmp(*words, "--") == 0)
            return words + 1;
    return NULL;
}

static void
test_creates(void)
{
    g_autofree char *program = yado_test_build_path("yado-gtk");
    const char *argv[] = { program, "-c", arguments[0], NULL };

    if (!yado_test_display_start())
        return;
    g_autoptr(YadoTestApp) app = yado_test_app_new(argv, NULL);
    g_autoptr(YadoTestThing) table = yado_test_app_find_table(app);
    yado_test_table_wait_row_for(table, "Domain-0", "Running", PATIENCE_SECONDS);
    for (char **words = arguments + 1; words; words = get_next(words))
        create(app, table, words);
    for (char **words = arguments + 1; words; words = get_next(words))
        yado_test_table_wait_row_for(table, words[NAME], "Running", PATIENCE_SECONDS);
    yado_test_display_screenshot("xen-created");
    g_assert_true(yado_test_app_is_running(app));
}

int
main(int argc, char **argv)
{
    yado_test_guard();
    g_test_init(&argc, &argv, NULL);
    arguments = argv + 1;
    if (argc < 7)
        g_error("usage: yado-lab-create URI NAME KIND OWNER SOURCE FILE [INITRD ARGUMENTS] "
                "[-- NAME …]…");
    g_test_add_func("/xen/create", test_creates);
    return g_test_run();
}
