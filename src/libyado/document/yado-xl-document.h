/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * yado-xl-document.h: an xl.cfg as a document.
 *
 * The text is the model: every line and comment stays, an edit changes only the value it touches, and the forms that edit a libvirt
 * guest edit this one. Read as Xen reads it (yado-xl-parse.h), at most 16 MiB.
 *
 * Disks, vifs and so on are the nodes "disk:0", "nic:0", …; what we do not know of them stays.  Title, notes, tags and operating
 * system, for which xl.cfg has no keys, are kept in comment lines "#yado: title=…".
 */
#pragma once

#include "document/yado-document.h"

G_BEGIN_DECLS

#define YADO_TYPE_XL_DOCUMENT (yado_xl_document_get_type())
G_DECLARE_FINAL_TYPE(YadoXlDocument, yado_xl_document, YADO, XL_DOCUMENT, GObject)

/* Errors: YADO_ERROR_INVALID with "line N, column M: …" in the message. (transfer full) */
YadoDocument *yado_xl_document_new_from_text(const char *text, GError **error);
/* The same for bytes that may hold anything, NUL too. */
YadoDocument *yado_xl_document_new_from_bytes(const char *bytes, gsize length, GError **error);

/* Lines that are kept but that Xen refuses: old Python, DOS line breaks. "line N, column M: …" each. (transfer full) */
GStrv yado_xl_document_list_problems(YadoXlDocument *self);

/* A value that is kept outside the file, e.g. "autostart". Not an edit. */
void yado_xl_document_set_extra(YadoXlDocument *self, const char *key, const char *value);
gboolean yado_xl_document_is_extra(YadoXlDocument *self, const char *key);

G_END_DECLS
