/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * yado-fake-backend.h: a back end whose guests the test writes down, reached as "fake:///NAME".
 *
 *     YadoSession *session = yado_fake_session_new(NULL);
 *     YadoFakeBackend *fake = yado_fake_add("xen-a");
 *     yado_fake_add_guest(fake, "web-07", YADO_GUEST_RUNNING, xml);
 *     YadoHost *host = yado_fake_open(session, "xen-a");
 */
#pragma once

#include "backend/yado-backend.h"
#include "model/yado-session.h"

#define YADO_TYPE_FAKE_BACKEND (yado_fake_backend_get_type())
G_DECLARE_FINAL_TYPE(YadoFakeBackend, yado_fake_backend, YADO, FAKE_BACKEND, GObject)

/* Owned by the double; stays until yado_fake_reset(). */
YadoFakeBackend *yado_fake_add(const char *name);
void yado_fake_reset(void);

/* Its uuid ends with the number of the guest: "…0001". @xml NULL: a small PV guest. */
void yado_fake_add_guest(YadoFakeBackend *self, const char *name, YadoGuestState state,
                         const char *xml);
/* It starts with its host; told with the next listing. */
void yado_fake_set_autostart(YadoFakeBackend *self, const char *name);
/* And tells of it. */
void yado_fake_set_state(YadoFakeBackend *self, const char *name, YadoGuestState state);
/* @capability "apply": every change of a configuration fails with @reason; an operation, "volume-delete": that one does. */
void yado_fake_set_missing(YadoFakeBackend *self, const char *capability, const char *reason);
/* At first it has a storage pool, "images"; seen when pools are read anew. */
void yado_fake_set_has_pools(YadoFakeBackend *self, gboolean has_pools);
/* The next @operation ("apply" is one) stays in its worker until it is released. */
void yado_fake_hold(YadoFakeBackend *self, const char *operation);
void yado_fake_release(YadoFakeBackend *self);
/* Whether that operation has begun: for yado_fake_wait(). */
gboolean yado_fake_is_held(gpointer fake);

/* Each guest has a screen at 127.0.0.1 that never says a word: @ports tells where, one a listing, the last for ever; 0 ends them. */
void yado_fake_set_ports(YadoFakeBackend *self, const int *ports);

/* The host's file @path, for operation "volume-download". */
void yado_fake_set_file(YadoFakeBackend *self, const char *path, GBytes *contents);

/* What the hypervisor wrote; NULL, as at first: it is not told. Operation "clear-log" empties it. */
void yado_fake_set_xen_log(YadoFakeBackend *self, const char *text);

/* "start web-07" for each operation that was run, with its arguments dumped behind it. Of strings. */
GPtrArray *yado_fake_get_log(YadoFakeBackend *self);

/* An XML definition; @extra (nullable) is put into <domain>. (transfer full) */
char *yado_fake_make_xml(const char *type, const char *os_type, const char *name, guint number,
                         const char *extra);

YadoSession *yado_fake_session_new(YadoPrompt *prompt);
/* Opens "fake:///NAME" and waits until its guests and their facts are there. Borrowed. */
YadoHost *yado_fake_open(YadoSession *session, const char *name);
YadoGuest *yado_fake_find(YadoHost *host, const char *name);

/* Turns the main loop until @test is true; fails the test after 10 s, times YADO_TEST_PATIENCE. */
void yado_fake_wait(gboolean (*test)(gpointer data), gpointer data);

/* A prompt that answers yes or no and remembers the last question's text. */
#define YADO_TYPE_FAKE_PROMPT (yado_fake_prompt_get_type())
G_DECLARE_FINAL_TYPE(YadoFakePrompt, yado_fake_prompt, YADO, FAKE_PROMPT, GObject)
YadoFakePrompt *yado_fake_prompt_new(gboolean answer);
const char *yado_fake_prompt_get_text(YadoFakePrompt *self);
guint yado_fake_prompt_get_n_asked(YadoFakePrompt *self);
