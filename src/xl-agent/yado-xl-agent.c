/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "yado-xl-agent.h"

#include <errno.h>
#include <pwd.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define CAPABILITIES "/proc/xen/capabilities"
#define MAX_LEAVE_SECONDS 30

void
yado_xl_agent_log(YadoXlAgent *self, const char *level, const char *text)
{
    g_autofree char *valid = NULL;

    if (!self->skeleton || !self->is_subscribed)
        return;
    valid = g_utf8_make_valid(text, -1);
    yado_xl1_emit_log(self->skeleton, level, valid);
}

void
yado_xl_agent_give_up(YadoXlAgent *self, const char *why)
{
    g_printerr("yado-xl-agent: %s\n", why);
    self->is_subscribed = TRUE; /* the last words are always told */
    yado_xl_agent_log(self, "error", why);
    g_main_loop_quit(self->loop);
}

void
yado_xl_agent_leave_if_done(YadoXlAgent *self)
{
    if (self->is_leaving && self->n_saves == 0 && (self->n_operations == 0 || self->is_late))
        g_main_loop_quit(self->loop);
}

static gboolean
on_late_cb(gpointer data)
{
    YadoXlAgent *self = data;

    self->is_late = TRUE;
    yado_xl_agent_leave_if_done(self);
    return G_SOURCE_REMOVE;
}

/* What libxl has begun (hotplug scripts, the next step of a removal) nobody would end; a save goes on, and what becomes of it is ours. */
void
yado_xl_agent_leave(YadoXlAgent *self)
{
    self->is_leaving = TRUE;
    g_timeout_add_seconds(MAX_LEAVE_SECONDS, on_late_cb, self);
    yado_xl_agent_leave_if_done(self);
}

static gboolean
has_control(void)
{
    g_autofree char *capabilities = NULL;

    return g_file_get_contents(CAPABILITIES, &capabilities, NULL, NULL) &&
           strstr(capabilities, "control_d") != NULL;
}

static void
explain(YadoXlAgent *self)
{
    self->is_denied = has_control() && geteuid() != 0;
    if (self->is_denied)
        self->trouble = g_strdup("yado-xl-agent must run as root");
    else if (!has_control())
        self->trouble = g_strdup("This machine does not run Xen, or is not its control domain");
    else
        self->trouble = g_strdup_printf("libxl does not open: %s",
                                        self->errors->len ? self->errors->str : "no reason given");
}

/*
 * The bootloader reads what guests wrote: with as few rights as it can (from Xen 4.17 on).  Where the host has no user for that, libxl would
 * start no guest with a bootloader at all (libxl_bootloader.c, bootloader_uid()).
 */
static void
restrict_bootloader(void)
{
    if (getpwnam("xen-qemuuser-range-base") || getpwnam("xen-qemuuser-shared"))
        g_setenv("LIBXL_BOOTLOADER_RESTRICT", "1", FALSE);
}

gboolean
yado_xl_agent_open(YadoXlAgent *self)
{
    yado_xl_hooks_init_logger(self);
    if (libxl_ctx_alloc(&self->ctx, LIBXL_VERSION, 0, &self->logger) != 0) {
        self->ctx = NULL;
        explain(self);
        return FALSE;
    }
    yado_xl_hooks_install(self);
    /* Of its own: watches are read from it by us alone. */
    self->store = xs_open(0);
    self->xc = self->store ? xc_interface_open(&self->logger, NULL, 0) : NULL;
    if (!self->xc) {
        self->trouble = g_strdup_printf("%s does not open: %s", self->store ? "Xen" : "xenstore",
                                        g_strerror(errno));
        libxl_ctx_free(self->ctx);
        self->ctx = NULL;
        return FALSE;
    }
    restrict_bootloader();
    return TRUE;
}
