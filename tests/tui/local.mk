# SPDX-License-Identifier: LGPL-2.1-or-later
# The terminal's keys, the widgets, and whole screens from key scripts.
EXTRA_DIST += tests/golden/tui
if ENABLE_TUI
tui_test_cflags = $(AM_CFLAGS) $(GLIB_CFLAGS)
tui_test_libs = libyado-tui.la libyado.la $(GLIB_LIBS)

check_PROGRAMS += tests/tui/test-tty-keys tests/tui/test-widgets
TESTS += tests/tui/test-tty-keys tests/tui/test-widgets
tests_tui_test_tty_keys_SOURCES = %D%/test-tty-keys.c
tests_tui_test_tty_keys_CFLAGS = $(tui_test_cflags)
tests_tui_test_tty_keys_LDADD = $(tui_test_libs)
tests_tui_test_widgets_SOURCES = %D%/test-widgets.c
tests_tui_test_widgets_CFLAGS = $(tui_test_cflags)
tests_tui_test_widgets_LDADD = $(tui_test_libs)

if HAVE_VTERM
check_PROGRAMS += tests/tui/test-screens tests/tui/test-journey
TESTS += tests/tui/test-screens tests/tui/test-journey
tests_tui_test_screens_SOURCES = %D%/test-screens.c
tests_tui_test_screens_CFLAGS = $(test_lib_cflags)
tests_tui_test_screens_LDADD = libyado-test-terminal.la $(test_lib_libs)
tests_tui_test_journey_SOURCES = %D%/test-journey.c
tests_tui_test_journey_CFLAGS = $(test_lib_cflags)
tests_tui_test_journey_LDADD = libyado-test-terminal.la $(test_lib_libs)
EXTRA_tests_tui_test_journey_DEPENDENCIES = yado$(EXEEXT) yado-backend-libvirt.la
endif
endif
