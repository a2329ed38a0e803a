/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * yado-ssh.h: the one SSH connection to a host, which all that goes there shares.
 *
 * OpenSSH's own multiplexing with a control socket in a folder of ours: the person is asked once, in whichever front, through YadoPrompt; libvirt,
 * the agent, screens and text consoles are channels of it.  Two URIs with the same user, host, port and key share it ("xen+ssh://…", "xl+ssh://…").
 * It ends with its last user; when this program dies, the other side sees its input end.  What is started over it never asks.
 *
 * All functions may be called from any thread; open() blocks and is for workers.
 */
#pragma once

#include "base/yado-prompt.h"

G_BEGIN_DECLS

typedef struct _YadoSsh YadoSsh;

/*
 * @uri: its user, host, port and "keyfile=" say where to.  Errors: YADO_ERROR_DENIED (key or password refused, host key unknown or changed),
 * YADO_ERROR_CONNECTION, YADO_ERROR_UNSUPPORTED (no ssh here), G_IO_ERROR_CANCELLED.  (transfer full)
 */
YadoSsh *yado_ssh_open(const char *uri, YadoPrompt *prompt, GCancellable *cancellable,
                       GError **error);
YadoSsh *yado_ssh_ref(YadoSsh *self);
/* The last one closes it. */
void yado_ssh_unref(YadoSsh *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(YadoSsh, yado_ssh_unref)

/* The program ends without closing its connections: what they had in the file system goes. */
void yado_ssh_remove_folders(void);

/* A program that is called like ssh, and goes over this connection: for libvirt's "command=". */
const char *yado_ssh_get_command(YadoSsh *self);

/* A channel to @address (name or number) and @port as that host sees them.  A GSocketConnection; its end is the channel's.  (transfer full) */
GIOStream *yado_ssh_forward(YadoSsh *self, const char *address, int port, GError **error);
/* A command on that host (words; none of them is seen by a shell here, but the host's shell sees them joined), its input and output as one
 * stream.  (transfer full) */
GIOStream *yado_ssh_run(YadoSsh *self, const char *const *command, GError **error);
/* The same for who wants its errors and its end, too: a process with pipes for all three streams.  (transfer full) */
GSubprocess *yado_ssh_start(YadoSsh *self, const char *const *command, GError **error);

G_END_DECLS
