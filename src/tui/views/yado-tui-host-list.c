/* SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "yado-tui"
#include "config.h"

#include "tui/views/yado-tui-host-list.h"

#include <glib/gi18n.h>

#include "tui/widget/yado-tui-screen.h"

#define WIDTH 22

typedef struct {
    YadoSession *session;
    GPtrArray *hosts; /* of YadoHost, whose signals we hear */
    YadoTuiList *list;
    void (*changed)(gpointer user_data);
    gpointer user_data;
} HostList;

static HostList *
get_data(YadoTuiWidget *widget)
{
    return g_object_get_data(G_OBJECT(widget), "host-list");
}

static const char *
get_mark(YadoHost *host)
{
    switch (yado_host_get_state(host)) {
    case YADO_HOST_OPEN:
        return "●";
    case YADO_HOST_OPENING:
        return "…";
    case YADO_HOST_LOST:
        return "✖";
    default:
        return yado_host_get_error(host) != NULL ? "✖" : "○";
    }
}

static char *
dup_numbers(YadoHost *host)
{
    if (yado_host_get_state(host) != YADO_HOST_OPEN)
        return g_strdup(yado_host_get_state_label(host));
    return g_strdup_printf("%u/%u", yado_host_get_n_running(host),
                           g_list_model_get_n_items(G_LIST_MODEL(host)));
}

static void
draw_host(YadoTuiList *list, YadoTty *tty, guint row, const YadoTtyRect *rect, YadoTuiStyle style,
          gpointer user_data)
{
    HostList *self = user_data;
    YadoHost *host;
    g_autofree char *label = NULL, *numbers = NULL;
    int width;

    if (row == 0) {
        yado_tty_put(tty, rect->y, rect->x + 1, rect->width - 1, _("All hosts"), style);
        return;
    }
    host = self->hosts->pdata[row - 1];
    label = yado_text_clean(yado_host_get_label(host));
    numbers = dup_numbers(host);
    width = MIN(yado_text_get_width(numbers), rect->width / 2);
    if (style == YADO_STYLE_NORMAL && yado_host_get_error(host) != NULL)
        style = YADO_STYLE_BAD;
    yado_tty_put(tty, rect->y, rect->x + 1, 1, get_mark(host), style);
    g_autofree char *fitted =
        yado_text_fit(label, MAX(rect->width - 4 - width, 1), YADO_ALIGN_START);
    yado_tty_put(tty, rect->y, rect->x + 3, rect->width - 4 - width, fitted, style);
    g_autofree char *cut = yado_text_fit(numbers, width, YADO_ALIGN_START);
    yado_tty_put(tty, rect->y, rect->x + rect->width - width, width, cut, style);
}

static void
tell(HostList *self)
{
    yado_tui_widget_queue_redraw(YADO_TUI_WIDGET(self->list));
    self->changed(self->user_data);
}

static void
on_host_changed_cb(YadoHost *host, gpointer user_data)
{
    tell(user_data);
}

static void
forget_hosts(HostList *self)
{
    for (guint i = 0; i < self->hosts->len; i++)
        g_signal_handlers_disconnect_by_data(self->hosts->pdata[i], self);
    g_ptr_array_set_size(self->hosts, 0);
}

static void
on_hosts_changed_cb(GListModel *model, guint position, guint removed, guint added,
                    gpointer user_data)
{
    HostList *self = user_data;
    guint n = g_list_model_get_n_items(model);

    forget_hosts(self);
    for (guint i = 0; i < n; i++) {
        YadoHost *host = g_list_model_get_item(model, i);

        g_ptr_array_add(self->hosts, host);
        g_signal_connect(host, "state-changed", G_CALLBACK(on_host_changed_cb), self);
        g_signal_connect(host, "sampled", G_CALLBACK(on_host_changed_cb), self);
    }
    yado_tui_list_set_n_rows(self->list, n + 1);
    yado_tui_widget_set_visible(YADO_TUI_WIDGET(self->list), n > 1);
    tell(self);
}

static void
on_selection_changed_cb(YadoTuiList *list, gpointer user_data)
{
    tell(user_data);
}

static void
free_data(gpointer data)
{
    HostList *self = data;

    g_signal_handlers_disconnect_by_data(self->session, self);
    forget_hosts(self);
    g_ptr_array_unref(self->hosts);
    g_object_unref(self->session);
    g_free(self);
}

static void
ignore_change(gpointer user_data)
{
}

YadoTuiWidget *
yado_tui_host_list_new(YadoSession *session, void (*changed)(gpointer user_data),
                       gpointer user_data)
{
    HostList *self = g_new0(HostList, 1);
    YadoTuiWidget *widget = yado_tui_list_new(draw_host, self);

    self->session = g_object_ref(session);
    self->hosts = g_ptr_array_new_with_free_func(g_object_unref);
    self->list = YADO_TUI_LIST(widget);
    self->changed = ignore_change; /* the caller has not got us yet */
    self->user_data = user_data;
    g_object_set_data_full(G_OBJECT(widget), "host-list", self, free_data);
    yado_tui_list_set_natural_size(self->list, 0, WIDTH);
    g_signal_connect(widget, "selection-changed", G_CALLBACK(on_selection_changed_cb), self);
    g_signal_connect(session, "items-changed", G_CALLBACK(on_hosts_changed_cb), self);
    on_hosts_changed_cb(G_LIST_MODEL(session), 0, 0, 0, self);
    self->changed = changed;
    return widget;
}

YadoHost *
yado_tui_host_list_get_selected(YadoTuiWidget *widget)
{
    HostList *self = get_data(widget);
    guint row = yado_tui_list_get_selected(self->list);

    return row != G_MAXUINT && row > 0 && row <= self->hosts->len ? self->hosts->pdata[row - 1]
                                                                  : NULL;
}

YadoHost *
yado_tui_host_list_get_first(YadoTuiWidget *widget)
{
    HostList *self = get_data(widget);

    return self->hosts->len > 0 ? self->hosts->pdata[0] : NULL;
}
