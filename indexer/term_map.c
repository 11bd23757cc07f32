/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/term_map.h"

#include <string.h>

#include "base/memory.h"
#include "schema/term.h"

#include "base/banned.h"

#define NO_LIST UINT32_MAX
#define POST_RUN_SIZE 512
#define COMMON_COUNT 128 /* stopword_common is below */

void term_map_clear(struct term_map *map)
{
	memory_free(map->lists);
	memory_free(map->pairs);
	buffer_clear(&map->term);
	buffer_clear(&map->stem);
	memset(map, 0, sizeof(*map));
}

void term_map_reset(struct term_map *map)
{
	if (map->count)
		memset(map->lists, 0xff, map->count * sizeof(*map->lists));
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

	map->lists = memory_grow(map->lists, &capacity, (size_t)number + 1,
		sizeof(*map->lists));
	memset(map->lists + old, 0xff, (capacity - old) * sizeof(*map->lists));
	map->count = capacity;
}

/* Kept out of look_up, which is hot: called once a word and block. */
static __attribute__((noinline)) uint32_t add(struct term_map *map, struct inversion *inversion,
	const struct lexeme *lexeme)
{
	if (lexeme->number >= map->count)
		grow(map, lexeme->number);
	term_word(map->field, lexeme->folded, &map->term);
	if (map->is_exact)
		return map->lists[lexeme->number] =
			       inversion_term(inversion, buffer_slice(&map->term));
	term_stem(map->field, lexeme->stem, &map->stem);
	return map->lists[lexeme->number] = inversion_word(inversion, buffer_slice(&map->term),
		       buffer_slice(&map->stem));
}

static inline uint32_t look_up(struct term_map *map, struct inversion *inversion,
	const struct lexeme *lexeme)
{
	if (lexeme->number < map->count && map->lists[lexeme->number] != NO_LIST)
		return map->lists[lexeme->number];
	return add(map, inversion, lexeme);
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
	if (*pair == NO_LIST) {
		term_pair(first->folded, second->folded, &map->term);
		*pair = inversion_term(inversion, buffer_slice(&map->term));
	}
	return *pair;
}

/* Words go to the inversion many at a time, so that it can ask for their memory ahead. */
struct post_run {
	uint32_t lists[POST_RUN_SIZE];
	size_t count;
};

static void end_run(struct post_run *run, const struct posting_target *target)
{
	inversion_post_each(target->inversion, run->lists, run->count, target->document,
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

		if (run.count == POST_RUN_SIZE)
			end_run(&run, target);
		run.lists[run.count++] = look_up(map, target->inversion, lexeme);
		if (lexeme->common && before)
			inversion_post(target->inversion,
				look_up_pair(map, target->inversion, before, lexeme),
				target->document, 1);
		before = lexeme->common && map->field == FIELD_TEXT ? lexeme : NULL;
	}
	end_run(&run, target);
}
