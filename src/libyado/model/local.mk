# SPDX-License-Identifier: LGPL-2.1-or-later
libyado_headers += %D%/yado-guest.h %D%/yado-history.h %D%/yado-host.h %D%/yado-resources.h %D%/yado-session.h
libyado_sources += \
	%D%/yado-depth-calls.c \
	%D%/yado-guest-private.h \
	%D%/yado-guest.c \
	%D%/yado-history.c \
	%D%/yado-host-facts.c \
	%D%/yado-host-list.c \
	%D%/yado-host-load.c \
	%D%/yado-host-parts.c \
	%D%/yado-host-private.h \
	%D%/yado-host-sample.c \
	%D%/yado-host-users.c \
	%D%/yado-resources.c \
	%D%/yado-host.c \
	%D%/yado-session.c
