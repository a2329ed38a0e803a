/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * yado-ssh-helper: what OpenSSH and libvirt start for us, by a name in the folder of one connection (yado-ssh.h).
 *
 *   FOLDER/ssh ARGUMENTS…     runs ssh with them, over the connection whose control socket is FOLDER/control
 *   FOLDER/askpass QUESTION   hands ssh's question to FOLDER/ask, where YaDO listens, and prints the answer
 *
 * It learns its folder from its own name, because libvirt passes on neither arguments nor environment of ours.
 */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#define MAX_ANSWER 4096

static int
run_ssh(const char *folder, int argc, char **argv)
{
    char path[512];
    char **words = calloc(argc + 8, sizeof *words);
    int n = 0;

    if (!words || snprintf(path, sizeof path, "ControlPath=%s/control", folder) >= (int)sizeof path)
        return 127;
    words[n++] = "ssh";
    words[n++] = "-o";
    words[n++] = path;
    words[n++] = "-o";
    words[n++] = "ControlMaster=no";
    words[n++] = "-o";
    words[n++] =
        "BatchMode=yes"; /* without that connection it must not ask on somebody's terminal */
    for (int i = 1; i < argc; i++)
        words[n++] = argv[i];
    execvp(words[0], words);
    return errno == ENOENT ? 127 : 126;
}

static int
connect_to(const char *folder)
{
    struct sockaddr_un address = { .sun_family = AF_UNIX };
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

    if (fd < 0 || snprintf(address.sun_path, sizeof address.sun_path, "%s/ask", folder) >=
                      (int)sizeof address.sun_path)
        return -1;
    return connect(fd, (struct sockaddr *)&address, sizeof address) == 0 ? fd : -1;
}

static int
send_all(int fd, const char *text)
{
    size_t length = strlen(text);

    while (length > 0) {
        ssize_t n = send(fd, text, length, MSG_NOSIGNAL);

        if (n <= 0)
            return 0;
        text += n;
        length -= (size_t)n;
    }
    return 1;
}

/* "y" and the answer, or anything else: no. */
static int
ask(const char *folder, const char *question)
{
    char answer[MAX_ANSWER];
    size_t length = 0;
    ssize_t n;
    int fd = connect_to(folder);

    if (fd < 0 || !send_all(fd, question) || shutdown(fd, SHUT_WR) != 0)
        return 1;
    while ((n = recv(fd, answer + length, sizeof answer - length, 0)) > 0)
        length += (size_t)n;
    if (n < 0 || length == 0 || answer[0] != 'y')
        return 1;
    if (fwrite(answer + 1, 1, length - 1, stdout) != length - 1 || putchar('\n') == EOF ||
        fflush(stdout) != 0)
        return 1;
    explicit_bzero(answer, sizeof answer);
    return 0;
}

/* "Touch your key": nothing to answer.  ssh ends us when that was done, or ends itself. */
static int
stay(void)
{
    pid_t parent = getppid();

    if (prctl(PR_SET_PDEATHSIG, SIGTERM) == 0 && getppid() == parent)
        pause();
    return 0;
}

int
main(int argc, char **argv)
{
    char *name = argc > 0 ? strrchr(argv[0], '/') : NULL;
    const char *kind = getenv("SSH_ASKPASS_PROMPT");

    if (!name) {
        fprintf(stderr, "yado-ssh-helper: started by yado only\n");
        return 2;
    }
    *name++ = '\0';
    if (strcmp(name, "askpass") == 0 && kind && strcmp(kind, "none") == 0)
        return stay();
    if (strcmp(name, "askpass") == 0)
        return ask(argv[0], argc > 1 ? argv[1] : "");
    if (strcmp(name, "ssh") == 0)
        return run_ssh(argv[0], argc, argv);
    fprintf(stderr, "yado-ssh-helper: started by yado only\n");
    return 2;
}
