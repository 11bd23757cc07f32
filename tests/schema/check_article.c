/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "schema/article.h"

#include <stddef.h>

#include "base/memory.h"
#include "tests/support/suite.h"

#define PART(name) {#name, offsetof(struct article, name)}

static const struct {
	const char *name;
	size_t offset;
} parts[] = {PART(title), PART(subtitle), PART(body), PART(author), PART(source), PART(site),
	PART(url), PART(path), PART(section), PART(tags), PART(extra), PART(language_name)};

static struct slice *part(struct article *article, size_t i)
{
	return (struct slice *)(void *)((char *)article + parts[i].offset);
}

START_TEST(every_part_changes_the_digest)
{
	struct article article, other;

	article_init(&article);
	article_init(&other);
	*part(&article, (size_t)_i) = SLICE_LITERAL("some words");
	ck_assert_msg(article_digest(&article) != article_digest(&other), "%s", parts[_i].name);
	/* The same words in another part are another article. */
	*part(&other, ((size_t)_i + 1) % COUNT_OF(parts)) = SLICE_LITERAL("some words");
	ck_assert_msg(article_digest(&article) != article_digest(&other), "%s", parts[_i].name);
}
END_TEST

START_TEST(the_date_changes_the_digest_and_the_identity_does_not)
{
	struct article article, other;

	article_init(&article);
	article_init(&other);
	other.identity = SLICE_LITERAL("another name");
	ck_assert(article_digest(&article) == article_digest(&other));
	other.date = 0;
	ck_assert(article_digest(&article) != article_digest(&other));
}
END_TEST

Suite *suite_make(void)
{
	Suite *suite = suite_create("schema/article");
	TCase *digest = tcase_create("digest");

	tcase_add_loop_test(digest, every_part_changes_the_digest, 0, COUNT_OF(parts));
	tcase_add_test(digest, the_date_changes_the_digest_and_the_identity_does_not);
	suite_add_tcase(suite, digest);
	return suite;
}
