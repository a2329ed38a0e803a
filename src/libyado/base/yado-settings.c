/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "base/yado-settings.h"

#include <errno.h>
#include <string.h>
#include <fcntl.h>
#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <unistd.h>

#include "base/yado-error.h"

struct _YadoSettings {
    char *path;
    GKeyFile *keys;
    char *kept; /* what the file says */
    GError *error;
    guint autosave; /* milliseconds; 0: off */
    guint autosave_source;
};

static char *
find_default_path(void)
{
    const char *override = g_getenv("YADO_SETTINGS");

    if (override != NULL && *override != '\0')
        return g_strdup(override);
    return g_build_filename(g_get_user_config_dir(), "yado", "yado.conf", NULL);
}

/* A broken file is moved aside, never overwritten: somebody may have edited it by hand. */
static void
keep_broken(YadoSettings *self, const GError *reason)
{
    g_autofree char *broken = g_strconcat(self->path, ".broken", NULL);

    g_key_file_free(self->keys);
    self->keys = g_key_file_new();
    if (g_rename(self->path, broken) == 0)
        yado_error_set(&self->error, YADO_ERROR_INVALID, reason->message,
                       _("Default settings are used. The old file was kept."),
                       _("The settings file %s is broken; it is kept as %s."), self->path, broken);
    else
        yado_error_set(&self->error, YADO_ERROR_INVALID, reason->message,
                       _("Default settings are used."), _("The settings file %s is broken."),
                       self->path);
}

static void
load(YadoSettings *self)
{
    g_autoptr(GError) reason = NULL;
    GKeyFileFlags flags = G_KEY_FILE_KEEP_COMMENTS | G_KEY_FILE_KEEP_TRANSLATIONS;

    if (g_key_file_load_from_file(self->keys, self->path, flags, &reason))
        return;
    if (g_error_matches(reason, G_FILE_ERROR, G_FILE_ERROR_NOENT) ||
        g_error_matches(reason, G_FILE_ERROR, G_FILE_ERROR_NOTDIR))
        return;
    if (reason->domain == G_KEY_FILE_ERROR)
        keep_broken(self, reason);
    else
        yado_error_set(&self->error, YADO_ERROR_DENIED, reason->message,
                       _("Default settings are used."), _("The settings file %s cannot be read."),
                       self->path);
}

YadoSettings *
yado_settings_new(const char *path)
{
    YadoSettings *self = g_new0(YadoSettings, 1);

    self->path = path != NULL ? g_strdup(path) : find_default_path();
    self->keys = g_key_file_new();
    load(self);
    self->kept = g_key_file_to_data(self->keys, NULL, NULL);
    return self;
}

void
yado_settings_free(YadoSettings *self)
{
    if (self == NULL)
        return;
    g_clear_handle_id(&self->autosave_source, g_source_remove);
    g_free(self->path);
    g_key_file_free(self->keys);
    g_free(self->kept);
    g_clear_error(&self->error);
    g_free(self);
}

const GError *
yado_settings_get_error(YadoSettings *self)
{
    g_return_val_if_fail(self != NULL, NULL);

    return self->error;
}

char *
yado_settings_dup_string(YadoSettings *self, const char *group, const char *key,
                         const char *fallback)
{
    g_return_val_if_fail(self != NULL, NULL);

    char *value = g_key_file_get_string(self->keys, group, key, NULL);
    return value != NULL ? value : g_strdup(fallback);
}

gboolean
yado_settings_get_bool(YadoSettings *self, const char *group, const char *key, gboolean fallback)
{
    g_return_val_if_fail(self != NULL, fallback);

    g_autoptr(GError) error = NULL;
    gboolean value = g_key_file_get_boolean(self->keys, group, key, &error);
    return error != NULL ? fallback : value;
}

int
yado_settings_get_int(YadoSettings *self, const char *group, const char *key, int fallback)
{
    g_return_val_if_fail(self != NULL, fallback);

    g_autoptr(GError) error = NULL;
    int value = g_key_file_get_integer(self->keys, group, key, &error);
    return error != NULL ? fallback : value;
}

GStrv
yado_settings_dup_list(YadoSettings *self, const char *group, const char *key)
{
    g_return_val_if_fail(self != NULL, NULL);

    GStrv values = g_key_file_get_string_list(self->keys, group, key, NULL, NULL);
    return values != NULL ? values : g_new0(char *, 1);
}

/* Who is killed, or whose terminal goes, has no end at which to save. What cannot be written is told then, by who saves. */
static gboolean
on_autosave_due_cb(gpointer data)
{
    YadoSettings *self = data;

    self->autosave_source = 0;
    yado_settings_save(self, NULL);
    return G_SOURCE_REMOVE;
}

static void
touch(YadoSettings *self)
{
    if (self->autosave == 0)
        return;
    g_clear_handle_id(&self->autosave_source, g_source_remove);
    self->autosave_source = g_timeout_add(self->autosave, on_autosave_due_cb, self);
}

void
yado_settings_set_autosave(YadoSettings *self, guint milliseconds)
{
    g_return_if_fail(self != NULL);

    self->autosave = milliseconds;
    g_clear_handle_id(&self->autosave_source, g_source_remove);
}

/* Removing the last key leaves the group: it may hold comments. */
static void
remove_key(YadoSettings *self, const char *group, const char *key)
{
    g_key_file_remove_key(self->keys, group, key, NULL);
}

void
yado_settings_set_string(YadoSettings *self, const char *group, const char *key, const char *value)
{
    g_return_if_fail(self != NULL);

    if (value == NULL)
        remove_key(self, group, key);
    else
        g_key_file_set_string(self->keys, group, key, value);
    touch(self);
}

void
yado_settings_set_bool(YadoSettings *self, const char *group, const char *key, gboolean value)
{
    g_return_if_fail(self != NULL);

    g_key_file_set_boolean(self->keys, group, key, value);
    touch(self);
}

void
yado_settings_set_int(YadoSettings *self, const char *group, const char *key, int value)
{
    g_return_if_fail(self != NULL);

    g_key_file_set_integer(self->keys, group, key, value);
    touch(self);
}

void
yado_settings_set_list(YadoSettings *self, const char *group, const char *key,
                       const char *const *values)
{
    g_return_if_fail(self != NULL);

    if (values == NULL)
        remove_key(self, group, key);
    else
        g_key_file_set_string_list(self->keys, group, key, values,
                                   g_strv_length((GStrv)(gpointer)values));
    touch(self);
}

GStrv
yado_settings_list_groups(YadoSettings *self, const char *prefix)
{
    g_return_val_if_fail(self != NULL, NULL);

    g_auto(GStrv) all = g_key_file_get_groups(self->keys, NULL);
    g_autoptr(GPtrArray) found = g_ptr_array_new();

    for (guint i = 0; all[i] != NULL; i++) {
        if (prefix == NULL || g_str_has_prefix(all[i], prefix))
            g_ptr_array_add(found, g_strdup(all[i]));
    }
    g_ptr_array_add(found, NULL);
    return (GStrv)g_ptr_array_free(g_steal_pointer(&found), FALSE);
}

void
yado_settings_remove_group(YadoSettings *self, const char *group)
{
    g_return_if_fail(self != NULL);

    g_key_file_remove_group(self->keys, group, NULL);
    touch(self);
}

static YadoErrorCode
translate_errno(int number)
{
    switch (number) {
    case ENOSPC:
    case EDQUOT:
        return YADO_ERROR_NO_SPACE;
    case EACCES:
    case EPERM:
    case EROFS:
        return YADO_ERROR_DENIED;
    default:
        return YADO_ERROR_FAILED;
    }
}

static gboolean
write_all(int fd, const char *data, gsize length)
{
    while (length > 0) {
        gssize written = write(fd, data, length);

        if (written < 0 && errno == EINTR)
            continue;
        if (written < 0)
            return FALSE;
        data += written;
        length -= (gsize)written;
    }
    return TRUE;
}

/* FALSE with errno set. The file may hold host names and user names: 0600 from the start. */
static gboolean
write_temporary(const char *temporary_path, const char *data, gsize length)
{
    int fd = g_open(temporary_path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);

    if (fd < 0)
        return FALSE;
    gboolean ok = write_all(fd, data, length) && fsync(fd) == 0;
    int saved_errno = errno;
    /* A full network file system tells only at close(). */
    if (close(fd) != 0 && ok) {
        saved_errno = errno;
        ok = FALSE;
    }
    errno = saved_errno;
    return ok;
}

/* A link (dot files kept elsewhere) is written through, not replaced. */
static char *
resolve_link(const char *path)
{
    char *target = realpath(path, NULL);

    if (target == NULL)
        return g_strdup(path);
    char *copy = g_strdup(target);
    free(target);
    return copy;
}

static gboolean
replace_file(const char *path, const char *data, gsize length)
{
    g_autofree char *target = resolve_link(path);
    g_autofree char *temporary =
        g_strdup_printf("%s.%d.%08x", target, (int)getpid(), g_random_int());

    if (write_temporary(temporary, data, length) && g_rename(temporary, target) == 0)
        return TRUE;
    int saved_errno = errno;
    g_unlink(temporary);
    errno = saved_errno;
    return FALSE;
}

gboolean
yado_settings_save(YadoSettings *self, GError **error)
{
    g_return_val_if_fail(self != NULL, FALSE);

    gsize length;
    g_autofree char *data = g_key_file_to_data(self->keys, &length, NULL);
    g_autofree char *folder = g_path_get_dirname(self->path);

    if (strcmp(data, self->kept) == 0)
        return TRUE;
    /* What could not be read would be lost. */
    if (g_error_matches(self->error, YADO_ERROR, YADO_ERROR_DENIED))
        return yado_error_set(error, YADO_ERROR_DENIED, self->error->message,
                              _("What was set is in use, but will be lost at the end."),
                              _("The settings cannot be saved in %s."), self->path);
    if (g_mkdir_with_parents(folder, 0700) == 0 && replace_file(self->path, data, length)) {
        g_free(self->kept);
        self->kept = g_steal_pointer(&data);
        return TRUE;
    }
    int number = errno;
    return yado_error_set(error, translate_errno(number), g_strerror(number),
                          _("What was set is in use, but will be lost at the end."),
                          _("The settings cannot be saved in %s."), self->path);
}
