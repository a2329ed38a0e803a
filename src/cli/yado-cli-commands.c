/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Every command: ours from the table here, and one for each action of the catalog that has a `command`. */
#include "config.h"

#include "cli/yado-cli-commands.h"

#include <string.h>

#include <glib/gi18n.h>

const YadoCliOption yado_cli_global_options[] = {
    { "connect", 'c', N_("HOST"),
      N_("The host: a URI, the label of a known connection, or demo. May be given several times."),
      "uri", FALSE },
    { "demo", 0, NULL, N_("The built-in demo host, whose guests exist only in memory."), NULL,
      FALSE },
    { "json", 0, NULL, N_("Writes JSON, for scripts; jobs and changes write one event a line."),
      NULL, FALSE },
    { "csv", 0, NULL, N_("Writes lists as comma-separated values (RFC 4180)."), NULL, FALSE },
    { "quiet", 'q', NULL, N_("Says nothing but errors."), NULL, FALSE },
    { "verbose", 'v', NULL, N_("With an error, shows what the host itself said."), NULL, FALSE },
    { "yes", 'y', NULL,
      N_("Confirms what would be asked. Without it and without a terminal, an action that loses "
         "something is refused."),
      NULL, FALSE },
    { "timeout", 0, N_("SECONDS"), N_("Gives up after that time."), NULL, FALSE },
    { "help", 'h', NULL, N_("Explains the command."), NULL, FALSE },
    { "version", 'V', NULL, N_("Prints the version."), NULL, FALSE },
    { 0 },
};

static const YadoCliOption list_options[] = {
    { "output", 'o', N_("COLUMNS"), N_("The columns, by id, separated by commas."), "columns",
      FALSE },
    { "long", 'l', NULL,
      N_("The columns that the managers show; each guest's configuration is read for that."), NULL,
      FALSE },
    { "all", 'a', NULL, N_("All guests: the default."), NULL, FALSE },
    { "running", 0, NULL, N_("Only guests that run, paused ones among them."), NULL, FALSE },
    { "inactive", 0, NULL, N_("Only guests that do not run."), NULL, FALSE },
    { "filter", 'f', N_("TEXT"),
      N_("Only guests in which the text occurs: in name, title, state, kind, system, tags, host "
         "or owner."),
      NULL, FALSE },
    { "tag", 't', N_("TAG"), N_("Only guests with this tag; an empty one: those without any."),
      NULL, FALSE },
    { "sort", 's', N_("COLUMN"), N_("Sorts by this column."), "column", FALSE },
    { "reverse", 'r', NULL, N_("Sorts the other way round."), NULL, FALSE },
    { "no-header", 'H', NULL, N_("Leaves the line of titles out."), NULL, FALSE },
    { 0 },
};

static const YadoCliOption top_options[] = {
    { "batch", 'b', NULL, N_("Writes one table after the other, for files and scripts."), NULL,
      FALSE },
    { "iterations", 'n', N_("NUMBER"), N_("Ends after that many tables."), NULL, FALSE },
    { "delay", 'd', N_("SECONDS"), N_("The time between two tables; 2 when not given."), NULL,
      FALSE },
    { "output", 'o', N_("COLUMNS"), N_("The columns, by id, separated by commas."), "columns",
      FALSE },
    { "sort", 's', N_("COLUMN"), N_("Sorts by this column, the largest first; cpu when not given."),
      "column", FALSE },
    { "all", 'a', NULL, N_("Shows guests that do not run as well."), NULL, FALSE },
    { "devices", 0, NULL,
      N_("Shows each guest's processors, disks and network cards as well, one by one."), NULL,
      FALSE },
    { 0 },
};

static const YadoCliOption check_options[] = {
    { "expect", 'e', N_("WHAT"),
      N_("Which guests have to run: autostart (those that start with their host; when no guest is "
         "named), running (all of them; when some are named), or any (none has to)."),
      "autostart|running|any", FALSE },
    { "owner", 0, N_("OWNER"),
      N_("Only guests of libvirt, or of xl. Without it, it is UNKNOWN when one of the two cannot "
         "be asked."),
      "libvirt|xl", FALSE },
    { "cpu", 0, N_("WARNING[,CRITICAL]"),
      N_("Ranges for the load of the host's processors in per cent: 80,90. It is measured over a "
         "second."),
      NULL, FALSE },
    { "memory", 0, N_("WARNING[,CRITICAL]"),
      N_("Ranges for the host's memory that is in use, in per cent. 90 is up to 90, 10: at least "
         "10, 10:20 between them, @10:20 outside."),
      NULL, FALSE },
    { "timeout", 't', N_("SECONDS"), N_("It is CRITICAL when that passes; 10 when not given."),
      NULL, FALSE },
    { 0 },
};

static const YadoCliOption show_options[] = {
    { "form", 'f', NULL,
      N_("What can be set: each field with its id, its value at the next start, and when a change "
         "takes effect."),
      NULL, FALSE },
    { "page", 'p', N_("PAGE"), N_("Only this page."), "page", FALSE },
    { "xml", 'x', NULL, N_("The stored configuration, as the host keeps it."), NULL, FALSE },
    { "active", 0, NULL, N_("With --xml: the configuration that runs now."), NULL, FALSE },
    { 0 },
};

static const YadoCliOption set_options[] = {
    { "dry-run", 'n', NULL, N_("Shows the difference and changes nothing."), NULL, FALSE },
    { "next-start", 0, NULL, N_("Changes only what the next start will use."), NULL, FALSE },
    { "force", 0, NULL, N_("Changes it even where somebody else did so in the meantime."), NULL,
      FALSE },
    { 0 },
};

static const YadoCliOption device_options[] = {
    { "live", 0, NULL,
      N_("Only in the guest that runs: its next start does not know of it. With --config: both."),
      NULL, FALSE },
    { "config", 0, NULL, N_("Only for the next start. With --live: both."), NULL, FALSE },
    { "dry-run", 'n', NULL, N_("Shows the difference and changes nothing."), NULL, FALSE },
    { "force", 0, NULL, N_("Changes it even where somebody else did so in the meantime."), NULL,
      FALSE },
    { 0 },
};

static const YadoCliOption device_list_options[] = {
    { "config", 0, NULL, N_("What the next start will have, not what runs."), NULL, FALSE },
    { 0 },
};

static const YadoCliOption edit_options[] = {
    { "file", 'F', N_("FILE"), N_("Takes the new configuration from a file; - is standard input."),
      "file", FALSE },
    { "dry-run", 'n', NULL, N_("Shows the difference and changes nothing."), NULL, FALSE },
    { "force", 0, NULL, N_("Replaces it even where somebody else changed it in the meantime."),
      NULL, FALSE },
    { 0 },
};

static const YadoCliOption pending_options[] = {
    { "undo", 'u', N_("FIELD"),
      N_("Puts the running value back into the stored configuration; all: every one."), "field",
      FALSE },
    { 0 },
};

static const YadoCliOption console_options[] = {
    { "device", 'd', N_("ID"),
      N_("Another one than the first text console; --list shows them. Of a screen (VNC) the "
         "characters are shown, while it is in a text mode."),
      NULL, FALSE },
    { "log", 'L', N_("FILE"), N_("Writes what the text console says to the end of a file as well."),
      "file", FALSE },
    { "escape", 'e', N_("KEY"),
      N_("The key that leaves the console; Ctrl+] when nothing else is given or set."), NULL,
      FALSE },
    { "switch", 's', N_("KEY"),
      N_("The key that goes from the text console to the characters of the guest's screen, and "
         "back; Ctrl+^ when nothing else is given or set."),
      NULL, FALSE },
    { "force", 0, NULL, N_("Takes the console from whoever holds it."), NULL, FALSE },
    { "list", 'l', NULL, N_("Lists the guest's consoles and screens, and where they are."), NULL,
      FALSE },
    { 0 },
};

/* Of actions that start a guest. */
static const YadoCliOption start_options[] = {
    { "console", 0, NULL, N_("Opens the guest's text console before it says its first word."), NULL,
      FALSE },
    { 0 },
};

static const YadoCliOption log_options[] = {
    { "filter", 'f', N_("TEXT"), N_("Only lines in which all these words occur."), NULL, FALSE },
    { "clear", 0, NULL, N_("Clear the log when it has been printed."), NULL, FALSE },
    { 0 },
};

static const YadoCliOption convert_options[] = {
    { "to", 't', N_("FORMAT"), N_("The format to write: xml (libvirt's) or xl (xl.cfg)."), "xml|xl",
      FALSE },
    { 0 },
};

static const YadoCliOption export_options[] = {
    { "format", 'f', N_("FORMAT"), N_("The format to write: xml (libvirt's) or xl (xl.cfg)."),
      "xml|xl", FALSE },
    { "file", 'F', N_("FILE"),
      N_("Writes to this file, which only you may read; standard output when not given."), "file",
      FALSE },
    { "replace", 0, NULL, N_("Overwrites a file of that name."), NULL, FALSE },
    { 0 },
};

static const YadoCliOption import_options[] = {
    { "name", 0, N_("NAME"), N_("What the guest is called, when not as in the file."), NULL,
      FALSE },
    { "dry-run", 'n', NULL,
      N_("Prints what the host would be given, and what is not carried over; changes nothing."),
      NULL, FALSE },
    { 0 },
};

static const YadoCliOption no_options[] = { { 0 } };

static YadoCliCommand own_commands[] = {
    { .name = "list",
      .group = "look",
      .operands = N_("[GUEST]…"),
      .help =
          N_("Lists guests. Without names: all. The columns shown at first come with the host's "
             "listing and cost the same however many guests there are."),
      .options = list_options,
      .maximum = -1,
      .lists = TRUE,
      .run = yado_cli_run_list },
    { .name = "top",
      .group = "look",
      .operands = N_("[GUEST]…"),
      .help = N_("Shows what guests use, again and again. Ctrl-C ends it."),
      .options = top_options,
      .maximum = -1,
      .lists = TRUE,
      .run = yado_cli_run_top },
    { .name = "check",
      .group = "look",
      .operands = N_("[GUEST]…"),
      .help = N_("Tells a monitoring system (Nagios, Icinga) whether the host and its guests are "
                 "well. Without names: all guests. It ends with 0 (OK), 1 (WARNING), 2 (CRITICAL) "
                 "or 3 (UNKNOWN), prints a line with performance data, then one for each thing "
                 "that is wrong, and asks nothing. A guest that crashed, or that has to run and "
                 "does not, is critical, one that is paused a warning."),
      .options = check_options,
      .maximum = -1,
      .run = yado_cli_run_check,
      .is_plugin = TRUE,
      .timeout = 10,
      .fail = yado_cli_fail_check },
    { .name = "munin",
      .group = "look",
      .operands = N_("[config|autoconf]"),
      .help = N_("Tells Munin what guests use and how many are in which state: the plugin in "
                 "/usr/share/yado/munin calls it. It asks nothing, and is about one host."),
      .options = no_options,
      .maximum = 1,
      .run = yado_cli_run_munin,
      .is_plugin = TRUE,
      .timeout = 30 },
    { .name = "show",
      .group = "look",
      .operands = N_("GUEST"),
      .help = N_("Shows all about a guest. What waits for its next start is marked."),
      .options = show_options,
      .minimum = 1,
      .maximum = 1,
      .run = yado_cli_run_show },
    { .name = "snapshot list",
      .group = "look",
      .operands = N_("GUEST"),
      .help = N_("Shows the snapshots of a guest."),
      .options = no_options,
      .minimum = 1,
      .maximum = 1,
      .lists = TRUE,
      .run = yado_cli_run_snapshot_list },
    { .name = "pending",
      .group = "look",
      .operands = N_("GUEST"),
      .help = N_("Shows the changes that wait for the guest's next start, and takes them back."),
      .options = pending_options,
      .minimum = 1,
      .maximum = 1,
      .lists = TRUE,
      .run = yado_cli_run_pending },
    { .name = "console",
      .group = "look",
      .operands = N_("GUEST"),
      .help = N_("Opens a guest's text console on this terminal. What the guest says cannot change "
                 "the terminal's title or the clipboard."),
      .options = console_options,
      .minimum = 1,
      .maximum = 1,
      .lists = TRUE,
      .run = yado_cli_run_console },
    { .name = "screenshot",
      .group = "look",
      .operands = N_("GUEST FILE"),
      .help =
          N_("Writes a picture of a guest's screen to a PNG file. No display is needed for it."),
      .options = no_options,
      .minimum = 2,
      .maximum = 2,
      .run = yado_cli_run_screenshot },
    { .name = "set",
      .group = "edit",
      .operands = N_("GUEST… FIELD=VALUE…"),
      .help = N_("Changes fields of a guest's configuration. “show --form” lists them. All values "
                 "are checked before any is stored; each says when it takes effect."),
      .options = set_options,
      .minimum = 2,
      .maximum = -1,
      .run = yado_cli_run_set },
    { .name = "edit",
      .group = "edit",
      .operands = N_("GUEST"),
      .help = N_("Opens a guest's stored configuration in $VISUAL or $EDITOR. It is checked and "
                 "applied when the editor ends."),
      .options = edit_options,
      .minimum = 1,
      .maximum = 1,
      .run = yado_cli_run_edit },
    { .name = "disk list",
      .group = "edit",
      .operands = N_("GUEST"),
      .help = N_("Lists the disks of a guest."),
      .options = device_list_options,
      .minimum = 1,
      .maximum = 1,
      .lists = TRUE,
      .run = yado_cli_run_device_list },
    { .name = "disk add",
      .group = "edit",
      .operands = N_("GUEST FIELD=VALUE…"),
      .help = N_("Gives a guest a disk: now where that is possible, and from its next start on. "
                 "“size=20G pool=images” makes a new volume for it, “source=/srv/data.img” takes "
                 "what exists. What is not given has a proposal; --dry-run shows it. The fields "
                 "are those of its page: see FIELDS in the manual page."),
      .options = device_options,
      .minimum = 1,
      .maximum = -1,
      .run = yado_cli_run_device_add },
    { .name = "disk remove",
      .group = "edit",
      .operands = N_("GUEST DISK"),
      .help = N_("Takes a disk from a guest. What is stored in it stays on the host."),
      .options = device_options,
      .minimum = 2,
      .maximum = 2,
      .run = yado_cli_run_device_remove },
    { .name = "disk set",
      .group = "edit",
      .operands = N_("GUEST DISK FIELD=VALUE…"),
      .help = N_("Changes fields of a disk or drive; each says when it takes effect. “source=” "
                 "ejects a CD."),
      .options = device_options,
      .minimum = 3,
      .maximum = -1,
      .run = yado_cli_run_device_set },
    { .name = "nic list",
      .group = "edit",
      .operands = N_("GUEST"),
      .help = N_("Lists the network cards of a guest."),
      .options = device_list_options,
      .minimum = 1,
      .maximum = 1,
      .lists = TRUE,
      .run = yado_cli_run_device_list },
    { .name = "nic add",
      .group = "edit",
      .operands = N_("GUEST FIELD=VALUE…"),
      .help = N_(
          "Gives a guest a network card: now where that is possible, and from its next start on. "
          "What is not given has a proposal; --dry-run shows it. The fields are those of "
          "its page: see FIELDS in the manual page."),
      .options = device_options,
      .minimum = 1,
      .maximum = -1,
      .run = yado_cli_run_device_add },
    { .name = "nic remove",
      .group = "edit",
      .operands = N_("GUEST NIC"),
      .help = N_("Takes a network card from a guest."),
      .options = device_options,
      .minimum = 2,
      .maximum = 2,
      .run = yado_cli_run_device_remove },
    { .name = "nic set",
      .group = "edit",
      .operands = N_("GUEST NIC FIELD=VALUE…"),
      .help = N_("Changes fields of a network card; each says when it takes effect."),
      .options = device_options,
      .minimum = 3,
      .maximum = -1,
      .run = yado_cli_run_device_set },
    { .name = "device add",
      .group = "edit",
      .operands = N_("GUEST KIND FIELD=VALUE…"),
      .help = N_("Gives a guest a device of any kind: now where that is possible, and from its "
                 "next start on. Without KIND it tells which there are."),
      .options = device_options,
      .minimum = 1,
      .maximum = -1,
      .run = yado_cli_run_device_add },
    { .name = "device remove",
      .group = "edit",
      .operands = N_("GUEST DEVICE"),
      .help = N_("Takes a device from a guest. DEVICE is its name or id, as “device list” shows "
                 "them."),
      .options = device_options,
      .minimum = 2,
      .maximum = 2,
      .run = yado_cli_run_device_remove },
    { .name = "device set",
      .group = "edit",
      .operands = N_("GUEST DEVICE FIELD=VALUE…"),
      .help = N_("Changes fields of a device; each says when it takes effect. A password without a "
                 "value, or with “-”, is asked for, or read from standard input."),
      .options = device_options,
      .minimum = 3,
      .maximum = -1,
      .run = yado_cli_run_device_set },
    { .name = "export",
      .group = "edit",
      .operands = N_("GUEST [FILE]"),
      .help = N_("Writes a guest's configuration in libvirt's XML or as an xl.cfg. What the format "
                 "has no words for is told on standard error, each with its place."),
      .options = export_options,
      .minimum = 1,
      .maximum = 2,
      .run = yado_cli_run_export },
    { .name = "convert",
      .group = "edit",
      .operands = N_("FILE"),
      .help = N_("Writes a configuration file in the other format, without any host. What is not "
                 "carried over is told on standard error, each with its line or path."),
      .options = convert_options,
      .minimum = 1,
      .maximum = 1,
      .run = yado_cli_run_convert },
    { .name = "import",
      .group = "host",
      .operands = N_("FILE"),
      .help = N_("Makes a guest of a configuration file: xl.cfg or libvirt's XML. What is not "
                 "carried over is told before. A name or UUID that is in use is refused."),
      .options = import_options,
      .minimum = 1,
      .maximum = 1,
      .run = yado_cli_run_import },
    { .name = "host",
      .group = "host",
      .operands = N_("[HOST]…"),
      .help = N_("Lists the connected hosts with their load. “host list” is the same."),
      .options = no_options,
      .maximum = -1,
      .lists = TRUE,
      .run = yado_cli_run_host_list },
    { .name = "host list",
      .group = "host",
      .operands = N_("[HOST]…"),
      .help = N_("Lists the connected hosts with their load."),
      .options = no_options,
      .maximum = -1,
      .lists = TRUE,
      .run = yado_cli_run_host_list },
    { .name = "host show",
      .group = "host",
      .operands = N_("[HOST]"),
      .help =
          N_("Shows what a host is: its hypervisor, processors and memory, and what it cannot do."),
      .options = no_options,
      .maximum = 1,
      .run = yado_cli_run_host_show },
    { .name = "host log",
      .group = "host",
      .operands = N_("[HOST]"),
      .help = N_("Prints what the hypervisor wrote since it started."),
      .options = log_options,
      .maximum = 1,
      .run = yado_cli_run_host_log },
    { .name = "create",
      .group = "host",
      .operands = N_("[NAME]"),
      .help = N_("Creates a guest. What is not given has a proposal; what is missing is asked on a "
                 "terminal. Further disks and cards: --disk size=20G,pool=images, "
                 "--nic network=default, each as often as wanted."),
      .options = no_options, /* filled in when it is first looked up */
      .maximum = 1,
      .run = yado_cli_run_create },
    { .name = "pool list",
      .group = "storage",
      .operands = "",
      .help = N_("Lists the storage pools of the host, with their size and what is free."),
      .options = no_options,
      .maximum = 0,
      .lists = TRUE,
      .run = yado_cli_run_listing },
    { .name = "volume list",
      .group = "storage",
      .operands = N_("[POOL]"),
      .help = N_("Lists the volumes of a storage pool; without a name: of all that are active."),
      .options = no_options,
      .maximum = 1,
      .lists = TRUE,
      .run = yado_cli_run_listing },
    { .name = "network list",
      .group = "network",
      .operands = "",
      .help = N_("Lists the virtual networks of the host."),
      .options = no_options,
      .maximum = 0,
      .lists = TRUE,
      .run = yado_cli_run_listing },
    { .name = "lease list",
      .group = "network",
      .operands = "",
      .help = N_("Lists the addresses that virtual networks give to guests: for good, or lent."),
      .options = no_options,
      .maximum = 0,
      .lists = TRUE,
      .run = yado_cli_run_listing },
    { .name = "interface list",
      .group = "network",
      .operands = "",
      .help = N_("Lists the bridges and network interfaces of the host itself."),
      .options = no_options,
      .maximum = 0,
      .lists = TRUE,
      .run = yado_cli_run_listing },
    { .name = "device list",
      .group = "network",
      .operands = N_("[GUEST]"),
      .help = N_("Lists the devices of a guest; without one the PCI and USB devices of the host "
                 "that could be given to a guest."),
      .options = device_list_options,
      .maximum = 1,
      .lists = TRUE,
      .run = yado_cli_run_device_list },
    { .name = "cpupool list",
      .group = "cpupools",
      .operands = "",
      .help = N_("Lists Xen's CPU pools: their scheduler, processors and guests."),
      .options = no_options,
      .maximum = 0,
      .lists = TRUE,
      .run = yado_cli_run_listing },
    { .name = "connections",
      .group = "host",
      .operands = "",
      .help = N_("Lists the known connections. “connections list” is the same."),
      .options = no_options,
      .lists = TRUE,
      .run = yado_cli_run_connections_list },
    { .name = "connections list",
      .group = "host",
      .operands = "",
      .help = N_("Lists the known connections."),
      .options = no_options,
      .lists = TRUE,
      .run = yado_cli_run_connections_list },
    { .name = "help",
      .group = "app",
      .operands = N_("[COMMAND]"),
      .help = N_("Explains a command, or lists them all."),
      .options = no_options,
      .maximum = 2,
      .run = yado_cli_run_help },
    { .name = "version",
      .group = "app",
      .operands = "",
      .help = N_("Prints the version."),
      .options = no_options,
      .run = yado_cli_run_version },
    { 0 },
};

/* Groups in the order of the help; what the catalog names as well has its label from there. */
static const char *const group_order[] = { "look",       "power",     "state",     "edit",
                                           "processors", "snapshots", "diagnosis", "host",
                                           "cpupools",   "storage",   "network",   "devices",
                                           "view",       "app" };

const char *
yado_cli_command_get_group_label(const char *group)
{
    if (strcmp(group, "look") == 0)
        return _("Look");
    return yado_catalog_get_group_label(group);
}

/* ---- Commands of actions ---- */

char *
yado_cli_field_dup_option(const YadoFieldSpec *field)
{
    return g_strdelimit(g_strdup(field->id), "._", '-');
}

/* "a|b|c" for the shell. */
static char *
join_choices(const YadoFieldSpec *field)
{
    GString *text;

    if (field->choices == NULL)
        return g_strdup(field->type == YADO_FIELD_FILE ? "file" : NULL);
    text = g_string_new(NULL);
    for (const YadoChoice *choice = field->choices; choice->id != NULL; choice++)
        g_string_append_printf(text, "%s%s", text->len > 0 ? "|" : "", choice->id);
    return g_string_free(text, FALSE);
}

static YadoCliOption
make_option(const YadoFieldSpec *field)
{
    YadoCliOption option = { .name = yado_cli_field_dup_option(field), .help = field->help };

    option.is_bool = field->type == YADO_FIELD_BOOL;
    if (!option.is_bool)
        option.value = field->type == YADO_FIELD_FILE ? N_("FILE") : N_("VALUE");
    option.complete = join_choices(field);
    return option;
}

static gboolean
is_input(const YadoFieldSpec *field)
{
    return field->type != YADO_FIELD_INFO && field->type != YADO_FIELD_CUSTOM;
}

const YadoCliOption *
yado_cli_form_list_options(const YadoFormSpec *form)
{
    GArray *options = g_array_new(TRUE, TRUE, sizeof(YadoCliOption));

    for (const YadoSectionSpec *section = form ? form->sections : NULL;
         section != NULL && section->fields != NULL; section++)
        for (const YadoFieldSpec *field = section->fields; field->id != NULL; field++)
            if (is_input(field)) {
                YadoCliOption option = make_option(field);

                g_array_append_val(options, option);
            }
    return (const YadoCliOption *)g_array_free(options, FALSE);
}

/* Operands: the target, then the positional fields. */
static char *
make_operands(const YadoActionSpec *spec, int *minimum, int *maximum)
{
    GString *text = g_string_new(NULL);

    *minimum = spec->scope == YADO_SCOPE_GUEST;
    *maximum = 1;
    if (spec->scope == YADO_SCOPE_GUEST)
        g_string_append(text, spec->single ? _("GUEST") : _("GUEST…"));
    else if (spec->scope == YADO_SCOPE_HOST && g_str_has_prefix(spec->command, "connections "))
        g_string_append(text, _("HOST"));
    else
        *maximum = 0;
    if (g_str_has_prefix(spec->command, "connections ") && *maximum == 1)
        *minimum = 1;
    for (const YadoSectionSpec *section = spec->form ? spec->form->sections : NULL;
         section != NULL && section->fields != NULL; section++)
        for (const YadoFieldSpec *field = section->fields; field->id != NULL; field++) {
            g_autofree char *name = NULL;

            if (!(field->flags & YADO_FIELD_POSITIONAL) ||
                (*maximum > 0 && !spec->single && spec->scope == YADO_SCOPE_GUEST))
                continue;
            name = g_ascii_strup(field->id, -1);
            g_string_append_printf(text, "%s[%s]", text->len > 0 ? " " : "", name);
            (*maximum)++;
        }
    if (spec->scope == YADO_SCOPE_GUEST && !spec->single)
        *maximum = -1;
    return g_string_free(text, FALSE);
}

/* Kept for as long as the program runs. */
static YadoCliCommand *
make_command(const YadoActionSpec *spec)
{
    static GPtrArray *made = NULL;
    YadoCliCommand *command = g_new0(YadoCliCommand, 1);

    if (made == NULL)
        made = g_ptr_array_new();
    g_ptr_array_add(made, command);
    command->name = spec->command;
    command->group = spec->group;
    if (g_str_has_prefix(spec->command, "connections "))
        command->group = "host";
    command->help = spec->help;
    command->operands = make_operands(spec, &command->minimum, &command->maximum);
    command->options =
        spec->offers_console ? start_options : yado_cli_form_list_options(spec->form);
    command->action = spec;
    command->run = yado_cli_run_action;
    return command;
}

static gboolean
is_own(const char *name)
{
    for (const YadoCliCommand *command = own_commands; command->name != NULL; command++)
        if (strcmp(command->name, name) == 0)
            return TRUE;
    return FALSE;
}

static void
append_group(GPtrArray *commands, GPtrArray *made, const char *group)
{
    for (const YadoCliCommand *command = own_commands; command->name != NULL; command++)
        if (strcmp(command->group, group) == 0)
            g_ptr_array_add(commands, (gpointer)command);
    for (guint i = 0; i < made->len; i++)
        if (strcmp(((YadoCliCommand *)made->pdata[i])->group, group) == 0)
            g_ptr_array_add(commands, made->pdata[i]);
}

/* ---- Looking them up ---- */

/* What the wizard asks is known when somebody asks for it. */
static const YadoCliCommand *
complete_own(YadoCliCommand *command)
{
    if (command->run == yado_cli_run_create && command->options == no_options)
        command->options = yado_cli_create_list_options();
    return command;
}

GPtrArray *
yado_cli_list_commands(void)
{
    static GPtrArray *commands = NULL;
    g_autoptr(GPtrArray) made = g_ptr_array_new();

    if (commands != NULL)
        return commands;
    for (const YadoActionSpec *const *spec = yado_catalog_get_actions(); *spec != NULL; spec++)
        if ((*spec)->command != NULL && !is_own((*spec)->command))
            g_ptr_array_add(made, make_command(*spec));
    for (YadoCliCommand *command = own_commands; command->name != NULL; command++)
        complete_own(command);
    commands = g_ptr_array_new();
    for (guint i = 0; i < G_N_ELEMENTS(group_order); i++)
        append_group(commands, made, group_order[i]);
    return commands;
}

/* How many of @words the @name takes; 0: it is another one. */
static guint
match_words(const char *name, const char *const *words)
{
    guint n = 0;

    for (; *name != '\0'; n++) {
        gsize length = strcspn(name, " ");

        if (words[n] == NULL || strncmp(words[n], name, length) != 0 || words[n][length] != '\0')
            return 0;
        name += length + (name[length] == ' ');
    }
    return n;
}

/* Only the one that is found is made: making all of them takes a millisecond. */
const YadoCliCommand *
yado_cli_find_command(const char *const *words, guint *used)
{
    YadoCliCommand *own = NULL;
    const YadoActionSpec *action = NULL;
    guint longest = 0;

    for (YadoCliCommand *command = own_commands; command->name != NULL; command++) {
        guint n = match_words(command->name, words);

        if (n > longest) {
            longest = n;
            own = command;
        }
    }
    for (const YadoActionSpec *const *spec = yado_catalog_get_actions(); *spec != NULL; spec++) {
        guint n = (*spec)->command != NULL ? match_words((*spec)->command, words) : 0;

        if (n > longest) {
            longest = n;
            action = *spec;
        }
    }
    if (used != NULL)
        *used = longest;
    if (action != NULL)
        return make_command(action);
    return own != NULL ? complete_own(own) : NULL;
}

gboolean
yado_cli_global_takes_next(const char *word)
{
    for (const YadoCliOption *option = yado_cli_global_options; option->name != NULL; option++) {
        if (option->value == NULL)
            continue;
        if (g_str_has_prefix(word, "--") && strcmp(word + 2, option->name) == 0)
            return TRUE;
        if (word[0] == '-' && word[1] == option->letter && option->letter != 0 && word[2] == '\0')
            return TRUE;
    }
    return FALSE;
}

const char *
yado_cli_command_get_help(const YadoCliCommand *command)
{
    return _(command->help);
}
