/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "store/snapshot.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "schema/record.h"
#include "tests/support/segment_fixture.h"
#include "tests/support/suite.h"
#include "tests/support/temporary_folder.h"

static struct temporary_folder folder;

static void set_up(void)
{
	temporary_folder_open(&folder);
}

static void tear_down(void)
{
	temporary_folder_close(&folder);
}

static struct snapshot *open_snapshot(void)
{
	struct snapshot *snapshot;
	struct error error = {0};

	ck_assert_msg(snapshot_open(folder.path, &snapshot, &error), "%s", error.message);
	return snapshot;
}

static bool has_article(const struct snapshot *snapshot, unsigned number)
{
	struct error error = {0};
	uint32_t document;
	const bool found = snapshot_find(snapshot, segment_fixture_identity(number), &document,
		&error);

	ck_assert_int_eq(error.code, ERROR_NONE);
	return found;
}

/* Three segments of articles 1..10, 11..25, 26..30. */
static void make_index(void)
{
	struct update *update = segment_fixture_open(folder.path, false);

	segment_fixture_add(update, folder.path, 1, 10, NULL);
	segment_fixture_add(update, folder.path, 11, 25, NULL);
	segment_fixture_add(update, folder.path, 26, 30, NULL);
	segment_fixture_publish(update);
	update_close(update);
}

START_TEST(an_index_without_a_manifest_is_named)
{
	struct snapshot *snapshot;
	struct error error = {0};

	ck_assert(!snapshot_open(folder.path, &snapshot, &error));
	ck_assert_int_eq(error.code, ERROR_INDEX);
	ck_assert_ptr_nonnull(strstr(error.message, "no index at"));
	ck_assert_ptr_nonnull(strstr(error.message, folder.path));
}
END_TEST

START_TEST(an_empty_index_opens_and_has_nothing)
{
	struct update *update = segment_fixture_open(folder.path, false);
	struct snapshot *snapshot;

	segment_fixture_publish(update);
	snapshot = open_snapshot();
	ck_assert_uint_eq(snapshot_live_count(snapshot), 0);
	ck_assert(!has_article(snapshot, 1));
	snapshot_close(snapshot);
	update_close(update);
}
END_TEST

START_TEST(every_article_is_found_where_its_record_is)
{
	struct snapshot *snapshot;
	struct error error = {0};

	make_index();
	snapshot = open_snapshot();
	ck_assert_uint_eq(snapshot_live_count(snapshot), 30);
	for (unsigned number = 1; number <= 30; number++) {
		struct buffer record = {0};
		struct article article;
		uint32_t document, local;
		size_t segment, body_size;

		ck_assert(snapshot_find(snapshot, segment_fixture_identity(number), &document,
			&error));
		ck_assert(xc_database_record(snapshot->articles, document, &record, &error));
		ck_assert(record_decode_head(buffer_slice(&record), &article, &body_size, &error));
		ck_assert(slice_equal(article.identity, segment_fixture_identity(number)));
		snapshot_locate(snapshot, document, &segment, &local);
		ck_assert_uint_eq(snapshot_number(snapshot, segment, local), document);
		ck_assert_uint_eq(segment, number <= 10 ? 0 : number <= 25 ? 1 : 2);
		ck_assert_uint_eq(local, number - (number <= 10 ? 0 : number <= 25 ? 10 : 25));
		ck_assert_uint_eq(tokens_get(&snapshot->tokens[segment], local).quotation_count,
			segment_fixture_quotations(number));
		buffer_clear(&record);
	}
	ck_assert(!has_article(snapshot, 31));
	snapshot_close(snapshot);
}
END_TEST

START_TEST(the_dead_are_not_found)
{
	struct update *update;
	struct snapshot *snapshot;
	struct error error = {0};
	uint32_t document;

	make_index();
	update = segment_fixture_open(folder.path, false);
	ck_assert(update_find(update, segment_fixture_identity(12), &document,
		&error));
	ck_assert(update_bury(update, document));
	segment_fixture_publish(update);
	snapshot = open_snapshot();
	ck_assert(!has_article(snapshot, 12));
	ck_assert(has_article(snapshot, 13));
	ck_assert_uint_eq(snapshot_live_count(snapshot), 29);
	snapshot_close(snapshot);
	update_close(update);
}
END_TEST

START_TEST(a_snapshot_is_old_once_there_is_a_newer_manifest)
{
	struct update *update;
	struct snapshot *before, *after;

	make_index();
	before = open_snapshot();
	ck_assert(!snapshot_is_old(before, folder.path));
	update = segment_fixture_open(folder.path, false);
	ck_assert(!snapshot_is_old(before, folder.path));
	segment_fixture_add(update, folder.path, 31, 33, NULL);
	ck_assert(!snapshot_is_old(before, folder.path));
	segment_fixture_publish(update);
	ck_assert(snapshot_is_old(before, folder.path));
	after = open_snapshot();
	ck_assert(!snapshot_is_old(after, folder.path));
	ck_assert(!has_article(before, 31));
	ck_assert(has_article(after, 31));
	ck_assert_uint_gt(after->manifest.generation, before->manifest.generation);
	snapshot_close(before);
	snapshot_close(after);
	update_close(update);
}
END_TEST

START_TEST(a_snapshot_answers_after_its_files_are_unlinked)
{
	struct update *update;
	struct snapshot *snapshot;
	struct error error = {0};

	make_index();
	snapshot = open_snapshot();
	update = segment_fixture_open(folder.path, false);
	ck_assert_msg(update_merge(update, true, NULL, NULL, &error), "%s", error.message);
	ck_assert(!file_exists(temporary_folder_path(&folder, "segments/000001.articles")));
	for (unsigned number = 1; number <= 30; number++) {
		struct buffer record = {0};
		uint32_t document, local;
		size_t segment;

		ck_assert(snapshot_find(snapshot, segment_fixture_identity(number), &document,
			&error));
		ck_assert(xc_database_record(snapshot->articles, document, &record, &error));
		snapshot_locate(snapshot, document, &segment, &local);

		const struct tokens_article tokens = tokens_get(&snapshot->tokens[segment], local);

		ck_assert_uint_eq(tokens.words.numbers[tokens.words.count - 1], 0);
		buffer_clear(&record);
	}
	snapshot_close(snapshot);
	update_close(update);
}
END_TEST

static const char *const files[] = {"segments/000002.articles", "segments/000002.tokens",
	"segments/000002.quotes"};

START_TEST(a_missing_file_is_an_error)
{
	struct snapshot *snapshot;
	struct error error = {0};

	make_index();
	ck_assert_int_eq(unlink(temporary_folder_path(&folder, files[_i])), 0);
	ck_assert(!snapshot_open(folder.path, &snapshot, &error));
	ck_assert_int_ne(error.code, ERROR_NONE);
}
END_TEST

START_TEST(files_of_another_segment_are_not_taken_for_this_ones)
{
	struct snapshot *snapshot;
	struct error error = {0};
	const char *other = temporary_folder_path(&folder, files[_i]);
	char third[4096];

	make_index();
	memcpy(third, other, strlen(other) + 1);
	*strchr(strstr(third, "000002"), '2') = '3';
	ck_assert_int_eq(rename(third, other), 0);
	ck_assert_int_eq(link(other, third), 0);
	ck_assert(!snapshot_open(folder.path, &snapshot, &error));
	ck_assert_int_eq(error.code, ERROR_INDEX);
}
END_TEST

Suite *suite_make(void)
{
	Suite *suite = suite_create("snapshot");
	TCase *tests = tcase_create("snapshot");

	tcase_add_checked_fixture(tests, set_up, tear_down);
	tcase_set_timeout(tests, 60);
	tcase_add_test(tests, an_index_without_a_manifest_is_named);
	tcase_add_test(tests, an_empty_index_opens_and_has_nothing);
	tcase_add_test(tests, every_article_is_found_where_its_record_is);
	tcase_add_test(tests, the_dead_are_not_found);
	tcase_add_test(tests, a_snapshot_is_old_once_there_is_a_newer_manifest);
	tcase_add_test(tests, a_snapshot_answers_after_its_files_are_unlinked);
	tcase_add_loop_test(tests, a_missing_file_is_an_error, 0, 3);
	tcase_add_loop_test(tests, files_of_another_segment_are_not_taken_for_this_ones, 0, 3);
	suite_add_tcase(suite, tests);
	return suite;
}
