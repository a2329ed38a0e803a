/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* yado disk|nic|device list|add|remove|set: a guest's hardware, by the forms of its pages. */
#include "config.h"

#include <string.h>

#include <glib/gi18n.h>

#include "cli/yado-cli-change.h"
#include "cli/yado-cli-commands.h"
#include "cli/yado-cli-form.h"
#include "cli/yado-cli-hosts.h"
#include "cli/yado-cli-jobs.h"
#include "cli/yado-cli-json.h"
#include "cli/yado-cli-print.h"

/* One change of one device, from the command line to the host. */
typedef struct {
    YadoCli *cli;
    YadoCliArguments *arguments;
    const char *kind; /* the command's word, "disk" or "nic"; NULL: any */
    YadoGuest *guest;
    YadoApplyFlags flags;
    YadoDocument *document;
    char *node;
    YadoForm *form;
} Change;

static void
change_clear(Change *self)
{
    g_clear_object(&self->form);
    g_clear_object(&self->document);
    g_clear_object(&self->guest);
    g_clear_pointer(&self->node, g_free);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Change, change_clear)

/* ---- What it is about ---- */

static const char *
get_kind(const YadoCliCommand *command)
{
    if (g_str_has_prefix(command->name, "disk "))
        return "disk";
    return g_str_has_prefix(command->name, "nic ") ? "nic" : NULL;
}

/* Where the change goes: what was asked for, else wherever it can. */
static gboolean
choose_flags(Change *self, GError **error)
{
    const char *name = yado_guest_get_name(self->guest);
    gboolean live = yado_cli_arguments_has(self->arguments, "live");
    gboolean stored = yado_cli_arguments_has(self->arguments, "config");

    self->flags = yado_edit_get_flags(self->guest);
    if (live && !(self->flags & YADO_APPLY_LIVE))
        return yado_error_set(error, YADO_ERROR_INVALID, NULL, _("Leave --live out."),
                              _("“%s” does not run."), name);
    if (stored && !(self->flags & YADO_APPLY_STORED))
        return yado_error_set(error, YADO_ERROR_INVALID, NULL, _("Leave --config out."),
                              _("The host does not keep the configuration of “%s”."), name);
    if (live || stored)
        self->flags = (live ? YADO_APPLY_LIVE : 0) | (stored ? YADO_APPLY_STORED : 0);
    return TRUE;
}

static gboolean
is_live_only(Change *self)
{
    return !(self->flags & YADO_APPLY_STORED);
}

static gboolean
read_document(Change *self, GError **error)
{
    g_clear_object(&self->document);
    self->document = yado_cli_get_document(
        self->cli, self->guest,
        is_live_only(self) ? YADO_CONFIGURATION_ACTIVE : YADO_CONFIGURATION_INACTIVE, error);
    return self->document != NULL;
}

/* @load: what of the other guests must be known to see what they use. */
static YadoGuest *
open_guest(YadoCli *cli, const char *word, YadoLoadFlags load, GError **error)
{
    if (!yado_cli_open_hosts(cli, YADO_OPEN_EVENTS, error) ||
        !yado_cli_load(cli, load, YADO_LIST_SAVED | YADO_LIST_AUTOSTART, error))
        return NULL;
    yado_cli_await_info(cli);
    return yado_cli_match_guest(cli, word, error);
}

static gboolean
begin_change(Change *self, GError **error)
{
    self->guest = open_guest(self->cli, self->arguments->words->pdata[0], YADO_LOAD_FACTS, error);
    return self->guest != NULL && choose_flags(self, error) && read_document(self, error);
}

static char *
dup_device_name(YadoDocument *document, const char *node)
{
    const YadoPageSpec *page = yado_page_find_for_node(document, node);
    char *name = page != NULL && page->node_key != NULL
                     ? yado_document_dup_value(document, node, page->node_key)
                     : NULL;

    return name != NULL ? name : g_strdup(node);
}

static gboolean
is_named(YadoDocument *document, const char *node, const char *word)
{
    g_autofree char *name = dup_device_name(document, node);

    return strcmp(node, word) == 0 || g_ascii_strcasecmp(name, word) == 0;
}

/* "xvdb", a MAC address, or its number among its kind: "disk:1". */
static char *
find_node(YadoDocument *document, const char *kind, const char *word, guint *n_found)
{
    g_auto(GStrv) nodes = yado_document_list_nodes(document, kind);
    char *found = NULL;

    *n_found = 0;
    for (guint i = 0; nodes[i] != NULL; i++) {
        if (!is_named(document, nodes[i], word))
            continue;
        g_free(found);
        found = g_strdup(nodes[i]);
        (*n_found)++;
    }
    return found;
}

static gboolean
refuse_device(Change *self, const char *word, guint n_found, GError **error)
{
    g_autofree char *hint =
        g_strdup_printf(_("“yado %s list %s” shows them."), self->kind ? self->kind : "device",
                        yado_guest_get_name(self->guest));

    if (n_found > 1)
        return yado_error_set(error, YADO_ERROR_INVALID, NULL, hint,
                              _("“%s” has several devices “%s”."), yado_guest_get_name(self->guest),
                              word);
    return yado_error_set(error, YADO_ERROR_NOT_FOUND, NULL, hint, _("“%s” has no device “%s”."),
                          yado_guest_get_name(self->guest), word);
}

/* What was given to the running guest alone is not in what is stored. */
static gboolean
find_device(Change *self, GError **error)
{
    const char *word = self->arguments->words->pdata[1];
    gboolean is_free = !yado_cli_arguments_has(self->arguments, "config");
    guint n_found;

    self->node = find_node(self->document, self->kind, word, &n_found);
    if (n_found == 0 && !is_live_only(self) && is_free && (self->flags & YADO_APPLY_LIVE)) {
        self->flags = YADO_APPLY_LIVE;
        if (!read_document(self, error))
            return FALSE;
        self->node = find_node(self->document, self->kind, word, &n_found);
    }
    return n_found == 1 || refuse_device(self, word, n_found, error);
}

/* ---- Fields ---- */

static gboolean
open_form(Change *self, GError **error)
{
    const YadoPageSpec *page = yado_page_find_for_node(self->document, self->node);

    if (page == NULL || page->form == NULL)
        return yado_error_set(error, YADO_ERROR_UNSUPPORTED, NULL, NULL,
                              _("“%s” can only be looked at."), self->node);
    self->form =
        yado_form_new(page->form, self->document, self->node, self->cli->session, self->guest);
    return TRUE;
}

static gboolean
refuse_field(Change *self, const char *id, GError **error)
{
    g_autoptr(GPtrArray) fields = yado_form_list_fields(self->form);
    g_autoptr(GString) ids = g_string_new(NULL);
    g_autofree char *hint = NULL;

    for (guint i = 0; i < fields->len; i++) {
        const YadoFieldSpec *field = fields->pdata[i];

        if (field->type != YADO_FIELD_INFO && yado_form_is_visible(self->form, field))
            g_string_append_printf(ids, "%s%s", ids->len > 0 ? ", " : "", field->id);
    }
    hint = g_strdup_printf(_("There are: %s."), ids->str);
    return yado_error_set(error, YADO_ERROR_INVALID, NULL, hint, _("There is no field “%s”."), id);
}

/* A secret on the command line would stand in the list of processes and in the shell's history. */
static gboolean
ask_secret(Change *self, const YadoFieldSpec *field, GError **error)
{
    g_autofree char *text = yado_cli_field_ask(self->cli, field, error);
    gboolean done = text != NULL && yado_cli_form_set(self->form, field, text, error);

    if (text != NULL)
        explicit_bzero(text, strlen(text));
    return done;
}

static gboolean
set_field(Change *self, const char *word, GError **error)
{
    const char *equals = strchr(word, '=');
    g_autofree char *id = equals != NULL ? g_strndup(word, equals - word) : g_strdup(word);
    const YadoFieldSpec *field = yado_form_find_field(self->form, id);

    if (field == NULL)
        return refuse_field(self, id, error);
    if ((field->flags & YADO_FIELD_SECRET) && (equals == NULL || strcmp(equals, "=-") == 0))
        return ask_secret(self, field, error);
    if (equals == NULL)
        return yado_error_set(error, YADO_ERROR_INVALID, NULL, NULL,
                              _("“%s” needs a value: %s=VALUE."), id, id);
    return yado_cli_form_set(self->form, field, equals + 1, error);
}

/* Nothing is promised that waits when only now was asked for. */
static gboolean
check_effect(Change *self, const YadoFieldSpec *field, GError **error)
{
    g_autofree char *label = NULL;

    if (!is_live_only(self) || yado_document_is_new_node(self->document, self->node) ||
        !yado_form_is_changed(self->form, field) ||
        yado_form_get_effect(self->form, field) == YADO_EFFECT_NOW)
        return TRUE;
    label = yado_text_strip_mnemonic(yado_field_get_label(field));
    return yado_error_set(error, YADO_ERROR_UNSUPPORTED, NULL,
                          _("Store it for the next start: --config."),
                          _("%s cannot be changed while the guest runs."), label);
}

static gboolean
set_fields(Change *self, guint first, GError **error)
{
    GPtrArray *words = self->arguments->words;
    g_autoptr(GPtrArray) fields = yado_form_list_fields(self->form);

    for (guint i = first; i < words->len; i++)
        if (!set_field(self, words->pdata[i], error))
            return FALSE;
    for (guint i = 0; i < fields->len; i++)
        if (!check_effect(self, fields->pdata[i], error))
            return FALSE;
    return yado_form_validate(self->form, NULL, error);
}

/* ---- Doing it ---- */

static gboolean
check_whole(Change *self, GError **error)
{
    const char *why = NULL;

    if (!is_live_only(self) ||
        yado_device_get_effect(self->document, self->node, self->guest) == YADO_EFFECT_NOW)
        return TRUE;
    yado_guest_has(self->guest, YADO_CAP_HOTPLUG, &why);
    return yado_error_set(
        error, YADO_ERROR_UNSUPPORTED, NULL, _("Store it for the next start: --config."), "%s",
        why != NULL ? why : _("Such a device cannot come or go while the guest runs."));
}

static gboolean
print_difference(Change *self, GError **error)
{
    g_autoptr(YadoDocument) old = g_steal_pointer(&self->document);
    g_autofree char *new_text = yado_document_dump(old);
    g_autofree char *old_text = NULL;
    g_autofree char *difference = NULL;
    g_autofree char *plan = yado_apply_dup_plan(self->guest, old);

    if (plan != NULL)
        yado_cli_print_lines(stdout, plan);
    if (!read_document(self, error))
        return FALSE;
    old_text = yado_document_dump(self->document);
    difference = yado_text_diff(old_text, new_text, _("stored"), _("new"));
    yado_cli_write(stdout, difference);
    return TRUE;
}

static gboolean
apply(Change *self, const char *done, GError **error)
{
    gboolean is_dry = yado_cli_arguments_has(self->arguments, "dry-run");
    g_autofree char *dropped = NULL;

    if (is_dry && !self->cli->json)
        return print_difference(self, error);
    if (yado_cli_arguments_has(self->arguments, "force"))
        self->flags |= YADO_APPLY_FORCE;
    if (!is_dry &&
        !yado_cli_apply(self->cli, self->guest, self->document, self->flags, &dropped, error))
        return FALSE;
    yado_cli_change_tell(self->cli, done);
    yado_cli_tell_dropped(self->cli, dropped);
    return TRUE;
}

/* At the next start where --config asked for it alone. */
static YadoEffect
limit_effect(Change *self, YadoEffect effect)
{
    return effect == YADO_EFFECT_NOW && !(self->flags & YADO_APPLY_LIVE) ? YADO_EFFECT_NEXT_START
                                                                         : effect;
}

/* @event: "added" or "removed". */
static char *
describe_device(Change *self, const char *event)
{
    const char *guest = yado_guest_get_name(self->guest);
    g_autofree char *name = dup_device_name(self->document, self->node);
    YadoEffect effect =
        limit_effect(self, yado_device_get_effect(self->document, self->node, self->guest));
    YadoCliChange change = { self->guest, name, effect };
    const char *when = yado_effect_get_label(effect);
    /* Translators: guest, device, and when: "now", "at next start". */
    g_autofree char *text = g_str_equal(event, "added")
                                ? g_strdup_printf(_("%s: %s is added (%s)."), guest, name, when)
                                : g_strdup_printf(_("%s: %s is removed (%s)."), guest, name, when);

    return yado_cli_change_dup_event(self->cli, &change, event, text);
}

static const YadoDeviceSpec *
choose_spec(Change *self, GError **error)
{
    GPtrArray *words = self->arguments->words;
    const char *id = self->kind != NULL ? self->kind : words->len > 1 ? words->pdata[1] : NULL;
    const YadoDeviceSpec *spec = id != NULL ? yado_catalog_find_device(id) : NULL;
    g_autoptr(GString) ids = g_string_new(NULL);
    g_autofree char *hint = NULL;

    if (spec != NULL)
        return spec;
    for (spec = yado_catalog_get_devices(); spec->id != NULL; spec++)
        g_string_append_printf(ids, "%s%s", ids->len > 0 ? ", " : "", spec->id);
    hint = g_strdup_printf(_("There are: %s."), ids->str);
    if (id == NULL)
        yado_error_set(error, YADO_ERROR_INVALID, NULL, hint, _("Which kind of device?"));
    else
        yado_error_set(error, YADO_ERROR_INVALID, NULL, hint, _("There is no kind of device “%s”."),
                       id);
    return NULL;
}

/* First values come from what the host has: its networks, its devices. */
static void
load_resources(Change *self, const YadoDeviceSpec *spec)
{
    const YadoFormSpec *form = yado_device_get_form(spec);
    YadoResources *resources = yado_resources_get(yado_guest_get_host(self->guest));
    g_autoptr(GAsyncResult) result = NULL;

    if (form == NULL || form->resources == 0)
        return;
    yado_resources_load_async(resources, form->resources, self->cli->cancellable,
                              on_cli_answer_ready_cb, &result);
    /* A host that does not tell has nothing to propose. */
    yado_resources_load_finish(resources, yado_cli_await(&result), NULL);
}

gboolean
yado_cli_run_device_add(YadoCli *cli, const YadoCliCommand *command, YadoCliArguments *arguments,
                        GError **error)
{
    g_auto(Change) self = { .cli = cli, .arguments = arguments, .kind = get_kind(command) };
    const YadoDeviceSpec *spec = choose_spec(&self, error);
    g_autofree char *done = NULL;

    if (spec == NULL || !begin_change(&self, error))
        return FALSE;
    load_resources(&self, spec);
    self.node = yado_device_add(spec, self.document, self.guest, error);
    if (self.node == NULL || !open_form(&self, error) ||
        !set_fields(&self, self.kind != NULL ? 1 : 2, error) || !check_whole(&self, error))
        return FALSE;
    done = describe_device(&self, "added");
    return apply(&self, done, error);
}

gboolean
yado_cli_run_device_remove(YadoCli *cli, const YadoCliCommand *command, YadoCliArguments *arguments,
                           GError **error)
{
    g_auto(Change) self = { .cli = cli, .arguments = arguments, .kind = get_kind(command) };
    g_autofree char *done = NULL;

    if (!begin_change(&self, error) || !find_device(&self, error) || !check_whole(&self, error))
        return FALSE;
    done = describe_device(&self, "removed");
    return yado_device_remove(self.document, self.node, self.guest, error) &&
           apply(&self, done, error);
}

static char *
describe_edits(Change *self)
{
    g_autofree char *name = dup_device_name(self->document, self->node);
    GPtrArray *edits = yado_document_get_edits(self->document);
    YadoCliChange change = { self->guest, name, YADO_EFFECT_NONE };
    g_autoptr(GString) text = g_string_new(NULL);
    g_autofree char *same = NULL;

    for (guint i = 0; i < edits->len; i++) {
        const YadoEdit *edit = edits->pdata[i];
        const YadoFieldSpec *field =
            edit->key != NULL ? yado_form_find_field(self->form, edit->key) : NULL;
        g_autofree char *line = NULL;

        if (field == NULL)
            continue;
        change.effect = limit_effect(self, yado_form_get_effect(self->form, field));
        line = yado_cli_change_dup_edit(self->cli, &change, field, edit);
        g_string_append_printf(text, "%s%s", text->len > 0 ? "\n" : "", line);
    }
    if (text->len > 0)
        return g_strdup(text->str);
    same = g_strdup_printf(_("%s: %s stays as it is."), yado_guest_get_name(self->guest), name);
    return yado_cli_change_dup_event(self->cli, &change, "unchanged", same);
}

gboolean
yado_cli_run_device_set(YadoCli *cli, const YadoCliCommand *command, YadoCliArguments *arguments,
                        GError **error)
{
    g_auto(Change) self = { .cli = cli, .arguments = arguments, .kind = get_kind(command) };
    g_autofree char *done = NULL;

    if (!begin_change(&self, error) || !find_device(&self, error) || !open_form(&self, error) ||
        !set_fields(&self, 2, error))
        return FALSE;
    done = describe_edits(&self);
    if (!yado_document_is_edited(self.document)) {
        yado_cli_change_tell(cli, done);
        return TRUE;
    }
    return apply(&self, done, error);
}

/* ---- Listing ---- */

typedef void (*FieldFunc)(YadoForm *form, const YadoFieldSpec *field, gpointer data);

static void
each_field(YadoForm *form, const YadoSectionSpec *section, FieldFunc func, gpointer data)
{
    for (const YadoFieldSpec *field = section->fields; field->id != NULL; field++)
        if (yado_form_is_visible(form, field))
            func(form, field, data);
}

static void
add_words_cb(YadoForm *form, const YadoFieldSpec *field, gpointer data)
{
    GString *words = data;
    g_autofree char *value = yado_form_dup_value(form, field);

    if (value == NULL || *value == '\0' || strchr(value, '\n') != NULL ||
        (field->flags & YADO_FIELD_SECRET))
        return;
    g_string_append_printf(words, "%s%s=%s", words->len > 0 ? " " : "", field->id, value);
}

static void
add_json_cb(YadoForm *form, const YadoFieldSpec *field, gpointer data)
{
    YadoCliJson *json = data;
    g_autofree char *value =
        field->flags & YADO_FIELD_SECRET ? NULL : yado_form_dup_value(form, field);

    yado_cli_json_add_string(json, field->id, value);
}

static void
add_json(YadoCliJson *json, const YadoPage *page, const char *name, YadoForm *form)
{
    yado_cli_json_begin_object(json, NULL);
    yado_cli_json_add_string(json, "id", page->node);
    yado_cli_json_add_string(json, "kind", page->spec->id);
    yado_cli_json_add_string(json, "name", name);
    yado_cli_json_begin_object(json, "fields");
    for (const YadoSectionSpec *section = page->spec->form->sections; section->fields != NULL;
         section++)
        each_field(form, section, add_json_cb, json);
    yado_cli_json_end_object(json);
    yado_cli_json_end_object(json);
}

static void
add_row(YadoCliRows *rows, const YadoPage *page, const char *name, YadoForm *form)
{
    g_autoptr(GString) words = g_string_new(NULL);

    each_field(form, page->spec->form->sections, add_words_cb, words);
    yado_cli_rows_take_cell(rows, g_strdup(page->node));
    yado_cli_rows_take_cell(rows, g_strdup(yado_form_get_title(form)));
    yado_cli_rows_take_cell(rows, g_strdup(name));
    yado_cli_rows_take_cell(rows, g_strdup(words->str));
}

static void
list_devices(YadoCli *cli, YadoGuest *guest, YadoDocument *document, const char *kind,
             YadoCliRows *rows, YadoCliJson *json)
{
    g_autoptr(GPtrArray) pages = yado_page_list(document);

    for (guint i = 0; i < pages->len; i++) {
        const YadoPage *page = pages->pdata[i];
        g_autoptr(YadoForm) form = NULL;
        g_autofree char *name = NULL;

        if (page->node == NULL || page->spec->form == NULL ||
            (kind != NULL && g_strcmp0(page->spec->node_kind, kind) != 0))
            continue;
        form = yado_page_create_form(page, document, cli->session, guest);
        name = dup_device_name(document, page->node);
        if (json != NULL)
            add_json(json, page, name, form);
        else
            add_row(rows, page, name, form);
    }
}

gboolean
yado_cli_run_device_list(YadoCli *cli, const YadoCliCommand *command, YadoCliArguments *arguments,
                         GError **error)
{
    g_autoptr(YadoCliRows) rows = yado_cli_rows_new();
    g_autoptr(YadoCliJson) json = cli->json ? yado_cli_json_new(TRUE) : NULL;
    g_autoptr(YadoGuest) guest = NULL;
    g_autoptr(YadoDocument) document = NULL;
    gboolean is_stored = yado_cli_arguments_has(arguments, "config");

    if (arguments->words->len == 0)
        return yado_cli_run_listing(cli, command, arguments, error);
    guest = open_guest(cli, arguments->words->pdata[0], YADO_LOAD_LIST, error);
    document = guest != NULL
                   ? yado_cli_get_document(
                         cli, guest,
                         is_stored ? YADO_CONFIGURATION_INACTIVE : YADO_CONFIGURATION_ACTIVE, error)
                   : NULL;
    if (document == NULL)
        return FALSE;
    yado_cli_rows_add_column(rows, "id", _("Id"), YADO_ALIGN_START);
    yado_cli_rows_add_column(rows, "kind", _("Kind"), YADO_ALIGN_START);
    yado_cli_rows_add_column(rows, "name", _("Name"), YADO_ALIGN_START);
    yado_cli_rows_add_column(rows, "fields", _("What"), YADO_ALIGN_START);
    if (json != NULL)
        yado_cli_json_begin_array(json, NULL);
    list_devices(cli, guest, document, get_kind(command), rows, json);
    if (json != NULL) {
        yado_cli_json_end_array(json);
        yado_cli_write(stdout, yado_cli_json_get_text(json));
        yado_cli_write(stdout, "\n");
    } else {
        yado_cli_rows_print(rows, cli->csv);
    }
    return TRUE;
}
