/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What tells that a guest changed, without polling:
 *
 *   - xenstore's @introduceDomain and @releaseDomain: made, shut down, gone; and the names of the domains that run;
 *   - xenstore's folders of disks' back ends: which ones there are;
 *   - the closing of /dev/xen/privcmd or /dev/xen/hypercall: somebody (xl) has just finished talking to Xen.  Nothing else tells of
 *     `xl pause`: neither xenstore nor libxl has an event for it.
 *
 * The last step of `xl create` is told by nothing: it lets the guest go, and its daemon keeps the device open.  So a guest that was just
 * made and is paused is looked at again soon, for a while.
 *
 * Each only leads to one listing, whose differences from the last one are told.  All this only while somebody subscribes.
 */
#include "config.h"

#include <glib-unix.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <unistd.h>

#include "yado-xl-agent.h"

/* A command of xl closes several descriptors, and xenstore tells several things of one event. */
#define DEBOUNCE_MILLISECONDS 40
#define FRESH_MILLISECONDS 250
#define FRESH_SECONDS 120

static const char *const disk_folders[] = { YADO_XL_BACKENDS "vbd", YADO_XL_BACKENDS "qdisk" };

typedef struct {
    uint32_t domid;
    char uuid[37];
    guint state;
    char *name;
    guint generation;
    gint64 made; /* monotonic; 0: it was there before */
} Told;

static void
free_told(gpointer data)
{
    Told *told = data;

    g_free(told->name);
    g_free(told);
}

/* Whether it is running or waiting changes all the time. */
static guint
pack_lasting_state(const libxl_dominfo *info)
{
    return info->paused | info->shutdown << 1 | info->dying << 2 |
           (guint)(info->shutdown_reason + 1) << 3;
}

static void
watch_name(YadoXlAgent *self, uint32_t domid, gboolean on)
{
    g_autofree char *path = g_strdup_printf("/local/domain/%u/name", domid);

    if (on)
        xs_watch(self->store, path, "name");
    else
        xs_unwatch(self->store, path, "name");
}

/* By domain id: a guest that is started again shares its uuid with what is left of it. */
static Told *
ensure_told(YadoXlAgent *self, const char *uuid, uint32_t domid)
{
    Told *told = g_hash_table_lookup(self->snapshot, GUINT_TO_POINTER(domid));

    if (told && strcmp(told->uuid, uuid) == 0)
        return told;
    if (told)
        watch_name(self, domid, FALSE);
    told = g_new0(Told, 1);
    told->domid = domid;
    g_strlcpy(told->uuid, uuid, sizeof(told->uuid));
    told->state = G_MAXUINT;
    told->made = self->has_listed ? g_get_monotonic_time() : 0;
    g_hash_table_replace(self->snapshot, GUINT_TO_POINTER(domid), told);
    watch_name(self, domid, TRUE);
    return told;
}

/* TRUE: this one is news. */
static gboolean
compare(YadoXlAgent *self, const libxl_dominfo *info, guint generation, char uuid[37])
{
    guint state = pack_lasting_state(info);
    const char *name = yado_xl_domain_get_name(self, info);
    Told *told;

    yado_xl_format_uuid(&info->uuid, uuid);
    told = ensure_told(self, uuid, info->domid);
    told->generation = generation;
    if (info->paused && told->made &&
        g_get_monotonic_time() - told->made < FRESH_SECONDS * G_TIME_SPAN_SECOND)
        self->has_fresh = TRUE;
    if (told->state == state && g_strcmp0(told->name, name) == 0)
        return FALSE;
    told->state = state;
    g_free(told->name);
    told->name = g_strdup(name);
    return TRUE;
}

static void
collect_gone(YadoXlAgent *self, guint generation, GPtrArray *changed)
{
    GHashTableIter iter;
    gpointer value;

    g_hash_table_iter_init(&iter, self->snapshot);
    while (g_hash_table_iter_next(&iter, NULL, &value)) {
        Told *told = value;

        if (told->generation == generation)
            continue;
        watch_name(self, told->domid, FALSE);
        g_ptr_array_add(changed, g_strdup(told->uuid));
        g_hash_table_iter_remove(&iter);
    }
}

/* Of uuids; NULL: Xen did not answer. */
static GPtrArray *
find_changes(YadoXlAgent *self)
{
    static guint generation;
    const GArray *list = yado_xl_domains_list(self);
    GPtrArray *changed;
    char uuid[37];

    if (!list)
        return NULL;
    changed = g_ptr_array_new_with_free_func(g_free);
    self->has_fresh = FALSE;
    generation++;
    for (guint i = 0; i < list->len; i++) {
        const libxl_dominfo *info = &g_array_index(list, libxl_dominfo, i);
        gboolean is_news = compare(self, info, generation, uuid);

        if (is_news && !yado_xl_domain_is_helper(self, info->domid))
            g_ptr_array_add(changed, g_strdup(uuid));
    }
    collect_gone(self, generation, changed);
    self->has_listed = TRUE;
    return changed;
}

static gboolean
on_examine_due_cb(gpointer data)
{
    YadoXlAgent *self = data;
    g_autoptr(GPtrArray) changed = NULL;

    self->examine_source = 0;
    changed = find_changes(self);
    if (self->has_fresh)
        self->examine_source = g_timeout_add(FRESH_MILLISECONDS, on_examine_due_cb, self);
    if (!changed || changed->len == 0)
        return G_SOURCE_REMOVE;
    g_ptr_array_add(changed, NULL);
    yado_xl1_emit_guests_changed(self->skeleton, (const char *const *)changed->pdata);
    return G_SOURCE_REMOVE;
}

void
yado_xl_events_examine_soon(YadoXlAgent *self)
{
    if (!self->is_subscribed || (self->examine_source && !self->has_fresh))
        return;
    g_clear_handle_id(&self->examine_source, g_source_remove);
    self->has_fresh = FALSE;
    self->examine_source = g_timeout_add(DEBOUNCE_MILLISECONDS, on_examine_due_cb, self);
}

static gboolean
on_store_ready_cb(int fd, GIOCondition condition, gpointer data)
{
    YadoXlAgent *self = data;
    char **watch;

    while ((watch = xs_check_watch(self->store))) {
        if (strcmp(watch[XS_WATCH_TOKEN], "name") == 0)
            yado_xl_domains_forget(self);
        if (strcmp(watch[XS_WATCH_TOKEN], "disk") == 0)
            yado_xl_counters_forget_disks(self);
        else
            yado_xl_events_examine_soon(self);
        free(watch);
    }
    if (!(condition & (G_IO_HUP | G_IO_ERR)))
        return G_SOURCE_CONTINUE;
    yado_xl_agent_give_up(self, "xenstore went away");
    return G_SOURCE_REMOVE;
}

static gboolean
on_device_closed_cb(int fd, GIOCondition condition, gpointer data)
{
    char buffer[4096];

    while (read(fd, buffer, sizeof(buffer)) > 0)
        continue;
    yado_xl_events_examine_soon(data);
    return G_SOURCE_CONTINUE;
}

static void
start_watching_devices(YadoXlAgent *self)
{
    static const char *const devices[] = { "/dev/xen/privcmd", "/dev/xen/hypercall" };

    self->notify = inotify_init1(IN_CLOEXEC | IN_NONBLOCK);
    if (self->notify < 0)
        return;
    for (guint i = 0; i < G_N_ELEMENTS(devices); i++)
        inotify_add_watch(self->notify, devices[i], IN_CLOSE);
    self->notify_source = g_unix_fd_add(self->notify, G_IO_IN, on_device_closed_cb, self);
}

static void
start(YadoXlAgent *self)
{
    self->snapshot = g_hash_table_new_full(NULL, NULL, NULL, free_told);
    self->has_listed = FALSE;
    xs_watch(self->store, "@introduceDomain", "made");
    xs_watch(self->store, "@releaseDomain", "gone");
    for (guint i = 0; i < G_N_ELEMENTS(disk_folders); i++)
        xs_watch(self->store, disk_folders[i], "disk");
    self->store_source = g_unix_fd_add(xs_fileno(self->store), G_IO_IN, on_store_ready_cb, self);
    start_watching_devices(self);
    /* What there is now was listed by the client, or will be. */
    g_clear_pointer(&(GPtrArray *){ find_changes(self) }, g_ptr_array_unref);
    yado_xl_files_set_watched(self, TRUE);
}

static void
stop(YadoXlAgent *self)
{
    GHashTableIter iter;
    gpointer value;

    yado_xl_files_set_watched(self, FALSE);
    g_clear_handle_id(&self->examine_source, g_source_remove);
    g_clear_handle_id(&self->store_source, g_source_remove);
    g_clear_handle_id(&self->notify_source, g_source_remove);
    if (self->notify >= 0)
        close(self->notify);
    self->notify = -1;
    g_hash_table_iter_init(&iter, self->snapshot);
    while (g_hash_table_iter_next(&iter, NULL, &value))
        watch_name(self, ((Told *)value)->domid, FALSE);
    xs_unwatch(self->store, "@introduceDomain", "made");
    xs_unwatch(self->store, "@releaseDomain", "gone");
    for (guint i = 0; i < G_N_ELEMENTS(disk_folders); i++)
        xs_unwatch(self->store, disk_folders[i], "disk");
    g_clear_pointer(&self->snapshot, g_hash_table_unref);
}

void
yado_xl_events_set(YadoXlAgent *self, gboolean on)
{
    if (on == self->is_subscribed)
        return;
    self->is_subscribed = on;
    if (on)
        start(self);
    else
        stop(self);
}
