/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The pages of all devices but disks and network cards. */
#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "base/yado-error.h"
#include "catalog/yado-common-fields.h"
#include "catalog/yado-device-fields.h"

/* Names that are the same in every language. */
#define SAME(name) \
    {              \
        name, name \
    }

#define FORM(name, id_, title_, intro_)                \
    static const YadoSectionSpec name##_sections[] = { \
        { NULL, name##_fields },                       \
        { 0 },                                         \
    };                                                 \
    const YadoFormSpec yado_form_##name = {            \
        .id = id_,                                     \
        .title = title_,                               \
        .intro = intro_,                               \
        .sections = name##_sections,                   \
    }

/* ---- Pictures ---- */

static gboolean
has_own_port(YadoForm *form)
{
    return !yado_catalog_is_device_value(form, "autoport", "yes");
}

static const YadoChoice graphics_types[] = { SAME("vnc"), SAME("spice"), SAME("sdl"), { 0 } };

static const YadoChoice keymaps[] = {
    SAME("en-us"), SAME("en-gb"), SAME("de"), SAME("de-ch"), SAME("fr"), SAME("es"),
    SAME("it"),    SAME("ja"),    SAME("pt"), SAME("ru"),    SAME("sv"), { 0 },
};

static const YadoFieldSpec graphics_fields[] = {
    YADO_DEVICE_NOTE,
    { .id = "type",
      .type = YADO_FIELD_CHOICE,
      .label = N_("_Protocol"),
      .help = N_("How the guest's picture is shown: VNC and SPICE are servers on the host."),
      .key = "type",
      .choices = graphics_types },
    { .id = "listen",
      .type = YADO_FIELD_TEXT,
      .label = N_("_Address"),
      .help = N_("The address of the host on which the server listens. 127.0.0.1: only the host "
                 "itself, and who logs in to it; 0.0.0.0: the whole network."),
      .key = "listen",
      .maximum = 255,
      .placeholder = N_("as the hypervisor decides") },
    { .id = "autoport",
      .type = YADO_FIELD_BOOL,
      .label = N_("_Free port"),
      .help = N_("Whether the host takes the first port that is free."),
      .key = "autoport" },
    { .id = "port",
      .type = YADO_FIELD_INT,
      .label = N_("P_ort"),
      .help = N_("The port on which the server listens. VNC counts from 5900. xl chooses none for "
                 "SPICE: its guests get 5930 at first, and each that runs needs another."),
      .key = "port",
      .minimum = -1,
      .maximum = 65535,
      .visible_if = has_own_port,
      .flags = YADO_FIELD_OPTIONAL_NUMBER | YADO_FIELD_VOLATILE },
    { .id = "password",
      .type = YADO_FIELD_PASSWORD,
      .label = N_("Pass_word"),
      .help = N_("What a viewer must know; VNC uses eight letters of it. Empty: none."),
      .key = "password",
      .flags = YADO_FIELD_SECRET },
    { .id = "keymap",
      .type = YADO_FIELD_CHOICE,
      .label = N_("_Keyboard"),
      .help = N_("The layout of the viewers' keyboards. It matters only to viewers that do not "
                 "send keys as they are."),
      .key = "keymap",
      .choices = keymaps,
      .placeholder = N_("as the viewer sends it") },
    { 0 },
};
FORM(graphics, "graphics", N_("Display"), N_("The server that shows the guest's picture."));

static const YadoChoice video_models[] = {
    SAME("vga"),   SAME("cirrus"), SAME("qxl"),  SAME("virtio"),
    SAME("bochs"), SAME("xen"),    SAME("none"), { 0 },
};

static const YadoFieldSpec video_fields[] = {
    YADO_DEVICE_NOTE,
    { .id = "model",
      .type = YADO_FIELD_CHOICE,
      .label = N_("_Model"),
      .help = N_("Which graphics card the guest sees."),
      .key = "model",
      .choices = video_models },
    { .id = "vram",
      .type = YADO_FIELD_SIZE,
      .label = N_("M_emory"),
      .help = N_("How much memory of its own the card has. Larger screens need more."),
      .key = "vram",
      .minimum = 1024 * 1024,
      .maximum = (gint64)1 << 30,
      .placeholder = N_("as the hypervisor decides") },
    { 0 },
};
FORM(video, "video", N_("Graphics card"), N_("The graphics card that the guest sees."));

/* ---- What a person touches and hears ---- */

static const YadoChoice input_types[] = {
    { "tablet", N_("tablet: its pointer is where yours is") },
    { "mouse", N_("mouse") },
    { "keyboard", N_("keyboard") },
    { 0 },
};

static const YadoChoice input_buses[] = {
    SAME("usb"), SAME("virtio"), SAME("ps2"), SAME("xen"), { 0 }
};

static const YadoFieldSpec input_fields[] = {
    YADO_DEVICE_NOTE,
    { .id = "type",
      .type = YADO_FIELD_CHOICE,
      .label = N_("_Kind"),
      .help = N_("What the guest sees. A tablet cures a pointer that is not where yours is."),
      .key = "type",
      .choices = input_types },
    { .id = "bus",
      .type = YADO_FIELD_CHOICE,
      .label = N_("_Bus"),
      .help = N_("How it is connected to the guest."),
      .key = "bus",
      .choices = input_buses,
      .placeholder = N_("as the hypervisor decides") },
    { 0 },
};
FORM(input, "input", N_("Input"), N_("A keyboard, mouse or tablet of the guest."));

static const YadoChoice sound_models[] = { SAME("ich9"), SAME("ich6"), SAME("ac97"), SAME("es1370"),
                                           SAME("sb16"), SAME("usb"),  { 0 } };

static const YadoFieldSpec sound_fields[] = {
    YADO_DEVICE_NOTE,
    { .id = "model",
      .type = YADO_FIELD_CHOICE,
      .label = N_("_Model"),
      .help = N_("Which sound card the guest sees."),
      .key = "model",
      .choices = sound_models },
    { 0 },
};
FORM(sound, "sound", N_("Sound card"), N_("The sound card that the guest sees."));

/* ---- Lines ---- */

static gboolean
has_path(YadoForm *form)
{
    g_autofree char *type = yado_catalog_dup_device_value(form, "type");

    return type != NULL &&
           g_strv_contains((const char *const[]){ "file", "unix", "dev", NULL }, type);
}

static const YadoChoice line_types[] = {
    { "pty", N_("console of the host") },
    { "file", N_("file") },
    { "unix", N_("socket") },
    { "dev", N_("device of the host") },
    { "null", N_("nothing") },
    SAME("spicevmc"),
    { 0 },
};

#define LINE_FIELDS                                                                               \
    { .id = "type",                                                                               \
      .type = YADO_FIELD_CHOICE,                                                                  \
      .label = N_("_Connected to"),                                                               \
      .help =                                                                                     \
          N_("What is at the other end of the line, on the host. Only a console of the host can " \
             "be opened here."),                                                                  \
      .key = "type",                                                                              \
      .choices = line_types },                                                                    \
    {                                                                                             \
        .id = "path", .type = YADO_FIELD_TEXT, .label = N_("_Path"),                              \
        .help = N_("The file, socket or device on the host."), .key = "path",                     \
        .visible_if = has_path, .flags = YADO_FIELD_VOLATILE                                      \
    }

static const YadoFieldSpec line_fields[] = {
    YADO_DEVICE_NOTE,
    LINE_FIELDS,
    { .id = "target.type",
      .type = YADO_FIELD_INFO,
      .label = N_("Port in the guest"),
      .help = N_("What the guest sees of the line."),
      .key = "target.type",
      .placeholder = N_("as the hypervisor decides") },
    { 0 },
};
FORM(line, "line", N_("Serial line"), N_("A line of text between the guest and its host."));

static const YadoChoice channel_types[] = { SAME("virtio"), SAME("xen"), { 0 } };

static const YadoFieldSpec channel_fields[] = {
    YADO_DEVICE_NOTE,
    { .id = "target.name",
      .type = YADO_FIELD_TEXT,
      .label = N_("_Name"),
      .help = N_("The name by which a program in the guest finds the channel: "
                 "org.qemu.guest_agent.0 is the one of its agent."),
      .key = "target.name",
      .maximum = 255 },
    LINE_FIELDS,
    { .id = "target.type",
      .type = YADO_FIELD_CHOICE,
      .label = N_("_Kind"),
      .help = N_("How the guest sees the channel."),
      .key = "target.type",
      .choices = channel_types },
    { 0 },
};
FORM(channel, "channel", N_("Channel"),
     N_("A channel between a program in the guest and one on the host."));

/* ---- Devices of the host ---- */

/* xl finds a USB device by where it is plugged in, not by its maker. */
static const char *
get_address(YadoForm *form, const YadoResource *device)
{
    gboolean is_xl = yado_catalog_is_xl(form);

    return is_xl && device->path != NULL ? device->path : device->name;
}

static GPtrArray *
list_host_devices(YadoForm *form, const char *type)
{
    GPtrArray *devices = yado_catalog_get_resources(form, YADO_RESOURCE_DEVICES);
    GPtrArray *items = yado_catalog_choices_new();

    for (guint i = 0; devices != NULL && i < devices->len; i++) {
        const YadoResource *device = devices->pdata[i];
        g_autofree char *label = NULL;

        if (g_strcmp0(device->type, type) != 0)
            continue;
        label = g_strdup_printf("%s %s", device->name, device->text != NULL ? device->text : "");
        yado_catalog_add_choice(items, get_address(form, device), label, NULL);
    }
    return items;
}

static GPtrArray *
list_pci_devices(YadoForm *form, const YadoFieldSpec *spec)
{
    return list_host_devices(form, "pci");
}

static GPtrArray *
list_usb_devices(YadoForm *form, const YadoFieldSpec *spec)
{
    return list_host_devices(form, "usb");
}

/* What the host tells of the device that was chosen: its driver, its group, that it is in use. */
static char *
dup_host_note(YadoForm *form, const YadoFieldSpec *spec)
{
    GPtrArray *devices = yado_catalog_get_resources(form, YADO_RESOURCE_DEVICES);
    g_autofree char *address = yado_catalog_dup_device_value(form, "address");
    const YadoResource *device =
        devices != NULL && address != NULL ? yado_resource_list_find(devices, address) : NULL;

    if (device != NULL && device->note != NULL)
        return g_strdup_printf("%s; %s", device->note,
                               _("with it the guest cannot be saved or migrated"));
    return g_strdup(_("with it the guest cannot be saved or migrated"));
}

static gboolean
check_address(YadoForm *form, const YadoFieldSpec *spec, const char *value, GError **error)
{
    YadoDocument *document = yado_form_get_document(form);
    g_auto(GStrv) nodes = yado_document_list_nodes(document, "hostdev");

    if (value == NULL || *value == '\0')
        return yado_error_set(error, YADO_ERROR_INVALID, NULL, NULL,
                              _("Choose a device of the host."));
    for (guint i = 0; nodes[i] != NULL; i++) {
        g_autofree char *other = yado_document_dup_value(document, nodes[i], "address");

        if (strcmp(nodes[i], yado_form_get_node(form)) != 0 && g_strcmp0(other, value) == 0)
            return yado_error_set(error, YADO_ERROR_INVALID, NULL, NULL,
                                  _("The guest has the device “%s” already."), value);
    }
    return TRUE;
}

#define HOST_FIELDS(list)                                                                          \
    { .id = "address",                                                                             \
      .type = YADO_FIELD_CHOICE,                                                                   \
      .label = N_("_Device of the host"),                                                          \
      .help = N_("The device that is given away: the host and other guests do not have it then."), \
      .key = "address",                                                                            \
      .list_choices = list,                                                                        \
      .validate = check_address },                                                                 \
    {                                                                                              \
        .id = "warning", .type = YADO_FIELD_INFO, .label = N_("To know before"),                   \
        .help = N_("What the host tells of the device, and what it means for the guest."),         \
        .dup_text = dup_host_note                                                                  \
    }

static const YadoFieldSpec pci_fields[] = {
    YADO_DEVICE_NOTE,
    HOST_FIELDS(list_pci_devices),
    { .id = "managed",
      .type = YADO_FIELD_BOOL,
      .label = N_("_Taken from the host by itself"),
      .help = N_("Whether the host's driver lets go of the device when the guest starts, and gets "
                 "it back afterwards. Off: somebody has done that before."),
      .key = "managed" },
    { 0 },
};
static const YadoFieldSpec usb_fields[] = { YADO_DEVICE_NOTE,
                                            HOST_FIELDS(list_usb_devices),
                                            { 0 } };

static const YadoSectionSpec pci_sections[] = { { NULL, pci_fields }, { 0 } };
static const YadoSectionSpec usb_sections[] = { { NULL, usb_fields }, { 0 } };

const YadoFormSpec yado_form_pci = {
    .id = "pci",
    .title = N_("PCI device"),
    .intro = N_("A PCI device of the host that the guest has for itself."),
    .sections = pci_sections,
    .resources = YADO_RESOURCE_BIT(YADO_RESOURCE_DEVICES),
};

const YadoFormSpec yado_form_usb = {
    .id = "usb",
    .title = N_("USB device"),
    .intro = N_("A USB device of the host that the guest has for itself."),
    .sections = usb_sections,
    .resources = YADO_RESOURCE_BIT(YADO_RESOURCE_DEVICES),
};

/* ---- The rest ---- */

static const YadoChoice controller_types[] = {
    SAME("usb"), SAME("scsi"), SAME("virtio-serial"), SAME("sata"), { 0 }
};

static const YadoFieldSpec controller_fields[] = {
    YADO_DEVICE_NOTE,
    { .id = "type",
      .type = YADO_FIELD_CHOICE,
      .label = N_("_Kind"),
      .help = N_("What can be connected to it."),
      .key = "type",
      .choices = controller_types },
    { .id = "model",
      .type = YADO_FIELD_TEXT,
      .label = N_("_Model"),
      .help =
          N_("Which controller the guest sees: qemu-xhci or qusb2 for USB, virtio-scsi for SCSI."),
      .key = "model",
      .maximum = 64,
      .placeholder = N_("as the hypervisor decides") },
    { 0 },
};
FORM(controller, "controller", N_("Controller"), N_("A controller that other devices hang on."));

static const YadoChoice watchdog_models[] = {
    SAME("i6300esb"), SAME("ib700"), SAME("itco"), { 0 }
};

static const YadoChoice watchdog_actions[] = {
    { "reset", N_("reset it") },       { "shutdown", N_("shut it down") },
    { "poweroff", N_("turn it off") }, { "pause", N_("pause it") },
    { "none", N_("nothing") },         { 0 },
};

static const YadoFieldSpec watchdog_fields[] = {
    YADO_DEVICE_NOTE,
    { .id = "model",
      .type = YADO_FIELD_CHOICE,
      .label = N_("_Model"),
      .help = N_("Which watchdog the guest sees."),
      .key = "model",
      .choices = watchdog_models },
    { .id = "action",
      .type = YADO_FIELD_CHOICE,
      .label = N_("_When it bites"),
      .help = N_("What happens to a guest that hangs."),
      .key = "action",
      .choices = watchdog_actions },
    { 0 },
};
FORM(watchdog, "watchdog", N_("Watchdog"), N_("It acts when the guest hangs."));

static const YadoChoice rng_types[] = { SAME("random"), SAME("builtin"), { 0 } };

static const YadoFieldSpec rng_fields[] = {
    YADO_DEVICE_NOTE,
    { .id = "type",
      .type = YADO_FIELD_CHOICE,
      .label = N_("_Kind"),
      .help = N_("Where the random numbers come from: a device of the host, or QEMU itself."),
      .key = "type",
      .choices = rng_types },
    { .id = "source",
      .type = YADO_FIELD_TEXT,
      .label = N_("_Source"),
      .help = N_("The device of the host: /dev/urandom never makes anybody wait."),
      .key = "source" },
    { 0 },
};
FORM(rng, "rng", N_("Random numbers"), N_("Gives the guest good random numbers."));

static const YadoChoice tpm_models[] = { SAME("tpm-crb"), SAME("tpm-tis"), { 0 } };

static const YadoChoice tpm_types[] = {
    { "emulator", N_("emulated") },
    { "passthrough", N_("the host's own") },
    { 0 },
};

/* xl's is served by another guest and is always of one kind. */
static gboolean
has_tpm_kind(YadoForm *form)
{
    return !yado_catalog_is_xl(form);
}

static const YadoFieldSpec tpm_fields[] = {
    YADO_DEVICE_NOTE,
    { .id = "model",
      .type = YADO_FIELD_CHOICE,
      .label = N_("_Model"),
      .help = N_("Which TPM the guest sees."),
      .key = "model",
      .choices = tpm_models,
      .placeholder = N_("as the hypervisor decides"),
      .visible_if = has_tpm_kind },
    { .id = "type",
      .type = YADO_FIELD_CHOICE,
      .label = N_("_Kind"),
      .help = N_("Whether the TPM is emulated, or the one of the host."),
      .key = "type",
      .choices = tpm_types,
      .visible_if = has_tpm_kind },
    { .id = "source",
      .type = YADO_FIELD_TEXT,
      .label = N_("_Served by"),
      .help = N_("The guest in which Xen's virtual TPM runs (vtpm-stubdom), by name or number."),
      .key = "source",
      .maximum = 64,
      .visible_if = yado_catalog_is_xl,
      .flags = YADO_FIELD_REQUIRED },
    { 0 },
};
FORM(tpm, "tpm", N_("TPM"),
     N_("A module that keeps keys: some systems refuse to install without."));

/* A file system that is no folder (in memory, of a template) has none, and may be there already. */
static gboolean
check_folder(YadoForm *form, const YadoFieldSpec *spec, const char *value, GError **error)
{
    return (value != NULL && *value != '\0') ||
           yado_error_set(error, YADO_ERROR_INVALID, NULL, NULL,
                          _("Both the folder and its name in the guest must be given."));
}

static const YadoFieldSpec filesystem_fields[] = {
    YADO_DEVICE_NOTE,
    { .id = "source",
      .type = YADO_FIELD_TEXT,
      .label = N_("_Folder of the host"),
      .help = N_("The folder that the guest sees, by its whole path."),
      .key = "source",
      .validate = check_folder },
    { .id = "target",
      .type = YADO_FIELD_TEXT,
      .label = N_("_Name in the guest"),
      .help = N_("The name under which the guest mounts it: mount -t 9p NAME /mnt."),
      .key = "target",
      .maximum = 64,
      .flags = YADO_FIELD_REQUIRED },
    { 0 },
};
FORM(filesystem, "filesystem", N_("Shared folder"),
     N_("A folder of the host that the guest can mount."));

static char *
dup_text(YadoForm *form, const YadoFieldSpec *spec)
{
    return yado_document_dump_node(yado_form_get_document(form), yado_form_get_node(form));
}

static const YadoFieldSpec other_fields[] = {
    { .id = "text",
      .type = YADO_FIELD_INFO,
      .label = N_("Definition"),
      .help = N_("The device as it stands in the configuration; it stays as it is. The page "
                 "Configuration can change it."),
      .dup_text = dup_text },
    { 0 },
};
FORM(other, "other", N_("Device"), N_("A device that YaDO has no page for."));
