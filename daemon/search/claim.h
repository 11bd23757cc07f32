/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * claim.h - a wording to be checked, as words: with the writer's ellipses and brackets, and what
 * each word weighs in this index.
 */
#ifndef DAEMON_SEARCH_CLAIM_H
#define DAEMON_SEARCH_CLAIM_H

#include "daemon/search/reader.h"
#include "text/alignment.h"

struct claim {
	struct slice text;
	struct alignment_word *words; /* arena of the reader */
	size_t count;
};

/* The language that most articles of the index are in. */
enum language claim_language(const struct reader *reader);
void claim_read(struct reader *reader, struct slice text, struct claim *claim);
/* The words of a source: spans count from `offset`. Appended to *words, which has room for
 * `capacity` in all; those beyond are left out. */
void claim_source_words(struct reader *reader, struct slice text, uint32_t offset,
	struct alignment_word *words, size_t *count, size_t capacity);

#endif
