/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * yado-bench-display.h: a display of our own (Xvfb, 1280x900, no window manager) whose picture can be read without asking anybody.
 */
#pragma once

#include "yado-bench.h"

G_BEGIN_DECLS

typedef struct _YadoBenchDisplay YadoBenchDisplay;

/* NULL when there is no Xvfb. Sets DISPLAY and a session bus for what is started from now on. */
YadoBenchDisplay *yado_bench_display_new(void);
void yado_bench_display_free(YadoBenchDisplay *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(YadoBenchDisplay, yado_bench_display_free)

GPid yado_bench_display_get_pid(YadoBenchDisplay *self);

/* How many of each sixteenth pixel are 0xRRGGBB. */
guint yado_bench_display_count_colour(YadoBenchDisplay *self, guint32 colour);

/* The part of the picture with the guests' names, one byte a pixel: @x to YADO_BENCH_STRIP_END. */
#define YADO_BENCH_STRIP_END 400
void yado_bench_display_set_strip(YadoBenchDisplay *self, guint x);
gsize yado_bench_display_get_strip_size(YadoBenchDisplay *self);
void yado_bench_display_read_strip(YadoBenchDisplay *self, guint8 *strip);

/* Finds the program's window; then keys go there. */
gboolean yado_bench_display_find_window(YadoBenchDisplay *self);
void yado_bench_display_resize_window(YadoBenchDisplay *self, guint width, guint height);
/* As a window manager does it that minimises it, and back. */
void yado_bench_display_show_window(YadoBenchDisplay *self, gboolean shown);
void yado_bench_display_press_letter(YadoBenchDisplay *self);
void yado_bench_display_click(YadoBenchDisplay *self, int x, int y);
void yado_bench_display_press_down(YadoBenchDisplay *self);
/* How long the program's main loop takes to answer (_NET_WM_PING), in s; @limit when it did not. */
double yado_bench_display_ping(YadoBenchDisplay *self, double limit);

G_END_DECLS
