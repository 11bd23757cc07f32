/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "text/word.h"

#include "base/memory.h"
#include "text/character.h"
#include "text/utf8.h"

#include "base/banned.h"

/* What a character is to a word: UAX #29 table 3, in groups. */
enum part {
	PART_NONE,
	PART_LETTER,
	PART_DIGIT,
	PART_KATAKANA,   /* joined with its like only */
	PART_HEBREW,     /* a letter that " may join, as in צה"ל */
	PART_HAN,        /* from here on: cut into pairs with its like */
	PART_THAI,
	PART_LAO,
	PART_BURMESE,
	PART_KHMER,
	PART_MARK,       /* belongs to the character before */
	PART_FORMAT,     /* as if it were not there */
	PART_APOSTROPHE, /* joins letters, joins digits */
	PART_FULL_STOP,  /* joins single letters, joins digits */
	PART_COMMA,      /* joins digits */
	PART_DOT,        /* joins letters: Catalan l·l */
	PART_QUOTE,      /* joins Hebrew letters */
};

static const unsigned char ascii_parts[128] = {
	['0'] = PART_DIGIT, PART_DIGIT, PART_DIGIT, PART_DIGIT, PART_DIGIT, PART_DIGIT, PART_DIGIT,
	PART_DIGIT, PART_DIGIT, PART_DIGIT,
	['A'] = PART_LETTER, PART_LETTER, PART_LETTER, PART_LETTER, PART_LETTER, PART_LETTER,
	PART_LETTER, PART_LETTER, PART_LETTER, PART_LETTER, PART_LETTER, PART_LETTER, PART_LETTER,
	PART_LETTER, PART_LETTER, PART_LETTER, PART_LETTER, PART_LETTER, PART_LETTER, PART_LETTER,
	PART_LETTER, PART_LETTER, PART_LETTER, PART_LETTER, PART_LETTER, PART_LETTER,
	['a'] = PART_LETTER, PART_LETTER, PART_LETTER, PART_LETTER, PART_LETTER, PART_LETTER,
	PART_LETTER, PART_LETTER, PART_LETTER, PART_LETTER, PART_LETTER, PART_LETTER, PART_LETTER,
	PART_LETTER, PART_LETTER, PART_LETTER, PART_LETTER, PART_LETTER, PART_LETTER, PART_LETTER,
	PART_LETTER, PART_LETTER, PART_LETTER, PART_LETTER, PART_LETTER, PART_LETTER,
	['\''] = PART_APOSTROPHE,
	['"'] = PART_QUOTE,
	['.'] = PART_FULL_STOP,
	[','] = PART_COMMA,
};

/* What the general category does not tell, in order. */
static const struct script {
	uint32_t first, last;
	enum part part;
} scripts[] = {
	{0x00b4, 0x00b4, PART_APOSTROPHE},
	{0x00b7, 0x00b7, PART_DOT},
	{0x0387, 0x0387, PART_DOT},
	{0x05d0, 0x05f2, PART_HEBREW},
	{0x05f3, 0x05f3, PART_MARK}, /* geresh */
	{0x05f4, 0x05f4, PART_QUOTE}, /* gershayim */
	{0x066b, 0x066c, PART_COMMA},
	{0x0e01, 0x0e30, PART_THAI},
	{0x0e32, 0x0e33, PART_THAI},
	{0x0e40, 0x0e46, PART_THAI},
	{0x0e81, 0x0eb0, PART_LAO},
	{0x0eb2, 0x0eb3, PART_LAO},
	{0x0ebd, 0x0ec6, PART_LAO},
	{0x0edc, 0x0edf, PART_LAO},
	{0x1000, 0x102a, PART_BURMESE},
	{0x103f, 0x103f, PART_BURMESE},
	{0x1050, 0x1055, PART_BURMESE},
	{0x105a, 0x105d, PART_BURMESE},
	{0x1061, 0x1061, PART_BURMESE},
	{0x1065, 0x1066, PART_BURMESE},
	{0x106e, 0x1070, PART_BURMESE},
	{0x1075, 0x1081, PART_BURMESE},
	{0x1780, 0x17b3, PART_KHMER},
	{0x17d7, 0x17d7, PART_KHMER},
	{0x17dc, 0x17dc, PART_KHMER},
	{0x200b, 0x200b, PART_NONE}, /* zero width space: a place where words end */
	{0x2018, 0x2019, PART_APOSTROPHE},
	{0x201b, 0x201b, PART_APOSTROPHE},
	{0x2024, 0x2024, PART_FULL_STOP},
	{0x2027, 0x2027, PART_DOT},
	{0x2080, 0x2089, PART_DIGIT}, /* CO₂ */
	{0x3005, 0x3007, PART_HAN},
	{0x3021, 0x3029, PART_HAN},
	{0x3031, 0x3035, PART_KATAKANA},
	{0x3041, 0x3096, PART_HAN}, /* Hiragana */
	{0x309b, 0x309c, PART_KATAKANA},
	{0x309d, 0x309f, PART_HAN},
	{0x30a1, 0x30fa, PART_KATAKANA},
	{0x30fc, 0x30ff, PART_KATAKANA},
	{0x31f0, 0x31ff, PART_KATAKANA},
	{0x3400, 0x4dbf, PART_HAN},
	{0x4e00, 0x9fff, PART_HAN},
	{0xa9e0, 0xa9e4, PART_BURMESE},
	{0xaa60, 0xaa76, PART_BURMESE},
	{0xf900, 0xfaff, PART_HAN},
	{0xff07, 0xff07, PART_APOSTROPHE},
	{0xff0c, 0xff0c, PART_COMMA},
	{0xff0e, 0xff0e, PART_FULL_STOP},
	{0xff66, 0xff9d, PART_KATAKANA},
	{0xff9e, 0xff9f, PART_MARK},
	{0x1b000, 0x1b11f, PART_HAN}, /* Hiragana and its old forms */
	{0x1b150, 0x1b152, PART_HAN},
	{0x1b164, 0x1b167, PART_KATAKANA},
	{0x20000, 0x3fffd, PART_HAN},
};

static enum part script_part(uint32_t code_point)
{
	size_t low = 0;
	size_t high = COUNT_OF(scripts);

	while (low < high) {
		const size_t middle = (low + high) / 2;

		if (code_point > scripts[middle].last)
			low = middle + 1;
		else
			high = middle;
	}
	if (low < COUNT_OF(scripts) && code_point >= scripts[low].first)
		return scripts[low].part;
	switch (character_kind(code_point)) {
	case CHARACTER_UPPER:
	case CHARACTER_LOWER:
	case CHARACTER_LETTER:
		return PART_LETTER;
	case CHARACTER_DIGIT:
		return PART_DIGIT;
	case CHARACTER_MARK:
		return PART_MARK;
	case CHARACTER_FORMAT:
		return PART_FORMAT;
	case CHARACTER_OTHER:
	case CHARACTER_SPACE:
	case CHARACTER_OPEN:
	case CHARACTER_CLOSE:
		break;
	}
	return PART_NONE;
}

static enum part part_of(uint32_t code_point)
{
	if (code_point < 0x80)
		return ascii_parts[code_point];
	/* Latin and Cyrillic letters: no table need be asked. */
	if ((code_point >= 0xc0 && code_point <= 0x2af && code_point != 0xd7 && code_point != 0xf7) ||
		(code_point >= 0x400 && code_point <= 0x481))
		return PART_LETTER;
	return script_part(code_point);
}

/* A character and where it ends. */
struct piece {
	enum part part;
	size_t end;
};

static struct piece piece_at(struct slice text, size_t position)
{
	unsigned size;

	if (position >= text.size)
		return (struct piece){PART_NONE, text.size};
	const enum part part = part_of(utf8_decode(text, position, &size));

	return (struct piece){part, position + size};
}

static bool is_letter(enum part part)
{
	return part == PART_LETTER || part == PART_HEBREW;
}

static bool is_pair(enum part part)
{
	return part >= PART_HAN && part <= PART_KHMER;
}

static bool is_word_part(enum part part)
{
	return part >= PART_LETTER && part <= PART_HEBREW;
}

/* The end of a character with the marks on it, at most `limit`. */
static size_t skip_marks(struct slice text, size_t position, size_t limit)
{
	struct piece piece = piece_at(text, position);

	while (position < text.size && piece.end <= limit && piece.part == PART_MARK) {
		position = piece.end;
		piece = piece_at(text, position);
	}
	return position;
}

/* Cuts one pair, or the single character that stands alone, from `first` on. The cursor goes
 * to the second character, which begins the next pair, or behind it when it is the last. */
static void cut_pair(struct word_cursor *cursor, size_t begin, struct piece first,
	struct span *word)
{
	const struct slice text = cursor->text;
	const size_t middle = skip_marks(text, first.end, begin + WORD_LIMIT / 2);
	const struct piece second = piece_at(text, middle);
	size_t end = middle;

	cursor->position = middle;
	if (second.part == first.part) {
		end = skip_marks(text, second.end, begin + WORD_LIMIT);
		if (piece_at(text, end).part != first.part)
			cursor->position = end;
	}
	*word = (struct span){(uint32_t)begin, (uint32_t)end};
}

/* What is known of a word while it is cut. */
struct scan {
	struct slice text;
	size_t limit;     /* no word goes beyond */
	size_t end;       /* of the word so far */
	enum part last;   /* its last letter or digit */
	unsigned run;     /* letters and digits since the last full stop */
	bool has_letter;
	bool is_initials; /* letters, one by one, with full stops between */
};

static void scan_take(struct scan *scan, struct piece piece)
{
	scan->last = piece.part;
	scan->end = piece.end;
	scan->run++;
	scan->has_letter |= piece.part != PART_DIGIT;
}

/* Does a single letter begin at `position`, as in initials? */
static bool is_single_letter(struct slice text, size_t position, size_t limit)
{
	const struct piece letter = piece_at(text, position);

	return is_letter(letter.part) &&
		!is_word_part(piece_at(text, skip_marks(text, letter.end, limit)).part);
}

/* Does `joiner`, which follows the word so far, join it with what is behind? */
static bool is_joined(struct scan *scan, struct piece joiner)
{
	const enum part next = piece_at(scan->text, joiner.end).part;

	if (scan->last == PART_DIGIT && next == PART_DIGIT)
		return joiner.part == PART_FULL_STOP || joiner.part == PART_COMMA ||
			joiner.part == PART_APOSTROPHE;
	/* "the 1990's", "an A380's" */
	if (scan->last == PART_DIGIT)
		return joiner.part == PART_APOSTROPHE && is_letter(next);
	if (!is_letter(scan->last) || !is_letter(next))
		return false;
	switch (joiner.part) {
	case PART_APOSTROPHE:
	case PART_DOT:
		return true;
	case PART_QUOTE:
		return scan->last == PART_HEBREW && next == PART_HEBREW;
	case PART_FULL_STOP:
		if (scan->run != 1 || !is_single_letter(scan->text, joiner.end, scan->limit))
			return false;
		scan->is_initials = true;
		scan->run = 0;
		return true;
	case PART_NONE:
	case PART_LETTER:
	case PART_DIGIT:
	case PART_KATAKANA:
	case PART_HEBREW:
	case PART_HAN:
	case PART_THAI:
	case PART_LAO:
	case PART_BURMESE:
	case PART_KHMER:
	case PART_MARK:
	case PART_FORMAT:
	case PART_COMMA:
		break;
	}
	return false;
}

/* Takes what is at `position`, if it is part of the word; false where the word ends. */
static bool scan_step(struct scan *scan, size_t *position)
{
	const struct piece piece = piece_at(scan->text, *position);

	if (*position >= scan->text.size || piece.end > scan->limit)
		return false;
	*position = piece.end;
	if (piece.part == PART_MARK) {
		scan->end = piece.end;
		return true;
	}
	if (piece.part == PART_FORMAT)
		return true;
	if (is_word_part(piece.part)) {
		if ((piece.part == PART_KATAKANA) != (scan->last == PART_KATAKANA))
			return false;
		scan_take(scan, piece);
		return true;
	}
	/* The joined character is looked at again, but only once; so time stays linear. */
	return is_joined(scan, piece);
}

static enum word_kind scan_kind(const struct scan *scan)
{
	if (scan->is_initials)
		return WORD_INITIALS;
	return scan->has_letter ? WORD_LETTERS : WORD_NUMBER;
}

bool word_next(struct word_cursor *cursor, struct span *word, enum word_kind *kind)
{
	struct piece first = {PART_NONE, cursor->position};
	size_t begin = cursor->position;

	while (begin < cursor->text.size) {
		first = piece_at(cursor->text, begin);
		if (is_word_part(first.part) || is_pair(first.part))
			break;
		begin = first.end;
	}
	if (begin >= cursor->text.size) {
		cursor->position = cursor->text.size;
		return false;
	}
	if (is_pair(first.part)) {
		*kind = WORD_PAIR;
		cut_pair(cursor, begin, first, word);
		return true;
	}
	struct scan scan = {.text = cursor->text, .limit = begin + WORD_LIMIT};
	size_t position = first.end;

	scan_take(&scan, first);
	while (scan_step(&scan, &position))
		;
	*word = (struct span){(uint32_t)begin, (uint32_t)scan.end};
	*kind = scan_kind(&scan);
	cursor->position = scan.end;
	return true;
}
