/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "daemon/check/checking.h"

#include "base/clock.h"
#include "daemon/index/quotation.h"

#include "base/banned.h"

/* Two sentences of like length about other things share a quarter of their weight at most; one
 * with every other word replaced keeps half. */
#define SCORE_ALTERED 0.6  /* below, another saying */
#define SCORE_NEAREST 0.35 /* below, not worth showing */

bool checking_accepts_quotation(void *snapshot, unsigned segment, uint32_t document)
{
	return quotation_is_live(snapshot, segment, document);
}

bool checking_accepts_article(void *snapshot, unsigned segment, uint32_t document)
{
	const struct snapshot *opened = snapshot;

	return !tombstones_has(&opened->tombstones[segment], document);
}

bool checking_is_late(const struct checking *checking)
{
	return checking->request->deadline_ns &&
	       clock_monotonic_ns() > checking->request->deadline_ns;
}

bool candidate_load_article(struct checking *checking, uint32_t number, struct article *article,
	struct error *error)
{
	struct reader *reader = checking->reader;

	buffer_reset(&reader->scratch);
	return xc_database_record(reader->snapshot->articles, number, &reader->scratch, error) &&
	       record_decode_article(reader->codec,
		       arena_copy(&reader->arena, buffer_slice(&reader->scratch)), &reader->arena,
		       article, error);
}

/* The text from the first to the last of the words that the pairs have; nothing where they
 * have none. */
static void widen(struct slice text, const struct alignment_word *words, uint32_t word,
	struct slice *part)
{
	const char *end;

	if (word == ALIGNMENT_NO_WORD)
		return;
	end = text.data + words[word].span.end;
	if (part->size == 0)
		part->data = text.data + words[word].span.begin;
	part->size = (size_t)(end - part->data);
}

/* Whether a pair goes on with the piece of the one before: the same step on the same sides.
 * Two words for one are a piece of their own. */
static bool goes_on(const struct alignment_pair *before, const struct alignment_pair *pair)
{
	bool has_claim = pair->claim != ALIGNMENT_NO_WORD;
	bool has_source = pair->source != ALIGNMENT_NO_WORD;

	if (pair->step != before->step)
		return false;
	if (pair->step == ALIGNMENT_SPELLING)
		return !has_claim || !has_source;
	return has_claim == (before->claim != ALIGNMENT_NO_WORD) &&
	       has_source == (before->source != ALIGNMENT_NO_WORD);
}

static void make_pieces(struct checking *checking, const struct source_words *source,
	const struct alignment *alignment, struct check_candidate *candidate)
{
	struct check_piece *pieces = arena_allocate_array(&checking->reader->arena,
		alignment->pair_count, sizeof(*pieces));
	size_t count = 0;

	for (size_t i = 0; i < alignment->pair_count; i++) {
		const struct alignment_pair *pair = &alignment->pairs[i];

		if (i == 0 || !goes_on(pair - 1, pair))
			pieces[count++] = (struct check_piece){.step = pair->step};
		widen(checking->claim.text, checking->claim.words, pair->claim,
			&pieces[count - 1].claim);
		widen(candidate->article.body, source->words, pair->source,
			&pieces[count - 1].source);
	}
	candidate->pieces = pieces;
	candidate->piece_count = count;
}

/* Two quotations of one stretch that were gathered together are one candidate: the better one,
 * the first of equals. */
static struct check_candidate *place_for(struct checking *checking,
	const struct check_candidate *candidate)
{
	for (size_t i = 0; i < checking->count; i++) {
		struct check_candidate *other = &checking->candidates[i];

		if (!slice_equal(other->article.identity, candidate->article.identity) ||
			other->span.begin >= candidate->span.end ||
			candidate->span.begin >= other->span.end)
			continue;
		return other->score >= candidate->score ? NULL : other;
	}
	if (checking->count == CHECKING_CANDIDATES_LIMIT)
		return NULL;
	return &checking->candidates[checking->count++];
}

void candidate_add(struct checking *checking, const struct source_words *source,
	struct check_candidate candidate)
{
	struct alignment alignment;
	struct check_candidate *place;

	if (!alignment_run(checking->claim.words, checking->claim.count, source->words,
		    source->count, &checking->reader->arena, &alignment) ||
		(double)alignment.score < SCORE_NEAREST ||
		alignment.source_begin >= alignment.source_end)
		return;
	candidate.score = (double)alignment.score;
	candidate.verdict = alignment.is_verbatim	       ? CHECK_VERBATIM
			    : candidate.score >= SCORE_ALTERED ? CHECK_ALTERED
							       : CHECK_NOT_FOUND;
	candidate.span = (struct span){source->words[alignment.source_begin].span.begin,
		source->words[alignment.source_end - 1].span.end};
	candidate.agreement = candidate.quotation.identity.size
		? claim_agreement(checking->reader, &checking->speaker, candidate.quotation.entity,
			  candidate.quotation.speaker)
		: checking->speaker.count ? CHECK_SPEAKER_UNKNOWN : CHECK_SPEAKER_SAME;
	place = place_for(checking, &candidate);
	if (!place)
		return;
	make_pieces(checking, source, &alignment, &candidate);
	*place = candidate;
}
