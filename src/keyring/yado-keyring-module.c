/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* libsecret as base/yado-keyring.h wants it. */
#include "config.h"

#include <gmodule.h>
#include <libsecret/secret.h>

#include "yado.h"

/* The attributes are not secret: a keyring shows them. */
static const SecretSchema schema = {
    .name = "org.yado.Password",
    .flags = SECRET_SCHEMA_NONE,
    .attributes = { { "subject", SECRET_SCHEMA_ATTRIBUTE_STRING },
                    { "field", SECRET_SCHEMA_ATTRIBUTE_STRING },
                    { NULL, 0 } },
};

static void
lookup_async(const char *subject, const char *field, GCancellable *cancellable,
             GAsyncReadyCallback callback, gpointer user_data)
{
    secret_password_lookup(&schema, cancellable, callback, user_data, "subject", subject, "field",
                           field, NULL);
}

static char *
lookup_finish(GAsyncResult *result, GError **error)
{
    return secret_password_lookup_nonpageable_finish(result, error);
}

static void
on_stored_cb(GObject *source, GAsyncResult *result, gpointer data)
{
    g_autoptr(GError) error = NULL;

    if (!secret_password_store_finish(result, &error))
        g_debug("not remembered: %s", error->message);
}

static void
store(const char *subject, const char *field, const char *label, const char *secret)
{
    secret_password_store(&schema, SECRET_COLLECTION_DEFAULT, label, secret, NULL, on_stored_cb,
                          NULL, "subject", subject, "field", field, NULL);
}

static void
clear_async(const char *subject, GCancellable *cancellable, GAsyncReadyCallback callback,
            gpointer user_data)
{
    secret_password_clear(&schema, cancellable, callback, user_data, "subject", subject, NULL);
}

/* That there was nothing to forget is no failure. */
static gboolean
clear_finish(GAsyncResult *result, GError **error)
{
    return secret_password_clear_finish(result, error);
}

G_MODULE_EXPORT extern const YadoKeyringModule yado_keyring_module;
G_MODULE_EXPORT const YadoKeyringModule yado_keyring_module = {
    .lookup_async = lookup_async,
    .lookup_finish = lookup_finish,
    .free_secret = secret_password_free,
    .store = store,
    .clear_async = clear_async,
    .clear_finish = clear_finish,
};
