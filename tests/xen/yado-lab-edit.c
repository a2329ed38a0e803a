/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * yado-lab-edit URI GUEST EDIT...: changes a guest's configuration and, where it runs, the running guest, as a front end does.  An EDIT is
 * KEY=VALUE (of the guest), NODE.KEY=VALUE ("disk:0.source=/a.iso"), -NODE, or +KIND; keys behind +KIND are those of the new node, as ".KEY=VALUE".
 */
#include "config.h"

#include <stdlib.h>
#include <string.h>
#include <yado.h>

#include "yado-test.h"

/* Of an emulated host, over SSH. */
#define PATIENCE_SECONDS 180

static void
on_answered_cb(GObject *source, GAsyncResult *result, gpointer data)
{
    *(GAsyncResult **)data = g_object_ref(result);
}

static gboolean
is_answered(gpointer data)
{
    return *(GAsyncResult **)data != NULL;
}

static GAsyncResult *
await(GAsyncResult **result, const char *what)
{
    if (!yado_test_wait(is_answered, result, PATIENCE_SECONDS))
        g_error("%s: no answer", what);
    return *result;
}

static void
fail(const char *what, const GError *error)
{
    const char *detail = yado_error_get_detail(error);

    g_printerr("%s: %s (%s)\n", what, error->message, detail ? detail : "");
    exit(EXIT_FAILURE);
}

static YadoGuest *
find_guest(YadoSession *session, const char *uri, const char *name)
{
    YadoHost *host = yado_session_add_host(session, uri);
    g_autoptr(GAsyncResult) opened = NULL;
    g_autoptr(GAsyncResult) loaded = NULL;
    g_autoptr(GPtrArray) found = NULL;
    g_autoptr(GError) error = NULL;

    yado_host_open_async(host, YADO_OPEN_EVENTS | YADO_OPEN_WHOLE, NULL, on_answered_cb, &opened);
    if (!yado_host_open_finish(host, await(&opened, uri), &error))
        fail(uri, error);
    yado_host_load_async(host, YADO_LOAD_LIST, YADO_LIST_STATE, NULL, on_answered_cb, &loaded);
    if (!yado_host_load_finish(host, await(&loaded, uri), &error))
        fail(uri, error);
    found = yado_host_match_guests(host, name);
    if (found->len != 1)
        g_error("%u guests are called “%s”", found->len, name);
    return g_object_ref(found->pdata[0]);
}

static YadoDocument *
fetch(YadoGuest *guest)
{
    g_autoptr(GAsyncResult) result = NULL;
    g_autoptr(GError) error = NULL;
    YadoDocument *document;

    yado_guest_get_document_async(guest, YADO_CONFIGURATION_INACTIVE, NULL, on_answered_cb,
                                  &result);
    document = yado_guest_get_document_finish(guest, await(&result, "document"), &error);
    if (!document)
        fail("document", error);
    return document;
}

static void
set_value(YadoDocument *document, const char *edit, const char *newest)
{
    const char *value = strchr(edit, '=');
    g_autofree char *left = value ? g_strndup(edit, value - edit) : NULL;
    char *colon = left ? strchr(left, ':') : NULL;
    char *dot = colon ? strchr(colon, '.') : NULL;
    const char *node = *edit == '.' ? newest : dot ? left : NULL;
    g_autoptr(GError) error = NULL;

    if (!value)
        g_error("“%s” is no edit", edit);
    if (dot)
        *dot = '\0';
    if (!yado_document_set_value(document, node,
                                 *edit == '.' ? left + 1
                                 : dot        ? dot + 1
                                              : left,
                                 value + 1, &error))
        fail(edit, error);
}

static void
edit_document(YadoDocument *document, char **edits)
{
    g_autofree char *newest = NULL;

    for (; *edits; edits++) {
        g_autoptr(GError) error = NULL;

        if (**edits == '+') {
            g_free(newest);
            newest = yado_document_add_node(document, *edits + 1, &error);
        } else if (**edits == '-') {
            yado_document_remove_node(document, *edits + 1, &error);
        } else
            set_value(document, *edits, newest);
        if (error)
            fail(*edits, error);
    }
}

int
main(int argc, char **argv)
{
    g_autoptr(YadoSession) session = yado_session_new(NULL);
    g_autoptr(GAsyncResult) result = NULL;
    g_autoptr(YadoDocument) document = NULL;
    g_autoptr(YadoDocument) applied = NULL;
    g_autoptr(YadoGuest) guest = NULL;
    g_autofree char *dropped = NULL;
    g_autoptr(GError) error = NULL;

    if (argc < 4)
        g_error("usage: yado-lab-edit URI GUEST EDIT...");
    guest = find_guest(session, argv[1], argv[2]);
    document = fetch(guest);
    edit_document(document, argv + 3);
    yado_guest_apply_async(guest, document,
                           YADO_APPLY_STORED | (yado_guest_is_active(guest) ? YADO_APPLY_LIVE : 0),
                           NULL, on_answered_cb, &result);
    applied = yado_guest_apply_finish(guest, await(&result, "apply"), &dropped, &error);
    if (!applied)
        fail("apply", error);
    g_print("applied\n");
    yado_host_close(yado_guest_get_host(guest));
    return EXIT_SUCCESS;
}
