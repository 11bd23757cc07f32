/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/options.h"

#include <ctype.h>
#include <errno.h>
#include <getopt.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <ini.h>

#include "base/buffer.h"
#include "base/memory.h"
#include "base/option_value.h"
#include "base/slice.h"
#include "config.h"

#include "base/banned.h"

/* getopt_long gives ROW + i for the long name of row i; letters are below. */
#define ROW 1000
#define NAME_SIZE 64
#define EXIT_USAGE 2 /* of all programs */
#define SYSTEM_CONFIG "/etc/quoth/quoth.conf"

enum source {
	SOURCE_NONE,
	SOURCE_COMMAND_LINE,
	SOURCE_ENVIRONMENT,
	SOURCE_FILE,
	SOURCE_INITIAL,
};

struct parser {
	const struct option_program *program;
	size_t count; /* rows */
	void *options;
	enum source *sources; /* of each row's value */
	struct error *error;
	bool has_bad_key; /* in the configuration file; the error is set */
};

static bool takes_argument(const struct option_definition *row)
{
	return row->kind != OPTION_FLAG && row->kind != OPTION_COUNT;
}

/* The first source that names a row has it; false only on a bad value. */
static bool set_row(struct parser *parser, size_t i, const char *text, enum source source)
{
	const bool is_further = parser->sources[i] == source;

	if (parser->sources[i] != SOURCE_NONE && !is_further)
		return true;
	if (!option_value_set(&parser->program->table[i], parser->options, text, is_further,
		    parser->error))
		return false;
	parser->sources[i] = source;
	return true;
}

static bool find_row(const struct parser *parser, const char *name, size_t *row)
{
	for (size_t i = 0; i < parser->count; i++) {
		if (strcmp(parser->program->table[i].name, name) == 0) {
			*row = i;
			return true;
		}
	}
	return false;
}

/* How many letters must be put in, left out, changed or swapped (Damerau, restricted). */
static size_t edit_distance(const char *a, const char *b)
{
	size_t rows[3][NAME_SIZE];
	const size_t b_size = strlen(b);

	if (b_size >= NAME_SIZE)
		return NAME_SIZE;
	for (size_t j = 0; j <= b_size; j++)
		rows[0][j] = j;
	for (size_t i = 1; i <= strlen(a); i++) {
		size_t *row = rows[i % 3];
		const size_t *above = rows[(i + 2) % 3];

		row[0] = i;
		for (size_t j = 1; j <= b_size; j++) {
			size_t least = above[j - 1] + (a[i - 1] != b[j - 1]);

			if (above[j] + 1 < least)
				least = above[j] + 1;
			if (row[j - 1] + 1 < least)
				least = row[j - 1] + 1;
			if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] &&
				rows[(i + 1) % 3][j - 2] + 1 < least)
				least = rows[(i + 1) % 3][j - 2] + 1;
			row[j] = least;
		}
	}
	return rows[strlen(a) % 3][b_size];
}

static void consider(const char *name, const char *candidate, const char **best, size_t *least)
{
	const size_t distance = edit_distance(name, candidate);

	if (distance < *least) {
		*least = distance;
		*best = candidate;
	}
}

/* The option that was probably meant: at most a third of the letters differ. */
static const char *nearest_name(const struct parser *parser, const char *name)
{
	const char *best = NULL;
	size_t least = strlen(name) / 3 + 2;

	if (strlen(name) >= NAME_SIZE)
		return NULL;
	consider(name, "help", &best, &least);
	consider(name, "version", &best, &least);
	for (size_t i = 0; i < parser->count; i++)
		consider(name, parser->program->table[i].name, &best, &least);
	return best;
}

static const char *hint_of(const struct parser *parser)
{
	return parser->program->hint ? parser->program->hint : "";
}

static bool fail_unknown(struct parser *parser, const char *dashes, const char *name)
{
	const char *nearest = nearest_name(parser, name);

	if (nearest)
		return error_set(parser->error, ERROR_USAGE,
			"unknown option %s%s; did you mean %s%s?", dashes, name, dashes, nearest);
	return error_set(parser->error, ERROR_USAGE, "unknown option %s%s%s", dashes, name,
		dashes[0] ? hint_of(parser) : "");
}

/* An unknown long option, or the beginning of several. */
static bool fail_long(struct parser *parser, const struct option *table, const char *argument)
{
	const struct slice all = slice_of(argument + 2);
	struct slice name = all;
	struct buffer matches = {0};
	size_t equals, count = 0;
	char copy[NAME_SIZE];

	if (slice_find_byte(all, '=', 0, &equals))
		name = slice_range(all, 0, equals);
	for (; table->name; table++) {
		if (slice_starts_with(slice_of(table->name), name)) {
			buffer_printf(&matches, "%s--%s", count ? ", " : "", table->name);
			count++;
		}
	}
	if (count > 1) {
		error_set(parser->error, ERROR_USAGE, "option --%.*s may be %s", SLICE_ARGS(name),
			matches.data);
	} else {
		snprintf(copy, sizeof(copy), "%.*s", SLICE_ARGS(name));
		fail_unknown(parser, "--", copy);
	}
	buffer_clear(&matches);
	return false;
}

/* What getopt_long refused: `value` is ':' or '?'. */
static bool fail_command_line(struct parser *parser, const struct option *table, int value,
	char **argv)
{
	char name[NAME_SIZE];

	if (optopt == 0)
		return fail_long(parser, table, argv[optind - 1]);
	if (optopt >= ROW && (size_t)(optopt - ROW) < parser->count)
		snprintf(name, sizeof(name), "--%s", parser->program->table[optopt - ROW].name);
	else if (optopt >= ROW || value == '?')
		snprintf(name, sizeof(name), "%s", argv[optind - 1]);
	else
		snprintf(name, sizeof(name), "-%c", optopt);
	if (value == ':')
		return error_set(parser->error, ERROR_USAGE, "option %s needs a value", name);
	if (optopt >= ROW)
		return error_set(parser->error, ERROR_USAGE, "option %s takes no value", name);
	if (isprint(optopt))
		return error_set(parser->error, ERROR_USAGE, "unknown option -%c%s", optopt,
			hint_of(parser));
	return error_set(parser->error, ERROR_USAGE, "unknown option %s%s", name, hint_of(parser));
}

/* What getopt_long wants: the names of all rows and our own two, and the letters. */
static struct option *make_long_options(const struct parser *parser, struct buffer *letters)
{
	struct option *table = memory_allocate_array(parser->count + 3, sizeof(*table));

	buffer_append_string(letters, ":hV");
	for (size_t i = 0; i < parser->count; i++) {
		const struct option_definition *row = &parser->program->table[i];
		const bool has_value = takes_argument(row);

		table[i] = (struct option){row->name, has_value ? required_argument : no_argument,
			NULL, ROW + (int)i};
		if (row->letter)
			buffer_printf(letters, "%c%s", row->letter, has_value ? ":" : "");
	}
	table[parser->count] = (struct option){"help", no_argument, NULL, 'h'};
	table[parser->count + 1] = (struct option){"version", no_argument, NULL, 'V'};
	return table;
}

static size_t row_of_value(const struct parser *parser, int value)
{
	size_t i = 0;

	if (value >= ROW)
		return (size_t)(value - ROW);
	while (i < parser->count && parser->program->table[i].letter != value)
		i++;
	return i;
}

static bool take_option(struct parser *parser, int value)
{
	const size_t i = row_of_value(parser, value);

	if (i < parser->count) {
		return set_row(parser, i, optarg, SOURCE_COMMAND_LINE) ||
			error_prefix(parser->error, "--%s", parser->program->table[i].name);
	}
	if (value == 'h')
		options_print_help(parser->program, stdout);
	else
		printf("%s (%s) %s\n", parser->program->name, PACKAGE_NAME, PACKAGE_VERSION);
	if (fflush(stdout) == 0)
		exit(EXIT_SUCCESS);
	fprintf(stderr, "%s: standard output: %s\n", parser->program->name, strerror(errno));
	exit(EXIT_USAGE);
}

static bool parse_command_line(struct parser *parser, int argc, char **argv, int *first)
{
	struct buffer letters = {0};
	struct option *table = make_long_options(parser, &letters);
	bool good = true;
	int value;

	opterr = 0;
	optind = 0; /* begins anew, also in a second call */
	while (good && (value = getopt_long(argc, argv, letters.data, table, NULL)) != -1)
		good = value == ':' || value == '?'
			? fail_command_line(parser, table, value, argv)
			: take_option(parser, value);
	*first = optind;
	memory_free(table);
	buffer_clear(&letters);
	return good;
}

/* QUOTH_MAX_CONNECTIONS for max-connections. */
static void environment_name(const char *name, char variable[NAME_SIZE])
{
	size_t i;

	snprintf(variable, NAME_SIZE, "QUOTH_%s", name);
	for (i = 0; variable[i]; i++)
		variable[i] = variable[i] == '-' ? '_' : (char)toupper((unsigned char)variable[i]);
}

static bool parse_environment(struct parser *parser)
{
	char variable[NAME_SIZE];

	for (size_t i = 0; i < parser->count; i++) {
		const struct option_definition *row = &parser->program->table[i];
		const char *text;

		environment_name(row->name, variable);
		text = row->command_line_only ? NULL : getenv(variable);
		if (text && text[0] && !set_row(parser, i, text, SOURCE_ENVIRONMENT))
			return error_prefix(parser->error, "%s", variable);
	}
	return true;
}

/* inih takes its line back; what the options will point to is copied. */
static const char *keep_value(const struct parser *parser, size_t i, const char *value)
{
	const struct option_definition *row = &parser->program->table[i];

	if (row->kind == OPTION_STRING && parser->sources[i] == SOURCE_FILE)
		option_value_discard(row, parser->options, true);
	/* An empty one is refused and not kept. */
	if (value[0] && (row->kind == OPTION_STRING || row->kind == OPTION_LIST))
		return memory_copy_string(value);
	return value;
}

static bool set_key(struct parser *parser, const char *name, const char *value, bool is_ours)
{
	size_t i;

	if (!find_row(parser, name, &i) || parser->program->table[i].command_line_only)
		return !is_ours || fail_unknown(parser, "", name);
	if (parser->sources[i] != SOURCE_NONE && parser->sources[i] != SOURCE_FILE)
		return true;
	return set_row(parser, i, keep_value(parser, i, value), SOURCE_FILE) ||
		error_prefix(parser->error, "%s", name);
}

/* inih's handler: 0 refuses the line. A section of another program is none of ours, and in
 * the part for all of them a key may be another's. */
static int take_key(void *user, const char *section, const char *name, const char *value)
{
	struct parser *parser = user;
	const bool is_ours = strcmp(section, parser->program->name) == 0;

	if ((section[0] && !is_ours) || parser->has_bad_key)
		return 1;
	parser->has_bad_key = !set_key(parser, name, value, is_ours);
	return !parser->has_bad_key;
}

static bool parse_file(struct parser *parser, const char *path, bool must_exist)
{
	struct error *error = parser->error;
	FILE *file = fopen(path, "re");
	int line;

	if (!file && errno == ENOENT && !must_exist)
		return true;
	if (!file)
		return error_set(error, ERROR_USAGE, "%s: %s", path, strerror(errno));
	line = ini_parse_file(file, take_key, parser);
	fclose(file);
	if (line == 0)
		return true;
	if (!parser->has_bad_key)
		error_set(error, ERROR_USAGE, "neither [section] nor key = value");
	return error_prefix(error, "%s:%d", path, line);
}

/* $NAME/quoth, else $HOME/`below_home`/quoth; NULL where neither is known. The XDG base
 * directory specification has relative values ignored. */
static char *user_folder(const char *name, const char *below_home)
{
	const char *base = getenv(name);
	const char *home = getenv("HOME");
	struct buffer path = {0};

	if (base && base[0] == '/')
		buffer_printf(&path, "%s/quoth", base);
	else if (home && home[0] == '/')
		buffer_printf(&path, "%s/%s/quoth", home, below_home);
	else
		return NULL;
	return buffer_take(&path);
}

/* --config or QUOTH_CONFIG, else the user's, else the machine's. */
static bool parse_files(struct parser *parser)
{
	const char *named = getenv("QUOTH_CONFIG");
	char *folder;
	struct buffer path = {0};
	size_t i;
	bool good;

	if (find_row(parser, "config", &i) && parser->sources[i] != SOURCE_NONE)
		named = *(const char **)((char *)parser->options + parser->program->table[i].offset);
	if (named && named[0])
		return parse_file(parser, named, true);
	folder = user_folder("XDG_CONFIG_HOME", ".config");
	if (folder)
		buffer_printf(&path, "%s/quoth.conf", folder);
	good = parse_file(parser, path.data && access(path.data, F_OK) == 0 ? path.data
									   : SYSTEM_CONFIG,
		false);
	buffer_clear(&path);
	memory_free(folder);
	return good;
}

static bool set_initial(struct parser *parser)
{
	for (size_t i = 0; i < parser->count; i++) {
		const struct option_definition *row = &parser->program->table[i];

		if (row->initial && !set_row(parser, i, row->initial, SOURCE_INITIAL))
			return error_prefix(parser->error, "default of --%s", row->name);
	}
	return true;
}

bool options_parse(const struct option_program *program, int argc, char **argv, void *options,
	int *first, struct error *error)
{
	struct parser parser = {.program = program, .options = options, .error = error};
	bool good;

	while (program->table[parser.count].name)
		option_value_clear(&program->table[parser.count++], options);
	parser.sources = memory_allocate_array(parser.count, sizeof(*parser.sources));
	good = parse_command_line(&parser, argc, argv, first) && parse_environment(&parser) &&
		parse_files(&parser) && set_initial(&parser);
	for (size_t i = 0; !good && i < parser.count; i++) {
		if (parser.sources[i] != SOURCE_NONE)
			option_value_discard(&program->table[i], options,
				parser.sources[i] == SOURCE_FILE);
	}
	memory_free(parser.sources);
	return good;
}

char *options_default_index(void)
{
	char *folder = user_folder("XDG_DATA_HOME", ".local/share");

	return folder ? folder : memory_copy_string("/var/lib/quoth");
}
