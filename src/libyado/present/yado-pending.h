/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * yado-pending.h: "changes waiting for a restart": where what runs and what is stored differ.
 */
#pragma once

#include "present/yado-page.h"

G_BEGIN_DECLS

typedef struct {
    char *page; /* page id to go to */
    char *node;
    const YadoFieldSpec *field;
    char *label;     /* "Memory: Maximum", translated */
    char *now;       /* formatted value in the running guest */
    char *next;      /* formatted value at its next start */
    char *now_value; /* canonical */
} YadoPendingChange;

void yado_pending_change_free(YadoPendingChange *change);

/* Compares all fields of all forms; of YadoPendingChange, empty when the guest is not active. (transfer full) */
GPtrArray *yado_pending_list(YadoGuest *guest, YadoDocument *active, YadoDocument *inactive);

/* Records on @inactive the edit that puts the running value back; apply it afterwards. */
gboolean yado_pending_undo(const YadoPendingChange *change, YadoDocument *inactive, GError **error);

G_END_DECLS
