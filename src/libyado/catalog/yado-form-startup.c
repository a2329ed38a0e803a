/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The page Start-up: from what the guest boots, and what happens when it stops. */
#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "base/yado-error.h"
#include "catalog/yado-device-fields.h"

static gboolean
is_kind(YadoForm *form, const char *const *kinds)
{
    g_autofree char *kind = yado_document_dup_value(yado_form_get_document(form), NULL, "kind");

    return kind != NULL && g_strv_contains(kinds, kind);
}

static gboolean
is_pv(YadoForm *form)
{
    static const char *const kinds[] = { "pv", NULL };

    return is_kind(form, kinds);
}

/* Those with a firmware, which looks for something to boot. */
static gboolean
has_firmware(YadoForm *form)
{
    static const char *const kinds[] = { "hvm", "kvm", "qemu", NULL };

    return is_kind(form, kinds);
}

static gboolean
has_kernel(YadoForm *form)
{
    static const char *const kinds[] = { "dom0", "lxc", NULL };

    return !is_kind(form, kinds);
}

static gboolean
is_offset(YadoForm *form, const char *offset)
{
    g_autofree char *now =
        yado_document_dup_value(yado_form_get_document(form), NULL, "clock.offset");

    return g_strcmp0(now, offset) == 0;
}

static gboolean
has_zone(YadoForm *form)
{
    return is_offset(form, "timezone");
}

/* xl counts from whichever time it is; libvirt calls that "variable". */
static gboolean
has_adjustment(YadoForm *form)
{
    return yado_catalog_is_xl(form) || is_offset(form, "variable");
}

static gboolean
validate_path(YadoForm *form, const YadoFieldSpec *spec, const char *value, GError **error)
{
    g_autofree char *label = NULL;

    if (value == NULL || *value == '\0' || *value == '/')
        return TRUE;
    label = yado_text_strip_mnemonic(yado_field_get_label(spec));
    return yado_error_set(error, YADO_ERROR_INVALID, NULL, NULL,
                          _("%s must be a whole path on the host, beginning with “/”."), label);
}

/* A boot loader may be named without a path: "pygrub". */
static gboolean
validate_needs_kernel(YadoForm *form, const YadoFieldSpec *spec, const char *value, GError **error)
{
    g_autofree char *kernel =
        yado_document_dup_value(yado_form_get_document(form), NULL, "boot.kernel");
    g_autofree char *loader =
        yado_document_dup_value(yado_form_get_document(form), NULL, "boot.bootloader");
    g_autofree char *label = NULL;

    if (value == NULL || *value == '\0')
        return TRUE;
    if (strcmp(spec->id, "boot.initrd") == 0 && !validate_path(form, spec, value, error))
        return FALSE;
    if (kernel != NULL || loader != NULL)
        return TRUE;
    label = yado_text_strip_mnemonic(yado_field_get_label(spec));
    return yado_error_set(error, YADO_ERROR_INVALID, NULL, NULL,
                          _("%s is only used with a kernel."), label);
}

static gboolean
validate_loader_arguments(YadoForm *form, const YadoFieldSpec *spec, const char *value,
                          GError **error)
{
    g_autofree char *loader =
        yado_document_dup_value(yado_form_get_document(form), NULL, "boot.bootloader");

    if (value == NULL || *value == '\0' || loader != NULL)
        return TRUE;
    return yado_error_set(error, YADO_ERROR_INVALID, NULL, NULL,
                          _("Boot loader arguments are only used with a boot loader."));
}

/* ---- The boot order: the usual ones, and whatever the guest has ---- */

static const YadoChoice boot_devices[] = {
    { "hd", N_("hard disk") },
    { "cdrom", N_("CD-ROM") },
    { "network", N_("network (PXE)") },
    { "fd", N_("floppy disk") },
    { 0 },
};

static const char *const boot_orders[] = {
    "",
    "hd",
    "cdrom,hd",
    "network,hd",
    "hd,cdrom",
    "hd,network",
    "cdrom,network,hd",
    "hd,cdrom,network",
    "cdrom",
    "network",
    "fd,hd",
    NULL,
};

static char *
dup_order_label(const char *order)
{
    g_auto(GStrv) devices = g_strsplit(order, ",", -1);
    GString *label = g_string_new(NULL);

    if (*order == '\0')
        g_string_append(label, _("as the hypervisor decides"));
    for (guint i = 0; devices[i] != NULL; i++) {
        const char *name = devices[i];

        for (const YadoChoice *device = boot_devices; device->id != NULL; device++)
            if (strcmp(device->id, name) == 0)
                name = _(device->label);
        g_string_append_printf(label, "%s%s", i > 0 ? C_("order", ", then ") : "", name);
    }
    return g_string_free(label, FALSE);
}

static void
add_order(GPtrArray *items, const char *order)
{
    g_autofree char *label = dup_order_label(order);

    g_ptr_array_add(items, yado_choice_item_new(order, label, NULL));
}

static GPtrArray *
list_boot_orders(YadoForm *form, const YadoFieldSpec *spec)
{
    GPtrArray *items = g_ptr_array_new_with_free_func((GDestroyNotify)yado_choice_item_free);
    g_autofree char *now = yado_form_dup_value(form, spec);

    for (guint i = 0; boot_orders[i] != NULL; i++)
        add_order(items, boot_orders[i]);
    if (now != NULL && !g_strv_contains(boot_orders, now))
        add_order(items, now);
    return items;
}

/* ---- What happens when it stops ---- */

static const YadoChoice stop_actions[] = {
    { "", N_("as the hypervisor decides"), NULL },
    { "destroy", N_("switch it off"), N_("the guest is off and its memory is free again") },
    { "restart", N_("start it again"), NULL },
    { "preserve", N_("keep it for inspection"),
      N_("the guest stays in memory as it is, until it is forced off") },
    { "rename-restart", N_("keep it renamed, start anew"),
      N_("the stopped guest is kept under another name, and a new one is started") },
    { 0 },
};

static const YadoChoice crash_actions[] = {
    { "", N_("as the hypervisor decides"), NULL },
    { "destroy", N_("switch it off"), N_("the guest is off and its memory is free again") },
    { "restart", N_("start it again"), NULL },
    { "preserve", N_("keep it for inspection"),
      N_("the guest stays in memory as it is, until it is forced off") },
    { "rename-restart", N_("keep it renamed, start anew"),
      N_("the stopped guest is kept under another name, and a new one is started") },
    { "coredump-destroy", N_("dump its memory, switch it off"),
      N_("its memory is written to a file on the host first") },
    { "coredump-restart", N_("dump its memory, start it again"),
      N_("its memory is written to a file on the host first") },
    { 0 },
};

static const YadoChoice clock_offsets[] = {
    { "", N_("as the hypervisor decides"), NULL },
    { "utc", N_("universal time (UTC)"), N_("right for Linux and BSD") },
    { "localtime", N_("local time of the host: cures a clock that is hours off"),
      N_("right for Windows, which else shows the time of another zone: 9 hours off in Japan") },
    { "timezone", N_("the time of a certain zone"), NULL },
    { "variable", N_("as the guest set it"), NULL },
    { 0 },
};

static GPtrArray *
list_offsets(YadoForm *form, const YadoFieldSpec *spec)
{
    static const YadoGuestChoice rows[] = {
        { "", YADO_ON_ANY },         { "utc", YADO_ON_ANY },      { "localtime", YADO_ON_ANY },
        { "timezone", YADO_ON_KVM }, { "variable", YADO_ON_ANY }, { 0 },
    };
    static const YadoGuestChoice xl_rows[] = { { "utc", YADO_ON_ANY },
                                               { "localtime", YADO_ON_ANY },
                                               { 0 } };

    return yado_catalog_list_guest_choices(form, spec, yado_catalog_is_xl(form) ? xl_rows : rows,
                                           _("Xen's clock knows no zones."));
}

/* What belongs to another of them goes with it: libvirt refuses it there. */
static void
follow_offset(YadoForm *form, const YadoFieldSpec *spec)
{
    YadoDocument *document = yado_form_get_document(form);

    if (!has_zone(form))
        yado_catalog_put(document, NULL, "clock.timezone", NULL);
    if (!has_adjustment(form))
        yado_catalog_put(document, NULL, "clock.adjustment", NULL);
}

static gboolean
check_zone(YadoForm *form, const YadoFieldSpec *spec, const char *value, GError **error)
{
    if (!has_zone(form) || (value != NULL && *value != '\0'))
        return TRUE;
    return yado_error_set(error, YADO_ERROR_INVALID, NULL, NULL,
                          _("Name the zone, such as “Asia/Tokyo”."));
}

static const YadoChoice firmwares[] = {
    { "bios", N_("BIOS") },
    { "efi", N_("UEFI") },
    { 0 },
};

static const YadoFieldSpec start_fields[] = {
    { .id = "autostart",
      .type = YADO_FIELD_BOOL,
      .label = N_("_Start with the host"),
      .help = N_("Whether the host starts the guest when it boots."),
      .key = "autostart",
      .flags = YADO_FIELD_AT_ONCE },
    { 0 },
};

static const YadoFieldSpec boot_fields[] = {
    { .id = "boot.order",
      .type = YADO_FIELD_CHOICE,
      .label = N_("Boot _from"),
      .help = N_("From what the guest's firmware boots, in this order: the first that can be "
                 "booted is taken. “CD-ROM, then hard disk” installs a system from a CD."),
      .key = "boot.order",
      .list_choices = list_boot_orders,
      .placeholder = N_("as the hypervisor decides"),
      .visible_if = has_firmware },
    { .id = "os.firmware",
      .type = YADO_FIELD_CHOICE,
      .label = N_("Fir_mware"),
      .help = N_("What starts the guest's system. A system is installed for one of the two and "
                 "does not start with the other. Newer ones, and disks above 2 TiB, want UEFI."),
      .key = "os.firmware",
      .choices = firmwares,
      .placeholder = N_("as the hypervisor decides"),
      .visible_if = has_firmware },
    { .id = "boot.menu",
      .type = YADO_FIELD_BOOL,
      .label = N_("Boot m_enu"),
      .help = N_("Lets the firmware offer a menu of the boot devices for a few seconds."),
      .key = "boot.menu",
      .visible_if = has_firmware },
    { .id = "boot.bootloader",
      .type = YADO_FIELD_FILE,
      .label = N_("Boot _loader"),
      .help = N_("The program on the host that reads the guest's disk and finds the kernel there, "
                 "such as “pygrub”. Leave it empty when a kernel is given below."),
      .key = "boot.bootloader",
      .maximum = 1024,
      .visible_if = is_pv },
    { .id = "boot.bootloader-arguments",
      .type = YADO_FIELD_TEXT,
      .label = N_("Boot loa_der arguments"),
      .help = N_("What is handed to the boot loader, for example which entry of the menu to take."),
      .key = "boot.bootloader-arguments",
      .validate = validate_loader_arguments,
      .depends = "boot.bootloader",
      .visible_if = is_pv },
    { .id = "boot.kernel",
      .type = YADO_FIELD_FILE,
      .label = N_("_Kernel"),
      .help = N_("A kernel on the host that is started directly, without a boot loader or "
                 "firmware: the whole path of the file. Empty: the guest boots from its disks."),
      .key = "boot.kernel",
      .maximum = 4096,
      .validate = validate_path,
      .visible_if = has_kernel },
    { .id = "boot.initrd",
      .type = YADO_FIELD_FILE,
      .label = N_("_Initial RAM disk"),
      .help = N_("The initrd that belongs to the kernel: the whole path of the file on the host."),
      .key = "boot.initrd",
      .maximum = 4096,
      .validate = validate_needs_kernel,
      .depends = "boot.kernel,boot.bootloader",
      .visible_if = has_kernel },
    { .id = "boot.arguments",
      .type = YADO_FIELD_TEXT,
      .label = N_("Kernel _arguments"),
      .help = N_("The command line of the kernel, such as “root=/dev/xvda1 console=hvc0”. Only "
                 "used with a kernel given above."),
      .key = "boot.arguments",
      .validate = validate_needs_kernel,
      .depends = "boot.kernel,boot.bootloader",
      .visible_if = has_kernel },
    { 0 },
};

static const YadoFieldSpec stop_fields[] = {
    { .id = "on.poweroff",
      .type = YADO_FIELD_CHOICE,
      .label = N_("On p_ower off"),
      .help = N_("What happens when the guest's system switches the guest off."),
      .key = "on.poweroff",
      .choices = stop_actions },
    { .id = "on.reboot",
      .type = YADO_FIELD_CHOICE,
      .label = N_("On _reboot"),
      .help = N_("What happens when the guest's system wants to start again."),
      .key = "on.reboot",
      .choices = stop_actions },
    { .id = "on.crash",
      .type = YADO_FIELD_CHOICE,
      .label = N_("On _crash"),
      .help = N_("What happens when the guest's system breaks down. “Keep it for inspection” "
                 "helps to find out why; “start it again” helps those who wait for it."),
      .key = "on.crash",
      .choices = crash_actions },
    { 0 },
};

static const YadoFieldSpec clock_fields[] = {
    { .id = "clock.offset",
      .type = YADO_FIELD_CHOICE,
      .label = N_("Clock s_hows"),
      .help = N_("What the guest's hardware clock shows. When the guest's time is wrong by whole "
                 "hours, this is the wrong one of the two."),
      .key = "clock.offset",
      .choices = clock_offsets,
      .list_choices = list_offsets,
      .follow = follow_offset },
    { .id = "clock.timezone",
      .type = YADO_FIELD_TEXT,
      .label = N_("Time _zone"),
      .help = N_("The zone whose time the clock shows, such as “Asia/Tokyo”."),
      .key = "clock.timezone",
      .maximum = 64,
      .validate = check_zone,
      .visible_if = has_zone },
    { .id = "clock.adjustment",
      .type = YADO_FIELD_INT,
      .label = N_("Ahead _by"),
      .help = N_("How many seconds the clock is ahead; behind, when it is less than nothing. The "
                 "guest changes it when it sets its clock."),
      .key = "clock.adjustment",
      .unit = N_("s"),
      .minimum = -200000000,
      .maximum = 200000000,
      .visible_if = has_adjustment,
      .flags = YADO_FIELD_OPTIONAL_NUMBER | YADO_FIELD_VOLATILE },
    { 0 },
};

static const YadoSectionSpec sections[] = {
    { N_("Host"), start_fields },
    { N_("Boot"), boot_fields },
    { N_("When it stops"), stop_fields },
    { N_("Clock"), clock_fields },
    { 0 },
};

const YadoFormSpec yado_form_startup = {
    .id = "startup",
    .title = N_("Start-up"),
    .intro = N_("When the guest is started, from what it boots, and what happens when it stops."),
    .positive = N_("_Apply"),
    .sections = sections,
};
