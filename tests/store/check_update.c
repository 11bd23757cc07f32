/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "store/update.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/file.h"
#include "base/memory.h"
#include "store/merge.h"
#include "tests/support/segment_fixture.h"
#include "tests/support/suite.h"
#include "tests/support/temporary_folder.h"

#define ARTICLES 400

static struct temporary_folder folder;

static void set_up(void)
{
	temporary_folder_open(&folder);
}

static void tear_down(void)
{
	temporary_folder_close(&folder);
}

static struct update *open_update(bool rebuild)
{
	return segment_fixture_open(folder.path, rebuild);
}

static void assert_lives(const bool *lives)
{
	segment_fixture_assert(folder.path, lives, ARTICLES);
}

static void set_lives(bool *lives, unsigned first, unsigned last, bool value)
{
	for (unsigned number = first; number <= last; number++)
		lives[number] = value;
}

static unsigned count_files(const char *name)
{
	DIR *opened = opendir(temporary_folder_path(&folder, name));
	const struct dirent *entry;
	unsigned count = 0;

	ck_assert_ptr_nonnull(opened);
	while ((entry = readdir(opened)) != NULL)
		count += entry->d_name[0] != '.';
	closedir(opened);
	return count;
}

static void write_file(const char *name)
{
	temporary_folder_write(&folder, name, SLICE_LITERAL("left behind"));
}

START_TEST(nothing_is_seen_before_it_is_published_and_all_after)
{
	struct update *update = open_update(false);
	struct snapshot *snapshot;
	struct error error = {0};
	bool lives[ARTICLES + 1] = {false};

	segment_fixture_add(update, folder.path, 1, 10, NULL);
	segment_fixture_add(update, folder.path, 11, 20, NULL);
	ck_assert(!snapshot_open(folder.path, &snapshot, &error));
	segment_fixture_publish(update);
	set_lives(lives, 1, 20, true);
	assert_lives(lives);
	ck_assert_uint_eq(snapshot_live_count(update_snapshot(update)), 20);
	segment_fixture_add(update, folder.path, 21, 30, NULL);
	segment_fixture_bury(update, 5);
	assert_lives(lives);
	segment_fixture_publish(update);
	set_lives(lives, 21, 30, true);
	lives[5] = false;
	assert_lives(lives);
	update_close(update);
}
END_TEST

START_TEST(what_was_not_published_is_gone_and_swept)
{
	struct update *update = open_update(false);
	bool lives[ARTICLES + 1] = {false};

	segment_fixture_add(update, folder.path, 1, 10, NULL);
	segment_fixture_publish(update);
	segment_fixture_add(update, folder.path, 11, 20, NULL);
	segment_fixture_bury(update, 3);
	update_close(update);
	set_lives(lives, 1, 10, true);
	assert_lives(lives);
	ck_assert_uint_eq(count_files("segments"), 8);
	update_close(open_update(false));
	assert_lives(lives);
	ck_assert_uint_eq(count_files("segments"), 4);
}
END_TEST

START_TEST(publishing_nothing_writes_nothing)
{
	struct update *update = open_update(false);
	uint64_t generation;

	segment_fixture_add(update, folder.path, 1, 3, NULL);
	segment_fixture_publish(update);
	generation = update_snapshot(update)->manifest.generation;
	segment_fixture_publish(update);
	segment_fixture_merge(update, false);
	ck_assert_uint_eq(update_snapshot(update)->manifest.generation, generation);
	update_close(update);
}
END_TEST

START_TEST(articles_of_a_segment_not_yet_published_can_be_buried)
{
	struct update *update = open_update(false);
	bool lives[ARTICLES + 1] = {false};
	const uint64_t first = segment_fixture_add(update, folder.path, 1, 10, NULL);
	const uint64_t second = segment_fixture_add(update, folder.path, 11, 20, NULL);

	ck_assert(update_bury_added(update, first, 4));
	ck_assert(!update_bury_added(update, first, 4));
	ck_assert(update_bury_added(update, second, 1));
	ck_assert(!update_bury_added(update, second + 1, 1));
	segment_fixture_publish(update);
	set_lives(lives, 1, 20, true);
	lives[4] = lives[11] = false;
	assert_lives(lives);
	update_close(update);
}
END_TEST

START_TEST(each_burial_replaces_the_tombstones_before)
{
	struct update *update = open_update(false);
	bool lives[ARTICLES + 1] = {false};

	segment_fixture_add(update, folder.path, 1, 20, NULL);
	segment_fixture_publish(update);
	set_lives(lives, 1, 20, true);
	for (unsigned number = 2; number <= 10; number += 2) {
		segment_fixture_bury(update, number);
		segment_fixture_publish(update);
		lives[number] = false;
		assert_lives(lives);
		ck_assert_uint_eq(count_files("segments"), 5);
	}
	update_close(update);
}
END_TEST

static const char *const leftovers[] = {"segments/000001.dead.1", "segments/000099.articles",
	"segments/000099.tokens", "segments/000002.quotes", "segments/000007.articles.tmp",
	"manifest.json.123-0.new"};
static const char *const bystanders[] = {"segments/notes", "segments/1.articles", "readme",
	"manifest.json.bak"};

START_TEST(leftovers_are_swept_and_bystanders_are_not)
{
	struct update *update = open_update(false);

	segment_fixture_add(update, folder.path, 1, 10, NULL);
	segment_fixture_publish(update);
	update_close(update);
	for (size_t i = 0; i < COUNT_OF(leftovers); i++)
		write_file(leftovers[i]);
	for (size_t i = 0; i < COUNT_OF(bystanders); i++)
		write_file(bystanders[i]);
	update_close(open_update(false));
	for (size_t i = 0; i < COUNT_OF(leftovers); i++)
		ck_assert_msg(!file_exists(temporary_folder_path(&folder, leftovers[i])), "%s",
			leftovers[i]);
	for (size_t i = 0; i < COUNT_OF(bystanders); i++)
		ck_assert_msg(file_exists(temporary_folder_path(&folder, bystanders[i])), "%s",
			bystanders[i]);
}
END_TEST

START_TEST(leftovers_of_a_first_run_do_not_stop_the_second)
{
	struct update *update;
	bool lives[ARTICLES + 1] = {false};

	ck_assert_int_eq(mkdir(temporary_folder_path(&folder, "segments"), 0777), 0);
	write_file("segments/000001.articles");
	write_file("segments/000003.tokens");
	update = open_update(false);
	ck_assert_uint_gt(segment_fixture_add(update, folder.path, 1, 10, NULL), 3);
	segment_fixture_publish(update);
	set_lives(lives, 1, 10, true);
	assert_lives(lives);
	ck_assert_uint_eq(count_files("segments"), 4);
	update_close(update);
}
END_TEST

/* A child opens the index for writing: its error code. */
static int open_in_child(void)
{
	const pid_t child = fork();
	int status;

	if (child == 0) {
		const struct update_options options = {.rebuild = false};
		struct update *update;
		struct error error = {0};

		if (update_open(folder.path, &options, &update, &error))
			_exit(ERROR_NONE);
		_exit(strstr(error.message, folder.path) ? (int)error.code : 99);
	}
	ck_assert_int_eq(waitpid(child, &status, 0), child);
	ck_assert(WIFEXITED(status));
	return WEXITSTATUS(status);
}

START_TEST(one_writer_at_a_time)
{
	struct update *update = open_update(false);

	segment_fixture_add(update, folder.path, 1, 3, NULL);
	ck_assert_int_eq(open_in_child(), ERROR_LOCKED);
	segment_fixture_publish(update);
	ck_assert_int_eq(open_in_child(), ERROR_LOCKED);
	update_close(update);
	ck_assert_int_eq(open_in_child(), ERROR_NONE);
}
END_TEST

START_TEST(a_damaged_manifest_is_refused_and_a_rebuild_begins_anew)
{
	const struct update_options keep = {.rebuild = false};
	struct update *update = open_update(false);
	bool lives[ARTICLES + 1] = {false};
	struct error error = {0};
	uint64_t number;

	segment_fixture_add(update, folder.path, 1, 10, NULL);
	segment_fixture_publish(update);
	update_close(update);
	write_file("manifest.json");
	ck_assert(!update_open(folder.path, &keep, &update, &error));
	ck_assert_int_eq(error.code, ERROR_INDEX);
	ck_assert_ptr_nonnull(strstr(error.message, "--rebuild"));
	ck_assert_uint_eq(count_files("segments"), 4);
	update = open_update(true);
	ck_assert_uint_eq(count_files("segments"), 4);
	number = segment_fixture_add(update, folder.path, 5, 12, NULL);
	ck_assert_uint_gt(number, 1);
	segment_fixture_publish(update);
	set_lives(lives, 5, 12, true);
	assert_lives(lives);
	ck_assert_uint_eq(count_files("segments"), 4);
	update_close(update);
}
END_TEST

START_TEST(a_rebuild_keeps_the_old_index_until_it_is_published)
{
	struct update *update = open_update(false);
	bool before[ARTICLES + 1] = {false}, after[ARTICLES + 1] = {false};
	uint64_t generation;

	segment_fixture_add(update, folder.path, 1, 10, NULL);
	segment_fixture_publish(update);
	generation = update_snapshot(update)->manifest.generation;
	update_close(update);
	update = open_update(true);
	segment_fixture_add(update, folder.path, 11, 20, NULL);
	set_lives(before, 1, 10, true);
	set_lives(after, 11, 20, true);
	assert_lives(before);
	segment_fixture_publish(update);
	assert_lives(after);
	ck_assert_uint_gt(update_snapshot(update)->manifest.generation, generation);
	ck_assert_uint_eq(count_files("segments"), 4);
	update_close(update);
}
END_TEST

START_TEST(many_small_segments_become_few)
{
	struct update *update = open_update(false);
	struct suite_random random = {5};
	bool lives[ARTICLES + 1] = {false};
	unsigned next = 1;

	for (int run = 0; run < 6; run++) {
		for (int i = 0; i < 7; i++) {
			const unsigned last = next + suite_random_below(&random, 9);

			segment_fixture_add(update, folder.path, next, last, NULL);
			set_lives(lives, next, last, true);
			next = last + 1;
		}
		segment_fixture_publish(update);
		for (unsigned i = 0; i < 5; i++) {
			const unsigned number = 1 + suite_random_below(&random, next - 1);

			if (lives[number])
				segment_fixture_bury(update, number);
			lives[number] = false;
		}
		segment_fixture_merge(update, false);
		assert_lives(lives);
		ck_assert_uint_le(update_snapshot(update)->manifest.segment_count, MERGE_LIVE_LIMIT);
	}
	segment_fixture_merge(update, true);
	assert_lives(lives);
	ck_assert_uint_eq(update_snapshot(update)->manifest.segment_count, 1);
	ck_assert_uint_eq(update_snapshot(update)->manifest.segments[0].dead_count, 0);
	ck_assert_uint_eq(count_files("segments"), 4);
	update_close(update);
}
END_TEST

START_TEST(merging_the_dead_away_takes_them_out_of_the_counts)
{
	struct update *update = open_update(false), *fresh;
	bool skip[ARTICLES + 1] = {false};
	struct manifest manifest;

	segment_fixture_add(update, folder.path, 1, 40, NULL);
	segment_fixture_add(update, folder.path, 41, 60, NULL);
	segment_fixture_publish(update);
	for (unsigned number = 3; number <= 60; number += 3) {
		segment_fixture_bury(update, number);
		skip[number] = true;
	}
	segment_fixture_merge(update, true);
	manifest_copy(&update_snapshot(update)->manifest, &manifest);
	update_close(update);
	fresh = open_update(true);
	segment_fixture_add(fresh, folder.path, 1, 60, skip);
	segment_fixture_publish(fresh);

	const struct manifest *expected = &update_snapshot(fresh)->manifest;

	ck_assert_uint_eq(manifest.segments[0].article_count, 40);
	ck_assert_uint_eq(manifest.segments[0].text_bytes, expected->segments[0].text_bytes);
	ck_assert_uint_eq(manifest.segments[0].quotation_count,
		expected->segments[0].quotation_count);
	ck_assert_mem_eq(manifest.language_articles, expected->language_articles,
		sizeof(manifest.language_articles));
	manifest_clear(&manifest);
	update_close(fresh);
}
END_TEST

START_TEST(a_segment_of_dead_alone_goes_without_a_trace)
{
	struct update *update = open_update(false);
	bool lives[ARTICLES + 1] = {false};

	segment_fixture_add(update, folder.path, 1, 5, NULL);
	segment_fixture_add(update, folder.path, 6, 9, NULL);
	segment_fixture_publish(update);
	for (unsigned number = 1; number <= 5; number++)
		segment_fixture_bury(update, number);
	segment_fixture_merge(update, false);
	set_lives(lives, 6, 9, true);
	assert_lives(lives);
	ck_assert_uint_eq(update_snapshot(update)->manifest.segment_count, 1);
	ck_assert_uint_eq(update_snapshot(update)->manifest.language_articles[LANGUAGE_ENGLISH],
		4);
	ck_assert_uint_eq(update_snapshot(update)->manifest.language_articles[LANGUAGE_NONE], 0);
	ck_assert_uint_eq(count_files("segments"), 4);
	update_close(update);
}
END_TEST

static bool never(void *context)
{
	++*(int *)context;
	return false;
}

START_TEST(a_stopped_merge_leaves_the_index_as_it_was)
{
	struct update *update = open_update(false);
	bool lives[ARTICLES + 1] = {false};
	struct error error = {0};
	int asked = 0;

	for (unsigned i = 0; i < 4; i++)
		segment_fixture_add(update, folder.path, 1 + 100 * i, 100 + 100 * i, NULL);
	segment_fixture_publish(update);
	set_lives(lives, 1, 400, true);
	ck_assert_msg(update_merge(update, true, never, &asked, &error), "%s", error.message);
	ck_assert_int_eq(asked, 1);
	ck_assert_uint_eq(update_snapshot(update)->manifest.segment_count, 4);
	ck_assert_uint_eq(count_files("segments"), 16);
	assert_lives(lives);
	segment_fixture_merge(update, true);
	assert_lives(lives);
	update_close(update);
}
END_TEST

Suite *suite_make(void)
{
	Suite *suite = suite_create("update");
	TCase *tests = tcase_create("update");

	tcase_add_checked_fixture(tests, set_up, tear_down);
	tcase_set_timeout(tests, 120);
	tcase_add_test(tests, nothing_is_seen_before_it_is_published_and_all_after);
	tcase_add_test(tests, what_was_not_published_is_gone_and_swept);
	tcase_add_test(tests, publishing_nothing_writes_nothing);
	tcase_add_test(tests, articles_of_a_segment_not_yet_published_can_be_buried);
	tcase_add_test(tests, each_burial_replaces_the_tombstones_before);
	tcase_add_test(tests, leftovers_are_swept_and_bystanders_are_not);
	tcase_add_test(tests, leftovers_of_a_first_run_do_not_stop_the_second);
	tcase_add_test(tests, one_writer_at_a_time);
	tcase_add_test(tests, a_damaged_manifest_is_refused_and_a_rebuild_begins_anew);
	tcase_add_test(tests, a_rebuild_keeps_the_old_index_until_it_is_published);
	tcase_add_test(tests, many_small_segments_become_few);
	tcase_add_test(tests, merging_the_dead_away_takes_them_out_of_the_counts);
	tcase_add_test(tests, a_segment_of_dead_alone_goes_without_a_trace);
	tcase_add_test(tests, a_stopped_merge_leaves_the_index_as_it_was);
	suite_add_tcase(suite, tests);
	return suite;
}
