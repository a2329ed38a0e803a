# SPDX-License-Identifier: LGPL-2.1-or-later
libyado_headers += %D%/yado-action.h %D%/yado-catalog.h %D%/yado-column.h %D%/yado-depth-text.h %D%/yado-memory-bar.h %D%/yado-device-watch.h \
	%D%/yado-console-filter.h %D%/yado-console-link.h %D%/yado-console-terminal.h %D%/yado-edit-job.h \
	%D%/yado-field.h %D%/yado-form.h %D%/yado-help.h %D%/yado-key.h %D%/yado-rows.h %D%/yado-page.h %D%/yado-pending.h %D%/yado-snapshots.h \
	%D%/yado-table.h %D%/yado-fact.h %D%/yado-console-command.h %D%/yado-tree.h %D%/yado-exchange.h \
	%D%/yado-create.h %D%/yado-create-detect.h %D%/yado-listing.h %D%/yado-wizard.h %D%/yado-console-start.h %D%/yado-device.h \
	%D%/yado-console-characters.h %D%/yado-pin-grid.h %D%/yado-new-disk.h %D%/yado-clone.h %D%/yado-claims.h \
	%D%/yado-migrate.h %D%/yado-undo.h %D%/yado-apply.h %D%/yado-console-settings.h %D%/yado-check.h \
	%D%/yado-range.h %D%/yado-munin.h %D%/yado-host-log.h
libyado_sources += %D%/yado-action.c %D%/yado-catalog.c %D%/yado-column.c %D%/yado-console-filter.c \
	%D%/yado-depth-text.c %D%/yado-memory-bar.c %D%/yado-device-watch.c %D%/yado-console-link.c %D%/yado-console-terminal.c %D%/yado-edit-job.c %D%/yado-fact.c \
	%D%/yado-console-keyboard.c %D%/yado-exchange.c %D%/yado-field.c %D%/yado-form.c %D%/yado-form-dump.c %D%/yado-help.c \
	%D%/yado-keymap.c %D%/yado-page.c %D%/yado-create.c %D%/yado-create-build.c %D%/yado-create-detect.c %D%/yado-create-job.c \
	%D%/yado-create-private.h %D%/yado-wizard.c %D%/yado-listing.c %D%/yado-console-start.c %D%/yado-device.c \
	%D%/yado-console-characters.c %D%/yado-new-disk.c %D%/yado-clone.c %D%/yado-pin-grid.c %D%/yado-rows.c \
	%D%/yado-claims.c %D%/yado-migrate.c %D%/yado-undo.c %D%/yado-apply.c %D%/yado-console-settings.c \
	%D%/yado-check.c %D%/yado-range.c %D%/yado-munin.c %D%/yado-host-log.c \
	%D%/yado-pending.c %D%/yado-snapshots.c %D%/yado-table.c \
	%D%/yado-table-private.h %D%/yado-table-row.c %D%/yado-table-view.c %D%/yado-tree.c
