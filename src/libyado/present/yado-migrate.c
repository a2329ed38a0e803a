/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "present/yado-migrate.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/yado-error.h"
#include "document/yado-plain-document.h"

/* "xen" of "xen+ssh://…" */
static gboolean
is_same_kind(const char *one, const char *other)
{
    size_t length = strcspn(one, "+:");

    return strcspn(other, "+:") == length && g_ascii_strncasecmp(one, other, length) == 0;
}

const char *
yado_migrate_get_misfit(YadoHost *from, const char *uri)
{
    g_return_val_if_fail(YADO_IS_HOST(from) && uri != NULL, NULL);

    if (strcmp(yado_host_get_uri(from), uri) == 0)
        return _("the guest is on it");
    if (!is_same_kind(yado_host_get_uri(from), uri))
        return _("another hypervisor");
    return NULL;
}

char *
yado_migrate_dup_uri(YadoSession *session, YadoHost *from, const char *text, GError **error)
{
    YadoHost *known = yado_session_find_host(session, text);
    g_autofree char *uri =
        known != NULL ? g_strdup(yado_host_get_uri(known)) : yado_session_expand_uri(text);
    const char *misfit;

    if (strstr(uri, ":/") == NULL) {
        yado_error_set(error, YADO_ERROR_INVALID, NULL,
                       _("Give the address of a host, such as xen+ssh://root@host/system."),
                       _("No host is called “%s”."), text);
        return NULL;
    }
    if (!yado_session_check_uri(uri, error))
        return NULL;
    misfit = yado_migrate_get_misfit(from, uri);
    if (misfit == NULL)
        return g_steal_pointer(&uri);
    yado_error_set(error, YADO_ERROR_INVALID, NULL, NULL, _("“%s” cannot take the guest: %s."),
                   text, misfit);
    return NULL;
}

/* ---- The network address ---- */

static gboolean
is_name(const char *text)
{
    static const char characters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                     "0123456789.-_";

    return *text != '\0' && *text != '-' && text[strspn(text, characters)] == '\0';
}

static gboolean
is_port(const char *text)
{
    size_t length = strspn(text, "0123456789");

    return length > 0 && length <= 5 && text[length] == '\0' &&
           g_ascii_strtoull(text, NULL, 10) - 1 < 65535;
}

static gboolean
is_address6(const char *text)
{
    return strchr(text, ':') != NULL && g_hostname_is_ip_address(text);
}

/* From "[" on. */
static gboolean
is_bracketed(const char *text)
{
    const char *end = strchr(text, ']');
    g_autofree char *inside = end != NULL ? g_strndup(text + 1, end - text - 1) : NULL;

    return inside != NULL && is_address6(inside) &&
           (end[1] == '\0' || (end[1] == ':' && is_port(end + 2)));
}

static gboolean
is_address(const char *text)
{
    const char *colon = strchr(text, ':');
    g_autofree char *name = g_strndup(text, colon != NULL ? (size_t)(colon - text) : strlen(text));

    if (*text == '[')
        return is_bracketed(text);
    return is_address6(text) || (is_name(name) && (colon == NULL || is_port(colon + 1)));
}

gboolean
yado_migrate_check_address(const char *text, GError **error)
{
    return is_address(text) ||
           yado_error_set(error, YADO_ERROR_INVALID, NULL, NULL,
                          _("“%s” is neither a host nor a host with a port: “10.0.0.2”, "
                            "“xen-b:49160”."),
                          text);
}

/* ---- The job ---- */

static void
put(YadoDocument *arguments, const char *key, const char *value)
{
    if (value != NULL && *value != '\0')
        yado_plain_document_set_initial(YADO_PLAIN_DOCUMENT(arguments), key, value);
}

static YadoDocument *
create_arguments(const YadoMigration *migration, const char *uri)
{
    YadoDocument *arguments = yado_plain_document_new();
    g_autofree char *bracketed = migration->address != NULL && is_address6(migration->address)
                                     ? g_strdup_printf("[%s]", migration->address)
                                     : g_strdup(migration->address);

    put(arguments, "to", uri);
    put(arguments, "address", bracketed);
    put(arguments, "bandwidth", migration->bandwidth);
    put(arguments, "paused", migration->is_paused ? "yes" : NULL);
    put(arguments, "keep", migration->keeps ? "yes" : NULL);
    put(arguments, "unsafe", migration->is_unsafe ? "yes" : NULL);
    return arguments;
}

/* Not all hosts tell what comes and goes. */
static void
on_finished_cb(YadoJob *job, YadoHost *host)
{
    if (yado_host_get_state(host) == YADO_HOST_OPEN)
        yado_host_refresh(host);
}

void
yado_migrate_start(YadoSession *session, YadoGuest *guest, const YadoMigration *migration,
                   YadoJob *job)
{
    YadoHost *from = yado_guest_get_host(guest);
    GError *error = NULL;
    g_autofree char *uri = from != NULL && yado_guest_is_reachable(guest, NULL)
                               ? yado_migrate_dup_uri(session, from, migration->to, &error)
                               : NULL;
    g_autoptr(YadoDocument) arguments = NULL;
    YadoHost *to = uri != NULL ? yado_session_find_host(session, uri) : NULL;

    if (uri == NULL) {
        if (error == NULL)
            error =
                yado_error_new(YADO_ERROR_CONNECTION, NULL, NULL, _("The host is not connected."));
        yado_job_begin(job);
        yado_job_finish(job, error);
        return;
    }
    arguments = create_arguments(migration, uri);
    g_signal_connect_object(job, "finished", G_CALLBACK(on_finished_cb), from, 0);
    if (to != NULL)
        g_signal_connect_object(job, "finished", G_CALLBACK(on_finished_cb), to, 0);
    yado_guest_start(guest, "migrate", arguments, job);
}
