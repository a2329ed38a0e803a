/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * yado-tui-guest-view-private.h: what the parts of the guest view share: pages (guest-view.c), applying (guest-apply.c), the page
 * "configuration" (guest-text.c), the page "snapshots" (guest-snapshots.c), adding and removing devices (guest-hardware.c).
 */
#pragma once

#include "tui/form/yado-tui-form-view.h"
#include "tui/views/yado-tui-guest-view.h"
#include "tui/widget/yado-tui-box.h"
#include "tui/widget/yado-tui-editor.h"
#include "tui/widget/yado-tui-list.h"

G_BEGIN_DECLS

struct _YadoTuiGuestView {
    YadoTuiWindow parent_instance;
    YadoTuiApp *app;
    YadoGuest *guest;
    YadoHost *host;
    GCancellable *cancellable; /* ours: everything under way ends with the view */

    YadoJob *job;         /* that makes what the edits need, while it does; or NULL */
    YadoDocument *stored; /* with the edits; NULL until it was read */
    YadoDocument *active; /* what runs; NULL when the guest does not */
    char *base_text;      /* the stored one as it was read */
    GPtrArray *pending;   /* of YadoPendingChange */
    gboolean was_active, busy;
    gboolean is_leaving;        /* as soon as what is being applied is */
    guint configuration_serial; /* of the guest, when we last looked */
    gboolean is_outdated;       /* somebody else stored another one while this one is edited */

    GPtrArray *pages; /* of YadoPage */
    GPtrArray *forms; /* of YadoForm or NULL, by page; made when first shown */
    guint page;       /* the one that is shown */
    char *wanted_page;

    YadoTuiList *list;
    YadoTuiBox *content;
    YadoTuiFormView *form_view; /* of the page that is shown, or NULL */
    YadoTuiEditor *text_editor; /* configuration page, or NULL */
    char *draft;                /* what was typed there, while another page is shown; or NULL */
    char *draft_base;           /* what it was typed into */
    YadoPinGrid *grid;          /* of the page "pinning", as last read; or NULL */
    char *share;                /* the words above it */
    gboolean is_grid_wanted;    /* it takes the focus when it is there again */
};

/* guest-view.c */
void yado_tui_guest_view_show_page(YadoTuiGuestView *self, guint page);
void yado_tui_guest_view_rebuild_commands(YadoTuiGuestView *self);
/* The form of a page, made when it is first asked for; NULL: it has none. */
YadoForm *yado_tui_guest_view_get_form(YadoTuiGuestView *self, guint page);

/* guest-apply.c */
/* Reads both configurations; what was edited is lost. */
void yado_tui_guest_view_load(YadoTuiGuestView *self);
/* The host says that the configuration changed: shows it, or, where it is edited here, only tells. */
void yado_tui_guest_view_look(YadoTuiGuestView *self);
void yado_tui_guest_view_apply(YadoTuiGuestView *self, gboolean force);
/* The host has answered; TRUE: it is @done, and the view, which was to be left meanwhile, is closed. */
gboolean yado_tui_guest_view_end_work(YadoTuiGuestView *self, gboolean done);
void yado_tui_guest_view_undo_page(YadoTuiGuestView *self);
void yado_tui_guest_view_show_pending(YadoTuiGuestView *self);
gboolean yado_tui_guest_view_is_edited(YadoTuiGuestView *self);
/* Somebody else changed it: reload, apply anyway (@force), or see the difference (@error's detail). */
void yado_tui_guest_view_resolve_conflict(YadoTuiGuestView *self, const GError *error,
                                          void (*force)(YadoTuiGuestView *self));

/* guest-hardware.c */
/* After devices came or went in the document; shows @page, or what now stands where the shown one stood. */
void yado_tui_guest_view_rebuild_pages(YadoTuiGuestView *self, const char *page);
void yado_tui_guest_view_add_hardware(YadoTuiGuestView *self);
void yado_tui_guest_view_remove_hardware(YadoTuiGuestView *self);

/* guest-text.c */
YadoTuiWidget *yado_tui_guest_text_build(YadoTuiGuestView *self);
void yado_tui_guest_text_edit(YadoTuiGuestView *self);
/* Another page comes: what was typed is kept until this one is shown again. */
void yado_tui_guest_text_leave(YadoTuiGuestView *self);
/* What was typed is lost, as the stored configuration is another one now. */
void yado_tui_guest_text_forget(YadoTuiGuestView *self);
gboolean yado_tui_guest_text_is_edited(YadoTuiGuestView *self);
void yado_tui_guest_text_apply(YadoTuiGuestView *self);

/* guest-pinning.c */
YadoTuiWidget *yado_tui_guest_pinning_build(YadoTuiGuestView *self);
/* FALSE: nothing was changed in the grid. */
gboolean yado_tui_guest_pinning_apply(YadoTuiGuestView *self);

/* guest-snapshots.c */
/* Asks the host; what it answers appears then. */
YadoTuiWidget *yado_tui_guest_snapshots_build(YadoTuiGuestView *self);

G_END_DECLS
