/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "store/inversion.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/support/suite.h"

#define TERM_COUNT 3000
#define DOCUMENT_COUNT 500
#define TERM_SIZE 40

/* What the inversion is held against: every count in a table. */
struct model {
	char terms[TERM_COUNT][TERM_SIZE];
	size_t sizes[TERM_COUNT];
	uint32_t counts[TERM_COUNT][DOCUMENT_COUNT + 1];
};

static struct slice model_term(const struct model *model, uint32_t number)
{
	return slice_make(model->terms[number], model->sizes[number]);
}

/* Few letters, NUL among them, and long shared beginnings; a number makes each unique. */
static void invent_term(struct model *model, uint32_t number, struct suite_random *random)
{
	static const char letters[] = {'a', 'b', '\0', '\xff'};
	char *term = model->terms[number];
	const size_t shared = suite_random_below(random, 20);
	size_t size = shared + suite_random_below(random, 10);

	memset(term, 'x', shared);
	for (size_t i = shared; i < size; i++)
		term[i] = letters[suite_random_below(random, sizeof(letters))];
	for (uint32_t rest = number; rest; rest /= 4)
		term[size++] = letters[rest % 4];
	term[size++] = 'z';
	model->sizes[number] = size;
}

static bool is_known(const struct model *model, uint32_t number)
{
	for (uint32_t i = 0; i < number; i++) {
		if (slice_equal(model_term(model, i), model_term(model, number)))
			return true;
	}
	return false;
}

static struct model *model_make(struct suite_random *random)
{
	struct model *model = calloc(1, sizeof(*model));

	ck_assert_ptr_nonnull(model);
	for (uint32_t number = 0; number < TERM_COUNT; number++) {
		do {
			invent_term(model, number, random);
		} while (is_known(model, number));
	}
	return model;
}

/* Many at once, term 7 twice. */
static void post_each(struct model *model, struct inversion *inversion, uint32_t document,
	struct suite_random *random)
{
	uint32_t terms[100] = {7, 7};
	const uint32_t count = 1 + suite_random_below(random, 300);
	const size_t term_count = 2 + suite_random_below(random, 98);

	for (size_t i = 2; i < term_count; i++)
		terms[i] = suite_random_below(random, TERM_COUNT);
	inversion_post_each(inversion, terms, term_count, document, count);
	for (size_t i = 0; i < term_count; i++)
		model->counts[terms[i]][document] += count;
}

/* Rare terms, common ones, and one in every document; counts of one to three bytes. */
static void fill(struct model *model, struct inversion *inversion, struct suite_random *random)
{
	for (uint32_t document = 1; document <= DOCUMENT_COUNT; document++) {
		const unsigned tokens = suite_random_below(random, 300);

		for (unsigned i = 0; i < tokens; i++) {
			const unsigned range = suite_random_below(random, TERM_COUNT) + 1;
			const uint32_t term = suite_random_below(random, range);
			const uint32_t count = 1u << suite_random_below(random, 18);

			inversion_post(inversion, term, document, count);
			model->counts[term][document] += count;
		}
		post_each(model, inversion, document, random);
	}
}

static void add_terms(const struct model *model, struct inversion *inversion)
{
	for (uint32_t number = 0; number < TERM_COUNT; number++)
		ck_assert_uint_eq(inversion_term(inversion, model_term(model, number)), number);
}

/* Of one term: counts by document. */
static void expect_counts(const uint32_t *counts, const struct inversion_cursor *cursor)
{
	struct inversion_postings postings;

	inversion_postings(cursor, &postings);
	for (uint32_t document = 1; document <= DOCUMENT_COUNT; document++) {
		if (!counts[document])
			continue;
		ck_assert(inversion_next_posting(&postings));
		ck_assert_uint_eq(postings.document, document);
		ck_assert_uint_eq(postings.count, counts[document]);
	}
	ck_assert(!inversion_next_posting(&postings));
}

static void expect_model(const struct model *model, struct inversion *inversion)
{
	struct inversion_cursor cursor = {.inversion = inversion};
	struct slice before = SLICE_LITERAL("");
	size_t count = 0;

	inversion_sort(inversion);
	for (; inversion_next_term(&cursor); count++) {
		ck_assert(slice_equal(cursor.term, model_term(model, cursor.number)));
		ck_assert_int_lt(slice_compare(before, cursor.term), 0);
		before = cursor.term;
		expect_counts(model->counts[cursor.number], &cursor);
	}
	ck_assert_uint_eq(count, TERM_COUNT);
	ck_assert_uint_eq(inversion_term_count(inversion), TERM_COUNT);
}

START_TEST(a_term_keeps_its_number)
{
	struct suite_random random = {1};
	struct model *model = model_make(&random);
	struct inversion *inversion = inversion_new();

	add_terms(model, inversion);
	add_terms(model, inversion);
	ck_assert_uint_eq(inversion_term_count(inversion), TERM_COUNT);
	inversion_free(inversion);
	free(model);
}
END_TEST

START_TEST(holds_what_a_table_of_counts_holds)
{
	struct suite_random random = {2};
	struct model *model = model_make(&random);
	struct inversion *inversion = inversion_new();

	add_terms(model, inversion);
	fill(model, inversion, &random);
	expect_model(model, inversion);
	inversion_free(inversion);
	free(model);
}
END_TEST

START_TEST(is_as_new_after_a_reset)
{
	struct suite_random random = {3};
	struct model *first = model_make(&random);
	struct model *second = model_make(&random);
	struct inversion *inversion = inversion_new();

	add_terms(first, inversion);
	fill(first, inversion, &random);
	inversion_sort(inversion);
	inversion_reset(inversion);
	add_terms(second, inversion);
	fill(second, inversion, &random);
	expect_model(second, inversion);
	inversion_free(inversion);
	free(first);
	free(second);
}
END_TEST

START_TEST(far_apart_documents_and_large_counts_are_kept)
{
	static const uint32_t documents[] = {1, 200, 70000, 80000, 3000000000u, 4294967294u};
	struct inversion *inversion = inversion_new();
	const uint32_t term = inversion_term(inversion, SLICE_LITERAL("far"));
	struct inversion_cursor cursor = {.inversion = inversion};
	struct inversion_postings postings;

	for (size_t i = 0; i < sizeof(documents) / sizeof(documents[0]); i++)
		inversion_post(inversion, term, documents[i], 4000000000u - (uint32_t)i);
	inversion_sort(inversion);
	ck_assert(inversion_next_term(&cursor));
	inversion_postings(&cursor, &postings);
	for (size_t i = 0; i < sizeof(documents) / sizeof(documents[0]); i++) {
		ck_assert(inversion_next_posting(&postings));
		ck_assert_uint_eq(postings.document, documents[i]);
		ck_assert_uint_eq(postings.count, 4000000000u - i);
	}
	ck_assert(!inversion_next_posting(&postings));
	inversion_free(inversion);
}
END_TEST

#define STEM_COUNT 40

/* A word and its stem: the first word of each stem is the only one, the second has another stem
 * as well, as in another language, the last many. */
static uint32_t invent_word(struct inversion *inversion, uint32_t word, uint32_t *stem)
{
	char text[16], stem_text[16];

	*stem = word < STEM_COUNT ? word : STEM_COUNT - 1 - word % 3;
	snprintf(text, sizeof(text), "word %u", word / 2 * 2);
	snprintf(stem_text, sizeof(stem_text), "Zstm %u", *stem);
	return inversion_word(inversion, slice_of(text), slice_of(stem_text));
}

/* The sums of all lists of words, or of all of stems. */
static void add_up(uint32_t (*counts)[DOCUMENT_COUNT + 1], const struct inversion_cursor *cursor)
{
	struct slice number = slice_range(cursor->term, 5, cursor->term.size);
	struct inversion_postings postings;
	uint32_t before = 0;
	uint64_t parsed;

	ck_assert(slice_to_unsigned(number, &parsed));
	inversion_postings(cursor, &postings);
	while (inversion_next_posting(&postings)) {
		ck_assert_uint_gt(postings.document, before);
		before = postings.document;
		counts[parsed][postings.document] += postings.count;
	}
}

START_TEST(a_word_is_posted_once_and_read_as_itself_and_as_its_stem)
{
	static uint32_t words[100][DOCUMENT_COUNT + 1], stems[100][DOCUMENT_COUNT + 1];
	static uint32_t read_words[100][DOCUMENT_COUNT + 1], read_stems[100][DOCUMENT_COUNT + 1];
	struct suite_random random = {5};
	struct inversion *inversion = inversion_new();
	struct inversion_cursor cursor = {.inversion = inversion};
	uint32_t stem;

	for (uint32_t document = 1; document <= DOCUMENT_COUNT; document++) {
		for (unsigned i = suite_random_below(&random, 60); i > 0; i--) {
			const uint32_t word = suite_random_below(&random, 1 + suite_random_below(&random, 100));
			const uint32_t list = invent_word(inversion, word, &stem);

			ck_assert_uint_eq(list, invent_word(inversion, word, &stem));
			inversion_post(inversion, list, document, i);
			words[word / 2 * 2][document] += i;
			stems[stem][document] += i;
		}
	}
	inversion_sort(inversion);
	while (inversion_next_term(&cursor))
		add_up(cursor.term.data[0] == 'Z' ? read_stems : read_words, &cursor);
	ck_assert_mem_eq(words, read_words, sizeof(words));
	ck_assert_mem_eq(stems, read_stems, sizeof(stems));
	inversion_free(inversion);
}
END_TEST

START_TEST(nothing_posted_is_nothing_to_read)
{
	struct inversion *inversion = inversion_new();
	struct inversion_cursor cursor = {.inversion = inversion};

	inversion_sort(inversion);
	ck_assert(!inversion_next_term(&cursor));
	inversion_free(inversion);
}
END_TEST

Suite *suite_make(void)
{
	Suite *suite = suite_create("inversion");
	TCase *tests = tcase_create("postings");

	tcase_add_test(tests, a_term_keeps_its_number);
	tcase_add_test(tests, holds_what_a_table_of_counts_holds);
	tcase_add_test(tests, is_as_new_after_a_reset);
	tcase_add_test(tests, far_apart_documents_and_large_counts_are_kept);
	tcase_add_test(tests, a_word_is_posted_once_and_read_as_itself_and_as_its_stem);
	tcase_add_test(tests, nothing_posted_is_nothing_to_read);
	suite_add_tcase(suite, tests);
	return suite;
}
