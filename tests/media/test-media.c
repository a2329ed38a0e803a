/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What guests are installed from: mirrors good and bad, media whole and broken, kernels for Xen and others. */
#include "config.h"

#include <elf.h>
#include <gio/gio.h>
#include <glib/gstdio.h>
#include <string.h>

#include "../backend/await.h"
#include "base/yado-error.h"
#include "media/yado-install-source.h"
#include "media/yado-media-check.h"
#include "media/yado-media.h"
#include "media/yado-seed.h"
#include "media/yado-systems.h"
#include "yado-test-http.h"
#include "yado-test.h"

static YadoTestHttp *server;

static char *
dup_path(const char *name)
{
    return g_build_filename(yado_test_get_folder(), name, NULL);
}

static gboolean
skip_without_media(void)
{
    if (yado_media_get_reason() == NULL)
        return FALSE;
    g_test_skip(yado_media_get_reason());
    return TRUE;
}

/* ---- Kernels that are none but look so ---- */

static void
put32(guint8 *data, guint32 value)
{
    for (guint i = 0; i < 4; i++)
        data[i] = (guint8)(value >> 8 * i);
}

/* A vmlinux that is only its notes. */
static GBytes *
create_elf(guint machine, const guint32 *notes, guint n_notes)
{
    gsize start = sizeof(Elf64_Ehdr) + sizeof(Elf64_Phdr), length = start + n_notes * 24;
    guint8 *data = g_malloc0(length);
    Elf64_Ehdr header = { .e_machine = (Elf64_Half)machine,
                          .e_phoff = sizeof header,
                          .e_phnum = 1 };
    Elf64_Phdr part = { .p_type = PT_NOTE, .p_offset = start, .p_filesz = length - start };

    memcpy(header.e_ident, ELFMAG, SELFMAG);
    header.e_ident[EI_CLASS] = ELFCLASS64;
    header.e_ident[EI_DATA] = ELFDATA2LSB;
    memcpy(data, &header, sizeof header);
    memcpy(data + sizeof header, &part, sizeof part);
    for (guint i = 0; i < n_notes; i++) {
        guint8 *note = data + start + i * 24;

        put32(note, 4);
        put32(note + 4, 8);
        put32(note + 8, notes[i]);
        memcpy(note + 12, "Xen", 4);
    }
    return g_bytes_new_take(data, length);
}

static GBytes *
compress(GBytes *bytes)
{
    g_autoptr(GZlibCompressor) compressor =
        g_zlib_compressor_new(G_ZLIB_COMPRESSOR_FORMAT_GZIP, -1);
    g_autoptr(GOutputStream) memory = g_memory_output_stream_new_resizable();
    g_autoptr(GOutputStream) out = g_converter_output_stream_new(memory, G_CONVERTER(compressor));

    g_assert_true(g_output_stream_write_bytes(out, bytes, NULL, NULL) > 0);
    g_assert_true(g_output_stream_close(out, NULL, NULL));
    return g_memory_output_stream_steal_as_bytes(G_MEMORY_OUTPUT_STREAM(memory));
}

/* A bzImage around @proper. */
static GBytes *
create_kernel(GBytes *proper)
{
    g_autoptr(GBytes) packed = compress(proper);
    gsize length = g_bytes_get_size(packed);
    guint8 *data = g_malloc0(1024 + length);

    data[0x1f1] = 1;
    memcpy(data + 0x202, "HdrS", 4);
    data[0x206] = 0x0f;
    data[0x207] = 0x02;
    data[0x236] = 1;
    put32(data + 0x248, 0);
    put32(data + 0x24c, (guint32)length);
    memcpy(data + 1024, g_bytes_get_data(packed, NULL), length);
    return g_bytes_new_take(data, 1024 + length);
}

static char *
write_bytes(const char *name, GBytes *bytes)
{
    char *path = dup_path(name);
    gsize length;
    const char *data = g_bytes_get_data(bytes, &length);

    g_assert_true(g_file_set_contents(path, data, (gssize)length, NULL));
    return path;
}

static GBytes *
create_xen_kernel(void)
{
    static const guint32 notes[] = { 1, 18 };
    g_autoptr(GBytes) proper = create_elf(EM_X86_64, notes, G_N_ELEMENTS(notes));

    return create_kernel(proper);
}

static void
test_kernels(void)
{
    static const guint32 pvh_only[] = { 18 };
    g_autoptr(GBytes) both = create_xen_kernel();
    g_autoptr(GBytes) proper = create_elf(EM_X86_64, pvh_only, 1);
    g_autoptr(GBytes) one = create_kernel(proper);
    g_autoptr(GBytes) arm = create_elf(EM_AARCH64, NULL, 0);
    g_autofree char *both_path = write_bytes("both", both);
    g_autofree char *one_path = write_bytes("one", one);
    g_autofree char *arm_path = write_bytes("arm", arm);
    g_autofree char *text_path = dup_path("text");
    g_autoptr(GError) error = NULL;

    yado_test_write_file(text_path, "<html>not found</html>");
    g_assert_true(yado_media_check_kernel(both_path, NULL, "x86_64", "pv", &error));
    g_assert_no_error(error);
    g_assert_true(yado_media_check_kernel(both_path, NULL, "x86_64", "pvh", NULL));
    g_assert_true(yado_media_check_kernel(one_path, NULL, "x86_64", "pvh", NULL));
    g_assert_true(yado_media_check_kernel(one_path, NULL, "x86_64", "kvm", NULL));
    if (yado_media_get_reason() == NULL) {
        g_assert_false(yado_media_check_kernel(one_path, NULL, "x86_64", "pv", &error));
        g_assert_error(error, YADO_ERROR, YADO_ERROR_UNSUPPORTED);
        g_clear_error(&error);
    }
    g_assert_false(yado_media_check_kernel(arm_path, NULL, "x86_64", "pvh", &error));
    g_assert_nonnull(strstr(error->message, "aarch64"));
    g_assert_false(yado_media_check_kernel(text_path, NULL, "x86_64", "pvh", NULL));
    g_assert_true(yado_media_check_kernel("/nowhere", NULL, "x86_64", "pvh", NULL));
}

/* iPXE and memory tests come as a bzImage too, with nothing in it that Xen would start. */
static void
test_no_payload(void)
{
    static const struct {
        guint8 version;
        gboolean has_length;
        gboolean expected;
    } cases[] = { { 0x07, TRUE, FALSE }, { 0x0c, FALSE, FALSE }, { 0x0f, TRUE, TRUE } };
    g_autoptr(GBytes) kernel = create_xen_kernel();

    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        gsize length;
        g_autofree guint8 *data =
            g_memdup2(g_bytes_get_data(kernel, &length), g_bytes_get_size(kernel));
        g_autoptr(GBytes) changed = NULL;
        g_autofree char *path = NULL;

        data[0x206] = cases[i].version;
        if (!cases[i].has_length)
            put32(data + 0x24c, 0);
        changed = g_bytes_new(data, length);
        path = write_bytes("no-payload", changed);
        g_assert_cmpint(yado_media_check_kernel(path, NULL, "x86_64", "pv", NULL), ==,
                        cases[i].expected);
        g_assert_cmpint(yado_media_check_kernel(path, NULL, "x86_64", "pvh", NULL), ==,
                        cases[i].expected);
        g_assert_true(yado_media_check_kernel(path, NULL, "x86_64", "hvm", NULL));
    }
}

/* Cut off and changed anywhere, it is refused or taken, but read within its bounds. */
static void
test_broken_kernels(void)
{
    g_autoptr(GBytes) good = create_xen_kernel();
    gsize length;
    const guint8 *data = g_bytes_get_data(good, &length);
    g_autofree char *path = dup_path("broken");

    for (gsize cut = 0; cut < length; cut += 37) {
        g_assert_true(g_file_set_contents(path, (const char *)data, (gssize)cut, NULL));
        yado_media_check_kernel(path, NULL, "x86_64", "pv", NULL);
    }
    for (gsize at = 0x1f0; at < 0x260; at++) {
        g_autofree guint8 *copy = g_memdup2(data, length);

        copy[at] = 0xff;
        g_assert_true(g_file_set_contents(path, (const char *)copy, (gssize)length, NULL));
        yado_media_check_kernel(path, NULL, "x86_64", "pv", NULL);
    }
}

/* ---- Media ---- */

static char *
write_iso(const char *name)
{
    static const YadoMediaFile files[] = {
        { "user-data", "#cloud-config\n", 14 },
        { "boot/x86_64/loader/linux", "kernel", 6 },
        { "boot/x86_64/loader/initrd", "initrd", 6 },
    };
    char *path = dup_path(name);
    g_autoptr(GError) error = NULL;

    g_assert_true(yado_media_write_iso(path, "cidata", files, G_N_ELEMENTS(files), &error));
    g_assert_no_error(error);
    return path;
}

static void
test_iso(void)
{
    g_autofree char *path = NULL;
    g_autofree char *out = dup_path("out");
    g_autofree char *text = NULL;
    g_autofree char *image = NULL;
    g_autoptr(GPtrArray) names = NULL;
    g_autoptr(GError) error = NULL;
    gsize length;

    if (skip_without_media())
        return;
    path = write_iso("a.iso");
    g_assert_true(yado_media_check_iso(path, NULL, &error));
    g_assert_no_error(error);
    g_assert_true(g_file_get_contents(path, &image, &length, NULL));
    /* ISO 9660 has capitals only; cloud-init takes both. */
    g_assert_cmpmem(image + 32768 + 40, 6, "CIDATA", 6);
    names = yado_media_list(path, NULL, &error);
    g_assert_no_error(error);
    g_assert_true(g_ptr_array_find_with_equal_func(names, "user-data", g_str_equal, NULL));
    g_assert_true(yado_media_extract(path, "user-data", out, NULL, &error));
    g_assert_true(g_file_get_contents(out, &text, NULL, NULL));
    g_assert_cmpstr(text, ==, "#cloud-config\n");
    g_assert_false(yado_media_extract(path, "meta-data", out, NULL, &error));
    g_assert_error(error, YADO_ERROR, YADO_ERROR_NOT_FOUND);
    g_clear_error(&error);
    g_assert_true(g_file_set_contents(path, image, (gssize)length / 2, NULL));
    g_assert_false(yado_media_check_iso(path, NULL, &error));
    g_test_message("%s", error->message);
    g_clear_error(&error);
    yado_test_write_file(path, "no medium at all");
    g_assert_false(yado_media_check_iso(path, NULL, &error));
    g_assert_error(error, YADO_ERROR, YADO_ERROR_INVALID);
    g_assert_null(yado_media_list(path, NULL, NULL));
}

static void
test_disks(void)
{
    g_autofree char *blank = g_malloc0(4096);
    g_autofree char *path = dup_path("d.img");
    guint8 header[104] = "QFI\xfb\0\0\0\3";
    g_autoptr(GError) error = NULL;

    g_assert_true(g_file_set_contents(path, blank, 4096, NULL));
    g_assert_true(yado_media_check_disk(path, NULL, "raw", FALSE, NULL));
    g_assert_false(yado_media_check_disk(path, NULL, "raw", TRUE, NULL));
    g_assert_false(yado_media_check_disk(path, NULL, "qcow2", FALSE, NULL));
    header[45] = 1; /* its table would stand at 64 KiB */
    g_assert_true(g_file_set_contents(path, (char *)header, sizeof header, NULL));
    g_assert_false(yado_media_check_disk(path, NULL, "qcow2", FALSE, &error));
    g_assert_error(error, YADO_ERROR, YADO_ERROR_INVALID);
}

/* An initrd stays what it was, padded, with an archive behind it. */
static void
test_initrd(void)
{
    g_autofree char *path = dup_path("initrd");
    g_autofree char *text = NULL;
    gsize length;

    if (skip_without_media())
        return;
    yado_test_write_file(path, "12345");
    g_assert_true(
        yado_media_append_initrd(path, &(YadoMediaFile){ "ks.cfg", "reboot\n", 7 }, 1, NULL));
    g_assert_true(g_file_get_contents(path, &text, &length, NULL));
    g_assert_cmpmem(text, 5, "12345", 5);
    g_assert_cmpmem(text + 8, 6, "070701", 6);
    g_assert_nonnull(g_strstr_len(text + 8, (gssize)length - 8, "07070"));
    g_assert_true(memmem(text, length, "reboot\n", 7) != NULL);
}

static void
test_seed(void)
{
    const YadoSeed seed = { "web-01", "ann", "ssh-ed25519 AAA ann@x\n# \"none\"\n", "vim, htop" };
    const YadoSeed little = { "a\"b", NULL, NULL, NULL };
    g_autofree char *text = yado_seed_dup_user_data(&seed);
    g_autofree char *short_text = yado_seed_dup_user_data(&little);

    g_assert_true(g_str_has_prefix(text, "#cloud-config\n"));
    g_assert_nonnull(strstr(text, "  - name: \"ann\"\n"));
    g_assert_nonnull(strstr(text, "      - \"ssh-ed25519 AAA ann@x\"\n"));
    g_assert_nonnull(strstr(text, "packages:\n  - \"vim\"\n  - \"htop\"\n"));
    g_assert_cmpstr(short_text, ==, "#cloud-config\nhostname: \"a\\\"b\"\n");
}

/* ---- Mirrors ---- */

#define GOOD (-1)

typedef struct {
    const char *path;
    int code; /* GOOD or a YadoErrorCode */
} Answer;

static void
test_fetch(void)
{
    static const Answer answers[] = {
        { "/file.txt", GOOD },
        { "/moved/file.txt", GOOD },
        { "/none", YADO_ERROR_NOT_FOUND },
        { "/denied/x", YADO_ERROR_FAILED },
        { "/circle", YADO_ERROR_FAILED },
        { "/files", YADO_ERROR_INVALID },
        { "/cut", YADO_ERROR_CONNECTION },
        { "/slow", YADO_ERROR_CONNECTION },
    };
    g_autofree char *out = dup_path("fetched");

    if (skip_without_media())
        return;
    yado_media_set_patience(2);
    for (guint i = 0; i < G_N_ELEMENTS(answers); i++) {
        g_autofree char *url = yado_test_http_dup_url(server, answers[i].path);
        g_autoptr(GError) error = NULL;
        gboolean is_good = yado_media_fetch(url, out, NULL, NULL, &error);

        g_test_message("%s: %s", answers[i].path, error != NULL ? error->message : "good");
        g_assert_cmpint(is_good, ==, answers[i].code == GOOD);
        if (!is_good)
            g_assert_cmpint(error->code, ==, answers[i].code);
        g_assert_cmpint(g_file_test(out, G_FILE_TEST_EXISTS), ==, is_good);
        g_unlink(out);
    }
    yado_media_set_patience(30);
}

static void
stop(guint64 done, guint64 total, gpointer cancellable)
{
    g_cancellable_cancel(cancellable);
}

static void
test_cancel(void)
{
    g_autoptr(GCancellable) cancellable = g_cancellable_new();
    const YadoMediaProgress progress = { stop, cancellable };
    g_autofree char *out = dup_path("fetched");
    g_autofree char *url = yado_test_http_dup_url(server, "/slow");
    g_autoptr(GError) error = NULL;

    if (skip_without_media())
        return;
    g_assert_false(yado_media_fetch(url, out, &progress, cancellable, &error));
    g_assert_true(yado_error_is_cancel(error));
    g_assert_false(g_file_test(out, G_FILE_TEST_EXISTS));
}

typedef struct {
    const char *tree, *arch;
    gboolean is_pv;
    const char *kernel;   /* its contents; NULL: @code */
    const char *argument; /* without the address */
    int code;
} Tree;

static void
test_trees(void)
{
    static const Tree trees[] = {
        { "/fedora", "x86_64", FALSE, "fedora", "inst.repo=", 0 },
        { "/fedora/", "x86_64", TRUE, "fedora-xen", "inst.repo=", 0 },
        { "/fedora", "aarch64", FALSE, NULL, NULL, YADO_ERROR_INVALID },
        { "/suse", "x86_64", FALSE, "suse", "install=", 0 },
        { "/debian", "x86_64", FALSE, "debian", NULL, 0 },
        { "/moved/debian", "x86_64", FALSE, "debian", NULL, 0 },
        { "/netboot", "x86_64", FALSE, "netboot", NULL, 0 },
        { "/empty", "x86_64", FALSE, NULL, NULL, YADO_ERROR_NOT_FOUND },
        { "/denied", "x86_64", FALSE, NULL, NULL, YADO_ERROR_FAILED },
        { "/evil", "x86_64", FALSE, NULL, NULL, YADO_ERROR_INVALID },
    };

    if (skip_without_media())
        return;
    for (guint i = 0; i < G_N_ELEMENTS(trees); i++) {
        g_autofree char *url = yado_test_http_dup_url(server, trees[i].tree);
        g_autoptr(GError) error = NULL;
        g_autofree char *text = NULL;
        g_autoptr(YadoInstallFiles) files = yado_install_source_fetch(
            url, trees[i].arch, trees[i].is_pv, yado_test_get_folder(), NULL, NULL, &error);

        g_test_message("%s: %s", trees[i].tree, error != NULL ? error->message : "good");
        if (trees[i].kernel == NULL) {
            g_assert_error(error, YADO_ERROR, trees[i].code);
            continue;
        }
        g_assert_no_error(error);
        g_assert_true(g_file_get_contents(files->kernel, &text, NULL, NULL));
        g_assert_cmpstr(text, ==, trees[i].kernel);
        g_assert_cmpint(files->argument != NULL, ==, trees[i].argument != NULL);
        if (trees[i].argument != NULL)
            g_assert_true(g_str_has_prefix(files->argument, trees[i].argument));
    }
}

/* What stands in a medium is taken out of it. */
static void
test_medium(void)
{
    g_autofree char *path = NULL;
    g_autofree char *text = NULL;
    g_autoptr(YadoInstallFiles) files = NULL;
    g_autoptr(GError) error = NULL;

    if (skip_without_media())
        return;
    path = write_iso("suse.iso");
    files = yado_install_source_fetch(path, "x86_64", FALSE, yado_test_get_folder(), NULL, NULL,
                                      &error);
    g_assert_no_error(error);
    g_assert_true(g_file_get_contents(files->kernel, &text, NULL, NULL));
    g_assert_cmpstr(text, ==, "kernel");
    g_assert_null(files->argument);
}

/* ---- Systems ---- */

static void
test_systems(void)
{
    YadoSystems *systems = yado_systems_get();
    g_autoptr(GAsyncResult) loaded = NULL;
    g_autoptr(GAsyncResult) detected = NULL;
    g_autoptr(GAsyncResult) unknown = NULL;
    g_autoptr(GError) error = NULL;
    g_autofree char *id = NULL;
    const YadoSystem *system;
    guint n_old = 0;

    yado_systems_load_async(systems, NULL, await_done, &loaded);
    await_for(&loaded, 60);
    if (!yado_systems_load_finish(systems, loaded, &error)) {
        g_test_skip(error->message);
        return;
    }
    for (guint i = 0; i < yado_systems_list(systems)->len; i++)
        n_old += ((YadoSystem *)yado_systems_list(systems)->pdata[i])->is_old;
    g_test_message("%u systems, %u old", yado_systems_list(systems)->len, n_old);
    g_assert_cmpuint(n_old, >, 0);
    g_assert_cmpuint(n_old, <, yado_systems_list(systems)->len);
    system = yado_systems_find(systems, "debian11");
    g_assert_nonnull(system);
    g_assert_cmpstr(system->id, ==, "http://debian.org/debian/11");
    g_assert_cmpuint(system->memory, >, 0);
    g_assert_true(system->has_virtio_disk && system->has_virtio_net);
    g_assert_true(yado_system_matches(system, "deb 11"));
    g_assert_false(yado_system_matches(system, "deb 12"));
    g_assert_true(yado_system_wants_local_time(yado_systems_find(systems, "win10")));
    yado_systems_detect_async(systems,
                              "http://ftp.example.org/debian/dists/bullseye/main/installer-amd64",
                              NULL, await_done, &detected);
    await_for(&detected, 30);
    id = yado_systems_detect_finish(systems, detected, &error);
    g_assert_no_error(error);
    g_assert_cmpstr(id, ==, "http://debian.org/debian/11");
    yado_systems_detect_async(systems, "/nowhere.iso", NULL, await_done, &unknown);
    await_for(&unknown, 30);
    g_assert_null(yado_systems_detect_finish(systems, unknown, &error));
    g_assert_error(error, YADO_ERROR, YADO_ERROR_NOT_FOUND);
}

/* A medium as far as libosinfo looks: its volume, and that it boots. (transfer full) */
static char *
write_bootable(void)
{
    char *path = dup_path("bootable.iso");
    g_autofree char *data = g_malloc0(64 * 2048);

    memcpy(data + 16 * 2048, "\1CD001\1", 7);
    memset(data + 16 * 2048 + 8, ' ', 64);
    memcpy(data + 16 * 2048 + 40, "UNKNOWN", 7);
    memcpy(data + 17 * 2048, "\0CD001\1EL TORITO SPECIFICATION", 30);
    g_assert_true(g_file_set_contents(path, data, 64 * 2048, NULL));
    return path;
}

static gboolean
on_program_idle_cb(gpointer data)
{
    g_assert_not_reached();
}

/* Whoever looks at a medium runs nothing of the program's own context, which nobody else runs here. */
static void
test_look_apart(void)
{
    g_autoptr(GMainContext) own = g_main_context_new();
    g_autofree char *path = write_bootable();
    g_autoptr(GAsyncResult) result = NULL;
    g_autoptr(GError) error = NULL;
    guint idle;

    g_main_context_push_thread_default(own);
    idle = g_idle_add_full(G_PRIORITY_HIGH, on_program_idle_cb, NULL, NULL);
    yado_systems_detect_async(yado_systems_get(), path, NULL, await_done, &result);
    while (result == NULL)
        g_main_context_iteration(own, TRUE);
    g_source_remove(idle);
    g_main_context_pop_thread_default(own);
    g_assert_null(yado_systems_detect_finish(yado_systems_get(), result, &error));
    if (g_error_matches(error, YADO_ERROR, YADO_ERROR_UNSUPPORTED))
        g_test_skip(error->message);
    else
        g_assert_error(error, YADO_ERROR, YADO_ERROR_NOT_FOUND);
}

static void
put(const char *path, const char *text)
{
    yado_test_http_put(server, path, text, strlen(text));
}

static void
put_trees(void)
{
    put("/file.txt", "yes");
    put("/fedora/.treeinfo",
        "[general]\nfamily = Fedora\narch = x86_64\n"
        "[images-x86_64]\nkernel = images/pxeboot/vmlinuz\ninitrd = images/pxeboot/initrd.img\n"
        "[images-xen]\nkernel = images/xen/vmlinuz\ninitrd = images/pxeboot/initrd.img\n");
    put("/fedora/images/pxeboot/vmlinuz", "fedora");
    put("/fedora/images/xen/vmlinuz", "fedora-xen");
    put("/fedora/images/pxeboot/initrd.img", "initrd");
    put("/suse/boot/x86_64/loader/linux", "suse");
    put("/suse/boot/x86_64/loader/initrd", "initrd");
    put("/debian/current/images/netboot/debian-installer/amd64/linux", "debian");
    put("/debian/current/images/netboot/debian-installer/amd64/initrd.gz", "initrd");
    put("/netboot/debian-installer/amd64/linux", "netboot");
    put("/netboot/debian-installer/amd64/initrd.gz", "initrd");
    put("/evil/.treeinfo", "[general]\narch = x86_64\n[images-x86_64]\n"
                           "kernel = ../../etc/passwd\ninitrd = initrd\n");
}

/* A part that is not there, and one that cannot be loaded: what is missing, and the package that has it. */
static void
test_missing_part(void)
{
    g_autofree char *folder = yado_test_make_folder("parts");
    g_autofree char *file = g_build_filename(folder, "yado-media.so", NULL);
    g_autofree char *old = g_strdup(g_getenv("YADO_BACKEND_PATH"));
    g_autoptr(GError) absent = NULL;
    g_autoptr(GError) broken = NULL;

    g_setenv("YADO_BACKEND_PATH", folder, TRUE);
    g_assert_nonnull(strstr(yado_media_get_reason(), "not installed"));
    g_assert_null(yado_media_list("/nowhere.iso", NULL, &absent));
    g_assert_error(absent, YADO_ERROR, YADO_ERROR_UNSUPPORTED);
    g_assert_nonnull(strstr(yado_error_get_hint(absent), "yado-media.so"));
    yado_test_write_file(file, "no module");
    g_assert_null(yado_media_get_reason());
    g_assert_null(yado_media_list("/nowhere.iso", NULL, &broken));
    g_assert_error(broken, YADO_ERROR, YADO_ERROR_UNSUPPORTED);
    g_assert_nonnull(strstr(yado_error_get_hint(broken), "libarchive"));
    g_assert_nonnull(yado_error_get_detail(broken));
    if (old != NULL)
        g_setenv("YADO_BACKEND_PATH", old, TRUE);
    else
        g_unsetenv("YADO_BACKEND_PATH");
}

int
main(int argc, char **argv)
{
    int status;

    yado_test_guard();
    g_test_init(&argc, &argv, NULL);
    server = yado_test_http_new();
    put_trees();
    g_test_add_func("/media/missing-part", test_missing_part); /* first: parts stay loaded */
    g_test_add_func("/media/kernels", test_kernels);
    g_test_add_func("/media/no-payload", test_no_payload);
    g_test_add_func("/media/broken-kernels", test_broken_kernels);
    g_test_add_func("/media/iso", test_iso);
    g_test_add_func("/media/disks", test_disks);
    g_test_add_func("/media/initrd", test_initrd);
    g_test_add_func("/media/seed", test_seed);
    g_test_add_func("/media/fetch", test_fetch);
    g_test_add_func("/media/cancel", test_cancel);
    g_test_add_func("/media/trees", test_trees);
    g_test_add_func("/media/medium", test_medium);
    g_test_add_func("/media/systems", test_systems);
    g_test_add_func("/media/look-apart", test_look_apart);
    status = g_test_run();
    yado_test_http_free(server);
    return status;
}
