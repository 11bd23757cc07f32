/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "tests/support/stock_reader.h"

#include <cstdio>
#include <cstdlib>
#include <exception>
#include <iostream>
#include <sstream>
#include <string>
#include <vector>

#include <xapian.h>

namespace {

/* Runs a body and ends the program when it throws. */
template <typename Body> auto run(Body body) -> decltype(body())
{
	try {
		return body();
	} catch (const Xapian::Error &error) {
		std::fprintf(stderr, "%s\n", error.get_description().c_str());
		std::abort();
	} catch (const std::exception &error) {
		std::fprintf(stderr, "%s\n", error.what());
		std::abort();
	}
}

/* Collects the first difference. */
class Difference {
public:
	template <typename Value>
	void expect(const std::string &what, const Value &ours, const Value &theirs)
	{
		if (text.empty() && !(ours == theirs)) {
			std::ostringstream out;

			out << what << ": " << ours << ", not " << theirs;
			text = out.str();
		}
	}

	bool found() const { return !text.empty(); }

	std::string text;
};

void compare_sums(const Xapian::Database &ours, const Xapian::Database &theirs, Difference &difference)
{
	difference.expect("documents", ours.get_doccount(), theirs.get_doccount());
	difference.expect("last document", ours.get_lastdocid(), theirs.get_lastdocid());
	difference.expect("average length", ours.get_avlength(), theirs.get_avlength());
	difference.expect("total length", ours.get_total_length(), theirs.get_total_length());
	difference.expect("positions", ours.has_positions(), theirs.has_positions());
	difference.expect("least length", ours.get_doclength_lower_bound(),
		theirs.get_doclength_lower_bound());
	difference.expect("greatest length", ours.get_doclength_upper_bound(),
		theirs.get_doclength_upper_bound());
}

void compare_postings(const Xapian::Database &ours, const Xapian::Database &theirs,
	const std::string &term, Difference &difference)
{
	auto mine = ours.postlist_begin(term);
	auto other = theirs.postlist_begin(term);

	for (; other != theirs.postlist_end(term); ++mine, ++other) {
		if (mine == ours.postlist_end(term)) {
			difference.expect(term + ": more postings", false, true);
			return;
		}
		difference.expect(term + ": document", *mine, *other);
		difference.expect(term + ": count", mine.get_wdf(), other.get_wdf());
		difference.expect(term + ": length", mine.get_doclength(), other.get_doclength());
	}
	difference.expect(term + ": end", mine == ours.postlist_end(term), true);
	for (Xapian::docid document = 1; document < theirs.get_lastdocid(); document += 1 + document / 2) {
		mine = ours.postlist_begin(term);
		other = theirs.postlist_begin(term);
		mine.skip_to(document);
		other.skip_to(document);
		difference.expect(term + ": end after a skip", mine == ours.postlist_end(term),
			other == theirs.postlist_end(term));
		if (difference.found() || other == theirs.postlist_end(term))
			return;
		difference.expect(term + ": skip", *mine, *other);
	}
}

void compare_terms(const Xapian::Database &ours, const Xapian::Database &theirs, Difference &difference)
{
	auto mine = ours.allterms_begin();
	auto other = theirs.allterms_begin();

	for (; other != theirs.allterms_end() && !difference.found(); ++mine, ++other) {
		const std::string term = *other;

		if (mine == ours.allterms_end()) {
			difference.expect(term, false, true);
			return;
		}
		difference.expect("term", *mine, term);
		difference.expect(term + ": documents", mine.get_termfreq(), other.get_termfreq());
		difference.expect(term + ": frequency", ours.get_termfreq(term), theirs.get_termfreq(term));
		difference.expect(term + ": occurrences", ours.get_collection_freq(term),
			theirs.get_collection_freq(term));
		difference.expect(term + ": bound", ours.get_wdf_upper_bound(term),
			theirs.get_wdf_upper_bound(term));
		compare_postings(ours, theirs, term, difference);
	}
	difference.expect("end of terms", mine == ours.allterms_end(), true);
	compare_postings(ours, theirs, std::string(), difference);
}

void compare_values(const Xapian::Database &ours, const Xapian::Database &theirs, Difference &difference)
{
	for (Xapian::valueno slot = 0; slot < 130 && !difference.found(); slot++) {
		const std::string name = "slot " + std::to_string(slot);
		auto mine = ours.valuestream_begin(slot);
		auto other = theirs.valuestream_begin(slot);

		difference.expect(name + ": documents", ours.get_value_freq(slot),
			theirs.get_value_freq(slot));
		difference.expect(name + ": least", ours.get_value_lower_bound(slot),
			theirs.get_value_lower_bound(slot));
		difference.expect(name + ": greatest", ours.get_value_upper_bound(slot),
			theirs.get_value_upper_bound(slot));
		for (; other != theirs.valuestream_end(slot) && !difference.found(); ++mine, ++other) {
			if (mine == ours.valuestream_end(slot)) {
				difference.expect(name + ": more values", false, true);
				return;
			}
			difference.expect(name + ": document", mine.get_docid(), other.get_docid());
			difference.expect(name, *mine, *other);
			difference.expect(name + " of document",
				ours.get_document(mine.get_docid()).get_value(slot), *other);
		}
		difference.expect(name + ": end", mine == ours.valuestream_end(slot), true);
	}
}

void compare_records(const Xapian::Database &ours, const Xapian::Database &theirs, Difference &difference)
{
	for (auto i = theirs.postlist_begin(std::string());
		i != theirs.postlist_end(std::string()) && !difference.found(); ++i) {
		const std::string name = "record " + std::to_string(*i);

		difference.expect(name, ours.get_document(*i).get_data() == theirs.get_document(*i).get_data(),
			true);
		difference.expect(name + ": length", ours.get_doclength(*i), theirs.get_doclength(*i));
	}
}

void compare_hits(const Xapian::Database &ours, const Xapian::Database &theirs,
	const Xapian::Query &query, Difference &difference)
{
	Xapian::Enquire mine(ours);
	Xapian::Enquire other(theirs);
	const std::string name = query.get_description();

	mine.set_query(query);
	other.set_query(query);
	const Xapian::MSet my_hits = mine.get_mset(0, 50);
	const Xapian::MSet other_hits = other.get_mset(0, 50);

	difference.expect(name + ": hits", my_hits.size(), other_hits.size());
	difference.expect(name + ": estimate", my_hits.get_matches_estimated(),
		other_hits.get_matches_estimated());
	for (Xapian::doccount i = 0; i < other_hits.size() && !difference.found(); i++) {
		difference.expect(name + ": hit", *my_hits[i], *other_hits[i]);
		difference.expect(name + ": weight", my_hits[i].get_weight(), other_hits[i].get_weight());
	}
}

void compare_queries(const Xapian::Database &ours, const Xapian::Database &theirs, Difference &difference)
{
	std::vector<std::string> terms;
	unsigned number = 0;

	for (auto i = theirs.allterms_begin(); i != theirs.allterms_end(); ++i, number++) {
		if (number % 7 == 0 && terms.size() < 60)
			terms.push_back(*i);
	}
	for (size_t i = 0; i + 2 < terms.size() && !difference.found(); i++) {
		const std::vector<std::string> three(terms.begin() + i, terms.begin() + i + 3);

		compare_hits(ours, theirs, Xapian::Query(Xapian::Query::OP_OR, three.begin(), three.end()),
			difference);
		compare_hits(ours, theirs, Xapian::Query(Xapian::Query::OP_AND, three.begin(),
			three.begin() + 2), difference);
		compare_hits(ours, theirs, Xapian::Query(Xapian::Query::OP_FILTER,
			Xapian::Query(terms[i]), Xapian::Query(Xapian::Query::OP_VALUE_RANGE, 0, "a", "x")),
			difference);
	}
}

const char *difference_of(const Xapian::Database &ours, const Xapian::Database &theirs)
{
	static std::string text;
	Difference difference;

	compare_sums(ours, theirs, difference);
	compare_terms(ours, theirs, difference);
	compare_values(ours, theirs, difference);
	compare_records(ours, theirs, difference);
	compare_queries(ours, theirs, difference);
	text = difference.text;
	return text.empty() ? nullptr : text.c_str();
}

}

size_t stock_check(const char *path)
{
	return run([&] {
		std::ostringstream out;
		const size_t errors = Xapian::Database::check(path, 0, &out);

		if (errors)
			std::cerr << out.str();
		return errors;
	});
}

const char *stock_difference(const char *path, const char *other)
{
	return run([&] { return difference_of(Xapian::Database(path), Xapian::Database(other)); });
}

const char *stock_pair_difference(const char *path, const char *second, const char *other,
	const char *other_second)
{
	return run([&] {
		Xapian::Database ours(path);
		Xapian::Database theirs(other);

		ours.add_database(Xapian::Database(second));
		theirs.add_database(Xapian::Database(other_second));
		return difference_of(ours, theirs);
	});
}

void stock_compact(const char *path, const char *to)
{
	run([&] { Xapian::Database(path).compact(to, Xapian::DBCOMPACT_SINGLE_FILE); });
}
