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

void context_count(struct reader *reader, struct slice word, enum context_side side,
	const struct slice *words, size_t count, uint32_t *counts)
{
	const struct snapshot *snapshot = reader->snapshot;
	const uint32_t last = xc_database_last_document(snapshot->articles);
	const uint32_t hash = digest_word(word);
	struct hashed hashed = {.counts = counts};
	struct error ignored = {0};
	struct xc_postings *postings;
	uint32_t document = 0, times, frequency, stride;

	memset(counts, 0, count * sizeof(*counts));
	if (count == 0)
		return;
	hash_words(&hashed, words, count, &reader->arena);
	term_word(FIELD_TEXT, word, &reader->scratch);
	/* So far apart that there are not more, were the word in every article. */
	frequency = xc_database_frequency(snapshot->articles, buffer_slice(&reader->scratch));
	stride = frequency > CONTEXT_ARTICLES ? 1 + last / CONTEXT_ARTICLES : 1;
	postings = xc_postings_open(snapshot->articles, buffer_slice(&reader->scratch), &ignored);
	while (postings &&
		xc_postings_skip(postings, document + stride, &document, &times, &ignored)) {
		size_t segment;
		uint32_t local;

		snapshot_locate(snapshot, document, &segment, &local);
		if (local <= snapshot->tokens[segment].count) {
			const struct tokens_article article =
				tokens_get(&snapshot->tokens[segment], local);

			read_article(&article, hash, side, &hashed);
		}
	}
	xc_postings_close(postings);
}
