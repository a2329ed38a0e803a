/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* yado-test-leaks.c: for tests in whose own program libosinfo reads its database. */

#ifdef __SANITIZE_ADDRESS__
/* libosinfo has no frame pointers: without this its leaks have no stack, and tests/leaks.supp cannot name it. Short ones, as each costs much. */
const char *__asan_default_options(void);
const char *
__asan_default_options(void)
{
    return "fast_unwind_on_malloc=0:malloc_context_size=8";
}
#endif
