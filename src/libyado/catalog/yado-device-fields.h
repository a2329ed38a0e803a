/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * yado-device-fields.h: what the tables of devices share.
 */
#pragma once

#include "catalog/yado-forms.h"

G_BEGIN_DECLS

/* The first field of each device's page: what applying will do, while the device is new. */
#define YADO_DEVICE_NOTE                                                                            \
    {                                                                                               \
        .id = "note", .type = YADO_FIELD_INFO, .label = N_("State"),                                \
        .help = N_("The device is new: here stands when the guest will have it. “Apply” gives " \
                   "it to the guest, “Undo” takes it away again."),                                 \
        .dup_text = yado_device_dup_note, .visible_if = yado_device_has_note                        \
    }

/* The same in all devices that can be booted, or served by another guest; @label_ has a letter that is free there. */
#define YADO_DEVICE_BOOT_ORDER(label_)                                                              \
    {                                                                                               \
        .id = "boot.order", .type = YADO_FIELD_INT, .label = label_,                                \
        .help = N_("The device with the lowest number is booted first. Empty: the order on the "    \
                   "page Start-up counts; a guest has one of the two."),                            \
        .key = "boot.order", .minimum = 1, .maximum = 999, .flags = YADO_FIELD_OPTIONAL_NUMBER      \
    }
#define YADO_DEVICE_DRIVER_DOMAIN(label_)                                                           \
    {                                                                                               \
        .id = "backend", .type = YADO_FIELD_TEXT, .label = label_,                                  \
        .help = N_("The guest that serves the device instead of Domain-0: it has the hardware, "    \
                   "and must run before this one starts. Empty: Domain-0."),                        \
        .key = "backend", .maximum = 255, .enabled_if = yado_catalog_has_driver_domains,            \
        .placeholder = N_("Domain-0")                                                               \
    }

/* What kind of guest a document is of: predicates for choices and reasons. */
gboolean yado_catalog_is_xen(YadoDocument *document);
gboolean yado_catalog_is_kvm(YadoDocument *document);         /* QEMU too */
gboolean yado_catalog_is_paravirtual(YadoDocument *document); /* PV and PVH: no emulated hardware */

/* For visible_if: its configuration is one of xl. */
gboolean yado_catalog_is_xl(YadoForm *form);

/* For enabled_if: stores @text (translated, static) where somebody wants to know; FALSE. */
gboolean yado_catalog_refuse(const char **reason, const char *text);

/* For enabled_if. */
gboolean yado_catalog_has_driver_domains(YadoForm *form, const char **reason);

/* A value of the form's device. (transfer full) */
char *yado_catalog_dup_device_value(YadoForm *form, const char *key);
gboolean yado_catalog_is_device_value(YadoForm *form, const char *key, const char *value);
/* Sets it without a word: what cannot be set stays as it is. */
void yado_catalog_put(YadoDocument *document, const char *node, const char *key, const char *value);

/* Which of a field's choices which guests can have. */
typedef struct {
    const char *id;
    enum { YADO_ON_PARAVIRTUAL = 1, YADO_ON_HVM = 2, YADO_ON_KVM = 4 } on;
} YadoGuestChoice;
#define YADO_ON_XEN (YADO_ON_PARAVIRTUAL | YADO_ON_HVM)
#define YADO_ON_ANY (YADO_ON_XEN | YADO_ON_KVM)
/* The choices of @spec that stand in @rows (which end with id NULL): those that the form's guest cannot have come with @reason
 * (translated), or, when that is NULL, not at all. (transfer full) */
GPtrArray *yado_catalog_list_guest_choices(YadoForm *form, const YadoFieldSpec *spec,
                                           const YadoGuestChoice *rows, const char *reason);

/* First values of new devices. */
void yado_catalog_prepare_disk(YadoDocument *document, const char *node, YadoGuest *guest);
void yado_catalog_prepare_nic(YadoDocument *document, const char *node, YadoGuest *guest);

G_END_DECLS
