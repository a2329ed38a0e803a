# SPDX-License-Identifier: LGPL-2.1-or-later
libyado_headers += %D%/yado-job-queue.h %D%/yado-job.h 
libyado_sources +=
