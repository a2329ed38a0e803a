#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# The programs on this side of the connection (xen+ssh), the hypervisor on the other.
. "$lab/lib/journey.sh"
. "$top/tools/setup.sh"
setup_environment
uri=$(host_uri xen-a)

# outside ARGUMENT...: yado here.
outside() {
    timeout $((180 * patience)) "$build/yado" -c "$uri" "$@" >"$said" 2>&1 </dev/null
    result=$?
    cat "$said"
    return $result
}

lists_both() {
    outside list | grep -q 'Domain-0 .*Running' && outside list | grep -q 'virt-pv .*Running' && outside list | grep -q 'virt-pvh .*Shut off'
}

pauses_and_resumes() {
    outside pause virt-pv && becomes 'xl list virt-pv' ' ..p... ' && outside resume virt-pv && becomes 'xl list virt-pv' ' [r-][b-]-... '
}

shown_on_the_desktop() {
    on_desktop 2 yado-lab-desktop "$uri" virt-pv Running virt-pvh 'Shut off' Domain-0 Running
}

# ---- What ssh asks, in a terminal: dom0 as a stranger to itself ----

passphrase='not so secret'
strangers() {
    dom0 "rm -f /root/.ssh/locked* /tmp/strangers; ssh-keygen -q -t ed25519 -N '$passphrase' -C locked -f /root/.ssh/locked && sed -i '/ locked\$/d' /root/.ssh/authorized_keys &&
          cat /root/.ssh/locked.pub >>/root/.ssh/authorized_keys && printf 'Host stranger\n HostName 10.99.0.1\n UserKnownHostsFile /tmp/strangers\nHost locked\n HostName 10.99.0.1\n IdentityFile /root/.ssh/locked\n IdentitiesOnly yes\n' >/root/.ssh/config"
}
friends() { dom0 "tmux kill-server; rm -f /root/.ssh/locked* /root/.ssh/config /tmp/strangers; sed -i '/ locked\$/d' /root/.ssh/authorized_keys"; }
lists_over() { terminal 100 40 "yado -c xen+ssh://root@$1/system list; echo ended with \$?; cat"; }
is_asked_for_key() { lists_over stranger && screen_has 'ED25519 key fingerprint is' && screen_has 'Trust it .y/N.'; }
distrusts() { is_asked_for_key && keys n Enter && screen_has 'ended with 5$' && screen_has 'key was not trusted' && ! dom0 'test -s /tmp/strangers'; }
trusts() { is_asked_for_key && keys y Enter && screen_has 'virt-pv .*Running' && dom0 'test -s /tmp/strangers'; }
# Both parts of the host, libvirt's and xl's, over the one connection.
unlocks() {
    lists_over locked && screen_has 'Password:' && dom0 "tmux send-keys -t lab '$passphrase' Enter" && screen_has 'virt-pv .*Running' && screen_has 'ended with 0' &&
        [ "$(dom0 "tmux capture-pane -p -t lab | grep -c 'Password:'")" = 1 ]
}

dom0 'lab-guest clean; lab-guest virsh pv pvh; virsh start virt-pv' >/dev/null
check 'yado here lists the guests there' lists_both
check 'yado here pauses and resumes a guest there' pauses_and_resumes
if [ -x "$build/tests/xen/yado-lab-desktop" ] && command -v Xvfb >/dev/null; then
    check 'the desktop manager shows them (pictures: tests/screenshots/xen-*.png)' shown_on_the_desktop
else
    skip 'the desktop manager' 'tests/xen/yado-lab-desktop is not built, or Xvfb is not installed'
fi
strangers >/dev/null
check "a host whose key is unknown and is not trusted is not reached, and why" distrusts
check 'it is when its key is trusted' trusts
check 'the passphrase of a key is asked for once for the whole host' unlocks
friends >/dev/null
