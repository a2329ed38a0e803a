# SPDX-License-Identifier: LGPL-2.1-or-later
# yado-xl-agent: libxl behind a D-Bus interface.  Both sides of that are made from data/org.yado.Xl1.xml.
EXTRA_DIST += %D%/README.md data/org.yado.Xl1.xml data/org.yado.xl-agent.policy.in
xl1_generated = data/yado-xl1.c data/yado-xl1.h
BUILT_SOURCES += $(xl1_generated)
CLEANFILES += $(xl1_generated)
data/yado-xl1.h: $(srcdir)/data/org.yado.Xl1.xml
	$(AM_V_GEN)$(MKDIR_P) data && $(GDBUS_CODEGEN) --header --output $@ $(xl1_options) $<
data/yado-xl1.c: $(srcdir)/data/org.yado.Xl1.xml
	$(AM_V_GEN)$(MKDIR_P) data && $(GDBUS_CODEGEN) --body --output $@ $(xl1_options) $<
xl1_options = --interface-prefix org.yado. --c-namespace Yado --c-generate-autocleanup all --glib-min-required 2.64

noinst_LTLIBRARIES += libyado-xl1.la
nodist_libyado_xl1_la_SOURCES = $(xl1_generated)
libyado_xl1_la_SOURCES =
libyado_xl1_la_CFLAGS = $(GLIB_CFLAGS) $(YADO_SANITIZE)

if ENABLE_XL_AGENT
# All but main(), so that tests/xl-agent can put a Xen made up below it.
noinst_LTLIBRARIES += libyado-xl-agent.la
libyado_xl_agent_la_SOURCES = \
	%D%/yado-xl-agent.c %D%/yado-xl-agent.h \
	%D%/yado-xl-bitmap.c \
	%D%/yado-xl-consoles.c \
	%D%/yado-xl-counters.c \
	%D%/yado-xl-describe.c \
	%D%/yado-xl-devices.c \
	%D%/yado-xl-domains.c \
	%D%/yado-xl-error.c \
	%D%/yado-xl-events.c \
	%D%/yado-xl-files.c \
	%D%/yado-xl-guest.c \
	%D%/yado-xl-hooks.c \
	%D%/yado-xl-host.c \
	%D%/yado-xl-images.c \
	%D%/yado-xl-jobs.c \
	%D%/yado-xl-left.c \
	%D%/yado-xl-operations.c \
	%D%/yado-xl-pci.c %D%/yado-xl-pools.c \
	%D%/yado-xl-settings.c
# The interface of Xen 4.14, which every later Xen keeps.
xl_agent_cppflags = $(AM_CPPFLAGS) -Idata -DG_LOG_DOMAIN=\"yado-xl-agent\" -DLIBXL_API_VERSION=0x041400
xl_agent_cflags = $(AM_CFLAGS) $(GLIB_CFLAGS) $(LIBXL_CFLAGS)
libyado_xl_agent_la_CPPFLAGS = $(xl_agent_cppflags)
libyado_xl_agent_la_CFLAGS = $(xl_agent_cflags)
libyado_xl_agent_la_LIBADD = libyado-xl1.la $(LIBXL_LIBS) $(GLIB_LIBS)

pkglibexec_PROGRAMS += yado-xl-agent
yado_xl_agent_SOURCES = %D%/main.c
yado_xl_agent_CPPFLAGS = $(xl_agent_cppflags)
yado_xl_agent_CFLAGS = $(xl_agent_cflags)
yado_xl_agent_LDADD = libyado-xl-agent.la

# Who may start it as another user: polkit asks, see the file.
polkitdir = $(datadir)/polkit-1/actions
nodist_polkit_DATA = data/org.yado.xl-agent.policy
CLEANFILES += data/org.yado.xl-agent.policy
data/org.yado.xl-agent.policy: $(srcdir)/data/org.yado.xl-agent.policy.in
	$(AM_V_GEN)$(MKDIR_P) data && $(SED) 's,@pkglibexecdir\@,$(pkglibexecdir),g' $< >$@
endif
