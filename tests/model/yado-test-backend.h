/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * yado-test-backend.h: a host that does what the test says, for tests of the model.
 *
 * It serves the scheme "fake".  One host at a time; its guests outlive connections, as real ones do.
 */
#pragma once

#include "backend/yado-backend.h"

G_BEGIN_DECLS

/* Registers the scheme and forgets everything of an earlier test. */
void yado_test_backend_reset(void);

/* The uuid of guest @number. (transfer full) */
char *yado_test_backend_dup_uuid(guint number);
/* Adds or changes guest @number; its name is "guest-NUMBER" unless @name is given. */
void yado_test_backend_set(guint number, const char *name, int id, YadoGuestState state);
/* Unix seconds; until the next yado_test_backend_set() of it. */
void yado_test_backend_set_started(guint number, gint64 started);
void yado_test_backend_remove(guint number);

/* What the newest connection tells. */
void yado_test_backend_emit(guint number, YadoBackendEvent event);
/* Breaks the newest connection; the next @failures attempts to open fail, too. */
void yado_test_backend_break(guint failures);
void yado_test_backend_fail_opening(guint failures);
/* Opening waits for ever, until it is cancelled or the next reset. */
void yado_test_backend_hang_opening(void);
void yado_test_backend_set_has_events(gboolean has_events);
/* All running guests in each sample, whoever is asked for. */
void yado_test_backend_set_bulk(gboolean bulk);
/* It sends samples by itself: when the test says so. */
void yado_test_backend_set_sends(gboolean sends);
void yado_test_backend_send(void);
/* How often they are wanted, milliseconds; 0: not. */
guint yado_test_backend_get_followed(void);
/* Microseconds of CPU that each sample pretends to cost. */
void yado_test_backend_set_cost(gint64 cost);
/* CPU time that each running guest uses for each second, in ns. */
void yado_test_backend_set_cpu(guint64 per_second);

/* The newest connection is there, and nobody has said goodbye to it. */
gboolean yado_test_backend_is_open(void);

/* How often it was asked. */
guint yado_test_backend_get_n_opened(void);
guint yado_test_backend_get_n_full_lists(void);
guint yado_test_backend_get_n_rereads(void);
guint yado_test_backend_get_n_facts(guint number);
guint yado_test_backend_get_n_all_facts(void);
guint yado_test_backend_get_n_samples(guint number);
/* Of which devices it was asked when it was last sampled by itself. */
YadoStatsHas yado_test_backend_get_wished(guint number);
guint yado_test_backend_get_most_in_flight(void);

G_END_DECLS
