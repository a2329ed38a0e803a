/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Create a guest, third step: what system it will have. */
#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "base/yado-error.h"
#include "catalog/yado-common-fields.h"
#include "catalog/yado-create-steps.h"

static const YadoChoice clocks[] = {
    { "utc", N_("UTC: Linux and other Unix systems") },
    { "localtime", N_("local time: Windows") },
    { 0 },
};

static gboolean
check_os(YadoForm *form, const YadoFieldSpec *spec, const char *value, GError **error)
{
    if (value == NULL || *value == '\0' || g_str_has_prefix(value, "http://") ||
        g_str_has_prefix(value, "https://"))
        return TRUE;
    return yado_error_set(error, YADO_ERROR_INVALID, NULL, NULL,
                          _("An id of libosinfo looks like http://opensuse.org/opensuse/15.6."));
}

static const YadoFieldSpec system_fields[] = {
    { .id = "os",
      .type = YADO_FIELD_TEXT,
      .label = N_("Operating _system"),
      .help = N_("The id of the guest's system in libosinfo's database, as “osinfo-query os” lists "
                 "it. It is kept with the guest and shown in lists. Empty: not known."),
      .key = "os",
      .validate = check_os },
    { .id = "clock",
      .type = YADO_FIELD_CHOICE,
      .label = N_("_Clock"),
      .help = N_("What the guest's hardware clock shows. A system that expects the other one is "
                 "wrong by the hours of its time zone."),
      .key = "clock",
      .choices = clocks },
    { 0 },
};

static const YadoSectionSpec sections[] = { { NULL, system_fields }, { 0 } };

const YadoFormSpec yado_form_create_system = {
    .id = "create-system",
    .title = N_("Operating system"),
    .intro = N_("What system the guest will have."),
    .sections = sections,
    .resources = YADO_CREATE_RESOURCES,
};
