/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * yado-create-steps.h: what the steps of the wizard "create" share.  All steps are over one plain document; any of them can ask for any answer.
 */
#pragma once

#include "catalog/yado-forms.h"
#include "media/yado-systems.h"
#include "present/yado-wizard.h"

G_BEGIN_DECLS

/* Lists of the host that its choices come from. */
#define YADO_CREATE_RESOURCES                                                             \
    (YADO_RESOURCE_BIT(YADO_RESOURCE_POOLS) | YADO_RESOURCE_BIT(YADO_RESOURCE_NETWORKS) | \
     YADO_RESOURCE_BIT(YADO_RESOURCE_INTERFACES) | YADO_RESOURCE_BIT(YADO_RESOURCE_GUEST_TYPES))

/* By the key in the document; NULL: none. (transfer full) */
char *yado_create_dup_answer(YadoForm *form, const char *key);
/* @value "": no answer, or an empty one. */
gboolean yado_create_is_answer(YadoForm *form, const char *key, const char *value);

/* yado-create-source.c */
gboolean yado_create_from_disk(YadoForm *form);
gboolean yado_create_from_iso(YadoForm *form);
gboolean yado_create_from_kernel(YadoForm *form);
gboolean yado_create_from_file(YadoForm *form);
gboolean yado_create_from_tree(YadoForm *form);
/* The host is this machine. */
gboolean yado_create_is_on_this_machine(YadoForm *form);

/* yado-create-kind.c */
typedef struct {
    const char *id, *label; /* N_() */
    const char *domain_type, *os_type, *machine;
} YadoCreateKind;

const YadoCreateKind *yado_create_find_kind(const char *id);
/* What of @types, the host's own (nullable), runs it; or NULL. */
const YadoResource *yado_create_find_guest_type(GPtrArray *types, const YadoCreateKind *kind);
gboolean yado_create_is_xl_only(YadoForm *form);
/* PV or PVH: nothing is emulated. */
gboolean yado_create_is_paravirtual(YadoForm *form);
/* The kernel lies on the guest's own disk, and there is no firmware. */
gboolean yado_create_needs_loader(YadoForm *form);
/* The first kind that the host and the source allow; NULL: none. */
const char *yado_create_propose_kind(YadoForm *form);

/* yado-create-loader.c */
/* Why a guest of @kind, PV or PVH, cannot be started from the disk that is its source, as far as that was looked at; NULL: nothing is known against it.
   (transfer full) */
char *yado_create_dup_disk_reason(YadoForm *form, const char *kind);
GPtrArray *yado_create_list_loaders(YadoForm *form, const YadoFieldSpec *spec);
gboolean yado_create_check_loader(YadoForm *form, const YadoFieldSpec *spec, const char *value,
                                  GError **error);
const char *yado_create_propose_loader(YadoForm *form);

/* yado-create-system.c */
/* Has the database of systems read, and from then on what the source holds looked up. */
void yado_create_look_around(YadoWizard *wizard);
/* Looks the source up anew where it has changed. */
void yado_create_detect_system(YadoWizard *wizard);
/* What was chosen or detected; NULL: not known. Borrowed. */
const YadoSystem *yado_create_get_system(YadoForm *form);

/* yado-create-resources.c */
/* Who will own the guest. */
YadoGuestOwner yado_create_get_owner(YadoForm *form);

G_END_DECLS
