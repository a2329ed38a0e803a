# SPDX-License-Identifier: LGPL-2.1-or-later
libyado_headers += \
	%D%/yado-document-convert.h \
	%D%/yado-document.h \
	%D%/yado-hotplug.h \
	%D%/yado-pins.h \
	%D%/yado-plain-document.h \
	%D%/yado-xl-document.h \
	%D%/yado-xml-document.h
libyado_sources += \
	%D%/yado-document.c \
	%D%/yado-document-convert.c \
	%D%/yado-xl-to-xml.c \
	%D%/yado-xl-to-xml.h \
	%D%/yado-xl-to-xml-devices.c \
	%D%/yado-xl-to-xml-processor.c \
	%D%/yado-xml-to-xl.c \
	%D%/yado-xml-to-xl.h \
	%D%/yado-xml-to-xl-devices.c \
	%D%/yado-xml-to-xl-processor.c \
	%D%/yado-convert-private.h \
	%D%/yado-document-map.c \
	%D%/yado-document-map.h \
	%D%/yado-hotplug.c \
	%D%/yado-edits.c \
	%D%/yado-edits.h \
	%D%/yado-os-name.c \
	%D%/yado-pins.c \
	%D%/yado-plain-document.c \
	%D%/yado-processor-rows.c \
	%D%/yado-processor-rows.h \
	%D%/yado-rebase.c \
	%D%/yado-text-diff.c \
	%D%/yado-xl-disk.c \
	%D%/yado-xl-disk-values.c \
	%D%/yado-xl-disk.h \
	%D%/yado-xl-document.c \
	%D%/yado-xl-edit.c \
	%D%/yado-xl-edit.h \
	%D%/yado-xl-items.c \
	%D%/yado-xl-options.c \
	%D%/yado-xl-options.h \
	%D%/yado-xl-parse.c \
	%D%/yado-xl-parse.h \
	%D%/yado-xl-processor.c \
	%D%/yado-xl-values.c \
	%D%/yado-xl-values.h \
	%D%/yado-xml-document.c \
	%D%/yado-xml-order.c \
	%D%/yado-xml-parse.c \
	%D%/yado-xml-processor.c \
	%D%/yado-xml-special.c \
	%D%/yado-xml-tree.c \
	%D%/yado-xml-tree.h \
	%D%/yado-xml-values.c \
	%D%/yado-xml-values.h
