/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * yado-tui-theme.h: which colours each role of the interface has: data/theme-NAME.ini.
 *
 * Widgets name roles, never colours.  A terminal without colours always gets the theme "mono".
 */
#pragma once

#include "tui/tty/yado-tty.h"

G_BEGIN_DECLS

typedef enum {
    YADO_STYLE_NORMAL,
    YADO_STYLE_DIM,
    YADO_STYLE_STRONG,
    YADO_STYLE_MNEMONIC,
    YADO_STYLE_TITLE,
    YADO_STYLE_HEADER,
    YADO_STYLE_SELECTED,
    YADO_STYLE_SELECTED_AWAY, /* selected in a list that has not the focus */
    YADO_STYLE_MARKED,
    YADO_STYLE_STALE,
    YADO_STYLE_GRAPH,
    YADO_STYLE_GOOD,
    YADO_STYLE_WARNING,
    YADO_STYLE_BAD,
    YADO_STYLE_FIELD,
    YADO_STYLE_FIELD_FOCUS,
    YADO_STYLE_FIELD_DISABLED,
    YADO_STYLE_BUTTON,
    YADO_STYLE_BUTTON_FOCUS,
    YADO_STYLE_BUTTON_DISABLED,
    YADO_STYLE_FRAME,
    YADO_STYLE_BAR_KEY,
    YADO_STYLE_BAR_LABEL,
    YADO_STYLE_DIALOG,
    YADO_STYLE_DIALOG_DIM,
    YADO_STYLE_DIALOG_STRONG,
    YADO_STYLE_DIALOG_MNEMONIC,
    YADO_STYLE_DIALOG_FRAME,
    YADO_STYLE_DIALOG_TITLE,
    YADO_STYLE_ERROR,
    YADO_STYLE_ERROR_TITLE,
    YADO_STYLE_ADDED,
    YADO_STYLE_REMOVED,
    YADO_N_STYLES
} YadoTuiStyle;

/* Loads the theme @name ("yast") and gives its styles to @tty.  Errors: YADO_ERROR_NOT_FOUND, YADO_ERROR_INVALID. */
gboolean yado_tui_theme_load(YadoTty *tty, const char *name, GError **error);

/* Names of the themes there are, sorted. (transfer full) */
GStrv yado_tui_theme_list(void);

G_END_DECLS
