/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "store/glass/postings.h"
#include "store/glass/walk.h"

#include <stdlib.h>

#include "base/memory.h"
#include "store/glass/column.h"
#include "store/glass/writer.h"
#include "tests/support/glass_damage.h"
#include "tests/support/suite.h"
#include "tests/support/temporary_folder.h"

#define TERMS 40
#define COLUMN_PART 500

static const unsigned slots[] = {0, 3, 127};

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
	uint32_t documents;
	unsigned long long seed;
};

static const struct example examples[] = {{1, 1}, {300, 2}, {80000, 3}};

static uint32_t mixed(const struct example *example, uint32_t a, uint32_t b)
{
	struct suite_random random = {example->seed * 7919 + a * 1000003ULL + b};

	return suite_random_below(&random, 1u << 30);
}

/* 0 where it is not there. Term t is in about one of 2^(t/3) documents, and not at all in every
 * other stretch of 9,000, so that chunks lie far apart. */
static uint32_t count_of(const struct example *example, uint32_t term, uint32_t document)
{
	const uint32_t mix = mixed(example, term + 10, document);

	if (mix % (1u << term / 3) || (term % 2 && document / 9000 % 2))
		return 0;
	return 1 + (mix >> 15) % (term % 5 ? 3 : 40000);
}

static uint32_t length_of(const struct example *example, uint32_t document)
{
	return mixed(example, 1, document) >> mixed(example, 2, document) % 30;
}

/* Of slot 0 all have one, of others fewer; some are long, many are alike. */
static void make_value(const struct example *example, unsigned slot, uint32_t document,
	struct buffer *value)
{
	const uint32_t mix = mixed(example, 100 + slot, document);

	buffer_reset(value);
	for (uint32_t i = 0; i < (slot && mix % 3 ? 0 : 1 + mix % 60); i++)
		buffer_append_byte(value, (char)(mix >> i % 20));
}

/* One record in four is empty, one in 300 takes several blocks. */
static void make_record(const struct example *example, uint32_t document, struct buffer *record)
{
	const uint32_t mix = mixed(example, 3, document);
	const uint32_t size = mix % 4 == 0 ? 0 : document % 300 == 0 ? 30000 : mix % 50;

	buffer_reset(record);
	for (uint32_t i = 0; i < size; i++)
		buffer_append_byte(record, (char)(mix >> i % 20));
}

static void make_term(uint32_t term, struct buffer *name)
{
	buffer_reset(name);
	buffer_printf(name, "t%03u", term);
	if (term % 7 == 0)
		buffer_append_byte(name, '\0');
}

static const char *write_example(const struct example *example)
{
	const char *path = temporary_folder_path(&folder, "database");
	struct error error = {0};
	struct buffer bytes = {0};
	struct glass_writer *writer = glass_writer_open(path,
		(const unsigned char *)"0123456789abcdef", &error);

	ck_assert_ptr_nonnull(writer);
	for (uint32_t document = 1; document <= example->documents; document++) {
		make_record(example, document, &bytes);
		ck_assert(glass_writer_document(writer, document, length_of(example, document),
			buffer_slice(&bytes), &error));
		for (size_t i = 0; i < COUNT_OF(slots); i++) {
			make_value(example, slots[i], document, &bytes);
			ck_assert(!bytes.size || glass_writer_value(writer, slots[i], document,
							 buffer_slice(&bytes), &error));
		}
	}
	for (uint32_t term = 0; term < TERMS; term++) {
		make_term(term, &bytes);
		ck_assert(glass_writer_term(writer, buffer_slice(&bytes), &error));
		for (uint32_t document = 1; document <= example->documents; document++) {
			const uint32_t count = count_of(example, term, document);

			ck_assert(!count || glass_writer_posting(writer, document, count, &error));
		}
	}
	ck_assert_msg(glass_writer_close(writer, &error), "%s", error.message);
	buffer_clear(&bytes);
	return path;
}

static uint32_t frequency_of(const struct example *example, uint32_t term)
{
	uint32_t frequency = 0;

	for (uint32_t document = 1; document <= example->documents; document++)
		frequency += count_of(example, term, document) != 0;
	return frequency;
}

/* Reads on from targets that leap up to `leap` documents ahead. */
static void assert_list(const struct example *example, const struct glass_map *map, uint32_t term,
	uint32_t leap)
{
	struct suite_random random = {leap};
	struct buffer name = {0};
	struct glass_postings list;
	struct error error = {0};
	struct glass_run run;
	uint32_t target = 1;

	make_term(term, &name);
	ck_assert(glass_postings_open(&list, map, buffer_slice(&name), &error));
	ck_assert_uint_eq(list.frequency, frequency_of(example, term));
	do {
		ck_assert(glass_postings_read(&list, target, &run, &error));
		for (size_t i = 0; i < run.size; i++, target++) {
			for (; target < run.documents[i]; target++)
				ck_assert_uint_eq(count_of(example, term, target), 0);
			ck_assert_uint_eq(run.counts[i], count_of(example, term, target));
		}
		if (run.size)
			target += suite_random_below(&random, leap);
	} while (run.size);
	for (; target <= example->documents; target++)
		ck_assert_uint_eq(count_of(example, term, target), 0);
	glass_postings_close(&list);
	buffer_clear(&name);
}

static void assert_absent(const struct glass_map *map, struct slice term)
{
	struct glass_spot spot = {1, 1};
	struct error error = {0};
	uint32_t frequency;

	ck_assert(glass_postings_find(map, term, &spot, &frequency, &error));
	ck_assert_uint_eq(spot.block, 0);
	ck_assert_uint_eq(frequency, 0);
}

START_TEST(lists_are_what_was_written)
{
	const struct example *example = &examples[_i];
	struct glass_map map;
	struct error error = {0};

	ck_assert_msg(glass_map_open(&map, write_example(example), &error), "%s", error.message);
	for (uint32_t term = 0; term < TERMS; term++) {
		assert_list(example, &map, term, 1);
		assert_list(example, &map, term, 700);
		assert_list(example, &map, term, 60000);
	}
	assert_absent(&map, slice_of("t000."));
	assert_absent(&map, slice_of(""));
	glass_map_close(&map);
}
END_TEST

/* The walk stands where the list of its term is found. */
static void assert_place(const struct glass_walk *walk)
{
	struct glass_postings list;
	struct glass_spot spot;
	struct error error = {0};
	uint32_t frequency;

	ck_assert(glass_postings_find(walk->map, walk->term, &spot, &frequency, &error));
	ck_assert_uint_eq(walk->spot.block, spot.block);
	ck_assert_uint_eq(walk->spot.entry, spot.entry);
	ck_assert_uint_eq(walk->frequency, frequency);
	ck_assert(glass_postings_open_at(&list, walk->map, spot, &error));
	ck_assert_uint_eq(list.frequency, frequency);
	glass_postings_close(&list);
}

/* The terms from `from` on, in order; those in no document have no list. */
static void assert_walk(const struct example *example, const struct glass_map *map, uint32_t from)
{
	struct glass_walk walk = {.map = map};
	struct buffer name = {0};
	struct error error = {0};

	make_term(from, &name);
	ck_assert(glass_walk_seek(&walk, buffer_slice(&name), &error));
	for (uint32_t term = from; term < TERMS; term++) {
		const uint32_t frequency = frequency_of(example, term);

		if (frequency == 0)
			continue;
		make_term(term, &name);
		ck_assert(slice_equal(walk.term, buffer_slice(&name)));
		ck_assert_uint_eq(walk.frequency, frequency);
		assert_place(&walk);
		ck_assert(glass_walk_next(&walk, &error));
	}
	ck_assert_ptr_null(walk.term.data);
	ck_assert(glass_walk_seek(&walk, slice_of("u"), &error));
	ck_assert_ptr_null(walk.term.data);
	glass_walk_close(&walk);
	buffer_clear(&name);
}

START_TEST(terms_are_walked_in_order)
{
	struct glass_map map;
	struct error error = {0};

	ck_assert(glass_map_open(&map, write_example(&examples[_i]), &error));
	for (uint32_t from = 0; from < TERMS; from += _i == 2 ? 8 : 1)
		assert_walk(&examples[_i], &map, from);
	glass_map_close(&map);
}
END_TEST

START_TEST(records_and_lengths_are_what_was_written)
{
	const struct example *example = &examples[_i];
	struct glass_map map;
	struct glass_postings lengths;
	struct error error = {0};
	struct buffer expected = {0}, record = {0};
	struct glass_run run = {.size = 0};

	ck_assert(glass_map_open(&map, write_example(example), &error));
	ck_assert(glass_postings_open_lengths(&lengths, &map, &error));
	for (uint32_t i = 1; i <= example->documents; i++) {
		buffer_reset(&record);
		make_record(example, i, &expected);
		ck_assert(glass_map_record(&map, i, &record, &error));
		ck_assert(slice_equal(buffer_slice(&record), buffer_slice(&expected)));
		if (run.size == 0 || run.documents[run.size - 1] < i)
			ck_assert(glass_postings_read(&lengths, i, &run, &error));
		ck_assert_uint_eq(run.documents[i - run.documents[0]], i);
		ck_assert_uint_eq(run.counts[i - run.documents[0]],
			length_of(example, i));
	}
	ck_assert(!glass_map_record(&map, 0, &record, &error));
	ck_assert(!glass_map_record(&map, example->documents + 1, &record, &error));
	glass_postings_close(&lengths);
	glass_map_close(&map);
	buffer_clear(&expected);
	buffer_clear(&record);
}
END_TEST

/* The values of a slot from a document on, as they were written; of the first on, all of them. */
static void assert_column(const struct example *example, const struct glass_map *map, unsigned slot,
	uint32_t from)
{
	const uint32_t end = from == 1 ? UINT32_MAX : from + COLUMN_PART;
	struct glass_column column;
	struct error error = {0};
	struct buffer expected = {0};
	uint32_t document = 0;
	struct slice value;

	ck_assert(glass_column_open(&column, map, slot, from, &error));
	for (uint32_t i = from; i <= example->documents && i < end; i++) {
		make_value(example, slot, i, &expected);
		if (!expected.size)
			continue;
		do
			ck_assert(glass_column_next(&column, &document, &value, &error));
		while (document < from);
		ck_assert_uint_eq(document, i);
		ck_assert(slice_equal(value, buffer_slice(&expected)));
	}
	while (end > example->documents &&
		glass_column_next(&column, &document, &value, &error))
		ck_assert_uint_lt(document, from);
	ck_assert_int_eq(error.code, ERROR_NONE);
	glass_column_close(&column);
	buffer_clear(&expected);
}

START_TEST(values_are_what_was_written)
{
	const struct example *example = &examples[_i];
	struct glass_map map;
	struct glass_column column;
	struct error error = {0};
	uint32_t document;
	struct slice value;

	ck_assert(glass_map_open(&map, write_example(example), &error));
	for (size_t i = 0; i < COUNT_OF(slots); i++) {
		for (uint32_t from = 1; from <= example->documents + 1; from += 1 + from / 3)
			assert_column(example, &map, slots[i], from);
	}
	/* Between two slots, and behind all. */
	for (unsigned slot = 1; slot < 1000; slot += 127) {
		ck_assert(glass_column_open(&column, &map, slot, 1, &error));
		ck_assert(!glass_column_next(&column, &document, &value, &error));
		ck_assert_int_eq(error.code, ERROR_NONE);
		glass_column_close(&column);
	}
	glass_map_close(&map);
}
END_TEST

static void read_columns(const struct glass_map *map)
{
	for (size_t i = 0; i < COUNT_OF(slots); i++) {
		struct error error = {0};
		struct glass_column column;
		uint32_t document;
		struct slice value;

		if (!glass_column_open(&column, map, slots[i], 1 + (uint32_t)i * 100, &error))
			continue;
		while (glass_column_next(&column, &document, &value, &error))
			ck_assert_uint_le(document, map->document_count);
		glass_column_close(&column);
	}
}

static void walk_all(const struct glass_map *map)
{
	struct glass_walk walk = {.map = map};
	struct error error = {0};
	bool is_well = glass_walk_seek(&walk, slice_of("t"), &error);

	while (is_well && walk.term.data) {
		ck_assert_uint_le(walk.frequency, map->document_count);
		is_well = glass_walk_next(&walk, &error);
	}
	ck_assert(is_well || error.code == ERROR_INDEX);
	glass_walk_close(&walk);
}

static void read_all(const struct glass_map *map)
{
	struct buffer bytes = {0};
	struct glass_run run;

	for (uint32_t term = 0; term < TERMS; term++) {
		struct error error = {0};
		struct glass_postings list;
		uint32_t target = 1;

		make_term(term, &bytes);
		if (!glass_postings_open(&list, map, buffer_slice(&bytes), &error))
			continue;
		while (glass_postings_read(&list, target, &run, &error) && run.size > 0) {
			ck_assert_uint_ge(run.documents[0], target);
			ck_assert_uint_le(run.documents[run.size - 1], map->document_count);
			target = run.documents[run.size - 1] + 1 + term * term;
		}
		glass_postings_close(&list);
	}
	walk_all(map);
	read_columns(map);
	for (uint32_t document = 1; document <= 600; document++) {
		struct error error = {0};

		buffer_reset(&bytes);
		ck_assert(glass_map_record(map, document, &bytes, &error) ||
			  error.code == ERROR_INDEX);
	}
	buffer_clear(&bytes);
}

START_TEST(damage_is_an_error_or_harmless)
{
	const struct example example = {500, 7 + _i};
	struct suite_random random = {1 + _i};
	struct buffer bytes = {0}, copy = {0};
	struct error error = {0};

	ck_assert(file_read(write_example(&example), SIZE_MAX, &bytes, &error));
	for (int round = 0; round < 400; round++) {
		const struct slice whole = buffer_slice(&bytes);
		struct glass_map map;

		glass_damage(round % 8 ? whole :
			slice_range(whole, 0, suite_random_below(&random, (unsigned)whole.size)),
			&random, &copy);
		if (glass_map_open(&map, temporary_folder_write(&folder, "damaged", buffer_slice(&copy)),
			    &error)) {
			read_all(&map);
			glass_map_close(&map);
		}
	}
	buffer_clear(&bytes);
	buffer_clear(&copy);
}
END_TEST

Suite *suite_make(void)
{
	Suite *suite = suite_create("glass_map");
	TCase *tests = tcase_create("glass_map");

	tcase_add_checked_fixture(tests, set_up, tear_down);
	tcase_set_timeout(tests, 120);
	tcase_add_loop_test(tests, lists_are_what_was_written, 0, COUNT_OF(examples));
	tcase_add_loop_test(tests, terms_are_walked_in_order, 0, COUNT_OF(examples));
	tcase_add_loop_test(tests, records_and_lengths_are_what_was_written, 0, COUNT_OF(examples));
	tcase_add_loop_test(tests, values_are_what_was_written, 0, COUNT_OF(examples));
	tcase_add_loop_test(tests, damage_is_an_error_or_harmless, 0, 4);
	suite_add_tcase(suite, tests);
	return suite;
}
