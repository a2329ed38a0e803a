/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The job that makes guests, and unmakes them. */
#include "config.h"

#include "present/yado-create-private.h"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>

#include "base/yado-error.h"
#include "document/yado-document-convert.h"
#include "document/yado-plain-document.h"
#include "media/yado-install-source.h"
#include "media/yado-media-check.h"
#include "media/yado-seed.h"
#include "present/yado-exchange.h"
#include "present/yado-undo.h"

/* Answer files are written by people. */
#define MAX_ANSWERS ((gsize)16 << 20)

typedef struct {
    GPtrArray *plans;
    YadoBackend *backend, *storage;
    YadoJob *job;
    GCancellable *cancellable;
    GPtrArray *uuids;  /* of what was defined */
    GPtrArray *losses; /* of all guests, of YadoLoss */
    char *folder;      /* of this machine, for what is on its way; or NULL */
    YadoInstallFiles *files;
} Work;

static void
remove_folder(const char *folder)
{
    g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
    const char *name;

    while (dir != NULL && (name = g_dir_read_name(dir)) != NULL) {
        g_autofree char *path = g_build_filename(folder, name, NULL);

        g_unlink(path);
    }
    g_rmdir(folder);
}

static void
work_free(gpointer data)
{
    Work *work = data;

    g_ptr_array_unref(work->plans);
    g_ptr_array_unref(work->uuids);
    g_ptr_array_unref(work->losses);
    g_object_unref(work->backend);
    g_object_unref(work->storage);
    g_clear_pointer(&work->files, yado_install_files_free);
    g_free(work->folder);
    g_free(work);
}

static void
put_argument(YadoDocument *arguments, const char *key, const char *value)
{
    yado_plain_document_set_initial(YADO_PLAIN_DOCUMENT(arguments), key, value);
}

static gboolean
is_cancelled(Work *work, GError **error)
{
    return g_cancellable_set_error_if_cancelled(work->cancellable, error);
}

/* ---- What is made here ---- */

static gboolean
ensure_folder(Work *work, GError **error)
{
    g_autoptr(GError) native = NULL;

    if (work->folder == NULL)
        work->folder = g_dir_make_tmp("yado-create-XXXXXX", &native);
    return work->folder != NULL ||
           yado_error_set(error, YADO_ERROR_NO_SPACE, native->message, NULL,
                          _("No folder for what is fetched can be made on this machine."));
}

/* ---- What was given ---- */

typedef struct {
    const char *path;   /* on the host */
    const char *look;   /* where it can be looked at: @path itself, or a copy */
    const char *format; /* of a disk */
    gboolean needs_system;
    YadoCreatePlan *plan;
} Given;

typedef gboolean (*CheckFunc)(const Given *given, GError **error);

static gboolean
check_kernel(const Given *given, GError **error)
{
    g_autofree char *kind = yado_create_plan_dup(given->plan, "kind");
    g_autofree char *arch = yado_create_plan_dup(given->plan, "os.arch");

    return yado_media_check_kernel(given->look, given->path, arch, kind, error);
}

static gboolean
check_iso(const Given *given, GError **error)
{
    return yado_media_check_iso(given->look, given->path, error);
}

static gboolean
check_disk(const Given *given, GError **error)
{
    return yado_media_check_disk(given->look, given->path, given->format, given->needs_system,
                                 error);
}

/* A copy of the first @length bytes (0: all) of a file of the host; NULL: no pool has it. (transfer full) */
static char *
fetch_start(Work *work, const char *path, guint64 length)
{
    g_autoptr(YadoDocument) arguments = NULL;
    g_autofree char *copy = NULL;
    g_autoptr(GError) failure = NULL;

    if (!ensure_folder(work, &failure))
        return NULL;
    copy = g_build_filename(work->folder, "looked-at", NULL);
    arguments = yado_create_download_arguments_new(path, copy, length);
    if (yado_backend_run(work->storage, "volume-download", NULL, arguments, work->job,
                         work->cancellable, &failure))
        return g_steal_pointer(&copy);
    yado_job_log(work->job, "%s: %s", path, failure->message);
    return NULL;
}

/* What this user may not read here, and what is on another machine, the host may let us read. */
static gboolean
check_file(Work *work, Given *given, CheckFunc check, guint64 length, GError **error)
{
    g_autofree char *copy = NULL;
    gboolean is_fine;

    if (given->plan->is_local && g_access(given->path, R_OK) == 0) {
        given->look = given->path;
        return check(given, error);
    }
    copy = fetch_start(work, given->path, length);
    if (is_cancelled(work, error))
        return FALSE;
    given->look = copy;
    is_fine = copy == NULL || check(given, error);
    if (copy != NULL)
        g_unlink(copy);
    return is_fine;
}

static gboolean
check_given(Work *work, YadoCreatePlan *plan, GError **error)
{
    g_autofree char *kernel = yado_create_plan_dup(plan, "kernel");
    gboolean is_import = yado_create_plan_is(plan, "source", "disk");
    Given given = { .plan = plan, .path = kernel };

    if (yado_create_plan_is(plan, "source", "file"))
        return TRUE;
    if (yado_create_plan_is(plan, "source", "kernel") && kernel != NULL &&
        !check_file(work, &given, check_kernel, 0, error))
        return FALSE;
    for (guint i = 0; i < plan->disks->len; i++) {
        const YadoCreateDisk *disk = plan->disks->pdata[i];
        gboolean is_medium = strcmp(disk->device, "cdrom") == 0;

        if (disk->is_new)
            continue;
        given = (Given){ .plan = plan, .path = disk->path, .format = disk->format };
        given.needs_system = is_import && i == 0;
        if (is_medium ? !check_file(work, &given, check_iso, YADO_MEDIA_ISO_START, error)
                      : !check_file(work, &given, check_disk, YADO_MEDIA_DISK_START, error))
            return FALSE;
    }
    return TRUE;
}

static void
report_bytes(guint64 done, guint64 total, gpointer job)
{
    yado_job_report_bytes(job, done, total);
}

/* Kernel and initrd of the installer; the same for all plans. */
static gboolean
fetch_installer(Work *work, GError **error)
{
    YadoCreatePlan *plan = work->plans->pdata[0];
    g_autofree char *location =
        yado_create_plan_dup(plan, yado_create_plan_is(plan, "source", "tree") ? "tree" : "iso");
    g_autofree char *arch = yado_create_plan_dup(plan, "os.arch");
    g_autofree char *kind = yado_create_plan_dup(plan, "kind");
    const YadoMediaProgress progress = { report_bytes, work->job };
    g_autoptr(GError) unfit = NULL;

    yado_job_report_stage(work->job, _("Fetching the installer's kernel"));
    yado_job_log(work->job, "%s", location);
    work->files = yado_install_source_fetch(location, arch, g_strcmp0(kind, "pv") == 0,
                                            work->folder, &progress, work->cancellable, error);
    yado_job_report_bytes(work->job, 0, 0);
    if (work->files == NULL)
        return FALSE;
    if (yado_media_check_kernel(work->files->kernel, NULL, arch, kind, &unfit))
        return TRUE;
    return yado_error_set(
        error, (YadoErrorCode)unfit->code, unfit->message, yado_error_get_hint(unfit),
        _("“%s” gives no kernel that such a guest can be started with."), location);
}

static gboolean
read_answers(YadoCreatePlan *plan, char **text, gsize *length, GError **error)
{
    g_autofree char *path = yado_create_plan_dup(plan, "setup.file");
    g_autoptr(GError) native = NULL;

    if (!g_file_get_contents(path != NULL ? path : "", text, length, &native))
        return yado_error_set(error, YADO_ERROR_NOT_FOUND, native->message, NULL,
                              _("The file “%s” cannot be read."), path);
    return *length <= MAX_ANSWERS || yado_error_set(error, YADO_ERROR_INVALID, NULL, NULL,
                                                    _("The file “%s” is too large."), path);
}

static const char *
get_answers_name(YadoCreatePlan *plan)
{
    return yado_create_plan_is(plan, "setup", "autoyast")    ? "autoinst.xml"
           : yado_create_plan_is(plan, "setup", "kickstart") ? "ks.cfg"
                                                             : "preseed.cfg";
}

static gboolean
add_answers_to_initrd(Work *work, GError **error)
{
    YadoCreatePlan *plan = work->plans->pdata[0];
    g_autofree char *text = NULL;
    gsize length = 0;

    if (!read_answers(plan, &text, &length, error))
        return FALSE;
    return yado_media_append_initrd(
        work->files->initrd, &(YadoMediaFile){ get_answers_name(plan), text, length }, 1, error);
}

static char *
dup_keys(YadoCreatePlan *plan, GError **error)
{
    g_autofree char *path = yado_create_plan_dup(plan, "setup.key");
    g_autoptr(GError) native = NULL;
    char *text = NULL;

    if (path == NULL || *path == '\0')
        return g_strdup("");
    if (!g_file_get_contents(path, &text, NULL, &native))
        yado_error_set(error, YADO_ERROR_NOT_FOUND, native->message, NULL,
                       _("The file “%s” cannot be read."), path);
    else if (strstr(text, "PRIVATE KEY") != NULL) {
        yado_error_set(error, YADO_ERROR_INVALID, NULL, _("The public one ends with “.pub”."),
                       _("“%s” is a private key: it stays with you."), path);
        g_clear_pointer(&text, g_free);
    }
    return text;
}

static gboolean
write_seed(YadoCreatePlan *plan, const char *path, GError **error)
{
    g_autofree char *name = yado_create_plan_dup(plan, "name");
    g_autofree char *user = yado_create_plan_dup(plan, "setup.user");
    g_autofree char *packages = yado_create_plan_dup(plan, "setup.packages");
    g_autofree char *keys = dup_keys(plan, error);
    const YadoSeed seed = { name, user, keys, packages };

    return keys != NULL && yado_seed_write(&seed, path, error);
}

static gboolean
write_answers(YadoCreatePlan *plan, const char *path, GError **error)
{
    g_autofree char *text = NULL;
    gsize length = 0;

    return read_answers(plan, &text, &length, error) &&
           yado_media_write_iso(path, "OEMDRV",
                                &(YadoMediaFile){ get_answers_name(plan), text, length }, 1, error);
}

/* The medium of the first boot: the guest's own name stands in it. */
static gboolean
make_setup(Work *work, YadoCreatePlan *plan, YadoCreateDisk *disk, GError **error)
{
    if (!ensure_folder(work, error))
        return FALSE;
    disk->local = g_build_filename(work->folder, disk->name, NULL);
    return yado_create_plan_is(plan, "setup", "cloud-init")
               ? write_seed(plan, disk->local, error)
               : write_answers(plan, disk->local, error);
}

/* Once, before anything is made on the host. */
static gboolean
prepare(Work *work, GError **error)
{
    YadoCreatePlan *first = work->plans->pdata[0];

    yado_job_report_stage(work->job, _("Checking what was given"));
    if (!check_given(work, first, error))
        return FALSE;
    if (first->boot->len > 0 &&
        (!ensure_folder(work, error) || !fetch_installer(work, error) ||
         (first->first_boot != NULL && !add_answers_to_initrd(work, error))))
        return FALSE;
    for (guint i = 0; i < work->plans->len; i++) {
        YadoCreatePlan *plan = work->plans->pdata[i];

        for (guint k = 0; k < plan->disks->len; k++) {
            YadoCreateDisk *disk = plan->disks->pdata[k];

            if (disk->is_seed && !make_setup(work, plan, disk, error))
                return FALSE;
        }
        if (work->files == NULL)
            continue;
        plan->argument = g_strdup(work->files->argument);
        ((YadoCreateDisk *)plan->boot->pdata[YADO_CREATE_KERNEL])->local =
            g_strdup(work->files->kernel);
        ((YadoCreateDisk *)plan->boot->pdata[YADO_CREATE_INITRD])->local =
            g_strdup(work->files->initrd);
    }
    return !is_cancelled(work, error);
}

/* ---- Volumes ---- */

static gboolean
fill_volume(Work *work, YadoCreateDisk *disk, GError **error)
{
    g_autoptr(YadoDocument) arguments = yado_plain_document_new();

    put_argument(arguments, "volume", disk->path);
    put_argument(arguments, "file", disk->local);
    return yado_backend_run(work->storage, "volume-upload", NULL, arguments, work->job,
                            work->cancellable, error);
}

static guint64
get_size(const YadoCreateDisk *disk)
{
    struct stat facts;

    return disk->local == NULL                ? disk->size
           : g_stat(disk->local, &facts) == 0 ? (guint64)facts.st_size
                                              : 0;
}

static gboolean
make_volume(Work *work, YadoCreateDisk *disk, GError **error)
{
    g_autoptr(YadoDocument) arguments = yado_plain_document_new();
    g_autofree char *capacity = g_strdup_printf("%" G_GUINT64_FORMAT, get_size(disk));
    g_autofree char *path = NULL;

    put_argument(arguments, "pool", disk->pool);
    put_argument(arguments, "name", disk->name);
    put_argument(arguments, "capacity", capacity);
    put_argument(arguments, "format", disk->is_block ? NULL : disk->format);
    put_argument(arguments, "full", disk->is_full ? "yes" : "no");
    yado_job_log(work->job, "%s/%s", disk->pool, disk->name);
    if (!yado_backend_run(work->storage, "volume-create", NULL, arguments, work->job,
                          work->cancellable, error))
        return FALSE;
    disk->was_made = TRUE;
    path = yado_document_dup_value(arguments, NULL, "answer.path");
    if (path != NULL) {
        g_free(disk->path);
        disk->path = g_steal_pointer(&path);
    }
    return disk->local == NULL || fill_volume(work, disk, error);
}

static gboolean
make_volumes(Work *work, GPtrArray *disks, GError **error)
{
    for (guint i = 0; i < disks->len; i++) {
        YadoCreateDisk *disk = disks->pdata[i];

        if (!disk->is_new)
            continue;
        yado_job_report_stage(work->job, _("Making the disks"));
        if (is_cancelled(work, error) || !make_volume(work, disk, error))
            return FALSE;
    }
    return !is_cancelled(work, error);
}

/* ---- The guest ---- */

/* In the words of the back end; what they cannot say is told at the end. */
static char *
dup_text(Work *work, YadoDocument *document, GError **error)
{
    gboolean is_xl = g_str_has_prefix(yado_backend_get_uri(work->backend), "xl");
    g_autoptr(GPtrArray) losses = NULL;
    g_autoptr(YadoDocument) converted =
        yado_document_convert(document, is_xl ? YADO_FORMAT_XL : YADO_FORMAT_XML, &losses, error);

    if (losses != NULL)
        g_ptr_array_extend_and_steal(work->losses, g_steal_pointer(&losses));
    return converted != NULL ? yado_document_dump(converted) : NULL;
}

/* (transfer full) */
static YadoDocument *
define(Work *work, YadoCreatePlan *plan, GError **error)
{
    g_autoptr(YadoDocument) document = yado_create_plan_has_installation(plan)
                                           ? yado_create_plan_build_installation(plan, error)
                                           : yado_create_plan_build(plan, error);
    g_autofree char *text = document != NULL ? dup_text(work, document, error) : NULL;
    g_autoptr(YadoDocument) defined = NULL;
    char *uuid;

    yado_job_report_stage(work->job, _("Defining the guest"));
    if (text == NULL)
        return NULL;
    defined = yado_backend_define(work->backend, text, work->cancellable, error);
    if (defined == NULL)
        return NULL;
    uuid = yado_document_dup_value(defined, NULL, "uuid");
    g_ptr_array_add(work->uuids, uuid);
    yado_job_log(work->job, "%s", uuid != NULL ? uuid : "");
    return is_cancelled(work, error) ? NULL : g_steal_pointer(&defined);
}

static const char *
get_uuid(Work *work)
{
    return work->uuids->pdata[work->uuids->len - 1];
}

static const char *
get_start(Work *work, YadoCreatePlan *plan)
{
    return yado_create_plan_is(plan, "start.held", "yes") &&
                   yado_backend_can_run(work->backend, "start-paused")
               ? "start-paused"
               : "start";
}

static gboolean
start(Work *work, YadoCreatePlan *plan, GError **error)
{
    if (yado_create_plan_is(plan, "autostart", "yes") &&
        !yado_backend_run(work->backend, "autostart-on", get_uuid(work), NULL, work->job,
                          work->cancellable, error))
        return FALSE;
    if (!yado_create_plan_is(plan, "start", "yes"))
        return TRUE;
    yado_job_report_stage(work->job, _("Starting the guest"));
    return yado_backend_run(work->backend, get_start(work, plan), get_uuid(work), NULL, work->job,
                            work->cancellable, error) &&
           !is_cancelled(work, error);
}

static void
undo_volumes(Work *work, GPtrArray *disks, YadoUndo *undo)
{
    for (guint i = disks->len; i > 0; i--) {
        YadoCreateDisk *disk = disks->pdata[i - 1];

        if (disk->was_made)
            yado_undo_volume(undo, work->storage, disk->path);
        disk->was_made = FALSE;
    }
}

/* The installer runs: all later starts are made without it, and its kernel is not needed any more. */
static gboolean
end_installation(Work *work, YadoCreatePlan *plan, YadoDocument *defined, GError **error)
{
    YadoBackendInterface *iface = YADO_BACKEND_GET_IFACE(work->backend);
    g_autofree char *text = NULL;
    YadoUndo *undo;

    if (!yado_create_plan_has_installation(plan))
        return TRUE;
    yado_job_report_can_cancel(work->job, FALSE);
    if (!yado_create_plan_is(plan, "start", "yes")) {
        yado_job_report_notice(
            work->job,
            plan->boot->len > 0
                ? _("The guest will install when it is first started. When that is done, "
                    "take kernel and initrd out of its configuration.")
                : _("The guest will boot its medium when it is started. When it is installed, "
                    "let it boot its hard disk first, on its page “Start-up”."),
            NULL);
        return TRUE;
    }
    if (!yado_create_plan_end_installation(plan, defined, error))
        return FALSE;
    text = yado_document_dump(defined);
    if (!iface->apply_text(work->backend, get_uuid(work), NULL, text, TRUE, NULL, error))
        return FALSE;
    undo = yado_undo_new(work->job, NULL);
    undo_volumes(work, plan->boot, undo);
    yado_undo_end(undo, NULL);
    return TRUE;
}

static gboolean
make_guest(Work *work, YadoCreatePlan *plan, GError **error)
{
    g_autoptr(YadoDocument) defined = NULL;

    if (!make_volumes(work, plan->boot, error) || !make_volumes(work, plan->disks, error))
        return FALSE;
    defined = define(work, plan, error);
    return defined != NULL && start(work, plan, error) &&
           end_installation(work, plan, defined, error);
}

/* ---- All of it ---- */

static void
undo_guest(Work *work, const char *uuid, YadoUndo *undo)
{
    g_autoptr(GError) failure = NULL;

    /* What was started must end before it can go; that it does not run is no failure. */
    yado_backend_run(work->backend, "destroy", uuid, NULL, work->job, NULL, &failure);
    yado_undo_guest(undo, work->backend, uuid);
}

static void
undo_all(Work *work, GError **error)
{
    YadoUndo *undo = yado_undo_new(work->job, _("Removing what was made"));

    for (guint i = work->uuids->len; i > 0; i--)
        undo_guest(work, work->uuids->pdata[i - 1], undo);
    for (guint i = work->plans->len; i > 0; i--) {
        YadoCreatePlan *plan = work->plans->pdata[i - 1];

        undo_volumes(work, plan->disks, undo);
        undo_volumes(work, plan->boot, undo);
    }
    yado_undo_end(undo, error);
}

static gboolean
make_guests(Work *work, GError **error)
{
    if (!prepare(work, error))
        return FALSE;
    for (guint i = 0; i < work->plans->len; i++) {
        yado_job_report_can_cancel(work->job, TRUE);
        if (!make_guest(work, work->plans->pdata[i], error))
            return FALSE;
    }
    return TRUE;
}

static gboolean
work_create(YadoJob *job, gpointer data, GCancellable *cancellable, GError **error)
{
    Work *work = data;
    gboolean is_made;

    work->job = job;
    work->cancellable = cancellable;
    yado_job_report_can_cancel(job, TRUE);
    is_made = make_guests(work, error);
    if (!is_made)
        undo_all(work, error);
    if (work->folder != NULL)
        remove_folder(work->folder);
    if (is_made)
        yado_exchange_report_losses(job, work->losses);
    return is_made;
}

static gboolean
check_claims(Work *work, GError **error)
{
    for (guint i = 0; i < work->plans->len; i++)
        if (!yado_create_plan_check_claims(work->plans->pdata[i], error))
            return FALSE;
    return TRUE;
}

/* The model is not the worker's. */
static void
run(Work *work, YadoJob *job)
{
    for (guint i = 0; i < work->plans->len; i++)
        g_clear_object(&((YadoCreatePlan *)work->plans->pdata[i])->host);
    yado_job_run(job, work_create, work, work_free);
}

/* A host that cannot list its guests now fails what follows in its own words. */
static void
on_guests_known_cb(GObject *source, GAsyncResult *result, gpointer data)
{
    Work *work = data;
    g_autoptr(YadoJob) job = g_steal_pointer(&work->job);
    GError *error = NULL;

    yado_host_load_finish(YADO_HOST(source), result, NULL);
    if (check_claims(work, &error)) {
        run(work, job);
        return;
    }
    work_free(work);
    yado_job_begin(job);
    yado_job_finish(job, error);
}

void
yado_create_plans_run(GPtrArray *plans, YadoBackend *backend, YadoBackend *storage, YadoJob *job)
{
    Work *work = g_new0(Work, 1);
    YadoHost *host = ((YadoCreatePlan *)plans->pdata[0])->host;

    work->plans = plans;
    work->backend = g_object_ref(backend);
    work->storage = g_object_ref(storage);
    work->uuids = g_ptr_array_new_with_free_func(g_free);
    work->losses = g_ptr_array_new_with_free_func((GDestroyNotify)yado_loss_free);
    if (host == NULL) {
        run(work, job);
        return;
    }
    work->job = g_object_ref(job);
    yado_host_load_async(host, YADO_LOAD_FACTS, 0, NULL, on_guests_known_cb, work);
}
