/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/term_map.h"

#include <string.h>

#include "base/memory.h"
#include "schema/term.h"

#include "base/banned.h"

#define NO_TERM UINT32_MAX
#define POST_RUN_SIZE 512
#define COMMON_COUNT 128 /* stopword_common is below */

struct term_map_word {
	uint32_t exact, stem; /* NO_TERM: not met in this block */
};

void term_map_clear(struct term_map *map)
{
	memory_free(map->words);
	memory_free(map->pairs);
	buffer_clear(&map->term);
	memset(map, 0, sizeof(*map));
}

void term_map_reset(struct term_map *map)
{
	if (map->count)
		memset(map->words, 0xff, map->count * sizeof(*map->words));
	memory_free(map->pairs);
	map->pairs = NULL;
}

void term_map_enter(struct term_map *map, unsigned generation)
{
	if (map->generation != generation)
		term_map_reset(map);
	map->generation = generation;
}

static void grow(struct term_map *map, uint32_t number)
{
	size_t old = map->count, capacity = old;

	map->words = memory_grow(map->words, &capacity, (size_t)number + 1,
		sizeof(*map->words));
	memset(map->words + old, 0xff, (capacity - old) * sizeof(*map->words));
	map->count = capacity;
}

static const struct term_map_word *look_up(struct term_map *map,
	struct inversion *inversion, const struct lexeme *lexeme)
{
	struct term_map_word *word;

	if (lexeme->number >= map->count)
		grow(map, lexeme->number);
	word = &map->words[lexeme->number];
	if (word->exact != NO_TERM)
		return word;
	term_word(map->field, lexeme->folded, &map->term);
	word->exact = inversion_term(inversion, buffer_slice(&map->term));
	term_stem(map->field, lexeme->stem, &map->term);
	word->stem = inversion_term(inversion, buffer_slice(&map->term));
	return word;
}

static uint32_t look_up_pair(struct term_map *map, struct inversion *inversion,
	const struct lexeme *first, const struct lexeme *second)
{
	uint32_t *pair;

	if (!map->pairs) {
		map->pairs = memory_allocate_array(COMMON_COUNT * COMMON_COUNT, sizeof(*pair));
		memset(map->pairs, 0xff, COMMON_COUNT * COMMON_COUNT * sizeof(*pair));
	}
	pair = &map->pairs[first->common % COMMON_COUNT * COMMON_COUNT +
				  second->common % COMMON_COUNT];
	if (*pair == NO_TERM) {
		term_pair(first->folded, second->folded, &map->term);
		*pair = inversion_term(inversion, buffer_slice(&map->term));
	}
	return *pair;
}

/* Terms go to the inversion many at a time, so that it can ask for their memory ahead. */
struct post_run {
	uint32_t terms[POST_RUN_SIZE];
	size_t count;
};

static void end_run(struct post_run *run, const struct posting_target *target)
{
	inversion_post_each(target->inversion, run->terms, run->count, target->document,
		target->weight);
	run->count = 0;
}

void term_map_post(struct term_map *map, const struct posting_target *target,
	const struct token *tokens, size_t count)
{
	const struct lexeme *before = NULL; /* a common word right in front */
	struct post_run run;

	run.count = 0;
	for (size_t i = 0; i < count; i++) {
		const struct lexeme *lexeme = tokens[i].lexeme;
		const struct term_map_word *word = look_up(map, target->inversion, lexeme);

		if (run.count + 2 > POST_RUN_SIZE)
			end_run(&run, target);
		run.terms[run.count++] = word->exact;
		run.terms[run.count++] = word->stem;
		if (lexeme->common && before)
			inversion_post(target->inversion,
				look_up_pair(map, target->inversion, before, lexeme),
				target->document, 1);
		before = lexeme->common && map->field == FIELD_TEXT ? lexeme : NULL;
	}
	end_run(&run, target);
}
