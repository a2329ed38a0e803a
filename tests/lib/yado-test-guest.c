/* SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "yado-test"
#include "config.h"

#include "yado-test-cpio.h"
#include "yado-test-guest.h"

#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

/* Each depends on those before it. */
static const char *const modules[] = { "button",
                                       "evdev",
                                       "virtio_ring",
                                       "virtio",
                                       "virtio_pci_modern_dev",
                                       "virtio_pci_legacy_dev",
                                       "virtio_pci",
                                       "virtio_balloon",
                                       "failover",
                                       "net_failover",
                                       "virtio_net" };

/* A power button is an input device; the first thing that it says turns the guest off. */
static const char init_script[] =
    "#!/bin/busybox sh\n"
    "/bin/busybox mkdir -p /dev /proc\n"
    "/bin/busybox mount -t devtmpfs dev /dev\n"
    "/bin/busybox mount -t proc proc /proc\n"
    "for module in button evdev virtio_ring virtio virtio_pci_modern_dev virtio_pci_legacy_dev "
    "virtio_pci virtio_balloon failover net_failover virtio_net; do\n"
    "    /bin/busybox insmod /modules/$module.ko 2>/dev/null\n"
    "done\n"
    "fd=3\n"
    "/bin/busybox grep -q deaf /proc/cmdline || for device in /dev/input/event*; do\n"
    "    eval \"exec $fd<$device\"\n" /* before it says that it is ready */
    "    (eval \"/bin/busybox dd bs=24 count=1 of=/dev/null <&$fd 2>/dev/null\" &&"
    " echo 'guest: button' && /bin/busybox poweroff -f) &\n"
    "    fd=$((fd + 1))\n"
    "done\n"
    "/bin/busybox grep -q lends /proc/cmdline && {\n"
    "    /bin/busybox ip link set eth0 up\n"
    "    /bin/busybox udhcpc -n -q -t 20 -T 1 -i eth0 -s /bin/lease\n"
    "}\n"
    "echo 'guest: ready'\n"
    "/bin/busybox grep -q shell /proc/cmdline && {\n"
    "    export PATH=/bin HOME=/ TERM=linux\n"
    "    /bin/busybox --install -s /bin\n"
    "    (while :; do PS1='screen# ' setsid sh </dev/tty1 >/dev/tty1 2>&1; done) &\n"
    "    while :; do PS1='serial# ' setsid cttyhack sh; done\n"
    "}\n"
    "while :; do /bin/busybox sleep 1000; done\n";

/* What the network gave, and whether it knows the name "web". */
static const char lease_script[] = "#!/bin/busybox sh\n"
                                   "[ \"$1\" = bound ] || exit 0\n"
                                   "/bin/busybox ip addr add $ip/$mask dev $interface\n"
                                   "echo \"guest: address $ip domain $domain\"\n"
                                   "/bin/busybox nslookup web.$domain $dns\n";

static gboolean
add_file(GByteArray *archive, const char *path, const char *source)
{
    g_autofree char *data = NULL;
    gsize length;
    if (!g_file_get_contents(source, &data, &length, NULL))
        return FALSE;
    yado_test_cpio_add(archive, path, 0100755, data, length);
    return TRUE;
}

static void
add_modules(GByteArray *archive)
{
    yado_test_cpio_add(archive, "modules", 0040755, NULL, 0);
    for (guint i = 0; i < G_N_ELEMENTS(modules); i++) {
        g_autofree char *path = g_strdup_printf("modules/%s.ko", modules[i]);
        g_autofree char *name = g_strdup_printf("guest/%s", path);
        g_autofree char *source = yado_test_build_path(name);
        add_file(archive, path, source); /* not there: built into the kernel, as we hope */
    }
}

static void
write_initramfs(const char *busybox, const char *path)
{
    g_autoptr(GByteArray) archive = g_byte_array_new();
    yado_test_cpio_add(archive, "bin", 0040755, NULL, 0);
    g_assert_true(add_file(archive, "bin/busybox", busybox));
    add_modules(archive);
    yado_test_cpio_add(archive, "bin/lease", 0100755, lease_script, strlen(lease_script));
    yado_test_cpio_add(archive, "init", 0100755, init_script, strlen(init_script));
    yado_test_cpio_end(archive);
    g_assert_true(g_file_set_contents(path, (char *)archive->data, archive->len, NULL));
    g_chmod(path, 0644);
}

static gboolean
copy_kernel(const char *path)
{
    g_autofree char *source = yado_test_build_path("guest/vmlinuz");
    g_autoptr(GFile) from = g_file_new_for_path(source);
    g_autoptr(GFile) to = g_file_new_for_path(path);
    if (!g_file_copy(from, to, G_FILE_COPY_OVERWRITE, NULL, NULL, NULL, NULL)) {
        g_test_skip("no kernel for a guest: ./check fetches one into build/guest");
        return FALSE;
    }
    g_chmod(path, 0644);
    return TRUE;
}

gboolean
yado_test_guest_prepare(YadoTestDaemon *daemon)
{
    g_autofree char *qemu = yado_test_need_program("qemu-system-x86_64");
    g_autofree char *busybox = qemu ? yado_test_need_program("busybox") : NULL;
    if (!busybox)
        return FALSE;
    const char *folder = yado_test_daemon_get_folder(daemon);
    g_autofree char *kernel = g_build_filename(folder, "vmlinuz", NULL);
    g_autofree char *initramfs = g_build_filename(folder, "initramfs", NULL);
    if (!copy_kernel(kernel))
        return FALSE;
    write_initramfs(busybox, initramfs);
    return TRUE;
}

static void
define(YadoTestDaemon *daemon, const char *name, const char *arguments, const char *devices)
{
    const char *folder = yado_test_daemon_get_folder(daemon);
    g_autofree char *xml = g_strdup_printf(
        "<domain type='qemu'>\n"
        "  <name>%s</name>\n"
        "  <memory unit='MiB'>%u</memory>\n"
        "  <vcpu>1</vcpu>\n"
        "  <os>\n"
        "    <type arch='x86_64' machine='q35'>hvm</type>\n"
        "    <kernel>%s/vmlinuz</kernel>\n"
        "    <initrd>%s/initramfs</initrd>\n"
        "    <cmdline>console=ttyS0 quiet mitigations=off no_timer_check %s</cmdline>\n"
        "  </os>\n"
        "  <features><acpi/></features>\n"
        "  <devices>\n"
        "    <controller type='usb' model='none'/>\n"
        "%s"
        "    <memballoon model='virtio'/>\n"
        "  </devices>\n"
        "</domain>\n",
        name, YADO_TEST_GUEST_MEMORY, folder, folder, arguments, devices);
    yado_test_virsh_define(yado_test_daemon_get_qemu_uri(daemon), xml);
}

static void
define_to_file(YadoTestDaemon *daemon, const char *name, const char *arguments, const char *more)
{
    g_autofree char *devices = g_strdup_printf(
        "    <serial type='file'><source path='%s/%s.console' append='on'/></serial>\n"
        "    <video><model type='none'/></video>\n%s",
        yado_test_daemon_get_folder(daemon), name, more);

    define(daemon, name, arguments, devices);
}

static void
define_with_shells(YadoTestDaemon *daemon, const char *name, const char *vnc, const char *arguments)
{
    g_autofree char *screen =
        g_strdup_printf("    <graphics type='vnc' autoport='yes' listen='127.0.0.1' %s/>\n"
                        "    <video><model type='vga'/></video>\n",
                        vnc ? vnc : "");
    g_autofree char *devices =
        g_strconcat("    <serial type='pty'/>\n",
                    vnc ? screen : "    <video><model type='none'/></video>\n", NULL);

    define(daemon, name, arguments, devices);
}

void
yado_test_guest_define_console(YadoTestDaemon *daemon, const char *name, const char *vnc)
{
    define_with_shells(daemon, name, vnc, "deaf shell console=tty0 console=ttyS0");
}

void
yado_test_guest_define_talker(YadoTestDaemon *daemon, const char *name, const char *vnc)
{
    define_with_shells(daemon, name, vnc, "deaf shell loglevel=7 console=tty0 console=ttyS0");
}

void
yado_test_guest_define(YadoTestDaemon *daemon, const char *name)
{
    define_to_file(daemon, name, "hears", "");
}

void
yado_test_guest_define_deaf(YadoTestDaemon *daemon, const char *name)
{
    define_to_file(daemon, name, "deaf", "");
}

void
yado_test_guest_define_card(YadoTestDaemon *daemon, const char *name, const char *network,
                            const char *mac)
{
    g_autofree char *card =
        g_strdup_printf("    <interface type='network'><source network='%s'/>"
                        "<mac address='%s'/><model type='virtio'/></interface>\n",
                        network, mac);

    define_to_file(daemon, name, "hears lends", card);
}

char *
yado_test_guest_dup_console(YadoTestDaemon *daemon, const char *name)
{
    g_autofree char *file =
        g_strdup_printf("%s/%s.console", yado_test_daemon_get_folder(daemon), name);
    char *text = NULL;

    g_file_get_contents(file, &text, NULL, NULL);
    return text ? text : g_strdup("");
}

typedef struct {
    char *path;
    guint times;
} Ready;

static gboolean
is_ready(gpointer data)
{
    Ready *ready = data;
    g_autofree char *text = NULL;
    guint count = 0;
    if (!g_file_get_contents(ready->path, &text, NULL, NULL))
        return FALSE;
    for (const char *at = text; (at = strstr(at, "guest: ready")); at++)
        count++;
    return count >= ready->times;
}

void
yado_test_guest_wait_ready(YadoTestDaemon *daemon, const char *name, guint times)
{
    const char *folder = yado_test_daemon_get_folder(daemon);
    g_autofree char *file = g_strdup_printf("%s/%s.console", folder, name);
    Ready ready = { file, times };
    if (yado_test_wait(is_ready, &ready, 60))
        return;
    g_autofree char *text = NULL;
    g_file_get_contents(file, &text, NULL, NULL);
    g_error("%s does not boot. Its console:\n%s", name, text ? text : "(empty)");
}
