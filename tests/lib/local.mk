# SPDX-License-Identifier: LGPL-2.1-or-later
# Test doubles and harnesses; only tests link them.
test_lib_cflags = $(AM_CFLAGS) $(GLIB_CFLAGS) $(XML_CFLAGS) -I$(top_srcdir)/%D%
test_lib = libyado-test.la
test_lib_libs = $(test_lib) $(GLIB_LIBS) -lm

check_LTLIBRARIES = libyado-test.la
libyado_test_la_SOURCES = \
	%D%/yado-test.c %D%/yado-test.h \
	%D%/yado-test-daemon.c %D%/yado-test-daemon.h \
	%D%/yado-test-guest.c %D%/yado-test-guest.h \
	%D%/yado-test-cpio.c %D%/yado-test-cpio.h
libyado_test_la_CFLAGS = $(test_lib_cflags) $(LIBVIRT_CFLAGS)
libyado_test_la_LIBADD = $(GLIB_LIBS) $(LIBVIRT_LIBS)

check_PROGRAMS += tests/lib/test-daemon
TESTS += tests/lib/test-daemon
tests_lib_test_daemon_SOURCES = %D%/test-daemon.c
tests_lib_test_daemon_CFLAGS = $(test_lib_cflags)
tests_lib_test_daemon_LDADD = $(test_lib_libs)

check_PROGRAMS += tests/lib/test-guest
TESTS += tests/lib/test-guest
tests_lib_test_guest_SOURCES = %D%/test-guest.c
tests_lib_test_guest_CFLAGS = $(test_lib_cflags)
tests_lib_test_guest_LDADD = $(test_lib_libs)

if HAVE_VTERM
check_LTLIBRARIES += libyado-test-terminal.la
libyado_test_terminal_la_SOURCES = \
	%D%/yado-test-terminal.c %D%/yado-test-terminal.h \
	%D%/yado-test-terminal-keys.c %D%/yado-test-terminal-keys.h
libyado_test_terminal_la_CFLAGS = $(test_lib_cflags) $(VTERM_CFLAGS)
libyado_test_terminal_la_LIBADD = libyado-test.la $(VTERM_LIBS) $(GLIB_LIBS) -lutil

check_PROGRAMS += tests/lib/test-terminal
TESTS += tests/lib/test-terminal
tests_lib_test_terminal_SOURCES = %D%/test-terminal.c
tests_lib_test_terminal_CFLAGS = $(test_lib_cflags)
tests_lib_test_terminal_LDADD = libyado-test-terminal.la $(test_lib_libs)
endif
