/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * yado-job-queue.h: all jobs of a session, newest last: a GListModel of YadoJob.
 *
 * Finished jobs stay (with their error) until yado_job_queue_clear(); at most 200, the oldest finished go first.
 * Signals: "job-changed" (YadoJob), "job-finished" (YadoJob).
 */
#pragma once

#include "job/yado-job.h"

G_BEGIN_DECLS

#define YADO_TYPE_JOB_QUEUE (yado_job_queue_get_type())
G_DECLARE_FINAL_TYPE(YadoJobQueue, yado_job_queue, YADO, JOB_QUEUE, GObject)

YadoJobQueue *yado_job_queue_new(void);
void yado_job_queue_add(YadoJobQueue *self, YadoJob *job);
guint yado_job_queue_get_n_running(YadoJobQueue *self);
/* Removes the finished ones. */
void yado_job_queue_clear(YadoJobQueue *self);

G_END_DECLS
