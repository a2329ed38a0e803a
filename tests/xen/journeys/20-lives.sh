#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# Every kind of guest, of libvirt and of xl, through its life, by `yado COMMAND` and by the keys of the terminal manager over `ssh -t` by turns: what is
# done to libvirt's guest by the one is done to xl's by the other.  The hypervisor and the guest itself are asked whether something happened.
# Those of PV and of PVH guests are lived side by side (virt-pv has a port of its own: libvirt and xl would both take the first free
# one).  YADO_LAB_LIVES="keys:xl:pv command:libvirt:hvm" plays whole lives by one of the two.
. "$lab/lib/journey.sh"


# ---- What is wanted ----

runs() { becomes "xl list $guest" "^$guest +[0-9]+ .* [r-][b-]-... " 120; }
is_paused() { becomes "xl list $guest" "^$guest +[0-9]+ .* ..p... " 60; }
is_gone() { becomes "xl domid $guest || echo gone" '^gone' 180; }
# An HVM guest's kernel takes longer than the patience of comes_up.
is_up() { case $kind in hvm) becomes "lab-console $guest" "^report .*${1-}" 400 ;; *) comes_up $guest "${1-}" ;; esac; }
has_vcpus() { becomes "lab-console $guest" "^report .*vcpus=$1" 120; }
has_weight() { becomes "xl sched-credit2 -d $guest" " $1 " 60; }
is_pinned() { becomes "xl vcpu-list $guest" "^$guest +[0-9]+ +0 .* $1 / all" 60; }
is_saved() { is_gone && becomes 'yado --csv list -o name,state -H' "^$guest,saved" 90; }
has_restarted() { becomes "xl domid $guest | grep -vx $id" '^[0-9]+$' 180; }

# ---- By the command ----

command_start() { dom0 "yado start $guest"; }
command_pause() { dom0 "yado pause $guest"; }
command_resume() { dom0 "yado resume $guest"; }
command_memory() { dom0 "yado set $guest memory.current=$1"; }
command_vcpus() { dom0 "yado set $guest vcpu.current=$1"; }
command_weight() { dom0 "yado weight $guest --weight $1"; }
command_pin() { dom0 "yado pin $guest $1 --vcpu 0"; }
command_save() { dom0 "yado save $guest"; }
command_restore() { dom0 "yado restore $guest"; }
command_reboot() { dom0 "yado reboot $guest"; }
command_shutdown() { dom0 "yado shutdown $guest"; }
command_destroy() { dom0 "yado --yes destroy $guest"; }

# ---- By keys ----

# With the one row of this guest.
open_manager() { terminal 80 24 'ssh -t root@10.99.0.1 LC_ALL=C.UTF-8 yado' && screen_has Domain-0 && keys / && keys "C-u $guest Enter" && row_says 'Shut off'; }
row_says() { screen_has "$guest .*$1"; }
# Opens the guest and goes down to that page.
open_page() {
    keys Enter && screen_has '▸ Overview' && dom0 "for step in \$(seq 20); do ! tmux capture-pane -p -t $session | grep -q '▸ $1' || exit 0; tmux send-keys -t $session Down; done; exit 1"
}
leave_page() { keys F10 F8 && screen_has 'Guests .*running'; }
# field PAGE VALUE TAB...: the field that is so many Tabs behind the list of pages.
field() {
    page=$1 value=$2
    shift 2
    open_page "$page" && keys "$@" C-u "$value" && leave_page
}
keys_start() { keys s && row_says Running; }
keys_pause() { keys p && row_says Paused; }
keys_resume() { keys u && row_says Running; }
keys_memory() { field Memory "${1}MiB" Tab; }
keys_vcpus() { field Processors "$1" Tab; }
keys_weight() { field Processors "$1" Tab Tab Tab; }
# The first cell: its first vCPU leaves the host's first processor, one of two.  With xl it may run there and prefer others before it leaves.
keys_pin() { open_page Pinning && keys Tab Space $([ $owner = libvirt ] || echo Space) && leave_page; }
keys_save() { keys v && row_says Saved; }
keys_restore() { keys_start; }
keys_reboot() { keys r; }
keys_shutdown() { keys d && row_says 'Shut off'; }
keys_destroy() { keys x && screen_has 'Force ' && keys F10 && row_says 'Shut off'; }

# ---- A life ----

# do_ VERB ARGUMENT...: by whose turn it is.
do_() {
    verb=$1
    shift
    "${by}_$verb" "$@"
}
starts() { do_ start && is_up 'vcpus=2 disks=1 nics=1'; }
pauses() { do_ pause && is_paused; }
resumes() { do_ resume && runs; }
gives_memory() { do_ memory $less && has_memory $guest $((less - video)); }
gets_memory() { do_ memory $more && has_memory $guest $((more - video)); }
loses_vcpu() { do_ vcpus 1 && has_vcpus 1; }
gets_vcpu() { do_ vcpus 2 && has_vcpus 2; }
weighs() { do_ weight 512 && has_weight 512; }
is_pinned_to() { do_ pin 1 && is_pinned 1; }
saves() { do_ save && is_saved; }
restores() { do_ restore && is_up vcpus=2; }
reboots() {
    id=$(dom0 "xl domid $guest")
    do_ reboot && has_restarted
}
shuts_down() { do_ shutdown && is_gone; }
is_destroyed() { do_ destroy && is_gone; }
is_deleted() { dom0 "yado --yes delete $guest" && becomes 'virsh list --all --name | grep -c virt-' '^0$'; }
plugs() { dom0 "yado disk add --live $guest source=$extra format=raw && yado nic add --live $guest type=bridge source=br0 mac=$card" && is_up 'disks=2 nics=2'; }
pulls() { dom0 "yado disk remove --live $guest xvdb && yado nic remove --live $guest $card" && is_up 'disks=1 nics=1'; }

# step WHAT COMMAND: one of a life; then it is the other's turn.
step() {
    check "$one: $1 ($by)" not_lost $2
    [ $front != turns ] || take_turns
}
# not_lost COMMAND: a guest that QEMU lost meanwhile (see the lab's README) is brought up, and it is done once more.
not_lost() {
    ! "$1" || return 0
    [ "$(count_lost)" -gt "$lost" ] || return 1
    lost=$(count_lost)
    echo "$guest was lost by a triple fault"
    end_guest $guest
    start_guest $guest
    is_up && case $1 in starts | restores) ;; *) "$1" ;; esac
}
take_turns() { case $by in command) by=keys ;; keys) by=command ;; esac; }

live() {
    step 'starts' starts
    step 'pauses' pauses
    step 'resumes' resumes
    step 'gives memory back' gives_memory
    step 'gets memory' gets_memory
    # qemu-xen takes no vCPU away, and Linux hears xenstore's word about it in PV and PVH guests only.
    if [ $kind != hvm ]; then
        step 'loses a vCPU' loses_vcpu
        step 'gets a vCPU' gets_vcpu
    else
        check "$one: sees a disk and a card that are plugged" not_lost plugs
        check "$one: loses them" not_lost pulls
    fi
    step 'weight' weighs
    step 'is pinned' is_pinned_to
    step 'is saved' saves
    step 'is restored' restores
    step 'shuts down' shuts_down
    step 'starts again' starts
    step 'reboots' reboots
    step 'is forced off' is_destroyed
}

# While a job runs it asks first: the next F9 closes the question.  (Escape and F9 at once would be Alt+F9.)
leaves() {
    for attempt in 1 2 3 4 5 6 7 8; do
        keys F9 && becomes "tmux capture-pane -p -t $session 2>&1 || echo gone" '^gone' 8 && return 0
    done
    return 1
}

extra=/var/lib/yado-lab/extra.img card=00:16:3e:00:0a:02
# life FRONT:OWNER:KIND
life() {
    one=$1
    front=${one%%:*} kind=${one##*:} owner=${one#*:}
    owner=${owner%:*} less=56 more=64 video=0
    # xl does not count the video memory of an HVM guest, 8 MiB.
    [ $kind != hvm ] || less=88 more=96 video=8
    case $owner in libvirt) tool=virsh guest=virt-$kind by=command ;; xl) tool=xl guest=xl-$kind by=keys ;; esac
    [ $front = turns ] || by=$front
    session=lab-$owner said=$said.$owner
    dom0 "lab-guest $tool $kind" >/dev/null
    [ $front = command ] || check "$one: the manager opens over ssh -t" open_manager
    live
    [ $owner = xl ] || check "$one: is deleted" is_deleted
    [ $front = command ] || check "$one: F9 leaves the manager" leaves
}

# lives LIFE...: one beside the other.
lives() {
    dom0 "lab-guest clean; truncate -s 4M $extra" >/dev/null
    lost=$(count_lost)
    for one in "$@"; do
        (life "$one") &
    done
    wait
}

if [ -n "${YADO_LAB_LIVES-}" ]; then
    for one in $YADO_LAB_LIVES; do
        lives "$one"
    done
else
    lives turns:libvirt:pv turns:xl:pv
    lives turns:libvirt:pvh turns:xl:pvh
    # libxl waits 10 s for QEMU, which beside another guest's start may be too short.
    lives turns:libvirt:hvm
    lives turns:xl:hvm
fi
