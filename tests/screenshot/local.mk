# SPDX-License-Identifier: LGPL-2.1-or-later
if HAVE_GVNC
check_PROGRAMS += tests/screenshot/test-screenshot
TESTS += tests/screenshot/test-screenshot
tests_screenshot_test_screenshot_SOURCES = %D%/test-screenshot.c
tests_screenshot_test_screenshot_CFLAGS = $(unit_test_cflags) $(test_lib_cflags) $(GVNC_CFLAGS)
tests_screenshot_test_screenshot_LDADD = $(unit_test_libs) $(test_lib) $(GVNC_LIBS)
EXTRA_tests_screenshot_test_screenshot_DEPENDENCIES = yado-screenshot.la
endif
