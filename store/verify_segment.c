/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "store/verify_segment.h"

#include "base/arena.h"
#include "schema/analysis.h"
#include "schema/record.h"
#include "schema/term.h"
#include "store/prints.h"
#include "store/tokens.h"
#include "store/tombstone.h"
#include "store/words.h"
#include "xapian-c/database.h"

#include "base/banned.h"

#define NOTES_LIMIT 10 /* documents a segment */

/* A segment and all that was opened of it. */
struct checking {
	const char *index;
	const struct manifest_segment *segment;
	struct tokens_map tokens;
	struct xc_database *articles, *quotations;
	struct record_codec *codec;
	struct arena arena;
	struct buffer record;
	struct buffer *report;
	unsigned note_count; /* of documents */
};

static void path_of(const struct checking *checking, const char *kind, struct buffer *path)
{
	manifest_path(checking->index, checking->segment, kind, path);
}

/* Where one document is wrong, all may be: the first say enough. */
static void note(struct checking *checking, const char *kind, uint32_t document, const char *what)
{
	struct buffer path = {0};

	if (++checking->note_count > NOTES_LIMIT)
		return;
	path_of(checking, kind, &path);
	buffer_printf(checking->report, "%s: document %u: %s\n", path.data, document, what);
	buffer_clear(&path);
}

static void note_error(struct checking *checking, const struct error *error)
{
	buffer_printf(checking->report, "%s\n", error->message);
}

/* Xapian's own check, and as many documents as the manifest says. */
static bool check_database(struct checking *checking, const char *kind, uint32_t count,
	struct xc_database **database)
{
	struct buffer path = {0}, found = {0};
	struct error failure = {0};
	bool good;

	path_of(checking, kind, &path);
	good = xc_database_check(path.data, &found, &failure) &&
	       xc_database_open((const char *const[]){path.data}, 1, database, &failure);
	if (good && (xc_database_document_count(*database) != count ||
			    xc_database_last_document(*database) != count))
		good = error_set(&failure, ERROR_INDEX, "%s: %u documents, the manifest says %u",
			path.data, xc_database_document_count(*database), count);
	if (!good)
		note_error(checking, &failure);
	buffer_append(checking->report, buffer_slice(&found));
	buffer_clear(&path);
	buffer_clear(&found);
	return good;
}

static bool check_tokens(struct checking *checking)
{
	const struct manifest_segment *segment = checking->segment;
	struct buffer path = {0};
	struct error failure = {0};
	bool good;

	path_of(checking, "tokens", &path);
	good = tokens_open(&checking->tokens, path.data, &failure);
	if (good && (checking->tokens.count != segment->article_count ||
			    checking->tokens.quotation_count != segment->quotation_count))
		good = error_set(&failure, ERROR_INDEX, "%s: the manifest has other counts",
			path.data);
	if (!good)
		note_error(checking, &failure);
	buffer_clear(&path);
	return good;
}

/* Each row is of a term that so many documents have. */
static void check_rows(struct checking *checking, const struct words_table *table, const char *prefix,
	const struct xc_database *database)
{
	struct buffer term = {0};

	for (uint32_t row = 0; row < table->count; row++) {
		buffer_reset(&term);
		buffer_append_string(&term, prefix);
		buffer_append(&term, words_get(table, row));
		if (xc_database_frequency(database, buffer_slice(&term)) != table->frequencies[row])
			note(checking, "words", row, "the database has another count");
	}
	buffer_clear(&term);
}

static void check_words(struct checking *checking)
{
	struct buffer path = {0}, name_prefix = {0};
	struct words_map map;
	struct error failure = {0};

	if (checking->segment->words.size == 0)
		return;
	path_of(checking, "words", &path);
	term_value(FIELD_SPEAKER, SLICE_LITERAL(""), &name_prefix);
	if (words_open(&map, path.data, &failure)) {
		check_rows(checking, &map.tables[WORDS_OF_ARTICLES], "", checking->articles);
		check_rows(checking, &map.tables[WORDS_OF_SPEAKERS], name_prefix.data,
			checking->quotations);
		words_close(&map);
	} else {
		note_error(checking, &failure);
	}
	buffer_clear(&path);
	buffer_clear(&name_prefix);
}

static bool check_dead(struct checking *checking)
{
	const struct manifest_segment *segment = checking->segment;
	struct tombstones tombstones;
	struct buffer path = {0};
	struct error failure = {0};
	bool good = true;

	tombstones_init(&tombstones, segment->article_count);
	path_of(checking, "dead", &path);
	if (segment->dead_version > 0)
		good = tombstones_read(&tombstones, segment->article_count, path.data, &failure);
	if (good && tombstones.dead != segment->dead_count)
		good = error_set(&failure, ERROR_INDEX, "%s: %u dead, the manifest says %u",
			path.data, tombstones.dead, segment->dead_count);
	if (!good)
		note_error(checking, &failure);
	tombstones_clear(&tombstones);
	buffer_clear(&path);
	return good;
}

/* A 0 stands behind each region and nowhere else; it is also what a number reads as that no word
 * has. */
static bool zeros_are_right(const struct tokens_article *article)
{
	for (int region = TOKENS_TITLE; region <= TOKENS_BODY; region++) {
		const struct token_text text = tokens_region(article, (enum tokens_region)region);

		for (uint32_t i = 0; i < text.count; i++)
			if (token_text_hash(&text, i) == 0)
				return false;
		if (text.numbers[text.count] != 0)
			return false;
	}
	return true;
}

/* Each has a number that says so, in order, and there are no more of those. */
static bool rares_are_right(const struct token_text *text)
{
	uint32_t rares = 0;

	for (uint32_t i = 0; i < text->count; i++) {
		if (!numbering_is_rare(text->numbers[i]))
			continue;
		if (rares == text->rare_count || token_text_rare(text, rares).position != i ||
			numbering_number(text->numbering, token_text_hash(text, i)) != text->numbers[i])
			return false;
		rares++;
	}
	return rares == text->rare_count;
}

static void check_article(struct checking *checking, uint32_t document)
{
	const struct tokens_article tokens = tokens_get(&checking->tokens, document);
	struct article article;
	struct error failure = {0};

	if (!rares_are_right(&tokens.words))
		note(checking, "tokens", document, "its rare words are not those of its numbers");
	if (!zeros_are_right(&tokens))
		note(checking, "tokens", document, "regions do not end where the row says");
	if (xc_database_length(checking->articles, document) !=
		analysis_length(tokens.title, tokens.subtitle, tokens.body))
		note(checking, "articles", document, "its length is not that of its tokens");
	buffer_reset(&checking->record);
	arena_reset(&checking->arena);
	if (!xc_database_record(checking->articles, document, &checking->record, &failure) ||
		!record_decode_article(checking->codec, buffer_slice(&checking->record),
			&checking->arena, &article, &failure))
		note(checking, "articles", document, failure.message);
	else if (article_digest(&article) != tokens.digest)
		note(checking, "articles", document, "its digest is not that of its row");
}

/* A quotation must name the article whose row names it, and the words that its own row names. */
static void check_quotation(struct checking *checking, uint32_t article, uint32_t document)
{
	const struct tokens_quotation row = tokens_quotation_get(&checking->tokens, document);
	struct quotation_record record;
	struct error failure = {0};

	buffer_reset(&checking->record);
	if (!xc_database_record(checking->quotations, document, &checking->record, &failure) ||
		!record_decode_quotation(buffer_slice(&checking->record), &record, &failure))
		note(checking, "quotes", document, failure.message);
	else if (record.article != article)
		note(checking, "quotes", document, "it is of another article than the rows say");
	else if (record.quotation.first_token != row.first_token ||
		record.quotation.end_token != row.end_token)
		note(checking, "quotes", document, "its words are not those of its row");
}

/* Prints in their order, each of a quotation that is there. */
static void check_prints(struct checking *checking)
{
	const struct tokens_map *tokens = &checking->tokens;

	for (uint32_t i = 0; i < tokens->print_count; i++) {
		const struct print *print = &tokens->prints[i];

		if (print->quotation == 0 || print->quotation > tokens->quotation_count ||
			(i > 0 && print->print < print[-1].print)) {
			note(checking, "tokens", print->quotation, "its prints are out of order");
			return;
		}
	}
}

static void check_documents(struct checking *checking)
{
	check_prints(checking);
	if (!numbering_is_right(&checking->tokens.numbering))
		note(checking, "tokens", 0, "its words are out of order");
	checking->codec = record_codec_new();
	arena_init(&checking->arena);
	for (uint32_t document = 1; document <= checking->tokens.count; document++) {
		const struct tokens_article tokens = tokens_get(&checking->tokens, document);

		check_article(checking, document);
		for (uint32_t i = 0; i < tokens.quotation_count; i++)
			check_quotation(checking, document, tokens.first_quotation + i);
	}
	record_codec_free(checking->codec);
	arena_clear(&checking->arena);
	buffer_clear(&checking->record);
}

void verify_segment(const char *index, const struct manifest_segment *segment,
	struct buffer *report)
{
	struct checking checking = {.index = index, .segment = segment, .report = report};
	bool good = check_tokens(&checking);

	good = check_dead(&checking) && good;
	good = check_database(&checking, "articles", segment->article_count, &checking.articles) &&
	       good;
	good = check_database(&checking, "quotes", segment->quotation_count,
		       &checking.quotations) &&
	       good;
	if (good) {
		check_documents(&checking);
		check_words(&checking);
	}
	if (checking.note_count > NOTES_LIMIT)
		buffer_printf(report, "%s: segment %06llu: %u more of the kind\n", index,
			(unsigned long long)segment->number, checking.note_count - NOTES_LIMIT);
	tokens_close(&checking.tokens);
	if (checking.articles)
		xc_database_close(checking.articles);
	if (checking.quotations)
		xc_database_close(checking.quotations);
}
