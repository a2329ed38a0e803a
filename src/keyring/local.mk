# SPDX-License-Identifier: LGPL-2.1-or-later
# Passwords in the desktop's keyring: a module, loaded with the first question that may be remembered.
if HAVE_SECRET
pkglib_LTLIBRARIES += yado-keyring.la
yado_keyring_la_SOURCES = %D%/yado-keyring-module.c
yado_keyring_la_CPPFLAGS = $(AM_CPPFLAGS) -DG_LOG_DOMAIN=\"yado\"
yado_keyring_la_CFLAGS = $(AM_CFLAGS) $(GLIB_CFLAGS) $(SECRET_CFLAGS)
yado_keyring_la_LIBADD = $(SECRET_LIBS) $(GLIB_LIBS)
yado_keyring_la_LDFLAGS = $(AM_LDFLAGS) -module -avoid-version -shared -export-symbols-regex '^yado_keyring_module$$'
endif
EXTRA_DIST += %D%/README.md
