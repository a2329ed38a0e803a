/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "backend/libxl/yado-libxl-running.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/yado-error.h"

struct _YadoLibxlRunning {
    GObject parent_instance;
    char *json;
    GVariant *values;
    GPtrArray *edits; /* empty */
};

static void document_iface_init(YadoDocumentInterface *iface);

G_DEFINE_TYPE_WITH_CODE(YadoLibxlRunning, yado_libxl_running, G_TYPE_OBJECT,
                        G_IMPLEMENT_INTERFACE(YADO_TYPE_DOCUMENT, document_iface_init))

static char *
dup_value(YadoDocument *document, const char *node, const char *key)
{
    YadoLibxlRunning *self = YADO_LIBXL_RUNNING(document);
    const char *own_node, *own_key, *value;
    GVariantIter iter;

    g_variant_iter_init(&iter, self->values);
    while (g_variant_iter_next(&iter, "(&s&s&s)", &own_node, &own_key, &value))
        if (strcmp(own_node, node ? node : "") == 0 && g_strcmp0(own_key, key) == 0)
            return g_strdup(value);
    return NULL;
}

static gboolean
write_value(YadoDocument *document, const char *node, const char *key, const char *value,
            GError **error)
{
    return yado_error_set(error, YADO_ERROR_UNSUPPORTED, key, NULL,
                          _("What a guest runs with cannot be edited, only its configuration."));
}

static gboolean
is_of_kind(const char *node, const char *kind)
{
    return *node && (!kind || (g_str_has_prefix(node, kind) && node[strlen(kind)] == ':'));
}

/* The values of one node stand together. */
static GStrv
list_nodes(YadoDocument *document, const char *kind)
{
    YadoLibxlRunning *self = YADO_LIBXL_RUNNING(document);
    GPtrArray *nodes = g_ptr_array_new();
    const char *node, *last = "";
    GVariantIter iter;

    g_variant_iter_init(&iter, self->values);
    while (g_variant_iter_next(&iter, "(&s&s&s)", &node, NULL, NULL)) {
        if (strcmp(node, last) != 0 && is_of_kind(node, kind))
            g_ptr_array_add(nodes, g_strdup(node));
        last = node;
    }
    g_ptr_array_add(nodes, NULL);
    return (GStrv)g_ptr_array_free(nodes, FALSE);
}

static char *
add_node(YadoDocument *document, const char *kind, const char *text, GError **error)
{
    write_value(document, NULL, kind, NULL, error);
    return NULL;
}

static gboolean
remove_node(YadoDocument *document, const char *node, GError **error)
{
    return write_value(document, node, NULL, NULL, error);
}

static char *
dump(YadoDocument *document)
{
    return g_strdup(YADO_LIBXL_RUNNING(document)->json);
}

static char *
dump_node(YadoDocument *document, const char *node)
{
    YadoLibxlRunning *self = YADO_LIBXL_RUNNING(document);
    GString *text = g_string_new(NULL);
    const char *own_node, *key, *value;
    GVariantIter iter;

    g_variant_iter_init(&iter, self->values);
    while (g_variant_iter_next(&iter, "(&s&s&s)", &own_node, &key, &value))
        if (g_strcmp0(own_node, node) == 0)
            g_string_append_printf(text, "%s=%s\n", key, value);
    return g_string_free(text, FALSE);
}

static YadoDocument *
reload(YadoDocument *document, const char *text, GError **error)
{
    YadoLibxlRunning *self = YADO_LIBXL_RUNNING(document);

    return yado_libxl_running_new(text ? text : self->json, self->values);
}

static GPtrArray *
get_edits(YadoDocument *document)
{
    return YADO_LIBXL_RUNNING(document)->edits;
}

static void
yado_libxl_running_finalize(GObject *object)
{
    YadoLibxlRunning *self = YADO_LIBXL_RUNNING(object);

    g_free(self->json);
    g_variant_unref(self->values);
    g_ptr_array_unref(self->edits);
    G_OBJECT_CLASS(yado_libxl_running_parent_class)->finalize(object);
}

static void
yado_libxl_running_class_init(YadoLibxlRunningClass *klass)
{
    G_OBJECT_CLASS(klass)->finalize = yado_libxl_running_finalize;
}

static void
document_iface_init(YadoDocumentInterface *iface)
{
    iface->dup_value = dup_value;
    iface->write_value = write_value;
    iface->list_nodes = list_nodes;
    iface->add_node = add_node;
    iface->remove_node = remove_node;
    iface->dump = dump;
    iface->dump_node = dump_node;
    iface->reload = reload;
    iface->get_edits = get_edits;
}

static void
yado_libxl_running_init(YadoLibxlRunning *self)
{
    self->edits = g_ptr_array_new();
}

void
yado_libxl_running_add(YadoLibxlRunning *self, const char *key, const char *value)
{
    GVariantBuilder values;
    GVariantIter iter;
    GVariant *child;

    g_variant_builder_init(&values, G_VARIANT_TYPE("a(sss)"));
    g_variant_iter_init(&iter, self->values);
    while ((child = g_variant_iter_next_value(&iter)) != NULL) {
        g_variant_builder_add_value(&values, child);
        g_variant_unref(child);
    }
    g_variant_builder_add(&values, "(sss)", "", key, value);
    g_variant_unref(self->values);
    self->values = g_variant_ref_sink(g_variant_builder_end(&values));
}

YadoDocument *
yado_libxl_running_new(const char *json, GVariant *values)
{
    YadoLibxlRunning *self = g_object_new(YADO_TYPE_LIBXL_RUNNING, NULL);

    self->json = g_strdup(json);
    self->values = g_variant_ref_sink(values);
    return YADO_DOCUMENT(self);
}
