# SPDX-License-Identifier: LGPL-2.1-or-later
# tests/xen/lib/session.sh: the whole lab in one go, as ./check --all runs it.
#
# session_run   starts `lab session` as a process group of its own and waits for it; on a signal, on its own death or on the death
#               of who called it, everything ends: journeys, QEMU, and the folder of the run.

session_run() {
    missing=$(tell_what_is_missing)
    if [ -n "$missing" ]; then
        echo "ok - the Xen lab # SKIP $missing" | paste -sd ' '
        echo "1..1"
        return 0
    fi
    # Whoever kills the caller outright kills this too.
    [ "${lab_watched-}" = "$PPID" ] || lab_watched=$PPID exec setpriv --pdeathsig TERM "$lab/lab"
    mkdir -p "$build"
    YADO_LAB_RUN=$(mktemp -d "${TMPDIR:-/tmp}/yado-lab.XXXXXX")
    run=$YADO_LAB_RUN
    export YADO_LAB_RUN
    trap 'end_session 129' HUP
    trap 'end_session 130' INT
    trap 'end_session 143' TERM
    setsid setpriv --pdeathsig TERM "$lab/lab" session </dev/null &
    session_pid=$!
    wait "$session_pid"
    end_session $?
}

end_session() {
    trap '' HUP INT TERM
    kill -TERM -"$session_pid" 2>/dev/null
    wait "$session_pid" 2>/dev/null
    down
    rm -rf "$run"
    exit "$1"
}

# Prints TAP with numbers as it comes, and fails with what failed.
count_lines() {
    n=0 bad=0
    while IFS= read -r line; do
        case $line in
        'ok '*) n=$((n + 1)); line="ok $n ${line#ok }" ;;
        'not ok '*) n=$((n + 1)) bad=1; line="not ok $n ${line#not ok }" ;;
        esac
        printf '%s\n' "$line"
    done
    echo "1..$n"
    [ "$bad" = 0 ] && [ "$n" -gt 0 ]
}

# The group ends together: who waits in `wait` hears a signal at once.
session() {
    lab_bound=yes
    began_all=$(date +%s)
    trap 'trap "" TERM; kill -TERM 0; rm -rf "$run"; exit 143' TERM
    { session_steps; echo "# $(($(date +%s) - began_all)) s in all"; } 2>&1 | count_lines &
    wait $!
}

session_steps() {
    hosts='xen-a xen-b'
    step 'the image is made' image_build || return 1
    image_find
    step 'the program is built' program_make || return 1
    program_find
    for host in $hosts; do
        # Not in a subshell: QEMU is to die with this process.
        host_start "$host" >"$run/step.log" 2>&1 || { tell_step "$host starts" 1; return 1; }
    done
    for host in $hosts; do
        step "$host is up" host_wait "$host" || { keep_logs; return 1; }
        step "the program is in $host" program_install "$host" || return 1
    done
    play_journeys $(list_proved)
    tell_unproved
}

# A journey whose head has a line "# By hand: WHY" is not played here; `lab run NAME` plays it.
list_proved() {
    grep -L '^# By hand: ' "$lab"/journeys/*.sh | sed 's,.*/,,'
}

tell_unproved() {
    grep '^# By hand: ' "$lab"/journeys/*.sh | sed 's,^.*/\(.*\)\.sh:# By hand: ,ok - \1 # SKIP ,'
}

# step WHAT COMMAND...: one line of TAP.
step() {
    what=$1 began=$(date +%s)
    shift
    ("$@") >"$run/step.log" 2>&1
    tell_step "$what ($(($(date +%s) - began)) s)" $?
}

tell_step() {
    if [ "$2" = 0 ]; then
        echo "ok - $1"
    else
        echo "not ok - $1"
        tail -n 30 "$run/step.log" | sed 's/^/# /'
        return 1
    fi
}

# systemd starts a libvirtd again that crashed, so that nobody else may notice.
tell_crashes() {
    n=$(timeout 60 ssh -n -F "$run/ssh_config" xen-a 'systemctl show -P NRestarts libvirtd' 2>/dev/null)
    [ "${n:-0}" = 0 ] || echo "# libvirtd of xen-a has crashed, $n times until now"
}

# The named journeys, or all.
play_journeys() {
    [ $# -gt 0 ] || set -- $(cd "$lab/journeys" && ls *.sh)
    export lab YADO_LAB_RUN="$run"
    for name in "$@"; do
        file=$lab/journeys/${name%.sh}.sh
        [ -e "$file" ] || fail "no such journey: $name (there are: $(cd "$lab/journeys" && ls *.sh | sed 's/\.sh$//' | paste -sd ' '))"
        began=$(date +%s)
        { timeout $((1500 * patience)) sh "$file" 2>&1 || echo "not ok - ${name%.sh} came to its end"; } | tee "$run/journey.log"
        echo "# ${name%.sh}: $(($(date +%s) - began)) s"
        tell_crashes
        ! grep -q '^not ok' "$run/journey.log" || keep_logs
    done
}

run_journeys() {
    [ -n "$(host_list_running)" ] || fail "no host runs: lab up, lab install"
    play_journeys "$@" | count_lines
}

# What a failure leaves behind for whoever looks for its cause.
keep_logs() {
    collect_logs "$build/tests/xen-logs"
    echo "# logs: $build/tests/xen-logs"
}

collect_logs() {
    for host in xen-a xen-b; do
        [ -d "$run/$host" ] || continue
        mkdir -p "$1/$host"
        cp "$run/$host/console.log" "$run/$host/qemu.log" "$1/$host/" 2>/dev/null
        timeout 120 ssh -n -F "$run/ssh_config" "$host" 'xl dmesg; echo; dmesg; echo; journalctl -b --no-pager; echo; xl list; virsh list --all' \
            >"$1/$host/dom0.log" 2>&1
        timeout 120 ssh -n -F "$run/ssh_config" "$host" 'tar -C /var/log -cf - xen libvirt' 2>/dev/null | tar -C "$1/$host" -xf - 2>/dev/null
    done
}
