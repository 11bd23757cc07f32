/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "store/block.h"

#include <stdio.h>
#include <string.h>

#include "base/file.h"
#include "base/memory.h"
#include "tests/support/stock_reader.h"
#include "tests/support/stock_writer.h"
#include "tests/support/suite.h"
#include "tests/support/temporary_folder.h"

#define ARTICLE_COUNT 200
#define VOCABULARY 3000

static struct temporary_folder folder;

static void folder_make(void)
{
	struct error error;

	temporary_folder_open(&folder);
	ck_assert(file_make_folder(temporary_folder_path(&folder, "segments"), &error));
}

static void folder_remove(void)
{
	temporary_folder_close(&folder);
}

static struct slice make_word(unsigned number, char word[32])
{
	return slice_make(word, (size_t)snprintf(word, 32, "word%u", number));
}

/* One document into the block and, unless it is NULL, into Xapian's own. */
static void add_document(struct block_documents *documents, struct stock_writer *stock,
	struct suite_random *random)
{
	const uint32_t document = block_next(documents);
	const unsigned words = suite_random_below(random, 200);
	const unsigned record_number = suite_random_below(random, 1000);
	char text[32];
	struct slice record;

	for (unsigned i = 0; i < words; i++) {
		const struct slice word = make_word(suite_random_below(random, VOCABULARY), text);

		inversion_post(documents->postings, inversion_term(documents->postings, word),
			document, 1);
		if (stock)
			stock_writer_term(stock, word, 1);
	}
	for (unsigned slot = 0; slot < SLOT_COUNT; slot++) {
		const struct slice value = make_word(suite_random_below(random, 50), text);

		if (suite_random_below(random, 3) == 0)
			continue;
		block_value(documents, slot, value);
		if (stock)
			stock_writer_value(stock, slot, value);
	}
	record = make_word(record_number, text);
	block_add(documents, record, words);
	if (stock)
		stock_writer_add(stock, record);
}

static void fill(struct block *block, unsigned long long seed, struct stock_writer *articles,
	struct stock_writer *quotations)
{
	static const struct token_list none;
	static const struct quotation empty[4];
	struct suite_random random = {seed};

	for (unsigned i = 0; i < ARTICLE_COUNT; i++) {
		const unsigned quotation_count = suite_random_below(&random, 4);
		const uint32_t first = quotation_count ? block_next(&block->quotations) : 0;

		for (unsigned j = 0; j < quotation_count; j++)
			add_document(&block->quotations, quotations, &random);
		add_document(&block->articles, articles, &random);
		tokens_builder_add(&block->tokens, &(struct tokens_addition){
			.title = &none,
			.subtitle = &none,
			.body = &none,
			.first_quotation = first,
			.quotations = {empty, quotation_count},
			.digest = i,
		});
	}
	block->text_bytes = 12345;
}

static void expect_file(const char *path, const struct manifest_file *file)
{
	struct digest digest;
	uint64_t size;
	struct error error;

	ck_assert(digest_file(path, &digest, &size, &error));
	ck_assert(digest_equal(digest, file->digest));
	ck_assert_uint_eq(size, file->size);
}

static void expect_same(const char *ours, const char *stock)
{
	const char *difference = stock_difference(ours, stock);

	ck_assert_msg(!difference, "%s", difference);
	ck_assert_uint_eq(stock_check(ours), 0);
}

START_TEST(reads_back_as_what_was_put_in)
{
	const char *articles = temporary_folder_path(&folder, "stock-articles");
	const char *quotations = temporary_folder_path(&folder, "stock-quotations");
	struct stock_writer *stock_articles = stock_writer_open(articles);
	struct stock_writer *stock_quotations = stock_writer_open(quotations);
	const char *ours = temporary_folder_path(&folder, "segments/000017.articles");
	struct block *block = block_new();
	struct manifest_segment segment;
	struct tokens_map tokens;
	struct error error;

	fill(block, 1, stock_articles, stock_quotations);
	stock_writer_close(stock_articles);
	stock_writer_close(stock_quotations);
	ck_assert_uint_eq(block_next(&block->articles), ARTICLE_COUNT + 1);
	ck_assert_uint_gt(block_memory(block), 100000);
	ck_assert_msg(block_write(block, folder.path, 17, &segment, &error), "%s", error.message);

	ck_assert_uint_eq(segment.number, 17);
	ck_assert_uint_eq(segment.article_count, ARTICLE_COUNT);
	ck_assert_uint_eq(segment.quotation_count, block->quotations.count);
	ck_assert_uint_eq(segment.text_bytes, 12345);
	ck_assert_uint_eq(segment.dead_count + segment.dead_version + segment.dead.size, 0);
	expect_file(ours, &segment.articles);
	expect_same(ours, articles);
	ours = temporary_folder_path(&folder, "segments/000017.quotes");
	expect_file(ours, &segment.quotations);
	expect_same(ours, quotations);
	ours = temporary_folder_path(&folder, "segments/000017.tokens");
	expect_file(ours, &segment.tokens);
	ck_assert(tokens_open(&tokens, ours, &error));
	ck_assert_uint_eq(tokens.count, ARTICLE_COUNT);
	tokens_close(&tokens);
	expect_file(temporary_folder_path(&folder, "segments/000017.words"), &segment.words);
	block_free(block);
}
END_TEST

START_TEST(an_empty_block_is_a_segment_too)
{
	struct block *block = block_new();
	struct manifest_segment segment;
	struct error error;

	ck_assert(block_write(block, folder.path, 1, &segment, &error));
	ck_assert_uint_eq(stock_check(temporary_folder_path(&folder, "segments/000001.articles")), 0);
	ck_assert_uint_eq(stock_check(temporary_folder_path(&folder, "segments/000001.quotes")), 0);
	block_free(block);
}
END_TEST

/* Whether two written segments have the same bytes in both databases and in the tokens. */
static bool same_files(const struct manifest_segment *a, const struct manifest_segment *b)
{
	return digest_equal(a->articles.digest, b->articles.digest) &&
		digest_equal(a->quotations.digest, b->quotations.digest) &&
		digest_equal(a->tokens.digest, b->tokens.digest) &&
		digest_equal(a->words.digest, b->words.digest);
}

START_TEST(a_block_filled_again_gives_the_same_bytes)
{
	struct block *block = block_new();
	struct manifest_segment once;
	struct manifest_segment twice;
	struct error error;

	fill(block, 3, NULL, NULL);
	ck_assert(block_write(block, folder.path, 1, &once, &error));
	block_reset(block);
	fill(block, 4, NULL, NULL);
	block_reset(block);
	fill(block, 3, NULL, NULL);
	ck_assert(file_remove_tree(temporary_folder_path(&folder, "segments"), &error));
	ck_assert(file_make_folder(temporary_folder_path(&folder, "segments"), &error));
	ck_assert_msg(block_write(block, folder.path, 1, &twice, &error), "%s", error.message);
	ck_assert(same_files(&once, &twice));
	block_free(block);
}
END_TEST

START_TEST(every_database_has_a_uuid_of_its_own)
{
	static const char *const names[] = {
		"segments/000001.articles", "segments/000001.quotes",
		"segments/000002.articles", "segments/000002.quotes",
	};
	struct block *block = block_new();
	struct manifest_segment segment;
	struct buffer files[COUNT_OF(names)] = {0};
	struct error error;

	fill(block, 5, NULL, NULL);
	ck_assert(block_write(block, folder.path, 1, &segment, &error));
	block_reset(block);
	fill(block, 5, NULL, NULL);
	ck_assert(block_write(block, folder.path, 2, &segment, &error));
	for (size_t i = 0; i < COUNT_OF(names); i++) {
		ck_assert(file_read(temporary_folder_path(&folder, names[i]), 1u << 28, &files[i],
			&error));
		for (size_t j = 0; j < i; j++)
			ck_assert_int_ne(memcmp(files[i].data + 16, files[j].data + 16, 16), 0);
	}
	for (size_t i = 0; i < COUNT_OF(names); i++)
		buffer_clear(&files[i]);
	block_free(block);
}
END_TEST

START_TEST(what_cannot_be_written_leaves_no_file)
{
	static const char *const taken[] = {
		"segments/000001.articles", "segments/000001.tokens", "segments/000001.quotes",
		"segments/000001.words",
	};
	struct block *block = block_new();
	struct manifest_segment segment;
	struct error error = {0};

	fill(block, 6, NULL, NULL);
	ck_assert(file_replace(temporary_folder_path(&folder, taken[_i]), SLICE_LITERAL("x"), &error));
	ck_assert(!block_write(block, folder.path, 1, &segment, &error));
	ck_assert_int_eq(error.code, ERROR_IO);
	for (int i = 0; i < (int)COUNT_OF(taken); i++)
		ck_assert_int_eq(file_exists(temporary_folder_path(&folder, taken[i])), i == _i);
	block_free(block);
}
END_TEST

Suite *suite_make(void)
{
	Suite *suite = suite_create("block");
	TCase *tests = tcase_create("segments");

	tcase_add_checked_fixture(tests, folder_make, folder_remove);
	tcase_add_test(tests, reads_back_as_what_was_put_in);
	tcase_add_test(tests, an_empty_block_is_a_segment_too);
	tcase_add_test(tests, a_block_filled_again_gives_the_same_bytes);
	tcase_add_test(tests, every_database_has_a_uuid_of_its_own);
	tcase_add_loop_test(tests, what_cannot_be_written_leaves_no_file, 0, 4);
	suite_add_tcase(suite, tests);
	return suite;
}
