/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "tests/support/index_fixture.h"

#include <stdio.h>

#include <check.h>

#include "indexer/compose.h"
#include "store/update.h"

#include "base/banned.h"

static const struct update_options default_options;

void index_fixture_open(struct index_fixture *fixture)
{
	temporary_folder_open(&fixture->folder);
	snprintf(fixture->path, sizeof(fixture->path), "%s/index", fixture->folder.path);
	fixture->reader = reader_new(fixture->path);
}

void index_fixture_close(struct index_fixture *fixture)
{
	reader_free(fixture->reader);
	fixture->reader = NULL;
	temporary_folder_close(&fixture->folder);
}

static void fill(struct article *article, const struct index_fixture_article *from)
{
	article_init(article);
	article->identity = slice_of(from->identity);
	article->title = slice_of(from->title);
	article->subtitle = slice_of(from->subtitle);
	article->body = slice_of(from->body);
	article->source = slice_of(from->source);
	article->author = slice_of(from->author);
	article->language_name = slice_of(from->language ? from->language : "en");
	if (from->date)
		ck_assert(clock_parse_date(slice_of(from->date), &article->date));
}

void index_fixture_add(struct index_fixture *fixture, const struct index_fixture_article *articles,
	size_t count)
{
	struct analysis *analysis = analysis_new();
	struct composer *composer = composer_new(analysis);
	struct block *block = block_new();
	struct manifest_segment segment;
	struct update *update = NULL;
	struct error error = {0};
	struct arena arena = {0};

	composer_begin(composer, block);
	for (size_t i = 0; i < count; i++) {
		struct analysed analysed;
		struct article article;

		fill(&article, &articles[i]);
		analysis_run(analysis, &article, LANGUAGE_NONE, true, &arena, &analysed);
		composer_add(composer, &article, &analysed, article_digest(&article));
	}
	ck_assert_msg(update_open(fixture->path, &default_options, &update, &error), "%s",
		error.message);
	ck_assert_msg(block_write(block, fixture->path, update_reserve(update), &segment, &error), "%s",
		error.message);
	update_add(update, &segment, block->language_articles);
	ck_assert_msg(update_publish(update, &error), "%s", error.message);
	update_close(update);
	arena_clear(&arena);
	block_free(block);
	composer_free(composer);
	analysis_free(analysis);
}

void index_fixture_bury(struct index_fixture *fixture, const char *identity)
{
	struct update *update = NULL;
	struct error error = {0};
	uint32_t document;

	ck_assert(update_open(fixture->path, &default_options, &update, &error));
	ck_assert(update_find(update, slice_of(identity), &document, &error));
	ck_assert(update_bury(update, document));
	ck_assert(update_publish(update, &error));
	update_close(update);
}

struct search_results index_fixture_search(struct index_fixture *fixture,
	const struct search_request *request)
{
	struct search_results results = {0};
	struct error error = {0};
	size_t position;

	ck_assert_msg(reader_refresh(fixture->reader, &error), "%s", error.message);
	ck_assert_msg(search_run(fixture->reader, request, &results, &position, &error), "%.*s: %s",
		SLICE_ARGS(request->query), error.message);
	return results;
}

struct search_results index_fixture_query(struct index_fixture *fixture, const char *query)
{
	const struct search_request request = {.query = slice_of(query), .size = 1000,
		.snippet_count = 1};

	return index_fixture_search(fixture, &request);
}

const char *index_fixture_identities(const struct search_results *results)
{
	static char text[8192];
	size_t used = 0;

	text[0] = '\0';
	for (size_t i = 0; i < results->hit_count && used < sizeof(text); i++)
		used += (size_t)snprintf(text + used, sizeof(text) - used, "%s%.*s", i ? " " : "",
			SLICE_ARGS(results->hits[i].article.identity));
	return text;
}
