/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "daemon/check/checking.h"

#include <stdlib.h>

#include "daemon/index/quotation.h"
#include "daemon/match/leaf.h"
#include "schema/term.h"
#include "xapian-c/match.h"
#include "xapian-c/query.h"

#include "base/banned.h"

/* Reading 20,000 postings takes about two milliseconds, and the rarest words of a claim say
 * most of what there is to say about where it is from; three words at least, so that one
 * that was put in does not decide. */
#define RARE_WORDS 10
#define RARE_WORDS_LEAST 3
#define POSTINGS_LIMIT 20000
#define HITS_LIMIT 60      /* whose words are counted */
#define LOADED_LIMIT 12    /* that are read and aligned */
#define SHARE_LEAST 0.3f   /* of the claim's weight that must be in a source */
#define SHARE_OF_BEST 0.6f /* and of what the best source has */
#define NEIGHBOURS 2       /* quotations before and after that may be the same saying */
#define NEIGHBOUR_BYTES 300 /* of text between them */
#define MARGIN_WORDS 12    /* on either side of a passage */
#define FILTER_SIZE 4096
#define BM25_K1 1.2
#define BM25_B 0           /* a claim may be a part of a long quotation */

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
	struct rare_word *rare = arena_allocate_array(&reader->arena, claim->count, sizeof(*rare));
	struct xc_query *parts[RARE_WORDS];
	size_t count = 0, used = 0;
	uint64_t postings = 0;

	for (size_t i = 0; i < claim->count; i++) {
		if (claim->words[i].is_own)
			continue;
		buffer_reset(&reader->scratch);
		term_word(FIELD_TEXT, claim->words[i].folded, &reader->scratch);
		rare[count].frequency =
			xc_database_frequency(database, buffer_slice(&reader->scratch));
		if (rare[count].frequency)
			rare[count++].term =
				arena_copy(&reader->arena, buffer_slice(&reader->scratch));
	}
	qsort(rare, count, sizeof(*rare), compare_rare);
	for (size_t i = 0; i < count && used < RARE_WORDS; i++) {
		if (i > 0 && slice_equal(rare[i].term, rare[i - 1].term))
			continue;
		postings += rare[i].frequency;
		if (used >= RARE_WORDS_LEAST && postings > POSTINGS_LIMIT)
			break;
		parts[used] = xc_query_term(rare[i].term, error);
		if (parts[used])
			used++;
	}
	return used ? xc_query_combine(XC_OR, parts, used, error) : NULL;
}

static bool find(struct checking *checking, const struct xc_database *database,
	bool (*accept)(void *context, unsigned shard, uint32_t document), struct xc_hits *hits,
	struct error *error)
{
	struct xc_query *query = query_of(checking, database, error);
	const struct xc_match match = {.query = query, .size = HITS_LIMIT,
		.sort_slot = XC_NO_SLOT, .k1 = BM25_K1, .b = BM25_B, .accept = accept,
		.context = checking->reader->snapshot,
		.deadline_ns = checking->request->deadline_ns};
	bool ok;

	if (!query)
		return error->code == ERROR_NONE;
	ok = xc_match_run(database, &match, hits, error);
	xc_query_free(query);
	return ok;
}

/* --- which of the hits are worth reading: by the hashes of their words --- */

/* The claim's words, each once. */
struct wanted {
	struct wanted_word {
		uint32_t hash;
		uint32_t count; /* in the window at hand */
		float weight;
	} *words;
	size_t count;
	float weight; /* of all */
	bool is_likely[FILTER_SIZE]; /* by the lowest bits of a hash: most words are none of ours */
};

static int compare_wanted(const void *a, const void *b)
{
	const struct wanted_word *first = a, *second = b;

	return (first->hash > second->hash) - (first->hash < second->hash);
}

static void wanted_make(struct checking *checking, struct wanted *wanted)
{
	const struct claim *claim = &checking->claim;
	size_t count = 0;

	*wanted = (struct wanted){.words = arena_allocate_array(&checking->reader->arena,
					  claim->count, sizeof(*wanted->words))};
	for (size_t i = 0; i < claim->count; i++) {
		if (claim->words[i].is_own)
			continue;
		wanted->words[count++] = (struct wanted_word){claim->words[i].hash, 0,
			claim->words[i].weight};
	}
	qsort(wanted->words, count, sizeof(*wanted->words), compare_wanted);
	for (size_t i = 0; i < count; i++) {
		if (i > 0 && wanted->words[i].hash == wanted->words[wanted->count - 1].hash)
			continue;
		wanted->words[wanted->count++] = wanted->words[i];
		wanted->weight += wanted->words[i].weight;
		wanted->is_likely[wanted->words[i].hash % FILTER_SIZE] = true;
	}
}

static struct wanted_word *wanted_find(const struct wanted *wanted, uint32_t hash)
{
	size_t low = 0, high = wanted->count;

	if (!wanted->is_likely[hash % FILTER_SIZE])
		return NULL;
	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (wanted->words[middle].hash < hash)
			low = middle + 1;
		else
			high = middle;
	}
	return low < wanted->count && wanted->words[low].hash == hash ? &wanted->words[low] : NULL;
}

/* The window of at most `width` words that has most of the claim: its share of the weight. */
static float wanted_share(struct wanted *wanted, const uint32_t *words, uint32_t count,
	uint32_t width, uint32_t *begin)
{
	float weight = 0, best = 0;

	for (size_t i = 0; i < wanted->count; i++)
		wanted->words[i].count = 0;
	*begin = 0;
	for (uint32_t i = 0; i < count; i++) {
		struct wanted_word *word = wanted_find(wanted, words[i]);

		if (word && word->count++ == 0)
			weight += word->weight;
		if (weight > best) {
			best = weight;
			*begin = i + 1 > width ? i + 1 - width : 0;
		}
		word = i + 1 >= width ? wanted_find(wanted, words[i + 1 - width]) : NULL;
		if (word && --word->count == 0)
			weight -= word->weight;
	}
	return wanted->weight > 0 ? best / wanted->weight : 0;
}

struct prospect {
	uint32_t number;     /* of the document */
	uint32_t rank;       /* among the hits */
	uint32_t begin, end; /* words of the body, for a passage */
	float share;
};

static int compare_prospects(const void *a, const void *b)
{
	const struct prospect *first = a, *second = b;

	if (first->share != second->share)
		return first->share > second->share ? -1 : 1;
	return (first->rank > second->rank) - (first->rank < second->rank);
}

/* Orders them, the most promising first, and returns how many to read. */
static size_t choose(struct prospect *prospects, size_t count)
{
	size_t kept = 0;

	qsort(prospects, count, sizeof(*prospects), compare_prospects);
	while (kept < count && kept < LOADED_LIMIT && prospects[kept].share >= SHARE_LEAST &&
		prospects[kept].share >= SHARE_OF_BEST * prospects[0].share)
		kept++;
	return kept;
}

/* --- quotations --- */

/* The words of a quotation and of those close before and behind it, in reading order. */
static bool gather(struct checking *checking, const struct quotation_source *source,
	struct source_words *gathered, struct error *error)
{
	struct reader *reader = checking->reader;
	const struct snapshot *snapshot = reader->snapshot;
	const struct tokens_article article =
		tokens_get(&snapshot->tokens[source->segment], source->article_local);
	uint32_t ordinal = source->record.ordinal;
	uint32_t first = ordinal > NEIGHBOURS ? ordinal - NEIGHBOURS : 1;
	uint32_t last = ordinal + NEIGHBOURS < article.quotation_count ? ordinal + NEIGHBOURS
									: article.quotation_count;
	uint32_t end = 0;

	*gathered = (struct source_words){.words = checking->source};
	for (uint32_t i = first; i <= last; i++) {
		struct quotation_record record = source->record;
		struct span span;

		if (i != ordinal) {
			buffer_reset(&reader->scratch);
			if (!xc_database_record(snapshot->quotations,
				    snapshot_number(snapshot, source->segment,
					    article.first_quotation + i - 1),
				    &reader->scratch, error) ||
				!record_decode_quotation(buffer_slice(&reader->scratch), &record,
					error))
				return false;
		}
		span = record.quotation.span;
		if (!quotation_is_inside(&record.quotation, source->article.body.size))
			return error_set(error, ERROR_INDEX, "a quotation lies outside of its article");
		/* Too far from what came before: a saying of its own. */
		if (gathered->count && span.begin > end + NEIGHBOUR_BYTES) {
			if (i > ordinal)
				break;
			gathered->count = 0;
		}
		claim_source_words(reader,
			&(struct claim_source){span_of(source->article.body, span), span.begin,
				source->article.language},
			gathered->words, &gathered->count, CHECKING_SOURCE_LIMIT);
		end = span.end;
	}
	return true;
}

/* How much of the claim the quotation has; by the token file alone. */
static void weigh_quotation(struct checking *checking, struct wanted *wanted,
	struct prospect *prospect)
{
	const struct snapshot *snapshot = checking->reader->snapshot;
	struct token_text text;
	uint32_t local, begin;
	size_t segment;

	snapshot_locate(snapshot, prospect->number, &segment, &local);
	if (leaf_text_of(snapshot, SEARCH_IN_QUOTES, segment, local, &text))
		prospect->share =
			wanted_share(wanted, token_room_fill(&checking->reader->room, &text),
				text.count, text.count + 1, &begin);
}

static bool load_quotation(struct checking *checking, const struct prospect *prospect,
	struct error *error)
{
	struct check_candidate candidate = {0};
	struct quotation_source source;
	struct source_words words;

	if (!quotation_load(checking->reader, prospect->number, &source, error) ||
		!gather(checking, &source, &words, error))
		return false;
	candidate.article = source.article;
	candidate.quotation = quotation_view(checking->reader, &source);
	candidate_add(checking, &words, candidate);
	return true;
}

/* --- passages of articles, in marks or not --- */

static bool load_passage(struct checking *checking, const struct prospect *prospect,
	struct error *error)
{
	struct source_words words = {.words = checking->source};
	struct check_candidate candidate = {0};
	uint32_t end = prospect->end;

	if (!candidate_load_article(checking, prospect->number, &candidate.article, error))
		return false;
	claim_source_words(checking->reader,
		&(struct claim_source){candidate.article.body, 0, candidate.article.language},
		words.words, &words.count, CHECKING_SOURCE_LIMIT);
	end = end < words.count ? end : (uint32_t)words.count;
	if (prospect->begin >= end)
		return true;
	words.words += prospect->begin;
	words.count = end - prospect->begin;
	candidate_add(checking, &words, candidate);
	return true;
}

static void weigh_article(struct checking *checking, struct wanted *wanted,
	struct prospect *prospect)
{
	const struct snapshot *snapshot = checking->reader->snapshot;
	const uint32_t width =
		(uint32_t)(checking->claim.count + checking->claim.count / 2 + MARGIN_WORDS);
	struct tokens_article article;
	struct token_text body;
	uint32_t local, begin;
	size_t segment;

	snapshot_locate(snapshot, prospect->number, &segment, &local);
	if (local > snapshot->tokens[segment].count)
		return;
	article = tokens_get(&snapshot->tokens[segment], local);
	body = tokens_region(&article, TOKENS_BODY);
	prospect->share = wanted_share(wanted, token_room_fill(&checking->reader->room, &body),
		body.count, width, &begin);
	prospect->begin = begin > MARGIN_WORDS ? begin - MARGIN_WORDS : 0;
	prospect->end = begin + width + MARGIN_WORDS;
}

/* --- both --- */

/* What is searched, how a hit is weighed, and how it is read. */
struct kind {
	const struct xc_database *database;
	bool (*accept)(void *snapshot, unsigned segment, uint32_t document);
	void (*weigh)(struct checking *checking, struct wanted *wanted, struct prospect *prospect);
	bool (*load)(struct checking *checking, const struct prospect *prospect,
		struct error *error);
};

static bool add_alike(struct checking *checking, const struct kind *kind, struct error *error)
{
	struct prospect prospects[HITS_LIMIT] = {0};
	struct wanted wanted;
	struct xc_hits hits = {0};
	bool ok = find(checking, kind->database, kind->accept, &hits, error);
	size_t count;

	wanted_make(checking, &wanted);
	for (size_t i = 0; ok && i < hits.count; i++) {
		prospects[i].number = hits.hits[i].document;
		prospects[i].rank = (uint32_t)i;
		kind->weigh(checking, &wanted, &prospects[i]);
	}
	count = ok ? choose(prospects, hits.count) : 0;
	for (size_t i = 0; ok && i < count && !checking_is_late(checking); i++)
		ok = kind->load(checking, &prospects[i], error);
	xc_hits_clear(&hits);
	return ok;
}

bool check_alike_quotations(struct checking *checking, struct error *error)
{
	const struct kind quotations = {checking->reader->snapshot->quotations,
		checking_accepts_quotation, weigh_quotation, load_quotation};

	return add_alike(checking, &quotations, error);
}

bool check_alike_articles(struct checking *checking, struct error *error)
{
	const struct kind articles = {checking->reader->snapshot->articles, checking_accepts_article,
		weigh_article, load_passage};

	return add_alike(checking, &articles, error);
}
