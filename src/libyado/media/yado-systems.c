/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "media/yado-systems.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/yado-error.h"
#include "media/yado-disk-system.h"
#include "media/yado-media-module.h"

struct _YadoSystems {
    GObject parent_instance;
    GPtrArray *list;
    GError *error;
    GTask *reading;     /* NULL: not asked for, or done */
    GPtrArray *waiting; /* of GTask */
};

G_DEFINE_FINAL_TYPE(YadoSystems, yado_systems, G_TYPE_OBJECT)

enum { CHANGED, N_SIGNALS };
static guint signals[N_SIGNALS];

/* libosinfo's objects are not for several threads at once. */
static GMutex lock;

/* ---- One system ---- */

YadoSystem *
yado_system_new(void)
{
    return g_new0(YadoSystem, 1);
}

void
yado_system_free(YadoSystem *system)
{
    g_free(system->id);
    g_free(system->short_id);
    g_free(system->name);
    g_free(system->family);
    g_free(system->distro);
    g_free(system->argument);
    g_free(system);
}

gboolean
yado_system_matches(const YadoSystem *system, const char *words)
{
    g_autofree char *folded = g_utf8_casefold(words != NULL ? words : "", -1);
    g_auto(GStrv) each = g_strsplit(folded, " ", -1);
    g_autofree char *text = g_strjoin(" ", system->name, system->short_id, system->id, NULL);
    g_autofree char *name = g_utf8_casefold(text, -1);

    for (guint i = 0; each[i] != NULL; i++)
        if (strstr(name, each[i]) == NULL)
            return FALSE;
    return TRUE;
}

gboolean
yado_system_wants_local_time(const YadoSystem *system)
{
    static const char *const families[] = { "winnt", "win9x", "win16", "msdos", NULL };

    return system->family != NULL && g_strv_contains(families, system->family);
}

/* ---- The database ---- */

static const YadoMediaPart part = {
    .name = "osinfo",
    .symbol = "yado_osinfo_module",
    .absent = N_("The part of YaDO that knows the operating systems is not installed."),
    .broken = N_("The part of YaDO that knows the operating systems cannot be loaded."),
    .packages = { "libosinfo-1.0-0", "libosinfo", "libosinfo-1_0-0" },
    .build = { "libosinfo-1.0-dev", "libosinfo-devel", "libosinfo-devel" },
};

static const YadoOsinfoModule *
load_module(GError **error)
{
    return yado_media_module_load(&part, error);
}

static void
read_in_worker(GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
    g_autoptr(GMutexLocker) locker = g_mutex_locker_new(&lock);
    GError *error = NULL;
    const YadoOsinfoModule *module = load_module(&error);
    GPtrArray *list = module != NULL ? module->list(&error) : NULL;

    if (list != NULL)
        g_task_return_pointer(task, list, (GDestroyNotify)g_ptr_array_unref);
    else
        g_task_return_error(task, error);
}

static void
answer(YadoSystems *self, GTask *task)
{
    if (self->list != NULL)
        g_task_return_boolean(task, TRUE);
    else
        g_task_return_error(task, g_error_copy(self->error));
}

static void
on_read_cb(GObject *source, GAsyncResult *result, gpointer data)
{
    YadoSystems *self = YADO_SYSTEMS(source);
    g_autoptr(GPtrArray) waiting = g_steal_pointer(&self->waiting);

    self->list = g_task_propagate_pointer(G_TASK(result), &self->error);
    self->waiting = g_ptr_array_new_with_free_func(g_object_unref);
    g_clear_object(&self->reading);
    g_signal_emit(self, signals[CHANGED], 0);
    for (guint i = 0; i < waiting->len; i++)
        answer(self, waiting->pdata[i]);
}

void
yado_systems_want(YadoSystems *self)
{
    g_return_if_fail(YADO_IS_SYSTEMS(self));

    if (self->list != NULL || self->error != NULL || self->reading != NULL)
        return;
    self->reading = g_task_new(self, NULL, on_read_cb, NULL);
    g_task_run_in_thread(self->reading, read_in_worker);
}

GPtrArray *
yado_systems_list(YadoSystems *self)
{
    return self->list;
}

const GError *
yado_systems_get_error(YadoSystems *self)
{
    return self->error;
}

const YadoSystem *
yado_systems_find(YadoSystems *self, const char *text)
{
    for (guint i = 0; text != NULL && self->list != NULL && i < self->list->len; i++) {
        const YadoSystem *system = self->list->pdata[i];

        if (g_strcmp0(system->id, text) == 0 || g_strcmp0(system->short_id, text) == 0 ||
            g_strcmp0(system->name, text) == 0)
            return system;
    }
    return NULL;
}

void
yado_systems_load_async(YadoSystems *self, GCancellable *cancellable, GAsyncReadyCallback callback,
                        gpointer user_data)
{
    GTask *task = g_task_new(self, cancellable, callback, user_data);

    yado_systems_want(self);
    if (self->reading != NULL) {
        g_ptr_array_add(self->waiting, task);
        return;
    }
    answer(self, task);
    g_object_unref(task);
}

gboolean
yado_systems_load_finish(YadoSystems *self, GAsyncResult *result, GError **error)
{
    return g_task_propagate_boolean(G_TASK(result), error);
}

/* ---- What a medium holds ---- */

static void
detect_in_worker(GTask *task, gpointer source, gpointer location, GCancellable *cancellable)
{
    g_autoptr(GMutexLocker) locker = g_mutex_locker_new(&lock);
    GError *error = NULL;
    const YadoOsinfoModule *module = load_module(&error);
    char *id = module != NULL ? module->detect(location, cancellable, &error) : NULL;

    if (id != NULL)
        g_task_return_pointer(task, id, g_free);
    else
        g_task_return_error(task, error);
}

void
yado_systems_detect_async(YadoSystems *self, const char *location, GCancellable *cancellable,
                          GAsyncReadyCallback callback, gpointer user_data)
{
    g_autoptr(GTask) task = g_task_new(self, cancellable, callback, user_data);

    g_return_if_fail(YADO_IS_SYSTEMS(self) && location != NULL);
    yado_systems_want(self);
    g_task_set_task_data(task, g_strdup(location), g_free);
    g_task_run_in_thread(task, detect_in_worker);
}

static const YadoSystem *
find_release(YadoSystems *self, const char *release)
{
    g_auto(GStrv) ids = yado_release_list_ids(release);
    const YadoSystem *system = NULL;

    for (guint i = 0; ids[i] != NULL && system == NULL; i++)
        system = yado_systems_find(self, ids[i]);
    return system;
}

static void
return_system(GTask *task)
{
    const YadoDiskSystem *disk = g_task_get_task_data(task);
    const YadoSystem *system =
        disk->release != NULL ? find_release(g_task_get_source_object(task), disk->release) : NULL;

    if (system != NULL)
        g_task_return_pointer(task, g_strdup(system->id), g_free);
    else if (disk->release != NULL)
        g_task_return_new_error(task, YADO_ERROR, YADO_ERROR_NOT_FOUND,
                                _("“%s” holds %s, which libosinfo's database does not know."),
                                disk->path, disk->name != NULL ? disk->name : "?");
    else if (disk->name != NULL)
        g_task_return_new_error(task, YADO_ERROR, YADO_ERROR_NOT_FOUND,
                                _("“%s” holds %s; which one is not known: choose yourself."),
                                disk->path, disk->name);
    else
        g_task_return_new_error(task, YADO_ERROR, YADO_ERROR_NOT_FOUND,
                                _("“%s” has a boot menu, and no system that tells its name."),
                                disk->path);
}

static void
on_list_ready_cb(GObject *source, GAsyncResult *result, gpointer data)
{
    g_autoptr(GTask) task = data;
    GError *error = NULL;

    if (yado_systems_load_finish(YADO_SYSTEMS(source), result, &error))
        return_system(task);
    else
        g_task_return_error(task, error);
}

void
yado_systems_match_disk_async(YadoSystems *self, YadoDiskSystem *disk, GCancellable *cancellable,
                              GAsyncReadyCallback callback, gpointer user_data)
{
    GTask *task = g_task_new(self, cancellable, callback, user_data);

    g_return_if_fail(YADO_IS_SYSTEMS(self) && disk != NULL);
    g_task_set_task_data(task, yado_disk_system_ref(disk), (GDestroyNotify)yado_disk_system_unref);
    yado_systems_load_async(self, cancellable, on_list_ready_cb, task);
}

char *
yado_systems_detect_finish(YadoSystems *self, GAsyncResult *result, GError **error)
{
    return g_task_propagate_pointer(G_TASK(result), error);
}

/* ---- Life ---- */

static void
yado_systems_finalize(GObject *object)
{
    YadoSystems *self = YADO_SYSTEMS(object);

    g_clear_pointer(&self->list, g_ptr_array_unref);
    g_clear_pointer(&self->waiting, g_ptr_array_unref);
    g_clear_error(&self->error);
    G_OBJECT_CLASS(yado_systems_parent_class)->finalize(object);
}

static void
yado_systems_class_init(YadoSystemsClass *klass)
{
    G_OBJECT_CLASS(klass)->finalize = yado_systems_finalize;
    signals[CHANGED] = g_signal_new("changed", YADO_TYPE_SYSTEMS, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                    NULL, G_TYPE_NONE, 0);
}

static void
yado_systems_init(YadoSystems *self)
{
    self->waiting = g_ptr_array_new_with_free_func(g_object_unref);
}

YadoSystems *
yado_systems_get(void)
{
    static YadoSystems *only;

    if (only == NULL)
        only = g_object_new(YADO_TYPE_SYSTEMS, NULL);
    return only;
}
