/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "cli/yado-cli-arguments.h"

#include <string.h>

#include <glib/gi18n.h>

#include "cli/yado-cli.h"

YadoCliArguments *
yado_cli_arguments_new(void)
{
    YadoCliArguments *self = g_new0(YadoCliArguments, 1);

    self->values =
        g_hash_table_new_full(g_str_hash, g_str_equal, g_free, (GDestroyNotify)g_ptr_array_unref);
    self->words = g_ptr_array_new_with_free_func(g_free);
    return self;
}

void
yado_cli_arguments_free(YadoCliArguments *self)
{
    g_hash_table_unref(self->values);
    g_ptr_array_unref(self->words);
    g_free(self);
}

static void
add_value(YadoCliArguments *self, const char *name, const char *value)
{
    GPtrArray *values = g_hash_table_lookup(self->values, name);

    if (values == NULL) {
        values = g_ptr_array_new_with_free_func(g_free);
        g_hash_table_insert(self->values, g_strdup(name), values);
    }
    g_ptr_array_add(values, g_strdup(value));
}

static const YadoCliOption *
find_letter(const YadoCliOption *const *tables, char letter)
{
    for (; *tables != NULL; tables++)
        for (const YadoCliOption *option = *tables; option->name != NULL; option++)
            if (option->letter == letter)
                return option;
    return NULL;
}

/* @value (out): "no" when it was said as --no-name. */
static const YadoCliOption *
find_name(const YadoCliOption *const *tables, const char *name, const char **value)
{
    for (; *tables != NULL; tables++)
        for (const YadoCliOption *option = *tables; option->name != NULL; option++) {
            if (strcmp(option->name, name) == 0)
                return option;
            if (option->is_bool && g_str_has_prefix(name, "no-") &&
                strcmp(option->name, name + 3) == 0) {
                *value = "no";
                return option;
            }
        }
    return NULL;
}

static gboolean
refuse_unknown(const YadoCliOption *const *tables, const char *name, GError **error)
{
    g_autoptr(GPtrArray) names = g_ptr_array_new();
    g_autofree char *hint = NULL;
    const char *near;

    for (; *tables != NULL; tables++)
        for (const YadoCliOption *option = *tables; option->name != NULL; option++)
            g_ptr_array_add(names, (gpointer)option->name);
    g_ptr_array_add(names, NULL);
    near = yado_cli_find_near(name, (const char *const *)names->pdata);
    if (near != NULL)
        hint = g_strdup_printf(_("Did you mean --%s?"), near);
    return yado_error_set(error, YADO_ERROR_INVALID, NULL, hint, _("There is no option --%s."),
                          name);
}

/* Takes the value of @option from behind it or from the next word; returns how many words more were used, -1 on error. */
static int
take_value(YadoCliArguments *self, const YadoCliOption *option, const char *value, const char *next,
           GError **error)
{
    if (option->value == NULL) {
        if (value != NULL && !option->is_bool) {
            yado_error_set(error, YADO_ERROR_INVALID, NULL, NULL,
                           _("The option --%s takes no value."), option->name);
            return -1;
        }
        add_value(self, option->name, value != NULL ? value : "yes");
        return 0;
    }
    if (value == NULL && next == NULL) {
        yado_error_set(error, YADO_ERROR_INVALID, NULL, NULL,
                       _("The option --%s needs a value: %s."), option->name, _(option->value));
        return -1;
    }
    add_value(self, option->name, value != NULL ? value : next);
    return value != NULL ? 0 : 1;
}

static int
take_long(YadoCliArguments *self, const YadoCliOption *const *tables, const char *text,
          const char *next, GError **error)
{
    const char *equals = strchr(text, '=');
    g_autofree char *name = equals != NULL ? g_strndup(text, equals - text) : g_strdup(text);
    const char *value = equals != NULL ? equals + 1 : NULL;
    const YadoCliOption *option = find_name(tables, name, &value);

    if (option == NULL)
        return refuse_unknown(tables, name, error) ? 0 : -1;
    return take_value(self, option, value, next, error);
}

static int
take_letters(YadoCliArguments *self, const YadoCliOption *const *tables, const char *letters,
             const char *next, GError **error)
{
    for (; *letters != '\0'; letters++) {
        const YadoCliOption *option = find_letter(tables, *letters);

        if (option == NULL) {
            yado_error_set(error, YADO_ERROR_INVALID, NULL, NULL, _("There is no option -%.*s."),
                           (int)(g_utf8_next_char(letters) - letters), letters);
            return -1;
        }
        if (option->value != NULL)
            return take_value(self, option, letters[1] != '\0' ? letters + 1 : NULL, next, error);
        add_value(self, option->name, "yes");
    }
    return 0;
}

gboolean
yado_cli_arguments_parse(YadoCliArguments *self, const char *const *argv,
                         const YadoCliOption *const *tables, GError **error)
{
    gboolean options_end = FALSE;

    for (; *argv != NULL; argv++) {
        const char *word = *argv;
        int more = 0;

        if (options_end || word[0] != '-' || word[1] == '\0')
            g_ptr_array_add(self->words, g_strdup(word));
        else if (strcmp(word, "--") == 0)
            options_end = TRUE;
        else if (word[1] == '-')
            more = take_long(self, tables, word + 2, argv[1], error);
        else
            more = take_letters(self, tables, word + 1, argv[1], error);
        if (more < 0)
            return FALSE;
        argv += more;
    }
    return TRUE;
}

gboolean
yado_cli_arguments_has(YadoCliArguments *self, const char *name)
{
    const char *value = yado_cli_arguments_get(self, name);

    return value != NULL && strcmp(value, "no") != 0;
}

const char *
yado_cli_arguments_get(YadoCliArguments *self, const char *name)
{
    GPtrArray *values = g_hash_table_lookup(self->values, name);

    return values != NULL && values->len > 0 ? values->pdata[values->len - 1] : NULL;
}

GPtrArray *
yado_cli_arguments_get_all(YadoCliArguments *self, const char *name)
{
    GPtrArray *values = g_hash_table_lookup(self->values, name);

    if (values == NULL) {
        values = g_ptr_array_new_with_free_func(g_free);
        g_hash_table_insert(self->values, g_strdup(name), values);
    }
    return values;
}

gboolean
yado_cli_arguments_get_number(YadoCliArguments *self, const char *name, double minimum,
                              double fallback, double *number, GError **error)
{
    const char *text = yado_cli_arguments_get(self, name);
    char *end = NULL;

    *number = fallback;
    if (text == NULL)
        return TRUE;
    *number = g_ascii_strtod(text, &end);
    if (end != text && *end == '\0' && *number >= minimum && *number <= 1e9)
        return TRUE;
    return yado_error_set(error, YADO_ERROR_INVALID, NULL, NULL,
                          _("--%s needs a number that is at least %g: “%s” is none."), name,
                          minimum, text);
}
