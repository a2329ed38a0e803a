# SPDX-License-Identifier: LGPL-2.1-or-later
# The database of operating systems: a module, loaded when the wizard asks for it.
if HAVE_OSINFO
pkglib_LTLIBRARIES += yado-osinfo.la
yado_osinfo_la_SOURCES = %D%/yado-osinfo-module.c
yado_osinfo_la_CPPFLAGS = $(AM_CPPFLAGS) -DG_LOG_DOMAIN=\"yado-osinfo\"
yado_osinfo_la_CFLAGS = $(AM_CFLAGS) $(GLIB_CFLAGS) $(OSINFO_CFLAGS)
yado_osinfo_la_LIBADD = libyado.la $(OSINFO_LIBS) $(GLIB_LIBS)
yado_osinfo_la_LDFLAGS = $(AM_LDFLAGS) -module -avoid-version -shared -export-symbols-regex '^yado_osinfo_module$$'
endif
EXTRA_DIST += %D%/README.md
