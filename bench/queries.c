/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * queries.c - draws queries from a corpus: bench/queries CORPUS [EACH [SEED]]
 *
 * Prints lines CLASS<TAB>QUERY, EACH (200) of the classes term, and, or, phrase2, phrase3-5,
 * phrase-stop and prefix. A third of each goes by a rare word (in 5 articles to 0.1 % of
 * them), a third by a middling one (to 2 %), a third by a frequent one (to 30 %). Words of an
 * AND are of one article and phrases stand in one, so that each has an answer. Words are
 * lower case and ASCII.
 */
#include <stdio.h>
#include <stdlib.h>

#include "base/memory.h"
#include "bench/articles.h"
#include "text/lexicon.h"

#define SAMPLE_LIMIT 40000 /* articles whose words are kept */
#define TRIES 300
#define DRAWS 2000          /* for each query; a small corpus may have none that fits */
#define RARE_ARTICLES 12    /* in small corpora, where 0.1 % are fewer */
#define BANDS 3

enum { WORD_RARE, WORD_MIDDLING, WORD_FREQUENT, WORD_COMMON, WORD_NONE };

struct word {
	const struct lexeme *lexeme;
	uint32_t articles; /* that have it */
	uint32_t last;     /* article that was counted last, plus one */
};

/* All articles' words, one behind the other; NULL where a sentence or clause ends. */
struct drawing {
	struct lexicon *lexicon;
	struct word *words; /* by lexeme number */
	size_t word_capacity;
	const struct lexeme **text;
	size_t text_size, text_capacity;
	size_t *ends; /* of each article in text */
	size_t article_count, article_capacity;
	uint64_t state;
};

static uint64_t next_random(uint64_t *state)
{
	uint64_t z = *state += 0x9e3779b97f4a7c15u;

	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
	z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
	return z ^ (z >> 31);
}

static size_t below(struct drawing *drawing, size_t limit)
{
	return (size_t)(next_random(&drawing->state) % limit);
}

static bool is_plain(struct slice folded)
{
	for (size_t i = 0; i < folded.size; i++) {
		if (folded.data[i] < 'a' || folded.data[i] > 'z')
			return false;
	}
	return folded.size > 0;
}

static void keep(struct drawing *drawing, const struct lexeme *lexeme)
{
	drawing->text = memory_grow(drawing->text, &drawing->text_capacity, drawing->text_size + 1,
		sizeof(*drawing->text));
	drawing->text[drawing->text_size++] = lexeme;
}

static void count(struct drawing *drawing, const struct lexeme *lexeme)
{
	const size_t old = drawing->word_capacity;
	struct word *word;

	if (lexeme->number >= old) {
		drawing->words = memory_grow(drawing->words, &drawing->word_capacity,
			lexeme->number + 1, sizeof(*drawing->words));
		for (size_t i = old; i < drawing->word_capacity; i++)
			drawing->words[i] = (struct word){0};
	}
	word = &drawing->words[lexeme->number];
	word->lexeme = lexeme;
	if (word->last != drawing->article_count + 1) {
		word->last = (uint32_t)drawing->article_count + 1;
		word->articles++;
	}
}

static void take(struct drawing *drawing, struct slice body, struct token_list *tokens)
{
	uint32_t end = 0;

	tokens->count = 0;
	lexicon_cut(drawing->lexicon, body, tokens);
	for (size_t i = 0; i < tokens->count; i++) {
		const struct token *token = &tokens->tokens[i];
		/* One lexeme a folded word, so that "The" and "the" are counted as one. */
		const struct lexeme *lexeme = lexicon_find(drawing->lexicon, token->lexeme->folded,
			WORD_LETTERS);

		if (token->span.begin != end + 1 || body.data[end] != ' ')
			keep(drawing, NULL);
		keep(drawing, is_plain(lexeme->folded) ? lexeme : NULL);
		count(drawing, lexeme);
		end = token->span.end;
	}
	keep(drawing, NULL);
	drawing->ends = memory_grow(drawing->ends, &drawing->article_capacity,
		drawing->article_count + 1, sizeof(*drawing->ends));
	drawing->ends[drawing->article_count++] = drawing->text_size;
}

static unsigned band(const struct drawing *drawing, const struct lexeme *lexeme)
{
	const uint32_t articles = drawing->words[lexeme->number].articles;
	const double share = (double)articles / (double)drawing->article_count;

	if (lexeme->common || share > 0.3)
		return WORD_COMMON;
	if (share > 0.02)
		return WORD_FREQUENT;
	if (share > 0.001 && articles > RARE_ARTICLES)
		return WORD_MIDDLING;
	return articles >= 5 ? WORD_RARE : WORD_NONE;
}

/* A word of the band from [begin, end) of the text; NULL where none was met. */
static const struct lexeme *draw_word(struct drawing *drawing, unsigned wanted, size_t begin,
	size_t end)
{
	for (int i = 0; i < TRIES; i++) {
		const struct lexeme *lexeme = drawing->text[begin + below(drawing, end - begin)];

		if (lexeme && lexeme->folded.size > 2 && band(drawing, lexeme) == wanted)
			return lexeme;
	}
	return NULL;
}

/* Words of one article, or of anywhere, joined by an operator; the first is of the band. */
static bool draw_words(struct drawing *drawing, unsigned wanted, bool is_and, struct buffer *query)
{
	size_t article = below(drawing, drawing->article_count);
	size_t begin = is_and && article ? drawing->ends[article - 1] : 0;
	size_t end = is_and ? drawing->ends[article] : drawing->text_size;
	size_t number = 2 + below(drawing, is_and ? 2 : 3);

	for (size_t i = 0; i < number; i++) {
		unsigned of = i ? wanted + (unsigned)below(drawing, WORD_COMMON - wanted) : wanted;
		const struct lexeme *lexeme = draw_word(drawing, of, begin, end);

		if (!lexeme)
			return false;
		if (i)
			buffer_append_string(query, is_and ? " AND " : " OR ");
		buffer_append(query, lexeme->folded);
	}
	return true;
}

/* `size` words that follow one another, the rarest of the band. */
static bool draw_phrase(struct drawing *drawing, unsigned wanted, size_t size, bool has_common,
	struct buffer *query)
{
	size_t begin = below(drawing, drawing->text_size - size), common = 0;
	unsigned rarest = WORD_COMMON;

	buffer_append_byte(query, '"');
	for (size_t i = begin; i < begin + size; i++) {
		unsigned of;

		if (!drawing->text[i])
			return false;
		of = band(drawing, drawing->text[i]);
		common += of == WORD_COMMON;
		rarest = of == WORD_NONE ? WORD_RARE : of < rarest ? of : rarest;
		if (i > begin)
			buffer_append_byte(query, ' ');
		buffer_append(query, drawing->text[i]->folded);
	}
	buffer_append_byte(query, '"');
	return rarest == wanted && (has_common ? common * 2 >= size : common * 3 <= size);
}

static bool draw(struct drawing *drawing, size_t class, unsigned wanted, struct buffer *query)
{
	const struct lexeme *lexeme;

	switch (class) {
	case 1:
	case 2:
		return draw_words(drawing, wanted, class == 1, query);
	case 3:
		return draw_phrase(drawing, wanted, 2, false, query);
	case 4:
	case 5:
		return draw_phrase(drawing, wanted, 3 + below(drawing, 3), class == 5, query);
	default:
		lexeme = draw_word(drawing, wanted, 0, drawing->text_size);
		if (!lexeme)
			return false;
		buffer_append(query, class == 0 ? lexeme->folded :
			slice_range(lexeme->folded, 0, 3 + below(drawing, 3)));
		if (class == 6)
			buffer_append_byte(query, '*');
		return true;
	}
}

static void print_queries(struct drawing *drawing, size_t each)
{
	static const char *const classes[] = {"term", "and", "or", "phrase2", "phrase3-5", "phrase-stop",
		"prefix"};
	struct buffer query = {0};

	for (size_t class = 0; class < COUNT_OF(classes); class++) {
		for (size_t i = 0; i < each; i++) {
			bool is_drawn = false;

			for (int tries = 0; tries < DRAWS && !is_drawn; tries++) {
				buffer_reset(&query);
				is_drawn = draw(drawing, class, (unsigned)(i % BANDS), &query);
			}
			if (is_drawn)
				printf("%s\t%s\n", classes[class], query.data);
		}
	}
	buffer_clear(&query);
}

int main(int argc, char **argv)
{
	struct drawing drawing = {.state = argc > 3 ? strtoull(argv[3], NULL, 10) : 1};
	struct token_list tokens = {0};
	struct article article;
	struct articles *articles;

	if (argc < 2 || argc > 4) {
		fprintf(stderr, "usage: %s CORPUS [EACH [SEED]]\n", argv[0]);
		return 2;
	}
	drawing.lexicon = lexicon_new(LANGUAGE_ENGLISH);
	articles = articles_open(argv[1]);
	while (drawing.article_count < SAMPLE_LIMIT && articles_next(articles, &article))
		take(&drawing, article.body, &tokens);
	articles_close(articles);
	if (drawing.text_size > 1000)
		print_queries(&drawing, argc > 2 ? strtoul(argv[2], NULL, 10) : 200);
	token_list_clear(&tokens);
	lexicon_free(drawing.lexicon);
	memory_free(drawing.words);
	memory_free(drawing.text);
	memory_free(drawing.ends);
	return drawing.text_size > 1000 ? 0 : 2;
}
