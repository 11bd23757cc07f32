/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "daemon/search/collapse.h"

#include "base/clock.h"
#include "base/digest.h"
#include "base/memory.h"
#include "daemon/index/quotation.h"
#include "schema/wire.h"
#include "text/likeness.h"

#include "base/banned.h"

#define WINDOW_GROWTH 16   /* when the hits fetched were too few to fill the page */
#define WINDOW_LIMIT (2 * (WIRE_FROM_LIMIT + WIRE_SIZE_LIMIT)) /* hits that are ever looked at */
#define STEPS_A_LOOK 64    /* at the clock */
#define SOURCES_KNOWN 64   /* names told apart to see whether each has its hit already */

/* What is compared of a hit. */
struct telling {
	uint32_t keys[LIKENESS_WORDS]; /* hits that tell the same share one */
	size_t key_count;
	struct likeness_words words;
	struct slice speaker;          /* of a short quotation */
	uint64_t source;               /* digest of its name; 0: it has none */
};

struct kept {
	size_t rank; /* in the list of all hits, from 0 */
	struct match_hit *hit;
	struct likeness_words words;
	struct slice speaker;
	uint64_t source;
};

struct place {
	uint32_t key;
	uint32_t kept; /* index */
	struct place *next;
};

/* Of all documents, once many are wanted. */
struct sources {
	uint64_t *of;                  /* by document; NULL: not read yet */
	uint32_t limit, count;         /* of documents; those that have one */
	uint64_t names[SOURCES_KNOWN]; /* each once */
	size_t name_count;             /* SIZE_MAX: too many, or not known */
};

struct collapsing {
	struct build *build;
	enum search_collapse collapse;
	int64_t deadline_ns;
	struct match_hits found;  /* the first of all hits */
	size_t rank;              /* of the next one to look at */
	struct kept *kept;
	size_t kept_count, wanted;
	struct place **places;    /* by the lowest bits of a key */
	uint32_t mask;
	bool has_more;            /* another hit would be kept */
	struct sources sources;
	struct telling telling;   /* of the hit at hand */
};

/* --- what a hit tells --- */

static uint64_t digest_of(struct slice source)
{
	return source.size ? digest_64(source) : 0;
}

static bool read_source(struct collapsing *collapsing, const struct match_hit *hit,
	struct error *error)
{
	struct reader *reader = collapsing->build->reader;
	struct telling *telling = &collapsing->telling;

	if (collapsing->sources.of) {
		telling->source = hit->document < collapsing->sources.limit
			? collapsing->sources.of[hit->document]
			: 0;
	} else {
		buffer_reset(&reader->scratch);
		if (!xc_database_value(collapsing->build->database, hit->document, SLOT_SOURCE,
			    &reader->scratch, error))
			return false;
		telling->source = digest_of(buffer_slice(&reader->scratch));
	}
	telling->keys[0] = (uint32_t)telling->source;
	telling->key_count = telling->source != 0;
	return true;
}

static void add_name(struct sources *sources, uint64_t name)
{
	size_t i = 0;

	if (sources->name_count == SIZE_MAX)
		return;
	while (i < sources->name_count && sources->names[i] != name)
		i++;
	if (i == SOURCES_KNOWN)
		sources->name_count = SIZE_MAX;
	else if (i == sources->name_count)
		sources->names[sources->name_count++] = name;
}

static bool take_source(void *context, uint32_t document, struct slice source)
{
	struct sources *sources = context;
	const uint64_t name = digest_of(source);

	if (document >= sources->limit)
		return true;
	sources->of[document] = name;
	sources->count++;
	add_name(sources, name);
	return true;
}

/* Reading all takes as long as reading one in some fifty by itself. */
static bool read_all_sources(struct collapsing *collapsing, struct error *error)
{
	const struct xc_database *database = collapsing->build->database;
	struct sources *sources = &collapsing->sources;

	if (sources->of || collapsing->collapse != SEARCH_COLLAPSE_SOURCE)
		return true;
	sources->limit = xc_database_last_document(database) + 1;
	sources->of = memory_allocate_array(sources->limit, sizeof(*sources->of));
	sources->name_count = 0;
	if (!xc_database_values(database, SLOT_SOURCE, take_source, sources, error))
		return false;
	/* What has no source stands for itself alone. */
	if (sources->count < xc_database_document_count(database))
		sources->name_count = SIZE_MAX;
	return true;
}

/* Some are compared with those of later hits. */
static struct likeness_words keep_words(struct collapsing *collapsing,
	const struct token_text *text)
{
	return (struct likeness_words){token_text_copy(text, &collapsing->build->reader->arena),
		text->count};
}

static bool read_article(struct collapsing *collapsing, const struct match_hit *hit)
{
	const struct tokens_map *map = &collapsing->build->reader->snapshot->tokens[hit->segment];
	struct telling *telling = &collapsing->telling;
	struct tokens_article article;
	struct token_text body;
	uint32_t sketch[LIKENESS_SKETCH];

	if (hit->local > map->count)
		return true;
	article = tokens_get(map, hit->local);
	body = tokens_region(&article, TOKENS_BODY);
	telling->words = keep_words(collapsing, &body);
	likeness_sketch(telling->words, sketch);
	for (size_t i = 0; i < LIKENESS_SKETCH; i++) {
		if (sketch[i])
			telling->keys[telling->key_count++] = sketch[i];
	}
	return true;
}

static bool read_quotation(struct collapsing *collapsing, const struct match_hit *hit,
	struct error *error)
{
	struct reader *reader = collapsing->build->reader;
	struct telling *telling = &collapsing->telling;
	struct token_text text;
	struct quotation_record record;

	if (!leaf_text_of(reader->snapshot, SEARCH_IN_QUOTES, hit->segment, hit->local, &text))
		return true;
	telling->words = keep_words(collapsing, &text);
	telling->key_count = likeness_prints(telling->words, telling->keys);
	if (text.count >= LIKENESS_RUN)
		return true;
	if (!quotation_record_read(reader, hit->document, &record, error))
		return false;
	telling->speaker = quotation_speaker(&record);
	return true;
}

static bool read_hit(struct collapsing *collapsing, const struct match_hit *hit,
	struct error *error)
{
	collapsing->telling.key_count = 0;
	collapsing->telling.words = (struct likeness_words){0};
	collapsing->telling.speaker = (struct slice){0};
	collapsing->telling.source = 0;
	if (collapsing->collapse == SEARCH_COLLAPSE_SOURCE)
		return read_source(collapsing, hit, error);
	if (collapsing->build->scope == SEARCH_IN_QUOTES)
		return read_quotation(collapsing, hit, error);
	return read_article(collapsing, hit);
}

static bool tells_same(const struct collapsing *collapsing, const struct kept *kept)
{
	const struct telling *telling = &collapsing->telling;

	if (collapsing->collapse == SEARCH_COLLAPSE_SOURCE)
		return kept->source == telling->source;
	if (collapsing->build->scope == SEARCH_IN_ARTICLES)
		return likeness_is_copy(kept->words, telling->words);
	return likeness_is_saying(kept->words, telling->words) &&
	       (telling->words.count >= LIKENESS_RUN ||
		       quotation_speaker_is(kept->speaker, telling->speaker));
}

/* --- the hits that were kept --- */

/* The first that tells what the hit at hand tells; NULL when there is none. */
static struct kept *find_kept(const struct collapsing *collapsing)
{
	const struct telling *telling = &collapsing->telling;
	struct kept *first = NULL;

	for (size_t i = 0; i < telling->key_count; i++) {
		const struct place *place = collapsing->places[telling->keys[i] & collapsing->mask];

		for (; place; place = place->next) {
			struct kept *kept = &collapsing->kept[place->kept];

			if (place->key == telling->keys[i] && (!first || kept < first) &&
				tells_same(collapsing, kept))
				first = kept;
		}
	}
	return first;
}

static void keep(struct collapsing *collapsing, struct match_hit *hit)
{
	struct telling *telling = &collapsing->telling;
	const uint32_t number = (uint32_t)collapsing->kept_count;

	collapsing->kept[collapsing->kept_count++] =
		(struct kept){collapsing->rank, hit, telling->words, telling->speaker,
			telling->source};
	for (size_t i = 0; i < telling->key_count; i++) {
		struct place **place = &collapsing->places[telling->keys[i] & collapsing->mask];
		struct place *added =
			arena_allocate(&collapsing->build->reader->arena, sizeof(*added));

		*added = (struct place){telling->keys[i], number, *place};
		*place = added;
	}
}

static void begin(struct collapsing *collapsing)
{
	struct arena *arena = &collapsing->build->reader->arena;
	size_t places = 64;

	while (places < collapsing->found.count)
		places *= 2;
	collapsing->mask = (uint32_t)(places - 1);
	collapsing->places = arena_allocate_array(arena, places, sizeof(struct place *));
	collapsing->kept = arena_allocate_array(arena, collapsing->wanted, sizeof(struct kept));
	collapsing->kept_count = 0;
	collapsing->has_more = false;
}

/* Whether another hit might be kept: of each source one is there already. */
static bool may_keep(const struct collapsing *collapsing)
{
	return collapsing->kept_count < collapsing->sources.name_count;
}

/* The first rank nothing is to be told of: all hits, until the page is full and one more would
 * be kept. */
static size_t end_of(const struct collapsing *collapsing)
{
	const bool is_late = collapsing->found.timed_out;
	const bool is_settled =
		is_late ? collapsing->kept_count == collapsing->wanted : collapsing->has_more;

	if (!is_settled && may_keep(collapsing))
		return SIZE_MAX;
	return collapsing->kept[collapsing->kept_count - 1].rank + 1 + (is_late ? 0 : COLLAPSE_AHEAD);
}

static bool look(struct collapsing *collapsing, struct error *error)
{
	struct match_hit *hit = &collapsing->found.hits[collapsing->rank];
	struct kept *kept;

	if (!read_hit(collapsing, hit, error))
		return false;
	hit->collapsed = 0;
	kept = find_kept(collapsing);
	if (kept)
		kept->hit->collapsed += collapsing->rank - kept->rank <= COLLAPSE_AHEAD;
	else if (collapsing->kept_count < collapsing->wanted)
		keep(collapsing, hit);
	else
		collapsing->has_more = true;
	return true;
}

/* Looks at the hits fetched until nothing is left to tell; where the time is up, until the page
 * is full. */
static bool look_at_all(struct collapsing *collapsing, struct error *error)
{
	struct match_hits *found = &collapsing->found;

	begin(collapsing);
	for (collapsing->rank = 0;
		collapsing->rank < found->count && collapsing->rank < end_of(collapsing);
		collapsing->rank++) {
		if (collapsing->deadline_ns && collapsing->rank % STEPS_A_LOOK == 0 &&
			clock_monotonic_ns() > collapsing->deadline_ns)
			found->timed_out = true;
		if (!look(collapsing, error))
			return false;
	}
	return true;
}

/* Whether more hits would make another answer. */
static bool needs_more(const struct collapsing *collapsing, uint32_t window)
{
	const struct match_hits *found = &collapsing->found;

	return !found->timed_out && window < WINDOW_LIMIT && found->count < found->total &&
	       end_of(collapsing) > found->count;
}

static void take_page(const struct collapsing *collapsing, const struct match_request *request,
	struct match_hits *hits)
{
	struct arena *arena = &collapsing->build->reader->arena;
	const size_t from = request->from;

	*hits = collapsing->found;
	hits->has_more = collapsing->has_more ||
		(collapsing->rank < collapsing->found.total && may_keep(collapsing));
	hits->count = collapsing->kept_count > from ? collapsing->kept_count - from : 0;
	hits->hits = arena_allocate_array(arena, hits->count, sizeof(*hits->hits));
	for (size_t i = 0; i < hits->count; i++)
		hits->hits[i] = *collapsing->kept[from + i].hit;
}

/* Fetches hits until they fill the page, from few to all. */
static bool fill_page(struct collapsing *collapsing, const struct match_request *request,
	struct error *error)
{
	struct match_request window = *request;

	window.from = 0;
	window.size = (uint32_t)(collapsing->wanted + collapsing->wanted / 4) + COLLAPSE_AHEAD;
	for (;; window.size *= WINDOW_GROWTH) {
		if (!match_run(collapsing->build, &window, &collapsing->found, error) ||
			!look_at_all(collapsing, error))
			return false;
		if (!needs_more(collapsing, window.size))
			return true;
		if (!read_all_sources(collapsing, error))
			return false;
		if (!needs_more(collapsing, window.size))
			return true;
	}
}

bool collapse_run(struct build *build, const struct match_request *request,
	enum search_collapse collapse, struct match_hits *hits, struct error *error)
{
	struct collapsing collapsing = {.build = build, .collapse = collapse,
		.deadline_ns = request->deadline_ns, .wanted = (size_t)request->from + request->size,
		.sources.name_count = SIZE_MAX};
	bool is_done;

	if (collapse == SEARCH_COLLAPSE_NONE || request->size == 0) {
		if (!match_run(build, request, hits, error))
			return false;
		hits->has_more = (uint64_t)request->from + hits->count < hits->total;
		return true;
	}
	is_done = fill_page(&collapsing, request, error);
	memory_free(collapsing.sources.of);
	if (is_done)
		take_page(&collapsing, request, hits);
	return is_done;
}
