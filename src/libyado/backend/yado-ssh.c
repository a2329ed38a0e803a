/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "backend/yado-ssh.h"

#include <errno.h>
#include <fcntl.h>
#include <gio/gunixsocketaddress.h>
#include <glib-unix.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

#include "base/yado-error.h"

/* Said by the other side as soon as its shell runs; then it waits for the end of its input. */
#define READY "yado-ready"
#define REMOTE_COMMAND "echo " READY "; exec cat >/dev/null"
#define PREFIX "yado-ssh-"
#define STALE_SECONDS 60
#define MAX_QUESTION 4096
#define MAX_ERRORS 8192

struct _YadoSsh {
    int references; /* under `lock` */
    char *key;      /* in `connections` */
    char *user, *host, *port, *keyfile;
    gboolean trusts_any; /* libvirt's "no_verify=1": the user said not to look at the host's key */
    char *folder, *command;
    int folder_lock; /* of the folder, as long as we live; -1: not yet */
    GSubprocess *master;
    char *answered; /* the last question that was: ssh asks it again when the answer was wrong */
    gboolean is_dead;
};

/* One that is being opened: who wants it, too, waits for its end. */
typedef struct {
    int references; /* under `lock` */
    gboolean is_done;
    GError *error; /* for all that waited; NULL: they may go on */
} Attempt;

static GMutex lock;
static GCond changed;
static GHashTable *connections; /* key -> YadoSsh */
static GHashTable *attempts;    /* key -> Attempt */

static void
remove_folder(const char *folder)
{
    static const char *const names[] = { "control", "ask", "ssh", "askpass" };

    for (guint i = 0; i < G_N_ELEMENTS(names); i++) {
        g_autofree char *path = g_build_filename(folder, names[i], NULL);

        g_unlink(path);
    }
    g_rmdir(folder);
}

static void
free_ssh(YadoSsh *self)
{
    if (self->folder)
        remove_folder(self->folder);
    if (self->folder_lock >= 0)
        close(self->folder_lock);
    if (self->master)
        g_subprocess_send_signal(self->master, SIGTERM);
    g_clear_object(&self->master);
    g_free(self->key);
    g_free(self->user);
    g_free(self->host);
    g_free(self->port);
    g_free(self->keyfile);
    g_free(self->folder);
    g_free(self->command);
    g_free(self->answered);
    g_free(self);
}

/* ---- Where to ---- */

static char *
dup_parameter(GUri *uri, const char *name)
{
    const char *query = g_uri_get_query(uri);
    g_autoptr(GHashTable) parameters =
        query ? g_uri_parse_params(query, -1, "&", G_URI_PARAMS_NONE, NULL) : NULL;

    return parameters ? g_strdup(g_hash_table_lookup(parameters, name)) : NULL;
}

static gboolean
is_set(GUri *uri, const char *name)
{
    g_autofree char *value = dup_parameter(uri, name);

    return g_strcmp0(value, "1") == 0;
}

static YadoSsh *
new_ssh(const char *text, GError **error)
{
    g_autoptr(GUri) uri = g_uri_parse(text, G_URI_FLAGS_HAS_PASSWORD, NULL);
    YadoSsh *self;

    if (!uri || !g_uri_get_host(uri) || !*g_uri_get_host(uri)) {
        yado_error_set(error, YADO_ERROR_INVALID, NULL, NULL, _("“%s” names no host."), text);
        return NULL;
    }
    self = g_new0(YadoSsh, 1);
    self->references = 1;
    self->folder_lock = -1;
    self->user = g_strdup(g_uri_get_user(uri));
    self->host = g_strdup(g_uri_get_host(uri));
    self->port = g_uri_get_port(uri) > 0 ? g_strdup_printf("%d", g_uri_get_port(uri)) : NULL;
    self->keyfile = dup_parameter(uri, "keyfile");
    self->trusts_any = is_set(uri, "no_verify");
    /* Who wants the host's key looked at must not get a connection whose key nobody looked at. */
    self->key = g_strdup_printf("%s@%s:%s?%s%s", self->user ? self->user : "", self->host,
                                self->port ? self->port : "", self->keyfile ? self->keyfile : "",
                                self->trusts_any ? "&no_verify" : "");
    return self;
}

/* ---- Its folder ---- */

static int
lock_folder(const char *folder)
{
    int fd = open(folder, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);

    if (fd < 0 || flock(fd, LOCK_EX | LOCK_NB) == 0)
        return fd;
    close(fd);
    return -1;
}

static gboolean
is_listened_to(const char *folder)
{
    struct sockaddr_un address = { .sun_family = AF_UNIX };
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    gboolean is_listened;

    g_snprintf(address.sun_path, sizeof address.sun_path, "%s/control", folder);
    is_listened = fd < 0 || connect(fd, (struct sockaddr *)&address, sizeof address) == 0;
    if (fd >= 0)
        close(fd);
    return is_listened;
}

/* What a program left that ended without saying goodbye: it is not locked any more, and nobody listens at its control socket. */
static gboolean
is_left_behind(const char *folder)
{
    struct stat info;
    gboolean is_old = lstat(folder, &info) == 0 && S_ISDIR(info.st_mode) &&
                      info.st_uid == getuid() && time(NULL) - info.st_mtime > STALE_SECONDS;
    int fd = is_old ? lock_folder(folder) : -1;

    if (fd < 0)
        return FALSE;
    close(fd);
    return !is_listened_to(folder);
}

static void
sweep(const char *parent)
{
    g_autoptr(GDir) dir = g_dir_open(parent, 0, NULL);
    const char *name;

    while (dir && (name = g_dir_read_name(dir))) {
        g_autofree char *folder = g_build_filename(parent, name, NULL);

        if (g_str_has_prefix(name, PREFIX) && is_left_behind(folder))
            remove_folder(folder);
    }
}

void
yado_ssh_remove_folders(void)
{
    GHashTableIter iter;
    gpointer value;

    if (!connections || !g_mutex_trylock(&lock))
        return;
    g_hash_table_iter_init(&iter, connections);
    while (g_hash_table_iter_next(&iter, NULL, &value))
        if (((YadoSsh *)value)->folder)
            remove_folder(((YadoSsh *)value)->folder);
    g_mutex_unlock(&lock);
}

static char *
find_helper(void)
{
    const char *folder =
        g_getenv("YADO_BACKEND_PATH"); /* the build's, where libtool has its own folder */
    g_autofree char *beside = NULL;

    if (!folder || !*folder)
        return g_build_filename(YADO_BACKENDDIR, "yado-ssh-helper", NULL);
    beside = g_build_filename(folder, "yado-ssh-helper", NULL);
    if (g_file_test(beside, G_FILE_TEST_IS_EXECUTABLE))
        return g_steal_pointer(&beside);
    return g_build_filename(folder, "..", "yado-ssh-helper", NULL);
}

static gboolean
link_helper(YadoSsh *self, const char *helper, const char *name)
{
    g_autofree char *path = g_build_filename(self->folder, name, NULL);

    return symlink(helper, path) == 0;
}

/* Sockets want short paths: not below a home that may be deep. */
static gboolean
make_folder(YadoSsh *self, GError **error)
{
    const char *runtime = g_getenv("XDG_RUNTIME_DIR");
    gboolean is_fit = runtime && *runtime && strlen(runtime) < 48 && g_access(runtime, W_OK) == 0;
    const char *parent = is_fit ? runtime : g_get_tmp_dir();
    g_autofree char *pattern = g_build_filename(parent, PREFIX "XXXXXX", NULL);
    g_autofree char *helper = find_helper();

    sweep(parent);
    if (!g_mkdtemp(pattern)) /* 0700 */
        return yado_error_set(error, YADO_ERROR_FAILED, g_strerror(errno), NULL,
                              _("A folder for the connection to “%s” cannot be made."), self->host);
    self->folder = g_steal_pointer(&pattern);
    self->folder_lock = lock_folder(self->folder);
    self->command = g_build_filename(self->folder, "ssh", NULL);
    if (link_helper(self, helper, "ssh") && link_helper(self, helper, "askpass"))
        return TRUE;
    return yado_error_set(error, YADO_ERROR_FAILED, g_strerror(errno), NULL,
                          _("A folder for the connection to “%s” cannot be made."), self->host);
}

static int
listen_for_questions(YadoSsh *self)
{
    struct sockaddr_un address = { .sun_family = AF_UNIX };
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

    g_snprintf(address.sun_path, sizeof address.sun_path, "%s/ask", self->folder);
    if (fd >= 0 && bind(fd, (struct sockaddr *)&address, sizeof address) == 0 && listen(fd, 4) == 0)
        return fd;
    if (fd >= 0)
        close(fd);
    return -1;
}

/* ---- Starting ssh ---- */

static void
append_destination(YadoSsh *self, GPtrArray *words)
{
    static const char *const flags[] = { "-T", "-x", "-a", NULL };

    for (guint i = 0; flags[i]; i++)
        g_ptr_array_add(words, (gpointer)flags[i]);
    if (self->port) {
        g_ptr_array_add(words, "-p");
        g_ptr_array_add(words, self->port);
    }
    if (self->user) {
        g_ptr_array_add(words, "-l");
        g_ptr_array_add(words, self->user);
    }
    if (self->keyfile) {
        g_ptr_array_add(words, "-i");
        g_ptr_array_add(words, self->keyfile);
    }
}

/* Ctrl+C on a terminal is for us; ssh ends when we say so. */
static void
leave_terminal(gpointer data)
{
    setsid();
}

static gboolean
start_master(YadoSsh *self, GError **error)
{
    g_autoptr(GSubprocessLauncher) launcher =
        g_subprocess_launcher_new(G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE |
                                  G_SUBPROCESS_FLAGS_STDERR_PIPE);
    g_autoptr(GPtrArray) words = g_ptr_array_new();
    g_autofree char *control = g_strdup_printf("ControlPath=%s/control", self->folder);
    g_autofree char *askpass = g_build_filename(self->folder, "askpass", NULL);
    const char *options[] = { "ssh", "-M",
                              "-o",  control,
                              "-o",  "ControlPersist=no",
                              "-o",  "ServerAliveInterval=10",
                              "-o",  "ServerAliveCountMax=3",
                              NULL };
    g_autoptr(GError) native = NULL;

    for (guint i = 0; options[i]; i++)
        g_ptr_array_add(words, (gpointer)options[i]);
    if (self->trusts_any) {
        g_ptr_array_add(words, "-o");
        g_ptr_array_add(words, "StrictHostKeyChecking=no");
    }
    append_destination(self, words);
    g_ptr_array_add(words, "--");
    g_ptr_array_add(words, self->host);
    g_ptr_array_add(words, REMOTE_COMMAND);
    g_ptr_array_add(words, NULL);
    g_subprocess_launcher_setenv(launcher, "SSH_ASKPASS", askpass, TRUE);
    g_subprocess_launcher_setenv(launcher, "SSH_ASKPASS_REQUIRE", "force", TRUE);
    g_subprocess_launcher_setenv(launcher, "DISPLAY", ":0",
                                 FALSE); /* ssh before 8.4 asks for one */
    g_subprocess_launcher_setenv(launcher, "LC_MESSAGES", "C", TRUE);
    g_subprocess_launcher_set_child_setup(launcher, leave_terminal, NULL, NULL);
    self->master =
        g_subprocess_launcher_spawnv(launcher, (const char *const *)words->pdata, &native);
    if (self->master)
        return TRUE;
    return yado_error_set(error, YADO_ERROR_CONNECTION, native->message, _("Install OpenSSH."),
                          _("“%s” is reached by ssh, which cannot be started."), self->host);
}

/* ---- Questions ---- */

/* Codes that hold once are not remembered. */
static gboolean
is_lasting(const char *asked)
{
    g_autofree char *lower = g_ascii_strdown(asked, -1);

    return strstr(lower, "password:") || strstr(lower, "passphrase");
}

static void
name_subject(YadoSsh *self, YadoQuestion *question, const char *text)
{
    g_autofree char *subject = g_strdup_printf("ssh %s %s", self->key, text);
    g_autofree char *label = g_strdup_printf(_("YaDO: connection to %s"), self->host);

    if (is_lasting(text))
        yado_question_set_subject(question, subject, label, g_strcmp0(self->answered, text) == 0);
    g_free(self->answered);
    self->answered = g_strdup(text);
}

static YadoQuestion *
make_question(YadoSsh *self, const char *asked)
{
    gboolean is_host_key = strstr(asked, "(yes/no") != NULL;
    g_autofree char *text = g_strstrip(g_strdup(asked));
    YadoQuestion *question;

    if (is_host_key) {
        question =
            yado_question_new(YADO_QUESTION_CONFIRM, _("Unknown host"), text, _("_Trust it"));
        yado_question_set_danger(question, TRUE);
        return question;
    }
    question = yado_question_new(YADO_QUESTION_CREDENTIALS, _("Log in"), text, _("_Log in"));
    yado_question_add_field(question, "password", _("_Password"), NULL, TRUE);
    name_subject(self, question, text);
    return question;
}

static char *
read_question(int fd)
{
    g_autoptr(GString) text = g_string_new(NULL);
    char buffer[512];
    ssize_t n;

    while (text->len < MAX_QUESTION && (n = recv(fd, buffer, sizeof buffer, 0)) > 0)
        g_string_append_len(text, buffer, n);
    return g_utf8_make_valid(text->str, -1);
}

static void
answer_question(int fd, YadoQuestion *question)
{
    const char *given = yado_question_get_kind(question) == YADO_QUESTION_CONFIRM
                            ? "yes"
                            : yado_question_get_answer(question, "password");
    g_autofree char *text = g_strconcat("y", given ? given : "", NULL);

    if (send(fd, text, strlen(text), MSG_NOSIGNAL) < 0)
        g_debug("ssh went away before its answer");
    explicit_bzero(text, strlen(text));
}

/* No to a host's key is an answer, of which the consequence is told; no password is a cancel. */
static void
set_refusal(YadoSsh *self, YadoQuestion *question, GError **error)
{
    if (question && yado_question_get_kind(question) == YADO_QUESTION_CONFIRM)
        yado_error_set(error, YADO_ERROR_DENIED, NULL, _("The host's key was not trusted."),
                       _("The SSH connection to “%s” could not be made."), self->host);
    else
        g_set_error_literal(error, G_IO_ERROR, G_IO_ERROR_CANCELLED, _("Cancelled."));
}

/* FALSE: the answer was no, or there was none: @error. */
static gboolean
take_question(YadoSsh *self, int listener, YadoPrompt *prompt, GCancellable *cancellable,
              GError **error)
{
    g_autoptr(GError) refused = NULL;
    int fd = accept4(listener, NULL, NULL, SOCK_CLOEXEC);
    g_autofree char *asked = fd >= 0 ? read_question(fd) : NULL;
    g_autoptr(YadoQuestion) question = asked ? make_question(self, asked) : NULL;
    gboolean yes =
        question && prompt && yado_prompt_ask_from_worker(prompt, question, cancellable, &refused);

    if (yes)
        answer_question(fd, question);
    else if (refused)
        g_propagate_error(error, g_steal_pointer(&refused));
    else
        set_refusal(self, question, error);
    if (fd >= 0)
        close(fd);
    return yes;
}

/* ---- Until it is there ---- */

static int
get_output_fd(GSubprocess *process, gboolean errors)
{
    GInputStream *stream =
        errors ? g_subprocess_get_stderr_pipe(process) : g_subprocess_get_stdout_pipe(process);
    int fd = -1;

    g_object_get(stream, "fd", &fd, NULL);
    return fd;
}

static gboolean
append_output(int fd, GString *text)
{
    char buffer[1024];
    ssize_t n = read(fd, buffer, sizeof buffer);

    /* The last of it counts: a host may greet at length, and the reason stands at the end. */
    if (n > 0)
        g_string_append_len(text, buffer, n);
    if (text->len > MAX_ERRORS)
        g_string_erase(text, 0, (gssize)(text->len - MAX_ERRORS / 2));
    return n > 0 || (n < 0 && errno == EINTR);
}

static const struct {
    const char *text;
    YadoErrorCode code;
    const char *hint;
} failures[] = {
    { "REMOTE HOST IDENTIFICATION HAS CHANGED", YADO_ERROR_DENIED,
      N_("The host's key is not the one that was known. If the host was set up anew, remove the "
         "old "
         "key with “ssh-keygen -R”; else somebody may be in between.") },
    { "Host key verification failed", YADO_ERROR_DENIED, N_("The host's key was not trusted.") },
    { "Permission denied", YADO_ERROR_DENIED,
      N_("Check the user's name, the key or the password.") },
    { "Could not resolve", YADO_ERROR_CONNECTION, N_("Check the host's name.") },
    { "Connection refused", YADO_ERROR_CONNECTION, N_("No SSH server listens there.") },
    { "timed out", YADO_ERROR_CONNECTION, N_("The host does not answer.") },
};

static gboolean
fail_open(YadoSsh *self, const char *errors, GError **error)
{
    g_autofree char *valid = g_utf8_make_valid(errors, -1);
    YadoErrorCode code = YADO_ERROR_CONNECTION;
    const char *hint = NULL;

    for (guint i = 0; i < G_N_ELEMENTS(failures) && !hint; i++)
        if (strstr(valid, failures[i].text)) {
            code = failures[i].code;
            hint = _(failures[i].hint);
        }
    return yado_error_set(error, code, g_strstrip(valid), hint,
                          _("The SSH connection to “%s” could not be made."), self->host);
}

static gboolean
wait_until_ready(YadoSsh *self, int listener, YadoPrompt *prompt, GCancellable *cancellable,
                 GError **error)
{
    g_autoptr(GString) said = g_string_new(NULL);
    g_autoptr(GString) errors = g_string_new(NULL);
    struct pollfd fds[4] = { { get_output_fd(self->master, FALSE), POLLIN, 0 },
                             { get_output_fd(self->master, TRUE), POLLIN, 0 },
                             { listener, POLLIN, 0 },
                             { g_cancellable_get_fd(cancellable), POLLIN, 0 } };
    gboolean is_open = TRUE;

    while (is_open && !strstr(said->str, READY)) {
        if (poll(fds, G_N_ELEMENTS(fds), -1) < 0 && errno != EINTR)
            break;
        if (g_cancellable_set_error_if_cancelled(cancellable, error))
            is_open = FALSE;
        else if (fds[2].revents && !take_question(self, listener, prompt, cancellable, error))
            is_open = FALSE;
        if (fds[1].revents && !append_output(fds[1].fd, errors))
            fds[1].fd = -1;
        if (is_open && fds[0].revents && !append_output(fds[0].fd, said)) {
            while (fds[1].fd >= 0 && append_output(fds[1].fd, errors))
                ;
            is_open = fail_open(self, errors->str, error);
        }
    }
    if (cancellable)
        g_cancellable_release_fd(cancellable);
    return is_open;
}

/* What it says later goes nowhere, but must go: a full pipe would stop it.  Its end is noticed here. */
static gboolean
on_output_readable_cb(int fd, GIOCondition condition, gpointer data)
{
    char buffer[4096];
    ssize_t n = read(fd, buffer, sizeof buffer);

    return n > 0 || (n < 0 && (errno == EINTR || errno == EAGAIN)) ? G_SOURCE_CONTINUE
                                                                   : G_SOURCE_REMOVE;
}

static void
drain(GSubprocess *master, gboolean errors)
{
    GSource *source =
        g_unix_fd_source_new(get_output_fd(master, errors), G_IO_IN | G_IO_HUP | G_IO_ERR);

    g_source_set_callback(source, G_SOURCE_FUNC(on_output_readable_cb), g_object_ref(master),
                          g_object_unref);
    g_source_attach(source, NULL);
    g_source_unref(source);
}

static void
on_master_ended_cb(GObject *source, GAsyncResult *result, gpointer data)
{
    GHashTableIter iter;
    gpointer value;

    g_mutex_lock(&lock);
    g_hash_table_iter_init(&iter, connections);
    while (g_hash_table_iter_next(&iter, NULL, &value))
        if (((YadoSsh *)value)->master == G_SUBPROCESS(source)) {
            ((YadoSsh *)value)->is_dead = TRUE;
            g_hash_table_iter_remove(&iter);
        }
    g_mutex_unlock(&lock);
}

static gboolean
watch_master(gpointer data)
{
    g_subprocess_wait_async(data, NULL, on_master_ended_cb, NULL);
    return G_SOURCE_REMOVE;
}

static gboolean
connect_ssh(YadoSsh *self, YadoPrompt *prompt, GCancellable *cancellable, GError **error)
{
    int listener;
    gboolean ready;

    if (!make_folder(self, error))
        return FALSE;
    listener = listen_for_questions(self);
    ready =
        start_master(self, error) && wait_until_ready(self, listener, prompt, cancellable, error);
    if (listener >= 0)
        close(listener);
    if (!ready)
        return FALSE;
    drain(self->master, FALSE);
    drain(self->master, TRUE);
    g_idle_add_full(G_PRIORITY_DEFAULT, watch_master, g_object_ref(self->master), g_object_unref);
    return TRUE;
}

/* ---- One for each host ---- */

/* With the lock held, as the others here. */
static void
ensure_tables(void)
{
    if (connections)
        return;
    connections = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    attempts = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
}

static void
unref_attempt(Attempt *attempt)
{
    if (--attempt->references > 0)
        return;
    g_clear_error(&attempt->error);
    g_free(attempt);
}

/* FALSE: it failed, for us too.  Nobody is asked twice for one host. */
static gboolean
await_attempt(Attempt *attempt, GError **error)
{
    gboolean may_go_on;

    attempt->references++;
    while (!attempt->is_done)
        g_cond_wait(&changed, &lock);
    may_go_on = attempt->error == NULL;
    if (!may_go_on)
        g_propagate_error(error, g_error_copy(attempt->error));
    unref_attempt(attempt);
    return may_go_on;
}

static void
begin_attempt(const char *key)
{
    Attempt *attempt = g_new0(Attempt, 1);

    attempt->references = 1;
    g_hash_table_insert(attempts, g_strdup(key), attempt);
}

/* TRUE: @found, or, if that is NULL, the right to make it. */
static gboolean
take_or_reserve(const char *key, YadoSsh **found, GError **error)
{
    gboolean may_go_on = TRUE;
    Attempt *attempt;

    g_mutex_lock(&lock);
    ensure_tables();
    while (may_go_on && !(*found = g_hash_table_lookup(connections, key)) &&
           (attempt = g_hash_table_lookup(attempts, key)))
        may_go_on = await_attempt(attempt, error);
    if (*found)
        (*found)->references++;
    else if (may_go_on)
        begin_attempt(key);
    g_mutex_unlock(&lock);
    return may_go_on;
}

/* @self NULL: it failed; @error (nullable) for those who waited. */
static void
publish(const char *key, YadoSsh *self, const GError *error)
{
    Attempt *attempt;

    g_mutex_lock(&lock);
    attempt = g_hash_table_lookup(attempts, key);
    attempt->is_done = TRUE;
    attempt->error = error ? g_error_copy(error) : NULL;
    if (self)
        g_hash_table_insert(connections, g_strdup(key), self);
    g_hash_table_remove(attempts, key);
    unref_attempt(attempt);
    g_cond_broadcast(&changed);
    g_mutex_unlock(&lock);
}

YadoSsh *
yado_ssh_open(const char *uri, YadoPrompt *prompt, GCancellable *cancellable, GError **error)
{
    YadoSsh *self = new_ssh(uri, error);
    YadoSsh *found = NULL;
    g_autoptr(GError) failure = NULL;

    if (!self)
        return NULL;
    if (!take_or_reserve(self->key, &found, error) || found) {
        free_ssh(self);
        return found;
    }
    if (connect_ssh(self, prompt, cancellable, &failure)) {
        publish(self->key, self, NULL);
        return self;
    }
    /* Who gave up speaks for himself only. */
    publish(self->key, NULL, g_cancellable_is_cancelled(cancellable) ? NULL : failure);
    g_propagate_error(error, g_steal_pointer(&failure));
    free_ssh(self);
    return NULL;
}

YadoSsh *
yado_ssh_ref(YadoSsh *self)
{
    g_mutex_lock(&lock);
    self->references++;
    g_mutex_unlock(&lock);
    return self;
}

void
yado_ssh_unref(YadoSsh *self)
{
    gboolean is_last;

    g_mutex_lock(&lock);
    is_last = --self->references == 0;
    if (is_last && !self->is_dead)
        g_hash_table_remove(connections, self->key);
    g_mutex_unlock(&lock);
    if (is_last)
        free_ssh(self);
}

const char *
yado_ssh_get_command(YadoSsh *self)
{
    return self->command;
}

/* ---- Channels ---- */

static GIOStream *
make_stream(int fd, GError **error)
{
    g_autoptr(GSocket) socket = g_socket_new_from_fd(fd, error);

    return socket ? G_IO_STREAM(g_socket_connection_factory_create_connection(socket)) : NULL;
}

/* @words take the destination, and @last behind it. */
static void
finish_words(YadoSsh *self, GPtrArray *words, const char *const *last)
{
    append_destination(self, words);
    g_ptr_array_add(words, "--");
    g_ptr_array_add(words, self->host);
    for (guint i = 0; last && last[i]; i++)
        g_ptr_array_add(words, (gpointer)last[i]);
    g_ptr_array_add(words, NULL);
}

static GIOStream *
start_channel(YadoSsh *self, GPtrArray *words, const char *const *last, GError **error)
{
    g_autoptr(GSubprocessLauncher) launcher =
        g_subprocess_launcher_new(G_SUBPROCESS_FLAGS_STDERR_SILENCE);
    g_autoptr(GSubprocess) process = NULL;
    g_autoptr(GIOStream) stream = NULL;
    int ends[2];

    finish_words(self, words, last);
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0) {
        yado_error_set(error, YADO_ERROR_FAILED, g_strerror(errno), NULL,
                       _("A channel to “%s” cannot be opened."), self->host);
        return NULL;
    }
    stream = make_stream(ends[0], error);
    g_subprocess_launcher_take_stdin_fd(launcher, fcntl(ends[1], F_DUPFD_CLOEXEC, 3));
    g_subprocess_launcher_take_stdout_fd(launcher, ends[1]);
    g_subprocess_launcher_set_child_setup(launcher, leave_terminal, NULL, NULL);
    process = g_subprocess_launcher_spawnv(launcher, (const char *const *)words->pdata, error);
    return process ? g_steal_pointer(&stream) : NULL;
}

GIOStream *
yado_ssh_forward(YadoSsh *self, const char *address, int port, GError **error)
{
    g_autoptr(GPtrArray) words = g_ptr_array_new();
    g_autofree char *target =
        g_strdup_printf(strchr(address, ':') ? "[%s]:%d" : "%s:%d", address, port);

    g_ptr_array_add(words, self->command);
    g_ptr_array_add(words, "-W");
    g_ptr_array_add(words, target);
    return start_channel(self, words, NULL, error);
}

GIOStream *
yado_ssh_run(YadoSsh *self, const char *const *command, GError **error)
{
    g_autoptr(GPtrArray) words = g_ptr_array_new();

    g_ptr_array_add(words, self->command);
    return start_channel(self, words, command, error);
}

GSubprocess *
yado_ssh_start(YadoSsh *self, const char *const *command, GError **error)
{
    g_autoptr(GPtrArray) words = g_ptr_array_new();
    g_autoptr(GSubprocessLauncher) launcher =
        g_subprocess_launcher_new(G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE |
                                  G_SUBPROCESS_FLAGS_STDERR_PIPE);

    g_ptr_array_add(words, self->command);
    finish_words(self, words, command);
    g_subprocess_launcher_set_child_setup(launcher, leave_terminal, NULL, NULL);
    return g_subprocess_launcher_spawnv(launcher, (const char *const *)words->pdata, error);
}
