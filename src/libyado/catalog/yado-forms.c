/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* All forms, and the small helpers that several tables use. */
#include "config.h"

#include "catalog/yado-forms.h"

#include "document/yado-plain-document.h"

const YadoFormSpec *const yado_catalog_forms[] = {
    &yado_form_overview,
    &yado_form_processors,
    &yado_form_memory,
    &yado_form_startup,
    &yado_form_disk,
    &yado_form_nic,
    &yado_form_graphics,
    &yado_form_video,
    &yado_form_input,
    &yado_form_line,
    &yado_form_channel,
    &yado_form_pci,
    &yado_form_usb,
    &yado_form_controller,
    &yado_form_sound,
    &yado_form_watchdog,
    &yado_form_rng,
    &yado_form_tpm,
    &yado_form_filesystem,
    &yado_form_other,
    &yado_form_rename,
    &yado_form_title,
    &yado_form_tags,
    &yado_form_save_file,
    &yado_form_restore_file,
    &yado_form_delete,
    &yado_form_adopt,
    &yado_form_dump_core,
    &yado_form_sysrq,
    &yado_form_button,
    &yado_form_debug_keys,
    &yado_form_export,
    &yado_form_import,
    &yado_form_new_disk,
    &yado_form_clone,
    &yado_form_migrate,
    &yado_form_connection,
    &yado_form_host_label,
    &yado_form_preferences,
    &yado_form_pin,
    &yado_form_schedule,
    &yado_form_pool,
    &yado_form_storage_pool,
    &yado_form_pool_create,
    &yado_form_volume,
    &yado_form_volume_create,
    &yado_form_volume_resize,
    &yado_form_volume_clone,
    &yado_form_volume_file,
    &yado_form_network,
    &yado_form_network_create,
    &yado_form_lease,
    &yado_form_lease_create,
    &yado_form_cpupool_create,
    &yado_form_cpupool_set,
    &yado_form_cpupool_delete,
    &yado_form_make_assignable,
    &yado_form_give_back,
    &yado_form_snapshot_create,
    &yado_form_snapshot,
    &yado_form_snapshot_describe,
    NULL,
};

char *
yado_catalog_dup_value(YadoForm *form, const char *field)
{
    const YadoFieldSpec *spec = yado_form_find_field(form, field);

    return spec != NULL ? yado_form_dup_value(form, spec) : NULL;
}

gboolean
yado_catalog_has_value(YadoForm *form, const char *field)
{
    g_autofree char *value = yado_catalog_dup_value(form, field);

    return value != NULL && *value != '\0';
}

void
yado_catalog_set_initial(YadoForm *form, const char *field, const char *value)
{
    const YadoFieldSpec *spec = yado_form_find_field(form, field);

    if (spec != NULL && value != NULL && *value != '\0')
        yado_plain_document_set_initial(YADO_PLAIN_DOCUMENT(yado_form_get_document(form)),
                                        yado_field_get_key(spec), value);
}
