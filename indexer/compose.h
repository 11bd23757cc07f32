/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * compose.h - from an article and what was found in it to the documents of a block.
 *
 * Says which terms, values and records an article and its quotations have; the schema says
 * how they are spelled. Each lexeme's term numbers are kept while a block is filled, so a
 * word of the text costs two postings and no hashing. One composer a thread.
 */
#ifndef INDEXER_COMPOSE_H
#define INDEXER_COMPOSE_H

#include "schema/analysis.h"
#include "schema/article.h"
#include "store/block.h"

struct composer;

/* `analysis` is the one that will have analysed the articles; it stays the caller's. */
struct composer *composer_new(struct analysis *analysis);
void composer_free(struct composer *composer);

/* What follows goes into `block`, which is empty. */
void composer_begin(struct composer *composer, struct block *block);
/* Adds the article and its quotations. `digest` is article_digest. Returns the article's
 * number in the block, from 1. */
uint32_t composer_add(struct composer *composer, const struct article *article,
	const struct analysed *analysed, uint64_t digest);

#endif
