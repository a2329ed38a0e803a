/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * yado-libvirt-leases.h: the addresses of virtual networks: their own, those that they give to a card for good, and those that are lent.
 */
#pragma once

#include "backend/libvirt/yado-libvirt-operations.h"

G_BEGIN_DECLS

/* Of a network's description: "192.168.100.1/24, fd00::1/64"; NULL: it has none. (transfer full) */
char *yado_libvirt_dup_addresses(const char *xml);

/* All networks of the host, of virNetworkPtr; NULL with @error: they cannot be listed. (transfer full) */
GPtrArray *yado_libvirt_list_networks(YadoLibvirtBackend *self, virConnectPtr connection,
                                      GError **error);
/* A fixed lease, as a network's description has it; what is NULL or "" is left out. */
void yado_libvirt_append_lease(GString *xml, const char *mac, const char *address,
                               const char *name);

/* Of YadoResource, of all networks.  A driver that cannot tell what is lent (the test driver) has the fixed ones. */
GPtrArray *yado_libvirt_list_leases(YadoLibvirtBackend *self, virConnectPtr connection,
                                    const char *parent, GCancellable *cancellable, GError **error);

/* {network, mac, address, hostname}; {lease: its address}.  At once and for good, as far as the network is active and kept. */
gboolean yado_operation_lease_create(YadoOperation *operation, GError **error);
gboolean yado_operation_lease_delete(YadoOperation *operation, GError **error);

G_END_DECLS
