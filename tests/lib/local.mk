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
	%D%/yado-test-schema.c %D%/yado-test-schema.h \
	%D%/yado-test-boot.c %D%/yado-test-boot.h \
	%D%/yado-test-document.c %D%/yado-test-document.h \
	%D%/yado-test-cpio.c %D%/yado-test-cpio.h %D%/yado-test-vnc.c %D%/yado-test-vnc.h %D%/yado-test-http.c \
	%D%/yado-test-http.h %D%/yado-test-picture.h
libyado_test_la_CFLAGS = $(test_lib_cflags) $(LIBVIRT_CFLAGS)
libyado_test_la_LIBADD = $(GLIB_LIBS) $(LIBVIRT_LIBS) $(XML_LIBS)

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

if HAVE_ATSPI
check_PROGRAMS += tests/lib/yado-test-wm
tests_lib_yado_test_wm_SOURCES = %D%/yado-test-wm.c
tests_lib_yado_test_wm_CFLAGS = $(AM_CFLAGS) $(GLIB_CFLAGS) $(X11_CFLAGS)
tests_lib_yado_test_wm_LDADD = $(GLIB_LIBS) $(X11_LIBS)

check_LTLIBRARIES += libyado-test-display.la
libyado_test_display_la_SOURCES = \
	%D%/yado-test-display.c %D%/yado-test-display.h %D%/yado-test-tree.c \
	%D%/yado-test-accessible.c %D%/yado-test-accessible.h
libyado_test_display_la_CFLAGS = $(test_lib_cflags) $(ATSPI_CFLAGS)
libyado_test_display_la_LIBADD = libyado-test.la $(GLIB_LIBS)

if ENABLE_GTK
check_PROGRAMS += tests/lib/test-display
TESTS += tests/lib/test-display
tests_lib_test_display_SOURCES = %D%/test-display.c
tests_lib_test_display_CFLAGS = $(test_lib_cflags) $(ATSPI_CFLAGS) $(GTK_CFLAGS)
tests_lib_test_display_LDADD = libyado-test-display.la $(test_lib_libs) $(GTK_LIBS)
endif
endif

# A double of yado-xl-agent, as a program: the back end starts it like the real one.
check_PROGRAMS += tests/lib/yado-test-xl-agent
tests_lib_yado_test_xl_agent_SOURCES = %D%/yado-test-xl-agent.c
tests_lib_yado_test_xl_agent_CPPFLAGS = $(AM_CPPFLAGS) -Idata
tests_lib_yado_test_xl_agent_CFLAGS = $(AM_CFLAGS) $(GLIB_CFLAGS)
tests_lib_yado_test_xl_agent_LDADD = libyado-xl1.la $(GLIB_LIBS)
