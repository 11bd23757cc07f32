/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/file.h"
#include "base/memory.h"
#include "tests/support/exceptions.h"
#include "tests/support/stock_writer.h"
#include "tests/support/suite.h"
#include "xapian-c/database.h"
#include "xapian-c/stem.h"

static char folder[256];
static char path[320];

static void make_folder(void)
{
	const char *temporary = getenv("TMPDIR");

	snprintf(folder, sizeof(folder), "%s/shim.XXXXXX", temporary ? temporary : "/tmp");
	ck_assert_ptr_nonnull(mkdtemp(folder));
	snprintf(path, sizeof(path), "%s/database", folder);
}

static void remove_folder(void)
{
	struct error error = {0};

	ck_assert(file_remove_tree(folder, &error));
}

/* Documents 1 to 9: "all" in each, "odd" in 1 3 5 7 9, "three" three times in 3 6 9. */
static void write_nine(void)
{
	struct stock_writer *writer = stock_writer_open(path);

	for (uint32_t i = 1; i <= 9; i++) {
		char record[32];

		stock_writer_term(writer, SLICE_LITERAL("all"), 1);
		if (i % 2)
			stock_writer_term(writer, SLICE_LITERAL("odd"), 2);
		if (i % 3 == 0)
			stock_writer_term(writer, SLICE_LITERAL("three"), 3);
		snprintf(record, sizeof(record), "record %u", i);
		stock_writer_value(writer, 1, slice_of(record + 7));
		stock_writer_add(writer, slice_of(record));
	}
	stock_writer_close(writer);
}

static struct xc_database *open_nine(size_t times)
{
	const char *paths[] = {path, path, path};
	struct xc_database *database = NULL;
	struct error error = {0};

	ck_assert_msg(xc_database_open(paths, times, &database, &error), "%s", error.message);
	return database;
}

START_TEST(each_exception_becomes_an_error)
{
	struct error error = {0};

	ck_assert(!exception_guard(&exception_rows[_i], &error));
	ck_assert_msg(error.code == exception_rows[_i].code, "%s: code %d", exception_rows[_i].name,
		      (int)error.code);
	ck_assert_ptr_nonnull(strstr(error.message, exception_rows[_i].name));
	ck_assert_int_eq(exception_quietly(&exception_rows[_i]), 7);
}
END_TEST

START_TEST(a_missing_database_is_an_error_that_names_it)
{
	const char *paths[] = {path};
	struct xc_database *database = NULL;
	struct error error = {0};

	ck_assert(!xc_database_open(paths, 1, &database, &error));
	ck_assert_ptr_nonnull(strstr(error.message, path));
	ck_assert_ptr_null(database);
}
END_TEST

/* However many bytes are left, there is an error or an answer, never a crash. */
START_TEST(a_truncated_database_does_no_harm)
{
	struct error error = {0};
	struct stat status;
	int refused = 0;

	write_nine();
	ck_assert_int_eq(stat(path, &status), 0);
	for (off_t size = status.st_size; size >= 0; size -= 997) {
		const char *paths[] = {path};
		struct xc_database *database = NULL;
		struct buffer record = {0};

		ck_assert_int_eq(truncate(path, size), 0);
		error_clear(&error);
		if (xc_database_open(paths, 1, &database, &error)) {
			xc_database_frequency(database, SLICE_LITERAL("odd"));
			xc_database_record(database, 3, &record, &error);
		}
		refused += error.code != ERROR_NONE;
		buffer_clear(&record);
		xc_database_close(database);
	}
	ck_assert_int_ge(refused, 10);
}
END_TEST

START_TEST(bytes_that_are_no_database_are_refused)
{
	const char *paths[] = {path};
	struct xc_database *database = NULL;
	struct error error = {0};
	char bytes[5000];

	memset(bytes, _i * 0x55, sizeof(bytes));
	ck_assert(file_replace(path, slice_make(bytes, sizeof(bytes)), &error));
	ck_assert(!xc_database_open(paths, 1, &database, &error));
	ck_assert_int_eq(error.code, ERROR_INDEX);
}
END_TEST

START_TEST(no_database_is_an_empty_one)
{
	struct xc_database *database = NULL;
	struct error error = {0};

	ck_assert(xc_database_open(NULL, 0, &database, &error));
	ck_assert_uint_eq(xc_database_document_count(database), 0);
	ck_assert_uint_eq(xc_database_frequency(database, SLICE_LITERAL("odd")), 0);
	xc_database_close(database);
}
END_TEST

START_TEST(several_databases_are_counted_as_one)
{
	const uint32_t times = (uint32_t)_i + 1;
	struct xc_database *database;

	write_nine();
	database = open_nine(times);
	ck_assert_uint_eq(xc_database_document_count(database), 9 * times);
	ck_assert_uint_eq(xc_database_last_document(database), 9 * times);
	ck_assert_uint_eq(xc_database_frequency(database, SLICE_LITERAL("odd")), 5 * times);
	ck_assert_uint_eq(xc_database_frequency(database, SLICE_LITERAL("absent")), 0);
	ck_assert_double_eq_tol(xc_database_average_length(database), 28.0 / 9, 1e-9);
	/* Document 3 of the last one: (3 - 1) * times + (times - 1) + 1. */
	ck_assert_uint_eq(xc_database_length(database, 3 * times), 6);
	ck_assert_uint_eq(xc_database_length(database, 900), 0);
	xc_database_close(database);
}
END_TEST

START_TEST(records_and_values_are_appended)
{
	struct buffer bytes = {0};
	struct error error = {0};
	struct xc_database *database;

	write_nine();
	database = open_nine(1);
	ck_assert(xc_database_record(database, 4, &bytes, &error));
	ck_assert(xc_database_value(database, 5, 1, &bytes, &error));
	ck_assert(xc_database_value(database, 5, 2, &bytes, &error));
	ck_assert_str_eq(bytes.data, "record 45");
	ck_assert(!xc_database_record(database, 10, &bytes, &error));
	ck_assert_int_eq(error.code, ERROR_INDEX);
	ck_assert(!xc_database_value(database, 0, 1, &bytes, &error));
	ck_assert_str_eq(bytes.data, "record 45");
	buffer_clear(&bytes);
	xc_database_close(database);
}
END_TEST

START_TEST(terms_come_in_order_with_their_frequencies)
{
	static const struct {
		const char *prefix, *skip, *expected;
	} rows[] = {
		{"", NULL, "all:9 odd:5 three:3 "}, {"o", NULL, "odd:5 "},
		{"x", NULL, ""},                    {"", "b", "odd:5 three:3 "},
		{"", "odd", "odd:5 three:3 "},      {"", "z", ""},
		{"t", "a", "three:3 "},             {"o", "p", ""},
	};
	struct buffer found = {0};
	struct error error = {0};
	struct xc_database *database;
	struct xc_terms *terms;
	struct slice term;
	uint32_t frequency;

	write_nine();
	database = open_nine(1);
	terms = xc_terms_open(database, slice_of(rows[_i].prefix), &error);
	ck_assert_ptr_nonnull(terms);
	if (rows[_i].skip)
		ck_assert(xc_terms_skip(terms, slice_of(rows[_i].skip), &error));
	while (xc_terms_next(terms, &term, &frequency, &error))
		buffer_printf(&found, "%.*s:%u ", SLICE_ARGS(term), frequency);
	ck_assert_int_eq(error.code, ERROR_NONE);
	ck_assert_str_eq(found.data ? found.data : "", rows[_i].expected);
	ck_assert(!xc_terms_next(terms, &term, &frequency, &error));
	xc_terms_close(terms);
	buffer_clear(&found);
	xc_database_close(database);
}
END_TEST

/* What was given away, as "number:value " or "number "; it ends after `limit` of them. */
struct taken {
	struct buffer text;
	int limit;
};

static bool take_document(void *context, uint32_t document)
{
	struct taken *taken = context;

	buffer_printf(&taken->text, "%u ", document);
	return --taken->limit > 0;
}

static bool take_value(void *context, uint32_t document, struct slice value)
{
	struct taken *taken = context;

	buffer_printf(&taken->text, "%u:%.*s ", document, SLICE_ARGS(value));
	return --taken->limit > 0;
}

START_TEST(all_postings_and_values_are_given_away_by_shard)
{
	struct taken taken = {.limit = 100};
	struct error error = {0};
	struct xc_database *database;

	write_nine();
	database = open_nine(2);
	ck_assert(xc_database_postings(database, SLICE_LITERAL("three"), take_document, &taken, &error));
	ck_assert_str_eq(taken.text.data, "5 11 17 6 12 18 ");
	buffer_reset(&taken.text);
	ck_assert(xc_database_postings(database, SLICE_LITERAL("absent"), take_document, &taken, &error));
	ck_assert_uint_eq(taken.text.size, 0);
	taken.limit = 3;
	ck_assert(xc_database_values(database, 1, take_value, &taken, &error));
	ck_assert_str_eq(taken.text.data, "1:1 3:2 5:3 ");
	buffer_reset(&taken.text);
	taken.limit = 100;
	ck_assert(xc_database_values(database, 2, take_value, &taken, &error));
	ck_assert_uint_eq(taken.text.size, 0);
	ck_assert(xc_database_values(database, 1, take_value, &taken, &error));
	ck_assert_int_eq(taken.limit, 100 - 18);
	buffer_clear(&taken.text);
	xc_database_close(database);
}
END_TEST

START_TEST(postings_come_in_order_and_skip_forward)
{
	uint32_t document = 0, count = 0;
	struct error error = {0};
	struct xc_database *database;
	struct xc_postings *postings;

	write_nine();
	database = open_nine(1);
	postings = xc_postings_open(database, SLICE_LITERAL("three"), &error);
	ck_assert(xc_postings_next(postings, &document, &count, &error));
	ck_assert_uint_eq(document, 3);
	ck_assert_uint_eq(count, 3);
	ck_assert(xc_postings_skip(postings, 2, &document, &count, &error));
	ck_assert_uint_eq(document, 3);
	ck_assert(xc_postings_skip(postings, 5, &document, &count, &error));
	ck_assert_uint_eq(document, 6);
	ck_assert(xc_postings_next(postings, &document, &count, &error));
	ck_assert_uint_eq(document, 9);
	ck_assert(!xc_postings_next(postings, &document, &count, &error));
	ck_assert(!xc_postings_skip(postings, 1, &document, &count, &error));
	xc_postings_close(postings);
	postings = xc_postings_open(database, SLICE_LITERAL("absent"), &error);
	ck_assert(!xc_postings_next(postings, &document, &count, &error));
	ck_assert_int_eq(error.code, ERROR_NONE);
	xc_postings_close(postings);
	xc_database_close(database);
}
END_TEST

START_TEST(a_whole_database_passes_its_check)
{
	struct buffer report = {0};
	struct error error = {0};

	write_nine();
	ck_assert_msg(xc_database_check(path, &report, &error), "%s", error.message);
	ck_assert_uint_eq(report.size, 0);
	ck_assert(file_replace(path, SLICE_LITERAL("nothing"), &error));
	ck_assert(!xc_database_check(path, &report, &error));
	ck_assert_ptr_nonnull(strstr(error.message, path));
	buffer_clear(&report);
}
END_TEST

START_TEST(stems_follow_the_language)
{
	static const struct {
		const char *algorithm, *word, *stem;
	} rows[] = {
		{"english", "negotiations", "negoti"},
		{"german2", "verhandlungen", "verhandl"},
		{"none", "words", "words"},
		{"english", "", ""},
	};
	struct error error = {0};
	struct xc_stem *stem = NULL;

	ck_assert(xc_stem_open(rows[_i].algorithm, &stem, &error));
	ck_assert(slice_equal_string(xc_stem_run(stem, slice_of(rows[_i].word)), rows[_i].stem));
	xc_stem_close(stem);
}
END_TEST

START_TEST(an_unknown_stemmer_is_a_usage_error)
{
	struct error error = {0};
	struct xc_stem *stem = NULL;

	ck_assert(!xc_stem_open("klingon", &stem, &error));
	ck_assert_int_eq(error.code, ERROR_USAGE);
	ck_assert_ptr_null(stem);
}
END_TEST

Suite *suite_make(void)
{
	Suite *suite = suite_create("shim");
	TCase *test = tcase_create("shim");

	tcase_add_checked_fixture(test, make_folder, remove_folder);
	tcase_add_loop_test(test, each_exception_becomes_an_error, 0, exception_count);
	tcase_add_test(test, a_missing_database_is_an_error_that_names_it);
	tcase_add_test(test, a_truncated_database_does_no_harm);
	tcase_add_loop_test(test, bytes_that_are_no_database_are_refused, 0, 4);
	tcase_add_test(test, no_database_is_an_empty_one);
	tcase_add_loop_test(test, several_databases_are_counted_as_one, 0, 3);
	tcase_add_test(test, records_and_values_are_appended);
	tcase_add_loop_test(test, terms_come_in_order_with_their_frequencies, 0, 8);
	tcase_add_test(test, postings_come_in_order_and_skip_forward);
	tcase_add_test(test, all_postings_and_values_are_given_away_by_shard);
	tcase_add_test(test, a_whole_database_passes_its_check);
	tcase_add_loop_test(test, stems_follow_the_language, 0, 4);
	tcase_add_test(test, an_unknown_stemmer_is_a_usage_error);
	suite_add_tcase(suite, test);
	return suite;
}
