# SPDX-License-Identifier: LGPL-2.1-or-later
# The libvirt back end: a module that libyado loads with the first connection.
