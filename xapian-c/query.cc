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

static Xapian::Query with_source(Xapian::PostingSource *source, const Xapian::Query &query)
{
	return Xapian::Query(Xapian::Query::OP_AND, Xapian::Query(source->release()), query);
}

static Xapian::Query build(const struct xc_query &query, const struct xc_setting &setting,
			   bool is_weighed);

static Xapian::Query build_combined(const struct xc_query &query, const struct xc_setting &setting,
				    bool is_weighed)
{
	const bool first_only = query.operation == XC_AND_NOT || query.operation == XC_FILTER;
	std::vector<Xapian::Query> parts;

	/* Xapian 1.4.22 compares weights it never set where AND_MAYBE is in a part that has
	 * none, such as what is not wanted: matches come and go with what memory held. */
	if (query.operation == XC_AND_MAYBE && !is_weighed)
		return build(*query.parts[0], setting, false);
	parts.reserve(query.parts.size());
	for (const auto &part : query.parts)
		parts.push_back(build(*part, setting, is_weighed && (parts.empty() || !first_only)));
	const Xapian::Query built(operation_of(query.operation), parts.begin(), parts.end());

	/* A conjunction may walk long lists without meeting a single document: nobody else
	 * would notice the time. Disjunctions meet one at every step. */
	if (!setting.is_watched || (query.operation != XC_AND && query.operation != XC_FILTER &&
				    query.operation != XC_AND_NOT))
		return built;
	return with_source(xc_clock_source_new(setting), built);
}

static Xapian::Query build(const struct xc_query &query, const struct xc_setting &setting,
			   bool is_weighed)
{
	switch (query.kind) {
	case XC_QUERY_LEAF:
		break;
	case XC_QUERY_PHRASE:
		return Xapian::Query(xc_phrase_source_new(query, setting)->release());
	case XC_QUERY_COMBINED:
		return build_combined(query, setting, is_weighed);
	case XC_QUERY_SCALED:
		return Xapian::Query(Xapian::Query::OP_SCALE_WEIGHT,
				     build(*query.parts[0], setting, is_weighed), query.factor);
	}
	return query.leaf;
}

Xapian::Query xc_query_build(const struct xc_setting &setting)
{
	Xapian::Query built = build(*setting.match->query, setting, setting.match->k1 >= 0);

	/* Not a MatchDecider: what it is shown does not tell which database it is of. */
	if (setting.match->accept)
		built = with_source(xc_accepted_source_new(setting), built);
	return setting.is_watched ? with_source(xc_clock_source_new(setting), built) : built;
}

size_t xc_query_list_count(const struct xc_query &query)
{
	size_t count = query.kind == XC_QUERY_PHRASE ? query.terms.size() :
						       query.kind == XC_QUERY_LEAF;

	for (const auto &part : query.parts)
		count += xc_query_list_count(*part);
	return count;
}
