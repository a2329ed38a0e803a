/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * yado-create-private.h: a plan as its three files see it: yado-create.c reads the answers, -build.c writes the configuration, -job.c does it.
 */
#pragma once

#include "present/yado-create.h"

G_BEGIN_DECLS

typedef struct {
    char *device; /* "disk", "cdrom" */
    char *path;   /* of what exists, and of what was made */
    char *pool, *name, *format;
    guint64 size;
    gboolean is_new, is_full, is_block;
    gboolean was_made;
} YadoCreateDisk;

typedef struct {
    char *type, *source, *mac, *model;
} YadoCreateNic;

struct _YadoCreatePlan {
    YadoDocument *answers;
    YadoHost *host; /* main context only */
    GPtrArray *disks, *nics;
};

/* An answer, by key; NULL: none. (transfer full) */
char *yado_create_plan_dup(YadoCreatePlan *self, const char *key);
/* @value "": no answer, or an empty one. */
gboolean yado_create_plan_is(YadoCreatePlan *self, const char *key, const char *value);
gboolean yado_create_plan_has(YadoCreatePlan *self, const char *key);
/* What has no emulated hardware. */
gboolean yado_create_plan_is_paravirtual(YadoCreatePlan *self);
gboolean yado_create_plan_is_xen(YadoCreatePlan *self);

G_END_DECLS
