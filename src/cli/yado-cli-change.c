/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "cli/yado-cli-change.h"

#include <glib/gi18n.h>

#include "cli/yado-cli-json.h"

const char *
yado_cli_get_effect_name(YadoEffect effect)
{
    static const char *const names[] = { [YADO_EFFECT_NONE] = NULL,
                                         [YADO_EFFECT_STORED] = "stored",
                                         [YADO_EFFECT_NEXT_START] = "next-start",
                                         [YADO_EFFECT_NOW] = "now" };

    return names[effect];
}

/* ---- For scripts ---- */

static char *
dup_object(const YadoCliChange *self, const char *event, const YadoFieldSpec *field,
           const YadoEdit *edit)
{
    g_autoptr(YadoCliJson) json = yado_cli_json_new(FALSE);

    yado_cli_json_begin_object(json, NULL);
    yado_cli_json_add_string(json, "event", event);
    yado_cli_json_add_string(json, "guest", yado_guest_get_name(self->guest));
    if (self->device != NULL)
        yado_cli_json_add_string(json, "device", self->device);
    if (field != NULL)
        yado_cli_json_add_string(json, "field", field->id);
    if (edit != NULL && !(field->flags & YADO_FIELD_SECRET)) {
        yado_cli_json_add_string(json, "old", edit->old_value);
        yado_cli_json_add_string(json, "new", edit->new_value);
    }
    if (field == NULL || edit != NULL)
        yado_cli_json_add_string(json, "effect", yado_cli_get_effect_name(self->effect));
    yado_cli_json_end_object(json);
    return g_strdup(yado_cli_json_get_text(json));
}

/* ---- For people ---- */

/* "web-07: xvda: cache: none → writeback (at next start)" */
static char *
dup_line(const YadoCliChange *self, const YadoFieldSpec *field, const YadoEdit *edit)
{
    const char *guest = yado_guest_get_name(self->guest);
    g_autofree char *what = self->device != NULL
                                ? g_strdup_printf("%s: %s", self->device, field->id)
                                : g_strdup(field->id);
    g_autofree char *old_text = NULL, *new_text = NULL;

    if (edit == NULL)
        return g_strdup_printf(_("%s: %s stays as it is."), guest, what);
    if (field->flags & YADO_FIELD_SECRET)
        return g_strdup_printf(_("%s: %s is changed."), guest, what);
    old_text = yado_field_format(field, edit->old_value);
    new_text = yado_field_format(field, edit->new_value);
    return g_strdup_printf("%s: %s: %s → %s (%s)", guest, what, old_text, new_text,
                           yado_effect_get_label(self->effect));
}

char *
yado_cli_change_dup_edit(YadoCli *cli, const YadoCliChange *self, const YadoFieldSpec *field,
                         const YadoEdit *edit)
{
    return cli->json ? dup_object(self, edit != NULL ? "changed" : "unchanged", field, edit)
                     : dup_line(self, field, edit);
}

char *
yado_cli_change_dup_event(YadoCli *cli, const YadoCliChange *self, const char *event,
                          const char *text)
{
    return cli->json ? dup_object(self, event, NULL, NULL) : g_strdup(text);
}

void
yado_cli_change_tell(YadoCli *cli, const char *lines)
{
    if (cli->json)
        printf("%s\n", lines);
    else
        yado_cli_say(cli, "%s", lines);
}
