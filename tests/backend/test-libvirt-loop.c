/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* libvirt's event loop on ours, asked through libvirt's own functions, as its remote driver does. */
#include "config.h"

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "backend/libvirt/yado-libvirt-private.h"
#include "yado-test.h"

typedef struct {
    int id;      /* of the handle or the timer */
    int ends[2]; /* of a pipe: read, write */
    int told;    /* events, of all calls together */
    guint calls, frees;
    gboolean reads;  /* in the call, what is there */
    gboolean leaves; /* in the first call */
} Watched;

static void
on_freed_cb(void *data)
{
    ((Watched *)data)->frees++;
}

static void
on_ready_cb(int id, int fd, int events, void *data)
{
    Watched *self = data;
    char byte;
    g_assert_cmpint(id, ==, self->id);
    g_assert_cmpint(fd, ==, self->ends[0]);
    self->calls++;
    self->told |= events;
    if (self->reads)
        g_assert_cmpint(read(fd, &byte, 1), <=, 1);
    if (self->leaves)
        virEventRemoveHandle(id);
}

static void
on_due_cb(int id, void *data)
{
    Watched *self = data;
    g_assert_cmpint(id, ==, self->id);
    self->calls++;
    if (self->leaves)
        virEventRemoveTimeout(id);
}

static void
watch_pipe(Watched *self, int events)
{
    g_assert_cmpint(pipe2(self->ends, O_CLOEXEC | O_NONBLOCK), ==, 0);
    self->id = virEventAddHandle(self->ends[0], events, on_ready_cb, self, on_freed_cb);
    g_assert_cmpint(self->id, >, 0);
}

static void
say(Watched *self)
{
    g_assert_cmpint(write(self->ends[1], "x", 1), ==, 1);
}

static gboolean
was_called(gpointer data)
{
    return ((Watched *)data)->calls > 0;
}

static gboolean
was_called_often(gpointer data)
{
    return ((Watched *)data)->calls >= 3;
}

static gboolean
was_freed(gpointer data)
{
    return ((Watched *)data)->frees > 0;
}

static gboolean
on_passed_cb(gpointer data)
{
    *(gboolean *)data = TRUE;
    return G_SOURCE_REMOVE;
}

/* The main context turns for so long: what was going to happen has happened. */
static void
turn(guint milliseconds)
{
    gboolean passed = FALSE;
    g_timeout_add_full(G_PRIORITY_LOW, milliseconds, on_passed_cb, &passed, NULL);
    while (!passed)
        g_main_context_iteration(NULL, TRUE);
}

static void
end(Watched *self)
{
    guint calls;
    g_assert_cmpint(virEventRemoveHandle(self->id), ==, 0);
    calls = self->calls;
    say(self);
    g_assert_true(yado_test_wait(was_freed, self, 10));
    g_assert_cmpuint(self->calls, ==, calls);
    g_assert_cmpuint(self->frees, ==, 1);
    g_assert_cmpint(virEventRemoveHandle(self->id), <, 0);
    close(self->ends[0]);
    close(self->ends[1]);
}

static void
test_handle(void)
{
    Watched self = { .reads = TRUE };
    watch_pipe(&self, VIR_EVENT_HANDLE_READABLE);
    say(&self);
    g_assert_true(yado_test_wait(was_called, &self, 10));
    g_assert_cmpint(self.told, ==, VIR_EVENT_HANDLE_READABLE);
    turn(50);
    g_assert_cmpuint(self.calls, ==, 1);
    end(&self);
}

static void
test_hangup(void)
{
    Watched self = { .leaves = TRUE };
    watch_pipe(&self, VIR_EVENT_HANDLE_READABLE);
    close(self.ends[1]);
    g_assert_true(yado_test_wait(was_freed, &self, 10));
    g_assert_cmpint(self.told & VIR_EVENT_HANDLE_HANGUP, !=, 0);
    g_assert_cmpuint(self.calls, ==, 1);
    close(self.ends[0]);
}

/* What nobody wants is not told, also when it comes again and again; wanted again, it is. */
static void
test_unwanted(void)
{
    Watched self = { .reads = TRUE };
    watch_pipe(&self, VIR_EVENT_HANDLE_READABLE);
    virEventUpdateHandle(self.id, 0);
    say(&self);
    turn(100);
    g_assert_cmpuint(self.calls, ==, 0);
    virEventUpdateHandle(self.id, VIR_EVENT_HANDLE_READABLE);
    g_assert_true(yado_test_wait(was_called, &self, 10));
    end(&self);
}

/* Room to write is told at once, not when calls have come to rest. */
static void
test_writable(void)
{
    Watched self = { 0 };
    int ends[2];
    g_assert_cmpint(pipe2(ends, O_CLOEXEC | O_NONBLOCK), ==, 0);
    self.ends[0] = ends[1];
    self.id = virEventAddHandle(ends[1], 0, on_ready_cb, &self, on_freed_cb);
    turn(20);
    g_assert_cmpuint(self.calls, ==, 0);
    virEventUpdateHandle(self.id, VIR_EVENT_HANDLE_WRITABLE);
    g_assert_true(yado_test_wait(was_called, &self, 10));
    g_assert_cmpint(self.told, ==, VIR_EVENT_HANDLE_WRITABLE);
    virEventRemoveHandle(self.id);
    g_assert_true(yado_test_wait(was_freed, &self, 10));
    close(ends[0]);
    close(ends[1]);
}

/* ---- As a worker that calls a daemon: it takes the socket off the loop, reads the answer itself, and puts the socket back ---- */

#define CALLS 500

static gpointer
call_often(gpointer data)
{
    Watched *self = data;
    for (guint i = 0; i < CALLS; i++) {
        char byte;
        virEventUpdateHandle(self->id, 0);
        say(self);
        while (read(self->ends[0], &byte, 1) != 1)
            g_thread_yield();
        virEventUpdateHandle(self->id, VIR_EVENT_HANDLE_READABLE);
    }
    return NULL;
}

static void
test_borrowed(void)
{
    Watched self = { .reads = TRUE };
    GThread *worker;
    watch_pipe(&self, VIR_EVENT_HANDLE_READABLE);
    worker = g_thread_new("worker", call_often, &self);
    turn(200);
    g_thread_join(worker);
    turn(50);       /* until the calls have come to rest */
    self.calls = 0; /* an empty read is what the remote driver allows for */
    say(&self);
    g_assert_true(yado_test_wait(was_called, &self, 10));
    g_assert_cmpuint(self.calls, ==, 1);
    end(&self);
}

/* Told that no more calls are coming, it does not take what is said next for the answer to one. */
static void
test_settled(void)
{
    Watched self = { .reads = TRUE };
    watch_pipe(&self, VIR_EVENT_HANDLE_READABLE);
    virEventUpdateHandle(self.id, 0);
    virEventUpdateHandle(self.id, VIR_EVENT_HANDLE_READABLE);
    yado_libvirt_loop_settle();
    say(&self);
    while (self.calls == 0 && g_main_context_iteration(NULL, FALSE))
        ;
    g_assert_cmpuint(self.calls, ==, 1);
    end(&self);
}

static void
turn_until_rest(void)
{
    while (g_main_context_iteration(NULL, FALSE))
        ;
}

/* A socket that is held back is not read; a glance reads it once. */
static void
test_held(void)
{
    Watched self = { .reads = TRUE };
    watch_pipe(&self, VIR_EVENT_HANDLE_READABLE);
    g_assert_cmpint(yado_libvirt_loop_get_last(), ==, self.id);
    yado_libvirt_loop_hold(self.id, TRUE);
    say(&self);
    say(&self);
    say(&self);
    turn_until_rest();
    g_assert_cmpuint(self.calls, ==, 0);
    yado_libvirt_loop_glance(self.id);
    turn_until_rest();
    g_assert_cmpuint(self.calls, ==, 1);
    virEventUpdateHandle(self.id, 0);
    virEventUpdateHandle(self.id, VIR_EVENT_HANDLE_READABLE);
    turn(50); /* calls that come to rest do not let it go */
    g_assert_cmpuint(self.calls, ==, 1);
    yado_libvirt_loop_hold(self.id, FALSE);
    turn_until_rest();
    g_assert_cmpuint(self.calls, ==, 3);
    end(&self);
}

/* ---- Timers ---- */

static void
end_timer(Watched *self)
{
    guint calls = self->calls;
    g_assert_cmpint(virEventRemoveTimeout(self->id), ==, 0);
    g_assert_true(yado_test_wait(was_freed, self, 10));
    turn(30);
    g_assert_cmpuint(self->calls, ==, calls);
    g_assert_cmpuint(self->frees, ==, 1);
}

static void
test_timer(void)
{
    Watched self = { 0 };
    self.id = virEventAddTimeout(10, on_due_cb, &self, on_freed_cb);
    g_assert_true(yado_test_wait(was_called_often, &self, 10));
    virEventUpdateTimeout(self.id, -1);
    self.calls = 0;
    turn(60);
    g_assert_cmpuint(self.calls, ==, 0);
    virEventUpdateTimeout(self.id, 0); /* each turn */
    g_assert_true(yado_test_wait(was_called_often, &self, 10));
    end_timer(&self);
}

/* As keepalive does: put off with each message, and due when none comes any more. */
static void
test_timer_put_off(void)
{
    Watched self = { 0 };
    gint64 begin = g_get_monotonic_time();
    self.id = virEventAddTimeout(1000, on_due_cb, &self, on_freed_cb);
    turn(100);
    virEventUpdateTimeout(self.id, 1500);
    g_assert_true(yado_test_wait(was_called, &self, 10));
    g_assert_cmpint(g_get_monotonic_time() - begin, >=, 1600 * G_TIME_SPAN_MILLISECOND);
    end_timer(&self);
}

/* A worker makes it earlier while the main thread sleeps. */
static gpointer
hurry(gpointer data)
{
    virEventUpdateTimeout(((Watched *)data)->id, 20);
    return NULL;
}

static void
test_timer_hurried(void)
{
    Watched self = { .leaves = TRUE };
    GThread *worker;
    self.id = virEventAddTimeout(3600 * 1000, on_due_cb, &self, on_freed_cb);
    worker = g_thread_new("worker", hurry, &self);
    g_assert_true(yado_test_wait(was_freed, &self, 10));
    g_thread_join(worker);
    g_assert_cmpuint(self.calls, ==, 1);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    yado_libvirt_loop_register();
    g_test_add_func("/libvirt-loop/handle", test_handle);
    g_test_add_func("/libvirt-loop/hangup", test_hangup);
    g_test_add_func("/libvirt-loop/unwanted", test_unwanted);
    g_test_add_func("/libvirt-loop/writable", test_writable);
    g_test_add_func("/libvirt-loop/borrowed", test_borrowed);
    g_test_add_func("/libvirt-loop/settled", test_settled);
    g_test_add_func("/libvirt-loop/held", test_held);
    g_test_add_func("/libvirt-loop/timer", test_timer);
    g_test_add_func("/libvirt-loop/timer-put-off", test_timer_put_off);
    g_test_add_func("/libvirt-loop/timer-hurried", test_timer_hurried);
    return g_test_run();
}
