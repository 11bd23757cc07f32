/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "text/sentence.h"

#include <string.h>

#include "base/memory.h"
#include "text/character.h"
#include "text/utf8.h"

#include "base/banned.h"

/* What stands after a full stop is looked at for so many characters, so time is linear. */
#define LOOK_AHEAD 64
#define WORD_BYTES 24      /* no abbreviation is longer */
#define LINE_WRAPPED 120   /* bytes; text with longer lines is not wrapped by hand */
#define LINE_FULL 60       /* bytes; a wrapped line has at least so many */

enum abbreviation_kind {
	TITLE,
	PLACE,
	WORD,
	NUMBER,
};

struct abbreviation {
	const char *word;
	enum abbreviation_kind kind;
};

#include "text/sentence_word.inc"

enum terminator {
	TERMINATOR_NONE,
	TERMINATOR_FULL_STOP, /* may be part of an abbreviation */
	TERMINATOR_STRONG,    /* ! ? and several full stops */
	TERMINATOR_WIDE,      /* of scripts that put no blank after it */
};

/* Bytes at which a terminator or a line end may begin. */
static const unsigned char stops[256] = {
	['\n'] = 1, ['\v'] = 1, ['\f'] = 1, ['\r'] = 1, ['!'] = 1, ['.'] = 1, ['?'] = 1,
	[0xd8] = 1, [0xdb] = 1, [0xe0] = 1, [0xe1] = 1, [0xe2] = 1, [0xe3] = 1, [0xef] = 1,
};

static enum terminator terminator_of(uint32_t code_point)
{
	switch (code_point) {
	case '.':
		return TERMINATOR_FULL_STOP;
	case '!':
	case '?':
	case 0x061f: /* Arabic ? */
	case 0x06d4: /* Urdu . */
	case 0x0964: /* danda */
	case 0x0965:
	case 0x1362: /* Ethiopic . */
	case 0x2026: /* ... */
	case 0x203c:
	case 0x203d:
	case 0x2047:
	case 0x2048:
	case 0x2049:
		return TERMINATOR_STRONG;
	case 0x104b: /* Burmese */
	case 0x17d4: /* Khmer */
	case 0x3002:
	case 0xff01:
	case 0xff0e:
	case 0xff1f:
	case 0xff61:
		return TERMINATOR_WIDE;
	default:
		return TERMINATOR_NONE;
	}
}

static bool is_line_end(uint32_t code_point)
{
	return (code_point >= '\n' && code_point <= '\r') || code_point == 0x2028 ||
		code_point == 0x2029;
}

static bool is_quote_mark(uint32_t code_point)
{
	return code_point == '"' || code_point == '\'' || code_point == 0xab || code_point == 0xbb ||
		(code_point >= 0x2018 && code_point <= 0x201f) || code_point == 0x2039 ||
		code_point == 0x203a;
}

/* What may stand between two sentences and belongs to the second. */
static bool is_opener(uint32_t code_point)
{
	return is_quote_mark(code_point) || character_kind(code_point) == CHARACTER_OPEN ||
		code_point == '-' || (code_point >= 0x2010 && code_point <= 0x2015) ||
		code_point == '*' || code_point == 0x2022 || code_point == 0xbf || code_point == 0xa1;
}

static uint32_t decode_at(struct slice text, size_t position, unsigned *size)
{
	*size = 0;
	return position < text.size ? utf8_decode(text, position, size) : 0;
}

/* The run of white space from a position on. */
struct gap {
	size_t end;
	size_t indent;      /* bytes since the last line end */
	unsigned line_ends; /* two or more: an empty line */
	bool has_paragraph; /* form feed or paragraph separator */
};

static struct gap gap_at(struct slice text, size_t position)
{
	struct gap gap = {.end = position};
	uint32_t before = 0;
	unsigned size;

	while (gap.end < text.size) {
		const uint32_t code_point = utf8_decode(text, gap.end, &size);

		if (!character_is_space(code_point) && !is_line_end(code_point))
			break;
		gap.end += size;
		gap.indent += size;
		if (is_line_end(code_point)) {
			gap.indent = 0;
			gap.line_ends += !(before == '\r' && code_point == '\n');
			gap.has_paragraph |= code_point == '\f' || code_point == 0x2029;
		}
		before = code_point;
	}
	return gap;
}

static bool is_paragraph_end(struct slice text, struct gap gap)
{
	return gap.end == text.size || gap.line_ends >= 2 || gap.has_paragraph;
}

/* What follows: the first letter or digit behind openers, and its word. */
struct following {
	uint32_t first;    /* the first character of all, an opener maybe */
	uint32_t letter;
	struct slice word; /* letters and apostrophes, at most WORD_BYTES */
	bool is_initial;   /* the word is one ASCII letter with a full stop */
};

static struct slice word_at(struct slice text, size_t begin)
{
	size_t end = begin;
	unsigned size;

	while (end < text.size && end - begin < WORD_BYTES) {
		const uint32_t code_point = utf8_decode(text, end, &size);

		if (!character_is_letter(code_point) && code_point != '\'')
			break;
		end += size;
	}
	return slice_range(text, begin, end);
}

static struct following following_at(struct slice text, size_t position)
{
	struct following following = {0};
	unsigned size;

	following.first = decode_at(text, position, &size);
	for (unsigned i = 0; i < LOOK_AHEAD && position < text.size; i++) {
		following.letter = utf8_decode(text, position, &size);
		if (!is_opener(following.letter) && following.letter != ' ' && following.letter != 0xa0)
			break;
		position += size;
	}
	following.word = word_at(text, position);
	following.is_initial = following.word.size == 1 && decode_at(text, position + 1, &size) == '.';
	return following;
}

static bool is_listed(struct slice word, const char *const *words, size_t count)
{
	size_t low = 0;
	size_t high = count;

	while (low < high) {
		const size_t middle = (low + high) / 2;
		const int order = slice_compare(slice_of(words[middle]), word);

		if (order == 0)
			return true;
		if (order < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return false;
}

static bool is_starter(struct slice word)
{
	return is_listed(word, starters, COUNT_OF(starters));
}

static const struct abbreviation *find_abbreviation(struct slice word)
{
	char lower[WORD_BYTES];
	size_t low = 0;
	size_t high = COUNT_OF(abbreviations);

	if (word.size == 0 || word.size > sizeof(lower))
		return NULL;
	for (size_t i = 0; i < word.size; i++) {
		const char byte = word.data[i];

		lower[i] = (char)(byte >= 'A' && byte <= 'Z' ? byte | 0x20 : byte);
	}
	while (low < high) {
		const size_t middle = (low + high) / 2;
		const int order = slice_compare(slice_of(abbreviations[middle].word),
			slice_make(lower, word.size));

		if (order == 0)
			return &abbreviations[middle];
		if (order < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return NULL;
}

/* Letters, digits and full stops right before a full stop at `end`, not before `begin`. */
static struct slice word_before(struct slice text, size_t begin, size_t end)
{
	const size_t last = end;
	unsigned size;

	while (end > begin && last - end < WORD_BYTES) {
		const uint32_t code_point = utf8_decode_before(text, end, &size);
		const enum character_kind kind = character_kind(code_point);

		if (code_point != '.' && !character_is_letter(code_point) && kind != CHARACTER_DIGIT)
			break;
		end -= size;
	}
	return slice_range(text, end, last);
}

static bool is_number(struct slice word)
{
	for (size_t i = 0; i < word.size; i++) {
		if (word.data[i] < '0' || word.data[i] > '9')
			return false;
	}
	return word.size > 0;
}

/* "U.S", "p.m", "bl.a", "J": letters by ones and twos with full stops between, or one alone. */
static bool is_initials(struct slice word)
{
	bool has_full_stop = false;
	unsigned letters = 0;
	unsigned all = 0;
	unsigned size;

	for (size_t i = 0; i < word.size; i += size) {
		const uint32_t code_point = utf8_decode(word, i, &size);

		has_full_stop |= code_point == '.';
		letters = code_point == '.' ? 0 : letters + 1;
		if (letters > 2 || (code_point != '.' && !character_is_letter(code_point)))
			return false;
		all += code_point != '.';
	}
	return has_full_stop ? all > 1 : all == 1 && word.size > 0;
}

/* Is the full stop behind `word` part of it, so that the sentence goes on? */
static bool is_abbreviation(struct slice word, bool begins_sentence, struct following following)
{
	unsigned size;

	if (is_number(word)) {
		/* "1. Buy milk", "am 3. Oktober". */
		return word.size <= 3 && (begins_sentence ||
			is_listed(following.word, ordinals, COUNT_OF(ordinals)));
	}
	if (is_initials(word)) {
		/* "than I. Nobody", but "I. M. Pei" */
		return following.is_initial ||
			(!is_starter(following.word) && !slice_equal_string(word, "I"));
	}
	const struct abbreviation *abbreviation = find_abbreviation(word);

	if (!abbreviation)
		return false;
	const bool has_capital = character_is_upper(utf8_decode(word, 0, &size));

	switch (abbreviation->kind) {
	case TITLE:
		return has_capital;
	case PLACE:
		return has_capital && !is_starter(following.word);
	case WORD:
		return !is_starter(following.word);
	case NUMBER:
		break;
	}
	return character_kind(following.letter) == CHARACTER_DIGIT;
}

/* Is a blank left out between two sentences? "the end.The next" */
static bool is_glued(struct slice text, size_t terminator, size_t end)
{
	const struct slice word = word_at(text, end);
	unsigned size;
	unsigned second;

	if (terminator == 0 || word.size < 2)
		return false;
	return character_is_lower(utf8_decode_before(text, terminator, &size)) &&
		character_is_upper(utf8_decode(word, 0, &size)) && size < word.size &&
		character_is_lower(utf8_decode(word, size, &second));
}

/* A terminator and what closes with it. */
struct closing {
	size_t terminator;    /* where it begins */
	size_t end;           /* behind terminators, quotation marks and brackets */
	size_t marks;         /* bytes of terminators */
	enum terminator kind;
};

static bool is_word_at(struct slice text, size_t position)
{
	unsigned size;
	const uint32_t code_point = decode_at(text, position, &size);

	return character_is_letter(code_point) || character_kind(code_point) == CHARACTER_DIGIT;
}

/* Behind a quotation mark or bracket that closes; `position` where there is none. A mark right
 * before a word opens. */
static size_t skip_closer(struct slice text, size_t position)
{
	unsigned size;
	const uint32_t code_point = decode_at(text, position, &size);

	if (character_kind(code_point) == CHARACTER_CLOSE && !is_quote_mark(code_point))
		return position + size;
	return is_quote_mark(code_point) && !is_word_at(text, position + size) ? position + size :
										  position;
}

/* A closing mark after blanks or on a line of its own, as the French set it ("fini. »") and
 * others by mistake. */
static size_t skip_spaced_mark(struct slice text, size_t position)
{
	const struct gap gap = gap_at(text, position);
	unsigned size;
	const uint32_t mark = decode_at(text, gap.end, &size);

	if (gap.end == position || is_paragraph_end(text, gap))
		return position;
	if (mark != '"' && mark != 0xbb && mark != 0x201d && mark != 0x203a)
		return position;
	return is_word_at(text, gap.end + size) ? position : gap.end + size;
}

/* Behind all terminators at `position`; dots may be spaced (". . ."). */
static size_t skip_terminators(struct slice text, size_t position)
{
	unsigned size;

	for (;;) {
		while (terminator_of(decode_at(text, position, &size)) != TERMINATOR_NONE)
			position += size;
		if (decode_at(text, position, &size) != ' ' ||
			decode_at(text, position + 1, &size) != '.' || is_word_at(text, position + 2))
			return position;
		position += 2;
	}
}

static struct closing closing_at(struct slice text, size_t position, enum terminator kind)
{
	struct closing closing = {.terminator = position, .kind = kind};
	size_t end;
	unsigned size;

	utf8_decode(text, position, &size);
	closing.end = skip_terminators(text, position);
	closing.marks = closing.end - position;
	if (closing.marks > size && kind == TERMINATOR_FULL_STOP)
		closing.kind = TERMINATOR_STRONG;
	while ((end = skip_closer(text, closing.end)) > closing.end)
		closing.end = end;
	closing.end = skip_spaced_mark(text, closing.end);
	return closing;
}

static bool is_continued(uint32_t code_point)
{
	return code_point == ',' || code_point == ';' || code_point == ':' || code_point == 0x3001 ||
		code_point == 0xff0c;
}

/* Does the sentence that began at `begin` end with `closing`? */
static bool is_boundary(struct slice text, size_t begin, struct closing closing)
{
	const struct gap gap = gap_at(text, closing.end);
	const struct following following = following_at(text, gap.end);
	unsigned size;

	if (is_paragraph_end(text, gap))
		return true;
	if (is_continued(following.first) || character_is_lower(following.letter))
		return false;
	const bool has_closer = closing.end > closing.terminator + closing.marks;

	/* 「はい。」と言った。 */
	if (closing.kind == TERMINATOR_WIDE)
		return !has_closer || gap.end > closing.end || !character_is_letter(following.first);
	if (gap.end == closing.end)
		return !has_closer && is_glued(text, closing.terminator, closing.end);
	if (closing.kind == TERMINATOR_STRONG) {
		/* "[...]" marks what was left out. */
		const uint32_t before = closing.terminator > begin ?
			utf8_decode_before(text, closing.terminator, &size) : 0;

		return before != '[' && before != '(';
	}
	const struct slice word = word_before(text, begin, closing.terminator);

	return has_closer || !is_abbreviation(word, word.data == text.data + begin, following);
}

/* Where the line begins that ends at `end`; at most LINE_WRAPPED bytes before. */
static size_t line_begin(struct slice text, size_t end)
{
	size_t begin = end;

	while (begin > 0 && end - begin <= LINE_WRAPPED && !is_line_end((unsigned char)text.data[begin - 1]))
		begin--;
	return begin;
}

static size_t line_size(struct slice text, size_t begin)
{
	size_t end = begin;

	while (end < text.size && end - begin <= LINE_WRAPPED && !is_line_end((unsigned char)text.data[end]))
		end++;
	return end - begin;
}

/* Does a sentence end with the line that ends at `position`, without a terminator? */
static bool is_line_boundary(struct slice text, size_t position, struct gap gap)
{
	const size_t begin = line_begin(text, position);
	const struct following following = following_at(text, gap.end);
	size_t next_word = 0;
	size_t indent = 0;
	unsigned size;

	if (is_paragraph_end(text, gap))
		return true;
	while (begin + indent < position && (text.data[begin + indent] == ' ' ||
		text.data[begin + indent] == '\t'))
		indent++;
	while (position > begin && (text.data[position - 1] == ' ' || text.data[position - 1] == '\t'))
		position--;
	const uint32_t last = position > begin ? utf8_decode_before(text, position, &size) : 0;

	if (is_continued(last) || last == '-' || character_is_lower(following.letter) ||
		is_continued(following.first))
		return false;
	if (gap.indent >= 2 && gap.indent > indent)
		return true;
	/* Where there are no blanks, a line may end after any character. */
	while (character_kind(following.letter) != CHARACTER_LETTER &&
		gap.end + next_word < text.size && next_word < LINE_FULL &&
		(unsigned char)text.data[gap.end + next_word] > ' ')
		next_word++;
	/* Wrapped by hand, the next word would have had room on this line. */
	return position - begin + 1 + next_word < LINE_FULL || position - begin > LINE_WRAPPED ||
		line_size(text, gap.end) > LINE_WRAPPED;
}

/* Where the sentence ends that begins at `begin`. */
static size_t find_end(struct slice text, size_t begin)
{
	size_t position = begin;
	unsigned size;

	for (;;) {
		while (position < text.size && !stops[(unsigned char)text.data[position]])
			position++;
		if (position >= text.size)
			return text.size;
		const uint32_t code_point = utf8_decode(text, position, &size);

		if (is_line_end(code_point)) {
			const struct gap gap = gap_at(text, position);

			if (is_line_boundary(text, position, gap))
				return position;
			position = gap.end;
			continue;
		}
		const enum terminator kind = terminator_of(code_point);

		if (kind == TERMINATOR_NONE) {
			position += size;
			continue;
		}
		const struct closing closing = closing_at(text, position, kind);

		if (is_boundary(text, begin, closing))
			return closing.end;
		/* Behind the blank too: a line end after "Mr." is no end of a sentence either. */
		position = gap_at(text, closing.end).end;
	}
}

bool sentence_next(struct sentence_cursor *cursor, struct span *sentence)
{
	const struct slice text = cursor->text;
	const size_t begin = gap_at(text, cursor->position).end;
	unsigned size;

	if (begin >= text.size) {
		cursor->position = text.size;
		return false;
	}
	size_t end = find_end(text, begin);

	cursor->position = end;
	while (end > begin && character_is_space(utf8_decode_before(text, end, &size)))
		end -= size;
	*sentence = (struct span){(uint32_t)begin, (uint32_t)end};
	return true;
}
