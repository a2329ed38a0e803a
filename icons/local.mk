# SPDX-License-Identifier: LGPL-2.1-or-later
scalableiconsdir = $(datadir)/icons/hicolor/scalable/apps
dist_scalableicons_DATA = %D%/hicolor/scalable/apps/yado.svg
symboliciconsdir = $(datadir)/icons/hicolor/symbolic/apps
dist_symbolicicons_DATA = %D%/hicolor/symbolic/apps/yado-symbolic.svg
