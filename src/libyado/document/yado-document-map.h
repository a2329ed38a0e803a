/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * yado-document-map.h: which native place a neutral key is. Private to document/.
 *
 * A path is "element/element@attribute" below the node's own element: "driver@type", "os/type" (its text), "@type".
 * To add a key, add a row; only values that are more than one text, number or flag need a type of their own.  Where libvirt has no place for
 * a key the path is NULL, and xml_reason says why.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS
#pragma GCC visibility push(hidden)

typedef enum {
    YADO_MAP_TEXT,
    YADO_MAP_NAME,      /* text without '/' */
    YADO_MAP_MULTILINE, /* text that may have line breaks */
    YADO_MAP_UINT,
    YADO_MAP_INT,
    YADO_MAP_SIZE,     /* element with a unit attribute, KiB where it has none */
    YADO_MAP_BYTES,    /* counts single bytes, or requests: 64 bits */
    YADO_MAP_KIB,      /* attribute that counts KiB */
    YADO_MAP_BOOL,     /* "yes", "no" */
    YADO_MAP_PRESENCE, /* an empty element that is there or not; state='off' counts as not */
    YADO_MAP_SWITCH,   /* an element with state='on' or 'off'; without it the hypervisor decides: see .fallback */
    /* Special ones: yado-xml-special.c */
    YADO_MAP_KIND,
    YADO_MAP_OS_ID,
    YADO_MAP_OS_NAME,
    YADO_MAP_TAGS,
    YADO_MAP_BOOT_ORDER,
    YADO_MAP_SOURCE_TYPE, /* "type", which decides in which attribute the source is */
    YADO_MAP_SOURCE,
    YADO_MAP_LISTEN,
    YADO_MAP_ADDRESS,
    YADO_MAP_RATE, /* KiB a second; without it its element says nothing */
    /* Of the processor and the firmware: yado-xml-processor.c */
    YADO_MAP_TOPOLOGY,
    YADO_MAP_CPU_FEATURES,
    YADO_MAP_NUMA,
    YADO_MAP_PINS,
    YADO_MAP_FIRMWARE,
} YadoMapType;

typedef enum {
    YADO_MAP_REQUIRED = 1 << 0, /* cannot be removed */
    YADO_MAP_READ_ONLY = 1 << 1,
    YADO_MAP_ROWS = 1 << 2, /* one line a row, "key=value,key=value": see present/yado-rows.h */
} YadoMapFlags;

/* How xl.cfg writes it. On a node `xl` is an option of its text ("bridge" in a vif), else a key of the file. */
typedef enum {
    YADO_XL_NONE, /* it cannot: see xl_reason */
    YADO_XL_TEXT,
    YADO_XL_NUMBER,
    YADO_XL_BOOL, /* 0 or 1 */
    YADO_XL_MIB,
    YADO_XL_COMMENT, /* "#yado: key=value": Xen has no place for it */
    YADO_XL_SPECIAL, /* yado-xl-special.c */
} YadoXlType;

typedef struct {
    const char *kind; /* NULL: the guest itself */
    const char *key;
    const char *xml; /* NULL: libvirt has none, see xml_reason */
    YadoMapType type;
    YadoMapFlags flags;
    const char *fallback;     /* what an absent value means, or NULL */
    const char *fallback_key; /* the key that holds it then, or NULL */
    const char *xl;           /* NULL: none, or as the type says */
    YadoXlType xl_type;
    const char *xl_fallback; /* what absence means in xl.cfg, or NULL */
    const char *xl_reason;   /* N_(): why xl.cfg has no place for it; NULL: a general one */
    const char *xml_reason;  /* N_(): why libvirt's XML has none */
} YadoMapEntry;

/* NULL: no such key. */
const YadoMapEntry *yado_map_find(const char *kind, const char *key);

/* Why a row has no place in xl.cfg; translated. */
const char *yado_map_get_xl_reason(const YadoMapEntry *entry);
/* The same of libvirt's XML; NULL: it has one. */
const char *yado_map_get_xml_reason(const YadoMapEntry *entry);

/* "nic" -> "interface"; a kind that is not in the table is the element's name. Never NULL. */
const char *yado_map_get_element(const char *kind);
const char *yado_map_get_kind(const char *element);

/* "path=value" for what a new node of @kind begins with, NULL-terminated; NULL: none can be added. */
const char *const *yado_map_get_template(const char *kind);

/* "http://suse.com/sles/15.6" -> "SUSE Linux Enterprise Server 15 SP6".  (transfer full) */
char *yado_os_name_from_id(const char *id);

#pragma GCC visibility pop
G_END_DECLS
