/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * yado-common-fields.h: what several forms ask, said once: fields as macros, their choices and checks.
 *
 *     YADO_NEW_DISK_SIZE("size", N_("_Size"), .key = "disk.size", .visible_if = has_new_disk),
 */
#pragma once

#include "catalog/yado-forms.h"

G_BEGIN_DECLS

/* @label: with a letter that is free in the form. */
#define YADO_NEW_DISK_POOL(label_, ...)                                                         \
    {                                                                                           \
        .id = "pool", .type = YADO_FIELD_CHOICE, .label = label_,                               \
        .help = N_("The storage pool that the volume is made in, and how much is free there."), \
        .list_choices = yado_catalog_list_active_pools, __VA_ARGS__                             \
    }

/* @id: "size", "capacity". */
#define YADO_NEW_DISK_SIZE(id_, label_, ...)                                                  \
    {                                                                                         \
        .id = id_, .type = YADO_FIELD_SIZE, .label = label_,                                  \
        .help = N_("How large the disk is for the guest. On the host it takes only what was " \
                   "written, unless all of it is allocated at once."),                        \
        .minimum = 1, .maximum = (gint64)1 << 60, __VA_ARGS__                                 \
    }

#define YADO_NEW_DISK_FORMAT(...)                                                         \
    {                                                                                     \
        .id = "format", .type = YADO_FIELD_CHOICE, .label = N_("_Format"),                \
        .help = N_("How the data is laid out. Only pools that hold files know formats."), \
        .choices = yado_catalog_image_formats, __VA_ARGS__                                \
    }

#define YADO_NEW_DISK_FULL(label_, ...)                                                         \
    {                                                                                           \
        .id = "full", .type = YADO_FIELD_BOOL, .label = label_,                                 \
        .help = N_("Takes the whole size from the pool at once, so that it cannot become full " \
                   "later. Off: the volume grows as it is written."),                           \
        __VA_ARGS__                                                                             \
    }

#define YADO_BRIDGE_FIELD(...)                                                                \
    {                                                                                         \
        .id = "bridge", .type = YADO_FIELD_NETWORK, .label = N_("_Bridge"),                   \
        .help = N_("A bridge that the host has."), .list_choices = yado_catalog_list_bridges, \
        __VA_ARGS__                                                                           \
    }

#define YADO_GUEST_NAME_FIELD                                                                   \
    {                                                                                           \
        .id = "name", .type = YADO_FIELD_TEXT, .label = N_("_Name"),                            \
        .help =                                                                                 \
            N_("The name of the guest, by which it is known on its host. For several at once: " \
               "with “%02d” where their number goes."),                                         \
        .key = "name", .maximum = 255, .validate = yado_catalog_check_guest_name,               \
        .flags = YADO_FIELD_REQUIRED | YADO_FIELD_POSITIONAL                                    \
    }

#define YADO_GUEST_NUMBERS_FIELD(check)                                                                   \
    {                                                                                                     \
        .id = "numbers", .type = YADO_FIELD_TEXT, .label = N_("Num_bers"),                                \
        .help = N_(                                                                                       \
            "Makes several guests alike: “1-5” with the name “web-%02d” makes web-01 to web-05. " \
            "When one of them cannot be made, none is."),                                                 \
        .key = "numbers", .placeholder = N_("only one"), .validate = check                                \
    }

#define YADO_OWNER_FIELD                                                                       \
    {                                                                                          \
        .id = "owner", .type = YADO_FIELD_CHOICE, .label = N_("O_wner"),                       \
        .help = N_("Whose tools the guest belongs to: guests of xl and of libvirt do not see " \
                   "each other."),                                                             \
        .key = "owner", .list_choices = yado_catalog_list_owners,                              \
        .visible_if = yado_catalog_has_two_owners                                              \
    }

/* What the host has.  It may lend more than that: that is warned of, and not refused. */
#define YADO_HOST_MEMORY_FIELD(...)                                                            \
    {                                                                                          \
        .id = "host-memory", .type = YADO_FIELD_INFO, .label = N_("Memory of the host"),       \
        .help = N_("How much memory the whole machine has. A guest that is to have more than " \
                   "that is started only where the host lends what it has not."),              \
        .dup_text = yado_catalog_dup_host_memory, .warns_if = yado_catalog_exceeds_memory,     \
        __VA_ARGS__                                                                            \
    }

#define YADO_HOST_CPUS_FIELD(...)                                                                  \
    {                                                                                              \
        .id = "host-cpus", .type = YADO_FIELD_INFO, .label = N_("Processors of the host"),         \
        .help = N_("How many processors the host has. A guest may have more virtual ones than "    \
                   "that, but they only wait for each other."),                                    \
        .dup_text = yado_catalog_dup_host_cpus, .warns_if = yado_catalog_exceeds_cpus, __VA_ARGS__ \
    }

/* With what the guest is to have, where that is more: by the form's own values, be they a wizard's answers or a configuration. (transfer full) */
char *yado_catalog_dup_host_memory(YadoForm *form, const YadoFieldSpec *spec);
char *yado_catalog_dup_host_cpus(YadoForm *form, const YadoFieldSpec *spec);
/* The host is known to have less. */
gboolean yado_catalog_exceeds_memory(YadoForm *form);
gboolean yado_catalog_exceeds_cpus(YadoForm *form);

/* Guests of libvirt and of xl can be made there. */
gboolean yado_catalog_has_two_owners(YadoForm *form);
GPtrArray *yado_catalog_list_owners(YadoForm *form, const YadoFieldSpec *spec);

extern const YadoChoice yado_catalog_image_formats[];

/* Of YadoChoiceItem. (transfer full) */
GPtrArray *yado_catalog_choices_new(void);
/* @label, @reason (nullable): translated. */
void yado_catalog_add_choice(GPtrArray *items, const char *id, const char *label,
                             const char *reason);

/* What the form's host has, as far as it was read; NULL: not yet. Borrowed. */
GPtrArray *yado_catalog_get_resources(YadoForm *form, YadoResourceKind kind);
GPtrArray *yado_catalog_list_pools(YadoForm *form, const YadoFieldSpec *spec);
GPtrArray *yado_catalog_list_active_pools(YadoForm *form, const YadoFieldSpec *spec);
GPtrArray *yado_catalog_list_networks(YadoForm *form, const YadoFieldSpec *spec);
GPtrArray *yado_catalog_list_bridges(YadoForm *form, const YadoFieldSpec *spec);

/* Of YADO_GUEST_NAME_FIELD and YADO_GUEST_NUMBERS_FIELD: no guest of the host has one of those names yet. */
gboolean yado_catalog_check_guest_name(YadoForm *form, const YadoFieldSpec *spec, const char *value,
                                       GError **error);
gboolean yado_catalog_check_guest_numbers(YadoForm *form, const YadoFieldSpec *spec,
                                          const char *value, GError **error);
/* The names that both fields stand for. (transfer full) */
GStrv yado_catalog_list_guest_names(YadoForm *form, GError **error);

/* A name of a file or object: no "/". */
gboolean yado_catalog_check_name(YadoForm *form, const YadoFieldSpec *spec, const char *value,
                                 GError **error);
/* A path from "/" on, or nothing. */
gboolean yado_catalog_check_absolute(YadoForm *form, const YadoFieldSpec *spec, const char *value,
                                     GError **error);
/* The same, and no other guest's own disk. */
gboolean yado_catalog_check_free_disk(YadoForm *form, const YadoFieldSpec *spec, const char *value,
                                      GError **error);
/* No other guest of the host has that address. */
gboolean yado_catalog_check_free_mac(YadoForm *form, const YadoFieldSpec *spec, const char *value,
                                     GError **error);

G_END_DECLS
