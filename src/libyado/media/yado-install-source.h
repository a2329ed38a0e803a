/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * yado-install-source.h: the kernel and the initrd that an installation starts with, out of a network tree or an ISO image.
 *
 * Known are trees with a .treeinfo (Fedora, RHEL, SUSE), and the places where SUSE, Debian, Ubuntu, Alpine and Arch keep them.
 */
#pragma once

#include "media/yado-media.h"

G_BEGIN_DECLS

typedef struct {
    char *kernel, *initrd; /* files of this machine */
    char *argument;        /* what the installer must be told, "inst.repo=https://…"; or NULL */
} YadoInstallFiles;

void yado_install_files_free(YadoInstallFiles *files);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(YadoInstallFiles, yado_install_files_free)

/* @location is a tree's address, not a file's. */
gboolean yado_install_source_is_url(const char *location);

/*
 * Fetches both into @folder. @location: a URL, or the path of an ISO image; @arch "x86_64"; with @is_pv those for PV are taken where there are such.
 * BLOCKS, any worker. NOT_FOUND: there are none; INVALID: they are for another architecture; else as yado_media_fetch(). (transfer full)
 */
YadoInstallFiles *yado_install_source_fetch(const char *location, const char *arch, gboolean is_pv,
                                            const char *folder, const YadoMediaProgress *progress,
                                            GCancellable *cancellable, GError **error);

G_END_DECLS
