#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# make-image.sh LAB BASE KERNEL OUT: from Debian's packages (BASE, a tar) and the guests' kernel (a folder) to what QEMU starts, in the folder OUT.
# Needs root, or fakeroot; runs no program of the image.
set -eu
lab=$1 base=$2 kernel=$3 out=$4
tree=$out/tree

unpack() {
    mkdir "$tree"
    tar -C "$tree" -xf "$base" --exclude='./dev/*'
    version=$(ls "$tree/lib/modules")
}

# The kernel without its xz shell: emulated CPUs are slow at unpacking.
unpack_kernel() {
    offset=$(grep -abo -m1 "$(printf '\375')7zXZ" "$tree/boot/vmlinuz-$version" | head -n 1 | cut -d: -f1)
    tail -c +$((offset + 1)) "$tree/boot/vmlinuz-$version" | xz -dc --single-stream >"$out/vmlinux" 2>/dev/null || [ -s "$out/vmlinux" ]
    zcat "$tree"/boot/xen-4*-amd64.gz >"$out/xen"
}

# The files of the named modules and of what they need, what is needed first; modules.dep names that last, and all of it.
list_modules() {
    for name in "$@"; do
        awk -v wanted="/$name.ko" '{ file = $1; sub(/:$/, "", file) } substr(file, length(file) - length(wanted) + 1) == wanted {
            for (i = NF; i > 1; i--) print $i
            print file }' "$tree/lib/modules/$version/modules.dep"
    done | awk '!seen[$0]++'
}

# fill_initramfs ROOT MODULE...: puts busybox and modules into the folder ROOT.
fill_initramfs() {
    root=$1
    shift
    mkdir -p "$root/bin" "$root/sbin" "$root/etc" "$root/modules"
    cp "$tree/bin/busybox" "$root/bin/busybox"
    list_modules "$@" | while read -r module; do
        cp "$tree/lib/modules/$version/$module" "$root/modules/"
        echo "${module##*/}" >>"$root/modules/order"
    done
}

pack_initramfs() {
    (cd "$1" && find . | LC_ALL=C sort | cpio -o -H newc --quiet -R 0:0) >"$2"
    rm -rf "$1"
}

make_dom0_initramfs() {
    fill_initramfs "$out/initramfs" virtio_pci virtio_blk virtio_net bridge ext4 crc32c_generic \
        xenfs xen-evtchn xen-gntdev xen-gntalloc xen-netback xen-blkback loop
    cp "$lab/dom0/init" "$out/initramfs/init"
    pack_initramfs "$out/initramfs" "$out/initrd.img"
}

make_guest_files() {
    guests=$tree/var/lib/yado-lab
    mkdir -p "$guests"
    fill_initramfs "$out/initramfs"
    cp "$lab/guest/init" "$out/initramfs/init"
    cp "$lab/guest/report" "$out/initramfs/bin/report"
    cp "$lab/guest/poweroff" "$out/initramfs/sbin/poweroff"
    cp "$lab/guest/profile" "$out/initramfs/etc/profile"
    pack_initramfs "$out/initramfs" "$guests/guest.img"
    cp "$kernel/vmlinux" "$kernel/vmlinuz" "$guests/"
    cp "$lab"/guest/definitions/* "$guests/"
}

# Without this libvirt's Xen driver finds no CPU model: Xen hides `sep` on AMD, QEMU's emulation has no `vme`.
mend_libvirt() {
    sed -i "/<feature name='sep'/d" "$tree/usr/share/libvirt/cpu_map/x86_qemu64.xml"
}

make_keys() {
    ssh-keygen -q -t ed25519 -N '' -C yado-lab -f "$out/key"
    mkdir -p -m 700 "$tree/root/.ssh"
    cp "$out/key.pub" "$tree/root/.ssh/authorized_keys"
    rm -f "$tree"/etc/ssh/ssh_host_*
    ssh-keygen -q -t ed25519 -N '' -C xen -f "$tree/etc/ssh/ssh_host_ed25519_key"
    awk '{ print "* " $1 " " $2 }' "$tree/etc/ssh/ssh_host_ed25519_key.pub" >"$out/known_hosts"
    cp "$out/key" "$tree/root/.ssh/id_ed25519"
    cp "$out/known_hosts" "$tree/root/.ssh/known_hosts"
    chmod 600 "$tree/root/.ssh/id_ed25519"
}

enable() {
    mkdir -p "$tree/etc/systemd/system/$2.wants"
    ln -sf "$1" "$tree/etc/systemd/system/$2.wants/${1##*/}"
}

# What a host that lives for minutes does not need costs seconds of an emulated CPU.
choose_units() {
    enable /etc/systemd/system/lab-network.service multi-user.target
    enable /lib/systemd/system/libvirtd.service multi-user.target
    for unit in systemd-udev-settle.service systemd-udev-trigger.service systemd-logind.service user@.service \
        systemd-networkd-wait-online.service systemd-networkd.service systemd-resolved.service \
        systemd-timesyncd.service systemd-journal-flush.service systemd-random-seed.service systemd-update-utmp.service \
        systemd-update-utmp-runlevel.service systemd-binfmt.service systemd-pstore.service systemd-machine-id-commit.service \
        e2scrub_reap.service e2scrub_all.timer apt-daily.timer apt-daily-upgrade.timer dpkg-db-backup.timer fstrim.timer \
        systemd-tmpfiles-clean.timer getty@tty1.service getty-static.service serial-getty@hvc0.service \
        libvirt-guests.service virtlockd-admin.socket keyboard-setup.service console-setup.service \
        systemd-fsck-root.service systemd-remount-fs.service dev-hugepages.mount sys-kernel-debug.mount sys-kernel-tracing.mount \
        systemd-modules-load.service modprobe@.service dev-mqueue.mount ldconfig.service systemd-sysusers.service; do
        ln -sf /dev/null "$tree/etc/systemd/system/$unit"
    done
    ln -sf /lib/systemd/system/multi-user.target "$tree/etc/systemd/system/default.target"
}

lay_files() {
    cp -R "$lab/dom0/files/." "$tree/"
    chmod 755 "$tree/usr/local/sbin"/*
    echo xen >"$tree/etc/hostname"
    head -c 16 /dev/urandom | od -An -tx1 | tr -d ' \n' >"$tree/etc/machine-id"
    echo >>"$tree/etc/machine-id"
    rm -rf "$tree"/boot/* "$tree"/var/cache/apt/* "$tree"/var/lib/apt/lists/*
    # dom0 needs few of the drivers; what is left out would be half of the image.
    (cd "$tree/lib/modules/$version/kernel" && rm -rf drivers/gpu drivers/media drivers/infiniband drivers/staging drivers/iio \
        drivers/net/ethernet drivers/net/wireless sound)
}

unpack
unpack_kernel
make_dom0_initramfs
make_guest_files
mend_libvirt
make_keys
choose_units
lay_files
truncate -s 8G "$out/disk.img"
mkfs.ext4 -q -F -E lazy_itable_init=1,lazy_journal_init=1 -O ^has_journal -d "$tree" "$out/disk.img"
rm -rf "$tree"
