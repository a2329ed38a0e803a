/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "present/yado-device-watch.h"

#include "present/yado-depth-text.h"

struct _YadoDeviceWatch {
    GObject parent_instance;
    YadoGuest *guest;
    YadoHost *host; /* listened to; NULL while nobody looks */
    YadoDeviceSample *last;
    GCancellable *cancellable; /* of the call that is under way */
    char *text;
};

G_DEFINE_FINAL_TYPE(YadoDeviceWatch, yado_device_watch, G_TYPE_OBJECT)

enum { SIGNAL_CHANGED, N_SIGNALS };
static guint signals[N_SIGNALS];

static void
set_text(YadoDeviceWatch *self, const char *text)
{
    char *copy = g_strdup(text);
    gboolean is_same = g_str_equal(self->text, text);

    g_free(self->text);
    self->text = copy;
    if (!is_same)
        g_signal_emit(self, signals[SIGNAL_CHANGED], 0);
}

static void
on_sampled_cb(GObject *source, GAsyncResult *result, gpointer user_data)
{
    g_autoptr(YadoDeviceWatch) self = user_data;
    YadoDeviceSample *sample = yado_guest_sample_devices_finish(YADO_GUEST(source), result, NULL);
    g_autofree char *text = NULL;

    g_clear_object(&self->cancellable);
    if (sample == NULL || self->host == NULL) { /* it stopped meanwhile, or nobody looks any more */
        g_clear_pointer(&sample, yado_device_sample_free);
        g_clear_pointer(&self->last, yado_device_sample_free);
        set_text(self, "");
        return;
    }
    text = yado_device_sample_format(self->last, sample);
    g_clear_pointer(&self->last, yado_device_sample_free);
    self->last = sample;
    set_text(self, text);
}

static void
on_host_sampled_cb(YadoHost *host, YadoDeviceWatch *self)
{
    const char *why = NULL;

    if (self->cancellable != NULL || !yado_guest_is_active(self->guest))
        return;
    if (!yado_guest_has(self->guest, YADO_CAP_DEVICE_STATS, &why)) {
        set_text(self, why != NULL ? why : "");
        return;
    }
    self->cancellable = g_cancellable_new();
    yado_guest_sample_devices_async(self->guest, self->cancellable, on_sampled_cb,
                                    g_object_ref(self));
}

static void
stop(YadoDeviceWatch *self)
{
    if (self->cancellable != NULL)
        g_cancellable_cancel(self->cancellable);
    if (self->host != NULL)
        g_signal_handlers_disconnect_by_data(self->host, self);
    g_clear_object(&self->host);
}

static void
start(YadoDeviceWatch *self)
{
    YadoHost *host = yado_guest_get_host(self->guest);

    if (host == NULL)
        return;
    self->host = g_object_ref(host);
    g_signal_connect(host, "sampled", G_CALLBACK(on_host_sampled_cb), self);
    on_host_sampled_cb(host, self);
}

static void
yado_device_watch_dispose(GObject *object)
{
    YadoDeviceWatch *self = YADO_DEVICE_WATCH(object);

    stop(self);
    g_clear_object(&self->guest);
    G_OBJECT_CLASS(yado_device_watch_parent_class)->dispose(object);
}

static void
yado_device_watch_finalize(GObject *object)
{
    YadoDeviceWatch *self = YADO_DEVICE_WATCH(object);

    g_clear_pointer(&self->last, yado_device_sample_free);
    g_free(self->text);
    G_OBJECT_CLASS(yado_device_watch_parent_class)->finalize(object);
}

static void
yado_device_watch_class_init(YadoDeviceWatchClass *klass)
{
    G_OBJECT_CLASS(klass)->dispose = yado_device_watch_dispose;
    G_OBJECT_CLASS(klass)->finalize = yado_device_watch_finalize;
    signals[SIGNAL_CHANGED] = g_signal_new("changed", YADO_TYPE_DEVICE_WATCH, G_SIGNAL_RUN_LAST, 0,
                                           NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
yado_device_watch_init(YadoDeviceWatch *self)
{
    self->text = g_strdup("");
}

YadoDeviceWatch *
yado_device_watch_new(YadoGuest *guest)
{
    YadoDeviceWatch *self;

    g_return_val_if_fail(YADO_IS_GUEST(guest), NULL);

    self = g_object_new(YADO_TYPE_DEVICE_WATCH, NULL);
    self->guest = g_object_ref(guest);
    return self;
}

void
yado_device_watch_set_active(YadoDeviceWatch *self, gboolean active)
{
    g_return_if_fail(YADO_IS_DEVICE_WATCH(self));

    if (active == (self->host != NULL))
        return;
    if (active)
        start(self);
    else
        stop(self);
}

const char *
yado_device_watch_get_text(YadoDeviceWatch *self)
{
    g_return_val_if_fail(YADO_IS_DEVICE_WATCH(self), "");

    return self->text;
}
