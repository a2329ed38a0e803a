# SPDX-License-Identifier: LGPL-2.1-or-later
# libyado: the library; each layer's folder adds its sources.
libyado_sources =
libyado_headers = %D%/yado.h

include %D%/base/local.mk
include %D%/document/local.mk
include %D%/job/local.mk
include %D%/media/local.mk
include %D%/backend/local.mk
include %D%/model/local.mk
include %D%/present/local.mk
include %D%/catalog/local.mk

lib_LTLIBRARIES += libyado.la
libyado_la_SOURCES = $(libyado_sources) $(libyado_headers)
libyado_la_CFLAGS = $(AM_CFLAGS) $(GLIB_CFLAGS) $(XML_CFLAGS)
libyado_la_CPPFLAGS = $(AM_CPPFLAGS) -DG_LOG_DOMAIN=\"yado\"
libyado_la_LIBADD = $(GLIB_LIBS) $(XML_LIBS) -lm -ldl
libyado_la_LDFLAGS = $(AM_LDFLAGS) -version-info 0:0:0 -Wl,-Bsymbolic-functions -Wl,--version-script=$(srcdir)/%D%/libyado.sym
EXTRA_libyado_la_DEPENDENCIES = %D%/libyado.sym
EXTRA_DIST += %D%/libyado.sym

include %D%/backend/libvirt/local.mk
include %D%/backend/libxl/local.mk
include %D%/media/archive/local.mk
include %D%/media/osinfo/local.mk
