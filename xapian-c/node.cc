/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "xapian-c/node.hh"

#include <algorithm>

namespace {

/* Fewer terms than xc_gather_from are read at once, too, where all of their documents are wanted and
 * there is a posting at least for so many documents: three lists of 1,000 postings take 0.6 of the
 * time then. */
const double gather_density = 32;

/* Documents that all parts have; the parts are led by the one with the fewest. */
class and_node : public xc_node {
	struct xc_shard &shard;
	xc_nodes parts;

    public:
	and_node(struct xc_shard &shard_, xc_nodes parts_) : shard(shard_), parts(std::move(parts_))
	{
		std::stable_sort(parts.begin(), parts.end(), [](const auto &a, const auto &b) {
			return a->size() < b->size();
		});
	}

	void seek(Xapian::docid target) override
	{
		for (size_t i = 0; i < parts.size(); i++) {
			shard.run.deadline.step();
			parts[i]->reach(target);
			if (parts[i]->document == target)
				continue;
			target = parts[i]->document;
			if (target == xc_end)
				break;
			i = SIZE_MAX; /* all have to follow; this one is there already */
		}
		document = target;
	}

	double weight() override
	{
		double sum = 0;

		for (const auto &part : parts)
			sum += part->weight();
		return sum;
	}

	Xapian::doccount size() const override
	{
		return parts[0]->size();
	}
};

/* Documents that any part has; weights are added up, or the heaviest counts. */
class or_node : public xc_node {
	struct xc_shard &shard;
	xc_nodes parts;
	const bool takes_heaviest;

    public:
	or_node(struct xc_shard &shard_, xc_nodes parts_, bool takes_heaviest_)
		: shard(shard_), parts(std::move(parts_)), takes_heaviest(takes_heaviest_)
	{
	}

	void seek(Xapian::docid target) override
	{
		shard.run.deadline.step();
		document = xc_end;
		for (const auto &part : parts) {
			part->reach(target);
			document = std::min(document, part->document);
		}
	}

	double weight() override
	{
		double sum = 0;

		for (const auto &part : parts) {
			if (part->document != document)
				continue;
			const double weight = part->weight();

			sum = takes_heaviest ? std::max(sum, weight) : sum + weight;
		}
		return sum;
	}

	Xapian::doccount size() const override
	{
		const Xapian::doccount limit = shard.file.database.get_doccount();
		Xapian::doccount sum = 0;

		for (const auto &part : parts)
			sum += std::min(part->size(), limit - sum);
		return sum;
	}
};

class without_node : public xc_node {
	struct xc_shard &shard;
	const std::unique_ptr<xc_node> wanted, unwanted;

    public:
	without_node(struct xc_shard &shard_, std::unique_ptr<xc_node> wanted_,
		     std::unique_ptr<xc_node> unwanted_)
		: shard(shard_), wanted(std::move(wanted_)), unwanted(std::move(unwanted_))
	{
	}

	void seek(Xapian::docid target) override
	{
		for (;; target = wanted->document + 1) {
			shard.run.deadline.step();
			wanted->reach(target);
			document = wanted->document;
			if (document == xc_end)
				return;
			unwanted->reach(document);
			if (unwanted->document != document)
				return;
		}
	}

	double weight() override
	{
		return wanted->weight();
	}

	Xapian::doccount size() const override
	{
		return wanted->size();
	}
};

/* The first part; where the others are too, their weight counts. */
class maybe_node : public xc_node {
	const std::unique_ptr<xc_node> needed, welcome;

    public:
	maybe_node(std::unique_ptr<xc_node> needed_, std::unique_ptr<xc_node> welcome_)
		: needed(std::move(needed_)), welcome(std::move(welcome_))
	{
	}

	void seek(Xapian::docid target) override
	{
		needed->reach(target);
		document = needed->document;
	}

	double weight() override
	{
		welcome->reach(document);
		return needed->weight() + (welcome->document == document ? welcome->weight() : 0);
	}

	Xapian::doccount size() const override
	{
		return needed->size();
	}
};

std::unique_ptr<xc_node> any_of(xc_nodes parts, struct xc_shard &shard)
{
	if (parts.size() == 1)
		return std::move(parts[0]);
	return std::make_unique<or_node>(shard, std::move(parts), false);
}

/* What a walk knows of its terms is enough for any file. */
xc_terms_here terms_of(const struct xc_listed &listed, const struct xc_shard &shard)
{
	xc_terms_here terms(listed.count);

	for (size_t i = 0; i < listed.count; i++)
		terms[i] = {listed.terms[i], listed.frequencies[i],
			    listed.places ? listed.places[i][shard.index] : 0};
	return terms;
}

/* Which way is taken depends on the query alone, not on the file: it weighs in all files alike. */
void add_terms(const struct xc_query &query, const xc_terms_here &terms, struct xc_shard &shard,
	double factor, xc_nodes &nodes)
{
	if (terms.size() >= xc_gather_from) {
		nodes.push_back(xc_node_gathered(query, terms, shard, factor));
	} else if (query.operation == XC_SYNONYM && terms.size() > 1) {
		nodes.push_back(xc_node_synonym(terms, shard, factor));
	} else {
		for (const struct xc_term &term : terms) {
			if (shard.may_have(term))
				nodes.push_back(xc_node_term(term, shard, factor));
		}
	}
}

std::unique_ptr<xc_node> join_any(const struct xc_query &query, xc_nodes nodes, struct xc_shard &shard)
{
	if (nodes.empty())
		return xc_node_none();
	if (nodes.size() == 1)
		return std::move(nodes[0]);
	return std::make_unique<or_node>(shard, std::move(nodes), query.operation != XC_OR);
}

std::unique_ptr<xc_node> make_any(const struct xc_query &query, struct xc_shard &shard,
				  double factor)
{
	xc_terms_here terms;
	xc_nodes others;

	for (const auto &part : query.parts) {
		if (part->kind == XC_QUERY_TERM)
			terms.push_back(shard.find(part->terms[0]));
		else
			others.push_back(xc_node_make(*part, shard, factor));
	}
	add_terms(query, terms, shard, factor, others);
	return join_any(query, std::move(others), shard);
}

std::unique_ptr<xc_node> make_listed(const struct xc_query &query, struct xc_shard &shard,
				     double factor)
{
	xc_nodes nodes;

	add_terms(query, terms_of(query.listed, shard), shard, factor, nodes);
	return join_any(query, std::move(nodes), shard);
}

std::unique_ptr<xc_node> make_combined(const struct xc_query &query, struct xc_shard &shard,
				       double factor)
{
	const bool is_first_alone = query.operation == XC_FILTER || query.operation == XC_AND_NOT;
	std::unique_ptr<xc_node> first;
	xc_nodes parts;

	if (query.parts.empty())
		return xc_node_none();
	if (query.operation == XC_OR || query.operation == XC_SYNONYM || query.operation == XC_MAX)
		return make_any(query, shard, factor);
	for (const auto &part : query.parts)
		parts.push_back(xc_node_make(*part, shard, is_first_alone && !parts.empty() ? 0 : factor));
	if (parts.size() == 1)
		return std::move(parts[0]);
	if (query.operation == XC_AND || query.operation == XC_FILTER)
		return std::make_unique<and_node>(shard, std::move(parts));
	first = std::move(parts[0]);
	parts.erase(parts.begin());
	if (query.operation == XC_AND_NOT)
		return std::make_unique<without_node>(shard, std::move(first),
						      any_of(std::move(parts), shard));
	return std::make_unique<maybe_node>(std::move(first), any_of(std::move(parts), shard));
}

/* Whether the query is a disjunction of nothing but terms. */
bool take_terms(const struct xc_query &query, const struct xc_shard &shard, xc_terms_here &terms)
{
	if (query.operation != XC_OR && query.operation != XC_SYNONYM)
		return false;
	if (query.kind == XC_QUERY_LISTED)
		terms = terms_of(query.listed, shard);
	else if (query.kind != XC_QUERY_COMBINED)
		return false;
	for (const auto &part : query.parts) {
		if (part->kind != XC_QUERY_TERM)
			return false;
		terms.push_back(shard.find(part->terms[0]));
	}
	return terms.size() > 1;
}

/* A disjunction of terms that is the whole query; NULL where it is something else. */
std::unique_ptr<xc_node> make_dense(const struct xc_query &query, struct xc_shard &shard,
				    double factor)
{
	xc_terms_here terms;
	double postings = 0;

	if (!take_terms(query, shard, terms))
		return nullptr;
	for (const struct xc_term &term : terms)
		postings += term.frequency;
	if (postings * gather_density < shard.run.document_count)
		return nullptr;
	return xc_node_gathered(query, terms, shard, factor);
}

} // namespace

void xc_node::take(struct xc_block &block)
{
	block.size = 0;
	reach(document + 1);
	if (document == xc_end)
		return;
	block.documents[0] = document;
	block.weights[0] = weight();
	block.size = 1;
}

std::unique_ptr<xc_node> xc_node_make_root(const struct xc_query &query, struct xc_shard &shard,
	double factor)
{
	auto dense = make_dense(query, shard, factor);

	return dense ? std::move(dense) : xc_node_make(query, shard, factor);
}

std::unique_ptr<xc_node> xc_node_make(const struct xc_query &query, struct xc_shard &shard,
	double factor)
{
	switch (query.kind) {
	case XC_QUERY_NONE:
		break;
	case XC_QUERY_ALL:
		return xc_node_all(shard);
	case XC_QUERY_TERM:
		return xc_node_term(shard.find(query.terms[0]), shard, factor);
	case XC_QUERY_LISTED:
		return make_listed(query, shard, factor);
	case XC_QUERY_RANGE:
		return xc_node_range(query, shard);
	case XC_QUERY_PHRASE:
		return xc_node_phrase(query, shard, factor);
	case XC_QUERY_COMBINED:
		return make_combined(query, shard, factor);
	case XC_QUERY_SCALED:
		return xc_node_make(*query.parts[0], shard, factor * query.factor);
	}
	return xc_node_none();
}
