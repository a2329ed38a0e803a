# SPDX-License-Identifier: LGPL-2.1-or-later
libyado_headers += %D%/yado-forms.h
libyado_sources += %D%/yado-actions-app.c %D%/yado-actions-guest.c %D%/yado-actions-host.c \
	%D%/yado-columns-guest.c %D%/yado-facts-host.c %D%/yado-form-devices.c %D%/yado-form-guest-actions.c \
	%D%/yado-console-commands.c %D%/yado-form-exchange.c %D%/yado-actions-storage.c %D%/yado-form-storage.c \
	%D%/yado-listings.c %D%/yado-wizard-create.c \
	%D%/yado-form-host.c %D%/yado-form-memory.c %D%/yado-form-overview.c \
	%D%/yado-form-processors.c %D%/yado-form-scheduling.c %D%/yado-form-startup.c %D%/yado-forms.c %D%/yado-pages-guest.c
