/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "text/quotation.h"

#include <string.h>

#include "base/buffer.h"
#include "base/memory.h"
#include "tests/support/case_file.h"
#include "tests/support/suite.h"

#define ROUNDS 4000
#define LONG_QUOTATION 8 /* words */
#define HOSTILE_SIZE (1u << 14)
#define STEPS_MOST 20 /* a byte, where each third byte is a mark */

static struct case_file file;
static struct buffer text, line;
static struct arena arena;
static struct token_list title_tokens, tokens;
static struct lexicon *lexicons[LANGUAGE_COUNT];
static struct quotation_finder *finder;

static void set_up(void)
{
	finder = quotation_finder_new();
}

static void tear_down(void)
{
	quotation_finder_free(finder);
	for (unsigned i = 0; i < LANGUAGE_COUNT; i++) {
		lexicon_free(lexicons[i]);
		lexicons[i] = NULL;
	}
	token_list_clear(&title_tokens);
	token_list_clear(&tokens);
	arena_clear(&arena);
	buffer_clear(&text);
	buffer_clear(&line);
}

static struct quotation_list find_with(struct quotation_finder *used, struct slice title,
	struct slice body, enum language language)
{
	if (!lexicons[language])
		lexicons[language] = lexicon_new(language);
	title_tokens.count = tokens.count = 0;
	lexicon_cut(lexicons[language], title, &title_tokens);
	lexicon_cut(lexicons[language], body, &tokens);
	return quotation_find(used,
		&(struct quotation_text){title, body, &title_tokens, &tokens, lexicons[language]},
		&arena);
}

static struct quotation_list find(struct slice body, enum language language)
{
	return find_with(finder, slice_of(""), body, language);
}

static void append_or_dash(struct slice part)
{
	buffer_append_string(&line, " | ");
	buffer_append(&line, part.size ? part : slice_of("-"));
}

static struct slice print(struct slice body, const struct quotation *quotation)
{
	buffer_reset(&line);
	buffer_append(&line, span_of(body, quotation->span));
	append_or_dash(span_of(body, quotation->speaker));
	append_or_dash(quotation->entity);
	append_or_dash(span_of(body, quotation->cue));
	return buffer_slice(&line);
}

static const struct {
	const char *name;
	size_t least; /* cases */
} case_files[] = {
	{"quotations.case", 120},
	{"quotations-dutch.case", 12},
	{"quotations-french.case", 12},
	{"quotations-german.case", 12},
	{"quotations-italian.case", 12},
	{"quotations-portuguese.case", 12},
	{"quotations-spanish.case", 12},
};

START_TEST(each_case_gives_what_is_written_below_it)
{
	case_file_open(&file, case_files[_i].name);
	while (case_file_next(&file)) {
		struct slice body = slice_range(file.lines[0], 3, file.lines[0].size);
		enum language language = language_by_name(slice_range(file.lines[0], 0, 2));
		struct quotation_list list = find(body, language);

		ck_assert_msg(list.count + 1 == file.count, "%.*s\nhas %zu quotations",
			SLICE_ARGS(file.lines[0]), list.count);
		for (size_t i = 0; i < list.count; i++) {
			struct slice printed = print(body, &list.quotations[i]);

			ck_assert_msg(slice_equal(printed, file.lines[i + 1]), "%.*s\ngives\n%.*s",
				SLICE_ARGS(file.lines[0]), SLICE_ARGS(printed));
		}
	}
	ck_assert_uint_ge(file.groups, case_files[_i].least);
	case_file_close(&file);
}
END_TEST

/* Calls `check` with the language and text of each case. */
static void for_each_text(const char *name, void check(struct slice body, enum language language))
{
	case_file_open(&file, name);
	while (case_file_next(&file)) {
		struct slice body = slice_range(file.lines[0], 3, file.lines[0].size);

		arena_reset(&arena);
		check(arena_copy(&arena, body), language_by_name(slice_range(file.lines[0], 0, 2)));
	}
	case_file_close(&file);
}

static void check_same(struct slice body, struct quotation_list first, struct slice other,
	const struct quotation *second)
{
	for (size_t i = 0; i < first.count; i++) {
		struct slice printed = arena_copy(&arena, print(body, &first.quotations[i]));

		ck_assert_msg(slice_equal(printed, print(other, &second[i])), "%.*s",
			SLICE_ARGS(other));
		ck_assert_uint_eq(first.quotations[i].span.begin, second[i].span.begin);
		ck_assert_uint_eq(first.quotations[i].span.end, second[i].span.end);
	}
}

static void check_again(struct slice body, enum language language)
{
	struct quotation_list first = find(body, language), second = find(body, language);

	ck_assert_uint_eq(first.count, second.count);
	check_same(body, first, body, second.quotations);
}

START_TEST(the_same_text_gives_the_same)
{
	for_each_text(case_files[_i].name, check_again);
}
END_TEST

static void check_longer(struct slice body, enum language language)
{
	struct quotation_list first = find(body, language), second;

	buffer_reset(&text);
	buffer_append(&text, body);
	buffer_append_string(&text, "\n\n1 2 3 4 5 6 7 8 9.\n");
	second = find(buffer_slice(&text), language);
	ck_assert_uint_eq(first.count, second.count);
	check_same(body, first, buffer_slice(&text), second.quotations);
}

START_TEST(a_paragraph_below_changes_nothing_above)
{
	for_each_text(case_files[_i].name, check_longer);
}
END_TEST

/* Only long ones are kept where nobody says them; a mark that is missing ends nothing. */
static void check_alone(struct slice body, enum language language)
{
	struct quotation_list list = find(body, language);

	for (size_t i = 0; i < list.count; i++) {
		const struct quotation *quotation = &list.quotations[i];
		struct span outer = quotation->outer, inner = quotation->span;
		struct quotation_list alone;

		if (quotation->end_token - quotation->first_token < LONG_QUOTATION ||
			outer.end == inner.end)
			continue;
		alone = find(span_of(body, outer), language);
		ck_assert_msg(alone.count == 1, "%.*s", SLICE_ARGS(span_of(body, outer)));
		ck_assert_uint_eq(alone.quotations[0].span.begin, inner.begin - outer.begin);
		ck_assert_uint_eq(alone.quotations[0].span.end, inner.end - outer.begin);
	}
}

START_TEST(a_quotation_alone_is_found_whole)
{
	for_each_text(case_files[_i].name, check_alone);
}
END_TEST

START_TEST(a_name_may_stand_in_the_title_only)
{
	struct slice body = slice_of("“It rattles,” Dunmore said.");
	struct quotation_list list = find_with(finder,
		slice_of("Clara Dunmore on her mill"), body, LANGUAGE_ENGLISH);

	ck_assert_uint_eq(list.count, 1);
	ck_assert(slice_equal_string(list.quotations[0].entity, "Clara Dunmore"));
}
END_TEST

START_TEST(whole_clauses_are_direct_and_parts_are_not)
{
	struct quotation_list list = find(
		slice_of("“It rattles all night,” Ivo Brandt said. He called it “a ruin.”"),
		LANGUAGE_ENGLISH);

	ck_assert_uint_eq(list.count, 2);
	ck_assert(list.quotations[0].is_direct && !list.quotations[1].is_direct);
	ck_assert(list.quotations[0].is_attributed && list.quotations[1].is_attributed);
}
END_TEST

START_TEST(long_quotations_without_a_speaker_are_kept_as_such)
{
	struct quotation_list list = find(
		slice_of("“The mill stands where my grandfather put it up.” So it goes."),
		LANGUAGE_ENGLISH);

	ck_assert_uint_eq(list.count, 1);
	ck_assert(!list.quotations[0].is_attributed);
	ck_assert_uint_eq(list.quotations[0].entity.size, 0);
}
END_TEST

START_TEST(words_of_a_quotation_are_a_range_of_tokens)
{
	struct slice body = slice_of("Ivo Brandt said it was “a ruin with a view,” and left.");
	struct quotation_list list = find(body, LANGUAGE_ENGLISH);

	ck_assert_uint_eq(list.count, 1);
	ck_assert_uint_eq(list.quotations[0].first_token, 5);
	ck_assert_uint_eq(list.quotations[0].end_token, 10);
}
END_TEST

static void make_random_text(struct suite_random *random)
{
	static const char *const pieces[] = {"said", "Anna", "Bell", "he", "she", "the", "mayor",
		"of", "who", "that", "told", "called", "according to", "mill", "is", "Mr.", "and", "a",
		"“", "”", "\"", "''", "‘", "’", "'", "«", "»", "„", "`", ",", ".", "?", ":", ";", "—",
		"(", ")", "-", "\n", "\n\n", "…", "Ohio", "é", "9", "日本", "'s", "saying", "\xc2\xa0"};
	unsigned count = suite_random_below(random, 60);

	buffer_reset(&text);
	for (unsigned i = 0; i < count; i++) {
		buffer_append_string(&text, pieces[suite_random_below(random, COUNT_OF(pieces))]);
		if (suite_random_below(random, 3))
			buffer_append_byte(&text, ' ');
	}
}

static void check_span(struct slice body, struct span span)
{
	ck_assert_msg(span.begin <= span.end && span.end <= body.size, "%.*s", SLICE_ARGS(body));
}

static void check_list(struct slice body, struct quotation_list list)
{
	uint32_t end = 0;

	for (size_t i = 0; i < list.count; i++) {
		const struct quotation *quotation = &list.quotations[i];

		check_span(body, quotation->outer);
		check_span(body, quotation->sentence);
		check_span(body, quotation->speaker);
		check_span(body, quotation->cue);
		ck_assert_uint_ge(quotation->outer.begin, end);
		ck_assert_uint_lt(quotation->span.begin, quotation->span.end);
		ck_assert_uint_le(quotation->outer.begin, quotation->span.begin);
		ck_assert_uint_le(quotation->span.end, quotation->outer.end);
		ck_assert_uint_le(quotation->sentence.begin, quotation->outer.begin);
		ck_assert_uint_ge(quotation->sentence.end, quotation->outer.end);
		ck_assert_uint_le(quotation->first_token, quotation->end_token);
		ck_assert_uint_le(quotation->end_token, tokens.count);
		ck_assert(quotation->score >= 0 && quotation->score <= 1);
		end = quotation->outer.end;
	}
}

START_TEST(spans_are_inside_ordered_and_apart)
{
	struct suite_random random = {1};

	for (unsigned i = 0; i < ROUNDS; i++) {
		make_random_text(&random);
		arena_reset(&arena);
		check_list(buffer_slice(&text), find(buffer_slice(&text), LANGUAGE_ENGLISH));
	}
}
END_TEST

START_TEST(what_was_read_before_does_not_matter)
{
	struct suite_random random = {2};

	for (unsigned i = 0; i < 60; i++) {
		struct quotation_finder *fresh = quotation_finder_new();
		struct quotation_list used, first;

		make_random_text(&random);
		arena_reset(&arena);
		used = find(buffer_slice(&text), LANGUAGE_ENGLISH);
		first = find_with(fresh, slice_of(""), buffer_slice(&text), LANGUAGE_ENGLISH);
		ck_assert_uint_eq(used.count, first.count);
		for (size_t k = 0; k < used.count; k++) {
			struct slice printed = print(buffer_slice(&text), &used.quotations[k]);
			struct slice kept = arena_copy(&arena, printed);

			ck_assert(slice_equal(kept, print(buffer_slice(&text), &first.quotations[k])));
		}
		quotation_finder_free(fresh);
	}
}
END_TEST

static const char *const hostile[] = {"\"", "\" ", "“", "”", "“a” ", "\"a\" \"b\" ", "'", " 'a", "''",
	"«", "“‘", "Anna Bell ", "said ", "who, ", ", the man of ", "X said “a”, ", "“a\n", "he said ",
	"and Anna, ", "of the head ", "“a “b ", "X, saying “a ", "(A, ", "A. ", "A: ",
	"Anna said that “x” and ", "Anna Bell said “x”.\n\n", "-", ":“a”", "The ruin called “x” and ",
	"« a ", "«a «b ", "„a“ ", "‚a‘ ", "\" “a", "'a \" ", "“x”, Anna, ", "\n", " ", "\" “a”\n"};

/* What it takes to find the quotations of `size` bytes of a pattern. */
static uint64_t steps_of(const char *pattern, size_t size)
{
	uint64_t before = quotation_finder_steps(finder);

	buffer_reset(&text);
	while (text.size < size)
		buffer_append_string(&text, pattern);
	buffer_append_string(&text, " “x”");
	arena_reset(&arena);
	check_list(buffer_slice(&text), find(buffer_slice(&text), LANGUAGE_ENGLISH));
	return quotation_finder_steps(finder) - before;
}

/* Steps are counted, not timed: the same on any machine, however busy. */
START_TEST(steps_do_not_grow_with_the_square)
{
	uint64_t few = steps_of(hostile[_i], HOSTILE_SIZE);
	uint64_t many = steps_of(hostile[_i], 4 * HOSTILE_SIZE);

	ck_assert_msg(few < (uint64_t)STEPS_MOST * HOSTILE_SIZE, "%s: %llu steps", hostile[_i],
		(unsigned long long)few);
	ck_assert_msg(many < 5 * few + 1000, "%s: %llu steps, then %llu", hostile[_i],
		(unsigned long long)few, (unsigned long long)many);
}
END_TEST

Suite *suite_make(void)
{
	Suite *suite = suite_create("text/quotation");
	TCase *cases = tcase_create("cases");
	TCase *properties = tcase_create("properties");

	tcase_add_checked_fixture(cases, set_up, tear_down);
	tcase_add_loop_test(cases, each_case_gives_what_is_written_below_it, 0, COUNT_OF(case_files));
	tcase_add_loop_test(cases, the_same_text_gives_the_same, 0, COUNT_OF(case_files));
	tcase_add_loop_test(cases, a_paragraph_below_changes_nothing_above, 0, COUNT_OF(case_files));
	tcase_add_loop_test(cases, a_quotation_alone_is_found_whole, 0, COUNT_OF(case_files));
	tcase_add_test(cases, a_name_may_stand_in_the_title_only);
	tcase_add_test(cases, whole_clauses_are_direct_and_parts_are_not);
	tcase_add_test(cases, long_quotations_without_a_speaker_are_kept_as_such);
	tcase_add_test(cases, words_of_a_quotation_are_a_range_of_tokens);
	suite_add_tcase(suite, cases);
	tcase_add_checked_fixture(properties, set_up, tear_down);
	tcase_set_timeout(properties, 120);
	tcase_add_test(properties, spans_are_inside_ordered_and_apart);
	tcase_add_test(properties, what_was_read_before_does_not_matter);
	tcase_add_loop_test(properties, steps_do_not_grow_with_the_square, 0, COUNT_OF(hostile));
	suite_add_tcase(suite, properties);
	return suite;
}
