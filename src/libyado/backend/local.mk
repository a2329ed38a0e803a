# SPDX-License-Identifier: LGPL-2.1-or-later
libyado_headers += %D%/yado-backend-registry.h %D%/yado-backend.h %D%/yado-depth.h %D%/yado-joint-backend.h %D%/yado-missing-file.h \
	%D%/yado-record-merge.h %D%/yado-records.h %D%/yado-ssh.h %D%/yado-resource.h \
	%D%/yado-screen.h %D%/yado-uri.h
libyado_sources += %D%/yado-backend-registry.c %D%/yado-backend.c %D%/yado-depth.c %D%/yado-joint-backend.c %D%/yado-missing-file.c \
	%D%/yado-record-merge.c %D%/yado-records.c %D%/yado-ssh.c %D%/yado-resource.c \
	%D%/yado-screen.c %D%/yado-uri.c
