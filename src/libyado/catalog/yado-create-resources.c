/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Create a guest, fourth step: its name, memory, processors and picture. */
#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "base/yado-error.h"
#include "base/yado-units.h"
#include "catalog/yado-common-fields.h"
#include "catalog/yado-create-steps.h"
#include "present/yado-create.h"

static gboolean
check_numbers(YadoForm *form, const YadoFieldSpec *spec, const char *value, GError **error)
{
    if (value != NULL && *value != '\0' && yado_create_from_file(form))
        return yado_error_set(error, YADO_ERROR_INVALID, NULL, NULL,
                              _("From a configuration file one guest is made: several would write "
                                "to the same disks."));
    return yado_catalog_check_guest_numbers(form, spec, value, error);
}

/* ---- Owner ---- */

YadoGuestOwner
yado_create_get_owner(YadoForm *form)
{
    return yado_catalog_has_two_owners(form) && yado_create_is_answer(form, "owner", "xl")
               ? YADO_OWNER_XL
               : YADO_OWNER_LIBVIRT;
}

/* ---- The fields ---- */

static guint64
get_answer(YadoForm *form, const char *key)
{
    return yado_document_get_uint(yado_form_get_document(form), NULL, key, 0);
}

static gboolean
check_vcpus(YadoForm *form, const YadoFieldSpec *spec, const char *value, GError **error)
{
    guint vcpus = (guint)get_answer(form, "vcpus");
    guint maximum = (guint)get_answer(form, "vcpus.maximum");

    if (maximum == 0 || vcpus <= maximum)
        return TRUE;
    return yado_error_set(error, YADO_ERROR_INVALID, NULL, NULL,
                          _("Virtual processors (%u) must not be more than the maximum (%u)."),
                          vcpus, maximum);
}

static gboolean
check_memory(YadoForm *form, const YadoFieldSpec *spec, const char *value, GError **error)
{
    guint64 memory = get_answer(form, "memory");
    guint64 maximum = get_answer(form, "memory.maximum");
    g_autofree char *memory_text = yado_size_format(memory);
    g_autofree char *maximum_text = yado_size_format(maximum);

    if (maximum == 0 || memory <= maximum)
        return TRUE;
    return yado_error_set(error, YADO_ERROR_INVALID, NULL, NULL,
                          _("Memory now (%s) must not be more than the maximum (%s)."), memory_text,
                          maximum_text);
}

static gboolean
is_own(YadoForm *form)
{
    return !yado_create_from_file(form);
}

static const YadoChoice graphics_types[] = {
    { "vnc", N_("VNC, on this host only") },
    { "spice", N_("SPICE, on this host only") },
    { "none", N_("none: text console only") },
    { 0 },
};

static const YadoChoice keymaps[] = {
    { "", N_("as the viewer's") },   { "en-us", N_("English (US)") },
    { "en-gb", N_("English (UK)") }, { "de", N_("German") },
    { "fr", N_("French") },          { "es", N_("Spanish") },
    { "it", N_("Italian") },         { "ja", N_("Japanese") },
    { "pl", N_("Polish") },          { "pt-br", N_("Portuguese (Brazil)") },
    { "ru", N_("Russian") },         { 0 },
};

static gboolean
has_graphics(YadoForm *form)
{
    return is_own(form) && !yado_create_is_answer(form, "graphics", "none");
}

static const YadoFieldSpec resource_fields[] = {
    YADO_GUEST_NAME_FIELD,
    YADO_GUEST_NUMBERS_FIELD(check_numbers),
    YADO_OWNER_FIELD,
    { .id = "memory",
      .type = YADO_FIELD_SIZE,
      .label = N_("_Memory"),
      .help = N_("How much memory the guest starts with."),
      .key = "memory",
      .minimum = 4194304,
      .maximum = (gint64)1 << 60,
      .validate = check_memory,
      .visible_if = is_own,
      .flags = YADO_FIELD_REQUIRED },
    { .id = "memory-maximum",
      .type = YADO_FIELD_SIZE,
      .label = N_("Memory at m_ost"),
      .help = N_("Up to how much the guest's memory can be enlarged while it runs. Empty: no more "
                 "than it starts with."),
      .key = "memory.maximum",
      .maximum = (gint64)1 << 60,
      .placeholder = N_("as much as it starts with"),
      .validate = check_memory,
      .visible_if = is_own,
      .flags = YADO_FIELD_OPTIONAL_NUMBER },
    YADO_HOST_MEMORY_FIELD(.visible_if = is_own),
    { .id = "vcpus",
      .type = YADO_FIELD_INT,
      .label = N_("_Processors"),
      .help = N_("How many virtual processors the guest starts with. More than the host has make "
                 "guests wait."),
      .key = "vcpus",
      .minimum = 1,
      .maximum = 4096,
      .validate = check_vcpus,
      .visible_if = is_own,
      .flags = YADO_FIELD_REQUIRED },
    { .id = "vcpus-maximum",
      .type = YADO_FIELD_INT,
      .label = N_("Processors _at most"),
      .help = N_("Up to how many it can be given while it runs. Empty: no more than it starts "
                 "with."),
      .key = "vcpus.maximum",
      .minimum = 1,
      .maximum = 4096,
      .placeholder = N_("as many as it starts with"),
      .validate = check_vcpus,
      .visible_if = is_own,
      .flags = YADO_FIELD_OPTIONAL_NUMBER },
    YADO_HOST_CPUS_FIELD(.visible_if = is_own),
    { .id = "graphics",
      .type = YADO_FIELD_CHOICE,
      .label = N_("_Graphics"),
      .help = N_("Whether the guest has a picture, and how it is reached. It listens on the host "
                 "itself only; the managers reach it through their own connection."),
      .key = "graphics",
      .choices = graphics_types,
      .visible_if = is_own },
    { .id = "keymap",
      .type = YADO_FIELD_CHOICE,
      .label = N_("_Keyboard"),
      .help = N_("The layout that the guest's keyboard has. Viewers of today send keys as they "
                 "are: only old ones need it."),
      .key = "keymap",
      .choices = keymaps,
      .visible_if = has_graphics },
    { .id = "autostart",
      .type = YADO_FIELD_BOOL,
      .label = N_("Start with the _host"),
      .help = N_("Whether the guest is started when the host starts."),
      .key = "autostart" },
    { .id = "start",
      .type = YADO_FIELD_BOOL,
      .label = N_("_Start it when it is made"),
      .help = N_("Starts the guest as soon as it is defined."),
      .key = "start" },
    { 0 },
};

static const YadoSectionSpec sections[] = { { NULL, resource_fields }, { 0 } };

const YadoFormSpec yado_form_create_resource = {
    .id = "create-resources",
    .title = N_("Resources"),
    .intro = N_("The guest's name, memory and processors."),
    .sections = sections,
    .resources = YADO_CREATE_RESOURCES,
};
