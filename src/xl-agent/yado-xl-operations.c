/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Operations that libxl runs by itself and tells the end of; and the simple ones of them, which are a verb and a guest.
 */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "yado-xl-agent.h"

static void
free_operation(YadoXlOperation *operation)
{
    YadoXlAgent *self = operation->agent;

    if (operation->destroy)
        operation->destroy(operation->data);
    g_free(operation);
    self->n_operations--;
    yado_xl_agent_leave_if_done(self);
}

/* From the loop, or from within the call that started it. */
static void
on_operation_ended(libxl_ctx *ctx, int rc, void *data)
{
    YadoXlOperation *operation = data;

    if (operation->finish)
        operation->finish(operation, rc);
    else if (rc != 0)
        yado_xl_fail_native(operation->agent, operation->invocation, rc);
    else
        g_dbus_method_invocation_return_value(operation->invocation, NULL);
    if (!operation->is_quiet)
        yado_xl_events_examine_soon(operation->agent);
    free_operation(operation);
}

YadoXlOperation *
yado_xl_operation_new(YadoXlAgent *self, GDBusMethodInvocation *invocation, uint32_t domid)
{
    YadoXlOperation *operation = g_new0(YadoXlOperation, 1);

    self->n_operations++;
    operation->agent = self;
    operation->invocation = invocation;
    operation->domid = domid;
    operation->how.callback = on_operation_ended;
    operation->how.u.for_callback = operation;
    return operation;
}

gboolean
yado_xl_operation_started(YadoXlOperation *operation, int rc)
{
    if (rc != 0) /* then it is not called back */
        on_operation_ended(operation->agent->ctx, rc, operation);
    return TRUE;
}

/* Verbs. */

static int
do_pause(YadoXlOperation *operation)
{
    return libxl_domain_pause(operation->agent->ctx, operation->domid, &operation->how);
}

static int
do_unpause(YadoXlOperation *operation)
{
    return libxl_domain_unpause(operation->agent->ctx, operation->domid, &operation->how);
}

/* xl may have ended it first, as when it fails to build a guest that restarts. */
static void
finish_destroy(YadoXlOperation *operation, int rc)
{
    if (rc != 0 && yado_xl_is_alive(operation->agent, operation->domid))
        yado_xl_fail_native(operation->agent, operation->invocation, rc);
    else
        g_dbus_method_invocation_return_value(operation->invocation, NULL);
}

static int
do_destroy(YadoXlOperation *operation)
{
    operation->finish = finish_destroy;
    return libxl_domain_destroy(operation->agent->ctx, operation->domid, &operation->how);
}

static int
do_reboot(YadoXlOperation *operation)
{
    return libxl_domain_reboot(operation->agent->ctx, operation->domid, &operation->how);
}

/* The guest sleeps since a save or a migration that came to nothing. */
static int
do_resume(YadoXlOperation *operation)
{
    return libxl_domain_resume(operation->agent->ctx, operation->domid, 1, &operation->how);
}

static int
send_trigger(YadoXlOperation *operation, libxl_trigger trigger)
{
    return libxl_send_trigger(operation->agent->ctx, operation->domid, trigger, 0, &operation->how);
}

static int
do_power_button(YadoXlOperation *operation)
{
    return send_trigger(operation, LIBXL_TRIGGER_POWER);
}

static int
do_sleep_button(YadoXlOperation *operation)
{
    return send_trigger(operation, LIBXL_TRIGGER_SLEEP);
}

static int
do_nmi(YadoXlOperation *operation)
{
    return send_trigger(operation, LIBXL_TRIGGER_NMI);
}

static int
do_wake(YadoXlOperation *operation)
{
    return send_trigger(operation, LIBXL_TRIGGER_S3RESUME);
}

/* A guest without Xen drivers does not see the request: then its power button is pressed. */
static void
finish_shutdown(YadoXlOperation *operation, int rc)
{
    YadoXlAgent *self = operation->agent;
    YadoXlOperation *button;

    if (rc == 0) {
        g_dbus_method_invocation_return_value(operation->invocation, NULL);
        return;
    }
    if (rc != ERROR_NOPARAVIRT) {
        yado_xl_fail_native(self, operation->invocation, rc);
        return;
    }
    button = yado_xl_operation_new(self, operation->invocation, operation->domid);
    yado_xl_operation_started(button, do_power_button(button));
}

static int
do_shutdown(YadoXlOperation *operation)
{
    operation->finish = finish_shutdown;
    return libxl_domain_shutdown(operation->agent->ctx, operation->domid, &operation->how);
}

static gboolean
is_saver(const char *pid, const char *id, const char *name)
{
    g_autofree char *path = g_build_filename("/proc", pid, "cmdline", NULL);
    g_autofree char *text = NULL;
    g_auto(GStrv) words = NULL;
    gsize length;

    if (!g_file_get_contents(path, &text, &length, NULL))
        return FALSE;
    for (gsize i = 0; i + 1 < length; i++)
        if (!text[i])
            text[i] = '\n';
    words = g_strsplit(text, "\n", -1);
    /* libxl-save-helper --save-domain STREAM BACK-CHANNEL DOMID … */
    if (g_str_has_suffix(words[0] ? words[0] : "", "libxl-save-helper"))
        return g_strv_length(words) > 4 && strcmp(words[4], id) == 0;
    return words[0] && (strcmp(words[0], "xl") == 0 || g_str_has_suffix(words[0], "/xl")) &&
           (g_strv_contains((const char *const *)words, "save") ||
            g_strv_contains((const char *const *)words, "migrate")) &&
           (g_strv_contains((const char *const *)words, id) ||
            (name && g_strv_contains((const char *const *)words, name)));
}

/* By whomever: then it sleeps for a good reason, and what it did meanwhile would not be in its image. */
static gboolean
is_being_saved(YadoXlAgent *self, uint32_t domid)
{
    g_autofree char *id = g_strdup_printf("%u", domid);
    char *name = libxl_domid_to_name(self->ctx, domid);
    GDir *processes = g_dir_open("/proc", 0, NULL);
    const char *pid;
    gboolean found = FALSE;

    while (processes && !found && (pid = g_dir_read_name(processes)))
        found = g_ascii_isdigit(*pid) && is_saver(pid, id, name);
    g_clear_pointer(&processes, g_dir_close);
    free(name);
    return found;
}

static const struct {
    const char *name;
    int (*start)(YadoXlOperation *operation);
} verbs[] = {
    { "pause", do_pause },
    { "unpause", do_unpause },
    { "shutdown", do_shutdown },
    { "reboot", do_reboot },
    { "destroy", do_destroy },
    { "resume-suspended", do_resume },
    { "power-button", do_power_button },
    { "sleep-button", do_sleep_button },
    { "nmi", do_nmi },
    { "wake", do_wake },
};

static gboolean
on_control_called_cb(YadoXl1 *skeleton, GDBusMethodInvocation *invocation, const char *uuid,
                     const char *verb, gpointer data)
{
    YadoXlAgent *self = data;
    uint32_t domid;

    if (!yado_xl_find(self, invocation, uuid, &domid))
        return TRUE;
    for (guint i = 0; i < G_N_ELEMENTS(verbs); i++) {
        YadoXlOperation *operation;

        if (strcmp(verbs[i].name, verb) != 0)
            continue;
        if (domid == 0)
            return yado_xl_fail(invocation, YADO_XL_INVALID, "not for the control domain");
        if (verbs[i].start == do_resume && is_being_saved(self, domid))
            return yado_xl_fail(invocation, YADO_XL_BUSY, "it is being saved or moved");
        operation = yado_xl_operation_new(self, invocation, domid);
        return yado_xl_operation_started(operation, verbs[i].start(operation));
    }
    return yado_xl_fail(invocation, YADO_XL_INVALID, "there is no verb “%s”", verb);
}

void
yado_xl_operations_connect(YadoXlAgent *self)
{
    g_signal_connect(self->skeleton, "handle-control", G_CALLBACK(on_control_called_cb), self);
}
