/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * yado-plain-document.h: a document that is only keys and values, for the arguments of an action and for settings
 * dialogs, so that the same forms serve them.  Any key can be set.  Dumped as "key=value" lines.
 */
#pragma once

#include "document/yado-document.h"

G_BEGIN_DECLS

#define YADO_TYPE_PLAIN_DOCUMENT (yado_plain_document_get_type())
G_DECLARE_FINAL_TYPE(YadoPlainDocument, yado_plain_document, YADO, PLAIN_DOCUMENT, GObject)

YadoDocument *yado_plain_document_new(void);

/* Sets a first value without recording an edit. */
void yado_plain_document_set_initial(YadoPlainDocument *self, const char *key, const char *value);

G_END_DECLS
