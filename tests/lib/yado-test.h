/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * yado-test.h: what every journey needs: a guard that leaves nothing behind, a folder, waiting for a state.
 *
 *     int
 *     main(int argc, char **argv)
 *     {
 *         yado_test_guard();           // first of all: forks
 *         g_test_init(&argc, &argv, NULL);
 *         …
 *
 * The guard splits the program in two.  The parent only watches: it is the subreaper of everything that the test starts (also of
 * daemons that detach themselves, such as the QEMU of a libvirtd), and kills what is left and removes the folder when
 * the test ends, in whatever way.  A test that hangs is ended after YADO_TEST_TIMEOUT seconds (default: 300 times YADO_TEST_PATIENCE).
 * YADO_TEST_NO_GUARD=1 runs without it, for a debugger.
 *
 * HOME and the XDG folders point into the folder from then on.
 */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

void yado_test_guard(void);

/* The test's own folder, short enough for sockets in it ("/tmp/yt-XXXXXX"), removed at the end. */
const char *yado_test_get_folder(void);
/* A new empty folder in it.  (transfer full) */
char *yado_test_make_folder(const char *name);
/* XDG_CACHE_HOME as it was before the guard. */
const char *yado_test_get_user_cache(void);

/* $YADO_BUILD_DIR/@name and $YADO_SOURCE_DIR/@name. (transfer full) */
char *yado_test_build_path(const char *name);
char *yado_test_source_path(const char *name);
/* Path of a program in PATH, /usr/sbin and /sbin; NULL: the test is marked as skipped with the reason. (transfer full) */
char *yado_test_need_program(const char *name);
char *yado_test_find_program(const char *name);

/*
 * Runs the main context until @predicate holds or @seconds have passed; the predicate is asked after each event, and 50 times a
 * second besides (for files and other processes).  Returns what it said last.  YADO_TEST_PATIENCE multiplies @seconds (valgrind).
 */
typedef gboolean (*YadoTestPredicate)(gpointer data);
gboolean yado_test_wait(YadoTestPredicate predicate, gpointer data, double seconds);
/* What it multiplies with: 1 or more. */
double yado_test_get_patience(void);

/*
 * Starts @argv in a process group of its own that dies with the test.  @envp NULL: ours.  @output (nullable): file for its output.
 * @uid 0: as we are.  Ends the test when it cannot be started.
 */
GPid yado_test_spawn(const char *const *argv, const char *const *envp, const char *output,
                     guint uid);
/* The signal to the process (group), and waits until it is gone.  Returns its wait status. */
int yado_test_kill(GPid pid, int signal_number);
/* Runs @argv to its end; returns its exit status (negative: signal). @output (out, nullable): what it wrote to both streams. */
int yado_test_run(const char *const *argv, char **output);

/* Writes @text to @path or ends the test. */
void yado_test_write_file(const char *path, const char *text);
/* The user to run daemons as: 0 (as we are) for an unprivileged test, nobody's id for root. */
guint yado_test_get_daemon_uid(void);

G_END_DECLS
