/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "daemon/index/variants.h"

#include "base/memory.h"
#include "tests/support/index_fixture.h"
#include "tests/support/suite.h"

#include "base/banned.h"

static struct index_fixture fixture;

static const struct index_fixture_article articles[] = {
	{"whole", "Bridge", NULL,
		"\"We will rebuild the old bridge before winter comes, whatever it costs us,\" Anna Holt "
		"said.\n", "2024-05-02", NULL, NULL, NULL},
	{"cut", "Bridge", NULL, "Anna Holt said: \"We will rebuild the old bridge before winter.\"\n", "2024-05-01",
		NULL, NULL, NULL},
	{"edge", "Bridge", NULL,
		"\"We shall rebuild the old bridge before winter comes, whatever it costs!\" said Holt.\n",
		"2024-05-09", NULL, NULL, NULL},
	{"other", "Herring", NULL,
		"\"It is impossible to fish by these rules before winter comes,\" said Peter Lund.\n",
		"2024-04-01", NULL, NULL, NULL},
};

static void set_up(void)
{
	index_fixture_open(&fixture);
	index_fixture_add(&fixture, articles, COUNT_OF(articles));
}

static void tear_down(void)
{
	index_fixture_close(&fixture);
}

static bool find(const char *identity, struct variants *variants)
{
	struct error error = {0};
	bool is_found;

	ck_assert(reader_refresh(fixture.reader, &error));
	is_found = variants_find(fixture.reader, slice_of(identity), 0, variants, &error);
	ck_assert_msg(error.code == ERROR_NONE, "%s", error.message);
	return is_found;
}

START_TEST(forms_come_by_date_and_the_longest_is_known)
{
	struct variants variants;

	ck_assert(find("whole#1", &variants));
	ck_assert_uint_eq(variants.count, 3);
	ck_assert(slice_equal_string(variants.forms[0].article.identity, "cut"));
	ck_assert(slice_equal_string(variants.forms[1].article.identity, "whole"));
	ck_assert(slice_equal_string(variants.forms[2].article.identity, "edge"));
	ck_assert_uint_eq(variants.longest, 1);
}
END_TEST

START_TEST(any_form_finds_itself)
{
	struct variants variants;

	ck_assert(find("cut#1", &variants));
	ck_assert_uint_ge(variants.count, 2);
	ck_assert(find("other#1", &variants));
	ck_assert_uint_eq(variants.count, 1);
}
END_TEST

START_TEST(the_dead_are_no_variants)
{
	struct variants variants;

	index_fixture_bury(&fixture, "cut");
	ck_assert(find("whole#1", &variants));
	ck_assert_uint_eq(variants.count, 2);
	ck_assert(!find("cut#1", &variants));
}
END_TEST

START_TEST(what_is_no_quotation_has_none)
{
	struct variants variants;

	ck_assert(!find("whole#2", &variants));
	ck_assert(!find("whole", &variants));
	ck_assert(!find("nowhere#1", &variants));
	ck_assert(!find("", &variants));
}
END_TEST

Suite *suite_make(void)
{
	Suite *suite = suite_create("index/variants");
	TCase *all = tcase_create("all");

	tcase_add_checked_fixture(all, set_up, tear_down);
	tcase_add_test(all, forms_come_by_date_and_the_longest_is_known);
	tcase_add_test(all, any_form_finds_itself);
	tcase_add_test(all, the_dead_are_no_variants);
	tcase_add_test(all, what_is_no_quotation_has_none);
	suite_add_tcase(suite, all);
	return suite;
}
