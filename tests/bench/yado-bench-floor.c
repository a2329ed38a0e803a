/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * yado-bench-floor URI: the least that a program linked with libvirt must do for a list of guests: load the library, connect, ask for four
 * listings filtered by state, print names and ids.
 */
#include <libvirt/libvirt.h>
#include <stdio.h>
#include <stdlib.h>

static int
list(virConnectPtr connection, unsigned int filter)
{
    virDomainPtr *guests = NULL;
    int n = virConnectListAllDomains(connection, &guests, filter);
    for (int i = 0; i < n; i++) {
        printf("%d %s\n", (int)virDomainGetID(guests[i]), virDomainGetName(guests[i]));
        virDomainFree(guests[i]);
    }
    free(guests);
    return n;
}

int
main(int argc, char **argv)
{
    static const unsigned int filters[] = {
        VIR_CONNECT_LIST_DOMAINS_RUNNING,
        VIR_CONNECT_LIST_DOMAINS_SHUTOFF,
        VIR_CONNECT_LIST_DOMAINS_PAUSED,
        VIR_CONNECT_LIST_DOMAINS_OTHER,
    };
    virConnectPtr connection = argc == 2 ? virConnectOpenReadOnly(argv[1]) : NULL;
    if (!connection)
        return 1;
    for (unsigned int i = 0; i < sizeof filters / sizeof filters[0]; i++)
        if (list(connection, filters[i]) < 0)
            return 1;
    return virConnectClose(connection) != 0;
}
