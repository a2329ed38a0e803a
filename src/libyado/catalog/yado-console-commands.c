/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What can be done in an open console, in menu order. */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "present/yado-console-command.h"

static const YadoChoice scalings[] = {
    { "fit", N_("_Fit into the window"), N_("The whole screen, larger or smaller than it is.") },
    { "full", N_("Fit in _full screen only"), N_("In a window, one point for each.") },
    { "actual", N_("_Actual size"), N_("One point for each; what does not fit is scrolled.") },
    { 0 },
};

static const YadoChoice qualities[] = {
    { "best", N_("_Best"), N_("The screen as it is.") },
    { "jpeg", N_("_Compressed (for slow lines)"), N_("Photographs lose some sharpness.") },
    { "low", N_("_Few colours (for very slow lines)"), N_("At most 256 colours.") },
    { 0 },
};

static const YadoChoice keyboards[] = {
    { "us", N_("_US"), NULL },
    { "de", N_("_German"), NULL },
    { "jp", N_("_Japanese"), NULL },
    { 0 },
};

static const YadoChoice releases[] = {
    { "Control_L+Alt_L", N_("Left Ctrl + left _Alt"), NULL },
    { "Control_L+Shift_L", N_("Left Ctrl + left _Shift"), NULL },
    { "Control_R", N_("_Right Ctrl"), NULL },
    { "Super_L", N_("_Windows key"), NULL },
    { 0 },
};

static const YadoChoice scrollbacks[] = {
    { "1000", N_("_1000 lines"), NULL },
    { "10000", N_("1_0,000 lines"), NULL },
    { "100000", N_("10_0,000 lines"), NULL },
    { "0", N_("_None"), NULL },
    { 0 },
};

const YadoConsoleCommandSpec yado_catalog_console_commands[] = {
    { "copy", N_("_Copy"), N_("Copies the marked text."), "Ctrl+Shift+C", YADO_FOR_TEXT, "edit" },
    { "paste", N_("_Paste"), N_("Types what was copied into the guest's text console."),
      "Ctrl+Shift+V", YADO_FOR_TEXT, "edit" },
    { "search", N_("_Search"), N_("Looks for text in all that the guest said."), "Ctrl+Shift+F",
      YADO_FOR_TEXT, "edit" },
    { "save", N_("_Save as…"), N_("Writes all lines that are kept to a file."), "Ctrl+Shift+S",
      YADO_FOR_TEXT, "edit" },
    { "log", N_("_Log to a file…"),
      N_("From now on writes what the guest says to the end of a file as well."), NULL,
      YADO_FOR_TEXT, "edit", .is_switch = TRUE },
    { "tell-size", N_("_Tell the guest this size"),
      N_("Types “stty” with the rows and columns of this window: a serial line carries no size. "
         "For "
         "a shell that waits for a command."),
      NULL, YADO_FOR_TEXT, "edit" },
    { "type-text", N_("Type a te_xt…"),
      N_("Presses the keys that write a text which you enter here first."), NULL, YADO_FOR_SCREEN,
      "edit" },
    { "type-clipboard", N_("_Type the clipboard"),
      N_("Presses the keys that write what was copied: for guests that share no clipboard."), NULL,
      YADO_FOR_SCREEN, "edit" },
    { "keyboard", N_("Guest's _keyboard"),
      N_("The keyboard that the guest believes to have: decides which keys write a text."), NULL,
      YADO_FOR_SCREEN, "edit", keyboards, FALSE, "keyboard", "us" },
    { "share-clipboard", N_("Share the clip_board"),
      N_("The guest sees what is copied here, and the reverse. Off again with each console: a "
         "guest "
         "may read passwords that were copied."),
      NULL, YADO_FOR_SCREEN, "edit", .is_switch = TRUE },

    { "screenshot-save", N_("Sa_ve a picture…"), N_("Writes what is seen to a PNG file."), NULL,
      YADO_FOR_SCREEN, "picture" },
    { "screenshot-copy", N_("_Copy a picture"), N_("Copies what is seen to the clipboard."), NULL,
      YADO_FOR_SCREEN, "picture" },

    { "switch", N_("_Other console"), N_("Switches between the screen and the text console."),
      "Ctrl+Shift+F7", YADO_FOR_TEXT | YADO_FOR_SCREEN, "view" },
    { "larger", N_("_Larger text"), N_("Makes the letters larger."), "Ctrl+Plus", YADO_FOR_TEXT,
      "view" },
    { "smaller", N_("S_maller text"), N_("Makes the letters smaller."), "Ctrl+Minus", YADO_FOR_TEXT,
      "view" },
    { "normal", N_("_Normal text size"), N_("The system's own size of letters."), "Ctrl+0",
      YADO_FOR_TEXT, "view" },
    { "scrollback", N_("Lines that are _kept"),
      N_("How many lines can be scrolled back to; fewer need less memory."), NULL, YADO_FOR_TEXT,
      "view", scrollbacks, FALSE, "scrollback", "10000" },
    { "scaling", N_("S_caling"), N_("How the guest's screen fits into the window."), NULL,
      YADO_FOR_SCREEN, "view", scalings, FALSE, "scaling", "fit" },
    { "quality", N_("_Quality"),
      N_("What is sent of the picture: less of it is quicker on a slow line."), NULL,
      YADO_FOR_SCREEN, "view", qualities, FALSE, "quality", "best" },
    { "resize-window", N_("_Window to the guest's size"),
      N_("Makes the window as large as the guest's screen needs."), NULL, YADO_FOR_SCREEN, "view" },
    { "full-screen", N_("_Full screen"),
      N_("The console takes the whole monitor. The bar at its upper edge leads back."),
      "Ctrl+Shift+F11", YADO_FOR_TEXT | YADO_FOR_SCREEN, "view", .is_switch = TRUE },

    { "view-only", N_("Only _look"), N_("Keys and pointer do not reach the guest."), NULL,
      YADO_FOR_SCREEN, "input", .is_switch = TRUE },
    { "local-pointer", N_("Show the local _pointer"),
      N_("Shows this computer's pointer beside the guest's own."), NULL, YADO_FOR_SCREEN, "input",
      NULL, TRUE, "local-pointer", NULL },
    { "grab", N_("_Grab the keyboard"),
      N_("While the screen has the focus, all keys go to the guest, those of the desktop too."),
      NULL, YADO_FOR_SCREEN, "input", NULL, TRUE, "grab", NULL },
    { "release", N_("Keys that _release"),
      N_("Pressed together they give keyboard and pointer back."), NULL, YADO_FOR_SCREEN, "input",
      releases, FALSE, "release", "Control_L+Alt_L" },
    { 0 },
};

const YadoConsoleCombination yado_catalog_console_combinations[] = {
    { "Ctrl+Alt+Del", "Control_L Alt_L Delete" },
    { "Ctrl+Alt+Backspace", "Control_L Alt_L BackSpace" },
    { "Ctrl+Alt+F1", "Control_L Alt_L F1" },
    { "Ctrl+Alt+F2", "Control_L Alt_L F2" },
    { "Ctrl+Alt+F3", "Control_L Alt_L F3" },
    { "Ctrl+Alt+F4", "Control_L Alt_L F4" },
    { "Ctrl+Alt+F5", "Control_L Alt_L F5" },
    { "Ctrl+Alt+F6", "Control_L Alt_L F6" },
    { "Ctrl+Alt+F7", "Control_L Alt_L F7" },
    { "Ctrl+Alt+F8", "Control_L Alt_L F8" },
    { "Ctrl+Alt+F9", "Control_L Alt_L F9" },
    { "Ctrl+Alt+F10", "Control_L Alt_L F10" },
    { "Ctrl+Alt+F11", "Control_L Alt_L F11" },
    { "Ctrl+Alt+F12", "Control_L Alt_L F12" },
    { "Print", "Print" },
    { 0 },
};
