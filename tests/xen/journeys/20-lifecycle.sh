#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# A PV, a PVH and an HVM guest of libvirt through everything that `yado COMMAND` does to a guest.  After each step the hypervisor
# (xl), not the program, is asked whether it is so; the guest itself tells on its console what memory and vCPUs it has.
. "$lab/lib/journey.sh"

xl_state() {
    becomes "xl list $guest" "^$guest +[0-9]+ .* $1 " 60
}

report() {
    becomes "lab-console $guest" "^report .*$1" 300
}

# An HVM guest's kernel takes longer than the patience of comes_up.
is_up() { case $kind in hvm) report "$1" ;; *) comes_up $guest "$1" ;; esac; }
start() { dom0 "yado start $guest" && is_up 'vcpus=2 disks=1 nics=1'; }
pause() { dom0 "yado pause $guest" && xl_state '..p...'; }
resume() { dom0 "yado resume $guest" && xl_state '[r-][b-]-...' && report vcpus=2; }
# xl does not count the video memory of an HVM guest, 8 MiB.
has_memory() { becomes "xl list $guest" " $(($1 - video)) " 120; }
memory_down() { dom0 "yado set $guest memory.current=$less" && has_memory $less; }
memory_up() { dom0 "yado set $guest memory.current=$more" && has_memory $more; }
vcpu_off() { dom0 "yado set $guest vcpu.current=1" && report vcpus=1; }
vcpu_on() { dom0 "yado set $guest vcpu.current=2" && report vcpus=2; }
save() { dom0 "yado save $guest && cp /var/lib/libvirt/libxl/save/$guest.save $kept" && is_gone && becomes "yado --csv list -o name,state -H" "^$guest,saved"; }
restore() { dom0 "yado restore $guest" && report vcpus=2; }
reboot() {
    number=$(dom0 "xl domid $guest")
    dom0 "yado reboot $guest" && becomes "xl domid $guest | grep -vx $number" '^[0-9]+$' 120 && is_up_again
}
# QEMU hands a kernel to an HVM guest byte by byte, which takes minutes here: its system is not awaited twice, but put back as it was saved.
is_up_again() {
    case $kind in
    hvm) becomes "virsh domstate $guest" running 120 && dom0 "virsh destroy $guest && virsh restore $kept" && report vcpus=2 ;;
    *) is_up vcpus=2 ;;
    esac
}
# Where 90-create has no system that could tell.
plugs() { dom0 "yado disk add --live $guest source=$extra format=raw && yado nic add --live $guest type=bridge source=br0 mac=$card" && report 'disks=2 nics=2'; }
pulls() { dom0 "yado disk remove --live $guest xvdb && yado nic remove --live $guest $card" && report 'disks=1 nics=1'; }
shutdown() { dom0 "yado shutdown $guest" && is_gone; }
destroy() { dom0 "yado start $guest" && dom0 "yado --yes destroy $guest" && is_gone; }
is_gone() { becomes "xl domid $guest || echo gone" '^gone' 120; }
delete() { dom0 "yado --yes delete $guest" && becomes 'virsh list --all --name | grep -c virt-' '^0$'; }

kept=/var/tmp/saved extra=/var/lib/yado-lab/extra.img card=00:16:3e:00:0a:02
dom0 "lab-guest clean; truncate -s 4M $extra" >/dev/null
for kind in pv pvh hvm; do
    guest=virt-$kind less=112 more=128 video=0
    [ $kind != hvm ] || video=8
    dom0 "lab-guest virsh $kind" >/dev/null
    check "$kind starts" start
    check "$kind pauses" pause
    check "$kind resumes" resume
    check "$kind gives memory back" memory_down
    check "$kind gets memory" memory_up
    # qemu-xen takes no vCPU away, and Linux hears xenstore's word about it in PV and PVH guests only.
    if [ $kind != hvm ]; then
        check "$kind loses a vCPU" vcpu_off
        check "$kind gets a vCPU" vcpu_on
    else
        check "$kind sees a disk and a card that are plugged" plugs
        check "$kind loses them" pulls
    fi
    check "$kind is saved" save
    check "$kind is restored" restore
    check "$kind reboots" reboot
    check "$kind shuts down" shutdown
    check "$kind is destroyed" destroy
    check "$kind is deleted" delete
done
