/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "daemon/search/snippet.h"

#include <stdlib.h>
#include <string.h>

#include "base/digest.h"
#include "base/memory.h"
#include "daemon/index/word_stems.h"
#include "daemon/match/spans.h"
#include "daemon/search/passage.h"
#include "text/word.h"

#include "base/banned.h"

#define ELLIPSIS "\xe2\x80\xa6"
#define PLACES_LIMIT 64      /* of a leaf in a text */
#define WINDOW_WORDS 30      /* what is taken together into one passage */
#define AGAIN_SHARE 0.1      /* of its weight that a leaf adds when it is there once more */
#define PHRASE_FACTOR 2      /* a phrase tells more than its words */
#define STEMS_LIMIT 128

/* --- finding --- */

static void add_place(struct snippet_maker *maker, uint32_t begin, uint32_t end, size_t leaf)
{
	maker->places = memory_grow(maker->places, &maker->place_capacity, maker->place_count + 1,
		sizeof(*maker->places));
	maker->places[maker->place_count++] = (struct snippet_place){begin, end, (uint32_t)leaf};
}

static bool is_in_body(const struct leaf *leaf)
{
	return leaf->region != LEAF_TITLE && leaf->region != LEAF_SUBTITLE;
}

/* Stems of all loose words, so that one pass over the text finds them all. */
struct snippet_stems {
	uint32_t stems[STEMS_LIMIT]; /* digests */
	uint32_t leaves[STEMS_LIMIT];
	size_t count;
	uint64_t some; /* a bit for each stem, by its digest: most words are none of them */
	bool begins_with[256]; /* some stem, or none that is ASCII, begins with this byte */
};

/* Which bytes the words of a stem may begin with: its first letter, small or capital. What is
 * not ASCII may fold to anything. */
static void may_begin(struct snippet_stems *stems, struct slice stem)
{
	const unsigned char first = (unsigned char)stem.data[0];

	stems->begins_with[first] = true;
	if (first >= 'a' && first <= 'z')
		stems->begins_with[first - 'a' + 'A'] = true;
}

static uint64_t bit_of(uint32_t digest)
{
	return 1ULL << (digest & 63);
}

static struct snippet_stems *stems_new(const struct build *build)
{
	struct snippet_stems *stems = arena_allocate_array(&build->reader->arena, 1, sizeof(*stems));

	for (size_t i = 0; i < build->leaf_count && i < SNIPPET_LEAVES; i++) {
		const struct leaf *leaf = build->leaves[i];
		const struct plan_word *word = leaf->node->words;

		if (leaf->kind != LEAF_STEM || !is_in_body(leaf))
			continue;
		for (size_t j = 0; j < word->stem_count && stems->count < STEMS_LIMIT; j++) {
			const uint32_t digest = digest_word(word->stems[j]);

			if (!word->stems[j].size)
				continue;
			stems->stems[stems->count] = digest;
			stems->leaves[stems->count++] = (uint32_t)i;
			stems->some |= bit_of(digest);
			may_begin(stems, word->stems[j]);
		}
	}
	for (size_t i = 0x80; i < 256; i++)
		stems->begins_with[i] = true;
	return stems;
}

/* The leaves, as bits, that a word with this stem is a form of. */
static uint64_t leaves_of(const struct snippet_stems *stems, uint32_t stem)
{
	uint64_t leaves = 0;

	for (size_t i = 0; i < stems->count && stem != 0; i++) {
		if (stems->stems[i] == stem)
			leaves |= 1ULL << stems->leaves[i];
	}
	return leaves;
}

/* Most words do not begin like a stem, and need not be stemmed. */
static void find_stems(struct snippet_maker *maker, struct slice text, enum language language)
{
	const struct snippet_stems *stems = maker->stems;
	const bool has_prefixes = language_has_prefixes(language);
	unsigned counts[SNIPPET_LEAVES] = {0};

	for (size_t i = 0; i < maker->word_count && stems->count; i++) {
		const struct slice word = span_of(text, maker->words[i]);
		uint32_t stem;

		if (!has_prefixes && !stems->begins_with[(unsigned char)word.data[0]])
			continue;
		stem = word_stem(maker->build->reader->stems, language, word, maker->hashes[i]);
		if (!(stems->some & bit_of(stem)))
			continue;
		for (uint64_t rest = leaves_of(stems, stem); rest; rest &= rest - 1) {
			const size_t leaf = (size_t)__builtin_ctzll(rest);

			if (counts[leaf]++ < PLACES_LIMIT)
				add_place(maker, (uint32_t)i, (uint32_t)i + 1, leaf);
		}
	}
}

static void find_leaf(struct snippet_maker *maker, size_t index)
{
	const struct leaf_words words = {maker->hashes, (uint32_t)maker->word_count};
	const struct leaf *leaf = maker->build->leaves[index];
	uint32_t begin, end, from = 0;

	if (leaf->kind == LEAF_SPANS)
		spans_forget(leaf);
	for (int found = 0; found < PLACES_LIMIT; found++) {
		if (!leaf_find(leaf, words, from, &begin, &end))
			break;
		add_place(maker, begin, end, index);
		from = end;
	}
}

static int by_begin(const void *a, const void *b)
{
	const struct snippet_place *first = a, *second = b;

	if (first->begin != second->begin)
		return first->begin < second->begin ? -1 : 1;
	return (first->end < second->end) - (first->end > second->end);
}

static void cut_words(struct snippet_maker *maker, struct slice text)
{
	struct word_cursor cursor = {text, 0};
	enum word_kind kind;
	struct span word;

	maker->word_count = 0;
	while (word_next_plain(&cursor, &word) || word_next(&cursor, &word, &kind)) {
		maker->words = memory_grow(maker->words, &maker->word_capacity, maker->word_count + 1,
			sizeof(*maker->words));
		maker->words[maker->word_count++] = word;
	}
}

static void hash_words(struct snippet_maker *maker, struct slice text, enum language language)
{
	maker->tokens.count = 0;
	analysis_words(maker->build->reader->analysis, language, text, &maker->tokens);
	maker->own_hashes = memory_grow(maker->own_hashes, &maker->hash_capacity, maker->word_count + 1,
		sizeof(*maker->own_hashes));
	for (size_t i = 0; i < maker->word_count; i++)
		maker->own_hashes[i] = i < maker->tokens.count ? maker->tokens.tokens[i].lexeme->hash : 0;
	maker->hashes = maker->own_hashes;
}

/* All places of all leaves in a text, in order. `known` are its words where the token file has
 * just them. */
static void find_places(struct snippet_maker *maker, struct slice text, enum language language,
	struct leaf_words known)
{
	maker->place_count = 0;
	maker->text = text;
	cut_words(maker, text);
	maker->hashes = known.hashes;
	if (known.count != maker->word_count)
		hash_words(maker, text, language);
	find_stems(maker, text, language);
	for (size_t i = 0; i < maker->build->leaf_count && i < SNIPPET_LEAVES; i++) {
		if (is_in_body(maker->build->leaves[i]))
			find_leaf(maker, i);
	}
	if (maker->place_count)
		qsort(maker->places, maker->place_count, sizeof(*maker->places), by_begin);
}

void snippet_maker_init(struct snippet_maker *maker, const struct build *build)
{
	*maker = (struct snippet_maker){.build = build, .stems = stems_new(build)};
}

void snippet_maker_clear(struct snippet_maker *maker)
{
	token_list_clear(&maker->tokens);
	memory_free(maker->words);
	memory_free(maker->own_hashes);
	memory_free(maker->places);
	*maker = (struct snippet_maker){0};
}

/* --- choosing --- */

/* Neighbouring places that one passage can show. */
struct window {
	size_t first, end;  /* places */
	uint32_t last_word; /* behind the last of their words */
	uint64_t leaves;    /* which leaves are in it */
	double score;
};

static double place_weight(const struct snippet_maker *maker, const struct snippet_place *place)
{
	const struct leaf *leaf = maker->build->leaves[place->leaf];

	return leaf->weight * (leaf->kind == LEAF_STEM || leaf->count == 1 ? 1 : PHRASE_FACTOR);
}

/* The window that begins with a place; leaves that were `shown` count as met before. */
static struct window window_at(const struct snippet_maker *maker, size_t first, uint64_t shown)
{
	const struct snippet_place *places = maker->places;
	struct window window = {.first = first, .end = first};

	for (size_t i = first; i < maker->place_count; i++) {
		const uint64_t bit = 1ULL << places[i].leaf;
		const bool is_again = (window.leaves | shown) & bit;

		if (i > first && places[i].end > places[first].begin + WINDOW_WORDS)
			break;
		window.score += place_weight(maker, &places[i]) * (is_again ? AGAIN_SHARE : 1);
		window.leaves |= bit;
		window.end = i + 1;
		window.last_word = places[i].end > window.last_word ? places[i].end : window.last_word;
	}
	return window;
}

static bool overlaps(const struct passage *passages, size_t count, struct span span)
{
	for (size_t i = 0; i < count; i++) {
		if (span.begin < passages[i].span.end && passages[i].span.begin < span.end)
			return true;
	}
	return false;
}

static struct span bytes_of(const struct snippet_maker *maker, uint32_t begin, uint32_t end)
{
	return (struct span){maker->words[begin].begin, maker->words[end - 1].end};
}

/* The best window that touches no passage chosen before. */
static bool best_window(const struct snippet_maker *maker, const struct passage *passages,
	size_t count, uint64_t shown, struct window *best)
{
	best->score = 0;
	for (size_t i = 0; i < maker->place_count; i++) {
		struct window window = window_at(maker, i, shown);

		if (window.score > best->score &&
			!overlaps(passages, count,
				bytes_of(maker, maker->places[i].begin, window.last_word)))
			*best = window;
	}
	return best->score > 0;
}

static int by_position(const void *a, const void *b)
{
	const struct passage *first = a, *second = b;

	return (first->span.begin > second->span.begin) - (first->span.begin < second->span.begin);
}

static size_t choose(const struct snippet_maker *maker, struct slice text, struct passage *passages,
	size_t limit)
{
	uint64_t shown = 0;
	struct window window;
	size_t count = 0;

	while (count < limit && best_window(maker, passages, count, shown, &window)) {
		struct passage passage = passage_around(text,
			bytes_of(maker, maker->places[window.first].begin, window.last_word));

		/* What follows the first has to show something new. */
		if (count > 0 && !(window.leaves & ~shown))
			break;
		shown |= window.leaves;
		if (!overlaps(passages, count, passage.span))
			passages[count++] = passage;
		else
			limit--;
	}
	if (count > 1)
		qsort(passages, count, sizeof(*passages), by_position);
	return count;
}

/* --- showing --- */

static bool is_of_near(const struct leaf *leaf, uint32_t hash)
{
	return token_places_of(leaf->places, hash) & ~leaf->places->any;
}

/* Marks of a list in order: what overlaps is one mark. */
struct mark_list {
	struct span *marks;
	size_t count;
};

static void add_mark(struct mark_list *list, struct span span)
{
	struct span *last = list->count ? &list->marks[list->count - 1] : NULL;

	if (!last || span.begin >= last->end)
		list->marks[list->count++] = span;
	else if (span.end > last->end)
		last->end = span.end;
}

/* Words and phrases near each other, each run of them. */
static void mark_parts(const struct snippet_maker *maker, const struct snippet_place *place,
	struct mark_list *list)
{
	const struct leaf_words words = {maker->hashes, place->end};
	const uint32_t count = place->end - place->begin;
	bool *shown =
		arena_allocate_array(&maker->build->reader->arena, count + 1, sizeof(*shown));

	spans_show(maker->build->leaves[place->leaf], &words,
		(struct span){place->begin, place->end}, shown);
	for (uint32_t i = 0, end; i < count; i = end + 1) {
		for (end = i; shown[end]; end++)
			continue;
		if (end > i)
			add_mark(list, bytes_of(maker, place->begin + i, place->begin + end));
	}
}

/* Words near each other are marked one by one, all else from its first word to its last. */
static void mark_place(const struct snippet_maker *maker, const struct snippet_place *place,
	struct mark_list *list)
{
	const struct leaf *leaf = maker->build->leaves[place->leaf];

	if (leaf->kind == LEAF_SPANS) {
		mark_parts(maker, place, list);
		return;
	}
	if (leaf->kind != LEAF_NEAR) {
		add_mark(list, bytes_of(maker, place->begin, place->end));
		return;
	}
	for (uint32_t i = place->begin; i < place->end; i++) {
		if (is_of_near(leaf, maker->hashes[i]))
			add_mark(list, bytes_of(maker, i, i + 1));
	}
}

/* Marks within `span`, in bytes of the text. */
static struct mark_list mark(const struct snippet_maker *maker, struct span span)
{
	struct mark_list list = {0};
	size_t room = 0;

	for (size_t i = 0; i < maker->place_count; i++)
		room += maker->places[i].end - maker->places[i].begin;
	list.marks = arena_allocate_array(&maker->build->reader->arena, room, sizeof(*list.marks));
	for (size_t i = 0; i < maker->place_count; i++) {
		const struct snippet_place *place = &maker->places[i];
		const struct span bytes = bytes_of(maker, place->begin, place->end);

		if (bytes.begin >= span.begin && bytes.end <= span.end)
			mark_place(maker, place, &list);
	}
	return list;
}

/* Line ends and tabs read as blanks; the size stays the same. */
static void copy_line(char *to, struct slice from)
{
	for (size_t i = 0; i < from.size; i++)
		to[i] = (unsigned char)from.data[i] < ' ' ? ' ' : from.data[i];
}

static struct search_snippet show(const struct snippet_maker *maker, struct slice body,
	const struct passage *passage)
{
	const struct slice text = span_of(body, passage->span);
	const size_t before = passage->is_cut_before ? sizeof(ELLIPSIS) - 1 : 0;
	const size_t after = passage->is_cut_after ? sizeof(ELLIPSIS) - 1 : 0;
	struct mark_list list = mark(maker, passage->span);
	char *shown = arena_allocate(&maker->build->reader->arena, before + text.size + after + 1);

	memcpy(shown, ELLIPSIS, before);
	copy_line(shown + before, text);
	memcpy(shown + before + text.size, ELLIPSIS, after);
	for (size_t i = 0; i < list.count; i++) {
		list.marks[i].begin += (uint32_t)before - passage->span.begin;
		list.marks[i].end += (uint32_t)before - passage->span.begin;
	}
	return (struct search_snippet){slice_make(shown, before + text.size + after), passage->span,
		list.marks, list.count};
}

void snippet_read(struct snippet_maker *maker, const struct article *article,
	struct leaf_words words)
{
	find_places(maker, article->body, article->language, words);
}

const struct search_snippet *snippet_make(struct snippet_maker *maker, size_t limit, size_t *count)
{
	struct arena *arena = &maker->build->reader->arena;
	struct passage *passages = arena_allocate_array(arena, limit, sizeof(*passages));
	struct search_snippet *snippets = arena_allocate_array(arena, limit, sizeof(*snippets));

	*count = 0;
	if (limit == 0 || maker->word_count == 0)
		return NULL;
	*count = choose(maker, maker->text, passages, limit);
	if (*count == 0) {
		passages[0] = passage_around(maker->text, bytes_of(maker, 0, 1));
		*count = 1;
	}
	for (size_t i = 0; i < *count; i++)
		snippets[i] = show(maker, maker->text, &passages[i]);
	return snippets;
}

const struct span *snippet_marks(struct snippet_maker *maker, struct span part, size_t *count)
{
	const struct mark_list list = mark(maker, part);

	for (size_t i = 0; i < list.count; i++) {
		list.marks[i].begin -= part.begin;
		list.marks[i].end -= part.begin;
	}
	*count = list.count;
	return list.marks;
}

const struct span *snippet_mark(struct snippet_maker *maker, struct slice text,
	enum language language, size_t *count)
{
	const struct leaf_words unknown = {NULL, UINT32_MAX};
	struct mark_list list;

	find_places(maker, text, language, unknown);
	list = mark(maker, (struct span){0, (uint32_t)text.size});
	*count = list.count;
	return list.marks;
}
