/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * yado-gtk-add-hardware.h: the list of what a guest can be given.
 *
 *     ┌─ Add hardware ──────────────────────────────┐
 *     │ ▤ Hard disk                                 │
 *     │   A disk whose data is in a file, …         │
 *     │ ▤ Floppy drive                              │   <- what cannot be is there with the reason
 *     │   Xen's guests have no such drive.          │
 *     │                          [Cancel] [  Add  ] │
 *     └─────────────────────────────────────────────┘
 *
 * GTK_RESPONSE_ACCEPT: one was chosen.
 */
#pragma once

#include <gtk/gtk.h>
#include <yado.h>

G_BEGIN_DECLS

#define YADO_GTK_TYPE_ADD_HARDWARE (yado_gtk_add_hardware_get_type())
G_DECLARE_FINAL_TYPE(YadoGtkAddHardware, yado_gtk_add_hardware, YADO_GTK, ADD_HARDWARE, GtkDialog)

GtkWidget *yado_gtk_add_hardware_new(GtkWindow *parent, YadoDocument *document, YadoGuest *guest);
/* NULL: none. */
const YadoDeviceSpec *yado_gtk_add_hardware_get_chosen(YadoGtkAddHardware *self);

G_END_DECLS
