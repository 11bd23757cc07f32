/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "text/vocabulary.h"

#include <string.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/digest.h"
#include "base/memory.h"
#include "text/elision.h"
#include "text/fold.h"
#include "text/person_name.h"
#include "text/small_word.h"
#include "text/speech_verb.h"
#include "text/utf8.h"

enum {
	MOST_ROOTS = 125000, /* distinct words kept before all are forgotten */
};

/* A folded word and its digest_word. */
struct key {
	struct slice word;
	uint32_t hash;
};

/* Open addressing; keys are copied to the arena. */
struct word_table {
	struct word_entry {
		const char *word;
		uint32_t size, hash;
		uint64_t value;
	} *entries;
	size_t size, used; /* size: a power of two, or 0 */
	struct arena arena;
};

struct vocabulary {
	struct word_table tables[LANGUAGE_COUNT];
	struct word_table roots;
	struct known_lexemes known[LANGUAGE_COUNT];
	struct buffer folded;
};

static struct key key_of(struct slice word)
{
	return (struct key){word, digest_word(word)};
}

static bool entry_holds(const struct word_entry *entry, struct key key)
{
	return entry->hash == key.hash && entry->size == key.word.size &&
		memcmp(entry->word, key.word.data, key.word.size) == 0;
}

/* The entry of a key, or the free one where it belongs. */
static struct word_entry *entry_of(const struct word_table *table, struct key key)
{
	size_t at = key.hash & (table->size - 1);

	while (table->entries[at].word && !entry_holds(&table->entries[at], key))
		at = (at + 1) & (table->size - 1);
	return &table->entries[at];
}

static void table_grow(struct word_table *table)
{
	struct word_table old = *table;

	table->size = old.size ? old.size * 2 : 1024;
	table->entries = memory_allocate_array(table->size, sizeof(*table->entries));
	for (size_t i = 0; i < old.size; i++) {
		size_t at = old.entries[i].hash & (table->size - 1);

		if (!old.entries[i].word)
			continue;
		while (table->entries[at].word)
			at = (at + 1) & (table->size - 1);
		table->entries[at] = old.entries[i];
	}
	memory_free(old.entries);
}

/* The value of a key, made with 0 when it is new. */
static uint64_t *table_value(struct word_table *table, struct key key)
{
	struct word_entry *entry;

	if (table->used * 2 >= table->size)
		table_grow(table);
	entry = entry_of(table, key);
	if (!entry->word) {
		*entry = (struct word_entry){arena_copy(&table->arena, key.word).data,
			(uint32_t)key.word.size, key.hash, 0};
		table->used++;
	}
	return &entry->value;
}

static void table_clear(struct word_table *table)
{
	memory_free(table->entries);
	arena_clear(&table->arena);
	*table = (struct word_table){0};
}

/* Empty, and as large as it was. */
static void table_reset(struct word_table *table)
{
	memset(table->entries, 0, table->size * sizeof(*table->entries));
	arena_reset(&table->arena);
	table->used = 0;
}

static void add_word(struct vocabulary *vocabulary, struct word_table *table,
	struct slice word, uint64_t classes)
{
	buffer_reset(&vocabulary->folded);
	fold_append(word, &vocabulary->folded);
	*table_value(table, key_of(buffer_slice(&vocabulary->folded))) |= classes | WORD_IN_TABLE;
}

static void add_verb(struct vocabulary *vocabulary, struct word_table *table, struct slice base,
	uint64_t classes)
{
	static const uint64_t forms[] = {WORD_BASE, WORD_PRESENT, WORD_PAST, WORD_ING};
	struct buffer form = {0};

	for (unsigned i = 0; i < COUNT_OF(forms); i++) {
		buffer_reset(&form);
		speech_verb_inflect(base, forms[i], &form);
		add_word(vocabulary, table, buffer_slice(&form), classes | forms[i]);
	}
	buffer_clear(&form);
}

static void add_rows(struct vocabulary *vocabulary, struct word_table *table,
	struct word_rows rows)
{
	for (size_t i = 0; i < rows.count; i++) {
		struct slice rest = slice_of(rows.rows[i].words), word;
		uint64_t classes = rows.rows[i].classes;

		while (slice_split(&rest, ' ', &word)) {
			if (word.size == 0)
				continue;
			if (classes & WORD_VERB)
				add_verb(vocabulary, table, word, classes & ~WORD_VERB);
			else
				add_word(vocabulary, table, word, classes);
		}
	}
}

static struct word_table *table_of(struct vocabulary *vocabulary, enum language language)
{
	struct word_table *table = &vocabulary->tables[language];

	if (table->size == 0) {
		add_rows(vocabulary, table, small_word_rows(language));
		add_rows(vocabulary, table, speech_verb_rows(language));
		add_rows(vocabulary, table, person_name_rows(language));
	}
	return table;
}

uint64_t vocabulary_find(struct vocabulary *vocabulary, enum language language,
	struct slice folded)
{
	return entry_of(table_of(vocabulary, language), key_of(folded))->value;
}

/* "Trump's" and "Trump" are one root. */
static struct slice without_genitive(struct slice folded, bool *is_genitive)
{
	*is_genitive = folded.size > 2 && memcmp(folded.data + folded.size - 2, "'s", 2) == 0;
	return *is_genitive ? slice_make(folded.data, folded.size - 2) : folded;
}

static bool is_upper(uint32_t code_point)
{
	return (code_point >= 'A' && code_point <= 'Z') ||
		(code_point >= 0xc0 && code_point <= 0xde && code_point != 0xd7) ||
		(code_point >= 0x100 && code_point <= 0x17e && !(code_point & 1) &&
			!(code_point >= 0x138 && code_point <= 0x148)) ||
		(code_point >= 0x139 && code_point <= 0x147 && (code_point & 1)) ||
		code_point == 0x179 || code_point == 0x17b || code_point == 0x17d ||
		(code_point >= 0x386 && code_point <= 0x3ab && code_point != 0x390) ||
		(code_point >= 0x400 && code_point <= 0x42f);
}

static uint64_t classes_of_writing(struct slice written)
{
	unsigned letters = 0, upper = 0, digits = 0, points = 0, size;
	uint64_t classes = 0;

	for (size_t i = 0; i < written.size && i < 32; i += size) {
		uint32_t code_point = utf8_decode(written, i, &size);
		bool is_capital = is_upper(code_point);

		if (i == 0 && is_capital)
			classes |= WORD_CAPITAL;
		digits += code_point >= '0' && code_point <= '9';
		points += code_point == '.';
		upper += is_capital;
		letters += code_point >= 0x80 || (code_point | 32) - 'a' < 26;
	}
	if (digits && !letters)
		classes |= WORD_DIGITS;
	if ((letters == 1 && upper == 1) || (letters == upper && points > 0 && letters < 4))
		classes |= WORD_INITIAL;
	else if (letters > 1 && letters == upper)
		classes |= WORD_ALL_CAPITALS;
	return classes;
}

static bool ends_with(struct slice word, const char *ending)
{
	return slice_ends_with(word, slice_of(ending));
}

/* A guess at a word that no table has. */
static uint64_t classes_of_ending(struct slice folded)
{
	if (folded.size > 4 && ends_with(folded, "ly"))
		return WORD_ADVERB;
	if (folded.size > 4 && ends_with(folded, "ed"))
		return WORD_LETTERS_ED;
	if (folded.size > 5 && ends_with(folded, "ing"))
		return WORD_LETTERS_ING;
	return 0;
}

static struct word_knowledge know(
	struct vocabulary *vocabulary, enum language language, const struct lexeme *lexeme)
{
	static const uint64_t small = WORD_OBJECT | WORD_OTHER_PRONOUN | WORD_SELF |
		WORD_RELATIVE | WORD_PREPOSITION | WORD_AUXILIARY | WORD_POSSESSIVE | WORD_BE;
	struct word_knowledge knowledge = {.classes = classes_of_writing(lexeme->written) | WORD_KNOWN};
	const struct word_table *table = table_of(vocabulary, language);
	struct slice folded = lexeme->folded;
	struct key key = {folded, lexeme->hash};
	uint64_t classes = entry_of(table, key)->value;
	uint64_t *root;
	bool is_genitive;
	struct slice base = elision_strip(language, without_genitive(folded, &is_genitive));

	if (base.size < folded.size)
		key = key_of(base);
	if (!classes && base.size < folded.size)
		classes = entry_of(table, key)->value;
	else if (classes)
		is_genitive = false;
	if (!classes)
		classes = classes_of_ending(folded);
	/* Spanish "el" and "él", one word when folded. */
	if ((classes & WORD_DETERMINER) && (classes & WORD_HE))
		classes &= ~(lexeme->written.size > folded.size ? WORD_DETERMINER :
								  WORD_HE | WORD_MALE);
	/* "US" and "U.S." are no pronouns; of one letter, "I" or "A", a capital tells nothing. */
	if ((knowledge.classes & (WORD_ALL_CAPITALS | WORD_INITIAL)) && folded.size > 1 &&
		folded.size < 4)
		classes &= ~small;
	if (ends_with(base, "s"))
		classes |= WORD_LETTERS_S;
	knowledge.classes |= classes | (is_genitive ? WORD_GENITIVE : 0);
	root = table_value(&vocabulary->roots, key);
	if (*root == 0)
		*root = vocabulary->roots.used;
	knowledge.root = (uint32_t)*root;
	return knowledge;
}

const struct known_lexemes *vocabulary_lexemes(
	const struct vocabulary *vocabulary, enum language language)
{
	return &vocabulary->known[language];
}

struct word_knowledge vocabulary_learn(struct vocabulary *vocabulary, enum language language,
	const struct lexeme *lexeme)
{
	struct known_lexemes *known = &vocabulary->known[language];
	size_t old = known->capacity;

	if (lexeme->number >= old) {
		known->words = memory_grow(known->words, &known->capacity,
			(size_t)lexeme->number + 1, sizeof(*known->words));
		memset(known->words + old, 0, (known->capacity - old) * sizeof(*known->words));
	}
	return known->words[lexeme->number] =
		       know(vocabulary, language, lexeme);
}

static void forget(struct known_lexemes *known)
{
	if (known->words)
		memset(known->words, 0, known->capacity * sizeof(*known->words));
}

void vocabulary_begin(struct vocabulary *vocabulary, enum language language,
	unsigned generation)
{
	if (vocabulary->roots.used > MOST_ROOTS) {
		table_reset(&vocabulary->roots);
		for (unsigned i = 0; i < LANGUAGE_COUNT; i++)
			forget(&vocabulary->known[i]);
	}
	if (vocabulary->known[language].generation != generation) {
		forget(&vocabulary->known[language]);
		vocabulary->known[language].generation = generation;
	}
}

size_t vocabulary_root_limit(const struct vocabulary *vocabulary)
{
	return vocabulary->roots.used + 1;
}

struct vocabulary *vocabulary_new(void)
{
	return memory_allocate_array(1, sizeof(struct vocabulary));
}

void vocabulary_free(struct vocabulary *vocabulary)
{
	if (!vocabulary)
		return;
	for (unsigned i = 0; i < LANGUAGE_COUNT; i++) {
		table_clear(&vocabulary->tables[i]);
		memory_free(vocabulary->known[i].words);
	}
	table_clear(&vocabulary->roots);
	buffer_clear(&vocabulary->folded);
	memory_free(vocabulary);
}
