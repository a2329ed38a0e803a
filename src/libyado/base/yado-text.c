/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "base/yado-text.h"

#include <math.h>
#include <string.h>

#define ELLIPSIS "…"
#define REPLACEMENT 0xFFFD

/* Start of a mark like "(_S)" at the end of CJK labels, or NULL. */
static const char *
find_cjk_mark(const char *text)
{
    const char *mark = strstr(text, "(_");

    return mark != NULL && mark[2] != '\0' && *g_utf8_next_char(mark + 2) == ')' ? mark : NULL;
}

char *
yado_text_strip_mnemonic(const char *text)
{
    g_return_val_if_fail(text != NULL, NULL);

    g_autoptr(GString) result = g_string_sized_new(strlen(text));
    const char *cjk = find_cjk_mark(text);

    for (const char *at = text; *at != '\0'; at++) {
        if (at == cjk)
            at = g_utf8_next_char(at + 2); /* the loop steps over ')' */
        else if (*at == '_' && at[1] == '_')
            g_string_append_c(result, *at++);
        else if (*at != '_')
            g_string_append_c(result, *at);
    }
    return g_string_free(g_steal_pointer(&result), FALSE);
}

gunichar
yado_text_get_mnemonic(const char *text)
{
    g_return_val_if_fail(text != NULL, 0);

    for (const char *at = strchr(text, '_'); at != NULL; at = strchr(at + 2, '_')) {
        if (at[1] == '\0')
            return 0;
        if (at[1] != '_')
            return g_unichar_tolower(g_utf8_get_char(at + 1));
    }
    return 0;
}

/* Marks and overrides of the bidirectional algorithm, and invisible separators: a name with them can pass for another. */
static gboolean
is_deceptive(gunichar c)
{
    return (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069) || c == 0x200E ||
           c == 0x200F || c == 0x061C || c == 0x2028 || c == 0x2029;
}

static gboolean
is_clean(gunichar c)
{
    return c >= 0x20 && c != 0x7F && !(c >= 0x80 && c <= 0x9F) && !is_deceptive(c);
}

/* Behind the printable ASCII that @text begins with: a cell each, nothing to clean. */
static const char *
skip_plain(const char *text)
{
    while (*text >= 0x20 && *text < 0x7F)
        text++;
    return text;
}

gboolean
yado_text_is_plain(const char *text)
{
    g_return_val_if_fail(text != NULL, FALSE);

    return *skip_plain(text) == '\0';
}

char *
yado_text_clean(const char *text)
{
    g_return_val_if_fail(text != NULL, NULL);

    if (yado_text_is_plain(text))
        return g_strdup(text);

    g_autofree char *valid = g_utf8_make_valid(text, -1);
    g_autoptr(GString) result = g_string_sized_new(strlen(valid));
    for (const char *at = valid; *at != '\0'; at = g_utf8_next_char(at)) {
        gunichar c = g_utf8_get_char(at);
        g_string_append_unichar(result, is_clean(c) ? c : REPLACEMENT);
    }
    return g_string_free(g_steal_pointer(&result), FALSE);
}

/* GLib 2.74 knows the wide ranges of its own Unicode version, which wcwidth() of an old libc may not; pictographs that a
 * terminal draws wide are in them as well. */
int
yado_char_get_width(gunichar c)
{
    if (c >= 0x20 && c < 0x7F)
        return 1;
    if (c < 0x20 || (c >= 0x7F && c < 0xA0))
        return 0;
    if (g_unichar_iszerowidth(c) || is_deceptive(c))
        return 0;
    return g_unichar_iswide(c) ? 2 : 1;
}

int
yado_text_get_width(const char *text)
{
    g_return_val_if_fail(text != NULL, 0);

    const char *at = skip_plain(text);
    int width = (int)(at - text);
    for (; *at != '\0'; at = g_utf8_next_char(at))
        width += yado_char_get_width(g_utf8_get_char(at));
    return width;
}

/* End of the longest start of @text that takes at most @cells, combining characters included; *@used is its width. */
static const char *
find_cut(const char *text, int cells, int *used)
{
    const char *at = text;
    int width = 0;

    while (*at != '\0') {
        int step = yado_char_get_width(g_utf8_get_char(at));
        if (width + step > cells)
            break;
        width += step;
        at = g_utf8_next_char(at);
    }
    *used = width;
    return at;
}

static void
append_blanks(GString *string, int count)
{
    for (int i = 0; i < count; i++)
        g_string_append_c(string, ' ');
}

static void
append_padded(GString *result, const char *text, gsize length, int padding, YadoAlign align)
{
    int before = 0;

    if (align == YADO_ALIGN_END)
        before = padding;
    else if (align == YADO_ALIGN_CENTER)
        before = padding / 2;
    append_blanks(result, before);
    g_string_append_len(result, text, (gssize)length);
    append_blanks(result, padding - before);
}

char *
yado_text_fit(const char *text, int cells, YadoAlign align)
{
    g_return_val_if_fail(text != NULL, NULL);

    g_autoptr(GString) result = g_string_new(NULL);
    g_autofree char *clean = yado_text_clean(text);
    int used;

    if (cells <= 0)
        return g_strdup("");
    const char *cut = find_cut(clean, cells, &used);
    if (*cut == '\0') {
        append_padded(result, clean, strlen(clean), cells - used, align);
        return g_string_free(g_steal_pointer(&result), FALSE);
    }
    cut = find_cut(clean, cells - 1, &used);
    g_string_append_len(result, clean, cut - clean);
    g_string_append(result, ELLIPSIS);
    append_blanks(result, cells - 1 - used); /* half of a wide character was left over */
    return g_string_free(g_steal_pointer(&result), FALSE);
}

/* Closing marks must not begin a line (a little of the Japanese line-breaking rules). */
static gboolean
is_closing(gunichar c)
{
    return g_utf8_strchr("、。，．）」』】〉》！？ー", -1, c) != NULL;
}

/* Where a line that is full at @cut may end: after a blank, between wide characters, or, failing both, right there. */
static const char *
find_break(const char *line, const char *cut)
{
    for (const char *at = cut; at > line; at = g_utf8_prev_char(at)) {
        gunichar before = g_utf8_get_char(g_utf8_prev_char(at));
        gunichar after = g_utf8_get_char(at);
        if (before == ' ' || after == ' ')
            return at;
        if ((g_unichar_iswide(before) || g_unichar_iswide(after)) && !is_closing(after) &&
            !g_unichar_iszerowidth(after))
            return at;
    }
    return cut;
}

static void
wrap_paragraph(GPtrArray *lines, const char *text, int cells)
{
    for (;;) {
        int used;
        const char *cut = find_cut(text, cells, &used);

        if (*cut == '\0') {
            g_ptr_array_add(lines, g_strdup(text));
            return;
        }
        if (cut == text) /* one wide character in a column of one cell: go on all the same */
            cut = g_utf8_next_char(text);
        const char *end = find_break(text, cut);
        g_ptr_array_add(lines, g_strchomp(g_strndup(text, (gsize)(end - text))));
        text = end + strspn(end, " ");
        if (*text == '\0')
            return;
    }
}

GStrv
yado_text_wrap(const char *text, int cells)
{
    g_return_val_if_fail(text != NULL, NULL);

    g_auto(GStrv) paragraphs = g_strsplit(text, "\n", -1);
    g_autoptr(GPtrArray) lines = g_ptr_array_new();

    for (guint i = 0; paragraphs[i] != NULL; i++) {
        g_autofree char *clean = yado_text_clean(paragraphs[i]);
        wrap_paragraph(lines, clean, MAX(cells, 1));
    }
    if (lines->len == 0)
        g_ptr_array_add(lines, g_strdup(""));
    g_ptr_array_add(lines, NULL);
    return (GStrv)g_ptr_array_free(g_steal_pointer(&lines), FALSE);
}

char *
yado_text_sparkline(const double *values, int n_values)
{
    static const char *const bars[] = { "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█" };
    GString *result = g_string_new(NULL);

    for (int i = 0; i < n_values; i++) {
        if (!isfinite(values[i]))
            g_string_append_c(result, ' ');
        else
            g_string_append(result, bars[(int)lround(CLAMP(values[i], 0, 1) * 7)]);
    }
    return g_string_free(result, FALSE);
}

/* NFKC before and after folding: folding may take a text out of its normal form. */
static char *
fold(const char *text)
{
    g_autofree char *valid = g_utf8_make_valid(text, -1);
    g_autofree char *normal = g_utf8_normalize(valid, -1, G_NORMALIZE_NFKC);
    g_autofree char *folded = g_utf8_casefold(normal, -1);

    return g_utf8_normalize(folded, -1, G_NORMALIZE_NFKC);
}

gboolean
yado_text_contains(const char *text, const char *needle)
{
    g_return_val_if_fail(text != NULL, FALSE);
    g_return_val_if_fail(needle != NULL, FALSE);

    if (*needle == '\0')
        return TRUE;
    g_autofree char *folded_text = fold(text);
    g_autofree char *folded_needle = fold(needle);
    return strstr(folded_text, folded_needle) != NULL;
}

gboolean
yado_text_is_mac(const char *text)
{
    for (int i = 0; i < 17; i++)
        if (i % 3 == 2 ? text[i] != ':' : !g_ascii_isxdigit(text[i]))
            return FALSE;
    return text[17] == '\0';
}

gboolean
yado_text_is_glob(const char *text)
{
    g_return_val_if_fail(text != NULL, FALSE);

    return strpbrk(text, "*?[") != NULL;
}

/* "[a-z]", "[!a]": whether @c is in the set behind *@pattern, which is moved past it. No ']': FALSE, not moved. */
static gboolean
read_set(const char **pattern, gunichar c, gboolean *matches)
{
    const char *at = *pattern + 1;
    gboolean negated = *at == '!' || *at == '^';
    gboolean found = FALSE;

    if (negated)
        at++;
    for (gboolean first = TRUE; *at != '\0' && (first || *at != ']'); first = FALSE) {
        gunichar low = g_utf8_get_char(at);
        gunichar high = low;

        at = g_utf8_next_char(at);
        if (*at == '-' && at[1] != ']' && at[1] != '\0') {
            high = g_utf8_get_char(at + 1);
            at = g_utf8_next_char(at + 1);
        }
        found = found || (c >= low && c <= high);
    }
    if (*at != ']')
        return FALSE;
    *pattern = at + 1;
    *matches = found != negated;
    return TRUE;
}

/* One pattern item other than '*' against @c; moves *@pattern past it. */
static gboolean
match_one(const char **pattern, gunichar c)
{
    gboolean matches;

    if (**pattern == '[' && read_set(pattern, c, &matches))
        return matches;
    gunichar wanted = g_utf8_get_char(*pattern);
    *pattern = g_utf8_next_char(*pattern);
    return wanted == '?' || wanted == c;
}

/* Goes back to the last '*' only: linear in practice, and no pattern can make it explode. */
static gboolean
match_glob(const char *pattern, const char *text)
{
    const char *star = NULL;
    const char *star_text = NULL;

    while (*text != '\0') {
        const char *next = pattern;

        if (*pattern == '*') {
            star = ++pattern;
            star_text = text;
        } else if (*pattern != '\0' && match_one(&next, g_utf8_get_char(text))) {
            pattern = next;
            text = g_utf8_next_char(text);
        } else if (star != NULL) {
            pattern = star;
            star_text = g_utf8_next_char(star_text);
            text = star_text;
        } else {
            return FALSE;
        }
    }
    pattern += strspn(pattern, "*");
    return *pattern == '\0';
}

gboolean
yado_text_glob_matches(const char *pattern, const char *text)
{
    g_return_val_if_fail(pattern != NULL, FALSE);
    g_return_val_if_fail(text != NULL, FALSE);

    if (!g_utf8_validate(pattern, -1, NULL) || !g_utf8_validate(text, -1, NULL))
        return FALSE;
    return match_glob(pattern, text);
}
