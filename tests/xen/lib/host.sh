# SPDX-License-Identifier: LGPL-2.1-or-later
# tests/xen/lib/host.sh: one Xen host: QEMU in software emulation with Xen, dom0's kernel and the image.  A host HOST is "xen-a" or "xen-b";
# what is known of it stands in $run/HOST/: pid, port, console.log, disk.qcow2.

# Why these CPU flags: with smap Xen ends dom0 at once, with monitor its idle loop faults, with rdtscp PVH and HVM guests
# hang in "Insn len emulation failed"; with xsave and AVX, registers of one guest turn up in another as soon as PVH or HVM guests
# run (programs in dom0 crash at random).  EPYC has SVM and nested paging, which QEMU emulates; the rest is what QEMU lacks.
cpu=${YADO_LAB_CPU:-EPYC,-smap,-smep,-monitor,-rdtscp,-avx,-avx2,-fma,-f16c,-xsave,-xsaveopt,-xgetbv1,-xsavec,-rdseed,-sha-ni,-fxsr-opt,-misalignsse,-3dnowprefetch,-osvw,-topoext,-nrip-save}

host_number() {
    case $1 in xen-a) echo 1 ;; xen-b) echo 2 ;; *) fail "no such host: $1 (there are xen-a and xen-b)" ;; esac
}

host_is_running() {
    [ -e "$run/$1/pid" ] && kill -0 "$(cat "$run/$1/pid")" 2>/dev/null
}

# Starts QEMU.  The port is tried until one is free: QEMU itself takes it, so nobody can come between.
host_start() {
    ! host_is_running "$1" || return 0
    rm -rf "$run/$1"
    mkdir -p "$run/$1"
    qemu-img create -q -f qcow2 -F raw -b "$image/disk.img" "$run/$1/disk.qcow2" || return 1
    for attempt in 1 2 3 4 5 6 7 8 9 10; do
        port=$((20000 + $(od -An -N2 -tu2 /dev/urandom) % 40000))
        host_launch "$1" "$port" && return 0
        grep -q 'host forwarding' "$run/$1/qemu.log" || break
    done
    cat "$run/$1/qemu.log" >&2
    return 1
}

# Who stops with the lab (./check) is its child and dies with it, whatever happens; who stays (lab up) is a daemon.
host_launch() {
    number=$(host_number "$1") other=$((3 - $(host_number "$1")))
    dom0=$((memory * 45 / 100))
    host=$1 port=$2
    # An IOMMU makes PCI devices assignable; the other machine boots in half of the time.
    case ${YADO_LAB_IOMMU-} in
    '') machine=pc iommu= remapping= ;;
    *) machine=q35 iommu='-device amd-iommu' remapping=' iommu=no-intremap' ;;
    esac
    rm -f "$run/wire-$number"
    # pci-testdev: what a guest may get, dom0 has no driver for it.  The wire between the two hosts: names relative to the host's folder, as a socket's name must be short.
    set -- env -C "$run/$host" qemu-system-x86_64 -name "$host" -accel tcg,thread=multi -cpu "$cpu" -smp 2 -m "$memory" \
        -machine $machine $iommu -no-reboot -nodefaults -display none -serial file:console.log -kernel "$image/xen" \
        -append "dom0_mem=${dom0}M,max:${dom0}M dom0_max_vcpus=2 console=com1 com1=115200,8n1 loglvl=warning noreboot cpuidle=0 spec-ctrl=no$remapping" \
        -initrd "$image/vmlinux root=/dev/vda rw console=hvc0 quiet mitigations=off init_on_alloc=0 lsm= audit=0 net.ifnames=0 systemd.hostname=$host lab.number=$number,$image/initrd.img" \
        -drive file=disk.qcow2,format=qcow2,if=virtio,cache=unsafe \
        -netdev "user,id=outside,hostfwd=tcp:127.0.0.1:$port-:22" -device virtio-net-pci,netdev=outside,mac=52:54:00:00:00:01,romfile= \
        -netdev "dgram,id=lab,local.type=unix,local.path=../wire-$number,remote.type=unix,remote.path=../wire-$other" \
        -device "virtio-net-pci,netdev=lab,mac=52:54:00:00:01:0$number,romfile=" -device virtio-rng-pci \
        -device pci-testdev -pidfile pid
    # QEMU's own -daemonize goes to the root folder, where the wire's names mean nothing.
    case ${lab_bound-no} in
    yes) setpriv --pdeathsig KILL "$@" >"$run/$host/qemu.log" 2>&1 </dev/null 8>&- 9>&- & ;;
    *) setsid "$@" >"$run/$host/qemu.log" 2>&1 </dev/null 8>&- 9>&- & ;;
    esac
    wait_until 20 test -s "$run/$host/pid" -o ! -d "/proc/$!"
    host_is_running "$host" || return 1
    # On a busy machine: how much more than others (-10: ten times as much) this host may have of it.
    [ -z "${YADO_LAB_NICE-}" ] || echo "$YADO_LAB_NICE" >"/proc/$(cat "$run/$host/pid")/autogroup"
    echo "$port" >"$run/$host/port"
    host_write_ssh_config
}

# For ssh -F: the hosts by name, over one connection each.
host_write_ssh_config() {
    for host in xen-a xen-b; do
        [ -e "$run/$host/port" ] || continue
        cat <<END
Host $host
    HostName 127.0.0.1
    Port $(cat "$run/$host/port")
END
    done >"$run/ssh_config"
    cat >>"$run/ssh_config" <<END
Host *
    User root
    IdentityFile $run/key
    IdentitiesOnly yes
    UserKnownHostsFile $run/known_hosts
    HostKeyAlias xen
    BatchMode yes
    LogLevel ERROR
    ConnectTimeout 20
    ControlMaster auto
    ControlPath ${TMPDIR:-/tmp}/yado-lab-%C
    ControlPersist 600
END
    cp "$image/key" "$image/known_hosts" "$run/"
    chmod 600 "$run/key"
}

# host_ssh HOST [COMMAND...]: without -n it would eat what stands on our standard input.
host_ssh() {
    host_name=$1
    shift
    ssh -n -F "$run/ssh_config" "$host_name" "$@"
}

# Until Xen's tools and libvirt answer; fails at once when QEMU has ended.
host_wait() {
    wait_until 600 host_answers_or_ended "$1"
    host_is_running "$1" || fail "$1 has ended; its console: $run/$1/console.log"
    host_ssh "$1" true || fail "$1 does not answer; its console: $run/$1/console.log"
    host_ssh "$1" 'for i in $(seq 300); do xl list && virsh -c xen:///system version && exit; sleep 1; done; exit 1' >/dev/null 2>&1 ||
        fail "Xen's tools or libvirt do not answer on $1"
}

host_answers_or_ended() {
    host_ssh "$1" true 2>/dev/null || ! host_is_running "$1"
}

# Nothing in the image is worth a shutdown.
host_stop() {
    [ ! -e "$run/ssh_config" ] || ssh -F "$run/ssh_config" -O exit "$1" 2>/dev/null
    if host_is_running "$1"; then
        pid=$(cat "$run/$1/pid")
        kill "$pid"
        wait_until 10 test ! -d "/proc/$pid" || kill -9 "$pid"
    fi
    rm -rf "$run/$1/pid" "$run/$1/disk.qcow2" "$run/wire-$(host_number "$1")"
}

host_list_running() {
    for host in xen-a xen-b; do
        ! host_is_running "$host" || echo "$host"
    done
}

# The host's power taken away and given back: the same disk, the same port.
host_restart() {
    port=$(cat "$run/$1/port")
    host_ssh "$1" sync
    kill "$(cat "$run/$1/pid")"
    wait_until 10 test ! -d "/proc/$(cat "$run/$1/pid")" || kill -9 "$(cat "$run/$1/pid")"
    rm -f "$run/$1/console.log" "$run/$1/pid"
    host_launch "$1" "$port" || fail "$1 could not be started again"
    host_wait "$1"
}

# As a user's program reaches it from outside.  The host's key is made by the lab, so there is nothing to verify it against.
host_uri() {
    echo "xen+ssh://root@127.0.0.1:$(cat "$run/$1/port")/system?keyfile=$run/key&no_verify=1"
}
