/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * yado-wizard.h: forms in steps over one document, with a summary as the hub.
 *
 * A front end shows the steps' labels, the form of the current one (none: the summary), and Back, Next; on the summary each headline leads to its
 * step, and Next comes back.  What a step makes needless is skipped, by Next and by Back.  Accepting starts the job.
 *
 *     wizard = yado_wizard_new(yado_catalog_find_wizard("create"), session, host);
 *     while (!yado_wizard_is_at_summary(wizard))
 *         yado_wizard_next(wizard, &error);
 *     yado_wizard_accept(wizard, &error);
 *
 * Signal "changed": another step is current, or what steps are skipped.
 */
#pragma once

#include "job/yado-job.h"
#include "present/yado-form.h"

G_BEGIN_DECLS

#define YADO_TYPE_WIZARD (yado_wizard_get_type())
G_DECLARE_FINAL_TYPE(YadoWizard, yado_wizard, YADO, WIZARD, GObject)

typedef struct {
    const char *id;                          /* "source" */
    const char *label;                       /* N_() */
    const YadoFormSpec *form;                /* NULL: the summary, which is the last step */
    const char *(*next)(YadoWizard *wizard); /* id of the step that follows; NULL: the one below */
    gboolean (*skip_if)(YadoWizard *wizard); /* nothing to ask here now */
    char *(*summarize)(YadoWizard *wizard);  /* a line for the summary. (transfer full) */
} YadoWizardStep;

typedef struct {
    const char *id;                    /* "create" */
    const char *title;                 /* N_() */
    const char *positive;              /* N_() the verb on the last button */
    const char *help;                  /* N_() */
    const YadoWizardStep *steps;       /* ends with id NULL */
    void (*init)(YadoWizard *wizard);  /* first values */
    void (*enter)(YadoWizard *wizard); /* it will be looked at: starts what takes long */
    void (*update)(YadoWizard *wizard,
                   const char *field); /* a value changed: proposals that follow it */
    gboolean (*check)(YadoWizard *wizard, GError **error); /* all together */
    char *(*dup_configuration)(YadoWizard *wizard, GError **error);
    YadoJob *(*start)(YadoWizard *wizard, GError **error); /* (transfer full) */
} YadoWizardSpec;

YadoWizard *yado_wizard_new(const YadoWizardSpec *spec, YadoSession *session, YadoHost *host);
const YadoWizardSpec *yado_wizard_get_spec(YadoWizard *self);
YadoSession *yado_wizard_get_session(YadoWizard *self);
YadoHost *yado_wizard_get_host(YadoWizard *self);
/* What all forms are over: a YadoPlainDocument. */
YadoDocument *yado_wizard_get_answers(YadoWizard *self);
/* By field id, over all steps; NULL without a value. (transfer full) */
char *yado_wizard_dup_value(YadoWizard *self, const char *field);
/* A proposal: not an edit, and not where the user chose something himself. */
void yado_wizard_propose(YadoWizard *self, const char *field, const char *value);
/* The field and the form that it stands in, or NULL. */
const YadoFieldSpec *yado_wizard_find_field(YadoWizard *self, const char *field, YadoForm **form);

/* For who shows it step by step: proposals that take long to find may come while it is open. */
void yado_wizard_enter(YadoWizard *self);
/* Something that proposals or choices come from has changed: they are made anew, and every form and the wizard tell "changed". */
void yado_wizard_refresh(YadoWizard *self);

guint yado_wizard_get_n_steps(YadoWizard *self);
const char *yado_wizard_get_step_label(YadoWizard *self, guint step); /* translated */
gboolean yado_wizard_is_skipped(YadoWizard *self, guint step);
gboolean yado_wizard_is_done(YadoWizard *self, guint step); /* was passed */
guint yado_wizard_get_current(YadoWizard *self);
gboolean yado_wizard_is_at_summary(YadoWizard *self);
/* NULL for the summary. Borrowed. */
YadoForm *yado_wizard_get_form(YadoWizard *self, guint step);

/* The next step that is not skipped, or back to the summary when it was left by a headline. FALSE: the form is not right, its fields say
 * why; @error has the first. */
gboolean yado_wizard_next(YadoWizard *self, GError **error);
/* FALSE: there is none before. */
gboolean yado_wizard_back(YadoWizard *self);
/* To any step; forward only over steps that are right: the first wrong one is shown instead, and FALSE returned. */
gboolean yado_wizard_go_to(YadoWizard *self, guint step, GError **error);

/* Every step that is not skipped, with its line: "Kind: PVH". (transfer full) */
char *yado_wizard_summarize(YadoWizard *self, guint step);
/* The configuration as it will be made. (transfer full) */
char *yado_wizard_dup_configuration(YadoWizard *self, GError **error);
/* Checks everything and starts the job, which is in the session's queue. NULL: @error, and the wrong step is shown. (transfer full) */
YadoJob *yado_wizard_accept(YadoWizard *self, GError **error);

/* For who opens the console of what is made: where the host can do that, it starts paused, before its first word, and is to be resumed. */
void yado_wizard_hold_start(YadoWizard *self);

/* Golden dump: every step, its state, its form or the summary. (transfer full) */
char *yado_wizard_dump(YadoWizard *self);

G_END_DECLS
