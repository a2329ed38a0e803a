/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "views/yado-gtk-job-row.h"

#include <glib/gi18n.h>

#include "app/yado-gtk-util.h"

struct _YadoGtkJobRow {
    GtkListBoxRow parent;
    GtkLabel *title, *state, *outcome;
    GtkProgressBar *progress;
    GtkButton *cancel, *follow_up;
    GtkExpander *log;
    GtkLabel *log_text;
    YadoJob *job;
};

enum { FOLLOW_UP, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_TYPE(YadoGtkJobRow, yado_gtk_job_row, GTK_TYPE_LIST_BOX_ROW)

static char *
dup_state_text(YadoJob *job)
{
    switch (yado_job_get_state(job)) {
    case YADO_JOB_PENDING:
        return g_strdup(_("Waiting"));
    case YADO_JOB_RUNNING:
        return g_strdup(yado_job_get_stage(job));
    case YADO_JOB_DONE:
        return g_strconcat("✔ ", _("Done"), NULL);
    case YADO_JOB_FAILED:
        return g_strconcat("✖ ", _("Failed"), NULL);
    case YADO_JOB_CANCELLED:
        return g_strconcat("○ ", _("Cancelled"), NULL);
    }
    return g_strdup("");
}

static void
update_progress(YadoGtkJobRow *self)
{
    gboolean runs = !yado_job_is_finished(self->job);
    double fraction = yado_job_get_fraction(self->job);
    gtk_widget_set_visible(GTK_WIDGET(self->progress), runs);
    gtk_widget_set_visible(GTK_WIDGET(self->cancel), runs);
    gtk_widget_set_sensitive(GTK_WIDGET(self->cancel), yado_job_can_cancel(self->job));
    if (fraction >= 0)
        gtk_progress_bar_set_fraction(self->progress, fraction);
    else if (runs)
        gtk_progress_bar_pulse(self->progress);
}

static void
update_outcome(YadoGtkJobRow *self)
{
    const GError *error = yado_job_get_error(self->job);
    const char *notice = yado_job_get_notice(self->job);
    g_autofree char *text = error ? yado_gtk_error_dup_text(error) : g_strdup(notice);
    gtk_label_set_text(self->outcome, text ? text : "");
    gtk_widget_set_visible(GTK_WIDGET(self->outcome), text != NULL);
}

static void
update_follow_up(YadoGtkJobRow *self)
{
    const char *id = yado_job_get_follow_up(self->job);
    const YadoActionSpec *spec = id ? yado_catalog_find_action(id) : NULL;
    if (spec) {
        g_autofree char *name = yado_action_dup_name(spec);
        gtk_button_set_label(self->follow_up, name);
    }
    gtk_widget_set_visible(GTK_WIDGET(self->follow_up), spec != NULL);
}

static void
update_log(YadoGtkJobRow *self)
{
    g_autofree char *log = yado_job_dup_log(self->job);
    gtk_label_set_text(self->log_text, log ? log : "");
    gtk_widget_set_visible(GTK_WIDGET(self->log), log && *log);
}

static void
on_job_changed_cb(YadoJob *job, YadoGtkJobRow *self)
{
    g_autofree char *state = dup_state_text(job);
    gtk_label_set_text(self->state, state);
    update_progress(self);
    update_outcome(self);
    update_follow_up(self);
    update_log(self);
}

static void
on_cancel_clicked_cb(GtkButton *button, YadoGtkJobRow *self)
{
    yado_job_cancel(self->job);
}

static void
on_follow_up_clicked_cb(GtkButton *button, YadoGtkJobRow *self)
{
    g_signal_emit(self, signals[FOLLOW_UP], 0, self->job);
}

static void
yado_gtk_job_row_finalize(GObject *object)
{
    g_clear_object(&YADO_GTK_JOB_ROW(object)->job);
    G_OBJECT_CLASS(yado_gtk_job_row_parent_class)->finalize(object);
}

static void
yado_gtk_job_row_class_init(YadoGtkJobRowClass *klass)
{
    GtkWidgetClass *widget = GTK_WIDGET_CLASS(klass);
    G_OBJECT_CLASS(klass)->finalize = yado_gtk_job_row_finalize;
    signals[FOLLOW_UP] = g_signal_new("follow-up", G_TYPE_FROM_CLASS(klass), G_SIGNAL_RUN_LAST, 0,
                                      NULL, NULL, NULL, G_TYPE_NONE, 1, YADO_TYPE_JOB);
    gtk_widget_class_set_template_from_resource(widget, YADO_GTK_RESOURCE("job-row.ui"));
    gtk_widget_class_bind_template_child(widget, YadoGtkJobRow, title);
    gtk_widget_class_bind_template_child(widget, YadoGtkJobRow, state);
    gtk_widget_class_bind_template_child(widget, YadoGtkJobRow, outcome);
    gtk_widget_class_bind_template_child(widget, YadoGtkJobRow, progress);
    gtk_widget_class_bind_template_child(widget, YadoGtkJobRow, cancel);
    gtk_widget_class_bind_template_child(widget, YadoGtkJobRow, follow_up);
    gtk_widget_class_bind_template_child(widget, YadoGtkJobRow, log);
    gtk_widget_class_bind_template_child(widget, YadoGtkJobRow, log_text);
    gtk_widget_class_bind_template_callback(widget, on_cancel_clicked_cb);
    gtk_widget_class_bind_template_callback(widget, on_follow_up_clicked_cb);
}

static void
yado_gtk_job_row_init(YadoGtkJobRow *self)
{
    gtk_widget_init_template(GTK_WIDGET(self));
    gtk_expander_set_label(self->log, _("_Log"));
}

GtkWidget *
yado_gtk_job_row_new(YadoJob *job)
{
    YadoGtkJobRow *self = g_object_new(YADO_GTK_TYPE_JOB_ROW, NULL);
    g_autofree char *name = g_strdup_printf(_("Cancel: %s"), yado_job_get_title(job));
    self->job = g_object_ref(job);
    gtk_label_set_text(self->title, yado_job_get_title(job));
    yado_gtk_set_accessible(GTK_WIDGET(self->cancel), name, NULL);
    gtk_widget_set_tooltip_text(GTK_WIDGET(self->cancel), _("Cancel"));
    yado_gtk_set_accessible(GTK_WIDGET(self), yado_job_get_title(job), NULL);
    g_signal_connect_object(job, "changed", G_CALLBACK(on_job_changed_cb), self, 0);
    on_job_changed_cb(job, self);
    return GTK_WIDGET(self);
}
