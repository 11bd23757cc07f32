/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "daemon/search/similar.h"

#include <math.h>
#include <stdlib.h>

#include "base/memory.h"
#include "daemon/index/lookup.h"
#include "schema/term.h"

#include "base/banned.h"

#define TEXT_LIMIT (64 << 10)  /* bytes of the body: what is new comes first */
#define CANDIDATES_LIMIT 400   /* stems whose frequency is looked up */
#define SHORTEST_WORD 2        /* bytes */
#define SATURATION 1.2         /* at how many times a word has half of its greatest weight */

/* A stem of the text and how often it is there. */
struct profile_word {
	const struct lexeme *lexeme; /* the first that has the stem */
	uint32_t place;              /* of it in the text */
	double count;                /* a word of the title counts more */
	double weight;               /* count and idf together */
};

struct profile {
	struct profile_word *words;  /* arena */
	size_t count;
};

static bool tells(const struct lexeme *lexeme)
{
	return !(lexeme->flags & LEXEME_STOPWORD) && lexeme->stem.size >= SHORTEST_WORD;
}

static void add_words(struct profile *profile, const struct token_list *list, unsigned weight)
{
	for (size_t i = 0; i < list->count; i++) {
		const struct lexeme *lexeme = list->tokens[i].lexeme;

		if (!tells(lexeme))
			continue;
		profile->words[profile->count] = (struct profile_word){.lexeme = lexeme,
			.place = (uint32_t)profile->count, .count = weight};
		profile->count++;
	}
}

static int by_stem(const void *a, const void *b)
{
	const struct profile_word *first = a, *second = b;
	const int order = slice_compare(first->lexeme->stem, second->lexeme->stem);

	return order ? order : (first->place > second->place) - (first->place < second->place);
}

/* Words of one stem become one. */
static void join_stems(struct profile *profile)
{
	size_t kept = 0;

	if (profile->count == 0)
		return;
	qsort(profile->words, profile->count, sizeof(*profile->words), by_stem);
	for (size_t i = 1; i < profile->count; i++) {
		if (slice_equal(profile->words[kept].lexeme->stem, profile->words[i].lexeme->stem))
			profile->words[kept].count += profile->words[i].count;
		else
			profile->words[++kept] = profile->words[i];
	}
	profile->count = kept + 1;
}

static bool is_name(const struct profile_word *word)
{
	return word->lexeme->flags & LEXEME_CAPITAL;
}

/* Before idf is known: what is there often; then names; then what comes first. */
static int by_count(const void *a, const void *b)
{
	const struct profile_word *first = a, *second = b;

	if (first->count != second->count)
		return first->count < second->count ? 1 : -1;
	if (is_name(first) != is_name(second))
		return is_name(first) ? -1 : 1;
	return (first->place > second->place) - (first->place < second->place);
}

static int by_weight(const void *a, const void *b)
{
	const struct profile_word *first = a, *second = b;

	if (first->weight != second->weight)
		return first->weight < second->weight ? 1 : -1;
	return (first->place > second->place) - (first->place < second->place);
}

/* The heaviest first; words that no other article has are of no use and come last. */
static void weigh(struct reader *reader, struct profile *profile)
{
	const struct xc_database *articles = reader->snapshot->articles;
	const double total = xc_database_document_count(articles);

	qsort(profile->words, profile->count, sizeof(*profile->words), by_count);
	if (profile->count > CANDIDATES_LIMIT)
		profile->count = CANDIDATES_LIMIT;
	for (size_t i = 0; i < profile->count; i++) {
		struct profile_word *word = &profile->words[i];
		double frequency;

		term_stem(FIELD_TEXT, word->lexeme->stem, &reader->scratch);
		frequency = xc_database_frequency(articles, buffer_slice(&reader->scratch));
		word->count = word->count * (SATURATION + 1) / (word->count + SATURATION);
		if (frequency > 1)
			word->weight = word->count * log(1 + (total - frequency + 0.5) / (frequency + 0.5));
	}
	qsort(profile->words, profile->count, sizeof(*profile->words), by_weight);
	if (profile->count > SIMILAR_WORDS)
		profile->count = SIMILAR_WORDS;
	while (profile->count > 0 && profile->words[profile->count - 1].weight <= 0)
		profile->count--;
}

/* To TEXT_LIMIT, where a character ends. */
static void cut_text(struct slice *text)
{
	if (text->size <= TEXT_LIMIT)
		return;
	text->size = TEXT_LIMIT;
	while (text->size && ((unsigned char)text->data[text->size] & 0xc0) == 0x80)
		text->size--;
}

static struct profile read_profile(struct reader *reader, struct article *article)
{
	struct profile profile = {0};
	struct analysed analysed;

	cut_text(&article->body);
	analysis_run(reader->analysis, article, article->language, false, NULL, &analysed);
	profile.words = arena_allocate_array(&reader->arena,
		analysed.title->count + analysed.subtitle->count + analysed.body->count,
		sizeof(*profile.words));
	add_words(&profile, analysed.title, ANALYSIS_TITLE_WEIGHT);
	add_words(&profile, analysed.subtitle, ANALYSIS_SUBTITLE_WEIGHT);
	add_words(&profile, analysed.body, 1);
	join_stems(&profile);
	if (profile.count)
		weigh(reader, &profile);
	return profile;
}

/* --- the plan --- */

static struct plan_node *add_node(struct arena *arena, struct plan_node *parent,
	enum plan_kind kind, enum field field)
{
	struct plan_node *node = arena_allocate_array(arena, 1, sizeof(*node));

	node->kind = kind;
	node->field = field;
	node->boost = 1;
	if (!parent)
		return node;
	if (parent->last)
		parent->last->next = node;
	else
		parent->first = node;
	parent->last = node;
	return node;
}

static void add_word(struct arena *arena, struct plan_node *parent,
	const struct profile_word *profile)
{
	struct plan_node *node = add_node(arena, parent, PLAN_WORD, FIELD_TEXT);
	struct plan_word *word = arena_allocate_array(arena, 1, sizeof(*word));
	struct slice *stem = arena_allocate_array(arena, 1, sizeof(*stem));

	*stem = arena_copy(arena, profile->lexeme->stem);
	*word = (struct plan_word){
		.written = arena_copy(arena, profile->lexeme->written),
		.folded = arena_copy(arena, profile->lexeme->folded),
		.hash = profile->lexeme->hash,
		.stems = stem,
		.stem_count = 1,
	};
	node->words = word;
	node->word_count = 1;
	node->boost = profile->count;
}

bool similar_plan(struct reader *reader, struct slice identity, struct plan *plan,
	struct error *error)
{
	struct arena *arena = &reader->arena;
	struct plan_node *root = add_node(arena, NULL, PLAN_LOOSE, FIELD_TEXT), *itself;
	enum language *language = arena_allocate_array(arena, 1, sizeof(*language));
	struct article article;
	struct profile profile;
	uint32_t document;

	if (!snapshot_find(reader->snapshot, identity, &document, error) ||
		!lookup_article(reader, document, &article, error))
		return false;
	profile = read_profile(reader, &article);
	for (size_t i = 0; i < profile.count; i++)
		add_word(arena, root, &profile.words[i]);
	itself = add_node(arena, root, PLAN_VALUE, FIELD_IDENTITY);
	itself->occurrence = TREE_PROHIBITED;
	term_identity(identity, &reader->scratch);
	itself->term = arena_copy(arena, buffer_slice(&reader->scratch));
	if (profile.count == 0)
		root->kind = PLAN_NONE;
	*language = article.language;
	*plan = (struct plan){.root = root, .languages = language, .language_count = 1,
		.term_count = profile.count + 1, .is_profile = true};
	return true;
}
