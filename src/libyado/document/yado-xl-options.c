/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "document/yado-xl-options.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

static gboolean
is_part(const char *part, const char *key)
{
    gsize length = strlen(key);

    part += strspn(part, " \t");
    if (strncmp(part, key, length) != 0)
        return FALSE;
    part += length;
    part += strspn(part, " \t");
    return *part == '=' || *part == '\0';
}

char *
yado_xl_options_dup(const char *options, const char *key)
{
    g_auto(GStrv) parts = g_strsplit(options, ",", -1);
    char *value = NULL;

    for (guint i = 0; parts[i] != NULL; i++) {
        if (!is_part(parts[i], key))
            continue;
        const char *equals = strchr(parts[i], '=');
        g_free(value);
        value = g_strdup(equals != NULL ? equals + 1 : "");
    }
    return value;
}

static char *
replace_part(const char *part, const char *key, const char *value)
{
    const char *equals = strchr(part, '=');

    if (equals == NULL)
        return g_strdup_printf("%.*s%s=%s", (int)strspn(part, " \t"), part, key, value);
    return g_strdup_printf("%.*s%s", (int)(equals - part) + 1, part, value);
}

static void
append_part(GString *result, const char *part)
{
    if (result->len > 0)
        g_string_append_c(result, ',');
    g_string_append(result, part);
}

char *
yado_xl_options_set(const char *options, const char *key, const char *value)
{
    g_auto(GStrv) parts = g_strsplit(options, ",", -1);
    GString *result = g_string_new(NULL);
    gboolean is_done = value == NULL;

    for (guint i = 0; parts[i] != NULL; i++) {
        if (!is_part(parts[i], key)) {
            append_part(result, parts[i]);
        } else if (!is_done) {
            g_autofree char *part = replace_part(parts[i], key, value);
            append_part(result, part);
            is_done = TRUE;
        }
    }
    if (!is_done) {
        g_autofree char *part = g_strdup_printf("%s=%s", key, value);
        append_part(result, part);
    }
    return g_string_free(result, FALSE);
}

GStrv
yado_xl_options_split(const char *options)
{
    g_auto(GStrv) parts = g_strsplit(options, ",", -1);
    g_autoptr(GPtrArray) kept = g_ptr_array_new();

    for (guint i = 0; parts[i] != NULL; i++) {
        g_strstrip(parts[i]);
        if (*parts[i] != '\0')
            g_ptr_array_add(kept, g_strdup(parts[i]));
    }
    g_ptr_array_add(kept, NULL);
    return (GStrv)g_ptr_array_free(g_steal_pointer(&kept), FALSE);
}

gboolean
yado_xl_options_can_hold(const char *value)
{
    return strpbrk(value, ",\n") == NULL;
}

/* Rates */

/* Digits; at least one, and the number fits into 32 bits and is not 0. */
static gboolean
take_count(const char **at, guint64 *count)
{
    char *end;

    if (!g_ascii_isdigit(**at))
        return FALSE;
    errno = 0;
    *count = g_ascii_strtoull(*at, &end, 0);
    if (errno != 0 || *count == 0 || *count > G_MAXUINT32)
        return FALSE;
    *at = end;
    return TRUE;
}

static gboolean
only_digits_before(const char *text, const char *letters)
{
    gsize digits = strspn(text, "0123456789");

    return text[digits] == '\0' || strchr(letters, text[digits]) != NULL;
}

static gboolean
parse_bytes(const char *text, guint64 *bytes)
{
    const char *at = text;

    if (!only_digits_before(text, "GMKBb") || !take_count(&at, bytes))
        return FALSE;
    if (*at == 'G' || *at == 'M' || *at == 'K') {
        *bytes *= *at == 'G' ? 1000 * 1000 * 1000 : *at == 'M' ? 1000 * 1000 : 1000;
        at++;
    }
    if (strcmp(at, "b/s") == 0)
        *bytes /= 8;
    else if (strcmp(at, "B/s") != 0)
        return FALSE;
    return TRUE;
}

static gboolean
parse_interval(const char *text, guint32 *interval)
{
    const char *at = text;
    guint64 count;

    if (!only_digits_before(text, "mus") || !take_count(&at, &count))
        return FALSE;
    if (*at == 's' || *at == '\0')
        count *= 1000 * 1000;
    else if (*at == 'm')
        count *= 1000;
    if (*at == 'm' || *at == 'u')
        at++;
    if (*at == 's')
        at++;
    if (*at != '\0' || count > G_MAXUINT32)
        return FALSE;
    *interval = (guint32)count;
    return TRUE;
}

gboolean
yado_xl_parse_rate(const char *rate, guint64 *bytes_per_second, guint32 *interval)
{
    g_auto(GStrv) parts = g_strsplit(rate, "@", 2);
    guint64 bytes = 0;
    guint32 microseconds = 50000;

    if (parts[0] == NULL || !parse_bytes(parts[0], &bytes))
        return FALSE;
    if (parts[1] != NULL && !parse_interval(parts[1], &microseconds))
        return FALSE;
    if (bytes > G_MAXUINT64 / microseconds)
        return FALSE;
    *bytes_per_second = bytes;
    *interval = microseconds;
    return TRUE;
}

/* PCI */

/* The end of the address, or NULL. */
static const char *
parse_address(YadoXlPci *pci, const char *text)
{
    gsize span = strspn(text, "0123456789abcdefABCDEF:");
    guint colons = 0;
    int end = 0;

    for (gsize i = 0; i < span; i++)
        colons += text[i] == ':';
    pci->domain = 0;
    if (colons == 1 && sscanf(text, "%x:%x.%n", &pci->bus, &pci->slot, &end) != 2)
        return NULL;
    if (colons == 2 && sscanf(text, "%x:%x:%x.%n", &pci->domain, &pci->bus, &pci->slot, &end) != 3)
        return NULL;
    if ((colons != 1 && colons != 2) || end == 0 || pci->domain > 0xFFFF || pci->bus > 0xFF ||
        pci->slot > 0x1F)
        return NULL;
    text += end;
    pci->all_functions = *text == '*';
    if (pci->all_functions)
        return text + 1;
    if (sscanf(text, "%x%n", &pci->function, &end) != 1 || pci->function > 7)
        return NULL;
    return text + end;
}

static const char *
parse_virtual_slot(YadoXlPci *pci, const char *text)
{
    guint slot;
    int end = 0;

    if (sscanf(text, "%x%n", &slot, &end) != 1 || slot > 0x1F)
        return NULL;
    pci->virtual_slot = (int)slot;
    return text + end;
}

static gboolean
parse_pci_option(YadoXlPci *pci, const char *key, const char *value, gboolean *has_address)
{
    static const char *const known[] = { "permissive", "msitranslate", "seize", "power_mgmt",
                                         NULL };

    if (strcmp(key, "bdf") == 0)
        return *has_address = parse_address(pci, value) != NULL;
    if (strcmp(key, "vslot") == 0)
        return parse_virtual_slot(pci, value) != NULL;
    if (strcmp(key, "rdm_policy") == 0)
        return strcmp(value, "strict") == 0 || strcmp(value, "relaxed") == 0 ||
               strcmp(value, "invalid") == 0;
    if (strcmp(key, "name") == 0) {
        g_free(pci->name);
        pci->name = g_strdup(value);
        return TRUE;
    }
    return g_strv_contains(known, key);
}

static gboolean
parse_pci_options(YadoXlPci *pci, const char *text, gboolean has_address)
{
    g_auto(GStrv) parts = g_strsplit(text, ",", -1);

    for (guint i = 0; parts[i] != NULL; i++) {
        char *equals = strchr(parts[i], '=');
        if (equals == NULL) {
            /* A comma at the very end is nothing. */
            if (*parts[i] == '\0' && parts[i + 1] == NULL)
                break;
            return FALSE;
        }
        *equals = '\0';
        if (!parse_pci_option(pci, parts[i], equals + 1, &has_address))
            return FALSE;
    }
    return has_address != (pci->name != NULL);
}

static gboolean
parse_pci(YadoXlPci *pci, const char *spec)
{
    const char *at = parse_address(pci, spec);
    gboolean has_address = at != NULL;

    if (!has_address) {
        at = spec;
    } else {
        if (*at == '@')
            at = parse_virtual_slot(pci, at + 1);
        if (at == NULL || (*at != ',' && *at != '\0'))
            return FALSE;
        if (*at == ',')
            at++;
    }
    pci->rest = *at != '\0' ? g_strdup(at) : NULL;
    return *at == '\0' ? has_address : parse_pci_options(pci, at, has_address);
}

YadoXlPci *
yado_xl_pci_new(const char *spec)
{
    g_autoptr(YadoXlPci) pci = g_new0(YadoXlPci, 1);

    pci->virtual_slot = -1;
    return parse_pci(pci, spec) ? g_steal_pointer(&pci) : NULL;
}

void
yado_xl_pci_free(YadoXlPci *pci)
{
    if (pci == NULL)
        return;
    g_free(pci->name);
    g_free(pci->rest);
    g_free(pci);
}
