/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Everything in the tables is complete, and nothing is given twice. */
#include "config.h"

#include <string.h>

#include <libintl.h>

#include "base/yado-locale.h"
#include "document/yado-document-map.h"
#include "present/yado-catalog.h"
#include "present/yado-help.h"

static void
assert_new(GHashTable *seen, const char *id)
{
    g_test_message("%s", id);
    g_assert_true(g_hash_table_add(seen, g_strdup(id)));
}

static GHashTable *
set_new(void)
{
    return g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
}

static void
assert_sentence(const char *text)
{
    g_assert_nonnull(text);
    g_assert_cmpuint(strlen(text), >, 15);
    g_test_message("%s", text);
    g_assert_true(g_str_has_suffix(text, "."));
}

/* "quit" and "QUIT": letters that a keyboard has. */
static void
assert_mnemonic(GHashTable *seen, const char *scope, const char *label)
{
    gunichar letter = yado_text_get_mnemonic(label);
    g_autofree char *id = NULL;

    g_test_message("%s: %s", scope, label);
    g_assert_cmpuint(letter, !=, 0);
    id = g_strdup_printf("%s %u", scope, (guint)letter);
    g_assert_true(g_hash_table_add(seen, g_steal_pointer(&id)));
}

static void
test_columns(void)
{
    g_autoptr(GHashTable) ids = set_new();
    guint n = 0;

    for (const YadoColumnSpec *spec = yado_catalog_get_columns(); spec->id != NULL; spec++, n++) {
        assert_new(ids, spec->id);
        g_assert_cmpstr(yado_column_get_title(spec), !=, "");
        assert_sentence(yado_column_get_help(spec));
        g_assert_nonnull(spec->format);
        g_assert_true(yado_catalog_find_column(spec->id) == spec);
        g_assert_true(spec->type != YADO_COLUMN_NUMBER || spec->number != NULL);
    }
    g_assert_cmpuint(n, ==, 20);
}

/* Whoever adds a capability tells people about it. */
static void
assert_all_capabilities(GHashTable *facts)
{
    const char *top = g_getenv("YADO_SOURCE_DIR");
    g_autofree char *path =
        g_build_filename(top != NULL ? top : ".", "src/libyado/backend/yado-backend.h", NULL);
    g_autoptr(GRegex) define = g_regex_new("#define YADO_CAP_\\w+ \"([^\"]+)\"", 0, 0, NULL);
    g_autoptr(GMatchInfo) match = NULL;
    g_autofree char *text = NULL;
    guint n = 0;

    g_assert_true(g_file_get_contents(path, &text, NULL, NULL));
    g_regex_match(define, text, 0, &match);
    for (; g_match_info_matches(match); g_match_info_next(match, NULL), n++) {
        g_autofree char *id = g_match_info_fetch(match, 1);

        g_test_message("capability %s", id);
        g_assert_true(g_hash_table_contains(facts, id));
    }
    g_assert_cmpuint(n, >=, 12);
}

static void
test_facts(void)
{
    g_autoptr(GHashTable) ids = set_new();
    g_autoptr(GPtrArray) columns = yado_fact_list_columns();

    for (const YadoFactSpec *spec = yado_catalog_get_host_facts(); spec->id != NULL; spec++) {
        assert_new(ids, spec->id);
        g_assert_cmpstr(yado_fact_get_label(spec), !=, "");
        assert_sentence(yado_fact_get_help(spec));
        g_assert_true((spec->format != NULL) != (spec->capability != NULL));
        g_assert_cmpint(spec->column != NULL, ==, spec->place > 0);
    }
    for (guint i = 0; i < columns->len; i++)
        g_assert_cmpint(((const YadoFactSpec *)columns->pdata[i])->place, ==, (int)i + 1);
    assert_all_capabilities(ids);
}

static void
check_confirmation(const YadoActionSpec *spec)
{
    /* Whoever loses something is asked, and only he. */
    g_assert_cmpint(spec->confirm != NULL, ==, spec->danger == YADO_DANGER_LOSES);
    if (spec->confirm == NULL)
        return;
    g_assert_nonnull(strstr(spec->confirm, "%s"));
    assert_sentence(spec->confirm);
    if (spec->scope == YADO_SCOPE_GUEST && !spec->single) {
        g_assert_nonnull(strstr(spec->confirm_many, "%s"));
        assert_sentence(spec->confirm_many);
    }
}

static void
check_action(const YadoActionSpec *spec)
{
    g_assert_cmpstr(yado_action_get_label(spec), !=, "");
    assert_sentence(yado_action_get_help(spec));
    g_assert_nonnull(spec->group);
    g_assert_cmpstr(yado_catalog_get_group_label(spec->group), !=, spec->group);
    g_assert_true(g_strv_contains(yado_catalog_get_groups(), spec->group));
    /* Somebody does it. */
    g_assert_true(spec->operation != NULL || spec->run != NULL || spec->view != NULL);
    g_assert_cmpint(spec->states != YADO_STATES_ANY, ==, spec->state_reason != NULL);
    if (spec->state_reason != NULL)
        assert_sentence(spec->state_reason);
    /* A dialog follows: the label says so. */
    if (spec->form != NULL)
        g_assert_true(g_str_has_suffix(spec->label, "…"));
    check_confirmation(spec);
    g_assert_true(yado_catalog_find_action(spec->id) == spec);
    if (spec->command != NULL)
        g_assert_true(yado_catalog_find_command(spec->command) == spec);
}

static void
test_actions(void)
{
    g_autoptr(GHashTable) ids = set_new();
    g_autoptr(GHashTable) commands = set_new();
    g_autoptr(GHashTable) mnemonics = set_new();

    for (const YadoActionSpec *const *spec = yado_catalog_get_actions(); *spec != NULL; spec++) {
        assert_new(ids, (*spec)->id);
        check_action(*spec);
        assert_mnemonic(mnemonics, (*spec)->group, (*spec)->label);
        if ((*spec)->command != NULL)
            assert_new(commands, (*spec)->command);
    }
    for (const char *const *group = yado_catalog_get_groups(); *group != NULL; group++)
        assert_mnemonic(mnemonics, "groups", yado_catalog_get_group_label(*group));
}

/* In the list all three scopes are alive at once. */
static void
test_keys(void)
{
    g_autoptr(GHashTable) keys = set_new();

    for (const YadoActionSpec *const *spec = yado_catalog_get_actions(); *spec != NULL; spec++) {
        g_test_message("%s: %s", (*spec)->id, yado_keymap_get_key((*spec)->id));
        /* data/keymap.ini says the same as the table, and perhaps more keys. */
        g_assert_cmpstr(yado_keymap_get_key((*spec)->id), ==, (*spec)->key ? (*spec)->key : "");
        for (const char *const *key = yado_keymap_list_keys((*spec)->id); *key != NULL; key++)
            assert_new(keys, *key);
    }
}

static void
check_choices(const YadoFieldSpec *field)
{
    g_autoptr(GHashTable) ids = set_new();

    for (const YadoChoice *choice = field->choices; choice != NULL && choice->id != NULL;
         choice++) {
        assert_new(ids, choice->id);
        g_assert_cmpstr(choice->label, !=, "");
    }
    if (field->type == YADO_FIELD_CHOICE || field->type == YADO_FIELD_MULTI_CHOICE)
        g_assert_true(field->choices != NULL || field->list_choices != NULL);
}

static gboolean
is_page(const YadoFormSpec *form, const char **kind)
{
    for (const YadoPageSpec *page = yado_catalog_get_pages(); page->id != NULL; page++)
        if (page->form == form) {
            *kind = page->node_kind;
            return TRUE;
        }
    return FALSE;
}

static void
check_field(const YadoFormSpec *form, const YadoFieldSpec *field, GHashTable *mnemonics)
{
    const char *kind = NULL;
    gboolean page = is_page(form, &kind);

    g_test_message("%s: %s", form->id, field->id);
    g_assert_cmpstr(yado_field_get_label(field), !=, "");
    assert_sentence(yado_field_get_help(field));
    if (field->type == YADO_FIELD_INFO)
        g_assert_cmpuint(yado_text_get_mnemonic(field->label), ==, 0);
    else
        assert_mnemonic(mnemonics, form->id, field->label);
    check_choices(field);
    if (field->type == YADO_FIELD_INT || field->type == YADO_FIELD_SIZE)
        g_assert_cmpint(field->maximum, >, field->minimum);
    if (page && field->dup_text == NULL)
        g_assert_true(strcmp(yado_field_get_key(field), "autostart") == 0 ||
                      g_str_has_prefix(yado_field_get_key(field), YADO_DOCUMENT_PLAN) ||
                      yado_map_find(kind, yado_field_get_key(field)) != NULL);
}

static void
test_forms(void)
{
    g_autoptr(GHashTable) forms = set_new();
    g_autoptr(GHashTable) mnemonics = set_new();

    for (const YadoFormSpec *const *form = yado_catalog_get_forms(); *form != NULL; form++) {
        g_autoptr(GHashTable) ids = set_new();

        assert_new(forms, (*form)->id);
        g_assert_cmpstr((*form)->title, !=, "");
        assert_sentence((*form)->intro);
        for (const YadoSectionSpec *section = (*form)->sections; section->fields; section++)
            for (const YadoFieldSpec *field = section->fields; field->id != NULL; field++) {
                assert_new(ids, field->id);
                check_field(*form, field, mnemonics);
            }
        g_assert_true(yado_catalog_find_form((*form)->id) == *form);
    }
}

/* What is in no list has neither golden nor a check of its letters. */
static void
test_forms_of_actions(void)
{
    for (const YadoActionSpec *const *spec = yado_catalog_get_actions(); *spec != NULL; spec++)
        if ((*spec)->form != NULL && yado_catalog_find_form((*spec)->form->id) != (*spec)->form)
            g_error("the form of %s is not in yado_catalog_forms", (*spec)->id);
}

/* The steps of a wizard, and the rows of its lists. */
static void
check_wizard_form(const YadoFormSpec *form, GHashTable *forms, GHashTable *mnemonics,
                  GHashTable *ids)
{
    assert_new(forms, form->id);
    assert_sentence(form->intro);
    for (const YadoSectionSpec *section = form->sections; section->fields; section++)
        for (const YadoFieldSpec *field = section->fields; field->id != NULL; field++) {
            g_autoptr(GHashTable) row_ids = set_new();

            assert_new(ids, field->id);
            check_field(form, field, mnemonics);
            g_assert_true((field->type == YADO_FIELD_LIST) == (field->row != NULL));
            if (field->row != NULL)
                check_wizard_form(field->row, forms, mnemonics, row_ids);
        }
}

static void
test_wizards(void)
{
    g_autoptr(GHashTable) forms = set_new();
    g_autoptr(GHashTable) mnemonics = set_new();

    for (const YadoWizardSpec *wizard = yado_catalog_wizards; wizard->id != NULL; wizard++) {
        g_autoptr(GHashTable) ids = set_new(); /* fields are found by id over all steps */
        g_autoptr(GHashTable) steps = set_new();

        for (const YadoWizardStep *step = wizard->steps; step->id != NULL; step++) {
            assert_new(steps, step->id);
            if (step->form != NULL)
                check_wizard_form(step->form, forms, mnemonics, ids);
        }
    }
}

static void
test_pages(void)
{
    g_autoptr(GHashTable) ids = set_new();
    g_autoptr(GHashTable) mnemonics = set_new();

    for (const YadoPageSpec *page = yado_catalog_get_pages(); page->id != NULL; page++) {
        assert_new(ids, page->id);
        g_assert_true((page->form != NULL) != (page->view != NULL));
        if (page->view != NULL)
            assert_sentence(page->help);
        if (page->node_kind == NULL)
            assert_mnemonic(mnemonics, "pages", page->title);
        else
            g_assert_nonnull(strstr(page->title, "%s"));
        g_assert_true(yado_catalog_find_page(page->id) == page);
    }
}

/* Actions that open a page name one that exists. */
static void
test_views(void)
{
    for (const YadoActionSpec *const *spec = yado_catalog_get_actions(); *spec != NULL; spec++)
        if ((*spec)->view != NULL && g_str_has_prefix((*spec)->view, "page:") &&
            strcmp((*spec)->view, "page:" YADO_PAGE_ADD_HARDWARE) != 0)
            g_assert_nonnull(yado_catalog_find_page((*spec)->view + strlen("page:")));
}

static void
test_texts(void)
{
    g_autoptr(YadoSettings) settings = yado_settings_new("/nonexistent/yado.conf");
    g_autofree char *keys = yado_help_for_keys(YADO_FRONT_TERMINAL, settings);
    g_autofree char *desktop = yado_help_for_keys(YADO_FRONT_DESKTOP, settings);
    g_autofree char *actions = yado_help_for_actions();
    g_autofree char *columns = yado_help_for_columns();
    g_autofree char *facts = yado_help_for_host_facts();

    g_assert_nonnull(strstr(keys, "\n  F4         Configuration\n"));
    g_assert_nonnull(strstr(keys, "\n  F2         Menu\n"));
    g_assert_nonnull(strstr(keys, "\n  Ctrl+P     on a guest's pages: "));
    g_assert_null(strstr(keys, "Ctrl+W"));
    g_assert_nonnull(strstr(keys, "\n  Ctrl+]     Leaves it\n  Ctrl+^     From the text"));
    g_assert_null(strstr(desktop, "Ctrl+]"));
    g_assert_nonnull(strstr(desktop, "\n  Ctrl+W     closes the tab"));
    g_assert_nonnull(strstr(actions, "Force off\nSwitches the guest off at once"));
    g_assert_nonnull(strstr(facts, "Hypervisor\nThe program that runs the guests"));
    g_assert_nonnull(strstr(columns, "Owner\nWhich tool made the guest"));
}

/* Translators keep the letters apart too, and sentences with names keep their place for them. */
static void
check_translation(void)
{
    g_autoptr(GHashTable) actions = set_new();
    g_autoptr(GHashTable) fields = set_new();

    for (const YadoActionSpec *const *spec = yado_catalog_get_actions(); *spec != NULL; spec++) {
        g_autofree char *name = yado_action_dup_name(*spec);

        assert_mnemonic(actions, (*spec)->group, yado_action_get_label(*spec));
        g_assert_false(g_str_has_suffix(name, " ") || g_str_has_suffix(name, "…"));
        if ((*spec)->confirm != NULL)
            g_assert_nonnull(strstr(dgettext(GETTEXT_PACKAGE, (*spec)->confirm), "%s"));
    }
    for (const YadoFormSpec *const *form = yado_catalog_get_forms(); *form != NULL; form++)
        for (const YadoSectionSpec *section = (*form)->sections; section->fields; section++)
            for (const YadoFieldSpec *field = section->fields; field->id != NULL; field++)
                if (field->type != YADO_FIELD_INFO)
                    assert_mnemonic(fields, (*form)->id, yado_field_get_label(field));
}

static void
test_translation(gconstpointer language)
{
    g_setenv("LANGUAGE", language, TRUE);
    yado_locale_init();
    if (strcmp(dgettext(GETTEXT_PACKAGE, "_Memory"), "_Memory") == 0)
        g_test_skip("not translated yet");
    else
        check_translation();
    g_setenv("LANGUAGE", "", TRUE);
    yado_locale_init();
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/catalog/columns", test_columns);
    g_test_add_func("/catalog/facts", test_facts);
    g_test_add_func("/catalog/actions", test_actions);
    g_test_add_func("/catalog/keys", test_keys);
    g_test_add_func("/catalog/forms", test_forms);
    g_test_add_func("/catalog/forms-of-actions", test_forms_of_actions);
    g_test_add_func("/catalog/wizards", test_wizards);
    g_test_add_func("/catalog/pages", test_pages);
    g_test_add_func("/catalog/views", test_views);
    g_test_add_func("/catalog/texts", test_texts);
    g_test_add_data_func("/catalog/translation/de", "de", test_translation);
    g_test_add_data_func("/catalog/translation/ja", "ja", test_translation);
    return g_test_run();
}
