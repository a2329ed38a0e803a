/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * yado-gtk-jobs.h: the job area of the action bar: the newest running job, and all of them in a popover.
 *
 * Rows are made only while the popover is open.  Signal: "follow-up" (YadoJob *).
 */
#pragma once

#include <gtk/gtk.h>

#include "yado.h"

G_BEGIN_DECLS

#define YADO_GTK_TYPE_JOBS (yado_gtk_jobs_get_type())
G_DECLARE_FINAL_TYPE(YadoGtkJobs, yado_gtk_jobs, YADO_GTK, JOBS, GtkMenuButton)

GtkWidget *yado_gtk_jobs_new(YadoJobQueue *queue);
void yado_gtk_jobs_open(YadoGtkJobs *self);

G_END_DECLS
