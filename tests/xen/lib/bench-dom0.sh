# SPDX-License-Identifier: LGPL-2.1-or-later
# bench-dom0.sh [SAMPLES]: runs in dom0, see bench.sh.  Prints CPU time (of the process, its threads and its ended children, as the kernel
# counts it) and system calls, a sample; start and end of the programs are left out.
set -u
export LC_ALL=C.UTF-8
samples=${1-60}
turns=3
each=$((samples / turns))
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

# Sets $ticks: 10 ms each, used by the processes PID... and by their children that have ended.
read_ticks() {
    ticks=0
    for pid in "$@"; do
        read -r line <"/proc/$pid/stat"
        set -- ${line##*) }
        ticks=$((ticks + ${12} + ${13} + ${14} + ${15}))
    done
}

# Each ends with an empty line.
count_tables() { grep -c '^$' "$folder/top"; }

# Until $1 tables are written.
await_tables() {
    until [ "$(count_tables)" -ge "$1" ]; do
        sleep 1
    done
}

start_top() {
    yado top --batch --delay 1 >"$folder/top" 2>&1 &
    top=$!
    await_tables 4
    agent=$(cat /proc/$top/task/*/children)
}

end_top() {
    kill $top
    wait $top
} 2>/dev/null

# Adds to $top_ticks, $agent_ticks and $top_samples.
measure_top() {
    start_top
    before=$(count_tables)
    read_ticks $top && top_ticks=$((top_ticks - ticks))
    read_ticks $agent && agent_ticks=$((agent_ticks - ticks))
    await_tables $((before + each))
    read_ticks $top && top_ticks=$((top_ticks + ticks))
    read_ticks $agent && agent_ticks=$((agent_ticks + ticks))
    top_samples=$((top_samples + $(count_tables) - before))
    end_top
}

run_xentop() { xentop --batch --delay=1 --iterations="$1"; }

# Adds to $xentop_ticks and $xentop_samples: what more samples cost more.
measure_xentop() {
    read_ticks $$ && start=$ticks
    run_xentop 1 >/dev/null
    read_ticks $$ && one=$((ticks - start)) start=$ticks
    run_xentop $((each + 1)) >/dev/null
    read_ticks $$ && xentop_ticks=$((xentop_ticks + ticks - start - one))
    xentop_samples=$((xentop_samples + each))
}

# The guests that libvirt sees: the others count as much.
list_commands() {
    for guest in virt-pv virt-pvh; do
        printf '%s\n' "dominfo $guest" "vcpuinfo $guest" "domblkstat $guest xvda" "domifstat $guest $(get_nic $guest)"
    done
}

get_nic() { virsh domiflist "$1" | awk '$2 == "bridge" { print $1 }'; }

# Sets $ticks of one virsh that asks $1 times for everything, and of the daemon.
run_virsh() {
    read_ticks $$ "$daemon" && start=$ticks
    for i in $(seq "$1"); do cat "$folder/commands"; done | virsh -c xen:///system >/dev/null 2>&1
    read_ticks $$ "$daemon" && ticks=$((ticks - start))
}

measure_libvirt() {
    run_virsh 1
    one=$ticks
    run_virsh $((each + 1))
    libvirt_ticks=$((libvirt_ticks + ticks - one))
    libvirt_samples=$((libvirt_samples + each))
}

sum_calls() { awk '$NF == "total" { print $(NF > 4 ? NF - 2 : NF - 1) }' "$1"; }

# Sets $top_calls and $agent_calls, of $call_samples.
count_top() {
    start_top
    before=$(count_tables)
    timeout -s INT 30 strace -f -q -c -o "$folder/top-calls" -p $top 2>/dev/null &
    timeout -s INT 30 strace -f -q -c -o "$folder/agent-calls" -p $agent 2>/dev/null
    wait $!
    call_samples=$(($(count_tables) - before))
    end_top
}

count_xentop() {
    strace -f -q -c -o "$folder/one" xentop --batch --delay=1 --iterations=1 >/dev/null
    strace -f -q -c -o "$folder/more" xentop --batch --delay=1 --iterations=11 >/dev/null
}

# tell NAME TICKS SAMPLES CALLS SAMPLES
tell() {
    awk -v name="$1" -v ticks="$2" -v n="$3" -v calls="$4" -v m="$5" 'BEGIN { printf "%-36s %6.1f ms %s\n", name, ticks * 10 / n,
        (m > 0 ? sprintf("%6.0f", calls / m) : "") }'
}

# tell_ratio NAME TICKS SAMPLES GOAL: ours to theirs.
tell_ratio() {
    awk -v name="$1" -v ours="$((top_ticks + agent_ticks))" -v n=$top_samples -v theirs="$2" -v m="$3" -v goal="$4" 'BEGIN {
        ratio = ours / n / (theirs / m); printf "%-36s %6.2f x, wanted: %s x, %s\n", name, ratio, goal, ratio <= goal ? "met" : "missed" }'
}

top_ticks=0 agent_ticks=0 top_samples=0 xentop_ticks=0 xentop_samples=0 libvirt_ticks=0 libvirt_samples=0
daemon=$(pidof libvirtd)
list_commands >"$folder/commands"
for turn in $(seq $turns); do
    measure_xentop
    measure_top
    measure_libvirt
done
count_top
count_xentop
guests=$(($(xl list | wc -l) - 2))
libvirt_ticks=$((libvirt_ticks * guests / 2))
echo "a sample of $guests guests              CPU time  system calls"
tell "yado top --batch" $top_ticks $top_samples "$(sum_calls "$folder/top-calls")" $call_samples
tell "yado-xl-agent" $agent_ticks $top_samples "$(sum_calls "$folder/agent-calls")" $call_samples
tell "xentop --batch" $xentop_ticks $xentop_samples $(($(sum_calls "$folder/more") - $(sum_calls "$folder/one"))) 10
tell "virsh guest by guest, with libvirtd" $libvirt_ticks $libvirt_samples 0 0
tell_ratio "ours to xentop's" $xentop_ticks $xentop_samples 0.5
tell_ratio "ours to libvirt's" $libvirt_ticks $libvirt_samples 0.1
