/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Pools, volumes, snapshots and new guests: made, listed, and gone again. */
#include "config.h"

#include "contract.h"

#include <glib/gstdio.h>
#include <string.h>

#include "../backend/await.h"
#include "yado-test-http.h"

/* Choices of the dialogs are what the host tells. */
static void
load_pools(Contract *contract)
{
    contract_wait_resource(contract, YADO_RESOURCE_POOLS, NULL, "yado-test", TRUE);
}

static char *
dup_pool_folder(Contract *contract)
{
    return g_build_filename(yado_test_daemon_get_folder(contract->daemon), "pool", NULL);
}

static void
make_pool(Contract *contract)
{
    g_autofree char *folder = dup_pool_folder(contract);
    g_autofree char *argument = g_strconcat("path=", folder, NULL);
    DO(contract, "pool.create", "name=yado-test", "type=dir", argument, NULL);
    load_pools(contract);
}

static gboolean
knows_users(gpointer resources)
{
    return yado_resources_knows_users(resources);
}

/* What the list of volumes says of @name. */
static void
check_users(Contract *contract, const char *name, const char *wanted)
{
    const YadoListingPlace place = { contract->host, "yado-test" };
    const YadoListingColumn *column = yado_catalog_find_listing("volumes")->columns;
    GPtrArray *list =
        yado_resources_list(yado_resources_get(contract->host), YADO_RESOURCE_VOLUMES, "yado-test");
    g_autofree char *text = NULL;

    yado_listing_open(yado_catalog_find_listing("volumes"), yado_resources_get(contract->host));
    g_assert_true(yado_test_wait(knows_users, yado_resources_get(contract->host), 20));
    while (!g_str_equal(column->id, "users"))
        column++;
    text = yado_listing_format(column, &place, yado_resource_list_find(list, name));
    g_assert_cmpstr(text, ==, wanted);
}

/* A volume that is based on another one names that one's format: libvirt would take it for raw. What no pool has cannot be based on. */
static void
check_based_on(Contract *contract, const char *folder, const char *base)
{
    g_autofree char *backing = g_strdup_printf("backing=%s/%s", folder, base);
    g_autofree char *xml = NULL;
    const char *store;

    DO(contract, "volume.create", "pool=yado-test", "name=d.qcow2", "capacity=1 MiB",
       "format=qcow2", backing, NULL);
    contract_wait_resource(contract, YADO_RESOURCE_VOLUMES, "yado-test", "d.qcow2", TRUE);
    xml = yado_test_virsh(contract->uri, "vol-dumpxml", "--pool", "yado-test", "d.qcow2", NULL);
    store = strstr(xml, "<backingStore>");
    g_assert_nonnull(store);
    g_assert_nonnull(strstr(store, "<format type='qcow2'/>"));
    DO(contract, "volume.delete", "volume=yado-test/d.qcow2", NULL);
    g_autoptr(YadoJob) none =
        contract_begin(contract, NULL, "volume.create", "pool=yado-test", "name=e.qcow2",
                       "capacity=1 MiB", "format=qcow2", "backing=/nowhere/x.img", NULL);
    contract_await(none, YADO_JOB_FAILED);
    g_assert_nonnull(strstr(yado_job_get_error(none)->message, "/nowhere/x.img"));
}

static void
test_storage(gconstpointer data)
{
    g_autoptr(Contract) contract = contract_open((Place)GPOINTER_TO_INT(data), NULL);
    if (!contract)
        return;
    g_autofree char *folder = dup_pool_folder(contract);
    make_pool(contract);
    DO(contract, "volume.create", "pool=yado-test", "name=a.img", "capacity=1 MiB", "format=raw",
       NULL);
    contract_wait_resource(contract, YADO_RESOURCE_VOLUMES, "yado-test", "a.img", TRUE);
    DO(contract, "volume.clone", "volume=yado-test/a.img", "name=b.img", NULL);
    contract_wait_resource(contract, YADO_RESOURCE_VOLUMES, "yado-test", "b.img", TRUE);
    g_autofree char *backing = g_strdup_printf("backing=%s/b.img", folder);
    DO(contract, "volume.create", "pool=yado-test", "name=c.qcow2", "capacity=1 MiB",
       "format=qcow2", backing, NULL);
    contract_wait_resource(contract, YADO_RESOURCE_VOLUMES, "yado-test", "c.qcow2", TRUE);
    check_users(contract, "b.img", "volumes based on it");
    check_users(contract, "c.qcow2", "nobody");
    check_based_on(contract, folder, "c.qcow2");
    DO(contract, "volume.delete", "volume=yado-test/c.qcow2", NULL);
    DO(contract, "volume.delete", "volume=yado-test/a.img", NULL);
    contract_wait_resource(contract, YADO_RESOURCE_VOLUMES, "yado-test", "a.img", FALSE);
    DO(contract, "volume.delete", "volume=yado-test/b.img", NULL);
    DO(contract, "pool.stop", "pool=yado-test", NULL);
    DO(contract, "pool.start", "pool=yado-test", NULL);
    DO(contract, "pool.delete", "pool=yado-test", NULL);
    contract_wait_resource(contract, YADO_RESOURCE_POOLS, NULL, "yado-test", FALSE);
}

/* What cannot be started is not left behind; a wrong name is told. */
static void
test_storage_failures(gconstpointer data)
{
    g_autoptr(Contract) contract = contract_open((Place)GPOINTER_TO_INT(data), NULL);
    if (!contract)
        return;
    g_autoptr(YadoJob) bad =
        contract_begin(contract, NULL, "pool.create", "name=yado-bad", "type=netfs",
                       "source-host=192.0.2.1", "path=/proc/nowhere", NULL);
    contract_await(bad, YADO_JOB_FAILED);
    contract_wait_resource(contract, YADO_RESOURCE_POOLS, NULL, "yado-bad", FALSE);
    g_autoptr(YadoJob) none =
        contract_begin(contract, NULL, "volume.delete", "volume=/nowhere/x.img", NULL);
    contract_await(none, YADO_JOB_FAILED);
    g_assert_nonnull(strstr(yado_job_get_error(none)->message, "/nowhere/x.img"));
}

/* ---- Wiped ---- */

#define WIPED_BYTES 1048576

/* In place: the file is its owner's. */
static void
scribble(const char *path)
{
    g_autofree char *text = g_strnfill(WIPED_BYTES, 's');
    FILE *file = g_fopen(path, "r+");

    g_assert_nonnull(file);
    g_assert_cmpuint(fwrite(text, 1, WIPED_BYTES, file), ==, WIPED_BYTES);
    g_assert_cmpint(fclose(file), ==, 0);
}

/* All of it is zero afterwards, and it is as large as it was. */
static void
test_wipe(gconstpointer data)
{
    g_autoptr(Contract) contract = contract_open((Place)GPOINTER_TO_INT(data), NULL);
    g_autofree char *text = NULL;
    g_autofree char *zeros = g_malloc0(WIPED_BYTES);
    gsize length;
    if (!contract)
        return;
    g_autofree char *folder = dup_pool_folder(contract);
    g_autofree char *path = g_build_filename(folder, "w.img", NULL);
    make_pool(contract);
    DO(contract, "volume.create", "pool=yado-test", "name=w.img", "capacity=1 MiB", "format=raw",
       NULL);
    scribble(path);
    DO(contract, "volume.wipe", "volume=yado-test/w.img", NULL);
    g_assert_true(g_file_get_contents(path, &text, &length, NULL));
    g_assert_cmpmem(text, length, zeros, WIPED_BYTES);
    g_autoptr(YadoJob) none =
        contract_begin(contract, NULL, "volume.wipe", "volume=yado-test/none.img", NULL);
    contract_await(none, YADO_JOB_FAILED);
    g_assert_nonnull(strstr(yado_job_get_error(none)->message, "none.img"));
}

/* ---- With the host ---- */

typedef struct {
    Contract *contract;
    YadoResourceKind kind;
    const char *name;
    int wanted;
} Autostart;

static gboolean
is_autostarted(gpointer data)
{
    Autostart *autostart = data;
    YadoResources *resources = yado_resources_get(autostart->contract->host);
    GPtrArray *list = yado_resources_list(resources, autostart->kind, NULL);
    const YadoResource *resource = list ? yado_resource_list_find(list, autostart->name) : NULL;

    return resource != NULL && resource->autostart == autostart->wanted;
}

/* By virsh too: the list alone might only be told what was wished. */
static void
check_autostart(Autostart *autostart, const char *info, const char *action, const char *argument)
{
    g_autofree char *text = NULL;

    DO(autostart->contract, action, argument, NULL);
    yado_resources_want(yado_resources_get(autostart->contract->host), autostart->kind, NULL);
    if (!yado_test_wait(is_autostarted, autostart, 20))
        g_error("%s: not listed so", action);
    text = yado_test_virsh(autostart->contract->uri, info, autostart->name, NULL);
    if (!g_regex_match_simple(autostart->wanted ? "Autostart:\\s+yes" : "Autostart:\\s+no", text, 0,
                              0))
        g_error("%s: %s", action, text);
}

static void
test_pool_autostart(gconstpointer data)
{
    g_autoptr(Contract) contract = contract_open((Place)GPOINTER_TO_INT(data), NULL);
    if (!contract)
        return;
    g_autofree char *folder = dup_pool_folder(contract);
    g_autofree char *argument = g_strconcat("path=", folder, NULL);
    Autostart autostart = { contract, YADO_RESOURCE_POOLS, "yado-test", 0 };
    DO(contract, "pool.create", "name=yado-test", "type=dir", argument, "autostart=yes", NULL);
    load_pools(contract);
    check_autostart(&autostart, "pool-info", "pool.no-autostart", "pool=yado-test");
    autostart.wanted = 1;
    check_autostart(&autostart, "pool-info", "pool.autostart", "pool=yado-test");
}

static void
test_network_autostart(gconstpointer data)
{
    g_autoptr(Contract) contract = contract_open((Place)GPOINTER_TO_INT(data), NULL);
    if (!contract)
        return;
    Autostart autostart = { contract, YADO_RESOURCE_NETWORKS, "lan", 0 };
    DO(contract, "network.create", "name=lan", "mode=isolated", NULL);
    contract_wait_resource(contract, YADO_RESOURCE_NETWORKS, NULL, "lan", TRUE);
    check_autostart(&autostart, "net-info", "network.no-autostart", "network=lan");
    autostart.wanted = 1;
    check_autostart(&autostart, "net-info", "network.autostart", "network=lan");
}

static void
check_network(Contract *contract, const char *name, const char *const *parts)
{
    g_autofree char *xml = yado_test_virsh(contract->uri, "net-dumpxml", name, NULL);

    for (; *parts; parts++)
        if (!strstr(xml, *parts))
            g_error("“%s” is not in %s", *parts, xml);
}

/* A network with all that it can have, and the addresses that it gives. */
static void
test_networks(gconstpointer data)
{
    static const char *const parts[] = {
        "<forward mode='nat'/>",
        "<domain name='lab.example' localOnly='yes'/>",
        "<forwarder addr='192.0.2.53'/>",
        "<range start='192.168.77.10' end='192.168.77.90'/>",
        "<host mac='52:54:00:12:34:56' name='web' ip='192.168.77.5'/>",
        "<ip family='ipv6' address='fd00:77::1' prefix='64'>",
        "<range start='fd00:77::10' end='fd00:77::90'/>",
        NULL
    };
    g_autoptr(Contract) contract = contract_open((Place)GPOINTER_TO_INT(data), NULL);
    if (!contract)
        return;
    DO(contract, "network.create", "name=lan", "mode=nat", "address=192.168.77.1/24",
       "dhcp-first=192.168.77.10", "dhcp-last=192.168.77.90",
       "leases=52:54:00:12:34:56 192.168.77.5 web\n52:54:00:12:34:57 192.168.77.6",
       "address6=fd00:77::1/64", "dhcp6-first=fd00:77::10", "dhcp6-last=fd00:77::90",
       "domain=lab.example", "dns-servers=192.0.2.53", NULL);
    check_network(contract, "lan", parts);
    contract_wait_resource(contract, YADO_RESOURCE_NETWORKS, NULL, "lan", TRUE);
    contract_wait_resource(contract, YADO_RESOURCE_LEASES, NULL, "192.168.77.5", TRUE);
    DO(contract, "lease.create", "network=lan", "mac=52:54:00:12:34:58", "address=192.168.77.7",
       "hostname=seven", NULL);
    contract_wait_resource(contract, YADO_RESOURCE_LEASES, NULL, "192.168.77.7", TRUE);
    DO(contract, "lease.delete", "lease=192.168.77.5", NULL);
    contract_wait_resource(contract, YADO_RESOURCE_LEASES, NULL, "192.168.77.5", FALSE);
    g_autoptr(YadoJob) none =
        contract_begin(contract, NULL, "lease.delete", "lease=192.168.77.5", NULL);
    contract_await(none, YADO_JOB_FAILED);
    g_assert_nonnull(strstr(yado_job_get_error(none)->message, "192.168.77.5"));
    g_autoptr(YadoJob) taken =
        contract_begin(contract, NULL, "lease.create", "network=lan", "mac=52:54:00:12:34:58",
                       "address=192.168.77.8", NULL);
    contract_await(taken, YADO_JOB_FAILED);
    DO(contract, "network.delete", "network=lan", NULL);
    contract_wait_resource(contract, YADO_RESOURCE_NETWORKS, NULL, "lan", FALSE);
    contract_wait_resource(contract, YADO_RESOURCE_LEASES, NULL, "192.168.77.7", FALSE);
    DO(contract, "network.create", "name=switch", "mode=openvswitch", "bridge=ovs0", NULL);
    check_network(contract, "switch",
                  (const char *const[]){ "<bridge name='ovs0'/>",
                                         "<virtualport type='openvswitch'/>", NULL });
    contract_wait_resource(contract, YADO_RESOURCE_NETWORKS, NULL, "switch", TRUE);
    DO(contract, "network.delete", "network=switch", NULL);
}

static gboolean
is_over(gpointer job)
{
    return yado_job_is_finished(job);
}

/* Only the beginning: the rest is a hole. */
static void
check_start(Contract *contract, const char *volume)
{
    g_autofree char *target = g_build_filename(yado_test_get_folder(), "start.img", NULL);
    g_autoptr(YadoDocument) arguments = yado_plain_document_new();
    g_autoptr(YadoJob) job = yado_job_new("start", volume);
    g_autofree char *back = NULL;
    gsize length;
    yado_plain_document_set_initial(YADO_PLAIN_DOCUMENT(arguments), "volume", volume);
    yado_plain_document_set_initial(YADO_PLAIN_DOCUMENT(arguments), "file", target);
    yado_plain_document_set_initial(YADO_PLAIN_DOCUMENT(arguments), "length", "65536");
    yado_backend_start(yado_host_get_backend(contract->host), "volume-download", NULL, arguments,
                       job);
    g_assert_true(yado_test_wait(is_over, job, 20));
    g_assert_cmpint(yado_job_get_state(job), ==, YADO_JOB_DONE);
    g_assert_true(g_file_get_contents(target, &back, &length, NULL));
    g_assert_cmpuint(length, ==, 3 * 1024 * 1024);
    g_assert_true(back[65535] == 'y' && back[65536] == '\0');
}

/* Contents come back as they went in. */
static void
test_contents(gconstpointer data)
{
    g_autoptr(Contract) contract = contract_open((Place)GPOINTER_TO_INT(data), NULL);
    if (!contract)
        return;
    g_autofree char *source = g_build_filename(yado_test_get_folder(), "up.img", NULL);
    g_autofree char *target = g_build_filename(yado_test_get_folder(), "down.img", NULL);
    g_autofree char *up = g_strconcat("file=", source, NULL);
    g_autofree char *down = g_strconcat("file=", target, NULL);
    g_autofree char *text = g_strnfill(3 * 1024 * 1024, 'y');
    g_autofree char *back = NULL;
    yado_test_write_file(source, text);
    make_pool(contract);
    DO(contract, "volume.create", "pool=yado-test", "name=c.img", "capacity=3 MiB", "format=raw",
       NULL);
    DO(contract, "volume.upload", "volume=yado-test/c.img", up, NULL);
    DO(contract, "volume.download", "volume=yado-test/c.img", down, NULL);
    g_assert_true(g_file_get_contents(target, &back, NULL, NULL));
    g_assert_cmpstr(back, ==, text);
    check_start(contract, "yado-test/c.img");
    DO(contract, "volume.resize", "volume=yado-test/c.img", "capacity=6 MiB", NULL);
    DO(contract, "volume.delete", "volume=yado-test/c.img", NULL);
    DO(contract, "pool.delete", "pool=yado-test", NULL);
}

static guint
count_snapshots(YadoGuest *guest, const char *description)
{
    g_autoptr(GAsyncResult) result = NULL;
    guint n = 0;
    yado_guest_list_snapshots_async(guest, NULL, await_done, &result);
    await(&result);
    g_autoptr(GPtrArray) records = yado_guest_list_snapshots_finish(guest, result, NULL);
    for (guint i = 0; records && i < records->len; i++)
        n += g_strcmp0(((YadoSnapshotRecord *)records->pdata[i])->description, description) == 0;
    return n;
}

static void
test_snapshots(gconstpointer data)
{
    g_autoptr(Contract) contract = contract_open((Place)GPOINTER_TO_INT(data), NULL);
    if (!contract)
        return;
    YadoGuest *alpha = contract_find(contract, "alpha");
    g_autoptr(YadoJob) create =
        contract_begin(contract, alpha, "snapshot.create", "name=s1", "description=first", NULL);
    contract_await(create, YADO_JOB_DONE);
    g_assert_cmpuint(count_snapshots(alpha, "first"), ==, 1);
    contract_perform(contract, alpha, "guest.start");
    contract_wait_state(alpha, YADO_GUEST_RUNNING, 20);
    g_autoptr(YadoJob) revert =
        contract_begin(contract, alpha, "snapshot.revert", "snapshot=s1", NULL);
    contract_await(revert, YADO_JOB_DONE);
    contract_wait_state(alpha, YADO_GUEST_SHUT_OFF, 20);
    g_autoptr(YadoJob) describe = contract_begin(contract, alpha, "snapshot.describe",
                                                 "snapshot=s1", "description=second", NULL);
    contract_await(describe, YADO_JOB_DONE);
    g_assert_cmpuint(count_snapshots(alpha, "second"), ==, 1);
    g_autoptr(YadoJob) gone =
        contract_begin(contract, alpha, "snapshot.delete", "snapshot=s1", NULL);
    contract_await(gone, YADO_JOB_DONE);
    g_assert_cmpuint(count_snapshots(alpha, "second"), ==, 0);
}

/* ---- The wizard ---- */

static void
set_field(YadoWizard *wizard, const char *id, const char *text)
{
    YadoForm *form = NULL;
    const YadoFieldSpec *field = yado_wizard_find_field(wizard, id, &form);
    g_autoptr(GError) error = NULL;
    yado_form_set_text(form, field, text, &error);
    g_assert_no_error(error);
}

static gboolean
is_kind_known(gpointer host)
{
    YadoResources *resources = yado_resources_get(host);
    return yado_resources_list(resources, YADO_RESOURCE_GUEST_TYPES, NULL) != NULL &&
           yado_resources_list(resources, YADO_RESOURCE_POOLS, NULL) != NULL;
}

static YadoWizard *
prepare_wizard(Contract *contract, const char *name)
{
    YadoWizard *wizard =
        yado_wizard_new(yado_catalog_find_wizard("create"), contract->session, contract->host);
    g_assert_true(yado_test_wait(is_kind_known, contract->host, 20));
    set_field(wizard, "source", "kernel");
    set_field(wizard, "kind", "qemu");
    set_field(wizard, "name", name);
    set_field(wizard, "memory", "128 MiB");
    set_field(wizard, "vcpus", "1");
    set_field(wizard, "graphics", "none");
    set_field(wizard, "nic", "none");
    set_field(wizard, "disk", "new");
    set_field(wizard, "pool", "yado-test");
    set_field(wizard, "size", "8 MiB");
    set_field(wizard, "format", "raw");
    return wizard;
}

static void
test_create(gconstpointer data)
{
    g_autoptr(Contract) contract = contract_open((Place)GPOINTER_TO_INT(data), NULL);
    if (!contract)
        return;
    make_pool(contract);
    const char *folder = yado_test_daemon_get_folder(contract->daemon);
    g_autofree char *kernel = g_build_filename(folder, "vmlinuz", NULL);
    g_autofree char *initrd = g_build_filename(folder, "initramfs", NULL);
    g_autoptr(YadoWizard) wizard = prepare_wizard(contract, "made");
    g_autoptr(GError) error = NULL;
    set_field(wizard, "kernel", kernel);
    set_field(wizard, "initrd", initrd);
    set_field(wizard, "arguments", "console=ttyS0");
    g_autoptr(YadoJob) job = yado_wizard_accept(wizard, &error);
    g_assert_no_error(error);
    contract_await(job, YADO_JOB_DONE);
    contract_wait_state(contract_find(contract, "made"), YADO_GUEST_RUNNING, 20);
    contract_wait_resource(contract, YADO_RESOURCE_VOLUMES, "yado-test", "made.img", TRUE);
}

/* The kernel is not there: what was made before the start is gone again. */
static void
test_create_failure(gconstpointer data)
{
    g_autoptr(Contract) contract = contract_open((Place)GPOINTER_TO_INT(data), NULL);
    if (!contract)
        return;
    make_pool(contract);
    g_autoptr(YadoWizard) wizard = prepare_wizard(contract, "failed");
    g_autoptr(GError) error = NULL;
    set_field(wizard, "kernel", "/nowhere/vmlinuz");
    g_autoptr(YadoJob) job = yado_wizard_accept(wizard, &error);
    g_assert_no_error(error);
    contract_await(job, YADO_JOB_FAILED);
    contract_wait_gone(contract, "failed", 20);
    contract_wait_resource(contract, YADO_RESOURCE_VOLUMES, "yado-test", "failed.img", FALSE);
    g_assert_false(yado_test_virsh_has(contract->uri, "failed"));
}

/* ---- Nothing is left behind ---- */

/* All volumes of the pool and all definitions, as virsh lists them. */
static char *
list_all(Contract *contract)
{
    g_autofree char *virsh = yado_test_find_program("virsh");
    const char *const volumes[] = { virsh, "-c", contract->uri, "vol-list", "yado-test", NULL };
    const char *const guests[] = { virsh, "-c", contract->uri, "list", "--all", "--name", NULL };
    g_autofree char *all = NULL;
    g_autofree char *names = NULL;
    g_assert_cmpint(yado_test_run(volumes, &all), ==, 0);
    g_assert_cmpint(yado_test_run(guests, &names), ==, 0);
    return g_strconcat(all, names, NULL);
}

static void
refresh_pool(Contract *contract)
{
    DO(contract, "pool.refresh", "pool=yado-test", NULL);
}

/* What was there before is there after, and nothing else. */
static void
fail(Contract *contract, YadoWizard *wizard, const char *what, const char *word)
{
    g_autoptr(GError) error = NULL;
    refresh_pool(contract);
    g_autofree char *before = list_all(contract);
    g_autoptr(YadoJob) job = yado_wizard_accept(wizard, &error);
    if (!job) {
        g_error("%s: %s", what, error->message);
        return;
    }
    contract_await(job, YADO_JOB_FAILED);
    g_test_message("%s: %s", what, yado_job_get_error(job)->message);
    if (word)
        g_assert_nonnull(strstr(yado_job_get_error(job)->message, word));
    refresh_pool(contract);
    g_autofree char *after = list_all(contract);
    g_assert_cmpstr(after, ==, before);
}

typedef struct {
    const char *what, *source, *field,
        *value; /* @value: below the daemon's folder, or a URL's path */
    const char *word;
} Failure;

static void
write_zeros(const char *folder, const char *name, gsize length)
{
    g_autofree char *path = g_build_filename(folder, name, NULL);
    g_autofree char *zeros = g_malloc0(length);
    g_assert_true(g_file_set_contents(path, zeros, (gssize)length, NULL));
}

static void
test_create_failures(gconstpointer data)
{
    static const Failure failures[] = {
        { "medium that is none", "iso", "iso", "nonsense.iso", "ISO" },
        { "empty disk", "disk", "import", "zeros.img", "system" },
        { "broken image", "disk", "import", "short.qcow2", "qcow2" },
        { "kernel that is none", "kernel", "kernel", "nonsense.iso", "kernel" },
        { "tree that is gone", "tree", "tree", "/gone", "kernel" },
        { "page instead of a kernel", "tree", "tree", "/page", "kernel" },
        { "tree that is refused", "tree", "tree", "/denied", "403" },
    };
    g_autoptr(Contract) contract = contract_open((Place)GPOINTER_TO_INT(data), NULL);
    g_autoptr(YadoTestHttp) server = yado_test_http_new();
    if (!contract)
        return;
    make_pool(contract);
    const char *folder = yado_test_daemon_get_folder(contract->daemon);
    write_zeros(folder, "zeros.img", 65536);
    write_zeros(folder, "short.qcow2", 512);
    write_zeros(folder, "nonsense.iso", 65536);
    for (guint i = 0; i < G_N_ELEMENTS(failures); i++) {
        const Failure *failure = &failures[i];
        gboolean is_tree = strcmp(failure->source, "tree") == 0;
        g_autoptr(YadoWizard) wizard = prepare_wizard(contract, "failing");
        g_autofree char *value = is_tree ? yado_test_http_dup_url(server, failure->value)
                                         : g_build_filename(folder, failure->value, NULL);
        if (is_tree && yado_media_get_reason())
            continue;
        set_field(wizard, "source", failure->source);
        set_field(wizard, failure->field, value);
        fail(contract, wizard, failure->what, failure->word);
    }
    /* More than the file system has, wanted at once. */
    g_autoptr(YadoWizard) full = prepare_wizard(contract, "failing");
    set_field(full, "source", "none");
    set_field(full, "size", "900 TiB");
    set_field(full, "full", "yes");
    fail(contract, full, "full pool", NULL);
}

/* ---- Cancelled at each stage ---- */

static void
on_stage_cb(YadoJob *job, const char *stage)
{
    if ((*stage == '\0' || strcmp(yado_job_get_stage(job), stage) == 0) && yado_job_can_cancel(job))
        yado_job_cancel(job);
}

/* What was made and taken away again has left the list: their names are free. */
static gboolean
has_forgotten(gpointer host)
{
    g_autoptr(GPtrArray) guests = yado_host_match_guests(host, "cancelled*");
    return guests->len == 0;
}

typedef enum { FROM_NOTHING, FROM_SLOW_TREE, FROM_TREE } Origin;

/* Large enough that the wish to stop arrives while it is put on the host. */
#define INITRD_BYTES (64 << 20)

static void
put_file(YadoTestHttp *server, const char *path, const char *folder, const char *name)
{
    g_autofree char *file = g_build_filename(folder, name, NULL);
    g_autofree char *text = NULL;
    gsize length;
    g_assert_true(g_file_get_contents(file, &text, &length, NULL));
    yado_test_http_put(server, path, text, length);
}

/* Several at once, or one from a tree. */
static YadoWizard *
prepare_cancelled(Contract *contract, YadoTestHttp *server, Origin origin, gboolean has_seed)
{
    g_autofree char *tree =
        yado_test_http_dup_url(server, origin == FROM_SLOW_TREE ? "/slow" : "/moved/tree/");
    YadoWizard *wizard =
        prepare_wizard(contract, origin == FROM_NOTHING ? "cancelled-%d" : "cancelled");
    set_field(wizard, "source", origin == FROM_NOTHING ? "none" : "tree");
    set_field(wizard, "start", origin == FROM_TREE ? "yes" : "no");
    /* So many that the wish to stop arrives while it is at it. */
    if (origin == FROM_NOTHING)
        set_field(wizard, "numbers", "1-40");
    else
        set_field(wizard, "tree", tree);
    if (has_seed) {
        set_field(wizard, "setup", "cloud-init");
        set_field(wizard, "user", "ann");
    }
    return wizard;
}

/* One guest or several, with a medium of its own, while the installer is put on the host: nothing is left. */
static void
test_create_cancelled(gconstpointer data)
{
    static const struct {
        const char *stage; /* "": as soon as it can be */
        Origin origin;
        gboolean has_seed;
    } cases[] = {
        { "", FROM_NOTHING, FALSE },
        { "Fetching the installer's kernel", FROM_SLOW_TREE, FALSE },
        { "Making the disks", FROM_NOTHING, FALSE },
        { "Making the disks", FROM_NOTHING, TRUE },
        { "Making the disks", FROM_TREE, FALSE },
        { "Defining the guest", FROM_NOTHING, FALSE },
        { "Defining the guest", FROM_NOTHING, TRUE },
    };
    g_autoptr(Contract) contract = contract_open((Place)GPOINTER_TO_INT(data), NULL);
    g_autoptr(YadoTestHttp) server = yado_test_http_new();
    g_autofree char *initrd = g_malloc0(INITRD_BYTES);
    if (!contract)
        return;
    if (yado_media_get_reason()) {
        g_test_skip(yado_media_get_reason());
        return;
    }
    put_file(server, "/tree/linux", yado_test_daemon_get_folder(contract->daemon), "vmlinuz");
    yado_test_http_put(server, "/tree/initrd.gz", initrd, INITRD_BYTES);
    make_pool(contract);
    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(YadoWizard) wizard =
            prepare_cancelled(contract, server, cases[i].origin, cases[i].has_seed);
        refresh_pool(contract);
        g_autofree char *before = list_all(contract);
        g_test_message("%s, %d, %d", cases[i].stage, cases[i].origin, cases[i].has_seed);
        g_assert_true(yado_test_wait(has_forgotten, contract->host, 20));
        g_autoptr(GError) error = NULL;
        g_autoptr(YadoJob) job = yado_wizard_accept(wizard, &error);
        g_assert_no_error(error);
        g_signal_connect(job, "changed", G_CALLBACK(on_stage_cb), (gpointer)cases[i].stage);
        g_assert_true(yado_test_wait(is_over, job, 60));
        g_assert_cmpint(yado_job_get_state(job), ==, YADO_JOB_CANCELLED);
        refresh_pool(contract);
        g_autofree char *after = list_all(contract);
        g_assert_cmpstr(after, ==, before);
    }
}

/* ---- Installation from a tree ---- */

/* The installer's kernel is fetched, put on the host, started once, and gone again; the next start is the disk's. */
static void
test_create_from_tree(gconstpointer data)
{
    g_autoptr(Contract) contract = contract_open((Place)GPOINTER_TO_INT(data), NULL);
    g_autoptr(YadoTestHttp) server = yado_test_http_new();
    g_autofree char *url = yado_test_http_dup_url(server, "/moved/tree/");
    g_autoptr(GError) error = NULL;
    if (!contract)
        return;
    if (yado_media_get_reason()) {
        g_test_skip(yado_media_get_reason());
        return;
    }
    const char *folder = yado_test_daemon_get_folder(contract->daemon);
    put_file(server, "/tree/linux", folder, "vmlinuz");
    put_file(server, "/tree/initrd.gz", folder, "initramfs");
    make_pool(contract);
    g_autofree char *answers = g_build_filename(folder, "ks.cfg", NULL);
    yado_test_write_file(answers, "reboot\n");
    g_autoptr(YadoWizard) wizard = prepare_wizard(contract, "installed");
    set_field(wizard, "source", "tree");
    set_field(wizard, "tree", url);
    set_field(wizard, "arguments", "console=ttyS0");
    set_field(wizard, "setup", "kickstart");
    set_field(wizard, "answers", answers);
    g_autoptr(YadoJob) job = yado_wizard_accept(wizard, &error);
    g_assert_no_error(error);
    contract_await(job, YADO_JOB_DONE);
    contract_wait_state(contract_find(contract, "installed"), YADO_GUEST_RUNNING, 20);
    g_autofree char *all = list_all(contract);
    g_assert_nonnull(strstr(all, "installed.img"));
    g_assert_null(strstr(all, "installed-linux"));
    g_autofree char *virsh = yado_test_find_program("virsh");
    const char *const stored[] = { virsh,       "-c",         contract->uri, "dumpxml",
                                   "installed", "--inactive", NULL };
    const char *const running[] = { virsh, "-c", contract->uri, "dumpxml", "installed", NULL };
    g_autofree char *later = NULL;
    g_autofree char *now = NULL;
    g_assert_cmpint(yado_test_run(stored, &later), ==, 0);
    g_assert_cmpint(yado_test_run(running, &now), ==, 0);
    g_assert_null(strstr(later, "<kernel>"));
    g_assert_nonnull(strstr(later, "<on_reboot>restart"));
    g_assert_nonnull(strstr(now, "<kernel>"));
    g_assert_nonnull(strstr(now, "inst.ks=file:/ks.cfg console=ttyS0"));
    g_assert_nonnull(strstr(now, "<on_reboot>destroy"));
}

/* Several at once, each with a medium of its own for cloud-init; one that cannot be made takes the others with it. */
static void
test_create_several(gconstpointer data)
{
    g_autoptr(Contract) contract = contract_open((Place)GPOINTER_TO_INT(data), NULL);
    g_autoptr(GError) error = NULL;
    if (!contract)
        return;
    if (yado_media_get_reason()) {
        g_test_skip(yado_media_get_reason());
        return;
    }
    make_pool(contract);
    g_autofree char *key = g_build_filename(yado_test_get_folder(), "id.pub", NULL);
    yado_test_write_file(key, "ssh-ed25519 AAAA ann@here\n");
    g_autoptr(YadoWizard) wizard = prepare_wizard(contract, "web-%02d");
    set_field(wizard, "source", "none");
    set_field(wizard, "numbers", "1-2,7");
    set_field(wizard, "start", "no");
    set_field(wizard, "setup", "cloud-init");
    set_field(wizard, "user", "ann");
    set_field(wizard, "ssh-key", key);
    g_autoptr(YadoJob) job = yado_wizard_accept(wizard, &error);
    g_assert_no_error(error);
    contract_await(job, YADO_JOB_DONE);
    g_autofree char *all = list_all(contract);
    g_assert_nonnull(strstr(all, "web-01.img"));
    g_assert_nonnull(strstr(all, "web-07-setup.iso"));
    g_assert_true(yado_test_virsh_has(contract->uri, "web-02"));
    g_assert_true(yado_test_virsh_has(contract->uri, "web-07"));
    /* web-07's disk is there already: web-06, which was made before it, goes too. */
    g_autoptr(YadoWizard) again = prepare_wizard(contract, "more-%d");
    g_autofree char *blocker =
        g_build_filename(yado_test_daemon_get_folder(contract->daemon), "pool/more-7.img", NULL);
    set_field(again, "source", "none");
    set_field(again, "numbers", "6-7");
    set_field(again, "start", "no");
    yado_test_write_file(blocker, "in the way");
    g_autoptr(YadoJob) failed = yado_wizard_accept(again, &error);
    g_assert_no_error(error);
    contract_await(failed, YADO_JOB_FAILED);
    g_assert_false(yado_test_virsh_has(contract->uri, "more-6"));
}

static char *
dup_configuration(Contract *contract, const char *name)
{
    g_autofree char *virsh = yado_test_find_program("virsh");
    const char *const dump[] = { virsh, "-c", contract->uri, "dumpxml", "--inactive", name, NULL };
    char *text = NULL;
    g_assert_cmpint(yado_test_run(dump, &text), ==, 0);
    return text;
}

static void
make_original(Contract *contract)
{
    g_autoptr(YadoWizard) wizard = prepare_wizard(contract, "original");
    g_autoptr(GError) error = NULL;
    set_field(wizard, "source", "none");
    set_field(wizard, "nic", "user");
    set_field(wizard, "mac", "52:54:00:00:00:07");
    set_field(wizard, "start", "no");
    g_autoptr(YadoJob) job = yado_wizard_accept(wizard, &error);
    g_assert_no_error(error);
    contract_await(job, YADO_JOB_DONE);
}

/* Clones have disks and addresses of their own; one that cannot be made takes the others with it. */
static void
test_clone(gconstpointer data)
{
    g_autoptr(Contract) contract = contract_open((Place)GPOINTER_TO_INT(data), NULL);
    if (!contract)
        return;
    make_pool(contract);
    make_original(contract);
    YadoGuest *original = contract_find(contract, "original");
    contract_load(contract, YADO_LOAD_FACTS); /* which disks can be left out */
    DO_ON(contract, original, "guest.clone", "name=copy-%d", "numbers=1-2", NULL);
    g_autofree char *made = list_all(contract);
    g_assert_nonnull(strstr(made, "copy-1.img"));
    g_assert_nonnull(strstr(made, "copy-2.img"));
    g_autofree char *text = dup_configuration(contract, "copy-2");
    g_assert_nonnull(strstr(text, "/pool/copy-2.img"));
    g_assert_null(strstr(text, "original.img"));
    g_assert_null(strstr(text, "52:54:00:00:00:07"));
    g_autofree char *leave_out =
        g_strconcat("leave-out=", strstr(text, "dev='vda'") ? "vda" : "hda", NULL);
    DO_ON(contract, original, "guest.clone", "name=bare", leave_out, NULL);
    g_autofree char *bare = dup_configuration(contract, "bare");
    g_assert_null(strstr(bare, "<disk"));
    /* copy-4's disk is there already. */
    g_autofree char *blocker =
        g_build_filename(yado_test_daemon_get_folder(contract->daemon), "pool/copy-4.img", NULL);
    yado_test_write_file(blocker, "in the way");
    refresh_pool(contract);
    g_autofree char *before = list_all(contract);
    g_autoptr(YadoJob) failed =
        contract_begin(contract, original, "guest.clone", "name=copy-%d", "numbers=3-4", NULL);
    contract_await(failed, YADO_JOB_FAILED);
    refresh_pool(contract);
    g_autofree char *after = list_all(contract);
    g_assert_cmpstr(before, ==, after);
}

/* ---- Copies that share blocks ---- */

static char *
run_inside(Contract *contract, const char *command, const char *argument)
{
    const char *const argv[] = { "sh", "-c", command, "sh", argument, NULL };
    return yado_test_daemon_run_inside(contract->daemon, argv);
}

/* A file system that can, in the namespace of the daemon.  NULL: not here. */
static char *
mount_xfs(Contract *contract)
{
    const char *folder = yado_test_daemon_get_folder(contract->daemon);
    g_autofree char *output = run_inside(
        contract,
        "cd $1 && truncate -s 512M xfs.img && mkfs.xfs -q -m reflink=1 xfs.img && mkdir xfs && "
        "mount -o loop xfs.img xfs 2>&1 || echo 'it cannot'",
        folder);
    if (!strstr(output, "it cannot"))
        return g_build_filename(folder, "xfs", NULL);
    g_test_skip(g_strdelimit(output, "\n", ' '));
    return NULL;
}

/* Where the file system can a copy takes no room, else only that of what was written. */
static void
test_shared_blocks(void)
{
    g_autofree char *program = yado_test_need_program("mkfs.xfs");
    g_autoptr(Contract) contract = program ? contract_open(PLACE_SYSTEM, NULL) : NULL;
    g_autofree char *folder = contract ? mount_xfs(contract) : NULL;
    if (!folder)
        return;
    g_autofree char *path = g_strconcat("path=", folder, NULL);
    DO(contract, "pool.create", "name=yado-test", "type=dir", path, NULL);
    load_pools(contract);
    DO(contract, "volume.create", "pool=yado-test", "name=a.img", "capacity=64 MiB", "format=raw",
       NULL);
    g_free(run_inside(contract,
                      "dd if=/dev/urandom of=$1/a.img bs=1M count=8 seek=16 conv=notrunc; sync",
                      folder));
    DO(contract, "volume.clone", "volume=yado-test/a.img", "name=b.img", NULL);
    g_autofree char *extents = run_inside(contract, "sync; filefrag -v $1/b.img", folder);
    g_assert_nonnull(strstr(extents, "shared"));
    g_free(run_inside(contract, "cmp $1/a.img $1/b.img", folder));

    g_autofree char *plain =
        g_build_filename(yado_test_daemon_get_folder(contract->daemon), "plain", NULL);
    g_autofree char *plain_path = g_strconcat("path=", plain, NULL);
    DO(contract, "pool.create", "name=yado-test-2", "type=dir", plain_path, NULL);
    contract_wait_resource(contract, YADO_RESOURCE_POOLS, NULL, "yado-test-2", TRUE);
    g_free(run_inside(contract, "cp --sparse=always --reflink=never $1/a.img $1/../plain/a.img",
                      folder));
    DO(contract, "pool.refresh", "pool=yado-test-2", NULL);
    DO(contract, "volume.clone", "volume=yado-test-2/a.img", "name=b.img", NULL);
    g_free(run_inside(contract, "cmp $1/a.img $1/b.img && [ $(du -k $1/b.img | cut -f1) -lt 9000 ]",
                      plain));
}

int
main(int argc, char **argv)
{
    yado_test_guard();
    g_test_init(&argc, &argv, NULL);
    contract_add("storage", PLACE_QEMU, test_storage);
    contract_add("storage-failures", PLACE_QEMU, test_storage_failures);
    contract_add("contents", PLACE_QEMU, test_contents);
    contract_add("wipe", PLACE_QEMU, test_wipe);
    contract_add("pool-autostart", PLACE_QEMU, test_pool_autostart);
    contract_add("network-autostart", PLACE_DAEMON, test_network_autostart);
    contract_add("networks", PLACE_DAEMON, test_networks);
    contract_add("snapshots", PLACE_FILE, test_snapshots);
    contract_add("create", PLACE_QEMU, test_create);
    contract_add("create-failure", PLACE_QEMU, test_create_failure);
    contract_add("create-failures", PLACE_QEMU, test_create_failures);
    contract_add("create-cancelled", PLACE_QEMU, test_create_cancelled);
    contract_add("create-from-tree", PLACE_QEMU, test_create_from_tree);
    contract_add("create-several", PLACE_QEMU, test_create_several);
    contract_add("clone", PLACE_QEMU, test_clone);
    g_test_add_func("/contract/system/shared-blocks", test_shared_blocks);
    return g_test_run();
}
