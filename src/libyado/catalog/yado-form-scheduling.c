/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The dialogs about the host's processors: where a guest runs, and how large its share is. */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "base/yado-error.h"
#include "catalog/yado-forms.h"

#define MAX_CPUS 4096
#define MAX_WEIGHT 262144
/* What Xen's real-time scheduler accepts, in µs. */
#define MIN_PERIOD 10
#define MAX_PERIOD G_MAXINT32

/* The same three everywhere: what is changed is said before it is done. */
static const YadoChoice when_choices[] = {
    { "both", N_("now and from the next start on"),
      N_("the running guest, and its stored configuration where the host keeps one") },
    { "now", N_("now only"), N_("until the guest stops") },
    { "next", N_("from the next start on"), N_("the running guest stays as it is") },
    { 0 },
};

#define WHEN_FIELD                                                                             \
    {                                                                                          \
        .id = "when", .type = YADO_FIELD_CHOICE, .label = N_("T_akes effect"),                 \
        .help = N_("Whether the running guest is changed, its stored configuration, or both. " \
                   "What a host cannot store is said when it is done."),                       \
        .key = "when", .choices = when_choices                                                 \
    }

/* ---- Pin ---- */

/* How many it has is checked by the host: it may change any time. */
static gboolean
validate_vcpu(YadoForm *form, const YadoFieldSpec *spec, const char *value, GError **error)
{
    char *end;
    guint64 number = value != NULL ? g_ascii_strtoull(value, &end, 10) : 0;

    if (value == NULL || *value == '\0' || g_strcmp0(value, "all") == 0)
        return TRUE;
    if (g_ascii_isdigit(*value) && *end == '\0' && number < MAX_CPUS)
        return TRUE;
    return yado_error_set(error, YADO_ERROR_INVALID, NULL, NULL,
                          _("“%s” is not the number of a processor; the first is 0."), value);
}

static guint
get_n_cpus(YadoForm *form)
{
    YadoGuest *guest = yado_form_get_guest(form);
    YadoHost *host = guest != NULL ? yado_guest_get_host(guest) : NULL;
    const YadoHostInfo *info = host != NULL ? yado_host_get_info(host) : NULL;

    return info != NULL && info->cpus > 0 ? info->cpus : MAX_CPUS;
}

static gboolean
validate_cpus(YadoForm *form, const YadoFieldSpec *spec, const char *value, GError **error)
{
    g_autofree gboolean *cpus = NULL;

    if (value == NULL || *value == '\0')
        return TRUE;
    cpus = yado_cpus_parse(value, get_n_cpus(form), error);
    return cpus != NULL;
}

static gboolean
validate_hard(YadoForm *form, const YadoFieldSpec *spec, const char *value, GError **error)
{
    if ((value == NULL || *value == '\0') && !yado_catalog_has_value(form, "soft"))
        return yado_error_set(error, YADO_ERROR_INVALID, NULL, NULL,
                              _("Give at least one of them."));
    return validate_cpus(form, spec, value, error);
}

static const YadoFieldSpec pin_fields[] = {
    { .id = "vcpu",
      .type = YADO_FIELD_TEXT,
      .label = N_("_Virtual processor"),
      .help = N_("Which of the guest's processors, by number from 0 on; “all” or nothing stands "
                 "for all of them."),
      .key = "vcpu",
      .placeholder = N_("all"),
      .maximum = 8,
      .validate = validate_vcpu },
    { .id = "hard",
      .type = YADO_FIELD_TEXT,
      .label = N_("May _run on"),
      .help = N_("The host's processors on which it may run, as numbers and ranges: “0-3,7”; "
                 "“^2” leaves one out, “all” takes the limit away. Empty: as it is."),
      .key = "hard",
      .placeholder = N_("as it is"),
      .maximum = 1024,
      .validate = validate_hard,
      .flags = YADO_FIELD_WORDS | YADO_FIELD_POSITIONAL },
    { .id = "soft",
      .type = YADO_FIELD_TEXT,
      .label = N_("_Prefers"),
      .help = N_("The host's processors that the scheduler takes for it when they are free. It "
                 "may still run on the others. Empty: as it is."),
      .key = "soft",
      .placeholder = N_("as it is"),
      .maximum = 1024,
      .validate = validate_cpus,
      .flags = YADO_FIELD_WORDS,
      .needs = YADO_CAP_SOFT_AFFINITY },
    WHEN_FIELD,
    { 0 },
};

static const YadoSectionSpec pin_sections[] = { { NULL, pin_fields }, { 0 } };

const YadoFormSpec yado_form_pin = {
    .id = "pin",
    .title = N_("Pin processors"),
    .intro = N_("Says on which of the host's processors a guest's processors run."),
    .positive = N_("_Pin"),
    .sections = pin_sections,
};

/* ---- Share ---- */

static gboolean
validate_share(YadoForm *form, const YadoFieldSpec *spec, const char *value, GError **error)
{
    if (yado_catalog_has_value(form, "weight") || yado_catalog_has_value(form, "cap") ||
        yado_catalog_has_value(form, "period") || yado_catalog_has_value(form, "budget"))
        return TRUE;
    return yado_error_set(error, YADO_ERROR_INVALID, NULL, NULL, _("Give at least one of them."));
}

/* Of any of the host's pools: the guest may be moved. */
static gboolean
has_real_time(YadoForm *form)
{
    YadoHost *host = yado_form_get_host(form);
    GPtrArray *pools =
        host != NULL ? yado_resources_list(yado_resources_get(host), YADO_RESOURCE_CPU_POOLS, NULL)
                     : NULL;

    for (guint i = 0; pools != NULL && i < pools->len; i++)
        if (g_strcmp0(((YadoResource *)pools->pdata[i])->type, "rtds") == 0)
            return TRUE;
    return FALSE;
}

static gboolean
validate_budget(YadoForm *form, const YadoFieldSpec *spec, const char *value, GError **error)
{
    g_autofree char *period = yado_catalog_dup_value(form, "period");

    if (value == NULL || *value == '\0' || period == NULL || *period == '\0' ||
        g_ascii_strtoull(value, NULL, 10) <= g_ascii_strtoull(period, NULL, 10))
        return TRUE;
    return yado_error_set(error, YADO_ERROR_INVALID, NULL, NULL,
                          _("It cannot get more than the whole period."));
}

static const YadoFieldSpec schedule_fields[] = {
    { .id = "weight",
      .type = YADO_FIELD_INT,
      .label = N_("_Weight"),
      .help = N_("How much processor time the guest gets when several want it: one with twice the "
                 "weight gets twice as much. Xen's usual weight is 256, KVM's 1024. Empty: as it "
                 "is."),
      .key = "weight",
      .minimum = 1,
      .maximum = MAX_WEIGHT,
      .placeholder = N_("as it is"),
      .validate = validate_share,
      .flags = YADO_FIELD_OPTIONAL_NUMBER | YADO_FIELD_POSITIONAL },
    { .id = "cap",
      .type = YADO_FIELD_INT,
      .label = N_("_Cap"),
      .help = N_("The most that the guest gets even when nobody else wants it, in per cent of one "
                 "processor: 50 is half of one, 200 two whole ones, 0 no limit. Empty: as it is."),
      .key = "cap",
      .unit = N_("%"),
      .minimum = 0,
      .maximum = 100 * MAX_CPUS,
      .placeholder = N_("as it is"),
      .flags = YADO_FIELD_OPTIONAL_NUMBER },
    { .id = "period",
      .type = YADO_FIELD_INT,
      .label = N_("_Period"),
      .help = N_("For the real-time scheduler rtds: in each period of this length every virtual "
                 "processor gets its budget. It holds until the guest stops. Empty: as it is."),
      .key = "period",
      .unit = N_("µs"),
      .minimum = MIN_PERIOD,
      .maximum = MAX_PERIOD,
      .placeholder = N_("as it is"),
      .visible_if = has_real_time,
      .flags = YADO_FIELD_OPTIONAL_NUMBER },
    { .id = "budget",
      .type = YADO_FIELD_INT,
      .label = N_("_Budget"),
      .help = N_("For the real-time scheduler rtds: how long a virtual processor runs in each "
                 "period. It holds until the guest stops. Empty: as it is."),
      .key = "budget",
      .unit = N_("µs"),
      .minimum = MIN_PERIOD,
      .maximum = MAX_PERIOD,
      .placeholder = N_("as it is"),
      .validate = validate_budget,
      .depends = "period",
      .visible_if = has_real_time,
      .flags = YADO_FIELD_OPTIONAL_NUMBER },
    WHEN_FIELD,
    { 0 },
};

static const YadoSectionSpec schedule_sections[] = { { NULL, schedule_fields }, { 0 } };

const YadoFormSpec yado_form_schedule = {
    .id = "schedule",
    .title = N_("Weight and cap"),
    .intro = N_("Sets the guest's share of the host's processors."),
    .positive = N_("_Set"),
    .sections = schedule_sections,
    .resources = YADO_RESOURCE_BIT(YADO_RESOURCE_CPU_POOLS),
};

/* ---- Pool ---- */

/* Of the host, as far as it was read: see yado_catalog_init_pool(). */
static GPtrArray *
list_pools(YadoForm *form, const YadoFieldSpec *spec)
{
    YadoHost *host = yado_form_get_host(form);
    const YadoHostDetails *details = host != NULL ? yado_host_get_details(host) : NULL;
    GPtrArray *items = g_ptr_array_new_with_free_func((GDestroyNotify)yado_choice_item_free);

    for (guint i = 0; details != NULL && i < details->pools->len; i++) {
        const YadoCpuPool *pool = details->pools->pdata[i];
        g_autofree char *label = g_strdup_printf(_("%s: processors %s"), pool->name, pool->cpus);

        g_ptr_array_add(items, yado_choice_item_new(pool->name, label, NULL));
    }
    return items;
}

static void
on_details_loaded_cb(GObject *source, GAsyncResult *result, gpointer user_data)
{
    g_autoptr(YadoForm) form = user_data;

    if (yado_host_load_details_finish(YADO_HOST(source), result, NULL))
        yado_form_refresh(form);
}

void
yado_catalog_init_pool(YadoForm *form, const YadoTargets *targets)
{
    YadoHost *host = yado_form_get_host(form);

    if (host != NULL && yado_host_get_details(host) == NULL &&
        yado_host_has(host, YADO_CAP_HOST_DETAILS, NULL))
        yado_host_load_details_async(host, NULL, on_details_loaded_cb, g_object_ref(form));
}

/* A field of type NETWORK: chosen where the host tells what there is, else typed. */
static const YadoFieldSpec pool_fields[] = {
    { .id = "pool",
      .type = YADO_FIELD_NETWORK,
      .list_choices = list_pools,
      .label = N_("CPU _pool"),
      .help = N_("The name of the pool. The first is called "
                 "“Pool-0”."),
      .key = "pool",
      .maximum = 255,
      .flags = YADO_FIELD_REQUIRED | YADO_FIELD_POSITIONAL },
    WHEN_FIELD,
    { 0 },
};

static const YadoSectionSpec pool_sections[] = { { NULL, pool_fields }, { 0 } };

const YadoFormSpec yado_form_pool = {
    .id = "pool",
    .title = N_("Move to a CPU pool"),
    .intro = N_("Lets the guest run on the processors of another pool."),
    .positive = N_("_Move"),
    .sections = pool_sections,
};
