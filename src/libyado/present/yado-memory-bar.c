/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "present/yado-memory-bar.h"

#include <glib/gi18n-lib.h>

#include "base/yado-units.h"

static const struct {
    const char *sign, *name; /* N_() */
} kinds[YADO_N_MEMORY_SHARES] = {
    [YADO_MEMORY_HYPERVISOR] = { "█", N_("hypervisor") },
    [YADO_MEMORY_DOM0] = { "▓", N_("Domain-0") },
    [YADO_MEMORY_GUESTS] = { "▒", N_("guests") },
    [YADO_MEMORY_CLAIMED] = { "▚", N_("promised") },
    [YADO_MEMORY_FREE] = { "░", N_("free") },
};

static void
add_share(GArray *bar, YadoMemoryKind kind, guint64 bytes)
{
    YadoMemoryShare share = { kind, bytes };

    if (bytes > 0 && bytes != G_MAXUINT64)
        g_array_append_val(bar, share);
}

/* What was promised is still among what is free. */
GArray *
yado_memory_bar_new(const YadoHostDetails *details)
{
    guint64 claimed;
    GArray *bar;

    if (details == NULL || details->memory_dom0 == G_MAXUINT64 ||
        details->memory_free == G_MAXUINT64)
        return NULL;
    claimed = details->memory_claimed != G_MAXUINT64 ? details->memory_claimed : 0;
    claimed = MIN(claimed, details->memory_free);
    bar = g_array_new(FALSE, FALSE, sizeof(YadoMemoryShare));
    add_share(bar, YADO_MEMORY_HYPERVISOR, details->memory_hypervisor);
    add_share(bar, YADO_MEMORY_DOM0, details->memory_dom0);
    add_share(bar, YADO_MEMORY_GUESTS, details->memory_guests);
    add_share(bar, YADO_MEMORY_CLAIMED, claimed);
    add_share(bar, YADO_MEMORY_FREE, details->memory_free - claimed);
    return bar;
}

char *
yado_memory_share_format(const YadoMemoryShare *share)
{
    g_autofree char *size = yado_size_format(share->bytes);

    return g_strdup_printf("%s %s", _(kinds[share->kind].name), size);
}

char *
yado_memory_bar_describe(const GArray *bar)
{
    GString *text = g_string_new(NULL);

    for (guint i = 0; i < bar->len; i++) {
        g_autofree char *words = yado_memory_share_format(&g_array_index(bar, YadoMemoryShare, i));

        g_string_append_printf(text, i > 0 ? ", %s" : "%s", words);
    }
    return g_string_free(text, FALSE);
}

static guint64
get_sum(const GArray *bar)
{
    guint64 sum = 0;

    for (guint i = 0; i < bar->len; i++)
        sum += g_array_index(bar, YadoMemoryShare, i).bytes;
    return sum;
}

/* Each at least a cell: what is there is seen. */
static void
append_cells(GString *text, const YadoMemoryShare *share, guint64 sum, guint cells)
{
    guint n = (guint)((double)share->bytes / (double)sum * cells + 0.5);

    for (guint i = 0; i < MAX(n, 1); i++)
        g_string_append(text, kinds[share->kind].sign);
}

char *
yado_memory_bar_format(const GArray *bar, guint cells)
{
    GString *text = g_string_new(NULL);
    guint64 sum = get_sum(bar);

    for (guint i = 0; i < bar->len; i++)
        append_cells(text, &g_array_index(bar, YadoMemoryShare, i), sum, cells);
    for (guint i = 0; i < bar->len; i++) {
        const YadoMemoryShare *share = &g_array_index(bar, YadoMemoryShare, i);
        g_autofree char *words = yado_memory_share_format(share);

        g_string_append_printf(text, "%s%s %s", i > 0 ? ", " : "  ", kinds[share->kind].sign,
                               words);
    }
    return g_string_free(text, FALSE);
}
