/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/source.h"

#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/compress.h"
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

/* Reads a whole file in takes of odd sizes; false when it ends in an error. */
static bool read_all(const char *path, struct buffer *content, struct error *error)
{
	struct suite_random random = {7};
	struct source *source;

	if (!source_open(path, false, NULL, &source, error))
		return false;
	do {
		struct slice bytes = source_bytes(source);
		size_t size = bytes.size ? suite_random_below(&random, (unsigned)bytes.size + 1) : 0;

		buffer_append(content, slice_range(bytes, 0, size));
		source_take(source, size);
	} while (source_more(source, error));
	buffer_append(content, source_bytes(source));
	source_close(source);
	return error->code == ERROR_NONE;
}

static void fill(struct buffer *data, size_t size)
{
	struct suite_random random = {size};

	while (data->size < size)
		buffer_append_byte(data, (char)('a' + suite_random_below(&random, 26)));
}

static const size_t sizes[] = {0, 1, 2, 3, 1000, 262143, 262144, 262145, 3000000};

START_TEST(a_file_is_read_whole)
{
	struct buffer data = {0}, content = {0};
	struct error error = {0};

	fill(&data, sizes[_i]);
	ck_assert(read_all(temporary_folder_write(&folder, "a", buffer_slice(&data)), &content, &error));
	ck_assert(slice_equal(buffer_slice(&content), buffer_slice(&data)));
	buffer_clear(&data);
	buffer_clear(&content);
}
END_TEST

START_TEST(gzip_is_told_by_its_first_bytes_and_may_have_members)
{
	struct buffer data = {0}, packed = {0}, content = {0};
	struct error error = {0};

	fill(&data, sizes[_i]);
	gzip_append(slice_range(buffer_slice(&data), 0, sizes[_i] / 3), 6, &packed);
	gzip_append(slice_range(buffer_slice(&data), sizes[_i] / 3, sizes[_i]), 6, &packed);
	ck_assert(read_all(temporary_folder_write(&folder, "a", buffer_slice(&packed)), &content,
		&error));
	ck_assert(slice_equal(buffer_slice(&content), buffer_slice(&data)));
	buffer_clear(&data);
	buffer_clear(&packed);
	buffer_clear(&content);
}
END_TEST

START_TEST(gzip_that_is_cut_short_is_an_error)
{
	struct buffer data = {0}, packed = {0}, content = {0};
	struct error error = {0};

	fill(&data, 100000);
	gzip_append(buffer_slice(&data), 6, &packed);
	packed.size -= 20;
	ck_assert(!read_all(temporary_folder_write(&folder, "a", buffer_slice(&packed)), &content,
		&error));
	ck_assert_int_eq(error.code, ERROR_FORMAT);
	buffer_clear(&data);
	buffer_clear(&packed);
	buffer_clear(&content);
}
END_TEST

START_TEST(what_is_no_regular_file_is_refused)
{
	struct error error = {0};
	struct source *source;
	const char *pipe_path = temporary_folder_path(&folder, "pipe");

	ck_assert_int_eq(mkfifo(pipe_path, 0600), 0);
	ck_assert(!source_open(pipe_path, true, NULL, &source, &error));
	ck_assert_int_eq(error.code, ERROR_FORMAT);
	ck_assert(!source_open(folder.path, true, NULL, &source, &error));
	ck_assert_int_eq(error.code, ERROR_FORMAT);
	ck_assert(!source_open("/dev/zero", true, NULL, &source, &error));
	ck_assert_int_eq(error.code, ERROR_FORMAT);
	ck_assert(!source_open(temporary_folder_path(&folder, "none"), true, NULL, &source, &error));
	ck_assert_int_eq(error.code, ERROR_IO);
}
END_TEST

START_TEST(a_link_is_followed_only_where_wanted)
{
	struct error error = {0};
	struct source *source;
	const char *link_path = temporary_folder_path(&folder, "link");

	temporary_folder_write(&folder, "a", slice_of("text"));
	ck_assert_int_eq(symlink("a", link_path), 0);
	ck_assert(!source_open(link_path, false, NULL, &source, &error));
	ck_assert_int_eq(error.code, ERROR_IO);
	ck_assert(source_open(link_path, true, NULL, &source, &error));
	ck_assert(slice_equal_string(source_bytes(source), "text"));
	source_close(source);
}
END_TEST

START_TEST(the_position_ends_at_the_files_size)
{
	struct buffer data = {0};
	struct error error = {0};
	struct source *source;

	fill(&data, 1000000);
	ck_assert(source_open(temporary_folder_write(&folder, "a", buffer_slice(&data)), false, NULL,
		&source, &error));
	ck_assert_uint_lt(source_position(source), 1000000);
	while (source_more(source, &error))
		continue;
	ck_assert_uint_eq(source_position(source), 1000000);
	source_close(source);
	buffer_clear(&data);
}
END_TEST

START_TEST(an_interrupt_ends_a_silent_standard_input)
{
	volatile sig_atomic_t interrupted = 1;
	struct error error = {0};
	struct source *source;
	int ends[2];

	ck_assert_int_eq(pipe(ends), 0);
	ck_assert_int_eq(dup2(ends[0], STDIN_FILENO), STDIN_FILENO);
	ck_assert(source_open("-", false, &interrupted, &source, &error));
	ck_assert_uint_eq(source_bytes(source).size, 0);
	ck_assert(!source_more(source, &error));
	ck_assert_int_eq(error.code, ERROR_NONE);
	source_close(source);
	close(ends[1]);
}
END_TEST

Suite *suite_make(void)
{
	Suite *suite = suite_create("source");
	TCase *tests = tcase_create("source");

	tcase_add_checked_fixture(tests, setup, teardown);
	tcase_add_loop_test(tests, a_file_is_read_whole, 0, (int)COUNT_OF(sizes));
	tcase_add_loop_test(tests, gzip_is_told_by_its_first_bytes_and_may_have_members, 0,
		(int)COUNT_OF(sizes));
	tcase_add_test(tests, gzip_that_is_cut_short_is_an_error);
	tcase_add_test(tests, what_is_no_regular_file_is_refused);
	tcase_add_test(tests, a_link_is_followed_only_where_wanted);
	tcase_add_test(tests, the_position_ends_at_the_files_size);
	tcase_add_test(tests, an_interrupt_ends_a_silent_standard_input);
	suite_add_tcase(suite, tests);
	return suite;
}
