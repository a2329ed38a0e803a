/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * yado-xml-to-xl.h: what the two files of that direction share. Private to document/.
 */
#pragma once

#include "document/yado-convert-private.h"

G_BEGIN_DECLS
#pragma GCC visibility push(hidden)

typedef struct {
    const YadoXmlTree *tree;
    GHashTable *seen;    /* of YadoXmlElement and YadoXmlAttribute */
    GHashTable *places;  /* of YadoXmlElement, among those of its name; 0: it is alone */
    GHashTable *counted; /* whose children are in `places` */
    GPtrArray *losses;
    GString *text;
    const char *kind;
    guint displays; /* bits of the types that were carried */
} YadoToXl;

/* What is taken or seen counts as carried over. */
const char *yado_to_xl_take_attribute(YadoToXl *self, const YadoXmlElement *element,
                                      const char *name);
YadoXmlElement *yado_to_xl_take_child(YadoToXl *self, const YadoXmlElement *element,
                                      const char *name);
const char *yado_to_xl_take_in(YadoToXl *self, const YadoXmlElement *element,
                               const char *child_name, const char *name);
char *yado_to_xl_take_text(YadoToXl *self, const YadoXmlElement *element, const char *name);
void yado_to_xl_see(YadoToXl *self, gconstpointer part);
void yado_to_xl_see_all(YadoToXl *self, const YadoXmlElement *element);

/* Losses, with the path; lose_whole() says it once for all that is below. */
void yado_to_xl_lose(YadoToXl *self, const YadoXmlElement *element, const char *attribute,
                     const char *reason);
void yado_to_xl_lose_value(YadoToXl *self, const YadoXmlElement *element, const char *attribute);
void yado_to_xl_lose_whole(YadoToXl *self, const YadoXmlElement *element, const char *reason);

/* Lines of the file. */
void yado_to_xl_put(YadoToXl *self, const char *key, const char *value);
void yado_to_xl_put_raw(YadoToXl *self, const char *key, const char *raw);
void yado_to_xl_put_number(YadoToXl *self, const char *key, guint64 number);
void yado_to_xl_put_list(YadoToXl *self, const char *key, GPtrArray *items);
/* "key=value" behind others; FALSE: the value has a comma. */
gboolean yado_to_xl_append(GString *options, const char *key, const char *value);
/* An attribute of @element (nullable) so; one that cannot stand there is lost. */
void yado_to_xl_carry_option(YadoToXl *self, GString *options, const char *key,
                             const YadoXmlElement *element, const char *attribute);
GPtrArray *yado_to_xl_new_items(void);

/* yado-xml-to-xl-processor.c; what all NUMA cells have together, in MiB, or 0. */
void yado_to_xl_carry_processor(YadoToXl *self);
guint64 yado_to_xl_get_numa_memory(YadoToXl *self);

/* yado-xml-to-xl-devices.c */
void yado_to_xl_carry_devices(YadoToXl *self);

#pragma GCC visibility pop
G_END_DECLS
