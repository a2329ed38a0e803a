/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * On which processors a guest runs and how large its share is: read, and the operations "pin" and "schedule".
 *
 * Both take `when`: "now" (the running guest), "next" (what is stored) or "both", which is also what is done without it.  The two are two calls: libvirt's Xen
 * driver stores only the live part when it is told to do both.
 */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <stdlib.h>
#include <string.h>

#include "backend/libvirt/yado-libvirt-depth.h"
#include "backend/libvirt/yado-libvirt-operations.h"

/* ---- Reading ---- */

static void
take_parameter(YadoScheduling *scheduling, const virTypedParameter *parameter)
{
    gboolean is_weight = strcmp(parameter->field, VIR_DOMAIN_SCHEDULER_WEIGHT) == 0 ||
                         strcmp(parameter->field, VIR_DOMAIN_SCHEDULER_CPU_SHARES) == 0;
    gint64 value = -1;

    if (parameter->type == VIR_TYPED_PARAM_UINT)
        value = parameter->value.ui;
    else if (parameter->type == VIR_TYPED_PARAM_ULLONG)
        value = parameter->value.ul;
    else if (parameter->type == VIR_TYPED_PARAM_INT)
        value = parameter->value.i;
    if (is_weight)
        scheduling->weight = CLAMP(value, -1, G_MAXINT);
    else if (strcmp(parameter->field, VIR_DOMAIN_SCHEDULER_CAP) == 0)
        scheduling->cap = CLAMP(value, -1, G_MAXINT);
}

/* A guest that does not run has parameters for its next start where the driver keeps any. */
static void
read_parameters(virDomainPtr domain, YadoScheduling *scheduling)
{
    int n = 0;
    char *native = virDomainGetSchedulerType(domain, &n);
    g_autofree virTypedParameter *parameters = NULL;

    if (!native)
        return;
    scheduling->scheduler = g_strdup(native);
    free(native);
    parameters = g_new0(virTypedParameter, n + 1);
    if (virDomainGetSchedulerParametersFlags(domain, parameters, &n, VIR_DOMAIN_AFFECT_CURRENT) <
            0 &&
        virDomainGetSchedulerParameters(domain, parameters, &n) <
            0) /* the test driver knows no flags */
        return;
    for (int i = 0; i < n; i++)
        take_parameter(scheduling, &parameters[i]);
    virTypedParamsClear(parameters, n);
}

static char *
format_map(const unsigned char *map, guint n_cpus)
{
    g_autofree gboolean *cpus = g_new0(gboolean, n_cpus + 1);

    for (guint i = 0; i < n_cpus; i++)
        cpus[i] = VIR_CPU_USED(map, i) != 0;
    return yado_cpus_format(cpus, n_cpus);
}

static void
read_pins(virDomainPtr domain, YadoScheduling *scheduling)
{
    int length = VIR_CPU_MAPLEN(scheduling->n_cpus);
    int n = virDomainGetVcpusFlags(domain, VIR_DOMAIN_VCPU_MAXIMUM);
    g_autofree unsigned char *maps = NULL;

    if (n <= 0)
        n = virDomainGetVcpusFlags(domain, VIR_DOMAIN_VCPU_MAXIMUM | VIR_DOMAIN_VCPU_CONFIG);
    if (n <= 0 || length == 0)
        return;
    maps = g_malloc0((gsize)n * length);
    n = virDomainGetVcpuPinInfo(domain, n, maps, length, VIR_DOMAIN_AFFECT_CURRENT);
    for (int i = 0; i < n; i++) {
        g_autofree char *hard = format_map(maps + (gsize)i * length, scheduling->n_cpus);

        yado_scheduling_add_vcpu(scheduling, i, hard, NULL);
    }
}

YadoScheduling *
yado_libvirt_backend_get_scheduling(YadoBackend *backend, const char *uuid,
                                    GCancellable *cancellable, GError **error)
{
    YadoLibvirtBackend *self = YADO_LIBVIRT_BACKEND(backend);
    g_autoptr(virConnect) connection = yado_libvirt_backend_ref_connection(self, error);
    g_autoptr(virDomain) domain =
        connection ? yado_libvirt_backend_lookup(self, uuid, error) : NULL;
    YadoScheduling *scheduling;

    if (!domain)
        return NULL;
    scheduling = yado_scheduling_new();
    scheduling->n_cpus = yado_libvirt_count_cpus(connection);
    read_parameters(domain, scheduling);
    read_pins(domain, scheduling);
    return scheduling;
}

/* ---- Changing: the running guest, what is stored, or both ---- */

typedef gboolean (*ChangeFunc)(YadoOperation *operation, unsigned int flag, gpointer data,
                               GError **error);

static gboolean
change(YadoOperation *operation, ChangeFunc func, gpointer data, GError **error)
{
    g_autofree char *when = yado_operation_dup_argument(operation, "when");
    gboolean is_active = virDomainIsActive(operation->domain) == 1;
    gboolean is_stored = virDomainIsPersistent(operation->domain) == 1;
    gboolean now = g_strcmp0(when, "next") != 0 && is_active;
    gboolean next = g_strcmp0(when, "now") != 0 && is_stored;

    if (!now && !next)
        return yado_error_set(error, YADO_ERROR_INVALID, NULL, NULL,
                              is_active ? _("“%s” is not stored: it has no next start.")
                                        : _("“%s” does not run: there is nothing to change now."),
                              operation->name);
    if (now && !func(operation, VIR_DOMAIN_AFFECT_LIVE, data, error))
        return FALSE;
    return !next || func(operation, VIR_DOMAIN_AFFECT_CONFIG, data, error);
}

typedef struct {
    int vcpu; /* -1: all */
    unsigned char *map;
    int length;
} Pin;

/* Xen's driver refuses those that are not there at the start. */
static int
count_vcpus(YadoOperation *operation, unsigned int flag)
{
    gboolean has_all =
        flag == VIR_DOMAIN_AFFECT_CONFIG && operation->self->driver != YADO_DRIVER_XEN;

    return virDomainGetVcpusFlags(operation->domain,
                                  flag | (has_all ? VIR_DOMAIN_VCPU_MAXIMUM : 0));
}

/* Some drivers know only "as it is now", and store nothing. */
static int
pin_vcpu(YadoOperation *operation, unsigned int flag, const Pin *pin, int vcpu)
{
    int result = virDomainPinVcpuFlags(operation->domain, vcpu, pin->map, pin->length, flag);

    if (result == 0 || virGetLastErrorCode() != VIR_ERR_INVALID_ARG || vcpu < 0)
        return result;
    if (flag == VIR_DOMAIN_AFFECT_LIVE)
        return virDomainPinVcpu(operation->domain, vcpu, pin->map, pin->length);
    if (virDomainIsActive(operation->domain) != 1)
        return result;
    yado_job_report_notice(
        operation->job, _("This holds until the guest stops: the host does not store it."), NULL);
    return 0;
}

static gboolean
set_pin(YadoOperation *operation, unsigned int flag, gpointer data, GError **error)
{
    Pin *pin = data;
    int first = MAX(pin->vcpu, 0);
    int last = pin->vcpu < 0 ? count_vcpus(operation, flag) - 1 : pin->vcpu;

    for (int i = first; i <= last; i++)
        if (pin_vcpu(operation, flag, pin, i) < 0)
            return yado_libvirt_backend_fail(
                operation->self, error,
                flag == VIR_DOMAIN_AFFECT_LIVE
                    ? _("Processor %d of “%s” cannot be pinned now.")
                    : _("Processor %d of “%s” cannot be pinned for the next start."),
                i, operation->name);
    return TRUE;
}

static unsigned char *
make_map(const gboolean *cpus, guint n_cpus)
{
    unsigned char *map = g_malloc0(VIR_CPU_MAPLEN(n_cpus));

    for (guint i = 0; i < n_cpus; i++)
        if (cpus[i])
            VIR_USE_CPU(map, i);
    return map;
}

gboolean
yado_operation_pin(YadoOperation *operation, GError **error)
{
    g_autofree char *vcpu = yado_operation_dup_argument(operation, "vcpu");
    g_autofree char *hard = yado_operation_dup_argument(operation, "hard");
    g_autofree char *soft = yado_operation_dup_argument(operation, "soft");
    guint n_cpus = yado_libvirt_count_cpus(operation->connection);
    g_autofree gboolean *cpus = NULL;
    g_autofree unsigned char *map = NULL;
    Pin pin = { .vcpu = -1, .length = VIR_CPU_MAPLEN(n_cpus) };

    if (soft && *soft)
        return yado_error_set(error, YADO_ERROR_UNSUPPORTED, NULL, NULL,
                              _("libvirt has no preferred processors; only those on which a guest "
                                "may run."));
    if (!hard)
        return TRUE;
    cpus = yado_cpus_parse(hard, n_cpus, error);
    if (!cpus)
        return FALSE;
    if (vcpu && strcmp(vcpu, "all") != 0)
        pin.vcpu = (int)g_ascii_strtoll(vcpu, NULL, 10);
    pin.map = map = make_map(cpus, n_cpus);
    return change(operation, set_pin, &pin, error);
}

typedef struct {
    virTypedParameterPtr parameters;
    int n;
} Shares;

/* libvirt's Xen driver changes only what runs; what it starts with stands in the configuration, which knows a weight and no cap. */
static gboolean
store_weight(YadoOperation *operation, GError **error)
{
    g_autofree char *weight = yado_operation_dup_argument(operation, "weight");
    g_autofree char *cap = yado_operation_dup_argument(operation, "cap");
    YadoBackend *backend = YADO_BACKEND(operation->self);
    g_autoptr(YadoDocument) document = NULL;
    g_autoptr(YadoDocument) stored = NULL;
    char uuid[VIR_UUID_STRING_BUFLEN];

    if (cap && *cap)
        yado_job_report_notice(operation->job,
                               _("The cap holds until the guest stops: libvirt does not store it."),
                               NULL);
    if (!weight || !*weight)
        return TRUE;
    virDomainGetUUIDString(operation->domain, uuid);
    document = yado_libvirt_backend_get_document(backend, uuid, YADO_CONFIGURATION_INACTIVE,
                                                 operation->cancellable, error);
    if (!document || !yado_document_set_value(document, NULL, "cpu.weight", weight, error))
        return FALSE;
    stored = yado_libvirt_backend_apply(backend, uuid, document, YADO_APPLY_STORED, NULL,
                                        operation->cancellable, error);
    return stored != NULL;
}

int
yado_libvirt_set_shares(virDomainPtr domain, virTypedParameterPtr parameters, int n,
                        unsigned int flag)
{
    if (virDomainSetSchedulerParametersFlags(domain, parameters, n, flag) == 0)
        return 0;
    if (flag != VIR_DOMAIN_AFFECT_LIVE || virGetLastErrorCode() != VIR_ERR_INVALID_ARG)
        return -1;
    return virDomainSetSchedulerParameters(domain, parameters, n);
}

static gboolean
set_shares(YadoOperation *operation, unsigned int flag, gpointer data, GError **error)
{
    Shares *shares = data;

    if (flag == VIR_DOMAIN_AFFECT_CONFIG && operation->self->driver == YADO_DRIVER_XEN)
        return store_weight(operation, error);
    if (yado_libvirt_set_shares(operation->domain, shares->parameters, shares->n, flag) == 0)
        return TRUE;
    if (virGetLastErrorCode() == VIR_ERR_INVALID_ARG && flag == VIR_DOMAIN_AFFECT_CONFIG)
        return store_weight(operation, error);
    return yado_libvirt_backend_fail(
        operation->self, error,
        flag == VIR_DOMAIN_AFFECT_LIVE
            ? _("The share of “%s” cannot be changed now.")
            : _("The share of “%s” cannot be changed for the next start."),
        operation->name);
}

/* By the field that the driver's scheduler has. */
static void
add_share(YadoOperation *operation, Shares *shares, int *size, const char *key, const char *value)
{
    int n;
    char *native = virDomainGetSchedulerType(operation->domain, &n);
    guint64 number = g_ascii_strtoull(value, NULL, 10);

    if (native && strcmp(native, "posix") == 0 && strcmp(key, "weight") == 0)
        virTypedParamsAddULLong(&shares->parameters, &shares->n, size,
                                VIR_DOMAIN_SCHEDULER_CPU_SHARES, number);
    else
        virTypedParamsAddUInt(&shares->parameters, &shares->n, size, key, number);
    free(native);
}

gboolean
yado_operation_schedule(YadoOperation *operation, GError **error)
{
    static const char *const keys[] = { VIR_DOMAIN_SCHEDULER_WEIGHT, VIR_DOMAIN_SCHEDULER_CAP };
    Shares shares = { 0 };
    gboolean done;
    int size = 0;

    for (guint i = 0; i < G_N_ELEMENTS(keys); i++) {
        g_autofree char *value = yado_operation_dup_argument(operation, keys[i]);

        if (value && *value)
            add_share(operation, &shares, &size, keys[i], value);
    }
    done = shares.n == 0 || change(operation, set_shares, &shares, error);
    virTypedParamsFree(shares.parameters, shares.n);
    return done;
}
