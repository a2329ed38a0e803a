/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * libvirt's event loop on the default main context.
 *
 * A worker that calls a daemon reads the answer itself: libvirt takes the socket off the loop before each call and puts it back behind it, and moves its keepalive timer
 * with each message.  Done literally that wakes the main thread three or four times a call.  So it is done late: what libvirt no longer wants is taken off when it next
 * disturbs, what it wants again is put back when the calls have come to rest, and a timer that was put off is noticed when it goes off.
 *
 * libvirt reads all that a daemon sends, and keeps what nobody takes.  So the socket of a stream's own connection can be held back, which the daemon feels.
 */
#include "config.h"

#include <glib.h>

#include "backend/libvirt/yado-libvirt-private.h"

/* So long after the main thread was disturbed by an answer that a worker waits for, events may be late. */
#define REST (20 * G_TIME_SPAN_MILLISECOND)

typedef struct {
    GSource source;
    int id;
    gpointer opaque;
    virFreeCallback free_opaque;
} Watch;

typedef enum {
    FREE,
    HELD,    /* not read */
    GLANCED, /* read once, then held again */
} Hold;

typedef struct {
    Watch watch;
    int fd;
    virEventHandleCallback callback;
    /* With the lock held. */
    int wanted; /* of virEventHandleType */
    int polled; /* what the source waits for now; may be more or less than what is wanted */
    gboolean is_borrowed; /* a worker has read the socket since it was put on the loop */
    gpointer tag;         /* NULL: not polled */
    Hold hold;
} Handle;

typedef struct {
    Watch watch;
    virEventTimeoutCallback callback;
    /* With the lock held. */
    int interval;    /* ms; -1: off */
    gint64 deadline; /* never later than the source's own time, unless off */
} Timer;

static GMutex lock;
static GHashTable *handles, *timers; /* id -> the source; guarded by lock */
static int last_id;
static GPrivate last_handle; /* a thread's own */

/* ---- Handles ---- */

static GIOCondition
to_condition(int events)
{
    return (events & VIR_EVENT_HANDLE_READABLE ? G_IO_IN : 0) |
           (events & VIR_EVENT_HANDLE_WRITABLE ? G_IO_OUT : 0);
}

static int
to_events(GIOCondition condition)
{
    return (condition & G_IO_IN ? VIR_EVENT_HANDLE_READABLE : 0) |
           (condition & G_IO_OUT ? VIR_EVENT_HANDLE_WRITABLE : 0) |
           (condition & (G_IO_ERR | G_IO_NVAL) ? VIR_EVENT_HANDLE_ERROR : 0) |
           (condition & G_IO_HUP ? VIR_EVENT_HANDLE_HANGUP : 0);
}

/* With the lock held.  An end of the connection is always told, so what is not wanted must not be polled at all. */
static void
poll_for(Handle *handle, int events)
{
    GSource *source = &handle->watch.source;

    if (handle->hold == HELD)
        events &= ~VIR_EVENT_HANDLE_READABLE;
    if (events == handle->polled)
        return;
    if (handle->tag && events)
        g_source_modify_unix_fd(source, handle->tag, to_condition(events));
    else if (events)
        handle->tag = g_source_add_unix_fd(source, handle->fd, to_condition(events));
    else
        g_source_remove_unix_fd(source, g_steal_pointer(&handle->tag));
    handle->polled = events;
}

/* With the lock held.  What to tell libvirt, or 0. */
static int
check_handle(Handle *handle)
{
    GSource *source = &handle->watch.source;
    int events = handle->tag ? to_events(g_source_query_unix_fd(source, handle->tag)) : 0;
    gint64 due = g_source_get_ready_time(source);
    gint64 now = g_source_get_time(source);

    if (due >= 0 && now >= due) { /* the calls may have come to rest */
        g_source_set_ready_time(source, -1);
        handle->is_borrowed = FALSE;
        poll_for(handle, handle->wanted);
        return 0;
    }
    if (events && (handle->is_borrowed || !handle->wanted)) { /* it is a worker's answer */
        poll_for(handle, 0);
        g_source_set_ready_time(source, now + REST);
        return 0;
    }
    if (handle->hold == GLANCED && (events & VIR_EVENT_HANDLE_READABLE))
        handle->hold = HELD;
    if ((handle->polled & ~handle->wanted) || handle->hold == HELD)
        poll_for(handle, handle->wanted);
    return events & (handle->wanted | VIR_EVENT_HANDLE_ERROR | VIR_EVENT_HANDLE_HANGUP);
}

static gboolean
dispatch_handle(GSource *source, GSourceFunc callback, gpointer data)
{
    Handle *handle = (Handle *)source;
    int events = 0;

    g_mutex_lock(&lock);
    if (!g_source_is_destroyed(source)) /* by a worker, just now */
        events = check_handle(handle);
    g_mutex_unlock(&lock);
    if (events)
        handle->callback(handle->watch.id, handle->fd, events, handle->watch.opaque);
    return G_SOURCE_CONTINUE;
}

static GSourceFuncs handle_funcs = { .dispatch = dispatch_handle };

static void
register_watch(Watch *watch, GHashTable *table, gpointer opaque, virFreeCallback free_opaque)
{
    watch->opaque = opaque;
    watch->free_opaque = free_opaque;
    watch->id = ++last_id;
    g_hash_table_insert(table, GINT_TO_POINTER(watch->id), watch);
    g_source_attach(&watch->source, NULL);
}

/* libvirt holds locks while it takes something off that it needs for freeing. */
static gboolean
on_removed_cb(gpointer data)
{
    Watch *watch = data;

    if (watch->free_opaque)
        watch->free_opaque(watch->opaque);
    return G_SOURCE_REMOVE;
}

static int
remove_watch(GHashTable *table, int id)
{
    Watch *watch;

    g_mutex_lock(&lock);
    watch = g_hash_table_lookup(table, GINT_TO_POINTER(id));
    if (watch) {
        g_hash_table_remove(table, GINT_TO_POINTER(id));
        g_source_destroy(&watch->source);
    }
    g_mutex_unlock(&lock);
    if (!watch)
        return -1;
    g_idle_add_full(G_PRIORITY_HIGH, on_removed_cb, watch, (GDestroyNotify)g_source_unref);
    return 0;
}

static int
add_handle(int fd, int events, virEventHandleCallback callback, void *opaque,
           virFreeCallback free_opaque)
{
    Handle *handle = (Handle *)g_source_new(&handle_funcs, sizeof(Handle));

    handle->fd = fd;
    handle->callback = callback;
    handle->wanted = events;
    g_mutex_lock(&lock);
    poll_for(handle, events);
    register_watch(&handle->watch, handles, opaque, free_opaque);
    g_mutex_unlock(&lock);
    g_private_set(&last_handle, GINT_TO_POINTER(handle->watch.id));
    return handle->watch.id;
}

/* With the lock held. */
static void
want(Handle *handle, int events)
{
    GSource *source = &handle->watch.source;
    int missing = events & ~handle->polled;

    if (!events && handle->wanted)
        handle->is_borrowed = TRUE;
    handle->wanted = events;
    if (missing & VIR_EVENT_HANDLE_WRITABLE) {
        handle->is_borrowed = FALSE;
        poll_for(handle, events);
    } else if (missing && g_source_get_ready_time(source) < 0) {
        g_source_set_ready_time(source, g_get_monotonic_time() + REST);
    }
}

static void
update_handle(int id, int events)
{
    Handle *handle;

    g_mutex_lock(&lock);
    handle = g_hash_table_lookup(handles, GINT_TO_POINTER(id));
    if (handle)
        want(handle, events);
    g_mutex_unlock(&lock);
}

static int
remove_handle(int id)
{
    return remove_watch(handles, id);
}

/* ---- Timers ---- */

/* With the lock held.  Whether it is due; an interval of 0 is due each turn. */
static gboolean
check_timer(Timer *timer)
{
    GSource *source = &timer->watch.source;
    gint64 now = g_source_get_time(source);
    gboolean is_due = timer->interval >= 0 && now >= timer->deadline;

    if (is_due)
        timer->deadline = now + timer->interval * G_TIME_SPAN_MILLISECOND;
    g_source_set_ready_time(source, timer->interval < 0 ? -1 : timer->deadline);
    return is_due;
}

static gboolean
dispatch_timer(GSource *source, GSourceFunc callback, gpointer data)
{
    Timer *timer = (Timer *)source;
    gboolean is_due;

    g_mutex_lock(&lock);
    is_due = !g_source_is_destroyed(source) && check_timer(timer);
    g_mutex_unlock(&lock);
    if (is_due)
        timer->callback(timer->watch.id, timer->watch.opaque);
    return G_SOURCE_CONTINUE;
}

static GSourceFuncs timer_funcs = { .dispatch = dispatch_timer };

/* With the lock held.  Later or never: it is noticed when the source goes off. */
static void
set_interval(Timer *timer, int interval)
{
    GSource *source = &timer->watch.source;
    gint64 due = g_source_get_ready_time(source);

    timer->interval = interval;
    if (interval < 0)
        return;
    timer->deadline = g_get_monotonic_time() + interval * G_TIME_SPAN_MILLISECOND;
    if (due < 0 || timer->deadline < due)
        g_source_set_ready_time(source, timer->deadline);
}

static int
add_timeout(int interval, virEventTimeoutCallback callback, void *opaque,
            virFreeCallback free_opaque)
{
    Timer *timer = (Timer *)g_source_new(&timer_funcs, sizeof(Timer));

    timer->callback = callback;
    g_mutex_lock(&lock);
    set_interval(timer, interval);
    register_watch(&timer->watch, timers, opaque, free_opaque);
    g_mutex_unlock(&lock);
    return timer->watch.id;
}

static void
update_timeout(int id, int interval)
{
    Timer *timer;

    g_mutex_lock(&lock);
    timer = g_hash_table_lookup(timers, GINT_TO_POINTER(id));
    if (timer)
        set_interval(timer, interval);
    g_mutex_unlock(&lock);
}

static int
remove_timeout(int id)
{
    return remove_watch(timers, id);
}

void
yado_libvirt_loop_settle(void)
{
    GHashTableIter iter;
    gpointer value;

    g_mutex_lock(&lock);
    g_hash_table_iter_init(&iter, handles);
    while (g_hash_table_iter_next(&iter, NULL, &value)) {
        Handle *handle = value;

        handle->is_borrowed = FALSE;
        g_source_set_ready_time(value, -1);
        poll_for(handle, handle->wanted);
    }
    g_mutex_unlock(&lock);
}

int
yado_libvirt_loop_get_last(void)
{
    return GPOINTER_TO_INT(g_private_get(&last_handle));
}

static void
set_hold(int id, Hold hold)
{
    Handle *handle;

    g_mutex_lock(&lock);
    handle = g_hash_table_lookup(handles, GINT_TO_POINTER(id));
    if (handle && handle->hold != hold) {
        handle->hold = hold;
        poll_for(handle, handle->wanted);
    }
    g_mutex_unlock(&lock);
}

void
yado_libvirt_loop_hold(int id, gboolean held)
{
    set_hold(id, held ? HELD : FREE);
}

void
yado_libvirt_loop_glance(int id)
{
    set_hold(id, GLANCED);
}

void
yado_libvirt_loop_register(void)
{
    handles = g_hash_table_new(NULL, NULL);
    timers = g_hash_table_new(NULL, NULL);
    virEventRegisterImpl(add_handle, update_handle, remove_handle, add_timeout, update_timeout,
                         remove_timeout);
}
