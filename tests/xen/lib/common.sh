# SPDX-License-Identifier: LGPL-2.1-or-later
# tests/xen/lib/common.sh: where things stand, and what every part of the lab uses.  $lab is tests/xen.

top=$(cd "$lab/../.." && pwd)
build=${YADO_BUILD_DIR:-$top/build}
cache=${YADO_LAB_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/yado-lab}
run=${YADO_LAB_RUN:-$build/lab}
memory=${YADO_LAB_MEMORY:-3072}
patience=${YADO_TEST_PATIENCE:-1}
PATH=$PATH:/usr/sbin:/sbin

say() {
    printf '%s\n' "$*" >&2
}

fail() {
    say "lab: $*"
    exit 1
}

# Waits until "$@" succeeds: tries it every second, $1 seconds long (times YADO_TEST_PATIENCE).
wait_until() {
    deadline=$(($(date +%s) + $1 * patience))
    shift
    until "$@"; do
        [ "$(date +%s)" -lt "$deadline" ] || return 1
        sleep 1
    done
}

# Why the lab cannot run here; nothing where it can.
tell_what_is_missing() {
    [ "$(uname -m)" = x86_64 ] || echo "the lab needs an x86_64 machine"
    for program in mmdebstrap qemu-system-x86_64 qemu-img mkfs.ext4 ssh ssh-keygen cpio xz setpriv make gcc flex bison bc; do
        command -v $program >/dev/null || echo "$program is not installed (see tools/packages: lab)"
    done
    ls /usr/src/linux-source-*.tar.xz >/dev/null 2>&1 || echo "the source of Linux is not installed (linux-source)"
    [ "$(id -u)" = 0 ] || command -v fakeroot >/dev/null || echo "without root the lab needs fakeroot"
    [ -e /usr/share/keyrings/debian-archive-keyring.gpg ] || echo "the lab needs the keys of Debian's archive (debian-archive-keyring)"
}
