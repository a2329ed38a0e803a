/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* yado-test-document.h: what every test of a document asks. @node NULL: the guest itself. A failure names the key, and ends the test. */
#pragma once

#include "base/yado-error.h"
#include "document/yado-document.h"

G_BEGIN_DECLS

void yado_test_check_value(YadoDocument *document, const char *node, const char *key,
                           const char *expected);
/* Sets it; nothing is said of what it reads as then. */
void yado_test_set_value(YadoDocument *document, const char *node, const char *key,
                         const char *value);
/* Setting it fails with @code, and leaves every byte as it was. */
void yado_test_check_refused(YadoDocument *document, const char *node, const char *key,
                             const char *value, YadoErrorCode code);

G_END_DECLS
