/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The page Processors. */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include <glib/gi18n-lib.h>

#include "base/yado-error.h"
#include "base/yado-units.h"
#include "catalog/yado-common-fields.h"
#include "catalog/yado-device-fields.h"
#include "document/yado-hotplug.h"
#include "present/yado-rows.h"

/* More than any hypervisor of today gives; the host says what it can. */
#define MAX_VCPUS 4096

static guint64
get_number(YadoForm *form, const char *key)
{
    return yado_document_get_uint(yado_form_get_document(form), NULL, key, 0);
}

/* Absent, both are the other one: libvirt writes "current" only when it differs. */
static guint64
get_current(YadoForm *form)
{
    guint64 current = get_number(form, "vcpu.current");

    return current != 0 ? current : get_number(form, "vcpu.maximum");
}

static gboolean
validate_vcpus(YadoForm *form, const YadoFieldSpec *spec, const char *value, GError **error)
{
    guint64 current = get_current(form);
    guint64 maximum = get_number(form, "vcpu.maximum");

    if (maximum == 0 || current <= maximum)
        return TRUE;
    return yado_error_set(error, YADO_ERROR_INVALID, NULL, NULL,
                          _("Virtual processors (%u) must not be more than the maximum (%u)."),
                          (guint)current, (guint)maximum);
}

static gint64
get_vcpu_maximum(YadoForm *form, const YadoFieldSpec *spec)
{
    return (gint64)get_number(form, "vcpu.maximum");
}

/* A running guest can have only as many as it was started with, and not every one gives some back. */
static gboolean
can_be_had_now(YadoForm *form, const YadoFieldSpec *spec)
{
    YadoGuest *guest = yado_form_get_guest(form);
    guint maximum = guest != NULL ? yado_guest_get_vcpus_maximum(guest) : 0;
    guint now = guest != NULL ? yado_guest_get_vcpus(guest) : 0;
    guint wanted = (guint)get_current(form);

    return (maximum == 0 || wanted <= maximum) &&
           yado_hotplug_can_set_vcpus(yado_form_get_document(form), now, wanted);
}

/* "0-3,^2,7" */
static gboolean
is_cpu_range(const char *text)
{
    char *end = NULL;
    gulong first, last;

    if (*text == '^')
        text++;
    if (!g_ascii_isdigit(*text))
        return FALSE;
    first = strtoul(text, &end, 10);
    if (*end == '\0')
        return first < MAX_VCPUS;
    if (*end != '-' || !g_ascii_isdigit(end[1]))
        return FALSE;
    last = strtoul(end + 1, &end, 10);
    return *end == '\0' && first <= last && last < MAX_VCPUS;
}

static gboolean
validate_cpuset(YadoForm *form, const YadoFieldSpec *spec, const char *value, GError **error)
{
    g_auto(GStrv) ranges = g_strsplit(value != NULL ? value : "", ",", -1);

    for (guint i = 0; ranges[i] != NULL; i++)
        if (!is_cpu_range(ranges[i]))
            return yado_error_set(error, YADO_ERROR_INVALID, NULL, NULL,
                                  _("Host processors: “%s” is neither a number nor a range such as "
                                    "“0-3”."),
                                  ranges[i]);
    return TRUE;
}

static gboolean
is_kind(YadoForm *form, const char *const *kinds)
{
    g_autofree char *kind = yado_document_dup_value(yado_form_get_document(form), NULL, "kind");

    return kind != NULL && g_strv_contains(kinds, kind);
}

static gboolean
is_emulated(YadoForm *form)
{
    static const char *const kinds[] = { "hvm", "kvm", "qemu", NULL };

    return is_kind(form, kinds);
}

static gboolean
is_xen_emulated(YadoForm *form)
{
    static const char *const kinds[] = { "hvm", NULL };

    return is_kind(form, kinds);
}

static gboolean
has_hardware_help(YadoForm *form)
{
    static const char *const kinds[] = { "hvm", "pvh", NULL };

    return is_kind(form, kinds);
}

/* Not Domain-0, nor containers. */
static gboolean
has_cells(YadoForm *form)
{
    static const char *const kinds[] = { "pv", "pvh", "hvm", "kvm", "qemu", NULL };

    return is_kind(form, kinds);
}

static gboolean
has_features(YadoForm *form)
{
    static const char *const kinds[] = { "pvh", "hvm", "kvm", "qemu", NULL };

    return is_kind(form, kinds);
}

static gboolean
is_on_kvm(YadoForm *form, const char **reason)
{
    return yado_catalog_is_kvm(yado_form_get_document(form)) ||
           yado_catalog_refuse(reason, _("Xen has no setting for it."));
}

/* ---- The model ---- */

static char *
dup_value(YadoForm *form, const char *key)
{
    return yado_document_dup_value(yado_form_get_document(form), NULL, key);
}

static gboolean
can_name_model(YadoForm *form, const char **reason)
{
    g_autofree char *mode = dup_value(form, "cpu.mode");

    if (!is_on_kvm(form, reason))
        return FALSE;
    return g_strcmp0(mode, "custom") == 0 ||
           yado_catalog_refuse(reason, _("Choose “a certain model” above first."));
}

static gboolean
check_model(YadoForm *form, const YadoFieldSpec *spec, const char *value, GError **error)
{
    g_autofree char *mode = dup_value(form, "cpu.mode");

    if (g_strcmp0(mode, "custom") != 0 || (value != NULL && *value != '\0'))
        return TRUE;
    return yado_error_set(error, YADO_ERROR_INVALID, NULL, NULL,
                          _("Name the model, such as “Westmere”."));
}

/* The name belongs to “a certain model” alone. */
static void
follow_mode(YadoForm *form, const YadoFieldSpec *spec)
{
    g_autofree char *mode = dup_value(form, "cpu.mode");

    if (g_strcmp0(mode, "custom") != 0)
        yado_catalog_put(yado_form_get_document(form), NULL, "cpu.model", NULL);
}

static GPtrArray *
list_modes(YadoForm *form, const YadoFieldSpec *spec)
{
    static const YadoGuestChoice rows[] = {
        { "", YADO_ON_ANY },
        { "host-model", YADO_ON_KVM },
        { "host-passthrough", YADO_ON_ANY },
        { "maximum", YADO_ON_KVM },
        { "custom", YADO_ON_KVM },
        { 0 },
    };

    return yado_catalog_list_guest_choices(form, spec, rows,
                                           _("Xen's guests see the host's processor."));
}

/* ---- Sockets, cores, threads ---- */

static guint64
get_product(YadoForm *form)
{
    return MAX(get_number(form, "cpu.sockets"), 1) * MAX(get_number(form, "cpu.cores"), 1) *
           MAX(get_number(form, "cpu.threads"), 1);
}

static gboolean
has_topology(YadoForm *form)
{
    return get_number(form, "cpu.sockets") > 0 || get_number(form, "cpu.cores") > 0 ||
           get_number(form, "cpu.threads") > 0;
}

static gboolean
check_topology(YadoForm *form, const YadoFieldSpec *spec, const char *value, GError **error)
{
    guint64 maximum = get_number(form, "vcpu.maximum");

    if (!has_topology(form) || get_product(form) == maximum)
        return TRUE;
    return yado_error_set(error, YADO_ERROR_INVALID, NULL, NULL,
                          _("Sockets times cores times threads make %u, but the guest's maximum is "
                            "%u processors."),
                          (guint)get_product(form), (guint)maximum);
}

/* As many sockets as it takes. */
static void
follow_topology(YadoForm *form, const YadoFieldSpec *spec)
{
    guint64 maximum = get_number(form, "vcpu.maximum");
    guint64 each = MAX(get_number(form, "cpu.cores"), 1) * MAX(get_number(form, "cpu.threads"), 1);
    g_autofree char *sockets = NULL;

    if (!has_topology(form) || maximum == 0 || maximum % each != 0)
        return;
    sockets = g_strdup_printf("%" G_GUINT64_FORMAT, maximum / each);
    yado_catalog_put(yado_form_get_document(form), NULL, "cpu.sockets", sockets);
}

/* ---- NUMA ---- */

/* Which processors the cells have so far; FALSE: one of the @row's is there already, or not at all. */
static gboolean
take_cell_cpus(YadoForm *row, gboolean *taken, guint n_cpus, GError **error)
{
    g_autofree char *list = dup_value(row, "cpus");
    g_autofree gboolean *cpus = NULL;

    g_strdelimit(list, " ", ',');
    cpus = list != NULL ? yado_cpus_parse(list, n_cpus, error) : g_new0(gboolean, n_cpus);
    if (cpus == NULL)
        return FALSE;
    for (guint i = 0; i < n_cpus; i++) {
        if (cpus[i] && taken[i])
            return yado_error_set(error, YADO_ERROR_INVALID, NULL, NULL,
                                  _("Virtual processor %u is in two NUMA cells."), i);
        taken[i] |= cpus[i];
    }
    return TRUE;
}

static gboolean
check_cells_cpus(const gboolean *taken, guint n_cpus, GError **error)
{
    for (guint i = 0; i < n_cpus; i++)
        if (!taken[i])
            return yado_error_set(error, YADO_ERROR_INVALID, NULL, NULL,
                                  _("Virtual processor %u is in no NUMA cell."), i);
    return TRUE;
}

static gboolean
check_cells_memory(YadoForm *form, guint64 bytes, GError **error)
{
    guint64 maximum = get_number(form, "memory.maximum");
    g_autofree char *all = yado_size_format_exact(bytes);
    g_autofree char *wanted = yado_size_format_exact(maximum);

    if (bytes == maximum)
        return TRUE;
    return yado_error_set(error, YADO_ERROR_INVALID, NULL,
                          _("Change the cells, on the page Processors, and the maximum together."),
                          _("The NUMA cells have %s together, but the guest's maximum is %s."), all,
                          wanted);
}

static guint64
sum_cells(YadoForm *form, const YadoFieldSpec *spec)
{
    guint64 bytes = 0;

    for (guint i = 0; i < yado_rows_count(form, spec); i++) {
        g_autoptr(YadoForm) row = yado_rows_create_form(form, spec, i);

        bytes += get_number(row, "memory");
    }
    return bytes;
}

static gboolean
check_cells(YadoForm *form, const YadoFieldSpec *spec, const char *value, GError **error)
{
    guint n_cpus = (guint)MIN(get_number(form, "vcpu.maximum"), MAX_VCPUS);
    g_autofree gboolean *taken = g_new0(gboolean, n_cpus + 1);
    guint n_cells = yado_rows_count(form, spec);

    if (n_cells == 0)
        return TRUE;
    for (guint i = 0; i < n_cells; i++) {
        g_autoptr(YadoForm) row = yado_rows_create_form(form, spec, i);

        if (!take_cell_cpus(row, taken, n_cpus, error))
            return FALSE;
    }
    return check_cells_cpus(taken, n_cpus, error) &&
           check_cells_memory(form, sum_cells(form, spec), error);
}

static gboolean
check_cell_cpus(YadoForm *form, const YadoFieldSpec *spec, const char *value, GError **error)
{
    g_autofree char *list = g_strdelimit(g_strdup(value != NULL ? value : ""), " ", ',');

    return validate_cpuset(form, spec, list, error);
}

static const YadoFieldSpec cell_fields[] = {
    { .id = "cpus",
      .type = YADO_FIELD_TEXT,
      .label = N_("Virtual _processors"),
      .help = N_("Which of the guest's processors belong to the cell, as numbers from 0 on and "
                 "ranges with blanks between them: “0-3 8”."),
      .maximum = 1024,
      .validate = check_cell_cpus,
      .flags = YADO_FIELD_REQUIRED },
    { .id = "memory",
      .type = YADO_FIELD_SIZE,
      .label = N_("_Memory"),
      .help = N_("How much of the guest's memory belongs to the cell."),
      .minimum = 1024 * 1024,
      .maximum = (gint64)1 << 50,
      .flags = YADO_FIELD_REQUIRED },
    { 0 },
};

static const YadoSectionSpec cell_sections[] = { { NULL, cell_fields }, { 0 } };

static const YadoFormSpec cell_form = {
    .id = "numa-cell",
    .title = N_("NUMA cell"),
    .intro = N_("Processors and memory that are near each other."),
    .positive = N_("_OK"),
    .sections = cell_sections,
};

/* ---- Features ---- */

static const YadoChoice policies[] = {
    { "disable", N_("taken away") },
    { "require", N_("there, or the guest does not start") },
    { "force", N_("shown, whatever the host has") },
    { "optional", N_("there where the host has it") },
    { "forbid", N_("taken away, and the host must not have it") },
    { 0 },
};

static const YadoFieldSpec feature_fields[] = {
    { .id = "name",
      .type = YADO_FIELD_TEXT,
      .label = N_("_Feature"),
      .help = N_("The name of the feature, as the list of libvirt or xl has it: “vmx”, “avx2”."),
      .maximum = 64,
      .flags = YADO_FIELD_REQUIRED },
    { .id = "policy",
      .type = YADO_FIELD_CHOICE,
      .label = N_("_Guest sees it"),
      .help = N_("Whether the guest sees the feature."),
      .choices = policies,
      .flags = YADO_FIELD_REQUIRED },
    { 0 },
};

static const YadoSectionSpec feature_sections[] = { { NULL, feature_fields }, { 0 } };

static const YadoFormSpec feature_form = {
    .id = "cpu-feature",
    .title = N_("Processor feature"),
    .intro = N_("One feature of the processor, and whether the guest sees it."),
    .positive = N_("_OK"),
    .sections = feature_sections,
};

static const YadoChoice cpu_modes[] = {
    { "", N_("as the hypervisor decides"), NULL },
    { "host-model", N_("like the host's"),
      N_("the model nearest to the host's processor; the guest can still be moved to a similar "
         "host") },
    { "host-passthrough", N_("exactly the host's"),
      N_("everything that the host's processor can do; the guest can be moved only to an equal "
         "host") },
    { "maximum", N_("all that can be emulated"), NULL },
    { "custom", N_("a certain model"), N_("the model named below") },
    { 0 },
};

static const YadoFieldSpec number_fields[] = {
    { .id = "vcpu.current",
      .type = YADO_FIELD_INT,
      .label = N_("Virtual _processors"),
      .help = N_("How many processors the guest has. It can have fewer than the maximum and be "
                 "given more while it runs. An HVM guest of Xen gives none back before its next "
                 "start."),
      .key = "vcpu.current",
      .minimum = 1,
      .maximum = MAX_VCPUS,
      .placeholder = N_("as many as the maximum"),
      .validate = validate_vcpus,
      .get_maximum = get_vcpu_maximum,
      .flags = YADO_FIELD_LIVE | YADO_FIELD_OPTIONAL_NUMBER,
      .needs_live = YADO_CAP_VCPU_LIVE,
      .live_if = can_be_had_now },
    { .id = "vcpu.maximum",
      .type = YADO_FIELD_INT,
      .label = N_("_Maximum"),
      .help = N_("How many processors the guest can be given without a restart. The guest's "
                 "system prepares for as many when it starts."),
      .key = "vcpu.maximum",
      .minimum = 1,
      .maximum = MAX_VCPUS,
      .validate = validate_vcpus,
      .flags = YADO_FIELD_REQUIRED },
    YADO_HOST_CPUS_FIELD(),
    { 0 },
};

static const YadoFieldSpec share_fields[] = {
    { .id = "cpu.weight",
      .type = YADO_FIELD_INT,
      .label = N_("CPU _weight"),
      .help = N_("How much processor time the guest gets when several want it: one with twice "
                 "the weight gets twice as much. Xen's usual weight is 256."),
      .key = "cpu.weight",
      .minimum = 1,
      .maximum = 262144,
      .placeholder = N_("as the hypervisor decides"),
      .flags = YADO_FIELD_OPTIONAL_NUMBER },
    { .id = "vcpu.cpuset",
      .type = YADO_FIELD_TEXT,
      .label = N_("_Host processors"),
      .help = N_("On which of the host's processors the guest may run, as numbers and ranges: "
                 "“0-3,7”; “^2” leaves one out. Empty: on any."),
      .key = "vcpu.cpuset",
      .placeholder = N_("any"),
      .maximum = 1024,
      .validate = validate_cpuset,
      .flags = YADO_FIELD_WORDS },
    { 0 },
};

static const YadoFieldSpec model_fields[] = {
    { .id = "cpu.mode",
      .type = YADO_FIELD_CHOICE,
      .label = N_("Processor mo_del"),
      .help = N_("Which processor the guest sees. The more it is like the host's, the more the "
                 "guest can do, and the fewer hosts it can be moved to."),
      .key = "cpu.mode",
      .choices = cpu_modes,
      .list_choices = list_modes,
      .follow = follow_mode,
      .visible_if = is_emulated },
    { .id = "cpu.model",
      .type = YADO_FIELD_TEXT,
      .label = N_("Mode_l name"),
      .help = N_("Which model the guest sees, such as “Westmere” or “EPYC-Rome”, when it is a "
                 "certain one: with a model that all your hosts have the guest can be moved "
                 "between them."),
      .key = "cpu.model",
      .maximum = 64,
      .validate = check_model,
      .enabled_if = can_name_model,
      .visible_if = is_emulated,
      .flags = YADO_FIELD_VOLATILE },
    { .id = "cpu.features",
      .type = YADO_FIELD_LIST,
      .label = N_("_Features"),
      .help = N_("Features of the processor that the guest sees or does not see, beyond what its "
                 "model says."),
      .key = "cpu.features",
      .row = &feature_form,
      .visible_if = has_features,
      .flags = YADO_FIELD_VOLATILE | YADO_FIELD_EXPERT },
    { .id = "feature.nested",
      .type = YADO_FIELD_BOOL,
      .label = N_("Nested virt_ualization"),
      .help = N_("Lets the guest run guests of its own with the help of the processor."),
      .key = "feature.nested",
      .visible_if = is_xen_emulated,
      .flags = YADO_FIELD_EXPERT },
    { .id = "feature.acpi",
      .type = YADO_FIELD_BOOL,
      .label = N_("A_CPI"),
      .help = N_("Shows the guest power management by ACPI. Without it most systems do not "
                 "notice the request to shut down."),
      .key = "feature.acpi",
      .visible_if = is_emulated },
    { .id = "feature.apic",
      .type = YADO_FIELD_BOOL,
      .label = N_("AP_IC"),
      .help = N_("Shows the guest the interrupt controller that systems with several processors "
                 "need."),
      .key = "feature.apic",
      .visible_if = is_emulated,
      .flags = YADO_FIELD_EXPERT },
    { .id = "feature.pae",
      .type = YADO_FIELD_BOOL,
      .label = N_("PA_E"),
      .help = N_("Lets 32-bit systems use more than 4 GiB of memory."),
      .key = "feature.pae",
      .visible_if = is_emulated,
      .flags = YADO_FIELD_EXPERT },
    { .id = "feature.hap",
      .type = YADO_FIELD_BOOL,
      .label = N_("Hardware-assisted pa_ging"),
      .help = N_("Lets the processor manage the guest's memory tables itself (EPT or NPT). It is "
                 "faster for nearly all guests."),
      .key = "feature.hap",
      .visible_if = has_hardware_help,
      .flags = YADO_FIELD_EXPERT },
    { .id = "feature.viridian",
      .type = YADO_FIELD_BOOL,
      .label = N_("Help for Wi_ndows (Viridian)"),
      .help = N_("Shows Windows the interface of its own hypervisor, which makes it run better. "
                 "Other systems do not need it."),
      .key = "feature.viridian",
      .visible_if = is_xen_emulated,
      .flags = YADO_FIELD_EXPERT },
    { 0 },
};

#define LEVEL(id_, label_, help_)                                                               \
    {                                                                                           \
        .id = id_, .type = YADO_FIELD_INT, .label = label_, .help = help_, .key = id_,          \
        .minimum = 1, .maximum = MAX_VCPUS, .placeholder = N_("as the hypervisor decides"),     \
        .validate = check_topology, .depends = "vcpu.maximum", .follow = follow_topology,       \
        .enabled_if = is_on_kvm, .visible_if = is_emulated, .flags = YADO_FIELD_OPTIONAL_NUMBER \
    }

static const YadoFieldSpec layout_fields[] = {
    LEVEL("cpu.sockets", N_("_Sockets"),
          N_("In how many sockets the guest's processors seem to be. Some systems are licensed by "
             "sockets.")),
    LEVEL("cpu.cores", N_("Co_res"), N_("How many cores each socket has.")),
    LEVEL("cpu.threads", N_("_Threads"), N_("How many threads each core has.")),
    { .id = "cpu.numa",
      .type = YADO_FIELD_LIST,
      .label = N_("NUM_A cells"),
      .help = N_("Which of the guest's processors and memory are near each other, for systems and "
                 "programs that make use of it. The cells have all processors and all memory of "
                 "the guest together. On Xen a new cell lies on the host's first node. None: all "
                 "is equally near."),
      .key = "cpu.numa",
      .row = &cell_form,
      .validate = check_cells,
      .depends = "vcpu.maximum,memory.maximum",
      .visible_if = has_cells,
      .flags = YADO_FIELD_EXPERT },
    { 0 },
};

gboolean
yado_catalog_check_cells(YadoForm *form, GError **error)
{
    const YadoFieldSpec *spec = layout_fields;

    while (strcmp(spec->id, "cpu.numa") != 0)
        spec++;
    return yado_rows_count(form, spec) == 0 ||
           check_cells_memory(form, sum_cells(form, spec), error);
}

static const YadoSectionSpec sections[] = {
    { NULL, number_fields },
    { N_("Sharing the host"), share_fields },
    { N_("Processor"), model_fields },
    { N_("Layout"), layout_fields },
    { 0 },
};

const YadoFormSpec yado_form_processors = {
    .id = "processors",
    .title = N_("Processors"),
    .intro = N_("How many processors the guest has, and how it shares those of the host with "
                "others."),
    .positive = N_("_Apply"),
    .sections = sections,
};
