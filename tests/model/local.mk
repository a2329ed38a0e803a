# SPDX-License-Identifier: LGPL-2.1-or-later
model_test_cflags = $(unit_test_cflags) $(test_lib_cflags) -I$(top_srcdir)/tests/backend

check_PROGRAMS += tests/model/test-history
TESTS += tests/model/test-history
tests_model_test_history_SOURCES = %D%/test-history.c
tests_model_test_history_CFLAGS = $(unit_test_cflags)
tests_model_test_history_LDADD = $(unit_test_libs)

check_PROGRAMS += tests/model/test-host
TESTS += tests/model/test-host
tests_model_test_host_SOURCES = %D%/test-host.c %D%/yado-test-backend.c %D%/yado-test-backend.h
tests_model_test_host_CFLAGS = $(model_test_cflags)
tests_model_test_host_LDADD = $(unit_test_libs) $(test_lib)

check_PROGRAMS += tests/model/test-session
TESTS += tests/model/test-session
tests_model_test_session_SOURCES = %D%/test-session.c %D%/yado-test-backend.c %D%/yado-test-backend.h
tests_model_test_session_CFLAGS = $(model_test_cflags)
tests_model_test_session_LDADD = $(unit_test_libs) $(test_lib)

check_PROGRAMS += tests/model/test-daemon-host
TESTS += tests/model/test-daemon-host
tests_model_test_daemon_host_SOURCES = %D%/test-daemon-host.c
tests_model_test_daemon_host_CFLAGS = $(model_test_cflags)
tests_model_test_daemon_host_LDADD = $(unit_test_libs) $(test_lib)

check_PROGRAMS += tests/model/test-joint-host
TESTS += tests/model/test-joint-host
tests_model_test_joint_host_SOURCES = %D%/test-joint-host.c %D%/yado-test-part.c %D%/yado-test-part.h
tests_model_test_joint_host_CFLAGS = $(model_test_cflags)
tests_model_test_joint_host_LDADD = $(unit_test_libs) $(test_lib)
