/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * expand.h - the words of the index that a pattern, a misspelt word or a stem stands for.
 *
 * Walks the terms that begin alike; the most frequent WIRE_EXPANSION_LIMIT are taken.
 */
#ifndef DAEMON_INDEX_EXPAND_H
#define DAEMON_INDEX_EXPAND_H

#include "base/arena.h"
#include "base/error.h"
#include "schema/analysis.h"
#include "xapian-c/database.h"

struct expansion {
	const struct slice *words; /* folded, without the field's prefix; in byte order */
	const uint32_t *frequencies; /* documents that have each; NULL: not known */
	const struct slice *terms;   /* with the prefix; NULL: not looked up */
	const uint64_t *const *places; /* where their lists begin: xc_listed */
	size_t count;
	bool is_capped;            /* there are more than the limit */
};

/* Where words are looked up. */
struct expand_source {
	const struct xc_database *database;
	struct slice prefix;       /* of the field's terms */
	struct arena *arena;       /* results live in it */
	int64_t deadline_ns;       /* walking stops there; 0: never */
};

/* `pattern` is folded, * any characters and ? one, and begins with neither. */
bool expand_pattern(const struct expand_source *source, struct slice pattern,
	struct expansion *expansion, struct error *error);
/* Words at most `distance` (1 or 2) edits from `word` that begin with the same character; an
 * edit adds, drops, changes or swaps one character. `word` itself is not among them. */
bool expand_fuzzy(const struct expand_source *source, struct slice word, unsigned distance,
	struct expansion *expansion, struct error *error);
/* A word and its stem in a language. */
struct expand_form {
	struct analysis *analysis;
	enum language language;
	struct slice word, stem;
};

/* The words that have the same stem, the word itself always among them. */
bool expand_stem(const struct expand_source *source, const struct expand_form *form,
	struct expansion *expansion, struct error *error);
/* All terms that begin with `source->prefix`, as they are behind it. */
bool expand_prefix(const struct expand_source *source, struct expansion *expansion,
	struct error *error);

/* Edits between two words, `limit` + 1 where there are more than `limit` (0 to 2). */
unsigned expand_distance(struct slice a, struct slice b, unsigned limit);

#endif
