#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# Two real hosts in one manager: in one list of a command, and side by side in the terminal manager, which reaches the second one by ssh.
. "$lab/lib/journey.sh"
. "$top/tools/setup.sh"
setup_environment

if ! host_is_running xen-b; then
    skip 'two hosts in one manager' 'only one host runs (lab up --two)'
    exit
fi

both() {
    timeout $((180 * patience)) "$build/yado" -c "$(host_uri xen-a)" -c "$(host_uri xen-b)" --csv list -o host,name,state -H >"$said" 2>&1 </dev/null
    result=$?
    cat "$said"
    return $result
}

# on HOST GUEST: a line of it.
on() { grep -q ":$(cat "$run/$1/port")/.*,$2," "$said"; }
are_listed() { both && on xen-a virt-pv && on xen-b virt-pvh && on xen-a Domain-0 && on xen-b Domain-0; }

manager_shows() {
    # Through the machine that both run on: 10.0.2.2 is what QEMU calls it.
    terminal 100 30 "LC_ALL=C.UTF-8 yado -c xen:///system -c xen+ssh://root@10.0.2.2:$(cat "$run/xen-b/port")/system" &&
        screen_has xen-a && screen_has xen-b && screen_has 'virt-pv ' && screen_has 'virt-pvh'
}

# What happens on the second host is seen in the manager on the first.
follows() {
    on_host=xen-b dom0 'virsh start virt-pvh' && screen_has 'virt-pvh.*Running' && on_host=xen-b dom0 'virsh destroy virt-pvh' && screen_has 'virt-pvh.*Shut off'
}

dom0 'lab-guest clean; lab-guest virsh pv' >/dev/null
on_host=xen-b dom0 'lab-guest clean; lab-guest virsh pvh' >/dev/null
check 'the guests of both are in one list' are_listed
check 'the terminal manager shows both' manager_shows
check 'what happens on the second is seen' follows
host_ssh xen-a 'tmux kill-server' 2>/dev/null
