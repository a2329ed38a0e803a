/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "backend/libvirt/yado-libvirt-reasons.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <libvirt/virterror.h>
#include <string.h>

#include "base/yado-error.h"

/*
 * First match wins, so what ssh says stands before what libvirt makes of it ("Connection reset by peer").
 * ssh is never translated, the system's words are: `number` stands for them too.
 */
typedef struct {
    const char *words;
    int number;
    YadoReason reason;
} Pattern;

static const Pattern ssh_patterns[] = {
    { "REMOTE HOST IDENTIFICATION HAS CHANGED", 0, YADO_REASON_HOST_KEY_CHANGED },
    { "Host key verification failed", 0, YADO_REASON_HOST_KEY_UNKNOWN },
    { "agent refused operation", 0, YADO_REASON_SSH_AGENT },
    { "signing failed", 0, YADO_REASON_SSH_AGENT },
    { "Permission denied (", 0, YADO_REASON_SSH_DENIED },
    { "Permission denied, please try again", 0, YADO_REASON_SSH_DENIED },
    { "Too many authentication failures", 0, YADO_REASON_SSH_DENIED },
    { "No more authentication methods", 0, YADO_REASON_SSH_DENIED },
    { "Could not resolve hostname", 0, YADO_REASON_NAME_UNKNOWN },
    { "command not found", 0, YADO_REASON_REMOTE_NO_DAEMON },
    { "nc: unix connect failed", 0, YADO_REASON_REMOTE_NO_DAEMON },
    { "libvirt-sock", ENOENT, YADO_REASON_REMOTE_NO_DAEMON },
    { "Cannot find 'ssh'", 0, YADO_REASON_SSH_MISSING },
    { "unable to run ssh", 0, YADO_REASON_SSH_MISSING },
    { "Cannot find 'nc'", 0, YADO_REASON_REMOTE_NO_DAEMON },
};

static const Pattern patterns[] = {
    { "libxenlight state driver is not active", 0, YADO_REASON_NOT_XEN },
    { "no polkit agent available", 0, YADO_REASON_NO_RIGHT },
    { "Not authorized", 0, YADO_REASON_NO_RIGHT },
    { "certificate", ENOENT, YADO_REASON_NO_CERTIFICATE },
    { "Cannot read CA certificate", 0, YADO_REASON_NO_CERTIFICATE },
    { "Cannot read certificate", 0, YADO_REASON_NO_CERTIFICATE },
    { "Certificate failed validation", 0, YADO_REASON_BAD_CERTIFICATE },
    { "certificate", 0, YADO_REASON_BAD_CERTIFICATE },
    { "Unable to resolve address", 0, YADO_REASON_NAME_UNKNOWN },
    { "IP address lookup", 0, YADO_REASON_NAME_UNKNOWN },
    { "Name or service not known", 0, YADO_REASON_NAME_UNKNOWN },
    { "Temporary failure in name resolution", 0, YADO_REASON_NAME_UNKNOWN },
    { "Connection refused", ECONNREFUSED, YADO_REASON_REFUSED },
    { "Connection timed out", ETIMEDOUT, YADO_REASON_TIMEOUT },
    { "Operation timed out", 0, YADO_REASON_TIMEOUT },
    { "No route to host", EHOSTUNREACH, YADO_REASON_UNREACHABLE },
    { "Network is unreachable", ENETUNREACH, YADO_REASON_UNREACHABLE },
    { "Permission denied", EACCES, YADO_REASON_NO_RIGHT },
    { "No such file or directory", ENOENT, YADO_REASON_NO_DAEMON },
    { "End of file while reading", 0, YADO_REASON_CLOSED },
    { "Connection reset by peer", ECONNRESET, YADO_REASON_CLOSED },
};

/* A `number` with words that are not its own asks for both. */
static gboolean
matches(const Pattern *pattern, const char *text)
{
    if (pattern->number == ENOENT && strcmp(pattern->words, "No such file or directory") != 0)
        return strstr(text, pattern->words) &&
               (strstr(text, "No such file or directory") || strstr(text, g_strerror(ENOENT)));
    return strstr(text, pattern->words) ||
           (pattern->number && strstr(text, g_strerror(pattern->number)));
}

static YadoReason
find_pattern(const Pattern *table, gsize n, const char *text)
{
    for (gsize i = 0; i < n; i++)
        if (matches(&table[i], text))
            return table[i].reason;
    return YADO_REASON_OTHER;
}

static gboolean
is_xen_uri(const char *uri)
{
    return g_ascii_strncasecmp(uri, "xen", 3) == 0;
}

static YadoReason
classify_code(const YadoFailure *failure)
{
    switch (failure->code) {
    case VIR_ERR_NO_CONNECT:
        return YADO_REASON_NO_DRIVER;
    case VIR_ERR_AUTH_FAILED:
        return failure->is_local ? YADO_REASON_NO_RIGHT : YADO_REASON_AUTH_FAILED;
    case VIR_ERR_AUTH_UNAVAILABLE:
    case VIR_ERR_ACCESS_DENIED:
    case VIR_ERR_OPERATION_DENIED:
        return YADO_REASON_NO_RIGHT;
    case VIR_ERR_INVALID_ARG:
        return YADO_REASON_BAD_ADDRESS;
    default:
        return YADO_REASON_OTHER;
    }
}

/* What is missing on this machine explains more than the socket that nobody serves. */
static YadoReason
refine_local(const YadoFailure *failure, YadoReason reason)
{
    if (!failure->is_local)
        return reason == YADO_REASON_NO_DAEMON ? YADO_REASON_REMOTE_NO_DAEMON : reason;
    if (reason != YADO_REASON_NO_DAEMON && reason != YADO_REASON_NO_DRIVER &&
        reason != YADO_REASON_REFUSED)
        return reason;
    if (is_xen_uri(failure->uri) && !failure->is_xen)
        return YADO_REASON_NOT_XEN;
    if (reason == YADO_REASON_NO_DRIVER)
        return reason;
    return failure->daemon_unit ? YADO_REASON_NO_DAEMON : YADO_REASON_NOT_INSTALLED;
}

YadoReason
yado_failure_classify(const YadoFailure *failure)
{
    const char *text = failure->text ? failure->text : "";
    g_autofree char *transport = yado_uri_dup_transport(failure->uri);
    YadoReason reason = YADO_REASON_OTHER;

    if (g_str_has_prefix(failure->uri, "test:///"))
        return failure->code == VIR_ERR_AUTH_FAILED ? YADO_REASON_AUTH_FAILED : YADO_REASON_NO_FILE;
    if (transport && strstr(transport, "ssh"))
        reason = find_pattern(ssh_patterns, G_N_ELEMENTS(ssh_patterns), text);
    if (reason == YADO_REASON_OTHER)
        reason = classify_code(failure);
    if (reason == YADO_REASON_OTHER)
        reason = find_pattern(patterns, G_N_ELEMENTS(patterns), text);
    return refine_local(failure, reason);
}

static const char *
get_driver_word(const char *uri)
{
    static const char *const words[] = { "xen", "qemu", "lxc", "vbox" };
    size_t length = strcspn(uri, "+:");

    for (guint i = 0; i < G_N_ELEMENTS(words); i++)
        if (strlen(words[i]) == length && g_ascii_strncasecmp(uri, words[i], length) == 0)
            return words[i];
    return NULL;
}

static gboolean
is_debian_like(const char *os)
{
    static const char *const family[] = { "debian",   "ubuntu", "linuxmint",
                                          "raspbian", "devuan", NULL };

    return os && g_strv_contains(family, os);
}

static gboolean
is_one_package(const char *os)
{
    static const char *const family[] = { "arch", "gentoo", "alpine", "void", "nixos", NULL };

    return os && g_strv_contains(family, os);
}

char *
yado_failure_get_package(const char *uri, const char *os)
{
    const char *word = get_driver_word(uri);

    if (!word || is_one_package(os))
        return g_strdup("libvirt");
    if (is_debian_like(os))
        return g_strdup_printf("libvirt-daemon-driver-%s", word);
    /* Fedora and openSUSE: one package that brings the driver and what it needs. */
    return g_strdup_printf("libvirt-daemon-%s", word);
}

static const char *
get_daemon_package(const char *os)
{
    if (is_debian_like(os))
        return "libvirt-daemon-system";
    return is_one_package(os) ? "libvirt" : "libvirt-daemon";
}

static GError *
explain_local(const YadoFailure *failure, YadoReason reason)
{
    g_autofree char *package = yado_failure_get_package(failure->uri, failure->os);
    g_autofree char *hint = NULL;

    switch (reason) {
    case YADO_REASON_NOT_XEN:
        return yado_error_new(YADO_ERROR_UNSUPPORTED, failure->text,
                              _("Choose the Xen entry in the boot menu, or open another host "
                                "(“demo” needs nothing)."),
                              _("“%s” cannot be opened: this machine was not booted under Xen."),
                              failure->uri);
    case YADO_REASON_NO_DRIVER:
        hint =
            g_strdup_printf(_("Install the package %s on that host and restart libvirt."), package);
        return yado_error_new(YADO_ERROR_UNSUPPORTED, failure->text, hint,
                              _("“%s” cannot be opened: libvirt's driver for it is not installed."),
                              failure->uri);
    case YADO_REASON_NO_DAEMON:
        hint = g_strdup_printf(_("Start it: systemctl enable --now %s"), failure->daemon_unit);
        return yado_error_new(YADO_ERROR_CONNECTION, failure->text, hint,
                              _("“%s” cannot be opened: libvirt's service is not running."),
                              failure->uri);
    case YADO_REASON_NOT_INSTALLED:
        hint = g_strdup_printf(_("Install the packages %s and %s."),
                               get_daemon_package(failure->os), package);
        return yado_error_new(YADO_ERROR_CONNECTION, failure->text, hint,
                              _("“%s” cannot be opened: libvirt's service is not installed here."),
                              failure->uri);
    case YADO_REASON_NO_FILE:
        return yado_error_new(YADO_ERROR_NOT_FOUND, failure->text,
                              _("After test:// stands the path of an XML file of a test host."),
                              _("The test host “%s” cannot be read."), failure->uri);
    default:
        return NULL;
    }
}

typedef struct {
    YadoReason reason;
    YadoErrorCode code;
    const char *message; /* with the address or host */
    const char *hint;    /* with the host, if it has a %s */
} Explanation;

static const Explanation explanations[] = {
    { YADO_REASON_NO_RIGHT, YADO_ERROR_DENIED, N_("You have no right to manage “%s”."),
      N_("Join the group “libvirt” and log in again, or let polkit allow "
         "org.libvirt.unix.manage.") },
    { YADO_REASON_AUTH_FAILED, YADO_ERROR_DENIED, N_("“%s” did not accept the name or password."),
      N_("Check them and try again.") },
    { YADO_REASON_REMOTE_NO_DAEMON, YADO_ERROR_CONNECTION,
      N_("“%s” answers, but libvirt does not run there."),
      N_("Install libvirt on that host and start it: systemctl enable --now libvirtd") },
    { YADO_REASON_HOST_KEY_UNKNOWN, YADO_ERROR_DENIED, N_("The host key of “%s” is not known."),
      N_("Log in once with ssh, compare the fingerprint and accept it, then try again.") },
    { YADO_REASON_HOST_KEY_CHANGED, YADO_ERROR_DENIED, N_("The host key of “%s” has changed."),
      N_("Somebody may be listening in. If the host was really set up anew, remove its old key: "
         "ssh-keygen -R HOST") },
    { YADO_REASON_SSH_DENIED, YADO_ERROR_DENIED, N_("“%s” did not accept your SSH key."),
      N_("Bring your key there with ssh-copy-id, and load it with ssh-add.") },
    { YADO_REASON_SSH_AGENT, YADO_ERROR_DENIED, N_("The SSH agent refused to log in to “%s”."),
      N_("Unlock or confirm the key in your agent (ssh-add), then try again.") },
    { YADO_REASON_SSH_MISSING, YADO_ERROR_CONNECTION,
      N_("“%s” is reached by ssh, which is not installed."), N_("Install the OpenSSH client.") },
    { YADO_REASON_NAME_UNKNOWN, YADO_ERROR_CONNECTION,
      N_("The name of the host “%s” is not known."),
      N_("Check its spelling, and that this machine's name service works.") },
    { YADO_REASON_REFUSED, YADO_ERROR_CONNECTION, N_("“%s” refused the connection."),
      N_("Check that the service runs there, and the port.") },
    { YADO_REASON_TIMEOUT, YADO_ERROR_CONNECTION, N_("“%s” did not answer in time."),
      N_("Check that it is switched on and that no firewall stands between.") },
    { YADO_REASON_UNREACHABLE, YADO_ERROR_CONNECTION, N_("There is no way through to “%s”."),
      N_("Check the network of this machine and of that host.") },
    { YADO_REASON_NO_CERTIFICATE, YADO_ERROR_CONNECTION,
      N_("“%s” wants TLS, and this machine has no certificates for it."),
      N_("Put them into /etc/pki or ~/.pki/libvirt, or use an address with +ssh.") },
    { YADO_REASON_BAD_CERTIFICATE, YADO_ERROR_DENIED,
      N_("The TLS certificate of “%s” cannot be trusted."),
      N_("Check its name, its dates and the authority that signed it.") },
    { YADO_REASON_CLOSED, YADO_ERROR_CONNECTION, N_("“%s” closed the connection at once."),
      N_("Look into the log of libvirt and of sshd on that host.") },
    { YADO_REASON_BAD_ADDRESS, YADO_ERROR_INVALID,
      N_("libvirt does not understand the address “%s”."),
      N_("An address looks like xen:///system or xen+ssh://root@host/.") },
    { YADO_REASON_OTHER, YADO_ERROR_CONNECTION, N_("“%s” cannot be opened."), NULL },
};

static const Explanation *
find_explanation(YadoReason reason)
{
    guint i = 0;

    while (explanations[i].reason != reason && explanations[i].reason != YADO_REASON_OTHER)
        i++;
    return &explanations[i];
}

GError *
yado_failure_explain(const YadoFailure *failure)
{
    YadoReason reason = yado_failure_classify(failure);
    GError *error = explain_local(failure, reason);
    const Explanation *explanation = find_explanation(reason);
    g_autofree char *host = yado_uri_dup_host(failure->uri);
    g_autofree char *message = NULL;

    if (error)
        return error;
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
    /* The formats are those of the table above, each with one %s. */
    message = g_strdup_printf(_(explanation->message), host ? host : failure->uri);
#pragma GCC diagnostic pop
    return yado_error_new(explanation->code, failure->text,
                          explanation->hint ? _(explanation->hint) : NULL, "%s", message);
}
