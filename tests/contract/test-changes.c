/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What others do to the host meanwhile, and hosts that are not as one would like. */
#include "config.h"

#include "contract.h"

#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Issue: "changes made with virsh appear within a second". */
#define SOON 1.0

typedef struct {
    Contract *contract;
    const char *name, *text;
} Expectation;

static gboolean
has_title(gpointer data)
{
    Expectation *expectation = data;
    YadoGuest *guest = contract_peek(expectation->contract, expectation->name);
    return guest && g_strcmp0(yado_guest_get_title(guest), expectation->text) == 0;
}

static gboolean
is_known(gpointer data)
{
    Expectation *expectation = data;
    return contract_peek(expectation->contract, expectation->name) != NULL;
}

/* "beta" becomes "gamma", with a title.  libvirt's Xen driver renames nothing: there it goes, and another comes. */
static void
rename_outside(Contract *contract)
{
    if (contract->place == PLACE_XEN) {
        g_free(yado_test_virsh(contract->uri, "undefine", "beta", NULL));
        contract_define(contract, "gamma");
    } else
        g_free(yado_test_virsh(contract->uri, "domrename", "beta", "gamma", NULL));
    g_free(yado_test_virsh(contract->uri, "desc", "gamma", "--title", "neu", "--config", NULL));
}

/* virsh itself takes its time; what counts is the time after it has returned. */
static void
test_outside(gconstpointer data)
{
    g_autoptr(Contract) contract = contract_open((Place)GPOINTER_TO_INT(data), NULL);
    if (!contract)
        return;
    YadoGuest *alpha = contract_find(contract, "alpha");
    const char *uri = contract->uri;
    g_free(yado_test_virsh(uri, "start", "alpha", NULL));
    contract_wait_state(alpha, YADO_GUEST_RUNNING, SOON);
    g_free(yado_test_virsh(uri, "suspend", "alpha", NULL));
    contract_wait_state(alpha, YADO_GUEST_PAUSED, SOON);
    contract_define(contract, "beta");
    Expectation known = { contract, "beta", NULL };
    g_assert_true(yado_test_wait(is_known, &known, SOON));
    guint serial = yado_guest_get_serial(alpha); /* what was told of alpha came before */
    rename_outside(contract);
    Expectation renamed = { contract, "gamma", "neu" };
    g_assert_true(yado_test_wait(is_known, &renamed, SOON));
    g_assert_null(contract_peek(contract, "beta"));
    YadoGuest *gamma = contract_find(contract, "gamma");
    yado_host_watch(contract->host, contract, &gamma, 1); /* what nobody looks at is not read */
    g_assert_true(yado_test_wait(has_title, &renamed, SOON));
    yado_host_watch(contract->host, contract, NULL, 0);
    g_free(yado_test_virsh(uri, "undefine", "gamma", NULL));
    contract_wait_gone(contract, "gamma", SOON);
    /* Nobody listed the others again: alpha's row is as it was. */
    g_assert_cmpuint(yado_guest_get_serial(alpha), ==, serial);
}

/* Pools and networks are told of from the first time that somebody asks for them. */
static void
test_outside_resources(gconstpointer data)
{
    g_autoptr(Contract) contract = contract_open((Place)GPOINTER_TO_INT(data), NULL);
    if (!contract)
        return;
    const char *folder = yado_test_daemon_get_folder(contract->daemon);
    contract_wait_resource(contract, YADO_RESOURCE_POOLS, NULL, "outside", FALSE);
    g_free(yado_test_virsh(contract->uri, "pool-define-as", "outside", "dir", "--target", folder,
                           NULL));
    contract_wait_resource(contract, YADO_RESOURCE_POOLS, NULL, "outside", TRUE);
    g_free(yado_test_virsh(contract->uri, "pool-undefine", "outside", NULL));
    contract_wait_resource(contract, YADO_RESOURCE_POOLS, NULL, "outside", FALSE);
}

/* Somebody else edits the same value meanwhile: nothing is overwritten, unless asked to. */
static void
test_conflict(gconstpointer data)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(Contract) contract = contract_open((Place)GPOINTER_TO_INT(data), NULL);
    if (!contract)
        return;
    YadoGuest *alpha = contract_find(contract, "alpha");
    g_autoptr(YadoDocument) document = contract_get_document(alpha);
    yado_document_set_value(document, NULL, "title", "mine", &error);
    g_assert_no_error(error);
    g_free(yado_test_virsh(contract->uri, "desc", "alpha", "--title", "theirs", "--config", NULL));
    g_autoptr(YadoDocument) refused = contract_apply(alpha, document, YADO_APPLY_STORED, &error);
    g_assert_error(error, YADO_ERROR, YADO_ERROR_CONFLICT);
    g_assert_null(refused);
    g_clear_error(&error);
    g_autofree char *title =
        yado_test_virsh(contract->uri, "desc", "alpha", "--title", "--config", NULL);
    g_assert_cmpstr(g_strstrip(title), ==, "theirs");
    g_autoptr(YadoDocument) forced =
        contract_apply(alpha, document, YADO_APPLY_STORED | YADO_APPLY_FORCE, &error);
    g_assert_no_error(error);
    g_autofree char *after = yado_document_dup_value(forced, NULL, "title");
    g_assert_cmpstr(after, ==, "mine");
}

/* An edit elsewhere in the same guest is no conflict, and is kept. */
static void
test_other_edit(gconstpointer data)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(Contract) contract = contract_open((Place)GPOINTER_TO_INT(data), NULL);
    if (!contract)
        return;
    YadoGuest *alpha = contract_find(contract, "alpha");
    g_autoptr(YadoDocument) document = contract_get_document(alpha);
    yado_document_set_value(document, NULL, "description", "mine", &error);
    g_free(yado_test_virsh(contract->uri, "desc", "alpha", "--title", "theirs", "--config", NULL));
    g_autoptr(YadoDocument) stored = contract_apply(alpha, document, YADO_APPLY_STORED, &error);
    g_assert_no_error(error);
    g_autofree char *title = yado_document_dup_value(stored, NULL, "title");
    g_assert_cmpstr(title, ==, "theirs");
}

/* The guest goes while its document is open. */
static void
test_undefined_meanwhile(gconstpointer data)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(Contract) contract = contract_open((Place)GPOINTER_TO_INT(data), NULL);
    if (!contract)
        return;
    g_autoptr(YadoGuest) alpha = g_object_ref(contract_find(contract, "alpha"));
    g_autoptr(YadoDocument) document = contract_get_document(alpha);
    yado_document_set_value(document, NULL, "title", "mine", &error);
    g_free(yado_test_virsh(contract->uri, "undefine", "alpha", NULL));
    g_autoptr(YadoDocument) stored = contract_apply(alpha, document, YADO_APPLY_STORED, &error);
    g_assert_error(error, YADO_ERROR, YADO_ERROR_NOT_FOUND);
    g_assert_null(stored);
    contract_wait_gone(contract, "alpha", SOON);
    g_assert_true(yado_guest_is_gone(alpha));
}

/* ---- a daemon killed in the middle ---- */

static void
expect_recovery(Contract *contract)
{
    contract_wait_host(contract->host, YADO_HOST_LOST, 10);
    g_assert_nonnull(yado_host_get_error(contract->host));
    g_assert_true(yado_host_is_stale(contract->host));
    yado_test_daemon_start(contract->daemon);
    contract_wait_host(contract->host, YADO_HOST_OPEN, 20);
    contract_load(contract, YADO_LOAD_LIST);
    g_assert_false(yado_host_is_stale(contract->host));
}

static void
test_killed_in_list(gconstpointer data)
{
    g_autoptr(Contract) contract = contract_open((Place)GPOINTER_TO_INT(data), NULL);
    if (!contract)
        return;
    contract_find(contract, "alpha");
    yado_test_daemon_freeze(contract->daemon);
    yado_host_refresh(contract->host);
    yado_test_daemon_kill(contract->daemon);
    expect_recovery(contract);
    /* The test driver forgets its guests with the daemon, QEMU's does not: no zombies, nothing lost. */
    if (contract->place == PLACE_DAEMON)
        contract_wait_gone(contract, "alpha", 5);
    else
        contract_find(contract, "alpha");
}

static void
test_killed_in_start(gconstpointer data)
{
    g_autoptr(Contract) contract = contract_open((Place)GPOINTER_TO_INT(data), NULL);
    if (!contract)
        return;
    YadoGuest *alpha = contract_find(contract, "alpha");
    yado_test_daemon_freeze(contract->daemon);
    g_autoptr(YadoJob) job = contract_begin(contract, alpha, "guest.start", NULL);
    yado_test_daemon_kill(contract->daemon);
    contract_await(job, YADO_JOB_FAILED);
    /* It was sent: nobody can say whether it was done. */
    g_assert_error(yado_job_get_error(job), YADO_ERROR, YADO_ERROR_UNCERTAIN);
    g_assert_nonnull(strstr(yado_job_get_error(job)->message, "is not known"));
    expect_recovery(contract);
    if (contract->place != PLACE_QEMU)
        return;
    alpha = contract_find(contract, "alpha");
    contract_wait_state(alpha, YADO_GUEST_SHUT_OFF, 5);
    contract_perform(contract, alpha, "guest.start");
    contract_wait_state(alpha, YADO_GUEST_RUNNING, 5);
}

static gboolean
has_save_file(gpointer folder)
{
    g_autofree char *path = g_build_filename(folder, "config/libvirt/qemu/save/alpha.save", NULL);
    struct stat info;
    return stat(path, &info) == 0 && info.st_size > 0;
}

static gboolean
agrees_with_virsh(gpointer data)
{
    Contract *contract = data;
    YadoGuest *alpha = contract_find(contract, "alpha");
    g_autofree char *state = yado_test_virsh_dup_state(contract->uri, "alpha");
    YadoGuestState own = yado_guest_get_state(alpha);
    return strcmp(state, "running") == 0  ? own == YADO_GUEST_RUNNING
           : strcmp(state, "paused") == 0 ? own == YADO_GUEST_PAUSED
                                          : own == YADO_GUEST_SHUT_OFF || own == YADO_GUEST_SAVED;
}

static void
test_killed_in_save(gconstpointer data)
{
    g_autoptr(Contract) contract = contract_open((Place)GPOINTER_TO_INT(data), NULL);
    if (!contract)
        return;
    YadoGuest *alpha = contract_find(contract, "alpha");
    contract_perform(contract, alpha, "guest.start");
    contract_wait_state(alpha, YADO_GUEST_RUNNING, 5);
    g_autoptr(YadoJob) job = contract_begin(contract, alpha, "guest.save", NULL);
    g_assert_true(
        yado_test_wait(has_save_file, (gpointer)yado_test_daemon_get_folder(contract->daemon), 10));
    yado_test_daemon_kill(contract->daemon);
    contract_await(job, YADO_JOB_FAILED);
    expect_recovery(contract);
    g_assert_true(yado_test_wait(agrees_with_virsh, contract, 10));
}

/* ---- hosts that are not as one would like ---- */

static void
expect_open_error(const char *uri, YadoErrorCode code)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(YadoSession) session = yado_session_new(NULL);
    YadoHost *host = contract_connect(session, uri, &error);
    g_assert_error(error, YADO_ERROR, (int)code);
    g_assert_cmpuint(strlen(error->message), >, 10);
    g_assert_nonnull(yado_host_get_error(host));
    g_assert_cmpint(yado_host_get_state(host), !=, YADO_HOST_OPEN);
    yado_host_close(host);
}

static void
test_unknown_scheme(void)
{
    expect_open_error("nonsense:///system", YADO_ERROR_INVALID);
}

static void
test_no_daemon(void)
{
    g_autofree char *uri =
        g_strdup_printf("qemu+unix:///session?socket=%s/none", yado_test_get_folder());
    expect_open_error(uri, YADO_ERROR_CONNECTION);
}

/* Root may always: it tries as somebody else. */
static void
test_denied(void)
{
    g_autoptr(YadoTestDaemon) daemon = yado_test_daemon_new();
    if (!daemon)
        return;
    g_assert_cmpint(chown(yado_test_daemon_get_socket(daemon), geteuid(), getegid()), ==, 0);
    g_assert_cmpint(chmod(yado_test_daemon_get_socket(daemon), 0), ==, 0);
    gboolean root = geteuid() == 0;
    if (root)
        g_assert_cmpint(seteuid(65534), ==, 0);
    expect_open_error(yado_test_daemon_get_qemu_uri(daemon), YADO_ERROR_DENIED);
    if (root)
        g_assert_cmpint(seteuid(0), ==, 0);
}

static void
test_no_guests(void)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *path = g_build_filename(yado_test_get_folder(), "empty.xml", NULL);
    g_autofree char *uri = g_strdup_printf("test://%s", path);
    yado_test_write_file(path, "<node/>");
    Contract contract = { .session = yado_session_new(NULL) };
    contract.host = contract_connect(contract.session, uri, &error);
    g_assert_no_error(error);
    contract_load(&contract, YADO_LOAD_FACTS | YADO_LOAD_STATS | YADO_LOAD_RATES);
    g_assert_cmpuint(g_list_model_get_n_items(G_LIST_MODEL(contract.host)), ==, 0);
    g_assert_true(yado_host_is_listed(contract.host));
    yado_host_close(contract.host);
    g_object_unref(contract.session);
}

static void
test_hostile_names(gconstpointer data)
{
    g_autofree char *longest = g_strnfill(255, 'x');
    const char *names[] = { "two words",      "100%s%n",   "_under_score_", "quote'\"s",
                            "日本語のゲスト", "שלום עולם", "<b>&amp;<b>",   "-dash",
                            "a;rm -rf *",     longest };
    g_autoptr(GString) xml = g_string_new(NULL);
    for (guint i = 0; i < G_N_ELEMENTS(names); i++) {
        g_autofree char *domain = contract_dup_domain(names[i]);
        g_string_append(xml, domain);
    }
    g_autoptr(Contract) contract = contract_open((Place)GPOINTER_TO_INT(data), xml->str);
    for (guint i = 0; i < G_N_ELEMENTS(names); i++) {
        YadoGuest *guest = contract_find(contract, names[i]);
        g_autoptr(GPtrArray) found = yado_host_match_guests(contract->host, names[i]);
        g_assert_cmpuint(found->len, ==, 1);
        g_assert_true(found->pdata[0] == guest);
        contract_perform(contract, guest, "guest.pause");
        contract_wait_state(guest, YADO_GUEST_PAUSED, 2);
    }
}

/* A name with a line break is refused before the host sees it. */
static void
test_newline_refused(gconstpointer data)
{
    g_autoptr(Contract) contract = contract_open((Place)GPOINTER_TO_INT(data), NULL);
    g_autoptr(GPtrArray) guests = g_ptr_array_new();
    g_ptr_array_add(guests, contract_find(contract, "alpha"));
    YadoTargets targets = { contract->session, guests, contract->host };
    g_autoptr(YadoForm) form =
        yado_action_create_form(yado_catalog_find_action("guest.rename"), &targets);
    static const char *const wrong[] = { "two\nlines", "", "a/b" };
    for (guint i = 0; i < G_N_ELEMENTS(wrong); i++) {
        g_autoptr(GError) error = NULL;
        yado_form_set_text(form, yado_form_find_field(form, "name"), wrong[i], NULL);
        g_assert_false(yado_form_validate(form, NULL, &error));
        g_assert_error(error, YADO_ERROR, YADO_ERROR_INVALID);
    }
}

/* 5,000 guests through a daemon: listed, and one that changes is found at once. */
static void
test_many(void)
{
    enum { MANY = 5000 };
    g_autoptr(GError) error = NULL;
    g_autoptr(YadoTestDaemon) daemon = yado_test_daemon_new();
    if (!daemon)
        return;
    g_autofree char *uri = NULL;
    g_autofree char *path = g_build_filename(yado_test_daemon_get_folder(daemon), "many.xml", NULL);
    GString *xml = g_string_new("<node>");
    for (guint i = 0; i < MANY; i++) {
        g_autofree char *name = g_strdup_printf("guest-%04u", i);
        g_autofree char *domain = contract_dup_domain(name);
        g_string_append(xml, domain);
    }
    g_string_append(xml, "</node>");
    yado_test_write_file(path, xml->str);
    g_string_free(xml, TRUE);
    uri = g_strdup_printf("test+unix://%s?socket=%s", path, yado_test_daemon_get_socket(daemon));
    Contract contract = { .session = yado_session_new(NULL) };
    contract.host = contract_connect(contract.session, uri, &error);
    g_assert_no_error(error);
    contract_load(&contract, YADO_LOAD_LIST);
    g_assert_cmpuint(g_list_model_get_n_items(G_LIST_MODEL(contract.host)), ==, MANY);
    YadoGuest *guest = contract_find(&contract, "guest-4321");
    contract_perform(&contract, guest, "guest.pause");
    contract_wait_state(guest, YADO_GUEST_PAUSED, SOON);
    yado_host_close(contract.host);
    g_object_unref(contract.session);
}

int
main(int argc, char **argv)
{
    yado_test_guard();
    g_test_init(&argc, &argv, NULL);
    contract_add("outside", PLACE_SHARED_XEN, test_outside);
    contract_add("outside-resources", PLACE_SHARED, test_outside_resources);
    contract_add("conflict", PLACE_SHARED_XEN, test_conflict);
    contract_add("other-edit", PLACE_SHARED_XEN, test_other_edit);
    contract_add("undefined-meanwhile", PLACE_SHARED_XEN, test_undefined_meanwhile);
    contract_add("killed-in-list", PLACE_SHARED, test_killed_in_list);
    contract_add("killed-in-start", PLACE_SHARED, test_killed_in_start);
    contract_add("killed-in-save", PLACE_QEMU, test_killed_in_save);
    contract_add("hostile-names", PLACE_FILE, test_hostile_names);
    contract_add("newline-refused", PLACE_FILE, test_newline_refused);
    g_test_add_func("/contract/unknown-scheme", test_unknown_scheme);
    g_test_add_func("/contract/no-daemon", test_no_daemon);
    g_test_add_func("/contract/denied", test_denied);
    g_test_add_func("/contract/no-guests", test_no_guests);
    g_test_add_func("/contract/many", test_many);
    return g_test_run();
}
