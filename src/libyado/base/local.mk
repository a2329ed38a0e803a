# SPDX-License-Identifier: LGPL-2.1-or-later
libyado_headers += \
	%D%/yado-error.h \
	%D%/yado-keyring.h \
	%D%/yado-locale.h \
	%D%/yado-module.h \
	%D%/yado-prompt.h \
	%D%/yado-settings.h \
	%D%/yado-signals.h \
	%D%/yado-subnet.h \
	%D%/yado-text.h \
	%D%/yado-units.h
libyado_sources += \
	%D%/yado-error.c \
	%D%/yado-keyring.c \
	%D%/yado-locale.c \
	%D%/yado-module.c \
	%D%/yado-prompt.c \
	%D%/yado-settings.c \
	%D%/yado-signals.c \
	%D%/yado-subnet.c \
	%D%/yado-text.c \
	%D%/yado-units.c
