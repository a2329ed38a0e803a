# SPDX-License-Identifier: LGPL-2.1-or-later
EXTRA_DIST += %D%/host.xml tests/golden/cli

check_PROGRAMS += tests/cli/test-cli
TESTS += tests/cli/test-cli
tests_cli_test_cli_SOURCES = %D%/test-cli.c
tests_cli_test_cli_CFLAGS = $(unit_test_cflags) $(test_lib_cflags)
tests_cli_test_cli_LDADD = libyado-cli.la $(test_lib) $(unit_test_libs)
