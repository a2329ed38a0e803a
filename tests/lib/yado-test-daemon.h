/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * yado-test-daemon.h: a libvirtd of our own.
 *
 * Unprivileged (as nobody when the test is root), without authentication, all of its files in the test's folder.  It serves libvirt's test
 * driver (whose default host it shares between connections) and QEMU's session driver.  Each is a host of its own.  Guests go on when it is killed, as in real life.
 */
#pragma once

#include "yado-test.h"

G_BEGIN_DECLS

typedef struct _YadoTestDaemon YadoTestDaemon;

/* NULL, and the test is marked as skipped, when there is no libvirtd or virsh. */
YadoTestDaemon *yado_test_daemon_new(void);
/* As well at a TCP port with TLS, which asks its clients for a certificate.  NULL and skipped as well when there is no openssl. */
YadoTestDaemon *yado_test_daemon_new_tls(void);
/*
 * One of a whole machine ("qemu:///system"), with network driver, in namespaces of its own: networks, firewall rules and guests are gone with it, and
 * nothing of the machine's is touched.  NULL and skipped where that cannot be: only root can, with overlayfs, dnsmasq and iptables.
 */
YadoTestDaemon *yado_test_daemon_new_system(void);
/* Runs a command in its network; ends the test when it fails; returns what it printed. (transfer full) */
char *yado_test_daemon_run_inside(YadoTestDaemon *self, const char *const *argv);
/* Kills it and the guests it has. */
void yado_test_daemon_free(YadoTestDaemon *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(YadoTestDaemon, yado_test_daemon_free)

/* "test+unix:///default?socket=…": one guest called "test". A connection is kept so that the host lives as long as the daemon. */
const char *yado_test_daemon_get_test_uri(YadoTestDaemon *self);
/* "qemu+unix:///session?socket=…": no guest at first. */
const char *yado_test_daemon_get_qemu_uri(YadoTestDaemon *self);
/* "test+tls://localhost:…/default?pkipath=…": the host of the test URI. */
const char *yado_test_daemon_get_tls_uri(YadoTestDaemon *self);
const char *yado_test_daemon_get_socket(YadoTestDaemon *self);
/* Its folder; the daemon's user may read and write there. */
const char *yado_test_daemon_get_folder(YadoTestDaemon *self);

/* SIGKILL; returns when it is gone. */
void yado_test_daemon_kill(YadoTestDaemon *self);
/* Starts it again and waits until it answers. */
void yado_test_daemon_start(YadoTestDaemon *self);
/* SIGSTOP and SIGCONT: a host that does not answer. */
void yado_test_daemon_freeze(YadoTestDaemon *self);
void yado_test_daemon_thaw(YadoTestDaemon *self);

/* virsh is the somebody else.  Ends the test when it fails; returns what it printed.  (transfer full) */
char *yado_test_virsh(const char *uri, ...) G_GNUC_NULL_TERMINATED;
/* Defines the guest in @xml (written to a file for it). */
void yado_test_virsh_define(const char *uri, const char *xml);
/* Many commands in one virsh, one a line; much faster. */
void yado_test_virsh_batch(const char *uri, const char *commands);
/* Whether a guest of that name is defined there. */
gboolean yado_test_virsh_has(const char *uri, const char *name);
/* "running", "shut off", … */
char *yado_test_virsh_dup_state(const char *uri, const char *name);

G_END_DECLS
