/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "text/speech_verb.h"

#include <string.h>

#include "base/memory.h"
#include "text/small_word.h"

static const struct word_row english[] = {
#include "text/lexis/english_verbs.inc"
};

struct word_rows speech_verb_rows(enum language language)
{
	return small_word_has(language) ? (struct word_rows){NULL, 0} :
					  (struct word_rows){english, COUNT_OF(english)};
}

static bool is_vowel(char letter)
{
	return letter != '\0' && strchr("aeiou", letter) != NULL;
}

static void inflect_present(struct slice base, struct buffer *output)
{
	char last = base.data[base.size - 1];
	char before = base.size > 1 ? base.data[base.size - 2] : '\0';

	if (last == 'y' && !is_vowel(before)) {
		buffer_append(output, slice_range(base, 0, base.size - 1));
		buffer_append_string(output, "ies");
		return;
	}
	buffer_append(output, base);
	if (strchr("sxzo", last) || (last == 'h' && (before == 'c' || before == 's')))
		buffer_append_byte(output, 'e');
	buffer_append_byte(output, 's');
}

static void inflect_past(struct slice base, struct buffer *output)
{
	char last = base.data[base.size - 1];
	char before = base.size > 1 ? base.data[base.size - 2] : '\0';

	if (last == 'y' && !is_vowel(before)) {
		buffer_append(output, slice_range(base, 0, base.size - 1));
		buffer_append_string(output, "ied");
		return;
	}
	buffer_append(output, base);
	buffer_append_string(output, last == 'e' ? "d" : "ed");
}

static void inflect_ing(struct slice base, struct buffer *output)
{
	bool has_silent_e = slice_ends_with(base, slice_of("e")) &&
		!slice_ends_with(base, slice_of("ee"));

	buffer_append(output, slice_range(base, 0, base.size - (has_silent_e ? 1 : 0)));
	buffer_append_string(output, "ing");
}

void speech_verb_inflect(struct slice base, uint64_t form, struct buffer *output)
{
	bool doubles = slice_ends_with(base, slice_of("+"));

	if (doubles)
		base.size--;
	if (base.size == 0)
		return;
	if (form == WORD_PRESENT) {
		inflect_present(base, output);
	} else if (form == WORD_BASE) {
		buffer_append(output, base);
	} else if (doubles) {
		buffer_append(output, base);
		buffer_append_byte(output, base.data[base.size - 1]);
		buffer_append_string(output, form == WORD_ING ? "ing" : "ed");
	} else if (form == WORD_ING) {
		inflect_ing(base, output);
	} else {
		inflect_past(base, output);
	}
}
