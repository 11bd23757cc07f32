/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * quoted.h - of an article that was found, the quotations that answer the query: they hold its
 * words, or the one who says them is named in it.
 */
#ifndef DAEMON_SEARCH_QUOTED_H
#define DAEMON_SEARCH_QUOTED_H

#include "daemon/search/snippet.h"

/* What a query asks of quotations; one for all hits. */
struct quoted {
	struct snippet_maker *maker;
	const struct plan_node **speakers; /* the names behind speaker:, arena */
	size_t speaker_count;
	const struct leaf **named;         /* what some speaker of the index may be called, arena */
	size_t named_count;
	struct token_list tokens;          /* of a name */
	uint32_t *hashes;                  /* of the same */
	size_t hash_capacity;
};

/* The article that `maker` has read last. */
struct quoted_article {
	const struct article *article;
	uint32_t document;                 /* in the snapshot */
	size_t segment;
	struct tokens_article tokens;
};

void quoted_init(struct quoted *quoted, struct snippet_maker *maker);
void quoted_clear(struct quoted *quoted);
/* The best first, at most `limit`; none where nothing fits. The reader's arena has them.
 * ERROR_INDEX. */
bool quoted_find(struct quoted *quoted, const struct quoted_article *source, size_t limit,
	struct search_hit *hit, struct error *error);

#endif
