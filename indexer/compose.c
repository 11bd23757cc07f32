/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/compose.h"

#include "base/memory.h"
#include "indexer/term_map.h"
#include "schema/record.h"
#include "schema/term.h"
#include "text/fold.h"

#include "base/banned.h"

#define TITLE_VALUE_SIZE 32  /* schema/slot.h */
#define SOURCE_VALUE_SIZE 64

/* Terms that an article and its quotations share: who wrote and published it, where and when. */
struct term_list {
	struct buffer bytes;
	size_t *ends;
	size_t count, capacity;
};

struct composer {
	struct analysis *analysis;
	struct record_codec *codec;
	struct block *block;
	struct term_map articles[LANGUAGE_COUNT], quotations[LANGUAGE_COUNT];
	struct term_list shared;
	struct token_list words;     /* of a name */
	struct buffer term, value, record;
};

struct composer *composer_new(struct analysis *analysis)
{
	struct composer *composer = memory_allocate_array(1, sizeof(*composer));

	composer->analysis = analysis;
	composer->codec = record_codec_new();
	return composer;
}

void composer_free(struct composer *composer)
{
	if (!composer)
		return;
	for (size_t i = 0; i < LANGUAGE_COUNT; i++) {
		term_map_clear(&composer->articles[i]);
		term_map_clear(&composer->quotations[i]);
	}
	record_codec_free(composer->codec);
	buffer_clear(&composer->shared.bytes);
	memory_free(composer->shared.ends);
	token_list_clear(&composer->words);
	buffer_clear(&composer->term);
	buffer_clear(&composer->value);
	buffer_clear(&composer->record);
	memory_free(composer);
}

void composer_begin(struct composer *composer, struct block *block)
{
	composer->block = block;
	for (size_t i = 0; i < LANGUAGE_COUNT; i++) {
		term_map_reset(&composer->articles[i]);
		term_map_reset(&composer->quotations[i]);
	}
}

static void post(struct block_documents *documents, struct slice term)
{
	inversion_post(documents->postings, inversion_term(documents->postings, term),
		block_next(documents), 1);
}

/* composer->term, to the shared terms. */
static void share_term(struct composer *composer)
{
	struct term_list *shared = &composer->shared;

	shared->ends = memory_grow(shared->ends, &shared->capacity, shared->count + 1,
		sizeof(*shared->ends));
	buffer_append(&shared->bytes, buffer_slice(&composer->term));
	shared->ends[shared->count++] = shared->bytes.size;
}

static void share_value(struct composer *composer, enum field field, struct slice value)
{
	if (!slice_trim(value).size)
		return;
	term_value(field, value, &composer->term);
	share_term(composer);
}

/* A name: each of its words, and the whole. Several stand one behind the other, separated. */
static void share_names(struct composer *composer, enum field field, struct slice names,
	char separator, enum language language)
{
	struct slice rest = names, name;

	if (!names.size)
		return;
	composer->words.count = 0;
	analysis_words(composer->analysis, language, names, &composer->words);
	for (size_t i = 0; i < composer->words.count; i++) {
		term_word(field, composer->words.tokens[i].lexeme->folded, &composer->term);
		share_term(composer);
	}
	while (slice_split(&rest, separator, &name))
		share_value(composer, field, name);
}

/* "news.example.org" is of site example.org too; of "org" as well, since nothing here knows
 * which parts people can register. */
static void share_site(struct composer *composer, struct slice site)
{
	size_t dot;

	if (slice_starts_with(site, SLICE_LITERAL("www.")))
		site = slice_range(site, 4, site.size);
	share_value(composer, FIELD_SITE, site);
	while (slice_find_byte(site, '.', 0, &dot)) {
		site = slice_range(site, dot + 1, site.size);
		share_value(composer, FIELD_SITE, site);
	}
}

/* /home/jane/news/a.txt is found by path:a.txt and path:news/a.txt too. */
static void share_path(struct composer *composer, struct slice path)
{
	size_t slash;

	share_value(composer, FIELD_PATH, path);
	while (slice_find_byte(path, '/', 0, &slash)) {
		path = slice_range(path, slash + 1, path.size);
		share_value(composer, FIELD_PATH, path);
	}
}

static void share(struct composer *composer, const struct article *article)
{
	buffer_reset(&composer->shared.bytes);
	composer->shared.count = 0;
	share_names(composer, FIELD_AUTHOR, article->author, ',', article->language);
	share_names(composer, FIELD_SOURCE, article->source, '\n', article->language);
	share_names(composer, FIELD_SECTION, article->section, '\n', article->language);
	share_names(composer, FIELD_TAG, article->tags, '\n', article->language);
	share_site(composer, article->site);
	share_path(composer, article->path);
	share_value(composer, FIELD_LANGUAGE,
		slice_of(article->language == LANGUAGE_NONE ? ARTICLE_NO_LANGUAGE :
							      language_code(article->language)));
}

static void post_shared(const struct composer *composer, struct block_documents *documents)
{
	const struct term_list *shared = &composer->shared;
	size_t begin = 0;

	for (size_t i = 0; i < shared->count; i++) {
		post(documents, slice_range(buffer_slice(&shared->bytes), begin, shared->ends[i]));
		begin = shared->ends[i];
	}
}

/* Words of the title or the subtitle, under their own prefix; they are few. */
static void post_words(struct composer *composer, struct block_documents *documents,
	enum field field, const struct token_list *words)
{
	for (size_t i = 0; i < words->count; i++) {
		const struct lexeme *lexeme = words->tokens[i].lexeme;

		term_word(field, lexeme->folded, &composer->term);
		post(documents, buffer_slice(&composer->term));
		term_stem(field, lexeme->stem, &composer->term);
		post(documents, buffer_slice(&composer->term));
	}
}

/* The words of a name, to one document; false when it has none. */
static bool post_name_words(struct composer *composer, struct block_documents *documents,
	enum field field, struct slice name, enum language language)
{
	composer->words.count = 0;
	if (name.size)
		analysis_words(composer->analysis, language, name, &composer->words);
	for (size_t i = 0; i < composer->words.count; i++) {
		term_word(field, composer->words.tokens[i].lexeme->folded, &composer->term);
		post(documents, buffer_slice(&composer->term));
	}
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

static bool has_capital(const struct token_list *words)
{
	for (size_t i = 0; i < words->count; i++) {
		if (words->tokens[i].lexeme->flags & LEXEME_CAPITAL)
			return true;
	}
	return false;
}

/* The words of the mention and of the entity; the whole of the one that says more, where it is
 * a name and not "officials": speakers are listed by their whole names. */
static void post_speaker(struct composer *composer, struct block_documents *documents,
	const struct article *article, const struct quotation *quotation)
{
	struct slice mention = span_of(article->body, quotation->speaker);
	struct slice whole = quotation->entity.size ? quotation->entity : mention;

	if (!slice_equal(mention, whole))
		post_name_words(composer, documents, FIELD_SPEAKER, mention, article->language);
	if (post_name_words(composer, documents, FIELD_SPEAKER, whole, article->language) &&
		has_capital(&composer->words))
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

	term_map_post(&composer->quotations[article->language], &target,
		analysed->body->tokens + quotation->first_token, length);
	post_shared(composer, documents);
	post_speaker(composer, documents, article, quotation);
	post_name_words(composer, documents, FIELD_CUE, record.cue, article->language);
	term_value(FIELD_DIRECT, slice_of(quotation->is_direct ? "yes" : "no"), &composer->term);
	post(documents, buffer_slice(&composer->term));
	term_value(FIELD_ARTICLE, article->identity, &composer->term);
	post(documents, buffer_slice(&composer->term));
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

static void add_article(struct composer *composer, const struct article *article,
	const struct analysed *analysed)
{
	struct block_documents *documents = &composer->block->articles;
	struct term_map *map = &composer->articles[article->language];
	struct posting_target target = {documents->postings, block_next(documents), 1};
	size_t length = analysed->title->count + analysed->subtitle->count + analysed->body->count;

	term_map_post(map, &target, analysed->body->tokens, analysed->body->count);
	target.weight = ANALYSIS_TITLE_WEIGHT;
	term_map_post(map, &target, analysed->title->tokens, analysed->title->count);
	target.weight = ANALYSIS_SUBTITLE_WEIGHT;
	term_map_post(map, &target, analysed->subtitle->tokens, analysed->subtitle->count);
	post_words(composer, documents, FIELD_TITLE, analysed->title);
	post_words(composer, documents, FIELD_SUBTITLE, analysed->subtitle);
	post_shared(composer, documents);
	for (size_t i = 0; i < analysed->quotations.count; i++)
		post_speaker(composer, documents, article, &analysed->quotations.quotations[i]);
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

	term_map_enter(&composer->articles[article->language], analysed->generation);
	term_map_enter(&composer->quotations[article->language], analysed->generation);
	share(composer, article);
	for (uint32_t ordinal = 1; ordinal <= count; ordinal++)
		add_quotation(composer, article, analysed, ordinal);
	tokens_builder_add(&block->tokens,
		&(struct tokens_addition){analysed->title, analysed->subtitle, analysed->body,
			first_quotation, count, digest});
	add_article(composer, article, analysed);
	block->text_bytes += article->title.size + article->subtitle.size + article->body.size;
	block->language_articles[article->language]++;
	return number;
}
