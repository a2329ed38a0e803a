# SPDX-License-Identifier: LGPL-2.1-or-later
# tests/xen/lib/image.sh: the dom0 image.  Three steps, each kept in the cache under a name made from what goes into it:
#
#   base-KEY.tar   Debian's packages, as mmdebstrap unpacks them      (minutes)   key: dom0/packages, this file's mmdebstrap call
#   kernel-KEY/    vmlinux, vmlinuz: the tiny guest's kernel          (minutes)   key: guest/kernel.config, the version of the source
#   image-KEY/     disk.img, xen, vmlinux, initrd.img, key, known_hosts (seconds)   key: these two and everything else in dom0/ and guest/

release=bookworm

image_hash() {
    cat "$@" | sha256sum | cut -c1-16
}

image_base_key() {
    { list_dom0_packages; sed -n '/^build_base()/,/^}/p' "$lab/lib/image.sh"; } | image_hash -
}

kernel_key() {
    { ls /usr/src/linux-source-*.tar.xz; cat "$lab/guest/kernel.config" "$lab/lib/make-kernel.sh"; } | image_hash -
}

image_key() {
    { echo "$@"; find "$lab/dom0" "$lab/guest" "$lab/lib/image.sh" "$lab/lib/make-image.sh" -type f ! -name packages | LC_ALL=C sort | tr '\n' '\0' | xargs -0 cat; } | image_hash -
}

list_dom0_packages() {
    grep -v '^#' "$lab/dom0/packages"
}

image_find() {
    base_key=$(image_base_key)
    kernel=$cache/kernel-$(kernel_key)
    image=$cache/image-$(image_key "$base_key" "${kernel##*/}")
}

# Sets $image to the image's folder and builds what is missing of it.
image_build() {
    image_find
    [ ! -e "$image/complete" ] || return 0
    mkdir -p "$cache"
    exec 9>"$cache/lock"
    flock 9
    if [ ! -e "$image/complete" ]; then
        base=$cache/base-$base_key.tar
        [ -e "$base" ] || build_base "$base" || fail "Debian's packages could not be put together; see $cache/base.log"
        [ -e "$kernel" ] || build_kernel || fail "the guests' kernel could not be compiled; see $cache/kernel.log"
        build_image || fail "the image could not be made; see $cache/image.log"
        remove_old_images
    fi
    exec 9>&-
}

# No documentation, no initramfs-tools run (dom0 gets a smaller one), no recommends.
build_base() {
    say "lab: unpacking $(list_dom0_packages | wc -l) packages of Debian and what they need (minutes; log in $cache/base.log)"
    mmdebstrap --variant=minbase --aptopt='Apt::Install-Recommends "false"' \
        --dpkgopt='path-exclude=/usr/share/doc/*' --dpkgopt='path-exclude=/usr/share/man/*' \
        --dpkgopt='path-exclude=/usr/share/locale/*' --dpkgopt=force-confold \
        --essential-hook='mkdir -p "$1/etc/initramfs-tools" && echo update_initramfs=no >"$1/etc/initramfs-tools/update-initramfs.conf"' \
        --include="$(list_dom0_packages | paste -sd ' ')" $release - ${YADO_LAB_MIRROR-} >"$1.new" 2>"$cache/base.log" </dev/null &&
        mv "$1.new" "$1"
}

# A kernel with no more than the guests need starts three times as fast as Debian's where a processor is emulated, and half of the memory is enough.
build_kernel() {
    say "lab: compiling the guests' kernel (5 minutes; log in $cache/kernel.log)"
    rm -rf "$kernel.new"
    mkdir -p "$kernel.new"
    nice sh "$lab/lib/make-kernel.sh" "$lab" "$(ls /usr/src/linux-source-*.tar.xz | sort -V | tail -n 1)" "$kernel.new" >"$cache/kernel.log" 2>&1 </dev/null &&
        mv "$kernel.new" "$kernel"
}

# Files of root, and device nodes: as root, or as who only seems to be.
build_image() {
    say "lab: making the image (half a minute; log in $cache/image.log)"
    rm -rf "$image" "$image.new"
    mkdir -p "$image.new"
    as_root=
    [ "$(id -u)" = 0 ] || as_root=fakeroot
    $as_root sh "$lab/lib/make-image.sh" "$lab" "$base" "$kernel" "$image.new" >"$cache/image.log" 2>&1 </dev/null &&
        touch "$image.new/complete" && mv "$image.new" "$image"
}

# The newest two of each are kept: one for this version of the files, one for the other branch.
remove_old_images() {
    for kind in 'base-*.tar' 'kernel-*' 'image-*'; do
        (cd "$cache" && ls -dt $kind 2>/dev/null | tail -n +4 | xargs -r rm -rf)
    done
}
