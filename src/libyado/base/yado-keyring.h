/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * yado-keyring.h: answers that the desktop's keyring remembers (the Secret Service of freedesktop.org, through libsecret).
 *
 * libsecret is a module (yado-keyring.so in YADO_BACKENDDIR, or $YADO_BACKEND_PATH), loaded with the first question that may be remembered.
 * A question's subject says what its answers open; each field is an item of its own below it.  yado-prompt.c uses this; others only forget.
 */
#pragma once

#include "base/yado-prompt.h"

G_BEGIN_DECLS

/* What the module exports as `yado_keyring_module`.  Asynchronous, on the context of the caller. */
typedef struct {
    void (*lookup_async)(const char *subject, const char *field, GCancellable *cancellable,
                         GAsyncReadyCallback callback, gpointer user_data);
    /* NULL without an error: there is none.  To be freed with free_secret(). */
    char *(*lookup_finish)(GAsyncResult *result, GError **error);
    void (*free_secret)(char *secret);
    void (*store)(const char *subject, const char *field, const char *label, const char *secret);
    void (*clear_async)(const char *subject, GCancellable *cancellable,
                        GAsyncReadyCallback callback, gpointer user_data);
    gboolean (*clear_finish)(GAsyncResult *result, GError **error);
} YadoKeyringModule;

/*
 * Answers @question from the keyring; TRUE: all of it.  FALSE without an error: not all is known; with one: no keyring can be used, in a
 * sentence.  One whose last answer was wrong is forgotten instead.  Main context.
 */
void yado_keyring_recall_async(YadoQuestion *question, GCancellable *cancellable,
                               GAsyncReadyCallback callback, gpointer user_data);
gboolean yado_keyring_recall_finish(YadoQuestion *question, GAsyncResult *result, GError **error);

/* Remembers the answers of @question; what fails is asked again the next time.  Main context. */
void yado_keyring_keep(YadoQuestion *question);

/* What was remembered for @subject did not open it.  Any thread; does not wait. */
void yado_keyring_forget(const char *subject);

G_END_DECLS
