/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * yado-xl-to-xml.h: what the two files of that direction share. Private to document/.
 */
#pragma once

#include "document/yado-convert-private.h"

G_BEGIN_DECLS
#pragma GCC visibility push(hidden)

typedef struct {
    const YadoXlFile *file;
    YadoXmlElement *root, *devices;
    GHashTable *used; /* of keys */
    GPtrArray *losses;
    const char *kind;
} YadoToXml;

/* Where a key is set last. */
const YadoXlSetting *yado_to_xml_find_setting(YadoToXml *self, const char *key);

/* Losses, with the line of the key or item. */
void yado_to_xml_lose_value(YadoToXml *self, const char *key);
void yado_to_xml_lose_item(YadoToXml *self, const char *list, guint index, const YadoXlValue *item,
                           const char *option, const char *reason);
void yado_to_xml_lose(YadoToXml *self, const char *key, const char *reason);

/* What is taken counts as carried over; use() alone says so. */
gboolean yado_to_xml_take_number(YadoToXml *self, const char *key, gint64 *number);
gboolean yado_to_xml_take_flag(YadoToXml *self, const char *key, gboolean fallback);
void yado_to_xml_use(YadoToXml *self, const char *key);
char *yado_to_xml_take(YadoToXml *self, const char *key);

/* "element/element@attribute"; NULL is not written. */
void yado_to_xml_put_number(YadoXmlElement *element, const char *path, gint64 number);
void yado_to_xml_put(YadoXmlElement *element, const char *path, const char *value);
gboolean yado_to_xml_is_hvm(YadoToXml *self);

/* yado-xl-to-xml-processor.c; what all nodes of vnuma= have together, in MiB, or 0. */
void yado_to_xml_carry_processor(YadoToXml *self);
gint64 yado_to_xml_get_numa_memory(YadoToXml *self);
gint64 yado_to_xml_get_numa_vcpus(YadoToXml *self);

/* yado-xl-to-xml-devices.c */
void yado_to_xml_carry_devices(YadoToXml *self);

#pragma GCC visibility pop
G_END_DECLS
