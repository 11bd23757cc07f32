/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a doubted word may stand for. */
#include "base/memory.h"
#include "daemon/index/context.h"
#include "daemon/index/dictionary.h"
#include "daemon/match/build.h"
#include "daemon/search/spelling.h"
#include "schema/term.h"

#include "base/banned.h"

#define EDITS_LONG 7       /* letters: above, two edits are allowed */
#define SHORT 5            /* letters: up to them, what stands beside must speak for another */
#define CANDIDATES 8       /* near words whose counts are looked up */
#define SPLIT_SHORTEST 5   /* letters of a word that can be two */
#define SPLIT_PART 2       /* letters of either */
#define SPLIT_TRIES 2

/* How likely a slip is, beside one wrong letter. */
#define WEIGHT_TWO_EDITS (1.0 / 16)
#define WEIGHT_FIRST_LETTER (1.0 / 4)
#define WEIGHT_OTHER_LETTER (1.0 / 2)
#define WEIGHT_SPACE (1.0 / 4)

static const struct xc_database *database_of(const struct spelling *spelling)
{
	const struct snapshot *snapshot = spelling->reader->snapshot;

	return spelling->request->scope == SEARCH_IN_QUOTES ? snapshot->quotations
							    : snapshot->articles;
}

static uint32_t count_term(const struct spelling *spelling)
{
	return xc_database_frequency(database_of(spelling),
		buffer_slice(&spelling->reader->scratch));
}

static uint32_t larger(uint32_t a, uint32_t b)
{
	return a > b ? a : b;
}

uint32_t spelling_count(const struct spelling *spelling, const struct spelling_word *asked,
	const struct plan_word *word)
{
	const enum field own = asked->node->field, field = build_term_field(own);
	struct buffer *scratch = &spelling->reader->scratch;
	uint32_t count;

	term_word(field_get(own)->kind == FIELD_KIND_TEXT ? field : own, word->folded, scratch);
	count = count_term(spelling);
	/* Loose words are found by their stems, and those said by somebody by his name. */
	for (size_t i = 0; asked->node->kind == PLAN_WORD && i < word->stem_count; i++) {
		term_stem(field, word->stems[i], scratch);
		count = larger(count, count_term(spelling));
	}
	if (spelling->request->scope == SEARCH_IN_QUOTES && own == FIELD_TEXT) {
		term_word(FIELD_SPEAKER, word->folded, scratch);
		count = larger(count, count_term(spelling));
	}
	return count;
}

static struct slice written_of(const struct spelling *spelling, const struct spelling_word *asked)
{
	return slice_range(spelling->request->query, asked->begin, asked->end);
}

static bool is_capital(char byte)
{
	return byte >= 'A' && byte <= 'Z';
}

/* With a capital where a capital was written, and none else: NAER must not become NEAR. */
static struct slice capitalize(struct arena *arena, struct slice text, struct slice written)
{
	const bool is_all = written.size > 1 && is_capital(written.data[1]);
	struct slice copy = text;
	char *bytes;

	if (!is_capital(written.data[0]) || is_all || text.data[0] < 'a' || text.data[0] > 'z')
		return copy;
	bytes = arena_copy_string(arena, text);
	bytes[0] = (char)(bytes[0] - 'a' + 'A');
	return slice_make(bytes, text.size);
}

static double likelihood(const struct spelling_edit *edit)
{
	return edit->weight * edit->count;
}

/* Keeps the likeliest, in order. */
static void add_choice(const struct spelling *spelling, const struct spelling_word *asked,
	const struct spelling_edit *edit, struct spelling_choices *choices)
{
	size_t place = choices->count;

	while (place > 0 && likelihood(&choices->edits[place - 1]) < likelihood(edit))
		place--;
	if (place == SPELLING_CHOICES)
		return;
	if (choices->count < SPELLING_CHOICES)
		choices->count++;
	for (size_t i = choices->count - 1; i > place; i--)
		choices->edits[i] = choices->edits[i - 1];
	choices->edits[place] = *edit;
	choices->edits[place].begin = asked->begin;
	choices->edits[place].end = asked->end;
	choices->edits[place].text = capitalize(&spelling->reader->arena, edit->text,
		written_of(spelling, asked));
}

/* How often each of some words stands where the doubted one was written. */
static void count_beside(const struct spelling *spelling, const struct spelling_word *asked,
	const struct dictionary_list *list, uint32_t counts[CANDIDATES])
{
	const struct spelling_word *const neighbours[] = {asked->before, asked->after};
	static const enum context_side sides[] = {CONTEXT_AFTER, CONTEXT_BEFORE};
	struct slice words[CANDIDATES];
	uint32_t found[CANDIDATES];

	for (size_t i = 0; i < list->count; i++) {
		words[i] = list->words[i].word;
		counts[i] = 0;
	}
	for (size_t side = 0; side < COUNT_OF(neighbours); side++) {
		if (!neighbours[side])
			continue;
		context_count(spelling->reader, neighbours[side]->word->folded, sides[side], words,
			list->count, found);
		for (size_t i = 0; i < list->count; i++)
			counts[i] += found[i];
	}
}

uint32_t spelling_least(const struct spelling_word *asked)
{
	const uint32_t ratio = asked->letters > EDITS_LONG ? SPELLING_RATIO_LONG : SPELLING_RATIO;

	return asked->count ? asked->count * ratio : 1;
}

/* How likely it is that who meant `word` wrote what is asked. */
static double weight_of(const struct spelling_word *asked, const struct dictionary_word *word)
{
	const struct slice folded = asked->word->folded;
	double weight = word->edits > 1 ? WEIGHT_TWO_EDITS : 1;

	if (word->word.data[0] != folded.data[0])
		weight *= WEIGHT_FIRST_LETTER;
	/* Letters are left out, doubled or swapped more often than taken for others. */
	if (word->word.size == folded.size &&
		words_letters(word->word) != words_letters(folded))
		weight *= WEIGHT_OTHER_LETTER;
	return weight;
}

static void choose_near(const struct spelling *spelling, const struct spelling_word *asked,
	struct spelling_choices *choices)
{
	const bool is_text = field_get(asked->node->field)->kind == FIELD_KIND_TEXT;
	const uint32_t least = spelling_least(asked);
	/* Of a field of its own the counts of all text say little. */
	const struct dictionary_list near = dictionary_near(spelling->reader->snapshot,
		asked->word->folded, asked->letters > EDITS_LONG ? 2 : 1, is_text ? least : 1,
		CANDIDATES, &spelling->reader->arena);
	const bool is_short = asked->count && asked->letters <= SHORT;
	uint32_t beside[CANDIDATES] = {0};

	/* One alone needs no telling apart. */
	if (near.count > 1 || (near.count && is_short))
		count_beside(spelling, asked, &near, beside);
	for (size_t i = 0; i < near.count; i++) {
		const struct dictionary_word *word = &near.words[i];
		const struct plan_word other = {.folded = word->word};
		const uint32_t count = spelling_count(spelling, asked, &other);
		const struct spelling_edit edit = {.text = word->word,
			.weight = weight_of(asked, word) * (1 + beside[i]),
			.count = count < word->count ? count : word->count};

		/* Nearly every short word has a frequent neighbour: Kant is not "want". */
		if (count >= least && (!is_short || beside[i]))
			add_choice(spelling, asked, &edit, choices);
	}
}

/* The byte of the query in front of a word. */
static char byte_before(const struct spelling *spelling, const struct spelling_word *asked)
{
	return asked->begin ? spelling->request->query.data[asked->begin - 1] : ' ';
}

/* "new york" in place of "newyork": bare among loose words and in a phrase, else a phrase. */
static struct slice write_split(const struct spelling *spelling, const struct spelling_word *asked,
	struct slice first, struct slice second)
{
	const struct plan_node *node = asked->node;
	const bool is_bare = node->kind != PLAN_WORD ||
			     (node->field == FIELD_TEXT && node->boost == 1 && !asked->is_bound);

	return arena_printf(&spelling->reader->arena, is_bare ? "%.*s %.*s" : "\"%.*s %.*s\"",
		SLICE_ARGS(first), SLICE_ARGS(second));
}

static bool is_known(const struct spelling *spelling, struct slice word, uint32_t *count)
{
	*count = dictionary_count(spelling->reader->snapshot, WORDS_OF_ARTICLES, word);
	return *count > 0;
}

/* The two places at which both parts are most frequent, the better first. */
static void find_splits(const struct spelling *spelling, const struct spelling_word *asked,
	size_t places[SPLIT_TRIES])
{
	const struct slice word = asked->word->folded;
	const uint32_t least = spelling_least(asked);
	uint32_t counts[SPLIT_TRIES] = {0};

	for (size_t at = SPLIT_PART; at + SPLIT_PART <= word.size; at++) {
		uint32_t first, second;

		if (((unsigned char)word.data[at] & 0xc0) == 0x80 ||
			!is_known(spelling, slice_range(word, 0, at), &first) ||
			!is_known(spelling, slice_range(word, at, word.size), &second))
			continue;
		if (second < first)
			first = second;
		if (first < least)
			continue;
		if (first > counts[0]) {
			counts[1] = counts[0];
			places[1] = places[0];
			counts[0] = first;
			places[0] = at;
		} else if (first > counts[1]) {
			counts[1] = first;
			places[1] = at;
		}
	}
}

static void choose_split(const struct spelling *spelling, const struct spelling_word *asked,
	struct spelling_choices *choices)
{
	const struct slice word = asked->word->folded;
	size_t places[SPLIT_TRIES] = {0};

	if (asked->letters < SPLIT_SHORTEST || field_get(asked->node->field)->kind != FIELD_KIND_TEXT ||
		byte_before(spelling, asked) == '=')
		return;
	find_splits(spelling, asked, places);
	for (size_t i = 0; i < SPLIT_TRIES && places[i]; i++) {
		const struct slice first = slice_range(word, 0, places[i]);
		const struct slice second = slice_range(word, places[i], word.size);
		struct spelling_edit edit = {.weight = WEIGHT_SPACE};
		uint32_t total;
		bool is_loosened;

		/* Who leaves out a space means words that stand side by side. */
		if (!spelling_try(spelling,
			    arena_printf(&spelling->reader->arena, "\"%.*s %.*s\"",
				    SLICE_ARGS(first), SLICE_ARGS(second)),
			    &total, &is_loosened) ||
			total < spelling_least(asked))
			continue;
		edit.text = write_split(spelling, asked, first, second);
		edit.count = total;
		add_choice(spelling, asked, &edit, choices);
		return;
	}
}

void spelling_choose(const struct spelling *spelling, const struct spelling_word *asked,
	struct spelling_choices *choices)
{
	choices->count = 0;
	choose_near(spelling, asked, choices);
	choose_split(spelling, asked, choices);
}

bool spelling_join(const struct spelling *spelling, const struct spelling_word *first,
	struct spelling_edit *edit)
{
	const struct spelling_word *second = first->after;
	struct spelling_word both = *first;
	struct plan_word word = {.place = PLAN_PLACE_WORD};
	bool are_loose, are_phrase;

	if (!second)
		return false;
	are_loose = first->node->kind == PLAN_WORD && second->node->kind == PLAN_WORD &&
		    first->node->field == second->node->field && !first->is_bound;
	are_phrase = first->node == second->node && first->node->kind == PLAN_PHRASE;
	if (!are_loose && !are_phrase)
		return false;
	word.folded = arena_printf(&spelling->reader->arena, "%.*s%.*s",
		SLICE_ARGS(first->word->folded), SLICE_ARGS(second->word->folded));
	both.end = second->end;
	both.count = spelling_count(spelling, &both, &word);
	if (both.count == 0)
		return false;
	*edit = (struct spelling_edit){
		.begin = both.begin,
		.end = both.end,
		.text = capitalize(&spelling->reader->arena, word.folded, written_of(spelling, &both)),
		.weight = WEIGHT_SPACE,
		.count = both.count,
	};
	return true;
}
