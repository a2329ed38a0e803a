/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * yado-resource.h: what a host has beside guests: pools and their volumes, networks, interfaces, devices, CPU pools, and what kinds
 * of guests it can run.
 *
 * Records are filled in a worker and then never changed.  One flat record serves all kinds: a pool of 10,000 volumes must cost
 * little.  What a kind does not have is NULL, 0 or -1.
 */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef enum {
    YADO_RESOURCE_POOLS,
    YADO_RESOURCE_VOLUMES, /* of one pool: the parent */
    YADO_RESOURCE_NETWORKS,
    YADO_RESOURCE_LEASES,     /* addresses that networks give to guests */
    YADO_RESOURCE_INTERFACES, /* bridges and cards of the host */
    YADO_RESOURCE_DEVICES,    /* PCI and USB devices of the host */
    YADO_RESOURCE_GUEST_TYPES,
    YADO_RESOURCE_CPU_POOLS, /* of Xen: sets of processors, each with a scheduler */
    YADO_N_RESOURCES
} YadoResourceKind;

typedef struct {
    /* Guest types: "hvm", "xen", "xenpvh"; devices: their address, "0000:03:00.0" or "1d6b:0002"; leases: the IP address. */
    char *name;
    /* Pools: "dir", "logical", …; volumes: "qcow2", "iso"; networks: "nat", "route", "isolated", "open", "bridge",
     * "openvswitch"; interfaces: "bridge", "ethernet"; devices: "pci", "usb"; guest types: "xen", "kvm", "qemu", "test"; leases: the MAC address; CPU pools: the scheduler. */
    char *type;
    char *
        path; /* pools: folder; volumes: path; guest types: the emulator; USB devices: bus and number, "1.4" */
    char *
        source; /* networks: bridge; volumes: backing file; pools: where it comes from; guest types: the architecture; leases: network; CPU pools: "0-3,7"; devices: "bridge", "guest" that has it: never assignable, see note */
    char *
        text; /* devices: maker and product; networks: addresses; guest types: the machine; leases: the guest's name; CPU pools: the scheduler's settings, "ratelimit=1000 timeslice=30" */
    char *
        note; /* devices: what to know before it is given away, translated; leases: until when, local time */
    int active, autostart,
        persistent; /* 0, 1, -1: not told; leases: persistent 1 is a fixed one; devices: active 1 is assignable */
    guint64 capacity, allocation,
        available; /* bytes; CPU pools: capacity is how many guests run there */
} YadoResource;

YadoResource *yado_resource_new(const char *name);
void yado_resource_free(YadoResource *resource);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(YadoResource, yado_resource_free)

/* An array that frees them. (transfer full) */
GPtrArray *yado_resource_list_new(void);
/* By name (volumes also by path), or NULL. Borrowed. */
const YadoResource *yado_resource_list_find(GPtrArray *list, const char *name);

/* A pool (NULL: not known) of files: they have formats, and names that tell them. */
gboolean yado_resource_holds_files(const YadoResource *pool);

/*
 * A fixed lease as it is typed, "52:54:00:00:00:01 192.168.100.10 web": its MAC address, IPv4 address, and name, which may be missing.
 * NULL: it is none. (transfer full)
 */
char **yado_lease_parse(const char *text);

/* What goes wrong most often with a PCI device that is given to a guest, told before.  @driver, @group: NULL or "" for none. NULL: nothing. (transfer full) */
char *yado_pci_dup_note(gboolean is_bridge, const char *driver, const char *group,
                        gboolean can_be_reset);
/* Its driver is one that only keeps it for guests. */
gboolean yado_pci_is_kept_driver(const char *driver);

/* Stable English for scripts: "pool", "volume", … Static. */
const char *yado_resource_kind_get_name(YadoResourceKind kind);

G_END_DECLS
