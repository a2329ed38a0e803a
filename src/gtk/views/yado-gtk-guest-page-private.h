/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * yado-gtk-guest-page-private.h: what the parts of an open guest share.
 *
 *     yado-gtk-guest-page.c   head, tab, hardware, what changes by itself, closing
 *     -list.c                 the list of pages; a page is made when it is first looked at
 *     -apply.c                the document that all forms edit: read, applied, taken back
 */
#pragma once

#include "views/yado-gtk-configuration.h"
#include "views/yado-gtk-guest-page.h"
#include "views/yado-gtk-message-bar.h"
#include "views/yado-gtk-pending.h"

G_BEGIN_DECLS

struct _YadoGtkGuestPage {
    GtkBox parent;
    GtkLabel *symbol, *name, *state, *kind;
    GtkWidget *to_window;
    GtkBox *bars;
    GtkListBox *pages;
    GtkWidget *add, *remove;
    GtkStack *stack;
    GtkRevealer *apply_bar;
    GtkLabel *apply_text;
    GtkWidget *apply, *undo, *difference;
    YadoGtkPending *pending;
    YadoGtkMessageBar *messages;
    GtkLabel *tab_symbol, *tab_name; /* weak */
    YadoSession *session;
    YadoGuest *guest;
    YadoJob *job;           /* that makes what the edits need, while it does; or NULL */
    YadoDocument *inactive; /* edited by the forms; NULL until it came */
    YadoDocument *active;   /* NULL: not running, or not read yet */
    char *original;         /* text of @inactive before edits */
    GPtrArray *page_list;   /* of YadoPage, as the rows show them */
    guint n_rows, rows_id;  /* how many of them have a row; 0: no more are to come */
    GPtrArray *waiting;     /* of YadoPendingChange; NULL: not known */
    GHashTable *views;      /* page id -> widget in the stack */
    char *wanted_page;
    GCancellable *cancellable;
    char *signature;     /* what of the guest would make us read it again */
    YadoDocument *newer; /* what somebody else stored while this was edited; or NULL */
    gboolean is_busy, was_open;
    gboolean is_leaving; /* as soon as what is being applied is */
};

/* ---- yado-gtk-guest-page.c ---- */

/* FALSE: closed meanwhile. */
gboolean yado_gtk_guest_page_is_alive(YadoGtkGuestPage *self);
/* The document, not the text or the grid. */
gboolean yado_gtk_guest_page_is_document_edited(YadoGtkGuestPage *self);
/* The bar below, the buttons for hardware, the marks in the list. */
void yado_gtk_guest_page_update_bar(YadoGtkGuestPage *self);
void yado_gtk_guest_page_update_hardware(YadoGtkGuestPage *self);
void yado_gtk_guest_page_ask_for_hardware(YadoGtkGuestPage *self);

/* ---- list ---- */

/* Borrowed; NULL: there is none. */
const YadoPage *yado_gtk_guest_page_find_page(YadoGtkGuestPage *self, const char *id);
const YadoPage *yado_gtk_guest_page_get_page(YadoGtkGuestPage *self);
char *yado_gtk_guest_page_dup_selected_page(YadoGtkGuestPage *self);
void yado_gtk_guest_page_select_page(YadoGtkGuestPage *self, const char *id);
GtkWidget *yado_gtk_guest_page_ensure_view(YadoGtkGuestPage *self, const YadoPage *page);
/* After the document's devices changed. */
void yado_gtk_guest_page_rebuild_pages(YadoGtkGuestPage *self);
void yado_gtk_guest_page_update_marks(YadoGtkGuestPage *self);
void on_guest_page_pages_row_selected_cb(GtkListBox *list, GtkListBoxRow *row,
                                         YadoGtkGuestPage *self);
void on_guest_page_pages_row_activated_cb(GtkListBox *list, GtkListBoxRow *row,
                                          YadoGtkGuestPage *self);
gboolean on_guest_page_pages_key_pressed_cb(GtkWidget *list, GdkEventKey *event,
                                            YadoGtkGuestPage *self);

/* ---- reading and applying ---- */

void yado_gtk_guest_page_fetch(YadoGtkGuestPage *self);
void yado_gtk_guest_page_start_apply(YadoGtkGuestPage *self, YadoApplyFlags extra);
void yado_gtk_guest_page_update_pending(YadoGtkGuestPage *self);
void on_guest_page_configuration_applied_cb(YadoGtkConfiguration *view, YadoGtkGuestPage *self);
void on_guest_page_messages_offered_cb(YadoGtkMessageBar *bar, const char *id,
                                       YadoGtkGuestPage *self);
void on_guest_page_apply_clicked_cb(GtkButton *button, YadoGtkGuestPage *self);
void on_guest_page_undo_clicked_cb(GtkButton *button, YadoGtkGuestPage *self);
void on_guest_page_pending_undo_requested_cb(YadoGtkPending *bar, YadoPendingChange *change,
                                             YadoGtkGuestPage *self);

G_END_DECLS
