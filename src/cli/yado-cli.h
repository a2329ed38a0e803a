/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * yado-cli.h: what every command has at hand.
 *
 * A command is straight-line code on the main thread: it starts something asynchronous and then lets the main context turn until the answer is there
 * (yado_cli_await()).  That is the program's only loop; no callback ever turns it again.
 */
#pragma once

#include <stdio.h>

#include "yado.h"

#include "cli/yado-cli-arguments.h"

G_BEGIN_DECLS

typedef struct _YadoCli YadoCli;
typedef struct _YadoCliCommand YadoCliCommand;

/* A word after `yado`: our own ones stand in yado-cli-commands.c, the others are made from the catalog's actions. */
struct _YadoCliCommand {
    const char *name;             /* "list", "connections add" */
    const char *group;            /* menu group of the catalog, or one of ours: "look", "program" */
    const char *operands;         /* of the synopsis: "GUEST…" */
    const char *help;             /* N_(); its first sentence is the summary */
    const YadoCliOption *options; /* ends with name NULL */
    int minimum, maximum;         /* how many words; maximum -1: any number */
    gboolean lists;               /* prints rows: --csv fits */
    const YadoActionSpec *action; /* NULL: one of ours */
    gboolean (*run)(YadoCli *cli, const YadoCliCommand *command, YadoCliArguments *arguments,
                    GError **error);
    gboolean is_plugin; /* of a monitoring system: nobody is asked anything */
    guint timeout;      /* seconds, when --timeout is not given; 0: none */
    /* What it says of the error that @run returned, or that kept it from running; others are kept in cli->errors.  NULL: as all do. */
    void (*fail)(YadoCli *cli, const GError *error);
};

typedef void (*YadoCliOverview)(void);

struct _YadoCli {
    YadoSession *session;
    GPtrArray *
        hosts; /* of YadoHost, those that the command is about, open; NULL before yado_cli_open() */
    YadoTable *table; /* of all their guests, filtered and sorted; NULL before it is asked for */
    YadoCliOverview overview;
    GStrv uris;
    gboolean demo, json, csv, quiet, verbose, assume_yes;
    guint timeout; /* seconds, 0: none */
    GCancellable *cancellable;
    const YadoCliCommand *command; /* that runs; NULL: none was found */
    GPtrArray *errors;             /* of GError, kept; NULL: they are told as they come */
    gboolean timed_out;
    int status; /* of the first error reported */
};

/* The program; @overview prints the general help. */
int yado_cli_main(int argc, char **argv, YadoCliOverview overview);

/* All commands, in the order of the help. Owned by the library. */
GPtrArray *yado_cli_list_commands(void);
/* The longest command that @words begin with; @used (out): how many words it took. */
const YadoCliCommand *yado_cli_find_command(const char *const *words, guint *used);
const char *yado_cli_command_get_group_label(const char *group);
/* What `help COMMAND` prints. (transfer full) */
char *yado_cli_command_dup_help(const YadoCliCommand *command);
char *yado_cli_command_dup_synopsis(const YadoCliCommand *command);
/* Translated; the whole and its first sentence. */
const char *yado_cli_command_get_help(const YadoCliCommand *command);

/* For callbacks: on_ready keeps the result in the GAsyncResult * that @slot points to. */
void on_cli_answer_ready_cb(GObject *source, GAsyncResult *result, gpointer slot);
/* Turns the main context until the slot is filled. */
GAsyncResult *yado_cli_await(GAsyncResult **slot);

/* There is no command @word, or several that begin with it.  Always FALSE. */
gboolean yado_cli_refuse_command(const char *word, GError **error);
/* Prints it as `yado: message` with its hint, and keeps its exit status if it is the first one. */
void yado_cli_report(YadoCli *cli, const GError *error);
/* Puts the plain reason for a cancel in @error when the time limit was the cause. */
void yado_cli_explain_cancel(YadoCli *cli, GError **error);

/* Text on standard output or error with what could harm a terminal replaced; a line each. */
void yado_cli_say(YadoCli *cli, const char *format, ...) G_GNUC_PRINTF(2, 3);
void yado_cli_print_lines(FILE *file, const char *text);

/* The known name nearest to @text, or NULL when none is near. @names NULL-terminated; borrowed from it. */
const char *yado_cli_find_near(const char *text, const char *const *names);

G_END_DECLS
