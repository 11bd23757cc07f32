/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * stock_reader.h - what Xapian itself makes of a database: the judge of store/glass.
 *
 * Any exception ends the program with its message.
 */
#ifndef TESTS_SUPPORT_STOCK_READER_H
#define TESTS_SUPPORT_STOCK_READER_H

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

/* How many errors Xapian::Database::check finds; what it says goes to stderr then. */
size_t stock_check(const char *path);
/* Everything that can be read of both is the same: counts, bounds, terms, postings, lengths,
 * values, records, and what queries find. NULL, or the first difference in words (static). */
const char *stock_difference(const char *path, const char *other);
/* The same of the pair of databases {path, second} and {other, other_second}. */
const char *stock_pair_difference(const char *path, const char *second, const char *other,
	const char *other_second);
/* Xapian's own compaction into one file. */
void stock_compact(const char *path, const char *to);

#ifdef __cplusplus
}
#endif

#endif
