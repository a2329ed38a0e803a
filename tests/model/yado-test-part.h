/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * yado-test-part.h: two back ends of one machine that do what the test says, for tests of what joins them.
 *
 * They serve the schemes "xen" (libvirt's part) and "xl" (libxl's).  Each has its own guests, which outlive connections.
 */
#pragma once

#include "backend/yado-joint-backend.h"
#include "base/yado-error.h"

G_BEGIN_DECLS

/* Registers the schemes and forgets everything of an earlier test. */
void yado_test_part_reset(void);

/* Adds or changes a guest of a part; of @owner UNKNOWN the part does not say whose it is.  @number makes the uuid; 0 is that of Domain-0. */
void yado_test_part_set(YadoPart part, guint number, const char *name, int id, YadoGuestState state,
                        YadoGuestOwner owner);
void yado_test_part_remove(YadoPart part, guint number);
char *yado_test_part_dup_uuid(guint number);

/* Tells of guest @number. */
void yado_test_part_emit(YadoPart part, guint number, YadoBackendEvent event);
/* The next @failures attempts to open fail with @code. */
void yado_test_part_fail_opening(YadoPart part, guint failures, YadoErrorCode code);
/* Breaks its connection; attempts to open fail until the next yado_test_part_mend(). */
void yado_test_part_break(YadoPart part);
void yado_test_part_mend(YadoPart part);
/* Opening waits until the next mend. */
void yado_test_part_hang_opening(YadoPart part);
/* Listings fail with FAILED, or no more. */
void yado_test_part_fail_listing(YadoPart part, gboolean fails);
/* Its connection breaks when a document is asked for. */
void yado_test_part_die_of_documents(YadoPart part);

/* What came: "start UUID" and so on, one a line; "document UUID".  (transfer full) */
char *yado_test_part_dup_log(YadoPart part);
/* How often samples are to be sent, milliseconds; and one that is. */
guint yado_test_part_get_followed(YadoPart part);
void yado_test_part_send(YadoPart part);
guint yado_test_part_get_n_samples(YadoPart part);

G_END_DECLS
