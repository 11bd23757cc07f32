/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * character.h - what kind of character a code point is (UAX #44 General_Category, in groups).
 *
 * With fold.c the only door to utf8proc.
 */
#ifndef TEXT_CHARACTER_H
#define TEXT_CHARACTER_H

#include <stdbool.h>
#include <stdint.h>

enum character_kind {
	CHARACTER_OTHER,   /* symbols, punctuation, controls, unassigned */
	CHARACTER_SPACE,   /* white space, line ends too */
	CHARACTER_UPPER,   /* upper-case and title-case letters */
	CHARACTER_LOWER,
	CHARACTER_LETTER,  /* letters without case */
	CHARACTER_DIGIT,   /* decimal digits of any script */
	CHARACTER_MARK,    /* belongs to the letter before it */
	CHARACTER_FORMAT,  /* soft hyphen, joiners, direction marks */
	CHARACTER_OPEN,    /* ( [ and opening quotation marks */
	CHARACTER_CLOSE,   /* ) ] and closing quotation marks */
};

enum character_kind character_kind(uint32_t code_point);

static inline bool character_is_letter(uint32_t code_point)
{
	const enum character_kind kind = character_kind(code_point);

	return kind >= CHARACTER_UPPER && kind <= CHARACTER_LETTER;
}

static inline bool character_is_upper(uint32_t code_point)
{
	return character_kind(code_point) == CHARACTER_UPPER;
}

static inline bool character_is_lower(uint32_t code_point)
{
	return character_kind(code_point) == CHARACTER_LOWER;
}

static inline bool character_is_space(uint32_t code_point)
{
	return character_kind(code_point) == CHARACTER_SPACE;
}

#endif
