/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/shared_terms.h"

#include <string.h>

#include "base/memory.h"
#include "schema/term.h"

#include "base/banned.h"

void shared_terms_clear(struct shared_terms *terms)
{
	buffer_clear(&terms->key);
	buffer_clear(&terms->key_before);
	buffer_clear(&terms->bytes);
	buffer_clear(&terms->term);
	token_list_clear(&terms->words);
	memory_free(terms->ends);
	for (size_t i = 0; i < SHARED_COUNT; i++)
		memory_free(terms->numbers[i]);
	memset(terms, 0, sizeof(*terms));
}

void shared_terms_begin(struct shared_terms *terms)
{
	for (size_t i = 0; i < SHARED_COUNT; i++)
		terms->is_numbered[i] = false;
}

/* Takes terms->term in. */
static void add_term(struct shared_terms *terms)
{
	terms->ends = memory_grow(terms->ends, &terms->capacity, terms->count + 1,
		sizeof(*terms->ends));
	buffer_append(&terms->bytes, buffer_slice(&terms->term));
	terms->ends[terms->count++] = terms->bytes.size;
}

static void add_value(struct shared_terms *terms, enum field field, struct slice value)
{
	if (!slice_trim(value).size)
		return;
	term_value(field, value, &terms->term);
	add_term(terms);
}

/* Names: each of their words, and each as a whole. */
static void add_names(struct shared_terms *terms, enum field field, struct slice names,
	char separator)
{
	struct slice name;

	for (size_t i = 0; i < terms->words.count; i++) {
		term_word(field, terms->words.tokens[i].lexeme->folded, &terms->term);
		add_term(terms);
	}
	while (names.size && slice_split(&names, separator, &name))
		add_value(terms, field, name);
}

/* "news.example.org" is of site example.org too; of "org" as well, since nothing here knows
 * which parts people can register. */
static void add_site(struct shared_terms *terms, struct slice site)
{
	size_t dot;

	if (slice_starts_with(site, SLICE_LITERAL("www.")))
		site = slice_range(site, 4, site.size);
	add_value(terms, FIELD_SITE, site);
	while (slice_find_byte(site, '.', 0, &dot)) {
		site = slice_range(site, dot + 1, site.size);
		add_value(terms, FIELD_SITE, site);
	}
}

/* /home/jane/news/a.txt is found by path:a.txt and path:news/a.txt too. */
static void add_path(struct shared_terms *terms, struct slice path)
{
	size_t slash;

	add_value(terms, FIELD_PATH, path);
	while (slice_find_byte(path, '/', 0, &slash)) {
		path = slice_range(path, slash + 1, path.size);
		add_value(terms, FIELD_PATH, path);
	}
}

struct names {
	enum field field;
	struct slice text;
	char separator; /* between several */
};

#define NAMES_COUNT 4

static void list_names(const struct article *article, struct names names[NAMES_COUNT])
{
	names[0] = (struct names){FIELD_AUTHOR, article->author, ','};
	names[1] = (struct names){FIELD_SOURCE, article->source, '\n'};
	names[2] = (struct names){FIELD_SECTION, article->section, '\n'};
	names[3] = (struct names){FIELD_TAG, article->tags, '\n'};
}

/* False when the terms of the article before are this one's too. */
static bool is_other(struct shared_terms *terms, const struct article *article)
{
	struct names names[NAMES_COUNT];
	const struct buffer before = terms->key_before;

	terms->key_before = terms->key;
	terms->key = before;
	buffer_reset(&terms->key);
	list_names(article, names);
	buffer_append_varint(&terms->key, article->language);
	for (size_t i = 0; i < NAMES_COUNT; i++) {
		buffer_append_varint(&terms->key, names[i].text.size);
		buffer_append(&terms->key, names[i].text);
	}
	buffer_append_varint(&terms->key, article->site.size);
	buffer_append(&terms->key, article->site);
	buffer_append(&terms->key, article->path);
	return !slice_equal(buffer_slice(&terms->key), buffer_slice(&terms->key_before));
}

void shared_terms_set(struct shared_terms *terms, struct analysis *analysis,
	const struct article *article)
{
	struct names names[NAMES_COUNT];

	if (!is_other(terms, article))
		return;
	shared_terms_begin(terms);
	buffer_reset(&terms->bytes);
	terms->count = 0;
	list_names(article, names);
	for (size_t i = 0; i < NAMES_COUNT; i++) {
		terms->words.count = 0;
		analysis_words(analysis, article->language, names[i].text, &terms->words);
		add_names(terms, names[i].field, names[i].text, names[i].separator);
	}
	add_site(terms, article->site);
	add_path(terms, article->path);
	/* Articles in no known language have a term too: quothd asks for those whose common pairs
	 * are not of the index's main language. */
	add_value(terms, FIELD_LANGUAGE,
		slice_of(article->language == LANGUAGE_NONE ? ARTICLE_NO_LANGUAGE :
							      language_code(article->language)));
}

static void number(struct shared_terms *terms, enum shared_kind kind, struct inversion *inversion)
{
	size_t begin = 0;

	terms->numbers[kind] = memory_grow(terms->numbers[kind], &terms->numbers_capacity[kind],
		terms->count, sizeof(*terms->numbers[kind]));
	for (size_t i = 0; i < terms->count; i++) {
		terms->numbers[kind][i] = inversion_term(inversion,
			slice_range(buffer_slice(&terms->bytes), begin, terms->ends[i]));
		begin = terms->ends[i];
	}
	terms->is_numbered[kind] = true;
}

void shared_terms_post(struct shared_terms *terms, enum shared_kind kind,
	struct inversion *inversion, uint32_t document)
{
	if (!terms->is_numbered[kind])
		number(terms, kind, inversion);
	inversion_post_each(inversion, terms->numbers[kind], terms->count, document, 1);
}
