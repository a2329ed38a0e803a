/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The dialog of the action “Migrate”. */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "base/yado-text.h"
#include "catalog/yado-common-fields.h"
#include "present/yado-migrate.h"

static YadoGuest *
get_guest(YadoForm *form, guint i)
{
    GPtrArray *targets = yado_form_get_targets(form);

    return targets != NULL ? targets->pdata[i] : yado_form_get_guest(form);
}

static guint
get_n_guests(YadoForm *form)
{
    GPtrArray *targets = yado_form_get_targets(form);

    return targets != NULL ? targets->len : yado_form_get_guest(form) != NULL;
}

static YadoHost *
get_source(YadoForm *form)
{
    YadoGuest *guest = yado_form_get_guest(form);

    return guest != NULL ? yado_guest_get_host(guest) : NULL;
}

static gboolean
is_any_active(YadoForm *form)
{
    for (guint i = 0; i < get_n_guests(form); i++)
        if (yado_guest_is_active(get_guest(form, i)))
            return TRUE;
    return FALSE;
}

/* ---- Where to ---- */

static gboolean
is_elsewhere(YadoForm *form)
{
    g_autofree char *host = yado_catalog_dup_value(form, "host");

    return host == NULL || *host == '\0';
}

/* The host that the guests are on is left out. */
static void
add_host(GPtrArray *items, YadoForm *form, YadoHost *host)
{
    YadoHost *from = get_source(form);
    const char *uri = yado_host_get_uri(host);
    g_autofree char *label = yado_text_clean(yado_host_get_label(host));

    if (from != NULL && host != from)
        yado_catalog_add_choice(items, uri, label, yado_migrate_get_misfit(from, uri));
}

static GPtrArray *
list_hosts(YadoForm *form, const YadoFieldSpec *spec)
{
    GPtrArray *items = yado_catalog_choices_new();
    GListModel *hosts = G_LIST_MODEL(yado_form_get_session(form));

    for (guint i = 0; hosts != NULL && i < g_list_model_get_n_items(hosts); i++) {
        g_autoptr(YadoHost) host = g_list_model_get_item(hosts, i);

        add_host(items, form, host);
    }
    return items;
}

static gboolean
validate_destination(YadoForm *form, const YadoFieldSpec *spec, const char *value, GError **error)
{
    YadoHost *from = get_source(form);
    YadoSession *session = yado_form_get_session(form);
    g_autofree char *uri = NULL;

    if (value == NULL || *value == '\0' || from == NULL || session == NULL)
        return TRUE;
    uri = yado_migrate_dup_uri(session, from, value, error);
    return uri != NULL;
}

/* ---- What goes along ---- */

static gboolean
validate_address(YadoForm *form, const YadoFieldSpec *spec, const char *value, GError **error)
{
    return value == NULL || *value == '\0' || yado_migrate_check_address(value, error);
}

static void
append_disks(GString *text, YadoGuest *guest)
{
    GPtrArray *disks = yado_guest_get_disks(guest);

    for (guint i = 0; disks != NULL && i < disks->len; i++) {
        const YadoDeviceFacts *disk = disks->pdata[i];
        g_autofree char *source = disk->source != NULL ? yado_text_clean(disk->source) : NULL;

        if (source != NULL && *source != '\0')
            g_string_append_printf(text, "%s%s", text->len > 0 ? "\n" : "", source);
    }
}

static char *
dup_disks(YadoForm *form, const YadoFieldSpec *spec)
{
    g_autoptr(GString) text = g_string_new(NULL);

    for (guint i = 0; i < get_n_guests(form); i++)
        append_disks(text, get_guest(form, i));
    return g_strdup(text->len > 0 ? text->str : _("none"));
}

/* Only QEMU's driver looks at how disks are written. */
static gboolean
may_be_unsafe(YadoForm *form)
{
    YadoHost *host = get_source(form);

    return is_any_active(form) && host != NULL && yado_host_has(host, YADO_CAP_MIGRATE_SPEED, NULL);
}

static const YadoFieldSpec migrate_fields[] = {
    { .id = "host",
      .type = YADO_FIELD_CHOICE,
      .label = N_("_Destination"),
      .help = N_("The host that the guest moves to. It must be of the same kind as this one, and "
                 "is connected to as always: it and this host need not trust each other."),
      .key = "host",
      .placeholder = N_("another address"),
      .list_choices = list_hosts },
    { .id = "destination",
      .type = YADO_FIELD_TEXT,
      .label = N_("_Address of the destination"),
      .help = N_("The address or the label of a host, as for a connection: "
                 "“xen+ssh://root@xen-b/system”."),
      .key = "destination",
      .maximum = 1024,
      .validate = validate_destination,
      .visible_if = is_elsewhere,
      .flags = YADO_FIELD_REQUIRED | YADO_FIELD_POSITIONAL },
    { .id = "paused",
      .type = YADO_FIELD_BOOL,
      .label = N_("_Stand still meanwhile"),
      .help = N_("The guest stops while its memory is moved, which then moves once and for all. "
                 "Without it the guest works on, and stops only for a moment at the end; what it "
                 "writes meanwhile is moved again. Some guests can only be moved like this."),
      .key = "paused",
      .visible_if = is_any_active },
    { .id = "keep",
      .type = YADO_FIELD_BOOL,
      .label = N_("_Keep it defined here"),
      .help = N_("The guest stays defined on this host, shut off and without autostart. Never "
                 "start it here while it runs there: both would write to the same disks."),
      .key = "keep" },
    { .id = "address",
      .type = YADO_FIELD_TEXT,
      .label = N_("_Network address"),
      .help = N_("The name or number, and a port if you like, by which this host reaches the "
                 "destination: “10.0.0.2”, “xen-b:49160”. The guest's memory goes there as it is, "
                 "not encrypted: take a network that you trust. Empty: the name that the "
                 "destination gives itself, and a port from 49152 on."),
      .key = "address",
      .maximum = 255,
      .placeholder = N_("as the destination calls itself"),
      .validate = validate_address,
      .visible_if = is_any_active },
    { .id = "bandwidth",
      .type = YADO_FIELD_INT,
      .label = N_("_Bandwidth"),
      .help = N_("The most of the network that the move takes. Empty: all that there is."),
      .key = "bandwidth",
      .unit = N_("MiB/s"),
      .minimum = 1,
      .maximum = 1 << 20,
      .placeholder = N_("no limit"),
      .needs = YADO_CAP_MIGRATE_SPEED,
      .visible_if = is_any_active,
      .flags = YADO_FIELD_OPTIONAL_NUMBER },
    { .id = "unsafe",
      .type = YADO_FIELD_BOOL,
      .label = N_("_Even if it is unsafe"),
      .help = N_("Also where libvirt is not sure that both hosts see the same on the guest's "
                 "disks. What was written last may be lost then."),
      .key = "unsafe",
      .visible_if = may_be_unsafe },
    { .id = "disks",
      .type = YADO_FIELD_INFO,
      .label = N_("Not copied"),
      .help = N_("The disks of the guest. They stay where they are: the destination must have the "
                 "same ones at the same place, on storage that both hosts share. One that "
                 "certainly is not there is refused before anything is moved."),
      .dup_text = dup_disks },
    { 0 },
};

static const YadoSectionSpec migrate_sections[] = { { NULL, migrate_fields }, { 0 } };

const YadoFormSpec yado_form_migrate = {
    .id = "migrate",
    .title = N_("Migrate"),
    .intro =
        N_("Moves the guest to another host, while it runs or shut off. It keeps its name, its "
           "unique number and its settings; its disks are not copied. When it cannot be moved "
           "it stays as it is."),
    .positive = N_("_Migrate"),
    .sections = migrate_sections,
};

/* ---- The end ---- */

static gboolean
is_on(YadoForm *form, const char *id)
{
    g_autofree char *value = yado_catalog_dup_value(form, id);

    return g_strcmp0(value, "yes") == 0;
}

void
yado_catalog_run_migrate(const YadoTargets *targets, YadoGuest *guest, YadoForm *form, YadoJob *job)
{
    g_autofree char *to = yado_catalog_dup_value(form, is_elsewhere(form) ? "destination" : "host");
    g_autofree char *address = yado_catalog_dup_value(form, "address");
    g_autofree char *bandwidth = yado_catalog_dup_value(form, "bandwidth");
    YadoMigration migration = {
        .to = to != NULL ? to : "",
        .address = address,
        .bandwidth = bandwidth,
        .is_paused = is_on(form, "paused"),
        .keeps = is_on(form, "keep"),
        .is_unsafe = is_on(form, "unsafe"),
    };

    yado_migrate_start(targets->session, guest, &migration, job);
}
