/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "tests/support/stock_writer.h"

#include <cstdlib>
#include <iostream>
#include <string>

#include <xapian.h>

/* Built in PATH.building, then compacted into one file. */
struct stock_writer {
	Xapian::WritableDatabase database;
	Xapian::Document document;
	std::string path;
};

template <typename Body>
static void or_die(Body &&body) noexcept
{
	try {
		body();
	} catch (const Xapian::Error &error) {
		std::cerr << "stock_writer: " << error.get_description() << '\n';
		std::abort();
	}
}

struct stock_writer *stock_writer_open(const char *path)
{
	struct stock_writer *writer = nullptr;

	or_die([&] {
		writer = new stock_writer;
		writer->path = path;
		writer->database = Xapian::WritableDatabase(writer->path + ".building",
							    Xapian::DB_CREATE);
	});
	return writer;
}

void stock_writer_term(struct stock_writer *writer, struct slice term, uint32_t count)
{
	or_die([&] { writer->document.add_term(std::string(term.data, term.size), count); });
}

void stock_writer_value(struct stock_writer *writer, unsigned slot, struct slice value)
{
	or_die([&] { writer->document.add_value(slot, std::string(value.data, value.size)); });
}

uint32_t stock_writer_add(struct stock_writer *writer, struct slice record)
{
	const uint32_t document = writer->database.get_lastdocid() + 1;

	stock_writer_put(writer, document, record);
	return document;
}

void stock_writer_put(struct stock_writer *writer, uint32_t document, struct slice record)
{
	or_die([&] {
		writer->document.set_data(std::string(record.data, record.size));
		writer->database.replace_document(document, writer->document);
		writer->document = Xapian::Document();
	});
}

void stock_writer_close(struct stock_writer *writer)
{
	or_die([&] {
		writer->database.commit();
		writer->database.compact(writer->path, Xapian::DBCOMPACT_SINGLE_FILE |
							       Xapian::DBCOMPACT_NO_RENUMBER);
		writer->database.close();
		delete writer;
	});
}
