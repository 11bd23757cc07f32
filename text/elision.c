/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "text/elision.h"

#include "base/memory.h"

#include "base/banned.h"

/* Folded, without the apostrophe. A word that is spelled with one (aujourd'hui) is not here. */
static const struct elision {
	enum language language;
	const char *word;
} elisions[] = {
	{LANGUAGE_FRENCH, "c"},
	{LANGUAGE_FRENCH, "d"},
	{LANGUAGE_FRENCH, "j"},
	{LANGUAGE_FRENCH, "jusqu"},
	{LANGUAGE_FRENCH, "l"},
	{LANGUAGE_FRENCH, "lorsqu"},
	{LANGUAGE_FRENCH, "m"},
	{LANGUAGE_FRENCH, "n"},
	{LANGUAGE_FRENCH, "puisqu"},
	{LANGUAGE_FRENCH, "qu"},
	{LANGUAGE_FRENCH, "quoiqu"},
	{LANGUAGE_FRENCH, "s"},
	{LANGUAGE_FRENCH, "t"},
	{LANGUAGE_ITALIAN, "all"},
	{LANGUAGE_ITALIAN, "c"},
	{LANGUAGE_ITALIAN, "coll"},
	{LANGUAGE_ITALIAN, "d"},
	{LANGUAGE_ITALIAN, "dall"},
	{LANGUAGE_ITALIAN, "dell"},
	{LANGUAGE_ITALIAN, "l"},
	{LANGUAGE_ITALIAN, "nell"},
	{LANGUAGE_ITALIAN, "quell"},
	{LANGUAGE_ITALIAN, "quest"},
	{LANGUAGE_ITALIAN, "s"},
	{LANGUAGE_ITALIAN, "sull"},
	{LANGUAGE_ITALIAN, "un"},
	{LANGUAGE_CATALAN, "d"},
	{LANGUAGE_CATALAN, "l"},
	{LANGUAGE_CATALAN, "m"},
	{LANGUAGE_CATALAN, "n"},
	{LANGUAGE_CATALAN, "s"},
	{LANGUAGE_CATALAN, "t"},
};

struct slice elision_strip(enum language language, struct slice folded)
{
	size_t apostrophe;

	if (!slice_find_byte(folded, '\'', 0, &apostrophe) || apostrophe + 1 == folded.size)
		return folded;
	for (size_t i = 0; i < COUNT_OF(elisions); i++) {
		if (elisions[i].language == language &&
			slice_equal_string(slice_range(folded, 0, apostrophe), elisions[i].word))
			return slice_range(folded, apostrophe + 1, folded.size);
	}
	return folded;
}
