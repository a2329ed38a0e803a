# SPDX-License-Identifier: LGPL-2.1-or-later
job_tests = \
	tests/job/test-job \
	tests/job/test-job-queue
check_PROGRAMS += $(job_tests)
TESTS += $(job_tests)

tests_job_test_job_SOURCES = %D%/test-job.c
tests_job_test_job_CFLAGS = $(unit_test_cflags)
tests_job_test_job_LDADD = $(unit_test_libs)
tests_job_test_job_queue_SOURCES = %D%/test-job-queue.c
tests_job_test_job_queue_CFLAGS = $(unit_test_cflags)
tests_job_test_job_queue_LDADD = $(unit_test_libs)
