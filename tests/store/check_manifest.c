/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "store/manifest.h"

#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/memory.h"
#include "schema/version.h"
#include "tests/support/suite.h"
#include "tests/support/temporary_folder.h"

static struct temporary_folder folder;

static void set_up(void)
{
	temporary_folder_open(&folder);
}

static void tear_down(void)
{
	temporary_folder_close(&folder);
}

static struct manifest_file random_file(struct suite_random *random)
{
	return (struct manifest_file){
		.size = suite_random_below(random, UINT32_MAX),
		.digest = {random->state, suite_random_below(random, UINT32_MAX)},
	};
}

static struct manifest_segment random_segment(struct suite_random *random, uint64_t number)
{
	struct manifest_segment segment = {
		.number = number,
		.article_count = 1 + suite_random_below(random, 100000),
		.quotation_count = suite_random_below(random, 100000),
		.text_bytes = random->state >> 1,
		.articles = random_file(random),
		.tokens = random_file(random),
		.quotations = random_file(random),
	};

	if (suite_random_below(random, 2))
		segment.words = random_file(random);
	if (suite_random_below(random, 2)) {
		segment.dead_version = 1 + suite_random_below(random, 9);
		segment.dead_count = 1 + suite_random_below(random, segment.article_count);
		segment.dead = random_file(random);
	}
	return segment;
}

static void random_manifest(struct suite_random *random, struct manifest *manifest)
{
	manifest_init(manifest);
	manifest->generation = suite_random_below(random, 1000000);
	manifest->segment_count = suite_random_below(random, 10);
	manifest->segments = memory_allocate_array(manifest->segment_count + 1,
		sizeof(*manifest->segments));
	for (size_t i = 0; i < manifest->segment_count; i++)
		manifest->segments[i] = random_segment(random, 17 * ((i + 3) % 10) + 1);
	manifest->next_segment = 200;
	for (unsigned i = 0; i < LANGUAGE_COUNT; i += 1 + suite_random_below(random, 4))
		manifest->language_articles[i] = suite_random_below(random, 100000);
}

static void assert_equal(const struct manifest *a, const struct manifest *b)
{
	ck_assert_uint_eq(a->generation, b->generation);
	ck_assert_uint_eq(a->next_segment, b->next_segment);
	ck_assert_uint_eq(a->schema, b->schema);
	ck_assert_mem_eq(a->language_articles, b->language_articles, sizeof(a->language_articles));
	ck_assert_uint_eq(a->segment_count, b->segment_count);
	for (size_t i = 0; i < a->segment_count; i++)
		ck_assert_mem_eq(&a->segments[i], &b->segments[i], sizeof(*a->segments));
}

START_TEST(decode_gives_back_what_encode_took)
{
	struct suite_random random = {1};

	for (int round = 0; round < 500; round++) {
		struct manifest manifest, decoded;
		struct buffer json = {0};
		struct error error = {0};

		random_manifest(&random, &manifest);
		manifest_encode(&manifest, &json);
		ck_assert_msg(manifest_decode(buffer_slice(&json), &decoded, &error), "%s",
			error.message);
		assert_equal(&manifest, &decoded);
		manifest_clear(&manifest);
		manifest_clear(&decoded);
		buffer_clear(&json);
	}
}
END_TEST

static void encode_random(unsigned long long seed, struct buffer *json)
{
	struct suite_random random = {seed};
	struct manifest manifest;

	random_manifest(&random, &manifest);
	manifest_encode(&manifest, json);
	manifest_clear(&manifest);
}

static void assert_refused(struct slice json)
{
	struct manifest manifest;
	struct error error = {0};

	ck_assert(!manifest_decode(json, &manifest, &error));
	ck_assert_int_eq(error.code, ERROR_INDEX);
	ck_assert_ptr_nonnull(strstr(error.message, "quoth-index --rebuild"));
}

START_TEST(every_flipped_bit_is_found)
{
	struct buffer json = {0};

	encode_random(7, &json);
	for (size_t bit = 0; bit < json.size * 8; bit++) {
		json.data[bit / 8] = (char)(json.data[bit / 8] ^ 1 << bit % 8);
		assert_refused(buffer_slice(&json));
		json.data[bit / 8] = (char)(json.data[bit / 8] ^ 1 << bit % 8);
	}
	buffer_clear(&json);
}
END_TEST

START_TEST(every_truncation_and_any_addition_is_found)
{
	struct buffer json = {0};

	encode_random(8, &json);
	for (size_t size = 0; size < json.size; size++)
		assert_refused(slice_range(buffer_slice(&json), 0, size));
	buffer_append_string(&json, "\n");
	assert_refused(buffer_slice(&json));
	buffer_clear(&json);
}
END_TEST

#define TAIL_SIZE 48 /* bytes that sign() appends */

/* A manifest whose digest is right, whatever it says. */
static void sign(struct buffer *json)
{
	char text[DIGEST_TEXT_SIZE];

	digest_to_text(digest_128(buffer_slice(json)), text);
	buffer_printf(json, " \"digest\": \"%s\"\n}\n", text);
}

#define TEXT_OF(number) #number
#define TEXT(number) TEXT_OF(number)
#define SCHEMA "{ \"schema\": " TEXT(SCHEMA_VERSION)
#define HEAD SCHEMA ", \"generation\": 1, \"next_segment\": 9, \"language_articles\": {}, "
#define FILES \
	"\"articles\": {\"size\": 1, \"digest\": \"00000000000000000000000000000000\"}, " \
	"\"tokens\": {\"size\": 1, \"digest\": \"00000000000000000000000000000000\"}, " \
	"\"quotes\": {\"size\": 1, \"digest\": \"00000000000000000000000000000000\"}"
#define SEGMENT(number, articles, dead, version) \
	"{\"number\": " number ", \"article_count\": " articles ", \"quotation_count\": 0, " \
	"\"text_bytes\": 1, \"dead_count\": " dead ", \"dead_version\": " version ", " FILES "}"

static const char *const good_bodies[] = {
	HEAD "\"segments\": [],",
	HEAD "\"segments\": [" SEGMENT("1", "5", "0", "0") "],",
	HEAD "\"segments\": [" SEGMENT("8", "5", "0", "0") "," SEGMENT("1", "5", "0", "0") "],",
};

static const char *const bad_bodies[] = {
	"",
	"{",
	"[",
	"{ \"schema\": \"1\",",
	SCHEMA ",",
	"{ \"schema\": 999,",
	SCHEMA ", \"schema\": " TEXT(SCHEMA_VERSION) ",",
	HEAD,
	HEAD "\"segments\": {},",
	HEAD "\"segments\": [1],",
	HEAD "\"segments\": [" SEGMENT("0", "5", "0", "0") "],",
	HEAD "\"segments\": [" SEGMENT("9", "5", "0", "0") "],",
	HEAD "\"segments\": [" SEGMENT("-1", "5", "0", "0") "],",
	HEAD "\"segments\": [" SEGMENT("1.0", "5", "0", "0") "],",
	HEAD "\"segments\": [" SEGMENT("1", "4294967296", "0", "0") "],",
	HEAD "\"segments\": [" SEGMENT("1", "5", "6", "1") "],",
	HEAD "\"segments\": [" SEGMENT("1", "5", "0", "1") "],",
	HEAD "\"segments\": [" SEGMENT("1", "5", "1", "0") "],",
	HEAD "\"segments\": [" SEGMENT("1", "5", "1", "1") "],", /* no file of the dead */
	HEAD "\"segments\": [" SEGMENT("1", "5", "0", "0") "," SEGMENT("1", "5", "0", "0") "],",
	HEAD "\"segments\": [" SEGMENT("1", "4294967295", "0", "0") ","
		SEGMENT("2", "5", "0", "0") "],",
	SCHEMA ", \"generation\": 1, \"next_segment\": 9, "
		"\"language_articles\": {\"xx\": 1}, \"segments\": [],",
	SCHEMA ", \"generation\": 1, \"next_segment\": 9, "
		"\"language_articles\": {\"en\": -1}, \"segments\": [],",
};

START_TEST(what_does_not_fit_together_is_refused)
{
	struct buffer json = {0};

	buffer_append_string(&json, bad_bodies[_i]);
	sign(&json);
	assert_refused(buffer_slice(&json));
	buffer_clear(&json);
}
END_TEST

START_TEST(what_fits_together_is_taken)
{
	struct buffer json = {0};
	struct manifest manifest;
	struct error error = {0};

	buffer_append_string(&json, good_bodies[_i]);
	sign(&json);
	ck_assert_msg(manifest_decode(buffer_slice(&json), &manifest, &error), "%s",
		error.message);
	ck_assert_uint_eq(manifest.segment_count, _i);
	manifest_clear(&manifest);
	buffer_clear(&json);
}
END_TEST

START_TEST(garbled_bytes_under_a_right_digest_do_no_harm)
{
	struct suite_random random = {9};

	for (int round = 0; round < 20000; round++) {
		struct buffer json = {0};
		struct manifest manifest;
		struct error error = {0};

		encode_random(7 + round % 5, &json);
		json.size -= TAIL_SIZE;
		for (unsigned i = 0; i < 3; i++)
			json.data[suite_random_below(&random, (unsigned)json.size)] =
				"0123456789abcdef{}[]\",:\0\xff"[suite_random_below(&random, 25)];
		sign(&json);
		if (manifest_decode(buffer_slice(&json), &manifest, &error))
			manifest_clear(&manifest);
		else
			ck_assert_int_eq(error.code, ERROR_INDEX);
		buffer_clear(&json);
	}
}
END_TEST

START_TEST(another_schema_is_named_with_the_remedy)
{
	struct manifest manifest, decoded;
	struct buffer json = {0};
	struct error error = {0};

	manifest_init(&manifest);
	manifest.schema = SCHEMA_VERSION + 1;
	manifest_encode(&manifest, &json);
	ck_assert(!manifest_decode(buffer_slice(&json), &decoded, &error));
	ck_assert_int_eq(error.code, ERROR_INDEX);
	ck_assert_ptr_nonnull(strstr(error.message, "schema"));
	ck_assert_ptr_nonnull(strstr(error.message, "quoth-index --rebuild"));
	buffer_clear(&json);
}
END_TEST

START_TEST(no_manifest_is_no_error)
{
	struct manifest manifest;
	struct error error = {0};

	ck_assert(!manifest_read(folder.path, &manifest, &error));
	ck_assert_int_eq(error.code, ERROR_NONE);
	ck_assert(!manifest_read(temporary_folder_path(&folder, "nowhere"), &manifest, &error));
	ck_assert_int_eq(error.code, ERROR_NONE);
}
END_TEST

START_TEST(read_gives_back_what_write_took_last)
{
	struct suite_random random = {11};
	struct error error = {0};

	for (int round = 0; round < 5; round++) {
		struct manifest manifest, copy, read;

		random_manifest(&random, &manifest);
		manifest_copy(&manifest, &copy);
		ck_assert(manifest_write(folder.path, &copy, &error));
		ck_assert(manifest_read(folder.path, &read, &error));
		assert_equal(&manifest, &read);
		manifest_clear(&manifest);
		manifest_clear(&copy);
		manifest_clear(&read);
	}
}
END_TEST

START_TEST(what_could_not_be_read_is_not_written)
{
	struct suite_random random = {12};
	struct manifest manifest;
	struct error error = {0};

	random_manifest(&random, &manifest);
	ck_assert_uint_gt(manifest.segment_count, 0);
	manifest.segments[0].number = manifest.next_segment;
	ck_assert(!manifest_write(folder.path, &manifest, &error));
	ck_assert_int_eq(error.code, ERROR_LIMIT);
	ck_assert(!file_exists(temporary_folder_path(&folder, "manifest.json")));
	manifest_clear(&manifest);
}
END_TEST

START_TEST(paths_name_segment_and_kind)
{
	const struct manifest_segment segment = {.number = 17, .dead_version = 3};
	const struct manifest_segment large = {.number = 12345678};
	struct buffer path = {0};

	manifest_path("index", &segment, "articles", &path);
	ck_assert_str_eq(path.data, "index/segments/000017.articles");
	manifest_path("index", &segment, "dead", &path);
	ck_assert_str_eq(path.data, "index/segments/000017.dead.3");
	manifest_path("index", &large, "quotes", &path);
	ck_assert_str_eq(path.data, "index/segments/12345678.quotes");
	buffer_clear(&path);
}
END_TEST

Suite *suite_make(void)
{
	Suite *suite = suite_create("manifest");
	TCase *tests = tcase_create("manifest");

	tcase_add_checked_fixture(tests, set_up, tear_down);
	tcase_set_timeout(tests, 60);
	tcase_add_test(tests, decode_gives_back_what_encode_took);
	tcase_add_test(tests, every_flipped_bit_is_found);
	tcase_add_test(tests, every_truncation_and_any_addition_is_found);
	tcase_add_loop_test(tests, what_does_not_fit_together_is_refused, 0, COUNT_OF(bad_bodies));
	tcase_add_loop_test(tests, what_fits_together_is_taken, 0, COUNT_OF(good_bodies));
	tcase_add_test(tests, garbled_bytes_under_a_right_digest_do_no_harm);
	tcase_add_test(tests, another_schema_is_named_with_the_remedy);
	tcase_add_test(tests, no_manifest_is_no_error);
	tcase_add_test(tests, read_gives_back_what_write_took_last);
	tcase_add_test(tests, what_could_not_be_read_is_not_written);
	tcase_add_test(tests, paths_name_segment_and_kind);
	suite_add_tcase(suite, tests);
	return suite;
}
