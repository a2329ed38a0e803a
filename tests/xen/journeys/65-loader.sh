#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# A disk that has its kernel itself, and GRUB's menu, becomes a PV guest of either owner: pygrub of the host reads it.
. "$lab/lib/journey.sh"
files=/var/lib/yado-lab

make_disk() {
    dom0 "rm -rf /tmp/root && mkdir -p /tmp/root/boot/grub && cp $files/vmlinux $files/guest.img /tmp/root/boot &&
          printf 'set timeout=0\nmenuentry \"tiny\" {\n  linux /boot/vmlinux console=hvc0\n  initrd /boot/guest.img\n}\n' >/tmp/root/boot/grub/grub.cfg &&
          mke2fs -q -F -t ext2 -d /tmp/root $files/loader-xl.img 32M && cp --sparse=always $files/loader-xl.img $files/loader-libvirt.img"
}
creates() {
    dom0 "yado create loader-$1 --owner $1 --source disk --import $files/loader-$1.img --kind pv --memory 64M --memory-maximum 64M --vcpus 1 --nic none" &&
        comes_up loader-$1 disks=1
}
forget() { dom0 "lab-guest clean; yado -y destroy loader-xl; yado -y delete loader-xl; virsh destroy loader-libvirt; virsh undefine loader-libvirt; rm -f $files/loader-*.img"; }

forget >/dev/null
check 'a disk with a kernel and a menu is made' make_disk
check 'libvirt: a guest starts from it' creates libvirt
check 'xl: a guest starts from it' creates xl
forget >/dev/null
