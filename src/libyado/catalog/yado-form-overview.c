/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The page Overview: what the guest is. */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "base/yado-units.h"
#include "catalog/yado-forms.h"

static gboolean
has_guest(YadoForm *form)
{
    return yado_form_get_guest(form) != NULL;
}

static gboolean
is_running(YadoForm *form)
{
    return has_guest(form) && yado_guest_is_active(yado_form_get_guest(form));
}

static gboolean
has_loader(YadoForm *form)
{
    g_autofree char *loader =
        yado_document_dup_value(yado_form_get_document(form), NULL, "os.loader");

    return loader != NULL;
}

static char *
dup_state(YadoForm *form, const YadoFieldSpec *spec)
{
    YadoGuest *guest = yado_form_get_guest(form);
    return guest != NULL ? yado_guest_dup_state_text(guest) : NULL;
}

static char *
dup_uptime(YadoForm *form, const YadoFieldSpec *spec)
{
    YadoGuest *guest = yado_form_get_guest(form);

    if (guest == NULL)
        return NULL;
    if (yado_guest_get_uptime(guest) < 0)
        return g_strdup(_("not known: the host does not tell when it was started"));
    return yado_duration_format(yado_guest_get_uptime(guest));
}

static char *
dup_id(YadoForm *form, const YadoFieldSpec *spec)
{
    YadoGuest *guest = yado_form_get_guest(form);

    if (guest == NULL || yado_guest_get_id(guest) < 0)
        return NULL;
    return g_strdup_printf("%d", yado_guest_get_id(guest));
}

static char *
dup_host(YadoForm *form, const YadoFieldSpec *spec)
{
    YadoGuest *guest = yado_form_get_guest(form);
    YadoHost *host = guest != NULL ? yado_guest_get_host(guest) : NULL;

    return host != NULL ? yado_text_clean(yado_host_get_label(host)) : NULL;
}

static char *
dup_owner(YadoForm *form, const YadoFieldSpec *spec)
{
    YadoGuest *guest = yado_form_get_guest(form);

    return guest != NULL ? g_strdup(yado_guest_owner_get_name(yado_guest_get_owner(guest))) : NULL;
}

static const YadoChoice kinds[] = {
    { "dom0", N_("Domain-0, the control domain") },
    { "pv", N_("PV, paravirtual") },
    { "pvh", N_("PVH, paravirtual with hardware help") },
    { "hvm", N_("HVM, a whole emulated computer") },
    { "kvm", N_("KVM, with hardware help") },
    { "qemu", N_("QEMU, emulated in software") },
    { "lxc", N_("LXC, a container") },
    { "other", N_("another kind") },
    { 0 },
};

static const YadoFieldSpec guest_fields[] = {
    { .id = "name",
      .type = YADO_FIELD_INFO,
      .label = N_("Name"),
      .help = N_("The name under which the host keeps the guest. The action “Rename” changes it."),
      .key = "name" },
    { .id = "title",
      .type = YADO_FIELD_TEXT,
      .label = N_("_Title"),
      .help = N_("A short description in your own words. It stands in the list, in the column "
                 "Title, and is kept in the guest's configuration."),
      .key = "title",
      .maximum = 255,
      .flags = YADO_FIELD_AT_ONCE },
    { .id = "description",
      .type = YADO_FIELD_MULTILINE,
      .label = N_("_Notes"),
      .help = N_("Anything worth knowing about the guest: what it serves, who looks after it, "
                 "when it may be stopped. As many lines as you like, kept in its configuration."),
      .key = "description",
      .flags = YADO_FIELD_AT_ONCE },
    { .id = "tags",
      .type = YADO_FIELD_TEXT,
      .label = N_("Ta_gs"),
      .help = N_("Words that group the guest with others, separated by commas: “web, test”. The "
                 "list can be narrowed down to one of them."),
      .key = "tags",
      .maximum = 1024,
      .flags = YADO_FIELD_AT_ONCE | YADO_FIELD_WORDS },
    { 0 },
};

static const YadoFieldSpec state_fields[] = {
    { .id = "state",
      .type = YADO_FIELD_INFO,
      .label = N_("State"),
      .help = N_("What the guest does now, and why where the host tells."),
      .dup_text = dup_state,
      .visible_if = has_guest },
    { .id = "uptime",
      .type = YADO_FIELD_INFO,
      .label = N_("Up"),
      .help = N_("How long the guest has been running, as far as this program or the host saw "
                 "it start."),
      .dup_text = dup_uptime,
      .visible_if = is_running },
    { .id = "id",
      .type = YADO_FIELD_INFO,
      .label = N_("ID"),
      .help = N_("The number that the hypervisor gave the running guest. It changes with each "
                 "start."),
      .dup_text = dup_id,
      .visible_if = is_running },
    { .id = "host",
      .type = YADO_FIELD_INFO,
      .label = N_("Host"),
      .help = N_("The machine that the guest belongs to."),
      .dup_text = dup_host,
      .visible_if = has_guest },
    { .id = "owner",
      .type = YADO_FIELD_INFO,
      .label = N_("Owner"),
      .help = N_("Which tool made the guest and keeps its configuration. Only the owner can "
                 "start and stop it."),
      .dup_text = dup_owner,
      .visible_if = has_guest },
    { 0 },
};

static const YadoFieldSpec machine_fields[] = {
    { .id = "kind",
      .type = YADO_FIELD_INFO,
      .label = N_("Kind"),
      .help = N_("How the guest is virtualized. Paravirtual guests know that they are guests and "
                 "need no emulated hardware; the other kinds run any system."),
      .key = "kind",
      .choices = kinds },
    { .id = "os.name",
      .type = YADO_FIELD_INFO,
      .label = N_("System"),
      .help = N_("The operating system that the guest's configuration names. Nothing is read "
                 "from inside the guest for it."),
      .key = "os.name",
      .placeholder = N_("not told") },
    { .id = "os.arch",
      .type = YADO_FIELD_INFO,
      .label = N_("Architecture"),
      .help = N_("The kind of processor that the guest's system is made for."),
      .key = "os.arch",
      .placeholder = N_("not told") },
    { .id = "os.machine",
      .type = YADO_FIELD_INFO,
      .label = N_("Machine"),
      .help = N_("The kind of computer that is shown to the guest: its chip set, or Xen's own "
                 "for paravirtual guests."),
      .key = "os.machine",
      .placeholder = N_("not told") },
    { .id = "os.loader",
      .type = YADO_FIELD_INFO,
      .label = N_("Firmware"),
      .help = N_("The file with the firmware that starts the guest: BIOS or UEFI."),
      .key = "os.loader",
      .visible_if = has_loader },
    { .id = "uuid",
      .type = YADO_FIELD_INFO,
      .label = N_("Unique number (UUID)"),
      .help = N_("Stays the same when the guest is renamed or moved. Commands accept it instead "
                 "of the name."),
      .key = "uuid" },
    { 0 },
};

static const YadoSectionSpec sections[] = {
    { N_("Guest"), guest_fields },
    { N_("State"), state_fields },
    { N_("Machine"), machine_fields },
    { 0 },
};

const YadoFormSpec yado_form_overview = {
    .id = "overview",
    .title = N_("Overview"),
    .intro = N_("What the guest is and does now, and what you noted about it."),
    .positive = N_("_Apply"),
    .sections = sections,
};
