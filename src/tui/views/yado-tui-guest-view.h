/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * yado-tui-guest-view.h: an open guest: its pages at the left, a form (or a view) at the right (SCREENS.md, picture 2).
 *
 * All pages edit one document; F10 applies all of it at once.
 */
#pragma once

#include "tui/views/yado-tui-app.h"

G_BEGIN_DECLS

#define YADO_TUI_TYPE_GUEST_VIEW (yado_tui_guest_view_get_type())
G_DECLARE_FINAL_TYPE(YadoTuiGuestView, yado_tui_guest_view, YADO_TUI, GUEST_VIEW, YadoTuiWindow)

/* @page: the id of the one to begin with. */
YadoTuiGuestView *yado_tui_guest_view_new(YadoTuiApp *app, YadoGuest *guest, const char *page);
YadoGuest *yado_tui_guest_view_get_guest(YadoTuiGuestView *self);
/* @page: as above; YADO_PAGE_ADD_HARDWARE asks what is to be added. */
void yado_tui_guest_view_go_to(YadoTuiGuestView *self, const char *page);

G_END_DECLS
