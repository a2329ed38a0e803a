/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * yado-records.h: the plain facts that back ends hand to the model.
 *
 * Records are filled in a worker, then never changed; the model takes what is new in them.  Unknown numbers are
 * -1 (signed) or 0 with the matching bit missing in `has`.  Sizes are bytes, times nanoseconds where said.
 */
#pragma once

#include "document/yado-document.h"

G_BEGIN_DECLS

#define YADO_UUID_LENGTH 36

typedef enum {
    YADO_GUEST_UNKNOWN,
    YADO_GUEST_RUNNING,
    YADO_GUEST_PAUSED,
    YADO_GUEST_STOPPING, /* is shutting down */
    YADO_GUEST_SHUT_OFF,
    YADO_GUEST_SAVED, /* shut off, with a saved state that the next start resumes */
    YADO_GUEST_CRASHED,
    YADO_GUEST_SUSPENDED, /* sleeps by its own power management (S3) */
} YadoGuestState;

typedef enum {
    YADO_KIND_UNKNOWN,
    YADO_KIND_DOM0,
    YADO_KIND_PV,
    YADO_KIND_PVH,
    YADO_KIND_HVM,
    YADO_KIND_KVM,
    YADO_KIND_QEMU,
    YADO_KIND_LXC,
    YADO_KIND_OTHER,
} YadoGuestKind;

typedef enum {
    YADO_OWNER_UNKNOWN,
    YADO_OWNER_XEN, /* Domain-0 */
    YADO_OWNER_LIBVIRT,
    YADO_OWNER_XL,
    YADO_OWNER_OTHER,
} YadoGuestOwner;

/* One row of a listing. */
typedef struct {
    char uuid[YADO_UUID_LENGTH + 1];
    char *name;
    int id; /* -1: not running */
    YadoGuestState state;
    char *reason;   /* why it is in that state, translated ("kept after a crash"), or NULL */
    char *note;     /* what those who tell of it disagree about, translated, or NULL */
    int persistent; /* 0, 1, or -1: not told */
    int autostart;  /* 0, 1, or -1: not told */
    gint64 started; /* unix seconds when what runs was started; 0: not told (libvirt never does) */
    YadoGuestOwner
        owner; /* UNKNOWN: whoever the back end stands for, or Xen for the control domain */
} YadoGuestRecord;

YadoGuestRecord *yado_guest_record_new(const char *uuid, const char *name, int id,
                                       YadoGuestState state);
void yado_guest_record_free(YadoGuestRecord *record);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(YadoGuestRecord, yado_guest_record_free)

/* A disk or a network card as a guest's configuration has it. */
typedef struct {
    char *node;   /* in the document: "disk:0" */
    char *target; /* "xvda"; nic: "vif1.0" or NULL */
    char *source; /* path, volume or network; NULL: empty drive */
    char *mac;    /* nic only */
    gboolean read_only, shared, removable;
} YadoDeviceFacts;

/* The guest writes to it alone: no medium, not read only, not made to be shared. */
gboolean yado_device_facts_is_own_disk(const YadoDeviceFacts *facts);

/* What its configuration tells of a guest: yado_guest_facts_new_from_document(). */
typedef struct {
    YadoGuestKind kind;
    guint vcpus, vcpus_maximum;
    guint64 memory, memory_maximum; /* bytes; balloon target and maximum */
    char *
        os; /* "openSUSE Leap 15.6", from the osinfo metadata or the name of the kind of system; or NULL */
    char *title, *description;
    GStrv tags;              /* never NULL */
    GPtrArray *disks, *nics; /* of YadoDeviceFacts */
    char *graphics;          /* "vnc", "spice", or NULL */
} YadoGuestFacts;

/* Reads the neutral keys of @document. Any thread. */
YadoGuestFacts *yado_guest_facts_new_from_document(YadoDocument *document);
void yado_guest_facts_free(YadoGuestFacts *facts);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(YadoGuestFacts, yado_guest_facts_free)

typedef enum {
    YADO_STATS_STATE = 1 << 0,
    YADO_STATS_CPU = 1 << 1,
    YADO_STATS_MEMORY = 1 << 2,
    YADO_STATS_DISK = 1 << 3,
    YADO_STATS_NET = 1 << 4,
    YADO_STATS_VCPUS = 1 << 5,
    YADO_STATS_DEVICES = YADO_STATS_DISK | YADO_STATS_NET,
} YadoStatsHas;

/* Counters of one guest at one moment: they only grow while the guest keeps its id. */
typedef struct {
    char uuid[YADO_UUID_LENGTH + 1];
    YadoStatsHas has;
    gint64 when; /* g_get_monotonic_time(), microseconds */
    YadoGuestState state;
    guint64 cpu_time; /* ns, all vCPUs together */
    guint vcpus;
    guint64 memory, memory_maximum; /* bytes in use by the guest, and its ceiling */
    guint64 disk_read, disk_written, net_received, net_sent; /* bytes since its start */
} YadoGuestStats;

/* Whose counters are wanted, and which of those that cost calls of their own: of YADO_STATS_DEVICES.  Hosts that tell all at once tell more. */
typedef struct {
    char uuid[YADO_UUID_LENGTH + 1];
    YadoStatsHas stats;
} YadoWish;

/* A snapshot of a guest, as its host keeps it. */
typedef struct {
    char *name;
    char *description;     /* or NULL */
    YadoGuestState state;  /* of the guest when it was taken */
    gboolean is_disk_only; /* without the guest's memory, whatever it did then */
    gint64 created;        /* unix seconds; 0: not told */
    char *parent;          /* name of the snapshot that it came after, or NULL */
    gboolean is_current;   /* the guest goes on from this one */
} YadoSnapshotRecord;

YadoSnapshotRecord *yado_snapshot_record_new(const char *name);
void yado_snapshot_record_free(YadoSnapshotRecord *record);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(YadoSnapshotRecord, yado_snapshot_record_free)
/* Stable English ("shut-off", "disk-only") and translated. Static. */
const char *yado_snapshot_record_get_state_name(const YadoSnapshotRecord *record);
const char *yado_snapshot_record_get_state_label(const YadoSnapshotRecord *record);

typedef enum {
    YADO_CONSOLE_TEXT,
    YADO_CONSOLE_VNC,
    YADO_CONSOLE_SPICE,
} YadoConsoleKind;

/* One way to sit in front of a guest: a serial line or a screen.  Of a guest that does not run, as its next start will have it. */
typedef struct {
    char *id; /* within the guest: "console0", "serial1", "vnc0"; goes to open_console() */
    YadoConsoleKind kind;
    char *label;   /* translated: "Text console", "Serial port 2", "Screen (VNC)" */
    char *address; /* screens: where it listens, seen from its host; NULL: on no network address */
    int port;      /* screens: 0 while it has none */
    int tls_port;  /* SPICE: or 0 */
    char *socket;  /* screens: path on its host, or NULL */
    gboolean
        needs_tunnel; /* @address is one of another machine's loopback: only through its SSH connection */
    char *password; /* wiped before it is freed; NULL: none, or not told */
    char *
        reason; /* translated: why open_console() cannot do it ("Its output goes to a file."); NULL: it can */
} YadoConsoleRecord;

YadoConsoleRecord *yado_console_record_new(const char *id, YadoConsoleKind kind);
void yado_console_record_free(YadoConsoleRecord *record);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(YadoConsoleRecord, yado_console_record_free)
/* Where a screen is: "127.0.0.1:5900", a socket's path, or what is missing, translated.  (transfer full) */
char *yado_console_record_dup_address(const YadoConsoleRecord *record);
/* "text", "vnc", "spice": static. */
const char *yado_console_kind_get_name(YadoConsoleKind kind);

/* The machine. */
typedef struct {
    char *hypervisor; /* "Xen 4.17.7", "QEMU 7.2.22", "Test 2" */
    char *hostname, *cpu_model;
    guint cpus, sockets, cores, threads, mhz;
    guint64 memory; /* bytes */
    gboolean is_xen;
    char *library_version; /* "libvirt 9.0.0" */
} YadoHostInfo;

void yado_host_info_free(YadoHostInfo *info);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(YadoHostInfo, yado_host_info_free)

/* One sample of a host: what one tick brought. */
typedef struct {
    gint64 when;
    guint64 cpu_busy, cpu_total; /* ns over all CPUs; total 0: the host does not tell */
    guint64 memory_free;         /* bytes; G_MAXUINT64: not told */
    GArray *guests;              /* of YadoGuestStats */
    gboolean complete;           /* all running guests are in it (bulk) */
    gint64 cost;                 /* CPU time that collecting took here, microseconds */
} YadoSample;

/* An empty one, taken now. */
YadoSample *yado_sample_new(void);
void yado_sample_free(YadoSample *sample);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(YadoSample, yado_sample_free)

/* Stable English names for --json and scripts ("shut-off", "pvh", "libvirt"), and translated ones for people. Static. */
const char *yado_guest_state_get_name(YadoGuestState state);
const char *yado_guest_state_get_label(YadoGuestState state);
const char *yado_guest_kind_get_name(YadoGuestKind kind);
const char *yado_guest_kind_get_label(YadoGuestKind kind);
const char *yado_guest_owner_get_name(YadoGuestOwner owner);

G_END_DECLS
