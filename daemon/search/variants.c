/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "daemon/search/variants.h"

#include <stdlib.h>

#include "base/clock.h"
#include "daemon/search/checking.h"
#include "daemon/search/lookup.h"

#include "base/banned.h"

/* What is shorter is said by many. */
#define WORDS_LEAST 4

static bool find_quotation(struct reader *reader, struct slice identity, struct slice *text,
	struct error *error)
{
	struct search_article article;
	size_t end = identity.size;

	while (end > 0 && identity.data[end - 1] != '#')
		end--;
	if (end == 0 ||
		!search_article(reader, slice_range(identity, 0, end - 1), &article, error))
		return false;
	for (size_t i = 0; i < article.quotation_count; i++) {
		if (!slice_equal(article.quotations[i].identity, identity))
			continue;
		*text = article.quotations[i].text;
		return true;
	}
	return false;
}

/* Cut short: all of it is in the longer form, which has more. */
static bool is_cut(const struct check_candidate *candidate)
{
	for (size_t i = 0; i < candidate->piece_count; i++) {
		enum alignment_step step = candidate->pieces[i].step;

		if (step != ALIGNMENT_SAME && step != ALIGNMENT_SPELLING && step != ALIGNMENT_ADDED)
			return false;
	}
	return true;
}

static int compare_forms(const void *a, const void *b)
{
	const struct check_candidate *first = a, *second = b;

	if (first->article.date != second->article.date) {
		if (first->article.date == CLOCK_DATE_NONE || second->article.date == CLOCK_DATE_NONE)
			return first->article.date == CLOCK_DATE_NONE ? 1 : -1;
		return first->article.date < second->article.date ? -1 : 1;
	}
	return slice_compare(first->quotation.identity, second->quotation.identity);
}

bool variants_find(struct reader *reader, struct slice identity, int64_t deadline_ns,
	struct variants *variants, struct error *error)
{
	struct check_request request = {.deadline_ns = deadline_ns};
	struct variants found = {.count = 0};
	struct check_candidate *forms;
	struct checking checking;

	if (!find_quotation(reader, identity, &request.text, error) ||
		!checking_begin(&checking, reader, &request, error) ||
		!check_exact(&checking, error))
		return false;
	checking.wants_all = true;
	if (checking.claim.count >= WORDS_LEAST && !check_alike_quotations(&checking, error))
		return false;
	forms = checking.candidates;
	for (size_t i = 0; i < checking.count; i++) {
		if (forms[i].quotation.identity.size &&
			(forms[i].verdict != CHECK_NOT_FOUND || is_cut(&forms[i])))
			forms[found.count++] = forms[i];
	}
	qsort(forms, found.count, sizeof(*forms), compare_forms);
	for (size_t i = 1; i < found.count; i++) {
		if (forms[i].quotation.text.size > forms[found.longest].quotation.text.size)
			found.longest = i;
	}
	found.forms = forms;
	*variants = found;
	return found.count > 0;
}
