# SPDX-License-Identifier: LGPL-2.1-or-later
libyado_headers += %D%/yado-document.h %D%/yado-plain-document.h %D%/yado-xml-document.h 
libyado_sources +=
