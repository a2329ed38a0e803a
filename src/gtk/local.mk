# SPDX-License-Identifier: LGPL-2.1-or-later
# yado-gtk: a convenience library with all of it, so that the tests can make its widgets, and main.
noinst_LTLIBRARIES += libyado-gtk.la
libyado_gtk_la_SOURCES = \
	%D%/app/yado-gtk-actions.c %D%/app/yado-gtk-actions.h \
	%D%/app/yado-gtk-application.c %D%/app/yado-gtk-application.h \
	%D%/app/yado-gtk-console.c %D%/app/yado-gtk-console.h \
	%D%/app/yado-gtk-help.c %D%/app/yado-gtk-help.h \
	%D%/app/yado-gtk-prompt.c %D%/app/yado-gtk-prompt.h \
	%D%/app/yado-gtk-thumbnail.c %D%/app/yado-gtk-thumbnail.h \
	%D%/app/yado-gtk-util.c %D%/app/yado-gtk-util.h \
	%D%/app/yado-gtk-window.c %D%/app/yado-gtk-window.h %D%/app/yado-gtk-window-private.h \
	%D%/app/yado-gtk-window-tabs.c %D%/app/yado-gtk-window-keys.c %D%/app/yado-gtk-window-close.c \
	%D%/app/yado-gtk-window-size.c \
	%D%/form/yado-gtk-editors.c \
	%D%/form/yado-gtk-field.c %D%/form/yado-gtk-field.h \
	%D%/form/yado-gtk-form.c %D%/form/yado-gtk-form.h \
	%D%/form/yado-gtk-form-dialog.c %D%/form/yado-gtk-form-dialog.h \
	%D%/views/yado-gtk-add-hardware.c %D%/views/yado-gtk-add-hardware.h \
	%D%/views/yado-gtk-action-bar.c %D%/views/yado-gtk-action-bar.h \
	%D%/views/yado-gtk-cell.c %D%/views/yado-gtk-cell.h \
	%D%/views/yado-gtk-configuration.c %D%/views/yado-gtk-configuration.h \
	%D%/views/yado-gtk-difference.c %D%/views/yado-gtk-difference.h \
	%D%/views/yado-gtk-graph.c %D%/views/yado-gtk-graph.h \
	%D%/views/yado-gtk-guest-list.c %D%/views/yado-gtk-guest-list.h \
	%D%/views/yado-gtk-guest-model.c %D%/views/yado-gtk-guest-model.h \
	%D%/views/yado-gtk-guest-page.c %D%/views/yado-gtk-guest-page.h %D%/views/yado-gtk-guest-page-private.h \
	%D%/views/yado-gtk-guest-page-list.c %D%/views/yado-gtk-guest-page-apply.c \
	%D%/views/yado-gtk-guest-window.c %D%/views/yado-gtk-guest-window.h \
	%D%/views/yado-gtk-tree-cell.c %D%/views/yado-gtk-tree-cell.h \
	%D%/views/yado-gtk-host-window.c %D%/views/yado-gtk-host-window.h \
	%D%/views/yado-gtk-job-row.c %D%/views/yado-gtk-job-row.h \
	%D%/views/yado-gtk-jobs.c %D%/views/yado-gtk-jobs.h \
	%D%/views/yado-gtk-list-page.c %D%/views/yado-gtk-list-page.h \
	%D%/views/yado-gtk-listing.c %D%/views/yado-gtk-listing.h \
	%D%/views/yado-gtk-log-window.c %D%/views/yado-gtk-log-window.h \
	%D%/views/yado-gtk-memory-bar.c %D%/views/yado-gtk-memory-bar.h \
	%D%/views/yado-gtk-message-bar.c %D%/views/yado-gtk-message-bar.h \
	%D%/views/yado-gtk-pending.c %D%/views/yado-gtk-pending.h \
	%D%/views/yado-gtk-performance.c %D%/views/yado-gtk-performance.h \
	%D%/views/yado-gtk-screens.c %D%/views/yado-gtk-screens.h \
	%D%/views/yado-gtk-sidebar.c %D%/views/yado-gtk-sidebar.h \
	%D%/views/yado-gtk-pinning.c %D%/views/yado-gtk-pinning.h %D%/views/yado-gtk-snapshots.c \
	%D%/views/yado-gtk-snapshots.h %D%/views/yado-gtk-wizard.c %D%/views/yado-gtk-wizard.h
nodist_libyado_gtk_la_SOURCES = yado-gtk-resources.c yado-gtk-resources.h
libyado_gtk_la_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/src/gtk -DG_LOG_DOMAIN=\"yado-gtk\"
libyado_gtk_la_CFLAGS = $(AM_CFLAGS) $(GLIB_CFLAGS) $(GTK_CFLAGS)
libyado_gtk_la_LIBADD = libyado.la $(GTK_LIBS) $(GLIB_LIBS) -lm

bin_PROGRAMS += yado-gtk
yado_gtk_SOURCES = %D%/main.c
yado_gtk_CPPFLAGS = $(libyado_gtk_la_CPPFLAGS)
yado_gtk_CFLAGS = $(libyado_gtk_la_CFLAGS)
yado_gtk_LDADD = libyado-gtk.la $(libyado_gtk_la_LIBADD)

include %D%/console/local.mk
EXTRA_DIST += %D%/README.md %D%/app/README.md %D%/form/README.md %D%/views/README.md
