/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/gunzip.h"

#include <fcntl.h>
#include <string.h>
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

/* Bytes of `letters` kinds: 1 is a run, 256 cannot be compressed. */
static void fill(struct buffer *buffer, size_t size, unsigned letters, unsigned seed)
{
	struct suite_random random = {seed};

	buffer_reset(buffer);
	memset(buffer_reserve(buffer, size), 0, size);
	buffer->size = size;
	for (size_t i = 0; letters > 1 && i < size; i++)
		buffer->data[i] = (char)suite_random_below(&random, letters);
}

/* Reads all of `bytes` as gzip, `head_size` of them handed over as head. */
static bool read_all(struct slice bytes, size_t head_size, size_t piece_size,
	struct buffer *output, struct error *error)
{
	const char *path = temporary_folder_write(&folder, "a.gz", bytes);
	const int descriptor = open(path, O_RDONLY);
	struct gunzip *gunzip;
	size_t got = 1;
	bool good = true;

	ck_assert_int_ge(lseek(descriptor, (off_t)head_size, SEEK_SET), 0);
	gunzip = gunzip_new(descriptor, slice_range(bytes, 0, head_size));
	while (good && got > 0) {
		good = gunzip_read(gunzip, buffer_reserve(output, piece_size), piece_size, &got,
			error);
		if (good)
			output->size += got;
	}
	gunzip_free(gunzip);
	gunzip_free(NULL);
	close(descriptor);
	return good;
}

static const struct {
	size_t head_size, piece_size;
} ways[] = {{0, 65536}, {10, 100}, {3, 1}, {100000, 65536}, {29, 7}};

START_TEST(members_are_read_as_one_stream)
{
	static const char *const separators[] = {"", "\0\0\0\0"};
	struct buffer data = {0}, packed = {0}, output = {0};
	struct error error = {0};

	for (unsigned i = 0; i < 2; i++) {
		buffer_reset(&packed);
		buffer_reset(&output);
		fill(&data, 3000, 30, 3);
		gzip_append(slice_range(buffer_slice(&data), 0, 1000), 6, &packed);
		buffer_append_bytes(&packed, separators[i], i * 4);
		gzip_append(slice_of(""), 6, &packed);
		gzip_append(slice_range(buffer_slice(&data), 1000, 3000), 1, &packed);
		buffer_append_bytes(&packed, separators[i], i * 4);
		ck_assert(gzip_is_magic(buffer_slice(&packed)));
		ck_assert_msg(read_all(buffer_slice(&packed), ways[_i].head_size,
				      ways[_i].piece_size, &output, &error),
			"%s", error.message);
		ck_assert(slice_equal(buffer_slice(&output), buffer_slice(&data)));
	}
	buffer_clear(&data);
	buffer_clear(&packed);
	buffer_clear(&output);
}
END_TEST

START_TEST(large_stream_is_whole)
{
	struct buffer data = {0}, packed = {0}, output = {0};
	struct error error = {0};

	fill(&data, 3000000, 40, 4);
	gzip_append(buffer_slice(&data), 1, &packed);
	ck_assert(read_all(buffer_slice(&packed), 512, 10000, &output, &error));
	ck_assert(slice_equal(buffer_slice(&output), buffer_slice(&data)));
	buffer_clear(&data);
	buffer_clear(&packed);
	buffer_clear(&output);
}
END_TEST

START_TEST(every_truncation_is_seen)
{
	struct buffer data = {0}, packed = {0}, output = {0};
	struct error error = {0};
	size_t first;

	fill(&data, 300, 10, 5);
	gzip_append(buffer_slice(&data), 6, &packed);
	first = packed.size;
	gzip_append(buffer_slice(&data), 6, &packed);
	for (size_t size = 0; size < packed.size; size++) {
		error_clear(&error);
		ck_assert_int_eq(read_all(slice_range(buffer_slice(&packed), 0, size), 0, 64,
					 &output, &error),
			size == first);
		ck_assert_int_eq(error.code, size == first ? ERROR_NONE : ERROR_FORMAT);
	}
	buffer_clear(&data);
	buffer_clear(&packed);
	buffer_clear(&output);
}
END_TEST

/* The check sum at the end finds what the format itself does not. Only the bits that fill
 * up the last byte of the deflate stream mean nothing. */
START_TEST(changed_data_does_not_come_out)
{
	struct buffer data = {0}, packed = {0}, output = {0};
	struct error error = {0};
	size_t unnoticed = 0;

	fill(&data, 200, 10, 6);
	gzip_append(buffer_slice(&data), 6, &packed);
	for (size_t bit = 80; bit < packed.size * 8; bit++) {
		packed.data[bit / 8] ^= (char)(1 << bit % 8);
		buffer_reset(&output);
		error_clear(&error);
		if (read_all(buffer_slice(&packed), 0, 4096, &output, &error)) {
			ck_assert(slice_equal(buffer_slice(&output), buffer_slice(&data)));
			unnoticed++;
		} else {
			ck_assert_int_eq(error.code, ERROR_FORMAT);
		}
		packed.data[bit / 8] ^= (char)(1 << bit % 8);
	}
	ck_assert_uint_lt(unnoticed, 8);
	buffer_clear(&data);
	buffer_clear(&packed);
	buffer_clear(&output);
}
END_TEST

START_TEST(garbage_behind_is_refused)
{
	struct buffer packed = {0}, output = {0};
	struct error error = {0};

	gzip_append(slice_of("whole"), 6, &packed);
	buffer_append_string(&packed, "garbage");
	ck_assert(!read_all(buffer_slice(&packed), 0, 4096, &output, &error));
	ck_assert_int_eq(error.code, ERROR_FORMAT);
	ck_assert(slice_equal_string(buffer_slice(&output), "whole"));
	ck_assert(!read_all(slice_of("not gzip at all"), 0, 4096, &output, &error));
	ck_assert_int_eq(error.code, ERROR_FORMAT);
	buffer_clear(&packed);
	buffer_clear(&output);
}
END_TEST

START_TEST(bomb_is_defused)
{
	struct buffer zeros = {0}, packed = {0}, output = {0};
	struct error error = {0};

	fill(&zeros, 1 << 20, 1, 0);
	gzip_append(buffer_slice(&zeros), 9, &packed);
	/* 1 MiB may be anything. */
	ck_assert(read_all(buffer_slice(&packed), 0, 4096, &output, &error));
	ck_assert(slice_equal(buffer_slice(&output), buffer_slice(&zeros)));
	fill(&zeros, 32 << 20, 1, 0);
	buffer_reset(&packed);
	buffer_reset(&output);
	gzip_append(buffer_slice(&zeros), 9, &packed);
	ck_assert_uint_lt(packed.size * 500, zeros.size);
	ck_assert(!read_all(buffer_slice(&packed), 0, 4096, &output, &error));
	ck_assert_int_eq(error.code, ERROR_LIMIT);
	ck_assert_uint_lt(output.size, zeros.size / 2);
	buffer_clear(&zeros);
	buffer_clear(&packed);
	buffer_clear(&output);
}
END_TEST

START_TEST(unreadable_descriptor_is_an_error_of_the_system)
{
	struct gunzip *gunzip = gunzip_new(-1, slice_of(""));
	struct error error = {0};
	char output[8];
	size_t got;

	ck_assert(!gunzip_read(gunzip, output, sizeof(output), &got, &error));
	ck_assert_int_eq(error.code, ERROR_IO);
	gunzip_free(gunzip);
}
END_TEST

Suite *suite_make(void)
{
	Suite *suite = suite_create("base/gunzip");
	TCase *cases = tcase_create("gunzip");

	tcase_add_checked_fixture(cases, setup, teardown);
	tcase_set_timeout(cases, 60);
	tcase_add_loop_test(cases, members_are_read_as_one_stream, 0, COUNT_OF(ways));
	tcase_add_test(cases, large_stream_is_whole);
	tcase_add_test(cases, every_truncation_is_seen);
	tcase_add_test(cases, changed_data_does_not_come_out);
	tcase_add_test(cases, garbage_behind_is_refused);
	tcase_add_test(cases, bomb_is_defused);
	tcase_add_test(cases, unreadable_descriptor_is_an_error_of_the_system);
	suite_add_tcase(suite, cases);
	return suite;
}
