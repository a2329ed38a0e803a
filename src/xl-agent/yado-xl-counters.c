/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Bytes of disks and network cards, of every kind of back end:
 *
 *   - network cards from /proc/net/dev: one read for all;
 *   - disks that the kernel serves (blkback) from its statistics in sysfs, whose files stay open;
 *   - disks that QEMU serves (qdisk) from the socket that libxl makes for statistics.  That answer is not waited for: it is in the next
 *     listing.  The socket serves one client at a time, so it is closed soon.
 *
 * Which disks there are is looked up again when xenstore tells of a change, and each time while nobody subscribes.
 *
 * libxenstat reads the same, but with a regular expression compiled for each line, a directory opened for each disk, 10 ms of waiting for
 * each answer of QEMU, and up to Xen 4.17 without the sectors read: `xentop` costs what it costs because of that.
 */
#include "config.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <glib-unix.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "yado-xl-agent.h"

#define VBD_FOLDER "/sys/bus/xen-backend/devices"
#define QDISK_FOLDER YADO_XL_BACKENDS "qdisk"
#define QMP_SOCKET "/var/run/xen/qmp-libxenstat-%u"
#define SECTOR 512
#define MAX_ANSWER (1 << 20)
/* By then QEMU has mostly answered: all answers are read at once, without a turn of the loop for each line. */
#define ANSWER_MILLISECONDS 50
/* /proc tells whole lines, a page of them at most. */
#define PAGE 4096
#define MAX_LINE 256

/* A disk that the kernel serves. */
typedef struct {
    uint32_t domid;
    int reads, writes; /* descriptors, or -1: not there yet */
    guint generation;
} Vbd;

/* A domain whose QEMU serves disks. */
typedef struct {
    uint32_t domid;
    int socket;
    guint source;
    GString *answer;
    gboolean is_known;
    guint64 read, written;
} Qdisk;

typedef struct {
    uint32_t domid;
    gboolean is_vif;
} Card;

struct _YadoXlCounters {
    GHashTable *counts; /* domain id -> YadoXlCount, of the last refresh */
    GHashTable *vbds;   /* name in sysfs -> Vbd */
    GHashTable *qdisks; /* domain id -> Qdisk */
    GHashTable *cards;  /* name of an interface that is not called vifN.M -> Card */
    int net;            /* descriptor, or -1 */
    gboolean is_listed; /* vbds and qdisks are all that there are */
    guint answers_source;
    guint generation;
    GString *text;
};

static YadoXlCount *
ensure_count(struct _YadoXlCounters *counters, uint32_t domid)
{
    YadoXlCount *count = g_hash_table_lookup(counters->counts, GUINT_TO_POINTER(domid));

    if (!count) {
        count = g_new0(YadoXlCount, 1);
        g_hash_table_insert(counters->counts, GUINT_TO_POINTER(domid), count);
    }
    return count;
}

/* Network cards. */

static gboolean
read_card(const char *name, uint32_t *domid)
{
    g_autofree char *path = g_strdup_printf("/sys/class/net/%s/device/nodename", name);
    g_autofree char *node = NULL;

    return g_file_get_contents(path, &node, NULL, NULL) &&
           sscanf(node, "backend/vif/%u/", domid) == 1;
}

/* Interfaces can be given other names (vifname=); that one is not a vif is remembered too. */
static gboolean
find_card(struct _YadoXlCounters *counters, const char *name, uint32_t *domid)
{
    Card *card;

    if (sscanf(name, "vif%u.", domid) == 1)
        return TRUE;
    card = g_hash_table_lookup(counters->cards, name);
    if (!card) {
        card = g_new0(Card, 1);
        card->is_vif = read_card(name, &card->domid);
        g_hash_table_insert(counters->cards, g_strdup(name), card);
    }
    *domid = card->domid;
    return card->is_vif;
}

/* "  vif1.0: 3120 40 0 0 0 0 0 0 9340 51 …": bytes received, then seven others, then bytes sent, as the back end sees it. */
static void
read_net_line(struct _YadoXlCounters *counters, char *line)
{
    char *colon = strchr(line, ':');
    char *end;
    guint64 in, out = 0;
    uint32_t domid;
    YadoXlCount *count;

    if (!colon)
        return;
    *colon = '\0';
    if (!find_card(counters, g_strchug(line), &domid))
        return;
    in = g_ascii_strtoull(colon + 1, &end, 10);
    for (int i = 0; i < 8; i++)
        out = g_ascii_strtoull(end, &end, 10);
    count = ensure_count(counters, domid);
    count->has_net = TRUE;
    count->net_sent += in;
    count->net_received += out;
}

static gboolean
read_whole(int fd, GString *text)
{
    ssize_t n;

    g_string_set_size(text, 0);
    do {
        gsize old = text->len;

        g_string_set_size(text, old + PAGE);
        n = pread(fd, text->str + old, PAGE, (off_t)old);
        g_string_set_size(text, old + MAX(n, 0));
    } while (n > PAGE - MAX_LINE);
    return n >= 0;
}

static void
refresh_net(struct _YadoXlCounters *counters)
{
    char *line, *next;

    if (counters->net < 0)
        counters->net = open("/proc/net/dev", O_RDONLY | O_CLOEXEC);
    if (counters->net < 0 || !read_whole(counters->net, counters->text))
        return;
    for (line = counters->text->str; line && *line; line = next) {
        next = strchr(line, '\n');
        if (next)
            *next++ = '\0';
        read_net_line(counters, line);
    }
}

/* Disks that the kernel serves. */

static void
close_vbd(Vbd *vbd)
{
    if (vbd->reads >= 0)
        close(vbd->reads);
    if (vbd->writes >= 0)
        close(vbd->writes);
    vbd->reads = vbd->writes = -1;
}

static void
free_vbd(gpointer data)
{
    close_vbd(data);
    g_free(data);
}

static int
open_statistic(const char *name, const char *what)
{
    g_autofree char *path = g_strdup_printf(VBD_FOLDER "/%s/statistics/%s", name, what);

    return open(path, O_RDONLY | O_CLOEXEC);
}

/* The folder of a disk is there before its statistics are, and stays where a disk is taken out and another one plugged in. */
static Vbd *
ensure_vbd(struct _YadoXlCounters *counters, const char *name, uint32_t domid)
{
    Vbd *vbd = g_hash_table_lookup(counters->vbds, name);

    if (!vbd) {
        vbd = g_new0(Vbd, 1);
        vbd->domid = domid;
        vbd->reads = vbd->writes = -1;
        g_hash_table_insert(counters->vbds, g_strdup(name), vbd);
    }
    if (vbd->reads < 0)
        vbd->reads = open_statistic(name, "rd_sect");
    if (vbd->writes < 0)
        vbd->writes = open_statistic(name, "wr_sect");
    return vbd;
}

static gboolean
read_number(int fd, guint64 *number)
{
    char text[32];
    ssize_t n = fd >= 0 ? pread(fd, text, sizeof(text) - 1, 0) : -1;

    if (n <= 0)
        return FALSE;
    text[n] = '\0';
    *number = g_ascii_strtoull(text, NULL, 10);
    return TRUE;
}

static void
count_vbd(struct _YadoXlCounters *counters, Vbd *vbd)
{
    guint64 read_sectors, written_sectors;
    YadoXlCount *count;

    if (!read_number(vbd->reads, &read_sectors) || !read_number(vbd->writes, &written_sectors)) {
        close_vbd(vbd);
        counters->is_listed = FALSE;
        return;
    }
    count = ensure_count(counters, vbd->domid);
    count->has_disk = TRUE;
    count->disk_read += read_sectors * SECTOR;
    count->disk_written += written_sectors * SECTOR;
}

static gboolean
is_old_vbd(gpointer key, gpointer value, gpointer data)
{
    return ((Vbd *)value)->generation != *(guint *)data;
}

static void
list_vbds(struct _YadoXlCounters *counters)
{
    DIR *folder = opendir(VBD_FOLDER);
    struct dirent *entry;
    uint32_t domid;

    if (!folder)
        return;
    counters->generation++;
    while ((entry = readdir(folder))) {
        if (sscanf(entry->d_name, "vbd-%u-", &domid) == 1)
            ensure_vbd(counters, entry->d_name, domid)->generation = counters->generation;
    }
    closedir(folder);
    g_hash_table_foreach_remove(counters->vbds, is_old_vbd, &counters->generation);
}

static void
count_vbds(struct _YadoXlCounters *counters)
{
    GHashTableIter iter;
    gpointer vbd;

    g_hash_table_iter_init(&iter, counters->vbds);
    while (g_hash_table_iter_next(&iter, NULL, &vbd))
        count_vbd(counters, vbd);
}

/* Disks that QEMU serves. */

static void
hang_up(Qdisk *qdisk)
{
    g_clear_handle_id(&qdisk->source, g_source_remove);
    if (qdisk->socket >= 0)
        close(qdisk->socket);
    qdisk->socket = -1;
    g_string_truncate(qdisk->answer, 0);
}

static void
free_qdisk(gpointer data)
{
    Qdisk *qdisk = data;

    hang_up(qdisk);
    g_string_free(qdisk->answer, TRUE);
    g_free(qdisk);
}

/* @at is an opening quote; the closing one, or the end. */
static const char *
skip_string(const char *at)
{
    for (at++; *at && *at != '"'; at++)
        if (*at == '\\' && at[1])
            at++;
    return at;
}

static gboolean
read_member(const char *at, const char *name, guint64 *sum)
{
    if (!g_str_has_prefix(at, name))
        return FALSE;
    at += strlen(name);
    *sum += g_ascii_strtoull(at + strspn(at, ": "), NULL, 10);
    return TRUE;
}

/*
 * Adds up what each "stats" of {"return": [{"stats": {"rd_bytes": N, …}, "parent": {"stats": {…}}}]} says.  A "parent" has the same
 * bytes once more; it is deeper than the fourth brace or bracket.
 */
static void
read_block_statistics(const char *text, Qdisk *qdisk)
{
    int depth = 0;

    qdisk->read = qdisk->written = 0;
    for (const char *at = text; *at; at++) {
        if (*at == '{' || *at == '[')
            depth++;
        else if (*at == '}' || *at == ']')
            depth--;
        if (*at != '"')
            continue;
        if (depth == 4) {
            read_member(at, "\"rd_bytes\"", &qdisk->read);
            read_member(at, "\"wr_bytes\"", &qdisk->written);
        }
        at = skip_string(at);
        if (!*at)
            return;
    }
}

/* The greeting, the answer to qmp_capabilities, then ours: a line each. */
static gboolean
take_answer(Qdisk *qdisk)
{
    g_auto(GStrv) lines = g_strsplit(qdisk->answer->str, "\n", -1);

    for (guint i = 0; lines[i] && lines[i + 1]; i++) {
        if (!strstr(lines[i], "\"rd_bytes\""))
            continue;
        read_block_statistics(lines[i], qdisk);
        qdisk->is_known = TRUE;
        return TRUE;
    }
    return FALSE;
}

static gboolean
on_answer_ready_cb(int fd, GIOCondition condition, gpointer data)
{
    Qdisk *qdisk = data;
    char buffer[16384];
    ssize_t n = read(fd, buffer, sizeof(buffer));

    if (n < 0 && (errno == EAGAIN || errno == EINTR))
        return G_SOURCE_CONTINUE;
    if (n > 0)
        g_string_append_len(qdisk->answer, buffer, n);
    if (n > 0 && qdisk->answer->len < MAX_ANSWER && !take_answer(qdisk))
        return G_SOURCE_CONTINUE;
    qdisk->source = 0;
    hang_up(qdisk);
    return G_SOURCE_REMOVE;
}

static int
connect_to_statistics(uint32_t domid)
{
    struct sockaddr_un address = { .sun_family = AF_UNIX };
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);

    g_snprintf(address.sun_path, sizeof(address.sun_path), QMP_SOCKET, domid);
    if (fd >= 0 && connect(fd, (struct sockaddr *)&address, sizeof(address)) == 0)
        return fd;
    if (fd >= 0)
        close(fd);
    return -1;
}

/* Those that are not there yet are watched for. */
static gboolean
on_answers_due_cb(gpointer data)
{
    struct _YadoXlCounters *counters = data;
    GHashTableIter iter;
    gpointer value;

    counters->answers_source = 0;
    g_hash_table_iter_init(&iter, counters->qdisks);
    while (g_hash_table_iter_next(&iter, NULL, &value)) {
        Qdisk *qdisk = value;

        if (qdisk->socket >= 0 && !qdisk->source &&
            on_answer_ready_cb(qdisk->socket, G_IO_IN, qdisk) == G_SOURCE_CONTINUE)
            qdisk->source =
                g_unix_fd_add(qdisk->socket, G_IO_IN | G_IO_HUP, on_answer_ready_cb, qdisk);
    }
    return G_SOURCE_REMOVE;
}

static void
ask_qemu(struct _YadoXlCounters *counters, Qdisk *qdisk)
{
    static const char question[] =
        "{\"execute\": \"qmp_capabilities\"}\n{\"execute\": \"query-blockstats\"}\n";

    if (qdisk->socket >= 0) /* it has not answered yet */
        return;
    qdisk->socket = connect_to_statistics(qdisk->domid);
    if (qdisk->socket < 0)
        return;
    if (write(qdisk->socket, question, strlen(question)) != (ssize_t)strlen(question)) {
        hang_up(qdisk);
        return;
    }
    if (!counters->answers_source)
        counters->answers_source = g_timeout_add(ANSWER_MILLISECONDS, on_answers_due_cb, counters);
}

static void
ensure_qdisk(struct _YadoXlCounters *counters, uint32_t domid)
{
    Qdisk *qdisk;

    if (g_hash_table_contains(counters->qdisks, GUINT_TO_POINTER(domid)))
        return;
    qdisk = g_new0(Qdisk, 1);
    qdisk->domid = domid;
    qdisk->socket = -1;
    qdisk->answer = g_string_new(NULL);
    g_hash_table_insert(counters->qdisks, GUINT_TO_POINTER(domid), qdisk);
}

static gboolean
is_not_in(gpointer key, gpointer value, gpointer data)
{
    return !g_hash_table_contains(data, key);
}

static void
list_qdisks(YadoXlAgent *self)
{
    g_autoptr(GHashTable) there = g_hash_table_new(NULL, NULL);
    unsigned int n = 0;
    char **names = xs_directory(self->store, XBT_NULL, QDISK_FOLDER, &n);

    for (unsigned int i = 0; names && i < n; i++) {
        uint32_t domid = (uint32_t)strtoul(names[i], NULL, 10);

        g_hash_table_add(there, GUINT_TO_POINTER(domid));
        ensure_qdisk(self->counters, domid);
    }
    free(names);
    g_hash_table_foreach_remove(self->counters->qdisks, is_not_in, there);
}

static void
count_qdisks(struct _YadoXlCounters *counters)
{
    GHashTableIter iter;
    gpointer value;

    g_hash_table_iter_init(&iter, counters->qdisks);
    while (g_hash_table_iter_next(&iter, NULL, &value)) {
        Qdisk *qdisk = value;
        YadoXlCount *count;

        ask_qemu(counters, qdisk);
        if (!qdisk->is_known)
            continue;
        count = ensure_count(counters, qdisk->domid);
        count->has_disk = TRUE;
        count->disk_read += qdisk->read;
        count->disk_written += qdisk->written;
    }
}

void
yado_xl_counters_refresh(YadoXlAgent *self)
{
    struct _YadoXlCounters *counters = self->counters;

    g_hash_table_remove_all(counters->counts);
    refresh_net(counters);
    if (!counters->is_listed || !self->is_subscribed) {
        counters->is_listed = TRUE;
        list_vbds(counters);
        list_qdisks(self);
    }
    count_vbds(counters);
    count_qdisks(counters);
}

void
yado_xl_counters_forget_disks(YadoXlAgent *self)
{
    self->counters->is_listed = FALSE;
}

/* Device by device: read for a page that somebody looks at. */

static guint64
read_statistic(const char *name, const char *what)
{
    guint64 number = 0;
    int fd = open_statistic(name, what);

    read_number(fd, &number);
    if (fd >= 0)
        close(fd);
    return number;
}

/* "xvda"; the number where xenstore does not tell. */
static char *
dup_disk_name(YadoXlAgent *self, uint32_t domid, guint device)
{
    g_autofree char *path = g_strdup_printf(YADO_XL_BACKENDS "vbd/%u/%u/dev", domid, device);
    char *native = xs_read(self->store, XBT_NULL, path, NULL);
    char *name = native ? g_utf8_make_valid(native, -1) : g_strdup_printf("%u", device);

    free(native);
    return name;
}

static void
add_vbd(YadoXlAgent *self, GVariantBuilder *disks, const char *entry, uint32_t domid, guint device)
{
    g_autofree char *name = dup_disk_name(self, domid, device);

    g_variant_builder_add(disks, "(stttttt)", name, read_statistic(entry, "rd_sect") * SECTOR,
                          read_statistic(entry, "wr_sect") * SECTOR,
                          read_statistic(entry, "rd_req"), read_statistic(entry, "wr_req"),
                          (guint64)0, (guint64)0);
}

GVariant *
yado_xl_counters_list_disks(YadoXlAgent *self, uint32_t domid)
{
    DIR *folder = opendir(VBD_FOLDER);
    GVariantBuilder disks;
    struct dirent *entry;
    uint32_t owner;
    guint device;

    g_variant_builder_init(&disks, G_VARIANT_TYPE("a(stttttt)"));
    while (folder && (entry = readdir(folder)))
        if (sscanf(entry->d_name, "vbd-%u-%u", &owner, &device) == 2 && owner == domid)
            add_vbd(self, &disks, entry->d_name, domid, device);
    if (folder)
        closedir(folder);
    return g_variant_builder_end(&disks);
}

/* Sixteen numbers: received bytes, packets, errors, drops, …, sent bytes (the ninth), packets, errors, drops. */
static void
add_card(struct _YadoXlCounters *counters, GVariantBuilder *nics, char *line, uint32_t domid)
{
    char *colon = strchr(line, ':');
    guint64 numbers[16];
    uint32_t owner;
    char *end;

    if (!colon)
        return;
    *colon = '\0';
    if (!find_card(counters, g_strchug(line), &owner) || owner != domid)
        return;
    end = colon + 1;
    for (guint i = 0; i < G_N_ELEMENTS(numbers); i++)
        numbers[i] = g_ascii_strtoull(end, &end, 10);
    g_variant_builder_add(nics, "(stttttt)", line, numbers[8], numbers[0], numbers[9], numbers[1],
                          numbers[2] + numbers[10], numbers[3] + numbers[11]);
}

GVariant *
yado_xl_counters_list_nics(YadoXlAgent *self, uint32_t domid)
{
    g_autofree char *text = NULL;
    g_auto(GStrv) lines = NULL;
    GVariantBuilder nics;

    g_variant_builder_init(&nics, G_VARIANT_TYPE("a(stttttt)"));
    if (g_file_get_contents("/proc/net/dev", &text, NULL, NULL))
        lines = g_strsplit(text, "\n", -1);
    for (guint i = 0; lines && lines[i]; i++)
        add_card(self->counters, &nics, lines[i], domid);
    return g_variant_builder_end(&nics);
}

void
yado_xl_counters_get(YadoXlAgent *self, uint32_t domid, YadoXlCount *count)
{
    YadoXlCount *found = g_hash_table_lookup(self->counters->counts, GUINT_TO_POINTER(domid));

    if (found)
        *count = *found;
}

void
yado_xl_counters_forget_names(YadoXlAgent *self)
{
    g_hash_table_remove_all(self->counters->cards);
}

void
yado_xl_counters_init(YadoXlAgent *self)
{
    struct _YadoXlCounters *counters = g_new0(struct _YadoXlCounters, 1);

    counters->counts = g_hash_table_new_full(NULL, NULL, NULL, g_free);
    counters->vbds = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, free_vbd);
    counters->qdisks = g_hash_table_new_full(NULL, NULL, NULL, free_qdisk);
    counters->cards = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    counters->net = -1;
    counters->text = g_string_new(NULL);
    self->counters = counters;
}
