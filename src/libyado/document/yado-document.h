/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * yado-document.h: a configuration as an editable document.
 *
 * A document is read and changed by neutral keys ("memory.maximum", or "target" on the node "disk:0"); which XML element
 * or xl.cfg key that is stands in yado-document-map.c.  Setting a value records an edit {node, key, old, new}.  The text that a
 * document was made from is never regenerated: without edits yado_document_dump() returns it byte by byte, and an edit
 * changes only the lines it touches.
 *
 * Keys that begin with YADO_DOCUMENT_PLAN say what is to be made for a node before it is applied, such as the volume of a new disk.  They are kept
 * beside the configuration: they are neither written into it nor recorded, and go with their node.
 *
 * Values are canonical strings: sizes in bytes ("536870912"), yes or no as "yes"/"no", lists separated by ','.
 * NULL means absent.  Not thread-safe: one thread at a time.
 */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define YADO_DOCUMENT_PLAN "plan."

typedef struct {
    char *node; /* NULL for the guest itself */
    char *key;  /* NULL: the whole node was added (old_value NULL) or removed (new_value NULL) */
    char *old_value; /* NULL: was absent */
    char *new_value; /* NULL: removed */
} YadoEdit;

YadoEdit *yado_edit_copy(const YadoEdit *edit);
void yado_edit_free(YadoEdit *edit);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(YadoEdit, yado_edit_free)

#define YADO_TYPE_DOCUMENT (yado_document_get_type())
G_DECLARE_INTERFACE(YadoDocument, yado_document, YADO, DOCUMENT, GObject)

struct _YadoDocumentInterface {
    GTypeInterface parent;
    char *(*dup_value)(YadoDocument *self, const char *node, const char *key);
    gboolean (*write_value)(YadoDocument *self, const char *node, const char *key,
                            const char *value, GError **error);
    GStrv (*list_nodes)(YadoDocument *self, const char *kind);
    /* @text NULL: with the first values of its kind. */
    char *(*add_node)(YadoDocument *self, const char *kind, const char *text, GError **error);
    gboolean (*remove_node)(YadoDocument *self, const char *node, GError **error);
    char *(*dump)(YadoDocument *self);
    char *(*dump_node)(YadoDocument *self, const char *node);
    /* @text NULL: what @self was first made from, without its edits; node ids are the same then. */
    YadoDocument *(*reload)(YadoDocument *self, const char *text, GError **error);
    GPtrArray *(*get_edits)(YadoDocument *self); /* of YadoEdit, owned by the document */
    /* May be NULL: then nothing is refused beforehand. */
    const char *(*get_refusal)(YadoDocument *self, const char *node, const char *key);
    /* May be NULL: then the old value is written, and added or removed nodes cannot be undone. */
    gboolean (*undo)(YadoDocument *self, const YadoEdit *edit, GError **error);
};

/* The value of @key, or NULL when absent or unknown.  (transfer full) */
char *yado_document_dup_value(YadoDocument *self, const char *node, const char *key);
/* Conveniences over it; the fallback is for absent or unreadable values. */
guint64 yado_document_get_uint(YadoDocument *self, const char *node, const char *key,
                               guint64 fallback);
gboolean yado_document_get_bool(YadoDocument *self, const char *node, const char *key,
                                gboolean fallback);
/* The guest writes to the disk @node alone: no medium, not read only, not made to be shared; as yado_device_facts_is_own_disk(). */
gboolean yado_document_is_own_disk(YadoDocument *self, const char *node);

/* Sets @key and records the edit; @value NULL removes it.  Setting back the old value drops the edit.  Setting what is
 * there already records nothing.  Errors: YADO_ERROR_UNSUPPORTED (this format has no such key), YADO_ERROR_INVALID. */
gboolean yado_document_set_value(YadoDocument *self, const char *node, const char *key,
                                 const char *value, GError **error);

/* Why @key can never be set in this format ("xl has no boot menu."), translated; NULL: it can.  For forms: such a field is shown,
 * disabled, with this reason. Borrowed. */
const char *yado_document_get_refusal(YadoDocument *self, const char *node, const char *key);

/* Ids ("disk:0", "disk:1", …) of the nodes of @kind ("disk", "nic", "graphics", "console", …) in document order; @kind NULL:
 * all of them, also those of kinds that we do not know. An id stays with its node while the document lives: when disk:0 is
 * removed, disk:1 keeps its name.  (transfer full) */
GStrv yado_document_list_nodes(YadoDocument *self, const char *kind);
char *yado_document_add_node(YadoDocument *self, const char *kind, GError **error);
/* The same with @text, as of yado_document_dump_node() in this format: what was taken away comes back.  UNSUPPORTED where a node is
 * no text of its own (xl.cfg's picture). */
char *yado_document_add_node_text(YadoDocument *self, const char *kind, const char *text,
                                  GError **error);
gboolean yado_document_remove_node(YadoDocument *self, const char *node, GError **error);
/* Whether an edit added it. */
gboolean yado_document_is_new_node(YadoDocument *self, const char *node);
/* The node of @other that is the same device as @node was before the edits of @self, also when these removed it: by what
 * identifies it (a disk's target, a network card's MAC address), else by its text.  NULL: none.  (transfer full) */
char *yado_document_find_counterpart(YadoDocument *self, const char *node, YadoDocument *other);

/* The whole text with the edits in it; the native text of one node.  (transfer full) */
char *yado_document_dump(YadoDocument *self);
char *yado_document_dump_node(YadoDocument *self, const char *node);

/* Edits since the document was made, oldest first, at most one for each node and key.  Borrowed, of YadoEdit. */
GPtrArray *yado_document_get_edits(YadoDocument *self);
/* The edit of @key at @node (NULL: the guest itself), or NULL.  Borrowed. */
const YadoEdit *yado_document_find_edit(YadoDocument *self, const char *node, const char *key);
/* FALSE with YADO_ERROR_INVALID when the UUID or the name of @guest was edited: neither is changed by applying a document. */
gboolean yado_document_keeps_identity(YadoDocument *self, const char *guest, GError **error);
gboolean yado_document_is_edited(YadoDocument *self);
/* How many changes that is for the one who made them: a node that is new is one, with all its values. */
guint yado_document_count_changes(YadoDocument *self);
/* Takes edits back. The edits of get_edits() are replaced by it: look them up again. */
gboolean yado_document_undo(YadoDocument *self, const YadoEdit *edit, GError **error);
gboolean yado_document_undo_all(YadoDocument *self, GError **error);

/*
 * A new document of the same format made from @text, the newest configuration, with the edits of @self replayed on it.
 * Each edit's old value must still be there: otherwise YADO_ERROR_CONFLICT, whose detail lists key, expected and
 * found value, one line each.  @force replays without the check.  (transfer full)
 */
YadoDocument *yado_document_rebase(YadoDocument *self, const char *text, gboolean force,
                                   GError **error);

/* Unified difference of two texts, "" when equal; for "show difference".  (transfer full) */
char *yado_text_diff(const char *old_text, const char *new_text, const char *old_name,
                     const char *new_name);

G_END_DECLS
