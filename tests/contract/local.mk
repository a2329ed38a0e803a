# SPDX-License-Identifier: LGPL-2.1-or-later
contract_sources = %D%/contract.c %D%/contract.h
contract_libs = libyado-test.la $(unit_test_libs)

check_PROGRAMS += tests/contract/test-contract
TESTS += tests/contract/test-contract
tests_contract_test_contract_SOURCES = %D%/test-contract.c $(contract_sources)
tests_contract_test_contract_CFLAGS = $(test_lib_cflags)
tests_contract_test_contract_LDADD = $(contract_libs)
EXTRA_tests_contract_test_contract_DEPENDENCIES = yado-backend-libvirt.la

check_PROGRAMS += tests/contract/test-changes
TESTS += tests/contract/test-changes
tests_contract_test_changes_SOURCES = %D%/test-changes.c $(contract_sources)
tests_contract_test_changes_CFLAGS = $(test_lib_cflags)
tests_contract_test_changes_LDADD = $(contract_libs)
EXTRA_tests_contract_test_changes_DEPENDENCIES = yado-backend-libvirt.la

check_PROGRAMS += tests/contract/test-resources
TESTS += tests/contract/test-resources
tests_contract_test_resources_SOURCES = %D%/test-resources.c $(contract_sources)
tests_contract_test_resources_CFLAGS = $(test_lib_cflags)
tests_contract_test_resources_LDADD = $(contract_libs)
EXTRA_tests_contract_test_resources_DEPENDENCIES = yado-backend-libvirt.la

check_PROGRAMS += tests/contract/test-disks
TESTS += tests/contract/test-disks
tests_contract_test_disks_SOURCES = %D%/test-disks.c $(contract_sources)
tests_contract_test_disks_CFLAGS = $(test_lib_cflags)
tests_contract_test_disks_LDADD = $(contract_libs)
EXTRA_tests_contract_test_disks_DEPENDENCIES = yado-backend-libvirt.la

check_PROGRAMS += tests/contract/test-hard-settings
TESTS += tests/contract/test-hard-settings
tests_contract_test_hard_settings_SOURCES = %D%/test-hard-settings.c
tests_contract_test_hard_settings_CFLAGS = $(test_lib_cflags)
tests_contract_test_hard_settings_LDADD = $(contract_libs)
EXTRA_tests_contract_test_hard_settings_DEPENDENCIES = yado$(EXEEXT) yado-backend-libvirt.la

check_PROGRAMS += tests/contract/test-migrate
TESTS += tests/contract/test-migrate
tests_contract_test_migrate_SOURCES = %D%/test-migrate.c $(contract_sources)
tests_contract_test_migrate_CFLAGS = $(test_lib_cflags)
tests_contract_test_migrate_LDADD = $(contract_libs)
EXTRA_tests_contract_test_migrate_DEPENDENCIES = yado$(EXEEXT) yado-backend-libvirt.la

check_PROGRAMS += tests/contract/test-devices
TESTS += tests/contract/test-devices
tests_contract_test_devices_SOURCES = %D%/test-devices.c $(contract_sources)
tests_contract_test_devices_CFLAGS = $(test_lib_cflags)
tests_contract_test_devices_LDADD = $(contract_libs)
EXTRA_tests_contract_test_devices_DEPENDENCIES = yado-backend-libvirt.la

check_PROGRAMS += tests/contract/test-networks
TESTS += tests/contract/test-networks
tests_contract_test_networks_SOURCES = %D%/test-networks.c $(contract_sources)
tests_contract_test_networks_CFLAGS = $(test_lib_cflags)
tests_contract_test_networks_LDADD = $(contract_libs)
EXTRA_tests_contract_test_networks_DEPENDENCIES = yado-backend-libvirt.la
