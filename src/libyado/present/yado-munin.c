/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "present/yado-munin.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "base/yado-text.h"

#define N_STATES (YADO_GUEST_SUSPENDED + 1)

/* One number of each guest. */
typedef struct {
    const char *suffix; /* of the field's name */
    YadoStatsHas has;
    gsize offset;         /* of the guint64 in YadoGuestStats */
    const char *settings; /* "NAME VALUE" each on a line; @ stands for the guest's field */
} Series;

typedef struct {
    const char *id;
    const char *title, *unit, *help; /* N_() */
    const char *arguments;           /* of rrdtool */
    const Series *series;            /* ends with settings NULL; NULL: none of guests */
    void (*append_rest)(GString *text, YadoHost *host, YadoMuninParts parts); /* or NULL */
} Graph;

/* ---- Names ---- */

char *
yado_munin_make_field(const char *name, const char *uuid)
{
    GString *field = g_string_new(g_ascii_isalpha(*name) ? NULL : "_");

    for (; *name != '\0'; name = g_utf8_next_char(name))
        g_string_append_c(field, g_ascii_isalnum(*name) ? *name : '_');
    g_string_append_printf(field, "_%08x", g_str_hash(uuid));
    return g_string_free(field, FALSE);
}

char *
yado_munin_clean_label(const char *text)
{
    char *label = yado_text_clean(text);

    return g_strdelimit(label, "#\\", '_');
}

/* ---- Numbers ---- */

static void
append_number(GString *text, const char *field, gboolean is_known, guint64 number)
{
    if (is_known)
        g_string_append_printf(text, "%s.value %" G_GUINT64_FORMAT "\n", field, number);
    else
        g_string_append_printf(text, "%s.value U\n", field);
}

static void
append_value(GString *text, const char *field, YadoGuest *guest, const Series *series)
{
    const YadoGuestStats *counters = yado_guest_get_counters(guest);
    gboolean is_known = counters && (counters->has & series->has);
    g_autofree char *name = g_strconcat(field, series->suffix, NULL);

    append_number(text, name, is_known,
                  is_known ? G_STRUCT_MEMBER(guint64, counters, series->offset) : 0);
}

static void
append_setting(GString *text, const char *field, const Series *series, const char *setting)
{
    g_auto(GStrv) parts = g_strsplit(setting, "@", -1);
    g_autofree char *filled = g_strjoinv(field, parts);

    g_string_append_printf(text, "%s%s.%s\n", field, series->suffix, filled);
}

static void
append_settings(GString *text, const char *field, YadoGuest *guest, const Series *series)
{
    g_auto(GStrv) settings = g_strsplit(series->settings, "\n", -1);
    g_autofree char *label = yado_munin_clean_label(yado_guest_get_name(guest));

    g_string_append_printf(text, "%s%s.label %s\n", field, series->suffix, label);
    for (guint i = 0; settings[i]; i++)
        append_setting(text, field, series, settings[i]);
}

static void
append_guest(GString *text, YadoGuest *guest, const Series *series, YadoMuninParts parts)
{
    g_autofree char *field =
        yado_munin_make_field(yado_guest_get_name(guest), yado_guest_get_uuid(guest));

    for (; series->settings; series++) {
        if (parts & YADO_MUNIN_CONFIG)
            append_settings(text, field, guest, series);
        if (parts & YADO_MUNIN_VALUES)
            append_value(text, field, guest, series);
    }
}

/* ---- What is not of one guest ---- */

static void
append_states(GString *text, YadoHost *host, YadoMuninParts parts)
{
    guint counts[N_STATES] = { 0 };

    for (guint i = 0; i < g_list_model_get_n_items(G_LIST_MODEL(host)); i++) {
        g_autoptr(YadoGuest) guest = g_list_model_get_item(G_LIST_MODEL(host), i);

        counts[yado_guest_get_state(guest)]++;
    }
    for (guint i = 0; i < N_STATES; i++) {
        g_autofree char *field = g_strdelimit(g_strdup(yado_guest_state_get_name(i)), "-", '_');

        if (parts & YADO_MUNIN_CONFIG)
            g_string_append_printf(text, "%s.label %s\n%s.draw AREASTACK\n%s.min 0\n", field,
                                   yado_guest_state_get_label(i), field, field);
        if (parts & YADO_MUNIN_CONFIG && i == YADO_GUEST_PAUSED)
            g_string_append_printf(text, "%s.warning :0\n", field);
        if (parts & YADO_MUNIN_CONFIG && i == YADO_GUEST_CRASHED)
            g_string_append_printf(text, "%s.critical :0\n", field);
        if (parts & YADO_MUNIN_VALUES)
            append_number(text, field, TRUE, counts[i]);
    }
}

static void
append_host_memory(GString *text, YadoHost *host, YadoMuninParts parts)
{
    const YadoHostInfo *info = yado_host_get_info(host);
    guint64 free_memory = yado_host_get_memory_free(host);
    gboolean is_total_known = info && info->memory > 0;

    if (parts & YADO_MUNIN_CONFIG)
        g_string_append_printf(text,
                               "host_free.label %s\nhost_free.draw LINE1\n"
                               "host_total.label %s\nhost_total.draw LINE2\n",
                               _("free on the host"), _("all of the host"));
    if (parts & YADO_MUNIN_VALUES) {
        append_number(text, "host_free", free_memory != G_MAXUINT64, free_memory);
        append_number(text, "host_total", is_total_known, is_total_known ? info->memory : 0);
    }
}

/* ---- The graphs ---- */

#define COUNTER "type DERIVE\nmin 0\n"

static const Series cpu_series[] = {
    { "", YADO_STATS_CPU, G_STRUCT_OFFSET(YadoGuestStats, cpu_time),
      COUNTER "draw AREASTACK\ncdef @,10000000,/" }, /* ns in a second to per cent */
    { 0 },
};

static const Series memory_series[] = {
    { "", YADO_STATS_MEMORY, G_STRUCT_OFFSET(YadoGuestStats, memory), "min 0\ndraw AREASTACK" },
    { 0 },
};

static const Series disk_series[] = {
    { "_read", YADO_STATS_DISK, G_STRUCT_OFFSET(YadoGuestStats, disk_read), COUNTER "graph no" },
    { "_written", YADO_STATS_DISK, G_STRUCT_OFFSET(YadoGuestStats, disk_written),
      COUNTER "negative @_read" },
    { 0 },
};

static const Series net_series[] = {
    { "_received", YADO_STATS_NET, G_STRUCT_OFFSET(YadoGuestStats, net_received),
      COUNTER "graph no" },
    { "_sent", YADO_STATS_NET, G_STRUCT_OFFSET(YadoGuestStats, net_sent),
      COUNTER "negative @_received" },
    { 0 },
};

static const Graph graphs[] = {
    { "yado_cpu", N_("Processor time of guests"), N_("per cent of a processor"),
      N_("What each guest uses of the host's processors; 100 is one of them."),
      "--base 1000 --lower-limit 0", cpu_series, NULL },
    { "yado_memory", N_("Memory of guests"), N_("bytes"), N_("What each guest has of the memory."),
      "--base 1024 --lower-limit 0", memory_series, append_host_memory },
    { "yado_disk", N_("Disks of guests"), N_("bytes read (-) and written (+) a second"),
      N_("What each guest reads from its disks and writes to them."), "--base 1024", disk_series,
      NULL },
    { "yado_network", N_("Network of guests"), N_("bytes received (-) and sent (+) a second"),
      N_("What each guest receives and sends through its network cards."), "--base 1024",
      net_series, NULL },
    { "yado_states", N_("States of guests"), N_("guests"), N_("How many guests are in each state."),
      "--base 1000 --lower-limit 0", NULL, append_states },
};

static void
append_graph(GString *text, const Graph *graph, YadoHost *host, GPtrArray *guests,
             YadoMuninParts parts)
{
    g_string_append_printf(text, "multigraph %s\n", graph->id);
    if (parts & YADO_MUNIN_CONFIG)
        g_string_append_printf(text,
                               "graph_title %s\ngraph_args %s\ngraph_vlabel %s\ngraph_info %s\n"
                               "graph_category virtualization\n",
                               _(graph->title), graph->arguments, _(graph->unit), _(graph->help));
    for (guint i = 0; graph->series && i < guests->len; i++)
        append_guest(text, guests->pdata[i], graph->series, parts);
    if (graph->append_rest)
        graph->append_rest(text, host, parts);
}

static int
compare_names(gconstpointer a, gconstpointer b)
{
    YadoGuest *const *first = a, *const *second = b;
    int order = g_strcmp0(yado_guest_get_name(*first), yado_guest_get_name(*second));

    return order != 0 ? order : strcmp(yado_guest_get_uuid(*first), yado_guest_get_uuid(*second));
}

char *
yado_munin_format(YadoHost *host, YadoMuninParts parts)
{
    g_autoptr(GPtrArray) guests = g_ptr_array_new_with_free_func(g_object_unref);
    GString *text = g_string_new(NULL);

    for (guint i = 0; i < g_list_model_get_n_items(G_LIST_MODEL(host)); i++)
        g_ptr_array_add(guests, g_list_model_get_item(G_LIST_MODEL(host), i));
    g_ptr_array_sort(guests, compare_names);
    for (guint i = 0; i < G_N_ELEMENTS(graphs); i++)
        append_graph(text, &graphs[i], host, guests, parts);
    return g_string_free(text, FALSE);
}
