/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A guest moves from one host to another: two libvirtds with QEMU's session driver, which are two hosts to each other. */
#include "config.h"

#include "contract.h"

#include <string.h>

#include "present/yado-migrate.h"

/* By the loopback: the name of this machine need not be known. */
#define ADDRESS "address=127.0.0.1"

typedef struct {
    Contract *contract;
    YadoTestDaemon *daemon; /* the destination */
    YadoHost *host;
    const char *uri;
    char *to; /* "destination=URI" */
} Pair;

static void
pair_free(Pair *self)
{
    if (self->contract)
        contract_close(self->contract);
    g_clear_pointer(&self->daemon, yado_test_daemon_free);
    g_free(self->to);
    g_free(self);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Pair, pair_free)

/* NULL: skipped. */
static Pair *
open_pair(void)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(Pair) self = g_new0(Pair, 1);
    self->contract = contract_open(PLACE_QEMU, NULL);
    self->daemon = self->contract ? yado_test_daemon_new() : NULL;
    if (!self->daemon)
        return NULL;
    self->uri = yado_test_daemon_get_qemu_uri(self->daemon);
    self->to = g_strconcat("destination=", self->uri, NULL);
    self->host = contract_connect(self->contract->session, self->uri, &error);
    g_assert_no_error(error);
    return g_steal_pointer(&self);
}

typedef struct {
    YadoHost *host;
    int state;
} Arrival;

static YadoGuest *
find_on(YadoHost *host, const char *name)
{
    g_autoptr(GPtrArray) guests = yado_host_match_guests(host, name);
    return guests->len > 0 ? guests->pdata[0] : NULL;
}

static gboolean
has_arrived(gpointer data)
{
    Arrival *arrival = data;
    YadoGuest *guest = find_on(arrival->host, "alpha");
    return guest && (int)yado_guest_get_state(guest) == arrival->state;
}

static void
wait_arrived(Pair *self, YadoGuestState state)
{
    Arrival arrival = { self->host, (int)state };
    g_assert_true(yado_test_wait(has_arrived, &arrival, 10));
}

static YadoGuest *
start_alpha(Pair *self)
{
    YadoGuest *alpha = contract_find(self->contract, "alpha");
    contract_perform(self->contract, alpha, "guest.start");
    contract_wait_state(alpha, YADO_GUEST_RUNNING, 10);
    return alpha;
}

static void
assert_refused(YadoJob *job, const char *words)
{
    contract_await(job, YADO_JOB_FAILED);
    const char *message = yado_job_get_error(job)->message;
    if (!strstr(message, words))
        g_error("“%s” does not say “%s”", message, words);
}

/* It goes on there, with its autostart, and is gone here. */
static void
test_live(void)
{
    g_autoptr(Pair) pair = open_pair();
    if (!pair)
        return;
    Contract *contract = pair->contract;
    YadoGuest *alpha = start_alpha(pair);
    contract_wait_ready(contract);
    g_autofree char *uuid = g_strdup(yado_guest_get_uuid(alpha));
    g_free(yado_test_virsh(contract->uri, "autostart", "alpha", NULL));
    g_autoptr(YadoJob) job =
        contract_begin(contract, alpha, "guest.migrate", pair->to, ADDRESS, NULL);
    contract_await(job, YADO_JOB_DONE);
    wait_arrived(pair, YADO_GUEST_RUNNING);
    contract_wait_gone(contract, "alpha", 10);
    g_assert_cmpstr(yado_guest_get_uuid(find_on(pair->host, "alpha")), ==, uuid);
    g_assert_false(yado_test_virsh_has(contract->uri, "alpha"));
    g_autofree char *info = yado_test_virsh(pair->uri, "dominfo", "alpha", NULL);
    g_assert_nonnull(strstr(info, "Persistent:     yes"));
    g_assert_nonnull(strstr(info, "Autostart:      enable"));
}

/* What is kept here does not start by itself, and is no obstacle on the way back. */
static void
test_keep_and_return(void)
{
    g_autoptr(Pair) pair = open_pair();
    if (!pair)
        return;
    Contract *contract = pair->contract;
    YadoGuest *alpha = start_alpha(pair);
    g_free(yado_test_virsh(contract->uri, "autostart", "alpha", NULL));
    g_autoptr(YadoJob) job = contract_begin(contract, alpha, "guest.migrate", pair->to, ADDRESS,
                                            "keep=yes", "paused=yes", NULL);
    contract_await(job, YADO_JOB_DONE);
    wait_arrived(pair, YADO_GUEST_RUNNING);
    contract_wait_state(alpha, YADO_GUEST_SHUT_OFF, 10);
    g_autofree char *info = yado_test_virsh(contract->uri, "dominfo", "alpha", NULL);
    g_assert_nonnull(strstr(info, "Autostart:      disable"));
    g_autofree char *back = g_strconcat("destination=", contract->uri, NULL);
    g_autoptr(YadoJob) second = contract_begin(contract, find_on(pair->host, "alpha"),
                                               "guest.migrate", back, ADDRESS, NULL);
    contract_await(second, YADO_JOB_DONE);
    contract_wait_state(alpha, YADO_GUEST_RUNNING, 10);
    g_assert_false(yado_test_virsh_has(pair->uri, "alpha"));
}

/* Only its definition moves. */
static void
test_shut_off(void)
{
    g_autoptr(Pair) pair = open_pair();
    if (!pair)
        return;
    Contract *contract = pair->contract;
    YadoGuest *alpha = contract_find(contract, "alpha");
    g_autoptr(YadoJob) job = contract_begin(contract, alpha, "guest.migrate", pair->to, NULL);
    contract_await(job, YADO_JOB_DONE);
    wait_arrived(pair, YADO_GUEST_SHUT_OFF);
    contract_wait_gone(contract, "alpha", 10);
    g_assert_false(yado_test_virsh_has(contract->uri, "alpha"));
}

/* Another guest of that name there: nothing is begun. */
static void
test_name_taken(void)
{
    g_autoptr(Pair) pair = open_pair();
    if (!pair)
        return;
    YadoGuest *alpha = start_alpha(pair);
    if (!yado_test_guest_prepare(pair->daemon))
        return;
    yado_test_guest_define(pair->daemon, "alpha");
    g_autoptr(YadoJob) job =
        contract_begin(pair->contract, alpha, "guest.migrate", pair->to, ADDRESS, NULL);
    assert_refused(job, "a guest of that name");
    g_autofree char *state = yado_test_virsh_dup_state(pair->contract->uri, "alpha");
    g_assert_cmpstr(state, ==, "running");
}

/* Nobody listens at the address: it goes on here, and nothing is left there. */
static void
test_unreachable(void)
{
    g_autoptr(Pair) pair = open_pair();
    if (!pair)
        return;
    YadoGuest *alpha = start_alpha(pair);
    g_autoptr(YadoJob) job = contract_begin(pair->contract, alpha, "guest.migrate", pair->to,
                                            "address=127.0.0.2:1", NULL);
    contract_await(job, YADO_JOB_FAILED);
    const char *hint = yado_error_get_hint(yado_job_get_error(job));
    g_assert_nonnull(strstr(hint, "The guest goes on here."));
    g_autofree char *state = yado_test_virsh_dup_state(pair->contract->uri, "alpha");
    g_assert_cmpstr(state, ==, "running");
    g_assert_false(yado_test_virsh_has(pair->uri, "alpha"));
}

/* The same daemon by another address of it. */
static void
test_same_host(void)
{
    g_autoptr(Pair) pair = open_pair();
    if (!pair)
        return;
    YadoGuest *alpha = start_alpha(pair);
    g_autofree char *to = g_strconcat("destination=", pair->contract->uri, "&mode=direct", NULL);
    g_autoptr(YadoJob) job =
        contract_begin(pair->contract, alpha, "guest.migrate", to, ADDRESS, NULL);
    assert_refused(job, "the host that it is on");
}

static gboolean
can_be_cancelled(gpointer data)
{
    return yado_job_can_cancel(data);
}

/* Slow enough to be stopped: it goes on here, and nothing is left there. */
static void
test_cancel(void)
{
    g_autoptr(Pair) pair = open_pair();
    if (!pair)
        return;
    YadoGuest *alpha = start_alpha(pair);
    contract_wait_ready(pair->contract);
    g_autoptr(YadoJob) job = contract_begin(pair->contract, alpha, "guest.migrate", pair->to,
                                            ADDRESS, "bandwidth=1", NULL);
    g_assert_true(yado_test_wait(can_be_cancelled, job, 20));
    yado_job_cancel(job);
    contract_await(job, YADO_JOB_CANCELLED);
    g_assert_cmpstr(yado_job_get_notice(job), ==, "The guest goes on here.");
    g_autofree char *state = yado_test_virsh_dup_state(pair->contract->uri, "alpha");
    g_assert_cmpstr(state, ==, "running");
    g_assert_false(yado_test_virsh_has(pair->uri, "alpha"));
}

/* The destination has a pool where the disk would lie, and it does not lie there. */
static void
test_disk_missing(void)
{
    g_autoptr(Pair) pair = open_pair();
    if (!pair)
        return;
    Contract *contract = pair->contract;
    YadoGuest *alpha = contract_find(contract, "alpha");
    const char *folder = yado_test_daemon_get_folder(pair->daemon);
    g_autofree char *disk = g_build_filename(folder, "lost.img", NULL);
    g_free(yado_test_virsh(contract->uri, "attach-disk", "alpha", disk, "vda", "--config", NULL));
    g_free(yado_test_virsh(pair->uri, "pool-create-as", "images", "dir", "--target", folder, NULL));
    g_autoptr(YadoJob) job = contract_begin(contract, alpha, "guest.migrate", pair->to, NULL);
    assert_refused(job, "lost.img");
    g_assert_false(yado_test_virsh_has(pair->uri, "alpha"));
    yado_test_write_file(disk, "here");
    g_autoptr(YadoJob) second = contract_begin(contract, alpha, "guest.migrate", pair->to, NULL);
    contract_await(second, YADO_JOB_DONE);
}

/* No other scheme, option or path gets into the address that libvirt is told. */
static void
test_addresses(void)
{
    static const struct {
        const char *text;
        gboolean fits;
    } cases[] = {
        { "10.0.0.2", TRUE },     { "xen-b", TRUE },
        { "xen-b:49160", TRUE },  { "fd00::2", TRUE },
        { "[fd00::2]", TRUE },    { "[fd00::2]:49160", TRUE },
        { "xen-b.lan:1", TRUE },  { "", FALSE },
        { "-oProxy", FALSE },     { "tcp://xen-b", FALSE },
        { "xen-b/path", FALSE },  { "xen-b?x=1", FALSE },
        { "xen-b:", FALSE },      { "xen-b:0", FALSE },
        { "xen-b:65536", FALSE }, { "xen-b:1x", FALSE },
        { "[xen-b]:1", FALSE },   { "[fd00::2", FALSE },
        { "[fd00::2]1", FALSE },  { "a b", FALSE },
        { ":49160", FALSE },      { "xen-b:99999999999999999999", FALSE },
    };
    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(GError) error = NULL;
        g_test_message("“%s”", cases[i].text);
        g_assert_cmpint(yado_migrate_check_address(cases[i].text, &error), ==, cases[i].fits);
        g_assert_cmpint(error == NULL, ==, cases[i].fits);
    }
}

/* The program itself, with the other host by its address. */
static void
run_yado(const char *from, const char *to)
{
    g_autofree char *program = yado_test_build_path("yado");
    const char *const argv[] = { program, "-c",        from,        "migrate",  "alpha",
                                 to,      "--address", "127.0.0.1", "--paused", NULL };
    g_autofree char *output = NULL;
    int status = yado_test_run(argv, &output);
    if (status != 0)
        g_error("yado migrate: status %d\n%s", status, output);
}

static void
test_command(void)
{
    g_autoptr(Pair) pair = open_pair();
    if (!pair)
        return;
    start_alpha(pair);
    run_yado(pair->contract->uri, pair->uri);
    wait_arrived(pair, YADO_GUEST_RUNNING);
    contract_wait_gone(pair->contract, "alpha", 10);
}

int
main(int argc, char **argv)
{
    yado_test_guard();
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/contract/migrate/live", test_live);
    g_test_add_func("/contract/migrate/keep-and-return", test_keep_and_return);
    g_test_add_func("/contract/migrate/shut-off", test_shut_off);
    g_test_add_func("/contract/migrate/name-taken", test_name_taken);
    g_test_add_func("/contract/migrate/unreachable", test_unreachable);
    g_test_add_func("/contract/migrate/same-host", test_same_host);
    g_test_add_func("/contract/migrate/cancel", test_cancel);
    g_test_add_func("/contract/migrate/disk-missing", test_disk_missing);
    g_test_add_func("/contract/migrate/addresses", test_addresses);
    g_test_add_func("/contract/migrate/command", test_command);
    return g_test_run();
}
