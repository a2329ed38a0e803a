/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "present/yado-pending.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "base/yado-error.h"
#include "present/yado-catalog.h"

typedef struct {
    YadoDocument *document;
    GHashTable *
        names; /* a device page's spec -> name -> GPtrArray of its nodes; filled as they are asked for */
} Side;

typedef struct {
    Side active, inactive;
    GPtrArray *changes;
} Comparison;

void
yado_pending_change_free(YadoPendingChange *change)
{
    if (change == NULL)
        return;
    g_free(change->page);
    g_free(change->node);
    g_free(change->label);
    g_free(change->now);
    g_free(change->next);
    g_free(change->now_value);
    g_free(change);
}

static YadoPendingChange *
add_change(GPtrArray *changes, const char *page, const char *node, const YadoFieldSpec *field)
{
    YadoPendingChange *change = g_new0(YadoPendingChange, 1);

    change->page = g_strdup(page);
    change->node = g_strdup(node);
    change->field = field;
    g_ptr_array_add(changes, change);
    return change;
}

/* What only informs, and what never waits for a restart, cannot be waiting. */
static gboolean
can_wait(const YadoFieldSpec *field)
{
    return field->type != YADO_FIELD_INFO && field->type != YADO_FIELD_CUSTOM &&
           !(field->flags & (YADO_FIELD_AT_ONCE | YADO_FIELD_VOLATILE | YADO_FIELD_SECRET));
}

static gboolean
is_same(const YadoFieldSpec *field, const char *a, const char *b)
{
    const char *absent = field->type == YADO_FIELD_BOOL ? "no" : "";

    return strcmp(a != NULL ? a : absent, b != NULL ? b : absent) == 0;
}

static char *
dup_label(const char *page_title, const YadoFieldSpec *field)
{
    g_autofree char *page = yado_text_strip_mnemonic(page_title);
    g_autofree char *label = yado_text_strip_mnemonic(yado_field_get_label(field));

    /* Translators: a page and a field on it, as in "Memory: Maximum". */
    return g_strdup_printf(C_("field", "%s: %s"), page, label);
}

static gboolean
is_one_format(Comparison *self)
{
    return G_OBJECT_TYPE(self->active.document) == G_OBJECT_TYPE(self->inactive.document);
}

static void
compare_field(Comparison *self, const YadoPage *page, const char *active_node,
              const YadoFieldSpec *field)
{
    const char *key = yado_field_get_key(field);
    g_autofree char *now = NULL;
    g_autofree char *next = NULL;
    YadoPendingChange *change;

    if (!can_wait(field))
        return;
    now = yado_document_dup_value(self->active.document, active_node, key);
    if (now == NULL && !is_one_format(self)) /* libxl does not tell all that stands in a file */
        return;
    next = yado_document_dup_value(self->inactive.document, page->node, key);
    if (is_same(field, now, next))
        return;
    change = add_change(self->changes, page->id, page->node, field);
    change->label = dup_label(page->title, field);
    change->now = yado_field_format(field, now);
    change->next = yado_field_format(field, next);
    change->now_value = g_steal_pointer(&now);
}

static void
compare_page(Comparison *self, const YadoPage *page, const char *active_node)
{
    if (page->spec->form == NULL)
        return;
    for (const YadoSectionSpec *section = page->spec->form->sections; section->fields != NULL;
         section++)
        for (const YadoFieldSpec *field = section->fields; field->id != NULL; field++)
            compare_field(self, page, active_node, field);
}

/* ---- Devices: the same one may stand at another place, so they are found by name ---- */

/* What has no name is told by its kind and number. */
static char *
dup_node_name(YadoDocument *document, const YadoPageSpec *spec, const char *node)
{
    char *name =
        spec->node_key != NULL ? yado_document_dup_value(document, node, spec->node_key) : NULL;

    return name != NULL ? name : g_strdup(node);
}

static void
add_name(GHashTable *names, char *name, const char *node)
{
    GPtrArray *nodes = g_hash_table_lookup(names, name);

    if (nodes == NULL) {
        nodes = g_ptr_array_new_with_free_func(g_free);
        g_hash_table_insert(names, g_strdup(name), nodes);
    }
    g_ptr_array_add(nodes, g_strdup(node));
}

static GHashTable *
index_names(YadoDocument *document, const YadoPageSpec *spec)
{
    g_auto(GStrv) nodes = yado_document_list_nodes(document, spec->node_kind);
    GHashTable *names =
        g_hash_table_new_full(g_str_hash, g_str_equal, g_free, (GDestroyNotify)g_ptr_array_unref);

    for (guint i = 0; nodes != NULL && nodes[i] != NULL; i++) {
        g_autofree char *name = dup_node_name(document, spec, nodes[i]);

        add_name(names, name, nodes[i]);
    }
    return names;
}

/* Of @spec's kind with that name. Borrowed; NULL: none. */
static GPtrArray *
find_named(Side *side, const YadoPageSpec *spec, const char *name)
{
    GHashTable *names = g_hash_table_lookup(side->names, spec);

    if (names == NULL) {
        names = index_names(side->document, spec);
        g_hash_table_insert(side->names, (gpointer)spec, names);
    }
    return g_hash_table_lookup(names, name);
}

/* The device of @there that is @page's of @here: of several of one name (controllers) the one at the same place among them. */
static const char *
find_counterpart(Side *here, const YadoPage *page, Side *there)
{
    g_autofree char *name = dup_node_name(here->document, page->spec, page->node);
    GPtrArray *ours = find_named(here, page->spec, name);
    GPtrArray *theirs = find_named(there, page->spec, name);
    guint place;

    if (ours == NULL || theirs == NULL ||
        !g_ptr_array_find_with_equal_func(ours, page->node, g_str_equal, &place) ||
        place >= theirs->len)
        return NULL;
    return theirs->pdata[place];
}

static void
add_device_change(Comparison *self, const YadoPage *page, gboolean comes)
{
    YadoPendingChange *change =
        add_change(self->changes, page->id, comes ? page->node : NULL, NULL);

    change->label = yado_text_strip_mnemonic(page->title);
    change->now = g_strdup(comes ? _("not there") : _("there"));
    change->next = g_strdup(comes ? _("added") : _("removed"));
    if (!comes && is_one_format(self)) /* what would put it back */
        change->now_value = yado_document_dump_node(self->active.document, page->node);
}

/* Xen tells other things of what runs than an xl.cfg does; disks and network cards are in both. */
static gboolean
is_told_by_both(Comparison *self, const YadoPage *page)
{
    const char *kind = page->spec->node_kind;

    if (strcmp(kind, "*") == 0) /* what we do not know cannot be told apart */
        return FALSE;
    return is_one_format(self) || strcmp(kind, "disk") == 0 || strcmp(kind, "nic") == 0;
}

static void
compare_next_pages(Comparison *self)
{
    g_autoptr(GPtrArray) pages = yado_page_list(self->inactive.document);

    for (guint i = 0; i < pages->len; i++) {
        const YadoPage *page = pages->pdata[i];
        const char *active_node;

        if (page->node == NULL) {
            compare_page(self, page, NULL);
            continue;
        }
        active_node = find_counterpart(&self->inactive, page, &self->active);
        if (active_node != NULL)
            compare_page(self, page, active_node);
        else if (is_told_by_both(self, page))
            add_device_change(self, page, TRUE);
    }
}

static void
find_removed_pages(Comparison *self)
{
    g_autoptr(GPtrArray) pages = yado_page_list(self->active.document);

    for (guint i = 0; i < pages->len; i++) {
        const YadoPage *page = pages->pdata[i];

        if (page->node != NULL && is_told_by_both(self, page) &&
            find_counterpart(&self->active, page, &self->inactive) == NULL)
            add_device_change(self, page, FALSE);
    }
}

static void
side_init(Side *side)
{
    side->names = g_hash_table_new_full(NULL, NULL, NULL, (GDestroyNotify)g_hash_table_unref);
}

static void
side_clear(Side *side)
{
    g_hash_table_unref(side->names);
}

GPtrArray *
yado_pending_list(YadoGuest *guest, YadoDocument *active, YadoDocument *inactive)
{
    Comparison self = { .active = { .document = active }, .inactive = { .document = inactive } };

    self.changes = g_ptr_array_new_with_free_func((GDestroyNotify)yado_pending_change_free);
    g_return_val_if_fail(YADO_IS_DOCUMENT(active) && YADO_IS_DOCUMENT(inactive), self.changes);

    if (guest != NULL && (!yado_guest_is_active(guest) || yado_guest_get_persistent(guest) == 0))
        return self.changes;
    side_init(&self.active);
    side_init(&self.inactive);
    compare_next_pages(&self);
    find_removed_pages(&self);
    side_clear(&self.active);
    side_clear(&self.inactive);
    return self.changes;
}

/* The page of a device has its id: "disk:0". */
static gboolean
put_back(const YadoPendingChange *change, YadoDocument *inactive, GError **error)
{
    g_autofree char *kind = g_strndup(change->page, strcspn(change->page, ":"));
    g_autofree char *node =
        change->now_value != NULL
            ? yado_document_add_node_text(inactive, kind, change->now_value, error)
            : NULL;

    if (node != NULL || change->now_value != NULL)
        return node != NULL;
    return yado_error_set(error, YADO_ERROR_UNSUPPORTED, NULL,
                          _("Add the device again on the page Configuration."),
                          _("%s was removed and cannot be put back by itself."), change->label);
}

gboolean
yado_pending_undo(const YadoPendingChange *change, YadoDocument *inactive, GError **error)
{
    g_return_val_if_fail(change != NULL && YADO_IS_DOCUMENT(inactive), FALSE);

    if (change->field != NULL)
        return yado_document_set_value(inactive, change->node, yado_field_get_key(change->field),
                                       change->now_value, error);
    if (change->node != NULL)
        return yado_document_remove_node(inactive, change->node, error);
    return put_back(change, inactive, error);
}
