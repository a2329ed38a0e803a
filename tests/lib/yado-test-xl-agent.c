/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * A double of yado-xl-agent: the same D-Bus interface on standard input and output, with a few guests made up.
 *
 * YADO_TEST_XL (words, separated by blanks) changes it: no-xen, denied, other-version, slow-save (ends only when it is aborted),
 * die-in-save, no-save (the disk is full), left-save (of an agent before), no-pci (cannot be plugged in), no-pin (processors are fixed),
 * four-cpus, no-pools (none can be made), no-daemon (what has shut down stays there), hung-console, no-disk (its file is missing: nothing starts), many-consoles (the second serial port can be opened), slow-write (a new file is told of before the write is answered), no-follow (an older one, which sends no samples); noise prints a line before D-Bus begins, fail writes a reason and ends.
 */
#include "config.h"

#include <gio/gio.h>
#include <gio/gunixinputstream.h>
#include <gio/gunixoutputstream.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "yado-xl1.h"

#define PAUSED 4
#define SHUT_DOWN 8
#define FRESH 5 /* not there before it is written */
#define FRESH_FILE "fresh.cfg"
#define SLOW_MILLISECONDS 500

typedef struct {
    const char *uuid, *name, *owner, *kind, *file;
    guint id, state; /* id 0 and no owner xen: does not run */
    gboolean has_uuid, has_saved, has_autostart;
} Guest;

static Guest guests[] = {
    { "00000000-0000-0000-0000-000000000000", "Domain-0", "xen", "pv", NULL, 0, 1 },
    { "11111111-0000-0000-0000-000000000001", "web", "xl", "pvh", "web.cfg", 1, 2, TRUE },
    { "11111111-0000-0000-0000-000000000002", "anon", "xl", "pv", "anon.cfg", 2, 2 },
    { "11111111-0000-0000-0000-000000000003", "lv", "libvirt", "hvm", NULL, 3, 2 },
    { "11111111-0000-0000-0000-000000000004", "off", "xl", "pv", "off.cfg", 0, 0, TRUE, FALSE,
      TRUE },
    { "11111111-0000-0000-0000-000000000005", "fresh", "xl", "pv", NULL, 0, 0, TRUE },
};

static GMainLoop *loop;
static guint next_id = 10;
static GDBusMethodInvocation *waiting; /* a save that ends only by Abort */
static YadoXl1 *skeleton;
static GString *xen_log;

static gboolean
is_told(const char *word)
{
    const char *words = g_getenv("YADO_TEST_XL");
    g_auto(GStrv) list = g_strsplit(words ? words : "", " ", -1);

    return g_strv_contains((const char *const *)list, word);
}

static guint
count_cpus(void)
{
    return is_told("four-cpus") ? 4 : 2;
}

static gboolean
fail(GDBusMethodInvocation *invocation, const char *name, const char *text)
{
    g_autofree char *whole = g_strconcat("org.yado.Xl1.Error.", name, NULL);

    g_dbus_method_invocation_return_dbus_error(invocation, whole, text);
    return TRUE;
}

static gboolean
runs(const Guest *guest)
{
    return guest->id > 0 || strcmp(guest->owner, "xen") == 0;
}

static Guest *
find_guest(const char *uuid)
{
    for (guint i = 0; i < G_N_ELEMENTS(guests); i++)
        if (strcmp(guests[i].uuid, uuid) == 0 && runs(&guests[i]))
            return &guests[i];
    return NULL;
}

static Guest *
find_file(const char *file)
{
    for (guint i = 0; i < G_N_ELEMENTS(guests); i++)
        if (g_strcmp0(guests[i].file, file) == 0)
            return &guests[i];
    return NULL;
}

static void
tell(const Guest *guest)
{
    const char *uuids[] = { guest->uuid, NULL };

    yado_xl1_emit_guests_changed(skeleton, uuids);
}

static gboolean
on_hello_cb(YadoXl1 *object, GDBusMethodInvocation *invocation, guint protocol, gpointer data)
{
    GVariantBuilder facts;

    if (is_told("no-xen"))
        return fail(invocation, "NoXen", "This machine does not run Xen");
    if (is_told("denied"))
        return fail(invocation, "Denied", "must run as root");
    if (is_told("other-version"))
        return fail(invocation, "Version", "speaks protocol 7");
    g_variant_builder_init(&facts, G_VARIANT_TYPE_VARDICT);
    g_variant_builder_add(&facts, "{sv}", "xen-version", g_variant_new_string("4.17.7"));
    g_variant_builder_add(&facts, "{sv}", "hostname", g_variant_new_string("double"));
    yado_xl1_complete_hello(object, invocation, "0.0", g_variant_builder_end(&facts));
    return TRUE;
}

static gboolean
on_subscribe_cb(YadoXl1 *object, GDBusMethodInvocation *invocation, gboolean on, gpointer data)
{
    if (is_told("left-save"))
        yado_xl1_emit_save_ended(object, "11111111-0000-0000-0000-000000000001",
                                 "/var/lib/xen/save/web.save", "resumed");
    yado_xl1_complete_subscribe(object, invocation);
    return TRUE;
}

static GVariant *
measure_guests(gboolean with_counters)
{
    static guint64 time;
    GVariantBuilder list;

    time += 1000000;
    g_variant_builder_init(&list, G_VARIANT_TYPE("a(ssussuituuttututttt)"));
    for (guint i = 0; i < G_N_ELEMENTS(guests); i++) {
        const Guest *guest = &guests[i];

        if (runs(guest))
            g_variant_builder_add(&list, "(ssussuituuttututttt)", guest->uuid, guest->name,
                                  guest->id, guest->owner, guest->kind, guest->state,
                                  guest->state == SHUT_DOWN ? 0 : -1, time, 1, 2, (guint64)131072,
                                  (guint64)262144, 0, (guint64)1000, with_counters ? 3 : 0,
                                  (guint64)10, (guint64)20, (guint64)30, (guint64)40);
    }
    return g_variant_builder_end(&list);
}

static GVariant *
measure_host(void)
{
    return g_variant_new("(uttt)", count_cpus(), (guint64)3145728, (guint64)1048576, (guint64)0);
}

static gboolean
on_list_cb(YadoXl1 *object, GDBusMethodInvocation *invocation, guint wanted, gpointer data)
{
    yado_xl1_complete_list(object, invocation, measure_guests(wanted), measure_host());
    return TRUE;
}

static guint n_samples, sample_source;

static gboolean
on_sample_due_cb(gpointer object)
{
    g_autoptr(GVariant) guests = g_variant_ref_sink(measure_guests(TRUE));
    g_autoptr(GBytes) bytes = g_variant_get_data_as_bytes(guests);

    yado_xl1_emit_sampled(object, g_variant_new_from_bytes(G_VARIANT_TYPE_BYTESTRING, bytes, TRUE),
                          measure_host());
    if (--n_samples > 0)
        return G_SOURCE_CONTINUE;
    sample_source = 0;
    return G_SOURCE_REMOVE;
}

static gboolean
on_follow_cb(YadoXl1 *object, GDBusMethodInvocation *invocation, guint interval, guint count,
             gpointer data)
{
    g_clear_handle_id(&sample_source, g_source_remove);
    n_samples = count;
    if (count > 0)
        sample_source = g_timeout_add(interval, on_sample_due_cb, object);
    yado_xl1_complete_follow(object, invocation);
    return TRUE;
}

static gboolean
on_list_files_cb(YadoXl1 *object, GDBusMethodInvocation *invocation, gpointer data)
{
    GVariantBuilder list;

    g_variant_builder_init(&list, G_VARIANT_TYPE("a(ssbsbbs)"));
    for (guint i = 0; i < G_N_ELEMENTS(guests); i++) {
        const Guest *guest = &guests[i];

        if (guest->file)
            g_variant_builder_add(
                &list, "(ssbsbbs)", guest->file,
                guest->has_uuid ? guest->uuid : "22222222-0000-5000-8000-000000000002",
                guest->has_uuid, guest->name, guest->has_autostart, guest->has_saved, "");
    }
    g_variant_builder_add(&list, "(ssbsbbs)", "bad.cfg", "22222222-0000-5000-8000-000000000009",
                          FALSE, "bad", FALSE, FALSE, "bad.cfg:1: config parsing error");
    yado_xl1_complete_list_files(object, invocation, g_variant_builder_end(&list), "/etc/xen");
    return TRUE;
}

static gboolean
on_get_configuration_cb(YadoXl1 *object, GDBusMethodInvocation *invocation, const char *uuid,
                        gpointer data)
{
    const Guest *guest = find_guest(uuid);
    GVariantBuilder values;

    if (!guest)
        return fail(invocation, "NotFound", uuid);
    g_variant_builder_init(&values, G_VARIANT_TYPE("a(sss)"));
    g_variant_builder_add(&values, "(sss)", "", "name", guest->name);
    g_variant_builder_add(&values, "(sss)", "", "kind", guest->kind);
    g_variant_builder_add(&values, "(sss)", "", "vcpu.maximum", "2");
    g_variant_builder_add(&values, "(sss)", "", "memory.maximum", "268435456");
    g_variant_builder_add(&values, "(sss)", "disk:0", "target", "xvda");
    g_variant_builder_add(&values, "(sss)", "disk:0", "source", "/srv/a.img");
    g_variant_builder_add(&values, "(sss)", "disk:1", "target", "xvdb");
    yado_xl1_complete_get_configuration(object, invocation, "{}\n", g_variant_builder_end(&values));
    return TRUE;
}

static gboolean
on_control_cb(YadoXl1 *object, GDBusMethodInvocation *invocation, const char *uuid,
              const char *verb, gpointer data)
{
    Guest *guest = find_guest(uuid);

    if (!guest)
        return fail(invocation, "NotFound", uuid);
    if (strcmp(verb, "pause") == 0)
        guest->state = PAUSED;
    else if (strcmp(verb, "unpause") == 0)
        guest->state = 2;
    else if (strcmp(verb, "reboot") == 0)
        guest->id = next_id++;
    else if (strcmp(verb, "shutdown") == 0 && is_told("no-daemon"))
        guest->state = SHUT_DOWN;
    else if (strcmp(verb, "sleep-button") == 0)
        guest->state = PAUSED;
    else if (strcmp(verb, "power-button") == 0)
        guest->id = 0;
    else if (strcmp(verb, "destroy") == 0 || strcmp(verb, "shutdown") == 0)
        guest->id = 0;
    else
        return fail(invocation, "Unsupported", verb);
    yado_xl1_complete_control(object, invocation);
    tell(guest);
    return TRUE;
}

static gboolean
on_start_file_cb(YadoXl1 *object, GDBusMethodInvocation *invocation, guint job, const char *file,
                 gboolean paused, gpointer data)
{
    Guest *guest = find_file(file);

    if (!guest)
        return fail(invocation, "NotFound", file);
    if (is_told("no-disk"))
        return fail(invocation, "Failed",
                    "libxl: error: libxl_device.c:366:libxl__device_disk_set_backend: Disk "
                    "vdev=xvda failed to stat: /srv/a.img: No such file or directory\n");
    guest->id = next_id++;
    guest->state = paused ? PAUSED : 2;
    guest->has_saved = FALSE;
    yado_xl1_complete_start_file(object, invocation);
    tell(guest);
    return TRUE;
}

static gboolean
on_save_cb(YadoXl1 *object, GDBusMethodInvocation *invocation, guint job, const char *uuid,
           const char *path, gpointer data)
{
    Guest *guest = find_guest(uuid);

    yado_xl1_emit_progress(object, job, "save", 0.5);
    if (is_told("die-in-save"))
        abort();
    if (is_told("no-save"))
        return fail(invocation, "NoSpace", "No space left on device");
    if (is_told("slow-save")) {
        waiting = invocation;
        return TRUE;
    }
    guest->id = 0;
    guest->has_saved = *path == '\0';
    yado_xl1_complete_save(object, invocation);
    tell(guest);
    yado_xl1_emit_files_changed(object);
    return TRUE;
}

static gboolean
on_abort_cb(YadoXl1 *object, GDBusMethodInvocation *invocation, guint job, gpointer data)
{
    yado_xl1_complete_abort(object, invocation);
    if (waiting)
        fail(g_steal_pointer(&waiting), "Cancelled", "aborted");
    return TRUE;
}

static gboolean
on_set_autostart_cb(YadoXl1 *object, GDBusMethodInvocation *invocation, const char *file,
                    gboolean on, gpointer data)
{
    if (on && is_told("autostart-taken"))
        return fail(invocation, "Conflict", "/srv/others/off.cfg");
    find_file(file)->has_autostart = on;
    yado_xl1_complete_set_autostart(object, invocation);
    yado_xl1_emit_files_changed(object);
    return TRUE;
}

static gboolean
on_get_host_cb(YadoXl1 *object, GDBusMethodInvocation *invocation, gpointer data)
{
    GVariantBuilder facts;

    g_variant_builder_init(&facts, G_VARIANT_TYPE_VARDICT);
    g_variant_builder_add(&facts, "{sv}", "xen-version", g_variant_new_string("4.17.7"));
    g_variant_builder_add(&facts, "{sv}", "hostname", g_variant_new_string("double"));
    g_variant_builder_add(&facts, "{sv}", "cpus", g_variant_new_uint32(count_cpus()));
    g_variant_builder_add(&facts, "{sv}", "cores", g_variant_new_uint32(1));
    g_variant_builder_add(&facts, "{sv}", "threads", g_variant_new_uint32(1));
    g_variant_builder_add(&facts, "{sv}", "memory", g_variant_new_uint64(3145728));
    g_variant_builder_add(&facts, "{sv}", "free", g_variant_new_uint64(1048576));
    g_variant_builder_add(&facts, "{sv}", "outstanding", g_variant_new_uint64(131072));
    yado_xl1_complete_get_host(object, invocation, g_variant_builder_end(&facts));
    return TRUE;
}

/* The file of "web"; what is plugged in and taken out is told as comments at its end. */

static char *web_text;

static void
note(const char *format, ...)
{
    g_autofree char *old = web_text;
    g_autofree char *line = NULL;
    va_list arguments;

    va_start(arguments, format);
    line = g_strdup_vprintf(format, arguments);
    va_end(arguments);
    web_text = g_strconcat(old, "# ", line, "\n", NULL);
}

/* The new file of FRESH. */

static char *fresh_text;

static gboolean
on_slow_write_ends_cb(gpointer invocation)
{
    yado_xl1_complete_write_file(skeleton, invocation);
    return G_SOURCE_REMOVE;
}

static gboolean
write_fresh(YadoXl1 *object, GDBusMethodInvocation *invocation, const char *text)
{
    fresh_text = g_strdup(text);
    guests[FRESH].file = FRESH_FILE;
    yado_xl1_emit_files_changed(object);
    if (is_told("slow-write"))
        g_timeout_add(SLOW_MILLISECONDS, on_slow_write_ends_cb, invocation);
    else
        yado_xl1_complete_write_file(object, invocation);
    return TRUE;
}

static gboolean
on_read_file_cb(YadoXl1 *object, GDBusMethodInvocation *invocation, const char *file, gpointer data)
{
    const char *text = g_str_equal(file, "web.cfg")    ? web_text
                       : g_str_equal(file, FRESH_FILE) ? fresh_text
                                                       : NULL;

    if (!text)
        return fail(invocation, "NotFound", file);
    yado_xl1_complete_read_file(object, invocation, text);
    return TRUE;
}

static gboolean
on_write_file_cb(YadoXl1 *object, GDBusMethodInvocation *invocation, const char *file,
                 const char *base, const char *text, gpointer data)
{
    if (g_str_equal(file, FRESH_FILE) && !fresh_text)
        return write_fresh(object, invocation, text);
    if (g_strcmp0(file, "web.cfg") != 0 || strcmp(base, web_text) != 0)
        return fail(invocation, "Conflict", file);
    g_free(web_text);
    web_text = g_strdup(text);
    yado_xl1_complete_write_file(object, invocation);
    return TRUE;
}

/* What Xen is told of processors is noted too, under the name of the guest that runs. */
static gboolean
on_set_affinity_cb(YadoXl1 *object, GDBusMethodInvocation *invocation, const char *uuid, int vcpu,
                   const char *hard, const char *soft, gpointer data)
{
    if (is_told("no-pin"))
        return fail(invocation, "Failed", "no such processor");
    note("affinity %d hard=%s soft=%s", vcpu, hard, soft);
    yado_xl1_complete_set_affinity(object, invocation);
    return TRUE;
}

static gboolean
on_set_scheduler_cb(YadoXl1 *object, GDBusMethodInvocation *invocation, const char *uuid,
                    GVariant *parameters, gpointer data)
{
    g_autofree char *text = g_variant_print(parameters, FALSE);

    note("scheduler %s", text);
    yado_xl1_complete_set_scheduler(object, invocation);
    return TRUE;
}

/* CPU pools: a processor is in one of them or in none. */

typedef struct {
    char *name, *scheduler, *cpus; /* no name: none is there */
    guint n_guests;
    int ratelimit;
} Pool;

static Pool pools[4];

static void
make_pools(void)
{
    pools[0] = (Pool){ g_strdup("Pool-0"), g_strdup("credit2"),
                       g_strdup(is_told("four-cpus") ? "0-2" : "0"), 2, 1000 };
    pools[1] = (Pool){ g_strdup("fast"), g_strdup("credit"),
                       g_strdup(is_told("four-cpus") ? "3" : "1"), 0, 500 };
}

/* Bits; "all" is more than there are. */
static guint
parse_cpus(const char *text)
{
    g_auto(GStrv) parts = g_strsplit(text, ",", -1);
    guint bits = 0;

    for (guint i = 0; parts[i] && *parts[i]; i++) {
        guint first = atoi(parts[i]);
        const char *dash = strchr(parts[i], '-');
        guint last = dash ? (guint)atoi(dash + 1) : first;

        for (guint cpu = first; cpu <= last; cpu++)
            bits |= 1u << cpu;
        if (strcmp(parts[i], "all") == 0)
            bits = G_MAXUINT;
    }
    return bits;
}

static gboolean
are_free(const char *cpus, guint but)
{
    guint wanted = parse_cpus(cpus);

    if (wanted >> count_cpus())
        return FALSE;
    for (guint i = 0; i < G_N_ELEMENTS(pools); i++)
        if (i != but && pools[i].name && parse_cpus(pools[i].cpus) & wanted)
            return FALSE;
    return TRUE;
}

static gboolean
on_list_pools_cb(YadoXl1 *object, GDBusMethodInvocation *invocation, gpointer data)
{
    GVariantBuilder list;

    g_variant_builder_init(&list, G_VARIANT_TYPE("a(usssu)"));
    for (guint i = 0; i < G_N_ELEMENTS(pools); i++)
        if (pools[i].name)
            g_variant_builder_add(&list, "(usssu)", i, pools[i].name, pools[i].scheduler,
                                  pools[i].cpus, pools[i].n_guests);
    yado_xl1_complete_list_pools(object, invocation, g_variant_builder_end(&list), "");
    return TRUE;
}

static gboolean
on_create_pool_cb(YadoXl1 *object, GDBusMethodInvocation *invocation, const char *name,
                  const char *scheduler, const char *cpus, gpointer data)
{
    if (is_told("no-pools"))
        return fail(invocation, "Failed", "no memory for another pool");
    if (!are_free(cpus, G_MAXUINT))
        return fail(invocation, "Busy", "a processor is in another pool");
    pools[2] = (Pool){ g_strdup(name), g_strdup(scheduler), g_strdup(cpus), 0, 1000 };
    yado_xl1_complete_create_pool(object, invocation, 2);
    return TRUE;
}

static gboolean
on_remove_pool_cb(YadoXl1 *object, GDBusMethodInvocation *invocation, guint pool, gpointer data)
{
    if (pools[pool].n_guests > 0)
        return fail(invocation, "Busy", "guests run in it");
    g_clear_pointer(&pools[pool].name, g_free);
    yado_xl1_complete_remove_pool(object, invocation);
    return TRUE;
}

static gboolean
on_rename_pool_cb(YadoXl1 *object, GDBusMethodInvocation *invocation, guint pool, const char *name,
                  gpointer data)
{
    g_free(pools[pool].name);
    pools[pool].name = g_strdup(name);
    yado_xl1_complete_rename_pool(object, invocation);
    return TRUE;
}

static gboolean
on_set_pool_cpus_cb(YadoXl1 *object, GDBusMethodInvocation *invocation, guint pool,
                    const char *cpus, gpointer data)
{
    if (!are_free(cpus, pool))
        return fail(invocation, "Busy", "a processor is in another pool");
    g_free(pools[pool].cpus);
    pools[pool].cpus = g_strdup(cpus);
    yado_xl1_complete_set_pool_cpus(object, invocation);
    return TRUE;
}

static gboolean
on_get_pool_scheduler_cb(YadoXl1 *object, GDBusMethodInvocation *invocation, guint pool,
                         gpointer data)
{
    GVariantBuilder values;

    g_variant_builder_init(&values, G_VARIANT_TYPE("a{si}"));
    if (strcmp(pools[pool].scheduler, "credit") == 0)
        g_variant_builder_add(&values, "{si}", "timeslice", 30);
    g_variant_builder_add(&values, "{si}", "ratelimit", pools[pool].ratelimit);
    yado_xl1_complete_get_pool_scheduler(object, invocation, pools[pool].scheduler,
                                         g_variant_builder_end(&values));
    return TRUE;
}

static gboolean
on_set_pool_scheduler_cb(YadoXl1 *object, GDBusMethodInvocation *invocation, guint pool,
                         GVariant *parameters, gpointer data)
{
    int value;

    if (g_variant_lookup(parameters, "timeslice", "i", &value) &&
        strcmp(pools[pool].scheduler, "credit") != 0)
        return fail(invocation, "Unsupported", "the scheduler has no timeslice");
    g_variant_lookup(parameters, "ratelimit", "i", &pools[pool].ratelimit);
    yado_xl1_complete_set_pool_scheduler(object, invocation);
    return TRUE;
}

static gboolean
on_get_topology_cb(YadoXl1 *object, GDBusMethodInvocation *invocation, gpointer data)
{
    GVariantBuilder cpus, nodes;
    static const guint32 distances[2][2] = { { 10, 21 }, { 21, 10 } };

    g_variant_builder_init(&cpus, G_VARIANT_TYPE("a(uuuu)"));
    for (guint i = 0; i < count_cpus(); i++)
        g_variant_builder_add(&cpus, "(uuuu)", i, i / 2, 0, i / 2);
    g_variant_builder_init(&nodes, G_VARIANT_TYPE("a(ttau)"));
    for (guint i = 0; i < G_N_ELEMENTS(distances); i++)
        g_variant_builder_add(
            &nodes, "(tt@au)", (guint64)(i ? 1048576 : 2097152), (guint64)524288,
            g_variant_new_fixed_array(G_VARIANT_TYPE_UINT32, distances[i], 2, sizeof(guint32)));
    yado_xl1_complete_get_topology(object, invocation, g_variant_builder_end(&cpus),
                                   g_variant_builder_end(&nodes));
    return TRUE;
}

static gboolean
on_read_log_cb(YadoXl1 *object, GDBusMethodInvocation *invocation, gboolean clear, gpointer data)
{
    yado_xl1_complete_read_log(object, invocation, xen_log->str);
    if (clear)
        g_string_truncate(xen_log, 0);
    return TRUE;
}

static gboolean
on_send_debug_keys_cb(YadoXl1 *object, GDBusMethodInvocation *invocation, const char *keys,
                      gpointer data)
{
    g_string_append_printf(xen_log, "(XEN) '%s' pressed\n", keys);
    yado_xl1_complete_send_debug_keys(object, invocation);
    return TRUE;
}

static gboolean
on_move_to_pool_cb(YadoXl1 *object, GDBusMethodInvocation *invocation, const char *uuid, guint pool,
                   gpointer data)
{
    note("pool %u", pool);
    yado_xl1_complete_move_to_pool(object, invocation);
    return TRUE;
}

static gboolean
on_attach_pci_cb(YadoXl1 *object, GDBusMethodInvocation *invocation, const char *uuid,
                 const char *address, gpointer data)
{
    if (is_told("no-pci"))
        return fail(invocation, "Failed", "it is in use");
    note("attach-pci %s", address);
    yado_xl1_complete_attach_pci(object, invocation);
    return TRUE;
}

static gboolean
on_detach_pci_cb(YadoXl1 *object, GDBusMethodInvocation *invocation, const char *uuid,
                 const char *address, gboolean force, gpointer data)
{
    note("detach-pci %s", address);
    yado_xl1_complete_detach_pci(object, invocation);
    return TRUE;
}

static gboolean
on_attach_usb_cb(YadoXl1 *object, GDBusMethodInvocation *invocation, const char *uuid, guint bus,
                 guint device, gpointer data)
{
    note("attach-usb %u.%u", bus, device);
    yado_xl1_complete_attach_usb(object, invocation);
    return TRUE;
}

static gboolean
on_detach_usb_cb(YadoXl1 *object, GDBusMethodInvocation *invocation, const char *uuid, guint bus,
                 guint device, gpointer data)
{
    note("detach-usb %u.%u", bus, device);
    yado_xl1_complete_detach_usb(object, invocation);
    return TRUE;
}

static gboolean
on_detach_disk_cb(YadoXl1 *object, GDBusMethodInvocation *invocation, const char *uuid,
                  const char *target, gboolean force, gpointer data)
{
    note("detach-disk %s", target);
    yado_xl1_complete_detach_disk(object, invocation);
    return TRUE;
}

/* A console that repeats what it hears, greets first, and ends with an empty line of input. */

static struct {
    guint number;
    GBytes *said;
    GDBusMethodInvocation *reader;
} console;

static gboolean
on_list_consoles_cb(YadoXl1 *object, GDBusMethodInvocation *invocation, const char *uuid,
                    gpointer data)
{
    GVariantBuilder list;

    g_variant_builder_init(&list, G_VARIANT_TYPE("a(sss)"));
    if (is_told("many-consoles")) {
        g_variant_builder_add(&list, "(sss)", "serial", "/dev/pts/5", "");
        g_variant_builder_add(&list, "(sss)", "serial1", "/dev/pts/6", "");
    }
    g_variant_builder_add(&list, "(sss)", "pv", "/dev/pts/7", "");
    g_variant_builder_add(&list, "(sss)", "vnc", "0.0.0.0:5907", "secret");
    if (is_told("many-consoles")) {
        g_variant_builder_add(&list, "(sss)", "spice", "127.0.0.1:6000", "other");
        g_variant_builder_add(&list, "(sss)", "spice-tls", "127.0.0.1:6001", "other");
    }
    yado_xl1_complete_list_consoles(object, invocation, g_variant_builder_end(&list));
    return TRUE;
}

static gboolean
on_open_console_cb(YadoXl1 *object, GDBusMethodInvocation *invocation, const char *uuid,
                   const char *kind, gboolean force, gpointer data)
{
    if (strcmp(kind, is_told("many-consoles") ? "serial1" : "pv") != 0)
        return fail(invocation, "Invalid", kind);
    if (console.number > 0 && !force)
        return fail(invocation, "Busy", "it is open already");
    console.said = g_bytes_new("hello\0", 6);
    yado_xl1_complete_open_console(object, invocation, ++console.number);
    return TRUE;
}

static void
answer_reader(void)
{
    if (!console.reader || !console.said)
        return;
    yado_xl1_complete_read_console(
        skeleton, g_steal_pointer(&console.reader),
        g_variant_new_from_bytes(G_VARIANT_TYPE_BYTESTRING, console.said, TRUE));
    g_clear_pointer(&console.said, g_bytes_unref);
}

static gboolean
on_read_console_cb(YadoXl1 *object, GDBusMethodInvocation *invocation, guint number, gpointer data)
{
    if (number != console.number)
        return fail(invocation, "NotFound", "no such console");
    console.reader = invocation;
    answer_reader();
    return TRUE;
}

static gboolean
on_write_console_cb(YadoXl1 *object, GDBusMethodInvocation *invocation, guint number,
                    GVariant *bytes, gpointer data)
{
    gsize size;
    const char *text = g_variant_get_fixed_array(bytes, &size, 1);

    if (is_told("hung-console"))
        return TRUE; /* nobody there reads it */
    console.said = strncmp(text, "\n", size) == 0 ? g_bytes_new("", 0) : g_bytes_new(text, size);
    yado_xl1_complete_write_console(object, invocation);
    answer_reader();
    return TRUE;
}

static gboolean
on_close_console_cb(YadoXl1 *object, GDBusMethodInvocation *invocation, guint number, gpointer data)
{
    console.number = 0;
    if (console.reader)
        fail(g_steal_pointer(&console.reader), "NotFound", "closed");
    yado_xl1_complete_close_console(object, invocation);
    return TRUE;
}

/* A bridge, a network card that the host uses, one that is assignable, one that a guest has. */
static struct {
    const char *address, *class, *product, *driver;
    gboolean has_reset, is_assignable;
} pci[] = {
    { "0000:00:00.0", "060000", "29c0", "", TRUE, FALSE },
    { "0000:03:00.0", "020000", "10d3", "e1000e", FALSE, FALSE },
    { "0000:04:00.0", "020000", "10d3", "pciback", TRUE, TRUE },
    { "0000:05:00.0", "030000", "5916", "pciback", TRUE, FALSE },
};

static gboolean
on_list_pci_cb(YadoXl1 *object, GDBusMethodInvocation *invocation, gpointer data)
{
    GVariantBuilder devices;

    g_variant_builder_init(&devices, G_VARIANT_TYPE("a(ssssssbb)"));
    for (guint i = 0; i < G_N_ELEMENTS(pci); i++)
        g_variant_builder_add(&devices, "(ssssssbb)", pci[i].address, pci[i].class, "8086",
                              pci[i].product, pci[i].driver, "", pci[i].has_reset,
                              pci[i].is_assignable);
    yado_xl1_complete_list_pci(object, invocation, g_variant_builder_end(&devices));
    return TRUE;
}

static gboolean
on_set_assignable_cb(YadoXl1 *object, GDBusMethodInvocation *invocation, const char *address,
                     gboolean on, gpointer data)
{
    for (guint i = 0; i < G_N_ELEMENTS(pci); i++)
        if (strcmp(pci[i].address, address) == 0) {
            if (pci[i].is_assignable == on || strcmp(pci[i].driver, "") == 0)
                return fail(invocation, "Failed", "libxl: failed");
            pci[i].is_assignable = on;
            pci[i].driver = on ? "pciback" : "e1000e";
            yado_xl1_complete_set_assignable(object, invocation);
            return TRUE;
        }
    return fail(invocation, "NotFound", "no such device");
}

static void
connect_methods(void)
{
    static const struct {
        const char *signal;
        GCallback callback;
    } handlers[] = {
        { "handle-hello", G_CALLBACK(on_hello_cb) },
        { "handle-subscribe", G_CALLBACK(on_subscribe_cb) },
        { "handle-list", G_CALLBACK(on_list_cb) },
        { "handle-list-files", G_CALLBACK(on_list_files_cb) },
        { "handle-get-configuration", G_CALLBACK(on_get_configuration_cb) },
        { "handle-control", G_CALLBACK(on_control_cb) },
        { "handle-start-file", G_CALLBACK(on_start_file_cb) },
        { "handle-save", G_CALLBACK(on_save_cb) },
        { "handle-abort", G_CALLBACK(on_abort_cb) },
        { "handle-set-autostart", G_CALLBACK(on_set_autostart_cb) },
        { "handle-get-host", G_CALLBACK(on_get_host_cb) },
        { "handle-read-file", G_CALLBACK(on_read_file_cb) },
        { "handle-write-file", G_CALLBACK(on_write_file_cb) },
        { "handle-set-affinity", G_CALLBACK(on_set_affinity_cb) },
        { "handle-set-scheduler", G_CALLBACK(on_set_scheduler_cb) },
        { "handle-list-pools", G_CALLBACK(on_list_pools_cb) },
        { "handle-get-topology", G_CALLBACK(on_get_topology_cb) },
        { "handle-read-log", G_CALLBACK(on_read_log_cb) },
        { "handle-send-debug-keys", G_CALLBACK(on_send_debug_keys_cb) },
        { "handle-create-pool", G_CALLBACK(on_create_pool_cb) },
        { "handle-remove-pool", G_CALLBACK(on_remove_pool_cb) },
        { "handle-rename-pool", G_CALLBACK(on_rename_pool_cb) },
        { "handle-set-pool-cpus", G_CALLBACK(on_set_pool_cpus_cb) },
        { "handle-get-pool-scheduler", G_CALLBACK(on_get_pool_scheduler_cb) },
        { "handle-set-pool-scheduler", G_CALLBACK(on_set_pool_scheduler_cb) },
        { "handle-move-to-pool", G_CALLBACK(on_move_to_pool_cb) },
        { "handle-list-pci", G_CALLBACK(on_list_pci_cb) },
        { "handle-set-assignable", G_CALLBACK(on_set_assignable_cb) },
        { "handle-attach-pci", G_CALLBACK(on_attach_pci_cb) },
        { "handle-detach-pci", G_CALLBACK(on_detach_pci_cb) },
        { "handle-detach-disk", G_CALLBACK(on_detach_disk_cb) },
        { "handle-attach-usb", G_CALLBACK(on_attach_usb_cb) },
        { "handle-detach-usb", G_CALLBACK(on_detach_usb_cb) },
        { "handle-list-consoles", G_CALLBACK(on_list_consoles_cb) },
        { "handle-open-console", G_CALLBACK(on_open_console_cb) },
        { "handle-read-console", G_CALLBACK(on_read_console_cb) },
        { "handle-write-console", G_CALLBACK(on_write_console_cb) },
        { "handle-close-console", G_CALLBACK(on_close_console_cb) },
    };

    for (guint i = 0; i < G_N_ELEMENTS(handlers); i++)
        g_signal_connect(skeleton, handlers[i].signal, handlers[i].callback, NULL);
    if (!is_told("no-follow"))
        g_signal_connect(skeleton, "handle-follow", G_CALLBACK(on_follow_cb), NULL);
}

static void
on_closed_cb(GDBusConnection *connection, gboolean vanished, GError *error, gpointer data)
{
    g_main_loop_quit(loop);
}

int
main(void)
{
    g_autoptr(GInputStream) in = g_unix_input_stream_new(STDIN_FILENO, FALSE);
    g_autoptr(GOutputStream) out = g_unix_output_stream_new(STDOUT_FILENO, FALSE);
    g_autoptr(GIOStream) stream = g_simple_io_stream_new(in, out);
    g_autofree char *guid = g_dbus_generate_guid();
    g_autoptr(GDBusConnection) connection = NULL;
    g_autoptr(GError) error = NULL;

    web_text = g_strdup("name = \"web\"\nuuid = \"11111111-0000-0000-0000-000000000001\"\n"
                        "type = \"pvh\"\nmemory = 128\nvcpus = 2\n");
    make_pools();
    xen_log = g_string_new("(XEN) Xen version 4.17.7\n(XEN) Command line: dom0_mem=1G\n");
    if (is_told("fail")) {
        g_printerr("the reason why\n");
        return EXIT_FAILURE;
    }
    if (is_told("noise"))
        g_print("Welcome to this machine!\n");
    connection =
        g_dbus_connection_new_sync(stream, guid,
                                   G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_SERVER |
                                       G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_ALLOW_ANONYMOUS |
                                       G_DBUS_CONNECTION_FLAGS_DELAY_MESSAGE_PROCESSING,
                                   NULL, NULL, &error);
    if (!connection)
        return EXIT_FAILURE;
    loop = g_main_loop_new(NULL, FALSE);
    skeleton = yado_xl1_skeleton_new();
    connect_methods();
    g_signal_connect(connection, "closed", G_CALLBACK(on_closed_cb), NULL);
    g_dbus_interface_skeleton_export(G_DBUS_INTERFACE_SKELETON(skeleton), connection,
                                     "/org/yado/Xl1", NULL);
    g_dbus_connection_start_message_processing(connection);
    g_main_loop_run(loop);
    return EXIT_SUCCESS;
}
