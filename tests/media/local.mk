# SPDX-License-Identifier: LGPL-2.1-or-later
check_PROGRAMS += tests/media/test-disk-system tests/media/test-media
TESTS += tests/media/test-disk-system tests/media/test-media
tests_media_test_media_SOURCES = %D%/test-media.c tests/lib/yado-test-leaks.c
tests_media_test_media_CFLAGS = $(unit_test_cflags) $(test_lib_cflags)
tests_media_test_media_LDADD = $(unit_test_libs) $(test_lib)
tests_media_test_disk_system_SOURCES = %D%/test-disk-system.c
tests_media_test_disk_system_CFLAGS = $(unit_test_cflags) $(test_lib_cflags)
tests_media_test_disk_system_LDADD = $(unit_test_libs) $(test_lib)
