/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* yado convert, export and import: configurations in files. */
#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "cli/yado-cli-commands.h"
#include "cli/yado-cli-hosts.h"
#include "cli/yado-cli-jobs.h"
#include "cli/yado-cli-json.h"

/* What is not carried over goes beside the text, so that the text can be piped on. */
static void
print_losses(YadoCli *cli, GPtrArray *losses)
{
    g_autofree char *text = yado_exchange_describe_losses(losses);

    if (text != NULL && !cli->quiet)
        yado_cli_print_lines(stderr, text);
}

static void
add_loss(YadoCliJson *json, const YadoLoss *loss)
{
    yado_cli_json_begin_object(json, NULL);
    if (loss->line > 0) {
        yado_cli_json_add_uint(json, "line", loss->line);
        yado_cli_json_add_uint(json, "column", loss->column);
    }
    yado_cli_json_add_string(json, "place", loss->place);
    yado_cli_json_add_string(json, "reason", loss->reason);
    yado_cli_json_end_object(json);
}

static void
print_json(YadoDocument *document, GPtrArray *losses)
{
    g_autoptr(YadoCliJson) json = yado_cli_json_new(TRUE);
    g_autofree char *text = yado_document_dump(document);
    g_autofree char *valid = g_utf8_make_valid(text, -1);

    yado_cli_json_begin_object(json, NULL);
    yado_cli_json_add_string(json, "format",
                             yado_document_get_format(document) == YADO_FORMAT_XML ? "xml" : "xl");
    yado_cli_json_add_string(json, "text", valid);
    yado_cli_json_begin_array(json, "losses");
    for (guint i = 0; i < losses->len; i++)
        add_loss(json, losses->pdata[i]);
    yado_cli_json_end_array(json);
    yado_cli_json_end_object(json);
    printf("%s\n", yado_cli_json_get_text(json));
}

/* The bytes as they are: this is a file's content, not a message. */
static void
print_document(YadoCli *cli, YadoDocument *document, GPtrArray *losses)
{
    g_autofree char *text = NULL;

    if (cli->json) {
        print_json(document, losses);
        return;
    }
    text = yado_document_dump(document);
    fputs(text, stdout);
    if (*text != '\0' && text[strlen(text) - 1] != '\n')
        fputc('\n', stdout);
    fflush(stdout);
    print_losses(cli, losses);
}

static gboolean
take_format(YadoCliArguments *arguments, const char *option, YadoDocumentFormat *format,
            GError **error)
{
    const char *name = yado_cli_arguments_get(arguments, option);

    if (name == NULL)
        return yado_error_set(error, YADO_ERROR_INVALID, NULL, NULL,
                              _("Say the format: --%s xml or --%s xl."), option, option);
    return yado_document_format_from_name(name, format) ||
           yado_error_set(error, YADO_ERROR_INVALID, NULL, NULL,
                          _("“%s” is no format: xml and xl are known."), name);
}

gboolean
yado_cli_run_convert(YadoCli *cli, const YadoCliCommand *command, YadoCliArguments *arguments,
                     GError **error)
{
    YadoDocumentFormat format;
    g_autoptr(YadoDocument) document = NULL;
    g_autoptr(YadoDocument) converted = NULL;
    g_autoptr(GPtrArray) losses = NULL;

    if (!take_format(arguments, "to", &format, error))
        return FALSE;
    document = yado_document_new_from_file(arguments->words->pdata[0], error);
    if (document != NULL)
        converted = yado_document_convert(document, format, &losses, error);
    if (converted == NULL)
        return FALSE;
    print_document(cli, converted, losses);
    return TRUE;
}

/* ---- Actions with a confirmation that has been given ---- */

static gboolean
set_field(YadoForm *form, const char *id, const char *value, GError **error)
{
    const YadoFieldSpec *field = yado_form_find_field(form, id);

    return value == NULL || yado_form_set_text(form, field, value, error);
}

static gboolean
perform(YadoCli *cli, const YadoActionSpec *spec, const YadoTargets *targets, YadoForm *form,
        GError **error)
{
    g_autoptr(GAsyncResult) result = NULL;
    g_autoptr(GPtrArray) jobs = NULL;

    yado_action_perform_async(spec, targets, form, TRUE, cli->cancellable, on_cli_answer_ready_cb,
                              &result);
    jobs = yado_action_perform_finish(yado_cli_await(&result), error);
    if (jobs == NULL)
        return FALSE;
    yado_cli_watch_jobs(cli, jobs);
    return TRUE;
}

/* ---- Export ---- */

static gboolean
export_to_file(YadoCli *cli, YadoGuest *guest, YadoCliArguments *arguments, const char *file,
               GError **error)
{
    const YadoActionSpec *spec = yado_catalog_find_action("guest.export");
    g_autoptr(GPtrArray) guests = g_ptr_array_new();
    YadoTargets targets = { .session = cli->session, .guests = guests };
    g_autoptr(YadoForm) form = NULL;

    g_ptr_array_add(guests, guest);
    form = yado_action_create_form(spec, &targets);
    return set_field(form, "format", yado_cli_arguments_get(arguments, "format"), error) &&
           set_field(form, "file", file, error) &&
           set_field(form, "replace", yado_cli_arguments_has(arguments, "replace") ? "yes" : NULL,
                     error) &&
           perform(cli, spec, &targets, form, error);
}

static gboolean
export_to_stdout(YadoCli *cli, YadoGuest *guest, YadoDocumentFormat format, GError **error)
{
    g_autoptr(YadoDocument) document =
        yado_cli_get_document(cli, guest, YADO_CONFIGURATION_INACTIVE, error);
    g_autoptr(GPtrArray) losses = NULL;
    g_autoptr(YadoDocument) converted =
        document != NULL ? yado_document_convert(document, format, &losses, error) : NULL;

    if (converted == NULL)
        return FALSE;
    print_document(cli, converted, losses);
    return TRUE;
}

gboolean
yado_cli_run_export(YadoCli *cli, const YadoCliCommand *command, YadoCliArguments *arguments,
                    GError **error)
{
    const char *file = arguments->words->len > 1 ? arguments->words->pdata[1]
                                                 : yado_cli_arguments_get(arguments, "file");
    YadoDocumentFormat format;
    g_autoptr(YadoGuest) guest = NULL;

    if (!take_format(arguments, "format", &format, error) ||
        !yado_cli_open_hosts(cli, YADO_OPEN_EVENTS, error) ||
        !yado_cli_load(cli, YADO_LOAD_LIST, YADO_LIST_STATE, error))
        return FALSE;
    guest = yado_cli_match_guest(cli, arguments->words->pdata[0], error);
    if (guest == NULL)
        return FALSE;
    return file != NULL ? export_to_file(cli, guest, arguments, file, error)
                        : export_to_stdout(cli, guest, format, error);
}

/* ---- Import ---- */

static gboolean
check_action(const YadoActionSpec *spec, const YadoTargets *targets, GError **error)
{
    g_autofree char *reason = NULL;

    return yado_action_check(spec, targets, &reason) ||
           yado_error_set(error, YADO_ERROR_UNSUPPORTED, NULL, NULL, "%s", reason);
}

static gboolean
define(YadoCli *cli, YadoHost *host, const char *file, const char *name, GError **error)
{
    const YadoActionSpec *spec = yado_catalog_find_action("host.import");
    YadoTargets targets = { .session = cli->session, .host = host };
    g_autoptr(YadoForm) form = NULL;

    if (!check_action(spec, &targets, error))
        return FALSE;
    form = yado_action_create_form(spec, &targets);
    return set_field(form, "file", file, error) && set_field(form, "name", name, error) &&
           perform(cli, spec, &targets, form, error);
}

static void
say_made(YadoCli *cli, YadoDocument *document)
{
    g_autofree char *name = yado_document_dup_value(document, NULL, "name");

    yado_cli_say(cli, _("There is a guest “%s” now; it is shut off."), name != NULL ? name : "");
}

gboolean
yado_cli_run_import(YadoCli *cli, const YadoCliCommand *command, YadoCliArguments *arguments,
                    GError **error)
{
    const char *file = arguments->words->pdata[0];
    const char *name = yado_cli_arguments_get(arguments, "name");
    YadoHost *host = yado_cli_find_host(cli, NULL, error);
    g_autoptr(YadoDocument) document = NULL;
    g_autoptr(GPtrArray) losses = NULL;

    if (host == NULL)
        return FALSE;
    document = yado_exchange_read_file(
        file, name, yado_exchange_get_format(host, YADO_OWNER_LIBVIRT), &losses, error);
    if (document == NULL)
        return FALSE;
    if (yado_cli_arguments_has(arguments, "dry-run")) {
        print_document(cli, document, losses);
        return TRUE;
    }
    print_losses(cli, losses);
    if (!yado_cli_open_host(cli, host, YADO_OPEN_EVENTS, error) ||
        !define(cli, host, file, name, error))
        return FALSE;
    if (cli->status == 0)
        say_made(cli, document);
    return TRUE;
}
