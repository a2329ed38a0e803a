/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * fake-xen.h: a Xen made up, below the agent's own files.  What they call of libxl and xenstore is defined in the test program, which
 * goes before the libraries; the rest is the libraries' own.
 */
#pragma once

#include "yado-test.h"
#include "yado-xl-agent.h"

typedef struct {
    uint32_t domid;
    const char *uuid, *name;
    gboolean is_paused, is_suspended, is_dying, is_helper;
    uint64_t cpu_time;
} FakeGuest;

#define FAKE_GUESTS 8

/* An entry without a uuid is none: a guest that is destroyed loses its own. */
extern FakeGuest fake_guests[FAKE_GUESTS];
extern guint fake_listings, fake_directories, fake_userdata; /* how often they were asked for */
extern gint64 fake_started;                                  /* unix seconds, of all */
extern uint32_t fake_destroyed, fake_resumed;                /* the last domain id; 0: none */

/* How it goes when libxl destroys a guest. */
typedef enum {
    FAKE_DESTROYS,
    FAKE_ENDED_FIRST, /* by xl: libxl fails, of a guest that is gone */
    FAKE_DIES_FIRST,  /* by xl, which is not done yet */
    FAKE_CANNOT_DESTROY,
} FakeEnd;
extern FakeEnd fake_end;

#define FAKE_PCI "0000:04:00.0"
extern gboolean fake_is_assignable; /* that one device */
/* Not NULL: it is not made assignable, but its link to its driver, this one, leads to pciback then. */
extern const char *fake_driver_link;

/* What xenstore has: paths and values by turns, ended by NULL; and each guest's configuration, libxl's JSON.  NULL: nothing. */
extern const char *const *fake_store;
extern const char *fake_configuration;

/* A watch with that token fires. */
void fake_store_fire(const char *token);

extern char fake_attached[64]; /* the last device: "pci 0000:03:00.0" */

/* An agent with a client of its own, in one process. */
typedef struct {
    YadoXlAgent *agent; /* kept until the program ends, as the real one */
    char *folder;
    int orders; /* of fake_xl_install(): the FIFO */
    GDBusConnection *connection;
    YadoXl1 *client;
} FakeAgent;

void fake_agent_open(FakeAgent *self);
void fake_agent_close(FakeAgent *self);

/* The program itself, called xl: does what is ordered, see fake-xl.c. */
int fake_xl(int argc, char **argv);
/* Puts it before everything else in PATH. */
void fake_xl_install(FakeAgent *self);
/* The next thing that it is to do; returns when it was done, but for the last ones. */
void fake_xl_order(FakeAgent *self, const char *order);
