/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The dialogs of actions on Xen itself: its CPU pools, its debug keys. */
#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "base/yado-error.h"
#include "catalog/yado-common-fields.h"

/* What Xen accepts. */
#define MAX_TIMESLICE 1000
#define MIN_RATELIMIT 100
#define MAX_RATELIMIT 500000
#define MAX_MIGRATION_DELAY 100000
#define MAX_NAME 255

/* ---- What there is ---- */

static GPtrArray *
get_pools(YadoForm *form)
{
    return yado_catalog_get_resources(form, YADO_RESOURCE_CPU_POOLS);
}

static const YadoResource *
find_pool(YadoForm *form, const char *name)
{
    GPtrArray *pools = get_pools(form);

    return pools != NULL && name != NULL ? yado_resource_list_find(pools, name) : NULL;
}

static const YadoResource *
get_chosen(YadoForm *form)
{
    g_autofree char *name = yado_catalog_dup_value(form, "cpupool");

    return find_pool(form, name);
}

static guint
count_cpus(YadoForm *form)
{
    YadoHost *host = yado_form_get_host(form);
    const YadoHostInfo *info = host != NULL ? yado_host_get_info(host) : NULL;

    return info != NULL ? info->cpus : 0;
}

/* Of @n processors the one that @pool has: "" is none here. NULL: nobody knows. (transfer full) */
static gboolean *
parse_own(const YadoResource *pool, guint n)
{
    return pool->source != NULL && *pool->source != '\0' ? yado_cpus_parse(pool->source, n, NULL)
                                                         : g_new0(gboolean, n);
}

static char *
dup_pool_label(const YadoResource *pool)
{
    return g_strdup_printf(_("%s: processors %s"), pool->name,
                           pool->source != NULL && *pool->source != '\0' ? pool->source
                                                                         : _("none"));
}

static GPtrArray *
list_pools(YadoForm *form, const YadoResource *except,
           const char *(*get_reason)(const YadoResource *pool))
{
    GPtrArray *pools = get_pools(form);
    GPtrArray *items = yado_catalog_choices_new();

    for (guint i = 0; pools != NULL && i < pools->len; i++) {
        const YadoResource *pool = pools->pdata[i];
        g_autofree char *label = NULL;

        if (pool == except)
            continue;
        label = dup_pool_label(pool);
        yado_catalog_add_choice(items, pool->name, label,
                                get_reason != NULL ? get_reason(pool) : NULL);
    }
    return items;
}

static GPtrArray *
list_all(YadoForm *form, const YadoFieldSpec *spec)
{
    return list_pools(form, NULL, NULL);
}

static const char *
get_kept(const YadoResource *pool)
{
    return pool->capacity > 0 ? _("Guests run in it: move them to another pool first.") : NULL;
}

static GPtrArray *
list_empty(YadoForm *form, const YadoFieldSpec *spec)
{
    return list_pools(form, NULL, get_kept);
}

static GPtrArray *
list_heirs(YadoForm *form, const YadoFieldSpec *spec)
{
    const YadoResource *chosen = get_chosen(form);
    gboolean goes = chosen != NULL && get_kept(chosen) == NULL;
    GPtrArray *items = list_pools(form, goes ? chosen : NULL, NULL);

    yado_catalog_add_choice(items, "-", _("none: they do nothing"), NULL);
    return items;
}

/* ---- Checks ---- */

static gboolean
check_owners(YadoForm *form, const gboolean *wanted, guint n, GError **error)
{
    GPtrArray *pools = get_pools(form);
    const YadoResource *own = get_chosen(form);

    for (guint i = 0; pools != NULL && i < pools->len; i++) {
        const YadoResource *pool = pools->pdata[i];
        g_autofree gboolean *cpus = pool != own ? parse_own(pool, n) : NULL;

        for (guint j = 0; cpus != NULL && j < n; j++)
            if (cpus[j] && wanted[j])
                return yado_error_set(error, YADO_ERROR_INVALID, NULL, NULL,
                                      _("Processor %u is in the CPU pool “%s”."), j, pool->name);
    }
    return TRUE;
}

static gboolean
check_cpus(YadoForm *form, const YadoFieldSpec *spec, const char *value, GError **error)
{
    g_autofree char *take = yado_catalog_dup_value(form, "take");
    guint n = count_cpus(form);
    g_autofree gboolean *cpus = NULL;

    if (value == NULL || *value == '\0' || n == 0)
        return TRUE;
    cpus = yado_cpus_parse(value, n, error);
    if (cpus == NULL)
        return FALSE;
    return g_strcmp0(take, "yes") == 0 || check_owners(form, cpus, n, error);
}

static gboolean
check_name(YadoForm *form, const YadoFieldSpec *spec, const char *value, GError **error)
{
    const YadoResource *other = find_pool(form, value);

    if (other == NULL || other == get_chosen(form))
        return yado_catalog_check_name(form, spec, value, error);
    return yado_error_set(error, YADO_ERROR_INVALID, NULL, NULL,
                          _("There is a CPU pool “%s” already."), value);
}

static gboolean
check_ratelimit(YadoForm *form, const YadoFieldSpec *spec, const char *value, GError **error)
{
    guint64 number = value != NULL ? g_ascii_strtoull(value, NULL, 10) : 0;

    if (number == 0 || number >= MIN_RATELIMIT)
        return TRUE;
    return yado_error_set(error, YADO_ERROR_INVALID, NULL, NULL,
                          _("The least is %d; 0 stands for no limit."), MIN_RATELIMIT);
}

/* Somewhere something must be said. */
static gboolean
check_chosen(YadoForm *form, const YadoFieldSpec *spec, const char *value, GError **error)
{
    static const char *const ids[] = { "name", "cpus", "timeslice", "ratelimit",
                                       "migration-delay" };

    for (guint i = 0; i < G_N_ELEMENTS(ids); i++) {
        g_autofree char *text = yado_catalog_dup_value(form, ids[i]);

        if (text != NULL && *text != '\0')
            return TRUE;
    }
    return yado_error_set(error, YADO_ERROR_INVALID, NULL, NULL,
                          _("Say what shall be changed: its name, its processors or its "
                            "scheduler."));
}

/* ---- What is shown ---- */

static char *
dup_free(YadoForm *form, const YadoFieldSpec *spec)
{
    GPtrArray *pools = get_pools(form);
    guint n = count_cpus(form), n_free = 0;
    g_autofree gboolean *unused = g_new0(gboolean, n + 1);

    for (guint i = 0; i < n; i++)
        unused[i] = TRUE;
    for (guint i = 0; pools != NULL && i < pools->len; i++) {
        g_autofree gboolean *own = parse_own(pools->pdata[i], n);

        for (guint j = 0; own != NULL && j < n; j++)
            unused[j] = unused[j] && !own[j];
    }
    for (guint i = 0; i < n; i++)
        n_free += unused[i] ? 1 : 0;
    return n_free > 0 ? yado_cpus_format(unused, n + 1) : g_strdup(_("none"));
}

static char *
dup_now(YadoForm *form, const YadoFieldSpec *spec)
{
    const YadoResource *pool = get_chosen(form);
    g_autofree char *settings = NULL;
    const char *cpus;

    if (pool == NULL)
        return g_strdup("");
    settings = yado_catalog_dup_pool_settings(pool);
    cpus = pool->source != NULL && *pool->source != '\0' ? pool->source : _("none");
    if (*settings == '\0')
        return g_strdup_printf(_("processors %s, scheduler %s"), cpus, pool->type);
    return g_strdup_printf(_("processors %s, scheduler %s, %s"), cpus, pool->type, settings);
}

static gboolean
has_setting(YadoForm *form, const char *name)
{
    const YadoResource *pool = get_chosen(form);
    g_autofree char *begin = g_strconcat(name, "=", NULL);

    return pool == NULL || (pool->text != NULL && strstr(pool->text, begin) != NULL);
}

static gboolean
has_timeslice(YadoForm *form)
{
    return has_setting(form, "timeslice");
}

static gboolean
has_ratelimit(YadoForm *form)
{
    return has_setting(form, "ratelimit");
}

static gboolean
has_migration_delay(YadoForm *form)
{
    return has_setting(form, "migration-delay");
}

/* ---- Fields ---- */

static const YadoChoice schedulers[] = {
    { "credit2", N_("credit2: fair, Xen's own choice") },
    { "credit", N_("credit: fair, the older one") },
    { "rtds", N_("rtds: real time, each guest has its share in each period") },
    { "null", N_("null: each virtual processor has one of its own") },
    { 0 },
};

#define FREE_FIELD                                                                     \
    {                                                                                  \
        .id = "free", .type = YADO_FIELD_INFO, .label = N_("Free processors"),         \
        .help = N_("The host's processors that are in no pool."), .dup_text = dup_free \
    }

#define TAKE_FIELD                                                                              \
    {                                                                                           \
        .id = "take", .type = YADO_FIELD_BOOL, .label = N_("_Take them from other pools"),      \
        .help = N_("A processor is in one pool only. Off: those that another pool has are "     \
                   "refused. On: that pool gives them away; at least one must be left to it."), \
        .key = "take"                                                                           \
    }

static const YadoFieldSpec cpupool_create_fields[] = {
    { .id = "name",
      .type = YADO_FIELD_TEXT,
      .label = N_("_Name"),
      .help = N_("By which the pool is chosen for guests."),
      .key = "name",
      .maximum = MAX_NAME,
      .validate = check_name,
      .flags = YADO_FIELD_REQUIRED | YADO_FIELD_POSITIONAL },
    { .id = "scheduler",
      .type = YADO_FIELD_CHOICE,
      .label = N_("_Scheduler"),
      .help = N_("How the pool's processors are shared out among its guests. It cannot be changed "
                 "afterwards. Which ones there are is decided when Xen is compiled."),
      .key = "scheduler",
      .choices = schedulers },
    FREE_FIELD,
    { .id = "cpus",
      .type = YADO_FIELD_TEXT,
      .label = N_("_Processors"),
      .help = N_("The host's processors that the pool gets, as numbers and ranges: “2-3,7”."),
      .key = "cpus",
      .maximum = 1024,
      .validate = check_cpus,
      .depends = "take",
      .flags = YADO_FIELD_WORDS | YADO_FIELD_REQUIRED },
    TAKE_FIELD,
    { 0 },
};

static const YadoFieldSpec cpupool_set_fields[] = {
    { .id = "cpupool",
      .type = YADO_FIELD_CHOICE,
      .label = N_("CPU p_ool"),
      .help = N_("The pool that is changed."),
      .key = "cpupool",
      .list_choices = list_all,
      .validate = check_chosen,
      .depends = "name,cpus,timeslice,ratelimit,migration-delay",
      .flags = YADO_FIELD_REQUIRED | YADO_FIELD_POSITIONAL },
    { .id = "now",
      .type = YADO_FIELD_INFO,
      .label = N_("As it is"),
      .help = N_("What the pool has now."),
      .dup_text = dup_now },
    { .id = "name",
      .type = YADO_FIELD_TEXT,
      .label = N_("New _name"),
      .help = N_("Another name for the pool. Configurations of guests that name the old one are "
                 "not changed. Empty: as it is."),
      .key = "name",
      .placeholder = N_("as it is"),
      .maximum = MAX_NAME,
      .validate = check_name },
    FREE_FIELD,
    { .id = "cpus",
      .type = YADO_FIELD_TEXT,
      .label = N_("_Processors"),
      .help = N_("All of the host's processors that the pool shall have, as numbers and ranges: "
                 "“0-3,7”. Those that it has and that are not named become free. Empty: as it is."),
      .key = "cpus",
      .placeholder = N_("as it is"),
      .maximum = 1024,
      .validate = check_cpus,
      .depends = "take,cpupool",
      .flags = YADO_FIELD_WORDS },
    TAKE_FIELD,
    { .id = "timeslice",
      .type = YADO_FIELD_INT,
      .label = N_("Time s_lice"),
      .help = N_("How long a guest runs before another one has its turn. Empty: as it is."),
      .key = "timeslice",
      .unit = N_("ms"),
      .minimum = 1,
      .maximum = MAX_TIMESLICE,
      .placeholder = N_("as it is"),
      .visible_if = has_timeslice,
      .flags = YADO_FIELD_OPTIONAL_NUMBER },
    { .id = "ratelimit",
      .type = YADO_FIELD_INT,
      .label = N_("_Rate limit"),
      .help = N_("For how long at least a guest runs before a more urgent one may interrupt it. A "
                 "larger one spares the caches, a smaller one answers sooner; 0: no limit. Empty: "
                 "as it is."),
      .key = "ratelimit",
      .unit = N_("µs"),
      .minimum = 0,
      .maximum = MAX_RATELIMIT,
      .placeholder = N_("as it is"),
      .validate = check_ratelimit,
      .visible_if = has_ratelimit,
      .flags = YADO_FIELD_OPTIONAL_NUMBER },
    { .id = "migration-delay",
      .type = YADO_FIELD_INT,
      .label = N_("_Move after"),
      .help = N_("A virtual processor that ran this short a time ago is not moved to another "
                 "processor, where the caches are cold. Empty: as it is."),
      .key = "migration-delay",
      .unit = N_("µs"),
      .minimum = 0,
      .maximum = MAX_MIGRATION_DELAY,
      .placeholder = N_("as it is"),
      .visible_if = has_migration_delay,
      .flags = YADO_FIELD_OPTIONAL_NUMBER },
    { 0 },
};

static const YadoFieldSpec cpupool_delete_fields[] = {
    { .id = "cpupool",
      .type = YADO_FIELD_CHOICE,
      .label = N_("CPU p_ool"),
      .help = N_("The pool that is deleted. No guest may run in it."),
      .key = "cpupool",
      .list_choices = list_empty,
      .flags = YADO_FIELD_REQUIRED | YADO_FIELD_POSITIONAL },
    { .id = "to",
      .type = YADO_FIELD_CHOICE,
      .label = N_("Its _processors go to"),
      .help = N_("The pool that gets its processors. In no pool they do nothing."),
      .key = "to",
      .list_choices = list_heirs,
      .depends = "cpupool" },
    { 0 },
};

#define ONE_SECTION(name) \
    static const YadoSectionSpec name##_sections[] = { { NULL, name##_fields }, { 0 } }

ONE_SECTION(cpupool_create);
ONE_SECTION(cpupool_set);
ONE_SECTION(cpupool_delete);

#define POOLS YADO_RESOURCE_BIT(YADO_RESOURCE_CPU_POOLS)

const YadoFormSpec yado_form_cpupool_create = {
    .id = "cpupool-create",
    .title = N_("New CPU pool"),
    .intro =
        N_("A CPU pool is a part of the host's processors with a scheduler of its own. A guest "
           "runs in one pool and never uses the processors of another."),
    .positive = N_("_Create"),
    .sections = cpupool_create_sections,
    .resources = POOLS,
};

const YadoFormSpec yado_form_cpupool_set = {
    .id = "cpupool-set",
    .title = N_("Change a CPU pool"),
    .intro = N_("Changes a pool's name, processors or scheduler, at once. Xen forgets it when the "
                "host is switched off."),
    .positive = N_("_Change"),
    .sections = cpupool_set_sections,
    .resources = POOLS,
};

const YadoFormSpec yado_form_cpupool_delete = {
    .id = "cpupool-delete",
    .title = N_("Delete a CPU pool"),
    .intro = N_("Deletes a pool in which no guest runs."),
    .positive = N_("_Delete"),
    .sections = cpupool_delete_sections,
    .resources = POOLS,
};

/* ---- Debug keys ---- */

static gboolean
check_keys(YadoForm *form, const YadoFieldSpec *spec, const char *value, GError **error)
{
    for (const char *at = value; at != NULL && *at != '\0'; at++)
        if (!g_ascii_isgraph(*at))
            return yado_error_set(error, YADO_ERROR_INVALID, NULL, NULL,
                                  _("Debug keys are letters, digits and signs, without blanks."));
    return TRUE;
}

static const YadoFieldSpec debug_keys_fields[] = {
    { .id = "keys",
      .type = YADO_FIELD_TEXT,
      .label = N_("_Keys"),
      .help = N_("One or more letters, digits or signs. Upper and lower case are others: r shows "
                 "the run queues, R restarts the host."),
      .key = "keys",
      .maximum = 32,
      .validate = check_keys,
      .flags = YADO_FIELD_REQUIRED | YADO_FIELD_POSITIONAL },
    { 0 },
};

ONE_SECTION(debug_keys);

const YadoFormSpec yado_form_debug_keys = {
    .id = "debug-keys",
    .title = N_("Send debug keys"),
    .intro = N_("Xen answers in the hypervisor's log. The key h lists them all there."),
    .positive = N_("_Send"),
    .sections = debug_keys_sections,
};

/* ---- PCI devices for guests ---- */

/* Bridges are no guest's, and what one has is not ours to move. */
static GPtrArray *
list_devices(YadoForm *form, gboolean is_assignable)
{
    GPtrArray *devices = yado_catalog_get_resources(form, YADO_RESOURCE_DEVICES);
    GPtrArray *items = yado_catalog_choices_new();

    for (guint i = 0; devices != NULL && i < devices->len; i++) {
        const YadoResource *device = devices->pdata[i];
        g_autofree char *label = NULL;

        if (device->active != is_assignable)
            continue;
        label = g_strdup_printf("%s %s", device->name, device->text != NULL ? device->text : "");
        yado_catalog_add_choice(items, device->name, label,
                                device->source != NULL ? device->note : NULL);
    }
    return items;
}

static GPtrArray *
list_not_assignable(YadoForm *form, const YadoFieldSpec *spec)
{
    return list_devices(form, FALSE);
}

static GPtrArray *
list_assignable(YadoForm *form, const YadoFieldSpec *spec)
{
    return list_devices(form, TRUE);
}

#define DEVICE(list, about)                                                                   \
    {                                                                                         \
        .id = "device", .type = YADO_FIELD_CHOICE, .label = N_("PCI _device"), .help = about, \
        .key = "device", .list_choices = list,                                                \
        .flags = YADO_FIELD_REQUIRED | YADO_FIELD_POSITIONAL                                  \
    }

static const YadoFieldSpec make_assignable_fields[] = {
    DEVICE(list_not_assignable, N_("The device that guests can be given from then on.")),
    { 0 },
};

static const YadoFieldSpec give_back_fields[] = {
    DEVICE(list_assignable, N_("The device that the control domain gets back.")),
    { 0 },
};

ONE_SECTION(make_assignable);
ONE_SECTION(give_back);

const YadoFormSpec yado_form_make_assignable = {
    .id = "make-assignable",
    .title = N_("Make a device assignable"),
    .intro = N_("A guest of Xen can be given a PCI device only when the control domain has let go "
                "of it."),
    .positive = N_("_Make assignable"),
    .sections = make_assignable_sections,
    .resources = YADO_RESOURCE_BIT(YADO_RESOURCE_DEVICES),
};

const YadoFormSpec yado_form_give_back = {
    .id = "give-back",
    .title = N_("Give a device back"),
    .intro =
        N_("The control domain's driver gets the device back; guests cannot be given it then."),
    .positive = N_("_Give back"),
    .sections = give_back_sections,
    .resources = YADO_RESOURCE_BIT(YADO_RESOURCE_DEVICES),
};
