/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * yado-libvirt-capabilities.h: the machine, from the XML of virConnectGetCapabilities().
 *
 * It grows with each version of libvirt: what is known is taken, the rest passed over.
 */
#pragma once

#include "backend/yado-depth.h"

G_BEGIN_DECLS

/* Processors, NUMA nodes with their distances, the IOMMU and what guests can be into @details; bad XML: what stood before its fault. */
void yado_libvirt_take_capabilities(YadoHostDetails *details, const char *xml);

G_END_DECLS
