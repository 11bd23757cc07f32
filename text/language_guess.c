/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <string.h>

#include <textcat.h>

#include "base/buffer.h"
#include "base/memory.h"
#include "text/fold.h"
#include "text/language.h"
#include "text/stopword.h"
#include "text/utf8.h"
#include "text/word.h"

#include "base/banned.h"

#define READ_LIMIT 4096   /* bytes looked at */
#define SHORT_WORDS 8     /* fewer say nothing */
#define SHORT_BYTES 200   /* fewer say nothing to a fingerprint */
#define LOOK_EVERY 64     /* words between two looks whether all is clear */
#define WORD_SIZE 14      /* bytes; hardly any stop word is longer */
#define SLOTS 8192        /* a power of two, twice the words of all lists and more */

/* A stop word and the languages that have it, as bits. */
struct entry {
	uint32_t hash; /* 0: free */
	uint32_t languages;
	uint32_t guess; /* the last guess that met it */
};

struct language_guesser {
	struct entry *entries;  /* SLOTS of them; NULL until the first guess */
	uint32_t guess;         /* their number */
	struct buffer scratch;
	void *textcat;          /* NULL: not opened yet, or not there */
	bool textcat_tried;
};

enum script {
	SCRIPT_LATIN,
	SCRIPT_CYRILLIC,
	SCRIPT_ARMENIAN,
	SCRIPT_ARABIC,
	SCRIPT_DEVANAGARI,
	SCRIPT_TAMIL,
	SCRIPT_OTHER,
	SCRIPT_COUNT,
};

static const struct script_range {
	uint32_t first, last;
	enum script script;
} script_ranges[] = {
	{0x0000, 0x02ff, SCRIPT_LATIN},
	{0x0400, 0x052f, SCRIPT_CYRILLIC},
	{0x0531, 0x058f, SCRIPT_ARMENIAN},
	{0x0600, 0x06ff, SCRIPT_ARABIC},
	{0x0900, 0x097f, SCRIPT_DEVANAGARI},
	{0x0b80, 0x0bff, SCRIPT_TAMIL},
	{0x1e00, 0x1eff, SCRIPT_LATIN},
};

/* Letters that Russian and Arabic do not have, but their neighbours do. */
static const struct script_range foreign_letters[] = {
	{0x0402, 0x040f, SCRIPT_CYRILLIC},
	{0x0452, 0x045f, SCRIPT_CYRILLIC},
	{0x0490, 0x04ff, SCRIPT_CYRILLIC},
	{0x0679, 0x06d3, SCRIPT_ARABIC}, /* Persian, Urdu, Kurdish */
};

/* What was counted in a text. */
struct tally {
	unsigned words;                   /* with letters */
	unsigned accented;                /* Latin words that are not ASCII alone */
	unsigned hits[LANGUAGE_COUNT];    /* stop words of each language */
	unsigned distinct[LANGUAGE_COUNT];
	unsigned weights[LANGUAGE_COUNT]; /* the same; a word of few languages weighs more */
	unsigned scripts[SCRIPT_COUNT];   /* words */
	unsigned letters, foreign, hard;  /* not Latin; foreign_letters; the Russian ы */
};

struct language_guesser *language_guesser_new(void)
{
	return memory_allocate_array(1, sizeof(struct language_guesser));
}

void language_guesser_free(struct language_guesser *guesser)
{
	if (!guesser)
		return;
	if (guesser->textcat)
		textcat_Done(guesser->textcat);
	memory_free(guesser->entries);
	buffer_clear(&guesser->scratch);
	memory_free(guesser);
}

/* FNV-1a: the words are short and ours. */
static uint32_t hash_word(const char *data, size_t size)
{
	uint32_t hash = 2166136261u;

	for (size_t i = 0; i < size; i++)
		hash = (hash ^ (unsigned char)data[i]) * 16777619u;
	return hash ? hash : 1;
}

static struct entry *find_entry(struct entry *entries, uint32_t hash)
{
	size_t place = (hash ^ hash >> 15) & (SLOTS - 1);

	while (entries[place].hash && entries[place].hash != hash)
		place = (place + 1) & (SLOTS - 1);
	return &entries[place];
}

static void fill_entries(struct language_guesser *guesser)
{
	guesser->entries = memory_allocate_array(SLOTS, sizeof(*guesser->entries));
	for (enum language language = LANGUAGE_NONE + 1; language < LANGUAGE_COUNT; language++) {
		size_t count;
		const struct stopword *words = stopword_list(language, &count);

		for (size_t i = 0; i < count; i++) {
			const uint32_t hash = hash_word(words[i].word, strlen(words[i].word));
			struct entry *entry = find_entry(guesser->entries, hash);

			entry->hash = hash;
			entry->languages |= UINT32_C(1) << language;
		}
	}
}

static void count_stopword(const struct language_guesser *guesser, const char *folded,
	size_t size, struct tally *tally)
{
	/* By how many languages have the word: what all have tells nothing. */
	static const unsigned char weights[] = {0, 60, 15, 7, 4, 2, 2, 1};
	struct entry *entry = find_entry(guesser->entries, hash_word(folded, size));
	uint32_t languages = entry->languages;
	const unsigned shared = (unsigned)__builtin_popcount(languages);
	const unsigned is_new = entry->guess != guesser->guess;

	if (!languages)
		return;
	entry->guess = guesser->guess;

	for (; languages; languages &= languages - 1) {
		const unsigned language = (unsigned)__builtin_ctz(languages);

		tally->hits[language]++;
		tally->distinct[language] += is_new;
		tally->weights[language] +=
			weights[shared < COUNT_OF(weights) ? shared : COUNT_OF(weights) - 1];
	}
}

static void count_plain(const struct language_guesser *guesser, struct slice word,
	struct tally *tally)
{
	char folded[WORD_SIZE];

	tally->words++;
	tally->scripts[SCRIPT_LATIN]++;
	if (word.size > WORD_SIZE)
		return;
	for (size_t i = 0; i < word.size; i++) {
		const char byte = word.data[i];

		folded[i] = (char)(byte >= 'A' && byte <= 'Z' ? byte | 0x20 : byte);
	}
	count_stopword(guesser, folded, word.size, tally);
}

static enum script script_of(uint32_t code_point, const struct script_range *ranges, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (code_point >= ranges[i].first && code_point <= ranges[i].last)
			return ranges[i].script;
	}
	return SCRIPT_OTHER;
}

static bool has_accent(struct slice word)
{
	for (size_t i = 0; i < word.size; i++) {
		const unsigned char byte = (unsigned char)word.data[i];

		/* Letters up to U+02FF; a typographic apostrophe begins with a higher byte. */
		if (byte >= 0xc3 && byte <= 0xcb)
			return true;
	}
	return false;
}

static void count_letters(struct slice word, struct tally *tally)
{
	unsigned size;

	for (size_t i = 0; i < word.size; i += size) {
		const uint32_t letter = utf8_decode(word, i, &size);

		tally->letters++;
		tally->hard += letter == 0x44b;
		tally->foreign += script_of(letter, foreign_letters, COUNT_OF(foreign_letters)) !=
			SCRIPT_OTHER;
	}
}

static void count_foreign(struct language_guesser *guesser, struct slice word,
	struct tally *tally)
{
	unsigned size;
	const enum script script =
		script_of(utf8_decode(word, 0, &size), script_ranges, COUNT_OF(script_ranges));

	tally->words++;
	tally->scripts[script]++;
	if (script == SCRIPT_OTHER)
		return;
	if (script == SCRIPT_LATIN)
		tally->accented += has_accent(word);
	else
		count_letters(word, tally);
	buffer_reset(&guesser->scratch);
	fold_append(word, &guesser->scratch);
	count_stopword(guesser, guesser->scratch.data, guesser->scratch.size, tally);
}

static void count_word(struct language_guesser *guesser, struct slice word, struct tally *tally)
{
	if (word.data[0] >= '0' && word.data[0] <= '9')
		return;
	for (size_t i = 0; i < word.size; i++) {
		if (word.data[i] & 0x80) {
			count_foreign(guesser, word, tally);
			return;
		}
	}
	count_plain(guesser, word, tally);
}

static enum language find_best(const struct tally *tally, enum language except)
{
	enum language best = LANGUAGE_NONE;

	for (enum language i = LANGUAGE_NONE + 1; i < LANGUAGE_COUNT; i++) {
		if (i != except && tally->weights[i] > tally->weights[best])
			best = i;
	}
	return best;
}

/* Do stop words settle it? Three words in ten are stop words in nearly every language, one in
 * eight in those that say with endings what others say with words. */
static bool is_clear(const struct tally *tally, enum language best)
{
	const unsigned second = tally->weights[find_best(tally, best)];
	const unsigned first = tally->weights[best];
	const unsigned hits = tally->hits[best];

	if (tally->distinct[best] < 4)
		return false;
	return (hits * 10 >= tally->words * 3 && second * 10 <= first * 6) ||
		(hits * 8 >= tally->words && tally->distinct[best] >= 6 && second * 10 <= first * 3);
}

/* Counts until all is clear or the text ends. */
static void count_words(struct language_guesser *guesser, struct slice text, struct tally *tally)
{
	struct word_cursor cursor = {text, 0};
	enum word_kind kind; /* not asked for: a number begins with a digit */
	struct span span;

	for (unsigned i = 1;; i++) {
		if (!word_next_plain(&cursor, &span) && !word_next(&cursor, &span, &kind))
			break;
		count_word(guesser, span_of(text, span), tally);
		if (i % LOOK_EVERY)
			continue;
		const enum language best = find_best(tally, LANGUAGE_NONE);

		if (tally->hits[best] * 3 >= tally->words && is_clear(tally, best))
			break;
	}
}

/* The language of a text that is not in Latin letters. */
static enum language guess_by_script(const struct tally *tally, enum language expected)
{
	const bool is_pure = tally->foreign * 100 <= tally->letters;
	enum script script = SCRIPT_CYRILLIC;

	for (enum script i = SCRIPT_CYRILLIC; i < SCRIPT_COUNT; i++) {
		if (tally->scripts[i] > tally->scripts[script])
			script = i;
	}
	switch (script) {
	case SCRIPT_CYRILLIC:
		/* ы is two letters in a hundred of Russian, and Bulgarian has none. */
		return is_pure && (tally->hard || tally->letters < 200) ? LANGUAGE_RUSSIAN : LANGUAGE_NONE;
	case SCRIPT_ARMENIAN:
		return LANGUAGE_ARMENIAN;
	case SCRIPT_ARABIC:
		return is_pure ? LANGUAGE_ARABIC : LANGUAGE_NONE;
	case SCRIPT_TAMIL:
		return LANGUAGE_TAMIL;
	case SCRIPT_DEVANAGARI:
		/* Hindi shares a few of the words. */
		if (tally->words < SHORT_WORDS && expected == LANGUAGE_NEPALI)
			return expected;
		return tally->hits[LANGUAGE_NEPALI] * 5 >= tally->words ? LANGUAGE_NEPALI : LANGUAGE_NONE;
	case SCRIPT_LATIN:
	case SCRIPT_OTHER:
	case SCRIPT_COUNT:
		break;
	}
	return LANGUAGE_NONE;
}

/* libexttextcat trusts its input: a sequence cut short makes it read on behind the text. So it
 * gets a copy in which every one is whole. */
static void copy_whole(struct slice text, struct buffer *copy)
{
	unsigned size;

	buffer_reset(copy);
	for (size_t i = 0; i < text.size; i += size) {
		const uint32_t code_point = utf8_decode(text, i, &size);

		utf8_append(copy, code_point ? code_point : ' ');
	}
}

/* What fingerprints of letter sequences say: "[nb--utf8][da--utf8]", the nearest first, or
 * "SHORT" or "UNKNOWN". NULL where they are not installed. */
static const char *classify(struct language_guesser *guesser, struct slice text)
{
	if (!guesser->textcat_tried)
		guesser->textcat = special_textcat_Init(TEXTCAT_DATA "/fpdb.conf", TEXTCAT_DATA "/");
	guesser->textcat_tried = true;
	if (!guesser->textcat)
		return NULL;
	copy_whole(text, &guesser->scratch);
	return textcat_Classify(guesser->textcat, guesser->scratch.data, guesser->scratch.size);
}

/* Takes "[nb--utf8]" off the front of `rest`. */
static bool take_candidate(struct slice *rest, enum language *language)
{
	size_t end;

	if (rest->size == 0 || rest->data[0] != '[' || !slice_find_byte(*rest, ']', 0, &end))
		return false;
	*language = language_by_name(slice_range(*rest, 1, end));
	*rest = slice_range(*rest, end + 1, rest->size);
	return true;
}

static enum language guess_by_fingerprint(struct language_guesser *guesser, struct slice text,
	const struct tally *tally, enum language expected)
{
	const enum language best = find_best(tally, LANGUAGE_NONE);
	const char *answer = text.size < SHORT_BYTES ? NULL : classify(guesser, text);
	struct slice rest = slice_of(answer);
	enum language candidate;
	enum language nearest = LANGUAGE_NONE;
	bool has_best = false;

	if (!answer)
		return expected;
	for (unsigned i = 0; take_candidate(&rest, &candidate); i++) {
		if (candidate != LANGUAGE_NONE && candidate == expected)
			return expected;
		has_best |= candidate == best;
		if (i == 0)
			nearest = candidate;
	}
	if (has_best && best != LANGUAGE_NONE && tally->hits[best] * 20 >= tally->words)
		return best;
	if (nearest != LANGUAGE_NONE && tally->hits[nearest] * 20 >= tally->words)
		return nearest;
	return tally->hits[expected] * 6 >= tally->words ? expected : LANGUAGE_NONE;
}

enum language language_guess(struct language_guesser *guesser, struct slice text,
	enum language expected)
{
	struct tally tally = {0};

	guesser->guess++;
	if (!guesser->entries)
		fill_entries(guesser);
	text = slice_range(text, 0, READ_LIMIT);
	count_words(guesser, text, &tally);
	if (tally.scripts[SCRIPT_LATIN] * 2 < tally.words)
		return guess_by_script(&tally, expected);
	if (tally.words < SHORT_WORDS)
		return expected;
	const enum language best = find_best(&tally, LANGUAGE_NONE);

	if (expected != LANGUAGE_NONE && tally.hits[expected] * 5 >= tally.words &&
		tally.weights[expected] * 10 >= tally.weights[best] * 8)
		return expected;
	if (is_clear(&tally, best))
		return best;
	/* Tables and lists of names look like any language to a fingerprint. With hardly an
	 * accent and few stop words of another language they are what was expected. */
	if (tally.accented * 33 < tally.words &&
		(tally.hits[best] * 5 < tally.words || tally.distinct[best] < 4))
		return expected;
	return guess_by_fingerprint(guesser, text, &tally, expected);
}
