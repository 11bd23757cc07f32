/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "store/merge.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/memory.h"
#include "tests/support/segment_fixture.h"
#include "tests/support/stock_reader.h"
#include "tests/support/suite.h"
#include "tests/support/temporary_folder.h"

#define ARTICLES 300

static struct temporary_folder folder;

static void set_up(void)
{
	temporary_folder_open(&folder);
}

static void tear_down(void)
{
	temporary_folder_close(&folder);
}

/* A manifest of segments with texts of these sizes, none dead. */
static void make_manifest(const uint64_t *sizes, size_t count, struct manifest *manifest)
{
	manifest_init(manifest);
	manifest->segments = memory_allocate_array(count + 1, sizeof(*manifest->segments));
	manifest->segment_count = count;
	for (size_t i = 0; i < count; i++)
		manifest->segments[i] = (struct manifest_segment){
			.number = i + 1, .article_count = 10, .text_bytes = sizes[i]};
}

/* The groups as "0-2 5-7", half open. */
static void choose(const struct manifest *manifest, bool optimize, struct buffer *text)
{
	struct merge_group *groups = memory_allocate_array(manifest->segment_count + 1,
		sizeof(*groups));
	const size_t count = merge_choose(manifest, optimize, groups);

	buffer_reset(text);
	buffer_append_string(text, "");
	for (size_t i = 0; i < count; i++)
		buffer_printf(text, "%s%zu-%zu", i ? " " : "", groups[i].begin, groups[i].end);
	memory_free(groups);
}

static const struct {
	uint64_t sizes[16];
	const char *groups, *optimized;
} choices[] = {
	{{0}, "", ""},
	{{100}, "", ""},
	{{100, 100}, "", "0-2"},
	{{1000, 50, 50, 50, 50, 50, 50, 50}, "", "0-8"},
	{{1000, 50, 50, 50, 50, 50, 50, 50, 50}, "1-3", "0-9"},
	{{1000, 60, 50, 50, 50, 50, 50, 50, 50}, "2-4", "0-9"},
	{{1000, 1000, 200, 1000, 1000, 1000, 1000, 1000, 900}, "1-3", "0-9"},
	/* Small ones beside eight large. */
	{{1000, 1000, 1000, 1000, 1000, 1000, 1000, 1000, 10, 10, 10, 10}, "", "0-12"},
	{{1000, 1000, 1000, 1000, 1000, 1000, 1000, 1000, 40, 10, 10, 10, 10}, "9-11", "0-13"},
	{{1000, 1000, 1000, 1000, 1000, 1000, 1000, 1000, 40, 20, 20, 10, 10}, "9-11", "0-13"},
	{{1000, 1000, 1000, 1000, 1000, 1000, 1000, 1000, 80, 40, 20, 10, 10}, "11-13", "0-13"},
	{{10, 1000, 10, 1000, 10, 1000, 10, 1000, 10}, "0-2", "0-9"},
	{{100, 100, 100, 100, 100, 100, 100, 100, 100, 100}, "0-2 2-4", "0-10"},
	{{900, 800, 700, 600, 500, 400, 300, 200, 100, 50}, "7-10", "0-10"},
};

START_TEST(the_cheapest_neighbours_are_chosen)
{
	struct manifest manifest;
	struct buffer text = {0};
	size_t count = 0;

	while (choices[_i].sizes[count])
		count++;
	make_manifest(choices[_i].sizes, count, &manifest);
	choose(&manifest, false, &text);
	ck_assert_str_eq(text.data, choices[_i].groups);
	choose(&manifest, true, &text);
	ck_assert_str_eq(text.data, choices[_i].optimized);
	manifest_clear(&manifest);
	buffer_clear(&text);
}
END_TEST

START_TEST(a_segment_half_dead_is_written_anew)
{
	struct manifest manifest;
	struct buffer text = {0};

	make_manifest((const uint64_t[]){100, 100, 100}, 3, &manifest);
	manifest.segments[1].dead_count = 4;
	choose(&manifest, false, &text);
	ck_assert_str_eq(text.data, "");
	manifest.segments[1].dead_count = 5;
	choose(&manifest, false, &text);
	ck_assert_str_eq(text.data, "1-2");
	manifest.segment_count = 1;
	manifest.segments[0].dead_count = 1;
	choose(&manifest, false, &text);
	ck_assert_str_eq(text.data, "");
	choose(&manifest, true, &text);
	ck_assert_str_eq(text.data, "0-1");
	manifest_clear(&manifest);
	buffer_clear(&text);
}
END_TEST

START_TEST(rounds_end_with_few_segments_and_small_groups)
{
	struct suite_random random = {1 + _i};

	for (int round = 0; round < 50; round++) {
		size_t count = suite_random_below(&random, 400);
		struct manifest manifest;
		struct merge_group groups[400];
		uint64_t sizes[400];

		for (size_t i = 0; i < count; i++)
			sizes[i] = 1 + suite_random_below(&random, 1u << suite_random_below(&random, 20));
		make_manifest(sizes, count, &manifest);

		const size_t chosen = merge_choose(&manifest, _i == 1, groups);
		size_t left = count, end = 0;

		for (size_t i = 0; i < chosen; i++) {
			ck_assert_uint_ge(groups[i].begin, end);
			end = groups[i].end;
			ck_assert_uint_le(end - groups[i].begin, MERGE_SOURCE_LIMIT);
			left -= end - groups[i].begin - 1;
		}
		ck_assert_uint_le(end, count);
		ck_assert(left <= (_i == 1 ? 1 : MERGE_LIVE_LIMIT) ||
			  left <= 2 * count / MERGE_SOURCE_LIMIT + 1);
		manifest_clear(&manifest);
	}
}
END_TEST

/* Does to the manifest's sizes what merging the groups would; bytes that are written. */
static uint64_t apply(struct manifest *manifest, const struct merge_group *groups, size_t count)
{
	uint64_t written = 0;

	for (size_t i = count; i-- > 0;) {
		const struct merge_group group = groups[i];
		uint64_t bytes = 0;

		for (size_t j = group.begin; j < group.end; j++)
			bytes += manifest->segments[j].text_bytes;
		manifest->segments[group.begin].text_bytes = bytes;
		memmove(manifest->segments + group.begin + 1, manifest->segments + group.end,
			(manifest->segment_count - group.end) * sizeof(*manifest->segments));
		manifest->segment_count -= group.end - group.begin - 1;
		written += bytes;
	}
	return written;
}

/* With the tail alone merged again and again it would be half of all additions each time: 300
 * times what is added. */
START_TEST(small_additions_are_written_anew_a_few_times_only)
{
	static const uint64_t sizes[32] = {100000, 100000, 100000, 100000, 100000, 100000, 100000,
		100000};
	const unsigned additions = 600;
	struct merge_group groups[32];
	struct manifest manifest;
	uint64_t written = 0;

	make_manifest(sizes, 31, &manifest);
	manifest.segment_count = 8;
	for (unsigned i = 0; i < additions; i++) {
		manifest.segments[manifest.segment_count++].text_bytes = 20;
		written += apply(&manifest, groups, merge_choose(&manifest, false, groups));
		ck_assert_uint_le(manifest.segment_count, MERGE_LIVE_LIMIT);
	}
	ck_assert_msg(written < 15 * 20 * additions, "%" PRIu64, written);
	manifest_clear(&manifest);
}
END_TEST

static void read_kind(const char *index, const struct snapshot *snapshot, const char *kind,
	struct buffer *bytes)
{
	struct buffer path = {0};
	struct error error = {0};

	manifest_path(index, &snapshot->manifest.segments[0], kind, &path);
	ck_assert(file_read(path.data, SIZE_MAX, bytes, &error));
	buffer_clear(&path);
}

static void assert_databases_equal(const char *first_index, const struct snapshot *first,
	const char *second_index, const struct snapshot *second, const char *kind)
{
	struct buffer one = {0}, two = {0};
	const char *difference;

	manifest_path(first_index, &first->manifest.segments[0], kind, &one);
	manifest_path(second_index, &second->manifest.segments[0], kind, &two);
	difference = stock_difference(one.data, two.data);
	ck_assert_msg(difference == NULL, "%s: %s", kind, difference);
	ck_assert_uint_eq(stock_check(one.data), 0);
	buffer_clear(&one);
	buffer_clear(&two);
}

/* Segments of random sizes with some articles dead; dead[number] says which. */
static struct update *make_parts(const char *index, struct suite_random *random,
	unsigned dead_in_ten, bool *dead)
{
	struct update *update = segment_fixture_open(index, false);
	struct error error = {0};
	unsigned first = 1;

	while (first <= ARTICLES) {
		unsigned last = first + suite_random_below(random, 60);

		last = last < ARTICLES ? last : ARTICLES;

		const uint64_t segment = segment_fixture_add(update, index, first, last, NULL);

		for (unsigned number = first; number <= last; number++) {
			dead[number] = suite_random_below(random, 10) < dead_in_ten;
			if (dead[number])
				update_bury_added(update, segment, number - first + 1);
		}
		first = last + 1;
	}
	ck_assert_msg(update_publish(update, &error), "%s", error.message);
	return update;
}

START_TEST(a_merged_index_is_as_one_built_of_the_living_at_once)
{
	const char *parts_index = temporary_folder_path(&folder, "parts");
	const char *whole_index = temporary_folder_path(&folder, "whole");
	struct suite_random random = {100 + _i};
	bool dead[ARTICLES + 1] = {false};
	struct update *parts = make_parts(parts_index, &random, (unsigned)_i % 5 * 2, dead);
	struct update *whole = segment_fixture_open(whole_index, false);
	struct buffer one = {0}, two = {0};
	struct error error = {0};

	segment_fixture_add(whole, whole_index, 1, ARTICLES, dead);
	ck_assert(update_publish(whole, &error));
	ck_assert_msg(update_merge(parts, true, NULL, NULL, &error), "%s", error.message);

	const struct snapshot *merged = update_snapshot(parts), *fresh = update_snapshot(whole);

	ck_assert_uint_eq(merged->manifest.segment_count, 1);
	ck_assert_uint_eq(merged->manifest.segments[0].text_bytes,
		fresh->manifest.segments[0].text_bytes);
	assert_databases_equal(parts_index, merged, whole_index, fresh, "articles");
	assert_databases_equal(parts_index, merged, whole_index, fresh, "quotes");
	read_kind(parts_index, merged, "tokens", &one);
	read_kind(whole_index, fresh, "tokens", &two);
	ck_assert(slice_equal(buffer_slice(&one), buffer_slice(&two)));
	buffer_clear(&one);
	buffer_clear(&two);
	update_close(parts);
	update_close(whole);
}
END_TEST

START_TEST(the_same_segments_give_the_same_bytes)
{
	struct buffer bytes[2] = {{0}, {0}};

	for (int i = 0; i < 2; i++) {
		const char *index = temporary_folder_path(&folder, i ? "second" : "first");
		struct suite_random random = {9};
		bool dead[ARTICLES + 1] = {false};
		struct update *update = make_parts(index, &random, 3, dead);
		struct error error = {0};

		ck_assert(update_merge(update, true, NULL, NULL, &error));
		read_kind(index, update_snapshot(update), "articles", &bytes[i]);
		read_kind(index, update_snapshot(update), "tokens", &bytes[i]);
		read_kind(index, update_snapshot(update), "quotes", &bytes[i]);
		update_close(update);
	}
	ck_assert(slice_equal(buffer_slice(&bytes[0]), buffer_slice(&bytes[1])));
	buffer_clear(&bytes[0]);
	buffer_clear(&bytes[1]);
}
END_TEST

START_TEST(damaged_sources_are_an_error_and_leave_nothing)
{
	const char *index = temporary_folder_path(&folder, "parts");
	struct suite_random random = {10};
	bool dead[ARTICLES + 1] = {false};
	struct update *update = make_parts(index, &random, 0, dead);
	const struct snapshot *snapshot = update_snapshot(update);
	struct merge_job job = {.index = index, .snapshot = snapshot, .group = {0, 2},
		.number = 900};
	struct manifest_segment merged;
	uint32_t dropped[LANGUAGE_COUNT] = {0};
	struct error error = {0};
	struct buffer path = {0};

	manifest_path(index, &snapshot->manifest.segments[1], "articles", &path);
	ck_assert(file_replace(path.data, SLICE_LITERAL("no database"), &error));
	ck_assert(!merge_run(&job, &merged, dropped, &error));
	ck_assert_int_ne(error.code, ERROR_NONE);
	ck_assert(!file_exists(temporary_folder_path(&folder, "parts/segments/000900.tokens")));
	ck_assert(!file_exists(temporary_folder_path(&folder, "parts/segments/000900.articles")));
	ck_assert(!file_exists(temporary_folder_path(&folder, "parts/segments/000900.quotes")));
	buffer_clear(&path);
	update_close(update);
}
END_TEST

Suite *suite_make(void)
{
	Suite *suite = suite_create("merge");
	TCase *tests = tcase_create("merge");

	tcase_add_checked_fixture(tests, set_up, tear_down);
	tcase_set_timeout(tests, 120);
	tcase_add_loop_test(tests, the_cheapest_neighbours_are_chosen, 0, COUNT_OF(choices));
	tcase_add_test(tests, a_segment_half_dead_is_written_anew);
	tcase_add_test(tests, small_additions_are_written_anew_a_few_times_only);
	tcase_add_loop_test(tests, rounds_end_with_few_segments_and_small_groups, 0, 2);
	tcase_add_loop_test(tests, a_merged_index_is_as_one_built_of_the_living_at_once, 0, 10);
	tcase_add_test(tests, the_same_segments_give_the_same_bytes);
	tcase_add_test(tests, damaged_sources_are_an_error_and_leave_nothing);
	suite_add_tcase(suite, tests);
	return suite;
}
