/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Widgets that keep text, without a terminal. */
#include "config.h"

#include <locale.h>
#include <string.h>

#include "tui/widget/yado-tui-choice.h"
#include "tui/widget/yado-tui-editor.h"
#include "tui/widget/yado-tui-entry.h"
#include "tui/widget/yado-tui-list.h"

/* "a b Left Backspace": keys by name; what is not a name types itself. */
static void
press(YadoTuiWidget *widget, const char *keys)
{
    g_auto(GStrv) names = g_strsplit(keys, " ", -1);

    for (guint i = 0; names[i] != NULL; i++) {
        YadoTtyKey key = { 0 };

        g_strlcpy(key.name, names[i], sizeof key.name);
        if (g_utf8_strlen(names[i], -1) == 1)
            key.character = g_utf8_get_char(names[i]);
        if (g_str_equal(names[i], "Space"))
            key.character = ' ';
        yado_tui_widget_key(widget, &key);
    }
}

static void
paste(YadoTuiWidget *widget, const char *text)
{
    YadoTtyKey key = { .name = "Paste", .text = text };

    yado_tui_widget_key(widget, &key);
}

static void
count_signal(GObject *object, gpointer user_data)
{
    (*(int *)user_data)++;
}

static void
test_entry(void)
{
    g_autoptr(YadoTuiWidget) widget = g_object_ref_sink(yado_tui_entry_new("宿", 8));
    YadoTuiEntry *entry = YADO_TUI_ENTRY(widget);
    int changes = 0;

    g_signal_connect(entry, "changed", G_CALLBACK(count_signal), &changes);
    press(widget, "a Space 井 Left Backspace");
    g_assert_cmpstr(yado_tui_entry_get_text(entry), ==, "宿a井");
    press(widget, "Home Delete End b");
    g_assert_cmpstr(yado_tui_entry_get_text(entry), ==, "a井b");
    g_assert_cmpint(changes, ==, 6);
    paste(widget, "one\ntwo\x01\n");
    g_assert_cmpstr(yado_tui_entry_get_text(entry), ==, "a井bone two");
    press(widget, "Ctrl+W");
    g_assert_cmpstr(yado_tui_entry_get_text(entry), ==, "a井bone ");
    press(widget, "Ctrl+U Backspace Delete");
    g_assert_cmpstr(yado_tui_entry_get_text(entry), ==, "");
}

static void
test_editor(void)
{
    g_autoptr(YadoTuiWidget) widget = g_object_ref_sink(yado_tui_editor_new("  <a>\n</a>", 5, 20));
    YadoTuiEditor *editor = YADO_TUI_EDITOR(widget);
    g_autofree char *typed = NULL, *undone = NULL, *erased = NULL;

    press(widget, "End Enter x");
    typed = yado_tui_editor_dup_text(editor);
    g_assert_cmpstr(typed, ==, "  <a>\n  x\n</a>"); /* the new line is indented as the one before */
    g_assert_cmpuint(yado_tui_editor_get_line(editor), ==, 1);
    press(widget, "Ctrl+U Ctrl+U Ctrl+U");
    undone = yado_tui_editor_dup_text(editor);
    g_assert_cmpstr(undone, ==, "  <a>\n</a>");
    yado_tui_editor_go_to(editor, 1, 0);
    press(widget, "Ctrl+Y");
    erased = yado_tui_editor_dup_text(editor);
    g_assert_cmpstr(erased, ==, "  <a>\n");
}

static void
test_editor_read_only(void)
{
    g_autoptr(YadoTuiWidget) widget = g_object_ref_sink(yado_tui_editor_new("one\ntwo", 5, 20));
    g_autofree char *text = NULL;

    yado_tui_editor_set_read_only(YADO_TUI_EDITOR(widget), TRUE);
    press(widget, "x Delete Backspace Ctrl+Y Down");
    paste(widget, "no");
    text = yado_tui_editor_dup_text(YADO_TUI_EDITOR(widget));
    g_assert_cmpstr(text, ==, "one\ntwo");
    g_assert_cmpuint(yado_tui_editor_get_line(YADO_TUI_EDITOR(widget)), ==, 1);
}

static void
test_choice(void)
{
    g_autoptr(YadoTuiWidget) widget = g_object_ref_sink(yado_tui_choice_new("Kinds", TRUE));
    YadoTuiChoice *choice = YADO_TUI_CHOICE(widget);
    g_autofree char *ids = NULL;

    yado_tui_choice_add(choice, "a", "A", NULL, NULL);
    yado_tui_choice_add(choice, "b", "B", NULL, "not here");
    yado_tui_choice_add(choice, "c", "C", NULL, NULL);
    yado_tui_choice_set_chosen(choice, "a");
    press(widget, "Down Space Down Space");
    ids = yado_tui_choice_dup_chosen(choice);
    g_assert_cmpstr(ids, ==, "a,c"); /* b cannot be chosen */
}

static gboolean
is_third_heading(YadoTuiList *list, guint row, gpointer user_data)
{
    return row == 2;
}

static void
draw_nothing(YadoTuiList *list, YadoTty *tty, guint row, const YadoTtyRect *rect,
             YadoTuiStyle style, gpointer user_data)
{
}

static void
test_list(void)
{
    g_autoptr(YadoTuiWidget) widget = g_object_ref_sink(yado_tui_list_new(draw_nothing, NULL));
    YadoTuiList *list = YADO_TUI_LIST(widget);

    g_assert_cmpuint(yado_tui_list_get_selected(list), ==, G_MAXUINT);
    yado_tui_widget_allocate(widget, 0, 0, 4, 10);
    yado_tui_list_set_n_rows(list, 5000);
    yado_tui_list_set_heading_func(list, is_third_heading);
    press(widget, "Down Down");
    g_assert_cmpuint(yado_tui_list_get_selected(list), ==, 3); /* over the heading */
    press(widget, "End");
    g_assert_cmpuint(yado_tui_list_get_selected(list), ==, 4999);
    g_assert_cmpuint(yado_tui_list_get_top(list), ==, 4996);
    yado_tui_list_set_n_rows(list, 10);
    g_assert_cmpuint(yado_tui_list_get_selected(list), ==, 9);
    g_assert_cmpuint(yado_tui_list_get_top(list), ==, 6);
}

static void
test_mnemonic_width(void)
{
    g_assert_cmpint(yado_tui_mnemonic_width("_Start"), ==, 5);
    g_assert_cmpint(yado_tui_mnemonic_width("a__b"), ==, 3);
    g_assert_cmpint(yado_tui_mnemonic_width("起動(_S)"), ==, 7);
}

/* Every theme says something for every role that the default one has. */
static void
test_themes(void)
{
    g_auto(GStrv) names = yado_tui_theme_list();
    g_autoptr(GKeyFile) first = g_key_file_new();
    g_autofree char *folder = g_build_filename(g_getenv("YADO_SOURCE_DIR"), "data", NULL);
    g_autofree char *path = g_build_filename(folder, "theme-yast.ini", NULL);
    g_auto(GStrv) roles = NULL;

    g_assert_cmpuint(g_strv_length(names), ==, 4);
    g_assert_true(g_key_file_load_from_file(first, path, 0, NULL));
    roles = g_key_file_get_keys(first, "Roles", NULL, NULL);
    g_assert_cmpuint(g_strv_length(roles), ==, YADO_N_STYLES);
    for (guint i = 0; names[i] != NULL; i++) {
        g_autofree char *base = g_strdup_printf("theme-%s.ini", names[i]);
        g_autofree char *other = g_build_filename(folder, base, NULL);
        g_autoptr(GKeyFile) file = g_key_file_new();

        g_assert_true(g_key_file_load_from_file(file, other, 0, NULL));
        for (guint j = 0; roles[j] != NULL; j++)
            g_assert_true(g_key_file_has_key(file, "Roles", roles[j], NULL));
    }
}

int
main(int argc, char **argv)
{
    setlocale(LC_ALL, "");
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/widgets/entry", test_entry);
    g_test_add_func("/widgets/editor", test_editor);
    g_test_add_func("/widgets/editor-read-only", test_editor_read_only);
    g_test_add_func("/widgets/choice", test_choice);
    g_test_add_func("/widgets/list", test_list);
    g_test_add_func("/widgets/mnemonic-width", test_mnemonic_width);
    g_test_add_func("/widgets/themes", test_themes);
    return g_test_run();
}
