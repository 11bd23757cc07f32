/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * options.h - one option table: command line, environment, configuration file, --help.
 *
 * A value comes from the command line, else from the environment (QUOTH_ and the long name
 * in capitals, '-' as '_'), else from the configuration file (INI, keys named as the long
 * options, section of the program's name or none), else from the table's default. An empty
 * variable counts as none. The file is what the row "config" or QUOTH_CONFIG names, else
 * $XDG_CONFIG_HOME/quoth/quoth.conf, else /etc/quoth/quoth.conf.
 */
#ifndef BASE_OPTIONS_H
#define BASE_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "base/error.h"

enum option_kind {
	OPTION_FLAG,     /* bool */
	OPTION_COUNT,    /* int: how often it was given (-v -v) */
	OPTION_STRING,   /* const char * */
	OPTION_LIST,     /* struct option_list: may be given several times */
	OPTION_UNSIGNED, /* unsigned */
	OPTION_SIZE,     /* size_t bytes: 300, 64K, 256M, 256MiB, 2G */
	OPTION_DURATION, /* unsigned milliseconds: 2s, 500ms, 10m; a bare number is seconds */
	OPTION_CHOICE,   /* int: index into `choices` */
};

struct option_list {
	const char **values;
	size_t count;
};

struct option_definition {
	const char *name;      /* long name without dashes; NULL ends the table */
	char letter;           /* 0: none */
	enum option_kind kind;
	size_t offset;         /* offsetof the field in the options struct */
	const char *argument;  /* "DIR" in --help; NULL for flags and counts */
	const char *help;      /* a newline starts a further line */
	const char *initial;   /* default as one would type it; NULL: zero */
	const char *choices;   /* OPTION_CHOICE: "auto|always|never" */
	const char *group;     /* heading in --help that starts with this row; or NULL */
	bool command_line_only;
};

struct option_program {
	const char *name;    /* "quoth-index" */
	const char *usage;   /* lines for "Usage:" */
	const char *summary; /* one sentence */
	const char *closing; /* examples, exit status; printed at the end of --help */
	const char *hint;    /* behind "unknown option -x"; NULL: none */
	const struct option_definition *table;
};

/* Fills `options` from all four sources. Operands are permuted to the end: argv[*first]
 * on. Strings point into argv, the environment, the table or into memory that lives as long
 * as the process. ERROR_USAGE names the option and, where one is near, the one meant;
 * `options` is then empty. Not for two threads at once (getopt_long).
 * --help and --version print on stdout and end the process with status 0, or 2 where that
 * cannot be written. */
bool options_parse(const struct option_program *program, int argc, char **argv, void *options,
	int *first, struct error *error);
void options_print_help(const struct option_program *program, FILE *stream);
/* The index folder where no --index is given: $XDG_DATA_HOME/quoth or ~/.local/share/quoth,
 * for a user without a home /var/lib/quoth.
 * The memory is the caller's (memory_free). */
char *options_default_index(void);

#endif
