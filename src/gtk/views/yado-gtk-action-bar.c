/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "views/yado-gtk-action-bar.h"

#include <glib/gi18n.h>

#include "app/yado-gtk-util.h"

#define SLOT_ACTIONS 2

/* Opposites share a place: the one that can be used now is shown. All other actions are in the menu. */
static const char *const slots[][SLOT_ACTIONS] = {
    { "guest.start", "guest.restore" },
    { "guest.pause", "guest.resume" },
    { "guest.shutdown", NULL },
    { "guest.console", NULL },
    { "guest.open", NULL },
};

struct _YadoGtkActionBar {
    GtkActionBar parent;
    GtkMenuButton *more;
    YadoGtkActions *actions; /* not owned: the window's */
    YadoGtkJobs *jobs;
    GtkWidget *buttons[G_N_ELEMENTS(slots)][SLOT_ACTIONS];
};

G_DEFINE_TYPE(YadoGtkActionBar, yado_gtk_action_bar, GTK_TYPE_ACTION_BAR)

static void
update_slot(YadoGtkActionBar *self, guint slot)
{
    GtkWidget **buttons = self->buttons[slot];
    if (!buttons[1])
        return;
    gboolean second = gtk_widget_get_sensitive(buttons[1]) && !gtk_widget_get_sensitive(buttons[0]);
    gtk_widget_set_visible(buttons[0], !second);
    gtk_widget_set_visible(buttons[1], second);
}

static void
update_slots(YadoGtkActionBar *self)
{
    for (guint i = 0; i < G_N_ELEMENTS(slots); i++)
        update_slot(self, i);
}

static void
add_slot(YadoGtkActionBar *self, guint slot)
{
    for (guint i = 0; i < SLOT_ACTIONS && slots[slot][i]; i++) {
        const YadoActionSpec *spec = yado_catalog_find_action(slots[slot][i]);
        if (!spec)
            continue;
        self->buttons[slot][i] = yado_gtk_actions_create_button(self->actions, spec);
        gtk_action_bar_pack_start(GTK_ACTION_BAR(self), self->buttons[slot][i]);
    }
}

void
yado_gtk_action_bar_open_menu(YadoGtkActionBar *self)
{
    gtk_toggle_button_set_active(GTK_TOGGLE_BUTTON(self->more), TRUE);
}

YadoGtkJobs *
yado_gtk_action_bar_get_jobs(YadoGtkActionBar *self)
{
    return self->jobs;
}

static void
yado_gtk_action_bar_class_init(YadoGtkActionBarClass *klass)
{
    GtkWidgetClass *widget = GTK_WIDGET_CLASS(klass);
    gtk_widget_class_set_template_from_resource(widget, YADO_GTK_RESOURCE("action-bar.ui"));
    gtk_widget_class_bind_template_child(widget, YadoGtkActionBar, more);
}

static void
yado_gtk_action_bar_init(YadoGtkActionBar *self)
{
    gtk_widget_init_template(GTK_WIDGET(self));
}

static void
set_up_more(YadoGtkActionBar *self)
{
    const char *name = _("More actions");
    gtk_widget_set_tooltip_text(GTK_WIDGET(self->more), name);
    yado_gtk_set_accessible(GTK_WIDGET(self->more), name, NULL);
    yado_gtk_actions_attach_menu(self->actions, self->more, YADO_GTK_MENU_GUEST);
}

GtkWidget *
yado_gtk_action_bar_new(YadoGtkActions *actions)
{
    YadoGtkActionBar *self = g_object_new(YADO_GTK_TYPE_ACTION_BAR, NULL);
    YadoSession *session = yado_gtk_actions_get_targets(actions)->session;
    self->actions = actions;
    for (guint i = 0; i < G_N_ELEMENTS(slots); i++)
        add_slot(self, i);
    g_object_ref(self->more);
    gtk_container_remove(GTK_CONTAINER(self), GTK_WIDGET(self->more));
    gtk_action_bar_pack_start(GTK_ACTION_BAR(self), GTK_WIDGET(self->more));
    g_object_unref(self->more);
    set_up_more(self);
    self->jobs = YADO_GTK_JOBS(yado_gtk_jobs_new(yado_session_get_jobs(session)));
    gtk_action_bar_pack_end(GTK_ACTION_BAR(self), GTK_WIDGET(self->jobs));
    g_signal_connect_object(actions, "changed", G_CALLBACK(update_slots), self, G_CONNECT_SWAPPED);
    update_slots(self);
    return GTK_WIDGET(self);
}
