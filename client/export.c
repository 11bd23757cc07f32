/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "client/export.h"

#include <string.h>

#include "base/memory.h"
#include "base/visible.h"

#define RUN_TAG "quoth"

const char *export_name(enum export_form form)
{
	static const char *const names[] = {
		[EXPORT_TABLE] = "",
		[EXPORT_PLAIN] = "",
		[EXPORT_JSON] = "--json",
		[EXPORT_JSONL] = "--jsonl",
		[EXPORT_TSV] = "--tsv",
		[EXPORT_IDS] = "--ids",
		[EXPORT_PATHS] = "--paths",
		[EXPORT_COUNT] = "--only-count",
		[EXPORT_FORMAT] = "--format",
		[EXPORT_TREC] = "--format trec",
	};

	return names[form];
}

bool export_choose(const struct client_options *options, bool is_terminal, enum export_form *form,
	struct error *error)
{
	bool is_trec = options->format && strcmp(options->format, "trec") == 0;
	const struct {
		bool asked;
		enum export_form form;
	} rows[] = {
		{options->json, EXPORT_JSON},
		{options->jsonl, EXPORT_JSONL},
		{options->tsv != NULL, EXPORT_TSV},
		{options->ids, EXPORT_IDS},
		{options->paths, EXPORT_PATHS},
		{options->only_count, EXPORT_COUNT},
		{options->format && !is_trec, EXPORT_FORMAT},
		{is_trec, EXPORT_TREC},
	};
	const char *chosen = NULL;

	*form = is_terminal ? EXPORT_TABLE : EXPORT_PLAIN;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		if (!rows[i].asked)
			continue;
		if (chosen)
			return error_set(error, ERROR_USAGE, "%s and %s ask for different output", chosen,
				export_name(rows[i].form));
		chosen = export_name(rows[i].form);
		*form = rows[i].form;
	}
	return true;
}

void export_json(struct slice json, struct buffer *output)
{
	visible_append_json(slice_trim(json), output);
	buffer_append_byte(output, '\n');
}

/* As it is for a program; to a terminal goes nothing that it would obey. */
static void append_raw(const struct terminal *terminal, struct slice text, struct buffer *output)
{
	if (terminal->is_terminal)
		visible_append(text, output);
	else
		buffer_append(output, text);
}

/* One cell of a line (base/visible.h) in a style; escapes are the style's alone. */
static void append_styled(const struct terminal *terminal, enum style style, struct slice text,
	struct buffer *output)
{
	struct buffer clean = {0};

	visible_append_cell(text, &clean);
	terminal_append(terminal, style, buffer_slice(&clean), output);
	buffer_clear(&clean);
}

/* The passage with its marks. */
static void print_passage(const struct terminal *terminal, const struct answer_passage *passage,
	struct buffer *output)
{
	size_t done = 0;

	for (size_t i = 0; i < passage->mark_count; i++) {
		const struct answer_mark mark = passage->marks[i];

		visible_append_cell(slice_range(passage->text, done, mark.begin), output);
		append_styled(terminal, STYLE_MARK, slice_range(passage->text, mark.begin, mark.end),
			output);
		done = mark.end;
	}
	visible_append_cell(slice_range(passage->text, done, passage->text.size), output);
}

static bool is_one_of(struct slice field, const char *const *names, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (slice_equal_string(field, names[i]))
			return true;
	}
	return false;
}

static void print_column(const struct terminal *terminal, const struct answer_row *row,
	struct slice field, struct buffer *output)
{
	static const char *const passages[] = {"snippet", "text"};
	static const char *const titles[] = {"title", "name", "query"};
	struct buffer value = {0};

	if (row->passage_count && is_one_of(field, passages, COUNT_OF(passages))) {
		print_passage(terminal, &row->passages[0], output);
		return;
	}
	answer_value(row, field, &value);
	if (is_one_of(field, titles, COUNT_OF(titles)) && value.size)
		append_styled(terminal, STYLE_TITLE, buffer_slice(&value), output);
	else
		visible_append_cell(buffer_slice(&value), output);
	buffer_clear(&value);
}

static void print_columns(const struct terminal *terminal, const struct answer_row *row,
	struct slice fields, struct buffer *output)
{
	struct slice field;
	bool is_first = true;

	while (slice_split(&fields, ',', &field)) {
		if (!is_first)
			buffer_append_byte(output, '\t');
		is_first = false;
		print_column(terminal, row, slice_trim(field), output);
	}
	buffer_append_byte(output, '\n');
}

static const struct {
	char letter, byte;
} escapes[] = {{'n', '\n'}, {'t', '\t'}, {'0', '\0'}, {'\\', '\\'}, {'r', '\r'}};

/* '{title}\t{date}\n'; "{{" is a brace. */
static void print_template(const struct terminal *terminal, const struct answer_row *row,
	struct slice text, struct buffer *output)
{
	struct buffer value = {0};

	for (size_t i = 0, end; i < text.size; i++) {
		char c = text.data[i];

		if (c == '\\' && i + 1 < text.size) {
			char byte = text.data[++i];

			for (size_t j = 0; j < COUNT_OF(escapes); j++) {
				if (escapes[j].letter == text.data[i])
					byte = escapes[j].byte;
			}
			buffer_append_byte(output, byte);
		} else if (c == '{' && i + 1 < text.size && text.data[i + 1] == '{') {
			buffer_append_byte(output, text.data[i++]);
		} else if (c == '{' && slice_find_byte(text, '}', i, &end)) {
			buffer_reset(&value);
			answer_value(row, slice_range(text, i + 1, end), &value);
			append_raw(terminal, buffer_slice(&value), output);
			i = end;
		} else {
			buffer_append_byte(output, c);
		}
	}
	buffer_clear(&value);
}

/* A run names articles, each once: of several quotations of one the first counts. */
static void print_trec(const struct answer *answer, const char *qid, struct buffer *output)
{
	size_t rank = 0;

	for (size_t i = 0; i < answer->row_count; i++) {
		const struct answer_row *row = &answer->rows[i];
		bool is_first = true;

		for (size_t j = 0; j < i && is_first; j++)
			is_first = !slice_equal(answer->rows[j].article, row->article);
		if (!is_first)
			continue;
		buffer_printf(output, "%s Q0 ", qid ? qid : "0");
		/* Blanks separate the columns of a run. */
		for (size_t j = 0; j < row->article.size; j++)
			buffer_append_byte(output, (unsigned char)row->article.data[j] <= ' '
							   ? '_'
							   : row->article.data[j]);
		buffer_printf(output, " %zu %.9g %s\n", ++rank, row->score, RUN_TAG);
	}
}

static void print_row(const struct export_printing *printing, const struct answer_row *row,
	struct buffer *output)
{
	static const struct terminal plain = {0};
	const struct client_options *options = printing->options;
	const char *qid = printing->qid;
	enum export_form form = printing->form;
	char end = options->nul ? '\0' : '\n';
	struct buffer json = {0};

	if (qid && form != EXPORT_JSONL)
		buffer_printf(output, "%s\t", qid);
	switch (form) {
	case EXPORT_PLAIN:
		print_columns(printing->terminal, row, slice_of(printing->columns), output);
		break;
	case EXPORT_TSV:
		print_columns(&plain, row, slice_of(options->tsv), output);
		break;
	case EXPORT_JSONL:
		answer_row_json(row, qid, &json);
		export_json(buffer_slice(&json), output);
		break;
	case EXPORT_IDS:
		append_raw(printing->terminal, row->id, output);
		buffer_append_byte(output, end);
		break;
	case EXPORT_PATHS:
		append_raw(printing->terminal, row->path, output);
		buffer_append_byte(output, end);
		break;
	case EXPORT_FORMAT:
		print_template(printing->terminal, row, slice_of(options->format), output);
		break;
	case EXPORT_TREC:
	case EXPORT_COUNT:
	case EXPORT_TABLE:
	case EXPORT_JSON:
		break;
	}
	buffer_clear(&json);
}

void export_print(const struct export_printing *printing, const struct answer *answer,
	struct buffer *output)
{
	if (printing->form == EXPORT_COUNT) {
		if (printing->qid)
			buffer_printf(output, "%s\t", printing->qid);
		buffer_printf(output, "%llu\n", (unsigned long long)answer->total);
		return;
	}
	if (printing->form == EXPORT_TREC) {
		print_trec(answer, printing->qid, output);
		return;
	}
	for (size_t i = 0; i < answer->row_count; i++)
		print_row(printing, &answer->rows[i], output);
}
