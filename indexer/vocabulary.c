/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/vocabulary.h"

#include <string.h>

#include "base/memory.h"
#include "schema/term.h"

#include "base/banned.h"

#define NO_TERM UINT32_MAX
#define COMMON_COUNT 128 /* stopword_common is below */

struct vocabulary_word {
	uint32_t exact, stem; /* NO_TERM: not met in this block */
};

void vocabulary_clear(struct vocabulary *vocabulary)
{
	memory_free(vocabulary->words);
	memory_free(vocabulary->pairs);
	buffer_clear(&vocabulary->term);
	memset(vocabulary, 0, sizeof(*vocabulary));
}

void vocabulary_reset(struct vocabulary *vocabulary)
{
	if (vocabulary->count)
		memset(vocabulary->words, 0xff, vocabulary->count * sizeof(*vocabulary->words));
	memory_free(vocabulary->pairs);
	vocabulary->pairs = NULL;
}

void vocabulary_enter(struct vocabulary *vocabulary, unsigned generation)
{
	if (vocabulary->generation != generation)
		vocabulary_reset(vocabulary);
	vocabulary->generation = generation;
}

static void grow(struct vocabulary *vocabulary, uint32_t number)
{
	size_t old = vocabulary->count, capacity = old;

	vocabulary->words = memory_grow(vocabulary->words, &capacity, (size_t)number + 1,
		sizeof(*vocabulary->words));
	memset(vocabulary->words + old, 0xff, (capacity - old) * sizeof(*vocabulary->words));
	vocabulary->count = capacity;
}

static const struct vocabulary_word *look_up(struct vocabulary *vocabulary,
	struct inversion *inversion, const struct lexeme *lexeme)
{
	struct vocabulary_word *word;

	if (lexeme->number >= vocabulary->count)
		grow(vocabulary, lexeme->number);
	word = &vocabulary->words[lexeme->number];
	if (word->exact != NO_TERM)
		return word;
	term_word(FIELD_TEXT, lexeme->folded, &vocabulary->term);
	word->exact = inversion_term(inversion, buffer_slice(&vocabulary->term));
	term_stem(FIELD_TEXT, lexeme->stem, &vocabulary->term);
	word->stem = inversion_term(inversion, buffer_slice(&vocabulary->term));
	return word;
}

static uint32_t look_up_pair(struct vocabulary *vocabulary, struct inversion *inversion,
	const struct lexeme *first, const struct lexeme *second)
{
	uint32_t *pair;

	if (!vocabulary->pairs) {
		vocabulary->pairs = memory_allocate_array(COMMON_COUNT * COMMON_COUNT, sizeof(*pair));
		memset(vocabulary->pairs, 0xff, COMMON_COUNT * COMMON_COUNT * sizeof(*pair));
	}
	pair = &vocabulary->pairs[first->common % COMMON_COUNT * COMMON_COUNT +
				  second->common % COMMON_COUNT];
	if (*pair == NO_TERM) {
		term_pair(first->folded, second->folded, &vocabulary->term);
		*pair = inversion_term(inversion, buffer_slice(&vocabulary->term));
	}
	return *pair;
}

void vocabulary_post(struct vocabulary *vocabulary, const struct posting_target *target,
	const struct token *tokens, size_t count)
{
	const struct lexeme *before = NULL; /* a common word right in front */

	for (size_t i = 0; i < count; i++) {
		const struct lexeme *lexeme = tokens[i].lexeme;
		const struct vocabulary_word *word = look_up(vocabulary, target->inversion, lexeme);

		inversion_post(target->inversion, word->exact, target->document, target->weight);
		inversion_post(target->inversion, word->stem, target->document, target->weight);
		if (lexeme->common && before)
			inversion_post(target->inversion,
				look_up_pair(vocabulary, target->inversion, before, lexeme),
				target->document, 1);
		before = lexeme->common ? lexeme : NULL;
	}
}
