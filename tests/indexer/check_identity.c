/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/identity.h"

#include "base/memory.h"
#include "tests/support/suite.h"

#include "base/banned.h"

static const struct {
	const char *id, *url, *path;
	uint64_t position;
	const char *identity, *site;
} rows[] = {
	{" a1 ", "https://example.org/x", "/f", 1, "a1", "example.org"},
	{"", " https://example.org/x ", "/f", 1, "https://example.org/x", "example.org"},
	{"", "", "/f.json", 1, "/f.json", ""},
	{"", "", "/f.json", 2, "/f.json:2", ""},
	{"", "", "/caf\xe9", 1, "/caf\xef\xbf\xbd", ""},
	{"a", "http://user:pass@www.Example.org:8080/a@b:c", NULL, 1, "a", "www.Example.org"},
	{"a", "ftp://h?q=1", NULL, 1, "a", "h"},
	{"a", "https://h#f", NULL, 1, "a", "h"},
	{"a", "https://", NULL, 1, "a", ""},
	{"a", "no address", NULL, 1, "a", ""},
};

START_TEST(an_article_gets_its_lasting_name)
{
	struct article article;
	struct arena arena = {0};

	article_init(&article);
	article.identity = slice_of(rows[_i].id);
	article.url = slice_of(rows[_i].url);
	identity_complete(&article, rows[_i].path, rows[_i].position, &arena);
	ck_assert_msg(slice_equal_string(article.identity, rows[_i].identity), "%.*s",
		SLICE_ARGS(article.identity));
	ck_assert_msg(slice_equal_string(article.site, rows[_i].site), "%.*s",
		SLICE_ARGS(article.site));
	arena_clear(&arena);
}
END_TEST

START_TEST(a_streams_articles_are_named_by_their_content)
{
	const char *const bodies[] = {"one", "two", "one"};
	struct article articles[3];
	struct arena arena = {0};

	for (size_t i = 0; i < COUNT_OF(bodies); i++) {
		article_init(&articles[i]);
		articles[i].body = slice_of(bodies[i]);
		identity_complete(&articles[i], NULL, i + 1, &arena);
	}
	ck_assert(slice_equal(articles[0].identity, articles[2].identity));
	ck_assert(!slice_equal(articles[0].identity, articles[1].identity));
	arena_clear(&arena);
}
END_TEST

Suite *suite_make(void)
{
	Suite *suite = suite_create("identity");
	TCase *tests = tcase_create("identity");

	tcase_add_loop_test(tests, an_article_gets_its_lasting_name, 0, (int)COUNT_OF(rows));
	tcase_add_test(tests, a_streams_articles_are_named_by_their_content);
	suite_add_tcase(suite, tests);
	return suite;
}
