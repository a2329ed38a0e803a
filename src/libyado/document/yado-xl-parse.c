/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "document/yado-xl-parse.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <stdlib.h>
#include <string.h>

#include "base/yado-error.h"

typedef enum { FAILED_OTHER, FAILED_OPERATOR, FAILED_VALUE, FAILED_TAIL } Failure;

typedef struct {
    YadoXlFile *file;
    GHashTable *kinds; /* key -> 1: text, 2: list */
    const char *text;
    gsize at, length;
    gsize line_start;
    guint line;
    gboolean has_told_cr;
    /* Where the statement being read went wrong. */
    gboolean failed;
    gsize failed_at;
    guint failed_line, failed_column;
    Failure failure;
    const char *message; /* translated */
} Parser;

static void
free_value(gpointer data)
{
    YadoXlValue *value = data;

    if (value == NULL)
        return;
    g_free(value->string);
    if (value->items != NULL)
        g_ptr_array_unref(value->items);
    g_free(value);
}

static void
free_setting(gpointer data)
{
    YadoXlSetting *setting = data;

    g_free(setting->key);
    free_value(setting->value);
    g_free(setting);
}

static void
free_problem(gpointer data)
{
    YadoXlProblem *problem = data;

    g_free(problem->message);
    g_free(problem);
}

void
yado_xl_file_free(YadoXlFile *file)
{
    if (file == NULL)
        return;
    g_free(file->text);
    g_ptr_array_unref(file->settings);
    g_ptr_array_unref(file->problems);
    g_free(file);
}

/* Characters */

static guint
get_column(const Parser *self)
{
    return (guint)(self->at - self->line_start) + 1;
}

static char
peek(const Parser *self)
{
    return self->at < self->length ? self->text[self->at] : '\0';
}

static gboolean
is_at_end(const Parser *self)
{
    return self->at >= self->length;
}

static gboolean
fail(Parser *self, Failure failure, const char *message)
{
    if (self->failed)
        return FALSE;
    self->failed = TRUE;
    self->failure = failure;
    self->failed_at = self->at;
    self->failed_line = self->line;
    self->failed_column = get_column(self);
    self->message = message;
    return FALSE;
}

static YadoXlProblem *
add_problem(Parser *self, guint line, guint column, gsize start, gsize end, const char *message)
{
    YadoXlProblem *problem = g_new0(YadoXlProblem, 1);

    problem->line = line;
    problem->column = column;
    problem->start = start;
    problem->end = end;
    problem->message = g_strdup(message);
    g_ptr_array_add(self->file->problems, problem);
    return problem;
}

static void
take_line_break(Parser *self)
{
    self->at++;
    self->line++;
    self->line_start = self->at;
}

static gboolean
is_at_dos_break(const Parser *self)
{
    return self->at + 1 < self->length && self->text[self->at] == '\r' &&
           self->text[self->at + 1] == '\n';
}

/* Xen's scanner reaches the end before it notices that the last character is none that it knows. */
static gboolean
is_last_stray(const Parser *self)
{
    char c = peek(self);

    return self->at + 1 == self->length && !g_ascii_islower(c) && !g_ascii_isdigit(c) &&
           strchr(" \t\n,[]=;", c) == NULL;
}

static void
skip_blanks(Parser *self)
{
    while (!is_at_end(self)) {
        if (is_at_dos_break(self)) {
            if (!self->has_told_cr)
                add_problem(self, self->line, get_column(self), self->at, self->at + 1,
                            _("The line ends as under DOS. Xen does not read such a file."));
            self->has_told_cr = TRUE;
        } else if (peek(self) != ' ' && peek(self) != '\t' && !is_last_stray(self)) {
            return;
        }
        self->at++;
    }
}

/* A comment counts as the line break that ends it. */
static void
skip_comment(Parser *self)
{
    const char *end = memchr(self->text + self->at, '\n', self->length - self->at);

    if (end != NULL) {
        self->at = (gsize)(end - self->text);
        return;
    }
    add_problem(
        self, self->line, get_column(self), self->at, self->length,
        _("The last line is a comment without a line break. Xen does not read such a file."));
    self->at = self->length;
}

/* FALSE: there is none. */
static gboolean
take_newline(Parser *self)
{
    skip_blanks(self);
    if (peek(self) == '#')
        skip_comment(self);
    if (is_at_end(self) || peek(self) != '\n')
        return FALSE;
    take_line_break(self);
    return TRUE;
}

static void
skip_newlines(Parser *self)
{
    while (take_newline(self))
        ;
}

/* Values */

/* Xen's parser reads the digits after the first one as a decimal number, and then forgets it. */
static gboolean
skip_octal(const char **at, const char *end)
{
    char digits[4] = { 0 };
    char *after;

    strncpy(digits, *at, MIN(3, (gsize)(end - *at)));
    strtoul(digits, &after, 10);
    if (after <= digits + 1)
        return FALSE;
    *at += after - digits;
    return TRUE;
}

static gboolean
take_escape(const char **at, const char *end, GString *string)
{
    static const char names[] = "abfnrtv\"'\\";
    static const char characters[] = "\a\b\f\n\r\t\v\"'\\";
    char c = *(*at)++;
    const char *found = c != '\0' ? strchr(names, c) : NULL;

    if (found != NULL) {
        g_string_append_c(string, characters[found - names]);
        return TRUE;
    }
    return c >= '0' && c <= '7' && skip_octal(at, end);
}

static char *
dup_unquoted(Parser *self, gsize start, gsize end)
{
    const char *at = self->text + start;
    const char *stop = self->text + end;
    g_autoptr(GString) string = g_string_sized_new(end - start);

    while (at < stop) {
        char c = *at++;
        if (c != '\\') {
            g_string_append_c(string, c);
        } else if (!take_escape(&at, stop, string)) {
            self->at = (gsize)(at - self->text) - 1;
            fail(self, FAILED_OTHER, _("no such character can be written with a backslash"));
            return NULL;
        }
    }
    return g_strdup(string->str);
}

/* The closing quote; 0: the text does not end on its line. */
static gsize
find_quote(const Parser *self, gsize at, char quote)
{
    for (; at < self->length && self->text[at] != '\n'; at++) {
        if (self->text[at] == quote)
            return at;
        if (self->text[at] == '\\') {
            at++;
            if (at >= self->length || self->text[at] == '\n')
                return 0;
        }
    }
    return 0;
}

static gboolean
take_string(Parser *self, YadoXlValue *value)
{
    gsize end = find_quote(self, self->at + 1, peek(self));

    if (end == 0)
        return fail(self, FAILED_OTHER, _("the quote is not closed on its line"));
    value->string = dup_unquoted(self, self->at + 1, end);
    if (value->string == NULL)
        return FALSE;
    self->at = end + 1;
    return TRUE;
}

static gboolean
is_number_character(char c)
{
    return g_ascii_isdigit(c) || (c >= 'a' && c <= 'f') || c == 'x';
}

static gboolean
take_number(Parser *self, YadoXlValue *value)
{
    gsize start = self->at;

    while (!is_at_end(self) && is_number_character(peek(self)))
        self->at++;
    value->string = g_strndup(self->text + start, self->at - start);
    return TRUE;
}

static YadoXlValue *take_value(Parser *self, guint depth);

static gboolean
take_list(Parser *self, YadoXlValue *list, guint depth)
{
    list->is_list = TRUE;
    list->items = g_ptr_array_new_with_free_func(free_value);
    if (depth >= YADO_XL_MAX_DEPTH)
        return fail(self, FAILED_OTHER, _("lists stand too deep in each other"));
    self->at++;
    skip_newlines(self);
    while (peek(self) != ']' || is_at_end(self)) {
        YadoXlValue *item = take_value(self, depth + 1);
        if (item == NULL)
            return FALSE;
        g_ptr_array_add(list->items, item);
        skip_newlines(self);
        if (peek(self) == ']')
            break;
        if (peek(self) != ',')
            return fail(self, FAILED_TAIL, _("a comma or a closing bracket is missing"));
        self->at++;
        skip_newlines(self);
    }
    self->at++;
    return TRUE;
}

static gboolean
fill_value(Parser *self, YadoXlValue *value, guint depth)
{
    char c = peek(self);

    if (is_at_end(self))
        return fail(self, FAILED_OTHER,
                    depth > 0 ? _("the list is not closed") : _("the value is missing"));
    if (c == '[')
        return take_list(self, value, depth);
    if (c == '\'' || c == '"')
        return take_string(self, value);
    if (g_ascii_isdigit(c))
        return take_number(self, value);
    return fail(self, FAILED_VALUE, _("a text in quotes, a number or a list is expected here"));
}

static YadoXlValue *
take_value(Parser *self, guint depth)
{
    YadoXlValue *value = g_new0(YadoXlValue, 1);

    skip_blanks(self);
    value->start = self->at;
    value->line = self->line;
    value->column = get_column(self);
    if (!fill_value(self, value, depth)) {
        free_value(value);
        return NULL;
    }
    value->end = self->at;
    return value;
}

/* Statements */

static gboolean
is_key_character(char c)
{
    return g_ascii_islower(c) || g_ascii_isdigit(c) || c == '_' || c == '.';
}

static gboolean
take_operator(Parser *self, YadoXlSetting *setting)
{
    skip_blanks(self);
    setting->operator_start = self->at;
    setting->adds = peek(self) == '+';
    if (setting->adds)
        self->at++;
    if (peek(self) != '=')
        return fail(self, FAILED_OPERATOR, _("“=” is expected here"));
    self->at++;
    return TRUE;
}

/* What "+=" adds to must be of the same kind. */
static gboolean
check_addition(Parser *self, const YadoXlSetting *setting)
{
    guint kind = setting->value->is_list ? 2 : 1;
    guint before = GPOINTER_TO_UINT(g_hash_table_lookup(self->kinds, setting->key));

    if (setting->adds && before != 0 && before != kind)
        return fail(self, FAILED_OTHER,
                    _("a list cannot be added to a text, nor a text to a list"));
    g_hash_table_replace(self->kinds, g_strdup(setting->key), GUINT_TO_POINTER(kind));
    return TRUE;
}

static gboolean
fill_setting(Parser *self, YadoXlSetting *setting)
{
    if (!g_ascii_islower(peek(self)))
        return fail(self, FAILED_OTHER, _("a key is expected here, in small letters"));
    while (!is_at_end(self) && is_key_character(peek(self)))
        self->at++;
    setting->key = g_strndup(self->text + setting->start, self->at - setting->start);
    if (!take_operator(self, setting))
        return FALSE;
    setting->value = take_value(self, 0);
    if (setting->value == NULL)
        return FALSE;
    setting->end = self->at;
    return check_addition(self, setting);
}

static gboolean
take_setting(Parser *self)
{
    YadoXlSetting *setting = g_new0(YadoXlSetting, 1);

    setting->start = self->at;
    setting->line = self->line;
    setting->column = get_column(self);
    if (fill_setting(self, setting)) {
        skip_blanks(self);
        if (is_at_end(self) || strchr("\n;#", peek(self)) != NULL) {
            g_ptr_array_add(self->file->settings, setting);
            return TRUE;
        }
        fail(self, FAILED_TAIL, _("nothing may follow the value on its line"));
    }
    free_setting(setting);
    return FALSE;
}

/* Old Python */

static gboolean
starts_with_word(const char *text, gsize length, const char *word)
{
    gsize n = strlen(word);

    return length >= n && strncmp(text, word, n) == 0 &&
           (length == n || !(g_ascii_isalnum(text[n]) || text[n] == '_'));
}

static gboolean
has_python_word(const char *line, gsize length)
{
    static const char *const words[] = { "import", "from",   "if",     "elif",   "else",   "for",
                                         "while",  "def",    "return", "try",    "except", "print",
                                         "class",  "lambda", "assert", "global", "del",    "pass",
                                         "raise",  "with",   "finally" };

    for (guint i = 0; i < G_N_ELEMENTS(words); i++)
        if (starts_with_word(line, length, words[i]))
            return TRUE;
    return length >= 3 && (strncmp(line, "\"\"\"", 3) == 0 || strncmp(line, "'''", 3) == 0);
}

static gboolean
has_operator_word(const char *text, gsize length)
{
    static const char *const words[] = { "if", "for", "and", "or", "in", "is", "not", "else" };

    for (guint i = 0; i < G_N_ELEMENTS(words); i++)
        if (starts_with_word(text, length, words[i]))
            return TRUE;
    return FALSE;
}

/* A value that is a name, or goes on with an operator: acpi = True, memory = int(x), name = "a" + "b", disk = [ "x" % y ]. */
static gboolean
is_python_place(const Parser *self)
{
    const char *at = self->text + self->failed_at;
    gsize left = self->length - self->failed_at;

    if (left == 0)
        return FALSE;
    switch (self->failure) {
    case FAILED_OPERATOR:
        return strchr("([:{%", *at) != NULL;
    case FAILED_VALUE:
        if (*at == '-')
            return left < 2 || !g_ascii_isdigit(at[1]);
        return g_ascii_isalpha(*at) || strchr("({_", *at) != NULL;
    case FAILED_TAIL:
        return strchr("+-*/%(.[", *at) != NULL || has_operator_word(at, left);
    default:
        return FALSE;
    }
}

static gsize
find_line_end(const Parser *self, gsize at)
{
    const char *end = memchr(self->text + at, '\n', self->length - at);

    return end != NULL ? (gsize)(end - self->text) : self->length;
}

/* The end of what a text in three quotes covers. */
static gsize
find_block_end(const Parser *self, gsize start)
{
    g_autofree char *quotes = g_strndup(self->text + start, 3);
    const char *end =
        start + 3 <= self->length
            ? g_strstr_len(self->text + start + 3, (gssize)(self->length - start - 3), quotes)
            : NULL;

    if (strcmp(quotes, "\"\"\"") != 0 && strcmp(quotes, "'''") != 0)
        return find_line_end(self, self->failed_at);
    return end != NULL ? find_line_end(self, (gsize)(end - self->text))
                       : find_line_end(self, start);
}

static void
skip_to(Parser *self, gsize end)
{
    for (gsize at = self->line_start; at < end; at++) {
        if (self->text[at] == '\n' && at >= self->at) {
            self->line++;
            self->line_start = at + 1;
        }
    }
    self->at = end;
}

/* TRUE: the statement is Python, and was skipped. */
static gboolean
skip_python(Parser *self, gsize start, guint line, guint column)
{
    gsize line_end = find_line_end(self, start);
    gsize end;
    YadoXlProblem *problem;

    if (!has_python_word(self->text + start, line_end - start) && !is_python_place(self))
        return FALSE;
    end = find_block_end(self, start);
    self->at = MAX(self->at, self->failed_at);
    self->line = self->failed_line;
    skip_to(self, MAX(end, self->at));
    problem = add_problem(self, line, column, start, self->at,
                          _("This looks like Python, which Xen does not run any more."));
    problem->is_python = TRUE;
    self->failed = FALSE;
    return TRUE;
}

static gboolean
set_error(const Parser *self, GError **error)
{
    return yado_error_set(error, YADO_ERROR_INVALID, NULL, NULL, _("line %u, column %u: %s."),
                          self->failed_line, self->failed_column, self->message);
}

static gboolean
parse(Parser *self, GError **error)
{
    for (;;) {
        skip_newlines(self);
        if (is_at_end(self))
            return TRUE;
        if (peek(self) == ';') {
            self->at++;
            continue;
        }
        gsize start = self->at;
        guint line = self->line;
        guint column = get_column(self);
        if (!take_setting(self) && !skip_python(self, start, line, column))
            return set_error(self, error);
    }
}

static gboolean
check_bytes(const char *text, gsize length, GError **error)
{
    const char *nul;

    if (length > YADO_XL_MAX_BYTES)
        return yado_error_set(error, YADO_ERROR_INVALID, NULL, NULL,
                              _("This is no guest's configuration: it is larger than %d MiB."),
                              YADO_XL_MAX_BYTES / (1024 * 1024));
    nul = memchr(text, '\0', length);
    if (nul == NULL)
        return TRUE;
    guint line = 1;
    const char *line_start = text;
    for (const char *at = text; at < nul; at++) {
        if (*at == '\n') {
            line++;
            line_start = at + 1;
        }
    }
    return yado_error_set(error, YADO_ERROR_INVALID, NULL, NULL, _("line %u, column %u: %s."), line,
                          (guint)(nul - line_start) + 1, _("a byte of value 0 is no text"));
}

YadoXlFile *
yado_xl_file_new(const char *text, gssize length, GError **error)
{
    gsize n = length < 0 ? strlen(text) : (gsize)length;
    g_autoptr(YadoXlFile) file = NULL;

    if (!check_bytes(text, n, error))
        return NULL;
    file = g_new0(YadoXlFile, 1);
    file->text = g_strndup(text, n);
    file->length = n;
    file->settings = g_ptr_array_new_with_free_func(free_setting);
    file->problems = g_ptr_array_new_with_free_func(free_problem);
    g_autoptr(GHashTable) kinds = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    Parser parser = { .file = file, .kinds = kinds, .text = file->text, .length = n, .line = 1 };
    return parse(&parser, error) ? g_steal_pointer(&file) : NULL;
}

/* Looking up */

GPtrArray *
yado_xl_file_find(const YadoXlFile *file, const char *key)
{
    GPtrArray *found = g_ptr_array_new();

    for (guint i = 0; i < file->settings->len; i++) {
        YadoXlSetting *setting = file->settings->pdata[i];
        if (strcmp(setting->key, key) != 0)
            continue;
        if (!setting->adds)
            g_ptr_array_set_size(found, 0);
        g_ptr_array_add(found, setting);
    }
    return found;
}

char *
yado_xl_file_dup_string(const YadoXlFile *file, const char *key)
{
    g_autoptr(GPtrArray) settings = yado_xl_file_find(file, key);
    GString *string;

    if (settings->len == 0 || ((YadoXlSetting *)settings->pdata[0])->value->is_list)
        return NULL;
    string = g_string_new(NULL);
    for (guint i = 0; i < settings->len; i++)
        g_string_append(string, ((YadoXlSetting *)settings->pdata[i])->value->string);
    return g_string_free(string, FALSE);
}

GPtrArray *
yado_xl_file_list_items(const YadoXlFile *file, const char *key)
{
    g_autoptr(GPtrArray) settings = yado_xl_file_find(file, key);
    GPtrArray *items = g_ptr_array_new();

    for (guint i = 0; i < settings->len; i++) {
        YadoXlValue *value = ((YadoXlSetting *)settings->pdata[i])->value;
        if (!value->is_list)
            g_ptr_array_add(items, value);
        for (guint j = 0; value->is_list && j < value->items->len; j++)
            g_ptr_array_add(items, value->items->pdata[j]);
    }
    return items;
}

gboolean
yado_xl_parse_number(const char *string, gint64 *number)
{
    char *end;

    errno = 0;
    *number = g_ascii_strtoll(string, &end, 0);
    return errno == 0 && end != string && *end == '\0';
}

char *
yado_xl_quote(const char *string, char quote)
{
    GString *text = g_string_new(NULL);

    g_string_append_c(text, quote);
    for (const char *at = string; *at != '\0'; at++) {
        if (*at == '\n')
            g_string_append(text, "\\n");
        else if (*at == '\r')
            g_string_append(text, "\\r");
        else if (*at == quote || *at == '\\')
            g_string_append_printf(text, "\\%c", *at);
        else
            g_string_append_c(text, *at);
    }
    g_string_append_c(text, quote);
    return g_string_free(text, FALSE);
}
