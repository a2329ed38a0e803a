/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "present/yado-wizard.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "document/yado-plain-document.h"

struct _YadoWizard {
    GObject parent_instance;
    const YadoWizardSpec *spec;
    YadoSession *session;
    YadoHost *host;
    YadoDocument *answers;
    GPtrArray *forms; /* of YadoForm, by step; NULL: the summary */
    GArray *history;  /* of guint: the steps gone through, the current one is not in it */
    GHashTable *own;  /* ids of fields that the user changed himself */
    guint n_steps, current;
    gboolean *done;
    gboolean is_proposing, comes_from_summary;
};

G_DEFINE_FINAL_TYPE(YadoWizard, yado_wizard, G_TYPE_OBJECT)

enum { CHANGED, N_SIGNALS };
static guint signals[N_SIGNALS];

static const YadoWizardStep *
get_step(YadoWizard *self, guint step)
{
    return &self->spec->steps[step];
}

static void
emit_changed(YadoWizard *self)
{
    g_signal_emit(self, signals[CHANGED], 0);
}

/* ---- Values ---- */

const YadoFieldSpec *
yado_wizard_find_field(YadoWizard *self, const char *field, YadoForm **form)
{
    for (guint i = 0; i < self->n_steps; i++) {
        const YadoFieldSpec *spec = self->forms->pdata[i] != NULL
                                        ? yado_form_find_field(self->forms->pdata[i], field)
                                        : NULL;

        if (spec == NULL)
            continue;
        if (form != NULL)
            *form = self->forms->pdata[i];
        return spec;
    }
    return NULL;
}

char *
yado_wizard_dup_value(YadoWizard *self, const char *field)
{
    YadoForm *form = NULL;
    const YadoFieldSpec *spec = yado_wizard_find_field(self, field, &form);

    return spec != NULL ? yado_form_dup_value(form, spec) : NULL;
}

void
yado_wizard_propose(YadoWizard *self, const char *field, const char *value)
{
    const YadoFieldSpec *spec = yado_wizard_find_field(self, field, NULL);

    g_return_if_fail(spec != NULL);
    if (g_hash_table_contains(self->own, field))
        return;
    yado_plain_document_set_initial(YADO_PLAIN_DOCUMENT(self->answers), yado_field_get_key(spec),
                                    value);
}

void
yado_wizard_hold_start(YadoWizard *self)
{
    g_return_if_fail(YADO_IS_WIZARD(self));

    yado_plain_document_set_initial(YADO_PLAIN_DOCUMENT(self->answers), "start.held", "yes");
}

/* Proposals are no edits, so that forms do not tell of them by themselves. */
static void
refresh_forms(YadoWizard *self, YadoForm *except)
{
    for (guint i = 0; i < self->n_steps; i++)
        if (self->forms->pdata[i] != NULL && self->forms->pdata[i] != except)
            yado_form_refresh(self->forms->pdata[i]);
}

static void
update(YadoWizard *self, YadoForm *form, const char *field)
{
    self->is_proposing = TRUE;
    if (self->spec->update != NULL)
        self->spec->update(self, field);
    refresh_forms(self, form);
    self->is_proposing = FALSE;
    emit_changed(self);
}

void
yado_wizard_enter(YadoWizard *self)
{
    g_return_if_fail(YADO_IS_WIZARD(self));

    if (self->spec->enter != NULL)
        self->spec->enter(self);
}

void
yado_wizard_refresh(YadoWizard *self)
{
    g_return_if_fail(YADO_IS_WIZARD(self));

    update(self, NULL, NULL);
}

static void
on_form_changed_cb(YadoForm *form, const char *field, YadoWizard *self)
{
    const YadoFieldSpec *spec = field != NULL ? yado_form_find_field(form, field) : NULL;

    if (self->is_proposing)
        return;
    if (spec != NULL && yado_form_is_changed(form, spec) && yado_form_get_error(form, spec) == NULL)
        g_hash_table_add(self->own, (gpointer)spec->id);
    update(self, form, field);
}

/* ---- Moving ---- */

gboolean
yado_wizard_is_skipped(YadoWizard *self, guint step)
{
    g_return_val_if_fail(step < self->n_steps, TRUE);
    return get_step(self, step)->skip_if != NULL && get_step(self, step)->skip_if(self);
}

static guint
find_step(YadoWizard *self, const char *id)
{
    for (guint i = 0; i < self->n_steps; i++)
        if (strcmp(get_step(self, i)->id, id) == 0)
            return i;
    g_return_val_if_reached(self->n_steps - 1);
}

static guint
get_following(YadoWizard *self, guint step)
{
    do {
        const char *id =
            get_step(self, step)->next != NULL ? get_step(self, step)->next(self) : NULL;

        step = id != NULL ? find_step(self, id) : step + 1;
    } while (step < self->n_steps - 1 && yado_wizard_is_skipped(self, step));
    return MIN(step, self->n_steps - 1);
}

static gboolean
check_step(YadoWizard *self, guint step, GError **error)
{
    YadoForm *form = self->forms->pdata[step];

    return form == NULL || yado_wizard_is_skipped(self, step) ||
           yado_form_validate(form, NULL, error);
}

static void
show(YadoWizard *self, guint step)
{
    if (step != self->current)
        g_array_append_val(self->history, self->current);
    self->current = step;
    emit_changed(self);
}

gboolean
yado_wizard_next(YadoWizard *self, GError **error)
{
    g_return_val_if_fail(YADO_IS_WIZARD(self), FALSE);

    if (yado_wizard_is_at_summary(self) || !check_step(self, self->current, error))
        return FALSE;
    self->done[self->current] = TRUE;
    if (self->comes_from_summary) {
        self->comes_from_summary = FALSE;
        return yado_wizard_go_to(self, self->n_steps - 1, error);
    }
    show(self, get_following(self, self->current));
    return TRUE;
}

gboolean
yado_wizard_back(YadoWizard *self)
{
    g_return_val_if_fail(YADO_IS_WIZARD(self), FALSE);

    self->comes_from_summary = FALSE;
    while (self->history->len > 0) {
        guint step = g_array_index(self->history, guint, self->history->len - 1);

        g_array_set_size(self->history, self->history->len - 1);
        if (yado_wizard_is_skipped(self, step))
            continue;
        self->current = step;
        emit_changed(self);
        return TRUE;
    }
    return FALSE;
}

gboolean
yado_wizard_go_to(YadoWizard *self, guint step, GError **error)
{
    g_return_val_if_fail(YADO_IS_WIZARD(self) && step < self->n_steps, FALSE);

    for (guint i = self->current; i < step; i++) {
        if (!check_step(self, i, error)) {
            show(self, i);
            return FALSE;
        }
        self->done[i] = TRUE;
    }
    self->comes_from_summary = yado_wizard_is_at_summary(self) && step != self->current;
    show(self, step);
    return TRUE;
}

/* ---- The end ---- */

char *
yado_wizard_summarize(YadoWizard *self, guint step)
{
    const YadoWizardStep *spec = get_step(self, step);

    if (spec->summarize == NULL || yado_wizard_is_skipped(self, step))
        return NULL;
    return spec->summarize(self);
}

char *
yado_wizard_dup_configuration(YadoWizard *self, GError **error)
{
    g_return_val_if_fail(YADO_IS_WIZARD(self), NULL);
    return self->spec->dup_configuration(self, error);
}

static gboolean
check_all(YadoWizard *self, GError **error)
{
    for (guint i = 0; i < self->n_steps; i++)
        if (!check_step(self, i, error)) {
            show(self, i);
            return FALSE;
        }
    return self->spec->check == NULL || self->spec->check(self, error);
}

YadoJob *
yado_wizard_accept(YadoWizard *self, GError **error)
{
    g_return_val_if_fail(YADO_IS_WIZARD(self), NULL);

    return check_all(self, error) ? self->spec->start(self, error) : NULL;
}

/* ---- Dump ---- */

static void
dump_step(YadoWizard *self, guint step, GString *dump)
{
    g_autofree char *line = yado_wizard_summarize(self, step);
    g_autofree char *form =
        self->forms->pdata[step] != NULL ? yado_form_dump(self->forms->pdata[step]) : NULL;

    g_string_append_printf(dump, "== %s%s%s\n", yado_wizard_get_step_label(self, step),
                           yado_wizard_is_skipped(self, step) ? " (skipped)" : "",
                           step == self->current ? " (here)" : "");
    if (line != NULL)
        g_string_append_printf(dump, "   %s\n", line);
    g_string_append(dump, form != NULL ? form : "");
}

char *
yado_wizard_dump(YadoWizard *self)
{
    GString *dump = g_string_new(NULL);

    g_string_append_printf(dump, "%s: %s [%s]\n", self->spec->id, _(self->spec->title),
                           _(self->spec->positive));
    for (guint i = 0; i < self->n_steps; i++)
        dump_step(self, i, dump);
    return g_string_free(dump, FALSE);
}

/* ---- Life ---- */

static void
yado_wizard_finalize(GObject *object)
{
    YadoWizard *self = YADO_WIZARD(object);

    g_ptr_array_unref(self->forms);
    g_array_unref(self->history);
    g_hash_table_unref(self->own);
    g_free(self->done);
    g_clear_object(&self->answers);
    g_clear_object(&self->session);
    g_clear_object(&self->host);
    G_OBJECT_CLASS(yado_wizard_parent_class)->finalize(object);
}

static void
yado_wizard_class_init(YadoWizardClass *klass)
{
    G_OBJECT_CLASS(klass)->finalize = yado_wizard_finalize;
    signals[CHANGED] = g_signal_new("changed", YADO_TYPE_WIZARD, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                    NULL, G_TYPE_NONE, 0);
}

static void
unref_form(gpointer form)
{
    if (form != NULL)
        g_object_unref(form);
}

static void
yado_wizard_init(YadoWizard *self)
{
    self->answers = yado_plain_document_new();
    self->forms = g_ptr_array_new_with_free_func(unref_form);
    self->history = g_array_new(FALSE, FALSE, sizeof(guint));
    self->own = g_hash_table_new(g_str_hash, g_str_equal);
}

static YadoForm *
create_form(YadoWizard *self, const YadoFormSpec *spec)
{
    YadoForm *form = yado_form_new(spec, self->answers, NULL, self->session, NULL);

    if (self->host != NULL)
        yado_form_set_host(form, self->host);
    g_signal_connect_object(form, "changed", G_CALLBACK(on_form_changed_cb), self, 0);
    return form;
}

YadoWizard *
yado_wizard_new(const YadoWizardSpec *spec, YadoSession *session, YadoHost *host)
{
    YadoWizard *self = g_object_new(YADO_TYPE_WIZARD, NULL);

    self->spec = spec;
    g_set_object(&self->session, session);
    g_set_object(&self->host, host);
    for (; spec->steps[self->n_steps].id != NULL; self->n_steps++) {
        const YadoFormSpec *form = spec->steps[self->n_steps].form;

        g_ptr_array_add(self->forms, form != NULL ? create_form(self, form) : NULL);
    }
    self->done = g_new0(gboolean, self->n_steps);
    self->is_proposing = TRUE;
    if (spec->init != NULL)
        spec->init(self);
    self->is_proposing = FALSE;
    return self;
}

const YadoWizardSpec *
yado_wizard_get_spec(YadoWizard *self)
{
    return self->spec;
}

YadoSession *
yado_wizard_get_session(YadoWizard *self)
{
    return self->session;
}

YadoHost *
yado_wizard_get_host(YadoWizard *self)
{
    return self->host;
}

YadoDocument *
yado_wizard_get_answers(YadoWizard *self)
{
    return self->answers;
}

guint
yado_wizard_get_n_steps(YadoWizard *self)
{
    return self->n_steps;
}

const char *
yado_wizard_get_step_label(YadoWizard *self, guint step)
{
    g_return_val_if_fail(step < self->n_steps, "");
    return _(get_step(self, step)->label);
}

gboolean
yado_wizard_is_done(YadoWizard *self, guint step)
{
    return step < self->n_steps && self->done[step];
}

guint
yado_wizard_get_current(YadoWizard *self)
{
    return self->current;
}

gboolean
yado_wizard_is_at_summary(YadoWizard *self)
{
    return self->forms->pdata[self->current] == NULL;
}

YadoForm *
yado_wizard_get_form(YadoWizard *self, guint step)
{
    g_return_val_if_fail(step < self->n_steps, NULL);
    return self->forms->pdata[step];
}
