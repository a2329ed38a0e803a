/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* libosinfo's database as records.  All calls hold the lock of yado-systems.c. */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <osinfo/osinfo.h>
#include <string.h>

#include "base/yado-error.h"
#include "media/yado-media-module.h"

/* Devices by their ids in the database. */
#define VIRTIO_DISK "http://pcisig.com/pci/1af4/1001"
#define VIRTIO_DISK_1 "http://pcisig.com/pci/1af4/1042"
#define VIRTIO_NET "http://pcisig.com/pci/1af4/1000"
#define VIRTIO_NET_1 "http://pcisig.com/pci/1af4/1041"
#define TABLET "http://usb.org/usb/80ee/0021"

/* What the second descriptor of a medium that boots is, and where it says so. */
#define EL_TORITO "EL TORITO SPECIFICATION"
#define EL_TORITO_AT (17 * 2048 + 7)

static OsinfoDb *database;

/* Kept while the program runs. */
static OsinfoDb *
load(GError **error)
{
    g_autoptr(GError) native = NULL;
    g_autoptr(OsinfoLoader) loader = NULL;

    if (database != NULL)
        return database;
    loader = osinfo_loader_new();
    osinfo_loader_process_default_path(loader, &native);
    if (native != NULL) {
        yado_error_set(error, YADO_ERROR_FAILED, native->message, _("Install osinfo-db."),
                       _("The database of operating systems cannot be read."));
        return NULL;
    }
    database = g_object_ref(osinfo_loader_get_db(loader));
    return database;
}

/* ---- Records ---- */

static gboolean
is_past(GDate *date)
{
    GDate today;

    if (date == NULL)
        return FALSE;
    g_date_clear(&today, 1);
    g_date_set_time_t(&today, time(NULL));
    return g_date_compare(date, &today) < 0;
}

static gboolean
is_old(OsinfoOs *os)
{
    g_autoptr(GDate) end = osinfo_product_get_eol_date(OSINFO_PRODUCT(os));

    return is_past(end);
}

static void
read_resources(YadoSystem *system, OsinfoOs *os)
{
    g_autoptr(OsinfoResourcesList) list = osinfo_os_get_recommended_resources(os);
    int n = osinfo_list_get_length(OSINFO_LIST(list));

    for (int i = 0; i < n; i++) {
        OsinfoResources *resources = OSINFO_RESOURCES(osinfo_list_get_nth(OSINFO_LIST(list), i));
        const char *architecture = osinfo_resources_get_architecture(resources);

        if (g_strcmp0(architecture, "all") != 0 && g_strcmp0(architecture, "x86_64") != 0)
            continue;
        system->memory = (guint64)MAX(osinfo_resources_get_ram(resources), 0);
        system->disk = (guint64)MAX(osinfo_resources_get_storage(resources), 0);
        system->vcpus = (guint)MAX(osinfo_resources_get_n_cpus(resources), 0);
    }
}

static void
read_devices(YadoSystem *system, OsinfoOs *os)
{
    g_autoptr(OsinfoDeviceList) list = osinfo_os_get_all_devices(os, NULL);
    int n = osinfo_list_get_length(OSINFO_LIST(list));

    for (int i = 0; i < n; i++) {
        const char *id = osinfo_entity_get_id(osinfo_list_get_nth(OSINFO_LIST(list), i));

        if (strcmp(id, VIRTIO_DISK) == 0 || strcmp(id, VIRTIO_DISK_1) == 0)
            system->has_virtio_disk = TRUE;
        else if (strcmp(id, VIRTIO_NET) == 0 || strcmp(id, VIRTIO_NET_1) == 0)
            system->has_virtio_net = TRUE;
        else if (strcmp(id, TABLET) == 0)
            system->has_tablet = TRUE;
    }
}

static YadoSystem *
create_system(OsinfoOs *os)
{
    YadoSystem *system = yado_system_new();

    system->id = g_strdup(osinfo_entity_get_id(OSINFO_ENTITY(os)));
    system->short_id = g_strdup(osinfo_product_get_short_id(OSINFO_PRODUCT(os)));
    system->name = g_strdup(osinfo_product_get_name(OSINFO_PRODUCT(os)));
    system->family = g_strdup(osinfo_os_get_family(os));
    system->distro = g_strdup(osinfo_os_get_distro(os));
    system->argument = g_strdup(osinfo_os_get_kernel_url_argument(os));
    system->is_old = is_old(os);
    if (system->name == NULL)
        system->name = g_strdup(system->id);
    read_resources(system, os);
    read_devices(system, os);
    return system;
}

/* "openSUSE Leap 15.10" behind "openSUSE Leap 15.9". */
static int
compare_names(gconstpointer a, gconstpointer b)
{
    const YadoSystem *first = *(YadoSystem *const *)a, *second = *(YadoSystem *const *)b;
    g_autofree char *first_key = g_utf8_collate_key_for_filename(first->name, -1);
    g_autofree char *second_key = g_utf8_collate_key_for_filename(second->name, -1);

    return strcmp(first_key, second_key);
}

static GPtrArray *
list_systems(GError **error)
{
    OsinfoDb *db = load(error);
    g_autoptr(OsinfoOsList) list = db != NULL ? osinfo_db_get_os_list(db) : NULL;
    int n = list != NULL ? osinfo_list_get_length(OSINFO_LIST(list)) : 0;
    GPtrArray *systems;

    if (list == NULL)
        return NULL;
    systems = g_ptr_array_new_with_free_func((GDestroyNotify)yado_system_free);
    for (int i = 0; i < n; i++)
        g_ptr_array_add(systems,
                        create_system(OSINFO_OS(osinfo_list_get_nth(OSINFO_LIST(list), i))));
    g_ptr_array_sort(systems, compare_names);
    return systems;
}

/* ---- Detection ---- */

/* "https://deb.debian.org/debian/dists/…/" as a mirror gives it: from "/dists/" on it is the same everywhere. */
static const char *
get_tail(const char *url)
{
    const char *tail = strstr(url, "/dists/");
    const char *colon = strstr(url, "://");

    return tail != NULL ? tail : colon != NULL ? colon : url;
}

static gboolean
is_same_tree(const char *url, const char *known)
{
    g_autofree char *a = g_strdup(get_tail(url));
    g_autofree char *b = known != NULL ? g_strdup(get_tail(known)) : NULL;

    if (b == NULL)
        return FALSE;
    while (g_str_has_suffix(a, "/"))
        a[strlen(a) - 1] = '\0';
    while (g_str_has_suffix(b, "/"))
        b[strlen(b) - 1] = '\0';
    return *a != '\0' && (strcmp(a, b) == 0 || g_str_has_prefix(b, a));
}

/* Without asking the network. */
static char *
find_tree(OsinfoDb *db, const char *url)
{
    g_autoptr(OsinfoOsList) list = osinfo_db_get_os_list(db);
    int n = osinfo_list_get_length(OSINFO_LIST(list));

    for (int i = 0; i < n; i++) {
        OsinfoEntity *os = osinfo_list_get_nth(OSINFO_LIST(list), i);
        g_autoptr(OsinfoTreeList) trees = osinfo_os_get_tree_list(OSINFO_OS(os));
        int n_trees = osinfo_list_get_length(OSINFO_LIST(trees));

        for (int k = 0; k < n_trees; k++)
            if (is_same_tree(url, osinfo_tree_get_url(
                                      OSINFO_TREE(osinfo_list_get_nth(OSINFO_LIST(trees), k)))))
                return g_strdup(osinfo_entity_get_id(os));
    }
    return NULL;
}

static char *
detect_tree(OsinfoDb *db, const char *url, GCancellable *cancellable, GError **native)
{
    char *id = find_tree(db, url);
    g_autoptr(OsinfoTree) tree =
        id == NULL ? osinfo_tree_create_from_location(url, cancellable, native) : NULL;
    g_autoptr(OsinfoOs) os = NULL;

    if (id != NULL || tree == NULL || !osinfo_db_identify_tree(db, tree))
        return id;
    os = osinfo_tree_get_os(tree);
    return os != NULL ? g_strdup(osinfo_entity_get_id(OSINFO_ENTITY(os))) : NULL;
}

/* libosinfo 1.10 never comes back from a medium that cannot be booted. */
static gboolean
can_boot(const char *path)
{
    g_autoptr(GFile) file = g_file_new_for_path(path);
    g_autoptr(GFileInputStream) stream = g_file_read(file, NULL, NULL);
    char found[sizeof EL_TORITO - 1];
    gsize length = 0;

    return stream != NULL &&
           g_seekable_seek(G_SEEKABLE(stream), EL_TORITO_AT, G_SEEK_SET, NULL, NULL) &&
           g_input_stream_read_all(G_INPUT_STREAM(stream), found, sizeof found, &length, NULL,
                                   NULL) &&
           length == sizeof found && memcmp(found, EL_TORITO, sizeof found) == 0;
}

static char *
detect_medium(OsinfoDb *db, const char *path, GCancellable *cancellable, GError **native)
{
    g_autoptr(OsinfoMedia) media = NULL;
    g_autoptr(OsinfoOs) os = NULL;

    if (!can_boot(path))
        return NULL;
    media = osinfo_media_create_from_location(path, cancellable, native);
    if (media == NULL || !osinfo_db_identify_media(db, media))
        return NULL;
    os = osinfo_media_get_os(media);
    return os != NULL ? g_strdup(osinfo_entity_get_id(OSINFO_ENTITY(os))) : NULL;
}

/* libosinfo waits in a loop of the thread's context.  A worker without one would run the program's own: what belongs to the
 * main thread would run here, and where the main thread takes the answer first nobody comes back. */
static char *
detect_apart(OsinfoDb *db, const char *location, GCancellable *cancellable, GError **native)
{
    g_autoptr(GMainContext) context = g_main_context_new();
    char *id;

    g_main_context_push_thread_default(context);
    id = strstr(location, "://") != NULL ? detect_tree(db, location, cancellable, native)
                                         : detect_medium(db, location, cancellable, native);
    g_main_context_pop_thread_default(context);
    return id;
}

static char *
detect(const char *location, GCancellable *cancellable, GError **error)
{
    OsinfoDb *db = load(error);
    g_autoptr(GError) native = NULL;
    char *id;

    if (db == NULL)
        return NULL;
    id = detect_apart(db, location, cancellable, &native);
    if (id == NULL && !g_cancellable_set_error_if_cancelled(cancellable, error))
        yado_error_set(error, YADO_ERROR_NOT_FOUND, native != NULL ? native->message : NULL, NULL,
                       _("libosinfo's database does not know the system of “%s”."), location);
    return id;
}

const YadoOsinfoModule yado_osinfo_module = { .list = list_systems, .detect = detect };
