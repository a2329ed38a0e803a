/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Our reading of xl.cfg against Xen's own parser, libxlutil, which needs neither a hypervisor nor a context.
 * The only program here that links it. YADO_TEST_SEED and YADO_TEST_ROUNDS choose other generated input.
 */
#include "config.h"

#include <stdio.h>

#ifdef HAVE_XLUTIL

#include "document/yado-document-convert.h"
#include "document/yado-xl-disk.h"
#include "document/yado-xl-options.h"
#include "document/yado-xl-parse.h"

#include <libxl.h>
#include <libxlutil.h>
#include <stdlib.h>
#include <string.h>

#include "yado-test.h"

typedef struct {
    FILE *report;
    char *said;
    size_t length;
    XLU_Config *config;
} Oracle;

static void
oracle_init(Oracle *self)
{
    self->report = open_memstream(&self->said, &self->length);
    self->config = xlu_cfg_init(self->report, "oracle");
}

static void
oracle_clear(Oracle *self)
{
    xlu_cfg_destroy(self->config);
    fclose(self->report);
    free(self->said);
}

/* The grammar */

static void
compare_values(Oracle *oracle, const YadoXlValue *value, XLU_ConfigValue *other, const char *text)
{
    XLU_ConfigList *list;
    char *string;

    g_assert_cmpint(xlu_cfg_value_type(other) == XLU_LIST, ==, value->is_list);
    if (!value->is_list) {
        xlu_cfg_value_get_string(oracle->config, other, &string, 1);
        g_assert_cmpstr(value->string, ==, string);
        return;
    }
    xlu_cfg_value_get_list(oracle->config, other, &list, 1);
    for (guint i = 0; i < value->items->len; i++) {
        XLU_ConfigValue *item = xlu_cfg_get_listitem2(list, (int)i);
        g_assert_nonnull(item);
        compare_values(oracle, value->items->pdata[i], item, text);
    }
    g_assert_null(xlu_cfg_get_listitem2(list, (int)value->items->len));
}

static void
compare_list(Oracle *oracle, const YadoXlFile *file, const char *key, const char *text)
{
    g_autoptr(GPtrArray) items = yado_xl_file_list_items(file, key);
    XLU_ConfigList *list;
    int n;

    g_assert_cmpint(xlu_cfg_get_list(oracle->config, key, &list, &n, 1), ==, 0);
    g_assert_cmpuint(items->len, ==, (guint)n);
    for (int i = 0; i < n; i++)
        compare_values(oracle, items->pdata[i], xlu_cfg_get_listitem2(list, i), text);
}

static void
compare_key(Oracle *oracle, const YadoXlFile *file, const char *key, const char *text)
{
    g_autofree char *string = yado_xl_file_dup_string(file, key);
    const char *other;
    long number;
    gint64 own;

    if (string == NULL) {
        compare_list(oracle, file, key, text);
        return;
    }
    g_assert_cmpint(xlu_cfg_get_string(oracle->config, key, &other, 1), ==, 0);
    g_assert_cmpstr(string, ==, other);
    if (xlu_cfg_get_long(oracle->config, key, &number, 1) == 0) {
        g_assert_true(yado_xl_parse_number(string, &own));
        g_assert_cmpint(own, ==, number);
    }
}

/* Both refuse it, or both read the same. */
static gboolean
compare_text(const char *text)
{
    Oracle oracle;
    g_autoptr(GError) error = NULL;
    g_autoptr(YadoXlFile) file = yado_xl_file_new(text, -1, &error);
    gboolean ok = file != NULL && file->problems->len == 0;

    oracle_init(&oracle);
    int rc = xlu_cfg_readdata(oracle.config, text, (int)strlen(text));
    if ((rc == 0) != ok) {
        fflush(oracle.report);
        g_test_message("text: <<<%s>>>", text);
        g_error("Xen: %d %s; we: %s", rc, oracle.said, error != NULL ? error->message : "fine");
    }
    for (guint i = 0; ok && i < file->settings->len; i++)
        compare_key(&oracle, file, ((YadoXlSetting *)file->settings->pdata[i])->key, text);
    oracle_clear(&oracle);
    return ok;
}

static void
test_grammar(void)
{
    static const char *const texts[] = {
        "",
        "\n\n",
        "a=1",
        "a = 1\n",
        "a=1;b=2;;c='x'",
        "a=\"x\" # comment\n",
        "a=1 # comment at the end",
        "# only",
        "a='it''s'\n",
        "a='it\\'s'\n",
        "a=\"\\\"\\\\\\a\\b\\f\\n\\r\\t\\v\"\n",
        "a='\\x41'\n",
        "a='\\065'\n",
        "a='\\06'\n",
        "a='\\0'\n",
        "a='\\1234567'\n",
        "a='\\9'\n",
        "a='\\q'\n",
        "a='x\ny'\n",
        "a='x\\\ny'\n",
        "a='x\n",
        "a=0x1F\n",
        "a=0x1f\n",
        "a=12abc\n",
        "a=12k\n",
        "a=-1\n",
        "a=+1\n",
        "a=1.5\n",
        "a=010\n",
        "a.b=1\n",
        "A=1\n",
        "aB=1\n",
        "_a=1\n",
        "a_=1\n",
        "a 1\n",
        "a\n=1\n",
        "a=\n1\n",
        "a=[]\n",
        "a=[ ]\n",
        "a=[\n]\n",
        "a=[,]\n",
        "a=['x',]\n",
        "a=['x',,]\n",
        "a=['x' 'y']\n",
        "a=['x',\n 'y' # c\n , 'z'\n]\n",
        "a=['x', # c\n # d\n 'y'\n]\n",
        "a=[1,2,'3']\n",
        "a=[[1,2],[3,[4]],'x']\n",
        "a=[[[[[[]]]]]]\n",
        "a=['x'\n",
        "a=['x'",
        "a=[",
        "a=[#\n",
        "a=",
        "a",
        "a+=1\n",
        "a='x'\na+='y'\na+='z'\n",
        "a=['x']\na+=['y','z']\na+=[]\n",
        "a=['x']\na+='y'\n",
        "a='y'\na+=['x']\n",
        "a+ ='x'\n",
        "a='x'\na='y'\n",
        "a='x'\na+='y'\na='z'\na+='w'\n",
        "a='x' b='y'\n",
        "a='x'b='y'\n",
        "a=1\r\nb=2\r\n",
        "# c\r\na=1\n",
        "a=1\t;\tb=2\n",
        "a=(1)\n",
        "import os\na=1\n",
        "a=True\n",
        "a='x' + 'y'\n",
        "a = os.uname()[4]\n",
        "if a:\n  b=1\n",
        "\"\"\"doc\"\"\"\n",
        "a='\xc3\xa9\xff'\n",
        "a=\x01\n",
        "a=1\f\n",
        "a='#'\n",
        "a=['#', \"'\" ]#\n",
        "a=1;#\nb=2",
        "a=1,b=2\n",
        "a=]\n",
        "[]\n",
        "=1\n",
        ";",
        "a=1\n\n\n#\n#x\n",
    };

    for (guint i = 0; i < G_N_ELEMENTS(texts); i++)
        compare_text(texts[i]);
}

static void
test_corpus(void)
{
    g_autofree char *folder = g_test_build_filename(G_TEST_DIST, "data", "xl", NULL);
    g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
    guint n = 0;

    g_assert_nonnull(dir);
    for (const char *name = g_dir_read_name(dir); name != NULL; name = g_dir_read_name(dir)) {
        g_autofree char *path = g_build_filename(folder, name, NULL);
        g_autofree char *text = NULL;
        if (!g_str_has_suffix(name, ".cfg"))
            continue;
        g_assert_true(g_file_get_contents(path, &text, NULL, NULL));
        gboolean ok = compare_text(text);
        g_assert_cmpint(ok, ==, !g_str_has_prefix(name, "bad-"));
        n++;
    }
    g_assert_cmpuint(n, >, 5);
}

/* Generated input */

static const char *
pick(GRand *rand, const char *const *words, guint n)
{
    return words[g_rand_int_range(rand, 0, (gint32)n)];
}

#define PICK(rand, words) pick(rand, words, G_N_ELEMENTS(words))

static void
add_string(GRand *rand, GString *text)
{
    static const char *const pieces[] = { "x",    "/dev/vg/x", " ",     ",",    "=",    "\\n",
                                          "\\\\", "\\\"",      "\\'",   "\\t",  "#",    "[",
                                          "é",    "\\012",     "a b c", "xvda", "\\\\", ";" };
    static const char *const bad[] = { "\\x41", "\\q", "\n", "\\", "\\1z" };
    const char *quote = g_rand_boolean(rand) ? "'" : "\"";

    g_string_append(text, quote);
    for (int i = g_rand_int_range(rand, 0, 6); i > 0; i--)
        g_string_append(text, PICK(rand, pieces));
    if (g_rand_int_range(rand, 0, 60) == 0)
        g_string_append(text, PICK(rand, bad));
    g_string_append(text, quote);
}

static void
add_gap(GRand *rand, GString *text, gboolean with_lines)
{
    static const char *const gaps[] = { "", " ", "\t", "  ", "\n", " # c\n", "\n#x\n  " };

    g_string_append(text, gaps[g_rand_int_range(rand, 0, with_lines ? 7 : 4)]);
}

static void add_value(GRand *rand, GString *text, guint depth);

static void
add_list(GRand *rand, GString *text, guint depth)
{
    int n = g_rand_int_range(rand, 0, 4);

    g_string_append_c(text, '[');
    add_gap(rand, text, TRUE);
    for (int i = 0; i < n; i++) {
        add_value(rand, text, depth + 1);
        add_gap(rand, text, TRUE);
        if (i < n - 1 || g_rand_boolean(rand)) {
            g_string_append_c(text, ',');
            add_gap(rand, text, TRUE);
        }
    }
    if (g_rand_int_range(rand, 0, 80) != 0)
        g_string_append_c(text, ']');
}

static void
add_value(GRand *rand, GString *text, guint depth)
{
    static const char *const numbers[] = { "0", "1", "0x1f", "4096", "010", "12ab", "9" };
    int kind = g_rand_int_range(rand, 0, 10);

    if (kind < 5)
        add_string(rand, text);
    else if (kind < 8 || depth > 4)
        g_string_append(text, PICK(rand, numbers));
    else
        add_list(rand, text, depth);
}

static char *
generate(GRand *rand)
{
    static const char *const keys[] = { "a", "b", "name", "disk", "vif", "memory", "x.y", "k_1" };
    static const char *const noise[] = { "%", "(", "A", "\r", "\"", "]", "+", "x", ",", "-1" };
    GString *text = g_string_new(NULL);

    for (int i = g_rand_int_range(rand, 0, 8); i > 0; i--) {
        add_gap(rand, text, TRUE);
        g_string_append(text, PICK(rand, keys));
        add_gap(rand, text, FALSE);
        g_string_append(text, g_rand_int_range(rand, 0, 5) == 0 ? "+=" : "=");
        add_gap(rand, text, FALSE);
        add_value(rand, text, 0);
        add_gap(rand, text, FALSE);
        if (g_rand_int_range(rand, 0, 60) == 0)
            g_string_append(text, PICK(rand, noise));
        g_string_append(text, g_rand_int_range(rand, 0, 4) == 0 ? ";" : "\n");
    }
    return g_string_free(text, FALSE);
}

/* What is well-formed, with a few bytes changed. */
static void
spoil(GRand *rand, char *text)
{
    static const char bytes[] = "'\"[],=;#\\\n \tax19+.-"; /* and NUL */
    gsize length = strlen(text);

    for (int i = g_rand_int_range(rand, 0, 4); i > 0 && length > 0; i--)
        text[g_rand_int_range(rand, 0, (gint32)length)] =
            bytes[g_rand_int_range(rand, 0, sizeof bytes)];
}

static guint
get_rounds(guint rounds)
{
    const char *wanted = g_getenv("YADO_TEST_ROUNDS");

    return wanted != NULL ? (guint)g_ascii_strtoull(wanted, NULL, 10) : rounds;
}

static GRand *
make_rand(void)
{
    const char *seed = g_getenv("YADO_TEST_SEED");

    return g_rand_new_with_seed(seed != NULL ? (guint32)g_ascii_strtoull(seed, NULL, 10)
                                             : 20261126);
}

static void
test_generated(void)
{
    g_autoptr(GRand) rand = make_rand();
    guint n_well = 0;

    for (guint i = 0; i < get_rounds(20000); i++) {
        g_autofree char *text = generate(rand);
        if (i % 3 == 0)
            spoil(rand, text);
        n_well += compare_text(text);
    }
    g_test_message("%u were well-formed", n_well);
}

/* What we write is read back by Xen as it was meant. */
static void
test_quotes(void)
{
    g_autoptr(GRand) rand = make_rand();

    for (guint i = 0; i < get_rounds(5000); i++) {
        char value[12] = { 0 };
        Oracle oracle;
        const char *read;
        for (int j = g_rand_int_range(rand, 0, 11); j > 0; j--)
            value[j - 1] = (char)g_rand_int_range(rand, 1, 256);
        g_autofree char *quoted = yado_xl_quote(value, i % 2 ? '"' : '\'');
        g_autofree char *text = g_strdup_printf("a=%s\n", quoted);
        oracle_init(&oracle);
        g_assert_cmpint(xlu_cfg_readdata(oracle.config, text, (int)strlen(text)), ==, 0);
        g_assert_cmpint(xlu_cfg_get_string(oracle.config, "a", &read, 1), ==, 0);
        g_assert_cmpstr(read, ==, value);
        oracle_clear(&oracle);
    }
}

/* Disks */

static const char *
get_format(const libxl_device_disk *disk)
{
    return libxl_disk_format_to_string(disk->format);
}

static void
compare_strings(const char *ours, const char *theirs, const char *spec)
{
    if (g_strcmp0(ours, theirs) != 0)
        g_error("%s: we %s, Xen %s", spec, ours, theirs);
}

static void
compare_disks(const YadoXlDisk *ours, const libxl_device_disk *theirs, const char *spec)
{
    compare_strings(ours->target, theirs->pdev_path, spec);
    compare_strings(ours->vdev, theirs->vdev, spec);
    compare_strings(ours->script, theirs->script, spec);
    compare_strings(ours->backend, theirs->backend_domname, spec);
    compare_strings(yado_xl_disk_get_format(ours), get_format(theirs), spec);
    compare_strings(ours->backendtype != NULL ? ours->backendtype : "unknown",
                    libxl_disk_backend_to_string(theirs->backend), spec);
    g_assert_cmpint(ours->writable, ==, theirs->readwrite);
    g_assert_cmpint(ours->is_cdrom, ==, theirs->is_cdrom);
    g_assert_cmpint(ours->direct_io_safe, ==, theirs->direct_io_safe);
    if (libxl_defbool_is_default(theirs->discard_enable))
        g_assert_cmpint(ours->discard, ==, -1);
    else
        g_assert_cmpint(ours->discard, ==, libxl_defbool_val(theirs->discard_enable));
}

static gboolean
compare_disk(const char *spec)
{
    Oracle oracle;
    libxl_device_disk theirs;
    g_autoptr(YadoXlDisk) ours = yado_xl_disk_new(spec);

    oracle_init(&oracle);
    libxl_device_disk_init(&theirs);
    int rc = xlu_disk_parse(oracle.config, 1, &spec, &theirs);
    /* Xen forgets to answer with an error when vdev or target is missing; it only says so. */
    fflush(oracle.report);
    gboolean refused = rc != 0 || oracle.length > 0;
    if (refused != (ours->error != NULL))
        g_error("“%s”: Xen %d %s; we: %s", spec, rc, oracle.said, ours->error);
    if (!refused)
        compare_disks(ours, &theirs, spec);
    libxl_device_disk_dispose(&theirs);
    oracle_clear(&oracle);
    return !refused;
}

/* And what we write of it means the same to Xen. */
static void
check_disk_dump(const char *spec)
{
    g_autoptr(YadoXlDisk) disk = yado_xl_disk_new(spec);
    g_autofree char *dump = yado_xl_disk_dump(disk);
    g_autoptr(YadoXlDisk) again = yado_xl_disk_new(dump);
    g_autofree char *second = yado_xl_disk_dump(again);

    if (disk->error != NULL)
        return;
    g_assert_cmpstr(dump, ==, second);
    g_assert_true(compare_disk(dump));
    compare_strings(again->target != NULL ? again->target : "",
                    disk->target != NULL ? disk->target : "", spec);
    compare_strings(yado_xl_disk_get_format(again), yado_xl_disk_get_format(disk), spec);
    g_assert_cmpint(again->writable, ==, disk->writable);
}

static void
test_disks(void)
{
    static const char *const specs[] = {
        "/dev/vg/guest,raw,xvda,rw",
        "/dev/vg/guest,,hda",
        "/dev/vg/guest,,hda,",
        "/dev/vg/guest,,hda,w",
        "/dev/vg/guest,,hda,r",
        "/dev/vg/guest,,hda,ro",
        "/dev/vg/guest,,hda,rr",
        "/dev/vg/guest,raw,xvda,rw,more",
        "/dev/vg/guest",
        "/dev/vg/guest,raw",
        "/x/a.img,qcow2,xvda",
        "/x/a.img,vhd,xvda",
        "/x/a.img,qed,xvda",
        "/x/a.img,vmdk,xvda",
        "format=raw, vdev=hda, access=rw, target=/dev/vg/guest",
        "raw:/x/a.img,hda,w",
        "qcow2:/x/a.img,hda,w",
        "qcow:/x/a.img,hda",
        "vhd:/x/a.img,hda",
        "format=qcow2,vhd:/x/a.img,hda",
        "phy:/dev/vg/guest,xvda,w",
        "phy:/dev/vg/guest,raw,xvda,w",
        "file:/x/a.img,xvda,w",
        "tap:aio:/x/a.img,xvda,w",
        "tap2:aio:/x/a.img,xvda,w",
        "tap:qcow2:/x/a.img,xvda,w",
        "tapdisk:/x/a.img,xvda",
        "ioemu:/x/a.img,hda",
        "iscsi:iqn.2001-05.com.x:1,xvda,w",
        "drbd:resource,xvda,w",
        "nbd:1.2.3.4,xvda",
        "enbd:x,xvda",
        "fancy:x,xvda",
        "fancy:/x,xvda",
        "fancy:",
        "/x.iso,,hdc:cdrom,r",
        "/x.iso,raw,hdc:cdrom",
        ",hdc:cdrom",
        ",hdc:cdrom,r",
        ",,hdc:cdrom",
        ",empty,hdc:cdrom",
        ",hdc:disk",
        ",hdc:tape",
        "vdev=hdc,cdrom",
        "vdev=hdc,devtype=cdrom,target=",
        "vdev=hdc,devtype=cdrom,target=/x.iso",
        "vdev=hdc,devtype=tape,target=/x.iso",
        "/x.iso,raw,hdc,devtype=cdrom",
        "/x.iso,,xvdc,cdrom",
        "vdev=xvda,script=block-drbd,target=res",
        "vdev=xvda,script=block-drbd,script=x,target=res",
        "vdev=xvda,backendtype=phy,target=/dev/x",
        "vdev=xvda,backendtype=qdisk,target=/dev/x",
        "vdev=xvda,backendtype=tap,target=/dev/x",
        "vdev=xvda,backendtype=fancy,target=/dev/x",
        "vdev=xvda,backend=storage,target=/dev/x",
        "vdev=xvda,discard,target=/dev/x",
        "vdev=xvda,no-discard,direct-io-safe,target=/dev/x",
        "vdev=xvda,target=/dev/a,b=c,d",
        "vdev=xvda,target=/dev/a,",
        "vdev=xvda,unknown=1,target=/dev/a",
        "vdev=xvda,unknown=,target=/dev/a",
        "vdev=xvda,flag,target=/dev/a",
        "vdev=xvda,Flag=1,target=/dev/a",
        "/dev/a,vdev=xvda",
        "/dev/a,vdev=xvda,raw",
        "/dev/a,vdev=xvda,raw,ro",
        "/dev/a,raw,vdev=xvda,ro",
        " /dev/a , raw , xvda , rw ",
        "/dev/a, raw, xvda, rw ",
        "/dev/a,raw,xvda,rw\n",
        "",
        " ",
        ",",
        ",,,",
        "vdev=xvda,format=,target=/a",
        "vdev=xvda,format=empty,target=/a",
        "target=/a",
        "vdev=xvda",
        "vdev=xvda,specification=virtio,target=/a",
        "vdev=xvda,specification=xen,target=/a",
        "vdev=xvda,colo,colo-host=1.2.3.4,colo-port=99,target=/a",
        "vdev=xvda,vdev=xvdb,target=/a",
        "xvda:cdrom",
        "/a,raw,xvda:cdrom:disk",
    };
    guint n = 0;

    for (guint i = 0; i < G_N_ELEMENTS(specs); i++) {
        n += compare_disk(specs[i]);
        check_disk_dump(specs[i]);
    }
    g_assert_cmpuint(n, >, 30);
}

static void
test_generated_disks(void)
{
    static const char *const words[] = {
        "/dev/vg/x",
        "/x/a.img",
        "raw",
        "qcow2",
        "",
        "xvda",
        "hdc:cdrom",
        "rw",
        "r",
        "format=raw",
        "vdev=hda",
        "access=ro",
        "cdrom",
        "discard",
        "phy:/dev/x",
        "file:/x",
        "raw:/x",
        "tap:aio:/x",
        "script=s",
        "backend=b",
        "backendtype=qdisk",
        "target=/y",
        "devtype=disk",
        " raw",
        "x=1",
        "drbd:r",
        "sda",
        "no-discard",
        "a:b",
        "b:/x",
    };
    g_autoptr(GRand) rand = make_rand();

    for (guint i = 0; i < get_rounds(20000); i++) {
        g_autoptr(GString) spec = g_string_new(NULL);
        for (int j = g_rand_int_range(rand, 0, 6); j >= 0; j--)
            g_string_append_printf(spec, "%s%s", spec->len > 0 ? "," : "", PICK(rand, words));
        compare_disk(spec->str);
        check_disk_dump(spec->str);
    }
}

/* Rates and PCI addresses */

static void
compare_rate(const char *rate)
{
    Oracle oracle;
    libxl_device_nic nic;
    guint64 bytes;
    guint32 interval;
    gboolean ok = yado_xl_parse_rate(rate, &bytes, &interval);

    oracle_init(&oracle);
    libxl_device_nic_init(&nic);
    int rc = xlu_vif_parse_rate(oracle.config, rate, &nic);
    if ((rc == 0) != ok)
        g_error("“%s”: Xen %d, we %d", rate, rc, ok);
    if (ok) {
        g_assert_cmpuint(nic.rate_interval_usecs, ==, interval);
        g_assert_cmpuint(nic.rate_bytes_per_interval, ==, bytes * interval / 1000000);
    }
    libxl_device_nic_dispose(&nic);
    oracle_clear(&oracle);
}

static void
test_rates(void)
{
    static const char *const rates[] = {
        "1000Kb/s",
        "10Mb/s",
        "1GB/s",
        "250KB/s",
        "1MB/s@20ms",
        "8b/s",
        "10B/s",
        "10Mb/s@50ms",
        "10Mb/s@1s",
        "10Mb/s@5",
        "10Mb/s@5m",
        "10Mb/s@5us",
        "10Mb/s@5u",
        "10Mb/s@",
        "@50ms",
        "",
        "10",
        "10Mb",
        "10mb/s",
        "Mb/s",
        "-1Mb/s",
        "10Mb/s@0ms",
        "0Mb/s",
        "4294967295GB/s",
        "4294967296B/s",
        "99999999999999999999B/s",
        "10Mb/s@4294967295",
        "10Mb/s@4294s",
        "10Mb/s@4295s",
        "10Mb/s@5h",
        "10 Mb/s",
        "010Kb/s",
        "08Kb/s",
        "0x10B/s",
        "10Tb/s",
        "10MB/s ",
        "10MB/s@50ms@1",
        "1.5MB/s",
    };

    for (guint i = 0; i < G_N_ELEMENTS(rates); i++)
        compare_rate(rates[i]);
}

static void
compare_pci(const char *spec)
{
    Oracle oracle;
    libxl_device_pci theirs;
    g_autoptr(YadoXlPci) ours = yado_xl_pci_new(spec);

    oracle_init(&oracle);
    libxl_device_pci_init(&theirs);
    int rc = xlu_pci_parse_spec_string(oracle.config, &theirs, spec);
    if ((rc == 0) != (ours != NULL))
        g_error("“%s”: Xen %d, we %d", spec, rc, ours != NULL);
    if (ours != NULL && ours->name == NULL) {
        g_assert_cmpuint(theirs.domain, ==, ours->domain);
        g_assert_cmpuint(theirs.bus, ==, ours->bus);
        g_assert_cmpuint(theirs.dev, ==, ours->slot);
        g_assert_cmpuint(theirs.func, ==, ours->function);
        if (ours->virtual_slot >= 0)
            g_assert_cmpuint(theirs.vdevfn >> 3, ==, (guint)ours->virtual_slot);
    }
    libxl_device_pci_dispose(&theirs);
    oracle_clear(&oracle);
}

static void
test_pci(void)
{
    static const char *const specs[] = {
        "0000:03:00.0",
        "03:00.0",
        "03:00.7",
        "03:00.8",
        "03:1f.0",
        "03:20.0",
        "1ff:00.0",
        "10000:03:00.0",
        "03:00.*",
        "03:00",
        "03",
        "",
        "x",
        "03:00.0@5",
        "03:00.0@1f",
        "03:00.0@20",
        "03:00.0@",
        "03:00.0,permissive=1",
        "03:00.0,permissive=1,seize=1",
        "03:00.0@5,msitranslate=0,power_mgmt=1",
        "03:00.0,rdm_policy=strict",
        "03:00.0,rdm_policy=soft",
        "03:00.0,unknown=1",
        "03:00.0,",
        "03:00.0,,seize=1",
        "03:00.0,seize",
        "bdf=03:00.0",
        "bdf=03:00.0,vslot=4",
        "vslot=4",
        "name=nic",
        "name=nic,permissive=1",
        "03:00.0,name=nic",
        "bdf=x",
        "03:00.0 ",
        " 03:00.0",
        "03:00.0,seize=1,",
        "aB:0c.1",
        "03:00.0x",
        "03.00:0",
    };

    for (guint i = 0; i < G_N_ELEMENTS(specs); i++)
        compare_pci(specs[i]);
}

/* There and back: what Xen would make of it */

static void
add_text(GString *summary, XLU_Config *config, const char *key, const char *fallback)
{
    const char *value = NULL;

    if (xlu_cfg_get_string(config, key, &value, 1) != 0)
        value = fallback;
    g_string_append_printf(summary, "%s=%s\n", key, value != NULL ? value : "-");
}

static long
add_number(GString *summary, XLU_Config *config, const char *key, long fallback)
{
    long value = fallback;

    xlu_cfg_get_long(config, key, &value, 1);
    g_string_append_printf(summary, "%s=%ld\n", key, value);
    return value;
}

/* As xl puts it together. */
static void
add_command_line(GString *summary, XLU_Config *config)
{
    const char *whole = NULL;
    const char *root = NULL;
    const char *extra = NULL;

    xlu_cfg_get_string(config, "cmdline", &whole, 1);
    xlu_cfg_get_string(config, "root", &root, 1);
    xlu_cfg_get_string(config, "extra", &extra, 1);
    if (whole != NULL)
        g_string_append_printf(summary, "cmdline=%s\n", whole);
    else
        g_string_append_printf(summary, "cmdline=%s%s%s%s\n", root != NULL ? "root=" : "",
                               root != NULL ? root : "", root != NULL && extra != NULL ? " " : "",
                               extra != NULL ? extra : "");
}

/* Disks with a script are named as lost. */
static void
add_disk(GString *summary, XLU_Config *config, const char *spec)
{
    libxl_device_disk disk;

    libxl_device_disk_init(&disk);
    g_assert_cmpint(xlu_disk_parse(config, 1, &spec, &disk), ==, 0);
    if (disk.backend == LIBXL_DISK_BACKEND_UNKNOWN && disk.format != LIBXL_DISK_FORMAT_RAW &&
        disk.format != LIBXL_DISK_FORMAT_EMPTY)
        disk.backend = LIBXL_DISK_BACKEND_QDISK; /* libxl's own choice */
    if (disk.script == NULL)
        g_string_append_printf(summary, "disk %s %s %s rw=%d cdrom=%d %s %s\n", disk.vdev,
                               disk.pdev_path != NULL ? disk.pdev_path : "",
                               libxl_disk_format_to_string(disk.format), disk.readwrite,
                               disk.is_cdrom, libxl_disk_backend_to_string(disk.backend),
                               disk.backend_domname != NULL ? disk.backend_domname : "-");
    libxl_device_disk_dispose(&disk);
}

static void
add_vif(GString *summary, const char *text)
{
    static const char *const options[] = { "mac",     "script", "vifname", "model",
                                           "backend", "mtu",    "ip" };
    g_autofree char *bridge = yado_xl_options_dup(text, "bridge");
    g_autofree char *script = yado_xl_options_dup(text, "script");

    g_string_append_printf(summary, "vif bridge=%s",
                           bridge != NULL   ? bridge
                           : script != NULL ? "-"
                                            : "xenbr0");
    for (guint i = 0; i < G_N_ELEMENTS(options); i++) {
        g_autofree char *value = yado_xl_options_dup(text, options[i]);
        g_string_append_printf(summary, " %s=%s", options[i], value != NULL ? value : "-");
    }
    g_string_append_c(summary, '\n');
}

static void
add_pci(GString *summary, XLU_Config *config, const char *spec)
{
    libxl_device_pci pci;

    libxl_device_pci_init(&pci);
    g_assert_cmpint(xlu_pci_parse_spec_string(config, &pci, spec), ==, 0);
    g_string_append_printf(summary, "pci %04x:%02x:%02x.%x permissive=%d seize=%d\n", pci.domain,
                           pci.bus, pci.dev, pci.func, pci.permissive, pci.seize);
    libxl_device_pci_dispose(&pci);
}

/* Lists in a list, each part as xl takes it: "key=value" without blanks around. */
static void
add_numa(GString *summary, XLU_Config *config)
{
    XLU_ConfigList *nodes, *parts;
    char *text;

    if (xlu_cfg_get_list(config, "vnuma", &nodes, NULL, 1) != 0)
        return;
    for (int i = 0; xlu_cfg_get_listitem2(nodes, i) != NULL; i++) {
        g_assert_cmpint(xlu_cfg_value_get_list(config, xlu_cfg_get_listitem2(nodes, i), &parts, 1),
                        ==, 0);
        g_string_append(summary, "vnode");
        for (int j = 0; xlu_cfg_get_listitem2(parts, j) != NULL; j++) {
            xlu_cfg_value_get_string(config, xlu_cfg_get_listitem2(parts, j), &text, 1);
            g_string_append_printf(summary, " %s", text);
        }
        g_string_append_c(summary, '\n');
    }
}

static void
add_devices(GString *summary, XLU_Config *config, const char *key)
{
    XLU_ConfigList *list;

    if (xlu_cfg_get_list(config, key, &list, NULL, 1) != 0)
        return;
    for (int i = 0; xlu_cfg_get_listitem(list, i) != NULL; i++) {
        const char *item = xlu_cfg_get_listitem(list, i);
        if (strcmp(key, "disk") == 0)
            add_disk(summary, config, item);
        else if (strcmp(key, "vif") == 0)
            add_vif(summary, item);
        else
            add_pci(summary, config, item);
    }
}

static char *
summarise(const char *text)
{
    static const char *const strings[][2] = {
        { "name", NULL },
        { "uuid", NULL },
        { "kernel", NULL },
        { "ramdisk", NULL },
        { "bootloader", NULL },
        { "boot", NULL },
        { "on_poweroff", "destroy" },
        { "on_reboot", "restart" },
        { "on_crash", "destroy" },
        { "vncpasswd", NULL },
        { "keymap", NULL },
        { "soundhw", NULL },
        { "cpuid", NULL },
    };
    static const char *const numbers[] = { "localtime", "cpu_weight", "videoram", "nestedhvm",
                                           "max_grant_frames" };
    GString *summary = g_string_new(NULL);
    Oracle oracle;

    oracle_init(&oracle);
    g_assert_cmpint(xlu_cfg_readdata(oracle.config, text, (int)strlen(text)), ==, 0);
    for (guint i = 0; i < G_N_ELEMENTS(strings); i++)
        add_text(summary, oracle.config, strings[i][0], strings[i][1]);
    for (guint i = 0; i < G_N_ELEMENTS(numbers); i++)
        add_number(summary, oracle.config, numbers[i], 0);
    add_number(summary, oracle.config, "acpi", 1);
    add_number(summary, oracle.config, "maxmem", add_number(summary, oracle.config, "memory", 32));
    add_number(summary, oracle.config, "maxvcpus", add_number(summary, oracle.config, "vcpus", 1));
    add_command_line(summary, oracle.config);
    add_numa(summary, oracle.config);
    add_devices(summary, oracle.config, "disk");
    add_devices(summary, oracle.config, "vif");
    add_devices(summary, oracle.config, "pci");
    oracle_clear(&oracle);
    return g_string_free(summary, FALSE);
}

static char *
convert(const char *text, YadoDocumentFormat format)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GPtrArray) losses = NULL;
    g_autoptr(YadoDocument) document = yado_document_new_from_bytes(text, strlen(text), &error);
    g_autoptr(YadoDocument) other =
        document != NULL ? yado_document_convert(document, format, &losses, &error) : NULL;

    g_assert_no_error(error);
    return yado_document_dump(other);
}

/* xl.cfg -> XML -> xl.cfg keeps its meaning. */
static void
test_there_and_back(void)
{
    static const char *const names[] = { "hvm-windows.cfg", "pv-old.cfg",         "pvh.cfg",
                                         "drbd.cfg",        "no-final-break.cfg", "hvm-numa.cfg" };

    for (guint i = 0; i < G_N_ELEMENTS(names); i++) {
        g_autofree char *path = g_test_build_filename(G_TEST_DIST, "data", "xl", names[i], NULL);
        g_autofree char *text = NULL;
        g_assert_true(g_file_get_contents(path, &text, NULL, NULL));
        g_autofree char *xml = convert(text, YADO_FORMAT_XML);
        g_autofree char *back = convert(xml, YADO_FORMAT_XL);
        g_autofree char *before = summarise(text);
        g_autofree char *after = summarise(back);
        g_assert_cmpstr(after, ==, before);
    }
}

/* What we make of XML is read by Xen's parser, disks and all. */
static void
test_made(void)
{
    static const char *const names[] = { "xen-hvm-uefi.xml",  "xen-hvm-windows.xml",
                                         "xen-minimal.xml",   "xen-pv-bootloader.xml",
                                         "xen-pv-kernel.xml", "xen-pvh.xml",
                                         "kvm-q35.xml" };

    for (guint i = 0; i < G_N_ELEMENTS(names); i++) {
        g_autofree char *path = g_test_build_filename(G_TEST_DIST, "data", "xml", names[i], NULL);
        g_autofree char *xml = NULL;
        g_assert_true(g_file_get_contents(path, &xml, NULL, NULL));
        g_autofree char *cfg = convert(xml, YADO_FORMAT_XL);
        g_autofree char *summary = summarise(cfg);
        g_assert_true(compare_text(cfg));
        g_assert_nonnull(strstr(summary, "name="));
    }
}

int
main(int argc, char **argv)
{
    yado_test_guard();
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/document/xl-oracle/grammar", test_grammar);
    g_test_add_func("/document/xl-oracle/corpus", test_corpus);
    g_test_add_func("/document/xl-oracle/generated", test_generated);
    g_test_add_func("/document/xl-oracle/quotes", test_quotes);
    g_test_add_func("/document/xl-oracle/disks", test_disks);
    g_test_add_func("/document/xl-oracle/generated-disks", test_generated_disks);
    g_test_add_func("/document/xl-oracle/rates", test_rates);
    g_test_add_func("/document/xl-oracle/pci", test_pci);
    g_test_add_func("/document/xl-oracle/there-and-back", test_there_and_back);
    g_test_add_func("/document/xl-oracle/made", test_made);
    return g_test_run();
}

#else

int
main(void)
{
    puts("1..0 # SKIP libxlutil (libxen-dev, xen-devel) is not installed");
    return 0;
}

#endif
