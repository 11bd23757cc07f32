/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/file.h"

#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/memory.h"
#include "tests/support/suite.h"
#include "tests/support/temporary_folder.h"

#include "base/banned.h"

static struct temporary_folder folder;

static void setup(void)
{
	temporary_folder_open(&folder);
}

static void teardown(void)
{
	temporary_folder_close(&folder);
}

static void assert_content(const char *path, const char *expected)
{
	struct buffer buffer = {0};
	struct error error = {0};

	ck_assert_msg(file_read(path, 1 << 20, &buffer, &error), "%s", error.message);
	ck_assert_str_eq(buffer.data, expected);
	buffer_clear(&buffer);
}

static int count_entries(const char *path)
{
	DIR *stream = opendir(path);
	int count = -2; /* . and .. */

	ck_assert_ptr_nonnull(stream);
	while (readdir(stream))
		count++;
	closedir(stream);
	return count;
}

static const size_t sizes[] = {0, 1, 65535, 65536, 65537, 3000000};

START_TEST(reading_appends_the_whole_file)
{
	const size_t size = sizes[_i];
	char *data = memory_allocate_array(size + 1, 1);
	struct buffer buffer = {0};
	struct error error = {0};
	const char *path;

	memset(data, 'q', size);
	path = temporary_folder_write(&folder, "a", slice_make(data, size));
	buffer_append_string(&buffer, "before");
	ck_assert(file_read(path, size, &buffer, &error));
	ck_assert_uint_eq(buffer.size, size + 6);
	ck_assert(slice_equal(slice_range(buffer_slice(&buffer), 6, buffer.size),
		slice_make(data, size)));
	ck_assert_int_eq(buffer.data[buffer.size], '\0');
	buffer_clear(&buffer);
	memory_free(data);
}
END_TEST

START_TEST(file_over_the_limit_is_refused)
{
	const char *path = temporary_folder_write(&folder, "a", slice_of("12345"));
	struct buffer buffer = {0};
	struct error error = {0};

	buffer_append_string(&buffer, "kept");
	ck_assert(!file_read(path, 4, &buffer, &error));
	ck_assert_int_eq(error.code, ERROR_LIMIT);
	/* A device has no size to look at beforehand. */
	ck_assert(!file_read("/dev/zero", 100000, &buffer, &error));
	ck_assert_int_eq(error.code, ERROR_LIMIT);
	ck_assert(!file_read(temporary_folder_path(&folder, "none"), 4, &buffer, &error));
	ck_assert_int_eq(error.code, ERROR_IO);
	ck_assert_str_eq(buffer.data, "kept");
	buffer_clear(&buffer);
}
END_TEST

/* A pipe takes less at a time than is written. */
START_TEST(writing_goes_on_after_short_writes)
{
	const size_t size = 1000000;
	char *data = memory_allocate_array(size, 1);
	struct error error = {0};
	int ends[2];
	size_t total = 0;
	ssize_t got;
	int status;

	ck_assert_int_eq(pipe(ends), 0);
	if (fork() == 0) {
		close(ends[0]);
		_exit(file_write_all(ends[1], slice_make(data, size), &error) ? 0 : 1);
	}
	close(ends[1]);
	while ((got = read(ends[0], data, 777)) > 0)
		total += (size_t)got;
	close(ends[0]);
	wait(&status);
	ck_assert_int_eq(status, 0);
	ck_assert_uint_eq(total, size);
	memory_free(data);
}
END_TEST

START_TEST(writing_to_a_full_disk_fails)
{
	const int descriptor = open("/dev/full", O_WRONLY);
	struct error error = {0};

	ck_assert_int_ge(descriptor, 0);
	ck_assert(!file_write_all(descriptor, slice_of("x"), &error));
	ck_assert_int_eq(error.code, ERROR_IO);
	ck_assert(file_write_all(descriptor, slice_of(""), &error));
	close(descriptor);
}
END_TEST

START_TEST(replacing_leaves_the_new_file_alone)
{
	const char *path = temporary_folder_path(&folder, "a");
	struct error error = {0};

	ck_assert(file_replace(path, slice_of("one"), &error));
	assert_content(path, "one");
	ck_assert(file_replace(path, slice_of("two"), &error));
	assert_content(path, "two");
	ck_assert_int_eq(count_entries(folder.path), 1);
}
END_TEST

START_TEST(replacing_follows_the_umask)
{
	const char *path = temporary_folder_path(&folder, "a");
	struct error error = {0};
	struct stat status;

	umask(027);
	ck_assert(file_replace(path, slice_of("x"), &error));
	ck_assert_int_eq(stat(path, &status), 0);
	ck_assert_int_eq(status.st_mode & 0777, 0640);
}
END_TEST

START_TEST(failed_replacement_leaves_the_old_file)
{
	struct error error = {0};

	ck_assert(!file_replace(temporary_folder_path(&folder, "no/a"), slice_of("x"), &error));
	ck_assert_int_eq(error.code, ERROR_IO);
	/* A folder cannot be renamed over: the neighbour must be gone again. */
	ck_assert(file_make_folder(temporary_folder_path(&folder, "b/c"), &error));
	ck_assert(!file_replace(temporary_folder_path(&folder, "b"), slice_of("x"), &error));
	ck_assert_int_eq(count_entries(folder.path), 1);
}
END_TEST

START_TEST(leftovers_of_the_killed_are_stepped_around)
{
	const char *path = temporary_folder_path(&folder, "a");
	struct error error = {0};
	char name[64];

	snprintf(name, sizeof(name), "a.%ld-0.new", (long)getpid());
	temporary_folder_write(&folder, name, slice_of("left"));
	ck_assert(file_replace(path, slice_of("one"), &error));
	assert_content(path, "one");
}
END_TEST

/* One process replaces, this one reads: always a whole file, old or new. */
START_TEST(reader_sees_old_or_new)
{
	static const char letters[] = "ab";
	const char *path = temporary_folder_path(&folder, "a");
	const size_t size = 20000;
	char *data = memory_allocate(size);
	struct buffer buffer = {0};
	struct error error = {0};
	pid_t writer;

	memset(data, 'a', size);
	ck_assert(file_replace(path, slice_make(data, size), &error));
	writer = fork();
	for (unsigned i = 0; writer == 0; i++) {
		memset(data, letters[i % 2], size);
		if (!file_replace(path, slice_make(data, size), &error))
			_exit(1);
	}
	for (int round = 0; round < 300; round++) {
		buffer_reset(&buffer);
		ck_assert_msg(file_read(path, size, &buffer, &error), "%s", error.message);
		ck_assert_uint_eq(buffer.size, size);
		ck_assert_uint_eq(strspn(buffer.data, buffer.data[0] == 'a' ? "a" : "b"), size);
	}
	ck_assert_int_eq(waitpid(writer, NULL, WNOHANG), 0);
	kill(writer, SIGKILL);
	waitpid(writer, NULL, 0);
	buffer_clear(&buffer);
	memory_free(data);
}
END_TEST

START_TEST(syncing_tells_what_is_missing)
{
	const char *path = temporary_folder_write(&folder, "a", slice_of("x"));
	struct error error = {0};

	ck_assert(file_sync(path, &error));
	ck_assert(file_sync_folder(folder.path, &error));
	ck_assert(!file_sync_folder(path, &error));
	ck_assert(!file_sync(temporary_folder_path(&folder, "none"), &error));
	ck_assert_int_eq(error.code, ERROR_IO);
}
END_TEST

static const char *const folder_names[] = {"a", "b/c/d", "e/", "f//g", "./h", "i/../j"};

START_TEST(folders_are_made_with_those_above)
{
	const char *path = temporary_folder_path(&folder, folder_names[_i]);
	struct error error = {0};

	ck_assert(!file_exists(path));
	for (int round = 0; round < 2; round++) {
		ck_assert_msg(file_make_folder(path, &error), "%s", error.message);
		ck_assert(file_is_folder(path));
	}
}
END_TEST

START_TEST(file_in_the_way_of_a_folder_is_an_error)
{
	const char *path = temporary_folder_write(&folder, "a", slice_of("x"));
	struct error error = {0};

	ck_assert(file_make_folder("/", &error));
	ck_assert(file_exists(path));
	ck_assert(!file_is_folder(path));
	ck_assert(!file_make_folder(path, &error));
	ck_assert(!file_make_folder(temporary_folder_path(&folder, "a/b"), &error));
	ck_assert(!file_make_folder("", &error));
	ck_assert_int_eq(error.code, ERROR_IO);
}
END_TEST

START_TEST(removing_follows_no_link)
{
	const char *tree = temporary_folder_path(&folder, "tree");
	const char *kept = temporary_folder_path(&folder, "kept");
	struct error error = {0};

	ck_assert(file_make_folder(temporary_folder_path(&folder, "tree/a/b"), &error));
	ck_assert(file_make_folder(kept, &error));
	temporary_folder_write(&folder, "tree/a/b/c", slice_of("x"));
	temporary_folder_write(&folder, "kept/file", slice_of("x"));
	ck_assert_int_eq(symlink(kept, temporary_folder_path(&folder, "tree/a/link")), 0);
	ck_assert_int_eq(symlink("nowhere", temporary_folder_path(&folder, "tree/dangling")), 0);
	ck_assert_msg(file_remove_tree(tree, &error), "%s", error.message);
	ck_assert(!file_exists(tree));
	ck_assert_int_eq(count_entries(kept), 1);
	/* Gone already is as good as gone. */
	ck_assert(file_remove_tree(tree, &error));
}
END_TEST

/* In a child: closes what `closed` has a bit of, and tells which of the three then can be used. */
static int usable_after(unsigned closed)
{
	const pid_t child = fork();
	int status, usable = 0;

	if (child > 0) {
		ck_assert_int_eq(waitpid(child, &status, 0), child);
		return WEXITSTATUS(status);
	}
	for (int i = 0; i < 3; i++) {
		if (closed & (1u << i))
			close(i);
	}
	file_hold_standard();
	for (int i = 0; i < 3; i++) {
		char byte;

		if ((i == 0 ? read(i, &byte, 0) : write(i, "", 0)) == 0)
			usable |= 1 << i;
	}
	_exit(usable | (dup(STDERR_FILENO) > STDERR_FILENO ? 8 : 0));
}

START_TEST(closed_standard_streams_stay_unusable_and_taken)
{
	ck_assert_int_eq(usable_after((unsigned)_i), (7 & ~_i) | 8);
}
END_TEST

START_TEST(map_holds_the_bytes)
{
	const char *path = temporary_folder_write(&folder, "a", slice_make("q\0th", 4));
	const char *empty = temporary_folder_write(&folder, "b", slice_of(""));
	struct file_map map = {{NULL, 0}};
	struct error error = {0};

	file_map_close(&map);
	ck_assert(file_map_open(&map, path, &error));
	ck_assert(slice_equal(map.bytes, slice_make("q\0th", 4)));
	file_map_close(&map);
	ck_assert_ptr_null(map.bytes.data);
	ck_assert(file_map_open(&map, empty, &error));
	ck_assert_uint_eq(map.bytes.size, 0);
	file_map_close(&map);
	ck_assert(!file_map_open(&map, folder.path, &error));
	ck_assert_int_eq(error.code, ERROR_IO);
}
END_TEST

Suite *suite_make(void)
{
	Suite *suite = suite_create("base/file");
	TCase *cases = tcase_create("file");

	tcase_add_checked_fixture(cases, setup, teardown);
	tcase_set_timeout(cases, 60);
	tcase_add_loop_test(cases, reading_appends_the_whole_file, 0, COUNT_OF(sizes));
	tcase_add_test(cases, file_over_the_limit_is_refused);
	tcase_add_test(cases, writing_goes_on_after_short_writes);
	tcase_add_test(cases, writing_to_a_full_disk_fails);
	tcase_add_test(cases, replacing_leaves_the_new_file_alone);
	tcase_add_test(cases, replacing_follows_the_umask);
	tcase_add_test(cases, failed_replacement_leaves_the_old_file);
	tcase_add_test(cases, leftovers_of_the_killed_are_stepped_around);
	tcase_add_test(cases, reader_sees_old_or_new);
	tcase_add_test(cases, syncing_tells_what_is_missing);
	tcase_add_loop_test(cases, folders_are_made_with_those_above, 0, COUNT_OF(folder_names));
	tcase_add_test(cases, file_in_the_way_of_a_folder_is_an_error);
	tcase_add_test(cases, removing_follows_no_link);
	tcase_add_loop_test(cases, closed_standard_streams_stay_unusable_and_taken, 0, 8);
	tcase_add_test(cases, map_holds_the_bytes);
	suite_add_tcase(suite, cases);
	return suite;
}
