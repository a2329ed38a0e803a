/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "document/yado-pins.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/yado-error.h"
#include "document/yado-document-convert.h"
#include "document/yado-processor-rows.h"

#define ALL "all"
#define MAX_VCPUS 4096

static void
put(char **sets, int vcpu, const char *cpus)
{
    for (int i = 0; sets[i] != NULL; i++) {
        if (vcpu >= 0 && vcpu != i)
            continue;
        g_free(sets[i]);
        sets[i] = g_strdup(cpus);
    }
}

static char **
new_sets(YadoDocument *document)
{
    guint64 n = CLAMP(yado_document_get_uint(document, NULL, "vcpu.maximum", 1), 1, MAX_VCPUS);
    char **sets = g_new0(char *, n + 1);

    for (guint i = 0; i < n; i++)
        sets[i] = g_strdup(ALL);
    return sets;
}

char **
yado_pins_read(YadoDocument *document, const char *key)
{
    g_autofree char *value = NULL;
    g_autoptr(GPtrArray) pins = NULL;
    char **sets;

    g_return_val_if_fail(YADO_IS_DOCUMENT(document) && key != NULL, NULL);

    value = yado_document_dup_value(document, NULL, key);
    pins = yado_cpu_pins_parse(value);
    sets = new_sets(document);
    for (guint i = 0; pins != NULL && i < pins->len; i++)
        put(sets, ((YadoCpuPin *)pins->pdata[i])->vcpu, ((YadoCpuPin *)pins->pdata[i])->cpus);
    return sets;
}

static gboolean
is_alike(char **sets)
{
    for (guint i = 1; sets[i] != NULL; i++)
        if (strcmp(sets[i], sets[0]) != 0)
            return FALSE;
    return TRUE;
}

/* libvirt has no "all": who is not named may run anywhere. */
static char *
print_sets(YadoDocument *document, char **sets)
{
    gboolean is_xl = yado_document_get_format(document) == YADO_FORMAT_XL;
    g_autoptr(GPtrArray) pins = yado_cpu_pins_new();

    if (is_alike(sets) && strcmp(sets[0], ALL) == 0)
        return NULL;
    if (is_xl && is_alike(sets)) {
        yado_cpu_pins_add(pins, -1, sets[0]);
        return yado_cpu_pins_print(pins);
    }
    for (guint i = 0; sets[i] != NULL; i++)
        if (is_xl || strcmp(sets[i], ALL) != 0)
            yado_cpu_pins_add(pins, (int)i, sets[i]);
    return yado_cpu_pins_print(pins);
}

gboolean
yado_pins_write(YadoDocument *document, const char *key, int vcpu, const char *cpus, GError **error)
{
    g_auto(GStrv) sets = NULL;
    g_autofree char *value = NULL;

    g_return_val_if_fail(YADO_IS_DOCUMENT(document) && key != NULL && cpus != NULL, FALSE);

    sets = yado_pins_read(document, key);
    if (vcpu >= (int)g_strv_length(sets))
        return yado_error_set(error, YADO_ERROR_INVALID, NULL, NULL,
                              _("The guest has no processor %d; the first is 0."), vcpu);
    put(sets, vcpu, cpus);
    value = print_sets(document, sets);
    return yado_document_set_value(document, NULL, key, value, error);
}
