/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * yado-device-watch.h: the counters of one guest by processor, disk and card, read with each sample of its host while somebody looks.
 *
 * One call is under way at a time; a slow host is asked less often.  Nothing is asked before yado_device_watch_set_active().
 * Signal: "changed": the text is another one.  Main thread only.
 */
#pragma once

#include "model/yado-host.h"

G_BEGIN_DECLS

#define YADO_TYPE_DEVICE_WATCH (yado_device_watch_get_type())
G_DECLARE_FINAL_TYPE(YadoDeviceWatch, yado_device_watch, YADO, DEVICE_WATCH, GObject)

YadoDeviceWatch *yado_device_watch_new(YadoGuest *guest);
void yado_device_watch_set_active(YadoDeviceWatch *self, gboolean active);
/* As yado_device_sample_format() says it; the reason where the host cannot tell; "" while nothing is known.  Borrowed until "changed". */
const char *yado_device_watch_get_text(YadoDeviceWatch *self);

G_END_DECLS
