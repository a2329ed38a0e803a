/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * yado-pins.h: on which of the host's processors each of a guest's runs, as its configuration says: the keys "cpu.pins" (where it may run)
 * and "cpu.pins.soft" (where it prefers to).
 *
 *     yado_pins_write(document, YADO_PINS_HARD, 1, "0-3", &error);      the guest's second processor
 */
#pragma once

#include "document/yado-document.h"

G_BEGIN_DECLS

#define YADO_PINS_HARD "cpu.pins"
#define YADO_PINS_SOFT "cpu.pins.soft"

/* As many as the guest has processors at most: "0-3,^2", or "all". (transfer full) */
char **yado_pins_read(YadoDocument *document, const char *key);

/* @vcpu -1: all of them. @cpus "all" takes the limit away. Errors: those of yado_document_set_value(). */
gboolean yado_pins_write(YadoDocument *document, const char *key, int vcpu, const char *cpus,
                         GError **error);

G_END_DECLS
