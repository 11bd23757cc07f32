/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * verdict.h - the answer of /v1/check: read, and shown with what was changed.
 *
 * Changes are shown in colour, or as wdiff writes them: [-left out-] and {+added+}.
 */
#ifndef CLIENT_VERDICT_H
#define CLIENT_VERDICT_H

#include "base/buffer.h"
#include "base/error.h"
#include "client/terminal.h"

enum verdict { VERDICT_VERBATIM, VERDICT_ALTERED, VERDICT_NOT_FOUND };

struct verdict_report;

/* ERROR_FORMAT when it is no answer to a check. */
bool verdict_read(struct slice json, struct verdict_report **report, struct error *error);
void verdict_free(struct verdict_report *report);
enum verdict verdict_get(const struct verdict_report *report);
/* What speaks against the speaker that was named, by the best candidate: "said by someone else";
 * NULL where nothing does, or none was named. */
const char *verdict_objection(const struct verdict_report *report);
/* For people. */
void verdict_print(const struct verdict_report *report, const struct terminal *terminal,
	struct buffer *output);
/* One line a candidate: verdict, score, quotation or article, speaker, date, differences. */
void verdict_print_plain(const struct verdict_report *report, const struct terminal *terminal,
	struct buffer *output);

#endif
