/* SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "yado-tui"
#include "config.h"

#include "tui/theme/yado-tui-theme.h"

#include <string.h>

#include <glib/gi18n.h>

#include "yado.h"

#define GROUP "Roles"
#define FILE_PREFIX "theme-"
#define FILE_SUFFIX ".ini"

/* The role's name in the file, and the role it looks like where a theme says nothing. */
static const struct {
    const char *name;
    YadoTuiStyle fallback;
} roles[YADO_N_STYLES] = {
    [YADO_STYLE_NORMAL] = { "normal", YADO_STYLE_NORMAL },
    [YADO_STYLE_DIM] = { "dim", YADO_STYLE_NORMAL },
    [YADO_STYLE_STRONG] = { "strong", YADO_STYLE_NORMAL },
    [YADO_STYLE_MNEMONIC] = { "mnemonic", YADO_STYLE_NORMAL },
    [YADO_STYLE_TITLE] = { "title", YADO_STYLE_NORMAL },
    [YADO_STYLE_HEADER] = { "header", YADO_STYLE_NORMAL },
    [YADO_STYLE_SELECTED] = { "selected", YADO_STYLE_NORMAL },
    [YADO_STYLE_SELECTED_AWAY] = { "selected-away", YADO_STYLE_SELECTED },
    [YADO_STYLE_MARKED] = { "marked", YADO_STYLE_NORMAL },
    [YADO_STYLE_STALE] = { "stale", YADO_STYLE_NORMAL },
    [YADO_STYLE_GRAPH] = { "graph", YADO_STYLE_NORMAL },
    [YADO_STYLE_GOOD] = { "good", YADO_STYLE_NORMAL },
    [YADO_STYLE_WARNING] = { "warning", YADO_STYLE_NORMAL },
    [YADO_STYLE_BAD] = { "bad", YADO_STYLE_NORMAL },
    [YADO_STYLE_FIELD] = { "field", YADO_STYLE_NORMAL },
    [YADO_STYLE_FIELD_FOCUS] = { "field-focus", YADO_STYLE_SELECTED },
    [YADO_STYLE_FIELD_DISABLED] = { "field-disabled", YADO_STYLE_NORMAL },
    [YADO_STYLE_BUTTON] = { "button", YADO_STYLE_FIELD },
    [YADO_STYLE_BUTTON_FOCUS] = { "button-focus", YADO_STYLE_SELECTED },
    [YADO_STYLE_BUTTON_DISABLED] = { "button-disabled", YADO_STYLE_NORMAL },
    [YADO_STYLE_FRAME] = { "frame", YADO_STYLE_NORMAL },
    [YADO_STYLE_BAR_KEY] = { "bar-key", YADO_STYLE_TITLE },
    [YADO_STYLE_BAR_LABEL] = { "bar-label", YADO_STYLE_NORMAL },
    [YADO_STYLE_DIALOG] = { "dialog", YADO_STYLE_NORMAL },
    [YADO_STYLE_DIALOG_DIM] = { "dialog-dim", YADO_STYLE_DIALOG },
    [YADO_STYLE_DIALOG_STRONG] = { "dialog-strong", YADO_STYLE_DIALOG },
    [YADO_STYLE_DIALOG_MNEMONIC] = { "dialog-mnemonic", YADO_STYLE_DIALOG },
    [YADO_STYLE_DIALOG_FRAME] = { "dialog-frame", YADO_STYLE_DIALOG },
    [YADO_STYLE_DIALOG_TITLE] = { "dialog-title", YADO_STYLE_DIALOG },
    [YADO_STYLE_ERROR] = { "error", YADO_STYLE_DIALOG },
    [YADO_STYLE_ERROR_TITLE] = { "error-title", YADO_STYLE_ERROR },
    [YADO_STYLE_ADDED] = { "added", YADO_STYLE_GOOD },
    [YADO_STYLE_REMOVED] = { "removed", YADO_STYLE_BAD },
};

static const char *const color_names[] = { "black",
                                           "red",
                                           "green",
                                           "yellow",
                                           "blue",
                                           "magenta",
                                           "cyan",
                                           "white",
                                           "bright-black",
                                           "bright-red",
                                           "bright-green",
                                           "bright-yellow",
                                           "bright-blue",
                                           "bright-magenta",
                                           "bright-cyan",
                                           "bright-white",
                                           NULL };

static const char *const attribute_names[] = { "bold", "dim", "underline", "reverse", NULL };

static int
find_name(const char *const *names, const char *name)
{
    for (int i = 0; names[i] != NULL; i++) {
        if (g_str_equal(names[i], name))
            return i;
    }
    return -1;
}

static const char *
get_folder(void)
{
    const char *path = g_getenv("YADO_DATA_PATH");

    return path != NULL && *path != '\0' ? path : YADO_DATADIR;
}

/* "white,blue,bold": foreground, background ("default": the terminal's own), then attributes. */
static gboolean
define_role(YadoTty *tty, YadoTuiStyle style, const char *text, GError **error)
{
    g_auto(GStrv) words = g_strsplit(text, ",", -1);
    int colors[2] = { -1, -1 };
    YadoTtyAttributes attributes = 0;

    for (guint i = 0; words[i] != NULL; i++) {
        const char *word = g_strstrip(words[i]);
        int color = find_name(color_names, word), attribute = find_name(attribute_names, word);

        if (i < 2 && (color >= 0 || g_str_equal(word, "default")))
            colors[i] = color;
        else if (i >= 2 && attribute >= 0)
            attributes |= 1u << attribute;
        else
            return yado_error_set(error, YADO_ERROR_INVALID, NULL, NULL,
                                  _("The theme says “%s” for “%s”: “%s” is not known."), text,
                                  roles[style].name, word);
    }
    yado_tty_define_style(tty, style, colors[0], colors[1], attributes);
    return TRUE;
}

static gboolean
define_roles(YadoTty *tty, GKeyFile *file, GError **error)
{
    for (YadoTuiStyle style = 0; style < YADO_N_STYLES; style++) {
        YadoTuiStyle from = style;
        g_autofree char *text = g_key_file_get_string(file, GROUP, roles[style].name, NULL);

        for (int depth = 0; text == NULL && depth < 4; depth++) {
            from = roles[from].fallback;
            text = g_key_file_get_string(file, GROUP, roles[from].name, NULL);
        }
        if (!define_role(tty, style, text != NULL ? text : "default,default", error))
            return FALSE;
    }
    return TRUE;
}

gboolean
yado_tui_theme_load(YadoTty *tty, const char *name, GError **error)
{
    const char *wanted = yado_tty_has_colors(tty) ? name : "mono";
    g_autofree char *base = g_strconcat(FILE_PREFIX, wanted, FILE_SUFFIX, NULL);
    g_autofree char *path = g_build_filename(get_folder(), base, NULL);
    g_autoptr(GKeyFile) file = g_key_file_new();
    g_autoptr(GError) local = NULL;

    if (!g_key_file_load_from_file(file, path, G_KEY_FILE_NONE, &local))
        return yado_error_set(error, YADO_ERROR_NOT_FOUND, local->message, NULL,
                              _("The theme “%s” cannot be read."), wanted);
    return define_roles(tty, file, error);
}

static int
compare_names(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

GStrv
yado_tui_theme_list(void)
{
    g_autoptr(GPtrArray) names = g_ptr_array_new();
    g_autoptr(GDir) folder = g_dir_open(get_folder(), 0, NULL);
    const char *file;

    while (folder != NULL && (file = g_dir_read_name(folder)) != NULL) {
        if (g_str_has_prefix(file, FILE_PREFIX) && g_str_has_suffix(file, FILE_SUFFIX))
            g_ptr_array_add(names, g_strndup(file + strlen(FILE_PREFIX),
                                             strlen(file) - strlen(FILE_PREFIX FILE_SUFFIX)));
    }
    if (names->len > 0)
        qsort(names->pdata, names->len, sizeof(gpointer), compare_names);
    g_ptr_array_add(names, NULL);
    return (GStrv)g_ptr_array_free(g_steal_pointer(&names), FALSE);
}
