# SPDX-License-Identifier: LGPL-2.1-or-later
if HAVE_GVNC
pkglib_LTLIBRARIES += yado-screenshot.la
yado_screenshot_la_SOURCES = %D%/yado-screenshot.c %D%/yado-screenshot-text.c %D%/yado-screenshot-watch.c \
	%D%/yado-screenshot-vnc.c %D%/yado-screenshot-vnc.h \
	%D%/yado-screenshot-cells.c %D%/yado-screenshot-cells.h %D%/yado-screenshot-glyphs.c
yado_screenshot_la_CPPFLAGS = $(AM_CPPFLAGS) -DG_LOG_DOMAIN=\"yado-screenshot\"
yado_screenshot_la_CFLAGS = $(AM_CFLAGS) $(GLIB_CFLAGS) $(GVNC_CFLAGS)
yado_screenshot_la_LIBADD = libyado.la $(GVNC_LIBS) $(GLIB_LIBS)
yado_screenshot_la_LDFLAGS = $(AM_LDFLAGS) -module -avoid-version -shared \
	-export-symbols-regex '^yado_screenshot_module_(take|read|lay_out|watch|unwatch)$$'
endif
EXTRA_DIST += %D%/README.md
