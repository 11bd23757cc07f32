/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "xapian-c/database.h"

#include <memory>
#include <sstream>

#include "xapian-c/database.hh"
#include "xapian-c/guard.hh"

/* Iterators stand on what the next call returns, once `pending` is set. */
struct xc_terms {
	Xapian::TermIterator position, end;
	std::string prefix, term;
	bool pending = true;
};

struct xc_postings {
	Xapian::PostingIterator position, end;
	bool pending = true;
};

static void append(struct buffer *buffer, const std::string &bytes)
{
	buffer_append_bytes(buffer, bytes.data(), bytes.size());
}

bool xc_database_open(const char *const *paths, size_t count, struct xc_database **database,
	struct error *error)
{
	size_t i = 0;

	if (xc_guard(error, [&] {
		    auto opened = std::make_unique<xc_database>();

		    for (; i < count; i++)
			    opened->all.add_database(Xapian::Database(paths[i]));
		    *database = opened.release();
	    }))
		return true;
	return i < count ? error_prefix(error, "%s", paths[i]) : false;
}

void xc_database_close(struct xc_database *database)
{
	delete database;
}

uint32_t xc_database_document_count(const struct xc_database *database)
{
	return xc_quietly(0u, [&] { return database->all.get_doccount(); });
}

uint32_t xc_database_last_document(const struct xc_database *database)
{
	return xc_quietly(0u, [&] { return database->all.get_lastdocid(); });
}

double xc_database_average_length(const struct xc_database *database)
{
	return xc_quietly(0.0, [&] { return database->all.get_avlength(); });
}

uint32_t xc_database_frequency(const struct xc_database *database, struct slice term)
{
	return xc_quietly(0u, [&] { return database->all.get_termfreq(xc_string(term)); });
}

bool xc_database_record(const struct xc_database *database, uint32_t document,
	struct buffer *record, struct error *error)
{
	return xc_guard(error,
			[&] { append(record, database->all.get_document(document).get_data()); });
}

bool xc_database_value(const struct xc_database *database, uint32_t document, unsigned slot,
	struct buffer *value, struct error *error)
{
	return xc_guard(error, [&] {
		append(value, database->all.get_document(document).get_value(slot));
	});
}

uint32_t xc_database_length(const struct xc_database *database, uint32_t document)
{
	return xc_quietly(0u, [&] { return database->all.get_doclength(document); });
}

struct xc_terms *xc_terms_open(const struct xc_database *database, struct slice prefix,
	struct error *error)
{
	struct xc_terms *terms = nullptr;

	xc_guard(error, [&] {
		auto opened = std::make_unique<xc_terms>();

		opened->prefix = xc_string(prefix);
		opened->position = database->all.allterms_begin(opened->prefix);
		opened->end = database->all.allterms_end(opened->prefix);
		terms = opened.release();
	});
	return terms;
}

void xc_terms_close(struct xc_terms *terms)
{
	delete terms;
}

bool xc_terms_next(struct xc_terms *terms, struct slice *term, uint32_t *frequency,
	struct error *error)
{
	bool found = false;

	xc_guard(error, [&] {
		if (terms->position == terms->end)
			return;
		if (!terms->pending && ++terms->position == terms->end)
			return;
		terms->pending = false;
		terms->term = *terms->position;
		*frequency = terms->position.get_termfreq();
		*term = {terms->term.data(), terms->term.size()};
		found = true;
	});
	return found;
}

bool xc_terms_skip(struct xc_terms *terms, struct slice term, struct error *error)
{
	return xc_guard(error, [&] {
		const std::string wanted = xc_string(term);

		if (terms->position == terms->end)
			return;
		/* Xapian moves forward only, and what lies before the prefix is not ours. */
		if (wanted > *terms->position)
			terms->position.skip_to(wanted);
		terms->pending = true;
	});
}

struct xc_postings *xc_postings_open(const struct xc_database *database, struct slice term,
	struct error *error)
{
	struct xc_postings *postings = nullptr;

	xc_guard(error, [&] {
		auto opened = std::make_unique<xc_postings>();

		opened->position = database->all.postlist_begin(xc_string(term));
		postings = opened.release();
	});
	return postings;
}

void xc_postings_close(struct xc_postings *postings)
{
	delete postings;
}

static bool postings_take(struct xc_postings *postings, uint32_t *document, uint32_t *count)
{
	if (postings->position == postings->end)
		return false;
	postings->pending = false;
	*document = *postings->position;
	*count = postings->position.get_wdf();
	return true;
}

bool xc_postings_next(struct xc_postings *postings, uint32_t *document, uint32_t *count,
	struct error *error)
{
	bool found = false;

	xc_guard(error, [&] {
		if (!postings->pending && postings->position != postings->end)
			++postings->position;
		found = postings_take(postings, document, count);
	});
	return found;
}

bool xc_postings_skip(struct xc_postings *postings, uint32_t target, uint32_t *document,
	uint32_t *count, struct error *error)
{
	bool found = false;

	xc_guard(error, [&] {
		if (postings->position != postings->end && *postings->position < target)
			postings->position.skip_to(target);
		found = postings_take(postings, document, count);
	});
	return found;
}

bool xc_database_check(const char *path, struct buffer *report, struct error *error)
{
	size_t found = 0;
	const bool ran = xc_guard(error, [&] {
		std::ostringstream output;

		found = Xapian::Database::check(path, 0, &output);
		if (found)
			append(report, output.str());
	});

	if (!ran)
		return error_prefix(error, "%s", path);
	return found ? error_set(error, ERROR_INDEX, "%s: %zu errors", path, found) : true;
}
