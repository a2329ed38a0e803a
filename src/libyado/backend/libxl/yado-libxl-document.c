/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Configurations: the file for what the next start will use, and what the agent tells of a guest that runs.
 */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "backend/libxl/yado-libxl-private.h"
#include "backend/libxl/yado-libxl-running.h"

static YadoDocument *
fetch_running(YadoLibxlBackend *self, YadoXl1 *proxy, YadoLibxlRow *row, GCancellable *cancellable,
              GError **error)
{
    g_autofree char *json = NULL;
    g_autoptr(GVariant) values = NULL;
    g_autoptr(GError) native = NULL;

    if (yado_xl1_call_get_configuration_sync(proxy, row->xen_uuid, G_DBUS_CALL_FLAGS_NONE,
                                             YADO_LIBXL_READ_TIMEOUT, &json, &values, cancellable,
                                             &native))
        return yado_libxl_running_new(json, values);
    yado_libxl_backend_fail(self, error, g_steal_pointer(&native),
                            _("The configuration of “%s” cannot be read."), row->name);
    return NULL;
}

static YadoDocument *
refuse_file(YadoLibxlRow *row, GError **error)
{
    if (!row->file)
        yado_error_set(error, YADO_ERROR_NOT_FOUND, NULL,
                       _("It was started from a file elsewhere, or by another program."),
                       _("“%s” has no configuration file here."), row->name);
    else
        yado_error_set(error, YADO_ERROR_UNSUPPORTED, row->file, NULL,
                       _("This version of YaDO cannot read the file “%s”."), row->file);
    return NULL;
}

YadoDocument *
yado_libxl_backend_get_document(YadoBackend *backend, const char *uuid, YadoConfiguration which,
                                GCancellable *cancellable, GError **error)
{
    YadoLibxlBackend *self = YADO_LIBXL_BACKEND(backend);
    g_autoptr(YadoXl1) proxy = yado_libxl_backend_ref_proxy(self, error);
    g_autoptr(YadoLibxlRow) row = proxy ? yado_libxl_backend_find(self, uuid, error) : NULL;

    if (!row)
        return NULL;
    if (*row->xen_uuid && which == YADO_CONFIGURATION_ACTIVE)
        return fetch_running(self, proxy, row, cancellable, error);
    return refuse_file(row, error);
}
