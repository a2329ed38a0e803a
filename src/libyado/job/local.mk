# SPDX-License-Identifier: LGPL-2.1-or-later
libyado_headers += \
	%D%/yado-job.h \
	%D%/yado-job-queue.h
libyado_sources += \
	%D%/yado-job.c \
	%D%/yado-job-queue.c
