/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "store/words.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

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

static void write_words(struct words_builder *builder, const char *path, struct words_map *map)
{
	struct error error = {0};

	ck_assert_msg(words_builder_write(builder, path, &error), "%s", error.message);
	words_builder_clear(builder);
	ck_assert_msg(words_open(map, path, &error), "%s", error.message);
}

static void add(struct words_builder *builder, enum words_kind kind, const char *term, uint32_t count)
{
	words_builder_add(builder, kind, slice_of(term), count);
}

START_TEST(words_and_names_come_back_and_other_terms_do_not)
{
	static const char *const terms[] = {"#00", "1945", "AJane", "XSP=jane", "Zstem", "d'accord",
		"nato", "nato's", "état", "中国"};
	static const char *const names[] = {"XSP=", "XSP=#00", "XSP=jane doe", "XSP=pete", "XSPpete",
		"nato"};
	static const char *const kept[] = {"d'accord", "nato", "état", "中国"};
	struct words_builder builder = {.tables = {{.least = 0}}};
	struct words_map map;

	for (uint32_t i = 0; i < COUNT_OF(terms); i++)
		add(&builder, WORDS_OF_ARTICLES, terms[i], 10 + i);
	for (uint32_t i = 0; i < COUNT_OF(names); i++)
		add(&builder, WORDS_OF_SPEAKERS, names[i], 20 + i);
	write_words(&builder, temporary_folder_path(&folder, "words"), &map);
	ck_assert_uint_eq(map.tables[WORDS_OF_ARTICLES].count, COUNT_OF(kept));
	for (uint32_t i = 0; i < COUNT_OF(kept); i++)
		ck_assert(slice_equal_string(words_get(&map.tables[WORDS_OF_ARTICLES], i), kept[i]));
	ck_assert_uint_eq(map.tables[WORDS_OF_ARTICLES].frequencies[0], 15);
	ck_assert_uint_eq(map.tables[WORDS_OF_ARTICLES].letters[1], words_letters(slice_of("nato")));
	ck_assert_uint_eq(map.tables[WORDS_OF_SPEAKERS].count, 2);
	ck_assert(slice_equal_string(words_get(&map.tables[WORDS_OF_SPEAKERS], 0), "jane doe"));
	ck_assert_uint_eq(map.tables[WORDS_OF_SPEAKERS].frequencies[1], 23);
	words_close(&map);
}
END_TEST

START_TEST(a_file_without_words_opens)
{
	struct words_builder builder = {.tables = {{.least = 0}}};
	struct words_map map;
	uint32_t begin, end;

	write_words(&builder, temporary_folder_path(&folder, "words"), &map);
	ck_assert_uint_eq(map.tables[WORDS_OF_ARTICLES].count, 0);
	ck_assert_uint_eq(words_seek(&map.tables[WORDS_OF_SPEAKERS], slice_of("a")), 0);
	words_range(&map.tables[WORDS_OF_ARTICLES], slice_of("a"), &begin, &end);
	ck_assert_uint_eq(begin, end);
	words_close(&map);
}
END_TEST

/* Words of one to six letters out of few, in order, each once. */
static size_t random_words(struct suite_random *random, char words[][8], size_t count)
{
	size_t kept = 0;

	for (size_t i = 0; i < count; i++) {
		const unsigned size = 1 + suite_random_below(random, 6);

		for (unsigned j = 0; j < size; j++)
			words[i][j] = (char)('a' + suite_random_below(random, 4));
		words[i][size] = '\0';
	}
	qsort(words, count, sizeof(words[0]), (int (*)(const void *, const void *))strcmp);
	for (size_t i = 0; i < count; i++) {
		if (i == 0 || strcmp(words[i], words[kept - 1]) != 0)
			memmove(words[kept++], words[i], sizeof(words[0]));
	}
	return kept;
}

START_TEST(seeking_finds_what_a_scan_finds)
{
	struct suite_random random = {7};
	char words[800][8], prefixes[200][8];
	const size_t count = random_words(&random, words, COUNT_OF(words));
	const size_t prefix_count = random_words(&random, prefixes, COUNT_OF(prefixes));
	struct words_builder builder = {.tables = {{.least = 0}}};
	const struct words_table *table;
	struct words_map map;

	for (size_t i = 0; i < count; i++)
		add(&builder, WORDS_OF_ARTICLES, words[i], 1);
	write_words(&builder, temporary_folder_path(&folder, "words"), &map);
	table = &map.tables[WORDS_OF_ARTICLES];
	for (size_t i = 0; i < prefix_count; i++) {
		const struct slice prefix = slice_of(prefixes[i]);
		uint32_t before = 0, with = 0, begin, end;

		for (size_t j = 0; j < count; j++) {
			before += slice_compare(slice_of(words[j]), prefix) < 0;
			with += slice_starts_with(slice_of(words[j]), prefix);
		}
		words_range(table, prefix, &begin, &end);
		ck_assert_uint_eq(words_seek(table, prefix), before);
		ck_assert_uint_eq(begin, before);
		ck_assert_uint_eq(end - begin, with);
	}
	words_close(&map);
}
END_TEST

START_TEST(the_rarest_give_way_where_there_are_too_many)
{
	struct words_builder builder = {.tables = {{.least = 0}}};
	const uint32_t total = 3 * WORDS_ROW_LIMIT;
	const struct words_table *table;
	struct words_map map;
	char word[16];

	for (uint32_t i = 0; i < total; i++) {
		snprintf(word, sizeof(word), "w%07u", i);
		add(&builder, WORDS_OF_ARTICLES, word, 1 + i % 5);
	}
	write_words(&builder, temporary_folder_path(&folder, "words"), &map);
	table = &map.tables[WORDS_OF_ARTICLES];
	/* A fifth each has 1 to 5 documents: 5 alone is 157,286 of them, 4 and 5 are too many. */
	ck_assert_uint_eq(table->count, total / 5);
	for (uint32_t i = 0; i < table->count; i++) {
		snprintf(word, sizeof(word), "w%07u", 5 * i + 4);
		ck_assert(slice_equal_string(words_get(table, i), word));
		ck_assert_uint_eq(table->frequencies[i], 5);
	}
	words_close(&map);
}
END_TEST

START_TEST(an_edit_changes_one_letter_of_the_set_at_most)
{
	static const char *const pairs[][2] = {{"government", "goverment"}, {"nato", "nado"},
		{"recieve", "receive"}, {"élysée", "élysee"}, {"中国人", "中国"}, {"мир", "миг"}};

	for (size_t i = 0; i < COUNT_OF(pairs); i++) {
		const uint32_t a = words_letters(slice_of(pairs[i][0]));
		const uint32_t b = words_letters(slice_of(pairs[i][1]));

		ck_assert_int_le(__builtin_popcount(a & ~b), 1);
		ck_assert_int_le(__builtin_popcount(b & ~a), 1);
	}
	ck_assert_uint_eq(words_initials(slice_of("jean-luc picard")),
		words_letters(slice_of("jlp")));
}
END_TEST

/* Reads all that a map offers: under a sanitizer, a byte out of bounds would show. */
static uint64_t read_all(const struct words_map *map)
{
	uint64_t sum = 1;

	for (unsigned kind = 0; kind < WORDS_KINDS; kind++) {
		const struct words_table *table = &map->tables[kind];

		for (uint32_t row = 0; row < table->count; row++) {
			const struct slice word = words_get(table, row);

			sum += table->frequencies[row] + table->letters[row];
			for (size_t i = 0; i < word.size; i++)
				sum += (unsigned char)word.data[i];
		}
	}
	return sum;
}

START_TEST(damaged_files_are_refused_or_in_bounds)
{
	static const char *const words[] = {"alpha", "beta", "gamma"};
	struct words_builder builder = {.tables = {{.least = 0}}};
	const char *path = temporary_folder_path(&folder, "words");
	struct buffer bytes = {0};
	struct words_map map;
	struct error error = {0};
	unsigned refused = 0;

	for (size_t i = 0; i < COUNT_OF(words); i++)
		add(&builder, WORDS_OF_ARTICLES, words[i], 1);
	add(&builder, WORDS_OF_SPEAKERS, "XSP=jane doe", 1);
	write_words(&builder, path, &map);
	words_close(&map);
	ck_assert(file_read(path, SIZE_MAX, &bytes, &error));
	for (size_t bit = 0; bit < 8 * bytes.size; bit++) {
		bytes.data[bit / 8] = (char)(bytes.data[bit / 8] ^ 1 << bit % 8);
		if (words_open(&map, temporary_folder_write(&folder, "forged", buffer_slice(&bytes)),
			    &error)) {
			ck_assert_uint_ne(read_all(&map), 0);
			words_close(&map);
		} else {
			ck_assert_int_eq(error.code, ERROR_INDEX);
			refused++;
		}
		bytes.data[bit / 8] = (char)(bytes.data[bit / 8] ^ 1 << bit % 8);
	}
	ck_assert_uint_gt(refused, 8 * 28);
	for (size_t size = 0; size < bytes.size; size++)
		ck_assert(!words_open(&map,
			temporary_folder_write(&folder, "forged",
				slice_range(buffer_slice(&bytes), 0, size)),
			&error));
	buffer_clear(&bytes);
}
END_TEST

Suite *suite_make(void)
{
	Suite *suite = suite_create("words");
	TCase *tests = tcase_create("words");

	tcase_add_checked_fixture(tests, set_up, tear_down);
	tcase_set_timeout(tests, 60);
	tcase_add_test(tests, words_and_names_come_back_and_other_terms_do_not);
	tcase_add_test(tests, a_file_without_words_opens);
	tcase_add_test(tests, seeking_finds_what_a_scan_finds);
	tcase_add_test(tests, the_rarest_give_way_where_there_are_too_many);
	tcase_add_test(tests, an_edit_changes_one_letter_of_the_set_at_most);
	tcase_add_test(tests, damaged_files_are_refused_or_in_bounds);
	suite_add_tcase(suite, tests);
	return suite;
}
