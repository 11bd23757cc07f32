/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "client/export.h"

#include <string.h>

#include "base/memory.h"

#define RUN_TAG "quoth"

bool export_choose(const struct client_options *options, bool is_terminal, enum export_form *form,
	struct error *error)
{
	bool is_trec = options->format && strcmp(options->format, "trec") == 0;
	const struct {
		bool asked;
		enum export_form form;
		const char *name;
	} rows[] = {
		{options->json, EXPORT_JSON, "--json"},
		{options->jsonl, EXPORT_JSONL, "--jsonl"},
		{options->tsv != NULL, EXPORT_TSV, "--tsv"},
		{options->ids, EXPORT_IDS, "--ids"},
		{options->paths, EXPORT_PATHS, "--paths"},
		{options->only_count, EXPORT_COUNT, "--only-count"},
		{options->format && !is_trec, EXPORT_FORMAT, "--format"},
		{is_trec, EXPORT_TREC, "--format trec"},
	};
	const char *chosen = NULL;

	*form = is_terminal ? EXPORT_TABLE : EXPORT_PLAIN;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		if (!rows[i].asked)
			continue;
		if (chosen)
			return error_set(error, ERROR_USAGE, "%s and %s ask for different output", chosen,
				rows[i].name);
		chosen = rows[i].name;
		*form = rows[i].form;
	}
	return true;
}

void export_clean(struct slice text, struct buffer *output)
{
	for (size_t i = 0; i < text.size; i++) {
		unsigned char c = (unsigned char)text.data[i];

		buffer_append_byte(output, c < ' ' || c == 0x7f ? ' ' : (char)c);
	}
}

static void print_columns(const struct answer_row *row, struct slice fields, struct buffer *output)
{
	struct slice field;
	struct buffer value = {0};
	bool is_first = true;

	while (slice_split(&fields, ',', &field)) {
		buffer_reset(&value);
		answer_value(row, slice_trim(field), &value);
		if (!is_first)
			buffer_append_byte(output, '\t');
		is_first = false;
		export_clean(buffer_slice(&value), output);
	}
	buffer_append_byte(output, '\n');
	buffer_clear(&value);
}

static const struct {
	char letter, byte;
} escapes[] = {{'n', '\n'}, {'t', '\t'}, {'0', '\0'}, {'\\', '\\'}, {'r', '\r'}};

/* '{title}\t{date}\n'; "{{" is a brace. */
static void print_template(const struct answer_row *row, struct slice text, struct buffer *output)
{
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
			answer_value(row, slice_range(text, i + 1, end), output);
			i = end;
		} else {
			buffer_append_byte(output, c);
		}
	}
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

struct printing {
	enum export_form form;
	const struct client_options *options;
	const char *columns, *qid;
};

static void print_row(const struct printing *printing, const struct answer_row *row,
	struct buffer *output)
{
	const struct client_options *options = printing->options;
	const char *qid = printing->qid;
	enum export_form form = printing->form;
	char end = options->nul ? '\0' : '\n';

	if (qid && form != EXPORT_JSONL)
		buffer_printf(output, "%s\t", qid);
	switch (form) {
	case EXPORT_PLAIN:
		print_columns(row, slice_of(printing->columns), output);
		break;
	case EXPORT_TSV:
		print_columns(row, slice_of(options->tsv), output);
		break;
	case EXPORT_JSONL:
		answer_row_json(row, qid, output);
		buffer_append_byte(output, '\n');
		break;
	case EXPORT_IDS:
		buffer_append(output, row->id);
		buffer_append_byte(output, end);
		break;
	case EXPORT_PATHS:
		buffer_append(output, row->path);
		buffer_append_byte(output, end);
		break;
	case EXPORT_FORMAT:
		print_template(row, slice_of(options->format), output);
		break;
	case EXPORT_TREC:
	case EXPORT_COUNT:
	case EXPORT_TABLE:
	case EXPORT_JSON:
		break;
	}
}

void export_print(enum export_form form, const struct client_options *options, const char *columns,
	const struct answer *answer, const char *qid, struct buffer *output)
{
	const struct printing printing = {form, options, columns, qid};

	if (form == EXPORT_COUNT) {
		if (qid)
			buffer_printf(output, "%s\t", qid);
		buffer_printf(output, "%llu\n", (unsigned long long)answer->total);
		return;
	}
	if (form == EXPORT_TREC) {
		print_trec(answer, qid, output);
		return;
	}
	for (size_t i = 0; i < answer->row_count; i++)
		print_row(&printing, &answer->rows[i], output);
}
