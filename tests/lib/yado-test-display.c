/* SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "yado-test"
#include "config.h"

#include "yado-test-accessible.h"
#include "yado-test-display.h"

#include <glib/gstdio.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#define SCREEN "1280x800x24"

static gboolean display_started;

/* ---- the desktop ---- */

/* In the child. */
static void
die_with_test(gpointer data)
{
    setsid();
    prctl(PR_SET_PDEATHSIG, SIGKILL);
}

/* Starts @argv, whose descriptor 3 tells one line about where it is. (transfer full) */
static char *
start_server(const char *const *argv)
{
    g_autoptr(GError) error = NULL;
    int ends[2];
    int target = 3;
    char line[512];
    g_assert_cmpint(pipe(ends), ==, 0);
    g_spawn_async_with_pipes_and_fds(NULL, argv, NULL,
                                     G_SPAWN_SEARCH_PATH | G_SPAWN_DO_NOT_REAP_CHILD |
                                         G_SPAWN_STDOUT_TO_DEV_NULL | G_SPAWN_STDERR_TO_DEV_NULL,
                                     die_with_test, NULL, -1, -1, -1, &ends[1], &target, 1, NULL,
                                     NULL, NULL, NULL, &error);
    g_assert_no_error(error);
    close(ends[1]);
    FILE *stream = fdopen(ends[0], "r");
    char *text = fgets(line, sizeof line, stream) ? g_strdup(g_strstrip(line)) : NULL;
    fclose(stream);
    if (!text)
        g_error("%s did not start", argv[0]);
    return text;
}

static void
start_x_server(const char *program)
{
    const char *argv[] = { program,
                           "-displayfd",
                           "3",
                           "-screen",
                           "0",
                           SCREEN,
                           "-nolisten",
                           "tcp",
                           "-noreset",
                           "-dpi",
                           "96",
                           "-fbdir",
                           yado_test_get_folder(),
                           NULL };
    g_autofree char *number = start_server(argv);
    g_autofree char *name = g_strdup_printf(":%s", number);
    g_setenv("DISPLAY", name, TRUE);
}

static void
start_bus(const char *program)
{
    const char *argv[] = { program, "--session", "--nofork", "--print-address=3", NULL };
    g_autofree char *address = start_server(argv);
    g_setenv("DBUS_SESSION_BUS_ADDRESS", address, TRUE);
}

static void
start_window_manager(void)
{
    g_autofree char *program = yado_test_build_path("tests/lib/yado-test-wm");
    const char *argv[] = { program, NULL };
    yado_test_spawn(argv, NULL, NULL, 0);
}

/* No animations, no blinking: the screen is still when nothing happens. */
static void
write_gtk_settings(void)
{
    g_autofree char *folder = g_build_filename(g_get_user_config_dir(), "gtk-3.0", NULL);
    g_autofree char *path = g_build_filename(folder, "settings.ini", NULL);
    g_mkdir_with_parents(folder, 0755);
    yado_test_write_file(path, "[Settings]\ngtk-enable-animations=0\ngtk-cursor-blink=0\n");
}

static void
set_environment(void)
{
    g_setenv("GDK_BACKEND", "x11", TRUE);
    g_setenv("GSETTINGS_BACKEND", "memory", TRUE);
    g_setenv("GTK_MODULES", "", TRUE);
    g_unsetenv("NO_AT_BRIDGE");
    g_unsetenv("WAYLAND_DISPLAY");
    g_unsetenv("GTK_THEME");
}

gboolean
yado_test_display_start(void)
{
    if (display_started)
        return TRUE;
    g_autofree char *xvfb = yado_test_need_program("Xvfb");
    g_autofree char *bus = xvfb ? yado_test_need_program("dbus-daemon") : NULL;
    g_autofree char *xdotool = bus ? yado_test_need_program("xdotool") : NULL;
    if (!xdotool)
        return FALSE;
    if (!g_file_test("/usr/share/dbus-1/services/org.a11y.Bus.service", G_FILE_TEST_EXISTS)) {
        g_test_skip("at-spi2-core is not installed");
        return FALSE;
    }
    set_environment();
    write_gtk_settings();
    start_x_server(xvfb);
    start_bus(bus);
    start_window_manager();
    yado_test_accessible_connect();
    display_started = TRUE;
    return TRUE;
}

void
yado_test_display_screenshot(const char *name)
{
    g_autofree char *import = yado_test_find_program("import");
    g_autofree char *folder = yado_test_build_path("tests/screenshots");
    g_autofree char *path = g_strdup_printf("%s/%s.png", folder, name);
    if (!import)
        return;
    g_mkdir_with_parents(folder, 0755);
    const char *argv[] = { import, "-window", "root", path, NULL };
    yado_test_run(argv, NULL);
}

static void
run_xdotool(const char *command, const char *option, const char *text)
{
    g_autoptr(GPtrArray) argv = g_ptr_array_new();
    g_auto(GStrv) words = strcmp(command, "key") == 0 ? g_strsplit(text, " ", -1)
                                                      : g_strdupv((char *[]){ (char *)text, NULL });
    g_ptr_array_add(argv, (char *)"xdotool");
    g_ptr_array_add(argv, (char *)command);
    if (option) {
        g_ptr_array_add(argv, (char *)option);
        g_ptr_array_add(argv, (char *)"8");
    }
    for (guint i = 0; words[i]; i++)
        if (*words[i])
            g_ptr_array_add(argv, words[i]);
    g_ptr_array_add(argv, NULL);
    g_assert_cmpint(yado_test_run((const char *const *)argv->pdata, NULL), ==, 0);
}

void
yado_test_display_press(const char *keys)
{
    run_xdotool("key", "--delay", keys);
}

void
yado_test_display_type(const char *text)
{
    run_xdotool("type", "--delay", text);
}

/* ---- the program ---- */

struct _YadoTestApp {
    GPid pid;
    guint watch;
    gboolean running;
    int status;
    char *log;
};

static void
on_app_exited_cb(GPid pid, int status, gpointer data)
{
    YadoTestApp *self = data;
    self->watch = 0;
    self->running = FALSE;
    self->status = WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

void
yado_test_app_show_log(YadoTestApp *self)
{
    g_autofree char *text = NULL;
    if (g_file_get_contents(self->log, &text, NULL, NULL))
        g_printerr("# its output:\n%s\n", text);
}

YadoTestThing *
yado_test_app_get_root(YadoTestApp *self)
{
    return yado_test_accessible_find_program(self->pid);
}

static gboolean
has_window(gpointer data)
{
    YadoTestApp *self = data;
    return !self->running || yado_test_app_count_windows(self) > 0;
}

YadoTestApp *
yado_test_app_new(const char *const *argv, const char *const *environment)
{
    static guint serial;
    YadoTestApp *self = g_new0(YadoTestApp, 1);
    g_auto(GStrv) envp = g_get_environ();
    for (guint i = 0; environment && environment[i]; i++) {
        g_auto(GStrv) pair = g_strsplit(environment[i], "=", 2);
        envp = g_environ_setenv(envp, pair[0], pair[1], TRUE);
    }
    self->log = g_strdup_printf("%s/app%u.log", yado_test_get_folder(), serial++);
    self->pid = yado_test_spawn(argv, (const char *const *)envp, self->log, 0);
    self->running = TRUE;
    self->watch = g_child_watch_add(self->pid, on_app_exited_cb, self);
    if (!yado_test_wait(has_window, self, 20) || !self->running) {
        yado_test_app_show_log(self);
        g_error("%s shows no window (status %d)", argv[0], self->status);
    }
    return self;
}

GPid
yado_test_app_get_pid(YadoTestApp *self)
{
    return self->pid;
}

gboolean
yado_test_app_is_running(YadoTestApp *self)
{
    return self->running;
}

static gboolean
has_ended(gpointer data)
{
    return !((YadoTestApp *)data)->running;
}

int
yado_test_app_wait_exit(YadoTestApp *self)
{
    if (!yado_test_wait(has_ended, self, 10))
        g_error("The program does not end");
    return self->status;
}

void
yado_test_app_free(YadoTestApp *self)
{
    if (self->running)
        kill(self->pid, SIGTERM);
    if (self->running && !yado_test_wait(has_ended, self, 3)) {
        kill(-self->pid, SIGKILL);
        yado_test_wait(has_ended, self, 3);
    }
    g_clear_handle_id(&self->watch, g_source_remove);
    g_free(self->log);
    g_free(self);
}
