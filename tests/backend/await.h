/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* await.h: asynchronous calls, waited for; each ends the test after 20 seconds, or what it is told. */
#pragma once

#include "yado-test.h"

static inline void
await_done(GObject *source, GAsyncResult *result, gpointer data)
{
    *(GAsyncResult **)data = g_object_ref(result);
}

static inline gboolean
await_is_there(gpointer data)
{
    return *(GAsyncResult **)data != NULL;
}

/* (transfer full) */
static inline GAsyncResult *
await_for(GAsyncResult **result, double seconds)
{
    g_assert_true(yado_test_wait(await_is_there, result, seconds));
    return *result;
}

/* (transfer full) */
static inline GAsyncResult *
await(GAsyncResult **result)
{
    return await_for(result, 20);
}
