/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "app/yado-gtk-prompt.h"

#include <glib/gi18n.h>

#include "app/yado-gtk-util.h"

struct _YadoGtkPrompt {
    GObject parent;
    GtkApplication *application; /* weak */
    YadoSettings *settings;      /* borrowed */
};

static void init_prompt(YadoPromptInterface *iface);

G_DEFINE_TYPE_WITH_CODE(YadoGtkPrompt, yado_gtk_prompt, G_TYPE_OBJECT,
                        G_IMPLEMENT_INTERFACE(YADO_TYPE_PROMPT, init_prompt))

/* One question on the screen. */
typedef struct {
    GTask *task;
    YadoQuestion *question;
    GtkWidget *dialog;
    GPtrArray *editors; /* entries, or radio buttons; one for each field */
    GtkWidget *skip;    /* "do not ask again", or NULL */
    GtkWidget *keyring; /* "remember", or NULL */
    gulong cancelled_id;
} Asking;

static void
free_asking(Asking *asking)
{
    g_ptr_array_unref(asking->editors);
    g_object_unref(asking->question);
    g_object_unref(asking->task);
    g_free(asking);
}

static void
keep_skip(YadoGtkPrompt *self, Asking *asking)
{
    const char *key = yado_question_get_skip_key(asking->question);
    if (!asking->skip || !gtk_toggle_button_get_active(GTK_TOGGLE_BUTTON(asking->skip)))
        return;
    yado_settings_set_bool(self->settings, "confirm", key, FALSE);
    yado_settings_save(self->settings, NULL); /* asked again next time: nothing to tell */
}

static void
store_answers(Asking *asking)
{
    gboolean is_choice = yado_question_get_kind(asking->question) == YADO_QUESTION_CHOICE;
    for (guint i = 0; i < asking->editors->len; i++) {
        GtkWidget *editor = g_ptr_array_index(asking->editors, i);
        if (!is_choice)
            yado_question_set_answer(asking->question, i, gtk_entry_get_text(GTK_ENTRY(editor)));
        else if (gtk_toggle_button_get_active(GTK_TOGGLE_BUTTON(editor)))
            yado_question_set_chosen(asking->question, i);
    }
}

static void
on_dialog_responded_cb(GtkDialog *dialog, int response, Asking *asking)
{
    YadoGtkPrompt *self = g_task_get_source_object(asking->task);
    GCancellable *cancellable = g_task_get_cancellable(asking->task);
    gboolean accepted = response == GTK_RESPONSE_ACCEPT;
    /* Not g_cancellable_disconnect(): this may run inside "cancelled", where that would wait for itself. */
    if (asking->cancelled_id)
        g_signal_handler_disconnect(cancellable, asking->cancelled_id);
    if (accepted) {
        store_answers(asking);
        if (asking->keyring)
            yado_question_set_remember(
                asking->question, gtk_toggle_button_get_active(GTK_TOGGLE_BUTTON(asking->keyring)));
        keep_skip(self, asking);
    }
    gtk_widget_destroy(GTK_WIDGET(dialog));
    if (!g_task_return_error_if_cancelled(asking->task))
        g_task_return_boolean(asking->task, accepted);
    free_asking(asking);
}

static void
on_cancelled_cb(GCancellable *cancellable, Asking *asking)
{
    gtk_dialog_response(GTK_DIALOG(asking->dialog), GTK_RESPONSE_CANCEL);
}

static GtkWidget *
create_entry(Asking *asking, const YadoQuestionField *field, GtkGrid *grid, int row)
{
    GtkWidget *label = yado_gtk_label_new(NULL, NULL);
    GtkWidget *entry = gtk_entry_new();
    gtk_entry_set_text(GTK_ENTRY(entry), field->value ? field->value : "");
    gtk_entry_set_visibility(GTK_ENTRY(entry), !field->secret);
    gtk_entry_set_activates_default(GTK_ENTRY(entry), TRUE);
    if (field->secret)
        gtk_entry_set_input_purpose(GTK_ENTRY(entry), GTK_INPUT_PURPOSE_PASSWORD);
    gtk_widget_set_hexpand(entry, TRUE);
    gtk_label_set_text_with_mnemonic(GTK_LABEL(label), field->prompt);
    gtk_label_set_mnemonic_widget(GTK_LABEL(label), entry);
    gtk_grid_attach(grid, label, 0, row, 1, 1);
    gtk_grid_attach(grid, entry, 1, row, 1, 1);
    return entry;
}

static GtkWidget *
create_radio(Asking *asking, const YadoQuestionField *field, GtkGrid *grid, int row)
{
    GtkRadioButton *group = row ? g_ptr_array_index(asking->editors, 0) : NULL;
    GtkWidget *radio = gtk_radio_button_new_with_mnemonic_from_widget(group, field->prompt);
    gtk_grid_attach(grid, radio, 0, row, 2, 1);
    return radio;
}

static void
add_editors(Asking *asking, GtkContainer *content)
{
    guint n = yado_question_get_n_fields(asking->question);
    gboolean is_choice = yado_question_get_kind(asking->question) == YADO_QUESTION_CHOICE;
    GtkWidget *grid = gtk_grid_new();
    gtk_grid_set_row_spacing(GTK_GRID(grid), 6);
    gtk_grid_set_column_spacing(GTK_GRID(grid), 12);
    for (guint i = 0; i < n; i++) {
        const YadoQuestionField *field = yado_question_get_field(asking->question, i);
        g_ptr_array_add(asking->editors, is_choice
                                             ? create_radio(asking, field, GTK_GRID(grid), (int)i)
                                             : create_entry(asking, field, GTK_GRID(grid), (int)i));
    }
    gtk_container_add(content, grid);
    gtk_widget_show_all(grid);
}

/* Where it cannot be kept, that is said. */
static void
add_keyring(Asking *asking, GtkContainer *content)
{
    const char *problem = yado_question_get_keyring_problem(asking->question);
    if (!yado_question_get_subject(asking->question))
        return;
    asking->keyring = gtk_check_button_new_with_mnemonic(_("_Remember it in the keyring"));
    gtk_widget_set_sensitive(asking->keyring, problem == NULL);
    gtk_container_add(content, asking->keyring);
    if (problem)
        gtk_container_add(content, yado_gtk_paragraph_new(problem, "dim-label"));
    gtk_widget_show(asking->keyring);
}

static void
add_skip(Asking *asking, GtkContainer *content)
{
    if (!yado_question_get_skip_key(asking->question))
        return;
    asking->skip = gtk_check_button_new_with_mnemonic(_("_Do not ask again"));
    gtk_container_add(content, asking->skip);
    gtk_widget_show(asking->skip);
}

static void
add_content(Asking *asking)
{
    GtkWidget *area = gtk_dialog_get_content_area(GTK_DIALOG(asking->dialog));
    GtkWidget *box = gtk_box_new(GTK_ORIENTATION_VERTICAL, 12);
    gtk_container_set_border_width(GTK_CONTAINER(box), 18);
    gtk_container_add(GTK_CONTAINER(box),
                      yado_gtk_paragraph_new(yado_question_get_text(asking->question), NULL));
    if (yado_question_get_n_fields(asking->question))
        add_editors(asking, GTK_CONTAINER(box));
    add_keyring(asking, GTK_CONTAINER(box));
    add_skip(asking, GTK_CONTAINER(box));
    gtk_widget_show(box);
    gtk_container_add(GTK_CONTAINER(area), box);
}

static void
add_buttons(Asking *asking)
{
    GtkDialog *dialog = GTK_DIALOG(asking->dialog);
    const char *positive = yado_question_get_positive(asking->question);
    gboolean danger = yado_question_is_danger(asking->question);
    GtkWidget *accept;
    gtk_dialog_add_button(dialog, _("_Cancel"), GTK_RESPONSE_CANCEL);
    accept = gtk_dialog_add_button(dialog, positive, GTK_RESPONSE_ACCEPT);
    yado_gtk_set_style(accept, danger ? "destructive-action" : "suggested-action", TRUE);
    gtk_dialog_set_default_response(dialog, danger ? GTK_RESPONSE_CANCEL : GTK_RESPONSE_ACCEPT);
}

static void
focus_first(Asking *asking)
{
    GtkDialog *dialog = GTK_DIALOG(asking->dialog);
    gboolean danger = yado_question_is_danger(asking->question);
    if (asking->editors->len)
        gtk_widget_grab_focus(g_ptr_array_index(asking->editors, 0));
    else
        gtk_widget_grab_focus(gtk_dialog_get_widget_for_response(
            dialog, danger ? GTK_RESPONSE_CANCEL : GTK_RESPONSE_ACCEPT));
}

static void
show_dialog(YadoGtkPrompt *self, Asking *asking)
{
    GtkWindow *parent =
        self->application ? gtk_application_get_active_window(self->application) : NULL;
    asking->dialog = g_object_new(GTK_TYPE_DIALOG, "use-header-bar", TRUE, "modal", TRUE, "title",
                                  yado_question_get_title(asking->question), "transient-for",
                                  parent, "resizable", FALSE, NULL);
    add_content(asking);
    add_buttons(asking);
    g_signal_connect(asking->dialog, "response", G_CALLBACK(on_dialog_responded_cb), asking);
    gtk_widget_show(asking->dialog);
    focus_first(asking);
}

static void
ask_async(YadoPrompt *prompt, YadoQuestion *question, GCancellable *cancellable,
          GAsyncReadyCallback callback, gpointer user_data)
{
    YadoGtkPrompt *self = YADO_GTK_PROMPT(prompt);
    g_autoptr(GTask) task = g_task_new(self, cancellable, callback, user_data);
    if (g_task_return_error_if_cancelled(task))
        return;
    Asking *asking = g_new0(Asking, 1);
    asking->task = g_steal_pointer(&task);
    asking->question = g_object_ref(question);
    asking->editors = g_ptr_array_new();
    show_dialog(self, asking);
    if (cancellable)
        asking->cancelled_id =
            g_signal_connect(cancellable, "cancelled", G_CALLBACK(on_cancelled_cb), asking);
}

static gboolean
ask_finish(YadoPrompt *prompt, GAsyncResult *result, GError **error)
{
    return g_task_propagate_boolean(G_TASK(result), error);
}

static void
init_prompt(YadoPromptInterface *iface)
{
    iface->ask_async = ask_async;
    iface->ask_finish = ask_finish;
    iface->offers_keyring = TRUE;
}

static void
yado_gtk_prompt_finalize(GObject *object)
{
    g_clear_weak_pointer(&YADO_GTK_PROMPT(object)->application);
    G_OBJECT_CLASS(yado_gtk_prompt_parent_class)->finalize(object);
}

static void
yado_gtk_prompt_class_init(YadoGtkPromptClass *klass)
{
    G_OBJECT_CLASS(klass)->finalize = yado_gtk_prompt_finalize;
}

static void
yado_gtk_prompt_init(YadoGtkPrompt *self)
{
}

YadoPrompt *
yado_gtk_prompt_new(GtkApplication *application)
{
    YadoGtkPrompt *self = g_object_new(YADO_GTK_TYPE_PROMPT, NULL);
    g_set_weak_pointer(&self->application, application);
    return YADO_PROMPT(self);
}

void
yado_gtk_prompt_set_settings(YadoGtkPrompt *self, YadoSettings *settings)
{
    self->settings = settings;
}
