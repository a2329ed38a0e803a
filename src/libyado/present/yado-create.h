/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * yado-create.h: from a wizard's answers to a guest: the configuration, and the job that makes it.
 *
 * The configuration is a document: neutral keys set and devices added on a minimal template.  The job makes the volumes, defines the
 * guest and starts it; when a stage fails or it is cancelled, what was made is removed again.
 *
 * Answers (keys of the plain document): name, kind, domain.type, os.type, os.arch, os.machine, os (its id); memory, memory.maximum, vcpus,
 * vcpus.maximum; source (disk, iso, kernel, tree, pxe, none, file), iso, kernel, initrd, tree, arguments, bootloader, file; disk (new, path,
 * none), disk.pool, disk.size, disk.format, disk.full, disk.path, disks; nic (network, bridge, user, none), nic.source, nic.mac, nic.model, nics;
 * graphics, keymap, clock, autostart, start, start.held (it waits before its first instruction, where the host can do that); disk.bus, nic.model,
 * tablet; setup (none, cloud-init, autoyast, kickstart, preseed), setup.user, setup.key, setup.packages, setup.file. `disks` and `nics` are lines
 * "key=value,key=value".
 *
 * A plan from a network tree, or for a paravirtual guest from a medium, has two configurations: the first start is made with the installer's kernel,
 * which is put into a pool of the host and removed again, and all later ones with what was installed.  So has one from a medium for a disk that exists,
 * which may have a system already: the medium is booted first, once.
 */
#pragma once

#include "document/yado-document.h"
#include "job/yado-job.h"
#include "model/yado-resources.h"

G_BEGIN_DECLS

typedef struct _YadoCreatePlan YadoCreatePlan;

/* Reads @answers; pools, volumes and other guests are looked up in @host's lists. @name (nullable): instead of the answer. NULL: INVALID names what is
 * wrong. (transfer full) */
YadoCreatePlan *yado_create_plan_new(YadoDocument *answers, YadoHost *host, const char *name,
                                     GError **error);
void yado_create_plan_free(YadoCreatePlan *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(YadoCreatePlan, yado_create_plan_free)

/* The configuration; volumes that are not made yet are named by where they will be. (transfer full) */
YadoDocument *yado_create_plan_build(YadoCreatePlan *self, GError **error);
/* One disk or card a line, for the summary. (transfer full) */
char *yado_create_plan_describe_disks(YadoCreatePlan *self);
char *yado_create_plan_describe_nics(YadoCreatePlan *self);

/* Starts @job, which makes all of @plans (transfer full), one after the other: on @backend the guests, on @storage what they need.  When one of them
 * fails all are removed. */
void yado_create_plans_run(GPtrArray *plans, YadoBackend *backend, YadoBackend *storage,
                           YadoJob *job);

/* "web-%02d" and "1-3,7": web-01, web-02, web-03, web-07. @numbers empty: @pattern alone. NULL: INVALID. (transfer full) */
GStrv yado_create_expand_names(const char *pattern, const char *numbers, GError **error);

/* A line of `disks` or `nics` can be read. */
gboolean yado_create_check_disk_lines(const char *text, GError **error);
gboolean yado_create_check_nic_lines(const char *text, GError **error);

G_END_DECLS
