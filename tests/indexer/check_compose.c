/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/compose.h"

#include <string.h>

#include "base/file.h"
#include "base/memory.h"
#include "schema/record.h"
#include "schema/term.h"
#include "tests/support/suite.h"
#include "tests/support/temporary_folder.h"
#include "xapian-c/database.h"

#include "base/banned.h"

#define BODY "\"We are not done,\" said Anna Berg, the mayor. To be or not to be: the " \
	     "d\xc3\xa9j\xc3\xa0-vu of caf\xc3\xa9s.\n\nMr. Roe called it \"a small step\" in U.S. terms."

static struct temporary_folder folder;
static struct analysis *analysis;
static struct composer *composer;
static struct block *block;
static struct arena arena;

static void setup(void)
{
	temporary_folder_open(&folder);
	analysis = analysis_new();
	composer = composer_new(analysis);
	block = block_new();
	composer_begin(composer, block);
}

static void teardown(void)
{
	arena_clear(&arena);
	block_free(block);
	composer_free(composer);
	analysis_free(analysis);
	temporary_folder_close(&folder);
}

static struct article sample(void)
{
	struct article article;

	article_init(&article);
	article.identity = slice_of("a1");
	article.title = slice_of("Harbours of the North");
	article.subtitle = slice_of("Below the headline");
	article.body = slice_of(BODY);
	article.author = slice_of("Jane Doe, John Roe");
	article.source = slice_of("The Gazette");
	article.site = slice_of("www.news.Example.org");
	article.url = slice_of("https://www.news.example.org/1");
	article.path = slice_of("/home/jane/News/2024/a.txt");
	article.section = slice_of("World");
	article.tags = slice_of("energy\nclean energy");
	article.date = 1714550400;
	return article;
}

static uint32_t add(struct article *article)
{
	struct analysed analysed;

	analysis_run(analysis, article, LANGUAGE_ENGLISH, true, &arena, &analysed);
	return composer_add(composer, article, &analysed, article_digest(article));
}

/* The block as a segment: its articles (kind "articles") or quotations ("quotes"). */
static struct xc_database *open_database(const char *kind)
{
	struct manifest_segment segment;
	struct error error = {0};
	struct buffer path = {0};
	struct xc_database *database;
	const char *paths[1];

	ck_assert(file_make_folder(temporary_folder_path(&folder, "segments"), &error));
	ck_assert_msg(block_write(block, folder.path, 1, &segment, &error), "%s", error.message);
	manifest_path(folder.path, &segment, kind, &path);
	paths[0] = path.data;
	ck_assert_msg(xc_database_open(paths, 1, &database, &error), "%s", error.message);
	buffer_clear(&path);
	return database;
}

/* How often a term occurs in a document; 0 when it has not got it. */
static uint32_t occurrences(const struct xc_database *database, struct slice term, uint32_t wanted)
{
	struct error error = {0};
	struct xc_postings *postings = xc_postings_open(database, term, &error);
	uint32_t document, count;
	bool is_there = xc_postings_skip(postings, wanted, &document, &count, &error);

	xc_postings_close(postings);
	return is_there && document == wanted ? count : 0;
}

static const struct {
	const char *term;
	uint32_t count;
} article_terms[] = {
	{"done", 1},
	{"Zdone", 1},
	{"harbours", ANALYSIS_TITLE_WEIGHT},
	{"Zharbour", ANALYSIS_TITLE_WEIGHT},
	{"headline", ANALYSIS_SUBTITLE_WEIGHT},
	{"Sharbours", 1},
	{"ZSharbour", 1},
	{"XTheadline", 1},
	{"Sdone", 0},
	{"deja", 1},
	{"vu", 1},
	{"cafes", 1},
	{"Zcafe", 1},
	{"us", 1},
	{"be", 2},
	{"XPAto be", 2},
	{"XPAbe or", 1},
	{"XPAnot to", 1},
	{"XPAof the", 1},
	{"XPAbe the", 1},
	{"XPAdone said", 0},
	{"Ajane", 1},
	{"Aroe", 1},
	{"A=jane doe", 1},
	{"A=john roe", 1},
	{"XSOgazette", 1},
	{"XSO=the gazette", 1},
	{"Hnews.example.org", 1},
	{"Hexample.org", 1},
	{"P/home/jane/news/2024/a.txt", 1},
	{"Pnews/2024/a.txt", 1},
	{"Pa.txt", 1},
	{"XSE=world", 1},
	{"Kclean", 1},
	{"K=energy", 1},
	{"K=clean energy", 1},
	{"Len", 1},
	{"Qa1", 1},
	{"XSPberg", 1},
	{"XSP=anna berg", 1},
};

START_TEST(an_article_has_its_terms)
{
	struct article article = sample();
	uint32_t document = add(&article);
	struct xc_database *database = open_database("articles");

	for (size_t i = 0; i < COUNT_OF(article_terms); i++) {
		uint32_t count = occurrences(database, slice_of(article_terms[i].term), document);
		/* Speakers count by quotation; what matters is that they are there. */
		bool is_speaker = strncmp(article_terms[i].term, "XSP", 3) == 0;

		ck_assert_msg(is_speaker ? count > 0 : count == article_terms[i].count, "%s: %u",
			article_terms[i].term, count);
	}
	xc_database_close(database);
}
END_TEST

/* For each word of each text: the terms a query makes of it are among the article's. */
static void check_words(const struct xc_database *database, struct slice text, enum field field,
	uint32_t document)
{
	struct token_list words = {0};
	struct buffer term = {0};

	analysis_words(analysis, LANGUAGE_ENGLISH, text, &words);
	ck_assert_uint_gt(words.count, 0);
	for (size_t i = 0; i < words.count; i++) {
		const struct lexeme *lexeme = words.tokens[i].lexeme;

		term_word(field, lexeme->folded, &term);
		ck_assert_msg(occurrences(database, buffer_slice(&term), document), "%s", term.data);
		term_stem(field, lexeme->stem, &term);
		ck_assert_msg(occurrences(database, buffer_slice(&term), document), "%s", term.data);
	}
	token_list_clear(&words);
	buffer_clear(&term);
}

START_TEST(what_is_indexed_is_what_is_asked_for)
{
	static const char *const texts[] = {BODY,
		"\xe2\x80\x9cTypographic\xe2\x80\x9d quotes, it\xe2\x80\x99s, O'Neill\xe2\x80\x99s U.K. "
		"1,000.5 $485 billion",
		"\xe5\x8c\x97\xe4\xba\xac\xe5\xa4\xa7\xe5\xad\xa6 \xd0\x9c\xd0\xbe\xd1\x81\xd0\xba\xd0\xb2\xd0\xb0 "
		"STRASSE stra\xc3\x9f" "e",
		"Donaudampfschifffahrtselektrizit\xc3\xa4tenhauptbetriebswerkbauunterbeamtengesellschaft"};

	for (size_t i = 0; i < COUNT_OF(texts); i++) {
		struct article article = sample();

		article.body = slice_of(texts[i]);
		article.title = slice_of(texts[COUNT_OF(texts) - 1 - i]);
		ck_assert_uint_eq(add(&article), i + 1);
	}
	struct xc_database *database = open_database("articles");

	for (size_t i = 0; i < COUNT_OF(texts); i++) {
		check_words(database, slice_of(texts[i]), FIELD_TEXT, (uint32_t)i + 1);
		check_words(database, slice_of(texts[COUNT_OF(texts) - 1 - i]), FIELD_TITLE,
			(uint32_t)i + 1);
	}
	xc_database_close(database);
}
END_TEST

START_TEST(an_article_has_its_values_record_and_length)
{
	struct article article = sample(), stored;
	uint32_t document = add(&article);
	struct xc_database *database = open_database("articles");
	struct record_codec *codec = record_codec_new();
	struct buffer bytes = {0};
	struct error error = {0};
	int64_t number;

	ck_assert(xc_database_record(database, document, &bytes, &error));
	ck_assert(record_decode_article(codec, buffer_slice(&bytes), &arena, &stored, &error));
	ck_assert_uint_eq(article_digest(&stored), article_digest(&article));
	ck_assert(slice_equal(stored.body, article.body));
	record_codec_free(codec);
	buffer_reset(&bytes);
	ck_assert(xc_database_value(database, document, SLOT_DATE, &bytes, &error));
	ck_assert(slot_decode_number(buffer_slice(&bytes), &number));
	ck_assert_int_eq(number, article.date);
	buffer_reset(&bytes);
	ck_assert(xc_database_value(database, document, SLOT_LENGTH, &bytes, &error));
	ck_assert(slot_decode_number(buffer_slice(&bytes), &number));
	ck_assert_uint_eq(xc_database_length(database, document),
		(uint64_t)number + 4 * (ANALYSIS_TITLE_WEIGHT - 1) + 3 * (ANALYSIS_SUBTITLE_WEIGHT - 1));
	buffer_reset(&bytes);
	ck_assert(xc_database_value(database, document, SLOT_SOURCE, &bytes, &error));
	ck_assert_str_eq(bytes.data, "the gazette");
	buffer_clear(&bytes);
	xc_database_close(database);
}
END_TEST

static const char *const quotation_terms[] = {"done", "Zdone", "not", "XSPberg", "XSP=anna berg",
	"XCUsaid", "XIDa1", "Qa1#1", "Ajane", "XSO=the gazette", "K=energy", "Len",
	"Hexample.org"};

START_TEST(a_quotation_has_its_terms)
{
	struct article article = sample();
	struct xc_database *database;

	add(&article);
	database = open_database("quotes");
	ck_assert_uint_eq(xc_database_document_count(database), 2);
	for (size_t i = 0; i < COUNT_OF(quotation_terms); i++)
		ck_assert_msg(occurrences(database, slice_of(quotation_terms[i]), 1), "%s",
			quotation_terms[i]);
	ck_assert_uint_eq(occurrences(database, slice_of("mayor"), 1), 0);
	ck_assert_uint_eq(occurrences(database, slice_of("Qa1#2"), 2), 1);
	ck_assert_uint_eq(occurrences(database, slice_of("step"), 2), 1);
	xc_database_close(database);
}
END_TEST

START_TEST(a_quotation_knows_its_article_and_the_article_its_quotations)
{
	struct article first = sample(), second = sample();
	struct quotation_record record;
	struct xc_database *database;
	struct tokens_map tokens;
	struct buffer bytes = {0};
	struct error error = {0};

	first.body = slice_of("Nothing is quoted here.");
	second.identity = slice_of("a2");
	add(&first);
	add(&second);
	database = open_database("quotes");
	ck_assert(xc_database_record(database, 2, &bytes, &error));
	ck_assert(record_decode_quotation(buffer_slice(&bytes), &record, &error));
	ck_assert_uint_eq(record.article, 2);
	ck_assert_uint_eq(record.ordinal, 2);
	ck_assert(slice_equal_string(span_of(second.body, record.quotation.span), "a small step"));
	ck_assert(tokens_open(&tokens, temporary_folder_path(&folder, "segments/000001.tokens"), &error));
	ck_assert_uint_eq(tokens_get(&tokens, 1).quotation_count, 0);
	ck_assert_uint_eq(tokens_get(&tokens, 2).quotation_count, 2);
	ck_assert_uint_eq(tokens_get(&tokens, 2).first_quotation, 1);
	ck_assert_uint_eq(tokens_get(&tokens, 2).digest, article_digest(&second));
	tokens_close(&tokens);
	xc_database_close(database);
	buffer_clear(&bytes);
}
END_TEST

START_TEST(a_second_block_starts_from_nothing)
{
	struct article article = sample();
	struct xc_database *database;

	article.title = slice_of("Onlyinthefirst");
	add(&article);
	block_reset(block);
	composer_begin(composer, block);
	article = sample();
	ck_assert_uint_eq(add(&article), 1);
	database = open_database("articles");
	ck_assert_uint_eq(xc_database_document_count(database), 1);
	ck_assert_uint_eq(xc_database_frequency(database, slice_of("onlyinthefirst")), 0);
	check_words(database, article.body, FIELD_TEXT, 1);
	xc_database_close(database);
}
END_TEST

Suite *suite_make(void)
{
	Suite *suite = suite_create("compose");
	TCase *tests = tcase_create("compose");

	tcase_add_checked_fixture(tests, setup, teardown);
	tcase_add_test(tests, an_article_has_its_terms);
	tcase_add_test(tests, what_is_indexed_is_what_is_asked_for);
	tcase_add_test(tests, an_article_has_its_values_record_and_length);
	tcase_add_test(tests, a_quotation_has_its_terms);
	tcase_add_test(tests, a_quotation_knows_its_article_and_the_article_its_quotations);
	tcase_add_test(tests, a_second_block_starts_from_nothing);
	suite_add_tcase(suite, tests);
	return suite;
}
