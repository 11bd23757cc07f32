/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * lexicon.h - every word as written, with what follows from it: computed once, looked up after.
 *
 * 99 of 100 words of a text have been seen before; folding, stemming and hashing them again
 * would be most of the work of indexing. One lexicon per language and thread. It grows until
 * lexicon_trim; a lexeme lives until then. Lexemes are numbered densely from 0 in the order
 * of first sight, so that others keep what they know of a word in arrays of their own.
 */
#ifndef TEXT_LEXICON_H
#define TEXT_LEXICON_H

#include <stdbool.h>
#include <stdint.h>

#include "base/slice.h"
#include "text/language.h"
#include "text/span.h"
#include "text/word.h"

enum lexeme_flag {
	LEXEME_CAPITAL = 1,      /* begins with an upper-case letter */
	LEXEME_ALL_CAPITALS = 2, /* two letters or more, none lower-case */
	LEXEME_NUMBER = 4,       /* digits, no letter */
	LEXEME_STOPWORD = 8,
	LEXEME_PAIR = 16,        /* WORD_PAIR */
	LEXEME_STEMMED = 32,     /* the stem differs from the folded word */
};

struct lexeme {
	struct slice written; /* as in the text */
	struct slice folded;  /* fold_append of it, "U.S" as "us"; over 64 bytes: "#" and its
	                         digest in hexadecimal */
	struct slice stem;    /* folded, too; equal to `folded` where stemming changes nothing */
	uint32_t number;      /* dense, from 0 */
	uint32_t hash;        /* digest_word(folded), never 0 */
	uint8_t flags;        /* of enum lexeme_flag */
	uint8_t common;       /* stopword_common */
};

/* A word of a text. */
struct token {
	struct span span; /* bytes of the text */
	const struct lexeme *lexeme;
};

struct lexicon;

struct lexicon *lexicon_new(enum language language);
void lexicon_free(struct lexicon *lexicon);
enum language lexicon_language(const struct lexicon *lexicon);
/* The lexeme of a word as word_next cut it. Never NULL. */
const struct lexeme *lexicon_find(struct lexicon *lexicon, struct slice written,
	enum word_kind kind);
size_t lexicon_count(const struct lexicon *lexicon);
/* All of them, by number; valid until the next word is looked up. */
const struct lexeme *const *lexicon_lexemes(const struct lexicon *lexicon);
/* Forgets all lexemes when they are more than `limit`, and says so by a new generation
 * number (from 0): arrays indexed by lexeme number are void then. Call it between articles. */
unsigned lexicon_trim(struct lexicon *lexicon, size_t limit);
unsigned lexicon_generation(const struct lexicon *lexicon);
/* Gives the memory of one that has no words back. */
void lexicon_shrink(struct lexicon *lexicon);

/* Cuts `text` and looks every word up. Appends to tokens (memory_grow'n array). */
struct token_list {
	struct token *tokens;
	size_t count, capacity;
};

void token_list_clear(struct token_list *list);
void lexicon_cut(struct lexicon *lexicon, struct slice text, struct token_list *list);

#endif
