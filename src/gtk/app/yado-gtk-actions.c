/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "app/yado-gtk-actions.h"

#include <glib/gi18n.h>

#include "app/yado-gtk-util.h"
#include "form/yado-gtk-form-dialog.h"

struct _YadoGtkActions {
    GObject parent;
    GtkWindow *window; /* borrowed, cleared by the weak pointer */
    YadoTargets targets;
    gboolean is_on_page;
    guint change_id;
};

enum { CHANGED, VIEW, FAILED, REFUSED, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_TYPE(YadoGtkActions, yado_gtk_actions, G_TYPE_OBJECT)

/* One run of an action: lives until its jobs have started. */
typedef struct {
    YadoGtkActions *actions;
    const YadoActionSpec *spec;
    YadoTargets targets;
    YadoForm *form;
} Run;

static void
clear_targets(YadoTargets *targets)
{
    g_clear_pointer(&targets->guests, g_ptr_array_unref);
    g_clear_object(&targets->host);
    g_clear_object(&targets->session);
}

static void
copy_targets(YadoTargets *to, const YadoTargets *from)
{
    to->session = g_object_ref(from->session);
    to->guests = g_ptr_array_copy(from->guests, (GCopyFunc)(void (*)(void))g_object_ref, NULL);
    g_ptr_array_set_free_func(to->guests, g_object_unref);
    g_set_object(&to->host, from->host);
}

static Run *
new_run(YadoGtkActions *self, const YadoActionSpec *spec, const YadoTargets *targets)
{
    Run *run = g_new0(Run, 1);
    run->actions = g_object_ref(self);
    run->spec = spec;
    copy_targets(&run->targets, targets);
    return run;
}

static void
free_run(Run *run)
{
    clear_targets(&run->targets);
    g_clear_object(&run->form);
    g_object_unref(run->actions);
    g_free(run);
}

static void
on_action_performed_cb(GObject *source, GAsyncResult *result, gpointer data)
{
    Run *run = data;
    g_autoptr(GError) error = NULL;
    g_autoptr(GPtrArray) jobs = yado_action_perform_finish(result, &error);
    if (!jobs && run->actions->window && !yado_error_is_cancel(error))
        g_signal_emit(run->actions, signals[FAILED], 0, error);
    if (jobs && run->actions->window && run->spec->opens && run->targets.guests->len)
        g_signal_emit(run->actions, signals[VIEW], 0, run->spec->opens,
                      g_ptr_array_index(run->targets.guests, 0));
    free_run(run);
}

static void
perform(Run *run)
{
    yado_action_perform_async(run->spec, &run->targets, run->form, FALSE, NULL,
                              on_action_performed_cb, run);
}

static void
on_form_dialog_answered_cb(YadoGtkFormDialog *dialog, gboolean accepted, Run *run)
{
    if (accepted)
        perform(run);
    else
        free_run(run);
}

/* @error (nullable): why it did not work with what stands there. */
static void
ask_arguments(Run *run, GtkWindow *window, const GError *error)
{
    GtkWidget *dialog =
        yado_gtk_form_dialog_new(window, run->form, run->spec->danger == YADO_DANGER_LOSES);
    if (error)
        yado_gtk_form_dialog_show_error(YADO_GTK_FORM_DIALOG(dialog), error);
    g_signal_connect(dialog, "answered", G_CALLBACK(on_form_dialog_answered_cb), run);
    gtk_widget_show(dialog);
}

gboolean
yado_gtk_actions_ask_again(YadoGtkActions *self, YadoJob *job)
{
    const YadoActionSpec *spec;
    YadoForm *form = yado_action_get_job_form(job, &spec);
    YadoGuest *guest = yado_action_get_job_guest(job);
    g_autoptr(GPtrArray) guests = g_ptr_array_new();
    YadoTargets targets = { self->targets.session, guests, NULL };
    if (!form || !self->window)
        return FALSE;
    if (guest)
        g_ptr_array_add(guests, guest);
    Run *run = new_run(self, spec, &targets);
    g_set_object(&run->form, form);
    ask_arguments(run, self->window, yado_job_get_error(job));
    return TRUE;
}

static void
run_on_targets(YadoGtkActions *self, const YadoActionSpec *spec, const YadoTargets *targets)
{
    g_autofree char *reason = NULL;
    if (!yado_action_check(spec, targets, &reason)) {
        g_signal_emit(self, signals[REFUSED], 0, reason ? reason : "");
        return;
    }
    if (spec->view) {
        YadoGuest *guest = targets->guests->len ? g_ptr_array_index(targets->guests, 0) : NULL;
        g_signal_emit(self, signals[VIEW], 0, spec->view, guest);
        return;
    }
    Run *run = new_run(self, spec, targets);
    run->form = yado_action_create_form(spec, &run->targets);
    if (run->form)
        ask_arguments(run, self->window, NULL);
    else
        perform(run);
}

void
yado_gtk_actions_run_for(YadoGtkActions *self, const YadoActionSpec *spec, YadoHost *host,
                         GtkWindow *window, void (*prepare)(YadoForm *form, gpointer data),
                         gpointer data)
{
    g_autoptr(GPtrArray) none = g_ptr_array_new();
    YadoTargets targets = { self->targets.session, none, host };
    Run *run = new_run(self, spec, &targets);
    run->form = yado_action_create_form(spec, &run->targets);
    if (!run->form) {
        perform(run);
        return;
    }
    prepare(run->form, data);
    ask_arguments(run, window, NULL);
}

void
yado_gtk_actions_run(YadoGtkActions *self, const YadoActionSpec *spec)
{
    run_on_targets(self, spec, &self->targets);
}

void
yado_gtk_actions_run_on(YadoGtkActions *self, const YadoActionSpec *spec, YadoGuest *guest)
{
    g_autoptr(GPtrArray) guests = yado_gtk_guests_new(guest);
    YadoTargets targets = { self->targets.session, guests, yado_guest_get_host(guest) };
    run_on_targets(self, spec, &targets);
}

gboolean
yado_gtk_actions_check(YadoGtkActions *self, const YadoActionSpec *spec, char **reason)
{
    return yado_action_check(spec, &self->targets, reason);
}

/* --- keys --- */

gboolean
yado_gtk_actions_handle_key(YadoGtkActions *self, GdkEventKey *event)
{
    static const YadoActionScope order[] = { YADO_SCOPE_GUEST, YADO_SCOPE_HOST, YADO_SCOPE_APP };
    g_autofree char *key = yado_gtk_key_from_event(event);
    for (guint i = 0; *key && i < G_N_ELEMENTS(order); i++) {
        const YadoActionSpec *spec = yado_keymap_find_action(key, order[i]);
        guint keyval;
        GdkModifierType modifiers;
        if (!spec || !yado_gtk_key_parse(key, &keyval, &modifiers))
            continue;
        yado_gtk_actions_run(self, spec);
        return TRUE;
    }
    return FALSE;
}

/* --- menus and buttons --- */

static const YadoActionSpec *
get_spec(gpointer widget)
{
    return g_object_get_data(G_OBJECT(widget), "yado-spec");
}

/* What the pointer or the reader tells of @spec now: why it cannot be used, or else what it does. */
static void
describe_item(YadoGtkActions *self, GtkWidget *widget, const YadoActionSpec *spec)
{
    g_autofree char *reason = NULL;
    gboolean enabled = yado_action_check(spec, &self->targets, &reason);
    const char *text = !enabled && reason ? reason : yado_action_get_help(spec);
    gtk_widget_set_sensitive(widget, enabled);
    gtk_widget_set_tooltip_text(widget, text);
    yado_gtk_set_accessible(widget, NULL, text);
}

static void
on_item_activated_cb(GtkWidget *widget, YadoGtkActions *self)
{
    yado_gtk_actions_run(self, get_spec(widget));
}

/* None that a guest's page has for itself: there it would do something else. */
static void
show_key(YadoGtkActions *self, GtkWidget *item, const YadoActionSpec *spec)
{
    const char *free_keys[] = { yado_keymap_get_key_on_page(spec->id, YADO_FRONT_DESKTOP), NULL };
    const char *const *keys = self->is_on_page ? free_keys : yado_keymap_list_keys(spec->id);
    guint keyval = 0;
    GdkModifierType modifiers = 0;
    yado_gtk_key_find(keys, &keyval, &modifiers);
    gtk_accel_label_set_accel(GTK_ACCEL_LABEL(gtk_bin_get_child(GTK_BIN(item))), keyval, modifiers);
}

/* A menu is made once; what its items say is of the moment in which it opens. */
static void
describe_menu_item(GtkWidget *item, gpointer self)
{
    GtkWidget *submenu = gtk_menu_item_get_submenu(GTK_MENU_ITEM(item));
    if (get_spec(item)) {
        describe_item(self, item, get_spec(item));
        show_key(self, item, get_spec(item));
    }
    if (submenu)
        gtk_container_foreach(GTK_CONTAINER(submenu), describe_menu_item, self);
}

static void
on_menu_shown_cb(GtkWidget *menu, YadoGtkActions *self)
{
    gtk_container_foreach(GTK_CONTAINER(menu), describe_menu_item, self);
}

static GtkWidget *
create_item(YadoGtkActions *self, const YadoActionSpec *spec)
{
    GtkWidget *item = gtk_menu_item_new_with_mnemonic(yado_action_get_label(spec));
    g_object_set_data(G_OBJECT(item), "yado-spec", (gpointer)spec);
    g_signal_connect_object(item, "activate", G_CALLBACK(on_item_activated_cb), self, 0);
    gtk_widget_show(item);
    return item;
}

static void
append_separator(GtkMenuShell *menu)
{
    GtkWidget *separator = gtk_separator_menu_item_new();
    gtk_widget_show(separator);
    gtk_menu_shell_append(menu, separator);
}

/* What a person at a pointer has no use for: he is in a menu already, and selects as everywhere on the desktop. */
static gboolean
is_for_menus(const YadoActionSpec *spec)
{
    return g_strcmp0(spec->view, "menu") != 0 && g_strcmp0(spec->view, "mark") != 0;
}

static guint
append_group(YadoGtkActions *self, GtkMenuShell *menu, const char *group, guint scopes)
{
    guint n = 0;
    for (const YadoActionSpec *const *spec = yado_catalog_get_actions(); *spec; spec++) {
        if (!(scopes & (1u << (*spec)->scope)) || g_strcmp0(group, (*spec)->group) != 0 ||
            !is_for_menus(*spec))
            continue;
        gtk_menu_shell_append(menu, create_item(self, *spec));
        n++;
    }
    return n;
}

static void
append_submenu(YadoGtkActions *self, GtkMenuShell *menu, const char *group, guint scopes)
{
    GtkWidget *submenu = gtk_menu_new();
    if (!append_group(self, GTK_MENU_SHELL(submenu), group, scopes)) {
        gtk_widget_destroy(submenu);
        return;
    }
    GtkWidget *item = gtk_menu_item_new_with_mnemonic(yado_catalog_get_group_label(group));
    gtk_menu_item_set_submenu(GTK_MENU_ITEM(item), submenu);
    gtk_widget_show(item);
    gtk_menu_shell_append(menu, item);
}

/* A menu must fit a screen of 600 pixels: what is used most stands in it, the other groups open beside it. */
static gboolean
is_inline(const char *group, guint scopes)
{
    static const char *const for_guests[] = { "view", "power", NULL };
    static const char *const for_hosts[] = { "host", NULL };
    static const char *const for_app[] = { "app", NULL };
    const char *const *list = scopes & YADO_GTK_MENU_GUEST ? for_guests
                              : scopes & YADO_GTK_MENU_APP ? for_app
                                                           : for_hosts;
    return g_strv_contains(list, group);
}

GtkWidget *
yado_gtk_actions_create_menu(YadoGtkActions *self, guint scopes)
{
    GtkMenuShell *menu = GTK_MENU_SHELL(gtk_menu_new());
    const char *const *groups = yado_catalog_get_groups();
    guint n = 0;
    for (guint i = 0; groups[i]; i++) {
        if (!is_inline(groups[i], scopes))
            continue;
        if (n)
            append_separator(menu);
        n = append_group(self, menu, groups[i], scopes);
    }
    if (scopes != YADO_GTK_MENU_HOST)
        append_separator(menu);
    for (guint i = 0; groups[i]; i++)
        if (!is_inline(groups[i], scopes))
            append_submenu(self, menu, groups[i], scopes);
    g_signal_connect_object(menu, "show", G_CALLBACK(on_menu_shown_cb), self, 0);
    return GTK_WIDGET(menu);
}

typedef struct {
    YadoGtkActions *actions;
    GtkMenuButton *button;
    guint scopes;
} MenuRequest;

static void
free_menu_request(gpointer data)
{
    MenuRequest *request = data;
    g_object_unref(request->actions);
    g_object_unref(request->button);
    g_free(request);
}

static gboolean
on_menu_due_cb(gpointer data)
{
    MenuRequest *request = data;
    gboolean is_up = gtk_menu_button_get_direction(request->button) == GTK_ARROW_UP;
    if (!request->actions->window || !gtk_widget_get_parent(GTK_WIDGET(request->button)))
        return G_SOURCE_REMOVE;
    GtkWidget *menu = yado_gtk_actions_create_menu(request->actions, request->scopes);
    gtk_widget_set_halign(menu, is_up ? GTK_ALIGN_START : GTK_ALIGN_END);
    gtk_menu_button_set_popup(request->button, menu);
    return G_SOURCE_REMOVE;
}

/* Not needed for the first picture: made when there is nothing else to do. */
void
yado_gtk_actions_attach_menu(YadoGtkActions *self, GtkMenuButton *button, guint scopes)
{
    MenuRequest *request = g_new0(MenuRequest, 1);
    request->actions = g_object_ref(self);
    request->button = g_object_ref(button);
    request->scopes = scopes;
    gtk_menu_button_set_popup(button, gtk_menu_new());
    g_idle_add_full(G_PRIORITY_LOW, on_menu_due_cb, request, free_menu_request);
}

static void
on_actions_changed_cb(YadoGtkActions *self, GtkWidget *button)
{
    describe_item(self, button, get_spec(button));
}

GtkWidget *
yado_gtk_actions_create_button(YadoGtkActions *self, const YadoActionSpec *spec)
{
    GtkWidget *button = gtk_button_new_with_mnemonic(yado_action_get_label(spec));
    g_object_set_data(G_OBJECT(button), "yado-spec", (gpointer)spec);
    if (spec->icon)
        gtk_button_set_image(GTK_BUTTON(button),
                             gtk_image_new_from_icon_name(spec->icon, GTK_ICON_SIZE_BUTTON));
    gtk_button_set_always_show_image(GTK_BUTTON(button), TRUE);
    g_signal_connect_object(button, "clicked", G_CALLBACK(on_item_activated_cb), self, 0);
    g_signal_connect_object(self, "changed", G_CALLBACK(on_actions_changed_cb), button, 0);
    describe_item(self, button, spec);
    gtk_widget_show(button);
    return button;
}

/* --- targets --- */

static gboolean
on_change_due_cb(gpointer data)
{
    YadoGtkActions *self = data;
    self->change_id = 0;
    g_signal_emit(self, signals[CHANGED], 0);
    return G_SOURCE_REMOVE;
}

void
yado_gtk_actions_queue_change(YadoGtkActions *self)
{
    if (!self->change_id)
        self->change_id = g_idle_add(on_change_due_cb, self);
}

void
yado_gtk_actions_set_targets(YadoGtkActions *self, GPtrArray *guests, YadoHost *host)
{
    YadoTargets old = self->targets;
    YadoTargets new = { old.session, guests, host };
    self->targets = (YadoTargets){ 0 };
    copy_targets(&self->targets, &new);
    clear_targets(&old);
    yado_gtk_actions_queue_change(self);
}

void
yado_gtk_actions_set_on_page(YadoGtkActions *self, gboolean is_on_page)
{
    self->is_on_page = is_on_page;
}

const YadoTargets *
yado_gtk_actions_get_targets(YadoGtkActions *self)
{
    return &self->targets;
}

static void
yado_gtk_actions_finalize(GObject *object)
{
    YadoGtkActions *self = YADO_GTK_ACTIONS(object);
    g_clear_handle_id(&self->change_id, g_source_remove);
    clear_targets(&self->targets);
    g_clear_weak_pointer(&self->window);
    G_OBJECT_CLASS(yado_gtk_actions_parent_class)->finalize(object);
}

static void
yado_gtk_actions_class_init(YadoGtkActionsClass *klass)
{
    GType type = G_TYPE_FROM_CLASS(klass);
    G_OBJECT_CLASS(klass)->finalize = yado_gtk_actions_finalize;
    signals[CHANGED] =
        g_signal_new("changed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
    signals[VIEW] = g_signal_new("view", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                                 2, G_TYPE_STRING, YADO_TYPE_GUEST);
    signals[FAILED] = g_signal_new("failed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 1, G_TYPE_ERROR);
    signals[REFUSED] = g_signal_new("refused", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                    G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
yado_gtk_actions_init(YadoGtkActions *self)
{
}

YadoGtkActions *
yado_gtk_actions_new(GtkWindow *window, YadoSession *session)
{
    YadoGtkActions *self = g_object_new(YADO_GTK_TYPE_ACTIONS, NULL);
    g_set_weak_pointer(&self->window, window);
    self->targets.session = g_object_ref(session);
    self->targets.guests = g_ptr_array_new_with_free_func(g_object_unref);
    return self;
}
