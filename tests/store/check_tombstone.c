/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "store/tombstone.h"

#include <stdlib.h>

#include "base/buffer.h"
#include "base/file.h"
#include "base/memory.h"
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

static const uint32_t counts[] = {0, 1, 7, 8, 9, 1000, 4097};

static void bury_some(struct suite_random *random, struct tombstones *tombstones, bool *dead)
{
	for (uint32_t i = 0; i < tombstones->count / 3; i++) {
		const uint32_t document = 1 + suite_random_below(random, tombstones->count);

		ck_assert_int_eq(tombstones_add(tombstones, document), !dead[document]);
		dead[document] = true;
	}
}

static void assert_dead(const struct tombstones *tombstones, const bool *dead)
{
	uint32_t expected = 0;

	for (uint32_t document = 1; document <= tombstones->count; document++) {
		ck_assert_int_eq(tombstones_has(tombstones, document), dead[document]);
		expected += dead[document];
	}
	ck_assert_uint_eq(tombstones->dead, expected);
}

START_TEST(read_gives_back_who_was_dead)
{
	const char *path = temporary_folder_path(&folder, "000001.dead.1");
	struct suite_random random = {1 + _i};
	struct tombstones tombstones, copy, read;
	bool *dead = memory_allocate_array(counts[_i] + 1, sizeof(*dead));
	struct error error = {0};

	tombstones_init(&tombstones, counts[_i]);
	bury_some(&random, &tombstones, dead);
	tombstones_copy(&tombstones, &copy);
	tombstones_clear(&tombstones);
	assert_dead(&copy, dead);
	ck_assert(tombstones_write(&copy, path, &error));
	ck_assert_msg(tombstones_read(&read, counts[_i], path, &error), "%s", error.message);
	assert_dead(&read, dead);
	tombstones_clear(&copy);
	tombstones_clear(&read);
	memory_free(dead);
}
END_TEST

START_TEST(documents_that_are_not_there_cannot_die)
{
	struct tombstones tombstones;

	tombstones_init(&tombstones, 9);
	ck_assert(!tombstones_add(&tombstones, 0));
	ck_assert(!tombstones_add(&tombstones, 10));
	ck_assert(tombstones_add(&tombstones, 9));
	ck_assert(!tombstones_has(&tombstones, 0));
	ck_assert(!tombstones_has(&tombstones, 10));
	ck_assert(!tombstones_has(&tombstones, UINT32_MAX));
	tombstones_clear(&tombstones);
}
END_TEST

START_TEST(an_existing_file_is_never_written_over)
{
	const char *path = temporary_folder_path(&folder, "000001.dead.1");
	struct tombstones tombstones;
	struct error error = {0};

	tombstones_init(&tombstones, 9);
	ck_assert(tombstones_write(&tombstones, path, &error));
	ck_assert(!tombstones_write(&tombstones, path, &error));
	ck_assert_int_eq(error.code, ERROR_IO);
	ck_assert(file_exists(path));
}
END_TEST

static void assert_refused(uint32_t count, struct slice bytes)
{
	const char *path = temporary_folder_write(&folder, "damaged", bytes);
	struct tombstones tombstones;
	struct error error = {0};

	ck_assert(!tombstones_read(&tombstones, count, path, &error));
	ck_assert_int_eq(error.code, ERROR_INDEX);
}

START_TEST(every_flipped_bit_and_every_truncation_is_found)
{
	const char *path = temporary_folder_path(&folder, "000001.dead.1");
	struct tombstones tombstones;
	struct buffer bytes = {0};
	struct error error = {0};

	tombstones_init(&tombstones, 45);
	tombstones_add(&tombstones, 3);
	tombstones_add(&tombstones, 45);
	ck_assert(tombstones_write(&tombstones, path, &error));
	ck_assert(file_read(path, 1000, &bytes, &error));
	for (size_t bit = 0; bit < bytes.size * 8; bit++) {
		bytes.data[bit / 8] = (char)(bytes.data[bit / 8] ^ 1 << bit % 8);
		assert_refused(45, buffer_slice(&bytes));
		bytes.data[bit / 8] = (char)(bytes.data[bit / 8] ^ 1 << bit % 8);
	}
	for (size_t size = 0; size < bytes.size; size++)
		assert_refused(45, slice_range(buffer_slice(&bytes), 0, size));
	assert_refused(44, buffer_slice(&bytes));
	assert_refused(46, buffer_slice(&bytes));
	buffer_append_byte(&bytes, 0);
	assert_refused(45, buffer_slice(&bytes));
	buffer_clear(&bytes);
	tombstones_clear(&tombstones);
}
END_TEST

START_TEST(a_missing_file_is_an_error_of_the_system)
{
	struct tombstones tombstones;
	struct error error = {0};

	ck_assert(!tombstones_read(&tombstones, 9, "/nowhere/000001.dead.1", &error));
	ck_assert_int_eq(error.code, ERROR_IO);
}
END_TEST

Suite *suite_make(void)
{
	Suite *suite = suite_create("tombstone");
	TCase *tests = tcase_create("tombstone");

	tcase_add_checked_fixture(tests, set_up, tear_down);
	tcase_set_timeout(tests, 60);
	tcase_add_loop_test(tests, read_gives_back_who_was_dead, 0, COUNT_OF(counts));
	tcase_add_test(tests, documents_that_are_not_there_cannot_die);
	tcase_add_test(tests, an_existing_file_is_never_written_over);
	tcase_add_test(tests, every_flipped_bit_and_every_truncation_is_found);
	tcase_add_test(tests, a_missing_file_is_an_error_of_the_system);
	suite_add_tcase(suite, tests);
	return suite;
}
