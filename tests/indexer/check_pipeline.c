/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/pipeline.h"

#include "base/file.h"
#include "store/verify.h"
#include "tests/support/index_run.h"
#include "tests/support/temporary_folder.h"

#include "base/banned.h"

static struct temporary_folder folder;
static char input_path[4096];
static struct buffer lines;

static void setup(void)
{
	temporary_folder_open(&folder);
	snprintf(input_path, sizeof(input_path), "%s", temporary_folder_path(&folder, "in.jsonl"));
	buffer_init(&lines);
}

static void teardown(void)
{
	buffer_clear(&lines);
	temporary_folder_close(&folder);
}

static void write_lines(void)
{
	struct error error = {0};

	ck_assert(file_replace(input_path, buffer_slice(&lines), &error));
	buffer_reset(&lines);
}

/* Indexes the input twice over: a first part, then all of it with changes and faults. */
static void make_index(const char *name, unsigned jobs, struct summary *summary)
{
	char index[4096];
	const struct index_run run = {.index = index, .path = input_path, .jobs = jobs,
		.batch_bytes = 5000};

	snprintf(index, sizeof(index), "%s", temporary_folder_path(&folder, name));
	index_run_make_lines(&lines, 0, 100, 1);
	write_lines();
	index_run(&run, summary);
	index_run_make_lines(&lines, 50, 200, 1);
	buffer_append_string(&lines, "not JSON\n");
	index_run_make_lines(&lines, 0, 60, 2);
	index_run_make_lines(&lines, 240, 40, 3);
	index_run_make_lines(&lines, 0, 30, 1);
	write_lines();
	index_run(&run, summary);
}

static void check_same_file(const struct manifest_file *a, const struct manifest_file *b)
{
	ck_assert_uint_eq(a->size, b->size);
	ck_assert(digest_equal(a->digest, b->digest));
}

START_TEST(many_jobs_make_the_files_one_job_makes)
{
	struct manifest one, many;
	struct summary of_one, of_many;
	struct error error = {0};

	make_index("one", 1, &of_one);
	make_index("many", 1u << _i, &of_many);
	ck_assert_uint_eq(of_one.new_count, of_many.new_count);
	ck_assert_uint_eq(of_one.changed_count, of_many.changed_count);
	ck_assert_uint_eq(of_one.unchanged_count, of_many.unchanged_count);
	ck_assert_uint_eq(of_one.rejected_count, 1);
	ck_assert_uint_eq(of_many.rejected_count, 1);
	ck_assert(manifest_read(temporary_folder_path(&folder, "one"), &one, &error));
	ck_assert(manifest_read(temporary_folder_path(&folder, "many"), &many, &error));
	ck_assert_uint_gt(one.segment_count, 10);
	ck_assert_uint_eq(one.segment_count, many.segment_count);
	for (size_t i = 0; i < one.segment_count; i++) {
		const struct manifest_segment *a = &one.segments[i], *b = &many.segments[i];

		ck_assert_uint_eq(a->number, b->number);
		check_same_file(&a->articles, &b->articles);
		check_same_file(&a->tokens, &b->tokens);
		check_same_file(&a->quotations, &b->quotations);
		check_same_file(&a->dead, &b->dead);
	}
	manifest_clear(&one);
	manifest_clear(&many);
}
END_TEST

START_TEST(what_it_makes_is_whole)
{
	struct summary summary;
	struct buffer report = {0};
	struct error error = {0};

	make_index("a", 4, &summary);
	ck_assert_msg(verify_run(temporary_folder_path(&folder, "a"), &report, &error), "%s",
		error.message);
	buffer_clear(&report);
}
END_TEST

/* More batches than live segments are borne: what is buried behind a merge has moved. */
START_TEST(a_long_run_merges_on_its_way)
{
	char index[4096];
	const struct index_run run = {.index = index, .path = input_path, .jobs = 3, .batch_bytes = 1};
	struct buffer report = {0};
	struct manifest manifest;
	struct summary summary;
	struct error error = {0};
	uint32_t live = 0;

	snprintf(index, sizeof(index), "%s", temporary_folder_path(&folder, "a"));
	index_run_make_lines(&lines, 0, 100, 1);
	index_run_make_lines(&lines, 0, 20, 2);
	index_run_make_lines(&lines, 90, 10, 2);
	write_lines();
	index_run(&run, &summary);
	ck_assert_uint_eq(summary.new_count, 100);
	ck_assert_uint_eq(summary.changed_count, 30);
	ck_assert(manifest_read(index, &manifest, &error));
	ck_assert_uint_lt(manifest.segment_count, 90);
	for (size_t i = 0; i < manifest.segment_count; i++)
		live += manifest.segments[i].article_count - manifest.segments[i].dead_count;
	ck_assert_uint_eq(live, 100);
	manifest_clear(&manifest);
	ck_assert_msg(verify_run(index, &report, &error), "%s", error.message);
	buffer_clear(&report);
}
END_TEST

START_TEST(a_dry_run_counts_the_same_and_writes_nothing)
{
	const char *const index = temporary_folder_path(&folder, "a");
	struct index_run run = {.index = index, .path = input_path, .jobs = (unsigned)_i,
		.batch_bytes = 3000};
	struct manifest before, after;
	struct summary dry, wet;
	struct error error = {0};

	index_run_make_lines(&lines, 0, 40, 1);
	write_lines();
	index_run(&run, &wet);
	ck_assert(manifest_read(index, &before, &error));
	index_run_make_lines(&lines, 20, 40, 1);
	index_run_make_lines(&lines, 0, 10, 2);
	write_lines();
	run.is_dry_run = true;
	index_run(&run, &dry);
	ck_assert(manifest_read(index, &after, &error));
	ck_assert_uint_eq(before.generation, after.generation);
	run.is_dry_run = false;
	index_run(&run, &wet);
	ck_assert_uint_eq(dry.new_count, wet.new_count);
	ck_assert_uint_eq(dry.changed_count, wet.changed_count);
	ck_assert_uint_eq(dry.unchanged_count, wet.unchanged_count);
	ck_assert_uint_eq(dry.new_count, 20);
	ck_assert_uint_eq(dry.changed_count, 10);
	manifest_clear(&before);
	manifest_clear(&after);
}
END_TEST

Suite *suite_make(void)
{
	Suite *suite = suite_create("pipeline");
	TCase *tests = tcase_create("pipeline");

	tcase_add_checked_fixture(tests, setup, teardown);
	tcase_set_timeout(tests, 60);
	tcase_add_loop_test(tests, many_jobs_make_the_files_one_job_makes, 1, 4);
	tcase_add_test(tests, what_it_makes_is_whole);
	tcase_add_test(tests, a_long_run_merges_on_its_way);
	tcase_add_loop_test(tests, a_dry_run_counts_the_same_and_writes_nothing, 1, 3);
	suite_add_tcase(suite, tests);
	return suite;
}
