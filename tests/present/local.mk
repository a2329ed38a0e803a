# SPDX-License-Identifier: LGPL-2.1-or-later
present_fake_backend = %D%/yado-fake-backend.c %D%/yado-fake-backend.h

check_PROGRAMS += %D%/test-catalog %D%/test-field %D%/test-form %D%/test-table %D%/test-action %D%/test-pending \
	%D%/test-snapshots %D%/test-keymap %D%/test-form-golden %D%/test-tree %D%/test-wizard %D%/test-device %D%/test-pin-grid %D%/test-new-disk %D%/test-check %D%/test-munin %D%/test-host-log
TESTS += %D%/test-catalog %D%/test-field %D%/test-form %D%/test-table %D%/test-action %D%/test-pending \
	%D%/test-snapshots %D%/test-keymap %D%/test-form-golden %D%/test-tree %D%/test-wizard %D%/test-device %D%/test-pin-grid %D%/test-new-disk %D%/test-check %D%/test-munin %D%/test-host-log

# The map is private to document/: the test has its own copy of the table.
tests_present_test_catalog_SOURCES = %D%/test-catalog.c src/libyado/document/yado-document-map.c
tests_present_test_catalog_CFLAGS = $(unit_test_cflags)
tests_present_test_catalog_LDADD = $(unit_test_libs)

tests_present_test_field_SOURCES = %D%/test-field.c
tests_present_test_field_CFLAGS = $(unit_test_cflags)
tests_present_test_field_LDADD = $(unit_test_libs)

tests_present_test_check_SOURCES = %D%/test-check.c $(present_fake_backend)
tests_present_test_check_CFLAGS = $(unit_test_cflags)
tests_present_test_check_LDADD = $(unit_test_libs)

tests_present_test_munin_SOURCES = %D%/test-munin.c $(present_fake_backend)
tests_present_test_munin_CFLAGS = $(unit_test_cflags)
tests_present_test_munin_LDADD = $(unit_test_libs)

tests_present_test_host_log_SOURCES = %D%/test-host-log.c $(present_fake_backend)
tests_present_test_host_log_CFLAGS = $(unit_test_cflags)
tests_present_test_host_log_LDADD = $(unit_test_libs)

tests_present_test_form_SOURCES = %D%/test-form.c $(present_fake_backend)
tests_present_test_form_CFLAGS = $(unit_test_cflags)
tests_present_test_form_LDADD = $(unit_test_libs)

tests_present_test_table_SOURCES = %D%/test-table.c
tests_present_test_table_CFLAGS = $(unit_test_cflags)
tests_present_test_table_LDADD = $(unit_test_libs)

tests_present_test_action_SOURCES = %D%/test-action.c $(present_fake_backend)
tests_present_test_action_CFLAGS = $(unit_test_cflags)
tests_present_test_action_LDADD = $(unit_test_libs)

tests_present_test_pending_SOURCES = %D%/test-pending.c $(present_fake_backend)
tests_present_test_pending_CFLAGS = $(unit_test_cflags)
tests_present_test_pending_LDADD = $(unit_test_libs)

tests_present_test_snapshots_SOURCES = %D%/test-snapshots.c
tests_present_test_snapshots_CFLAGS = $(unit_test_cflags)
tests_present_test_snapshots_LDADD = $(unit_test_libs)

tests_present_test_keymap_SOURCES = %D%/test-keymap.c
tests_present_test_keymap_CFLAGS = $(unit_test_cflags) $(test_lib_cflags)
tests_present_test_keymap_LDADD = $(unit_test_libs) $(test_lib)

tests_present_test_form_golden_SOURCES = %D%/test-form-golden.c $(present_fake_backend)
tests_present_test_form_golden_CFLAGS = $(unit_test_cflags)
tests_present_test_form_golden_LDADD = $(unit_test_libs)

tests_present_test_pin_grid_SOURCES = %D%/test-pin-grid.c $(present_fake_backend)
tests_present_test_pin_grid_CFLAGS = $(unit_test_cflags)
tests_present_test_pin_grid_LDADD = $(unit_test_libs)

tests_present_test_new_disk_SOURCES = %D%/test-new-disk.c $(present_fake_backend)
tests_present_test_new_disk_CFLAGS = $(unit_test_cflags)
tests_present_test_new_disk_LDADD = $(unit_test_libs)

tests_present_test_tree_SOURCES = %D%/test-tree.c $(present_fake_backend)
tests_present_test_tree_CFLAGS = $(unit_test_cflags)
tests_present_test_tree_LDADD = $(unit_test_libs)
EXTRA_DIST += tests/golden/forms

check_PROGRAMS += tests/present/test-console
TESTS += tests/present/test-console
tests_present_test_console_SOURCES = %D%/test-console.c
tests_present_test_console_CFLAGS = $(unit_test_cflags)
tests_present_test_console_LDADD = $(unit_test_libs)

check_PROGRAMS += tests/present/test-console-place
TESTS += tests/present/test-console-place
tests_present_test_console_place_SOURCES = %D%/test-console-place.c $(present_fake_backend)
tests_present_test_console_place_CFLAGS = $(unit_test_cflags)
tests_present_test_console_place_LDADD = $(unit_test_libs)

check_PROGRAMS += tests/present/test-console-link tests/present/test-depth-text
TESTS += tests/present/test-console-link tests/present/test-depth-text
tests_present_test_console_link_SOURCES = %D%/test-console-link.c
tests_present_test_console_link_CFLAGS = $(unit_test_cflags) $(test_lib_cflags)
tests_present_test_console_link_LDADD = $(unit_test_libs) $(test_lib)
tests_present_test_depth_text_SOURCES = %D%/test-depth-text.c
tests_present_test_depth_text_CFLAGS = $(unit_test_cflags)
tests_present_test_depth_text_LDADD = $(unit_test_libs)
tests_present_test_wizard_SOURCES = %D%/test-wizard.c tests/lib/yado-test-leaks.c $(present_fake_backend)
tests_present_test_wizard_CFLAGS = $(unit_test_cflags) $(test_lib_cflags)
tests_present_test_wizard_LDADD = $(unit_test_libs) $(test_lib)

tests_present_test_device_SOURCES = %D%/test-device.c $(present_fake_backend)
tests_present_test_device_CFLAGS = $(unit_test_cflags)
tests_present_test_device_LDADD = $(unit_test_libs)
