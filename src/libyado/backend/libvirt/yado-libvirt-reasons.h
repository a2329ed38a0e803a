/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * yado-libvirt-reasons.h: why a host could not be opened, in words a person can act on.
 *
 * libvirt and ssh tell little by error code; the kind of failure is found in what they say and in what this machine looks like.
 */
#pragma once

#include <glib.h>

#include "backend/yado-uri.h"

G_BEGIN_DECLS

typedef enum {
    YADO_REASON_OTHER,
    YADO_REASON_NOT_XEN,          /* this machine was not booted under Xen */
    YADO_REASON_NO_DRIVER,        /* libvirtd lacks the driver's package */
    YADO_REASON_NO_DAEMON,        /* installed, but does not run */
    YADO_REASON_NOT_INSTALLED,    /* no libvirt daemon at all */
    YADO_REASON_NO_RIGHT,         /* the socket's group, polkit, read-only */
    YADO_REASON_AUTH_FAILED,      /* wrong name or password */
    YADO_REASON_REMOTE_NO_DAEMON, /* reached by ssh, but no libvirt there */
    YADO_REASON_HOST_KEY_UNKNOWN,
    YADO_REASON_HOST_KEY_CHANGED,
    YADO_REASON_SSH_DENIED, /* no key that the host takes */
    YADO_REASON_SSH_AGENT,  /* the agent refused to sign */
    YADO_REASON_SSH_MISSING,
    YADO_REASON_NAME_UNKNOWN,
    YADO_REASON_REFUSED,
    YADO_REASON_TIMEOUT,
    YADO_REASON_UNREACHABLE,
    YADO_REASON_NO_CERTIFICATE, /* ours are not there */
    YADO_REASON_BAD_CERTIFICATE,
    YADO_REASON_CLOSED, /* the other side hung up */
    YADO_REASON_BAD_ADDRESS,
    YADO_REASON_NO_FILE, /* test:///FILE */
} YadoReason;

typedef struct {
    const char *uri;
    int code, domain; /* of libvirt */
    const char *text; /* what it said */
    gboolean is_local;
    /* This machine. */
    gboolean is_xen;         /* booted under Xen as its control domain */
    const char *os;          /* ID of os-release: "debian", "opensuse-leap", … or NULL */
    const char *daemon_unit; /* the systemd unit that would serve it, or NULL: not installed */
} YadoFailure;

YadoReason yado_failure_classify(const YadoFailure *failure);

/* The whole error; (transfer full) */
GError *yado_failure_explain(const YadoFailure *failure);

/* The package with libvirt's driver for @uri on the distribution @os: "libvirt-daemon-driver-xen", "libvirt-daemon-xen". */
char *yado_failure_get_package(const char *uri, const char *os);

G_END_DECLS
