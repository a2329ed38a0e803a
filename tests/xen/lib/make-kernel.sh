#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# make-kernel.sh LAB SOURCE OUT: from the source of Linux (a tar) to the tiny guest's kernel: vmlinux (PV and PVH guests) and vmlinuz (HVM), in the folder OUT.
set -eu
lab=$1 source=$2 out=$3
tree=$out/tree

mkdir "$tree"
tar -C "$tree" --strip-components=1 -xf "$source"
cd "$tree"
make -s tinyconfig
cat "$lab/guest/kernel.config" >>.config
make -s olddefconfig
make -s -j"$(nproc)" vmlinux bzImage
strip -o ../vmlinux vmlinux
cp arch/x86/boot/bzImage ../vmlinuz
rm -rf "$tree"
