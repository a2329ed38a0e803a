/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "present/yado-help.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "present/yado-catalog.h"
#include "present/yado-console-settings.h"

/* ---- Help texts ---- */

static void
append_paragraph(GString *text, const char *paragraph)
{
    if (paragraph == NULL || *paragraph == '\0')
        return;
    if (text->len > 0)
        g_string_append(text, "\n\n");
    g_string_append(text, paragraph);
}

static void
append_entry(GString *text, const char *label, const char *help)
{
    g_autofree char *plain = yado_text_strip_mnemonic(label);

    append_paragraph(text, plain);
    g_string_append_c(text, '\n');
    g_string_append(text, help);
}

/* What each choice means stands below the field's own paragraph. */
static void
append_choices(GString *text, const YadoFieldSpec *spec)
{
    for (const YadoChoice *choice = spec->choices; choice != NULL && choice->id != NULL; choice++)
        if (choice->help != NULL)
            g_string_append_printf(text, C_("choice", "\n• %s: %s"), _(choice->label),
                                   _(choice->help));
}

static const char *
explain_effect(YadoEffect effect)
{
    switch (effect) {
    case YADO_EFFECT_NOW:
        return _("A change takes effect at once and is kept.");
    case YADO_EFFECT_NEXT_START:
        return _("A change takes effect at the guest's next start.");
    default:
        return NULL;
    }
}

static void
append_field(GString *text, YadoForm *form, const YadoFieldSpec *spec)
{
    const char *effect = explain_effect(yado_form_get_effect(form, spec));
    const char *reason = NULL;

    append_entry(text, yado_field_get_label(spec), yado_field_get_help(spec));
    append_choices(text, spec);
    if (effect != NULL)
        g_string_append_printf(text, "\n%s", effect);
    if (spec->type != YADO_FIELD_INFO && !yado_form_is_enabled(form, spec, &reason) &&
        reason != NULL)
        g_string_append_printf(text, "\n%s", reason);
}

char *
yado_help_for_form(YadoForm *form)
{
    g_autoptr(GPtrArray) fields = NULL;
    GString *text;

    g_return_val_if_fail(YADO_IS_FORM(form), NULL);

    text = g_string_new(NULL);
    fields = yado_form_list_fields(form);
    append_paragraph(text, yado_form_get_intro(form));
    for (guint i = 0; i < fields->len; i++)
        if (yado_form_is_visible(form, fields->pdata[i]))
            append_field(text, form, fields->pdata[i]);
    return g_string_free(text, FALSE);
}

char *
yado_help_for_field(YadoForm *form, const YadoFieldSpec *spec)
{
    GString *text;

    g_return_val_if_fail(YADO_IS_FORM(form) && spec != NULL, NULL);

    text = g_string_new(NULL);
    append_field(text, form, spec);
    return g_string_free(text, FALSE);
}

static void
append_key_line(GString *text, const char *key, const char *what)
{
    g_autofree char *cell = yado_text_fit(key, 10, YADO_ALIGN_START);

    g_string_append_printf(text, "\n  %s %s", cell, what);
}

static void
append_action_keys(GString *text, YadoActionScope scope)
{
    for (const YadoActionSpec *const *spec = yado_catalog_get_actions(); *spec != NULL; spec++) {
        const char *key = yado_keymap_get_key((*spec)->id);
        g_autofree char *name = yado_action_dup_name(*spec);

        if ((*spec)->scope == scope && *key != '\0')
            append_key_line(text, key, name);
    }
}

static void
append_own_keys(GString *text, YadoFront front)
{
    for (const YadoKeySpec *spec = yado_catalog_keys; spec->keys != NULL; spec++) {
        g_auto(GStrv) fixed = g_strsplit(spec->keys, ";", -1);

        if (spec->fronts & front)
            append_key_line(text, spec->id != NULL ? yado_keymap_get_key(spec->id) : fixed[0],
                            _(spec->what));
    }
}

/* All others go to the guest. */
static void
append_console_keys(GString *text, YadoSettings *settings)
{
    g_autofree char *leave = yado_console_key_format(yado_console_escape_from_settings(settings));
    g_autofree char *change = yado_console_key_format(yado_console_switch_from_settings(settings));

    append_paragraph(text, _("An open console"));
    append_key_line(text, leave, _("Leaves it"));
    append_key_line(text, change, _("From the text to the screen, and back"));
}

char *
yado_help_for_keys(YadoFront front, YadoSettings *settings)
{
    GString *text = g_string_new(NULL);

    append_paragraph(text, _("Keys everywhere"));
    append_own_keys(text, front);
    append_paragraph(text, _("Guests"));
    append_action_keys(text, YADO_SCOPE_GUEST);
    append_paragraph(text, _("Hosts"));
    append_action_keys(text, YADO_SCOPE_HOST);
    append_paragraph(text, _("Program"));
    append_action_keys(text, YADO_SCOPE_APP);
    if (front & YADO_FRONT_TERMINAL)
        append_console_keys(text, settings);
    return g_string_free(text, FALSE);
}

char *
yado_help_for_actions(void)
{
    GString *text = g_string_new(NULL);

    for (const YadoActionSpec *const *spec = yado_catalog_get_actions(); *spec != NULL; spec++)
        append_entry(text, yado_action_get_label(*spec), yado_action_get_help(*spec));
    return g_string_free(text, FALSE);
}

char *
yado_help_for_columns(void)
{
    GString *text = g_string_new(NULL);

    for (const YadoColumnSpec *spec = yado_catalog_get_columns(); spec->id != NULL; spec++)
        append_entry(text, yado_column_get_title(spec), yado_column_get_help(spec));
    return g_string_free(text, FALSE);
}

char *
yado_help_for_pending(GPtrArray *changes)
{
    GString *text = g_string_new(
        _("What is stored and what runs are not the same here: each of these values is used from "
          "the guest's next start on. Undo puts the running value back into what is stored."));

    for (guint i = 0; i < changes->len; i++) {
        const YadoPendingChange *change = changes->pdata[i];

        if (change->field != NULL)
            append_entry(text, change->label, yado_field_get_help(change->field));
    }
    return g_string_free(text, FALSE);
}

char *
yado_help_for_host_facts(void)
{
    GString *text = g_string_new(NULL);

    for (const YadoFactSpec *spec = yado_catalog_get_host_facts(); spec->id != NULL; spec++)
        append_entry(text, yado_fact_get_label(spec), yado_fact_get_help(spec));
    return g_string_free(text, FALSE);
}
