/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "daemon/http/router.h"

#include <string.h>

#include "base/memory.h"
#include "tests/support/suite.h"

#include "base/banned.h"

static const struct {
	const char *path, *name, *rest; /* name NULL: no route */
} paths[] = {
	{"/v1/search", "search", NULL},
	{"/v1/articles/a", "article", "a"},
	{"/v1/articles/https%3A%2F%2Fexample.org%2Fa", "article", "https%3A%2F%2Fexample.org%2Fa"},
	{"/v1/articles/news/a.txt", "article", "news/a.txt"},
	{"/v1/articles/a/similar", "similar", "a"},
	{"/v1/articles/a%2Fsimilar", "article", "a%2Fsimilar"},
	{"/v1/articles/similar", "article", "similar"},
	{"/v1/fields", "fields", NULL},
	{"/v1/status", "status", NULL},
	{"/v1/stop", "stop", NULL},
	{"/healthz", "health", NULL},
	{"/readyz", "ready", NULL},
	{"/metrics", "metrics", NULL},
	{"/", NULL, NULL},
	{"/v1/search/", NULL, NULL},
	{"/v1/searching", NULL, NULL},
	{"/v1/Search", NULL, NULL},
	{"/v1/articles/", NULL, NULL},
	{"/v1/articles", NULL, NULL},
	{"//healthz", NULL, NULL},
	{"/v1/%73earch", NULL, NULL},
};

START_TEST(paths_find_their_rows)
{
	struct slice rest;
	const struct route *route = router_find(slice_of(paths[_i].path), &rest);

	ck_assert_msg((route != NULL) == (paths[_i].name != NULL), "%s", paths[_i].path);
	ck_assert(!route || strcmp(route->name, paths[_i].name) == 0);
	ck_assert(slice_equal(rest, slice_of(paths[_i].rest)));
}
END_TEST

START_TEST(rows_are_whole)
{
	size_t count;
	const struct route *table = router_table(&count);

	for (size_t i = 0; i < count; i++) {
		struct slice rest, allow = slice_of(table[i].allow), method;

		ck_assert_ptr_nonnull(table[i].handle);
		/* A pattern finds its own row: none before it hides it. */
		ck_assert_ptr_eq(router_find(slice_of(table[i].path), &rest), &table[i]);
		ck_assert(slice_split(&allow, ',', &method));
		ck_assert_str_eq(table[i].allow,
			table[i].method == METHOD_GET ? "GET, HEAD" : "POST");
	}
}
END_TEST

START_TEST(head_goes_where_get_goes)
{
	struct slice rest;
	const struct route *search = router_find(SLICE_LITERAL("/v1/search"), &rest);
	const struct route *stop = router_find(SLICE_LITERAL("/v1/stop"), &rest);

	ck_assert(route_takes(search, METHOD_GET));
	ck_assert(route_takes(search, METHOD_HEAD));
	ck_assert(!route_takes(search, METHOD_POST));
	ck_assert(!route_takes(search, METHOD_OTHER));
	ck_assert(route_takes(stop, METHOD_POST));
	ck_assert(!route_takes(stop, METHOD_GET));
	ck_assert(!route_takes(stop, METHOD_HEAD));
}
END_TEST

Suite *suite_make(void)
{
	Suite *suite = suite_create("router");
	TCase *all = tcase_create("all");

	tcase_add_loop_test(all, paths_find_their_rows, 0, COUNT_OF(paths));
	tcase_add_test(all, rows_are_whole);
	tcase_add_test(all, head_goes_where_get_goes);
	suite_add_tcase(suite, all);
	return suite;
}
