# SPDX-License-Identifier: LGPL-2.1-or-later
EXTRA_DIST += %D%/await.h

check_PROGRAMS += tests/backend/test-registry
TESTS += tests/backend/test-registry
tests_backend_test_registry_SOURCES = %D%/test-registry.c
tests_backend_test_registry_CFLAGS = $(unit_test_cflags)
tests_backend_test_registry_LDADD = $(unit_test_libs)

check_PROGRAMS += tests/backend/test-missing-file
TESTS += tests/backend/test-missing-file
tests_backend_test_missing_file_SOURCES = %D%/test-missing-file.c
tests_backend_test_missing_file_CFLAGS = $(unit_test_cflags)
tests_backend_test_missing_file_LDADD = $(unit_test_libs)

# The classification is inside the module: compiled into its test.
check_PROGRAMS += tests/backend/test-reasons
TESTS += tests/backend/test-reasons
tests_backend_test_reasons_SOURCES = %D%/test-reasons.c \
	src/libyado/backend/libvirt/yado-libvirt-reasons.c
tests_backend_test_reasons_CFLAGS = $(unit_test_cflags) $(LIBVIRT_CFLAGS)
tests_backend_test_reasons_LDADD = $(unit_test_libs)

# So is what reads capabilities: libvirt's test driver tells less than a real host.
check_PROGRAMS += tests/backend/test-capabilities
TESTS += tests/backend/test-capabilities
tests_backend_test_capabilities_SOURCES = %D%/test-capabilities.c \
	src/libyado/backend/libvirt/yado-libvirt-capabilities.c
tests_backend_test_capabilities_CFLAGS = $(unit_test_cflags)
tests_backend_test_capabilities_LDADD = $(unit_test_libs)

# So is the event loop.
check_PROGRAMS += tests/backend/test-libvirt-loop
TESTS += tests/backend/test-libvirt-loop
tests_backend_test_libvirt_loop_SOURCES = %D%/test-libvirt-loop.c \
	src/libyado/backend/libvirt/yado-libvirt-loop.c
tests_backend_test_libvirt_loop_CFLAGS = $(unit_test_cflags) $(test_lib_cflags) $(LIBVIRT_CFLAGS)
tests_backend_test_libvirt_loop_LDADD = $(unit_test_libs) $(test_lib) $(LIBVIRT_LIBS)

check_PROGRAMS += tests/backend/test-libvirt
TESTS += tests/backend/test-libvirt
tests_backend_test_libvirt_SOURCES = %D%/test-libvirt.c
tests_backend_test_libvirt_CFLAGS = $(unit_test_cflags) $(test_lib_cflags)
tests_backend_test_libvirt_LDADD = $(unit_test_libs) $(test_lib)

check_PROGRAMS += tests/backend/test-libxl
TESTS += tests/backend/test-libxl
tests_backend_test_libxl_SOURCES = %D%/test-libxl.c
tests_backend_test_libxl_CFLAGS = $(unit_test_cflags) $(test_lib_cflags)
tests_backend_test_libxl_LDADD = $(unit_test_libs) $(test_lib)
EXTRA_tests_backend_test_libxl_DEPENDENCIES = yado-backend-libxl.la tests/lib/yado-test-xl-agent$(EXEEXT)

check_PROGRAMS += tests/backend/test-depth tests/backend/test-ssh
TESTS += tests/backend/test-depth tests/backend/test-ssh
tests_backend_test_depth_SOURCES = %D%/test-depth.c
tests_backend_test_depth_CFLAGS = $(unit_test_cflags) $(test_lib_cflags)
tests_backend_test_depth_LDADD = $(unit_test_libs) $(test_lib)
tests_backend_test_ssh_SOURCES = %D%/test-ssh.c
tests_backend_test_ssh_CFLAGS = $(unit_test_cflags) $(test_lib_cflags)
tests_backend_test_ssh_LDADD = $(unit_test_libs) $(test_lib)
EXTRA_tests_backend_test_ssh_DEPENDENCIES = yado-ssh-helper$(EXEEXT)

# On a real Xen host, where there is one.
check_PROGRAMS += tests/backend/test-xl-host
TESTS += tests/backend/test-xl-host
tests_backend_test_xl_host_SOURCES = %D%/test-xl-host.c
tests_backend_test_xl_host_CFLAGS = $(unit_test_cflags) $(test_lib_cflags)
tests_backend_test_xl_host_LDADD = $(unit_test_libs) $(test_lib)
EXTRA_tests_backend_test_xl_host_DEPENDENCIES = yado-backend-libxl.la
