/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <signal.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "backend/libvirt/yado-libvirt-private.h"
#include "backend/libvirt/yado-libvirt-reasons.h"
#include "base/yado-keyring.h"

/* A host that says nothing for 25 seconds is lost. */
#define KEEPALIVE_INTERVAL 5
#define KEEPALIVE_COUNT 5

typedef struct {
    YadoPrompt *prompt;
    const char *uri;
    GCancellable *cancellable;
    char *recalled; /* subject of what the keyring answered */
    gboolean was_asked;
    GError *refused; /* why nobody answered; libvirt's drivers make different errors of it */
} Login;

static void
ignore_error(void *data, virErrorPtr error)
{
}

/* libvirt prints each error to standard error unless told otherwise. */
static gpointer
initialize_once(gpointer data)
{
    /* libvirt write()s to the socket of a daemon that has died: that must not end the program. */
    struct sigaction action;
    if (sigaction(SIGPIPE, NULL, &action) == 0 && action.sa_handler == SIG_DFL)
        signal(SIGPIPE, SIG_IGN);
    virSetErrorFunc(NULL, ignore_error);
    return NULL;
}

/* Puts libvirt's sockets on the default main context; must come before the first connection that wants events. */
static gpointer
register_event_loop_once(gpointer data)
{
    yado_libvirt_loop_register();
    return NULL;
}

static gboolean
is_secret(const virConnectCredential *credential)
{
    return credential->type == VIR_CRED_PASSPHRASE || credential->type == VIR_CRED_NOECHOPROMPT;
}

/* As a label, where "_" would mark a letter. */
static char *
dup_prompt(const virConnectCredential *credential)
{
    if (!credential->prompt || !*credential->prompt)
        return NULL;
    g_auto(GStrv) parts = g_strsplit(credential->prompt, "_", -1);
    return g_strjoinv("__", parts);
}

static YadoQuestion *
make_login_question(const Login *login, const virConnectCredential *credentials, unsigned int n)
{
    g_autofree char *host = yado_uri_dup_host(login->uri);
    g_autofree char *text = g_strdup_printf(_("“%s” asks who you are."), host ? host : login->uri);
    YadoQuestion *question =
        yado_question_new(YADO_QUESTION_CREDENTIALS, _("Log in"), text, _("_Log in"));
    g_autofree char *subject = g_strndup(login->uri, strcspn(login->uri, "?#"));
    g_autofree char *label = g_strdup_printf(_("YaDO: connection to %s"), host ? host : login->uri);

    yado_question_set_subject(question, subject, label, login->was_asked);
    for (unsigned int i = 0; i < n; i++) {
        gboolean secret = is_secret(&credentials[i]);
        g_autofree char *given = dup_prompt(&credentials[i]);

        yado_question_add_field(question, secret ? "password" : "username",
                                secret  ? _("_Password")
                                : given ? given
                                        : _("_User name"),
                                credentials[i].defresult, secret);
    }
    return question;
}

/* In the worker that opens; libvirt frees the answers with free(). */
static int
on_credentials_asked_cb(virConnectCredentialPtr credentials, unsigned int n, void *data)
{
    Login *login = data;
    g_autoptr(YadoQuestion) question = NULL;

    if (!login->prompt)
        return -1;
    question = make_login_question(login, credentials, n);
    g_clear_error(&login->refused);
    if (!yado_prompt_ask_from_worker(login->prompt, question, login->cancellable,
                                     &login->refused)) {
        if (!login->refused)
            login->refused = g_error_new_literal(G_IO_ERROR, G_IO_ERROR_CANCELLED, _("Cancelled."));
        return -1;
    }
    login->was_asked = TRUE;
    g_clear_pointer(&login->recalled, g_free);
    if (yado_question_is_recalled(question))
        login->recalled = g_strdup(yado_question_get_subject(question));
    for (unsigned int i = 0; i < n; i++) {
        const char *answer = yado_question_get_field(question, i)->value;

        credentials[i].result = strdup(answer ? answer : "");
        if (!credentials[i].result)
            return -1;
        credentials[i].resultlen = strlen(credentials[i].result);
    }
    return 0;
}

static gboolean
has_terminal(void)
{
    int terminal = open("/dev/tty", O_RDWR | O_NOCTTY | O_CLOEXEC);

    if (terminal < 0)
        return FALSE;
    close(terminal);
    return TRUE;
}

static gboolean
has_parameter(const char *uri, const char *name)
{
    const char *query = strchr(uri, '?');
    g_autoptr(GHashTable) parameters =
        query ? g_uri_parse_params(query + 1, strcspn(query + 1, "#"), "&", G_URI_PARAMS_NONE, NULL)
              : NULL;

    return parameters && g_hash_table_contains(parameters, name);
}

/* Whoever names a program to use instead of ssh has a reason. */
static gboolean
wants_own_ssh(const char *uri)
{
    g_autofree char *transport = yado_uri_dup_transport(uri);

    return g_strcmp0(transport, "ssh") == 0 && !has_parameter(uri, "command");
}

static char *
make_ssh_uri(const char *uri, YadoSsh *ssh)
{
    g_autofree char *command = g_uri_escape_string(yado_ssh_get_command(ssh), "/", FALSE);

    return g_strconcat(uri, strchr(uri, '?') ? "&" : "?", "no_tty=1&command=", command, NULL);
}

/*
 * ssh asks on the controlling terminal.  For a command that is what its user expects; in a program that draws on that terminal,
 * or whose window hides it, ssh must not ask: no_tty makes it fail, and its reason becomes a remedy.
 */
static char *
make_native_uri(const char *uri, YadoOpenFlags flags)
{
    g_autofree char *transport = yado_uri_dup_transport(uri);
    gboolean asks = g_strcmp0(transport, "ssh") == 0 || g_strcmp0(transport, "ext") == 0;

    if (!asks || !(flags & YADO_OPEN_EVENTS) || strstr(uri, "no_tty=") || !has_terminal())
        return g_strdup(uri);
    return g_strconcat(uri, strchr(uri, '?') ? "&no_tty=1" : "?no_tty=1", NULL);
}

static gboolean
is_xen_control_domain(void)
{
    g_autofree char *capabilities = NULL;

    return g_file_get_contents("/proc/xen/capabilities", &capabilities, NULL, NULL) &&
           strstr(capabilities, "control_d");
}

static gboolean
is_booted_under_xen(void)
{
    g_autofree char *type = NULL;

    if (is_xen_control_domain())
        return TRUE;
    return !g_file_test("/proc/xen/capabilities", G_FILE_TEST_EXISTS) &&
           g_file_get_contents("/sys/hypervisor/type", &type, NULL, NULL) &&
           g_str_has_prefix(type, "xen");
}

/* The unit that serves @uri here, as far as its program is installed. */
static char *
find_daemon_unit(const char *uri)
{
    g_autofree char *scheme = g_ascii_strdown(uri, strcspn(uri, "+:"));
    g_autofree char *modular = g_strdup_printf("/usr/sbin/virt%sd", scheme);

    if (g_file_test(modular, G_FILE_TEST_EXISTS))
        return g_strdup_printf("virt%sd.socket", scheme);
    if (g_file_test("/usr/sbin/libvirtd", G_FILE_TEST_EXISTS))
        return g_strdup("libvirtd");
    return NULL;
}

static GError *
explain_failure(const char *uri)
{
    const virError *native = virGetLastError();
    g_autofree char *os = g_get_os_info(G_OS_INFO_KEY_ID);
    g_autofree char *unit = find_daemon_unit(uri);
    g_autofree char *host = yado_uri_dup_host(uri);
    YadoFailure failure = {
        .uri = uri,
        .code = native ? native->code : 0,
        .domain = native ? native->domain : 0,
        .text = native ? native->message : NULL,
        .is_local = host == NULL,
        .is_xen = is_booted_under_xen(),
        .os = os,
        .daemon_unit = unit,
    };

    return yado_failure_explain(&failure);
}

/* libvirt's XML reader writes to standard error when the file of a test host is missing. */
static gboolean
check_test_file(const char *uri, GError **error)
{
    const char *path = uri + strlen("test://");
    g_autofree char *escaped = g_strndup(path, strcspn(path, "?#"));
    g_autofree char *unescaped = g_uri_unescape_string(escaped, NULL);
    const char *plain = unescaped ? unescaped : escaped;

    if (strcmp(plain, "/default") == 0 || strcmp(plain, "/") == 0 || g_access(plain, R_OK) == 0)
        return TRUE;
    return yado_error_set(error, YADO_ERROR_NOT_FOUND, NULL,
                          _("After test:// stands the path of an XML file of a test host."),
                          _("The test host “%s” cannot be read."), uri);
}

static void
prepare_library(YadoOpenFlags flags)
{
    static GOnce loop = G_ONCE_INIT;
    static GOnce library = G_ONCE_INIT;

    g_once(&library, initialize_once, NULL);
    if (flags & YADO_OPEN_EVENTS)
        g_once(&loop, register_event_loop_once, NULL);
}

static virConnectPtr
connect_to(YadoLibvirtBackend *self, YadoSsh *ssh, YadoPrompt *prompt, YadoOpenFlags flags,
           GCancellable *cancellable, GError **error)
{
    static int kinds[] = { VIR_CRED_AUTHNAME,   VIR_CRED_USERNAME,     VIR_CRED_ECHOPROMPT,
                           VIR_CRED_PASSPHRASE, VIR_CRED_NOECHOPROMPT, VIR_CRED_REALM };
    g_autofree char *uri = ssh ? make_ssh_uri(self->uri, ssh) : make_native_uri(self->uri, flags);
    Login login = { .prompt = prompt, .uri = self->uri, .cancellable = cancellable };
    virConnectAuth auth = { kinds, G_N_ELEMENTS(kinds), on_credentials_asked_cb, &login };

    virConnectPtr connection =
        virConnectOpenAuth(uri, &auth, flags & YADO_OPEN_READ_ONLY ? VIR_CONNECT_RO : 0);
    g_autoptr(GError) refused = login.refused;
    g_autofree char *recalled = login.recalled;
    if (!connection && recalled)
        yado_keyring_forget(recalled);
    if (!connection && refused)
        g_propagate_error(error, g_steal_pointer(&refused));
    else if (!connection && virGetLastErrorCode() == VIR_ERR_AUTH_CANCELLED)
        g_set_error_literal(error, G_IO_ERROR, G_IO_ERROR_CANCELLED, _("Cancelled."));
    else if (!connection)
        g_propagate_error(error, explain_failure(self->uri));
    return connection;
}

static void
keep_alive(YadoLibvirtBackend *self, virConnectPtr connection)
{
    if (!self->embedded)
        virConnectSetKeepAlive(connection, KEEPALIVE_INTERVAL, KEEPALIVE_COUNT);
}

gboolean
yado_libvirt_backend_open(YadoBackend *backend, YadoPrompt *prompt, YadoOpenFlags flags,
                          GCancellable *cancellable, GError **error)
{
    YadoLibvirtBackend *self = YADO_LIBVIRT_BACKEND(backend);
    virConnectPtr connection;
    YadoSsh *ssh = NULL;

    prepare_library(flags);
    if (self->embedded && !check_test_file(self->uri, error))
        return FALSE;
    if (wants_own_ssh(self->uri)) {
        ssh = yado_ssh_open(self->uri, prompt, cancellable, error);
        if (!ssh)
            return FALSE;
    }
    connection = connect_to(self, ssh, prompt, flags, cancellable, error);
    if (!connection) {
        g_clear_pointer(&ssh, yado_ssh_unref);
        return FALSE;
    }
    if (flags & YADO_OPEN_EVENTS) {
        keep_alive(self, connection);
        yado_libvirt_backend_start_events(self, connection);
    }
    g_mutex_lock(&self->lock);
    self->connection = connection;
    self->ssh = ssh;
    self->flags = flags;
    g_set_object(&self->prompt, prompt);
    self->is_broken = FALSE;
    g_mutex_unlock(&self->lock);
    return TRUE;
}

void
yado_libvirt_backend_close(YadoBackend *backend)
{
    YadoLibvirtBackend *self = YADO_LIBVIRT_BACKEND(backend);
    virConnectPtr connection;
    YadoSsh *ssh;

    g_mutex_lock(&self->lock);
    connection = g_steal_pointer(&self->connection);
    ssh = g_steal_pointer(&self->ssh);
    g_mutex_unlock(&self->lock);
    if (!connection)
        return;
    yado_libvirt_backend_stop_events(self, connection);
    g_mutex_lock(&self->lock);
    g_hash_table_remove_all(self->guests);
    g_mutex_unlock(&self->lock);
    virConnectClose(connection);
    g_clear_pointer(&ssh, yado_ssh_unref);
}

YadoLibvirtBackend *
yado_libvirt_backend_open_other(YadoLibvirtBackend *self, const char *uri,
                                GCancellable *cancellable, GError **error)
{
    g_autoptr(YadoLibvirtBackend) other = yado_libvirt_backend_new(uri);
    g_autoptr(YadoPrompt) prompt = NULL;
    YadoOpenFlags flags;

    g_mutex_lock(&self->lock);
    g_set_object(&prompt, self->prompt);
    flags = self->flags;
    g_mutex_unlock(&self->lock);
    if (!yado_libvirt_backend_open(YADO_BACKEND(other), prompt, flags, cancellable, error))
        return NULL;
    return g_steal_pointer(&other);
}

YadoSsh *
yado_libvirt_backend_ref_ssh(YadoLibvirtBackend *self)
{
    YadoSsh *ssh;

    g_mutex_lock(&self->lock);
    ssh = self->ssh ? yado_ssh_ref(self->ssh) : NULL;
    g_mutex_unlock(&self->lock);
    return ssh;
}

virConnectPtr
yado_libvirt_backend_connect_stream(YadoLibvirtBackend *self, GError **error)
{
    g_autoptr(YadoSsh) ssh = yado_libvirt_backend_ref_ssh(self);
    virConnectPtr connection = NULL;

    if (!self->embedded)
        connection = connect_to(self, ssh, NULL, self->flags, NULL, NULL);
    if (!connection)
        return yado_libvirt_backend_ref_connection(self, error);
    if (self->flags & YADO_OPEN_EVENTS)
        keep_alive(self, connection);
    return connection;
}
