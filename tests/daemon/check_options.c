/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "daemon/options.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "tests/support/suite.h"
#include "tests/support/temporary_folder.h"

#include "base/banned.h"

#define ARGUMENTS_LIMIT 9

static struct daemon_options options;
static struct error error;
static struct temporary_folder folder;
static char *arguments[ARGUMENTS_LIMIT]; /* options point into them */

/* No configuration of this machine's joins in. */
static void setup(void)
{
	temporary_folder_open(&folder);
	setenv("XDG_CONFIG_HOME", folder.path, 1);
}

static void teardown(void)
{
	memory_free((void *)(uintptr_t)options.allow_hosts.values);
	for (size_t i = 0; i < ARGUMENTS_LIMIT; i++)
		memory_free(arguments[i]);
	temporary_folder_close(&folder);
}

static bool parse(const char *const *words, bool has_inherited)
{
	char *passed[ARGUMENTS_LIMIT];
	int count = 2;

	arguments[0] = memory_copy_string("quothd");
	arguments[1] = memory_copy_string("--index=/i");
	for (; words && *words && count < ARGUMENTS_LIMIT - 1; words++)
		arguments[count++] = memory_copy_string(*words);
	/* Parsing moves them about. */
	memcpy(passed, arguments, sizeof(passed));
	return daemon_options_parse(count, passed, has_inherited, &options, &error);
}

static const struct {
	const char *words[ARGUMENTS_LIMIT];
	bool has_inherited;
	const char *listen, *socket;
} places[] = {
	{{NULL}, false, "127.0.0.1:7348", NULL},
	{{NULL}, true, NULL, NULL},
	{{"--listen", "[::1]:0"}, false, "[::1]:0", NULL},
	{{"--socket", "/s"}, false, NULL, "/s"},
	{{"--socket", "/s", "--listen", "[::1]:0"}, false, "[::1]:0", "/s"},
	{{"--socket", "/s", "--listen", "none"}, false, NULL, "/s"},
	{{"--socket", "/s", "--listen", "[::1]:0"}, true, NULL, NULL},
};

static void assert_same(const char *got, const char *expected)
{
	ck_assert((got == NULL) == (expected == NULL));
	if (got)
		ck_assert_str_eq(got, expected);
}

START_TEST(it_listens_where_it_is_told)
{
	ck_assert_msg(parse(places[_i].words, places[_i].has_inherited), "%s", error.message);
	assert_same(options.listen, places[_i].listen);
	assert_same(options.socket, places[_i].socket);
}
END_TEST

START_TEST(defaults_are_usable)
{
	ck_assert(parse(NULL, false));
	ck_assert_str_eq(options.index, "/i");
	ck_assert_uint_ge(options.workers, 1);
	ck_assert_uint_eq(options.queue, options.workers * 64);
	ck_assert_uint_eq(options.deadline_ms, 2000);
	ck_assert_uint_eq(options.header_deadline_ms, 10000);
	ck_assert_uint_eq(options.idle_exit_ms, 0);
}
END_TEST

START_TEST(values_have_units)
{
	const char *words[] = {"--deadline=500ms", "--idle-exit", "600", "--workers=3",
		"--allow-host=a", "--allow-host=b", NULL};

	ck_assert_msg(parse(words, false), "%s", error.message);
	ck_assert_uint_eq(options.deadline_ms, 500);
	ck_assert_uint_eq(options.idle_exit_ms, 600000);
	ck_assert_uint_eq(options.queue, 192);
	ck_assert_uint_eq(options.allow_hosts.count, 2);
	ck_assert_str_eq(options.allow_hosts.values[1], "b");
}
END_TEST

static const char *const refused[][2] = {
	{"--workers=257", NULL},
	{"--listen=none", NULL},
	{"--listen=", NULL},
	{"--workers=x", NULL},
	{"--queue=100000", NULL},
	{"--max-connections=0", NULL},
	{"--deadline=0", NULL},
	{"--keep-alive=0s", NULL},
	{"--deadline=fast", NULL},
	{"--log-level=loud", NULL},
	{"--nonsense", NULL},
	{"operand", NULL},
};

START_TEST(nonsense_is_refused)
{
	ck_assert_msg(!parse(refused[_i], false), "%s", refused[_i][0]);
	ck_assert_int_eq(error.code, ERROR_USAGE);
}
END_TEST

Suite *suite_make(void)
{
	Suite *suite = suite_create("options");
	TCase *all = tcase_create("all");

	tcase_add_checked_fixture(all, setup, teardown);
	tcase_add_loop_test(all, it_listens_where_it_is_told, 0, COUNT_OF(places));
	tcase_add_test(all, defaults_are_usable);
	tcase_add_test(all, values_have_units);
	tcase_add_loop_test(all, nonsense_is_refused, 0, COUNT_OF(refused));
	suite_add_tcase(suite, all);
	return suite;
}
