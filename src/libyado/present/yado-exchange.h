/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * yado-exchange.h: a guest's configuration to and from a file of this machine, in libvirt's format or in xl's.
 *
 * What the other format cannot say is listed in the job's log and counted in its notice.
 */
#pragma once

#include "document/yado-document-convert.h"
#include "job/yado-job.h"
#include "model/yado-host.h"

G_BEGIN_DECLS

/* One line for each loss, under a sentence that says how many there are; NULL: there is none. (transfer full) */
char *yado_exchange_describe_losses(GPtrArray *losses);

/* Logs each of @losses and counts them in @job's notice. */
void yado_exchange_report_losses(YadoJob *job, GPtrArray *losses);

/* The words in which @owner's tools on @host are told; @host NULL: any of libvirt, or of xl. */
YadoDocumentFormat yado_exchange_get_format(YadoHost *host, YadoGuestOwner owner);

/* The configuration in @path, called @name (nullable: as in the file), in the format that the file has. BLOCKS for reading it. (transfer full) */
YadoDocument *yado_exchange_load_file(const char *path, const char *name, GError **error);
/* The same in @format. @losses (out): of YadoLoss.  (transfer full) */
YadoDocument *yado_exchange_read_file(const char *path, const char *name, YadoDocumentFormat format,
                                      GPtrArray **losses, GError **error);

/* Starts @job: defines on @host, for @owner, the guest that the file describes. A name or UUID in use is refused, and so is a disk or an
 * address that another guest has. */
void yado_exchange_import(YadoHost *host, const char *path, const char *name, YadoGuestOwner owner,
                          YadoJob *job);

/* Starts @job: writes the guest's stored configuration, readable by its owner only, for it may hold passwords.  A file that is there is
 * refused unless @replace. */
void yado_exchange_export(YadoGuest *guest, YadoDocumentFormat format, const char *path,
                          gboolean replace, YadoJob *job);

/*
 * Starts @job: hands a guest that is shut off over from xl to libvirt, or from libvirt to xl, on its own host.  It keeps its name, its UUID
 * and its autostart; its disks are not touched.  What the other one cannot keep is reported as above.  Either it has its new owner afterwards, or it
 * is as it was.
 */
typedef enum {
    YADO_ADOPT_REPORT_ONLY = 1 << 0, /* nothing else is done */
    YADO_ADOPT_WITH_LOSSES = 1 << 1, /* else something lost is YADO_ERROR_INVALID */
} YadoAdoptFlags;
void yado_exchange_adopt(YadoGuest *guest, YadoAdoptFlags flags, YadoJob *job);

G_END_DECLS
