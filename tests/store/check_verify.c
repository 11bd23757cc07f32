/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "store/verify.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/memory.h"
#include "store/numbering.h"
#include "tests/support/segment_fixture.h"
#include "tests/support/suite.h"
#include "tests/support/temporary_folder.h"

static struct temporary_folder folder;

/* Segment 1 of articles 1..20 with some dead, segment 2 of 21..30. */
static void set_up(void)
{
	const struct update_options options = {.rebuild = false};
	struct update *update;
	struct error error = {0};
	uint64_t segment;

	temporary_folder_open(&folder);
	ck_assert(update_open(folder.path, &options, &update, &error));
	segment = segment_fixture_add(update, folder.path, 1, 20, NULL);
	segment_fixture_add(update, folder.path, 21, 30, NULL);
	ck_assert(update_bury_added(update, segment, 7));
	ck_assert(update_bury_added(update, segment, 20));
	ck_assert_msg(update_publish(update, &error), "%s", error.message);
	update_close(update);
}

static void tear_down(void)
{
	temporary_folder_close(&folder);
}

static const char *const files[] = {
	"segments/000001.articles",
	"segments/000001.tokens",
	"segments/000001.quotes",
	"segments/000001.dead.1",
	"segments/000002.articles",
	"segments/000002.tokens",
	"segments/000002.quotes",
	"manifest.json",
};

static bool is_whole(struct buffer *report, struct error *error)
{
	buffer_reset(report);
	error_clear(error);
	return verify_run(folder.path, report, error);
}

START_TEST(a_whole_index_is_whole)
{
	struct buffer report = {0};
	struct error error = {0};

	ck_assert_msg(is_whole(&report, &error), "%s", report.data);
	ck_assert_uint_eq(report.size, 0);
	buffer_clear(&report);
}
END_TEST

START_TEST(an_index_that_is_not_there_is_named)
{
	struct buffer report = {0};
	struct error error = {0};

	ck_assert(!verify_run(temporary_folder_path(&folder, "nowhere"), &report, &error));
	ck_assert_int_eq(error.code, ERROR_INDEX);
	ck_assert_ptr_nonnull(strstr(report.data, "nowhere"));
	buffer_clear(&report);
}
END_TEST

static void assert_found(const char *name, struct slice bytes)
{
	const char *path = temporary_folder_write(&folder, name, bytes);
	struct buffer report = {0};
	struct error error = {0};

	ck_assert_msg(!is_whole(&report, &error), "%s", name);
	ck_assert_int_eq(error.code, ERROR_INDEX);
	/* The report names the file, by its last part at least. */
	ck_assert_msg(strstr(report.data, strrchr(path, '/') + 1) != NULL, "%s", report.data);
	ck_assert_ptr_nonnull(strchr(report.data, '\n'));
	buffer_clear(&report);
}

static void read_file(const char *name, struct buffer *bytes)
{
	struct error error = {0};

	ck_assert(file_read(temporary_folder_path(&folder, name), SIZE_MAX, bytes, &error));
}

START_TEST(any_flipped_bit_is_found)
{
	struct suite_random random = {1 + _i};
	struct buffer bytes = {0};

	read_file(files[_i], &bytes);
	for (int round = 0; round < 150; round++) {
		const unsigned bit = suite_random_below(&random, (unsigned)bytes.size * 8);

		bytes.data[bit / 8] = (char)(bytes.data[bit / 8] ^ 1 << bit % 8);
		assert_found(files[_i], buffer_slice(&bytes));
		bytes.data[bit / 8] = (char)(bytes.data[bit / 8] ^ 1 << bit % 8);
	}
	buffer_clear(&bytes);
}
END_TEST

START_TEST(any_truncation_is_found)
{
	struct suite_random random = {1 + _i};
	struct buffer bytes = {0};

	read_file(files[_i], &bytes);
	assert_found(files[_i], slice_make("", 0));
	for (int round = 0; round < 50; round++)
		assert_found(files[_i],
			slice_range(buffer_slice(&bytes), 0,
				suite_random_below(&random, (unsigned)bytes.size)));
	buffer_append_byte(&bytes, 0);
	assert_found(files[_i], buffer_slice(&bytes));
	buffer_clear(&bytes);
}
END_TEST

/* Zeros and noise over a stretch that was neither. */
START_TEST(any_overwritten_block_is_found)
{
	struct suite_random random = {1 + _i};
	struct buffer bytes = {0}, copy = {0};

	read_file(files[_i], &bytes);
	for (int round = 0; round < 100; round++) {
		const unsigned begin = suite_random_below(&random, (unsigned)bytes.size);
		const unsigned size = 1 + suite_random_below(&random, 8192);

		buffer_reset(&copy);
		buffer_append(&copy, buffer_slice(&bytes));
		for (unsigned i = begin; i < begin + size && i < bytes.size; i++)
			copy.data[i] = (char)(round % 2 ? suite_random_below(&random, 256) : 0);
		if (!slice_equal(buffer_slice(&copy), buffer_slice(&bytes)))
			assert_found(files[_i], buffer_slice(&copy));
	}
	buffer_clear(&bytes);
	buffer_clear(&copy);
}
END_TEST

START_TEST(a_missing_file_is_found)
{
	struct buffer report = {0};
	struct error error = {0};

	ck_assert_int_eq(unlink(temporary_folder_path(&folder, files[_i])), 0);
	ck_assert(!is_whole(&report, &error));
	ck_assert_ptr_nonnull(report.data);
	buffer_clear(&report);
}
END_TEST

/* The manifest is made to fit whatever the files are now: only what is in them can tell. */
static void adopt_files(void)
{
	struct manifest manifest;
	struct error error = {0};

	ck_assert(manifest_read(folder.path, &manifest, &error));
	for (size_t i = 0; i < manifest.segment_count; i++) {
		struct manifest_segment *segment = &manifest.segments[i];
		struct manifest_file *const targets[] = {&segment->articles, &segment->tokens,
			&segment->quotations};

		for (size_t j = 0; j < COUNT_OF(targets); j++)
			ck_assert(digest_file(temporary_folder_path(&folder, files[4 * i + j]),
				&targets[j]->digest, &targets[j]->size, &error));
	}
	ck_assert(manifest_write(folder.path, &manifest, &error));
	manifest_clear(&manifest);
}

#define HASHES_OFFSET 56 /* where a token file says how many words have a number */

static const struct {
	const char *name;
	unsigned from_end; /* bytes: in the last article's words */
	uint16_t number;
	const char *found;
} wrong_words[] = {
	/* A word where a region should end, ends where words should be, and numbers of nobody. */
	{"segments/000001.tokens", 2, 1, "regions do not end"},
	{"segments/000001.tokens", 4, 0, "regions do not end"},
	{"segments/000001.tokens", 4, NUMBERING_RARE - 1, "regions do not end"},
	{"segments/000001.tokens", 4, NUMBERING_RARE, "its rare words"},
	{"segments/000002.tokens", 2, UINT16_MAX, "its rare words"},
};

START_TEST(files_that_do_not_fit_one_another_are_found)
{
	struct buffer bytes = {0}, report = {0};
	struct error error = {0};
	uint32_t hashes;

	read_file(wrong_words[_i].name, &bytes);
	memcpy(&hashes, bytes.data + HASHES_OFFSET, sizeof(hashes));
	ck_assert_uint_lt(hashes, NUMBERING_RARE - 1);
	memcpy(bytes.data + bytes.size - wrong_words[_i].from_end, &wrong_words[_i].number,
		sizeof(wrong_words[_i].number));
	temporary_folder_write(&folder, wrong_words[_i].name, buffer_slice(&bytes));
	adopt_files();
	ck_assert(!is_whole(&report, &error));
	ck_assert_ptr_nonnull(strstr(report.data, wrong_words[_i].found));
	buffer_clear(&bytes);
	buffer_clear(&report);
}
END_TEST

START_TEST(garbled_databases_under_right_digests_end_no_one_but_the_child)
{
	struct suite_random random = {1 + _i};
	struct buffer bytes = {0}, report = {0};
	struct error error = {0};
	const char *name = files[_i % 2 ? 2 : 0];

	read_file(name, &bytes);
	for (int round = 0; round < 20; round++) {
		const unsigned at = suite_random_below(&random, (unsigned)bytes.size);
		const char byte = bytes.data[at];

		bytes.data[at] = (char)suite_random_below(&random, 256);
		temporary_folder_write(&folder, name, buffer_slice(&bytes));
		adopt_files();
		if (!is_whole(&report, &error))
			ck_assert_uint_gt(report.size, 0);
		bytes.data[at] = byte;
	}
	buffer_clear(&bytes);
	buffer_clear(&report);
}
END_TEST

Suite *suite_make(void)
{
	Suite *suite = suite_create("verify");
	TCase *tests = tcase_create("verify");

	tcase_add_checked_fixture(tests, set_up, tear_down);
	tcase_set_timeout(tests, 240);
	tcase_add_test(tests, a_whole_index_is_whole);
	tcase_add_test(tests, an_index_that_is_not_there_is_named);
	tcase_add_loop_test(tests, any_flipped_bit_is_found, 0, COUNT_OF(files));
	tcase_add_loop_test(tests, any_truncation_is_found, 0, COUNT_OF(files));
	tcase_add_loop_test(tests, any_overwritten_block_is_found, 0, COUNT_OF(files));
	tcase_add_loop_test(tests, a_missing_file_is_found, 0, COUNT_OF(files));
	tcase_add_loop_test(tests, files_that_do_not_fit_one_another_are_found, 0,
		COUNT_OF(wrong_words));
	tcase_add_loop_test(tests, garbled_databases_under_right_digests_end_no_one_but_the_child, 0, 4);
	suite_add_tcase(suite, tests);
	return suite;
}
