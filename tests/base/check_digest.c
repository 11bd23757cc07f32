/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/digest.h"

#include <string.h>

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

/* Values of the XXH3 reference (xxhsum -H3 and -H2): an index outlives a library. */
START_TEST(digests_are_those_of_xxh3)
{
	char text[DIGEST_TEXT_SIZE];

	ck_assert_uint_eq(digest_64(slice_of(NULL)), 0x2d06800538d394c2ULL);
	digest_to_text(digest_128(slice_of("")), text);
	ck_assert_str_eq(text, "99aa06d3014798d86001c324468d497f");
}
END_TEST

START_TEST(word_digest_is_never_zero)
{
	struct suite_random random = {6};
	char word[8];

	for (int round = 0; round < 100000; round++) {
		const unsigned size = suite_random_below(&random, sizeof(word));

		for (unsigned i = 0; i < size; i++)
			word[i] = (char)suite_random_below(&random, 256);
		ck_assert_uint_ne(digest_word(slice_make(word, size)), 0);
	}
}
END_TEST

START_TEST(one_bit_makes_another_digest)
{
	char data[100] = {0};
	const struct digest before = digest_128(slice_make(data, sizeof(data)));

	for (size_t bit = 0; bit < sizeof(data) * 8; bit++) {
		data[bit / 8] = (char)(1 << bit % 8);
		ck_assert(!digest_equal(before, digest_128(slice_make(data, sizeof(data)))));
		data[bit / 8] = 0;
	}
	ck_assert(digest_equal(before, digest_128(slice_make(data, sizeof(data)))));
}
END_TEST

START_TEST(text_and_back)
{
	static const char *const refused[] = {"", "00", "0123456789abcdef0123456789abcde",
		"0123456789abcdef0123456789abcdef0", "0123456789ABCDEF0123456789ABCDEF",
		"0123456789abcdefg123456789abcdef", "0123456789abcdef 123456789abcdef"};
	struct digest digest = digest_128(slice_of("quoth"));
	struct digest read;
	char text[DIGEST_TEXT_SIZE];

	digest_to_text(digest, text);
	ck_assert(digest_from_text(slice_of(text), &read));
	ck_assert(digest_equal(digest, read));
	for (size_t i = 0; i < COUNT_OF(refused); i++)
		ck_assert(!digest_from_text(slice_of(refused[i]), &read));
	ck_assert(digest_equal(digest, read));
}
END_TEST

/* Around the size of the pieces it is read in. */
static const size_t file_sizes[] = {0, 1, 262143, 262144, 262145, 1000000};

START_TEST(file_digest_is_that_of_its_bytes)
{
	const size_t file_size = file_sizes[_i];
	char *data = memory_allocate_array(file_size + 1, 1);
	struct error error = {0};
	struct digest digest;
	uint64_t size;
	const char *path;

	for (size_t i = 0; i < file_size; i++)
		data[i] = (char)(i * 7 >> 3);
	path = temporary_folder_write(&folder, "file", slice_make(data, file_size));
	ck_assert(digest_file(path, &digest, &size, &error));
	ck_assert_uint_eq(size, file_size);
	ck_assert(digest_equal(digest, digest_128(slice_make(data, file_size))));
	memory_free(data);
}
END_TEST

START_TEST(missing_file_is_named)
{
	struct error error = {0};
	struct digest digest;
	uint64_t size;

	ck_assert(!digest_file(temporary_folder_path(&folder, "none"), &digest, &size, &error));
	ck_assert_int_eq(error.code, ERROR_IO);
	ck_assert_ptr_nonnull(strstr(error.message, "/none: "));
	ck_assert(!digest_file(folder.path, &digest, &size, &error));
	ck_assert_int_eq(error.code, ERROR_IO);
}
END_TEST

Suite *suite_make(void)
{
	Suite *suite = suite_create("base/digest");
	TCase *cases = tcase_create("digest");

	tcase_add_checked_fixture(cases, setup, teardown);
	tcase_add_test(cases, digests_are_those_of_xxh3);
	tcase_add_test(cases, word_digest_is_never_zero);
	tcase_add_test(cases, one_bit_makes_another_digest);
	tcase_add_test(cases, text_and_back);
	tcase_add_loop_test(cases, file_digest_is_that_of_its_bytes, 0, COUNT_OF(file_sizes));
	tcase_add_test(cases, missing_file_is_named);
	suite_add_tcase(suite, cases);
	return suite;
}
