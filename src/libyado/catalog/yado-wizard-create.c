/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Create a guest: the steps in their order, what is proposed, the summary, and the start. */
#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "base/yado-error.h"
#include "base/yado-units.h"
#include "catalog/yado-common-fields.h"
#include "catalog/yado-create-steps.h"
#include "document/yado-document-convert.h"
#include "document/yado-plain-document.h"
#include "present/yado-create-detect.h"
#include "present/yado-create.h"
#include "present/yado-exchange.h"
#include "present/yado-new-disk.h"

static gboolean
is_taken_as_it_is(YadoWizard *wizard)
{
    return yado_create_from_file(yado_wizard_get_form(wizard, 0));
}

/* How the chosen kind is said in a configuration. */
static void
settle_kind(YadoWizard *wizard, YadoPlainDocument *plain)
{
    YadoForm *form = yado_wizard_get_form(wizard, 0);
    g_autofree char *kind_id = yado_wizard_dup_value(wizard, "kind");
    const YadoCreateKind *kind = yado_create_find_kind(kind_id);
    const YadoResource *type =
        kind != NULL ? yado_create_find_guest_type(
                           yado_catalog_get_resources(form, YADO_RESOURCE_GUEST_TYPES), kind)
                     : NULL;
    gboolean is_test = type != NULL && g_strcmp0(type->type, "test") == 0;

    if (kind == NULL)
        return;
    yado_plain_document_set_initial(plain, "domain.type", kind->domain_type);
    yado_plain_document_set_initial(plain, "os.type", kind->os_type);
    yado_plain_document_set_initial(plain, "os.machine", kind->machine);
    yado_plain_document_set_initial(plain, "os.arch",
                                    type == NULL || is_test ? "x86_64" : type->source);
}

static void
settle_loader(YadoWizard *wizard, YadoPlainDocument *plain)
{
    YadoForm *form = yado_wizard_get_form(wizard, 0);
    g_autofree char *loader = yado_wizard_dup_value(wizard, "loader");
    gboolean needs_loader = yado_create_needs_loader(form);

    if (needs_loader && g_strcmp0(loader, "pygrub") != 0)
        yado_plain_document_set_initial(plain, "kernel", loader);
    else if (!yado_create_from_kernel(form))
        yado_plain_document_set_initial(plain, "kernel", NULL);
    yado_plain_document_set_initial(plain, "bootloader", needs_loader ? "pygrub" : NULL);
}

/* The source is a disk with Windows, of which nothing more is known. */
static gboolean
is_some_windows(YadoWizard *wizard)
{
    const YadoDiskSystem *disk = yado_create_get_disk(yado_wizard_get_answers(wizard));

    return yado_create_get_system(yado_wizard_get_form(wizard, 0)) == NULL && disk != NULL &&
           disk->family == YADO_DISK_WINDOWS;
}

/* What the system has no driver for. */
static void
settle_devices(YadoWizard *wizard, YadoPlainDocument *plain)
{
    const YadoSystem *system = yado_create_get_system(yado_wizard_get_form(wizard, 0));
    gboolean has_virtio = system != NULL ? system->has_virtio_disk : !is_some_windows(wizard);

    yado_plain_document_set_initial(plain, "disk.bus", has_virtio ? NULL : "sata");
}

/* @name NULL: as it was typed. */
static YadoCreatePlan *
create_plan(YadoWizard *wizard, const char *name, GError **error)
{
    YadoDocument *answers = yado_wizard_get_answers(wizard);
    YadoPlainDocument *plain = YADO_PLAIN_DOCUMENT(answers);

    settle_kind(wizard, plain);
    settle_loader(wizard, plain);
    settle_devices(wizard, plain);
    return yado_create_plan_new(answers, yado_wizard_get_host(wizard), name, error);
}

/* One for each guest. (transfer full) */
static GPtrArray *
create_plans(YadoWizard *wizard, GError **error)
{
    g_autoptr(GPtrArray) plans =
        g_ptr_array_new_with_free_func((GDestroyNotify)yado_create_plan_free);
    g_auto(GStrv) names = yado_catalog_list_guest_names(yado_wizard_get_form(wizard, 0), error);

    for (guint i = 0; names != NULL && names[i] != NULL; i++) {
        YadoCreatePlan *plan = create_plan(wizard, names[i], error);

        if (plan == NULL)
            return NULL;
        g_ptr_array_add(plans, plan);
    }
    return names != NULL ? g_steal_pointer(&plans) : NULL;
}

/* In the words of whoever will own it. */
static YadoDocumentFormat
get_format(YadoWizard *wizard)
{
    return yado_exchange_get_format(yado_wizard_get_host(wizard),
                                    yado_create_get_owner(yado_wizard_get_form(wizard, 0)));
}

static char *
dup_configuration(YadoWizard *wizard, GError **error)
{
    g_auto(GStrv) names = yado_catalog_list_guest_names(yado_wizard_get_form(wizard, 0), error);
    g_autoptr(YadoCreatePlan) plan = names != NULL ? create_plan(wizard, names[0], error) : NULL;
    g_autoptr(YadoDocument) document = plan != NULL ? yado_create_plan_build(plan, error) : NULL;
    g_autoptr(GPtrArray) losses = NULL;
    g_autoptr(YadoDocument) shown =
        document != NULL ? yado_document_convert(document, get_format(wizard), &losses, error)
                         : NULL;

    return shown != NULL ? yado_document_dump(shown) : NULL;
}

static gboolean
check(YadoWizard *wizard, GError **error)
{
    g_autofree char *configuration = dup_configuration(wizard, error);
    g_autoptr(GPtrArray) plans = configuration != NULL ? create_plans(wizard, error) : NULL;

    return plans != NULL;
}

static void
on_created_cb(YadoJob *job, YadoHost *host)
{
    yado_resources_outdate(yado_resources_get(host));
    yado_host_refresh(host);
}

static char *
dup_title(YadoWizard *wizard, GPtrArray *plans)
{
    g_autofree char *name = yado_wizard_dup_value(wizard, "name");

    if (plans->len == 1)
        return g_strdup_printf(_("Create %s"), name != NULL ? name : "");
    return g_strdup_printf(ngettext("Create %u guest", "Create %u guests", plans->len), plans->len);
}

static YadoJob *
start(YadoWizard *wizard, GError **error)
{
    YadoHost *host = yado_wizard_get_host(wizard);
    YadoBackend *storage = host != NULL ? yado_host_get_backend(host) : NULL;
    YadoBackend *backend = storage != NULL
                               ? yado_host_get_owner_backend(
                                     host, yado_create_get_owner(yado_wizard_get_form(wizard, 0)))
                               : NULL;
    YadoSession *session = yado_wizard_get_session(wizard);
    g_autofree char *name = yado_wizard_dup_value(wizard, "name");
    g_autofree char *title = NULL;
    GPtrArray *plans;
    YadoJob *job;

    if (backend == NULL) {
        yado_error_set(error, YADO_ERROR_CONNECTION, NULL, NULL, _("The host is not connected."));
        return NULL;
    }
    plans = create_plans(wizard, error);
    if (plans == NULL)
        return NULL;
    title = dup_title(wizard, plans);
    job = yado_job_new(title, name);
    g_signal_connect_object(job, "finished", G_CALLBACK(on_created_cb), host, 0);
    if (session != NULL)
        yado_job_queue_add(yado_session_get_jobs(session), job);
    yado_create_plans_run(plans, backend, storage, job);
    return job;
}

/* ---- Proposals ---- */

static const YadoResource *
find_active(GPtrArray *list, const char *wanted)
{
    const YadoResource *first = NULL;

    for (guint i = 0; list != NULL && i < list->len; i++) {
        const YadoResource *resource = list->pdata[i];

        if (resource->active != 1)
            continue;
        if (g_strcmp0(resource->name, wanted) == 0)
            return resource;
        if (first == NULL)
            first = resource;
    }
    return first;
}

/* The pool with the most room. */
static const YadoResource *
find_roomiest(GPtrArray *pools)
{
    const YadoResource *best = find_active(pools, "default");

    if (best != NULL && g_strcmp0(best->name, "default") == 0)
        return best;
    for (guint i = 0; pools != NULL && i < pools->len; i++) {
        const YadoResource *pool = pools->pdata[i];

        if (pool->active == 1 && g_strcmp0(pool->name, "images") == 0)
            return pool;
        if (pool->active == 1 && best != NULL && pool->available > best->available)
            best = pool;
    }
    return best;
}

static void
propose_network(YadoWizard *wizard, YadoForm *form)
{
    const YadoResource *network =
        find_active(yado_catalog_get_resources(form, YADO_RESOURCE_NETWORKS), "default");
    g_autoptr(GPtrArray) bridges = yado_catalog_list_bridges(form, NULL);
    const char *bridge = bridges->len > 0 ? ((YadoChoiceItem *)bridges->pdata[0])->id : NULL;
    gboolean is_user =
        yado_create_is_answer(form, "kind", "kvm") || yado_create_is_answer(form, "kind", "qemu");

    yado_wizard_propose(wizard, "network", network != NULL ? network->name : NULL);
    yado_wizard_propose(wizard, "bridge", bridge);
    yado_wizard_propose(wizard, "nic",
                        network != NULL  ? "network"
                        : bridge != NULL ? "bridge"
                        : is_user        ? "user"
                                         : "none");
}

static void
propose_number(YadoWizard *wizard, const char *field, guint64 value, const char *otherwise)
{
    g_autofree char *text = g_strdup_printf("%" G_GUINT64_FORMAT, value);

    yado_wizard_propose(wizard, field, value != 0 ? text : otherwise);
}

/* What libosinfo's database recommends for the system, else what does for most. */
static void
propose_by_system(YadoWizard *wizard, const YadoSystem *system)
{
    gboolean is_windows =
        system != NULL ? yado_system_wants_local_time(system) : is_some_windows(wizard);
    gboolean has_virtio = system != NULL ? system->has_virtio_net : !is_windows;

    propose_number(wizard, "memory", system != NULL ? system->memory : 0, "2147483648");
    propose_number(wizard, "vcpus", system != NULL ? system->vcpus : 0, "2");
    propose_number(wizard, "size", system != NULL ? system->disk : 0, YADO_NEW_DISK_PROPOSAL);
    yado_wizard_propose(wizard, "clock", is_windows ? "localtime" : "utc");
    yado_wizard_propose(wizard, "model", has_virtio ? "" : "e1000");
}

/* Everything has a value from the start: Source, Summary, Create is the short way. */
static void
update(YadoWizard *wizard, const char *field)
{
    YadoForm *form = yado_wizard_get_form(wizard, 0);
    const YadoResource *pool = find_roomiest(yado_catalog_get_resources(form, YADO_RESOURCE_POOLS));

    yado_create_detect_system(wizard);
    yado_wizard_propose(wizard, "kind", yado_create_propose_kind(form));
    yado_wizard_propose(wizard, "loader", yado_create_propose_loader(form));
    yado_wizard_propose(wizard, "pool", pool != NULL ? pool->name : NULL);
    yado_wizard_propose(wizard, "disk",
                        yado_create_from_kernel(form) || pool == NULL ? "none" : "new");
    yado_wizard_propose(wizard, "graphics", yado_create_is_paravirtual(form) ? "none" : "vnc");
    propose_by_system(wizard, yado_create_get_system(form));
    propose_network(wizard, form);
}

static void
init(YadoWizard *wizard)
{
    static const char *const values[][2] = {
        { "source", "iso" }, { "format", "qcow2" },  { "start", "yes" },
        { "disk", "new" },   { "owner", "libvirt" }, { "setup", "none" },
    };

    for (guint i = 0; i < G_N_ELEMENTS(values); i++)
        yado_wizard_propose(wizard, values[i][0], values[i][1]);
    update(wizard, NULL);
}

/* ---- The summary ---- */

static char *
dup_field_text(YadoWizard *wizard, const char *field)
{
    YadoForm *form = NULL;
    const YadoFieldSpec *spec = yado_wizard_find_field(wizard, field, &form);
    g_autoptr(GPtrArray) items = yado_form_list_choices(form, spec);
    g_autofree char *value = yado_form_dup_value(form, spec);

    for (guint i = 0; items != NULL && value != NULL && i < items->len; i++) {
        const YadoChoiceItem *item = items->pdata[i];

        if (strcmp(item->id, value) == 0)
            return g_strdup(item->label);
    }
    return yado_field_format(spec, value);
}

static char *
summarize_source(YadoWizard *wizard)
{
    static const char *const files[][2] = {
        { "disk", "import" }, { "iso", "iso" },   { "kernel", "kernel" },
        { "file", "file" },   { "tree", "tree" },
    };
    g_autofree char *source = yado_wizard_dup_value(wizard, "source");
    g_autofree char *text = dup_field_text(wizard, "source");

    for (guint i = 0; i < G_N_ELEMENTS(files); i++) {
        g_autofree char *path =
            g_strcmp0(files[i][0], source) == 0 ? yado_wizard_dup_value(wizard, files[i][1]) : NULL;

        if (path != NULL)
            return g_strdup_printf("%s: %s", text, path);
    }
    return g_steal_pointer(&text);
}

static char *
summarize_kind(YadoWizard *wizard)
{
    return dup_field_text(wizard, "kind");
}

static char *
summarize_system(YadoWizard *wizard)
{
    g_autofree char *os = yado_wizard_dup_value(wizard, "os");
    const YadoSystem *system = yado_create_get_system(yado_wizard_get_form(wizard, 0));

    if (system != NULL)
        return g_strdup(system->name);
    return os != NULL && *os != '\0' ? g_steal_pointer(&os) : g_strdup(_("not known"));
}

/* (transfer full, nullable) */
static char *
dup_excess(YadoWizard *wizard)
{
    YadoHost *host = yado_wizard_get_host(wizard);
    const YadoHostInfo *info = host != NULL ? yado_host_get_info(host) : NULL;
    g_autofree char *memory = yado_wizard_dup_value(wizard, "memory");
    g_autofree char *vcpus = yado_wizard_dup_value(wizard, "vcpus");
    g_autofree char *size = NULL;

    if (info == NULL || info->memory == 0 || info->cpus == 0 || memory == NULL || vcpus == NULL ||
        (g_ascii_strtoull(memory, NULL, 10) <= info->memory &&
         g_ascii_strtoull(vcpus, NULL, 10) <= info->cpus))
        return NULL;
    size = yado_size_format(info->memory);
    return g_strdup_printf(ngettext("the host has less: %s, %u processor",
                                    "the host has less: %s, %u processors", info->cpus),
                           size, info->cpus);
}

static char *
summarize_resources(YadoWizard *wizard)
{
    g_autofree char *name = yado_wizard_dup_value(wizard, "name");
    g_autofree char *memory = dup_field_text(wizard, "memory");
    g_autofree char *vcpus = yado_wizard_dup_value(wizard, "vcpus");
    g_autofree char *numbers = yado_wizard_dup_value(wizard, "numbers");
    g_autofree char *several = name != NULL && numbers != NULL && *numbers != '\0'
                                   ? g_strdup_printf("%s (%s)", name, numbers)
                                   : NULL;
    g_autofree char *excess = dup_excess(wizard);
    g_autofree char *text = NULL;
    const char *shown = several != NULL ? several : name != NULL ? name : _("no name yet");
    guint n = vcpus != NULL ? (guint)g_ascii_strtoull(vcpus, NULL, 10) : 0;

    if (is_taken_as_it_is(wizard))
        return g_strdup(shown);
    text = g_strdup_printf(ngettext("%s: %s, %u processor", "%s: %s, %u processors", n), shown,
                           memory, n);
    return excess != NULL ? g_strdup_printf("%s (%s)", text, excess) : g_steal_pointer(&text);
}

static char *
summarize_disks(YadoWizard *wizard)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(YadoCreatePlan) plan = create_plan(wizard, NULL, &error);
    g_autofree char *text = plan != NULL ? yado_create_plan_describe_disks(plan) : NULL;

    if (text == NULL)
        return g_strdup(error->message);
    return *text != '\0' ? g_steal_pointer(&text) : g_strdup(_("none"));
}

static char *
summarize_nics(YadoWizard *wizard)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(YadoCreatePlan) plan = create_plan(wizard, NULL, &error);
    g_autofree char *text = plan != NULL ? yado_create_plan_describe_nics(plan) : NULL;

    return text != NULL && *text != '\0' ? g_steal_pointer(&text) : g_strdup(_("none"));
}

static char *
summarize_setup(YadoWizard *wizard)
{
    return dup_field_text(wizard, "setup");
}

static const YadoWizardStep create_steps[] = {
    { .id = "source",
      .label = N_("Source"),
      .form = &yado_form_create_source,
      .summarize = summarize_source },
    { .id = "kind",
      .label = N_("Kind"),
      .form = &yado_form_create_kind,
      .skip_if = is_taken_as_it_is,
      .summarize = summarize_kind },
    { .id = "system",
      .label = N_("System"),
      .form = &yado_form_create_system,
      .skip_if = is_taken_as_it_is,
      .summarize = summarize_system },
    { .id = "resources",
      .label = N_("Resources"),
      .form = &yado_form_create_resource,
      .summarize = summarize_resources },
    { .id = "storage",
      .label = N_("Storage"),
      .form = &yado_form_create_storage,
      .skip_if = is_taken_as_it_is,
      .summarize = summarize_disks },
    { .id = "network",
      .label = N_("Network"),
      .form = &yado_form_create_network,
      .skip_if = is_taken_as_it_is,
      .summarize = summarize_nics },
    { .id = "setup",
      .label = N_("First boot"),
      .form = &yado_form_create_setup,
      .skip_if = is_taken_as_it_is,
      .summarize = summarize_setup },
    { .id = "summary", .label = N_("Summary") },
    { 0 },
};

const YadoWizardSpec yado_catalog_wizards[] = {
    { .id = "create",
      .title = N_("Create a guest"),
      .positive = N_("C_reate"),
      .help =
          N_("Makes a guest in steps. Every step has a proposal, so the way can be short: choose "
             "the source, go to the summary, and create. Each headline of the summary leads to "
             "its step. What is made is removed again when something fails or it is "
             "cancelled."),
      .steps = create_steps,
      .init = init,
      .enter = yado_create_look_around,
      .update = update,
      .check = check,
      .dup_configuration = dup_configuration,
      .start = start },
    { 0 },
};
