# SPDX-License-Identifier: LGPL-2.1-or-later
# Every test prints TAP.  Each folder mirrors one of src/ and adds its programs.
LOG_DRIVER = env AM_TAP_AWK='$(AWK)' $(SHELL) $(top_srcdir)/build-aux/tap-driver.sh
AM_TESTS_ENVIRONMENT = \
	export G_TEST_SRCDIR='$(abs_top_srcdir)/tests' G_TEST_BUILDDIR='$(abs_top_builddir)/tests' \
	YADO_SOURCE_DIR='$(abs_top_srcdir)' YADO_BUILD_DIR='$(abs_top_builddir)' \
	YADO_BACKEND_PATH='$(abs_top_builddir)/.libs' YADO_DATA_PATH='$(abs_top_srcdir)/data' YADO_LOCALE_PATH='$(abs_top_builddir)/locale' \
	YADO_SETTINGS=/nonexistent/yado.conf LC_ALL=C.UTF-8 LANGUAGE= TZ=UTC \
	LSAN_OPTIONS='suppressions=$(abs_top_srcdir)/tests/leaks.supp:print_suppressions=0' \
	G_DEBUG=fatal-criticals ;

EXTRA_DIST += tests/leaks.supp tests/README.md

# What a unit test is built with: UNIT_TEST_FLAGS for CPPFLAGS/CFLAGS, UNIT_TEST_LIBS to link.
unit_test_cflags = $(AM_CFLAGS) $(GLIB_CFLAGS) $(XML_CFLAGS)
unit_test_libs = libyado.la $(GLIB_LIBS) $(XML_LIBS) -lm

include %D%/base/local.mk
include %D%/document/local.mk
include %D%/job/local.mk
include %D%/backend/local.mk
include %D%/model/local.mk
include %D%/present/local.mk
include %D%/cli/local.mk
include %D%/screenshot/local.mk
include %D%/tui/local.mk
include %D%/gtk/local.mk
include %D%/lib/local.mk
include %D%/contract/local.mk
include %D%/parity/local.mk
include %D%/project/local.mk
include %D%/bench/local.mk
