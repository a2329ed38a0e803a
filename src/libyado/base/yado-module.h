/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * yado-module.h: parts of YaDO that are loaded when they are first needed, and may not be installed.
 *
 * They are called by name: "keyring" is yado-keyring.so, in $YADO_BACKEND_PATH or else where YaDO is installed.
 */
#pragma once

#include <gmodule.h>

G_BEGIN_DECLS

/* (transfer full) */
char *yado_module_dup_path(const char *name);
gboolean yado_module_is_installed(const char *name);
/* Never unloaded: GLib's types stay registered.  NULL: g_module_error() tells why. */
GModule *yado_module_open(const char *name);

G_END_DECLS
