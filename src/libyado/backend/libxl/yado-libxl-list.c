/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The rows: what runs, and the configuration files at rest.
 *
 * A guest that runs and its file are one row.  They belong together by the uuid in the file; a file that tells none has one made of
 * machine and path, which its row keeps while the guest runs under the uuid that xl gave it: such a file and its guest find each other
 * by name.
 */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "backend/libxl/yado-libxl-private.h"

/* As the agent packs them. */
enum { RUNNING = 1, BLOCKED = 2, PAUSED = 4, SHUT_DOWN = 8, DYING = 16 };
enum { POWEROFF, REBOOT, SUSPEND, CRASH, WATCHDOG };

typedef struct {
    const char *uuid, *name, *owner, *kind;
    guint id, state;
    gint reason;
    guint64 cpu_time;
    guint vcpus, vcpus_maximum;
    guint64 memory, memory_maximum; /* KiB */
    guint pool;
    guint64 started;
    guint has;
    guint64 disk_read, disk_written, net_received, net_sent;
} Running;

typedef struct {
    const char *file, *uuid;
    gboolean has_uuid;
    const char *name;
    gboolean has_autostart, has_saved;
    const char *problem;
    gboolean is_taken;
} File;

YadoLibxlRow *
yado_libxl_row_ref(YadoLibxlRow *row)
{
    g_atomic_ref_count_inc(&row->references);
    return row;
}

void
yado_libxl_row_unref(YadoLibxlRow *row)
{
    if (!g_atomic_ref_count_dec(&row->references))
        return;
    g_free(row->name);
    g_free(row->file);
    g_free(row->problem);
    g_free(row);
}

static YadoLibxlRow *
new_row(const char *uuid, const char *name)
{
    YadoLibxlRow *row = g_new0(YadoLibxlRow, 1);

    g_atomic_ref_count_init(&row->references);
    g_strlcpy(row->uuid, uuid, sizeof(row->uuid));
    row->name = g_strdup(name);
    row->id = -1;
    row->state = YADO_GUEST_SHUT_OFF;
    row->owner = YADO_OWNER_XL;
    return row;
}

static YadoGuestOwner
translate_owner(const char *name)
{
    for (int owner = YADO_OWNER_XEN; owner <= YADO_OWNER_OTHER; owner++)
        if (strcmp(yado_guest_owner_get_name(owner), name) == 0)
            return owner;
    return YADO_OWNER_OTHER;
}

static YadoGuestState
translate_state(guint state, gint reason)
{
    if (state & DYING)
        return YADO_GUEST_STOPPING;
    if (state & SHUT_DOWN) {
        if (reason == CRASH || reason == WATCHDOG)
            return YADO_GUEST_CRASHED;
        return reason == SUSPEND ? YADO_GUEST_SUSPENDED : YADO_GUEST_STOPPING;
    }
    return state & PAUSED ? YADO_GUEST_PAUSED : YADO_GUEST_RUNNING;
}

static const char *
describe_reason(guint state, gint reason)
{
    if (!(state & SHUT_DOWN) || state & DYING)
        return NULL;
    if (reason == CRASH)
        return _("crashed, kept for inspection");
    if (reason == WATCHDOG)
        return _("stopped by its watchdog");
    return reason == SUSPEND ? _("stopped while it is saved or moved") : NULL;
}

/* What the agent says. */

static gboolean
read_running(GVariantIter *iter, Running *running)
{
    return g_variant_iter_next(
        iter, "(&s&su&s&suituuttututttt)", &running->uuid, &running->name, &running->id,
        &running->owner, &running->kind, &running->state, &running->reason, &running->cpu_time,
        &running->vcpus, &running->vcpus_maximum, &running->memory, &running->memory_maximum,
        &running->pool, &running->started, &running->has, &running->disk_read,
        &running->disk_written, &running->net_received, &running->net_sent);
}

static GArray *
read_files(GVariant *list)
{
    GArray *files = g_array_new(FALSE, TRUE, sizeof(File));
    GVariantIter iter;
    File file = { 0 };

    g_variant_iter_init(&iter, list);
    while (g_variant_iter_next(&iter, "(&s&sb&sbb&s)", &file.file, &file.uuid, &file.has_uuid,
                               &file.name, &file.has_autostart, &file.has_saved, &file.problem))
        g_array_append_val(files, file);
    return files;
}

static GVariant *
ref_files(YadoLibxlBackend *self)
{
    GVariant *files;

    g_mutex_lock(&self->lock);
    files = self->files ? g_variant_ref(self->files) : NULL;
    g_mutex_unlock(&self->lock);
    return files;
}

/* Those of the last time, as long as the agent tells when they change. */
static GVariant *
fetch_files(YadoLibxlBackend *self, YadoXl1 *proxy, GCancellable *cancellable, GError **error)
{
    GVariant *files = ref_files(self);
    g_autofree char *folder = NULL;
    g_autoptr(GError) native = NULL;

    if (files)
        return files;
    if (!yado_xl1_call_list_files_sync(proxy, G_DBUS_CALL_FLAGS_NONE, YADO_LIBXL_READ_TIMEOUT,
                                       &files, &folder, cancellable, &native)) {
        yado_libxl_backend_fail(self, error, g_steal_pointer(&native),
                                _("The configuration files of “%s” cannot be listed."), self->uri);
        return NULL;
    }
    g_mutex_lock(&self->lock);
    g_free(self->folder);
    self->folder = g_steal_pointer(&folder);
    if (self->has_events) {
        g_clear_pointer(&self->files, g_variant_unref);
        self->files = g_variant_ref(files);
    }
    g_mutex_unlock(&self->lock);
    return files;
}

static GVariant *
fetch_guests(YadoLibxlBackend *self, YadoXl1 *proxy, gboolean counters, GVariant **host,
             GCancellable *cancellable, GError **error)
{
    GVariant *guests = NULL;
    g_autoptr(GVariant) machine = NULL;
    g_autoptr(GError) native = NULL;

    if (!yado_xl1_call_list_sync(proxy, counters ? 1 : 0, G_DBUS_CALL_FLAGS_NONE,
                                 YADO_LIBXL_READ_TIMEOUT, &guests, &machine, cancellable,
                                 &native)) {
        yado_libxl_backend_fail(self, error, g_steal_pointer(&native),
                                _("The guests of “%s” cannot be listed."), self->uri);
        return NULL;
    }
    if (host)
        *host = g_steal_pointer(&machine);
    return guests;
}

/* Both together. */

static File *
find_file(GArray *files, const Running *running, YadoGuestOwner owner)
{
    for (guint i = 0; i < files->len; i++) {
        File *file = &g_array_index(files, File, i);

        if (file->has_uuid && strcmp(file->uuid, running->uuid) == 0)
            return file;
    }
    /* A guest of libvirt that happens to be called the same is another one. */
    for (guint i = 0; owner != YADO_OWNER_LIBVIRT && i < files->len; i++) {
        File *file = &g_array_index(files, File, i);

        if (!file->has_uuid && !file->is_taken && strcmp(file->name, running->name) == 0)
            return file;
    }
    return NULL;
}

static void
take_file(YadoLibxlRow *row, File *file)
{
    file->is_taken = TRUE;
    row->file = g_strdup(file->file);
    row->has_autostart = file->has_autostart;
    row->has_saved = file->has_saved;
    row->problem = *file->problem ? g_strdup(file->problem) : NULL;
}

static YadoLibxlRow *
make_running_row(const Running *running, GArray *files)
{
    YadoGuestOwner owner = translate_owner(running->owner);
    File *file = owner == YADO_OWNER_XEN ? NULL : find_file(files, running, owner);
    YadoLibxlRow *row = new_row(file ? file->uuid : running->uuid, running->name);

    g_strlcpy(row->xen_uuid, running->uuid, sizeof(row->xen_uuid));
    row->id = (int)running->id;
    row->owner = owner;
    row->state = translate_state(running->state, running->reason);
    row->is_suspended = row->state == YADO_GUEST_SUSPENDED;
    row->is_off =
        (running->state & (SHUT_DOWN | DYING)) == SHUT_DOWN && running->reason == POWEROFF;
    row->started = (gint64)running->started;
    if (file)
        take_file(row, file);
    /* The file's own trouble is of the next start. */
    g_free(row->problem);
    row->problem = g_strdup(describe_reason(running->state, running->reason));
    return row;
}

static YadoLibxlRow *
make_resting_row(File *file)
{
    YadoLibxlRow *row = new_row(file->uuid, file->name);

    take_file(row, file);
    if (row->has_saved)
        row->state = YADO_GUEST_SAVED;
    return row;
}

/* A row for each; the later of two with the same uuid (a copy of a file) gives way. */
static GHashTable *
make_rows(GVariant *guests, GVariant *file_list)
{
    GHashTable *rows =
        g_hash_table_new_full(g_str_hash, g_str_equal, NULL, (GDestroyNotify)yado_libxl_row_unref);
    g_autoptr(GArray) files = read_files(file_list);
    GVariantIter iter;
    Running running;

    g_variant_iter_init(&iter, guests);
    while (read_running(&iter, &running)) {
        YadoLibxlRow *row;

        if (!*running.name) /* it is being made, or is all but gone */
            continue;
        row = make_running_row(&running, files);
        g_hash_table_replace(rows, row->uuid, row);
    }
    for (guint i = 0; i < files->len; i++) {
        File *file = &g_array_index(files, File, i);

        if (!file->is_taken && !g_hash_table_contains(rows, file->uuid)) {
            YadoLibxlRow *row = make_resting_row(file);

            g_hash_table_insert(rows, row->uuid, row);
        }
    }
    return rows;
}

static GHashTable *
refresh_rows(YadoLibxlBackend *self, GCancellable *cancellable, GError **error)
{
    g_autoptr(YadoXl1) proxy = yado_libxl_backend_ref_proxy(self, error);
    g_autoptr(GVariant) guests = NULL;
    g_autoptr(GVariant) files = NULL;
    GHashTable *rows;

    if (!proxy)
        return NULL;
    guests = fetch_guests(self, proxy, FALSE, NULL, cancellable, error);
    files = guests ? fetch_files(self, proxy, cancellable, error) : NULL;
    if (!files)
        return NULL;
    rows = make_rows(guests, files);
    g_mutex_lock(&self->lock);
    g_clear_pointer(&self->rows, g_hash_table_unref);
    self->rows = g_hash_table_ref(rows);
    g_mutex_unlock(&self->lock);
    return rows;
}

gboolean
yado_libxl_backend_refresh(YadoLibxlBackend *self, GCancellable *cancellable, GError **error)
{
    g_autoptr(GHashTable) rows = refresh_rows(self, cancellable, error);

    return rows != NULL;
}

void
yado_libxl_backend_note_save(YadoLibxlBackend *self, const char *uuid, const char *outcome)
{
    g_mutex_lock(&self->lock);
    if (outcome)
        g_hash_table_replace(self->left_saves, g_strdup(uuid), g_strdup(outcome));
    else
        g_hash_table_remove(self->left_saves, uuid);
    g_mutex_unlock(&self->lock);
}

static char *
dup_save_note(YadoLibxlBackend *self, const YadoLibxlRow *row)
{
    static const struct {
        const char *outcome, *text;
    } outcomes[] = {
        { "goes-on", N_("the save that was begun goes on") },
        { "removed", N_("a save was interrupted; what was written of it is removed") },
        { "resumed", N_("a save was interrupted; the guest was resumed, and what was written of it "
                        "is removed") },
        { "stuck", N_("a save was interrupted, and the guest cannot be resumed; what was written "
                      "of it is removed") },
    };
    const char *found;
    char *note = NULL;

    g_mutex_lock(&self->lock);
    found = g_hash_table_lookup(self->left_saves, row->xen_uuid);
    for (guint i = 0; found && i < G_N_ELEMENTS(outcomes); i++)
        if (strcmp(outcomes[i].outcome, found) == 0)
            note = g_strdup(_(outcomes[i].text));
    g_mutex_unlock(&self->lock);
    return note;
}

static YadoGuestRecord *
make_record(YadoLibxlBackend *self, const YadoLibxlRow *row)
{
    YadoGuestRecord *record = yado_guest_record_new(row->uuid, row->name, row->id, row->state);

    record->reason = g_strdup(row->problem);
    record->owner = row->owner;
    record->started = row->started;
    record->note = dup_save_note(self, row);
    if (row->owner == YADO_OWNER_LIBVIRT) /* libvirt knows, we do not */
        return record;
    record->persistent = row->file != NULL || row->owner == YADO_OWNER_XEN;
    record->autostart = row->has_autostart;
    return record;
}

GPtrArray *
yado_libxl_backend_list(YadoBackend *backend, const char *const *uuids, YadoListFlags flags,
                        GCancellable *cancellable, GError **error)
{
    g_autoptr(GHashTable) rows = refresh_rows(YADO_LIBXL_BACKEND(backend), cancellable, error);
    GPtrArray *records;
    GHashTableIter iter;
    gpointer row;

    if (!rows)
        return NULL;
    records = g_ptr_array_new_with_free_func((GDestroyNotify)yado_guest_record_free);
    for (guint i = 0; uuids && uuids[i]; i++) {
        row = g_hash_table_lookup(rows, uuids[i]);
        if (row)
            g_ptr_array_add(records, make_record(YADO_LIBXL_BACKEND(backend), row));
    }
    g_hash_table_iter_init(&iter, rows);
    while (!uuids && g_hash_table_iter_next(&iter, NULL, &row))
        g_ptr_array_add(records, make_record(YADO_LIBXL_BACKEND(backend), row));
    return records;
}

/* Samples. */

/* The row's uuid for that of Xen, where they differ. */
static GHashTable *
ref_other_uuids(YadoLibxlBackend *self)
{
    GHashTable *uuids = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    GHashTableIter iter;
    gpointer value;

    g_mutex_lock(&self->lock);
    if (self->rows)
        g_hash_table_iter_init(&iter, self->rows);
    while (self->rows && g_hash_table_iter_next(&iter, NULL, &value)) {
        YadoLibxlRow *row = value;

        if (*row->xen_uuid && strcmp(row->uuid, row->xen_uuid) != 0)
            g_hash_table_insert(uuids, g_strdup(row->xen_uuid), g_strdup(row->uuid));
    }
    g_mutex_unlock(&self->lock);
    return uuids;
}

static void
add_stats(YadoSample *sample, GHashTable *other_uuids, const Running *running)
{
    YadoGuestStats stats = { 0 };
    const char *uuid = g_hash_table_lookup(other_uuids, running->uuid);

    g_strlcpy(stats.uuid, uuid ? uuid : running->uuid, sizeof(stats.uuid));
    stats.when = sample->when;
    stats.has = YADO_STATS_STATE | YADO_STATS_CPU | YADO_STATS_MEMORY | YADO_STATS_VCPUS;
    stats.state = translate_state(running->state, running->reason);
    stats.cpu_time = running->cpu_time;
    stats.vcpus = running->vcpus;
    stats.memory = running->memory * 1024;
    /* The control domain's is "no limit" unless one was given on Xen's command line. */
    stats.memory_maximum = MIN(running->memory_maximum, G_MAXUINT64 / 1024) * 1024;
    if (running->has & 1)
        stats.has |= YADO_STATS_DISK;
    if (running->has & 2)
        stats.has |= YADO_STATS_NET;
    stats.disk_read = running->disk_read;
    stats.disk_written = running->disk_written;
    stats.net_received = running->net_received;
    stats.net_sent = running->net_sent;
    g_array_append_val(sample->guests, stats);
}

/* Of all domains together: what the control domain's kernel says is only its own load. */
static void
add_machine(YadoSample *sample, GVariant *host, guint64 busy)
{
    guint cpus;
    guint64 memory, memory_free, outstanding;

    g_variant_get(host, "(uttt)", &cpus, &memory, &memory_free, &outstanding);
    sample->cpu_busy = busy;
    sample->cpu_total = (guint64)sample->when * 1000 * cpus;
    sample->memory_free = memory_free * 1024;
}

YadoSample *
yado_libxl_backend_make_sample(YadoLibxlBackend *self, GVariant *guests, GVariant *host)
{
    g_autoptr(GHashTable) other_uuids = ref_other_uuids(self);
    YadoSample *sample = yado_sample_new();
    GVariantIter iter;
    Running running;
    guint64 busy = 0;

    sample->complete = TRUE;
    g_variant_iter_init(&iter, guests);
    while (read_running(&iter, &running)) {
        busy += running.cpu_time;
        if (*running.name)
            add_stats(sample, other_uuids, &running);
    }
    add_machine(sample, host, busy);
    return sample;
}

YadoSample *
yado_libxl_backend_sample(YadoBackend *backend, const GArray *wishes, GCancellable *cancellable,
                          GError **error)
{
    YadoLibxlBackend *self = YADO_LIBXL_BACKEND(backend);
    g_autoptr(YadoXl1) proxy = yado_libxl_backend_ref_proxy(self, error);
    g_autoptr(GVariant) guests = NULL;
    g_autoptr(GVariant) host = NULL;

    if (proxy)
        guests = fetch_guests(self, proxy, TRUE, &host, cancellable, error);
    return guests ? yado_libxl_backend_make_sample(self, guests, host) : NULL;
}

/* The machine. */

static guint
lookup_uint(GVariant *facts, const char *key)
{
    guint value = 0;

    g_variant_lookup(facts, key, "u", &value);
    return value;
}

YadoHostInfo *
yado_libxl_backend_get_host_info(YadoBackend *backend, GCancellable *cancellable, GError **error)
{
    YadoLibxlBackend *self = YADO_LIBXL_BACKEND(backend);
    g_autoptr(YadoXl1) proxy = yado_libxl_backend_ref_proxy(self, error);
    g_autoptr(GVariant) facts = NULL;
    g_autoptr(GError) native = NULL;
    g_autofree char *version = NULL;
    guint64 memory = 0;
    YadoHostInfo *info;

    if (!proxy)
        return NULL;
    if (!yado_xl1_call_get_host_sync(proxy, G_DBUS_CALL_FLAGS_NONE, YADO_LIBXL_READ_TIMEOUT, &facts,
                                     cancellable, &native)) {
        yado_libxl_backend_fail(self, error, g_steal_pointer(&native),
                                _("“%s” does not tell what machine it is."), self->uri);
        return NULL;
    }
    info = g_new0(YadoHostInfo, 1);
    info->is_xen = TRUE;
    info->cpus = lookup_uint(facts, "cpus");
    info->cores = lookup_uint(facts, "cores");
    info->threads = lookup_uint(facts, "threads");
    info->sockets =
        info->cores && info->threads ? MAX(info->cpus / (info->cores * info->threads), 1) : 1;
    info->mhz = lookup_uint(facts, "khz") / 1000;
    g_variant_lookup(facts, "memory", "t", &memory);
    info->memory = memory * 1024;
    g_variant_lookup(facts, "cpu-model", "s", &info->cpu_model);
    g_variant_lookup(facts, "hostname", "s", &info->hostname);
    if (g_variant_lookup(facts, "xen-version", "s", &version))
        info->hypervisor = g_strdup_printf("Xen %s", version);
    g_mutex_lock(&self->lock);
    info->library_version = g_strdup_printf("yado-xl-agent %s", self->agent_version);
    g_mutex_unlock(&self->lock);
    return info;
}
