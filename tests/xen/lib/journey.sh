# SPDX-License-Identifier: LGPL-2.1-or-later
# tests/xen/lib/journey.sh: what every journey uses; it is sourced with $lab set.  A journey prints TAP without numbers (`lab` counts).
set -u
. "$lab/lib/common.sh"
. "$lab/lib/host.sh"
journey=$(basename "$0" .sh)
said=$run/said.$journey

# dom0 COMMAND: in xen-a, with a time limit; what it says is kept for the report of a failure.
dom0() {
    limit=$((180 * patience))
    timeout "$limit" ssh -n -F "$run/ssh_config" "${on_host:-xen-a}" "$@" >"$said" 2>&1
    result=$?
    cat "$said"
    return $result
}

ok() {
    echo "ok - $journey: $*"
}

# not_ok WHAT: with what was said last (a screen's empty lines say nothing), and how the guests are.
not_ok() {
    echo "not ok - $journey: $*"
    grep . "$said" 2>/dev/null | tail -n 12 | sed 's/^/# /'
    timeout 60 ssh -n -F "$run/ssh_config" "${on_host:-xen-a}" 'xl list; xl dmesg | grep Triple | tail -n 3' 2>&1 | sed 's/^/# /'
}

skip() {
    echo "ok - $journey: $1 # SKIP $2"
}

# check WHAT COMMAND...: one line of TAP, with how long it took.
check() {
    what=$1 began=$(date +%s)
    shift
    if "$@" >"$said.out" 2>&1; then
        ok "$what ($(($(date +%s) - began)) s)"
    else
        cp "$said.out" "$said"
        not_ok "$what ($(($(date +%s) - began)) s)"
    fi
}

# Whether dom0's answer to the command $1 is or becomes a line that matches $2, for $3 seconds.
becomes() {
    wait_until "${3:-180}" answer_matches "$1" "$2" && return 0
    echo "wanted: $2"
    dom0 "$1"
    return 1
}

answer_matches() {
    dom0 "$1" | grep -qE "$2"
}

# The guests of lab-guest and those that a journey made: xl's have a file.
start_guest() { dom0 "if [ -e /etc/xen/$1.cfg ]; then xl create /etc/xen/$1.cfg; else virsh start $1; fi"; }
end_guest() { dom0 "if [ -e /etc/xen/$1.cfg ]; then xl destroy $1; else virsh destroy $1; fi"; }

# comes_up GUEST [REPORT]: the system of a guest that was started answers.  About one PVH guest in ten ends in a triple fault of the emulated SVM, and
# restarts, or hangs: who does not answer is started again.
comes_up() {
    for attempt in 1 2 3; do
        becomes "lab-console $1" "^report .*${2-}" 100 && return 0
        end_guest "$1"
        start_guest "$1"
    done
    return 1
}

# bring_up GUEST...: starts each, the next one when its system answers.
bring_up() {
    for one in "$@"; do
        start_guest "$one"
        comes_up "$one"
    done
} >/dev/null

# How many guests ended in a triple fault since the host started, as its hypervisor says.
count_lost() { grep -c 'Triple fault' "$run/${on_host:-xen-a}/console.log"; }

# has_memory GUEST MIB: a PVH guest that gives memory back gives some pages more.
has_memory() { becomes "xl list $1" " ($2|$(($2 - 1))) " 120; }

# A terminal in dom0: tmux.  Two at once have sessions of their own.
session=lab
# terminal WIDTH HEIGHT COMMAND: a new one, in which COMMAND runs.  The old server may still be about to go.
terminal() { dom0 "tmux kill-session -t $session 2>/dev/null; until tmux -u new-session -d -s $session -x $1 -y $2 '$3'; do sleep 1; done"; }
keys() { dom0 "tmux send-keys -t $session $*"; }
screen_has() { becomes "tmux capture-pane -p -t $session" "$1" 120; }

# on_desktop PATIENCE PROGRAM ARGUMENT...: one of tests/xen, which shows the desktop manager on this side of the connection.
on_desktop() {
    longer=$1 program=$2
    shift 2
    YADO_BUILD_DIR=$build YADO_SOURCE_DIR=$top YADO_SETTINGS=/nonexistent/yado.conf LC_ALL=C.UTF-8 LANGUAGE= YADO_TEST_PACE=500 YADO_TEST_TIMEOUT=600 YADO_TEST_PATIENCE=$((longer * patience)) \
        "$build/tests/xen/$program" "$@"
}
