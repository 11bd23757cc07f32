/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/reader/json_cut.h"

#include <string.h>

#include "base/banned.h"

enum cut_state {
	CUT_BEGIN,
	CUT_LINES,  /* one document a line */
	CUT_ARRAY,  /* inside the array of the file */
	CUT_VALUES, /* values one after the other */
	CUT_END,
};

/* How far a value has been looked through; goes on when more bytes have come. */
struct scan {
	size_t position; /* bytes looked at */
	unsigned depth;  /* brackets open */
	bool is_begun, in_string, is_escaped;
};

static const struct slice byte_order_mark = {"\xef\xbb\xbf", 3};

static bool is_space(char byte)
{
	return byte == ' ' || byte == '\t' || byte == '\n' || byte == '\r';
}

/* Inside a string: moves behind its closing quote, or to the end of the bytes. */
static void scan_string(struct scan *scan, struct slice bytes)
{
	size_t i = scan->position;

	for (; i < bytes.size && scan->in_string; i++) {
		if (scan->is_escaped)
			scan->is_escaped = false;
		else if (bytes.data[i] == '\\')
			scan->is_escaped = true;
		else if (bytes.data[i] == '"')
			scan->in_string = false;
	}
	scan->position = i;
}

/* True when position is behind the end of the value: behind its last bracket, or at what ends
 * a value that has none. */
static bool scan_value(struct scan *scan, struct slice bytes)
{
	while (scan->position < bytes.size) {
		char byte = bytes.data[scan->position];

		if (scan->in_string) {
			scan_string(scan, bytes);
			continue;
		}
		if (scan->is_begun && !scan->depth && (is_space(byte) || strchr(",[]{}", byte)))
			return true;
		scan->is_begun = true;
		scan->position++;
		if (byte == '"')
			scan->in_string = true;
		else if (byte == '{' || byte == '[')
			scan->depth++;
		else if ((byte == '}' || byte == ']') && scan->depth && --scan->depth == 0)
			return true;
	}
	return false;
}

static void take(struct cutter *cutter, size_t size)
{
	struct slice bytes = slice_range(source_bytes(cutter->source), 0, size);

	for (size_t at = 0; slice_find_byte(bytes, '\n', at, &at); at++)
		cutter->line++;
	source_take(cutter->source, size);
}

/* Moves to the next byte that is no white space (nor a comma, where `with_commas`) and gives
 * it; 0 at the end of the file or on an error. */
static char next_byte(struct cutter *cutter, bool with_commas, struct error *error)
{
	for (;;) {
		struct slice bytes = source_bytes(cutter->source);
		size_t i = 0;

		while (i < bytes.size && (is_space(bytes.data[i]) || (with_commas && bytes.data[i] == ',')))
			i++;
		take(cutter, i);
		if (i < bytes.size)
			return bytes.data[i] ? bytes.data[i] : '?';
		if (!source_more(cutter->source, error))
			return 0;
	}
}

static bool skip_mark(struct cutter *cutter, struct error *error)
{
	while (source_bytes(cutter->source).size < byte_order_mark.size &&
		source_more(cutter->source, error))
		continue;
	if (slice_starts_with(source_bytes(cutter->source), byte_order_mark))
		source_take(cutter->source, byte_order_mark.size);
	return !error->code;
}

/* What is passed over in parts has lost its beginning; the rest is not for parsing either. */
static void set_bytes(struct raw_document *document, struct slice bytes)
{
	if (bytes.size > ARTICLE_LIMIT_BYTES)
		document->rejection = READER_TOO_LARGE;
	document->bytes = document->rejection ? (struct slice){0} : bytes;
}

/* Takes the next line, its end included. What is longer than a document may be is passed over
 * as it comes. */
static bool take_line(struct cutter *cutter, struct raw_document *document, struct error *error)
{
	size_t seen = 0, end;

	*document = (struct raw_document){.line = cutter->line};
	while (!slice_find_byte(source_bytes(cutter->source), '\n', seen, &end)) {
		seen = source_bytes(cutter->source).size;
		if (seen > ARTICLE_LIMIT_BYTES) {
			document->rejection = READER_TOO_LARGE;
			source_take(cutter->source, seen);
			seen = 0;
		}
		if (source_more(cutter->source, error))
			continue;
		if (error->code || (!seen && !document->rejection))
			return false;
		end = seen;
		break;
	}
	set_bytes(document, slice_range(source_bytes(cutter->source), 0, end));
	source_take(cutter->source, end + (end < source_bytes(cutter->source).size));
	cutter->line++;
	return true;
}

bool json_cut_lines(struct cutter *cutter, struct raw_document *document, struct error *error)
{
	if (cutter->state == CUT_BEGIN && !skip_mark(cutter, error))
		return false;
	cutter->state = CUT_LINES;
	while (take_line(cutter, document, error)) {
		document->bytes = slice_trim(document->bytes);
		if (document->bytes.size || document->rejection)
			return true;
	}
	return false;
}

/* Takes the value that begins here. */
static bool take_value(struct cutter *cutter, struct raw_document *document, struct error *error)
{
	struct scan scan = {0};

	*document = (struct raw_document){.line = cutter->line};
	while (!scan_value(&scan, source_bytes(cutter->source))) {
		if (scan.position > ARTICLE_LIMIT_BYTES) {
			document->rejection = READER_TOO_LARGE;
			take(cutter, scan.position);
			scan.position = 0;
		}
		if (source_more(cutter->source, error))
			continue;
		if (error->code)
			return false;
		cutter->state = CUT_END;
		if (scan.depth || scan.in_string)
			document->rejection = "the file ends before the document does";
		break;
	}
	set_bytes(document, slice_range(source_bytes(cutter->source), 0, scan.position));
	take(cutter, scan.position);
	return true;
}

/* Is the first line a value of its own? Then so are the others. */
static bool is_lines(struct cutter *cutter, struct error *error)
{
	struct scan scan = {0};
	size_t seen = 0, end;

	while (!slice_find_byte(source_bytes(cutter->source), '\n', seen, &end)) {
		seen = end = source_bytes(cutter->source).size;
		if (seen > ARTICLE_LIMIT_BYTES || !source_more(cutter->source, error))
			break;
	}
	return scan_value(&scan, slice_range(source_bytes(cutter->source), 0, end)) &&
	       !slice_trim(slice_range(source_bytes(cutter->source), scan.position, end)).size;
}

static bool begin(struct cutter *cutter, struct error *error)
{
	char first;

	if (!skip_mark(cutter, error))
		return false;
	first = next_byte(cutter, false, error);
	if (error->code)
		return false;
	if (first == '[') {
		source_take(cutter->source, 1);
		cutter->state = CUT_ARRAY;
		return true;
	}
	if (first != '{')
		return error_set(error, ERROR_FORMAT, "line %llu: neither a JSON object nor an array",
			(unsigned long long)cutter->line);
	cutter->state = is_lines(cutter, error) ? CUT_LINES : CUT_VALUES;
	return !error->code;
}

static bool end_array(struct cutter *cutter, struct error *error)
{
	source_take(cutter->source, 1);
	cutter->state = CUT_END;
	if (next_byte(cutter, false, error))
		error_set(error, ERROR_FORMAT, "line %llu: text behind the end of the array",
			(unsigned long long)cutter->line);
	return false;
}

bool json_cut_values(struct cutter *cutter, struct raw_document *document, struct error *error)
{
	char first;

	if (cutter->state == CUT_BEGIN && !begin(cutter, error))
		return false;
	if (cutter->state == CUT_LINES)
		return json_cut_lines(cutter, document, error);
	if (cutter->state == CUT_END)
		return false;
	first = next_byte(cutter, true, error);
	if (cutter->state == CUT_ARRAY && first == ']')
		return end_array(cutter, error);
	if (first && (cutter->state == CUT_ARRAY || first == '{'))
		return take_value(cutter, document, error);
	if (error->code || (!first && cutter->state == CUT_VALUES))
		return false;
	return error_set(error, ERROR_FORMAT, "line %llu: %s", (unsigned long long)cutter->line,
		first ? "not a JSON object" : "the array is not closed");
}

bool json_cut_sniff(struct slice head)
{
	if (slice_starts_with(head, byte_order_mark))
		head = slice_range(head, byte_order_mark.size, head.size);
	head = slice_trim(head);
	if (!head.size || (head.data[0] != '{' && head.data[0] != '['))
		return false;
	const char *follow = head.data[0] == '{' ? "\"}" : "{]";

	head = slice_trim(slice_range(head, 1, head.size));
	return head.size && head.data[0] && strchr(follow, head.data[0]);
}
