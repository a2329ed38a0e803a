# SPDX-License-Identifier: LGPL-2.1-or-later
# The Xen lab is no part of `make check`: ./check --all runs it.
EXTRA_DIST += %D%/README.md %D%/lab %D%/lib %D%/dom0 %D%/guest %D%/journeys

# Built by `make check` for its journeys, started by them only.
if HAVE_ATSPI
check_PROGRAMS += %D%/yado-lab-desktop
tests_xen_yado_lab_desktop_SOURCES = %D%/yado-lab-desktop.c
tests_xen_yado_lab_desktop_CFLAGS = $(test_lib_cflags) $(ATSPI_CFLAGS)
tests_xen_yado_lab_desktop_LDADD = libyado-test-display.la $(test_lib_libs)

check_PROGRAMS += %D%/yado-lab-create
tests_xen_yado_lab_create_SOURCES = %D%/yado-lab-create.c
tests_xen_yado_lab_create_CFLAGS = $(test_lib_cflags) $(ATSPI_CFLAGS)
tests_xen_yado_lab_create_LDADD = libyado-test-display.la $(test_lib_libs)

check_PROGRAMS += %D%/yado-lab-window
tests_xen_yado_lab_window_SOURCES = %D%/yado-lab-window.c
tests_xen_yado_lab_window_CFLAGS = $(test_lib_cflags) $(ATSPI_CFLAGS)
tests_xen_yado_lab_window_LDADD = libyado-test-display.la $(test_lib_libs)
endif

check_PROGRAMS += %D%/yado-lab-consoles
tests_xen_yado_lab_consoles_SOURCES = %D%/yado-lab-consoles.c
tests_xen_yado_lab_consoles_CFLAGS = $(test_lib_cflags)
tests_xen_yado_lab_consoles_LDADD = libyado.la $(test_lib_libs)

check_PROGRAMS += %D%/yado-lab-edit
tests_xen_yado_lab_edit_SOURCES = %D%/yado-lab-edit.c
tests_xen_yado_lab_edit_CFLAGS = $(test_lib_cflags)
tests_xen_yado_lab_edit_LDADD = libyado.la $(test_lib_libs)

if HAVE_GVNC
check_PROGRAMS += %D%/yado-lab-picture
tests_xen_yado_lab_picture_SOURCES = %D%/yado-lab-picture.c
tests_xen_yado_lab_picture_CFLAGS = $(test_lib_cflags) $(GVNC_CFLAGS)
tests_xen_yado_lab_picture_LDADD = $(test_lib_libs) $(GVNC_LIBS)
endif
