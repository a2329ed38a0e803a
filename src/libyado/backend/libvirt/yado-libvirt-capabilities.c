/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "backend/libvirt/yado-libvirt-capabilities.h"

#include <string.h>

typedef struct {
    YadoHostDetails *details;
    int node;
    guint64 memory;
    GString *cpus, *distances; /* of the node */
    char *os_type;             /* of the guest element that we are in */
    GString *guests;
    const char *text_of; /* element whose text is wanted */
} Capabilities;

static const char *
find_attribute(const char **names, const char **values, const char *name)
{
    for (guint i = 0; names[i]; i++)
        if (strcmp(names[i], name) == 0)
            return values[i];
    return NULL;
}

static int
read_number(const char **names, const char **values, const char *name)
{
    const char *text = find_attribute(names, values, name);

    return text ? (int)g_ascii_strtoll(text, NULL, 10) : -1;
}

static void
take_cpu(Capabilities *self, const char **names, const char **values)
{
    YadoHostCpu cpu = {
        .cpu = read_number(names, values, "id"),
        .socket = read_number(names, values, "socket_id"),
        .core = read_number(names, values, "core_id"),
        .node = self->node,
    };

    if (cpu.cpu < 0)
        return;
    g_array_append_val(self->details->cpus, cpu);
    g_string_append_printf(self->cpus, self->cpus->len ? ",%d" : "%d", cpu.cpu);
}

/* Of a cell; those of its caches and processors have other names. */
static void
take_distance(Capabilities *self, const char **names, const char **values)
{
    int distance = read_number(names, values, "value");

    if (distance >= 0)
        g_string_append_printf(self->distances, self->distances->len ? " %d" : "%d", distance);
}

static void
take_arch(Capabilities *self, const char **names, const char **values)
{
    const char *arch = find_attribute(names, values, "name");

    if (arch && self->os_type)
        g_string_append_printf(self->guests, self->guests->len ? " %s-%s" : "%s-%s", self->os_type,
                               arch);
}

static void
on_element_started_cb(GMarkupParseContext *context, const char *element, const char **names,
                      const char **values, gpointer data, GError **error)
{
    Capabilities *self = data;
    const char *support;

    self->text_of = NULL;
    if (strcmp(element, "cell") == 0) {
        self->node = read_number(names, values, "id");
        self->memory = G_MAXUINT64;
        g_string_truncate(self->cpus, 0);
        g_string_truncate(self->distances, 0);
    } else if (strcmp(element, "sibling") == 0) {
        take_distance(self, names, values);
    } else if (strcmp(element, "memory") == 0 || strcmp(element, "os_type") == 0) {
        self->text_of = g_intern_string(element);
    } else if (strcmp(element, "cpu") == 0) {
        take_cpu(self, names, values);
    } else if (strcmp(element, "arch") == 0) {
        take_arch(self, names, values);
    } else if (strcmp(element, "iommu") == 0) {
        support = find_attribute(names, values, "support");
        self->details->iommu = g_strcmp0(support, "yes") == 0;
    }
}

static void
on_text_read_cb(GMarkupParseContext *context, const char *text, gsize length, gpointer data,
                GError **error)
{
    Capabilities *self = data;

    if (g_strcmp0(self->text_of, "memory") == 0) {
        self->memory = g_ascii_strtoull(text, NULL, 10) * 1024; /* always KiB there */
    } else if (g_strcmp0(self->text_of, "os_type") == 0) {
        g_free(self->os_type);
        self->os_type = g_strstrip(g_strndup(text, length));
    }
    self->text_of = NULL;
}

static void
on_element_ended_cb(GMarkupParseContext *context, const char *element, gpointer data,
                    GError **error)
{
    Capabilities *self = data;

    if (strcmp(element, "cell") == 0)
        yado_host_details_add_node(self->details, self->node, self->memory, G_MAXUINT64,
                                   self->cpus->str, self->distances->str);
}

void
yado_libvirt_take_capabilities(YadoHostDetails *details, const char *xml)
{
    static const GMarkupParser parser = { on_element_started_cb, on_element_ended_cb,
                                          on_text_read_cb, NULL, NULL };
    Capabilities self = { .details = details, .node = -1 };
    g_autoptr(GMarkupParseContext) context = g_markup_parse_context_new(&parser, 0, &self, NULL);

    self.cpus = g_string_new(NULL);
    self.distances = g_string_new(NULL);
    self.guests = g_string_new(NULL);
    if (g_markup_parse_context_parse(context, xml, -1, NULL))
        details->capabilities = self.guests->len > 0 ? g_strdup(self.guests->str) : NULL;
    g_string_free(self.cpus, TRUE);
    g_string_free(self.distances, TRUE);
    g_string_free(self.guests, TRUE);
    g_free(self.os_type);
}
