/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "daemon/index/context.h"

#include <string.h>

#include "base/digest.h"
#include "schema/term.h"
#include "store/token_run.h"

#include "base/banned.h"

/* The words asked about, by their hashes: open addressing in a table at most half full. */
struct hashed {
	struct {
		uint32_t hash, index; /* hash 0: free */
	} *slots;
	uint32_t mask;
	uint32_t *counts;
};

static void hash_words(struct hashed *hashed, const struct slice *words, size_t count,
	struct arena *arena)
{
	uint32_t size = 4;

	while (size < 2 * count)
		size *= 2;
	hashed->slots = arena_allocate_array(arena, size, sizeof(*hashed->slots));
	hashed->mask = size - 1;
	for (uint32_t i = 0; i < count; i++) {
		const uint32_t hash = digest_word(words[i]);
		uint32_t slot = hash & hashed->mask;

		while (hashed->slots[slot].hash)
			slot = (slot + 1) & hashed->mask;
		hashed->slots[slot].hash = hash;
		hashed->slots[slot].index = i;
	}
}

static void count_word(const struct hashed *hashed, uint32_t hash)
{
	uint32_t slot = hash & hashed->mask;

	for (; hashed->slots[slot].hash; slot = (slot + 1) & hashed->mask) {
		if (hashed->slots[slot].hash == hash)
			hashed->counts[hashed->slots[slot].index]++;
	}
}

/* A 0, which is no word, stands behind each part of an article, so that the last has a
 * neighbour, too; the first has none before it. */
static void read_article(const struct tokens_article *article, uint32_t hash,
	enum context_side side, const struct hashed *hashed)
{
	const struct token_text *text = &article->words;
	uint16_t number;
	const struct token_run run = token_run_of(text->numbering, &hash, 1, &number);
	uint32_t at;

	for (uint32_t i = 0; token_run_find(&run, text, i, &at); i = at + 1) {
		if (side == CONTEXT_AFTER && at + 1 < text->count)
			count_word(hashed, token_text_hash(text, at + 1));
		else if (side == CONTEXT_BEFORE && at > 0)
			count_word(hashed, token_text_hash(text, at - 1));
	}
}

/* Of the articles that have the word, those that are read. */
struct reading {
	const struct snapshot *snapshot;
	const struct hashed *hashed;
	uint32_t hash;
	enum context_side side;
	uint32_t stride, met; /* one in so many; articles so far */
};

static bool take_article(void *context, uint32_t document)
{
	struct reading *reading = context;
	const struct tokens_map *tokens;
	size_t segment;
	uint32_t local;

	if (reading->met++ % reading->stride)
		return true;
	snapshot_locate(reading->snapshot, document, &segment, &local);
	tokens = &reading->snapshot->tokens[segment];
	if (local <= tokens->count) {
		const struct tokens_article article = tokens_get(tokens, local);

		read_article(&article, reading->hash, reading->side, reading->hashed);
	}
	return true;
}

void context_count(struct reader *reader, struct slice word, enum context_side side,
	const struct slice *words, size_t count, uint32_t *counts)
{
	const struct snapshot *snapshot = reader->snapshot;
	struct hashed hashed = {.counts = counts};
	struct reading reading = {.snapshot = snapshot, .hashed = &hashed, .hash = digest_word(word),
		.side = side};
	struct error ignored = {0};

	memset(counts, 0, count * sizeof(*counts));
	if (count == 0)
		return;
	hash_words(&hashed, words, count, &reader->arena);
	term_word(FIELD_TEXT, word, &reader->scratch);
	reading.stride = 1 + xc_database_frequency(snapshot->articles,
				     buffer_slice(&reader->scratch)) / CONTEXT_ARTICLES;
	xc_database_postings(snapshot->articles, buffer_slice(&reader->scratch), take_article, &reading,
		&ignored);
}
