/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* xl.cfg as a document: nothing is lost, one edit is one hunk, and the keys are those of the XML document. */
#include "config.h"

#include "document/yado-xl-document.h"

#include <string.h>

#include "yado-test.h"
#include "yado-test-document.h"

#define MIB (G_GUINT64_CONSTANT(1) << 20)

static YadoDocument *
load(const char *text)
{
    g_autoptr(GError) error = NULL;
    YadoDocument *document = yado_xl_document_new_from_text(text, &error);

    g_assert_no_error(error);
    return document;
}

static char *
read_corpus(const char *name)
{
    g_autofree char *path = g_test_build_filename(G_TEST_DIST, "data", "xl", name, NULL);
    char *text = NULL;

    g_assert_true(g_file_get_contents(path, &text, NULL, NULL));
    return text;
}

static guint
count_hunks(const char *before, const char *after)
{
    g_autofree char *diff = yado_text_diff(before, after, "a", "b");
    guint n = 0;

    for (const char *at = diff; (at = strstr(at, "\n@@ ")) != NULL; at++)
        n++;
    return n;
}

/* The document after one edit of its own. */
static void
check_edit(const char *text, const char *node, const char *key, const char *value,
           const char *expected)
{
    g_autoptr(YadoDocument) document = load(text);
    yado_test_set_value(document, node, key, value);
    g_autofree char *after = yado_document_dump(document);
    g_assert_cmpstr(after, ==, expected);
    if (value != NULL)
        yado_test_check_value(document, node, key, value);
    g_autoptr(GError) error = NULL;
    g_assert_true(yado_document_undo_all(document, &error));
    g_autofree char *undone = yado_document_dump(document);
    g_assert_cmpstr(undone, ==, text);
}

static void
test_corpus(void)
{
    static const char *const names[] = { "hvm-windows.cfg",
                                         "pv-old.cfg",
                                         "pvh.cfg",
                                         "drbd.cfg",
                                         "escapes.cfg",
                                         "bad-crlf.cfg",
                                         "bad-last-comment.cfg",
                                         "bad-python.cfg",
                                         "no-final-break.cfg" };

    for (guint i = 0; i < G_N_ELEMENTS(names); i++) {
        g_autofree char *text = read_corpus(names[i]);
        g_autoptr(YadoDocument) document = load(text);
        g_autofree char *same = yado_document_dump(document);
        g_assert_cmpstr(same, ==, text);
        yado_test_set_value(document, NULL, "memory.current", "268435456");
        yado_test_set_value(document, NULL, "name", "other \"name\"");
        yado_test_set_value(document, NULL, "description", "宿\nnotes");
        yado_test_check_value(document, NULL, "memory.current", "268435456");
        yado_test_check_value(document, NULL, "name", "other \"name\"");
        g_autofree char *edited = yado_document_dump(document);
        g_autoptr(YadoDocument) again = load(edited);
        yado_test_check_value(again, NULL, "memory.current", "268435456");
        yado_test_check_value(again, NULL, "name", "other \"name\"");
        yado_test_check_value(again, NULL, "description", "宿\nnotes");
        g_assert_cmpuint(count_hunks(text, edited), <=, 3);
    }
}

static void
test_values(void)
{
    g_autofree char *text = read_corpus("hvm-windows.cfg");
    g_autoptr(YadoDocument) document = load(text);
    static const struct {
        const char *node, *key, *value;
    } values[] = {
        { NULL, "name", "win2019" },
        { NULL, "uuid", "2f8a1c44-1b1e-4c1b-9d0d-1a2b3c4d5e6f" },
        { NULL, "title", "Accounting" },
        { NULL, "tags", "production,windows" },
        { NULL, "kind", "hvm" },
        { NULL, "os.type", "hvm" },
        { NULL, "memory.current", "4294967296" },
        { NULL, "memory.maximum", "8589934592" },
        { NULL, "vcpu.current", "2" },
        { NULL, "vcpu.maximum", "4" },
        { NULL, "vcpu.cpuset", "0-7,^3" },
        { NULL, "cpu.weight", "512" },
        { NULL, "boot.order", "cdrom,hd" },
        { NULL, "clock.offset", "localtime" },
        { NULL, "feature.viridian", "yes" },
        { NULL, "feature.apic", "yes" },
        { NULL, "on.poweroff", "destroy" },
        { NULL, "on.crash", "restart" },
        { NULL, "boot.menu", NULL },
        { "disk:0", "source", "/dev/vg0/win2019" },
        { "disk:0", "target", "hda" },
        { "disk:0", "bus", "ide" },
        { "disk:0", "type", "block" },
        { "disk:0", "format", "raw" },
        { "disk:0", "readonly", "no" },
        { "disk:1", "format", "qcow2" },
        { "disk:1", "discard", "unmap" },
        { "disk:1", "type", "file" },
        { "disk:2", "device", "cdrom" },
        { "disk:2", "source", NULL },
        { "disk:2", "readonly", "yes" },
        { "nic:0", "mac", "00:16:3e:12:34:56" },
        { "nic:0", "source", "xenbr0" },
        { "nic:0", "model", "e1000" },
        { "nic:1", "model", "netfront" },
        { "graphics:0", "type", "vnc" },
        { "graphics:0", "listen", "0.0.0.0" },
        { "graphics:0", "port", "5905" },
        { "graphics:0", "autoport", "no" },
        { "graphics:0", "password", "secret" },
        { "graphics:0", "keymap", "de" },
        { "video:0", "model", "vga" },
        { "video:0", "vram", "16777216" },
        { "input:0", "type", "tablet" },
        { "serial:0", "type", "pty" },
        { "sound:0", "model", "ac97" },
        { "hostdev:0", "address", "0000:03:00.0" },
        { "hostdev:1", "address", "0000:04:00.1" },
        { "disk:3", "source", NULL },
    };

    for (guint i = 0; i < G_N_ELEMENTS(values); i++)
        yado_test_check_value(document, values[i].node, values[i].key, values[i].value);
    g_auto(GStrv) nodes = yado_document_list_nodes(document, NULL);
    g_autofree char *list = g_strjoinv(" ", nodes);
    g_assert_cmpstr(list, ==,
                    "disk:0 disk:1 disk:2 nic:0 nic:1 video:0 graphics:0 input:0 serial:0 "
                    "sound:0 hostdev:0 hostdev:1");
}

static void
test_edits(void)
{
    check_edit("memory = 512 # half\nname='x'\n", NULL, "memory.current", "1073741824",
               "memory = 1024 # half\nname='x'\n");
    check_edit("name='x'\n", NULL, "memory.current", "1073741824", "name='x'\nmemory=1024\n");
    check_edit("name = 'x'", NULL, "on.crash", "preserve", "name = 'x'\non_crash = 'preserve'\n");
    check_edit("a=1\nname=\"x\"; b=2\n", NULL, "name", "y z", "a=1\nname=\"y z\"; b=2\n");
    check_edit("a=1\nuuid='1' # mine\nb=2\n", NULL, "uuid", NULL, "a=1\n# mine\nb=2\n");
    check_edit("a=1\n  uuid='1'\nb=2\n", NULL, "uuid", NULL, "a=1\nb=2\n");
    check_edit("a=1; uuid='1'; b=2\n", NULL, "uuid", NULL, "a=1; b=2\n");
    check_edit("cmdline='a'\ncmdline+=' b'\n", NULL, "boot.arguments", "c",
               "cmdline='a'\ncmdline='c'\n");
    check_edit("extra='a'\n", NULL, "boot.arguments", "b", "extra='b'\n");
    check_edit("root='r'\nextra='a'\n", NULL, "boot.arguments", "b", "cmdline='b'\n");
    check_edit("builder='hvm'\n", NULL, "os.type", "xenpvh", "type='pvh'\n");
    check_edit("type='hvm'\n", NULL, "boot.order", "network,hd", "type='hvm'\nboot='nc'\n");
    check_edit("a=1\n", NULL, "description", "one\\two\nthree",
               "#yado: description=one\\\\two\\nthree\na=1\n");
    check_edit("#yado: title=x\na=1\n", NULL, "tags", "b", "#yado: title=x\n#yado: tags=b\na=1\n");
    check_edit("#yado: title=x\na=1\n", NULL, "title", NULL, "a=1\n");
    check_edit("disk=['/a,raw,xvda,rw']\n", "disk:0", "source", "/b", "disk=['/b,raw,xvda,rw']\n");
    check_edit("disk=['/a,raw,xvda,rw']\n", "disk:0", "readonly", "yes",
               "disk=['/a,raw,xvda,ro']\n");
    check_edit("disk=['phy:/dev/a,xvda,w']\n", "disk:0", "target", "xvdb",
               "disk=['phy:/dev/a,xvdb,w']\n");
    check_edit("disk=['format=raw, vdev=xvda, colo, target=/a']\n", "disk:0", "source", "/b,c",
               "disk=['format=raw, vdev=xvda, colo, target=/b,c']\n");
    check_edit("disk=['format=raw, vdev=xvda, colo, target=/a']\n", "disk:0", "format", "qcow2",
               "disk=['format=qcow2, vdev=xvda, colo, target=/a']\n");
    check_edit("disk=['/a,raw,xvda,rw']\n", "disk:0", "source", "/b=c,d",
               "disk=['format=raw, vdev=xvda, access=rw, target=/b=c,d']\n");
    check_edit("disk=[',,hdc:cdrom,r']\n", "disk:0", "source", "/x.iso",
               "disk=['/x.iso,,hdc:cdrom,r']\n");
    check_edit("vif=['mac=1, bridge=a, new=thing']\n", "nic:0", "source", "b",
               "vif=['mac=1, bridge=b, new=thing']\n");
    check_edit("vif=['']\n", "nic:0", "mac", "00:16:3e:00:00:01",
               "vif=['mac=00:16:3e:00:00:01']\n");
    check_edit("vif=['mac=1,model=e1000,bridge=a']\n", "nic:0", "model", "netfront",
               "vif=['mac=1,bridge=a,type=vif']\n");
    check_edit("vfb=[\"vnc=1,vncdisplay=1\"]\n", "graphics:0", "password", "s",
               "vfb=[\"vnc=1,vncdisplay=1,vncpasswd=s\"]\n");
    check_edit("pci=['03:00.0@5,permissive=1']\n", "hostdev:0", "address", "0000:04:00.0",
               "pci=['0000:04:00.0@5,permissive=1']\n");
}

static char *
add(YadoDocument *document, const char *kind)
{
    g_autoptr(GError) error = NULL;
    char *node = yado_document_add_node(document, kind, &error);

    g_assert_no_error(error);
    return node;
}

static void
test_nodes(void)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(YadoDocument) document =
        load("name='x'\ndisk=[\n  '/a,raw,xvda,rw', # first\n  '/b,raw,xvdb,rw' # second\n]\n");
    g_autofree char *third = add(document, "disk");
    g_assert_cmpstr(third, ==, "disk:2");
    yado_test_set_value(document, third, "source", "/c");
    g_autofree char *after = yado_document_dump(document);
    g_assert_cmpstr(after, ==,
                    "name='x'\ndisk=[\n  '/a,raw,xvda,rw', # first\n  '/b,raw,xvdb,rw', # second\n"
                    "  'format=raw, vdev=xvdc, access=rw, target=/c'\n]\n");
    g_assert_true(yado_document_remove_node(document, "disk:0", &error));
    yado_test_check_value(document, "disk:1", "source", "/b");
    yado_test_check_value(document, "disk:2", "source", "/c");
    yado_test_check_value(document, "disk:0", "source", NULL);
    g_autofree char *removed = yado_document_dump(document);
    g_assert_cmpstr(removed, ==,
                    "name='x'\ndisk=[\n  # first\n  '/b,raw,xvdb,rw', # second\n"
                    "  'format=raw, vdev=xvdc, access=rw, target=/c'\n]\n");
    g_autofree char *nic = add(document, "nic");
    yado_test_set_value(document, nic, "source", "br7");
    g_autofree char *with_nic = yado_document_dump(document);
    g_assert_nonnull(strstr(with_nic, "vif=[ 'bridge=br7' ]\n"));
    g_assert_true(yado_document_undo_all(document, &error));
    yado_test_check_value(document, "disk:0", "source", "/a");
}

static void
test_one_line_lists(void)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(YadoDocument) document = load("vif = [ 'bridge=a', \"bridge=b\" ] # cards\n");
    g_autofree char *third = add(document, "nic");
    g_autofree char *added = yado_document_dump(document);
    g_assert_cmpstr(added, ==, "vif = [ 'bridge=a', \"bridge=b\", \"bridge=xenbr0\" ] # cards\n");
    g_assert_true(yado_document_remove_node(document, third, &error));
    g_assert_true(yado_document_remove_node(document, "nic:1", &error));
    g_autofree char *one = yado_document_dump(document);
    g_assert_cmpstr(one, ==, "vif = [ 'bridge=a' ] # cards\n");
    g_assert_true(yado_document_remove_node(document, "nic:0", &error));
    g_autofree char *none = yado_document_dump(document);
    g_autoptr(YadoDocument) again = load(none);
    g_auto(GStrv) nodes = yado_document_list_nodes(again, "nic");
    g_assert_null(nodes[0]);
}

static void
test_groups(void)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(YadoDocument) document = load("type = 'hvm'\nvnc = 0\n");
    g_auto(GStrv) none = yado_document_list_nodes(document, "graphics");
    g_assert_null(none[0]);
    g_autofree char *node = add(document, "graphics");
    yado_test_set_value(document, node, "port", "5907");
    yado_test_set_value(document, node, "password", "p'w");
    yado_test_check_value(document, node, "port", "5907");
    yado_test_check_value(document, node, "autoport", "no");
    yado_test_set_value(document, node, "type", "spice");
    yado_test_check_value(document, node, "type", "spice");
    g_autofree char *text = yado_document_dump(document);
    g_autoptr(YadoDocument) again = load(text);
    yado_test_check_value(again, "graphics:0", "type", "spice");
    g_assert_true(yado_document_remove_node(document, node, &error));
    g_autofree char *serial = add(document, "serial");
    g_autofree char *second = add(document, "serial");
    yado_test_set_value(document, second, "type", "file");
    yado_test_set_value(document, second, "path", "/tmp/log");
    g_autofree char *both = yado_document_dump(document);
    g_assert_nonnull(strstr(both, "serial = [ 'pty', 'file:/tmp/log' ]\n"));
    g_assert_null(yado_document_add_node(document, "watchdog", &error));
    g_assert_error(error, YADO_ERROR, YADO_ERROR_UNSUPPORTED);
}

static void
test_folder_and_tpm(void)
{
    g_autoptr(YadoDocument) document = load("type = 'pvh'\n");
    g_autofree char *folder = add(document, "filesystem");
    g_autofree char *tpm = add(document, "tpm");

    yado_test_set_value(document, folder, "source", "/srv/share");
    yado_test_set_value(document, folder, "target", "docs");
    yado_test_set_value(document, tpm, "source", "vtpm");
    g_autofree char *text = yado_document_dump(document);
    g_assert_cmpstr(text, ==,
                    "type = 'pvh'\np9 = [ 'tag=docs,security_model=none,path=/srv/share' ]\n"
                    "vtpm = [ 'backend=vtpm' ]\n");
}

/* libxl wants a port, and a password or the word that there is none. */
static void
test_spice(void)
{
    g_autoptr(YadoDocument) document = load("type = 'hvm'\n");
    g_autofree char *node = add(document, "graphics");
    g_autoptr(YadoDocument) changed = load("type = 'hvm'\nvnc = 1\n");
    g_autofree char *text = yado_document_dump(document);
    g_autofree char *locked = NULL;
    g_autofree char *open = NULL;
    g_autofree char *other = NULL;

    yado_test_check_value(document, node, "type", "spice");
    yado_test_check_value(document, node, "port", "5930");
    yado_test_check_value(document, node, "listen", "127.0.0.1");
    g_assert_nonnull(strstr(text, "spicedisable_ticketing"));
    yado_test_set_value(document, node, "password", "secret");
    locked = yado_document_dump(document);
    g_assert_null(strstr(locked, "spicedisable_ticketing"));
    yado_test_set_value(document, node, "password", NULL);
    open = yado_document_dump(document);
    g_assert_nonnull(strstr(open, "spicedisable_ticketing"));
    yado_test_set_value(changed, "graphics:0", "type", "spice");
    other = yado_document_dump(changed);
    g_assert_nonnull(strstr(other, "spiceport"));
    g_assert_nonnull(strstr(other, "spicedisable_ticketing"));
}

/* What Xen could not read does not come into the file. */
static void
test_bad_items(void)
{
    g_autoptr(YadoDocument) document = load("disk = [ '/a,raw,xvda,w' ]\n");
    g_autofree char *before = yado_document_dump(document);
    g_autofree char *after = NULL;
    g_autoptr(GError) error = NULL;

    g_assert_null(
        yado_document_add_node_text(document, "disk", "device=disk\nsource=/b\n", &error));
    g_assert_error(error, YADO_ERROR, YADO_ERROR_INVALID);
    g_assert_null(yado_document_add_node_text(document, "disk", "source=/b", NULL));
    g_assert_null(yado_document_add_node_text(document, "nic", "mac=x\nbridge=b", NULL));
    after = yado_document_dump(document);
    g_assert_cmpstr(after, ==, before);
}

static void
test_refusals(void)
{
    g_autofree char *text = read_corpus("hvm-windows.cfg");
    g_autoptr(YadoDocument) document = load(text);

    yado_test_check_refused(document, NULL, "boot.menu", "yes", YADO_ERROR_UNSUPPORTED);
    yado_test_check_refused(document, NULL, "kind", "pv", YADO_ERROR_UNSUPPORTED);
    yado_test_check_refused(document, NULL, "nonsense", "x", YADO_ERROR_UNSUPPORTED);
    yado_test_check_refused(document, NULL, "name", NULL, YADO_ERROR_INVALID);
    yado_test_check_refused(document, NULL, "name", "a/b", YADO_ERROR_INVALID);
    yado_test_check_refused(document, NULL, "name", "a\nb", YADO_ERROR_INVALID);
    yado_test_check_refused(document, NULL, "memory.current", "1000", YADO_ERROR_INVALID);
    yado_test_check_refused(document, NULL, "memory.current", "x", YADO_ERROR_INVALID);
    yado_test_check_refused(document, NULL, "feature.acpi", "maybe", YADO_ERROR_INVALID);
    yado_test_check_refused(document, "disk:0", "cache", "none", YADO_ERROR_UNSUPPORTED);
    yado_test_check_refused(document, "disk:0", "type", "network", YADO_ERROR_INVALID);
    yado_test_check_refused(document, "disk:0", "target", "a,b", YADO_ERROR_INVALID);
    yado_test_check_refused(document, "disk:0", "target", NULL, YADO_ERROR_INVALID);
    yado_test_check_refused(document, "nic:0", "source", "a,b", YADO_ERROR_INVALID);
    yado_test_check_refused(document, "nic:0", "type", "network", YADO_ERROR_UNSUPPORTED);
    yado_test_check_refused(document, "disk:9", "source", "/x", YADO_ERROR_NOT_FOUND);
    g_assert_nonnull(yado_document_get_refusal(document, NULL, "boot.menu"));
    g_assert_nonnull(yado_document_get_refusal(document, "disk:0", "cache"));
    g_assert_null(yado_document_get_refusal(document, NULL, "name"));
}

static void
test_rebase(void)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(YadoDocument) document = load("name='x'\nmemory=1\nvif=['mac=1','mac=2']\n");
    yado_test_set_value(document, NULL, "memory.current", "2097152");
    yado_test_set_value(document, "nic:1", "source", "b");
    g_autoptr(YadoDocument) rebased = yado_document_rebase(
        document, "# new\nname='y'\nmemory=1\nvif=['mac=0','mac=1','mac=2']\n", FALSE, &error);
    g_assert_no_error(error);
    g_autofree char *text = yado_document_dump(rebased);
    g_assert_cmpstr(text, ==,
                    "# new\nname='y'\nmemory=2\nvif=['mac=0','mac=1','mac=2,bridge=b']\n");
    g_assert_null(
        yado_document_rebase(document, "memory=3\nvif=['mac=1','mac=2']\n", FALSE, &error));
    g_assert_error(error, YADO_ERROR, YADO_ERROR_CONFLICT);
}

static void
check_error(const char *text, gssize length, const char *expected)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(YadoDocument) document =
        yado_xl_document_new_from_bytes(text, length < 0 ? strlen(text) : (gsize)length, &error);

    g_assert_null(document);
    g_assert_error(error, YADO_ERROR, YADO_ERROR_INVALID);
    g_assert_nonnull(strstr(error->message, expected));
}

static void
test_errors(void)
{
    check_error("a=1\nb='x\n", -1, "line 2, column 3");
    check_error("a=1\n  B=2\n", -1, "line 2, column 3");
    check_error("a=['x'\nb=1\n", -1, "line 2, column 1");
    check_error("a=1 2\n", -1, "line 1, column 5");
    check_error("a\n", -1, "line 1, column 2");
    check_error("a='\\q'\n", -1, "line 1");
    check_error("a=1\nb\0=1\n", 9, "line 2, column 2");
}

static void
test_problems(void)
{
    g_autofree char *text = read_corpus("bad-python.cfg");
    g_autoptr(YadoDocument) document = load(text);
    g_auto(GStrv) problems = yado_xl_document_list_problems(YADO_XL_DOCUMENT(document));
    static const char *const places[] = {
        "line 1, column 1:", "line 2, column 1:",  "line 3, column 1:", "line 5, column 1:",
        "line 9, column 1:", "line 10, column 1:", "line 11, column 1:"
    };

    g_assert_cmpuint(g_strv_length(problems), ==, G_N_ELEMENTS(places));
    for (guint i = 0; i < G_N_ELEMENTS(places); i++)
        g_assert_true(g_str_has_prefix(problems[i], places[i]));
    yado_test_check_value(document, NULL, "name", "python");
    yado_test_check_value(document, "disk:0", "source", "/a");
}

/* 1 MiB is fine and quick; far more, and what stands too deep, is refused. */
static void
test_limits(void)
{
    g_autoptr(GString) large = g_string_new("name='x'\nvif = [\n");
    while (large->len < 1024 * 1024)
        g_string_append(large, "  'mac=00:16:3e:00:00:01,bridge=xenbr0', # a card\n");
    g_string_append(large, "]\n");
    g_autoptr(YadoDocument) document = load(large->str);
    yado_test_set_value(document, NULL, "memory.current", "1048576");

    g_autofree char *huge = g_malloc0(100 * 1024 * 1024 + 1);
    memset(huge, '#', 100 * 1024 * 1024);
    check_error(huge, 100 * 1024 * 1024, "16 MiB");

    g_autoptr(GString) deep = g_string_new("a=");
    for (guint i = 0; i < 100000; i++)
        g_string_append_c(deep, '[');
    check_error(deep->str, -1, "too deep");

    g_autoptr(GString) many = g_string_new(NULL);
    for (guint i = 0; i < 50000; i++)
        g_string_append_printf(many, "k%u+=1;", i);
    g_autoptr(YadoDocument) crowded = load(many->str);
    yado_test_check_value(crowded, NULL, "name", NULL);
}

static void
test_extras(void)
{
    g_autoptr(YadoDocument) document = load("name='x'\n");
    yado_xl_document_set_extra(YADO_XL_DOCUMENT(document), "autostart", "no");
    yado_test_set_value(document, NULL, "autostart", "yes");
    yado_test_check_value(document, NULL, "autostart", "yes");
    g_assert_cmpuint(yado_document_get_edits(document)->len, ==, 1);
    g_autofree char *text = yado_document_dump(document);
    g_assert_cmpstr(text, ==, "name='x'\n");
}

int
main(int argc, char **argv)
{
    yado_test_guard();
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/document/xl/corpus", test_corpus);
    g_test_add_func("/document/xl/values", test_values);
    g_test_add_func("/document/xl/edits", test_edits);
    g_test_add_func("/document/xl/nodes", test_nodes);
    g_test_add_func("/document/xl/one-line-lists", test_one_line_lists);
    g_test_add_func("/document/xl/groups", test_groups);
    g_test_add_func("/document/xl/folder-and-tpm", test_folder_and_tpm);
    g_test_add_func("/document/xl/spice", test_spice);
    g_test_add_func("/document/xl/bad-items", test_bad_items);
    g_test_add_func("/document/xl/refusals", test_refusals);
    g_test_add_func("/document/xl/rebase", test_rebase);
    g_test_add_func("/document/xl/errors", test_errors);
    g_test_add_func("/document/xl/problems", test_problems);
    g_test_add_func("/document/xl/limits", test_limits);
    g_test_add_func("/document/xl/extras", test_extras);
    return g_test_run();
}
