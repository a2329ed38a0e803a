/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * yado-cli-change.h: what a command changed in a guest, as a line for people or, with --json, as an object for scripts: "event" ("changed",
 * "added", "removed", "unchanged"), "guest", "device", "field", "old" and "new" (never of a secret), "effect".
 */
#pragma once

#include "cli/yado-cli.h"

G_BEGIN_DECLS

typedef struct {
    YadoGuest *guest;
    const char *device; /* NULL: the guest itself */
    YadoEffect effect;
} YadoCliChange;

/* "stored", "next-start", "now"; NULL: none. */
const char *yado_cli_get_effect_name(YadoEffect effect);

/* @field was edited; @edit NULL: it stays as it is.  (transfer full) */
char *yado_cli_change_dup_edit(YadoCli *cli, const YadoCliChange *self, const YadoFieldSpec *field,
                               const YadoEdit *edit);
/* The device itself; @text for people.  (transfer full) */
char *yado_cli_change_dup_event(YadoCli *cli, const YadoCliChange *self, const char *event,
                                const char *text);
/* The lines above, to stdout. */
void yado_cli_change_tell(YadoCli *cli, const char *lines);

G_END_DECLS
