# SPDX-License-Identifier: LGPL-2.1-or-later
libyado_headers += %D%/yado-disk-reader.h %D%/yado-disk-system.h %D%/yado-disk-table.h %D%/yado-install-source.h %D%/yado-media-check.h %D%/yado-media.h %D%/yado-media-module.h \
	%D%/yado-seed.h %D%/yado-systems.h
libyado_sources += %D%/yado-disk-reader.c %D%/yado-disk-system.c %D%/yado-disk-table.c %D%/yado-install-source.c %D%/yado-media-check.c %D%/yado-media.c %D%/yado-media-module.c \
	%D%/yado-seed.c %D%/yado-systems.c
EXTRA_DIST += %D%/README.md
