/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Images of saved guests while they are written, and the notes that tell the next agent of them.
 *
 * A note is "DOMID\nPATH" in a file of our state folder that is named after the guest's uuid.
 */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "yado-xl-agent.h"

#define PART_SUFFIX ".part"

char *
yado_xl_image_dup_part_path(const char *path)
{
    g_autofree char *folder = g_path_get_dirname(path);
    g_autofree char *name = g_path_get_basename(path);
    g_autofree char *part = g_strconcat(".", name, PART_SUFFIX, NULL);

    return g_build_filename(folder, part, NULL);
}

char *
yado_xl_image_dup_last_path(const char *path)
{
    g_autofree char *folder = g_path_get_dirname(path);
    g_autofree char *name = g_path_get_basename(path);

    if (name[0] != '.' || !g_str_has_suffix(name, PART_SUFFIX))
        return NULL;
    name[strlen(name) - strlen(PART_SUFFIX)] = '\0';
    return *(name + 1) ? g_build_filename(folder, name + 1, NULL) : NULL;
}

gboolean
yado_xl_image_is_being_written(const char *path)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    gboolean is_locked = fd >= 0 && flock(fd, LOCK_EX | LOCK_NB) != 0;

    if (fd >= 0)
        close(fd);
    return is_locked;
}

int
yado_xl_image_create(const char *path)
{
    g_autofree char *folder = g_path_get_dirname(path);
    int fd;

    g_mkdir_with_parents(folder, 0700);
    fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (fd >= 0)
        flock(fd, LOCK_EX);
    return fd;
}

char *
yado_xl_note_write(YadoXlAgent *self, const char *uuid, uint32_t domid, const char *path)
{
    g_autofree char *name = g_strconcat(YADO_XL_NOTE_PREFIX, uuid, NULL);
    g_autofree char *text = g_strdup_printf("%u\n%s", domid, path);
    char *note = g_build_filename(self->state, name, NULL);

    g_mkdir_with_parents(self->state, 0700);
    if (!g_file_set_contents(note, text, -1, NULL))
        g_clear_pointer(&note, g_free);
    return note;
}

gboolean
yado_xl_image_publish(const char *path, const char *last)
{
    return !last || rename(path, last) == 0 || (errno == ENOENT && access(last, F_OK) == 0);
}

const char *
yado_xl_note_read(const char *text, uint32_t *domid)
{
    char *path;

    *domid = (uint32_t)strtoul(text, &path, 10);
    return path + (*path == '\n');
}
