export LIBVIRT_DEFAULT_URI=xen:///system
