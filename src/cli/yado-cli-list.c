/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* yado list, yado top: guests in columns of the catalog. */
#include "config.h"

#include <string.h>
#include <unistd.h>

#include <glib/gi18n.h>

#include "cli/yado-cli-commands.h"
#include "cli/yado-cli-hosts.h"
#include "cli/yado-cli-print.h"

/* ---- Columns ---- */

typedef gboolean (*ColumnTest)(const YadoColumnSpec *column);

static gboolean
is_list_default(const YadoColumnSpec *column)
{
    return column->is_list_default;
}

static gboolean
is_manager_default(const YadoColumnSpec *column)
{
    return column->is_default;
}

/* What top is about: who, and every number that changes. */
static gboolean
is_top_default(const YadoColumnSpec *column)
{
    return column->is_list_default || column->cost >= YADO_COST_STATS ||
           strcmp(column->id, "memory") == 0;
}

static GPtrArray *
choose_columns(ColumnTest test)
{
    GPtrArray *columns = g_ptr_array_new();

    for (const YadoColumnSpec *column = yado_catalog_get_columns(); column->id != NULL; column++)
        if (test(column))
            g_ptr_array_add(columns, (gpointer)column);
    return columns;
}

static GPtrArray *
take_columns(YadoCli *cli, YadoCliArguments *arguments, ColumnTest test, GError **error)
{
    const char *text = yado_cli_arguments_get(arguments, "output");
    GPtrArray *columns;

    if (text != NULL)
        return yado_column_parse_list(text, error);
    columns = choose_columns(test);
    if (cli->hosts->len > 1 && !g_ptr_array_find(columns, yado_catalog_find_column("host"), NULL))
        g_ptr_array_add(columns, (gpointer)yado_catalog_find_column("host"));
    return columns;
}

static gboolean
take_sort(YadoCliArguments *arguments, const char *fallback, const YadoColumnSpec **sort,
          GError **error)
{
    const char *id = yado_cli_arguments_get(arguments, "sort");
    g_autoptr(GPtrArray) columns = yado_column_parse_list(id != NULL ? id : fallback, error);

    if (columns == NULL)
        return FALSE;
    *sort = columns->pdata[0];
    return TRUE;
}

/* What must be asked for, so that nothing is that no column shows. */
static void
add_cost(const YadoColumnSpec *column, YadoLoadFlags *load, YadoListFlags *list)
{
    if (column->cost == YADO_COST_FACTS)
        *load |= YADO_LOAD_FACTS;
    else if (column->cost == YADO_COST_STATS)
        *load |= YADO_LOAD_STATS;
    else if (column->cost == YADO_COST_RATES)
        *load |= YADO_LOAD_RATES;
    /* Costs like the listing, but two more listings. */
    if (strcmp(column->id, "autostart") == 0 || strcmp(column->id, "persistent") == 0)
        *list |= YADO_LIST_AUTOSTART;
}

static void
add_costs(GPtrArray *columns, YadoLoadFlags *load, YadoListFlags *list)
{
    for (guint i = 0; i < columns->len; i++)
        add_cost(columns->pdata[i], load, list);
}

static YadoStatsHas
get_stats(GPtrArray *columns)
{
    YadoStatsHas stats = 0;

    for (guint i = 0; i < columns->len; i++)
        stats |= ((const YadoColumnSpec *)columns->pdata[i])->stats;
    return stats;
}

/* ---- Rows ---- */

typedef struct {
    gboolean only_running, only_inactive;
    const char *filter, *tag;
    const YadoColumnSpec *sort;
    gboolean descending;
} Choice;

static gboolean
is_chosen(YadoGuest *guest, const Choice *choice, GPtrArray *named)
{
    gboolean is_active = yado_guest_is_active(guest);

    if ((choice->only_running && !is_active) || (choice->only_inactive && is_active))
        return FALSE;
    return named == NULL || g_ptr_array_find(named, guest, NULL);
}

/* The library's own table filters and sorts, so that a filter means the same here as in the managers. */
static GPtrArray *
choose_guests(YadoCli *cli, const Choice *choice, GPtrArray *named)
{
    GPtrArray *guests;
    guint n;

    if (cli->table == NULL)
        cli->table = yado_table_new(cli->session);
    yado_table_set_sort(cli->table, choice->sort, choice->descending);
    yado_table_set_filter(cli->table, choice->filter);
    yado_table_set_tag(cli->table, choice->tag);
    n = g_list_model_get_n_items(G_LIST_MODEL(cli->table));
    guests = g_ptr_array_new_full(n, g_object_unref);
    for (guint i = 0; i < n; i++) {
        YadoGuest *guest = yado_table_get_guest(cli->table, i);

        if (is_chosen(guest, choice, named))
            g_ptr_array_add(guests, g_object_ref(guest));
    }
    return guests;
}

static gboolean
match_named(YadoCli *cli, YadoCliArguments *arguments, GPtrArray **named, GError **error)
{
    GPtrArray *words = arguments->words;

    if (words->len == 0)
        return TRUE;
    *named = yado_cli_match_guests(cli, (const char *const *)words->pdata, words->len, error);
    return *named != NULL;
}

static void
print_guests(YadoCli *cli, GPtrArray *guests, GPtrArray *columns, gboolean with_header)
{
    g_autofree char *text = NULL;

    if (!cli->json && !cli->csv) {
        yado_cli_guests_print_table(guests, columns, with_header);
        return;
    }
    text = cli->json ? yado_cli_guests_format_json(guests, columns)
                     : yado_cli_guests_format_csv(guests, columns, with_header);
    fputs(text, stdout);
}

gboolean
yado_cli_run_list(YadoCli *cli, const YadoCliCommand *command, YadoCliArguments *arguments,
                  GError **error)
{
    gboolean is_long = yado_cli_arguments_has(arguments, "long");
    gboolean running = yado_cli_arguments_has(arguments, "running");
    gboolean inactive = yado_cli_arguments_has(arguments, "inactive");
    Choice choice = { .only_running = running && !inactive, /* both: all */
                      .only_inactive = inactive && !running,
                      .filter = yado_cli_arguments_get(arguments, "filter"),
                      .tag = yado_cli_arguments_get(arguments, "tag"),
                      .descending = yado_cli_arguments_has(arguments, "reverse") };
    YadoLoadFlags load =
        choice.filter != NULL || choice.tag != NULL ? YADO_LOAD_FACTS : YADO_LOAD_LIST;
    YadoListFlags list = YADO_LIST_SAVED;
    g_autoptr(GPtrArray) columns = NULL;
    g_autoptr(GPtrArray) named = NULL;
    g_autoptr(GPtrArray) guests = NULL;

    if (!take_sort(arguments, "name", &choice.sort, error) ||
        !yado_cli_open_hosts(cli, YADO_OPEN_READ_ONLY, error))
        return FALSE;
    columns = take_columns(cli, arguments, is_long ? is_manager_default : is_list_default, error);
    if (columns == NULL)
        return FALSE;
    add_costs(columns, &load, &list);
    add_cost(choice.sort, &load, &list);
    if (!yado_cli_load(cli, load, list, error) || !match_named(cli, arguments, &named, error))
        return FALSE;
    yado_cli_report_notes(cli);
    guests = choose_guests(cli, &choice, named);
    g_clear_object(&cli->table); /* the cells take its place in memory */
    print_guests(cli, guests, columns, !yado_cli_arguments_has(arguments, "no-header"));
    if (guests->len == 0 && !cli->json && !cli->csv && !cli->quiet && isatty(STDOUT_FILENO))
        yado_cli_say(cli, "%s", _("There is no such guest."));
    return TRUE;
}

/* ---- top ---- */

typedef struct {
    YadoCli *cli;
    const Choice *choice;
    GPtrArray *named, *columns;
    GHashTable *devices;  /* their counters at the last turn, by uuid; NULL: not shown */
    GHashTable *sampled;  /* hosts whose sample of this turn has come */
    gboolean has_changed; /* a host was lost, or is back */
    gboolean on_screen;
    YadoStatsHas stats;
} Top;

static void
on_top_host_sampled_cb(YadoHost *host, gpointer data)
{
    Top *top = data;

    g_hash_table_add(top->sampled, host);
}

static void
on_top_host_changed_cb(YadoHost *host, gpointer data)
{
    Top *top = data;

    top->has_changed = TRUE;
}

static void
watch_guests(Top *top, YadoHost *host)
{
    g_autoptr(GPtrArray) visible = g_ptr_array_new_with_free_func(g_object_unref);

    for (guint i = 0; i < g_list_model_get_n_items(G_LIST_MODEL(host)); i++)
        g_ptr_array_add(visible, g_list_model_get_item(G_LIST_MODEL(host), i));
    yado_host_watch_rows(host, top, (YadoGuest *const *)visible->pdata, visible->len, top->stats,
                         0);
}

static void
on_top_guests_changed_cb(YadoHost *host, guint position, guint removed, guint added, gpointer data)
{
    if (added > 0)
        watch_guests(data, host);
}

static void
watch_hosts(Top *top, guint milliseconds)
{
    GPtrArray *hosts = top->cli->hosts;

    for (guint i = 0; i < hosts->len; i++) {
        YadoHost *host = hosts->pdata[i];

        yado_host_set_interval(host, milliseconds);
        g_signal_connect(host, "sampled", G_CALLBACK(on_top_host_sampled_cb), top);
        g_signal_connect(host, "state-changed", G_CALLBACK(on_top_host_changed_cb), top);
        g_signal_connect(host, "items-changed", G_CALLBACK(on_top_guests_changed_cb), top);
        watch_guests(top, host);
    }
}

static void
unwatch_hosts(Top *top)
{
    for (guint i = 0; i < top->cli->hosts->len; i++) {
        yado_host_watch(top->cli->hosts->pdata[i], top, NULL, 0);
        g_signal_handlers_disconnect_by_data(top->cli->hosts->pdata[i], top);
    }
}

static void
print_host_lines(YadoCli *cli)
{
    for (guint i = 0; i < cli->hosts->len; i++) {
        YadoHost *host = cli->hosts->pdata[i];
        guint64 free_memory = yado_host_get_memory_free(host);
        g_autofree char *cpu = yado_percent_format(yado_host_get_cpu(host));
        g_autofree char *memory =
            free_memory == G_MAXUINT64 ? g_strdup("-") : yado_size_format(free_memory);

        if (yado_host_get_state(host) != YADO_HOST_OPEN) {
            yado_cli_say(cli, "%s: %s", yado_host_get_label(host), yado_host_get_state_label(host));
            continue;
        }
        yado_cli_say(cli, _("%s: %u running, CPU %s, memory free %s"), yado_host_get_label(host),
                     yado_host_get_n_running(host), cpu, memory);
    }
}

/* Rates since the last turn; what a guest of @devices had then is replaced. */
static void
print_devices(YadoCli *cli, YadoGuest *guest, GHashTable *devices)
{
    const YadoDeviceSample *before = g_hash_table_lookup(devices, yado_guest_get_uuid(guest));
    g_autoptr(GAsyncResult) result = NULL;
    g_autofree char *text = NULL;
    g_auto(GStrv) lines = NULL;
    YadoDeviceSample *now;

    yado_guest_sample_devices_async(guest, cli->cancellable, on_cli_answer_ready_cb, &result);
    now = yado_guest_sample_devices_finish(guest, yado_cli_await(&result), NULL);
    if (now == NULL)
        return;
    text = yado_device_sample_format(before, now);
    lines = g_strsplit(text, "\n", -1);
    yado_cli_say(cli, "%s", yado_guest_get_name(guest));
    for (guint i = 0; lines[i] != NULL; i++)
        if (*lines[i])
            yado_cli_say(cli, "  %s", lines[i]);
    g_hash_table_replace(devices, g_strdup(now->uuid), now);
}

/* FALSE: nobody reads it any more (SIGPIPE is ignored once libvirt is loaded), or the disk is full. */
static gboolean
print_turn(Top *top)
{
    YadoCli *cli = top->cli;
    g_autoptr(GPtrArray) guests = choose_guests(cli, top->choice, top->named);

    /* Home, and erase below: nothing flickers. */
    if (top->on_screen)
        fputs("\033[H\033[J", stdout);
    print_host_lines(cli);
    print_guests(cli, guests, top->columns, TRUE);
    for (guint i = 0; top->devices != NULL && i < guests->len; i++)
        print_devices(cli, guests->pdata[i], top->devices);
    if (!top->on_screen && !cli->json && !cli->csv)
        fputs("\n", stdout);
    return fflush(stdout) == 0 && !ferror(stdout);
}

static gboolean
is_turn_over(Top *top)
{
    guint n_open = 0;

    if (top->on_screen && top->has_changed)
        return TRUE; /* seen at once */
    for (guint i = 0; i < top->cli->hosts->len; i++) {
        YadoHost *host = top->cli->hosts->pdata[i];

        if (yado_host_get_state(host) != YADO_HOST_OPEN)
            continue; /* tells nothing until it is back */
        if (!g_hash_table_contains(top->sampled, host))
            return FALSE;
        n_open++;
    }
    return n_open > 0 || !top->on_screen;
}

/* A script must not wait for a host that may never come back; a person sees that it is away. */
static gboolean
check_hosts(Top *top, GError **error)
{
    if (top->on_screen)
        return TRUE;
    for (guint i = 0; i < top->cli->hosts->len; i++)
        if (yado_cli_check_open(top->cli->hosts->pdata[i], NULL))
            return TRUE;
    return yado_cli_check_open(top->cli->hosts->pdata[0], error);
}

/* Waits for the next sample of every host that is open; FALSE with @error, or without: Ctrl-C. */
static gboolean
await_turn(Top *top, GError **error)
{
    g_hash_table_remove_all(top->sampled);
    top->has_changed = FALSE;
    while (!is_turn_over(top) && !g_cancellable_is_cancelled(top->cli->cancellable))
        g_main_context_iteration(NULL, TRUE);
    return !g_cancellable_is_cancelled(top->cli->cancellable) && check_hosts(top, error);
}

/* @turns 0: until Ctrl-C.  FALSE: with @error. */
static gboolean
show_turns(Top *top, double turns, GError **error)
{
    g_autoptr(GError) own = NULL;
    gboolean is_read = print_turn(top);

    for (guint turn = 1; is_read && (turns == 0 || turn < turns) && await_turn(top, &own); turn++)
        is_read = print_turn(top);
    if (own == NULL)
        return TRUE;
    g_propagate_error(error, g_steal_pointer(&own));
    return FALSE;
}

gboolean
yado_cli_run_top(YadoCli *cli, const YadoCliCommand *command, YadoCliArguments *arguments,
                 GError **error)
{
    Choice choice = { .only_running = !yado_cli_arguments_has(arguments, "all"),
                      .descending = TRUE };
    Top top = { .cli = cli,
                .choice = &choice,
                .on_screen = !yado_cli_arguments_has(arguments, "batch") && isatty(STDOUT_FILENO) &&
                             !cli->json && !cli->csv };
    YadoLoadFlags load = YADO_LOAD_RATES;
    YadoListFlags list = YADO_LIST_SAVED;
    g_autoptr(GPtrArray) columns = NULL;
    g_autoptr(GPtrArray) named = NULL;
    g_autoptr(GHashTable) devices = NULL;
    g_autoptr(GHashTable) sampled = g_hash_table_new(NULL, NULL);
    double turns, delay;
    gboolean done;

    if (yado_cli_arguments_has(arguments, "devices") && !cli->json && !cli->csv)
        devices = g_hash_table_new_full(g_str_hash, g_str_equal, g_free,
                                        (GDestroyNotify)yado_device_sample_free);
    if (!yado_cli_arguments_get_number(arguments, "iterations", 1, 0, &turns, error) ||
        !yado_cli_arguments_get_number(arguments, "delay", 0.5, 2, &delay, error) ||
        !take_sort(arguments, "cpu", &choice.sort, error) ||
        !yado_cli_open_hosts(cli, YADO_OPEN_EVENTS | YADO_OPEN_READ_ONLY, error))
        return FALSE;
    columns = take_columns(cli, arguments, is_top_default, error);
    if (columns == NULL)
        return FALSE;
    add_costs(columns, &load, &list);
    if (!yado_cli_load(cli, load, list, error) || !match_named(cli, arguments, &named, error))
        return FALSE;
    top.columns = columns;
    top.named = named;
    top.devices = devices;
    top.sampled = sampled;
    top.stats = get_stats(columns) | choice.sort->stats;
    watch_hosts(&top, (guint)(delay * 1000));
    done = show_turns(&top, turns, error);
    unwatch_hosts(&top);
    return done;
}
