/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "present/yado-action.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "base/yado-error.h"
#include "document/yado-plain-document.h"

#define MAX_NAMES 10
#define JOB_GUEST "yado-guest"
#define JOB_FORM "yado-form"
#define JOB_SPEC "yado-action"

/* ---- Names and sentences ---- */

/* @format with its first "%s" replaced. Names come from hosts: they never are part of a format. */
static char *
insert_names(const char *format, const char *names)
{
    const char *mark = strstr(format, "%s");

    if (mark == NULL)
        return g_strdup(format);
    return g_strdup_printf("%.*s%s%s", (int)(mark - format), format, names, mark + 2);
}

static guint
get_n_guests(const YadoTargets *targets)
{
    return targets->guests != NULL ? targets->guests->len : 0;
}

static YadoGuest *
get_guest(const YadoTargets *targets, guint i)
{
    return targets->guests->pdata[i];
}

static YadoHost *
get_host(const YadoTargets *targets)
{
    if (targets->host != NULL)
        return targets->host;
    return get_n_guests(targets) > 0 ? yado_guest_get_host(get_guest(targets, 0)) : NULL;
}

/* "a, b", of which there are @n. */
static char *
add_rest(const char *shown, guint n)
{
    if (n <= MAX_NAMES)
        return g_strdup(shown);
    return g_strdup_printf(ngettext("%s and %u more", "%s and %u more", n - MAX_NAMES), shown,
                           n - MAX_NAMES);
}

static char *
join_guest_names(const YadoTargets *targets)
{
    guint n = get_n_guests(targets);
    g_autofree char *shown = yado_guests_join_names(targets->guests, MIN(n, MAX_NAMES));

    return add_rest(shown, n);
}

const char *
yado_action_get_label(const YadoActionSpec *spec)
{
    g_return_val_if_fail(spec != NULL, "");

    return _(spec->label);
}

const char *
yado_action_get_help(const YadoActionSpec *spec)
{
    g_return_val_if_fail(spec != NULL, "");

    return _(spec->help);
}

/* German and French write a blank before the dots, Japanese the mnemonic behind them. */
static char *
dup_without_dots(const char *label)
{
    const char *dots = g_strrstr(label, "…");
    g_autofree char *begin = g_strndup(label, dots != NULL ? (gsize)(dots - label) : strlen(label));

    return g_strconcat(g_strchomp(begin), dots != NULL ? dots + strlen("…") : NULL, NULL);
}

char *
yado_action_dup_name(const YadoActionSpec *spec)
{
    g_autofree char *label = NULL;

    g_return_val_if_fail(spec != NULL, NULL);

    label = dup_without_dots(yado_action_get_label(spec));
    return g_strchomp(yado_text_strip_mnemonic(label));
}

char *
yado_action_dup_target_names(const YadoActionSpec *spec, const YadoTargets *targets)
{
    YadoHost *host;

    g_return_val_if_fail(spec != NULL && targets != NULL, g_strdup(""));

    if (spec->scope == YADO_SCOPE_GUEST)
        return join_guest_names(targets);
    host = spec->scope == YADO_SCOPE_HOST ? get_host(targets) : NULL;
    return host != NULL ? yado_text_clean(yado_host_get_label(host)) : g_strdup("");
}

char *
yado_action_dup_job_title(const YadoActionSpec *spec, const char *name)
{
    g_autofree char *action = yado_action_dup_name(spec);

    if (name == NULL || *name == '\0')
        return g_steal_pointer(&action);
    /* Translators: what a job does, and to which guest or host: "Start web-07". */
    return g_strdup_printf(C_("job", "%1$s %2$s"), action, name);
}

/* ---- May it run? ---- */

static gboolean
refuse(char **reason, const char *text)
{
    if (reason != NULL)
        *reason = g_strdup(text);
    return FALSE;
}

static char *
name_reason(YadoGuest *guest, const char *reason)
{
    g_autofree char *name = yado_text_clean(yado_guest_get_name(guest));

    /* Translators: a guest's name, and why the action cannot be done on it. */
    return g_strdup_printf(C_("reason", "%s: %s"), name, reason);
}

/* What the front end does by itself needs no connection. */
static gboolean
is_remote(const YadoActionSpec *spec)
{
    return spec->operation != NULL || (spec->scope == YADO_SCOPE_GUEST && spec->run != NULL);
}

static gboolean
check_open(YadoHost *host, char **reason)
{
    if (host == NULL)
        return refuse(reason, _("The guest is gone."));
    if (yado_host_get_state(host) == YADO_HOST_OPEN)
        return TRUE;
    if (reason != NULL) {
        g_autofree char *label = yado_text_clean(yado_host_get_label(host));

        *reason = g_strdup_printf(_("The host %s is not connected."), label);
    }
    return FALSE;
}

/* @guest NULL: the host as a whole; else whoever owns the guest must be able to. */
static gboolean
has_capability(YadoHost *host, YadoGuest *guest, const char *capability, const char **why)
{
    return guest != NULL ? yado_guest_has(guest, capability, why)
                         : yado_host_has(host, capability, why);
}

static gboolean
can_run(YadoHost *host, YadoGuest *guest, const char *operation, const char **why)
{
    return guest != NULL ? yado_guest_can_run(guest, operation, why)
                         : yado_backend_can_run(yado_host_get_backend(host), operation);
}

static gboolean
check_host(const YadoActionSpec *spec, YadoHost *host, YadoGuest *guest, char **reason)
{
    const char *why = NULL;

    if (is_remote(spec) && !check_open(host, reason))
        return FALSE;
    if (host == NULL || yado_host_get_state(host) != YADO_HOST_OPEN)
        return TRUE;
    if (spec->needs != NULL && !has_capability(host, guest, spec->needs, &why))
        return refuse(reason, why != NULL ? why : _("This host cannot do that."));
    if (spec->operation != NULL && !can_run(host, guest, spec->operation, &why))
        return refuse(reason, why != NULL ? why : _("This host cannot do that."));
    return TRUE;
}

/* Its number is fixed by Xen: it is known before the configuration is read. */
static gboolean
is_dom0(YadoGuest *guest)
{
    return yado_guest_get_kind(guest) == YADO_KIND_DOM0 ||
           yado_guest_get_owner(guest) == YADO_OWNER_XEN ||
           strcmp(yado_guest_get_uuid(guest), "00000000-0000-0000-0000-000000000000") == 0;
}

static gboolean
has_same_owner(YadoGuest *a, YadoGuest *b)
{
    return yado_guest_get_host(a) == yado_guest_get_host(b) &&
           yado_guest_get_owner(a) == yado_guest_get_owner(b);
}

/* An action on a host may be chosen while one of its guests is. */
static YadoTargets
resolve_targets(const YadoTargets *targets)
{
    YadoTargets resolved = *targets;

    resolved.host = get_host(targets);
    return resolved;
}

static gboolean
is_enabled(const YadoActionSpec *spec, const YadoTargets *targets, char **reason)
{
    YadoTargets resolved = resolve_targets(targets);

    return spec->enabled_if == NULL || spec->enabled_if(&resolved, reason);
}

/* As if it alone had been chosen. */
static gboolean
is_enabled_for(const YadoActionSpec *spec, const YadoTargets *targets, YadoGuest *guest,
               char **reason)
{
    g_autoptr(GPtrArray) one = NULL;
    YadoTargets alone = *targets;

    if (spec->enabled_if == NULL)
        return TRUE;
    one = g_ptr_array_new();
    g_ptr_array_add(one, guest);
    alone.guests = one;
    return is_enabled(spec, &alone, reason);
}

/* @checked: the guest before, whose host is not asked again: thousands may be marked. */
static gboolean
check_guest(const YadoActionSpec *spec, const YadoTargets *targets, YadoGuest *guest,
            YadoGuest **checked, char **reason)
{
    if (yado_guest_is_gone(guest))
        return refuse(reason, _("The guest is gone."));
    if (spec->not_dom0 && is_dom0(guest))
        return refuse(reason, _("Domain-0 runs the host itself: this would stop or break it."));
    if (spec->states != YADO_STATES_ANY &&
        (spec->states & YADO_STATE_BIT(yado_guest_get_state(guest))) == 0)
        return refuse(reason, _(spec->state_reason));
    if (*checked == NULL || !has_same_owner(guest, *checked)) {
        if (!check_host(spec, yado_guest_get_host(guest), guest, reason))
            return FALSE;
        *checked = guest;
    }
    return is_enabled_for(spec, targets, guest, reason);
}

/* One that fits is enough: the others are named before it starts. */
static gboolean
check_guests(const YadoActionSpec *spec, const YadoTargets *targets, char **reason)
{
    guint n = get_n_guests(targets);
    YadoGuest *checked = NULL;
    g_autofree char *first = NULL;

    if (n == 0)
        return refuse(reason, _("Choose a guest first."));
    if (spec->single && n > 1)
        return refuse(reason, _("This works on one guest at a time."));
    for (guint i = 0; i < n; i++)
        if (check_guest(spec, targets, get_guest(targets, i), &checked, first ? NULL : &first))
            return TRUE;
    if (reason != NULL)
        *reason = n == 1 ? g_steal_pointer(&first) : name_reason(get_guest(targets, 0), first);
    return FALSE;
}

gboolean
yado_action_check(const YadoActionSpec *spec, const YadoTargets *targets, char **reason)
{
    g_return_val_if_fail(spec != NULL && targets != NULL, FALSE);

    if (spec->scope == YADO_SCOPE_GUEST)
        return check_guests(spec, targets, reason);
    if (spec->scope == YADO_SCOPE_HOST) {
        YadoHost *host = get_host(targets);

        if (host == NULL)
            return refuse(reason, _("Choose a host first."));
        if (!check_host(spec, host, NULL, reason))
            return FALSE;
    }
    return is_enabled(spec, targets, reason);
}

/* ---- Which of many ---- */

static GError *
make_refusal(YadoHost *host, const char *reason)
{
    gboolean is_away = host != NULL && yado_host_get_state(host) != YADO_HOST_OPEN;

    return yado_error_new(is_away ? YADO_ERROR_CONNECTION : YADO_ERROR_UNSUPPORTED, NULL, NULL,
                          "%s", reason);
}

static void
misfit_free(gpointer data)
{
    YadoMisfit *misfit = data;

    g_object_unref(misfit->guest);
    g_error_free(misfit->error);
    g_free(misfit);
}

static void
add_misfit(GPtrArray *misfits, YadoGuest *guest, const char *reason)
{
    YadoMisfit *misfit = g_new0(YadoMisfit, 1);

    misfit->guest = g_object_ref(guest);
    misfit->error = make_refusal(yado_guest_get_host(guest), reason);
    g_ptr_array_add(misfits, misfit);
}

GPtrArray *
yado_action_list_fitting(const YadoActionSpec *spec, const YadoTargets *targets,
                         GPtrArray **misfits)
{
    GPtrArray *fitting = g_ptr_array_new_with_free_func(g_object_unref);
    g_autoptr(GPtrArray) others = g_ptr_array_new_with_free_func(misfit_free);
    YadoGuest *checked = NULL;

    for (guint i = 0; i < get_n_guests(targets); i++) {
        YadoGuest *guest = get_guest(targets, i);
        g_autofree char *reason = NULL;

        if (spec->scope != YADO_SCOPE_GUEST || check_guest(spec, targets, guest, &checked, &reason))
            g_ptr_array_add(fitting, g_object_ref(guest));
        else
            add_misfit(others, guest, reason);
    }
    if (misfits != NULL)
        *misfits = g_steal_pointer(&others);
    return fitting;
}

/* All that are left out for the reason of @first, which are taken out of @rest. */
static char *
take_group(GPtrArray *rest, const YadoMisfit *first)
{
    g_autoptr(GPtrArray) guests = g_ptr_array_new();
    g_autofree char *shown = NULL;
    g_autofree char *names = NULL;

    for (guint i = 0; i < rest->len;) {
        const YadoMisfit *misfit = rest->pdata[i];

        if (strcmp(misfit->error->message, first->error->message) != 0) {
            i++;
            continue;
        }
        g_ptr_array_add(guests, misfit->guest);
        g_ptr_array_remove_index(rest, i);
    }
    shown = yado_guests_join_names(guests, MIN(guests->len, MAX_NAMES));
    names = add_rest(shown, guests->len);
    return g_strdup_printf(C_("reason", "%s: %s"), names, first->error->message);
}

/* A line for each reason. */
static char *
list_misfits(GPtrArray *misfits)
{
    GString *text = g_string_new(_("Left out:"));
    g_autoptr(GPtrArray) rest = g_ptr_array_copy(misfits, NULL, NULL);

    g_ptr_array_set_free_func(rest, NULL);
    while (rest->len > 0) {
        g_autofree char *line = take_group(rest, rest->pdata[0]);

        g_string_append_printf(text, "\n  %s", line);
    }
    return g_string_free(text, FALSE);
}

/* ---- Arguments and the question ---- */

static YadoForm *
create_form(const YadoActionSpec *spec, const YadoTargets *targets)
{
    g_autoptr(YadoDocument) document = NULL;
    YadoForm *form;

    document = yado_plain_document_new();
    form = yado_form_new(spec->form, document, NULL, targets->session,
                         get_n_guests(targets) > 0 ? get_guest(targets, 0) : NULL);
    if (spec->form->positive == NULL) {
        g_autofree char *name = yado_action_dup_name(spec);
        g_autofree char *verb = dup_without_dots(yado_action_get_label(spec));

        yado_form_set_words(form, name, verb, yado_action_get_help(spec));
    }
    if (get_n_guests(targets) > 1)
        yado_form_set_targets(form, targets->guests);
    if (get_host(targets) != NULL)
        yado_form_set_host(form, get_host(targets));
    if (spec->init_form != NULL) {
        YadoTargets resolved = resolve_targets(targets);

        spec->init_form(form, &resolved);
    }
    return form;
}

YadoForm *
yado_action_create_form(const YadoActionSpec *spec, const YadoTargets *targets)
{
    g_autoptr(GPtrArray) fitting = NULL;
    YadoTargets possible;

    g_return_val_if_fail(spec != NULL && targets != NULL, NULL);

    if (spec->form == NULL)
        return NULL;
    fitting = yado_action_list_fitting(spec, targets, NULL);
    possible = *targets;
    if (fitting->len > 0) /* else it is only looked at */
        possible.guests = fitting;
    return create_form(spec, &possible);
}

static gboolean
is_question_wanted(const YadoActionSpec *spec, const YadoTargets *targets)
{
    YadoSettings *settings;

    if (spec->confirm == NULL)
        return FALSE;
    settings = targets->session != NULL ? yado_session_get_settings(targets->session) : NULL;
    return settings == NULL || yado_settings_get_bool(settings, "confirm", spec->id, TRUE);
}

/* NULL: the action is done to the guest or host that was chosen. */
static char *
dup_subject(const YadoActionSpec *spec, YadoForm *form)
{
    const YadoFieldSpec *field =
        spec->subject != NULL && form != NULL ? yado_form_find_field(form, spec->subject) : NULL;
    g_autofree char *value = field != NULL ? yado_form_dup_value(form, field) : NULL;

    return value != NULL ? yado_text_clean(value) : NULL;
}

static char *
dup_sentence(const YadoActionSpec *spec, const YadoTargets *targets, YadoForm *form)
{
    g_autofree char *subject = dup_subject(spec, form);
    g_autofree char *names =
        subject != NULL ? g_steal_pointer(&subject) : yado_action_dup_target_names(spec, targets);
    guint n = spec->scope == YADO_SCOPE_GUEST ? get_n_guests(targets) : 1;

    return insert_names(spec->confirm_many != NULL ? ngettext(spec->confirm, spec->confirm_many, n)
                                                   : _(spec->confirm),
                        names);
}

/* What is asked only because not all of the guests fit. */
static char *
dup_plain_sentence(const YadoActionSpec *spec, const YadoTargets *targets)
{
    g_autofree char *names = join_guest_names(targets);
    g_autofree char *what = yado_action_dup_job_title(spec, names);

    /* Translators: an action and the guests it is done to: "Start web-01, web-02?" */
    return g_strdup_printf(C_("question", "%s?"), what);
}

static YadoQuestion *
create_question(const YadoActionSpec *spec, const YadoTargets *targets, YadoForm *form,
                GPtrArray *misfits)
{
    gboolean is_wanted = is_question_wanted(spec, targets);
    g_autofree char *name = yado_action_dup_name(spec);
    g_autofree char *left_out = misfits->len > 0 ? list_misfits(misfits) : NULL;
    g_autofree char *details =
        is_wanted && spec->dup_details != NULL ? spec->dup_details(targets, form) : NULL;
    g_autofree char *sentence =
        is_wanted ? dup_sentence(spec, targets, form) : dup_plain_sentence(spec, targets);
    g_autofree char *text = g_strjoin("\n\n", sentence, details != NULL ? details : left_out,
                                      details != NULL ? left_out : NULL, NULL);
    YadoQuestion *question = yado_question_new(YADO_QUESTION_CONFIRM, name, text, name);

    yado_question_set_danger(question, spec->danger == YADO_DANGER_LOSES);
    yado_question_set_help(question, yado_action_get_help(spec));
    if (is_wanted)
        yado_question_set_skip_key(question, spec->id);
    return question;
}

YadoQuestion *
yado_action_create_question(const YadoActionSpec *spec, const YadoTargets *targets)
{
    g_autoptr(GPtrArray) fitting = NULL;
    g_autoptr(GPtrArray) misfits = NULL;
    YadoTargets possible;

    g_return_val_if_fail(spec != NULL && targets != NULL, NULL);

    fitting = yado_action_list_fitting(spec, targets, &misfits);
    possible = *targets;
    possible.guests = fitting;
    if (!is_question_wanted(spec, targets) && misfits->len == 0)
        return NULL;
    return create_question(spec, &possible, NULL, misfits);
}

/* ---- Running it ---- */

typedef struct {
    const YadoActionSpec *spec;
    YadoTargets targets;
    GPtrArray *misfits; /* of YadoMisfit: chosen too, and left out */
    YadoForm *form;
    gboolean confirmed;
    GPtrArray *unread; /* hosts whose configurations are to be read first */
} Performance;

static void
performance_free(Performance *self)
{
    g_clear_pointer(&self->targets.guests, g_ptr_array_unref);
    g_clear_pointer(&self->misfits, g_ptr_array_unref);
    g_clear_object(&self->targets.session);
    g_clear_object(&self->targets.host);
    g_clear_object(&self->form);
    g_ptr_array_unref(self->unread);
    g_free(self);
}

/* Its own copy: the selection may change while a question is open. */
static Performance *
performance_new(const YadoActionSpec *spec, const YadoTargets *targets, YadoForm *form,
                gboolean confirmed)
{
    Performance *self = g_new0(Performance, 1);
    YadoHost *host = get_host(targets);

    self->spec = spec;
    self->confirmed = confirmed;
    self->unread = g_ptr_array_new_with_free_func(g_object_unref);
    g_set_object(&self->targets.session, targets->session);
    g_set_object(&self->targets.host, host);
    g_set_object(&self->form, form);
    self->targets.guests = yado_action_list_fitting(spec, targets, &self->misfits);
    return self;
}

/* Each job gets its own: documents belong to one thread. */
static YadoDocument *
copy_arguments(YadoForm *form)
{
    g_autoptr(YadoDocument) copy = NULL;
    g_autoptr(GPtrArray) fields = NULL;

    if (form == NULL)
        return NULL;
    copy = yado_plain_document_new();
    fields = yado_form_list_fields(form);
    for (guint i = 0; i < fields->len; i++) {
        const YadoFieldSpec *field = fields->pdata[i];
        g_autofree char *value = yado_form_dup_value(form, field);

        if (field->key != NULL && value != NULL)
            yado_plain_document_set_initial(YADO_PLAIN_DOCUMENT(copy), field->key, value);
    }
    return g_steal_pointer(&copy);
}

static void
start_operation(Performance *self, YadoGuest *guest, YadoJob *job)
{
    g_autoptr(YadoDocument) arguments = copy_arguments(self->form);

    if (guest != NULL)
        yado_guest_start(guest, self->spec->operation, arguments, job);
    else
        yado_backend_start(yado_host_get_backend(self->targets.host), self->spec->operation, NULL,
                           arguments, job);
}

static void
on_resources_job_finished_cb(YadoJob *job, YadoResources *resources)
{
    yado_resources_outdate(resources);
}

/* While a question stood there, the guest may have stopped by itself. */
static gboolean
fits_no_more(Performance *self, YadoGuest *guest, GError **error)
{
    YadoGuest *checked = NULL;
    g_autofree char *reason = NULL;

    if (guest == NULL || check_guest(self->spec, &self->targets, guest, &checked, &reason))
        return FALSE;
    g_propagate_error(error, make_refusal(yado_guest_get_host(guest), reason));
    return TRUE;
}

static void
begin_job(Performance *self, YadoGuest *guest, YadoJob *job)
{
    GError *error = NULL;

    if (fits_no_more(self, guest, &error)) {
        yado_job_begin(job);
        yado_job_finish(job, error);
    } else if (self->spec->run != NULL) {
        self->spec->run(&self->targets, guest, self->form, job);
    } else {
        start_operation(self, guest, job);
    }
}

static YadoJob *
start_job(Performance *self, YadoGuest *guest, const char *subject)
{
    g_autofree char *clean = subject != NULL ? yado_text_clean(subject) : NULL;
    g_autofree char *title = yado_action_dup_job_title(self->spec, clean);
    YadoJob *job = yado_job_new(title, clean);

    if (guest != NULL)
        g_object_set_data_full(G_OBJECT(job), JOB_GUEST, g_object_ref(guest), g_object_unref);
    if (self->spec->keeps_form && self->form != NULL) {
        g_object_set_data(G_OBJECT(job), JOB_SPEC, (gpointer)self->spec);
        g_object_set_data_full(G_OBJECT(job), JOB_FORM, g_object_ref(self->form), g_object_unref);
    }
    if (self->targets.session != NULL)
        yado_job_queue_add(yado_session_get_jobs(self->targets.session), job);
    if (self->spec->changes_resources && self->targets.host != NULL)
        g_signal_connect_object(job, "finished", G_CALLBACK(on_resources_job_finished_cb),
                                yado_resources_get(self->targets.host), 0);
    begin_job(self, guest, job);
    return job;
}

static GPtrArray *
start_jobs(Performance *self)
{
    GPtrArray *jobs = g_ptr_array_new_with_free_func(g_object_unref);
    YadoHost *host = self->targets.host;
    g_autofree char *subject = dup_subject(self->spec, self->form);

    if (self->spec->run == NULL && self->spec->operation == NULL)
        return jobs; /* a view: the front end's own */
    if (self->spec->scope == YADO_SCOPE_GUEST)
        for (guint i = 0; i < get_n_guests(&self->targets); i++) {
            YadoGuest *guest = get_guest(&self->targets, i);

            g_ptr_array_add(jobs, start_job(self, guest, yado_guest_get_name(guest)));
        }
    else if (self->spec->scope == YADO_SCOPE_HOST)
        g_ptr_array_add(jobs, start_job(self, NULL, subject ? subject : yado_host_get_label(host)));
    else
        g_ptr_array_add(jobs, start_job(self, NULL, NULL));
    return jobs;
}

static void
finish_performance(GTask *task)
{
    Performance *self = g_task_get_task_data(task);
    g_autofree char *reason = NULL;

    if (yado_action_check(self->spec, &self->targets, &reason))
        g_task_return_pointer(task, start_jobs(self), (GDestroyNotify)g_ptr_array_unref);
    else
        g_task_return_error(task, make_refusal(self->targets.host, reason));
    g_object_unref(task);
}

static void
on_question_answered_cb(GObject *source, GAsyncResult *result, gpointer user_data)
{
    GTask *task = user_data;
    GError *error = NULL;

    if (yado_prompt_ask_finish(YADO_PROMPT(source), result, &error)) {
        finish_performance(task);
        return;
    }
    if (error == NULL)
        error = g_error_new_literal(G_IO_ERROR, G_IO_ERROR_CANCELLED, _("Cancelled."));
    g_task_return_error(task, error);
    g_object_unref(task);
}

static void
ask_or_fail(GTask *task, YadoQuestion *question, GCancellable *cancellable)
{
    Performance *self = g_task_get_task_data(task);
    YadoSession *session = self->targets.session;
    YadoPrompt *prompt = session != NULL ? yado_session_get_prompt(session) : NULL;

    if (prompt != NULL) {
        yado_prompt_ask_async(prompt, question, cancellable, on_question_answered_cb, task);
        return;
    }
    g_task_return_error(task,
                        yado_error_new(YADO_ERROR_INVALID, NULL, yado_question_get_text(question),
                                       _("This must be confirmed, and nobody can be asked.")));
    g_object_unref(task);
}

static void
fail_performance(GTask *task, GError *error)
{
    g_task_return_error(task, error);
    g_object_unref(task);
}

/* All that could be waited for is there. */
static void
ask_or_finish(GTask *task)
{
    Performance *self = g_task_get_task_data(task);
    const YadoActionSpec *spec = self->spec;
    GError *error = NULL;

    if (self->form != NULL && !yado_form_validate(self->form, NULL, &error)) {
        fail_performance(task, error);
    } else if (spec->refuses != NULL && spec->refuses(&self->targets, self->form, &error)) {
        fail_performance(task, error);
    } else if (!self->confirmed &&
               (self->misfits->len > 0 || is_question_wanted(spec, &self->targets))) {
        g_autoptr(YadoQuestion) question =
            create_question(spec, &self->targets, self->form, self->misfits);

        ask_or_fail(task, question, g_task_get_cancellable(task));
    } else {
        finish_performance(task);
    }
}

static void read_configurations(GTask *task);

static void
on_configurations_read_cb(GObject *source, GAsyncResult *result, gpointer user_data)
{
    GError *error = NULL;

    if (yado_host_load_finish(YADO_HOST(source), result, &error))
        read_configurations(user_data);
    else
        fail_performance(user_data, error);
}

/* One host after the other. */
static void
read_configurations(GTask *task)
{
    Performance *self = g_task_get_task_data(task);
    g_autoptr(YadoHost) host = NULL;

    if (self->unread->len == 0) {
        ask_or_finish(task);
        return;
    }
    host = g_ptr_array_steal_index(self->unread, 0);
    yado_host_load_async(host, YADO_LOAD_FACTS, 0, g_task_get_cancellable(task),
                         on_configurations_read_cb, task);
}

static void
add_unread(Performance *self, YadoHost *host)
{
    if (host != NULL && !g_ptr_array_find(self->unread, host, NULL))
        g_ptr_array_add(self->unread, g_object_ref(host));
}

static void
list_unread(Performance *self)
{
    if (self->spec->needs_configurations == NULL || !self->spec->needs_configurations(self->form))
        return;
    if (self->spec->scope == YADO_SCOPE_HOST)
        add_unread(self, self->targets.host);
    for (guint i = 0; i < get_n_guests(&self->targets); i++)
        add_unread(self, yado_guest_get_host(get_guest(&self->targets, i)));
}

void
yado_action_perform_async(const YadoActionSpec *spec, const YadoTargets *targets, YadoForm *form,
                          gboolean confirmed, GCancellable *cancellable,
                          GAsyncReadyCallback callback, gpointer user_data)
{
    GTask *task = g_task_new(targets->session, cancellable, callback, user_data);
    Performance *self = performance_new(spec, targets, form, confirmed);
    g_autofree char *reason = NULL;

    g_task_set_source_tag(task, yado_action_perform_async);
    g_task_set_task_data(task, self, (GDestroyNotify)performance_free);
    if (!yado_action_check(spec, targets, &reason))
        fail_performance(task, make_refusal(self->targets.host, reason));
    else {
        list_unread(self);
        read_configurations(task);
    }
}

GPtrArray *
yado_action_perform_finish(GAsyncResult *result, GError **error)
{
    return g_task_propagate_pointer(G_TASK(result), error);
}

YadoGuest *
yado_action_get_job_guest(YadoJob *job)
{
    return g_object_get_data(G_OBJECT(job), JOB_GUEST);
}

YadoForm *
yado_action_get_job_form(YadoJob *job, const YadoActionSpec **spec)
{
    *spec = g_object_get_data(G_OBJECT(job), JOB_SPEC);
    return g_object_get_data(G_OBJECT(job), JOB_FORM);
}
