/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "present/yado-tree.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "base/yado-text.h"

/* More guests than this are not unfolded unasked. */
#define MANY_GUESTS 40

typedef struct {
    YadoTree *tree; /* not owned */
    YadoHost *host;
    GPtrArray *guests;            /* of Leaf, by name; made when it is unfolded first */
    gboolean unfolded, is_chosen; /* is_chosen: by the user */
} Branch;

typedef struct {
    YadoGuest *guest;
    char *name, *key; /* the key's name */
} Leaf;

struct _YadoTree {
    GObject parent_instance;
    YadoSession *session;
    GPtrArray *branches; /* of Branch, in the session's order */
};

G_DEFINE_FINAL_TYPE(YadoTree, yado_tree, G_TYPE_OBJECT)

enum { SIGNAL_CHANGED, SIGNAL_LOOKS_CHANGED, N_SIGNALS };
static guint signals[N_SIGNALS];

/* ---- guests by name ---- */

static void
leaf_free(gpointer data)
{
    Leaf *leaf = data;

    g_object_unref(leaf->guest);
    g_free(leaf->name);
    g_free(leaf->key);
    g_free(leaf);
}

static Leaf *
leaf_new(YadoGuest *guest)
{
    Leaf *leaf = g_new0(Leaf, 1);

    leaf->guest = g_object_ref(guest);
    leaf->name = g_strdup(yado_guest_get_name(guest));
    leaf->key = g_utf8_collate_key_for_filename(leaf->name, -1);
    return leaf;
}

static int
compare_leaves(gconstpointer a, gconstpointer b)
{
    const Leaf *left = *(Leaf *const *)a, *right = *(Leaf *const *)b;
    int order = strcmp(left->key, right->key);

    return order != 0 ? order
                      : strcmp(yado_guest_get_uuid(left->guest), yado_guest_get_uuid(right->guest));
}

static void
list_guests(Branch *branch)
{
    GListModel *model = G_LIST_MODEL(branch->host);
    guint n = g_list_model_get_n_items(model);

    g_ptr_array_set_size(branch->guests, 0);
    for (guint i = 0; i < n && branch->unfolded; i++) {
        g_autoptr(YadoGuest) guest = g_list_model_get_item(model, i);

        g_ptr_array_add(branch->guests, leaf_new(guest));
    }
    g_ptr_array_sort(branch->guests, compare_leaves);
}

static gboolean
is_renamed(Branch *branch)
{
    for (guint i = 0; i < branch->guests->len; i++) {
        const Leaf *leaf = branch->guests->pdata[i];

        if (strcmp(leaf->name, yado_guest_get_name(leaf->guest)) != 0)
            return TRUE;
    }
    return FALSE;
}

/* ---- hosts ---- */

static void
on_host_items_changed_cb(GListModel *model, guint position, guint removed, guint added,
                         gpointer user_data)
{
    Branch *branch = user_data;

    if (!branch->is_chosen)
        branch->unfolded = g_list_model_get_n_items(model) <= MANY_GUESTS;
    list_guests(branch);
    g_signal_emit(branch->tree, signals[SIGNAL_CHANGED], 0);
}

static void
on_host_guests_changed_cb(YadoHost *host, GPtrArray *guests, gpointer user_data)
{
    Branch *branch = user_data;
    gboolean renamed = is_renamed(branch);

    if (renamed)
        list_guests(branch);
    g_signal_emit(branch->tree, signals[renamed ? SIGNAL_CHANGED : SIGNAL_LOOKS_CHANGED], 0);
}

/* The line with the reason comes and goes. */
static void
on_host_state_changed_cb(YadoHost *host, gpointer user_data)
{
    g_signal_emit(((Branch *)user_data)->tree, signals[SIGNAL_CHANGED], 0);
}

static Branch *
branch_new(YadoTree *tree, YadoHost *host)
{
    Branch *branch = g_new0(Branch, 1);

    branch->tree = tree;
    branch->host = g_object_ref(host);
    branch->guests = g_ptr_array_new_with_free_func(leaf_free);
    branch->unfolded = g_list_model_get_n_items(G_LIST_MODEL(host)) <= MANY_GUESTS;
    list_guests(branch);
    g_signal_connect(host, "items-changed", G_CALLBACK(on_host_items_changed_cb), branch);
    g_signal_connect(host, "guests-changed", G_CALLBACK(on_host_guests_changed_cb), branch);
    g_signal_connect(host, "state-changed", G_CALLBACK(on_host_state_changed_cb), branch);
    return branch;
}

static void
branch_free(gpointer data)
{
    Branch *branch = data;

    g_signal_handlers_disconnect_by_data(branch->host, branch);
    g_ptr_array_unref(branch->guests);
    g_object_unref(branch->host);
    g_free(branch);
}

static void
on_session_items_changed_cb(GListModel *session, guint position, guint removed, guint added,
                            gpointer user_data)
{
    YadoTree *self = user_data;

    if (removed > 0)
        g_ptr_array_remove_range(self->branches, position, removed);
    for (guint i = position; i < position + added; i++) {
        g_autoptr(YadoHost) host = g_list_model_get_item(session, i);

        g_ptr_array_insert(self->branches, (int)i, branch_new(self, host));
    }
    g_signal_emit(self, signals[SIGNAL_CHANGED], 0);
}

static Branch *
find_branch(YadoTree *self, YadoHost *host)
{
    for (guint i = 0; i < self->branches->len; i++)
        if (((Branch *)self->branches->pdata[i])->host == host)
            return self->branches->pdata[i];
    return NULL;
}

/* ---- rows ---- */

static gboolean
has_all_row(YadoTree *self)
{
    return self->branches->len != 1;
}

static gboolean
has_reason(const Branch *branch)
{
    return yado_host_get_error(branch->host) != NULL;
}

static guint
count_rows(const Branch *branch)
{
    return 1 + (has_reason(branch) ? 1 : 0) + branch->guests->len;
}

guint
yado_tree_get_n_rows(YadoTree *self)
{
    guint n;

    g_return_val_if_fail(YADO_IS_TREE(self), 0);

    n = has_all_row(self) ? 1 : 0;
    for (guint i = 0; i < self->branches->len; i++)
        n += count_rows(self->branches->pdata[i]);
    return n;
}

static void
get_branch_row(const Branch *branch, guint position, YadoTreeRow *row)
{
    guint first = has_reason(branch) ? 2 : 1;

    *row = (YadoTreeRow){ YADO_TREE_HOST, branch->host, NULL };
    if (position >= first) {
        row->kind = YADO_TREE_GUEST;
        row->guest = ((Leaf *)branch->guests->pdata[position - first])->guest;
    } else if (position == 1) {
        row->kind = YADO_TREE_REASON;
    }
}

gboolean
yado_tree_get_row(YadoTree *self, guint position, YadoTreeRow *row)
{
    g_return_val_if_fail(YADO_IS_TREE(self) && row != NULL, FALSE);

    *row = (YadoTreeRow){ YADO_TREE_ALL, NULL, NULL };
    if (has_all_row(self) && position-- == 0)
        return TRUE;
    for (guint i = 0; i < self->branches->len; i++) {
        guint n = count_rows(self->branches->pdata[i]);

        if (position < n) {
            get_branch_row(self->branches->pdata[i], position, row);
            return TRUE;
        }
        position -= n;
    }
    return FALSE;
}

static guint
find_in_branch(const Branch *branch, const YadoTreeRow *row)
{
    guint first = has_reason(branch) ? 2 : 1;

    if (row->kind == YADO_TREE_REASON)
        return first - 1;
    for (guint i = 0; row->kind == YADO_TREE_GUEST && i < branch->guests->len; i++)
        if (((Leaf *)branch->guests->pdata[i])->guest == row->guest)
            return first + i;
    return 0;
}

guint
yado_tree_find(YadoTree *self, const YadoTreeRow *row)
{
    guint at;

    g_return_val_if_fail(YADO_IS_TREE(self) && row != NULL, G_MAXUINT);

    at = has_all_row(self) ? 1 : 0;
    if (row->kind == YADO_TREE_ALL)
        return at == 1 ? 0 : G_MAXUINT;
    for (guint i = 0; i < self->branches->len; i++) {
        const Branch *branch = self->branches->pdata[i];

        if (branch->host == row->host)
            return at + find_in_branch(branch, row);
        at += count_rows(branch);
    }
    return G_MAXUINT;
}

gboolean
yado_tree_is_unfolded(YadoTree *self, YadoHost *host)
{
    Branch *branch;

    g_return_val_if_fail(YADO_IS_TREE(self), FALSE);

    branch = find_branch(self, host);
    return branch != NULL && branch->unfolded;
}

void
yado_tree_set_unfolded(YadoTree *self, YadoHost *host, gboolean unfolded)
{
    Branch *branch;

    g_return_if_fail(YADO_IS_TREE(self));

    branch = find_branch(self, host);
    if (branch == NULL || branch->unfolded == !!unfolded)
        return;
    branch->unfolded = !!unfolded;
    branch->is_chosen = TRUE;
    list_guests(branch);
    g_signal_emit(self, signals[SIGNAL_CHANGED], 0);
}

/* ---- words ---- */

char *
yado_tree_dup_text(const YadoTreeRow *row)
{
    g_return_val_if_fail(row != NULL, NULL);

    switch (row->kind) {
    case YADO_TREE_HOST:
        return yado_text_clean(yado_host_get_label(row->host));
    case YADO_TREE_REASON: {
        const GError *error = yado_host_get_error(row->host);

        return yado_text_clean(error != NULL ? error->message : "");
    }
    case YADO_TREE_GUEST:
        return yado_text_clean(yado_guest_get_name(row->guest));
    default:
        return g_strdup(_("All hosts"));
    }
}

char *
yado_tree_dup_detail(const YadoTreeRow *row)
{
    g_return_val_if_fail(row != NULL, NULL);

    if (row->kind != YADO_TREE_HOST)
        return g_strdup("");
    if (yado_host_get_state(row->host) != YADO_HOST_OPEN)
        return g_strdup(yado_host_get_state_label(row->host));
    return g_strdup_printf("%u/%u", yado_host_get_n_running(row->host),
                           g_list_model_get_n_items(G_LIST_MODEL(row->host)));
}

const char *
yado_tree_get_host_symbol(YadoHost *host)
{
    switch (yado_host_get_state(host)) {
    case YADO_HOST_OPEN:
        return "●";
    case YADO_HOST_OPENING:
        return "◐";
    case YADO_HOST_LOST:
        return "✖";
    default:
        return yado_host_get_error(host) != NULL ? "✖" : "○";
    }
}

const char *
yado_guest_state_get_symbol(YadoGuestState state)
{
    static const char *const symbols[] = {
        [YADO_GUEST_UNKNOWN] = "?",  [YADO_GUEST_RUNNING] = "●",   [YADO_GUEST_PAUSED] = "◑",
        [YADO_GUEST_STOPPING] = "◕", [YADO_GUEST_SHUT_OFF] = "○",  [YADO_GUEST_SAVED] = "◐",
        [YADO_GUEST_CRASHED] = "✖",  [YADO_GUEST_SUSPENDED] = "◔",
    };

    return (guint)state < G_N_ELEMENTS(symbols) ? symbols[state] : "?";
}

const char *
yado_tree_get_symbol(const YadoTreeRow *row)
{
    g_return_val_if_fail(row != NULL, "");

    if (row->kind == YADO_TREE_HOST)
        return yado_tree_get_host_symbol(row->host);
    if (row->kind == YADO_TREE_GUEST)
        return yado_guest_state_get_symbol(yado_guest_get_state(row->guest));
    return "";
}

/* ---- life ---- */

static void
yado_tree_dispose(GObject *object)
{
    YadoTree *self = YADO_TREE(object);

    if (self->session != NULL)
        g_signal_handlers_disconnect_by_data(self->session, self);
    g_ptr_array_set_size(self->branches, 0);
    g_clear_object(&self->session);
    G_OBJECT_CLASS(yado_tree_parent_class)->dispose(object);
}

static void
yado_tree_finalize(GObject *object)
{
    g_ptr_array_unref(YADO_TREE(object)->branches);
    G_OBJECT_CLASS(yado_tree_parent_class)->finalize(object);
}

static void
yado_tree_class_init(YadoTreeClass *klass)
{
    GObjectClass *object_class = G_OBJECT_CLASS(klass);

    object_class->dispose = yado_tree_dispose;
    object_class->finalize = yado_tree_finalize;
    signals[SIGNAL_CHANGED] = g_signal_new("changed", YADO_TYPE_TREE, G_SIGNAL_RUN_LAST, 0, NULL,
                                           NULL, NULL, G_TYPE_NONE, 0);
    signals[SIGNAL_LOOKS_CHANGED] = g_signal_new("looks-changed", YADO_TYPE_TREE, G_SIGNAL_RUN_LAST,
                                                 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
yado_tree_init(YadoTree *self)
{
    self->branches = g_ptr_array_new_with_free_func(branch_free);
}

YadoTree *
yado_tree_new(YadoSession *session)
{
    YadoTree *self;

    g_return_val_if_fail(YADO_IS_SESSION(session), NULL);

    self = g_object_new(YADO_TYPE_TREE, NULL);
    self->session = g_object_ref(session);
    g_signal_connect(session, "items-changed", G_CALLBACK(on_session_items_changed_cb), self);
    on_session_items_changed_cb(G_LIST_MODEL(session), 0, 0,
                                g_list_model_get_n_items(G_LIST_MODEL(session)), self);
    return self;
}
