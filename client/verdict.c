/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "client/verdict.h"

#include <jansson.h>

#include "base/memory.h"
#include "base/visible.h"
#include "client/export.h"

#define WITHOUT_MARKS "in the text, not in quotation marks"

struct verdict_report {
	json_t *json;
	enum verdict verdict;
};

static const char *const names[] = {
	[VERDICT_VERBATIM] = "verbatim",
	[VERDICT_ALTERED] = "altered",
	[VERDICT_NOT_FOUND] = "not found",
};

static struct slice text_at(const json_t *object, const char *key)
{
	const json_t *value = json_object_get(object, key);

	return json_is_string(value) ? slice_make(json_string_value(value), json_string_length(value))
				     : (struct slice){0};
}

bool verdict_read(struct slice json, struct verdict_report **report, struct error *error)
{
	json_t *root = json_loadb(json.data, json.size, 0, NULL);
	struct slice verdict = text_at(root, "verdict");

	for (size_t i = 0; i < COUNT_OF(names); i++) {
		if (!slice_equal_string(verdict, names[i]))
			continue;
		*report = memory_allocate_array(1, sizeof(**report));
		(*report)->json = root;
		(*report)->verdict = (enum verdict)i;
		return true;
	}
	json_decref(root);
	return error_set(error, ERROR_FORMAT, "the server's answer has no verdict");
}

void verdict_free(struct verdict_report *report)
{
	if (!report)
		return;
	json_decref(report->json);
	memory_free(report);
}

enum verdict verdict_get(const struct verdict_report *report)
{
	return report->verdict;
}

static const char *objection_to(const json_t *candidate)
{
	if (json_is_true(json_object_get(candidate, "said_by_someone_else")))
		return "said by someone else";
	if (json_is_true(json_object_get(candidate, "speaker_unknown")))
		return "not known who said it";
	return NULL;
}

const char *verdict_objection(const struct verdict_report *report)
{
	return objection_to(json_array_get(json_object_get(report->json, "candidates"), 0));
}

/* How a piece is shown: what stands in the source and not in the claim, and the other way. */
static const struct {
	const char *step;
	bool shows_source, shows_claim;
} steps[] = {
	{"same", false, false},
	{"own", false, false},
	{"spelling", true, true},
	{"changed", true, true},
	{"left out", true, false},
	{"skipped", false, false},
	{"added", false, true},
};

static void print_part(const struct terminal *terminal, enum style style, const char *open,
	const char *close, struct slice text, struct buffer *output)
{
	if (!terminal->has_color)
		buffer_append_string(output, open);
	terminal_append(terminal, style, text, output);
	if (!terminal->has_color)
		buffer_append_string(output, close);
}

static void print_piece(const struct terminal *terminal, const json_t *piece,
	struct buffer *output)
{
	struct slice step = text_at(piece, "step"), claim = text_at(piece, "claim");
	struct slice source = text_at(piece, "source");

	for (size_t i = 0; i < COUNT_OF(steps); i++) {
		if (!slice_equal_string(step, steps[i].step))
			continue;
		if (slice_equal_string(step, "skipped"))
			buffer_append_string(output, "…");
		else if (!steps[i].shows_source && !steps[i].shows_claim)
			terminal_append(terminal, STYLE_PLAIN, claim, output);
		if (steps[i].shows_source && source.size)
			print_part(terminal, STYLE_REMOVED, "[-", "-]", source, output);
		if (steps[i].shows_claim && claim.size)
			print_part(terminal, STYLE_ADDED, "{+", "+}", claim, output);
	}
}

static void print_difference(const struct terminal *terminal, const json_t *candidate,
	struct buffer *output)
{
	const json_t *pieces = json_object_get(candidate, "pieces");

	for (size_t i = 0; i < json_array_size(pieces); i++) {
		if (i > 0)
			buffer_append_byte(output, ' ');
		print_piece(terminal, json_array_get(pieces, i), output);
	}
}

static struct slice speaker_of(const json_t *candidate)
{
	const json_t *quotation = json_object_get(candidate, "quotation");
	struct slice entity = text_at(quotation, "entity");

	return entity.size ? entity : text_at(quotation, "speaker");
}

static void print_candidate(const struct terminal *terminal, const json_t *candidate,
	struct buffer *output)
{
	const json_t *article = json_object_get(candidate, "article");
	const struct slice parts[] = {speaker_of(candidate), text_at(article, "date"),
		text_at(article, "source"), text_at(article, "title")};
	const char *separator = "";
	struct buffer line = {0};

	terminal_append(terminal, STYLE_TITLE, text_at(candidate, "verdict"), output);
	buffer_printf(output, "  %.0f %%\n    ",
		100 * json_number_value(json_object_get(candidate, "score")));
	print_difference(terminal, candidate, output);
	buffer_append_string(output, "\n    ");
	for (size_t i = 0; i < COUNT_OF(parts); i++) {
		if (parts[i].size == 0)
			continue;
		buffer_append_string(&line, separator);
		buffer_append(&line, parts[i]);
		separator = " · ";
	}
	if (json_is_false(json_object_get(candidate, "in_marks")))
		buffer_append_string(&line, " · " WITHOUT_MARKS);
	if (objection_to(candidate))
		buffer_printf(&line, " · %s", objection_to(candidate));
	terminal_append(terminal, STYLE_DIM, buffer_slice(&line), output);
	buffer_append_byte(output, '\n');
	buffer_clear(&line);
}

void verdict_print(const struct verdict_report *report, const struct terminal *terminal,
	struct buffer *output)
{
	const json_t *candidates = json_object_get(report->json, "candidates");

	if (report->verdict == VERDICT_NOT_FOUND)
		buffer_printf(output, "not found%s\n",
			json_array_size(candidates) ? "; the nearest:" : "");
	for (size_t i = 0; i < json_array_size(candidates); i++)
		print_candidate(terminal, json_array_get(candidates, i), output);
}

/* As one line. Other control characters are gone; what is left of them are our own colours. */
static void append_line(struct slice text, struct buffer *output)
{
	for (size_t i = 0; i < text.size; i++) {
		const char c = text.data[i];

		buffer_append_byte(output, c == '\n' || c == '\t' ? ' ' : c);
	}
}

void verdict_print_plain(const struct verdict_report *report, const struct terminal *terminal,
	struct buffer *output)
{
	const json_t *candidates = json_object_get(report->json, "candidates");

	if (json_array_size(candidates) == 0)
		buffer_printf(output, "%s\n", names[report->verdict]);
	for (size_t i = 0; i < json_array_size(candidates); i++) {
		const json_t *candidate = json_array_get(candidates, i);
		const json_t *article = json_object_get(candidate, "article");
		struct slice id = text_at(json_object_get(candidate, "quotation"), "id");
		struct buffer line = {0};

		visible_append_cell(text_at(candidate, "verdict"), output);
		buffer_printf(output, "\t%.2f\t", json_number_value(json_object_get(candidate, "score")));
		visible_append_cell(id.size ? id : text_at(article, "id"), output);
		buffer_append_byte(output, '\t');
		visible_append_cell(speaker_of(candidate), output);
		buffer_append_byte(output, '\t');
		visible_append_cell(text_at(article, "date"), output);
		buffer_append_byte(output, '\t');
		print_difference(terminal, candidate, &line);
		append_line(buffer_slice(&line), output);
		buffer_append_byte(output, '\n');
		buffer_clear(&line);
	}
}
