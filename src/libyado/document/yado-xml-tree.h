/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * yado-xml-tree.h: an XML text as a tree that forgets nothing. Private to document/.
 *
 * libxml2 decides whether a text is well-formed and safe, and its message is what the user reads; but its tree keeps neither
 * the kind of quotes, nor the blanks inside a tag, nor which characters were written as references.  Here every byte
 * of the text belongs to one string of one element, so that what was not edited is written as it was:
 *
 *     before  <name attributes open_tail>  children  tail  close
 *     "\n  "  <disk type='file'        >   …         "\n  " "</disk>"
 *
 * Comments and the text between elements are in `before` of the next element or in `tail` of the parent.
 * What is added is written in libvirt's style: single quotes, two blanks of indentation.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS
#pragma GCC visibility push(hidden)

typedef struct _YadoXmlElement YadoXmlElement;

typedef struct {
    char *name;  /* with its prefix */
    char *value; /* references resolved */
    char *raw;   /* as in the text, with the blanks before it */
} YadoXmlAttribute;

struct _YadoXmlElement {
    YadoXmlElement *parent; /* NULL: the root */
    char *name;             /* with its prefix */
    char *before;
    GPtrArray *attributes; /* of YadoXmlAttribute */
    char *open_tail;       /* blanks before ">" or "/>" */
    gboolean is_empty;     /* "<name/>" */
    GPtrArray *children;   /* of YadoXmlElement */
    char *tail;
    char *close;  /* NULL: "</name>" */
    int node_tag; /* for the owner of the tree; -1: none */
};

typedef struct {
    YadoXmlElement *root;
    char *epilog;
} YadoXmlTree;

/* Errors: YADO_ERROR_INVALID, "line N: …". */
YadoXmlTree *yado_xml_tree_new(const char *text, GError **error);
void yado_xml_tree_free(YadoXmlTree *tree);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(YadoXmlTree, yado_xml_tree_free)

char *yado_xml_tree_dump(const YadoXmlTree *tree);
/* Without what indents it in the whole text. */
char *yado_xml_element_dump(const YadoXmlElement *element);

/* The first child with that name, or NULL. */
YadoXmlElement *yado_xml_element_find_child(const YadoXmlElement *element, const char *name);
/* The first child with that name in namespace @uri. */
YadoXmlElement *yado_xml_element_find_child_ns(const YadoXmlElement *element, const char *uri,
                                               const char *name);
/* "driver/target": the first of each. "" is @element itself. */
YadoXmlElement *yado_xml_element_find_path(YadoXmlElement *element, const char *path);

/* The value, borrowed, or NULL. */
const char *yado_xml_element_get_attribute(const YadoXmlElement *element, const char *name);
/* The text directly in the element, references resolved, without comments.  (transfer full) */
char *yado_xml_element_dup_text(const YadoXmlElement *element);

/* @value NULL removes it. */
void yado_xml_element_set_attribute(YadoXmlElement *element, const char *name, const char *value);
void yado_xml_element_set_text(YadoXmlElement *element, const char *text);
/* Another name for the same attribute, in its place. */
void yado_xml_element_rename_attribute(YadoXmlElement *element, const char *old_name,
                                       const char *new_name);

/* A new child where libvirt would write it. */
YadoXmlElement *yado_xml_element_add_child(YadoXmlElement *element, const char *name);
/* The root of @tree as a new child of @element, where libvirt would write it; the tree is empty then. */
YadoXmlElement *yado_xml_element_graft(YadoXmlElement *element, YadoXmlTree *tree);
/* A new child right behind @sibling. */
YadoXmlElement *yado_xml_element_add_after(YadoXmlElement *sibling, const char *name);
YadoXmlElement *yado_xml_element_ensure_path(YadoXmlElement *element, const char *path);
/* Removes the element and its line. */
void yado_xml_element_remove(YadoXmlElement *element);
/* Removes it and its ancestors below @stop as long as they say nothing any more. */
void yado_xml_element_prune(YadoXmlElement *element, const YadoXmlElement *stop);

/* For yado-xml-parse.c */
YadoXmlElement *yado_xml_element_new(const char *name);
void yado_xml_element_free(YadoXmlElement *element);
void yado_xml_element_take_attribute(YadoXmlElement *element, char *name, char *value, char *raw);
/* References resolved, comments and processing instructions left out. */
char *yado_xml_decode(const char *raw, gssize length);
/* The end of the comment, CDATA section or processing instruction that begins at @at; NULL: none begins there. */
const char *yado_xml_skip_markup(const char *at);

/* Where libvirt writes a child or an attribute among its siblings; -1: anywhere, at the end. */
int yado_xml_get_child_rank(const char *parent, const char *child);
int yado_xml_get_attribute_rank(const char *element, const char *attribute);

#pragma GCC visibility pop
G_END_DECLS
