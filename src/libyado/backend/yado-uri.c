/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "backend/yado-uri.h"

#include <string.h>

char *
yado_uri_dup_host(const char *uri)
{
    const char *start = strstr(uri, "://");
    const char *at;
    size_t length;

    if (!start)
        return NULL;
    start += 3;
    length = strcspn(start, "/?#");
    at = memchr(start, '@', length);
    if (at) {
        length -= at + 1 - start;
        start = at + 1;
    }
    if (*start == '[')
        return g_strndup(start + 1, strcspn(start + 1, "]"));
    length = MIN(length, strcspn(start, ":"));
    return length > 0 ? g_strndup(start, length) : NULL;
}

char *
yado_uri_dup_transport(const char *uri)
{
    size_t scheme = strcspn(uri, ":");
    const char *plus = memchr(uri, '+', scheme);

    return plus ? g_ascii_strdown(plus + 1, uri + scheme - plus - 1) : NULL;
}
