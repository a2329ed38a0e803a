/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * yado-xml-to-xl.c: what a libvirt definition says, as an xl.cfg.
 *
 * Each attribute and element that is read is noted; what nobody read at the end becomes a loss with its path.
 */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/yado-error.h"
#include "document/yado-xml-to-xl.h"
#include "document/yado-xml-values.h"

/* Reading */

void
yado_to_xl_see(YadoToXl *self, gconstpointer part)
{
    g_hash_table_add(self->seen, (gpointer)part);
}

const char *
yado_to_xl_take_attribute(YadoToXl *self, const YadoXmlElement *element, const char *name)
{
    for (guint i = 0; i < element->attributes->len; i++) {
        const YadoXmlAttribute *attribute = element->attributes->pdata[i];
        if (strcmp(attribute->name, name) != 0)
            continue;
        yado_to_xl_see(self, attribute);
        return attribute->value;
    }
    return NULL;
}

YadoXmlElement *
yado_to_xl_take_child(YadoToXl *self, const YadoXmlElement *element, const char *name)
{
    YadoXmlElement *child = element != NULL ? yado_xml_element_find_child(element, name) : NULL;

    if (child != NULL)
        yado_to_xl_see(self, child);
    return child;
}

/* An attribute of a child, both noted. */
const char *
yado_to_xl_take_in(YadoToXl *self, const YadoXmlElement *element, const char *child_name,
                   const char *name)
{
    YadoXmlElement *child = yado_to_xl_take_child(self, element, child_name);

    return child != NULL ? yado_to_xl_take_attribute(self, child, name) : NULL;
}

char *
yado_to_xl_take_text(YadoToXl *self, const YadoXmlElement *element, const char *name)
{
    YadoXmlElement *child = yado_to_xl_take_child(self, element, name);
    char *text = child != NULL ? yado_xml_element_dup_text(child) : NULL;

    return text != NULL ? g_strstrip(text) : NULL;
}

/* Each child's place among those of its name; of one that is alone, none. All at once, since of thousands many may be lost. */
static void
count_children(YadoToXl *self, const YadoXmlElement *parent)
{
    g_autoptr(GHashTable) firsts = g_hash_table_new(g_str_hash, g_str_equal);
    g_autoptr(GHashTable) counts = g_hash_table_new(g_str_hash, g_str_equal);

    for (guint i = 0; i < parent->children->len; i++) {
        YadoXmlElement *child = parent->children->pdata[i];
        guint place = GPOINTER_TO_UINT(g_hash_table_lookup(counts, child->name)) + 1;

        g_hash_table_insert(counts, child->name, GUINT_TO_POINTER(place));
        if (place == 1) {
            g_hash_table_insert(firsts, child->name, child);
            continue;
        }
        if (place == 2)
            g_hash_table_insert(self->places, g_hash_table_lookup(firsts, child->name),
                                GUINT_TO_POINTER(1));
        g_hash_table_insert(self->places, child, GUINT_TO_POINTER(place));
    }
}

static guint
get_place(YadoToXl *self, const YadoXmlElement *element)
{
    if (g_hash_table_add(self->counted, element->parent))
        count_children(self, element->parent);
    return GPOINTER_TO_UINT(g_hash_table_lookup(self->places, element));
}

/* "/domain/devices/disk[2]/iotune" */
static char *
dup_path(YadoToXl *self, const YadoXmlElement *element)
{
    const YadoXmlElement *parent = element->parent;
    guint place;

    if (parent == NULL)
        return g_strdup_printf("/%s", element->name);
    place = get_place(self, element);
    g_autofree char *start = dup_path(self, parent);
    if (place == 0)
        return g_strdup_printf("%s/%s", start, element->name);
    return g_strdup_printf("%s/%s[%u]", start, element->name, place);
}

void
yado_to_xl_lose(YadoToXl *self, const YadoXmlElement *element, const char *attribute,
                const char *reason)
{
    if (yado_losses_are_full(self->losses))
        return;
    g_autofree char *path = dup_path(self, element);
    g_autofree char *place =
        attribute != NULL ? g_strdup_printf("%s/@%s", path, attribute) : g_strdup(path);

    yado_losses_add(self->losses, 0, 0, place, reason);
}

void
yado_to_xl_lose_value(YadoToXl *self, const YadoXmlElement *element, const char *attribute)
{
    yado_to_xl_lose(self, element, attribute, _("xl does not know this value."));
}

static void
lose_unseen(YadoToXl *self, const YadoXmlElement *element)
{
    if (yado_losses_are_full(self->losses))
        return;
    if (!g_hash_table_contains(self->seen, element)) {
        yado_to_xl_lose(self, element, NULL, yado_losses_get_xl_reason());
        return;
    }
    for (guint i = 0; i < element->attributes->len; i++) {
        const YadoXmlAttribute *attribute = element->attributes->pdata[i];
        if (!g_hash_table_contains(self->seen, attribute) &&
            !g_str_has_prefix(attribute->name, "xmlns"))
            yado_to_xl_lose(self, element, attribute->name, yado_losses_get_xl_reason());
    }
    for (guint i = 0; i < element->children->len; i++)
        lose_unseen(self, element->children->pdata[i]);
}

/* All of it goes with what was already said. */
void
yado_to_xl_see_all(YadoToXl *self, const YadoXmlElement *element)
{
    yado_to_xl_see(self, element);
    for (guint i = 0; i < element->attributes->len; i++)
        yado_to_xl_see(self, element->attributes->pdata[i]);
    for (guint i = 0; i < element->children->len; i++)
        yado_to_xl_see_all(self, element->children->pdata[i]);
}

void
yado_to_xl_lose_whole(YadoToXl *self, const YadoXmlElement *element, const char *reason)
{
    yado_to_xl_lose(self, element, NULL, reason);
    yado_to_xl_see_all(self, element);
}

/* Writing */

void
yado_to_xl_put_raw(YadoToXl *self, const char *key, const char *raw)
{
    g_string_append_printf(self->text, "%s = %s\n", key, raw);
}

void
yado_to_xl_put(YadoToXl *self, const char *key, const char *value)
{
    g_autofree char *quoted = value != NULL ? yado_xl_quote(value, '"') : NULL;

    if (quoted != NULL)
        yado_to_xl_put_raw(self, key, quoted);
}

void
yado_to_xl_put_number(YadoToXl *self, const char *key, guint64 number)
{
    g_string_append_printf(self->text, "%s = %" G_GUINT64_FORMAT "\n", key, number);
}

void
yado_to_xl_put_list(YadoToXl *self, const char *key, GPtrArray *items)
{
    if (items->len == 0)
        return;
    g_string_append_printf(self->text, "%s = [\n", key);
    for (guint i = 0; i < items->len; i++) {
        g_autofree char *quoted = yado_xl_quote(items->pdata[i], '\'');
        g_string_append_printf(self->text, "    %s,\n", quoted);
    }
    g_string_append(self->text, "]\n");
}

/* "key=value" appended to the options of a device; a value with a comma cannot stand there. */
gboolean
yado_to_xl_append(GString *options, const char *key, const char *value)
{
    if (value == NULL)
        return TRUE;
    if (strpbrk(value, ",\n") != NULL)
        return FALSE;
    g_string_append_printf(options, "%s%s=%s", options->len > 0 ? "," : "", key, value);
    return TRUE;
}

void
yado_to_xl_carry_option(YadoToXl *self, GString *options, const char *key,
                        const YadoXmlElement *element, const char *attribute)
{
    if (element != NULL &&
        !yado_to_xl_append(options, key, yado_to_xl_take_attribute(self, element, attribute)))
        yado_to_xl_lose_value(self, element, attribute);
}

GPtrArray *
yado_to_xl_new_items(void)
{
    return g_ptr_array_new_with_free_func(g_free);
}

/* The guest */

static gboolean
carry_name(YadoToXl *self, GError **error)
{
    YadoXmlElement *element = yado_to_xl_take_child(self, self->tree->root, "name");
    g_autofree char *name = element != NULL ? yado_xml_element_dup_text(element) : NULL;
    g_autofree char *uuid = yado_to_xl_take_text(self, self->tree->root, "uuid");

    if (name == NULL || name[strspn(name, " \t\n")] == '\0')
        return yado_error_set(error, YADO_ERROR_INVALID, NULL, NULL,
                              _("The configuration does not name its guest (<name>)."));
    if (strpbrk(name, "/\n\r") != NULL)
        return yado_error_set(
            error, YADO_ERROR_INVALID, name, NULL,
            _("A guest's name must not be empty, nor contain “/” or a line break."));
    yado_to_xl_put(self, "name", name);
    yado_to_xl_put(self, "uuid", uuid);
    return TRUE;
}

static void
carry_kind(YadoToXl *self)
{
    const YadoXmlElement *root = self->tree->root;
    const char *type = yado_to_xl_take_attribute(self, root, "type");
    YadoXmlElement *os = yado_to_xl_take_child(self, root, "os");
    YadoXmlElement *os_type = yado_to_xl_take_child(self, os, "type");
    g_autofree char *name = yado_to_xl_take_text(self, os, "type");

    yado_to_xl_take_attribute(self, root, "id"); /* of the run, not of the guest */
    if (g_strcmp0(type, "xen") != 0 && g_strcmp0(type, "test") != 0)
        yado_to_xl_lose(self, root, "type",
                        _("It is no guest of Xen; as one it may need other devices."));
    if (g_strcmp0(name, "hvm") == 0)
        self->kind = "hvm";
    else
        self->kind = g_strcmp0(name, "xenpvh") == 0 ? "pvh" : "pv";
    if (name != NULL && strcmp(name, "hvm") != 0 && strcmp(name, "xen") != 0 &&
        strcmp(name, "linux") != 0 && strcmp(name, "xenpvh") != 0)
        yado_to_xl_lose_value(self, os_type, NULL);
    if (os_type != NULL) {
        const char *machine = yado_to_xl_take_attribute(self, os_type, "machine");
        const char *arch = yado_to_xl_take_attribute(self, os_type, "arch");
        if (machine != NULL && !g_str_has_prefix(machine, "xen"))
            yado_to_xl_lose_value(self, os_type, "machine");
        if (arch != NULL && strcmp(arch, "x86_64") != 0)
            yado_to_xl_lose(self, os_type, "arch", _("xl takes the architecture of the host."));
    }
    yado_to_xl_put(self, "type", self->kind);
}

/* Bytes of <memory unit='…'>, by the map. */
static guint64
read_size(YadoToXl *self, const char *key)
{
    g_autofree char *value = yado_xml_read_value(self->tree->root, yado_map_find(NULL, key));

    return value != NULL ? g_ascii_strtoull(value, NULL, 10) : 0;
}

static guint64
to_mib(YadoToXl *self, const YadoXmlElement *element, guint64 bytes)
{
    guint64 mib = (bytes + (1 << 20) - 1) >> 20;

    if (bytes % (1 << 20) != 0 && element != NULL)
        yado_to_xl_lose(self, element, NULL, _("xl counts memory in whole MiB: it is rounded up."));
    return mib;
}

static void
carry_memory(YadoToXl *self)
{
    const YadoXmlElement *root = self->tree->root;
    YadoXmlElement *maximum = yado_to_xl_take_child(self, root, "memory");
    YadoXmlElement *current = yado_to_xl_take_child(self, root, "currentMemory");
    guint64 most = read_size(self, "memory.maximum");
    guint64 now = current != NULL ? read_size(self, "memory.current") : most;
    guint64 numa = yado_to_xl_get_numa_memory(self);

    if (maximum != NULL)
        yado_to_xl_take_attribute(self, maximum, "unit");
    if (current != NULL)
        yado_to_xl_take_attribute(self, current, "unit");
    if (numa > 0) /* as libvirt counts: the guest has what its cells have */
        most = numa << 20;
    now = MIN(now, most);
    yado_to_xl_put_number(self, "memory", to_mib(self, current != NULL ? current : maximum, now));
    if (most != now)
        yado_to_xl_put_number(self, "maxmem", to_mib(self, maximum, most));
}

static void
fill_pins(GPtrArray *sets, guint n, const char *rest)
{
    while (sets->len < n)
        g_ptr_array_add(sets, g_strdup(rest != NULL ? rest : "all"));
}

/* One set for each vCPU, in their order; gaps get @rest (nullable: all), and so do those behind the last. */
static void
carry_pins(YadoToXl *self, YadoXmlElement *tune, guint n_vcpus, const char *rest)
{
    g_autoptr(GPtrArray) sets = yado_to_xl_new_items();
    guint n = MIN(n_vcpus, 4096);

    for (guint i = 0; tune != NULL && i < tune->children->len; i++) {
        YadoXmlElement *pin = tune->children->pdata[i];
        if (strcmp(pin->name, "vcpupin") != 0)
            continue;
        const char *vcpu = yado_xml_element_get_attribute(pin, "vcpu");
        const char *set = yado_xml_element_get_attribute(pin, "cpuset");
        guint64 number;
        if (vcpu == NULL || set == NULL ||
            !g_ascii_string_to_unsigned(vcpu, 10, 0, n - 1, &number, NULL))
            continue;
        yado_to_xl_see_all(self, pin);
        fill_pins(sets, (guint)number + 1, rest);
        g_free(sets->pdata[number]);
        sets->pdata[number] = g_strdup(set);
    }
    if (rest != NULL)
        fill_pins(sets, n, rest);
    yado_to_xl_put_list(self, "cpus", sets);
}

static void
carry_vcpus(YadoToXl *self)
{
    const YadoXmlElement *root = self->tree->root;
    YadoXmlElement *vcpu = yado_to_xl_take_child(self, root, "vcpu");
    YadoXmlElement *tune = yado_to_xl_take_child(self, root, "cputune");
    g_autofree char *maximum = yado_to_xl_take_text(self, root, "vcpu");
    g_autofree char *weight = yado_to_xl_take_text(self, tune, "shares");
    const char *current = vcpu != NULL ? yado_to_xl_take_attribute(self, vcpu, "current") : NULL;
    const char *cpuset = vcpu != NULL ? yado_to_xl_take_attribute(self, vcpu, "cpuset") : NULL;
    guint64 most = 1;
    guint64 now;

    if (maximum != NULL)
        g_ascii_string_to_unsigned(maximum, 10, 1, 4096, &most, NULL);
    now = most;
    if (vcpu != NULL && g_strcmp0(yado_xml_element_get_attribute(vcpu, "placement"), "auto") != 0)
        yado_to_xl_take_attribute(self, vcpu, "placement");
    if (current != NULL)
        g_ascii_string_to_unsigned(current, 10, 1, most, &now, NULL);
    yado_to_xl_put_number(self, "vcpus", now);
    if (most != now)
        yado_to_xl_put_number(self, "maxvcpus", most);
    if (tune != NULL && yado_xml_element_find_child(tune, "vcpupin") != NULL)
        carry_pins(self, tune, (guint)most, cpuset);
    else if (cpuset != NULL)
        yado_to_xl_put(self, "cpus", cpuset);
    if (weight != NULL && g_ascii_string_to_unsigned(weight, 10, 1, G_MAXUINT32, NULL, NULL))
        yado_to_xl_put_raw(self, "cpu_weight", weight);
}

/* Start-up */

static void
carry_words(YadoToXl *self, const char *element, const char *key)
{
    g_autofree char *text = yado_to_xl_take_text(self, self->tree->root, element);
    g_auto(GStrv) words = text != NULL ? g_strsplit_set(text, " \t", -1) : NULL;
    g_autoptr(GPtrArray) items = yado_to_xl_new_items();

    for (guint i = 0; words != NULL && words[i] != NULL; i++)
        if (*words[i] != '\0')
            g_ptr_array_add(items, g_strdup(words[i]));
    yado_to_xl_put_list(self, key, items);
}

static void
carry_boot_order(YadoToXl *self, YadoXmlElement *os)
{
    static const struct {
        const char *device;
        char letter;
    } letters[] = { { "hd", 'c' }, { "cdrom", 'd' }, { "network", 'n' }, { "fd", 'a' } };
    g_autoptr(GString) order = g_string_new(NULL);

    for (guint i = 0; i < os->children->len; i++) {
        YadoXmlElement *child = os->children->pdata[i];
        if (strcmp(child->name, "boot") != 0)
            continue;
        yado_to_xl_see(self, child);
        const char *device = yado_to_xl_take_attribute(self, child, "dev");
        for (guint j = 0; j < G_N_ELEMENTS(letters); j++)
            if (g_strcmp0(device, letters[j].device) == 0)
                g_string_append_c(order, letters[j].letter);
    }
    if (order->len > 0 && strcmp(self->kind, "hvm") == 0)
        yado_to_xl_put(self, "boot", order->str);
    else if (order->len > 0)
        yado_to_xl_lose(self, yado_xml_element_find_child(os, "boot"), NULL,
                        _("Only HVM guests have a boot order."));
}

/* The default loader of HVM is no firmware of its own. */
static void
carry_loader(YadoToXl *self, YadoXmlElement *os)
{
    YadoXmlElement *loader = yado_to_xl_take_child(self, os, "loader");
    const char *firmware = yado_to_xl_take_attribute(self, os, "firmware");
    g_autofree char *path = yado_to_xl_take_text(self, os, "loader");
    gboolean is_pflash =
        loader != NULL && g_strcmp0(yado_to_xl_take_attribute(self, loader, "type"), "pflash") == 0;

    if (loader != NULL)
        yado_to_xl_take_attribute(self, loader, "readonly");
    if (g_strcmp0(firmware, "efi") == 0 || is_pflash ||
        (path != NULL && (strstr(path, "ovmf") != NULL || strstr(path, "OVMF") != NULL))) {
        yado_to_xl_put(self, "bios", "ovmf");
        if (path != NULL && !g_str_has_suffix(path, "ovmf.bin"))
            yado_to_xl_lose(self, loader, NULL,
                            _("xl takes the UEFI firmware that comes with Xen."));
    } else if (path != NULL && *path != '\0' && !g_str_has_suffix(path, "hvmloader")) {
        yado_to_xl_put(self, "firmware_override", path);
    }
}

static void
carry_os(YadoToXl *self)
{
    const YadoXmlElement *root = self->tree->root;
    YadoXmlElement *os = yado_xml_element_find_child(root, "os");
    g_autofree char *bootloader = yado_to_xl_take_text(self, root, "bootloader");

    if (os != NULL) {
        g_autofree char *kernel = yado_to_xl_take_text(self, os, "kernel");
        g_autofree char *initrd = yado_to_xl_take_text(self, os, "initrd");
        g_autofree char *cmdline = yado_to_xl_take_text(self, os, "cmdline");
        yado_to_xl_put(self, "kernel", kernel);
        yado_to_xl_put(self, "ramdisk", initrd);
        yado_to_xl_put(self, "cmdline", cmdline);
        carry_loader(self, os);
        carry_boot_order(self, os);
    }
    if (bootloader != NULL && *bootloader != '\0')
        yado_to_xl_put(self, "bootloader", bootloader);
    carry_words(self, "bootloader_args", "bootloader_args");
}

/* Features, clock */

static gboolean
take_feature(YadoToXl *self, YadoXmlElement *features, const char *name)
{
    YadoXmlElement *found = yado_to_xl_take_child(self, features, name);
    const char *state = found != NULL ? yado_to_xl_take_attribute(self, found, "state") : NULL;

    return found != NULL && g_strcmp0(state, "off") != 0;
}

static void
carry_xen_features(YadoToXl *self, YadoXmlElement *features)
{
    YadoXmlElement *xen = yado_to_xl_take_child(self, features, "xen");
    const char *e820 = yado_to_xl_take_in(self, xen, "e820_host", "state");
    const char *state = yado_to_xl_take_in(self, xen, "passthrough", "state");
    const char *mode = yado_to_xl_take_in(self, xen, "passthrough", "mode");

    if (e820 != NULL)
        yado_to_xl_put_raw(self, "e820_host", strcmp(e820, "on") == 0 ? "1" : "0");
    if (state == NULL)
        return;
    if (strcmp(state, "on") != 0)
        yado_to_xl_put(self, "passthrough", "disabled");
    else
        yado_to_xl_put(self, "passthrough", mode != NULL ? mode : "enabled");
}

/* For libvirt what is not there is off; Xen has acpi, apic and pae on by itself. */
static void
carry_features(YadoToXl *self)
{
    YadoXmlElement *features = yado_to_xl_take_child(self, self->tree->root, "features");
    gboolean acpi = take_feature(self, features, "acpi");
    gboolean is_hvm = strcmp(self->kind, "hvm") == 0;

    if (strcmp(self->kind, "pv") != 0 && !acpi)
        yado_to_xl_put_raw(self, "acpi", "0");
    if (!take_feature(self, features, "apic") && is_hvm)
        yado_to_xl_put_raw(self, "apic", "0");
    if (!take_feature(self, features, "pae") && is_hvm)
        yado_to_xl_put_raw(self, "pae", "0");
    if (features == NULL)
        return;
    if (yado_xml_element_find_child(features, "hap") != NULL)
        yado_to_xl_put_raw(self, "hap", take_feature(self, features, "hap") ? "1" : "0");
    if (take_feature(self, features, "viridian"))
        yado_to_xl_put_raw(self, "viridian", "1");
    carry_xen_features(self, features);
}

static void
carry_timer(YadoToXl *self, YadoXmlElement *timer)
{
    const char *name = yado_xml_element_get_attribute(timer, "name");
    const char *mode = yado_xml_element_get_attribute(timer, "mode");
    const char *present = yado_xml_element_get_attribute(timer, "present");

    if (g_strcmp0(name, "hpet") == 0 && present != NULL) {
        yado_to_xl_see_all(self, timer);
        yado_to_xl_put_raw(self, "hpet", strcmp(present, "yes") == 0 ? "1" : "0");
        return;
    }
    if (g_strcmp0(name, "tsc") != 0 || mode == NULL)
        return;
    yado_to_xl_see_all(self, timer);
    if (strcmp(mode, "emulate") == 0)
        yado_to_xl_put(self, "tsc_mode", "always_emulate");
    else if (strcmp(mode, "native") == 0)
        yado_to_xl_put(self, "tsc_mode", "native");
    else if (strcmp(mode, "paravirt") == 0)
        yado_to_xl_put(self, "tsc_mode", "native_paravirt");
    else if (strcmp(mode, "auto") != 0)
        yado_to_xl_lose_value(self, timer, "mode");
}

static void
carry_clock(YadoToXl *self)
{
    YadoXmlElement *clock = yado_to_xl_take_child(self, self->tree->root, "clock");
    const char *offset = clock != NULL ? yado_to_xl_take_attribute(self, clock, "offset") : NULL;

    if (clock == NULL)
        return;
    if (g_strcmp0(offset, "localtime") == 0) {
        yado_to_xl_put_raw(self, "localtime", "1");
    } else if (g_strcmp0(offset, "variable") == 0) {
        const char *basis = yado_to_xl_take_attribute(self, clock, "basis");
        const char *adjustment = yado_to_xl_take_attribute(self, clock, "adjustment");
        if (g_strcmp0(basis, "localtime") == 0)
            yado_to_xl_put_raw(self, "localtime", "1");
        yado_to_xl_put(self, "rtc_timeoffset", adjustment != NULL ? adjustment : "0");
    } else if (g_strcmp0(offset, "utc") != 0 && offset != NULL) {
        yado_to_xl_lose_value(self, clock, "offset");
    }
    for (guint i = 0; i < clock->children->len; i++) {
        YadoXmlElement *timer = clock->children->pdata[i];
        if (strcmp(timer->name, "timer") == 0)
            carry_timer(self, timer);
    }
}

static void
carry_action(YadoToXl *self, const char *key)
{
    g_autofree char *action = yado_to_xl_take_text(self, self->tree->root, key);

    if (action != NULL && *action != '\0')
        yado_to_xl_put(self, key, action);
}

static void
carry_arguments(YadoToXl *self)
{
    const YadoXmlElement *root = self->tree->root;
    g_autoptr(GPtrArray) items = yado_to_xl_new_items();

    for (guint i = 0; i < root->children->len; i++) {
        YadoXmlElement *line = root->children->pdata[i];
        if (strcmp(line->name, "xen:commandline") != 0)
            continue;
        yado_to_xl_see(self, line);
        for (guint j = 0; j < line->children->len; j++) {
            YadoXmlElement *argument = line->children->pdata[j];
            const char *value = yado_to_xl_take_attribute(self, argument, "value");
            yado_to_xl_see(self, argument);
            if (value != NULL)
                g_ptr_array_add(items, g_strdup(value));
        }
    }
    yado_to_xl_put_list(self, "device_model_args", items);
}

/* Kept in comments: see carry_notes(). What else is in <metadata> belongs to other programs. */
static void
see_notes(YadoToXl *self)
{
    static const char *const uris[] = { "http://libosinfo.org/xmlns/libvirt/domain/1.0",
                                        "urn:yado:guest:1" };
    static const char *const names[] = { "libosinfo", "guest" };
    YadoXmlElement *metadata = yado_to_xl_take_child(self, self->tree->root, "metadata");

    yado_to_xl_take_child(self, self->tree->root, "title");
    yado_to_xl_take_child(self, self->tree->root, "description");
    for (guint i = 0; metadata != NULL && i < G_N_ELEMENTS(uris); i++) {
        YadoXmlElement *known = yado_xml_element_find_child_ns(metadata, uris[i], names[i]);
        if (known != NULL)
            yado_to_xl_see_all(self, known);
    }
}

char *
yado_xml_to_xl(const YadoXmlTree *tree, GPtrArray *losses, GError **error)
{
    g_autoptr(GHashTable) seen = g_hash_table_new(NULL, NULL);
    g_autoptr(GHashTable) places = g_hash_table_new(NULL, NULL);
    g_autoptr(GHashTable) counted = g_hash_table_new(NULL, NULL);
    g_autoptr(GString) text = g_string_new(NULL);
    YadoToXl self = { .tree = tree,
                      .seen = seen,
                      .places = places,
                      .counted = counted,
                      .losses = losses,
                      .text = text };

    yado_to_xl_see(&self, tree->root);
    if (!carry_name(&self, error))
        return NULL;
    carry_kind(&self);
    carry_memory(&self);
    carry_vcpus(&self);
    carry_os(&self);
    carry_features(&self);
    yado_to_xl_carry_processor(&self);
    carry_clock(&self);
    carry_action(&self, "on_poweroff");
    carry_action(&self, "on_reboot");
    carry_action(&self, "on_crash");
    yado_to_xl_carry_devices(&self);
    carry_arguments(&self);
    see_notes(&self);
    lose_unseen(&self, tree->root);
    return g_strdup(text->str);
}
