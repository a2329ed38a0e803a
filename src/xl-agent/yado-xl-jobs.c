/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Starting, saving and restoring: done by xl itself, whose own process must outlive us to act when the guest reboots or crashes.
 *
 * A save must not be lost with us.  xl writes its progress to a pipe that may break (SIGPIPE is ignored there), and a note in our state
 * folder tells the next agent which image is being written of which domain; the image is locked as long as xl lives, for the lock's
 * descriptor is xl's.
 *
 * Nor must half an image pass for a whole one, even where the machine stops in mid-save: until xl is done the image from which the next
 * start goes on is a hidden file, which neither we nor Xen's service xendomains look at.
 */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "yado-xl-agent.h"

#define LOCK_FD 9
#define RECOVER_MILLISECONDS 200
#define MAX_RECOVER_TRIES 50
#define MAX_OUTPUT 8192
#define MAX_CONFIGURATION (4 << 20)
/* A helper of xl may keep the pipe open after it. */
#define LAST_WORDS_MILLISECONDS 1000

typedef enum { JOB_START, JOB_SAVE, JOB_RESTORE } Kind;

typedef struct {
    YadoXlAgent *agent;
    Kind kind;
    guint number;
    GDBusMethodInvocation *invocation;
    GSubprocess *process;
    GString *output; /* what it said, but for progress */
    char buffer[1024];
    char *path; /* of the image, written or read; NULL: none */
    char *last; /* its path once it is whole; NULL: the same */
    char *note; /* path of the note of a save */
    char *name; /* of the guest that is started */
    uint32_t domid;
    gboolean is_managed;          /* the image goes once it is restored */
    gboolean is_aborted, is_idle; /* idle: it only waited for another xl */
    guint tries;
    guint references; /* the table's, and one while the pipe is read */
    gboolean is_heard, has_failed;
    guint last_words_source;
} Job;

static void
unref_job(gpointer data)
{
    Job *job = data;

    if (--job->references > 0)
        return;
    g_clear_handle_id(&job->last_words_source, g_source_remove);
    g_clear_object(&job->process);
    g_string_free(job->output, TRUE);
    g_free(job->path);
    g_free(job->last);
    g_free(job->note);
    g_free(job->name);
    g_free(job);
}

static Job *
new_job(YadoXlAgent *self, Kind kind, guint number, GDBusMethodInvocation *invocation)
{
    Job *job = g_new0(Job, 1);

    job->references = 1;
    job->agent = self;
    job->kind = kind;
    job->number = number;
    job->invocation = invocation;
    job->output = g_string_new(NULL);
    return job;
}

/* What xl says. */

static const char *
get_stage(Job *job)
{
    return job->kind == JOB_SAVE ? "save" : job->kind == JOB_RESTORE ? "restore" : "start";
}

/* "xc: progress: Memory: 11264/32768   34%" */
static gboolean
take_progress(Job *job, const char *line)
{
    const char *percent = strrchr(line, '%');
    const char *start = percent;
    int number;

    if (!percent || percent == line)
        return FALSE;
    while (start > line && (g_ascii_isdigit(start[-1])))
        start--;
    if (start == percent || !strchr(line, '/'))
        return FALSE;
    number = atoi(start);
    yado_xl1_emit_progress(job->agent->skeleton, job->number, get_stage(job),
                           CLAMP(number, 0, 100) / 100.0);
    return TRUE;
}

static void
take_output(Job *job, gsize length)
{
    g_auto(GStrv) lines = NULL;

    job->buffer[length] = '\0';
    lines = g_strsplit_set(job->buffer, "\r\n", -1);
    for (guint i = 0; lines[i]; i++)
        if (*lines[i] && !take_progress(job, lines[i]) && job->output->len < MAX_OUTPUT)
            g_string_append_printf(job->output, "%s\n", lines[i]);
}

static void read_on(Job *job);
static void undo(Job *job);

static void
on_output_read_cb(GObject *source, GAsyncResult *result, gpointer data)
{
    Job *job = data;
    gssize length = g_input_stream_read_finish(G_INPUT_STREAM(source), result, NULL);

    job->is_heard = length <= 0;
    if (!job->is_heard) {
        take_output(job, (gsize)length);
        read_on(job);
        return;
    }
    if (job->has_failed)
        undo(job);
    unref_job(job);
}

static void
read_on(Job *job)
{
    g_input_stream_read_async(g_subprocess_get_stdout_pipe(job->process), job->buffer,
                              sizeof(job->buffer) - 1, G_PRIORITY_DEFAULT, NULL, on_output_read_cb,
                              job);
}

/* Ends. */

static void
end_job(Job *job)
{
    YadoXlAgent *self = job->agent;

    if (job->note)
        unlink(job->note);
    self->n_saves -= job->kind == JOB_SAVE;
    yado_xl_agent_leave_if_done(self);
    yado_xl_events_examine_soon(self);
    g_hash_table_remove(self->jobs, GUINT_TO_POINTER(job->number));
}

static void
fail_job(Job *job)
{
    const char *text = job->output->str;
    YadoXlError error = YADO_XL_FAILED;

    if (job->is_aborted)
        error = YADO_XL_CANCELLED;
    else if (strstr(text, "No space left") || strstr(text, "failed to free memory") ||
             strstr(text, "ot enough memory") || strstr(text, "Cannot allocate memory"))
        error = YADO_XL_NO_SPACE;
    else if (strstr(text, "already exists"))
        error = YADO_XL_CONFLICT;
    yado_xl_fail(job->invocation, error, "%s", *text ? text : "xl failed without a word");
    end_job(job);
}

static void
on_domain_resumed(YadoXlOperation *operation, int rc)
{
    Job *job = operation->data;

    if (rc != 0)
        g_string_append(job->output, "the guest could not be resumed\n");
    fail_job(job);
}

static void
resume_and_fail(Job *job)
{
    YadoXlOperation *operation = yado_xl_operation_new(job->agent, NULL, job->domid);

    operation->data = job;
    operation->finish = on_domain_resumed;
    yado_xl_operation_started(operation,
                              libxl_domain_resume(job->agent->ctx, job->domid, 1, &operation->how));
}

/* xl resumes a guest that it cannot save, unless it was killed.  The guest may only now do what it was asked. */
static gboolean
on_recover_due_cb(gpointer data)
{
    Job *job = data;

    if (yado_xl_is_suspended(job->agent, job->domid)) {
        resume_and_fail(job);
        return G_SOURCE_REMOVE;
    }
    if (job->is_aborted && ++job->tries < MAX_RECOVER_TRIES)
        return G_SOURCE_CONTINUE;
    fail_job(job);
    return G_SOURCE_REMOVE;
}

static void
succeed(Job *job)
{
    g_dbus_method_invocation_return_value(job->invocation, NULL);
    end_job(job);
}

static void
finish_save(Job *job)
{
    if (yado_xl_image_publish(job->path, job->last)) {
        succeed(job);
        return;
    }
    job->is_aborted = FALSE;
    g_string_append_printf(job->output, "the image is %s, which cannot be renamed: %s\n", job->path,
                           g_strerror(errno));
    fail_job(job);
}

/* xl removes the guest once the image is whole: killed after that, the image is all that there is of the guest. */
static void
undo_save(Job *job)
{
    if (!g_subprocess_get_if_exited(job->process) && !yado_xl_is_alive(job->agent, job->domid)) {
        finish_save(job);
        return;
    }
    unlink(job->path);
    if (on_recover_due_cb(job))
        g_timeout_add(RECOVER_MILLISECONDS, on_recover_due_cb, job);
}

static void
on_half_destroyed(YadoXlOperation *operation, int rc)
{
    fail_job(operation->data);
}

typedef enum { STAGE_ABSENT, STAGE_BUILDING, STAGE_BUILT } Stage;

/* A guest that has never run is still being built. */
static Stage
find_stage(YadoXlAgent *self, const char *name, uint32_t *domid)
{
    Stage stage = STAGE_ABSENT;
    libxl_dominfo info;

    if (!name || libxl_name_to_domid(self->ctx, name, domid) != 0)
        return STAGE_ABSENT;
    libxl_dominfo_init(&info);
    if (libxl_domain_info(self->ctx, &info, *domid) == 0)
        stage = info.paused && info.cpu_time == 0 ? STAGE_BUILDING : STAGE_BUILT;
    libxl_dominfo_dispose(&info);
    return stage;
}

/* What an interrupted start or restore has built so far; never a guest of somebody else, who was quicker. */
static void
undo_start(Job *job)
{
    YadoXlAgent *self = job->agent;
    YadoXlOperation *operation;
    uint32_t domid;

    if (!job->is_aborted || job->is_idle || find_stage(self, job->name, &domid) != STAGE_BUILDING) {
        fail_job(job);
        return;
    }
    operation = yado_xl_operation_new(self, NULL, domid);
    operation->data = job;
    operation->finish = on_half_destroyed;
    yado_xl_operation_started(operation, libxl_domain_destroy(self->ctx, domid, &operation->how));
}

/* Once, when xl has failed and its reasons were read. */
static void
undo(Job *job)
{
    g_clear_handle_id(&job->last_words_source, g_source_remove);
    job->has_failed = FALSE;
    if (job->kind == JOB_SAVE)
        undo_save(job);
    else
        undo_start(job);
}

static gboolean
on_last_words_due_cb(gpointer data)
{
    Job *job = data;

    job->last_words_source = 0;
    undo(job);
    return G_SOURCE_REMOVE;
}

static void
on_process_ended_cb(GObject *source, GAsyncResult *result, gpointer data)
{
    Job *job = data;
    GSubprocess *process = G_SUBPROCESS(source);
    gboolean is_right = g_subprocess_wait_finish(process, result, NULL) &&
                        g_subprocess_get_if_exited(process) &&
                        g_subprocess_get_exit_status(process) == 0;

    if (!is_right && job->is_heard) {
        undo(job);
        return;
    }
    if (!is_right) {
        job->has_failed = TRUE;
        job->last_words_source = g_timeout_add(LAST_WORDS_MILLISECONDS, on_last_words_due_cb, job);
        return;
    }
    if (job->kind == JOB_RESTORE && job->is_managed)
        unlink(job->path);
    if (job->kind == JOB_SAVE)
        finish_save(job);
    else
        succeed(job);
}

/* Begins. */

/* In the child: a group of its own, so that its helpers can be ended with it; and a broken pipe of ours is no reason to die. */
static void
prepare_child(gpointer data)
{
    setsid();
    signal(SIGPIPE, SIG_IGN);
}

static gboolean
spawn(Job *job, int lock, const char *const *arguments)
{
    g_autoptr(GSubprocessLauncher) launcher =
        g_subprocess_launcher_new(G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_MERGE);
    g_autoptr(GError) error = NULL;

    g_subprocess_launcher_setenv(launcher, "LC_ALL", "C", TRUE);
    g_subprocess_launcher_set_child_setup(launcher, prepare_child, NULL, NULL);
    if (lock >= 0)
        g_subprocess_launcher_take_fd(launcher, lock, LOCK_FD);
    job->process = g_subprocess_launcher_spawnv(launcher, arguments, &error);
    if (!job->process) {
        yado_xl_fail(job->invocation, YADO_XL_FAILED, "xl: %s", error->message);
        return FALSE;
    }
    g_hash_table_insert(job->agent->jobs, GUINT_TO_POINTER(job->number), job);
    job->references++;
    job->agent->n_saves += job->kind == JOB_SAVE;
    read_on(job);
    g_subprocess_wait_async(job->process, NULL, on_process_ended_cb, job);
    return TRUE;
}

static gboolean
is_number_taken(YadoXlAgent *self, GDBusMethodInvocation *invocation, guint number)
{
    if (!yado_xl_agent_check(self, invocation))
        return TRUE;
    if (!g_hash_table_contains(self->jobs, GUINT_TO_POINTER(number)))
        return FALSE;
    yado_xl_fail(invocation, YADO_XL_INVALID, "there is a job %u already", number);
    return TRUE;
}

static gboolean
fail_name_taken(GDBusMethodInvocation *invocation, const char *name)
{
    return yado_xl_fail(invocation, YADO_XL_CONFLICT, "a guest with the name “%s” runs already",
                        name);
}

static void
start_restore(Job *job, const char *path, gboolean paused)
{
    const char *const running[] = { "xl", "restore", path, NULL };
    const char *const still[] = { "xl", "restore", "-p", path, NULL };

    job->path = g_strdup(path);
    if (!spawn(job, -1, paused ? still : running))
        unref_job(job);
}

static gboolean
on_start_file_called_cb(YadoXl1 *skeleton, GDBusMethodInvocation *invocation, guint number,
                        const char *file, gboolean paused, gpointer data)
{
    YadoXlAgent *self = data;
    g_autofree char *path = yado_xl_files_dup_path(self, file);
    const char *const running[] = { "xl", "create", path, NULL };
    const char *const still[] = { "xl", "create", "-p", path, NULL };
    g_autofree char *name = NULL;
    g_autofree char *saved = NULL;
    uint32_t domid;
    Job *job;

    if (is_number_taken(self, invocation, number))
        return TRUE;
    name = path ? yado_xl_files_dup_guest_name(self, file) : NULL;
    if (!name)
        return yado_xl_fail_errno(invocation, ENOENT, file);
    if (libxl_name_to_domid(self->ctx, name, &domid) == 0)
        return fail_name_taken(invocation, name);
    g_string_truncate(self->errors, 0);
    saved = yado_xl_files_dup_saved_path(self, name);
    job = new_job(self, saved && access(saved, F_OK) == 0 ? JOB_RESTORE : JOB_START, number,
                  invocation);
    job->name = g_steal_pointer(&name);
    job->is_managed = job->kind == JOB_RESTORE;
    if (job->kind == JOB_RESTORE)
        start_restore(job, saved, paused);
    else if (!spawn(job, -1, paused ? still : running))
        unref_job(job);
    return TRUE;
}

/* What xl writes before the memory of the guest. */
typedef struct {
    char magic[32];
    uint32_t byte_order, mandatory_flags, optional_flags, optional_length;
    uint32_t length; /* of the configuration behind it */
} ImageHeader;

#define IMAGE_MAGIC "Xen saved domain, xl format\n"
#define IMAGE_HAS_JSON 1

static char *
dup_image_configuration(const char *path)
{
    FILE *file = fopen(path, "re");
    g_autofree char *text = NULL;
    ImageHeader header;

    if (file && fread(&header, sizeof(header), 1, file) == 1 &&
        memcmp(header.magic, IMAGE_MAGIC, strlen(IMAGE_MAGIC)) == 0 &&
        header.mandatory_flags & IMAGE_HAS_JSON && header.length < MAX_CONFIGURATION) {
        text = g_malloc0(header.length + 1);
        if (fread(text, 1, header.length, file) != header.length)
            g_clear_pointer(&text, g_free);
    }
    if (file)
        fclose(file);
    return g_steal_pointer(&text);
}

/* The guest's, which an interrupted restore is to be looked for by; NULL: it does not tell. */
static char *
dup_image_name(YadoXlAgent *self, const char *path)
{
    g_autofree char *text = dup_image_configuration(path);
    libxl_domain_config config;
    char *name = NULL;

    if (!text)
        return NULL;
    libxl_domain_config_init(&config);
    if (libxl_domain_config_from_json(self->ctx, &config, text) == 0)
        name = g_strdup(config.c_info.name);
    libxl_domain_config_dispose(&config);
    return name;
}

static gboolean
on_restore_called_cb(YadoXl1 *skeleton, GDBusMethodInvocation *invocation, guint number,
                     const char *path, gboolean paused, gpointer data)
{
    YadoXlAgent *self = data;
    g_autofree char *name = NULL;
    uint32_t domid;
    Job *job;

    if (is_number_taken(self, invocation, number))
        return TRUE;
    if (!g_path_is_absolute(path))
        return yado_xl_fail(invocation, YADO_XL_INVALID, "%s: not an absolute path", path);
    if (access(path, R_OK) != 0)
        return yado_xl_fail_errno(invocation, errno, path);
    name = dup_image_name(self, path);
    if (name && libxl_name_to_domid(self->ctx, name, &domid) == 0)
        return fail_name_taken(invocation, name);
    job = new_job(self, JOB_RESTORE, number, invocation);
    job->name = g_steal_pointer(&name);
    start_restore(job, path, paused);
    return TRUE;
}

static char *
dup_image_path(YadoXlAgent *self, const char *uuid, const char *path)
{
    g_autofree char *name = NULL;
    libxl_dominfo info;

    if (*path)
        return g_path_is_absolute(path) ? g_strdup(path) : NULL;
    libxl_dominfo_init(&info);
    if (yado_xl_find_info(self, uuid, &info))
        name = g_strdup(yado_xl_domain_get_name(self, &info));
    libxl_dominfo_dispose(&info);
    return name ? yado_xl_files_dup_saved_path(self, name) : NULL;
}

static gboolean
on_save_called_cb(YadoXl1 *skeleton, GDBusMethodInvocation *invocation, guint number,
                  const char *uuid, const char *path, gpointer data)
{
    YadoXlAgent *self = data;
    g_autofree char *image = NULL;
    g_autofree char *last = NULL;
    g_autofree char *id = NULL;
    uint32_t domid;
    int fd;
    Job *job;

    if (is_number_taken(self, invocation, number) || !yado_xl_find(self, invocation, uuid, &domid))
        return TRUE;
    if (domid == 0)
        return yado_xl_fail(invocation, YADO_XL_INVALID, "not for the control domain");
    image = dup_image_path(self, uuid, path);
    if (!image)
        return yado_xl_fail(invocation, YADO_XL_INVALID, "“%s” is not a path for an image", path);
    if (!*path) {
        last = g_steal_pointer(&image);
        image = yado_xl_image_dup_part_path(last);
        if (access(last, F_OK) == 0)
            return yado_xl_fail_errno(invocation, EEXIST, last);
        if (yado_xl_image_is_being_written(image))
            return yado_xl_fail(invocation, YADO_XL_BUSY, "it is being saved");
        unlink(image); /* the machine stopped in mid-save */
    }
    fd = yado_xl_image_create(image);
    if (fd < 0)
        return yado_xl_fail_errno(invocation, errno, image);
    id = g_strdup_printf("%u", domid);
    job = new_job(self, JOB_SAVE, number, invocation);
    job->domid = domid;
    job->path = g_strdup(image);
    job->last = g_steal_pointer(&last);
    job->note = yado_xl_note_write(self, uuid, domid, image);
    if (spawn(job, fd, (const char *const[]){ "xl", "save", id, image, NULL }))
        return TRUE;
    unlink(image);
    if (job->note)
        unlink(job->note);
    unref_job(job);
    return TRUE;
}

/* Aborting. */

static gboolean
has_open(const char *pid, const struct stat *image)
{
    g_autofree char *folder = g_build_filename("/proc", pid, "fd", NULL);
    GDir *list = g_dir_open(folder, 0, NULL);
    gboolean found = !list;
    const char *name;

    while (!found && (name = g_dir_read_name(list))) {
        g_autofree char *path = g_build_filename(folder, name, NULL);
        struct stat status;

        found = atoi(name) != LOCK_FD && stat(path, &status) == 0 &&
                status.st_dev == image->st_dev && status.st_ino == image->st_ino;
    }
    g_clear_pointer(&list, g_dir_close);
    return found;
}

/* xl has closed the image: what is left to it is to remove the guest. */
static gboolean
is_saved(Job *job, const char *pid)
{
    struct stat image;

    return stat(job->path, &image) == 0 && image.st_size > 0 && !has_open(pid, &image);
}

/* One xl at a time makes a guest. */
static gboolean
waits_for_another(YadoXlAgent *self, const char *pid)
{
    struct flock lock = { .l_type = F_WRLCK, .l_whence = SEEK_SET };
    int fd = open(self->xl_lock, O_WRONLY | O_CLOEXEC);
    gboolean waits = fd >= 0 && fcntl(fd, F_GETLK, &lock) == 0 && lock.l_type != F_UNLCK &&
                     lock.l_pid != atoi(pid);

    if (fd >= 0)
        close(fd);
    return waits;
}

/* Not any more once xl has done what it was asked: then it ends by itself. */
static gboolean
can_abort(Job *job, const char *pid)
{
    uint32_t domid;

    if (job->kind == JOB_SAVE)
        return !is_saved(job, pid);
    job->is_idle = waits_for_another(job->agent, pid);
    return job->is_idle || find_stage(job->agent, job->name, &domid) != STAGE_BUILT;
}

static gboolean
on_abort_called_cb(YadoXl1 *skeleton, GDBusMethodInvocation *invocation, guint number,
                   gpointer data)
{
    YadoXlAgent *self = data;
    Job *job = g_hash_table_lookup(self->jobs, GUINT_TO_POINTER(number));
    const char *pid = job ? g_subprocess_get_identifier(job->process) : NULL;

    if (pid && can_abort(job, pid)) { /* without one it has just ended */
        job->is_aborted = TRUE;
        kill(-atoi(pid), SIGTERM);
    }
    yado_xl1_complete_abort(skeleton, invocation);
    return TRUE;
}

void
yado_xl_jobs_connect(YadoXlAgent *self)
{
    self->jobs = g_hash_table_new_full(NULL, NULL, NULL, unref_job);
    g_signal_connect(self->skeleton, "handle-start-file", G_CALLBACK(on_start_file_called_cb),
                     self);
    g_signal_connect(self->skeleton, "handle-save", G_CALLBACK(on_save_called_cb), self);
    g_signal_connect(self->skeleton, "handle-restore", G_CALLBACK(on_restore_called_cb), self);
    g_signal_connect(self->skeleton, "handle-abort", G_CALLBACK(on_abort_called_cb), self);
}
