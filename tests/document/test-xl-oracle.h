/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What the parts of test-xl-oracle share: Xen's parser with what it says, and generated input. */
#pragma once

#include <glib.h>
#include <libxl.h>
#include <libxlutil.h>
#include <stdio.h>

typedef struct {
    FILE *report;
    char *said;
    size_t length;
    XLU_Config *config;
} Oracle;

void oracle_init(Oracle *self);
void oracle_clear(Oracle *self);

/* Both refuse it, or both read the same: then TRUE. */
gboolean compare_text(const char *text);

/* As the environment wants them, else @rounds. */
guint get_rounds(guint rounds);
GRand *make_rand(void);
const char *pick(GRand *rand, const char *const *words, guint n);
#define PICK(rand, words) pick(rand, words, G_N_ELEMENTS(words))

void add_device_tests(void);
void add_conversion_tests(void);
