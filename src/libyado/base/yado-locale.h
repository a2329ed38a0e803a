/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * yado-locale.h: the language of a program, set up once at the top of main().
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/*
 * Takes the user's locale and binds our message catalogues: $YADO_LOCALE_PATH, else where they were installed.
 * Messages are UTF-8 whatever the locale's charset is; what writes to a terminal converts.
 * Call before any other thread runs.
 */
void yado_locale_init(void);

/* Whether the terminal's charset is UTF-8: otherwise lines and graphs are drawn in ASCII. */
gboolean yado_locale_is_utf8(void);

G_END_DECLS
