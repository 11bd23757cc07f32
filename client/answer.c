/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "client/answer.h"

#include <jansson.h>
#include <string.h>

#include "base/memory.h"
#include "base/visible.h"

static struct slice text_of(const json_t *value)
{
	return json_is_string(value) ? slice_make(json_string_value(value), json_string_length(value))
				     : (struct slice){0};
}

static struct slice text_at(const json_t *object, const char *key)
{
	return text_of(json_object_get(object, key));
}

static json_t *load(struct slice json, struct error *error)
{
	json_error_t problem;
	json_t *root = json_loadb(json.data, json.size, 0, &problem);

	if (!root)
		error_set(error, ERROR_FORMAT, "the server's answer is no JSON: %s", problem.text);
	return root;
}

/* Marks of a passage: pairs in order, inside the text; others are left out. */
static void read_marks(const json_t *list, struct answer_passage *passage)
{
	size_t count = json_array_size(list), last = 0;

	passage->marks = memory_allocate_array(count, sizeof(*passage->marks));
	for (size_t i = 0; i < count; i++) {
		const json_t *pair = json_array_get(list, i);
		json_int_t begin = json_integer_value(json_array_get(pair, 0));
		json_int_t end = json_integer_value(json_array_get(pair, 1));

		if (begin < (json_int_t)last || end <= begin ||
			(size_t)end > passage->text.size)
			continue;
		passage->marks[passage->mark_count++] =
			(struct answer_mark){(size_t)begin, (size_t)end};
		last = (size_t)end;
	}
}

static void read_passage(const json_t *snippet, struct answer_passage *passage)
{
	passage->text = text_at(snippet, "text");
	read_marks(json_object_get(snippet, "marks"), passage);
}

/* The whole name, else the mention. */
static struct slice speaker_of(const json_t *quotation)
{
	const struct slice entity = text_at(quotation, "entity");

	return entity.size ? entity : text_at(quotation, "speaker");
}

static void read_quotations(const json_t *list, struct answer_row *row)
{
	row->quotation_count = json_array_size(list);
	row->quotations = memory_allocate_array(row->quotation_count, sizeof(*row->quotations));
	for (size_t i = 0; i < row->quotation_count; i++) {
		const json_t *quotation = json_array_get(list, i);

		read_passage(quotation, &row->quotations[i]);
		row->quotations[i].speaker = speaker_of(quotation);
	}
}

/* The object that says which article it is: of a quotation it stands inside the hit. */
static const json_t *owner_of(const json_t *hit)
{
	const json_t *article = json_object_get(hit, "article");

	return json_is_object(article) ? article : hit;
}

static void read_row(const json_t *hit, struct answer_row *row)
{
	const json_t *snippets = json_object_get(hit, "snippets");
	const json_t *missing = json_object_get(hit, "missing"), *owner = owner_of(hit);
	bool is_quotation = owner != hit;

	row->json = hit;
	row->id = text_at(hit, "id");
	row->article = text_at(owner, "id");
	row->title = text_at(owner, "title");
	row->source = text_at(owner, "source");
	row->date = text_at(owner, "date");
	row->path = text_at(owner, "path");
	row->cue = text_at(hit, "cue");
	row->speaker = speaker_of(hit);
	row->score = json_number_value(json_object_get(hit, "score"));
	row->quotes = (uint64_t)json_integer_value(json_object_get(hit, "quotes"));
	row->collapsed = (uint64_t)json_integer_value(json_object_get(hit, "collapsed"));
	row->variants = (uint64_t)json_integer_value(json_object_get(hit, "variants"));
	row->first_seen = text_at(hit, "first_seen");
	row->passage_count = is_quotation ? 1 : json_array_size(snippets);
	row->passages = memory_allocate_array(row->passage_count, sizeof(*row->passages));
	for (size_t i = 0; i < row->passage_count; i++)
		read_passage(is_quotation ? hit : json_array_get(snippets, i), &row->passages[i]);
	read_quotations(json_object_get(hit, "quotations"), row);
	row->missing_count = json_array_size(missing);
	row->missing = memory_allocate_array(row->missing_count, sizeof(*row->missing));
	for (size_t i = 0; i < row->missing_count; i++)
		row->missing[i] = text_of(json_array_get(missing, i));
}

bool answer_read(struct slice json, struct answer *answer, struct error *error)
{
	json_t *root = load(json, error);
	const json_t *hits = json_object_get(root, "hits"), *notes = json_object_get(root, "notes");
	const json_t *proposal = json_object_get(root, "did_you_mean");

	if (!root)
		return false;
	if (!json_is_array(hits)) {
		json_decref(root);
		return error_set(error, ERROR_FORMAT, "the server's answer has no hits");
	}
	*answer = (struct answer){.json = root};
	answer->total = (uint64_t)json_integer_value(json_object_get(root, "total"));
	answer->total_exact = json_is_true(json_object_get(root, "total_exact"));
	answer->has_more = json_is_integer(json_object_get(root, "next"));
	answer->took_ms = json_number_value(json_object_get(root, "took_ms"));
	answer->explanation = text_at(root, "explanation");
	answer->proposal = text_at(proposal, "query");
	answer->proposal_total = (uint64_t)json_integer_value(json_object_get(proposal, "total"));
	answer->row_count = json_array_size(hits);
	answer->rows = memory_allocate_array(answer->row_count, sizeof(*answer->rows));
	for (size_t i = 0; i < answer->row_count; i++)
		read_row(json_array_get(hits, i), &answer->rows[i]);
	answer->note_count = json_array_size(notes);
	answer->notes = memory_allocate_array(answer->note_count, sizeof(*answer->notes));
	for (size_t i = 0; i < answer->note_count; i++)
		answer->notes[i] = text_of(json_array_get(notes, i));
	return true;
}

static void free_passages(struct answer_passage *passages, size_t count)
{
	for (size_t i = 0; i < count; i++)
		memory_free(passages[i].marks);
	memory_free(passages);
}

void answer_clear(struct answer *answer)
{
	for (size_t i = 0; i < answer->row_count; i++) {
		free_passages(answer->rows[i].passages, answer->rows[i].passage_count);
		free_passages(answer->rows[i].quotations, answer->rows[i].quotation_count);
		memory_free(answer->rows[i].missing);
	}
	memory_free(answer->rows);
	memory_free(answer->notes);
	json_decref(answer->json);
	*answer = (struct answer){0};
}

static void append_value(const json_t *value, struct buffer *output)
{
	switch (json_typeof(value)) {
	case JSON_STRING:
		buffer_append(output, text_of(value));
		break;
	case JSON_INTEGER:
		buffer_printf(output, "%lld", (long long)json_integer_value(value));
		break;
	case JSON_REAL:
		buffer_printf(output, "%g", json_real_value(value));
		break;
	case JSON_TRUE:
		buffer_append_string(output, "yes");
		break;
	case JSON_FALSE:
		buffer_append_string(output, "no");
		break;
	case JSON_ARRAY:
		for (size_t i = 0; i < json_array_size(value); i++) {
			if (i > 0)
				buffer_append_string(output, ", ");
			append_value(json_array_get(value, i), output);
		}
		break;
	case JSON_OBJECT:
	case JSON_NULL:
		break;
	}
}

void answer_value(const struct answer_row *row, struct slice key, struct buffer *output)
{
	const json_t *hit = row->json, *value = json_object_getn(hit, key.data, key.size);
	size_t dot;

	if (!value)
		value = json_object_getn(owner_of(hit), key.data, key.size);
	if (slice_equal_string(key, "snippet")) {
		if (row->passage_count)
			buffer_append(output, row->passages[0].text);
	} else if (value) {
		append_value(value, output);
	} else if (slice_find_byte(key, '.', 0, &dot)) {
		/* article.title: a key of an object inside. */
		value = json_object_getn(json_object_getn(hit, key.data, dot), key.data + dot + 1,
			key.size - dot - 1);
		if (value)
			append_value(value, output);
	}
}

void answer_row_json(const struct answer_row *row, const char *qid, struct buffer *output)
{
	const json_t *hit = row->json;
	char *line = json_dumps(hit, JSON_COMPACT);
	json_t *name;

	if (!qid) {
		buffer_append_string(output, line);
	} else {
		char *quoted;

		name = json_string(qid);
		quoted = json_dumps(name, JSON_ENCODE_ANY);
		buffer_printf(output, "{\"qid\":%s,%s", quoted, line + 1);
		free(quoted);
		json_decref(name);
	}
	free(line);
}

void answer_problem(int status, struct slice json, struct error *error)
{
	json_t *root = json_loadb(json.data, json.size, 0, NULL);
	struct slice detail = text_at(root, "detail");
	const json_t *position = json_object_get(root, "position");

	if (detail.size == 0)
		detail = text_at(root, "title");
	if (detail.size == 0)
		error_set(error, ERROR_IO, "the server answered %d", status);
	else if (json_is_integer(position))
		error_set(error, ERROR_QUERY, "%.*s (at byte %lld of the query)", SLICE_ARGS(detail),
			(long long)json_integer_value(position));
	else
		error_set(error, status < 500 ? ERROR_QUERY : ERROR_IO, "%.*s", SLICE_ARGS(detail));
	json_decref(root);
}

#define PRINT_DEPTH 8

static void print_value(const json_t *value, unsigned depth, struct buffer *output);

static void print_object(const json_t *object, unsigned depth, struct buffer *output)
{
	const char *key;
	json_t *value;

	json_object_foreach ((json_t *)(uintptr_t)object, key, value) {
		buffer_printf(output, "%*s%s:", (int)(2 * depth), "", key);
		print_value(value, depth + 1, output);
	}
}

static void print_value(const json_t *value, unsigned depth, struct buffer *output)
{
	bool is_list = json_is_array(value) && json_is_object(json_array_get(value, 0));

	if (depth > PRINT_DEPTH || !(is_list || json_is_object(value))) {
		buffer_append_byte(output, ' ');
		append_value(value, output);
		buffer_append_byte(output, '\n');
		return;
	}
	buffer_append_byte(output, '\n');
	if (json_is_object(value))
		print_object(value, depth, output);
	for (size_t i = 0; is_list && i < json_array_size(value); i++) {
		buffer_printf(output, "%*s-\n", (int)(2 * depth), "");
		print_object(json_array_get(value, i), depth + 1, output);
	}
}

bool answer_print_object(struct slice json, struct buffer *output, struct error *error)
{
	json_t *root = load(json, error);

	if (!root)
		return false;
	print_object(root, 0, output);
	json_decref(root);
	return true;
}

bool answer_article_read(struct slice json, struct answer_article *article, struct error *error)
{
	json_t *root = load(json, error);

	if (!root)
		return false;
	*article = (struct answer_article){.json = root, .title = text_at(root, "title"),
		.subtitle = text_at(root, "subtitle"), .body = text_at(root, "body")};
	return true;
}

struct slice answer_article_value(const struct answer_article *article, const char *key)
{
	return text_at(article->json, key);
}

void answer_article_clear(struct answer_article *article)
{
	json_decref(article->json);
	*article = (struct answer_article){0};
}

void answer_print_facets(const struct answer *answer, struct buffer *output)
{
	/* jansson walks objects through a pointer that is not const, and changes nothing. */
	json_t *facets = json_object_get(answer->json, "facets"), *values;
	const bool is_exact = !json_is_false(json_object_get(answer->json, "facets_exact"));
	const char *name;

	json_object_foreach(facets, name, values)
	{
		buffer_printf(output, "%s:", name);
		for (size_t i = 0; i < json_array_size(values); i++) {
			const json_t *value = json_array_get(values, i);
			struct slice text = text_at(value, "value");

			buffer_append_string(output, i ? ", " : " ");
			visible_append_cell(text, output);
			buffer_printf(output, " %s%lld", is_exact ? "" : "about ",
				(long long)json_integer_value(json_object_get(value, "count")));
		}
		buffer_append_byte(output, '\n');
	}
}

void answer_export_facets(const struct answer *answer, struct buffer *output)
{
	json_t *facets = json_object_get(answer->json, "facets"), *values;
	const bool is_exact = !json_is_false(json_object_get(answer->json, "facets_exact"));
	const char *name;

	json_object_foreach(facets, name, values)
	{
		for (size_t i = 0; i < json_array_size(values); i++) {
			const json_t *value = json_array_get(values, i);

			buffer_printf(output, "%s\t", name);
			visible_append_cell(text_at(value, "value"), output);
			buffer_printf(output, "\t%lld%s\n",
				(long long)json_integer_value(json_object_get(value, "count")),
				is_exact ? "" : "\tabout");
		}
	}
}
