#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# Keys that are typed on the screens of guests of the real Xen, in a window of the desktop manager on this side of the connection, read from inside;
# a guest that restarts with its console open.
. "$lab/lib/journey.sh"
. "$top/tools/setup.sh"
setup_environment
uri=$(host_uri xen-a)

windows() {
    on_desktop 2 yado-lab-window "$uri" "$@"
}

# What is typed on the screen is read on the text console; with the window open the guest restarts, and so again.
restarts_in_window() {
    id=$(dom0 "xl domid $1")
    windows "reboot:$1" && becomes "xl domid $1 | grep -vx $id" '^[0-9]+$' 60
}

dom0 'lab-guest clean; lab-guest virsh hvm; lab-guest xl pv' >/dev/null
bring_up xl-pv
dom0 'virsh start virt-hvm' >/dev/null
if [ -x "$build/tests/xen/yado-lab-window" ] && command -v Xvfb >/dev/null; then
    check 'keys typed on the screen of a PV guest arrive, and again after it has restarted meanwhile (xen-screen-*.png)' restarts_in_window xl-pv
    dom0 'for i in $(seq 20); do lab-console virt-hvm && break; done' >/dev/null
    check 'so too in an HVM guest' windows screen:virt-hvm
else
    skip 'screens on the desktop' 'tests/xen/yado-lab-window is not built, or Xvfb is not installed'
fi
