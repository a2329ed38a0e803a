/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Create a guest, third step: what system it will have. */
#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "base/yado-error.h"
#include "catalog/yado-common-fields.h"
#include "catalog/yado-create-steps.h"
#include "present/yado-create-detect.h"

/* ---- Detection ---- */

/* What is known of the source; hangs on the answers. */
typedef struct {
    YadoWizard *wizard; /* weak: who looks something up holds the answers, and may be the last */
    char *location;     /* that is, or was, looked up; or NULL */
    GCancellable *cancellable;
    char *told; /* the outcome, translated */
} Detection;

static void
detection_free(gpointer data)
{
    Detection *self = data;

    g_cancellable_cancel(self->cancellable);
    g_clear_object(&self->cancellable);
    g_clear_weak_pointer(&self->wizard);
    g_free(self->location);
    g_free(self->told);
    g_free(self);
}

static Detection *
get_detection(YadoDocument *answers)
{
    return g_object_get_data(G_OBJECT(answers), "yado-detection");
}

static void
tell(Detection *self, char *told)
{
    g_free(self->told);
    self->told = told;
}

static void
on_detected_cb(GObject *source, GAsyncResult *result, gpointer answers)
{
    g_autoptr(YadoDocument) document = answers;
    Detection *self = get_detection(document);
    g_autoptr(GError) error = NULL;
    g_autofree char *id = yado_create_detect_finish(result, &error);
    const YadoSystem *system = yado_systems_find(yado_systems_get(), id);

    if (self->wizard == NULL || yado_error_is_cancel(error))
        return;
    if (system != NULL) {
        /* Translators: the name of an operating system. */
        tell(self, g_strdup_printf(_("The source holds %s."), system->name));
        yado_wizard_propose(self->wizard, "os", id);
    } else {
        tell(self, g_strdup(error != NULL ? error->message : _("not known")));
    }
    yado_wizard_refresh(self->wizard);
}

void
yado_create_detect_system(YadoWizard *wizard)
{
    YadoDocument *answers = yado_wizard_get_answers(wizard);
    Detection *self = get_detection(answers);
    g_autofree char *location = self != NULL ? yado_create_dup_source(answers) : NULL;

    if (self == NULL || g_strcmp0(location, self->location) == 0)
        return;
    g_cancellable_cancel(self->cancellable);
    g_clear_object(&self->cancellable);
    g_free(self->location);
    self->location = g_steal_pointer(&location);
    tell(self, NULL);
    if (self->location == NULL)
        return;
    self->cancellable = g_cancellable_new();
    tell(self, g_strdup(_("being looked up")));
    yado_create_detect_async(answers, yado_wizard_get_host(wizard), self->cancellable,
                             on_detected_cb, g_object_ref(answers));
}

static void
on_disks_known_cb(GObject *source, GAsyncResult *result, gpointer data)
{
    g_autoptr(YadoWizard) wizard = data;

    if (yado_host_load_finish(YADO_HOST(source), result, NULL))
        yado_wizard_refresh(wizard);
}

/* Whose disk an image is stands in the configurations of the guests. */
static void
look_for_disks(YadoWizard *wizard)
{
    YadoHost *host = yado_wizard_get_host(wizard);

    if (host != NULL && yado_host_get_state(host) == YADO_HOST_OPEN)
        yado_host_load_async(host, YADO_LOAD_FACTS, 0, NULL, on_disks_known_cb,
                             g_object_ref(wizard));
}

void
yado_create_look_around(YadoWizard *wizard)
{
    Detection *self = g_new0(Detection, 1);

    g_set_weak_pointer(&self->wizard, wizard);
    g_object_set_data_full(G_OBJECT(yado_wizard_get_answers(wizard)), "yado-detection", self,
                           detection_free);
    g_signal_connect_object(yado_systems_get(), "changed", G_CALLBACK(yado_wizard_refresh), wizard,
                            G_CONNECT_SWAPPED);
    yado_systems_want(yado_systems_get());
    yado_create_detect_system(wizard);
    look_for_disks(wizard);
}

static char *
dup_detected(YadoForm *form, const YadoFieldSpec *spec)
{
    const Detection *self = get_detection(yado_form_get_document(form));
    const GError *error = yado_systems_get_error(yado_systems_get());

    if (error != NULL)
        return g_strdup(error->message);
    if (self != NULL && self->told != NULL)
        return g_strdup(self->told);
    return g_strdup(_("not known"));
}

/* ---- Choices ---- */

const YadoSystem *
yado_create_get_system(YadoForm *form)
{
    g_autofree char *id = yado_create_dup_answer(form, "os");

    return yado_systems_find(yado_systems_get(), id);
}

static gboolean
is_wanted(YadoForm *form, const YadoSystem *system, const char *words)
{
    return (!system->is_old || yado_create_is_answer(form, "os.old", "yes")) &&
           yado_system_matches(system, words);
}

static GPtrArray *
list_systems(YadoForm *form, const YadoFieldSpec *spec)
{
    GPtrArray *systems = yado_systems_list(yado_systems_get());
    g_autofree char *words = yado_create_dup_answer(form, "os.words");
    g_autofree char *id = yado_create_dup_answer(form, "os");
    const YadoSystem *chosen = yado_create_get_system(form);
    GPtrArray *items = yado_catalog_choices_new();

    yado_catalog_add_choice(items, "", _("not known"), NULL);
    if (id != NULL && *id != '\0')
        yado_catalog_add_choice(items, id, chosen != NULL ? chosen->name : id, NULL);
    for (guint i = 0; systems != NULL && i < systems->len; i++) {
        const YadoSystem *system = systems->pdata[i];

        if (system != chosen && is_wanted(form, system, words))
            yado_catalog_add_choice(items, system->id, system->name, NULL);
    }
    return items;
}

static const YadoChoice clocks[] = {
    { "utc", N_("UTC: Linux and other Unix systems") },
    { "localtime", N_("local time: Windows") },
    { 0 },
};

static gboolean
check_os(YadoForm *form, const YadoFieldSpec *spec, const char *value, GError **error)
{
    if (value == NULL || *value == '\0' || g_str_has_prefix(value, "http://") ||
        g_str_has_prefix(value, "https://"))
        return TRUE;
    return yado_error_set(error, YADO_ERROR_INVALID, NULL, NULL,
                          _("An id of libosinfo looks like http://opensuse.org/opensuse/15.6."));
}

static const YadoFieldSpec system_fields[] = {
    { .id = "detected",
      .type = YADO_FIELD_INFO,
      .label = N_("Detected"),
      .help = N_("What system the medium, tree or disk holds, as libosinfo's database knows it."),
      .dup_text = dup_detected },
    { .id = "os-words",
      .type = YADO_FIELD_TEXT,
      .label = N_("_Find"),
      .help = N_("Words that stand in the name of the system: only such are offered below."),
      .key = "os.words" },
    { .id = "os-old",
      .type = YADO_FIELD_BOOL,
      .label = N_("_Also unmaintained ones"),
      .help = N_("Offers systems too that get no more security updates."),
      .key = "os.old" },
    { .id = "os",
      .type = YADO_FIELD_CHOICE,
      .label = N_("Operating _system"),
      .help = N_("The guest's system, by libosinfo's database. It is kept with the guest and shown "
                 "in lists; memory, disk, clock and devices are proposed by it. On the command "
                 "line: its short id (opensuse15.6), its whole id, or “detect”."),
      .key = "os",
      .list_choices = list_systems,
      .validate = check_os },
    { .id = "clock",
      .type = YADO_FIELD_CHOICE,
      .label = N_("_Clock"),
      .help = N_("What the guest's hardware clock shows. A system that expects the other one is "
                 "wrong by the hours of its time zone."),
      .key = "clock",
      .choices = clocks },
    { 0 },
};

static const YadoSectionSpec sections[] = { { NULL, system_fields }, { 0 } };

const YadoFormSpec yado_form_create_system = {
    .id = "create-system",
    .title = N_("Operating system"),
    .intro = N_("What system the guest will have."),
    .sections = sections,
    .resources = YADO_CREATE_RESOURCES,
};
