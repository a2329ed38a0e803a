/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "media/yado-media-check.h"

#include <elf.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/yado-error.h"
#include "base/yado-units.h"
#include "media/yado-media.h"

/* Linux' boot protocol (Documentation/arch/x86/boot.rst). */
#define SETUP_SECTORS 0x1f1
#define SETUP_MAGIC 0x202
#define SETUP_VERSION 0x206
#define SETUP_XLOADFLAGS 0x236
#define SETUP_PAYLOAD_OFFSET 0x248
#define SETUP_PAYLOAD_LENGTH 0x24c
#define XLF_KERNEL_64 1
#define ARM64_MAGIC 56

/* Xen's public/elfnote.h. */
#define XEN_ELFNOTE_ENTRY 1
#define XEN_ELFNOTE_PHYS32_ENTRY 18

#define MAX_KERNEL ((gsize)512 << 20)
#define ISO_DESCRIPTOR 32768
#define ISO_SECTOR 2048

static guint16
get16(const guint8 *data)
{
    return (guint16)(data[0] | data[1] << 8);
}

static guint32
get32(const guint8 *data)
{
    return get16(data) | (guint32)get16(data + 2) << 16;
}

static guint64
get64_big(const guint8 *data)
{
    guint64 value = 0;

    for (guint i = 0; i < 8; i++)
        value = value << 8 | data[i];
    return value;
}

/* The first @most bytes of a plain file; NULL: not ours to read. */
static GBytes *
read_start(const char *path, gsize most, guint64 *size)
{
    int fd = g_open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK, 0);
    struct stat facts;
    g_autofree guint8 *data = NULL;
    gsize length, done = 0;
    ssize_t n = 1;

    if (fd < 0)
        return NULL;
    if (fstat(fd, &facts) != 0 || !S_ISREG(facts.st_mode)) {
        close(fd);
        return NULL;
    }
    *size = (guint64)facts.st_size;
    length = (gsize)MIN((guint64)most, *size);
    data = g_malloc(MAX(length, 1));
    while (done < length && (n = read(fd, data + done, length - done)) > 0)
        done += (gsize)n;
    close(fd);
    return n >= 0 ? g_bytes_new_take(g_steal_pointer(&data), done) : NULL;
}

/* ---- Kernels ---- */

typedef struct {
    const char *arch;
    gboolean knows_notes; /* what follows is known */
    gboolean has_pv, has_pvh;
} Kernel;

static void
read_notes(Kernel *kernel, const guint8 *data, gsize length)
{
    gsize at = 0;

    while (at + 12 <= length) {
        guint32 name_length = get32(data + at), value_length = get32(data + at + 4);
        guint32 type = get32(data + at + 8);
        gsize step =
            12 + (((gsize)name_length + 3) & ~(gsize)3) + (((gsize)value_length + 3) & ~(gsize)3);

        if (name_length == 4 && at + 16 <= length && memcmp(data + at + 12, "Xen", 4) == 0) {
            kernel->has_pv = kernel->has_pv || type == XEN_ELFNOTE_ENTRY;
            kernel->has_pvh = kernel->has_pvh || type == XEN_ELFNOTE_PHYS32_ENTRY;
        }
        at += step;
    }
}

static gboolean
read_elf(Kernel *kernel, const guint8 *data, gsize length)
{
    Elf64_Ehdr header;

    if (length < sizeof header || memcmp(data, ELFMAG, SELFMAG) != 0 ||
        data[EI_DATA] != ELFDATA2LSB)
        return FALSE;
    memcpy(&header, data, sizeof header);
    kernel->arch = header.e_machine == EM_X86_64    ? "x86_64"
                   : header.e_machine == EM_386     ? "i686"
                   : header.e_machine == EM_AARCH64 ? "aarch64"
                                                    : "other";
    if (data[EI_CLASS] != ELFCLASS64)
        return TRUE; /* 32 bits: its notes are laid out otherwise */
    kernel->knows_notes = TRUE;
    for (guint i = 0; i < header.e_phnum; i++) {
        gsize at = header.e_phoff + (gsize)i * sizeof(Elf64_Phdr);
        Elf64_Phdr part;

        if (header.e_phoff > length || at + sizeof part > length)
            break;
        memcpy(&part, data + at, sizeof part);
        if (part.p_type != PT_NOTE)
            continue;
        if (part.p_offset > length || part.p_filesz > length - part.p_offset)
            kernel->knows_notes = FALSE;
        else
            read_notes(kernel, data + part.p_offset, part.p_filesz);
    }
    return TRUE;
}

/* Whether Xen, which starts the kernel proper, finds one in a bzImage: boot loaders and memory tests come as such, too, without. */
static gboolean
has_payload(const guint8 *data)
{
    return get16(data + SETUP_VERSION) >= 0x208 && get32(data + SETUP_PAYLOAD_LENGTH) != 0;
}

/* A bzImage holds the kernel proper compressed. */
static void
read_payload(Kernel *kernel, const guint8 *data, gsize length)
{
    gsize start = ((gsize)(data[SETUP_SECTORS] != 0 ? data[SETUP_SECTORS] : 4) + 1) * 512 +
                  get32(data + SETUP_PAYLOAD_OFFSET);
    gsize size = get32(data + SETUP_PAYLOAD_LENGTH);
    g_autoptr(GBytes) proper = NULL;
    gsize proper_length = 0;
    const guint8 *bytes;
    Kernel inner = { 0 };

    if (start > length || size > length - start)
        return;
    proper = yado_media_unpack(data + start, size, MAX_KERNEL);
    bytes = proper != NULL ? g_bytes_get_data(proper, &proper_length) : NULL;
    if (bytes == NULL || !read_elf(&inner, bytes, proper_length))
        return;
    kernel->knows_notes = inner.knows_notes;
    kernel->has_pv = inner.has_pv;
    kernel->has_pvh = inner.has_pvh;
}

static gboolean
read_kernel(Kernel *kernel, const guint8 *data, gsize length, gboolean wants_notes)
{
    if (length > 64 && memcmp(data + ARM64_MAGIC, "ARM\x64", 4) == 0) {
        kernel->arch = "aarch64";
        return TRUE;
    }
    if (length > SETUP_PAYLOAD_LENGTH + 4 && memcmp(data + SETUP_MAGIC, "HdrS", 4) == 0) {
        if (get16(data + SETUP_VERSION) >= 0x20c)
            kernel->arch = get16(data + SETUP_XLOADFLAGS) & XLF_KERNEL_64 ? "x86_64" : "i686";
        if (!has_payload(data))
            kernel->knows_notes = TRUE; /* there are none */
        else if (wants_notes)
            read_payload(kernel, data, length);
        return TRUE;
    }
    return read_elf(kernel, data, length);
}

/* A 64 bit guest may start a 32 bit kernel. */
static gboolean
fits(const char *arch, const char *wanted)
{
    return arch == NULL || wanted == NULL || strcmp(arch, wanted) == 0 ||
           (strcmp(arch, "i686") == 0 && strcmp(wanted, "x86_64") == 0);
}

gboolean
yado_media_check_kernel(const char *path, const char *name, const char *arch, const char *kind,
                        GError **error)
{
    gboolean is_pv = g_strcmp0(kind, "pv") == 0, is_pvh = g_strcmp0(kind, "pvh") == 0;
    guint64 size = 0;
    g_autoptr(GBytes) bytes = read_start(path, MAX_KERNEL, &size);
    gsize length = 0;
    const guint8 *data = bytes != NULL ? g_bytes_get_data(bytes, &length) : NULL;
    Kernel kernel = { 0 };

    if (bytes == NULL)
        return TRUE;
    if (name == NULL)
        name = path;
    /* A gzipped Image of ARM is loaded too. */
    if (length > 2 && data[0] == 0x1f && data[1] == 0x8b && g_strcmp0(arch, "aarch64") == 0)
        return TRUE;
    if (data == NULL || !read_kernel(&kernel, data, length, is_pv || is_pvh))
        return yado_error_set(error, YADO_ERROR_INVALID, NULL, NULL,
                              _("“%s” is no kernel of Linux or Xen."), name);
    if (!fits(kernel.arch, arch))
        return yado_error_set(error, YADO_ERROR_INVALID, NULL, NULL,
                              _("The kernel “%s” is for %s, the guest for %s."), name, kernel.arch,
                              arch);
    if (kernel.knows_notes && ((is_pv && !kernel.has_pv) || (is_pvh && !kernel.has_pvh)))
        return yado_error_set(error, YADO_ERROR_UNSUPPORTED, NULL,
                              _("Choose another kind of guest, or another kernel."),
                              is_pv ? _("The kernel “%s” cannot be started as PV: it was built "
                                        "without that.")
                                    : _("The kernel “%s” cannot be started as PVH: it was built "
                                        "without that."),
                              name);
    return TRUE;
}

/* ---- Media and disks ---- */

static gboolean
explain_cut(const char *name, guint64 size, guint64 wanted, GError **error)
{
    g_autofree char *here = yado_size_format(size);
    g_autofree char *whole = yado_size_format(wanted);

    return yado_error_set(error, YADO_ERROR_INVALID, NULL,
                          _("Compare it with the checksum of whoever offers it."),
                          _("“%s” is not whole: it has %s of %s."), name, here, whole);
}

gboolean
yado_media_check_iso(const char *path, const char *name, GError **error)
{
    guint64 size = 0;
    g_autoptr(GBytes) bytes = read_start(path, YADO_MEDIA_ISO_START, &size);
    gsize length = 0;
    const guint8 *data = bytes != NULL ? g_bytes_get_data(bytes, &length) : NULL;
    guint64 wanted;

    if (bytes == NULL)
        return TRUE;
    if (name == NULL)
        name = path;
    if (length < ISO_DESCRIPTOR + ISO_SECTOR || memcmp(data + ISO_DESCRIPTOR + 1, "CD001", 5) != 0)
        return yado_error_set(error, YADO_ERROR_INVALID, NULL, NULL, _("“%s” is no ISO image."),
                              name);
    wanted = (guint64)get32(data + ISO_DESCRIPTOR + 80) * get16(data + ISO_DESCRIPTOR + 128);
    return wanted <= size || explain_cut(name, size, wanted, error);
}

/* The tables that a qcow2 file begins with must lie in it. */
static gboolean
check_qcow2(const char *name, const guint8 *data, gsize length, guint64 size, GError **error)
{
    guint64 table, end;

    if (length < 72 || memcmp(data, "QFI\xfb", 4) != 0)
        return yado_error_set(error, YADO_ERROR_INVALID, NULL, NULL, _("“%s” is no qcow2 image."),
                              name);
    table = get64_big(data + 40);
    end = MAX(table, get64_big(data + 48)) + 8;
    return end <= size || explain_cut(name, size, end, error);
}

static gboolean
is_blank(const guint8 *data, gsize length)
{
    for (gsize i = 0; i < length; i++)
        if (data[i] != 0)
            return FALSE;
    return TRUE;
}

gboolean
yado_media_check_disk(const char *path, const char *name, const char *format, gboolean needs_system,
                      GError **error)
{
    guint64 size = 0;
    g_autoptr(GBytes) bytes = read_start(path, YADO_MEDIA_DISK_START, &size);
    gsize length = 0;
    const guint8 *data = bytes != NULL ? g_bytes_get_data(bytes, &length) : NULL;

    if (bytes == NULL)
        return TRUE;
    if (g_strcmp0(format, "qcow2") == 0)
        return check_qcow2(name != NULL ? name : path, data, length, size, error);
    if (!needs_system || g_strcmp0(format, "raw") != 0 || !is_blank(data, length))
        return TRUE;
    return yado_error_set(
        error, YADO_ERROR_INVALID, NULL, _("An empty guest is made with the source “nothing”."),
        _("There is no system on “%s”: its beginning is empty."), name != NULL ? name : path);
}
