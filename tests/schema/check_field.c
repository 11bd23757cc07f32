/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "schema/field.h"

#include <ctype.h>
#include <string.h>

#include "tests/support/suite.h"

START_TEST(every_field_is_found_by_name_and_alias)
{
	const struct field_definition *row = field_get((enum field)_i);
	enum field field = FIELD_COUNT;

	ck_assert(field_by_name(slice_of(row->name), &field));
	ck_assert_int_eq(field, _i);
	if (row->alias) {
		ck_assert(field_by_name(slice_of(row->alias), &field));
		ck_assert_int_eq(field, _i);
	}
}
END_TEST

START_TEST(names_are_found_in_any_case)
{
	enum field field;

	ck_assert(field_by_name(SLICE_LITERAL("TiTlE"), &field));
	ck_assert_int_eq(field, FIELD_TITLE);
	ck_assert(!field_by_name(SLICE_LITERAL("titl"), &field));
	ck_assert(!field_by_name(SLICE_LITERAL(""), &field));
}
END_TEST

/* Else a word of one field could look like a word of the other. */
START_TEST(no_prefix_is_the_start_of_another)
{
	const char *prefix = field_get((enum field)_i)->prefix;

	if (!prefix || !prefix[0])
		return;
	ck_assert(isupper((unsigned char)prefix[0]));
	ck_assert_int_ne(prefix[0], 'Z');
	for (int i = 0; i < FIELD_COUNT; i++) {
		const char *other = field_get((enum field)i)->prefix;

		if (i != _i && other)
			ck_assert(strncmp(other, prefix, strlen(prefix)) != 0);
	}
	ck_assert(strncmp("XPA", prefix, strlen(prefix)) != 0);
}
END_TEST

START_TEST(every_field_says_what_it_is_for)
{
	const struct field_definition *row = field_get((enum field)_i);

	ck_assert_ptr_nonnull(row->help);
	ck_assert_ptr_nonnull(row->example);
	ck_assert(row->scope == FIELD_IN_ARTICLES || row->scope == FIELD_IN_QUOTATIONS ||
		  row->scope == FIELD_IN_BOTH);
}
END_TEST

Suite *suite_make(void)
{
	Suite *suite = suite_create("schema/field");
	TCase *names = tcase_create("names"), *prefixes = tcase_create("prefixes");

	tcase_add_loop_test(names, every_field_is_found_by_name_and_alias, 0, FIELD_COUNT);
	tcase_add_test(names, names_are_found_in_any_case);
	tcase_add_loop_test(names, every_field_says_what_it_is_for, 0, FIELD_COUNT);
	tcase_add_loop_test(prefixes, no_prefix_is_the_start_of_another, 0, FIELD_COUNT);
	suite_add_tcase(suite, names);
	suite_add_tcase(suite, prefixes);
	return suite;
}
