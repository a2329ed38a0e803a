/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Finding, waiting, doing and tables: see yado-test-display.h. */
#define G_LOG_DOMAIN "yado-test"
#include "config.h"

#include "yado-test-accessible.h"

#include <string.h>

/* ---- the tree ---- */

gboolean
yado_test_has_state(YadoTestThing *thing, AtspiStateType state)
{
    guint32 words[2] = { 0, 0 };
    g_autoptr(GVariant) answer =
        yado_test_accessible_call(thing, "Accessible", "GetState", NULL, "(au)");
    if (!answer)
        return state == ATSPI_STATE_DEFUNCT;
    g_autoptr(GVariant) list = g_variant_get_child_value(answer, 0);
    for (gsize i = 0; i < MIN(2, g_variant_n_children(list)); i++)
        g_variant_get_child(list, i, "u", &words[i]);
    return (words[state / 32] >> (state % 32)) & 1;
}

static gboolean
is_table(AtspiRole role)
{
    return role == ATSPI_ROLE_TABLE || role == ATSPI_ROLE_TREE_TABLE;
}

static gboolean
matches(YadoTestThing *thing, AtspiRole own, AtspiRole role, const char *name)
{
    if (role != YADO_TEST_ANY_ROLE && own != role)
        return FALSE;
    if (name) {
        g_autofree char *text = yado_test_thing_dup_name(thing);
        if (!text || !strstr(text, name))
            return FALSE;
    }
    return yado_test_has_state(thing, ATSPI_STATE_SHOWING);
}

/* @check answers TRUE to end the walk. */
typedef gboolean (*Visit)(YadoTestThing *thing, AtspiRole role, int depth, gpointer data);

static gboolean
walk(YadoTestThing *thing, int depth, Visit visit, gpointer data)
{
    AtspiRole role = yado_test_accessible_get_role(thing);
    if (visit(thing, role, depth, data))
        return TRUE;
    if (is_table(role))
        return FALSE;
    g_autoptr(GPtrArray) children = yado_test_accessible_list_children(thing);
    for (guint i = 0; i < children->len; i++)
        if (walk(children->pdata[i], depth + 1, visit, data))
            return TRUE;
    return FALSE;
}

typedef struct {
    YadoTestApp *app;
    YadoTestThing *parent;
    AtspiRole role;
    const char *name;
    YadoTestThing *found;
} Search;

static gboolean
visit_search(YadoTestThing *thing, AtspiRole role, int depth, gpointer data)
{
    Search *search = data;
    if (depth == 0 || !matches(thing, role, search->role, search->name))
        return FALSE;
    search->found = yado_test_accessible_copy(thing);
    return TRUE;
}

YadoTestThing *
yado_test_peek_in(YadoTestThing *parent, AtspiRole role, const char *name)
{
    Search search = { .role = role, .name = name };
    walk(parent, 0, visit_search, &search);
    return search.found;
}

YadoTestThing *
yado_test_app_peek(YadoTestApp *self, AtspiRole role, const char *name)
{
    g_autoptr(YadoTestThing) root = yado_test_app_get_root(self);
    return root ? yado_test_peek_in(root, role, name) : NULL;
}

static gboolean
has_found(gpointer data)
{
    Search *search = data;
    search->found = search->app ? yado_test_app_peek(search->app, search->role, search->name)
                                : yado_test_peek_in(search->parent, search->role, search->name);
    return search->found != NULL || (search->app && !yado_test_app_is_running(search->app));
}

static gboolean
visit_dump(YadoTestThing *thing, AtspiRole role, int depth, gpointer data)
{
    g_autofree char *name = yado_test_thing_dup_name(thing);
    g_autofree char *text = yado_test_dup_text(thing);
    g_string_append_printf(data, "%*s%d “%s”%s%s%s%s%s\n", depth * 2, "", role, name ? name : "",
                           yado_test_has_state(thing, ATSPI_STATE_SHOWING) ? "" : " hidden",
                           yado_test_has_state(thing, ATSPI_STATE_SENSITIVE) ? "" : " insensitive",
                           yado_test_has_state(thing, ATSPI_STATE_FOCUSED) ? " focused" : "",
                           text ? " text: " : "", text ? text : "");
    return FALSE;
}

static char *
dump_tree(YadoTestThing *root)
{
    GString *text = g_string_new(NULL);
    if (root)
        walk(root, 0, visit_dump, text);
    return g_string_free(text, FALSE);
}

char *
yado_test_app_dump(YadoTestApp *self)
{
    g_autoptr(YadoTestThing) root = yado_test_app_get_root(self);
    return dump_tree(root);
}

static G_GNUC_NORETURN void
fail_search(Search *search, const char *what)
{
    g_autoptr(YadoTestThing) root = search->app ? yado_test_app_get_root(search->app)
                                                : yado_test_accessible_copy(search->parent);
    g_autofree char *tree = dump_tree(root);
    yado_test_display_screenshot("failure");
    if (search->app)
        yado_test_app_show_log(search->app);
    g_error("%s: role %d “%s”. The tree:\n%s", what, search->role, search->name ? search->name : "",
            tree);
}

YadoTestThing *
yado_test_app_find(YadoTestApp *self, AtspiRole role, const char *name)
{
    Search search = { .app = self, .role = role, .name = name };
    if (!yado_test_wait(has_found, &search, 10) || !search.found)
        fail_search(&search, "Looked in vain for");
    return search.found;
}

YadoTestThing *
yado_test_find_in(YadoTestThing *parent, AtspiRole role, const char *name)
{
    Search search = { .parent = parent, .role = role, .name = name };
    if (!yado_test_wait(has_found, &search, 10))
        fail_search(&search, "Looked in vain for");
    return search.found;
}

static gboolean
has_gone(gpointer data)
{
    Search *search = data;
    g_autoptr(YadoTestThing) found = yado_test_app_peek(search->app, search->role, search->name);
    return !found;
}

void
yado_test_app_wait_gone(YadoTestApp *self, AtspiRole role, const char *name)
{
    Search search = { .app = self, .role = role, .name = name };
    if (!yado_test_wait(has_gone, &search, 10))
        fail_search(&search, "It does not go away");
}

guint
yado_test_app_count_windows(YadoTestApp *self)
{
    g_autoptr(YadoTestThing) root = yado_test_app_get_root(self);
    g_autoptr(GPtrArray) windows = root ? yado_test_accessible_list_children(root) : NULL;
    return windows ? windows->len : 0;
}

typedef struct {
    YadoTestThing *thing;
    AtspiStateType state;
    gboolean wanted;
} StateWait;

static gboolean
is_in_state(gpointer data)
{
    StateWait *wait = data;
    return yado_test_has_state(wait->thing, wait->state) == wait->wanted;
}

void
yado_test_wait_state(YadoTestThing *thing, AtspiStateType state, gboolean wanted)
{
    StateWait wait = { thing, state, wanted };
    if (yado_test_wait(is_in_state, &wait, 10))
        return;
    g_autofree char *name = yado_test_thing_dup_name(thing);
    g_error("“%s” does not get state %d = %d", name, state, wanted);
}

void
yado_test_do(YadoTestThing *thing)
{
    g_autofree char *name = yado_test_thing_dup_name(thing);
    if (!yado_test_accessible_has(thing, "Action") ||
        yado_test_accessible_get_int(thing, "Action", "NActions") < 1)
        g_error("“%s” can do nothing", name);
    if (!yado_test_has_state(thing, ATSPI_STATE_SENSITIVE))
        g_error("“%s” is insensitive", name);
    g_autoptr(GVariant) answer =
        yado_test_accessible_call(thing, "Action", "DoAction", g_variant_new("(i)", 0), "(b)");
    if (!answer)
        g_error("“%s” does not do it", name);
}

void
yado_test_app_do(YadoTestApp *self, AtspiRole role, const char *name)
{
    g_autoptr(YadoTestThing) thing = yado_test_app_find(self, role, name);
    yado_test_do(thing);
}

void
yado_test_click(YadoTestThing *thing, int button, int count, const char *modifier)
{
    int left, top, width, height;
    g_autoptr(GVariant) answer =
        yado_test_accessible_call(thing, "Component", "GetExtents",
                                  g_variant_new("(u)", ATSPI_COORD_TYPE_SCREEN), "((iiii))");
    g_assert_nonnull(answer);
    g_variant_get(answer, "((iiii))", &left, &top, &width, &height);
    g_autofree char *x = g_strdup_printf("%d", left + MIN(width / 2, 40));
    g_autofree char *y = g_strdup_printf("%d", top + height / 2);
    g_autofree char *which = g_strdup_printf("%d", button);
    g_autofree char *times = g_strdup_printf("%d", count);
    const char *plain[] = { "xdotool", "mousemove", x,     y,     "click", "--delay",
                            "30",      "--repeat",  times, which, NULL };
    const char *modified[] = { "xdotool", "mousemove", x,       y,        "keydown", modifier,
                               "click",   which,       "keyup", modifier, NULL };
    g_assert_cmpint(yado_test_run(modifier ? modified : plain, NULL), ==, 0);
}

void
yado_test_get_size(YadoTestThing *thing, int *width, int *height)
{
    g_autoptr(GVariant) answer =
        yado_test_accessible_call(thing, "Component", "GetSize", NULL, "(ii)");
    g_assert_nonnull(answer);
    g_variant_get(answer, "(ii)", width, height);
}

static gboolean
is_selected(gpointer thing)
{
    return yado_test_has_state(thing, ATSPI_STATE_SELECTED);
}

/* FALSE: it is not to be seen, or what is there cannot be clicked. */
static gboolean
try_to_choose(YadoTestThing *parent, AtspiRole role, const char *name)
{
    g_autoptr(YadoTestThing) thing = yado_test_peek_in(parent, role, name);
    if (!thing)
        return FALSE;
    yado_test_click(thing, 1, 1, NULL);
    return yado_test_wait(is_selected, thing, 2);
}

/* Over the row in the middle: the first and the last one may be half hidden. */
static void
turn_wheel(YadoTestThing *parent, gboolean down)
{
    g_autoptr(GPtrArray) rows = yado_test_accessible_list_children(parent);
    for (guint i = rows->len; i > 0; i--)
        if (!yado_test_has_state(rows->pdata[i - 1], ATSPI_STATE_SHOWING))
            g_ptr_array_remove_index(rows, i - 1);
    if (rows->len > 0)
        yado_test_click(rows->pdata[rows->len / 2], down ? 5 : 4, 3, NULL);
}

void
yado_test_choose_in(YadoTestThing *parent, AtspiRole role, const char *name)
{
    g_autoptr(YadoTestThing) any = yado_test_find_in(parent, role, NULL);
    for (guint i = 0; i < 20; i++) {
        if (try_to_choose(parent, role, name))
            return;
        turn_wheel(parent, i < 6); /* to the end, then up */
    }
    Search search = { .parent = parent, .role = role, .name = name };
    fail_search(&search, "Cannot be chosen");
}

char *
yado_test_dup_text(YadoTestThing *thing)
{
    char *text = NULL;
    if (!yado_test_accessible_has(thing, "Text"))
        return NULL;
    g_autoptr(GVariant) answer =
        yado_test_accessible_call(thing, "Text", "GetText", g_variant_new("(ii)", 0, -1), "(s)");
    if (answer)
        g_variant_get(answer, "(s)", &text);
    return text;
}

void
yado_test_set_text(YadoTestThing *thing, const char *value)
{
    g_autoptr(GVariant) answer = yado_test_accessible_call(thing, "EditableText", "SetTextContents",
                                                           g_variant_new("(s)", value), "(b)");
    g_assert_nonnull(answer);
}

/* ---- forms ---- */

void
yado_test_app_fill_in(YadoTestApp *self, const char *entry, const char *text)
{
    g_autoptr(YadoTestThing) thing = yado_test_app_find(self, ATSPI_ROLE_TEXT, entry);
    yado_test_set_text(thing, text);
}

/* Number of the item; -1: none is called so. */
static int
find_item(YadoTestThing *combo, const char *name)
{
    g_autoptr(GPtrArray) menus = yado_test_accessible_list_children(combo);
    g_autoptr(GPtrArray) items =
        menus->len > 0 ? yado_test_accessible_list_children(menus->pdata[0]) : NULL;
    for (guint i = 0; items && i < items->len; i++) {
        g_autofree char *label = yado_test_thing_dup_name(items->pdata[i]);
        if (label && g_str_has_prefix(label, name))
            return (int)i;
    }
    return -1;
}

void
yado_test_app_choose(YadoTestApp *self, const char *combo, const char *item)
{
    g_autoptr(YadoTestThing) thing = yado_test_app_find(self, ATSPI_ROLE_COMBO_BOX, combo);
    int number = find_item(thing, item);
    if (number < 0)
        g_error("“%s” offers no “%s”:\n%s", combo, item, yado_test_app_dump(self));
    g_autoptr(GVariant) answer = yado_test_accessible_call(thing, "Selection", "SelectChild",
                                                           g_variant_new("(i)", number), "(b)");
    g_assert_nonnull(answer);
}

void
yado_test_app_press_button(YadoTestApp *self, const char *name)
{
    g_autoptr(YadoTestThing) button = yado_test_app_find(self, ATSPI_ROLE_PUSH_BUTTON, name);
    yado_test_wait_state(button, ATSPI_STATE_SENSITIVE, TRUE);
    yado_test_do(button);
}

/* ---- tables ---- */

static int
count_columns(YadoTestThing *table)
{
    return yado_test_accessible_get_int(table, "Table", "NColumns");
}

/* (transfer full), NULL: there is none */
static YadoTestThing *
get_cell(YadoTestThing *table, int row, int column)
{
    g_autoptr(GVariant) answer = yado_test_accessible_call(
        table, "Table", "GetAccessibleAt", g_variant_new("(ii)", row, column), "((so))");
    g_autoptr(GVariant) reference = answer ? g_variant_get_child_value(answer, 0) : NULL;
    return reference ? yado_test_accessible_from_reference(reference) : NULL;
}

static gboolean
visit_table(YadoTestThing *thing, AtspiRole role, int depth, gpointer data)
{
    Search *search = data;
    if (!is_table(role) || !yado_test_has_state(thing, ATSPI_STATE_SHOWING) ||
        count_columns(thing) < 2)
        return FALSE;
    if (search->found && count_columns(search->found) >= count_columns(thing))
        return FALSE;
    g_clear_pointer(&search->found, yado_test_thing_free);
    search->found = yado_test_accessible_copy(thing);
    return FALSE;
}

static gboolean
has_table(gpointer data)
{
    Search *search = data;
    g_autoptr(YadoTestThing) root = yado_test_app_get_root(search->app);
    g_clear_pointer(&search->found, yado_test_thing_free);
    if (root)
        walk(root, 0, visit_table, search);
    return search->found != NULL;
}

YadoTestThing *
yado_test_app_find_table(YadoTestApp *self)
{
    Search search = { .app = self, .role = ATSPI_ROLE_TABLE, .name = "a table" };
    if (!yado_test_wait(has_table, &search, 10))
        fail_search(&search, "Looked in vain for");
    return search.found;
}

int
yado_test_table_get_n_rows(YadoTestThing *thing)
{
    return yado_test_accessible_get_int(thing, "Table", "NRows");
}

int
yado_test_table_find_column(YadoTestThing *thing, const char *title)
{
    int n = count_columns(thing);
    for (int column = 0; column < n; column++) {
        g_autofree char *text = NULL;
        g_autoptr(GVariant) answer = yado_test_accessible_call(
            thing, "Table", "GetColumnDescription", g_variant_new("(i)", column), "(s)");
        if (answer)
            g_variant_get(answer, "(s)", &text);
        if (g_strcmp0(text, title) == 0)
            return column;
    }
    return -1;
}

/* A cell with several renderers is a container of them. */
static void
append_cell_text(YadoTestThing *cell, GString *text)
{
    g_autofree char *own = yado_test_dup_text(cell);
    if (!own || !*own) {
        g_free(own);
        own = yado_test_thing_dup_name(cell);
    }
    if (own && *own)
        g_string_append_printf(text, "%s%s", text->len ? " " : "", own);
    g_autoptr(GPtrArray) children = yado_test_accessible_list_children(cell);
    for (guint i = 0; i < children->len; i++)
        append_cell_text(children->pdata[i], text);
}

char *
yado_test_table_dup_cell(YadoTestThing *thing, int row, int column)
{
    g_autoptr(YadoTestThing) cell = get_cell(thing, row, column);
    GString *text = g_string_new(NULL);
    if (cell)
        append_cell_text(cell, text);
    return g_string_free(text, FALSE);
}

static gboolean
row_has(YadoTestThing *thing, int row, const char *wanted, gboolean whole)
{
    int n = count_columns(thing);
    for (int column = 0; column < n; column++) {
        g_autofree char *text = yado_test_table_dup_cell(thing, row, column);
        if (whole ? strcmp(text, wanted) == 0 : strstr(text, wanted) != NULL)
            return TRUE;
    }
    return FALSE;
}

int
yado_test_table_find_row(YadoTestThing *table, const char *text)
{
    int n = yado_test_table_get_n_rows(table);
    for (int row = 0; row < n; row++)
        if (row_has(table, row, text, TRUE))
            return row;
    return -1;
}

typedef struct {
    YadoTestThing *table;
    const char *text, *other;
} RowWait;

static gboolean
has_row(gpointer data)
{
    RowWait *wait = data;
    int row = yado_test_table_find_row(wait->table, wait->text);
    return row >= 0 && row_has(wait->table, row, wait->other, FALSE);
}

static gboolean
has_no_row(gpointer data)
{
    RowWait *wait = data;
    return yado_test_table_find_row(wait->table, wait->text) < 0;
}

static G_GNUC_NORETURN void
fail_row(YadoTestThing *thing, const char *what, const char *text, const char *other)
{
    int rows = yado_test_table_get_n_rows(thing), columns = count_columns(thing);
    GString *dump = g_string_new(NULL);
    for (int row = 0; row < MIN(rows, 40); row++) {
        for (int column = 0; column < columns; column++) {
            g_autofree char *cell = yado_test_table_dup_cell(thing, row, column);
            g_string_append_printf(dump, "%s | ", cell);
        }
        g_string_append_c(dump, '\n');
    }
    yado_test_display_screenshot("failure");
    g_error("%s “%s” “%s”:\n%s", what, text, other, dump->str);
}

void
yado_test_table_wait_row_for(YadoTestThing *table, const char *text, const char *other,
                             double seconds)
{
    RowWait wait = { table, text, other };
    if (!yado_test_wait(has_row, &wait, seconds))
        fail_row(table, "No row with", text, other);
}

void
yado_test_table_wait_row(YadoTestThing *table, const char *text, const char *other)
{
    yado_test_table_wait_row_for(table, text, other, 10);
}

void
yado_test_table_wait_no_row(YadoTestThing *table, const char *text)
{
    RowWait wait = { table, text, "" };
    if (!yado_test_wait(has_no_row, &wait, 10))
        fail_row(table, "There still is a row with", text, "");
}

static gboolean
is_row_selected(gpointer data)
{
    RowWait *wait = data;
    int row = yado_test_table_find_row(wait->table, wait->text);
    gboolean selected = FALSE;
    g_autoptr(GVariant) answer =
        row < 0 ? NULL
                : yado_test_accessible_call(wait->table, "Table", "IsRowSelected",
                                            g_variant_new("(i)", row), "(b)");
    if (answer)
        g_variant_get(answer, "(b)", &selected);
    return selected;
}

void
yado_test_table_wait_selected(YadoTestThing *table, const char *text)
{
    RowWait wait = { table, text, "" };
    if (!yado_test_wait(is_row_selected, &wait, 10))
        fail_row(table, "Not selected:", text, "");
}

void
yado_test_table_click(YadoTestThing *thing, const char *text, int button, int count,
                      const char *modifier)
{
    yado_test_table_wait_row(thing, text, "");
    int row = yado_test_table_find_row(thing, text);
    int column = 0;
    for (; column < count_columns(thing); column++) {
        g_autofree char *cell = yado_test_table_dup_cell(thing, row, column);
        if (strcmp(cell, text) == 0)
            break;
    }
    for (guint i = 0; i < 5; i++) {
        g_autoptr(YadoTestThing) cell = get_cell(thing, row, column);
        yado_test_click(cell, button, count, modifier);
        /* A plain click that went beside the row, which was moving, is made again. */
        if (button != 1 || count != 1 || modifier || yado_test_wait(is_selected, cell, 2))
            return;
        row = yado_test_table_find_row(thing, text);
    }
}

void
yado_test_table_click_at(YadoTestThing *thing, int row, int column, int button)
{
    g_autoptr(YadoTestThing) cell = get_cell(thing, row, column);
    g_assert_nonnull(cell);
    yado_test_click(cell, button, 1, NULL);
}

void
yado_test_table_click_head(YadoTestThing *thing, const char *title)
{
    int column = yado_test_table_find_column(thing, title);
    g_assert_cmpint(column, >=, 0);
    g_autoptr(GVariant) answer = yado_test_accessible_call(thing, "Table", "GetColumnHeader",
                                                           g_variant_new("(i)", column), "((so))");
    g_autoptr(GVariant) reference = answer ? g_variant_get_child_value(answer, 0) : NULL;
    g_autoptr(YadoTestThing) head =
        reference ? yado_test_accessible_from_reference(reference) : NULL;
    g_assert_nonnull(head);
    yado_test_click(head, 1, 1, NULL);
}
