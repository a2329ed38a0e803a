/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "views/yado-gtk-jobs.h"

#include <glib/gi18n.h>

#include "app/yado-gtk-util.h"
#include "views/yado-gtk-job-row.h"

struct _YadoGtkJobs {
    GtkMenuButton parent;
    GtkLabel *text;
    GtkProgressBar *progress;
    GtkPopover *popover;
    GtkListBox *list;
    GtkButton *clear;
    YadoJobQueue *queue;
};

enum { FOLLOW_UP, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_TYPE(YadoGtkJobs, yado_gtk_jobs, GTK_TYPE_MENU_BUTTON)

/* The newest that still runs, or NULL. (transfer full) */
static YadoJob *
dup_running_job(YadoGtkJobs *self)
{
    guint n = g_list_model_get_n_items(G_LIST_MODEL(self->queue));
    for (guint i = n; i > 0; i--) {
        g_autoptr(YadoJob) job = g_list_model_get_item(G_LIST_MODEL(self->queue), i - 1);
        if (!yado_job_is_finished(job))
            return g_steal_pointer(&job);
    }
    return NULL;
}

static void
show_progress(YadoGtkJobs *self, YadoJob *job)
{
    double fraction = yado_job_get_fraction(job);
    if (fraction >= 0)
        gtk_progress_bar_set_fraction(self->progress, fraction);
    else
        gtk_progress_bar_pulse(self->progress);
}

static char *
dup_text(YadoGtkJobs *self, YadoJob *job)
{
    guint n = yado_job_queue_get_n_running(self->queue);
    g_autofree char *text = job ? yado_job_describe(job) : g_strdup(_("Jobs"));
    if (n < 2)
        return g_steal_pointer(&text);
    return g_strdup_printf(ngettext("%s, and %u more", "%s, and %u more", n - 1), text, n - 1);
}

static void
update(YadoGtkJobs *self)
{
    g_autoptr(YadoJob) job = dup_running_job(self);
    g_autofree char *text = dup_text(self, job);
    if (job)
        show_progress(self, job);
    guint n_jobs = g_list_model_get_n_items(G_LIST_MODEL(self->queue));
    gtk_widget_set_sensitive(GTK_WIDGET(self->clear),
                             n_jobs > yado_job_queue_get_n_running(self->queue));
    gtk_label_set_text(self->text, text);
    gtk_widget_set_visible(GTK_WIDGET(self->progress), job != NULL);
    yado_gtk_set_accessible(GTK_WIDGET(self), text, NULL);
}

static void
on_row_follow_up_cb(YadoGtkJobRow *row, YadoJob *job, YadoGtkJobs *self)
{
    gtk_popover_popdown(self->popover);
    g_signal_emit(self, signals[FOLLOW_UP], 0, job);
}

static GtkWidget *
create_row(gpointer job, gpointer data)
{
    GtkWidget *row = yado_gtk_job_row_new(job);
    g_signal_connect_object(row, "follow-up", G_CALLBACK(on_row_follow_up_cb), data, 0);
    return row;
}

static void
on_popover_shown_cb(GtkWidget *popover, YadoGtkJobs *self)
{
    gtk_list_box_bind_model(self->list, G_LIST_MODEL(self->queue), create_row, self, NULL);
}

static void
on_popover_hidden_cb(GtkWidget *popover, YadoGtkJobs *self)
{
    gtk_list_box_bind_model(self->list, NULL, NULL, NULL, NULL);
}

static void
on_clear_clicked_cb(GtkButton *button, YadoGtkJobs *self)
{
    yado_job_queue_clear(self->queue);
}

void
yado_gtk_jobs_open(YadoGtkJobs *self)
{
    gtk_toggle_button_set_active(GTK_TOGGLE_BUTTON(self), TRUE);
}

static void
yado_gtk_jobs_dispose(GObject *object)
{
    g_clear_object(&YADO_GTK_JOBS(object)->queue);
    G_OBJECT_CLASS(yado_gtk_jobs_parent_class)->dispose(object);
}

static void
yado_gtk_jobs_class_init(YadoGtkJobsClass *klass)
{
    GtkWidgetClass *widget = GTK_WIDGET_CLASS(klass);
    G_OBJECT_CLASS(klass)->dispose = yado_gtk_jobs_dispose;
    signals[FOLLOW_UP] = g_signal_new("follow-up", G_TYPE_FROM_CLASS(klass), G_SIGNAL_RUN_LAST, 0,
                                      NULL, NULL, NULL, G_TYPE_NONE, 1, YADO_TYPE_JOB);
    gtk_widget_class_set_template_from_resource(widget, YADO_GTK_RESOURCE("jobs.ui"));
    gtk_widget_class_bind_template_child(widget, YadoGtkJobs, text);
    gtk_widget_class_bind_template_child(widget, YadoGtkJobs, progress);
    gtk_widget_class_bind_template_child(widget, YadoGtkJobs, popover);
    gtk_widget_class_bind_template_child(widget, YadoGtkJobs, list);
    gtk_widget_class_bind_template_child(widget, YadoGtkJobs, clear);
    gtk_widget_class_bind_template_callback(widget, on_popover_shown_cb);
    gtk_widget_class_bind_template_callback(widget, on_popover_hidden_cb);
    gtk_widget_class_bind_template_callback(widget, on_clear_clicked_cb);
}

static void
yado_gtk_jobs_init(YadoGtkJobs *self)
{
    gtk_widget_init_template(GTK_WIDGET(self));
    GtkWidget *empty = yado_gtk_label_new(_("No job has run yet."), "dim-label");
    g_object_set(empty, "margin", 12, NULL);
    gtk_list_box_set_placeholder(self->list, empty);
    gtk_button_set_label(self->clear, _("Clear _finished"));
}

GtkWidget *
yado_gtk_jobs_new(YadoJobQueue *queue)
{
    YadoGtkJobs *self = g_object_new(YADO_GTK_TYPE_JOBS, NULL);
    self->queue = g_object_ref(queue);
    g_signal_connect_object(queue, "items-changed", G_CALLBACK(update), self, G_CONNECT_SWAPPED);
    g_signal_connect_object(queue, "job-changed", G_CALLBACK(update), self, G_CONNECT_SWAPPED);
    g_signal_connect_object(queue, "job-finished", G_CALLBACK(update), self, G_CONNECT_SWAPPED);
    update(self);
    return GTK_WIDGET(self);
}
