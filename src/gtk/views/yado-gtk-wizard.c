/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "views/yado-gtk-wizard.h"

#include <glib/gi18n.h>

#include "app/yado-gtk-util.h"
#include "form/yado-gtk-form.h"

struct _YadoGtkWizard {
    GtkWindow parent;
    GtkBox *bars;
    GtkListBox *steps;
    GtkStack *stack;
    GtkButton *cancel, *configuration, *back, *summary, *next;
    GtkLabel *error;
    GtkWidget *grid; /* of the summary */
    YadoWizard *wizard;
    GPtrArray *views; /* by step, borrowed; NULL: not looked at yet */
};

enum { ACCEPTED, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_TYPE(YadoGtkWizard, yado_gtk_wizard, GTK_TYPE_WINDOW)

/* --- the summary --- */

static void
on_headline_clicked_cb(GtkButton *button, YadoGtkWizard *self)
{
    guint step = GPOINTER_TO_UINT(g_object_get_data(G_OBJECT(button), "yado-step"));
    yado_wizard_go_to(self->wizard, step, NULL);
}

static void
add_headline(YadoGtkWizard *self, GtkGrid *grid, guint step)
{
    g_autofree char *line = yado_wizard_summarize(self->wizard, step);
    g_autofree char *clean = line ? yado_text_clean(line) : g_strdup(_("as it is there"));
    GtkWidget *button = gtk_button_new_with_label(yado_wizard_get_step_label(self->wizard, step));
    GtkWidget *text = yado_gtk_paragraph_new(clean, NULL);
    gtk_button_set_relief(GTK_BUTTON(button), GTK_RELIEF_NONE);
    gtk_widget_set_sensitive(button, !yado_wizard_is_skipped(self->wizard, step));
    gtk_widget_set_halign(button, GTK_ALIGN_START);
    yado_gtk_set_accessible(button, NULL, clean);
    g_object_set_data(G_OBJECT(button), "yado-step", GUINT_TO_POINTER(step));
    g_signal_connect(button, "clicked", G_CALLBACK(on_headline_clicked_cb), self);
    gtk_grid_attach(grid, button, 0, (int)step, 1, 1);
    gtk_grid_attach(grid, text, 1, (int)step, 1, 1);
}

static void
fill_summary(YadoGtkWizard *self)
{
    gtk_container_foreach(GTK_CONTAINER(self->grid),
                          (GtkCallback)(void (*)(void))gtk_widget_destroy, NULL);
    for (guint i = 0; i + 1 < yado_wizard_get_n_steps(self->wizard); i++)
        add_headline(self, GTK_GRID(self->grid), i);
    gtk_widget_show_all(self->grid);
}

/* It scrolls: paragraphs ask for the height that they would have at their narrowest. */
static GtkWidget *
create_summary(YadoGtkWizard *self)
{
    GtkWidget *scroller = gtk_scrolled_window_new(NULL, NULL);
    self->grid = gtk_grid_new();
    g_object_set(self->grid, "row-spacing", 6, "column-spacing", 12, "margin", 18, NULL);
    g_object_set(scroller, "hscrollbar-policy", GTK_POLICY_NEVER, NULL);
    gtk_container_add(GTK_CONTAINER(scroller), self->grid);
    return scroller;
}

/* --- steps --- */

static GtkWidget *
ensure_view(YadoGtkWizard *self, guint step)
{
    YadoForm *form = yado_wizard_get_form(self->wizard, step);
    GtkWidget *view = g_ptr_array_index(self->views, step);
    if (view)
        return view;
    view = form ? yado_gtk_form_new(form) : create_summary(self);
    gtk_widget_show(view);
    gtk_container_add(GTK_CONTAINER(self->stack), view);
    g_ptr_array_index(self->views, step) = view;
    return view;
}

static const char *
get_mark(YadoGtkWizard *self, guint step)
{
    if (step == yado_wizard_get_current(self->wizard))
        return "▸";
    if (yado_wizard_is_skipped(self->wizard, step))
        return "–";
    return yado_wizard_is_done(self->wizard, step) ? "✓" : "  ";
}

static void
update_steps(YadoGtkWizard *self)
{
    for (guint i = 0; i < yado_wizard_get_n_steps(self->wizard); i++) {
        GtkListBoxRow *row = gtk_list_box_get_row_at_index(self->steps, (int)i);
        const char *label = yado_wizard_get_step_label(self->wizard, i);
        g_autofree char *text = g_strdup_printf("%s %s", get_mark(self, i), label);
        gtk_label_set_text(GTK_LABEL(gtk_bin_get_child(GTK_BIN(row))), text);
        yado_gtk_set_accessible(GTK_WIDGET(row), label, NULL);
        gtk_widget_set_sensitive(GTK_WIDGET(row), !yado_wizard_is_skipped(self->wizard, i));
    }
    gtk_list_box_select_row(
        self->steps,
        gtk_list_box_get_row_at_index(self->steps, (int)yado_wizard_get_current(self->wizard)));
}

static void
update(YadoGtkWizard *self)
{
    gboolean is_last = yado_wizard_is_at_summary(self->wizard);
    guint step = yado_wizard_get_current(self->wizard);
    GtkWidget *view = ensure_view(self, step);
    if (is_last)
        fill_summary(self);
    update_steps(self);
    gtk_button_set_label(self->next,
                         is_last ? _(yado_wizard_get_spec(self->wizard)->positive) : _("_Next"));
    gtk_widget_set_visible(GTK_WIDGET(self->configuration), is_last);
    gtk_widget_set_visible(GTK_WIDGET(self->summary), !is_last);
    gtk_widget_set_sensitive(GTK_WIDGET(self->back), step > 0);
    yado_gtk_stack_show(self->stack, view); /* it looks which letters the buttons have */
}

static void
show_error(YadoGtkWizard *self, const GError *error)
{
    g_autofree char *text = error ? yado_gtk_error_dup_text(error) : NULL;
    gtk_label_set_text(self->error, text ? text : "");
    gtk_widget_set_visible(GTK_WIDGET(self->error), text != NULL);
}

/* The forms show their own errors beside the fields. */
static void
tell(YadoGtkWizard *self, const GError *error)
{
    GtkWidget *view = ensure_view(self, yado_wizard_get_current(self->wizard));
    show_error(self, error);
    if (YADO_GTK_IS_FORM(view))
        yado_gtk_form_validate(YADO_GTK_FORM(view));
}

static void
on_wizard_changed_cb(YadoWizard *wizard, YadoGtkWizard *self)
{
    show_error(self, NULL);
    update(self);
}

/* --- buttons --- */

static void
accept(YadoGtkWizard *self)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(YadoJob) job = yado_wizard_accept(self->wizard, &error);
    if (!job) {
        tell(self, error);
        return;
    }
    g_signal_emit(self, signals[ACCEPTED], 0, job);
    gtk_widget_destroy(GTK_WIDGET(self));
}

static void
on_next_clicked_cb(GtkButton *button, YadoGtkWizard *self)
{
    g_autoptr(GError) error = NULL;
    if (yado_wizard_is_at_summary(self->wizard))
        accept(self);
    else if (!yado_wizard_next(self->wizard, &error))
        tell(self, error);
    else
        show_error(self, NULL);
}

static void
on_back_clicked_cb(GtkButton *button, YadoGtkWizard *self)
{
    yado_wizard_back(self->wizard);
}

static void
go_to(YadoGtkWizard *self, guint step)
{
    g_autoptr(GError) error = NULL;
    if (!yado_wizard_go_to(self->wizard, step, &error))
        tell(self, error);
}

static void
on_summary_clicked_cb(GtkButton *button, YadoGtkWizard *self)
{
    go_to(self, yado_wizard_get_n_steps(self->wizard) - 1);
}

static void
on_step_activated_cb(GtkListBox *list, GtkListBoxRow *row, YadoGtkWizard *self)
{
    go_to(self, (guint)gtk_list_box_row_get_index(row));
}

static void
on_configuration_clicked_cb(GtkButton *button, YadoGtkWizard *self)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *text = yado_wizard_dup_configuration(self->wizard, &error);
    if (!text) {
        tell(self, error);
        return;
    }
    GtkWidget *window = g_object_new(GTK_TYPE_DIALOG, "use-header-bar", TRUE, "title",
                                     _("Configuration"), "transient-for", self, "modal", TRUE,
                                     "default-width", 640, "default-height", 480, NULL);
    GtkWidget *scroller = gtk_scrolled_window_new(NULL, NULL);
    GtkWidget *view = gtk_text_view_new();
    gtk_text_buffer_set_text(gtk_text_view_get_buffer(GTK_TEXT_VIEW(view)), text, -1);
    g_object_set(view, "editable", FALSE, "monospace", TRUE, "left-margin", 12, NULL);
    gtk_container_add(GTK_CONTAINER(scroller), view);
    gtk_box_pack_start(GTK_BOX(gtk_dialog_get_content_area(GTK_DIALOG(window))), scroller, TRUE,
                       TRUE, 0);
    g_signal_connect(window, "response", G_CALLBACK(gtk_widget_destroy), NULL);
    gtk_widget_show_all(window);
}

/* --- leaving it --- */

gboolean
yado_gtk_wizard_is_edited(YadoGtkWizard *self)
{
    return self->wizard && yado_document_is_edited(yado_wizard_get_answers(self->wizard));
}

static void
on_abort_answered_cb(GObject *source, GAsyncResult *result, gpointer data)
{
    g_autoptr(YadoGtkWizard) self = data;
    if (yado_prompt_ask_finish(YADO_PROMPT(source), result, NULL))
        gtk_widget_destroy(GTK_WIDGET(self));
}

static void
ask_to_abort(YadoGtkWizard *self)
{
    YadoSession *session = yado_wizard_get_session(self->wizard);
    g_autoptr(YadoQuestion) question =
        yado_question_new(YADO_QUESTION_CONFIRM, _("Abort"),
                          _("What was filled in is lost. Nothing has been made yet."), _("_Abort"));
    yado_question_set_danger(question, TRUE);
    yado_prompt_ask_async(yado_session_get_prompt(session), question, NULL, on_abort_answered_cb,
                          g_object_ref(self));
}

static gboolean
yado_gtk_wizard_delete_event(GtkWidget *widget, GdkEventAny *event)
{
    YadoGtkWizard *self = YADO_GTK_WIZARD(widget);
    if (!yado_gtk_wizard_is_edited(self))
        return GDK_EVENT_PROPAGATE;
    ask_to_abort(self);
    return GDK_EVENT_STOP;
}

static void
on_cancel_clicked_cb(GtkButton *button, YadoGtkWizard *self)
{
    gtk_window_close(GTK_WINDOW(self));
}

static gboolean
yado_gtk_wizard_key_press_event(GtkWidget *widget, GdkEventKey *event)
{
    if (GTK_WIDGET_CLASS(yado_gtk_wizard_parent_class)->key_press_event(widget, event))
        return GDK_EVENT_STOP;
    if (event->keyval != GDK_KEY_Escape)
        return GDK_EVENT_PROPAGATE;
    gtk_window_close(GTK_WINDOW(widget));
    return GDK_EVENT_STOP;
}

/* --- life --- */

static void
yado_gtk_wizard_dispose(GObject *object)
{
    YadoGtkWizard *self = YADO_GTK_WIZARD(object);
    g_clear_object(&self->wizard);
    g_clear_pointer(&self->views, g_ptr_array_unref);
    G_OBJECT_CLASS(yado_gtk_wizard_parent_class)->dispose(object);
}

static void
yado_gtk_wizard_class_init(YadoGtkWizardClass *klass)
{
    GtkWidgetClass *widget = GTK_WIDGET_CLASS(klass);
    G_OBJECT_CLASS(klass)->dispose = yado_gtk_wizard_dispose;
    widget->delete_event = yado_gtk_wizard_delete_event;
    widget->key_press_event = yado_gtk_wizard_key_press_event;
    signals[ACCEPTED] = g_signal_new("accepted", G_TYPE_FROM_CLASS(klass), G_SIGNAL_RUN_LAST, 0,
                                     NULL, NULL, NULL, G_TYPE_NONE, 1, YADO_TYPE_JOB);
    gtk_widget_class_set_template_from_resource(widget, YADO_GTK_RESOURCE("wizard.ui"));
    gtk_widget_class_bind_template_child(widget, YadoGtkWizard, bars);
    gtk_widget_class_bind_template_child(widget, YadoGtkWizard, steps);
    gtk_widget_class_bind_template_child(widget, YadoGtkWizard, stack);
    gtk_widget_class_bind_template_child(widget, YadoGtkWizard, cancel);
    gtk_widget_class_bind_template_child(widget, YadoGtkWizard, configuration);
    gtk_widget_class_bind_template_child(widget, YadoGtkWizard, back);
    gtk_widget_class_bind_template_child(widget, YadoGtkWizard, summary);
    gtk_widget_class_bind_template_child(widget, YadoGtkWizard, next);
    gtk_widget_class_bind_template_callback(widget, on_step_activated_cb);
    gtk_widget_class_bind_template_callback(widget, on_cancel_clicked_cb);
    gtk_widget_class_bind_template_callback(widget, on_configuration_clicked_cb);
    gtk_widget_class_bind_template_callback(widget, on_back_clicked_cb);
    gtk_widget_class_bind_template_callback(widget, on_summary_clicked_cb);
    gtk_widget_class_bind_template_callback(widget, on_next_clicked_cb);
}

static void
yado_gtk_wizard_init(YadoGtkWizard *self)
{
    gtk_widget_init_template(GTK_WIDGET(self));
    self->views = g_ptr_array_new();
    self->error = GTK_LABEL(yado_gtk_paragraph_new("", "yado-bad"));
    g_object_set(self->error, "margin", 12, "visible", FALSE, NULL);
    gtk_container_add(GTK_CONTAINER(self->bars), GTK_WIDGET(self->error));
    gtk_button_set_label(self->cancel, _("_Cancel"));
    gtk_button_set_label(self->configuration, _("Show con_figuration"));
    gtk_button_set_label(self->back, _("_Back"));
    gtk_button_set_label(self->summary, _("S_ummary"));
}

static void
add_steps(YadoGtkWizard *self)
{
    for (guint i = 0; i < yado_wizard_get_n_steps(self->wizard); i++) {
        GtkWidget *label = yado_gtk_label_new("", NULL);
        g_object_set(label, "margin", 9, NULL);
        gtk_list_box_insert(self->steps, label, -1);
        gtk_widget_show(label);
        g_ptr_array_add(self->views, NULL);
    }
}

GtkWidget *
yado_gtk_wizard_new(GtkWindow *parent, YadoWizard *wizard)
{
    YadoGtkWizard *self = g_object_new(YADO_GTK_TYPE_WIZARD, "transient-for", parent, "title",
                                       _(yado_wizard_get_spec(wizard)->title), NULL);
    self->wizard = g_object_ref(wizard);
    yado_gtk_set_accessible(GTK_WIDGET(self->steps), _("Steps"), NULL);
    add_steps(self);
    g_signal_connect_object(wizard, "changed", G_CALLBACK(on_wizard_changed_cb), self, 0);
    update(self);
    yado_wizard_enter(wizard);
    return GTK_WIDGET(self);
}
