/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "client/command.h"

#include <stdio.h>
#include <string.h>

#include "base/memory.h"
#include "base/visible.h"
#include "client/answer.h"
#include "client/summon.h"
#include "client/table.h"
#include "client/verdict.h"
#include "schema/wire.h"

#define COUNT_TREC "1000"

static bool send_checked(struct client *client, const char *method, struct slice path,
	struct reply *reply, struct error *error)
{
	if (!request_send(&client->server, method, path, reply, error))
		return false;
	if (reply->status >= 200 && reply->status < 300)
		return true;
	answer_problem(reply->status, buffer_slice(&reply->body), error);
	return false;
}

/* NULL: as many as the server thinks best. */
static const char *count_of(const struct client *client)
{
	if (client->options.count)
		return client->options.count;
	if (client->form == EXPORT_COUNT)
		return "1";
	return client->form == EXPORT_TREC ? COUNT_TREC : NULL;
}

static void size_parameter(struct buffer *path, const char *count)
{
	if (count)
		request_parameter(path, "size", slice_of(count));
}

static void number_parameter(struct buffer *path, const char *name, unsigned number)
{
	char text[16];

	snprintf(text, sizeof(text), "%u", number);
	request_parameter(path, name, slice_of(text));
}

/* Copies are left out where people read; an evaluation wants every document. */
static const char *collapse_of(const struct client *client)
{
	if (client->options.collapse)
		return client->options.collapse;
	return client->form == EXPORT_TREC ? "none" : NULL;
}

/* Which hits are wanted, and what of them. */
static void hit_parameters(const struct client *client, struct buffer *path)
{
	const struct client_options *options = &client->options;

	size_parameter(path, count_of(client));
	if (options->from)
		number_parameter(path, "from", options->from);
	if (options->sort)
		request_parameter(path, "sort", slice_of(options->sort));
	if (options->match)
		request_parameter(path, "match", slice_of(options->match));
	if (collapse_of(client))
		request_parameter(path, "collapse", slice_of(collapse_of(client)));
	if (options->facets)
		request_parameter(path, "facets", slice_of(options->facets));
	if (options->explain)
		request_parameter(path, "explain", SLICE_LITERAL("1"));
	/* Nobody reads the passages of a run, a count or a list of names. */
	if (client->form == EXPORT_TREC || client->form == EXPORT_COUNT ||
		client->form == EXPORT_IDS || client->form == EXPORT_PATHS) {
		request_parameter(path, "snippet", SLICE_LITERAL("0"));
		request_parameter(path, "quotes", SLICE_LITERAL("0"));
	} else if (options->quotations) {
		request_parameter(path, "quotes", slice_of(options->quotations));
	}
}

bool search_send(struct client *client, struct slice query, struct reply *reply,
	struct error *error)
{
	struct buffer path = {0};
	bool ok;

	buffer_append_string(&path, client->command->route);
	if (client->command->tail) {
		request_encode(query, &path);
		buffer_append_string(&path, client->command->tail);
	} else {
		request_parameter(&path, client->options.variants ? "variants" : "q", query);
		/* Of many queries nobody reads what else could have been meant. */
		if (client->options.batch && !client->options.variants)
			request_parameter(&path, "spelling", SLICE_LITERAL("0"));
	}
	hit_parameters(client, &path);
	ok = send_checked(client, "GET", buffer_slice(&path), reply, error);
	buffer_clear(&path);
	return ok;
}

/* A word for the shell, whatever is in it. */
static void append_quoted(struct slice word, struct buffer *line)
{
	buffer_append_byte(line, '\'');
	for (size_t i = 0; i < word.size; i++) {
		if (word.data[i] == '\'')
			buffer_append_string(line, "'\\'");
		buffer_append_byte(line, word.data[i]);
	}
	buffer_append_byte(line, '\'');
}

/* How to run a query: what would be taken for a command or an option needs more. */
static void append_command(const struct client *client, struct slice query, struct buffer *line)
{
	const bool is_search = client->command == command_search();

	buffer_append_string(line, "quoth ");
	if (!is_search || command_find(query.data))
		buffer_printf(line, "%s ", client->command->name);
	if (query.data[0] == '-')
		buffer_append_string(line, "-- ");
	append_quoted(query, line);
}

static void tell_proposal(const struct client *client, const struct answer *answer)
{
	struct buffer line = {0};

	if (answer->proposal.size == 0)
		return;
	buffer_append_string(&line, "Did you mean: ");
	buffer_append(&line, answer->proposal);
	buffer_printf(&line, " (%llu found; run: ", (unsigned long long)answer->proposal_total);
	append_command(client, answer->proposal, &line);
	buffer_append_string(&line, ")\n");
	terminal_tell(buffer_slice(&line));
	buffer_clear(&line);
}

static void tell_line(struct slice text)
{
	struct buffer line = {0};

	buffer_append(&line, text);
	visible_complain(stderr, "quoth", line.data ? line.data : "");
	buffer_clear(&line);
}

static void tell(const struct client *client, const struct answer *answer)
{
	if (client->options.quiet)
		return;
	for (size_t i = 0; i < answer->note_count; i++)
		tell_line(answer->notes[i]);
	tell_proposal(client, answer);
	if (client->options.verbose)
		fprintf(stderr, "quoth: %llu found in %.2f ms\n", (unsigned long long)answer->total,
			answer->took_ms);
}

static enum client_status finish(const struct client *client, struct buffer *output, bool found,
	struct error *error)
{
	bool ok = terminal_print(&client->terminal, buffer_slice(output), error);

	buffer_clear(output);
	if (!ok)
		return CLIENT_ERROR;
	return found ? CLIENT_FOUND : CLIENT_NOTHING;
}

static void show_table(const struct client *client, const struct answer *answer,
	struct buffer *output)
{
	client->command->print(&client->terminal, answer, client->options.from, output);
	answer_print_facets(answer, output);
}

/* Facets stand behind an empty line, where lines are for people too; else apart, on stderr. */
static void show_plain(const struct client *client, const struct answer *answer,
	struct buffer *output)
{
	const struct export_printing printing = {client->form, &client->options, &client->terminal,
		client->command->columns, NULL};
	struct buffer facets = {0};

	export_print(&printing, answer, output);
	answer_export_facets(answer, &facets);
	if (facets.size && (client->form == EXPORT_PLAIN || client->form == EXPORT_COUNT)) {
		buffer_append_byte(output, '\n');
		buffer_append(output, buffer_slice(&facets));
	} else if (facets.size && !client->options.quiet) {
		terminal_tell(buffer_slice(&facets));
	}
	buffer_clear(&facets);
}

/* Shows the hits of a reply. */
static enum client_status show_hits(struct client *client, const struct reply *reply,
	struct error *error)
{
	struct answer answer = {0};
	struct buffer output = {0};
	enum client_status status = CLIENT_ERROR;

	if (answer_read(buffer_slice(&reply->body), &answer, error)) {
		tell(client, &answer);
		if (client->form == EXPORT_JSON)
			export_json(buffer_slice(&reply->body), &output);
		else if (client->form == EXPORT_TABLE)
			show_table(client, &answer, &output);
		else
			show_plain(client, &answer, &output);
		if (answer.explanation.size && client->form != EXPORT_JSON)
			terminal_tell(answer.explanation);
		if (client->form == EXPORT_TABLE && answer.total == 0 && !client->options.quiet)
			fprintf(stderr, "quoth: nothing found\n");
		status = finish(client, &output, answer.total > 0, error);
	}
	answer_clear(&answer);
	return status;
}

/* An id that is not there is nothing found. */
static enum client_status tell_unknown(const struct client *client, const char *what,
	struct slice id)
{
	struct buffer line = {0};

	buffer_printf(&line, "no %s has the id %.*s", what, SLICE_ARGS(id));
	if (!client->options.quiet)
		tell_line(buffer_slice(&line));
	buffer_clear(&line);
	return CLIENT_NOTHING;
}

static enum client_status run_variants(struct client *client, struct slice id,
	struct error *error)
{
	struct reply reply = {0};
	struct buffer path = {0};
	enum client_status status = CLIENT_ERROR;

	buffer_append_string(&path, client->command->route);
	request_parameter(&path, "variants", id);
	size_parameter(&path, client->options.count);
	if (send_checked(client, "GET", buffer_slice(&path), &reply, error)) {
		status = show_hits(client, &reply, error);
	} else if (reply.status == 404) {
		error_clear(error);
		status = tell_unknown(client, "quotation", id);
	}
	buffer_clear(&path);
	reply_clear(&reply);
	return status;
}

static enum client_status run_search(struct client *client, struct slice words,
	struct error *error)
{
	struct reply reply = {0};
	enum client_status status = CLIENT_ERROR;

	if (client->options.variants)
		return run_variants(client, words, error);
	if (search_send(client, words, &reply, error))
		status = show_hits(client, &reply, error);
	reply_clear(&reply);
	return status;
}

static enum client_status run_similar(struct client *client, struct slice words,
	struct error *error)
{
	struct reply reply = {0};
	enum client_status status = CLIENT_ERROR;

	if (search_send(client, words, &reply, error)) {
		status = show_hits(client, &reply, error);
	} else if (reply.status == 404) {
		error_clear(error);
		status = tell_unknown(client, "article", words);
	}
	reply_clear(&reply);
	return status;
}

static enum client_status run_list(struct client *client, struct slice words,
	struct error *error)
{
	struct reply reply = {0};
	struct buffer path = {0};
	enum client_status status = CLIENT_ERROR;

	buffer_append_string(&path, client->command->route);
	if (words.size)
		request_parameter(&path, "q", words);
	size_parameter(&path, client->options.count);
	if (send_checked(client, "GET", buffer_slice(&path), &reply, error))
		status = show_hits(client, &reply, error);
	buffer_clear(&path);
	reply_clear(&reply);
	return status;
}

static void print_article(const struct terminal *terminal, const struct answer_article *article,
	struct buffer *output)
{
	static const char *const lines[] = {"author", "source", "date", "url", "path"};
	bool has_line = false;

	terminal_append(terminal, STYLE_TITLE, article->title, output);
	buffer_append_byte(output, '\n');
	if (article->subtitle.size) {
		terminal_append(terminal, STYLE_PLAIN, article->subtitle, output);
		buffer_append_byte(output, '\n');
	}
	for (size_t i = 0; i < COUNT_OF(lines); i++) {
		struct slice value = answer_article_value(article, lines[i]);

		if (value.size == 0)
			continue;
		if (has_line)
			buffer_append_string(output, " · ");
		has_line = true;
		terminal_append(terminal, STYLE_DIM, value, output);
	}
	buffer_append_string(output, has_line ? "\n\n" : "\n");
	terminal_append(terminal, STYLE_PLAIN, article->body, output);
	if (!slice_ends_with(article->body, SLICE_LITERAL("\n")))
		buffer_append_byte(output, '\n');
}

/* Exit status of a check: what it is worth as a test in a script. */
static const enum client_status verdict_statuses[] = {
	[VERDICT_VERBATIM] = CLIENT_FOUND,
	[VERDICT_NOT_FOUND] = CLIENT_NOTHING,
	[VERDICT_ALTERED] = CLIENT_ALTERED,
};

static enum client_status run_check(struct client *client, struct slice words, struct error *error)
{
	struct reply reply = {0};
	struct buffer path = {0}, output = {0};
	struct verdict_report *report = NULL;
	enum client_status status = CLIENT_ERROR;

	buffer_append_string(&path, WIRE_ROUTE_CHECK);
	request_parameter(&path, "text", words);
	if (client->options.speaker)
		request_parameter(&path, "speaker", slice_of(client->options.speaker));
	size_parameter(&path, client->options.count);
	if (send_checked(client, "GET", buffer_slice(&path), &reply, error) &&
		verdict_read(buffer_slice(&reply.body), &report, error)) {
		if (client->form == EXPORT_TABLE)
			verdict_print(report, &client->terminal, &output);
		else if (client->form == EXPORT_PLAIN)
			verdict_print_plain(report, &client->terminal, &output);
		else
			export_json(buffer_slice(&reply.body), &output);
		status = finish(client, &output, true, error);
		if (status == CLIENT_FOUND)
			status = verdict_statuses[verdict_get(report)];
		/* The words are right and the name is not, or nobody says whose they are. */
		if (status == CLIENT_FOUND && verdict_objection(report)) {
			status = CLIENT_ALTERED;
			if (client->form == EXPORT_PLAIN && !client->options.quiet)
				fprintf(stderr, "quoth: these words, but %s\n",
					verdict_objection(report));
		}
	}
	verdict_free(report);
	buffer_clear(&path);
	reply_clear(&reply);
	return status;
}

static enum client_status run_show(struct client *client, struct slice words, struct error *error)
{
	struct reply reply = {0};
	struct buffer path = {0}, output = {0};
	struct answer_article article = {0};
	enum client_status status = CLIENT_ERROR;

	buffer_append_string(&path, WIRE_ROUTE_ARTICLES);
	request_encode(words, &path);
	if (!request_send(&client->server, "GET", buffer_slice(&path), &reply, error)) {
		/* error is set */
	} else if (reply.status == 404) {
		status = tell_unknown(client, "article", words);
	} else if (reply.status != 200) {
		answer_problem(reply.status, buffer_slice(&reply.body), error);
	} else if (client->form == EXPORT_JSON || client->form == EXPORT_JSONL) {
		export_json(buffer_slice(&reply.body), &output);
		status = finish(client, &output, true, error);
	} else if (answer_article_read(buffer_slice(&reply.body), &article, error)) {
		print_article(&client->terminal, &article, &output);
		status = finish(client, &output, true, error);
	}
	answer_article_clear(&article);
	buffer_clear(&path);
	reply_clear(&reply);
	return status;
}

static enum client_status run_status(struct client *client, struct slice words,
	struct error *error)
{
	struct reply reply = {0};
	struct buffer output = {0}, text = {0};
	enum client_status status = CLIENT_ERROR;

	(void)words;
	if (send_checked(client, "GET", SLICE_LITERAL(WIRE_ROUTE_STATUS), &reply, error)) {
		if (client->form == EXPORT_JSON || client->form == EXPORT_JSONL) {
			export_json(buffer_slice(&reply.body), &output);
			status = finish(client, &output, true, error);
		} else if (answer_print_object(buffer_slice(&reply.body), &text, error)) {
			visible_append(buffer_slice(&text), &output);
			status = finish(client, &output, true, error);
		}
	}
	buffer_clear(&text);
	reply_clear(&reply);
	return status;
}

static enum client_status run_stop(struct client *client, struct slice words, struct error *error)
{
	struct reply reply = {0};
	bool ok = send_checked(client, "POST", SLICE_LITERAL(WIRE_ROUTE_STOP), &reply, error);

	(void)words;
	if (reply.status == 404)
		error_set(error, ERROR_QUERY,
			"a quothd is stopped through its Unix socket only; end this one with SIGTERM");
	reply_clear(&reply);
	if (ok && !client->options.quiet)
		fprintf(stderr, "quoth: the daemon stops\n");
	return ok ? CLIENT_FOUND : CLIENT_ERROR;
}

/* What each command can print: nothing but messages, one object, rows, rows with ids and paths. */
#define FORMS_NONE (FORM(EXPORT_TABLE) | FORM(EXPORT_PLAIN))
#define FORMS_OBJECT (FORMS_NONE | FORM(EXPORT_JSON) | FORM(EXPORT_JSONL))
#define FORMS_ROWS (FORMS_OBJECT | FORM(EXPORT_TSV) | FORM(EXPORT_FORMAT) | FORM(EXPORT_COUNT))
#define FORMS_HITS (FORMS_ROWS | FORM(EXPORT_IDS) | FORM(EXPORT_PATHS) | FORM(EXPORT_TREC))

/* clang-format off */
static const struct command commands[] = {
	{"search", WIRE_ROUTE_SEARCH, NULL, "id,date,source,title,snippet", true, WORDS_WANTED,
		FORMS_HITS, run_search, table_print},
	{"quotes", WIRE_ROUTE_QUOTES, NULL, "id,date,source,entity,text", true, WORDS_WANTED,
		FORMS_HITS, run_search, table_print_quotations},
	{"similar", WIRE_ROUTE_ARTICLES, WIRE_ROUTE_SIMILAR, "id,date,source,title,snippet", true,
		WORDS_WANTED, FORMS_HITS, run_similar, table_print},
	{"speakers", WIRE_ROUTE_SPEAKERS, NULL, "quotes,name,first,last", true, WORDS_ALLOWED,
		FORMS_ROWS, run_list, table_print_speakers},
	{"suggest", WIRE_ROUTE_SUGGEST, NULL, "query", true, WORDS_WANTED,
		FORMS_ROWS, run_list, table_print_suggestions},
	{"check", NULL, NULL, NULL, true, WORDS_WANTED, FORMS_OBJECT, run_check, NULL},
	{"show", NULL, NULL, NULL, true, WORDS_WANTED, FORMS_OBJECT, run_show, NULL},
	{"status", NULL, NULL, NULL, true, WORDS_NONE, FORMS_OBJECT, run_status, NULL},
	{"stop", NULL, NULL, NULL, false, WORDS_NONE, FORMS_NONE, run_stop, NULL},
};
/* clang-format on */

const struct command *command_search(void)
{
	return &commands[0];
}

const struct command *command_find(const char *name)
{
	for (size_t i = 0; i < COUNT_OF(commands); i++) {
		if (strcmp(commands[i].name, name) == 0)
			return &commands[i];
	}
	return NULL;
}

bool command_connect(struct client *client, const struct command *command, struct error *error)
{
	if (client->options.server)
		return server_parse(client->options.server, &client->server, error) &&
		       server_connect(&client->server, error);
	if (command->starts_daemon)
		return summon_daemon(client->index, &client->server, error);
	if (summon_running(client->index, &client->server, error))
		return true;
	if (error->code == ERROR_NONE)
		error_set(error, ERROR_IO, "no daemon runs for %s", client->index);
	return false;
}
