# SPDX-License-Identifier: LGPL-2.1-or-later
EXTRA_DIST += %D%/host.xml tests/golden/cli

check_PROGRAMS += tests/cli/test-cli
TESTS += tests/cli/test-cli
tests_cli_test_cli_SOURCES = %D%/test-cli.c
tests_cli_test_cli_CFLAGS = $(unit_test_cflags) $(test_lib_cflags)
tests_cli_test_cli_LDADD = libyado-cli.la $(test_lib) $(unit_test_libs)
EXTRA_tests_cli_test_cli_DEPENDENCIES = yado-backend-libxl.la tests/lib/yado-test-xl-agent$(EXEEXT)

if HAVE_VTERM
check_PROGRAMS += tests/cli/test-cli-terminal
TESTS += tests/cli/test-cli-terminal
tests_cli_test_cli_terminal_SOURCES = %D%/test-cli-terminal.c
tests_cli_test_cli_terminal_CFLAGS = $(test_lib_cflags) $(cli_tui_cppflags)
tests_cli_test_cli_terminal_LDADD = libyado-test-terminal.la $(test_lib_libs)

check_PROGRAMS += tests/cli/test-cli-console
TESTS += tests/cli/test-cli-console
tests_cli_test_cli_console_SOURCES = %D%/test-cli-console.c
tests_cli_test_cli_console_CFLAGS = $(test_lib_cflags)
tests_cli_test_cli_console_LDADD = libyado-test-terminal.la $(test_lib_libs)
EXTRA_tests_cli_test_cli_console_DEPENDENCIES = yado-backend-libxl.la tests/lib/yado-test-xl-agent$(EXEEXT)

check_PROGRAMS += tests/cli/test-cli-install
TESTS += tests/cli/test-cli-install
tests_cli_test_cli_install_SOURCES = %D%/test-cli-install.c
tests_cli_test_cli_install_CFLAGS = $(test_lib_cflags)
tests_cli_test_cli_install_LDADD = libyado-test-terminal.la $(test_lib_libs)
endif
