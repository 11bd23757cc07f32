/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "store/tokens_builder.h"

#include <stdlib.h>
#include <string.h>

#include "base/digest.h"
#include "base/file.h"
#include "base/memory.h"
#include "store/prints.h"
#include "store/tokens_merge.h"
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

#define ARTICLES 40
#define WORDS 30

/* An article as the tests make it; all follows from a number. */
struct example {
	struct lexeme lexemes[3 * WORDS];
	struct token tokens[3 * WORDS];
	struct token_list regions[3];
	struct quotation quotations[3];
	uint32_t quotation_count;
	uint64_t digest;
};

static void make_example(struct example *example, unsigned number)
{
	struct suite_random random = {number};

	for (unsigned i = 0; i < COUNT_OF(example->lexemes); i++) {
		example->lexemes[i] = (struct lexeme){
			.hash = 1 + suite_random_below(&random, UINT32_MAX - 1)};
		example->tokens[i] = (struct token){.lexeme = &example->lexemes[i]};
	}
	for (unsigned i = 0; i < 3; i++) {
		example->regions[i] = (struct token_list){
			.tokens = example->tokens + i * WORDS,
			.count = suite_random_below(&random, WORDS + 1),
		};
	}
	example->quotation_count = suite_random_below(&random, 4);
	for (unsigned i = 0; i < example->quotation_count; i++) {
		const uint32_t end = suite_random_below(&random,
			(unsigned)example->regions[2].count + 1);

		example->quotations[i] = (struct quotation){
			.first_token = suite_random_below(&random, end + 1), .end_token = end};
	}
	example->digest = (uint64_t)number << 40 | number;
}

/* Articles first..last as one file. */
static void write_examples(const char *path, unsigned first, unsigned last)
{
	struct tokens_builder builder = {.words = {0}};
	struct error error = {0};
	uint32_t quotations = 0;

	for (unsigned number = first; number <= last; number++) {
		struct example example;

		make_example(&example, number);
		tokens_builder_add(&builder,
			&(struct tokens_addition){&example.regions[0], &example.regions[1],
				&example.regions[2], quotations + 1,
				{example.quotations, example.quotation_count}, example.digest});
		quotations += example.quotation_count;
	}
	ck_assert_msg(tokens_builder_write(&builder, path, &error), "%s", error.message);
	tokens_builder_clear(&builder);
}

static struct token_room room;

static void assert_region(const struct tokens_article *article, enum tokens_region region,
	const struct token_list *expected)
{
	const struct token_text text = tokens_region(article, region);
	const uint32_t *hashes = token_room_fill(&room, &text);

	ck_assert_uint_eq(text.count, expected->count);
	for (uint32_t i = 0; i < text.count; i++) {
		ck_assert_uint_eq(hashes[i], expected->tokens[i].lexeme->hash);
		ck_assert_uint_eq(token_text_hash(&text, i), hashes[i]);
	}
	ck_assert_uint_eq(text.numbers[text.count], 0);
}

static void assert_prints(const struct tokens_map *map, uint32_t number)
{
	uint32_t prints[LIKENESS_WORDS];
	const struct token_text text = tokens_quotation_words(map, number);
	const struct likeness_words words = {token_room_fill(&room, &text), text.count};

	for (size_t i = likeness_prints(words, prints); i-- > 0;) {
		uint32_t row = prints_seek(map->prints, map->print_count, prints[i]);

		while (row < map->print_count && map->prints[row].quotation != number)
			row++;
		ck_assert_uint_lt(row, map->print_count);
		ck_assert_uint_eq(map->prints[row].print, prints[i]);
	}
}

/* Document `document` is example `number`, and its quotations follow `quotations` others. */
static uint32_t assert_article(const struct tokens_map *map, uint32_t document, unsigned number,
	uint32_t quotations)
{
	const struct tokens_article article = tokens_get(map, document);
	const uint32_t *hashes, all = article.words.count;
	struct example example;

	make_example(&example, number);
	assert_region(&article, TOKENS_TITLE, &example.regions[0]);
	assert_region(&article, TOKENS_SUBTITLE, &example.regions[1]);
	assert_region(&article, TOKENS_BODY, &example.regions[2]);
	ck_assert_uint_eq(all, article.title + article.subtitle + article.body + 3);
	ck_assert_uint_eq(article.digest, example.digest);
	ck_assert_uint_eq(article.quotation_count, example.quotation_count);
	ck_assert_uint_eq(article.first_quotation, example.quotation_count ? quotations + 1 : 0);
	for (uint32_t i = 0; i < example.quotation_count; i++) {
		const struct tokens_quotation quotation =
			tokens_quotation_get(map, article.first_quotation + i);

		ck_assert_uint_eq(quotation.article, document);
		ck_assert_uint_eq(quotation.first_token, example.quotations[i].first_token);
		ck_assert_uint_eq(quotation.end_token, example.quotations[i].end_token);
		assert_prints(map, article.first_quotation + i);
	}
	hashes = token_room_fill(&room, &article.words);
	for (uint32_t i = 1; i < all; i++) {
		const struct pairs_probe pair = pairs_probe_of(hashes[i - 1], hashes[i]);

		ck_assert(!hashes[i - 1] || !hashes[i] || tokens_may_have(map, document, &pair, 1));
	}
	return quotations + example.quotation_count;
}

START_TEST(articles_come_back_word_for_word)
{
	const char *path = temporary_folder_path(&folder, "000001.tokens");
	struct tokens_map map;
	struct error error = {0};
	uint32_t quotations = 0;

	write_examples(path, 1, ARTICLES);
	ck_assert_msg(tokens_open(&map, path, &error), "%s", error.message);
	ck_assert_uint_eq(map.count, ARTICLES);
	for (uint32_t document = 1; document <= ARTICLES; document++)
		quotations = assert_article(&map, document, document, quotations);
	ck_assert_uint_eq(map.quotation_count, quotations);
	tokens_close(&map);
}
END_TEST

START_TEST(a_file_without_articles_opens)
{
	const char *path = temporary_folder_path(&folder, "000001.tokens");
	struct tokens_map map;
	struct error error = {0};

	write_examples(path, 1, 0);
	ck_assert_msg(tokens_open(&map, path, &error), "%s", error.message);
	ck_assert_uint_eq(map.count, 0);
	tokens_close(&map);
}
END_TEST

START_TEST(a_builder_that_was_reset_builds_the_same_file)
{
	const char *first = temporary_folder_path(&folder, "first"), *second = temporary_folder_path(&folder, "second");
	struct tokens_builder builder = {.words = {0}};
	struct buffer one = {0}, two = {0};
	struct example example;
	struct error error = {0};

	make_example(&example, 5);
	for (int i = 0; i < 2; i++) {
		tokens_builder_reset(&builder);
		tokens_builder_add(&builder,
			&(struct tokens_addition){&example.regions[0], &example.regions[1],
				&example.regions[2], 1,
				{example.quotations, example.quotation_count}, 1});
		ck_assert(tokens_builder_write(&builder, i ? second : first, &error));
	}
	ck_assert(file_read(first, SIZE_MAX, &one, &error));
	ck_assert(file_read(second, SIZE_MAX, &two, &error));
	ck_assert(slice_equal(buffer_slice(&one), buffer_slice(&two)));
	ck_assert(!tokens_builder_write(&builder, first, &error));
	ck_assert_int_eq(error.code, ERROR_IO);
	tokens_builder_clear(&builder);
	buffer_clear(&one);
	buffer_clear(&two);
}
END_TEST

START_TEST(a_merge_of_whole_files_is_the_file_made_at_once)
{
	const char *merged = temporary_folder_path(&folder, "merged"), *whole = temporary_folder_path(&folder, "whole");
	struct tokens_map maps[3];
	struct tokens_source sources[3];
	struct buffer one = {0}, two = {0};
	struct error error = {0};

	for (unsigned i = 0; i < 3; i++) {
		const char *path = temporary_folder_path(&folder, (const char[]){(char)('a' + i), '\0'});

		write_examples(path, 1 + 10 * i, 10 + 10 * i);
		ck_assert(tokens_open(&maps[i], path, &error));
		sources[i] = (struct tokens_source){&maps[i], NULL};
	}
	write_examples(whole, 1, 30);
	ck_assert_msg(tokens_merge(sources, 3, merged, &error), "%s", error.message);
	ck_assert(file_read(merged, SIZE_MAX, &one, &error));
	ck_assert(file_read(whole, SIZE_MAX, &two, &error));
	ck_assert(slice_equal(buffer_slice(&one), buffer_slice(&two)));
	for (unsigned i = 0; i < 3; i++)
		tokens_close(&maps[i]);
	buffer_clear(&one);
	buffer_clear(&two);
}
END_TEST

START_TEST(a_merge_leaves_the_dead_out)
{
	const char *path = temporary_folder_path(&folder, "one"), *merged = temporary_folder_path(&folder, "merged");
	struct suite_random random = {1 + _i};
	struct tokens_map map, result;
	struct tombstones dead;
	struct error error = {0};
	uint32_t document = 0, quotations = 0;

	write_examples(path, 1, ARTICLES);
	ck_assert(tokens_open(&map, path, &error));
	tombstones_init(&dead, ARTICLES);
	for (int i = 0; i < 8 * _i; i++)
		tombstones_add(&dead, 1 + suite_random_below(&random, ARTICLES));
	ck_assert(tokens_merge(&(struct tokens_source){&map, &dead}, 1, merged, &error));
	ck_assert_msg(tokens_open(&result, merged, &error), "%s", error.message);
	for (unsigned number = 1; number <= ARTICLES; number++)
		if (!tombstones_has(&dead, number))
			quotations = assert_article(&result, ++document, number, quotations);
	ck_assert_uint_eq(result.count, document);
	ck_assert_uint_eq(result.count, ARTICLES - dead.dead);
	tombstones_clear(&dead);
	tokens_close(&map);
	tokens_close(&result);
}
END_TEST

/* More words than numbers, the last of them rare; each article has some of both. */
#define MANY_WORDS 90000u
#define MANY_ARTICLES 300u
#define ARTICLE_WORDS 1500u

static uint32_t many_hash(uint32_t word)
{
	return word * 0x9e3779b1u;
}

/* Word `i` of an article: small numbers come often. */
static uint32_t many_word(uint32_t article, uint32_t i)
{
	struct suite_random random = {article * ARTICLE_WORDS + i + 1};
	const uint32_t limit = 1 + suite_random_below(&random, MANY_WORDS);

	return 1 + suite_random_below(&random, limit);
}

static void write_many(const char *path, uint32_t first, uint32_t last)
{
	struct lexeme *lexemes = memory_allocate_array(MANY_WORDS + 1, sizeof(*lexemes));
	struct token *tokens = memory_allocate_array(ARTICLE_WORDS, sizeof(*tokens));
	struct tokens_builder builder = {.words = {0}};
	struct error error = {0};

	for (uint32_t word = 1; word <= MANY_WORDS; word++)
		lexemes[word].hash = many_hash(word);
	for (uint32_t article = first; article <= last; article++) {
		const struct token_list none = {0}, title = {.tokens = tokens, .count = article % 9};
		const struct token_list body = {.tokens = tokens + title.count,
			.count = ARTICLE_WORDS - title.count};

		for (uint32_t i = 0; i < ARTICLE_WORDS; i++)
			tokens[i].lexeme = &lexemes[many_word(article, i)];
		tokens_builder_add(&builder, &(struct tokens_addition){&title, &none, &body, 0,
			{NULL, 0}, article});
	}
	ck_assert_msg(tokens_builder_write(&builder, path, &error), "%s", error.message);
	tokens_builder_clear(&builder);
	memory_free(lexemes);
	memory_free(tokens);
}

/* How many of its words are rare. */
static uint32_t assert_many(const struct tokens_map *map, uint32_t document, uint32_t number)
{
	const struct tokens_article article = tokens_get(map, document);
	const uint32_t *hashes = token_room_fill(&room, &article.words);
	uint32_t at = 0;

	ck_assert_uint_eq(article.digest, number);
	ck_assert_uint_eq(article.words.count, ARTICLE_WORDS + 3);
	for (uint32_t i = 0; i < ARTICLE_WORDS; i++) {
		at += i == number % 9 ? 2 : 0;
		ck_assert_uint_eq(hashes[at++], many_hash(many_word(number, i)));
	}
	ck_assert_uint_eq(hashes[at], 0);
	return article.words.rare_count;
}

START_TEST(words_without_a_number_come_back_too)
{
	const char *path = temporary_folder_path(&folder, "000001.tokens");
	struct tokens_map map;
	struct error error = {0};
	uint64_t rares = 0;

	write_many(path, 1, MANY_ARTICLES);
	ck_assert_msg(tokens_open(&map, path, &error), "%s", error.message);
	ck_assert_uint_eq(map.numbering.count, NUMBERING_RARE);
	ck_assert(numbering_is_right(&map.numbering));
	for (uint32_t document = 1; document <= MANY_ARTICLES; document++)
		rares += assert_many(&map, document, document);
	ck_assert_uint_gt(rares, MANY_ARTICLES);
	tokens_close(&map);
}
END_TEST

/* Words that had numbers lose them, and words that had none get some. */
START_TEST(a_merge_numbers_words_anew)
{
	static const uint32_t lasts[] = {200, 299, MANY_ARTICLES};
	const char *merged = temporary_folder_path(&folder, "merged");
	struct tokens_map maps[3], map;
	struct tokens_source sources[3];
	struct tombstones dead;
	struct error error = {0};
	uint32_t document = 0;
	uint64_t rares = 0;

	tombstones_init(&dead, lasts[0]);
	tombstones_add(&dead, 1);
	tombstones_add(&dead, 77);
	for (unsigned i = 0; i < 3; i++) {
		const char *path = temporary_folder_path(&folder, (const char[]){(char)('a' + i), '\0'});

		write_many(path, i ? lasts[i - 1] + 1 : 1, lasts[i]);
		ck_assert(tokens_open(&maps[i], path, &error));
		sources[i] = (struct tokens_source){&maps[i], i ? NULL : &dead};
	}
	ck_assert_uint_lt(maps[2].numbering.count, NUMBERING_RARE);
	ck_assert_msg(tokens_merge(sources, 3, merged, &error), "%s", error.message);
	ck_assert_msg(tokens_open(&map, merged, &error), "%s", error.message);
	ck_assert_uint_eq(map.count, MANY_ARTICLES - 2);
	ck_assert_uint_eq(map.numbering.count, NUMBERING_RARE);
	ck_assert(numbering_is_right(&map.numbering));
	for (uint32_t number = 1; number <= MANY_ARTICLES; number++) {
		if (number > lasts[0] || !tombstones_has(&dead, number))
			rares += assert_many(&map, ++document, number);
	}
	ck_assert_uint_gt(rares, MANY_ARTICLES);
	tombstones_clear(&dead);
	tokens_close(&map);
	for (unsigned i = 0; i < 3; i++)
		tokens_close(&maps[i]);
}
END_TEST

/* No more pairs that are not there are taken for present than pairs.h says. */
START_TEST(most_pairs_that_are_not_there_are_refused)
{
	const char *path = temporary_folder_path(&folder, "000001.tokens");
	struct suite_random random = {11};
	struct tokens_map map;
	struct error error = {0};
	unsigned taken = 0;

	write_examples(path, 1, ARTICLES);
	ck_assert(tokens_open(&map, path, &error));
	for (int i = 0; i < 20000; i++) {
		const struct pairs_probe pairs[2] = {
			pairs_probe_of(suite_random_below(&random, UINT32_MAX), 7),
			pairs_probe_of(7, suite_random_below(&random, UINT32_MAX))};
		const uint32_t document = 1 + suite_random_below(&random, ARTICLES);

		taken += tokens_may_have(&map, document, pairs, 1);
		ck_assert(!tokens_may_have(&map, document, pairs, 2) ||
			  (tokens_may_have(&map, document, &pairs[0], 1) &&
				  tokens_may_have(&map, document, &pairs[1], 1)));
	}
	ck_assert_uint_lt(taken, 20000 / 8);
	ck_assert(!tokens_may_have(&map, 0, NULL, 0));
	ck_assert(!tokens_may_have(&map, ARTICLES + 1, NULL, 0));
	tokens_close(&map);
}
END_TEST

/* Reads all that a map offers: under a sanitizer, a word out of bounds would show. */
static uint64_t read_all(const struct tokens_map *map)
{
	uint64_t sum = 0;

	for (uint32_t number = 1; number <= map->quotation_count; number++) {
		const struct tokens_quotation quotation = tokens_quotation_get(map, number);
		const struct tokens_article article = tokens_get(map, quotation.article);

		ck_assert_uint_le(quotation.first_token, quotation.end_token);
		ck_assert_uint_le(quotation.end_token, article.body);
	}
	for (uint32_t document = 1; document <= map->count; document++) {
		const struct tokens_article article = tokens_get(map, document);
		const uint32_t *hashes = token_room_fill(&room, &article.words);

		for (uint32_t i = 0; i < article.words.count; i++)
			sum += hashes[i];
	}
	return sum;
}

static void assert_refused(struct slice bytes)
{
	const char *path = temporary_folder_write(&folder, "damaged", bytes);
	struct tokens_map map;
	struct error error = {0};

	ck_assert(!tokens_open(&map, path, &error));
	ck_assert_int_eq(error.code, ERROR_INDEX);
}

#define HEAD 64
#define ROW 48
#define QUOTATION_ROW 12

/* Where pairs, and rows of quotations and the hashes behind them, end in the file of three. */
static size_t pairs_end(struct slice bytes)
{
	uint64_t units;

	memcpy(&units, bytes.data + 48, sizeof(units));
	return HEAD + 3 * ROW + units * sizeof(uint64_t);
}

static size_t rows_end(struct slice bytes)
{
	uint32_t quotations, hashes;

	memcpy(&quotations, bytes.data + 32, sizeof(quotations));
	memcpy(&hashes, bytes.data + 56, sizeof(hashes));
	return pairs_end(bytes) + (size_t)quotations * QUOTATION_ROW + hashes * sizeof(uint32_t);
}

START_TEST(damage_to_head_and_rows_is_found_when_opened)
{
	const char *path = temporary_folder_path(&folder, "000001.tokens");
	struct buffer bytes = {0};
	struct error error = {0};

	write_examples(path, 1, 3);
	ck_assert(file_read(path, SIZE_MAX, &bytes, &error));
	ck_assert_uint_gt(rows_end(buffer_slice(&bytes)), pairs_end(buffer_slice(&bytes)));
	for (size_t bit = 0; bit < rows_end(buffer_slice(&bytes)) * 8; bit++) {
		/* Damaged pairs are found by --verify alone: an article is missed, or read. */
		if (bit == (size_t)(HEAD + 3 * ROW) * 8)
			bit = pairs_end(buffer_slice(&bytes)) * 8;
		bytes.data[bit / 8] = (char)(bytes.data[bit / 8] ^ 1 << bit % 8);
		assert_refused(buffer_slice(&bytes));
		bytes.data[bit / 8] = (char)(bytes.data[bit / 8] ^ 1 << bit % 8);
	}
	for (size_t size = 0; size < bytes.size; size++)
		assert_refused(slice_range(buffer_slice(&bytes), 0, size));
	buffer_append_string(&bytes, "more");
	assert_refused(buffer_slice(&bytes));
	buffer_clear(&bytes);
}
END_TEST

START_TEST(rows_that_lie_under_a_right_digest_are_refused_or_in_bounds)
{
	const char *path = temporary_folder_path(&folder, "000001.tokens");
	const char *forged = temporary_folder_path(&folder, "forged");
	struct suite_random random = {3};
	struct buffer bytes = {0};
	struct error error = {0};
	unsigned refused = 0;

	write_examples(path, 1, 3);
	ck_assert(file_read(path, SIZE_MAX, &bytes, &error));
	for (int round = 0; round < 2000; round++) {
		const size_t end = rows_end(buffer_slice(&bytes));
		const unsigned at = HEAD + suite_random_below(&random, (unsigned)end - HEAD);
		const char byte = bytes.data[at];
		struct tokens_map map;
		uint64_t digest;

		bytes.data[at] = (char)suite_random_below(&random, 256);
		digest = digest_64(slice_range(buffer_slice(&bytes), HEAD, HEAD + 3 * ROW));
		memcpy(bytes.data + 24, &digest, sizeof(digest));
		digest = digest_64(slice_range(buffer_slice(&bytes), pairs_end(buffer_slice(&bytes)), end));
		memcpy(bytes.data + 40, &digest, sizeof(digest));
		temporary_folder_write(&folder, "forged", buffer_slice(&bytes));
		if (tokens_open(&map, forged, &error)) {
			ck_assert_uint_ne(read_all(&map), 0);
			tokens_close(&map);
		} else {
			refused++;
		}
		bytes.data[at] = byte;
	}
	/* Nobody looks at pairs and hashes: most of what is damaged. */
	ck_assert_uint_gt(refused, 400);
	buffer_clear(&bytes);
}
END_TEST

Suite *suite_make(void)
{
	Suite *suite = suite_create("tokens");
	TCase *tests = tcase_create("tokens");

	tcase_add_checked_fixture(tests, set_up, tear_down);
	tcase_set_timeout(tests, 60);
	tcase_add_test(tests, articles_come_back_word_for_word);
	tcase_add_test(tests, a_file_without_articles_opens);
	tcase_add_test(tests, a_builder_that_was_reset_builds_the_same_file);
	tcase_add_test(tests, a_merge_of_whole_files_is_the_file_made_at_once);
	tcase_add_loop_test(tests, a_merge_leaves_the_dead_out, 0, 8);
	tcase_add_test(tests, words_without_a_number_come_back_too);
	tcase_add_test(tests, a_merge_numbers_words_anew);
	tcase_add_test(tests, most_pairs_that_are_not_there_are_refused);
	tcase_add_test(tests, damage_to_head_and_rows_is_found_when_opened);
	tcase_add_test(tests, rows_that_lie_under_a_right_digest_are_refused_or_in_bounds);
	suite_add_tcase(suite, tests);
	return suite;
}
