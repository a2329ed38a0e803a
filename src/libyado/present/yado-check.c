/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "present/yado-check.h"

#include <math.h>
#include <string.h>

#include <glib/gi18n-lib.h>

#include "base/yado-error.h"
#include "base/yado-text.h"

/* The first values, once there is a host to count on; its own follow. */
enum { VALUE_GUESTS, VALUE_RUNNING, VALUE_PAUSED, VALUE_CRASHED };

struct _YadoCheck {
    gboolean has_several_hosts;
    GPtrArray *findings; /* the worst first */
    GPtrArray *values;
};

static void
free_finding(gpointer data)
{
    YadoCheckFinding *finding = data;

    g_free(finding->text);
    g_free(finding->more);
    g_free(finding);
}

static void
free_value(gpointer data)
{
    YadoCheckValue *value = data;

    g_free(value->label);
    g_free(value);
}

/* ---- Text ---- */

/* On one line, without the mark that ends what is for people. (transfer full) */
static char *
clean(const char *text)
{
    g_autofree char *line = yado_text_clean(text);
    GString *safe = g_string_new(line);

    g_string_replace(safe, "|", "¦", 0);
    return g_string_free(safe, FALSE);
}

/* Lower is worse. */
static int
get_rank(YadoCheckStatus status)
{
    static const int ranks[] = {
        [YADO_CHECK_CRITICAL] = 0,
        [YADO_CHECK_WARNING] = 1,
        [YADO_CHECK_UNKNOWN] = 2,
        [YADO_CHECK_OK] = 3,
    };

    return ranks[status];
}

/* @host (nullable): named where there are several.  (@text transfer full) */
static void
take_finding(YadoCheck *self, YadoCheckStatus status, YadoHost *host, char *text, const char *more)
{
    YadoCheckFinding *finding = g_new0(YadoCheckFinding, 1);
    g_autofree char *sentence = text;
    g_autofree char *placed = NULL;
    guint i;

    if (host && self->has_several_hosts)
        placed = g_strdup_printf("%s: %s", yado_host_get_label(host), sentence);
    finding->status = status;
    finding->text = clean(placed ? placed : sentence);
    finding->more = more ? clean(more) : NULL;
    for (i = 0; i < self->findings->len; i++)
        if (get_rank(((YadoCheckFinding *)self->findings->pdata[i])->status) > get_rank(status))
            break;
    g_ptr_array_insert(self->findings, (int)i, finding);
}

static YadoCheckValue *
add_value(YadoCheck *self, YadoHost *host, const char *label, double value, const char *unit,
          double maximum)
{
    YadoCheckValue *added = g_new0(YadoCheckValue, 1);

    added->label = host && self->has_several_hosts
                       ? g_strdup_printf("%s %s", yado_host_get_label(host), label)
                       : g_strdup(label);
    added->value = value;
    added->unit = unit;
    added->maximum = maximum;
    g_ptr_array_add(self->values, added);
    return added;
}

YadoCheck *
yado_check_new(gboolean has_several_hosts)
{
    YadoCheck *self = g_new0(YadoCheck, 1);

    self->has_several_hosts = has_several_hosts;
    self->findings = g_ptr_array_new_with_free_func(free_finding);
    self->values = g_ptr_array_new_with_free_func(free_value);
    return self;
}

void
yado_check_free(YadoCheck *self)
{
    g_ptr_array_unref(self->findings);
    g_ptr_array_unref(self->values);
    g_free(self);
}

/* ---- Judging ---- */

/* Whoever asks wrongly, or may not ask, knows nothing of the host. */
static YadoCheckStatus
judge_error(const GError *error)
{
    if (yado_error_is_cancel(error) || error->domain != YADO_ERROR)
        return YADO_CHECK_UNKNOWN;
    switch (error->code) {
    case YADO_ERROR_DENIED:
    case YADO_ERROR_INVALID:
    case YADO_ERROR_UNSUPPORTED:
        return YADO_CHECK_UNKNOWN;
    default:
        return YADO_CHECK_CRITICAL;
    }
}

void
yado_check_add_error(YadoCheck *self, const GError *error)
{
    const char *hint = yado_error_get_hint(error);
    const char *text = yado_error_is_cancel(error) ? _("Cancelled.") : error->message;

    take_finding(self, judge_error(error), NULL, g_strdup(text),
                 hint ? hint : yado_error_get_detail(error));
}

static void
begin_counting(YadoCheck *self)
{
    const YadoRange none = { .is_set = TRUE };

    if (self->values->len > 0)
        return;
    add_value(self, NULL, "guests", 0, "", NAN);
    add_value(self, NULL, "running", 0, "", 0);
    add_value(self, NULL, "paused", 0, "", NAN)->thresholds.warning = none;
    add_value(self, NULL, "crashed", 0, "", NAN)->thresholds.critical = none;
}

static void
count(YadoCheck *self, guint which)
{
    ((YadoCheckValue *)self->values->pdata[which])->value++;
}

static void
count_guest(YadoCheck *self, YadoGuestState state)
{
    begin_counting(self);
    count(self, VALUE_GUESTS);
    ((YadoCheckValue *)self->values->pdata[VALUE_RUNNING])->maximum++;
    if (state == YADO_GUEST_RUNNING)
        count(self, VALUE_RUNNING);
    else if (state == YADO_GUEST_PAUSED)
        count(self, VALUE_PAUSED);
    else if (state == YADO_GUEST_CRASHED)
        count(self, VALUE_CRASHED);
}

static gboolean
is_expected(YadoGuest *guest, YadoExpect expect)
{
    return expect == YADO_EXPECT_RUNNING ||
           (expect == YADO_EXPECT_AUTOSTART && yado_guest_get_autostart(guest) == 1);
}

static YadoCheckStatus
judge_state(YadoGuestState state, gboolean expected)
{
    switch (state) {
    case YADO_GUEST_RUNNING:
        return YADO_CHECK_OK;
    case YADO_GUEST_CRASHED:
        return YADO_CHECK_CRITICAL;
    case YADO_GUEST_PAUSED:
    case YADO_GUEST_SUSPENDED:
        return YADO_CHECK_WARNING;
    case YADO_GUEST_STOPPING:
        return expected ? YADO_CHECK_WARNING : YADO_CHECK_OK;
    case YADO_GUEST_SHUT_OFF:
    case YADO_GUEST_SAVED:
        return expected ? YADO_CHECK_CRITICAL : YADO_CHECK_OK;
    case YADO_GUEST_UNKNOWN:
        break;
    }
    return YADO_CHECK_UNKNOWN;
}

static char *
dup_sentence(YadoGuest *guest, YadoExpect expect)
{
    const char *name = yado_guest_get_name(guest);

    switch (yado_guest_get_state(guest)) {
    case YADO_GUEST_CRASHED:
        return g_strdup_printf(_("“%s” has crashed."), name);
    case YADO_GUEST_PAUSED:
        return g_strdup_printf(_("“%s” is paused."), name);
    case YADO_GUEST_SUSPENDED:
        return g_strdup_printf(_("“%s” sleeps."), name);
    case YADO_GUEST_STOPPING:
        return g_strdup_printf(_("“%s” is shutting down."), name);
    case YADO_GUEST_SHUT_OFF:
    case YADO_GUEST_SAVED:
        if (expect == YADO_EXPECT_AUTOSTART)
            return g_strdup_printf(_("“%s” does not run, though it starts with its host."), name);
        return g_strdup_printf(_("“%s” does not run."), name);
    case YADO_GUEST_RUNNING:
    case YADO_GUEST_UNKNOWN:
        break;
    }
    return g_strdup_printf(_("The state of “%s” is not known."), name);
}

void
yado_check_judge_guest(YadoCheck *self, YadoGuest *guest, YadoExpect expect)
{
    YadoGuestState state = yado_guest_get_state(guest);
    YadoCheckStatus status = judge_state(state, is_expected(guest, expect));

    count_guest(self, state);
    if (status != YADO_CHECK_OK)
        take_finding(self, status, yado_guest_get_host(guest), dup_sentence(guest, expect),
                     yado_guest_get_reason(guest));
}

/* (@text transfer full) */
static void
judge_number(YadoCheck *self, YadoHost *host, const YadoThresholds *thresholds, double percent,
             char *text)
{
    YadoCheckStatus status = YADO_CHECK_OK;

    if (isnan(percent) && yado_thresholds_are_set(thresholds))
        status = YADO_CHECK_UNKNOWN;
    else if (yado_range_alerts(&thresholds->critical, percent))
        status = YADO_CHECK_CRITICAL;
    else if (yado_range_alerts(&thresholds->warning, percent))
        status = YADO_CHECK_WARNING;
    if (status != YADO_CHECK_OK)
        take_finding(self, status, host, text, NULL);
    else
        g_free(text);
}

static double
get_memory_percent(YadoHost *host)
{
    const YadoHostInfo *info = yado_host_get_info(host);
    guint64 free_memory = yado_host_get_memory_free(host);

    if (!info || info->memory == 0 || free_memory > info->memory)
        return NAN;
    return 100 - 100.0 * free_memory / info->memory;
}

void
yado_check_judge_host(YadoCheck *self, YadoHost *host, const YadoThresholds *cpu,
                      const YadoThresholds *memory)
{
    double load = 100 * yado_host_get_cpu(host);
    double used = get_memory_percent(host);

    begin_counting(self);
    if (!isnan(load))
        add_value(self, host, "cpu", load, "%", 100)->thresholds = *cpu;
    if (!isnan(used)) {
        add_value(self, host, "memory", used, "%", 100)->thresholds = *memory;
        add_value(self, host, "memory_free", yado_host_get_memory_free(host), "B",
                  yado_host_get_info(host)->memory);
    }
    judge_number(self, host, cpu, load,
                 isnan(load) ? g_strdup(_("The load of the processors is not known."))
                             : g_strdup_printf(_("The processors are busy at %.1f %%."), load));
    judge_number(self, host, memory, used,
                 isnan(used) ? g_strdup(_("How much memory is free is not known."))
                             : g_strdup_printf(_("The memory is in use at %.1f %%."), used));
}

static gboolean
is_hidden(YadoHost *host, YadoGuestOwner owner)
{
    static const YadoGuestOwner owners[] = { YADO_OWNER_LIBVIRT, YADO_OWNER_XL };

    for (guint i = 0; i < G_N_ELEMENTS(owners); i++)
        if ((owner == YADO_OWNER_UNKNOWN || owner == owners[i]) &&
            !yado_host_sees_owner(host, owners[i]))
            return TRUE;
    return FALSE;
}

void
yado_check_judge_view(YadoCheck *self, YadoHost *host, YadoGuestOwner owner)
{
    g_autofree char *note = yado_host_dup_note(host);

    if (note && is_hidden(host, owner))
        take_finding(self, YADO_CHECK_UNKNOWN, host, g_steal_pointer(&note), NULL);
}

/* ---- What is told ---- */

YadoCheckStatus
yado_check_get_status(YadoCheck *self)
{
    return self->findings->len > 0 ? ((YadoCheckFinding *)self->findings->pdata[0])->status
                                   : YADO_CHECK_OK;
}

const char *
yado_check_status_get_name(YadoCheckStatus status)
{
    static const char *const names[] = { "OK", "WARNING", "CRITICAL", "UNKNOWN" };

    return names[status];
}

char *
yado_check_dup_summary(YadoCheck *self)
{
    const YadoCheckValue *running =
        self->values->len > 0 ? self->values->pdata[VALUE_RUNNING] : NULL;
    const YadoCheckFinding *worst = self->findings->len > 0 ? self->findings->pdata[0] : NULL;

    if (worst && self->findings->len == 1)
        return g_strdup(worst->text);
    if (worst)
        return g_strdup_printf(_("%s (%u more)"), worst->text, self->findings->len - 1);
    if (!running || running->maximum == 0)
        return g_strdup(_("There are no guests."));
    return g_strdup_printf(
        ngettext("%u of %u guest runs.", "%u of %u guests run.", (guint)running->maximum),
        (guint)running->value, (guint)running->maximum);
}

GPtrArray *
yado_check_get_findings(YadoCheck *self)
{
    return self->findings;
}

GPtrArray *
yado_check_get_values(YadoCheck *self)
{
    return self->values;
}

static gboolean
needs_quotes(const char *label)
{
    for (; *label != '\0'; label++)
        if (!g_ascii_isalnum(*label) && !strchr("_-./", *label))
            return TRUE;
    return FALSE;
}

/* An equals sign cannot be in a label at all. */
static void
append_label(GString *text, const char *label)
{
    g_autofree char *safe = clean(label);

    if (!needs_quotes(safe)) {
        g_string_append(text, safe);
        return;
    }
    g_strdelimit(safe, "=", '_');
    g_string_append_c(text, '\'');
    for (const char *at = safe; *at != '\0'; at++)
        g_string_append(text, *at == '\'' ? "''" : (char[]){ *at, '\0' });
    g_string_append_c(text, '\'');
}

/* Whole numbers as such, others with one decimal; never with the locale's comma. */
static void
append_number(GString *text, double number)
{
    char buffer[G_ASCII_DTOSTR_BUF_SIZE];

    g_string_append(text, g_ascii_formatd(buffer, sizeof(buffer),
                                          number == floor(number) ? "%.0f" : "%.1f", number));
}

char *
yado_check_value_format(const YadoCheckValue *value)
{
    GString *text = g_string_new(NULL);
    g_autofree char *warning = yado_range_format(&value->thresholds.warning);
    g_autofree char *critical = yado_range_format(&value->thresholds.critical);

    append_label(text, value->label);
    g_string_append_c(text, '=');
    append_number(text, value->value);
    g_string_append_printf(text, "%s;%s;%s;0", value->unit, warning, critical);
    if (!isnan(value->maximum)) {
        g_string_append_c(text, ';');
        append_number(text, value->maximum);
    }
    return g_string_free(text, FALSE);
}

static void
append_findings(YadoCheck *self, GString *text)
{
    for (guint i = 0; i < self->findings->len; i++) {
        const YadoCheckFinding *finding = self->findings->pdata[i];

        g_string_append_printf(text, "%s: %s", yado_check_status_get_name(finding->status),
                               finding->text);
        if (finding->more)
            g_string_append_printf(text, " (%s)", finding->more);
        g_string_append_c(text, '\n');
    }
}

char *
yado_check_format(YadoCheck *self)
{
    const char *status = yado_check_status_get_name(yado_check_get_status(self));
    g_autofree char *summary = yado_check_dup_summary(self);
    GString *text = g_string_new(NULL);

    g_string_append_printf(text, "YADO %s - %s%s", status, summary,
                           self->values->len > 0 ? " |" : "");
    for (guint i = 0; i < self->values->len; i++) {
        g_autofree char *value = yado_check_value_format(self->values->pdata[i]);

        g_string_append_printf(text, " %s", value);
    }
    g_string_append_c(text, '\n');
    append_findings(self, text);
    return g_string_free(text, FALSE);
}
