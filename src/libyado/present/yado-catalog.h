/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * yado-catalog.h: the tables: every column, action, page and form there is.
 *
 * present/ declares what it needs and looks things up; catalog/ holds the tables (the extern arrays below), and nothing else.
 */
#pragma once

#include "present/yado-action.h"
#include "present/yado-column.h"
#include "present/yado-device.h"
#include "present/yado-fact.h"
#include "present/yado-key.h"
#include "present/yado-listing.h"
#include "present/yado-page.h"
#include "present/yado-wizard.h"

G_BEGIN_DECLS

/* The tables themselves, defined in catalog/. */
extern const YadoColumnSpec yado_catalog_columns[];
extern const YadoPageSpec yado_catalog_pages[];
extern const YadoDeviceSpec yado_catalog_devices[];
extern const YadoActionSpec yado_catalog_guest_actions[];
extern const YadoActionSpec yado_catalog_host_actions[];
extern const YadoActionSpec yado_catalog_storage_actions[];
extern const YadoActionSpec yado_catalog_app_actions[];
extern const YadoListingSpec yado_catalog_listings[];
extern const YadoListingView yado_catalog_listing_views[];
extern const YadoWizardSpec yado_catalog_wizards[];
extern const YadoFormSpec *const yado_catalog_forms[];
extern const YadoKeySpec yado_catalog_keys[]; /* ends with keys NULL */
extern const YadoFactSpec yado_catalog_host_facts[];
extern const YadoGraphSpec yado_catalog_graphs[];
extern const YadoSpanSpec yado_catalog_spans[];

/* Arrays end with id NULL. */
const YadoColumnSpec *yado_catalog_get_columns(void);
const YadoPageSpec *yado_catalog_get_pages(void);
const YadoDeviceSpec *yado_catalog_get_devices(void);
const YadoFactSpec *yado_catalog_get_host_facts(void);
/* End with title and label NULL. */
const YadoGraphSpec *yado_catalog_get_graphs(void);
const YadoSpanSpec *yado_catalog_get_spans(void);
const YadoActionSpec *const *
yado_catalog_get_actions(void); /* NULL-terminated list of all scopes, in menu order */
const YadoFormSpec *const *
yado_catalog_get_forms(void); /* NULL-terminated: pages, dialogs, action arguments */

const YadoWizardSpec *yado_catalog_find_wizard(const char *id);
/* The list of pools, volumes, networks, … by id; NULL: none of that id. */
const YadoListingSpec *yado_catalog_find_listing(const char *id);
const YadoListingView *yado_catalog_find_listing_view(const char *id);
const YadoColumnSpec *yado_catalog_find_column(const char *id);
const YadoActionSpec *yado_catalog_find_action(const char *id);
const YadoActionSpec *yado_catalog_find_command(const char *command);
const YadoFormSpec *yado_catalog_find_form(const char *id);
const YadoPageSpec *yado_catalog_find_page(const char *id);
const YadoDeviceSpec *yado_catalog_find_device(const char *id);

/* Menu groups in order, NULL-terminated, and the translated title (with mnemonic) of one ("power"). */
const char *const *yado_catalog_get_groups(void);
const char *yado_catalog_get_group_label(const char *group);

G_END_DECLS
