/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * yado-cli-foreign.h: the words of xl and virsh for what our commands do.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* "mem-set" -> "set GUEST memory.current=2GiB"; NULL: none of theirs. Static. */
const char *yado_cli_foreign_get_ours(const char *word);

/* The whole table, for tests: entry @i, with its words (out). Static. */
guint yado_cli_foreign_get_n(void);
const char *yado_cli_foreign_get(guint i, const char **words);

G_END_DECLS
