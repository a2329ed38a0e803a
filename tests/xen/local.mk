# SPDX-License-Identifier: LGPL-2.1-or-later
# The Xen lab is no part of `make check`: ./check --all runs it.
EXTRA_DIST += %D%/README.md %D%/lab %D%/lib %D%/dom0 %D%/guest %D%/journeys
