/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * yado-error.h: the one error domain of the library.
 *
 * Every error that leaves libyado has a whole translated sentence that names the object (`message`),
 * and may have a `hint` (what to do now, translated) and a `detail` (what the native library said, as
 * it said it).  Front ends show message and hint, and detail on request.  A cancelled operation is
 * G_IO_ERROR_CANCELLED and is never shown.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define YADO_ERROR (yado_error_quark())

typedef enum {
    YADO_ERROR_FAILED,      /* the host tried and failed */
    YADO_ERROR_NOT_FOUND,   /* the guest, file or host is not there */
    YADO_ERROR_BUSY,        /* another operation holds it: try again later */
    YADO_ERROR_DENIED,      /* no right */
    YADO_ERROR_INVALID,     /* what was given is wrong */
    YADO_ERROR_UNSUPPORTED, /* this host, driver or state cannot do it */
    YADO_ERROR_CONFLICT,    /* somebody else changed it in between */
    YADO_ERROR_NO_SPACE,    /* no disk space or memory left */
    YADO_ERROR_CONNECTION,  /* the host cannot be reached or the connection broke */
    YADO_ERROR_PENDING,     /* stored for the guest's next start, but it could not be done now */
    YADO_ERROR_UNCERTAIN,   /* the connection broke before the host answered: it may have been done */
} YadoErrorCode;

GQuark yado_error_quark(void);

/* A new error.  @detail and @hint may be NULL; @format makes the message.  (transfer full) */
GError *yado_error_new(YadoErrorCode code, const char *detail, const char *hint, const char *format,
                       ...) G_GNUC_PRINTF(4, 5);

/* The same, set on @error unless that is NULL.  Always returns FALSE, for `return yado_error_set(…)`. */
gboolean yado_error_set(GError **error, YadoErrorCode code, const char *detail, const char *hint,
                        const char *format, ...) G_GNUC_PRINTF(5, 6);

/* What the native library said, or NULL.  Borrowed; NULL for errors of other domains. */
const char *yado_error_get_detail(const GError *error);

/* What the user can do now, or NULL.  Borrowed. */
const char *yado_error_get_hint(const GError *error);

/* Whether the user cancelled: not to be shown. */
gboolean yado_error_is_cancel(const GError *error);

/* The stable English name of the code ("not-found"), for --json.  Static. */
const char *yado_error_get_name(const GError *error);

/* The exit status of `yado` for the error: see the table in the manual page.  0 for NULL. */
int yado_error_get_exit_status(const GError *error);

G_END_DECLS
