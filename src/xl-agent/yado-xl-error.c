/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <errno.h>
#include <string.h>

#include "yado-xl-agent.h"

static const char *const names[] = {
    [YADO_XL_FAILED] = "Failed",       [YADO_XL_NOT_FOUND] = "NotFound",
    [YADO_XL_BUSY] = "Busy",           [YADO_XL_DENIED] = "Denied",
    [YADO_XL_INVALID] = "Invalid",     [YADO_XL_UNSUPPORTED] = "Unsupported",
    [YADO_XL_CONFLICT] = "Conflict",   [YADO_XL_NO_SPACE] = "NoSpace",
    [YADO_XL_NO_XEN] = "NoXen",        [YADO_XL_VERSION] = "Version",
    [YADO_XL_CANCELLED] = "Cancelled",
};

static const struct {
    int rc;
    YadoXlError error;
    const char *text;
} native[] = {
    { ERROR_VERSION, YADO_XL_VERSION, "libxl has another version" },
    { ERROR_NI, YADO_XL_UNSUPPORTED, "not implemented here" },
    { ERROR_NOMEM, YADO_XL_NO_SPACE, "not enough memory" },
    { ERROR_INVAL, YADO_XL_INVALID, "invalid argument" },
    { ERROR_GUEST_TIMEDOUT, YADO_XL_BUSY, "the guest did not answer in time" },
    { ERROR_TIMEDOUT, YADO_XL_BUSY, "timed out" },
    { ERROR_NOPARAVIRT, YADO_XL_UNSUPPORTED, "the guest has no Xen drivers" },
    { ERROR_NOT_READY, YADO_XL_BUSY, "not ready" },
    { ERROR_LOCK_FAIL, YADO_XL_BUSY, "another operation holds the lock" },
    { ERROR_DEVICE_EXISTS, YADO_XL_CONFLICT, "there already is such a device" },
    { ERROR_DOMAIN_NOTFOUND, YADO_XL_NOT_FOUND, "no such domain" },
    { ERROR_ABORTED, YADO_XL_CANCELLED, "aborted" },
    { ERROR_NOTFOUND, YADO_XL_NOT_FOUND, "not found" },
    { ERROR_DOMAIN_DESTROYED, YADO_XL_NOT_FOUND, "the domain is gone" },
    { ERROR_FEATURE_REMOVED, YADO_XL_UNSUPPORTED, "this Xen does not have it any more" },
};

/* What the log says is more exact than "failed". */
static YadoXlError
guess_error(const char *log)
{
    if (strstr(log, "No space left") || strstr(log, "Cannot allocate memory") ||
        strstr(log, "not enough memory"))
        return YADO_XL_NO_SPACE;
    if (strstr(log, "Permission denied") || strstr(log, "Operation not permitted"))
        return YADO_XL_DENIED;
    if (strstr(log, "Device or resource busy"))
        return YADO_XL_BUSY;
    return YADO_XL_FAILED;
}

static gboolean
answer(GDBusMethodInvocation *invocation, YadoXlError error, const char *text)
{
    g_autofree char *name = g_strconcat("org.yado.Xl1.Error.", names[error], NULL);
    g_autofree char *valid = g_utf8_make_valid(text, -1);

    g_dbus_method_invocation_return_dbus_error(invocation, name, valid);
    return TRUE;
}

gboolean
yado_xl_fail(GDBusMethodInvocation *invocation, YadoXlError error, const char *format, ...)
{
    g_autofree char *text = NULL;
    va_list arguments;

    va_start(arguments, format);
    text = g_strdup_vprintf(format, arguments);
    va_end(arguments);
    return answer(invocation, error, text);
}

gboolean
yado_xl_fail_native(YadoXlAgent *self, GDBusMethodInvocation *invocation, int rc)
{
    YadoXlError error = YADO_XL_FAILED;
    const char *text = "failed";
    g_autofree char *whole = NULL;

    for (guint i = 0; i < G_N_ELEMENTS(native); i++)
        if (native[i].rc == rc) {
            error = native[i].error;
            text = native[i].text;
        }
    if (error == YADO_XL_FAILED)
        error = guess_error(self->errors->str);
    whole = g_strdup_printf("libxl: %s (%d)%s%s", text, rc, self->errors->len ? "\n" : "",
                            self->errors->str);
    return answer(invocation, error, whole);
}

gboolean
yado_xl_fail_errno(GDBusMethodInvocation *invocation, int number, const char *path)
{
    YadoXlError error = YADO_XL_FAILED;

    if (number == ENOENT)
        error = YADO_XL_NOT_FOUND;
    else if (number == EACCES || number == EPERM || number == EROFS)
        error = YADO_XL_DENIED;
    else if (number == ENOSPC || number == EDQUOT)
        error = YADO_XL_NO_SPACE;
    else if (number == EEXIST)
        error = YADO_XL_CONFLICT;
    return yado_xl_fail(invocation, error, "%s: %s", path, g_strerror(number));
}

gboolean
yado_xl_agent_check(YadoXlAgent *self, GDBusMethodInvocation *invocation)
{
    if (self->ctx) {
        g_string_truncate(self->errors, 0);
        return TRUE;
    }
    yado_xl_fail(invocation, self->is_denied ? YADO_XL_DENIED : YADO_XL_NO_XEN, "%s",
                 self->trouble ? self->trouble : "libxl is not open");
    return FALSE;
}
