/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/compose.h"

#include "base/memory.h"
#include "indexer/shared_terms.h"
#include "indexer/term_map.h"
#include "schema/record.h"
#include "schema/term.h"
#include "text/fold.h"

#include "base/banned.h"

#define TITLE_VALUE_SIZE 32  /* schema/slot.h */
#define SOURCE_VALUE_SIZE 64

/* Where the words of one language are posted: in the articles of a block by where they stand,
 * and in its quotations. */
enum word_map { MAP_TEXT, MAP_TITLE, MAP_SUBTITLE, MAP_SPEAKER, MAP_QUOTATION, MAP_QUOTATION_SPEAKER,
	MAP_QUOTATION_CUE, MAP_COUNT };

struct composer {
	struct analysis *analysis;
	struct record_codec *codec;
	struct block *block;
	struct term_map maps[LANGUAGE_COUNT][MAP_COUNT];
	struct shared_terms shared;
	uint32_t article_list;       /* of the quotations of the article in hand */
	struct token_list words;     /* of a name */
	struct buffer term, value, record;
};

static const enum field map_fields[MAP_COUNT] = {
	[MAP_TEXT] = FIELD_TEXT,
	[MAP_TITLE] = FIELD_TITLE,
	[MAP_SUBTITLE] = FIELD_SUBTITLE,
	[MAP_SPEAKER] = FIELD_SPEAKER,
	[MAP_QUOTATION] = FIELD_TEXT,
	[MAP_QUOTATION_SPEAKER] = FIELD_SPEAKER,
	[MAP_QUOTATION_CUE] = FIELD_CUE,
};

struct composer *composer_new(struct analysis *analysis)
{
	struct composer *composer = memory_allocate_array(1, sizeof(*composer));

	composer->analysis = analysis;
	composer->codec = record_codec_new();
	for (size_t i = 0; i < LANGUAGE_COUNT; i++) {
		for (size_t j = 0; j < MAP_COUNT; j++) {
			composer->maps[i][j].field = map_fields[j];
			composer->maps[i][j].is_exact = field_get(map_fields[j])->kind == FIELD_KIND_NAME;
		}
	}
	return composer;
}

void composer_free(struct composer *composer)
{
	if (!composer)
		return;
	for (size_t i = 0; i < LANGUAGE_COUNT; i++) {
		for (size_t j = 0; j < MAP_COUNT; j++)
			term_map_clear(&composer->maps[i][j]);
	}
	record_codec_free(composer->codec);
	shared_terms_clear(&composer->shared);
	token_list_clear(&composer->words);
	buffer_clear(&composer->term);
	buffer_clear(&composer->value);
	buffer_clear(&composer->record);
	memory_free(composer);
}

void composer_begin(struct composer *composer, struct block *block)
{
	composer->block = block;
	shared_terms_begin(&composer->shared);
	for (size_t i = 0; i < LANGUAGE_COUNT; i++) {
		for (size_t j = 0; j < MAP_COUNT; j++)
			term_map_reset(&composer->maps[i][j]);
	}
}

static void post(struct block_documents *documents, struct slice term)
{
	inversion_post(documents->postings, inversion_term(documents->postings, term),
		block_next(documents), 1);
}

/* The words of a name, to the next document; false when it has none. */
static bool post_name_words(struct composer *composer, struct block_documents *documents,
	enum word_map map, struct slice name, enum language language)
{
	const struct posting_target target = {documents->postings, block_next(documents), 1};

	composer->words.count = 0;
	if (name.size)
		analysis_words(composer->analysis, language, name, &composer->words);
	term_map_post(&composer->maps[language][map], &target, composer->words.tokens,
		composer->words.count);
	return composer->words.count > 0;
}

static void post_whole_name(struct composer *composer, struct block_documents *documents,
	enum field field, struct slice name)
{
	term_value(field, name, &composer->term);
	post(documents, buffer_slice(&composer->term));
}

/* Folded, and cut to a size where a character ends. */
static void put_folded_value(struct composer *composer, struct block_documents *documents,
	enum slot slot, struct slice text, size_t limit)
{
	size_t size;

	if (!text.size)
		return;
	buffer_reset(&composer->value);
	fold_append(slice_trim(text), &composer->value);
	size = composer->value.size;
	if (size > limit) {
		size = limit;
		while (size && ((unsigned char)composer->value.data[size] & 0xc0) == 0x80)
			size--;
	}
	block_value(documents, slot, slice_range(buffer_slice(&composer->value), 0, size));
}

static void put_values(struct composer *composer, struct block_documents *documents,
	const struct article *article, size_t length)
{
	char number[SLOT_NUMBER_SIZE];

	if (article->date != CLOCK_DATE_NONE) {
		slot_encode_number(article->date, number);
		block_value(documents, SLOT_DATE, slice_make(number, sizeof(number)));
	}
	slot_encode_number((int64_t)length, number);
	block_value(documents, SLOT_LENGTH, slice_make(number, sizeof(number)));
	put_folded_value(composer, documents, SLOT_TITLE, article->title, TITLE_VALUE_SIZE);
	put_folded_value(composer, documents, SLOT_SOURCE, article->source, SOURCE_VALUE_SIZE);
}

/* "It" and "The union" have a capital because a sentence begins. */
static bool is_name(const struct token_list *words)
{
	for (size_t i = 0; i < words->count; i++) {
		const unsigned flags = words->tokens[i].lexeme->flags;

		if (flags & LEXEME_CAPITAL && !(flags & LEXEME_STOPWORD))
			return true;
	}
	return false;
}

/* The words of the mention and of the entity; the whole of the one that says more, where it is
 * a name and not "officials": speakers are listed by their whole names. */
static void post_speaker(struct composer *composer, enum word_map map, const struct article *article,
	const struct quotation *quotation)
{
	struct block_documents *documents = map == MAP_SPEAKER ? &composer->block->articles :
								 &composer->block->quotations;
	struct slice mention = span_of(article->body, quotation->speaker);
	struct slice whole = quotation->entity.size ? quotation->entity : mention;

	if (!slice_equal(mention, whole))
		post_name_words(composer, documents, map, mention, article->language);
	if (post_name_words(composer, documents, map, whole, article->language) &&
		is_name(&composer->words))
		post_whole_name(composer, documents, FIELD_SPEAKER, whole);
}

static void add_quotation(struct composer *composer, const struct article *article,
	const struct analysed *analysed, uint32_t ordinal)
{
	struct block_documents *documents = &composer->block->quotations;
	const struct quotation *quotation = &analysed->quotations.quotations[ordinal - 1];
	size_t length = quotation->end_token - quotation->first_token;
	const struct posting_target target = {documents->postings, block_next(documents), 1};
	const struct quotation_record record = {
		.article = block_next(&composer->block->articles),
		.ordinal = ordinal,
		.quotation = *quotation,
		.mention = span_of(article->body, quotation->speaker),
		.cue = span_of(article->body, quotation->cue),
	};

	term_map_post(&composer->maps[article->language][MAP_QUOTATION], &target,
		analysed->body->tokens + quotation->first_token, length);
	shared_terms_post(&composer->shared, SHARED_QUOTATIONS, documents->postings, target.document);
	post_speaker(composer, MAP_QUOTATION_SPEAKER, article, quotation);
	post_name_words(composer, documents, MAP_QUOTATION_CUE, record.cue, article->language);
	term_value(FIELD_DIRECT, slice_of(quotation->is_direct ? "yes" : "no"), &composer->term);
	post(documents, buffer_slice(&composer->term));
	inversion_post(documents->postings, composer->article_list, target.document, 1);
	buffer_reset(&composer->value);
	buffer_append(&composer->value, article->identity);
	buffer_printf(&composer->value, "#%u", ordinal);
	term_identity(buffer_slice(&composer->value), &composer->term);
	post(documents, buffer_slice(&composer->term));
	put_values(composer, documents, article, length);
	buffer_reset(&composer->record);
	record_encode_quotation(&record, &composer->record);
	block_add(documents, buffer_slice(&composer->record), (uint32_t)length);
}

/* Words of the title, the subtitle or the body: among those of the article, and under the
 * prefix of their own, if there is one. */
static void post_words(struct composer *composer, const struct token_list *words, uint32_t weight,
	struct term_map *text, struct term_map *own)
{
	struct block_documents *documents = &composer->block->articles;
	struct posting_target target = {documents->postings, block_next(documents), weight};

	term_map_post(text, &target, words->tokens, words->count);
	target.weight = 1;
	if (own)
		term_map_post(own, &target, words->tokens, words->count);
}

static void add_article(struct composer *composer, const struct article *article,
	const struct analysed *analysed)
{
	struct block_documents *documents = &composer->block->articles;
	struct term_map *maps = composer->maps[article->language];
	size_t length = analysed->title->count + analysed->subtitle->count + analysed->body->count;

	post_words(composer, analysed->body, 1, &maps[MAP_TEXT], NULL);
	post_words(composer, analysed->title, ANALYSIS_TITLE_WEIGHT, &maps[MAP_TEXT],
		&maps[MAP_TITLE]);
	post_words(composer, analysed->subtitle, ANALYSIS_SUBTITLE_WEIGHT, &maps[MAP_TEXT],
		&maps[MAP_SUBTITLE]);
	shared_terms_post(&composer->shared, SHARED_ARTICLES, documents->postings,
		block_next(documents));
	for (size_t i = 0; i < analysed->quotations.count; i++)
		post_speaker(composer, MAP_SPEAKER, article, &analysed->quotations.quotations[i]);
	term_identity(article->identity, &composer->term);
	post(documents, buffer_slice(&composer->term));
	put_values(composer, documents, article, length);
	buffer_reset(&composer->record);
	record_encode_article(composer->codec, article, &composer->record);
	block_add(documents, buffer_slice(&composer->record),
		analysis_length(analysed->title->count, analysed->subtitle->count,
			analysed->body->count));
}

uint32_t composer_add(struct composer *composer, const struct article *article,
	const struct analysed *analysed, uint64_t digest)
{
	struct block *block = composer->block;
	uint32_t number = block_next(&block->articles);
	uint32_t first_quotation = block_next(&block->quotations);
	uint32_t count = (uint32_t)analysed->quotations.count;

	for (size_t i = 0; i < MAP_COUNT; i++)
		term_map_enter(&composer->maps[article->language][i], analysed->generation);
	shared_terms_set(&composer->shared, composer->analysis, article);
	if (count) {
		term_value(FIELD_ARTICLE, article->identity, &composer->term);
		composer->article_list = inversion_term(block->quotations.postings,
			buffer_slice(&composer->term));
	}
	for (uint32_t ordinal = 1; ordinal <= count; ordinal++)
		add_quotation(composer, article, analysed, ordinal);
	tokens_builder_add(&block->tokens,
		&(struct tokens_addition){analysed->title, analysed->subtitle, analysed->body,
			first_quotation, analysed->quotations, digest});
	add_article(composer, article, analysed);
	block->text_bytes += article->title.size + article->subtitle.size + article->body.size;
	block->language_articles[article->language]++;
	return number;
}
