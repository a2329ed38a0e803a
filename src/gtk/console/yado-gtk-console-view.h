/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * yado-gtk-console-view.h: what shows one console: a terminal or a screen.  The page around it has the link, the menu and what is said of both.
 *
 * attach() gets a stream that is new; when that ends the view tells the link (yado_console_link_end()).  run() does one command of the catalogue.
 */
#pragma once

#include <gtk/gtk.h>

#include "yado.h"

G_BEGIN_DECLS

#define YADO_TYPE_CONSOLE_VIEW (yado_console_view_get_type())
G_DECLARE_DERIVABLE_TYPE(YadoConsoleView, yado_console_view, YADO, CONSOLE_VIEW, GtkBin)

struct _YadoConsoleViewClass {
    GtkBinClass parent_class;
    void (*attach)(YadoConsoleView *self, GIOStream *stream);
    void (*detach)(YadoConsoleView *self);
    /* @value: the choice's id, "true" or "false" for a switch, NULL for a plain command. */
    void (*run)(YadoConsoleView *self, const char *command, const char *value);
    void (*send)(YadoConsoleView *self, const char *keys);
};

void yado_console_view_attach(YadoConsoleView *self, GIOStream *stream);
void yado_console_view_detach(YadoConsoleView *self);
void yado_console_view_run(YadoConsoleView *self, const char *command, const char *value);
void yado_console_view_send(YadoConsoleView *self, const char *keys);
YadoConsoleLink *yado_console_view_get_link(YadoConsoleView *self);
YadoSession *yado_console_view_get_session(YadoConsoleView *self);
/* For views: says something for a while; NULL: nothing more ("hint" (const char *)). */
void yado_console_view_hint(YadoConsoleView *self, const char *text);
void yado_console_view_show_error(YadoConsoleView *self, const GError *error);
/* For views: the switch @command is off again, without having been told to ("switched-off" (const char *)). */
void yado_console_view_switch_off(YadoConsoleView *self, const char *command);

GtkWidget *yado_gtk_console_text_new(YadoConsoleLink *link, YadoSession *session);
GtkWidget *yado_gtk_console_screen_new(YadoConsoleLink *link, YadoSession *session);

/* Asks for the name of a file to write, without a loop of its own; @path NULL: none was given. */
void yado_gtk_console_choose_file(GtkWidget *parent, const char *title, const char *name,
                                  void (*func)(GtkWidget *parent, const char *path));

/* Asks for a text of some lines that is typed into the guest, likewise. */
void yado_gtk_console_ask_text(GtkWidget *parent,
                               void (*func)(GtkWidget *parent, const char *text));

G_END_DECLS
