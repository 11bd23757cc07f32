/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/clock.h"
#include "daemon/facet/facet.h"
#include "daemon/handler/handler.h"
#include "daemon/render/results.h"
#include "schema/wire.h"

#include "base/banned.h"

#define SNIPPETS_LIMIT 3

/* What only a query has, and the words of an article have not. */
static bool decode_query(struct parameters *parameters, unsigned *scope,
	struct search_request *request, struct error *error)
{
	unsigned mode = SEARCH_MATCH_AUTO, spelling = 1;

	request->query = parameters_find(parameters, "q");
	if (!request->query.data)
		return error_set(error, ERROR_QUERY, "parameter 'q' is missing");
	if (!parameters_find_choice(parameters, "in", "articles|quotes", scope, error) ||
		!parameters_find_choice(parameters, "match", "auto|all|any", &mode, error) ||
		!parameters_find_choice(parameters, "spelling", "0|1", &spelling, error))
		return false;
	request->mode = (enum search_mode)mode;
	request->is_trial = !spelling;
	return true;
}

static bool decode(struct exchange *exchange, unsigned scope, struct slice like,
	struct search_request *request, struct error *error)
{
	struct parameters *parameters = &exchange->parameters;
	unsigned sort = SEARCH_BY_RELEVANCE, explain = 0, collapse = SEARCH_COLLAPSE_NONE;
	struct slice facets;

	*request = (struct search_request){
		.like = like,
		.size = WIRE_SIZE_INITIAL,
		.snippet_count = 1,
		.quotation_count = like.size ? 0 : WIRE_QUOTES_INITIAL,
		.deadline_ns = exchange->deadline_ns,
	};
	facets = parameters_find(parameters, "facets");
	if (facets.size && !facet_parse(facets, &request->facets, error))
		return false;
	if (like.size == 0 && !decode_query(parameters, &scope, request, error))
		return false;
	if (scope == SEARCH_IN_QUOTES)
		collapse = SEARCH_COLLAPSE_DUPLICATE;
	if (!parameters_find_choice(parameters, "collapse", "none|source|duplicate", &collapse,
		    error) ||
		!parameters_find_choice(parameters, "sort", "relevance|date|-date|title|length",
			&sort, error) ||
		!parameters_find_choice(parameters, "explain", "0|1", &explain, error) ||
		!parameters_find_number(parameters, "from", 0, WIRE_FROM_LIMIT, &request->from,
			error) ||
		!parameters_find_number(parameters, "size", 0, WIRE_SIZE_LIMIT, &request->size,
			error) ||
		!parameters_find_number(parameters, "quotes", 0, WIRE_QUOTES_LIMIT,
			&request->quotation_count, error) ||
		!parameters_find_number(parameters, "snippet", 0, SNIPPETS_LIMIT,
			&request->snippet_count, error))
		return false;
	request->scope = (enum search_scope)scope;
	request->sort = (enum search_sort)sort;
	request->collapse = (enum search_collapse)collapse;
	request->explain = explain;
	return parameters_check_known(parameters, error);
}

static void search(struct exchange *exchange, struct handler_state *state,
	enum search_scope scope, struct slice like)
{
	struct search_request request;
	struct search_results results;
	struct error error = {0};
	size_t position = SIZE_MAX;
	int64_t began;

	if (!decode(exchange, scope, like, &request, &error)) {
		exchange_fail(exchange, &error, position);
		return;
	}
	if (!handler_begin(exchange, state))
		return;
	began = clock_monotonic_ns();
	if (search_run(state->reader, &request, &results, &position, &error)) {
		results_render(&request, &results, clock_monotonic_ns() - began,
			&exchange->reply.body);
		exchange_answer(exchange, 200);
	} else if (error.code) {
		exchange_fail(exchange, &error, position);
	} else {
		exchange_refuse(exchange, 404, "there is no article with this id", SIZE_MAX);
	}
}

void handler_search(struct exchange *exchange, struct handler_state *state)
{
	search(exchange, state, SEARCH_IN_ARTICLES, (struct slice){0});
}

void handler_similar(struct exchange *exchange, struct handler_state *state)
{
	search(exchange, state, SEARCH_IN_ARTICLES, exchange->rest);
}

void handler_quotes(struct exchange *exchange, struct handler_state *state)
{
	if (parameters_find(&exchange->parameters, "variants").data)
		handler_variants(exchange, state);
	else
		search(exchange, state, SEARCH_IN_QUOTES, (struct slice){0});
}
