# SPDX-License-Identifier: LGPL-2.1-or-later
dist_pkgdata_DATA = %D%/demo-host.xml %D%/keymap.ini \
	%D%/theme-yast.ini %D%/theme-mono.ini %D%/theme-contrast.ini %D%/theme-light.ini

# What monitoring systems are told of us; where their own files lie is another place in each distribution.
munindir = $(pkgdatadir)/munin
dist_munin_SCRIPTS = %D%/munin/yado
nagiosdir = $(pkgdatadir)/nagios
dist_nagios_DATA = %D%/nagios/yado.cfg
icingadir = $(pkgdatadir)/icinga2
dist_icinga_DATA = %D%/icinga2/yado.conf

# The desktop file and the software centre's page: translated from po/ by gettext itself.
po_catalogs = $(srcdir)/po/ja.po $(srcdir)/po/de.po $(srcdir)/po/LINGUAS
EXTRA_DIST += %D%/org.yado.Yado.desktop.in %D%/org.yado.Yado.metainfo.xml.in
CLEANFILES += %D%/org.yado.Yado.desktop %D%/org.yado.Yado.metainfo.xml
if ENABLE_GTK
applicationsdir = $(datadir)/applications
nodist_applications_DATA = %D%/org.yado.Yado.desktop
metainfodir = $(datadir)/metainfo
nodist_metainfo_DATA = %D%/org.yado.Yado.metainfo.xml
endif

%D%/org.yado.Yado.desktop: %D%/org.yado.Yado.desktop.in $(po_catalogs)
	$(AM_V_GEN)$(MKDIR_P) %D% && $(MSGFMT) --desktop -d $(srcdir)/po --template=$(srcdir)/%D%/org.yado.Yado.desktop.in -o $@

%D%/org.yado.Yado.metainfo.xml: %D%/org.yado.Yado.metainfo.xml.in $(po_catalogs)
	$(AM_V_GEN)$(MKDIR_P) %D% && $(MSGFMT) --xml -d $(srcdir)/po --template=$(srcdir)/%D%/org.yado.Yado.metainfo.xml.in -o $@

# The catalogues where a program that is not installed finds them: YADO_LOCALE_PATH.
locale_catalogs = locale/ja/LC_MESSAGES/yado.mo locale/de/LC_MESSAGES/yado.mo
noinst_DATA = $(locale_catalogs)
CLEANFILES += $(locale_catalogs)
locale/%/LC_MESSAGES/yado.mo: $(srcdir)/po/%.po
	$(AM_V_GEN)$(MKDIR_P) $(@D) && $(MSGFMT) -c -o $@ $<
