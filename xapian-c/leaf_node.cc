/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <algorithm>
#include <cmath>

#include "xapian-c/node.hh"

xc_run::xc_run(const struct xc_match &match_, const struct xc_database &all_)
	: match(match_), all(all_), deadline(match_.deadline_ns),
	  document_count(all_.all.get_doccount()), average_length(all_.all.get_avlength())
{
}

struct xc_term xc_shard::find(const std::string &name) const
{
	const struct xc_found &found = run.all.find(name);

	return {{name.data(), name.size()}, found.frequency, found.places[index]};
}

double xc_match_idf(double count, double frequency)
{
	const double odds = (count - frequency + 0.5) / (frequency + 0.5);

	return std::log(odds < 2 ? odds * 0.5 + 1 : odds);
}

double xc_run::term_weight(Xapian::doccount frequency) const
{
	return xc_match_idf(document_count, frequency) * (match.k1 + 1);
}

xc_shard::xc_shard(struct xc_run &run_, unsigned index_, struct xc_file &file_)
	: run(run_), index(index_), file(file_),
	  lengths(run.match.k1 > 0 && run.match.b > 0 ? file_.lengths() : nullptr),
	  norm(run.match.k1 * (1 - run.match.b)), slope(0), least_length(run.average_length * 0.5)
{
	if (run.average_length > 0)
		slope = run.match.k1 * run.match.b / run.average_length;
}

namespace {

const uint32_t weighings_per_look = 16; /* weighing a phrase takes several hundred ns */
const size_t batch_room = 64;           /* documents that a phrase sifts at once */
const size_t batch_least = 8;
const struct xc_term all_documents = {};

class none_node : public xc_node {
    public:
	none_node()
	{
		document = xc_end;
	}

	void seek(Xapian::docid) override
	{
	}

	double weight() override
	{
		return 0;
	}

	Xapian::doccount size() const override
	{
		return 0;
	}
};

/* A posting list, or all documents. */
class term_node : public xc_node {
	struct xc_shard &shard;
	xc_list list;
	const double unit; /* weight of the term; 0: none */

    public:
	term_node(struct xc_shard &shard_, const struct xc_term &term, double unit_)
		: shard(shard_), list(shard_.file, term), unit(unit_)
	{
	}

	void seek(Xapian::docid target) override
	{
		shard.run.deadline.step();
		document = list.seek(target);
	}

	double weight() override
	{
		return unit > 0 ? shard.weigh(unit, list.count(), document) : 0;
	}

	void take(struct xc_block &block) override
	{
		const Xapian::docid *documents;
		const uint32_t *counts;

		shard.run.deadline.look();
		block.size = list.take(document + 1, &documents, &counts);
		for (size_t i = 0; i < block.size; i++) {
			block.documents[i] = documents[i];
			block.weights[i] = unit > 0 ? shard.weigh(unit, counts[i], documents[i]) : 0;
		}
		document = block.size ? documents[block.size - 1] : xc_end;
	}

	uint32_t count() const
	{
		return list.count();
	}

	Xapian::doccount size() const override
	{
		return list.frequency;
	}
};

/* The weight of terms that count as one, of which a document may have any. */
double synonym_unit(const xc_terms_here &terms, const struct xc_run &run, double factor)
{
	double frequency = 0;

	if (factor <= 0)
		return 0;
	for (const struct xc_term &term : terms)
		frequency += term.frequency;
	frequency = std::min(frequency, run.document_count);
	return factor * run.term_weight(static_cast<Xapian::doccount>(frequency));
}

/* A few terms that count as one. */
class synonym_node : public xc_node {
	struct xc_shard &shard;
	std::vector<std::unique_ptr<term_node>> parts;
	const double unit;

    public:
	synonym_node(const xc_terms_here &terms, struct xc_shard &shard_, double factor)
		: shard(shard_), unit(synonym_unit(terms, shard_.run, factor))
	{
		for (const struct xc_term &term : terms) {
			if (shard.may_have(term))
				parts.push_back(std::make_unique<term_node>(shard, term, 0));
		}
	}

	void seek(Xapian::docid target) override
	{
		document = xc_end;
		for (const auto &part : parts) {
			part->reach(target);
			document = std::min(document, part->document);
		}
	}

	double weight() override
	{
		uint32_t count = 0;

		if (unit <= 0)
			return 0;
		for (const auto &part : parts) {
			if (part->document == document)
				count += part->count();
		}
		return shard.weigh(unit, count, document);
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

class range_node : public xc_node {
	struct xc_shard &shard;
	const struct xc_query &query;
	Xapian::ValueIterator position, end;

    public:
	range_node(struct xc_shard &shard_, const struct xc_query &query_)
		: shard(shard_), query(query_),
		  position(shard_.file.database.valuestream_begin(query_.slot)),
		  end(shard_.file.database.valuestream_end(query_.slot))
	{
		document = position == end ? xc_end : 0;
	}

	void seek(Xapian::docid target) override
	{
		for (position.skip_to(target); position != end; ++position) {
			shard.run.deadline.step();

			const std::string value = *position;

			if (value >= query.low && (query.high.empty() || value <= query.high)) {
				document = position.get_docid();
				return;
			}
		}
		document = xc_end;
	}

	double weight() override
	{
		return 0;
	}

	/* Values are dear to read: other lists go first. */
	Xapian::doccount size() const override
	{
		return shard.file.database.get_doccount();
	}
};

/*
 * Leapfrogs through the posting lists of the terms, the rarest first, and has each document
 * that all of them hold weighed. A list that holds most documents rules so few of them out
 * that asking costs less than walking it: such lists are left out, but for the rarest.
 */
class phrase_node : public xc_node {
	struct xc_shard &shard;
	const struct xc_query &query;
	const double factor;
	std::vector<std::unique_ptr<xc_list>> lists;
	double weighed = 0;
	Xapian::docid batch[batch_room]; /* aligned and sifted, to be weighed */
	size_t batch_next = 0, batch_end = 0, batch_size = batch_least;
	Xapian::docid aligned = 0; /* up to it all others are refused */

    public:
	phrase_node(struct xc_shard &shard_, const struct xc_query &query_, double factor_)
		: shard(shard_), query(query_), factor(factor_)
	{
		const Xapian::doccount common = shard.file.database.get_doccount() / 2;

		for (const std::string &term : query.terms)
			lists.push_back(std::make_unique<xc_list>(shard.file, shard.find(term)));
		if (lists.empty())
			lists.push_back(std::make_unique<xc_list>(shard.file, all_documents));
		std::sort(lists.begin(), lists.end(), [](const auto &a, const auto &b) {
			return a->frequency < b->frequency;
		});
		while (lists.size() > 1 && lists.back()->frequency > common)
			lists.pop_back();
	}

	void seek(Xapian::docid target) override
	{
		const struct xc_phrase &phrase = query.phrase;
		/* Who walks on document by document will want the following, too. */
		const bool is_walk = target == document + 1;

		while (fill(target, is_walk)) {
			document = batch[batch_next++];
			if (document < target)
				continue;
			shard.run.deadline.step(weighings_per_look);
			weighed = phrase.weigh(phrase.context, shard.index, document);
			if (weighed > 0)
				return;
		}
		document = xc_end;
	}

	double weight() override
	{
		return factor * weighed;
	}

	Xapian::doccount size() const override
	{
		return lists[0]->frequency;
	}

    private:
	/* Has a document to weigh in the batch; false at the end. */
	bool fill(Xapian::docid target, bool is_walk)
	{
		const struct xc_phrase &phrase = query.phrase;
		bool is_more = true;

		while (batch_next == batch_end && is_more) {
			const size_t room = is_walk && phrase.sift ? batch_size : 1;

			batch_next = batch_end = 0;
			target = std::max(target, aligned + 1);
			while (batch_end < room && (is_more = align(target))) {
				shard.run.deadline.step();
				aligned = target;
				batch[batch_end++] = target++;
			}
			if (phrase.sift)
				batch_end = phrase.sift(phrase.context, shard.index, batch, batch_end);
			batch_size = std::min(2 * batch_size, batch_room);
		}
		return batch_next < batch_end;
	}

	/* The first document from `target` on that every list holds; false at the end. */
	bool align(Xapian::docid &target)
	{
		for (size_t i = 0; i < lists.size(); i++) {
			const Xapian::docid found = lists[i]->seek(target);

			if (found == target)
				continue;
			if (found == xc_end)
				return false;
			/* It jumped ahead: all have to follow, this one is there already. */
			target = found;
			i = SIZE_MAX;
		}
		return true;
	}
};

class gathered_node : public xc_node {
	struct xc_shard &shard;
	const struct xc_query &query;
	const enum xc_operator operation;
	const Xapian::docid last;
	const double factor;
	std::vector<uint64_t> present; /* a bit for each document */
	std::vector<float> sums;       /* of counts or weights */
	Xapian::doccount count = 0;
	double unit = -1;              /* XC_SYNONYM: weight of them as one term, once known */

    public:
	gathered_node(const struct xc_query &query_, const xc_terms_here &terms,
		      struct xc_shard &shard_, double factor_)
		: shard(shard_), query(query_), operation(query_.operation), last(shard_.file.last),
		  factor(factor_)
	{
		const size_t room = size_t(last) + 1;

		present.resize(room / 64 + 1);
		if (factor > 0)
			sums.resize(room);
		if (operation == XC_SYNONYM && terms.size() < xc_gather_from)
			unit = synonym_unit(terms, shard.run, factor);
		for (const struct xc_term &term : terms) {
			if (shard.may_have(term))
				gather(term);
		}
		shard.run.gathered[&query] += count;
	}

	void seek(Xapian::docid target) override
	{
		size_t word = target / 64;

		if (word >= present.size()) {
			document = xc_end;
			return;
		}
		uint64_t bits = present[word] & (~uint64_t(0) << (target % 64));

		while (!bits && ++word < present.size())
			bits = present[word];
		document = bits ? static_cast<Xapian::docid>(word * 64 + __builtin_ctzll(bits)) : xc_end;
	}

	double weight() override
	{
		if (sums.empty())
			return 0;
		if (operation != XC_SYNONYM)
			return static_cast<double>(sums[document]);
		if (unit < 0)
			unit = factor * shard.run.term_weight(shard.run.gathered[&query]);
		return shard.weigh(unit, static_cast<uint32_t>(sums[document]), document);
	}

	void take(struct xc_block &block) override
	{
		block.size = 0;
		shard.run.deadline.look();
		while (block.size < xc_block::room && document != xc_end) {
			seek(document + 1);
			if (document == xc_end)
				break;
			block.documents[block.size] = document;
			block.weights[block.size++] = weight();
		}
	}

	Xapian::doccount size() const override
	{
		return count;
	}

    private:
	void gather(const struct xc_term &term)
	{
		const double weight = factor > 0 && operation != XC_SYNONYM ?
					      factor * shard.run.term_weight(term.frequency) : 0;
		xc_list list(shard.file, term);
		const Xapian::docid *documents;
		const uint32_t *counts;
		size_t size;

		for (Xapian::docid next = 1; (size = list.take(next, &documents, &counts)) > 0;
		     next = documents[size - 1] + 1) {
			shard.run.deadline.look();
			for (size_t i = 0; i < size; i++)
				meet(documents[i], counts[i], weight);
		}
	}

	void meet(Xapian::docid found, uint32_t its_count, double weight)
	{
		uint64_t &word = present[found / 64];
		const uint64_t bit = uint64_t(1) << (found % 64);

		count += !(word & bit);
		word |= bit;
		if (sums.empty())
			return;
		if (operation == XC_SYNONYM)
			sums[found] += static_cast<float>(its_count);
		else
			add(found, static_cast<float>(shard.weigh(weight, its_count, found)));
	}

	void add(Xapian::docid found, float weight)
	{
		sums[found] = operation == XC_MAX ? std::max(sums[found], weight) :
						    sums[found] + weight;
	}
};

} // namespace

std::unique_ptr<xc_node> xc_node_all(struct xc_shard &shard)
{
	return std::make_unique<term_node>(shard, all_documents, 0);
}

std::unique_ptr<xc_node> xc_node_none()
{
	return std::make_unique<none_node>();
}

std::unique_ptr<xc_node> xc_node_term(const struct xc_term &term, struct xc_shard &shard,
	double factor)
{
	if (!shard.may_have(term))
		return xc_node_none();
	return std::make_unique<term_node>(shard, term,
					   factor > 0 ? factor * shard.run.term_weight(term.frequency) : 0);
}

std::unique_ptr<xc_node> xc_node_range(const struct xc_query &query, struct xc_shard &shard)
{
	return std::make_unique<range_node>(shard, query);
}

std::unique_ptr<xc_node> xc_node_phrase(const struct xc_query &query, struct xc_shard &shard,
	double factor)
{
	return std::make_unique<phrase_node>(shard, query, factor);
}

std::unique_ptr<xc_node> xc_node_synonym(const xc_terms_here &terms, struct xc_shard &shard,
	double factor)
{
	return std::make_unique<synonym_node>(terms, shard, factor);
}

std::unique_ptr<xc_node> xc_node_gathered(const struct xc_query &query, const xc_terms_here &terms,
	struct xc_shard &shard, double factor)
{
	return std::make_unique<gathered_node>(query, terms, shard, factor);
}
