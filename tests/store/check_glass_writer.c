/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Random documents go to Xapian's writer and to ours; Xapian must read the same of both. */
#include "store/glass/writer.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>

#include "base/buffer.h"
#include "base/file.h"
#include "base/memory.h"
#include "store/inversion.h"
#include "tests/support/stock_reader.h"
#include "tests/support/stock_writer.h"
#include "tests/support/suite.h"
#include "tests/support/temporary_folder.h"

#define TERM_SIZE_LIMIT 245

static const unsigned char uuid[16] = "0123456789abcdef";

static struct temporary_folder folder;

static void folder_make(void)
{
	temporary_folder_open(&folder);
}

static void folder_remove(void)
{
	temporary_folder_close(&folder);
}

static const char *in_folder(const char *name)
{
	return temporary_folder_path(&folder, name);
}

/* What a random database is like. */
struct shape {
	const char *name;
	unsigned documents;
	unsigned vocabulary;
	unsigned tokens;      /* of a document, at most */
	unsigned record_size; /* at most */
	unsigned value_size;  /* at most */
};

static const struct shape shapes[] = {
	{"nothing at all", 0, 1, 0, 0, 0},
	{"one document", 1, 50, 40, 100, 10},
	{"one document without anything", 1, 1, 0, 0, 0},
	{"documents without records", 100, 50, 20, 0, 10},
	{"articles", 700, 20000, 300, 3000, 40},
	{"many documents of few words", 70000, 40, 3, 30, 8},
	{"many words", 300, 200000, 400, 300, 600},
	{"large records and values", 12, 100, 40, 900000, 30000},
};

/* Long terms, terms with NULs, and plain ones; the number makes each unique. */
static struct slice make_term(unsigned number, char term[TERM_SIZE_LIMIT])
{
	char digits[16];
	const size_t size = (size_t)snprintf(digits, sizeof(digits), "%u", number);
	size_t filled = 1;

	term[0] = 'w';
	if (number % 97 == 5) {
		filled = TERM_SIZE_LIMIT - size;
		memset(term, 'L', filled);
	} else if (number % 31 == 3) {
		filled = number % 5 + 1;
		memset(term, 0, filled);
		term[filled++] = 'n';
	}
	memcpy(term + filled, digits, size);
	return slice_make(term, filled + size);
}

struct sample {
	struct suite_random random;
	struct stock_writer *stock;
	struct glass_writer *writer;
	struct inversion *inversion;
	struct buffer bytes; /* of a record or value */
};

static uint32_t add_terms(struct sample *sample, const struct shape *shape, uint32_t document)
{
	const unsigned tokens = shape->tokens ? suite_random_below(&sample->random, shape->tokens) : 0;
	uint32_t length = 0;

	for (unsigned i = 0; i < tokens; i++) {
		const unsigned range = suite_random_below(&sample->random, shape->vocabulary) + 1;
		const uint32_t count = suite_random_below(&sample->random, 100) ?
			1 + suite_random_below(&sample->random, 3) :
			suite_random_below(&sample->random, 40000);
		char bytes[TERM_SIZE_LIMIT];
		const struct slice term = make_term(suite_random_below(&sample->random, range), bytes);

		stock_writer_term(sample->stock, term, count);
		inversion_post(sample->inversion, inversion_term(sample->inversion, term), document,
			count);
		length += count;
	}
	return length;
}

static struct slice random_bytes(struct sample *sample, unsigned limit)
{
	const size_t size = limit ? suite_random_below(&sample->random, limit) : 0;

	buffer_reset(&sample->bytes);
	for (size_t i = 0; i < size; i++)
		buffer_append_byte(&sample->bytes, (char)suite_random_below(&sample->random, 256));
	return buffer_slice(&sample->bytes);
}

static void add_values(struct sample *sample, const struct shape *shape, uint32_t document)
{
	static const unsigned slots[] = {0, 1, 3, 100, 127};
	struct error error;

	for (size_t i = 0; i < COUNT_OF(slots); i++) {
		const struct slice value = random_bytes(sample,
			suite_random_below(&sample->random, 2) ? shape->value_size : 0);

		ck_assert(glass_writer_value(sample->writer, slots[i], document, value, &error));
		stock_writer_value(sample->stock, slots[i], value);
	}
}

static void write_terms(struct glass_writer *writer, struct inversion *inversion)
{
	struct inversion_cursor cursor = {.inversion = inversion};
	struct inversion_postings postings;
	struct error error;

	inversion_sort(inversion);
	while (inversion_next_term(&cursor)) {
		ck_assert(glass_writer_term(writer, cursor.term, &error));
		inversion_postings(&cursor, &postings);
		while (inversion_next_posting(&postings))
			ck_assert(glass_writer_posting(writer, postings.document, postings.count,
				&error));
	}
}

static void add_document(struct sample *sample, const struct shape *shape, uint32_t document)
{
	const uint32_t length = add_terms(sample, shape, document);
	const struct slice record = random_bytes(sample, shape->record_size);
	struct buffer kept = {0};
	struct error error;

	buffer_append(&kept, record);
	ck_assert(glass_writer_document(sample->writer, document, length, record, &error));
	add_values(sample, shape, document);
	ck_assert_uint_eq(stock_writer_add(sample->stock, buffer_slice(&kept)), document);
	buffer_clear(&kept);
}

static struct sample sample_open(unsigned seed, const char *ours, const char *stock)
{
	struct error error;
	const struct sample sample = {
		.random = {seed},
		.stock = stock_writer_open(stock),
		.writer = glass_writer_open(ours, uuid, &error),
		.inversion = inversion_new(),
	};

	ck_assert_ptr_nonnull(sample.writer);
	return sample;
}

static void sample_close(struct sample *sample)
{
	struct error error;

	write_terms(sample->writer, sample->inversion);
	ck_assert_msg(glass_writer_close(sample->writer, &error), "%s", error.message);
	stock_writer_close(sample->stock);
	inversion_free(sample->inversion);
	buffer_clear(&sample->bytes);
}

static void write_both(const struct shape *shape, unsigned seed, const char *ours, const char *stock)
{
	struct sample sample = sample_open(seed, ours, stock);

	for (uint32_t document = 1; document <= shape->documents; document++)
		add_document(&sample, shape, document);
	sample_close(&sample);
}

static void expect_same(const char *ours, const char *stock, const char *name)
{
	const char *difference = stock_difference(ours, stock);

	ck_assert_msg(!difference, "%s: %s", name, difference);
	ck_assert_msg(stock_check(ours) == 0, "%s", name);
}

START_TEST(reads_as_what_xapian_writes)
{
	const struct shape *shape = &shapes[_i];

	write_both(shape, (unsigned)_i, in_folder("ours"), in_folder("stock"));
	expect_same(in_folder("ours"), in_folder("stock"), shape->name);
}
END_TEST

START_TEST(compacts_as_what_xapian_writes)
{
	const struct shape *shape = &shapes[_i];

	write_both(shape, 77, in_folder("ours"), in_folder("stock"));
	stock_compact(in_folder("ours"), in_folder("compacted"));
	expect_same(in_folder("compacted"), in_folder("stock"), shape->name);
}
END_TEST

START_TEST(two_are_searched_together)
{
	const char *difference;

	write_both(&shapes[4], 100, in_folder("ours"), in_folder("stock"));
	write_both(&shapes[3], 101, in_folder("second"), in_folder("stock-second"));
	difference = stock_pair_difference(in_folder("ours"), in_folder("second"),
		in_folder("stock"), in_folder("stock-second"));
	ck_assert_msg(!difference, "%s", difference);
}
END_TEST

START_TEST(the_same_calls_give_the_same_bytes)
{
	struct buffer first = {0};
	struct buffer second = {0};
	struct error error;

	write_both(&shapes[4], 5, in_folder("ours"), in_folder("stock"));
	write_both(&shapes[4], 5, in_folder("again"), in_folder("stock-again"));
	ck_assert(file_read(in_folder("ours"), 1u << 30, &first, &error));
	ck_assert(file_read(in_folder("again"), 1u << 30, &second, &error));
	ck_assert(slice_equal(buffer_slice(&first), buffer_slice(&second)));
	buffer_clear(&first);
	buffer_clear(&second);
}
END_TEST

START_TEST(a_record_of_20_megabytes_is_kept)
{
	const size_t size = 20u << 20;
	char *record = memory_allocate(size);
	struct suite_random random = {9};
	struct stock_writer *stock = stock_writer_open(in_folder("stock"));
	struct error error;
	struct glass_writer *writer = glass_writer_open(in_folder("ours"), uuid, &error);

	for (size_t i = 0; i < size; i++)
		record[i] = (char)suite_random_below(&random, 256);
	ck_assert(glass_writer_document(writer, 1, 0, slice_make(record, size), &error));
	ck_assert(glass_writer_document(writer, 2, 0, SLICE_LITERAL("small"), &error));
	ck_assert(glass_writer_close(writer, &error));
	stock_writer_add(stock, slice_make(record, size));
	stock_writer_add(stock, SLICE_LITERAL("small"));
	stock_writer_close(stock);
	expect_same(in_folder("ours"), in_folder("stock"), "20 MB");
	memory_free(record);
}
END_TEST

START_TEST(lists_of_millions_of_documents_are_kept)
{
	struct error error;
	struct glass_writer *writer = glass_writer_open(in_folder("ours"), uuid, &error);
	/* Beyond what a key of three bytes numbers. */
	const uint32_t count = 4200000;

	for (uint32_t document = 1; document <= count; document++)
		ck_assert(glass_writer_document(writer, document, document % 300, SLICE_LITERAL(""),
			&error));
	ck_assert(glass_writer_term(writer, SLICE_LITERAL("all"), &error));
	for (uint32_t document = 1; document <= count; document++)
		ck_assert(glass_writer_posting(writer, document, document % 300, &error));
	ck_assert(glass_writer_close(writer, &error));
	ck_assert_uint_eq(stock_check(in_folder("ours")), 0);
}
END_TEST

/* Keys that differ in their last bytes only: 32 to a block, on all levels. */
START_TEST(a_tree_of_many_levels_is_walked)
{
	struct sample sample = sample_open(1, in_folder("ours"), in_folder("stock"));
	struct error error;
	char term[TERM_SIZE_LIMIT + 1];

	memset(term, 'x', sizeof(term));
	ck_assert(glass_writer_document(sample.writer, 1, 40000, SLICE_LITERAL("all"), &error));
	for (unsigned number = 0; number < 40000; number++) {
		snprintf(term + TERM_SIZE_LIMIT - 5, 6, "%05u", number);
		stock_writer_term(sample.stock, slice_make(term, TERM_SIZE_LIMIT), 1);
		inversion_post(sample.inversion,
			inversion_term(sample.inversion, slice_make(term, TERM_SIZE_LIMIT)), 1, 1);
	}
	stock_writer_add(sample.stock, SLICE_LITERAL("all"));
	sample_close(&sample);
	expect_same(in_folder("ours"), in_folder("stock"), "levels");
}
END_TEST

START_TEST(an_existing_file_is_left_alone)
{
	struct error error = {0};
	struct buffer kept = {0};

	ck_assert(file_replace(in_folder("ours"), SLICE_LITERAL("kept"), &error));
	ck_assert_ptr_null(glass_writer_open(in_folder("ours"), uuid, &error));
	ck_assert_int_eq(error.code, ERROR_IO);
	ck_assert(file_read(in_folder("ours"), 100, &kept, &error));
	ck_assert(slice_equal_string(buffer_slice(&kept), "kept"));
	buffer_clear(&kept);
}
END_TEST

START_TEST(nothing_is_left_when_given_up)
{
	struct error error;
	struct glass_writer *writer = glass_writer_open(in_folder("ours"), uuid, &error);

	ck_assert(glass_writer_document(writer, 1, 3, SLICE_LITERAL("record"), &error));
	ck_assert(file_exists(in_folder("ours")));
	glass_writer_abandon(writer);
	ck_assert(!file_exists(in_folder("ours")));
	glass_writer_abandon(NULL);
}
END_TEST

/* Writes documents of 100,000 bytes, then closes; whatever fails first decides. */
static bool write_records(unsigned count, struct error *error)
{
	static const char record[100000] = "record";
	struct glass_writer *writer = glass_writer_open(in_folder("ours"), uuid, error);

	for (uint32_t document = 1; document <= count; document++) {
		if (!glass_writer_document(writer, document, 1, slice_make(record, sizeof(record)),
			error)) {
			glass_writer_abandon(writer);
			return false;
		}
	}
	return glass_writer_close(writer, error);
}

START_TEST(a_full_disk_leaves_no_file)
{
	/* The limit is met in a write between documents, or in the last one. */
	static const unsigned counts[] = {100, 1};
	const struct rlimit limit = {50000, 50000};
	struct error error = {0};

	signal(SIGXFSZ, SIG_IGN);
	ck_assert_int_eq(setrlimit(RLIMIT_FSIZE, &limit), 0);
	ck_assert(!write_records(counts[_i], &error));
	ck_assert_int_eq(error.code, ERROR_IO);
	ck_assert(!file_exists(in_folder("ours")));
}
END_TEST

START_TEST(disorder_is_refused)
{
	struct error error;
	struct glass_writer *writer = glass_writer_open(in_folder("ours"), uuid, &error);

	ck_assert(!glass_writer_document(writer, 2, 1, SLICE_LITERAL("gap"), &error));
	ck_assert(glass_writer_document(writer, 1, 1, SLICE_LITERAL(""), &error));
	ck_assert(!glass_writer_value(writer, 0, 2, SLICE_LITERAL("later"), &error));
	ck_assert(glass_writer_value(writer, 0, 1, SLICE_LITERAL("value"), &error));
	ck_assert(!glass_writer_value(writer, 0, 1, SLICE_LITERAL("again"), &error));
	ck_assert(!glass_writer_posting(writer, 1, 1, &error));
	ck_assert(glass_writer_term(writer, SLICE_LITERAL("b"), &error));
	ck_assert(!glass_writer_posting(writer, 0, 1, &error));
	ck_assert(glass_writer_posting(writer, 1, 1, &error));
	ck_assert(!glass_writer_posting(writer, 1, 1, &error));
	ck_assert(!glass_writer_posting(writer, 2, 1, &error));
	ck_assert(!glass_writer_document(writer, 2, 1, SLICE_LITERAL("late"), &error));
	ck_assert(!glass_writer_term(writer, SLICE_LITERAL("b"), &error));
	ck_assert(!glass_writer_term(writer, SLICE_LITERAL("a"), &error));
	ck_assert_int_eq(error.code, ERROR_INDEX);
	glass_writer_abandon(writer);
}
END_TEST

START_TEST(what_is_too_long_is_refused)
{
	static const char zeros[TERM_SIZE_LIMIT + 1];
	struct error error;
	struct glass_writer *writer = glass_writer_open(in_folder("ours"), uuid, &error);

	ck_assert(glass_writer_document(writer, 1, 1, SLICE_LITERAL(""), &error));
	ck_assert(!glass_writer_value(writer, 128, 1, SLICE_LITERAL("slot"), &error));
	ck_assert_int_eq(error.code, ERROR_LIMIT);
	ck_assert(!glass_writer_term(writer, SLICE_LITERAL(""), &error));
	ck_assert(!glass_writer_term(writer, slice_make(zeros, sizeof(zeros)), &error));
	ck_assert_int_eq(error.code, ERROR_LIMIT);
	/* 127 NULs are 254 bytes of a key; 128 are more than a key may have. */
	ck_assert(glass_writer_term(writer, slice_make(zeros, 127), &error));
	ck_assert(glass_writer_posting(writer, 1, 1, &error));
	ck_assert(glass_writer_term(writer, slice_make(zeros, 128), &error));
	ck_assert(glass_writer_posting(writer, 1, 1, &error));
	ck_assert(!glass_writer_close(writer, &error));
	ck_assert_int_eq(error.code, ERROR_LIMIT);
	ck_assert(!file_exists(in_folder("ours")));
}
END_TEST

Suite *suite_make(void)
{
	Suite *suite = suite_create("glass_writer");
	TCase *tests = tcase_create("writer");
	const int count = (int)COUNT_OF(shapes);

	tcase_add_checked_fixture(tests, folder_make, folder_remove);
	tcase_set_timeout(tests, 120);
	tcase_add_loop_test(tests, reads_as_what_xapian_writes, 0, count);
	tcase_add_loop_test(tests, compacts_as_what_xapian_writes, 0, count);
	tcase_add_test(tests, two_are_searched_together);
	tcase_add_test(tests, the_same_calls_give_the_same_bytes);
	tcase_add_test(tests, a_record_of_20_megabytes_is_kept);
	tcase_add_test(tests, lists_of_millions_of_documents_are_kept);
	tcase_add_test(tests, a_tree_of_many_levels_is_walked);
	tcase_add_test(tests, an_existing_file_is_left_alone);
	tcase_add_test(tests, nothing_is_left_when_given_up);
	tcase_add_loop_test(tests, a_full_disk_leaves_no_file, 0, 2);
	tcase_add_test(tests, disorder_is_refused);
	tcase_add_test(tests, what_is_too_long_is_refused);
	suite_add_tcase(suite, tests);
	return suite;
}
