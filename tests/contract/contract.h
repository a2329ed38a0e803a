/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * contract.h: what every back end must do, seen through the model and the actions, as a front end would.
 *
 * A place is a host that the same tests run on: libvirt's test driver in process, the same through a daemon, QEMU's session driver; and a real
 * Xen host, where $YADO_TEST_SSH_CONFIG tells how ssh reaches one as "xen-a": through libvirt and xl at once ($YADO_TEST_XEN_URI) and
 * through the agent alone ($YADO_TEST_XL_URI).
 */
#pragma once

#include <yado.h>

#include "yado-test-guest.h"

G_BEGIN_DECLS

typedef enum {
    PLACE_FILE = 1 << 0,   /* test:///…/node.xml, in process: nobody else can reach it */
    PLACE_DAEMON = 1 << 1, /* the test driver through a libvirtd */
    PLACE_QEMU = 1 << 2,   /* real guests */
    PLACE_SHARED = PLACE_DAEMON | PLACE_QEMU,
    PLACE_XL = 1 << 3,  /* the agent of a real Xen host, without libvirt */
    PLACE_XEN = 1 << 4, /* a real Xen host: guests of libvirt */
    PLACE_SHARED_XEN = PLACE_SHARED | PLACE_XEN,
    PLACE_SYSTEM = 1 << 5, /* a whole machine of its own: networks; no guest at first */
    PLACE_ALL = PLACE_FILE | PLACE_SHARED | PLACE_XL | PLACE_XEN,
} Place;

typedef struct {
    Place place;
    YadoTestDaemon *daemon; /* NULL for PLACE_FILE */
    char *uri;
    YadoSession *session;
    YadoHost *host;
} Contract;

/* Opens the place with a shut off guest "alpha" in it; NULL: skipped. @extra_xml (nullable): more domains for PLACE_FILE. */
Contract *contract_open(Place place, const char *extra_xml);
void contract_close(Contract *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Contract, contract_close)

/* A domain of the test driver called @name (escaped here). (transfer full) */
char *contract_dup_domain(const char *name);

/* Opens @uri in a new session; the result of opening. */
YadoHost *contract_connect(YadoSession *session, const char *uri, GError **error);
/* Waits for a guest called so. */
YadoGuest *contract_find(Contract *self, const char *name);
YadoGuest *contract_peek(Contract *self, const char *name);
void contract_wait_gone(Contract *self, const char *name, double seconds);
void contract_wait_state(YadoGuest *guest, YadoGuestState state, double seconds);
/* Until the system of "alpha", which runs, listens to what is asked of it: where there is a system. */
void contract_wait_ready(Contract *self);
/* Defines one more, as somebody else would. */
void contract_define(Contract *self, const char *name);
void contract_wait_host(YadoHost *host, YadoHostState state, double seconds);
void contract_load(Contract *self, YadoLoadFlags flags);

/* Starts an action of the catalogue with the given arguments ("key=value", …, NULL), confirmed. */
YadoJob *contract_begin(Contract *self, YadoGuest *guest, const char *action,
                        ...) G_GNUC_NULL_TERMINATED;
/* Waits for its end; ends the test unless the state is that. */
void contract_await(YadoJob *job, YadoJobState state);
/* Both, expected to be DONE. */
void contract_perform(Contract *self, YadoGuest *guest, const char *action);

/* Until a pool, a volume of the pool @parent, a network … is listed, or not any more. */
void contract_wait_resource(Contract *self, YadoResourceKind kind, const char *parent,
                            const char *name, gboolean wanted);

/* An action to its end, which is to be DONE; without a guest. */
#define DO_ON(contract, guest, action, ...)                                            \
    G_STMT_START                                                                       \
    {                                                                                  \
        g_autoptr(YadoJob) job = contract_begin(contract, guest, action, __VA_ARGS__); \
        contract_await(job, YADO_JOB_DONE);                                            \
    }                                                                                  \
    G_STMT_END
#define DO(contract, action, ...) DO_ON(contract, NULL, action, __VA_ARGS__)

YadoDocument *contract_get_document(YadoGuest *guest);
/* NULL with @error when it is refused. (transfer full) */
YadoDocument *contract_apply(YadoGuest *guest, YadoDocument *document, YadoApplyFlags flags,
                             GError **error);

/* The test function gets the place as data. */
void contract_add(const char *name, Place places, GTestDataFunc test);

G_END_DECLS
