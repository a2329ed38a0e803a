/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * yado-libvirt-xml.h: the few facts that we want of libvirt's descriptions of pools, volumes, networks and devices.
 *
 * A description is read into a table of paths: "pool@type", "pool/target/path".  Of what is there several times the first counts.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* NULL: it cannot be read. (transfer full) */
GHashTable *yado_libvirt_xml_read(const char *xml);
/* Borrowed, or NULL. */
const char *yado_libvirt_xml_get(GHashTable *table, const char *path);
char *yado_libvirt_xml_dup(GHashTable *table, const char *path);
guint64 yado_libvirt_xml_get_uint(GHashTable *table, const char *path);

G_END_DECLS
