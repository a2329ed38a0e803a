/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * yado-test-display.h: a desktop of our own, and a person who sees it through the accessibility tree.
 *
 * Xvfb, a small window manager, a private session bus, at-spi2.  One for each test program, started by the first call.
 * Looking for something waits until it is there (10 seconds × YADO_TEST_PATIENCE), then ends the test and shows the tree.
 *
 *     if (!yado_test_display_start())
 *         return;                                      // skipped, with the reason
 *     g_autoptr(YadoTestApp) app = yado_test_app_new((const char *[]){ path, "--demo", NULL }, NULL);
 *     g_autoptr(YadoTestThing) table = yado_test_app_find_table(app);
 *     yado_test_table_wait_cell(table, "web-07", "Running");
 */
#pragma once

#include <atspi/atspi-constants.h>

#include "yado-test.h"

G_BEGIN_DECLS

/* Whatever a screen reader could name. Asked over the accessibility bus each time: libatspi's own cache lags, and its calls re-enter. */
typedef struct _YadoTestThing YadoTestThing;
void yado_test_thing_free(YadoTestThing *thing);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(YadoTestThing, yado_test_thing_free)
char *yado_test_thing_dup_name(YadoTestThing *thing);

#define YADO_TEST_ANY_ROLE ATSPI_ROLE_INVALID

gboolean yado_test_display_start(void);
/* Into $YADO_BUILD_DIR/tests/screenshots/NAME.png, where ImageMagick is there. */
void yado_test_display_screenshot(const char *name);
/* As xdotool names them: "F2", "Return", "ctrl+a", "alt+m", several separated by blanks. */
void yado_test_display_press(const char *keys);
void yado_test_display_type(const char *text);

typedef struct _YadoTestApp YadoTestApp;

/* @environment: "NAME=value" lines added to ours, or NULL. Waits for its first window. */
YadoTestApp *yado_test_app_new(const char *const *argv, const char *const *environment);
/* Ends it, by force when it must be. */
void yado_test_app_free(YadoTestApp *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(YadoTestApp, yado_test_app_free)

GPid yado_test_app_get_pid(YadoTestApp *self);
gboolean yado_test_app_is_running(YadoTestApp *self);
/* What it printed, to standard error. */
void yado_test_app_show_log(YadoTestApp *self);
/* Waits for its end; returns its exit status, or minus the signal. */
int yado_test_app_wait_exit(YadoTestApp *self);
/* The application's root, of which windows are children. (transfer full) */
YadoTestThing *yado_test_app_get_root(YadoTestApp *self);

/*
 * The first thing shown with this role whose name contains @name (mnemonics are not in names); cells of tables are not searched.
 * @role YADO_TEST_ANY_ROLE, @name NULL: whatever.  (transfer full)
 */
YadoTestThing *yado_test_app_find(YadoTestApp *self, AtspiRole role, const char *name);
YadoTestThing *yado_test_find_in(YadoTestThing *parent, AtspiRole role, const char *name);
/* The same without waiting: NULL when it is not there now. */
YadoTestThing *yado_test_app_peek(YadoTestApp *self, AtspiRole role, const char *name);
YadoTestThing *yado_test_peek_in(YadoTestThing *parent, AtspiRole role, const char *name);
void yado_test_app_wait_gone(YadoTestApp *self, AtspiRole role, const char *name);
/* The tree as indented text: role, name, states, text.  (transfer full) */
char *yado_test_app_dump(YadoTestApp *self);
guint yado_test_app_count_windows(YadoTestApp *self);

gboolean yado_test_has_state(YadoTestThing *thing, AtspiStateType state);
void yado_test_wait_state(YadoTestThing *thing, AtspiStateType state, gboolean wanted);
/* What it can be asked to do first: "click", "activate", "press". */
void yado_test_do(YadoTestThing *thing);
/* Finds and does. */
void yado_test_app_do(YadoTestApp *self, AtspiRole role, const char *name);
/* With the pointer. @count 2: a double click; @modifier "ctrl", "shift" or NULL; @button 1 left, 3 right. */
void yado_test_click(YadoTestThing *thing, int button, int count, const char *modifier);
void yado_test_get_size(YadoTestThing *thing, int *width, int *height);
/* Clicks until it is selected: what is being laid out moves away under the pointer. */
void yado_test_choose_in(YadoTestThing *parent, AtspiRole role, const char *name);
char *yado_test_dup_text(YadoTestThing *thing);
/* Replaces the text of an entry. */
void yado_test_set_text(YadoTestThing *thing, const char *text);

/* What a form is filled in with: by the labels that the person reads. */
void yado_test_app_fill_in(YadoTestApp *self, const char *entry, const char *text);
/* The first item of the list behind a button that begins with @item. */
void yado_test_app_choose(YadoTestApp *self, const char *combo, const char *item);
/* Waits until it can be pressed. */
void yado_test_app_press_button(YadoTestApp *self, const char *name);

/* The biggest table shown, of more than one column. (transfer full) */
YadoTestThing *yado_test_app_find_table(YadoTestApp *self);
int yado_test_table_get_n_rows(YadoTestThing *table);
int yado_test_table_find_column(YadoTestThing *table, const char *title);
char *yado_test_table_dup_cell(YadoTestThing *table, int row, int column);
/* The first row with a cell that is @text, or -1. */
int yado_test_table_find_row(YadoTestThing *table, const char *text);
/* Waits for a row with both texts in its cells (@other may be a part of one). */
void yado_test_table_wait_row(YadoTestThing *table, const char *text, const char *other);
void yado_test_table_wait_row_for(YadoTestThing *table, const char *text, const char *other,
                                  double seconds);
void yado_test_table_wait_no_row(YadoTestThing *table, const char *text);
/* Waits until the row with @text is selected. */
void yado_test_table_wait_selected(YadoTestThing *table, const char *text);
/* Clicks on the row with @text. */
void yado_test_table_click(YadoTestThing *table, const char *text, int button, int count,
                           const char *modifier);
/* With the pointer, on the head of a column. */
void yado_test_table_click_head(YadoTestThing *table, const char *title);
void yado_test_table_click_at(YadoTestThing *table, int row, int column, int button);

G_END_DECLS
