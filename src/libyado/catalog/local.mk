# SPDX-License-Identifier: LGPL-2.1-or-later
libyado_headers += %D%/yado-forms.h
# until model/ is there: libyado_sources += %D%/yado-actions-app.c %D%/yado-actions-guest.c %D%/yado-actions-host.c %D%/yado-columns-guest.c
