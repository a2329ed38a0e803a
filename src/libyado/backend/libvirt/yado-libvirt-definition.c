/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Define, rename and delete: what changes whether and as what a guest is defined.
 */
#include "config.h"

#include "backend/libvirt/yado-libvirt-operations.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "document/yado-xml-document.h"

static gboolean
check_name(const char *name, GError **error)
{
    if (!name || !*name || strpbrk(name, "\n\r/"))
        return yado_error_set(
            error, YADO_ERROR_INVALID, name, NULL,
            _("A guest's name must not be empty, nor contain “/” or a line break."));
    if (strlen(name) > 255)
        return yado_error_set(error, YADO_ERROR_INVALID, name, NULL,
                              _("A guest's name must not be longer than 255 bytes."));
    return TRUE;
}

/* Define. */

/* libvirt itself replaces a guest that has both the name and the UUID. */
static gboolean
check_unused(YadoLibvirtBackend *self, const char *name, const char *uuid, GError **error)
{
    g_autoptr(virConnect) connection = yado_libvirt_backend_ref_connection(self, error);
    g_autoptr(virDomain) same_name = NULL;
    g_autoptr(virDomain) same_uuid = NULL;

    if (!connection)
        return FALSE;
    same_name = virDomainLookupByName(connection, name);
    if (same_name)
        return yado_error_set(error, YADO_ERROR_CONFLICT, NULL, _("Choose another name."),
                              _("There already is a guest called “%s” on “%s”."), name, self->uri);
    same_uuid = uuid ? virDomainLookupByUUIDString(connection, uuid) : NULL;
    if (same_uuid)
        return yado_error_set(error, YADO_ERROR_CONFLICT, NULL,
                              _("Take the UUID out of the configuration: then it gets a new one."),
                              _("The guest “%s” on “%s” already has the UUID %s."),
                              virDomainGetName(same_uuid), self->uri, uuid);
    return TRUE;
}

static YadoDocument *
read_defined(YadoLibvirtBackend *self, virDomainPtr domain, GCancellable *cancellable,
             GError **error)
{
    const char *name = virDomainGetName(domain);
    char uuid[VIR_UUID_STRING_BUFLEN];

    if (!yado_libvirt_format_uuid(domain, uuid)) {
        yado_libvirt_backend_fail(self, error, _("The configuration of “%s” cannot be read."),
                                  name);
        return NULL;
    }
    return yado_libvirt_backend_get_document(YADO_BACKEND(self), uuid, YADO_CONFIGURATION_INACTIVE,
                                             cancellable, error);
}

YadoDocument *
yado_libvirt_backend_define(YadoBackend *backend, const char *text, GCancellable *cancellable,
                            GError **error)
{
    YadoLibvirtBackend *self = YADO_LIBVIRT_BACKEND(backend);
    g_autoptr(YadoDocument) document = yado_xml_document_new(text, error);
    g_autofree char *name = document ? yado_document_dup_value(document, NULL, "name") : NULL;
    g_autofree char *uuid = document ? yado_document_dup_value(document, NULL, "uuid") : NULL;
    g_autoptr(virDomain) domain = NULL;
    YadoDocument *stored;

    if (!document || !check_name(name, error) || !check_unused(self, name, uuid, error) ||
        g_cancellable_set_error_if_cancelled(cancellable, error))
        return NULL;
    domain = yado_libvirt_backend_define_text(self, name, text, error);
    stored = domain ? read_defined(self, domain, cancellable, error) : NULL;
    if (domain && !stored)
        virDomainUndefine(domain);
    return stored;
}

/* Rename. */

static char *
dup_renamed_xml(YadoOperation *operation, const char *xml, const char *name, GError **error)
{
    g_autoptr(YadoDocument) document = yado_xml_document_new(xml, error);

    if (!document || !yado_document_set_value(document, NULL, "name", name, error))
        return NULL;
    return yado_document_dump(document);
}

/* Where it is kept; NULL: it cannot be. (transfer full) */
static char *
keep_definition(virDomainPtr domain, const char *xml)
{
    char uuid[VIR_UUID_STRING_BUFLEN] = "";
    g_autofree char *folder = g_build_filename(g_get_user_data_dir(), "yado", NULL);
    g_autofree char *name = NULL;
    g_autofree char *path = NULL;

    virDomainGetUUIDString(domain, uuid);
    name = g_strconcat(uuid, ".xml", NULL);
    path = g_build_filename(folder, name, NULL);
    if (g_mkdir_with_parents(folder, 0700) != 0 ||
        !g_file_set_contents_full(path, xml, -1,
                                  G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE,
                                  0600, NULL))
        return NULL;
    return g_steal_pointer(&path);
}

/* The daemon ended in between: neither definition could be stored, and ours is the only one left. */
static gboolean
fail_lost(YadoOperation *operation, const char *xml, GError **error)
{
    g_autofree char *path = keep_definition(operation->domain, xml);
    g_autofree char *hint =
        path ? g_strdup_printf(_("Its configuration is kept in “%s”: “virsh define” stores it."),
                               path)
             : NULL;

    g_clear_error(error);
    return yado_error_set(error, YADO_ERROR_FAILED, path ? NULL : xml, hint,
                          _("“%s” was taken away to be renamed, and could not be stored again."),
                          operation->name);
}

/* libvirt's Xen driver has no rename: take the definition away and store it under the new name, with the same UUID. */
static gboolean
rename_by_definition(YadoOperation *operation, const char *name, GError **error)
{
    g_autofree char *old_xml =
        yado_libvirt_backend_dup_stored_xml(operation->self, operation->domain, error);
    g_autofree char *new_xml = old_xml ? dup_renamed_xml(operation, old_xml, name, error) : NULL;
    g_autoptr(virDomain) restored = NULL;
    int autostart = 0;
    gboolean renamed;

    if (!new_xml)
        return FALSE;
    if (virDomainIsActive(operation->domain) == 1)
        return yado_error_set(error, YADO_ERROR_INVALID, NULL, _("Shut it down first."),
                              _("“%s” cannot be renamed while it runs."), operation->name);
    /* The saved memory lies in a file of the old name. */
    if (virDomainHasManagedSaveImage(operation->domain, 0) == 1)
        return yado_error_set(
            error, YADO_ERROR_INVALID, NULL, _("Start it, or discard its saved state first."),
            _("“%s” cannot be renamed while its state is saved."), operation->name);
    virDomainGetAutostart(operation->domain, &autostart);
    if (virDomainUndefine(operation->domain) < 0)
        return yado_libvirt_backend_fail(operation->self, error, _("“%s” cannot be renamed."),
                                         operation->name);
    restored = virDomainDefineXML(operation->connection, new_xml);
    renamed = restored != NULL;
    if (!renamed) {
        yado_libvirt_backend_fail(operation->self, error, _("“%s” cannot be renamed."),
                                  operation->name);
        restored = virDomainDefineXML(operation->connection, old_xml);
    }
    if (!restored)
        return fail_lost(operation, old_xml, error);
    if (autostart)
        virDomainSetAutostart(restored, autostart);
    return renamed;
}

gboolean
yado_operation_rename(YadoOperation *operation, GError **error)
{
    g_autofree char *name = yado_operation_dup_argument(operation, "name");

    if (!check_name(name, error))
        return FALSE;
    if (virDomainRename(operation->domain, name, 0) == 0)
        return TRUE;
    if (virGetLastErrorCode() == VIR_ERR_NO_SUPPORT)
        return rename_by_definition(operation, name, error);
    return yado_libvirt_backend_fail(operation->self, error, _("“%s” cannot be renamed."),
                                     operation->name);
}

/* Delete. */

static GStrv
dup_disk_arguments(YadoOperation *operation)
{
    g_autofree char *text = yado_operation_dup_argument(operation, "disks");

    /* A path may contain a comma; a list that is one path per line is taken as such. */
    if (!text || !*text)
        return g_new0(char *, 1);
    return g_strsplit(text, strchr(text, '\n') ? "\n" : ",", -1);
}

static gboolean
is_own_disk(YadoDocument *document, const char *path)
{
    g_auto(GStrv) nodes = yado_document_list_nodes(document, "disk");

    for (guint i = 0; nodes && nodes[i]; i++) {
        g_autofree char *source = yado_document_dup_value(document, nodes[i], "source");

        if (g_strcmp0(source, path) == 0)
            return yado_document_is_own_disk(document, nodes[i]);
    }
    return FALSE;
}

/* Whatever asks for it: only a guest's own, writable, unshared disks go with it. */
static gboolean
check_disks(YadoOperation *operation, char **paths, GError **error)
{
    g_autofree char *xml = NULL;
    g_autoptr(YadoDocument) document = NULL;

    if (!paths[0])
        return TRUE;
    xml = yado_libvirt_backend_dup_stored_xml(operation->self, operation->domain, error);
    document = xml ? yado_xml_document_new(xml, error) : NULL;
    if (!document)
        return FALSE;
    for (guint i = 0; paths[i]; i++)
        if (*paths[i] && !is_own_disk(document, paths[i]))
            return yado_error_set(
                error, YADO_ERROR_INVALID, paths[i],
                _("Disks that are shared, read-only or not its own are never deleted."),
                _("The disk “%s” does not belong to “%s” alone. Nothing was deleted."), paths[i],
                operation->name);
    return TRUE;
}

/* The more a driver knows, the more it must be told to take along; fewer for those that do not know the flag. */
static int
undefine(virDomainPtr domain)
{
    static const unsigned int attempts[] = {
        VIR_DOMAIN_UNDEFINE_MANAGED_SAVE | VIR_DOMAIN_UNDEFINE_SNAPSHOTS_METADATA |
            VIR_DOMAIN_UNDEFINE_NVRAM | VIR_DOMAIN_UNDEFINE_CHECKPOINTS_METADATA,
        VIR_DOMAIN_UNDEFINE_MANAGED_SAVE | VIR_DOMAIN_UNDEFINE_SNAPSHOTS_METADATA |
            VIR_DOMAIN_UNDEFINE_NVRAM,
        VIR_DOMAIN_UNDEFINE_MANAGED_SAVE | VIR_DOMAIN_UNDEFINE_SNAPSHOTS_METADATA,
        VIR_DOMAIN_UNDEFINE_MANAGED_SAVE,
        0,
    };
    int result = -1;

    for (guint i = 0; i < G_N_ELEMENTS(attempts) && result < 0; i++) {
        result = virDomainUndefineFlags(domain, attempts[i]);
        if (result < 0 && virGetLastErrorCode() != VIR_ERR_INVALID_ARG &&
            virGetLastErrorCode() != VIR_ERR_NO_SUPPORT &&
            virGetLastErrorCode() != VIR_ERR_ARGUMENT_UNSUPPORTED)
            break;
    }
    if (result < 0 && virGetLastErrorCode() == VIR_ERR_NO_SUPPORT)
        result = virDomainUndefine(domain);
    return result;
}

static gboolean
delete_volume(YadoOperation *operation, const char *path)
{
    g_autoptr(virStorageVol) volume = virStorageVolLookupByPath(operation->connection, path);

    if (!volume || virStorageVolDelete(volume, 0) < 0) {
        const virError *native = virGetLastError();

        yado_job_log(operation->job, "%s: %s", path, native ? native->message : "?");
        return FALSE;
    }
    return TRUE;
}

/* (transfer full) what is left, one path a line; NULL: nothing. */
static char *
delete_volumes(YadoOperation *operation, char **paths)
{
    GString *left = g_string_new(NULL);

    for (guint i = 0; paths[i]; i++) {
        if (!*paths[i])
            continue;
        yado_job_report_stage(operation->job, _("Deleting disks"));
        if (!delete_volume(operation, paths[i]))
            g_string_append_printf(left, left->len ? "\n%s" : "%s", paths[i]);
    }
    return g_string_free(left, left->len == 0);
}

gboolean
yado_operation_delete(YadoOperation *operation, GError **error)
{
    g_auto(GStrv) paths = dup_disk_arguments(operation);
    g_autofree char *left = NULL;

    /* Undefining a guest that runs would only make it vanish when it stops. */
    if (virDomainIsActive(operation->domain) == 1)
        return yado_error_set(error, YADO_ERROR_INVALID, NULL,
                              _("Shut it down or force it off first."),
                              _("“%s” cannot be deleted while it runs."), operation->name);
    if (!check_disks(operation, paths, error))
        return FALSE;
    if (undefine(operation->domain) < 0)
        return yado_libvirt_backend_fail(operation->self, error, _("“%s” cannot be deleted."),
                                         operation->name);
    left = delete_volumes(operation, paths);
    if (!left)
        return TRUE;
    return yado_error_set(
        error, YADO_ERROR_FAILED, left, _("Delete them by hand, or as volumes of their pool."),
        _("“%s” was deleted, but these disks are left: %s"), operation->name, left);
}
