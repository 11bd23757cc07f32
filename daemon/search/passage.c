/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "daemon/search/passage.h"

#include "text/sentence.h"

#include "base/banned.h"

#define LOOK_BACK 1000  /* bytes in which the beginning of a paragraph is looked for */
#define EARLIER_LIMIT 8 /* sentences before the core that may be taken in */

static bool is_blank(char c)
{
	return c == ' ' || c == '\n' || c == '\t' || c == '\r';
}

static bool is_inside_character(struct slice text, uint32_t position)
{
	return position < text.size && ((unsigned char)text.data[position] & 0xc0) == 0x80;
}

/* Where to begin looking for sentences: the line that `position` is in, or near before it. */
static uint32_t line_begin(struct slice text, uint32_t position)
{
	const uint32_t limit = position > LOOK_BACK ? position - LOOK_BACK : 0;

	while (position > limit && text.data[position - 1] != '\n')
		position--;
	while (position > 0 && is_inside_character(text, position))
		position--;
	return position;
}

static uint32_t line_end(struct slice text, uint32_t position)
{
	const uint32_t limit = text.size - position > LOOK_BACK ? position + LOOK_BACK :
								  (uint32_t)text.size;

	while (position < limit && text.data[position] != '\n')
		position++;
	while (is_inside_character(text, position))
		position++;
	return position;
}

static bool has_room(struct span whole, uint32_t begin, uint32_t end)
{
	return whole.end - whole.begin < PASSAGE_TARGET && end - begin <= PASSAGE_LIMIT;
}

/* The sentences that hold `core`; where those are short, some after them, then before them. */
static struct span whole_sentences(struct slice text, struct span core)
{
	const uint32_t begin = line_begin(text, core.begin);
	struct sentence_cursor cursor = {
		.text = slice_range(text, begin, line_end(text, core.end))};
	uint32_t earlier[EARLIER_LIMIT], count = 0; /* where sentences before the core begin */
	struct span whole = core, sentence;

	while (sentence_next(&cursor, &sentence)) {
		sentence.begin += begin;
		sentence.end += begin;
		if (sentence.end <= core.begin) {
			earlier[count++ % EARLIER_LIMIT] = sentence.begin;
		} else if (sentence.begin < core.end) {
			whole.begin = sentence.begin < whole.begin ? sentence.begin : whole.begin;
			whole.end = sentence.end > whole.end ? sentence.end : whole.end;
		} else if (has_room(whole, whole.begin, sentence.end)) {
			whole.end = sentence.end;
		} else {
			break;
		}
	}
	for (uint32_t i = 0; i < EARLIER_LIMIT && i < count; i++) {
		const uint32_t from = earlier[(count - 1 - i) % EARLIER_LIMIT];

		if (!has_room(whole, from, whole.end))
			break;
		whole.begin = from;
	}
	return whole;
}

/* To the beginning of a word at or after `position`, at most `limit`. */
static uint32_t word_after(struct slice text, uint32_t position, uint32_t limit)
{
	while (position < limit && position > 0 && !is_blank(text.data[position - 1]))
		position++;
	while (position < limit && is_blank(text.data[position]))
		position++;
	return position;
}

/* To the end of a word at or before `position`, at least `limit`. */
static uint32_t word_before(struct slice text, uint32_t position, uint32_t limit)
{
	while (position > limit && position < text.size && !is_blank(text.data[position]))
		position--;
	while (position > limit && is_blank(text.data[position - 1]))
		position--;
	return position;
}

struct passage passage_around(struct slice text, struct span core)
{
	const struct span whole = whole_sentences(text, core);
	const uint32_t size = core.end - core.begin;
	struct passage passage = {whole, false, false};
	uint32_t room, before;

	if (whole.end - whole.begin <= PASSAGE_LIMIT)
		return passage;
	room = size < PASSAGE_LIMIT ? PASSAGE_LIMIT - size : 0;
	/* A third of the room goes before the core: what follows a find tells more. Where one
	 * side needs less, the other has the rest. */
	before = room / 3;
	if (whole.end - core.end < room - before)
		before = room - (whole.end - core.end);
	if (core.begin - whole.begin < before)
		before = core.begin - whole.begin;
	if (core.begin - before > whole.begin) {
		passage.span.begin = word_after(text, core.begin - before, core.begin);
		passage.is_cut_before = true;
	}
	if (core.end + (room - before) < whole.end) {
		passage.span.end = word_before(text, core.end + (room - before), core.end);
		passage.is_cut_after = true;
	}
	return passage;
}
