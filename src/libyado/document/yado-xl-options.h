/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * yado-xl-options.h: "mac=00:16:3e:00:00:01,bridge=xenbr0,trusted", as vif, vfb, pci, usbdev and others are written.
 * Private to document/.
 *
 * Parts that are not changed keep every byte, blanks too.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS
#pragma GCC visibility push(hidden)

/* What stands behind "key="; "" for a flag without "="; NULL: not there. The last one counts. (transfer full) */
char *yado_xl_options_dup(const char *options, const char *key);
/* The same text with @key set, in its place or at the end; @value NULL removes it. (transfer full) */
char *yado_xl_options_set(const char *options, const char *key, const char *value);
/* Its parts, trimmed, "key=value" each, without empty ones. (transfer full) */
GStrv yado_xl_options_split(const char *options);
/* Whether @value can stand in there: no comma. */
gboolean yado_xl_options_can_hold(const char *value);

/* "10Mb/s@50ms" -> bytes a second and microseconds, as Xen reads it. FALSE: Xen refuses it. */
gboolean yado_xl_parse_rate(const char *rate, guint64 *bytes_per_second, guint32 *interval);

/* "0000:03:00.0@5,permissive=1,…": what Xen reads of it. */
typedef struct {
    guint domain, bus, slot, function;
    gboolean all_functions; /* "03:00.*" */
    int virtual_slot;       /* -1: not said */
    char *name;             /* instead of an address */
    char *rest;             /* "key=value,…" behind the address, or NULL */
} YadoXlPci;

/* NULL: Xen refuses it. */
YadoXlPci *yado_xl_pci_new(const char *spec);
void yado_xl_pci_free(YadoXlPci *pci);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(YadoXlPci, yado_xl_pci_free)

#pragma GCC visibility pop
G_END_DECLS
