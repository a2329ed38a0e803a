#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# Consoles on the real Xen: text in a terminal, beside what `xl console` holds; pictures of screens; all over one SSH connection; keys that are typed on
# screens in a window of the desktop manager on this side of the connection, read from inside; a guest that restarts with its console open.
. "$lab/lib/journey.sh"
. "$top/tools/setup.sh"
setup_environment
uri=$(host_uri xen-a)

# A console in a terminal, with the shell of the guest behind it.  High enough for all that a kernel says at its start.
open_console() {
    terminal 100 120 "$*" && screen_has 'Ctrl\+\]' &&
        dom0 'tmux send-keys -t lab Enter' && screen_has 'guest#'
}

answers() {
    dom0 "tmux send-keys -t lab 'report $1' Enter" && screen_has "^report .*tag=$1"
}

is_left() { dom0 'tmux send-keys -t lab C-]' && becomes 'tmux list-sessions 2>&1 || echo gone' 'gone|no server' 60; }
text_of_xl() { open_console yado console xl-pv && answers one; }
text_of_libvirt() { open_console yado console virt-pvh && answers two && is_left; }
lists_them() { becomes 'yado console --list xl-pv' pv0 60 && becomes 'yado console --list xl-pv' 'vnc0.*127\.0\.0\.1:59' 60; }
is_kept_from_xl() { becomes 'timeout 20 xl console xl-pv 2>&1 </dev/null || true' 'Could not lock' 60; }
is_kept_from_us() {
    terminal 100 120 'xl console xl-pv' && dom0 'for i in $(seq 60); do ls /var/lock/xenconsole.* && break; sleep 1; done' &&
        dom0 'tmux new-window -t lab "yado console xl-pv"' && screen_has 'Somebody else holds' && dom0 'tmux send-keys -t lab n Enter'
}
is_taken() { dom0 'tmux new-window -t lab "yado console --force xl-pv"' && screen_has 'Ctrl\+\]' && dom0 'tmux send-keys -t lab Enter' && answers three && is_left; }

# starts_with_console GUEST: what its kernel says first is there, and so is what answers at last; how it is left is the same as ever.
starts_with_console() {
    terminal 100 50 "ssh -t root@xen-a yado start --console $1" && becomes "tmux capture-pane -p -S - -t $session" 'Linux version ' 180 &&
        screen_has 'guest is up' && keys Enter && answers "first-$1" && is_left && becomes "xl list $1" "^$1 +[0-9]+ .* [r-][b-]-... " 60
}
speaks() { dom0 "sed -i 's/quiet //' /etc/xen/xl-pv.cfg; virsh dumpxml --inactive virt-pv | sed 's/quiet //' >/tmp/virt-pv.xml; virsh define /tmp/virt-pv.xml"; }

open_manager() { terminal 100 120 'ssh -t root@xen-a LC_ALL=C.UTF-8 yado' && screen_has 'xl-pvh .*Running'; }
# A guest that has a screen too: the text console is the first of the two.
picks_text() { screen_has 'Which one|Ctrl\+\]' && { ! dom0 'tmux capture-pane -p -t lab' | grep -q 'Which one' || keys Enter; }; }
# Found by its name; its console opens, and gives the manager back.
shows() {
    keys / && keys "C-u $1 Enter" && keys F7 && picks_text && screen_has 'Ctrl\+\]' && keys Enter && screen_has 'guest#' && answers "$1" && keys C-] && screen_has 'Guests [0-9]+'
}

windows() {
    on_desktop 2 yado-lab-window "$uri" "$@"
}

# What is typed on the screen is read on the text console; with the window open the guest restarts, and so again.
restarts_in_window() {
    id=$(dom0 "xl domid $1")
    windows "reboot:$1" && becomes "xl domid $1 | grep -vx $id" '^[0-9]+$' 60
}

# is_picture GUEST REFERENCE: ours is that of QEMU, point for point, and has colours.
is_picture() { "$build/tests/xen/yado-lab-picture" "$run/$1.png" "$run/$2.ppm"; }
# reference GUEST FILE: QEMU's own picture, in dom0.
reference() { host_ssh xen-a "xl qemu-monitor-command $1 'screendump /tmp/$1.ppm' >/dev/null && cat /tmp/$1.ppm" >"$run/$2.ppm"; }

# picture GUEST: of its screen, taken here.  A cursor blinks: QEMU turns that of the VGA with each look, so it looks twice; where the guest draws it, or
# anything else moves, all is taken again.
picture() {
    for attempt in 1 2 3 4 5 6 7 8; do
        rm -f "$run/$1.png"
        timeout $((120 * patience)) "$build/yado" -c "$uri" screenshot "$1" "$run/$1.png" </dev/null || return 1
        reference "$1" one && reference "$1" other || return 1
        mkdir -p "$build/tests/screenshots" && cp "$run/$1.png" "$build/tests/screenshots/xen-$1.png"
        ! { is_picture "$1" one || is_picture "$1" other; } || return 0
    done
    return 1
}

# Established TCP connections from here to the host's SSH server.
count_connections() {
    awk -v port="$(printf ':%04X' "$(cat "$run/xen-a/port")")" '$4 == "01" && substr($3, 9) == port' /proc/net/tcp | wc -l
}

# What ran before has let go: there is the lab's own connection, and no agent.
only_ours() {
    [ "$(count_connections)" = 1 ] && ! host_ssh xen-a 'pgrep -x yado-xl-agent' >/dev/null
}

one_connection() {
    mkfifo "$run/hold" 2>/dev/null
    host_ssh xen-a 'tmux kill-server' 2>/dev/null
    wait_until 60 only_ours
    before=$(count_connections)
    "$build/tests/xen/yado-lab-consoles" "$uri" xl-pv pv0 virt-pvh console0 xl-pv vnc0 virt-hvm vnc0 <"$run/hold" >"$said" 2>&1 &
    exec 7>"$run/hold"
    wait_until 240 grep -qE 'ready|ERROR' "$said"
    during=$(count_connections)
    agents=$(host_ssh xen-a 'pgrep -c -x yado-xl-agent')
    exec 7>&-
    wait $!
    result=$?
    echo "connections: $during - $before, agents: $agents" >>"$said"
    cat "$said"
    [ $result = 0 ] && grep -q ready "$said" && [ $((during - before)) = 1 ] && [ "$agents" = 1 ]
}

dom0 'lab-guest clean; lab-guest virsh pv pvh hvm; lab-guest xl pv pvh' >/dev/null
speaks >/dev/null
for guest in xl-pv virt-pv; do
    check "started with its console, $guest says its first word there" starts_with_console $guest
done
bring_up xl-pvh virt-pvh
dom0 'virsh start virt-hvm' >/dev/null
check 'the consoles of a guest of xl are listed' lists_them
check 'a guest of xl is talked to' text_of_xl
check 'xl console is kept away meanwhile' is_kept_from_xl
check 'it is left by its key' is_left
check 'what xl console holds is not read' is_kept_from_us
check 'it is taken when that is wanted' is_taken
check 'a guest of libvirt is talked to' text_of_libvirt
check 'the manager opens over ssh -t' open_manager
for guest in xl-pv xl-pvh virt-pv virt-pvh; do
    check "there the text console of $guest answers" shows $guest
done
dom0 'tmux kill-server' >/dev/null
if [ -x "$build/tests/xen/yado-lab-window" ] && command -v Xvfb >/dev/null; then
    check 'on the desktop one of each kind and owner answers (pictures: tests/screenshots/xen-console-*.png)' windows text:xl-pvh text:virt-pv
else
    skip 'consoles on the desktop' 'tests/xen/yado-lab-window is not built, or Xvfb is not installed'
fi
if [ -x "$build/tests/xen/yado-lab-picture" ] && [ -e "$build/.libs/yado-screenshot.so" ]; then
    check "a picture of a PV guest of xl is QEMU's own (tests/screenshots/xen-xl-pv.png)" picture xl-pv
    check "a picture of an HVM guest is QEMU's own (tests/screenshots/xen-virt-hvm.png)" picture virt-hvm
else
    skip 'pictures of screens' 'yado-lab-picture or yado-screenshot is not built'
fi
check 'control, two text consoles and two screens are one SSH connection' one_connection
if [ -x "$build/tests/xen/yado-lab-window" ] && command -v Xvfb >/dev/null; then
    check 'keys typed on the screen of a PV guest arrive, and again after it has restarted meanwhile (xen-screen-*.png)' restarts_in_window xl-pv
    dom0 'for i in $(seq 20); do lab-console virt-hvm && break; done' >/dev/null
    check 'so too in an HVM guest' windows screen:virt-hvm
else
    skip 'screens on the desktop' 'tests/xen/yado-lab-window is not built, or Xvfb is not installed'
fi
