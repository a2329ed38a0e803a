/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * yado-media.h: fetching from URLs, reading ISO images, and writing small ones.
 *
 * All calls BLOCK and may be made from any worker.  They need the module "yado-media" (libarchive and libcurl): UNSUPPORTED without it.
 */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct {
    const char *name; /* "user-data", "/" allowed */
    const void *data;
    gsize length;
} YadoMediaFile;

typedef struct {
    void (*report)(guint64 done, guint64 total,
                   gpointer data); /* @total 0: not known. From the worker */
    gpointer data;
} YadoMediaProgress;

/* NULL: the module is installed; else what is missing, translated. Does not load it. */
const char *yado_media_get_reason(void);

/* Seconds without a byte, or without a connection, after which a server is given up: 30 at first. */
void yado_media_set_patience(guint seconds);

/*
 * @url (http, https, ftp) into the file @path, following redirects, but never from https to something less.  NOT_FOUND: the server has no
 * such file; CONNECTION: it cannot be reached, is too slow or breaks off; FAILED: any other answer; a cancel. On failure there is no file.
 */
gboolean yado_media_fetch(const char *url, const char *path, const YadoMediaProgress *progress,
                          GCancellable *cancellable, GError **error);

/* The names of the files in an ISO image, without a leading "/". (transfer full) */
GPtrArray *yado_media_list(const char *iso, GCancellable *cancellable, GError **error);
/* One of them into the file @path. NOT_FOUND: it has none. */
gboolean yado_media_extract(const char *iso, const char *name, const char *path,
                            GCancellable *cancellable, GError **error);

/* An ISO 9660 image with long names (Joliet and Rock Ridge), readable by its owner only. @label: "cidata". */
gboolean yado_media_write_iso(const char *path, const char *label, const YadoMediaFile *files,
                              guint n_files, GError **error);
/* Appends an archive to the initrd @path: Linux unpacks one after the other. */
gboolean yado_media_append_initrd(const char *path, const YadoMediaFile *files, guint n_files,
                                  GError **error);

/* What is compressed in @data, whatever the format, up to @most bytes of it; NULL: it is not compressed, or the module is missing. (transfer full) */
GBytes *yado_media_unpack(gconstpointer data, gsize length, gsize most);

G_END_DECLS
