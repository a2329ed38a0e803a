/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The page Processors. */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include <glib/gi18n-lib.h>

#include "base/yado-error.h"
#include "catalog/yado-forms.h"

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

/* A running guest can have only as many as it was started with. */
static gboolean
is_within_running_maximum(YadoForm *form, const YadoFieldSpec *spec)
{
    YadoGuest *guest = yado_form_get_guest(form);
    guint maximum = guest != NULL ? yado_guest_get_vcpus_maximum(guest) : 0;

    return maximum == 0 || get_current(form) <= maximum;
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

static char *
dup_host_note(YadoForm *form, const YadoFieldSpec *spec)
{
    YadoGuest *guest = yado_form_get_guest(form);
    YadoHost *host = guest != NULL ? yado_guest_get_host(guest) : NULL;
    const YadoHostInfo *info = host != NULL ? yado_host_get_info(host) : NULL;

    if (info == NULL || info->cpus == 0)
        return g_strdup(_("not known"));
    if (get_current(form) > info->cpus)
        return g_strdup_printf(ngettext("%u; the guest has more, so its processors wait for it",
                                        "%u; the guest has more, so its processors wait for them",
                                        info->cpus),
                               info->cpus);
    return g_strdup_printf("%u", info->cpus);
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

static gboolean
has_cpu_model(YadoForm *form)
{
    g_autofree char *model =
        yado_document_dup_value(yado_form_get_document(form), NULL, "cpu.model");

    return model != NULL;
}

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
                 "given more while it runs."),
      .key = "vcpu.current",
      .minimum = 1,
      .maximum = MAX_VCPUS,
      .placeholder = N_("as many as the maximum"),
      .validate = validate_vcpus,
      .get_maximum = get_vcpu_maximum,
      .flags = YADO_FIELD_LIVE | YADO_FIELD_OPTIONAL_NUMBER,
      .needs_live = YADO_CAP_VCPU_LIVE,
      .live_if = is_within_running_maximum },
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
    { .id = "host-cpus",
      .type = YADO_FIELD_INFO,
      .label = N_("Processors of the host"),
      .help = N_("How many processors the host has. A guest may have more virtual ones than "
                 "that, but they only wait for each other."),
      .dup_text = dup_host_note },
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
      .visible_if = is_emulated },
    { .id = "cpu.model",
      .type = YADO_FIELD_INFO,
      .label = N_("Model name"),
      .help = N_("The processor model that the configuration names."),
      .key = "cpu.model",
      .visible_if = has_cpu_model },
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

static const YadoSectionSpec sections[] = {
    { NULL, number_fields },
    { N_("Sharing the host"), share_fields },
    { N_("Processor"), model_fields },
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
