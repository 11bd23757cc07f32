/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "store/merge.h"

#include <math.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/memory.h"
#include "schema/record.h"
#include "store/glass/reader.h"
#include "store/merge_database.h"
#include "store/tokens_merge.h"
#include "store/words.h"

#include "base/banned.h"

/* Small is what holds less than this part of all text. */
#define SMALL_PART 64

/* What merging it writes anew: the text of its live articles, nearly. */
static uint64_t live_bytes(const struct manifest_segment *segment)
{
	if (segment->article_count == 0)
		return 0;
	return segment->text_bytes / segment->article_count *
	       (segment->article_count - segment->dead_count);
}

static uint64_t group_bytes(const struct manifest *manifest, struct merge_group group)
{
	uint64_t bytes = 0;

	for (size_t i = group.begin; i < group.end; i++)
		bytes += live_bytes(&manifest->segments[i]);
	return bytes;
}

struct choice {
	const struct manifest *manifest;
	struct merge_group *groups;
	size_t count;
	uint64_t small_bytes; /* below, a group is small */
};

/* What joining a group with the next would cost; the pair that costs least is joined. */
typedef double pair_cost(const struct choice *choice, size_t i);

static double cost_of_bytes(const struct choice *choice, size_t i)
{
	return (double)group_bytes(choice->manifest,
		(struct merge_group){choice->groups[i].begin, choice->groups[i + 1].end});
}

/* How uneven a pair of small ones is. Of a stream of small additions, joining like with like
 * writes each only as often as it doubles. */
static double cost_of_unevenness(const struct choice *choice, size_t i)
{
	const uint64_t first = group_bytes(choice->manifest, choice->groups[i]) + 1;
	const uint64_t second = group_bytes(choice->manifest, choice->groups[i + 1]) + 1;

	if (first > choice->small_bytes || second > choice->small_bytes)
		return HUGE_VAL;
	return first > second ? (double)first / (double)second : (double)second / (double)first;
}

/* Joins the two neighbours that cost least; false when none may be joined. */
static bool join(struct choice *choice, pair_cost *cost)
{
	struct merge_group *groups = choice->groups;
	double least = HUGE_VAL;
	size_t found = choice->count;

	for (size_t i = 0; i + 1 < choice->count; i++) {
		const double cost_here = cost(choice, i);

		if (groups[i + 1].end - groups[i].begin <= MERGE_SOURCE_LIMIT && cost_here < least) {
			least = cost_here;
			found = i;
		}
	}
	if (found == choice->count)
		return false;
	groups[found].end = groups[found + 1].end;
	memmove(groups + found + 1, groups + found + 2,
		(choice->count - found - 2) * sizeof(*groups));
	choice->count--;
	return true;
}

static size_t count_small(const struct choice *choice)
{
	size_t count = 0;

	for (size_t i = 0; i < choice->count; i++)
		count += group_bytes(choice->manifest, choice->groups[i]) < choice->small_bytes;
	return count;
}

/* The cheapest merges that leave few enough: sizes grow by tiers by themselves, and what one
 * run joins several times over is written once. */
static void join_until_few(struct choice *choice)
{
	const struct merge_group all = {0, choice->manifest->segment_count};

	choice->small_bytes = group_bytes(choice->manifest, all) / SMALL_PART;
	for (;;) {
		const size_t small = count_small(choice);

		if (small > MERGE_SMALL_LIMIT && join(choice, cost_of_unevenness))
			continue;
		if ((small > MERGE_SMALL_LIMIT || choice->count - small > MERGE_LARGE_LIMIT) &&
			join(choice, cost_of_bytes))
			continue;
		return;
	}
}

/* Is a single segment worth writing anew? Half of it dead: reading the dead costs as much as
 * reading the living, and so does the rest of its life. */
static bool is_worn(const struct manifest_segment *segment, bool optimize)
{
	return segment->dead_count >= (optimize ? 1 : segment->article_count - segment->dead_count) ||
	       segment->article_count == segment->dead_count;
}

size_t merge_choose(const struct manifest *manifest, bool optimize, struct merge_group *groups)
{
	struct choice choice = {
		.manifest = manifest, .groups = groups, .count = manifest->segment_count};
	size_t chosen = 0;

	for (size_t i = 0; i < choice.count; i++)
		groups[i] = (struct merge_group){i, i + 1};
	if (optimize)
		while (join(&choice, cost_of_bytes))
			continue;
	else
		join_until_few(&choice);
	for (size_t i = 0; i < choice.count; i++)
		if (groups[i].end - groups[i].begin > 1 ||
			is_worn(&manifest->segments[groups[i].begin], optimize))
			groups[chosen++] = groups[i];
	return chosen;
}

/* One segment of the group, as the merge reads it. */
struct source {
	struct buffer articles, quotations; /* paths */
	const struct manifest_segment *segment;
	struct tokens_map tokens;
	const struct tombstones *dead;
	uint32_t *article_numbers, *quotation_numbers; /* new ones by old - 1; 0: dropped */
};

struct merging {
	const struct merge_job *job;
	struct source *sources;
	size_t count;
	struct manifest_segment *merged;
	struct buffer record;  /* of a quotation, renumbered */
	struct words_builder words;
	uint32_t *dropped;     /* by language */
	struct error *error;
};

/* A damaged source must not become part of a file with a right digest. */
static bool check_digest(const char *path, const struct manifest_file *file, struct error *error)
{
	struct digest digest;
	uint64_t size;

	if (!digest_file(path, &digest, &size, error))
		return false;
	if (size == file->size && digest_equal(digest, file->digest))
		return true;
	return error_set(error, ERROR_INDEX, "%s: damaged; run quoth-index --rebuild", path);
}

static bool check_source(const struct merging *merging, struct source *source)
{
	const struct manifest_segment *segment = source->segment;
	const char *index = merging->job->index;
	struct buffer tokens = {0};
	bool good;

	manifest_path(index, segment, "articles", &source->articles);
	manifest_path(index, segment, "quotes", &source->quotations);
	manifest_path(index, segment, "tokens", &tokens);
	good = check_digest(source->articles.data, &segment->articles, merging->error) &&
	       check_digest(source->quotations.data, &segment->quotations, merging->error) &&
	       check_digest(tokens.data, &segment->tokens, merging->error);
	buffer_clear(&tokens);
	return good;
}

/* Articles and quotations get their new numbers: in order, the dead left out. */
static void number_documents(struct merging *merging, struct source *source)
{
	struct manifest_segment *merged = merging->merged;
	const uint32_t count = source->segment->article_count;

	source->article_numbers = memory_allocate_array((size_t)count + 1, sizeof(uint32_t));
	source->quotation_numbers = memory_allocate_array(
		(size_t)source->segment->quotation_count + 1, sizeof(uint32_t));
	for (uint32_t document = 1; document <= count; document++) {
		const struct tokens_article article = tokens_get(&source->tokens, document);

		if (tombstones_has(source->dead, document))
			continue;
		source->article_numbers[document - 1] = ++merged->article_count;
		for (uint32_t i = 0; i < article.quotation_count; i++)
			source->quotation_numbers[article.first_quotation - 1 + i] =
				++merged->quotation_count;
	}
}

static void discount(struct merging *merging, const struct article *article, size_t body_size)
{
	const uint64_t bytes = article->title.size + article->subtitle.size + body_size;
	uint64_t *text_bytes = &merging->merged->text_bytes;

	*text_bytes -= bytes < *text_bytes ? bytes : *text_bytes;
	merging->dropped[article->language]++;
}

/* Takes the dead out of what the manifest says of text and languages. */
static bool discount_dead(struct merging *merging, const struct source *source)
{
	struct glass_reader reader;
	struct glass_documents documents;
	struct slice record;
	uint32_t document = 0, length;
	bool good = true;

	if (source->dead->dead == 0)
		return true;
	if (!glass_reader_open(&reader, source->articles.data, merging->error))
		return false;
	glass_documents_open(&documents, &reader);
	while (good && glass_documents_next(&documents, &length, &record, merging->error)) {
		struct article article;
		size_t body_size;

		if (!tombstones_has(source->dead, ++document))
			continue;
		good = record_decode_head(record, &article, &body_size, merging->error);
		if (good)
			discount(merging, &article, body_size);
	}
	glass_documents_close(&documents);
	glass_reader_close(&reader);
	return merging->error->code == ERROR_NONE;
}

static bool open_tokens(const struct merging *merging, struct source *source)
{
	struct buffer path = {0};
	bool good;

	manifest_path(merging->job->index, source->segment, "tokens", &path);
	good = tokens_open(&source->tokens, path.data, merging->error);
	if (good && (source->tokens.count != source->segment->article_count ||
			    source->tokens.quotation_count != source->segment->quotation_count))
		good = error_set(merging->error, ERROR_INDEX,
			"%s: damaged: the manifest has other counts", path.data);
	buffer_clear(&path);
	return good;
}

static bool open_source(struct merging *merging, size_t i)
{
	const struct merge_job *job = merging->job;
	const size_t segment = job->group.begin + i;
	struct source *source = &merging->sources[i];

	source->segment = &job->snapshot->manifest.segments[segment];
	source->dead = &job->snapshot->tombstones[segment];
	merging->merged->text_bytes += source->segment->text_bytes;
	if (!open_tokens(merging, source))
		return false;
	number_documents(merging, source);
	file_release(source->tokens.file.bytes);
	return check_source(merging, source) && discount_dead(merging, source);
}

static void close_source(struct source *source)
{
	buffer_clear(&source->articles);
	buffer_clear(&source->quotations);
	tokens_close(&source->tokens);
	memory_free(source->article_numbers);
	memory_free(source->quotation_numbers);
}

/* A quotation's record names its article by number. */
static bool renumber_quotation(void *context, size_t source_index, struct slice *record,
	struct error *error)
{
	struct merging *merging = context;
	const struct source *source = &merging->sources[source_index];
	struct quotation_record quotation;

	if (!record_decode_quotation(*record, &quotation, error))
		return false;
	if (quotation.article == 0 || quotation.article > source->segment->article_count)
		return error_set(error, ERROR_INDEX, "a quotation is of an article that is not there");
	quotation.article = source->article_numbers[quotation.article - 1];
	buffer_reset(&merging->record);
	record_encode_quotation(&quotation, &merging->record);
	*record = buffer_slice(&merging->record);
	return true;
}

static bool ask_progress(void *context)
{
	const struct merging *merging = context;

	return merging->job->progress(merging->job->context);
}

static void count_word(void *context, struct slice term, uint32_t document_count)
{
	struct merging *merging = context;

	words_builder_add(&merging->words, WORDS_OF_ARTICLES, term, document_count);
}

static void count_name(void *context, struct slice term, uint32_t document_count)
{
	struct merging *merging = context;

	words_builder_add(&merging->words, WORDS_OF_SPEAKERS, term, document_count);
}

/* Of the content and the number: no two databases of an index have the same. */
static void make_uuid(const struct merging *merging, const char *kind, unsigned char uuid[16])
{
	struct buffer name = {0};
	struct digest digest;

	buffer_printf(&name, "%s %llu", kind, (unsigned long long)merging->job->number);
	for (size_t i = 0; i < merging->count; i++)
		buffer_append_bytes(&name, &merging->sources[i].segment->articles.digest,
			sizeof(digest));
	digest = digest_128(buffer_slice(&name));
	memcpy(uuid, &digest, sizeof(digest));
	buffer_clear(&name);
}

static bool merge_kind(struct merging *merging, bool quotations, const char *path)
{
	struct merge_source *sources = memory_allocate_array(merging->count, sizeof(*sources));
	struct merge_database merge = {
		.sources = sources,
		.count = merging->count,
		.path = path,
		.convert = quotations ? renumber_quotation : NULL,
		.progress = merging->job->progress ? ask_progress : NULL,
		.count_term = quotations ? count_name : count_word,
		.context = merging,
	};
	bool good;

	for (size_t i = 0; i < merging->count; i++) {
		const struct source *source = &merging->sources[i];

		sources[i] = quotations ? (struct merge_source){source->quotations.data,
						  source->segment->quotation_count,
						  source->quotation_numbers}
					: (struct merge_source){source->articles.data,
						  source->segment->article_count,
						  source->article_numbers};
	}
	make_uuid(merging, quotations ? "quotes" : "articles", merge.uuid);
	good = merge_database_run(&merge, merging->error);
	memory_free(sources);
	return good;
}

static bool merge_tokens(struct merging *merging, const char *path)
{
	struct tokens_source *sources = memory_allocate_array(merging->count, sizeof(*sources));
	bool good;

	for (size_t i = 0; i < merging->count; i++)
		sources[i] = (struct tokens_source){&merging->sources[i].tokens,
			merging->sources[i].dead};
	good = tokens_merge(sources, merging->count, path, merging->error);
	for (size_t i = 0; i < merging->count; i++)
		file_release(merging->sources[i].tokens.file.bytes);
	memory_free(sources);
	return good;
}

/* Writes the four files; what was written before a failure is removed. */
static bool write_files(struct merging *merging)
{
	struct manifest_segment *merged = merging->merged;
	const struct {
		const char *kind;
		struct manifest_file *file;
	} files[] = {{"tokens", &merged->tokens}, {"articles", &merged->articles},
		{"quotes", &merged->quotations}, {"words", &merged->words}};
	struct buffer paths[COUNT_OF(files)] = {{0}};
	struct error *error = merging->error;
	bool good;

	for (size_t i = 0; i < COUNT_OF(files); i++)
		manifest_path(merging->job->index, merged, files[i].kind, &paths[i]);
	good = merge_tokens(merging, paths[0].data) && merge_kind(merging, false, paths[1].data) &&
	       merge_kind(merging, true, paths[2].data) &&
	       words_builder_write(&merging->words, paths[3].data, error);
	for (size_t i = 0; good && i < COUNT_OF(files); i++)
		good = digest_file(paths[i].data, &files[i].file->digest, &files[i].file->size, error);
	/* A number of our own: whatever is there is of this merge. */
	for (size_t i = 0; i < COUNT_OF(files); i++) {
		if (!good)
			unlink(paths[i].data);
		buffer_clear(&paths[i]);
	}
	return good;
}

bool merge_run(const struct merge_job *job, struct manifest_segment *merged,
	uint32_t dropped[LANGUAGE_COUNT], struct error *error)
{
	struct manifest_segment segment = {.number = job->number};
	struct error failure = {0};
	struct merging merging = {
		.job = job,
		.count = job->group.end - job->group.begin,
		.merged = &segment,
		.dropped = dropped,
		.error = &failure,
	};
	bool good = true;

	merging.sources = memory_allocate_array(merging.count, sizeof(*merging.sources));
	for (size_t i = 0; good && i < merging.count; i++)
		good = open_source(&merging, i);
	if (good && segment.article_count > 0)
		good = write_files(&merging);
	for (size_t i = 0; i < merging.count; i++)
		close_source(&merging.sources[i]);
	memory_free(merging.sources);
	buffer_clear(&merging.record);
	words_builder_clear(&merging.words);
	if (good)
		*merged = segment;
	else
		*error = failure;
	return good;
}
