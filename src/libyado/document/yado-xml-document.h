/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * yado-xml-document.h: a libvirt domain definition as a document.
 *
 * The libxml2 tree is the model: what we do not know stays.  Edited documents are written in libvirt's own style (single
 * quotes, two blanks of indentation), so an edit of what libvirt printed is one hunk.  XML is parsed without network,
 * entity expansion or DTD (billion laughs refused); at most 16 MiB.
 *
 * Some keys are not in the XML (autostart): the back end sets them as extras, and they are edited like the others.
 */
#pragma once

#include "document/yado-document.h"

G_BEGIN_DECLS

#define YADO_TYPE_XML_DOCUMENT (yado_xml_document_get_type())
G_DECLARE_FINAL_TYPE(YadoXmlDocument, yado_xml_document, YADO, XML_DOCUMENT, GObject)

/* Errors: YADO_ERROR_INVALID with "line N: …" in the message. (transfer full) */
YadoDocument *yado_xml_document_new(const char *text, GError **error);

/* A value that the back end keeps outside the XML, e.g. "autostart". Not an edit. */
void yado_xml_document_set_extra(YadoXmlDocument *self, const char *key, const char *value);

/* Whether @key is such an extra. */
gboolean yado_xml_document_is_extra(YadoXmlDocument *self, const char *key);

G_END_DECLS
