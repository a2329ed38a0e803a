/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * gtk-vnc looks for a prime of 1024 bits with its first connection, encrypted or not: 5 to 40 ms, in which nothing is shown.  Only servers need one
 * (gnutls_dh_params_init(3)), and they have better ones ready made (RFC 7919).  The linker asks this module before GnuTLS, where gtk-vnc is
 * loaded with it; where GnuTLS was there before, all is as it was, and slower.
 */
#include "config.h"

#include <gmodule.h>

/* Of <gnutls/gnutls.h>, which is not needed for anything else; weak, since gtk-vnc brings the library. */
typedef struct {
    guchar *data;
    guint size;
} Datum;

#pragma weak gnutls_ffdhe_2048_group_prime
#pragma weak gnutls_ffdhe_2048_group_generator
#pragma weak gnutls_dh_params_import_raw
extern const Datum gnutls_ffdhe_2048_group_prime, gnutls_ffdhe_2048_group_generator;
int gnutls_dh_params_import_raw(gpointer parameters, const Datum *prime, const Datum *generator);

G_MODULE_EXPORT int gnutls_dh_params_generate2(gpointer parameters, guint bits);

G_MODULE_EXPORT int
gnutls_dh_params_generate2(gpointer parameters, guint bits)
{
    return gnutls_dh_params_import_raw(parameters, &gnutls_ffdhe_2048_group_prime,
                                       &gnutls_ffdhe_2048_group_generator);
}
