/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * yado-cli-guest-forms.h: all pages of one guest with their forms over one document: what show and set work on.
 */
#pragma once

#include "cli/yado-cli.h"

G_BEGIN_DECLS

typedef struct {
    YadoGuest *guest;
    YadoDocument *document;
    GPtrArray *pages; /* of YadoPage */
    GPtrArray *forms; /* of YadoForm, beside the pages; NULL for pages that are no form */
} YadoCliGuestForms;

/* Fetches the configuration; NULL on error. */
YadoCliGuestForms *yado_cli_guest_forms_new(YadoCli *cli, YadoGuest *guest, YadoConfiguration which,
                                            GError **error);
void yado_cli_guest_forms_free(YadoCliGuestForms *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(YadoCliGuestForms, yado_cli_guest_forms_free)

/* The field of the guest itself (not of a device) with that id, and the form it stands in; one that can be changed is preferred. */
const YadoFieldSpec *yado_cli_guest_forms_find(YadoCliGuestForms *self, const char *id,
                                               YadoForm **form);

/* Whether any page has such a field, on whatever guest. */
gboolean yado_cli_is_field_id(const char *id);
/* The id most like @id, or NULL. Borrowed. */
const char *yado_cli_find_near_field(const char *id);
/* All of them that `set` takes. (transfer container) */
GPtrArray *yado_cli_list_field_ids(void);

G_END_DECLS
