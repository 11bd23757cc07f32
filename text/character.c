/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "text/character.h"

#include <utf8proc.h>

#include "base/banned.h"

/* By UTF8PROC_CATEGORY_*, which begin at 0 (unassigned) and are dense. */
static const unsigned char kinds[] = {
	[UTF8PROC_CATEGORY_CN] = CHARACTER_OTHER,
	[UTF8PROC_CATEGORY_LU] = CHARACTER_UPPER,
	[UTF8PROC_CATEGORY_LL] = CHARACTER_LOWER,
	[UTF8PROC_CATEGORY_LT] = CHARACTER_UPPER,
	[UTF8PROC_CATEGORY_LM] = CHARACTER_LETTER,
	[UTF8PROC_CATEGORY_LO] = CHARACTER_LETTER,
	[UTF8PROC_CATEGORY_MN] = CHARACTER_MARK,
	[UTF8PROC_CATEGORY_MC] = CHARACTER_MARK,
	[UTF8PROC_CATEGORY_ME] = CHARACTER_MARK,
	[UTF8PROC_CATEGORY_ND] = CHARACTER_DIGIT,
	[UTF8PROC_CATEGORY_NL] = CHARACTER_LETTER,
	[UTF8PROC_CATEGORY_NO] = CHARACTER_OTHER,
	[UTF8PROC_CATEGORY_PC] = CHARACTER_OTHER,
	[UTF8PROC_CATEGORY_PD] = CHARACTER_OTHER,
	[UTF8PROC_CATEGORY_PS] = CHARACTER_OPEN,
	[UTF8PROC_CATEGORY_PE] = CHARACTER_CLOSE,
	[UTF8PROC_CATEGORY_PI] = CHARACTER_OPEN,
	[UTF8PROC_CATEGORY_PF] = CHARACTER_CLOSE,
	[UTF8PROC_CATEGORY_PO] = CHARACTER_OTHER,
	[UTF8PROC_CATEGORY_SM] = CHARACTER_OTHER,
	[UTF8PROC_CATEGORY_SC] = CHARACTER_OTHER,
	[UTF8PROC_CATEGORY_SK] = CHARACTER_OTHER,
	[UTF8PROC_CATEGORY_SO] = CHARACTER_OTHER,
	[UTF8PROC_CATEGORY_ZS] = CHARACTER_SPACE,
	[UTF8PROC_CATEGORY_ZL] = CHARACTER_SPACE,
	[UTF8PROC_CATEGORY_ZP] = CHARACTER_SPACE,
	[UTF8PROC_CATEGORY_CC] = CHARACTER_OTHER,
	[UTF8PROC_CATEGORY_CF] = CHARACTER_FORMAT,
	[UTF8PROC_CATEGORY_CS] = CHARACTER_OTHER,
	[UTF8PROC_CATEGORY_CO] = CHARACTER_OTHER,
};

static enum character_kind ascii_kind(uint32_t byte)
{
	if (byte >= 'a' && byte <= 'z')
		return CHARACTER_LOWER;
	if (byte >= 'A' && byte <= 'Z')
		return CHARACTER_UPPER;
	if (byte >= '0' && byte <= '9')
		return CHARACTER_DIGIT;
	if (byte == ' ' || (byte >= '\t' && byte <= '\r'))
		return CHARACTER_SPACE;
	if (byte == '(' || byte == '[' || byte == '{')
		return CHARACTER_OPEN;
	if (byte == ')' || byte == ']' || byte == '}')
		return CHARACTER_CLOSE;
	return CHARACTER_OTHER;
}

enum character_kind character_kind(uint32_t code_point)
{
	if (code_point < 0x80)
		return ascii_kind(code_point);
	if (code_point > 0x10ffff)
		return CHARACTER_OTHER;
	if (code_point == 0x85)
		return CHARACTER_SPACE;
	return kinds[utf8proc_get_property((utf8proc_int32_t)code_point)->category];
}
