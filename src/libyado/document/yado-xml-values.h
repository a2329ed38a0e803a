/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * yado-xml-values.h: reads and writes the value of one row of the map in an element. Private to document/.
 */
#pragma once

#include "document/yado-document-map.h"
#include "document/yado-xml-tree.h"

G_BEGIN_DECLS
#pragma GCC visibility push(hidden)

/* The canonical value, or NULL: absent or unreadable. @element is the node's own, or the root.  (transfer full) */
char *yado_xml_read_value(YadoXmlElement *element, const YadoMapEntry *entry);

/* @value NULL removes it. @element is untouched on failure. Errors: YADO_ERROR_INVALID, YADO_ERROR_UNSUPPORTED. */
gboolean yado_xml_write_value(YadoXmlElement *element, const YadoMapEntry *entry, const char *value,
                              GError **error);

/* "element/element@attribute" below @element; also used for what a new node begins with. */
char *yado_xml_read_path(YadoXmlElement *element, const char *path);
void yado_xml_write_path(YadoXmlElement *element, const char *path, const char *value);

/* The special types of the map. */
char *yado_xml_read_special(YadoXmlElement *element, const YadoMapEntry *entry);
gboolean yado_xml_write_special(YadoXmlElement *element, const YadoMapEntry *entry,
                                const char *value, GError **error);

/* Those of the processor and the firmware: yado-xml-processor.c. */
char *yado_xml_read_processor(YadoXmlElement *root, const YadoMapEntry *entry);
gboolean yado_xml_write_processor(YadoXmlElement *root, const YadoMapEntry *entry,
                                  const char *value, GError **error);

/* Bytes of <cell memory='…' unit='…'>. */
guint64 yado_xml_read_cell_memory(const YadoXmlElement *cell);

/* FALSE with YADO_ERROR_INVALID set. */
gboolean yado_xml_refuse_value(const YadoMapEntry *entry, const char *value, GError **error);

#pragma GCC visibility pop
G_END_DECLS
