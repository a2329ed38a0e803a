/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * yado-form.h: a form is a spec bound to a document: fields with values, errors, visibility.
 *
 * A front end makes a widget for each field of each section, shows yado_form_dup_text(), hands over what the user typed with yado_form_set_text(), and redraws the
 * fields on "changed" (const char *field_id, or NULL for all).  It never reads the document itself.
 *
 * Text that cannot be read stays in the form with its error and does not reach the document.
 */
#pragma once

#include "model/yado-guest.h"
#include "model/yado-resources.h"
#include "model/yado-session.h"
#include "present/yado-field.h"

G_BEGIN_DECLS

typedef struct {
    const char *title;           /* N_(), or NULL */
    const YadoFieldSpec *fields; /* ends with id NULL */
} YadoSectionSpec;

struct _YadoFormSpec {
    const char *id;                  /* "processors" */
    const char *title;               /* N_(), a noun */
    const char *intro;               /* N_(), first paragraph of the help */
    const char *positive;            /* N_() verb on the accepting button, for dialogs: "_Rename" */
    const YadoSectionSpec *sections; /* ends with fields NULL */
    gboolean changes; /* what is there already: with nothing filled in there is nothing to do */
    guint resources;  /* YADO_RESOURCE_BIT()s: lists of the host that its choices come from */
    gboolean claims;  /* what other guests have counts: their configurations are read meanwhile */
    /* Proposes what follows from what the host has, where nothing is chosen yet: at first and when more of it comes; or NULL. */
    void (*propose)(YadoForm *form);
};

/* When a change will take effect. */
typedef enum {
    YADO_EFFECT_NONE,   /* cannot be changed */
    YADO_EFFECT_STORED, /* guest does not run: simply stored, used at its next start */
    YADO_EFFECT_NEXT_START,
    YADO_EFFECT_NOW, /* now, and kept */
} YadoEffect;

#define YADO_TYPE_FORM (yado_form_get_type())
G_DECLARE_FINAL_TYPE(YadoForm, yado_form, YADO, FORM, GObject)

/*
 * @document is edited in place; several forms may share one (the pages of a guest). @node (nullable): the device that keys are about.
 * @session, @guest (nullable) are the context for choices and predicates.
 */
YadoForm *yado_form_new(const YadoFormSpec *spec, YadoDocument *document, const char *node,
                        YadoSession *session, YadoGuest *guest);

const YadoFormSpec *yado_form_get_spec(YadoForm *self);
/* All translated. */
const char *yado_form_get_title(YadoForm *self);
const char *yado_form_get_positive(YadoForm *self); /* "_OK" when the spec has none */
const char *yado_form_get_intro(YadoForm *self);    /* NULL: none */
/* A form that several actions have speaks of the one it is shown for.  @intro must live on. */
void yado_form_set_words(YadoForm *self, const char *title, const char *positive,
                         const char *intro);
YadoDocument *yado_form_get_document(YadoForm *self);
const char *yado_form_get_node(YadoForm *self);
YadoSession *yado_form_get_session(YadoForm *self);
YadoGuest *yado_form_get_guest(YadoForm *self);
/* The host it is about: set by hand, else the guest's; NULL: none. What the spec's choices come from is read then; when it arrives
 * all fields are announced with "changed". */
YadoHost *yado_form_get_host(YadoForm *self);
void yado_form_set_host(YadoForm *self, YadoHost *host);
/* The other guests an action will run on too: an array of YadoGuest, NULL when there is one. Set by yado_action_create_form(). */
GPtrArray *yado_form_get_targets(YadoForm *self);
void yado_form_set_targets(YadoForm *self, GPtrArray *targets);

/* FILE: why no file can be chosen on this machine; NULL: its paths are the host's. (transfer full) */
char *yado_form_dup_file_reason(YadoForm *self, const YadoFieldSpec *spec);

const YadoFieldSpec *yado_form_find_field(YadoForm *self, const char *id);
/* All fields in order; borrowed specs. (transfer container) */
GPtrArray *yado_form_list_fields(YadoForm *self);

/* Canonical value, NULL when absent. (transfer full) */
char *yado_form_dup_value(YadoForm *self, const YadoFieldSpec *spec);
/* As shown in an entry (or as info). (transfer full) */
char *yado_form_dup_text(YadoForm *self, const YadoFieldSpec *spec);
/*
 * What the user typed or chose.  FALSE: not accepted; the error is kept at the field.  A value that only does not fit others (current above
 * maximum) is accepted, with an error at the field: the other one may be changed next. yado_form_validate() decides.
 */
gboolean yado_form_set_text(YadoForm *self, const YadoFieldSpec *spec, const char *text,
                            GError **error);
gboolean yado_form_set_value(YadoForm *self, const YadoFieldSpec *spec, const char *value,
                             GError **error);
/* Choices with their reasons; of YadoChoiceItem. NULL for other types. (transfer full) */
GPtrArray *yado_form_list_choices(YadoForm *self, const YadoFieldSpec *spec);

/* What holds for anything of a guest's configuration: it is there, its host connected, and it keeps what is changed (or @is_live:
 * can be changed at once). @reason (out, nullable): translated. */
gboolean yado_form_is_guest_editable(YadoGuest *guest, gboolean is_live, const char **reason);
gboolean yado_form_is_visible(YadoForm *self, const YadoFieldSpec *spec);
/* @reason (out, nullable): translated. INFO fields are never enabled. */
gboolean yado_form_is_enabled(YadoForm *self, const YadoFieldSpec *spec, const char **reason);
gboolean yado_form_is_changed(YadoForm *self, const YadoFieldSpec *spec);
/* The message beside the field, or NULL. */
const char *yado_form_get_error(YadoForm *self, const YadoFieldSpec *spec);
YadoEffect yado_form_get_effect(YadoForm *self, const YadoFieldSpec *spec);
/* "now", "at next start", … translated; "" for NONE. */
const char *yado_effect_get_label(YadoEffect effect);
/* Where the value goes in the document: the spec's key, else its id. */
const char *yado_field_get_key(const YadoFieldSpec *spec);

/* Checks every visible field; @first (out, nullable): the first wrong one, to focus. */
gboolean yado_form_validate(YadoForm *self, const YadoFieldSpec **first, GError **error);
gboolean yado_form_is_dirty(YadoForm *self);
/* Takes the edits of this form's fields back; of a new device: the device. */
void yado_form_undo(YadoForm *self);
/* Call when the document was replaced underneath (after apply or reload). */
void yado_form_set_document(YadoForm *self, YadoDocument *document);

/* Values or choices changed behind it: all fields are told with "changed". */
void yado_form_refresh(YadoForm *self);

/* What visible fields warn of now: “LABEL: TEXT”. (transfer full) */
GStrv yado_form_list_warnings(YadoForm *self);
/* Golden dump: one line a field: id, label, type, value, effect, enabled; hidden ones say so. (transfer full) */
char *yado_form_dump(YadoForm *self);

G_END_DECLS
