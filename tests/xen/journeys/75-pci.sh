#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# By hand: it wants hosts with an IOMMU (YADO_LAB_IOMMU=1), of which there is none in the machine that all other journeys run on
# A PCI device of dom0 is made assignable and given back, by libvirt's and xl's side of the host together, and by xl's alone.
. "$lab/lib/journey.sh"

device=$(dom0 'grep -lx 0x0005 /sys/bus/pci/devices/*/device | xargs dirname | xargs basename')
row_says() { dom0 "yado $1 --csv device list" | grep -q "^$device,pci,[^,]*,$2,"; }
makes() { dom0 "yado $1 --yes device make-assignable $device" && becomes 'xl pci-assignable-list' "^$device" 60 && row_says "$1" true; }
gives_back() { dom0 "yado $1 --yes device give-back $device" && becomes 'xl pci-assignable-list | wc -l' '^0$' 60 && row_says "$1" false; }
wants_module() { ! dom0 "yado --yes device make-assignable $device" && grep -q 'module xen-pciback' "$said"; }

dom0 "lab-guest clean; modprobe xen-pciback; xl pci-assignable-remove $device; modprobe -r xen-pciback" >/dev/null
check 'without its module that is told' wants_module
dom0 'modprobe xen-pciback' >/dev/null
check 'a device is made assignable' makes ''
check 'it is given back' gives_back ''
check "so too by xl's side alone" makes '-c xl:///'
check 'it is given back' gives_back '-c xl:///'
