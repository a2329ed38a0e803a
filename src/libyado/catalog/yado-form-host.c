/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The dialogs of hosts and of the program. */
#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "base/yado-error.h"
#include "catalog/yado-forms.h"
#include "present/yado-console-settings.h"

#define MAX_LABEL 255

/* ---- Add connection: from the fields to a URI ---- */

typedef struct {
    const char *id;     /* of the choice */
    const char *scheme; /* with "+TRANSPORT" behind it when remote */
    const char *path;
    gboolean can_remote;
} Hypervisor;

static const Hypervisor hypervisor_uris[] = {
    { "xen", "xen", "/system", TRUE },
    { "qemu", "qemu", "/system", TRUE },
    { "qemu-session", "qemu", "/session", FALSE },
    { "lxc", "lxc", "/system", TRUE },
};

static const Hypervisor *
find_hypervisor(const char *id)
{
    for (guint i = 0; i < G_N_ELEMENTS(hypervisor_uris); i++)
        if (g_strcmp0(hypervisor_uris[i].id, id) == 0)
            return &hypervisor_uris[i];
    return NULL;
}

static const Hypervisor *
get_hypervisor(YadoForm *form)
{
    g_autofree char *id = yado_catalog_dup_value(form, "hypervisor");

    return find_hypervisor(id);
}

static gboolean
is_chosen(YadoForm *form, const char *field, const char *id)
{
    g_autofree char *value = yado_catalog_dup_value(form, field);

    return g_strcmp0(value, id) == 0;
}

/* On the command line an address is given without choosing "own address" first. */
static gboolean
is_custom(YadoForm *form)
{
    if (is_chosen(form, "hypervisor", "custom"))
        return TRUE;
    return yado_catalog_has_value(form, "uri") &&
           !yado_form_is_changed(form, yado_form_find_field(form, "hypervisor"));
}

static gboolean
can_be_remote(YadoForm *form)
{
    const Hypervisor *hypervisor = get_hypervisor(form);

    return !is_custom(form) && hypervisor != NULL && hypervisor->can_remote;
}

static gboolean
is_remote(YadoForm *form)
{
    return can_be_remote(form) && !is_chosen(form, "transport", "local") &&
           yado_catalog_has_value(form, "transport");
}

static gboolean
is_ssh(YadoForm *form)
{
    return is_remote(form) && is_chosen(form, "transport", "ssh");
}

static gboolean
is_generated(YadoForm *form)
{
    return !is_custom(form);
}

/* IPv6 addresses stand in brackets. */
static void
append_host(GString *uri, const char *host)
{
    if (strchr(host, ':') != NULL && *host != '[')
        g_string_append_printf(uri, "[%s]", host);
    else
        g_string_append(uri, host);
}

static char *
make_remote_uri(YadoForm *form, const Hypervisor *hypervisor)
{
    g_autofree char *transport = yado_catalog_dup_value(form, "transport");
    g_autofree char *user = is_ssh(form) ? yado_catalog_dup_value(form, "user") : NULL;
    g_autofree char *host = yado_catalog_dup_value(form, "host");
    g_autofree char *port = yado_catalog_dup_value(form, "port");
    GString *uri = g_string_new(NULL);

    g_string_append_printf(uri, "%s+%s://", hypervisor->scheme, transport);
    if (user != NULL && *user != '\0') {
        g_string_append_uri_escaped(uri, user, NULL, FALSE);
        g_string_append_c(uri, '@');
    }
    append_host(uri, host != NULL ? host : "");
    if (port != NULL && *port != '\0')
        g_string_append_printf(uri, ":%s", port);
    g_string_append(uri, hypervisor->path);
    return g_string_free(uri, FALSE);
}

char *
yado_catalog_dup_connection_uri(YadoForm *form)
{
    const Hypervisor *hypervisor = get_hypervisor(form);
    g_autofree char *custom = yado_catalog_dup_value(form, "uri");

    if (is_custom(form))
        return yado_session_expand_uri(custom != NULL ? custom : "");
    if (hypervisor == NULL)
        return yado_session_get_demo_uri();
    if (is_remote(form))
        return make_remote_uri(form, hypervisor);
    return g_strdup_printf("%s://%s", hypervisor->scheme, hypervisor->path);
}

static char *
dup_uri(YadoForm *form, const YadoFieldSpec *spec)
{
    return yado_catalog_dup_connection_uri(form);
}

static gboolean
is_scheme(const char *text)
{
    g_autofree char *expanded = yado_session_expand_uri(text);

    return g_uri_is_valid(expanded, G_URI_FLAGS_PARSE_RELAXED, NULL);
}

static gboolean
validate_uri(YadoForm *form, const YadoFieldSpec *spec, const char *value, GError **error)
{
    if (!is_custom(form))
        return TRUE;
    if (value == NULL || *value == '\0')
        return yado_error_set(error, YADO_ERROR_INVALID, NULL, NULL,
                              _("Address must be filled in."));
    if (!is_scheme(value))
        return yado_error_set(error, YADO_ERROR_INVALID, NULL, NULL,
                              _("“%s” is no address. It begins with the kind of hypervisor, as in "
                                "“xen+ssh://host/system”."),
                              value);
    return TRUE;
}

static gboolean
validate_host(YadoForm *form, const YadoFieldSpec *spec, const char *value, GError **error)
{
    if (!is_remote(form))
        return TRUE;
    if (value == NULL || *value == '\0')
        return yado_error_set(error, YADO_ERROR_INVALID, NULL, NULL, _("Host must be filled in."));
    if (strpbrk(value, " /@?#%\\") != NULL)
        return yado_error_set(error, YADO_ERROR_INVALID, NULL, NULL,
                              _("“%s” is not the name or address of a host."), value);
    return TRUE;
}

static const YadoChoice hypervisors[] = {
    { "xen", N_("Xen"), N_("guests of the Xen hypervisor") },
    { "qemu", N_("QEMU and KVM"), N_("the system's QEMU and KVM guests") },
    { "qemu-session", N_("QEMU and KVM, your own"),
      N_("guests that run with your own rights, on this machine only") },
    { "lxc", N_("LXC containers"), N_("containers that libvirt manages") },
    { "demo", N_("Demo host"), N_("invented guests to try the program with; nothing is real") },
    { "custom", N_("Own address (URI)"), N_("any address that libvirt understands") },
    { 0 },
};

static const YadoChoice transports[] = {
    { "local", N_("this machine") },
    { "ssh", N_("another machine over SSH") },
    { "tls", N_("another machine over TLS") },
    { 0 },
};

static const YadoFieldSpec connection_fields[] = {
    { .id = "hypervisor",
      .type = YADO_FIELD_CHOICE,
      .label = N_("H_ypervisor"),
      .help = N_("What runs the guests there."),
      .key = "hypervisor",
      .choices = hypervisors,
      .flags = YADO_FIELD_REQUIRED },
    { .id = "uri",
      .type = YADO_FIELD_TEXT,
      .label = N_("A_ddress"),
      .help = N_("The URI of the connection, such as “xen+ssh://root@host/system”. “xen”, "
                 "“qemu” and “demo” alone stand for the usual ones on this machine."),
      .key = "uri",
      .maximum = 1024,
      .validate = validate_uri,
      .visible_if = is_custom,
      .flags = YADO_FIELD_POSITIONAL },
    { .id = "transport",
      .type = YADO_FIELD_CHOICE,
      .label = N_("_Where"),
      .help = N_("Where the hypervisor is. SSH needs an account there; TLS needs certificates "
                 "that were set up on both machines."),
      .key = "transport",
      .choices = transports,
      .visible_if = can_be_remote },
    { .id = "host",
      .type = YADO_FIELD_TEXT,
      .label = N_("_Host"),
      .help = N_("The name or address of the machine. IPv6 addresses may stand with or without "
                 "brackets."),
      .key = "host",
      .maximum = 255,
      .validate = validate_host,
      .visible_if = is_remote },
    { .id = "user",
      .type = YADO_FIELD_TEXT,
      .label = N_("_User"),
      .help = N_("The account on the other machine. Empty: as your SSH configuration says."),
      .key = "user",
      .maximum = 255,
      .placeholder = N_("as SSH decides"),
      .visible_if = is_ssh },
    { .id = "port",
      .type = YADO_FIELD_INT,
      .label = N_("_Port"),
      .help = N_("The port on the other machine. Empty: the usual one, 22 for SSH and 16514 for "
                 "TLS."),
      .key = "port",
      .minimum = 1,
      .maximum = 65535,
      .placeholder = N_("the usual one"),
      .visible_if = is_remote,
      .flags = YADO_FIELD_OPTIONAL_NUMBER },
    { .id = "generated",
      .type = YADO_FIELD_INFO,
      .label = N_("Address"),
      .help = N_("The URI that follows from the fields above. Other libvirt tools accept it too."),
      .dup_text = dup_uri,
      .visible_if = is_generated },
    { 0 },
};

static const YadoFieldSpec remember_fields[] = {
    { .id = "label",
      .type = YADO_FIELD_TEXT,
      .label = N_("_Label"),
      .help = N_("Your own name for the host in the list. Empty: the host's name."),
      .key = "label",
      .maximum = MAX_LABEL,
      .placeholder = N_("the host's name") },
    { .id = "autoconnect",
      .type = YADO_FIELD_BOOL,
      .label = N_("Connect at _start"),
      .help = N_("Whether the host is connected when the program starts."),
      .key = "autoconnect" },
    { .id = "keep",
      .type = YADO_FIELD_BOOL,
      .label = N_("_Keep it even if it does not answer"),
      .help = N_("Whether the host is added also when it cannot be connected now: it may be "
                 "switched off. Off: what does not answer is not added."),
      .key = "keep" },
    { 0 },
};

static const YadoSectionSpec connection_sections[] = {
    { N_("Connection"), connection_fields },
    { N_("In the list"), remember_fields },
    { 0 },
};

const YadoFormSpec yado_form_connection = {
    .id = "connection",
    .title = N_("Add connection"),
    .intro = N_("Adds a host to the list and connects it. Passwords are asked for when they are "
                "needed, and kept only where the desktop's keyring is told to."),
    .positive = N_("_Connect"),
    .sections = connection_sections,
};

/* ---- Label ---- */

static const YadoFieldSpec label_fields[] = {
    { .id = "uri",
      .type = YADO_FIELD_INFO,
      .label = N_("Address"),
      .help = N_("The URI by which the host is connected."),
      .key = "uri" },
    { .id = "label",
      .type = YADO_FIELD_TEXT,
      .label = N_("_Label"),
      .help = N_("Your own name for the host in the list. Empty: the host's name."),
      .key = "label",
      .maximum = MAX_LABEL,
      .placeholder = N_("the host's name"),
      .flags = YADO_FIELD_POSITIONAL },
    { .id = "autoconnect",
      .type = YADO_FIELD_BOOL,
      .label = N_("Connect at _start"),
      .help = N_("Whether the host is connected when the program starts."),
      .key = "autoconnect" },
    { 0 },
};

static const YadoSectionSpec label_sections[] = { { NULL, label_fields }, { 0 } };

const YadoFormSpec yado_form_host_label = {
    .id = "host-label",
    .title = N_("Label"),
    .intro = N_("How the host stands in the list, and whether it is connected by itself."),
    .positive = N_("_Set"),
    .sections = label_sections,
};

/* ---- Preferences ---- */

static const YadoChoice themes[] = {
    { "yast", N_("YaST (white on blue)") },
    { "mono", N_("Without colours") },
    { "contrast", N_("High contrast") },
    { "light", N_("Light") },
    { 0 },
};

static GPtrArray *
list_confirmations(YadoForm *form, const YadoFieldSpec *spec)
{
    GPtrArray *items = g_ptr_array_new_with_free_func((GDestroyNotify)yado_choice_item_free);

    for (const YadoActionSpec *const *action = yado_catalog_get_actions(); *action != NULL;
         action++) {
        g_autofree char *name = yado_action_dup_name(*action);

        if ((*action)->confirm != NULL)
            g_ptr_array_add(items, yado_choice_item_new((*action)->id, name, NULL));
    }
    return items;
}

/* The keyboard that a guest believes to have. */
static const YadoChoice keyboards[] = {
    { "us", N_("US") },
    { "de", N_("German") },
    { "jp", N_("Japanese") },
    { 0 },
};

static gboolean
validate_key(YadoForm *form, const YadoFieldSpec *spec, const char *value, GError **error)
{
    return yado_console_key_parse(value) != 0 ||
           yado_error_set(error, YADO_ERROR_INVALID, NULL,
                          _("Write it as Ctrl+] or ^], with a letter or one of ] \\ ^ _."),
                          _("“%s” cannot be a key of the console."), value);
}

static gboolean
validate_switch(YadoForm *form, const YadoFieldSpec *spec, const char *value, GError **error)
{
    g_autofree char *escape = yado_catalog_dup_value(form, "escape");

    if (!validate_key(form, spec, value, error))
        return FALSE;
    return escape == NULL || yado_console_key_parse(escape) != yado_console_key_parse(value) ||
           yado_error_set(error, YADO_ERROR_INVALID, NULL, NULL,
                          _("One key cannot both leave the console and switch it."));
}

static gboolean
validate_folder(YadoForm *form, const YadoFieldSpec *spec, const char *value, GError **error)
{
    return value == NULL || *value == '\0' || g_file_test(value, G_FILE_TEST_IS_DIR) ||
           yado_error_set(error, YADO_ERROR_INVALID, NULL, NULL, _("“%s” is no folder."), value);
}

static const YadoFieldSpec preferences_fields[] = {
    { .id = "interval",
      .type = YADO_FIELD_INT,
      .label = N_("Read the numbers _every"),
      .unit = N_("seconds"),
      .help = N_("How often processor, memory, disk and network figures are read. When a reading "
                 "costs too much, the pauses get longer by themselves, and the list says so."),
      .key = "interval",
      .minimum = 1,
      .maximum = 60,
      .flags = YADO_FIELD_REQUIRED },
    { .id = "confirm",
      .type = YADO_FIELD_MULTI_CHOICE,
      .label = N_("_Ask before"),
      .help = N_("The actions that ask before they start, because something is lost by them. One "
                 "that is not chosen starts at once."),
      .key = "confirm",
      .list_choices = list_confirmations,
      .placeholder = N_("none") },
    { .id = "theme",
      .type = YADO_FIELD_CHOICE,
      .label = N_("_Colours of the terminal"),
      .help = N_("How the program looks in a terminal. On the desktop it follows the desktop's "
                 "own theme."),
      .key = "theme",
      .choices = themes },
    { .id = "escape",
      .type = YADO_FIELD_TEXT,
      .label = N_("_Key that leaves a console"),
      .help = N_("In a terminal all keys go to the guest but this one and the next: Ctrl and a "
                 "letter, or one of ] \\ ^ _. It is shown when a console opens."),
      .key = "escape",
      .validate = validate_key,
      .flags = YADO_FIELD_REQUIRED },
    { .id = "switch",
      .type = YADO_FIELD_TEXT,
      .label = N_("Key between text and _screen"),
      .help = N_("In a terminal this key goes from a guest's text console to the characters of "
                 "its screen, and back: Ctrl and a letter, or one of ] \\ ^ _. It is shown when "
                 "a console opens."),
      .key = "switch",
      .depends = "escape",
      .validate = validate_switch,
      .flags = YADO_FIELD_REQUIRED },
    { .id = "keyboard",
      .type = YADO_FIELD_CHOICE,
      .label = N_("_Guests' keyboard"),
      .help = N_("The keyboard that guests believe to have: decides which keys write a text on "
                 "their screens."),
      .key = "keyboard",
      .choices = keyboards },
    { .id = "log",
      .type = YADO_FIELD_TEXT,
      .label = N_("Folder for _logs of consoles"),
      .help = N_("What a guest says on a console that is open in a terminal is written to the end "
                 "of a file in this folder as well, which is named after the guest. On the desktop "
                 "the menu of a console starts its log."),
      .key = "log",
      .placeholder = N_("none"),
      .validate = validate_folder },
    { 0 },
};

static const YadoSectionSpec preferences_sections[] = { { NULL, preferences_fields }, { 0 } };

const YadoFormSpec yado_form_preferences = {
    .id = "preferences",
    .title = N_("Preferences"),
    .intro = N_("How the program behaves. The choice of columns, the sorting and the known hosts "
                "are remembered by themselves."),
    .positive = N_("_Set"),
    .sections = preferences_sections,
};
