/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The dialogs of actions on guests. */
#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "base/yado-error.h"
#include "base/yado-units.h"
#include "catalog/yado-forms.h"

/* What libvirt and file systems accept: the name becomes a part of file names. */
#define MAX_NAME 255

static gboolean
has_many(YadoForm *form)
{
    return yado_form_get_targets(form) != NULL;
}

static gboolean
has_one(YadoForm *form)
{
    return !has_many(form);
}

static guint
get_n_guests(YadoForm *form)
{
    GPtrArray *targets = yado_form_get_targets(form);

    if (targets != NULL)
        return targets->len;
    return yado_form_get_guest(form) != NULL ? 1 : 0;
}

static YadoGuest *
get_guest(YadoForm *form, guint i)
{
    GPtrArray *targets = yado_form_get_targets(form);

    return targets != NULL ? targets->pdata[i] : yado_form_get_guest(form);
}

static char *
dup_guest_names(YadoForm *form, const YadoFieldSpec *spec)
{
    GPtrArray *targets = yado_form_get_targets(form);
    YadoGuest *guest = yado_form_get_guest(form);

    if (targets != NULL)
        return yado_guests_join_names(targets, targets->len);
    return yado_text_clean(guest != NULL ? yado_guest_get_name(guest) : "");
}

/* ---- Rename ---- */

static gboolean
is_name_taken(YadoForm *form, const char *name)
{
    YadoGuest *guest = yado_form_get_guest(form);
    YadoHost *host = guest != NULL ? yado_guest_get_host(guest) : NULL;
    guint n = host != NULL ? g_list_model_get_n_items(G_LIST_MODEL(host)) : 0;

    for (guint i = 0; i < n; i++) {
        g_autoptr(YadoGuest) other = g_list_model_get_item(G_LIST_MODEL(host), i);

        if (other != guest && strcmp(yado_guest_get_name(other), name) == 0)
            return TRUE;
    }
    return FALSE;
}

static gboolean
validate_name(YadoForm *form, const YadoFieldSpec *spec, const char *value, GError **error)
{
    YadoGuest *guest = yado_form_get_guest(form);

    if (value == NULL)
        return TRUE;
    if (strchr(value, '/') != NULL)
        return yado_error_set(error, YADO_ERROR_INVALID, NULL, NULL,
                              _("The name must not contain “/”."));
    if (strcmp(value, ".") == 0 || strcmp(value, "..") == 0)
        return yado_error_set(error, YADO_ERROR_INVALID, NULL, NULL,
                              _("“%s” cannot be the name of a guest."), value);
    if (guest != NULL && strcmp(value, yado_guest_get_name(guest)) == 0)
        return yado_error_set(error, YADO_ERROR_INVALID, NULL, NULL,
                              _("That is the guest's name already."));
    if (is_name_taken(form, value))
        return yado_error_set(error, YADO_ERROR_INVALID, NULL, NULL,
                              _("Another guest of this host is called “%s”."), value);
    return TRUE;
}

static const YadoFieldSpec rename_fields[] = {
    { .id = "name",
      .type = YADO_FIELD_TEXT,
      .label = N_("New _name"),
      .help = N_("At most 255 bytes, in one line, without “/”. No other guest of the host may "
                 "have it."),
      .key = "name",
      .maximum = MAX_NAME,
      .validate = validate_name,
      .flags = YADO_FIELD_REQUIRED | YADO_FIELD_POSITIONAL },
    { 0 },
};

static const YadoSectionSpec rename_sections[] = { { NULL, rename_fields }, { 0 } };

const YadoFormSpec yado_form_rename = {
    .id = "rename",
    .title = N_("Rename"),
    .intro = N_("Gives the guest another name. Its unique number, disks and networks stay."),
    .positive = N_("_Rename"),
    .sections = rename_sections,
};

/* ---- Title and notes ---- */

static const YadoFieldSpec title_fields[] = {
    { .id = "title",
      .type = YADO_FIELD_TEXT,
      .label = N_("_Title"),
      .help = N_("A short description in your own words, in one line. It stands in the list."),
      .key = "title",
      .maximum = 255,
      .flags = YADO_FIELD_POSITIONAL },
    { .id = "description",
      .type = YADO_FIELD_MULTILINE,
      .label = N_("_Notes"),
      .help = N_("Anything worth knowing about the guest, in as many lines as you like."),
      .key = "description" },
    { 0 },
};

static const YadoSectionSpec title_sections[] = { { NULL, title_fields }, { 0 } };

const YadoFormSpec yado_form_title = {
    .id = "title",
    .title = N_("Title and notes"),
    .intro = N_("Describes the guest in your own words. Both are kept in its configuration."),
    .positive = N_("_Set"),
    .sections = title_sections,
    .changes = TRUE,
};

/* ---- Tags ---- */

static const YadoFieldSpec tags_fields[] = {
    { .id = "guests",
      .type = YADO_FIELD_INFO,
      .label = N_("Guests"),
      .help = N_("The guests whose tags are changed."),
      .dup_text = dup_guest_names,
      .visible_if = has_many },
    { .id = "tags",
      .type = YADO_FIELD_TEXT,
      .label = N_("_Tags"),
      .help = N_("All words that the guest shall have, separated by commas: “web, test”."),
      .key = "tags",
      .maximum = 1024,
      .visible_if = has_one,
      .flags = YADO_FIELD_POSITIONAL | YADO_FIELD_WORDS },
    { .id = "add",
      .type = YADO_FIELD_TEXT,
      .label = N_("_Add"),
      .help = N_("Words that each of the guests gets beside those it has, separated by commas."),
      .key = "add",
      .maximum = 1024,
      .visible_if = has_many,
      .flags = YADO_FIELD_WORDS },
    { .id = "remove",
      .type = YADO_FIELD_TEXT,
      .label = N_("_Remove"),
      .help = N_("Words that are taken from each of the guests that has them, separated by "
                 "commas."),
      .key = "remove",
      .maximum = 1024,
      .visible_if = has_many,
      .flags = YADO_FIELD_WORDS },
    { 0 },
};

static const YadoSectionSpec tags_sections[] = { { NULL, tags_fields }, { 0 } };

const YadoFormSpec yado_form_tags = {
    .id = "tags",
    .title = N_("Tags"),
    .intro = N_("Tags are words that group guests. They are kept in the guest's own "
                "configuration, so every YaDO sees them."),
    .positive = N_("_Set"),
    .sections = tags_sections,
    .changes = TRUE,
};

/* ---- Save to and restore from a file ---- */

static gboolean
validate_path(YadoForm *form, const YadoFieldSpec *spec, const char *value, GError **error)
{
    gsize length = value != NULL ? strlen(value) : 0;

    if (length == 0)
        return TRUE;
    if (*value != '/')
        return yado_error_set(error, YADO_ERROR_INVALID, NULL, NULL,
                              _("The file must be a whole path on the host, beginning with “/”."));
    if (value[length - 1] == '/')
        return yado_error_set(error, YADO_ERROR_INVALID, NULL, NULL,
                              _("“%s” names a folder: add the name of the file."), value);
    return TRUE;
}

static const YadoFieldSpec save_file_fields[] = {
    { .id = "file",
      .type = YADO_FIELD_FILE,
      .label = N_("_File on the host"),
      .help = N_("Where the guest's memory is written: a whole path on the host, in a folder that "
                 "its hypervisor may write to. It gets about as large as the guest's memory. A "
                 "file that is there already is overwritten."),
      .key = "file",
      .maximum = 4096,
      .validate = validate_path,
      .flags = YADO_FIELD_REQUIRED | YADO_FIELD_POSITIONAL },
    { 0 },
};

static const YadoSectionSpec save_file_sections[] = { { NULL, save_file_fields }, { 0 } };

const YadoFormSpec yado_form_save_file = {
    .id = "save-file",
    .title = N_("Save to a file"),
    .intro = N_("Writes the guest's memory to a file and switches the guest off. Its disks must "
                "not be changed until it is restored, or both are lost."),
    .positive = N_("_Save"),
    .sections = save_file_sections,
};

static const YadoFieldSpec dump_core_fields[] = {
    { .id = "file",
      .type = YADO_FIELD_FILE,
      .label = N_("_File on the host"),
      .help = N_("Where the dump is written: a whole path on the host, in a folder that its "
                 "hypervisor may write to. It gets about as large as the guest's memory. A file "
                 "that is there already is left as it is."),
      .key = "file",
      .maximum = 4096,
      .validate = validate_path,
      .flags = YADO_FIELD_REQUIRED | YADO_FIELD_POSITIONAL },
    { 0 },
};

static const YadoSectionSpec dump_core_sections[] = { { NULL, dump_core_fields }, { 0 } };

const YadoFormSpec yado_form_dump_core = {
    .id = "dump-core",
    .title = N_("Write a memory dump"),
    .intro = N_("The guest stands still while its memory is written. All that it knows is in the "
                "file, passwords too."),
    .positive = N_("_Write"),
    .sections = dump_core_sections,
};

/* ---- Buttons ---- */

static const YadoChoice buttons[] = {
    { "power", N_("power") },
    { "sleep", N_("sleep") },
    { "wake", N_("wake"), N_("for a guest that sleeps") },
    { 0 },
};

static const YadoFieldSpec button_fields[] = {
    { .id = "button",
      .type = YADO_FIELD_CHOICE,
      .label = N_("_Button"),
      .help = N_("Which button is pressed. A guest without emulated hardware (PV, PVH) has none."),
      .key = "button",
      .choices = buttons,
      .flags = YADO_FIELD_REQUIRED | YADO_FIELD_POSITIONAL },
    { 0 },
};

static const YadoSectionSpec button_sections[] = { { NULL, button_fields }, { 0 } };

const YadoFormSpec yado_form_button = {
    .id = "button",
    .title = N_("Press a button"),
    .intro = N_("The guest's system decides what it does when a button is pressed."),
    .positive = N_("_Press"),
    .sections = button_sections,
};

/* ---- SysRq ---- */

static gboolean
validate_sysrq(YadoForm *form, const YadoFieldSpec *spec, const char *value, GError **error)
{
    if (value == NULL || *value == '\0' || (value[1] == '\0' && g_ascii_isalnum(*value)))
        return TRUE;
    return yado_error_set(error, YADO_ERROR_INVALID, NULL, NULL,
                          _("A SysRq key is one letter or digit."));
}

static const YadoFieldSpec sysrq_fields[] = {
    { .id = "key",
      .type = YADO_FIELD_TEXT,
      .label = N_("_Key"),
      .help = N_("One letter or digit. Which of them the guest's kernel obeys is its own setting."),
      .key = "key",
      .maximum = 1,
      .validate = validate_sysrq,
      .flags = YADO_FIELD_REQUIRED | YADO_FIELD_POSITIONAL },
    { 0 },
};

static const YadoSectionSpec sysrq_sections[] = { { NULL, sysrq_fields }, { 0 } };

const YadoFormSpec yado_form_sysrq = {
    .id = "sysrq",
    .title = N_("Send a SysRq key"),
    .intro = N_("Some keys end programs or restart the guest at once: what is not yet on its disks "
                "is lost then."),
    .positive = N_("_Send"),
    .sections = sysrq_sections,
};

static const YadoFieldSpec restore_file_fields[] = {
    { .id = "file",
      .type = YADO_FIELD_FILE,
      .label = N_("_File on the host"),
      .help = N_("The file that “Save to a file” wrote: a whole path on the host."),
      .key = "file",
      .maximum = 4096,
      .validate = validate_path,
      .flags = YADO_FIELD_REQUIRED | YADO_FIELD_POSITIONAL },
    { 0 },
};

static const YadoSectionSpec restore_file_sections[] = { { NULL, restore_file_fields }, { 0 } };

const YadoFormSpec yado_form_restore_file = {
    .id = "restore-file",
    .title = N_("Restore from a file"),
    .intro = N_("Lets a guest that was saved to a file go on. Its disks must be as they were when "
                "it was saved."),
    .positive = N_("_Restore"),
    .sections = restore_file_sections,
};

/* ---- Delete: which disks go too ---- */

static char *
dup_sharer_reason(YadoGuest *guest, const char *path)
{
    g_autoptr(GPtrArray) others = yado_guest_list_sharing(guest, path);
    g_autofree char *name = NULL;

    if (others->len == 0)
        return NULL;
    name = yado_text_clean(yado_guest_get_name(others->pdata[0]));
    return g_strdup_printf(_("also used by %s"), name);
}

char *
yado_catalog_dup_disk_protection(YadoGuest *guest, const YadoDeviceFacts *disk)
{
    if (disk->source == NULL || *disk->source == '\0')
        return g_strdup(_("the drive is empty"));
    if (strchr(disk->source, '\n') != NULL)
        return g_strdup(_("its path is not plain text"));
    if (disk->removable)
        return g_strdup(_("a removable medium"));
    if (disk->read_only)
        return g_strdup(_("read only for this guest"));
    if (disk->shared)
        return g_strdup(_("marked as shared by several guests"));
    if (g_str_has_prefix(disk->source, "/dev/"))
        return g_strdup(_("a block device of the host, which cannot be deleted"));
    return dup_sharer_reason(guest, disk->source);
}

/* Among several guests, target names alone would be ambiguous. */
static char *
dup_disk_id(YadoForm *form, YadoGuest *guest, const YadoDeviceFacts *disk)
{
    if (has_one(form))
        return g_strdup(disk->target);
    return g_strdup_printf("%s/%s", yado_guest_get_uuid(guest), disk->target);
}

static void
add_disk(GPtrArray *items, YadoForm *form, YadoGuest *guest, const YadoDeviceFacts *disk)
{
    g_autofree char *id = dup_disk_id(form, guest, disk);
    g_autofree char *reason = yado_catalog_dup_disk_protection(guest, disk);
    g_autofree char *name = yado_text_clean(yado_guest_get_name(guest));
    g_autofree char *source = yado_text_clean(disk->source != NULL ? disk->source : _("empty"));
    g_autofree char *label = has_one(form)
                                 ? g_strdup_printf("%s  %s", disk->target, source)
                                 : g_strdup_printf("%s  %s  %s", name, disk->target, source);

    g_ptr_array_add(items, yado_choice_item_new(id, label, reason));
}

static GPtrArray *
list_disks(YadoForm *form, const YadoFieldSpec *spec)
{
    GPtrArray *items = g_ptr_array_new_with_free_func((GDestroyNotify)yado_choice_item_free);

    for (guint i = 0; i < get_n_guests(form); i++) {
        YadoGuest *guest = get_guest(form, i);
        GPtrArray *disks = yado_guest_get_disks(guest);

        for (guint j = 0; disks != NULL && j < disks->len; j++)
            if (((const YadoDeviceFacts *)disks->pdata[j])->target != NULL)
                add_disk(items, form, guest, disks->pdata[j]);
    }
    return items;
}

char *
yado_catalog_dup_chosen_disks(YadoForm *form, YadoGuest *guest)
{
    g_autofree char *value = yado_catalog_dup_value(form, "disks");
    g_auto(GStrv) chosen = g_strsplit(value != NULL ? value : "", ",", -1);
    GPtrArray *disks = yado_guest_get_disks(guest);
    GString *paths = g_string_new(NULL);

    for (guint i = 0; disks != NULL && i < disks->len; i++) {
        const YadoDeviceFacts *disk = disks->pdata[i];
        g_autofree char *id = disk->target != NULL ? dup_disk_id(form, guest, disk) : NULL;
        g_autofree char *reason = yado_catalog_dup_disk_protection(guest, disk);

        /* Protected since it was chosen: another guest may have come to use it. */
        if (id != NULL && reason == NULL && g_strv_contains((const char *const *)chosen, id))
            g_string_append_printf(paths, "%s\n", disk->source);
    }
    return g_string_free(paths, FALSE);
}

static gboolean
has_unknown_disks(YadoForm *form)
{
    for (guint i = 0; i < get_n_guests(form); i++)
        if (yado_guest_get_disks(get_guest(form, i)) == NULL)
            return TRUE;
    return FALSE;
}

static char *
dup_unknown_note(YadoForm *form, const YadoFieldSpec *spec)
{
    return g_strdup(_("Some disks are not known yet: close this dialog and open it again to choose "
                      "them. Those that are not chosen are kept."));
}

static const YadoFieldSpec delete_fields[] = {
    { .id = "guests",
      .type = YADO_FIELD_INFO,
      .label = N_("Guests"),
      .help = N_("The guests whose configurations are removed from their hosts."),
      .dup_text = dup_guest_names },
    { .id = "disks",
      .type = YADO_FIELD_MULTI_CHOICE,
      .label = N_("_Disks to erase"),
      .help = N_("The disks that are erased with the guest. None is, unless you choose it. Those "
                 "that are read only, shared, used by another guest, removable, or a device of "
                 "the host are protected and cannot be chosen."),
      .key = "disks",
      .list_choices = list_disks,
      .placeholder = N_("none") },
    { .id = "note",
      .type = YADO_FIELD_INFO,
      .label = N_("Note"),
      .help = N_("The disks of a guest are known when its configuration has been read."),
      .dup_text = dup_unknown_note,
      .visible_if = has_unknown_disks },
    { 0 },
};

static const YadoSectionSpec delete_sections[] = { { NULL, delete_fields }, { 0 } };

const YadoFormSpec yado_form_delete = {
    .id = "delete",
    .title = N_("Delete"),
    .intro = N_("Removes the guest's configuration and saved state from its host. Disks are kept "
                "unless you choose them here."),
    .positive = N_("_Delete"),
    .sections = delete_sections,
    .resources = YADO_RESOURCE_BIT(YADO_RESOURCE_POOLS),
};
