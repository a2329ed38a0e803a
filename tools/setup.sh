# SPDX-License-Identifier: LGPL-2.1-or-later
# tools/setup.sh: what ./run and ./check share; to be sourced with $top set to the source folder.
#
# setup_packages build test   installs what is missing of tools/packages, and says so
# setup_build                 configures and compiles in build/, if anything changed
# setup_environment           lets programs of build/ find their back ends and data
#
# Quiet where there is nothing to do.  Each function fails with a message that says what to do.

build=$top/build

say() {
    printf '%s\n' "$*" >&2
}

# The family of the package manager: decides the column of tools/packages.
setup_family() {
    for family in apt-get zypper dnf; do
        command -v "$family" >/dev/null 2>&1 && return 0
    done
    family=none
}

setup_is_installed() {
    case $family in
    apt-get) dpkg-query -W -f '${db:Status-Status}\n' "$1" 2>/dev/null | grep -qx installed ;;
    *) rpm -q --quiet --whatprovides "$1" >/dev/null 2>&1 ;;
    esac
}

# Prints the names from tools/packages for purpose $1 that are not installed.
setup_list_missing() {
    case $family in apt-get) column=2 ;; zypper) column=3 ;; dnf) column=4 ;; esac
    awk -v purpose="$1" -v column="$column" \
        '$1 == purpose && $column != "--" && !seen[$column]++ { print $column }' "$top/tools/packages" |
        while read -r name; do
            setup_is_installed "$name" || echo "$name"
        done
}

# Runs "$@" as root: as ourselves, or through sudo (never asking where nobody could answer).
setup_as_root() {
    if [ "$(id -u)" = 0 ]; then
        "$@"
    elif [ -t 0 ]; then
        sudo "$@"
    else
        sudo -n "$@"
    fi
}

setup_install() {
    case $family in
    apt-get)
        setup_as_root apt-get -q -o DPkg::Lock::Timeout=300 update &&
            setup_as_root env DEBIAN_FRONTEND=noninteractive \
                apt-get -q -y -o DPkg::Lock::Timeout=300 install --no-install-recommends "$@"
        ;;
    zypper) setup_as_root zypper --non-interactive install --no-recommends "$@" ;;
    dnf) setup_as_root dnf -y --setopt=install_weak_deps=False install "$@" ;;
    esac
}

setup_packages() {
    setup_family
    if [ "$family" = none ]; then
        say "No apt-get, zypper or dnf here: install what tools/packages names yourself."
        return 0
    fi
    missing=$(for purpose in "$@"; do setup_list_missing "$purpose"; done)
    [ -n "$missing" ] || return 0
    if [ "$(id -u)" != 0 ] && ! command -v sudo >/dev/null 2>&1; then
        say "These packages are missing; install them as root, then try again:"
        say "  $family install" $missing
        return 1
    fi
    mkdir -p "$build"
    say "Installing with $family (log in build/packages.log):" $missing
    setup_install $missing >"$build/packages.log" 2>&1 </dev/null && return 0
    tail -n 15 "$build/packages.log" >&2
    say "The packages could not be installed."
    return 1
}

# Runs the rest of the line into the log $1 and shows its end only when it fails.
setup_logged() {
    log=$1
    shift
    "$@" >>"$log" 2>&1 </dev/null && return 0
    tail -n 40 "$log" >&2
    say "Failed: $*  (whole log: $log)"
    return 1
}

setup_is_stale() {
    [ ! -e "$1" ] || [ -n "$(find "$top/configure.ac" -newer "$1")" ]
}

# Whether nothing in the source folder is newer than the last whole build.
setup_is_built() {
    [ -e "$build/build.stamp" ] &&
        [ -z "$(find "$top" \( -path "$top/build*" -o -name .git -o -name autom4te.cache \) -prune -o -type f -newer "$build/build.stamp" -print)" ]
}

setup_build() {
    mkdir -p "$build" || return 1
    : >"$build/build.log"
    if setup_is_stale "$top/configure"; then
        say "Preparing the build system"
        (cd "$top" && setup_logged "$build/build.log" autoreconf -fi) || return 1
    fi
    if setup_is_stale "$build/config.status"; then
        say "Configuring in build/"
        (cd "$build" && setup_logged "$build/build.log" "$top/configure" -q CFLAGS="${CFLAGS--O2 -g}") || return 1
    fi
    setup_is_built && return 0
    say "Compiling in build/"
    setup_logged "$build/build.log" make -C "$build" -s -j"$(setup_count_jobs)" all && touch "$build/build.stamp"
}

setup_count_jobs() {
    getconf _NPROCESSORS_ONLN 2>/dev/null || echo 2
}

setup_environment() {
    export YADO_BACKEND_PATH="$build/.libs"
    export YADO_DATA_PATH="$top/data"
    export YADO_LOCALE_PATH="$build/locale"
}

# Puts a kernel for the tests' tiny guest at build/guest/vmlinuz: the machine's own where it may be read, on Debian
# else the one of the smallest kernel package, unpacked, not installed.  Without it the tests of a real guest are skipped.
setup_guest_kernel() {
    kernel=$build/guest/vmlinuz
    [ ! -r "$kernel" ] || [ ! -d "$build/guest/modules" ] || return 0
    mkdir -p "$build/guest"
    for found in /lib/modules/*/vmlinuz /usr/lib/modules/*/vmlinuz /boot/vmlinuz-*; do
        [ -f "$found" ] && [ -r "$found" ] && cp "$found" "$kernel" || continue
        version=${found##*/vmlinuz-}
        [ "$version" != "$found" ] || version=$(basename "$(dirname "$found")")
        setup_copy_modules "/lib/modules/$version"
        return 0
    done
    if [ "$family" = apt-get ] && [ "$(dpkg --print-architecture)" = amd64 ]; then
        say "Fetching a kernel for the tests' tiny guest"
        setup_unpack_kernel && return 0
    fi
    say "No kernel for the tests' tiny guest could be had: what needs it is skipped."
}

# What the tiny guest needs to hear its power button, to give memory back and for a network card; built in where it is not found.
setup_copy_modules() {
    mkdir -p "$build/guest/modules"
    for module in button evdev virtio_ring virtio virtio_pci_modern_dev virtio_pci_legacy_dev virtio_pci virtio_balloon \
        failover net_failover virtio_net; do
        find "$1" -name "$module.ko*" -exec cp {} "$build/guest/modules" \;
    done
}

setup_unpack_kernel() (
    set -e
    cd "$build/guest"
    package=$(apt-cache depends linux-image-cloud-amd64 2>/dev/null | awk '/Depends: linux-image/ { print $2; exit }')
    [ -n "$package" ]
    apt-get -q download "$package" >download.log 2>&1
    dpkg-deb --fsys-tarfile "$package"_*.deb |
        tar -xf - --wildcards './boot/vmlinuz-*' './lib/modules/*/drivers/acpi/button.ko' \
            './lib/modules/*/drivers/input/evdev.ko' './lib/modules/*/drivers/virtio/*.ko' \
            './lib/modules/*/net/core/failover.ko' './lib/modules/*/drivers/net/net_failover.ko' \
            './lib/modules/*/drivers/net/virtio_net.ko'
    mv boot/vmlinuz-* vmlinuz
    setup_copy_modules lib
    rm -rf boot lib ./*.deb
)
