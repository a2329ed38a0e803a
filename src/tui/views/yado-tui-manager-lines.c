/* SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "yado-tui"
#include "config.h"

#include "tui/views/yado-tui-manager-lines.h"

#include <math.h>

#include <glib/gi18n.h>

#include "tui/theme/yado-tui-theme.h"

#define GRAPH_CELLS 4
#define GRAPH_SPAN 60.0
#define BAR_CELLS 10

static char *
dup_host_graph(YadoHost *host)
{
    const YadoHistory *history = yado_host_get_history(host);
    double values[GRAPH_CELLS];

    if (history == NULL)
        return g_strdup("");
    yado_history_read(history, YADO_SERIES_CPU, g_get_monotonic_time(), GRAPH_SPAN, values,
                      GRAPH_CELLS);
    return yado_text_sparkline(values, GRAPH_CELLS);
}

static char *
dup_memory(YadoHost *host)
{
    const YadoHostInfo *info = yado_host_get_info(host);
    guint64 unused = yado_host_get_memory_free(host);
    g_autofree char *all = yado_size_format(info->memory);
    g_autofree char *used = NULL, *left = NULL;

    if (unused == G_MAXUINT64 || unused > info->memory)
        return g_strdup_printf(_("Memory %s"), all);
    used = yado_size_format(info->memory - unused);
    left = yado_size_format(unused);
    return g_strdup_printf(_("Memory %s of %s, %s free"), used, all, left);
}

/* The parts of the title, the most important first. */
static GPtrArray *
list_title_parts(YadoHost *host)
{
    GPtrArray *parts = g_ptr_array_new_with_free_func(g_free);
    const YadoHostInfo *info = host != NULL ? yado_host_get_info(host) : NULL;
    char *pace;

    g_ptr_array_add(parts, g_strdup("YaDO"));
    if (host == NULL)
        return parts;
    g_ptr_array_add(parts, yado_text_clean(yado_host_get_label(host)));
    if (yado_host_get_state(host) != YADO_HOST_OPEN) {
        g_ptr_array_add(parts, g_strdup(yado_host_get_state_label(host)));
        return parts;
    }
    if (info == NULL)
        return parts;
    g_ptr_array_add(parts, g_strdup(info->hypervisor));
    if (!isnan(yado_host_get_cpu(host))) {
        g_autofree char *graph = dup_host_graph(host);
        g_autofree char *share = yado_percent_format(yado_host_get_cpu(host));
        g_ptr_array_add(parts, g_strdup_printf(_("CPU %s %s"), graph, share));
    }
    g_ptr_array_add(parts, dup_memory(host));
    pace = yado_host_dup_pace(host);
    if (pace != NULL)
        g_ptr_array_add(parts, pace);
    return parts;
}

static char *
dup_clock(void)
{
    g_autoptr(GDateTime) now = g_date_time_new_now_local();

    return g_date_time_format(now, "%H:%M");
}

void
yado_tui_manager_draw_title(YadoHost *host, YadoTty *tty, const YadoTtyRect *rect)
{
    g_autoptr(GPtrArray) parts = list_title_parts(host);
    g_autofree char *clock = dup_clock();
    int x = rect->x + 1, end = rect->x + rect->width - yado_text_get_width(clock) - 1;

    yado_tty_fill(tty, rect, YADO_STYLE_TITLE);
    for (guint i = 0; i < parts->len; i++) {
        const char *part = parts->pdata[i];

        if (part == NULL || (i > 1 && x + yado_text_get_width(part) >= end))
            continue; /* what does not fit whole is left out */
        x += yado_tty_put(tty, rect->y, x, end - x, part, YADO_STYLE_TITLE) + 2;
    }
    yado_tty_put(tty, rect->y, end, rect->width, clock, YADO_STYLE_TITLE);
}

char *
yado_tui_manager_dup_counts(YadoTable *table)
{
    guint all = yado_table_get_n_all(table), shown = g_list_model_get_n_items(G_LIST_MODEL(table));

    if (shown != all)
        return g_strdup_printf(_(" Guests %u of %u, running %u"), shown, all,
                               yado_table_get_n_running(table));
    return g_strdup_printf(_(" Guests %u, running %u"), all, yado_table_get_n_running(table));
}

char *
yado_tui_manager_dup_sorting(YadoTable *table, int room)
{
    gboolean descending;
    const YadoColumnSpec *sort = yado_table_get_sort(table, &descending);
    const char *tag = yado_table_get_tag(table);
    g_autofree char *clean = tag != NULL && *tag != '\0' ? yado_text_clean(tag) : NULL;
    const char *group = tag == NULL ? _("all") : clean != NULL ? clean : _("without a tag");
    const char *title = sort != NULL ? yado_column_get_title(sort) : "";

    g_autofree char *text =
        descending ? g_strdup_printf(_("Sort: %s, descending  Group: %s"), title, group)
                   : g_strdup_printf(_("Sort: %s  Group: %s"), title, group);

    if (tag != NULL || yado_text_get_width(text) <= room)
        return g_steal_pointer(&text);
    g_free(text);
    text = g_strdup_printf(descending ? _("Sort: %s, descending") : _("Sort: %s"), title);
    /* The arrow in the table's head tells it too. */
    return yado_text_get_width(text) <= room ? g_steal_pointer(&text) : g_strdup("");
}

static char *
describe_host(YadoHost *host)
{
    const GError *error = yado_host_get_error(host);
    g_autofree char *note = yado_host_dup_note(host);
    const char *hint;

    if (error == NULL && note != NULL)
        return g_strdelimit(g_steal_pointer(&note), "\n", ' ');
    if (error == NULL)
        return g_strdup(yado_host_get_state_label(host));
    hint = yado_error_get_hint(error);
    return g_strdup_printf("%s: %s  %s", yado_host_get_state_label(host), error->message,
                           hint != NULL ? hint : "");
}

static char *
describe_guest(YadoGuest *guest)
{
    g_autofree char *what = yado_guest_describe(guest);

    if (what == NULL || *what == '\0')
        return g_strdup("");
    return g_strdup_printf("%s: %s", yado_guest_get_name(guest), what);
}

char *
yado_tui_manager_describe(YadoGuest *guest, YadoHost *host, guint n_marked)
{
    g_autofree char *text = NULL, *clean = NULL;

    if (n_marked > 0)
        return g_strdup_printf(ngettext("%u guest is marked: an action applies to it.",
                                        "%u guests are marked: an action applies to all of them.",
                                        n_marked),
                               n_marked);
    if (host != NULL && yado_host_get_error(host) != NULL)
        text = describe_host(host);
    else if (guest != NULL)
        text = describe_guest(guest);
    else if (host != NULL)
        text = describe_host(host);
    clean = yado_text_clean(text != NULL ? text : "");
    return g_steal_pointer(&clean);
}

static YadoJob *
find_running(YadoJobQueue *jobs)
{
    for (guint i = g_list_model_get_n_items(G_LIST_MODEL(jobs)); i > 0; i--) {
        g_autoptr(YadoJob) job = g_list_model_get_item(G_LIST_MODEL(jobs), i - 1);

        if (!yado_job_is_finished(job))
            return job; /* the queue keeps it */
    }
    return NULL;
}

static char *
dup_bar(double fraction)
{
    g_autoptr(GString) bar = g_string_new(NULL);

    for (int i = 0; i < BAR_CELLS && fraction >= 0; i++)
        g_string_append(bar, i < (int)round(fraction * BAR_CELLS) ? "▓" : "░");
    return g_string_free(g_steal_pointer(&bar), FALSE);
}

void
yado_tui_manager_draw_jobs(YadoJobQueue *jobs, YadoTty *tty, int y, int x, int width)
{
    guint n = yado_job_queue_get_n_running(jobs);
    guint all = g_list_model_get_n_items(G_LIST_MODEL(jobs));
    YadoJob *running = find_running(jobs);
    g_autofree char *text = NULL, *description = NULL, *bar = NULL;

    if (n == 0 && all > 0) {
        g_autoptr(YadoJob) last = g_list_model_get_item(G_LIST_MODEL(jobs), all - 1);
        text = yado_job_describe(last);
        yado_tty_put_cut(tty, y, x, width, text, YADO_STYLE_DIM);
        return;
    }
    if (n == 0 || running == NULL)
        return;
    description = yado_job_describe(running);
    bar = dup_bar(yado_job_get_fraction(running));
    text = g_strdup_printf(ngettext("%u job running: %s %s", "%u jobs running: %s %s", n), n,
                           description, bar);
    yado_tty_put_cut(tty, y, x, width, text, YADO_STYLE_STRONG);
}
