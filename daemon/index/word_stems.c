/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "daemon/index/word_stems.h"

#include <string.h>

#include "base/digest.h"
#include "base/memory.h"

#include "base/banned.h"

/* 128 KB a thread: the words of a language that come again and again, near the processor. */
#define PLACES 16384

/* A word stands at one place only, and takes it from the one that was there. */
struct word_stems {
	struct analysis *analysis;
	struct token_list tokens; /* of a single word */
	struct {
		uint32_t key, stem; /* key 0: free */
	} places[PLACES];
};

struct word_stems *word_stems_new(struct analysis *analysis)
{
	struct word_stems *stems = memory_allocate_array(1, sizeof(*stems));

	stems->analysis = analysis;
	return stems;
}

void word_stems_free(struct word_stems *stems)
{
	if (!stems)
		return;
	token_list_clear(&stems->tokens);
	memory_free(stems);
}

static bool is_ascii(struct slice word)
{
	uint64_t bytes, all = 0;
	size_t i = 0;

	for (; i + sizeof(bytes) <= word.size; i += sizeof(bytes)) {
		memcpy(&bytes, word.data + i, sizeof(bytes));
		all |= bytes;
	}
	for (; i < word.size; i++)
		all |= (unsigned char)word.data[i];
	return !(all & 0x8080808080808080u);
}

static uint32_t stem_of(struct word_stems *stems, enum language language, struct slice written)
{
	stems->tokens.count = 0;
	analysis_words(stems->analysis, language, written, &stems->tokens);
	return stems->tokens.count == 1 ? digest_word(stems->tokens.tokens[0].lexeme->stem) : 0;
}

uint32_t word_stem(struct word_stems *stems, enum language language, struct slice written,
	uint32_t hash)
{
	/* Some languages stem a word with its accents, which its folded form has lost. */
	const uint32_t word = is_ascii(written) ? hash : digest_word(written);
	const uint32_t key = word + (uint32_t)language * 0x9e3779b1u;
	const size_t place = key % PLACES;

	if (stems->places[place].key != key || key == 0) {
		stems->places[place].stem = stem_of(stems, language, written);
		stems->places[place].key = key;
	}
	return stems->places[place].stem;
}
