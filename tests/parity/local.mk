# SPDX-License-Identifier: LGPL-2.1-or-later
EXTRA_DIST += %D%/exceptions-cli.txt %D%/exceptions-tui.txt %D%/exceptions-gtk.txt

if HAVE_VTERM
if HAVE_ATSPI
if ENABLE_TUI
if ENABLE_GTK
check_PROGRAMS += tests/parity/test-parity
TESTS += tests/parity/test-parity
tests_parity_test_parity_SOURCES = %D%/test-parity.c tests/contract/contract.c
tests_parity_test_parity_CFLAGS = $(test_lib_cflags) $(ATSPI_CFLAGS) -I$(top_srcdir)/tests
tests_parity_test_parity_LDADD = \
	libyado-test-display.la libyado-test-terminal.la libyado-test.la $(unit_test_libs)
EXTRA_tests_parity_test_parity_DEPENDENCIES = \
	yado$(EXEEXT) yado-gtk$(EXEEXT) yado-backend-libvirt.la tests/lib/yado-test-wm$(EXEEXT)
endif
endif
endif
endif
