/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * yado-console-command.h: what can be done in an open console of the desktop manager: its menu, its keys, its settings.
 *
 * The tables stand in catalog/yado-console-commands.c.
 */
#pragma once

#include "present/yado-field.h"

G_BEGIN_DECLS

typedef enum {
    YADO_FOR_TEXT = 1 << 0,
    YADO_FOR_SCREEN = 1 << 1,
} YadoConsoleKinds;

typedef struct {
    const char *id;           /* "copy": the GTK action "console.copy" */
    const char *label, *help; /* N_() */
    const char *key; /* "Ctrl+Shift+C", or NULL; a screen that has the focus keeps all keys */
    YadoConsoleKinds kinds;
    const char *group;         /* a line in the menu stands between groups */
    const YadoChoice *choices; /* a submenu of which one holds, ends with id NULL; or NULL */
    gboolean is_switch;        /* on or off */
    const char
        *setting; /* key in the settings' group "console" that keeps it; NULL: it is not kept */
    const char
        *fallback; /* choices: the id that holds at first; a switch that is on at first: "true" */
} YadoConsoleCommandSpec;

/* Keys that are pressed together in the guest. */
typedef struct {
    const char *label; /* as it is written on keys: "Ctrl+Alt+Del" */
    const char *keys;  /* X's names of keys, separated by blanks */
} YadoConsoleCombination;

extern const YadoConsoleCommandSpec yado_catalog_console_commands[];     /* ends with id NULL */
extern const YadoConsoleCombination yado_catalog_console_combinations[]; /* ends with label NULL */

/* One key of a PC keyboard: its number in XT's set 1 (0xe0 before it: | 0x100), and what must be held. */
typedef struct {
    guint16 scancode;
    guint32
        keysym; /* of the same key on a US keyboard, for servers that take no numbers; with Shift a capital */
    gboolean shift, altgr;
    gboolean is_dead; /* a space must follow */
} YadoConsoleKey;

/* The key that makes @c on the guest's keyboard, @layout "us", "de" or "jp".  FALSE: none does. */
gboolean yado_console_find_key(const char *layout, gunichar c, YadoConsoleKey *key);

G_END_DECLS
