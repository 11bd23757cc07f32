/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "text/lexicon.h"

#include <assert.h>
#include <endian.h>
#include <string.h>
#include <sys/random.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/digest.h"
#include "base/memory.h"
#include "text/accent.h"
#include "text/character.h"
#include "text/elision.h"
#include "text/fold.h"
#include "text/stopword.h"
#include "text/utf8.h"
#include "xapian-c/stem.h"

#include "base/banned.h"

#define FOLDED_LIMIT 64
#define FIRST_SLOTS 4096
#define BATCH 32 /* words cut before they are looked up */

/* What tells a word of up to sixteen bytes from all others: its first eight bytes (zeros behind
 * a shorter one), its last eight if it has more, and its size. */
struct key {
	uint64_t head, tail;
	size_t size;
};

/* A place of the open-addressed table. Half a cache line: nearly every word is found without
 * touching its lexeme. */
struct slot {
	struct key key;
	struct lexeme *lexeme; /* NULL: free */
};

/* A word on its way through the table. */
struct word {
	struct key key;
	const char *data;
	uint64_t hash;
	enum word_kind kind;
};

struct lexicon {
	struct slot *slots;
	size_t mask;           /* number of slots - 1, a power of two - 1 */
	const struct lexeme **lexemes; /* by number */
	size_t count, capacity;
	uint64_t seed[2];      /* of the hashes */
	struct arena arena;    /* lexemes and their bytes */
	struct buffer scratch, folded_stem;
	struct xc_stem *stem;  /* NULL: words are not stemmed */
	enum language language;
	unsigned generation;
};

static void start_empty(struct lexicon *lexicon)
{
	lexicon->slots = memory_allocate_array(FIRST_SLOTS, sizeof(*lexicon->slots));
	lexicon->mask = FIRST_SLOTS - 1;
	lexicon->count = 0;
}

struct lexicon *lexicon_new(enum language language)
{
	struct lexicon *lexicon = memory_allocate_array(1, sizeof(*lexicon));
	const char *algorithm = language_stemmer(language);
	struct error error = {0};

	lexicon->language = language;
	start_empty(lexicon);
	/* A Xapian without this stemmer is no reason not to index. */
	if (algorithm && !xc_stem_open(algorithm, &lexicon->stem, &error))
		lexicon->stem = NULL;
	if (getentropy(lexicon->seed, sizeof(lexicon->seed)) != 0)
		lexicon->seed[0] = (uint64_t)(uintptr_t)lexicon->slots;
	return lexicon;
}

void lexicon_free(struct lexicon *lexicon)
{
	if (!lexicon)
		return;
	xc_stem_close(lexicon->stem);
	memory_free(lexicon->slots);
	memory_free(lexicon->lexemes);
	arena_clear(&lexicon->arena);
	buffer_clear(&lexicon->scratch);
	buffer_clear(&lexicon->folded_stem);
	memory_free(lexicon);
}

enum language lexicon_language(const struct lexicon *lexicon)
{
	return lexicon->language;
}

size_t lexicon_count(const struct lexicon *lexicon)
{
	return lexicon->count;
}

const struct lexeme *const *lexicon_lexemes(const struct lexicon *lexicon)
{
	return lexicon->lexemes;
}

unsigned lexicon_generation(const struct lexicon *lexicon)
{
	return lexicon->generation;
}

unsigned lexicon_trim(struct lexicon *lexicon, size_t limit)
{
	if (lexicon->count <= limit)
		return lexicon->generation;
	/* As large as it was: it will be again. */
	memset(lexicon->slots, 0, (lexicon->mask + 1) * sizeof(*lexicon->slots));
	lexicon->count = 0;
	arena_reset(&lexicon->arena);
	return ++lexicon->generation;
}

void lexicon_shrink(struct lexicon *lexicon)
{
	assert(lexicon->count == 0);
	memory_free(lexicon->slots);
	memory_free(lexicon->lexemes);
	lexicon->lexemes = NULL;
	lexicon->capacity = 0;
	start_empty(lexicon);
	arena_clear(&lexicon->arena);
}

/* Eight bytes as a number, the first the lowest. */
static inline uint64_t load(const char *data)
{
	uint64_t number;

	memcpy(&number, data, sizeof(number));
	return le64toh(number);
}

/* `readable`: how many bytes from `data` on may be read. */
static inline struct key key_make(const char *data, size_t size, size_t readable)
{
	struct key key = {.size = size};
	char bytes[8] = {0};

	if (size > 8) {
		key.head = load(data);
		key.tail = load(data + size - 8);
		return key;
	}
	if (readable >= 8) {
		key.head = load(data);
	} else {
		memcpy(bytes, data, size);
		key.head = load(bytes);
	}
	if (size < 8)
		key.head &= (UINT64_C(1) << (8 * size)) - 1;
	return key;
}

static inline uint64_t mix(uint64_t a, uint64_t b)
{
	const unsigned __int128 product = (unsigned __int128)a * b;

	return (uint64_t)product ^ (uint64_t)(product >> 64);
}

/* Keyed, so that nobody can write a text whose words all collide. */
static inline uint64_t hash_word(const struct lexicon *lexicon, struct key key, const char *data)
{
	uint64_t hash = mix(key.head ^ lexicon->seed[0],
		lexicon->seed[1] ^ key.size ^ UINT64_C(0x9e3779b97f4a7c15));

	if (key.size > 8)
		hash = mix(hash ^ key.tail, lexicon->seed[0] | 1);
	for (size_t i = 8; i + 8 < key.size; i += 8)
		hash = mix(hash ^ load(data + i), lexicon->seed[1] | 1);
	return hash ^ hash >> 32;
}

static inline bool slot_holds(const struct slot *slot, const struct word *word)
{
	if (slot->key.head != word->key.head || slot->key.tail != word->key.tail ||
		slot->key.size != word->key.size)
		return false;
	return word->key.size <= 16 ||
		memcmp(slot->lexeme->written.data, word->data, word->key.size) == 0;
}

static void grow(struct lexicon *lexicon)
{
	const size_t slots = 2 * (lexicon->mask + 1);
	const struct slot *old = lexicon->slots;
	struct slot *new = memory_allocate_array(slots, sizeof(*new));

	for (size_t i = 0; i <= lexicon->mask; i++) {
		if (!old[i].lexeme)
			continue;
		size_t place = hash_word(lexicon, old[i].key, old[i].lexeme->written.data) & (slots - 1);

		while (new[place].lexeme)
			place = (place + 1) & (slots - 1);
		new[place] = old[i];
	}
	memory_free(lexicon->slots);
	lexicon->slots = new;
	lexicon->mask = slots - 1;
}

/* LEXEME_CAPITAL, LEXEME_ALL_CAPITALS, LEXEME_NUMBER. */
static unsigned letter_flags(struct slice written)
{
	unsigned upper = 0;
	unsigned letters = 0;
	bool has_lower = false;
	unsigned flags = 0;
	unsigned size;

	for (size_t i = 0; i < written.size; i += size) {
		const enum character_kind kind = character_kind(utf8_decode(written, i, &size));

		if (kind == CHARACTER_UPPER && letters == 0 && i == 0)
			flags |= LEXEME_CAPITAL;
		upper += kind == CHARACTER_UPPER;
		has_lower |= kind == CHARACTER_LOWER;
		letters += kind == CHARACTER_UPPER || kind == CHARACTER_LOWER ||
			kind == CHARACTER_LETTER;
	}
	if (upper >= 2 && !has_lower)
		flags |= LEXEME_ALL_CAPITALS;
	return letters == 0 ? flags | LEXEME_NUMBER : flags;
}

/* Folds into scratch; initials lose their full stops, long words all but a digest. */
static void fold_word(struct lexicon *lexicon, struct slice written, enum word_kind kind)
{
	struct buffer *folded = &lexicon->scratch;
	char text[DIGEST_TEXT_SIZE];
	size_t kept = 0;

	buffer_reset(folded);
	fold_append(written, folded);
	if (kind == WORD_INITIALS) {
		for (size_t i = 0; i < folded->size; i++) {
			if (folded->data[i] != '.')
				folded->data[kept++] = folded->data[i];
		}
		folded->size = kept;
	}
	if (folded->size <= FOLDED_LIMIT)
		return;
	digest_to_text(digest_128(buffer_slice(folded)), text);
	buffer_reset(folded);
	buffer_append_byte(folded, '#');
	buffer_append_string(folded, text);
}

/* Valid until the next word. */
static struct slice stem_accented(struct lexicon *lexicon, const struct lexeme *lexeme)
{
	struct slice stem;

	buffer_reset(&lexicon->scratch);
	accent_append(lexicon->language, lexeme->written, lexeme->folded, &lexicon->scratch);
	stem = xc_stem_run(lexicon->stem,
		elision_strip(lexicon->language, buffer_slice(&lexicon->scratch)));
	buffer_reset(&lexicon->folded_stem);
	fold_append(stem, &lexicon->folded_stem);
	return buffer_slice(&lexicon->folded_stem);
}

static struct slice stem_word(struct lexicon *lexicon, struct lexeme *lexeme)
{
	const struct slice folded = lexeme->folded;

	if (!lexicon->stem || (lexeme->flags & (LEXEME_NUMBER | LEXEME_PAIR)) || folded.size == 0 ||
		folded.data[0] == '#')
		return folded;
	const struct slice stem = accent_matters(lexicon->language) ?
					  stem_accented(lexicon, lexeme) :
					  xc_stem_run(lexicon->stem,
						  elision_strip(lexicon->language, folded));

	if (stem.size == 0 || slice_equal(stem, folded))
		return folded;
	lexeme->flags |= LEXEME_STEMMED;
	return arena_copy(&lexicon->arena, stem);
}

static struct lexeme *make_lexeme(struct lexicon *lexicon, struct slice written,
	enum word_kind kind)
{
	struct lexeme *lexeme = arena_allocate(&lexicon->arena, sizeof(*lexeme));

	fold_word(lexicon, written, kind);
	const struct slice folded = buffer_slice(&lexicon->scratch);
	const struct stopword *row = stopword_find(lexicon->language, folded);

	*lexeme = (struct lexeme){
		.written = arena_copy(&lexicon->arena, written),
		.number = (uint32_t)lexicon->count,
		.hash = digest_word(folded),
		.flags = (uint8_t)letter_flags(written),
		.common = row ? row->common : 0,
	};
	lexeme->folded = slice_equal(folded, written) ? lexeme->written :
							arena_copy(&lexicon->arena, folded);
	if (kind == WORD_PAIR)
		lexeme->flags |= LEXEME_PAIR;
	/* "IT", "US" and "U.S." are names, "it" and "us" are not. */
	if (row && row->is_stopword && !(lexeme->flags & LEXEME_ALL_CAPITALS))
		lexeme->flags |= LEXEME_STOPWORD;
	lexeme->stem = stem_word(lexicon, lexeme);
	return lexeme;
}

/* Kept out of find, which is hot: called for each new word only. */
static __attribute__((noinline)) const struct lexeme *add(struct lexicon *lexicon,
	const struct word *word)
{
	struct lexeme *lexeme =
		make_lexeme(lexicon, slice_make(word->data, word->key.size), word->kind);

	lexicon->lexemes = memory_grow(lexicon->lexemes, &lexicon->capacity, lexicon->count + 1,
		sizeof(*lexicon->lexemes));
	lexicon->lexemes[lexicon->count++] = lexeme;
	if (lexicon->count * 2 > lexicon->mask)
		grow(lexicon);
	size_t place = word->hash & lexicon->mask;

	while (lexicon->slots[place].lexeme)
		place = (place + 1) & lexicon->mask;
	lexicon->slots[place] = (struct slot){word->key, lexeme};
	return lexeme;
}

static inline const struct lexeme *find(struct lexicon *lexicon, const struct word *word)
{
	size_t place = word->hash & lexicon->mask;

	while (lexicon->slots[place].lexeme) {
		if (slot_holds(&lexicon->slots[place], word))
			return lexicon->slots[place].lexeme;
		place = (place + 1) & lexicon->mask;
	}
	return add(lexicon, word);
}

const struct lexeme *lexicon_find(struct lexicon *lexicon, struct slice written,
	enum word_kind kind)
{
	struct word word = {.data = written.data, .kind = kind};

	word.key = key_make(written.data, written.size, written.size);
	word.hash = hash_word(lexicon, word.key, word.data);
	return find(lexicon, &word);
}

void token_list_clear(struct token_list *list)
{
	memory_free(list->tokens);
	*list = (struct token_list){0};
}

/* Cuts at most BATCH words, and has their slots on the way into the cache. */
static size_t cut_batch(struct lexicon *lexicon, struct word_cursor *cursor,
	struct word words[BATCH], struct token *tokens)
{
	const struct slice text = cursor->text;
	size_t count = 0;

	for (; count < BATCH; count++) {
		struct word *word = &words[count];
		struct span span;

		word->kind = WORD_LETTERS; /* or a number: make_lexeme sees which */
		if (!word_next_plain(cursor, &span) && !word_next(cursor, &span, &word->kind))
			break;
		word->data = text.data + span.begin;
		word->key = key_make(word->data, span.end - span.begin, text.size - span.begin);
		word->hash = hash_word(lexicon, word->key, word->data);
		__builtin_prefetch(&lexicon->slots[word->hash & lexicon->mask]);
		tokens[count].span = span;
	}
	return count;
}

void lexicon_cut(struct lexicon *lexicon, struct slice text, struct token_list *list)
{
	struct word_cursor cursor = {text, 0};
	struct word words[BATCH];
	size_t count;

	do {
		list->tokens = memory_grow(list->tokens, &list->capacity, list->count + BATCH,
			sizeof(*list->tokens));
		struct token *tokens = list->tokens + list->count;

		count = cut_batch(lexicon, &cursor, words, tokens);
		for (size_t i = 0; i < count; i++) {
			tokens[i].lexeme = find(lexicon, &words[i]);
			/* What comes next asks by number. */
			__builtin_prefetch(&tokens[i].lexeme->number);
		}
		list->count += count;
	} while (count == BATCH);
}
