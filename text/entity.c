/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "text/entity.h"

#include <string.h>

#include "base/memory.h"
#include "text/utf8.h"

enum {
	MOST_NAMESAKES = 12,   /* entities of one surname that are looked at */
	PRONOUN_WINDOW = 24,   /* mentions before a pronoun that are looked at */
};

void entity_table_clear(struct entity_table *table)
{
	memory_free(table->entities);
	memory_free(table->roots);
	*table = (struct entity_table){0};
}

void entity_table_begin(struct entity_table *table, size_t root_limit)
{
	size_t old = table->root_capacity;

	table->count = 0;
	if (root_limit > old) {
		table->roots = memory_grow(
			table->roots, &table->root_capacity, root_limit, sizeof(*table->roots));
		memset(table->roots + old, 0, (table->root_capacity - old) * sizeof(*table->roots));
	}
	if (++table->stamp == 0) {
		memset(table->roots, 0, table->root_capacity * sizeof(*table->roots));
		table->stamp = 1;
	}
}

static struct entity_root *root_of(struct entity_table *table, uint32_t root)
{
	struct entity_root *place = &table->roots[root];

	if (place->stamp != table->stamp)
		*place = (struct entity_root){table->stamp, NO_ENTITY, NO_ENTITY, NO_ENTITY, NO_ENTITY};
	return place;
}

/* A genitive's apostrophe and s; the apostrophe may be any character. */
static struct slice cut_genitive(struct slice text)
{
	unsigned size;

	if (text.size > 1)
		text.size--;
	utf8_decode_before(text, text.size, &size);
	text.size -= size;
	return text;
}

/* The name with single blanks, without a genitive ending. */
static struct slice copy_name(const struct frame *frame, uint32_t begin, uint32_t end,
	struct arena *arena)
{
	struct slice text = span_of(frame->text, frame_span(frame, begin, end)), name;
	char *copy;
	size_t size = 0;

	if (frame->units[end - 1].classes & WORD_GENITIVE)
		text = cut_genitive(text);
	copy = arena_allocate(arena, text.size + 1);
	for (size_t i = 0; i < text.size; i++) {
		bool is_space = text.data[i] == ' ' || text.data[i] == '\n' ||
			text.data[i] == '\t' || text.data[i] == '\r';

		if (is_space && (size == 0 || copy[size - 1] == ' '))
			continue;
		copy[size++] = is_space ? ' ' : text.data[i];
	}
	copy[size] = '\0';
	name = slice_make(copy, size);
	return name;
}

static uint32_t surname_root(const struct frame *frame, const struct mention *mention)
{
	return frame->units[mention->name_end - 1].root;
}

static uint32_t new_entity(struct entity_table *table, const struct frame *frame,
	const struct mention *mention, struct arena *arena)
{
	struct entity *entity;

	if (table->count == table->capacity)
		table->entities = memory_grow(table->entities, &table->capacity,
			table->count + 1, sizeof(*table->entities));
	entity = &table->entities[table->count];
	*entity = (struct entity){.kind = mention->kind, .next_surname = NO_ENTITY,
		.next_given = NO_ENTITY, .surname = surname_root(frame, mention)};
	entity->name = copy_name(frame, mention->name, mention->name_end, arena);
	return (uint32_t)table->count++;
}

static void learn(struct entity *entity, const struct mention *mention)
{
	entity->count++;
	if (mention->kind == MENTION_PERSON && entity->kind != MENTION_ORGANISATION)
		entity->kind = MENTION_PERSON;
	if (!entity->is_male && !entity->is_female) {
		entity->is_male = mention->is_male;
		entity->is_female = mention->is_female;
		entity->is_sex_sure = mention->is_sex_titled;
	}
}

static bool is_full(const struct frame *frame, const struct mention *mention)
{
	if (mention->kind != MENTION_PERSON && mention->kind != MENTION_NAME &&
		mention->kind != MENTION_ORGANISATION)
		return false;
	if (mention->is_headline && !(frame->units[mention->name].classes & WORD_GIVEN))
		return false;
	if ((frame->units[mention->name].classes & WORD_PARTICLE) &&
		!(frame->units[mention->name].classes & WORD_CAPITAL))
		return false; /* "von Heyde" */
	return mention->parts >= 2;
}

static uint32_t find_full(struct entity_table *table, uint32_t given, uint32_t surname)
{
	uint32_t i = root_of(table, surname)->by_surname;

	for (unsigned n = 0; i != NO_ENTITY && n < MOST_NAMESAKES; n++) {
		if (table->entities[i].given == given)
			return i;
		i = table->entities[i].next_surname;
	}
	return NO_ENTITY;
}

static uint32_t add_full(struct entity_table *table, const struct frame *frame,
	const struct mention *mention, struct arena *arena)
{
	uint32_t given = frame->units[mention->name].root;
	uint32_t surname = surname_root(frame, mention);
	uint32_t i = find_full(table, given, surname);

	if (i == NO_ENTITY) {
		i = new_entity(table, frame, mention, arena);
		table->entities[i].given = given;
		table->entities[i].next_surname = root_of(table, surname)->by_surname;
		root_of(table, surname)->by_surname = i;
		table->entities[i].next_given = root_of(table, given)->by_given;
		root_of(table, given)->by_given = i;
	}
	learn(&table->entities[i], mention);
	return i;
}

void entity_table_add(struct entity_table *table, const struct frame *frame,
	struct mention_list *list, struct arena *arena)
{
	for (size_t i = 0; i < list->count; i++)
		if (is_full(frame, &list->mentions[i]))
			list->mentions[i].entity =
				add_full(table, frame, &list->mentions[i], arena);
}

static bool gender_fits(const struct entity *entity, const struct mention *mention)
{
	return !(mention->is_male && entity->is_female) && !(mention->is_female && entity->is_male);
}

static bool is_person(const struct entity *entity)
{
	return entity->kind != MENTION_ORGANISATION && entity->kind != MENTION_PLACE;
}

static uint32_t weight_of(const struct entity *entity)
{
	return entity->count + (entity->kind == MENTION_PERSON ? 1000 : 0);
}

/* Of those with this surname: the one whose sex fits, named most often. */
static uint32_t find_by_surname(struct entity_table *table, const struct mention *mention,
	uint32_t root, bool ignores_gender)
{
	uint32_t i = root_of(table, root)->by_surname, best = NO_ENTITY;

	for (unsigned n = 0; i != NO_ENTITY && n < MOST_NAMESAKES; n++) {
		const struct entity *entity = &table->entities[i];
		const struct entity *rival = best == NO_ENTITY ? NULL : &table->entities[best];

		if (is_person(entity) && (gender_fits(entity, mention) ||
				(ignores_gender && !(entity->is_sex_sure && mention->is_sex_titled))) &&
			(!rival || weight_of(entity) > weight_of(rival)))
			best = i;
		i = entity->next_surname;
	}
	return best;
}

static uint32_t find_by_given(struct entity_table *table, uint32_t root)
{
	uint32_t i = root_of(table, root)->by_given, best = NO_ENTITY;

	for (unsigned n = 0; i != NO_ENTITY && n < MOST_NAMESAKES; n++) {
		const struct entity *entity = &table->entities[i];

		if (is_person(entity) &&
			(best == NO_ENTITY || entity->count > table->entities[best].count))
			best = i;
		i = entity->next_given;
	}
	return best;
}

static uint32_t resolve_single(struct entity_table *table, const struct frame *frame,
	const struct mention *mention, struct arena *arena)
{
	uint32_t root = surname_root(frame, mention), i;
	bool is_given = frame->units[mention->name_end - 1].classes & WORD_GIVEN;

	i = find_by_surname(table, mention, root, false);
	if (i == NO_ENTITY) /* a given name may be borne by either sex */
		i = find_by_surname(table, mention, root, true);
	if (i == NO_ENTITY && (is_given || !mention->has_title))
		i = find_by_given(table, root);
	if (i == NO_ENTITY)
		i = root_of(table, root)->single;
	if (i == NO_ENTITY) {
		i = new_entity(table, frame, mention, arena);
		root_of(table, root)->single = i;
	}
	learn(&table->entities[i], mention);
	return i;
}

/* "Washington", "Black": a person only where the article has one of that name. */
static void resolve_place(struct entity_table *table, const struct frame *frame,
	struct mention *mention)
{
	uint32_t i = find_by_surname(table, mention, surname_root(frame, mention), false);

	if (i == NO_ENTITY)
		return;
	mention->entity = i;
	mention->kind = MENTION_SINGLE;
	learn(&table->entities[i], mention);
}

/* How well the earlier mention fits as what a pronoun stands for. */
static int fitness(const struct entity_table *table, const struct mention *pronoun,
	const struct mention *earlier)
{
	const struct entity *entity = &table->entities[earlier->entity];
	int score = 100 - 10 * (int)(pronoun->sentence - earlier->sentence);

	if (!is_person(entity) || (pronoun->is_male && entity->is_female) ||
		(pronoun->is_female && entity->is_male))
		return 0;
	if (entity->is_male || entity->is_female)
		score += 8;
	if (entity->kind != MENTION_PERSON)
		score -= entity->given ? 6 : 20;
	if (earlier->is_subject)
		score += 14;
	if (earlier->is_genitive)
		score -= 4;
	if (earlier->is_inside || earlier->is_headline)
		score -= 60;
	return score;
}

/* What fitness may give for this mention or an earlier one. */
static int most_fit(const struct mention *pronoun, const struct mention *earlier)
{
	return 100 - 10 * (int)(pronoun->sentence - earlier->sentence) + 8 + 14;
}

static uint32_t resolve_pronoun(const struct entity_table *table,
	const struct mention_list *list, size_t pronoun)
{
	uint32_t best = NO_ENTITY;
	int best_score = 0;

	for (size_t n = 1; n <= PRONOUN_WINDOW && n <= pronoun; n++) {
		const struct mention *earlier = &list->mentions[pronoun - n];
		int score;

		if (most_fit(&list->mentions[pronoun], earlier) <= best_score)
			break;
		if (earlier->entity == NO_ENTITY)
			continue;
		score = fitness(table, &list->mentions[pronoun], earlier);
		if (score > best_score) {
			best_score = score;
			best = earlier->entity;
		}
	}
	return best;
}

static void learn_title(struct entity_table *table, const struct frame *frame,
	const struct mention *mention)
{
	uint32_t begin = mention->begin;

	while (begin > 0 && begin + 3 > mention->begin && !(frame->units[begin].gap & ~GAP_JOINED) &&
		(frame->units[begin - 1].classes & WORD_ROLE))
		begin--;
	for (uint32_t i = begin; i < mention->name; i++)
		if (frame->units[i].classes & WORD_ROLE)
			root_of(table, frame->units[i].root)->by_title = mention->entity;
}

uint32_t entity_table_by_title(const struct entity_table *table, uint32_t root)
{
	const struct entity_root *place = &table->roots[root];

	return place->stamp == table->stamp ? place->by_title : NO_ENTITY;
}

void entity_table_resolve(struct entity_table *table, const struct frame *frame,
	struct mention_list *list, struct arena *arena)
{
	for (size_t i = 0; i < list->count; i++) {
		struct mention *mention = &list->mentions[i];

		if (mention->kind == MENTION_PRONOUN)
			mention->entity = resolve_pronoun(table, list, i);
		else if (mention->kind == MENTION_PLACE && mention->parts == 1)
			resolve_place(table, frame, mention);
		else if (mention->entity == NO_ENTITY)
			mention->entity = resolve_single(table, frame, mention, arena);
		if (mention->kind == MENTION_PERSON && mention->entity != NO_ENTITY)
			learn_title(table, frame, mention);
	}
}
