/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <string.h>

#include "backend/libvirt/yado-libvirt-private.h"
#include "backend/yado-missing-file.h"

/* libvirt puts the system's own, translated words into its messages. */
static gboolean
mentions_errno(const char *text, int number, const char *english)
{
    return text && (strstr(text, english) || strstr(text, g_strerror(number)));
}

static YadoErrorCode
translate_system_error(int domain, const char *text)
{
    if (mentions_errno(text, ENOSPC, "No space left on device") ||
        mentions_errno(text, ENOMEM, "Cannot allocate memory") ||
        mentions_errno(text, EDQUOT, "Disk quota exceeded"))
        return YADO_ERROR_NO_SPACE;
    if (domain == VIR_FROM_RPC || domain == VIR_FROM_REMOTE)
        return YADO_ERROR_CONNECTION;
    if (mentions_errno(text, EACCES, "Permission denied") ||
        mentions_errno(text, EPERM, "Operation not permitted"))
        return YADO_ERROR_DENIED;
    if (mentions_errno(text, ENOENT, "No such file or directory"))
        return YADO_ERROR_NOT_FOUND;
    return YADO_ERROR_FAILED;
}

YadoErrorCode
yado_libvirt_translate_code(int code, int domain, const char *text)
{
    switch (code) {
    case VIR_ERR_NO_DOMAIN:
    case VIR_ERR_NO_STORAGE_POOL:
    case VIR_ERR_NO_STORAGE_VOL:
    case VIR_ERR_NO_NETWORK:
    case VIR_ERR_NO_DOMAIN_METADATA:
    case VIR_ERR_NO_DOMAIN_SNAPSHOT:
        return YADO_ERROR_NOT_FOUND;
    case VIR_ERR_AUTH_FAILED:
    case VIR_ERR_AUTH_UNAVAILABLE:
    case VIR_ERR_ACCESS_DENIED:
    case VIR_ERR_OPERATION_DENIED:
        return YADO_ERROR_DENIED;
    case VIR_ERR_NO_SUPPORT:
    case VIR_ERR_OPERATION_UNSUPPORTED:
    case VIR_ERR_ARGUMENT_UNSUPPORTED:
    case VIR_ERR_CONFIG_UNSUPPORTED:
        return YADO_ERROR_UNSUPPORTED;
    case VIR_ERR_INVALID_ARG:
        /* How drivers say that they do not know a flag: the value is ours, not the user's. */
        return text != NULL && strstr(text, "unsupported flags") != NULL ? YADO_ERROR_UNSUPPORTED
                                                                         : YADO_ERROR_INVALID;
    case VIR_ERR_XML_ERROR:
    case VIR_ERR_XML_DETAIL:
    case VIR_ERR_XML_INVALID_SCHEMA:
    case VIR_ERR_OS_TYPE:
    case VIR_ERR_OPERATION_INVALID:
        return YADO_ERROR_INVALID;
    case VIR_ERR_OPERATION_TIMEOUT:
    case VIR_ERR_RESOURCE_BUSY:
    case VIR_ERR_BLOCK_COPY_ACTIVE:
        return YADO_ERROR_BUSY;
    case VIR_ERR_DOM_EXIST:
        return YADO_ERROR_CONFLICT;
    case VIR_ERR_NO_MEMORY:
        return YADO_ERROR_NO_SPACE;
    case VIR_ERR_RPC:
    case VIR_ERR_INVALID_CONN:
    case VIR_ERR_NO_CONNECT:
        return YADO_ERROR_CONNECTION;
    case VIR_ERR_INTERNAL_ERROR:
        if (domain == VIR_FROM_RPC || domain == VIR_FROM_REMOTE)
            return YADO_ERROR_CONNECTION;
        return translate_system_error(VIR_FROM_NONE, text);
    default:
        return translate_system_error(code == VIR_ERR_SYSTEM_ERROR ? domain : VIR_FROM_NONE, text);
    }
}

static const char *
get_hint(YadoErrorCode code, int native)
{
    if (native == VIR_ERR_OPERATION_INVALID)
        return _("Its state does not allow this now. Look at it again.");
    switch (code) {
    case YADO_ERROR_NOT_FOUND:
        return _("Somebody else may have removed it.");
    case YADO_ERROR_BUSY:
        return _("Another operation is using it. Try again when that is done.");
    case YADO_ERROR_DENIED:
        return _("You lack the right to do this on that host.");
    case YADO_ERROR_NO_SPACE:
        return _("Free some disk space or memory on the host.");
    case YADO_ERROR_CONNECTION:
        return _("The connection to the host broke. It is tried again by itself.");
    default:
        return NULL;
    }
}

static gboolean
is_dead(YadoLibvirtBackend *self)
{
    gboolean dead;

    g_mutex_lock(&self->lock);
    dead = !self->connection || virConnectIsAlive(self->connection) == 0;
    g_mutex_unlock(&self->lock);
    return dead;
}

/* A dead connection is not told by events when the program runs without libvirt's event loop. */
static void
notice_broken_connection(YadoLibvirtBackend *self, const GError *error)
{
    gboolean is_new;
    virConnectPtr connection;

    g_mutex_lock(&self->lock);
    connection = self->connection;
    is_new = connection && !self->is_broken && virConnectIsAlive(connection) == 0;
    self->is_broken |= is_new;
    g_mutex_unlock(&self->lock);
    if (is_new)
        yado_backend_emit_closed(YADO_BACKEND(self), error);
}

gboolean
yado_libvirt_backend_fail_natively(YadoLibvirtBackend *self, virErrorPtr native, GError **error,
                                   const char *format, ...)
{
    const char *text = native ? native->message : NULL;
    int code = native ? native->code : VIR_ERR_OK;
    YadoErrorCode translated = yado_libvirt_translate_code(code, native ? native->domain : 0, text);
    g_autofree char *message = NULL;
    g_autofree char *missing = NULL;
    g_autoptr(GError) made = NULL;
    va_list arguments;

    if (code == VIR_ERR_OK && is_dead(self)) {
        translated = YADO_ERROR_CONNECTION;
        text = "virConnectIsAlive: 0";
    }
    if (code == VIR_ERR_OPERATION_ABORTED || code == VIR_ERR_AUTH_CANCELLED) {
        g_set_error_literal(error, G_IO_ERROR, G_IO_ERROR_CANCELLED, _("Cancelled."));
        virFreeError(native);
        return FALSE;
    }
    va_start(arguments, format);
    message = g_strdup_vprintf(format, arguments);
    va_end(arguments);
    missing = translated == YADO_ERROR_NOT_FOUND ? yado_missing_file_dup_hint(text) : NULL;
    made = yado_error_new(translated, text, missing ? missing : get_hint(translated, code), "%s",
                          message);
    virFreeError(native);
    if (translated == YADO_ERROR_CONNECTION)
        notice_broken_connection(self, made);
    g_propagate_error(error, g_steal_pointer(&made));
    return FALSE;
}
