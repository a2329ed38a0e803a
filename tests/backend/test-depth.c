/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Lists of processors, and what libvirt's test driver tells of the machine and of where a guest runs. */
#include "config.h"

#include <string.h>

#include "await.h"
#include "backend/yado-backend-registry.h"
#include "base/yado-error.h"
#include "document/yado-plain-document.h"

static void
test_cpus(void)
{
    static const struct {
        const char *text, *formatted; /* NULL: refused */
    } cases[] = {
        { "0", "0" },
        { "0-3", "0-3" },
        { "0,1,2,5-6", "0-2,5-6" },
        { " 1 , 3 ", "1,3" },
        { "all", "all" },
        { "", "all" },
        { NULL, "all" },
        { "0-7", "all" },
        { "^2", "0-1,3-7" },
        { "all,^0", "1-7" },
        { "0-3,^1", "0,2-3" },
        { "8", NULL },
        { "0-8", NULL },
        { "3-1", NULL },
        { "-1", NULL },
        { "x", NULL },
        { "1-", NULL },
        { "0-7,^0-7", NULL },
        { "0,,1", NULL },
        { "99999999999999999999", NULL },
    };

    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(GError) error = NULL;
        g_autofree gboolean *cpus = yado_cpus_parse(cases[i].text, 8, &error);
        g_autofree char *formatted = cpus ? yado_cpus_format(cpus, 8) : NULL;

        g_test_message("%s", cases[i].text ? cases[i].text : "(null)");
        g_assert_cmpstr(formatted, ==, cases[i].formatted);
        if (!cases[i].formatted)
            g_assert_error(error, YADO_ERROR, YADO_ERROR_INVALID);
    }
}

static YadoBackend *
open_test_driver(void)
{
    g_autoptr(GAsyncResult) result = NULL;
    g_autoptr(GError) error = NULL;
    YadoBackend *backend = yado_backend_registry_create("test:///default", &error);

    g_assert_no_error(error);
    yado_backend_open_async(backend, NULL, 0, NULL, await_done, &result);
    g_assert_true(yado_backend_open_finish(backend, await(&result), &error));
    return backend;
}

static char *
dup_first_uuid(YadoBackend *backend)
{
    g_autoptr(GAsyncResult) result = NULL;
    g_autoptr(GPtrArray) records = NULL;

    yado_backend_list_async(backend, NULL, YADO_LIST_STATE, NULL, await_done, &result);
    records = yado_backend_list_finish(backend, await(&result), NULL);
    g_assert_cmpuint(records->len, ==, 1);
    return g_strdup(((YadoGuestRecord *)records->pdata[0])->uuid);
}

static void
test_details(void)
{
    g_autoptr(YadoBackend) backend = open_test_driver();
    g_autoptr(GAsyncResult) result = NULL;
    g_autoptr(YadoHostDetails) details = NULL;
    const YadoHostNode *node;

    yado_backend_get_host_details_async(backend, NULL, await_done, &result);
    details = yado_backend_get_host_details_finish(backend, await(&result), NULL);
    g_assert_nonnull(details);
    g_assert_cmpuint(details->cpus->len, >, 1);
    g_assert_cmpint(g_array_index(details->cpus, YadoHostCpu, 1).cpu, ==, 1);
    g_assert_cmpuint(details->nodes->len, >, 0);
    node = details->nodes->pdata[0];
    g_assert_cmpint(node->node, ==, 0);
    g_assert_cmpuint(node->memory, >, 0);
    g_assert_nonnull(strstr(details->capabilities, "hvm-i686"));
    g_assert_cmpint(details->uptime, ==, -1);
}

static YadoScheduling *
get_scheduling(YadoBackend *backend, const char *uuid)
{
    g_autoptr(GAsyncResult) result = NULL;
    g_autoptr(GError) error = NULL;
    YadoScheduling *scheduling;

    yado_backend_get_scheduling_async(backend, uuid, NULL, await_done, &result);
    scheduling = yado_backend_get_scheduling_finish(backend, await(&result), &error);
    g_assert_no_error(error);
    return scheduling;
}

static void
run(YadoBackend *backend, const char *operation, const char *uuid, const char *const *arguments)
{
    g_autoptr(YadoDocument) document = yado_plain_document_new();
    g_autoptr(YadoJob) job = yado_job_new(operation, NULL);
    gboolean (*is_finished)(gpointer) = (gboolean(*)(gpointer))yado_job_is_finished;

    for (guint i = 0; arguments[i]; i += 2)
        yado_plain_document_set_initial(YADO_PLAIN_DOCUMENT(document), arguments[i],
                                        arguments[i + 1]);
    yado_backend_start(backend, operation, uuid, document, job);
    g_assert_true(yado_test_wait(is_finished, job, 20));
    g_assert_no_error(yado_job_get_error(job));
}

static void
test_pin(void)
{
    static const char *const first[] = { "vcpu", "0", "hard", "1,3", "when", "now", NULL };
    static const char *const all[] = { "vcpu", "all", "hard", "0-1", NULL };
    g_autoptr(YadoBackend) backend = open_test_driver();
    g_autofree char *uuid = dup_first_uuid(backend);
    g_autoptr(YadoScheduling) before = get_scheduling(backend, uuid);
    g_autoptr(YadoScheduling) pinned = NULL;
    g_autoptr(YadoScheduling) together = NULL;

    g_assert_cmpuint(before->vcpus->len, ==, 2);
    g_assert_cmpuint(before->n_cpus, >, 3);
    g_assert_cmpstr(((YadoVcpuPin *)before->vcpus->pdata[0])->hard, ==, "all");
    g_assert_null(((YadoVcpuPin *)before->vcpus->pdata[0])->soft);
    g_assert_cmpint(before->weight, ==, 50);
    run(backend, "pin", uuid, first);
    pinned = get_scheduling(backend, uuid);
    g_assert_cmpstr(((YadoVcpuPin *)pinned->vcpus->pdata[0])->hard, ==, "1,3");
    g_assert_cmpstr(((YadoVcpuPin *)pinned->vcpus->pdata[1])->hard, ==, "all");
    run(backend, "pin", uuid, all);
    together = get_scheduling(backend, uuid);
    g_assert_cmpstr(((YadoVcpuPin *)together->vcpus->pdata[0])->hard, ==, "0-1");
    g_assert_cmpstr(((YadoVcpuPin *)together->vcpus->pdata[1])->hard, ==, "0-1");
}

static void
test_devices(void)
{
    g_autoptr(YadoBackend) backend = open_test_driver();
    g_autofree char *uuid = dup_first_uuid(backend);
    const char *const uuids[] = { uuid, NULL };
    g_autoptr(GAsyncResult) result = NULL;
    g_autoptr(GPtrArray) samples = NULL;
    const YadoDeviceSample *sample;

    yado_backend_sample_devices_async(backend, uuids, NULL, await_done, &result);
    samples = yado_backend_sample_devices_finish(backend, await(&result), NULL);
    g_assert_cmpuint(samples->len, ==, 1);
    sample = samples->pdata[0];
    g_assert_cmpstr(sample->uuid, ==, uuid);
    g_assert_cmpuint(sample->vcpus->len, ==, 2);
}

int
main(int argc, char **argv)
{
    yado_test_guard();
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/backend/depth/cpus", test_cpus);
    g_test_add_func("/backend/depth/details", test_details);
    g_test_add_func("/backend/depth/pin", test_pin);
    g_test_add_func("/backend/depth/devices", test_devices);
    return g_test_run();
}
