/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * yado-session.h: everything one running program has: settings, hosts, jobs, and the one who answers questions.
 *
 * GListModel of YadoHost.  Known hosts are kept in the settings, group "host URI": label, autoconnect.
 */
#pragma once

#include "base/yado-settings.h"
#include "job/yado-job-queue.h"
#include "model/yado-host.h"

G_BEGIN_DECLS

#define YADO_TYPE_SESSION (yado_session_get_type())
G_DECLARE_FINAL_TYPE(YadoSession, yado_session, YADO, SESSION, GObject)

/* @prompt may be NULL. (transfer full) */
YadoSession *yado_session_new(YadoPrompt *prompt);

/* The program ends: closes every host without a word, as the process may be gone before the host answers. */
void yado_session_leave(YadoSession *self);

YadoSettings *yado_session_get_settings(YadoSession *self);
YadoJobQueue *yado_session_get_jobs(YadoSession *self);
YadoPrompt *yado_session_get_prompt(YadoSession *self);
void yado_session_set_prompt(YadoSession *self, YadoPrompt *prompt);

/*
 * Fills the list of hosts: @uris as given on the command line, or labels of kept ones; when empty, those kept in the settings, and the local
 * hypervisor (yado_session_guess_uri()).  Opens none.
 */
void yado_session_load_hosts(YadoSession *self, const char *const *uris);

/* xen:///system on a machine booted under Xen, else the demo host's URI.  $YADO_URI overrides.  (transfer full) */
char *yado_session_guess_uri(void);
char *yado_session_get_demo_uri(void);
/* "demo" and "xen", "qemu" stand for their URIs; others come back unchanged. (transfer full) */
char *yado_session_expand_uri(const char *text);
/* Whether any back end serves such an address; does not connect.  Remembered, another one would fail at every start. */
gboolean yado_session_check_uri(const char *text, GError **error);

YadoHost *yado_session_add_host(YadoSession *self,
                                const char *uri); /* borrowed; the one there is, if it is known */
YadoHost *yado_session_find_host(YadoSession *self, const char *uri_or_label);
/* Closes it and removes it from the settings. */
void yado_session_forget_host(YadoSession *self, YadoHost *host);
/* Writes hosts and settings; the error names the file. */
gboolean yado_session_save(YadoSession *self, GError **error);

G_END_DECLS
