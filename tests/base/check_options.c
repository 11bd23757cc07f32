/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/options.h"

#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/file.h"
#include "base/memory.h"
#include "tests/support/suite.h"
#include "tests/support/temporary_folder.h"

#include "base/banned.h"

#define ARGUMENTS_MAX 32

struct sample {
	bool quiet;
	int verbose;
	const char *index;
	struct option_list hosts;
	unsigned jobs;
	size_t memory;
	unsigned deadline_ms;
	int color;
	const char *config;
	bool optimize;
};

static const struct option_definition table[] = {
	{.name = "index", .letter = 'i', .kind = OPTION_STRING,
		.offset = offsetof(struct sample, index), .argument = "DIR", .help = "the index",
		.group = "Where"},
	{.name = "config", .kind = OPTION_STRING, .offset = offsetof(struct sample, config),
		.argument = "FILE", .help = "configuration file", .command_line_only = true},
	{.name = "allow-host", .kind = OPTION_LIST, .offset = offsetof(struct sample, hosts),
		.argument = "NAME", .help = "a name it answers to;\nmay be given several times"},
	{.name = "jobs", .letter = 'j', .kind = OPTION_UNSIGNED,
		.offset = offsetof(struct sample, jobs), .argument = "N", .help = "threads",
		.initial = "2", .group = "How"},
	{.name = "memory", .kind = OPTION_SIZE, .offset = offsetof(struct sample, memory),
		.argument = "SIZE", .help = "at most so much", .initial = "256M"},
	{.name = "deadline", .kind = OPTION_DURATION,
		.offset = offsetof(struct sample, deadline_ms), .argument = "TIME",
		.help = "of a request", .initial = "2s"},
	{.name = "color", .kind = OPTION_CHOICE, .offset = offsetof(struct sample, color),
		.argument = "WHEN", .help = "auto, always or never", .initial = "auto",
		.choices = "auto|always|never"},
	{.name = "quiet", .letter = 'q', .kind = OPTION_FLAG,
		.offset = offsetof(struct sample, quiet), .help = "say less"},
	{.name = "verbose", .letter = 'v', .kind = OPTION_COUNT,
		.offset = offsetof(struct sample, verbose), .help = "say more"},
	{.name = "optimize", .kind = OPTION_FLAG, .offset = offsetof(struct sample, optimize),
		.help = "one segment", .command_line_only = true},
	{.name = NULL},
};

static const struct option_program program = {
	.name = "quoth-sample",
	.usage = "quoth-sample [OPTION]... PATH...\nquoth-sample --verify",
	.summary = "Shows what options do.",
	.closing = "Exit status: 0.",
	.hint = "; -- ends them",
	.table = table,
};

static struct temporary_folder folder;
/* Static, so that what lives as long as the process is not taken for lost. */
static struct sample sample;
static struct error error;
static char *arguments[ARGUMENTS_MAX + 2];
static int first;

static void setup(void)
{
	temporary_folder_open(&folder);
	memset(&sample, 0xee, sizeof(sample));
	/* No configuration of the machine's user takes part. */
	setenv("XDG_CONFIG_HOME", folder.path, 1);
	setenv("QUOTH_CONFIG", temporary_folder_write(&folder, "empty.conf", slice_of("")), 1);
}

static void teardown(void)
{
	temporary_folder_close(&folder);
}

/* Words separated by blanks are the command line. */
static bool parse(const char *line)
{
	struct slice rest = slice_of(line);
	struct slice word;
	int count = 1;

	for (int i = 0; i < ARGUMENTS_MAX; i++) {
		memory_free(arguments[i]);
		arguments[i] = NULL;
	}
	arguments[0] = memory_copy_string("quoth-sample");
	while (slice_split(&rest, ' ', &word) && count < ARGUMENTS_MAX) {
		if (word.size)
			arguments[count++] = memory_copy(word.data, word.size);
	}
	return options_parse(&program, count, arguments, &sample, &first, &error);
}

START_TEST(nothing_given_is_the_defaults)
{
	ck_assert_msg(parse(""), "%s", error.message);
	ck_assert(!sample.quiet);
	ck_assert_int_eq(sample.verbose, 0);
	ck_assert_ptr_null(sample.index);
	ck_assert_uint_eq(sample.hosts.count, 0);
	ck_assert_uint_eq(sample.jobs, 2);
	ck_assert_uint_eq(sample.memory, 256 << 20);
	ck_assert_uint_eq(sample.deadline_ms, 2000);
	ck_assert_int_eq(sample.color, 0);
	ck_assert_int_eq(first, 1);
}
END_TEST

START_TEST(every_kind_is_taken_from_the_line)
{
	ck_assert_msg(parse("one -qvv --verbose --index=/a --allow-host x two --allow-host y -j 3 "
			    "--memory 2G --deadline 500ms --color never -- -three"),
		"%s", error.message);
	ck_assert(sample.quiet);
	ck_assert_int_eq(sample.verbose, 3);
	ck_assert_str_eq(sample.index, "/a");
	ck_assert_uint_eq(sample.hosts.count, 2);
	ck_assert_str_eq(sample.hosts.values[0], "x");
	ck_assert_str_eq(sample.hosts.values[1], "y");
	ck_assert_uint_eq(sample.jobs, 3);
	ck_assert_uint_eq(sample.memory, (size_t)2 << 30);
	ck_assert_uint_eq(sample.deadline_ms, 500);
	ck_assert_int_eq(sample.color, 2);
	ck_assert_str_eq(arguments[first], "one");
	ck_assert_str_eq(arguments[first + 1], "two");
	ck_assert_str_eq(arguments[first + 2], "-three");
	ck_assert_ptr_null(arguments[first + 3]);
}
END_TEST

START_TEST(last_of_a_scalar_wins)
{
	ck_assert(parse("--jobs 3 --jobs 4 --color never --color always"));
	ck_assert_uint_eq(sample.jobs, 4);
	ck_assert_int_eq(sample.color, 1);
}
END_TEST

static const struct {
	const char *option;
	size_t value; /* SIZE_MAX: refused */
} quantities[] = {
	{"--memory 0", 0}, {"--memory 300", 300}, {"--memory 64K", 64 << 10},
	{"--memory 64k", 64 << 10}, {"--memory 1B", 1}, {"--memory 256MiB", 256 << 20},
	{"--memory 256mb", 256 << 20}, {"--memory 1T", (size_t)1 << 40},
	{"--memory 17000000T", SIZE_MAX}, {"--memory K", SIZE_MAX}, {"--memory 1X", SIZE_MAX},
	{"--memory 1.5G", SIZE_MAX}, {"--memory -1", SIZE_MAX}, {"--memory=", SIZE_MAX},
	{"--memory 99999999999999999999", SIZE_MAX},
	{"--deadline 0", 0}, {"--deadline 3", 3000}, {"--deadline 2s", 2000},
	{"--deadline 10m", 600000}, {"--deadline 1h", 3600000}, {"--deadline 7ms", 7},
	{"--deadline 50d", SIZE_MAX}, {"--deadline 1y", SIZE_MAX}, {"--deadline soon", SIZE_MAX},
	{"--jobs 4294967295", 4294967295}, {"--jobs 4294967296", SIZE_MAX},
	{"--jobs 1K", SIZE_MAX}, {"--jobs two", SIZE_MAX},
};

START_TEST(quantities_have_units)
{
	const char *option = quantities[_i].option;
	size_t value;

	ck_assert_msg(parse(option) == (quantities[_i].value != SIZE_MAX), "%s", option);
	if (quantities[_i].value == SIZE_MAX) {
		ck_assert_int_eq(error.code, ERROR_USAGE);
		return;
	}
	value = option[2] == 'm' ? sample.memory : option[2] == 'd' ? sample.deadline_ms
								   : sample.jobs;
	ck_assert_msg(value == quantities[_i].value, "%s is %zu", option, value);
}
END_TEST

static const struct {
	const char *line;
	const char *message;
} mistakes[] = {
	{"--optimise", "unknown option --optimise; did you mean --optimize?"},
	{"--jbos 3", "unknown option --jbos; did you mean --jobs?"},
	{"--colour=never", "unknown option --colour; did you mean --color?"},
	{"--hepl", "unknown option --hepl; did you mean --help?"},
	{"--xyzzy", "unknown option --xyzzy; -- ends them"},
	{"--x", "unknown option --x; -- ends them"},
	{"-x", "unknown option -x; -- ends them"},
	{"-qx", "unknown option -x; -- ends them"},
	{"--index=", "--index: a value that is not empty is wanted"},
	{"--allow-host=", "--allow-host: a value that is not empty is wanted"},
	{"--ver", "option --ver may be --verbose, --version"},
	{"--index", "option --index needs a value"},
	{"-i", "option -i needs a value"},
	{"--quiet=1", "option --quiet takes no value"},
	{"--color blue", "--color: 'blue' is none of auto|always|never"},
	{"--jobs x", "--jobs: 'x' is not a number (0 to 4294967295)"},
	{"-j x", "--jobs: 'x' is not a number (0 to 4294967295)"},
	{"--memory x", "--memory: 'x' is not a size such as 300, 64K, 256M or 2G"},
	{"--deadline x", "--deadline: 'x' is not a duration such as 500ms, 2s or 10m"},
};

START_TEST(mistake_names_the_option)
{
	ck_assert(!parse(mistakes[_i].line));
	ck_assert_int_eq(error.code, ERROR_USAGE);
	ck_assert_str_eq(error.message, mistakes[_i].message);
}
END_TEST

START_TEST(nothing_is_kept_of_what_is_refused)
{
	setenv("QUOTH_CONFIG",
		temporary_folder_write(&folder, "a.conf",
			slice_of("index = /file\nallow-host = a\nallow-host = b\ncolor = x\n")),
		1);
	ck_assert(!parse("--quiet one"));
	ck_assert(!sample.quiet);
	ck_assert_ptr_null(sample.index);
	ck_assert_ptr_null(sample.hosts.values);
	ck_assert(!parse("--allow-host a --allow-host b --jobs x"));
	ck_assert_uint_eq(sample.hosts.count, 0);
}
END_TEST

START_TEST(endless_option_is_survived)
{
	struct buffer line = {0};

	buffer_append_string(&line, "--");
	for (int i = 0; i < 3000; i++)
		buffer_append_byte(&line, 'j');
	ck_assert(!parse(line.data));
	ck_assert_int_eq(error.code, ERROR_USAGE);
	buffer_clear(&line);
}
END_TEST

START_TEST(environment_stands_behind_the_line)
{
	setenv("QUOTH_JOBS", "7", 1);
	setenv("QUOTH_INDEX", "/env", 1);
	setenv("QUOTH_QUIET", "yes", 1);
	setenv("QUOTH_VERBOSE", "2", 1);
	setenv("QUOTH_ALLOW_HOST", "env", 1);
	setenv("QUOTH_MEMORY", "", 1);
	setenv("QUOTH_OPTIMIZE", "yes", 1);
	ck_assert(parse("--index /line --allow-host line"));
	ck_assert_uint_eq(sample.jobs, 7);
	ck_assert_str_eq(sample.index, "/line");
	ck_assert(sample.quiet);
	ck_assert_int_eq(sample.verbose, 2);
	ck_assert_uint_eq(sample.hosts.count, 1);
	ck_assert_str_eq(sample.hosts.values[0], "line");
	/* An empty variable is none. */
	ck_assert_uint_eq(sample.memory, 256 << 20);
	ck_assert(!sample.optimize);
	memory_free(sample.hosts.values);
	setenv("QUOTH_JOBS", "many", 1);
	ck_assert(!parse(""));
	ck_assert_str_eq(error.message, "QUOTH_JOBS: 'many' is not a number (0 to 4294967295)");
}
END_TEST

static bool parse_with_file(const char *content, const char *line)
{
	setenv("QUOTH_CONFIG", temporary_folder_write(&folder, "a.conf", slice_of(content)), 1);
	return parse(line);
}

START_TEST(file_stands_behind_the_environment)
{
	setenv("QUOTH_JOBS", "7", 1);
	ck_assert_msg(parse_with_file("# all programs\n"
				      "jobs = 9\n"
				      "index = /file\n"
				      "another = is of another program\n"
				      "optimize = yes\n"
				      "allow-host = a\n"
				      "[quothd]\n"
				      "memory = nonsense\n"
				      "[quoth-sample]\n"
				      "index = /own\n"
				      "quiet = on\n"
				      "allow-host = b\n"
				      "color = always ; as a comment\n",
			      "--color never"),
		"%s", error.message);
	ck_assert_uint_eq(sample.jobs, 7);
	ck_assert_str_eq(sample.index, "/own");
	ck_assert(sample.quiet);
	ck_assert_uint_eq(sample.hosts.count, 2);
	ck_assert_str_eq(sample.hosts.values[1], "b");
	ck_assert_uint_eq(sample.memory, 256 << 20);
	ck_assert_int_eq(sample.color, 2);
	ck_assert(!sample.optimize);
}
END_TEST

static const struct {
	const char *content;
	const char *message;
} bad_files[] = {
	{"\n\njobs = many\n", "a.conf:3: jobs: 'many' is not a number (0 to 4294967295)"},
	{"index =\n", "a.conf:1: index: a value that is not empty is wanted"},
	{"[quoth-sample]\njosb = 3\n", "a.conf:2: unknown option josb; did you mean jobs?"},
	{"[quoth-sample]\noptimise = 1\nx\n", "a.conf:2: unknown option optimise; did you mean "
					      "optimize?"},
	{"jobs\n", "a.conf:1: neither [section] nor key = value"},
	{"quiet = perhaps\n", "a.conf:1: quiet: 'perhaps' is neither yes nor no"},
};

START_TEST(bad_file_is_named_with_its_line)
{
	ck_assert(!parse_with_file(bad_files[_i].content, ""));
	ck_assert_int_eq(error.code, ERROR_USAGE);
	ck_assert_msg(slice_ends_with(slice_of(error.message), slice_of(bad_files[_i].message)),
		"%s", error.message);
}
END_TEST

START_TEST(named_file_must_exist)
{
	setenv("QUOTH_CONFIG", "/nowhere/quoth.conf", 1);
	ck_assert(!parse(""));
	ck_assert_str_eq(error.message, "/nowhere/quoth.conf: No such file or directory");
	ck_assert(!parse("--config /elsewhere"));
	ck_assert_str_eq(error.message, "/elsewhere: No such file or directory");
}
END_TEST

START_TEST(file_of_the_user_is_found)
{
	struct error ignored;

	unsetenv("QUOTH_CONFIG");
	ck_assert(file_make_folder(temporary_folder_path(&folder, "quoth"), &ignored));
	temporary_folder_write(&folder, "quoth/quoth.conf", slice_of("jobs = 5\n"));
	ck_assert(parse(""));
	ck_assert_uint_eq(sample.jobs, 5);
	ck_assert(parse_with_file("jobs = 6\n", ""));
	ck_assert_uint_eq(sample.jobs, 6);
}
END_TEST

static const char expected_help[] =
	"Usage: quoth-sample [OPTION]... PATH...\n"
	"       quoth-sample --verify\n"
	"Shows what options do.\n"
	"\n"
	"Where:\n"
	"  -i, --index DIR           the index\n"
	"      --config FILE         configuration file\n"
	"      --allow-host NAME     a name it answers to;\n"
	"                            may be given several times\n"
	"\n"
	"How:\n"
	"  -j, --jobs N              threads [2]\n"
	"      --memory SIZE         at most so much [256M]\n"
	"      --deadline TIME       of a request [2s]\n"
	"      --color WHEN          auto, always or never [auto]\n"
	"  -q, --quiet               say less\n"
	"  -v, --verbose             say more\n"
	"      --optimize            one segment\n"
	"\n"
	"  -h, --help                print this help and exit\n"
	"  -V, --version             print the version and exit\n"
	"\n"
	"Exit status: 0.\n";

START_TEST(help_shows_the_table)
{
	const char *path = temporary_folder_path(&folder, "help");
	FILE *stream = fopen(path, "w");
	struct buffer help = {0};

	options_print_help(&program, stream);
	fclose(stream);
	ck_assert(file_read(path, 1 << 16, &help, &error));
	ck_assert_str_eq(help.data, expected_help);
	buffer_clear(&help);
}
END_TEST

/* These end the process; the status is what add_exit_test expects. */
START_TEST(help_ends_the_program)
{
	setenv("QUOTH_JOBS", "nonsense", 1);
	ck_assert_ptr_nonnull(freopen("/dev/null", "w", stdout));
	teardown();
	parse("--jobs 3 --help");
	_Exit(7);
}
END_TEST

START_TEST(version_ends_the_program)
{
	ck_assert_ptr_nonnull(freopen("/dev/null", "w", stdout));
	teardown();
	parse("-V");
	_Exit(7);
}
END_TEST

START_TEST(help_that_cannot_be_written_fails)
{
	ck_assert_ptr_nonnull(freopen("/dev/full", "w", stdout));
	teardown();
	parse("--help");
	_Exit(7);
}
END_TEST

START_TEST(default_index_follows_the_home)
{
	char *path;

	setenv("XDG_DATA_HOME", "/data", 1);
	path = options_default_index();
	ck_assert_str_eq(path, "/data/quoth");
	memory_free(path);
	setenv("XDG_DATA_HOME", "relative", 1);
	setenv("HOME", "/home/reader", 1);
	path = options_default_index();
	ck_assert_str_eq(path, "/home/reader/.local/share/quoth");
	memory_free(path);
	unsetenv("HOME");
	path = options_default_index();
	ck_assert_str_eq(path, "/var/lib/quoth");
	memory_free(path);
}
END_TEST

Suite *suite_make(void)
{
	Suite *suite = suite_create("base/options");
	TCase *cases = tcase_create("options");

	tcase_add_checked_fixture(cases, setup, teardown);
	tcase_add_test(cases, nothing_given_is_the_defaults);
	tcase_add_test(cases, every_kind_is_taken_from_the_line);
	tcase_add_test(cases, last_of_a_scalar_wins);
	tcase_add_loop_test(cases, quantities_have_units, 0, COUNT_OF(quantities));
	tcase_add_loop_test(cases, mistake_names_the_option, 0, COUNT_OF(mistakes));
	tcase_add_test(cases, nothing_is_kept_of_what_is_refused);
	tcase_add_test(cases, endless_option_is_survived);
	tcase_add_test(cases, environment_stands_behind_the_line);
	tcase_add_test(cases, file_stands_behind_the_environment);
	tcase_add_loop_test(cases, bad_file_is_named_with_its_line, 0, COUNT_OF(bad_files));
	tcase_add_test(cases, named_file_must_exist);
	tcase_add_test(cases, file_of_the_user_is_found);
	tcase_add_test(cases, help_shows_the_table);
	tcase_add_exit_test(cases, help_ends_the_program, EXIT_SUCCESS);
	tcase_add_exit_test(cases, version_ends_the_program, EXIT_SUCCESS);
	tcase_add_exit_test(cases, help_that_cannot_be_written_fails, 2);
	tcase_add_test(cases, default_index_follows_the_home);
	suite_add_tcase(suite, cases);
	return suite;
}
