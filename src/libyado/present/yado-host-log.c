/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "present/yado-host-log.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "base/yado-error.h"
#include "present/yado-depth-text.h"

struct _YadoHostLog {
    GObject parent_instance;
    YadoHost *host;
    GCancellable *cancellable;
    GStrv lines; /* all; NULL: not there yet */
    GError *error;
    char *words;
    gboolean has_words; /* not blanks alone */
    gboolean is_only;
    GPtrArray *shown; /* of the lines; borrowed */
    GArray *found;    /* of guint: which of the shown ones */
    guint current;    /* among them */
};

G_DEFINE_FINAL_TYPE(YadoHostLog, yado_host_log, G_TYPE_OBJECT)

enum { SIGNAL_CHANGED, SIGNAL_MOVED, N_SIGNALS };
static guint signals[N_SIGNALS];

/* ---- Which lines are shown, and which are meant ---- */

static void
look_for(YadoHostLog *self)
{
    g_auto(GStrv) parts = yado_log_split_words(self->words);

    self->has_words = parts[0] != NULL;
    g_ptr_array_set_size(self->shown, 0);
    g_array_set_size(self->found, 0);
    for (guint i = 0; self->lines != NULL && self->lines[i] != NULL; i++) {
        gboolean is_found = self->has_words && yado_log_line_has(self->lines[i], parts);

        if (is_found)
            g_array_append_val(self->found, self->shown->len);
        if (is_found || !self->has_words || !self->is_only)
            g_ptr_array_add(self->shown, self->lines[i]);
    }
    self->current = MIN(self->current, MAX(self->found->len, 1) - 1);
    g_signal_emit(self, signals[SIGNAL_CHANGED], 0);
}

/* Other words, or more lines: the search stays at its line if that still is meant. */
static void
look_again(YadoHostLog *self)
{
    guint place = yado_host_log_get_place(self);
    const char *line = place != G_MAXUINT ? self->shown->pdata[place] : NULL;

    self->current = 0;
    look_for(self);
    for (guint i = 0; line != NULL && i < self->found->len; i++)
        if (self->shown->pdata[g_array_index(self->found, guint, i)] == line)
            self->current = i;
    g_signal_emit(self, signals[SIGNAL_MOVED], 0);
}

/* ---- Reading ---- */

static void
take_text(YadoHostLog *self, const char *text)
{
    g_autofree char *lines = yado_log_filter(text, NULL);

    if (*lines != '\0')
        lines[strlen(lines) - 1] = '\0'; /* the last line's break begins no other */
    g_ptr_array_set_size(self->shown, 0);
    g_strfreev(self->lines);
    self->lines = g_strsplit(lines, "\n", -1);
}

static void
on_log_read_cb(GObject *source, GAsyncResult *result, gpointer user_data)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *text = yado_host_get_log_finish(YADO_HOST(source), result, &error);
    YadoHostLog *self = user_data;

    if (yado_error_is_cancel(error))
        return; /* it is gone */
    g_clear_error(&self->error);
    if (text != NULL) {
        take_text(self, text);
    } else {
        g_ptr_array_set_size(self->shown, 0);
        g_clear_pointer(&self->lines, g_strfreev);
        self->error = g_steal_pointer(&error);
    }
    look_for(self);
}

void
yado_host_log_reload(YadoHostLog *self)
{
    g_return_if_fail(YADO_IS_HOST_LOG(self));

    yado_host_get_log_async(self->host, self->cancellable, on_log_read_cb, self);
}

/* ---- Life ---- */

static void
yado_host_log_dispose(GObject *object)
{
    YadoHostLog *self = YADO_HOST_LOG(object);

    g_cancellable_cancel(self->cancellable);
    g_clear_object(&self->host);
    G_OBJECT_CLASS(yado_host_log_parent_class)->dispose(object);
}

static void
yado_host_log_finalize(GObject *object)
{
    YadoHostLog *self = YADO_HOST_LOG(object);

    g_object_unref(self->cancellable);
    g_ptr_array_unref(self->shown);
    g_array_unref(self->found);
    g_strfreev(self->lines);
    g_clear_error(&self->error);
    g_free(self->words);
    G_OBJECT_CLASS(yado_host_log_parent_class)->finalize(object);
}

static void
yado_host_log_class_init(YadoHostLogClass *klass)
{
    GType type = G_TYPE_FROM_CLASS(klass);

    G_OBJECT_CLASS(klass)->dispose = yado_host_log_dispose;
    G_OBJECT_CLASS(klass)->finalize = yado_host_log_finalize;
    signals[SIGNAL_CHANGED] =
        g_signal_new("changed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
    signals[SIGNAL_MOVED] =
        g_signal_new("moved", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
yado_host_log_init(YadoHostLog *self)
{
    self->cancellable = g_cancellable_new();
    self->shown = g_ptr_array_new();
    self->found = g_array_new(FALSE, FALSE, sizeof(guint));
    self->words = g_strdup("");
}

YadoHostLog *
yado_host_log_new(YadoHost *host)
{
    YadoHostLog *self;

    g_return_val_if_fail(YADO_IS_HOST(host), NULL);

    self = g_object_new(YADO_TYPE_HOST_LOG, NULL);
    self->host = g_object_ref(host);
    g_signal_connect_object(host, "log-changed", G_CALLBACK(yado_host_log_reload), self,
                            G_CONNECT_SWAPPED);
    yado_host_log_reload(self);
    return self;
}

/* ---- What is asked of it ---- */

YadoHost *
yado_host_log_get_host(YadoHostLog *self)
{
    g_return_val_if_fail(YADO_IS_HOST_LOG(self), NULL);

    return self->host;
}

YadoHostLogState
yado_host_log_get_state(YadoHostLog *self)
{
    g_return_val_if_fail(YADO_IS_HOST_LOG(self), YADO_HOST_LOG_FAILED);

    if (self->error != NULL)
        return YADO_HOST_LOG_FAILED;
    if (self->lines == NULL)
        return YADO_HOST_LOG_LOADING;
    return self->lines[0] != NULL ? YADO_HOST_LOG_READY : YADO_HOST_LOG_EMPTY;
}

const GError *
yado_host_log_get_error(YadoHostLog *self)
{
    g_return_val_if_fail(YADO_IS_HOST_LOG(self), NULL);

    return self->error;
}

void
yado_host_log_set_words(YadoHostLog *self, const char *words)
{
    g_return_if_fail(YADO_IS_HOST_LOG(self));

    if (g_strcmp0(words != NULL ? words : "", self->words) == 0)
        return;
    g_free(self->words);
    self->words = g_strdup(words != NULL ? words : "");
    look_again(self);
}

void
yado_host_log_set_only(YadoHostLog *self, gboolean is_only)
{
    g_return_if_fail(YADO_IS_HOST_LOG(self));

    if (self->is_only == is_only)
        return;
    self->is_only = is_only;
    look_again(self);
}

gboolean
yado_host_log_get_only(YadoHostLog *self)
{
    g_return_val_if_fail(YADO_IS_HOST_LOG(self), FALSE);

    return self->is_only;
}

guint
yado_host_log_get_n_lines(YadoHostLog *self)
{
    g_return_val_if_fail(YADO_IS_HOST_LOG(self), 0);

    return self->shown->len;
}

const char *
yado_host_log_get_line(YadoHostLog *self, guint line)
{
    g_return_val_if_fail(YADO_IS_HOST_LOG(self) && line < self->shown->len, NULL);

    return self->shown->pdata[line];
}

gboolean
yado_host_log_is_found(YadoHostLog *self, guint line)
{
    g_return_val_if_fail(YADO_IS_HOST_LOG(self), FALSE);

    for (guint i = 0; i < self->found->len; i++)
        if (g_array_index(self->found, guint, i) == line)
            return TRUE;
    return FALSE;
}

guint
yado_host_log_get_n_found(YadoHostLog *self)
{
    g_return_val_if_fail(YADO_IS_HOST_LOG(self), 0);

    return self->found->len;
}

guint
yado_host_log_get_place(YadoHostLog *self)
{
    g_return_val_if_fail(YADO_IS_HOST_LOG(self), G_MAXUINT);

    return self->current < self->found->len ? g_array_index(self->found, guint, self->current)
                                            : G_MAXUINT;
}

void
yado_host_log_step(YadoHostLog *self, int direction)
{
    guint n;

    g_return_if_fail(YADO_IS_HOST_LOG(self));

    n = self->found->len;
    if (n == 0)
        return;
    self->current = (self->current + (direction > 0 ? 1 : n - 1)) % n;
    g_signal_emit(self, signals[SIGNAL_MOVED], 0);
}

static char *
join_lines(const char *const *lines, guint n)
{
    GString *text = g_string_new(NULL);

    for (guint i = 0; i < n; i++)
        g_string_append_printf(text, "%s\n", lines[i]);
    return g_string_free(text, FALSE);
}

char *
yado_host_log_dup_text(YadoHostLog *self)
{
    g_return_val_if_fail(YADO_IS_HOST_LOG(self), NULL);

    return join_lines((const char *const *)self->shown->pdata, self->shown->len);
}

char *
yado_host_log_dup_whole(YadoHostLog *self)
{
    g_return_val_if_fail(YADO_IS_HOST_LOG(self), NULL);

    if (self->lines == NULL)
        return NULL;
    return join_lines((const char *const *)self->lines, g_strv_length(self->lines));
}

static char *
join_error(const GError *error)
{
    const char *hint = yado_error_get_hint(error);

    return hint != NULL ? g_strdup_printf("%s\n%s", error->message, hint)
                        : g_strdup(error->message);
}

char *
yado_host_log_dup_message(YadoHostLog *self)
{
    g_return_val_if_fail(YADO_IS_HOST_LOG(self), NULL);

    switch (yado_host_log_get_state(self)) {
    case YADO_HOST_LOG_LOADING:
        return g_strdup(_("Reading…"));
    case YADO_HOST_LOG_FAILED:
        return join_error(self->error);
    case YADO_HOST_LOG_EMPTY:
        return g_strdup(_("The hypervisor's log is empty: it was cleared, and nothing was written "
                          "since."));
    default:
        return self->shown->len > 0 ? NULL : g_strdup(_("No line has these words."));
    }
}

char *
yado_host_log_dup_place_text(YadoHostLog *self)
{
    g_return_val_if_fail(YADO_IS_HOST_LOG(self), NULL);

    if (self->found->len > 0)
        return g_strdup_printf(_("%u of %u"), self->current + 1, self->found->len);
    if (yado_host_log_get_state(self) == YADO_HOST_LOG_READY && self->has_words)
        return g_strdup(_("No line has these words."));
    return g_strdup("");
}
