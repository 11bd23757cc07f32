/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "tests/support/exceptions.h"

#include <new>
#include <stdexcept>

#include "xapian-c/guard.hh"

template <typename Exception>
static void raise_plain()
{
	throw Exception("a message");
}

template <typename Exception>
static void raise_with_errno()
{
	throw Exception("a message", "", 2);
}

static void raise_bad_alloc()
{
	throw std::bad_alloc();
}

static void raise_number()
{
	throw 42;
}

#define ROW(name, code) {#name, code, raise_plain<Xapian::name>}

const struct exception_row exception_rows[] = {
	ROW(AssertionError, ERROR_INDEX),
	ROW(DatabaseError, ERROR_INDEX),
	ROW(DatabaseCorruptError, ERROR_INDEX),
	ROW(DatabaseCreateError, ERROR_IO),
	ROW(DatabaseLockError, ERROR_LOCKED),
	ROW(DatabaseModifiedError, ERROR_INDEX),
	ROW(DatabaseOpeningError, ERROR_INDEX),
	ROW(DatabaseVersionError, ERROR_INDEX),
	ROW(DatabaseNotFoundError, ERROR_INDEX),
	ROW(DatabaseClosedError, ERROR_INDEX),
	ROW(DocNotFoundError, ERROR_INDEX),
	ROW(FeatureUnavailableError, ERROR_INDEX),
	ROW(InternalError, ERROR_INDEX),
	ROW(InvalidArgumentError, ERROR_QUERY),
	ROW(InvalidOperationError, ERROR_QUERY),
	ROW(NetworkError, ERROR_IO),
	ROW(NetworkTimeoutError, ERROR_TIMEOUT),
	ROW(QueryParserError, ERROR_QUERY),
	ROW(RangeError, ERROR_INDEX),
	ROW(SerialisationError, ERROR_INDEX),
	ROW(UnimplementedError, ERROR_QUERY),
	ROW(WildcardError, ERROR_QUERY),
	{"DatabaseError", ERROR_IO, raise_with_errno<Xapian::DatabaseError>},
	{"DatabaseOpeningError", ERROR_IO, raise_with_errno<Xapian::DatabaseOpeningError>},
	{"a message", ERROR_INDEX, raise_plain<std::runtime_error>},
	{"memory", ERROR_INDEX, raise_bad_alloc},
	{"unknown", ERROR_INDEX, raise_number},
};

const int exception_count = sizeof(exception_rows) / sizeof(exception_rows[0]);

bool exception_guard(const struct exception_row *row, struct error *error)
{
	return xc_guard(error, [&] { row->raise(); });
}

int exception_quietly(const struct exception_row *row)
{
	return xc_quietly(7, [&] {
		row->raise();
		return 0;
	});
}
