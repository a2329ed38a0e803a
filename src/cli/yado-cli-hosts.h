/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * yado-cli-hosts.h: from the command line's words to open hosts and their guests.
 */
#pragma once

#include "cli/yado-cli.h"

G_BEGIN_DECLS

/* The session with its hosts known and none open: what -c, --demo, $YADO_URI and the settings say. */
YadoSession *yado_cli_get_session(YadoCli *cli);
/* The hosts that the command is about, not opened. (transfer container) */
GPtrArray *yado_cli_choose_hosts(YadoCli *cli);
/* For plugins: FALSE when @host is the demo host, which stands in where there is no other. */
gboolean yado_cli_check_chosen(YadoCli *cli, YadoHost *host, GError **error);
/* Opens them side by side into cli->hosts; those that fail are reported. FALSE when none is open: @error is then the last one's. */
gboolean yado_cli_open_hosts(YadoCli *cli, YadoOpenFlags flags, GError **error);
/* Lists the guests of all of them. */
gboolean yado_cli_load(YadoCli *cli, YadoLoadFlags load, YadoListFlags list, GError **error);
/* FALSE, with why, when @host is not connected (any more). */
gboolean yado_cli_check_open(YadoHost *host, GError **error);
/* On stderr: what of the hosts cannot be shown, and why. */
void yado_cli_report_notes(YadoCli *cli);
/* Waits for what the hosts tell about themselves, at most two seconds: pages name the host's memory and processors. */
void yado_cli_await_info(YadoCli *cli);
/* As long for what the configurations of those @guests tell that run: they have limits of their own. */
void yado_cli_await_facts(YadoCli *cli, GPtrArray *guests);

/* One host named by @text (URI, label, "demo"), or the only one there is when NULL; not opened. Borrowed. */
YadoHost *yado_cli_find_host(YadoCli *cli, const char *text, GError **error);
/* Opens one. */
gboolean yado_cli_open_host(YadoCli *cli, YadoHost *host, YadoOpenFlags flags, GError **error);

/* The guests that @words (names, uuids, ids, globs) stand for, each once, in that order.  NOT_FOUND names the word and near ones, INVALID
 * one that several hosts have. (transfer full) */
GPtrArray *yado_cli_match_guests(YadoCli *cli, const char *const *words, guint n_words,
                                 GError **error);
/* Exactly one; NULL on error. (transfer full) */
YadoGuest *yado_cli_match_guest(YadoCli *cli, const char *word, GError **error);

/* The configuration of one, awaited. (transfer full) */
YadoDocument *yado_cli_get_document(YadoCli *cli, YadoGuest *guest, YadoConfiguration which,
                                    GError **error);

G_END_DECLS
