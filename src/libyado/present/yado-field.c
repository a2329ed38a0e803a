/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "present/yado-field.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include <glib/gi18n-lib.h>

#include "base/yado-error.h"
#include "base/yado-units.h"

#define MEBIBYTE (1024 * 1024)
#define MAX_TEXT 4096
#define MAX_NOTES (64 * 1024)

YadoChoiceItem *
yado_choice_item_new(const char *id, const char *label, const char *reason)
{
    YadoChoiceItem *item = g_new0(YadoChoiceItem, 1);

    item->id = g_strdup(id);
    item->label = g_strdup(label);
    item->reason = g_strdup(reason);
    return item;
}

void
yado_choice_item_free(YadoChoiceItem *item)
{
    if (item == NULL)
        return;
    g_free(item->id);
    g_free(item->label);
    g_free(item->reason);
    g_free(item);
}

const char *
yado_field_get_label(const YadoFieldSpec *spec)
{
    g_return_val_if_fail(spec != NULL, "");

    return _(spec->label);
}

const char *
yado_field_get_help(const YadoFieldSpec *spec)
{
    g_return_val_if_fail(spec != NULL, "");

    return _(spec->help);
}

const char *
yado_field_get_unit(const YadoFieldSpec *spec)
{
    g_return_val_if_fail(spec != NULL, NULL);

    return spec->unit != NULL ? _(spec->unit) : NULL;
}

/* ---- Printing ---- */

static gboolean
is_empty(const char *value)
{
    return value == NULL || *value == '\0';
}

static const char *
find_choice_label(const YadoFieldSpec *spec, const char *id)
{
    for (const YadoChoice *choice = spec->choices; choice != NULL && choice->id != NULL; choice++)
        if (strcmp(choice->id, id) == 0)
            return _(choice->label);
    return id;
}

static char *
format_words(const YadoFieldSpec *spec, const char *value)
{
    g_auto(GStrv) words = g_strsplit(value, ",", -1);
    GString *text = g_string_new(NULL);

    for (guint i = 0; words[i] != NULL; i++)
        g_string_append_printf(text, "%s%s", i > 0 ? C_("list", ", ") : "",
                               find_choice_label(spec, words[i]));
    return g_string_free(text, FALSE);
}

static char *
format_number(const YadoFieldSpec *spec, const char *value)
{
    const char *unit = yado_field_get_unit(spec);

    return unit != NULL ? g_strdup_printf("%s %s", value, unit) : g_strdup(value);
}

static char *
format_empty(const YadoFieldSpec *spec)
{
    if (spec->type == YADO_FIELD_BOOL)
        return g_strdup(_("no"));
    return g_strdup(spec->placeholder != NULL ? _(spec->placeholder) : _("none"));
}

char *
yado_field_format(const YadoFieldSpec *spec, const char *value)
{
    g_return_val_if_fail(spec != NULL, NULL);

    if (is_empty(value))
        return format_empty(spec);
    switch (spec->type) {
    case YADO_FIELD_BOOL:
        return g_strdup(strcmp(value, "yes") == 0 ? _("yes") : _("no"));
    case YADO_FIELD_SIZE:
        return yado_size_format(g_ascii_strtoull(value, NULL, 10));
    case YADO_FIELD_INT:
        return format_number(spec, value);
    case YADO_FIELD_PASSWORD:
        return g_strdup("••••••");
    case YADO_FIELD_MULTI_CHOICE:
        return format_words(spec, value);
    case YADO_FIELD_TEXT:
        return spec->flags & YADO_FIELD_WORDS ? format_words(spec, value) : g_strdup(value);
    default:
        return g_strdup(find_choice_label(spec, value));
    }
}

char *
yado_field_format_entry(const YadoFieldSpec *spec, const char *value)
{
    g_return_val_if_fail(spec != NULL, NULL);

    if (is_empty(value))
        return g_strdup(spec->type == YADO_FIELD_BOOL ? "no" : "");
    if (spec->type == YADO_FIELD_SIZE)
        return yado_size_format_exact(g_ascii_strtoull(value, NULL, 10));
    if (spec->type == YADO_FIELD_TEXT && spec->flags & YADO_FIELD_WORDS)
        return format_words(spec, value);
    return g_strdup(value);
}

/* ---- Reading: each returns a new canonical value, or NULL with @error ---- */

static char *
dup_plain_label(const YadoFieldSpec *spec)
{
    return yado_text_strip_mnemonic(yado_field_get_label(spec));
}

/* @sentence has one %s: the field's label. */
static char *
fail(GError **error, const YadoFieldSpec *spec, const char *sentence)
{
    g_autofree char *label = dup_plain_label(spec);
    g_auto(GStrv) parts = g_strsplit(sentence, "%s", 2);
    g_autofree char *message = g_strjoinv(label, parts);

    yado_error_set(error, YADO_ERROR_INVALID, NULL, NULL, "%s", message);
    return NULL;
}

static char *
format_limit(const YadoFieldSpec *spec, gint64 limit)
{
    if (spec->type == YADO_FIELD_SIZE)
        return yado_size_format(limit);
    return g_strdup_printf("%" G_GINT64_FORMAT, limit);
}

static char *
fail_range(GError **error, const YadoFieldSpec *spec)
{
    g_autofree char *label = dup_plain_label(spec);
    g_autofree char *low = format_limit(spec, spec->minimum);
    g_autofree char *high = format_limit(spec, spec->maximum);

    if (spec->maximum > 0)
        yado_error_set(error, YADO_ERROR_INVALID, NULL, NULL, _("%s must be between %s and %s."),
                       label, low, high);
    else
        yado_error_set(error, YADO_ERROR_INVALID, NULL, NULL, _("%s must be at least %s."), label,
                       low);
    return NULL;
}

static gboolean
is_in_range(const YadoFieldSpec *spec, gint64 number)
{
    return number >= spec->minimum && (spec->maximum == 0 || number <= spec->maximum);
}

static char *
parse_int(const YadoFieldSpec *spec, const char *text, GError **error)
{
    char *end = NULL;
    gint64 number;

    errno = 0;
    number = g_ascii_strtoll(text, &end, 10);
    if (end == text || *end != '\0')
        return fail(error, spec, _("%s must be a whole number."));
    if (errno == ERANGE || !is_in_range(spec, number))
        return fail_range(error, spec);
    return g_strdup_printf("%" G_GINT64_FORMAT, number);
}

/* Hypervisors count in KiB: a rest below that could not be kept. */
static char *
parse_size(const YadoFieldSpec *spec, const char *text, GError **error)
{
    guint64 bytes;

    if (!yado_size_parse(text, MEBIBYTE, &bytes, NULL))
        return fail(error, spec, _("%s must be a size such as “512 MiB” or “2 GiB”."));
    bytes -= bytes % 1024;
    if (bytes > G_MAXINT64 || !is_in_range(spec, (gint64)bytes))
        return fail_range(error, spec);
    return g_strdup_printf("%" G_GUINT64_FORMAT, bytes);
}

static char *
parse_bool(const YadoFieldSpec *spec, const char *text, GError **error)
{
    static const char *const yes[] = { "yes", "true", "on", "1", NULL };
    static const char *const no[] = { "no", "false", "off", "0", NULL };
    g_autofree char *lower = g_utf8_strdown(text, -1);

    if (g_strv_contains(yes, lower) || strcmp(text, _("yes")) == 0)
        return g_strdup("yes");
    if (g_strv_contains(no, lower) || strcmp(text, _("no")) == 0)
        return g_strdup("no");
    return fail(error, spec, _("%s must be “yes” or “no”."));
}

static char *
list_choice_ids(const YadoFieldSpec *spec)
{
    GString *ids = g_string_new(NULL);

    for (const YadoChoice *choice = spec->choices; choice->id != NULL; choice++)
        if (*choice->id != '\0')
            g_string_append_printf(ids, "%s%s", ids->len > 0 ? ", " : "", choice->id);
    return g_string_free(ids, FALSE);
}

/* Choices made at run time are checked by the form. */
static char *
parse_choice(const YadoFieldSpec *spec, const char *text, GError **error)
{
    g_autofree char *label = NULL;
    g_autofree char *ids = NULL;

    if (spec->choices == NULL)
        return g_strdup(text);
    for (const YadoChoice *choice = spec->choices; choice->id != NULL; choice++)
        if (strcmp(choice->id, text) == 0 || strcmp(_(choice->label), text) == 0)
            return g_strdup(choice->id);
    label = dup_plain_label(spec);
    ids = list_choice_ids(spec);
    yado_error_set(error, YADO_ERROR_INVALID, NULL, NULL, _("%s must be one of: %s."), label, ids);
    return NULL;
}

/* "a, b,,a" -> "a,b" */
/* Words stand between commas; "、" and "，" are the commas that a Japanese keyboard types. */
static GStrv
split_words(const char *text)
{
    g_autoptr(GString) plain = g_string_new(text);

    g_string_replace(plain, "、", ",", 0);
    g_string_replace(plain, "，", ",", 0);
    return g_strsplit(plain->str, ",", -1);
}

static char *
parse_words(const YadoFieldSpec *spec, const char *text, GError **error)
{
    g_auto(GStrv) words = split_words(text);
    g_autoptr(GPtrArray) kept = g_ptr_array_new_with_free_func(g_free);
    GString *value = g_string_new(NULL);

    for (guint i = 0; words[i] != NULL; i++) {
        const char *word = g_strstrip(words[i]);
        char *id = *word != '\0' ? parse_choice(spec, word, error) : NULL;

        if (*word != '\0' && id == NULL) {
            g_string_free(value, TRUE);
            return NULL;
        }
        if (id == NULL)
            continue;
        if (!g_ptr_array_find_with_equal_func(kept, id, g_str_equal, NULL))
            g_string_append_printf(value, "%s%s", value->len > 0 ? "," : "", id);
        g_ptr_array_add(kept, id);
    }
    return g_string_free(value, FALSE);
}

static char *
parse_mac(const YadoFieldSpec *spec, const char *text, GError **error)
{
    g_autofree char *mac = g_ascii_strdown(text, -1);

    g_strdelimit(mac, "-", ':');
    if (!yado_text_is_mac(mac))
        return fail(error, spec,
                    _("%s must be six pairs of hexadecimal digits, such as "
                      "“00:16:3e:12:34:56”."));
    /* The lowest bit of the first byte marks addresses of groups. */
    if (g_ascii_xdigit_value(mac[1]) & 1)
        return fail(error, spec,
                    _("%s must be the address of one card: its first pair of digits "
                      "must be even."));
    return g_steal_pointer(&mac);
}

static char *
parse_text(const YadoFieldSpec *spec, const char *text, GError **error)
{
    gboolean lines = spec->type == YADO_FIELD_MULTILINE || spec->type == YADO_FIELD_LIST;
    gsize limit = spec->maximum > 0 ? (gsize)spec->maximum : lines ? MAX_NOTES : MAX_TEXT;

    if (!lines && strpbrk(text, "\n\r") != NULL)
        return fail(error, spec, _("%s must be a single line."));
    for (const char *c = text; *c != '\0'; c++)
        if (g_ascii_iscntrl(*c) && *c != '\n' && *c != '\t')
            return fail(error, spec, _("%s must not contain control characters."));
    if (strlen(text) > limit) {
        g_autofree char *label = dup_plain_label(spec);

        yado_error_set(error, YADO_ERROR_INVALID, NULL, NULL,
                       ngettext("%s must not be longer than %u byte.",
                                "%s must not be longer than %u bytes.", limit),
                       label, (guint)limit);
        return NULL;
    }
    return spec->flags & YADO_FIELD_WORDS ? parse_words(spec, text, error) : g_strdup(text);
}

static char *
parse_empty(const YadoFieldSpec *spec, GError **error)
{
    gboolean number = spec->type == YADO_FIELD_INT || spec->type == YADO_FIELD_SIZE;

    if (spec->flags & YADO_FIELD_REQUIRED)
        return fail(error, spec, _("%s must be filled in."));
    if (number && !(spec->flags & YADO_FIELD_OPTIONAL_NUMBER))
        return fail_range(error, spec);
    return spec->type == YADO_FIELD_BOOL ? g_strdup("no") : g_strdup("");
}

static char *
parse_filled(const YadoFieldSpec *spec, const char *text, GError **error)
{
    switch (spec->type) {
    case YADO_FIELD_BOOL:
        return parse_bool(spec, text, error);
    case YADO_FIELD_INT:
        return parse_int(spec, text, error);
    case YADO_FIELD_SIZE:
        return parse_size(spec, text, error);
    case YADO_FIELD_CHOICE:
        return parse_choice(spec, text, error);
    case YADO_FIELD_MULTI_CHOICE:
        return parse_words(spec, text, error);
    case YADO_FIELD_MAC:
        return parse_mac(spec, text, error);
    default:
        return parse_text(spec, text, error);
    }
}

static gboolean
keeps_blanks(const YadoFieldSpec *spec)
{
    return spec->type == YADO_FIELD_PASSWORD || spec->type == YADO_FIELD_MULTILINE;
}

char *
yado_field_parse(const YadoFieldSpec *spec, const char *text, GError **error)
{
    g_autofree char *trimmed = NULL;

    g_return_val_if_fail(spec != NULL, NULL);

    trimmed = g_strdup(text != NULL ? text : "");
    if (!g_utf8_validate(trimmed, -1, NULL))
        return fail(error, spec, _("%s must be text in UTF-8."));
    if (!keeps_blanks(spec))
        g_strstrip(trimmed);
    return *trimmed == '\0' ? parse_empty(spec, error) : parse_filled(spec, trimmed, error);
}
