/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Converting a configuration of 200 lines, both ways, without any host. */
#include "config.h"

#include "yado-bench.h"

#include <string.h>

#define LINES 200
#define GOAL_MS 10 /* of CPU */

typedef struct {
    const char *name, *to; /* of the file; the format that it is converted to */
    const char *head, *tail;
    void (*append_disk)(GString *text, const char *letters, guint i);
    const char *mark; /* once for each disk in what comes out */
    guint n_other;    /* lines that are no disk's */
} Sort;

static void
append_xl_disk(GString *text, const char *letters, guint i)
{
    g_string_append_printf(text, "  'format=raw, vdev=xvd%s, access=rw, target=/dev/vg/%u',\n",
                           letters, i);
}

static void
append_xml_disk(GString *text, const char *letters, guint i)
{
    g_string_append_printf(text,
                           "<disk type='block' device='disk'><source dev='/dev/vg/%u'/>"
                           "<target dev='xvd%s' bus='xen'/></disk>\n",
                           i, letters);
}

static const Sort sorts[] = {
    { .name = "bench.cfg",
      .to = "xml",
      .head = "name = 'bench'\nmemory = 1024\nvcpus = 2\ntype = 'hvm'\ndisk = [\n",
      .tail = "]\n",
      .append_disk = append_xl_disk,
      .mark = "<target dev=",
      .n_other = 6 },
    { .name = "bench.xml",
      .to = "xl",
      .head = "<domain type='xen'>\n<name>bench</name>\n<memory unit='MiB'>1024</memory>\n"
              "<vcpu>2</vcpu>\n<os><type arch='x86_64' machine='xenfv'>hvm</type></os>\n"
              "<devices>\n",
      .tail = "</devices>\n</domain>\n",
      .append_disk = append_xml_disk,
      .mark = "/dev/vg/",
      .n_other = 8 },
};

/* a … z, aa … zz: as Xen counts its disks. */
static char *
dup_letters(guint i)
{
    return i < 26 ? g_strdup_printf("%c", 'a' + (int)i)
                  : g_strdup_printf("%c%c", 'a' + (int)(i / 26) - 1, 'a' + (int)(i % 26));
}

static char *
write_file(const Sort *sort)
{
    g_autofree char *folder = yado_test_make_folder("convert");
    char *path = g_build_filename(folder, sort->name, NULL);
    g_autoptr(GString) text = g_string_new(sort->head);

    for (guint i = 0; i < LINES - sort->n_other; i++) {
        g_autofree char *letters = dup_letters(i);

        sort->append_disk(text, letters, i);
    }
    g_string_append(text, sort->tail);
    yado_test_write_file(path, text->str);
    return path;
}
/* What is quick because it does nothing is no figure. */
static void
check_result(const Sort *sort, const char *const *argv)
{
    g_autofree char *output = NULL;
    guint n = 0;

    g_assert_cmpint(yado_test_run(argv, &output), ==, 0);
    for (const char *at = output; (at = strstr(at, sort->mark)) != NULL; at++)
        n++;
    g_assert_cmpuint(n, ==, LINES - sort->n_other);
}

void
yado_bench_convert(void)
{
    g_autofree char *yado = yado_bench_find_ours("yado");

    yado_bench_print_heading("Converting a file of 200 lines", "none");
    for (guint i = 0; i < G_N_ELEMENTS(sorts); i++) {
        const Sort *sort = &sorts[i];
        g_autofree char *path = write_file(sort);
        g_autofree char *title = g_strdup_printf("yado convert --to %s, CPU", sort->to);
        const char *const argv[] = { yado, "convert", path, "--to", sort->to, NULL };
        const char *const *const commands[] = { argv };
        g_auto(YadoBenchSeries) series = { 0 };

        check_result(sort, argv);
        yado_bench_series_init(&series);
        yado_bench_run_in_turn(commands, &series, 1);
        yado_bench_report(title, "ms", yado_bench_samples_get(series.cpu), (YadoBenchFigure){ 0 },
                          GOAL_MS, TRUE);
    }
}
