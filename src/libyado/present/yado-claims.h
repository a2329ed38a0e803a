/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * yado-claims.h: whose the disks and the cards' addresses of a host's guests are, as far as their configurations are known.
 *
 * A picture of one moment: made on the main context, and then asked from anywhere.
 */
#pragma once

#include "document/yado-document.h"
#include "model/yado-host.h"

G_BEGIN_DECLS

typedef struct _YadoClaims YadoClaims;

/* @host NULL: nobody has anything.  @except (nullable): a guest that does not count. Main context. (transfer full) */
YadoClaims *yado_claims_new(YadoHost *host, YadoGuest *except);
void yado_claims_free(YadoClaims *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(YadoClaims, yado_claims_free)

/* The name of the guest that has such a disk, and does not share it; or such a card. NULL: nobody. Borrowed. */
const char *yado_claims_find_disk(const YadoClaims *self, const char *path);
const char *yado_claims_find_mac(const YadoClaims *self, const char *mac);

/* INVALID: another guest has what @document names as a disk that it writes to alone, or as the address of a card. */
gboolean yado_claims_check(const YadoClaims *self, YadoDocument *document, GError **error);
gboolean yado_claims_check_node(const YadoClaims *self, YadoDocument *document, const char *node,
                                GError **error);
gboolean yado_claims_check_disk(const YadoClaims *self, const char *path, GError **error);
gboolean yado_claims_check_mac(const YadoClaims *self, const char *mac, GError **error);

G_END_DECLS
