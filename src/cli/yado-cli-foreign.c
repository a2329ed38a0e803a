/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What xl and virsh call otherwise: who types their words is told ours. */
#include "config.h"

#include "cli/yado-cli-foreign.h"

#include <string.h>

static const struct {
    const char *words; /* theirs, with blanks between them */
    const char *ours;
} table[] = {
    { "info nodeinfo capabilities sysinfo", "host show" },
    { "dmesg", "host log" },
    { "hostname uri", "host" },
    { "dominfo", "show GUEST" },
    { "domid domname domuuid domain-id", "list GUEST -o id,name,uuid" },
    { "domstate", "list GUEST" },
    { "dumpxml", "show GUEST --xml" },
    { "define", "import FILE" },
    { "undefine", "delete GUEST" },
    { "unpause", "resume GUEST" },
    { "suspend", "pause GUEST" },
    { "managedsave", "save GUEST" },
    { "managedsave-remove", "discard-saved GUEST" },
    { "poweroff stop", "shutdown GUEST" },
    { "domrename", "rename GUEST NAME" },
    { "desc", "title GUEST TITLE" },
    { "dump", "dump-core GUEST FILE" },
    { "inject-nmi", "nmi GUEST" },
    { "trigger button-press", "button GUEST power" },
    { "mem-set setmem", "set GUEST memory.current=2GiB" },
    { "mem-max setmaxmem", "set GUEST memory.maximum=4GiB" },
    { "vcpu-set setvcpus", "set GUEST vcpu.current=2" },
    { "vcpu-pin vcpupin", "pin GUEST 0-3 --vcpu 0" },
    { "vcpu-list vcpuinfo vcpucount", "show GUEST --page pinning" },
    { "sched-credit sched-credit2 schedinfo", "weight GUEST 512" },
    { "sched-rtds", "weight GUEST --period 10000 --budget 4000" },
    { "cpupool-list", "cpupool list" },
    { "cpupool-create", "cpupool create NAME --cpus 2-3" },
    { "cpupool-destroy", "cpupool delete NAME" },
    { "cpupool-rename", "cpupool set NAME --name OTHER" },
    { "cpupool-cpu-add cpupool-cpu-remove", "cpupool set NAME --cpus 0-3" },
    { "cpupool-migrate", "pool GUEST NAME" },
    { "block-list domblklist", "disk list GUEST" },
    { "block-attach attach-disk", "disk add GUEST source=FILE" },
    { "block-detach detach-disk", "disk remove GUEST TARGET" },
    { "cd-insert cd-eject change-media", "disk set GUEST TARGET source=FILE" },
    { "domiflist", "nic list GUEST" },
    { "network-attach attach-interface", "nic add GUEST source=BRIDGE" },
    { "network-detach detach-interface", "nic remove GUEST MAC" },
    { "pci-list usb-list", "device list GUEST" },
    { "pci-attach usbdev-attach attach-device", "device add GUEST" },
    { "pci-detach usbdev-detach detach-device", "device remove GUEST DEVICE" },
    { "pci-assignable-list nodedev-list", "device list" },
    { "pci-assignable-add nodedev-detach nodedev-dettach", "device make-assignable" },
    { "pci-assignable-remove nodedev-reattach", "device give-back" },
    { "vncviewer vncdisplay domdisplay", "console GUEST --list" },
    { "net-list", "network list" },
    { "net-start", "network start NETWORK" },
    { "net-destroy", "network stop NETWORK" },
    { "net-undefine", "network delete NETWORK" },
    { "net-dhcp-leases", "lease list" },
    { "iface-list", "interface list" },
    { "pool-list", "pool list" },
    { "pool-define-as pool-create-as", "pool create NAME" },
    { "vol-list", "volume list POOL" },
    { "vol-create-as", "volume create NAME" },
    { "vol-delete", "volume delete VOLUME" },
    { "snapshot-list", "snapshot list GUEST" },
    { "snapshot-create snapshot-create-as", "snapshot create GUEST NAME" },
    { "snapshot-revert", "snapshot revert GUEST NAME" },
    { "snapshot-delete", "snapshot delete GUEST NAME" },
    { "domxml-from-native domxml-to-native", "convert FILE --to xml" },
    { "connect", "-c HOST list" },
};

const char *
yado_cli_foreign_get_ours(const char *word)
{
    for (guint i = 0; i < G_N_ELEMENTS(table); i++) {
        g_auto(GStrv) words = g_strsplit(table[i].words, " ", -1);

        if (g_strv_contains((const char *const *)words, word))
            return table[i].ours;
    }
    return NULL;
}

guint
yado_cli_foreign_get_n(void)
{
    return G_N_ELEMENTS(table);
}

const char *
yado_cli_foreign_get(guint i, const char **words)
{
    *words = table[i].words;
    return table[i].ours;
}
