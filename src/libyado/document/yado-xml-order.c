/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * yado-xml-order.c: in which order libvirt writes elements and attributes (its virDomain*DefFormat functions), so
 * that what is added stands where libvirt will print it, and a difference shows one hunk.
 */
#include "config.h"

#include <string.h>

#include "document/yado-xml-tree.h"

typedef struct {
    const char *parent;
    const char *order; /* separated by blanks */
} Order;

static const Order child_orders[] = {
    { "domain",
      "name uuid genid title description metadata maxMemory memory currentMemory blkiotune memtune "
      "memoryBacking vcpu vcpus iothreads iothreadids defaultiothread cputune numatune resource "
      "bootloader bootloader_args sysinfo os idmap features cpu clock on_poweroff on_reboot "
      "on_crash on_lockfailure pm perf devices seclabel keywrap launchSecurity" },
    { "os",
      "type init initarg initenv initdir inituser initgroup firmware loader nvram kernel initrd "
      "cmdline dtb acpi boot bootmenu bios smbios" },
    { "features", "acpi apic pae hap viridian privnet hyperv kvm xen pvspinlock gic smm" },
    { "cputune", "shares global_period global_quota period quota emulator_period emulator_quota "
                 "iothread_period iothread_quota vcpupin emulatorpin iothreadpin" },
    { "devices",
      "emulator disk controller lease filesystem interface smartcard serial parallel console "
      "channel input tpm graphics sound audio video hostdev redirdev redirfilter hub watchdog "
      "memballoon rng nvram panic shmem memory crypto iommu vsock" },
    { "disk", "driver auth source backingStore backenddomain geometry blockio mirror target "
              "iotune readonly shareable transient serial wwn vendor product encryption boot alias "
              "address" },
    { "interface",
      "mac source vlan virtualport ip route script downscript backenddomain target guest model "
      "driver backend filterref link mtu coalesce bandwidth tune boot rom alias address" },
    { "serial", "source protocol target alias address" },
    { "parallel", "source protocol target alias address" },
    { "console", "source protocol target alias address" },
    { "channel", "source protocol target alias address" },
    { "rng", "rate backend alias address" },
    { "filesystem", "driver source target readonly space_hard_limit alias address" },
    { "hostdev", "driver source boot rom alias address" },
    { "iotune", "total_bytes_sec read_bytes_sec write_bytes_sec total_iops_sec read_iops_sec "
                "write_iops_sec" },
    { "bandwidth", "inbound outbound" },
    { "cpu", "model vendor topology cache maxphysaddr feature numa" },
};

static const Order attribute_orders[] = {
    { "domain", "type id" },
    { "vcpu", "placement cpuset current" },
    { "type", "arch machine" },
    { "disk", "type device model rawio sgio snapshot" },
    { "interface", "type" },
    { "driver", "name type cache error_policy rerror_policy io discard detect_zeroes queues" },
    { "target", "dev bus tray removable type name port" },
    { "graphics", "type port tlsPort autoport websocket listen keymap passwd" },
    { "cpu", "mode match check model" },
    { "controller", "type index model" },
    { "hostdev", "mode type managed" },
    { "model", "type ram vram vgamem heads primary" },
    { "watchdog", "model action" },
    { "input", "type bus" },
    { "address", "domain bus slot function" },
    { "clock", "offset adjustment basis timezone" },
    { "os", "firmware" },
    { "loader", "readonly secure type" },
    { "topology", "sockets dies cores threads" },
    { "feature", "policy name" },
    { "cell", "id cpus memory unit" },
};

/* The number of the word in @order, or -1. */
static int
find_word(const char *order, const char *word)
{
    gsize length = strlen(word);
    int rank = 0;

    for (const char *at = order; *at != '\0'; rank++) {
        gsize step = strcspn(at, " ");
        if (step == length && strncmp(at, word, length) == 0)
            return rank;
        at += step;
        at += strspn(at, " ");
    }
    return -1;
}

static int
find_rank(const Order *orders, guint n_orders, const char *parent, const char *word)
{
    for (guint i = 0; i < n_orders; i++) {
        if (strcmp(orders[i].parent, parent) == 0)
            return find_word(orders[i].order, word);
    }
    return -1;
}

int
yado_xml_get_child_rank(const char *parent, const char *child)
{
    return find_rank(child_orders, G_N_ELEMENTS(child_orders), parent, child);
}

int
yado_xml_get_attribute_rank(const char *element, const char *attribute)
{
    return find_rank(attribute_orders, G_N_ELEMENTS(attribute_orders), element, attribute);
}
