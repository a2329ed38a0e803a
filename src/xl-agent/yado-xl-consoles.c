/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Consoles of guests: where they are, and the bytes of text consoles.
 *
 * The client asks for each piece and gets it as soon as there is one, so what it does not take stays in the tty and neither side's
 * memory fills.  Beside xenconsole (`xl console`) nobody else may read that tty: both would get half of it.  So its lock is taken.
 */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <glib-unix.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <termios.h>
#include <unistd.h>

#include "yado-xl-agent.h"

/* Xen's XEN_LOCK_DIR, and xenconsole's file in it. */
#define LOCK_FORMAT "/var/lock/xenconsole.%u"
#define MAX_PIECE 65536
/* For a tty to appear (xenconsole waits as long), or for who was told to leave to be gone. */
#define MAX_ATTEMPTS 50
#define ATTEMPT_MILLISECONDS 100

typedef struct {
    YadoXlAgent *agent;
    guint number;
    uint32_t domid;
    char *kind;
    gboolean force, has_told; /* who held it to leave */
    int tty, lock;            /* -1: not yet */
    guint attempts, attempt_source;
    GDBusMethodInvocation *opener, *reader, *writer; /* who waits for an answer */
    guint read_source, write_source;
    GVariant *data; /* of the writer */
    gsize written;
} Console;

static const struct {
    const char *kind, *node;
} ttys[] = {
    { "serial", "serial/0/tty" },  { "serial1", "serial/1/tty" },
    { "serial2", "serial/2/tty" }, { "serial3", "serial/3/tty" }, /* as many as a PC has */
    { "pv", "console/tty" },
};

static char *
read_store(YadoXlAgent *self, uint32_t domid, const char *node)
{
    g_autofree char *path = g_strdup_printf("/local/domain/%u/%s", domid, node);
    char *native = xs_read(self->store, XBT_NULL, path, NULL);
    char *text = native ? g_utf8_make_valid(native, -1) : NULL;

    free(native);
    return text;
}

/* ---- The end of one ---- */

static void
answer_reader(Console *console, const void *data, gsize size)
{
    GDBusMethodInvocation *reader = g_steal_pointer(&console->reader);

    g_clear_handle_id(&console->read_source, g_source_remove);
    if (reader)
        yado_xl1_complete_read_console(
            console->agent->skeleton, reader,
            g_variant_new_fixed_array(G_VARIANT_TYPE_BYTE, data, size, 1));
}

static void
close_lock(Console *console)
{
    g_autofree char *path = g_strdup_printf(LOCK_FORMAT, console->domid);
    GHashTableIter iter;
    gpointer other;

    if (console->lock < 0)
        return;
    g_hash_table_iter_init(&iter, console->agent->consoles);
    while (path && g_hash_table_iter_next(&iter, NULL, &other))
        if (other != console && ((Console *)other)->domid == console->domid)
            g_clear_pointer(&path, g_free);
    if (path)
        unlink(path);
    close(console->lock);
}

static void
free_console(gpointer data)
{
    Console *console = data;

    answer_reader(console, NULL, 0);
    if (console->writer)
        yado_xl_fail(console->writer, YADO_XL_NOT_FOUND, "the console has ended");
    if (console->opener)
        yado_xl_fail(console->opener, YADO_XL_NOT_FOUND, "the console has ended");
    g_clear_handle_id(&console->write_source, g_source_remove);
    g_clear_handle_id(&console->attempt_source, g_source_remove);
    g_clear_pointer(&console->data, g_variant_unref);
    if (console->tty >= 0)
        close(console->tty);
    close_lock(console);
    g_free(console->kind);
    g_free(console);
}

static void
end_console(Console *console)
{
    g_hash_table_remove(console->agent->consoles, GUINT_TO_POINTER(console->number));
}

static Console *
find_console(YadoXlAgent *self, GDBusMethodInvocation *invocation, guint number)
{
    Console *console = g_hash_table_lookup(self->consoles, GUINT_TO_POINTER(number));

    if (!console || console->tty < 0) {
        yado_xl_fail(invocation, YADO_XL_NOT_FOUND, "there is no console %u", number);
        return NULL;
    }
    return console;
}

/* ---- Bytes ---- */

static gboolean
on_tty_readable_cb(int fd, GIOCondition condition, gpointer data)
{
    Console *console = data;
    g_autofree char *piece = g_malloc(MAX_PIECE);
    ssize_t n = read(fd, piece, MAX_PIECE);

    if (n < 0 && (errno == EAGAIN || errno == EINTR))
        return G_SOURCE_CONTINUE;
    console->read_source = 0;
    if (n > 0)
        answer_reader(console, piece, (gsize)n);
    else /* EIO: the other end is gone, and so is the guest */
        end_console(console);
    return G_SOURCE_REMOVE;
}

static gboolean
on_read_console_called_cb(YadoXl1 *skeleton, GDBusMethodInvocation *invocation, guint number,
                          gpointer data)
{
    Console *console = find_console(data, invocation, number);

    if (!console)
        return TRUE;
    if (console->reader)
        return yado_xl_fail(invocation, YADO_XL_INVALID, "console %u is being read", number);
    console->reader = invocation;
    console->read_source =
        g_unix_fd_add(console->tty, G_IO_IN | G_IO_HUP | G_IO_ERR, on_tty_readable_cb, console);
    return TRUE;
}

/* FALSE: the other end is gone. */
static gboolean
write_some(Console *console)
{
    gsize size;
    const char *bytes = g_variant_get_fixed_array(console->data, &size, 1);

    while (console->written < size) {
        ssize_t n = write(console->tty, bytes + console->written, size - console->written);

        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return errno == EAGAIN;
        console->written += (gsize)n;
    }
    g_clear_pointer(&console->data, g_variant_unref);
    yado_xl1_complete_write_console(console->agent->skeleton, g_steal_pointer(&console->writer));
    return TRUE;
}

static gboolean
on_tty_writable_cb(int fd, GIOCondition condition, gpointer data)
{
    Console *console = data;
    gboolean is_alive = write_some(console);

    if (is_alive && console->writer)
        return G_SOURCE_CONTINUE;
    console->write_source = 0;
    if (!is_alive)
        end_console(console);
    return G_SOURCE_REMOVE;
}

static gboolean
on_write_console_called_cb(YadoXl1 *skeleton, GDBusMethodInvocation *invocation, guint number,
                           GVariant *bytes, gpointer data)
{
    Console *console = find_console(data, invocation, number);

    if (!console)
        return TRUE;
    if (console->writer)
        return yado_xl_fail(invocation, YADO_XL_INVALID, "console %u is being written", number);
    console->writer = invocation;
    console->data = g_variant_ref(bytes);
    console->written = 0;
    if (!write_some(console))
        end_console(console);
    else if (console->writer)
        console->write_source = g_unix_fd_add(console->tty, G_IO_OUT | G_IO_HUP | G_IO_ERR,
                                              on_tty_writable_cb, console);
    return TRUE;
}

static gboolean
on_close_console_called_cb(YadoXl1 *skeleton, GDBusMethodInvocation *invocation, guint number,
                           gpointer data)
{
    Console *console = find_console(data, invocation, number);

    if (!console)
        return TRUE;
    end_console(console);
    yado_xl1_complete_close_console(skeleton, invocation);
    return TRUE;
}

/* ---- Opening ---- */

/* Another one of the same guest, of @kind where that is given. */
static Console *
find_other(Console *console, const char *kind)
{
    GHashTableIter iter;
    gpointer value;

    g_hash_table_iter_init(&iter, console->agent->consoles);
    while (g_hash_table_iter_next(&iter, NULL, &value)) {
        Console *other = value;

        if (other != console && other->domid == console->domid && other->tty >= 0 &&
            (!kind || strcmp(other->kind, kind) == 0))
            return other;
    }
    return NULL;
}

/* Who holds a lock on the open file @fd, as /proc/locks has it; 0: nobody that can be seen. */
static pid_t
find_holder(int fd)
{
    g_autofree char *text = NULL;
    g_auto(GStrv) lines = NULL;
    struct stat info;

    if (fstat(fd, &info) != 0 || !g_file_get_contents("/proc/locks", &text, NULL, NULL))
        return 0;
    lines = g_strsplit(text, "\n", -1);
    for (guint i = 0; lines[i]; i++) {
        unsigned long inode;
        int pid;

        if (sscanf(lines[i], "%*u: FLOCK %*s %*s %d %*x:%*x:%lu", &pid, &inode) == 2 &&
            inode == info.st_ino)
            return pid;
    }
    return 0;
}

/* xenconsole ends; another agent, which may do other things, closes its consoles. */
static void
ask_to_leave(pid_t pid)
{
    g_autofree char *path = g_strdup_printf("/proc/%d/comm", (int)pid);
    g_autofree char *name = NULL;

    if (!g_file_get_contents(path, &name, NULL, NULL))
        return;
    if (g_str_has_prefix(name, "xenconsole"))
        kill(pid, SIGTERM);
    else if (strcmp(g_strchomp(name), "yado-xl-agent") == 0)
        kill(pid, SIGUSR1);
}

static gboolean
on_consoles_wanted_cb(gpointer data)
{
    g_hash_table_remove_all(((YadoXlAgent *)data)->consoles);
    return G_SOURCE_CONTINUE;
}

/* A guest's consoles share one lock: xenconsole has no more than one open of each guest, we may. */
static gboolean
take_lock(Console *console)
{
    g_autofree char *path = g_strdup_printf(LOCK_FORMAT, console->domid);
    Console *other = find_other(console, NULL);
    pid_t holder;

    if (other)
        console->lock = fcntl(other->lock, F_DUPFD_CLOEXEC, 3);
    else
        console->lock = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (other || console->lock < 0 || flock(console->lock, LOCK_EX | LOCK_NB) == 0)
        return TRUE; /* without a folder for locks, there are none */
    holder = console->force && !console->has_told ? find_holder(console->lock) : 0;
    console->has_told = TRUE;
    if (holder > 0 && holder != getpid())
        ask_to_leave(holder);
    close(console->lock);
    console->lock = -1;
    return FALSE;
}

static int
open_tty(const char *path)
{
    int fd = open(path, O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);
    struct termios mode;

    if (fd >= 0 && tcgetattr(fd, &mode) == 0) {
        cfmakeraw(&mode);
        tcsetattr(fd, TCSANOW, &mode);
    }
    return fd;
}

static char *
dup_tty(Console *console)
{
    for (guint i = 0; i < G_N_ELEMENTS(ttys); i++)
        if (strcmp(ttys[i].kind, console->kind) == 0)
            return read_store(console->agent, console->domid, ttys[i].node);
    return NULL;
}

static void
refuse(Console *console, YadoXlError error, const char *text)
{
    yado_xl_fail(g_steal_pointer(&console->opener), error, "%s console of domain %u: %s",
                 console->kind, console->domid, text);
    end_console(console);
}

/* TRUE: it was answered. */
static gboolean
try_to_open(Console *console)
{
    g_autofree char *path = dup_tty(console);
    gboolean is_last = console->attempts >= MAX_ATTEMPTS;

    if (!path || !*path) {
        if (is_last)
            refuse(console, YADO_XL_NOT_FOUND, "it has no tty");
        return is_last;
    }
    if (!take_lock(console)) {
        is_last |= !console->force;
        if (is_last)
            refuse(console, YADO_XL_BUSY, "another program holds it");
        return is_last;
    }
    console->tty = open_tty(path);
    if (console->tty < 0)
        refuse(console, errno == ENOENT ? YADO_XL_NOT_FOUND : YADO_XL_FAILED, g_strerror(errno));
    else
        yado_xl1_complete_open_console(console->agent->skeleton, g_steal_pointer(&console->opener),
                                       console->number);
    return TRUE;
}

static gboolean
on_attempt_due_cb(gpointer data)
{
    Console *console = data;

    console->attempts++;
    /* Answered or not, this source may go: it is told so before the console can be freed. */
    console->attempt_source = 0;
    if (!try_to_open(console))
        console->attempt_source = g_timeout_add(ATTEMPT_MILLISECONDS, on_attempt_due_cb, console);
    return G_SOURCE_REMOVE;
}

static gboolean
is_kind(const char *kind)
{
    for (guint i = 0; i < G_N_ELEMENTS(ttys); i++)
        if (strcmp(ttys[i].kind, kind) == 0)
            return TRUE;
    return FALSE;
}

static gboolean
on_open_console_called_cb(YadoXl1 *skeleton, GDBusMethodInvocation *invocation, const char *uuid,
                          const char *kind, gboolean force, gpointer data)
{
    static guint last;
    YadoXlAgent *self = data;
    Console *console;
    Console *other;
    uint32_t domid;

    if (!yado_xl_find(self, invocation, uuid, &domid))
        return TRUE;
    if (domid == 0 || !is_kind(kind))
        return yado_xl_fail(invocation, YADO_XL_INVALID, "no such console: %s", kind);
    console = g_new0(Console, 1);
    console->agent = self;
    console->number = ++last;
    console->domid = domid;
    console->kind = g_strdup(kind);
    console->force = force;
    console->tty = console->lock = -1;
    console->opener = invocation;
    g_hash_table_insert(self->consoles, GUINT_TO_POINTER(console->number), console);
    other = find_other(console, kind);
    if (other && !force) {
        refuse(console, YADO_XL_BUSY, "it is open already");
        return TRUE;
    }
    if (other)
        end_console(other);
    if (!try_to_open(console))
        console->attempt_source = g_timeout_add(ATTEMPT_MILLISECONDS, on_attempt_due_cb, console);
    return TRUE;
}

/* ---- Where they are ---- */

static void
add_ttys(YadoXlAgent *self, GVariantBuilder *consoles, uint32_t domid)
{
    for (guint i = 0; i < G_N_ELEMENTS(ttys); i++) {
        g_autofree char *tty = read_store(self, domid, ttys[i].node);
        gboolean is_pv = strcmp(ttys[i].kind, "pv") == 0;

        if (is_pv || tty)
            g_variant_builder_add(consoles, "(sss)", ttys[i].kind, tty ? tty : "", "");
    }
}

/* As HOST:PORT.  (transfer full) */
static char *
format_address(const char *host, const char *port)
{
    return g_strdup_printf(host && strchr(host, ':') ? "[%s]:%s" : "%s:%s",
                           host && *host ? host : "127.0.0.1", port);
}

static void
add_vnc(YadoXlAgent *self, GVariantBuilder *consoles, uint32_t domid)
{
    g_autofree char *port = read_store(self, domid, "console/vnc-port");
    g_autofree char *listen = read_store(self, domid, "console/vnc-listen");
    g_autofree char *password = read_store(self, domid, "console/vnc-pass");
    g_autofree char *address = NULL;

    if (!port || !*port)
        return;
    address = format_address(listen, port);
    g_variant_builder_add(consoles, "(sss)", "vnc", address, password ? password : "");
}

static void
add_spice_port(GVariantBuilder *consoles, const char *kind, const libxl_spice_info *spice,
               int number)
{
    g_autofree char *port = g_strdup_printf("%d", number);
    g_autofree char *address = format_address(spice->host, port);

    if (number > 0)
        g_variant_builder_add(consoles, "(sss)", kind, address, spice->passwd ? spice->passwd : "");
}

static void
add_spice_of(GVariantBuilder *consoles, const libxl_domain_config *config)
{
    const libxl_spice_info *spice = &config->b_info.u.hvm.spice;

    if (config->c_info.type != LIBXL_DOMAIN_TYPE_HVM || libxl_defbool_is_default(spice->enable) ||
        !libxl_defbool_val(spice->enable))
        return;
    add_spice_port(consoles, "spice", spice, spice->port);
    add_spice_port(consoles, "spice-tls", spice, spice->tls_port);
}

/* Of SPICE, xenstore tells nothing: it is where the guest's configuration wanted it.  Read as a file, since it is asked for often. */
static void
add_spice(YadoXlAgent *self, GVariantBuilder *consoles, uint32_t domid)
{
    libxl_domain_config config;
    uint8_t *content = NULL;
    int length = 0;
    g_autofree char *text = NULL;

    if (libxl_userdata_retrieve(self->ctx, domid, "libxl-json", &content, &length) != 0)
        return;
    text = g_strndup((const char *)content, (gsize)MAX(length, 0));
    free(content);
    if (!strstr(text, "\"spice\""))
        return;
    libxl_domain_config_init(&config);
    if (libxl_domain_config_from_json(self->ctx, &config, text) == 0)
        add_spice_of(consoles, &config);
    libxl_domain_config_dispose(&config);
}

static gboolean
on_list_consoles_called_cb(YadoXl1 *skeleton, GDBusMethodInvocation *invocation, const char *uuid,
                           gpointer data)
{
    YadoXlAgent *self = data;
    GVariantBuilder consoles;
    uint32_t domid;

    if (!yado_xl_find(self, invocation, uuid, &domid))
        return TRUE;
    g_variant_builder_init(&consoles, G_VARIANT_TYPE("a(sss)"));
    if (domid != 0) {
        add_ttys(self, &consoles, domid);
        add_vnc(self, &consoles, domid);
        add_spice(self, &consoles, domid);
    }
    yado_xl1_complete_list_consoles(skeleton, invocation, g_variant_builder_end(&consoles));
    return TRUE;
}

void
yado_xl_consoles_connect(YadoXlAgent *self)
{
    static const struct {
        const char *signal;
        GCallback callback;
    } handlers[] = {
        { "handle-list-consoles", G_CALLBACK(on_list_consoles_called_cb) },
        { "handle-open-console", G_CALLBACK(on_open_console_called_cb) },
        { "handle-read-console", G_CALLBACK(on_read_console_called_cb) },
        { "handle-write-console", G_CALLBACK(on_write_console_called_cb) },
        { "handle-close-console", G_CALLBACK(on_close_console_called_cb) },
    };

    self->consoles = g_hash_table_new_full(NULL, NULL, NULL, free_console);
    g_unix_signal_add(SIGUSR1, on_consoles_wanted_cb, self);
    for (guint i = 0; i < G_N_ELEMENTS(handlers); i++)
        g_signal_connect(self->skeleton, handlers[i].signal, handlers[i].callback, self);
}
