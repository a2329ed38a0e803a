/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "present/yado-console-link.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/yado-error.h"
#include "base/yado-text.h"
#include "present/yado-console-start.h"

#define FIRST_DELAY 100 /* milliseconds, doubled with each attempt */
#define LAST_DELAY 5000
/* Our own last session may not yet have been noticed as gone. */
#define BUSY_ATTEMPTS 4
#define FIRST_ATTEMPTS 4
/* One after the other, with nothing of use between them. */
#define MAX_BREAKS 5
/* A guest that is being migrated may be gone from one host before the other one tells of it: about three seconds. */
#define GONE_ATTEMPTS 5

struct _YadoConsoleLink {
    GObject parent_instance;
    YadoGuest *guest;
    YadoHost *host;
    GListModel *hosts; /* where it may be migrated to, or NULL */
    char *wanted;

    YadoLinkState state;
    GCancellable *cancellable; /* of the attempt that is under way */
    GIOStream *stream;
    YadoConsoleRecord *record;
    GError *error;
    gboolean force, was_open, is_confirmed;
    gboolean
        failed_off; /* its guest did not run then: what is true of it may change with its start */
    guint delay, busy_attempts, first_attempts, breaks, gone_attempts;
    guint retry_source;
};

G_DEFINE_FINAL_TYPE(YadoConsoleLink, yado_console_link, G_TYPE_OBJECT)

enum { CHANGED, CONFIRMED, N_SIGNALS };

static guint signals[N_SIGNALS];

static void start_attempt(YadoConsoleLink *self);

static void
set_state(YadoConsoleLink *self, YadoLinkState state, const GError *error)
{
    GError *copy = error ? g_error_copy(error) : NULL;

    g_clear_error(&self->error);
    self->error = copy;
    self->state = state;
    self->failed_off = state == YADO_LINK_FAILED && !yado_guest_is_active(self->guest);
    g_object_ref(self);
    g_signal_emit(self, signals[CHANGED], 0);
    if (state == YADO_LINK_OPEN || state == YADO_LINK_HELD || state == YADO_LINK_FAILED)
        yado_console_start_let_go(self->guest);
    g_object_unref(self);
}

static void
stop_attempt(YadoConsoleLink *self)
{
    g_clear_handle_id(&self->retry_source, g_source_remove);
    if (self->cancellable)
        g_cancellable_cancel(self->cancellable);
    g_clear_object(&self->cancellable);
    g_clear_object(&self->stream);
    self->is_confirmed = FALSE;
}

static gboolean
on_retry_due_cb(gpointer data)
{
    YadoConsoleLink *self = data;

    self->retry_source = 0;
    start_attempt(self);
    return G_SOURCE_REMOVE;
}

/* @error (nullable): what it broke with. */
static void
retry_later(YadoConsoleLink *self, const GError *error)
{
    stop_attempt(self);
    self->retry_source = g_timeout_add(self->delay, on_retry_due_cb, self);
    self->delay = MIN(self->delay * 2, LAST_DELAY);
    set_state(self, YADO_LINK_RETRYING, error);
}

static gboolean
is_guest_there(YadoConsoleLink *self)
{
    return yado_guest_get_host(self->guest) != NULL;
}

/* ---- Migration ---- */

/* The same guest, running, on another host that is open.  Borrowed, or NULL. */
static YadoGuest *
find_elsewhere(YadoConsoleLink *self)
{
    for (guint i = 0; self->hosts && i < g_list_model_get_n_items(self->hosts); i++) {
        g_autoptr(YadoHost) host = g_list_model_get_item(self->hosts, i);
        YadoGuest *guest = yado_host_find_guest(host, yado_guest_get_uuid(self->guest));

        if (host != self->host && yado_host_get_state(host) == YADO_HOST_OPEN && guest &&
            yado_guest_is_active(guest))
            return guest;
    }
    return NULL;
}

/* Only what ran here before can have gone to another host: a guest that is off may have copies. */
static gboolean
follow(YadoConsoleLink *self)
{
    YadoGuest *guest = NULL;

    if (self->was_open && !(is_guest_there(self) && yado_guest_is_active(self->guest)))
        guest = find_elsewhere(self);
    if (!guest)
        return FALSE;
    g_set_object(&self->guest, guest);
    g_set_object(&self->host, yado_guest_get_host(guest));
    yado_console_link_note_alive(self);
    start_attempt(self);
    return TRUE;
}

static gboolean
may_come_back(YadoConsoleLink *self)
{
    return self->was_open && self->hosts && g_list_model_get_n_items(self->hosts) > 1 &&
           self->gone_attempts++ < GONE_ATTEMPTS;
}

/* What the model knows may be older than what just happened: then the next attempt finds it out. */
static void
recover(YadoConsoleLink *self, const GError *reason)
{
    if (follow(self))
        return;
    if (!is_guest_there(self) && may_come_back(self)) {
        retry_later(self, reason);
    } else if (!is_guest_there(self)) {
        g_autoptr(GError) error =
            yado_error_new(YADO_ERROR_NOT_FOUND, NULL, NULL, _("“%s” is not there any more."),
                           yado_guest_get_name(self->guest));

        stop_attempt(self);
        set_state(self, YADO_LINK_FAILED, error);
    } else if (yado_guest_is_active(self->guest)) {
        retry_later(self, reason);
    } else {
        stop_attempt(self);
        set_state(self, YADO_LINK_WAITING, NULL);
    }
}

static gboolean
is_passing(YadoConsoleLink *self, const GError *error)
{
    if (error->domain != YADO_ERROR)
        return self->was_open;
    switch (error->code) {
    case YADO_ERROR_NOT_FOUND:
        return !yado_guest_is_active(self->guest) || self->was_open;
    case YADO_ERROR_CONNECTION:
    case YADO_ERROR_FAILED:
    case YADO_ERROR_CONFLICT: /* a guest that is just being started may have nothing to open yet */
        return self->was_open || self->first_attempts++ < FIRST_ATTEMPTS;
    default:
        return FALSE;
    }
}

static void
take_failure(YadoConsoleLink *self, const GError *error)
{
    if (g_error_matches(error, YADO_ERROR, YADO_ERROR_BUSY)) {
        if (self->was_open && self->busy_attempts < BUSY_ATTEMPTS) {
            if (self->busy_attempts++ == 0)
                self->delay = FIRST_DELAY; /* it has grown while the guest was away */
            retry_later(self, NULL);
            return;
        }
        stop_attempt(self);
        set_state(self, YADO_LINK_HELD, error);
    } else if (is_passing(self, error)) {
        recover(self, self->was_open ? NULL : error);
    } else {
        stop_attempt(self);
        set_state(self, YADO_LINK_FAILED, error);
    }
}

/* ---- Callbacks: an attempt that was given up answers nobody ---- */

static const YadoConsoleRecord *
find_id(GPtrArray *records, const char *id)
{
    for (guint i = 0; i < records->len; i++)
        if (strcmp(((YadoConsoleRecord *)records->pdata[i])->id, id) == 0)
            return records->pdata[i];
    return NULL;
}

static gboolean
is_same_place(const YadoConsoleRecord *one, const YadoConsoleRecord *other)
{
    return one->port == other->port && g_strcmp0(one->address, other->address) == 0 &&
           g_strcmp0(one->socket, other->socket) == 0;
}

static void
on_place_listed_cb(GObject *source, GAsyncResult *result, gpointer data)
{
    g_autoptr(YadoConsoleLink) self = data;
    g_autoptr(GError) error = NULL;
    g_autoptr(GPtrArray) records =
        yado_guest_list_consoles_finish(YADO_GUEST(source), result, &error);
    const YadoConsoleRecord *record;

    if (g_task_get_cancellable(G_TASK(result)) != self->cancellable ||
        self->state != YADO_LINK_OPEN)
        return;
    record = records ? find_id(records, self->record->id) : NULL;
    if (!record || !is_same_place(record, self->record)) {
        recover(self, error);
        return;
    }
    self->is_confirmed = TRUE;
    g_signal_emit(self, signals[CONFIRMED], 0);
}

static void
confirm(YadoConsoleLink *self)
{
    self->is_confirmed = self->record->kind == YADO_CONSOLE_TEXT;
    if (!self->is_confirmed)
        yado_guest_list_consoles_async(self->guest, self->cancellable, on_place_listed_cb,
                                       g_object_ref(self));
}

static void
on_console_opened_cb(GObject *source, GAsyncResult *result, gpointer data)
{
    g_autoptr(YadoConsoleLink) self = data;
    g_autoptr(GError) error = NULL;
    g_autoptr(GIOStream) stream =
        yado_guest_open_console_finish(YADO_GUEST(source), result, &error);

    if (g_task_get_cancellable(G_TASK(result)) != self->cancellable)
        return;
    if (!stream) {
        take_failure(self, error);
        return;
    }
    self->stream = g_steal_pointer(&stream);
    self->was_open = TRUE;
    self->busy_attempts = 0;
    self->force = FALSE;
    confirm(self);
    set_state(self, YADO_LINK_OPEN, NULL);
}

static YadoConsoleRecord *
steal_record(GPtrArray *records, const YadoConsoleRecord *record)
{
    guint i;

    g_ptr_array_find(records, record, &i);
    return g_ptr_array_steal_index(records, i);
}

static const YadoConsoleRecord *
find_spice(GPtrArray *records)
{
    for (guint i = 0; i < records->len; i++)
        if (((YadoConsoleRecord *)records->pdata[i])->kind == YADO_CONSOLE_SPICE)
            return records->pdata[i];
    return NULL;
}

static GError *
make_spice_error(YadoConsoleLink *self, const YadoConsoleRecord *record)
{
    const char *name = yado_guest_get_name(self->guest);
    g_autofree char *address = yado_console_record_dup_address(record);
    g_autofree char *why = NULL;
    g_auto(GStrv) viewer = yado_console_dup_viewer(record, &why);

    if (record->port <= 0 && record->tls_port <= 0 && !record->socket)
        return yado_error_new(YADO_ERROR_UNSUPPORTED, NULL, NULL,
                              _("The screen of “%s” is a SPICE screen: once it runs, an external "
                                "viewer shows it."),
                              name);
    return yado_error_new(YADO_ERROR_UNSUPPORTED, NULL, why,
                          _("The screen of “%s” is a SPICE screen, at %s: an external viewer "
                            "shows it."),
                          name, address);
}

static gboolean
is_kind(const char *wanted)
{
    return !wanted || strcmp(wanted, "vnc") == 0 || strcmp(wanted, YADO_CONSOLE_TEXT_FIRST) == 0;
}

static GError *
make_missing_error(YadoConsoleLink *self, GPtrArray *records)
{
    const char *name = yado_guest_get_name(self->guest);
    const YadoConsoleRecord *spice = find_spice(records);

    if (g_strcmp0(self->wanted, "text") == 0)
        return yado_error_new(YADO_ERROR_NOT_FOUND, NULL,
                              _("Add a console or a serial port to its configuration."),
                              _("“%s” has no text console."), name);
    if (!is_kind(self->wanted))
        return yado_error_new(YADO_ERROR_NOT_FOUND, NULL, NULL, _("“%s” has no console “%s”."),
                              name, self->wanted);
    if (spice)
        return make_spice_error(self, spice);
    return yado_error_new(YADO_ERROR_NOT_FOUND, NULL,
                          _("Add graphics or a serial port to its configuration."),
                          _("“%s” has no screen."), name);
}

static void
fail_to_choose(YadoConsoleLink *self, GPtrArray *records)
{
    g_autoptr(GError) error = make_missing_error(self, records);

    stop_attempt(self);
    set_state(self, YADO_LINK_FAILED, error);
}

static void
on_consoles_listed_cb(GObject *source, GAsyncResult *result, gpointer data)
{
    g_autoptr(YadoConsoleLink) self = data;
    g_autoptr(GError) error = NULL;
    g_autoptr(GPtrArray) records =
        yado_guest_list_consoles_finish(YADO_GUEST(source), result, &error);
    const YadoConsoleRecord *record;

    if (g_task_get_cancellable(G_TASK(result)) != self->cancellable)
        return;
    if (!records) {
        take_failure(self, error);
        return;
    }
    record = yado_console_choose(records, self->wanted);
    if (!record) {
        fail_to_choose(self, records);
        return;
    }
    g_clear_pointer(&self->record, yado_console_record_free);
    self->record = steal_record(records, record);
    yado_guest_open_console_async(self->guest, self->record->id,
                                  self->force ? YADO_CONSOLE_FORCE : 0, self->cancellable,
                                  on_console_opened_cb, g_object_ref(self));
}

static void
start_attempt(YadoConsoleLink *self)
{
    const char *reason = NULL;

    stop_attempt(self);
    if (!is_guest_there(self)) {
        recover(self, NULL);
        return;
    }
    if (!yado_host_get_backend(self->host)) { /* on_host_changed_cb() goes on */
        set_state(self, YADO_LINK_RETRYING, NULL);
        return;
    }
    /* Of a Xen host one half may be connected, and the other one, which has the guest, any moment. */
    if (!yado_guest_is_reachable(self->guest, &reason)) {
        g_autoptr(GError) error = yado_error_new(YADO_ERROR_CONNECTION, NULL, NULL, "%s", reason);

        retry_later(self, error);
        return;
    }
    self->cancellable = g_cancellable_new();
    set_state(self, YADO_LINK_CONNECTING, NULL);
    yado_guest_list_consoles_async(self->guest, self->cancellable, on_consoles_listed_cb,
                                   g_object_ref(self));
}

static void
on_guests_changed_cb(YadoHost *host, GPtrArray *guests, gpointer data)
{
    YadoConsoleLink *self = data;

    if ((self->state == YADO_LINK_WAITING || self->failed_off) &&
        yado_guest_is_active(self->guest)) {
        yado_console_link_note_alive(self);
        start_attempt(self);
    } else if (self->state == YADO_LINK_RETRYING && is_guest_there(self) &&
               !yado_guest_is_active(self->guest)) {
        recover(self, NULL);
    } else if (self->state == YADO_LINK_WAITING) {
        follow(self);
    }
}

static void
on_host_changed_cb(YadoHost *host, gpointer data)
{
    YadoConsoleLink *self = data;

    if (host == self->host && self->state == YADO_LINK_RETRYING &&
        yado_host_get_state(host) == YADO_HOST_OPEN) {
        self->delay = FIRST_DELAY;
        start_attempt(self);
    }
}

static void
on_items_changed_cb(GListModel *host, guint position, guint removed, guint added, gpointer data)
{
    YadoConsoleLink *self = data;

    if (removed > 0 && self->state != YADO_LINK_CLOSED && self->state != YADO_LINK_FAILED &&
        self->state != YADO_LINK_RETRYING && !is_guest_there(self))
        recover(self, NULL);
    else if (added > 0 && self->state == YADO_LINK_WAITING)
        follow(self);
}

static void
watch_host(YadoConsoleLink *self, YadoHost *host)
{
    g_signal_connect_object(host, "guests-changed", G_CALLBACK(on_guests_changed_cb), self, 0);
    g_signal_connect_object(host, "state-changed", G_CALLBACK(on_host_changed_cb), self, 0);
    g_signal_connect_object(host, "items-changed", G_CALLBACK(on_items_changed_cb), self, 0);
}

static void
yado_console_link_dispose(GObject *object)
{
    YadoConsoleLink *self = YADO_CONSOLE_LINK(object);

    stop_attempt(self);
    G_OBJECT_CLASS(yado_console_link_parent_class)->dispose(object);
}

static void
yado_console_link_finalize(GObject *object)
{
    YadoConsoleLink *self = YADO_CONSOLE_LINK(object);

    g_clear_object(&self->host);
    g_clear_object(&self->hosts);
    g_clear_object(&self->guest);
    g_clear_pointer(&self->record, yado_console_record_free);
    g_clear_error(&self->error);
    g_free(self->wanted);
    G_OBJECT_CLASS(yado_console_link_parent_class)->finalize(object);
}

static void
yado_console_link_class_init(YadoConsoleLinkClass *klass)
{
    G_OBJECT_CLASS(klass)->dispose = yado_console_link_dispose;
    G_OBJECT_CLASS(klass)->finalize = yado_console_link_finalize;
    signals[CHANGED] = g_signal_new("changed", YADO_TYPE_CONSOLE_LINK, G_SIGNAL_RUN_LAST, 0, NULL,
                                    NULL, NULL, G_TYPE_NONE, 0);
    signals[CONFIRMED] = g_signal_new("confirmed", YADO_TYPE_CONSOLE_LINK, G_SIGNAL_RUN_LAST, 0,
                                      NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
yado_console_link_init(YadoConsoleLink *self)
{
    self->delay = FIRST_DELAY;
}

YadoConsoleLink *
yado_console_link_new(YadoGuest *guest, const char *wanted)
{
    YadoConsoleLink *self = g_object_new(YADO_TYPE_CONSOLE_LINK, NULL);
    YadoHost *host = yado_guest_get_host(guest);

    self->guest = g_object_ref(guest);
    self->wanted = g_strdup(wanted);
    if (!host)
        return self;
    self->host = g_object_ref(host);
    watch_host(self, host);
    return self;
}

void
yado_console_link_set_hosts(YadoConsoleLink *self, GListModel *hosts)
{
    g_return_if_fail(!self->hosts);
    self->hosts = g_object_ref(hosts);
    for (guint i = 0; i < g_list_model_get_n_items(hosts); i++) {
        g_autoptr(YadoHost) host = g_list_model_get_item(hosts, i);

        if (host != self->host)
            watch_host(self, host);
    }
}

YadoGuest *
yado_console_link_get_guest(YadoConsoleLink *self)
{
    return self->guest;
}

void
yado_console_link_open(YadoConsoleLink *self, gboolean force)
{
    self->force = force;
    self->delay = FIRST_DELAY;
    self->busy_attempts = self->first_attempts = self->breaks = self->gone_attempts = 0;
    start_attempt(self);
}

void
yado_console_link_switch(YadoConsoleLink *self, const char *wanted)
{
    char *copy = g_strdup(wanted);

    g_free(self->wanted);
    self->wanted = copy;
    self->was_open = FALSE;
    yado_console_link_open(self, FALSE);
}

void
yado_console_link_close(YadoConsoleLink *self)
{
    stop_attempt(self);
    if (self->state != YADO_LINK_CLOSED)
        set_state(self, YADO_LINK_CLOSED, NULL);
}

void
yado_console_link_end(YadoConsoleLink *self)
{
    if (self->state == YADO_LINK_OPEN)
        recover(self, NULL);
}

void
yado_console_link_break(YadoConsoleLink *self, const GError *error)
{
    if (self->state != YADO_LINK_OPEN)
        return;
    if (++self->breaks >= MAX_BREAKS)
        yado_console_link_fail(self, error);
    else
        recover(self, error);
}

void
yado_console_link_note_alive(YadoConsoleLink *self)
{
    self->delay = FIRST_DELAY;
    self->busy_attempts = self->first_attempts = self->breaks = self->gone_attempts = 0;
}

void
yado_console_link_fail(YadoConsoleLink *self, const GError *error)
{
    stop_attempt(self);
    set_state(self, YADO_LINK_FAILED, error);
}

YadoLinkState
yado_console_link_get_state(YadoConsoleLink *self)
{
    return self->state;
}

gboolean
yado_console_link_is_confirmed(YadoConsoleLink *self)
{
    return self->is_confirmed;
}

GIOStream *
yado_console_link_get_stream(YadoConsoleLink *self)
{
    return self->stream;
}

const YadoConsoleRecord *
yado_console_link_get_record(YadoConsoleLink *self)
{
    return self->record;
}

const GError *
yado_console_link_get_error(YadoConsoleLink *self)
{
    return self->error;
}

static char *
describe_retry(YadoConsoleLink *self, const char *name)
{
    if (!self->host || yado_host_get_state(self->host) != YADO_HOST_OPEN)
        return g_strdup_printf(
            _("The connection to the host of %s was lost. The console opens again with it."), name);
    if (self->error)
        return g_strdup_printf(_("%s It is tried again…"), self->error->message);
    return g_strdup_printf(_("The console of %s was lost. It is opened again…"), name);
}

char *
yado_console_link_describe(YadoConsoleLink *self)
{
    g_autofree char *name = yado_text_clean(yado_guest_get_name(self->guest));

    switch (self->state) {
    case YADO_LINK_CLOSED:
        return g_strdup_printf(_("The console of %s is closed."), name);
    case YADO_LINK_CONNECTING:
        return g_strdup_printf(_("The console of %s is being opened…"), name);
    case YADO_LINK_WAITING:
        return g_strdup_printf(_("%s does not run. The console opens when it starts."), name);
    case YADO_LINK_RETRYING:
        return describe_retry(self, name);
    case YADO_LINK_HELD:
    case YADO_LINK_FAILED:
        return g_strdup(self->error->message);
    default:
        return g_strdup("");
    }
}

static gboolean
is_wanted(const YadoConsoleRecord *record, const char *wanted)
{
    return strcmp(record->id, wanted) == 0 ||
           (strcmp(yado_console_kind_get_name(record->kind), wanted) == 0 && !record->reason);
}

static const YadoConsoleRecord *
find_wanted(GPtrArray *records, const char *wanted)
{
    for (guint i = 0; i < records->len; i++)
        if (is_wanted(records->pdata[i], wanted))
            return records->pdata[i];
    return NULL;
}

const YadoConsoleRecord *
yado_console_choose(GPtrArray *records, const char *wanted)
{
    gboolean is_text_first = g_strcmp0(wanted, YADO_CONSOLE_TEXT_FIRST) == 0;
    const YadoConsoleRecord *first;

    if (wanted && !is_text_first)
        return find_wanted(records, wanted);
    first = find_wanted(records, is_text_first ? "text" : "vnc");
    return first ? first : find_wanted(records, is_text_first ? "vnc" : "text");
}

/* "user@host" and what ssh needs before it; of a host that is this machine, its name. */
static char *
dup_ssh_destination(YadoHost *host)
{
    g_autoptr(GUri) uri = g_uri_parse(yado_host_get_uri(host), G_URI_FLAGS_NONE, NULL);
    const YadoHostInfo *info = yado_host_get_info(host);
    const char *name = uri ? g_uri_get_host(uri) : NULL;
    g_autoptr(GString) text = g_string_new(NULL);

    if (!name || !*name)
        return g_strdup(info && info->hostname ? info->hostname : g_get_host_name());
    if (g_uri_get_port(uri) > 0)
        g_string_append_printf(text, "-p %d ", g_uri_get_port(uri));
    if (g_uri_get_user(uri))
        g_string_append_printf(text, "%s@", g_uri_get_user(uri));
    g_string_append(text, name);
    return g_string_free(g_steal_pointer(&text), FALSE);
}

static const char *
get_other_viewer(const YadoConsoleRecord *record)
{
    if (record->kind == YADO_CONSOLE_SPICE)
        return _("A SPICE viewer, such as remote-viewer, shows it.");
    return _("“yado-gtk --console” shows it on a desktop; so does any VNC viewer.");
}

char *
yado_console_dup_advice(YadoGuest *guest, const YadoConsoleRecord *record)
{
    YadoHost *host = yado_guest_get_host(guest);
    int port = record->port > 0 ? record->port : record->tls_port;
    g_autofree char *name = yado_text_clean(yado_guest_get_name(guest));
    g_autofree char *address = yado_console_record_dup_address(record);
    g_autofree char *destination = host ? dup_ssh_destination(host) : NULL;

    if (port <= 0 || !destination)
        return g_strdup_printf(_("The screen of %s is at: %s.\n\n%s"), name, address,
                               get_other_viewer(record));
    return g_strdup_printf(_("The screen of %s is at: %s.\n\n%s\n\nFrom another machine, first:\n  "
                             "ssh -N -L %d:%s:%d %s\nand then the viewer with 127.0.0.1:%d."),
                           name, address, get_other_viewer(record), port, record->address, port,
                           destination, port);
}

/* ---- External viewers ---- */

static char *
dup_spice_uri(const YadoConsoleRecord *record)
{
    gboolean is_v6 = record->address && strchr(record->address, ':');
    g_autofree char *address =
        g_strdup_printf(is_v6 ? "[%s]" : "%s", record->address ? record->address : "");

    if (record->port <= 0 && record->tls_port <= 0)
        return record->socket ? g_strconcat("spice+unix://", record->socket, NULL) : NULL;
    if (record->port <= 0)
        return g_strdup_printf("spice://%s?tls-port=%d", address, record->tls_port);
    if (record->tls_port <= 0)
        return g_strdup_printf("spice://%s:%d", address, record->port);
    return g_strdup_printf("spice://%s?port=%d&tls-port=%d", address, record->port,
                           record->tls_port);
}

static char *
dup_viewer_reason(const YadoConsoleRecord *record, const char *uri, const char *program)
{
    if (!uri)
        return g_strdup(_("It has no address before the guest runs."));
    if (record->needs_tunnel)
        return g_strdup(_("It can be reached only from its own host: make a way there with “ssh "
                          "-L” first."));
    if (!program)
        return g_strdup(_("Install one, such as remote-viewer."));
    return NULL;
}

char **
yado_console_dup_viewer(const YadoConsoleRecord *record, char **reason)
{
    g_autofree char *program = NULL;
    g_autofree char *uri = NULL;
    g_autofree char *why = NULL;

    if (record->kind != YADO_CONSOLE_SPICE)
        return NULL;
    program = g_find_program_in_path("remote-viewer");
    uri = dup_spice_uri(record);
    why = dup_viewer_reason(record, uri, program);
    if (why) {
        if (reason)
            *reason = g_steal_pointer(&why);
        return NULL;
    }
    return g_strdupv((char *[]){ program, (char *)"--", uri, NULL });
}

gboolean
yado_console_is_other_screen(const char *said, const char *guest)
{
    g_autofree char *expected = g_strdup_printf("QEMU (%s)", guest);

    return said != NULL && g_str_has_prefix(said, "QEMU (") && !g_str_equal(said, expected);
}
