/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The pages of an open guest, in order. */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "catalog/yado-forms.h"

static gboolean
is_value(YadoDocument *document, const char *node, const char *key, const char *value)
{
    g_autofree char *now = yado_document_dup_value(document, node, key);

    return g_strcmp0(now, value) == 0;
}

static gboolean
is_pci(YadoDocument *document, const char *node)
{
    return is_value(document, node, "type", "pci");
}

static gboolean
is_usb(YadoDocument *document, const char *node)
{
    return is_value(document, node, "type", "usb");
}

/* The slots of the guest's own bus are the hypervisor's business, and many. */
static gboolean
is_no_bus(YadoDocument *document, const char *node)
{
    return !g_str_has_prefix(node, "controller:") || !is_value(document, node, "type", "pci");
}

/* Nearly every guest has a balloon, and nobody has anything to do with it. */
static gboolean
is_worth_showing(YadoDocument *document, const char *node)
{
    return is_no_bus(document, node) && !g_str_has_prefix(node, "memballoon:");
}

static const char *
keep_input(YadoDocument *document, const char *node)
{
    return is_value(document, node, "bus", "ps2") || is_value(document, node, "bus", "xen")
               ? _("Every such guest has it: the host would put it back.")
               : NULL;
}

static const char *
keep_other(YadoDocument *document, const char *node)
{
    return _("YaDO does not know such devices: take it out on the page Configuration.");
}

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
    { .id = "graphics",
      .title = N_("Display %s"),
      .icon = "video-display-symbolic",
      .form = &yado_form_graphics,
      .node_kind = "graphics",
      .node_key = "type" },
    { .id = "video",
      .title = N_("Graphics card %s"),
      .icon = "video-display-symbolic",
      .form = &yado_form_video,
      .node_kind = "video",
      .node_key = "model" },
    { .id = "input",
      .title = N_("Input %s"),
      .icon = "input-mouse-symbolic",
      .form = &yado_form_input,
      .node_kind = "input",
      .node_key = "type",
      .keep = keep_input },
    { .id = "serial",
      .title = N_("Serial line %s"),
      .icon = "utilities-terminal-symbolic",
      .form = &yado_form_line,
      .node_kind = "serial",
      .node_key = "target.type" },
    { .id = "parallel",
      .title = N_("Parallel line %s"),
      .icon = "printer-symbolic",
      .form = &yado_form_line,
      .node_kind = "parallel",
      .node_key = "target.type" },
    { .id = "console",
      .title = N_("Text console %s"),
      .icon = "utilities-terminal-symbolic",
      .form = &yado_form_line,
      .node_kind = "console",
      .node_key = "target.type" },
    { .id = "channel",
      .title = N_("Channel %s"),
      .icon = "network-transmit-receive-symbolic",
      .form = &yado_form_channel,
      .node_kind = "channel",
      .node_key = "target.name" },
    { .id = "pci",
      .title = N_("PCI device %s"),
      .icon = "application-x-firmware-symbolic",
      .form = &yado_form_pci,
      .node_kind = "hostdev",
      .node_key = "address",
      .is_about = is_pci },
    { .id = "usb",
      .title = N_("USB device %s"),
      .icon = "drive-removable-media-usb-symbolic",
      .form = &yado_form_usb,
      .node_kind = "hostdev",
      .node_key = "address",
      .is_about = is_usb },
    { .id = "controller",
      .title = N_("Controller %s"),
      .icon = "application-x-firmware-symbolic",
      .form = &yado_form_controller,
      .node_kind = "controller",
      .node_key = "type",
      .is_about = is_no_bus },
    { .id = "sound",
      .title = N_("Sound card %s"),
      .icon = "audio-card-symbolic",
      .form = &yado_form_sound,
      .node_kind = "sound",
      .node_key = "model" },
    { .id = "watchdog",
      .title = N_("Watchdog %s"),
      .icon = "alarm-symbolic",
      .form = &yado_form_watchdog,
      .node_kind = "watchdog",
      .node_key = "model" },
    { .id = "rng",
      .title = N_("Random numbers %s"),
      .icon = "view-refresh-symbolic",
      .form = &yado_form_rng,
      .node_kind = "rng",
      .node_key = "model" },
    { .id = "tpm",
      .title = N_("TPM %s"),
      .icon = "dialog-password-symbolic",
      .form = &yado_form_tpm,
      .node_kind = "tpm",
      .node_key = "model" },
    { .id = "filesystem",
      .title = N_("Folder %s"),
      .icon = "folder-symbolic",
      .form = &yado_form_filesystem,
      .node_kind = "filesystem",
      .node_key = "target" },
    { .id = "other",
      .title = N_("Device %s"),
      .icon = "application-x-firmware-symbolic",
      .form = &yado_form_other,
      .node_kind = "*",
      .is_about = is_worth_showing,
      .keep = keep_other },
    { .id = "pinning",
      .title = N_("P_inning"),
      .icon = "view-grid-symbolic",
      .view = "pinning",
      .help = N_("On which of the host's processors each of the guest's processors may run, as a "
                 "grid: a line for each of the guest's, a column for each of the host's. A cell is "
                 "changed with the space bar or a click, a whole line or column at once too; "
                 "“Apply” does it, now, from the next start on, or both. Above it stands its "
                 "share: the scheduler, its weight against other guests, the most it gets, and "
                 "its CPU pool. The actions “Weight and cap” and “Move to a CPU pool” change "
                 "them.") },
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
