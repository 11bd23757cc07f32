/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "daemon/check/check.h"

#include <stdlib.h>

#include "base/clock.h"
#include "daemon/check/checking.h"

#include "base/banned.h"

static bool is_marked(const struct check_candidate *candidate)
{
	return candidate->quotation.identity.size > 0;
}

static int compare_candidates(const void *a, const void *b)
{
	const struct check_candidate *first = a, *second = b;
	int order;

	if (first->verdict != second->verdict)
		return first->verdict < second->verdict ? -1 : 1;
	if (first->agreement != second->agreement)
		return first->agreement < second->agreement ? -1 : 1;
	if (first->score != second->score)
		return first->score > second->score ? -1 : 1;
	if (is_marked(first) != is_marked(second))
		return is_marked(first) ? -1 : 1;
	order = clock_compare_dates(first->article.date, second->article.date);
	return order ? order : slice_compare(first->article.identity, second->article.identity);
}

/* Whether one is as good as they come: in marks, word by word, by whom the claim names. */
static bool has_best(const struct checking *checking)
{
	for (size_t i = 0; i < checking->count; i++) {
		const struct check_candidate *candidate = &checking->candidates[i];

		if (candidate->verdict == CHECK_VERBATIM && is_marked(candidate) &&
			candidate->agreement == CHECK_SPEAKER_SAME)
			return true;
	}
	return false;
}

static bool has_verbatim(const struct checking *checking)
{
	for (size_t i = 0; i < checking->count; i++) {
		if (checking->candidates[i].verdict == CHECK_VERBATIM)
			return true;
	}
	return false;
}

/* Each step is dearer than the one before, and asked only where those left a doubt. */
static bool find(struct checking *checking, struct error *error)
{
	if (!check_exact(checking, error))
		return false;
	if (has_best(checking))
		return true;
	if (!check_alike_quotations(checking, error))
		return false;
	return has_verbatim(checking) || check_alike_articles(checking, error);
}

static bool begin(struct checking *checking, struct reader *reader,
	const struct check_request *request, struct error *error)
{
	*checking = (struct checking){.reader = reader, .request = request};
	claim_read(reader, request->text, &checking->claim);
	claim_read(reader, request->speaker, &checking->speaker);
	if (checking->claim.count == 0)
		return error_set(error, ERROR_QUERY, "there are no words to check");
	checking->source = arena_allocate_array(&reader->arena, CHECKING_SOURCE_LIMIT,
		sizeof(*checking->source));
	checking->candidates = arena_allocate_array(&reader->arena, CHECKING_CANDIDATES_LIMIT,
		sizeof(*checking->candidates));
	return true;
}

bool check_run(struct reader *reader, const struct check_request *request,
	struct check_result *result, struct error *error)
{
	struct checking checking;

	if (!begin(&checking, reader, request, error) || !find(&checking, error))
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
