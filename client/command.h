/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * command.h - the subcommands of quoth: a table, and what each does with its words.
 */
#ifndef CLIENT_COMMAND_H
#define CLIENT_COMMAND_H

#include "base/error.h"
#include "base/slice.h"
#include "client/answer.h"
#include "client/export.h"
#include "client/options.h"
#include "client/request.h"
#include "client/terminal.h"

/* What a run of quoth has; main builds it. */
struct client {
	struct client_options options;
	struct terminal terminal;
	enum export_form form;
	struct server server;
	const struct command *command;
	const char *index;     /* the folder; set even where --server makes it unused */
};

/* As grep: exit status; ALTERED is a check's alone. */
enum client_status { CLIENT_FOUND, CLIENT_NOTHING, CLIENT_ERROR, CLIENT_ALTERED };

enum command_words { WORDS_NONE, WORDS_ALLOWED, WORDS_WANTED };

#define FORM(form) (1u << (form))

struct command {
	const char *name;
	const char *route;     /* of commands that list hits; else NULL */
	const char *tail;      /* of the route, behind the id that the words are; NULL: they are q */
	const char *columns;   /* of its hits, one line each, where stdout is no terminal */
	bool starts_daemon;    /* false: talks only to one that runs */
	enum command_words words;
	unsigned forms;        /* of output that it has: FORM(...), one bit each */
	/* CLIENT_ERROR with error->code ERROR_NONE: the reader of stdout went away. */
	enum client_status (*run)(struct client *client, struct slice words, struct error *error);
	/* Hits for people; NULL where it lists none. */
	void (*print)(const struct terminal *terminal, const struct answer *answer, unsigned from,
		struct buffer *output);
};

/* By name; NULL when there is none: then all words are a search. */
const struct command *command_find(const char *name);
const struct command *command_search(void);
/* Connects as the options say. */
bool command_connect(struct client *client, const struct command *command, struct error *error);

/* Runs the queries of --batch. */
enum client_status batch_run(struct client *client, struct error *error);
/* One search of the client's command: builds the path, sends, checks the status. */
bool search_send(struct client *client, struct slice query, struct reply *reply,
	struct error *error);

#endif
