/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "xapian-c/database.h"

#include <functional>
#include <memory>
#include <sstream>

#include "base/file.h"
#include "store/glass/column.h"
#include "xapian-c/database.hh"
#include "xapian-c/guard.hh"
#include "xapian-c/list.hh"

/* The iterator stands on what the next call returns, once `pending` is set. */
struct xc_postings {
	Xapian::PostingIterator position, end;
	bool pending = true;
};

static void append(struct buffer *buffer, const std::string &bytes)
{
	buffer_append_bytes(buffer, bytes.data(), bytes.size());
}

/* Whatever store/glass does not know as its own is left to Xapian. */
xc_file::xc_file(const char *path) : database(path), last(database.get_lastdocid())
{
	struct error unknown = {ERROR_NONE, ""};

	is_mapped = glass_map_open(&map, path, &unknown);
	if (is_mapped && map.document_count != last) {
		glass_map_close(&map);
		is_mapped = false;
	}
}

xc_file::~xc_file()
{
	if (is_mapped)
		glass_map_close(&map);
}

Xapian::doccount xc_file::find(const std::string &term, uint64_t &place) const
{
	struct error error = {ERROR_NONE, ""};
	struct glass_spot spot = {0, 0};
	uint32_t frequency = 0;

	if (!is_mapped)
		frequency = database.get_termfreq(term);
	else if (!glass_postings_find(&map, {term.data(), term.size()}, &spot, &frequency, &error))
		throw Xapian::DatabaseCorruptError(error.message);
	place = xc_place_of(spot);
	return frequency;
}

static void read_lengths(const struct glass_map &map, std::vector<uint32_t> &lengths)
{
	struct glass_postings list;
	struct error error = {ERROR_NONE, ""};
	struct glass_run run;
	bool good = glass_postings_open_lengths(&list, &map, &error);

	if (!good)
		throw Xapian::DatabaseCorruptError(error.message);
	for (uint32_t next = 1;; next = run.documents[run.size - 1] + 1) {
		good = glass_postings_read(&list, next, &run, &error);
		for (size_t i = 0; good && i < run.size; i++)
			lengths[run.documents[i]] = run.counts[i];
		if (!good || run.size == 0)
			break;
	}
	glass_postings_close(&list);
	if (!good)
		throw Xapian::DatabaseCorruptError(error.message);
}

const uint32_t *xc_file::lengths()
{
	if (!kept_lengths.empty())
		return kept_lengths.data();

	std::vector<uint32_t> lengths(size_t(last) + 1);

	if (is_mapped) {
		read_lengths(map, lengths);
	} else {
		const Xapian::PostingIterator end;

		for (auto i = database.postlist_begin(std::string()); i != end; ++i)
			lengths.at(*i) = i.get_doclength();
	}
	kept_lengths = std::move(lengths);
	return kept_lengths.data();
}

const struct xc_found &xc_database::find(const std::string &term) const
{
	const auto there = known.find(term);
	struct xc_found found;

	if (there != known.end())
		return there->second;
	found.places.resize(files.size());
	for (size_t i = 0; i < files.size(); i++)
		found.frequency += files[i]->find(term, found.places[i]);
	if (known.size() == most_known)
		known.clear();
	return known[term] = std::move(found);
}

bool xc_database_open(const char *const *paths, size_t count, struct xc_database **database,
	struct error *error)
{
	size_t i = 0;

	if (xc_guard(error, [&] {
		    auto opened = std::make_unique<xc_database>();

		    for (; i < count; i++) {
			    opened->files.push_back(std::make_unique<xc_file>(paths[i]));
			    opened->all.add_database(opened->files[i]->database);
		    }
		    *database = opened.release();
	    }))
		return true;
	return i < count ? error_prefix(error, "%s", paths[i]) : false;
}

void xc_database_close(struct xc_database *database)
{
	delete database;
}

size_t xc_database_file_count(const struct xc_database *database)
{
	return database->files.size();
}

void xc_database_release(const struct xc_database *database)
{
	for (const auto &file : database->files) {
		if (file->is_mapped)
			file_release(file->map.file.bytes);
	}
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
	return xc_quietly(0u, [&] { return database->find(xc_string(term)).frequency; });
}

bool xc_database_record(const struct xc_database *database, uint32_t document,
	struct buffer *record, struct error *error)
{
	const auto count = static_cast<uint32_t>(database->files.size());

	if (count && document && database->files[(document - 1) % count]->is_mapped)
		return glass_map_record(&database->files[(document - 1) % count]->map,
			(document - 1) / count + 1, record, error);
	return xc_guard(error,
			[&] { append(record, database->all.get_document(document).get_data()); });
}

static bool find_value(const struct glass_map &map, uint32_t document, unsigned slot,
	struct buffer *value, struct error *error)
{
	struct error problem = {ERROR_NONE, ""};
	struct glass_column column;
	uint32_t found = 0;
	struct slice bytes;

	if (!glass_column_open(&column, &map, slot, document, error))
		return false;
	while (found < document && glass_column_next(&column, &found, &bytes, &problem))
		continue;
	if (!problem.code && found == document)
		buffer_append(value, bytes);
	glass_column_close(&column);
	if (problem.code)
		*error = problem;
	return !problem.code;
}

bool xc_database_value(const struct xc_database *database, uint32_t document, unsigned slot,
	struct buffer *value, struct error *error)
{
	const auto count = static_cast<uint32_t>(database->files.size());

	if (count && document && database->files[(document - 1) % count]->is_mapped)
		return find_value(database->files[(document - 1) % count]->map,
			(document - 1) / count + 1, slot, value, error);
	return xc_guard(error, [&] {
		append(value, database->all.get_document(document).get_value(slot));
	});
}

/* Gives the documents of a term in one file to `take` until it wants no more. */
using take_local = std::function<bool(uint32_t document)>;

static bool walk_mapped(const struct glass_map &map, struct slice term, const take_local &take)
{
	struct glass_postings list;
	struct error error = {ERROR_NONE, ""};
	struct glass_run run;
	bool wants_more = true;

	if (!glass_postings_open(&list, &map, term, &error))
		throw Xapian::DatabaseCorruptError(error.message);
	for (uint32_t next = 1; wants_more; next = run.documents[run.size - 1] + 1) {
		if (!glass_postings_read(&list, next, &run, &error) || run.size == 0)
			break;
		for (size_t i = 0; i < run.size && wants_more; i++)
			wants_more = take(run.documents[i]);
	}
	glass_postings_close(&list);
	if (error.code)
		throw Xapian::DatabaseCorruptError(error.message);
	return wants_more;
}

static bool walk(const struct xc_file &file, struct slice term, const take_local &take)
{
	const std::string name = xc_string(term);

	if (file.is_mapped)
		return walk_mapped(file.map, term, take);
	for (auto i = file.database.postlist_begin(name); i != file.database.postlist_end(name); ++i) {
		if (!take(*i))
			return false;
	}
	return true;
}

/* File by file: of several at once the documents would have to be sorted. */
bool xc_database_postings(const struct xc_database *database, struct slice term,
	bool (*take)(void *context, uint32_t document), void *context, struct error *error)
{
	return xc_guard(error, [&] {
		const auto count = static_cast<uint32_t>(database->files.size());

		for (uint32_t i = 0; i < count; i++) {
			const take_local take_here = [&](uint32_t document) {
				return take(context, (document - 1) * count + i + 1);
			};

			if (!walk(*database->files[i], term, take_here))
				return;
		}
	});
}

/* Gives the values of one file to `take` until it wants no more. */
using take_value = std::function<bool(uint32_t document, struct slice value)>;

static bool walk_column(const struct glass_map &map, unsigned slot, const take_value &take)
{
	struct error error = {ERROR_NONE, ""};
	struct glass_column column;
	bool wants_more = true;
	uint32_t document;
	struct slice value;

	if (!glass_column_open(&column, &map, slot, 1, &error))
		throw Xapian::DatabaseCorruptError(error.message);
	while (wants_more && glass_column_next(&column, &document, &value, &error))
		wants_more = take(document, value);
	glass_column_close(&column);
	if (error.code)
		throw Xapian::DatabaseCorruptError(error.message);
	return wants_more;
}

static bool walk_values(const Xapian::Database &database, unsigned slot, const take_value &take)
{
	const auto end = database.valuestream_end(slot);

	for (auto i = database.valuestream_begin(slot); i != end; ++i) {
		const std::string value = *i;

		if (!take(i.get_docid(), {value.data(), value.size()}))
			return false;
	}
	return true;
}

bool xc_database_values(const struct xc_database *database, unsigned slot,
	bool (*take)(void *context, uint32_t document, struct slice value), void *context,
	struct error *error)
{
	return xc_guard(error, [&] {
		const auto count = static_cast<uint32_t>(database->files.size());

		for (uint32_t i = 0; i < count; i++) {
			const xc_file &file = *database->files[i];
			const take_value take_numbered = [&](uint32_t document, struct slice value) {
				return take(context, (document - 1) * count + i + 1, value);
			};

			if (!(file.is_mapped ? walk_column(file.map, slot, take_numbered) :
					       walk_values(file.database, slot, take_numbered)))
				return;
		}
	});
}

uint32_t xc_database_length(const struct xc_database *database, uint32_t document)
{
	return xc_quietly(0u, [&] { return database->all.get_doclength(document); });
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
