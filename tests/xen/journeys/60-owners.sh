#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# One list of all guests whoever owns them, and a guest that changes its owner: from xl to libvirt, where it starts, and back.
. "$lab/lib/journey.sh"

owner_is() {
    becomes 'yado --csv list -o name,owner,state -H' "^$1,$2,$3" 90
}

is_gone() { becomes "xl domid $1 || echo gone" '^gone' 120; }

# The guests of `xl list` and of `virsh list --all` and the files of xl: each once.
lists_all() {
    dom0 '{ xl list | awk "NR > 1 { print \$1 }"; virsh list --all --name | grep .; sed -n "s/^name *= *\"\(.*\)\"/\1/p" /etc/xen/*.cfg; } | sort -u >/tmp/all
          yado --csv list -o name -H | tr -d "\r" | sort >/tmp/yado; diff /tmp/all /tmp/yado'
}

reports() { becomes 'yado adopt xl-pvh --report' 'carried over' 60 && dom0 'test -e /etc/xen/xl-pvh.cfg && ! virsh dominfo xl-pvh'; }
hands_over() { dom0 'yado adopt xl-pvh --with-losses' && dom0 'virsh dominfo xl-pvh && ! test -e /etc/xen/xl-pvh.cfg' && owner_is xl-pvh libvirt shut-off; }
starts_there() { dom0 'yado start xl-pvh' && owner_is xl-pvh libvirt running && comes_up xl-pvh 'vcpus=2 disks=1 nics=1'; }
is_refused_running() { ! dom0 'yado adopt xl-pvh --with-losses' && dom0 'virsh dominfo xl-pvh'; }
hands_back() { dom0 'yado --yes destroy xl-pvh' && is_gone xl-pvh && dom0 'yado adopt xl-pvh --with-losses' && dom0 'grep -q xl-pvh /etc/xen/*.cfg && ! virsh dominfo xl-pvh' && owner_is xl-pvh xl shut-off; }
starts_here() { dom0 'yado start xl-pvh' && owner_is xl-pvh xl running && comes_up xl-pvh 'vcpus=2 disks=1 nics=1'; }

dom0 'lab-guest clean; lab-guest virsh pv; lab-guest xl pv pvh; echo uuid=\"5ad00000-0000-4000-8000-0000000000f1\" >>/etc/xen/xl-pvh.cfg; echo device_model_args_hvm=[\"-foo\"] >>/etc/xen/xl-pvh.cfg; xl create /etc/xen/xl-pv.cfg' >/dev/null
check 'the guests of all are listed, each once' lists_all
check 'a guest made by libvirt says so' owner_is virt-pv libvirt shut-off
check 'a guest made by xl says so' owner_is xl-pv xl running
check 'what would not be carried over is told, and nothing done' reports
check 'a guest of xl is handed over to libvirt' hands_over
check 'it starts there' starts_there
check 'while it runs it is not handed over' is_refused_running
check 'it is handed back to xl' hands_back
check 'it starts here again' starts_here
