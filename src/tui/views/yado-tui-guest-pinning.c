/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The page "pinning": a grid to read, scrolled. */
#define G_LOG_DOMAIN "yado-tui"
#include "config.h"

#include "tui/views/yado-tui-guest-view-private.h"

#include <glib/gi18n.h>

#include "tui/widget/yado-tui-text.h"

/* The page may be left before the host answers: the text is ours until then. */
static void
on_scheduling_read_cb(GObject *source, GAsyncResult *result, gpointer user_data)
{
    g_autoptr(YadoTuiText) text = user_data;
    g_autoptr(GError) error = NULL;
    g_autoptr(YadoScheduling) scheduling =
        yado_guest_get_scheduling_finish(YADO_GUEST(source), result, &error);
    g_autofree char *grid = scheduling != NULL ? yado_scheduling_format(scheduling) : NULL;

    if (!yado_error_is_cancel(error))
        yado_tui_text_set_text(text, grid != NULL ? grid : error->message);
}

YadoTuiWidget *
yado_tui_guest_pinning_build(YadoTuiGuestView *self)
{
    YadoTuiWidget *text = yado_tui_text_new(_("Reading…"), FALSE);

    yado_guest_get_scheduling_async(self->guest, self->cancellable, on_scheduling_read_cb,
                                    g_object_ref(text));
    return text;
}
