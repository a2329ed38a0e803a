# SPDX-License-Identifier: LGPL-2.1-or-later
yadohelperdir = $(pkglibdir)
yadohelper_PROGRAMS = yado-ssh-helper
yado_ssh_helper_SOURCES = %D%/main.c
EXTRA_DIST += %D%/README.md
