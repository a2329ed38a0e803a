#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# By hand: 6 of its 8 lines hold; at a wrong address its PVH guest is lost, and why is not known
# A guest moves from one Xen host to the other: by the command outside of both, which holds a connection to each; the memory goes over the
# network that they share.  What fails leaves the guest running where it was, and nothing at the destination.
. "$lab/lib/journey.sh"
. "$top/tools/setup.sh"
setup_environment

if ! host_is_running xen-b; then
    skip 'a guest moves to another host' 'only one host runs (lab up --two)'
    exit
fi

# Its disk, which is not copied, must lie on both.
guest=virt-pvh
disk=/var/lib/yado-lab/$guest.img

# migrate FROM TO GUEST [OPTION...]
migrate() {
    from=$1 to=$2 address=10.99.0.2 name=$3
    shift 3
    [ "$to" = xen-b ] || address=10.99.0.1
    timeout $((400 * patience)) "$build/yado" -c "$(host_uri "$from")" migrate "$name" "$(host_uri "$to")" --address "$address" "$@" >"$said" 2>&1 </dev/null
    result=$?
    cat "$said"
    return $result
}

on_b() { on_host=xen-b dom0 "$@"; }
runs_on_a() { dom0 "xl list $1" | grep -q ' [r-][b-]---- ' && becomes "lab-console $1" '^report ' 120; }
is_gone_from_a() { ! dom0 "virsh list --all --name" | grep -qx "$1" && ! dom0 "xl list $1"; }
is_gone_from_b() { ! on_b "virsh list --all --name" | grep -qx "$1" && ! on_b "xl list $1"; }
is_stored_on_b() { on_b "virsh dominfo $1" | grep -q 'Persistent: *yes'; }

answers_on_b() {
    on_host=xen-b
    becomes "lab-console $1" '^report ' 120
    result=$?
    on_host=
    return $result
}

moves() { migrate xen-a xen-b "$guest" && is_gone_from_a "$guest" && is_stored_on_b "$guest" && answers_on_b "$guest"; }
returns() { migrate xen-b xen-a "$guest" --paused && is_gone_from_b "$guest" && runs_on_a "$guest"; }

is_the_same() { dom0 "virsh domuuid $guest" | grep -q "$uuid"; }

is_refused() { ! migrate xen-a xen-b "$guest" && grep -q "$1" "$said"; }

# Another guest, which only has its name.
is_not_taken_twice() {
    on_b 'sed "s/0000000002</0000000099</" /var/lib/yado-lab/pvh.xml >/tmp/other.xml; virsh define /tmp/other.xml'
    is_refused 'guest of that name' && runs_on_a "$guest"
    result=$?
    on_b "virsh undefine $guest"
    return $result
}

# libxl finds that out when the memory is there already.
survives_a_lost_disk() {
    on_b "mv $disk $disk.away"
    ! migrate xen-a xen-b "$guest" && runs_on_a "$guest" && is_gone_from_b "$guest"
    result=$?
    on_b "mv $disk.away $disk"
    return $result
}

survives_a_wrong_address() {
    ! timeout $((400 * patience)) "$build/yado" -c "$(host_uri xen-a)" migrate "$guest" "$(host_uri xen-b)" --address 10.99.0.99 >"$said" 2>&1 </dev/null &&
        runs_on_a "$guest" && is_gone_from_b "$guest"
}

moves_shut_off() { dom0 "virsh destroy $guest" && migrate xen-a xen-b "$guest" && is_gone_from_a "$guest" && is_stored_on_b "$guest"; }
leaves_xls_alone() { ! migrate xen-a xen-b xl-pv && grep -q 'xl migrate' "$said"; }

on_b "lab-guest clean; lab-guest virsh pvh; virsh undefine $guest" >/dev/null
dom0 'lab-guest clean; lab-guest virsh pvh; lab-guest xl pv' >/dev/null
bring_up "$guest"
uuid=$(dom0 "virsh domuuid $guest" | tr -d ' \n')
check 'a guest moves while it runs' moves
check 'it comes back, standing still meanwhile' returns
check 'it kept its unique number' is_the_same
check 'a name that is taken there is refused' is_not_taken_twice
check 'a disk that is not there: it goes on here' survives_a_lost_disk
check 'an address where nobody is: it goes on here' survives_a_wrong_address
check 'a guest that is shut off moves' moves_shut_off
check 'a guest of xl says how' leaves_xls_alone
dom0 'lab-guest clean' >/dev/null
on_b 'lab-guest clean' >/dev/null
