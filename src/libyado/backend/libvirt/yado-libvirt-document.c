/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Configurations: fetched whole, edited by replaying recorded edits on the newest one, never regenerated.
 */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <stdlib.h>
#include <string.h>

#include "backend/libvirt/yado-libvirt-depth.h"
#include "backend/libvirt/yado-libvirt-private.h"
#include "document/yado-hotplug.h"
#include "document/yado-xml-document.h"

#define TAGS_URI "urn:yado:guest:1"

static char *
fetch_xml(YadoLibvirtBackend *self, virDomainPtr domain, unsigned int flags, GError **error)
{
    const char *name = virDomainGetName(domain);
    char *native = virDomainGetXMLDesc(domain, flags);
    char *text;

    /* Reading secrets needs a right that a read-only connection has not. */
    if (!native && (flags & VIR_DOMAIN_XML_SECURE)) {
        int code = virGetLastErrorCode();

        if (code == VIR_ERR_OPERATION_DENIED || code == VIR_ERR_ACCESS_DENIED ||
            code == VIR_ERR_AUTH_UNAVAILABLE || code == VIR_ERR_AUTH_FAILED)
            native = virDomainGetXMLDesc(domain, flags & ~VIR_DOMAIN_XML_SECURE);
    }
    if (!native) {
        yado_libvirt_backend_fail(self, error, _("The configuration of “%s” cannot be read."),
                                  name);
        return NULL;
    }
    text = g_strdup(native);
    free(native);
    return text;
}

char *
yado_libvirt_backend_dup_stored_xml(YadoLibvirtBackend *self, virDomainPtr domain, GError **error)
{
    return fetch_xml(self, domain, VIR_DOMAIN_XML_INACTIVE | VIR_DOMAIN_XML_SECURE, error);
}

char *
yado_libvirt_backend_dup_running_xml(YadoLibvirtBackend *self, virDomainPtr domain, GError **error)
{
    return fetch_xml(self, domain, VIR_DOMAIN_XML_SECURE, error);
}

/* NULL: this guest has no such setting. */
static const char *
get_autostart(virDomainPtr domain)
{
    int autostart;

    if (virDomainIsPersistent(domain) != 1 || virDomainGetAutostart(domain, &autostart) < 0)
        return NULL;
    return autostart ? "yes" : "no";
}

static YadoDocument *
make_document(virDomainPtr domain, const char *text, GError **error)
{
    YadoDocument *document = yado_xml_document_new(text, error);
    const char *autostart = document ? get_autostart(domain) : NULL;

    if (autostart)
        yado_xml_document_set_extra(YADO_XML_DOCUMENT(document), "autostart", autostart);
    return document;
}

YadoDocument *
yado_libvirt_backend_get_document(YadoBackend *backend, const char *uuid, YadoConfiguration which,
                                  GCancellable *cancellable, GError **error)
{
    YadoLibvirtBackend *self = YADO_LIBVIRT_BACKEND(backend);
    g_autoptr(virDomain) domain = yado_libvirt_backend_lookup(self, uuid, error);
    g_autofree char *text = NULL;
    YadoDocument *document;

    if (!domain)
        return NULL;
    if (which == YADO_CONFIGURATION_INACTIVE) {
        text = yado_libvirt_backend_dup_stored_xml(self, domain, error);
        return text ? make_document(domain, text, error) : NULL;
    }
    text = fetch_xml(self, domain, 0, error);
    document = text ? yado_xml_document_new(text, error) : NULL;
    if (document)
        yado_libvirt_backend_note_devices(self, uuid, document);
    return document;
}

virDomainPtr
yado_libvirt_backend_define_text(YadoLibvirtBackend *self, const char *name, const char *text,
                                 GError **error)
{
    g_autoptr(virConnect) connection = yado_libvirt_backend_ref_connection(self, error);
    virDomainPtr defined;
    g_autoptr(GError) own_error = NULL;

    if (!connection)
        return NULL;
    defined = virDomainDefineXMLFlags(connection, text, VIR_DOMAIN_DEFINE_VALIDATE);
    /* Schemas lag behind drivers, and are not installed everywhere: the driver's own check decides. */
    if (!defined)
        defined = virDomainDefineXMLFlags(connection, text, 0);
    if (defined)
        return defined;
    yado_libvirt_backend_fail(self, &own_error,
                              _("The host does not accept this configuration of “%s”."), name);
    /* Drivers call much of what is wrong with a configuration an internal error of theirs, or unsupported. */
    if (g_error_matches(own_error, YADO_ERROR, YADO_ERROR_FAILED) ||
        g_error_matches(own_error, YADO_ERROR, YADO_ERROR_UNSUPPORTED))
        own_error->code = YADO_ERROR_INVALID;
    g_propagate_error(error, g_steal_pointer(&own_error));
    return NULL;
}

static gboolean
redefine(YadoLibvirtBackend *self, virDomainPtr domain, const char *text, GError **error)
{
    g_autoptr(virDomain) defined =
        yado_libvirt_backend_define_text(self, virDomainGetName(domain), text, error);

    return defined != NULL;
}

/* Edits. */

/* What is left when the edits outside the XML are set aside. */
static gboolean
has_xml_edits(YadoDocument *document)
{
    GPtrArray *edits = yado_document_get_edits(document);

    for (guint i = 0; edits && i < edits->len; i++) {
        const YadoEdit *edit = edits->pdata[i];

        if (edit->node || !yado_xml_document_is_extra(YADO_XML_DOCUMENT(document), edit->key))
            return TRUE;
    }
    return FALSE;
}

static gboolean
check_autostart(virDomainPtr domain, YadoDocument *document, gboolean force, GError **error)
{
    const YadoEdit *edit = yado_document_find_edit(document, NULL, "autostart");
    const char *now = edit ? get_autostart(domain) : NULL;
    g_autofree char *detail = NULL;

    if (!edit || g_strcmp0(now, edit->new_value) == 0)
        return TRUE;
    if (!force && g_strcmp0(now, edit->old_value) != 0) {
        detail = g_strdup_printf("autostart: %s, %s", edit->old_value ? edit->old_value : "-",
                                 now ? now : "-");
        return yado_error_set(error, YADO_ERROR_CONFLICT, detail, NULL,
                              _("Somebody else changed “%s” meanwhile."), virDomainGetName(domain));
    }
    return TRUE;
}

static gboolean
apply_autostart(YadoLibvirtBackend *self, virDomainPtr domain, YadoDocument *document,
                GError **error)
{
    const char *name = virDomainGetName(domain);
    const YadoEdit *edit = yado_document_find_edit(document, NULL, "autostart");

    if (!edit || g_strcmp0(get_autostart(domain), edit->new_value) == 0)
        return TRUE;
    if (virDomainSetAutostart(domain, g_strcmp0(edit->new_value, "yes") == 0) < 0)
        return yado_libvirt_backend_fail(self, error,
                                         _("The automatic start of “%s” cannot be changed."), name);
    return TRUE;
}

/* Live changes: what libvirt can change in a running guest. */

static int
set_memory(virDomainPtr domain, const char *value)
{
    guint64 bytes = value ? g_ascii_strtoull(value, NULL, 10) : 0;
    int result = virDomainSetMemoryFlags(domain, bytes / 1024, VIR_DOMAIN_AFFECT_LIVE);

    /* Some drivers know only "as it is now". */
    if (result < 0 && virGetLastErrorCode() == VIR_ERR_INVALID_ARG)
        result = virDomainSetMemory(domain, bytes / 1024);
    return result;
}

static int
set_vcpus(virDomainPtr domain, const char *value)
{
    guint n = value ? g_ascii_strtoull(value, NULL, 10) : 0;
    int result = virDomainSetVcpusFlags(domain, n, VIR_DOMAIN_VCPU_LIVE);

    if (result < 0 && virGetLastErrorCode() == VIR_ERR_INVALID_ARG)
        result = virDomainSetVcpus(domain, n);
    return result;
}

static int
set_title(virDomainPtr domain, const char *value)
{
    return virDomainSetMetadata(domain, VIR_DOMAIN_METADATA_TITLE, value, NULL, NULL,
                                VIR_DOMAIN_AFFECT_LIVE);
}

static int
set_description(virDomainPtr domain, const char *value)
{
    return virDomainSetMetadata(domain, VIR_DOMAIN_METADATA_DESCRIPTION, value, NULL, NULL,
                                VIR_DOMAIN_AFFECT_LIVE);
}

static int
set_tags(virDomainPtr domain, const char *value)
{
    g_auto(GStrv) tags = g_strsplit(value ? value : "", ",", -1);
    g_autoptr(GString) xml = g_string_new("<guest>");

    for (guint i = 0; tags[i]; i++) {
        g_autofree char *escaped = g_markup_escape_text(tags[i], -1);

        g_string_append_printf(xml, "<tag>%s</tag>", escaped);
    }
    g_string_append(xml, "</guest>");
    return virDomainSetMetadata(domain, VIR_DOMAIN_METADATA_ELEMENT, *tags ? xml->str : NULL,
                                "yado", TAGS_URI, VIR_DOMAIN_AFFECT_LIVE);
}

static int
set_weight(virDomainPtr domain, const char *value)
{
    virTypedParameter parameter = { .type = VIR_TYPED_PARAM_UINT };
    int n;
    char *native = virDomainGetSchedulerType(domain, &n);
    const char *field = VIR_DOMAIN_SCHEDULER_WEIGHT;

    if (!native)
        return -1;
    if (strcmp(native, "posix") == 0) {
        field = VIR_DOMAIN_SCHEDULER_CPU_SHARES;
        parameter.type = VIR_TYPED_PARAM_ULLONG;
        parameter.value.ul = value ? g_ascii_strtoull(value, NULL, 10) : 1024;
    } else {
        parameter.value.ui = value ? g_ascii_strtoull(value, NULL, 10) : 256;
    }
    free(native);
    g_strlcpy(parameter.field, field, sizeof(parameter.field));
    return yado_libvirt_set_shares(domain, &parameter, 1, VIR_DOMAIN_AFFECT_LIVE);
}

static const struct {
    const char *key;
    int (*set)(virDomainPtr domain, const char *value);
} live_keys[] = {
    { "memory.current", set_memory },   { "vcpu.current", set_vcpus }, { "title", set_title },
    { "description", set_description }, { "tags", set_tags },          { "cpu.weight", set_weight },
};

/* More than it was started with; the stored maximum, which may have grown with it, counts from the next start on. */
static gboolean
exceeds_running_maximum(virDomainPtr domain, YadoDocument *document, const char *key)
{
    guint64 wanted = yado_document_get_uint(document, NULL, key, 0);
    guint64 most = 0;

    if (strcmp(key, "vcpu.current") == 0)
        most = (guint64)MAX(virDomainGetMaxVcpus(domain), 0);
    else if (strcmp(key, "memory.current") == 0)
        most = (guint64)virDomainGetMaxMemory(domain) * 1024;
    return most > 0 && wanted > most;
}

/* What libvirt and libxl would call done without doing it. */
static gboolean
is_in_vain(virDomainPtr domain, YadoDocument *document, const char *key)
{
    int now = strcmp(key, "vcpu.current") == 0
                  ? virDomainGetVcpusFlags(domain, VIR_DOMAIN_VCPU_LIVE)
                  : -1;
    guint wanted = (guint)yado_document_get_uint(document, NULL, key, G_MAXUINT);

    return now > 0 && !yado_hotplug_can_set_vcpus(document, (guint)now, wanted);
}

static gboolean
fail_pending(YadoLibvirtBackend *self, const char *name, GError **error)
{
    g_autoptr(GError) native = NULL;

    yado_libvirt_backend_fail(
        self, &native,
        _("The changes of “%s” are stored for its next start, but cannot all be made now."), name);
    if (native->domain == YADO_ERROR && native->code != YADO_ERROR_CONNECTION)
        native->code = YADO_ERROR_PENDING;
    g_propagate_error(error, g_steal_pointer(&native));
    return FALSE;
}

static gboolean
apply_live(YadoLibvirtBackend *self, virDomainPtr domain, YadoDocument *document, gboolean stored,
           GError **error)
{
    const char *name = virDomainGetName(domain);

    if (virDomainIsActive(domain) != 1)
        return TRUE;
    for (guint i = 0; i < G_N_ELEMENTS(live_keys); i++) {
        const YadoEdit *edit = yado_document_find_edit(document, NULL, live_keys[i].key);

        if (!edit || (stored && exceeds_running_maximum(domain, document, edit->key)))
            continue; /* at its next start, as was said before */
        if (is_in_vain(domain, document, edit->key)) {
            if (stored)
                continue;
            return yado_error_set(error, YADO_ERROR_UNSUPPORTED, NULL,
                                  _("It has fewer from its next start on."),
                                  _("“%s” gives no processor back while it runs."), name);
        }
        if (live_keys[i].set(domain, edit->new_value) >= 0)
            continue;
        if (stored)
            return fail_pending(self, name, error);
        return yado_libvirt_backend_fail(self, error, _("“%s” cannot be changed while it runs."),
                                         name);
    }
    return yado_libvirt_backend_apply_devices(self, domain, document, stored, error);
}

/* Which edits the host did not keep: it accepts much that its driver does not know. */
static void
note_dropped(GString *dropped, const YadoEdit *edit, YadoDocument *now)
{
    g_autofree char *value = NULL;

    if (!edit->key)
        return;
    value = yado_document_dup_value(now, edit->node, edit->key);
    if (g_strcmp0(value, edit->new_value) == 0)
        return;
    g_string_append_printf(dropped, "%s%s%s: %s -> %s\n", edit->node ? edit->node : "",
                           edit->node ? " " : "", edit->key,
                           edit->new_value ? edit->new_value : "-", value ? value : "-");
}

/* Nodes may have moved after one was added or removed: then only the guest's own keys can be compared. */
static gboolean
changes_nodes(GPtrArray *edits)
{
    for (guint i = 0; i < edits->len; i++)
        if (!((const YadoEdit *)edits->pdata[i])->key)
            return TRUE;
    return FALSE;
}

static char *
list_dropped(YadoDocument *wanted, YadoDocument *now)
{
    GPtrArray *edits = yado_document_get_edits(wanted);
    gboolean moved = changes_nodes(edits);
    g_autoptr(GString) dropped = g_string_new(NULL);

    for (guint i = 0; i < edits->len; i++) {
        const YadoEdit *edit = edits->pdata[i];

        if (!edit->node || !moved)
            note_dropped(dropped, edit, now);
    }
    return dropped->len > 0 ? g_strdup(dropped->str) : NULL;
}

static gboolean
apply_stored(YadoLibvirtBackend *self, virDomainPtr domain, YadoDocument *document, gboolean force,
             GError **error)
{
    g_autofree char *newest = yado_libvirt_backend_dup_stored_xml(self, domain, error);
    g_autoptr(YadoDocument) rebased = NULL;
    g_autofree char *text = NULL;

    if (!newest)
        return FALSE;
    rebased = yado_document_rebase(document, newest, force, error);
    if (!rebased || !check_autostart(domain, document, force, error))
        return FALSE;
    text = has_xml_edits(document) ? yado_document_dump(rebased) : NULL;
    return (!text || redefine(self, domain, text, error)) &&
           apply_autostart(self, domain, document, error);
}

YadoDocument *
yado_libvirt_backend_apply(YadoBackend *backend, const char *uuid, YadoDocument *document,
                           YadoApplyFlags flags, char **dropped, GCancellable *cancellable,
                           GError **error)
{
    YadoLibvirtBackend *self = YADO_LIBVIRT_BACKEND(backend);
    g_autoptr(virDomain) domain = yado_libvirt_backend_lookup(self, uuid, error);
    gboolean stored = (flags & YADO_APPLY_STORED) != 0;
    YadoDocument *now;

    if (!domain || !yado_document_keeps_identity(document, virDomainGetName(domain), error) ||
        g_cancellable_set_error_if_cancelled(cancellable, error))
        return NULL;
    if (stored && !apply_stored(self, domain, document, (flags & YADO_APPLY_FORCE) != 0, error))
        return NULL;
    if ((flags & YADO_APPLY_LIVE) && !apply_live(self, domain, document, stored, error))
        return NULL;
    now = yado_libvirt_backend_get_document(backend, uuid, YADO_CONFIGURATION_INACTIVE, cancellable,
                                            error);
    if (now && stored && dropped)
        *dropped = list_dropped(document, now);
    return now;
}

/* Text. */

static gboolean
check_identity(virDomainPtr domain, YadoDocument *document, GError **error)
{
    char own_uuid[VIR_UUID_STRING_BUFLEN];
    g_autofree char *uuid = yado_document_dup_value(document, NULL, "uuid");
    g_autofree char *name = yado_document_dup_value(document, NULL, "name");

    if (virDomainGetUUIDString(domain, own_uuid) < 0 || !uuid ||
        g_ascii_strcasecmp(uuid, own_uuid) != 0)
        return yado_error_set(error, YADO_ERROR_INVALID, uuid,
                              _("Put the line <uuid> back as it was."),
                              _("The UUID of “%s” cannot be changed."), virDomainGetName(domain));
    if (g_strcmp0(name, virDomainGetName(domain)) != 0)
        return yado_error_set(error, YADO_ERROR_INVALID, name, _("Use the action “Rename”."),
                              _("The name of “%s” cannot be changed here."),
                              virDomainGetName(domain));
    return TRUE;
}

gboolean
yado_libvirt_backend_apply_text(YadoBackend *backend, const char *uuid, const char *base_text,
                                const char *text, gboolean force, GCancellable *cancellable,
                                GError **error)
{
    YadoLibvirtBackend *self = YADO_LIBVIRT_BACKEND(backend);
    g_autoptr(virDomain) domain = yado_libvirt_backend_lookup(self, uuid, error);
    g_autoptr(YadoDocument) document = domain ? yado_xml_document_new(text, error) : NULL;
    g_autofree char *newest = NULL;
    g_autofree char *difference = NULL;

    if (!document || !check_identity(domain, document, error))
        return FALSE;
    newest = yado_libvirt_backend_dup_stored_xml(self, domain, error);
    if (!newest || g_cancellable_set_error_if_cancelled(cancellable, error))
        return FALSE;
    if (!force && g_strcmp0(newest, base_text) != 0) {
        difference = yado_text_diff(base_text ? base_text : "", newest, "before", "now");
        return yado_error_set(error, YADO_ERROR_CONFLICT, difference, NULL,
                              _("Somebody else changed “%s” meanwhile."), virDomainGetName(domain));
    }
    return redefine(self, domain, text, error);
}
