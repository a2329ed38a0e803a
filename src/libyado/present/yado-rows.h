/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * yado-rows.h: the rows of a field of type LIST, such as the further disks of a new guest.
 *
 * The value is one line a row, "key=value,key=value", as the command line takes each row too; the keys are those of the row's form, sizes are
 * written as people write them.  A front end shows the texts of the rows, and edits one in a form of its own:
 *
 *     row = yado_rows_create_form(form, spec, i);
 *     … the user fills it in …
 *     yado_rows_store(form, spec, i, row, &error);
 */
#pragma once

#include "present/yado-form.h"

G_BEGIN_DECLS

/* For _create_form() and _store(): a new one. */
#define YADO_ROW_NEW G_MAXUINT

guint yado_rows_count(YadoForm *form, const YadoFieldSpec *spec);
/* What a list shows: "images, 20 GiB, qcow2". (transfer full) */
char *yado_rows_dup_text(YadoForm *form, const YadoFieldSpec *spec, guint row);
/* A form over a copy of the row; it knows the host of @form. (transfer full) */
YadoForm *yado_rows_create_form(YadoForm *form, const YadoFieldSpec *spec, guint row);
/* FALSE: INVALID, what stands in @row_form is not right; nothing is changed. */
gboolean yado_rows_store(YadoForm *form, const YadoFieldSpec *spec, guint row, YadoForm *row_form,
                         GError **error);
void yado_rows_remove(YadoForm *form, const YadoFieldSpec *spec, guint row);

G_END_DECLS
