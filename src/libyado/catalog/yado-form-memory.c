/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The page Memory. */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "base/yado-error.h"
#include "base/yado-units.h"
#include "catalog/yado-common-fields.h"
#include "catalog/yado-device-fields.h"
#include "catalog/yado-forms.h"

#define MEBIBYTE G_GINT64_CONSTANT(1048576)
/* Below this not even a kernel fits; 64 TiB is more than any host of today has. */
#define MIN_MEMORY (4 * MEBIBYTE)
#define MAX_MEMORY (64 * MEBIBYTE * MEBIBYTE)

static guint64
get_size(YadoForm *form, const char *key)
{
    return yado_document_get_uint(yado_form_get_document(form), NULL, key, 0);
}

static gboolean
validate_memory(YadoForm *form, const YadoFieldSpec *spec, const char *value, GError **error)
{
    guint64 current = get_size(form, "memory.current");
    guint64 maximum = get_size(form, "memory.maximum");
    g_autofree char *current_text = NULL;
    g_autofree char *maximum_text = NULL;

    if (maximum == 0 || current <= maximum)
        return TRUE;
    current_text = yado_size_format(current);
    maximum_text = yado_size_format(maximum);
    return yado_error_set(error, YADO_ERROR_INVALID, NULL, NULL,
                          _("Memory now (%s) must not be more than the maximum (%s)."),
                          current_text, maximum_text);
}

/* The cells divide it. */
static gboolean
validate_maximum(YadoForm *form, const YadoFieldSpec *spec, const char *value, GError **error)
{
    return validate_memory(form, spec, value, error) && yado_catalog_check_cells(form, error);
}

static gint64
get_memory_maximum(YadoForm *form, const YadoFieldSpec *spec)
{
    return (gint64)get_size(form, "memory.maximum");
}

/* A running guest can be given only as much as it was started with. */
static gboolean
is_within_running_maximum(YadoForm *form, const YadoFieldSpec *spec)
{
    YadoGuest *guest = yado_form_get_guest(form);
    guint64 maximum = guest != NULL ? yado_guest_get_memory_maximum(guest) : 0;

    return maximum == 0 || get_size(form, "memory.current") <= maximum;
}

static YadoHost *
get_host(YadoForm *form)
{
    YadoGuest *guest = yado_form_get_guest(form);

    return guest != NULL ? yado_guest_get_host(guest) : NULL;
}

static char *
dup_host_free(YadoForm *form, const YadoFieldSpec *spec)
{
    YadoHost *host = get_host(form);
    guint64 bytes = host != NULL ? yado_host_get_memory_free(host) : G_MAXUINT64;

    return bytes != G_MAXUINT64 ? yado_size_format(bytes) : g_strdup(_("not known"));
}

/* With the first sample: a single look at a guest has none. */
static gboolean
is_host_free_known(YadoForm *form)
{
    YadoHost *host = get_host(form);

    return host != NULL && yado_host_get_memory_free(host) != G_MAXUINT64;
}

/* Xen's guests share pages by grants, one by one. */
static gboolean
is_not_xen(YadoForm *form)
{
    return !yado_catalog_is_xen(yado_form_get_document(form));
}

static const YadoChoice accesses[] = {
    { "", N_("as the host does it") },
    { "private", N_("for the guest alone") },
    { "shared", N_("shared with programs of the host") },
    { 0 },
};

static const YadoFieldSpec guest_fields[] = {
    { .id = "memory.current",
      .type = YADO_FIELD_SIZE,
      .label = N_("Memory _now"),
      .help = N_("How much memory the guest has. A guest with a balloon driver can be given more "
                 "or less while it runs, up to the maximum; it gives memory back slowly, and not "
                 "below what it needs."),
      .key = "memory.current",
      .minimum = MIN_MEMORY,
      .maximum = MAX_MEMORY,
      .placeholder = N_("as much as the maximum"),
      .validate = validate_memory,
      .get_maximum = get_memory_maximum,
      .flags = YADO_FIELD_LIVE | YADO_FIELD_OPTIONAL_NUMBER,
      .needs_live = YADO_CAP_MEMORY_LIVE,
      .live_if = is_within_running_maximum },
    { .id = "memory.maximum",
      .type = YADO_FIELD_SIZE,
      .label = N_("_Maximum"),
      .help = N_("How much memory the guest can be given without a restart. Some of it is spent "
                 "on managing it, so a much larger maximum than needed costs a little."),
      .key = "memory.maximum",
      .minimum = MIN_MEMORY,
      .maximum = MAX_MEMORY,
      .validate = validate_maximum,
      .depends = "cpu.numa",
      .flags = YADO_FIELD_REQUIRED },
    { .id = "memory.access",
      .type = YADO_FIELD_CHOICE,
      .label = N_("_Access to it"),
      .help = N_("Whether programs of the host may use the guest's memory directly: virtiofs and "
                 "vhost-user want it shared."),
      .key = "memory.access",
      .choices = accesses,
      .visible_if = is_not_xen,
      .flags = YADO_FIELD_EXPERT },
    { 0 },
};

static const YadoFieldSpec host_fields[] = {
    YADO_HOST_MEMORY_FIELD(),
    { .id = "host-free",
      .type = YADO_FIELD_INFO,
      .label = N_("Free on the host"),
      .help = N_("How much of it nobody uses now. A guest that wants more cannot be started."),
      .dup_text = dup_host_free,
      .visible_if = is_host_free_known },
    { 0 },
};

static const YadoSectionSpec sections[] = {
    { NULL, guest_fields },
    { N_("Host"), host_fields },
    { 0 },
};

const YadoFormSpec yado_form_memory = {
    .id = "memory",
    .title = N_("Memory"),
    .intro = N_("How much memory the guest has now, and how much it can be given while it runs."),
    .positive = N_("_Apply"),
    .sections = sections,
};
