/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What can be done with hosts, in menu order. */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "base/yado-error.h"
#include "catalog/yado-forms.h"
#include "present/yado-exchange.h"

static gboolean
refuse(char **reason, const char *text)
{
    if (reason != NULL)
        *reason = g_strdup(text);
    return FALSE;
}

static gboolean
can_connect(const YadoTargets *targets, char **reason)
{
    switch (yado_host_get_state(targets->host)) {
    case YADO_HOST_OPEN:
        return refuse(reason, _("The host is connected already."));
    case YADO_HOST_OPENING:
        return refuse(reason, _("The host is being connected."));
    default:
        return TRUE;
    }
}

static gboolean
can_disconnect(const YadoTargets *targets, char **reason)
{
    if (yado_host_get_state(targets->host) == YADO_HOST_CLOSED)
        return refuse(reason, _("The host is not connected."));
    return TRUE;
}

static gboolean
can_refresh(const YadoTargets *targets, char **reason)
{
    if (yado_host_get_state(targets->host) != YADO_HOST_OPEN)
        return refuse(reason, _("The host is not connected."));
    return TRUE;
}

static gboolean
can_create(const YadoTargets *targets, char **reason)
{
    const char *why = NULL;

    if (yado_host_get_state(targets->host) != YADO_HOST_OPEN)
        return refuse(reason, _("The host is not connected."));
    if (!yado_host_has(targets->host, YADO_CAP_DEFINE, &why))
        return refuse(reason, why != NULL ? why : _("This host cannot do that."));
    return TRUE;
}

static void
on_host_opened_cb(GObject *source, GAsyncResult *result, gpointer user_data)
{
    g_autoptr(YadoJob) job = user_data;
    GError *error = NULL;

    yado_host_open_finish(YADO_HOST(source), result, &error);
    yado_job_finish(job, error);
}

static void
open_host(YadoHost *host, YadoJob *job)
{
    yado_host_open_async(host, YADO_OPEN_EVENTS, yado_job_get_cancellable(job), on_host_opened_cb,
                         g_object_ref(job));
}

static void
run_connect(const YadoTargets *targets, YadoGuest *guest, YadoForm *form, YadoJob *job)
{
    yado_job_begin(job);
    yado_job_report_can_cancel(job, TRUE);
    open_host(targets->host, job);
}

static void
run_disconnect(const YadoTargets *targets, YadoGuest *guest, YadoForm *form, YadoJob *job)
{
    yado_job_begin(job);
    yado_host_close(targets->host);
    yado_job_finish(job, NULL);
}

static void
run_refresh(const YadoTargets *targets, YadoGuest *guest, YadoForm *form, YadoJob *job)
{
    yado_job_begin(job);
    yado_host_retry_parts(targets->host);
    yado_host_refresh(targets->host);
    yado_job_finish(job, NULL);
}

static void
run_import(const YadoTargets *targets, YadoGuest *guest, YadoForm *form, YadoJob *job)
{
    g_autofree char *file = yado_catalog_dup_value(form, "file");
    g_autofree char *name = yado_catalog_dup_value(form, "name");
    g_autofree char *owner = yado_catalog_dup_value(form, "owner");

    yado_exchange_import(targets->host, file, name,
                         g_strcmp0(owner, "xl") == 0 ? YADO_OWNER_XL : YADO_OWNER_LIBVIRT, job);
}

static void
finish_with_save(YadoSession *session, YadoJob *job)
{
    GError *error = NULL;

    yado_session_save(session, &error);
    yado_job_finish(job, error);
}

static void
init_label(YadoForm *form, const YadoTargets *targets)
{
    yado_catalog_set_initial(form, "label", yado_host_get_own_label(targets->host));
    yado_catalog_set_initial(form, "uri", yado_host_get_uri(targets->host));
    yado_catalog_set_initial(form, "autoconnect",
                             yado_host_get_autoconnect(targets->host) ? "yes" : "no");
}

static void
run_label(const YadoTargets *targets, YadoGuest *guest, YadoForm *form, YadoJob *job)
{
    g_autofree char *label = yado_catalog_dup_value(form, "label");
    g_autofree char *autoconnect = yado_catalog_dup_value(form, "autoconnect");

    yado_job_begin(job);
    yado_host_set_label(targets->host, label != NULL && *label != '\0' ? label : NULL);
    yado_host_set_autoconnect(targets->host, g_strcmp0(autoconnect, "yes") == 0);
    finish_with_save(targets->session, job);
}

static void
run_autoconnect(const YadoTargets *targets, YadoGuest *guest, YadoForm *form, YadoJob *job)
{
    gboolean autoconnect = !yado_host_get_autoconnect(targets->host);
    g_autofree char *label = yado_text_clean(yado_host_get_label(targets->host));
    g_autofree char *notice =
        g_strdup_printf(autoconnect ? _("%s will be connected when the program starts.")
                                    : _("%s will not be connected when the program starts."),
                        label);

    yado_job_begin(job);
    yado_host_set_autoconnect(targets->host, autoconnect);
    yado_job_report_notice(job, notice, NULL);
    finish_with_save(targets->session, job);
}

static void
run_forget(const YadoTargets *targets, YadoGuest *guest, YadoForm *form, YadoJob *job)
{
    yado_job_begin(job);
    yado_session_forget_host(targets->session, targets->host);
    finish_with_save(targets->session, job);
}

static void
run_clear_log(const YadoTargets *targets, YadoGuest *guest, YadoForm *form, YadoJob *job)
{
    yado_host_clear_log(targets->host, job);
}

static void
init_cpupool_create(YadoForm *form, const YadoTargets *targets)
{
    yado_catalog_set_initial(form, "scheduler", "credit2");
    yado_catalog_set_initial(form, "take", "no");
}

static void
init_cpupool_set(YadoForm *form, const YadoTargets *targets)
{
    yado_catalog_set_initial(form, "take", "no");
}

/* The first one, which always is there. */
static void
init_cpupool_delete(YadoForm *form, const YadoTargets *targets)
{
    yado_catalog_set_initial(form, "to", "Pool-0");
}

#define CPU_POOLS .group = "cpupools", .scope = YADO_SCOPE_HOST, .needs = YADO_CAP_POOLS

const YadoActionSpec yado_catalog_host_actions[] = {
    { .id = "guest.create",
      .command = "create",
      .label = N_("_New guest…"),
      .help = N_("Creates a guest in steps: from where it gets its system, what kind it is, its "
                 "memory, disks and network."),
      .icon = "list-add-symbolic",
      .group = "host",
      .scope = YADO_SCOPE_HOST,
      .role = YADO_ROLE_ADD,
      .key = "F3",
      .enabled_if = can_create,
      .view = "create" },
    { .id = "host.show",
      .command = "host show",
      .label = N_("_Details"),
      .help = N_("Shows what the host is: its hypervisor, processors, memory, and the state of "
                 "its connection."),
      .icon = "dialog-information-symbolic",
      .group = "host",
      .scope = YADO_SCOPE_HOST,
      .key = "i",
      .view = "host" },
    { .id = "host.log",
      .command = "host log",
      .label = N_("Hypervisor's l_og"),
      .help = N_("Shows what the hypervisor wrote since it started, and leaves only the lines with "
                 "certain words. Guests that do not start often say why there."),
      .icon = "text-x-generic-symbolic",
      .group = "host",
      .scope = YADO_SCOPE_HOST,
      .needs = YADO_CAP_HOST_LOG,
      .view = "host-log" },
    { .id = "host.clear-log",
      .label = N_("Cl_ear the hypervisor's log"),
      .help = N_("Empties the hypervisor's log, so that only what happens from now on stands "
                 "there. Save it first if anybody may want to read it."),
      .icon = "edit-clear-all-symbolic",
      .group = "host",
      .scope = YADO_SCOPE_HOST,
      .needs = YADO_CAP_HOST_LOG,
      .danger = YADO_DANGER_LOSES,
      .confirm = N_("Clear the hypervisor's log of %s? What it says so far is lost, also to "
                    "everybody else who reads it."),
      .operation = "clear-log",
      .run = run_clear_log },
    { .id = "host.connect",
      .label = N_("_Connect"),
      .help = N_("Connects the host and lists its guests. When that fails, the reason and a "
                 "remedy are shown."),
      .icon = "network-wired-symbolic",
      .group = "host",
      .scope = YADO_SCOPE_HOST,
      .enabled_if = can_connect,
      .run = run_connect },
    { .id = "host.disconnect",
      .label = N_("D_isconnect"),
      .help = N_("Closes the connection. The host stays in the list and its guests go on "
                 "running."),
      .icon = "network-offline-symbolic",
      .group = "host",
      .scope = YADO_SCOPE_HOST,
      .enabled_if = can_disconnect,
      .run = run_disconnect },
    { .id = "host.refresh",
      .label = N_("_Refresh"),
      .help = N_("Lists the host's guests again now. Changes normally appear by themselves."),
      .icon = "view-refresh-symbolic",
      .group = "host",
      .scope = YADO_SCOPE_HOST,
      .role = YADO_ROLE_REFRESH,
      .key = "F6",
      .enabled_if = can_refresh,
      .run = run_refresh },
    { .id = "host.restore-file",
      .command = "restore-file",
      .label = N_("Restore a guest from a _file…"),
      .help = N_("Reads a file that “Save to a file” wrote and lets the guest in it go on."),
      .icon = "document-open-symbolic",
      .group = "host",
      .scope = YADO_SCOPE_HOST,
      .needs = YADO_CAP_SAVE,
      .operation = "restore-file",
      .form = &yado_form_restore_file },
    { .id = "host.import",
      .command = "import",
      .label = N_("Im_port a guest…"),
      .help = N_("Makes a guest of a configuration file: xl.cfg or libvirt's XML. What the host "
                 "has no place for is shown before, each with its line. A name, UUID, disk or "
                 "address that is in use is refused."),
      .icon = "document-open-symbolic",
      .group = "host",
      .scope = YADO_SCOPE_HOST,
      .needs = YADO_CAP_DEFINE,
      .form = &yado_form_import,
      .needs_configurations = yado_catalog_always,
      .run = run_import },
    { .id = "host.label",
      .command = "connections label",
      .label = N_("_Label…"),
      .help = N_("Gives the host a name of your own, and says whether it is connected when the "
                 "program starts."),
      .group = "host",
      .scope = YADO_SCOPE_HOST,
      .form = &yado_form_host_label,
      .init_form = init_label,
      .run = run_label },
    { .id = "host.autoconnect",
      .command = "connections autoconnect",
      .label = N_("Connect _at start on or off"),
      .help = N_("Switches whether the host is connected when the program starts, and says which "
                 "it is now."),
      .group = "host",
      .scope = YADO_SCOPE_HOST,
      .run = run_autoconnect },
    { .id = "host.forget",
      .command = "connections forget",
      .label = N_("For_get"),
      .help = N_("Closes the connection and takes the host off the list. The host itself and its "
                 "guests stay as they are."),
      .icon = "list-remove-symbolic",
      .group = "host",
      .scope = YADO_SCOPE_HOST,
      .danger = YADO_DANGER_LOSES,
      .confirm = N_("Forget the host %s? Its connection is closed and its label is lost; the host "
                    "itself and its guests stay as they are."),
      .run = run_forget },
    { .id = "host.debug-keys",
      .command = "debug-keys",
      .label = N_("Send debug _keys…"),
      .help = N_("Sends Xen itself debug keys, each a letter or digit: h writes into the "
                 "hypervisor's log what there is. For experts: some stop the host."),
      .group = "host",
      .scope = YADO_SCOPE_HOST,
      .needs = YADO_CAP_HOST_LOG,
      .danger = YADO_DANGER_LOSES,
      .subject = "keys",
      .confirm = N_("Send Xen the debug keys %s? Some of them stop the host with all guests: R "
                    "restarts it, C lets it crash."),
      .operation = "debug-keys",
      .form = &yado_form_debug_keys },
    { .id = "host.cpupools",
      .command = "cpupool list",
      .label = N_("CPU _pools"),
      .help = N_("Shows Xen's CPU pools: which of the host's processors they have, how these are "
                 "shared out, and how many guests run there."),
      CPU_POOLS,
      .view = "cpupools" },
    { .id = "cpupool.create",
      .command = "cpupool create",
      .label = N_("_New CPU pool…"),
      .help = N_("Makes a CPU pool of some of the host's processors. When that fails, all pools "
                 "are as before."),
      CPU_POOLS,
      .changes_resources = TRUE,
      .subject = "name",
      .operation = "cpupool-create",
      .form = &yado_form_cpupool_create,
      .init_form = init_cpupool_create },
    { .id = "cpupool.set",
      .command = "cpupool set",
      .label = N_("_Change a CPU pool…"),
      .help = N_("Gives a CPU pool another name or other processors, or changes how its scheduler "
                 "works. Guests that run there go on."),
      CPU_POOLS,
      .danger = YADO_DANGER_DISRUPTS,
      .changes_resources = TRUE,
      .subject = "cpupool",
      .operation = "cpupool-set",
      .form = &yado_form_cpupool_set,
      .init_form = init_cpupool_set },
    { .id = "cpupool.delete",
      .command = "cpupool delete",
      .label = N_("_Delete a CPU pool…"),
      .help = N_("Deletes a CPU pool in which no guest runs, and gives its processors to another "
                 "one."),
      CPU_POOLS,
      .danger = YADO_DANGER_LOSES,
      .confirm = N_("The CPU pool %s is deleted. Guests whose configuration names it do not start "
                    "any more."),
      .changes_resources = TRUE,
      .subject = "cpupool",
      .operation = "cpupool-delete",
      .form = &yado_form_cpupool_delete,
      .init_form = init_cpupool_delete },
    { 0 },
};
