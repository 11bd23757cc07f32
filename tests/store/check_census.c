/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "store/census.h"

#include "store/glass/reader.h"
#include "tests/support/segment_fixture.h"
#include "tests/support/suite.h"
#include "tests/support/temporary_folder.h"

#define ARTICLES 300

static struct temporary_folder folder;
static struct update *update;

static void set_up(void)
{
	temporary_folder_open(&folder);
	update = segment_fixture_open(folder.path, false);
	segment_fixture_add(update, folder.path, 1, ARTICLES / 3, NULL);
	segment_fixture_add(update, folder.path, ARTICLES / 3 + 1, ARTICLES, NULL);
	segment_fixture_publish(update);
}

static void tear_down(void)
{
	update_close(update);
	temporary_folder_close(&folder);
}

static const struct manifest *manifest_now(void)
{
	return &update_snapshot(update)->manifest;
}

static uint64_t sum_of(const struct census *census)
{
	uint64_t sum = census->records + census->values + census->lengths + census->structure;

	for (size_t i = 0; i < TERM_KIND_COUNT; i++)
		sum += census->terms[i].bytes;
	return sum;
}

START_TEST(the_parts_are_the_whole)
{
	struct census articles, quotations;
	uint64_t article_bytes = 0, quotation_bytes = 0;
	struct error error = {0};

	ck_assert(census_take(folder.path, manifest_now(), &articles, &quotations, &error));
	for (size_t i = 0; i < manifest_now()->segment_count; i++) {
		article_bytes += manifest_now()->segments[i].articles.size;
		quotation_bytes += manifest_now()->segments[i].quotations.size;
	}
	ck_assert_uint_eq(sum_of(&articles), article_bytes);
	ck_assert_uint_eq(sum_of(&quotations), quotation_bytes);
	ck_assert_uint_gt(articles.records, 0);
	ck_assert_uint_gt(articles.values, 0);
	ck_assert_uint_gt(articles.lengths, 0);
}
END_TEST

/* Counts terms and postings as merges read them. */
static void count(const char *path, struct census *counted)
{
	struct glass_reader reader;
	struct glass_terms terms;
	struct error error = {0};
	struct slice term;
	uint32_t document, occurrences;

	ck_assert_msg(glass_reader_open(&reader, path, &error), "%s", error.message);
	glass_terms_open(&terms, &reader);
	while (glass_terms_next(&terms, &term, &error)) {
		struct census_terms *of_kind = &counted->terms[term_kind(term)];

		of_kind->count++;
		while (glass_terms_posting(&terms, &document, &occurrences, &error))
			of_kind->postings++;
	}
	ck_assert_msg(!error.code, "%s", error.message);
	glass_terms_close(&terms);
	glass_reader_close(&reader);
}

START_TEST(terms_and_postings_are_counted)
{
	struct census articles, quotations, counted = {0};
	struct error error = {0};

	ck_assert(census_take(folder.path, manifest_now(), &articles, &quotations, &error));
	for (size_t i = 0; i < manifest_now()->segment_count; i++) {
		struct buffer path = {0};

		manifest_path(folder.path, &manifest_now()->segments[i], "articles", &path);
		count(path.data, &counted);
		buffer_clear(&path);
	}
	for (size_t i = 0; i < TERM_KIND_COUNT; i++) {
		ck_assert_uint_eq(articles.terms[i].count, counted.terms[i].count);
		ck_assert_uint_eq(articles.terms[i].postings, counted.terms[i].postings);
	}
	ck_assert_uint_gt(articles.terms[TERM_WORD].postings, 20 * ARTICLES);
	ck_assert_uint_eq(articles.terms[TERM_IDENTITY].count, ARTICLES);
}
END_TEST

START_TEST(what_cannot_be_read_is_an_error)
{
	struct manifest manifest;
	struct census articles, quotations;
	struct error error = {0};

	manifest_copy(manifest_now(), &manifest);
	manifest.segments[1].number = 77;
	ck_assert(!census_take(folder.path, &manifest, &articles, &quotations, &error));
	ck_assert_int_eq(error.code, ERROR_IO);
	manifest_clear(&manifest);
}
END_TEST

Suite *suite_make(void)
{
	Suite *suite = suite_create("census");
	TCase *tests = tcase_create("census");

	tcase_add_checked_fixture(tests, set_up, tear_down);
	tcase_add_test(tests, the_parts_are_the_whole);
	tcase_add_test(tests, terms_and_postings_are_counted);
	tcase_add_test(tests, what_cannot_be_read_is_an_error);
	suite_add_tcase(suite, tests);
	return suite;
}
