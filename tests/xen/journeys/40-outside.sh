#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# The programs on this side of the connection (xen+ssh), the hypervisor on the other.
. "$lab/lib/journey.sh"
. "$top/tools/setup.sh"
setup_environment
uri=$(host_uri xen-a)

# outside ARGUMENT...: yado here.
outside() {
    timeout $((180 * patience)) "$build/yado" -c "$uri" "$@" >"$said" 2>&1 </dev/null
    result=$?
    cat "$said"
    return $result
}

lists_both() {
    outside list | grep -q 'Domain-0 .*Running' && outside list | grep -q 'virt-pv .*Running' && outside list | grep -q 'virt-pvh .*Shut off'
}

pauses_and_resumes() {
    outside pause virt-pv && becomes 'xl list virt-pv' ' ..p... ' && outside resume virt-pv && becomes 'xl list virt-pv' ' [r-][b-]-... '
}

shown_on_the_desktop() {
    on_desktop 2 yado-lab-desktop "$uri" virt-pv Running virt-pvh 'Shut off' Domain-0 Running
}

dom0 'lab-guest clean; lab-guest virsh pv pvh; virsh start virt-pv' >/dev/null
check 'yado here lists the guests there' lists_both
check 'yado here pauses and resumes a guest there' pauses_and_resumes
if [ -x "$build/tests/xen/yado-lab-desktop" ] && command -v Xvfb >/dev/null; then
    check 'the desktop manager shows them (pictures: tests/screenshots/xen-*.png)' shown_on_the_desktop
else
    skip 'the desktop manager' 'tests/xen/yado-lab-desktop is not built, or Xvfb is not installed'
fi
