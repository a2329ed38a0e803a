# SPDX-License-Identifier: LGPL-2.1-or-later
# tests/xen/lib/program.sh: the program under test, from this source folder into a running host, within seconds and without a reboot.

is_debian_of_the_image() {
    (. /etc/os-release && [ "${ID-}" = debian ] && [ "${VERSION_CODENAME-}" = "$release" ])
} 2>/dev/null

# Sets $program: a tar of what `make install` lays down.
program_find() {
    if is_debian_of_the_image && [ "${YADO_LAB_BUILD-}" != tree ]; then
        program=$run/program.tar
    else
        program=$cache/program-$(list_sources | (cd "$top" && xargs -0 cat) | sha256sum | cut -c1-16).tar
    fi
}

# On the same Debian the build in build/ will do; elsewhere the libraries differ, and it is built in a tree of that Debian.
program_make() {
    program_find
    case $program in
    "$run"/*) pack_host_build ;;
    *) [ -e "$program" ] || build_in_tree ;;
    esac
}

pack_host_build() {
    [ -e "$build/config.status" ] || fail "nothing is built in $build: ./check or ./run does it"
    mkdir -p "$run"
    rm -rf "$run/program"
    make -C "$build" -s install-strip DESTDIR="$run/program" >"$run/program.log" 2>&1 </dev/null ||
        fail "the program could not be installed; see $run/program.log"
    # The desktop manager stays here: dom0 has no display.
    rm -f "$run"/program/usr/local/bin/yado-gtk
    tar -C "$run/program" -cf "$program" .
    rm -rf "$run/program"
}

list_sources() {
    (cd "$top" && find . \( -path './build*' -o -name .git -o -name autom4te.cache \) -prune -o -type f -print0 | LC_ALL=C sort -z)
}

# The packages that tools/packages names for Debian, without those of the desktop manager.
list_build_packages() {
    awk '$1 == "build" && $2 !~ /gtk|icon|rsvg/ { print $2 }' "$top/tools/packages"
}

build_in_tree() {
    say "lab: building the program in a tree of Debian $release (minutes; log in $cache/program.log)"
    mkdir -p "$cache"
    (cd "$top" && list_sources | tar --null -T - -cf "$cache/sources.tar")
    mmdebstrap --variant=minbase --aptopt='Apt::Install-Recommends "false"' \
        --include="$(list_build_packages | paste -sd ' ')" \
        --customize-hook="mkdir -p \"\$1/build\"" --customize-hook="tar-in $cache/sources.tar /build" \
        --customize-hook='chroot "$1" sh -ec "cd /build && autoreconf -fi && ./configure -q --disable-gtk CFLAGS=-O2 &&
            make -s -j$(nproc) all && make -s install-strip DESTDIR=/program"' \
        --customize-hook="tar-out /program $program.new" $release /dev/null ${YADO_LAB_MIRROR-} >"$cache/program.log" 2>&1 </dev/null ||
        fail "the program could not be built; see $cache/program.log"
    mv "$program.new" "$program"
}

program_install() {
    ssh -F "$run/ssh_config" "$1" 'tar -xf - -C / --no-same-owner --keep-directory-symlink && ldconfig' <"$program" || fail "the program could not be laid into $1"
}
