/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "text/likeness.h"

#include <string.h>

#include "base/digest.h"
#include "base/memory.h"
#include "base/slice.h"
#include "tests/support/suite.h"

#define WORDS 700
#define ROUNDS 20000

static struct likeness_words hash(const char *text, uint32_t *hashes)
{
	struct slice rest = slice_of(text), word;
	uint32_t count = 0;

	while (slice_split(&rest, ' ', &word))
		hashes[count++] = digest_word(word);
	return (struct likeness_words){hashes, count};
}

static const struct {
	const char *first, *second;
	bool is_one;
} sayings[] = {
	{"we will rebuild the old bridge before winter comes",
		"we will rebuild the old bridge before winter comes", true},
	{"we will rebuild the old bridge before winter comes",
		"we will rebuild the old bridge before", true},
	{"we will rebuild the old bridge before winter comes whatever it costs",
		"we shall rebuild the old bridge before winter comes whatever it", true},
	/* A word left out, another changed. */
	{"we will rebuild the bridge and we will not close the harbour for a single day",
		"we will rebuild the bridge and we will not close the harbour not for one single day", true},
	{"we will rebuild the bridge and we will close the harbour",
		"we will rebuild the bridges and we will not close the harbour", false},
	/* Six words in a row are many people's. */
	{"we will rebuild the old bridge", "we will rebuild the old bridge before winter comes", false},
	{"we will rebuild the old", "we will rebuild the old", true},
	{"we will rebuild the old", "we will rebuild the new", false},
	/* Seven in a row, but less than three quarters of the shorter. */
	{"one two three four five six seven a b c d e f",
		"one two three four five six seven g h i j k l", false},
	{"the bridge is safe and it always will be", "the ferry is late and it always will be", false},
	{"no comment", "no comment", true},
	{"no comment", "no comments", false},
};

START_TEST(sayings_are_told_apart)
{
	uint32_t one[WORDS], other[WORDS];
	const struct likeness_words first = hash(sayings[_i].first, one);
	const struct likeness_words second = hash(sayings[_i].second, other);

	ck_assert_msg(likeness_is_saying(first, second) == sayings[_i].is_one, "%s / %s",
		sayings[_i].first, sayings[_i].second);
	ck_assert(likeness_is_saying(second, first) == sayings[_i].is_one);
}
END_TEST

/* Words of a small vocabulary, so that runs come again. */
static struct likeness_words make_words(struct suite_random *random, uint32_t *words, unsigned limit,
	unsigned vocabulary)
{
	const uint32_t count = suite_random_below(random, limit + 1);

	for (uint32_t i = 0; i < count; i++)
		words[i] = 1 + suite_random_below(random, vocabulary) * 2654435761u;
	return (struct likeness_words){words, count};
}

/* A part of the words, some of them changed. */
static struct likeness_words change(struct suite_random *random, struct likeness_words words,
	uint32_t *changed)
{
	const uint32_t begin = suite_random_below(random, words.count / 3 + 1);
	const uint32_t end = words.count - suite_random_below(random, words.count / 3 + 1);
	unsigned changes = suite_random_below(random, 3);

	memcpy(changed, words.hashes + begin, (end - begin) * sizeof(*changed));
	while (changes-- > 0 && end > begin)
		changed[suite_random_below(random, end - begin)] = 7;
	return (struct likeness_words){changed, end - begin};
}

static bool share_print(struct likeness_words first, struct likeness_words second)
{
	uint32_t one[LIKENESS_WORDS], other[LIKENESS_WORDS];
	const size_t one_count = likeness_prints(first, one), other_count = likeness_prints(second, other);

	for (size_t i = 0; i < one_count; i++) {
		for (size_t j = 0; j < other_count; j++) {
			if (one[i] == other[j])
				return true;
		}
	}
	return false;
}

START_TEST(forms_of_one_saying_share_a_print)
{
	struct suite_random random = {11};
	unsigned same = 0;

	for (unsigned round = 0; round < ROUNDS; round++) {
		uint32_t words[WORDS], changed[WORDS];
		const struct likeness_words first =
			make_words(&random, words, round % 100 ? 60 : WORDS, 500);
		const struct likeness_words second = change(&random, first, changed);
		const bool is_one = likeness_is_saying(first, second);

		ck_assert(likeness_is_saying(second, first) == is_one);
		if (is_one)
			ck_assert(share_print(first, second));
		same += is_one;
	}
	ck_assert_uint_gt(same, ROUNDS / 4);
	ck_assert_uint_lt(same, ROUNDS - ROUNDS / 10);
}
END_TEST

START_TEST(nothing_is_like_no_words)
{
	uint32_t words[1] = {5}, sketch[LIKENESS_SKETCH], prints[LIKENESS_WORDS];
	const struct likeness_words none = {words, 0}, one = {words, 1};

	ck_assert(!likeness_is_saying(none, none));
	ck_assert(!likeness_is_saying(none, one));
	ck_assert(!likeness_is_copy(none, none));
	ck_assert(!likeness_is_copy(none, one));
	ck_assert_uint_eq(likeness_prints(none, prints), 0);
	likeness_sketch(none, sketch);
	ck_assert(!likeness_may_be_copy(sketch, sketch));
	ck_assert(likeness_is_copy(one, one));
}
END_TEST

/* What share of all items both have, exactly. */
static double resemblance(struct likeness_words first, struct likeness_words second)
{
	const uint32_t items = first.count - 3, others = second.count - 3;
	uint32_t both = 0;

	for (uint32_t i = 0; i < items; i++) {
		for (uint32_t j = 0; j < others; j++) {
			if (memcmp(first.hashes + i, second.hashes + j, 4 * sizeof(uint32_t)) == 0) {
				both++;
				break;
			}
		}
	}
	return (double)both / (double)(items + others - both);
}

/* A copy with another end, cut as far as `kept` of ten parts. */
static struct likeness_words with_other_end(struct suite_random *random,
	struct likeness_words words, unsigned kept, uint32_t *changed)
{
	const uint32_t same = words.count * kept / 10;

	for (uint32_t i = 0; i < words.count; i++)
		changed[i] = i < same ? words.hashes[i] : 1 + suite_random_below(random, UINT32_MAX - 1);
	return (struct likeness_words){changed, words.count};
}

START_TEST(copies_are_known_by_what_they_share)
{
	struct suite_random random = {3};
	unsigned missed = 0, copies = 0;

	for (unsigned round = 0; round < 3000; round++) {
		uint32_t words[WORDS], changed[WORDS], one[LIKENESS_SKETCH], other[LIKENESS_SKETCH];
		struct likeness_words first = make_words(&random, words, WORDS - 100, 1u << 30), second;
		double share;

		if (first.count < 100)
			continue;
		second = with_other_end(&random, first, round % 11, changed);
		share = resemblance(first, second);
		ck_assert(likeness_is_copy(first, second) == likeness_is_copy(second, first));
		if (share > 0.75)
			ck_assert(likeness_is_copy(first, second));
		if (share < 0.45)
			ck_assert(!likeness_is_copy(first, second));
		if (!likeness_is_copy(first, second))
			continue;
		likeness_sketch(first, one);
		likeness_sketch(second, other);
		missed += !likeness_may_be_copy(one, other);
		copies++;
	}
	ck_assert_uint_gt(copies, 500);
	ck_assert_uint_lt(100 * missed, copies);
}
END_TEST

Suite *suite_make(void)
{
	Suite *suite = suite_create("text/likeness");
	TCase *all = tcase_create("all");

	tcase_add_loop_test(all, sayings_are_told_apart, 0, (int)COUNT_OF(sayings));
	tcase_add_test(all, forms_of_one_saying_share_a_print);
	tcase_add_test(all, nothing_is_like_no_words);
	tcase_add_test(all, copies_are_known_by_what_they_share);
	suite_add_tcase(suite, all);
	return suite;
}
