/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * stages.c - times each stage alone, in one thread: bench/stages CORPUS QUERIES FOLDER
 *
 * Indexes CORPUS into FOLDER (made; what is there is removed) and asks QUERIES. For each stage
 * of indexing one line: its time, its share, its rate over the text of the articles; for each
 * class of queries the mean of each step. What contains other stages is given without them.
 * Stages of indexing are processor time, steps of queries wall time.
 */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "base/file.h"
#include "base/memory.h"
#include "bench/articles.h"
#include "bench/times.h"
#include "daemon/render/results.h"
#include "daemon/search/search.h"
#include "indexer/compose.h"
#include "schema/record.h"
#include "schema/wire.h"
#include "store/update.h"

#define BLOCK_BYTES ((uint64_t)16 << 20)
#define QUERY_FILE_LIMIT ((size_t)64 << 20)
#define QUERY_ROUNDS 3

enum stage { READ, JSON, WORDS, STEMS, LANGUAGE, QUOTATIONS, RECORD, COMPOSE, SEGMENT, MERGE,
	STAGE_COUNT };
enum step { PARSE, MATCH, SNIPPET, RENDER, STEP_COUNT };

static const char *const stages[] = {"read", "json", "words", "stems", "language", "quotations",
	"record", "compose", "segment", "merge"};
static const char *const steps[] = {"parse", "match", "snippet", "render"};

struct indexing {
	const char *index;
	struct update *update;
	struct lexicon *lexicon;
	struct analysis *plain, *whole; /* without and with quotations */
	struct record_codec *codec;
	struct composer *composer;
	struct block *block;
	struct arena arena;
	struct token_list tokens;
	struct buffer record;
	int64_t ns[STAGE_COUNT];
	uint64_t text_bytes, word_count, quotation_count;
};

/* Processor time of this thread: what else runs on the machine does not count. */
static int64_t processor_ns(void)
{
	struct timespec time;

	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
	return (int64_t)time.tv_sec * 1000000000 + time.tv_nsec;
}

/* As lexicon_cut asks for them. */
static int64_t cut_words(struct slice text, uint64_t *count)
{
	struct word_cursor cursor = {.text = text};
	int64_t begin = processor_ns();
	enum word_kind kind;
	struct span word;

	while (word_next_plain(&cursor, &word) || word_next(&cursor, &word, &kind))
		++*count;
	return processor_ns() - begin;
}

static int64_t look_up_words(struct indexing *indexing, struct slice text)
{
	int64_t begin = processor_ns();

	indexing->tokens.count = 0;
	lexicon_cut(indexing->lexicon, text, &indexing->tokens);
	return processor_ns() - begin;
}

static int64_t analyse(struct analysis *analysis, struct article *article, bool with_quotations,
	struct arena *arena, struct analysed *analysed)
{
	int64_t begin = processor_ns();

	analysis_run(analysis, article, LANGUAGE_NONE, with_quotations, arena, analysed);
	return processor_ns() - begin;
}

static int64_t encode_record(struct indexing *indexing, const struct article *article)
{
	int64_t begin = processor_ns();

	buffer_reset(&indexing->record);
	record_encode_article(indexing->codec, article, &indexing->record);
	return processor_ns() - begin;
}

static void take_article(struct indexing *indexing, struct article *article)
{
	int64_t *ns = indexing->ns;
	int64_t words = cut_words(article->body, &indexing->word_count);
	int64_t cut = look_up_words(indexing, article->body), plain, record, begin;
	struct article copy = *article;
	struct analysed analysed;

	plain = analyse(indexing->plain, &copy, false, &indexing->arena, &analysed);
	ns[WORDS] += words;
	ns[STEMS] += cut - words;
	ns[LANGUAGE] += plain - cut;
	ns[QUOTATIONS] += analyse(indexing->whole, article, true, &indexing->arena, &analysed) - plain;
	record = encode_record(indexing, article);
	begin = processor_ns();
	composer_add(indexing->composer, article, &analysed, article_digest(article));
	ns[RECORD] += record;
	ns[COMPOSE] += processor_ns() - begin - record;
	indexing->quotation_count += analysed.quotations.count;
	indexing->text_bytes += article->title.size + article->subtitle.size + article->body.size;
	arena_reset(&indexing->arena);
}

static bool write_block(struct indexing *indexing, struct error *error)
{
	int64_t begin = processor_ns();
	struct manifest_segment segment;

	if (!block_write(indexing->block, indexing->index, update_reserve(indexing->update), &segment,
		    error))
		return false;
	update_add(indexing->update, &segment, indexing->block->language_articles);
	block_reset(indexing->block);
	composer_begin(indexing->composer, indexing->block);
	indexing->ns[SEGMENT] += processor_ns() - begin;
	return true;
}

static bool write_all(struct indexing *indexing, struct articles *articles, struct error *error)
{
	struct article article;
	int64_t begin;

	composer_begin(indexing->composer, indexing->block);
	while (articles_next(articles, &article)) {
		take_article(indexing, &article);
		if (indexing->block->text_bytes >= BLOCK_BYTES && !write_block(indexing, error))
			return false;
	}
	if (indexing->block->articles.count && !write_block(indexing, error))
		return false;
	indexing->ns[READ] = articles_reading_ns(articles);
	indexing->ns[JSON] = articles_parsing_ns(articles);
	if (!update_publish(indexing->update, error))
		return false;
	begin = processor_ns();
	if (!update_merge(indexing->update, true, NULL, NULL, error))
		return false;
	indexing->ns[MERGE] = processor_ns() - begin;
	return true;
}

static void print_stages(const struct indexing *indexing)
{
	int64_t sum = 0;

	for (size_t i = 0; i < STAGE_COUNT; i++)
		sum += indexing->ns[i];
	printf("%-12s %9s %7s %9s\n", "indexing", "ms", "share", "MB/s");
	for (size_t i = 0; i < STAGE_COUNT; i++)
		printf("%-12s %9.0f %6.1f%% %9.0f\n", stages[i], (double)indexing->ns[i] / 1e6,
			100.0 * (double)indexing->ns[i] / (double)sum,
			(double)indexing->text_bytes * 1e3 / (double)indexing->ns[i]);
	printf("%-12s %9.0f %7s %9.0f  (%.1f MB, %llu words, %llu quotations)\n\n", "all",
		(double)sum / 1e6, "", (double)indexing->text_bytes * 1e3 / (double)sum,
		(double)indexing->text_bytes / 1e6, (unsigned long long)indexing->word_count,
		(unsigned long long)indexing->quotation_count);
}

static void indexing_clear(struct indexing *indexing)
{
	update_close(indexing->update);
	composer_free(indexing->composer);
	block_free(indexing->block);
	record_codec_free(indexing->codec);
	analysis_free(indexing->plain);
	analysis_free(indexing->whole);
	lexicon_free(indexing->lexicon);
	token_list_clear(&indexing->tokens);
	buffer_clear(&indexing->record);
	arena_clear(&indexing->arena);
}

static bool index_corpus(const char *corpus, const char *index, struct error *error)
{
	struct indexing indexing = {.index = index};
	const struct update_options options = {.rebuild = true};
	struct articles *articles;
	bool is_well;

	if ((file_exists(index) && !file_remove_tree(index, error)) ||
		!update_open(index, &options, &indexing.update, error))
		return false;
	articles = articles_open(corpus);
	indexing.lexicon = lexicon_new(LANGUAGE_ENGLISH);
	indexing.plain = analysis_new();
	indexing.whole = analysis_new();
	indexing.codec = record_codec_new();
	indexing.composer = composer_new(indexing.whole);
	indexing.block = block_new();
	is_well = write_all(&indexing, articles, error);
	if (is_well)
		print_stages(&indexing);
	articles_close(articles);
	indexing_clear(&indexing);
	return is_well;
}

struct asking {
	struct reader *reader;
	struct times times;
	struct buffer json;
	struct error error;
};

static bool ask(void *context, struct slice name, struct slice query)
{
	struct asking *asking = context;
	const struct search_request request = {.query = query, .size = WIRE_SIZE_INITIAL,
		.snippet_count = 1};
	struct times_sample sample = {0};
	struct search_results results;
	size_t position;
	int64_t begin;

	if (!reader_refresh(asking->reader, &asking->error) ||
		!search_run(asking->reader, &request, &results, &position, &asking->error))
		return false;
	begin = processor_ns();
	buffer_reset(&asking->json);
	results_render(&request, &results, 0, &asking->json);
	sample.part_ns[PARSE] = results.times.plan;
	sample.part_ns[MATCH] = results.times.match;
	sample.part_ns[SNIPPET] = results.times.collect;
	sample.part_ns[RENDER] = processor_ns() - begin;
	times_add(&asking->times, name, &sample);
	return true;
}

static void print_steps(const struct times *times)
{
	printf("%-12s", "query, ms");
	for (size_t i = 0; i < STEP_COUNT; i++)
		printf(" %9s", steps[i]);
	printf("\n");
	for (size_t i = 0; i < times->count; i++) {
		const struct times_class *class = &times->classes[i];

		printf("%-12.*s", SLICE_ARGS(class->name));
		for (size_t j = 0; j < STEP_COUNT; j++)
			printf(" %9.4f", times_part_mean(class, j));
		printf("\n");
	}
}

static bool ask_queries(const char *path, const char *index, struct error *error)
{
	struct asking asking = {.reader = reader_new(index)};
	struct buffer queries = {0};
	bool is_well = file_read(path, QUERY_FILE_LIMIT, &queries, &asking.error);

	for (int round = 0; is_well && round < QUERY_ROUNDS; round++) {
		times_again(&asking.times);
		is_well = times_each_query(buffer_slice(&queries), ask, &asking);
	}
	if (is_well)
		print_steps(&asking.times);
	else
		*error = asking.error;
	times_clear(&asking.times);
	buffer_clear(&asking.json);
	buffer_clear(&queries);
	reader_free(asking.reader);
	return is_well;
}

int main(int argc, char **argv)
{
	struct error error = {0};

	if (argc != 4) {
		fprintf(stderr, "usage: %s CORPUS QUERIES FOLDER\n", argv[0]);
		return 2;
	}
	if (!index_corpus(argv[1], argv[3], &error) || !ask_queries(argv[2], argv[3], &error)) {
		fprintf(stderr, "%s: %s\n", argv[0], error.message);
		return 2;
	}
	return 0;
}
