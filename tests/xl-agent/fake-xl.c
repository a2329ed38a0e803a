/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What the agent starts as "xl": reads words from a FIFO and does them, one after the other.
 *
 *     lock   takes the lock that xl has while it makes a guest
 *     write  opens the image (its last argument) and writes to it
 *     close  closes it
 *     fail   ends with a failure
 *     end    ends well
 *     die    is killed
 *
 * "xl hold FILE" locks that file until it is killed.
 */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "fake-xen.h"

#define TEXT "memory of the guest\n"

static void
lock(const char *path)
{
    struct flock lock = { .l_type = F_WRLCK, .l_whence = SEEK_SET };

    fcntl(open(path, O_WRONLY | O_CREAT, 0600), F_SETLKW, &lock);
}

static void
do_order(const char *folder, const char *word, const char *path)
{
    static int image = -1;
    g_autofree char *done = g_build_filename(folder, "done", NULL);

    if (strcmp(word, "lock") == 0) {
        g_autofree char *whole = g_build_filename(folder, "lock", NULL);

        lock(whole);
    }
    if (strcmp(word, "die") == 0)
        raise(SIGKILL);
    if (strcmp(word, "write") == 0) {
        image = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
        if (write(image, TEXT, strlen(TEXT)) < 0)
            _exit(2);
    }
    if (strcmp(word, "close") == 0)
        close(image);
    g_file_set_contents(done, word, -1, NULL);
}

int
fake_xl(int argc, char **argv)
{
    const char *folder = g_getenv("FAKE_XL");
    g_autofree char *path = g_build_filename(folder, "orders", NULL);
    FILE *orders = fopen(path, "r+");
    char word[16];

    if (argc == 3 && strcmp(argv[1], "hold") == 0) {
        lock(argv[2]);
        pause();
    }
    while (orders && fscanf(orders, "%15s", word) == 1) {
        if (strcmp(word, "end") == 0 || strcmp(word, "fail") == 0)
            return strcmp(word, "end") != 0;
        do_order(folder, word, argv[argc - 1]);
    }
    return 2;
}

void
fake_xl_install(FakeAgent *self)
{
    g_autofree char *path = g_build_filename(self->folder, "bin", NULL);
    g_autofree char *xl = g_build_filename(path, "xl", NULL);
    g_autofree char *orders = g_build_filename(self->folder, "orders", NULL);
    g_autofree char *whole = g_strconcat(path, ":", g_getenv("PATH"), NULL);
    g_autofree char *program = g_file_read_link("/proc/self/exe", NULL);

    g_assert_cmpint(g_mkdir_with_parents(path, 0700), ==, 0);
    g_assert_cmpint(symlink(program, xl), ==, 0);
    g_assert_cmpint(mkfifo(orders, 0600), ==, 0);
    self->orders = open(orders, O_RDWR | O_CLOEXEC);
    g_assert_cmpint(self->orders, >=, 0);
    g_setenv("PATH", whole, TRUE);
    g_setenv("FAKE_XL", self->folder, TRUE);
}

typedef struct {
    char *path;
    const char *word;
} Done;

static gboolean
is_done(gpointer data)
{
    Done *done = data;
    g_autofree char *text = NULL;

    return g_file_get_contents(done->path, &text, NULL, NULL) && strcmp(text, done->word) == 0;
}

void
fake_xl_order(FakeAgent *self, const char *order)
{
    g_autofree char *answer = g_build_filename(self->folder, "done", NULL);
    g_autofree char *line = g_strconcat(order, "\n", NULL);
    Done done = { answer, order };

    unlink(answer);
    g_assert_cmpint(write(self->orders, line, strlen(line)), ==, strlen(line));
    if (strcmp(order, "end") != 0 && strcmp(order, "fail") != 0 && strcmp(order, "die") != 0)
        g_assert_true(yado_test_wait(is_done, &done, 20));
}
