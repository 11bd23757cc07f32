/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/options.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "tests/support/suite.h"

#include "base/banned.h"

#define WORDS_LIMIT 8

/* A command line by its words. */
static bool parse(const char *line, struct indexer_options *options, struct error *error)
{
	static char words[256];
	static char *arguments[WORDS_LIMIT + 1];
	int count = 0;

	snprintf(words, sizeof(words), "quoth-index %s", line);
	for (char *word = words; word && count < WORDS_LIMIT; count++) {
		char *blank = strchr(word, ' ');

		arguments[count] = word;
		if (blank)
			*blank = '\0';
		word = blank && blank[1] ? blank + 1 : NULL;
	}
	arguments[count] = NULL;
	return indexer_options_parse(options, count, arguments, error);
}

static void setup(void)
{
	setenv("XDG_CONFIG_HOME", "/nowhere", 1);
	unsetenv("QUOTH_INDEX");
}

static const struct {
	const char *line;
	enum indexer_mode mode;
	size_t operand_count;
} good[] = {
	{"a b", MODE_INDEX, 2},
	{"-", MODE_INDEX, 1},
	{"--update a", MODE_INDEX, 1},
	{"--sync --update a", MODE_INDEX, 1},
	{"--optimize", MODE_INDEX, 0},
	{"--optimize a", MODE_INDEX, 1},
	{"--rebuild a", MODE_INDEX, 1},
	{"a --dry-run", MODE_INDEX, 1},
	{"--delete a b c", MODE_DELETE, 3},
	{"--delete --dry-run a", MODE_DELETE, 1},
	{"--verify", MODE_VERIFY, 0},
	{"--stats --json", MODE_STATS, 0},
	{"--dump", MODE_DUMP, 0},
	{"--extract --offsets byte a", MODE_EXTRACT, 1},
};

START_TEST(a_command_line_says_what_to_do)
{
	struct indexer_options options;
	struct error error = {0};

	ck_assert_msg(parse(good[_i].line, &options, &error), "%s: %s", good[_i].line, error.message);
	ck_assert_int_eq(options.mode, good[_i].mode);
	ck_assert_uint_eq(options.operand_count, good[_i].operand_count);
	indexer_options_clear(&options);
}
END_TEST

static const char *const bad[] = {
	"",
	"--delete",
	"--extract",
	"--verify a",
	"--stats a",
	"--verify --stats",
	"--delete --sync a",
	"--extract --update a",
	"--json a",
	"--json --verify",
	"--dry-run --verify",
	"--dry-run --extract a",
	"--optimize --delete a",
	"--rebuild --stats",
	"--format docx a",
	"--map title a",
	"--map colour=x a",
	"--language klingon a",
	"--memory 1K a",
	"--jobs 10000 a",
	"--offsets word a",
	"--nonsense a",
};

START_TEST(a_wrong_command_line_is_a_usage_error)
{
	struct indexer_options options;
	struct error error = {0};

	ck_assert_msg(!parse(bad[_i], &options, &error), "%s", bad[_i]);
	ck_assert_int_eq(error.code, ERROR_USAGE);
}
END_TEST

START_TEST(what_is_not_given_has_a_default)
{
	struct indexer_options options;
	struct error error = {0};

	ck_assert(parse("a", &options, &error));
	ck_assert_uint_ge(options.jobs, 1);
	ck_assert_uint_eq(options.memory_bytes, 256u << 20);
	ck_assert_int_eq(options.language, LANGUAGE_NONE);
	ck_assert_int_eq(options.offsets, OFFSETS_CODEPOINT);
	ck_assert_int_eq(options.progress, PROGRESS_AUTO);
	ck_assert_ptr_null(options.format);
	ck_assert(!options.without_quotations && !options.is_sync && !options.is_dry_run);
	ck_assert_uint_gt(strlen(options.index), 0);
	indexer_options_clear(&options);
}
END_TEST

START_TEST(what_is_given_is_taken)
{
	struct indexer_options options;
	struct error error = {0};

	ck_assert(parse("--index=/i --format=jsonl --language=de -j3 --memory=1G a", &options, &error));
	ck_assert_str_eq(options.index, "/i");
	ck_assert_ptr_eq(options.format, &reader_json_lines);
	ck_assert_int_eq(options.language, LANGUAGE_GERMAN);
	ck_assert_uint_eq(options.jobs, 3);
	ck_assert_uint_eq(options.memory_bytes, 1u << 30);
	ck_assert_str_eq(options.operands[0], "a");
	indexer_options_clear(&options);
}
END_TEST

Suite *suite_make(void)
{
	Suite *suite = suite_create("indexer options");
	TCase *tests = tcase_create("indexer options");

	tcase_add_unchecked_fixture(tests, setup, NULL);
	tcase_add_loop_test(tests, a_command_line_says_what_to_do, 0, (int)COUNT_OF(good));
	tcase_add_loop_test(tests, a_wrong_command_line_is_a_usage_error, 0, (int)COUNT_OF(bad));
	tcase_add_test(tests, what_is_not_given_has_a_default);
	tcase_add_test(tests, what_is_given_is_taken);
	suite_add_tcase(suite, tests);
	return suite;
}
