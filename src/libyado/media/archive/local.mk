# SPDX-License-Identifier: LGPL-2.1-or-later
# Fetching and packing: a module, loaded when a guest is installed.
if HAVE_MEDIA
pkglib_LTLIBRARIES += yado-media.la
yado_media_la_SOURCES = %D%/yado-archive.c %D%/yado-archive-private.h %D%/yado-fetch.c
yado_media_la_CPPFLAGS = $(AM_CPPFLAGS) -DG_LOG_DOMAIN=\"yado-media\"
yado_media_la_CFLAGS = $(AM_CFLAGS) $(GLIB_CFLAGS) $(MEDIA_CFLAGS)
yado_media_la_LIBADD = libyado.la $(MEDIA_LIBS) $(GLIB_LIBS)
yado_media_la_LDFLAGS = $(AM_LDFLAGS) -module -avoid-version -shared -export-symbols-regex '^yado_media_module$$'
endif
EXTRA_DIST += %D%/README.md
