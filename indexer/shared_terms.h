/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * shared_terms.h - terms that an article and its quotations have in common: who wrote and
 * published it, where it is from, its language.
 *
 * Neighbours mostly come from one file and one publisher: what is the same as with the
 * article before is not made again.
 */
#ifndef INDEXER_SHARED_TERMS_H
#define INDEXER_SHARED_TERMS_H

#include "base/buffer.h"
#include "schema/analysis.h"
#include "schema/article.h"
#include "store/inversion.h"

enum shared_kind { SHARED_ARTICLES, SHARED_QUOTATIONS, SHARED_COUNT };

struct shared_terms {
	struct buffer key, key_before;   /* what the terms follow from */
	struct buffer bytes;             /* the terms, one behind the other */
	size_t *ends;
	size_t count, capacity;
	uint32_t *numbers[SHARED_COUNT]; /* in either inversion */
	size_t numbers_capacity[SHARED_COUNT];
	bool is_numbered[SHARED_COUNT];
	struct token_list words;         /* scratch */
	struct buffer term;
};

void shared_terms_clear(struct shared_terms *terms);
/* Another block: its inversions number their terms anew. */
void shared_terms_begin(struct shared_terms *terms);
void shared_terms_set(struct shared_terms *terms, struct analysis *analysis,
	const struct article *article);
/* Posts each term once. */
void shared_terms_post(struct shared_terms *terms, enum shared_kind kind,
	struct inversion *inversion, uint32_t document);

#endif
