/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * yado-gtk-listing.h: what a host has beside guests, in a window of its own: pools and their volumes, networks and interfaces,
 * devices.  The lower list is about what is selected in the upper one.
 */
#pragma once

#include "app/yado-gtk-actions.h"

G_BEGIN_DECLS

/* @view: "storage", "networks", "devices". */
void yado_gtk_listing_show(GtkWindow *parent, YadoGtkActions *actions, YadoHost *host,
                           const YadoListingView *view);

/* Storage, to choose a volume; @func gets its path. @owner: no answer comes when it is gone. */
void yado_gtk_listing_choose(GtkWindow *parent, YadoHost *host, GObject *owner,
                             void (*func)(const char *path, gpointer user_data),
                             gpointer user_data);

G_END_DECLS
