/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * tokens.h - the words of each article in order, as numbers of 16 bits, mapped into memory.
 *
 * Takes the place of Xapian's positions: an exact phrase, words near each other, gaps and
 * the words of a quotation are answered from here. Title, subtitle and body follow one
 * another; a 0 (no word has it) stands between them, so that nothing matches across. The
 * last region ends with a 0 too. A number tells the 32-bit hash of its word (numbering.h); the
 * hashes of rare words stand behind the numbers of their article. Which pairs of neighbours an
 * article may have is known without its words (pairs.h). The quotations of one article follow
 * those of the article before, and each is a range of its words. docs/INDEX-FORMAT has the bytes.
 */
#ifndef STORE_TOKENS_H
#define STORE_TOKENS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "base/file.h"
#include "store/pairs.h"
#include "store/token_text.h"

struct print;

enum tokens_region {
	TOKENS_ANYWHERE,
	TOKENS_TITLE,
	TOKENS_SUBTITLE,
	TOKENS_BODY,
};

/* One article's row and words. */
struct tokens_article {
	struct token_text words; /* title 0 subtitle 0 body 0 */
	uint32_t title, subtitle, body; /* words in each */
	uint32_t first_quotation; /* document id in the quotations database; 0: none */
	uint32_t quotation_count;
	uint64_t digest;         /* article_digest */
};

/* One quotation: words [first_token, end_token) of the body of a live or dead article. */
struct tokens_quotation {
	uint32_t article;
	uint32_t first_token, end_token;
};

struct tokens_map {
	struct file_map file;
	uint32_t count;           /* articles */
	uint32_t quotation_count; /* of all of them */
	uint64_t unit_count;      /* of pairs.h, of all of them */
	uint32_t print_count;
	const struct print *prints; /* of all quotations: prints.h */
	struct numbering numbering;
	const uint16_t *numbers;  /* of all articles, and their rare words */
};

/* ERROR_INDEX when the file is damaged: sizes and offsets are checked here, once. */
bool tokens_open(struct tokens_map *map, const char *path, struct error *error);
void tokens_close(struct tokens_map *map);
/* `document` from 1 to count. */
struct tokens_article tokens_get(const struct tokens_map *map, uint32_t document);
/* `quotation` from 1 to quotation_count. */
struct tokens_quotation tokens_quotation_get(const struct tokens_map *map, uint32_t quotation);
/* The words of a quotation. */
struct token_text tokens_quotation_words(const struct tokens_map *map, uint32_t quotation);
/* Has an article's row, and then its first words, on the way into the cache, for who knows
 * beforehand which articles come next. Reads nothing; any document will do. */
void tokens_expect_row(const struct tokens_map *map, uint32_t document);
void tokens_expect_words(const struct tokens_map *map, uint32_t document);
/* Has what decides on a pair on the way into the cache, once the row is there. */
void tokens_expect_pair(const struct tokens_map *map, uint32_t document, struct pairs_probe probe);
/* False where the article surely lacks one of the pairs, or is none. */
bool tokens_may_have(const struct tokens_map *map, uint32_t document,
	const struct pairs_probe *probes, size_t count);
/* The words of one region. TOKENS_ANYWHERE is all of it, zeros included. */
struct token_text tokens_region(const struct tokens_article *article, enum tokens_region region);

#endif
