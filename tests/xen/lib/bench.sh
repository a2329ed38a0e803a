# SPDX-License-Identifier: LGPL-2.1-or-later
# tests/xen/lib/bench.sh: what a look at all guests costs the control domain, ours beside xentop's and libvirt's.

# bench [SAMPLES]: guests of both owners run; each is measured by turns, as the machine is shared.
bench() {
    host_is_running xen-a || fail "xen-a does not run (lab up, lab install)"
    ssh -n -F "$run/ssh_config" xen-a "$(bench_guests)" >"$run/bench.log" 2>&1 || fail "the guests do not run; see $run/bench.log"
    ssh -F "$run/ssh_config" xen-a sh -s "${1-60}" <"$lab/lib/bench-dom0.sh"
}

bench_guests() {
    cat <<'END'
lab-guest virsh pv pvh && lab-guest xl pv pvh || exit
for guest in virt-pv virt-pvh xl-pv xl-pvh; do
    xl domid $guest && continue
    case $guest in xl-*) xl create /etc/xen/$guest.cfg ;; *) virsh start $guest ;; esac || exit
done
END
}
