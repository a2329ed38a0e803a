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

# not_ok WHAT: with what was said last.
not_ok() {
    echo "not ok - $journey: $*"
    tail -n 12 "$said" 2>/dev/null | sed 's/^/# /'
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
