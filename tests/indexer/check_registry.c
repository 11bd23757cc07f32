/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/reader/registry.h"

#include "base/memory.h"
#include "tests/support/suite.h"

#include "base/banned.h"

static const struct {
	const char *path, *name;
	bool is_extended;
} names[] = {
	{"a.txt", "txt", true},
	{"news/a.TXT", "txt", true},
	{"a.txt.gz", "txt", true},
	{"a.b.md", "txt", true},
	{"a.json", "json", true},
	{"a.jsonl.gz", "jsonl", true},
	{"a.ndjson", "jsonl", true},
	{"a.png", NULL, true},
	{"a.tar.gz", NULL, true},
	{"README", NULL, false},
	{"v1.2/README", NULL, false},
	{"a/.txt", NULL, false},
	{".gz", NULL, false},
	{"a.", NULL, false},
	{"", NULL, false},
};

START_TEST(a_name_tells_its_reader)
{
	bool is_extended;
	const struct reader *reader = registry_by_path(names[_i].path, &is_extended);

	ck_assert_pstr_eq(reader ? reader->name : NULL, names[_i].name);
	ck_assert_int_eq(is_extended, names[_i].is_extended);
	ck_assert(!reader || registry_by_name(reader->name) == reader);
}
END_TEST

static const struct {
	const char *head, *name;
} heads[] = {
	{"{\"id\": 1}", "json"},
	{" \n[ {\"id\": 1}]", "json"},
	{"[]", "json"},
	{"\xef\xbb\xbf{}", "json"},
	{"[Reuters] Shares rose", "txt"},
	{"{curly} words", "txt"},
	{"Plain text", "txt"},
	{"\x7f" "ELF\x02\x01\x01\x03\x04", NULL},
};

START_TEST(first_bytes_tell_a_reader)
{
	const struct reader *reader = registry_by_head(slice_of(heads[_i].head));

	ck_assert_pstr_eq(reader ? reader->name : NULL, heads[_i].name);
}
END_TEST

START_TEST(every_row_is_complete_and_found_by_its_name)
{
	const struct reader *reader;

	ck_assert_ptr_nonnull(registry_get(0));
	for (size_t i = 0; (reader = registry_get(i)); i++) {
		ck_assert_ptr_eq(registry_by_name(reader->name), reader);
		ck_assert(reader->cut && reader->next && reader->help);
	}
	ck_assert_ptr_null(registry_by_name("docx"));
}
END_TEST

Suite *suite_make(void)
{
	Suite *suite = suite_create("registry");
	TCase *tests = tcase_create("registry");

	tcase_add_test(tests, every_row_is_complete_and_found_by_its_name);
	tcase_add_loop_test(tests, a_name_tells_its_reader, 0, (int)COUNT_OF(names));
	tcase_add_loop_test(tests, first_bytes_tell_a_reader, 0, (int)COUNT_OF(heads));
	suite_add_tcase(suite, tests);
	return suite;
}
