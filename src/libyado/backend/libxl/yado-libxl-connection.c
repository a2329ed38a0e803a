/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Starting the agent and talking to it over its standard input and output.
 *
 * As root it is started directly, as a user by pkexec, on another machine over the host's one SSH connection.  Whoever holds the pipes is who started it, so there is
 * nothing left to prove: D-Bus's ANONYMOUS is the only mechanism.
 */
#include "config.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "backend/libxl/yado-libxl-private.h"

#define PROTOCOL 1
#define PATH "/org/yado/Xl1"
#define AGENT "yado-xl-agent"
#define MAX_WORDS 4096
/* Where distributions put such programs; then the shell of the other machine looks in PATH.  Nothing of a user's is in it. */
#define REMOTE_COMMAND      \
    "PATH=" YADO_LIBEXECDIR \
    ":/usr/libexec/yado:/usr/lib/yado:/usr/local/libexec/yado:$PATH exec " AGENT

/* The agent as a process, while the connection is made. */
typedef struct {
    YadoLibxlBackend *self;
    GSubprocess *process;
    GIOStream *stream;
    GThread *listener;
    GString *words; /* what it said on standard error */
} Agent;

/* Finding and starting it. */

static char *
find_agent(void)
{
    const char *given = g_getenv("YADO_XL_AGENT");
    g_autofree char *installed = g_build_filename(YADO_LIBEXECDIR, AGENT, NULL);

    if (given && *given)
        return g_strdup(given);
    if (g_file_test(installed, G_FILE_TEST_IS_EXECUTABLE))
        return g_steal_pointer(&installed);
    return g_find_program_in_path(AGENT);
}

static void
add(GPtrArray *arguments, const char *argument)
{
    g_ptr_array_add(arguments, g_strdup(argument));
}

static GPtrArray *
make_command(GError **error)
{
    g_autoptr(GPtrArray) arguments = g_ptr_array_new_with_free_func(g_free);
    g_autofree char *agent = find_agent();

    if (!agent) {
        yado_error_set(error, YADO_ERROR_UNSUPPORTED, AGENT,
                       _("Install the package with yado-xl-agent, or build YaDO where Xen's "
                         "development files are."),
                       _("The helper that talks to Xen is not installed."));
        return NULL;
    }
    if (geteuid() != 0 && !g_getenv("YADO_XL_AGENT")) {
        /* Its own question on the terminal would be drawn over by ours. */
        add(arguments, "pkexec");
        add(arguments, "--disable-internal-agent");
    }
    add(arguments, agent);
    g_ptr_array_add(arguments, NULL);
    return g_steal_pointer(&arguments);
}

static GSubprocess *
start_here(GError **error)
{
    g_autoptr(GPtrArray) command = make_command(error);
    g_autoptr(GError) native = NULL;
    GSubprocess *process;

    if (!command)
        return NULL;
    process = g_subprocess_newv((const char *const *)command->pdata,
                                G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE |
                                    G_SUBPROCESS_FLAGS_STDERR_PIPE,
                                &native);
    if (!process)
        yado_error_set(error, YADO_ERROR_CONNECTION, native->message, NULL,
                       _("The program “%s” cannot be started."), (char *)command->pdata[0]);
    return process;
}

/* One constant text for the shell of the other machine. */
static GSubprocess *
start_there(YadoLibxlBackend *self, YadoSsh *ssh, GError **error)
{
    static const char *const command[] = { REMOTE_COMMAND, NULL };
    g_autoptr(GError) native = NULL;
    GSubprocess *process = yado_ssh_start(ssh, command, &native);

    if (!process)
        yado_error_set(error, YADO_ERROR_CONNECTION, native->message, NULL,
                       _("“%s” cannot be reached."), self->uri);
    return process;
}

/* So that it never waits for a reader; the last words are the reason of a failure. */
static gpointer
listen_to_errors(gpointer data)
{
    Agent *agent = data;
    GInputStream *stream = g_subprocess_get_stderr_pipe(agent->process);
    char buffer[1024];
    gssize n;

    while ((n = g_input_stream_read(stream, buffer, sizeof(buffer), NULL, NULL)) > 0)
        if (agent->words->len < MAX_WORDS)
            g_string_append_len(agent->words, buffer, n);
    return NULL;
}

/* The pipe to an agent that has died must not end the program. */
static gpointer
ignore_broken_pipes(gpointer data)
{
    struct sigaction action;

    if (sigaction(SIGPIPE, NULL, &action) == 0 && action.sa_handler == SIG_DFL)
        signal(SIGPIPE, SIG_IGN);
    return NULL;
}

static Agent *
start_agent(YadoLibxlBackend *self, YadoSsh *ssh, GError **error)
{
    static GOnce pipes = G_ONCE_INIT;
    GSubprocess *process;
    Agent *agent;

    g_once(&pipes, ignore_broken_pipes, NULL);
    process = ssh ? start_there(self, ssh, error) : start_here(error);
    if (!process)
        return NULL;
    agent = g_new0(Agent, 1);
    agent->self = self;
    agent->words = g_string_new(NULL);
    agent->process = process;
    agent->stream = g_simple_io_stream_new(g_subprocess_get_stdout_pipe(process),
                                           g_subprocess_get_stdin_pipe(process));
    agent->listener = g_thread_new("yado-xl-errors", listen_to_errors, agent);
    return agent;
}

/* Lives as long as its process does: that thread may wait for its end as long as it likes. */
static gpointer
outlive_agent(gpointer data)
{
    Agent *agent = data;

    if (agent->listener)
        g_thread_join(agent->listener);
    g_subprocess_wait(agent->process, NULL, NULL);
    g_object_unref(agent->stream);
    g_object_unref(agent->process);
    g_string_free(agent->words, TRUE);
    g_free(agent);
    return NULL;
}

static void
leave_agent(Agent *agent)
{
    g_thread_unref(g_thread_new("yado-xl-end", outlive_agent, agent));
}

/* Why it does not answer. */

static GError *
explain_local(int status, const char *words)
{
    if (strstr(words, "No authentication agent found"))
        return yado_error_new(
            YADO_ERROR_DENIED, words,
            _("Run YaDO as root, or in a desktop session, where you can be asked for a password."),
            _("You may not manage the Xen guests of this machine."));
    if (status == 126 || status == 127)
        return yado_error_new(YADO_ERROR_DENIED, words,
                              _("Run YaDO as root, or let an administrator allow it to you."),
                              _("You may not manage the Xen guests of this machine."));
    return yado_error_new(YADO_ERROR_CONNECTION, words, NULL,
                          _("The helper that talks to Xen ended before it answered."));
}

static GError *
explain_remote(const char *uri, int status, const char *words)
{
    if (status == 127)
        return yado_error_new(YADO_ERROR_UNSUPPORTED, words,
                              _("Install YaDO there with yado-xl-agent, in the same version."),
                              _("The helper that talks to Xen is not installed on “%s”."), uri);
    if (strstr(words, "Permission denied") || status == 126)
        return yado_error_new(YADO_ERROR_DENIED, words, _("Log in as root."),
                              _("You may not manage the Xen guests of “%s”."), uri);
    return yado_error_new(YADO_ERROR_CONNECTION, words, NULL,
                          _("The helper on “%s” ended before it answered."), uri);
}

static GError *
explain(Agent *agent)
{
    g_autofree char *words = NULL;
    int status;

    g_io_stream_close(agent->stream, NULL, NULL);
    g_thread_join(g_steal_pointer(&agent->listener));
    g_subprocess_wait(agent->process, NULL, NULL);
    status = g_subprocess_get_if_exited(agent->process)
                 ? g_subprocess_get_exit_status(agent->process)
                 : -1;
    words = g_strstrip(g_utf8_make_valid(agent->words->str, (gssize)agent->words->len));
    if (g_str_has_prefix(agent->self->uri, "xl+ssh:"))
        return explain_remote(agent->self->uri, status, words);
    return explain_local(status, words);
}

/* The conversation. */

static gboolean
on_mechanism_asked_cb(GDBusAuthObserver *observer, const char *mechanism, gpointer data)
{
    return strcmp(mechanism, "ANONYMOUS") == 0;
}

static YadoXl1 *
make_proxy(Agent *agent, GCancellable *cancellable, GError **error)
{
    g_autoptr(GDBusAuthObserver) observer = g_dbus_auth_observer_new();
    g_autoptr(GDBusConnection) connection = NULL;

    g_signal_connect(observer, "allow-mechanism", G_CALLBACK(on_mechanism_asked_cb), NULL);
    connection = g_dbus_connection_new_sync(agent->stream, NULL,
                                            G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT, observer,
                                            cancellable, error);
    if (!connection)
        return NULL;
    return yado_xl1_proxy_new_sync(connection, G_DBUS_PROXY_FLAGS_DO_NOT_LOAD_PROPERTIES, NULL,
                                   PATH, cancellable, error);
}

static gboolean
fail_hello(YadoLibxlBackend *self, GError *native, GError **error)
{
    g_autofree char *name = g_dbus_error_get_remote_error(native);

    g_dbus_error_strip_remote_error(native);
    if (g_strcmp0(name, "org.yado.Xl1.Error.NoXen") == 0)
        return yado_error_set(error, YADO_ERROR_UNSUPPORTED, native->message,
                              _("Boot the machine with Xen, and look whether xencommons runs."),
                              _("“%s” is no Xen host."), self->uri);
    if (g_strcmp0(name, "org.yado.Xl1.Error.Version") == 0)
        return yado_error_set(error, YADO_ERROR_UNSUPPORTED, native->message,
                              _("Install the same version of YaDO on both sides."),
                              _("The helper on “%s” is of another version."), self->uri);
    if (g_strcmp0(name, "org.yado.Xl1.Error.Denied") == 0)
        return yado_error_set(error, YADO_ERROR_DENIED, native->message,
                              _("Log in as root, or let an administrator allow it to you."),
                              _("You may not manage the Xen guests of “%s”."), self->uri);
    return yado_error_set(error, YADO_ERROR_CONNECTION, native->message, NULL,
                          _("The helper on “%s” does not answer as it should."), self->uri);
}

static void
take_facts(YadoLibxlBackend *self, GVariant *facts, char *agent_version)
{
    char *hostname = NULL, *xen_version = NULL;

    g_variant_lookup(facts, "hostname", "s", &hostname);
    g_variant_lookup(facts, "xen-version", "s", &xen_version);
    g_mutex_lock(&self->lock);
    g_free(self->hostname);
    g_free(self->xen_version);
    g_free(self->agent_version);
    self->hostname = hostname;
    self->xen_version = xen_version;
    self->agent_version = agent_version;
    g_mutex_unlock(&self->lock);
}

static gboolean
greet(YadoLibxlBackend *self, YadoXl1 *proxy, YadoOpenFlags flags, GCancellable *cancellable,
      GError **error)
{
    g_autoptr(GVariant) facts = NULL;
    g_autoptr(GError) native = NULL;
    g_autofree char *agent_version = NULL;

    if (!yado_xl1_call_hello_sync(proxy, PROTOCOL, G_DBUS_CALL_FLAGS_NONE, YADO_LIBXL_READ_TIMEOUT,
                                  &agent_version, &facts, cancellable, &native))
        return fail_hello(self, native, error);
    take_facts(self, facts, g_steal_pointer(&agent_version));
    yado_libxl_backend_start_events(self, proxy);
    if (!(flags & YADO_OPEN_EVENTS))
        return TRUE;
    if (!yado_xl1_call_subscribe_sync(proxy, TRUE, G_DBUS_CALL_FLAGS_NONE, YADO_LIBXL_READ_TIMEOUT,
                                      cancellable, &native))
        return fail_hello(self, native, error);
    return TRUE;
}

/* Its end. */

static void
on_connection_closed_cb(GDBusConnection *connection, gboolean vanished, GError *native,
                        gpointer data)
{
    YadoLibxlBackend *self = data;
    g_autoptr(GError) error = NULL;
    gboolean is_ours;

    g_mutex_lock(&self->lock);
    is_ours = self->proxy && g_dbus_proxy_get_connection(G_DBUS_PROXY(self->proxy)) == connection;
    g_mutex_unlock(&self->lock);
    yado_libxl_backend_wake(self);
    if (!is_ours)
        return;
    error =
        yado_error_new(YADO_ERROR_CONNECTION, native ? native->message : NULL, NULL,
                       _("The helper that talks to Xen on “%s” ended unexpectedly."), self->uri);
    yado_backend_emit_closed(YADO_BACKEND(self), error);
}

/* Takes @ssh. */
static void
take_proxy(YadoLibxlBackend *self, YadoXl1 *proxy, YadoSsh *ssh, YadoOpenFlags flags)
{
    GDBusConnection *connection = g_dbus_proxy_get_connection(G_DBUS_PROXY(proxy));

    g_signal_connect_object(connection, "closed", G_CALLBACK(on_connection_closed_cb), self, 0);
    g_mutex_lock(&self->lock);
    g_set_object(&self->proxy, proxy);
    self->ssh = ssh;
    self->has_events = (flags & YADO_OPEN_EVENTS) != 0;
    self->is_read_only = (flags & YADO_OPEN_READ_ONLY) != 0;
    g_clear_pointer(&self->files, g_variant_unref);
    g_clear_pointer(&self->rows, g_hash_table_unref);
    g_mutex_unlock(&self->lock);
}

/* FALSE with @error.  TRUE: @proxy (transfer full) speaks to an agent of our version. */
static gboolean
reach_agent(YadoLibxlBackend *self, YadoSsh *ssh, YadoOpenFlags flags, GCancellable *cancellable,
            YadoXl1 **proxy, GError **error)
{
    Agent *agent = start_agent(self, ssh, error);
    g_autoptr(YadoXl1) made = NULL;
    g_autoptr(GError) native = NULL;
    gboolean reached = FALSE;

    if (!agent)
        return FALSE;
    made = make_proxy(agent, cancellable, &native);
    if (!made && yado_error_is_cancel(native)) {
        g_propagate_error(error, g_steal_pointer(&native));
        g_io_stream_close(agent->stream, NULL, NULL);
    } else if (!made)
        g_propagate_error(error, explain(agent));
    else if (greet(self, made, flags, cancellable, error))
        reached = TRUE;
    else
        g_dbus_connection_close_sync(g_dbus_proxy_get_connection(G_DBUS_PROXY(made)), NULL, NULL);
    leave_agent(agent);
    if (reached)
        *proxy = g_steal_pointer(&made);
    return reached;
}

gboolean
yado_libxl_backend_open(YadoBackend *backend, YadoPrompt *prompt, YadoOpenFlags flags,
                        GCancellable *cancellable, GError **error)
{
    YadoLibxlBackend *self = YADO_LIBXL_BACKEND(backend);
    gboolean is_remote = g_str_has_prefix(self->uri, "xl+ssh:");
    g_autoptr(YadoSsh) ssh =
        is_remote ? yado_ssh_open(self->uri, prompt, cancellable, error) : NULL;
    g_autoptr(YadoXl1) proxy = NULL;

    if ((is_remote && !ssh) || !reach_agent(self, ssh, flags, cancellable, &proxy, error))
        return FALSE;
    take_proxy(self, proxy, g_steal_pointer(&ssh), flags);
    return TRUE;
}

void
yado_libxl_backend_close(YadoBackend *backend)
{
    YadoLibxlBackend *self = YADO_LIBXL_BACKEND(backend);
    g_autoptr(YadoXl1) proxy = NULL;
    g_autoptr(YadoSsh) ssh = NULL;

    g_mutex_lock(&self->lock);
    proxy = g_steal_pointer(&self->proxy);
    ssh = g_steal_pointer(&self->ssh);
    self->has_events = FALSE;
    g_clear_pointer(&self->rows, g_hash_table_unref);
    g_clear_pointer(&self->files, g_variant_unref);
    g_mutex_unlock(&self->lock);
    if (proxy)
        g_dbus_connection_close_sync(g_dbus_proxy_get_connection(G_DBUS_PROXY(proxy)), NULL, NULL);
}
