#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# What is changed in guests that run: disks and cards plugged and pulled, media, pools; and what is sent to them.  Memory, vCPUs, weight and pinning: 20-lives.
# The guest itself is asked for what it sees, the hypervisor for what it knows.
. "$lab/lib/journey.sh"
. "$top/tools/setup.sh"
setup_environment
uri=$(host_uri xen-a)

# edit GUEST EDIT...: from this side of the connection, as a front end does.
edit() {
    timeout $((180 * patience)) "$build/tests/xen/yado-lab-edit" "$uri" "$@" >"$said" 2>&1
    result=$?
    cat "$said"
    return $result
}

report() { becomes "lab-console $guest" "^report .*$1" 300; }
plugs_disk() { edit $guest +disk .source=/var/lib/yado-lab/extra.img .target=xvdb .format=raw && report disks=2; }
pulls_disk() { edit $guest -disk:1 && report disks=1; }
plugs_nic() { edit $guest +nic .type=bridge .source=br0 .mac=00:16:3e:00:09:01 && report nics=2; }
pulls_nic() { edit $guest -nic:1 && report nics=1; }
moves() {
    dom0 'xl cpupool-cpu-remove Pool-0 1 && printf "name=\"lab\"\ncpus=[\"1\"]\n" >/tmp/pool && xl cpupool-create /tmp/pool' &&
        dom0 "yado pool $guest lab" && becomes 'xl cpupool-list lab' 'lab .* 1$' 60
}
moves_back() { dom0 "yado pool $guest Pool-0" && becomes 'xl cpupool-list lab' 'lab .* 0$' 60 && dom0 'xl cpupool-destroy lab && xl cpupool-cpu-add Pool-0 1'; }
dumps() { dom0 "rm -f /var/tmp/core.$guest; yado dump-core $guest /var/tmp/core.$guest" && becomes "head -c 4 /var/tmp/core.$guest" ELF 60 && dom0 "rm /var/tmp/core.$guest" && report vcpus; }
restarts_by_sysrq() {
    id=$(dom0 "xl domid $guest")
    dom0 "yado --yes sysrq $guest b" && becomes "xl domid $guest | grep -vx $id" '^[0-9]+$' 180 && report vcpus
}
# What the guest makes of it is not seen: its tiny system tells nothing of an NMI on its console.
takes_nmi() { dom0 "yado --yes nmi $guest" && becomes "xl list $guest" "^$guest +[0-9]+ " 60; }
is_inserted() { becomes "xl qemu-monitor-command $guest 'info block'" "$1" 60; }
# QEMU is given an open file; its name is known to xenstore.
inserts() { edit $guest disk:1.source=/var/lib/yado-lab/two.iso && becomes 'xenstore-ls -f /local/domain/0/backend' 'params = .*two\.iso' 60; }
ejects() { edit $guest disk:1.source= && is_inserted '\[not inserted\]'; }

dom0 'lab-guest clean; xl cpupool-destroy lab; xl cpupool-cpu-add Pool-0 1; lab-guest xl pv; lab-guest virsh pv; cd /var/lib/yado-lab; for f in extra.img one.iso two.iso; do truncate -s 4M $f; done' >/dev/null
bring_up xl-pv virt-pv
guest=xl-pv
check 'a disk is plugged' plugs_disk
check 'it is pulled' pulls_disk
check 'a network card is plugged' plugs_nic
check 'it is pulled' pulls_nic
for guest in xl-pv virt-pv; do
    check "$guest: its memory is dumped" dumps
done
guest=xl-pv
check 'it moves to another CPU pool' moves
check 'it moves back' moves_back
check 'a SysRq key restarts it' restarts_by_sysrq
dom0 'lab-guest clean; lab-guest xl hvm; sed -i "s#^disk.*#disk = [ \"format=raw, vdev=xvda, access=rw, target=/var/lib/yado-lab/xl-hvm.img\", \"format=raw, vdev=hdc, access=ro, devtype=cdrom, target=/var/lib/yado-lab/one.iso\" ]#" /etc/xen/xl-hvm.cfg; xl create /etc/xen/xl-hvm.cfg' >/dev/null
guest=xl-hvm
check 'an HVM guest has its CD' is_inserted 'one\.iso'
check 'another CD is inserted' inserts
check 'the CD is ejected' ejects
check 'an NMI is sent to it, and it lives on' takes_nmi
