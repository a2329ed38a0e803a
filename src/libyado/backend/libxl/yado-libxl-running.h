/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * yado-libxl-running.h: what a guest of Xen runs with, as a document to read.
 *
 * Its values come from the agent by neutral key; its text is libxl's JSON.  It cannot be written: a running guest is changed by
 * operations, and its next start by its configuration file.
 */
#pragma once

#include "document/yado-document.h"

G_BEGIN_DECLS

#define YADO_TYPE_LIBXL_RUNNING (yado_libxl_running_get_type())
G_DECLARE_FINAL_TYPE(YadoLibxlRunning, yado_libxl_running, YADO, LIBXL_RUNNING, GObject)

/* @values of a(sss): node, key, value. */
YadoDocument *yado_libxl_running_new(const char *json, GVariant *values);
/* What is known of the guest from elsewhere. */
void yado_libxl_running_add(YadoLibxlRunning *self, const char *key, const char *value);

G_END_DECLS
