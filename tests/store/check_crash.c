/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What store/ promises when writers are killed, disks are full, or all at once is read. */
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "store/update.h"
#include "store/verify.h"
#include "tests/support/segment_fixture.h"
#include "tests/support/suite.h"
#include "tests/support/temporary_folder.h"

#define ARTICLES 160

static struct temporary_folder folder;

static void set_up(void)
{
	temporary_folder_open(&folder);
}

static void tear_down(void)
{
	temporary_folder_close(&folder);
}

static struct update *open_update(void)
{
	return segment_fixture_open(folder.path, false);
}

static void set_lives(bool *lives, unsigned first, unsigned last)
{
	for (unsigned number = first; number <= last; number++)
		lives[number] = true;
}

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
	struct update *update = open_update();
	int stop, status;
	pid_t child;

	segment_fixture_add(update, folder.path, 1, 40, NULL);
	segment_fixture_publish(update);
	child = start_reader(&stop);
	for (unsigned round = 0; round < 40; round++) {
		const unsigned first = 1 + round % 4 * 10;

		segment_fixture_add(update, folder.path, first, first + 9, NULL);
		for (unsigned number = first; number < first + 10; number++)
			segment_fixture_bury(update, number);
		segment_fixture_publish(update);
		segment_fixture_merge(update, round % 8 == 7);
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
	struct update *update = open_update();

	for (unsigned round = 0;; round++) {
		const unsigned first = 1 + round % 4 * 10;
		struct error error = {0};
		uint32_t document;

		segment_fixture_add(update, folder.path, first, first + 9, NULL);
		for (unsigned number = first; number < first + 10; number++)
			if (update_find(update,
				    segment_fixture_identity(number), &document, &error))
				update_bury(update, document);
		if (!update_publish(update, &error) || write(acknowledge, "+", 1) != 1 ||
			!update_merge(update, round % 5 == 4, NULL, NULL, &error))
			_exit(1);
	}
}

/* Lets a writer publish `batches` times and a moment more, kills it: how many it published. */
static unsigned kill_writer(unsigned batches, unsigned microseconds)
{
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
	while (count < batches && read(ends[0], &byte, 1) == 1)
		count++;
	usleep(microseconds);
	kill(child, SIGKILL);
	ck_assert_int_eq(waitpid(child, NULL, 0), child);
	while (read(ends[0], &byte, 1) == 1)
		count++;
	close(ends[0]);
	return count;
}

START_TEST(a_killed_writer_leaves_whole_batches)
{
	struct suite_random random = {77};
	unsigned acknowledged = 0; /* different batches: each run begins with the first again */

	for (unsigned round = 0; round < 25; round++) {
		const unsigned count = kill_writer(round % 6, suite_random_below(&random, 20000));
		struct snapshot *snapshot;
		struct buffer report = {0};
		struct error error = {0};

		acknowledged = count > acknowledged ? count : acknowledged;
		acknowledged = acknowledged < 4 ? acknowledged : 4;
		if (!snapshot_open(folder.path, &snapshot, &error)) {
			ck_assert_uint_eq(acknowledged, 0);
			continue;
		}
		ck_assert_uint_eq(snapshot_live_count(snapshot) % 10, 0);
		ck_assert_uint_ge(snapshot_live_count(snapshot), 10 * acknowledged);
		snapshot_close(snapshot);
		ck_assert_msg(verify_run(folder.path, &report, &error), "%s", error.message);
		buffer_clear(&report);
		update_close(open_update());
	}
	ck_assert_uint_eq(acknowledged, 4);
}
END_TEST

/* Files may not grow over `bytes`: a full disk, as far as writers can tell. */
static int update_with_limit(rlim_t bytes)
{
	const pid_t child = fork();
	int status;

	if (child == 0) {
		const struct rlimit limit = {bytes, bytes};
		struct update *update = open_update();
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
	struct update *update = open_update();
	bool lives[ARTICLES + 1] = {false};
	int failures = 0, status = 1;

	segment_fixture_add(update, folder.path, 1, 100, NULL);
	segment_fixture_publish(update);
	update_close(update);
	set_lives(lives, 1, 100);
	for (rlim_t bytes = 100; status != 0; bytes += bytes / 3) {
		struct snapshot *snapshot;
		struct error error = {0};

		status = update_with_limit(bytes);
		ck_assert(status == 0 || status == ERROR_IO);
		failures += status == ERROR_IO;
		ck_assert(snapshot_open(folder.path, &snapshot, &error));
		/* Published, but not merged, is right too. */
		if (snapshot_live_count(snapshot) == 160)
			set_lives(lives, 101, 160);
		snapshot_close(snapshot);
		segment_fixture_assert(folder.path, lives, ARTICLES);
		if (lives[101])
			break;
	}
	ck_assert_int_gt(failures, 5);
	update_close(open_update());
	segment_fixture_assert(folder.path, lives, ARTICLES);
	update = open_update();
	segment_fixture_merge(update, true);
	segment_fixture_assert(folder.path, lives, ARTICLES);
	update_close(update);
}
END_TEST

Suite *suite_make(void)
{
	Suite *suite = suite_create("crash");
	TCase *tests = tcase_create("crash");

	tcase_add_checked_fixture(tests, set_up, tear_down);
	tcase_set_timeout(tests, 120);
	tcase_add_test(tests, readers_see_every_article_once_while_all_are_replaced_and_merged);
	tcase_add_test(tests, a_killed_writer_leaves_whole_batches);
	tcase_add_test(tests, a_full_disk_is_an_error_and_the_index_stays);
	suite_add_tcase(suite, tests);
	return suite;
}
