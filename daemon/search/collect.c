/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "daemon/search/collect.h"

#include "daemon/index/quotation.h"
#include "daemon/index/variants.h"
#include "daemon/search/missing.h"
#include "daemon/search/quoted.h"
#include "daemon/search/snippet.h"

#include "base/banned.h"

static bool read_record(struct reader *reader, uint32_t document, struct slice *record,
	struct error *error)
{
	buffer_reset(&reader->scratch);
	if (!xc_database_record(reader->snapshot->articles, document, &reader->scratch, error))
		return false;
	*record = arena_copy(&reader->arena, buffer_slice(&reader->scratch));
	return true;
}

/* An article: its head, and its body inflated only where passages are cut from it. */
static bool collect_article(struct quoted *quoted, const struct search_request *request,
	const struct match_hit *found, struct search_hit *hit, struct error *error)
{
	struct snippet_maker *maker = quoted->maker;
	struct reader *reader = maker->build->reader;
	const struct tokens_map *map = &reader->snapshot->tokens[found->segment];
	struct tokens_article tokens;
	struct token_text body;
	struct slice record;
	size_t body_size;

	if (!read_record(reader, found->document, &record, error))
		return false;
	if (found->local > map->count)
		return error_set(error, ERROR_INDEX, "an article has no words in the token file");
	tokens = tokens_get(map, found->local);
	hit->quotation_count = tokens.quotation_count;
	if (request->snippet_count == 0 && request->quotation_count == 0)
		return record_decode_head(record, &hit->article, &body_size, error);
	if (!record_decode_article(reader->codec, record, &reader->arena, &hit->article, error))
		return false;
	body = tokens_region(&tokens, TOKENS_BODY);
	snippet_read(maker, &hit->article,
		(struct leaf_words){token_text_copy(&body, &reader->arena), body.count});
	hit->snippets = snippet_make(maker, request->snippet_count, &hit->snippet_count);
	if (!quoted_find(quoted, &(struct quoted_article){&hit->article, found->document,
					 found->segment, tokens},
		    request->quotation_count, hit, error))
		return false;
	hit->article.body = hit->article.extra = (struct slice){0};
	return true;
}

static bool collect_quotation(struct snippet_maker *maker, const struct match_hit *found,
	struct search_hit *hit, struct error *error)
{
	struct reader *reader = maker->build->reader;
	struct quotation_view *quotation =
		arena_allocate_array(&reader->arena, 1, sizeof(*quotation));
	struct quotation_source source;

	if (!quotation_load(reader, found->document, &source, error))
		return false;
	*quotation = quotation_view(reader, &source);
	quotation->marks = snippet_mark(maker, quotation->text, source.article.language,
		&quotation->mark_count);
	hit->article = source.article;
	hit->article.body = hit->article.extra = (struct slice){0};
	hit->quotation = quotation;
	return variants_count(reader, &source, &hit->saying, error);
}

bool collect_run(struct build *build, const struct search_request *request,
	struct match_hits *found, const struct search_hit **hits, struct error *error)
{
	const bool is_of_quotes = request->scope == SEARCH_IN_QUOTES;
	struct search_request heads = *request;
	struct search_hit *shown =
		arena_allocate_array(&build->reader->arena, found->count, sizeof(*shown));
	struct snippet_maker maker;
	struct quoted quoted;
	bool is_done = true;

	snippet_maker_init(&maker, build);
	quoted_init(&quoted, &maker);
	heads.snippet_count = heads.quotation_count = 0;
	for (size_t i = 0; i < found->count && is_done; i++) {
		const bool is_late = build_is_late(build);

		if (is_late && is_of_quotes && i > 0) {
			found->count = i;
			break;
		}
		shown[i].score = found->hits[i].score;
		shown[i].collapsed = found->hits[i].collapsed;
		is_done = is_of_quotes ? collect_quotation(&maker, &found->hits[i], &shown[i], error) :
					 collect_article(&quoted, is_late ? &heads : request,
						 &found->hits[i], &shown[i], error);
	}
	quoted_clear(&quoted);
	snippet_maker_clear(&maker);
	if (is_done && !build_is_late(build) &&
		(found->is_loosened || request->mode == SEARCH_MATCH_ANY))
		is_done = missing_find(build, found->hits, found->count, shown, error);
	*hits = shown;
	return is_done;
}
