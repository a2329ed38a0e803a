#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# What the program says of the host and of its guests, against what xl and virsh say.
. "$lab/lib/journey.sh"

all_of_virsh_are_listed() {
    dom0 'virsh list --all --name | grep . | LC_ALL=C sort >/tmp/virsh; yado --csv list -o name -H | tr -d "\r" | LC_ALL=C sort >/tmp/yado
          comm -23 /tmp/virsh /tmp/yado | grep . && exit 1; uniq -d /tmp/yado | grep . && exit 1; cat /tmp/virsh | grep -q Domain-0'
}

# Guests that run, with their numbers and their memory: `xl list` is the truth.
numbers_agree_with_xl() {
    dom0 'xl list | awk "NR > 1 { print \$2, \$1 }" | sort >/tmp/xl; yado --csv list --running -o id,name -H | tr , " " | tr -d "\r" | sort >/tmp/yado; diff /tmp/xl /tmp/yado'
}

dom0 'lab-guest clean; lab-guest virsh pv pvh' >/dev/null
check 'yado runs in dom0' dom0 'yado --version'
check 'the local Xen host is the default' becomes 'yado host' 'xen'
check 'every guest of virsh is listed, once' all_of_virsh_are_listed
check 'a guest that is shut off says so' becomes 'yado --csv list -o name,state,kind -H' '^virt-pvh,shut-off,pvh'
check 'running guests have the numbers that xl tells' numbers_agree_with_xl
check 'the host page names the hypervisor' becomes 'yado host show' '[Xx]en.*4\.17|4\.17.*'
