/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "base/yado-error.h"

#include <gio/gio.h>

typedef struct {
    char *detail;
    char *hint;
} YadoErrorPrivate;

typedef struct {
    const char *name;
    int exit_status;
} CodeRow;

/* Names and exit statuses are interface: add, never change. 0 is success, 2 a wrong command line. */
static const CodeRow code_rows[] = {
    [YADO_ERROR_FAILED] = { "failed", 1 },
    [YADO_ERROR_NOT_FOUND] = { "not-found", 3 },
    [YADO_ERROR_BUSY] = { "busy", 4 },
    [YADO_ERROR_DENIED] = { "denied", 5 },
    [YADO_ERROR_INVALID] = { "invalid", 2 },
    [YADO_ERROR_UNSUPPORTED] = { "unsupported", 6 },
    [YADO_ERROR_CONFLICT] = { "conflict", 7 },
    [YADO_ERROR_NO_SPACE] = { "no-space", 8 },
    [YADO_ERROR_CONNECTION] = { "connection", 9 },
    [YADO_ERROR_PENDING] = { "pending", 10 },
    [YADO_ERROR_UNCERTAIN] = { "uncertain", 11 },
};

#define EXIT_STATUS_CANCELLED 130 /* as a shell reports SIGINT */

static void
yado_error_private_init(YadoErrorPrivate *priv)
{
}

static void
yado_error_private_copy(const YadoErrorPrivate *source, YadoErrorPrivate *target)
{
    target->detail = g_strdup(source->detail);
    target->hint = g_strdup(source->hint);
}

static void
yado_error_private_clear(YadoErrorPrivate *priv)
{
    g_clear_pointer(&priv->detail, g_free);
    g_clear_pointer(&priv->hint, g_free);
}

G_DEFINE_EXTENDED_ERROR(YadoError, yado_error)

static GError *make_error(YadoErrorCode code, const char *detail, const char *hint,
                          const char *format, va_list arguments) G_GNUC_PRINTF(4, 0);

static GError *
make_error(YadoErrorCode code, const char *detail, const char *hint, const char *format,
           va_list arguments)
{
    GError *error = g_error_new_valist(YADO_ERROR, code, format, arguments);
    YadoErrorPrivate *priv = yado_error_get_private(error);

    priv->detail = g_strdup(detail);
    priv->hint = g_strdup(hint);
    return error;
}

static const CodeRow *
find_row(const GError *error)
{
    if (error->domain != YADO_ERROR || (guint)error->code >= G_N_ELEMENTS(code_rows))
        return &code_rows[YADO_ERROR_FAILED];
    return &code_rows[error->code];
}

GError *
yado_error_new(YadoErrorCode code, const char *detail, const char *hint, const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    GError *error = make_error(code, detail, hint, format, arguments);
    va_end(arguments);
    return error;
}

gboolean
yado_error_set(GError **error, YadoErrorCode code, const char *detail, const char *hint,
               const char *format, ...)
{
    va_list arguments;

    if (error == NULL)
        return FALSE;
    va_start(arguments, format);
    g_propagate_error(error, make_error(code, detail, hint, format, arguments));
    va_end(arguments);
    return FALSE;
}

const char *
yado_error_get_detail(const GError *error)
{
    if (error == NULL || error->domain != YADO_ERROR)
        return NULL;
    return yado_error_get_private(error)->detail;
}

const char *
yado_error_get_hint(const GError *error)
{
    if (error == NULL || error->domain != YADO_ERROR)
        return NULL;
    return yado_error_get_private(error)->hint;
}

gboolean
yado_error_is_cancel(const GError *error)
{
    return g_error_matches(error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

const char *
yado_error_get_name(const GError *error)
{
    g_return_val_if_fail(error != NULL, NULL);

    return yado_error_is_cancel(error) ? "cancelled" : find_row(error)->name;
}

int
yado_error_get_exit_status(const GError *error)
{
    if (error == NULL)
        return 0;
    return yado_error_is_cancel(error) ? EXIT_STATUS_CANCELLED : find_row(error)->exit_status;
}
