/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <assert.h>
#include <stddef.h>
#include <stdint.h>

#include "base/memory.h"
#include "daemon/check/claim.h"
#include "text/likeness.h"
#include "text/utf8.h"

#include "base/banned.h"

#define SOURCE_LIMIT 2000 /* words; fewer than some inputs have */

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Every word of the claim has its place, once, in its order; so have those of the stretch of the
 * source. */
static void check_pairs(const struct alignment *alignment, const struct claim *claim)
{
	uint32_t claimed = 0, found = alignment->source_begin;

	for (size_t i = 0; i < alignment->pair_count; i++) {
		const struct alignment_pair *pair = &alignment->pairs[i];

		assert(pair->claim != ALIGNMENT_NO_WORD || pair->source != ALIGNMENT_NO_WORD);
		if (pair->claim != ALIGNMENT_NO_WORD)
			assert(pair->claim == claimed++);
		if (pair->source != ALIGNMENT_NO_WORD)
			assert(pair->source == found++);
		if (alignment->is_verbatim)
			assert(pair->step != ALIGNMENT_CHANGED && pair->step != ALIGNMENT_ADDED &&
				pair->step != ALIGNMENT_LEFT_OUT);
	}
	assert(claimed == claim->count);
	assert(found == alignment->source_end);
}

static struct likeness_words hashes_of(const struct alignment_word *words, size_t count,
	struct arena *arena)
{
	uint32_t *hashes = arena_allocate_array(arena, count, sizeof(*hashes));

	for (size_t i = 0; i < count; i++)
		hashes[i] = words[i].hash;
	return (struct likeness_words){hashes, (uint32_t)count};
}

static bool share_print(struct likeness_words first, struct likeness_words second)
{
	uint32_t one[LIKENESS_WORDS], other[LIKENESS_WORDS];
	const size_t count = likeness_prints(first, one), others = likeness_prints(second, other);

	for (size_t i = 0; i < count; i++) {
		for (size_t j = 0; j < others; j++) {
			if (one[i] == other[j])
				return true;
		}
	}
	return false;
}

static void check_likeness(struct likeness_words first, struct likeness_words second)
{
	const bool is_one = likeness_is_saying(first, second);
	const double likeness = likeness_of(first, second);

	assert(is_one == likeness_is_saying(second, first));
	assert(!is_one || share_print(first, second));
	assert(likeness >= 0 && likeness <= 1);
	assert(likeness_is_copy(first, second) == likeness_is_copy(second, first));
}

static void check(struct reader *reader, struct slice claimed, struct slice text)
{
	struct alignment_word *words =
		arena_allocate_array(&reader->arena, SOURCE_LIMIT, sizeof(*words));
	struct alignment alignment;
	struct claim claim;
	size_t count = 0;

	claim_read(reader, claimed, &claim);
	claim_source_words(reader, &(struct claim_source){text, 0, LANGUAGE_ENGLISH}, words, &count,
		SOURCE_LIMIT);
	for (size_t i = 0; i < claim.count; i++)
		assert(claim.words[i].span.end <= claimed.size);
	for (size_t i = 0; i < count; i++)
		assert(words[i].span.end <= text.size);
	if (alignment_run(claim.words, claim.count, words, count, &reader->arena, &alignment)) {
		assert(alignment.score >= 0 && alignment.score <= 1);
		assert(alignment.source_begin <= alignment.source_end);
		assert(alignment.source_end <= count);
		check_pairs(&alignment, &claim);
	}
	check_likeness(hashes_of(claim.words, claim.count, &reader->arena),
		hashes_of(words, count, &reader->arena));
	claim_agreement(reader, &claim, text, slice_range(text, 0, text.size / 2));
}

/* The first line is a claim, the rest what it is held against; in an index without articles. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct snapshot snapshot = {.stamp = {0}};
	struct reader reader = {.snapshot = &snapshot, .analysis = analysis_new()};
	struct slice text, claimed = {0};
	struct error error = {0};

	text = utf8_repair(slice_make((const char *)data, size), &reader.arena);
	if (!xc_database_open(NULL, 0, &snapshot.articles, &error))
		return 0;
	slice_split(&text, '\n', &claimed);
	check(&reader, claimed, text);
	xc_database_close(snapshot.articles);
	analysis_free(reader.analysis);
	arena_clear(&reader.arena);
	buffer_clear(&reader.scratch);
	return 0;
}
