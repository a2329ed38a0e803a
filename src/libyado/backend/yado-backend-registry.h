/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * yado-backend-registry.h: from a URI to a back end.
 *
 * Back ends with a native library are modules (yado-backend-NAME.so in YADO_BACKENDDIR, or $YADO_BACKEND_PATH), loaded when the first
 * connection needs them: a program that only prints its help never pays for libvirt.  A module exports
 * `YadoBackend *yado_backend_module_new(const char *uri)`.
 */
#pragma once

#include "backend/yado-backend.h"

G_BEGIN_DECLS

typedef YadoBackend *(*YadoBackendConstructor)(const char *uri);

/* Errors: YADO_ERROR_INVALID (not a URI, unknown scheme: the message lists what is known), YADO_ERROR_UNSUPPORTED (module missing).
 * (transfer full) */
YadoBackend *yado_backend_registry_create(const char *uri, GError **error);

/*
 * Who else tells of the same machine: libxl sees the guests that `xl` made, libvirt does not.  "xen:///system" has "xl:///",
 * "xen+ssh://root@host/system?keyfile=…" has "xl+ssh://root@host/?keyfile=…".  NULL: nobody, or not reachable in that way.
 * (transfer full)
 */
char *yado_backend_registry_dup_companion(const char *uri);

/* For tests: @scheme is served by @constructor from now on. */
void yado_backend_registry_add(const char *scheme, YadoBackendConstructor constructor);

G_END_DECLS
