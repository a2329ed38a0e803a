/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* yado-libvirt-depth.h: the virtuals of yado-depth.h, and what they share. */
#pragma once

#include "backend/libvirt/yado-libvirt-private.h"

G_BEGIN_DECLS

/* yado-libvirt-depth.c */
YadoHostDetails *yado_libvirt_backend_get_host_details(YadoBackend *backend,
                                                       GCancellable *cancellable, GError **error);
GPtrArray *yado_libvirt_backend_sample_devices(YadoBackend *backend, const char *const *uuids,
                                               GCancellable *cancellable, GError **error);
/* How wide a map of the host's processors is, with those that are offline; 0: not told. */
guint yado_libvirt_count_cpus(virConnectPtr connection);

/* yado-libvirt-scheduling.c */
YadoScheduling *yado_libvirt_backend_get_scheduling(YadoBackend *backend, const char *uuid,
                                                    GCancellable *cancellable, GError **error);
/* As virDomainSetSchedulerParametersFlags(), also with a driver that knows only "as it is now": libvirt's for Xen refuses any flag. */
int yado_libvirt_set_shares(virDomainPtr domain, virTypedParameterPtr parameters, int n,
                            unsigned int flag);

G_END_DECLS
