/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * yado-test-schema.h: libvirt's own schema of a guest's definition, where libvirt is installed.
 */
#pragma once

#include <glib.h>

gboolean yado_test_has_schema(void);
/* TRUE where there is no schema, too. */
gboolean yado_test_fits_schema(const char *xml);
/* Ends the test with @what and the text when it is not valid. */
void yado_test_check_schema(const char *xml, const char *what);
