/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * yado-xl-values.h: reads and writes one row of the map in an xl.cfg. Private to document/.
 *
 * A node is an item of a list (a vif), or a group of keys (vnc, vnclisten, …).
 */
#pragma once

#include "document/yado-document-map.h"
#include "document/yado-xl-edit.h"

G_BEGIN_DECLS
#pragma GCC visibility push(hidden)

/* Where nodes come from. */
typedef struct {
    const char *kind;
    const char *key;      /* the list, or the key that the group hangs on */
    const char *template; /* what a new item is; NULL: none can be added */
    gboolean is_group;
} YadoXlSource;

/* NULL at the end of all. */
const YadoXlSource *yado_xl_get_source(guint index);
/* The one with that list or key, or NULL. */
const YadoXlSource *yado_xl_find_source(const char *key);
/* Whether a group is there at all; its place in the text. */
gboolean yado_xl_has_group(const YadoXlFile *file, const YadoXlSource *source, gsize *place);
/* Where a new node of @kind goes; NULL with @error: nowhere. */
const YadoXlSource *yado_xl_choose_source(const YadoXlFile *file, const char *kind, GError **error);

/* "pv", "pvh", "hvm" */
const char *yado_xl_get_kind(const YadoXlFile *file);

/* A key of the guest itself. NULL: absent or unreadable. (transfer full) */
char *yado_xl_read_value(const YadoXlFile *file, const YadoMapEntry *entry);
/* The new text, or NULL with @error. @value NULL removes it. (transfer full) */
char *yado_xl_write_value(const YadoXlFile *file, const YadoMapEntry *entry, const char *value,
                          GError **error);

/* Of the processor and the firmware: yado-xl-processor.c. */
char *yado_xl_read_processor(const YadoXlFile *file, const YadoMapEntry *entry);
char *yado_xl_write_processor(const YadoXlFile *file, const YadoMapEntry *entry, const char *value,
                              GError **error);
char *yado_xl_remove_firmware(const YadoXlFile *file);
/* What stands behind "@key=" in one node of vnuma=, such as ["pnode=0", "size=512"]; NULL: nothing. (transfer full) */
char *yado_xl_dup_node_part(const YadoXlValue *node, const char *key);

/* A key of an item: its text in, its text out. */
char *yado_xl_read_item(const YadoXlSource *source, const char *item, const YadoMapEntry *entry);
char *yado_xl_write_item(const YadoXlSource *source, const char *item, const YadoMapEntry *entry,
                         const char *value, GError **error);

/* The same for a disk: yado-xl-disk-values.c. */
char *yado_xl_read_disk(const char *spec, const YadoMapEntry *entry);
char *yado_xl_write_disk(const char *spec, const YadoMapEntry *entry, const char *value,
                         GError **error);

/* A key of a group. */
char *yado_xl_read_group(const YadoXlFile *file, const YadoXlSource *source,
                         const YadoMapEntry *entry);
char *yado_xl_write_group(const YadoXlFile *file, const YadoXlSource *source,
                          const YadoMapEntry *entry, const char *value, GError **error);
/* The text with the group there, or gone. */
char *yado_xl_add_group(const YadoXlFile *file, const YadoXlSource *source);
char *yado_xl_remove_group(const YadoXlFile *file, const YadoXlSource *source);

/* NULL with the error set: refused, or not possible in this format. */
char *yado_xl_refuse(const YadoMapEntry *entry, const char *value, GError **error);
char *yado_xl_refuse_key(const YadoMapEntry *entry, GError **error);

#pragma GCC visibility pop
G_END_DECLS
