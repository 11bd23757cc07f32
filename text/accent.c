/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "text/accent.h"

#include "base/memory.h"
#include "text/fold.h"

#include "base/banned.h"

#define STEM_SHORTEST 2 /* bytes before an ending */

/* Chosen by which forms of a word meet in one stem; elsewhere as many do without accents. */
static const bool matters[LANGUAGE_COUNT] = {
	[LANGUAGE_CATALAN] = true,
	[LANGUAGE_FRENCH] = true,
	[LANGUAGE_HUNGARIAN] = true,
	[LANGUAGE_ITALIAN] = true,
	[LANGUAGE_PORTUGUESE] = true,
	[LANGUAGE_ROMANIAN] = true,
	[LANGUAGE_SPANISH] = true,
	[LANGUAGE_TURKISH] = true,
};

static const struct ending {
	enum language language;
	const char *bare, *accented;
} endings[] = {
	{LANGUAGE_CATALAN, "cio", "ció"},
	{LANGUAGE_CATALAN, "sio", "sió"},
	{LANGUAGE_FRENCH, "ee", "ée"},
	{LANGUAGE_FRENCH, "ees", "ées"},
	{LANGUAGE_FRENCH, "ite", "ité"},
	{LANGUAGE_FRENCH, "ites", "ités"},
	{LANGUAGE_PORTUGUESE, "cao", "ção"},
	{LANGUAGE_PORTUGUESE, "coes", "ções"},
	{LANGUAGE_PORTUGUESE, "sao", "são"},
	{LANGUAGE_PORTUGUESE, "soes", "sões"},
	{LANGUAGE_SPANISH, "cion", "ción"},
	{LANGUAGE_SPANISH, "sion", "sión"},
};

bool accent_matters(enum language language)
{
	return matters[language];
}

static bool is_ascii(struct slice word)
{
	for (size_t i = 0; i < word.size; i++) {
		if (word.data[i] & 0x80)
			return false;
	}
	return true;
}

void accent_append(enum language language, struct slice written, struct slice folded,
	struct buffer *output)
{
	if (!is_ascii(written)) {
		fold_case_append(written, output);
		return;
	}
	buffer_append(output, folded);
	for (size_t i = 0; i < COUNT_OF(endings); i++) {
		const struct slice bare = slice_of(endings[i].bare);

		if (endings[i].language != language || folded.size < bare.size + STEM_SHORTEST ||
			!slice_ends_with(folded, bare))
			continue;
		output->size -= bare.size;
		buffer_append_string(output, endings[i].accented);
		return;
	}
}
