/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "daemon/search/check.h"

#include <stdlib.h>

#include "base/clock.h"
#include "base/memory.h"
#include "daemon/search/claim.h"
#include "daemon/search/quotation.h"
#include "schema/term.h"
#include "xapian-c/match.h"
#include "xapian-c/query.h"

#define RARE_WORDS 10       /* of the claim, that candidates are looked up by */
#define QUOTATIONS_LOOKED_AT 40
#define ARTICLES_LOOKED_AT 5
#define NEIGHBOURS 2        /* quotations before and after that may be the same saying */
#define NEIGHBOUR_BYTES 300 /* of text between them */
#define SOURCE_WORDS_LIMIT 20000 /* of a source; what comes behind is not compared */
#define SCORE_ALTERED 0.6   /* below, another saying */
#define SCORE_NEAREST 0.35  /* below, not worth showing */
#define BM25_K1 1.2
#define BM25_B 0.4          /* a claim may be a part of a long quotation */

struct checking {
	struct reader *reader;
	const struct check_request *request;
	struct claim claim;
	struct claim speaker;
	struct alignment_word *source; /* words of the source at hand; room for the limit */
	struct check_candidate *candidates;
	size_t count;
};

struct rare_word {
	struct slice term;
	uint32_t frequency;
};

static int compare_rare(const void *a, const void *b)
{
	const struct rare_word *first = a, *second = b;

	if (first->frequency != second->frequency)
		return first->frequency < second->frequency ? -1 : 1;
	return slice_compare(first->term, second->term);
}

/* The claim's rarest words that the database has, as one query; NULL where it has none. */
static struct xc_query *query_of(struct checking *checking, const struct xc_database *database,
	struct error *error)
{
	struct reader *reader = checking->reader;
	const struct claim *claim = &checking->claim;
	struct rare_word *rare =
		arena_allocate_array(&reader->arena, claim->count, sizeof(*rare));
	struct xc_query *parts[RARE_WORDS];
	size_t count = 0, used = 0;

	for (size_t i = 0; i < claim->count; i++) {
		if (claim->words[i].is_own)
			continue;
		buffer_reset(&reader->scratch);
		term_word(FIELD_TEXT, claim->words[i].folded, &reader->scratch);
		rare[count].frequency =
			xc_database_frequency(database, buffer_slice(&reader->scratch));
		rare[count].term = arena_copy(&reader->arena, buffer_slice(&reader->scratch));
		count += rare[count].frequency > 0;
	}
	qsort(rare, count, sizeof(*rare), compare_rare);
	for (size_t i = 0; i < count && used < RARE_WORDS; i++) {
		if (i > 0 && slice_equal(rare[i].term, rare[i - 1].term))
			continue;
		parts[used] = xc_query_term(rare[i].term, error);
		if (parts[used])
			used++;
	}
	return used ? xc_query_combine(XC_OR, parts, used, error) : NULL;
}

static bool accept_quotation(void *context, unsigned shard, uint32_t document)
{
	return quotation_is_live(context, shard, document);
}

static bool accept_article(void *context, unsigned shard, uint32_t document)
{
	const struct snapshot *snapshot = context;

	return !tombstones_has(&snapshot->tombstones[shard], document);
}

static bool find(struct checking *checking, const struct xc_database *database, uint32_t size,
	bool (*accept)(void *context, unsigned shard, uint32_t document), struct xc_hits *hits,
	struct error *error)
{
	struct xc_query *query = query_of(checking, database, error);
	const struct xc_match match = {.query = query, .size = size, .sort_slot = XC_NO_SLOT,
		.k1 = BM25_K1, .b = BM25_B, .accept = accept,
		.context = checking->reader->snapshot,
		.deadline_ns = checking->request->deadline_ns};
	bool ok;

	if (!query)
		return error->code == ERROR_NONE;
	ok = xc_match_run(database, &match, hits, error);
	xc_query_free(query);
	return ok;
}

/* --- one candidate --- */

struct source_words {
	struct alignment_word *words;
	size_t count;
};

/* The words of a quotation and of those close before and behind it, in reading order. */
static bool gather(struct checking *checking, const struct quotation_source *source,
	struct source_words *gathered, struct error *error)
{
	struct reader *reader = checking->reader;
	const struct tokens_article article = tokens_get(
		&reader->snapshot->tokens[source->segment], source->article_local);
	uint32_t ordinal = source->record.ordinal;
	uint32_t first = ordinal > NEIGHBOURS ? ordinal - NEIGHBOURS : 1;
	uint32_t last = ordinal + NEIGHBOURS < article.quotation_count ? ordinal + NEIGHBOURS
									: article.quotation_count;
	uint32_t end = 0;

	*gathered = (struct source_words){.words = checking->source};
	for (uint32_t i = first; i <= last; i++) {
		struct quotation_record record = source->record;
		struct slice bytes;

		if (i != ordinal) {
			buffer_reset(&reader->scratch);
			if (!xc_database_record(reader->snapshot->quotations,
				    snapshot_number(reader->snapshot, source->segment,
					    article.first_quotation + i - 1),
				    &reader->scratch, error))
				return false;
			bytes = arena_copy(&reader->arena, buffer_slice(&reader->scratch));
			if (!record_decode_quotation(bytes, &record, error))
				return false;
		}
		if (record.quotation.span.end > source->article.body.size)
			return error_set(error, ERROR_INDEX, "a quotation lies outside of its article");
		/* Too far from what came before: a saying of its own. */
		if (gathered->count && record.quotation.span.begin > end + NEIGHBOUR_BYTES) {
			if (i > ordinal)
				break;
			gathered->count = 0;
		}
		claim_source_words(reader, span_of(source->article.body, record.quotation.span),
			record.quotation.span.begin, gathered->words, &gathered->count,
			SOURCE_WORDS_LIMIT);
		end = record.quotation.span.end;
	}
	return true;
}

static struct slice words_text(struct slice text, const struct alignment_word *words,
	uint32_t first, uint32_t last)
{
	return first == ALIGNMENT_NO_WORD
		       ? (struct slice){0}
		       : slice_range(text, words[first].span.begin, words[last].span.end);
}

/* Pairs in a row with the same step become one piece. */
static void make_pieces(struct checking *checking, const struct source_words *source,
	const struct alignment *alignment, struct check_candidate *candidate)
{
	struct check_piece *pieces = arena_allocate_array(&checking->reader->arena,
		alignment->pair_count, sizeof(*pieces));
	size_t count = 0;

	for (size_t i = 0, next; i < alignment->pair_count; i = next) {
		uint32_t claim_first = alignment->pairs[i].claim;
		uint32_t source_first = alignment->pairs[i].source;

		next = i + 1;
		while (next < alignment->pair_count &&
			alignment->pairs[next].step == alignment->pairs[i].step &&
			(alignment->pairs[next].claim == ALIGNMENT_NO_WORD) ==
				(claim_first == ALIGNMENT_NO_WORD) &&
			(alignment->pairs[next].source == ALIGNMENT_NO_WORD) ==
				(source_first == ALIGNMENT_NO_WORD))
			next++;
		pieces[count].step = alignment->pairs[i].step;
		pieces[count].claim = words_text(checking->claim.text, checking->claim.words,
			claim_first, alignment->pairs[next - 1].claim);
		pieces[count].source = words_text(candidate->article.body, source->words,
			source_first, alignment->pairs[next - 1].source);
		count++;
	}
	candidate->pieces = pieces;
	candidate->piece_count = count;
}

/* Aligns; keeps the candidate when it is alike enough to be shown. */
static void add_candidate(struct checking *checking, const struct source_words *source,
	struct check_candidate candidate)
{
	struct alignment alignment;

	if (!alignment_run(checking->claim.words, checking->claim.count, source->words,
		    source->count, &checking->reader->arena, &alignment) ||
		(double)alignment.score < SCORE_NEAREST ||
		alignment.source_begin >= alignment.source_end)
		return;
	candidate.score = (double)alignment.score;
	candidate.verdict = alignment.is_verbatim	    ? CHECK_VERBATIM
			    : candidate.score >= SCORE_ALTERED ? CHECK_ALTERED
							       : CHECK_NOT_FOUND;
	candidate.span = (struct span){source->words[alignment.source_begin].span.begin,
		source->words[alignment.source_end - 1].span.end};
	/* Two quotations of one stretch that were gathered together are one candidate. */
	for (size_t i = 0; i < checking->count; i++) {
		const struct check_candidate *other = &checking->candidates[i];

		if (slice_equal(other->article.identity, candidate.article.identity) &&
			other->span.begin < candidate.span.end &&
			candidate.span.begin < other->span.end && other->score >= candidate.score)
			return;
	}
	make_pieces(checking, source, &alignment, &candidate);
	checking->candidates[checking->count++] = candidate;
}

/* Every word of the given speaker is in the name or in what stands beside the quotation; a
 * surname alone will do when that is all either side has. */
static bool is_speaker(struct checking *checking, const struct search_quotation *quotation)
{
	struct claim entity, mention;
	const struct alignment_word *last;

	if (checking->speaker.count == 0)
		return true;
	last = &checking->speaker.words[checking->speaker.count - 1];
	claim_read(checking->reader, quotation->entity, &entity);
	claim_read(checking->reader, quotation->speaker, &mention);
	for (size_t i = 0; i < entity.count; i++) {
		if (entity.words[i].hash == last->hash)
			return true;
	}
	for (size_t i = 0; i < mention.count; i++) {
		if (mention.words[i].hash == last->hash)
			return true;
	}
	return false;
}

static bool check_quotations(struct checking *checking, struct error *error)
{
	struct xc_hits hits = {0};
	bool ok = find(checking, checking->reader->snapshot->quotations, QUOTATIONS_LOOKED_AT,
		accept_quotation, &hits, error);

	for (size_t i = 0; ok && i < hits.count; i++) {
		struct check_candidate candidate = {0};
		struct quotation_source source;
		struct source_words words;

		ok = quotation_load(checking->reader, hits.hits[i].document, &source, error) &&
		     gather(checking, &source, &words, error);
		if (!ok)
			break;
		candidate.article = source.article;
		candidate.quotation = quotation_view(checking->reader, &source);
		candidate.is_by_other = !is_speaker(checking, &candidate.quotation);
		add_candidate(checking, &words, candidate);
		if (checking->request->deadline_ns &&
			clock_monotonic_ns() > checking->request->deadline_ns)
			break;
	}
	xc_hits_clear(&hits);
	return ok;
}

/* Articles that have the words, in marks or not: a saying may stand in the text unmarked. */
static bool check_articles(struct checking *checking, struct error *error)
{
	struct reader *reader = checking->reader;
	struct xc_hits hits = {0};
	bool ok = find(checking, reader->snapshot->articles, ARTICLES_LOOKED_AT, accept_article, &hits,
		error);

	for (size_t i = 0; ok && i < hits.count; i++) {
		struct check_candidate candidate = {0};
		struct source_words words = {.words = checking->source};
		struct slice record;

		buffer_reset(&reader->scratch);
		ok = xc_database_record(reader->snapshot->articles, hits.hits[i].document,
			&reader->scratch, error);
		if (!ok)
			break;
		record = arena_copy(&reader->arena, buffer_slice(&reader->scratch));
		ok = record_decode_article(reader->codec, record, &reader->arena, &candidate.article,
			error);
		if (!ok)
			break;
		claim_source_words(reader, candidate.article.body, 0, words.words, &words.count,
			SOURCE_WORDS_LIMIT);
		candidate.is_by_other = checking->speaker.count > 0;
		add_candidate(checking, &words, candidate);
	}
	xc_hits_clear(&hits);
	return ok;
}

static int compare_candidates(const void *a, const void *b)
{
	const struct check_candidate *first = a, *second = b;

	if (first->verdict != second->verdict)
		return first->verdict < second->verdict ? -1 : 1;
	if (first->is_by_other != second->is_by_other)
		return first->is_by_other ? 1 : -1;
	if (first->score != second->score)
		return first->score > second->score ? -1 : 1;
	/* Who printed it first; those without a date last. */
	if (first->article.date != second->article.date)
		return (uint64_t)first->article.date - (uint64_t)INT64_MIN - 1 <
				       (uint64_t)second->article.date - (uint64_t)INT64_MIN - 1
			       ? -1
			       : 1;
	return slice_compare(first->article.identity, second->article.identity);
}

static bool has_verbatim(const struct checking *checking)
{
	for (size_t i = 0; i < checking->count; i++) {
		if (checking->candidates[i].verdict == CHECK_VERBATIM)
			return true;
	}
	return false;
}

bool check_run(struct reader *reader, const struct check_request *request,
	struct check_result *result, struct error *error)
{
	struct checking checking = {.reader = reader, .request = request};

	claim_read(reader, request->text, &checking.claim);
	claim_read(reader, request->speaker, &checking.speaker);
	if (checking.claim.count == 0)
		return error_set(error, ERROR_QUERY, "there are no words to check");
	checking.source = arena_allocate_array(&reader->arena, SOURCE_WORDS_LIMIT,
		sizeof(*checking.source));
	checking.candidates = arena_allocate_array(&reader->arena,
		QUOTATIONS_LOOKED_AT + ARTICLES_LOOKED_AT, sizeof(*checking.candidates));
	if (!check_quotations(&checking, error))
		return false;
	if (!has_verbatim(&checking) && !check_articles(&checking, error))
		return false;
	qsort(checking.candidates, checking.count, sizeof(*checking.candidates), compare_candidates);
	*result = (struct check_result){
		.verdict = checking.count ? checking.candidates[0].verdict : CHECK_NOT_FOUND,
		.candidates = checking.candidates,
		.candidate_count = checking.count < request->size ? checking.count : request->size,
		.generation = reader->snapshot->manifest.generation,
	};
	return true;
}
