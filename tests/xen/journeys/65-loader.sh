#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# A disk that has its kernel itself, and GRUB's menu, becomes a PV or PVH guest of either owner: pygrub of the host reads it, or pvgrub in the guest
# where pygrub cannot.  What stands on a disk is known before, also from another machine.
. "$lab/lib/journey.sh"
. "$top/tools/setup.sh"
setup_environment
files=/var/lib/yado-lab

# make_tree KERNEL: what is on the disk.
make_tree() {
    dom0 "rm -rf /tmp/root && mkdir -p /tmp/root/boot/grub /tmp/root/etc && cp $files/$1 $files/guest.img /tmp/root/boot &&
          printf 'set timeout=0\nmenuentry \"tiny\" {\n  linux /boot/$1 console=hvc0\n  initrd /boot/guest.img\n}\n' >/tmp/root/boot/grub/grub.cfg &&
          printf 'ID=tiny\nNAME=\"Tiny Linux\"\n' >/tmp/root/etc/os-release"
}
make_ext2() { make_tree vmlinux && dom0 "mke2fs -q -F -t ext2 -d /tmp/root $files/loader-xl.img 32M && cp --sparse=always $files/loader-xl.img $files/loader-libvirt.img"; }
make_btrfs() {
    make_tree vmlinuz && dom0 "for name in xl libvirt; do truncate -s 128M $files/loader-\$name.img && mkfs.btrfs -q --rootdir /tmp/root $files/loader-\$name.img || exit 1; done"
}
# MBR with a partition of FreeBSD, and nothing in it.
make_freebsd() {
    dom0 "truncate -s 8M $files/loader-bsd.img && put() { printf \"\$2\" | dd of=$files/loader-bsd.img bs=1 seek=\$1 conv=notrunc status=none; } &&
          put 450 '\\245' && put 454 '\\000\\010\\000\\000\\000\\020' && put 510 '\\125\\252' && virsh pool-create-as loader dir --target $files"
}
# creates OWNER KIND [OPTION]
creates() {
    dom0 "yado create loader-$1 --owner $1 --source disk --import $files/loader-$1.img --kind $2 ${3-} --memory 96M --memory-maximum 96M --vcpus 1 --nic none" &&
        comes_up loader-$1 disks=1
}
refuses_pygrub() {
    ! dom0 "yado create dry --owner xl --source disk --import $files/loader-xl.img --kind pv --loader pygrub --nic none --dry-run -v" &&
        grep -q 'holds Tiny Linux' "$said" && grep -q 'does not find “/boot/grub/grub.cfg”.* btrfs' "$said"
}
# On this side of the connection.
proposes_hvm_outside() {
    timeout $((180 * patience)) "$build/yado" -c "$(host_uri xen-a)" create dry --source disk --import $files/loader-bsd.img --nic none --dry-run -v >"$said" 2>&1 </dev/null
    cat "$said"
    grep -q 'holds FreeBSD' "$said" && grep -q '<type.*>hvm</type>' "$said"
}

forget() {
    dom0 "lab-guest clean; yado -y destroy loader-xl; yado -y delete loader-xl; virsh destroy loader-libvirt; virsh undefine loader-libvirt; virsh pool-destroy loader; rm -f $files/loader-*.img"
}

forget >/dev/null
check 'a disk with a kernel and a menu is made' make_ext2
check 'libvirt: a PV guest starts from it, by pygrub' creates libvirt pv '--loader pygrub'
check 'xl: a PV guest starts from it, by pygrub' creates xl pv '--loader pygrub'
forget >/dev/null
check 'one with btrfs is made' make_btrfs
check 'its system is known, and that pygrub does not read it is said before' refuses_pygrub
check 'libvirt: a PV guest starts from it, by pvgrub' creates libvirt pv
check 'xl: a PVH guest starts from it, by pvgrub' creates xl pvh
check 'a disk with FreeBSD is made, in a pool' make_freebsd
check 'from another machine: its system is known, and HVM is proposed' proposes_hvm_outside
forget >/dev/null
