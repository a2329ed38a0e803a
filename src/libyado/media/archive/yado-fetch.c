/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* One URL into one file, by libcurl. */
#include "config.h"

#include <curl/curl.h>
#include <errno.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "base/yado-error.h"
#include "media/archive/yado-archive-private.h"

/* No kernel, initrd or .treeinfo is as large; what is has lost its way. */
#define MAX_SIZE ((curl_off_t)4 << 30)
#define MAX_REDIRECTS 10L

G_DEFINE_AUTOPTR_CLEANUP_FUNC(CURL, curl_easy_cleanup)

typedef struct {
    const YadoMediaProgress *progress;
    GCancellable *cancellable;
} Watch;

/* Not 0: libcurl breaks off. */
static int
on_progress(void *data, curl_off_t total, curl_off_t done, curl_off_t up_total, curl_off_t up_done)
{
    Watch *watch = data;

    if (g_cancellable_is_cancelled(watch->cancellable))
        return 1;
    if (watch->progress != NULL && done > 0)
        watch->progress->report((guint64)done, (guint64)MAX(total, 0), watch->progress->data);
    return 0;
}

static void
set_protocols(CURL *curl, const char *url)
{
    gboolean is_safe = g_ascii_strncasecmp(url, "https:", 6) == 0;

#if LIBCURL_VERSION_NUM >= 0x075500
    curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https,ftp");
    curl_easy_setopt(curl, CURLOPT_REDIR_PROTOCOLS_STR, is_safe ? "https" : "http,https,ftp");
#else
    curl_easy_setopt(curl, CURLOPT_PROTOCOLS, CURLPROTO_HTTP | CURLPROTO_HTTPS | CURLPROTO_FTP);
    curl_easy_setopt(curl, CURLOPT_REDIR_PROTOCOLS,
                     is_safe ? CURLPROTO_HTTPS : CURLPROTO_HTTP | CURLPROTO_HTTPS | CURLPROTO_FTP);
#endif
}

static void
set_up(CURL *curl, const char *url, FILE *file, guint patience, Watch *watch)
{
    curl_easy_setopt(curl, CURLOPT_URL, url);
    set_protocols(curl, url);
    curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 1L);
    curl_easy_setopt(curl, CURLOPT_MAXREDIRS, MAX_REDIRECTS);
    curl_easy_setopt(curl, CURLOPT_FAILONERROR, 1L);
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(curl, CURLOPT_USERAGENT, "YaDO/" PACKAGE_VERSION);
    curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT, (long)patience);
    curl_easy_setopt(curl, CURLOPT_LOW_SPEED_LIMIT, 1L);
    curl_easy_setopt(curl, CURLOPT_LOW_SPEED_TIME, (long)patience);
    curl_easy_setopt(curl, CURLOPT_MAXFILESIZE_LARGE, MAX_SIZE);
    curl_easy_setopt(curl, CURLOPT_WRITEDATA, file);
    curl_easy_setopt(curl, CURLOPT_NOPROGRESS, 0L);
    curl_easy_setopt(curl, CURLOPT_XFERINFOFUNCTION, on_progress);
    curl_easy_setopt(curl, CURLOPT_XFERINFODATA, watch);
}

static gboolean
explain_answer(CURL *curl, const char *url, const char *detail, GError **error)
{
    long status = 0;

    curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
    if (status == 404 || status == 410)
        return yado_error_set(error, YADO_ERROR_NOT_FOUND, detail, NULL,
                              _("The server has no “%s”."), url);
    return yado_error_set(error, YADO_ERROR_FAILED, detail, NULL,
                          _("The server does not give “%s”: it answers %ld."), url, status);
}

static gboolean
explain(CURL *curl, CURLcode code, const char *url, Watch *watch, GError **error)
{
    const char *detail = curl_easy_strerror(code);

    if (g_cancellable_set_error_if_cancelled(watch->cancellable, error))
        return FALSE;
    switch (code) {
    case CURLE_HTTP_RETURNED_ERROR:
        return explain_answer(curl, url, detail, error);
    case CURLE_REMOTE_FILE_NOT_FOUND:
    case CURLE_FTP_COULDNT_RETR_FILE:
        return yado_error_set(error, YADO_ERROR_NOT_FOUND, detail, NULL,
                              _("The server has no “%s”."), url);
    case CURLE_OPERATION_TIMEDOUT:
        return yado_error_set(error, YADO_ERROR_CONNECTION, detail, _("Try another mirror."),
                              _("The server sends nothing any more: “%s”."), url);
    case CURLE_TOO_MANY_REDIRECTS:
        return yado_error_set(error, YADO_ERROR_FAILED, detail, _("Try another mirror."),
                              _("The server leads in circles: “%s”."), url);
    case CURLE_UNSUPPORTED_PROTOCOL:
        return yado_error_set(error, YADO_ERROR_INVALID, detail, NULL,
                              _("“%s” is, or leads to, no address of http, https or ftp."), url);
    case CURLE_WRITE_ERROR:
        return yado_error_set(error, YADO_ERROR_NO_SPACE, detail, NULL,
                              _("There is no room on this machine for “%s”."), url);
    default:
        return yado_error_set(error, YADO_ERROR_CONNECTION, detail, NULL,
                              _("“%s” cannot be fetched."), url);
    }
}

gboolean
yado_fetch(const char *url, const char *path, guint patience, const YadoMediaProgress *progress,
           GCancellable *cancellable, GError **error)
{
    Watch watch = { progress, cancellable };
    FILE *file = g_fopen(path, "wbe");
    g_autoptr(CURL) curl = curl_easy_init();
    CURLcode code;
    gboolean is_written;

    if (file == NULL)
        return yado_error_set(error, YADO_ERROR_FAILED, g_strerror(errno), NULL,
                              _("The file “%s” cannot be written."), path);
    set_up(curl, url, file, patience, &watch);
    code = curl_easy_perform(curl);
    is_written = fclose(file) == 0;
    if (code == CURLE_OK && is_written)
        return TRUE;
    g_unlink(path);
    return explain(curl, code == CURLE_OK ? CURLE_WRITE_ERROR : code, url, &watch, error);
}
