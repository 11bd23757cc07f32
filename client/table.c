/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "client/table.h"

#include <stdio.h>

#include "base/memory.h"

#define INDENT 4
#define HINT_COLUMNS 60      /* narrower has no room for hints */
#define QUOTATION_LINES 2 /* of an article's quotation, then it is cut */

static void spaces(size_t count, struct buffer *output)
{
	while (count-- > 0)
		buffer_append_byte(output, ' ');
}

/* " 1  Headline, cut at the width       2025-02-12  The Source" */
static void print_headline(const struct terminal *terminal, const struct answer_row *row,
	unsigned long long number, struct buffer *output)
{
	struct buffer right = {0};
	size_t room, width, taken;
	struct slice title = row->title.size ? row->title : row->id;
	char label[16];
	const size_t indent = (size_t)snprintf(label, sizeof(label), "%3llu ", number);

	buffer_append(&right, row->date);
	if (row->date.size && row->source.size)
		buffer_append_string(&right, "  ");
	buffer_append(&right, row->source);
	width = terminal_width(buffer_slice(&right));
	if (width > terminal->columns / 2) {
		right.size = terminal_fit(buffer_slice(&right), terminal->columns / 2);
		width = terminal_width(buffer_slice(&right));
	}
	room = terminal->columns - indent - (width ? width + 2 : 0);
	terminal_append(terminal, STYLE_NUMBER, slice_of(label), output);
	taken = terminal_fit(title, room);
	if (taken < title.size) {
		taken = terminal_fit(title, room - 1);
		terminal_append(terminal, STYLE_TITLE, slice_range(title, 0, taken), output);
		buffer_append_string(output, "…");
	} else {
		terminal_append(terminal, STYLE_TITLE, title, output);
	}
	if (width) {
		size_t used = terminal_width(slice_range(title, 0, taken)) + (taken < title.size);

		spaces(room - used + 2, output);
		terminal_append(terminal, STYLE_DIM, buffer_slice(&right), output);
	}
	buffer_append_byte(output, '\n');
	buffer_clear(&right);
}

/* Text [begin, end) of a passage, its marked parts in colour. */
static void print_marked(const struct terminal *terminal, const struct answer_passage *passage,
	size_t begin, size_t end, struct buffer *output)
{
	for (size_t i = 0; i < passage->mark_count && begin < end; i++) {
		struct answer_mark mark = passage->marks[i];

		if (mark.end <= begin)
			continue;
		if (mark.begin >= end)
			break;
		if (mark.begin > begin) {
			terminal_append(terminal, STYLE_PLAIN,
				slice_range(passage->text, begin, mark.begin), output);
			begin = mark.begin;
		}
		if (mark.end > end)
			mark.end = end;
		terminal_append(terminal, STYLE_MARK, slice_range(passage->text, begin, mark.end),
			output);
		begin = mark.end;
	}
	terminal_append(terminal, STYLE_PLAIN, slice_range(passage->text, begin, end), output);
}

/* Where a line that begins at `begin` ends: at a blank within the width, else at the width. */
static size_t break_line(struct slice text, size_t begin, size_t columns)
{
	struct slice rest = slice_range(text, begin, text.size);
	size_t fits = terminal_fit(rest, columns), end = fits, newline;

	if (slice_find_byte(slice_range(rest, 0, fits), '\n', 0, &newline))
		return begin + newline;
	if (fits == rest.size)
		return text.size;
	while (end > 0 && rest.data[end] != ' ')
		end--;
	return begin + (end > 0 ? end : fits > 0 ? fits : rest.size);
}

static void print_passage(const struct terminal *terminal, const struct answer_passage *passage,
	struct buffer *output)
{
	size_t begin = 0, columns = terminal->columns - INDENT;

	while (begin < passage->text.size) {
		size_t end = break_line(passage->text, begin, columns);

		spaces(INDENT, output);
		print_marked(terminal, passage, begin, end, output);
		buffer_append_byte(output, '\n');
		begin = end;
		while (begin < passage->text.size &&
			(passage->text.data[begin] == ' ' || passage->text.data[begin] == '\n'))
			begin++;
	}
}

/* “What was said, cut where it is long” — Who */
static void print_quotation(const struct terminal *terminal, const struct answer_passage *quotation,
	struct buffer *output)
{
	static const char begin[] = "“", cut[] = "…", end[] = "”";
	const size_t room = QUOTATION_LINES * (size_t)(terminal->columns - INDENT);
	struct answer_passage line = {.mark_count = quotation->mark_count};
	const size_t fits = terminal_fit(quotation->text, room);
	struct buffer text = {0};

	buffer_append_string(&text, begin);
	buffer_append(&text, slice_range(quotation->text, 0, fits));
	if (fits < quotation->text.size)
		buffer_append_string(&text, cut);
	buffer_append_string(&text, end);
	if (quotation->speaker.size) {
		buffer_append_string(&text, " — ");
		buffer_append(&text, quotation->speaker);
	}
	line.text = buffer_slice(&text);
	line.marks = memory_allocate_array(line.mark_count, sizeof(*line.marks));
	line.mark_count = 0;
	for (size_t i = 0; i < quotation->mark_count && quotation->marks[i].end <= fits; i++) {
		line.marks[line.mark_count++] =
			(struct answer_mark){quotation->marks[i].begin + sizeof(begin) - 1,
				quotation->marks[i].end + sizeof(begin) - 1};
	}
	print_passage(terminal, &line, output);
	memory_free(line.marks);
	buffer_clear(&text);
}

static void print_footer(const struct terminal *terminal, const struct answer_row *row,
	struct buffer *output)
{
	struct buffer line = {0};

	buffer_append(&line, row->path.size ? row->path : row->id);
	if (row->quotes)
		buffer_printf(&line, " · %llu quotation%s", (unsigned long long)row->quotes,
			row->quotes == 1 ? "" : "s");
	if (row->collapsed)
		buffer_printf(&line, " · %llu more like it", (unsigned long long)row->collapsed);
	for (size_t i = 0; i < row->missing_count; i++)
		buffer_printf(&line, "%s%.*s", i ? ", " : " · without ",
			SLICE_ARGS(row->missing[i]));
	spaces(INDENT, output);
	terminal_append(terminal, STYLE_DIM,
		slice_range(buffer_slice(&line), 0,
			terminal_fit(buffer_slice(&line), terminal->columns - INDENT)),
		output);
	buffer_append_byte(output, '\n');
	buffer_clear(&line);
}

/* How many there are, and how to see those that are not shown. */
static void print_count(const struct terminal *terminal, const struct answer *answer,
	const char *rest, struct buffer *output)
{
	buffer_printf(output, "%s%llu match%s\n", answer->total_exact ? "" : "about ",
		(unsigned long long)answer->total, terminal->columns < HINT_COLUMNS ? "" : rest);
}

/* Below hits: what no page shows was left out for hits that are shown. */
static void print_total(const struct terminal *terminal, const struct answer *answer, unsigned from,
	struct buffer *output)
{
	const uint64_t shown = (uint64_t)from + answer->row_count;
	char rest[64] = "; -n and --from show more";

	if (answer->total == 0 || (answer->row_count && answer->total <= shown))
		return;
	if (answer->row_count == 0 && from)
		snprintf(rest, sizeof(rest), "; --from %u is behind them", from);
	else if (answer->row_count && !answer->has_more)
		snprintf(rest, sizeof(rest), "; --collapse none shows %llu more",
			(unsigned long long)(answer->total - shown));
	print_count(terminal, answer, rest, output);
}

/* Below a list in which nothing is left out. */
static void print_list_total(const struct terminal *terminal, const struct answer *answer,
	unsigned from, struct buffer *output)
{
	if (answer->total > (uint64_t)from + answer->row_count)
		print_count(terminal, answer, "; -n and --from show more", output);
}

void table_print(const struct terminal *terminal, const struct answer *answer, unsigned from,
	struct buffer *output)
{
	for (size_t i = 0; i < answer->row_count; i++) {
		const struct answer_row *row = &answer->rows[i];

		print_headline(terminal, row, from + i + 1ull, output);
		for (size_t j = 0; j < row->passage_count; j++)
			print_passage(terminal, &row->passages[j], output);
		for (size_t j = 0; j < row->quotation_count; j++)
			print_quotation(terminal, &row->quotations[j], output);
		print_footer(terminal, row, output);
	}
	print_total(terminal, answer, from, output);
}

/* How many print it, where it is not the only one. */
static void append_variants(const struct answer_row *row, struct buffer *line)
{
	if (row->variants < 2)
		return;
	buffer_printf(line, " · printed %llu times", (unsigned long long)row->variants);
	if (row->first_seen.size)
		buffer_printf(line, ", first %.*s", SLICE_ARGS(row->first_seen));
}

/* "  name · said · printed 4 times, first 2025-02-12 · Headline · 2025-02-12 · The Source" */
static void print_attribution(const struct terminal *terminal, const struct answer_row *row,
	struct buffer *output)
{
	const struct slice parts[] = {row->cue, row->title, row->date, row->source};
	struct slice speaker =
		row->speaker.size ? row->speaker : SLICE_LITERAL("unattributed");
	size_t used = INDENT + terminal_width(speaker);
	struct buffer line = {0};

	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
		if (i == 1) /* behind the cue */
			append_variants(row, &line);
		if (parts[i].size == 0)
			continue;
		buffer_append_string(&line, " · ");
		buffer_append(&line, parts[i]);
	}
	spaces(INDENT, output);
	terminal_append(terminal, STYLE_TITLE,
		slice_range(speaker, 0, terminal_fit(speaker, terminal->columns - INDENT)), output);
	if (used < terminal->columns)
		terminal_append(terminal, STYLE_DIM,
			slice_range(buffer_slice(&line), 0,
				terminal_fit(buffer_slice(&line), terminal->columns - used)),
			output);
	buffer_append_byte(output, '\n');
	buffer_clear(&line);
}

void table_print_quotations(const struct terminal *terminal, const struct answer *answer,
	unsigned from, struct buffer *output)
{
	for (size_t i = 0; i < answer->row_count; i++) {
		const struct answer_row *row = &answer->rows[i];

		for (size_t j = 0; j < row->passage_count; j++)
			print_passage(terminal, &row->passages[j], output);
		print_attribution(terminal, row, output);
		buffer_append_byte(output, '\n');
	}
	print_total(terminal, answer, from, output);
}

void table_print_speakers(const struct terminal *terminal, const struct answer *answer,
	unsigned from, struct buffer *output)
{
	for (size_t i = 0; i < answer->row_count; i++) {
		const struct answer_row *row = &answer->rows[i];
		struct buffer name = {0}, first = {0}, last = {0};

		answer_value(row, SLICE_LITERAL("name"), &name);
		answer_value(row, SLICE_LITERAL("first"), &first);
		answer_value(row, SLICE_LITERAL("last"), &last);
		buffer_printf(output, "%7llu  ", (unsigned long long)row->quotes);
		terminal_append(terminal, STYLE_TITLE, buffer_slice(&name), output);
		if (first.size)
			buffer_printf(output, "  %s – %s", first.data, last.data);
		buffer_append_byte(output, '\n');
		buffer_clear(&name);
		buffer_clear(&first);
		buffer_clear(&last);
	}
	print_list_total(terminal, answer, from, output);
}

void table_print_suggestions(const struct terminal *terminal, const struct answer *answer,
	unsigned from, struct buffer *output)
{
	(void)from;
	for (size_t i = 0; i < answer->row_count; i++) {
		struct buffer query = {0}, count = {0}, kind = {0};

		answer_value(&answer->rows[i], SLICE_LITERAL("query"), &query);
		answer_value(&answer->rows[i], SLICE_LITERAL("count"), &count);
		answer_value(&answer->rows[i], SLICE_LITERAL("kind"), &kind);
		buffer_printf(output, "%7s  ", count.size ? count.data : "");
		terminal_append(terminal, STYLE_TITLE, buffer_slice(&query), output);
		if (!slice_equal_string(buffer_slice(&kind), "word")) {
			buffer_append_string(output, "  ");
			terminal_append(terminal, STYLE_DIM, buffer_slice(&kind), output);
		}
		buffer_append_byte(output, '\n');
		buffer_clear(&query);
		buffer_clear(&count);
		buffer_clear(&kind);
	}
}
