/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The dialog of the action “Clone”. */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "base/yado-text.h"
#include "catalog/yado-common-fields.h"
#include "present/yado-clone.h"

/* "web-07" → "web-07-clone". */
void
yado_catalog_init_clone(YadoForm *form, const YadoTargets *targets)
{
    YadoGuest *guest = yado_form_get_guest(form);
    g_autofree char *name = g_strdup_printf("%s-clone", yado_guest_get_name(guest));

    yado_catalog_set_initial(form, "name", name);
}

static GPtrArray *
list_disks(YadoForm *form, const YadoFieldSpec *spec)
{
    GPtrArray *items = yado_catalog_choices_new();
    GPtrArray *disks = yado_guest_get_disks(yado_form_get_guest(form));

    for (guint i = 0; disks != NULL && i < disks->len; i++) {
        const YadoDeviceFacts *disk = disks->pdata[i];
        g_autofree char *source = yado_text_clean(disk->source != NULL ? disk->source : _("empty"));
        g_autofree char *label = g_strdup_printf("%s  %s", disk->target, source);

        if (disk->target != NULL)
            yado_catalog_add_choice(
                items, disk->target, label,
                yado_device_facts_is_own_disk(disk) ? NULL : _("used by both as it is"));
    }
    return items;
}

static const YadoFieldSpec clone_fields[] = {
    YADO_GUEST_NAME_FIELD,
    YADO_GUEST_NUMBERS_FIELD(yado_catalog_check_guest_numbers),
    { .id = "leave-out",
      .type = YADO_FIELD_MULTI_CHOICE,
      .label = N_("Disks to _leave out"),
      .help = N_("Disks that the new guest does not have. It gets a copy of each other one, in the "
                 "same storage pool. Media, and disks that are read only or shared, are used by "
                 "both."),
      .key = "leave-out",
      .list_choices = list_disks,
      .placeholder = N_("none") },
    { 0 },
};

static const YadoSectionSpec clone_sections[] = { { NULL, clone_fields }, { 0 } };

const YadoFormSpec yado_form_clone = {
    .id = "clone",
    .title = N_("Clone"),
    .intro = N_("Makes a guest like this one: with a name, a unique number and network addresses "
                "of its own, and with copies of its disks. What its system calls itself, and the "
                "keys it has, are copied too: change them in it."),
    .positive = N_("_Clone"),
    .sections = clone_sections,
};
