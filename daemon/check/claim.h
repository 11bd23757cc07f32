/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * claim.h - a wording to be checked, as words: with the writer's ellipses and brackets, and what
 * each word weighs in this index.
 */
#ifndef DAEMON_CHECK_CLAIM_H
#define DAEMON_CHECK_CLAIM_H

#include "daemon/check/check.h"
#include "daemon/index/reader.h"
#include "text/alignment.h"

struct claim {
	struct slice text;
	struct alignment_word *words; /* arena of the reader */
	size_t count;
};

void claim_read(struct reader *reader, struct slice text, struct claim *claim);
/* A text of an article, cut in the article's language. */
struct claim_source {
	struct slice text;
	uint32_t offset; /* of the text in the body: spans count from there */
	enum language language;
};
/* The words of a source, appended to *words, which has room for `capacity` in all; those
 * beyond are left out. */
void claim_source_words(struct reader *reader, const struct claim_source *source,
	struct alignment_word *words, size_t *count, size_t capacity);
/* Holds the speaker of a claim (no words: any) against whom an article names. */
enum check_agreement claim_agreement(struct reader *reader, const struct claim *speaker,
	struct slice entity, struct slice mention);

#endif
