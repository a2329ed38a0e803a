/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * yado-help.h: help texts joined from the tables.
 */
#pragma once

#include "base/yado-settings.h"
#include "present/yado-action.h"
#include "present/yado-column.h"
#include "present/yado-key.h"
#include "present/yado-page.h"
#include "present/yado-pending.h"

G_BEGIN_DECLS

/* Intro of the form and every visible field's label and help. (transfer full) */
char *yado_help_for_form(YadoForm *form);
char *yado_help_for_field(YadoForm *form, const YadoFieldSpec *spec);
/* All keys of that manager: its own, those of actions, and those of a console in a terminal as @settings have them. (transfer full) */
char *yado_help_for_keys(YadoFront front, YadoSettings *settings);
/* All actions. (transfer full) */
char *yado_help_for_actions(void);
/* What the list shows: each column's help. (transfer full) */
char *yado_help_for_columns(void);
/* What it means that changes wait, and what each of @changes (of YadoPendingChange) is about. (transfer full) */
char *yado_help_for_pending(GPtrArray *changes);
/* What is told about a host: each fact's help. (transfer full) */
char *yado_help_for_host_facts(void);

/*
 * Keys by action id: the spec's `key`, overridden by data/keymap.ini and the user's own keymap.ini.  "F2", "s", "Ctrl+R", "Space", "Enter".
 * Borrowed, never NULL: "" for none.
 */
const char *yado_keymap_get_key(const char *action_id);
/* All keys of an action: the first is the one to show. Borrowed, NULL-terminated, never NULL. */
const char *const *yado_keymap_list_keys(const char *action_id);
/* Reads the files again: after the user edited his own, and for tests.  Borrowed keys become invalid. */
void yado_keymap_reload(void);
/* The key to show for an action while a guest's page is open: NULL when the page has all of them. Borrowed. */
const char *yado_keymap_get_key_on_page(const char *action_id, YadoFront front);
/* The id of the key table that @key stands for in that manager, "tab.next"; NULL: none. */
const char *yado_keymap_find_own(const char *key, YadoFront front);
/* The action that @key stands for among @scope, or NULL. */
const YadoActionSpec *yado_keymap_find_action(const char *key, YadoActionScope scope);

G_END_DECLS
