/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "present/yado-depth-text.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/yado-text.h"
#include "base/yado-units.h"

/* ---- Who runs where ---- */

static void
add_word(GString *text, char *word)
{
    g_string_append_printf(text, text->len ? " · %s" : "%s", word);
    g_free(word);
}

char *
yado_scheduling_dup_share(const YadoScheduling *scheduling)
{
    GString *words = g_string_new(NULL);

    g_return_val_if_fail(scheduling != NULL, g_string_free(words, FALSE));

    if (scheduling->scheduler)
        add_word(words, g_strdup_printf(_("Scheduler %s"), scheduling->scheduler));
    if (scheduling->weight >= 0)
        add_word(words, g_strdup_printf(_("weight %d"), scheduling->weight));
    if (scheduling->cap > 0)
        add_word(words, g_strdup_printf(_("cap %d %%"), scheduling->cap));
    else if (scheduling->cap == 0)
        add_word(words, g_strdup(_("no cap")));
    if (scheduling->period >= 0)
        add_word(words,
                 g_strdup_printf(_("%d of every %d µs"), scheduling->budget, scheduling->period));
    if (scheduling->pool)
        add_word(words, g_strdup_printf(_("pool %s"), scheduling->pool));
    if (words->len == 0)
        g_string_append(words, _("This host tells no share."));
    return g_string_free(words, FALSE);
}

/* The numbers of the host's processors above their columns, tens in a line of their own. */
static void
append_head(GString *text, int indent, guint n_cpus)
{
    if (n_cpus > 10) {
        g_string_append_printf(text, "%*s", indent, "");
        for (guint i = 0; i < n_cpus; i++)
            g_string_append_printf(text, i % 10 ? "  " : "%-2u", i / 10);
        g_strchomp(text->str);
        text->len = strlen(text->str);
        g_string_append_c(text, '\n');
    }
    g_string_append_printf(text, "%*s", indent, "");
    for (guint i = 0; i < n_cpus; i++)
        g_string_append_printf(text, i + 1 < n_cpus ? "%u " : "%u\n", i % 10);
}

static void
append_vcpu(GString *text, const char *label, int indent, const YadoVcpuPin *pin, guint n_cpus)
{
    g_autofree gboolean *hard = yado_cpus_parse(pin->hard, n_cpus, NULL);
    g_autofree gboolean *soft = pin->soft ? yado_cpus_parse(pin->soft, n_cpus, NULL) : NULL;
    g_autofree char *cell = yado_text_fit(label, indent, YADO_ALIGN_START);

    g_string_append(text, cell);
    for (guint i = 0; i < n_cpus; i++) {
        gboolean may = !hard || hard[i];
        gboolean prefers = !soft || soft[i];

        g_string_append(text, !may ? "." : prefers ? "#" : "+");
        g_string_append_c(text, i + 1 < n_cpus ? ' ' : '\n');
    }
}

static void
append_grid(GString *text, const YadoScheduling *scheduling)
{
    g_autofree char *longest = g_strdup_printf(_("vCPU %u"), scheduling->vcpus->len);
    int indent = yado_text_get_width(longest) + 2;
    gboolean has_soft = FALSE;

    append_head(text, indent, scheduling->n_cpus);
    for (guint i = 0; i < scheduling->vcpus->len; i++) {
        const YadoVcpuPin *pin = scheduling->vcpus->pdata[i];
        g_autofree char *label = g_strdup_printf(_("vCPU %u"), pin->number);

        append_vcpu(text, label, indent, pin, scheduling->n_cpus);
        has_soft |= pin->soft != NULL;
    }
    g_string_append_printf(text, "\n%s\n",
                           has_soft
                               ? _("#  runs there, and prefers it   +  may run there   .  may not")
                               : _("#  may run there   .  may not"));
}

char *
yado_scheduling_format(const YadoScheduling *scheduling)
{
    GString *text = g_string_new(NULL);
    g_autofree char *share = NULL;

    g_return_val_if_fail(scheduling != NULL, g_string_free(text, FALSE));
    share = yado_scheduling_dup_share(scheduling);
    g_string_append_printf(text, "%s\n\n", share);
    if (scheduling->vcpus->len > 0 && scheduling->n_cpus > 0)
        append_grid(text, scheduling);
    else
        g_string_append_printf(text, "%s\n", _("This host does not tell where it runs."));
    return g_string_free(text, FALSE);
}

/* ---- Rates by device ---- */

static const YadoDeviceCounters *
find_device(GPtrArray *devices, const char *name)
{
    for (guint i = 0; i < devices->len; i++)
        if (strcmp(((YadoDeviceCounters *)devices->pdata[i])->name, name) == 0)
            return devices->pdata[i];
    return NULL;
}

static const YadoVcpuCounters *
find_vcpu(GArray *vcpus, guint number)
{
    for (guint i = 0; i < vcpus->len; i++)
        if (g_array_index(vcpus, YadoVcpuCounters, i).number == number)
            return &g_array_index(vcpus, YadoVcpuCounters, i);
    return NULL;
}

/* Counters that began anew have no rate. */
static char *
format_rate(guint64 now, guint64 before, double seconds)
{
    return yado_rate_format(now >= before ? (now - before) / seconds : 0);
}

/* Of requests and packets, a second. */
static char *
format_count(guint64 now, guint64 before, double seconds)
{
    return g_strdup_printf("%.0f", now >= before ? (now - before) / seconds : 0);
}

static void
append_vcpu_rate(GString *text, const YadoVcpuCounters *vcpu, const YadoVcpuCounters *before,
                 double seconds)
{
    g_autofree char *share = NULL;

    if (!vcpu->online) {
        g_string_append_printf(text, _("vCPU %u: off\n"), vcpu->number);
        return;
    }
    if (before && vcpu->time >= before->time)
        share = yado_percent_format((vcpu->time - before->time) / seconds / 1e9);
    g_string_append_printf(text, _("vCPU %u: %s, on processor %d\n"), vcpu->number,
                           share ? share : "-", vcpu->cpu);
}

static void
append_disk(GString *text, const YadoDeviceCounters *disk, const YadoDeviceCounters *before,
            double seconds)
{
    g_autofree char *in = before ? format_rate(disk->in, before->in, seconds) : g_strdup("-");
    g_autofree char *out = before ? format_rate(disk->out, before->out, seconds) : g_strdup("-");
    g_autofree char *reads =
        before ? format_count(disk->in_ops, before->in_ops, seconds) : g_strdup("-");
    g_autofree char *writes =
        before ? format_count(disk->out_ops, before->out_ops, seconds) : g_strdup("-");
    g_autofree char *all_in = yado_size_format(disk->in);
    g_autofree char *all_out = yado_size_format(disk->out);

    g_string_append_printf(
        text, _("%s: read %s in %s requests (%s in all), written %s in %s requests (%s in all)\n"),
        disk->name, in, reads, all_in, out, writes, all_out);
}

static void
append_nic(GString *text, const YadoDeviceCounters *nic, const YadoDeviceCounters *before,
           double seconds)
{
    g_autofree char *in = before ? format_rate(nic->in, before->in, seconds) : g_strdup("-");
    g_autofree char *out = before ? format_rate(nic->out, before->out, seconds) : g_strdup("-");

    g_autofree char *got =
        before ? format_count(nic->in_ops, before->in_ops, seconds) : g_strdup("-");
    g_autofree char *gave =
        before ? format_count(nic->out_ops, before->out_ops, seconds) : g_strdup("-");
    g_autofree char *errors = g_strdup_printf("%" G_GUINT64_FORMAT, nic->errors);
    g_autofree char *drops = g_strdup_printf("%" G_GUINT64_FORMAT, nic->drops);

    g_string_append_printf(
        text, _("%s: received %s in %s packets, sent %s in %s packets; errors %s, dropped %s\n"),
        nic->name, in, got, out, gave, errors, drops);
}

char *
yado_device_sample_format(const YadoDeviceSample *before, const YadoDeviceSample *now)
{
    double seconds = before ? (now->when - before->when) / (double)G_TIME_SPAN_SECOND : 0;
    GString *text = g_string_new(NULL);

    if (seconds <= 0)
        before = NULL;
    for (guint i = 0; i < now->vcpus->len; i++) {
        const YadoVcpuCounters *vcpu = &g_array_index(now->vcpus, YadoVcpuCounters, i);

        append_vcpu_rate(text, vcpu, before ? find_vcpu(before->vcpus, vcpu->number) : NULL,
                         seconds);
    }
    for (guint i = 0; i < now->disks->len; i++) {
        const YadoDeviceCounters *disk = now->disks->pdata[i];

        append_disk(text, disk, before ? find_device(before->disks, disk->name) : NULL, seconds);
    }
    for (guint i = 0; i < now->nics->len; i++) {
        const YadoDeviceCounters *nic = now->nics->pdata[i];

        append_nic(text, nic, before ? find_device(before->nics, nic->name) : NULL, seconds);
    }
    return g_string_free(text, FALSE);
}

/* ---- The log ---- */

char **
yado_log_split_words(const char *words)
{
    g_autofree char *folded = g_utf8_casefold(words ? words : "", -1);
    g_auto(GStrv) parts = g_strsplit_set(folded, " \t", -1);
    g_autoptr(GStrvBuilder) builder = g_strv_builder_new();

    for (guint i = 0; parts[i]; i++)
        if (*parts[i])
            g_strv_builder_add(builder, parts[i]);
    return g_strv_builder_end(builder);
}

gboolean
yado_log_line_has(const char *line, char **words)
{
    g_autofree char *folded = g_utf8_casefold(line, -1);

    for (guint i = 0; words[i]; i++)
        if (!strstr(folded, words[i]))
            return FALSE;
    return TRUE;
}

char *
yado_log_filter(const char *text, const char *words)
{
    g_auto(GStrv) parts = yado_log_split_words(words);
    g_autofree char *valid = g_utf8_make_valid(text, -1);
    g_auto(GStrv) lines = g_strsplit(valid, "\n", -1);
    GString *found = g_string_new(NULL);

    for (guint i = 0; lines[i]; i++)
        if (*lines[i] && yado_log_line_has(lines[i], parts))
            g_string_append_printf(found, "%s\n", lines[i]);
    return g_string_free(found, FALSE);
}
