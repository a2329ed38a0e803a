# SPDX-License-Identifier: LGPL-2.1-or-later
# private-host.sh FOLDER LIBVIRTD CONFIGURATION: a libvirtd of a whole machine, in namespaces that "unshare" made: see yado-test-daemon.h.
# What it writes outside of FOLDER stays in file systems that end with it.
set -e
folder=$1
for hidden in /run /var/lib /var/cache /var/log; do
    mount -t tmpfs tmpfs $hidden
done
mkdir "$folder/etc"
mount -t tmpfs tmpfs "$folder/etc"
mkdir "$folder/etc/upper" "$folder/etc/work"
mount -t overlay -o "lowerdir=/etc,upperdir=$folder/etc/upper,workdir=$folder/etc/work" overlay /etc
mount -t sysfs sysfs /sys # of this network
ip link set lo up
# The user that Debian's libvirt wants to exist, whoever the guests run as.
if ! id libvirt-qemu >/dev/null 2>&1; then
    echo 'libvirt-qemu:x:64055:64055::/:/bin/false' >>/etc/passwd
    echo 'libvirt-qemu:x:64055:' >>/etc/group
fi
# Networks and hooks of the machine's own libvirt are none of this host: its "default" would take virbr0.
rm -rf /etc/libvirt
mkdir /etc/libvirt
cat >/etc/libvirt/qemu.conf <<'END'
user = "root"
group = "root"
security_driver = "none"
namespaces = []
cgroup_controllers = []
stdio_handler = "file"
END
# Not exec: the first process reaps what others leave, and libvirtd waits until its QEMU is gone.
"$2" -f "$3" -p "$folder/pid" &
wait $!
