/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "document/yado-document-convert.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/yado-error.h"
#include "document/yado-convert-private.h"
#include "document/yado-xl-document.h"
#include "document/yado-xml-document.h"

/* Not edited, only carried over as they are. */
static const char *const notes[] = { "title", "description", "os.id", "tags" };

void
yado_loss_free(YadoLoss *loss)
{
    if (loss == NULL)
        return;
    g_free(loss->place);
    g_free(loss->reason);
    g_free(loss);
}

char *
yado_loss_print(const YadoLoss *loss)
{
    if (loss->line == 0)
        return g_strdup_printf("%s: %s", loss->place, loss->reason);
    return g_strdup_printf(_("line %u: %s: %s"), loss->line, loss->place, loss->reason);
}

gboolean
yado_losses_are_full(GPtrArray *losses)
{
    return losses->len > YADO_MAX_LOSSES;
}

void
yado_losses_add(GPtrArray *losses, guint line, guint column, const char *place, const char *reason)
{
    YadoLoss *loss;

    if (yado_losses_are_full(losses))
        return;
    if (losses->len == YADO_MAX_LOSSES) {
        place = "…";
        reason = _("There is more of it, which is not listed.");
    }
    loss = g_new0(YadoLoss, 1);

    loss->line = line;
    loss->column = column;
    loss->place = g_utf8_make_valid(place, -1);
    loss->reason = g_strdup(reason);
    g_ptr_array_add(losses, loss);
}

const char *
yado_losses_get_xml_reason(void)
{
    return _("libvirt's Xen driver has no such setting.");
}

const char *
yado_losses_get_xl_reason(void)
{
    return _("The configuration files of xl have no place for this.");
}

gboolean
yado_document_format_from_name(const char *name, YadoDocumentFormat *format)
{
    if (g_strcmp0(name, "xml") != 0 && g_strcmp0(name, "xl") != 0)
        return FALSE;
    *format = strcmp(name, "xml") == 0 ? YADO_FORMAT_XML : YADO_FORMAT_XL;
    return TRUE;
}

YadoDocumentFormat
yado_document_get_format(YadoDocument *self)
{
    return YADO_IS_XL_DOCUMENT(self) ? YADO_FORMAT_XL : YADO_FORMAT_XML;
}

/* Reading */

/* XML begins with "<", whatever blanks or marks stand before it; an xl.cfg cannot. */
static gboolean
looks_like_xml(const char *bytes, gsize length)
{
    gsize at = length >= 3 && memcmp(bytes, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;

    while (at < length && g_ascii_isspace(bytes[at]))
        at++;
    return at < length && bytes[at] == '<';
}

YadoDocument *
yado_document_new_from_bytes(const char *bytes, gsize length, GError **error)
{
    g_return_val_if_fail(bytes != NULL, NULL);

    if (!looks_like_xml(bytes, length))
        return yado_xl_document_new_from_bytes(bytes, length, error);
    if (memchr(bytes, '\0', length) != NULL) {
        yado_error_set(error, YADO_ERROR_INVALID, NULL, NULL,
                       _("This is no guest's configuration: it is no text."));
        return NULL;
    }
    g_autofree char *text = g_strndup(bytes, length);
    return yado_xml_document_new(text, error);
}

static YadoDocument *
refuse_file(const char *path, YadoErrorCode code, const char *detail, GError **error)
{
    yado_error_set(error, code, detail, NULL, _("The file “%s” cannot be read."), path);
    return NULL;
}

/* A stream, so that a file that grows without end is noticed in time. */
static GByteArray *
read_stream(GInputStream *stream, GError **error)
{
    g_autoptr(GByteArray) bytes = g_byte_array_new();
    guint8 block[65536];
    gssize n;

    while ((n = g_input_stream_read(stream, block, sizeof(block), NULL, error)) > 0) {
        g_byte_array_append(bytes, block, (guint)n);
        if (bytes->len > YADO_XL_MAX_BYTES)
            break;
    }
    return n < 0 ? NULL : g_steal_pointer(&bytes);
}

YadoDocument *
yado_document_new_from_file(const char *path, GError **error)
{
    g_return_val_if_fail(path != NULL, NULL);

    g_autoptr(GFile) file = g_file_new_for_path(path);
    g_autoptr(GError) native = NULL;
    if (g_file_query_file_type(file, G_FILE_QUERY_INFO_NONE, NULL) == G_FILE_TYPE_DIRECTORY)
        return refuse_file(path, YADO_ERROR_INVALID, NULL, error);
    g_autoptr(GFileInputStream) stream = g_file_read(file, NULL, &native);
    if (stream == NULL)
        return refuse_file(
            path,
            g_error_matches(native, G_IO_ERROR, G_IO_ERROR_NOT_FOUND) ? YADO_ERROR_NOT_FOUND
            : g_error_matches(native, G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED) ? YADO_ERROR_DENIED
                                                                                : YADO_ERROR_FAILED,
            native->message, error);
    g_autoptr(GByteArray) bytes = read_stream(G_INPUT_STREAM(stream), &native);
    if (bytes == NULL)
        return refuse_file(path, YADO_ERROR_FAILED, native->message, error);
    if (bytes->len > YADO_XL_MAX_BYTES) {
        yado_error_set(error, YADO_ERROR_INVALID, NULL, NULL,
                       _("This is no guest's configuration: it is larger than %d MiB."),
                       YADO_XL_MAX_BYTES / (1024 * 1024));
        return NULL;
    }
    return yado_document_new_from_bytes((const char *)bytes->data, bytes->len, error);
}

/* Converting */

static YadoDocument *
make_other(const char *text, YadoDocumentFormat format, GError **error)
{
    return format == YADO_FORMAT_XML ? yado_xml_document_new(text, error)
                                     : yado_xl_document_new_from_text(text, error);
}

static char *
convert_text(const char *text, YadoDocumentFormat format, GPtrArray *losses, GError **error)
{
    if (format == YADO_FORMAT_XML) {
        g_autoptr(YadoXlFile) file = yado_xl_file_new(text, -1, error);
        return file != NULL ? yado_xl_to_xml(file, losses, error) : NULL;
    }
    g_autoptr(YadoXmlTree) tree = yado_xml_tree_new(text, error);
    return tree != NULL ? yado_xml_to_xl(tree, losses, error) : NULL;
}

/* What is only for people has one key in both; a document without edits is what comes out. */
static YadoDocument *
carry_notes(YadoDocument *self, YadoDocument *other, YadoDocumentFormat format, GError **error)
{
    for (guint i = 0; i < G_N_ELEMENTS(notes); i++) {
        g_autofree char *value = yado_document_dup_value(self, NULL, notes[i]);
        if (value != NULL && !yado_document_set_value(other, NULL, notes[i], value, error))
            return NULL;
    }
    if (!yado_document_is_edited(other))
        return g_object_ref(other);
    g_autofree char *text = yado_document_dump(other);
    return make_other(text, format, error);
}

YadoDocument *
yado_document_convert(YadoDocument *self, YadoDocumentFormat format, GPtrArray **losses,
                      GError **error)
{
    g_return_val_if_fail(YADO_IS_DOCUMENT(self), NULL);
    g_return_val_if_fail(losses != NULL, NULL);

    g_autofree char *text = yado_document_dump(self);
    g_autoptr(GPtrArray) list = g_ptr_array_new_with_free_func((GDestroyNotify)yado_loss_free);
    g_autoptr(YadoDocument) document = NULL;

    if (yado_document_get_format(self) == format) {
        document = make_other(text, format, error);
    } else {
        g_autofree char *converted = convert_text(text, format, list, error);
        g_autoptr(YadoDocument) other =
            converted != NULL ? make_other(converted, format, error) : NULL;
        document = other != NULL ? carry_notes(self, other, format, error) : NULL;
    }
    if (document == NULL)
        return NULL;
    *losses = g_steal_pointer(&list);
    return g_steal_pointer(&document);
}
