/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * yado-document-convert.h: a guest's configuration in the other format: libvirt's XML or xl.cfg.
 *
 * Nothing is dropped without a word: what the other format has no place for, and what we do not know, is in the list of losses,
 * with its line (xl.cfg) or its path (XML).  XML made here is what libvirt's schemas allow, and xl.cfg what Xen reads.
 * Works without any host.
 */
#pragma once

#include "document/yado-document.h"

G_BEGIN_DECLS

typedef enum { YADO_FORMAT_XML, YADO_FORMAT_XL } YadoDocumentFormat;

typedef struct {
    guint line, column; /* 0: XML, which is told by its path */
    char *place;        /* "vif[0] gatewaydev", "/domain/devices/disk[2]/iotune" */
    char *reason;       /* translated, a whole sentence */
} YadoLoss;

#define YADO_MAX_LOSSES 1000

void yado_loss_free(YadoLoss *loss);
/* "line 12: cap: …", "/domain/iothreads: …". (transfer full) */
char *yado_loss_print(const YadoLoss *loss);

/* "xml", "xl"; FALSE: another word. */
gboolean yado_document_format_from_name(const char *name, YadoDocumentFormat *format);
YadoDocumentFormat yado_document_get_format(YadoDocument *self);

/* Of either format, whichever the text looks like; any bytes. Errors: YADO_ERROR_INVALID with the line. (transfer full) */
YadoDocument *yado_document_new_from_bytes(const char *bytes, gsize length, GError **error);
/* Reads a file: at most 16 MiB, and only a regular one. BLOCKS. (transfer full) */
YadoDocument *yado_document_new_from_file(const char *path, GError **error);

/* @self in the other format; the same document where it has it already. @losses (out): of YadoLoss, maybe empty, as they stand; of
 * thousands only YADO_MAX_LOSSES, and one that says so.
 * Errors: YADO_ERROR_INVALID (it has no name, say). (transfer full) */
YadoDocument *yado_document_convert(YadoDocument *self, YadoDocumentFormat format,
                                    GPtrArray **losses, GError **error);

G_END_DECLS
