# SPDX-License-Identifier: LGPL-2.1-or-later
# Ours beside the peers: make bench; see yado-bench.h.  Never a part of make check.
EXTRA_PROGRAMS += tests/bench/yado-bench tests/bench/yado-bench-exec tests/bench/yado-bench-floor
tests_bench_yado_bench_SOURCES = \
	%D%/yado-bench.c %D%/yado-bench.h \
	%D%/yado-bench-merge.c %D%/yado-bench-figures.c %D%/yado-bench-hosts.c %D%/yado-bench-commands.c %D%/yado-bench-top.c %D%/yado-bench-text.c %D%/yado-bench-convert.c %D%/yado-bench-volumes.c %D%/yado-bench-forms.c
tests_bench_yado_bench_CFLAGS = $(test_lib_cflags) $(LIBVIRT_CFLAGS)
tests_bench_yado_bench_LDADD = libyado.la $(test_lib_libs) $(LIBVIRT_LIBS) -lutil
if HAVE_XTEST
tests_bench_yado_bench_SOURCES += %D%/yado-bench-gui.c %D%/yado-bench-screen.c %D%/yado-bench-display.c %D%/yado-bench-display.h
tests_bench_yado_bench_CFLAGS += $(XTEST_CFLAGS) -DHAVE_XTEST
tests_bench_yado_bench_LDADD += $(XTEST_LIBS)
endif
if ENABLE_GTK
if HAVE_XTEST
EXTRA_PROGRAMS += tests/bench/yado-bench-inside
tests_bench_yado_bench_SOURCES += %D%/yado-bench-pages.c
tests_bench_yado_bench_CFLAGS += -DHAVE_PAGES
tests_bench_yado_bench_inside_SOURCES = %D%/yado-bench-inside.c
nodist_EXTRA_tests_bench_yado_bench_inside_SOURCES = yado-gtk-resources.h
tests_bench_yado_bench_inside_CPPFLAGS = $(libyado_gtk_la_CPPFLAGS)
tests_bench_yado_bench_inside_CFLAGS = $(libyado_gtk_la_CFLAGS)
tests_bench_yado_bench_inside_LDADD = libyado-gtk.la $(libyado_gtk_la_LIBADD)
endif
endif
tests_bench_yado_bench_exec_SOURCES = %D%/yado-bench-exec.c
tests_bench_yado_bench_exec_LDADD =
tests_bench_yado_bench_floor_SOURCES = %D%/yado-bench-floor.c
tests_bench_yado_bench_floor_CFLAGS = $(AM_CFLAGS) $(LIBVIRT_CFLAGS)
tests_bench_yado_bench_floor_LDADD = $(LIBVIRT_LIBS)
CLEANFILES += $(EXTRA_PROGRAMS)

.PHONY: bench
bench: all $(check_LTLIBRARIES) $(EXTRA_PROGRAMS)
	$(AM_TESTS_ENVIRONMENT) unset G_DEBUG; YADO_TEST_TIMEOUT=3600 LD_LIBRARY_PATH='$(abs_top_builddir)/.libs' \
	BENCH='$(BENCH)' BENCH_GUESTS='$(BENCH_GUESTS)' BENCH_RUNS='$(BENCH_RUNS)' \
	BENCH_VIRT_TOP='$(BENCH_VIRT_TOP)' $(builddir)/tests/bench/yado-bench
