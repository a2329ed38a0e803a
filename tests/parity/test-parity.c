/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Everything in the catalogue is in each front end: every action in its menus or commands, every column, every page with its fields.
 *
 * What is left out on purpose stands in exceptions-FRONT.txt: "kind id: reason", one a line.  An exception that is not needed fails too.
 */
#include "config.h"

#include <string.h>
#include <yado.h>

#include "contract/contract.h"
#include "yado-test-display.h"
#include "yado-test-terminal.h"

#define GUEST "db-01" /* has disks, nics, a title */

/* ---- exceptions ---- */

typedef struct {
    const char *front;
    GHashTable *allowed; /* "action app.menu" -> used (boolean) */
    GString *missing;
} Audit;

static void
load_exceptions(Audit *audit)
{
    g_autofree char *name = g_strdup_printf("tests/parity/exceptions-%s.txt", audit->front);
    g_autofree char *path = yado_test_source_path(name);
    g_autofree char *text = NULL;
    g_assert_true(g_file_get_contents(path, &text, NULL, NULL));
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
    for (guint i = 0; lines[i]; i++) {
        if (!*lines[i] || lines[i][0] == '#')
            continue;
        char *reason = strstr(lines[i], ": ");
        if (!reason || strlen(reason) < 12)
            g_error("%s:%u: no reason", name, i + 1);
        g_hash_table_insert(audit->allowed, g_strndup(lines[i], (gsize)(reason - lines[i])), NULL);
    }
}

static Audit *
audit_new(const char *front)
{
    Audit *audit = g_new0(Audit, 1);
    audit->front = front;
    audit->allowed = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    audit->missing = g_string_new(NULL);
    load_exceptions(audit);
    return audit;
}

static void
check(Audit *audit, const char *kind, const char *id, gboolean is_there)
{
    g_autofree char *key = g_strdup_printf("%s %s", kind, id);
    if (!is_there && g_hash_table_contains(audit->allowed, key))
        g_hash_table_insert(audit->allowed, g_steal_pointer(&key), GINT_TO_POINTER(TRUE));
    else if (!is_there)
        g_string_append_printf(audit->missing, "  %s has no %s\n", audit->front, key);
}

static void
audit_finish(Audit *audit)
{
    GHashTableIter iter;
    gpointer key, used;
    g_hash_table_iter_init(&iter, audit->allowed);
    while (g_hash_table_iter_next(&iter, &key, &used))
        if (!used)
            g_string_append_printf(audit->missing, "  the exception “%s” of %s is not needed\n",
                                   (char *)key, audit->front);
    if (audit->missing->len)
        g_error("Not the same everywhere:\n%s", audit->missing->str);
    g_hash_table_unref(audit->allowed);
    g_string_free(audit->missing, TRUE);
    g_free(audit);
}

static char *
dup_plain(const char *label)
{
    g_autofree char *text = yado_text_strip_mnemonic(label);
    if (g_str_has_suffix(text, "…"))
        text[strlen(text) - strlen("…")] = '\0';
    return g_steal_pointer(&text);
}

/* ---- what a guest's pages must show: from the library itself ---- */

typedef struct {
    YadoSession *session;
    YadoHost *host;
    YadoDocument *document;
    YadoGuest *guest;
    GPtrArray *pages;
} Model;

static Model *
model_open(void)
{
    g_autoptr(GError) error = NULL;
    Model *model = g_new0(Model, 1);
    model->session = yado_session_new(NULL);
    g_autofree char *uri = yado_session_get_demo_uri();
    model->host = contract_connect(model->session, uri, &error);
    g_assert_no_error(error);
    Contract contract = { .session = model->session, .host = model->host };
    contract_load(&contract, YADO_LOAD_FACTS);
    model->guest = contract_find(&contract, GUEST);
    model->document = contract_get_document(model->guest);
    model->pages = yado_page_list(model->document);
    return model;
}

static void
model_close(Model *model)
{
    g_ptr_array_unref(model->pages);
    g_object_unref(model->document);
    yado_host_close(model->host);
    g_object_unref(model->session);
    g_free(model);
}

/* Labels of the fields that page shows. (transfer full) */
static GPtrArray *
list_labels(Model *model, YadoPage *page)
{
    GPtrArray *labels = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(YadoForm) form =
        yado_page_create_form(page, model->document, model->session, model->guest);
    if (!form)
        return labels;
    g_autoptr(GPtrArray) fields = yado_form_list_fields(form);
    for (guint i = 0; i < fields->len; i++)
        if (yado_form_is_visible(form, fields->pdata[i]))
            g_ptr_array_add(labels,
                            yado_text_strip_mnemonic(yado_field_get_label(fields->pdata[i])));
    return labels;
}

/* ---- command line ---- */

static char *
run_yado(const char *const *arguments, int *status)
{
    g_autoptr(GPtrArray) argv = g_ptr_array_new();
    g_autofree char *program = yado_test_build_path("yado");
    char *output = NULL;
    g_ptr_array_add(argv, program);
    for (guint i = 0; arguments[i]; i++)
        g_ptr_array_add(argv, (char *)arguments[i]);
    g_ptr_array_add(argv, NULL);
    *status = yado_test_run((const char *const *)argv->pdata, &output);
    return output;
}

static gboolean
has_command(const char *command)
{
    g_auto(GStrv) words = g_strsplit(command, " ", -1);
    const char *arguments[] = { words[0], words[1] ? words[1] : "--help",
                                words[1] ? "--help" : NULL, NULL };
    int status;
    g_autofree char *output = run_yado(arguments, &status);
    return status == 0 && strstr(output, words[0]) != NULL;
}

static gboolean
has_list_column(const char *id)
{
    const char *arguments[] = { "--demo", "list", "-o", id, NULL };
    int status;
    g_autofree char *output = run_yado(arguments, &status);
    return status == 0 && strlen(output) > 20;
}

/* What can be changed now and is not hidden has its key in the listing of the form. */
static void
check_form_keys(Audit *audit)
{
    const char *arguments[] = { "--demo", "show", GUEST, "--form", NULL };
    int status;
    g_autofree char *text = run_yado(arguments, &status);
    Model *model = model_open();
    for (guint i = 0; i < model->pages->len; i++) {
        YadoPage *page = model->pages->pdata[i];
        g_autoptr(YadoForm) form =
            yado_page_create_form(page, model->document, model->session, model->guest);
        g_autoptr(GPtrArray) fields = form ? yado_form_list_fields(form) : g_ptr_array_new();
        for (guint k = 0; k < fields->len; k++) {
            const char *key = yado_field_get_key(fields->pdata[k]);
            if (yado_form_is_visible(form, fields->pdata[k]) &&
                yado_form_is_enabled(form, fields->pdata[k], NULL))
                check(audit, "field", key, strstr(text, key) != NULL);
        }
    }
    model_close(model);
}

static void
test_cli(void)
{
    Audit *audit = audit_new("cli");
    for (const YadoActionSpec *const *action = yado_catalog_get_actions(); *action; action++)
        check(audit, "action", (*action)->id,
              (*action)->command && has_command((*action)->command));
    for (const YadoColumnSpec *column = yado_catalog_get_columns(); column->id; column++)
        check(audit, "column", column->id, has_list_column(column->id));
    check_form_keys(audit);
    audit_finish(audit);
}

/* ---- terminal ---- */

typedef struct {
    YadoTestTerminal *terminal;
    const char *text;
} Sight;

static gboolean
is_seen(gpointer data)
{
    Sight *sight = data;
    return yado_test_terminal_has_text(sight->terminal, sight->text);
}

static gboolean
shows_text(YadoTestTerminal *terminal, const char *text)
{
    Sight sight = { terminal, text };
    return yado_test_wait(is_seen, &sight, 2);
}

/* Long pages scroll: the bottom is looked at when the top has it not. */
static void
check_terminal_page(Audit *audit, YadoTestTerminal *terminal, Model *model, YadoPage *page)
{
    g_autoptr(GPtrArray) labels = list_labels(model, page);
    g_autofree char *title = yado_text_strip_mnemonic(page->title);
    check(audit, "page", page->id, shows_text(terminal, title));
    for (guint i = 0; i < labels->len; i++) {
        g_autofree char *id = g_strdup_printf("%s/%s", page->id, (char *)labels->pdata[i]);
        check(audit, "field", id, shows_text(terminal, labels->pdata[i]));
    }
}

/* A menu as high as its window allows, its beginning and its end. */
static void
append_menu(YadoTestTerminal *terminal, const char *key, const char *first, const char *last,
            GString *text)
{
    yado_test_terminal_press(terminal, key);
    yado_test_terminal_wait_text(terminal, first);
    g_autofree char *top = yado_test_terminal_dump(terminal);
    yado_test_terminal_press(terminal, "End");
    yado_test_terminal_wait_text(terminal, last);
    g_autofree char *bottom = yado_test_terminal_dump(terminal);
    g_string_append(text, top);
    g_string_append(text, bottom);
    for (guint i = 0; i < 12; i++) { /* and what is between */
        yado_test_terminal_press(terminal, "Up Up Up Up Up Up Up Up");
        yado_test_terminal_wait_quiet(terminal, 60);
        g_autofree char *middle = yado_test_terminal_dump(terminal);
        g_string_append(text, middle);
    }
    yado_test_terminal_press(terminal, "F9");
    yado_test_terminal_wait_text(terminal, "F9 Quit");
}

static void
check_terminal_actions(Audit *audit, YadoTestTerminal *terminal)
{
    g_autoptr(GString) text = g_string_new(NULL);
    append_menu(terminal, "F2", "Start paused", "About YaDO", text);
    for (const YadoActionSpec *const *action = yado_catalog_get_actions(); *action; action++) {
        g_autofree char *label = dup_plain(yado_action_get_label(*action));
        g_autofree char *entry = g_strdup_printf(" %s  ", label);
        g_autofree char *dots = g_strdup_printf(" %s… ", label);
        check(audit, "action", (*action)->id,
              strstr(text->str, entry) != NULL || strstr(text->str, dots) != NULL);
    }
}

static void
test_tui(void)
{
    Audit *audit = audit_new("tui");
    Model *model = model_open();
    g_autoptr(YadoTestTerminal) terminal = yado_test_terminal_new(100, 200);
    g_autofree char *program = yado_test_build_path("yado");
    const char *argv[] = { program, "--demo", NULL };
    yado_test_terminal_start(terminal, argv);
    yado_test_terminal_wait_text(terminal, GUEST);
    check_terminal_actions(audit, terminal);
    g_autoptr(GString) columns = g_string_new(NULL);
    append_menu(terminal, "c", "Host CPU", "UUID", columns);
    for (const YadoColumnSpec *column = yado_catalog_get_columns(); column->id; column++) {
        g_autofree char *entry = g_strdup_printf("] %s ", yado_column_get_title(column));
        check(audit, "column", column->id, strstr(columns->str, entry) != NULL);
    }
    yado_test_terminal_press(terminal, "Home Down Down Down Down");
    yado_test_terminal_press(terminal, "Enter");
    yado_test_terminal_wait_row(terminal, "▸", GUEST);
    yado_test_terminal_wait_text(terminal, "Start-up");
    for (guint i = 0; i < model->pages->len; i++) {
        check_terminal_page(audit, terminal, model, model->pages->pdata[i]);
        yado_test_terminal_press(terminal, "Down");
    }
    model_close(model);
    audit_finish(audit);
}

/* ---- desktop ---- */

typedef struct {
    YadoTestApp *app;
    GPtrArray *labels;
    char *tree;
} Names;

static gboolean
is_named(const char *tree, const char *label)
{
    g_autofree char *quoted = g_strdup_printf("“%s”", label);
    return strstr(tree, quoted) != NULL;
}

/* Asking for the whole tree is slow: once for all labels. */
static gboolean
are_named(gpointer data)
{
    Names *names = data;
    g_free(names->tree);
    names->tree = yado_test_app_dump(names->app);
    for (guint i = 0; i < names->labels->len; i++)
        if (!is_named(names->tree, names->labels->pdata[i]))
            return FALSE;
    return TRUE;
}

static void
check_desktop_labels(Audit *audit, YadoTestApp *app, YadoPage *page, GPtrArray *labels)
{
    Names names = { app, labels, NULL };
    yado_test_wait(are_named, &names, 5);
    for (guint i = 0; i < labels->len; i++) {
        g_autofree char *id = g_strdup_printf("%s/%s", page->id, (char *)labels->pdata[i]);
        check(audit, "field", id, is_named(names.tree, labels->pdata[i]));
    }
    g_free(names.tree);
}

/* Opens each menu once, so that it is made. */
static char *
dump_menus(YadoTestApp *app, YadoTestThing *table)
{
    GString *text = g_string_new(NULL);
    for (guint i = 0; i < 3; i++) {
        if (i == 2) {
            g_autoptr(YadoTestThing) hosts = yado_test_app_find(app, ATSPI_ROLE_TABLE, "Hosts");
            yado_test_table_click_at(hosts, 0, 0, 3);
        } else
            yado_test_app_do(app, ATSPI_ROLE_TOGGLE_BUTTON, i ? "Menu" : "More actions");
        g_autoptr(YadoTestThing) item = yado_test_app_find(app, ATSPI_ROLE_MENU_ITEM, NULL);
        g_autofree char *tree = yado_test_app_dump(app);
        g_string_append(text, tree);
        yado_test_display_press("Escape");
        yado_test_app_wait_gone(app, ATSPI_ROLE_MENU_ITEM, NULL);
    }
    return g_string_free(text, FALSE);
}

static void
check_desktop_menus(Audit *audit, YadoTestApp *app, YadoTestThing *table)
{
    yado_test_table_click(table, GUEST, 1, 1, NULL);
    g_autofree char *menus = dump_menus(app, table);
    for (const YadoActionSpec *const *action = yado_catalog_get_actions(); *action; action++) {
        g_autofree char *label = dup_plain(yado_action_get_label(*action));
        g_autofree char *quoted = g_strdup_printf("“%s”", label);
        g_autofree char *dots = g_strdup_printf("“%s…”", label);
        check(audit, "action", (*action)->id,
              strstr(menus, quoted) != NULL || strstr(menus, dots) != NULL);
    }
}

static void
check_desktop_pages(Audit *audit, YadoTestApp *app, YadoTestThing *table)
{
    Model *model = model_open();
    yado_test_table_click(table, GUEST, 1, 2, NULL);
    g_autoptr(YadoTestThing) pages = yado_test_app_find(app, ATSPI_ROLE_LIST_BOX, "Pages");
    for (guint i = 0; i < model->pages->len; i++) {
        YadoPage *page = model->pages->pdata[i];
        g_autofree char *title = yado_text_strip_mnemonic(page->title);
        yado_test_choose_in(pages, ATSPI_ROLE_LIST_ITEM, title);
        g_autoptr(GPtrArray) labels = list_labels(model, page);
        check_desktop_labels(audit, app, page, labels);
    }
    model_close(model);
}

static void
test_gtk(void)
{
    g_autofree char *program = yado_test_build_path("yado-gtk");
    const char *argv[] = { program, "--demo", NULL };
    if (!yado_test_display_start())
        return;
    Audit *audit = audit_new("gtk");
    g_autoptr(YadoTestApp) app = yado_test_app_new(argv, NULL);
    g_autoptr(YadoTestThing) table = yado_test_app_find_table(app);
    yado_test_table_wait_row(table, GUEST, "");
    check_desktop_menus(audit, app, table);
    check_desktop_pages(audit, app, table);
    audit_finish(audit);
}

int
main(int argc, char **argv)
{
    yado_test_guard();
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/parity/cli", test_cli);
    g_test_add_func("/parity/tui", test_tui);
    g_test_add_func("/parity/gtk", test_gtk);
    return g_test_run();
}
