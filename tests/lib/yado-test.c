/* SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "yado-test"
#include "config.h"

#include "yado-test.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <glib/gstdio.h>
#include <locale.h>
#include <pwd.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static char *folder;
static char *user_cache;
static guint folder_serial;

/* ---- the guard: no GLib loop here, only what may be used after fork ---- */

static pid_t guarded_pid;
static volatile sig_atomic_t guard_reason;

static void
on_guard_signalled(int signal_number)
{
    guard_reason = signal_number;
    kill(guarded_pid, SIGKILL);
}

static int
remove_entry(const char *path, const struct stat *info, int type, struct FTW *where)
{
    remove(path);
    return 0;
}

static void
kill_children(void)
{
    g_autofree char *path = g_strdup_printf("/proc/self/task/%d/children", getpid());
    g_autofree char *text = NULL;
    if (!g_file_get_contents(path, &text, NULL, NULL))
        return;
    g_auto(GStrv) pids = g_strsplit(g_strstrip(text), " ", -1);
    for (guint i = 0; pids[i]; i++)
        if (*pids[i])
            kill(atoi(pids[i]), SIGKILL);
}

/* Each death hands us the dead one's children, so it ends when there are no more. */
static void
kill_descendants(void)
{
    do
        kill_children();
    while (waitpid(-1, NULL, 0) > 0);
}

static int
wait_for_guarded(void)
{
    int status = 0;
    for (;;) {
        pid_t pid = waitpid(-1, &status, 0);
        if (pid == guarded_pid || (pid < 0 && errno == ECHILD))
            return status;
    }
}

/* Who is patient waits longer for each state, and so for the whole. */
static guint
get_limit(void)
{
    const char *limit = g_getenv("YADO_TEST_TIMEOUT");
    return limit ? (guint)atoi(limit) : (guint)(300 * yado_test_get_patience());
}

static G_GNUC_NORETURN void
run_guard(void)
{
    static const int signals[] = { SIGTERM, SIGINT, SIGHUP, SIGALRM };
    for (guint i = 0; i < G_N_ELEMENTS(signals); i++)
        signal(signals[i], on_guard_signalled);
    alarm(get_limit());
    int status = wait_for_guarded();
    if (guard_reason == SIGALRM)
        printf("Bail out! the test took too long\n");
    fflush(stdout);
    kill_descendants();
    nftw(folder, remove_entry, 32, FTW_DEPTH | FTW_PHYS);
    if (WIFSIGNALED(status))
        fprintf(stderr, "# the test died of signal %d\n", WTERMSIG(status));
    _exit(WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status));
}

static void
set_homes(void)
{
    g_autofree char *run = g_build_filename(folder, "run", NULL);
    g_autofree char *config = g_build_filename(folder, "config", NULL);
    g_autofree char *cache = g_build_filename(folder, "cache", NULL);
    g_autofree char *data = g_build_filename(folder, "data", NULL);
    g_mkdir(run, 0700);
    g_setenv("HOME", folder, TRUE);
    g_setenv("XDG_RUNTIME_DIR", run, TRUE);
    g_setenv("XDG_CONFIG_HOME", config, TRUE);
    g_setenv("XDG_CACHE_HOME", cache, TRUE);
    g_setenv("XDG_DATA_HOME", data, TRUE);
    g_unsetenv("DBUS_SESSION_BUS_ADDRESS");
}

/*
 * LeakSanitizer dies itself in a program that ends while a thread of it ends, as ours may: their leaks are valgrind's business.  What was
 * freed is given back early, so that their memory can be measured.
 */
static void
calm_sanitizers(void)
{
    g_setenv("ASAN_OPTIONS", "detect_leaks=0:quarantine_size_mb=4", TRUE);
}

void
yado_test_guard(void)
{
    setlocale(LC_ALL, "");
    user_cache = g_strdup(g_get_user_cache_dir());
    folder = g_strdup("/tmp/yt-XXXXXX");
    if (!g_mkdtemp_full(folder, 0711))
        g_error("No folder for the test: %s", g_strerror(errno));
    if (!g_getenv("YADO_TEST_NO_GUARD")) {
        prctl(PR_SET_CHILD_SUBREAPER, 1);
        guarded_pid = fork();
        if (guarded_pid > 0)
            run_guard();
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        setsid(); /* without a terminal of its own, virsh does not look for polkit's agent there */
    }
    signal(SIGPIPE, SIG_IGN); /* libvirt writes to the sockets of killed daemons */
    set_homes();
    calm_sanitizers();
}

/* ---- places ---- */

const char *
yado_test_get_folder(void)
{
    return folder;
}

char *
yado_test_make_folder(const char *name)
{
    g_autofree char *path = g_strdup_printf("%s/%s%u", folder, name, folder_serial++);
    g_assert_cmpint(g_mkdir(path, 0755), ==, 0);
    return g_steal_pointer(&path);
}

const char *
yado_test_get_user_cache(void)
{
    return user_cache;
}

static char *
dup_path_below(const char *variable, const char *name)
{
    const char *root = g_getenv(variable);
    if (!root)
        g_error("%s is not set: run the test by make check", variable);
    return g_build_filename(root, name, NULL);
}

char *
yado_test_build_path(const char *name)
{
    return dup_path_below("YADO_BUILD_DIR", name);
}

char *
yado_test_source_path(const char *name)
{
    return dup_path_below("YADO_SOURCE_DIR", name);
}

char *
yado_test_find_program(const char *name)
{
    static const char *const others[] = { "/usr/sbin", "/sbin", "/usr/libexec" };
    char *path = g_find_program_in_path(name);
    for (guint i = 0; !path && i < G_N_ELEMENTS(others); i++) {
        path = g_build_filename(others[i], name, NULL);
        if (!g_file_test(path, G_FILE_TEST_IS_EXECUTABLE))
            g_clear_pointer(&path, g_free);
    }
    return path;
}

char *
yado_test_need_program(const char *name)
{
    char *path = yado_test_find_program(name);
    if (!path) {
        g_autofree char *reason = g_strdup_printf("%s is not installed", name);
        g_test_skip(reason);
    }
    return path;
}

void
yado_test_write_file(const char *path, const char *text)
{
    g_autoptr(GError) error = NULL;
    g_file_set_contents(path, text, -1, &error);
    g_assert_no_error(error);
}

guint
yado_test_get_daemon_uid(void)
{
    return geteuid() == 0 ? 65534 : 0;
}

/* ---- waiting ---- */

static gboolean
on_tick_passed_cb(gpointer data)
{
    return G_SOURCE_CONTINUE;
}

double
yado_test_get_patience(void)
{
    const char *text = g_getenv("YADO_TEST_PATIENCE");
    return text ? MAX(1.0, g_ascii_strtod(text, NULL)) : 1.0;
}

/* Milliseconds between looks: whoever looks at an emulated machine takes from its processors. */
static guint
get_pace(void)
{
    const char *text = g_getenv("YADO_TEST_PACE");
    return text ? MAX(1, (guint)g_ascii_strtoull(text, NULL, 10)) : 20;
}

gboolean
yado_test_wait(YadoTestPredicate predicate, gpointer data, double seconds)
{
    gint64 end =
        g_get_monotonic_time() + (gint64)(seconds * yado_test_get_patience() * G_USEC_PER_SEC);
    gboolean holds;
    while (!(holds = predicate(data)) && g_get_monotonic_time() < end) {
        /* From the last look on: it may take long itself. */
        guint tick = g_timeout_add(get_pace(), on_tick_passed_cb, NULL);
        g_main_context_iteration(NULL, TRUE);
        g_source_remove(tick);
    }
    return holds;
}

/* ---- processes ---- */

typedef struct {
    guint uid;
    const char *output;
} SpawnSetup;

/* In the child, between fork and exec. */
static void
set_up_child(gpointer data)
{
    SpawnSetup *setup = data;
    setsid();
    if (setup->uid != 0 && (setgid(setup->uid) != 0 || setuid(setup->uid) != 0))
        _exit(126);
    prctl(PR_SET_PDEATHSIG, SIGKILL);
}

GPid
yado_test_spawn(const char *const *argv, const char *const *envp, const char *output, guint uid)
{
    SpawnSetup setup = { uid, output };
    g_autoptr(GError) error = NULL;
    GPid pid = 0;
    int fd = g_open(output ? output : "/dev/null", O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
    g_assert_cmpint(fd, >=, 0);
    g_spawn_async_with_fds(NULL, (char **)argv, (char **)envp,
                           G_SPAWN_DO_NOT_REAP_CHILD | G_SPAWN_SEARCH_PATH, set_up_child, &setup,
                           &pid, -1, fd, fd, &error);
    g_close(fd, NULL);
    g_assert_no_error(error);
    return pid;
}

int
yado_test_kill(GPid pid, int signal_number)
{
    int status = 0;
    kill(signal_number == SIGKILL ? -pid : pid, signal_number);
    while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
        ;
    return status;
}

int
yado_test_run(const char *const *argv, char **output)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GSubprocess) process = g_subprocess_newv(
        argv, G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_MERGE, &error);
    g_assert_no_error(error);
    g_autofree char *text = NULL;
    g_subprocess_communicate_utf8(process, NULL, NULL, &text, NULL, NULL);
    int status = g_subprocess_get_if_exited(process) ? g_subprocess_get_exit_status(process)
                                                     : -g_subprocess_get_term_sig(process);
    if (output)
        *output = g_steal_pointer(&text);
    return status;
}
