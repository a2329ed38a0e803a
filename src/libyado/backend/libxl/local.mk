# SPDX-License-Identifier: LGPL-2.1-or-later
# The back end for guests of xl: the client of yado-xl-agent.
pkglib_LTLIBRARIES += yado-backend-libxl.la
yado_backend_libxl_la_SOURCES = \
	%D%/yado-libxl-backend.c \
	%D%/yado-libxl-connection.c \
	%D%/yado-libxl-consoles.c \
	%D%/yado-libxl-depth.c \
	%D%/yado-libxl-document.c \
	%D%/yado-libxl-error.c \
	%D%/yado-libxl-events.c \
	%D%/yado-libxl-list.c \
	%D%/yado-libxl-live.c \
	%D%/yado-libxl-operations.c \
	%D%/yado-libxl-pools.c \
	%D%/yado-libxl-private.h \
	%D%/yado-libxl-resources.c \
	%D%/yado-libxl-scheduling.c \
	%D%/yado-libxl-running.c %D%/yado-libxl-running.h
yado_backend_libxl_la_CPPFLAGS = $(AM_CPPFLAGS) -Idata -DG_LOG_DOMAIN=\"yado-libxl\"
yado_backend_libxl_la_CFLAGS = $(AM_CFLAGS) $(GLIB_CFLAGS)
yado_backend_libxl_la_LIBADD = libyado.la libyado-xl1.la $(GLIB_LIBS)
yado_backend_libxl_la_LDFLAGS = $(AM_LDFLAGS) -module -avoid-version -shared \
	-export-symbols-regex '^yado_backend_module_new$$'
EXTRA_DIST += %D%/README.md
