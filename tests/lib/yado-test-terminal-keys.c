/* SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "yado-test"
#include "config.h"

#include "yado-test-terminal-keys.h"

#include <stdlib.h>
#include <string.h>

static const struct {
    const char *name;
    VTermKey key;
} named_keys[] = {
    { "Up", VTERM_KEY_UP },         { "Down", VTERM_KEY_DOWN },
    { "Left", VTERM_KEY_LEFT },     { "Right", VTERM_KEY_RIGHT },
    { "Home", VTERM_KEY_HOME },     { "End", VTERM_KEY_END },
    { "PageUp", VTERM_KEY_PAGEUP }, { "PageDown", VTERM_KEY_PAGEDOWN },
    { "Insert", VTERM_KEY_INS },    { "Delete", VTERM_KEY_DEL },
    { "Enter", VTERM_KEY_ENTER },   { "Tab", VTERM_KEY_TAB },
    { "Esc", VTERM_KEY_ESCAPE },    { "Backspace", VTERM_KEY_BACKSPACE },
};

/* The Linux console differs from an xterm in these only. */
static const struct {
    const char *name, *bytes;
} linux_keys[] = {
    { "F1", "\033[[A" }, { "F2", "\033[[B" },   { "F3", "\033[[C" },  { "F4", "\033[[D" },
    { "F5", "\033[[E" }, { "Home", "\033[1~" }, { "End", "\033[4~" },
};

const char *
yado_test_terminal_key_bytes(const char *terminal_type, const char *name)
{
    if (g_strcmp0(terminal_type, "linux") != 0)
        return NULL;
    for (guint i = 0; i < G_N_ELEMENTS(linux_keys); i++)
        if (strcmp(linux_keys[i].name, name) == 0)
            return linux_keys[i].bytes;
    return NULL;
}

static VTermModifier
take_modifiers(const char **name)
{
    static const struct {
        const char *prefix;
        VTermModifier modifier;
    } prefixes[] = { { "Ctrl+", VTERM_MOD_CTRL },
                     { "Alt+", VTERM_MOD_ALT },
                     { "Shift+", VTERM_MOD_SHIFT } };
    VTermModifier modifiers = VTERM_MOD_NONE;
    for (guint i = 0; i < G_N_ELEMENTS(prefixes); i++)
        if (g_str_has_prefix(*name, prefixes[i].prefix)) {
            modifiers |= prefixes[i].modifier;
            *name += strlen(prefixes[i].prefix);
        }
    return modifiers;
}

static gboolean
send_function_key(VTerm *vterm, const char *name, VTermModifier modifiers)
{
    int number = name[0] == 'F' ? atoi(name + 1) : 0;
    if (number < 1 || number > 12)
        return FALSE;
    vterm_keyboard_key(vterm, VTERM_KEY_FUNCTION(number), modifiers);
    return TRUE;
}

static gboolean
send_named_key(VTerm *vterm, const char *name, VTermModifier modifiers)
{
    if (strcmp(name, "BackTab") == 0) {
        vterm_keyboard_key(vterm, VTERM_KEY_TAB, VTERM_MOD_SHIFT);
        return TRUE;
    }
    for (guint i = 0; i < G_N_ELEMENTS(named_keys); i++)
        if (strcmp(named_keys[i].name, name) == 0) {
            vterm_keyboard_key(vterm, named_keys[i].key, modifiers);
            return TRUE;
        }
    return FALSE;
}

void
yado_test_terminal_key_send(VTerm *vterm, const char *name)
{
    const char *rest = name;
    VTermModifier modifiers = take_modifiers(&rest);
    if (strcmp(rest, "Space") == 0)
        rest = " ";
    if (send_named_key(vterm, rest, modifiers))
        return;
    if (g_utf8_strlen(rest, -1) > 1 && send_function_key(vterm, rest, modifiers))
        return;
    if (g_utf8_strlen(rest, -1) != 1)
        g_error("No key is called “%s”", name);
    gunichar character = g_utf8_get_char(rest);
    if (modifiers & VTERM_MOD_CTRL)
        character = g_unichar_tolower(character);
    vterm_keyboard_unichar(vterm, character, modifiers);
}
