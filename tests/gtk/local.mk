# SPDX-License-Identifier: LGPL-2.1-or-later

if HAVE_ATSPI
check_PROGRAMS += tests/gtk/test-journey
TESTS += tests/gtk/test-journey
tests_gtk_test_journey_SOURCES = %D%/test-journey.c
tests_gtk_test_journey_CFLAGS = $(test_lib_cflags) $(ATSPI_CFLAGS)
tests_gtk_test_journey_LDADD = libyado-test-display.la $(test_lib_libs)
EXTRA_tests_gtk_test_journey_DEPENDENCIES = yado-gtk$(EXEEXT) yado-backend-libvirt.la tests/lib/yado-test-wm$(EXEEXT)
endif

if HAVE_ATSPI
if HAVE_VTERM
check_PROGRAMS += tests/gtk/test-console
TESTS += tests/gtk/test-console
tests_gtk_test_console_SOURCES = %D%/test-console.c
tests_gtk_test_console_CFLAGS = $(test_lib_cflags) $(ATSPI_CFLAGS)
tests_gtk_test_console_LDADD = libyado-test-display.la libyado-test-terminal.la $(test_lib_libs)
EXTRA_tests_gtk_test_console_DEPENDENCIES = yado-gtk$(EXEEXT) yado-gtk-console.la yado-backend-libvirt.la tests/lib/yado-test-wm$(EXEEXT)
endif
endif

if HAVE_ATSPI
check_PROGRAMS += tests/gtk/test-console-servers
TESTS += tests/gtk/test-console-servers
tests_gtk_test_console_servers_SOURCES = %D%/test-console-servers.c
tests_gtk_test_console_servers_CFLAGS = $(test_lib_cflags) $(ATSPI_CFLAGS) $(X11_CFLAGS)
tests_gtk_test_console_servers_LDADD = libyado-test-display.la $(test_lib_libs) $(X11_LIBS)
EXTRA_tests_gtk_test_console_servers_DEPENDENCIES = yado-gtk$(EXEEXT) yado-gtk-console.la yado-backend-libvirt.la tests/lib/yado-test-wm$(EXEEXT)
endif

if HAVE_ATSPI
check_PROGRAMS += tests/gtk/test-console-use
TESTS += tests/gtk/test-console-use
tests_gtk_test_console_use_SOURCES = %D%/test-console-use.c
tests_gtk_test_console_use_CFLAGS = $(test_lib_cflags) $(ATSPI_CFLAGS) $(GTK_CFLAGS)
tests_gtk_test_console_use_LDADD = libyado-test-display.la $(test_lib_libs) $(GTK_LIBS)
EXTRA_tests_gtk_test_console_use_DEPENDENCIES = yado-gtk$(EXEEXT) yado-gtk-console.la yado-backend-libvirt.la tests/lib/yado-test-wm$(EXEEXT)
endif

if ENABLE_GTK
check_PROGRAMS += tests/gtk/test-renderers
TESTS += tests/gtk/test-renderers
tests_gtk_test_renderers_SOURCES = %D%/test-renderers.c
nodist_EXTRA_tests_gtk_test_renderers_SOURCES = yado-gtk-resources.h
tests_gtk_test_renderers_CPPFLAGS = $(libyado_gtk_la_CPPFLAGS)
tests_gtk_test_renderers_CFLAGS = $(libyado_gtk_la_CFLAGS)
tests_gtk_test_renderers_LDADD = libyado-gtk.la $(libyado_gtk_la_LIBADD)
endif
