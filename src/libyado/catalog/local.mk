# SPDX-License-Identifier: LGPL-2.1-or-later
libyado_headers += %D%/yado-common-fields.h %D%/yado-create-steps.h %D%/yado-forms.h %D%/yado-device-fields.h
libyado_sources += %D%/yado-actions-app.c %D%/yado-actions-guest.c %D%/yado-actions-host.c \
	%D%/yado-columns-guest.c %D%/yado-facts-host.c %D%/yado-form-guest-actions.c %D%/yado-console-commands.c \
	%D%/yado-form-exchange.c %D%/yado-actions-storage.c %D%/yado-form-pool.c %D%/yado-common-fields.c \
	%D%/yado-create-disks.c %D%/yado-create-kind.c %D%/yado-create-loader.c %D%/yado-create-nics.c %D%/yado-create-resources.c \
	%D%/yado-create-setup.c %D%/yado-create-source.c %D%/yado-create-system.c %D%/yado-form-network.c \
	%D%/yado-form-snapshot.c %D%/yado-form-volume.c %D%/yado-devices.c %D%/yado-device-fields.c \
	%D%/yado-form-disk.c %D%/yado-form-nic.c %D%/yado-form-devices.c %D%/yado-form-new-disk.c \
	%D%/yado-form-clone.c %D%/yado-form-xen.c %D%/yado-listings.c %D%/yado-wizard-create.c %D%/yado-keys.c \
	%D%/yado-form-migrate.c \
	%D%/yado-form-host.c %D%/yado-form-memory.c %D%/yado-form-overview.c \
	%D%/yado-form-processors.c %D%/yado-form-scheduling.c %D%/yado-form-startup.c %D%/yado-forms.c %D%/yado-pages-guest.c
