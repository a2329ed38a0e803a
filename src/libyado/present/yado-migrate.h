/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * yado-migrate.h: a guest moves to another host.
 *
 * Where it goes is told by the label or URI of a host that the session knows, or by any other URI.  Guests move only between hosts of one kind.
 */
#pragma once

#include "model/yado-session.h"

G_BEGIN_DECLS

typedef struct {
    const char *to;        /* a label or URI */
    const char *address;   /* over which the data go, or NULL */
    const char *bandwidth; /* MiB/s, or NULL */
    gboolean is_paused, keeps, is_unsafe;
} YadoMigration;

/* Why a guest of @from cannot go to a host at @uri, as far as the address tells; NULL: it can. Translated, static. */
const char *yado_migrate_get_misfit(YadoHost *from, const char *uri);

/* The URI that @text stands for; NULL: none of a host that could take guests of @from. (transfer full) */
char *yado_migrate_dup_uri(YadoSession *session, YadoHost *from, const char *text, GError **error);

/* Whether @text is "HOST", "HOST:PORT", "ADDRESS6" or "[ADDRESS6]:PORT". */
gboolean yado_migrate_check_address(const char *text, GError **error);

/* Starts @job. */
void yado_migrate_start(YadoSession *session, YadoGuest *guest, const YadoMigration *migration,
                        YadoJob *job);

G_END_DECLS
