/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * yado-tui-file-dialog.h: a file of this machine, chosen in its folders or typed.
 *
 *     ┌─ Kernel ────────────────────────────────┐
 *     │ [/boot/vm                             ]  │  <- typing narrows the list; Enter completes it
 *     │ ../                                      │
 *     │ grub/                                    │
 *     │ vmlinuz-6.1.0                            │  <- Enter opens a folder, takes a file
 *     └──────────────────────────────────────────┘
 *
 * Folders are read in a worker.  Names that are no UTF-8 are left out: an entry could not show them.
 */
#pragma once

#include "tui/widget/yado-tui-entry.h"

G_BEGIN_DECLS

/* Puts the chosen path into @entry, which emits "changed". */
void yado_tui_file_dialog_show(const char *title, YadoTuiEntry *entry);

G_END_DECLS
