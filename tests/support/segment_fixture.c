/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "tests/support/segment_fixture.h"

#include <stdio.h>

#include <check.h>

#include "base/digest.h"
#include "schema/analysis.h"
#include "schema/record.h"
#include "schema/term.h"
#include "store/verify.h"
#include "tests/support/suite.h"

#define TITLE_WORDS 4
#define BODY_WORDS 36
#define QUOTATION_WORDS 5

/* The words of an article, and what the block wants to know of them. */
struct words {
	char text[BODY_WORDS][8];
	struct lexeme lexemes[BODY_WORDS];
	struct token tokens[BODY_WORDS];
	struct token_list list;
	struct buffer joined;
};

struct slice segment_fixture_identity(unsigned number)
{
	static char texts[8][16];
	static unsigned next;
	char *text = texts[next++ % 8];

	snprintf(text, sizeof(texts[0]), "a%05u", number);
	return slice_of(text);
}

uint32_t segment_fixture_quotations(unsigned number)
{
	return number % 3;
}

/* Half of the words are among few, so that some terms are in most articles and some in one. */
static void make_words(struct words *words, struct suite_random *random, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		const unsigned kinds = suite_random_below(random, 2) ? 20 : 2000;

		snprintf(words->text[i], sizeof(words->text[i]), "w%u",
			suite_random_below(random, kinds));
		words->lexemes[i] = (struct lexeme){.hash = digest_word(slice_of(words->text[i]))};
		words->tokens[i] = (struct token){.lexeme = &words->lexemes[i]};
		buffer_printf(&words->joined, "%s%s", i ? " " : "", words->text[i]);
	}
	words->list = (struct token_list){.tokens = words->tokens, .count = count};
}

static void post(struct block_documents *documents, const char *prefix, struct slice word)
{
	struct buffer term = {0};

	buffer_printf(&term, "%s%.*s", prefix, SLICE_ARGS(word));
	inversion_post(documents->postings,
		inversion_term(documents->postings, buffer_slice(&term)), block_next(documents), 1);
	buffer_clear(&term);
}

static void post_value(struct block_documents *documents, enum field field, struct slice value)
{
	struct buffer term = {0};

	term_value(field, value, &term);
	post(documents, "", buffer_slice(&term));
	buffer_clear(&term);
}

static struct quotation quotation_of(uint32_t ordinal)
{
	return (struct quotation){.first_token = ordinal * QUOTATION_WORDS,
		.end_token = (ordinal + 1) * QUOTATION_WORDS};
}

static void add_quotation(struct block *block, const struct words *body, uint32_t ordinal,
	unsigned number)
{
	struct block_documents *documents = &block->quotations;
	struct quotation_record record = {
		.article = block_next(&block->articles),
		.ordinal = ordinal,
		.mention = SLICE_LITERAL("Mention"),
		.cue = SLICE_LITERAL("said"),
		.quotation = quotation_of(ordinal),
	};
	struct buffer bytes = {0};
	char date[SLOT_NUMBER_SIZE];

	for (uint32_t i = record.quotation.first_token; i < record.quotation.end_token; i++)
		post(documents, "", slice_of(body->text[i]));
	post_value(documents, FIELD_ARTICLE, segment_fixture_identity(number));
	slot_encode_number(number, date);
	block_value(documents, SLOT_DATE, slice_make(date, sizeof(date)));
	record_encode_quotation(&record, &bytes);
	block_add(documents, buffer_slice(&bytes), QUOTATION_WORDS);
	buffer_clear(&bytes);
}

static void add_article(struct block *block, struct record_codec *codec, unsigned number)
{
	struct block_documents *documents = &block->articles;
	struct suite_random random = {number};
	struct words title = {.joined = {0}}, body = {.joined = {0}};
	const struct token_list none = {.count = 0};
	const uint32_t first_quotation = block_next(&block->quotations);
	const struct quotation quotations[] = {quotation_of(1), quotation_of(2)};
	struct buffer bytes = {0};
	struct article article;
	char date[SLOT_NUMBER_SIZE];

	make_words(&title, &random, TITLE_WORDS);
	make_words(&body, &random, BODY_WORDS);
	article_init(&article);
	article.identity = segment_fixture_identity(number);
	article.title = buffer_slice(&title.joined);
	article.body = buffer_slice(&body.joined);
	article.language = number % 5 ? LANGUAGE_ENGLISH : LANGUAGE_NONE;
	for (size_t i = 0; i < TITLE_WORDS; i++)
		post(documents, "S", slice_of(title.text[i]));
	for (size_t i = 0; i < BODY_WORDS; i++)
		post(documents, "", slice_of(body.text[i]));
	post_value(documents, FIELD_IDENTITY, article.identity);
	for (uint32_t i = 1; i <= segment_fixture_quotations(number); i++)
		add_quotation(block, &body, i, number);
	if (number % 4) {
		slot_encode_number(number * 86400, date);
		block_value(documents, SLOT_DATE, slice_make(date, sizeof(date)));
	}
	block_value(documents, SLOT_TITLE, slice_of(title.text[0]));
	tokens_builder_add(&block->tokens,
		&(struct tokens_addition){&title.list, &none, &body.list, first_quotation,
			{quotations, segment_fixture_quotations(number)}, article_digest(&article)});
	record_encode_article(codec, &article, &bytes);
	block_add(documents, buffer_slice(&bytes), analysis_length(TITLE_WORDS, 0, BODY_WORDS));
	block->text_bytes += article.title.size + article.body.size;
	block->language_articles[article.language]++;
	buffer_clear(&bytes);
	buffer_clear(&title.joined);
	buffer_clear(&body.joined);
}

void segment_fixture_fill(struct block *block, unsigned first, unsigned last, const bool *skip)
{
	struct record_codec *codec = record_codec_new();

	for (unsigned number = first; number <= last; number++)
		if (!skip || !skip[number])
			add_article(block, codec, number);
	record_codec_free(codec);
}

uint64_t segment_fixture_add(struct update *update, const char *index, unsigned first,
	unsigned last, const bool *skip)
{
	struct block *block = block_new();
	struct manifest_segment segment;
	struct error error = {0};
	const uint64_t number = update_reserve(update);

	segment_fixture_fill(block, first, last, skip);
	ck_assert_msg(block_write(block, index, number, &segment, &error), "%s", error.message);
	update_add(update, &segment, block->language_articles);
	block_free(block);
	return number;
}

struct update *segment_fixture_open(const char *index, bool rebuild)
{
	const struct update_options options = {.rebuild = rebuild};
	struct update *update;
	struct error error = {0};

	ck_assert_msg(update_open(index, &options, &update, &error), "%s", error.message);
	return update;
}

void segment_fixture_publish(struct update *update)
{
	struct error error = {0};

	ck_assert_msg(update_publish(update, &error), "%s", error.message);
}

void segment_fixture_merge(struct update *update, bool optimize)
{
	struct error error = {0};

	ck_assert_msg(update_merge(update, optimize, NULL, NULL, &error), "%s", error.message);
}

void segment_fixture_bury(struct update *update, unsigned number)
{
	struct error error = {0};
	uint32_t document;

	ck_assert(update_find(update, segment_fixture_identity(number),
		&document, &error));
	ck_assert(update_bury(update, document));
	ck_assert(!update_bury(update, document));
}

void segment_fixture_assert(const char *index, const bool *lives, unsigned count)
{
	struct snapshot *snapshot;
	struct buffer report = {0};
	struct error error = {0};
	uint32_t document, living = 0;

	ck_assert_msg(verify_run(index, &report, &error), "%s", error.message);
	buffer_clear(&report);
	ck_assert_msg(snapshot_open(index, &snapshot, &error), "%s", error.message);
	for (unsigned number = 1; number <= count; number++) {
		ck_assert_msg(snapshot_find(snapshot, segment_fixture_identity(number), &document,
				      &error) == lives[number],
			"article %u", number);
		living += lives[number];
	}
	ck_assert_uint_eq(snapshot_live_count(snapshot), living);
	snapshot_close(snapshot);
}
