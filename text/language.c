/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "text/language.h"

#include <assert.h>

#include "base/memory.h"

#include "base/banned.h"

/* ISO 639-1 and 639-2 codes, English name, Snowball algorithm as Xapian names it. */
static const struct row {
	const char *code, *code_3, *name, *stemmer;
	bool has_prefixes; /* language_has_prefixes */
} rows[] = {
	[LANGUAGE_NONE] = {"", "", "", NULL},
	[LANGUAGE_ENGLISH] = {"en", "eng", "English", "english"},
	[LANGUAGE_ARABIC] = {"ar", "ara", "Arabic", "arabic", true},
	[LANGUAGE_ARMENIAN] = {"hy", "hye", "Armenian", "armenian"},
	[LANGUAGE_BASQUE] = {"eu", "eus", "Basque", "basque"},
	[LANGUAGE_CATALAN] = {"ca", "cat", "Catalan", "catalan", true},
	[LANGUAGE_DANISH] = {"da", "dan", "Danish", "danish"},
	[LANGUAGE_DUTCH] = {"nl", "nld", "Dutch", "dutch"},
	[LANGUAGE_FINNISH] = {"fi", "fin", "Finnish", "finnish"},
	[LANGUAGE_FRENCH] = {"fr", "fra", "French", "french", true},
	[LANGUAGE_GERMAN] = {"de", "deu", "German", "german"},
	[LANGUAGE_HUNGARIAN] = {"hu", "hun", "Hungarian", "hungarian"},
	[LANGUAGE_INDONESIAN] = {"id", "ind", "Indonesian", "indonesian", true},
	[LANGUAGE_IRISH] = {"ga", "gle", "Irish", "irish", true},
	[LANGUAGE_ITALIAN] = {"it", "ita", "Italian", "italian", true},
	[LANGUAGE_LITHUANIAN] = {"lt", "lit", "Lithuanian", "lithuanian"},
	[LANGUAGE_NEPALI] = {"ne", "nep", "Nepali", "nepali"},
	[LANGUAGE_NORWEGIAN] = {"no", "nor", "Norwegian", "norwegian"},
	[LANGUAGE_PORTUGUESE] = {"pt", "por", "Portuguese", "portuguese"},
	[LANGUAGE_ROMANIAN] = {"ro", "ron", "Romanian", "romanian"},
	[LANGUAGE_RUSSIAN] = {"ru", "rus", "Russian", "russian"},
	[LANGUAGE_SPANISH] = {"es", "spa", "Spanish", "spanish"},
	[LANGUAGE_SWEDISH] = {"sv", "swe", "Swedish", "swedish"},
	[LANGUAGE_TAMIL] = {"ta", "tam", "Tamil", "tamil", true},
	[LANGUAGE_TURKISH] = {"tr", "tur", "Turkish", "turkish"},
};
static_assert(COUNT_OF(rows) == LANGUAGE_COUNT, "a language has no row");

/* Other codes that are in use for a language of the table. */
static const struct alias {
	const char *code;
	enum language language;
} aliases[] = {
	{"nb", LANGUAGE_NORWEGIAN},
	{"nn", LANGUAGE_NORWEGIAN},
	{"nob", LANGUAGE_NORWEGIAN},
	{"nno", LANGUAGE_NORWEGIAN},
	{"ger", LANGUAGE_GERMAN},
	{"fre", LANGUAGE_FRENCH},
	{"dut", LANGUAGE_DUTCH},
	{"baq", LANGUAGE_BASQUE},
	{"arm", LANGUAGE_ARMENIAN},
	{"rum", LANGUAGE_ROMANIAN},
	{"in", LANGUAGE_INDONESIAN},
};

const char *language_code(enum language language)
{
	return rows[language].code;
}

bool language_has_prefixes(enum language language)
{
	return rows[language].has_prefixes;
}

const char *language_stemmer(enum language language)
{
	return rows[language].stemmer;
}

static bool is_named(struct slice name, const char *code)
{
	return slice_equal_ignore_case(name, slice_of(code));
}

enum language language_by_name(struct slice name)
{
	size_t end = 0;

	name = slice_trim(name);
	while (end < name.size && name.data[end] != '-' && name.data[end] != '_')
		end++;
	name = slice_range(name, 0, end);
	for (enum language i = LANGUAGE_NONE + 1; i < LANGUAGE_COUNT; i++) {
		if (is_named(name, rows[i].code) || is_named(name, rows[i].code_3) ||
			is_named(name, rows[i].name))
			return i;
	}
	for (size_t i = 0; i < COUNT_OF(aliases); i++) {
		if (is_named(name, aliases[i].code))
			return aliases[i].language;
	}
	return LANGUAGE_NONE;
}
