/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "present/yado-form.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "base/yado-error.h"
#include "base/yado-units.h"
#include "document/yado-hotplug.h"
#include "document/yado-plain-document.h"

/* What a field has beside its value in the document. */
typedef struct {
    char *text;    /* typed, but not readable: shown instead of the value */
    GError *error; /* what stands beside the field */
} FieldState;

struct _YadoForm {
    GObject parent_instance;
    const YadoFormSpec *spec;
    YadoDocument *document;
    char *node;
    YadoSession *session;
    YadoGuest *guest;
    YadoHost *host; /* NULL: the guest's */
    GPtrArray *targets;
    GHashTable *states;     /* YadoFieldSpec -> FieldState */
    char *title, *positive; /* NULL: the spec's */
    const char *intro;      /* translated */
};

G_DEFINE_FINAL_TYPE(YadoForm, yado_form, G_TYPE_OBJECT)

enum { SIGNAL_CHANGED, N_SIGNALS };
static guint signals[N_SIGNALS];

/* ---- Walking over the fields ---- */

typedef gboolean (*FieldFunc)(YadoForm *self, const YadoFieldSpec *spec, gpointer data);

/* Stops at the first field for which @func returns FALSE. */
static const YadoFieldSpec *
walk_fields(YadoForm *self, FieldFunc func, gpointer data)
{
    for (const YadoSectionSpec *section = self->spec->sections; section->fields != NULL; section++)
        for (const YadoFieldSpec *spec = section->fields; spec->id != NULL; spec++)
            if (!func(self, spec, data))
                return spec;
    return NULL;
}

static gboolean
append_field(YadoForm *self, const YadoFieldSpec *spec, gpointer list)
{
    g_ptr_array_add(list, (gpointer)spec);
    return TRUE;
}

static gboolean
differs_in_id(YadoForm *self, const YadoFieldSpec *spec, gpointer id)
{
    return strcmp(spec->id, id) != 0;
}

/* ---- States ---- */

static void
field_state_free(FieldState *state)
{
    g_free(state->text);
    g_clear_error(&state->error);
    g_free(state);
}

static void
set_state(YadoForm *self, const YadoFieldSpec *spec, const char *text, const GError *error)
{
    FieldState *state;

    if (error == NULL) {
        g_hash_table_remove(self->states, spec);
        return;
    }
    state = g_new0(FieldState, 1);
    state->text = g_strdup(text);
    state->error = g_error_copy(error);
    g_hash_table_replace(self->states, (gpointer)spec, state);
}

static FieldState *
get_state(YadoForm *self, const YadoFieldSpec *spec)
{
    return g_hash_table_lookup(self->states, spec);
}

/* Arguments and settings: every value counts, and none concerns a running guest. */
static gboolean
is_plain(YadoForm *self)
{
    return YADO_IS_PLAIN_DOCUMENT(self->document);
}

/* Its device is one that the guest is to get. */
static gboolean
is_new(YadoForm *self)
{
    return self->node != NULL && yado_document_is_new_node(self->document, self->node);
}

static YadoHost *
get_host(YadoForm *self)
{
    if (self->host != NULL)
        return self->host;
    return self->guest != NULL ? yado_guest_get_host(self->guest) : NULL;
}

/* ---- Checks that look at other values ---- */

static gboolean
check_maximum(YadoForm *self, const YadoFieldSpec *spec, const char *value, GError **error)
{
    gint64 maximum = spec->get_maximum != NULL ? spec->get_maximum(self, spec) : 0;
    g_autofree char *label = NULL;
    g_autofree char *limit = NULL;
    g_autofree char *number = NULL;

    if (maximum <= 0 || value == NULL || g_ascii_strtoll(value, NULL, 10) <= maximum)
        return TRUE;
    label = yado_text_strip_mnemonic(yado_field_get_label(spec));
    number = g_strdup_printf("%" G_GINT64_FORMAT, maximum);
    limit = yado_field_format(spec, number);
    return yado_error_set(error, YADO_ERROR_INVALID, NULL, NULL, _("%s must be at most %s."), label,
                          limit);
}

/* What could be chosen is still on its way from the host. */
static gboolean
awaits_choices(YadoForm *self, const YadoFieldSpec *spec)
{
    YadoHost *host = get_host(self);
    g_autoptr(GPtrArray) items = NULL;

    if (spec->list_choices == NULL || self->spec->resources == 0 || host == NULL ||
        !yado_resources_is_loading(yado_resources_get(host)))
        return FALSE;
    items = spec->list_choices(self, spec);
    return items->len == 0;
}

static gboolean
check_required(YadoForm *self, const YadoFieldSpec *spec, const char *value, GError **error)
{
    g_autofree char *parsed = NULL;

    if (!(spec->flags & YADO_FIELD_REQUIRED) || (value != NULL && *value != '\0'))
        return TRUE;
    if (awaits_choices(self, spec)) {
        g_autofree char *label = yado_text_strip_mnemonic(yado_field_get_label(spec));

        return yado_error_set(error, YADO_ERROR_INVALID, NULL, NULL,
                              _("%s: the host has not told yet what it has. Try again in a "
                                "moment."),
                              label);
    }
    parsed = yado_field_parse(spec, "", error);
    return FALSE;
}

static gboolean
is_touched(YadoForm *self, const YadoFieldSpec *spec)
{
    g_auto(GStrv) keys = g_strsplit(spec->depends != NULL ? spec->depends : "", ",", -1);

    for (guint i = 0; keys[i] != NULL; i++)
        if (yado_document_find_edit(self->document, self->node, keys[i]) != NULL)
            return TRUE;
    return yado_form_is_changed(self, spec);
}

static gboolean
check_value(YadoForm *self, const YadoFieldSpec *spec, GError **error)
{
    g_autofree char *value = yado_form_dup_value(self, spec);

    if (spec->type == YADO_FIELD_INFO || spec->type == YADO_FIELD_CUSTOM)
        return TRUE;
    if (!check_required(self, spec, value, error))
        return FALSE;
    /* What the host has and nobody touched is the host's business. */
    if (!is_plain(self) && !is_new(self) && !is_touched(self, spec))
        return TRUE;
    if (spec->validate != NULL && !spec->validate(self, spec, value, error))
        return FALSE;
    return check_maximum(self, spec, value, error);
}

/* Keeps the message beside the field up to date; a text that cannot be read keeps its own. */
static gboolean
recheck(YadoForm *self, const YadoFieldSpec *spec)
{
    FieldState *state = get_state(self, spec);
    g_autoptr(GError) error = NULL;

    if (state != NULL && state->text != NULL)
        return FALSE;
    if (!yado_form_is_visible(self, spec)) {
        g_hash_table_remove(self->states, spec);
        return TRUE;
    }
    check_value(self, spec, &error);
    set_state(self, spec, NULL, error);
    return error == NULL;
}

static gboolean
depends_on_others(const YadoFieldSpec *spec)
{
    return spec->visible_if != NULL || spec->enabled_if != NULL || spec->get_maximum != NULL ||
           spec->dup_text != NULL || spec->list_choices != NULL || spec->validate != NULL;
}

static gboolean
announce_dependent(YadoForm *self, const YadoFieldSpec *spec, gpointer changed)
{
    if (spec == changed || !depends_on_others(spec))
        return TRUE;
    if (spec->type != YADO_FIELD_INFO && (get_state(self, spec) != NULL || !is_plain(self)))
        recheck(self, spec);
    g_signal_emit(self, signals[SIGNAL_CHANGED], 0, spec->id);
    return TRUE;
}

static void
announce(YadoForm *self, const YadoFieldSpec *spec)
{
    g_signal_emit(self, signals[SIGNAL_CHANGED], 0, spec->id);
    walk_fields(self, announce_dependent, (gpointer)spec);
}

static void
announce_all(YadoForm *self)
{
    g_signal_emit(self, signals[SIGNAL_CHANGED], 0, NULL);
}

/* ---- Choices ---- */

static gboolean
is_chosen(const YadoFieldSpec *spec, const char *value, const char *id)
{
    g_auto(GStrv) ids = NULL;

    if (spec->type != YADO_FIELD_MULTI_CHOICE)
        return strcmp(value != NULL ? value : "", id) == 0;
    if (value == NULL)
        return FALSE;
    ids = g_strsplit(value, ",", -1);
    return g_strv_contains((const char *const *)ids, id);
}

static GPtrArray *
list_static_choices(const YadoFieldSpec *spec)
{
    GPtrArray *items = g_ptr_array_new_with_free_func((GDestroyNotify)yado_choice_item_free);

    for (const YadoChoice *choice = spec->choices; choice != NULL && choice->id != NULL; choice++)
        g_ptr_array_add(items, yado_choice_item_new(choice->id, _(choice->label), NULL));
    return items;
}

static YadoChoiceItem *
find_item(GPtrArray *items, const char *id)
{
    for (guint i = 0; i < items->len; i++) {
        YadoChoiceItem *item = items->pdata[i];

        if (strcmp(item->id, id) == 0)
            return item;
    }
    return NULL;
}

/* By its id first: what is absent may be called as another choice is. */
static YadoChoiceItem *
find_item_by_word(GPtrArray *items, const char *word)
{
    YadoChoiceItem *found = find_item(items, word);

    for (guint i = 0; found == NULL && i < items->len; i++) {
        YadoChoiceItem *item = items->pdata[i];

        if (strcmp(item->label, word) == 0)
            found = item;
    }
    return found;
}

static gboolean
has_choices(const YadoFieldSpec *spec)
{
    return spec->choices != NULL || spec->list_choices != NULL;
}

/* A value that we do not know stays choosable: editing another field must not lose it.  Where absence has a name, it can be chosen again. */
static void
append_present_value(GPtrArray *items, const YadoFieldSpec *spec, const char *value)
{
    gboolean is_empty = value == NULL || *value == '\0';

    if (spec->type != YADO_FIELD_CHOICE)
        return;
    if (!is_empty && find_item_by_word(items, value) == NULL)
        g_ptr_array_add(items, yado_choice_item_new(value, value, NULL));
    if ((is_empty || spec->placeholder != NULL) && find_item(items, "") == NULL)
        g_ptr_array_insert(
            items, 0,
            yado_choice_item_new("", spec->placeholder != NULL ? _(spec->placeholder) : _("none"),
                                 NULL));
}

GPtrArray *
yado_form_list_choices(YadoForm *self, const YadoFieldSpec *spec)
{
    GPtrArray *items;
    g_autofree char *value = NULL;

    g_return_val_if_fail(YADO_IS_FORM(self) && spec != NULL, NULL);

    if (!has_choices(spec))
        return NULL;
    value = yado_form_dup_value(self, spec);
    items = spec->list_choices != NULL ? spec->list_choices(self, spec) : list_static_choices(spec);
    append_present_value(items, spec, value);
    for (guint i = 0; i < items->len; i++) {
        YadoChoiceItem *item = items->pdata[i];

        item->selected = is_chosen(spec, value, item->id);
    }
    return items;
}

/* Labels count too: a front end may hand over what the user saw. */
static char *
resolve_choice(YadoForm *self, const YadoFieldSpec *spec, const char *word, GError **error)
{
    g_autoptr(GPtrArray) items = yado_form_list_choices(self, spec);
    YadoChoiceItem *item = find_item_by_word(items, word);
    g_autofree char *label = yado_text_strip_mnemonic(yado_field_get_label(spec));
    g_autoptr(GString) ids = g_string_new(NULL);

    if (item != NULL && item->reason == NULL)
        return g_strdup(item->id);
    if (item != NULL) {
        yado_error_set(error, YADO_ERROR_INVALID, NULL, NULL, _("%s cannot be chosen: %s"),
                       item->label, item->reason);
        return NULL;
    }
    for (guint i = 0; i < items->len; i++)
        g_string_append_printf(ids, "%s%s", i > 0 ? ", " : "",
                               ((YadoChoiceItem *)items->pdata[i])->id);
    yado_error_set(error, YADO_ERROR_INVALID, NULL, NULL, _("%s must be one of: %s."), label,
                   ids->str);
    return NULL;
}

static char *
resolve_choices(YadoForm *self, const YadoFieldSpec *spec, const char *value, GError **error)
{
    g_auto(GStrv) words = NULL;

    if (*value == '\0' || spec->list_choices == NULL)
        return g_strdup(value);
    if (spec->type == YADO_FIELD_CHOICE)
        return resolve_choice(self, spec, value, error);
    if (spec->type != YADO_FIELD_MULTI_CHOICE)
        return g_strdup(value);
    words = g_strsplit(value, ",", -1);
    for (guint i = 0; words[i] != NULL; i++) {
        char *id = resolve_choice(self, spec, words[i], error);

        if (id == NULL)
            return NULL;
        g_free(words[i]);
        words[i] = id;
    }
    return g_strjoinv(",", words);
}

/* ---- Values ---- */

const char *
yado_field_get_key(const YadoFieldSpec *spec)
{
    return spec->key != NULL ? spec->key : spec->id;
}

char *
yado_form_dup_value(YadoForm *self, const YadoFieldSpec *spec)
{
    g_return_val_if_fail(YADO_IS_FORM(self) && spec != NULL, NULL);

    if (spec->dup_text != NULL)
        return spec->dup_text(self, spec);
    return yado_document_dup_value(self->document, self->node, yado_field_get_key(spec));
}

char *
yado_form_dup_text(YadoForm *self, const YadoFieldSpec *spec)
{
    FieldState *state;
    g_autofree char *value = NULL;

    g_return_val_if_fail(YADO_IS_FORM(self) && spec != NULL, NULL);

    state = get_state(self, spec);
    if (state != NULL && state->text != NULL)
        return g_strdup(state->text);
    value = yado_form_dup_value(self, spec);
    if (spec->type == YADO_FIELD_INFO)
        return yado_field_format(spec, value);
    return yado_field_format_entry(spec, value);
}

/* TRUE: the value is in the document. */
static gboolean
store(YadoForm *self, const YadoFieldSpec *spec, const char *value, GError **error)
{
    g_autofree char *now = yado_form_dup_value(self, spec);
    gboolean empties = *value == '\0' ||
                       (spec->type == YADO_FIELD_BOOL && now == NULL && strcmp(value, "no") == 0);

    if (!yado_document_set_value(self->document, self->node, yado_field_get_key(spec),
                                 empties ? NULL : value, error))
        return FALSE;
    g_hash_table_remove(self->states, spec);
    if (spec->follow != NULL)
        spec->follow(self, spec);
    recheck(self, spec);
    return TRUE;
}

static gboolean
check_enabled(YadoForm *self, const YadoFieldSpec *spec, GError **error)
{
    g_autofree char *label = NULL;
    const char *reason = NULL;

    if (yado_form_is_enabled(self, spec, &reason))
        return TRUE;
    label = yado_text_strip_mnemonic(yado_field_get_label(spec));
    if (reason == NULL)
        return yado_error_set(error, YADO_ERROR_UNSUPPORTED, NULL, NULL, _("%s cannot be changed."),
                              label);
    return yado_error_set(error, YADO_ERROR_UNSUPPORTED, NULL, NULL, _("%s cannot be changed: %s"),
                          label, reason);
}

gboolean
yado_form_set_text(YadoForm *self, const YadoFieldSpec *spec, const char *text, GError **error)
{
    g_autoptr(GError) local = NULL;
    g_autofree char *parsed = NULL;
    g_autofree char *value = NULL;
    gboolean stored = FALSE;

    g_return_val_if_fail(YADO_IS_FORM(self) && spec != NULL, FALSE);

    if (!check_enabled(self, spec, error))
        return FALSE;
    parsed = yado_field_parse(spec, text, &local);
    if (parsed != NULL)
        value = resolve_choices(self, spec, parsed, &local);
    if (value != NULL)
        stored = store(self, spec, value, &local);
    if (!stored)
        set_state(self, spec, text != NULL ? text : "", local);
    announce(self, spec);
    if (!stored)
        g_propagate_error(error, g_steal_pointer(&local));
    return stored;
}

gboolean
yado_form_set_value(YadoForm *self, const YadoFieldSpec *spec, const char *value, GError **error)
{
    g_autofree char *text = NULL;

    g_return_val_if_fail(YADO_IS_FORM(self) && spec != NULL, FALSE);

    /* A canonical size is in bytes; as text, a bare number would be MiB. */
    if (spec->type == YADO_FIELD_SIZE && value != NULL && *value != '\0')
        text = g_strdup_printf("%s B", value);
    return yado_form_set_text(self, spec, text != NULL ? text : value, error);
}

/* ---- Visible, enabled, effect ---- */

gboolean
yado_form_is_visible(YadoForm *self, const YadoFieldSpec *spec)
{
    g_return_val_if_fail(YADO_IS_FORM(self) && spec != NULL, FALSE);

    return spec->visible_if == NULL || spec->visible_if(self);
}

/* Whoever owns the guest must be able to. */
static gboolean
has_capability(YadoForm *self, const char *capability, const char **why)
{
    return self->guest != NULL ? yado_guest_has(self->guest, capability, why)
                               : yado_host_has(get_host(self), capability, why);
}

/* What is new comes as a whole. */
static gboolean
can_device_be_live(YadoForm *self, const YadoFieldSpec *spec)
{
    if (self->guest == NULL || !yado_guest_has(self->guest, YADO_CAP_HOTPLUG, NULL))
        return FALSE;
    return yado_document_is_new_node(self->document, self->node)
               ? yado_hotplug_can_plug(self->document, self->node)
               : yado_hotplug_can_change(self->document, self->node, yado_field_get_key(spec));
}

static gboolean
can_be_live(YadoForm *self, const YadoFieldSpec *spec)
{
    YadoHost *host = get_host(self);

    if (host == NULL)
        return FALSE;
    if (self->node != NULL && !is_plain(self))
        return can_device_be_live(self, spec);
    if (!(spec->flags & YADO_FIELD_LIVE))
        return FALSE;
    return spec->needs_live == NULL || has_capability(self, spec->needs_live, NULL);
}

static gboolean
refuse(const char **reason, const char *text)
{
    if (reason != NULL)
        *reason = text;
    return FALSE;
}

gboolean
yado_form_is_guest_editable(YadoGuest *guest, gboolean is_live, const char **reason)
{
    YadoHost *host = yado_guest_get_host(guest);

    if (yado_guest_is_gone(guest) || host == NULL)
        return refuse(reason, _("The guest is gone."));
    if (yado_host_get_state(host) != YADO_HOST_OPEN)
        return refuse(reason, _("The host is not connected."));
    if (yado_guest_get_kind(guest) == YADO_KIND_DOM0 && !is_live)
        return refuse(reason, _("Domain-0 is set up by the host's boot options."));
    if (yado_guest_get_persistent(guest) == 0 && !is_live)
        return refuse(reason, _("The host does not keep this guest's configuration: only what "
                                "takes effect at once can be changed."));
    return TRUE;
}

gboolean
yado_form_is_enabled(YadoForm *self, const YadoFieldSpec *spec, const char **reason)
{
    YadoHost *host;
    const char *why = NULL;

    g_return_val_if_fail(YADO_IS_FORM(self) && spec != NULL, FALSE);

    if (reason != NULL)
        *reason = NULL;
    if (spec->type == YADO_FIELD_INFO)
        return FALSE;
    if (!is_plain(self) && self->guest != NULL &&
        !yado_form_is_guest_editable(self->guest, can_be_live(self, spec), reason))
        return FALSE;
    if (spec->key != NULL)
        why = yado_document_get_refusal(self->document, self->node, spec->key);
    if (why != NULL)
        return refuse(reason, why);
    host = get_host(self);
    if (spec->needs != NULL && host != NULL && !has_capability(self, spec->needs, &why))
        return refuse(reason, why != NULL ? why : _("This host cannot do that."));
    return spec->enabled_if == NULL || spec->enabled_if(self, reason);
}

YadoEffect
yado_form_get_effect(YadoForm *self, const YadoFieldSpec *spec)
{
    g_return_val_if_fail(YADO_IS_FORM(self) && spec != NULL, YADO_EFFECT_NONE);

    if (is_plain(self) || !yado_form_is_enabled(self, spec, NULL))
        return YADO_EFFECT_NONE;
    if (spec->flags & YADO_FIELD_AT_ONCE)
        return YADO_EFFECT_NOW;
    if (self->guest == NULL || !yado_guest_is_active(self->guest))
        return YADO_EFFECT_STORED;
    if (can_be_live(self, spec) && (spec->live_if == NULL || spec->live_if(self, spec)))
        return YADO_EFFECT_NOW;
    return YADO_EFFECT_NEXT_START;
}

const char *
yado_effect_get_label(YadoEffect effect)
{
    switch (effect) {
    case YADO_EFFECT_STORED:
        return _("when it starts");
    case YADO_EFFECT_NEXT_START:
        return _("at next start");
    case YADO_EFFECT_NOW:
        return _("now");
    default:
        return "";
    }
}

static const YadoEdit *
find_edit(YadoForm *self, const YadoFieldSpec *spec)
{
    return yado_document_find_edit(self->document, self->node, yado_field_get_key(spec));
}

gboolean
yado_form_is_changed(YadoForm *self, const YadoFieldSpec *spec)
{
    FieldState *state;

    g_return_val_if_fail(YADO_IS_FORM(self) && spec != NULL, FALSE);

    state = get_state(self, spec);
    return (state != NULL && state->text != NULL) || find_edit(self, spec) != NULL;
}

const char *
yado_form_get_error(YadoForm *self, const YadoFieldSpec *spec)
{
    FieldState *state;

    g_return_val_if_fail(YADO_IS_FORM(self) && spec != NULL, NULL);

    state = get_state(self, spec);
    return state != NULL ? state->error->message : NULL;
}

/* ---- The whole form ---- */

static gboolean
is_valid(YadoForm *self, const YadoFieldSpec *spec, gpointer first)
{
    const YadoFieldSpec **wrong = first;

    if (!yado_form_is_visible(self, spec)) {
        g_hash_table_remove(self->states, spec);
        return TRUE;
    }
    /* All are checked, so that every message shows; the first is the one to go to. */
    if (!recheck(self, spec) && *wrong == NULL)
        *wrong = spec;
    return TRUE;
}

gboolean
yado_form_validate(YadoForm *self, const YadoFieldSpec **first, GError **error)
{
    const YadoFieldSpec *wrong = NULL;

    g_return_val_if_fail(YADO_IS_FORM(self), FALSE);

    walk_fields(self, is_valid, &wrong);
    announce_all(self);
    if (first != NULL)
        *first = wrong;
    if (wrong == NULL)
        return TRUE;
    if (error != NULL)
        *error = g_error_copy(get_state(self, wrong)->error);
    return FALSE;
}

static gboolean
is_unchanged(YadoForm *self, const YadoFieldSpec *spec, gpointer data)
{
    return !yado_form_is_changed(self, spec);
}

gboolean
yado_form_is_dirty(YadoForm *self)
{
    g_return_val_if_fail(YADO_IS_FORM(self), FALSE);

    return is_new(self) || walk_fields(self, is_unchanged, NULL) != NULL;
}

static gboolean
undo_field(YadoForm *self, const YadoFieldSpec *spec, gpointer data)
{
    const YadoEdit *edit = find_edit(self, spec);
    g_autoptr(YadoEdit) copy = edit != NULL ? yado_edit_copy(edit) : NULL;

    if (copy != NULL)
        yado_document_undo(self->document, copy, NULL);
    return TRUE;
}

void
yado_form_undo(YadoForm *self)
{
    g_return_if_fail(YADO_IS_FORM(self));

    g_hash_table_remove_all(self->states);
    if (is_new(self))
        yado_document_remove_node(self->document, self->node, NULL);
    else
        walk_fields(self, undo_field, NULL);
    announce_all(self);
}

void
yado_form_set_document(YadoForm *self, YadoDocument *document)
{
    g_return_if_fail(YADO_IS_FORM(self) && YADO_IS_DOCUMENT(document));

    g_set_object(&self->document, document);
    g_hash_table_remove_all(self->states);
    announce_all(self);
}

void
yado_form_refresh(YadoForm *self)
{
    g_return_if_fail(YADO_IS_FORM(self));

    announce_all(self);
}

/* ---- What choices come from ---- */

static gboolean
recheck_wrong(YadoForm *self, const YadoFieldSpec *spec, gpointer data)
{
    if (get_state(self, spec) != NULL)
        recheck(self, spec);
    return TRUE;
}

static void
propose(YadoForm *self)
{
    if (self->spec->propose != NULL)
        self->spec->propose(self);
}

/* What was checked before they came may have been wrong for want of them alone. */
static void
on_resources_changed_cb(YadoResources *resources, int kind, const char *parent, YadoForm *self)
{
    if (!(self->spec->resources & YADO_RESOURCE_BIT(kind)))
        return;
    propose(self);
    walk_fields(self, recheck_wrong, NULL);
    announce_all(self);
}

/* What was filled in may be another guest's. */
static gboolean
recheck_filled_in(YadoForm *self, const YadoFieldSpec *spec, gpointer data)
{
    g_autofree char *value = yado_form_dup_value(self, spec);

    if (spec->validate != NULL && value != NULL && *value != '\0' &&
        (is_new(self) || yado_form_is_changed(self, spec)))
        recheck(self, spec);
    return TRUE;
}

static void
on_facts_known_cb(YadoHost *host, YadoForm *self)
{
    walk_fields(self, recheck_filled_in, NULL);
    announce_all(self);
}

static void
want_claims(YadoForm *self)
{
    YadoHost *host = get_host(self);

    if (host == NULL || !self->spec->claims)
        return;
    g_signal_handlers_disconnect_by_func(host, on_facts_known_cb, self);
    g_signal_connect_object(host, "facts-known", G_CALLBACK(on_facts_known_cb), self, 0);
    yado_host_want_all_facts(host);
}

static void
want_resources(YadoForm *self)
{
    YadoHost *host = get_host(self);
    YadoResources *resources;

    want_claims(self);
    if (host == NULL || self->spec->resources == 0)
        return;
    resources = yado_resources_get(host);
    for (YadoResourceKind kind = 0; kind < YADO_N_RESOURCES; kind++)
        if ((self->spec->resources & YADO_RESOURCE_BIT(kind)) && kind != YADO_RESOURCE_VOLUMES)
            yado_resources_want(resources, kind, NULL);
    g_signal_handlers_disconnect_by_func(resources, on_resources_changed_cb, self);
    g_signal_connect_object(resources, "changed", G_CALLBACK(on_resources_changed_cb), self, 0);
    propose(self);
}

YadoHost *
yado_form_get_host(YadoForm *self)
{
    g_return_val_if_fail(YADO_IS_FORM(self), NULL);

    return get_host(self);
}

void
yado_form_set_host(YadoForm *self, YadoHost *host)
{
    g_return_if_fail(YADO_IS_FORM(self));

    if (g_set_object(&self->host, host))
        want_resources(self);
}

/* ---- Life ---- */

static void
yado_form_finalize(GObject *object)
{
    YadoForm *self = YADO_FORM(object);

    g_clear_object(&self->document);
    g_clear_object(&self->session);
    g_free(self->title);
    g_free(self->positive);
    g_clear_object(&self->guest);
    g_clear_object(&self->host);
    g_clear_pointer(&self->targets, g_ptr_array_unref);
    g_hash_table_unref(self->states);
    g_free(self->node);
    G_OBJECT_CLASS(yado_form_parent_class)->finalize(object);
}

static void
yado_form_class_init(YadoFormClass *klass)
{
    G_OBJECT_CLASS(klass)->finalize = yado_form_finalize;
    signals[SIGNAL_CHANGED] = g_signal_new("changed", YADO_TYPE_FORM, G_SIGNAL_RUN_LAST, 0, NULL,
                                           NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
yado_form_init(YadoForm *self)
{
    self->states = g_hash_table_new_full(NULL, NULL, NULL, (GDestroyNotify)field_state_free);
}

YadoForm *
yado_form_new(const YadoFormSpec *spec, YadoDocument *document, const char *node,
              YadoSession *session, YadoGuest *guest)
{
    YadoForm *self;

    g_return_val_if_fail(spec != NULL && YADO_IS_DOCUMENT(document), NULL);

    self = g_object_new(YADO_TYPE_FORM, NULL);
    self->spec = spec;
    self->document = g_object_ref(document);
    self->node = g_strdup(node);
    g_set_object(&self->session, session);
    g_set_object(&self->guest, guest);
    want_resources(self);
    return self;
}

const YadoFormSpec *
yado_form_get_spec(YadoForm *self)
{
    return self->spec;
}

void
yado_form_set_words(YadoForm *self, const char *title, const char *positive, const char *intro)
{
    g_free(self->title);
    g_free(self->positive);
    self->title = g_strdup(title);
    self->positive = g_strdup(positive);
    self->intro = intro;
}

const char *
yado_form_get_title(YadoForm *self)
{
    return self->title != NULL ? self->title : _(self->spec->title);
}

const char *
yado_form_get_positive(YadoForm *self)
{
    if (self->positive != NULL)
        return self->positive;
    return self->spec->positive != NULL ? _(self->spec->positive) : _("_OK");
}

const char *
yado_form_get_intro(YadoForm *self)
{
    if (self->intro != NULL)
        return self->intro;
    return self->spec->intro != NULL ? _(self->spec->intro) : NULL;
}

YadoDocument *
yado_form_get_document(YadoForm *self)
{
    return self->document;
}

const char *
yado_form_get_node(YadoForm *self)
{
    return self->node;
}

YadoSession *
yado_form_get_session(YadoForm *self)
{
    return self->session;
}

YadoGuest *
yado_form_get_guest(YadoForm *self)
{
    return self->guest;
}

GPtrArray *
yado_form_get_targets(YadoForm *self)
{
    return self->targets;
}

char *
yado_form_dup_file_reason(YadoForm *self, const YadoFieldSpec *spec)
{
    YadoHost *host;

    g_return_val_if_fail(YADO_IS_FORM(self) && spec != NULL, NULL);

    host = self->guest != NULL ? yado_guest_get_host(self->guest) : self->host;
    if (spec->type != YADO_FIELD_FILE || host == NULL || (spec->flags & YADO_FIELD_LOCAL) ||
        !yado_host_is_remote(host))
        return NULL;
    return g_strdup_printf(_("The file is on the host “%s”, not on this machine: type its path."),
                           yado_host_get_label(host));
}

void
yado_form_set_targets(YadoForm *self, GPtrArray *targets)
{
    g_return_if_fail(YADO_IS_FORM(self));

    g_clear_pointer(&self->targets, g_ptr_array_unref);
    if (targets == NULL)
        return;
    self->targets = g_ptr_array_new_with_free_func(g_object_unref);
    for (guint i = 0; i < targets->len; i++)
        g_ptr_array_add(self->targets, g_object_ref(targets->pdata[i]));
}

const YadoFieldSpec *
yado_form_find_field(YadoForm *self, const char *id)
{
    g_return_val_if_fail(YADO_IS_FORM(self) && id != NULL, NULL);

    return walk_fields(self, differs_in_id, (gpointer)id);
}

GPtrArray *
yado_form_list_fields(YadoForm *self)
{
    GPtrArray *fields = g_ptr_array_new();

    g_return_val_if_fail(YADO_IS_FORM(self), fields);

    walk_fields(self, append_field, fields);
    return fields;
}
