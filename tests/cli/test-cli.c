/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The program as a script sees it: what it prints and its exit status, on a small host with hostile names (host.xml).  Each row of
 * the table has a golden file in tests/golden/cli; YADO_TEST_REGENERATE=1 writes them anew.  Every command of the program is in the table, or is told why not.
 */
#include "config.h"

#include <string.h>
#include <sys/stat.h>

#include "yado-test.h"
#include "cli/yado-cli-commands.h"
#include "cli/yado-cli-foreign.h"

#define LONGEST 16
/* The double of a Xen host: tests/lib/yado-test-xl-agent.c. */
#define XEN "-c", "xl:///"

typedef struct {
    const char *name; /* of the golden file */
    int status;
    const char *arguments[LONGEST];
} Row;

static const Row rows[] = {
    { "help-all", 0, { "help" } },
    { "help-list", 0, { "help", "list" } },
    { "help-delete", 0, { "delete", "--help" } },
    { "help-unknown", 2, { "help", "nothing" } },
    { "foreign-xl", 2, { "mem-set", "web-07", "512" } },
    { "foreign-virsh", 2, { "help", "undefine" } },
    { "version", 0, { "version" } },
    { "no-command", 0, { NULL } },
    { "list", 0, { "list" } },
    { "list-columns",
      0,
      { "list", "-o", "name,kind,vcpu,memory,autostart,tags,owner", "--sort", "memory", "-r" } },
    { "list-json", 0, { "list", "--json", "-o", "id,name,state,memory,persistent,tags" } },
    { "list-csv", 0, { "list", "--csv", "-o", "name,title,tags,memory" } },
    { "list-bare", 0, { "list", "-H", "-o", "name", "--inactive" } },
    { "list-filter", 0, { "list", "--filter", "SHOP" } },
    { "list-tag", 0, { "list", "--tag", "web" } },
    { "list-glob", 0, { "list", "*o*" } },
    { "list-uuid", 0, { "list", "00000000-0000-0000-0000-00000000000a", "1" } },
    { "list-bad-column", 2, { "list", "-o", "nane" } },
    { "list-no-column", 2, { "list", "-o", "" } },
    { "sort-no-column", 2, { "list", "-s", "," } },
    { "glob-nothing", 3, { "start", "zz*" } },
    { "guest-near", 3, { "start", "web-7" } },
    { "command-near", 2, { "strat" } },
    { "option-near", 2, { "list", "--filtr", "x" } },
    { "option-value", 2, { "list", "--sort" } },
    { "too-few", 2, { "start" } },
    { "uri-unknown", 2, { "-c", "foo:///", "list" } },
    { "host-missing", 3, { "-c", "test:///nonexistent/host.xml", "list" } },
    { "check", 1, { "check" } },
    { "check-running", 2, { "check", "--expect", "running" } },
    { "check-named", 0, { "check", "web-07", "-e", "running" } },
    { "check-missing", 2, { "check", "web-07", "web-7", "zz*", "two*", "two words" } },
    { "check-json", 1, { "check", "--json", "--expect", "any" } },
    { "check-owner", 0, { "check", "--owner", "xl" } },
    { "check-memory", 3,
      /* the test driver tells nothing */ { "check", "web-07", "--memory", "90" } },
    { "check-range", 3, { "check", "--memory", "90,20:10" } },
    { "check-choice", 3, { "check", "--expect", "all" } },
    { "check-option", 3, { "check", "--warning", "1" } },
    { "check-away", 2, { "check", "-c", "test:///nonexistent/host.xml" } },
    { "check-help", 0, { "check", "-h" } },
    { "munin-config", 0, { "munin", "config" } },
    { "munin-autoconf", 0, { "munin", "autoconf" } },
    { "munin-autoconf-away", 0, { "munin", "autoconf", "-c", "test:///nonexistent/host.xml" } },
    { "munin-away", 3, { "munin", "-c", "test:///nonexistent/host.xml" } },
    { "munin-word", 2, { "munin", "suggest" } },
    { "show", 0, { "show", "web-07" } },
    { "show-form", 0, { "show", "web-07", "--form" } },
    { "show-page-json", 0, { "show", "web-07", "--page", "memory", "--json" } },
    { "show-pinning", 0, { "show", "two words", "--page", "pinning" } },
    { "show-pinning-json", 0, { "show", "two words", "--page", "pinning", "--json" } },
    { "host-log", 6, /* only Xen has one */ { "host", "log" } },
    { "disk-list", 0, { "disk", "list", "web-07" } },
    { "disk-list-json", 0, { "disk", "list", "web-07", "--json" } },
    { "disk-add", 0, { "disk", "add", "web-07", "source=/nonexistent/more.qcow2" } },
    { "disk-add-dry",
      0,
      { "disk", "add", "web-07", "source=/dev/vg/x", "readonly=yes", "--dry-run" } },
    { "disk-new-size", 2, { "disk", "new", "web-07", "much", "--pool", "x" } },
    { "disk-new-help", 0, { "disk", "new", "--help" } },
    { "disk-add-new", 0, { "disk", "add", "web-07", "size=20G", "pool=images" } },
    { "disk-add-new-dry", 0, { "disk", "add", "web-07", "size=20G", "format=raw", "-n" } },
    { "disk-add-new-full", 8, { "disk", "add", "web-07", "size=999T", "full=yes" } },
    { "disk-add-both", 6, { "disk", "add", "web-07", "source=/x", "size=1G" } },
    { "disk-set-size", 6, { "disk", "set", "web-07", "xvda", "size=1G" } },
    { "disk-add-nothing", 0, { "disk", "add", "web-07", "-n" } },
    { "disk-add-target", 2, { "disk", "add", "web-07", "source=/x", "target=xvda" } },
    { "disk-add-twice", 2, { "disk", "add", "web-07", "source=/nonexistent/web-07.img" } },
    { "disk-add-field", 2, { "disk", "add", "web-07", "sauce=/x" } },
    { "disk-add-live", 6, { "disk", "add", "web-07", "source=/x", "--live" } },
    { "disk-remove", 0, { "disk", "remove", "web-07", "xvda" } },
    { "disk-remove-missing", 3, { "disk", "remove", "web-07", "xvdz" } },
    { "disk-set", 0, { "disk", "set", "web-07", "xvda", "readonly=yes", "discard=unmap" } },
    { "disk-set-json", 0, { "disk", "set", "web-07", "xvda", "discard=unmap", "--json" } },
    { "disk-set-json-dry",
      0,
      { "disk", "set", "web-07", "xvda", "discard=unmap", "--json", "--dry-run" } },
    { "disk-set-json-same", 0, { "disk", "set", "web-07", "xvda", "discard=", "--json" } },
    { "disk-remove-json", 0, { "disk", "remove", "web-07", "xvda", "--json" } },
    { "disk-set-refused", 6, { "disk", "set", "web-07", "xvda", "cache=none" } },
    { "nic-list", 0, { "nic", "list", "web-07" } },
    { "nic-list-csv", 0, { "nic", "list", "web-07", "--csv" } },
    { "nic-add",
      0,
      { "nic", "add", "web-07", "mac=00:16:3e:00:00:aa", "type=bridge", "source=br1" } },
    { "nic-add-mac", 2, { "nic", "add", "two words", "mac=00:16:3e:00:00:07", "source=br0" } },
    { "nic-remove", 0, { "nic", "remove", "web-07", "00:16:3e:00:00:07" } },
    { "nic-set", 0, { "nic", "set", "web-07", "nic:0", "source=br1" } },
    { "guest-device-list", 0, { "device", "list", "web-07" } },
    { "device-add-kinds", 2, { "device", "add", "web-07" } },
    { "device-add", 0, { "device", "add", "web-07", "cdrom", "--dry-run" } },
    { "device-remove", 0, { "device", "remove", "web-07", "disk:0", "-n" } },
    { "device-set", 0, { "device", "set", "web-07", "xvda", "target=xvdc", "-n" } },
    { "create-dry", 0, { "create", "new", "--source", "none", "--kind", "pvh", "--dry-run" } },
    { "create-more-than-the-host",
      0,
      { "create", "new", "--source", "none", "--kind", "pvh", "--memory", "900GiB", "--vcpus",
        "500", "--dry-run" } },
    { "create-iso-taken", 2, { "create", "new", "--iso", "/nonexistent/web-07.img", "--dry-run" } },
    { "create-import-taken",
      2,
      { "create", "new", "--import", "/nonexistent/web-07.img", "--dry-run" } },
    { "create-missing", 2, { "create", "--source", "none", "--dry-run" } },
    { "pool-list", 0, { "pool", "list" } },
    { "pool-list-json", 0, { "pool", "list", "--json" } },
    { "pool-list-csv", 0, { "pool", "list", "--csv" } },
    { "volume-list", 0, { "volume", "list" } },
    { "network-list", 0, { "network", "list" } },
    { "lease-list", 0, { "lease", "list" } },
    { "interface-list", 0, { "interface", "list" } },
    { "device-list", 0, { "device", "list" } },
    { "cpupool-list-elsewhere", 6, { "cpupool", "list" } },
    { "cpupool-list", 0, { XEN, "cpupool", "list" } },
    { "cpupool-list-json", 0, { XEN, "cpupool", "list", "--json" } },
    { "cpupool-create", 0, { XEN, "cpupool", "create", "slow", "--cpus", "2", "--take" } },
    { "cpupool-create-owned", 2, { XEN, "cpupool", "create", "slow", "--cpus", "2" } },
    { "cpupool-create-taken", 2, { XEN, "cpupool", "create", "fast", "--cpus", "2" } },
    { "cpupool-create-no-cpu", 2, { XEN, "cpupool", "create", "slow", "--cpus", "9" } },
    { "cpupool-set", 0, { XEN, "cpupool", "set", "fast", "--ratelimit", "0", "--name", "x" } },
    { "cpupool-set-nothing", 2, { XEN, "cpupool", "set", "fast" } },
    { "cpupool-set-least", 2, { XEN, "cpupool", "set", "fast", "--ratelimit", "99" } },
    { "cpupool-set-scheduler", 6, { XEN, "cpupool", "set", "Pool-0", "--timeslice", "5" } },
    { "cpupool-delete", 0, { XEN, "cpupool", "delete", "fast", "-y" } },
    { "cpupool-delete-used", 2, { XEN, "cpupool", "delete", "Pool-0", "-y" } },
    { "weight-real-time", 6, { XEN, "weight", "web", "--period", "10000" } },
    { "button", 0, { XEN, "button", "web", "power" } },
    { "button-unknown", 2, { XEN, "button", "web", "red" } },
    { "debug-keys", 0, { XEN, "debug-keys", "h", "-y" } },
    { "debug-keys-unconfirmed", 2, { XEN, "debug-keys", "R" } },
    { "debug-keys-elsewhere", 6, { "debug-keys", "h", "-y" } },
    { "host-log-xen", 0, { XEN, "host", "log", "--filter", "line" } },
    { "host-log-clear", 0, { XEN, "host", "log", "--clear", "-y" } },
    { "host-log-clear-unconfirmed", 2, { XEN, "host", "log", "--clear" } },
    { "host-log-clear-elsewhere", 6, { "host", "log", "--clear", "-y" } },
    { "device-list-xen", 0, { XEN, "device", "list" } },
    { "device-list-xen-json", 0, { XEN, "device", "list", "--json" } },
    { "device-make-assignable", 0, { XEN, "device", "make-assignable", "0000:03:00.0", "-y" } },
    { "device-make-assignable-unconfirmed",
      2,
      { XEN, "device", "make-assignable", "0000:03:00.0" } },
    { "device-make-assignable-bridge",
      2,
      { XEN, "device", "make-assignable", "0000:00:00.0", "-y" } },
    { "device-make-assignable-elsewhere", 6, { "device", "make-assignable", "x", "-y" } },
    { "device-give-back", 0, { XEN, "device", "give-back", "0000:04:00.0" } },
    { "interface-list-xen", 6, { XEN, "interface", "list" } },
    { "host-show-xen", 0, { XEN, "host", "show" } },
    { "show-snapshots", 0, { "show", "two words", "--page", "snapshots" } },
    { "show-snapshots-json", 0, { "show", "two words", "--page", "snapshots", "--json" } },
    { "snapshot-list", 0, { "snapshot", "list", "two words" } },
    { "snapshot-list-csv", 0, { "snapshot", "list", "two words", "--csv" } },
    { "snapshot", 2, { "snapshot" } },
    { "help-disk", 2, { "help", "disk" } },
    { "volume-delete-used", 4, { "volume", "delete", "/nonexistent/web-07.img", "-y" } },
    { "show-bad-page", 2, { "show", "web-07", "--page", "x" } },
    { "show-csv", 2, { "show", "web-07", "--csv" } },
    { "show-xml", 0, { "show", "two words", "--xml" } },
    { "show-several", 2, { "show", "*" } },
    { "pending", 0, { "pending", "web-07" } },
    { "console", 6, { "console", "web-07" } },
    { "screenshot", 6, { "screenshot", "web-07", "web.png" } },
    { "help-console", 0, { "help", "console" } },
    { "host", 0, { "host", "--json" } },
    { "host-show", 0, { "host", "show" } },
    { "set", 0, { "set", "web-07", "memory.current=2GiB", "vcpu.current=3" } },
    { "set-above-running",
      0,
      { "set", "web-07", "vcpu.maximum=8", "vcpu.current=6", "memory.maximum=16GiB",
        "memory.current=12GiB" } },
    { "set-json",
      0,
      { "set", "--json", "web-07", "title=A \"b\"", "memory.maximum=4GiB", "vcpu.current=2" } },
    { "set-next", 0, { "set", "web-07", "--next-start", "memory.current=512" } },
    { "set-more-than-the-host", 0, { "set", "web-07", "memory.maximum=900GiB", "--dry-run" } },
    { "set-dry", 0, { "set", "web-07", "memory.current=2GiB", "--dry-run" } },
    { "set-equals-name", 0, { "set", "שרת=1", "memory.maximum=256MiB" } },
    { "set-several", 0, { "set", "two words", "開発サーバー", "title=100% “a”" } },
    { "set-bad-field", 2, { "set", "web-07", "memry.current=2GiB" } },
    { "set-bad-value", 2, { "set", "web-07", "memory.current=lots" } },
    { "set-checks-all", 2, { "set", "web-07", "title=x", "vcpu.current=9" } },
    { "set-no-field", 2, { "set", "web-07", "two words" } },
    { "edit-no-terminal", 2, { "edit", "web-07" } },
    { "start", 0, { "start", "開発サーバー" } },
    { "start-quoted", 0, { "start", "100%s_\"quoted\", it's" } },
    { "start-json", 0, { "start", "--json", "שרת=1" } },
    { "start-running", 6, { "start", "web-07", "開発サーバー" } },
    { "start-running-json", 6, { "start", "--json", "web-07", "開発サーバー" } },
    { "start-quiet", 0, { "-q", "start", "שרת=1" } },
    { "start-paused", 6, /* the test driver cannot */ { "start-paused", "開発サーバー" } },
    { "shutdown", 0, { "shutdown", "web-07" } },
    { "reboot", 0, { "reboot", "web-07", "-y" } },
    { "reset", 0, { "reset", "web-07", "-y" } },
    { "destroy", 0, { "destroy", "web-07", "--yes" } },
    { "destroy-unconfirmed", 2, { "destroy", "web-07" } },
    { "pause", 0, { "pause", "web-07" } },
    { "resume", 0, { "resume", "two words" } },
    { "save", 0, { "save", "web-07" } },
    { "restore", 0, { "restore", "resting" } },
    { "restore-nothing", 6, { "restore", "web-07" } },
    { "discard-saved", 0, { "discard-saved", "resting", "-y" } },
    { "save-file-relative", 2, { "save-file", "web-07", "here" } },
    { "restore-file-missing", 3, { "restore-file", "/nonexistent/file" } },
    { "rename", 0, { "rename", "שרת=1", "new name" } },
    { "rename-taken", 2, { "rename", "שרת=1", "web-07" } },
    { "rename-newline", 2, { "rename", "שרת=1", "a\nb" } },
    { "rename-missing", 2, { "rename", "שרת=1" } },
    { "title", 0, { "title", "web-07", "Front" } },
    { "title-nothing", 2, { "title", "web-07" } },
    { "title-clear", 0, { "title", "web-07", "" } },
    { "tag", 0, { "tag", "web-07", "--add", "x", "--remove", "web" } },
    { "tag-nothing", 2, { "tag", "web-07", "two words" } },
    { "dump-core-relative", 2, { "dump-core", "web-07", "here" } },
    { "nmi", 0, { "nmi", "web-07", "-y" } },
    { "button-sleep", 6, { "button", "web-07", "sleep" } },
    { "sysrq-elsewhere", 6, { "sysrq", "web-07", "h" } },
    { "adopt-elsewhere", 6, { "adopt", "שרת=1" } },
    { "migrate-elsewhere", 6, { "migrate", "web-07", "xen-b" } },
    { "autostart", 0, { "autostart", "web-07" } },
    { "no-autostart", 6, { "no-autostart", "web-07" } },
    { "pin", 0, { "pin", "web-07", "0-1", "--vcpu", "0" } },
    { "pin-no-cpu", 2, { "pin", "web-07", "0-99" } },
    { "pin-nothing", 2, { "pin", "web-07" } },
    { "weight", 0, { "weight", "web-07", "512" } },
    { "weight-nothing", 2, { "weight", "web-07" } },
    { "pool", 6, /* only Xen has pools */ { "pool", "web-07", "Pool-0" } },
    { "delete", 0, { "delete", "開発サーバー", "-y" } },
    { "delete-running", 6, { "delete", "web-07", "-y" } },
    { "delete-unconfirmed", 2, { "delete", "開発サーバー" } },
    { "clone", 0, { "clone", "開発サーバー", "dev-%d", "--numbers", "1-2" } },
    { "clone-taken", 2, { "clone", "開発サーバー", "web-07" } },
    { "export-xl", 0, { "export", "web-07", "--format", "xl" } },
    { "export-xml", 0, { "export", "two words", "-f", "xml" } },
    { "export-no-format", 2, { "export", "web-07" } },
    { "convert-no-format", 2, { "convert", "/nonexistent/x.cfg" } },
    { "convert-bad-format", 2, { "convert", "/nonexistent/x.cfg", "--to", "yaml" } },
    { "convert-missing", 3, { "convert", "/nonexistent/x.cfg", "--to", "xml" } },
    { "import-missing", 3, { "import", "/nonexistent/x.cfg" } },
    { "connections", 0, { "connections", "list" } },
    { "connections-csv", 0, { "connections", "list", "--csv" } },
    { "connections-unknown", 3, { "connections", "forget", "nothing", "-y" } },
};

/* Tested elsewhere, or not by a row of their own. */
static const char *const not_in_table[][2] = {
    { "top", "its numbers change: test_top" },
    { "host list", "the same as host" },
    { "connections add", "writes settings: test_connections" },
    { "connections label", "writes settings: test_connections" },
    { "connections autoconnect", "writes settings: test_connections" },
    { "connections forget", "writes settings: test_connections" },
    { "connections list", "covered as two words" },
    { "connections", "the same as connections list" },
    { "save-file", "writes a file: test_save_file" },
    { "pool create", "changes the host: tests/contract/test-resources" },
    { "pool start", "changes the host: tests/contract/test-resources" },
    { "pool stop", "changes the host: tests/contract/test-resources" },
    { "pool refresh", "changes the host: tests/contract/test-resources" },
    { "pool autostart", "changes the host: tests/contract/test-resources" },
    { "pool no-autostart", "changes the host: tests/contract/test-resources" },
    { "pool delete", "changes the host: tests/contract/test-resources" },
    { "volume create", "changes the host: tests/contract/test-resources" },
    { "volume resize", "changes the host: tests/contract/test-resources" },
    { "volume clone", "changes the host: tests/contract/test-resources" },
    { "volume upload", "changes the host: tests/contract/test-resources" },
    { "volume download", "changes the host: tests/contract/test-resources" },
    { "volume wipe", "changes the host: tests/contract/test-resources" },
    { "volume delete", "changes the host: tests/contract/test-resources" },
    { "network create", "changes the host: tests/contract/test-resources" },
    { "network start", "changes the host: tests/contract/test-resources" },
    { "network stop", "changes the host: tests/contract/test-resources" },
    { "network autostart", "changes the host: tests/contract/test-resources" },
    { "network no-autostart", "changes the host: tests/contract/test-resources" },
    { "network delete", "changes the host: tests/contract/test-resources" },
    { "lease create", "changes the host: tests/contract/test-resources" },
    { "lease delete", "changes the host: tests/contract/test-resources" },
    { "snapshot create", "changes the host: tests/contract/test-resources" },
    { "snapshot revert", "changes the host: tests/contract/test-resources" },
    { "snapshot describe", "changes the host: tests/contract/test-resources" },
    { "snapshot delete", "changes the host: tests/contract/test-resources" },
};

/* ---- Running it ---- */

static const char *run_language = "";

/* Standard output and error together; standard input is empty. */
static char *
run(const char *const *arguments, int *status)
{
    g_autoptr(GPtrArray) argv = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(GSubprocessLauncher) launcher = NULL;
    g_autoptr(GSubprocess) program = NULL;
    g_autoptr(GError) error = NULL;
    char *output = NULL;

    g_ptr_array_add(argv, yado_test_build_path("yado"));
    for (; *arguments != NULL; arguments++)
        g_ptr_array_add(argv, g_strdup(*arguments));
    g_ptr_array_add(argv, NULL);
    launcher =
        g_subprocess_launcher_new(G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_MERGE);
    g_subprocess_launcher_setenv(launcher, "LANGUAGE", run_language, TRUE);
    program = g_subprocess_launcher_spawnv(launcher, (const char *const *)argv->pdata, &error);
    g_assert_no_error(error);
    g_subprocess_communicate_utf8(program, NULL, NULL, &output, NULL, &error);
    g_assert_no_error(error);
    g_assert_true(g_subprocess_get_if_exited(program));
    *status = g_subprocess_get_exit_status(program);
    return output;
}

#define RUN(status, ...) run((const char *const[]){ __VA_ARGS__, NULL }, status)

/* ---- Goldens ---- */

/* What differs from machine to machine. */
static char *
normalize(const char *output)
{
    g_autofree char *source = yado_test_source_path("tests");
    g_autofree char *name = g_regex_escape_string(g_get_host_name(), -1);
    g_autofree char *own_name = g_strdup_printf("(?m)  +%s$", name);
    g_autoptr(GString) text = g_string_new(output);
    const char *const patterns[][2] = {
        { "libvirt [0-9.]+", "libvirt @VERSION@" },
        { "(?m)^    \"(hostname|label)\": \"[^\"]*\"", "    \"\\1\": \"@HOST@\"" },
        { "\"cpu\": [^,\n]*", "\"cpu\": @LOAD@" },
        /* Columns are as wide as the folder's name. */
        { "(?m)^Label  +", "Label  " },
        { "(@TESTS@[^ \n]*)  +", "\\1  " },
        { own_name, "  @HOST@" },
        { "(?m)^  Processor load  .*$", "  Processor load  @LOAD@" },
        { "(?m)^  Running for  .*$", "  Running for  @UPTIME@" },
    };
    char *result;

    g_string_replace(text, source, "@TESTS@", 0);
    g_string_replace(text, PACKAGE_VERSION, "@VERSION@", 0);
    result = g_strdup(text->str);
    for (guint i = 0; i < G_N_ELEMENTS(patterns); i++) {
        g_autoptr(GRegex) regex = g_regex_new(patterns[i][0], 0, 0, NULL);
        char *next = g_regex_replace(regex, result, -1, 0, patterns[i][1], 0, NULL);

        g_free(result);
        result = next;
    }
    return result;
}

static void
check_golden(const char *name, const char *language, const char *text)
{
    g_autofree char *file = g_strdup_printf("tests/golden/cli/%s.%s.txt", name, language);
    g_autofree char *path = yado_test_source_path(file);
    g_autofree char *expected = NULL;

    if (g_getenv("YADO_TEST_REGENERATE") != NULL) {
        g_assert_true(g_file_set_contents(path, text, -1, NULL));
        return;
    }
    g_assert_true(g_file_get_contents(path, &expected, NULL, NULL));
    g_assert_cmpstr(text, ==, expected);
}

static void
test_row(gconstpointer data)
{
    const Row *row = data;
    int status = -1;
    g_autofree char *output = run(row->arguments, &status);
    g_autofree char *text = normalize(output);

    if (status != row->status)
        g_test_message("%s", output);
    g_assert_cmpint(status, ==, row->status);
    check_golden(row->name, "C", text);
}

/* The same in other languages, once their catalogue says more than nothing. */
static void
test_language(gconstpointer data)
{
    static const char *const names[] = { "help-all", "list", "show", "show-form",
                                         "destroy-unconfirmed" };
    const char *language = data;
    g_autofree char *catalogue =
        g_build_filename(g_getenv("YADO_LOCALE_PATH"), language, "LC_MESSAGES", "yado.mo", NULL);
    struct stat about;

    if (stat(catalogue, &about) != 0 || about.st_size < 20000) {
        g_test_skip("this language is not translated yet");
        return;
    }
    run_language = language;
    for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
        int status;
        g_autofree char *output = NULL;
        g_autofree char *text = NULL;

        if (!g_strv_contains(
                (const char *const[]){ names[0], names[1], names[2], names[3], names[4], NULL },
                rows[i].name))
            continue;
        output = run(rows[i].arguments, &status);
        text = normalize(output);
        check_golden(rows[i].name, language, text);
    }
    run_language = "";
}

/* ---- Parity ---- */

static gboolean
is_in_table(const char *command)
{
    g_auto(GStrv) words = g_strsplit(command, " ", -1);

    for (guint i = 0; i < G_N_ELEMENTS(rows); i++)
        for (guint k = 0; k < LONGEST && rows[i].arguments[k] != NULL; k++)
            if (strcmp(rows[i].arguments[k], words[0]) == 0 &&
                (words[1] == NULL || g_strcmp0(rows[i].arguments[k + 1], words[1]) == 0))
                return TRUE;
    for (guint i = 0; i < G_N_ELEMENTS(not_in_table); i++)
        if (strcmp(not_in_table[i][0], command) == 0)
            return TRUE;
    return FALSE;
}

static void
test_parity(void)
{
    GPtrArray *commands = yado_cli_list_commands();

    for (guint i = 0; i < commands->len; i++) {
        const YadoCliCommand *command = commands->pdata[i];

        if (!is_in_table(command->name))
            g_test_message("“%s” is run by no test", command->name);
        g_assert_true(is_in_table(command->name));
    }
    for (const YadoActionSpec *const *spec = yado_catalog_get_actions(); *spec != NULL; spec++)
        if ((*spec)->command != NULL) {
            guint used = 0;
            g_auto(GStrv) words = g_strsplit((*spec)->command, " ", -1);

            g_assert_nonnull(yado_cli_find_command((const char *const *)words, &used));
            g_assert_cmpuint(used, ==, g_strv_length(words));
        }
}

/* Who types a word of xl or virsh is told a command that is there, and none of theirs is one of ours. */
static void
test_foreign(void)
{
    for (guint i = 0; i < yado_cli_foreign_get_n(); i++) {
        const char *words;
        g_auto(GStrv) ours = g_strsplit(yado_cli_foreign_get(i, &words), " ", -1);
        g_auto(GStrv) theirs = g_strsplit(words, " ", -1);
        guint used = 0, first = g_str_equal(ours[0], "-c") ? 2 : 0;

        g_test_message("%s", words);
        g_assert_nonnull(yado_cli_find_command((const char *const *)ours + first, &used));
        for (guint k = 0; theirs[k] != NULL; k++) {
            const char *const alone[] = { theirs[k], NULL };

            g_assert_null(yado_cli_find_command(alone, &used));
        }
    }
}

/* ---- What is not a golden ---- */

static void
test_top(void)
{
    int status;
    g_autofree char *output = RUN(&status, "top", "-b", "-n", "2", "-d", "0.5");
    const char *first = strstr(output, "web-07");

    g_assert_cmpint(status, ==, 0);
    g_assert_nonnull(first);
    g_assert_nonnull(strstr(first + 1, "web-07"));
    g_assert_null(strchr(output, '\033'));
    g_assert_null(strstr(output, "resting"));
}

/* Whatever the load is, it is within a range of all there is. */
static void
test_check_cpu(void)
{
    int status;
    g_autofree char *quiet = RUN(&status, "check", "web-07", "--cpu", "0:100,~:100");
    g_autofree char *alerting = NULL;

    g_assert_cmpint(status, ==, 0);
    g_assert_true(g_str_has_prefix(quiet, "YADO OK - 1 of 1 guest runs. | "));
    g_assert_nonnull(strstr(quiet, "%;100;~:100;0;100"));
    alerting = RUN(&status, "check", "web-07", "--cpu", "~:,@0:100");
    g_assert_cmpint(status, ==, 2);
    g_assert_nonnull(strstr(alerting, "\nCRITICAL: The processors are busy at "));
}

/* Hosts side by side: what is said of each has its name, what is away keeps nothing from being told. */
static void
test_check_several(void)
{
    static const char *const text =
        "<node><domain type='xen'><name>a|b'c</name><memory unit='MiB'>64</memory><vcpu>1</vcpu>"
        "<os><type arch='x86_64'>hvm</type></os></domain></node>";
    g_autofree char *path = g_build_filename(yado_test_get_folder(), "other.xml", NULL);
    g_autofree char *other = g_strconcat("test://", path, NULL);
    g_autofree char *well = NULL;
    g_autofree char *away = NULL;
    int status;

    yado_test_write_file(path, text);
    well = RUN(&status, "check", "-c", g_getenv("YADO_URI"), "-c", other, "a|b'c", "web-07");
    g_assert_cmpint(status, ==, 0);
    g_assert_true(g_str_has_prefix(well, "YADO OK - 2 of 2 guests run. | guests=2;;;0 "));
    away = RUN(&status, "check", "-c", "test:///nonexistent/host.xml", "-c", other, "a|b'c",
               "nothing");
    g_assert_cmpint(status, ==, 2);
    g_assert_nonnull(strstr(away, "(1 more) | guests=1;"));
    g_assert_nonnull(strstr(away, "\nCRITICAL: The test host “test:///nonexistent/host.xml”"));
    g_assert_nonnull(strstr(away, "\nCRITICAL: There is no guest “nothing”."));
}

static void
test_check_empty(void)
{
    g_autofree char *path = g_build_filename(yado_test_get_folder(), "empty.xml", NULL);
    g_autofree char *uri = g_strconcat("test://", path, NULL);
    g_autofree char *output = NULL;
    int status;

    yado_test_write_file(path, "<node/>");
    output = RUN(&status, "check", "-c", uri);
    g_assert_cmpint(status, ==, 0);
    g_assert_cmpstr(output, ==,
                    "YADO OK - There are no guests. | guests=0;;;0 running=0;;;0;0 "
                    "paused=0;0;;0 crashed=0;;0;0\n");
}

/* The demo host stands in for none: that all is well on it says nothing. */
static void
test_check_no_host(void)
{
    g_autofree char *uri = g_strdup(g_getenv("YADO_URI"));
    g_autofree char *checked = NULL;
    g_autofree char *asked = NULL;
    int status;

    if (g_file_test("/proc/xen/capabilities", G_FILE_TEST_EXISTS)) {
        g_test_skip("this is a Xen host");
        return;
    }
    g_unsetenv("YADO_URI");
    checked = RUN(&status, "check");
    g_assert_cmpint(status, ==, 3);
    g_assert_true(g_str_has_prefix(checked, "YADO UNKNOWN - This machine is no Xen host.\n"));
    asked = RUN(&status, "munin", "autoconf");
    g_assert_cmpint(status, ==, 0);
    g_assert_cmpstr(asked, ==, "no (This machine is no Xen host.)\n");
    g_setenv("YADO_URI", uri, TRUE);
}

/* As munin-node starts it; what it says with values is what it says without, and more. */
static void
test_munin(void)
{
    g_autofree char *plugin = yado_test_source_path("data/munin/yado");
    g_autofree char *program = yado_test_build_path("yado");
    g_autofree char *config = NULL;
    g_autofree char *values = NULL;
    g_autofree char *both = NULL;
    int status;

    g_setenv("YADO", program, TRUE);
    config = RUN(&status, "munin", "config");
    g_assert_cmpint(yado_test_run((const char *[]){ plugin, NULL }, &values), ==, 0);
    g_assert_true(
        g_regex_match_simple("(?m)^web_07_[0-9a-f]{8}\\.value [1-9][0-9]*$", values, 0, 0));
    g_assert_nonnull(strstr(values, "\nshut_off.value 3\n"));
    g_assert_null(strstr(values, ".label"));
    g_setenv("MUNIN_CAP_DIRTYCONFIG", "1", TRUE);
    g_assert_cmpint(yado_test_run((const char *[]){ plugin, "config", NULL }, &both), ==, 0);
    g_unsetenv("MUNIN_CAP_DIRTYCONFIG");
    g_assert_cmpuint(strlen(both), >, strlen(config));
    g_assert_nonnull(strstr(both, "\nshut_off.value 3\n"));
}

static void
test_connections(void)
{
    int status;
    g_autofree char *added = RUN(&status, "connections", "add", g_getenv("YADO_URI"), "--label",
                                 "my host", "--no-autoconnect");
    g_autofree char *listed = NULL;
    g_autofree char *renamed = NULL;
    g_autofree char *switched = NULL;
    g_autofree char *forgotten = NULL;

    g_assert_cmpint(status, ==, 0);
    listed = RUN(&status, "connections", "--json");
    g_assert_nonnull(strstr(listed, "\"label\": \"my host\""));
    g_assert_nonnull(strstr(listed, "\"autoconnect\": false"));
    renamed = RUN(&status, "connections", "label", "my host", "other");
    g_assert_cmpint(status, ==, 0);
    switched = RUN(&status, "connections", "autoconnect", "other");
    g_assert_cmpint(status, ==, 0);
    g_free(listed);
    listed = RUN(&status, "connections", "--json");
    g_assert_nonnull(strstr(listed, "\"label\": \"other\""));
    g_assert_nonnull(strstr(listed, "\"autoconnect\": true"));
    forgotten = RUN(&status, "connections", "forget", "other", "-y");
    g_assert_cmpint(status, ==, 0);
    g_free(listed);
    listed = RUN(&status, "connections", "--json");
    g_assert_null(strstr(listed, "\"other\""));
}

/* Remembered, it would fail at every start. */
static void
test_connection_refused(void)
{
    int status;
    g_autofree char *added = RUN(&status, "connections", "add", "foo://somewhere");
    g_autofree char *listed = NULL;

    g_assert_cmpint(status, ==, 2);
    listed = RUN(&status, "connections", "--json");
    g_assert_null(strstr(listed, "foo://"));
}

/* What does not answer is added only when that is asked for. */
static void
test_connection_kept(void)
{
    const char *uri = "test:///nonexistent/away.xml";
    int status;
    g_autofree char *failed = RUN(&status, "connections", "add", uri);
    g_autofree char *kept = NULL;
    g_autofree char *listed = NULL;

    g_assert_cmpint(status, !=, 0);
    listed = RUN(&status, "connections", "--json");
    g_assert_null(strstr(listed, uri));
    kept = RUN(&status, "connections", "add", uri, "--keep");
    g_assert_cmpint(status, ==, 0);
    g_assert_nonnull(strstr(kept, "is in the list"));
    g_free(listed);
    listed = RUN(&status, "connections", "--json");
    g_assert_nonnull(strstr(listed, uri));
    g_free(RUN(&status, "connections", "forget", uri, "-y"));
}

static void
test_save_file(void)
{
    int status;
    g_autofree char *path = g_build_filename(yado_test_get_folder(), "web.save", NULL);
    g_autofree char *output = RUN(&status, "save-file", "web-07", path);

    g_assert_cmpint(status, ==, 0);
    g_assert_true(g_file_test(path, G_FILE_TEST_EXISTS));
}

/* The text on standard output; what is lost beside it, with its line. */
static void
test_convert(void)
{
    int status;
    g_autofree char *path = g_build_filename(yado_test_get_folder(), "new.cfg", NULL);
    g_autofree char *xml_path = g_build_filename(yado_test_get_folder(), "new.xml", NULL);
    g_autofree char *xml = NULL;
    g_autofree char *back = NULL;
    g_autofree char *made = NULL;
    g_autofree char *bad = NULL;

    yado_test_write_file(path, "name = 'new'\nmemory = 256\ntype = 'hvm'\ncap = 50\n");
    xml = RUN(&status, "convert", path, "--to", "xml");
    g_assert_cmpint(status, ==, 0);
    g_assert_nonnull(strstr(xml, "<name>new</name>"));
    g_assert_nonnull(strstr(xml, "line 4: cap: "));
    made = RUN(&status, "import", path);
    g_assert_cmpint(status, ==, 0);
    g_assert_nonnull(strstr(made, "There is a guest “new” now; it is shut off."));
    *strstr(xml, "1 setting") = '\0';
    yado_test_write_file(xml_path, xml);
    back = RUN(&status, "-q", "convert", xml_path, "--to", "xl");
    g_assert_cmpint(status, ==, 0);
    g_assert_true(g_str_has_prefix(back, "name = \"new\"\n"));
    yado_test_write_file(path, "name = 'new'\nmemory = 'x\n");
    bad = RUN(&status, "convert", path, "--to", "xml");
    g_assert_cmpint(status, ==, 2);
    g_assert_nonnull(strstr(bad, "line 2, column 10"));
}

static void
test_import(void)
{
    int status;
    g_autofree char *path = g_build_filename(yado_test_get_folder(), "new.cfg", NULL);
    g_autofree char *dry = NULL;
    g_autofree char *taken = NULL;
    g_autofree char *renamed = NULL;

    yado_test_write_file(path, "name = 'web-07'\nmemory = 256\ntype = 'hvm'\ncap = 50\n");
    taken = RUN(&status, "import", path);
    g_assert_cmpint(status, !=, 0);
    g_assert_nonnull(strstr(taken, "There already is a guest called “web-07”"));
    dry = RUN(&status, "import", path, "--dry-run", "--name", "other");
    g_assert_cmpint(status, ==, 0);
    g_assert_nonnull(strstr(dry, "<name>other</name>"));
    renamed = RUN(&status, "import", path, "--name", "other");
    g_assert_cmpint(status, ==, 0);
    g_assert_nonnull(strstr(renamed, "line 4: cap: "));
}

/* To a file that only the user may read, and that is not there yet. */
static void
test_export(void)
{
    int status;
    g_autofree char *path = g_build_filename(yado_test_get_folder(), "web.cfg", NULL);
    g_autofree char *first = RUN(&status, "export", "web-07", path, "--format", "xl");
    g_autofree char *second = NULL;
    g_autofree char *third = NULL;
    g_autofree char *text = NULL;
    struct stat info;

    g_assert_cmpint(status, ==, 0);
    g_assert_cmpint(stat(path, &info), ==, 0);
    g_assert_cmpint(info.st_mode & 0777, ==, 0600);
    g_assert_true(g_file_get_contents(path, &text, NULL, NULL));
    g_assert_nonnull(strstr(text, "name = \"web-07\"\n"));
    second = RUN(&status, "export", "web-07", path, "--format", "xl");
    g_assert_cmpint(status, !=, 0);
    third = RUN(&status, "export", "web-07", path, "--format", "xml", "--replace");
    g_assert_cmpint(status, ==, 0);
}

static void
test_edit_file(void)
{
    int status;
    g_autofree char *path = g_build_filename(yado_test_get_folder(), "new.xml", NULL);
    g_autofree char *xml = RUN(&status, "show", "web-07", "--xml");
    g_autoptr(GString) text = g_string_new(xml);
    g_autofree char *broken = NULL;
    g_autofree char *applied = NULL;

    g_string_replace(text, "<title>Shop</title>", "<title>Shop\n", 0);
    yado_test_write_file(path, text->str);
    broken = RUN(&status, "edit", "web-07", "--file", path);
    g_assert_cmpint(status, ==, 2);
    g_string_assign(text, xml);
    g_string_replace(text, "<title>Shop</title>", "<title>Other</title>", 0);
    yado_test_write_file(path, text->str);
    applied = RUN(&status, "edit", "web-07", "--file", path, "--dry-run");
    g_assert_cmpint(status, ==, 0);
    g_assert_nonnull(strstr(applied, "+  <title>Other</title>"));
    g_free(applied);
    applied = RUN(&status, "edit", "web-07", "--file", path);
    g_assert_cmpint(status, ==, 0);
}

/* A strict reader of our own is not needed where Python is. */
static void
test_json(void)
{
    static const char *const commands[] = {
        "list --json -l",       "host --json",
        "show web-07 --json",   "pending web-07 --json",
        "connections --json",   "check web-07 --json",
        "start --json resting", "--json list -o name,uptime,cpu,tags",
    };
    g_autofree char *python = yado_test_need_program("python3");

    for (guint i = 0; python != NULL && i < G_N_ELEMENTS(commands); i++) {
        g_auto(GStrv) words = g_strsplit(commands[i], " ", -1);
        g_autofree char *path = g_build_filename(yado_test_get_folder(), "out.json", NULL);
        const char *const check[] = {
            python, "-c",
            "import json, sys\n"
            "text = open(sys.argv[1], encoding='utf-8').read()\n"
            "[json.loads(t) for t in (text.splitlines() if '\"event\"' in text else [text])]",
            path, NULL
        };
        g_autofree char *said = NULL;
        int status;
        g_autofree char *output = run((const char *const *)words, &status);

        g_assert_cmpint(status, ==, 0);
        yado_test_write_file(path, output);
        if (yado_test_run(check, &said) != 0)
            g_error("%s: %s\n%s", commands[i], said, output);
    }
}

/* `man` must find nothing to complain about, in a charset without anything beyond ASCII too. */
static void
test_man_page(void)
{
    g_autofree char *man = yado_test_need_program("man");
    g_autofree char *page = yado_test_build_path("data/yado.1");
    const char *const argv[] = { man, "--warnings", "-l", "-E", "ascii", page, NULL };
    g_autoptr(GSubprocess) program = NULL;
    g_autofree char *text = NULL;
    g_autofree char *warnings = NULL;

    if (man == NULL)
        return;
    program = g_subprocess_newv(
        argv, G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_PIPE, NULL);
    g_subprocess_communicate_utf8(program, NULL, NULL, &text, &warnings, NULL);
    g_assert_true(g_subprocess_get_successful(program));
    g_assert_cmpstr(warnings, ==, "");
    g_assert_nonnull(strstr(text, "EXIT STATUS"));
    g_assert_nonnull(strstr(text, "memory.current"));
}

static void
test_completion(void)
{
    g_autofree char *bash = yado_test_need_program("bash");
    g_autofree char *script = yado_test_build_path("data/completion/yado");
    g_autofree char *folder = g_path_get_dirname(g_getenv("YADO_BACKEND_PATH"));
    g_autofree char *code = g_strdup_printf(
        "PATH=%s:$PATH; . %s; t() { COMP_WORDS=(yado \"$@\"); COMP_CWORD=$#; _yado 2>/dev/null;"
        " echo \"$*: ${COMPREPLY[*]}\"; };"
        " t sho; t list --sor; t list --sort memory-m; t connections la; t start we; t set web-07 "
        "memory.c",
        folder, script);
    const char *const argv[] = { bash, "-c", code, NULL };
    g_autofree char *output = NULL;

    if (bash == NULL)
        return;
    g_assert_cmpint(yado_test_run(argv, &output), ==, 0);
    g_assert_cmpstr(output, ==,
                    "sho: show\nlist --sor: --sort\nlist --sort memory-m: memory-maximum\n"
                    "connections la: label\nstart we: web-07\n"
                    "set web-07 memory.c: memory.current=\n");
}

int
main(int argc, char **argv)
{
    g_autofree char *host = NULL;
    g_autofree char *uri = NULL;
    g_autofree char *settings = NULL;
    g_autofree char *agent = NULL;

    yado_test_guard();
    g_test_init(&argc, &argv, NULL);
    host = yado_test_source_path("tests/cli/host.xml");
    uri = g_strconcat("test://", host, NULL);
    settings = g_build_filename(yado_test_get_folder(), "yado.conf", NULL);
    agent = yado_test_build_path("tests/lib/yado-test-xl-agent");
    g_setenv("YADO_XL_AGENT", agent, TRUE);
    g_setenv("YADO_TEST_XL", "four-cpus", TRUE);
    g_setenv("YADO_URI", uri, TRUE);
    g_setenv("YADO_SETTINGS", settings, TRUE);
    for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autofree char *path = g_strconcat("/cli/", rows[i].name, NULL);

        g_test_add_data_func(path, &rows[i], test_row);
    }
    g_test_add_data_func("/cli/language/de", "de", test_language);
    g_test_add_data_func("/cli/language/ja", "ja", test_language);
    g_test_add_func("/cli/parity", test_parity);
    g_test_add_func("/cli/foreign", test_foreign);
    g_test_add_func("/cli/top", test_top);
    g_test_add_func("/cli/check-cpu", test_check_cpu);
    g_test_add_func("/cli/check-several", test_check_several);
    g_test_add_func("/cli/check-empty", test_check_empty);
    g_test_add_func("/cli/check-no-host", test_check_no_host);
    g_test_add_func("/cli/munin", test_munin);
    g_test_add_func("/cli/connections-kept", test_connections);
    g_test_add_func("/cli/connection-away", test_connection_kept);
    g_test_add_func("/cli/connection-refused", test_connection_refused);
    g_test_add_func("/cli/save-file", test_save_file);
    g_test_add_func("/cli/convert", test_convert);
    g_test_add_func("/cli/import", test_import);
    g_test_add_func("/cli/export", test_export);
    g_test_add_func("/cli/edit-file", test_edit_file);
    g_test_add_func("/cli/json", test_json);
    g_test_add_func("/cli/man", test_man_page);
    g_test_add_func("/cli/completion", test_completion);
    return g_test_run();
}
