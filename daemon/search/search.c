/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "daemon/search/search.h"

#include "base/clock.h"
#include "daemon/facet/facet.h"
#include "daemon/query/parser.h"
#include "daemon/query/token.h"
#include "daemon/search/collapse.h"
#include "daemon/search/collect.h"
#include "daemon/search/explain.h"
#include "daemon/search/similar.h"
#include "daemon/search/spelling.h"

#include "base/banned.h"

/* A language whose articles are fewer than one in this many was guessed wrong more often than
 * not; asking for its stems would slow down every query. */
#define LANGUAGE_SHARE 200

/* The languages of the index, most frequent first; never none. */
static size_t index_languages(const struct manifest *manifest, enum language *languages)
{
	uint64_t total = 0;
	size_t count = 0;

	for (size_t i = 0; i < LANGUAGE_COUNT; i++)
		total += manifest->language_articles[i];
	for (enum language language = LANGUAGE_NONE + 1; language < LANGUAGE_COUNT; language++) {
		const uint64_t articles = manifest->language_articles[language];
		size_t place = count;

		if (articles == 0 || articles * LANGUAGE_SHARE < total)
			continue;
		for (; place > 0 && manifest->language_articles[languages[place - 1]] < articles; place--)
			languages[place] = languages[place - 1];
		languages[place] = language;
		count++;
	}
	if (count == 0)
		languages[count++] = LANGUAGE_NONE;
	return count;
}

/* A query as it was understood. */
struct understood {
	enum language languages[LANGUAGE_COUNT];
	struct notes notes;
	struct tree *tree;
	struct plan plan;
	int64_t began_ns, planned_ns;
};

static bool understand(struct reader *reader, const struct search_request *request,
	struct understood *understood, size_t *position, struct error *error)
{
	const struct plan_setting setting = {
		.analysis = reader->analysis,
		.languages = understood->languages,
		.language_count = index_languages(&reader->snapshot->manifest, understood->languages),
		.scope = request->scope == SEARCH_IN_QUOTES ? FIELD_IN_QUOTATIONS : FIELD_IN_ARTICLES,
		.is_shouted = query_is_shouted(request->query),
		.now = clock_now(),
		.arena = &reader->arena,
		.notes = &understood->notes,
	};

	understood->began_ns = clock_monotonic_ns();
	notes_init(&understood->notes, &reader->arena);
	if (!query_parse(request->query, &reader->arena, &understood->notes, &understood->tree,
		    position, error) ||
		!plan_build(&setting, understood->tree, &understood->plan, position, error))
		return false;
	understood->planned_ns = clock_monotonic_ns();
	return true;
}

/* What is like an article: its own words are the query. */
static bool understand_like(struct reader *reader, struct slice identity,
	struct understood *understood, struct error *error)
{
	understood->began_ns = clock_monotonic_ns();
	notes_init(&understood->notes, &reader->arena);
	understood->tree = NULL;
	if (!similar_plan(reader, identity, &understood->plan, error))
		return false;
	understood->planned_ns = clock_monotonic_ns();
	return true;
}

static struct slice explanation(struct build *build, const struct understood *understood,
	const struct search_times *times)
{
	struct buffer text = {0};
	struct slice copy;

	explain_search(build, understood->tree, times, &text);
	copy = arena_copy(&build->reader->arena, buffer_slice(&text));
	buffer_clear(&text);
	return copy;
}

/* What was found so far is an answer; nothing at all is none. */
static bool check_time(const struct match_hits *found, struct error *error)
{
	if (found->timed_out && found->count == 0)
		return error_set(error, ERROR_TIMEOUT, "the query took too long; ask for fewer words");
	return true;
}

static bool answer(struct reader *reader, const struct search_request *request,
	struct understood *understood, struct build *build, struct search_results *results,
	struct error *error)
{
	const struct match_request match = {.plan = &understood->plan,
		.mode = understood->plan.is_profile ? SEARCH_MATCH_ANY : request->mode,
		.sort = request->sort, .from = request->from, .size = request->size,
		.deadline_ns = request->deadline_ns, .is_plain = request->is_plain};
	struct search_results made = {.generation = reader->snapshot->manifest.generation};
	struct match_hits found;
	struct match_marks marks;
	int64_t matched_ns;

	if (request->facets) {
		match_marks_init(&marks, reader, request->scope);
		build->marks = &marks;
	}
	if (!collapse_run(build, &match, request->collapse, &found, error) || !check_time(&found, error))
		return false;
	matched_ns = clock_monotonic_ns();
	if (!collect_run(build, request, &found, &made.hits, error))
		return false;
	made.times = (struct search_times){understood->planned_ns - understood->began_ns,
		matched_ns - understood->planned_ns, clock_monotonic_ns() - matched_ns,
		build->rank_ns};
	if (found.is_loosened)
		notes_add(&understood->notes, "no %s has all words; showing the best matches",
			request->scope == SEARCH_IN_QUOTES ? "quotation" : "article");
	made.hit_count = found.count;
	made.total = found.total;
	made.has_more = found.has_more;
	made.total_exact = !found.timed_out;
	made.timed_out = found.timed_out || build->is_late;
	made.is_loosened = found.is_loosened;
	marks.is_cut_short = made.timed_out;
	if (request->facets &&
		!facet_count(reader, request, &marks, &made.facets, &made.facet_count, error))
		return false;
	if (request->explain)
		made.explanation = explanation(build, understood, &made.times);
	*results = made;
	return true;
}

static void take_notes(struct reader *reader, const struct notes *notes,
	struct search_results *results)
{
	struct slice *texts = arena_allocate_array(&reader->arena, notes->count, sizeof(*texts));

	for (size_t i = 0; i < notes->count; i++)
		texts[i] = notes->texts[i];
	results->notes = texts;
	results->note_count = notes->count;
}

bool search_run(struct reader *reader, const struct search_request *request,
	struct search_results *results, size_t *position, struct error *error)
{
	struct understood understood;
	struct search_results made;
	struct build build;
	bool is_done;

	*position = SIZE_MAX;
	if (request->like.size ? !understand_like(reader, request->like, &understood, error) :
				 !understand(reader, request, &understood, position, error))
		return false;
	build_init(&build, reader, request->scope, &understood.notes, request->deadline_ns);
	is_done = answer(reader, request, &understood, &build, &made, error);
	if (!is_done)
		return false;
	take_notes(reader, &understood.notes, &made);
	if (!request->is_trial && !request->like.size) {
		const struct spelling spelling = {reader, request, &understood.plan, &made};

		spelling_propose(&spelling, &made.proposal);
	}
	*results = made;
	return true;
}
