/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * snippet.h - the passages of a hit that show best why it was found.
 *
 * One scan over the words of the body marks what was asked for; the passages with the most
 * of it are cut at sentences where they fit, else between words, with ellipses. A phrase is
 * marked as a whole and never cut in two.
 */
#ifndef DAEMON_SEARCH_SNIPPET_H
#define DAEMON_SEARCH_SNIPPET_H

#include "daemon/match/build.h"
#include "daemon/search/search.h"

#define SNIPPET_LEAVES 64 /* of a query, more are not looked for: WIRE_TERMS_LIMIT */

struct snippet_maker {
	const struct build *build;   /* its leaves are what is looked for */
	struct slice text;           /* read last */
	struct span *words;          /* of the text at hand, bytes */
	const uint32_t *hashes;      /* of the same words */
	size_t word_count, word_capacity;
	uint32_t *own_hashes;        /* where the token file's are not to be had */
	size_t hash_capacity;
	struct snippet_stems *stems; /* of the loose words; arena */
	struct token_list tokens;    /* of a single word, or of a text */
	struct snippet_place *places;
	size_t place_count, place_capacity;
};

/* Where a leaf was found: words [begin, end) of the text; in order. */
struct snippet_place {
	uint32_t begin, end;
	uint32_t leaf; /* index in build->leaves */
};

void snippet_maker_init(struct snippet_maker *maker, const struct build *build);
void snippet_maker_clear(struct snippet_maker *maker);

/* Finds what is asked for in an article's body; `words` are the body's in the token file. What
 * follows speaks of the text that was read last. */
void snippet_read(struct snippet_maker *maker, const struct article *article,
	struct leaf_words words);
/* Up to `limit` passages of the body, in the order of the text; one where nothing that was asked
 * for is in it, none where it is empty. The reader's arena has them. */
const struct search_snippet *snippet_make(struct snippet_maker *maker, size_t limit, size_t *count);
/* What to mark in a part of the body: bytes from where it begins, in order, apart. */
const struct span *snippet_marks(struct snippet_maker *maker, struct span part, size_t *count);
/* What to mark in a whole text: bytes of it, in order, apart. */
const struct span *snippet_mark(struct snippet_maker *maker, struct slice text,
	enum language language, size_t *count);

#endif
