/* SPDX-License-Identifier: GPL-2.0-or-later */
/* quoth: asks a quothd and prints the answer. */
#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/file.h"
#include "base/memory.h"
#include "base/visible.h"
#include "client/command.h"
#include "client/usage.h"

/* The words from argv[first] on, joined by blanks. */
static void join(int argc, char **argv, int first, struct buffer *words)
{
	for (int i = first; i < argc; i++) {
		if (i > first)
			buffer_append_byte(words, ' ');
		buffer_append_string(words, argv[i]);
	}
}

static enum client_status run(struct client *client, int argc, char **argv, int first,
	struct error *error)
{
	const struct command *command = first < argc ? command_find(argv[first]) : NULL;
	struct buffer words = {0};
	enum client_status status = CLIENT_ERROR;

	if (command)
		first++;
	else
		command = command_search();
	client->command = command;
	join(argc, argv, first, &words);
	if (!usage_check(client, buffer_slice(&words), error) ||
		!command_connect(client, command, error))
		status = CLIENT_ERROR;
	else if (client->options.batch)
		status = batch_run(client, error);
	else
		status = command->run(client, buffer_slice(&words), error);
	buffer_clear(&words);
	return status;
}

int main(int argc, char **argv)
{
	struct client client = {.server = {.descriptor = -1}};
	struct error error = {0};
	enum client_status status = CLIENT_ERROR;
	char *index;
	int first;

	file_hold_standard();
	setlocale(LC_CTYPE, "C.UTF-8");
	/* A closed pipe ends a write, not the program: the exit status stays ours. */
	signal(SIGPIPE, SIG_IGN);
	index = options_default_index();
	if (options_parse(&client_program, argc, argv, &client.options, &first, &error)) {
		client.index = client.options.index ? client.options.index : index;
		terminal_init(&client.terminal, &client.options);
		if (export_choose(&client.options, client.terminal.is_terminal, &client.form, &error))
			status = run(&client, argc, argv, first, &error);
	}
	if (error.code)
		visible_complain(stderr, "quoth", error.message);
	server_clear(&client.server);
	memory_free(index);
	/* The reader of our output had enough: that is no failure. */
	if (status == CLIENT_ERROR && !error.code)
		status = CLIENT_FOUND;
	return status;
}
