/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/clock.h"
#include "daemon/handler/handler.h"
#include "daemon/render/results.h"
#include "daemon/search/facet.h"
#include "schema/wire.h"

#include "base/banned.h"

#define SNIPPETS_LIMIT 3

static bool decode(struct exchange *exchange, unsigned scope, struct search_request *request,
	struct error *error)
{
	struct parameters *parameters = &exchange->parameters;
	unsigned mode = SEARCH_MATCH_AUTO, sort = SEARCH_BY_RELEVANCE;
	unsigned explain = 0, collapse = SEARCH_COLLAPSE_NONE;
	struct slice facets;

	*request = (struct search_request){
		.query = parameters_find(parameters, "q"),
		.size = WIRE_SIZE_INITIAL,
		.snippet_count = 1,
		.deadline_ns = exchange->deadline_ns,
	};
	if (!request->query.data)
		return error_set(error, ERROR_QUERY, "parameter 'q' is missing");
	facets = parameters_find(parameters, "facets");
	if (facets.size && !facet_parse(facets, &request->facets, error))
		return false;
	if (!parameters_find_choice(parameters, "in", "articles|quotes", &scope, error))
		return false;
	if (scope == SEARCH_IN_QUOTES)
		collapse = SEARCH_COLLAPSE_DUPLICATE;
	if (!parameters_find_choice(parameters, "collapse", "none|source|duplicate", &collapse,
		    error) ||
		!parameters_find_choice(parameters, "match", "auto|all|any", &mode, error) ||
		!parameters_find_choice(parameters, "sort", "relevance|date|-date|title|length",
			&sort, error) ||
		!parameters_find_choice(parameters, "explain", "0|1", &explain, error) ||
		!parameters_find_number(parameters, "from", 0, WIRE_FROM_LIMIT, &request->from,
			error) ||
		!parameters_find_number(parameters, "size", 0, WIRE_SIZE_LIMIT, &request->size,
			error) ||
		!parameters_find_number(parameters, "snippet", 0, SNIPPETS_LIMIT,
			&request->snippet_count, error))
		return false;
	request->scope = (enum search_scope)scope;
	request->mode = (enum search_mode)mode;
	request->sort = (enum search_sort)sort;
	request->collapse = (enum search_collapse)collapse;
	request->explain = explain;
	return parameters_check_known(parameters, error);
}

static void search(struct exchange *exchange, struct handler_state *state,
	enum search_scope scope)
{
	struct search_request request;
	struct search_results results;
	struct error error = {0};
	size_t position = SIZE_MAX;
	int64_t began;

	if (!decode(exchange, scope, &request, &error)) {
		exchange_fail(exchange, &error, position);
		return;
	}
	if (!handler_begin(exchange, state))
		return;
	began = clock_monotonic_ns();
	if (!search_run(state->reader, &request, &results, &position, &error)) {
		exchange_fail(exchange, &error, position);
		return;
	}
	results_render(&request, &results, clock_monotonic_ns() - began, &exchange->reply.body);
	exchange_answer(exchange, 200);
}

void handler_search(struct exchange *exchange, struct handler_state *state)
{
	search(exchange, state, SEARCH_IN_ARTICLES);
}

void handler_quotes(struct exchange *exchange, struct handler_state *state)
{
	if (parameters_find(&exchange->parameters, "variants").data)
		handler_variants(exchange, state);
	else
		search(exchange, state, SEARCH_IN_QUOTES);
}
