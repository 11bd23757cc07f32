/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "client/usage.h"

#include <string.h>

#include "base/memory.h"

static bool check_words(const struct client *client, struct slice words, struct error *error)
{
	const struct command *command = client->command;

	if (client->options.batch && !command->route)
		return error_set(error, ERROR_USAGE, "--batch is of commands that list hits, not of %s",
			command->name);
	if (client->options.batch && words.size)
		return error_set(error, ERROR_USAGE,
			"--batch has its queries in a file; leave out \"%.*s\"", SLICE_ARGS(words));
	if (command->words == WORDS_WANTED && !words.size && !client->options.batch)
		return error_set(error, ERROR_USAGE, "%s what? See quoth --help", command->name);
	if (command->words == WORDS_NONE && words.size)
		return error_set(error, ERROR_USAGE,
			"%s takes no words; to search for them: quoth search %s %.*s", command->name,
			command->name, SLICE_ARGS(words));
	return true;
}

static bool check_form(const struct client *client, struct error *error)
{
	if (!(client->command->forms & FORM(client->form)))
		return error_set(error, ERROR_USAGE, "%s is not of %s", export_name(client->form),
			client->command->name);
	if (client->options.nul && client->form != EXPORT_IDS && client->form != EXPORT_PATHS)
		return error_set(error, ERROR_USAGE, "--null is of --ids and --paths");
	return true;
}

bool usage_check(const struct client *client, struct slice words, struct error *error)
{
	const struct client_options *options = &client->options;
	const char *name = client->command->name;
	const struct {
		bool is_given, is_of;
		const char *message;
	} rows[] = {
		{options->speaker != NULL, strcmp(name, "check") == 0,
			"--speaker is of check; in a query write speaker:NAME"},
		{options->variants, strcmp(name, "quotes") == 0, "--variants is of quotes"},
		{options->explain, client->command->route != NULL,
			"--explain is of commands that list hits"},
	};

	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		if (rows[i].is_given && !rows[i].is_of)
			return error_set(error, ERROR_USAGE, "%s", rows[i].message);
	}
	return check_words(client, words, error) && check_form(client, error);
}
