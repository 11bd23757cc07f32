/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * segment.c - times inverting and writing of one block of articles: bench/segment FOLDER
 *
 * Invented words with the frequencies of real ones: 6,500 articles of 410 words, each posted
 * as itself and as a stem, some 16 MB of text. The files in FOLDER are removed afterwards.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/file.h"
#include "store/block.h"

#include "base/banned.h"

#define ARTICLE_COUNT 6500
#define WORD_COUNT 410       /* of an article */
#define VOCABULARY_BITS 18
#define RECORD_SIZE 1200     /* bytes, compressed already */

static uint64_t next_random(uint64_t *state)
{
	uint64_t z = *state += 0x9e3779b97f4a7c15u;

	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
	z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
	return z ^ (z >> 31);
}

/* Every octave of ranks is as likely as any other: Zipf's law, in steps. */
static uint32_t choose_rank(uint64_t *state)
{
	const unsigned octave = (unsigned)(next_random(state) % VOCABULARY_BITS);

	return (uint32_t)((1u << octave) | (next_random(state) & ((1u << octave) - 1)));
}

static struct slice make_word(uint32_t rank, const char *prefix, char word[32])
{
	uint64_t state = rank;
	uint64_t letters = next_random(&state);
	size_t size = (size_t)snprintf(word, 32, "%s", prefix);

	for (uint32_t rest = rank; rest; rest >>= 3, letters /= 26)
		word[size++] = (char)('a' + letters % 26);
	return slice_make(word, size + (size_t)snprintf(word + size, 8, "%x", rank & 0xfff));
}

/* `numbers` is what a composer keeps by word, so that each is looked up once: plus one. */
static uint32_t find_list(struct inversion *postings, uint32_t *numbers, uint32_t rank)
{
	char word[32], stem[32];

	if (!numbers[rank])
		numbers[rank] = inversion_word(postings, make_word(rank, "", word),
			make_word(rank | 1, "Z", stem)) + 1;
	return numbers[rank] - 1;
}

static void fill(struct block *block, const uint32_t *ranks, uint32_t *numbers,
	const char *record)
{
	static const struct token_list none;
	struct inversion *postings = block->articles.postings;
	uint32_t lists[WORD_COUNT];
	char date[SLOT_NUMBER_SIZE];

	for (size_t i = 0; i < ARTICLE_COUNT; i++) {
		for (size_t j = 0; j < WORD_COUNT; j++)
			lists[j] = find_list(postings, numbers, ranks[i * WORD_COUNT + j]);
		inversion_post_each(postings, lists, WORD_COUNT, block_next(&block->articles), 1);
		slot_encode_number((int64_t)i * 3600, date);
		block_value(&block->articles, SLOT_DATE, slice_make(date, sizeof(date)));
		block_value(&block->articles, SLOT_LENGTH, slice_make(date, sizeof(date)));
		block_add(&block->articles, slice_make(record + i, RECORD_SIZE), WORD_COUNT);
		tokens_builder_add(&block->tokens, &(struct tokens_addition){
			.title = &none,
			.subtitle = &none,
			.body = &none,
		});
	}
}

static bool run(const char *folder, struct error *error)
{
	static uint32_t ranks[ARTICLE_COUNT * WORD_COUNT];
	static uint32_t numbers[1u << VOCABULARY_BITS];
	static char record[ARTICLE_COUNT + RECORD_SIZE];
	struct block *block = block_new();
	struct manifest_segment segment;
	struct buffer path = {0};
	uint64_t state = 1;
	int64_t begin;
	int64_t filled;
	int64_t sorted;
	bool is_written;

	for (size_t i = 0; i < sizeof(ranks) / sizeof(ranks[0]); i++)
		ranks[i] = choose_rank(&state);
	for (size_t i = 0; i < sizeof(record); i++)
		record[i] = (char)next_random(&state);
	buffer_printf(&path, "%s/segments", folder);
	if (!file_make_folder(path.data, error))
		return false;
	begin = clock_monotonic_ns();
	fill(block, ranks, numbers, record);
	filled = clock_monotonic_ns();
	inversion_sort(block->articles.postings);
	sorted = clock_monotonic_ns();
	is_written = block_write(block, folder, 1, &segment, error);
	if (is_written)
		printf("fill %.0f ms (%.1f ns a word), sort of %zu terms %.0f ms, write %.0f ms, "
			"memory %.0f MB, file %.1f MB\n", (double)(filled - begin) / 1e6,
			(double)(filled - begin) / ((double)ARTICLE_COUNT * WORD_COUNT),
			inversion_term_count(block->articles.postings),
			(double)(sorted - filled) / 1e6,
			(double)(clock_monotonic_ns() - sorted) / 1e6,
			(double)block_memory(block) / 1e6, (double)segment.articles.size / 1e6);
	block_free(block);
	if (!file_remove_tree(path.data, error))
		is_written = false;
	buffer_clear(&path);
	return is_written;
}

int main(int argc, char **argv)
{
	struct error error;

	if (argc != 2) {
		fprintf(stderr, "usage: %s FOLDER\n", argv[0]);
		return EXIT_FAILURE;
	}
	if (!run(argv[1], &error)) {
		fprintf(stderr, "%s\n", error.message);
		return EXIT_FAILURE;
	}
	return EXIT_SUCCESS;
}
