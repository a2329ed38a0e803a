/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * libxl's descriptors, timers, children and log lines, served by the one main context.
 *
 * The hooks are called with libxl's lock held and must not call libxl; the sources they make do so later, from the loop.  GLib watches
 * children by pidfd, so nobody's SIGCHLD handler is in the way; in mainloop mode libxl reaps nothing itself.
 */
#include "config.h"

#include <glib-unix.h>
#include <stddef.h>
#include <string.h>
#include <unistd.h>

#include "yado-xl-agent.h"

#define MAX_ERRORS 4096

typedef struct {
    YadoXlAgent *agent;
    GSource *source; /* NULL: asks for no events now */
    int fd;
    void *for_libxl;
} Registration;

/* Descriptors. */

static gboolean
on_fd_ready_cb(int fd, GIOCondition condition, gpointer data)
{
    Registration *registration = data;

    /* It may deregister itself, which frees @registration. */
    libxl_osevent_occurred_fd(registration->agent->ctx, registration->for_libxl, fd, 0,
                              (short)condition);
    return G_SOURCE_CONTINUE;
}

static void
detach(Registration *registration)
{
    if (!registration->source)
        return;
    g_source_destroy(registration->source);
    g_clear_pointer(&registration->source, g_source_unref);
}

static void
attach_fd(Registration *registration, short events)
{
    detach(registration);
    if (events == 0)
        return;
    registration->source =
        g_unix_fd_source_new(registration->fd, (GIOCondition)events | G_IO_ERR | G_IO_HUP);
    g_source_set_callback(registration->source, G_SOURCE_FUNC(on_fd_ready_cb), registration, NULL);
    g_source_attach(registration->source, NULL);
}

static int
register_fd(void *user, int fd, void **registration_out, short events, void *for_libxl)
{
    Registration *registration = g_new0(Registration, 1);

    registration->agent = user;
    registration->fd = fd;
    registration->for_libxl = for_libxl;
    attach_fd(registration, events);
    *registration_out = registration;
    return 0;
}

static int
modify_fd(void *user, int fd, void **registration, short events)
{
    attach_fd(*registration, events);
    return 0;
}

static void
deregister_fd(void *user, int fd, void *registration)
{
    detach(registration);
    g_free(registration);
}

/* Timers: each occurs once. */

static gboolean
on_timeout_due_cb(gpointer data)
{
    Registration *registration = data;

    detach(registration);
    libxl_osevent_occurred_timeout(registration->agent->ctx, registration->for_libxl);
    g_free(registration);
    return G_SOURCE_REMOVE;
}

static gboolean
dispatch_timer(GSource *source, GSourceFunc callback, gpointer data)
{
    return callback(data);
}

static GSourceFuncs timer_funcs = { .dispatch = dispatch_timer };

static int
register_timeout(void *user, void **registration_out, struct timeval when, void *for_libxl)
{
    Registration *registration = g_new0(Registration, 1);
    gint64 delay = when.tv_sec * G_USEC_PER_SEC + when.tv_usec - g_get_real_time();

    registration->agent = user;
    registration->for_libxl = for_libxl;
    registration->source = g_source_new(&timer_funcs, sizeof(GSource));
    g_source_set_ready_time(registration->source, g_get_monotonic_time() + MAX(delay, 0));
    g_source_set_callback(registration->source, on_timeout_due_cb, registration, NULL);
    g_source_attach(registration->source, NULL);
    *registration_out = registration;
    return 0;
}

/* Only ever means "now". */
static int
modify_timeout(void *user, void **registration, struct timeval when)
{
    Registration *timer = *registration;

    g_source_set_ready_time(timer->source, 0);
    return 0;
}

static void
deregister_timeout(void *user, void *registration)
{
    /* "will never be called" (libxl_event.h) */
}

/* Children. */

static void
on_child_exited_cb(GPid pid, int status, gpointer data)
{
    YadoXlAgent *self = data;

    libxl_childproc_reaped(self->ctx, pid, status);
    g_spawn_close_pid(pid);
}

static pid_t
fork_child(void *user)
{
    pid_t pid = fork();

    if (pid > 0)
        g_child_watch_add(pid, on_child_exited_cb, user);
    return pid;
}

/* Events and the end of them. */

static void
on_event_occurred(void *user, libxl_event *event)
{
    YadoXlAgent *self = user;

    libxl_event_free(self->ctx, event);
    yado_xl_events_examine_soon(self);
}

static void
on_disaster(void *user, libxl_event_type type, const char *message, int number)
{
    g_autofree char *why = g_strdup_printf("libxl: %s: %s", message, g_strerror(number));

    yado_xl_agent_give_up(user, why);
}

/* Log. */

static const char *
get_level_name(xentoollog_level level)
{
    if (level >= XTL_ERROR)
        return "error";
    if (level >= XTL_WARN)
        return "warning";
    return level >= XTL_PROGRESS ? "info" : "debug";
}

static void
note_error(YadoXlAgent *self, const char *text)
{
    if (self->errors->len + strlen(text) > MAX_ERRORS)
        return;
    g_string_append_printf(self->errors, "%s%s", self->errors->len ? "\n" : "", text);
}

static void
log_message(xentoollog_logger *logger, xentoollog_level level, int number, const char *context,
            const char *format, va_list arguments)
{
    YadoXlAgent *self = (YadoXlAgent *)((char *)logger - offsetof(YadoXlAgent, logger));
    g_autofree char *text = NULL;
    g_autofree char *line = NULL;

    if (level < XTL_WARN)
        return;
    text = g_strdup_vprintf(format, arguments);
    line = g_strdup_printf("%s%s%s%s%s", context ? context : "", context ? ": " : "", text,
                           number >= 0 ? ": " : "", number >= 0 ? g_strerror(number) : "");
    note_error(self, line);
    yado_xl_agent_log(self, get_level_name(level), line);
}

static void
destroy_logger(xentoollog_logger *logger)
{
}

void
yado_xl_hooks_init_logger(YadoXlAgent *self)
{
    self->logger.vmessage = log_message;
    self->logger.destroy = destroy_logger;
}

/* libxl keeps the addresses of these. */
void
yado_xl_hooks_install(YadoXlAgent *self)
{
    static const libxl_osevent_hooks os_hooks = {
        .fd_register = register_fd,
        .fd_modify = modify_fd,
        .fd_deregister = deregister_fd,
        .timeout_register = register_timeout,
        .timeout_modify = modify_timeout,
        .timeout_deregister = deregister_timeout,
    };
    static const libxl_childproc_hooks child_hooks = {
        .chldowner = libxl_sigchld_owner_mainloop,
        .fork_replacement = fork_child,
    };
    static const libxl_event_hooks event_hooks = {
        .event_occurs_mask = LIBXL_EVENTMASK_ALL,
        .event_occurs = on_event_occurred,
        .disaster = on_disaster,
    };

    libxl_osevent_register_hooks(self->ctx, &os_hooks, self);
    libxl_childproc_setmode(self->ctx, &child_hooks, self);
    libxl_event_register_callbacks(self->ctx, &event_hooks, self);
}
