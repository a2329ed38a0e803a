#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# The contract of back ends (tests/contract), kept by the real host: guests of libvirt, and guests of xl by the agent alone.
# By hand: the contract on the real host takes four minutes, which the lab of ./check --all has not
. "$lab/lib/journey.sh"
. "$top/tools/setup.sh"
setup_environment

list_tests() { with_host "$1" -l | grep -E '^/contract/(xen|xl)/'; }

# with_host PROGRAM ARGUMENT...
with_host() {
    called=$build/tests/contract/$1
    shift
    YADO_BUILD_DIR=$build YADO_SOURCE_DIR=$top YADO_SETTINGS=/nonexistent/yado.conf LC_ALL=C.UTF-8 LANGUAGE= YADO_TEST_TIMEOUT=600 YADO_TEST_PATIENCE=$((6 * patience)) \
        YADO_TEST_SSH_CONFIG=$run/ssh_config YADO_TEST_XEN_URI=$(host_uri xen-a) \
        YADO_TEST_XL_URI=$(host_uri xen-a | sed 's,^xen+ssh,xl+ssh,; s,/system?,/?,') "$called" "$@"
}

# One process each: what fails ends its own.
for program in test-contract test-changes; do
    for test in $(list_tests $program); do
        check "$test" with_host $program -p "$test"
    done
done
