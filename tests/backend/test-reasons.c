/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Why a host cannot be opened: what libvirt 9.0 and OpenSSH 9.2 really say, and what we make of it. */
#include "config.h"

#include <libvirt/virterror.h>

#include "backend/libvirt/yado-libvirt-reasons.h"
#include "base/yado-error.h"

#define NO_SOCKET \
    "Failed to connect socket to '/var/run/libvirt/libvirt-sock': No such file or directory"

static const struct {
    const char *uri;
    int code;
    const char *text;
    gboolean is_xen;
    const char *unit;
    YadoReason reason;
    YadoErrorCode error;
} cases[] = {
    { "xen:///system", VIR_ERR_SYSTEM_ERROR, NO_SOCKET, FALSE, "libvirtd", YADO_REASON_NOT_XEN,
      YADO_ERROR_UNSUPPORTED },
    { "xen:///system", VIR_ERR_SYSTEM_ERROR, NO_SOCKET, TRUE, "virtxend.socket",
      YADO_REASON_NO_DAEMON, YADO_ERROR_CONNECTION },
    { "xen:///system", VIR_ERR_SYSTEM_ERROR, NO_SOCKET, TRUE, NULL, YADO_REASON_NOT_INSTALLED,
      YADO_ERROR_CONNECTION },
    { "xen:///system", VIR_ERR_INTERNAL_ERROR,
      "internal error: libxenlight state driver is not active", FALSE, "libvirtd",
      YADO_REASON_NOT_XEN, YADO_ERROR_UNSUPPORTED },
    { "xen:///system", VIR_ERR_NO_CONNECT, "no connection driver available for xen:///system", TRUE,
      "libvirtd", YADO_REASON_NO_DRIVER, YADO_ERROR_UNSUPPORTED },
    { "qemu:///system", VIR_ERR_SYSTEM_ERROR, NO_SOCKET, FALSE, "libvirtd", YADO_REASON_NO_DAEMON,
      YADO_ERROR_CONNECTION },
    { "qemu:///system", VIR_ERR_SYSTEM_ERROR,
      "Failed to connect socket to '/var/run/libvirt/libvirt-sock': Permission denied", FALSE,
      "libvirtd", YADO_REASON_NO_RIGHT, YADO_ERROR_DENIED },
    { "qemu:///system", VIR_ERR_SYSTEM_ERROR,
      "Failed to connect socket to '/var/run/libvirt/libvirt-sock': Connection refused", FALSE,
      "libvirtd", YADO_REASON_NO_DAEMON, YADO_ERROR_CONNECTION },
    { "qemu:///system", VIR_ERR_AUTH_UNAVAILABLE,
      "authentication unavailable: no polkit agent available to authenticate action "
      "'org.libvirt.unix.manage'",
      FALSE, "libvirtd", YADO_REASON_NO_RIGHT, YADO_ERROR_DENIED },
    { "xen+ssh://root@h/", VIR_ERR_SYSTEM_ERROR,
      "Cannot recv data: Host key verification failed.: Connection reset by peer", FALSE, NULL,
      YADO_REASON_HOST_KEY_UNKNOWN, YADO_ERROR_DENIED },
    { "xen+ssh://root@h/", VIR_ERR_SYSTEM_ERROR,
      "Cannot recv data: @@@@@@@@@@@\n@    WARNING: REMOTE HOST IDENTIFICATION HAS CHANGED!     @\n"
      "Host key verification failed.: Connection reset by peer",
      FALSE, NULL, YADO_REASON_HOST_KEY_CHANGED, YADO_ERROR_DENIED },
    { "xen+ssh://root@h/", VIR_ERR_SYSTEM_ERROR,
      "Cannot recv data: root@h: Permission denied (publickey,password).: Connection reset by peer",
      FALSE, NULL, YADO_REASON_SSH_DENIED, YADO_ERROR_DENIED },
    { "xen+ssh://root@h/", VIR_ERR_SYSTEM_ERROR,
      "Cannot recv data: sign_and_send_pubkey: signing failed for ED25519 \"/h/.ssh/id\" from "
      "agent: "
      "agent refused operation\nroot@h: Permission denied (publickey).: Connection reset by peer",
      FALSE, NULL, YADO_REASON_SSH_AGENT, YADO_ERROR_DENIED },
    { "xen+ssh://root@h/", VIR_ERR_SYSTEM_ERROR,
      "Cannot recv data: ssh: Could not resolve hostname h: Name or service not known: Connection "
      "reset by peer",
      FALSE, NULL, YADO_REASON_NAME_UNKNOWN, YADO_ERROR_CONNECTION },
    { "xen+ssh://root@h/", VIR_ERR_SYSTEM_ERROR,
      "Cannot recv data: ssh: connect to host h port 22: Connection refused: Connection reset by "
      "peer",
      FALSE, NULL, YADO_REASON_REFUSED, YADO_ERROR_CONNECTION },
    { "xen+ssh://root@h/", VIR_ERR_SYSTEM_ERROR,
      "Cannot recv data: ssh: connect to host h port 22: Connection timed out: Connection reset by "
      "peer",
      FALSE, NULL, YADO_REASON_TIMEOUT, YADO_ERROR_CONNECTION },
    { "xen+ssh://root@h/", VIR_ERR_SYSTEM_ERROR,
      "Cannot recv data: ssh: connect to host h port 22: No route to host: Connection reset by "
      "peer",
      FALSE, NULL, YADO_REASON_UNREACHABLE, YADO_ERROR_CONNECTION },
    { "xen+ssh://root@h/", VIR_ERR_SYSTEM_ERROR,
      "Cannot recv data: sh: 1: nc: command not found: Connection reset by peer", FALSE, NULL,
      YADO_REASON_REMOTE_NO_DAEMON, YADO_ERROR_CONNECTION },
    { "xen+ssh://root@h/", VIR_ERR_SYSTEM_ERROR,
      "Cannot recv data: Ncat: No such file or directory: '/var/run/libvirt/libvirt-sock': "
      "Connection "
      "reset by peer",
      FALSE, NULL, YADO_REASON_REMOTE_NO_DAEMON, YADO_ERROR_CONNECTION },
    { "xen+ssh://root@h/", VIR_ERR_SYSTEM_ERROR,
      "End of file while reading data: : Input/output error", FALSE, NULL, YADO_REASON_CLOSED,
      YADO_ERROR_CONNECTION },
    { "xen+tls://h/", VIR_ERR_SYSTEM_ERROR,
      "Cannot read CA certificate '/etc/pki/CA/cacert.pem': No such file or directory", FALSE, NULL,
      YADO_REASON_NO_CERTIFICATE, YADO_ERROR_CONNECTION },
    { "xen+tls://h/", VIR_ERR_SYSTEM_ERROR,
      "Certificate failed validation: The certificate hasn't got a known issuer.", FALSE, NULL,
      YADO_REASON_BAD_CERTIFICATE, YADO_ERROR_DENIED },
    { "xen+tcp://h/", VIR_ERR_AUTH_FAILED, "authentication failed: authentication failed", FALSE,
      NULL, YADO_REASON_AUTH_FAILED, YADO_ERROR_DENIED },
    { "xen+tcp://h/", VIR_ERR_SYSTEM_ERROR,
      "Unable to resolve address 'h' service '16509': Name or service not known", FALSE, NULL,
      YADO_REASON_NAME_UNKNOWN, YADO_ERROR_CONNECTION },
    { "xen:///nonsense", VIR_ERR_INVALID_ARG, "unexpected Xen URI path '/nonsense'", TRUE,
      "libvirtd", YADO_REASON_BAD_ADDRESS, YADO_ERROR_INVALID },
    { "test:///x.xml", VIR_ERR_XML_ERROR, "XML error: failed to parse xml document '/x.xml'", FALSE,
      NULL, YADO_REASON_NO_FILE, YADO_ERROR_NOT_FOUND },
    { "esx://h/", VIR_ERR_INTERNAL_ERROR, "internal error: something new", FALSE, NULL,
      YADO_REASON_OTHER, YADO_ERROR_CONNECTION },
};

static void
test_classify(void)
{
    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *host = yado_uri_dup_host(cases[i].uri);
        YadoFailure failure = {
            .uri = cases[i].uri,
            .code = cases[i].code,
            .domain = VIR_FROM_RPC,
            .text = cases[i].text,
            .is_local = host == NULL,
            .is_xen = cases[i].is_xen,
            .os = "debian",
            .daemon_unit = cases[i].unit,
        };
        g_autoptr(GError) error = yado_failure_explain(&failure);

        g_test_message("%s: %s -> %s", cases[i].uri, cases[i].text, error->message);
        g_assert_cmpint(yado_failure_classify(&failure), ==, cases[i].reason);
        g_assert_error(error, YADO_ERROR, (int)cases[i].error);
        g_assert_cmpstr(yado_error_get_detail(error), ==, cases[i].text);
        g_assert_nonnull(strstr(error->message, host ? host : cases[i].uri));
        if (cases[i].reason != YADO_REASON_OTHER)
            g_assert_nonnull(yado_error_get_hint(error));
    }
}

static void
test_packages(void)
{
    static const struct {
        const char *uri, *os, *package;
    } packages[] = {
        { "xen:///", "debian", "libvirt-daemon-driver-xen" },
        { "xen:///", "ubuntu", "libvirt-daemon-driver-xen" },
        { "xen:///", "opensuse-tumbleweed", "libvirt-daemon-xen" },
        { "xen+ssh://h/", "sles", "libvirt-daemon-xen" },
        { "qemu:///system", "opensuse-leap", "libvirt-daemon-qemu" },
        { "lxc:///", "fedora", "libvirt-daemon-lxc" },
        { "xen:///", "arch", "libvirt" },
        { "esx://h/", "debian", "libvirt" },
    };

    for (guint i = 0; i < G_N_ELEMENTS(packages); i++) {
        g_autofree char *package = yado_failure_get_package(packages[i].uri, packages[i].os);

        g_assert_cmpstr(package, ==, packages[i].package);
    }
}

static void
test_addresses(void)
{
    static const struct {
        const char *uri, *host, *transport;
    } addresses[] = {
        { "xen:///system", NULL, NULL },
        { "xen+ssh://root@host.example:2222/system?x=@y", "host.example", "ssh" },
        { "qemu+tls://[fe80::1%eth0]:16514/", "fe80::1%eth0", "tls" },
        { "test+unix:///default?socket=/tmp/a+b", NULL, "unix" },
        { "xen://host", "host", NULL },
        { "test:///a/b.xml", NULL, NULL },
    };

    for (guint i = 0; i < G_N_ELEMENTS(addresses); i++) {
        g_autofree char *host = yado_uri_dup_host(addresses[i].uri);
        g_autofree char *transport = yado_uri_dup_transport(addresses[i].uri);

        g_assert_cmpstr(host, ==, addresses[i].host);
        g_assert_cmpstr(transport, ==, addresses[i].transport);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/backend/reasons/classify", test_classify);
    g_test_add_func("/backend/reasons/packages", test_packages);
    g_test_add_func("/backend/reasons/addresses", test_addresses);
    return g_test_run();
}
