/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "text/alignment.h"

#include <string.h>

#include "base/buffer.h"
#include "base/memory.h"
#include "text/lexicon.h"
#include "tests/support/suite.h"

static struct lexicon *lexicon;
static struct arena arena;
static struct buffer shown;

static void set_up(void)
{
	lexicon = lexicon_new(LANGUAGE_ENGLISH);
}

static void tear_down(void)
{
	lexicon_free(lexicon);
	arena_clear(&arena);
	buffer_clear(&shown);
}

/* Words of a text; "..." before a word and [brackets] around it are the writer's. A word
 * with a q or a 1 is one that no source has. */
static struct alignment_word *words_of(const char *text, size_t *count)
{
	struct token_list list = {0};
	struct alignment_word *words;

	lexicon_cut(lexicon, slice_of(text), &list);
	words = arena_allocate_array(&arena, list.count + 1, sizeof(*words));
	for (size_t i = 0; i < list.count; i++) {
		const struct token *token = &list.tokens[i];
		size_t begin = token->span.begin;

		words[i].folded = token->lexeme->folded;
		words[i].stem = token->lexeme->stem;
		words[i].hash = token->lexeme->hash;
		words[i].span = token->span;
		words[i].weight = token->lexeme->flags & LEXEME_STOPWORD ? 0.2f : 1;
		words[i].is_known = strcspn(arena_copy_string(&arena, token->lexeme->folded), "q1") ==
			token->lexeme->folded.size;
		words[i].is_own = begin > 0 && text[begin - 1] == '[';
		words[i].follows_ellipsis = begin > 3 && strncmp(text + begin - 4, "...", 3) == 0;
	}
	*count = list.count;
	token_list_clear(&list);
	return words;
}

static const char step_signs[] = {
	[ALIGNMENT_SAME] = '=', [ALIGNMENT_SPELLING] = '~', [ALIGNMENT_CHANGED] = '!',
	[ALIGNMENT_LEFT_OUT] = '-', [ALIGNMENT_SKIPPED] = '.', [ALIGNMENT_ADDED] = '+',
	[ALIGNMENT_OWN] = '[',
};

static struct alignment align(const char *claim, const char *source)
{
	size_t claim_count, source_count;
	struct alignment_word *claim_words = words_of(claim, &claim_count);
	struct alignment_word *source_words = words_of(source, &source_count);
	struct alignment alignment;

	ck_assert(alignment_run(claim_words, claim_count, source_words, source_count, &arena,
		&alignment));
	buffer_reset(&shown);
	for (size_t i = 0; i < alignment.pair_count; i++)
		buffer_append_byte(&shown, step_signs[alignment.pairs[i].step]);
	return alignment;
}

static const struct {
	const char *claim, *source, *steps;
	bool is_verbatim;
} cases[] = {
	{"we will rebuild the bridge", "Today we will rebuild the bridge, he said", "=====", true},
	{"We WILL, rebuild: the bridge!", "we will rebuild the bridge", "=====", true},
	{"we will rebuild the tunnel", "we will rebuild the bridge", "====!", false},
	{"we rebuild the bridge", "we will rebuild the bridge", "=-===", false},
	{"we will never rebuild the bridge", "we will rebuild the bridge", "==+===", false},
	{"we will ... the bridge", "we will rebuild and paint the bridge", "==...==", true},
	{"[they] will rebuild the bridge", "we will rebuild the bridge", "[====", true},
	{"we will rebuild the bridqe", "we will rebuild the bridge", "====~", true},
	{"we wi11 rebui1d the bridge", "we will rebuild the bridge", "=~~==", true},
	{"the door is c1osed", "the door is closed", "===~", true},
	{"the qorn rose", "the qom rose", "=~=", true},
	{"we qimpossible bridges", "we possible bridges", "=!=", false},
	{"we will rebuildthe bridge", "we will rebuild the bridge", "==~~=", true},
	{"we will re build the bridge", "we will rebuild the bridge", "==~~==", true},
	{"a burdensharing plan", "a burden-sharing plan", "=~~=", true},
	{"we rebuilt bridges", "we rebuild bridges", "=!=", false},
	{"it cost 458 million", "it cost 485 million", "==!=", false},
};

START_TEST(words_are_laid_side_by_side)
{
	struct alignment alignment = align(cases[_i].claim, cases[_i].source);

	ck_assert_str_eq(shown.data, cases[_i].steps);
	ck_assert_int_eq(alignment.is_verbatim, cases[_i].is_verbatim);
}
END_TEST

START_TEST(another_saying_scores_low_and_a_twisted_one_high)
{
	const char *source = "We will rebuild the bridge before winter comes, whatever it costs.";

	ck_assert(align("we will rebuild the bridge after winter comes", source).score > 0.7f);
	ck_assert(align("the harvest of the year was poor", source).score < 0.3f);
	ck_assert(align("before winter comes", source).score >= 1);
}
END_TEST

/* Whatever the two texts: every claim word once and in order, the source's stretch likewise. */
START_TEST(each_word_stands_in_one_pair)
{
	static const char *const vocabulary[] = {"bridge ", "river ", "we ", "the ", "rebuild ",
		"winter ", "... ", "[they] ", "bridqe "};
	struct suite_random random = {3};

	for (int round = 0; round < 2000; round++) {
		struct buffer claim = {0}, source = {0};
		struct alignment alignment;
		uint32_t next_claim = 0, next_source;

		buffer_append_string(&claim, "bridge ");
		buffer_append_string(&source, "river ");
		for (unsigned i = suite_random_below(&random, 12); i > 0; i--)
			buffer_append_string(&claim, vocabulary[suite_random_below(&random, 9)]);
		for (unsigned i = suite_random_below(&random, 12); i > 0; i--)
			buffer_append_string(&source, vocabulary[suite_random_below(&random, 6)]);
		alignment = align(claim.data, source.data);
		next_source = alignment.source_begin;
		for (size_t i = 0; i < alignment.pair_count; i++) {
			if (alignment.pairs[i].claim != ALIGNMENT_NO_WORD)
				ck_assert_uint_eq(alignment.pairs[i].claim, next_claim++);
			if (alignment.pairs[i].source != ALIGNMENT_NO_WORD)
				ck_assert_uint_eq(alignment.pairs[i].source, next_source++);
		}
		ck_assert_uint_eq(next_source, alignment.source_end);
		ck_assert(alignment.score >= 0);
		ck_assert(alignment.score <= 1);
		buffer_clear(&claim);
		buffer_clear(&source);
	}
}
END_TEST

START_TEST(too_many_words_are_refused_before_any_work)
{
	struct alignment_word word = {0};
	struct alignment alignment;

	ck_assert(!alignment_run(&word, ALIGNMENT_CELL_LIMIT, &word, 1, &arena, &alignment));
	ck_assert(!alignment_run(&word, 0, &word, 1, &arena, &alignment));
	ck_assert(!alignment_run(&word, 1, &word, 0, &arena, &alignment));
}
END_TEST

Suite *suite_make(void)
{
	Suite *suite = suite_create("text/alignment");
	TCase *alignments = tcase_create("alignments");

	tcase_add_checked_fixture(alignments, set_up, tear_down);
	tcase_add_loop_test(alignments, words_are_laid_side_by_side, 0, COUNT_OF(cases));
	tcase_add_test(alignments, another_saying_scores_low_and_a_twisted_one_high);
	tcase_add_test(alignments, each_word_stands_in_one_pair);
	tcase_add_test(alignments, too_many_words_are_refused_before_any_work);
	suite_add_tcase(suite, alignments);
	return suite;
}
