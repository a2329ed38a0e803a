/* SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "yado-test"
#include "config.h"

#include "yado-test-boot.h"

#include <string.h>

#define SECTOR 512 /* of a disk */
#define BLOCK 2048 /* of an ISO image */

/*
 * At 0x7c00 (as --32; ld -m elf_i386 -Ttext 0x7c00 --oformat binary):
 *
 * .code16
 * start:  ljmp  $0, $main
 * drive:  .byte 0
 * count:  .byte 0
 * main:   xorw  %ax, %ax
 *         movw  %ax, %ds
 *         movw  %ax, %es
 *         movw  %ax, %ss
 *         movw  $0x7c00, %sp
 *         movb  %dl, drive
 *         movb  %al, count
 *         movw  $ready, %si
 *         call  print
 * next:   movw  $0x0201, %ax
 *         call  disk
 *         movw  $memory, %si
 *         call  print
 *         movb  count, %al
 *         call  digit
 *         movw  $stored, %si
 *         call  print
 *         movb  0x8000, %al
 *         call  digit
 *         movw  $line, %si
 *         call  print
 *         movb  $0, %ah
 *         int   $0x16
 *         cmpb  $'m', %al
 *         je    more
 *         cmpb  $'w', %al
 *         jne   next
 *         incb  0x8000
 *         movw  $0x0301, %ax
 *         call  disk
 * more:   incb  count
 *         jmp   next
 * disk:   movw  $2, %cx
 *         movb  $0, %dh
 *         movb  drive, %dl
 *         movw  $0x8000, %bx
 *         int   $0x13
 *         ret
 * print:  lodsb
 *         testb %al, %al
 *         jz    done
 *         call  put
 *         jmp   print
 * digit:  addb  $'0', %al
 * put:    pushw %ax
 *         movw  $0x3fd, %dx
 * wait:   inb   %dx, %al
 *         testb $0x20, %al
 *         jz    wait
 *         popw  %ax
 *         movw  $0x3f8, %dx
 *         outb  %al, %dx
 * done:   ret
 * ready:  .asciz "disk: ready\r\n"
 * memory: .asciz "memory "
 * stored: .asciz " disk "
 * line:   .asciz "\r\n"
 */
static const guint8 disk_code[] = {
    0xea, 0x07, 0x7c, 0x00, 0x00, 0x00, 0x00, 0x31, 0xc0, 0x8e, 0xd8, 0x8e, 0xc0, 0x8e, 0xd0, 0xbc,
    0x00, 0x7c, 0x88, 0x16, 0x05, 0x7c, 0xa2, 0x06, 0x7c, 0xbe, 0x89, 0x7c, 0xe8, 0x4f, 0x00, 0xb8,
    0x01, 0x02, 0xe8, 0x3a, 0x00, 0xbe, 0x97, 0x7c, 0xe8, 0x43, 0x00, 0xa0, 0x06, 0x7c, 0xe8, 0x47,
    0x00, 0xbe, 0x9f, 0x7c, 0xe8, 0x37, 0x00, 0xa0, 0x00, 0x80, 0xe8, 0x3b, 0x00, 0xbe, 0xa6, 0x7c,
    0xe8, 0x2b, 0x00, 0xb4, 0x00, 0xcd, 0x16, 0x3c, 0x6d, 0x74, 0x0e, 0x3c, 0x77, 0x75, 0xd0, 0xfe,
    0x06, 0x00, 0x80, 0xb8, 0x01, 0x03, 0xe8, 0x06, 0x00, 0xfe, 0x06, 0x06, 0x7c, 0xeb, 0xc0, 0xb9,
    0x02, 0x00, 0xb6, 0x00, 0x8a, 0x16, 0x05, 0x7c, 0xbb, 0x00, 0x80, 0xcd, 0x13, 0xc3, 0xac, 0x84,
    0xc0, 0x74, 0x15, 0xe8, 0x04, 0x00, 0xeb, 0xf6, 0x04, 0x30, 0x50, 0xba, 0xfd, 0x03, 0xec, 0xa8,
    0x20, 0x74, 0xfb, 0x58, 0xba, 0xf8, 0x03, 0xee, 0xc3, 0x64, 0x69, 0x73, 0x6b, 0x3a, 0x20, 0x72,
    0x65, 0x61, 0x64, 0x79, 0x0d, 0x0a, 0x00, 0x6d, 0x65, 0x6d, 0x6f, 0x72, 0x79, 0x20, 0x00, 0x20,
    0x64, 0x69, 0x73, 0x6b, 0x20, 0x00, 0x0d, 0x0a, 0x00,
};

/*
 * The sector behind it, at 0x7e00, is what it writes; the byte at 0x7dfd says how it ends.
 *
 * .code16
 * start:  ljmp  $0, $main
 * main:   xorw  %ax, %ax
 *         movw  %ax, %ds
 *         movw  %ax, %es
 *         movw  %ax, %ss
 *         movw  $0x7c00, %sp
 *         movw  $runs, %si
 *         call  print
 *         movw  $0x0301, %ax
 *         movw  $1, %cx
 *         movw  $0x0080, %dx
 *         movw  $0x7e00, %bx
 *         int   $0x13
 *         movw  $failed, %si
 *         jc    say
 *         movw  $ended, %si
 * say:    call  print
 *         cmpb  $0, 0x7dfd
 *         je    reset
 *         movw  $0x5307, %ax
 *         movw  $1, %bx
 *         movw  $3, %cx
 *         int   $0x15
 * reset:  movb  $0xfe, %al
 *         outb  %al, $0x64
 * halt:   hlt
 *         jmp   halt
 * print:  lodsb
 *         testb %al, %al
 *         jz    done
 *         pushw %ax
 *         movw  $0x3fd, %dx
 * wait:   inb   %dx, %al
 *         testb $0x20, %al
 *         jz    wait
 *         popw  %ax
 *         movw  $0x3f8, %dx
 *         outb  %al, %dx
 *         jmp   print
 * done:   ret
 * runs:   .asciz "installer: runs\r\n"
 * failed: .asciz "installer: no disk\r\n"
 * ended:  .asciz "installer: done\r\n"
 */
static const guint8 installer_code[] = {
    0xea, 0x05, 0x7c, 0x00, 0x00, 0x31, 0xc0, 0x8e, 0xd8, 0x8e, 0xc0, 0x8e, 0xd0, 0xbc, 0x00, 0x7c,
    0xbe, 0x5e, 0x7c, 0xe8, 0x32, 0x00, 0xb8, 0x01, 0x03, 0xb9, 0x01, 0x00, 0xba, 0x80, 0x00, 0xbb,
    0x00, 0x7e, 0xcd, 0x13, 0xbe, 0x70, 0x7c, 0x72, 0x03, 0xbe, 0x85, 0x7c, 0xe8, 0x19, 0x00, 0x80,
    0x3e, 0xfd, 0x7d, 0x00, 0x74, 0x0b, 0xb8, 0x07, 0x53, 0xbb, 0x01, 0x00, 0xb9, 0x03, 0x00, 0xcd,
    0x15, 0xb0, 0xfe, 0xe6, 0x64, 0xf4, 0xeb, 0xfd, 0xac, 0x84, 0xc0, 0x74, 0x10, 0x50, 0xba, 0xfd,
    0x03, 0xec, 0xa8, 0x20, 0x74, 0xfb, 0x58, 0xba, 0xf8, 0x03, 0xee, 0xeb, 0xeb, 0xc3, 0x69, 0x6e,
    0x73, 0x74, 0x61, 0x6c, 0x6c, 0x65, 0x72, 0x3a, 0x20, 0x72, 0x75, 0x6e, 0x73, 0x0d, 0x0a, 0x00,
    0x69, 0x6e, 0x73, 0x74, 0x61, 0x6c, 0x6c, 0x65, 0x72, 0x3a, 0x20, 0x6e, 0x6f, 0x20, 0x64, 0x69,
    0x73, 0x6b, 0x0d, 0x0a, 0x00, 0x69, 0x6e, 0x73, 0x74, 0x61, 0x6c, 0x6c, 0x65, 0x72, 0x3a, 0x20,
    0x64, 0x6f, 0x6e, 0x65, 0x0d, 0x0a, 0x00,
};

#define END_OFFSET 0x1fd

/* The blocks of the image. */
enum {
    DESCRIPTOR = 16,
    BOOT_RECORD,
    TERMINATOR,
    CATALOG,
    BOOT_IMAGE,
    ROOT,
    PATHS_LITTLE,
    PATHS_BIG,
    N_BLOCKS,
};

#define DIRECTORY_RECORD 34

static void
put_16(guint8 *at, guint16 value)
{
    guint16 little = GUINT16_TO_LE(value);

    memcpy(at, &little, sizeof little);
}

static void
put_32(guint8 *at, guint32 value)
{
    guint32 little = GUINT32_TO_LE(value);

    memcpy(at, &little, sizeof little);
}

/* ISO 9660 has its numbers in both orders, one behind the other. */
static void
put_both_16(guint8 *at, guint16 value)
{
    guint16 big = GUINT16_TO_BE(value);

    put_16(at, value);
    memcpy(at + sizeof big, &big, sizeof big);
}

static void
put_both_32(guint8 *at, guint32 value)
{
    guint32 big = GUINT32_TO_BE(value);

    put_32(at, value);
    memcpy(at + sizeof big, &big, sizeof big);
}

static void
put_sector(guint8 *at, const guint8 *code, gsize length)
{
    memcpy(at, code, length);
    at[SECTOR - 2] = 0x55;
    at[SECTOR - 1] = 0xaa;
}

/* @name: 0 for the folder itself, 1 for the one above. */
static void
put_folder(guint8 *at, guint8 name)
{
    at[0] = DIRECTORY_RECORD;
    put_both_32(at + 2, ROOT);
    put_both_32(at + 10, BLOCK);
    at[25] = 2;
    put_both_16(at + 28, 1);
    at[32] = 1;
    at[33] = name;
}

static void
put_head(guint8 *block, guint8 type)
{
    block[0] = type;
    memcpy(block + 1, "CD001", 5);
    block[6] = 1;
}

static void
put_descriptor(guint8 *block)
{
    put_head(block, 1);
    memset(block + 8, ' ', 64);
    memcpy(block + 40, "YADO_TEST", 9);
    put_both_32(block + 80, N_BLOCKS);
    put_both_16(block + 120, 1);
    put_both_16(block + 124, 1);
    put_both_16(block + 128, BLOCK);
    put_both_32(block + 132, 10);
    put_32(block + 140, PATHS_LITTLE);
    put_32(block + 148, GUINT32_SWAP_LE_BE(PATHS_BIG));
    put_folder(block + 156, 0);
    block[881] = 1;
}

static void
put_paths(guint8 *block, guint32 root, guint16 parent)
{
    block[0] = 1;
    put_32(block + 2, root);
    put_16(block + 6, parent);
}

/* The words of the first entry are zero together. */
static void
put_catalog(guint8 *block)
{
    block[0] = 1;
    put_16(block + 28, (guint16)(0x10000 - 1 - 0xaa55));
    block[30] = 0x55;
    block[31] = 0xaa;
    block[32] = 0x88;
    put_16(block + 38, 2); /* sectors */
    put_32(block + 40, BOOT_IMAGE);
}

static void
put_boot(guint8 *image)
{
    put_head(image + BOOT_RECORD * BLOCK, 0);
    memcpy(image + BOOT_RECORD * BLOCK + 7, "EL TORITO SPECIFICATION", 23);
    put_32(image + BOOT_RECORD * BLOCK + 71, CATALOG);
    put_catalog(image + CATALOG * BLOCK);
    put_sector(image + BOOT_IMAGE * BLOCK, installer_code, sizeof installer_code);
    put_sector(image + BOOT_IMAGE * BLOCK + SECTOR, disk_code, sizeof disk_code);
}

void
yado_test_boot_write_iso(const char *path, YadoTestBootEnd end)
{
    g_autofree guint8 *image = g_malloc0(N_BLOCKS * BLOCK);

    put_descriptor(image + DESCRIPTOR * BLOCK);
    put_boot(image);
    put_head(image + TERMINATOR * BLOCK, 255);
    put_folder(image + ROOT * BLOCK, 0);
    put_folder(image + ROOT * BLOCK + DIRECTORY_RECORD, 1);
    put_paths(image + PATHS_LITTLE * BLOCK, ROOT, 1);
    put_paths(image + PATHS_BIG * BLOCK, GUINT32_SWAP_LE_BE(ROOT), GUINT16_SWAP_LE_BE(1));
    image[BOOT_IMAGE * BLOCK + END_OFFSET] = end == YADO_TEST_BOOT_POWERS_OFF;
    g_assert_true(g_file_set_contents(path, (const char *)image, N_BLOCKS * BLOCK, NULL));
}

void
yado_test_boot_write_disk(const char *path)
{
    g_autofree guint8 *image = g_malloc0(YADO_TEST_BOOT_DISK_BYTES);

    put_sector(image, disk_code, sizeof disk_code);
    g_assert_true(g_file_set_contents(path, (const char *)image, YADO_TEST_BOOT_DISK_BYTES, NULL));
}
