/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "store/lock.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/file.h"
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

START_TEST(the_folder_is_made_where_it_is_missing)
{
	const char *index = temporary_folder_path(&folder, "deep/index");
	struct error error = {0};
	int descriptor;

	ck_assert_msg(lock_take(index, &descriptor, &error), "%s", error.message);
	ck_assert(file_is_folder(index));
	lock_release(descriptor);
}
END_TEST

START_TEST(a_released_lock_can_be_taken_again)
{
	struct error error = {0};
	int descriptor;

	for (int i = 0; i < 3; i++) {
		ck_assert_msg(lock_take(folder.path, &descriptor, &error), "%s", error.message);
		lock_release(descriptor);
	}
}
END_TEST

/* A child that holds the lock until it is killed; returns when it does hold it. */
static pid_t start_holder(const char *index)
{
	int ready[2];
	char byte;

	ck_assert_int_eq(pipe(ready), 0);

	const pid_t child = fork();

	if (child == 0) {
		struct error error = {0};
		int descriptor;

		if (!lock_take(index, &descriptor, &error) || write(ready[1], "+", 1) != 1)
			_exit(1);
		for (;;)
			pause();
	}
	close(ready[1]);
	ck_assert_int_eq(read(ready[0], &byte, 1), 1);
	close(ready[0]);
	return child;
}

START_TEST(a_second_writer_is_told_which_index_and_who)
{
	const pid_t child = start_holder(folder.path);
	struct error error = {0};
	char process[32];
	int descriptor;

	ck_assert(!lock_take(folder.path, &descriptor, &error));
	ck_assert_int_eq(error.code, ERROR_LOCKED);
	ck_assert_ptr_nonnull(strstr(error.message, folder.path));
	snprintf(process, sizeof(process), "process %ld", (long)child);
	ck_assert_ptr_nonnull(strstr(error.message, process));
	kill(child, SIGKILL);
	waitpid(child, NULL, 0);
}
END_TEST

START_TEST(a_killed_writer_leaves_no_lock)
{
	const pid_t child = start_holder(folder.path);
	struct error error = {0};
	int descriptor;

	kill(child, SIGKILL);
	waitpid(child, NULL, 0);
	ck_assert_msg(lock_take(folder.path, &descriptor, &error), "%s", error.message);
	lock_release(descriptor);
}
END_TEST

START_TEST(a_symbolic_link_is_not_followed)
{
	struct error error = {0};
	int descriptor;

	ck_assert_int_eq(symlink("elsewhere", temporary_folder_path(&folder, "lock")), 0);
	ck_assert(!lock_take(folder.path, &descriptor, &error));
	ck_assert_int_eq(error.code, ERROR_IO);
	ck_assert(!file_exists(temporary_folder_path(&folder, "elsewhere")));
}
END_TEST

Suite *suite_make(void)
{
	Suite *suite = suite_create("lock");
	TCase *tests = tcase_create("lock");

	tcase_add_checked_fixture(tests, set_up, tear_down);
	tcase_add_test(tests, the_folder_is_made_where_it_is_missing);
	tcase_add_test(tests, a_released_lock_can_be_taken_again);
	tcase_add_test(tests, a_second_writer_is_told_which_index_and_who);
	tcase_add_test(tests, a_killed_writer_leaves_no_lock);
	tcase_add_test(tests, a_symbolic_link_is_not_followed);
	suite_add_tcase(suite, tests);
	return suite;
}
