# SPDX-License-Identifier: LGPL-2.1-or-later
# yado-tui: the ncurses manager, a module that `yado` loads on a terminal; commands never pay for curses.  CURSES_* is for tty/ alone; the rest never sees curses.h.
noinst_LTLIBRARIES += libyado-tui.la
libyado_tui_la_SOURCES = \
	%D%/yado-tui.h \
	%D%/yado-tui.c \
	%D%/tty/yado-tty-keys.h \
	%D%/tty/yado-tty-keys.c \
	%D%/tty/yado-tty.h \
	%D%/tty/yado-tty-private.h \
	%D%/tty/yado-tty.c \
	%D%/tty/yado-tty-draw.c \
	%D%/theme/yado-tui-theme.h \
	%D%/theme/yado-tui-theme.c \
	%D%/widget/yado-tui-widget.h \
	%D%/widget/yado-tui-widget.c \
	%D%/widget/yado-tui-box.h \
	%D%/widget/yado-tui-box.c \
	%D%/widget/yado-tui-button.h \
	%D%/widget/yado-tui-button.c \
	%D%/widget/yado-tui-choice.h \
	%D%/widget/yado-tui-choice.c \
	%D%/widget/yado-tui-editor.h \
	%D%/widget/yado-tui-editor.c \
	%D%/widget/yado-tui-entry.h \
	%D%/widget/yado-tui-entry.c \
	%D%/widget/yado-tui-label.h \
	%D%/widget/yado-tui-label.c \
	%D%/widget/yado-tui-list.h \
	%D%/widget/yado-tui-list.c \
	%D%/widget/yado-tui-menu.h \
	%D%/widget/yado-tui-menu.c \
	%D%/widget/yado-tui-screen.h \
	%D%/widget/yado-tui-screen.c \
	%D%/widget/yado-tui-text.h \
	%D%/widget/yado-tui-text.c \
	%D%/widget/yado-tui-window.h \
	%D%/widget/yado-tui-window.c \
	%D%/form/yado-tui-field.h \
	%D%/form/yado-tui-field.c \
	%D%/form/yado-tui-form-view.h \
	%D%/form/yado-tui-file-dialog.c %D%/form/yado-tui-file-dialog.h %D%/form/yado-tui-form-view.c \
	%D%/widget/yado-tui-painter.h \
	%D%/widget/yado-tui-painter.c \
	%D%/views/yado-tui-app.h \
	%D%/views/yado-tui-app.c \
	%D%/views/yado-tui-console.h \
	%D%/views/yado-tui-console.c \
	%D%/views/yado-tui-dialogs.h \
	%D%/views/yado-tui-dialogs.c \
	%D%/views/yado-tui-graph-view.h \
	%D%/views/yado-tui-graph-view.c \
	%D%/views/yado-tui-guest-apply.c \
	%D%/views/yado-tui-guest-hardware.c \
	%D%/views/yado-tui-guest-pinning.c \
	%D%/views/yado-tui-pin-grid.c %D%/views/yado-tui-pin-grid.h \
	%D%/views/yado-tui-guest-snapshots.c \
	%D%/views/yado-tui-guest-table.h \
	%D%/views/yado-tui-guest-table.c \
	%D%/views/yado-tui-guest-text.c \
	%D%/views/yado-tui-guest-view.h \
	%D%/views/yado-tui-guest-view-private.h \
	%D%/views/yado-tui-guest-view.c \
	%D%/views/yado-tui-host-list.h \
	%D%/views/yado-tui-host-list.c \
	%D%/views/yado-tui-wizard.h \
	%D%/views/yado-tui-wizard.c \
	%D%/views/yado-tui-listing.h \
	%D%/views/yado-tui-listing.c \
	%D%/views/yado-tui-log.h \
	%D%/views/yado-tui-log.c \
	%D%/views/yado-tui-jobs.h \
	%D%/views/yado-tui-jobs.c \
	%D%/views/yado-tui-manager.h \
	%D%/views/yado-tui-manager.c \
	%D%/views/yado-tui-manager-lines.h \
	%D%/views/yado-tui-manager-lines.c \
	%D%/views/yado-tui-prompt.h \
	%D%/views/yado-tui-prompt.c
libyado_tui_la_CFLAGS = $(AM_CFLAGS) $(GLIB_CFLAGS) $(CURSES_CFLAGS)
libyado_tui_la_LIBADD = libyado.la $(GLIB_LIBS) $(CURSES_LIBS) -lm
pkglib_LTLIBRARIES += yado-tui.la
yado_tui_la_SOURCES =
yado_tui_la_LIBADD = libyado-tui.la
yado_tui_la_LDFLAGS = $(AM_LDFLAGS) -module -avoid-version -shared -export-symbols-regex '^yado_tui_run$$'

EXTRA_DIST += \
	%D%/README.md %D%/tty/README.md %D%/theme/README.md %D%/widget/README.md \
	%D%/form/README.md %D%/views/README.md

# Starts the manager alone: to try it, and for its tests.
noinst_PROGRAMS += try-tui
try_tui_SOURCES = %D%/try-tui.c
try_tui_CFLAGS = $(AM_CFLAGS) $(GLIB_CFLAGS)
try_tui_LDADD = libyado-tui.la libyado.la $(GLIB_LIBS)
