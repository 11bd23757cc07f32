/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/intake.h"

#include <string.h>
#include <unistd.h>

#include "base/memory.h"
#include "tests/support/index_run.h"
#include "tests/support/temporary_folder.h"

#include "base/banned.h"

static struct temporary_folder folder;
static struct batch *batch;

static void setup(void)
{
	temporary_folder_open(&folder);
	batch = batch_new();
}

static void teardown(void)
{
	batch_free(batch);
	temporary_folder_close(&folder);
}

static struct intake *open_folder(size_t limit, const volatile sig_atomic_t *interrupted)
{
	static const char *operands[1];

	operands[0] = folder.path;
	return intake_open(&(struct intake_settings){
		.operands = operands,
		.operand_count = 1,
		.batch_bytes = limit,
		.interrupted = interrupted,
	});
}

/* All documents of all batches, joined by line ends. */
static size_t read_batches(size_t limit, struct buffer *all)
{
	struct intake *intake = open_folder(limit, NULL);
	size_t count = 0;

	for (; intake_next(intake, batch); count++) {
		ck_assert_uint_gt(batch->document_count, 0);
		ck_assert(batch->bytes.size <= limit || batch->document_count == 1);
		for (size_t i = 0; i < batch->document_count; i++) {
			buffer_append(all, batch_bytes(batch, &batch->documents[i]));
			buffer_append_byte(all, '\n');
		}
		batch_reset(batch);
	}
	ck_assert(!intake_next(intake, batch));
	intake_close(intake);
	return count;
}

static const size_t batch_sizes[] = {1, 100, 1000, 5000, 20000, 1000000};

START_TEST(batches_hold_all_documents_in_order)
{
	struct buffer lines = {0}, expected = {0}, all = {0};
	size_t count;

	for (unsigned file = 0; file < 3; file++) {
		char name[32];

		snprintf(name, sizeof(name), "%u.jsonl", file);
		index_run_make_lines(&lines, 100 * file, 20 + file, 1);
		temporary_folder_write(&folder, name, buffer_slice(&lines));
		buffer_append(&expected, buffer_slice(&lines));
		buffer_reset(&lines);
	}
	count = read_batches(batch_sizes[_i], &all);
	ck_assert(slice_equal(buffer_slice(&all), buffer_slice(&expected)));
	ck_assert(batch_sizes[_i] > 1 || count == 63);
	ck_assert(batch_sizes[_i] < 1000000 || count == 1);
	buffer_clear(&lines);
	buffer_clear(&expected);
	buffer_clear(&all);
}
END_TEST

START_TEST(what_cannot_be_read_is_rejected_in_its_place)
{
	struct intake *intake;

	temporary_folder_write(&folder, "a.txt", slice_of("An article"));
	temporary_folder_write(&folder, "b.jsonl.gz", slice_of("\x1f\x8b\x08 damaged"));
	temporary_folder_write(&folder, "c.png", slice_of("\x89PNG"));
	temporary_folder_write(&folder, "d.json", slice_of("{\"id\":1}"));
	intake = open_folder(1000, NULL);
	ck_assert(intake_next(intake, batch));
	ck_assert_uint_eq(batch->document_count, 4);
	ck_assert_ptr_null(batch->documents[0].rejection);
	ck_assert_ptr_nonnull(batch->documents[1].rejection);
	ck_assert(!batch->documents[1].is_skipped);
	ck_assert_ptr_nonnull(batch->documents[2].rejection);
	ck_assert(batch->documents[2].is_skipped);
	ck_assert_ptr_null(batch->documents[3].rejection);
	ck_assert_str_eq(batch->files[batch->documents[3].file].reader->name, "json");
	batch_reset(batch);
	ck_assert(!intake_next(intake, batch));
	intake_close(intake);
}
END_TEST

START_TEST(an_interrupt_ends_the_reading)
{
	volatile sig_atomic_t interrupted = 0;
	struct buffer lines = {0};
	struct intake *intake;

	index_run_make_lines(&lines, 0, 50, 1);
	temporary_folder_write(&folder, "a.jsonl", buffer_slice(&lines));
	intake = open_folder(2000, &interrupted);
	ck_assert(intake_next(intake, batch));
	interrupted = 1;
	batch_reset(batch);
	/* What was cut already may still come; no more is. */
	if (intake_next(intake, batch))
		ck_assert_uint_eq(batch->document_count, 1);
	batch_reset(batch);
	ck_assert(!intake_next(intake, batch));
	intake_close(intake);
	buffer_clear(&lines);
}
END_TEST

Suite *suite_make(void)
{
	Suite *suite = suite_create("intake");
	TCase *tests = tcase_create("intake");

	tcase_add_checked_fixture(tests, setup, teardown);
	tcase_add_loop_test(tests, batches_hold_all_documents_in_order, 0,
		(int)COUNT_OF(batch_sizes));
	tcase_add_test(tests, what_cannot_be_read_is_rejected_in_its_place);
	tcase_add_test(tests, an_interrupt_ends_the_reading);
	suite_add_tcase(suite, tests);
	return suite;
}
