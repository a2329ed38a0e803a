/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Create a guest: what its system is told at the first boot, by cloud-init or by an installer's answer file. */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "base/yado-error.h"
#include "catalog/yado-common-fields.h"
#include "catalog/yado-create-steps.h"
#include "media/yado-media.h"

static gboolean
has_initrd(YadoForm *form)
{
    return yado_create_from_tree(form) ||
           (yado_create_from_iso(form) && yado_create_is_paravirtual(form));
}

static GPtrArray *
list_setups(YadoForm *form, const YadoFieldSpec *spec)
{
    const char *reason = yado_media_get_reason();
    GPtrArray *items = yado_catalog_choices_new();

    yado_catalog_add_choice(items, "none", _("nothing: as it comes"), NULL);
    yado_catalog_add_choice(items, "cloud-init", _("cloud-init: account, SSH key, packages"),
                            reason);
    yado_catalog_add_choice(items, "autoyast", _("AutoYaST: SUSE installs itself"), reason);
    yado_catalog_add_choice(items, "kickstart", _("Kickstart: Fedora and RHEL install themselves"),
                            reason);
    yado_catalog_add_choice(
        items, "preseed", _("preseed: Debian installs itself"),
        reason != NULL ? reason
        : has_initrd(form)
            ? NULL
            : _("Its file goes into the initrd: take a network tree as the source."));
    return items;
}

static gboolean
is_cloud(YadoForm *form)
{
    return yado_create_is_answer(form, "setup", "cloud-init");
}

static gboolean
has_answers(YadoForm *form)
{
    return yado_create_is_answer(form, "setup", "autoyast") ||
           yado_create_is_answer(form, "setup", "kickstart") ||
           yado_create_is_answer(form, "setup", "preseed");
}

static gboolean
check_user(YadoForm *form, const YadoFieldSpec *spec, const char *value, GError **error)
{
    if (value == NULL || *value == '\0' ||
        g_regex_match_simple("^[a-z_][a-z0-9_-]{0,31}$", value, 0, 0))
        return TRUE;
    return yado_error_set(error, YADO_ERROR_INVALID, NULL, NULL,
                          _("An account's name is of small letters, digits, “-” and “_”."));
}

static const YadoFieldSpec setup_fields[] = {
    { .id = "setup",
      .type = YADO_FIELD_CHOICE,
      .label = N_("_First boot"),
      .help =
          N_("What tells the system what to do without asking. For cloud-init the disk must be a "
             "cloud image; the others answer an installer. What is written for it is put into "
             "the initrd, or on a small medium of the guest."),
      .key = "setup",
      .list_choices = list_setups },
    { .id = "user",
      .type = YADO_FIELD_TEXT,
      .label = N_("_User"),
      .help = N_("An account that is made and may do everything by sudo. Empty: the image's own."),
      .key = "setup.user",
      .validate = check_user,
      .visible_if = is_cloud },
    { .id = "ssh-key",
      .type = YADO_FIELD_FILE,
      .label = N_("_SSH key"),
      .help = N_("A file on this machine with the public key that may log in: "
                 "~/.ssh/id_ed25519.pub. No password is set."),
      .key = "setup.key",
      .visible_if = is_cloud,
      .flags = YADO_FIELD_LOCAL },
    { .id = "packages",
      .type = YADO_FIELD_TEXT,
      .label = N_("_Packages"),
      .help = N_("What is installed at the first boot, by the names that the distribution has."),
      .key = "setup.packages",
      .visible_if = is_cloud,
      .flags = YADO_FIELD_WORDS },
    { .id = "answers",
      .type = YADO_FIELD_FILE,
      .label = N_("_Answers"),
      .help = N_("The answer file, on this machine: of AutoYaST, Kickstart or preseed."),
      .key = "setup.file",
      .visible_if = has_answers,
      .flags = YADO_FIELD_REQUIRED | YADO_FIELD_LOCAL },
    { 0 },
};

static const YadoSectionSpec sections[] = { { NULL, setup_fields }, { 0 } };

const YadoFormSpec yado_form_create_setup = {
    .id = "create-setup",
    .title = N_("First boot"),
    .intro = N_("What the system is told, so that nobody has to answer it."),
    .sections = sections,
    .resources = YADO_CREATE_RESOURCES,
};
