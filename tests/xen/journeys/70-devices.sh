#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# What is changed in guests that run: disks and cards plugged and pulled, media, pools; what is sent to them, what their hypervisor logs.  Memory, vCPUs, weight and pinning: 20-lives.
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
# By the command alone, with the host's two processors: Pool-0 gives one away, and gets it back at the end.
pools_are() { becomes "xl cpupool-list -c | tail -n +2 | xargs" "^$1\$" 60; }
gives_cpu() { dom0 'yado --yes cpupool set Pool-0 --cpus 0' && pools_are 'Pool-0 0'; }
makes_pool() { dom0 'yado cpupool create lab --cpus 1' && pools_are 'Pool-0 0 lab 1'; }
moves() { dom0 "yado pool $guest lab" && becomes 'xl cpupool-list lab' 'lab .* 1$' 60; }
renames_pool() { dom0 'yado --yes cpupool set lab --name labor' && pools_are 'Pool-0 0 labor 1'; }
keeps_pool() { ! dom0 'yado --yes cpupool delete labor' && grep -q 'Guests run in it' "$said" && pools_are 'Pool-0 0 labor 1'; }
moves_back() { dom0 "yado pool $guest Pool-0" && becomes 'xl cpupool-list labor' 'labor .* 0$' 60; }
deletes_pool() { dom0 'yado --yes cpupool delete labor --to -' && pools_are 'Pool-0 0'; }
gets_cpu() { dom0 'yado --yes cpupool set Pool-0 --cpus 0-1' && pools_are 'Pool-0 0,1'; }
dumps() { dom0 "rm -f /var/tmp/core.$guest; yado dump-core $guest /var/tmp/core.$guest" && becomes "head -c 4 /var/tmp/core.$guest" ELF 60 && dom0 "rm /var/tmp/core.$guest" && report vcpus; }
restarts_by_sysrq() {
    id=$(dom0 "xl domid $guest")
    dom0 "yado --yes sysrq $guest b" && becomes "xl domid $guest | grep -vx $id" '^[0-9]+$' 180 && report vcpus
}
# A shell on the console of an HVM guest, which stays open.
opens_shell() { terminal 100 50 "yado console -d pv0 $guest" && screen_has 'Ctrl\+\]' && keys Enter && screen_has 'guest#'; }
takes_nmi() { dom0 "yado --yes nmi $guest" && screen_has 'NMI received'; }
# Its input device, the first, says that a key went down: KEY_POWER, 0x74.
feels_button() {
    dom0 "tmux send-keys -t lab 'echo list\"\"ening; dd if=/dev/input/event0 bs=24 count=1 2>/dev/null | od -An -tx2' Enter" && screen_has '^listening' &&
        dom0 "yado --yes button $guest power" && screen_has '0001 0074 0001'
}
lists_consoles() {
    dom0 "yado --csv console --list $guest" | tr -d '\r' >"$said.list"
    for line in 'serial0,Serial port 1,' 'serial1,Serial port 2,' 'pv0,Text console,' 'spice0,Screen (SPICE),127.0.0.1:5999'; do
        grep -qxF "$line" "$said.list" || { echo "wanted: $line"; cat "$said.list"; return 1; }
    done
    grep -q '^vnc0,Screen (VNC),127.0.0.1:59' "$said.list"
}
# Nothing has an IOMMU here (75-pci has): libxl fails when its driver has lost it already.  It has it again.
stays_with_driver() {
    ! dom0 "modprobe xen-pciback; yado --yes device make-assignable $rng" && grep -q IOMMU "$said" && dom0 'xl pci-assignable-list' && ! grep -q . "$said" &&
        becomes "readlink /sys/bus/pci/devices/$rng/driver" 'virtio-pci$' 60
}
clears_log() {
    dom0 'xl debug-keys h; yado --yes host log --clear' && grep -q 'showing installed handlers' "$said" && dom0 'xl dmesg' && ! grep -q . "$said" &&
        dom0 'xl debug-keys h; yado host log --filter "pressed handlers"' && [ "$(grep -c . "$said")" = 1 ]
}
is_inserted() { becomes "xl qemu-monitor-command $guest 'info block'" "$1" 60; }
# An emulated processor sometimes restarts an HVM guest that boots: it is waited for.
has_cd() { report vcpus && is_inserted 'one\.iso'; }
# QEMU is given an open file; its name is known to xenstore.
inserts() { edit $guest disk:1.source=/var/lib/yado-lab/two.iso && becomes 'xenstore-ls -f /local/domain/0/backend' 'params = .*two\.iso' 60; }
ejects() { edit $guest disk:1.source= && is_inserted '\[not inserted\]'; }

dom0 'lab-guest clean; xl cpupool-destroy lab; xl cpupool-destroy labor; xl cpupool-cpu-add Pool-0 1; lab-guest xl pv; lab-guest virsh pv; cd /var/lib/yado-lab; for f in extra.img one.iso two.iso; do truncate -s 4M $f; done' >/dev/null
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
check 'a CPU pool gives a processor away' gives_cpu
check 'another is made of it' makes_pool
check 'the guest moves there' moves
check 'the pool gets another name' renames_pool
check 'it is not deleted while the guest is there' keeps_pool
check 'the guest moves back' moves_back
check 'the pool is deleted' deletes_pool
check 'the first one gets the processor again' gets_cpu
check 'a SysRq key restarts it' restarts_by_sysrq
dom0 'lab-guest clean; lab-guest xl hvm; sed -i "s#^disk.*#disk = [ \"format=raw, vdev=xvda, access=rw, target=/var/lib/yado-lab/xl-hvm.img\", \"format=raw, vdev=hdc, access=ro, devtype=cdrom, target=/var/lib/yado-lab/one.iso\" ]#; s#^serial.*#serial = [ \"pty\", \"pty\" ]#" /etc/xen/xl-hvm.cfg
      printf "spice = 1\nspicehost = \"127.0.0.1\"\nspiceport = 5999\nspicedisable_ticketing = 1\n" >>/etc/xen/xl-hvm.cfg; xl create /etc/xen/xl-hvm.cfg' >/dev/null
guest=xl-hvm
check 'an HVM guest has its CD' has_cd
check 'another CD is inserted' inserts
check 'the CD is ejected' ejects
check 'its serial ports and screens are listed, SPICE too' lists_consoles
check 'its text console answers' opens_shell
check 'an NMI is sent to it, and it lives on' takes_nmi
check 'its power button is pressed' feels_button
check "the hypervisor's log is cleared" clears_log
rng=$(dom0 'grep -lx 0x1005 /sys/bus/pci/devices/*/device | xargs dirname | xargs basename')
check 'a PCI device that cannot be made assignable stays what it is' stays_with_driver
