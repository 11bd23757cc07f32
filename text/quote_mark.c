/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "text/quote_mark.h"

#include <endian.h>
#include <string.h>

#include "base/memory.h"
#include "text/utf8.h"

enum {
	LONGEST_WRAPPED_LINE = 90, /* bytes; mail and plain text wrap at 72 to 80 columns */
};

enum mark_family {
	MARK_STRAIGHT,
	MARK_CURLY,     /* “ ” „ ‟: “ also closes what „ opened */
	MARK_GUILLEMET,
	MARK_DOUBLED,   /* '' and `` */
	MARK_SINGLE,
};

struct quote_mark {
	uint32_t begin, end;
	uint8_t family;
	bool can_open, can_close;
	bool is_low;       /* „ ‚: opens, and is closed by what opens elsewhere */
	bool closes_low;   /* ‘ closes what ‚ opened */
	bool is_plural;    /* single: as in "the players' union"; closes only if it must */
};

enum neighbour {
	NEAR_LETTER,  /* and whatever is none of the others */
	NEAR_EDGE,    /* begin or end of the text, or of a line */
	NEAR_SPACE,
	NEAR_OPENING, /* what may stand before an opening mark: bracket, dash, other mark */
	NEAR_CLOSING, /* punctuation that may stand inside before a closing mark */
	NEAR_DIGIT,
};

/* Of ASCII; what is not listed is a letter. */
static const uint8_t ascii_neighbours[0x80] = {
#define ROW(kind, byte) [byte] = (kind)
#define OPENING(byte) ROW(NEAR_OPENING, byte)
#define CLOSING(byte) ROW(NEAR_CLOSING, byte)
#define DIGIT(byte) ROW(NEAR_DIGIT, byte)
	ROW(NEAR_EDGE, '\n'), ROW(NEAR_EDGE, '\r'), ROW(NEAR_SPACE, ' '), ROW(NEAR_SPACE, '\t'),
	OPENING('('), OPENING('['), OPENING('{'), OPENING('-'), OPENING('/'), OPENING('<'),
	OPENING('='), OPENING('*'), OPENING('_'), OPENING('>'),
	CLOSING('.'), CLOSING(','), CLOSING(';'), CLOSING(':'), CLOSING('!'), CLOSING('?'),
	CLOSING(')'), CLOSING(']'), CLOSING('}'), CLOSING('%'), CLOSING('$'), CLOSING('&'),
	CLOSING('@'), CLOSING('#'), CLOSING('"'), CLOSING('\''), CLOSING('`'),
	DIGIT('0'), DIGIT('1'), DIGIT('2'), DIGIT('3'), DIGIT('4'), DIGIT('5'), DIGIT('6'),
	DIGIT('7'), DIGIT('8'), DIGIT('9'),
#undef DIGIT
#undef CLOSING
#undef OPENING
#undef ROW
};

static enum neighbour neighbour_of(uint32_t code_point)
{
	if (code_point < 0x80)
		return (enum neighbour)ascii_neighbours[code_point];
	if (code_point == 0xa0 || (code_point >= 0x2000 && code_point <= 0x200b) ||
		code_point == 0x202f || code_point == 0x3000)
		return NEAR_SPACE;
	if (code_point == 0x2013 || code_point == 0x2014 || code_point == 0x2015 ||
		code_point == 0x201c || code_point == 0x2018 || code_point == 0x201e ||
		code_point == 0xbf || code_point == 0xa1)
		return NEAR_OPENING;
	if (code_point == 0x2026 || code_point == 0x201d || code_point == 0x2019 ||
		code_point == 0xab || code_point == 0xbb)
		return NEAR_CLOSING;
	return NEAR_LETTER;
}

static enum neighbour neighbour_before(struct slice text, size_t position)
{
	unsigned size;

	if (position == 0)
		return NEAR_EDGE;
	if ((unsigned char)text.data[position - 1] < 0x80)
		return (enum neighbour)ascii_neighbours[(unsigned char)text.data[position - 1]];
	return neighbour_of(utf8_decode_before(text, position, &size));
}

static enum neighbour neighbour_after(struct slice text, size_t position)
{
	unsigned size;

	if (position >= text.size)
		return NEAR_EDGE;
	if ((unsigned char)text.data[position] < 0x80)
		return (enum neighbour)ascii_neighbours[(unsigned char)text.data[position]];
	return neighbour_of(utf8_decode(text, position, &size));
}

static bool is_long_line(struct slice text, size_t begin)
{
	return text.size - begin > LONGEST_WRAPPED_LINE &&
		!memchr(text.data + begin, '\n', LONGEST_WRAPPED_LINE + 1);
}

bool quote_paragraph_ends(struct slice text, size_t line, size_t newline)
{
	size_t next = newline + 1, last = newline;

	while (next < text.size && (text.data[next] == ' ' || text.data[next] == '\t' ||
					   text.data[next] == '\r'))
		next++;
	if (next >= text.size || text.data[next] == '\n')
		return true;
	while (last > line && (text.data[last - 1] == ' ' || text.data[last - 1] == '\r'))
		last--;
	if (last == line || last - line > LONGEST_WRAPPED_LINE || is_long_line(text, next))
		return true; /* nobody wraps lines here */
	return neighbour_before(text, last) == NEAR_CLOSING && text.data[last - 1] != ',' &&
		text.data[last - 1] != ';';
}

static bool is_edge(enum neighbour neighbour)
{
	return neighbour == NEAR_EDGE || neighbour == NEAR_SPACE;
}

/* "'90s", "'em": an apostrophe for what was left out, where an opening mark might stand. */
static bool is_elision(struct slice text, size_t after)
{
	static const char *const words[] = {"em", "til", "tis", "twas", "cause", "bout", "n", "round"};
	size_t end = after;

	while (end < text.size && end < after + 6 &&
		neighbour_of((unsigned char)text.data[end]) == NEAR_DIGIT)
		end++;
	if (end == after + 2)
		return true;
	while (end < text.size && end < after + 6 &&
		((text.data[end] >= 'a' && text.data[end] <= 'z')))
		end++;
	for (size_t i = 0; i < COUNT_OF(words); i++)
		if (slice_equal_string(slice_range(text, after, end), words[i]))
			return true;
	return false;
}

static void set_ends(struct slice text, struct quote_mark *mark)
{
	enum neighbour before = neighbour_before(text, mark->begin);
	enum neighbour after = neighbour_after(text, mark->end);

	mark->can_open = (is_edge(before) || before == NEAR_OPENING) && !is_edge(after);
	mark->can_close = !is_edge(before) && after != NEAR_LETTER && after != NEAR_DIGIT;
	if (mark->family == MARK_SINGLE) {
		mark->can_open &= after != NEAR_CLOSING && !is_elision(text, mark->end);
		mark->is_plural = mark->can_close && after == NEAR_SPACE && mark->begin > 0 &&
			text.data[mark->begin - 1] == 's';
	} else if (!mark->can_open && !mark->can_close) {
		mark->can_open = mark->can_close = before != NEAR_DIGIT;
	}
}

/* Inches, seconds of arc: a straight mark after a digit that may not even close. */
static bool is_unit(struct slice text, const struct quote_mark *mark)
{
	size_t position = mark->begin;

	if (mark->begin == 0 || neighbour_before(text, position) != NEAR_DIGIT)
		return false;
	while (position > 0 && neighbour_before(text, position) == NEAR_DIGIT &&
		mark->begin - position < 4)
		position--;
	if (position > 1 && text.data[position - 1] == '\'')
		return neighbour_before(text, position - 1) == NEAR_DIGIT;
	return position > 3 && memcmp(text.data + position - 3, "\xe2\x80\x99", 3) == 0 &&
		neighbour_before(text, position - 3) == NEAR_DIGIT;
}

static bool mark_of_two_bytes(struct slice text, size_t position, struct quote_mark *mark)
{
	unsigned char second = (unsigned char)text.data[position + 1];

	if (second != 0xab && second != 0xbb)
		return false;
	mark->end = mark->begin + 2;
	mark->family = MARK_GUILLEMET;
	mark->can_open = mark->can_close = true;
	return true;
}

static bool mark_of_three_bytes(struct slice text, size_t position, struct quote_mark *mark)
{
	unsigned char third = (unsigned char)text.data[position + 2];

	if ((unsigned char)text.data[position + 1] != 0x80)
		return false;
	mark->end = mark->begin + 3;
	if (third >= 0x9c && third <= 0x9f) {
		mark->family = MARK_CURLY;
		set_ends(text, mark);
		mark->is_low = third == 0x9e;
		/* Where only one end is possible, the wrong glyph was typed. */
		mark->can_open = third != 0x9d;
		mark->can_close = third == 0x9d || (third == 0x9c && mark->can_close);
		return true;
	}
	if (third <= 0x99 && third >= 0x98 && position + 5 < text.size &&
		memcmp(text.data + position, text.data + position + 3, 3) == 0) {
		mark->end = mark->begin + 6; /* doubled, for one double mark */
		mark->family = MARK_DOUBLED;
		set_ends(text, mark);
		return true;
	}
	if ((third < 0x98 || third > 0x9b) && third != 0xb9 && third != 0xba)
		return false;
	mark->family = MARK_SINGLE;
	set_ends(text, mark);
	mark->is_low = third == 0x9a;
	if (third == 0x98) {
		mark->closes_low = mark->can_close;
		mark->can_close = false;
	}
	if (third == 0x99)
		mark->can_open = false;
	return true;
}

/* The mark that begins at `position`, if one does. */
static bool mark_at(struct slice text, size_t position, struct quote_mark *mark)
{
	unsigned char byte = (unsigned char)text.data[position];
	bool is_doubled = position + 1 < text.size && text.data[position + 1] == (char)byte;

	*mark = (struct quote_mark){.begin = (uint32_t)position};
	if (byte == 0xc2 && position + 1 < text.size)
		return mark_of_two_bytes(text, position, mark);
	if (byte == 0xe2 && position + 2 < text.size)
		return mark_of_three_bytes(text, position, mark);
	if (byte != '"' && byte != '\'' && byte != '`')
		return false;
	mark->end = mark->begin + (byte != '"' && is_doubled ? 2 : 1);
	mark->family = byte == '"' ? MARK_STRAIGHT : is_doubled ? MARK_DOUBLED : MARK_SINGLE;
	set_ends(text, mark);
	if (byte == '`')
		mark->can_close &= is_doubled && !mark->can_open;
	return mark->family != MARK_STRAIGHT || !is_unit(text, mark);
}

static void add_mark(struct quote_list *list, const struct quote_mark *mark)
{
	if (list->mark_count == list->mark_capacity)
		list->marks = memory_grow(list->marks, &list->mark_capacity, list->mark_count + 1,
			sizeof(*list->marks));
	list->marks[list->mark_count++] = *mark;
}

static void add_piece(struct quote_list *list, struct slice text, const struct quote_mark *open,
	struct span close, bool is_closed)
{
	struct span inner = {open->end, close.begin};
	struct quote_piece piece = {.outer = {open->begin, close.end}, .is_closed = is_closed,
		.is_single = open->family == MARK_SINGLE};
	unsigned size;

	while (inner.begin < inner.end && is_edge(neighbour_after(text, inner.begin))) {
		utf8_decode(text, inner.begin, &size);
		inner.begin += size;
	}
	while (inner.begin < inner.end && is_edge(neighbour_before(text, inner.end))) {
		utf8_decode_before(text, inner.end, &size);
		inner.end -= size;
	}
	if (inner.begin >= inner.end)
		return;
	piece.inner = inner;
	if (list->count == list->capacity)
		list->pieces = memory_grow(
			list->pieces, &list->capacity, list->count + 1, sizeof(piece));
	list->pieces[list->count++] = piece;
}

static bool closes(const struct quote_mark *open, const struct quote_mark *mark)
{
	if (!mark->can_close || (mark->family == MARK_SINGLE) != (open->family == MARK_SINGLE))
		return false;
	if (open->family == MARK_GUILLEMET || mark->family == MARK_GUILLEMET)
		return open->family == mark->family;
	return true;
}

/* “a “b” c”: after the inner opening mark two closing ones follow before the next opening. */
static bool is_nested(struct quote_list *list, size_t inner)
{
	unsigned closing = 0;

	for (size_t i = inner + 1; i < list->mark_count && closing < 2; i++) {
		list->steps++;
		if (list->marks[i].family == MARK_SINGLE)
			continue;
		if (list->marks[i].can_open && !list->marks[i].can_close)
			return false;
		closing++;
	}
	return closing == 2;
}

/* Where the double mark `open` closes; mark_count when nothing closes it. `*next` is set to
 * the mark to go on with. */
static size_t find_double_close(struct quote_list *list, size_t open, size_t *next)
{
	const struct quote_mark *marks = list->marks;
	unsigned depth = 0;
	bool has_inner = false;

	for (size_t i = open + 1; i < list->mark_count; i++) {
		bool is_opening = marks[i].can_open && !marks[i].can_close;

		list->steps++;
		if (marks[i].family == MARK_SINGLE ||
			(marks[i].family == MARK_GUILLEMET && marks[open].family != MARK_GUILLEMET))
			continue;
		if (is_opening && marks[i].family == MARK_CURLY && marks[open].family == MARK_STRAIGHT) {
			depth++;
			has_inner = true;
		} else if (closes(&marks[open], &marks[i])) {
			if (depth-- == 0) {
				*next = i + 1;
				return i;
			}
		} else if (marks[i].can_open && marks[i].family == marks[open].family) {
			if (!is_nested(list, i)) {
				*next = i;
				return list->mark_count;
			}
			depth++;
		}
	}
	/* A stray mark before quotations of another kind: these count. */
	*next = has_inner ? open + 1 : list->mark_count;
	return list->mark_count;
}

/* A single mark closes at the first mark that can be no plural; at a plural's apostrophe only
 * where nothing better comes before another mark opens. */
static size_t find_single_close(struct quote_list *list, size_t open)
{
	size_t plural = list->mark_count;
	bool is_even = true; /* as many double marks opened as closed */

	for (size_t i = open + 1; i < list->mark_count; i++) {
		const struct quote_mark *mark = &list->marks[i];

		list->steps++;
		if (mark->family != MARK_SINGLE) {
			is_even = !is_even;
			continue;
		}
		if (!is_even)
			continue;
		if (mark->closes_low && list->marks[open].is_low)
			return i;
		if (mark->can_open && !mark->can_close)
			break;
		if (mark->can_close && !mark->is_plural)
			return i;
		if (mark->can_close && plural == list->mark_count)
			plural = i;
	}
	return plural;
}

static struct span mark_span(const struct quote_mark *mark)
{
	return (struct span){mark->begin, mark->end};
}

/* Pairs the marks collected for the paragraph that ends at `end`. True when it ends within
 * a quotation. */
static bool pair_marks(struct quote_list *list, struct slice text, size_t end)
{
	struct span rest = {(uint32_t)end, (uint32_t)end};
	size_t i = 0;

	while (i < list->mark_count) {
		const struct quote_mark *open = &list->marks[i];
		size_t next = i + 1, close;

		if (!open->can_open) {
			i++;
			continue;
		}
		if (open->family == MARK_SINGLE) {
			close = find_single_close(list, i);
			next = close == list->mark_count ? i + 1 : close + 1;
		} else {
			close = find_double_close(list, i, &next);
		}
		if (close < list->mark_count)
			add_piece(list, text, open, mark_span(&list->marks[close]), true);
		else if (open->family != MARK_SINGLE && next == list->mark_count) {
			add_piece(list, text, open, rest, false);
			return true;
		}
		i = next;
	}
	return false;
}

/* Sixteen bytes side by side: GCC and clang make SSE2 or NEON of them, or plain code. */
typedef unsigned char lanes __attribute__((vector_size(16)));
typedef uint64_t lane_pairs __attribute__((vector_size(16)));

/* Where in these a mark or a line may begin first; their number if nowhere. */
static inline size_t find_special(const char *bytes)
{
	lanes loaded, found;
	lane_pairs pairs;

	memcpy(&loaded, bytes, sizeof(loaded));
	found = (lanes)(loaded == '"') | (lanes)(loaded == '\'') | (lanes)(loaded == '`') |
		(lanes)(loaded == '\n') | (lanes)(loaded == 0xc2) | (lanes)(loaded == 0xe2);
	pairs = (lane_pairs)found;
	if (pairs[0])
		return (unsigned)__builtin_ctzll(le64toh(pairs[0])) / 8;
	if (pairs[1])
		return 8 + (unsigned)__builtin_ctzll(le64toh(pairs[1])) / 8;
	return sizeof(lanes);
}

/* To the next byte that a mark or a line can begin with. */
static size_t skip_plain(struct slice text, size_t position)
{
	static const bool special[256] = {
		['"'] = true, ['\''] = true, ['`'] = true, ['\n'] = true, [0xc2] = true, [0xe2] = true};

	for (size_t plain = sizeof(lanes);
		plain == sizeof(lanes) && position + sizeof(lanes) <= text.size; position += plain)
		plain = find_special(text.data + position);
	while (position < text.size && !special[(unsigned char)text.data[position]])
		position++;
	return position;
}

static bool is_ascii_letter(char byte)
{
	return (unsigned char)((byte | 0x20) - 'a') < 26;
}

/* How many bytes an apostrophe between two letters has, by far the most frequent mark, and one
 * that opens and closes nothing; 0 where there is none. */
static size_t inner_apostrophe(struct slice text, size_t position)
{
	size_t size = text.data[position] == '\'' ? 1 : 3;

	if (position == 0 || position + size >= text.size ||
		(size == 3 && memcmp(text.data + position, "\xe2\x80\x99", 3) != 0))
		return 0;
	return is_ascii_letter(text.data[position - 1]) &&
		is_ascii_letter(text.data[position + size]) ? size : 0;
}

static bool is_blank(struct slice text, size_t line, size_t end)
{
	while (line < end && is_edge(neighbour_of((unsigned char)text.data[line])))
		line++;
	return line >= end;
}

/* Pairs the marks of the paragraph that ends at `end`; `was_open` says that the one before
 * ended within a quotation, which this one goes on with when it opens with a mark again. */
static bool end_paragraph(struct quote_list *list, struct slice text, struct span paragraph,
	bool was_open)
{
	size_t first = list->count;
	bool is_open = pair_marks(list, text, paragraph.end);

	if (was_open && list->count > first)
		list->pieces[first].is_continuing =
			is_blank(text, paragraph.begin, list->pieces[first].outer.begin);
	list->mark_count = 0;
	return is_open;
}

void quote_list_find(struct quote_list *list, struct slice text)
{
	size_t position = 0, line = 0, paragraph = 0;
	bool is_open = false;

	list->count = list->mark_count = 0;
	while ((position = skip_plain(text, position)) < text.size) {
		size_t apostrophe = inner_apostrophe(text, position);
		struct quote_mark mark;

		if (apostrophe) {
			position += apostrophe;
		} else if (text.data[position] != '\n') {
			bool is_mark = mark_at(text, position, &mark);

			if (is_mark)
				add_mark(list, &mark);
			position = is_mark ? mark.end : position + 1;
		} else {
			if (!is_blank(text, line, position) && quote_paragraph_ends(text, line, position)) {
				is_open = end_paragraph(list, text,
					(struct span){(uint32_t)paragraph, (uint32_t)position},
					is_open);
				paragraph = position + 1;
			}
			line = ++position;
		}
	}
	end_paragraph(list, text, (struct span){(uint32_t)paragraph, (uint32_t)text.size}, is_open);
}

void quote_list_clear(struct quote_list *list)
{
	memory_free(list->pieces);
	memory_free(list->marks);
	*list = (struct quote_list){0};
}
