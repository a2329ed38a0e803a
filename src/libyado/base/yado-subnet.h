/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * yado-subnet.h: networks as "192.168.100.1/24": the host's own address in one, and how long the part is that all of its addresses share.
 *
 * A mask may stand for the length ("192.168.100.1/255.255.255.0").  Several are separated by commas.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Whether @address is in one of @subnets. Neither need be valid. */
gboolean yado_subnet_contains(const char *subnets, const char *address);

/*
 * What a DHCP server of @subnet, an IPv4 one, can give: all but the network's own address, the host's, as far as it is the first or the last,
 * and the broadcast.  FALSE: nothing, or it is none.  @first, @last: (out) (transfer full).
 */
gboolean yado_subnet_get_range(const char *subnet, char **first, char **last);

G_END_DECLS
