# SPDX-License-Identifier: LGPL-2.1-or-later

if HAVE_VTERM
if ENABLE_TUI
check_PROGRAMS += tests/tui/test-journey
TESTS += tests/tui/test-journey
tests_tui_test_journey_SOURCES = %D%/test-journey.c
tests_tui_test_journey_CFLAGS = $(test_lib_cflags)
tests_tui_test_journey_LDADD = libyado-test-terminal.la $(test_lib_libs)
EXTRA_tests_tui_test_journey_DEPENDENCIES = yado$(EXEEXT) yado-backend-libvirt.la
endif
endif
