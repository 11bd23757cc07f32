/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * text.c - times each stage of text/ alone: bench/text [FILE]
 *
 * FILE is cut into pieces of about an article's size; without one, invented words with the
 * frequencies of real ones are written, some 16 MB. Processor time, the best of five runs;
 * "lexicon, new" starts with an empty lexicon each time.
 */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "base/arena.h"
#include "base/file.h"
#include "base/memory.h"
#include "text/fold.h"
#include "text/language.h"
#include "text/lexicon.h"
#include "text/sentence.h"
#include "text/utf8.h"
#include "text/word.h"

#include "base/banned.h"

#define GENERATED_SIZE ((size_t)16 << 20)
#define FILE_LIMIT ((size_t)1 << 30)
#define PIECE_SIZE 3000
#define VOCABULARY_BITS 17
#define RUNS 5

/* What the stages work with. */
struct workshop {
	struct lexicon *lexicon;
	struct language_guesser *guesser;
	struct token_list tokens;
	struct buffer folded;
	struct arena arena;
};

typedef size_t stage_function(struct workshop *workshop, struct slice piece);

static size_t repair(struct workshop *workshop, struct slice piece)
{
	return utf8_repair(piece, &workshop->arena).size;
}

static size_t cut_words(struct workshop *workshop, struct slice piece)
{
	struct word_cursor cursor = {piece, 0};
	enum word_kind kind;
	struct span span;
	size_t count = 0;

	(void)workshop;
	while (word_next(&cursor, &span, &kind))
		count++;
	return count;
}

static size_t fold(struct workshop *workshop, struct slice piece)
{
	buffer_reset(&workshop->folded);
	fold_append(piece, &workshop->folded);
	return workshop->folded.size;
}

static size_t cut_sentences(struct workshop *workshop, struct slice piece)
{
	struct sentence_cursor cursor = {piece, 0};
	struct span span;
	size_t count = 0;

	(void)workshop;
	while (sentence_next(&cursor, &span))
		count++;
	return count;
}

static size_t guess(struct workshop *workshop, struct slice piece)
{
	return language_guess(workshop->guesser, piece, LANGUAGE_ENGLISH);
}

static size_t look_up(struct workshop *workshop, struct slice piece)
{
	workshop->tokens.count = 0;
	lexicon_cut(workshop->lexicon, piece, &workshop->tokens);
	return workshop->tokens.count;
}

static const struct stage {
	const char *name, *counts;
	stage_function *run;
	bool with_new_lexicon;
} stages[] = {
	{"repair", "bytes", repair, false},
	{"words", "words", cut_words, false},
	{"fold", "bytes", fold, false},
	{"sentences", "sentences", cut_sentences, false},
	{"language", "codes", guess, false},
	{"lexicon, new", "words", look_up, true},
	{"lexicon", "words", look_up, false},
};

static uint64_t next_random(uint64_t *state)
{
	uint64_t z = *state += 0x9e3779b97f4a7c15u;

	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
	z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
	return z ^ (z >> 31);
}

/* Every octave of ranks is as likely as any other: Zipf's law, in steps. */
static void generate(struct buffer *text)
{
	uint64_t state = 1;

	while (text->size < GENERATED_SIZE) {
		const unsigned octave = (unsigned)(next_random(&state) % VOCABULARY_BITS);
		const uint64_t rank = UINT64_C(1) << octave | (next_random(&state) & ((1u << octave) - 1));
		uint64_t word_state = rank;
		uint64_t letters = next_random(&word_state);
		const uint64_t mark = next_random(&state) % 16;

		for (uint64_t rest = rank; rest; rest >>= 2, letters /= 26)
			buffer_append_byte(text, (char)('a' + letters % 26));
		buffer_append_string(text, mark == 0 ? ". " : mark == 1 ? ", " : mark == 2 ? ".\n\n" : " ");
	}
}

/* Seconds of processor time for one run over all pieces; `count` is what was found. */
static double run_stage(const struct stage *stage, struct workshop *workshop, struct slice text,
	size_t *count)
{
	const clock_t begin = clock();
	size_t position = 0;

	*count = 0;
	while (position < text.size) {
		size_t end = position + PIECE_SIZE;

		while (end < text.size && text.data[end] != '\n')
			end++;
		*count += stage->run(workshop, slice_range(text, position, end));
		arena_reset(&workshop->arena);
		position = end;
	}
	return (double)(clock() - begin) / CLOCKS_PER_SEC;
}

static void time_stage(const struct stage *stage, struct workshop *workshop, struct slice text)
{
	double best = 1e9;
	size_t count = 0;

	for (int run = 0; run < RUNS; run++) {
		if (stage->with_new_lexicon)
			lexicon_trim(workshop->lexicon, 0);
		const double seconds = run_stage(stage, workshop, text, &count);

		if (seconds < best)
			best = seconds;
	}
	printf("%-14s %8.1f MB/s %12zu %s\n", stage->name, (double)text.size / best / 1e6, count,
		stage->counts);
}

int main(int argc, char **argv)
{
	struct workshop workshop = {0};
	struct buffer text = {0};
	struct error error = {0};

	if (argc < 2) {
		generate(&text);
	} else if (!file_read(argv[1], FILE_LIMIT, &text, &error)) {
		fprintf(stderr, "bench/text: %s\n", error.message);
		return EXIT_FAILURE;
	}
	workshop.lexicon = lexicon_new(LANGUAGE_ENGLISH);
	workshop.guesser = language_guesser_new();
	for (size_t i = 0; i < COUNT_OF(stages); i++)
		time_stage(&stages[i], &workshop, buffer_slice(&text));
	lexicon_free(workshop.lexicon);
	language_guesser_free(workshop.guesser);
	token_list_clear(&workshop.tokens);
	buffer_clear(&workshop.folded);
	arena_clear(&workshop.arena);
	buffer_clear(&text);
	return EXIT_SUCCESS;
}
