#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# Guests made by YaDO: of all three kinds, for both owners, from a kernel, a disk and a medium; by the command, by the wizard in a terminal, and by
# the wizard of the desktop manager on this side of the connection.  Each tells on its console that it has started.  Then one is given more while
# it runs, and loses it again; what it sees is read from inside.  A failure leaves nothing behind.
# By hand: with its six minutes ./check --all takes more than forty
. "$lab/lib/journey.sh"
. "$top/tools/setup.sh"
setup_environment
uri=$(host_uri xen-a)
files=/var/lib/yado-lab
quick='quiet mitigations=off'
kernel="--source kernel --kernel $files/vmlinux --initrd $files/guest.img --nic bridge --bridge br0"
little='--memory 64M --memory-maximum 192M --vcpus 1 --vcpus-maximum 2'

is_owned_by() { becomes 'yado --csv list -o name,owner,state -H' "^$1,$2,running" 90; }
# The guest itself answers.
report() { becomes "lab-console $1" "^report .*${2-}" 300; }
# A boot sector of ours repeats what it has to say on the serial line.
says() { becomes "timeout 20 grep -m1 -a started <\$(xenstore-read /local/domain/\$(xl domid $1)/serial/0/tty)" "$2" 300; }

# ---- A disk and a medium that start ----

# The 16-bit code prints what follows it, every second.  The medium has the least that ISO 9660 and El Torito want: its descriptors in the sectors
# 16 to 18, the catalogue in 19, the code in 20.
make_media() {
    dom0 "cd $files && code='\\061\\300\\216\\330\\373\\276\\033\\174\\272\\370\\003\\254\\204\\300\\164\\003\\356\\353\\370\\271\\022\\000\\364\\342\\375\\353\\352'
          put() { printf \"\$3\" | dd of=\$1 bs=1 seek=\$2 conv=notrunc status=none; }
          rm -f boot.img boot.iso two.iso; truncate -s 4M boot.img boot.iso two.iso extra.img
          put boot.img 0 \"\${code}the disk has started\\r\\n\" && put boot.img 510 '\\125\\252' &&
          put two.iso 32768 '\\001CD001\\001' &&
          put boot.iso 32768 '\\001CD001\\001' && put boot.iso 34816 '\\000CD001\\001EL TORITO SPECIFICATION' && put boot.iso 34887 '\\023' &&
          put boot.iso 36864 '\\377CD001\\001' && put boot.iso 38912 '\\001' && put boot.iso 38940 '\\252\\125\\125\\252\\210' &&
          put boot.iso 38950 '\\004\\000\\024' && put boot.iso 40960 \"\${code}the medium has started\\r\\n\""
}

# ---- By the command ----

creates_pv() { dom0 "yado create made-pv $kernel --arguments 'console=hvc0 $quick guest=made-pv' --kind pv $little --disk none --owner libvirt" && is_owned_by made-pv libvirt; }
creates_pvh() { dom0 "yado create made-pvh $kernel --arguments 'console=hvc0 $quick guest=made-pvh' --kind pvh $little --disk new --pool lab --size 16M --owner xl" && is_owned_by made-pvh xl; }
creates_hvm() { dom0 "yado create made-hvm --source iso --iso $files/boot.iso --kind hvm --memory 64M --vcpus 1 --nic none --disk new --pool lab --size 16M --owner libvirt" && is_owned_by made-hvm libvirt; }
what_is_there() { dom0 'virsh list --all --name; ls /etc/xen/*.cfg /srv/lab; xl list | awk "{ print \$1 }"' | sort; }
# The name of the disk says that it is made first; the host has no such card to offer then.
leaves_nothing() {
    before=$(what_is_there)
    ! dom0 "yado create made-not $kernel --kind pv $little --disk new --pool lab --size 16M --bridge br-none --owner $1" && grep -qi 'made-not\|br-none' "$said" &&
        after=$(what_is_there) && [ "$before" = "$after" ]
}

# ---- By the wizard in a terminal ----

open_manager() {
    terminal 80 24 'ssh -t root@10.99.0.1 LC_ALL=C.UTF-8 yado' && screen_has Domain-0
}

type_in() { keys "C-u; tmux send-keys -t lab -l '$1'"; }

# wizard NAME KIND OWNER MEMORY: from the step Kind on.  The lists have PVH, PV, HVM and libvirt, xl, in this order.
wizard() {
    case $2 in PVH) down= ;; PV) down=Down ;; HVM) down='Down Down' ;; esac
    keys F10 && screen_has 'Step 2 of 8' && keys "Enter Home $down Enter" && screen_has "Kind .$2:" && keys F10 && screen_has 'Step 3 of 8' && keys F10 && screen_has 'Step 4 of 8' || return 1
    type_in "$1" && keys Tab Tab || return 1
    [ "$3" = libvirt ] || keys Enter Down Enter || return 1
    keys Tab && type_in "$4" && screen_has "Memory  .*$4" && keys F6 && screen_has 'Step 8 of 8' && screen_has "$1: " && keys F10 && screen_has 'Guests [0-9]+, running'
}

takes_kernel() {
    keys F3 && screen_has 'Step 1 of 8' && keys Enter Home Down Down Enter && screen_has 'a kernel and' && keys Tab && type_in "$files/$1" && keys Tab && type_in "$files/guest.img" &&
        keys Tab && type_in "$2 $quick guest=$3"
}

takes_disk() { keys F3 && screen_has 'Step 1 of 8' && keys Enter Home Enter && screen_has 'a disk or image' && keys Tab && type_in "$files/boot.img"; }
types_pv() { takes_kernel vmlinux console=hvc0 typed-pv && wizard typed-pv PV xl 64M; }
types_pvh() { takes_kernel vmlinux console=hvc0 typed-pvh && wizard typed-pvh PVH libvirt 64M; }
types_hvm() { takes_disk && wizard typed-hvm HVM xl 64M; }
shows_all() { screen_has 'typed-hvm .*Running' && screen_has 'typed-pv .*Running' && screen_has 'typed-pvh .*Running'; }

# ---- By the wizard of the desktop manager ----

clicks_all() {
    on_desktop 4 yado-lab-create "$uri" clicked-hvm HVM libvirt disk $files/boot.img -- clicked-pv PV libvirt kernel $files/vmlinux $files/guest.img "console=hvc0 $quick guest=clicked-pv" -- \
        clicked-pvh PVH xl kernel $files/vmlinux $files/guest.img "console=hvc0 $quick guest=clicked-pvh"
}

# ---- More while it runs, and less again ----

# grows_and_shrinks GUEST DISKS TARGET: with DISKS disks of its own, the next one at TARGET.
card=00:16:3e:00:0a:01
plugs_disk() { dom0 "yado disk add --live $guest source=$files/extra.img format=raw" && report $guest disks=$((disks + 1)); }
plugs_nic() { dom0 "yado nic add --live $guest type=bridge source=br0 mac=$card" && report $guest nics=2; }
gets_more() { dom0 "yado set $guest memory.current=96M vcpu.current=2" && report $guest vcpus=2 && has_memory $guest 96; }
gets_less() { dom0 "yado set $guest memory.current=64M vcpu.current=1" && report $guest vcpus=1 && has_memory $guest 64; }
pulls_disk() { dom0 "yado disk remove --live $guest $target" && report $guest disks=$disks; }
pulls_nic() { dom0 "yado nic remove --live $guest $card" && report $guest nics=1; }
grows_and_shrinks() {
    guest=$1 disks=$2 target=$3
    check "$guest sees a disk that is plugged" plugs_disk
    check 'it sees a card that is plugged' plugs_nic
    check 'it sees more memory and vCPUs' gets_more
    check 'it sees less' gets_less
    check 'it loses the disk' pulls_disk
    check 'it loses the card' pulls_nic
}
medium_is() { becomes "xenstore-ls -f /local/domain/0/backend/qdisk/\$(xl domid made-hvm) | grep params" "$1" 60; }
inserts() { dom0 "yado disk set --live made-hvm hdc source=$files/two.iso" && medium_is 'two\.iso'; }
ejects() { dom0 'yado disk set --live made-hvm hdc source=' && becomes "xl qemu-monitor-command made-hvm 'info block'" 'ide-5632: .not inserted' 60; }

forget() {
    dom0 'tmux kill-server; lab-guest clean; rm -f /etc/xen/made-* /etc/xen/typed-* /etc/xen/clicked-*; virsh pool-destroy lab; virsh pool-undefine lab; rm -rf /srv/lab' >/dev/null
}

forget
check 'a disk and a medium that start are made' make_media
check 'yado makes a pool' dom0 'yado pool create lab --type dir --path /srv/lab && virsh pool-info lab'
# The HVM guest is always the first: libxl waits 10 s for what QEMU says, which beside another guest's start may be too short.
check 'yado creates an HVM guest for libvirt from a medium' creates_hvm
check 'yado creates a PV guest for libvirt' creates_pv
check 'yado creates a PVH guest for xl, with a new disk' creates_pvh
check 'the PV guest answers' comes_up made-pv 'vcpus=1 disks=0 nics=1'
check 'the PVH guest answers' comes_up made-pvh 'vcpus=1 disks=1 nics=1'
check 'the HVM guest starts from its medium' says made-hvm 'the medium has started'
check 'what fails for libvirt leaves nothing' leaves_nothing libvirt
check 'what fails for xl leaves nothing' leaves_nothing xl
grows_and_shrinks made-pv 0 xvda
grows_and_shrinks made-pvh 1 xvdb
check 'the HVM guest gets another medium' inserts
check 'its medium is ejected' ejects
dom0 'lab-guest clean' >/dev/null
check 'the manager opens in a terminal' open_manager
check 'its wizard makes an HVM guest for xl from a disk' types_hvm
check 'a PV guest for xl' types_pv
check 'a PVH guest for libvirt' types_pvh
check 'all are shown running' shows_all
check 'the PV guest answers' comes_up typed-pv
check 'the PVH guest answers' comes_up typed-pvh
check 'the HVM guest starts from its disk' says typed-hvm 'the disk has started'
dom0 'tmux kill-server; lab-guest clean; rm -f /etc/xen/typed-*' >/dev/null
if [ -x "$build/tests/xen/yado-lab-create" ] && command -v Xvfb >/dev/null; then
    check 'the desktop manager makes all three (pictures: tests/screenshots/xen-wizard-*.png)' clicks_all
    check 'the PV guest answers' comes_up clicked-pv
    check 'the PVH guest answers' comes_up clicked-pvh
    check 'the HVM guest starts from its disk' says clicked-hvm 'the disk has started'
else
    skip 'the desktop manager' 'tests/xen/yado-lab-create is not built, or Xvfb is not installed'
fi
forget
