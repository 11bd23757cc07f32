/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "daemon/check/checking.h"

#include "daemon/index/quotation.h"
#include "schema/slot.h"
#include "schema/term.h"
#include "store/token_match.h"
#include "xapian-c/match.h"
#include "xapian-c/query.h"

#include "base/banned.h"

#define TERMS_LIMIT 16      /* of the claim that an article must have to be read at all */
#define RUNS_LIMIT 32       /* parts of a claim between ellipses and brackets */
#define GAP_WORDS 200       /* an ellipsis stands for so many at most */
#define PLACES_LIMIT 64     /* of the claim in one article that are looked at */
#define ARTICLES_SHOWN 20   /* the earliest that have it */
#define WORDS_LIMIT (8u << 20) /* looked at for one claim: some milliseconds */

/* Words in a row without a mark of the writer's between them. */
struct run {
	const uint32_t *hashes;
	uint32_t count;
};

struct pattern {
	struct snapshot *snapshot;
	struct token_room *room;
	struct run runs[RUNS_LIMIT];
	size_t count;
	uint64_t words_read;
};

struct place {
	uint32_t begin, end; /* words of the body */
};

static bool pattern_make(struct checking *checking, struct pattern *pattern)
{
	const struct claim *claim = &checking->claim;
	uint32_t *hashes =
		arena_allocate_array(&checking->reader->arena, claim->count, sizeof(*hashes));
	bool is_new = true;

	*pattern = (struct pattern){.snapshot = checking->reader->snapshot,
		.room = &checking->reader->room};
	for (size_t i = 0; i < claim->count; i++) {
		is_new |= claim->words[i].is_own || claim->words[i].follows_ellipsis;
		if (claim->words[i].is_own)
			continue;
		if (is_new && pattern->count == RUNS_LIMIT)
			return false;
		if (is_new)
			pattern->runs[pattern->count++].hashes = &hashes[i];
		hashes[i] = claim->words[i].hash;
		pattern->runs[pattern->count - 1].count++;
		is_new = false;
	}
	return pattern->count > 0;
}

/* The first place of a run at or after `from`; runs of any length. */
static bool find_run(const struct run *run, const uint32_t *words, uint32_t count, uint32_t from,
	uint32_t *position)
{
	const uint32_t head =
		run->count < TOKEN_MATCH_PLACES ? run->count : TOKEN_MATCH_PLACES;

	for (; token_match_find(words, count, run->hashes, head, from, position);
		from = *position + 1) {
		uint32_t same = head;

		if (run->count > count - *position)
			return false;
		while (same < run->count && words[*position + same] == run->hashes[same])
			same++;
		if (same == run->count)
			return true;
	}
	return false;
}

/* The first place of the whole claim at or after `from`. */
static bool pattern_find(const struct pattern *pattern, const uint32_t *words, uint32_t count,
	uint32_t from, struct place *place)
{
	for (; find_run(&pattern->runs[0], words, count, from, &place->begin);
		from = place->begin + 1) {
		size_t found = 1;
		uint32_t begin;

		place->end = place->begin + pattern->runs[0].count;
		while (found < pattern->count) {
			const struct run *run = &pattern->runs[found];
			uint32_t room = count - place->end, reach = GAP_WORDS + run->count;

			reach = place->end + (reach < room ? reach : room);
			if (!find_run(run, words, reach, place->end, &begin))
				break;
			place->end = begin + run->count;
			found++;
		}
		if (found == pattern->count)
			return true;
	}
	return false;
}

static bool accept(void *context, unsigned segment, uint32_t document)
{
	struct pattern *pattern = context;
	struct tokens_article article;
	struct token_text body;
	struct place place;

	if (pattern->words_read > WORDS_LIMIT ||
		!checking_accepts_article(pattern->snapshot, segment, document) ||
		document > pattern->snapshot->tokens[segment].count)
		return false;
	article = tokens_get(&pattern->snapshot->tokens[segment], document);
	body = tokens_region(&article, TOKENS_BODY);
	pattern->words_read += body.count;
	return pattern_find(pattern, token_room_fill(pattern->room, &body), body.count, 0, &place);
}

/* Articles that have all words; NULL where one of the words is in none, and on an error. */
static struct xc_query *query_of(struct checking *checking, struct error *error)
{
	struct reader *reader = checking->reader;
	struct xc_query *parts[TERMS_LIMIT];
	size_t count = 0;
	bool is_missing = false;

	for (size_t i = 0; i < checking->claim.count && count < TERMS_LIMIT; i++) {
		const struct alignment_word *word = &checking->claim.words[i];

		if (word->is_own)
			continue;
		buffer_reset(&reader->scratch);
		term_word(FIELD_TEXT, word->folded, &reader->scratch);
		parts[count] = xc_query_term(buffer_slice(&reader->scratch), error);
		if (!parts[count])
			break;
		count++;
		is_missing |= xc_database_frequency(reader->snapshot->articles,
				      buffer_slice(&reader->scratch)) == 0;
	}
	if (is_missing || error->code || count == 0) {
		while (count > 0)
			xc_query_free(parts[--count]);
		return NULL;
	}
	return xc_query_combine(XC_AND, parts, count, error);
}

/* --- where in the article --- */

/* The quotation that has the word; false where none has. */
static bool quotation_at(struct checking *checking, size_t segment,
	const struct tokens_article *article, uint32_t word, struct quotation_record *record,
	struct error *error)
{
	struct reader *reader = checking->reader;

	for (uint32_t i = 0; i < article->quotation_count; i++) {
		const uint32_t local = article->first_quotation + i;
		const struct tokens_quotation quotation =
			tokens_quotation_get(&reader->snapshot->tokens[segment], local);

		if (word >= quotation.first_token && word < quotation.end_token)
			return quotation_record_read(reader,
				snapshot_number(reader->snapshot, segment, local), record, error);
	}
	return false;
}

/* One article that has it. */
struct finding {
	const struct pattern *pattern;
	struct quotation_source source; /* its record is that of the place at hand */
	struct tokens_article tokens;
	struct source_words words;      /* of the whole body */
};

static bool add_place(struct checking *checking, struct finding *finding, struct place place,
	bool is_marked, struct error *error)
{
	struct check_candidate candidate = {.article = finding->source.article};
	const struct source_words words = {finding->words.words + place.begin,
		place.end - place.begin};

	if (place.end > finding->words.count)
		return true;
	if (is_marked) {
		if (!quotation_is_inside(&finding->source.record.quotation,
			    candidate.article.body.size))
			return error_set(error, ERROR_INDEX, "a quotation lies outside of its article");
		candidate.quotation = quotation_view(checking->reader, &finding->source);
	}
	candidate_add(checking, &words, candidate);
	return true;
}

/* Each place within quotation marks, from its first word to its last: two people may have said
 * it; where there is none, the first place of all. */
static bool add_places(struct checking *checking, struct finding *finding, struct error *error)
{
	struct place first = {0}, next = {0};
	bool has_marked = false;
	const struct token_text body = tokens_region(&finding->tokens, TOKENS_BODY);
	const uint32_t *words = token_room_fill(finding->pattern->room, &body);

	for (unsigned i = 0; i < PLACES_LIMIT && pattern_find(finding->pattern, words, body.count,
							 next.begin, &next); i++) {
		struct quotation_record last;
		size_t segment = finding->source.segment;
		bool is_marked = quotation_at(checking, segment, &finding->tokens, next.end - 1,
					 &last, error) &&
				 quotation_at(checking, segment, &finding->tokens, next.begin,
					 &finding->source.record, error);

		if (error->code || (is_marked && !add_place(checking, finding, next, true, error)))
			return false;
		has_marked |= is_marked;
		if (i == 0)
			first = next;
		next.begin++;
	}
	return has_marked || first.end == 0 || add_place(checking, finding, first, false, error);
}

static bool load(struct checking *checking, const struct pattern *pattern, uint32_t number,
	struct error *error)
{
	struct reader *reader = checking->reader;
	struct finding finding = {.pattern = pattern, .words.words = checking->source};
	struct quotation_source *source = &finding.source;

	snapshot_locate(reader->snapshot, number, &source->segment, &source->article_local);
	finding.tokens =
		tokens_get(&reader->snapshot->tokens[source->segment], source->article_local);
	if (!candidate_load_article(checking, number, &source->article, error))
		return false;
	claim_source_words(reader,
		&(struct claim_source){source->article.body, 0, source->article.language},
		finding.words.words, &finding.words.count, CHECKING_SOURCE_LIMIT);
	return add_places(checking, &finding, error);
}

bool check_exact(struct checking *checking, struct error *error)
{
	struct pattern pattern;
	struct xc_hits hits = {0};
	struct xc_query *query;
	struct xc_match match = {.size = ARTICLES_SHOWN, .sort_slot = SLOT_DATE, .k1 = -1,
		.accept = accept, .context = &pattern,
		.deadline_ns = checking->request->deadline_ns};
	bool ok;

	if (!pattern_make(checking, &pattern))
		return true;
	query = query_of(checking, error);
	if (!query)
		return error->code == ERROR_NONE;
	match.query = query;
	ok = xc_match_run(checking->reader->snapshot->articles, &match, &hits, error);
	xc_query_free(query);
	for (size_t i = 0; ok && i < hits.count && !checking_is_late(checking); i++)
		ok = load(checking, &pattern, hits.hits[i].document, error);
	xc_hits_clear(&hits);
	return ok;
}
