/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The queries of a file, one after the other over one connection. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/visible.h"
#include "client/answer.h"
#include "client/command.h"

/* One line, "QID<TAB>QUERY", or only a query, which is then known by its line number. */
static bool run_line(struct client *client, char *line, size_t number, bool *found,
	struct error *error)
{
	struct slice text = slice_trim(slice_of(line)), query = text;
	struct reply reply = {0};
	struct answer answer = {0};
	struct buffer output = {0};
	char qid[64];
	size_t tab;
	bool ok;

	snprintf(qid, sizeof(qid), "%zu", number);
	if (slice_find_byte(text, '\t', 0, &tab)) {
		query = slice_trim(slice_range(text, tab + 1, text.size));
		snprintf(qid, sizeof(qid), "%.*s", SLICE_ARGS(slice_range(text, 0, tab)));
	}
	if (text.size == 0)
		return true;
	ok = search_send(client, query, &reply, error) &&
	     answer_read(buffer_slice(&reply.body), &answer, error);
	if (!ok) {
		/* One query that cannot be run does not end the batch. */
		if (error->code == ERROR_QUERY) {
			error_prefix(error, "%s", qid);
			visible_complain(stderr, "quoth", error->message);
			error_clear(error);
			ok = true;
		}
	} else {
		*found |= answer.total > 0;
		if (client->form == EXPORT_JSON) {
			export_json(buffer_slice(&reply.body), &output);
		} else {
			const struct export_printing printing = {client->form, &client->options,
				&client->terminal, client->command->columns, qid};

			export_print(&printing, &answer, &output);
		}
		ok = terminal_write(buffer_slice(&output), error);
	}
	buffer_clear(&output);
	answer_clear(&answer);
	reply_clear(&reply);
	return ok;
}

enum client_status batch_run(struct client *client, struct error *error)
{
	bool is_stdin = strcmp(client->options.batch, "-") == 0, found = false, ok = true;
	FILE *file = is_stdin ? stdin : fopen(client->options.batch, "re");
	char *line = NULL;
	size_t capacity = 0, number = 0;

	if (!file) {
		error_set(error, ERROR_IO, "%s: %s", client->options.batch, strerror(errno));
		return CLIENT_ERROR;
	}
	if (client->form == EXPORT_TABLE)
		client->form = EXPORT_PLAIN;
	while (ok && getline(&line, &capacity, file) >= 0)
		ok = run_line(client, line, ++number, &found, error);
	if (ok && ferror(file))
		ok = error_set(error, ERROR_IO, "%s: %s", client->options.batch, strerror(errno));
	free(line);
	if (!is_stdin)
		fclose(file);
	if (!ok)
		return CLIENT_ERROR;
	return found ? CLIENT_FOUND : CLIENT_NOTHING;
}
