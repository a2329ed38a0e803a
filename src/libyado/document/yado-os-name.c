/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * yado-os-name.c: readable names for the identifiers of libosinfo, without its data base.
 */
#include "config.h"

#include <stdio.h>
#include <string.h>

#include "document/yado-document-map.h"

typedef struct {
    const char *id; /* ends with '/': what follows is the version */
    const char *name;
} OsName;

/* Whole identifiers first, then beginnings. */
static const OsName names[] = {
    { "http://opensuse.org/opensuse/tumbleweed", "openSUSE Tumbleweed" },
    { "http://opensuse.org/opensuse/42.1", "openSUSE Leap 42.1" },
    { "http://opensuse.org/opensuse/42.2", "openSUSE Leap 42.2" },
    { "http://opensuse.org/opensuse/42.3", "openSUSE Leap 42.3" },
    { "http://opensuse.org/opensuse/15", "openSUSE Leap 15" },
    { "http://opensuse.org/opensuse/16", "openSUSE Leap 16" },
    { "http://archlinux.org/archlinux/rolling", "Arch Linux" },
    { "http://debian.org/debian/testing", "Debian testing" },
    { "http://microsoft.com/win/xp", "Windows XP" },
    { "http://microsoft.com/win/7", "Windows 7" },
    { "http://microsoft.com/win/8.1", "Windows 8.1" },
    { "http://microsoft.com/win/10", "Windows 10" },
    { "http://microsoft.com/win/11", "Windows 11" },
    { "http://microsoft.com/win/2k8r2", "Windows Server 2008 R2" },
    { "http://microsoft.com/win/2k12", "Windows Server 2012" },
    { "http://microsoft.com/win/2k12r2", "Windows Server 2012 R2" },
    { "http://microsoft.com/win/2k16", "Windows Server 2016" },
    { "http://microsoft.com/win/2k19", "Windows Server 2019" },
    { "http://microsoft.com/win/2k22", "Windows Server 2022" },
    { "http://microsoft.com/win/2k25", "Windows Server 2025" },
    { "http://opensuse.org/opensuse/15.", "openSUSE Leap 15." },
    { "http://opensuse.org/opensuse/16.", "openSUSE Leap 16." },
    { "http://opensuse.org/opensuse/", "openSUSE " },
    { "http://suse.com/sles/", "SUSE Linux Enterprise Server " },
    { "http://suse.com/sled/", "SUSE Linux Enterprise Desktop " },
    { "http://suse.com/sle-micro/", "SUSE Linux Enterprise Micro " },
    { "http://debian.org/debian/", "Debian " },
    { "http://ubuntu.com/ubuntu/", "Ubuntu " },
    { "http://fedoraproject.org/fedora/", "Fedora " },
    { "http://redhat.com/rhel/", "Red Hat Enterprise Linux " },
    { "http://centos.org/centos-stream/", "CentOS Stream " },
    { "http://centos.org/centos/", "CentOS " },
    { "http://rockylinux.org/rocky/", "Rocky Linux " },
    { "http://almalinux.org/almalinux/", "AlmaLinux " },
    { "http://oracle.com/ol/", "Oracle Linux " },
    { "http://alpinelinux.org/alpinelinux/", "Alpine Linux " },
    { "http://freebsd.org/freebsd/", "FreeBSD " },
    { "http://netbsd.org/netbsd/", "NetBSD " },
    { "http://openbsd.org/openbsd/", "OpenBSD " },
};

/* SUSE Linux Enterprise counts service packs up to 15: "15.6" is 15 SP6, "16.0" is 16.0. */
static char *
format_version(const char *id, const char *version)
{
    int major, pack, length = 0;

    if (!g_str_has_prefix(id, "http://suse.com/sle") ||
        g_str_has_prefix(id, "http://suse.com/sle-") ||
        sscanf(version, "%2d.%2d%n", &major, &pack, &length) != 2 || version[length] != '\0' ||
        major > 15)
        return g_strdup(version);
    return pack > 0 ? g_strdup_printf("%d SP%d", major, pack) : g_strdup_printf("%d", major);
}

/* "http://example.org/foo/1.2" -> "Foo 1.2" */
static char *
prettify(const char *id)
{
    g_auto(GStrv) parts = g_strsplit(id, "/", -1);
    guint length = g_strv_length(parts);

    if (length < 2 || parts[length - 1][0] == '\0' || parts[length - 2][0] == '\0')
        return g_strdup(id);
    char *name = g_strdup_printf("%s %s", parts[length - 2], parts[length - 1]);
    name[0] = g_ascii_toupper(name[0]);
    return name;
}

char *
yado_os_name_from_id(const char *id)
{
    for (guint i = 0; i < G_N_ELEMENTS(names); i++) {
        if (strcmp(id, names[i].id) == 0)
            return g_strdup(names[i].name);
    }
    for (guint i = 0; i < G_N_ELEMENTS(names); i++) {
        gsize length = strlen(names[i].id);
        if (strchr("/.", names[i].id[length - 1]) == NULL || !g_str_has_prefix(id, names[i].id))
            continue;
        g_autofree char *version = format_version(id, id + length);
        return g_strconcat(names[i].name, version, NULL);
    }
    return prettify(id);
}
