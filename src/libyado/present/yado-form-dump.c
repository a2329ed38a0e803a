/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A form as text, for goldens. */
#include "config.h"

#include "present/yado-form.h"

#include <glib/gi18n-lib.h>

#include "base/yado-text.h"

static const char *const type_names[YADO_N_FIELD_TYPES] = {
    "text", "multiline", "password", "bool", "int",  "size", "choice", "multi-choice",
    "file", "volume",    "network",  "mac",  "list", "info", "custom",
};

static void
dump_choices(GString *dump, YadoForm *self, const YadoFieldSpec *spec)
{
    g_autoptr(GPtrArray) items = yado_form_list_choices(self, spec);

    if (spec->type == YADO_FIELD_INFO)
        return;
    for (guint i = 0; items != NULL && i < items->len; i++) {
        const YadoChoiceItem *item = items->pdata[i];

        g_string_append_printf(dump, "    (%s) %s = %s%s%s\n", item->selected ? "x" : " ", item->id,
                               item->label, item->reason != NULL ? " -- " : "",
                               item->reason != NULL ? item->reason : "");
    }
}

static void
dump_field(GString *dump, YadoForm *self, const YadoFieldSpec *spec)
{
    g_autofree char *text = NULL;
    const char *reason = NULL;
    const char *message = yado_form_get_error(self, spec);
    gboolean enabled;

    if (!yado_form_is_visible(self, spec)) {
        g_string_append_printf(dump, "  %s | hidden\n", spec->id);
        return;
    }
    text = yado_form_dup_text(self, spec);
    g_strdelimit(text, "\n", ' ');
    enabled = yado_form_is_enabled(self, spec, &reason);
    g_string_append_printf(
        dump, "  %s | %s | %s | %s | %s | %s%s%s\n", spec->id, yado_field_get_label(spec),
        type_names[spec->type], spec->flags & YADO_FIELD_SECRET ? "***" : text,
        yado_effect_get_label(yado_form_get_effect(self, spec)), enabled ? "enabled" : "disabled",
        reason != NULL ? ": " : "", reason != NULL ? reason : "");
    if (message != NULL)
        g_string_append_printf(dump, "    ! %s\n", message);
    dump_choices(dump, self, spec);
}

GStrv
yado_form_list_warnings(YadoForm *self)
{
    g_autoptr(GStrvBuilder) lines = g_strv_builder_new();
    g_autoptr(GPtrArray) fields = NULL;

    g_return_val_if_fail(YADO_IS_FORM(self), NULL);

    fields = yado_form_list_fields(self);
    for (guint i = 0; i < fields->len; i++) {
        const YadoFieldSpec *spec = fields->pdata[i];
        g_autofree char *label = yado_text_strip_mnemonic(yado_field_get_label(spec));
        g_autofree char *text = NULL;
        g_autofree char *line = NULL;

        if (spec->warns_if == NULL || !yado_form_is_visible(self, spec) || !spec->warns_if(self))
            continue;
        text = yado_form_dup_text(self, spec);
        line = g_strdup_printf("%s: %s", label, text);
        g_strv_builder_add(lines, line);
    }
    return g_strv_builder_end(lines);
}

char *
yado_form_dump(YadoForm *self)
{
    const YadoFormSpec *form;
    GString *dump;

    g_return_val_if_fail(YADO_IS_FORM(self), NULL);

    form = yado_form_get_spec(self);
    dump = g_string_new(NULL);
    g_string_append_printf(dump, "%s: %s [%s]\n", form->id, yado_form_get_title(self),
                           yado_form_get_positive(self));
    for (const YadoSectionSpec *section = form->sections; section->fields != NULL; section++) {
        g_string_append_printf(dump, "%s\n", section->title != NULL ? _(section->title) : "--");
        for (const YadoFieldSpec *spec = section->fields; spec->id != NULL; spec++)
            dump_field(dump, self, spec);
    }
    return g_string_free(dump, FALSE);
}
