# SPDX-License-Identifier: LGPL-2.1-or-later
libyado_headers += \
	%D%/yado-document.h \
	%D%/yado-plain-document.h \
	%D%/yado-xml-document.h
libyado_sources += \
	%D%/yado-document.c \
	%D%/yado-document-map.c \
	%D%/yado-document-map.h \
	%D%/yado-edits.c \
	%D%/yado-edits.h \
	%D%/yado-os-name.c \
	%D%/yado-plain-document.c \
	%D%/yado-rebase.c \
	%D%/yado-text-diff.c \
	%D%/yado-xml-document.c \
	%D%/yado-xml-order.c \
	%D%/yado-xml-parse.c \
	%D%/yado-xml-special.c \
	%D%/yado-xml-tree.c \
	%D%/yado-xml-tree.h \
	%D%/yado-xml-values.c \
	%D%/yado-xml-values.h
