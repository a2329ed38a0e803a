/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * yado-device.h: the kinds of hardware that a guest can be given, and what adding and removing one means.
 *
 * A device that is added is first a node of the document, with its first values; its page is a form like any other.  Applying the document gives
 * it to the guest.  A device that is removed leaves the document at once and the guest when the document is applied.
 */
#pragma once

#include "present/yado-form.h"

G_BEGIN_DECLS

typedef struct {
    const char *key, *value;
} YadoDeviceValue;

typedef struct {
    const char *id;    /* "cdrom": on the command line too */
    const char *label; /* N_("_CD-ROM drive") */
    const char *help;  /* N_() paragraph */
    const char *icon;
    const char *kind; /* of the document's nodes: "disk" */
    const YadoDeviceValue
        *values; /* beside what the document gives it; ends with key NULL; or NULL */
    /* First values that depend on the guest and its host, or NULL. */
    void (*prepare)(YadoDocument *document, const char *node, YadoGuest *guest);
    /* Why this guest cannot have one (more): translated, static; NULL: it can. */
    const char *(*refuse)(YadoDocument *document, YadoGuest *guest);
} YadoDeviceSpec;

const char *yado_device_get_label(const YadoDeviceSpec *spec);
const char *yado_device_get_help(const YadoDeviceSpec *spec);

/* The form of its page, or NULL. */
const YadoFormSpec *yado_device_get_form(const YadoDeviceSpec *spec);

/* Whether @guest can be given one; @reason (out, nullable): translated, borrowed. */
gboolean yado_device_check(const YadoDeviceSpec *spec, YadoDocument *document, YadoGuest *guest,
                           const char **reason);
/* All kinds of the catalogue in order, those that are not possible with the reason; of YadoChoiceItem. (transfer full) */
GPtrArray *yado_device_list_choices(YadoDocument *document, YadoGuest *guest);

/* Records it on @document; the node. NULL: it cannot be. (transfer full) */
char *yado_device_add(const YadoDeviceSpec *spec, YadoDocument *document, YadoGuest *guest,
                      GError **error);
/* Records that @node goes.  UNSUPPORTED: the host would put it back, or this guest cannot be changed. */
gboolean yado_device_remove(YadoDocument *document, const char *node, YadoGuest *guest,
                            GError **error);
gboolean yado_device_can_remove(YadoDocument *document, const char *node, YadoGuest *guest,
                                const char **reason);

/* When adding or removing @node takes effect. */
YadoEffect yado_device_get_effect(YadoDocument *document, const char *node, YadoGuest *guest);
/* The sentence for the device's page, of what is new only. (transfer full, nullable) */
char *yado_device_dup_note(YadoForm *form, const YadoFieldSpec *spec);
gboolean yado_device_has_note(YadoForm *form);

/* The first of PREFIXa, PREFIXb, … that no disk has.  @own (nullable): a node that does not count. (transfer full) */
char *yado_device_dup_free_target(YadoDocument *document, const char *own, const char *prefix);
/* What the name of an image says of its format, in the words of Xen or of QEMU; NULL: nothing. */
const char *yado_device_guess_format(const char *path, gboolean is_xen);
/* What QEMU and the pools call "vpc" Xen calls "vhd". Borrowed from @format, or static. */
const char *yado_device_get_format_name(const char *format, gboolean is_xen);
/* A random address that Xen's, or QEMU's, guests have. (transfer full) */
char *yado_device_dup_random_mac(gboolean is_xen);

G_END_DECLS
