/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The kinds of hardware that can be added, in the order of the list. */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "catalog/yado-device-fields.h"

static const YadoDeviceValue cdrom_values[] = { { "device", "cdrom" }, { 0 } };

const YadoDeviceSpec yado_catalog_devices[] = {
    { .id = "disk",
      .label = N_("Hard _disk"),
      .help = N_("A disk whose data is in a file, a volume or a device of the host."),
      .icon = "drive-harddisk-symbolic",
      .kind = "disk",
      .prepare = yado_catalog_prepare_disk },
    { .id = "cdrom",
      .label = N_("_CD-ROM drive"),
      .help = N_("A drive for CDs and DVDs; an image or the drive of the host is put into it."),
      .icon = "media-optical-symbolic",
      .kind = "disk",
      .values = cdrom_values,
      .prepare = yado_catalog_prepare_disk },
    { .id = "nic",
      .label = N_("_Network card"),
      .help = N_("A card that is connected to a network or a bridge of the host."),
      .icon = "network-wired-symbolic",
      .kind = "nic",
      .prepare = yado_catalog_prepare_nic },
    { 0 },
};
