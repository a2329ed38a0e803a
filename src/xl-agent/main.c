/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * yado-xl-agent: libxl behind a D-Bus interface (data/org.yado.Xl1.xml) on standard input and output.
 *
 * Who may talk to it is decided by who may start it (root, polkit, ssh) and so holds its two pipes; pipes carry no credentials, hence
 * D-Bus's ANONYMOUS is the only authentication.
 */
#include "config.h"

#include <fcntl.h>
#include <gio/gunixinputstream.h>
#include <gio/gunixoutputstream.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "yado-xl-agent.h"

static char *option_folder, *option_state;
static gboolean option_version;

static const GOptionEntry options[] = {
    { "version", 0, 0, G_OPTION_ARG_NONE, &option_version, "Print the version", NULL },
    { "folder", 0, 0, G_OPTION_ARG_FILENAME, &option_folder,
      "Where the configurations of guests are (/etc/xen, or what " YADO_XL_SETTINGS " says)",
      "FOLDER" },
    { "state", 0, 0, G_OPTION_ARG_FILENAME, &option_state,
      "Where notes and saved images are (/var/lib/xen/save)", "FOLDER" },
    { NULL },
};

/* Method calls. */

static gboolean
on_hello_called_cb(YadoXl1 *skeleton, GDBusMethodInvocation *invocation, guint protocol,
                   gpointer data)
{
    YadoXlAgent *self = data;
    const libxl_version_info *info;
    GVariantBuilder facts;

    if (protocol != YADO_XL_PROTOCOL)
        return yado_xl_fail(invocation, YADO_XL_VERSION,
                            "yado-xl-agent %s speaks protocol %d, the manager speaks %u",
                            PACKAGE_VERSION, YADO_XL_PROTOCOL, protocol);
    if (!yado_xl_agent_check(self, invocation))
        return TRUE;
    info = libxl_get_version_info(self->ctx);
    if (!info)
        return yado_xl_fail_native(self, invocation, ERROR_FAIL);
    g_variant_builder_init(&facts, G_VARIANT_TYPE_VARDICT);
    g_variant_builder_add(
        &facts, "{sv}", "xen-version",
        g_variant_new_take_string(g_strdup_printf(
            "%d.%d%s", info->xen_version_major, info->xen_version_minor, info->xen_version_extra)));
    g_variant_builder_add(&facts, "{sv}", "hostname", g_variant_new_string(g_get_host_name()));
    yado_xl1_complete_hello(skeleton, invocation, PACKAGE_VERSION, g_variant_builder_end(&facts));
    return TRUE;
}

static gboolean
on_subscribe_called_cb(YadoXl1 *skeleton, GDBusMethodInvocation *invocation, gboolean on,
                       gpointer data)
{
    YadoXlAgent *self = data;

    if (!yado_xl_agent_check(self, invocation))
        return TRUE;
    yado_xl_events_set(self, on);
    if (on)
        yado_xl_left_tell(self);
    yado_xl1_complete_subscribe(skeleton, invocation);
    return TRUE;
}

/* The connection. */

static void
on_connection_closed_cb(GDBusConnection *connection, gboolean vanished, GError *error,
                        gpointer data)
{
    yado_xl_agent_leave(data);
}

static gboolean
on_mechanism_asked_cb(GDBusAuthObserver *observer, const char *mechanism, gpointer data)
{
    return strcmp(mechanism, "ANONYMOUS") == 0;
}

/* Nothing that libxl, xl or a hotplug script prints may get between two messages. */
static GIOStream *
take_standard_streams(void)
{
    int in = fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 3);
    int out = fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 3);
    int null = open("/dev/null", O_RDWR | O_CLOEXEC);
    g_autoptr(GInputStream) input = NULL;
    g_autoptr(GOutputStream) output = NULL;

    if (in < 0 || out < 0 || null < 0)
        return NULL;
    dup2(null, STDIN_FILENO);
    dup2(STDERR_FILENO, STDOUT_FILENO);
    close(null);
    input = g_unix_input_stream_new(in, TRUE);
    output = g_unix_output_stream_new(out, TRUE);
    return g_simple_io_stream_new(input, output);
}

static GDBusConnection *
connect_client(GError **error)
{
    g_autoptr(GIOStream) stream = take_standard_streams();
    g_autoptr(GDBusAuthObserver) observer = g_dbus_auth_observer_new();
    g_autofree char *guid = g_dbus_generate_guid();

    if (!stream) {
        g_set_error_literal(error, G_IO_ERROR, G_IO_ERROR_FAILED,
                            "standard input or output is not open");
        return NULL;
    }
    g_signal_connect(observer, "allow-mechanism", G_CALLBACK(on_mechanism_asked_cb), NULL);
    return g_dbus_connection_new_sync(stream, guid,
                                      G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_SERVER |
                                          G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_ALLOW_ANONYMOUS |
                                          G_DBUS_CONNECTION_FLAGS_DELAY_MESSAGE_PROCESSING,
                                      observer, NULL, error);
}

static void
connect_methods(YadoXlAgent *self)
{
    g_signal_connect(self->skeleton, "handle-hello", G_CALLBACK(on_hello_called_cb), self);
    g_signal_connect(self->skeleton, "handle-subscribe", G_CALLBACK(on_subscribe_called_cb), self);
    yado_xl_domains_connect(self);
    yado_xl_operations_connect(self);
    yado_xl_guest_connect(self);
    yado_xl_consoles_connect(self);
    yado_xl_describe_connect(self);
    yado_xl_devices_connect(self);
    yado_xl_files_connect(self);
    yado_xl_jobs_connect(self);
    yado_xl_host_connect(self);
    yado_xl_pools_connect(self);
}

static gboolean
export_object(YadoXlAgent *self, GError **error)
{
    self->skeleton = yado_xl1_skeleton_new();
    connect_methods(self);
    if (!g_dbus_interface_skeleton_export(G_DBUS_INTERFACE_SKELETON(self->skeleton),
                                          self->connection, YADO_XL_PATH, error))
        return FALSE;
    g_signal_connect(self->connection, "closed", G_CALLBACK(on_connection_closed_cb), self);
    g_dbus_connection_start_message_processing(self->connection);
    return TRUE;
}

static gboolean
prepare(YadoXlAgent *self, GError **error)
{
    /* GDBus would start a message bus for the least of questions. */
    g_unsetenv("DBUS_SESSION_BUS_ADDRESS");
    g_setenv("GIO_USE_VFS", "local", TRUE);
    g_setenv("PATH", "/usr/local/sbin:/usr/sbin:/sbin:/usr/local/bin:/usr/bin:/bin", TRUE);
    signal(SIGPIPE, SIG_IGN);
    umask(077);
    self->loop = g_main_loop_new(NULL, FALSE);
    self->errors = g_string_new(NULL);
    self->notify = self->files_notify = -1;
    self->notes = g_ptr_array_new_with_free_func((GDestroyNotify)g_variant_unref);
    self->folder = g_strdup(option_folder ? option_folder : "/etc/xen");
    self->autostart = g_build_filename(self->folder, "auto", NULL);
    if (!option_folder && !yado_xl_settings_read(self, YADO_XL_SETTINGS, error))
        return FALSE;
    self->saved = g_strdup(option_state ? option_state : "/var/lib/xen/save");
    self->state = option_state ? g_strdup(option_state) : g_strdup("/run/yado-xl-agent");
    self->xl_lock = g_strdup("/var/lock/xl");
    yado_xl_domains_init(self);
    yado_xl_counters_init(self);
    return TRUE;
}

/* Nothing is freed: libxl may be in the middle of something, and its end would be an assertion. */
static int
run(YadoXlAgent *self)
{
    g_autoptr(GError) error = NULL;

    self->connection = connect_client(&error);
    if (!self->connection) {
        g_printerr("yado-xl-agent: %s\n", error->message);
        return EXIT_FAILURE;
    }
    if (yado_xl_agent_open(self))
        yado_xl_left_recover(self);
    if (!export_object(self, &error)) {
        g_printerr("yado-xl-agent: %s\n", error->message);
        return EXIT_FAILURE;
    }
    g_main_loop_run(self->loop);
    g_dbus_connection_flush_sync(self->connection, NULL, NULL);
    return EXIT_SUCCESS;
}

int
main(int argc, char **argv)
{
    static YadoXlAgent agent;
    g_autoptr(GOptionContext) context = g_option_context_new("- what YaDO does through libxl");
    g_autoptr(GError) error = NULL;

    g_option_context_add_main_entries(context, options, NULL);
    if (!g_option_context_parse(context, &argc, &argv, &error)) {
        g_printerr("yado-xl-agent: %s\n", error->message);
        return EXIT_FAILURE;
    }
    if (option_version) {
        g_print("yado-xl-agent %s, protocol %d\n", PACKAGE_VERSION, YADO_XL_PROTOCOL);
        return EXIT_SUCCESS;
    }
    if (g_getenv("PKEXEC_UID") && (option_folder || option_state)) {
        g_printerr("yado-xl-agent: --folder and --state are for root\n");
        return EXIT_FAILURE;
    }
    if (!prepare(&agent, &error)) {
        g_printerr("yado-xl-agent: %s\n", error->message);
        return EXIT_FAILURE;
    }
    _exit(run(&agent));
}
