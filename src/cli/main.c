/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The program `yado`: it answers --version and the general help itself, and loads everything else.
 *
 * Half of what a small command costs is the dynamic linker: GIO, libxml2 and its ICU take 3 ms to load, our own tables are behind them.  So this part is linked with
 * GLib only, knows the commands from a table made at build time (yado-cli-index.h), and opens the module yado-cli for all else.
 */
#include "config.h"

#include <dlfcn.h>
#include <malloc.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include <glib.h>
#include <glib/gi18n.h>
#include <libintl.h>
#include <locale.h>

#include "cli/yado-cli-index.h"

#define COMMAND_CELLS 24
#define LINE_CELLS 78
/* What `yado list` takes; more than the heap begins with, less than what is mapped by itself. */
#define HEAP_BYTES (640 * 1024)
#define GROWING_BYTES (120 * 1024)

typedef int (*YadoCliMain)(int argc, char **argv, void (*overview)(void));

/* As yado_locale_init() does it, without the library, and without what no text of ours depends on: a category is a file to be mapped. */
static void
init_locale(void)
{
    static const int categories[] = { LC_CTYPE, LC_MESSAGES, LC_COLLATE, LC_NUMERIC, LC_TIME };
    const char *folder = g_getenv("YADO_LOCALE_PATH");

    for (guint i = 0; i < G_N_ELEMENTS(categories); i++)
        setlocale(categories[i], "");
    bindtextdomain(GETTEXT_PACKAGE, folder != NULL ? folder : YADO_LOCALEDIR);
    bind_textdomain_codeset(GETTEXT_PACKAGE, "UTF-8");
    textdomain(GETTEXT_PACKAGE);
}

/* ---- The general help ---- */

/* "Starts the guest. A saved…" -> "Starts the guest." */
static int
measure_sentence(const char *text)
{
    const char *latin = strstr(text, ". ");
    const char *wide = strstr(text, "。");

    if (wide != NULL && (latin == NULL || wide < latin))
        return (int)(wide - text) + (int)strlen("。");
    return latin != NULL ? (int)(latin - text) + 1 : (int)strlen(text);
}

static int
get_cells(gunichar c)
{
    return g_unichar_iszerowidth(c) ? 0 : g_unichar_iswide(c) ? 2 : 1;
}

/* Where the line that starts at @text ends: at a blank, or after any wide character. */
static const char *
find_line_end(const char *text, const char *end, int cells)
{
    const char *last = NULL;
    int used = 0;

    for (const char *at = text; at < end; at = g_utf8_next_char(at)) {
        gunichar c = g_utf8_get_char(at);

        used += get_cells(c);
        if (used > cells)
            return last != NULL ? last : at;
        if (c == ' ')
            last = at;
        else if (g_unichar_iswide(c))
            last = g_utf8_next_char(at);
    }
    return end;
}

static void
append_summary(GString *text, const char *help)
{
    const char *end = help + measure_sentence(help);

    while (help < end) {
        const char *line_end = find_line_end(help, end, LINE_CELLS - COMMAND_CELLS);

        g_string_append_len(text, help, line_end - help);
        g_string_append_c(text, '\n');
        for (help = line_end; help < end && *help == ' ';)
            help++;
        if (help < end)
            g_string_append_printf(text, "%*s", COMMAND_CELLS, "");
    }
}

static void
append_command(GString *text, const YadoCliIndexEntry *entry)
{
    int length = (int)strlen(entry->name);

    g_string_append_printf(text, "  %s", entry->name);
    if (length + 3 > COMMAND_CELLS)
        g_string_append_printf(text, "\n%*s", COMMAND_CELLS, "");
    else
        g_string_append_printf(text, "%*s", COMMAND_CELLS - 2 - length, "");
    append_summary(text, _(entry->help));
}

/* "_Power", "電源(_P)" */
static void
append_group(GString *text, const char *label)
{
    const char *paren = strstr(label, "(_");

    g_string_append_c(text, '\n');
    for (; *label != '\0' && label != paren; label++)
        if (*label != '_')
            g_string_append_c(text, *label);
    g_string_append(text, ":\n");
}

static void
print_overview(void)
{
    g_autoptr(GString) text = g_string_new(NULL);
    const char *group = "";

    g_string_append(text, _("Usage: yado [OPTION]… [COMMAND] [ARGUMENT]…\n"
                            "Manages Xen guests. Without a command: the manager on a terminal, "
                            "else the list of guests.\n"));
    for (const YadoCliIndexEntry *entry = yado_cli_index; entry->name != NULL; entry++) {
        if (strcmp(group, entry->group) != 0)
            append_group(text, _(entry->group));
        group = entry->group;
        append_command(text, entry);
    }
    g_string_append_printf(text, "\n%s",
                           _("“yado help COMMAND” explains a command and its options. The manual "
                             "page yado(1) has it all.\n"));
    g_print("%s", text->str);
}

/* ---- Everything else ---- */

static void *
open_module(void)
{
    const char *folder = g_getenv("YADO_BACKEND_PATH");
    g_autofree char *path = g_build_filename(
        folder != NULL && *folder != '\0' ? folder : YADO_BACKENDDIR, "yado-cli.so", NULL);
    void *module = dlopen(path, RTLD_LAZY | RTLD_LOCAL);

    if (module == NULL)
        g_printerr("yado: %s\n", dlerror());
    return module;
}

static int
run_module(int argc, char **argv)
{
    void *module = open_module();
    YadoCliMain run = NULL;

    if (module == NULL)
        return EXIT_FAILURE;
    *(void **)&run = dlsym(module, "yado_cli_main");
    if (run == NULL) {
        g_printerr("yado: %s\n", dlerror());
        return EXIT_FAILURE;
    }
    /* Never unloaded: GLib's types stay registered. */
    return run(argc, argv, print_overview);
}

static gboolean
is_one_of(const char *word, const char *a, const char *b, const char *c)
{
    return strcmp(word, a) == 0 || strcmp(word, b) == 0 || strcmp(word, c) == 0;
}

/* One heap: our threads wait for hosts more than they allocate, and each further heap costs a quarter MiB. */
static void
share_heap(void)
{
#if defined(M_ARENA_MAX)
    mallopt(M_ARENA_MAX, 1);
#endif
}

/*
 * What each command with a host needs of the heap is mapped by one call: touched page by page, each page costs as much as mapping a dozen of
 * them, on a virtual machine many times that.
 */
static void
map_heap(void)
{
#if defined(MADV_POPULATE_WRITE) && defined(M_TOP_PAD)
    long page = sysconf(_SC_PAGESIZE);
    char *start, *end;

    mallopt(M_TOP_PAD, HEAP_BYTES);
    start = malloc(GROWING_BYTES);
    end = sbrk(0);
    free(start);
    start = (char *)(((uintptr_t)start + page - 1) & -page);
    if (start < end)
        madvise(start, end - start,
                MADV_POPULATE_WRITE); /* an older kernel maps them as they come */
#endif
}

/* Workers may still wait in libvirt for a host: the destructors of libraries must not run under their feet. */
static int
leave(int status)
{
#if !defined(__SANITIZE_ADDRESS__) /* which looks for leaks on the way out */
    fflush(NULL);
    _exit(status);
#endif
    return status;
}

int
main(int argc, char **argv)
{
    share_heap();
    init_locale();
    if (argc == 2 && is_one_of(argv[1], "--version", "-V", "version")) {
        g_print("yado %s\n", PACKAGE_VERSION);
        return EXIT_SUCCESS;
    }
    if (argc == 2 && is_one_of(argv[1], "--help", "-h", "help")) {
        print_overview();
        return EXIT_SUCCESS;
    }
    map_heap();
    return leave(run_module(argc, argv));
}
