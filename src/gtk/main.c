/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* yado-gtk: the desktop manager. */
#include "config.h"

#include <stdio.h>
#include <unistd.h>

#include <glib/gi18n.h>
#include <gtk/gtk.h>

#include "app/yado-gtk-application.h"
#include "yado-gtk-resources.h"

typedef struct {
    GStrv uris;
    char *guest, *console, *device;
    gboolean demo, version;
} Options;

static void
clear_options(Options *options)
{
    g_strfreev(options->uris);
    g_free(options->guest);
    g_free(options->console);
    g_free(options->device);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Options, clear_options)

static gboolean
parse_options(Options *options, int *argc, char ***argv, GError **error)
{
    const GOptionEntry entries[] = {
        { "connect", 'c', 0, G_OPTION_ARG_STRING_ARRAY, &options->uris,
          N_("Connect to this host; may be given more than once"), N_("URI") },
        { "demo", 0, 0, G_OPTION_ARG_NONE, &options->demo, N_("Connect to the demo host"), NULL },
        { "show-guest", 0, 0, G_OPTION_ARG_STRING, &options->guest, N_("Open this guest"),
          N_("NAME") },
        { "console", 0, 0, G_OPTION_ARG_STRING, &options->console,
          N_("Open the console of this guest"), N_("NAME") },
        { "device", 'd', 0, G_OPTION_ARG_STRING, &options->device,
          N_("Which of its consoles; “yado console --list” shows them"), N_("ID") },
        { "version", 0, 0, G_OPTION_ARG_NONE, &options->version, N_("Show the version"), NULL },
        { NULL },
    };
    g_autoptr(GOptionContext) context = g_option_context_new(NULL);
    g_option_context_set_summary(context, _("Manages the guests of Xen and other hosts."));
    g_option_context_add_main_entries(context, entries, GETTEXT_PACKAGE);
    g_option_context_add_group(context, gtk_get_option_group(FALSE));
    if (!g_option_context_parse(context, argc, argv, error))
        return FALSE;
    return !options->device || options->console ||
           yado_error_set(error, YADO_ERROR_INVALID, NULL, NULL, _("--device needs --console."));
}

/* What was asked for on the command line, or NULL: the known hosts. */
static GStrv
dup_uris(const Options *options)
{
    g_autoptr(GStrvBuilder) builder = g_strv_builder_new();
    if (!options->uris && !options->demo)
        return NULL;
    if (options->demo) {
        g_autofree char *demo = yado_session_get_demo_uri();
        g_strv_builder_add(builder, demo);
    }
    for (guint i = 0; options->uris && options->uris[i]; i++) {
        g_autofree char *uri = yado_session_expand_uri(options->uris[i]);
        g_strv_builder_add(builder, uri);
    }
    return g_strv_builder_end(builder);
}

static int
run(const Options *options, char **argv)
{
    g_auto(GStrv) uris = dup_uris(options);
    yado_gtk_register_resource();
    g_set_application_name("YaDO");
    g_autoptr(GtkApplication) application = yado_gtk_application_new(
        (const char *const *)uris, options->guest, options->console, options->device);
    return g_application_run(G_APPLICATION(application), 1, argv);
}

/*
 * GDK asks GLX for the visuals that OpenGL would need, for which the X server's first GTK program loads Mesa: half the
 * time to the first picture, and 30 MiB.  Nothing here draws with OpenGL; what is started from here may.
 */
static gboolean
init_display(Options *options, int *argc, char ***argv, GError **error)
{
    gboolean is_ours = g_getenv("GDK_GL") == NULL;
    g_setenv("GDK_GL", "disable", FALSE);
    gboolean ok = parse_options(options, argc, argv, error);
    if (is_ours)
        g_unsetenv("GDK_GL");
    return ok;
}

/* Workers may still wait in libvirt for a host: the destructors of libraries must not run under their feet. */
static int
leave(int status)
{
#if !defined(__SANITIZE_ADDRESS__) /* which looks for leaks on the way out */
    fflush(NULL);
    _exit(status);
#endif
    return status;
}

int
main(int argc, char **argv)
{
    g_auto(Options) options = { 0 };
    g_autoptr(GError) error = NULL;
    yado_locale_init();
    if (!init_display(&options, &argc, &argv, &error)) {
        g_printerr("yado-gtk: %s\n", error->message);
        return 2;
    }
    if (options.version) {
        g_print("yado-gtk %s\n", PACKAGE_VERSION);
        return 0;
    }
    return leave(run(&options, argv));
}
