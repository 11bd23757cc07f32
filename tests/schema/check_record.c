/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "schema/record.h"

#include <string.h>

#include "base/memory.h"
#include "tests/support/suite.h"

#define ROUNDS 300

static struct record_codec *codec;
static struct arena arena;
static struct buffer record;
static struct suite_random random_numbers;

static void set_up(void)
{
	codec = record_codec_new();
	random_numbers.state = 7;
}

static void tear_down(void)
{
	record_codec_free(codec);
	arena_clear(&arena);
	buffer_clear(&record);
}

static struct slice random_text(unsigned limit)
{
	unsigned size = suite_random_below(&random_numbers, limit);
	char *text = arena_allocate(&arena, size + 1);

	for (unsigned i = 0; i < size; i++)
		text[i] = "abc def ghi\n"[suite_random_below(&random_numbers, 12)];
	return slice_make(text, size);
}

static struct article random_article(void)
{
	struct article article;

	article_init(&article);
	article.identity = random_text(40);
	article.title = random_text(80);
	article.subtitle = random_text(80);
	article.body = random_text(5000);
	article.author = random_text(30);
	article.source = random_text(30);
	article.site = random_text(30);
	article.url = random_text(80);
	article.path = random_text(80);
	article.section = random_text(10);
	article.tags = random_text(50);
	article.extra = suite_random_below(&random_numbers, 2) ? random_text(200)
							       : (struct slice){0};
	article.language_name = random_text(3);
	article.language = (enum language)suite_random_below(&random_numbers, LANGUAGE_COUNT);
	article.date = (int64_t)suite_random_below(&random_numbers, 4000000000u) - 2000000000;
	return article;
}

START_TEST(decoding_gives_the_article_back)
{
	for (int i = 0; i < ROUNDS; i++) {
		struct article article = random_article(), decoded;
		struct error error = {0};

		buffer_reset(&record);
		record_encode_article(codec, &article, &record);
		ck_assert(record_decode_article(codec, buffer_slice(&record), &arena, &decoded, &error));
		ck_assert(slice_equal(article.identity, decoded.identity));
		ck_assert(slice_equal(article.body, decoded.body));
		ck_assert(slice_equal(article.extra, decoded.extra));
		ck_assert_int_eq(article.language, decoded.language);
		ck_assert(article_digest(&article) == article_digest(&decoded));
	}
}
END_TEST

START_TEST(the_head_is_read_without_the_body)
{
	struct article article = random_article(), head;
	struct error error = {0};
	size_t size = 0;

	record_encode_article(codec, &article, &record);
	ck_assert(record_decode_head(buffer_slice(&record), &head, &size, &error));
	ck_assert(slice_equal(article.title, head.title));
	ck_assert(slice_equal(article.tags, head.tags));
	ck_assert_uint_eq(head.body.size, 0);
	ck_assert_uint_eq(size, article.body.size);
}
END_TEST

START_TEST(damage_is_an_error_of_the_index_and_never_a_crash)
{
	for (int i = 0; i < ROUNDS; i++) {
		struct article article = random_article(), decoded;
		struct error error = {0};
		struct buffer damaged = {0};

		buffer_reset(&record);
		record_encode_article(codec, &article, &record);
		/* A copy of its own size, so that a sanitizer sees a byte read too far. */
		buffer_append(&damaged, slice_range(buffer_slice(&record), 0,
			suite_random_below(&random_numbers, (unsigned)record.size)));
		if (damaged.size)
			damaged.data[suite_random_below(&random_numbers, (unsigned)damaged.size)] ^=
				(char)(1 + suite_random_below(&random_numbers, 255));
		ck_assert(!record_decode_article(codec, buffer_slice(&damaged), &arena, &decoded, &error));
		ck_assert_int_eq(error.code, ERROR_INDEX);
		buffer_clear(&damaged);
	}
}
END_TEST

static struct quotation_record random_quotation(void)
{
	struct quotation_record quotation = {.article = suite_random_below(&random_numbers, 1u << 31),
		.ordinal = 1 + suite_random_below(&random_numbers, 500)};
	uint32_t begin = suite_random_below(&random_numbers, 100000);

	quotation.quotation.span = (struct span){begin, begin + suite_random_below(&random_numbers, 900)};
	quotation.quotation.outer = (struct span){begin - (begin > 0), quotation.quotation.span.end + 1};
	quotation.quotation.sentence = (struct span){begin / 2, begin + 2000};
	quotation.quotation.speaker = (struct span){begin + 10, begin + 20};
	quotation.quotation.first_token = suite_random_below(&random_numbers, 10000);
	quotation.quotation.end_token = quotation.quotation.first_token + 12;
	quotation.quotation.entity = random_text(40);
	quotation.quotation.is_direct = suite_random_below(&random_numbers, 2);
	quotation.quotation.is_attributed = suite_random_below(&random_numbers, 2);
	quotation.quotation.score = 0.5f;
	quotation.mention = random_text(40);
	quotation.cue = random_text(20);
	return quotation;
}

static void assert_span(struct span a, struct span b)
{
	ck_assert_uint_eq(a.begin, b.begin);
	ck_assert_uint_eq(a.end, b.end);
}

START_TEST(decoding_gives_the_quotation_back)
{
	for (int i = 0; i < ROUNDS; i++) {
		struct quotation_record quotation = random_quotation(), decoded;
		struct error error = {0};

		buffer_reset(&record);
		record_encode_quotation(&quotation, &record);
		ck_assert(record_decode_quotation(buffer_slice(&record), &decoded, &error));
		ck_assert_uint_eq(quotation.article, decoded.article);
		ck_assert_uint_eq(quotation.ordinal, decoded.ordinal);
		assert_span(quotation.quotation.span, decoded.quotation.span);
		assert_span(quotation.quotation.outer, decoded.quotation.outer);
		assert_span(quotation.quotation.sentence, decoded.quotation.sentence);
		assert_span(quotation.quotation.speaker, decoded.quotation.speaker);
		assert_span(quotation.quotation.cue, decoded.quotation.cue);
		ck_assert_uint_eq(quotation.quotation.end_token, decoded.quotation.end_token);
		ck_assert_int_eq(quotation.quotation.is_direct, decoded.quotation.is_direct);
		ck_assert_int_eq(quotation.quotation.is_attributed, decoded.quotation.is_attributed);
		ck_assert(slice_equal(quotation.quotation.entity, decoded.quotation.entity));
		ck_assert(slice_equal(quotation.mention, decoded.mention));
		ck_assert(slice_equal(quotation.cue, decoded.cue));
	}
}
END_TEST

START_TEST(a_quotation_cut_short_is_damaged)
{
	struct quotation_record quotation = random_quotation(), decoded;

	record_encode_quotation(&quotation, &record);
	for (size_t size = 0; size < record.size; size++) {
		struct error error = {0};
		char *copy = memory_copy(record.data, size);

		ck_assert(!record_decode_quotation(slice_make(copy, size), &decoded, &error));
		ck_assert_int_eq(error.code, ERROR_INDEX);
		memory_free(copy);
	}
}
END_TEST

Suite *suite_make(void)
{
	Suite *suite = suite_create("schema/record");
	TCase *articles = tcase_create("articles"), *quotations = tcase_create("quotations");

	tcase_add_checked_fixture(articles, set_up, tear_down);
	tcase_add_test(articles, decoding_gives_the_article_back);
	tcase_add_test(articles, the_head_is_read_without_the_body);
	tcase_add_test(articles, damage_is_an_error_of_the_index_and_never_a_crash);
	tcase_add_checked_fixture(quotations, set_up, tear_down);
	tcase_add_test(quotations, decoding_gives_the_quotation_back);
	tcase_add_test(quotations, a_quotation_cut_short_is_damaged);
	suite_add_tcase(suite, articles);
	suite_add_tcase(suite, quotations);
	return suite;
}
