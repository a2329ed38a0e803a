/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "backend/libxl/yado-libxl-private.h"
#include "backend/yado-missing-file.h"

#define PREFIX "org.yado.Xl1.Error."

static const struct {
    const char *name;
    YadoErrorCode code;
} codes[] = {
    { "NotFound", YADO_ERROR_NOT_FOUND },      { "Busy", YADO_ERROR_BUSY },
    { "Denied", YADO_ERROR_DENIED },           { "Invalid", YADO_ERROR_INVALID },
    { "Unsupported", YADO_ERROR_UNSUPPORTED }, { "Conflict", YADO_ERROR_CONFLICT },
    { "NoSpace", YADO_ERROR_NO_SPACE },        { "NoXen", YADO_ERROR_UNSUPPORTED },
    { "Version", YADO_ERROR_UNSUPPORTED },
};

static gboolean
is_lost(const GError *native)
{
    return g_error_matches(native, G_IO_ERROR, G_IO_ERROR_CLOSED) ||
           g_error_matches(native, G_IO_ERROR, G_IO_ERROR_TIMED_OUT) ||
           g_error_matches(native, G_DBUS_ERROR, G_DBUS_ERROR_DISCONNECTED) ||
           g_error_matches(native, G_DBUS_ERROR, G_DBUS_ERROR_NO_REPLY);
}

YadoErrorCode
yado_libxl_translate_error(const GError *native)
{
    g_autofree char *name = g_dbus_error_get_remote_error(native);

    if (!name)
        return is_lost(native) ? YADO_ERROR_CONNECTION : YADO_ERROR_FAILED;
    for (guint i = 0; i < G_N_ELEMENTS(codes); i++)
        if (g_str_has_prefix(name, PREFIX) && strcmp(name + strlen(PREFIX), codes[i].name) == 0)
            return codes[i].code;
    if (g_error_matches(native, G_DBUS_ERROR, G_DBUS_ERROR_UNKNOWN_METHOD))
        return YADO_ERROR_UNSUPPORTED;
    return is_lost(native) ? YADO_ERROR_CONNECTION : YADO_ERROR_FAILED;
}

static gboolean
is_cancel(const GError *native)
{
    g_autofree char *name = native ? g_dbus_error_get_remote_error(native) : NULL;

    return g_error_matches(native, G_IO_ERROR, G_IO_ERROR_CANCELLED) ||
           g_strcmp0(name, PREFIX "Cancelled") == 0;
}

gboolean
yado_libxl_backend_fail(YadoLibxlBackend *self, GError **error, GError *native, const char *format,
                        ...)
{
    g_autoptr(GError) taken = native;
    g_autofree char *message = NULL;
    g_autofree char *missing = NULL;
    YadoErrorCode code = taken ? yado_libxl_translate_error(taken) : YADO_ERROR_FAILED;
    va_list arguments;

    va_start(arguments, format);
    message = g_strdup_vprintf(format, arguments);
    va_end(arguments);
    if (is_cancel(taken)) {
        g_set_error_literal(error, G_IO_ERROR, G_IO_ERROR_CANCELLED, message);
        return FALSE;
    }
    if (taken)
        g_dbus_error_strip_remote_error(taken);
    if (code == YADO_ERROR_FAILED) /* xl tells no more than that */
        missing = yado_missing_file_dup_hint(taken ? taken->message : NULL);
    return yado_error_set(error, missing ? YADO_ERROR_NOT_FOUND : code,
                          taken ? taken->message : NULL, missing, "%s", message);
}
