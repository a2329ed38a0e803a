#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# A creation that is broken off, by Ctrl+C at each stage and by a pool that becomes full, leaves no volume, no definition and no guest.
. "$lab/lib/journey.sh"
files=/var/lib/yado-lab
little="--source kernel --kernel $files/vmlinux --initrd $files/guest.img --arguments console=hvc0 --kind pv --memory 64M --memory-maximum 64M --vcpus 1 --nic none --disk new --pool lab"

what_is_there() { dom0 'virsh list --all --name; ls /etc/xen/*.cfg /srv/lab 2>/dev/null; virsh vol-list lab; xl list | awk "{ print \$1 }"' | sort; }
is_as_before() { [ "$before" = "$(what_is_there)" ]; }
# What it was about to make is gone; the hypervisor may need a moment for that.
leaves_nothing() { cat "$said.steps" && wait_until 60 is_as_before || { echo "$before" | diff - "$said"; return 1; }; }

# interrupts STAGE OWNER OPTION...: presses Ctrl+C as soon as the stage is told; once, as the second time would leave all to the host.
interrupts() {
    stage=$1 owner=$2
    shift 2
    before=$(what_is_there)
    dom0 "rm -f /tmp/steps; mkfifo /tmp/steps; yado --json create made-not $little --owner $owner --wait $* >/tmp/steps & job=\$!
          while read -r line; do echo \"\$line\"; case \$line\$pressed in *'$stage'*yes) ;; *'$stage'*) kill -INT \$job; pressed=yes ;; esac; done </tmp/steps; wait \$job; echo \"ended with \$?\"" >"$said.steps"
    grep -q "$stage" "$said.steps" && grep -q '"state":"cancelled"' "$said.steps" && leaves_nothing
}

# Two disks of which the second one does not fit any more.
meets_full_pool() {
    before=$(what_is_there)
    ! dom0 "yado create made-not $little --owner $1 --size 8M --disk pool=lab,size=64M,format=raw,full=yes" >"$said.steps" && leaves_nothing
}

forget() { dom0 'lab-guest clean; virsh pool-destroy lab; virsh pool-undefine lab; umount /srv/lab; rm -rf /srv/lab' >/dev/null; }

forget
check 'a small pool is made' dom0 'mkdir -p /srv/lab && mount -t tmpfs -o size=48M none /srv/lab && yado pool create lab --type dir --path /srv/lab && virsh pool-info lab'
for owner in libvirt xl; do
    check "$owner: interrupted when a disk is made" interrupts 'Making the disks' $owner --size 40M --full
    check "$owner: interrupted when it is defined" interrupts 'Defining the guest' $owner --size 1M
    check "$owner: interrupted when it is started" interrupts 'Starting the guest' $owner --size 1M
    check "$owner: the pool becomes full" meets_full_pool $owner
done
forget
