/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "console/yado-gtk-console-keys.h"

#include <gdk/gdk.h>

#define MILLISECONDS 12
#define SCANCODE_SHIFT 0x2a
#define SCANCODE_ALTGR 0x138

struct _YadoGtkConsoleTyping {
    VncConnection *connection;
    GArray *keys; /* of YadoConsoleKey */
    guint next;
    guint source;
};

static void
press(YadoGtkConsoleTyping *self, guint32 keysym, guint16 scancode, gboolean down)
{
    /* gvnc writes extended numbers as 0x80 and the number. */
    guint16 number = scancode & 0x100 ? (scancode & 0x7f) | 0x80 : scancode;

    vnc_connection_key_event(self->connection, down, keysym, number);
}

static void
type_key(YadoGtkConsoleTyping *self, const YadoConsoleKey *key)
{
    if (key->shift)
        press(self, GDK_KEY_Shift_L, SCANCODE_SHIFT, TRUE);
    if (key->altgr)
        press(self, GDK_KEY_ISO_Level3_Shift, SCANCODE_ALTGR, TRUE);
    press(self, key->keysym, key->scancode, TRUE);
    press(self, key->keysym, key->scancode, FALSE);
    if (key->altgr)
        press(self, GDK_KEY_ISO_Level3_Shift, SCANCODE_ALTGR, FALSE);
    if (key->shift)
        press(self, GDK_KEY_Shift_L, SCANCODE_SHIFT, FALSE);
}

static gboolean
on_key_due_cb(gpointer data)
{
    YadoGtkConsoleTyping *self = data;

    if (self->next < self->keys->len)
        type_key(self, &g_array_index(self->keys, YadoConsoleKey, self->next++));
    if (self->next < self->keys->len)
        return G_SOURCE_CONTINUE;
    self->source = 0;
    return G_SOURCE_REMOVE;
}

static void
append_character(YadoGtkConsoleTyping *self, const char *layout, gunichar c, GString *missing)
{
    YadoConsoleKey key;

    if (!yado_console_find_key(layout, c, &key)) {
        g_string_append_unichar(missing, c);
        return;
    }
    g_array_append_val(self->keys, key);
    if (!key.is_dead)
        return;
    yado_console_find_key(layout, ' ', &key);
    g_array_append_val(self->keys, key);
}

YadoGtkConsoleTyping *
yado_gtk_console_typing_new(VncConnection *connection, const char *layout, const char *text,
                            char **missing)
{
    YadoGtkConsoleTyping *self = g_new0(YadoGtkConsoleTyping, 1);
    g_autoptr(GString) left_out = g_string_new(NULL);

    self->connection = g_object_ref(connection);
    self->keys = g_array_new(FALSE, FALSE, sizeof(YadoConsoleKey));
    for (const char *at = text; *at; at = g_utf8_next_char(at))
        append_character(self, layout, g_utf8_get_char(at), left_out);
    *missing = left_out->len > 0 ? g_strdup(left_out->str) : NULL;
    self->source = g_timeout_add(MILLISECONDS, on_key_due_cb, self);
    return self;
}

void
yado_gtk_console_typing_free(YadoGtkConsoleTyping *self)
{
    g_clear_handle_id(&self->source, g_source_remove);
    g_array_unref(self->keys);
    g_object_unref(self->connection);
    g_free(self);
}

/* ---- Combinations ---- */

static const struct {
    const char *word, *key;
} words[] = {
    { "ctrl", "Control_L" },
    { "strg", "Control_L" },
    { "alt", "Alt_L" },
    { "shift", "Shift_L" },
    { "super", "Super_L" },
    { "win", "Super_L" },
    { "altgr", "ISO_Level3_Shift" },
    { "del", "Delete" },
    { "ins", "Insert" },
    { "esc", "Escape" },
    { "enter", "Return" },
    { "pgup", "Page_Up" },
    { "pgdn", "Page_Down" },
    { "sysrq", "Sys_Req" },
    { "space", "space" },
};

static const char *
translate_word(const char *word)
{
    for (guint i = 0; i < G_N_ELEMENTS(words); i++)
        if (g_ascii_strcasecmp(words[i].word, word) == 0)
            return words[i].key;
    return gdk_keyval_from_name(word) != GDK_KEY_VoidSymbol ? word : NULL;
}

char *
yado_gtk_console_dup_keys(const char *combination)
{
    g_auto(GStrv) parts = g_strsplit(combination, "+", 8);
    g_autoptr(GString) keys = g_string_new(NULL);

    for (guint i = 0; parts[i]; i++) {
        const char *key = translate_word(g_strstrip(parts[i]));

        if (!key)
            return NULL;
        g_string_append_printf(keys, "%s%s", i > 0 ? " " : "", key);
    }
    return keys->len > 0 ? g_strdup(keys->str) : NULL;
}
