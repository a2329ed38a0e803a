#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# The terminal manager as an administrator has it: in a terminal of 80x24 over `ssh -t`, keys typed, the screen read.  tmux in dom0 is the
# terminal; what is asked whether a key did something is the hypervisor.
. "$lab/lib/journey.sh"

open_manager() {
    dom0 'tmux kill-server 2>/dev/null; tmux -u new-session -d -s lab -x 80 -y 24 "ssh -t root@10.99.0.1 LC_ALL=C.UTF-8 yado"' && screen_has virt-pv
}

# The list has Domain-0 first: down to the guest by its name.
go_to_guest() {
    keys / && keys virt-pv && keys Enter && screen_has 'virt-pv'
}

state_is() {
    becomes 'xl list virt-pv || echo gone' "$1" 120
}

starts() { keys s && state_is '^virt-pv ' && screen_has 'virt-pv.*Running'; }
pauses() { keys p && state_is ' ..p... ' && screen_has 'virt-pv.*Paused'; }
resumes() { keys u && state_is ' [r-][b-]-... ' && screen_has 'virt-pv.*Running'; }
shuts_down() { keys d && state_is '^gone' && screen_has 'virt-pv.*Shut off'; }
leaves() { keys F9 && becomes 'tmux list-sessions 2>&1 || echo gone' 'gone|no server' 60; }

dom0 'lab-guest clean; lab-guest virsh pv' >/dev/null
check 'the manager opens over ssh -t' open_manager
check 'a guest is found by its name' go_to_guest
check 'the start key starts it' starts
check 'the pause key pauses it' pauses
check 'the resume key resumes it' resumes
dom0 'for i in $(seq 60); do lab-console virt-pv && break; done' >/dev/null
check 'the shut down key shuts it down' shuts_down
check 'F9 leaves' leaves
