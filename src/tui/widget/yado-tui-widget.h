/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * yado-tui-widget.h: what every widget can do: measure, allocate, draw, key, focus.
 *
 * Life: a widget is made floating, the container that it is added to owns it.  When something changes that changes its size it calls
 * yado_tui_widget_queue_relayout(), else yado_tui_widget_queue_redraw(); the screen does both once per turn of the main loop.
 *
 *     child = yado_tui_label_new(_("Name"));
 *     yado_tui_box_append(box, child, FALSE);
 */
#pragma once

#include <glib-object.h>

#include "tui/theme/yado-tui-theme.h"
#include "tui/tty/yado-tty.h"

G_BEGIN_DECLS

/* A step-mother for styles: what a widget stands on. */
typedef enum {
    YADO_TUI_SURFACE_VIEW,
    YADO_TUI_SURFACE_DIALOG,
    YADO_TUI_SURFACE_ERROR
} YadoTuiSurface;

#define YADO_TUI_TYPE_WIDGET (yado_tui_widget_get_type())
G_DECLARE_DERIVABLE_TYPE(YadoTuiWidget, yado_tui_widget, YADO_TUI, WIDGET, GInitiallyUnowned)

typedef void (*YadoTuiWidgetFunc)(YadoTuiWidget *child, gpointer user_data);

struct _YadoTuiWidgetClass {
    GInitiallyUnownedClass parent_class;

    /* Natural width, and the height at @width cells (@width < 0: at the natural width). */
    void (*measure)(YadoTuiWidget *self, int width, int *natural_width, int *height);
    /* Stores the rectangle (base) and hands parts of it to the children. */
    void (*allocate)(YadoTuiWidget *self, const YadoTtyRect *rect);
    void (*draw)(YadoTuiWidget *self, YadoTty *tty);
    /* TRUE: the key is used up. */
    gboolean (*key)(YadoTuiWidget *self, const YadoTtyKey *key);
    gboolean (*can_focus)(YadoTuiWidget *self);
    /* Its mnemonic was typed: by default it takes the focus. */
    void (*activate)(YadoTuiWidget *self);
    void (*forall)(YadoTuiWidget *self, YadoTuiWidgetFunc func, gpointer user_data);
    /* The focus came or went. */
    void (*focus_changed)(YadoTuiWidget *self);
    /* The part that must stay visible in what scrolls it; relative to the screen. */
    void (*get_focus_rect)(YadoTuiWidget *self, YadoTtyRect *rect);
};

void yado_tui_widget_measure(YadoTuiWidget *self, int width, int *natural_width, int *height);
void yado_tui_widget_allocate(YadoTuiWidget *self, int y, int x, int height, int width);
void yado_tui_widget_draw(YadoTuiWidget *self, YadoTty *tty);
gboolean yado_tui_widget_key(YadoTuiWidget *self, const YadoTtyKey *key);
void yado_tui_widget_activate(YadoTuiWidget *self);
void yado_tui_widget_forall(YadoTuiWidget *self, YadoTuiWidgetFunc func, gpointer user_data);

const YadoTtyRect *yado_tui_widget_get_rect(YadoTuiWidget *self);
gboolean yado_tui_widget_can_focus(YadoTuiWidget *self); /* visible, enabled and of such a class */
gboolean yado_tui_widget_is_focused(YadoTuiWidget *self);
/* For the window that owns the focus. */
void yado_tui_widget_set_focused(YadoTuiWidget *self, gboolean focused);
/* Asks the window that it is in for the focus. */
void yado_tui_widget_grab_focus(YadoTuiWidget *self);

gboolean yado_tui_widget_is_visible(YadoTuiWidget *self);
void yado_tui_widget_set_visible(YadoTuiWidget *self, gboolean visible);
gboolean yado_tui_widget_is_enabled(YadoTuiWidget *self);
void yado_tui_widget_set_enabled(YadoTuiWidget *self, gboolean enabled);
/* Takes the letter out of a label with '_'; NULL: none. */
void yado_tui_widget_set_mnemonic(YadoTuiWidget *self, const char *label);
gunichar yado_tui_widget_get_mnemonic(YadoTuiWidget *self);

/* The container. NULL for a window. */
void yado_tui_widget_set_parent(YadoTuiWidget *self, YadoTuiWidget *parent);
YadoTuiWidget *yado_tui_widget_get_parent(YadoTuiWidget *self);
/* What it stands on, as its window says. */
YadoTuiSurface yado_tui_widget_get_surface(YadoTuiWidget *self);
/* @style as it is on that surface: NORMAL in a dialog is DIALOG. */
YadoTuiStyle yado_tui_widget_get_style(YadoTuiWidget *self, YadoTuiStyle style);

void yado_tui_widget_queue_redraw(YadoTuiWidget *self);
void yado_tui_widget_queue_relayout(YadoTuiWidget *self);

/* Draws @label without its '_', the letter after that underlined.  Returns the cells used. */
int yado_tui_draw_mnemonic(YadoTty *tty, int y, int x, int width, const char *label,
                           YadoTuiStyle style, YadoTuiStyle mnemonic_style);
/* "[" and "]" around a field, whatever its colours.  @rect becomes what is between them. */
void yado_tui_draw_brackets(YadoTuiWidget *self, YadoTty *tty, YadoTtyRect *rect);
/* Cells of such a label. */
int yado_tui_mnemonic_width(const char *label);

G_END_DECLS
