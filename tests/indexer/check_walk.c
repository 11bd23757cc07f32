/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/walk.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buffer.h"
#include "base/memory.h"
#include "tests/support/suite.h"
#include "tests/support/temporary_folder.h"

#include "base/banned.h"

static struct temporary_folder folder;

static void make_folder(const char *name)
{
	ck_assert_int_eq(mkdir(temporary_folder_path(&folder, name), 0777), 0);
}

static void setup(void)
{
	temporary_folder_open(&folder);
	make_folder("b");
	make_folder("b/c");
	make_folder("outside");
	temporary_folder_write(&folder, "b/z.txt", slice_of("12345"));
	temporary_folder_write(&folder, "b/a.txt", slice_of("123"));
	temporary_folder_write(&folder, "b/c/m.txt", slice_of("1"));
	temporary_folder_write(&folder, "b/.hidden.txt", slice_of("1"));
	temporary_folder_write(&folder, "a.txt", slice_of("1"));
	temporary_folder_write(&folder, "outside/secret.txt", slice_of("1"));
	ck_assert_int_eq(symlink("../outside", temporary_folder_path(&folder, "b/link")), 0);
	ck_assert_int_eq(symlink("..", temporary_folder_path(&folder, "b/loop")), 0);
	ck_assert_int_eq(mkfifo(temporary_folder_path(&folder, "b/pipe"), 0600), 0);
}

static void teardown(void)
{
	temporary_folder_close(&folder);
}

/* The walk as lines: kind and path below the folder. */
static void list(const char *const *operands, size_t count, struct buffer *lines)
{
	static const char kinds[] = {
		[WALK_FILE] = 'f', [WALK_STREAM] = '-', [WALK_SKIPPED] = 's', [WALK_FAILED] = '!'};
	struct walk *walk = walk_open(operands, count);
	struct walk_file file;

	buffer_append_string(lines, "");
	while (walk_next(walk, &file)) {
		size_t prefix = strlen(folder.path);
		const char *path = strncmp(file.path, folder.path, prefix) == 0 ? file.path + prefix :
										  file.path;

		ck_assert_int_eq(file.reason != NULL,
			file.kind == WALK_SKIPPED || file.kind == WALK_FAILED);
		buffer_printf(lines, "%c%s%s ", kinds[file.kind], file.is_operand ? "*" : "", path);
	}
	walk_close(walk);
}

static void check_list(const char *name, const char *expected)
{
	char *operand = memory_copy_string(name[0] == '-' ? name : temporary_folder_path(&folder, name));
	const char *const operands[] = {operand};
	struct buffer lines = {0};

	list(operands, 1, &lines);
	ck_assert_str_eq(lines.data, expected);
	buffer_clear(&lines);
	memory_free(operand);
}

START_TEST(a_folder_gives_its_files_by_name_and_follows_no_link)
{
	check_list("b", "f/b/a.txt f/b/c/m.txt s/b/link s/b/loop s/b/pipe f/b/z.txt ");
}
END_TEST

START_TEST(a_link_that_is_named_is_followed)
{
	check_list("b/link", "f/b/link/secret.txt ");
}
END_TEST

START_TEST(a_file_is_an_operand)
{
	check_list("b/a.txt", "f*/b/a.txt ");
	check_list("b//a.txt", "f*/b//a.txt ");
}
END_TEST

START_TEST(a_pipe_that_is_named_fails_and_is_not_waited_for)
{
	check_list("b/pipe", "!*/b/pipe ");
}
END_TEST

START_TEST(a_glob_gives_its_matches_by_name)
{
	check_list("b/*.txt", "f*/b/a.txt f*/b/z.txt ");
	check_list("*", "f*/a.txt f/b/a.txt f/b/c/m.txt s/b/link s/b/loop s/b/pipe f/b/z.txt "
			"f/outside/secret.txt ");
}
END_TEST

START_TEST(a_name_that_looks_like_a_glob_and_is_there_is_taken_as_it_is)
{
	temporary_folder_write(&folder, "[a].txt", slice_of("1"));
	check_list("[a].txt", "f*/[a].txt ");
}
END_TEST

START_TEST(what_is_not_there_fails)
{
	check_list("nowhere", "!*/nowhere ");
	check_list("no*where", "!*/no*where ");
}
END_TEST

START_TEST(a_dash_is_standard_input)
{
	check_list("-", "-*- ");
}
END_TEST

START_TEST(the_real_path_is_absolute_and_without_links)
{
	char *operand = memory_copy_string(temporary_folder_path(&folder, "b/link/../b/c"));
	const char *const operands[] = {operand};
	char *real = realpath(operand, NULL);
	struct walk *walk = walk_open(operands, 1);
	struct walk_file file;

	ck_assert_ptr_nonnull(real);
	ck_assert(walk_next(walk, &file));
	ck_assert_uint_eq(file.real[0], '/');
	ck_assert_msg(strncmp(file.real, real, strlen(real)) == 0, "%s", file.real);
	ck_assert_str_eq(file.real + strlen(real), "/m.txt");
	walk_close(walk);
	free(real);
	memory_free(operand);
}
END_TEST

START_TEST(all_operands_are_walked_in_their_order)
{
	char *second = memory_copy_string(temporary_folder_path(&folder, "b/c"));
	char *first = memory_copy_string(temporary_folder_path(&folder, "outside"));
	const char *const operands[] = {first, "-", second};
	struct buffer lines = {0};

	list(operands, 3, &lines);
	ck_assert_str_eq(lines.data, "f/outside/secret.txt -*- f/b/c/m.txt ");
	ck_assert_uint_eq(walk_measure(operands, 3), 2);
	buffer_clear(&lines);
	memory_free(first);
	memory_free(second);
}
END_TEST

START_TEST(sizes_add_up)
{
	const char *const operands[] = {temporary_folder_path(&folder, "b")};

	ck_assert_uint_eq(walk_measure(operands, 1), 9);
}
END_TEST

Suite *suite_make(void)
{
	Suite *suite = suite_create("walk");
	TCase *tests = tcase_create("walk");

	tcase_add_checked_fixture(tests, setup, teardown);
	tcase_add_test(tests, a_folder_gives_its_files_by_name_and_follows_no_link);
	tcase_add_test(tests, a_link_that_is_named_is_followed);
	tcase_add_test(tests, a_file_is_an_operand);
	tcase_add_test(tests, a_pipe_that_is_named_fails_and_is_not_waited_for);
	tcase_add_test(tests, a_glob_gives_its_matches_by_name);
	tcase_add_test(tests, a_name_that_looks_like_a_glob_and_is_there_is_taken_as_it_is);
	tcase_add_test(tests, what_is_not_there_fails);
	tcase_add_test(tests, a_dash_is_standard_input);
	tcase_add_test(tests, the_real_path_is_absolute_and_without_links);
	tcase_add_test(tests, all_operands_are_walked_in_their_order);
	tcase_add_test(tests, sizes_add_up);
	suite_add_tcase(suite, tests);
	return suite;
}
