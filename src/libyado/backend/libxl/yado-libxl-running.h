/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * yado-libxl-running.h: what a guest of Xen runs with, as a document.
 *
 * Its values come from the agent by neutral key; its text is libxl's JSON.  Its devices can be edited, for who applies that to the running guest alone;
 * the rest is changed by operations, and the next start by the configuration file.
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
