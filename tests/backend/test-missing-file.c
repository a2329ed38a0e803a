/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What libvirt 9.0, QEMU 7.2 and libxl 4.17 say of files that are not there. */
#include "config.h"

#include "backend/yado-missing-file.h"

#include <string.h>

static const struct {
    const char *said, *path;
} cases[] = {
    { "Cannot access storage file '/srv/a b.img': No such file or directory", "/srv/a b.img" },
    { "Cannot access storage file '/srv/a.img' (as uid:107, gid:107): No such file or directory",
      "/srv/a.img" },
    { "Cannot access backing file '/srv/base.img' of storage file '/srv/a.qcow2' (as uid:107, "
      "gid:107): No such file or directory",
      "/srv/base.img" },
    { "internal error: process exited while connecting to monitor: qemu-system-x86_64: -blockdev "
      "{…}: Could not open '/srv/a.img': No such file or directory",
      "/srv/a.img" },
    { "Parsing config from /etc/xen/web.cfg\n"
      "libxl: error: libxl_device.c:366:libxl__device_disk_set_backend: Disk vdev=xvda failed to "
      "stat: /srv/a.img: No such file or directory\n"
      "libxl: error: libxl_create.c:1316:initiate_domain_create: Domain 7:Unable to set disk "
      "defaults for disk 0\n",
      "/srv/a.img" },
    { "Cannot access storage file '/srv/a.img': Permission denied", NULL },
    { "libxl: error: libxl_create.c:1316: Unable to set disk defaults for disk 0", NULL },
    { "No such file or directory", NULL },
    { "", NULL },
    { NULL, NULL },
};

static void
test_find(void)
{
    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *path = yado_missing_file_find(cases[i].said);
        g_autofree char *hint = yado_missing_file_dup_hint(cases[i].said);

        g_assert_cmpstr(path, ==, cases[i].path);
        g_assert_true((hint != NULL) == (path != NULL));
        g_assert_true(hint == NULL || strstr(hint, path) != NULL);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/backend/missing-file/find", test_find);
    return g_test_run();
}
