/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "daemon/suggest/suggest.h"

#include <assert.h>

#include "base/clock.h"
#include "daemon/index/quotation.h"
#include "daemon/query/typed.h"
#include "daemon/search/search.h"
#include "schema/wire.h"

#include "base/banned.h"

#define SPEAKERS_SHARE 3 /* one in so many places is theirs, where there are words enough */
#define SPELLING_BUDGET_MS 100

struct slice suggest_complete(struct suggesting *suggesting, size_t begin, struct slice text)
{
	return arena_printf(&suggesting->reader->arena, "%.*s%.*s",
		SLICE_ARGS(slice_range(suggesting->request->typed, 0, begin)), SLICE_ARGS(text));
}

/* Looks for a document that is not gone. */
struct finding {
	const struct snapshot *snapshot;
	bool is_article, is_found;
};

static bool look_at(void *context, uint32_t document)
{
	struct finding *finding = context;
	size_t segment;
	uint32_t local;

	snapshot_locate(finding->snapshot, document, &segment, &local);
	finding->is_found = finding->is_article ?
		!tombstones_has(&finding->snapshot->tombstones[segment], local) :
		quotation_is_live(finding->snapshot, segment, local);
	return !finding->is_found;
}

bool suggest_finds(struct suggesting *suggesting, const struct xc_database *database,
	struct slice term)
{
	const struct snapshot *snapshot = suggesting->reader->snapshot;
	struct finding finding = {snapshot, database == snapshot->articles, false};
	struct error ignored = {0};

	return xc_database_postings(database, term, look_at, &finding, &ignored) && finding.is_found;
}

static enum language main_language(const struct manifest *manifest)
{
	enum language most = LANGUAGE_NONE + 1;

	for (enum language language = most; language < LANGUAGE_COUNT; language++) {
		if (manifest->language_articles[language] > manifest->language_articles[most])
			most = language;
	}
	return most;
}

/* A value that needs no marks: letters, digits and what words have inside. */
static bool is_plain(struct slice value)
{
	for (size_t i = 0; i < value.size; i++) {
		const unsigned char c = (unsigned char)value.data[i];

		if (!(c >= 0x80 || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
			    (c >= 'A' && c <= 'Z') || c == '.' || c == '_' || (c == '-' && i > 0)))
			return false;
	}
	return value.size > 0;
}

struct slice suggest_field(struct suggesting *suggesting, enum field field, struct slice value)
{
	size_t mark;

	if (slice_find_byte(value, '"', 0, &mark))
		return (struct slice){0};
	return arena_printf(&suggesting->reader->arena, is_plain(value) ? "%s:%.*s" : "%s:\"%.*s\"",
		field_get(field)->name, SLICE_ARGS(value));
}

/* The typed query, completed where it can be, in another spelling. */
static bool find_spelling(struct suggesting *suggesting, struct slice query,
	struct suggestion *suggestion)
{
	const int64_t budget =
		clock_monotonic_ns() + SPELLING_BUDGET_MS * INT64_C(1000000);
	struct search_request request = {.query = query, .sort = SEARCH_BY_DATE,
		.deadline_ns = suggesting->request->deadline_ns};
	struct search_results results;
	struct error ignored = {0};
	size_t position;

	if (request.deadline_ns > budget)
		request.deadline_ns = budget;
	if (!search_run(suggesting->reader, &request, &results, &position, &ignored) ||
		results.proposal.query.size == 0)
		return false;
	*suggestion = (struct suggestion){SUGGESTION_SPELLING, results.proposal.query,
		results.proposal.query, results.proposal.total};
	return true;
}

static bool complete(struct suggesting *words, struct suggesting *speakers, struct error *error)
{
	const enum field field = words->typed->field;

	if (field == FIELD_SPEAKER)
		return suggest_speakers(speakers, error);
	switch (field_get(field)->kind) {
	case FIELD_KIND_TEXT:
		suggest_words(words);
		return field != FIELD_TEXT || words->typed->is_in_mark ||
		       suggest_speakers(speakers, error);
	case FIELD_KIND_NAME:
	case FIELD_KIND_EXACT:
		return suggest_values(words, error);
	case FIELD_KIND_RANGE:
		break;
	}
	return true;
}

/* Spelling first, then words, then speakers, who have their share of the places. */
static void join(const struct suggesting *words, const struct suggesting *speakers, size_t size,
	struct suggestion *suggestions, size_t *count)
{
	const size_t room = size - *count;
	const size_t share = room / SPEAKERS_SHARE + (room > 0);
	const size_t kept = speakers->count < share ? speakers->count : share;
	const size_t taken = words->count < room - kept ? words->count : room - kept;

	for (size_t i = 0; i < taken; i++)
		suggestions[(*count)++] = words->suggestions[i];
	for (size_t i = 0; i < speakers->count && *count < size; i++)
		suggestions[(*count)++] = speakers->suggestions[i];
}

bool suggest_run(struct reader *reader, const struct suggest_request *request,
	struct suggest_result *result, struct error *error)
{
	struct arena *arena = &reader->arena;
	const size_t size = request->size;
	struct suggestion *all = arena_allocate_array(arena, size + 1, sizeof(*all));
	struct typed typed = {.count = 0};
	struct suggesting words = {.reader = reader, .request = request, .typed = &typed,
		.language = main_language(&reader->snapshot->manifest)};
	struct suggesting speakers = words;
	const bool is_word = request->typed.size <= WIRE_QUERY_LIMIT &&
			     typed_parse(request->typed, &typed);
	struct slice query = request->typed;
	size_t count = 0;

	assert(size <= SUGGEST_LIMIT);
	if (request->typed.size > WIRE_QUERY_LIMIT)
		return error_set(error, ERROR_QUERY, "the query is longer than %d bytes",
			WIRE_QUERY_LIMIT);
	words.suggestions = arena_allocate_array(arena, size + 1, sizeof(*all));
	speakers.suggestions = arena_allocate_array(arena, size + 1, sizeof(*all));
	if (is_word && !complete(&words, &speakers, error))
		return false;
	if (words.count)
		query = words.suggestions[0].query;
	else if (speakers.count)
		query = speakers.suggestions[0].query;
	/* A word alone that goes on somehow is spelled well so far. */
	if (size && (typed.begin > 0 || words.count + speakers.count == 0) &&
		find_spelling(&words, query, &all[0]))
		count = 1;
	join(&words, &speakers, size, all, &count);
	*result = (struct suggest_result){all, count, reader->snapshot->manifest.generation};
	return true;
}
