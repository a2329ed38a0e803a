# SPDX-License-Identifier: LGPL-2.1-or-later
# The libvirt back end: a module that libyado loads with the first connection.
pkglib_LTLIBRARIES += yado-backend-libvirt.la
yado_backend_libvirt_la_SOURCES = \
	%D%/yado-libvirt-backend.c \
	%D%/yado-libvirt-capabilities.c \
	%D%/yado-libvirt-capabilities.h \
	%D%/yado-libvirt-connection.c \
	%D%/yado-libvirt-consoles.c \
	%D%/yado-libvirt-definition.c \
	%D%/yado-libvirt-depth.c \
	%D%/yado-libvirt-depth.h \
	%D%/yado-libvirt-devices.c \
	%D%/yado-libvirt-document.c \
	%D%/yado-libvirt-error.c \
	%D%/yado-libvirt-events.c \
	%D%/yado-libvirt-leases.c \
	%D%/yado-libvirt-leases.h \
	%D%/yado-libvirt-list.c \
	%D%/yado-libvirt-loop.c \
	%D%/yado-libvirt-migrate.c \
	%D%/yado-libvirt-networks.c \
	%D%/yado-libvirt-operations.c \
	%D%/yado-libvirt-operations.h \
	%D%/yado-libvirt-private.h \
	%D%/yado-libvirt-progress.c \
	%D%/yado-libvirt-reasons.c \
	%D%/yado-libvirt-stream.c \
	%D%/yado-libvirt-reasons.h \
	%D%/yado-libvirt-resources.c \
	%D%/yado-libvirt-sample.c \
	%D%/yado-libvirt-scheduling.c %D%/yado-libvirt-snapshots.c %D%/yado-libvirt-storage.c %D%/yado-libvirt-xml.c \
	%D%/yado-libvirt-xml.h
yado_backend_libvirt_la_CPPFLAGS = $(AM_CPPFLAGS) -DG_LOG_DOMAIN=\"yado-libvirt\"
yado_backend_libvirt_la_CFLAGS = $(AM_CFLAGS) $(GLIB_CFLAGS) $(LIBVIRT_CFLAGS)
yado_backend_libvirt_la_LIBADD = libyado.la $(LIBVIRT_LIBS) $(GLIB_LIBS)
yado_backend_libvirt_la_LDFLAGS = $(AM_LDFLAGS) -module -avoid-version -shared \
	-export-symbols-regex '^yado_backend_module_new$$'
