/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What can be told a console: the catalogue's commands as actions, menu and keys, and the keys that are sent to the guest. */
#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "console/yado-gtk-console-keys.h"
#include "console/yado-gtk-console-page-private.h"

static YadoSettings *
get_settings(YadoGtkConsolePage *self)
{
    return yado_session_get_settings(self->session);
}

/* At once: the program may not come to its end by itself. */
static void
save_settings(YadoGtkConsolePage *self)
{
    g_autoptr(GError) error = NULL;

    if (!yado_settings_save(get_settings(self), &error))
        yado_gtk_console_page_set_hint(self, error->message);
}

/* ---- Keys that are sent ---- */

GMenu *
yado_gtk_console_page_create_keys_menu(YadoGtkConsolePage *self)
{
    GMenu *menu = g_menu_new();
    g_autoptr(GMenu) known = g_menu_new();
    g_autoptr(GMenu) own = g_menu_new();
    g_auto(GStrv) combinations =
        yado_settings_dup_list(get_settings(self), "console", "combinations");

    for (const YadoConsoleCombination *one = yado_catalog_console_combinations; one->label; one++) {
        g_autofree char *action = g_strdup_printf("console.send('%s')", one->keys);

        g_menu_append(known, one->label, action);
    }
    for (guint i = 0; combinations && combinations[i]; i++) {
        g_autofree char *keys = yado_gtk_console_dup_keys(combinations[i]);
        g_autofree char *action = keys ? g_strdup_printf("console.send('%s')", keys) : NULL;

        if (action)
            g_menu_append(own, combinations[i], action);
    }
    g_menu_append(own, _("_Other keys…"), "console.other-keys");
    if (combinations && *combinations)
        g_menu_append(own, _("_Forget these"), "console.forget-keys");
    g_menu_append_section(menu, NULL, G_MENU_MODEL(known));
    g_menu_append_section(menu, NULL, G_MENU_MODEL(own));
    return menu;
}

static void
keep_combination(YadoGtkConsolePage *self, const char *text)
{
    g_auto(GStrv) old = yado_settings_dup_list(get_settings(self), "console", "combinations");
    g_autoptr(GStrvBuilder) builder = g_strv_builder_new();
    g_auto(GStrv) all = NULL;

    if (old && g_strv_contains((const char *const *)old, text))
        return;
    for (guint i = 0; old && old[i]; i++)
        g_strv_builder_add(builder, old[i]);
    g_strv_builder_add(builder, text);
    all = g_strv_builder_end(builder);
    yado_settings_set_list(get_settings(self), "console", "combinations", (const char *const *)all);
    save_settings(self);
}

static void
on_keys_answered_cb(GObject *source, GAsyncResult *result, gpointer data)
{
    g_autoptr(YadoQuestion) question = data;
    g_autoptr(YadoGtkConsolePage) self =
        g_object_ref(g_object_get_data(G_OBJECT(question), "page"));
    const char *text;
    g_autofree char *keys = NULL;

    if (!yado_prompt_ask_finish(YADO_PROMPT(source), result, NULL) || !self->view)
        return;
    text = yado_question_get_answer(question, "keys");
    keys = text ? yado_gtk_console_dup_keys(text) : NULL;
    if (!keys) {
        yado_gtk_console_page_set_hint(self, _("These are no names of keys."));
        return;
    }
    keep_combination(self, text);
    yado_console_view_send(self->view, keys);
}

static void
on_other_keys_activated_cb(GSimpleAction *action, GVariant *value, gpointer data)
{
    YadoGtkConsolePage *self = data;
    YadoQuestion *question = yado_question_new(
        YADO_QUESTION_CREDENTIALS, _("Keys"),
        _("Keys that are pressed together in the guest, such as Ctrl+Alt+K. They are kept in the "
          "menu."),
        _("_Send"));

    yado_question_add_field(question, "keys", _("_Keys"), "Ctrl+Alt+", FALSE);
    g_object_set_data_full(G_OBJECT(question), "page", g_object_ref(self), g_object_unref);
    yado_prompt_ask_async(yado_session_get_prompt(self->session), question, self->cancellable,
                          on_keys_answered_cb, question);
}

static void
on_forget_keys_activated_cb(GSimpleAction *action, GVariant *value, gpointer data)
{
    YadoGtkConsolePage *self = data;
    static const char *const none[] = { NULL };

    yado_settings_set_list(get_settings(self), "console", "combinations", none);
    save_settings(self);
}

static void
on_send_activated_cb(GSimpleAction *action, GVariant *value, gpointer data)
{
    YadoGtkConsolePage *self = data;

    if (self->view)
        yado_console_view_send(self->view, g_variant_get_string(value, NULL));
}

/* ---- Commands of the catalogue ---- */

static const YadoConsoleCommandSpec *
find_command(const char *id)
{
    for (const YadoConsoleCommandSpec *spec = yado_catalog_console_commands; spec->id; spec++)
        if (g_str_equal(spec->id, id))
            return spec;
    return NULL;
}

static void
switch_console(YadoGtkConsolePage *self)
{
    gboolean to_text = self->kind == YADO_FOR_SCREEN;

    if (!self->records) /* not known yet */
        return;
    for (guint i = 0; i < self->records->len; i++) {
        const YadoConsoleRecord *record = self->records->pdata[i];

        if (!record->reason && (record->kind == YADO_CONSOLE_TEXT) == to_text) {
            yado_gtk_console_page_set_link(self, record->id);
            return;
        }
    }
    yado_gtk_console_page_set_hint(self, to_text
                                             ? _("This guest has no text console.")
                                             : _("This guest has no screen that can be shown."));
}

static void
on_command_activated_cb(GSimpleAction *action, GVariant *value, gpointer data)
{
    const char *id = g_action_get_name(G_ACTION(action));

    if (g_str_equal(id, "switch"))
        switch_console(data);
    else
        yado_gtk_console_page_run_view(data, id, NULL);
}

void
on_console_page_switched_off_cb(YadoConsoleView *view, const char *command,
                                YadoGtkConsolePage *self)
{
    GAction *action = g_action_map_lookup_action(G_ACTION_MAP(self->actions), command);

    g_simple_action_set_state(G_SIMPLE_ACTION(action), g_variant_new_boolean(FALSE));
}

static void
on_switch_changed_cb(GSimpleAction *action, GVariant *value, gpointer data)
{
    YadoGtkConsolePage *self = data;
    const char *id = g_action_get_name(G_ACTION(action));
    const YadoConsoleCommandSpec *spec = find_command(id);
    gboolean on = g_variant_get_boolean(value);

    if (g_str_equal(id, "full-screen")) {
        yado_gtk_console_page_set_full_screen(self, on);
        return; /* the window tells when it is */
    }
    g_simple_action_set_state(action, value);
    if (spec->setting)
        yado_settings_set_bool(get_settings(self), "console", spec->setting, on);
    save_settings(self);
    yado_gtk_console_page_run_view(self, id, on ? "true" : "false");
}

static void
on_choice_changed_cb(GSimpleAction *action, GVariant *value, gpointer data)
{
    YadoGtkConsolePage *self = data;
    const char *id = g_action_get_name(G_ACTION(action));
    const YadoConsoleCommandSpec *spec = find_command(id);
    const char *choice = g_variant_get_string(value, NULL);

    g_simple_action_set_state(action, value);
    if (spec->setting)
        yado_settings_set_string(get_settings(self), "console", spec->setting, choice);
    save_settings(self);
    yado_gtk_console_page_run_view(self, id, choice);
}

static gboolean
is_choice(const YadoConsoleCommandSpec *spec, const char *id)
{
    for (const YadoChoice *choice = spec->choices; choice->id; choice++)
        if (g_str_equal(choice->id, id))
            return TRUE;
    return FALSE;
}

static GVariant *
read_state(YadoGtkConsolePage *self, const YadoConsoleCommandSpec *spec)
{
    g_autofree char *text = NULL;

    if (spec->is_switch)
        return g_variant_new_boolean(spec->setting &&
                                     yado_settings_get_bool(get_settings(self), "console",
                                                            spec->setting, spec->fallback != NULL));
    text = yado_settings_dup_string(get_settings(self), "console", spec->setting, spec->fallback);
    return g_variant_new_string(text && is_choice(spec, text) ? text : spec->fallback);
}

static GSimpleAction *
create_action(YadoGtkConsolePage *self, const YadoConsoleCommandSpec *spec)
{
    GSimpleAction *action;

    if (!spec->is_switch && !spec->choices) {
        action = g_simple_action_new(spec->id, NULL);
        g_signal_connect(action, "activate", G_CALLBACK(on_command_activated_cb), self);
        return action;
    }
    action = g_simple_action_new_stateful(spec->id, spec->choices ? G_VARIANT_TYPE_STRING : NULL,
                                          read_state(self, spec));
    g_signal_connect(
        action, "change-state",
        spec->choices ? G_CALLBACK(on_choice_changed_cb) : G_CALLBACK(on_switch_changed_cb), self);
    return action;
}

void
yado_gtk_console_page_create_actions(YadoGtkConsolePage *self)
{
    static const GActionEntry own[] = { { "send", on_send_activated_cb, "s" },
                                        { "other-keys", on_other_keys_activated_cb },
                                        { "forget-keys", on_forget_keys_activated_cb } };

    self->actions = g_simple_action_group_new();
    for (const YadoConsoleCommandSpec *spec = yado_catalog_console_commands; spec->id; spec++) {
        g_autoptr(GSimpleAction) action = create_action(self, spec);

        g_action_map_add_action(G_ACTION_MAP(self->actions), G_ACTION(action));
    }
    g_action_map_add_action_entries(G_ACTION_MAP(self->actions), own, G_N_ELEMENTS(own), self);
    gtk_widget_insert_action_group(GTK_WIDGET(self), "console", G_ACTION_GROUP(self->actions));
}

static void
append_choices(GMenu *menu, const YadoConsoleCommandSpec *spec)
{
    g_autoptr(GMenu) choices = g_menu_new();

    for (const YadoChoice *choice = spec->choices; choice->id; choice++) {
        g_autofree char *action = g_strdup_printf("console.%s('%s')", spec->id, choice->id);

        g_menu_append(choices, _(choice->label), action);
    }
    g_menu_append_submenu(menu, _(spec->label), G_MENU_MODEL(choices));
}

static void
append_command(GMenu *menu, const YadoConsoleCommandSpec *spec)
{
    g_autofree char *action = g_strdup_printf("console.%s", spec->id);
    g_autofree char *label = spec->key ? g_strdup_printf("%s    %s", _(spec->label), spec->key)
                                       : g_strdup(_(spec->label));

    if (spec->choices)
        append_choices(menu, spec);
    else
        g_menu_append(menu, label, action);
}

GMenuModel *
yado_gtk_console_page_create_menu(YadoGtkConsolePage *self)
{
    GMenu *menu = g_menu_new();
    GMenu *section = NULL;
    const char *group = NULL;

    for (const YadoConsoleCommandSpec *spec = yado_catalog_console_commands; spec->id; spec++) {
        if (!(spec->kinds & self->kind))
            continue;
        if (g_strcmp0(group, spec->group) != 0) {
            g_clear_object(&section);
            section = g_menu_new();
            g_menu_append_section(menu, NULL, G_MENU_MODEL(section));
            group = spec->group;
        }
        append_command(section, spec);
    }
    g_clear_object(&section);
    return G_MENU_MODEL(menu);
}

/* What was chosen before holds for a view that is new. */
void
yado_gtk_console_page_apply_settings(YadoGtkConsolePage *self)
{
    for (const YadoConsoleCommandSpec *spec = yado_catalog_console_commands; spec->id; spec++) {
        g_autoptr(GVariant) state =
            g_action_group_get_action_state(G_ACTION_GROUP(self->actions), spec->id);

        if (!state || !(spec->kinds & self->kind) || g_str_equal(spec->id, "log"))
            continue;
        if (spec->choices)
            yado_gtk_console_page_run_view(self, spec->id, g_variant_get_string(state, NULL));
        else
            yado_gtk_console_page_run_view(self, spec->id,
                                           g_variant_get_boolean(state) ? "true" : "false");
    }
}

/* ---- Its own keys, before the console takes them ---- */

/* The number pad's keys count as those of the same name. */
static guint
find_plain_key(guint keyval)
{
    static const struct {
        guint pad, plain;
    } keys[] = {
        { GDK_KEY_KP_Add, GDK_KEY_plus },
        { GDK_KEY_KP_Subtract, GDK_KEY_minus },
        { GDK_KEY_KP_0, GDK_KEY_0 },
    };

    for (guint i = 0; i < G_N_ELEMENTS(keys); i++)
        if (keys[i].pad == keyval)
            return keys[i].plain;
    return gdk_keyval_to_lower(keyval);
}

static guint
parse_key(const char *name)
{
    return g_str_equal(name, "Plus")    ? GDK_KEY_plus
           : g_str_equal(name, "Minus") ? GDK_KEY_minus
                                        : gdk_keyval_to_lower(gdk_keyval_from_name(name));
}

/* Signs and digits need Shift on some keyboards ("+" on the US one) and not on others: then it says nothing. */
static GdkModifierType
get_telling_modifiers(guint keyval)
{
    gboolean is_sign = keyval < 0x80 && !g_ascii_isalpha((char)keyval);

    return GDK_CONTROL_MASK | GDK_MOD1_MASK | (is_sign ? 0 : GDK_SHIFT_MASK);
}

static gboolean
matches_key(const char *key, const GdkEventKey *event)
{
    g_auto(GStrv) parts = g_strsplit(key, "+", -1);
    GdkModifierType wanted = 0;
    const char *last = NULL;
    guint keyval;

    for (guint i = 0; parts[i]; i++) {
        last = parts[i];
        if (g_str_equal(last, "Ctrl"))
            wanted |= GDK_CONTROL_MASK;
        else if (g_str_equal(last, "Shift"))
            wanted |= GDK_SHIFT_MASK;
    }
    keyval = parse_key(last);
    return (event->state & get_telling_modifiers(keyval)) == wanted &&
           find_plain_key(event->keyval) == keyval;
}

gboolean
yado_gtk_console_page_press_key(YadoGtkConsolePage *self, const GdkEventKey *event)
{
    for (const YadoConsoleCommandSpec *spec = yado_catalog_console_commands; spec->id; spec++)
        if (spec->key && (spec->kinds & self->kind) && matches_key(spec->key, event)) {
            g_action_group_activate_action(G_ACTION_GROUP(self->actions), spec->id, NULL);
            return GDK_EVENT_STOP;
        }
    return GDK_EVENT_PROPAGATE;
}
