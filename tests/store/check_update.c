/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "store/update.h"

#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/file.h"
#include "base/memory.h"
#include "store/lock.h"
#include "store/merge.h"
#include "store/verify.h"
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
	const struct update_options options = {.rebuild = rebuild};
	struct update *update;
	struct error error = {0};

	ck_assert_msg(update_open(folder.path, &options, &update, &error), "%s", error.message);
	return update;
}

static void publish(struct update *update)
{
	struct error error = {0};

	ck_assert_msg(update_publish(update, &error), "%s", error.message);
}

static void merge(struct update *update, bool optimize)
{
	struct error error = {0};

	ck_assert_msg(update_merge(update, optimize, NULL, NULL, &error), "%s", error.message);
}

static void bury(struct update *update, unsigned number)
{
	struct error error = {0};
	uint32_t document;

	ck_assert(snapshot_find(update_snapshot(update), segment_fixture_identity(number),
		&document, &error));
	ck_assert(update_bury(update, document));
	ck_assert(!update_bury(update, document));
}

/* The index on disk holds exactly the articles that `lives` says, and is whole. */
static void assert_lives(const bool *lives)
{
	struct snapshot *snapshot;
	struct buffer report = {0};
	struct error error = {0};
	uint32_t document, count = 0;

	ck_assert_msg(verify_run(folder.path, &report, &error), "%s", error.message);
	buffer_clear(&report);
	ck_assert_msg(snapshot_open(folder.path, &snapshot, &error), "%s", error.message);
	for (unsigned number = 1; number <= ARTICLES; number++) {
		ck_assert_msg(snapshot_find(snapshot, segment_fixture_identity(number), &document,
				      &error) == lives[number],
			"article %u", number);
		count += lives[number];
	}
	ck_assert_uint_eq(snapshot_live_count(snapshot), count);
	snapshot_close(snapshot);
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
	publish(update);
	set_lives(lives, 1, 20, true);
	assert_lives(lives);
	ck_assert_uint_eq(snapshot_live_count(update_snapshot(update)), 20);
	segment_fixture_add(update, folder.path, 21, 30, NULL);
	bury(update, 5);
	assert_lives(lives);
	publish(update);
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
	publish(update);
	segment_fixture_add(update, folder.path, 11, 20, NULL);
	bury(update, 3);
	update_close(update);
	set_lives(lives, 1, 10, true);
	assert_lives(lives);
	ck_assert_uint_eq(count_files("segments"), 6);
	update_close(open_update(false));
	assert_lives(lives);
	ck_assert_uint_eq(count_files("segments"), 3);
}
END_TEST

START_TEST(publishing_nothing_writes_nothing)
{
	struct update *update = open_update(false);
	uint64_t generation;

	segment_fixture_add(update, folder.path, 1, 3, NULL);
	publish(update);
	generation = update_snapshot(update)->manifest.generation;
	publish(update);
	merge(update, false);
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
	publish(update);
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
	publish(update);
	set_lives(lives, 1, 20, true);
	for (unsigned number = 2; number <= 10; number += 2) {
		bury(update, number);
		publish(update);
		lives[number] = false;
		assert_lives(lives);
		ck_assert_uint_eq(count_files("segments"), 4);
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
	publish(update);
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
	publish(update);
	set_lives(lives, 1, 10, true);
	assert_lives(lives);
	ck_assert_uint_eq(count_files("segments"), 3);
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
	publish(update);
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
	publish(update);
	update_close(update);
	write_file("manifest.json");
	ck_assert(!update_open(folder.path, &keep, &update, &error));
	ck_assert_int_eq(error.code, ERROR_INDEX);
	ck_assert_ptr_nonnull(strstr(error.message, "--rebuild"));
	ck_assert_uint_eq(count_files("segments"), 3);
	update = open_update(true);
	ck_assert_uint_eq(count_files("segments"), 3);
	number = segment_fixture_add(update, folder.path, 5, 12, NULL);
	ck_assert_uint_gt(number, 1);
	publish(update);
	set_lives(lives, 5, 12, true);
	assert_lives(lives);
	ck_assert_uint_eq(count_files("segments"), 3);
	update_close(update);
}
END_TEST

START_TEST(a_rebuild_keeps_the_old_index_until_it_is_published)
{
	struct update *update = open_update(false);
	bool before[ARTICLES + 1] = {false}, after[ARTICLES + 1] = {false};
	uint64_t generation;

	segment_fixture_add(update, folder.path, 1, 10, NULL);
	publish(update);
	generation = update_snapshot(update)->manifest.generation;
	update_close(update);
	update = open_update(true);
	segment_fixture_add(update, folder.path, 11, 20, NULL);
	set_lives(before, 1, 10, true);
	set_lives(after, 11, 20, true);
	assert_lives(before);
	publish(update);
	assert_lives(after);
	ck_assert_uint_gt(update_snapshot(update)->manifest.generation, generation);
	ck_assert_uint_eq(count_files("segments"), 3);
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
		publish(update);
		for (unsigned i = 0; i < 5; i++) {
			const unsigned number = 1 + suite_random_below(&random, next - 1);

			if (lives[number])
				bury(update, number);
			lives[number] = false;
		}
		merge(update, false);
		assert_lives(lives);
		ck_assert_uint_le(update_snapshot(update)->manifest.segment_count, MERGE_LIVE_LIMIT);
	}
	merge(update, true);
	assert_lives(lives);
	ck_assert_uint_eq(update_snapshot(update)->manifest.segment_count, 1);
	ck_assert_uint_eq(update_snapshot(update)->manifest.segments[0].dead_count, 0);
	ck_assert_uint_eq(count_files("segments"), 3);
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
	publish(update);
	for (unsigned number = 3; number <= 60; number += 3) {
		bury(update, number);
		skip[number] = true;
	}
	merge(update, true);
	manifest_copy(&update_snapshot(update)->manifest, &manifest);
	update_close(update);
	fresh = open_update(true);
	segment_fixture_add(fresh, folder.path, 1, 60, skip);
	publish(fresh);

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
	publish(update);
	for (unsigned number = 1; number <= 5; number++)
		bury(update, number);
	merge(update, false);
	set_lives(lives, 6, 9, true);
	assert_lives(lives);
	ck_assert_uint_eq(update_snapshot(update)->manifest.segment_count, 1);
	ck_assert_uint_eq(count_files("segments"), 3);
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
	publish(update);
	set_lives(lives, 1, 400, true);
	ck_assert_msg(update_merge(update, true, never, &asked, &error), "%s", error.message);
	ck_assert_int_eq(asked, 1);
	ck_assert_uint_eq(update_snapshot(update)->manifest.segment_count, 4);
	ck_assert_uint_eq(count_files("segments"), 12);
	assert_lives(lives);
	merge(update, true);
	assert_lives(lives);
	update_close(update);
}
END_TEST

/* Opens snapshots again and again until it is told to stop; exits 1 when one fails or an
 * article is missing or there twice. */
static void read_until_stopped(int stop)
{
	char byte;

	while (read(stop, &byte, 1) < 0) {
		struct snapshot *snapshot;
		struct error error = {0};
		uint32_t document;

		if (!snapshot_open(folder.path, &snapshot, &error))
			_exit(2);
		for (unsigned number = 1; number <= 40; number++)
			if (!snapshot_find(snapshot, segment_fixture_identity(number), &document,
				    &error))
				_exit(3);
		if (snapshot_live_count(snapshot) != 40)
			_exit(4);
		snapshot_close(snapshot);
	}
	_exit(0);
}

static pid_t start_reader(int *stop)
{
	int ends[2];
	pid_t child;

	ck_assert_int_eq(pipe(ends), 0);
	ck_assert_int_eq(fcntl(ends[0], F_SETFL, O_NONBLOCK), 0);
	child = fork();
	if (child == 0) {
		close(ends[1]);
		read_until_stopped(ends[0]);
	}
	close(ends[0]);
	*stop = ends[1];
	return child;
}

START_TEST(readers_see_every_article_once_while_all_are_replaced_and_merged)
{
	struct update *update = open_update(false);
	int stop, status;
	pid_t child;

	segment_fixture_add(update, folder.path, 1, 40, NULL);
	publish(update);
	child = start_reader(&stop);
	for (unsigned round = 0; round < 40; round++) {
		const unsigned first = 1 + round % 4 * 10;

		segment_fixture_add(update, folder.path, first, first + 9, NULL);
		for (unsigned number = first; number < first + 10; number++)
			bury(update, number);
		publish(update);
		merge(update, round % 8 == 7);
	}
	close(stop);
	ck_assert_int_eq(waitpid(child, &status, 0), child);
	ck_assert_int_eq(WIFEXITED(status) ? WEXITSTATUS(status) : 99, 0);
	update_close(update);
}
END_TEST

/* Replaces articles 1..40 over and over; writes a byte for each publish that was done. */
static void write_until_killed(int acknowledge)
{
	struct update *update = open_update(false);

	for (unsigned round = 0;; round++) {
		const unsigned first = 1 + round % 4 * 10;
		struct error error = {0};
		uint32_t document;

		segment_fixture_add(update, folder.path, first, first + 9, NULL);
		for (unsigned number = first; number < first + 10; number++)
			if (snapshot_find(update_snapshot(update),
				    segment_fixture_identity(number), &document, &error))
				update_bury(update, document);
		if (!update_publish(update, &error) || write(acknowledge, "+", 1) != 1 ||
			!update_merge(update, round % 5 == 4, NULL, NULL, &error))
			_exit(1);
	}
}

START_TEST(a_killed_writer_leaves_whole_batches)
{
	struct suite_random random = {77};
	unsigned acknowledged = 0; /* batches: each run begins with the first again */

	for (int round = 0; round < 25; round++) {
		int ends[2];
		unsigned count = 0;
		char byte;
		pid_t child;

		ck_assert_int_eq(pipe(ends), 0);
		child = fork();
		if (child == 0) {
			close(ends[0]);
			write_until_killed(ends[1]);
		}
		close(ends[1]);
		usleep(2000 + suite_random_below(&random, 40000));
		kill(child, SIGKILL);
		ck_assert_int_eq(waitpid(child, NULL, 0), child);
		while (read(ends[0], &byte, 1) == 1)
			count++;
		close(ends[0]);
		count = count < 4 ? count : 4;
		acknowledged = count > acknowledged ? count : acknowledged;

		struct snapshot *snapshot;
		struct buffer report = {0};
		struct error error = {0};

		if (!snapshot_open(folder.path, &snapshot, &error)) {
			ck_assert_uint_eq(acknowledged, 0);
			continue;
		}
		ck_assert_uint_eq(snapshot_live_count(snapshot) % 10, 0);
		ck_assert_uint_ge(snapshot_live_count(snapshot), 10 * acknowledged);
		snapshot_close(snapshot);
		ck_assert_msg(verify_run(folder.path, &report, &error), "%s", error.message);
		buffer_clear(&report);
		update_close(open_update(false));
	}
	ck_assert_uint_gt(acknowledged, 0);
}
END_TEST

/* Files may not grow over `bytes`: a full disk, as far as writers can tell. */
static int update_with_limit(rlim_t bytes)
{
	const pid_t child = fork();
	int status;

	if (child == 0) {
		const struct rlimit limit = {bytes, bytes};
		struct update *update = open_update(false);
		struct block *block = block_new();
		struct manifest_segment segment;
		struct error error = {0};
		bool good;

		signal(SIGXFSZ, SIG_IGN);
		segment_fixture_fill(block, 101, 160, NULL);
		if (setrlimit(RLIMIT_FSIZE, &limit) < 0)
			_exit(98);
		good = block_write(block, folder.path, update_reserve(update), &segment, &error);
		if (good) {
			update_add(update, &segment, block->language_articles);
			good = update_merge(update, true, NULL, NULL, &error);
		}
		block_free(block);
		update_close(update);
		_exit(good ? 0 : (int)error.code);
	}
	ck_assert_int_eq(waitpid(child, &status, 0), child);
	ck_assert(WIFEXITED(status));
	return WEXITSTATUS(status);
}

START_TEST(a_full_disk_is_an_error_and_the_index_stays)
{
	struct update *update = open_update(false);
	bool lives[ARTICLES + 1] = {false};
	int failures = 0, status = 1;

	segment_fixture_add(update, folder.path, 1, 100, NULL);
	publish(update);
	update_close(update);
	set_lives(lives, 1, 100, true);
	for (rlim_t bytes = 100; status != 0; bytes += bytes / 3) {
		struct snapshot *snapshot;
		struct error error = {0};

		status = update_with_limit(bytes);
		ck_assert(status == 0 || status == ERROR_IO);
		failures += status == ERROR_IO;
		ck_assert(snapshot_open(folder.path, &snapshot, &error));
		/* Published, but not merged, is right too. */
		if (snapshot_live_count(snapshot) == 160)
			set_lives(lives, 101, 160, true);
		snapshot_close(snapshot);
		assert_lives(lives);
		if (lives[101])
			break;
	}
	ck_assert_int_gt(failures, 5);
	update_close(open_update(false));
	assert_lives(lives);
	update = open_update(false);
	merge(update, true);
	ck_assert_uint_eq(count_files("segments"), 3);
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
	tcase_add_test(tests, readers_see_every_article_once_while_all_are_replaced_and_merged);
	tcase_add_test(tests, a_killed_writer_leaves_whole_batches);
	tcase_add_test(tests, a_full_disk_is_an_error_and_the_index_stays);
	suite_add_tcase(suite, tests);
	return suite;
}
