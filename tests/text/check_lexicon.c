/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "text/lexicon.h"

#include <string.h>

#include "base/buffer.h"
#include "base/digest.h"
#include "base/memory.h"
#include "tests/support/suite.h"
#include "text/fold.h"
#include "text/stopword.h"
#include "text/utf8.h"
#include "text/word.h"

#define ROUNDS 10000

static struct lexicon *lexicon;
static struct token_list tokens;
static struct buffer text;

static void set_up(void)
{
	lexicon = lexicon_new(LANGUAGE_ENGLISH);
}

static void tear_down(void)
{
	lexicon_free(lexicon);
	token_list_clear(&tokens);
	buffer_clear(&text);
}

static const struct lexeme *find(const char *word)
{
	struct word_cursor cursor = {slice_of(word), 0};
	enum word_kind kind = WORD_LETTERS;
	struct span span;

	ck_assert(word_next(&cursor, &span, &kind));
	ck_assert_uint_eq(span.end, strlen(word));
	return lexicon_find(lexicon, slice_of(word), kind);
}

static const struct row {
	const char *written, *folded, *stem;
	unsigned flags;
} rows[] = {
	{"nation", "nation", "nation", 0},
	{"Nations", "nations", "nation", LEXEME_CAPITAL | LEXEME_STEMMED},
	{"NATO", "nato", "nato", LEXEME_CAPITAL | LEXEME_ALL_CAPITALS},
	{"the", "the", "the", LEXEME_STOPWORD},
	{"The", "the", "the", LEXEME_STOPWORD | LEXEME_CAPITAL},
	{"I", "i", "i", LEXEME_STOPWORD | LEXEME_CAPITAL},
	{"us", "us", "us", LEXEME_STOPWORD},
	{"US", "us", "us", LEXEME_CAPITAL | LEXEME_ALL_CAPITALS},
	{"U.S", "us", "us", LEXEME_CAPITAL | LEXEME_ALL_CAPITALS},
	{"p.m", "pm", "pm", 0},
	{"don't", "don't", "don't", LEXEME_STOPWORD},
	{"don’t", "don't", "don't", LEXEME_STOPWORD},
	{"Minister’s", "minister's", "minist", LEXEME_CAPITAL | LEXEME_STEMMED},
	{"485", "485", "485", LEXEME_NUMBER},
	{"1,000.5", "1,000.5", "1,000.5", LEXEME_NUMBER},
	{"3D", "3d", "3d", 0},
	{"naïvely", "naively", "naiv", LEXEME_STEMMED},
	{"日本", "日本", "日本", LEXEME_PAIR},
	{"Élysée", "elysee", "elyse", LEXEME_CAPITAL | LEXEME_STEMMED},
};

START_TEST(a_lexeme_says_what_follows_from_the_word)
{
	const struct row *row = &rows[_i];
	const struct lexeme *lexeme = find(row->written);

	ck_assert(slice_equal_string(lexeme->written, row->written));
	ck_assert_msg(slice_equal_string(lexeme->folded, row->folded), "%.*s",
		SLICE_ARGS(lexeme->folded));
	ck_assert_msg(slice_equal_string(lexeme->stem, row->stem), "%.*s", SLICE_ARGS(lexeme->stem));
	ck_assert_msg(lexeme->flags == row->flags, "%s: %x", row->written, lexeme->flags);
	ck_assert_uint_eq(lexeme->hash, digest_word(lexeme->folded));
	ck_assert_uint_eq(lexeme->common, stopword_common(LANGUAGE_ENGLISH, lexeme->folded));
}
END_TEST

START_TEST(a_word_over_sixty_four_bytes_is_its_digest)
{
	char word[200];

	memset(word, 'x', sizeof(word));
	word[64] = '\0';
	ck_assert(slice_equal_string(find(word)->folded, word));
	word[64] = 'x';
	word[65] = '\0';
	const struct lexeme *lexeme = find(word);

	ck_assert_uint_eq(lexeme->folded.size, DIGEST_TEXT_SIZE);
	ck_assert_int_eq(lexeme->folded.data[0], '#');
	ck_assert(slice_equal(lexeme->stem, lexeme->folded));
	word[64] = 'y';
	ck_assert(!slice_equal(find(word)->folded, lexeme->folded));
}
END_TEST

START_TEST(french_words_are_stemmed_without_their_article)
{
	lexicon_free(lexicon);
	lexicon = lexicon_new(LANGUAGE_FRENCH);
	ck_assert(slice_equal_string(find("l’économie")->folded, "l'economie"));
	ck_assert(slice_equal(find("l’économie")->stem, find("économies")->stem));
	ck_assert(find("l’économie")->flags & LEXEME_STEMMED);
}
END_TEST

START_TEST(an_unknown_language_is_not_stemmed)
{
	lexicon_free(lexicon);
	lexicon = lexicon_new(LANGUAGE_NONE);
	ck_assert(slice_equal_string(find("Nations")->stem, "nations"));
	ck_assert_uint_eq(find("the")->flags, 0);
	ck_assert_int_eq(lexicon_language(lexicon), LANGUAGE_NONE);
}
END_TEST

/* Pieces out of which words of many lengths are made, so that the table grows often. */
static void make_random_text(struct suite_random *random)
{
	static const char *const pieces[] = {"a", "ab", "tion", "s", "É", "日本", "U.S. ", "9", "1,0", "'",
		"’", " ", " ", ". ", "-", "\n", "longestword", "ы"};
	const unsigned count = suite_random_below(random, 20);

	buffer_reset(&text);
	for (unsigned i = 0; i < count; i++)
		buffer_append_string(&text, pieces[suite_random_below(random, COUNT_OF(pieces))]);
}

static void check_lexeme(const struct lexeme *lexeme, struct slice written, enum word_kind kind)
{
	struct buffer folded = {0};

	ck_assert(slice_equal(lexeme->written, written));
	ck_assert_ptr_eq(lexicon_find(lexicon, written, kind), lexeme);
	fold_append(written, &folded);
	if (kind != WORD_INITIALS && folded.size <= 64)
		ck_assert(slice_equal(buffer_slice(&folded), lexeme->folded));
	ck_assert_int_eq((lexeme->flags & LEXEME_STEMMED) != 0,
		!slice_equal(lexeme->stem, lexeme->folded));
	buffer_clear(&folded);
}

START_TEST(cutting_finds_the_words_and_the_lexemes_that_each_word_alone_has)
{
	struct suite_random random = {17};

	for (int i = 0; i < ROUNDS; i++) {
		make_random_text(&random);
		struct word_cursor cursor = {buffer_slice(&text), 0};
		enum word_kind kind;
		struct span span;
		size_t count = 0;

		tokens.count = 0;
		lexicon_cut(lexicon, buffer_slice(&text), &tokens);
		for (; word_next(&cursor, &span, &kind); count++) {
			ck_assert_uint_lt(count, tokens.count);
			ck_assert_uint_eq(tokens.tokens[count].span.begin, span.begin);
			ck_assert_uint_eq(tokens.tokens[count].span.end, span.end);
			check_lexeme(tokens.tokens[count].lexeme, span_of(cursor.text, span), kind);
		}
		ck_assert_uint_eq(count, tokens.count);
	}
	ck_assert_uint_gt(lexicon_count(lexicon), 4096);
}
END_TEST

START_TEST(lexemes_are_numbered_in_the_order_of_first_sight)
{
	lexicon_cut(lexicon, SLICE_LITERAL("one two one three two one"), &tokens);
	static const uint32_t numbers[] = {0, 1, 0, 2, 1, 0};

	ck_assert_uint_eq(tokens.count, COUNT_OF(numbers));
	for (size_t i = 0; i < COUNT_OF(numbers); i++)
		ck_assert_uint_eq(tokens.tokens[i].lexeme->number, numbers[i]);
	ck_assert_uint_eq(lexicon_count(lexicon), 3);
	for (size_t i = 0; i < COUNT_OF(numbers); i++)
		ck_assert_ptr_eq(lexicon_lexemes(lexicon)[numbers[i]], tokens.tokens[i].lexeme);
}
END_TEST

START_TEST(trimming_forgets_all_when_there_are_too_many)
{
	lexicon_cut(lexicon, SLICE_LITERAL("one two three"), &tokens);
	ck_assert_uint_eq(lexicon_trim(lexicon, 3), 0);
	ck_assert_uint_eq(lexicon_count(lexicon), 3);
	ck_assert_uint_eq(lexicon_trim(lexicon, 2), 1);
	ck_assert_uint_eq(lexicon_count(lexicon), 0);
	ck_assert_uint_eq(find("three")->number, 0);
	ck_assert_uint_eq(lexicon_trim(lexicon, 2), 1);
	ck_assert_uint_eq(lexicon_generation(lexicon), 1);
}
END_TEST

START_TEST(tokens_are_appended)
{
	lexicon_cut(lexicon, SLICE_LITERAL("one two"), &tokens);
	lexicon_cut(lexicon, SLICE_LITERAL(""), &tokens);
	lexicon_cut(lexicon, SLICE_LITERAL("three"), &tokens);
	ck_assert_uint_eq(tokens.count, 3);
	ck_assert_uint_eq(tokens.tokens[2].span.begin, 0);
	token_list_clear(&tokens);
	ck_assert_ptr_null(tokens.tokens);
}
END_TEST

Suite *suite_make(void)
{
	Suite *suite = suite_create("lexicon");
	TCase *tests = tcase_create("lexicon");

	tcase_set_timeout(tests, 60);
	tcase_add_checked_fixture(tests, set_up, tear_down);
	tcase_add_loop_test(tests, a_lexeme_says_what_follows_from_the_word, 0, COUNT_OF(rows));
	tcase_add_test(tests, a_word_over_sixty_four_bytes_is_its_digest);
	tcase_add_test(tests, french_words_are_stemmed_without_their_article);
	tcase_add_test(tests, an_unknown_language_is_not_stemmed);
	tcase_add_test(tests, cutting_finds_the_words_and_the_lexemes_that_each_word_alone_has);
	tcase_add_test(tests, lexemes_are_numbered_in_the_order_of_first_sight);
	tcase_add_test(tests, trimming_forgets_all_when_there_are_too_many);
	tcase_add_test(tests, tokens_are_appended);
	suite_add_tcase(suite, tests);
	return suite;
}
