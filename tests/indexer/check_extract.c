/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/extract.h"

#include <jansson.h>

#include "tests/support/suite.h"
#include "text/utf8.h"

#include "base/banned.h"

/* Body text with characters of one to four bytes, long enough to cross several steps of the
 * table of offsets, and quotations at random places. */
struct sample {
	struct buffer body;
	struct quotation quotations[20];
	size_t count;
};

static size_t begin_of_character(struct slice text, size_t position)
{
	while (position && ((unsigned char)text.data[position] & 0xc0) == 0x80)
		position--;
	return position;
}

static struct span random_span(const struct buffer *body, struct suite_random *random)
{
	size_t begin = suite_random_below(random, (unsigned)body->size);
	size_t end = begin + suite_random_below(random, (unsigned)(body->size - begin));

	return (struct span){(uint32_t)begin_of_character(buffer_slice(body), begin),
		(uint32_t)begin_of_character(buffer_slice(body), end)};
}

static void fill(struct sample *sample, unsigned seed)
{
	static const char *const parts[] = {"word ", "\xc3\xa9t\xc3\xa9 ", "\xe2\x80\x9cquoted\xe2\x80\x9d ",
		"\xf0\x9f\x98\x80", "\n"};
	struct suite_random random = {seed};

	while (sample->body.size < 3000)
		buffer_append_string(&sample->body, parts[suite_random_below(&random, 5)]);
	sample->count = suite_random_below(&random, 20);
	for (size_t i = 0; i < sample->count; i++) {
		sample->quotations[i] = (struct quotation){
			.span = random_span(&sample->body, &random),
			.speaker = random_span(&sample->body, &random),
			.entity = i % 2 ? slice_of("Anna \"A\" Berg") : slice_of(""),
			.score = 0.5f,
		};
	}
}

/* The bytes between two offsets. */
static struct slice cut(struct slice body, json_int_t begin, json_int_t end, bool counts_bytes)
{
	size_t bounds[2] = {(size_t)begin, (size_t)end};

	for (int i = 0; i < 2 && !counts_bytes; i++) {
		size_t position = 0;
		unsigned size;

		for (size_t left = bounds[i]; left; left--) {
			utf8_decode(body, position, &size);
			position += size;
		}
		bounds[i] = position;
	}
	return slice_range(body, bounds[0], bounds[1]);
}

static void check_text(const json_t *quote, const char *prefix, const char *text_key,
	struct slice body, bool counts_bytes)
{
	char begin_key[32], end_key[32];
	const json_t *text = json_object_get(quote, text_key);

	if (!text)
		return;
	snprintf(begin_key, sizeof(begin_key), "%sstart", prefix);
	snprintf(end_key, sizeof(end_key), "%send", prefix);
	ck_assert(slice_equal(slice_make(json_string_value(text), json_string_length(text)),
		cut(body, json_integer_value(json_object_get(quote, begin_key)),
			json_integer_value(json_object_get(quote, end_key)), counts_bytes)));
}

START_TEST(offsets_cut_the_text_out_of_the_body)
{
	bool counts_bytes = _i % 2;
	struct sample sample = {0};
	struct buffer output = {0};
	struct article article;
	json_t *root;
	const json_t *quotes;

	fill(&sample, (unsigned)_i);
	article_init(&article);
	article.identity = slice_of("a1");
	article.body = buffer_slice(&sample.body);
	extract_append(&article, &(struct quotation_list){sample.quotations, sample.count},
		counts_bytes, &output);
	root = json_loadb(output.data, output.size, 0, NULL);
	ck_assert_str_eq(json_string_value(json_object_get(root, "article")), "a1");
	quotes = json_object_get(root, "quotes");
	ck_assert_uint_eq(json_array_size(quotes), sample.count);
	for (size_t i = 0; i < sample.count; i++) {
		const json_t *quote = json_array_get(quotes, i);

		check_text(quote, "", "text", article.body, counts_bytes);
		check_text(quote, "speaker_", "speaker", article.body, counts_bytes);
		ck_assert_int_eq(json_object_get(quote, "entity") != NULL, i % 2);
		ck_assert_ptr_null(json_object_get(quote, "cue"));
	}
	json_decref(root);
	buffer_clear(&output);
	buffer_clear(&sample.body);
}
END_TEST

Suite *suite_make(void)
{
	Suite *suite = suite_create("extract");
	TCase *tests = tcase_create("extract");

	tcase_add_loop_test(tests, offsets_cut_the_text_out_of_the_body, 0, 40);
	suite_add_tcase(suite, tests);
	return suite;
}
