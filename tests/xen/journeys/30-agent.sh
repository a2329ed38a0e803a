#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# Guests of xl, through yado-xl-agent: files at rest are rows, xl is asked whether something happened, and what xl does is seen.
. "$lab/lib/journey.sh"

guest=xl-pvh
# The agent's side alone: what xl:/// tells.
row() {
    becomes "yado -c xl:/// --csv list -o name,state -H" "^$guest,$1" "${2-90}"
}

xl_state() {
    becomes "xl list $guest" "^$guest +[0-9]+ .* $1 " 60
}

is_gone() { becomes "xl domid $guest || echo gone" '^gone' 120; }
# A guest hears of a save only once its Linux listens.
is_booted() { becomes "xenstore-read /local/domain/\$(xl domid $guest)/control/feature-suspend || true" '^1' 180; }
start() { dom0 "yado -c xl:/// start $guest" && xl_state '[r-][b-]-...' && is_booted; }
paused_by_xl() { dom0 "xl pause $guest" && row paused && dom0 "xl unpause $guest" && row running; }
restore() { dom0 "yado -c xl:/// restore $guest" && xl_state '[r-][b-]-...'; }
# Reported; then saved whole or running, for xl and in the list; and it goes on.
agent_dies_in_save() {
    dom0 "yado -c xl:/// save $guest & job=\$!; until pgrep -x libxl-save-help; do sleep 0.2; done; pkill -9 -x yado-xl-agent; wait \$job; echo ended with \$?" | grep 'ended with [1-9]' || return 1
    becomes 'pgrep -x libxl-save-help || echo ended' '^ended' 180
    if becomes "xl domid $guest || echo gone" '^gone' 60; then
        row saved && restore
    else
        row running && xl_state '[r-][b-]-...'
    fi
}
destroy() { dom0 "yado -c xl:/// --yes destroy $guest" && is_gone && row shut-off; }

dom0 'lab-guest clean; rm -f /var/lib/xen/save/xl-*; lab-guest xl pvh' >/dev/null
check 'a file of xl is a guest that is shut off' row shut-off
check 'Domain-0 is listed' becomes 'yado -c xl:/// --csv list -o name,state -H' '^Domain-0,running'
check 'it starts' start
check 'what xl does to it is seen' paused_by_xl
check 'its agent is killed in the middle of a save' agent_dies_in_save
check 'it is forced off' destroy
check 'no agent is left behind' becomes 'pgrep -c -x yado-xl-agent || true' '^0$'
