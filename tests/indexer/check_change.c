/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/change.h"

#include "base/file.h"
#include "schema/record.h"
#include "tests/support/index_run.h"
#include "tests/support/temporary_folder.h"

#include "base/banned.h"

static struct temporary_folder folder;
static char index_path[4096], input_path[4096];
static struct buffer lines;
static struct summary summary;

static void setup(void)
{
	temporary_folder_open(&folder);
	snprintf(index_path, sizeof(index_path), "%s", temporary_folder_path(&folder, "index"));
	snprintf(input_path, sizeof(input_path), "%s", temporary_folder_path(&folder, "in.jsonl"));
	buffer_init(&lines);
}

static void teardown(void)
{
	buffer_clear(&lines);
	temporary_folder_close(&folder);
}

static struct digest name(unsigned number)
{
	char text[32];

	snprintf(text, sizeof(text), "article %u", number);
	return digest_128(slice_of(text));
}

START_TEST(the_ledger_knows_what_was_set_last)
{
	struct ledger *ledger = ledger_new();
	const unsigned count = 10000;
	struct ledger_place place;

	for (unsigned i = 0; i < count; i++)
		ledger_set(ledger, name(i), (struct ledger_place){.segment = 1, .local = i + 1});
	for (unsigned i = 0; i < count; i += 3)
		ledger_set(ledger, name(i), (struct ledger_place){.segment = 2, .local = i + 1});
	for (unsigned i = 0; i < count; i++) {
		ck_assert(ledger_find(ledger, name(i), &place));
		ck_assert_uint_eq(place.segment, i % 3 ? 1 : 2);
		ck_assert_uint_eq(place.local, i + 1);
	}
	ck_assert(!ledger_find(ledger, name(count), &place));
	ledger_free(ledger);
}
END_TEST

START_TEST(what_was_met_unchanged_is_nowhere)
{
	struct ledger *ledger = ledger_new();
	struct ledger_place place;

	ledger_set(ledger, name(1), (struct ledger_place){.segment = 7});
	ck_assert(ledger_find(ledger, name(1), &place));
	ck_assert_uint_eq(place.local, 0);
	ledger_set(ledger, name(1), (struct ledger_place){.segment = 7, .local = 3});
	ck_assert(ledger_find(ledger, name(1), &place));
	ck_assert_uint_eq(place.segment, 7);
	ck_assert_uint_eq(place.local, 3);
	ledger_free(ledger);
}
END_TEST

/* Writes what is in `lines` as the input and indexes it. */
static void index_lines(unsigned jobs, bool is_sync)
{
	const struct index_run run = {.index = index_path, .path = input_path, .jobs = jobs,
		.batch_bytes = 2000, .is_sync = is_sync};
	struct error error = {0};

	ck_assert(file_replace(input_path, buffer_slice(&lines), &error));
	index_run(&run, &summary);
	buffer_reset(&lines);
}

static void check_counts(unsigned new_count, unsigned changed, unsigned unchanged)
{
	ck_assert_uint_eq(summary.new_count, new_count);
	ck_assert_uint_eq(summary.changed_count, changed);
	ck_assert_uint_eq(summary.unchanged_count, unchanged);
}

/* The live article is that of the line index_run_make_lines makes with this version. */
static void check_version(unsigned number, unsigned version)
{
	struct buffer expected = {0}, record = {0};
	struct error error = {0};
	struct snapshot *snapshot;
	struct article article;
	char identity[32];
	size_t body_size, at;
	uint32_t document;

	index_run_make_lines(&expected, number, 1, version);
	snprintf(identity, sizeof(identity), "a%u", number);
	ck_assert_msg(snapshot_open(index_path, &snapshot, &error), "%s", error.message);
	ck_assert(snapshot_find(snapshot, slice_of(identity), &document, &error));
	ck_assert(xc_database_record(snapshot->articles, document, &record, &error));
	ck_assert(record_decode_head(buffer_slice(&record), &article, &body_size, &error));
	ck_assert_msg(slice_find(buffer_slice(&expected), article.title, 0, &at), "%.*s",
		SLICE_ARGS(article.title));
	snapshot_close(snapshot);
	buffer_clear(&expected);
	buffer_clear(&record);
}

START_TEST(articles_are_new_then_unchanged_then_changed)
{
	for (unsigned pass = 0; pass < 2; pass++) {
		index_run_make_lines(&lines, 0, 50, 1);
		index_lines(2, false);
		check_counts(pass ? 0 : 50, 0, pass ? 50 : 0);
	}
	index_run_make_lines(&lines, 0, 10, 2);
	index_run_make_lines(&lines, 10, 50, 1);
	index_lines(2, false);
	check_counts(10, 10, 40);
	check_version(9, 2);
	check_version(10, 1);
}
END_TEST

/* Versions of one article in the order of reading, others between them so that they fall
 * into several batches; what the index has before; which is live in the end. */
static const struct {
	unsigned before; /* 0: not there */
	unsigned versions[4];
	unsigned changed, unchanged;
} courses[] = {
	{0, {1, 2, 3}, 2, 0},
	{0, {1, 1, 1}, 2, 0},
	{1, {2, 1}, 2, 0},
	{1, {2, 2, 1}, 3, 0},
	{1, {1, 2, 1}, 2, 1},
	{1, {1, 1}, 0, 2},
	{2, {1, 2, 1, 2}, 4, 0},
};

START_TEST(the_last_version_read_is_live)
{
	unsigned course = (unsigned)_i / 2, jobs = _i % 2 ? 4 : 1, last = 0;

	index_run_make_lines(&lines, 1, 5, 1);
	if (courses[course].before)
		index_run_make_lines(&lines, 1000, 1, courses[course].before);
	index_lines(1, false);
	for (unsigned i = 0; i < 4 && courses[course].versions[i]; i++) {
		last = courses[course].versions[i];
		index_run_make_lines(&lines, 1000, 1, last);
		if (i % 2 == 0)
			index_run_make_lines(&lines, 2000 + 20 * i, 10, 1);
	}
	index_lines(jobs, false);
	check_version(1000, last);
	ck_assert_uint_eq(summary.changed_count, courses[course].changed);
	ck_assert_uint_eq(summary.unchanged_count, courses[course].unchanged);
}
END_TEST

START_TEST(sync_forgets_what_is_gone_and_nothing_else)
{
	struct error error = {0};
	struct snapshot *snapshot;
	uint32_t document;

	index_run_make_lines(&lines, 0, 40, 1);
	index_lines(2, true);
	ck_assert_uint_eq(summary.gone_count, 0);
	index_run_make_lines(&lines, 0, 15, 1);
	index_run_make_lines(&lines, 35, 10, 2);
	index_lines(2, true);
	check_counts(5, 5, 15);
	ck_assert_uint_eq(summary.gone_count, 20);
	ck_assert(snapshot_open(index_path, &snapshot, &error));
	ck_assert_uint_eq(snapshot_live_count(snapshot), 25);
	ck_assert(!snapshot_find(snapshot, slice_of("a15"), &document, &error));
	ck_assert(snapshot_find(snapshot, slice_of("a14"), &document, &error));
	snapshot_close(snapshot);
}
END_TEST

START_TEST(sync_keeps_articles_of_a_file_that_has_a_fault)
{
	index_run_make_lines(&lines, 0, 10, 1);
	index_lines(1, true);
	index_run_make_lines(&lines, 0, 5, 1);
	buffer_append_string(&lines, "{\"id\":\"a5\",\n");
	index_lines(1, true);
	ck_assert_uint_eq(summary.rejected_count, 1);
	ck_assert_uint_eq(summary.gone_count, 0);
}
END_TEST

Suite *suite_make(void)
{
	Suite *suite = suite_create("change");
	TCase *tests = tcase_create("change");

	tcase_add_checked_fixture(tests, setup, teardown);
	tcase_set_timeout(tests, 60);
	tcase_add_test(tests, the_ledger_knows_what_was_set_last);
	tcase_add_test(tests, what_was_met_unchanged_is_nowhere);
	tcase_add_test(tests, articles_are_new_then_unchanged_then_changed);
	tcase_add_loop_test(tests, the_last_version_read_is_live, 0,
		2 * (int)(sizeof(courses) / sizeof(courses[0])));
	tcase_add_test(tests, sync_forgets_what_is_gone_and_nothing_else);
	tcase_add_test(tests, sync_keeps_articles_of_a_file_that_has_a_fault);
	suite_add_tcase(suite, tests);
	return suite;
}
