# SPDX-License-Identifier: LGPL-2.1-or-later
# Every test prints TAP.  Each folder mirrors one of src/ and adds its programs.
LOG_DRIVER = env AM_TAP_AWK='$(AWK)' $(SHELL) $(top_srcdir)/build-aux/tap-driver.sh
AM_TESTS_ENVIRONMENT = \
	export G_TEST_SRCDIR='$(abs_top_srcdir)/tests' G_TEST_BUILDDIR='$(abs_top_builddir)/tests' \
	YADO_SOURCE_DIR='$(abs_top_srcdir)' YADO_BUILD_DIR='$(abs_top_builddir)' \
	YADO_BACKEND_PATH='$(abs_top_builddir)/.libs' YADO_DATA_PATH='$(abs_top_srcdir)/data' YADO_LOCALE_PATH='$(abs_top_builddir)/locale' \
	YADO_SETTINGS=/nonexistent/yado.conf LC_ALL=C.UTF-8 LANGUAGE= TZ=UTC \
	LSAN_OPTIONS="suppressions=$(abs_top_srcdir)/tests/leaks.supp:print_suppressions=0$${SANITIZER_LOG:+:log_path=$$SANITIZER_LOG}" \
	G_DEBUG=fatal-criticals ;

EXTRA_DIST += tests/leaks.supp tests/README.md tests/lib/private-host.sh

# What a unit test is built with: UNIT_TEST_FLAGS for CPPFLAGS/CFLAGS, UNIT_TEST_LIBS to link.
unit_test_cflags = $(AM_CFLAGS) $(GLIB_CFLAGS) $(XML_CFLAGS)
unit_test_libs = libyado.la $(GLIB_LIBS) $(XML_LIBS) -lm

EXTRA_PROGRAMS =
include %D%/base/local.mk
include %D%/document/local.mk
include %D%/job/local.mk
include %D%/media/local.mk
include %D%/backend/local.mk
include %D%/model/local.mk
include %D%/present/local.mk
include %D%/cli/local.mk
include %D%/screenshot/local.mk
include %D%/tui/local.mk
include %D%/gtk/local.mk
include %D%/lib/local.mk
include %D%/contract/local.mk
include %D%/parity/local.mk
include %D%/project/local.mk
include %D%/bench/local.mk
include %D%/xen/local.mk
include %D%/xl-agent/local.mk

# The same tests under valgrind, or built with the sanitizers.  Slow: "make check-valgrind VALGRIND_TESTS=tests/base/test-units" takes one.
VALGRIND_TESTS = $(filter-out tests/project/%,$(TESTS))
VALGRIND_OPTIONS = -q --leak-check=full --show-leak-kinds=definite --errors-for-leak-kinds=definite --num-callers=40 --fair-sched=try \
	--vgdb=no --child-silent-after-fork=yes --trace-children=yes --trace-children-skip='/bin/*,/sbin/*,/usr/*,/lib*' \
	--suppressions=$(abs_top_srcdir)/tests/valgrind.supp --log-file=$(abs_top_builddir)/tests/valgrind/%p.log
EXTRA_DIST += tests/valgrind.supp

# What is wrong stands in the logs, of the programs that tests start as well: with -q they are empty where nothing is.
# Whoever looks at a window's tree fifty times a second keeps the window from getting on.
VALGRIND_ENVIRONMENT = G_SLICE=always-malloc YADO_TEST_PATIENCE=20 YADO_TEST_PACE=400 YADO_TEST_TIMEOUT=3600
# Valgrind 3.19 does not know pidfd_open (434), says so and answers ENOSYS; GLib then waits for a child as on an old kernel.  The other
# lines are what it says after each such word: of any other system call the first one remains.
VALGRIND_UNKNOWN = WARNING: unhandled [a-z0-9]*-linux syscall: 434|You may be able to write your own handler\.|Read the file \
	README_MISSING_SYSCALL_OR_IOCTL\.|Nevertheless we consider this a bug\.  Please report|it at http://valgrind\.org/support/bug_reports\.html\.
VALGRIND_VERDICT = if cat tests/valgrind/*.log | grep -vE '^(--[0-9]+-- ($(VALGRIND_UNKNOWN)))?$$'; then exit 1; fi
.PHONY: check-valgrind check-valgrind-case check-sanitizers
check-valgrind: all
	rm -rf tests/valgrind
	$(MKDIR_P) tests/valgrind
	$(VALGRIND_ENVIRONMENT) $(MAKE) check TESTS='$(VALGRIND_TESTS)' \
		LOG_COMPILER='$(top_builddir)/libtool --mode=execute valgrind' LOG_FLAGS="$(VALGRIND_OPTIONS)"
	@$(VALGRIND_VERDICT)

# One case of a program, or some: VALGRIND_CASE='tests/gtk/test-journey -p /gtk/journey/search'.
check-valgrind-case: all $(firstword $(VALGRIND_CASE))
	rm -rf tests/valgrind
	$(MKDIR_P) tests/valgrind
	$(AM_TESTS_ENVIRONMENT) $(VALGRIND_ENVIRONMENT) $(LIBTOOL) --mode=execute valgrind $(VALGRIND_OPTIONS) $(VALGRIND_CASE)
	@$(VALGRIND_VERDICT)

# AddressSanitizer reads LSAN_OPTIONS as well, and the guard leaves them to the programs that tests start.  What it says of makecontext()
# is a warning, once in each program with a console: gtk-vnc and SPICE have coroutines.
check-sanitizers:
	rm -rf sanitized/tests/reports
	$(MKDIR_P) sanitized/tests/reports
	test ! -d guest || ln -sfn ../guest sanitized/guest
	cd sanitized && { test -f Makefile || $(abs_top_srcdir)/configure -q --enable-sanitizers CC='$(CC)' CFLAGS='-O1 -g'; } && \
		$(MAKE) all && SANITIZER_LOG=$(abs_builddir)/sanitized/tests/reports/report YADO_TEST_PATIENCE=5 YADO_TEST_TIMEOUT=1200 \
		$(MAKE) check $(if $(SANITIZER_TESTS),TESTS='$(SANITIZER_TESTS)'); status=$$?; \
		if cat tests/reports/* 2>/dev/null | grep -vE '==[0-9]+==WARNING: .* makecontext/swapcontext '; then exit 1; fi; exit $$status

clean-local:
	rm -rf tests/screenshots tests/valgrind sanitized
