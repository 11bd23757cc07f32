/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "store/prints.h"

#include <stdlib.h>

#include "base/file.h"
#include "base/memory.h"
#include "tests/support/suite.h"
#include "tests/support/temporary_folder.h"

#define ROWS 5000
#define SOURCES 3
#define QUOTATIONS 400

static struct temporary_folder folder;

static void set_up(void)
{
	temporary_folder_open(&folder);
}

static void tear_down(void)
{
	temporary_folder_close(&folder);
}

/* Rows of rising quotations, a few prints many times, as prints_add makes them. */
static void make_rows(struct suite_random *random, struct buffer *rows)
{
	for (uint32_t i = 0; i < ROWS; i++) {
		const unsigned kinds = suite_random_below(random, 3) ? UINT32_MAX : 7;
		const struct print row = {1 + suite_random_below(random, kinds),
			1 + i * QUOTATIONS / ROWS};

		buffer_append_bytes(rows, &row, sizeof(row));
	}
}

static int compare(const void *a, const void *b)
{
	const struct print *first = a, *second = b;

	if (first->print != second->print)
		return first->print < second->print ? -1 : 1;
	return (first->quotation > second->quotation) - (first->quotation < second->quotation);
}

static const struct print *rows_of(const struct buffer *buffer)
{
	return (const struct print *)(const void *)buffer->data;
}

START_TEST(sorting_is_what_qsort_does)
{
	struct suite_random random = {2};
	struct buffer rows = {0}, sorted = {0};

	make_rows(&random, &rows);
	prints_sort(buffer_slice(&rows), &sorted);
	qsort(rows.data, ROWS, sizeof(struct print), compare);
	ck_assert(slice_equal(buffer_slice(&rows), buffer_slice(&sorted)));
	prints_sort((struct slice){0}, &sorted);
	ck_assert_uint_eq(sorted.size, 0);
	buffer_clear(&rows);
	buffer_clear(&sorted);
}
END_TEST

START_TEST(a_print_is_found_or_where_it_would_be)
{
	struct suite_random random = {4};
	struct buffer rows = {0}, sorted = {0};

	make_rows(&random, &rows);
	prints_sort(buffer_slice(&rows), &sorted);
	for (unsigned round = 0; round < 2000; round++) {
		const uint32_t print = round % 2 ? rows_of(&sorted)[round].print :
						   suite_random_below(&random, UINT32_MAX);
		const uint32_t row = prints_seek(rows_of(&sorted), ROWS, print);

		ck_assert(row == ROWS || rows_of(&sorted)[row].print >= print);
		ck_assert(row == 0 || rows_of(&sorted)[row - 1].print < print);
	}
	ck_assert_uint_eq(prints_seek(NULL, 0, 1), 0);
	buffer_clear(&rows);
	buffer_clear(&sorted);
}
END_TEST

/* Every fifth quotation is gone, and one row names a quotation there never was. */
START_TEST(a_merge_is_what_sorting_all_that_is_left_would_be)
{
	const char *path = temporary_folder_path(&folder, "merged");
	static uint32_t numbers[SOURCES][QUOTATIONS];
	struct buffer tables[SOURCES] = {{0}}, left = {0}, sorted = {0}, merged = {0};
	struct prints_source sources[SOURCES];
	struct suite_random random = {6};
	struct new_file file;
	struct error error = {0};
	uint32_t next = 0, live = 0;

	for (size_t i = 0; i < SOURCES; i++) {
		struct buffer rows = {0};

		make_rows(&random, &rows);
		prints_sort(buffer_slice(&rows), &tables[i]);
		((struct print *)(void *)tables[i].data)[0].quotation = QUOTATIONS + 1;
		for (uint32_t j = 0; j < QUOTATIONS; j++)
			numbers[i][j] = j % 5 ? ++next : 0;
		sources[i] = (struct prints_source){rows_of(&tables[i]), ROWS, numbers[i],
			QUOTATIONS, 0};
		for (uint32_t j = 1; j < ROWS; j++) {
			struct print row = rows_of(&tables[i])[j];

			row.quotation = numbers[i][row.quotation - 1];
			if (row.quotation)
				buffer_append_bytes(&left, &row, sizeof(row));
		}
		live += prints_live(&sources[i]);
		buffer_clear(&rows);
	}
	prints_sort(buffer_slice(&left), &sorted);
	ck_assert(new_file_open(&file, path, &error));
	ck_assert(prints_merge(sources, SOURCES, &file, &error));
	ck_assert(new_file_close(&file, &error));
	ck_assert(file_read(path, SIZE_MAX, &merged, &error));
	ck_assert_uint_eq(merged.size, live * sizeof(struct print));
	ck_assert(slice_equal(buffer_slice(&merged), buffer_slice(&sorted)));
	for (size_t i = 0; i < SOURCES; i++)
		buffer_clear(&tables[i]);
	buffer_clear(&left);
	buffer_clear(&sorted);
	buffer_clear(&merged);
}
END_TEST

Suite *suite_make(void)
{
	Suite *suite = suite_create("store/prints");
	TCase *all = tcase_create("all");

	tcase_add_checked_fixture(all, set_up, tear_down);
	tcase_add_test(all, sorting_is_what_qsort_does);
	tcase_add_test(all, a_print_is_found_or_where_it_would_be);
	tcase_add_test(all, a_merge_is_what_sorting_all_that_is_left_would_be);
	suite_add_tcase(suite, all);
	return suite;
}
