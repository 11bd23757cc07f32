/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Speakers and values of fields that complete what is being typed. */
#include "base/clock.h"
#include "daemon/index/dictionary.h"
#include "daemon/index/quotation.h"
#include "daemon/query/typed.h"
#include "daemon/suggest/suggest.h"
#include "schema/term.h"
#include "text/fold.h"

#include "base/banned.h"

#define VALUES_WALKED 4096 /* of a field's values that begin alike */

/* --- speakers --- */

/* The live quotations of a name, and the name as the first of them writes it. Counting stops at
 * the first where all are live. */
static bool describe(struct suggesting *suggesting, const struct dictionary_word *name,
	struct suggestion *suggestion, struct error *error)
{
	struct reader *reader = suggesting->reader;
	const struct snapshot *snapshot = reader->snapshot;
	const bool has_dead =
		snapshot_live_count(snapshot) < xc_database_document_count(snapshot->articles);
	struct quotation_record record;
	struct xc_postings *postings;
	uint32_t number, times;

	*suggestion = (struct suggestion){.kind = SUGGESTION_SPEAKER};
	term_value(FIELD_SPEAKER, name->word, &reader->scratch);
	postings = xc_postings_open(snapshot->quotations, buffer_slice(&reader->scratch), error);
	while (postings && xc_postings_next(postings, &number, &times, error)) {
		size_t segment;
		uint32_t local;

		snapshot_locate(snapshot, number, &segment, &local);
		if (!quotation_is_live(snapshot, segment, local))
			continue;
		if (suggestion->count++ == 0) {
			if (!quotation_record_read(reader, number, &record, error))
				break;
			suggestion->text = quotation_speaker(&record);
		}
		if (!has_dead) {
			suggestion->count = name->count;
			break;
		}
	}
	xc_postings_close(postings);
	return error->code == ERROR_NONE;
}

/* The last `count` words as the beginnings of a name's parts. */
static struct dictionary_list find_names(struct suggesting *suggesting, size_t count)
{
	const struct typed *typed = suggesting->typed;
	struct arena *arena = &suggesting->reader->arena;
	struct slice parts[TYPED_WORDS];
	struct buffer folded = {0};

	for (size_t i = 0; i < count; i++) {
		buffer_reset(&folded);
		fold_append(typed->words[typed->count - count + i], &folded);
		parts[i] = arena_copy(arena, buffer_slice(&folded));
	}
	buffer_clear(&folded);
	return dictionary_names(suggesting->reader->snapshot, suggesting->language, parts, count,
		suggesting->request->size, arena);
}

/* Where the name begins that the last `count` words begin. */
static size_t begin_of(const struct suggesting *suggesting, size_t count)
{
	const struct typed *typed = suggesting->typed;

	return typed->field == FIELD_SPEAKER
		       ? typed->begin
		       : (size_t)(typed->words[typed->count - count].data -
				 suggesting->request->typed.data);
}

/* A field's name begins a chunk, or stands behind its sign: "an-lu" has none inside. */
static bool can_begin(struct slice typed, size_t begin)
{
	if (begin > 0 && (typed.data[begin - 1] == '+' || typed.data[begin - 1] == '-'))
		begin--;
	return begin == 0 || (unsigned char)typed.data[begin - 1] <= ' ' ||
	       typed.data[begin - 1] == '(';
}

bool suggest_speakers(struct suggesting *suggesting, struct error *error)
{
	struct dictionary_list names = {NULL, 0};
	size_t count = suggesting->typed->count;

	/* As many words as are of one name: "peter lu", not "said lu". */
	for (; count > 0; count--) {
		if (!can_begin(suggesting->request->typed, begin_of(suggesting, count)))
			continue;
		names = find_names(suggesting, count);
		if (names.count || suggesting->typed->field == FIELD_SPEAKER)
			break;
	}
	for (size_t i = 0; i < names.count; i++) {
		struct suggestion suggestion;
		struct slice query;

		if (!describe(suggesting, &names.words[i], &suggestion, error))
			return false;
		query = suggest_field(suggesting, FIELD_SPEAKER, suggestion.text);
		if (suggestion.count == 0 || query.size == 0)
			continue;
		suggestion.query = suggest_complete(suggesting, begin_of(suggesting, count), query);
		suggesting->suggestions[suggesting->count++] = suggestion;
	}
	return true;
}

/* --- values --- */

/* Keeps the most frequent, in order. */
static void offer(struct suggesting *suggesting, struct slice value, uint32_t count)
{
	struct suggestion *suggestions = suggesting->suggestions;
	size_t place = suggesting->count;

	while (place > 0 && suggestions[place - 1].count < count)
		place--;
	if (place == suggesting->request->size)
		return;
	if (suggesting->count < suggesting->request->size)
		suggesting->count++;
	for (size_t i = suggesting->count - 1; i > place; i--)
		suggestions[i] = suggestions[i - 1];
	suggestions[place] = (struct suggestion){.kind = SUGGESTION_VALUE, .count = count,
		.text = arena_copy(&suggesting->reader->arena, value)};
}

static const struct xc_database *database_of(const struct suggesting *suggesting)
{
	const struct snapshot *snapshot = suggesting->reader->snapshot;

	return field_get(suggesting->typed->field)->scope & FIELD_IN_ARTICLES ? snapshot->articles
									       : snapshot->quotations;
}

/* Takes those away that have no query, or no document any more. */
static void write_queries(struct suggesting *suggesting)
{
	const enum field field = suggesting->typed->field;
	struct buffer *scratch = &suggesting->reader->scratch;
	size_t kept = 0;

	for (size_t i = 0; i < suggesting->count; i++) {
		struct suggestion suggestion = suggesting->suggestions[i];
		const struct slice query = suggest_field(suggesting, field, suggestion.text);

		term_value(field, suggestion.text, scratch);
		if (query.size == 0 ||
			!suggest_finds(suggesting, database_of(suggesting), buffer_slice(scratch)))
			continue;
		suggestion.query = suggest_complete(suggesting, suggesting->typed->begin, query);
		suggesting->suggestions[kept++] = suggestion;
	}
	suggesting->count = kept;
}

bool suggest_values(struct suggesting *suggesting, struct error *error)
{
	const enum field field = suggesting->typed->field;
	struct reader *reader = suggesting->reader;
	struct buffer bare = {0};
	struct xc_terms *terms;
	struct slice term;
	uint32_t count, walked = 0;

	term_value(field, SLICE_LITERAL(""), &bare);
	term_value(field, suggesting->typed->value, &reader->scratch);
	terms = xc_terms_open(database_of(suggesting), buffer_slice(&reader->scratch), error);
	while (terms && walked++ < VALUES_WALKED && xc_terms_next(terms, &term, &count, error)) {
		if (term.size > bare.size && term.data[bare.size] != '#')
			offer(suggesting, slice_range(term, bare.size, term.size), count);
	}
	xc_terms_close(terms);
	buffer_clear(&bare);
	write_queries(suggesting);
	return error->code == ERROR_NONE;
}
