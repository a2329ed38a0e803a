# SPDX-License-Identifier: LGPL-2.1-or-later
# The agent's files above a Xen made up: what they call of libxl and xenstore is in fake-xen.c, which goes before the libraries.
EXTRA_DIST += %D%/fake-xen.h
if ENABLE_XL_AGENT
check_LTLIBRARIES += libyado-fake-xen.la
libyado_fake_xen_la_SOURCES = %D%/fake-xen.c %D%/fake-xl.c
libyado_fake_xen_la_CPPFLAGS = $(xl_agent_test_cppflags)
libyado_fake_xen_la_CFLAGS = $(xl_agent_test_cflags)
xl_agent_test_cppflags = $(xl_agent_cppflags) -I$(top_srcdir)/src/xl-agent
xl_agent_test_cflags = $(xl_agent_cflags) $(test_lib_cflags)
xl_agent_test_libs = libyado-fake-xen.la libyado-xl-agent.la $(test_lib)

check_PROGRAMS += tests/xl-agent/test-jobs tests/xl-agent/test-events tests/xl-agent/test-devices tests/xl-agent/test-settings \
	tests/xl-agent/test-consoles tests/xl-agent/test-operations
TESTS += tests/xl-agent/test-jobs tests/xl-agent/test-events tests/xl-agent/test-devices tests/xl-agent/test-settings \
	tests/xl-agent/test-consoles tests/xl-agent/test-operations
tests_xl_agent_test_jobs_SOURCES = %D%/test-jobs.c
tests_xl_agent_test_jobs_CPPFLAGS = $(xl_agent_test_cppflags)
tests_xl_agent_test_jobs_CFLAGS = $(xl_agent_test_cflags)
tests_xl_agent_test_jobs_LDADD = $(xl_agent_test_libs)
tests_xl_agent_test_events_SOURCES = %D%/test-events.c
tests_xl_agent_test_events_CPPFLAGS = $(xl_agent_test_cppflags)
tests_xl_agent_test_events_CFLAGS = $(xl_agent_test_cflags)
tests_xl_agent_test_events_LDADD = $(xl_agent_test_libs)
tests_xl_agent_test_devices_SOURCES = %D%/test-devices.c
tests_xl_agent_test_devices_CPPFLAGS = $(xl_agent_test_cppflags)
tests_xl_agent_test_devices_CFLAGS = $(xl_agent_test_cflags)
tests_xl_agent_test_devices_LDADD = $(xl_agent_test_libs)
tests_xl_agent_test_settings_SOURCES = %D%/test-settings.c
tests_xl_agent_test_settings_CPPFLAGS = $(xl_agent_test_cppflags)
tests_xl_agent_test_settings_CFLAGS = $(xl_agent_test_cflags)
tests_xl_agent_test_settings_LDADD = $(xl_agent_test_libs)
tests_xl_agent_test_consoles_SOURCES = %D%/test-consoles.c
tests_xl_agent_test_consoles_CPPFLAGS = $(xl_agent_test_cppflags)
tests_xl_agent_test_consoles_CFLAGS = $(xl_agent_test_cflags)
tests_xl_agent_test_consoles_LDADD = $(xl_agent_test_libs)
tests_xl_agent_test_operations_SOURCES = %D%/test-operations.c
tests_xl_agent_test_operations_CPPFLAGS = $(xl_agent_test_cppflags)
tests_xl_agent_test_operations_CFLAGS = $(xl_agent_test_cflags)
tests_xl_agent_test_operations_LDADD = $(xl_agent_test_libs)
endif
