/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "xapian-c/query.h"

#include <algorithm>

#include "xapian-c/guard.hh"
#include "xapian-c/query.hh"

template <typename Body>
static struct xc_query *query_new(struct error *error, Body &&fill) noexcept
{
	struct xc_query *query = nullptr;

	xc_guard(error, [&] {
		auto made = std::make_unique<xc_query>();

		fill(*made);
		query = made.release();
	});
	return query;
}

struct xc_query *xc_query_term(struct slice term, struct error *error)
{
	return query_new(error, [&](xc_query &query) { query.leaf = Xapian::Query(xc_string(term)); });
}

struct xc_query *xc_query_all(struct error *error)
{
	return query_new(error, [](xc_query &query) { query.leaf = Xapian::Query::MatchAll; });
}

struct xc_query *xc_query_none(struct error *error)
{
	return query_new(error, [](xc_query &query) { query.leaf = Xapian::Query::MatchNothing; });
}

struct xc_query *xc_query_phrase(const struct xc_phrase *phrase, struct error *error)
{
	return query_new(error, [&](xc_query &query) {
		query.kind = XC_QUERY_PHRASE;
		query.phrase = *phrase;
		query.phrase.terms = nullptr;
		for (size_t i = 0; i < phrase->count; i++)
			query.terms.push_back(xc_string(phrase->terms[i]));
		std::sort(query.terms.begin(), query.terms.end());
		query.terms.erase(std::unique(query.terms.begin(), query.terms.end()),
				  query.terms.end());
	});
}

struct xc_query *xc_query_range(unsigned slot, struct slice low, struct slice high,
	struct error *error)
{
	return query_new(error, [&](xc_query &query) {
		/* A document without a value counts as the empty string, which is below all. */
		const std::string from = low.size ? xc_string(low) : std::string(1, '\0');

		query.leaf = high.size ? Xapian::Query(Xapian::Query::OP_VALUE_RANGE, slot, from,
						       xc_string(high)) :
					 Xapian::Query(Xapian::Query::OP_VALUE_GE, slot, from);
	});
}

struct xc_query *xc_query_combine(enum xc_operator operation, struct xc_query **parts, size_t count,
	struct error *error)
{
	std::vector<std::unique_ptr<xc_query>> owned;

	/* Taken over one by one without a chance to throw, then freed with `owned` on failure. */
	if (!xc_guard(error, [&] { owned.reserve(count); })) {
		std::for_each(parts, parts + count, [](xc_query *part) { delete part; });
		return nullptr;
	}
	for (size_t i = 0; i < count; i++)
		owned.emplace_back(parts[i]);
	return query_new(error, [&](xc_query &query) {
		query.kind = XC_QUERY_COMBINED;
		query.operation = operation;
		query.parts = std::move(owned);
	});
}

struct xc_query *xc_query_scale(struct xc_query *query, double factor, struct error *error)
{
	std::unique_ptr<xc_query> owned(query);

	return query_new(error, [&](xc_query &scaled) {
		scaled.kind = XC_QUERY_SCALED;
		scaled.factor = factor;
		scaled.parts.push_back(std::move(owned));
	});
}

void xc_query_free(struct xc_query *query)
{
	delete query;
}

static Xapian::Query::op operation_of(enum xc_operator operation)
{
	static const Xapian::Query::op operations[] = {
		Xapian::Query::OP_AND, /* XC_AND */
		Xapian::Query::OP_OR, /* XC_OR */
		Xapian::Query::OP_AND_NOT, /* XC_AND_NOT */
		Xapian::Query::OP_AND_MAYBE, /* XC_AND_MAYBE */
		Xapian::Query::OP_FILTER, /* XC_FILTER */
		Xapian::Query::OP_SYNONYM, /* XC_SYNONYM */
		Xapian::Query::OP_MAX, /* XC_MAX */
	};

	return operations[operation];
}

static Xapian::Query build_combined(const struct xc_query &query, const struct xc_setting &setting)
{
	std::vector<Xapian::Query> parts;

	parts.reserve(query.parts.size());
	for (const auto &part : query.parts)
		parts.push_back(xc_query_build(*part, setting));
	Xapian::Query built(operation_of(query.operation), parts.begin(), parts.end());

	/* A conjunction may walk long lists without meeting a single document: nobody else
	 * would notice the time. Disjunctions meet one at every step. */
	if (!setting.is_watched || (query.operation != XC_AND && query.operation != XC_FILTER &&
				    query.operation != XC_AND_NOT))
		return built;
	return Xapian::Query(Xapian::Query::OP_AND,
			     Xapian::Query(xc_clock_source_new(setting)->release()), built);
}

Xapian::Query xc_query_build(const struct xc_query &query, const struct xc_setting &setting)
{
	switch (query.kind) {
	case XC_QUERY_LEAF:
		break;
	case XC_QUERY_PHRASE:
		return Xapian::Query(xc_phrase_source_new(query, setting)->release());
	case XC_QUERY_COMBINED:
		return build_combined(query, setting);
	case XC_QUERY_SCALED:
		return Xapian::Query(Xapian::Query::OP_SCALE_WEIGHT,
				     xc_query_build(*query.parts[0], setting), query.factor);
	}
	return query.leaf;
}

size_t xc_query_list_count(const struct xc_query &query)
{
	size_t count = query.kind == XC_QUERY_PHRASE ? query.terms.size() :
						       query.kind == XC_QUERY_LEAF;

	for (const auto &part : query.parts)
		count += xc_query_list_count(*part);
	return count;
}
