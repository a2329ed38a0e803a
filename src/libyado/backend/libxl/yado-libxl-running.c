/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "backend/libxl/yado-libxl-running.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/yado-error.h"
#include "document/yado-xl-document.h"

struct _YadoLibxlRunning {
    GObject parent_instance;
    char *json;
    GVariant *values;
    GPtrArray *edits;      /* empty */
    YadoDocument *devices; /* as lines of xl.cfg, once one of them is edited; before that NULL */
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

    if (node && self->devices)
        return yado_document_dup_value(self->devices, node, key);
    if (!node && strcmp(key, "type") == 0)
        return g_strdup("xl"); /* as yado-hotplug.h calls it */
    g_variant_iter_init(&iter, self->values);
    while (g_variant_iter_next(&iter, "(&s&s&s)", &own_node, &own_key, &value))
        if (strcmp(own_node, node ? node : "") == 0 && g_strcmp0(own_key, key) == 0)
            return g_strdup(value);
    return NULL;
}

/* What xl.cfg has no word for is left out: it is not what is edited. */
static void
copy_devices(YadoLibxlRunning *self, YadoDocument *devices)
{
    g_autofree char *node = NULL;
    const char *own_node, *key, *value, *last = "";
    GVariantIter iter;

    g_variant_iter_init(&iter, self->values);
    while (g_variant_iter_next(&iter, "(&s&s&s)", &own_node, &key, &value)) {
        if (!*own_node)
            continue;
        if (strcmp(own_node, last) != 0) {
            g_autofree char *kind = g_strndup(own_node, strcspn(own_node, ":"));

            g_free(node);
            node = yado_document_add_node(devices, kind, NULL);
        }
        if (node)
            yado_document_set_value(devices, node, key, value, NULL);
        last = own_node;
    }
}

/* What is written there is recorded by who calls this document's own functions, among the edits of the devices. */
static YadoDocument *
get_devices(YadoLibxlRunning *self, GError **error)
{
    g_autoptr(YadoDocument) devices = NULL;
    g_autofree char *text = NULL;

    if (self->devices)
        return self->devices;
    devices = yado_xl_document_new_from_text("", error);
    if (!devices)
        return NULL;
    copy_devices(self, devices);
    text = yado_document_dump(devices); /* from here on, edits are the user's */
    self->devices = yado_xl_document_new_from_text(text, error);
    return self->devices;
}

static gboolean
write_value(YadoDocument *document, const char *node, const char *key, const char *value,
            GError **error)
{
    YadoDocument *devices = node ? get_devices(YADO_LIBXL_RUNNING(document), error) : NULL;

    if (node)
        return devices &&
               YADO_DOCUMENT_GET_IFACE(devices)->write_value(devices, node, key, value, error);
    return yado_error_set(error, YADO_ERROR_UNSUPPORTED, key, NULL,
                          _("Of what a guest runs with, only its devices can be edited."));
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
    const char *node, *last = "";
    GPtrArray *nodes;
    GVariantIter iter;

    if (self->devices)
        return yado_document_list_nodes(self->devices, kind);
    nodes = g_ptr_array_new();
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
    YadoDocument *devices = get_devices(YADO_LIBXL_RUNNING(document), error);

    return devices ? YADO_DOCUMENT_GET_IFACE(devices)->add_node(devices, kind, text, error) : NULL;
}

static gboolean
remove_node(YadoDocument *document, const char *node, GError **error)
{
    YadoDocument *devices = get_devices(YADO_LIBXL_RUNNING(document), error);

    return devices && YADO_DOCUMENT_GET_IFACE(devices)->remove_node(devices, node, error);
}

static char *
dump(YadoDocument *document)
{
    return g_strdup(YADO_LIBXL_RUNNING(document)->json);
}

/* As xl.cfg has it; what that has no word for, as it was told. */
static char *
dump_node(YadoDocument *document, const char *node)
{
    YadoLibxlRunning *self = YADO_LIBXL_RUNNING(document);
    YadoDocument *devices = get_devices(self, NULL);
    char *line = devices ? yado_document_dump_node(devices, node) : NULL;
    const char *own_node, *key, *value;
    GVariantIter iter;
    GString *text;

    if (line)
        return line;
    text = g_string_new(NULL);
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
    YadoLibxlRunning *self = YADO_LIBXL_RUNNING(document);

    return self->devices ? yado_document_get_edits(self->devices) : self->edits;
}

static void
yado_libxl_running_finalize(GObject *object)
{
    YadoLibxlRunning *self = YADO_LIBXL_RUNNING(object);

    g_free(self->json);
    g_variant_unref(self->values);
    g_ptr_array_unref(self->edits);
    g_clear_object(&self->devices);
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
