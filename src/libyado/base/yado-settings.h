/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * yado-settings.h: what the user chose, in one key file ($XDG_CONFIG_HOME/yado/yado.conf).
 *
 * Reading never fails: a missing file is empty, a broken one is kept as yado.conf.broken and said through
 * yado_settings_get_error().  Writing is atomic (temporary file, rename) and keeps groups and keys it does not know.
 * A failed save (disk full, read-only) leaves the old file whole.  Main thread only.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _YadoSettings YadoSettings;

/* @path NULL: the user's own file; YADO_SETTINGS in the environment overrides that. */
YadoSettings *yado_settings_new(const char *path);
void yado_settings_free(YadoSettings *settings);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(YadoSettings, yado_settings_free)

/* Why the file could not be read, or NULL.  Borrowed. */
const GError *yado_settings_get_error(YadoSettings *settings);

char *yado_settings_dup_string(YadoSettings *settings, const char *group, const char *key,
                               const char *fallback);
gboolean yado_settings_get_bool(YadoSettings *settings, const char *group, const char *key,
                                gboolean fallback);
int yado_settings_get_int(YadoSettings *settings, const char *group, const char *key, int fallback);
GStrv yado_settings_dup_list(YadoSettings *settings, const char *group, const char *key);

/* NULL removes the key. Nothing is written before yado_settings_save(). */
void yado_settings_set_string(YadoSettings *settings, const char *group, const char *key,
                              const char *value);
void yado_settings_set_bool(YadoSettings *settings, const char *group, const char *key,
                            gboolean value);
void yado_settings_set_int(YadoSettings *settings, const char *group, const char *key, int value);
void yado_settings_set_list(YadoSettings *settings, const char *group, const char *key,
                            const char *const *values);

/* Group names that begin with @prefix, e.g. "host ". (transfer full) */
GStrv yado_settings_list_groups(YadoSettings *settings, const char *prefix);
void yado_settings_remove_group(YadoSettings *settings, const char *group);

/* Writes only when something was changed.  Errors: YADO_ERROR_NO_SPACE, YADO_ERROR_DENIED, YADO_ERROR_FAILED; each names the file. */
gboolean yado_settings_save(YadoSettings *settings, GError **error);
#define YADO_SETTINGS_AUTOSAVE 1000
/* From now on each change is written by itself, @milliseconds after the last of several; 0: no more. For programs with a main loop. */
void yado_settings_set_autosave(YadoSettings *settings, guint milliseconds);

G_END_DECLS
