/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * yado-gtk-job-row.h: one job: what it is, how far, a button to cancel it, what came of it, what to do next, its log.
 *
 * Signal: "follow-up" (YadoJob *).
 */
#pragma once

#include <gtk/gtk.h>

#include "yado.h"

G_BEGIN_DECLS

#define YADO_GTK_TYPE_JOB_ROW (yado_gtk_job_row_get_type())
G_DECLARE_FINAL_TYPE(YadoGtkJobRow, yado_gtk_job_row, YADO_GTK, JOB_ROW, GtkListBoxRow)

GtkWidget *yado_gtk_job_row_new(YadoJob *job);

G_END_DECLS
