/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * yado-test-http.h: a web server on 127.0.0.1, in a thread of its own, with the manners of good and bad mirrors.
 *
 *     server = yado_test_http_new();
 *     yado_test_http_put(server, "/tree/linux", data, length);
 *     url = yado_test_http_dup_url(server, "/tree/");
 *
 * Beside what was put there it knows: /moved/X leads to /X, /circle to itself, /slow sends a byte and then nothing,
 * /cut less than it says, /page a page for everything below it, /denied/X 403.
 */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct _YadoTestHttp YadoTestHttp;

YadoTestHttp *yado_test_http_new(void);
void yado_test_http_free(YadoTestHttp *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(YadoTestHttp, yado_test_http_free)

/* Copies @data. Before the first request. */
void yado_test_http_put(YadoTestHttp *self, const char *path, const void *data, gsize length);
char *yado_test_http_dup_url(YadoTestHttp *self, const char *path);
/* How many requests there were. */
guint yado_test_http_count(YadoTestHttp *self);

G_END_DECLS
