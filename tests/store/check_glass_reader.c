/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "store/glass/reader.h"

#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/memory.h"
#include "store/glass/writer.h"
#include "tests/support/glass_damage.h"
#include "tests/support/suite.h"
#include "tests/support/temporary_folder.h"

#define DOCUMENTS 700
#define TERMS 300
#define SLOTS 3

static struct temporary_folder folder;

static void set_up(void)
{
	temporary_folder_open(&folder);
}

static void tear_down(void)
{
	temporary_folder_close(&folder);
}

/* All of a database follows from its seed. */
struct example {
	uint32_t documents, terms;
	unsigned long long seed;
};

static struct suite_random random_of(const struct example *example, unsigned kind, unsigned number)
{
	return (struct suite_random){example->seed * 1000003 + kind * 7919 + number};
}

/* Some records are empty, one in fifty takes several blocks. */
static void make_record(const struct example *example, uint32_t document, struct buffer *record)
{
	struct suite_random random = random_of(example, 1, document);
	const unsigned size = suite_random_below(&random, 50) == 0 ? 30000 : 60;

	buffer_reset(record);
	buffer_append_string(record, "");
	for (unsigned i = suite_random_below(&random, size); i > 0; i--)
		buffer_append_byte(record, (char)suite_random_below(&random, 256));
}

static uint32_t length_of(const struct example *example, uint32_t document)
{
	struct suite_random random = random_of(example, 2, document);

	return suite_random_below(&random, 1u << suite_random_below(&random, 31));
}

/* Empty where the document has none. */
static void make_value(const struct example *example, unsigned slot, uint32_t document,
	struct buffer *value)
{
	struct suite_random random = random_of(example, 3 + slot, document);

	buffer_reset(value);
	buffer_append_string(value, "");
	if (suite_random_below(&random, 3) < slot)
		return;
	for (unsigned i = 1 + suite_random_below(&random, 12); i > 0; i--)
		buffer_append_byte(value, (char)suite_random_below(&random, 256));
}

/* Terms rise with their number; some hold NULs. */
static void make_term(const struct example *example, uint32_t number, struct buffer *term)
{
	struct suite_random random = random_of(example, 10, number);

	buffer_reset(term);
	if (number < 20)
		buffer_append_byte(term, '\0');
	buffer_printf(term, "t%06u", number);
	for (unsigned i = suite_random_below(&random, 6); i > 0; i--)
		buffer_append_byte(term, "\0\0\xff\x01z"[suite_random_below(&random, 5)]);
}

/* How often a term is in a document; every tenth term is in most documents. */
static uint32_t count_of(const struct example *example, uint32_t number, uint32_t document)
{
	struct suite_random random = random_of(example, 11 + number, document);

	if (suite_random_below(&random, 100) >= (number % 10 == 0 ? 90 : 2))
		return 0;
	return 1 + suite_random_below(&random, 1u << suite_random_below(&random, 20));
}

static void write_postings(const struct example *example, struct glass_writer *writer,
	struct buffer *bytes)
{
	struct error error = {0};

	for (uint32_t number = 0; number < example->terms; number++) {
		make_term(example, number, bytes);
		ck_assert(glass_writer_term(writer, buffer_slice(bytes), &error));
		for (uint32_t document = 1; document <= example->documents; document++) {
			const uint32_t count = count_of(example, number, document);

			ck_assert(!count || glass_writer_posting(writer, document, count, &error));
		}
	}
}

static const char *write_example(const struct example *example, const char *name)
{
	const char *path = temporary_folder_path(&folder, name);
	struct error error = {0};
	struct buffer bytes = {0};
	struct glass_writer *writer = glass_writer_open(path,
		(const unsigned char *)"0123456789abcdef", &error);

	ck_assert_ptr_nonnull(writer);
	for (uint32_t document = 1; document <= example->documents; document++) {
		make_record(example, document, &bytes);
		ck_assert(glass_writer_document(writer, document, length_of(example, document),
			buffer_slice(&bytes), &error));
		for (unsigned slot = 0; slot < SLOTS; slot++) {
			make_value(example, slot, document, &bytes);
			ck_assert(glass_writer_value(writer, slot, document, buffer_slice(&bytes),
				&error));
		}
	}
	write_postings(example, writer, &bytes);
	ck_assert_msg(glass_writer_close(writer, &error), "%s", error.message);
	buffer_clear(&bytes);
	return path;
}

static void assert_documents(const struct example *example, const struct glass_reader *reader)
{
	struct glass_documents documents;
	struct error error = {0};
	struct buffer expected = {0};
	struct slice record;
	uint32_t document = 0, length;

	glass_documents_open(&documents, reader);
	while (glass_documents_next(&documents, &length, &record, &error)) {
		make_record(example, ++document, &expected);
		ck_assert(slice_equal(record, buffer_slice(&expected)));
		ck_assert_uint_eq(length, length_of(example, document));
	}
	ck_assert_msg(error.code == ERROR_NONE, "%s", error.message);
	ck_assert_uint_eq(document, example->documents);
	glass_documents_close(&documents);
	buffer_clear(&expected);
}

static void assert_values(const struct example *example, const struct glass_reader *reader)
{
	struct glass_values values;
	struct error error = {0};
	struct buffer expected = {0};
	struct slice value;
	uint32_t document;
	unsigned slot;

	glass_values_open(&values, reader);
	for (unsigned i = 0; i < SLOTS; i++) {
		for (uint32_t j = 1; j <= example->documents; j++) {
			make_value(example, i, j, &expected);
			if (expected.size == 0)
				continue;
			ck_assert(glass_values_next(&values, &slot, &document, &value, &error));
			ck_assert_uint_eq(slot, i);
			ck_assert_uint_eq(document, j);
			ck_assert(slice_equal(value, buffer_slice(&expected)));
		}
	}
	ck_assert(!glass_values_next(&values, &slot, &document, &value, &error));
	ck_assert(!glass_values_next(&values, &slot, &document, &value, &error));
	ck_assert_int_eq(error.code, ERROR_NONE);
	glass_values_close(&values);
	buffer_clear(&expected);
}

/* Takes the postings of every `every`th term, and of the others none or few. */
static void assert_terms(const struct example *example, const struct glass_reader *reader,
	uint32_t every)
{
	struct glass_terms terms;
	struct error error = {0};
	struct buffer expected = {0};
	struct slice term;
	uint32_t document, count;

	glass_terms_open(&terms, reader);
	for (uint32_t number = 0; number < example->terms; number++) {
		bool is_there = false, is_taken = number % every == 0;

		make_term(example, number, &expected);
		for (uint32_t j = 1; j <= example->documents; j++) {
			const uint32_t wanted = count_of(example, number, j);

			if (wanted == 0)
				continue;
			if (!is_there) {
				ck_assert(glass_terms_next(&terms, &term, &error));
				ck_assert(slice_equal(term, buffer_slice(&expected)));
			}
			is_there = true;
			if (!is_taken && j > number)
				continue;
			ck_assert(glass_terms_posting(&terms, &document, &count, &error));
			ck_assert_uint_eq(document, j);
			ck_assert_uint_eq(count, wanted);
		}
		ck_assert(!is_there || !is_taken ||
			  !glass_terms_posting(&terms, &document, &count, &error));
		ck_assert_int_eq(error.code, ERROR_NONE);
	}
	ck_assert(!glass_terms_next(&terms, &term, &error));
	ck_assert_int_eq(error.code, ERROR_NONE);
	glass_terms_close(&terms);
	buffer_clear(&expected);
}

static const struct example examples[] = {
	{DOCUMENTS, TERMS, 1},
	{DOCUMENTS, TERMS, 2},
	{20000, 12, 3},
	{1, 1, 4},
	{0, 0, 5},
	{5, 0, 6},
};

START_TEST(what_was_written_is_read)
{
	const struct example *example = &examples[_i];
	const char *path = write_example(example, "database");
	struct glass_reader reader;
	struct error error = {0};

	ck_assert_msg(glass_reader_open(&reader, path, &error), "%s", error.message);
	ck_assert_uint_eq(reader.document_count, example->documents);
	assert_documents(example, &reader);
	assert_values(example, &reader);
	assert_terms(example, &reader, 1);
	assert_terms(example, &reader, 3);
	glass_reader_close(&reader);
}
END_TEST

/* Reads everything there is; the sum of all is of no meaning. */
static void read_all(const struct glass_reader *reader)
{
	struct glass_documents documents;
	struct glass_values values;
	struct glass_terms terms;
	struct error errors[3] = {{0}};
	struct slice bytes;
	uint32_t document, count, sum = 0;
	unsigned slot;

	glass_documents_open(&documents, reader);
	while (glass_documents_next(&documents, &count, &bytes, &errors[0]))
		sum += bytes.size ? (uint32_t)bytes.data[bytes.size - 1] : 0;
	glass_documents_close(&documents);
	glass_values_open(&values, reader);
	while (glass_values_next(&values, &slot, &document, &bytes, &errors[1])) {
		sum += bytes.size ? (uint32_t)bytes.data[bytes.size - 1] : 0;
		ck_assert_uint_le(document, reader->document_count);
	}
	glass_values_close(&values);
	glass_terms_open(&terms, reader);
	while (glass_terms_next(&terms, &bytes, &errors[2]))
		while (glass_terms_posting(&terms, &document, &count, &errors[2]))
			ck_assert(document >= 1 && document <= reader->document_count);
	glass_terms_close(&terms);
	for (size_t i = 0; i < COUNT_OF(errors); i++)
		ck_assert(errors[i].code == ERROR_NONE || errors[i].code == ERROR_INDEX);
	ck_assert(sum != 1);
}

static void read_bytes(struct slice bytes)
{
	const char *path = temporary_folder_write(&folder, "damaged", bytes);
	struct glass_reader reader;
	struct error error = {0};

	if (glass_reader_open(&reader, path, &error)) {
		read_all(&reader);
		glass_reader_close(&reader);
	} else {
		ck_assert_int_eq(error.code, ERROR_INDEX);
	}
}

START_TEST(damage_is_an_error_or_harmless)
{
	const struct example example = {120, 60, 7};
	struct suite_random random = {1 + _i};
	struct buffer bytes = {0}, copy = {0};
	struct error error = {0};

	ck_assert(file_read(write_example(&example, "database"), SIZE_MAX, &bytes, &error));
	for (int round = 0; round < 300; round++) {
		glass_damage(buffer_slice(&bytes), &random, &copy);
		read_bytes(buffer_slice(&copy));
	}
	for (int round = 0; round < 50; round++)
		read_bytes(slice_range(buffer_slice(&bytes), 0,
			suite_random_below(&random, (unsigned)bytes.size)));
	buffer_clear(&bytes);
	buffer_clear(&copy);
}
END_TEST

START_TEST(a_missing_file_is_an_error_of_the_system)
{
	struct glass_reader reader;
	struct error error = {0};

	ck_assert(!glass_reader_open(&reader, temporary_folder_path(&folder, "nothing"), &error));
	ck_assert_int_eq(error.code, ERROR_IO);
}
END_TEST

Suite *suite_make(void)
{
	Suite *suite = suite_create("glass_reader");
	TCase *tests = tcase_create("glass_reader");

	tcase_add_checked_fixture(tests, set_up, tear_down);
	tcase_set_timeout(tests, 120);
	tcase_add_loop_test(tests, what_was_written_is_read, 0, COUNT_OF(examples));
	tcase_add_loop_test(tests, damage_is_an_error_or_harmless, 0, 4);
	tcase_add_test(tests, a_missing_file_is_an_error_of_the_system);
	suite_add_tcase(suite, tests);
	return suite;
}
