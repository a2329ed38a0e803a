/* SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "yado-test"
#include "config.h"

#include "yado-test-daemon.h"

#include <gio/gunixsocketaddress.h>
#include <glib/gstdio.h>
#include <libvirt/libvirt.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

struct _YadoTestDaemon {
    char *program, *virsh;
    char *folder, *socket, *configuration, *log;
    char *test_uri, *qemu_uri, *tls_uri;
    char *openssl; /* NULL: no TLS */
    guint tls_port;
    GStrv environment;
    guint uid;
    GPid pid;
    virConnectPtr keeper;
    gboolean is_system; /* in namespaces of its own */
};

/* ---- files ---- */

static void
write_configuration(YadoTestDaemon *self)
{
    g_autofree char *host = g_uuid_string_random(); /* two of them are two hosts */
    g_autofree char *text = g_strdup_printf("listen_tls = %d\n"
                                            "host_uuid = \"%s\"\n"
                                            "listen_tcp = 0\n"
                                            "unix_sock_dir = \"%s\"\n"
                                            "unix_sock_rw_perms = \"0777\"\n"
                                            "auth_unix_ro = \"none\"\n"
                                            "auth_unix_rw = \"none\"\n"
                                            "listen_addr = \"127.0.0.1\"\n"
                                            "tls_port = \"%u\"\n"
                                            "ca_file = \"%s/cacert.pem\"\n"
                                            "cert_file = \"%s/clientcert.pem\"\n"
                                            "key_file = \"%s/clientkey.pem\"\n"
                                            "log_outputs = \"3:stderr\"\n",
                                            self->openssl != NULL, host, self->folder, self->tls_port,
                                            self->folder, self->folder, self->folder);
    yado_test_write_file(self->configuration, text);
}

/* ---- certificates ---- */

/* The words of @command are in the folder's terms. */
static void
run_openssl(YadoTestDaemon *self, const char *command)
{
    g_auto(GStrv) words = g_strsplit(command, " ", -1);
    g_autoptr(GPtrArray) argv = g_ptr_array_new();
    g_autoptr(GError) error = NULL;
    int status = 0;
    g_ptr_array_add(argv, self->openssl);
    for (guint i = 0; words[i]; i++)
        g_ptr_array_add(argv, words[i]);
    g_ptr_array_add(argv, NULL);
    g_spawn_sync(self->folder, (char **)argv->pdata, NULL,
                 G_SPAWN_STDOUT_TO_DEV_NULL | G_SPAWN_STDERR_TO_DEV_NULL, NULL, NULL, NULL, NULL,
                 &status, &error);
    g_assert_no_error(error);
    g_assert_cmpint(status, ==, 0);
}

/* One for both sides, under the names that a client looks for. */
static void
make_certificates(YadoTestDaemon *self)
{
    g_autofree char *key = g_build_filename(self->folder, "clientkey.pem", NULL);
    run_openssl(self, "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 "
                      "-subj /CN=yado -keyout cakey.pem -out cacert.pem");
    run_openssl(self, "req -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes "
                      "-subj /CN=localhost -addext subjectAltName=DNS:localhost "
                      "-keyout clientkey.pem -out request.pem");
    run_openssl(self, "x509 -req -in request.pem -CA cacert.pem -CAkey cakey.pem -days 2 "
                      "-copy_extensions copy -out clientcert.pem");
    if (self->uid)
        g_assert_cmpint(chown(key, self->uid, self->uid), ==, 0);
}

static guint
find_port(void)
{
    g_autoptr(GSocketListener) listener = g_socket_listener_new();
    return g_socket_listener_add_any_inet_port(listener, NULL, NULL);
}

static void
make_folders(YadoTestDaemon *self)
{
    static const char *const names[] = { "run", "config", "cache", "data", "state" };
    self->environment = g_get_environ();
    for (guint i = 0; i < G_N_ELEMENTS(names); i++) {
        g_autofree char *path = g_build_filename(self->folder, names[i], NULL);
        g_mkdir(path, 0700);
        if (self->uid)
            g_assert_cmpint(chown(path, self->uid, self->uid), ==, 0);
        g_autofree char *upper = g_ascii_strup(names[i], -1);
        g_autofree char *variable =
            g_strdup_printf(strcmp(names[i], "run") == 0 ? "XDG_%sTIME_DIR" : "XDG_%s_HOME", upper);
        self->environment = g_environ_setenv(self->environment, variable, path, TRUE);
    }
    self->environment = g_environ_setenv(self->environment, "HOME", self->folder, TRUE);
    if (self->uid)
        g_assert_cmpint(chown(self->folder, self->uid, self->uid), ==, 0);
}

/* Consoles into plain files: no virtlogd is started for them. */
static void
write_qemu_configuration(YadoTestDaemon *self)
{
    g_autofree char *folder = g_build_filename(self->folder, "config", "libvirt", NULL);
    g_autofree char *path = g_build_filename(folder, "qemu.conf", NULL);
    g_mkdir_with_parents(folder, 0755);
    yado_test_write_file(path, "stdio_handler = \"file\"\n");
    if (self->uid)
        g_assert_cmpint(chown(folder, self->uid, self->uid), ==, 0);
}

/* ---- life ---- */

static gboolean
accepts_connections(gpointer data)
{
    YadoTestDaemon *self = data;
    struct sockaddr_un address = { .sun_family = AF_UNIX };
    g_strlcpy(address.sun_path, self->socket, sizeof address.sun_path);
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    gboolean answers = connect(fd, (struct sockaddr *)&address, sizeof address) == 0;
    close(fd);
    return answers;
}

/* The test driver's default host ends with its last connection. */
static void
open_keeper(YadoTestDaemon *self)
{
    self->keeper = virConnectOpen(self->test_uri);
    g_assert_nonnull(self->keeper);
}

/* Runs as the first process of its namespace: with it ends whatever it started. */
static gboolean
start_system(YadoTestDaemon *self)
{
    g_autofree char *script = yado_test_source_path("tests/lib/private-host.sh");
    const char *const argv[] = {
        "unshare",      "--mount",           "--net",   "--pid", "--fork", "--kill-child",
        "--mount-proc", "--propagation",     "private", "sh",    script,   self->folder,
        self->program,  self->configuration, NULL
    };

    self->pid = yado_test_spawn(argv, NULL, self->log, 0);
    return yado_test_wait(accepts_connections, self, 20);
}

void
yado_test_daemon_start(YadoTestDaemon *self)
{
    g_autofree char *pid_file = g_build_filename(self->folder, "pid", NULL);
    const char *argv[] = { self->program, "-f",     self->configuration,
                           "-p",          pid_file, self->openssl ? "-l" : NULL,
                           NULL };
    g_assert_cmpint(self->pid, ==, 0);
    self->pid = yado_test_spawn(argv, (const char *const *)self->environment, self->log, self->uid);
    if (!yado_test_wait(accepts_connections, self, 20)) {
        g_autofree char *log = NULL;
        g_file_get_contents(self->log, &log, NULL, NULL);
        g_error("libvirtd does not start:\n%s", log);
    }
    open_keeper(self);
}

void
yado_test_daemon_kill(YadoTestDaemon *self)
{
    if (self->pid) {
        kill(self->pid, SIGKILL); /* not its group: guests live on */
        yado_test_kill(self->pid, SIGCONT);
    }
    self->pid = 0;
    g_clear_pointer(&self->keeper, virConnectClose);
}

void
yado_test_daemon_freeze(YadoTestDaemon *self)
{
    kill(self->pid, SIGSTOP);
}

void
yado_test_daemon_thaw(YadoTestDaemon *self)
{
    kill(self->pid, SIGCONT);
}

/* Takes @openssl. */
static YadoTestDaemon *
new_daemon(char *openssl)
{
    g_autofree char *program = yado_test_need_program("libvirtd");
    g_autofree char *virsh = program ? yado_test_need_program("virsh") : NULL;
    if (!virsh) {
        g_free(openssl);
        return NULL;
    }
    YadoTestDaemon *self = g_new0(YadoTestDaemon, 1);
    self->program = g_steal_pointer(&program);
    self->virsh = g_steal_pointer(&virsh);
    self->openssl = openssl;
    self->uid = yado_test_get_daemon_uid();
    self->folder = yado_test_make_folder("d");
    self->socket = g_build_filename(self->folder, "libvirt-sock", NULL);
    self->configuration = g_build_filename(self->folder, "libvirtd.conf", NULL);
    self->log = g_build_filename(self->folder, "log", NULL);
    self->test_uri = g_strdup_printf("test+unix:///default?socket=%s", self->socket);
    self->qemu_uri = g_strdup_printf("qemu+unix:///session?socket=%s", self->socket);
    if (openssl) {
        self->tls_port = find_port();
        self->tls_uri = g_strdup_printf("test+tls://localhost:%u/default?pkipath=%s",
                                        self->tls_port, self->folder);
        make_certificates(self);
    }
    write_configuration(self);
    make_folders(self);
    write_qemu_configuration(self);
    yado_test_daemon_start(self);
    return self;
}

YadoTestDaemon *
yado_test_daemon_new(void)
{
    return new_daemon(NULL);
}

static gboolean
can_have_system(void)
{
    static const char *const programs[] = { "unshare", "nsenter", "dnsmasq", "iptables" };

    if (geteuid() != 0) {
        g_test_skip("only root can have networks of its own");
        return FALSE;
    }
    for (guint i = 0; i < G_N_ELEMENTS(programs); i++) {
        g_autofree char *path = yado_test_need_program(programs[i]);
        if (!path)
            return FALSE;
    }
    return TRUE;
}

/* Where namespaces are not allowed, for example in a container. */
static void
skip_with_log(YadoTestDaemon *self)
{
    g_autofree char *log = NULL;
    g_file_get_contents(self->log, &log, NULL, NULL);
    g_autofree char *reason = g_strdup_printf("no libvirtd in namespaces of its own: %s",
                                              log ? g_strdelimit(log, "\n", ' ') : "");
    g_test_skip(reason);
}

YadoTestDaemon *
yado_test_daemon_new_system(void)
{
    g_autofree char *program = can_have_system() ? yado_test_need_program("libvirtd") : NULL;
    g_autofree char *virsh = program ? yado_test_need_program("virsh") : NULL;
    if (!virsh)
        return NULL;
    YadoTestDaemon *self = g_new0(YadoTestDaemon, 1);
    self->is_system = TRUE;
    self->program = g_steal_pointer(&program);
    self->virsh = g_steal_pointer(&virsh);
    self->folder = yado_test_make_folder("s");
    self->socket = g_build_filename(self->folder, "libvirt-sock", NULL);
    self->configuration = g_build_filename(self->folder, "libvirtd.conf", NULL);
    self->log = g_build_filename(self->folder, "log", NULL);
    self->test_uri = g_strdup_printf("test+unix:///default?socket=%s", self->socket);
    self->qemu_uri = g_strdup_printf("qemu+unix:///system?socket=%s", self->socket);
    write_configuration(self);
    if (start_system(self))
        return self;
    skip_with_log(self);
    yado_test_daemon_free(self);
    return NULL;
}

/* The only child of "unshare". */
static char *
dup_inner_pid(YadoTestDaemon *self)
{
    g_autofree char *path =
        g_strdup_printf("/proc/%d/task/%d/children", (int)self->pid, (int)self->pid);
    char *text = NULL;
    g_assert_true(g_file_get_contents(path, &text, NULL, NULL));
    return g_strstrip(text);
}

char *
yado_test_daemon_run_inside(YadoTestDaemon *self, const char *const *argv)
{
    g_autofree char *pid = dup_inner_pid(self);
    g_autoptr(GPtrArray) words = g_ptr_array_new();
    char *output = NULL;
    g_ptr_array_add(words, (char *)"nsenter");
    g_ptr_array_add(words, (char *)"--net");
    g_ptr_array_add(words, (char *)"--mount");
    g_ptr_array_add(words, (char *)"--pid");
    g_ptr_array_add(words, (char *)"--target");
    g_ptr_array_add(words, pid);
    for (; *argv; argv++)
        g_ptr_array_add(words, (char *)*argv);
    g_ptr_array_add(words, NULL);
    int status = yado_test_run((const char *const *)words->pdata, &output);
    if (status != 0)
        g_error("%s: status %d\n%s", (char *)words->pdata[6], status, output);
    return output;
}

YadoTestDaemon *
yado_test_daemon_new_tls(void)
{
    char *openssl = yado_test_need_program("openssl");
    return openssl ? new_daemon(openssl) : NULL;
}

/* A session libvirtd leaves one pid file for each guest in its run-time folder. */
static void
kill_guests(YadoTestDaemon *self)
{
    g_autofree char *folder = g_build_filename(self->folder, "run/libvirt/qemu/run", NULL);
    g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
    const char *name;
    while (dir && (name = g_dir_read_name(dir))) {
        g_autofree char *path = g_build_filename(folder, name, NULL);
        g_autofree char *text = NULL;
        if (g_str_has_suffix(name, ".pid") && g_file_get_contents(path, &text, NULL, NULL) &&
            atoi(text) > 1)
            kill(atoi(text), SIGKILL);
    }
}

void
yado_test_daemon_free(YadoTestDaemon *self)
{
    yado_test_daemon_kill(self);
    if (!self->is_system)
        kill_guests(self);
    g_strfreev(self->environment);
    g_free(self->program);
    g_free(self->virsh);
    g_free(self->folder);
    g_free(self->socket);
    g_free(self->configuration);
    g_free(self->log);
    g_free(self->test_uri);
    g_free(self->qemu_uri);
    g_free(self->tls_uri);
    g_free(self->openssl);
    g_free(self);
}

const char *
yado_test_daemon_get_test_uri(YadoTestDaemon *self)
{
    return self->test_uri;
}

const char *
yado_test_daemon_get_qemu_uri(YadoTestDaemon *self)
{
    return self->qemu_uri;
}

const char *
yado_test_daemon_get_tls_uri(YadoTestDaemon *self)
{
    return self->tls_uri;
}

const char *
yado_test_daemon_get_socket(YadoTestDaemon *self)
{
    return self->socket;
}

const char *
yado_test_daemon_get_folder(YadoTestDaemon *self)
{
    return self->folder;
}

/* ---- virsh ---- */

static char *
run_virsh(const char *uri, GPtrArray *arguments)
{
    g_autoptr(GPtrArray) argv = g_ptr_array_new();
    char *output = NULL;
    g_ptr_array_add(argv, (char *)"virsh");
    g_ptr_array_add(argv, (char *)"-q");
    g_ptr_array_add(argv, (char *)"-c");
    g_ptr_array_add(argv, (char *)uri);
    g_ptr_array_extend(argv, arguments, NULL, NULL);
    g_ptr_array_add(argv, NULL);
    int status = yado_test_run((const char *const *)argv->pdata, &output);
    if (status != 0)
        g_error("virsh %s: status %d\n%s", (char *)arguments->pdata[0], status, output);
    return output;
}

char *
yado_test_virsh(const char *uri, ...)
{
    g_autoptr(GPtrArray) arguments = g_ptr_array_new();
    va_list list;
    va_start(list, uri);
    for (const char *text = va_arg(list, const char *); text; text = va_arg(list, const char *))
        g_ptr_array_add(arguments, (char *)text);
    va_end(list);
    return run_virsh(uri, arguments);
}

static char *
write_scratch(const char *suffix, const char *text)
{
    static guint serial;
    char *path = g_strdup_printf("%s/v%u.%s", yado_test_get_folder(), serial++, suffix);
    yado_test_write_file(path, text);
    return path;
}

void
yado_test_virsh_define(const char *uri, const char *xml)
{
    g_autofree char *path = write_scratch("xml", xml);
    g_free(yado_test_virsh(uri, "define", path, NULL));
    g_unlink(path);
}

void
yado_test_virsh_batch(const char *uri, const char *commands)
{
    g_autofree char *path = write_scratch("commands", commands);
    g_autofree char *command =
        g_strdup_printf("virsh -q -c '%s' <%s >/dev/null 2>%s.err", uri, path, path);
    const char *argv[] = { "sh", "-c", command, NULL };
    g_assert_cmpint(yado_test_run(argv, NULL), ==, 0);
}

gboolean
yado_test_virsh_has(const char *uri, const char *name)
{
    g_autofree char *output = yado_test_virsh(uri, "list", "--all", "--name", NULL);
    g_auto(GStrv) lines = g_strsplit(output, "\n", -1);
    return g_strv_contains((const char *const *)lines, name);
}

char *
yado_test_virsh_dup_state(const char *uri, const char *name)
{
    return g_strstrip(yado_test_virsh(uri, "domstate", name, NULL));
}
