/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "daemon/search/quoted.h"

#include "base/memory.h"
#include "daemon/index/quotation.h"
#include "schema/term.h"

#include "base/banned.h"

#define READ_LIMIT 256     /* quotations of an article whose records are read */
#define SPEAKER_WEIGHT 10  /* of a name behind speaker:, more than any word's idf */

/* A quotation that fits. */
struct chosen {
	struct quotation_source source;
	double score;
};

/* --- what is asked for --- */

static void add_speakers(struct quoted *quoted, const struct plan_node *node, size_t limit)
{
	if (node->occurrence == TREE_PROHIBITED || quoted->speaker_count == limit)
		return;
	if (node->kind == PLAN_VALUE && node->field == FIELD_SPEAKER)
		quoted->speakers[quoted->speaker_count++] = node;
	for (const struct plan_node *child = node->first; child; child = child->next) {
		add_speakers(quoted, child, limit);
		if (node->kind == PLAN_WITHOUT)
			break;
	}
}

/* The term of speakers that all must have whose name a leaf is in; none for a pattern. */
static struct slice name_term(const struct leaf *leaf, struct buffer *scratch)
{
	const struct plan_node *node = leaf->node;

	if ((leaf->kind != LEAF_STEM && leaf->kind != LEAF_RUN) || node->word_count == 0)
		return (struct slice){0};
	term_word(FIELD_SPEAKER, node->words[0].folded, scratch);
	return buffer_slice(scratch);
}

/* Few words are in anybody's name, and records need not be read for the others. */
static void add_names(struct quoted *quoted)
{
	const struct build *build = quoted->maker->build;
	struct reader *reader = build->reader;

	quoted->named = arena_allocate_array(&reader->arena, build->leaf_count, sizeof(struct leaf *));
	for (size_t i = 0; i < build->leaf_count; i++) {
		const struct slice term = name_term(build->leaves[i], &reader->scratch);

		if (build->leaves[i]->region != LEAF_ANYWHERE)
			continue;
		if (!term.size || xc_database_frequency(reader->snapshot->articles, term) > 0)
			quoted->named[quoted->named_count++] = build->leaves[i];
	}
}

void quoted_init(struct quoted *quoted, struct snippet_maker *maker)
{
	const struct plan *plan = maker->build->plan;

	*quoted = (struct quoted){.maker = maker};
	quoted->speakers = arena_allocate_array(&maker->build->reader->arena, plan->term_count,
		sizeof(struct plan_node *));
	add_speakers(quoted, plan->root, plan->term_count);
	add_names(quoted);
}

void quoted_clear(struct quoted *quoted)
{
	token_list_clear(&quoted->tokens);
	memory_free(quoted->hashes);
}

/* A small word alone tells of nothing. */
static bool tells(const struct leaf *leaf)
{
	return leaf->node->word_count != 1 || !leaf->node->words[0].is_stopword;
}

/* --- what a quotation has of it --- */

/* The first place in the text at or after a word. */
static size_t first_place(const struct snippet_maker *maker, uint32_t word)
{
	size_t low = 0, high = maker->place_count;

	while (low < high) {
		const size_t middle = low + (high - low) / 2;

		if (maker->places[middle].begin < word)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* The leaves, as bits, that stand in words [begin, end). */
static uint64_t leaves_within(const struct snippet_maker *maker, uint32_t begin, uint32_t end)
{
	uint64_t leaves = 0;

	for (size_t i = first_place(maker, begin);
		i < maker->place_count && maker->places[i].begin < end; i++) {
		if (maker->places[i].end <= end)
			leaves |= 1ULL << maker->places[i].leaf;
	}
	return leaves;
}

static void cut_name(struct quoted *quoted, const struct quotation_record *record,
	enum language language)
{
	const struct slice name = quotation_speaker(record);

	quoted->tokens.count = 0;
	if (name.size)
		analysis_words(quoted->maker->build->reader->analysis, language, name, &quoted->tokens);
	quoted->hashes = memory_grow(quoted->hashes, &quoted->hash_capacity, quoted->tokens.count + 1,
		sizeof(*quoted->hashes));
	for (size_t i = 0; i < quoted->tokens.count; i++)
		quoted->hashes[i] = quoted->tokens.tokens[i].lexeme->hash;
}

static bool has_word(const struct quoted *quoted, uint32_t hash)
{
	for (size_t i = 0; i < quoted->tokens.count; i++) {
		if (quoted->hashes[i] == hash)
			return true;
	}
	return false;
}

/* The leaves, as bits, that the speaker's name has: "hegseth troops" asks for Hegseth, too. */
static uint64_t leaves_of_name(const struct quoted *quoted)
{
	const struct build *build = quoted->maker->build;
	const struct leaf_words name = {quoted->hashes, (uint32_t)quoted->tokens.count};
	uint64_t leaves = 0;
	uint32_t begin, end;

	for (size_t i = 0; i < build->leaf_count && i < SNIPPET_LEAVES && name.count; i++) {
		const struct leaf *leaf = build->leaves[i];

		if (leaf->region != LEAF_ANYWHERE)
			continue;
		if (leaf->kind == LEAF_STEM ? has_word(quoted, leaf->node->words[0].hash) :
					      leaf_find(leaf, name, 0, &begin, &end))
			leaves |= 1ULL << i;
	}
	return leaves;
}

/* May a speaker of the article be called what the query says? True where it cannot be told. */
static bool may_name(struct quoted *quoted, uint32_t article)
{
	struct reader *reader = quoted->maker->build->reader;
	bool may = quoted->speaker_count > 0;

	for (size_t i = 0; i < quoted->named_count && !may; i++) {
		const struct slice term = name_term(quoted->named[i], &reader->scratch);
		struct error ignored = {0};
		struct xc_postings *postings =
			term.size ? xc_postings_open(reader->snapshot->articles, term, &ignored) : NULL;
		uint32_t document, count;

		may = !postings || (xc_postings_skip(postings, article, &document, &count, &ignored) &&
					   document == article);
		xc_postings_close(postings);
	}
	return may;
}

/* How many of the names behind speaker: this one fits. */
static size_t count_speakers(struct quoted *quoted)
{
	struct buffer *scratch = &quoted->maker->build->reader->scratch;
	size_t count = 0;

	for (size_t i = 0; i < quoted->speaker_count; i++) {
		const struct plan_node *speaker = quoted->speakers[i];
		bool fits = false;

		for (size_t j = 0; j < quoted->tokens.count && !fits; j++) {
			term_word(FIELD_SPEAKER, quoted->tokens.tokens[j].lexeme->folded, scratch);
			fits = speaker->is_prefix ?
				       slice_starts_with(buffer_slice(scratch), speaker->term) :
				       slice_equal(buffer_slice(scratch), speaker->term);
		}
		count += fits;
	}
	return count;
}

static double score(struct quoted *quoted, const struct quotation_record *record,
	enum language language)
{
	const struct snippet_maker *maker = quoted->maker;
	uint64_t leaves = leaves_within(maker, record->quotation.first_token,
		record->quotation.end_token);
	double sum = 0;

	cut_name(quoted, record, language);
	for (leaves |= leaves_of_name(quoted); leaves; leaves &= leaves - 1) {
		const struct leaf *leaf = maker->build->leaves[__builtin_ctzll(leaves)];

		sum += tells(leaf) ? leaf->weight : 0;
	}
	return sum + SPEAKER_WEIGHT * (double)count_speakers(quoted);
}

/* --- the best --- */

static void offer(struct chosen *best, size_t *count, size_t limit, const struct chosen *offered)
{
	size_t place = *count;

	while (place > 0 && best[place - 1].score < offered->score)
		place--;
	if (place == limit)
		return;
	*count += *count < limit;
	for (size_t i = *count - 1; i > place; i--)
		best[i] = best[i - 1];
	best[place] = *offered;
}

static bool choose(struct quoted *quoted, const struct quoted_article *source, size_t limit,
	struct chosen *best, size_t *count, struct error *error)
{
	struct reader *reader = quoted->maker->build->reader;
	const bool reads_names = may_name(quoted, source->document);

	for (uint32_t i = 0; i < source->tokens.quotation_count && i < READ_LIMIT; i++) {
		const uint32_t local = source->tokens.first_quotation + i;
		const struct tokens_quotation words =
			tokens_quotation_get(&reader->snapshot->tokens[source->segment], local);
		const uint32_t number = snapshot_number(reader->snapshot, source->segment, local);
		struct chosen chosen = {.source = {.article = *source->article, .number = number}};

		if (!reads_names && !leaves_within(quoted->maker, words.first_token, words.end_token))
			continue;
		if (!quotation_record_read(reader, number, &chosen.source.record, error))
			return false;
		if (!quotation_is_inside(&chosen.source.record.quotation, source->article->body.size))
			return error_set(error, ERROR_INDEX, "a quotation lies outside of its article");
		chosen.score = score(quoted, &chosen.source.record, source->article->language);
		if (chosen.score > 0)
			offer(best, count, limit, &chosen);
	}
	return true;
}

bool quoted_find(struct quoted *quoted, const struct quoted_article *source, size_t limit,
	struct search_hit *hit, struct error *error)
{
	struct reader *reader = quoted->maker->build->reader;
	struct quotation_view *shown;
	struct chosen *best;
	size_t count = 0;

	if (limit == 0 || source->tokens.quotation_count == 0 ||
		(quoted->speaker_count == 0 && quoted->maker->build->leaf_count == 0))
		return true;
	best = arena_allocate_array(&reader->arena, limit, sizeof(*best));
	if (!choose(quoted, source, limit, best, &count, error))
		return false;
	shown = arena_allocate_array(&reader->arena, count, sizeof(*shown));
	for (size_t i = 0; i < count; i++) {
		shown[i] = quotation_view(reader, &best[i].source);
		shown[i].marks =
			snippet_marks(quoted->maker, shown[i].span, &shown[i].mark_count);
		shown[i].before = shown[i].after = (struct slice){0};
	}
	hit->matching = shown;
	hit->matching_count = count;
	return true;
}
