/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "text/word.h"

#include <endian.h>
#include <string.h>

#include "base/banned.h"

/* What a byte is to a plain word. */
enum plain {
	PLAIN_NONE,       /* ASCII that belongs to no word */
	PLAIN_LETTER,
	PLAIN_DIGIT,
	PLAIN_LEAD,       /* begins a letter of two bytes */
	PLAIN_APOSTROPHE,
	PLAIN_POINT,      /* full stop and comma */
	PLAIN_FOREIGN,    /* all else */
};

#define TWO(value) value, value
#define FIVE(value) TWO(value), TWO(value), value
#define TEN(value) FIVE(value), FIVE(value)
#define SIXTEEN(value) TEN(value), FIVE(value), value
#define ALPHABET(value) TEN(value), TEN(value), FIVE(value), value

static const unsigned char kinds[256] = {
	['\''] = PLAIN_APOSTROPHE,
	['.'] = PLAIN_POINT,
	[','] = PLAIN_POINT,
	['0'] = TEN(PLAIN_DIGIT),
	['A'] = ALPHABET(PLAIN_LETTER),
	['a'] = ALPHABET(PLAIN_LETTER),
	[0x80] = SIXTEEN(PLAIN_FOREIGN), SIXTEEN(PLAIN_FOREIGN), SIXTEEN(PLAIN_FOREIGN),
	SIXTEEN(PLAIN_FOREIGN),
	TWO(PLAIN_FOREIGN), PLAIN_FOREIGN, FIVE(PLAIN_LEAD), TWO(PLAIN_LEAD), /* U+00C0 to U+027F */
	FIVE(PLAIN_FOREIGN), PLAIN_FOREIGN,
	TWO(PLAIN_LEAD), /* U+0400 to U+047F */
	TEN(PLAIN_FOREIGN), TWO(PLAIN_FOREIGN), TWO(PLAIN_FOREIGN),
	SIXTEEN(PLAIN_FOREIGN), SIXTEEN(PLAIN_FOREIGN),
};

/* The bytes of a text; what is behind its end is as a blank. */
struct bytes {
	const unsigned char *data;
	size_t size;
};

static inline unsigned kind_at(struct bytes bytes, size_t position)
{
	return position < bytes.size ? kinds[bytes.data[position]] : PLAIN_NONE;
}

static unsigned byte_at(struct bytes bytes, size_t position)
{
	return position < bytes.size ? bytes.data[position] : ' ';
}

/* Is there a letter of two bytes? All that begin with a PLAIN_LEAD are but × and ÷. */
static bool is_letter_pair(struct bytes bytes, size_t position)
{
	const unsigned second = byte_at(bytes, position + 1);

	if (bytes.data[position] == 0xc3 && (second == 0x97 || second == 0xb7))
		return false;
	return (second & 0xc0) == 0x80;
}

/* How many bytes at `position`, not ASCII, belong to no word and change none: no-break space and
 * guillemets; the blanks, dashes, quotation marks (but apostrophes) and dots from U+2000 on. */
static size_t separator_size(struct bytes bytes, size_t position)
{
	const unsigned second = byte_at(bytes, position + 1);
	const unsigned third = byte_at(bytes, position + 2);

	if (bytes.data[position] == 0xc2)
		return second == 0xa0 || second == 0xab || second == 0xbb ? 2 : 0;
	if (bytes.data[position] != 0xe2 || second != 0x80)
		return 0;
	return third <= 0x8a || (third >= 0x90 && third <= 0x97) || third == 0x9a ||
		(third >= 0x9c && third <= 0x9f) || third == 0xa6 ? 3 : 0;
}

/* Where the next word or something foreign begins. */
static size_t skip_to_word(struct bytes bytes, size_t position)
{
	while (position < bytes.size) {
		const unsigned kind = kinds[bytes.data[position]];
		size_t size = 1;

		if (kind == PLAIN_LETTER || kind == PLAIN_DIGIT || kind == PLAIN_LEAD)
			break;
		if (kind == PLAIN_FOREIGN)
			size = separator_size(bytes, position);
		if (size == 0)
			break;
		position += size;
	}
	return position;
}

#define EIGHT(byte) (UINT64_C(0x0101010101010101) * (byte))

/* In each of eight bytes: the highest bit, where it is from `first` to `last`; no byte of
 * `bytes` is over 0x7f. */
static inline uint64_t in_range(uint64_t bytes, unsigned char first, unsigned char last)
{
	return (bytes + EIGHT(0x80 - first)) & ~(bytes + EIGHT(0x7f - last));
}

/* How many of the eight bytes at `data` are ASCII letters and digits before one that is not.
 * All at once: a loop ends after a different number of bytes for each word, and the processor
 * guesses wrong each time. */
static inline unsigned count_letters(const unsigned char *data)
{
	uint64_t eight;

	memcpy(&eight, data, sizeof(eight));
	eight = le64toh(eight);
	const uint64_t seven_bits = eight & EIGHT(0x7f);
	const uint64_t others = EIGHT(0x80) & (eight |
		~(in_range(seven_bits | EIGHT(0x20), 'a', 'z') | in_range(seven_bits, '0', '9')));

	return others ? (unsigned)__builtin_ctzll(others) / 8 : 8;
}

static size_t skip_ascii(struct bytes bytes, size_t position)
{
	unsigned count = 8;

	while (count == 8 && position + 8 <= bytes.size) {
		count = count_letters(bytes.data + position);
		position += count;
	}
	while (count == 8 && position < bytes.size &&
		(kinds[bytes.data[position]] == PLAIN_LETTER || kinds[bytes.data[position]] == PLAIN_DIGIT))
		position++;
	return position;
}

/* Letters and digits from `position` on. */
static size_t skip_letters(struct bytes bytes, size_t position)
{
	position = skip_ascii(bytes, position);
	while (kind_at(bytes, position) == PLAIN_LEAD && is_letter_pair(bytes, position))
		position = skip_ascii(bytes, position + 2);
	return position;
}

static bool is_digit(struct bytes bytes, size_t position)
{
	return kind_at(bytes, position) == PLAIN_DIGIT;
}

/* What comes after a part of a word: its end, a joiner that joins, or what is not for us. */
enum after {
	AFTER_END,
	AFTER_JOINED,
	AFTER_FOREIGN,
};

static inline enum after look_after(struct bytes bytes, size_t end)
{
	if (kind_at(bytes, end) == PLAIN_NONE)
		return AFTER_END;
	const unsigned next = kind_at(bytes, end + 1);

	switch ((enum plain)kind_at(bytes, end)) {
	case PLAIN_NONE:
	case PLAIN_LETTER:
	case PLAIN_DIGIT:
		break;
	case PLAIN_APOSTROPHE:
		if (next == PLAIN_LETTER || (next == PLAIN_DIGIT && is_digit(bytes, end - 1)))
			return AFTER_JOINED;
		return next == PLAIN_NONE || next == PLAIN_POINT ? AFTER_END : AFTER_FOREIGN;
	case PLAIN_POINT:
		if (next == PLAIN_DIGIT && is_digit(bytes, end - 1))
			return AFTER_JOINED;
		return next == PLAIN_NONE || next == PLAIN_POINT || next == PLAIN_APOSTROPHE ?
			AFTER_END : AFTER_FOREIGN;
	case PLAIN_LEAD:
		return AFTER_FOREIGN;
	case PLAIN_FOREIGN:
		return separator_size(bytes, end) ? AFTER_END : AFTER_FOREIGN;
	}
	return AFTER_END;
}

bool word_next_plain(struct word_cursor *cursor, struct span *word)
{
	const struct bytes bytes = {(const unsigned char *)cursor->text.data, cursor->text.size};
	const size_t begin = skip_to_word(bytes, cursor->position);
	size_t end = skip_letters(bytes, begin);
	enum after after = AFTER_FOREIGN;

	cursor->position = begin;
	while (end > begin && end - begin <= WORD_LIMIT &&
		(after = look_after(bytes, end)) == AFTER_JOINED)
		end = skip_letters(bytes, end + 1);
	if (after != AFTER_END || end - begin > WORD_LIMIT)
		return false;
	*word = (struct span){(uint32_t)begin, (uint32_t)end};
	cursor->position = end;
	return true;
}
