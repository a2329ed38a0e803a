/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * A Xen host has two back ends, joined into one (yado-joint-backend.h): which of them acts for a guest, and what is to be said of the one
 * that is missing.  Other hosts have one, which acts for all.
 */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "backend/yado-joint-backend.h"
#include "base/yado-error.h"
#include "model/yado-guest-private.h"
#include "model/yado-host-private.h"

/* NULL: the host has one back end only. */
static YadoJointBackend *
get_joint(YadoHost *self)
{
    return YADO_IS_JOINT_BACKEND(self->backend) ? YADO_JOINT_BACKEND(self->backend) : NULL;
}

/* Domain-0 is nobody's: both can read and set it, libvirt keeps a description of it. */
static YadoPart
choose_part(YadoJointBackend *joint, YadoGuestOwner owner)
{
    switch (owner) {
    case YADO_OWNER_XL:
    case YADO_OWNER_OTHER:
        return YADO_PART_LIBXL;
    case YADO_OWNER_XEN:
        return yado_joint_backend_get_part(joint, YADO_PART_LIBVIRT) ? YADO_PART_LIBVIRT
                                                                     : YADO_PART_LIBXL;
    case YADO_OWNER_LIBVIRT:
    case YADO_OWNER_UNKNOWN:
    default:
        return YADO_PART_LIBVIRT;
    }
}

YadoBackend *
yado_host_get_owner_backend(YadoHost *self, YadoGuestOwner owner)
{
    YadoJointBackend *joint = get_joint(self);

    if (self->state != YADO_HOST_OPEN)
        return NULL;
    return joint ? yado_joint_backend_get_part(joint, choose_part(joint, owner)) : self->backend;
}

gboolean
yado_host_sees_owner(YadoHost *self, YadoGuestOwner owner)
{
    YadoJointBackend *joint = get_joint(self);

    return !joint || yado_joint_backend_is_answering(joint, choose_part(joint, owner));
}

void
yado_host_lose_part(YadoHost *self, YadoBackend *backend, const GError *error)
{
    if (get_joint(self) && backend != self->backend)
        yado_joint_backend_lose(get_joint(self), backend, error);
    else
        yado_host_lose(self, error);
}

void
yado_host_retry_parts(YadoHost *self)
{
    if (self->state == YADO_HOST_OPEN && get_joint(self))
        yado_joint_backend_retry(get_joint(self));
}

/* ---- What is said of it ---- */

static const char *
get_part_note(YadoPart part)
{
    return part == YADO_PART_LIBXL ? _("Guests made by xl are not shown")
                                   : _("Guests made by libvirt are shown only while they run");
}

static void
add_note(GString *text, YadoJointBackend *joint, YadoPart part)
{
    g_autoptr(GError) error = yado_joint_backend_dup_error(joint, part);
    const char *hint = error ? yado_error_get_hint(error) : NULL;

    if (!error || yado_error_is_cancel(error) || yado_joint_backend_is_answering(joint, part))
        return;
    /* Translators: what is missing in the list, and why. */
    g_string_append_printf(text, C_("note", "%s: %s"), get_part_note(part), error->message);
    if (hint)
        g_string_append_printf(text, " %s", hint);
    g_string_append_c(text, '\n');
}

char *
yado_host_dup_note(YadoHost *self)
{
    YadoJointBackend *joint;
    GString *text;

    g_return_val_if_fail(YADO_IS_HOST(self), NULL);
    joint = get_joint(self);
    if (!joint || self->state != YADO_HOST_OPEN)
        return NULL;
    text = g_string_new(NULL);
    for (guint i = 0; i < YADO_N_PARTS; i++)
        add_note(text, joint, i);
    if (text->len > 0)
        g_string_truncate(text, text->len - 1);
    return g_string_free(text, text->len == 0);
}

const char *
yado_host_get_open_label(YadoHost *self)
{
    YadoJointBackend *joint = get_joint(self);

    if (joint && !yado_joint_backend_get_part(joint, YADO_PART_LIBXL))
        return _("Connected, without xl");
    if (joint && !yado_joint_backend_get_part(joint, YADO_PART_LIBVIRT))
        return _("Connected, without libvirt");
    return _("Connected");
}

static const char *
get_owner_reason(YadoGuest *guest)
{
    switch (yado_guest_get_owner(guest)) {
    case YADO_OWNER_XL:
    case YADO_OWNER_OTHER:
        return _("It was not made by libvirt, and xl's side of this host is not connected.");
    default:
        return _("It belongs to libvirt, which is not connected.");
    }
}

/* ---- Of one guest ---- */

YadoBackend *
yado_guest_get_backend(YadoGuest *self)
{
    return self->host ? yado_host_get_owner_backend(self->host, yado_guest_get_owner(self)) : NULL;
}

/* What libvirt keeps no books of while a guest runs: both parts together do it, whoever owns the guest. */
static gboolean
is_hypervisors(const char *operation)
{
    static const char *const operations[] = { "pin", "schedule", "move-pool", "dump-core",
                                              "nmi", "sysrq",    "button",    NULL };

    return g_strv_contains(operations, operation);
}

/* What a failed save left sleeping, libvirt takes for running. */
static gboolean
is_wake_up(YadoGuest *self, const char *operation)
{
    return self->state == YADO_GUEST_SUSPENDED && strcmp(operation, "resume") == 0;
}

/* What a failed migration leaves sleeping, xl wakes. */
static gboolean
is_migration(YadoGuest *self, const char *operation)
{
    return yado_guest_get_owner(self) == YADO_OWNER_LIBVIRT && strcmp(operation, "migrate") == 0;
}

YadoBackend *
yado_guest_get_runner(YadoGuest *self, const char *operation)
{
    if (self->host && self->id >= 0 && get_joint(self->host) &&
        (is_hypervisors(operation) || is_wake_up(self, operation) || is_migration(self, operation)))
        return yado_host_get_backend(self->host);
    return yado_guest_get_backend(self);
}

gboolean
yado_guest_is_reachable(YadoGuest *self, const char **reason)
{
    g_return_val_if_fail(YADO_IS_GUEST(self), FALSE);

    if (yado_guest_get_backend(self))
        return TRUE;
    if (reason && self->host && yado_host_get_backend(self->host))
        *reason = get_owner_reason(self);
    else if (reason)
        *reason = _("The host is not connected.");
    return FALSE;
}

gboolean
yado_guest_has(YadoGuest *self, const char *capability, const char **reason)
{
    g_return_val_if_fail(YADO_IS_GUEST(self), FALSE);

    return yado_guest_is_reachable(self, reason) &&
           yado_backend_has(yado_guest_get_backend(self), capability, reason);
}

gboolean
yado_guest_can_run(YadoGuest *self, const char *operation, const char **reason)
{
    YadoBackend *backend;

    g_return_val_if_fail(YADO_IS_GUEST(self), FALSE);
    backend = yado_guest_get_runner(self, operation);
    if (backend && yado_backend_can_run(backend, operation))
        return TRUE;
    if (reason)
        *reason = backend || !self->host || !yado_host_get_backend(self->host)
                      ? _("This host cannot do that.")
                      : get_owner_reason(self);
    return FALSE;
}

static gboolean
refuse(const char **reason, const char *text)
{
    if (reason)
        *reason = text;
    return FALSE;
}

gboolean
yado_guest_ref_owners(YadoGuest *self, YadoBackend **owner, YadoBackend **other,
                      const char **reason)
{
    gboolean is_xl = yado_guest_get_owner(self) == YADO_OWNER_XL;
    YadoJointBackend *joint;
    YadoBackend *libvirt, *libxl;

    g_return_val_if_fail(YADO_IS_GUEST(self), FALSE);
    joint = self->host ? get_joint(self->host) : NULL;
    if (!joint)
        return refuse(reason, _("Only a Xen host has guests of libvirt and guests of xl."));
    libvirt = yado_joint_backend_get_part(joint, YADO_PART_LIBVIRT);
    libxl = yado_joint_backend_get_part(joint, YADO_PART_LIBXL);
    if (!libvirt)
        return refuse(reason, _("libvirt is not connected on this host."));
    if (!libxl)
        return refuse(reason, _("xl's side of this host is not connected."));
    if (owner)
        *owner = g_object_ref(is_xl ? libxl : libvirt);
    if (other)
        *other = g_object_ref(is_xl ? libvirt : libxl);
    return TRUE;
}
