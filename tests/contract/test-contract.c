/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What every back end does: listing, facts, rates, life cycle, editing. */
#include "config.h"

#include "contract.h"

#include <math.h>
#include <string.h>

#define MIB (G_GUINT64_CONSTANT(1) << 20)

static gboolean
has_info(gpointer host)
{
    return yado_host_get_info(host) != NULL;
}

static void
test_list(gconstpointer data)
{
    g_autoptr(Contract) contract = contract_open((Place)GPOINTER_TO_INT(data), NULL);
    if (!contract)
        return;
    YadoGuest *alpha = contract_find(contract, "alpha");
    g_assert_cmpint(yado_guest_get_state(alpha), ==, YADO_GUEST_SHUT_OFF);
    g_assert_cmpint(yado_guest_get_id(alpha), ==, -1);
    g_assert_cmpuint(strlen(yado_guest_get_uuid(alpha)), ==, YADO_UUID_LENGTH);
    g_assert_true(yado_guest_has_facts(alpha));
    g_assert_cmpuint(yado_guest_get_vcpus(alpha), ==, 1);
    g_assert_cmpuint(yado_guest_get_memory(alpha), ==, 128 * MIB);
    g_assert_cmpint(yado_guest_get_autostart(alpha), ==, 0);
    g_assert_cmpint(yado_guest_get_persistent(alpha), ==, 1);
    g_assert_true(yado_host_find_guest(contract->host, yado_guest_get_uuid(alpha)) == alpha);
    g_assert_true(yado_test_wait(has_info, contract->host, 10));
    const YadoHostInfo *info = yado_host_get_info(contract->host);
    g_assert_cmpuint(info->cpus, >, 0);
    g_assert_cmpuint(info->memory, >, 0);
    g_assert_nonnull(info->hypervisor);
}

static void
test_rates(gconstpointer data)
{
    g_autoptr(Contract) contract = contract_open((Place)GPOINTER_TO_INT(data), NULL);
    if (!contract)
        return;
    YadoGuest *alpha = contract_find(contract, "alpha");
    contract_perform(contract, alpha, "guest.start");
    contract_load(contract, YADO_LOAD_STATS | YADO_LOAD_RATES);
    double cpu = yado_guest_get_cpu(alpha);
    g_assert_false(isnan(cpu));
    g_assert_cmpfloat(cpu, >=, 0);
    g_assert_nonnull(yado_guest_get_history(alpha));
    g_assert_cmpuint(yado_guest_get_memory(alpha), >, 0);
}

static void
test_life_cycle(gconstpointer data)
{
    g_autoptr(Contract) contract = contract_open((Place)GPOINTER_TO_INT(data), NULL);
    if (!contract)
        return;
    YadoGuest *alpha = contract_find(contract, "alpha");
    contract_perform(contract, alpha, "guest.start");
    contract_wait_state(alpha, YADO_GUEST_RUNNING, 2);
    g_assert_cmpint(yado_guest_get_id(alpha), >, 0);
    contract_perform(contract, alpha, "guest.pause");
    contract_wait_state(alpha, YADO_GUEST_PAUSED, 2);
    contract_perform(contract, alpha, "guest.resume");
    contract_wait_state(alpha, YADO_GUEST_RUNNING, 2);
    if (contract->place != PLACE_QEMU) /* QEMU needs nobody's help for it */
        contract_wait_ready(contract);
    contract_perform(contract, alpha, "guest.save");
    contract_wait_state(alpha, YADO_GUEST_SAVED, 2);
    contract_perform(contract, alpha, "guest.restore");
    contract_wait_state(alpha, YADO_GUEST_RUNNING, 2);
    contract_perform(contract, alpha, "guest.save");
    contract_wait_state(alpha, YADO_GUEST_SAVED, 2);
    contract_perform(contract, alpha, "guest.discard-saved");
    contract_wait_state(alpha, YADO_GUEST_SHUT_OFF, 2);
    contract_perform(contract, alpha, "guest.start");
    contract_wait_state(alpha, YADO_GUEST_RUNNING, 2);
    contract_perform(contract, alpha, "guest.destroy");
    contract_wait_state(alpha, YADO_GUEST_SHUT_OFF, 2);
    contract_perform(contract, alpha, "guest.delete");
    contract_wait_gone(contract, "alpha", 2);
}

static void
test_shutdown(gconstpointer data)
{
    g_autoptr(Contract) contract = contract_open((Place)GPOINTER_TO_INT(data), NULL);
    if (!contract)
        return;
    YadoGuest *alpha = contract_find(contract, "alpha");
    contract_perform(contract, alpha, "guest.start");
    contract_wait_state(alpha, YADO_GUEST_RUNNING, 2);
    contract_wait_ready(contract);
    contract_perform(contract, alpha, "guest.shutdown");
    contract_wait_state(alpha, YADO_GUEST_SHUT_OFF, 20);
}

/* The balloon takes its time. */
static gboolean
has_live_memory(gpointer data)
{
    Contract *contract = data;
    g_autofree char *live = yado_test_virsh(contract->uri, "dumpxml", "alpha", NULL);
    return strstr(live, "<currentMemory unit='KiB'>98304<") != NULL;
}

static void
test_memory(gconstpointer data)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(Contract) contract = contract_open((Place)GPOINTER_TO_INT(data), NULL);
    if (!contract)
        return;
    YadoGuest *alpha = contract_find(contract, "alpha");
    contract_perform(contract, alpha, "guest.start");
    contract_wait_state(alpha, YADO_GUEST_RUNNING, 2);
    contract_wait_ready(contract);
    g_autoptr(YadoDocument) document = contract_get_document(alpha);
    yado_document_set_value(document, NULL, "memory.current", "100663296", &error);
    g_assert_no_error(error);
    g_autoptr(YadoDocument) stored =
        contract_apply(alpha, document, YADO_APPLY_STORED | YADO_APPLY_LIVE, &error);
    g_assert_no_error(error);
    g_assert_cmpuint(yado_document_get_uint(stored, NULL, "memory.current", 0), ==, 96 * MIB);
    if (!(contract->place & PLACE_SHARED_XEN))
        return;
    g_autofree char *kept =
        yado_test_virsh(contract->uri, "dumpxml", "--inactive", yado_guest_get_uuid(alpha), NULL);
    g_assert_true(yado_test_wait(has_live_memory, contract, 10));
    g_assert_nonnull(strstr(kept, "<currentMemory unit='KiB'>98304<"));
}

/* An edit changes what was edited and nothing else. */
static void
test_edit(gconstpointer data)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(Contract) contract = contract_open((Place)GPOINTER_TO_INT(data), NULL);
    if (!contract)
        return;
    YadoGuest *alpha = contract_find(contract, "alpha");
    g_autoptr(YadoDocument) document = contract_get_document(alpha);
    g_autofree char *before = yado_document_dump(document);
    yado_document_set_value(document, NULL, "title", "宿屋 <&> \"'", &error);
    g_assert_no_error(error);
    g_autoptr(YadoDocument) stored = contract_apply(alpha, document, YADO_APPLY_STORED, &error);
    g_assert_no_error(error);
    g_autofree char *title = yado_document_dup_value(stored, NULL, "title");
    g_assert_cmpstr(title, ==, "宿屋 <&> \"'");
    g_assert_true(yado_document_set_value(stored, NULL, "title", NULL, &error));
    g_autoptr(YadoDocument) back = contract_apply(alpha, stored, YADO_APPLY_STORED, &error);
    g_assert_no_error(error);
    g_autofree char *after = yado_document_dump(back);
    g_assert_cmpstr(after, ==, before);
}

static void
test_rename(gconstpointer data)
{
    g_autoptr(Contract) contract = contract_open((Place)GPOINTER_TO_INT(data), NULL);
    if (!contract)
        return;
    YadoGuest *alpha = contract_find(contract, "alpha");
    g_autoptr(YadoJob) job =
        contract_begin(contract, alpha, "guest.rename", "name=宿屋 100%_'x'", NULL);
    contract_await(job, YADO_JOB_DONE);
    g_assert_true(contract_find(contract, "宿屋 100%_'x'") == alpha);
    g_assert_null(contract_peek(contract, "alpha"));
}

static void
test_autostart(gconstpointer data)
{
    g_autoptr(Contract) contract = contract_open((Place)GPOINTER_TO_INT(data), NULL);
    if (!contract)
        return;
    YadoGuest *alpha = contract_find(contract, "alpha");
    contract_perform(contract, alpha, "guest.autostart-on");
    contract_load(contract, YADO_LOAD_LIST);
    g_assert_cmpint(yado_guest_get_autostart(alpha), ==, 1);
    contract_perform(contract, alpha, "guest.autostart-off");
    contract_load(contract, YADO_LOAD_LIST);
    g_assert_cmpint(yado_guest_get_autostart(alpha), ==, 0);
}

/* Wrong states are refused with a reason before anything is sent. */
static void
test_wrong_state(gconstpointer data)
{
    static const char *const refused[] = { "guest.pause", "guest.resume", "guest.shutdown",
                                           "guest.save", "guest.destroy" };
    g_autoptr(Contract) contract = contract_open((Place)GPOINTER_TO_INT(data), NULL);
    if (!contract)
        return;
    g_autoptr(GPtrArray) guests = g_ptr_array_new();
    g_ptr_array_add(guests, contract_find(contract, "alpha"));
    YadoTargets targets = { contract->session, guests, contract->host };
    for (guint i = 0; i < G_N_ELEMENTS(refused); i++) {
        g_autofree char *reason = NULL;
        g_assert_false(yado_action_check(yado_catalog_find_action(refused[i]), &targets, &reason));
        g_assert_nonnull(reason);
        g_assert_cmpuint(strlen(reason), >, 5);
    }
}

/* A guest that does not listen: the job says so and offers what comes next. */
static void
test_deaf(gconstpointer data)
{
    g_autoptr(Contract) contract = contract_open((Place)GPOINTER_TO_INT(data), NULL);
    if (!contract)
        return;
    yado_test_guest_define_deaf(contract->daemon, "deaf");
    YadoGuest *deaf = contract_find(contract, "deaf");
    contract_perform(contract, deaf, "guest.start");
    contract_wait_state(deaf, YADO_GUEST_RUNNING, 2);
    yado_test_guest_wait_ready(contract->daemon, "deaf", 1);
    g_autoptr(YadoJob) job = contract_begin(contract, deaf, "guest.shutdown", NULL);
    yado_test_wait((YadoTestPredicate)yado_job_is_finished, job, 1);
    if (!yado_job_is_finished(job)) {
        g_assert_true(yado_job_can_cancel(job));
        yado_job_cancel(job);
        contract_await(job, YADO_JOB_CANCELLED);
    }
    g_assert_cmpint(yado_guest_get_state(deaf), ==, YADO_GUEST_RUNNING);
    contract_perform(contract, deaf, "guest.destroy");
    contract_wait_state(deaf, YADO_GUEST_SHUT_OFF, 2);
}

int
main(int argc, char **argv)
{
    yado_test_guard();
    g_test_init(&argc, &argv, NULL);
    contract_add("list", PLACE_ALL, test_list);
    contract_add("rates", PLACE_ALL, test_rates);
    contract_add("life-cycle", PLACE_ALL, test_life_cycle);
    contract_add("shutdown", PLACE_ALL, test_shutdown);
    contract_add("memory", PLACE_ALL, test_memory);
    contract_add("edit", PLACE_ALL, test_edit);
    contract_add("rename", PLACE_ALL, test_rename);
    contract_add("autostart", PLACE_ALL, test_autostart);
    contract_add("wrong-state", PLACE_ALL, test_wrong_state);
    contract_add("deaf", PLACE_QEMU, test_deaf);
    return g_test_run();
}
