/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "present/yado-pin-grid.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "base/yado-error.h"
#include "present/yado-catalog.h"

/* One of the guest's processors: what it may use now, and as it was read. */
typedef struct {
    guint number;
    guint8 *pins; /* of YadoPin */
    guint8 *old;
} Row;

struct _YadoPinGrid {
    GObject parent_instance;
    GPtrArray *rows; /* of Row */
    guint n_cpus;
    gboolean has_preferences;
    char *when;
    guint n_jobs; /* to be started, or running */
};

G_DEFINE_FINAL_TYPE(YadoPinGrid, yado_pin_grid, G_TYPE_OBJECT)

enum { SIGNAL_CHANGED, SIGNAL_APPLIED, N_SIGNALS };
static guint signals[N_SIGNALS];

static void
free_row(gpointer data)
{
    Row *row = data;

    g_free(row->pins);
    g_free(row->old);
    g_free(row);
}

static Row *
get_row(YadoPinGrid *self, guint row)
{
    return row < self->rows->len ? self->rows->pdata[row] : NULL;
}

static void
announce(YadoPinGrid *self)
{
    g_signal_emit(self, signals[SIGNAL_CHANGED], 0);
}

/* ---- Reading ---- */

static void
add_row(YadoPinGrid *self, const YadoVcpuPin *pin)
{
    g_autofree gboolean *hard = yado_cpus_parse(pin->hard, self->n_cpus, NULL);
    g_autofree gboolean *soft =
        pin->soft != NULL ? yado_cpus_parse(pin->soft, self->n_cpus, NULL) : NULL;
    Row *row = g_new0(Row, 1);

    row->number = pin->number;
    row->pins = g_new0(guint8, self->n_cpus);
    for (guint i = 0; i < self->n_cpus; i++)
        row->pins[i] = hard != NULL && !hard[i]   ? YADO_PIN_NEVER
                       : soft != NULL && !soft[i] ? YADO_PIN_MAY
                                                  : YADO_PIN_PREFERS;
    row->old = g_memdup2(row->pins, self->n_cpus);
    self->has_preferences |= pin->soft != NULL;
    g_ptr_array_add(self->rows, row);
}

YadoPinGrid *
yado_pin_grid_new(const YadoScheduling *scheduling)
{
    YadoPinGrid *self;

    g_return_val_if_fail(scheduling != NULL, NULL);

    self = g_object_new(YADO_TYPE_PIN_GRID, NULL);
    self->n_cpus = scheduling->n_cpus;
    for (guint i = 0; self->n_cpus > 0 && i < scheduling->vcpus->len; i++)
        add_row(self, scheduling->vcpus->pdata[i]);
    return self;
}

guint
yado_pin_grid_get_n_rows(YadoPinGrid *self)
{
    g_return_val_if_fail(YADO_IS_PIN_GRID(self), 0);

    return self->rows->len;
}

guint
yado_pin_grid_get_n_cpus(YadoPinGrid *self)
{
    g_return_val_if_fail(YADO_IS_PIN_GRID(self), 0);

    return self->n_cpus;
}

gboolean
yado_pin_grid_has_preferences(YadoPinGrid *self)
{
    g_return_val_if_fail(YADO_IS_PIN_GRID(self), FALSE);

    return self->has_preferences;
}

char *
yado_pin_grid_dup_label(YadoPinGrid *self, guint row)
{
    g_return_val_if_fail(YADO_IS_PIN_GRID(self) && get_row(self, row) != NULL, NULL);

    return g_strdup_printf(_("vCPU %u"), get_row(self, row)->number);
}

YadoPin
yado_pin_grid_get(YadoPinGrid *self, guint row, guint cpu)
{
    g_return_val_if_fail(YADO_IS_PIN_GRID(self), YADO_PIN_NEVER);
    g_return_val_if_fail(get_row(self, row) != NULL && cpu < self->n_cpus, YADO_PIN_NEVER);

    return get_row(self, row)->pins[cpu];
}

const char *
yado_pin_grid_get_mark(YadoPinGrid *self, guint row, guint cpu)
{
    static const char *const marks[] = { ".", "+", "#" };

    return marks[yado_pin_grid_get(self, row, cpu)];
}

char *
yado_pin_grid_dup_sentence(YadoPinGrid *self, guint row, guint cpu)
{
    YadoPin pin = yado_pin_grid_get(self, row, cpu);
    guint number = get_row(self, row) != NULL ? get_row(self, row)->number : 0;

    if (pin == YADO_PIN_NEVER)
        return g_strdup_printf(_("vCPU %u never runs on processor %u."), number, cpu);
    if (pin == YADO_PIN_MAY)
        return g_strdup_printf(_("vCPU %u may run on processor %u, but prefers others."), number,
                               cpu);
    return g_strdup_printf(_("vCPU %u runs on processor %u."), number, cpu);
}

gboolean
yado_pin_grid_is_row_changed(YadoPinGrid *self, guint row)
{
    g_return_val_if_fail(YADO_IS_PIN_GRID(self) && get_row(self, row) != NULL, FALSE);

    return memcmp(get_row(self, row)->pins, get_row(self, row)->old, self->n_cpus) != 0;
}

gboolean
yado_pin_grid_is_changed(YadoPinGrid *self)
{
    g_return_val_if_fail(YADO_IS_PIN_GRID(self), FALSE);

    for (guint i = 0; i < self->rows->len; i++)
        if (yado_pin_grid_is_row_changed(self, i))
            return TRUE;
    return FALSE;
}

gboolean
yado_pin_grid_is_busy(YadoPinGrid *self)
{
    g_return_val_if_fail(YADO_IS_PIN_GRID(self), FALSE);

    return self->n_jobs > 0;
}

/* ---- Editing ---- */

static YadoPin
get_next(YadoPinGrid *self, YadoPin pin)
{
    if (pin == YADO_PIN_NEVER)
        return YADO_PIN_PREFERS;
    return pin == YADO_PIN_PREFERS && self->has_preferences ? YADO_PIN_MAY : YADO_PIN_NEVER;
}

void
yado_pin_grid_step(YadoPinGrid *self, guint row, guint cpu)
{
    g_return_if_fail(YADO_IS_PIN_GRID(self) && get_row(self, row) != NULL && cpu < self->n_cpus);

    if (self->n_jobs > 0)
        return;
    get_row(self, row)->pins[cpu] = get_next(self, get_row(self, row)->pins[cpu]);
    announce(self);
}

static gboolean
is_full_row(YadoPinGrid *self, const Row *row)
{
    for (guint i = 0; i < self->n_cpus; i++)
        if (row->pins[i] != YADO_PIN_PREFERS)
            return FALSE;
    return TRUE;
}

void
yado_pin_grid_turn_row(YadoPinGrid *self, guint row)
{
    gboolean is_full;

    g_return_if_fail(YADO_IS_PIN_GRID(self) && get_row(self, row) != NULL);

    if (self->n_jobs > 0)
        return;
    is_full = is_full_row(self, get_row(self, row));
    for (guint i = 0; i < self->n_cpus; i++)
        get_row(self, row)->pins[i] = is_full && i > 0 ? YADO_PIN_NEVER : YADO_PIN_PREFERS;
    announce(self);
}

static gboolean
is_full_column(YadoPinGrid *self, guint cpu)
{
    for (guint i = 0; i < self->rows->len; i++)
        if (get_row(self, i)->pins[cpu] != YADO_PIN_PREFERS)
            return FALSE;
    return TRUE;
}

void
yado_pin_grid_turn_column(YadoPinGrid *self, guint cpu)
{
    YadoPin pin;

    g_return_if_fail(YADO_IS_PIN_GRID(self) && cpu < self->n_cpus);

    if (self->n_jobs > 0)
        return;
    pin = is_full_column(self, cpu) ? YADO_PIN_NEVER : YADO_PIN_PREFERS;
    for (guint i = 0; i < self->rows->len; i++)
        get_row(self, i)->pins[cpu] = pin;
    announce(self);
}

void
yado_pin_grid_reset(YadoPinGrid *self)
{
    g_return_if_fail(YADO_IS_PIN_GRID(self));

    if (self->n_jobs > 0)
        return;
    for (guint i = 0; i < self->rows->len; i++)
        memcpy(get_row(self, i)->pins, get_row(self, i)->old, self->n_cpus);
    announce(self);
}

/* ---- When ---- */

/* What the dialog of the action offers. */
static const YadoFieldSpec *
find_when(void)
{
    for (const YadoSectionSpec *section = yado_catalog_find_form("pin")->sections;
         section->fields != NULL; section++)
        for (const YadoFieldSpec *field = section->fields; field->id != NULL; field++)
            if (strcmp(field->id, "when") == 0)
                return field;
    return NULL;
}

GPtrArray *
yado_pin_grid_list_when(void)
{
    GPtrArray *items = g_ptr_array_new_with_free_func((GDestroyNotify)yado_choice_item_free);

    for (const YadoChoice *choice = find_when()->choices; choice->id != NULL; choice++)
        g_ptr_array_add(items, yado_choice_item_new(choice->id, _(choice->label), NULL));
    return items;
}

const char *
yado_pin_grid_get_when(YadoPinGrid *self)
{
    g_return_val_if_fail(YADO_IS_PIN_GRID(self), NULL);

    return self->when;
}

void
yado_pin_grid_set_when(YadoPinGrid *self, const char *when)
{
    g_return_if_fail(YADO_IS_PIN_GRID(self) && when != NULL);

    if (strcmp(self->when, when) == 0)
        return;
    g_free(self->when);
    self->when = g_strdup(when);
    announce(self);
}

/* ---- Applying ---- */

/* The processors that are at least @least; "all" for all of them. */
static char *
dup_list(YadoPinGrid *self, const Row *row, YadoPin least)
{
    g_autofree gboolean *cpus = g_new0(gboolean, self->n_cpus);

    for (guint i = 0; i < self->n_cpus; i++)
        cpus[i] = row->pins[i] >= least;
    return yado_cpus_format(cpus, self->n_cpus);
}

static gboolean
has_any(YadoPinGrid *self, const Row *row, YadoPin least)
{
    for (guint i = 0; i < self->n_cpus; i++)
        if (row->pins[i] >= least)
            return TRUE;
    return FALSE;
}

/* Who prefers all that he may use, or none of it, prefers nothing. */
static char *
dup_soft_list(YadoPinGrid *self, const Row *row)
{
    g_autofree char *hard = dup_list(self, row, YADO_PIN_MAY);
    g_autofree char *soft = dup_list(self, row, YADO_PIN_PREFERS);

    if (!has_any(self, row, YADO_PIN_PREFERS) || strcmp(hard, soft) == 0)
        return g_strdup("all");
    return g_steal_pointer(&soft);
}

gboolean
yado_pin_grid_check(YadoPinGrid *self, GError **error)
{
    g_return_val_if_fail(YADO_IS_PIN_GRID(self), FALSE);

    for (guint i = 0; i < self->rows->len; i++)
        if (!has_any(self, get_row(self, i), YADO_PIN_MAY))
            return yado_error_set(error, YADO_ERROR_INVALID, NULL, NULL,
                                  _("vCPU %u has no processor to run on."),
                                  get_row(self, i)->number);
    return TRUE;
}

static void
end_job(YadoPinGrid *self)
{
    if (--self->n_jobs > 0)
        return;
    announce(self);
    g_signal_emit(self, signals[SIGNAL_APPLIED], 0);
}

static void
on_job_finished_cb(YadoJob *job, YadoPinGrid *self)
{
    g_signal_handlers_disconnect_by_data(job, self);
    end_job(self);
    g_object_unref(self);
}

static void
on_performed_cb(GObject *source, GAsyncResult *result, gpointer user_data)
{
    g_autoptr(YadoPinGrid) self = user_data;
    g_autoptr(GPtrArray) jobs = yado_action_perform_finish(result, NULL);

    for (guint i = 0; jobs != NULL && i < jobs->len; i++) {
        if (yado_job_is_finished(jobs->pdata[i]))
            continue;
        self->n_jobs++;
        g_signal_connect(jobs->pdata[i], "finished", G_CALLBACK(on_job_finished_cb),
                         g_object_ref(self));
    }
    end_job(self);
}

static void
put(YadoForm *form, const char *id, const char *value)
{
    yado_form_set_text(form, yado_form_find_field(form, id), value, NULL);
}

/* @vcpu: "0", or "all" for every one alike. */
static void
pin_row(YadoPinGrid *self, const YadoTargets *targets, const Row *row, const char *vcpu)
{
    const YadoActionSpec *spec = yado_catalog_find_action("guest.pin");
    g_autoptr(YadoForm) form = yado_action_create_form(spec, targets);
    g_autofree char *hard = dup_list(self, row, YADO_PIN_MAY);
    g_autofree char *soft = self->has_preferences ? dup_soft_list(self, row) : NULL;

    put(form, "vcpu", vcpu);
    put(form, "hard", hard);
    if (soft != NULL)
        put(form, "soft", soft);
    put(form, "when", self->when);
    self->n_jobs++;
    yado_action_perform_async(spec, targets, form, TRUE, NULL, on_performed_cb,
                              g_object_ref(self));
}

static gboolean
is_alike(YadoPinGrid *self)
{
    for (guint i = 1; i < self->rows->len; i++)
        if (memcmp(get_row(self, 0)->pins, get_row(self, i)->pins, self->n_cpus) != 0)
            return FALSE;
    return self->rows->len > 1;
}

gboolean
yado_pin_grid_apply(YadoPinGrid *self, const YadoTargets *targets, GError **error)
{
    g_return_val_if_fail(YADO_IS_PIN_GRID(self) && targets != NULL, FALSE);

    if (self->n_jobs > 0 || !yado_pin_grid_is_changed(self))
        return TRUE;
    if (!yado_pin_grid_check(self, error))
        return FALSE;
    if (is_alike(self)) {
        pin_row(self, targets, get_row(self, 0), "all");
    } else {
        for (guint i = 0; i < self->rows->len; i++) {
            g_autofree char *vcpu = g_strdup_printf("%u", get_row(self, i)->number);

            if (yado_pin_grid_is_row_changed(self, i))
                pin_row(self, targets, get_row(self, i), vcpu);
        }
    }
    announce(self);
    return TRUE;
}

/* ---- Life ---- */

static void
yado_pin_grid_finalize(GObject *object)
{
    YadoPinGrid *self = YADO_PIN_GRID(object);

    g_ptr_array_unref(self->rows);
    g_free(self->when);
    G_OBJECT_CLASS(yado_pin_grid_parent_class)->finalize(object);
}

static void
yado_pin_grid_class_init(YadoPinGridClass *klass)
{
    G_OBJECT_CLASS(klass)->finalize = yado_pin_grid_finalize;
    signals[SIGNAL_CHANGED] = g_signal_new("changed", YADO_TYPE_PIN_GRID, G_SIGNAL_RUN_LAST, 0,
                                           NULL, NULL, NULL, G_TYPE_NONE, 0);
    signals[SIGNAL_APPLIED] = g_signal_new("applied", YADO_TYPE_PIN_GRID, G_SIGNAL_RUN_LAST, 0,
                                           NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
yado_pin_grid_init(YadoPinGrid *self)
{
    self->rows = g_ptr_array_new_with_free_func(free_row);
    self->when = g_strdup("both");
}
