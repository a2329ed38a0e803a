/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * yado-check.h: whether hosts and guests are as they should be, judged and told as the Monitoring Plugins' guidelines say.
 *
 *     YADO CRITICAL - “web-07” does not run. (1 more) | guests=12;;;0 running=4;;;0;12 paused=1;0;;0 crashed=0;;0;0 memory=52.3%;90;95;0;100
 *     CRITICAL: “web-07” does not run.
 *     WARNING: “mail” is paused.
 *
 * Nothing is asked here: hosts and guests must have been loaded.
 */
#pragma once

#include "model/yado-host.h"
#include "present/yado-range.h"

G_BEGIN_DECLS

/* The exit status of a plugin. */
typedef enum {
    YADO_CHECK_OK,
    YADO_CHECK_WARNING,
    YADO_CHECK_CRITICAL,
    YADO_CHECK_UNKNOWN,
} YadoCheckStatus;

typedef enum {
    YADO_EXPECT_AUTOSTART, /* those run that start with their host */
    YADO_EXPECT_RUNNING,   /* all run */
    YADO_EXPECT_ANY,       /* none has to */
} YadoExpect;

typedef struct {
    YadoCheckStatus status;
    char *text; /* a sentence, on one line */
    char *more; /* why, what can be done about it, or what the host said; or NULL */
} YadoCheckFinding;

typedef struct {
    char *label;
    double value;
    const char *unit; /* "", "%", "B" */
    YadoThresholds thresholds;
    double maximum; /* NAN: none; the minimum is always 0 */
} YadoCheckValue;

typedef struct _YadoCheck YadoCheck;

/* @has_several_hosts: each is named in what is said of it, and of its guests. */
YadoCheck *yado_check_new(gboolean has_several_hosts);
void yado_check_free(YadoCheck *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(YadoCheck, yado_check_free)

/* What could not be looked at: CRITICAL when the host or the guest is not there, UNKNOWN when the question was wrong or not allowed. */
void yado_check_add_error(YadoCheck *self, const GError *error);
/* Crashed is CRITICAL, paused or sleeping WARNING; one that does not run, though it should, CRITICAL. */
void yado_check_judge_guest(YadoCheck *self, YadoGuest *guest, YadoExpect expect);
/* Load and memory, in per cent.  A number that has a threshold and is not known is UNKNOWN. */
void yado_check_judge_host(YadoCheck *self, YadoHost *host, const YadoThresholds *cpu,
                           const YadoThresholds *memory);
/* Of guests of @owner (UNKNOWN: of anybody), some may not be shown at all: that is UNKNOWN. */
void yado_check_judge_view(YadoCheck *self, YadoHost *host, YadoGuestOwner owner);

/* The worst of the findings: CRITICAL, then WARNING, then UNKNOWN. */
YadoCheckStatus yado_check_get_status(YadoCheck *self);
/* "OK", "WARNING": the same in all languages. Static. */
const char *yado_check_status_get_name(YadoCheckStatus status);
/* In one sentence, translated. (transfer full) */
char *yado_check_dup_summary(YadoCheck *self);
/* Of YadoCheckFinding, the worst first, and of YadoCheckValue. Borrowed. */
GPtrArray *yado_check_get_findings(YadoCheck *self);
GPtrArray *yado_check_get_values(YadoCheck *self);
/* All of it, as above, with a line break at the end. (transfer full) */
char *yado_check_format(YadoCheck *self);
/* "'two words'=3;80;90;0;100" (transfer full) */
char *yado_check_value_format(const YadoCheckValue *value);

G_END_DECLS
