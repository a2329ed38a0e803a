/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* yado set: fields by id, all checked before any is stored. */
#include "config.h"

#include <string.h>

#include <glib/gi18n.h>

#include "cli/yado-cli-change.h"
#include "cli/yado-cli-commands.h"
#include "cli/yado-cli-form.h"
#include "cli/yado-cli-guest-forms.h"
#include "cli/yado-cli-hosts.h"
#include "cli/yado-cli-jobs.h"
#include "cli/yado-cli-json.h"
#include "cli/yado-cli-print.h"

typedef struct {
    char *id, *value;
} Assignment;

static void
assignment_free(Assignment *self)
{
    g_free(self->id);
    g_free(self->value);
    g_free(self);
}

/* Guests' names may have a '=' in them: a word is an assignment when what stands before it is a field. */
static gboolean
split_words(GPtrArray *words, GPtrArray *names, GPtrArray *assignments, GError **error)
{
    for (guint i = 0; i < words->len; i++) {
        const char *word = words->pdata[i];
        const char *equals = strchr(word, '=');
        g_autofree char *id = equals != NULL ? g_strndup(word, equals - word) : NULL;
        Assignment *assignment;

        if (id == NULL || !yado_cli_is_field_id(id)) {
            g_ptr_array_add(names, g_strdup(word));
            continue;
        }
        assignment = g_new0(Assignment, 1);
        assignment->id = g_steal_pointer(&id);
        assignment->value = g_strdup(equals + 1);
        g_ptr_array_add(assignments, assignment);
    }
    return TRUE;
}

/* "memry.current=2": no guest of that name, but surely meant as a field. */
static gboolean
explain_unknown_field(GPtrArray *names, GError **error)
{
    for (guint i = 0; i < names->len; i++) {
        const char *word = names->pdata[i];
        const char *equals = strchr(word, '=');
        g_autofree char *id = NULL;
        g_autofree char *hint = NULL;
        const char *near;

        if (equals == NULL)
            continue;
        id = g_strndup(word, equals - word);
        near = yado_cli_find_near_field(id);
        hint = near != NULL ? g_strdup_printf(_("Did you mean “%s”?"), near)
                            : g_strdup(_("“yado show GUEST --form” lists the fields."));
        g_clear_error(error);
        return yado_error_set(error, YADO_ERROR_INVALID, NULL, hint, _("There is no field “%s”."),
                              id);
    }
    return FALSE;
}

static gboolean
set_fields(YadoCliGuestForms *forms, GPtrArray *assignments, GError **error)
{
    for (guint i = 0; i < assignments->len; i++) {
        const Assignment *assignment = assignments->pdata[i];
        YadoForm *form = NULL;
        const YadoFieldSpec *field = yado_cli_guest_forms_find(forms, assignment->id, &form);

        if (field == NULL)
            return yado_error_set(error, YADO_ERROR_INVALID, NULL, NULL, _("%s has no field “%s”."),
                                  yado_guest_get_name(forms->guest), assignment->id);
        if (!yado_cli_form_set(form, field, assignment->value, error))
            return FALSE;
    }
    return TRUE;
}

static gboolean
validate_forms(YadoCliGuestForms *forms, GError **error)
{
    for (guint i = 0; i < forms->forms->len; i++) {
        YadoForm *form = forms->forms->pdata[i];

        if (form != NULL && yado_form_is_dirty(form) && !yado_form_validate(form, NULL, error))
            return FALSE;
    }
    return TRUE;
}

/* Of all guests, each checked, none stored yet. */
static GPtrArray *
prepare(YadoCli *cli, GPtrArray *guests, GPtrArray *assignments, GError **error)
{
    g_autoptr(GPtrArray) all =
        g_ptr_array_new_with_free_func((GDestroyNotify)yado_cli_guest_forms_free);

    for (guint i = 0; i < guests->len; i++) {
        YadoCliGuestForms *forms =
            yado_cli_guest_forms_new(cli, guests->pdata[i], YADO_CONFIGURATION_INACTIVE, error);

        if (forms == NULL)
            return NULL;
        g_ptr_array_add(all, forms);
        if (!set_fields(forms, assignments, error) || !validate_forms(forms, error))
            return NULL;
    }
    return g_steal_pointer(&all);
}

static const YadoEdit *
find_edit(YadoDocument *document, const YadoFieldSpec *field)
{
    GPtrArray *edits = yado_document_get_edits(document);

    for (guint i = 0; edits != NULL && i < edits->len; i++) {
        const YadoEdit *edit = edits->pdata[i];

        if (edit->node == NULL && g_strcmp0(edit->key, yado_field_get_key(field)) == 0)
            return edit;
    }
    return NULL;
}

static char *
describe_field(YadoCli *cli, YadoCliGuestForms *forms, const char *id, gboolean next_start)
{
    YadoForm *form = NULL;
    const YadoFieldSpec *field = yado_cli_guest_forms_find(forms, id, &form);
    YadoCliChange change = { forms->guest, NULL, yado_form_get_effect(form, field) };

    if (next_start && change.effect == YADO_EFFECT_NOW && !(field->flags & YADO_FIELD_AT_ONCE))
        change.effect = YADO_EFFECT_NEXT_START;
    return yado_cli_change_dup_edit(cli, &change, field, find_edit(forms->document, field));
}

static void
describe(YadoCli *cli, YadoCliGuestForms *forms, GPtrArray *assignments, gboolean next_start)
{
    for (guint i = 0; i < assignments->len; i++) {
        g_autofree char *line =
            describe_field(cli, forms, ((const Assignment *)assignments->pdata[i])->id, next_start);

        yado_cli_change_tell(cli, line);
    }
}

static gboolean
print_difference(YadoCli *cli, YadoCliGuestForms *forms, GError **error)
{
    g_autoptr(YadoDocument) old =
        yado_cli_get_document(cli, forms->guest, YADO_CONFIGURATION_INACTIVE, error);
    g_autofree char *old_text = NULL;
    g_autofree char *new_text = NULL;
    g_autofree char *difference = NULL;

    if (old == NULL)
        return FALSE;
    old_text = yado_document_dump(old);
    new_text = yado_document_dump(forms->document);
    difference = yado_text_diff(old_text, new_text, _("stored"), _("new"));
    fputs(difference, stdout);
    return TRUE;
}

static gboolean
apply(YadoCli *cli, YadoCliGuestForms *forms, GPtrArray *assignments, YadoCliArguments *arguments,
      GError **error)
{
    gboolean next_start = yado_cli_arguments_has(arguments, "next-start");
    YadoApplyFlags flags = next_start ? YADO_APPLY_STORED : yado_edit_get_flags(forms->guest);
    g_autofree char *dropped = NULL;

    if (yado_cli_arguments_has(arguments, "force"))
        flags |= YADO_APPLY_FORCE;
    if (yado_document_is_edited(forms->document) &&
        !yado_cli_apply(cli, forms->guest, forms->document, flags, &dropped, error))
        return FALSE;
    describe(cli, forms, assignments, next_start);
    yado_cli_tell_dropped(cli, dropped);
    return TRUE;
}

static void
warn(YadoCli *cli, YadoCliGuestForms *forms)
{
    for (guint i = 0; i < forms->forms->len; i++) {
        YadoForm *form = forms->forms->pdata[i];

        if (form != NULL && yado_form_is_dirty(form))
            yado_cli_form_tell_warnings(cli, form, yado_guest_get_name(forms->guest));
    }
}

static void
apply_each(YadoCli *cli, GPtrArray *all, GPtrArray *assignments, YadoCliArguments *arguments)
{
    gboolean is_dry = yado_cli_arguments_has(arguments, "dry-run");

    for (guint i = 0; i < all->len; i++) {
        YadoCliGuestForms *forms = all->pdata[i];
        g_autoptr(GError) error = NULL;
        gboolean done;

        warn(cli, forms);
        if (is_dry) {
            describe(cli, forms, assignments, yado_cli_arguments_has(arguments, "next-start"));
            done = cli->json || print_difference(cli, forms, &error);
        } else {
            done = apply(cli, forms, assignments, arguments, &error);
        }
        if (done)
            continue;
        yado_cli_explain_cancel(cli, &error);
        yado_cli_report(cli, error);
    }
}

gboolean
yado_cli_run_set(YadoCli *cli, const YadoCliCommand *command, YadoCliArguments *arguments,
                 GError **error)
{
    g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(GPtrArray) assignments =
        g_ptr_array_new_with_free_func((GDestroyNotify)assignment_free);
    g_autoptr(GPtrArray) guests = NULL;
    g_autoptr(GPtrArray) all = NULL;

    if (!split_words(arguments->words, names, assignments, error))
        return FALSE;
    if (names->len == 0)
        return yado_error_set(error, YADO_ERROR_INVALID, NULL, NULL, _("Which guest?"));
    if (!yado_cli_open_hosts(cli, YADO_OPEN_EVENTS, error) ||
        !yado_cli_load(cli, YADO_LOAD_LIST, YADO_LIST_SAVED | YADO_LIST_AUTOSTART, error))
        return FALSE;
    yado_cli_await_info(cli);
    guests = yado_cli_match_guests(cli, (const char *const *)names->pdata, names->len, error);
    if (guests == NULL)
        return explain_unknown_field(names, error);
    if (assignments->len == 0)
        return yado_error_set(error, YADO_ERROR_INVALID, NULL,
                              _("“yado show GUEST --form” lists the fields."),
                              _("Nothing to set: give FIELD=VALUE."));
    yado_cli_await_facts(cli, guests);
    all = prepare(cli, guests, assignments, error);
    if (all == NULL)
        return FALSE;
    apply_each(cli, all, assignments, arguments);
    return TRUE;
}
