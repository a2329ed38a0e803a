/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * A guest moves to another host.
 *
 * Managed by us: we hold a connection to both hosts, so that neither has to log in to the other; only the guest's memory goes from one to the
 * other.  All that can be known is looked at before anything is begun.  No driver copies disks (libxl's cannot).
 */
#include "config.h"

#include "backend/libvirt/yado-libvirt-operations.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "backend/libvirt/yado-libvirt-xml.h"
#include "document/yado-xml-document.h"

typedef struct {
    YadoOperation *operation;
    char *to;                        /* the destination's URI */
    YadoLibvirtBackend *destination; /* NULL: not reached yet */
    virConnectPtr there;
    char uuid[VIR_UUID_STRING_BUFLEN];
    gboolean is_active, is_persistent, keeps;
    gboolean was_there; /* its definition was kept there when it left */
    int autostart;
} Migration;

static void
clear_migration(Migration *self)
{
    g_clear_pointer(&self->there, virConnectClose);
    g_clear_object(&self->destination);
    g_clear_pointer(&self->to, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Migration, clear_migration)

static gboolean
has_flag(YadoOperation *operation, const char *key)
{
    g_autofree char *value = yado_operation_dup_argument(operation, key);

    return g_strcmp0(value, "yes") == 0;
}

/* ---- May it? ---- */

static gboolean
refuse(Migration *self, GError **error, YadoErrorCode code, const char *hint, const char *text)
{
    return yado_error_set(error, code, NULL, hint, _("“%s” cannot be migrated: %s"),
                          self->operation->name, text);
}

static gboolean
check_kind(Migration *self, GError **error)
{
    if (self->operation->self->driver == yado_libvirt_driver_from_uri(self->to))
        return TRUE;
    return refuse(self, error, YADO_ERROR_UNSUPPORTED, NULL,
                  _("the destination has another hypervisor."));
}

/* The document knows only those of PCI and USB. */
static gboolean
has_host_devices(YadoDocument *document)
{
    g_auto(GStrv) nodes = yado_document_list_nodes(document, "hostdev");

    return nodes && nodes[0];
}

/* What there is of Xen's drivers refuses them all; of QEMU's some can be migrated, which it decides itself. */
static gboolean
check_guest(Migration *self, YadoDocument *document, GError **error)
{
    YadoOperation *operation = self->operation;

    if (operation->self->driver == YADO_DRIVER_XEN && virDomainGetID(operation->domain) == 0)
        return refuse(self, error, YADO_ERROR_UNSUPPORTED, NULL, _("it is the host itself."));
    if (operation->self->driver == YADO_DRIVER_XEN && has_host_devices(document))
        return refuse(self, error, YADO_ERROR_UNSUPPORTED, _("Remove them first."),
                      _("it has devices of its host."));
    if (!self->is_active && virDomainHasManagedSaveImage(operation->domain, 0) == 1)
        return refuse(self, error, YADO_ERROR_INVALID,
                      _("Start it, or discard its saved state first."),
                      _("its saved state cannot be taken along."));
    if (!self->is_active && virDomainSnapshotNum(operation->domain, 0) > 0)
        return refuse(self, error, YADO_ERROR_INVALID, _("Delete its snapshots first."),
                      _("its snapshots cannot be taken along."));
    return TRUE;
}

/* NULL: it has none. (transfer full) */
static char *
dup_host_uuid(virConnectPtr connection)
{
    char *xml = virConnectGetCapabilities(connection);
    g_autoptr(GHashTable) table = xml ? yado_libvirt_xml_read(xml) : NULL;

    free(xml);
    return table ? yado_libvirt_xml_dup(table, "capabilities/host/uuid") : NULL;
}

static gboolean
check_other_host(Migration *self, GError **error)
{
    g_autofree char *here = dup_host_uuid(self->operation->connection);
    g_autofree char *there = dup_host_uuid(self->there);

    if (!here || g_strcmp0(here, there) != 0)
        return TRUE;
    return refuse(self, error, YADO_ERROR_INVALID, _("Choose another host."),
                  _("the destination is the host that it is on."));
}

/* A definition that was kept there when the guest left is its own, and is replaced by the newer one. */
static gboolean
is_own_definition(Migration *self, virDomainPtr other)
{
    char uuid[VIR_UUID_STRING_BUFLEN];

    return yado_libvirt_format_uuid(other, uuid) && strcmp(uuid, self->uuid) == 0 &&
           strcmp(virDomainGetName(other), self->operation->name) == 0 &&
           virDomainIsActive(other) == 0 && virDomainHasManagedSaveImage(other, 0) != 1;
}

static gboolean
check_unused(Migration *self, GError **error)
{
    g_autoptr(virDomain) same_name = virDomainLookupByName(self->there, self->operation->name);
    g_autoptr(virDomain) same_uuid = virDomainLookupByUUIDString(self->there, self->uuid);

    if (same_name && !is_own_definition(self, same_name))
        return refuse(self, error, YADO_ERROR_CONFLICT,
                      _("Rename one of the two, or delete the one that is not needed."),
                      _("the destination has a guest of that name."));
    if (same_uuid && !is_own_definition(self, same_uuid))
        return refuse(self, error, YADO_ERROR_CONFLICT, NULL,
                      _("the destination has a guest of that UUID."));
    self->was_there = same_uuid != NULL;
    return TRUE;
}

/* ---- Its disks, which are not copied ---- */

/* The pool of @path's folder is read again: what lies there since a moment counts too. */
static gboolean
is_in_pool(virStoragePoolPtr pool, const char *path)
{
    g_autofree char *folder = g_path_get_dirname(path);
    char *xml = virStoragePoolIsActive(pool) == 1 ? virStoragePoolGetXMLDesc(pool, 0) : NULL;
    g_autoptr(GHashTable) table = xml ? yado_libvirt_xml_read(xml) : NULL;
    const char *target = table ? yado_libvirt_xml_get(table, "pool/target/path") : NULL;

    free(xml);
    return g_strcmp0(target, folder) == 0;
}

static gboolean
refresh_pool_of(Migration *self, const char *path)
{
    virStoragePoolPtr *pools = NULL;
    int n =
        virConnectListAllStoragePools(self->there, &pools, VIR_CONNECT_LIST_STORAGE_POOLS_ACTIVE);
    gboolean found = FALSE;

    for (int i = 0; i < n; i++) {
        if (!found && is_in_pool(pools[i], path))
            found = virStoragePoolRefresh(pools[i], 0) == 0;
        virStoragePoolFree(pools[i]);
    }
    free(pools);
    return found;
}

/* FALSE: it certainly is not; what lies in no pool cannot be looked at. */
static gboolean
may_be_there(Migration *self, const char *path)
{
    g_autoptr(virStorageVol) known = virStorageVolLookupByPath(self->there, path);
    g_autoptr(virStorageVol) found = NULL;

    if (known || !refresh_pool_of(self, path))
        return TRUE;
    found = virStorageVolLookupByPath(self->there, path);
    return found != NULL;
}

static gboolean
check_disk(Migration *self, const char *path, GError **error)
{
    g_autofree char *text = NULL;

    if (!may_be_there(self, path)) {
        text = g_strdup_printf(_("its disk “%s” is not at the destination."), path);
        return refuse(self, error, YADO_ERROR_NOT_FOUND,
                      _("Disks are not copied: both hosts must reach them at the same place."),
                      text);
    }
    yado_job_log(self->operation->job, _("Must be the same disk at the destination: %s"), path);
    return TRUE;
}

static gboolean
check_disks(Migration *self, YadoDocument *document, GError **error)
{
    g_auto(GStrv) nodes = yado_document_list_nodes(document, "disk");

    for (guint i = 0; nodes && nodes[i]; i++) {
        g_autofree char *path = yado_document_dup_value(document, nodes[i], "source");

        if (path && *path == '/' && !check_disk(self, path, error))
            return FALSE;
    }
    return TRUE;
}

static gboolean
check(Migration *self, GError **error)
{
    YadoOperation *operation = self->operation;
    g_autofree char *xml =
        yado_libvirt_backend_dup_running_xml(operation->self, operation->domain, error);
    g_autoptr(YadoDocument) document = xml ? yado_xml_document_new(xml, error) : NULL;

    if (!document || !check_guest(self, document, error))
        return FALSE;
    yado_job_report_stage(operation->job, _("Connecting to the destination"));
    self->destination =
        yado_libvirt_backend_open_other(operation->self, self->to, operation->cancellable, error);
    if (!self->destination)
        return FALSE;
    self->there = yado_libvirt_backend_ref_connection(self->destination, error);
    return self->there && check_other_host(self, error) && check_unused(self, error) &&
           check_disks(self, document, error) &&
           !g_cancellable_set_error_if_cancelled(operation->cancellable, error);
}

/* ---- What is left after a failure ---- */

/* The destination has dropped what it had begun; where it has not, it must not run beside the original. */
static gboolean
drop_remains(Migration *self)
{
    g_autoptr(virDomain) remains = virDomainLookupByUUIDString(self->there, self->uuid);
    int state = VIR_DOMAIN_NOSTATE;

    if (!remains || (self->was_there && virDomainIsActive(remains) == 0))
        return TRUE;
    if (virDomainGetState(remains, &state, NULL, 0) < 0 || state == VIR_DOMAIN_RUNNING)
        return FALSE;
    if (virDomainIsActive(remains) == 1)
        virDomainDestroy(remains);
    if (!self->was_there)
        virDomainUndefine(remains);
    return TRUE;
}

/*
 * libvirt's driver for Xen locks the guest when a migration begins, and forgets that when the destination refuses it before anything is sent (an address
 * that it has not, say).  Asked by writing what is there already, which waits for the lock, 30 s.
 */
static gboolean
is_locked(Migration *self)
{
    virDomainPtr domain = self->operation->domain;

    return self->operation->self->driver == YADO_DRIVER_XEN && self->is_persistent &&
           virDomainSetAutostart(domain, self->autostart) < 0 &&
           virGetLastErrorCode() == VIR_ERR_OPERATION_TIMEOUT;
}

static const char *
describe_original(Migration *self)
{
    YadoOperation *operation = self->operation;
    int state = VIR_DOMAIN_NOSTATE;

    if (!self->is_active)
        return _("Its definition stays here.");
    if (is_locked(self))
        return _("The guest goes on here, but libvirtd has locked it and must be started again "
                 "before it can change it.");
    if (virDomainGetState(operation->domain, &state, NULL, 0) < 0 || state == VIR_DOMAIN_SHUTOFF)
        return _("The guest does not run here: look at both hosts before you start it.");
    if (operation->self->driver == YADO_DRIVER_XEN)
        return _("libvirt says that the guest goes on here. Should it stand still: “Resume” wakes "
                 "it where yado-xl-agent is installed.");
    return state == VIR_DOMAIN_PAUSED ? _("The guest is here, paused.")
                                      : _("The guest goes on here.");
}

static gboolean
fail_uncertain(Migration *self, const GError *failure, GError **error)
{
    return yado_error_set(error, YADO_ERROR_UNCERTAIN, yado_error_get_detail(failure),
                          _("Look at it on both hosts before you start it on either."),
                          _("The connection broke while “%s” was migrated: whether it runs here "
                            "or there is not known."),
                          self->operation->name);
}

/* Always FALSE. @failure is taken. */
static gboolean
fail(Migration *self, GError *failure, GError **error)
{
    g_autoptr(GError) taken = failure;
    g_autofree char *hint = NULL;
    const char *given, *remains;

    if (virConnectIsAlive(self->operation->connection) == 0 || virConnectIsAlive(self->there) == 0)
        return fail_uncertain(self, taken, error);
    remains = drop_remains(self) ? NULL
                                 : _("There is one of it at the destination, too, that runs: force "
                                     "one of the two off.");
    given = yado_error_get_hint(taken);
    hint = g_strjoin(" ", describe_original(self), remains ? remains : given ? given : "", NULL);
    return yado_error_set(error, taken->code, yado_error_get_detail(taken), g_strchomp(hint), "%s",
                          taken->message);
}

static gboolean
stop(Migration *self, GError **error)
{
    drop_remains(self);
    yado_job_report_notice(self->operation->job, describe_original(self), NULL);
    g_set_error_literal(error, G_IO_ERROR, G_IO_ERROR_CANCELLED, _("Cancelled."));
    return FALSE;
}

/* ---- What goes with it ---- */

/* Two hosts that start the same guest when they boot would ruin its disks. */
static void
carry_autostart(Migration *self, virDomainPtr arrived)
{
    if (!self->is_persistent || self->autostart != 1)
        return;
    virDomainSetAutostart(arrived, 1);
    if (self->keeps)
        virDomainSetAutostart(self->operation->domain, 0);
}

/* ---- One that does not run: its definition moves ---- */

static gboolean
undefine_here(Migration *self, virDomainPtr arrived, GError **error)
{
    if (self->keeps ||
        virDomainUndefineFlags(self->operation->domain, VIR_DOMAIN_UNDEFINE_KEEP_NVRAM) == 0)
        return TRUE;
    if (virDomainUndefine(self->operation->domain) == 0)
        return TRUE;
    yado_libvirt_backend_fail(self->operation->self, error,
                              _("The definition of “%s” cannot be removed here."),
                              self->operation->name);
    if (!self->was_there)
        virDomainUndefine(arrived);
    return FALSE;
}

static gboolean
move_definition(Migration *self, GError **error)
{
    YadoOperation *operation = self->operation;
    g_autofree char *xml =
        yado_libvirt_backend_dup_stored_xml(operation->self, operation->domain, error);
    g_autoptr(virDomain) arrived =
        xml ? yado_libvirt_backend_define_text(self->destination, operation->name, xml, error)
            : NULL;

    if (!arrived || !undefine_here(self, arrived, error))
        return FALSE;
    carry_autostart(self, arrived);
    return TRUE;
}

/* ---- One that runs ---- */

static unsigned int
get_flags(Migration *self)
{
    unsigned int flags = 0;

    if (!has_flag(self->operation, "paused"))
        flags |= VIR_MIGRATE_LIVE;
    if (self->is_persistent)
        flags |= VIR_MIGRATE_PERSIST_DEST;
    if (self->is_persistent && !self->keeps)
        flags |= VIR_MIGRATE_UNDEFINE_SOURCE;
    if (has_flag(self->operation, "unsafe"))
        flags |= VIR_MIGRATE_UNSAFE;
    return flags;
}

/* A scheme that libvirt's driver for Xen does not know leaves its lock on the guest for ever: no other than tcp is ever sent. */
static void
add_address(YadoOperation *operation, virTypedParameterPtr *params, int *n, int *max)
{
    g_autofree char *address = yado_operation_dup_argument(operation, "address");
    g_autofree char *uri = address && *address ? g_strdup_printf("tcp://%s", address) : NULL;

    if (uri)
        virTypedParamsAddString(params, n, max, VIR_MIGRATE_PARAM_URI, uri);
}

static void
add_bandwidth(YadoOperation *operation, virTypedParameterPtr *params, int *n, int *max)
{
    g_autofree char *text = yado_operation_dup_argument(operation, "bandwidth");
    guint64 bandwidth = text ? g_ascii_strtoull(text, NULL, 10) : 0;

    if (bandwidth > 0)
        virTypedParamsAddULLong(params, n, max, VIR_MIGRATE_PARAM_BANDWIDTH, bandwidth);
}

static const char *
get_failure_hint(int code)
{
    if (code == VIR_ERR_MIGRATE_UNSAFE)
        return _("Choose “Even if it is unsafe” (--unsafe) when both hosts use the same disks and "
                 "none of them keeps writes back.");
    return _("The destination must be reachable from this host by the name it gives itself, or by "
             "the network address that you give (ports 49152 to 49215).");
}

/* Takes @native (nullable). */
static void
explain(Migration *self, virErrorPtr native, GError **error)
{
    int code = native ? native->code : VIR_ERR_OK;
    g_autoptr(GError) plain = NULL;

    yado_libvirt_backend_fail_natively(self->operation->self, native, &plain,
                                       _("“%s” cannot be migrated."), self->operation->name);
    if (g_error_matches(plain, YADO_ERROR, YADO_ERROR_FAILED) || code == VIR_ERR_MIGRATE_UNSAFE)
        yado_error_set(error, plain->code, yado_error_get_detail(plain), get_failure_hint(code),
                       "%s", plain->message);
    else
        g_propagate_error(error, g_steal_pointer(&plain));
}

static virDomainPtr
migrate(Migration *self, GError **error)
{
    YadoOperation *operation = self->operation;
    virTypedParameterPtr params = NULL;
    int n = 0, max = 0;
    virDomainPtr arrived;

    add_address(operation, &params, &n, &max);
    add_bandwidth(operation, &params, &n, &max);
    arrived = virDomainMigrate3(operation->domain, self->there, params, n, get_flags(self));
    if (!arrived) {
        virErrorPtr native = virSaveLastError();

        if (native && native->code == VIR_ERR_NO_SUPPORT)
            yado_libvirt_backend_set_missing(operation->self, YADO_CALL_MIGRATE);
        explain(self, native, error);
    }
    virTypedParamsFree(params, n);
    return arrived;
}

static gboolean
move_running(Migration *self, GError **error)
{
    YadoOperationWatch *watch;
    g_autoptr(GError) failure = NULL;
    g_autoptr(virDomain) arrived = NULL;
    gboolean aborted;

    yado_job_report_stage(self->operation->job, _("Moving the guest's memory"));
    watch = yado_operation_watch_begin(self->operation);
    arrived = migrate(self, &failure);
    aborted = yado_operation_watch_end(watch, NULL);
    if (arrived) {
        carry_autostart(self, arrived);
        return TRUE;
    }
    return aborted ? stop(self, error) : fail(self, g_steal_pointer(&failure), error);
}

gboolean
yado_operation_migrate(YadoOperation *operation, GError **error)
{
    g_auto(Migration) self = { .operation = operation };

    self.to = yado_operation_dup_argument(operation, "to");
    self.is_active = virDomainIsActive(operation->domain) == 1;
    self.is_persistent = virDomainIsPersistent(operation->domain) == 1;
    self.keeps = has_flag(operation, "keep");
    if (!self.to || !*self.to)
        return yado_error_set(error, YADO_ERROR_INVALID, "to", NULL,
                              _("The value “%s” is missing."), "to");
    if (!yado_libvirt_format_uuid(operation->domain, self.uuid))
        return yado_libvirt_backend_fail(operation->self, error, _("“%s” cannot be migrated."),
                                         operation->name);
    virDomainGetAutostart(operation->domain, &self.autostart);
    if (!check_kind(&self, error) || !check(&self, error))
        return FALSE;
    return self.is_active ? move_running(&self, error) : move_definition(&self, error);
}
