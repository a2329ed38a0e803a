/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "cli/yado-cli-hosts.h"

#include <string.h>

#include <glib/gi18n.h>

#include "cli/yado-cli-prompt.h"

/* ---- Which hosts ---- */

/* The command goes on without them. */
static void
warn_of_settings(YadoCli *cli)
{
    const GError *error = yado_settings_get_error(yado_session_get_settings(cli->session));
    g_autofree char *text = error != NULL ? g_strdup_printf("yado: %s", error->message) : NULL;

    if (text != NULL && cli->errors != NULL)
        g_ptr_array_add(cli->errors, g_error_copy(error));
    else if (text != NULL)
        yado_cli_print_lines(stderr, text);
}

YadoSession *
yado_cli_get_session(YadoCli *cli)
{
    g_autoptr(YadoPrompt) prompt = NULL;

    if (cli->session != NULL)
        return cli->session;
    prompt = cli->command != NULL && cli->command->is_plugin ? NULL : yado_cli_prompt_new();
    cli->session = yado_session_new(prompt);
    warn_of_settings(cli);
    yado_session_load_hosts(cli->session, NULL);
    return cli->session;
}

static YadoHost *
find_or_add(YadoSession *session, const char *text)
{
    const char *const one[] = { text, NULL };
    YadoHost *host = yado_session_find_host(session, text);

    if (host != NULL)
        return host;
    yado_session_load_hosts(session, one); /* known for this run only, not kept */
    return yado_session_find_host(session, text);
}

/* The demo host stands in only where there is nothing else. */
static void
append_autoconnected(GPtrArray *hosts, YadoSession *session)
{
    for (guint i = 0; i < g_list_model_get_n_items(G_LIST_MODEL(session)); i++) {
        g_autoptr(YadoHost) host = g_list_model_get_item(G_LIST_MODEL(session), i);

        if (yado_host_get_autoconnect(host) && !yado_host_is_demo(host))
            g_ptr_array_add(hosts, g_object_ref(host));
    }
}

static void
append_guessed(GPtrArray *hosts, YadoSession *session)
{
    g_autofree char *uri = yado_session_guess_uri();

    g_ptr_array_add(hosts, g_object_ref(find_or_add(session, uri)));
}

GPtrArray *
yado_cli_choose_hosts(YadoCli *cli)
{
    YadoSession *session = yado_cli_get_session(cli);
    GPtrArray *hosts = g_ptr_array_new_with_free_func(g_object_unref);

    if (cli->demo)
        g_ptr_array_add(hosts, g_object_ref(find_or_add(session, "demo")));
    for (guint i = 0; cli->uris != NULL && cli->uris[i] != NULL; i++)
        g_ptr_array_add(hosts, g_object_ref(find_or_add(session, cli->uris[i])));
    /* Whoever set $YADO_URI means that one host. */
    if (hosts->len == 0 && g_getenv("YADO_URI") == NULL)
        append_autoconnected(hosts, session);
    if (hosts->len == 0)
        append_guessed(hosts, session);
    return hosts;
}

gboolean
yado_cli_check_chosen(YadoCli *cli, YadoHost *host, GError **error)
{
    if (!yado_host_is_demo(host) || cli->demo || cli->uris[0] != NULL ||
        g_getenv("YADO_URI") != NULL)
        return TRUE;
    return yado_error_set(error, YADO_ERROR_UNSUPPORTED, NULL,
                          _("Name a host with -c, or in $YADO_URI."),
                          _("This machine is no Xen host."));
}

YadoHost *
yado_cli_find_host(YadoCli *cli, const char *text, GError **error)
{
    g_autoptr(GPtrArray) hosts = NULL;
    YadoHost *host;

    if (text != NULL) {
        host = yado_session_find_host(yado_cli_get_session(cli), text);
        if (host == NULL && (strchr(text, ':') != NULL || strcmp(text, "demo") == 0))
            host = find_or_add(yado_cli_get_session(cli), text);
        if (host == NULL)
            yado_error_set(error, YADO_ERROR_NOT_FOUND, NULL,
                           _("“yado connections list” shows those that are known."),
                           _("There is no host “%s”."), text);
        return host;
    }
    hosts = yado_cli_choose_hosts(cli);
    if (hosts->len == 1)
        return hosts->pdata[0]; /* the session keeps it */
    yado_error_set(error, YADO_ERROR_INVALID, NULL, _("Name one with -c."),
                   _("Several hosts are connected: it is not clear which one is meant."));
    return NULL;
}

/* ---- Opening and listing, side by side ---- */

typedef gboolean (*HostFinish)(YadoHost *host, GAsyncResult *result, GError **error);

/* Waits for @results; hosts whose step failed are reported and leave @hosts, but the last one's error is kept for the caller. */
static gboolean
await_all(YadoCli *cli, GPtrArray *hosts, GAsyncResult **results, HostFinish finish, GError **error)
{
    g_autoptr(GError) last = NULL;
    guint n = hosts->len, kept = 0;

    for (guint i = 0; i < n; i++)
        yado_cli_await(&results[i]);
    for (guint i = 0; i < n; i++) {
        g_autoptr(GAsyncResult) result = results[i];
        g_autoptr(GError) own = NULL;

        if (finish(hosts->pdata[kept], result, &own)) {
            kept++;
            continue;
        }
        if (last != NULL)
            yado_cli_report(cli, last);
        g_clear_error(&last);
        last = g_steal_pointer(&own);
        yado_cli_explain_cancel(cli, &last);
        g_ptr_array_remove_index(hosts, kept);
    }
    if (last == NULL)
        return TRUE;
    if (kept == 0) {
        g_propagate_error(error, g_steal_pointer(&last));
        return FALSE;
    }
    yado_cli_report(cli, last);
    return TRUE;
}

gboolean
yado_cli_open_hosts(YadoCli *cli, YadoOpenFlags flags, GError **error)
{
    g_autofree GAsyncResult **results = NULL;

    if (cli->hosts != NULL)
        return TRUE;
    cli->hosts = yado_cli_choose_hosts(cli);
    results = g_new0(GAsyncResult *, cli->hosts->len);
    for (guint i = 0; i < cli->hosts->len; i++)
        yado_host_open_async(cli->hosts->pdata[i], flags | YADO_OPEN_WHOLE, cli->cancellable,
                             on_cli_answer_ready_cb, &results[i]);
    return await_all(cli, cli->hosts, results, yado_host_open_finish, error);
}

gboolean
yado_cli_open_host(YadoCli *cli, YadoHost *host, YadoOpenFlags flags, GError **error)
{
    if (cli->hosts == NULL)
        cli->hosts = g_ptr_array_new_with_free_func(g_object_unref);
    g_autoptr(GAsyncResult) result = NULL;

    yado_host_open_async(host, flags | YADO_OPEN_WHOLE, cli->cancellable, on_cli_answer_ready_cb,
                         &result);
    yado_cli_await(&result);
    if (!yado_host_open_finish(host, result, error))
        return FALSE;
    g_ptr_array_add(cli->hosts, g_object_ref(host));
    return TRUE;
}

gboolean
yado_cli_load(YadoCli *cli, YadoLoadFlags load, YadoListFlags list, GError **error)
{
    g_autofree GAsyncResult **results = g_new0(GAsyncResult *, cli->hosts->len);

    for (guint i = 0; i < cli->hosts->len; i++)
        yado_host_load_async(cli->hosts->pdata[i], load, list, cli->cancellable,
                             on_cli_answer_ready_cb, &results[i]);
    return await_all(cli, cli->hosts, results, yado_host_load_finish, error);
}

gboolean
yado_cli_check_open(YadoHost *host, GError **error)
{
    const GError *failure = yado_host_get_error(host);

    if (yado_host_get_state(host) == YADO_HOST_OPEN)
        return TRUE;
    if (failure == NULL)
        return yado_error_set(error, YADO_ERROR_CONNECTION, NULL, NULL, "%s",
                              _("The host is not connected."));
    g_propagate_error(error, g_error_copy(failure));
    return FALSE;
}

void
yado_cli_report_notes(YadoCli *cli)
{
    for (guint i = 0; i < cli->hosts->len && !cli->quiet; i++) {
        g_autofree char *note = yado_host_dup_note(cli->hosts->pdata[i]);
        g_auto(GStrv) lines = g_strsplit(note != NULL ? note : "", "\n", -1);

        for (guint k = 0; lines[k] != NULL; k++) {
            g_autofree char *line = g_strdup_printf("yado: %s", lines[k]);

            yado_cli_print_lines(stderr, line);
        }
    }
}

/* ms, for what a command can do without. */
#define PATIENCE 2000

static gboolean
on_overdue_cb(gpointer is_overdue)
{
    *(gboolean *)is_overdue = TRUE;
    return G_SOURCE_CONTINUE;
}

/* Until each of @objects has what it @lacks, or patience is over. */
static void
await_each(YadoCli *cli, GPtrArray *objects, gboolean (*lacks)(gpointer object))
{
    gboolean is_overdue = FALSE;
    guint limit = g_timeout_add(PATIENCE, on_overdue_cb, &is_overdue);

    for (guint i = 0; i < objects->len; i++)
        while (lacks(objects->pdata[i]) && !is_overdue &&
               !g_cancellable_is_cancelled(cli->cancellable))
            g_main_context_iteration(NULL, TRUE);
    g_source_remove(limit);
}

static gboolean
lacks_info(gpointer host)
{
    return yado_host_get_state(host) == YADO_HOST_OPEN && yado_host_get_info(host) == NULL;
}

void
yado_cli_await_info(YadoCli *cli)
{
    await_each(cli, cli->hosts, lacks_info);
}

static gboolean
lacks_facts(gpointer guest)
{
    YadoHost *host = yado_guest_get_host(guest);

    return host != NULL && yado_host_get_state(host) == YADO_HOST_OPEN &&
           yado_guest_is_active(guest) && !yado_guest_has_facts(guest);
}

/* Those that are looked at come first; the rest of a big host is not read. */
static void
look_at_each(GPtrArray *guests, gboolean looks)
{
    for (guint i = 0; i < guests->len; i++) {
        YadoGuest *guest = guests->pdata[i];
        YadoHost *host = yado_guest_get_host(guest);

        if (host != NULL && yado_guest_is_active(guest))
            yado_host_watch(host, guest, looks ? &guest : NULL, looks ? 1 : 0);
    }
}

void
yado_cli_await_facts(YadoCli *cli, GPtrArray *guests)
{
    look_at_each(guests, TRUE);
    await_each(cli, guests, lacks_facts);
    look_at_each(guests, FALSE);
}

/* ---- Guests ---- */

static const char *
find_near_guest(YadoCli *cli, const char *word)
{
    g_autoptr(GPtrArray) names = g_ptr_array_new();

    for (guint i = 0; i < cli->hosts->len; i++) {
        GListModel *guests = cli->hosts->pdata[i];

        for (guint k = 0; k < g_list_model_get_n_items(guests); k++) {
            g_autoptr(YadoGuest) guest = g_list_model_get_item(guests, k);

            g_ptr_array_add(names, (gpointer)yado_guest_get_name(guest));
        }
    }
    g_ptr_array_add(names, NULL);
    return yado_cli_find_near(word, (const char *const *)names->pdata);
}

static gboolean
refuse_guest(YadoCli *cli, const char *word, GError **error)
{
    g_autofree char *hint = NULL;
    const char *near;

    if (yado_text_is_glob(word))
        return yado_error_set(error, YADO_ERROR_NOT_FOUND, NULL,
                              _("“yado list” shows the guests there are."),
                              _("No guest's name matches “%s”."), word);
    near = find_near_guest(cli, word);
    hint = near != NULL ? g_strdup_printf(_("Did you mean “%s”?"), near)
                        : g_strdup(_("“yado list” shows the guests there are."));
    return yado_error_set(error, YADO_ERROR_NOT_FOUND, NULL, hint, _("There is no guest “%s”."),
                          word);
}

/* Two tools made a guest of this name each, on one host: named with their owners. */
static gboolean
refuse_two_owners(const char *word, GPtrArray *guests, GError **error)
{
    const char *first = yado_guest_owner_get_name(yado_guest_get_owner(guests->pdata[0]));
    const char *second = yado_guest_owner_get_name(yado_guest_get_owner(guests->pdata[1]));
    g_autofree char *hint = g_strdup_printf(
        _("Say “%1$s/%3$s” or “%2$s/%3$s”, or give the UUID: %4$s or %5$s."), first, second, word,
        yado_guest_get_uuid(guests->pdata[0]), yado_guest_get_uuid(guests->pdata[1]));

    return yado_error_set(error, YADO_ERROR_INVALID, NULL, hint,
                          _("Two guests are called “%s”: one belongs to %s, the other to %s."),
                          word, first, second);
}

static gboolean
is_one_host(GPtrArray *guests)
{
    for (guint i = 1; i < guests->len; i++)
        if (yado_guest_get_host(guests->pdata[i]) != yado_guest_get_host(guests->pdata[0]))
            return FALSE;
    return TRUE;
}

static gboolean
refuse_ambiguous(const char *word, GPtrArray *guests, GError **error)
{
    g_autoptr(GString) uuids = g_string_new(NULL);

    if (guests->len == 2 && is_one_host(guests))
        return refuse_two_owners(word, guests, error);

    for (guint i = 0; i < guests->len; i++) {
        YadoHost *host = yado_guest_get_host(guests->pdata[i]);

        g_string_append_printf(uuids, "%s%s (%s)", i > 0 ? ", " : "",
                               yado_guest_get_uuid(guests->pdata[i]),
                               host != NULL ? yado_host_get_label(host) : "-");
    }
    return yado_error_set(error, YADO_ERROR_INVALID, uuids->str,
                          _("Choose one host with -c, or give its UUID."),
                          _("Several guests are called “%s”."), word);
}

static gboolean
append_matches(YadoCli *cli, const char *word, GPtrArray *guests, GError **error)
{
    g_autoptr(GPtrArray) found = g_ptr_array_new_with_free_func(g_object_unref);

    for (guint i = 0; i < cli->hosts->len; i++) {
        g_autoptr(GPtrArray) here = yado_host_match_guests(cli->hosts->pdata[i], word);

        for (guint k = 0; k < here->len; k++)
            g_ptr_array_add(found, g_object_ref(here->pdata[k]));
    }
    if (found->len == 0)
        return refuse_guest(cli, word, error);
    if (found->len > 1 && !yado_text_is_glob(word))
        return refuse_ambiguous(word, found, error);
    for (guint i = 0; i < found->len; i++)
        if (!g_ptr_array_find(guests, found->pdata[i], NULL))
            g_ptr_array_add(guests, g_object_ref(found->pdata[i]));
    return TRUE;
}

GPtrArray *
yado_cli_match_guests(YadoCli *cli, const char *const *words, guint n_words, GError **error)
{
    g_autoptr(GPtrArray) guests = g_ptr_array_new_with_free_func(g_object_unref);

    for (guint i = 0; i < n_words; i++)
        if (!append_matches(cli, words[i], guests, error))
            return NULL;
    return g_steal_pointer(&guests);
}

YadoGuest *
yado_cli_match_guest(YadoCli *cli, const char *word, GError **error)
{
    g_autoptr(GPtrArray) guests = yado_cli_match_guests(cli, &word, 1, error);

    if (guests == NULL)
        return NULL;
    if (guests->len == 1)
        return g_object_ref(guests->pdata[0]);
    yado_error_set(error, YADO_ERROR_INVALID, NULL, NULL,
                   ngettext("“%s” matches %u guest; name one.", "“%s” matches %u guests; name one.",
                            guests->len),
                   word, guests->len);
    return NULL;
}

YadoDocument *
yado_cli_get_document(YadoCli *cli, YadoGuest *guest, YadoConfiguration which, GError **error)
{
    g_autoptr(GAsyncResult) result = NULL;

    yado_guest_get_document_async(guest, which, cli->cancellable, on_cli_answer_ready_cb, &result);
    return yado_guest_get_document_finish(guest, yado_cli_await(&result), error);
}
