/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * On which processors a guest runs and how large its share is: of one that runs as Xen has it, of one that rests as its file says; and the same
 * written into its file.
 */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "backend/libxl/yado-libxl-private.h"
#include "document/yado-pins.h"

/* ---- Of a guest that rests: cpus=, cpus_soft=, cpu_weight=, cap=, pool= ---- */

guint
yado_libxl_backend_count_cpus(YadoXl1 *proxy, GCancellable *cancellable)
{
    g_autoptr(GVariant) guests = NULL, host = NULL;
    guint n_cpus = 0;

    if (yado_xl1_call_list_sync(proxy, 0, 0, YADO_LIBXL_READ_TIMEOUT, &guests, &host, cancellable,
                                NULL))
        g_variant_get(host, "(uttt)", &n_cpus, NULL, NULL, NULL);
    return n_cpus;
}

/* "nodes:0" is Xen's to resolve, at the start. */
static const char *
get_set(const char *set, guint n_cpus)
{
    g_autofree gboolean *cpus = n_cpus > 0 ? yado_cpus_parse(set, n_cpus, NULL) : NULL;

    return cpus ? set : "all";
}

static YadoScheduling *
read_document(YadoDocument *document, guint n_cpus)
{
    YadoScheduling *scheduling = yado_scheduling_new();
    g_auto(GStrv) hard = yado_pins_read(document, YADO_PINS_HARD);
    g_auto(GStrv) soft = yado_pins_read(document, YADO_PINS_SOFT);

    scheduling->n_cpus = n_cpus;
    scheduling->weight = (int)yado_document_get_uint(document, NULL, "cpu.weight", -1);
    scheduling->cap = (int)yado_document_get_uint(document, NULL, "cpu.cap", 0);
    scheduling->pool = yado_document_dup_value(document, NULL, "cpu.pool");
    for (guint i = 0; hard[i]; i++)
        yado_scheduling_add_vcpu(scheduling, i, get_set(hard[i], n_cpus), get_set(soft[i], n_cpus));
    return scheduling;
}

static YadoScheduling *
read_stored(YadoLibxlBackend *self, YadoXl1 *proxy, YadoLibxlRow *row, GCancellable *cancellable,
            GError **error)
{
    g_autoptr(YadoDocument) document = yado_libxl_backend_get_document(
        YADO_BACKEND(self), row->uuid, YADO_CONFIGURATION_INACTIVE, cancellable, error);

    return document ? read_document(document, yado_libxl_backend_count_cpus(proxy, cancellable))
                    : NULL;
}

static gboolean
store_pins(YadoDocument *document, YadoDocument *arguments, const char *argument, const char *key,
           GError **error)
{
    g_autofree char *cpus = yado_document_dup_value(arguments, NULL, argument);
    g_autofree char *vcpu = yado_document_dup_value(arguments, NULL, "vcpu");
    gboolean is_all = !vcpu || !*vcpu || strcmp(vcpu, "all") == 0;

    return !cpus || !*cpus ||
           yado_pins_write(document, key, is_all ? -1 : (int)g_ascii_strtoll(vcpu, NULL, 10), cpus,
                           error);
}

static gboolean
store_value(YadoDocument *document, YadoDocument *arguments, const char *argument, const char *key,
            GError **error)
{
    g_autofree char *value = yado_document_dup_value(arguments, NULL, argument);

    return !value || !*value || yado_document_set_value(document, NULL, key, value, error);
}

gboolean
yado_libxl_backend_store_scheduling(YadoLibxlBackend *self, YadoLibxlRow *row,
                                    YadoDocument *arguments, GError **error)
{
    YadoBackend *backend = YADO_BACKEND(self);
    g_autoptr(YadoDocument) document = yado_libxl_backend_get_document(
        backend, row->uuid, YADO_CONFIGURATION_INACTIVE, NULL, error);
    g_autoptr(YadoDocument) stored = NULL;

    if (!document || !store_pins(document, arguments, "hard", YADO_PINS_HARD, error) ||
        !store_pins(document, arguments, "soft", YADO_PINS_SOFT, error) ||
        !store_value(document, arguments, "weight", "cpu.weight", error) ||
        !store_value(document, arguments, "cap", "cpu.cap", error) ||
        !store_value(document, arguments, "pool", "cpu.pool", error))
        return FALSE;
    stored = yado_libxl_backend_apply(backend, row->uuid, document, YADO_APPLY_STORED, NULL, NULL,
                                      error);
    return stored != NULL;
}

/* ---- Of one that runs ---- */

static void
take_parameters(YadoScheduling *scheduling, GVariant *parameters)
{
    scheduling->weight = scheduling->cap = -1;
    g_variant_lookup(parameters, "weight", "i", &scheduling->weight);
    g_variant_lookup(parameters, "cap", "i", &scheduling->cap);
    g_variant_lookup(parameters, "period", "i", &scheduling->period);
    g_variant_lookup(parameters, "budget", "i", &scheduling->budget);
}

static void
take_vcpus(YadoScheduling *scheduling, GVariant *vcpus)
{
    const char *hard, *soft;
    GVariantIter iter;
    guint number;

    g_variant_iter_init(&iter, vcpus);
    while (g_variant_iter_next(&iter, "(ui&st&s&s)", &number, NULL, NULL, NULL, &hard, &soft))
        yado_scheduling_add_vcpu(scheduling, number, hard, soft);
}

/* The pool of a guest is told by the list. */
static guint
find_pool(GVariant *guests, const char *uuid)
{
    GVariantIter iter;
    const char *own;
    guint pool, found = 0;

    g_variant_iter_init(&iter, guests);
    while (g_variant_iter_next(&iter, "(&ssussuituuttututttt)", &own, NULL, NULL, NULL, NULL, NULL,
                               NULL, NULL, NULL, NULL, NULL, NULL, &pool, NULL, NULL, NULL, NULL,
                               NULL, NULL))
        if (strcmp(own, uuid) == 0)
            found = pool;
    return found;
}

static char *
dup_pool_name(GVariant *pools, guint wanted)
{
    const char *name;
    GVariantIter iter;
    guint id;

    g_variant_iter_init(&iter, pools);
    while (g_variant_iter_next(&iter, "(u&sssu)", &id, &name, NULL, NULL, NULL))
        if (id == wanted)
            return g_strdup(name);
    return NULL;
}

YadoScheduling *
yado_libxl_backend_get_scheduling(YadoBackend *backend, const char *uuid, GCancellable *cancellable,
                                  GError **error)
{
    YadoLibxlBackend *self = YADO_LIBXL_BACKEND(backend);
    g_autoptr(YadoXl1) proxy = yado_libxl_backend_ref_proxy(self, error);
    g_autoptr(YadoLibxlRow) row = proxy ? yado_libxl_backend_find(self, uuid, error) : NULL;
    g_autoptr(GVariant) parameters = NULL, vcpus = NULL, guests = NULL, host = NULL, pools = NULL;
    g_autofree char *scheduler = NULL;
    g_autofree char *unused = NULL;
    g_autoptr(GError) native = NULL;
    YadoScheduling *scheduling;

    if (!row)
        return NULL;
    if (!*row->xen_uuid)
        return read_stored(self, proxy, row, cancellable, error);
    if (!yado_xl1_call_get_scheduler_sync(proxy, row->xen_uuid, 0, YADO_LIBXL_READ_TIMEOUT,
                                          &scheduler, &parameters, cancellable, &native) ||
        !yado_xl1_call_list_vcpus_sync(proxy, row->xen_uuid, 0, YADO_LIBXL_READ_TIMEOUT, &vcpus,
                                       cancellable, &native) ||
        !yado_xl1_call_list_pools_sync(proxy, 0, YADO_LIBXL_READ_TIMEOUT, &pools, &unused,
                                       cancellable, &native) ||
        !yado_xl1_call_list_sync(proxy, 0, 0, YADO_LIBXL_READ_TIMEOUT, &guests, &host, cancellable,
                                 &native)) {
        yado_libxl_backend_fail(self, error, g_steal_pointer(&native),
                                _("Where “%s” runs cannot be read."), row->name);
        return NULL;
    }
    scheduling = yado_scheduling_new();
    scheduling->scheduler = g_steal_pointer(&scheduler);
    take_parameters(scheduling, parameters);
    take_vcpus(scheduling, vcpus);
    scheduling->pool = dup_pool_name(pools, find_pool(guests, row->xen_uuid));
    g_variant_get(host, "(uttt)", &scheduling->n_cpus, NULL, NULL, NULL);
    return scheduling;
}
