/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * yado-bench-inside URI guest|wizard|volumes: the desktop manager's pages, measured within the program: from the call that opens
 * one until the display has the last of what it draws.  Animations are off: a row that fades to its colour is no waiting.
 * Prints lines "GROUP<Tab>NAME<Tab>MS".
 *
 * A stall is one turn of the main loop: what waits, a key as well as a picture, waits that long.
 */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "app/yado-gtk-application.h"
#include "app/yado-gtk-util.h"
#include "app/yado-gtk-window-private.h"
#include "form/yado-gtk-form-dialog.h"
#include "views/yado-gtk-guest-page-private.h"
#include "views/yado-gtk-listing.h"
#include "yado-gtk-resources.h"

#define QUIET 60000    /* µs without a picture: it is complete */
#define LIMIT 20000000 /* µs */
#define DISKS_BETWEEN 40
#define SCREENFULS 200

typedef struct {
    YadoGtkWindow *window;
    YadoHost *host;
    YadoGuest *guest;
    GtkTreeView *tables[2]; /* of the storage window */
    guint n_wanted;
} Bench;

static gint64 first_drawn_at, drawn_at, woke_at, longest_turn;
static gboolean is_drawing;

/* ---- what the main loop does ---- */

static gint
watch_poll(GPollFD *fds, guint n, gint timeout)
{
    gint found;

    longest_turn = MAX(longest_turn, g_get_monotonic_time() - woke_at);
    found = g_poll(fds, n, timeout);
    woke_at = g_get_monotonic_time();
    return found;
}

static void
forget_turns(void)
{
    longest_turn = 0;
    woke_at = g_get_monotonic_time();
}

static gboolean
on_something_drawn_cb(GSignalInvocationHint *hint, guint n, const GValue *values, gpointer data)
{
    is_drawing = TRUE;
    return TRUE;
}

/* A frame is finished; one in which nothing was drawn does not count. */
static gboolean
on_frame_finished_cb(GSignalInvocationHint *hint, guint n, const GValue *values, gpointer data)
{
    if (is_drawing) {
        gdk_display_sync(gdk_display_get_default());
        drawn_at = g_get_monotonic_time();
    }
    is_drawing = FALSE;
    return TRUE;
}

static gboolean
on_tick_cb(gpointer data)
{
    return G_SOURCE_CONTINUE;
}

static void
watch_everything(void)
{
    g_type_class_unref(g_type_class_ref(GDK_TYPE_FRAME_CLOCK));
    g_signal_add_emission_hook(g_signal_lookup("paint", GDK_TYPE_FRAME_CLOCK), 0,
                               on_something_drawn_cb, NULL, NULL);
    g_signal_add_emission_hook(g_signal_lookup("after-paint", GDK_TYPE_FRAME_CLOCK), 0,
                               on_frame_finished_cb, NULL, NULL);
    woke_at = g_get_monotonic_time();
    g_main_context_set_poll_func(NULL, watch_poll);
    g_timeout_add(5, on_tick_cb, NULL); /* the condition is looked at that often */
}

typedef gboolean (*Condition)(Bench *self);

/* ms from @start to the last picture, drawn after @is_there held; ends the program when that never comes. */
static double
settle(Bench *self, gint64 start, Condition is_there)
{
    gint64 there_at = is_there ? G_MAXINT64 : start;

    for (;;) {
        gint64 now = g_get_monotonic_time();
        if (there_at == G_MAXINT64 && is_there(self))
            there_at = now;
        if (drawn_at < MAX(start, there_at))
            first_drawn_at = 0;
        else if (!first_drawn_at)
            first_drawn_at = drawn_at;
        if (drawn_at > MAX(start, there_at) && now - drawn_at > QUIET)
            return (drawn_at - start) / 1000.0;
        if (now - start > LIMIT) {
            g_printerr("yado-bench-inside: nothing came\n");
            _exit(1);
        }
        g_main_context_iteration(NULL, TRUE);
    }
}

static void
tell(const char *group, const char *name, double ms)
{
    printf("%s\t%s\t%.2f\n", group, name, ms);
    fflush(stdout);
}

/* The first of that type below @widget. */
static GtkWidget *
find_widget(GtkWidget *widget, GType type)
{
    g_autoptr(GList) children =
        GTK_IS_CONTAINER(widget) ? gtk_container_get_children(GTK_CONTAINER(widget)) : NULL;
    GtkWidget *found = G_TYPE_CHECK_INSTANCE_TYPE(widget, type) ? widget : NULL;

    for (GList *item = children; item && !found; item = item->next)
        found = find_widget(item->data, type);
    return found;
}

/* ---- the program ---- */

static gboolean
is_listed(Bench *self)
{
    return yado_host_is_listed(self->host);
}

static void
start(Bench *self, const char *uri)
{
    const char *const uris[] = { uri, NULL };
    g_autoptr(GError) error = NULL;
    gint64 now = g_get_monotonic_time();
    GtkApplication *application = yado_gtk_application_new(uris, NULL, NULL, NULL);

    yado_gtk_register_resource();
    if (!g_application_register(G_APPLICATION(application), NULL, &error))
        g_error("%s", error->message);
    g_object_set(gtk_settings_get_default(), "gtk-enable-animations", FALSE, NULL);
    watch_everything();
    g_application_activate(G_APPLICATION(application));
    self->window = YADO_GTK_WINDOW(gtk_application_get_windows(application)->data);
    self->host = g_list_model_get_item(G_LIST_MODEL(self->window->session), 0);
    settle(self, now, is_listed);
    self->guest = g_list_model_get_item(G_LIST_MODEL(self->host), 0);
}

/* ---- a guest of many devices: its pages; what can be seen of their list comes first ---- */

static gboolean
is_guest_shown(Bench *self)
{
    YadoGtkGuestPage *page = yado_gtk_window_get_guest_page(self->window);

    return page && page->inactive && !page->is_busy && gtk_stack_get_visible_child(page->stack);
}

static void
measure_opening(Bench *self)
{
    gint64 now = g_get_monotonic_time();

    forget_turns();
    yado_gtk_window_open_guest(self->window, self->guest, NULL);
    tell("open", "whole list", settle(self, now, is_guest_shown));
    tell("open", "guest", (first_drawn_at - now) / 1000.0);
    tell("stall", "while a guest is opened", longest_turn / 1000.0);
}

static gboolean
has_text(Bench *self)
{
    YadoGtkGuestPage *page = yado_gtk_window_get_guest_page(self->window);
    GtkWidget *text = find_widget(gtk_stack_get_visible_child(page->stack), GTK_TYPE_TEXT_VIEW);

    return text && gtk_text_buffer_get_char_count(gtk_text_view_get_buffer(GTK_TEXT_VIEW(text)));
}

/* A text is there with its first picture: its colours come by and by. */
static void
measure_page(Bench *self, YadoGtkGuestPage *view, const YadoPage *page)
{
    gint64 now = g_get_monotonic_time();
    gboolean is_text = g_str_equal(page->id, "configuration");
    g_autofree char *name = yado_text_strip_mnemonic(page->title);
    double last;

    yado_gtk_guest_page_select_page(view, page->id);
    last = settle(self, now, is_text ? has_text : is_guest_shown);
    tell("page", name, is_text ? (first_drawn_at - now) / 1000.0 : last);
}

/* Each is made when it is first looked at. */
static void
measure_pages(Bench *self)
{
    YadoGtkGuestPage *view = yado_gtk_window_get_guest_page(self->window);
    guint n_devices = 0;

    for (guint i = 1; i < view->page_list->len; i++) {
        const YadoPage *page = g_ptr_array_index(view->page_list, i);
        if (!page->node || n_devices++ % DISKS_BETWEEN == 0)
            measure_page(self, view, page);
    }
}

static GtkWidget *
find_new_window(Bench *self)
{
    g_autoptr(GList) windows = gtk_window_list_toplevels();

    for (GList *item = windows; item; item = item->next)
        if (item->data != self->window && gtk_widget_get_mapped(item->data))
            return item->data;
    return NULL;
}

static gboolean
has_new_window(Bench *self)
{
    return find_new_window(self) != NULL;
}

static void
close_window(Bench *self, GtkWidget *window)
{
    gint64 now = g_get_monotonic_time();

    gtk_widget_destroy(window);
    gtk_widget_queue_draw(GTK_WIDGET(self->window));
    settle(self, now, NULL);
}

static void
measure_add_hardware(Bench *self)
{
    gint64 now = g_get_monotonic_time();

    yado_gtk_guest_page_ask_for_hardware(yado_gtk_window_get_guest_page(self->window));
    tell("form", "add hardware", settle(self, now, has_new_window));
    close_window(self, find_new_window(self));
}

/* ---- the arguments of actions ---- */

static void
measure_form(Bench *self, const YadoActionSpec *spec, const YadoTargets *targets)
{
    gint64 now = g_get_monotonic_time();
    g_autoptr(YadoForm) form = yado_action_create_form(spec, targets);
    GtkWidget *dialog = yado_gtk_form_dialog_new(GTK_WINDOW(self->window), form, FALSE);

    gtk_widget_show(dialog);
    tell("form", spec->id, settle(self, now, has_new_window));
    close_window(self, dialog);
}

static void
measure_forms(Bench *self)
{
    g_autoptr(GPtrArray) guests = yado_gtk_guests_new(self->guest);
    YadoTargets targets = { self->window->session, guests, self->host };

    for (const YadoActionSpec *const *spec = yado_catalog_get_actions(); *spec; spec++) {
        g_autofree char *reason = NULL;
        if ((*spec)->form && !(*spec)->view && yado_action_check(*spec, &targets, &reason))
            measure_form(self, *spec, &targets);
    }
}

static void
bench_guest(Bench *self, guint runs)
{
    for (guint i = 0; i < runs; i++) {
        measure_opening(self);
        measure_pages(self);
        measure_add_hardware(self);
        measure_forms(self);
        yado_gtk_window_close_tab(self->window);
    }
}

/* ---- the wizard, in a program that was just started ---- */

static void
bench_wizard(Bench *self)
{
    g_autoptr(GPtrArray) none = g_ptr_array_new();
    gint64 now;

    yado_gtk_actions_set_targets(self->window->actions, none, self->host);
    settle(self, 0, NULL);
    now = g_get_monotonic_time();
    yado_gtk_actions_run(self->window->actions, yado_catalog_find_action("guest.create"));
    tell("wizard", "first step", settle(self, now, has_new_window));
}

/* ---- many volumes ---- */

static void
find_tables(GtkWidget *widget, gpointer data)
{
    Bench *self = data;

    if (GTK_IS_TREE_VIEW(widget))
        self->tables[self->tables[0] ? 1 : 0] = GTK_TREE_VIEW(widget);
    else if (GTK_IS_CONTAINER(widget))
        gtk_container_forall(GTK_CONTAINER(widget), find_tables, data);
}

static guint
count_rows(GtkTreeView *table)
{
    GtkTreeModel *model = table ? gtk_tree_view_get_model(table) : NULL;

    return model ? gtk_tree_model_iter_n_children(model, NULL) : 0;
}

static gboolean
has_pools(Bench *self)
{
    GtkWidget *window = find_new_window(self);

    self->tables[0] = NULL;
    if (window)
        find_tables(window, self);
    return count_rows(self->tables[0]) > 1;
}

static gboolean
has_volumes(Bench *self)
{
    return count_rows(self->tables[1]) == self->n_wanted;
}

static void
select_pool(Bench *self, const char *name)
{
    GtkTreeModel *model = gtk_tree_view_get_model(self->tables[0]);
    GtkTreeIter iter;

    for (gboolean valid = gtk_tree_model_get_iter_first(model, &iter); valid;
         valid = gtk_tree_model_iter_next(model, &iter)) {
        YadoResource *pool;
        gtk_tree_model_get(model, &iter, 0, &pool, -1);
        if (g_str_equal(pool->name, name))
            gtk_tree_selection_select_iter(gtk_tree_view_get_selection(self->tables[0]), &iter);
    }
}

static void
tell_stall(const char *name)
{
    tell("stall", name, longest_turn / 1000.0);
}

/* The pool is chosen, its volumes come. */
static void
measure_listing(Bench *self)
{
    gint64 now = g_get_monotonic_time();

    forget_turns();
    select_pool(self, "many");
    tell("volumes", "listed", settle(self, now, has_volumes));
    tell_stall("while they are listed");
}

/* One screenful after the other, each drawn before the next. */
static void
measure_scrolling(Bench *self)
{
    GtkAdjustment *scroll = gtk_scrollable_get_vadjustment(GTK_SCROLLABLE(self->tables[1]));
    double page = gtk_adjustment_get_page_size(scroll);

    forget_turns();
    for (guint i = 0; i < SCREENFULS; i++) {
        gint64 now = g_get_monotonic_time();
        gtk_adjustment_set_value(scroll, i + 1 < SCREENFULS ? page * i : G_MAXDOUBLE);
        while (drawn_at < now && g_get_monotonic_time() - now < G_USEC_PER_SEC / 4)
            g_main_context_iteration(NULL, TRUE);
    }
    tell_stall("while they are scrolled");
}

static void
measure_filter(Bench *self)
{
    gint64 now = g_get_monotonic_time();

    forget_turns();
    self->n_wanted = 10; /* guest-01230 to guest-01239 */
    gtk_entry_set_text(GTK_ENTRY(find_widget(find_new_window(self), GTK_TYPE_SEARCH_ENTRY)),
                       "guest-0123");
    tell("volumes", "filtered", settle(self, now, has_volumes));
    tell_stall("while they are filtered");
}

static void
bench_volumes(Bench *self)
{
    gint64 now = g_get_monotonic_time();

    yado_gtk_listing_show(GTK_WINDOW(self->window), self->window->actions, self->host,
                          yado_catalog_find_listing_view("storage"));
    settle(self, now, has_pools);
    self->n_wanted = 10000;
    measure_listing(self);
    measure_scrolling(self);
    measure_filter(self);
}

int
main(int argc, char **argv)
{
    Bench bench = { 0 };

    g_setenv("GDK_GL", "disable", TRUE); /* as the program itself does */
    yado_locale_init();
    if (argc < 4 || !gtk_init_check(NULL, NULL))
        return 2;
    start(&bench, argv[1]);
    if (g_str_equal(argv[2], "guest"))
        bench_guest(&bench, (guint)atoi(argv[3]));
    else if (g_str_equal(argv[2], "wizard"))
        bench_wizard(&bench);
    else
        bench_volumes(&bench);
    fflush(NULL);
    _exit(0); /* as the program itself does */
}
