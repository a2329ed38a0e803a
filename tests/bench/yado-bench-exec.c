/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * yado-bench-exec PROGRAM ARGUMENT…: runs it with its output thrown away and prints "WALL_NS CPU_NS PEAK_KIB STATUS".
 *
 * A tiny program of its own: the kernel counts what a process weighed before exec() into its peak, so a heavy parent would be measured.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdio.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static long long
now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec * 1000000000LL + t.tv_nsec;
}

static long long
nanoseconds(struct timeval t)
{
    return t.tv_sec * 1000000000LL + t.tv_usec * 1000LL;
}

int
main(int argc, char **argv)
{
    if (argc < 2)
        return 2;
    long long start = now();
    pid_t pid = fork();
    if (pid == 0) {
        int null = open("/dev/null", O_RDWR);
        dup2(null, 0);
        dup2(null, 1);
        dup2(null, 2);
        execvp(argv[1], argv + 1);
        _exit(127);
    }
    int status = 0;
    struct rusage usage;
    if (pid < 0 || wait4(pid, &status, 0, &usage) != pid)
        return 1;
    printf("%lld %lld %ld %d\n", now() - start,
           nanoseconds(usage.ru_utime) + nanoseconds(usage.ru_stime), usage.ru_maxrss,
           WIFEXITED(status) ? WEXITSTATUS(status) : 128);
    return 0;
}
