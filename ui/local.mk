# SPDX-License-Identifier: LGPL-2.1-or-later
# The templates of src/gtk, compiled into the program.
ui_files = \
	%D%/action-bar.ui \
	%D%/configuration.ui \
	%D%/field-bool.ui \
	%D%/field-choice.ui \
	%D%/field-file.ui \
	%D%/field-info.ui \
	%D%/field-int.ui \
	%D%/field-list.ui \
	%D%/field-mac.ui \
	%D%/field-multi-choice.ui \
	%D%/field-multiline.ui \
	%D%/field-network.ui \
	%D%/field-password.ui \
	%D%/field-size.ui \
	%D%/field-text.ui \
	%D%/field-volume.ui \
	%D%/field.ui \
	%D%/form.ui \
	%D%/graph.ui \
	%D%/guest-list.ui \
	%D%/guest-page.ui \
	%D%/guest-tab.ui \
	%D%/guest-window.ui \
	%D%/job-row.ui \
	%D%/jobs.ui \
	%D%/list-page.ui \
	%D%/message-bar.ui \
	%D%/pending.ui \
	%D%/performance.ui \
	%D%/sidebar.ui \
	%D%/pinning.ui \
	%D%/snapshots.ui \
	%D%/window.ui \
	%D%/wizard.ui \
	%D%/yado.css

EXTRA_DIST += $(ui_files) %D%/yado.gresource.xml %D%/README.md

if ENABLE_GTK
ui_resource_flags = --sourcedir=$(srcdir)/%D% --manual-register --c-name yado_gtk $(srcdir)/%D%/yado.gresource.xml

yado-gtk-resources.c: %D%/yado.gresource.xml $(ui_files)
	$(AM_V_GEN)$(GLIB_COMPILE_RESOURCES) --target=$@ --generate-source $(ui_resource_flags)

yado-gtk-resources.h: %D%/yado.gresource.xml
	$(AM_V_GEN)$(GLIB_COMPILE_RESOURCES) --target=$@ --generate-header $(ui_resource_flags)

BUILT_SOURCES += yado-gtk-resources.c yado-gtk-resources.h
CLEANFILES += yado-gtk-resources.c yado-gtk-resources.h
endif
