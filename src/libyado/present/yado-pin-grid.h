/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * yado-pin-grid.h: on which of the host's processors a guest's processors run, as a grid to edit: a line for each of the guest's, a column for
 * each of the host's.
 *
 *     grid = yado_pin_grid_new(scheduling);
 *     yado_pin_grid_step(grid, 0, 3);        vCPU 0 may run on processor 3 from now on, or not any more
 *     yado_pin_grid_apply(grid, &targets);   one job of the action “Pin processors” for each line that changed
 *
 * Signals: "changed" (a cell, or whether something runs), "applied" (the jobs of apply() ended: read the scheduling anew).
 */
#pragma once

#include "present/yado-action.h"

G_BEGIN_DECLS

typedef enum {
    YADO_PIN_NEVER,
    YADO_PIN_MAY,     /* may run there, but prefers others */
    YADO_PIN_PREFERS, /* runs there */
} YadoPin;

#define YADO_TYPE_PIN_GRID (yado_pin_grid_get_type())
G_DECLARE_FINAL_TYPE(YadoPinGrid, yado_pin_grid, YADO, PIN_GRID, GObject)

YadoPinGrid *yado_pin_grid_new(const YadoScheduling *scheduling);

guint yado_pin_grid_get_n_rows(YadoPinGrid *self);
guint yado_pin_grid_get_n_cpus(YadoPinGrid *self);
/* The number of the guest's processor in @row: "vCPU 0". (transfer full) */
char *yado_pin_grid_dup_label(YadoPinGrid *self, guint row);
gboolean yado_pin_grid_has_preferences(YadoPinGrid *self);

YadoPin yado_pin_grid_get(YadoPinGrid *self, guint row, guint cpu);
/* "#", "+" or "." */
const char *yado_pin_grid_get_mark(YadoPinGrid *self, guint row, guint cpu);
/* "vCPU 0 may run on processor 3." (transfer full) */
char *yado_pin_grid_dup_sentence(YadoPinGrid *self, guint row, guint cpu);
gboolean yado_pin_grid_is_row_changed(YadoPinGrid *self, guint row);
gboolean yado_pin_grid_is_changed(YadoPinGrid *self);
/* Its jobs run: nothing can be edited. */
gboolean yado_pin_grid_is_busy(YadoPinGrid *self);

/* The next of what the cell can be: not, runs there, and, where the host knows preferences, may. */
void yado_pin_grid_step(YadoPinGrid *self, guint row, guint cpu);
/* Every processor; where it has them all, only the first. */
void yado_pin_grid_turn_row(YadoPinGrid *self, guint row);
/* Every line; where all have it, none. */
void yado_pin_grid_turn_column(YadoPinGrid *self, guint cpu);
/* All as it was read. */
void yado_pin_grid_reset(YadoPinGrid *self);

/* Whether it is done now, from the next start on, or both: an id of list_when(), at first "both". */
const char *yado_pin_grid_get_when(YadoPinGrid *self);
void yado_pin_grid_set_when(YadoPinGrid *self, const char *when);
/* Of YadoChoiceItem. (transfer full) */
GPtrArray *yado_pin_grid_list_when(void);

/* FALSE with YADO_ERROR_INVALID: a processor has nowhere to run. */
gboolean yado_pin_grid_check(YadoPinGrid *self, GError **error);
/* Checks and starts; what fails is told as every job's failure is. @targets has one guest. */
gboolean yado_pin_grid_apply(YadoPinGrid *self, const YadoTargets *targets, GError **error);

G_END_DECLS
