/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The pages of an open guest, in order. */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "catalog/yado-forms.h"

const YadoPageSpec yado_catalog_pages[] = {
    { .id = "overview",
      .title = N_("_Overview"),
      .icon = "computer-symbolic",
      .form = &yado_form_overview },
    { .id = "processors",
      .title = N_("_Processors"),
      .icon = "applications-engineering-symbolic",
      .form = &yado_form_processors },
    { .id = "memory",
      .title = N_("_Memory"),
      .icon = "media-flash-symbolic",
      .form = &yado_form_memory },
    { .id = "startup",
      .title = N_("_Start-up"),
      .icon = "system-run-symbolic",
      .form = &yado_form_startup },
    { .id = "disk",
      .title = N_("Disk %s"),
      .icon = "drive-harddisk-symbolic",
      .form = &yado_form_disk,
      .node_kind = "disk",
      .node_key = "target" },
    { .id = "nic",
      .title = N_("Network %s"),
      .icon = "network-wired-symbolic",
      .form = &yado_form_nic,
      .node_kind = "nic",
      .node_key = "mac" },
    { .id = "pinning",
      .title = N_("P_inning"),
      .icon = "view-grid-symbolic",
      .view = "pinning",
      .help = N_("On which of the host's processors each of the guest's processors may run, as a "
                 "grid: a line for each of the guest's, a column for each of the host's. Above it "
                 "stands its share: the scheduler, its weight against other guests, the most it "
                 "gets, and its CPU pool. The actions “Pin processors”, “Weight and cap” and “Move "
                 "to a CPU pool” change them, now, from the next start on, or both.") },
    { .id = "snapshots",
      .title = N_("S_napshots"),
      .icon = "camera-photo-symbolic",
      .view = "snapshots",
      .help = N_("The guest's snapshots: states of its disks, and of its memory where it ran, that "
                 "the host keeps. One that was taken after another one stands below it, a step to "
                 "the right. The current one is what the guest went on from last. The actions of "
                 "the guest take a snapshot, go back to one, describe and delete it.") },
    { .id = "performance",
      .title = N_("P_erformance"),
      .icon = "power-profile-performance-symbolic",
      .view = "performance",
      .help = N_("Graphs of what the guest used: processors, memory, disks and networks. The "
                 "newest values are on the right. The span can be chosen from one minute to two "
                 "hours; the older the values, the coarser they are. A gap means that the guest "
                 "was not running or nobody looked.") },
    { .id = "configuration",
      .title = N_("_Configuration"),
      .icon = "text-x-generic-symbolic",
      .view = "configuration",
      .help = N_("The guest's configuration as text, as the host keeps it. It can be edited "
                 "here; “Check” finds mistakes and names their line, and the difference to what "
                 "the host has is shown before it is applied. A running guest uses a changed "
                 "configuration from its next start on. When somebody else changed it in the "
                 "meantime, nothing is overwritten without asking.") },
    { 0 },
};
