/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * yado-convert-private.h: both directions of yado_document_convert(). Private to document/.
 */
#pragma once

#include "document/yado-document-convert.h"
#include "document/yado-xl-parse.h"
#include "document/yado-xml-tree.h"

G_BEGIN_DECLS
#pragma GCC visibility push(hidden)

void yado_losses_add(GPtrArray *losses, guint line, guint column, const char *place,
                     const char *reason);
/* Whoever looks for more may stop. */
gboolean yado_losses_are_full(GPtrArray *losses);
/* The general reasons, translated. */
const char *yado_losses_get_xml_reason(void);
const char *yado_losses_get_xl_reason(void);

/* The text, or NULL with @error. (transfer full) */
char *yado_xl_to_xml(const YadoXlFile *file, GPtrArray *losses, GError **error);
char *yado_xml_to_xl(const YadoXmlTree *tree, GPtrArray *losses, GError **error);

#pragma GCC visibility pop
G_END_DECLS
