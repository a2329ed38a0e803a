/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The dialogs of actions on snapshots. */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "catalog/yado-common-fields.h"

static gboolean
is_running(YadoForm *form)
{
    YadoGuest *guest = yado_form_get_guest(form);

    return guest != NULL && yado_guest_is_active(guest);
}

static const YadoFieldSpec snapshot_create_fields[] = {
    { .id = "name",
      .type = YADO_FIELD_TEXT,
      .label = N_("_Name"),
      .help = N_("A name for the snapshot. Empty: the host names it by the time."),
      .key = "name",
      .validate = yado_catalog_check_name,
      .flags = YADO_FIELD_POSITIONAL },
    { .id = "description",
      .type = YADO_FIELD_MULTILINE,
      .label = N_("_Description"),
      .help = N_("What it was taken for."),
      .key = "description" },
    { .id = "memory",
      .type = YADO_FIELD_BOOL,
      .label = N_("With its _memory"),
      .help = N_("Also keeps what is in the running guest's memory, so that going back goes on "
                 "from this very moment. Without it, only the disks are kept, as after a power "
                 "failure."),
      .key = "memory",
      .visible_if = is_running },
    { 0 },
};

#define SNAPSHOT_FIELD                                                       \
    {                                                                        \
        .id = "snapshot", .type = YADO_FIELD_TEXT, .label = N_("_Snapshot"), \
        .help = N_("The snapshot, by its name."), .key = "snapshot",         \
        .flags = YADO_FIELD_REQUIRED | YADO_FIELD_POSITIONAL                 \
    }

static const YadoFieldSpec snapshot_fields[] = { SNAPSHOT_FIELD, { 0 } };

static const YadoFieldSpec snapshot_describe_fields[] = {
    SNAPSHOT_FIELD,
    { .id = "description",
      .type = YADO_FIELD_MULTILINE,
      .label = N_("_Description"),
      .help = N_("What it was taken for."),
      .key = "description" },
    { 0 },
};

#define ONE_SECTION(name) \
    static const YadoSectionSpec name##_sections[] = { { NULL, name##_fields }, { 0 } }

ONE_SECTION(snapshot_create);
ONE_SECTION(snapshot);
ONE_SECTION(snapshot_describe);

const YadoFormSpec yado_form_snapshot_create = {
    .id = "snapshot-create",
    .title = N_("New snapshot"),
    .intro = N_("Keeps the state of the guest's disks, and of its memory where it runs, so that it "
                "can go back to it."),
    .positive = N_("_Take it"),
    .sections = snapshot_create_sections,
};

const YadoFormSpec yado_form_snapshot = { .id = "snapshot",
                                          .title = N_("Snapshot"),
                                          .intro =
                                              N_("Says which of the guest's snapshots is meant."),
                                          .sections = snapshot_sections };

const YadoFormSpec yado_form_snapshot_describe = {
    .id = "snapshot-describe",
    .title = N_("Description of the snapshot"),
    .intro = N_("Changes the words that a snapshot is remembered by."),
    .positive = N_("_Change"),
    .sections = snapshot_describe_sections,
};
