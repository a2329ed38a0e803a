/* SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "yado-tui"
#include "config.h"

#include "tui/views/yado-tui-console.h"

#include <string.h>
#include <unistd.h>

#include <glib/gi18n.h>

#include "tui/views/yado-tui-dialogs.h"
#include "tui/widget/yado-tui-screen.h"

/* One console on its way. */
typedef struct {
    YadoTuiApp *app;
    YadoGuest *guest;
    GPtrArray *records;    /* of YadoConsoleRecord */
    char *id;              /* what was chosen */
    YadoConsoleLink *link; /* once it is open */
    char **viewer;         /* the command of one for a screen, or NULL */
    gboolean force, at_start;
} Opening;

static Opening *
opening_new(YadoTuiApp *app, YadoGuest *guest)
{
    Opening *opening = g_new0(Opening, 1);

    opening->app = app;
    opening->guest = g_object_ref(guest);
    return opening;
}

static void
opening_free(gpointer data)
{
    Opening *opening = data;

    g_object_unref(opening->guest);
    g_clear_pointer(&opening->records, g_ptr_array_unref);
    g_clear_object(&opening->link);
    g_free(opening->id);
    g_strfreev(opening->viewer);
    g_free(opening);
}

static void run_terminal(Opening *opening);

/* ---- Text ---- */

static void
on_taking_accepted_cb(gpointer data)
{
    Opening *opening = data;
    Opening *again = opening_new(opening->app, opening->guest);

    again->link = g_object_ref(opening->link);
    again->force = TRUE;
    run_terminal(again);
}

static void
ask_to_take(Opening *opening, const GError *busy)
{
    g_autofree char *text =
        g_strdup_printf(_("%s Take it? Whoever holds it loses it."), busy->message);

    yado_tui_dialog_ask(_("Console"), text, _("_Take it"), TRUE, on_taking_accepted_cb, opening,
                        opening_free);
}

static void
on_terminal_left_cb(GObject *source, GAsyncResult *result, gpointer data)
{
    Opening *opening = data;
    g_autoptr(GError) error = NULL;
    gboolean left = yado_console_terminal_run_finish(YADO_CONSOLE_LINK(source), result, &error);

    if (!yado_tui_screen_is_open()) {
        opening_free(opening);
        return;
    }
    yado_tty_resume(yado_tui_screen_get_tty());
    yado_tui_screen_queue_redraw(TRUE);
    if (!left && g_error_matches(error, YADO_ERROR, YADO_ERROR_BUSY) && !opening->force) {
        ask_to_take(opening, error);
        return;
    }
    if (!left)
        yado_tui_dialog_show_error(_("Console"), error);
    opening_free(opening);
}

static void
create_link(Opening *opening)
{
    YadoSession *session = yado_tui_app_get_session(opening->app);

    opening->link = yado_console_link_new(opening->guest, opening->id);
    yado_console_link_set_hosts(opening->link, G_LIST_MODEL(session));
}

/* Takes @opening. */
static void
run_terminal(Opening *opening)
{
    YadoSettings *settings = yado_session_get_settings(yado_tui_app_get_session(opening->app));
    g_autofree char *keyboard = yado_settings_dup_string(settings, "console", "keyboard", NULL);
    g_autofree char *log = yado_console_dup_log_path(settings, opening->guest);
    YadoConsoleTerminalOptions options = {
        .keyboard = keyboard,
        .log_path = log,
        .escape = yado_console_escape_from_settings(settings),
        .switch_key = yado_console_switch_from_settings(settings),
        .force = opening->force,
    };

    if (!opening->link)
        create_link(opening);
    yado_tty_suspend(yado_tui_screen_get_tty());
    yado_console_terminal_run_async(opening->link, STDIN_FILENO, STDOUT_FILENO, &options, NULL,
                                    on_terminal_left_cb, opening);
}

/* ---- Screens ---- */

static gboolean
has_display(void)
{
    const char *x = g_getenv("DISPLAY");
    const char *wayland = g_getenv("WAYLAND_DISPLAY");

    return (x && *x) || (wayland && *wayland);
}

static char **
dup_viewer(YadoHost *host, YadoGuest *guest, const YadoConsoleRecord *record)
{
    g_autofree char *program = NULL;

    if (record->kind != YADO_CONSOLE_VNC)
        return yado_console_dup_viewer(record, NULL);
    program = g_find_program_in_path("yado-gtk");
    if (!program)
        return NULL;
    return g_strdupv((char *[]){ program, (char *)"-c", (char *)yado_host_get_uri(host),
                                 (char *)"--console", (char *)yado_guest_get_name(guest),
                                 (char *)"--device", record->id, NULL });
}

static void
start_viewer(Opening *opening)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GSubprocess) viewer = g_subprocess_newv(
        (const char *const *)opening->viewer,
        G_SUBPROCESS_FLAGS_STDOUT_SILENCE | G_SUBPROCESS_FLAGS_STDERR_SILENCE, &error);

    if (!viewer)
        yado_tui_dialog_show_error(_("Console"), error);
}

/* The characters are offered first. */
static void
on_way_chosen_cb(guint index, gpointer data)
{
    Opening *chosen = data;
    Opening *opening;

    if (index == 1 || !chosen->id) {
        start_viewer(chosen);
        return;
    }
    opening = opening_new(chosen->app, chosen->guest);
    opening->id = g_strdup(chosen->id);
    run_terminal(opening);
}

/* Takes @opening. */
static void
show_screen(Opening *opening, const YadoConsoleRecord *record)
{
    g_autofree char *text = yado_console_dup_advice(opening->guest, record);
    YadoHost *host = yado_guest_get_host(opening->guest);
    gboolean is_vnc = record->kind == YADO_CONSOLE_VNC && !record->reason;
    const char *labels[3] = { NULL };
    guint n = 0;

    opening->viewer = host && has_display() ? dup_viewer(host, opening->guest, record) : NULL;
    if (is_vnc) {
        opening->id = g_strdup(record->id);
        labels[n++] = _("Show its _characters here");
    }
    if (opening->viewer)
        labels[n++] = _("Show it in a _window");
    if (n > 0) {
        yado_tui_dialog_choose(record->label, text, labels, on_way_chosen_cb, opening,
                               opening_free);
        return;
    }
    yado_tui_dialog_show_text(record->label, text, TRUE);
    opening_free(opening);
}

/* ---- Which ---- */

/* Takes @opening. */
static void
open_record(Opening *opening, const YadoConsoleRecord *record)
{
    if (record->kind != YADO_CONSOLE_TEXT) {
        show_screen(opening, record);
    } else if (record->reason) {
        yado_tui_dialog_show_message(record->label, record->reason);
        opening_free(opening);
    } else {
        opening->id = g_strdup(record->id);
        run_terminal(opening);
    }
}

static void
on_record_chosen_cb(guint index, gpointer data)
{
    Opening *chosen = data;
    Opening *opening = opening_new(chosen->app, chosen->guest);

    opening->records = g_ptr_array_ref(chosen->records);
    open_record(opening, opening->records->pdata[index]);
}

static void
choose_record(Opening *opening)
{
    g_autoptr(GPtrArray) labels = g_ptr_array_new();

    for (guint i = 0; i < opening->records->len; i++)
        g_ptr_array_add(labels, ((YadoConsoleRecord *)opening->records->pdata[i])->label);
    g_ptr_array_add(labels, NULL);
    yado_tui_dialog_choose(_("Console"), _("Which one?"), (const char *const *)labels->pdata,
                           on_record_chosen_cb, opening, opening_free);
}

/* The one that nobody need choose, or NULL. */
static const YadoConsoleRecord *
find_obvious(Opening *opening)
{
    if (opening->records->len == 1)
        return opening->records->pdata[0];
    return opening->at_start ? yado_console_choose(opening->records, "text") : NULL;
}

static void
on_records_listed_cb(GObject *source, GAsyncResult *result, gpointer data)
{
    Opening *opening = data;
    g_autoptr(GError) error = NULL;
    const YadoConsoleRecord *record;

    opening->records = yado_guest_list_consoles_finish(YADO_GUEST(source), result, &error);
    if (!yado_tui_screen_is_open()) {
        opening_free(opening);
    } else if (!opening->records) {
        yado_tui_dialog_show_error(_("Console"), error);
        opening_free(opening);
    } else if (opening->records->len == 0) {
        yado_tui_dialog_show_message(_("Console"), _("The guest has no console. Add a serial port "
                                                     "or graphics to its configuration."));
        opening_free(opening);
    } else if ((record = find_obvious(opening)) != NULL) {
        open_record(opening, record);
    } else {
        choose_record(opening);
    }
}

void
yado_tui_console_open(YadoTuiApp *app, YadoGuest *guest, gboolean at_start)
{
    Opening *opening = opening_new(app, guest);

    opening->at_start = at_start;
    yado_guest_list_consoles_async(guest, NULL, on_records_listed_cb, opening);
}
