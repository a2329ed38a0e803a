/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * yado-key.h: the keys that are no action's: of every dialog, of the tabs, of a guest's pages.
 *
 * One table (catalog/yado-keys.c) makes the lists of keys, the manual page, and what the managers bind: whoever binds one of them asks
 * yado_keymap_list_keys() with its id, or yado_keymap_find_own() with the key.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum {
    YADO_FRONT_TERMINAL = 1 << 0,
    YADO_FRONT_DESKTOP = 1 << 1,
    YADO_FRONT_BOTH = YADO_FRONT_TERMINAL | YADO_FRONT_DESKTOP,
} YadoFront;

typedef struct {
    const char
        *id; /* "tab.next", to be set in keymap.ini; NULL: of dialogs and of the toolkit, fixed */
    const char *keys; /* "Ctrl+W;Ctrl+Shift+W": the first one is shown */
    const char *what; /* N_(): what it does, without a full stop */
    YadoFront fronts;
    gboolean of_page; /* on a guest's pages it comes before an action with the same key */
} YadoKeySpec;

G_END_DECLS
