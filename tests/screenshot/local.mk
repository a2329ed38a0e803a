# SPDX-License-Identifier: LGPL-2.1-or-later
if HAVE_GVNC
check_PROGRAMS += tests/screenshot/test-screenshot
TESTS += tests/screenshot/test-screenshot
tests_screenshot_test_screenshot_SOURCES = %D%/test-screenshot.c
tests_screenshot_test_screenshot_CFLAGS = $(unit_test_cflags) $(test_lib_cflags) $(GVNC_CFLAGS)
tests_screenshot_test_screenshot_LDADD = $(unit_test_libs) $(test_lib) $(GVNC_LIBS)
EXTRA_tests_screenshot_test_screenshot_DEPENDENCIES = yado-screenshot.la
endif

check_PROGRAMS += tests/screenshot/test-cells
TESTS += tests/screenshot/test-cells
tests_screenshot_test_cells_SOURCES = %D%/test-cells.c \
	src/screenshot/yado-screenshot-cells.c src/screenshot/yado-screenshot-glyphs.c
tests_screenshot_test_cells_CPPFLAGS = $(AM_CPPFLAGS)
tests_screenshot_test_cells_CFLAGS = $(unit_test_cflags)
tests_screenshot_test_cells_LDADD = $(GLIB_LIBS)
