/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * tokens.h - the words of each article in order, as 32-bit hashes, mapped into memory.
 *
 * Takes the place of Xapian's positions: an exact phrase, words near each other, gaps and
 * the words of a quotation are answered from here. Title, subtitle and body follow one
 * another; a 0 (no word has it) stands between them, so that nothing matches across. The
 * last region ends with a 0 too. The quotations of one article follow those of the article
 * before. docs/INDEX-FORMAT has the bytes.
 */
#ifndef STORE_TOKENS_H
#define STORE_TOKENS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"
#include "base/error.h"
#include "base/file.h"
#include "store/tombstone.h"
#include "text/lexicon.h"

enum tokens_region {
	TOKENS_ANYWHERE,
	TOKENS_TITLE,
	TOKENS_SUBTITLE,
	TOKENS_BODY,
};

/* One article's row and words. */
struct tokens_article {
	const uint32_t *hashes;  /* title 0 subtitle 0 body 0 */
	uint32_t title, subtitle, body; /* words in each */
	uint32_t first_quotation; /* document id in the quotations database; 0: none */
	uint32_t quotation_count;
	uint64_t digest;         /* article_digest */
};

struct tokens_map {
	struct file_map file;
	uint32_t count;           /* articles */
	uint32_t quotation_count; /* of all of them */
};

/* ERROR_INDEX when the file is damaged: sizes and offsets are checked here, once. */
bool tokens_open(struct tokens_map *map, const char *path, struct error *error);
void tokens_close(struct tokens_map *map);
/* `document` from 1 to count. */
struct tokens_article tokens_get(const struct tokens_map *map, uint32_t document);
/* Has an article's row, and then its first words, on the way into the cache, for who knows
 * beforehand which articles come next. Reads nothing; any document will do. */
void tokens_expect_row(const struct tokens_map *map, uint32_t document);
void tokens_expect_words(const struct tokens_map *map, uint32_t document);
/* The words of one region: pointer and count. TOKENS_ANYWHERE is all of it, zeros included. */
const uint32_t *tokens_region(const struct tokens_article *article, enum tokens_region region,
	uint32_t *count);

/* Building: articles are appended to memory, written at once. */
struct tokens_addition {
	const struct token_list *title, *subtitle, *body;
	uint32_t first_quotation; /* of no meaning where it has none */
	uint32_t quotation_count;
	uint64_t digest;
};

struct tokens_builder {
	struct buffer rows;
	struct buffer words;
};

void tokens_builder_clear(struct tokens_builder *builder);
void tokens_builder_reset(struct tokens_builder *builder);
void tokens_builder_add(struct tokens_builder *builder, const struct tokens_addition *article);
/* Creates the file, writes and fsyncs it (not the folder). */
bool tokens_builder_write(const struct tokens_builder *builder, const char *path,
	struct error *error);

/* One file of several, without the dead; quotations are numbered anew. */
struct tokens_source {
	const struct tokens_map *map;
	const struct tombstones *dead; /* NULL: nobody */
};

bool tokens_merge(const struct tokens_source *sources, size_t count, const char *path,
	struct error *error);

#endif
