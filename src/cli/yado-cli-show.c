/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* yado show, yado pending. */
#include "config.h"

#include <string.h>

#include <glib/gi18n.h>

#include "cli/yado-cli-change.h"
#include "cli/yado-cli-commands.h"
#include "cli/yado-cli-guest-forms.h"
#include "cli/yado-cli-hosts.h"
#include "cli/yado-cli-json.h"
#include "cli/yado-cli-print.h"
#include "cli/yado-cli-snapshots.h"

/* ---- What waits for the next start ---- */

static GPtrArray *
list_pending(YadoCli *cli, YadoGuest *guest, YadoDocument **inactive, GError **error)
{
    g_autoptr(YadoDocument) now =
        yado_cli_get_document(cli, guest, YADO_CONFIGURATION_ACTIVE, error);
    g_autoptr(YadoDocument) next = NULL;
    GPtrArray *changes;

    if (now == NULL)
        return NULL;
    next = yado_cli_get_document(cli, guest, YADO_CONFIGURATION_INACTIVE, error);
    if (next == NULL)
        return NULL;
    changes = yado_pending_list(guest, now, next);
    if (inactive != NULL)
        *inactive = g_steal_pointer(&next);
    return changes;
}

static const YadoPendingChange *
find_change(GPtrArray *changes, const YadoPage *page, const YadoFieldSpec *field)
{
    for (guint i = 0; changes != NULL && i < changes->len; i++) {
        const YadoPendingChange *change = changes->pdata[i];

        if (change->field == field && g_strcmp0(change->page, page->id) == 0)
            return change;
    }
    return NULL;
}

static void
add_pending(YadoCliJson *json, GPtrArray *changes)
{
    yado_cli_json_begin_array(json, "pending");
    for (guint i = 0; i < changes->len; i++) {
        const YadoPendingChange *change = changes->pdata[i];

        yado_cli_json_begin_object(json, NULL);
        yado_cli_json_add_string(json, "field", change->field ? change->field->id : NULL);
        yado_cli_json_add_string(json, "page", change->page);
        yado_cli_json_add_string(json, "label", change->label);
        yado_cli_json_add_string(json, "now", change->now);
        yado_cli_json_add_string(json, "next", change->next);
        yado_cli_json_end_object(json);
    }
    yado_cli_json_end_array(json);
}

/* ---- Fields ---- */

static void
add_value(YadoCliJson *json, const YadoFieldSpec *field, const char *value)
{
    g_auto(GStrv) items = NULL;

    switch (field->type) {
    case YADO_FIELD_INT:
    case YADO_FIELD_SIZE:
        yado_cli_json_add_number(json, "value", value);
        break;
    case YADO_FIELD_BOOL:
        if (value != NULL)
            yado_cli_json_add_bool(json, "value", strcmp(value, "yes") == 0);
        else
            yado_cli_json_add_string(json, "value", NULL);
        break;
    case YADO_FIELD_MULTI_CHOICE:
        items = g_strsplit(value != NULL ? value : "", ",", -1);
        yado_cli_json_add_strings(json, "value", (const char *const *)items);
        break;
    default:
        yado_cli_json_add_string(json, "value", value);
        break;
    }
}

/* Secrets never leave through here. */
static char *
dup_shown(YadoForm *form, const YadoFieldSpec *field)
{
    g_autofree char *value = NULL;

    if (field->flags & YADO_FIELD_SECRET) {
        value = yado_form_dup_value(form, field);
        return g_strdup(value != NULL && *value != '\0' ? "••••" : "");
    }
    if (field->type == YADO_FIELD_INFO)
        return yado_form_dup_text(form, field);
    value = yado_form_dup_value(form, field);
    return yado_field_format(field, value);
}

static void
add_field(YadoCliJson *json, YadoForm *form, const YadoFieldSpec *field)
{
    g_autofree char *label = yado_text_strip_mnemonic(yado_field_get_label(field));
    g_autofree char *text = dup_shown(form, field);
    g_autofree char *value = NULL;
    const char *reason = NULL;
    gboolean is_enabled = yado_form_is_enabled(form, field, &reason);

    if (!(field->flags & YADO_FIELD_SECRET))
        value = field->type == YADO_FIELD_INFO ? g_strdup(text) : yado_form_dup_value(form, field);
    yado_cli_json_begin_object(json, NULL);
    yado_cli_json_add_string(json, "id", field->id);
    yado_cli_json_add_string(json, "label", label);
    add_value(json, field, value);
    yado_cli_json_add_string(json, "text", text);
    yado_cli_json_add_bool(json, "enabled", is_enabled);
    yado_cli_json_add_string(json, "effect",
                             yado_cli_get_effect_name(yado_form_get_effect(form, field)));
    if (reason != NULL)
        yado_cli_json_add_string(json, "reason", reason);
    yado_cli_json_end_object(json);
}

typedef void (*FieldFunc)(const YadoPage *page, YadoForm *form, const YadoFieldSpec *field,
                          gpointer data);

static void
each_visible_field(const YadoPage *page, YadoForm *form, FieldFunc func, gpointer data)
{
    g_autoptr(GPtrArray) fields = yado_form_list_fields(form);

    for (guint i = 0; i < fields->len; i++)
        if (yado_form_is_visible(form, fields->pdata[i]))
            func(page, form, fields->pdata[i], data);
}

static gboolean
is_wanted(const YadoPage *page, const char *wanted)
{
    return wanted == NULL || strcmp(wanted, page->id) == 0 || strcmp(wanted, page->spec->id) == 0;
}

static gboolean
is_snapshots(const YadoPage *page)
{
    return g_strcmp0(page->spec->view, "snapshots") == 0;
}

static gboolean
is_pinning(const YadoPage *page)
{
    return g_strcmp0(page->spec->view, "pinning") == 0;
}

/* Forms, the grid of processors and snapshots; graphs and the configuration's text have commands of their own. */
static gboolean
can_print(YadoCliGuestForms *forms, guint i)
{
    return forms->forms->pdata[i] != NULL || is_snapshots(forms->pages->pdata[i]) ||
           is_pinning(forms->pages->pdata[i]);
}

static gboolean
wants_snapshots(YadoCliGuestForms *forms, const char *wanted)
{
    for (guint i = 0; i < forms->pages->len; i++)
        if (is_snapshots(forms->pages->pdata[i]) && is_wanted(forms->pages->pdata[i], wanted))
            return TRUE;
    return FALSE;
}

/* NULL: @error tells why. */
static YadoScheduling *
read_scheduling(YadoGuest *guest, GError **error)
{
    g_autoptr(GAsyncResult) result = NULL;

    yado_guest_get_scheduling_async(guest, NULL, on_cli_answer_ready_cb, &result);
    return yado_guest_get_scheduling_finish(guest, yado_cli_await(&result), error);
}

static char *
format_pinning(YadoGuest *guest)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(YadoScheduling) scheduling = read_scheduling(guest, &error);
    g_autofree char *text =
        scheduling != NULL ? yado_scheduling_format(scheduling) : g_strdup(error->message);
    g_auto(GStrv) lines = g_strsplit(g_strchomp(text), "\n", -1);
    g_autoptr(GString) indented = g_string_new(NULL);

    for (guint i = 0; lines[i] != NULL; i++)
        g_string_append_printf(indented, *lines[i] ? "  %s\n" : "%s\n", lines[i]);
    return g_strdup(indented->str);
}

/* ---- As JSON ---- */

static void
add_number_or_null(YadoCliJson *json, const char *name, int value)
{
    if (value >= 0)
        yado_cli_json_add_uint(json, name, value);
    else
        yado_cli_json_add_string(json, name, NULL);
}

static void
add_pinning(YadoCliJson *json, YadoGuest *guest)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(YadoScheduling) scheduling = read_scheduling(guest, &error);

    if (scheduling == NULL) {
        yado_cli_json_add_string(json, "reason", error->message);
        return;
    }
    yado_cli_json_add_string(json, "scheduler", scheduling->scheduler);
    add_number_or_null(json, "weight", scheduling->weight);
    add_number_or_null(json, "cap", scheduling->cap);
    yado_cli_json_add_string(json, "pool", scheduling->pool);
    yado_cli_json_begin_array(json, "vcpus");
    for (guint i = 0; i < scheduling->vcpus->len; i++) {
        const YadoVcpuPin *pin = scheduling->vcpus->pdata[i];

        yado_cli_json_begin_object(json, NULL);
        yado_cli_json_add_uint(json, "number", pin->number);
        yado_cli_json_add_string(json, "hard", pin->hard);
        yado_cli_json_add_string(json, "soft", pin->soft);
        yado_cli_json_end_object(json);
    }
    yado_cli_json_end_array(json);
}

static void
add_field_cb(const YadoPage *page, YadoForm *form, const YadoFieldSpec *field, gpointer json)
{
    add_field(json, form, field);
}

static void
add_page(YadoCliJson *json, YadoCliGuestForms *forms, guint i, YadoCliSnapshots *snapshots)
{
    const YadoPage *page = forms->pages->pdata[i];
    g_autofree char *title = yado_text_strip_mnemonic(page->title);

    yado_cli_json_begin_object(json, NULL);
    yado_cli_json_add_string(json, "id", page->id);
    yado_cli_json_add_string(json, "title", title);
    if (is_snapshots(page)) {
        yado_cli_snapshots_add_json(snapshots, json);
    } else if (is_pinning(page)) {
        add_pinning(json, forms->guest);
    } else {
        yado_cli_json_begin_array(json, "fields");
        each_visible_field(page, forms->forms->pdata[i], add_field_cb, json);
        yado_cli_json_end_array(json);
    }
    yado_cli_json_end_object(json);
}

static void
add_pages(YadoCliJson *json, YadoCliGuestForms *forms, YadoCliSnapshots *snapshots,
          const char *wanted)
{
    yado_cli_json_begin_array(json, "pages");
    for (guint i = 0; i < forms->pages->len; i++)
        if (can_print(forms, i) && is_wanted(forms->pages->pdata[i], wanted))
            add_page(json, forms, i, snapshots);
    yado_cli_json_end_array(json);
}

static char *
format_json(YadoCliGuestForms *forms, GPtrArray *changes, YadoCliSnapshots *snapshots,
            const char *wanted)
{
    g_autoptr(YadoCliJson) json = yado_cli_json_new(TRUE);
    YadoGuest *guest = forms->guest;

    yado_cli_json_begin_object(json, NULL);
    yado_cli_json_add_string(json, "name", yado_guest_get_name(guest));
    yado_cli_json_add_string(json, "uuid", yado_guest_get_uuid(guest));
    yado_cli_json_add_string(json, "host", yado_host_get_uri(yado_guest_get_host(guest)));
    yado_cli_json_add_string(json, "state", yado_guest_state_get_name(yado_guest_get_state(guest)));
    if (yado_guest_get_id(guest) >= 0)
        yado_cli_json_add_uint(json, "id", yado_guest_get_id(guest));
    else
        yado_cli_json_add_string(json, "id", NULL);
    add_pages(json, forms, snapshots, wanted);
    add_pending(json, changes);
    yado_cli_json_end_object(json);
    return g_strconcat(yado_cli_json_get_text(json), "\n", NULL);
}

/* ---- For people ---- */

typedef struct {
    YadoCliRows *rows;
    GPtrArray *changes;
} Sheet;

static void
add_line_cb(const YadoPage *page, YadoForm *form, const YadoFieldSpec *field, gpointer data)
{
    Sheet *sheet = data;
    const YadoPendingChange *change = find_change(sheet->changes, page, field);
    g_autofree char *label = yado_text_strip_mnemonic(yado_field_get_label(field));
    g_autofree char *text = dup_shown(form, field);
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);

    for (guint i = 0; i == 0 || lines[i] != NULL; i++) {
        const char *line = lines[0] != NULL ? lines[i] : "";

        yado_cli_rows_take_cell(sheet->rows,
                                i == 0 ? g_strdup_printf("  %s", label) : g_strdup(""));
        if (i == 0 && change != NULL)
            yado_cli_rows_take_cell(
                sheet->rows, g_strdup_printf(_("%s (at next start: %s)"), line, change->next));
        else
            yado_cli_rows_take_cell(sheet->rows, g_strdup(line));
        if (lines[0] == NULL)
            break;
    }
}

static char *
format_fields(YadoCliGuestForms *forms, guint i, GPtrArray *changes)
{
    g_autoptr(YadoCliRows) rows = yado_cli_rows_new();
    Sheet sheet = { rows, changes };

    yado_cli_rows_add_column(rows, NULL, "", YADO_ALIGN_START);
    yado_cli_rows_add_column(rows, NULL, "", YADO_ALIGN_START);
    each_visible_field(forms->pages->pdata[i], forms->forms->pdata[i], add_line_cb, &sheet);
    return yado_cli_rows_format(rows, FALSE);
}

static void
append_page(GString *text, YadoCliGuestForms *forms, guint i, GPtrArray *changes,
            YadoCliSnapshots *snapshots)
{
    const YadoPage *page = forms->pages->pdata[i];
    g_autofree char *title = yado_text_strip_mnemonic(page->title);
    g_autofree char *table = is_snapshots(page) ? yado_cli_snapshots_format(snapshots)
                             : is_pinning(page) ? format_pinning(forms->guest)
                                                : format_fields(forms, i, changes);

    g_string_append_printf(text, "%s%s\n%s", text->len > 0 ? "\n" : "", title, table);
}

static char *
format_sheet(YadoCliGuestForms *forms, GPtrArray *changes, YadoCliSnapshots *snapshots,
             const char *wanted)
{
    GString *text = g_string_new(NULL);

    for (guint i = 0; i < forms->pages->len; i++)
        if (can_print(forms, i) && is_wanted(forms->pages->pdata[i], wanted))
            append_page(text, forms, i, changes, snapshots);
    return g_string_free(text, FALSE);
}

static void
add_form_row_cb(const YadoPage *page, YadoForm *form, const YadoFieldSpec *field, gpointer data)
{
    YadoCliRows *rows = data;
    const char *reason = NULL;
    gboolean is_enabled = yado_form_is_enabled(form, field, &reason);
    g_autofree char *value = NULL;

    if (field->type == YADO_FIELD_INFO || field->type == YADO_FIELD_CUSTOM)
        return;
    value =
        field->flags & YADO_FIELD_SECRET ? dup_shown(form, field) : yado_form_dup_text(form, field);
    yado_cli_rows_take_cell(rows, g_strdup(field->id));
    yado_cli_rows_take_cell(rows, g_steal_pointer(&value));
    if (is_enabled)
        yado_cli_rows_take_cell(rows,
                                g_strdup(yado_effect_get_label(yado_form_get_effect(form, field))));
    else
        yado_cli_rows_take_cell(rows, g_strdup(reason != NULL ? reason : _("read only")));
}

static YadoCliRows *
make_form_rows(void)
{
    YadoCliRows *rows = yado_cli_rows_new();

    yado_cli_rows_add_column(rows, "field", _("Field"), YADO_ALIGN_START);
    yado_cli_rows_add_column(rows, "value", _("Value"), YADO_ALIGN_START);
    yado_cli_rows_add_column(rows, "effect", _("Takes effect"), YADO_ALIGN_START);
    return rows;
}

/* What `device set` takes, under the device's name. */
static void
append_device_form(GString *text, const YadoPage *page, YadoForm *form)
{
    g_autoptr(YadoCliRows) rows = make_form_rows();
    g_autofree char *title = yado_text_strip_mnemonic(page->title);
    g_autofree char *table = NULL;

    each_visible_field(page, form, add_form_row_cb, rows);
    table = yado_cli_rows_format(rows, TRUE);
    g_string_append_printf(text, "%s%s (%s)\n%s", text->len > 0 ? "\n" : "", title, page->id,
                           table);
}

static gboolean
has_fields(YadoCliGuestForms *forms, guint i, const char *wanted)
{
    return forms->forms->pdata[i] != NULL && is_wanted(forms->pages->pdata[i], wanted);
}

/* One table of all that `set` takes, and one for each device. */
static char *
format_form(YadoCliGuestForms *forms, const char *wanted)
{
    g_autoptr(YadoCliRows) rows = make_form_rows();
    GString *text = g_string_new(NULL);
    guint n = 0;

    for (guint i = 0; i < forms->pages->len; i++) {
        const YadoPage *page = forms->pages->pdata[i];

        if (page->node == NULL && has_fields(forms, i, wanted) && ++n)
            each_visible_field(page, forms->forms->pdata[i], add_form_row_cb, rows);
    }
    if (n > 0) {
        g_autofree char *table = yado_cli_rows_format(rows, TRUE);

        g_string_append(text, table);
    }
    for (guint i = 0; i < forms->pages->len; i++) {
        const YadoPage *page = forms->pages->pdata[i];

        if (page->node != NULL && has_fields(forms, i, wanted))
            append_device_form(text, page, forms->forms->pdata[i]);
    }
    return g_string_free(text, FALSE);
}

/* ---- The commands ---- */

static gboolean
print_xml(YadoCli *cli, YadoGuest *guest, gboolean is_active, GError **error)
{
    g_autoptr(YadoDocument) document = yado_cli_get_document(
        cli, guest, is_active ? YADO_CONFIGURATION_ACTIVE : YADO_CONFIGURATION_INACTIVE, error);
    g_autofree char *text = NULL;

    if (document == NULL)
        return FALSE;
    text = yado_document_dump(document);
    fputs(text, stdout);
    if (!g_str_has_suffix(text, "\n"))
        fputs("\n", stdout);
    return TRUE;
}

static gboolean
check_page(YadoCliGuestForms *forms, const char *wanted, GError **error)
{
    g_autoptr(GString) ids = g_string_new(NULL);

    for (guint i = 0; i < forms->pages->len; i++) {
        const YadoPage *page = forms->pages->pdata[i];

        if (!can_print(forms, i))
            continue;
        if (is_wanted(page, wanted))
            return TRUE;
        g_string_append_printf(ids, "%s%s", ids->len > 0 ? ", " : "", page->id);
    }
    return yado_error_set(error, YADO_ERROR_INVALID, NULL, NULL,
                          _("There is no page “%s”; there are: %s."), wanted, ids->str);
}

static YadoGuest *
open_guest(YadoCli *cli, const char *word, YadoOpenFlags flags, GError **error)
{
    if (!yado_cli_open_hosts(cli, flags, error) ||
        !yado_cli_load(cli, YADO_LOAD_LIST, YADO_LIST_SAVED | YADO_LIST_AUTOSTART, error))
        return NULL;
    yado_cli_await_info(cli);
    return yado_cli_match_guest(cli, word, error);
}

static gboolean
print_pages(YadoCli *cli, YadoGuest *guest, gboolean is_form, const char *wanted, GError **error)
{
    g_autoptr(YadoCliGuestForms) forms = yado_cli_guest_forms_new(
        cli, guest, is_form ? YADO_CONFIGURATION_INACTIVE : YADO_CONFIGURATION_ACTIVE, error);
    g_autoptr(GPtrArray) changes = NULL;
    g_autoptr(YadoCliSnapshots) snapshots = NULL;
    g_autofree char *text = NULL;

    if (forms == NULL || !check_page(forms, wanted, error))
        return FALSE;
    changes = list_pending(cli, guest, NULL, error);
    if (changes == NULL)
        return FALSE;
    if ((cli->json || !is_form) && wants_snapshots(forms, wanted))
        snapshots = yado_cli_snapshots_new(cli, guest);
    /* Without them the other pages are still worth seeing. */
    if (snapshots != NULL && snapshots->error != NULL &&
        (wanted != NULL || yado_error_is_cancel(snapshots->error))) {
        g_propagate_error(error, g_steal_pointer(&snapshots->error));
        return FALSE;
    }
    if (cli->json)
        text = format_json(forms, changes, snapshots, wanted);
    else if (is_form)
        text = format_form(forms, wanted);
    else
        text = format_sheet(forms, changes, snapshots, wanted);
    if (cli->json)
        fputs(text, stdout);
    else
        yado_cli_write(stdout, text);
    return TRUE;
}

gboolean
yado_cli_run_show(YadoCli *cli, const YadoCliCommand *command, YadoCliArguments *arguments,
                  GError **error)
{
    g_autoptr(YadoGuest) guest =
        open_guest(cli, arguments->words->pdata[0], YADO_OPEN_EVENTS, error);

    if (guest == NULL)
        return FALSE;
    if (yado_cli_arguments_has(arguments, "xml"))
        return print_xml(cli, guest, yado_cli_arguments_has(arguments, "active"), error);
    return print_pages(cli, guest, yado_cli_arguments_has(arguments, "form"),
                       yado_cli_arguments_get(arguments, "page"), error);
}

static gboolean
print_snapshots_csv(YadoCli *cli, YadoGuest *guest, GError **error)
{
    g_autoptr(YadoCliSnapshots) snapshots = yado_cli_snapshots_new(cli, guest);

    if (snapshots->records == NULL) {
        g_propagate_error(error, g_steal_pointer(&snapshots->error));
        return FALSE;
    }
    yado_cli_snapshots_print_csv(snapshots);
    return TRUE;
}

gboolean
yado_cli_run_snapshot_list(YadoCli *cli, const YadoCliCommand *command, YadoCliArguments *arguments,
                           GError **error)
{
    g_autoptr(YadoGuest) guest =
        open_guest(cli, arguments->words->pdata[0], YADO_OPEN_EVENTS, error);

    if (guest == NULL)
        return FALSE;
    return cli->csv ? print_snapshots_csv(cli, guest, error)
                    : print_pages(cli, guest, FALSE, "snapshots", error);
}

/* What --undo takes. */
static const char *
get_change_id(const YadoPendingChange *change)
{
    return change->field != NULL ? change->field->id : change->page;
}

static void
print_pending(YadoCli *cli, GPtrArray *changes)
{
    g_autoptr(YadoCliRows) rows = yado_cli_rows_new();

    if (changes->len == 0 && !cli->csv) {
        yado_cli_say(cli, "%s", _("No change waits for the next start."));
        return;
    }
    yado_cli_rows_add_column(rows, "field", _("Field"), YADO_ALIGN_START);
    yado_cli_rows_add_column(rows, "now", _("Now"), YADO_ALIGN_START);
    yado_cli_rows_add_column(rows, "next", _("At next start"), YADO_ALIGN_START);
    yado_cli_rows_add_column(rows, "label", _("What"), YADO_ALIGN_START);
    for (guint i = 0; i < changes->len; i++) {
        const YadoPendingChange *change = changes->pdata[i];

        yado_cli_rows_take_cell(rows, g_strdup(get_change_id(change)));
        yado_cli_rows_take_cell(rows, g_strdup(change->now));
        yado_cli_rows_take_cell(rows, g_strdup(change->next));
        yado_cli_rows_take_cell(rows, g_strdup(change->label));
    }
    yado_cli_rows_print(rows, cli->csv);
}

/* Records the undo of one field, or of all; FALSE when none of them waits. */
static gboolean
undo_changes(GPtrArray *changes, const char *id, YadoDocument *inactive, GError **error)
{
    gboolean is_all = strcmp(id, "all") == 0;
    guint n = 0;

    for (guint i = 0; i < changes->len; i++) {
        const YadoPendingChange *change = changes->pdata[i];

        if (!is_all && strcmp(get_change_id(change), id) != 0)
            continue;
        if (!yado_pending_undo(change, inactive, error))
            return FALSE;
        n++;
    }
    if (n > 0 || is_all)
        return TRUE;
    return yado_error_set(error, YADO_ERROR_NOT_FOUND, NULL, NULL,
                          _("No change of %s waits for the next start."), id);
}

static gboolean
apply_undo(YadoCli *cli, YadoGuest *guest, YadoDocument *inactive, GError **error)
{
    g_autoptr(GAsyncResult) result = NULL;
    g_autoptr(YadoDocument) applied = NULL;

    if (!yado_document_is_edited(inactive))
        return TRUE;
    yado_guest_apply_async(guest, inactive, YADO_APPLY_STORED, cli->cancellable,
                           on_cli_answer_ready_cb, &result);
    applied = yado_guest_apply_finish(guest, yado_cli_await(&result), NULL, error);
    return applied != NULL;
}

gboolean
yado_cli_run_pending(YadoCli *cli, const YadoCliCommand *command, YadoCliArguments *arguments,
                     GError **error)
{
    const char *undo = yado_cli_arguments_get(arguments, "undo");
    g_autoptr(YadoGuest) guest =
        open_guest(cli, arguments->words->pdata[0], YADO_OPEN_EVENTS, error);
    g_autoptr(YadoDocument) inactive = NULL;
    g_autoptr(GPtrArray) changes = guest ? list_pending(cli, guest, &inactive, error) : NULL;
    g_autoptr(YadoCliJson) json = NULL;

    if (changes == NULL)
        return FALSE;
    if (undo != NULL) {
        if (!undo_changes(changes, undo, inactive, error) ||
            !apply_undo(cli, guest, inactive, error))
            return FALSE;
        yado_cli_say(cli, _("%s: taken back."), undo);
        return TRUE;
    }
    if (!cli->json) {
        print_pending(cli, changes);
        return TRUE;
    }
    json = yado_cli_json_new(TRUE);
    yado_cli_json_begin_object(json, NULL);
    yado_cli_json_add_string(json, "name", yado_guest_get_name(guest));
    add_pending(json, changes);
    yado_cli_json_end_object(json);
    printf("%s\n", yado_cli_json_get_text(json));
    return TRUE;
}
