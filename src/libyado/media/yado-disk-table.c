/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "media/yado-disk-table.h"

#include <string.h>

#define SECTOR 512
#define MBR_ENTRIES 446
#define MBR_SIGNATURE 510
#define MBR_ENTRY 16
#define MBR_ACTIVE 0x80
#define MBR_GPT 0xee
#define GPT_HEADER 92
#define GPT_MOST_ENTRIES 256

#define OTHER "" /* Linux, which tells its name itself */

static guint64
get(const guint8 *data, guint bytes)
{
    guint64 value = 0;

    for (guint i = bytes; i > 0; i--)
        value = value << 8 | data[i - 1];
    return value;
}

/* ---- MBR ---- */

static const struct {
    guint8 type;
    const char *owner;
    gboolean is_active; /* it counts only where it boots */
} mbr_types[] = {
    { 0x07, "Windows", TRUE },  { 0x82, OTHER, FALSE },    { 0x83, OTHER, FALSE },
    { 0x8e, OTHER, FALSE },     { 0xfd, OTHER, FALSE },    { 0xa5, "FreeBSD", FALSE },
    { 0xa6, "OpenBSD", FALSE }, { 0xa9, "NetBSD", FALSE },
};

static const char *
find_mbr_owner(const guint8 *entry)
{
    for (guint i = 0; i < G_N_ELEMENTS(mbr_types); i++)
        if (mbr_types[i].type == entry[4] && (!mbr_types[i].is_active || entry[0] == MBR_ACTIVE))
            return mbr_types[i].owner;
    return NULL;
}

/* ---- GPT (UEFI, 5.3.3) ---- */

/* As they lie on disks. The first byte of a BSD's tells swap from file systems. */
static const struct {
    guint8 type[16];
    guint from;
    const char *owner;
} gpt_types[] = {
    /* Microsoft's reserved partition, which every disk that Windows was installed on has. */
    { { 0x16, 0xe3, 0xc9, 0xe3, 0x5c, 0x0b, 0xb8, 0x4d, 0x81, 0x7d, 0xf9, 0x2d, 0xf0, 0x02, 0x15,
        0xae },
      0,
      "Windows" },
    { { 0xb6, 0x7c, 0x6e, 0x51, 0xcf, 0x6e, 0xd6, 0x11, 0x8f, 0xf8, 0x00, 0x02, 0x2d, 0x09, 0x71,
        0x2b },
      1,
      "FreeBSD" },
    { { 0x5a, 0x8d, 0xf4, 0x49, 0x0e, 0xb1, 0xdc, 0x11, 0xb9, 0x9b, 0x00, 0x19, 0xd1, 0x87, 0x96,
        0x48 },
      1,
      "NetBSD" },
    { { 0xa0, 0xc7, 0x4c, 0x82, 0xa8, 0x36, 0xe3, 0x11, 0x89, 0x0a, 0x95, 0x25, 0x19, 0xad, 0x3f,
        0x61 },
      0,
      "OpenBSD" },
    /* Linux: file systems, root (x86-64), LVM. */
    { { 0xaf, 0x3d, 0xc6, 0x0f, 0x83, 0x84, 0x72, 0x47, 0x8e, 0x79, 0x3d, 0x69, 0xd8, 0x47, 0x7d,
        0xe4 },
      0,
      OTHER },
    { { 0xe3, 0xbc, 0x68, 0x4f, 0xcd, 0xe8, 0xb1, 0x4d, 0x96, 0xe7, 0xfb, 0xca, 0xf9, 0x84, 0xb7,
        0x09 },
      0,
      OTHER },
    { { 0x79, 0xd3, 0xd6, 0xe6, 0x07, 0xf5, 0xc2, 0x44, 0xa2, 0x3c, 0x23, 0x8f, 0x2a, 0x3d, 0xf9,
        0x28 },
      0,
      OTHER },
};

static const char *
find_gpt_owner(const guint8 *type)
{
    for (guint i = 0; i < G_N_ELEMENTS(gpt_types); i++) {
        guint from = gpt_types[i].from;

        if (memcmp(gpt_types[i].type + from, type + from, 16 - from) == 0)
            return gpt_types[i].owner;
    }
    return NULL;
}

/* ---- Both ---- */

/* FALSE: they are of two. */
static gboolean
add_owner(const char **owner, const char *found)
{
    if (found != NULL && *owner != NULL && strcmp(found, *owner) != 0)
        return FALSE;
    if (found != NULL)
        *owner = found;
    return TRUE;
}

static const char *
read_gpt(const guint8 *data, gsize length)
{
    const guint8 *header = data + SECTOR;
    guint64 first, count, size;
    const char *owner = NULL;

    if (length < SECTOR + GPT_HEADER || memcmp(header, "EFI PART", 8) != 0)
        return NULL;
    first = get(header + 72, 8);
    count = MIN(get(header + 80, 4), GPT_MOST_ENTRIES);
    size = get(header + 84, 4);
    if (size < 128 || size > 4096 || first > length / SECTOR)
        return NULL;
    for (guint64 i = 0; i < count && first * SECTOR + (i + 1) * size <= length; i++)
        if (!add_owner(&owner, find_gpt_owner(data + first * SECTOR + i * size)))
            return NULL;
    return owner;
}

const char *
yado_disk_table_find_owner(const guint8 *data, gsize length)
{
    const char *owner = NULL;

    if (length < SECTOR || data[MBR_SIGNATURE] != 0x55 || data[MBR_SIGNATURE + 1] != 0xaa)
        return NULL;
    for (guint i = 0; i < 4; i++) {
        const guint8 *entry = data + MBR_ENTRIES + i * MBR_ENTRY;

        if (entry[4] == MBR_GPT) {
            owner = read_gpt(data, length);
            break;
        }
        if (!add_owner(&owner, find_mbr_owner(entry)))
            return NULL;
    }
    return owner != NULL && *owner != '\0' ? owner : NULL;
}
