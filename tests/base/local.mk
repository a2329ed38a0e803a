# SPDX-License-Identifier: LGPL-2.1-or-later
base_tests = \
	tests/base/test-error \
	tests/base/test-prompt \
	tests/base/test-settings \
	tests/base/test-signals \
	tests/base/test-text \
	tests/base/test-subnet \
	tests/base/test-units
check_PROGRAMS += $(base_tests)
TESTS += $(base_tests)

tests_base_test_error_SOURCES = %D%/test-error.c
tests_base_test_error_CFLAGS = $(unit_test_cflags)
tests_base_test_error_LDADD = $(unit_test_libs)
tests_base_test_prompt_SOURCES = %D%/test-prompt.c
tests_base_test_prompt_CFLAGS = $(unit_test_cflags)
tests_base_test_prompt_LDADD = $(unit_test_libs)
tests_base_test_settings_SOURCES = %D%/test-settings.c
tests_base_test_settings_CFLAGS = $(unit_test_cflags)
tests_base_test_settings_LDADD = $(unit_test_libs)
tests_base_test_signals_SOURCES = %D%/test-signals.c
tests_base_test_signals_CFLAGS = $(unit_test_cflags)
tests_base_test_signals_LDADD = $(unit_test_libs)
tests_base_test_text_SOURCES = %D%/test-text.c
tests_base_test_text_CFLAGS = $(unit_test_cflags)
tests_base_test_text_LDADD = $(unit_test_libs)
tests_base_test_subnet_SOURCES = %D%/test-subnet.c
tests_base_test_subnet_CFLAGS = $(unit_test_cflags)
tests_base_test_subnet_LDADD = $(unit_test_libs)

tests_base_test_units_SOURCES = %D%/test-units.c
tests_base_test_units_CFLAGS = $(unit_test_cflags)
tests_base_test_units_LDADD = $(unit_test_libs)
