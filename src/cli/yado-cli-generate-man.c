/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The manual page, in troff's man macros. */
#include "config.h"

#include <string.h>

#include "cli/yado-cli-generate.h"
#include "cli/yado-cli-guest-forms.h"

/* ---- troff ---- */

/* Every formatter knows these names, in whatever charset it writes. */
static const char *
get_troff_name(gunichar c)
{
    switch (c) {
    case '\\':
        return "\\e";
    case '-':
        return "\\-";
    case 0x201C:
        return "\\(lq";
    case 0x201D:
        return "\\(rq";
    case 0x2019:
        return "\\(cq";
    case 0x2026:
        return "\\&...";
    case 0x2192:
        return "\\(->";
    default:
        return NULL;
    }
}

static void
append_escaped(GString *text, const char *value)
{
    if (*value == '.' || *value == '\'')
        g_string_append(text, "\\&");
    for (; *value != '\0'; value = g_utf8_next_char(value)) {
        gunichar c = g_utf8_get_char(value);
        const char *name = get_troff_name(c);

        if (name != NULL)
            g_string_append(text, name);
        else
            g_string_append_unichar(text, c);
    }
}

static void
append_paragraph(GString *text, const char *value)
{
    append_escaped(text, value);
    g_string_append_c(text, '\n');
}

static void
append_section(GString *text, const char *title)
{
    g_string_append_printf(text, ".SH %s\n", title);
}

/* A bold word with a text below it. */
static void
append_tagged(GString *text, const char *tag, const char *value)
{
    g_string_append(text, ".TP\n\\fB");
    append_escaped(text, tag);
    g_string_append(text, "\\fR\n");
    append_paragraph(text, value);
}

/* ---- Commands ---- */

static void
append_option(GString *text, const YadoCliOption *option)
{
    g_string_append(text, ".TP\n");
    if (option->letter != 0)
        g_string_append_printf(text, "\\fB\\-%c\\fR, ", option->letter);
    g_string_append(text, "\\fB\\-\\-");
    append_escaped(text, option->name);
    g_string_append(text, "\\fR");
    if (option->value != NULL) {
        g_string_append(text, " \\fI");
        append_escaped(text, option->value);
        g_string_append(text, "\\fR");
    }
    if (option->is_bool) {
        g_string_append(text, ", \\fB\\-\\-no\\-");
        append_escaped(text, option->name);
        g_string_append(text, "\\fR");
    }
    g_string_append_c(text, '\n');
    append_paragraph(text, option->help);
    if (option->complete != NULL && strchr(option->complete, '|') != NULL) {
        g_auto(GStrv) choices = g_strsplit(option->complete, "|", -1);
        g_autofree char *list = g_strjoinv(", ", choices);

        g_string_append(text, "One of: ");
        append_escaped(text, list);
        g_string_append(text, ".\n");
    }
}

static void
append_command(GString *text, const YadoCliCommand *command)
{
    g_string_append(text, ".TP\n\\fByado ");
    append_escaped(text, command->name);
    g_string_append(text, "\\fR");
    if (command->options->name != NULL)
        g_string_append(text, " [\\fIOPTION\\fR]\\&...");
    if (command->operands != NULL && *command->operands != '\0') {
        g_string_append(text, " \\fI");
        append_escaped(text, command->operands);
        g_string_append(text, "\\fR");
    }
    g_string_append_c(text, '\n');
    append_paragraph(text, command->help);
    if (command->options->name == NULL)
        return;
    g_string_append(text, ".RS\n");
    for (const YadoCliOption *option = command->options; option->name != NULL; option++)
        append_option(text, option);
    g_string_append(text, ".RE\n");
}

static void
append_commands(GString *text)
{
    GPtrArray *commands = yado_cli_list_commands();
    const char *group = "";

    append_section(text, "COMMANDS");
    for (guint i = 0; i < commands->len; i++) {
        const YadoCliCommand *command = commands->pdata[i];

        if (strcmp(group, command->group) != 0) {
            g_autofree char *label =
                yado_text_strip_mnemonic(yado_cli_command_get_group_label(command->group));

            g_string_append_printf(text, ".SS %s\n", label);
        }
        group = command->group;
        append_command(text, command);
    }
}

/* ---- Tables of words ---- */

static void
append_columns(GString *text)
{
    append_section(text, "COLUMNS");
    append_paragraph(text, "For --output and --sort, and the names of members in JSON and CSV.");
    for (const YadoColumnSpec *column = yado_catalog_get_columns(); column->id != NULL; column++)
        append_tagged(text, column->id, column->help);
}

static void
append_host_facts(GString *text)
{
    append_section(text, "HOSTS");
    append_paragraph(text, "What “yado host show” tells, by the names of members in its JSON. "
                           "Those of abilities stand in “capabilities” there.");
    for (const YadoFactSpec *fact = yado_catalog_get_host_facts(); fact->id != NULL; fact++)
        append_tagged(text, fact->id, fact->help);
}

static void
append_own_keys(GString *text, YadoFront front)
{
    for (const YadoKeySpec *spec = yado_catalog_keys; spec->keys != NULL; spec++) {
        g_auto(GStrv) keys = g_strsplit(spec->keys, ";", -1);
        g_autofree char *names = g_strjoinv(", ", keys);
        g_autofree char *what =
            g_strdup_printf("%c%s.", g_ascii_toupper(*spec->what), spec->what + 1);

        if (spec->fronts & front)
            append_tagged(text, names, what);
    }
}

static void
append_keys(GString *text)
{
    append_section(text, "KEYS");
    append_paragraph(text,
                     "Those of actions stand in /usr/share/yado/keymap.ini, which says how to "
                     "set your own; the managers list them in “Keys”. In the terminal:");
    append_own_keys(text, YADO_FRONT_TERMINAL);
    append_paragraph(text, "On the desktop:");
    append_own_keys(text, YADO_FRONT_DESKTOP);
}

static void
append_form_fields(GString *text, const YadoFormSpec *form)
{
    for (const YadoSectionSpec *section = form->sections; section->fields != NULL; section++)
        for (const YadoFieldSpec *field = section->fields; field->id != NULL; field++)
            if (field->type != YADO_FIELD_INFO && field->type != YADO_FIELD_CUSTOM)
                append_tagged(text, field->id, field->help);
}

static void
append_fields(GString *text)
{
    append_section(text, "FIELDS");
    append_paragraph(text, "For “set”. Sizes are written as 2GiB, 512MiB or 1.5G, all binary; a "
                           "number without a unit is in MiB. “show --form” tells which can be "
                           "changed on a guest, and when that takes effect.");
    for (const YadoPageSpec *page = yado_catalog_get_pages(); page->id != NULL; page++) {
        g_autofree char *title = NULL;

        if (page->form == NULL || page->node_kind != NULL)
            continue;
        title = yado_text_strip_mnemonic(page->title);
        g_string_append_printf(text, ".SS %s\n", title);
        append_form_fields(text, page->form);
    }
}

/* ---- Exit status ---- */

static const struct {
    YadoErrorCode code;
    const char *text;
} statuses[] = {
    { YADO_ERROR_FAILED, "The host tried and failed." },
    { YADO_ERROR_INVALID,
      "The command line or a value is wrong, or what must be confirmed was not." },
    { YADO_ERROR_NOT_FOUND, "A guest, host or file is not there." },
    { YADO_ERROR_BUSY, "Another operation holds it; try again later." },
    { YADO_ERROR_DENIED, "The right to do it is missing." },
    { YADO_ERROR_UNSUPPORTED, "This host, or the state the guest is in, does not allow it." },
    { YADO_ERROR_CONFLICT, "Somebody else changed it in the meantime." },
    { YADO_ERROR_NO_SPACE, "No disk space or memory is left." },
    { YADO_ERROR_CONNECTION, "The host cannot be reached, or the time limit has passed." },
    { YADO_ERROR_PENDING, "It is stored for the guest's next start, but could not be done now." },
    { YADO_ERROR_UNCERTAIN,
      "The connection broke before the host answered: it may have been done. Look before you do it "
      "again." },
};

static int
compare_status(gconstpointer a, gconstpointer b)
{
    const GError *const *first = a, *const *second = b;

    return yado_error_get_exit_status(*first) - yado_error_get_exit_status(*second);
}

static void
append_statuses(GString *text)
{
    g_autoptr(GPtrArray) errors = g_ptr_array_new_with_free_func((GDestroyNotify)g_error_free);

    append_section(text, "EXIT STATUS");
    append_paragraph(text, "When several guests are meant, that of the first failure. The name in "
                           "parentheses is the code in JSON.");
    append_tagged(text, "0", "Done.");
    for (guint i = 0; i < G_N_ELEMENTS(statuses); i++)
        g_ptr_array_add(errors,
                        yado_error_new(statuses[i].code, NULL, NULL, "%s", statuses[i].text));
    g_ptr_array_sort(errors, compare_status);
    for (guint i = 0; i < errors->len; i++) {
        const GError *error = errors->pdata[i];
        g_autofree char *number = g_strdup_printf("%d", yado_error_get_exit_status(error));
        g_autofree char *line =
            g_strdup_printf("%s (%s)", error->message, yado_error_get_name(error));

        append_tagged(text, number, line);
    }
    append_tagged(text, "130", "Cancelled. (cancelled)");
}

/* ---- The rest ---- */

static void
append_options(GString *text)
{
    append_section(text, "OPTIONS");
    append_paragraph(text, "Of every command; they may stand before or behind it.");
    for (const YadoCliOption *option = yado_cli_global_options; option->name != NULL; option++)
        append_option(text, option);
}

static void
append_monitoring(GString *text)
{
    append_section(text, "MONITORING");
    append_paragraph(text,
                     "“yado check” is a plugin as the Monitoring Plugins' guidelines describe it; "
                     "its exit status is 0 OK, 1 WARNING, 2 CRITICAL or 3 UNKNOWN. It is CRITICAL "
                     "when the host does not answer, and UNKNOWN when it may not be asked, or when "
                     "one of libvirt and xl cannot be asked about its guests. Without -c and "
                     "$YADO_URI it is about the local Xen host and the known hosts; the demo host "
                     "never stands in. Commands for Nagios and Icinga lie in "
                     "/usr/share/yado/nagios and /usr/share/yado/icinga2.");
    g_string_append(text, ".PP\n");
    append_paragraph(text,
                     "“yado munin” makes the graphs yado_cpu, yado_memory, yado_disk, yado_network "
                     "and yado_states (multigraph); the plugin that calls it is "
                     "/usr/share/yado/munin/yado. A guest's fields have its name and a part made "
                     "of its UUID.");
    g_string_append(text, ".PP\n");
    append_paragraph(text,
                     "Both open the host read only and ask nobody. The guests of libvirt need "
                     "membership in its group, those of xl need root.");
}

static void
append_environment(GString *text)
{
    append_section(text, "ENVIRONMENT");
    append_tagged(text, "YADO_URI", "The host when none is named with -c.");
    append_tagged(text, "YADO_SETTINGS", "The settings file.");
    append_tagged(text, "VISUAL, EDITOR",
                  "The editor of “yado edit”; its words are split as a "
                  "shell does, but no shell runs it.");
    append_section(text, "FILES");
    append_tagged(text, "~/.config/yado/yado.conf", "Settings and known connections.");
    append_tagged(text, "/etc/yado/xl-agent.conf",
                  "On a Xen host: where the configurations of xl's guests are, if not in "
                  "/etc/xen, as “folder=” and “autostart=” in the group “[agent]”.");
    append_section(text, "CONFIGURATION FILES OF XL");
    append_paragraph(text, "A file of xl (xl.cfg) keeps every line and comment when it is edited; "
                           "only the value that was changed is written. It is read as Xen reads "
                           "it: lines that Xen refuses but old files have (Python, line breaks of "
                           "DOS) are told with line and column, and kept.");
    g_string_append(text, ".PP\n");
    append_paragraph(text, "xl has no keys for what is only for people. It stands in comments, "
                           "which Xen does not read: “#yado: title=…”, “#yado: description=…” "
                           "(\\n is a line break, \\\\ a backslash), “#yado: tags=a,b” and "
                           "“#yado: os.id=…” (an id of libosinfo).");
}

static void
append_examples(GString *text)
{
    static const char *const examples[][2] = {
        { "yado list -o name,state,memory --sort memory", "Guests by memory." },
        { "yado shutdown 'web-*'", "Shuts down all whose name begins with web-." },
        { "yado set web-07 memory.current=2GiB vcpu.current=2", "Now, where the host can." },
        { "yado --json list | python3 -m json.tool", "For scripts." },
        { "yado -c xen+ssh://root@xen-b top", "Another host, over SSH." },
        { "yado convert /etc/xen/web.cfg --to xml", "As libvirt would define it." },
        { "yado check web-07 --memory 90,95", "For Nagios." },
        { "yado import --dry-run /etc/xen/web.cfg", "What the host would be given." },
    };

    append_section(text, "EXAMPLES");
    for (guint i = 0; i < G_N_ELEMENTS(examples); i++)
        append_tagged(text, examples[i][0], examples[i][1]);
    append_section(text, "SEE ALSO");
    g_string_append(text, ".BR virsh (1),\n.BR xl (1)\n");
}

char *
yado_cli_generate_man(void)
{
    GString *text =
        g_string_new(".\\\" Made by yado\\-cli\\-generate from the tables; do not edit.\n");

    g_string_append_printf(text, ".TH YADO 1 \"\" \"YaDO %s\" \"User Commands\"\n",
                           PACKAGE_VERSION);
    g_string_append(text, ".SH NAME\nyado \\- manage Xen guests\n");
    g_string_append(text, ".SH SYNOPSIS\n.B yado\n[\\fIOPTION\\fR]\\&... [\\fICOMMAND\\fR] "
                          "[\\fIARGUMENT\\fR]\\&...\n");
    append_section(text, "DESCRIPTION");
    append_paragraph(text, "Without a command, yado opens its manager on a terminal and prints the "
                           "list of guests elsewhere.");
    g_string_append(text, ".PP\n");
    append_paragraph(text, "Guests are named by name, UUID or domain id, or by a pattern over "
                           "names (*, ?, [a-z]); several may be given. A pattern that matches "
                           "nothing is an error. Without -c the hosts are $YADO_URI, else those "
                           "known that connect at start, else the local Xen host, else a demo "
                           "host whose guests exist only in memory.");
    g_string_append(text, ".PP\n");
    append_paragraph(text, "An action that loses something asks first; --yes answers. On several "
                           "guests it runs side by side. Ctrl-C cancels it, where the host can; a "
                           "second one leaves at once.");
    append_options(text);
    append_commands(text);
    append_columns(text);
    append_host_facts(text);
    append_keys(text);
    append_fields(text);
    append_statuses(text);
    append_monitoring(text);
    append_environment(text);
    append_examples(text);
    return g_string_free(text, FALSE);
}
