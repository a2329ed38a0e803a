/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Devices that come, go and change while their guest runs.  What yado-hotplug.h says cannot is left to the guest's next start.
 */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "backend/libvirt/yado-libvirt-private.h"
#include "document/yado-hotplug.h"
#include "document/yado-xml-document.h"

typedef struct {
    YadoLibvirtBackend *backend;
    virDomainPtr domain;
    YadoDocument *wanted; /* with the edits */
    YadoDocument *active; /* what runs */
    gboolean stored;      /* the next start has the change already */
} Live;

typedef enum { STEP_REMOVE, STEP_CHANGE, STEP_ADD } Step;

/* With the device's and the guest's name: what failed now, and whether the next start has it. */
static const struct {
    const char *failed, *waits;
} sentences[] = {
    [STEP_REMOVE] = { N_("“%s” cannot be taken from “%s” while it runs."),
                      N_("“%s” cannot be taken from “%s” now: it is gone from the next start "
                         "on.") },
    [STEP_CHANGE] = { N_("“%s” of “%s” cannot be changed while it runs."),
                      N_("“%s” of “%s” cannot be changed now: it is as you want it from the next "
                         "start on.") },
    [STEP_ADD] = { N_("“%s” cannot be given to “%s” while it runs."),
                   N_("“%s” cannot be given to “%s” now: it is there from the next start on.") },
};

/* @native: what libvirt said, or NULL: it said nothing. */
static gboolean
fail(Live *live, Step step, YadoDocument *document, const char *node, const GError *native,
     GError **error)
{
    const char *guest = virDomainGetName(live->domain);
    const char *sentence = live->stored ? sentences[step].waits : sentences[step].failed;
    g_autofree char *device = yado_hotplug_dup_name(document, node);
    const char *detail = native ? yado_error_get_detail(native) : NULL;
    const char *hint = step == STEP_REMOVE && !native
                           ? _("The guest did not let go of it: perhaps its system still uses it, "
                               "or is not up yet.")
                           : NULL;
    g_autofree char *message = NULL;

    if (native && g_error_matches(native, YADO_ERROR, YADO_ERROR_CONNECTION)) {
        g_propagate_error(error, g_error_copy(native));
        return FALSE;
    }
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
    message = g_strdup_printf(_(sentence), device, guest);
#pragma GCC diagnostic pop
    return yado_error_set(error,
                          live->stored ? YADO_ERROR_PENDING
                          : native     ? (YadoErrorCode)native->code
                                       : YADO_ERROR_BUSY,
                          detail, hint ? hint : detail, "%s", message);
}

static gboolean
fail_natively(Live *live, Step step, YadoDocument *document, const char *node, GError **error)
{
    g_autoptr(GError) native = NULL;

    yado_libvirt_backend_fail(live->backend, &native, "%s", "");
    return fail(live, step, document, node, native, error);
}

static gboolean
read_active(Live *live, GError **error)
{
    g_autofree char *text =
        yado_libvirt_backend_dup_running_xml(live->backend, live->domain, error);

    g_clear_object(&live->active);
    live->active = text ? yado_xml_document_new(text, error) : NULL;
    return live->active != NULL;
}

static gboolean
refuse_removal(Live *live, const char *there, GError **error)
{
    g_autofree char *device = yado_hotplug_dup_name(live->active, there);

    return yado_error_set(error, YADO_ERROR_UNSUPPORTED, NULL, NULL,
                          _("“%s” cannot be taken from “%s” while it runs."), device,
                          virDomainGetName(live->domain));
}

/* Drivers answer that they asked the guest; whether it let go is seen in what runs. */
static gboolean
remove_device(Live *live, const char *node, GError **error)
{
    g_autofree char *there = yado_document_find_counterpart(live->wanted, node, live->active);
    g_autofree char *text = there ? yado_document_dump_node(live->active, there) : NULL;
    g_autoptr(YadoDocument) before = g_object_ref(live->active);
    g_autofree char *still = NULL;

    if (!text)
        return TRUE;
    if (!yado_hotplug_can_plug(live->active, there))
        return live->stored || refuse_removal(live, there, error);
    if (virDomainDetachDeviceFlags(live->domain, text, VIR_DOMAIN_AFFECT_LIVE) < 0)
        return fail_natively(live, STEP_REMOVE, before, there, error);
    if (!read_active(live, error))
        return FALSE;
    still = yado_document_find_counterpart(live->wanted, node, live->active);
    return !still || fail(live, STEP_REMOVE, before, there, NULL, error);
}

static gboolean
add_device(Live *live, const char *node, GError **error)
{
    g_autofree char *text = yado_document_dump_node(live->wanted, node);

    if (!text || !yado_hotplug_can_plug(live->wanted, node))
        return TRUE;
    if (virDomainAttachDeviceFlags(live->domain, text, VIR_DOMAIN_AFFECT_LIVE) < 0)
        return fail_natively(live, STEP_ADD, live->wanted, node, error);
    return TRUE;
}

/* What of the edits of @node can be changed now, written on what runs. */
static gboolean
write_changes(Live *live, const char *node, const char *there, GError **error)
{
    GPtrArray *edits = yado_document_get_edits(live->wanted);

    for (guint i = 0; i < edits->len; i++) {
        const YadoEdit *edit = edits->pdata[i];

        if (edit->key && g_strcmp0(edit->node, node) == 0 &&
            yado_hotplug_can_change(live->active, there, edit->key) &&
            !yado_document_set_value(live->active, there, edit->key, edit->new_value, error))
            return FALSE;
    }
    return TRUE;
}

static gboolean
change_device(Live *live, const char *node, GError **error)
{
    g_autofree char *there = yado_document_find_counterpart(live->wanted, node, live->active);
    g_autofree char *text = NULL;

    if (!there || !write_changes(live, node, there, error))
        return !there;
    if (!yado_document_is_edited(live->active))
        return TRUE;
    text = yado_document_dump_node(live->active, there);
    if (virDomainUpdateDeviceFlags(live->domain, text, VIR_DOMAIN_AFFECT_LIVE) < 0)
        return fail_natively(live, STEP_CHANGE, live->active, there, error);
    return read_active(live, error);
}

/* A node that is new has its keys in its text. */
static gboolean
is_of_step(Live *live, const YadoEdit *edit, Step step)
{
    if (!edit->node)
        return FALSE;
    if (edit->key)
        return step == STEP_CHANGE && !yado_document_is_new_node(live->wanted, edit->node);
    return step == (edit->new_value ? STEP_ADD : STEP_REMOVE);
}

static gboolean
apply_step(Live *live, Step step, GError **error)
{
    static gboolean (*const functions[])(Live * live, const char *node, GError **error) = {
        [STEP_REMOVE] = remove_device, [STEP_CHANGE] = change_device, [STEP_ADD] = add_device
    };
    GPtrArray *edits = yado_document_get_edits(live->wanted);
    g_autoptr(GHashTable) done = g_hash_table_new(g_str_hash, g_str_equal);

    for (guint i = 0; i < edits->len; i++) {
        const YadoEdit *edit = edits->pdata[i];

        if (is_of_step(live, edit, step) && g_hash_table_add(done, edit->node) &&
            !functions[step](live, edit->node, error))
            return FALSE;
    }
    return TRUE;
}

static gboolean
concerns_devices(YadoDocument *document)
{
    GPtrArray *edits = yado_document_get_edits(document);

    for (guint i = 0; i < edits->len; i++)
        if (((const YadoEdit *)edits->pdata[i])->node)
            return TRUE;
    return FALSE;
}

gboolean
yado_libvirt_backend_apply_devices(YadoLibvirtBackend *self, virDomainPtr domain,
                                   YadoDocument *document, gboolean stored, GError **error)
{
    Live live = { .backend = self, .domain = domain, .wanted = document, .stored = stored };
    gboolean ok;

    /* Where the driver cannot, nobody was promised that it would. */
    if (!concerns_devices(document) ||
        !yado_backend_has(YADO_BACKEND(self), YADO_CAP_HOTPLUG, NULL))
        return TRUE;
    /* First what frees a place, then what takes one. */
    ok = read_active(&live, error) && apply_step(&live, STEP_REMOVE, error) &&
         apply_step(&live, STEP_CHANGE, error) && apply_step(&live, STEP_ADD, error);
    g_clear_object(&live.active);
    return ok;
}
