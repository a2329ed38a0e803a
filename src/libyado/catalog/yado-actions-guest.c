/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What can be done with guests, in menu order. */
#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "base/yado-error.h"
#include "catalog/yado-common-fields.h"
#include "present/yado-clone.h"
#include "present/yado-new-disk.h"
#include "document/yado-plain-document.h"
#include "present/yado-console-start.h"
#include "present/yado-edit-job.h"
#include "present/yado-exchange.h"

#define BIT YADO_STATE_BIT

/* ---- Predicates: each tells why not ---- */

static gboolean
refuse(char **reason, const char *text)
{
    if (reason != NULL)
        *reason = g_strdup(text);
    return FALSE;
}

static gboolean
is_any_guest(const YadoTargets *targets, gboolean (*test)(YadoGuest *guest))
{
    for (guint i = 0; targets->guests != NULL && i < targets->guests->len; i++)
        if (test(targets->guests->pdata[i]))
            return TRUE;
    return FALSE;
}

static gboolean
is_transient(YadoGuest *guest)
{
    return yado_guest_get_persistent(guest) == 0;
}

static gboolean
is_autostarted(YadoGuest *guest)
{
    return yado_guest_get_autostart(guest) == 1;
}

static gboolean
is_not_autostarted(YadoGuest *guest)
{
    return yado_guest_get_autostart(guest) == 0;
}

/* Also one whose state its host cannot tell. */
static gboolean
has_no_id(YadoGuest *guest)
{
    return !yado_guest_is_active(guest) && yado_guest_get_id(guest) < 0;
}

/* A crashed guest may be kept in memory for inspection: then it still holds its place. */
static gboolean
can_start(const YadoTargets *targets, char **reason)
{
    if (is_any_guest(targets, yado_guest_is_active))
        return refuse(reason, _("It crashed and is kept for inspection: force it off first."));
    return TRUE;
}

static gboolean
can_destroy(const YadoTargets *targets, char **reason)
{
    if (is_any_guest(targets, has_no_id))
        return refuse(reason, _("It does not run."));
    return TRUE;
}

static gboolean
can_keep(const YadoTargets *targets, char **reason)
{
    if (is_any_guest(targets, is_transient))
        return refuse(reason, _("The host does not keep this guest's configuration: it would be "
                                "gone. Save it to a file instead."));
    return TRUE;
}

static gboolean
can_delete(const YadoTargets *targets, char **reason)
{
    if (is_any_guest(targets, yado_guest_is_active))
        return refuse(reason, _("It crashed and is kept for inspection: force it off first."));
    return TRUE;
}

static gboolean
can_set_autostart(const YadoTargets *targets, char **reason)
{
    if (is_any_guest(targets, is_transient))
        return refuse(reason, _("The host does not keep this guest's configuration."));
    if (is_any_guest(targets, is_autostarted) && !is_any_guest(targets, is_not_autostarted))
        return refuse(reason, _("It starts with the host already."));
    return TRUE;
}

/* The host's, whoever owns the guest. */
static gboolean
has_storage(const YadoTargets *targets, char **reason)
{
    YadoHost *host = yado_guest_get_host(targets->guests->pdata[0]);
    const char *why = NULL;

    if (host != NULL && yado_host_has(host, YADO_CAP_STORAGE, &why))
        return TRUE;
    if (reason != NULL)
        *reason = g_strdup(why);
    return FALSE;
}

static gboolean
can_unset_autostart(const YadoTargets *targets, char **reason)
{
    if (is_any_guest(targets, is_not_autostarted) && !is_any_guest(targets, is_autostarted))
        return refuse(reason, _("It does not start with the host."));
    return TRUE;
}

static gboolean
is_dom0(YadoGuest *guest)
{
    return yado_guest_get_kind(guest) == YADO_KIND_DOM0 ||
           yado_guest_get_owner(guest) == YADO_OWNER_XEN;
}

static gboolean
can_open_console(const YadoTargets *targets, char **reason)
{
    if (is_any_guest(targets, is_dom0))
        return refuse(reason, _("Domain-0 is the host itself: log in to it instead."));
    return TRUE;
}

static gboolean
has_no_book(YadoGuest *guest)
{
    YadoGuestOwner owner = yado_guest_get_owner(guest);

    return (owner != YADO_OWNER_XL && owner != YADO_OWNER_LIBVIRT) || is_transient(guest);
}

static gboolean
can_adopt(const YadoTargets *targets, char **reason)
{
    const char *why = NULL;

    for (guint i = 0; targets->guests != NULL && i < targets->guests->len; i++)
        if (!yado_guest_ref_owners(targets->guests->pdata[i], NULL, NULL, &why))
            return refuse(reason, why);
    if (is_any_guest(targets, has_no_book))
        return refuse(reason, _("Neither libvirt nor xl keeps this guest's configuration."));
    return TRUE;
}

static gboolean
can_start_with_console(const YadoTargets *targets, char **reason)
{
    for (guint i = 0; targets->guests != NULL && i < targets->guests->len; i++) {
        const char *text = NULL;

        if (!yado_guest_can_run(targets->guests->pdata[i], "start", &text))
            return refuse(reason, text);
    }
    return can_start(targets, reason) && can_open_console(targets, reason);
}

/* ---- First values of the arguments ---- */

static void
init_rename(YadoForm *form, const YadoTargets *targets)
{
    yado_catalog_set_initial(form, "name", yado_guest_get_name(yado_form_get_guest(form)));
}

static void
init_title(YadoForm *form, const YadoTargets *targets)
{
    YadoGuest *guest = yado_form_get_guest(form);

    yado_catalog_set_initial(form, "title", yado_guest_get_title(guest));
    yado_catalog_set_initial(form, "description", yado_guest_get_description(guest));
}

static void
init_tags(YadoForm *form, const YadoTargets *targets)
{
    g_autofree char *tags = NULL;

    if (yado_form_get_targets(form) != NULL)
        return;
    tags = g_strjoinv(",", (char **)yado_guest_get_tags(yado_form_get_guest(form)));
    yado_catalog_set_initial(form, "tags", tags);
}

static void
init_button(YadoForm *form, const YadoTargets *targets)
{
    yado_catalog_set_initial(form, "button", "power");
}

static void
init_snapshot(YadoForm *form, const YadoTargets *targets)
{
    yado_catalog_set_initial(form, "memory", "yes");
}

static void
init_save_file(YadoForm *form, const YadoTargets *targets)
{
    YadoGuest *guest = yado_form_get_guest(form);
    YadoHost *host = yado_guest_get_host(guest);
    g_autofree char *path =
        g_strdup_printf("/var/lib/libvirt/save/%s.save", yado_guest_get_name(guest));

    /* Where a system's libvirt may write; a user's own cannot write there. */
    if (host != NULL && !g_str_has_suffix(yado_host_get_uri(host), "/session"))
        yado_catalog_set_initial(form, "file", path);
}

/* ---- Own implementations ---- */

static void
run_start_with_console(const YadoTargets *targets, YadoGuest *guest, YadoForm *form, YadoJob *job)
{
    yado_console_start(guest, job);
}

/* What was not touched is left as somebody else may have written it meanwhile. */
static void
add_edit(GPtrArray *edits, YadoForm *form, const char *key)
{
    const YadoEdit *edit = yado_document_find_edit(yado_form_get_document(form), NULL, key);

    if (edit != NULL)
        yado_edit_list_add(edits, NULL, key, edit->new_value);
}

static void
run_title(const YadoTargets *targets, YadoGuest *guest, YadoForm *form, YadoJob *job)
{
    GPtrArray *edits = yado_edit_list_new();

    add_edit(edits, form, "title");
    add_edit(edits, form, "description");
    yado_edit_job_start(edits, guest, job);
}

static gboolean
is_in_list(char **list, const char *word)
{
    return list != NULL && g_strv_contains((const char *const *)list, word);
}

static void
append_words(GPtrArray *words, const char *const *more, char **except)
{
    for (guint i = 0; more != NULL && more[i] != NULL; i++)
        if (*more[i] != '\0' && !is_in_list(except, more[i]) &&
            !g_ptr_array_find_with_equal_func(words, more[i], g_str_equal, NULL))
            g_ptr_array_add(words, (gpointer)more[i]);
}

typedef struct {
    GStrv added, taken;
} TagChange;

static void
tag_change_free(gpointer data)
{
    TagChange *self = data;

    g_strfreev(self->added);
    g_strfreev(self->taken);
    g_free(self);
}

/* Of several guests each keeps its own tags, but for those added and taken away. */
static gboolean
change_tags(YadoDocument *document, gpointer data, GError **error)
{
    TagChange *self = data;
    g_autofree char *tags = yado_document_dup_value(document, NULL, "tags");
    g_auto(GStrv) own = g_strsplit(tags != NULL ? tags : "", ",", -1);
    g_autoptr(GPtrArray) words = g_ptr_array_new();
    g_autofree char *merged = NULL;

    append_words(words, (const char *const *)own, self->taken);
    append_words(words, (const char *const *)self->added, NULL);
    g_ptr_array_add(words, NULL);
    merged = g_strjoinv(",", (char **)words->pdata);
    return yado_document_set_value(document, NULL, "tags", *merged != '\0' ? merged : NULL, error);
}

static GStrv
split_words(YadoForm *form, const char *id)
{
    g_autofree char *words = yado_catalog_dup_value(form, id);

    return g_strsplit(words != NULL ? words : "", ",", -1);
}

static void
run_tags(const YadoTargets *targets, YadoGuest *guest, YadoForm *form, YadoJob *job)
{
    GPtrArray *edits = NULL;
    TagChange *change = NULL;

    if (yado_form_get_targets(form) == NULL) {
        edits = yado_edit_list_new();
        add_edit(edits, form, "tags");
        yado_edit_job_start(edits, guest, job);
        return;
    }
    change = g_new0(TagChange, 1);
    change->added = split_words(form, "add");
    change->taken = split_words(form, "remove");
    yado_edit_job_start_with(change_tags, change, tag_change_free, guest, job);
}

static void
init_export(YadoForm *form, const YadoTargets *targets)
{
    yado_catalog_set_initial(form, "format", "xml");
}

static void
run_export(const YadoTargets *targets, YadoGuest *guest, YadoForm *form, YadoJob *job)
{
    g_autofree char *name = yado_catalog_dup_value(form, "format");
    g_autofree char *file = yado_catalog_dup_value(form, "file");
    g_autofree char *replace = yado_catalog_dup_value(form, "replace");
    YadoDocumentFormat format = YADO_FORMAT_XML;

    yado_document_format_from_name(name, &format);
    yado_exchange_export(guest, format, file, g_strcmp0(replace, "yes") == 0, job);
}

static void
run_clone(const YadoTargets *targets, YadoGuest *guest, YadoForm *form, YadoJob *job)
{
    g_auto(GStrv) left_out = split_words(form, "leave-out");
    GError *error = NULL;
    g_auto(GStrv) names = yado_catalog_list_guest_names(form, &error);

    if (names == NULL) {
        yado_job_begin(job);
        yado_job_finish(job, error);
        return;
    }
    yado_clone_start(guest, (const char *const *)names, (const char *const *)left_out, job);
}

static void
run_adopt(const YadoTargets *targets, YadoGuest *guest, YadoForm *form, YadoJob *job)
{
    g_autofree char *report = yado_catalog_dup_value(form, "report");
    g_autofree char *losses = yado_catalog_dup_value(form, "with-losses");
    YadoAdoptFlags flags = 0;

    if (g_strcmp0(report, "yes") == 0)
        flags |= YADO_ADOPT_REPORT_ONLY;
    if (g_strcmp0(losses, "yes") == 0)
        flags |= YADO_ADOPT_WITH_LOSSES;
    yado_exchange_adopt(guest, flags, job);
}

/* Each guest is told only its own disks. */
static void
run_delete(const YadoTargets *targets, YadoGuest *guest, YadoForm *form, YadoJob *job)
{
    g_autoptr(YadoDocument) arguments = yado_plain_document_new();
    g_autofree char *disks = form != NULL ? yado_catalog_dup_chosen_disks(form, guest) : NULL;

    if (disks != NULL && *disks != '\0')
        yado_plain_document_set_initial(YADO_PLAIN_DOCUMENT(arguments), "disks", disks);
    yado_guest_start(guest, "delete", arguments, job);
}

/* ---- What the question adds ---- */

static void
append_chosen_disks(GString *text, YadoForm *form, YadoGuest *guest)
{
    g_autofree char *chosen = yado_catalog_dup_chosen_disks(form, guest);
    g_auto(GStrv) paths = g_strsplit(chosen, "\n", -1);

    for (guint i = 0; paths[i] != NULL; i++)
        if (*paths[i] != '\0') {
            g_autofree char *path = yado_text_clean(paths[i]);

            g_string_append_printf(text, "\n  %s", path);
        }
}

/* Who else uses them is known when all have told what they have. */
static gboolean
erases_disks(YadoForm *form)
{
    g_autofree char *disks = form != NULL ? yado_catalog_dup_value(form, "disks") : NULL;

    return disks != NULL && *disks != '\0';
}

static char *
dup_delete_details(const YadoTargets *targets, YadoForm *form)
{
    g_autoptr(GString) list = g_string_new(NULL);

    for (guint i = 0; form != NULL && targets->guests != NULL && i < targets->guests->len; i++)
        append_chosen_disks(list, form, targets->guests->pdata[i]);
    if (list->len == 0)
        return g_strdup(_("No disk is erased."));
    return g_strdup_printf(_("These disks are erased, with all that is on them:%s"), list->str);
}

const YadoActionSpec yado_catalog_guest_actions[] = {
    { .id = "guest.open",
      .command = "show",
      .label = N_("_Open"),
      .help = N_("Opens the guest: its overview, its processors, memory, disks and networks, its "
                 "graphs and its configuration."),
      .icon = "document-open-symbolic",
      .group = "view",
      .scope = YADO_SCOPE_GUEST,
      .key = "Enter",
      .single = TRUE,
      .view = "page:overview" },
    { .id = "guest.edit",
      .command = "edit",
      .label = N_("_Configuration"),
      .help = N_("Shows the guest's configuration as text, as the host keeps it. It can be "
                 "edited and checked there; the difference is shown before it is applied."),
      .icon = "document-edit-symbolic",
      .group = "view",
      .scope = YADO_SCOPE_GUEST,
      .role = YADO_ROLE_EDIT,
      .key = "F4",
      .single = TRUE,
      .view = "page:configuration" },
    { .id = "guest.add-hardware",
      .command = "device add",
      .label = N_("Add hard_ware…"),
      .help = N_("Gives a guest a disk, a network card or another device: now where that is "
                 "possible, else from its next start on. What this guest cannot have is shown "
                 "with the reason."),
      .icon = "list-add-symbolic",
      .group = "view",
      .scope = YADO_SCOPE_GUEST,
      .single = TRUE,
      .not_dom0 = TRUE,
      .view = "page:" YADO_PAGE_ADD_HARDWARE },
    { .id = "guest.performance",
      .label = N_("_Performance"),
      .help = N_("Shows graphs of what the guest used of processors, memory, disks and networks "
                 "in the last minutes or hours."),
      .icon = "power-profile-performance-symbolic",
      .group = "view",
      .scope = YADO_SCOPE_GUEST,
      .key = "g",
      .single = TRUE,
      .view = "page:performance" },
    { .id = "guest.console",
      .label = N_("Co_nsole"),
      .help = N_("Opens the guest's screen, or its text console where it has no screen or this is "
                 "a terminal. It stays open while the guest restarts, and waits for one that is "
                 "off."),
      .icon = "utilities-terminal-symbolic",
      .group = "view",
      .scope = YADO_SCOPE_GUEST,
      .role = YADO_ROLE_CONSOLE,
      .key = "F7",
      .single = TRUE,
      .needs = YADO_CAP_CONSOLE,
      .enabled_if = can_open_console,
      .view = "console" },
    { .id = "guest.mark",
      .label = N_("_Mark"),
      .help = N_("Marks the guest, or takes its mark away. While guests are marked, an action is "
                 "done on all of them."),
      .group = "view",
      .scope = YADO_SCOPE_GUEST,
      .key = "Space",
      .view = "mark" },

    { .id = "guest.start",
      .command = "start",
      .label = N_("_Start"),
      .help = N_("Switches the guest on. A guest with a saved state goes on from there."),
      .icon = "media-playback-start-symbolic",
      .group = "power",
      .scope = YADO_SCOPE_GUEST,
      .key = "s",
      .states = YADO_STATES_INACTIVE | BIT(YADO_GUEST_CRASHED),
      .state_reason = N_("It is running already."),
      .not_dom0 = TRUE,
      .enabled_if = can_start,
      .offers_console = TRUE,
      .operation = "start" },
    { .id = "guest.start-console", /* "start --console" on the command line */
      .label = N_("Start with _console"),
      .help = N_("Switches the guest on and opens its console, which shows all that the guest says "
                 "from its first message on."),
      .icon = "utilities-terminal-symbolic",
      .group = "power",
      .scope = YADO_SCOPE_GUEST,
      .key = "S",
      .states = YADO_STATES_INACTIVE | BIT(YADO_GUEST_CRASHED),
      .state_reason = N_("It is running already."),
      .needs = YADO_CAP_CONSOLE,
      .single = TRUE,
      .not_dom0 = TRUE,
      .enabled_if = can_start_with_console,
      .run = run_start_with_console,
      .opens = "console:start" },
    { .id = "guest.start-paused",
      .command = "start-paused",
      .label = N_("Start pa_used"),
      .help = N_("Switches the guest on and stops it before its first instruction. Use “Resume” "
                 "to let it go, for example after opening its console to see all that it says."),
      .group = "power",
      .scope = YADO_SCOPE_GUEST,
      .states = BIT(YADO_GUEST_SHUT_OFF),
      .state_reason = N_("Only a guest that is shut off and has no saved state can be started "
                         "paused."),
      .not_dom0 = TRUE,
      .operation = "start-paused" },
    { .id = "guest.shutdown",
      .command = "shutdown",
      .label = N_("Shut _down"),
      .help = N_("Asks the guest's system to shut down, as if its power button had been pressed. "
                 "A guest that does not react is told, with what can be done next."),
      .icon = "system-shutdown-symbolic",
      .group = "power",
      .scope = YADO_SCOPE_GUEST,
      .key = "d",
      .states = BIT(YADO_GUEST_RUNNING),
      .state_reason = N_("Only a running guest hears the request to shut down."),
      .not_dom0 = TRUE,
      .danger = YADO_DANGER_DISRUPTS,
      .operation = "shutdown" },
    { .id = "guest.reboot",
      .command = "reboot",
      .label = N_("_Reboot"),
      .help = N_("Asks the guest's system to shut down and start again. What “on reboot” says on "
                 "the page Start-up decides what happens then."),
      .icon = "system-reboot-symbolic",
      .group = "power",
      .scope = YADO_SCOPE_GUEST,
      .key = "r",
      .states = BIT(YADO_GUEST_RUNNING),
      .state_reason = N_("Only a running guest hears the request to reboot."),
      .not_dom0 = TRUE,
      .danger = YADO_DANGER_DISRUPTS,
      .operation = "reboot" },
    { .id = "guest.reset",
      .command = "reset",
      .label = N_("Reset (_hard)"),
      .help = N_("Restarts the guest at once, as if its reset button had been pressed. Its "
                 "system is not asked: what it has not yet written to its disks is lost."),
      .group = "power",
      .scope = YADO_SCOPE_GUEST,
      .states = BIT(YADO_GUEST_RUNNING) | BIT(YADO_GUEST_PAUSED) | BIT(YADO_GUEST_CRASHED),
      .state_reason = N_("It does not run."),
      .needs = YADO_CAP_RESET,
      .not_dom0 = TRUE,
      .danger = YADO_DANGER_LOSES,
      .confirm = NP_("Reset %s? The guest restarts at once: what it has not yet written to its "
                     "disks is lost.",
                     "Reset %s? The guests restart at once: what they have not yet written to "
                     "their disks is lost."),
      .enabled_if = can_destroy,
      .operation = "reset" },
    { .id = "guest.destroy",
      .command = "destroy",
      .label = N_("_Force off"),
      .help = N_("Switches the guest off at once, as if its plug had been pulled. Its system is "
                 "not asked: what it has not yet written to its disks is lost. The guest itself, "
                 "its configuration and its disks stay."),
      .icon = "process-stop-symbolic",
      .group = "power",
      .scope = YADO_SCOPE_GUEST,
      .key = "x",
      .states = BIT(YADO_GUEST_RUNNING) | BIT(YADO_GUEST_PAUSED) | BIT(YADO_GUEST_STOPPING) |
                BIT(YADO_GUEST_CRASHED) | BIT(YADO_GUEST_SUSPENDED) | BIT(YADO_GUEST_UNKNOWN),
      .state_reason = N_("It does not run."),
      .not_dom0 = TRUE,
      .danger = YADO_DANGER_LOSES,
      .confirm = NP_("Force %s off? It is like pulling the plug: what the guest has not yet "
                     "written to its disks is lost.",
                     "Force %s off? It is like pulling the plug: what the guests have not yet "
                     "written to their disks is lost."),
      .enabled_if = can_destroy,
      .operation = "destroy" },

    { .id = "guest.pause",
      .command = "pause",
      .label = N_("_Pause"),
      .help = N_("Stops the guest's processors. It keeps its memory and answers nobody until it "
                 "is resumed."),
      .icon = "media-playback-pause-symbolic",
      .group = "state",
      .scope = YADO_SCOPE_GUEST,
      .key = "p",
      .states = BIT(YADO_GUEST_RUNNING),
      .state_reason = N_("Only a running guest can be paused."),
      .not_dom0 = TRUE,
      .danger = YADO_DANGER_DISRUPTS,
      .operation = "pause" },
    { .id = "guest.resume",
      .command = "resume",
      .label = N_("R_esume"),
      .help = N_("Lets a paused or suspended guest go on where it stopped."),
      .icon = "media-playback-start-symbolic",
      .group = "state",
      .scope = YADO_SCOPE_GUEST,
      .key = "u",
      .states = BIT(YADO_GUEST_PAUSED) | BIT(YADO_GUEST_SUSPENDED),
      .state_reason = N_("It is not paused."),
      .not_dom0 = TRUE,
      .operation = "resume" },
    { .id = "guest.save",
      .command = "save",
      .label = N_("_Save"),
      .help = N_("Writes the guest's memory to the host's disk and switches the guest off. Its "
                 "next start goes on from there."),
      .icon = "document-save-symbolic",
      .group = "state",
      .scope = YADO_SCOPE_GUEST,
      .key = "v",
      .states = BIT(YADO_GUEST_RUNNING) | BIT(YADO_GUEST_PAUSED),
      .state_reason = N_("Only a running or paused guest has something to save."),
      .needs = YADO_CAP_SAVE,
      .not_dom0 = TRUE,
      .danger = YADO_DANGER_DISRUPTS,
      .enabled_if = can_keep,
      .operation = "save" },
    { .id = "guest.save-file",
      .command = "save-file",
      .label = N_("Save to a _file…"),
      .help = N_("Writes the guest's memory to a file on the host and switches the guest off. "
                 "“Restore from a file” brings it back; a normal start does not look at it."),
      .group = "state",
      .scope = YADO_SCOPE_GUEST,
      .states = BIT(YADO_GUEST_RUNNING) | BIT(YADO_GUEST_PAUSED),
      .state_reason = N_("Only a running or paused guest has something to save."),
      .needs = YADO_CAP_SAVE,
      .single = TRUE,
      .not_dom0 = TRUE,
      .danger = YADO_DANGER_DISRUPTS,
      .operation = "save-to-file",
      .form = &yado_form_save_file,
      .init_form = init_save_file },
    { .id = "guest.restore",
      .command = "restore",
      .label = N_("Res_tore"),
      .help = N_("Goes on from the state that was saved. The saved state is used up by this."),
      .icon = "document-revert-symbolic",
      .group = "state",
      .scope = YADO_SCOPE_GUEST,
      .states = BIT(YADO_GUEST_SAVED),
      .state_reason = N_("It has no saved state."),
      .not_dom0 = TRUE,
      .operation = "start" },
    { .id = "guest.discard-saved",
      .command = "discard-saved",
      .label = N_("_Discard saved state"),
      .help = N_("Throws away what was saved, so that the next start boots the guest afresh. For "
                 "its system that is like a power failure at the moment of saving."),
      .group = "state",
      .scope = YADO_SCOPE_GUEST,
      .states = BIT(YADO_GUEST_SAVED),
      .state_reason = N_("It has no saved state."),
      .not_dom0 = TRUE,
      .danger = YADO_DANGER_LOSES,
      .confirm = NP_("Discard the saved state of %s? What the guest was doing when it was saved "
                     "is lost.",
                     "Discard the saved states of %s? What the guests were doing when they were "
                     "saved is lost."),
      .operation = "discard-saved" },

    { .id = "guest.rename",
      .command = "rename",
      .label = N_("_Rename…"),
      .help = N_("Gives the guest another name. Its unique number, its disks and its networks "
                 "stay as they are."),
      .group = "edit",
      .scope = YADO_SCOPE_GUEST,
      .states = BIT(YADO_GUEST_SHUT_OFF),
      .state_reason = N_("A guest can be renamed only while it is shut off and has no saved "
                         "state."),
      .needs = YADO_CAP_RENAME,
      .single = TRUE,
      .not_dom0 = TRUE,
      .operation = "rename",
      .form = &yado_form_rename,
      .init_form = init_rename },
    { .id = "guest.title",
      .command = "title",
      .label = N_("_Title and notes…"),
      .help = N_("Describes the guest in your own words: a short title for the list, and notes "
                 "of any length. Both are kept in the guest's configuration."),
      .group = "edit",
      .scope = YADO_SCOPE_GUEST,
      .key = "t",
      .single = TRUE,
      .not_dom0 = TRUE,
      .form = &yado_form_title,
      .init_form = init_title,
      .run = run_title },
    { .id = "guest.tags",
      .command = "tag",
      .label = N_("Ta_gs…"),
      .help = N_("Gives the guest words by which the list can be grouped and filtered. They are "
                 "kept in the guest's own configuration, so every YaDO sees them."),
      .group = "edit",
      .scope = YADO_SCOPE_GUEST,
      .not_dom0 = TRUE,
      .form = &yado_form_tags,
      .init_form = init_tags,
      .run = run_tags },
    { .id = "guest.autostart-on",
      .command = "autostart",
      .label = N_("_Autostart on"),
      .help = N_("From now on the host starts the guest when it boots."),
      .group = "edit",
      .scope = YADO_SCOPE_GUEST,
      .not_dom0 = TRUE,
      .enabled_if = can_set_autostart,
      .operation = "autostart-on" },
    { .id = "guest.autostart-off",
      .command = "no-autostart",
      .label = N_("Autostart _off"),
      .help = N_("The host no longer starts the guest when it boots."),
      .group = "edit",
      .scope = YADO_SCOPE_GUEST,
      .not_dom0 = TRUE,
      .enabled_if = can_unset_autostart,
      .operation = "autostart-off" },
    { .id = "guest.new-disk",
      .command = "disk new",
      .label = N_("New dis_k…"),
      .help = N_("Makes a disk in a storage pool and gives it to the guest. When that fails, the "
                 "volume is removed again."),
      .icon = "drive-harddisk-symbolic",
      .group = "edit",
      .scope = YADO_SCOPE_GUEST,
      .single = TRUE,
      .not_dom0 = TRUE,
      .enabled_if = has_storage,
      .form = &yado_form_new_disk,
      .init_form = yado_catalog_init_new_disk,
      .run = yado_new_disk_start,
      .changes_resources = TRUE },
    { .id = "guest.clone",
      .command = "clone",
      .label = N_("_Clone…"),
      .help = N_("Makes guests like this one, with copies of its disks. Each gets a name, a unique "
                 "number and network addresses of its own. When one cannot be made, all that was "
                 "made for it is removed again."),
      .icon = "edit-copy-symbolic",
      .group = "edit",
      .scope = YADO_SCOPE_GUEST,
      .states = BIT(YADO_GUEST_SHUT_OFF),
      .state_reason = N_("Shut it down first: a disk that is written to cannot be copied."),
      .single = TRUE,
      .not_dom0 = TRUE,
      .form = &yado_form_clone,
      .init_form = yado_catalog_init_clone,
      .run = run_clone,
      .changes_resources = TRUE },
    { .id = "guest.export",
      .command = "export",
      .label = N_("E_xport…"),
      .help = N_("Writes the guest's configuration to a file: libvirt's XML, or the xl.cfg of xl. "
                 "What the format has no words for is told, each with its place."),
      .icon = "document-save-as-symbolic",
      .group = "edit",
      .scope = YADO_SCOPE_GUEST,
      .single = TRUE,
      .form = &yado_form_export,
      .init_form = init_export,
      .run = run_export },
    { .id = "guest.adopt",
      .command = "adopt",
      .label = N_("Hand o_ver…"),
      .help = N_("Hands a guest of xl over to libvirt, or a guest of libvirt to xl: each of them "
                 "starts and watches only its own. The guest keeps its name, its unique number "
                 "and its disks. When the new owner has no place for something it stays as it is, "
                 "unless you say otherwise."),
      .group = "edit",
      .scope = YADO_SCOPE_GUEST,
      .states = BIT(YADO_GUEST_SHUT_OFF),
      .state_reason = N_("Only a guest that is shut off and has no saved state can get another "
                         "owner."),
      .not_dom0 = TRUE,
      .enabled_if = can_adopt,
      .form = &yado_form_adopt,
      .run = run_adopt },
    { .id = "guest.migrate",
      .command = "migrate",
      .label = N_("_Migrate…"),
      .help = N_("Moves a guest to another host, while it runs or shut off. Its disks are not "
                 "copied: both hosts must reach them at the same place. A guest that cannot be "
                 "moved stays as it is."),
      .icon = "go-next-symbolic",
      .group = "edit",
      .scope = YADO_SCOPE_GUEST,
      .states = BIT(YADO_GUEST_RUNNING) | BIT(YADO_GUEST_PAUSED) | BIT(YADO_GUEST_SHUT_OFF),
      .state_reason = N_("Only a guest that runs, is paused or is shut off without a saved state "
                         "can be migrated."),
      .needs = YADO_CAP_MIGRATE,
      .single = TRUE,
      .not_dom0 = TRUE,
      .danger = YADO_DANGER_DISRUPTS,
      .form = &yado_form_migrate,
      .run = yado_catalog_run_migrate,
      .keeps_form = TRUE },
    { .id = "guest.delete",
      .command = "delete",
      .label = N_("_Delete…"),
      .help = N_("Removes the guest's configuration and saved state from the host. Its disks are "
                 "kept, but for those that you choose to erase with it."),
      .icon = "edit-delete-symbolic",
      .group = "edit",
      .scope = YADO_SCOPE_GUEST,
      .role = YADO_ROLE_DELETE,
      .key = "F5",
      .states = YADO_STATES_INACTIVE | BIT(YADO_GUEST_CRASHED),
      .state_reason = N_("Shut it down or force it off first."),
      .not_dom0 = TRUE,
      .danger = YADO_DANGER_LOSES,
      .confirm = NP_("Delete %s? The guest's configuration and its saved state, if there is one, "
                     "are lost.",
                     "Delete %s? The guests' configurations and their saved states, if there are "
                     "any, are lost."),
      .dup_details = dup_delete_details,
      .needs_configurations = erases_disks,
      .enabled_if = can_delete,
      .operation = "delete",
      .form = &yado_form_delete,
      .run = run_delete },
    { .id = "guest.pin",
      .command = "pin",
      .label = N_("Pin pr_ocessors…"),
      .help = N_("Says on which of the host's processors the guest's processors run. A running "
                 "guest is moved at once."),
      .group = "processors",
      .scope = YADO_SCOPE_GUEST,
      .needs = YADO_CAP_SCHEDULING,
      .operation = "pin",
      .single = TRUE,
      .form = &yado_form_pin },
    { .id = "guest.schedule",
      .command = "weight",
      .label = N_("Wei_ght and cap…"),
      .help = N_("Sets the guest's share of the host's processors: its weight against others, and "
                 "the most it gets."),
      .group = "processors",
      .scope = YADO_SCOPE_GUEST,
      .needs = YADO_CAP_SCHEDULING,
      .operation = "schedule",
      .single = TRUE,
      .form = &yado_form_schedule },
    { .id = "guest.move-pool",
      .command = "pool",
      .label = N_("Move to a CP_U pool…"),
      .help = N_("Lets the guest run on the processors of another of Xen's CPU pools."),
      .group = "processors",
      .scope = YADO_SCOPE_GUEST,
      .needs = YADO_CAP_POOLS,
      .operation = "move-pool",
      .single = TRUE,
      .form = &yado_form_pool,
      .init_form = yado_catalog_init_pool },
    { .id = "snapshot.create",
      .command = "snapshot create",
      .label = N_("Take a s_napshot…"),
      .help = N_("Keeps the state of the guest's disks, and of its memory where it runs, under a "
                 "name, to go back to it later."),
      .icon = "camera-photo-symbolic",
      .group = "snapshots",
      .scope = YADO_SCOPE_GUEST,
      .needs = YADO_CAP_SNAPSHOTS,
      .single = TRUE,
      .not_dom0 = TRUE,
      .operation = "snapshot-create",
      .form = &yado_form_snapshot_create,
      .init_form = init_snapshot },
    { .id = "snapshot.revert",
      .command = "snapshot revert",
      .label = N_("Go _back to a snapshot…"),
      .help = N_("Puts the guest's disks, and its memory where that was kept, back to how they "
                 "were. What happened since then is lost."),
      .group = "snapshots",
      .scope = YADO_SCOPE_GUEST,
      .needs = YADO_CAP_SNAPSHOTS,
      .single = TRUE,
      .not_dom0 = TRUE,
      .danger = YADO_DANGER_LOSES,
      .confirm = N_("%s goes back to the snapshot. All that happened in it since then is lost."),
      .operation = "snapshot-revert",
      .form = &yado_form_snapshot },
    { .id = "snapshot.describe",
      .command = "snapshot describe",
      .label = N_("Des_cribe a snapshot…"),
      .help = N_("Changes the description of a snapshot."),
      .group = "snapshots",
      .scope = YADO_SCOPE_GUEST,
      .needs = YADO_CAP_SNAPSHOTS,
      .single = TRUE,
      .operation = "snapshot-describe",
      .form = &yado_form_snapshot_describe },
    { .id = "snapshot.delete",
      .command = "snapshot delete",
      .label = N_("Delete a snaps_hot…"),
      .help = N_("Deletes a snapshot. The guest itself stays as it is now; snapshots that came "
                 "after it stay, too."),
      .group = "snapshots",
      .scope = YADO_SCOPE_GUEST,
      .needs = YADO_CAP_SNAPSHOTS,
      .single = TRUE,
      .danger = YADO_DANGER_LOSES,
      .confirm = N_("The snapshot of %s is lost: nobody can go back to it any more."),
      .operation = "snapshot-delete",
      .form = &yado_form_snapshot },
    { .id = "guest.dump-core",
      .command = "dump-core",
      .label = N_("Write a memor_y dump…"),
      .help = N_("Writes the guest's memory to a file on the host, for those who look for a fault "
                 "in its system. The guest goes on afterwards as it was."),
      .group = "diagnosis",
      .scope = YADO_SCOPE_GUEST,
      .states = BIT(YADO_GUEST_RUNNING) | BIT(YADO_GUEST_PAUSED) | BIT(YADO_GUEST_CRASHED),
      .state_reason = N_("It does not run."),
      .single = TRUE,
      .not_dom0 = TRUE,
      .danger = YADO_DANGER_DISRUPTS,
      .operation = "dump-core",
      .form = &yado_form_dump_core },
    { .id = "guest.button",
      .command = "button",
      .label = N_("Press a _button…"),
      .help = N_("Presses a button of the guest's emulated computer: power, sleep or wake. Its "
                 "system decides what it does then. “Shut down” asks in the way that the guest "
                 "understands, and waits for it."),
      .group = "diagnosis",
      .scope = YADO_SCOPE_GUEST,
      .states = BIT(YADO_GUEST_RUNNING) | BIT(YADO_GUEST_SUSPENDED),
      .state_reason = N_("It does not run."),
      .single = TRUE,
      .not_dom0 = TRUE,
      .danger = YADO_DANGER_DISRUPTS,
      .operation = "button",
      .form = &yado_form_button,
      .init_form = init_button },
    { .id = "guest.nmi",
      .command = "nmi",
      .label = N_("Send an N_MI"),
      .help = N_("Interrupts the guest's processors in a way that its system cannot ignore. What "
                 "it does then is its own matter: often it writes what it was doing, or stops."),
      .group = "diagnosis",
      .scope = YADO_SCOPE_GUEST,
      .states = BIT(YADO_GUEST_RUNNING),
      .state_reason = N_("It does not run."),
      .not_dom0 = TRUE,
      .danger = YADO_DANGER_LOSES,
      .confirm = NP_("Send %s an NMI? Its system may stop or restart.",
                     "Send %s an NMI? Their systems may stop or restart."),
      .operation = "nmi" },
    { .id = "guest.sysrq",
      .command = "sysrq",
      .label = N_("Send a SysR_q key…"),
      .help = N_("Sends a Linux guest one of the keys that its kernel itself listens to: h shows "
                 "them all, s writes what is not yet on disk, b restarts at once."),
      .group = "diagnosis",
      .scope = YADO_SCOPE_GUEST,
      .states = BIT(YADO_GUEST_RUNNING),
      .state_reason = N_("It does not run."),
      .single = TRUE,
      .not_dom0 = TRUE,
      .danger = YADO_DANGER_DISRUPTS,
      .operation = "sysrq",
      .form = &yado_form_sysrq },
    { 0 },
};
