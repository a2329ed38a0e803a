/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "model/yado-session.h"

#include <string.h>

#include "backend/yado-backend-registry.h"

#define HOST_GROUP "host "

struct _YadoSession {
    GObject parent_instance;
    YadoSettings *settings;
    YadoJobQueue *jobs;
    YadoPrompt *prompt;
    GPtrArray *hosts;
    GHashTable *kept; /* hosts that the user added: written to the settings */
};

static void list_model_iface_init(GListModelInterface *iface);

G_DEFINE_TYPE_WITH_CODE(YadoSession, yado_session, G_TYPE_OBJECT,
                        G_IMPLEMENT_INTERFACE(G_TYPE_LIST_MODEL, list_model_iface_init))

static GType
get_item_type(GListModel *model)
{
    return YADO_TYPE_HOST;
}

static guint
get_n_items(GListModel *model)
{
    return YADO_SESSION(model)->hosts->len;
}

static gpointer
get_item(GListModel *model, guint position)
{
    YadoSession *self = YADO_SESSION(model);

    return position < self->hosts->len ? g_object_ref(self->hosts->pdata[position]) : NULL;
}

static void
list_model_iface_init(GListModelInterface *iface)
{
    iface->get_item_type = get_item_type;
    iface->get_n_items = get_n_items;
    iface->get_item = get_item;
}

static void
close_hosts(YadoSession *self)
{
    for (guint i = 0; i < self->hosts->len; i++)
        yado_host_close(self->hosts->pdata[i]);
}

static void
yado_session_dispose(GObject *object)
{
    YadoSession *self = YADO_SESSION(object);

    close_hosts(self);
    g_ptr_array_set_size(self->hosts, 0);
    g_clear_object(&self->jobs);
    g_clear_object(&self->prompt);
    G_OBJECT_CLASS(yado_session_parent_class)->dispose(object);
}

static void
yado_session_finalize(GObject *object)
{
    YadoSession *self = YADO_SESSION(object);

    g_ptr_array_unref(self->hosts);
    g_hash_table_unref(self->kept);
    g_clear_pointer(&self->settings, yado_settings_free);
    G_OBJECT_CLASS(yado_session_parent_class)->finalize(object);
}

static void
yado_session_class_init(YadoSessionClass *klass)
{
    G_OBJECT_CLASS(klass)->dispose = yado_session_dispose;
    G_OBJECT_CLASS(klass)->finalize = yado_session_finalize;
}

static void
yado_session_init(YadoSession *self)
{
    self->settings = yado_settings_new(NULL);
    self->jobs = yado_job_queue_new();
    self->hosts = g_ptr_array_new_with_free_func(g_object_unref);
    self->kept = g_hash_table_new(NULL, NULL);
}

static YadoHost *
find_by_uri(YadoSession *self, const char *uri)
{
    for (guint i = 0; i < self->hosts->len; i++)
        if (strcmp(yado_host_get_uri(self->hosts->pdata[i]), uri) == 0)
            return self->hosts->pdata[i];
    return NULL;
}

static char *
get_group(const char *uri)
{
    return g_strconcat(HOST_GROUP, uri, NULL);
}

/* What the settings know of it, whether it came from there or not. */
static void
read_host(YadoSession *self, YadoHost *host)
{
    g_autofree char *group = get_group(yado_host_get_uri(host));
    g_autofree char *label = yado_settings_dup_string(self->settings, group, "label", NULL);

    if (label)
        yado_host_set_label(host, label);
    yado_host_set_interval(host, yado_settings_get_int(self->settings, "list", "interval", 2000));
    yado_host_set_autoconnect(host,
                              yado_settings_get_bool(self->settings, group, "autoconnect", TRUE));
}

static YadoHost *
ensure_host(YadoSession *self, const char *uri)
{
    YadoHost *host = find_by_uri(self, uri);

    if (host)
        return host;
    host = yado_host_new(uri, self->prompt);
    read_host(self, host);
    g_ptr_array_add(self->hosts, host);
    g_list_model_items_changed(G_LIST_MODEL(self), self->hosts->len - 1, 0, 1);
    return host;
}

static void
load_kept(YadoSession *self)
{
    g_auto(GStrv) groups = yado_settings_list_groups(self->settings, HOST_GROUP);

    for (guint i = 0; groups && groups[i]; i++)
        if (groups[i][strlen(HOST_GROUP)])
            g_hash_table_add(self->kept, ensure_host(self, groups[i] + strlen(HOST_GROUP)));
}

static YadoHost *
find_by_label(YadoSession *self, const char *label)
{
    for (guint i = 0; i < self->hosts->len; i++)
        if (strcmp(yado_host_get_label(self->hosts->pdata[i]), label) == 0)
            return self->hosts->pdata[i];
    return NULL;
}

/* Of a host that is kept and may not be loaded; or NULL.  (transfer full) */
static char *
dup_kept_uri(YadoSession *self, const char *label)
{
    g_auto(GStrv) groups = yado_settings_list_groups(self->settings, HOST_GROUP);

    for (guint i = 0; groups && groups[i]; i++) {
        g_autofree char *own = yado_settings_dup_string(self->settings, groups[i], "label", NULL);

        if (g_strcmp0(own, label) == 0)
            return g_strdup(groups[i] + strlen(HOST_GROUP));
    }
    return NULL;
}

/* A URI, a short form of one, or the label of a host: all that a host is called by.  (transfer full) */
static char *
dup_uri_of(YadoSession *self, const char *word)
{
    g_autofree char *uri = yado_session_expand_uri(word);
    YadoHost *host = find_by_uri(self, uri);
    char *kept = NULL;

    if (!host)
        host = find_by_label(self, word);
    if (host)
        return g_strdup(yado_host_get_uri(host));
    if (strcmp(uri, word) == 0)
        kept = dup_kept_uri(self, word);
    return kept ? kept : g_steal_pointer(&uri);
}

static gboolean
is_xen_control_domain(void)
{
    g_autofree char *text = NULL;

    if (g_file_get_contents("/proc/xen/capabilities", &text, NULL, NULL))
        return strstr(text, "control_d") != NULL;
    return g_file_get_contents("/sys/hypervisor/type", &text, NULL, NULL) &&
           g_str_has_prefix(text, "xen");
}

/* Public. */

YadoSession *
yado_session_new(YadoPrompt *prompt)
{
    YadoSession *self = g_object_new(YADO_TYPE_SESSION, NULL);

    yado_session_set_prompt(self, prompt);
    return self;
}

void
yado_session_leave(YadoSession *self)
{
    g_return_if_fail(YADO_IS_SESSION(self));
    yado_backend_leave();
    close_hosts(self);
}

YadoSettings *
yado_session_get_settings(YadoSession *self)
{
    return self->settings;
}

YadoJobQueue *
yado_session_get_jobs(YadoSession *self)
{
    return self->jobs;
}

YadoPrompt *
yado_session_get_prompt(YadoSession *self)
{
    return self->prompt;
}

void
yado_session_set_prompt(YadoSession *self, YadoPrompt *prompt)
{
    g_set_object(&self->prompt, prompt);
    for (guint i = 0; i < self->hosts->len; i++)
        yado_host_set_prompt(self->hosts->pdata[i], prompt);
}

void
yado_session_load_hosts(YadoSession *self, const char *const *uris)
{
    g_autofree char *guess = NULL;

    g_return_if_fail(YADO_IS_SESSION(self));
    if (uris && uris[0]) {
        for (guint i = 0; uris[i]; i++) {
            g_autofree char *uri = dup_uri_of(self, uris[i]);

            ensure_host(self, uri);
        }
        return;
    }
    guess = yado_session_guess_uri();
    ensure_host(self, guess);
    load_kept(self);
}

char *
yado_session_guess_uri(void)
{
    const char *given = g_getenv("YADO_URI");

    if (given && *given)
        return yado_session_expand_uri(given);
    return is_xen_control_domain() ? g_strdup("xen:///system") : yado_session_get_demo_uri();
}

char *
yado_session_get_demo_uri(void)
{
    const char *folder = g_getenv("YADO_DATA_PATH");
    g_autofree char *path =
        g_build_filename(folder && *folder ? folder : YADO_DATADIR, "demo-host.xml", NULL);
    g_autofree char *whole = g_canonicalize_filename(path, NULL);
    g_autofree char *escaped = g_uri_escape_string(whole, "/", TRUE);

    return g_strconcat("test://", escaped, NULL);
}

char *
yado_session_expand_uri(const char *text)
{
    static const struct {
        const char *word, *uri;
    } words[] = {
        { "xen", "xen:///system" },
        { "qemu", "qemu:///system" },
        { "session", "qemu:///session" },
        { "lxc", "lxc:///system" },
    };

    g_return_val_if_fail(text != NULL, NULL);
    if (strcmp(text, "demo") == 0)
        return yado_session_get_demo_uri();
    for (guint i = 0; i < G_N_ELEMENTS(words); i++)
        if (strcmp(text, words[i].word) == 0)
            return g_strdup(words[i].uri);
    return g_strdup(text);
}

gboolean
yado_session_check_uri(const char *text, GError **error)
{
    g_autofree char *uri = NULL;
    g_autoptr(YadoBackend) backend = NULL;

    g_return_val_if_fail(text != NULL, FALSE);
    uri = yado_session_expand_uri(text);
    backend = yado_backend_registry_create(uri, error);
    return backend != NULL;
}

YadoHost *
yado_session_add_host(YadoSession *self, const char *uri)
{
    g_autofree char *whole = yado_session_expand_uri(uri);
    YadoHost *host = ensure_host(self, whole);

    g_hash_table_add(self->kept, host);
    return host;
}

YadoHost *
yado_session_find_host(YadoSession *self, const char *uri_or_label)
{
    g_autofree char *uri = dup_uri_of(self, uri_or_label);

    return find_by_uri(self, uri);
}

void
yado_session_forget_host(YadoSession *self, YadoHost *host)
{
    g_autofree char *group = get_group(yado_host_get_uri(host));
    guint position;

    if (!g_ptr_array_find(self->hosts, host, &position))
        return;
    g_object_ref(host);
    yado_host_close(host);
    yado_settings_remove_group(self->settings, group);
    g_hash_table_remove(self->kept, host);
    g_ptr_array_remove_index(self->hosts, position);
    g_list_model_items_changed(G_LIST_MODEL(self), position, 1, 0);
    g_object_unref(host);
}

static void
write_host(YadoSession *self, YadoHost *host)
{
    g_autofree char *group = get_group(yado_host_get_uri(host));

    yado_settings_set_string(self->settings, group, "label", yado_host_get_own_label(host));
    yado_settings_set_bool(self->settings, group, "autoconnect", yado_host_get_autoconnect(host));
}

/* A host from the command line, or the one that was guessed, is kept only when the user told something about it. */
static gboolean
is_worth_keeping(YadoSession *self, YadoHost *host)
{
    return g_hash_table_contains(self->kept, host) || yado_host_get_own_label(host) ||
           !yado_host_get_autoconnect(host);
}

gboolean
yado_session_save(YadoSession *self, GError **error)
{
    for (guint i = 0; i < self->hosts->len; i++)
        if (is_worth_keeping(self, self->hosts->pdata[i]))
            write_host(self, self->hosts->pdata[i]);
    return yado_settings_save(self->settings, error);
}
