/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * yado-uri.h: what the address of a host says.  Any thread; nothing is looked up.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* "example.org" of "xen+ssh://root@example.org:22/"; NULL for a local one.  (transfer full) */
char *yado_uri_dup_host(const char *uri);
/* "ssh" of "xen+ssh://…"; NULL without.  (transfer full) */
char *yado_uri_dup_transport(const char *uri);

G_END_DECLS
