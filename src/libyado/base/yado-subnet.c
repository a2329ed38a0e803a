/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "base/yado-subnet.h"

#include <gio/gio.h>
#include <string.h>

static guint32
read_ipv4(GInetAddress *address)
{
    guint32 number;

    memcpy(&number, g_inet_address_to_bytes(address), sizeof(number));
    return GUINT32_FROM_BE(number);
}

static char *
format_ipv4(guint32 number)
{
    guint32 bytes = GUINT32_TO_BE(number);
    g_autoptr(GInetAddress) address =
        g_inet_address_new_from_bytes((const guint8 *)&bytes, G_SOCKET_FAMILY_IPV4);

    return g_inet_address_to_string(address);
}

/* "24", "255.255.255.0"; -1: neither. */
static int
read_length(const char *text, guint longest)
{
    g_autoptr(GInetAddress) mask = NULL;
    guint64 length;

    if (g_ascii_string_to_unsigned(text, 10, 0, longest, &length, NULL))
        return (int)length;
    mask = g_inet_address_new_from_string(text);
    if (mask == NULL || g_inet_address_get_family(mask) != G_SOCKET_FAMILY_IPV4 || longest != 32)
        return -1;
    return 32 - (int)g_bit_storage(~read_ipv4(mask)) + (read_ipv4(mask) == G_MAXUINT32);
}

/* @address: (out) (transfer full). FALSE: it is no subnet. */
static gboolean
parse(const char *text, GInetAddress **address, int *length)
{
    g_auto(GStrv) parts = g_strsplit(text, "/", 2);

    if (parts[0] == NULL || parts[1] == NULL)
        return FALSE;
    *address = g_inet_address_new_from_string(g_strstrip(parts[0]));
    if (*address == NULL)
        return FALSE;
    *length =
        read_length(g_strstrip(parts[1]), (guint)g_inet_address_get_native_size(*address) * 8);
    return *length >= 0;
}

static gboolean
share_bits(GInetAddress *one, GInetAddress *other, guint length)
{
    const guint8 *bytes = g_inet_address_to_bytes(one);
    const guint8 *others = g_inet_address_to_bytes(other);

    for (guint i = 0; i < length; i++)
        if ((bytes[i / 8] ^ others[i / 8]) & (0x80 >> i % 8))
            return FALSE;
    return TRUE;
}

static gboolean
contains(const char *subnet, GInetAddress *address)
{
    g_autoptr(GInetAddress) own = NULL;
    int length;

    return parse(subnet, &own, &length) &&
           g_inet_address_get_family(own) == g_inet_address_get_family(address) &&
           share_bits(own, address, (guint)length);
}

gboolean
yado_subnet_contains(const char *subnets, const char *address)
{
    g_auto(GStrv) words = g_strsplit(subnets != NULL ? subnets : "", ",", -1);
    g_autoptr(GInetAddress) parsed =
        address != NULL ? g_inet_address_new_from_string(address) : NULL;

    for (char **word = words; parsed != NULL && *word != NULL; word++)
        if (contains(*word, parsed))
            return TRUE;
    return FALSE;
}

gboolean
yado_subnet_get_range(const char *subnet, char **first, char **last)
{
    g_autoptr(GInetAddress) address = NULL;
    int length;
    guint32 own, hosts, from, to;

    if (!parse(subnet, &address, &length) || length > 30 ||
        g_inet_address_get_family(address) != G_SOCKET_FAMILY_IPV4)
        return FALSE;
    own = read_ipv4(address);
    hosts = G_MAXUINT32 >> length;
    from = (own & ~hosts) + 1;
    to = (own | hosts) - 1;
    *first = format_ipv4(own == from ? from + 1 : from);
    *last = format_ipv4(own == to ? to - 1 : to);
    return TRUE;
}
