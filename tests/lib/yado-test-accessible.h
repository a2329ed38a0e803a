/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* yado-test-accessible.h: the accessibility bus, one question at a time.  Things that are gone answer with nothing. */
#pragma once

#include "yado-test-display.h"

G_BEGIN_DECLS

void yado_test_accessible_connect(void);
/* Root of the program with that process id, or NULL. (transfer full) */
YadoTestThing *yado_test_accessible_find_program(GPid pid);
YadoTestThing *yado_test_accessible_copy(YadoTestThing *thing);
/* (transfer container), of YadoTestThing, freed with it. */
GPtrArray *yado_test_accessible_list_children(YadoTestThing *thing);
gboolean yado_test_accessible_has(YadoTestThing *thing, const char *interface);
AtspiRole yado_test_accessible_get_role(YadoTestThing *thing);
/* Calls a method of org.a11y.atspi.@interface; NULL when that fails.  @arguments is consumed. (transfer full) */
GVariant *yado_test_accessible_call(YadoTestThing *thing, const char *interface, const char *method,
                                    GVariant *arguments, const char *answer);
int yado_test_accessible_get_int(YadoTestThing *thing, const char *interface, const char *property);
/* From an "(so)" inside an answer.  NULL for the null object. (transfer full) */
YadoTestThing *yado_test_accessible_from_reference(GVariant *reference);

G_END_DECLS
