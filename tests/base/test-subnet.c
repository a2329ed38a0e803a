/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "base/yado-subnet.h"

static void
test_contains(void)
{
    static const struct {
        const char *subnets, *address;
        gboolean expected;
    } cases[] = {
        { "192.168.100.1/24", "192.168.100.77", TRUE },
        { "192.168.100.1/24", "192.168.101.77", FALSE },
        { "192.168.100.1/255.255.255.0", "192.168.100.77", TRUE },
        { "192.168.100.1/255.255.255.0", "192.168.101.77", FALSE },
        { "10.0.0.129/25", "10.0.0.1", FALSE },
        { "10.0.0.129/25", "10.0.0.254", TRUE },
        { "10.0.0.1/32", "10.0.0.1", TRUE },
        { "10.0.0.1/255.255.255.255", "10.0.0.2", FALSE },
        { "10.0.0.1/0", "172.16.0.1", TRUE },
        { "10.0.0.1/24, fd00:77::1/64", "fd00:77::99", TRUE },
        { "10.0.0.1/24, fd00:77::1/64", "fd00:78::99", FALSE },
        { "10.0.0.1/24", "fd00:77::99", FALSE },
        { "10.0.0.1/33", "10.0.0.1", FALSE },
        { "10.0.0.1", "10.0.0.1", FALSE },
        { "/24", "10.0.0.1", FALSE },
        { "", "10.0.0.1", FALSE },
        { NULL, "10.0.0.1", FALSE },
        { "10.0.0.1/24", "web", FALSE },
        { "10.0.0.1/24", NULL, FALSE },
    };

    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_test_message("%s %s", cases[i].subnets, cases[i].address);
        g_assert_cmpint(yado_subnet_contains(cases[i].subnets, cases[i].address), ==,
                        cases[i].expected);
    }
}

static void
test_range(void)
{
    static const struct {
        const char *subnet, *first, *last;
    } cases[] = {
        { "192.168.100.1/24", "192.168.100.2", "192.168.100.254" },
        { "192.168.100.254/24", "192.168.100.1", "192.168.100.253" },
        { "192.168.100.7/24", "192.168.100.1", "192.168.100.254" },
        { "10.1.2.3/16", "10.1.0.1", "10.1.255.254" },
        { "10.0.0.1/30", "10.0.0.2", "10.0.0.2" },
        { "10.0.0.1/31", NULL, NULL },
        { "fd00::1/64", NULL, NULL },
        { "web", NULL, NULL },
    };

    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *first = NULL;
        g_autofree char *last = NULL;

        g_assert_cmpint(yado_subnet_get_range(cases[i].subnet, &first, &last), ==,
                        cases[i].first != NULL);
        g_assert_cmpstr(first, ==, cases[i].first);
        g_assert_cmpstr(last, ==, cases[i].last);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/subnet/contains", test_contains);
    g_test_add_func("/subnet/range", test_range);
    return g_test_run();
}
