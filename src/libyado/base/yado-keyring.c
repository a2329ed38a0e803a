/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "base/yado-keyring.h"

#include <glib/gi18n-lib.h>

#include "base/yado-error.h"
#include "base/yado-module.h"

/* ---- The module ---- */

static const YadoKeyringModule *
load_module(GError **error)
{
    static gpointer table;
    GModule *module;

    if (table)
        return table;
    module = yado_module_open("keyring");
    if (module && g_module_symbol(module, "yado_keyring_module", &table))
        return table;
    table = NULL;
    yado_error_set(error, YADO_ERROR_UNSUPPORTED, g_module_error(), NULL,
                   _("YaDO's part that remembers passwords is not installed."));
    return NULL;
}

static GError *
explain(const GError *native)
{
    return yado_error_new(YADO_ERROR_UNSUPPORTED, native->message, NULL,
                          _("No keyring of the desktop answers."));
}

/* ---- Recalling: one field after the other ---- */

static void recall_next(GTask *task);

static void
fail_recall(GTask *task, const GError *native)
{
    if (g_error_matches(native, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        g_task_return_error(task, g_error_copy(native));
    else
        g_task_return_error(task, explain(native));
}

static void
on_secret_found_cb(GObject *source, GAsyncResult *result, gpointer data)
{
    g_autoptr(GTask) task = data;
    YadoQuestion *question = g_task_get_source_object(task);
    const YadoKeyringModule *module = load_module(NULL);
    guint i = GPOINTER_TO_UINT(g_task_get_task_data(task));
    g_autoptr(GError) native = NULL;
    char *secret = module->lookup_finish(result, &native);

    if (secret) {
        yado_question_set_answer(question, i, secret);
        module->free_secret(secret);
        g_task_set_task_data(task, GUINT_TO_POINTER(i + 1), NULL);
        recall_next(task);
    } else if (native) {
        fail_recall(task, native);
    } else {
        g_task_return_boolean(task, FALSE);
    }
}

static void
recall_next(GTask *task)
{
    YadoQuestion *question = g_task_get_source_object(task);
    guint i = GPOINTER_TO_UINT(g_task_get_task_data(task));

    if (i == yado_question_get_n_fields(question))
        g_task_return_boolean(task, i > 0);
    else
        load_module(NULL)->lookup_async(
            yado_question_get_subject(question), yado_question_get_field(question, i)->id,
            g_task_get_cancellable(task), on_secret_found_cb, g_object_ref(task));
}

static void
on_secrets_cleared_cb(GObject *source, GAsyncResult *result, gpointer data)
{
    g_autoptr(GTask) task = data;
    g_autoptr(GError) native = NULL;

    load_module(NULL)->clear_finish(result, &native);
    if (native)
        fail_recall(task, native);
    else
        g_task_return_boolean(task, FALSE);
}

void
yado_keyring_recall_async(YadoQuestion *question, GCancellable *cancellable,
                          GAsyncReadyCallback callback, gpointer user_data)
{
    g_autoptr(GTask) task = g_task_new(question, cancellable, callback, user_data);
    GError *error = NULL;
    const YadoKeyringModule *module = load_module(&error);

    if (!module)
        g_task_return_error(task, error);
    else if (yado_question_was_wrong(question))
        module->clear_async(yado_question_get_subject(question), cancellable, on_secrets_cleared_cb,
                            g_object_ref(task));
    else
        recall_next(task);
}

gboolean
yado_keyring_recall_finish(YadoQuestion *question, GAsyncResult *result, GError **error)
{
    return g_task_propagate_boolean(G_TASK(result), error);
}

/* ---- Keeping and forgetting ---- */

void
yado_keyring_keep(YadoQuestion *question)
{
    const YadoKeyringModule *module = load_module(NULL);

    for (guint i = 0; module && i < yado_question_get_n_fields(question); i++) {
        const YadoQuestionField *field = yado_question_get_field(question, i);

        module->store(yado_question_get_subject(question), field->id,
                      yado_question_get_subject_label(question), field->value ? field->value : "");
    }
}

static void
on_forgotten_cb(GObject *source, GAsyncResult *result, gpointer data)
{
    load_module(NULL)->clear_finish(result, NULL); /* where none can be used nothing was kept */
}

static gboolean
on_forget_due_cb(gpointer data)
{
    const YadoKeyringModule *module = load_module(NULL);

    if (module)
        module->clear_async(data, NULL, on_forgotten_cb, NULL);
    return G_SOURCE_REMOVE;
}

void
yado_keyring_forget(const char *subject)
{
    g_idle_add_full(G_PRIORITY_DEFAULT, on_forget_due_cb, g_strdup(subject), g_free);
}
