/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * yado-create-private.h: a plan as its three files see it: yado-create.c reads the answers, -build.c writes the configuration, -job.c does it.
 */
#pragma once

#include "present/yado-claims.h"
#include "present/yado-create.h"

G_BEGIN_DECLS

typedef struct {
    char *device; /* "disk", "cdrom" */
    char *path;   /* of what exists, and of what was made */
    char *pool, *name, *format;
    char *local; /* the file of this machine that it is filled with, or NULL */
    guint64 size;
    gboolean is_new, is_full, is_block;
    gboolean is_seed; /* what is read at the first boot: written by us, read only */
    gboolean was_made;
} YadoCreateDisk;

typedef struct {
    char *type, *source, *mac, *model;
} YadoCreateNic;

struct _YadoCreatePlan {
    YadoDocument *answers;
    YadoHost *host;     /* main context only */
    YadoClaims *claims; /* NULL: nobody asked yet */
    GPtrArray *disks, *nics;
    GPtrArray *
        boot; /* of YadoCreateDisk: kernel and initrd of the installation; empty: it needs none of its own */
    char *first_boot;  /* arguments that the setup of the first boot adds, or NULL */
    char *argument;    /* where the installer finds its packages, once that is known */
    gboolean is_local; /* the host is this machine: its files can be looked at */
};

enum { YADO_CREATE_KERNEL, YADO_CREATE_INITRD };

/* An answer, by key; NULL: none. (transfer full) */
char *yado_create_plan_dup(YadoCreatePlan *self, const char *key);
/* @value "": no answer, or an empty one. */
gboolean yado_create_plan_is(YadoCreatePlan *self, const char *key, const char *value);
gboolean yado_create_plan_has(YadoCreatePlan *self, const char *key);
/* What has no emulated hardware. */
gboolean yado_create_plan_is_paravirtual(YadoCreatePlan *self);
gboolean yado_create_plan_is_xen(YadoCreatePlan *self);

/* Of the plan's host. Borrowed. */
const YadoClaims *yado_create_plan_get_claims(YadoCreatePlan *self);
/* INVALID: by what is known of the host's guests now, a disk or an address is another one's. */
gboolean yado_create_plan_check_claims(YadoCreatePlan *self, GError **error);

/* The first start is made with a configuration of its own: with an installer's kernel, or from a medium although a disk may have a system already. */
gboolean yado_create_plan_has_installation(YadoCreatePlan *self);
/* That configuration: with the kernel and initrd of plan->boot, or with the medium first. (transfer full) */
YadoDocument *yado_create_plan_build_installation(YadoCreatePlan *self, GError **error);
/* Makes of that, as the host has it now, the configuration for all later starts. */
gboolean yado_create_plan_end_installation(YadoCreatePlan *self, YadoDocument *document,
                                           GError **error);

/* Of "volume-download": the first @length bytes (0: all) of @volume into @file of this machine.  (transfer full) */
YadoDocument *yado_create_download_arguments_new(const char *volume, const char *file,
                                                 guint64 length);

G_END_DECLS
