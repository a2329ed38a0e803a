/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * yado-xl-values.c: the keys of the guest itself.
 */
#include "config.h"

#include "document/yado-xl-values.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/yado-error.h"

#define MIB (G_GUINT64_CONSTANT(1) << 20)

char *
yado_xl_refuse(const YadoMapEntry *entry, const char *value, GError **error)
{
    g_autofree char *shown = g_utf8_make_valid(value != NULL ? value : "", -1);

    if (strcmp(entry->key, "password") == 0)
        yado_error_set(error, YADO_ERROR_INVALID, NULL, NULL, _("This password cannot be used."));
    else
        yado_error_set(error, YADO_ERROR_INVALID, NULL, NULL,
                       _("“%s” is not a possible value of %s."), shown, entry->key);
    return NULL;
}

char *
yado_xl_refuse_key(const YadoMapEntry *entry, GError **error)
{
    yado_error_set(error, YADO_ERROR_UNSUPPORTED, NULL, NULL, _("%s cannot be changed: %s"),
                   entry->key, yado_map_get_xl_reason(entry));
    return NULL;
}

/* Only a beginning of the word is needed, says Xen: type="h" is HVM. */
static gboolean
is_word(const char *value, const char *word)
{
    return value != NULL && *value != '\0' && g_str_has_prefix(word, value);
}

const char *
yado_xl_get_kind(const YadoXlFile *file)
{
    g_autofree char *type = yado_xl_file_dup_string(file, "type");
    g_autofree char *builder = yado_xl_file_dup_string(file, "builder");

    if (is_word(type, "hvm") || is_word(builder, "hvm"))
        return "hvm";
    if (is_word(type, "pv"))
        return "pv";
    return is_word(type, "pvh") ? "pvh" : "pv";
}

/* Reading */

static gboolean
read_number(const YadoXlFile *file, const char *key, gint64 *number)
{
    g_autofree char *string = yado_xl_file_dup_string(file, key);

    return string != NULL && yado_xl_parse_number(string, number);
}

static char *
print_number(gint64 number)
{
    return g_strdup_printf("%" G_GINT64_FORMAT, number);
}

static char *
read_mib(const YadoXlFile *file, const char *key)
{
    gint64 number;

    if (!read_number(file, key, &number) || number < 0 || number > (gint64)(G_MAXINT64 / MIB))
        return NULL;
    return print_number(number * (gint64)MIB);
}

static char *
read_maximum_memory(const YadoXlFile *file)
{
    char *maximum = read_mib(file, "maxmem");

    return maximum != NULL ? maximum : read_mib(file, "memory");
}

static char *
read_plain_number(const YadoXlFile *file, const char *key)
{
    gint64 number;

    return read_number(file, key, &number) ? print_number(number) : NULL;
}

static char *
read_maximum_vcpus(const YadoXlFile *file)
{
    char *maximum = read_plain_number(file, "maxvcpus");

    if (maximum == NULL)
        maximum = read_plain_number(file, "vcpus");
    return maximum != NULL ? maximum : g_strdup("1");
}

static char *
read_bool(const YadoXlFile *file, const char *key)
{
    gint64 number;

    return read_number(file, key, &number) ? g_strdup(number != 0 ? "yes" : "no") : NULL;
}

static char *
read_viridian(const YadoXlFile *file)
{
    g_autoptr(GPtrArray) settings = yado_xl_file_find(file, "viridian");

    if (settings->len > 0 && ((YadoXlSetting *)settings->pdata[0])->value->is_list) {
        g_autoptr(GPtrArray) items = yado_xl_file_list_items(file, "viridian");
        return g_strdup(items->len > 0 ? "yes" : "no");
    }
    return read_bool(file, "viridian");
}

static char *
read_os_type(const YadoXlFile *file)
{
    const char *kind = yado_xl_get_kind(file);

    if (strcmp(kind, "hvm") == 0)
        return g_strdup("hvm");
    return g_strdup(strcmp(kind, "pvh") == 0 ? "xenpvh" : "xen");
}

static const struct {
    char letter;
    const char *device;
} boot_letters[] = { { 'c', "hd" }, { 'd', "cdrom" }, { 'n', "network" }, { 'a', "fd" } };

static const char *
find_boot_device(char letter)
{
    for (guint i = 0; i < G_N_ELEMENTS(boot_letters); i++)
        if (boot_letters[i].letter == letter)
            return boot_letters[i].device;
    return NULL;
}

static char *
read_boot_order(const YadoXlFile *file)
{
    g_autofree char *letters = yado_xl_file_dup_string(file, "boot");
    GString *order = g_string_new(NULL);

    for (const char *at = letters; at != NULL && *at != '\0'; at++) {
        const char *device = find_boot_device(*at);
        if (device != NULL)
            g_string_append_printf(order, "%s%s", order->len > 0 ? "," : "", device);
    }
    return g_string_free(order, order->len == 0);
}

/* cmdline=, or what stands in root= and extra=. */
static char *
read_arguments(const YadoXlFile *file)
{
    char *whole = yado_xl_file_dup_string(file, "cmdline");
    g_autofree char *root = yado_xl_file_dup_string(file, "root");
    g_autofree char *extra = yado_xl_file_dup_string(file, "extra");

    if (whole != NULL || (root == NULL && extra == NULL))
        return whole;
    if (root == NULL)
        return g_steal_pointer(&extra);
    return g_strdup_printf("root=%s%s%s", root, extra != NULL ? " " : "",
                           extra != NULL ? extra : "");
}

/* A list, or a text that Xen takes apart at blanks. */
static char *
read_words(const YadoXlFile *file, const char *key, const char *separator)
{
    g_autoptr(GPtrArray) items = yado_xl_file_list_items(file, key);
    GString *words = g_string_new(NULL);

    for (guint i = 0; i < items->len; i++) {
        const YadoXlValue *item = items->pdata[i];
        if (!item->is_list)
            g_string_append_printf(words, "%s%s", words->len > 0 ? separator : "", item->string);
    }
    return g_string_free(words, words->len == 0);
}

/* One for all; a list, one for each vCPU, is no set of CPUs. */
static char *
read_cpuset(const YadoXlFile *file)
{
    g_autofree char *cpus = yado_xl_file_dup_string(file, "cpus");

    return cpus != NULL && strcmp(cpus, "all") != 0 ? g_steal_pointer(&cpus) : NULL;
}

static char *
read_special(const YadoXlFile *file, const YadoMapEntry *entry)
{
    if (strcmp(entry->key, "type") == 0)
        return g_strdup("xen");
    if (strcmp(entry->key, "kind") == 0)
        return g_strdup(yado_xl_get_kind(file));
    if (strcmp(entry->key, "os.type") == 0)
        return read_os_type(file);
    if (strcmp(entry->key, "memory.maximum") == 0)
        return read_maximum_memory(file);
    if (strcmp(entry->key, "vcpu.maximum") == 0)
        return read_maximum_vcpus(file);
    if (strcmp(entry->key, "vcpu.cpuset") == 0)
        return read_cpuset(file);
    if (strcmp(entry->key, "boot.order") == 0)
        return read_boot_order(file);
    if (strcmp(entry->key, "boot.arguments") == 0)
        return read_arguments(file);
    if (strcmp(entry->key, "boot.bootloader-arguments") == 0)
        return read_words(file, "bootloader_args", " ");
    if (strcmp(entry->key, "feature.viridian") == 0)
        return read_viridian(file);
    if (strcmp(entry->key, "clock.offset") == 0) {
        g_autofree char *local = read_bool(file, "localtime");
        return g_strdup(g_strcmp0(local, "yes") == 0 ? "localtime" : "utc");
    }
    if (strcmp(entry->key, "os.name") == 0) {
        g_autofree char *id = yado_xl_dup_note(file, "os.id");
        return id != NULL ? yado_os_name_from_id(id) : NULL;
    }
    if (strcmp(entry->key, "clock.adjustment") == 0)
        return read_plain_number(file, "rtc_timeoffset");
    return yado_xl_read_processor(file, entry);
}

static char *
read_entry(const YadoXlFile *file, const YadoMapEntry *entry)
{
    switch (entry->xl_type) {
    case YADO_XL_TEXT:
        return yado_xl_file_dup_string(file, entry->xl);
    case YADO_XL_NUMBER:
        return read_plain_number(file, entry->xl);
    case YADO_XL_BOOL:
        return read_bool(file, entry->xl);
    case YADO_XL_MIB:
        return read_mib(file, entry->xl);
    case YADO_XL_COMMENT:
        return yado_xl_dup_note(file, entry->xl);
    case YADO_XL_SPECIAL:
        return read_special(file, entry);
    default:
        return NULL;
    }
}

/* Fronts show text: bytes that are none are replaced. */
static char *
make_valid(char *value)
{
    char *valid;

    if (value == NULL || g_utf8_validate(value, -1, NULL))
        return value;
    valid = g_utf8_make_valid(value, -1);
    g_free(value);
    return valid;
}

char *
yado_xl_read_value(const YadoXlFile *file, const YadoMapEntry *entry)
{
    char *value = make_valid(read_entry(file, entry));

    return value != NULL ? value : g_strdup(entry->xl_fallback);
}

/* Writing */

static char *
write_number(const YadoXlFile *file, const YadoMapEntry *entry, const char *value, GError **error)
{
    if (!g_ascii_string_to_unsigned(value, 10, 0, G_MAXUINT32, NULL, NULL))
        return yado_xl_refuse(entry, value, error);
    return yado_xl_set_raw(file, entry->xl, value);
}

static char *
write_mib(const YadoXlFile *file, const YadoMapEntry *entry, const char *value, GError **error)
{
    guint64 bytes;

    if (!g_ascii_string_to_unsigned(value, 10, 0, G_MAXINT64, &bytes, NULL))
        return yado_xl_refuse(entry, value, error);
    if (bytes % MIB != 0) {
        yado_error_set(error, YADO_ERROR_INVALID, NULL, NULL, _("xl counts memory in whole MiB."));
        return NULL;
    }
    g_autofree char *raw = print_number((gint64)(bytes / MIB));
    return yado_xl_set_raw(file, entry->xl, raw);
}

static char *
write_bool(const YadoXlFile *file, const YadoMapEntry *entry, const char *value, GError **error)
{
    if (strcmp(value, "yes") != 0 && strcmp(value, "no") != 0)
        return yado_xl_refuse(entry, value, error);
    return yado_xl_set_raw(file, entry->xl, *value == 'y' ? "1" : "0");
}

/* Takes the keys away one after the other. */
static char *
unset_all(const YadoXlFile *file, const char *const *keys, GError **error)
{
    char *text = g_strndup(file->text, file->length);

    for (guint i = 0; keys[i] != NULL; i++) {
        g_autofree char *before = text;
        g_autoptr(YadoXlFile) now = yado_xl_file_new(before, -1, error);
        if (now == NULL)
            return NULL;
        text = yado_xl_unset(now, keys[i]);
    }
    return text;
}

static char *
set_instead(const YadoXlFile *file, const char *key, const char *value, const char *const *old_keys,
            GError **error)
{
    g_autofree char *text = yado_xl_set_string(file, key, value);
    g_autoptr(YadoXlFile) changed = yado_xl_file_new(text, -1, error);

    return changed != NULL ? unset_all(changed, old_keys, error) : NULL;
}

static char *
write_os_type(const YadoXlFile *file, const YadoMapEntry *entry, const char *value, GError **error)
{
    const char *type = NULL;

    if (strcmp(value, "hvm") == 0)
        type = "hvm";
    else if (strcmp(value, "xen") == 0 || strcmp(value, "linux") == 0)
        type = "pv";
    else if (strcmp(value, "xenpvh") == 0)
        type = "pvh";
    if (type == NULL)
        return yado_xl_refuse(entry, value, error);
    /* The old builder= would contradict. */
    return set_instead(file, "type", type, (const char *const[]){ "builder", NULL }, error);
}

static char *
write_boot_order(const YadoXlFile *file, const YadoMapEntry *entry, const char *value,
                 GError **error)
{
    g_auto(GStrv) devices = g_strsplit(value, ",", -1);
    g_autoptr(GString) letters = g_string_new(NULL);

    for (guint i = 0; devices[i] != NULL; i++) {
        gboolean found = FALSE;
        for (guint j = 0; j < G_N_ELEMENTS(boot_letters) && !found; j++) {
            found = strcmp(g_strstrip(devices[i]), boot_letters[j].device) == 0;
            if (found)
                g_string_append_c(letters, boot_letters[j].letter);
        }
        if (!found)
            return yado_xl_refuse(entry, value, error);
    }
    return yado_xl_set_string(file, "boot", letters->str);
}

/* root= and extra= do not count beside cmdline=; who has extra= alone goes on with it. */
static char *
write_arguments(const YadoXlFile *file, const char *value, GError **error)
{
    static const char *const old_keys[] = { "root", "extra", NULL };
    g_autofree char *whole = yado_xl_file_dup_string(file, "cmdline");
    g_autofree char *root = yado_xl_file_dup_string(file, "root");
    g_autofree char *extra = yado_xl_file_dup_string(file, "extra");

    if (whole != NULL || (root == NULL && extra == NULL))
        return yado_xl_set_string(file, "cmdline", value);
    if (root == NULL)
        return yado_xl_set_string(file, "extra", value);
    return set_instead(file, "cmdline", value, old_keys, error);
}

static char *
write_words(const YadoXlFile *file, const char *key, const char *value)
{
    g_auto(GStrv) words = g_strsplit_set(value, " \t", -1);
    g_autoptr(GString) list = g_string_new("[");

    for (guint i = 0; words[i] != NULL; i++) {
        if (*words[i] == '\0')
            continue;
        g_autofree char *raw = yado_xl_quote(words[i], '"');
        g_string_append_printf(list, "%s%s", list->len > 1 ? ", " : " ", raw);
    }
    g_string_append(list, " ]");
    return yado_xl_set_raw(file, key, list->str);
}

static char *
write_offset(const YadoXlFile *file, const YadoMapEntry *entry, const char *value, GError **error)
{
    if (!g_ascii_string_to_signed(value, 10, G_MININT32, G_MAXINT32, NULL, NULL))
        return yado_xl_refuse(entry, value, error);
    return *value == '-' ? yado_xl_set_string(file, entry->xl, value)
                         : yado_xl_set_raw(file, entry->xl, value);
}

static gboolean
is_cpu_list(const char *value)
{
    return value[strspn(value, "0123456789,-^ ")] == '\0';
}

static char *
write_special(const YadoXlFile *file, const YadoMapEntry *entry, const char *value, GError **error)
{
    if (strcmp(entry->key, "type") == 0)
        return strcmp(value, "xen") == 0 ? g_strndup(file->text, file->length)
                                         : yado_xl_refuse(entry, value, error);
    if (strcmp(entry->key, "os.type") == 0)
        return write_os_type(file, entry, value, error);
    if (strcmp(entry->key, "memory.maximum") == 0)
        return write_mib(file, entry, value, error);
    if (strcmp(entry->key, "vcpu.maximum") == 0)
        return write_number(file, entry, value, error);
    if (strcmp(entry->key, "vcpu.cpuset") == 0)
        return is_cpu_list(value) ? yado_xl_set_string(file, "cpus", value)
                                  : yado_xl_refuse(entry, value, error);
    if (strcmp(entry->key, "boot.order") == 0)
        return write_boot_order(file, entry, value, error);
    if (strcmp(entry->key, "boot.arguments") == 0)
        return write_arguments(file, value, error);
    if (strcmp(entry->key, "boot.bootloader-arguments") == 0)
        return write_words(file, "bootloader_args", value);
    if (strcmp(entry->key, "feature.viridian") == 0)
        return write_bool(file, entry, value, error);
    if (strcmp(entry->key, "clock.offset") == 0) {
        if (strcmp(value, "utc") != 0 && strcmp(value, "localtime") != 0)
            return yado_xl_refuse(entry, value, error);
        return yado_xl_set_raw(file, "localtime", *value == 'l' ? "1" : "0");
    }
    if (strcmp(entry->key, "clock.adjustment") == 0)
        return write_offset(file, entry, value, error);
    return yado_xl_write_processor(file, entry, value, error);
}

static char *
remove_value(const YadoXlFile *file, const YadoMapEntry *entry, GError **error)
{
    static const char *const arguments[] = { "cmdline", "root", "extra", NULL };

    if (entry->flags & YADO_MAP_REQUIRED) {
        yado_error_set(error, YADO_ERROR_INVALID, NULL, NULL, _("%s cannot be empty."), entry->key);
        return NULL;
    }
    if (entry->xl_type == YADO_XL_COMMENT)
        return yado_xl_set_note(file, entry->xl, NULL);
    if (strcmp(entry->key, "boot.arguments") == 0)
        return unset_all(file, arguments, error);
    if (entry->type == YADO_MAP_FIRMWARE)
        return yado_xl_remove_firmware(file);
    return yado_xl_unset(file, entry->xl);
}

/* Control characters but those that can be written with a backslash. */
static gboolean
is_writable(const YadoMapEntry *entry, const char *value)
{
    if (!g_utf8_validate(value, -1, NULL))
        return FALSE;
    for (const char *at = value; *at != '\0'; at = g_utf8_next_char(at)) {
        gunichar c = g_utf8_get_char(at);
        if ((entry->type == YADO_MAP_MULTILINE || entry->flags & YADO_MAP_ROWS) && (c == '\n' || c == '\t'))
            continue;
        if (c < 0x20 || (c >= 0x7F && c < 0xA0))
            return FALSE;
    }
    return entry->type != YADO_MAP_NAME || strchr(value, '/') == NULL;
}

char *
yado_xl_write_value(const YadoXlFile *file, const YadoMapEntry *entry, const char *value,
                    GError **error)
{
    if (entry->xl_type == YADO_XL_NONE || (entry->flags & YADO_MAP_READ_ONLY))
        return yado_xl_refuse_key(entry, error);
    if (value == NULL || *value == '\0')
        return remove_value(file, entry, error);
    if (!is_writable(entry, value))
        return yado_xl_refuse(entry, value, error);
    switch (entry->xl_type) {
    case YADO_XL_TEXT:
        return yado_xl_set_string(file, entry->xl, value);
    case YADO_XL_NUMBER:
        return write_number(file, entry, value, error);
    case YADO_XL_BOOL:
        return write_bool(file, entry, value, error);
    case YADO_XL_MIB:
        return write_mib(file, entry, value, error);
    case YADO_XL_COMMENT:
        return yado_xl_set_note(file, entry->xl, value);
    default:
        return write_special(file, entry, value, error);
    }
}
