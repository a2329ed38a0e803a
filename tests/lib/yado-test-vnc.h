/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * yado-test-vnc.h: a VNC server of ours (RFC 6143), good and bad.
 *
 * Its screen has two points in each direction: red, green; blue, white.  It counts what it is sent and by whom it is asked.
 */
#pragma once

#include "yado-test-daemon.h"

G_BEGIN_DECLS

typedef enum {
    YADO_TEST_VNC_GOOD,
    YADO_TEST_VNC_CLOSES,
    YADO_TEST_VNC_GARBAGE,
    YADO_TEST_VNC_SILENT, /* takes the connection and never says a word */
    YADO_TEST_VNC_HALF_A_FRAME,
    YADO_TEST_VNC_NO_FRAME, /* introduces itself, then sends nothing */
    YADO_TEST_VNC_HUGE,     /* 16384 points in each direction */
    YADO_TEST_VNC_GROWS,    /* a good picture, then it claims to be 65535 points wide and high */
    YADO_TEST_VNC_UNKNOWN_ENCODING,
    YADO_TEST_VNC_WRONG_PASSWORD, /* whatever it is */
    YADO_TEST_VNC_PASSWORD,       /* "Geh1mnis" */
    YADO_TEST_VNC_UNKNOWN_LOGIN,
    YADO_TEST_VNC_NEEDS_TLS,   /* X.509 certificates that nobody has */
    YADO_TEST_VNC_OTHER_GUEST, /* calls itself "another" */
    YADO_TEST_VNC_NUMBERS,     /* a good one that wants the numbers of keys, as QEMU does */
    YADO_TEST_VNC_LIVELY, /* 1024x768, the whole picture anew whenever it is asked, in the end magenta */
} YadoTestVncMode;

/* A key that went down or up: X's number of it, and the keyboard's (XT's set 1, 0x80 | for 0xe0 before it), 0 where that was not told. */
typedef struct {
    guint32 keysym, number;
    gboolean down;
} YadoTestVncKey;

#define YADO_TEST_VNC_MAX_PRESSED 512

/* Counted atomically. */
typedef struct {
    int keys; /* key and pointer messages */
    int logins;
    int alone; /* of those, who wanted the screen for themselves (the shared flag of RFC 6143, 7.3.1, not set) */
    int frames;      /* of a lively one */
    int most_frames; /* after so many nothing changes any more; 0: no end */
    gint64 key_time; /* of the last key message, of g_get_monotonic_time() */
    int bits;        /* of a point, as the client wants them; 0: as they come */
    int wants_jpeg;
    char typed[128]; /* characters that were pressed; n_typed of them, then no more */
    int n_typed;
    YadoTestVncKey
        pressed[YADO_TEST_VNC_MAX_PRESSED]; /* and released; n_pressed of them, then no more */
    int n_pressed;
    char cut_text[128]; /* the last one, of cut_texts */
    int cut_texts;
} YadoTestVncCounts;

/* Serves the one who is at @fd, which it closes; blocks until either goes.  @counts: nullable. */
void yado_test_vnc_serve(int fd, YadoTestVncMode mode, const char *guest,
                         YadoTestVncCounts *counts);

typedef struct _YadoTestVnc YadoTestVnc;

/* Listens at @path, in place of whoever did before, or (NULL) at a port of 127.0.0.1; a thread for each connection. */
YadoTestVnc *yado_test_vnc_new(const char *path, YadoTestVncMode mode, const char *guest);
/* Closes all connections. */
void yado_test_vnc_free(YadoTestVnc *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(YadoTestVnc, yado_test_vnc_free)

/*
 * A guest of QEMU's, paused before its first instruction, with a serial line; its screen is a socket file, which a server of ours may take over.
 * Returns that file.  (transfer full)
 */
char *yado_test_vnc_start_guest(YadoTestDaemon *daemon, const char *guest);

/* To all who are connected: something was copied in the guest. */
void yado_test_vnc_send_cut_text(YadoTestVnc *self, const char *text);
guint yado_test_vnc_get_port(YadoTestVnc *self);
YadoTestVncCounts *yado_test_vnc_get_counts(YadoTestVnc *self);
int yado_test_vnc_get_n_connections(YadoTestVnc *self);
/* Those who were let in. */
int yado_test_vnc_get_n_logins(YadoTestVnc *self);
int yado_test_vnc_get_n_keys(YadoTestVnc *self);
/* What was pressed and released, by the keyboard's numbers: "1d+ 38+ d3+ d3- 38- 1d-".  (transfer full) */
char *yado_test_vnc_dup_pressed(YadoTestVncCounts *counts);

G_END_DECLS
