/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * yado-seed.h: what cloud-init reads at the first boot of a cloud image: the NoCloud medium, an ISO image with the label "cidata"
 * (cloud-init's documentation, "NoCloud").
 */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct {
    const char *name;     /* of the guest: its host name */
    const char *user;     /* an account that may do all by sudo; NULL: the image's own */
    const char *keys;     /* public SSH keys, one a line; nullable */
    const char *packages; /* separated by ',' or blanks; nullable */
} YadoSeed;

/* The document "user-data". (transfer full) */
char *yado_seed_dup_user_data(const YadoSeed *seed);
/* Writes the medium to @path. BLOCKS, any worker. */
gboolean yado_seed_write(const YadoSeed *seed, const char *path, GError **error);

G_END_DECLS
