/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Random xl.cfg and XML through all that reads, edits and converts them, for a time: `make fuzz` (FUZZ_SECONDS, FUZZ_SEED).  Best in a
 * build with -fsanitize=address,undefined.  What was read last is kept in fuzz-last.txt, so that a crash can be looked at.
 *
 * What must hold: without edits the text comes back; what was edited can be read again; edits can be undone; what is converted can be
 * read, and converted back.
 */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "document/yado-document-convert.h"
#include "document/yado-xl-document.h"

static const char *const pieces[] = {
    "name='x'\n",
    "memory=512\n",
    "disk=[",
    "vif=['",
    "']\n",
    "\n]\n",
    "'",
    "\"",
    "[",
    "]",
    ",",
    ";",
    "=",
    "+=",
    "#",
    "\n",
    "\\",
    "\\n",
    "type='hvm'\n",
    "cpus=['0','1']\n",
    "phy:/dev/x,xvda,w",
    "target=",
    "format=raw,",
    "mac=00:16:3e:00:00:01",
    "rate=10Mb/s@50ms",
    "vnc=1\n",
    "vfb=['vnc=1']",
    "pci=['03:00.0']\n",
    "usbdevice='tablet'\n",
    "serial=['pty']\n",
    "import os\n",
    "\"\"\"",
    "0x1f",
    "#yado: title=x\n",
    "\r\n",
    "\t",
    "é",
    "\xff",
    "cpuid='host,tm=0'\n",
    "<domain type='xen'>",
    "<name>x</name>",
    "</domain>",
    "<devices>",
    "</devices>",
    "<disk type='file' device='disk'>",
    "<source file='/a'/>",
    "<target dev='xvda'/>",
    "</disk>",
    "<os><type>hvm</type></os>",
    "&lt;",
    "<memory unit='KiB'>1</memory>",
    "<vcpu>2</vcpu>",
    "localtime=1\n",
    "bootloader_args=['a']\n",
};

static const char *const keys[] = { "name",         "memory.current", "memory.maximum",
                                    "vcpu.current", "boot.arguments", "boot.order",
                                    "title",        "description",    "tags",
                                    "os.type",      "uuid",           "on.crash",
                                    "clock.offset", "feature.acpi" };

static const char *const node_keys[] = { "source",   "target",  "bus",  "format", "readonly",
                                         "mac",      "model",   "type", "port",   "listen",
                                         "password", "address", "path", "device", "vram",
                                         "managed",  "discard" };

static const char *const values[] = { "x",        "1048576",       "yes",      "no",
                                      "hvm",      "xen",           "/dev/a,b", "",
                                      "cdrom,hd", "a\nb",          "宿",       "0000:03:00.0",
                                      "spice",    "vnc",           "5905",     "netfront",
                                      "qcow2",    "it's \"q\" \\", "file" };

static const char *const kinds[] = { "disk",  "nic",     "graphics", "video",   "serial",
                                     "input", "hostdev", "sound",    "channel", "controller" };

#define PICK(rand, list) list[g_rand_int_range(rand, 0, (gint32)G_N_ELEMENTS(list))]

static GString *
generate(GRand *rand, GPtrArray *corpus)
{
    GString *text = g_string_new(NULL);

    if (corpus->len > 0 && g_rand_int_range(rand, 0, 3) > 0)
        g_string_append(text, corpus->pdata[g_rand_int_range(rand, 0, (gint32)corpus->len)]);
    else
        g_string_append(text, "name='x'\n");
    for (int i = g_rand_int_range(rand, 0, 12); i > 0; i--) {
        gssize at = g_rand_int_range(rand, 0, (gint32)text->len + 1);
        int what = g_rand_int_range(rand, 0, 4);
        if (what == 0 && text->len > 0)
            g_string_erase(text, MIN(at, (gssize)text->len - 1), 1);
        else if (what == 1 && text->len > 0)
            text->str[MIN(at, (gssize)text->len - 1)] = (char)g_rand_int_range(rand, 1, 256);
        else
            g_string_insert(text, at, PICK(rand, pieces));
    }
    return text;
}

static void
edit(GRand *rand, YadoDocument *document)
{
    g_auto(GStrv) nodes = yado_document_list_nodes(document, NULL);
    guint n = g_strv_length(nodes);
    int what = g_rand_int_range(rand, 0, 6);

    if (what == 0) {
        g_free(yado_document_add_node(document, PICK(rand, kinds), NULL));
    } else if (what == 1 && n > 0) {
        yado_document_remove_node(document, nodes[g_rand_int_range(rand, 0, (gint32)n)], NULL);
    } else if (what < 4 && n > 0) {
        yado_document_set_value(document, nodes[g_rand_int_range(rand, 0, (gint32)n)],
                                PICK(rand, node_keys), PICK(rand, values), NULL);
    } else {
        yado_document_set_value(document, NULL, PICK(rand, keys), PICK(rand, values), NULL);
    }
}

static void
read_all(YadoDocument *document)
{
    g_auto(GStrv) nodes = yado_document_list_nodes(document, NULL);

    for (guint i = 0; nodes[i] != NULL; i++) {
        g_free(yado_document_dump_node(document, nodes[i]));
        for (guint j = 0; j < G_N_ELEMENTS(node_keys); j++)
            g_free(yado_document_dup_value(document, nodes[i], node_keys[j]));
    }
    for (guint j = 0; j < G_N_ELEMENTS(keys); j++)
        g_free(yado_document_dup_value(document, NULL, keys[j]));
}

static void
try_edits(GRand *rand, YadoDocument *document, const char *text)
{
    g_autoptr(GError) error = NULL;

    for (int i = g_rand_int_range(rand, 0, 5); i > 0; i--)
        edit(rand, document);
    g_autofree char *edited = yado_document_dump(document);
    g_autoptr(YadoDocument) again = yado_document_new_from_bytes(edited, strlen(edited), &error);
    if (again == NULL)
        g_error("what was edited cannot be read: %s\n%s", error->message, edited);
    if (!yado_document_undo_all(document, &error))
        g_error("edits cannot be undone: %s", error->message);
    g_autofree char *undone = yado_document_dump(document);
    if (strcmp(undone, text) != 0)
        g_error("undone, but another text:\n%s\n--\n%s", text, undone);
}

static void
try_conversion(YadoDocument *document)
{
    YadoDocumentFormat format = yado_document_get_format(document);
    YadoDocumentFormat other = format == YADO_FORMAT_XL ? YADO_FORMAT_XML : YADO_FORMAT_XL;
    g_autoptr(GPtrArray) losses = NULL;
    g_autoptr(GPtrArray) back_losses = NULL;
    g_autoptr(GError) error = NULL;
    g_autoptr(YadoDocument) converted = yado_document_convert(document, other, &losses, NULL);
    g_autoptr(YadoDocument) back = NULL;

    if (converted == NULL)
        return;
    read_all(converted);
    back = yado_document_convert(converted, format, &back_losses, &error);
    if (back == NULL)
        g_error("it cannot be converted back: %s", error->message);
}

static gboolean
try_text(GRand *rand, const char *text, gsize length)
{
    g_autoptr(YadoDocument) document = yado_document_new_from_bytes(text, length, NULL);

    if (document == NULL)
        return FALSE;
    g_autofree char *same = yado_document_dump(document);
    if (strcmp(same, text) != 0)
        g_error("another text without an edit");
    read_all(document);
    try_conversion(document);
    try_edits(rand, document, text);
    return TRUE;
}

static GPtrArray *
load_corpus(int argc, char **argv)
{
    GPtrArray *corpus = g_ptr_array_new_with_free_func(g_free);

    for (int i = 1; i < argc; i++) {
        char *text = NULL;
        if (g_file_get_contents(argv[i], &text, NULL, NULL))
            g_ptr_array_add(corpus, text);
    }
    return corpus;
}

int
main(int argc, char **argv)
{
    const char *seconds = g_getenv("FUZZ_SECONDS");
    const char *seed_text = g_getenv("FUZZ_SEED");
    guint32 seed =
        seed_text != NULL ? (guint32)g_ascii_strtoull(seed_text, NULL, 10) : g_random_int();
    gint64 end = g_get_monotonic_time() +
                 (seconds != NULL ? g_ascii_strtoll(seconds, NULL, 10) : 600) * G_TIME_SPAN_SECOND;
    g_autoptr(GRand) rand = g_rand_new_with_seed(seed);
    g_autoptr(GPtrArray) corpus = load_corpus(argc, argv);
    guint64 n = 0;
    guint64 n_read = 0;

    printf("seed %u, %u files\n", seed, corpus->len);
    fflush(stdout);
    while (g_get_monotonic_time() < end) {
        g_autoptr(GString) text = generate(rand, corpus);
        g_file_set_contents_full("fuzz-last.txt", text->str, (gssize)text->len,
                                 G_FILE_SET_CONTENTS_NONE, 0600, NULL);
        n_read += try_text(rand, text->str, text->len);
        n++;
    }
    remove("fuzz-last.txt");
    printf("%" G_GUINT64_FORMAT " texts, %" G_GUINT64_FORMAT " of them read: nothing found\n", n,
           n_read);
    return 0;
}
