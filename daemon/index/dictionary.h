/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * dictionary.h - the words of the index and the names of its speakers: which begin alike, which
 * are spelled nearly alike, how many documents have them.
 *
 * Looks through the tables beside the segments (store/words), all segments together. Counts
 * include documents that are gone until their segment is merged.
 */
#ifndef DAEMON_INDEX_DICTIONARY_H
#define DAEMON_INDEX_DICTIONARY_H

#include "base/arena.h"
#include "store/snapshot.h"

struct dictionary_word {
	struct slice word;   /* folded; lives as long as the snapshot */
	uint32_t count;      /* documents */
	unsigned edits;      /* dictionary_near: how far from the word asked for */
};

struct dictionary_list {
	const struct dictionary_word *words; /* arena */
	size_t count;
};

uint32_t dictionary_count(const struct snapshot *snapshot, enum words_kind kind, struct slice word);
/* The `limit` words that begin with `prefix` and most documents have, most frequent first,
 * then by bytes. */
struct dictionary_list dictionary_begin(const struct snapshot *snapshot, struct slice prefix,
	size_t limit, struct arena *arena);
/* The same of names of which some part begins with each of `parts`. "The judge" is no name: those
 * that begin with a stop word of the language are left out (LANGUAGE_NONE: none are). */
struct dictionary_list dictionary_names(const struct snapshot *snapshot, enum language language,
	const struct slice *parts, size_t part_count, size_t limit, struct arena *arena);
/* Words within `edits` (1 or 2) of `word` that at least `least` documents have: the nearest
 * first, then the most frequent. Two edits only where the first letters agree; a letter doubled
 * in the wrong place (tarrifs) counts as one. */
struct dictionary_list dictionary_near(const struct snapshot *snapshot, struct slice word,
	unsigned edits, uint32_t least, size_t limit, struct arena *arena);

#endif
