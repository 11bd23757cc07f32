/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "xapian-c/query.h"

#include <algorithm>

#include "xapian-c/guard.hh"
#include "xapian-c/query.hh"

template <typename Body>
static struct xc_query *query_new(enum xc_query_kind kind, struct error *error, Body &&fill) noexcept
{
	struct xc_query *query = nullptr;

	xc_guard(error, [&] {
		auto made = std::make_unique<xc_query>();

		made->kind = kind;
		fill(*made);
		query = made.release();
	});
	return query;
}

struct xc_query *xc_query_term(struct slice term, struct error *error)
{
	return query_new(XC_QUERY_TERM, error,
			 [&](xc_query &query) { query.terms.push_back(xc_string(term)); });
}

struct xc_query *xc_query_listed(enum xc_operator operation, const struct xc_listed *listed,
	struct error *error)
{
	return query_new(XC_QUERY_LISTED, error, [&](xc_query &query) {
		query.operation = operation;
		query.listed = *listed;
	});
}

struct xc_query *xc_query_all(struct error *error)
{
	return query_new(XC_QUERY_ALL, error, [](xc_query &) {});
}

struct xc_query *xc_query_none(struct error *error)
{
	return query_new(XC_QUERY_NONE, error, [](xc_query &) {});
}

struct xc_query *xc_query_phrase(const struct xc_phrase *phrase, struct error *error)
{
	return query_new(XC_QUERY_PHRASE, error, [&](xc_query &query) {
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
	return query_new(XC_QUERY_RANGE, error, [&](xc_query &query) {
		query.slot = slot;
		query.low = xc_string(low);
		query.high = xc_string(high);
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
	return query_new(XC_QUERY_COMBINED, error, [&](xc_query &query) {
		query.operation = operation;
		query.parts = std::move(owned);
	});
}

struct xc_query *xc_query_scale(struct xc_query *query, double factor, struct error *error)
{
	std::unique_ptr<xc_query> owned(query);

	return query_new(XC_QUERY_SCALED, error, [&](xc_query &scaled) {
		scaled.factor = factor;
		scaled.parts.push_back(std::move(owned));
	});
}

void xc_query_free(struct xc_query *query)
{
	delete query;
}
