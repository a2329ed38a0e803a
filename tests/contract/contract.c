/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "contract.h"

#include <string.h>

/* ---- places ---- */

char *
contract_dup_domain(const char *name)
{
    return g_markup_printf_escaped("<domain type='test'><name>%s</name><memory>131072</memory>"
                                   "<currentMemory>131072</currentMemory><vcpu>1</vcpu>"
                                   "<os><type>hvm</type></os></domain>\n",
                                   name);
}

static char *
write_node(const char *extra_xml)
{
    static guint serial;
    char *path = g_strdup_printf("%s/node%u.xml", yado_test_get_folder(), serial++);
    g_autofree char *alpha = contract_dup_domain("alpha");
    /* Guests of a node file run at first, but for this one. */
    g_autoptr(GString) off = g_string_new(alpha);
    g_string_replace(off, "<domain type='test'>",
                     "<domain type='test' xmlns:test='http://libvirt.org/schemas/domain/test/1.0'>",
                     1);
    g_string_replace(off, "</os>", "</os><test:runstate>5</test:runstate>", 1);
    g_autofree char *text =
        g_strdup_printf("<node>%s%s</node>", off->str, extra_xml ? extra_xml : "");
    yado_test_write_file(path, text);
    return path;
}

/* ---- a real Xen host ---- */

static const char *
get_xen_uri(Place place)
{
    return !g_getenv("YADO_TEST_SSH_CONFIG") ? NULL
           : place == PLACE_XEN              ? g_getenv("YADO_TEST_XEN_URI")
                                             : g_getenv("YADO_TEST_XL_URI");
}

/* In its dom0. */
static char *
run_in_dom0(const char *command)
{
    const char *const argv[] = { "ssh",   "-n",    "-F", g_getenv("YADO_TEST_SSH_CONFIG"),
                                 "xen-a", command, NULL };
    char *output = NULL;
    yado_test_run(argv, &output);
    return output;
}

/* Whatever its guests are called now. */
static void
clean_xen_host(void)
{
    g_free(run_in_dom0(
        "for id in $(xl list | awk 'NR > 2 { print $(NF-4) }'); do xl destroy $id; done; "
        "for id in $(virsh list --all --uuid | grep -v ^00000000-0000); do "
        "virsh destroy $id; virsh undefine --managed-save $id; done; "
        "rm -f /etc/xen/*.cfg /etc/xen/auto/* /var/lib/xen/save/*"));
}

static char *
dup_xen_domain(const char *name)
{
    return g_markup_printf_escaped(
        "<domain type='xen'><name>%s</name><memory>131072</memory><vcpu>1</vcpu>"
        "<os><type arch='x86_64' machine='xenpv'>linux</type>"
        "<kernel>/var/lib/yado-lab/vmlinux</kernel><initrd>/var/lib/yado-lab/guest.img</initrd>"
        "<cmdline>console=hvc0 quiet</cmdline></os><on_reboot>restart</on_reboot>"
        "<devices><console type='pty'/></devices></domain>\n",
        name);
}

static void
prepare_xen_host(Contract *self)
{
    self->uri = g_strdup(get_xen_uri(self->place));
    clean_xen_host();
    if (self->place == PLACE_XEN)
        contract_define(self, "alpha");
    else
        g_free(
            run_in_dom0("cd /var/lib/yado-lab && sed -e s/xl-pv/alpha/g -e /^maxmem/d -e /^disk/d "
                        "-e /^vif/d -e /^vfb/d -e 's/^vcpus.*/vcpus = 1/' pv.cfg "
                        ">/etc/xen/alpha.cfg"));
}

void
contract_define(Contract *self, const char *name)
{
    if (self->place == PLACE_QEMU) {
        yado_test_guest_define(self->daemon, name);
        return;
    }
    g_autofree char *xml =
        self->place == PLACE_XEN ? dup_xen_domain(name) : contract_dup_domain(name);
    yado_test_virsh_define(self->uri, xml);
}

static gboolean
listens(gpointer data)
{
    g_autofree char *answer = run_in_dom0(
        "xenstore-read /local/domain/$(xl domid alpha)/control/feature-suspend || true");
    return strstr(answer, "1") != NULL;
}

void
contract_wait_ready(Contract *self)
{
    if (self->place == PLACE_QEMU)
        yado_test_guest_wait_ready(self->daemon, "alpha", 1);
    else if (self->place & (PLACE_XL | PLACE_XEN) && !yado_test_wait(listens, self, 60))
        g_error("alpha does not listen");
}

static gboolean
prepare_place(Contract *self, const char *extra_xml)
{
    if (self->place & (PLACE_XL | PLACE_XEN)) {
        prepare_xen_host(self);
        return TRUE;
    }
    if (self->place == PLACE_FILE) {
        g_autofree char *path = write_node(extra_xml);
        self->uri = g_strdup_printf("test://%s", path);
        return TRUE;
    }
    self->daemon =
        self->place == PLACE_SYSTEM ? yado_test_daemon_new_system() : yado_test_daemon_new();
    if (!self->daemon)
        return FALSE;
    if (self->place == PLACE_DAEMON) {
        g_autofree char *alpha = contract_dup_domain("alpha");
        self->uri = g_strdup(yado_test_daemon_get_test_uri(self->daemon));
        yado_test_virsh_define(self->uri, alpha);
        return TRUE;
    }
    self->uri = g_strdup(yado_test_daemon_get_qemu_uri(self->daemon));
    if (!yado_test_guest_prepare(self->daemon))
        return FALSE;
    if (self->place == PLACE_QEMU)
        yado_test_guest_define(self->daemon, "alpha");
    return TRUE;
}

typedef struct {
    gboolean done, result;
    YadoDocument *document;
    GPtrArray *jobs;
    GError *error;
} Answer;

static gboolean
is_answered(gpointer data)
{
    return ((Answer *)data)->done;
}

static void
await(Answer *answer, const char *what)
{
    if (!yado_test_wait(is_answered, answer, 30))
        g_error("%s: no answer", what);
}

static void
on_host_opened_cb(GObject *source, GAsyncResult *result, gpointer data)
{
    Answer *answer = data;
    answer->result = yado_host_open_finish(YADO_HOST(source), result, &answer->error);
    answer->done = TRUE;
}

YadoHost *
contract_connect(YadoSession *session, const char *uri, GError **error)
{
    Answer answer = { 0 };
    YadoHost *host = yado_session_add_host(session, uri);
    yado_host_open_async(host, YADO_OPEN_EVENTS | YADO_OPEN_WHOLE, NULL, on_host_opened_cb,
                         &answer);
    await(&answer, "open");
    if (!answer.result)
        g_propagate_error(error, answer.error);
    return host;
}

static void
on_host_loaded_cb(GObject *source, GAsyncResult *result, gpointer data)
{
    Answer *answer = data;
    answer->result = yado_host_load_finish(YADO_HOST(source), result, &answer->error);
    answer->done = TRUE;
}

void
contract_load(Contract *self, YadoLoadFlags flags)
{
    Answer answer = { 0 };
    yado_host_load_async(self->host, flags, YADO_LIST_SAVED | YADO_LIST_AUTOSTART, NULL,
                         on_host_loaded_cb, &answer);
    await(&answer, "load");
    g_assert_no_error(answer.error);
    g_assert_true(answer.result);
}

Contract *
contract_open(Place place, const char *extra_xml)
{
    g_autoptr(GError) error = NULL;
    Contract *self = g_new0(Contract, 1);
    self->place = place;
    if (!prepare_place(self, extra_xml)) {
        contract_close(self);
        return NULL;
    }
    self->session = yado_session_new(NULL);
    self->host = contract_connect(self->session, self->uri, &error);
    g_assert_no_error(error);
    contract_load(self, YADO_LOAD_FACTS);
    return self;
}

void
contract_close(Contract *self)
{
    if (self->host)
        yado_host_close(self->host);
    g_clear_object(&self->session);
    g_clear_pointer(&self->daemon, yado_test_daemon_free);
    if (self->place & (PLACE_XL | PLACE_XEN))
        clean_xen_host();
    g_free(self->uri);
    g_free(self);
}

/* ---- guests ---- */

YadoGuest *
contract_peek(Contract *self, const char *name)
{
    guint n = g_list_model_get_n_items(G_LIST_MODEL(self->host));
    for (guint i = 0; i < n; i++) {
        g_autoptr(YadoGuest) guest = g_list_model_get_item(G_LIST_MODEL(self->host), i);
        if (g_strcmp0(yado_guest_get_name(guest), name) == 0)
            return guest; /* the host holds it */
    }
    return NULL;
}

typedef struct {
    Contract *contract;
    const char *name;
    YadoGuest *guest;
    YadoHost *host;
    int state;
} Wait;

static gboolean
is_there(gpointer data)
{
    Wait *wait = data;
    return contract_peek(wait->contract, wait->name) != NULL;
}

static gboolean
is_gone(gpointer data)
{
    return !is_there(data);
}

static gboolean
is_in_state(gpointer data)
{
    Wait *wait = data;
    return (int)yado_guest_get_state(wait->guest) == wait->state;
}

static gboolean
is_host_in_state(gpointer data)
{
    Wait *wait = data;
    return (int)yado_host_get_state(wait->host) == wait->state;
}

YadoGuest *
contract_find(Contract *self, const char *name)
{
    Wait wait = { .contract = self, .name = name };
    if (!yado_test_wait(is_there, &wait, 10))
        g_error("There is no guest “%s”", name);
    return contract_peek(self, name);
}

void
contract_wait_gone(Contract *self, const char *name, double seconds)
{
    Wait wait = { .contract = self, .name = name };
    if (!yado_test_wait(is_gone, &wait, seconds))
        g_error("There still is a guest “%s”", name);
}

void
contract_wait_state(YadoGuest *guest, YadoGuestState state, double seconds)
{
    Wait wait = { .guest = guest, .state = (int)state };
    if (!yado_test_wait(is_in_state, &wait, seconds))
        g_error("%s is %s, not %s", yado_guest_get_name(guest),
                yado_guest_state_get_name(yado_guest_get_state(guest)),
                yado_guest_state_get_name(state));
}

void
contract_wait_host(YadoHost *host, YadoHostState state, double seconds)
{
    Wait wait = { .host = host, .state = (int)state };
    if (!yado_test_wait(is_host_in_state, &wait, seconds))
        g_error("The host's state is “%s”", yado_host_get_state_label(host));
}

/* ---- resources ---- */

typedef struct {
    YadoResources *resources;
    YadoResourceKind kind;
    const char *parent, *name;
    gboolean wanted;
} Sight;

static gboolean
is_as_wanted(gpointer data)
{
    Sight *sight = data;
    GPtrArray *list = yado_resources_list(sight->resources, sight->kind, sight->parent);
    return list && (yado_resource_list_find(list, sight->name) != NULL) == sight->wanted;
}

void
contract_wait_resource(Contract *contract, YadoResourceKind kind, const char *parent,
                       const char *name, gboolean wanted)
{
    Sight sight = { yado_resources_get(contract->host), kind, parent, name, wanted };
    yado_resources_want(sight.resources, kind, parent);
    if (!yado_test_wait(is_as_wanted, &sight, 20))
        g_error("%s “%s” is %s", yado_resource_kind_get_name(kind), name,
                wanted ? "not there" : "still there");
}

/* ---- actions ---- */

static void
on_action_performed_cb(GObject *source, GAsyncResult *result, gpointer data)
{
    Answer *answer = data;
    answer->jobs = yado_action_perform_finish(result, &answer->error);
    answer->done = TRUE;
}

static void
set_argument(YadoForm *form, const char *pair)
{
    g_autoptr(GError) error = NULL;
    g_auto(GStrv) parts = g_strsplit(pair, "=", 2);
    const YadoFieldSpec *field = yado_form_find_field(form, parts[0]);
    g_assert_nonnull(field);
    yado_form_set_text(form, field, parts[1], &error);
    g_assert_no_error(error);
}

YadoJob *
contract_begin(Contract *self, YadoGuest *guest, const char *action, ...)
{
    Answer answer = { 0 };
    const YadoActionSpec *spec = yado_catalog_find_action(action);
    g_assert_nonnull(spec);
    g_autoptr(GPtrArray) guests = g_ptr_array_new();
    if (guest)
        g_ptr_array_add(guests, guest);
    YadoTargets targets = { self->session, guests, self->host };
    g_autofree char *reason = NULL;
    if (!yado_action_check(spec, &targets, &reason))
        g_error("%s may not run on %s: %s", action,
                guest ? yado_guest_get_name(guest) : yado_host_get_label(self->host), reason);
    g_autoptr(YadoForm) form = yado_action_create_form(spec, &targets);
    va_list list;
    va_start(list, action);
    for (const char *pair = va_arg(list, const char *); pair; pair = va_arg(list, const char *))
        set_argument(form, pair);
    va_end(list);
    yado_action_perform_async(spec, &targets, form, TRUE, NULL, on_action_performed_cb, &answer);
    await(&answer, action);
    g_assert_no_error(answer.error);
    g_assert_cmpuint(answer.jobs->len, ==, 1);
    YadoJob *job = g_object_ref(answer.jobs->pdata[0]);
    g_ptr_array_unref(answer.jobs);
    return job;
}

static gboolean
is_job_finished(gpointer data)
{
    return yado_job_is_finished(data);
}

void
contract_await(YadoJob *job, YadoJobState state)
{
    if (!yado_test_wait(is_job_finished, job, 40))
        g_error("%s: does not end", yado_job_get_title(job));
    const GError *error = yado_job_get_error(job);
    if (yado_job_get_state(job) != state)
        g_error("%s: state %d, %s (%s)", yado_job_get_title(job), yado_job_get_state(job),
                error ? error->message : "no error", error ? yado_error_get_detail(error) : "");
}

void
contract_perform(Contract *self, YadoGuest *guest, const char *action)
{
    g_autoptr(YadoJob) job = contract_begin(self, guest, action, NULL);
    contract_await(job, YADO_JOB_DONE);
}

/* ---- documents ---- */

static void
on_document_got_cb(GObject *source, GAsyncResult *result, gpointer data)
{
    Answer *answer = data;
    answer->document = yado_guest_get_document_finish(YADO_GUEST(source), result, &answer->error);
    answer->done = TRUE;
}

YadoDocument *
contract_get_document(YadoGuest *guest)
{
    Answer answer = { 0 };
    yado_guest_get_document_async(guest, YADO_CONFIGURATION_INACTIVE, NULL, on_document_got_cb,
                                  &answer);
    await(&answer, "get document");
    g_assert_no_error(answer.error);
    return answer.document;
}

static void
on_document_applied_cb(GObject *source, GAsyncResult *result, gpointer data)
{
    Answer *answer = data;
    g_autofree char *dropped = NULL;
    answer->document =
        yado_guest_apply_finish(YADO_GUEST(source), result, &dropped, &answer->error);
    answer->done = TRUE;
}

YadoDocument *
contract_apply(YadoGuest *guest, YadoDocument *document, YadoApplyFlags flags, GError **error)
{
    Answer answer = { 0 };
    yado_guest_apply_async(guest, document, flags, NULL, on_document_applied_cb, &answer);
    await(&answer, "apply");
    if (answer.error)
        g_propagate_error(error, answer.error);
    return answer.document;
}

void
contract_add(const char *name, Place places, GTestDataFunc test)
{
    static const struct {
        Place place;
        const char *name;
    } all[] = { { PLACE_FILE, "file" },
                { PLACE_DAEMON, "daemon" },
                { PLACE_QEMU, "qemu" },
                { PLACE_XL, "xl" },
                { PLACE_XEN, "xen" } };
    for (guint i = 0; i < G_N_ELEMENTS(all); i++)
        if (places & all[i].place &&
            (!(all[i].place & (PLACE_XL | PLACE_XEN)) || get_xen_uri(all[i].place))) {
            g_autofree char *path = g_strdup_printf("/contract/%s/%s", all[i].name, name);
            g_test_add_data_func(path, GINT_TO_POINTER(all[i].place), test);
        }
}
