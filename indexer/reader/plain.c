/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One text file is one article: headline, perhaps a line below it, an empty line, body. */
#include <string.h>

#include "indexer/reader/reader.h"
#include "text/utf8.h"

#include "base/banned.h"

#define HEAD_SIZE 1024 /* bytes that tell text from other things */

static const struct slice byte_order_mark = {"\xef\xbb\xbf", 3};

/* The whole file is one document. */
static bool cut_whole(struct cutter *cutter, struct raw_document *document, struct error *error)
{
	struct slice bytes;

	if (cutter->state)
		return false;
	while (source_bytes(cutter->source).size <= ARTICLE_LIMIT_BYTES &&
		source_more(cutter->source, error))
		continue;
	if (error->code)
		return false;
	cutter->state = 1;
	bytes = source_bytes(cutter->source);
	*document = (struct raw_document){.bytes = bytes, .line = 1};
	if (bytes.size > ARTICLE_LIMIT_BYTES)
		document->rejection = READER_TOO_LARGE;
	return true;
}

/* Text has no NUL, and hardly another control character. */
static bool is_text(struct slice head)
{
	size_t controls = 0;

	head = slice_range(head, 0, HEAD_SIZE);
	for (size_t i = 0; i < head.size; i++) {
		unsigned char byte = (unsigned char)head.data[i];

		if (byte == 0)
			return false;
		controls += byte < ' ' && !strchr("\t\n\v\f\r\033", byte);
	}
	return controls <= head.size / 100;
}

/* Cuts the first line off `rest`, without its end. False when nothing is left. */
static bool take_line(struct slice *rest, struct slice *line)
{
	size_t end;

	if (!rest->size)
		return false;
	if (!slice_find_byte(*rest, '\n', 0, &end))
		end = rest->size;
	*line = slice_trim(slice_range(*rest, 0, end));
	*rest = slice_range(*rest, end + 1, rest->size);
	return true;
}

/* A line that stands alone between the headline and an empty line, with more to come, is the
 * subtitle. */
static void take_subtitle(struct slice *rest, struct slice *subtitle)
{
	struct slice behind = *rest, line, next;

	if (!take_line(&behind, &line) || !line.size)
		return;
	if (!take_line(&behind, &next) || next.size || !slice_trim(behind).size)
		return;
	*subtitle = line;
	*rest = behind;
}

/* Behind the empty lines in front of it, and without white space at its end; its first line
 * keeps its indent. */
static struct slice body_of(struct slice rest)
{
	struct slice behind = rest, line;

	while (take_line(&behind, &line) && !line.size)
		rest = behind;
	while (rest.size && strchr(" \t\r\n", rest.data[rest.size - 1]))
		rest.size--;
	return rest;
}

static bool next(struct parsing *parsing, struct arena *arena, struct article *article,
	struct error *error)
{
	struct slice rest;

	if (parsing->given++)
		return false;
	if (!is_text(parsing->bytes))
		return error_set(error, ERROR_FORMAT, "not text in UTF-8");
	rest = utf8_repair(parsing->bytes, arena);
	if (slice_starts_with(rest, byte_order_mark))
		rest = slice_range(rest, byte_order_mark.size, rest.size);
	if (!slice_trim(rest).size)
		return error_set(error, ERROR_FORMAT, "empty");
	article_init(article);
	while (!article->title.size)
		take_line(&rest, &article->title);
	take_subtitle(&rest, &article->subtitle);
	article->body = body_of(rest);
	return true;
}

const struct reader reader_plain = {
	.name = "txt",
	.extensions = "txt|text|md|markdown",
	.help = "plain text, one article a file",
	.sniff = is_text,
	.cut = cut_whole,
	.next = next,
};
