# SPDX-License-Identifier: LGPL-2.1-or-later
# The consoles: a module, so that the manager starts without VTE and gtk-vnc.
pkglib_LTLIBRARIES += yado-gtk-console.la
yado_gtk_console_la_SOURCES = \
	%D%/yado-gtk-console-keys.c %D%/yado-gtk-console-keys.h \
	%D%/yado-gtk-console-page.c %D%/yado-gtk-console-page-commands.c %D%/yado-gtk-console-page-private.h \
	%D%/yado-gtk-console-screen.c \
	%D%/yado-gtk-console-text.c \
	%D%/yado-gtk-console-tls.c \
	%D%/yado-gtk-console-view.c %D%/yado-gtk-console-view.h
yado_gtk_console_la_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/src/gtk -DG_LOG_DOMAIN=\"yado-gtk\"
yado_gtk_console_la_CFLAGS = $(AM_CFLAGS) $(GLIB_CFLAGS) $(GTK_CFLAGS) $(CONSOLES_CFLAGS)
yado_gtk_console_la_LIBADD = libyado.la $(CONSOLES_LIBS) $(GTK_LIBS) $(GLIB_LIBS)
yado_gtk_console_la_LDFLAGS = $(AM_LDFLAGS) -module -avoid-version -shared \
	-export-symbols-regex '^(yado_gtk_console_module_new|gnutls_dh_params_generate2)$$'
EXTRA_DIST += %D%/README.md
