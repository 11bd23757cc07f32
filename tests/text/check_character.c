/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "text/character.h"

#include <wchar.h>

#include "base/memory.h"
#include "tests/support/suite.h"

static const struct row {
	uint32_t code_point;
	enum character_kind kind;
} rows[] = {
	{'a', CHARACTER_LOWER}, {'Z', CHARACTER_UPPER}, {'7', CHARACTER_DIGIT}, {' ', CHARACTER_SPACE},
	{'\n', CHARACTER_SPACE}, {'(', CHARACTER_OPEN}, {'}', CHARACTER_CLOSE}, {'"', CHARACTER_OTHER},
	{0, CHARACTER_OTHER}, {0x7f, CHARACTER_OTHER}, {0x85, CHARACTER_SPACE}, {0xa0, CHARACTER_SPACE},
	{0xad, CHARACTER_FORMAT}, {L'É', CHARACTER_UPPER}, {L'ß', CHARACTER_LOWER},
	{0x1c5, CHARACTER_UPPER}, {0x301, CHARACTER_MARK}, {0x5d0, CHARACTER_LETTER},
	{0x663, CHARACTER_DIGIT}, {0x93f, CHARACTER_MARK}, {0x201c, CHARACTER_OPEN},
	{0x201d, CHARACTER_CLOSE}, {0x2028, CHARACTER_SPACE}, {0x65e5, CHARACTER_LETTER},
	{0x1f44d, CHARACTER_OTHER}, {0x10ffff, CHARACTER_OTHER}, {0x110000, CHARACTER_OTHER},
	{UINT32_MAX, CHARACTER_OTHER},
};

START_TEST(a_character_is_of_its_kind)
{
	ck_assert_msg(character_kind(rows[_i].code_point) == rows[_i].kind, "U+%04X is %d",
		rows[_i].code_point, (int)character_kind(rows[_i].code_point));
}
END_TEST

START_TEST(letters_are_those_with_and_without_case)
{
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		const enum character_kind kind = rows[i].kind;

		ck_assert_int_eq(character_is_letter(rows[i].code_point), kind == CHARACTER_UPPER ||
			kind == CHARACTER_LOWER || kind == CHARACTER_LETTER);
		ck_assert_int_eq(character_is_space(rows[i].code_point), kind == CHARACTER_SPACE);
	}
}
END_TEST

Suite *suite_make(void)
{
	Suite *suite = suite_create("character");
	TCase *tests = tcase_create("character");

	tcase_add_loop_test(tests, a_character_is_of_its_kind, 0, COUNT_OF(rows));
	tcase_add_test(tests, letters_are_those_with_and_without_case);
	suite_add_tcase(suite, tests);
	return suite;
}
