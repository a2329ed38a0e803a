/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * yado-action.h: the description of one thing that the user can do.
 *
 * From one YadoActionSpec come the GTK action and menu entry, the TUI menu line and F-key, the CLI verb, the section of the manual page and the question before it.
 *
 * How a front end runs one:
 *   1. yado_action_check(): may it run on these targets?  If not, show it disabled with the reason.
 *   2. yado_action_create_form(): when not NULL, show that form as a dialog (CLI: fill it from the arguments), then yado_form_validate().
 *   3. yado_action_perform_async(): asks for confirmation through the session's prompt where needed, and starts the jobs.
 * Actions with a `view` are the front end's own (open a page, show help, quit): it does them in step 3 itself.
 */
#pragma once

#include "present/yado-form.h"

G_BEGIN_DECLS

typedef struct _YadoActionSpec YadoActionSpec;

/* Marks a sentence and its plural for translation: fills `confirm` and the member behind it. */
#define NP_(one, many) one, many

typedef enum {
    YADO_SCOPE_GUEST, /* one or more guests */
    YADO_SCOPE_HOST,  /* one host */
    YADO_SCOPE_APP,
} YadoActionScope;

/* Which key convention it follows, see DESIGN "Keys". */
typedef enum {
    YADO_ROLE_NONE,
    YADO_ROLE_HELP,    /* F1 */
    YADO_ROLE_MENU,    /* F2 */
    YADO_ROLE_ADD,     /* F3 */
    YADO_ROLE_EDIT,    /* F4 */
    YADO_ROLE_DELETE,  /* F5 */
    YADO_ROLE_REFRESH, /* F6 */
    YADO_ROLE_CONSOLE, /* F7 */
    YADO_ROLE_BACK,    /* F8 */
    YADO_ROLE_CANCEL,  /* F9 */
    YADO_ROLE_ACCEPT,  /* F10 */
} YadoRole;

typedef enum {
    YADO_DANGER_NONE,
    YADO_DANGER_DISRUPTS, /* users of the guest notice */
    YADO_DANGER_LOSES,    /* something is lost */
} YadoDanger;

/* What it is about: @guests (of YadoGuest, for SCOPE_GUEST) or @host. */
typedef struct {
    YadoSession *session;
    GPtrArray *guests;
    YadoHost *host;
} YadoTargets;

/* Bits for `states`. */
#define YADO_STATE_BIT(state) (1u << (state))
#define YADO_STATES_INACTIVE \
    (YADO_STATE_BIT(YADO_GUEST_SHUT_OFF) | YADO_STATE_BIT(YADO_GUEST_SAVED))
#define YADO_STATES_ANY 0u

struct _YadoActionSpec {
    const char *id; /* "guest.start" */
    const char *
        command; /* CLI verb: "start"; "host refresh" for a sub-command; NULL: not on the command line */
    const char *label; /* N_("_Start") */
    const char *help;  /* N_() paragraph */
    const char *icon;  /* icon name of the theme, or NULL */
    const char *group; /* menu group: "power", "state", "edit", "host", "view" */
    YadoActionScope scope;
    YadoRole role;
    const char *key;          /* default key by name, "s" or "Ctrl+R"; data/keymap.ini overrides */
    guint states;             /* guest states in which it makes sense; YADO_STATES_ANY */
    const char *state_reason; /* N_("The guest is already running.") for the other states */
    const char *needs;        /* capability, or NULL */
    gboolean single;          /* only on one target at a time */
    gboolean
        offers_console; /* it starts a guest: the console may be opened with it (CLI: --console) */
    const char *opens;  /* the view that the managers open when its jobs have started, or NULL */
    gboolean not_dom0;  /* refused on Domain-0, with the reason */
    YadoDanger danger;
    /* Sentences that say what is lost or what happens, %s: the name(s); written `.confirm = NP_("one", "many")`. NULL: not asked. */
    const char *confirm, *confirm_many;
    /* More to say in the question, from what was filled in; translated, NULL: nothing. (transfer full) */
    char *(*dup_details)(const YadoTargets *targets, YadoForm *form);
    /* The field of its form that names what it is done to; that is what sentences and jobs call it.  NULL: the guest or the host. */
    const char *subject;
    /* Whether those of all guests of the hosts are read first, for `refuses`, `dup_details` and `run`; NULL: they are not. */
    gboolean (*needs_configurations)(YadoForm *form);
    /* Why it is not done with what was filled in. TRUE: it is not, and @error is set. */
    gboolean (*refuses)(const YadoTargets *targets, YadoForm *form, GError **error);
    const char *operation;    /* back-end operation; or else run */
    const YadoFormSpec *form; /* arguments, or NULL */
    void (*init_form)(YadoForm *form, const YadoTargets *targets); /* fills first values */
    gboolean (*enabled_if)(const YadoTargets *targets,
                           char **reason); /* @reason: (transfer full), translated */
    /* Own implementation: starts what it does as @job (already in the queue); calls yado_job_finish() or _run(). */
    void (*run)(const YadoTargets *targets, YadoGuest *guest, YadoForm *form, YadoJob *job);
    gboolean
        keeps_form; /* when its job fails the form is shown again, as it was filled in: yado_action_get_job_form() */
    gboolean changes_resources; /* pools, volumes or networks are others afterwards */
    const char *view; /* the front end does it: "page:overview", "add-connection", "help", "quit" */
};

/* Translated; borrowed. */
const char *yado_action_get_label(const YadoActionSpec *spec);
const char *yado_action_get_help(const YadoActionSpec *spec);

/*
 * Of several guests one that fits is enough: it is done to those, the others are named first (yado_action_perform_async()).
 * @reason (out, nullable, transfer full): a sentence why not.
 */
gboolean yado_action_check(const YadoActionSpec *spec, const YadoTargets *targets, char **reason);

/* A guest that was chosen too, and why @error the action cannot be done to it: UNSUPPORTED, or CONNECTION where its host is away. */
typedef struct {
    YadoGuest *guest;
    GError *error;
} YadoMisfit;

/* Those of @targets that it can be done to; @misfits (out, nullable, transfer full) of YadoMisfit: the others. (transfer full) */
GPtrArray *yado_action_list_fitting(const YadoActionSpec *spec, const YadoTargets *targets,
                                    GPtrArray **misfits);

/* For those that fit. NULL when the action has no arguments.  (transfer full) */
YadoForm *yado_action_create_form(const YadoActionSpec *spec, const YadoTargets *targets);

/*
 * The question to ask, or NULL when there is none and nobody is left out, or the user switched it off: key "confirm" / ID of the settings is false.
 * The skip key of the question is the action's id: a front end that offers "do not ask again" stores FALSE there. (transfer full)
 */
YadoQuestion *yado_action_create_question(const YadoActionSpec *spec, const YadoTargets *targets);

/*
 * Asks (unless @confirmed; always when some guests do not fit, with their names and reasons) and starts one job a guest (one for a host or the application), each added to the session's queue.
 * The result, of YadoJob, comes when the jobs have started; NULL with G_IO_ERROR_CANCELLED when the user said no.  (transfer full)
 */
void yado_action_perform_async(const YadoActionSpec *spec, const YadoTargets *targets,
                               YadoForm *form, gboolean confirmed, GCancellable *cancellable,
                               GAsyncReadyCallback callback, gpointer user_data);
GPtrArray *yado_action_perform_finish(GAsyncResult *result, GError **error);

/* The guest that one of these jobs is about, NULL: it is about a host or the program. */
YadoGuest *yado_action_get_job_guest(YadoJob *job);

/* The form to show again when the job failed, with what was typed, and its action (out); NULL: none. Borrowed. */
YadoForm *yado_action_get_job_form(YadoJob *job, const YadoActionSpec **spec);

/* "Force off": the label without mnemonic and dots, for titles and buttons of questions. (transfer full) */
char *yado_action_dup_name(const YadoActionSpec *spec);

/* "web-07", "a, b and c", with at most ten names: translated. (transfer full) */
char *yado_action_dup_target_names(const YadoActionSpec *spec, const YadoTargets *targets);

/* The title a job of it has: "Start web-07". (transfer full) */
char *yado_action_dup_job_title(const YadoActionSpec *spec, const char *name);

G_END_DECLS
