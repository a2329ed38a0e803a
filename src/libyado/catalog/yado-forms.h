/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * yado-forms.h: the forms of the catalogue by name, for the other tables of this folder.
 */
#pragma once

#include "present/yado-catalog.h"

G_BEGIN_DECLS

/* Pages of a guest. */
extern const YadoFormSpec yado_form_overview;
extern const YadoFormSpec yado_form_processors;
extern const YadoFormSpec yado_form_memory;
extern const YadoFormSpec yado_form_startup;
extern const YadoFormSpec yado_form_disk;
extern const YadoFormSpec yado_form_nic;
extern const YadoFormSpec yado_form_graphics;
extern const YadoFormSpec yado_form_video;
extern const YadoFormSpec yado_form_input;
extern const YadoFormSpec yado_form_line;
extern const YadoFormSpec yado_form_channel;
extern const YadoFormSpec yado_form_pci;
extern const YadoFormSpec yado_form_usb;
extern const YadoFormSpec yado_form_controller;
extern const YadoFormSpec yado_form_sound;
extern const YadoFormSpec yado_form_watchdog;
extern const YadoFormSpec yado_form_rng;
extern const YadoFormSpec yado_form_tpm;
extern const YadoFormSpec yado_form_filesystem;
extern const YadoFormSpec yado_form_other;

/* Arguments of actions. */
extern const YadoFormSpec yado_form_rename;
extern const YadoFormSpec yado_form_dump_core;
extern const YadoFormSpec yado_form_sysrq;
extern const YadoFormSpec yado_form_button;
extern const YadoFormSpec yado_form_debug_keys;
extern const YadoFormSpec yado_form_make_assignable;
extern const YadoFormSpec yado_form_give_back;
extern const YadoFormSpec yado_form_title;
extern const YadoFormSpec yado_form_tags;
extern const YadoFormSpec yado_form_save_file;
extern const YadoFormSpec yado_form_restore_file;
extern const YadoFormSpec yado_form_export;
extern const YadoFormSpec yado_form_adopt;
extern const YadoFormSpec yado_form_import;
extern const YadoFormSpec yado_form_delete;
extern const YadoFormSpec yado_form_pin;
extern const YadoFormSpec yado_form_schedule;
extern const YadoFormSpec yado_form_pool;
/* Reads which pools the host has, where nobody did yet. */
void yado_catalog_init_pool(YadoForm *form, const YadoTargets *targets);
extern const YadoFormSpec yado_form_new_disk;
void yado_catalog_init_new_disk(YadoForm *form, const YadoTargets *targets);
extern const YadoFormSpec yado_form_clone;
void yado_catalog_init_clone(YadoForm *form, const YadoTargets *targets);
extern const YadoFormSpec yado_form_migrate;
void yado_catalog_run_migrate(const YadoTargets *targets, YadoGuest *guest, YadoForm *form,
                              YadoJob *job);
extern const YadoFormSpec yado_form_connection;
extern const YadoFormSpec yado_form_host_label;
extern const YadoFormSpec yado_form_preferences;

/* Pools, volumes, networks, snapshots. */
extern const YadoFormSpec yado_form_storage_pool;
extern const YadoFormSpec yado_form_pool_create;
extern const YadoFormSpec yado_form_volume;
extern const YadoFormSpec yado_form_volume_create;
extern const YadoFormSpec yado_form_volume_resize;
extern const YadoFormSpec yado_form_volume_clone;
extern const YadoFormSpec yado_form_volume_file;
extern const YadoFormSpec yado_form_network;
extern const YadoFormSpec yado_form_network_create;
extern const YadoFormSpec yado_form_lease;
extern const YadoFormSpec yado_form_lease_create;
extern const YadoFormSpec yado_form_cpupool_create;
extern const YadoFormSpec yado_form_cpupool_set;
extern const YadoFormSpec yado_form_cpupool_delete;
/* "time slice 30 ms, rate limit 1000 µs", or "". (transfer full) */
char *yado_catalog_dup_pool_settings(const YadoResource *pool);
extern const YadoFormSpec yado_form_snapshot_create;
extern const YadoFormSpec yado_form_snapshot;
extern const YadoFormSpec yado_form_snapshot_describe;

/* Steps of the wizard "create". */
extern const YadoFormSpec yado_form_create_source;
extern const YadoFormSpec yado_form_create_kind;
extern const YadoFormSpec yado_form_create_system;
extern const YadoFormSpec yado_form_create_resource;
extern const YadoFormSpec yado_form_create_storage;
extern const YadoFormSpec yado_form_create_network;
extern const YadoFormSpec yado_form_create_setup;
/* Rows of its lists. */
extern const YadoFormSpec yado_form_create_disk_row;
extern const YadoFormSpec yado_form_create_nic_row;

/* Field id -> canonical value of @form; NULL when it has no such field or no value. (transfer full) */
char *yado_catalog_dup_value(YadoForm *form, const char *field);
/* It has one, and not the empty one. */
gboolean yado_catalog_has_value(YadoForm *form, const char *field);
void yado_catalog_set_initial(YadoForm *form, const char *field, const char *value);

/* What a disk that is about to be deleted is protected by, translated, or NULL. (transfer full) */
char *yado_catalog_dup_disk_protection(YadoGuest *guest, const YadoDeviceFacts *disk);
/* The paths of the disks chosen in the delete form for @guest, each with a line break behind it. (transfer full) */
char *yado_catalog_dup_chosen_disks(YadoForm *form, YadoGuest *guest);

/* For `needs_configurations`. */
gboolean yado_catalog_always(YadoForm *form);

/* The URI that the filled-in connection form stands for. (transfer full) */
char *yado_catalog_dup_connection_uri(YadoForm *form);

/* The NUMA cells, where there are any, have all of the maximum together. */
gboolean yado_catalog_check_cells(YadoForm *form, GError **error);

G_END_DECLS
