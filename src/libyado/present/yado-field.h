/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * yado-field.h: the description of one value that the user sees and may change.
 *
 * Specs are static const tables in catalog/.  `label` (with a `_` mnemonic), `help` and `unit` are N_() strings; the getters translate.
 * Values are the document's canonical strings (yado-document.h).
 */
#pragma once

#include "base/yado-text.h"
#include "document/yado-document.h"

G_BEGIN_DECLS

typedef struct _YadoForm YadoForm;
typedef struct _YadoFieldSpec YadoFieldSpec;
typedef struct _YadoFormSpec YadoFormSpec;

typedef enum {
    YADO_FIELD_TEXT,
    YADO_FIELD_MULTILINE,
    YADO_FIELD_PASSWORD,
    YADO_FIELD_BOOL,
    YADO_FIELD_INT,
    YADO_FIELD_SIZE, /* bytes; shown in binary units */
    YADO_FIELD_CHOICE,
    YADO_FIELD_MULTI_CHOICE, /* value: ids separated by ',' */
    YADO_FIELD_FILE,
    YADO_FIELD_VOLUME,
    YADO_FIELD_NETWORK,
    YADO_FIELD_MAC,
    YADO_FIELD_LIST,   /* rows of `row`; value: see yado-rows.h */
    YADO_FIELD_INFO,   /* read only */
    YADO_FIELD_CUSTOM, /* a named view of the front end: `view` */
    YADO_N_FIELD_TYPES
} YadoFieldType;

typedef enum {
    YADO_FIELD_REQUIRED = 1 << 0,
    YADO_FIELD_SECRET = 1 << 1,
    YADO_FIELD_LIVE =
        1 << 2, /* can take effect on a running guest where the host has `needs_live` */
    YADO_FIELD_EXPERT = 1 << 3,
    YADO_FIELD_POSITIONAL = 1 << 4,      /* command line: may stand without --ID */
    YADO_FIELD_OPTIONAL_NUMBER = 1 << 5, /* an empty number is allowed and shown as `placeholder` */
    YADO_FIELD_AT_ONCE = 1 << 6, /* the host's own record of the guest: never waits for a restart */
    YADO_FIELD_LOCAL = 1 << 8,   /* FILE: on this machine, wherever the host is */
    YADO_FIELD_VOLATILE =
        1 << 9, /* the host itself sets it in what runs: no difference to what is stored */
    YADO_FIELD_WORDS = 1 << 7, /* TEXT: a list; typed "a, b", canonical "a,b" */
} YadoFieldFlags;

typedef struct {
    const char *id;    /* the value */
    const char *label; /* N_() */
    const char *help;  /* N_(), or NULL */
} YadoChoice;

/* A choice made at run time, for list_choices(). */
typedef struct {
    char *id, *label;
    char *reason;      /* not NULL: shown, but cannot be chosen, and this is why */
    gboolean selected; /* MULTI_CHOICE: what is chosen at first */
} YadoChoiceItem;
YadoChoiceItem *yado_choice_item_new(const char *id, const char *label, const char *reason);
void yado_choice_item_free(YadoChoiceItem *item);

struct _YadoFieldSpec {
    const char *id;
    YadoFieldType type;
    const char *label, *help, *unit, *placeholder;
    const char *key;
    gint64 minimum, maximum;   /* INT, SIZE; maximum 0: none. TEXT: longest in bytes */
    const YadoChoice *choices; /* ends with id NULL */
    GPtrArray *(*list_choices)(YadoForm *form, const YadoFieldSpec *spec); /* of YadoChoiceItem */
    char *(*dup_text)(YadoForm *form,
                      const YadoFieldSpec *spec); /* INFO that is computed, not in the document */
    gboolean (*warns_if)(YadoForm *form); /* INFO: its text warns, of what is not refused */
    gboolean (*validate)(YadoForm *form, const YadoFieldSpec *spec, const char *value,
                         GError **error);
    const char *depends; /* keys of others, "a,b", whose change has it validated anew; or NULL */
    gint64 (*get_maximum)(YadoForm *form,
                          const YadoFieldSpec *spec); /* depends on other values; 0: none */
    gboolean (*visible_if)(YadoForm *form);
    gboolean (*enabled_if)(YadoForm *form, const char **reason); /* reason: translated, static */
    YadoFieldFlags flags;
    const char *needs;      /* capability, or NULL */
    const char *needs_live; /* capability for LIVE, or NULL */
    gboolean (*live_if)(YadoForm *form,
                        const YadoFieldSpec *spec); /* LIVE: whether this value can be, or NULL */
    const char *view;                               /* CUSTOM */
    /* After it was set by hand: sets in the document what follows from it (a disk's name from its bus), or NULL. */
    void (*follow)(YadoForm *form, const YadoFieldSpec *spec);
    const YadoFormSpec *row; /* LIST: the form of one row */
};

/* Translated; borrowed. */
const char *yado_field_get_label(const YadoFieldSpec *spec); /* with the '_' */
const char *yado_field_get_help(const YadoFieldSpec *spec);
const char *yado_field_get_unit(const YadoFieldSpec *spec); /* or NULL */

/* The value as people read it ("2 GiB", "yes", a choice's label, the placeholder for an empty one). (transfer full) */
char *yado_field_format(const YadoFieldSpec *spec, const char *value);
/* As it stands in an entry: like format, but can be read back exactly. (transfer full) */
char *yado_field_format_entry(const YadoFieldSpec *spec, const char *value);
/* Reads what the user typed into a canonical value; checks type, range and REQUIRED.  INVALID names the field. (transfer full) */
char *yado_field_parse(const YadoFieldSpec *spec, const char *text, GError **error);

G_END_DECLS
