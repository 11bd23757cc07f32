/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "text/vocabulary.h"

#include <string.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/memory.h"
#include "text/elision.h"
#include "text/fold.h"
#include "text/person_name.h"
#include "text/small_word.h"
#include "text/speech_verb.h"
#include "text/utf8.h"
#include "text/word_table.h"

/* Lexemes whose places in the tables are on their way from memory together. */
#define BATCH 16

/* One language. Its tables are read when the first text in it comes. */
struct tongue {
	struct word_table words; /* of the tables, folded */
	uint64_t *classes;       /* of those, by number */
	size_t class_capacity;
	struct word_table roots; /* of the lexemes, whose folded words it borrows */
	struct word_knowledge *known; /* by lexeme number */
	size_t known_count, known_capacity;
	unsigned generation;     /* of the lexicon */
};

struct vocabulary {
	struct tongue tongues[LANGUAGE_COUNT];
	struct arena arena; /* words of the tables */
	struct buffer folded;
};

static void add_word(struct vocabulary *vocabulary, struct tongue *tongue, struct slice word,
	uint64_t classes)
{
	struct word_key key;
	uint32_t number;

	buffer_reset(&vocabulary->folded);
	fold_append(word, &vocabulary->folded);
	key = word_key_of(buffer_slice(&vocabulary->folded));
	number = word_table_find(&tongue->words, key);
	if (!number) {
		key.word = arena_copy(&vocabulary->arena, key.word);
		number = word_table_add(&tongue->words, key);
		tongue->classes = memory_grow(tongue->classes, &tongue->class_capacity,
			(size_t)number + 1, sizeof(*tongue->classes));
		tongue->classes[number] = WORD_IN_TABLE;
	}
	tongue->classes[number] |= classes;
}

static void add_verb(struct vocabulary *vocabulary, struct tongue *tongue, struct slice base,
	uint64_t classes)
{
	static const uint64_t forms[] = {WORD_BASE, WORD_PRESENT, WORD_PAST, WORD_ING};
	struct buffer form = {0};

	for (unsigned i = 0; i < COUNT_OF(forms); i++) {
		buffer_reset(&form);
		speech_verb_inflect(base, forms[i], &form);
		add_word(vocabulary, tongue, buffer_slice(&form), classes | forms[i]);
	}
	buffer_clear(&form);
}

static void add_rows(struct vocabulary *vocabulary, struct tongue *tongue, struct word_rows rows)
{
	for (size_t i = 0; i < rows.count; i++) {
		struct slice rest = slice_of(rows.rows[i].words), word;
		uint64_t classes = rows.rows[i].classes;

		while (slice_split(&rest, ' ', &word)) {
			if (word.size == 0)
				continue;
			if (classes & WORD_VERB)
				add_verb(vocabulary, tongue, word, classes & ~WORD_VERB);
			else
				add_word(vocabulary, tongue, word, classes);
		}
	}
}

static struct tongue *tongue_of(struct vocabulary *vocabulary, enum language language)
{
	struct tongue *tongue = &vocabulary->tongues[language];

	if (tongue->words.count == 0) {
		add_rows(vocabulary, tongue, small_word_rows(language));
		add_rows(vocabulary, tongue, speech_verb_rows(language));
		add_rows(vocabulary, tongue, person_name_rows(language));
	}
	return tongue;
}

static uint64_t classes_in_table(const struct tongue *tongue, struct word_key key)
{
	uint32_t number = word_table_find(&tongue->words, key);

	return number ? tongue->classes[number] : 0;
}

uint64_t vocabulary_find(struct vocabulary *vocabulary, enum language language,
	struct slice folded)
{
	return classes_in_table(tongue_of(vocabulary, language), word_key_of(folded));
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

static struct word_knowledge look_up(
	struct tongue *tongue, enum language language, const struct lexeme *lexeme)
{
	static const uint64_t small = WORD_OBJECT | WORD_OTHER_PRONOUN | WORD_SELF |
		WORD_RELATIVE | WORD_PREPOSITION | WORD_AUXILIARY | WORD_POSSESSIVE | WORD_BE;
	uint64_t writing = classes_of_writing(lexeme->written), classes;
	struct slice folded = lexeme->folded;
	struct word_key key = {folded, lexeme->hash};
	bool is_genitive;
	struct slice base = elision_strip(language, without_genitive(folded, &is_genitive));

	classes = classes_in_table(tongue, key);
	if (base.size < folded.size)
		key = word_key_of(base);
	if (!classes && base.size < folded.size)
		classes = classes_in_table(tongue, key);
	else if (classes)
		is_genitive = false;
	if (!classes)
		classes = classes_of_ending(folded);
	/* Spanish "el" and "él", one word when folded. */
	if ((classes & WORD_DETERMINER) && (classes & WORD_HE))
		classes &= ~(lexeme->written.size > folded.size ? WORD_DETERMINER :
								  WORD_HE | WORD_MALE);
	/* "US" and "U.S." are no pronouns; of one letter, "I" or "A", a capital tells nothing. */
	if ((writing & (WORD_ALL_CAPITALS | WORD_INITIAL)) && folded.size > 1 && folded.size < 4)
		classes &= ~small;
	if (ends_with(base, "s"))
		classes |= WORD_LETTERS_S;
	if (is_genitive)
		classes |= WORD_GENITIVE;
	return (struct word_knowledge){.classes = classes | writing | WORD_KNOWN,
		.root = word_table_add(&tongue->roots, key)};
}

/* Lexemes that the lexicon has forgotten: these numbers are others' now. */
static void forget(struct tongue *tongue)
{
	word_table_reset(&tongue->roots);
	tongue->known_count = 0;
}

const struct word_knowledge *vocabulary_learn(
	struct vocabulary *vocabulary, const struct lexicon *lexicon)
{
	enum language language = lexicon_language(lexicon);
	struct tongue *tongue = tongue_of(vocabulary, language);
	const struct lexeme *const *lexemes = lexicon_lexemes(lexicon);
	size_t count = lexicon_count(lexicon);

	if (tongue->generation != lexicon_generation(lexicon))
		forget(tongue);
	tongue->generation = lexicon_generation(lexicon);
	tongue->known =
		memory_grow(tongue->known, &tongue->known_capacity, count, sizeof(*tongue->known));
	while (tongue->known_count < count) {
		size_t end = tongue->known_count + BATCH < count ? tongue->known_count + BATCH : count;

		for (size_t i = tongue->known_count; i < end; i++) {
			word_table_expect(&tongue->words, lexemes[i]->hash);
			word_table_expect(&tongue->roots, lexemes[i]->hash);
		}
		for (size_t i = tongue->known_count; i < end; i++)
			tongue->known[i] = look_up(tongue, language, lexemes[i]);
		tongue->known_count = end;
	}
	return tongue->known;
}

size_t vocabulary_root_limit(const struct vocabulary *vocabulary, enum language language)
{
	return vocabulary->tongues[language].roots.count + 1;
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
		struct tongue *tongue = &vocabulary->tongues[i];

		word_table_clear(&tongue->words);
		word_table_clear(&tongue->roots);
		memory_free(tongue->classes);
		memory_free(tongue->known);
	}
	arena_clear(&vocabulary->arena);
	buffer_clear(&vocabulary->folded);
	memory_free(vocabulary);
}
