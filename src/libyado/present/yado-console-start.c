/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "present/yado-console-start.h"

#include <glib/gi18n-lib.h>

/* Nobody opened a console: the guest goes on all the same. */
#define HOLD_SECONDS 30

typedef struct {
    YadoGuest *guest; /* borrowed: it is the guest's data */
    gboolean is_on;
    gboolean is_free; /* a console was quicker than the word that the guest is on */
    guint timeout;
} Held;

static const char held_key[] = "yado-held-for-console";

static void
free_held(gpointer data)
{
    Held *held = data;

    g_clear_handle_id(&held->timeout, g_source_remove);
    g_free(held);
}

static void
resume(Held *held)
{
    g_autoptr(YadoJob) job = yado_job_new(_("Resume"), yado_guest_get_name(held->guest));
    YadoGuest *guest = held->guest;

    g_object_set_data(G_OBJECT(guest), held_key, NULL); /* frees @held */
    yado_guest_start(guest, "resume", NULL, job);
}

static gboolean
on_hold_over_cb(gpointer data)
{
    Held *held = data;

    held->timeout = 0;
    resume(held);
    return G_SOURCE_REMOVE;
}

static void
on_start_finished_cb(YadoJob *job, gpointer data)
{
    YadoGuest *guest = data;
    Held *held = g_object_get_data(G_OBJECT(guest), held_key);

    if (!held)
        return;
    held->is_on = yado_job_get_state(job) == YADO_JOB_DONE;
    if (!held->is_on)
        g_object_set_data(G_OBJECT(guest), held_key, NULL);
    else if (held->is_free)
        resume(held);
    else
        held->timeout = g_timeout_add_seconds(HOLD_SECONDS, on_hold_over_cb, held);
}

/* A saved state goes on from where it was: there is no first word. */
static gboolean
can_hold(YadoGuest *guest)
{
    return yado_guest_get_state(guest) == YADO_GUEST_SHUT_OFF &&
           yado_guest_can_run(guest, "start-paused", NULL);
}

void
yado_console_start(YadoGuest *guest, YadoJob *job)
{
    Held *held;

    if (!can_hold(guest)) {
        yado_guest_start(guest, "start", NULL, job);
        return;
    }
    held = g_new0(Held, 1);
    held->guest = guest;
    g_object_set_data_full(G_OBJECT(guest), held_key, held, free_held);
    g_signal_connect_object(job, "finished", G_CALLBACK(on_start_finished_cb), guest, 0);
    yado_guest_start(guest, "start-paused", NULL, job);
}

void
yado_console_start_let_go(YadoGuest *guest)
{
    Held *held = g_object_get_data(G_OBJECT(guest), held_key);

    if (!held)
        return;
    held->is_free = TRUE;
    if (held->is_on)
        resume(held);
}
