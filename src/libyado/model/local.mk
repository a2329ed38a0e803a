# SPDX-License-Identifier: LGPL-2.1-or-later
libyado_headers += %D%/yado-guest.h %D%/yado-history.h %D%/yado-host.h %D%/yado-session.h 
libyado_sources +=
