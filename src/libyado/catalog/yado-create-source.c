/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Create a guest, first step: what it starts from. */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "base/yado-error.h"
#include "catalog/yado-common-fields.h"
#include "catalog/yado-create-steps.h"
#include "media/yado-media.h"

char *
yado_create_dup_answer(YadoForm *form, const char *key)
{
    return yado_document_dup_value(yado_form_get_document(form), NULL, key);
}

gboolean
yado_create_is_answer(YadoForm *form, const char *key, const char *value)
{
    g_autofree char *answer = yado_create_dup_answer(form, key);

    return g_strcmp0(answer != NULL ? answer : "", value) == 0;
}

static GPtrArray *
list_sources(YadoForm *form, const YadoFieldSpec *spec)
{
    GPtrArray *items = yado_catalog_choices_new();

    yado_catalog_add_choice(items, "disk", _("a disk or image that has a system"), NULL);
    yado_catalog_add_choice(items, "iso", _("an installation medium (ISO image)"), NULL);
    yado_catalog_add_choice(items, "kernel", _("a kernel and an initrd"), NULL);
    yado_catalog_add_choice(items, "tree", _("a network tree of a distribution"),
                            yado_media_get_reason());
    yado_catalog_add_choice(items, "pxe", _("the network (PXE)"), NULL);
    yado_catalog_add_choice(items, "none", _("nothing: an empty guest"), NULL);
    yado_catalog_add_choice(items, "file", _("an existing configuration (xl.cfg or XML)"), NULL);
    return items;
}

#define FROM(name)                                           \
    gboolean yado_create_from_##name(YadoForm *form)         \
    {                                                        \
        return yado_create_is_answer(form, "source", #name); \
    }

FROM(disk)
FROM(iso)
FROM(kernel)
FROM(file)
FROM(tree)

gboolean
yado_create_is_on_this_machine(YadoForm *form)
{
    YadoHost *host = yado_form_get_host(form);

    return host != NULL && !yado_host_is_remote(host);
}

static gboolean
has_arguments(YadoForm *form)
{
    return yado_create_from_kernel(form) || yado_create_from_tree(form) ||
           (yado_create_from_iso(form) && yado_create_is_paravirtual(form));
}

static gboolean
check_url(YadoForm *form, const YadoFieldSpec *spec, const char *value, GError **error)
{
    if (value == NULL || *value == '\0' || g_str_has_prefix(value, "http://") ||
        g_str_has_prefix(value, "https://") || g_str_has_prefix(value, "ftp://"))
        return TRUE;
    return yado_error_set(error, YADO_ERROR_INVALID, NULL, NULL,
                          _("An address begins with http://, https:// or ftp://."));
}

static gboolean
check_local_file(YadoForm *form, const YadoFieldSpec *spec, const char *value, GError **error)
{
    if (value == NULL || g_file_test(value, G_FILE_TEST_IS_REGULAR))
        return TRUE;
    return yado_error_set(error, YADO_ERROR_NOT_FOUND, NULL, NULL,
                          _("There is no such file on this machine."));
}

static gboolean
check_medium(YadoForm *form, const YadoFieldSpec *spec, const char *value, GError **error)
{
    YadoHost *host = yado_form_get_host(form);

    return yado_catalog_check_absolute(form, spec, value, error) &&
           (value == NULL || host == NULL ||
            yado_resources_check_medium(yado_resources_get(host), NULL, value, error));
}

static const YadoFieldSpec source_fields[] = {
    { .id = "source",
      .type = YADO_FIELD_CHOICE,
      .label = N_("_Start from"),
      .help = N_("What the guest is started or installed from the first time."),
      .key = "source",
      .list_choices = list_sources },
    { .id = "import",
      .type = YADO_FIELD_VOLUME,
      .label = N_("_Disk or image"),
      .help = N_("The disk on the host, by its whole path. The guest uses it as it is; it is not "
                 "copied."),
      .key = "import",
      .validate = yado_catalog_check_free_disk,
      .visible_if = yado_create_from_disk,
      .flags = YADO_FIELD_REQUIRED },
    { .id = "iso",
      .type = YADO_FIELD_VOLUME,
      .label = N_("_Medium"),
      .help = N_("The ISO image on the host, by its whole path."),
      .key = "iso",
      .validate = check_medium,
      .visible_if = yado_create_from_iso,
      .flags = YADO_FIELD_REQUIRED },
    { .id = "kernel",
      .type = YADO_FIELD_VOLUME,
      .label = N_("_Kernel"),
      .help = N_("The kernel on the host, by its whole path. For PV and PVH it must be one that "
                 "Xen can load."),
      .key = "kernel",
      .validate = yado_catalog_check_absolute,
      .visible_if = yado_create_from_kernel,
      .flags = YADO_FIELD_REQUIRED },
    { .id = "initrd",
      .type = YADO_FIELD_VOLUME,
      .label = N_("Init_rd"),
      .help = N_("The first file system that the kernel uses, on the host. Empty: none."),
      .key = "initrd",
      .validate = yado_catalog_check_absolute,
      .visible_if = yado_create_from_kernel },
    { .id = "tree",
      .type = YADO_FIELD_TEXT,
      .label = N_("_Tree"),
      .help = N_("The address of a distribution's tree, where its .treeinfo or its installer's "
                 "folder stands: https://download.opensuse.org/distribution/leap/15.6/repo/oss/. "
                 "This machine fetches the kernel and the initrd and puts them on the host."),
      .key = "tree",
      .placeholder = N_("https://…"),
      .maximum = 2000,
      .validate = check_url,
      .visible_if = yado_create_from_tree,
      .flags = YADO_FIELD_REQUIRED },
    { .id = "arguments",
      .type = YADO_FIELD_TEXT,
      .label = N_("Kernel _arguments"),
      .help = N_("What the kernel is told: the root file system, the console, where an "
                 "installation comes from."),
      .key = "arguments",
      .visible_if = has_arguments },
    { .id = "file",
      .type = YADO_FIELD_FILE,
      .label = N_("_Configuration"),
      .help = N_("A file on this machine with a guest's configuration, of xl (xl.cfg) or as "
                 "libvirt's XML. All but its name is taken as it is."),
      .key = "file",
      .validate = check_local_file,
      .visible_if = yado_create_from_file,
      .flags = YADO_FIELD_REQUIRED | YADO_FIELD_LOCAL },
    { 0 },
};

static const YadoSectionSpec sections[] = { { NULL, source_fields }, { 0 } };

const YadoFormSpec yado_form_create_source = {
    .id = "create-source",
    .title = N_("Source"),
    .intro = N_(
        "From what the guest gets its system. The short way: choose it, look at the summary, and "
        "create."),
    .sections = sections,
    .resources = YADO_CREATE_RESOURCES,
    .claims = TRUE,
};
