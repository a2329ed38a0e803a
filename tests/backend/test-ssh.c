/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The one SSH connection, with a real sshd on the loopback, a key made here, and a known_hosts of its own: `ssh` is a script in the test's folder that
 * adds “-F” and writes down what it was called with.
 */
#include "config.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "backend/yado-backend.h"
#include "backend/yado-ssh.h"
#include "base/yado-error.h"
#include "yado-test.h"

#define PASSPHRASE "not so secret"

/* ---- Somebody who answers ---- */

#define TEST_TYPE_PROMPT (test_prompt_get_type())
G_DECLARE_FINAL_TYPE(TestPrompt, test_prompt, TEST, PROMPT, GObject)

struct _TestPrompt {
    GObject parent;
    guint confirmed, asked; /* host keys, passwords */
    gboolean refuses, waits;
    GTask *waiting; /* the first question, of one who waits */
};

static void
ask_async(YadoPrompt *prompt, YadoQuestion *question, GCancellable *cancellable,
          GAsyncReadyCallback callback, gpointer data)
{
    TestPrompt *self = TEST_PROMPT(prompt);
    g_autoptr(GTask) task = g_task_new(prompt, NULL, callback, data);

    if (yado_question_get_kind(question) == YADO_QUESTION_CONFIRM) {
        g_assert_nonnull(strstr(yado_question_get_text(question), "fingerprint"));
        g_assert_true(yado_question_is_danger(question));
        self->confirmed++;
    } else {
        g_assert_nonnull(strstr(yado_question_get_text(question), "passphrase"));
        g_assert_true(yado_question_get_field(question, 0)->secret);
        yado_question_set_answer(question, 0, PASSPHRASE);
        self->asked++;
    }
    if (self->waits && !self->waiting)
        self->waiting = g_steal_pointer(&task);
    else
        g_task_return_boolean(task, !self->refuses);
}

static gboolean
ask_finish(YadoPrompt *prompt, GAsyncResult *result, GError **error)
{
    return g_task_propagate_boolean(G_TASK(result), error);
}

static void
prompt_iface_init(YadoPromptInterface *iface)
{
    iface->ask_async = ask_async;
    iface->ask_finish = ask_finish;
}

G_DEFINE_TYPE_WITH_CODE(TestPrompt, test_prompt, G_TYPE_OBJECT,
                        G_IMPLEMENT_INTERFACE(YADO_TYPE_PROMPT, prompt_iface_init))

static void
test_prompt_class_init(TestPromptClass *klass)
{
}

static void
test_prompt_init(TestPrompt *self)
{
}

/* ---- The server ---- */

typedef struct {
    char *folder, *log;
    GSubprocess *sshd;
    int port;
} Server;

static char *
path_of(Server *server, const char *name)
{
    return g_build_filename(server->folder, name, NULL);
}

static void
make_key(Server *server, const char *name, const char *passphrase)
{
    g_autofree char *path = path_of(server, name);
    const char *argv[] = {
        "ssh-keygen", "-q", "-t", "ed25519", "-N", passphrase, "-f", path, NULL
    };

    g_assert_true(g_spawn_sync(NULL, (char **)argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL,
                               NULL, NULL, NULL));
}

static int
find_port(void)
{
    g_autoptr(GSocketListener) listener = g_socket_listener_new();

    return g_socket_listener_add_any_inet_port(listener, NULL, NULL);
}

static void
write_client(Server *server)
{
    g_autofree char *program = g_find_program_in_path("ssh");
    g_autofree char *config = g_strdup_printf("UserKnownHostsFile %s/known_hosts\n"
                                              "GlobalKnownHostsFile /dev/null\n"
                                              "IdentityFile %s/key\nIdentitiesOnly yes\n"
                                              "IdentityAgent none\n",
                                              server->folder, server->folder);
    g_autofree char *script = g_strdup_printf("#!/bin/sh\necho \"$*\" >>%s/calls\n"
                                              "exec %s -F %s/config \"$@\"\n",
                                              server->folder, program, server->folder);
    g_autofree char *config_path = path_of(server, "config");
    g_autofree char *bin = path_of(server, "bin");
    g_autofree char *script_path = g_build_filename(bin, "ssh", NULL);
    g_autofree char *search = g_strconcat(bin, ":", g_getenv("PATH"), NULL);

    g_mkdir(bin, 0755);
    yado_test_write_file(config_path, config);
    yado_test_write_file(script_path, script);
    g_chmod(script_path, 0755);
    g_setenv("PATH", search, TRUE);
}

static gboolean
is_listening(gpointer data)
{
    Server *server = data;
    g_autoptr(GSocketClient) client = g_socket_client_new();
    g_autoptr(GSocketConnection) connection =
        g_socket_client_connect_to_host(client, "127.0.0.1", server->port, NULL, NULL);

    return connection != NULL;
}

static gboolean
start_server(Server *server)
{
    g_autofree char *program = yado_test_need_program("sshd");
    g_autofree char *config = NULL;
    g_autofree char *config_path = NULL;

    if (program == NULL)
        return FALSE;
    if (getuid() == 0)
        g_mkdir("/run/sshd", 0755);
    server->folder = yado_test_make_folder("ssh");
    server->log = path_of(server, "log");
    server->port = find_port();
    make_key(server, "host", "");
    make_key(server, "key", PASSPHRASE);
    write_client(server);
    config = g_strdup_printf("ListenAddress 127.0.0.1:%d\nHostKey %s/host\nPidFile none\n"
                             "AuthorizedKeysFile %s/key.pub\nStrictModes no\nUsePAM no\n"
                             "PasswordAuthentication no\nKbdInteractiveAuthentication no\n",
                             server->port, server->folder, server->folder);
    config_path = path_of(server, "sshd_config");
    yado_test_write_file(config_path, config);
    server->sshd = g_subprocess_new(G_SUBPROCESS_FLAGS_NONE, NULL, program, "-D", "-E", server->log,
                                    "-f", config_path, NULL);
    g_assert_nonnull(server->sshd);
    g_assert_true(yado_test_wait(is_listening, server, 20));
    return TRUE;
}

static void
stop_server(Server *server)
{
    g_subprocess_send_signal(server->sshd, SIGTERM);
    g_subprocess_wait(server->sshd, NULL, NULL);
    g_clear_object(&server->sshd);
    g_free(server->folder);
    g_free(server->log);
}

static guint
count(Server *server, const char *name, const char *text)
{
    g_autofree char *path = path_of(server, name);
    g_autofree char *content = NULL;
    guint n = 0;

    if (!g_file_get_contents(path, &content, NULL, NULL))
        return 0;
    for (const char *at = content; (at = strstr(at, text)) != NULL; at++)
        n++;
    return n;
}

/* ---- Workers ---- */

typedef struct {
    char *uri;
    YadoPrompt *prompt;
    YadoSsh *ssh;
    GError *error;
    gboolean done;
} Opening;

static void
open_in_thread(GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
    Opening *opening = data;

    opening->ssh = yado_ssh_open(opening->uri, opening->prompt, NULL, &opening->error);
    g_task_return_boolean(task, TRUE);
}

static void
on_opened_cb(GObject *source, GAsyncResult *result, gpointer data)
{
    ((Opening *)data)->done = TRUE;
}

static void
begin_open_with(Opening *opening, Server *server, const char *scheme, const char *query,
                TestPrompt *prompt)
{
    g_autoptr(GTask) task = g_task_new(NULL, NULL, on_opened_cb, opening);

    *opening = (Opening){ 0 };
    opening->uri = g_strdup_printf("%s+ssh://%s@127.0.0.1:%d/system%s", scheme, g_get_user_name(),
                                   server->port, query);
    opening->prompt = YADO_PROMPT(prompt);
    g_task_set_task_data(task, opening, NULL);
    g_task_run_in_thread(task, open_in_thread);
}

static void
begin_open(Opening *opening, Server *server, const char *scheme, TestPrompt *prompt)
{
    begin_open_with(opening, server, scheme, "", prompt);
}

static YadoSsh *
await_open(Opening *opening)
{
    while (!opening->done)
        g_main_context_iteration(NULL, TRUE);
    g_free(opening->uri);
    return opening->ssh;
}

static char *
read_line(GIOStream *stream)
{
    g_autoptr(GDataInputStream) input =
        g_data_input_stream_new(g_io_stream_get_input_stream(stream));

    return g_data_input_stream_read_line(input, NULL, NULL, NULL);
}

typedef struct {
    Server *server;
    const char *name, *text;
} Expected;

static gboolean
is_logged(gpointer data)
{
    Expected *expected = data;

    return count(expected->server, expected->name, expected->text) > 0;
}

/* Two at once, asked once; a command and a channel through it; one login at the server; gone with the last. */
static void
test_shared(void)
{
    Server server = { 0 };
    g_autoptr(TestPrompt) prompt = g_object_new(TEST_TYPE_PROMPT, NULL);
    g_autoptr(GError) error = NULL;
    g_autoptr(GIOStream) command = NULL, channel = NULL;
    g_autofree char *said = NULL, *banner = NULL, *folder = NULL;
    Opening first, second;
    YadoSsh *ssh;

    if (!start_server(&server))
        return;
    begin_open(&first, &server, "xen", prompt);
    begin_open(&second, &server, "xl", prompt);
    ssh = await_open(&first);
    g_assert_no_error(first.error);
    g_assert_nonnull(ssh);
    g_assert_true(await_open(&second) == ssh);
    g_assert_cmpuint(prompt->confirmed, ==, 1);
    g_assert_cmpuint(prompt->asked, ==, 1);

    command = yado_ssh_run(ssh, (const char *const[]){ "echo", "hello there", NULL }, &error);
    g_assert_no_error(error);
    said = read_line(command);
    g_assert_cmpstr(said, ==, "hello there");
    channel = yado_ssh_forward(ssh, "127.0.0.1", server.port, &error);
    g_assert_no_error(error);
    banner = read_line(channel);
    g_assert_true(g_str_has_prefix(banner, "SSH-2.0-"));
    g_assert_cmpuint(count(&server, "log", "Accepted publickey"), ==, 1);
    g_assert_cmpuint(prompt->asked, ==, 1);

    folder = g_path_get_dirname(yado_ssh_get_command(ssh));
    g_assert_true(g_file_test(folder, G_FILE_TEST_IS_DIR));
    yado_ssh_unref(ssh);
    g_assert_true(g_file_test(folder, G_FILE_TEST_IS_DIR));
    yado_ssh_unref(ssh);
    g_assert_false(g_file_test(folder, G_FILE_TEST_EXISTS));
    Expected gone = { &server, "log", "isconnect" };
    g_assert_true(yado_test_wait(is_logged, &gone, 20));
    g_assert_cmpuint(count(&server, "calls", PASSPHRASE), ==, 0);
    stop_server(&server);
}

/* The program ends with the connection open: nothing of it stays behind in the file system. */
static void
test_leave(void)
{
    Server server = { 0 };
    g_autoptr(TestPrompt) prompt = g_object_new(TEST_TYPE_PROMPT, NULL);
    g_autofree char *folder = NULL;
    Opening opening;
    YadoSsh *ssh;

    if (!start_server(&server))
        return;
    begin_open(&opening, &server, "xen", prompt);
    ssh = await_open(&opening);
    g_assert_no_error(opening.error);
    folder = g_path_get_dirname(yado_ssh_get_command(ssh));
    g_assert_true(g_file_test(folder, G_FILE_TEST_IS_DIR));
    yado_backend_leave();
    g_assert_false(g_file_test(folder, G_FILE_TEST_EXISTS));
    yado_ssh_unref(ssh);
    stop_server(&server);
}

/* Before it is connected it says more than any pipe holds, to both of its outputs. */
static void
make_talkative(Server *server)
{
    g_autofree char *bin = path_of(server, "bin");
    g_autofree char *path = g_build_filename(bin, "ssh", NULL);
    g_autofree char *old = NULL, *text = NULL;

    g_assert_true(g_file_get_contents(path, &old, NULL, NULL));
    text = g_strdup_printf("#!/bin/sh\ncase \"$*\" in *yado-ready*)\n"
                           "head -c 200000 /dev/zero | tr '\\0' x\n"
                           "head -c 200000 /dev/zero | tr '\\0' y >&2\nesac\n%s",
                           strchr(old, '\n') + 1);
    yado_test_write_file(path, text);
    g_chmod(path, 0755);
}

static GPid
find_master(Server *server)
{
    g_autoptr(GDir) dir = g_dir_open("/proc", 0, NULL);
    const char *entry;

    while ((entry = g_dir_read_name(dir))) {
        g_autofree char *path = g_strdup_printf("/proc/%s/cmdline", entry);
        g_autofree char *text = NULL;
        gsize length = 0;

        if (!g_ascii_isdigit(*entry) || !g_file_get_contents(path, &text, &length, NULL))
            continue;
        for (gsize i = 0; i + 1 < length; i++)
            if (!text[i])
                text[i] = ' ';
        if (length > 0 && strstr(text, server->folder) && strstr(text, "yado-ready") &&
            !strstr(text, "/bin/sh"))
            return atoi(entry);
    }
    return 0;
}

static gboolean
is_gone(gpointer server)
{
    return find_master(server) == 0;
}

/* It fills its pipes, asks in between, and dies in the middle of a command: an end, not a hang; the next one is a new one. */
static void
test_dies(void)
{
    Server server = { 0 };
    g_autoptr(TestPrompt) prompt = g_object_new(TEST_TYPE_PROMPT, NULL);
    g_autoptr(GError) error = NULL;
    g_autoptr(GIOStream) command = NULL;
    g_autofree char *said = NULL, *last = NULL;
    Opening first, second;
    YadoSsh *ssh, *again;

    if (!start_server(&server))
        return;
    make_talkative(&server);
    begin_open(&first, &server, "xen", prompt);
    ssh = await_open(&first);
    g_assert_no_error(first.error);
    command = yado_ssh_run(
        ssh, (const char *const[]){ "sh", "-c", "\"echo there; exec sleep 1000\"", NULL }, &error);
    g_assert_no_error(error);
    said = read_line(command);
    g_assert_cmpstr(said, ==, "there");
    g_assert_cmpint(kill(find_master(&server), SIGKILL), ==, 0);
    last = read_line(command);
    g_assert_cmpstr(last ? last : "", ==, "");
    g_assert_true(yado_test_wait(is_gone, &server, 20));
    do { /* its end may not have come to this loop yet */
        begin_open(&second, &server, "xen", prompt);
        again = await_open(&second);
        g_assert_no_error(second.error);
        if (again == ssh)
            yado_ssh_unref(again);
    } while (again == ssh);
    g_assert_cmpuint(prompt->asked, ==, 2);
    yado_ssh_unref(again);
    yado_ssh_unref(ssh);
    stop_server(&server);
}

static gboolean
is_opened(gpointer opening)
{
    return ((Opening *)opening)->done;
}

static gboolean
is_asking(gpointer prompt)
{
    return TEST_PROMPT(prompt)->waiting != NULL;
}

/* The folder of the only connection. */
static char *
find_folder(void)
{
    const char *parent = g_getenv("XDG_RUNTIME_DIR");
    g_autoptr(GDir) dir = g_dir_open(parent, 0, NULL);
    const char *name;

    while ((name = g_dir_read_name(dir)))
        if (g_str_has_prefix(name, "yado-ssh-"))
            return g_build_filename(parent, name, NULL);
    return NULL;
}

/* Somebody looks for his password for minutes; meanwhile another host is tried. */
static void
test_slow_answer(void)
{
    Server server = { 0 }, nobody;
    g_autoptr(TestPrompt) prompt = g_object_new(TEST_TYPE_PROMPT, NULL);
    const struct timespec old[2] = { { .tv_sec = 1000 }, { .tv_sec = 1000 } };
    g_autofree char *folder = NULL;
    Opening slow, other;
    YadoSsh *ssh;

    if (!start_server(&server))
        return;
    nobody = server;
    nobody.port = find_port();
    prompt->waits = TRUE;
    begin_open(&slow, &server, "xen", prompt);
    g_assert_true(yado_test_wait(is_asking, prompt, 20));
    folder = find_folder();
    g_assert_nonnull(folder);
    g_assert_cmpint(utimensat(AT_FDCWD, folder, old, 0), ==, 0);
    begin_open(&other, &nobody, "xen", prompt);
    g_assert_null(await_open(&other));
    g_clear_error(&other.error);
    g_assert_true(g_file_test(folder, G_FILE_TEST_IS_DIR));
    g_task_return_boolean(prompt->waiting, TRUE);
    ssh = await_open(&slow);
    g_assert_no_error(slow.error);
    g_clear_object(&prompt->waiting);
    yado_ssh_unref(ssh);
    stop_server(&server);
}

/* "Do not look at the host's key" was said of one address only. */
static void
test_unverified(void)
{
    Server server = { 0 };
    g_autoptr(TestPrompt) prompt = g_object_new(TEST_TYPE_PROMPT, NULL);
    Opening first, second;
    YadoSsh *careless, *careful;

    if (!start_server(&server))
        return;
    begin_open_with(&first, &server, "xen", "?no_verify=1", prompt);
    careless = await_open(&first);
    g_assert_no_error(first.error);
    g_assert_cmpuint(prompt->confirmed, ==, 0);
    begin_open(&second, &server, "qemu", prompt);
    careful = await_open(&second);
    g_assert_no_error(second.error);
    g_assert_true(careful != careless);
    yado_ssh_unref(careful);
    yado_ssh_unref(careless);
    stop_server(&server);
}

/* No to the host's key is told as what it is. */
static void
test_refused(void)
{
    Server server = { 0 };
    g_autoptr(TestPrompt) prompt = g_object_new(TEST_TYPE_PROMPT, NULL);
    Opening opening;

    if (!start_server(&server))
        return;
    prompt->refuses = TRUE;
    begin_open(&opening, &server, "xen", prompt);
    g_assert_null(await_open(&opening));
    g_assert_error(opening.error, YADO_ERROR, YADO_ERROR_DENIED);
    g_clear_error(&opening.error);
    g_assert_cmpuint(count(&server, "log", "Accepted"), ==, 0);
    stop_server(&server);
}

/* Two parts of one host want it: who says no is not asked again for the other. */
static void
test_refused_once(void)
{
    Server server = { 0 };
    g_autoptr(TestPrompt) prompt = g_object_new(TEST_TYPE_PROMPT, NULL);
    Opening first, second;

    if (!start_server(&server))
        return;
    prompt->refuses = prompt->waits = TRUE;
    begin_open(&first, &server, "xen", prompt);
    g_assert_true(yado_test_wait(is_asking, prompt, 20));
    begin_open(&second, &server, "xl", prompt);
    g_assert_false(yado_test_wait(is_opened, &second, 0.5));
    g_task_return_boolean(prompt->waiting, FALSE);
    g_assert_null(await_open(&first));
    g_assert_error(first.error, YADO_ERROR, YADO_ERROR_DENIED);
    g_assert_null(await_open(&second));
    g_assert_error(second.error, YADO_ERROR, YADO_ERROR_DENIED);
    g_assert_cmpuint(prompt->confirmed + prompt->asked, ==, 1);
    g_clear_error(&first.error);
    g_clear_error(&second.error);
    g_clear_object(&prompt->waiting);
    stop_server(&server);
}

static void
test_nobody_there(void)
{
    Server server = { 0 };
    g_autoptr(TestPrompt) prompt = g_object_new(TEST_TYPE_PROMPT, NULL);
    Opening opening;

    if (!start_server(&server))
        return;
    server.port = find_port();
    begin_open(&opening, &server, "xen", prompt);
    g_assert_null(await_open(&opening));
    g_assert_error(opening.error, YADO_ERROR, YADO_ERROR_CONNECTION);
    g_assert_nonnull(yado_error_get_hint(opening.error));
    g_clear_error(&opening.error);
    stop_server(&server);
}

static gboolean
is_done(gpointer done)
{
    return *(gboolean *)done;
}

static void
on_helper_ended_cb(GObject *source, GAsyncResult *result, gpointer done)
{
    *(gboolean *)done = TRUE;
}

/* "Confirm user presence": ssh tells that the key is to be touched, and ends the helper when that was done. */
static void
test_notice(void)
{
    g_autofree char *folder = yado_test_make_folder("notice");
    g_autofree char *helper = yado_test_build_path("yado-ssh-helper");
    g_autofree char *askpass = g_build_filename(folder, "askpass", NULL);
    g_autoptr(GSubprocessLauncher) launcher =
        g_subprocess_launcher_new(G_SUBPROCESS_FLAGS_STDOUT_SILENCE);
    g_autoptr(GSubprocess) process = NULL;
    gboolean done = FALSE;

    g_assert_cmpint(symlink(helper, askpass), ==, 0);
    g_subprocess_launcher_setenv(launcher, "SSH_ASKPASS_PROMPT", "none", TRUE);
    process = g_subprocess_launcher_spawn(launcher, NULL, askpass, "Touch it", NULL);
    g_assert_nonnull(process);
    g_subprocess_wait_async(process, NULL, on_helper_ended_cb, &done);
    /* It would have failed at once: nobody listens. */
    g_assert_false(yado_test_wait(is_done, &done, 0.5));
    g_subprocess_send_signal(process, SIGTERM);
    g_assert_true(yado_test_wait(is_done, &done, 10));
}

int
main(int argc, char **argv)
{
    yado_test_guard();
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/ssh/shared", test_shared);
    g_test_add_func("/ssh/dies", test_dies);
    g_test_add_func("/ssh/notice", test_notice);
    g_test_add_func("/ssh/slow-answer", test_slow_answer);
    g_test_add_func("/ssh/unverified", test_unverified);
    g_test_add_func("/ssh/refused", test_refused);
    g_test_add_func("/ssh/refused-once", test_refused_once);
    g_test_add_func("/ssh/nobody-there", test_nobody_there);
    g_test_add_func("/ssh/leave", test_leave); /* the last one: it is so for the whole process */
    return g_test_run();
}
